"""Forms that mean harm or are broken: each is refused with a sentence, none crashes or hangs its reader."""

from __future__ import annotations

import random
import sys
import time
from collections.abc import Callable
from io import BytesIO
from pathlib import Path

import openpyxl
import pytest
from tests.doors.exchange.form_samples import W, docx, p, parts_of, remade, sdt, tbl, tc, tr, zipped

from simpul.core import errors
from simpul.core.errors import Problem
from simpul.core.sender_forms import Form
from simpul.doors.exchange.archive import OLE, Limits
from simpul.doors.exchange.forms import reading
from simpul.doors.exchange.forms.reading import FORM_LIMITS, fill_form, form_places, kind_of_form, read_form

PACKAGE = "http://schemas.openxmlformats.org/package/2006/relationships"
KINDS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
GOOD = docx(
    p("1. Which?") + p() + p("2. Why?") + sdt(p("Click here.")) + p("3. Name: ______")
    + tbl(tr(tc("No"), tc("Question"), tc("Answer")), tr(tc("4"), tc("When?"), tc())),
    parts={"styles.xml": f'<w:styles xmlns:w="{W}"/>', "numbering.xml": f'<w:numbering xmlns:w="{W}"/>'},
)  # fmt: skip
DOCUMENT, RELATIONS = "word/document.xml", "word/_rels/document.xml.rels"


def book() -> bytes:
    made, target = openpyxl.Workbook(), BytesIO()
    for row in (["No", "Question", "Answer"], ["1", "Which?"], ["2", "Why?"]):
        made.active.append(row)
    made.save(target)
    return target.getvalue()


def with_body(change: Callable[[bytes], bytes]) -> bytes:
    return remade(GOOD, {DOCUMENT: change(parts_of(GOOD)[DOCUMENT])})


def with_relation(kind: str, target: str, *, mode: str = "External") -> bytes:
    relation = f'<Relationship Id="rId9" Type="{KINDS}/{kind}" Target="{target}" TargetMode="{mode}"/>'
    return remade(
        GOOD, {RELATIONS: parts_of(GOOD)[RELATIONS].replace(b"</Rel", relation.encode() + b"</Rel")}
    )


def doctype(words: bytes) -> bytes:
    return with_body(lambda body: body.replace(b"?>", b"?>" + words, 1))


LAUGHS = (
    b'<!DOCTYPE lolz [<!ENTITY a "' + b"x" * 1000 + b'">'
    + b"".join(b'<!ENTITY %c "%s">' % (98 + n, b"&%c;" % (97 + n) * 10) for n in range(8))
    + b"]>"
)  # fmt: skip
MACRO_TYPE = b"application/vnd.ms-word.document.macroEnabled.main+xml"
PLAIN_TYPE = b"application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"

