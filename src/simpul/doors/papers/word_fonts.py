"""Our fonts inside the Word file, so that it looks the same where they are not installed (both under OFL)."""

from __future__ import annotations

import uuid
from pathlib import Path
from typing import Any

from docx.opc.constants import RELATIONSHIP_TYPE
from docx.opc.oxml import serialize_part_xml
from docx.opc.packuri import PackURI
from docx.opc.part import Part
from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import qn

from .pdf import FONTS
from .word_styles import BODY, DISPLAY

#: Font -> Word's name for the face -> our file.
_FACES = {
    BODY: {
        "embedRegular": "SourceSans3-400Regular.ttf",
        "embedBold": "SourceSans3-700Bold.ttf",
    },
    DISPLAY: {"embedRegular": "PlusJakartaSans-600SemiBold.ttf", "embedBold": "PlusJakartaSans-700Bold.ttf"},
}
_FONT = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/font"
_OBFUSCATED = "application/vnd.openxmlformats-officedocument.obfuscatedFont"


def embed_fonts(document: Any) -> None:
    """Put the bundled fonts into the document; Arial is named for readers that do not take them."""
    part = document.part.part_related_by(RELATIONSHIP_TYPE.FONT_TABLE)
    table = parse_xml(part.blob)
    for name, faces in _FACES.items():
        font = OxmlElement("w:font")
        font.set(qn("w:name"), name)
        other = OxmlElement("w:altName")
        other.set(qn("w:val"), "Arial")
        font.append(other)
        for face, file in faces.items():
            if (FONTS / file).exists():
                font.append(_embedded(part, face, FONTS / file))
        table.append(font)
    part._blob = serialize_part_xml(table)
    setting = OxmlElement("w:embedTrueTypeFonts")
    document.settings.element.insert(0, setting)
    zoom = document.settings.element.find(qn("w:zoom"))
    if zoom is not None:  # the schema wants the zoom before it
        zoom.addnext(setting)


def _embedded(part: Any, face: str, path: Path) -> Any:
    key = uuid.uuid5(uuid.NAMESPACE_URL, path.name)
    name = PackURI(f"/word/fonts/{path.stem}.odttf")
    font = Part(name, _OBFUSCATED, _veiled(path.read_bytes(), key), part.package)
    element = OxmlElement(f"w:{face}")
    element.set(qn("r:id"), part.relate_to(font, _FONT))
    element.set(qn("w:fontKey"), f"{{{str(key).upper()}}}")
    return element


def _veiled(font: bytes, key: uuid.UUID) -> bytes:
    """The first 32 bytes xor the key read backwards, twice (ECMA-376, part 4, 2.8.1)."""
    mask = bytes.fromhex(key.hex)[::-1] * 2
    return bytes(a ^ b for a, b in zip(font[:32], mask, strict=True)) + font[32:]
