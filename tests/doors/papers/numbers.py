"""Reading numbers back from papers, undressed, so that both languages can be compared."""

from __future__ import annotations

import re
from collections import Counter
from io import BytesIO

import pypdf
from docx import Document
from docx.oxml.ns import qn

from simpul.doors.papers.paper import Chart, Heading, KeyFigures, ReportPaper, Table, Text

_TOKEN = re.compile(r"(?<![\w.\-])[<>−]?\d(?:[\d.,]*\d)?")
_SHAPES = {
    "id": re.compile(r"(\d{1,3}(?:\.\d{3})+|\d+)(,\d+)?"),
    "en": re.compile(r"(\d{1,3}(?:,\d{3})+|\d+)(\.\d+)?"),
}
_NAMES = re.compile(r"\b(?:TW|Semester|Triwulan|Quarter) (?:[IV]+|\d)\b|\bQ\d\b")
_HOUR = re.compile(r"(\d{4}, \d\d)[.:](\d\d)")


def undress(token: str, language: str) -> str:
    """A number without its language's signs; what is no number of the language (a version) stays.

    >>> undress("1.234,5", "id"), undress("1,234.5", "en"), undress("2.4", "id")
    ('1234.5', '1234.5', '2.4')
    """
    lead = token[0] if token[0] in "<>−" else ""
    found = _SHAPES[language].fullmatch(token[len(lead) :])
    if not found:
        return token
    thousands, decimal = (".", ",") if language == "id" else (",", ".")
    return lead + found[1].replace(thousands, "") + (found[2] or "").replace(decimal, ".")


def numbers(text: str, language: str) -> Counter[str]:
    """Every number of a text, undressed, with how often it stands there."""
    text = _HOUR.sub(r"\1 \2", _NAMES.sub(" ", text))
    return Counter(undress(token, language) for token in _TOKEN.findall(text))


def said(paper: ReportPaper) -> list[str]:
    """Everything a paper says."""
    cover = paper.cover
    texts = [
        cover.title,
        cover.period,
        cover.summary,
        cover.note,
        *(value for _, value in cover.rows),
        paper.foot,
    ]
    for block in paper.blocks:
        if isinstance(block, Heading | Text):
            texts.append(block.text)
        elif isinstance(block, KeyFigures):
            texts += [part for item in block.items for part in item]
        elif isinstance(block, Table):
            texts += [block.title, block.note, *(column.head for column in block.columns)]
            texts += [part for row in block.rows for cell in row for part in (cell.text, cell.sub)]
        elif isinstance(block, Chart):
            texts += [block.title, block.subtitle, block.note]
    return texts


def shown(paper: ReportPaper) -> Counter[str]:
    """The numbers a paper says."""
    return sum((numbers(text, paper.language) for text in said(paper)), Counter())


def pdf_text(content: bytes) -> str:
    """The text of a PDF."""
    return "\n".join(page.extract_text() for page in pypdf.PdfReader(BytesIO(content)).pages)


def docx_text(content: bytes) -> str:
    """The text of a Word file: body, tables, heads and feet."""
    document = Document(BytesIO(content))
    parts = [document.element.body]
    parts += [part._element for section in document.sections for part in (section.header, section.footer)]
    lines = []
    for part in parts:
        for paragraph in part.iter(qn("w:p")):
            pieces = [
                "\n" if node.tag == qn("w:br") else node.text or ""
                for node in paragraph.iter(qn("w:t"), qn("w:br"))
            ]
            lines.append("".join(pieces))
    return "\n".join(lines)
