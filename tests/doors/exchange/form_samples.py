"""Forms to test on: Word parts written by hand, and what is asked of every filled form."""

from __future__ import annotations

import zipfile
from collections.abc import Mapping
from io import BytesIO
from pathlib import Path

from simpul.core.sender_forms import Form
from simpul.doors.exchange.forms.reading import FORM_LIMITS, opened, recognised

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_TYPES = "application/vnd.openxmlformats-officedocument.wordprocessingml"
_RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"


def docx(body: str, *, parts: Mapping[str, str] | None = None, w: str = W, prefix: str = "w") -> bytes:
    """A Word file whose body is given as XML; `parts` adds numbering.xml, styles.xml and others beside it."""
    parts = parts or {}
    overrides = "".join(
        f'<Override PartName="/word/{name}" ContentType="{_TYPES}.{name.removesuffix(".xml")}+xml"/>'
        for name in parts
        if name.endswith(".xml")
    )
    relations = "".join(
        f'<Relationship Id="rId{at}" Type="{_RELATIONS}/{name.removesuffix(".xml")}" Target="{name}"/>'
        for at, name in enumerate(parts, start=1)
        if name.endswith(".xml")
    )
    declared = f'xmlns:{prefix}="{w}"' if prefix else f'xmlns="{w}"'
    dot = f"{prefix}:" if prefix else ""
    made = {
        "[Content_Types].xml": f'<Types xmlns="{_PACKAGE}/content-types">'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        '<Default Extension="xml" ContentType="application/xml"/>'
        f'<Override PartName="/word/document.xml" ContentType="{_TYPES}.document.main+xml"/>{overrides}</Types>',
        "_rels/.rels": f'<Relationships xmlns="{_PACKAGE}/relationships"><Relationship Id="rId1" '
        f'Type="{_RELATIONS}/officeDocument" Target="word/document.xml"/></Relationships>',
        "word/document.xml": '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
        f"<{dot}document {declared}><{dot}body>{body}</{dot}body></{dot}document>",
        "word/_rels/document.xml.rels": f'<Relationships xmlns="{_PACKAGE}/relationships">{relations}</Relationships>',
        **{f"word/{name}": text for name, text in parts.items()},
    }
    return zipped({name: text.encode() for name, text in made.items()})


def numbering(*lists: str, numbers: str) -> str:
    """numbering.xml with lists (`w:abstractNum`) and the numbers that use them (`w:num`)."""
    return f'<w:numbering xmlns:w="{W}">{"".join(lists)}{numbers}</w:numbering>'


def level(depth: int, manner: str, pattern: str, *, start: int = 1, more: str = "") -> str:
    return (
        f'<w:lvl w:ilvl="{depth}"><w:start w:val="{start}"/><w:numFmt w:val="{manner}"/>{more}'
        f'<w:lvlText w:val="{pattern}"/></w:lvl>'
    )


def p(text: str = "", *, num: int | None = None, depth: int = 0, properties: str = "", run: str = "") -> str:
    """A paragraph, in a list if `num` says so."""
    listed = (
        f'<w:numPr><w:ilvl w:val="{depth}"/><w:numId w:val="{num}"/></w:numPr>' if num is not None else ""
    )
    told = f"<w:pPr>{properties}{listed}</w:pPr>" if properties or listed else ""
    said = f'<w:r>{run}<w:t xml:space="preserve">{text}</w:t></w:r>' if text else ""
    return f"<w:p>{told}{said}</w:p>"


def tbl(*rows: str) -> str:
    return f"<w:tbl><w:tblPr/><w:tblGrid>{'<w:gridCol/>' * rows[0].count('<w:tc>')}</w:tblGrid>{''.join(rows)}</w:tbl>"


def tr(*cells: str) -> str:
    return f"<w:tr>{''.join(cells)}</w:tr>"


def tc(text: str = "", *, properties: str = "", body: str | None = None) -> str:
    told = f"<w:tcPr>{properties}</w:tcPr>" if properties else ""
    return f"<w:tc>{told}{p(text) if body is None else body}</w:tc>"


def sdt(content: str, *, properties: str = "", waiting: bool = True) -> str:
    """A content control; one that waits shows its placeholder."""
    flag = "<w:showingPlcHdr/>" if waiting else ""
    return f"<w:sdt><w:sdtPr>{properties}{flag}</w:sdtPr><w:sdtContent>{content}</w:sdtContent></w:sdt>"


def zipped(parts: Mapping[str, bytes]) -> bytes:
    made = BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, body in parts.items():
            archive.writestr(name, body)
    return made.getvalue()


def parts_of(data: bytes) -> dict[str, bytes]:
    """Every part of a file, in its order."""
    with zipfile.ZipFile(BytesIO(data)) as archive:
        assert archive.testzip() is None
        return {one.filename: archive.read(one) for one in archive.infolist()}


def remade(data: bytes, change: Mapping[str, bytes], *, drop: str = "") -> bytes:
    """A file with parts replaced, added or dropped."""
    return zipped({**{name: body for name, body in parts_of(data).items() if name != drop}, **change})


def changed_parts(before: bytes, after: bytes) -> set[str]:
    """The parts that differ; the list of parts, their order and dates are the same."""
    with zipfile.ZipFile(BytesIO(before)) as old, zipfile.ZipFile(BytesIO(after)) as new:
        told = [
            [
                (one.filename, one.date_time, one.external_attr, one.compress_type)
                for one in archive.infolist()
            ]
            for archive in (old, new)
        ]
    assert told[0] == told[1]
    first, second = parts_of(before), parts_of(after)
    return {name for name in first if first[name] != second[name]}


def read_here(path: Path, data: bytes, name: str) -> Form:
    """What a form asks, read in this process."""
    path.write_bytes(data)
    kind = "word" if name.endswith(".docx") else "excel"
    return recognised(opened(path, kind, name, FORM_LIMITS), name)
