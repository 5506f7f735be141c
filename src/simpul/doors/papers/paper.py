"""A paper as plain data: what PDF and DOCX both draw, so that neither can say anything of its own."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from ...drawing import ChartData


@dataclass(frozen=True)
class Cell:
    """Text of a table cell; `sub` is small beneath it, `link` an address behind the text.

    `sub_language` where what is beneath is in another language than the paper.
    """

    text: str
    sub: str = ""
    strong: bool = False
    link: str = ""
    sub_language: str = ""


@dataclass(frozen=True)
class Column:
    """A column: heading, its share of the width, and whether figures stand in it (set to the right)."""

    head: str
    share: int
    figures: bool = False


@dataclass(frozen=True)
class Table:
    """A numbered table with its heading above and its note below."""

    number: int
    title: str
    columns: tuple[Column, ...]
    rows: tuple[tuple[Cell, ...], ...]
    note: str = ""


@dataclass(frozen=True)
class Chart:
    """A numbered chart; its title says the finding, `alt` the same in figures."""

    number: int
    title: str
    subtitle: str
    data: ChartData
    alt: str
    note: str


@dataclass(frozen=True)
class Heading:
    """A heading of level 1, 2 or 3; annexes are lettered, not numbered."""

    level: int
    text: str
    annex: bool = False


@dataclass(frozen=True)
class Text:
    """A paragraph. Manner: `body`, `note` (small), `item` (of a list), `label` (above a text), `lead` (of a table)."""

    text: str
    manner: str = "body"
    language: str = ""


@dataclass(frozen=True)
class KeyFigures:
    """Large figures with the words that say what they count."""

    items: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class Cover:
    """The first page; `rows` are label and value."""

    office: str
    unit: str
    title: str
    period: str
    summary: str
    rows: tuple[tuple[str, str], ...]
    note: str


Block = Heading | Text | KeyFigures | Table | Chart


@dataclass(frozen=True)
class ReportPaper:
    """A whole paper in one language.

    `running` stands above each page with `period`, `foot` below it; `words` are the few words renderers need.
    `layout` is that of the results (`records.round_report.LAYOUT`).
    """

    language: str
    title: str
    running: str
    period: str
    foot: str
    made_at: datetime
    cover: Cover
    blocks: tuple[Block, ...]
    words: tuple[tuple[str, str], ...]
    layout: int = 3

    def word(self, key: str) -> str:
        """One of the renderers' words."""
        return dict(self.words)[key]
