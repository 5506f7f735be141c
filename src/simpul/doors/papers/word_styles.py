"""Word's own styles, with the names Word knows and the sizes of our paper."""

from __future__ import annotations

from typing import Any

from docx.enum.style import WD_STYLE_TYPE
from docx.oxml.ns import qn
from docx.shared import Mm, Pt, RGBColor

INK = RGBColor(0x1F, 0x1D, 0x1A)
INK2 = RGBColor(0x4F, 0x4B, 0x44)
INK3 = RGBColor(0x69, 0x64, 0x5B)
NILA = RGBColor(0x2B, 0x4A, 0x8B)
SOGAN = RGBColor(0xA1, 0x57, 0x1A)
BODY, DISPLAY = "Source Sans 3", "Plus Jakarta Sans"

#: Style -> font, size, bold, colour, space before and after, kept with the next paragraph.
_STYLES: dict[str, tuple[str, float, bool, RGBColor, float, float, bool]] = {
    "Normal": (BODY, 10.5, False, INK, 0, 6, False),
    "Title": (DISPLAY, 30, True, INK, 0, 14, False),
    "Heading 1": (DISPLAY, 16, True, INK, 24, 8, True),
    "Heading 2": (DISPLAY, 12, True, INK, 14, 5, True),
    "Heading 3": (DISPLAY, 10.5, True, INK, 10, 4, True),
    "TOC Heading": (DISPLAY, 16, True, INK, 0, 8, True),
    "toc 1": (BODY, 10.5, False, INK, 0, 3, False),
    "Caption": (BODY, 10.5, True, INK, 10, 4, True),
    "List Bullet": (BODY, 10.5, False, INK, 0, 4, False),
    "Header": (BODY, 8, False, INK3, 0, 0, False),
    "Footer": (BODY, 8, False, INK3, 0, 0, False),
    "Note": (BODY, 8, False, INK3, 3, 6, False),
    "Label": (BODY, 9.5, True, INK2, 6, 2, True),
    "Table Text": (BODY, 8.75, False, INK, 2, 2, False),
    "Key Figure": (DISPLAY, 16, True, INK, 3, 0, True),
}


def set_styles(document: Any, *, locale: str) -> None:
    """Set fonts, sizes, spaces and the language of a new document."""
    styles = document.styles
    for name, (font, size, bold, colour, before, after, keep) in _STYLES.items():
        style = styles[name] if name in [row.name for row in styles] else _new(styles, name)
        _fonts(style, font)
        style.font.size, style.font.bold, style.font.color.rgb = Pt(size), bold, colour
        style.font.italic = False
        shape = style.paragraph_format
        shape.space_before, shape.space_after, shape.keep_with_next = Pt(before), Pt(after), keep
        shape.line_spacing = 1.0
    _no_rule_under(styles["Title"])
    for name in ("Header", "Footer"):
        _no_tab_stops(styles[name])
    styles["List Bullet"].paragraph_format.left_indent = Mm(5)
    styles["List Bullet"].paragraph_format.first_line_indent = -Mm(5)
    _language(document, locale)


def _new(styles: Any, name: str) -> Any:
    style = styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH, builtin=name in ("TOC Heading", "toc 1"))
    style.base_style = styles["Normal"]
    return style


def _fonts(style: Any, font: str) -> None:
    style.font.name = font
    fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
    for theme in ("asciiTheme", "hAnsiTheme", "eastAsiaTheme", "cstheme"):
        fonts.attrib.pop(qn(f"w:{theme}"), None)
    for kind in ("ascii", "hAnsi", "cs", "eastAsia"):
        fonts.set(qn(f"w:{kind}"), font)


def _no_rule_under(style: Any) -> None:
    borders = style.element.pPr.find(qn("w:pBdr"))
    if borders is not None:
        style.element.pPr.remove(borders)


def _no_tab_stops(style: Any) -> None:
    stops = style.element.pPr.find(qn("w:tabs"))
    if stops is not None:
        style.element.pPr.remove(stops)


def _language(document: Any, locale: str) -> None:
    for element in document.styles.element.iter(qn("w:lang")):
        element.set(qn("w:val"), locale)