HOSTILE: dict[str, tuple[Callable[[], bytes], str]] = {
    "an empty file": (lambda: b"", "FILES-EMPTY"),
    "a letter": (lambda: b"Dengan hormat,", "SENDERFORM-NOT-OFFICE"),
    "a PDF by another name": (lambda: b"%PDF-1.7 ...", "SENDERFORM-NOT-OFFICE"),
    "an old .doc or a locked file": (lambda: OLE + b"\0" * 512, "SENDERFORM-OLD-OR-LOCKED"),
    "a workbook by the name of a letter": (book, "SENDERFORM-NOT-OFFICE"),
    "a macro": (lambda: remade(GOOD, {"word/vbaProject.bin": b"\0"}), "SENDERFORM-MACRO"),
    "a macro by its type alone": (
        lambda: remade(GOOD, {"[Content_Types].xml":
                              parts_of(GOOD)["[Content_Types].xml"].replace(PLAIN_TYPE, MACRO_TYPE)}),
        "SENDERFORM-MACRO"),
    "an embedded object": (lambda: remade(GOOD, {"word/embeddings/oleObject1.bin": b"\0"}), "SENDERFORM-MACRO"),
    "a template from elsewhere": (
        lambda: with_relation("attachedTemplate", "https://x.example/a.dotm"), "SENDERFORM-EXTERNAL"),
    "a template on a server": (
        lambda: with_relation("attachedTemplate", r"\\\\x.example\\a.dotm"), "SENDERFORM-EXTERNAL"),
    "a picture from elsewhere": (lambda: with_relation("image", "http://x.example/a.png"), "SENDERFORM-EXTERNAL"),
    "an object from elsewhere": (lambda: with_relation("oleObject", "file:///etc/passwd"), "SENDERFORM-EXTERNAL"),
    "a frame from elsewhere": (lambda: with_relation("frame", "http://x.example"), "SENDERFORM-EXTERNAL"),
    "a billion laughs": (lambda: doctype(LAUGHS), "SENDERFORM-UNSAFE"),
    "an entity from a file": (
        lambda: doctype(b'<!DOCTYPE r [<!ENTITY x SYSTEM "file:///etc/passwd">]>'), "SENDERFORM-UNSAFE"),
    "a DTD from elsewhere": (lambda: doctype(b'<!DOCTYPE r SYSTEM "http://x.example">'), "SENDERFORM-UNSAFE"),
    "a zip bomb": (lambda: remade(GOOD, {"word/media/image1.png": b"\0" * 90_000_000}), "SENDERFORM-UNSAFE"),
    "too many parts": (
        lambda: remade(GOOD, {f"word/media/{n}.png": b"" for n in range(600)}), "SENDERFORM-UNSAFE"),
    "a truncated file": (lambda: GOOD[: len(GOOD) // 2], "SENDERFORM-DAMAGED"),
    "broken XML": (lambda: with_body(lambda body: body[:-20]), "SENDERFORM-DAMAGED"),
    "a document in UTF-16": (
        lambda: with_body(lambda body: body.decode().replace("UTF-8", "UTF-16").encode("utf-16")),
        "SENDERFORM-DAMAGED"),
    "a document in Latin-1": (
        lambda: with_body(lambda body: body.decode().replace("UTF-8", "ISO-8859-1").encode("latin-1")),
        "SENDERFORM-DAMAGED"),
    "tables in tables without end": (
        lambda: docx("<w:tbl><w:tr><w:tc>" * 5_000 + p() + "</w:tc></w:tr></w:tbl>" * 5_000), "SENDERFORM-DAMAGED"),
    "no document": (
        lambda: remade(GOOD, {"word/other.xml": b"<x/>"}, drop=DOCUMENT), "SENDERFORM-DAMAGED"),
    "a document that is something else": (
        lambda: remade(GOOD, {DOCUMENT: b"<html><body><p>1. Which?</p></body></html>"}), "SENDERFORM-LAYOUT-UNKNOWN"),
    "an empty document": (lambda: docx(""), "SENDERFORM-LAYOUT-UNKNOWN"),
    "a part outside the file": (
        lambda: zipped({"[Content_Types].xml": b"<Types/>", "word/x.xml": b"<x/>", "_rels/.rels":
                        f'<Relationships xmlns="{PACKAGE}"><Relationship Id="a" Type="{KINDS}/officeDocument" '
                        'Target="../../../etc/passwd"/></Relationships>'.encode()}),
        "SENDERFORM-DAMAGED"),
}  # fmt: skip


@pytest.mark.parametrize("case", HOSTILE)
def test_it_is_refused_with_a_sentence_quickly(tmp_path: Path, case: str) -> None:
    make, code = HOSTILE[case]
    path = tmp_path / "berkas"
    path.write_bytes(make())
    start = time.monotonic()
    with pytest.raises(Problem) as raised:
        read_form(path, name="formulir.docx")
    assert raised.value.code == code
    assert time.monotonic() - start < 8
    for language in ("id", "en"):
        words = errors.sentence(raised.value, language) + " " + errors.hint(raised.value, language)
        assert "[" not in words.replace("[Content_Types].xml", "") and "{" not in words
        assert str(tmp_path) not in words


def test_the_good_form_these_are_made_from_is_read_and_filled(tmp_path: Path) -> None:
    path = tmp_path / "formulir.docx"
    path.write_bytes(GOOD)
    form = read_form(path)
    assert [one.number for one in form.items] == ["1.", "2.", "3.", "4"]
    made = fill_form(path, {one.anchor: "Ya" for one in form.items}, sha256=form.sha256)
    assert parts_of(made)[DOCUMENT].count(b">Ya<") == 4


@pytest.mark.parametrize(
    ("kind", "target"),
    [
        ("hyperlink", "https://x.example"),
        ("attachedTemplate", "file:///C:\\Templates\\Normal.dotm"),
        ("attachedTemplate", "C:\\Templates\\Normal.dotm"),
    ],
)
def test_a_link_and_the_name_of_a_local_template_fetch_nothing(
    tmp_path: Path, kind: str, target: str
) -> None:
    path = tmp_path / "formulir.docx"
    path.write_bytes(with_relation(kind, target))
    assert len(read_form(path).items) == 4


@pytest.mark.parametrize("name", ["a.docm", "A.DOTM", "a.xlsm", "a.xlam"])
def test_a_form_with_macros_is_refused_by_its_name(name: str) -> None:
    with pytest.raises(Problem) as raised:
        kind_of_form(name)
    assert raised.value.code == "SENDERFORM-MACRO"


@pytest.mark.parametrize("name", ["a.pdf", "a.doc", "a.xls", "a.odt", "a.rtf", "a", "a.docx.exe"])
def test_another_kind_of_form_is_refused_with_the_way_out(name: str) -> None:
    with pytest.raises(Problem) as raised:
        kind_of_form(name)
    assert raised.value.code == "SENDERFORM-TYPE"
    assert "PDF" in errors.hint(raised.value, "id") and ".docx" in errors.hint(raised.value, "en")


def damaged(data: bytes, chance: random.Random) -> bytes:
    """A copy with one wound: cut, bytes turned, a piece taken out or twice, or one part's markup muddled."""
    made = bytearray(data)
    wound = chance.randrange(6)
    at, length = chance.randrange(len(made)), chance.randrange(1, 200)
    if wound == 0:
        del made[at:]
    elif wound == 1:
        for _ in range(length):
            made[chance.randrange(len(made))] = chance.randrange(256)
    elif wound == 2:
        del made[at : at + length]
    elif wound == 3:
        made[at:at] = made[at : at + length]
    else:
        return muddled(data, chance)
    return bytes(made)


def muddled(data: bytes, chance: random.Random) -> bytes:
    """A whole zip in which the XML of one part is wrong: tags and values taken out, twice, or exchanged."""
    parts = parts_of(data)
    name = chance.choice([one for one in parts if one.endswith((".xml", ".rels"))])
    body = parts[name]
    for _ in range(chance.randrange(1, 4)):
        tags = [at for at in range(len(body)) if body[at : at + 1] == b"<"] or [0]
        start, end = sorted(chance.choices([*tags, len(body)], k=2))
        piece = body[start:end]
        other = chance.choice(tags)
        values = [b'"-1"', b'"999999999"', b'""', b'"0"', b'"A1:XFD1048576"', b'"../x"']
        body = chance.choice(
            [
                body[:start] + body[end:],
                body[:start] + piece + piece + body[end:],
                body[:other] + piece + body[other:],
                body.replace(b'"1"', chance.choice(values)),
                body.replace(b'"A1"', chance.choice(values)).replace(b'"0"', chance.choice(values)),
            ]
        )
    return remade(data, {name: body})


@pytest.mark.parametrize(
    ("good", "name"), [(GOOD, "formulir.docx"), (book(), "formulir.xlsx")], ids=["word", "excel"]
)
def test_two_hundred_damaged_copies_give_a_problem_or_a_form_and_never_a_crash(
    tmp_path: Path, good: bytes, name: str
) -> None:
    """In this process, where a crash would be seen; the child below shows that it is the same."""
    chance, path, kind = random.Random(20261125), tmp_path / name, kind_of_form(name)
    refused = 0
    for _ in range(200):
        path.write_bytes(damaged(good, chance) or b"x")
        try:
            form = reading.opened(path, kind, name, FORM_LIMITS)
            asked = reading.recognised(form, name)
            reading.places_of(form)
            made = reading.filled_form(form, {one.anchor: "Ya" for one in asked.items}, asked.sha256, name)
        except Problem as problem:
            assert errors.sentence(problem, "id") and errors.hint(problem, "en")
            refused += 1
        else:
            path.write_bytes(made)
            reading.opened(path, kind, name, FORM_LIMITS)
    assert 100 < refused < 200


def test_a_damaged_copy_is_a_problem_from_the_child_too(tmp_path: Path) -> None:
    chance, path = random.Random(7), tmp_path / "formulir.docx"
    answers: list[Form | str] = []
    for _ in range(8):
        path.write_bytes(damaged(GOOD, chance) or b"x")
        try:
            answers.append(read_form(path))
        except Problem as problem:
            answers.append(problem.code)
    assert any(isinstance(one, str) for one in answers) and "SENDERFORM-STOPPED" not in answers


def test_a_reader_that_takes_too_long_or_too_much_is_ended(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "formulir.docx"
    path.write_bytes(docx("".join(p(f"{number}. Which?") for number in range(100_000))))
    with pytest.raises(Problem) as raised:
        read_form(path, limits=Limits(memory=80_000_000))
    assert raised.value.code == "SENDERFORM-STOPPED"
    program = tmp_path / "reader"
    program.write_text("#!/bin/sh\nexec sleep 60\n")
    program.chmod(0o755)
    monkeypatch.setattr(sys, "executable", str(program))
    start = time.monotonic()
    with pytest.raises(Problem) as raised:
        form_places(path, limits=Limits(seconds=1))
    assert raised.value.code == "SENDERFORM-STOPPED" and time.monotonic() - start < 5


def test_the_child_imports_no_django() -> None:
    import subprocess

    code = "import sys, simpul.doors.exchange.forms.reading; print('django' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "False"
