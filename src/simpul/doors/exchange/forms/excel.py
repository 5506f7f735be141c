"""An Excel form as a reader sees it: sheets with the texts of their cells, what is merged, locked or dressed.

An anchor is the sheet's name and the cell, as Excel writes it: `Form A!C5`. Formulas are never evaluated.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from ....core.sender_forms import is_empty, is_line
from ..archive import column_letters, column_number
from .markup import Element, damaged
from .package import Package
from .word_numbering import whole

_CELL = re.compile(r"\$?([A-Z]{1,3})\$?(\d{1,7})")
_ESCAPED = re.compile(r"_x([0-9A-Fa-f]{4})_")

#: Row and column, from 1.
Spot = tuple[int, int]


@dataclass(eq=False)
class Square:
    """A cell that is written in the file: its text as shown where that is text, its style."""

    element: Element
    text: str
    formula: bool
    style: int


@dataclass(frozen=True)
class Dress:
    """What a cell's style says: whether it has a frame or colour, whether it is locked on a protected sheet, and
    whether it shows its text in several lines."""

    marked: bool = False
    locked: bool = True
    wraps: bool = False


@dataclass(eq=False)
class Sheet:
    """A sheet: its cells by row and column, and the ranges that are merged (first and last spot)."""

    name: str
    part: str
    hidden: bool
    data: bytes
    root: Element
    cells: dict[Spot, Square] = field(default_factory=dict)
    rows: dict[int, Element] = field(default_factory=dict)
    merged: list[tuple[Spot, Spot]] = field(default_factory=list)
    choices: list[tuple[tuple[Spot, Spot], str]] = field(default_factory=list)
    protected: bool = False

    def text(self, spot: Spot) -> str:
        """What stands in a cell; empty for a cell that is not written."""
        found = self.cells.get(spot)
        return found.text.strip() if found else ""

    def blank(self, spot: Spot) -> bool:
        """Whether a cell is there to be written in: nothing in it but a line, and no formula."""
        found = self.cells.get(spot)
        return found is None or (not found.formula and (is_empty(found.text) or is_line(found.text)))

    def range_of(self, spot: Spot) -> tuple[Spot, Spot]:
        """The first and last spot of the range a cell is merged into; itself where it is not."""
        for first, last in self.merged:
            if first[0] <= spot[0] <= last[0] and first[1] <= spot[1] <= last[1]:
                return first, last
        return spot, spot

    def anchor(self, spot: Spot) -> str:
        """The name of a cell."""
        return f"{self.name}!{column_letters(spot[1])}{spot[0]}"

    def width(self, spot: Spot) -> float:
        """How many signs stand side by side in a cell, or in the range it is merged into."""
        first, last = self.range_of(spot)
        listed = self.root.first("cols")
        usual = self.root.first("sheetFormatPr")
        default = number(usual.attributes.get("defaultColWidth") if usual else None) or 8.43
        total = 0.0
        for column in range(first[1], last[1] + 1):
            told = [
                number(one.attributes.get("width"))
                for one in (listed.children if listed else ())
                if (whole(one.attributes.get("min")) or 0)
                <= column
                <= (whole(one.attributes.get("max")) or 0)
            ]
            total += (told[0] if told else None) or default
        return total

    def line_height(self) -> float:
        """Points of a row of one line."""
        usual = self.root.first("sheetFormatPr")
        return number(usual.attributes.get("defaultRowHeight") if usual else None) or 15.0

    def extent(self) -> Spot:
        """The last row and column in which something stands."""
        said = [spot for spot, one in self.cells.items() if one.text]
        return max((row for row, _ in said), default=0), max((column for _, column in said), default=0)


class ExcelForm:
    """The sheets of a workbook, hidden ones included, and the dress of their styles."""

    def __init__(self, package: Package) -> None:
        self.package = package
        self.part = package.main()
        book = package.tree(self.part)
        related = package.related(self.part)
        kinds = {kind: target for kind, target in related.values()}
        self._shared = self._strings(kinds.get("sharedStrings"))
        self.styles = self._dress(kinds.get("styles"))
        self.sheets: list[Sheet] = []
        listed = book.first("sheets")
        for one in listed.children if listed else ():
            kind, part = related.get(one.attributes.get("r:id", ""), ("", ""))
            if kind == "worksheet":
                hidden = one.attributes.get("state", "visible") != "visible"
                self.sheets.append(self._sheet(one.attributes.get("name", ""), part, hidden))

    def dress(self, style: int) -> Dress:
        """What a style says of a cell."""
        return self.styles[style] if 0 <= style < len(self.styles) else Dress()

    def find(self, anchor: str) -> tuple[Sheet, Spot] | None:
        """The sheet and cell of an anchor, if there are such."""
        name, _, cell = anchor.rpartition("!")
        spot = spot_of(cell)
        sheet = next((one for one in self.sheets if one.name == name.strip("'").replace("''", "'")), None)
        return (sheet, spot) if sheet and spot else None

    def style_at(self, sheet: Sheet, spot: Spot) -> int:
        """The style a cell has, or would have by its row or column."""
        if spot in sheet.cells:
            return sheet.cells[spot].style
        row = sheet.rows.get(spot[0])
        if row and row.attributes.get("customFormat") in ("1", "true"):
            return whole(row.attributes.get("s")) or 0
        columns = sheet.root.first("cols")
        for one in columns.children if columns else ():
            first, last = whole(one.attributes.get("min")), whole(one.attributes.get("max"))
            if first is not None and last is not None and first <= spot[1] <= last:
                return whole(one.attributes.get("style")) or 0
        return 0

    def locked(self, sheet: Sheet, spot: Spot) -> bool:
        """Whether the sender keeps others from writing in a cell."""
        return sheet.protected and self.dress(self.style_at(sheet, spot)).locked

    def _strings(self, part: str | None) -> list[str]:
        if part is None:
            return []
        return [_said(one) for one in self.package.tree(part).all("si")]

    def _dress(self, part: str | None) -> list[Dress]:
        if part is None:
            return []
        root = self.package.tree(part)
        borders = [_framed(one) for one in _listed(root, "borders")]
        found = []
        for one in _listed(root, "cellXfs"):
            border, fill = (
                whole(one.attributes.get("borderId")) or 0,
                whole(one.attributes.get("fillId")) or 0,
            )
            protection, alignment = one.first("protection"), one.first("alignment")
            wraps = alignment is not None and alignment.attributes.get("wrapText") in ("1", "true")
            locked = protection is None or protection.attributes.get("locked", "1") not in ("0", "false")
            framed = border < len(borders) and borders[border]
            found.append(Dress(framed or fill > 1, locked, wraps))
        return found

    def _sheet(self, name: str, part: str, hidden: bool) -> Sheet:
        data, root = self.package.bytes_of(part), self.package.tree(part)
        sheet = Sheet(name, part, hidden, data, root)
        lock = root.first("sheetProtection")
        sheet.protected = lock is not None and lock.attributes.get("sheet") in ("1", "true")
        for one in _listed(root, "mergeCells"):
            if span := range_of(one.attributes.get("ref", "")):
                sheet.merged.append(span)
        for one in _listed(root, "dataValidations"):
            formula = one.first("formula1")
            if one.attributes.get("type") == "list" and formula:
                spans = [range_of(each) for each in one.attributes.get("sqref", "").split()]
                sheet.choices += [(span, formula.text) for span in spans if span]
        self._fill_in(sheet)
        return sheet

    def _fill_in(self, sheet: Sheet) -> None:
        """The cells; a row or cell without its place stands after the one before."""
        row = 0
        for line in _listed(sheet.root, "sheetData"):
            row = whole(line.attributes.get("r")) or row + 1
            if row in sheet.rows:
                raise damaged(sheet.part)
            sheet.rows[row], column = line, 0
            for one in line.all("c"):
                spot = spot_of(one.attributes.get("r", ""))
                if spot and spot[0] != row:
                    raise damaged(sheet.part)
                column = spot[1] if spot else column + 1
                style = whole(one.attributes.get("s")) or 0
                sheet.cells[row, column] = Square(one, self._text(one), one.first("f") is not None, style)

    def _text(self, cell: Element) -> str:
        inline, value = cell.first("is"), cell.first("v")
        if inline:
            return _said(inline)
        if value is None:
            return ""
        if cell.attributes.get("t") == "s":
            at = whole(value.text)
            return self._shared[at] if at is not None and 0 <= at < len(self._shared) else ""
        return _plain(value.text)


def number(text: str | None) -> float | None:
    """A positive number as attributes write it; None for anything else."""
    return float(text) if text and re.fullmatch(r"\d{1,6}(\.\d{1,17})?", text) and float(text) else None


def spot_of(cell: str) -> Spot | None:
    """Row and column of a cell's name.

    >>> spot_of("AB12")
    (12, 28)
    """
    found = _CELL.fullmatch(cell)
    return (int(found[2]), column_number(found[1])) if found and int(found[2]) else None


def range_of(text: str) -> tuple[Spot, Spot] | None:
    """First and last spot of a range.

    >>> range_of("B2:C4"), range_of("A1")
    (((2, 2), (4, 3)), ((1, 1), (1, 1)))
    """
    first, _, last = text.partition(":")
    start, end = spot_of(first), spot_of(last or first)
    return (start, end) if start and end else None


def _listed(root: Element, name: str) -> list[Element]:
    found = root.first(name)
    return found.children if found else []


def _framed(border: Element) -> bool:
    return any(one.attributes.get("style", "none") != "none" for one in border.children)


def _said(item: Element) -> str:
    """The text of a string, in one piece or several; what only guides pronunciation aside."""
    pieces = [one.text for one in item.children if one.name == "t"]
    pieces += [one.text for run in item.all("r") for one in run.all("t")]
    return _plain("".join(pieces))


def _plain(text: str) -> str:
    """A text without Excel's way of writing signs by their number."""
    return _ESCAPED.sub(lambda found: chr(int(found[1], 16)), text)
