"""A task's workbook as it came back: which task it is for, its figures with their cells, its paragraphs.

Rows are known by their hidden key and columns by their code in the hidden row, so shuffled rows and moved
columns are read as what they are. A cell that was not touched reads exactly as it was written.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

from python_calamine import CalamineError, CalamineWorkbook

from ...core.entries import Entry, FigureKey, Place
from ...core.errors import Problem
from . import layout
from .archive import Limits, column_letters
from .layout import ANSWERS, FIGURE_COLUMNS, NARRATIVE_COLUMNS, NATURES, SHEETS, Column

#: How far down the row of codes may have slid.
SEARCH_ROWS = 30

Rows = list[list[Any]]

#: Control characters a spreadsheet can carry as `_x0000_`; no database keeps them all.
_CONTROLS = {code: None for code in range(32) if chr(code) not in "\t\n\r"}


Written = Mapping[str, Any]
"""What the workbook held when it was made, by field: `text`, `number`, `is_number`, `reason` ..."""


@dataclass(frozen=True)
class Sheet:
    """A sheet with its columns found."""

    name: str
    rows: Rows
    heading: int
    columns: Mapping[str, int]

    def body(self) -> Iterator[tuple[int, list[Any]]]:
        """Rows below the heading with their 0-based number."""
        yield from enumerate(self.rows[self.heading + 1 :], start=self.heading + 1)

    def cell(self, row: int, code: str) -> str:
        return f"{column_letters(self.columns[code] + 1)}{row + 1}"


def read_filled(
    path: Path, *, name: str, limits: Limits
) -> tuple[dict[str, str], list[Entry], dict[str, str]]:
    """Meta, entries and narratives of a workbook that passed `check_archive`.

    Raises:
        Problem: `EXCHANGE-NO-SHEET`, `-NO-COLUMN`, `-MOVED-COLUMN`, `-TWO-COLUMNS`, `-OLD-TEMPLATE`,
            `-ALTERED`, `-TOO-MANY-ROWS`, `-CELL-TOO-LONG`, `-DAMAGED`.
    """
    try:
        book = CalamineWorkbook.from_path(str(path))
        meta, written, texts = _meta(_rows(book, layout.META_SHEET, name, limits))
        language = meta["language"]
        columns = tuple(one for one in FIGURE_COLUMNS if one.since <= int(meta["template_version"]))
        figures = _sheet(book, "figures", columns, language, name, limits)
        narrative = _sheet(book, "narrative", NARRATIVE_COLUMNS, language, name, limits)
    except CalamineError as error:
        raise Problem(
            "EXCHANGE-DAMAGED", place=name, params={"name": name, "part": str(error)[:80]}
        ) from error
    entries = list(_entries(figures, meta, written, limits))
    return meta, entries, _narratives(narrative, texts, limits)


def _rows(book: CalamineWorkbook, sheet: str, name: str, limits: Limits) -> Rows:
    if sheet not in book.sheet_names:
        shown = ", ".join(one for one in book.sheet_names if one != layout.META_SHEET)
        raise Problem("EXCHANGE-NO-SHEET", place=name, params={"sheet": sheet, "found": shown})
    rows: Rows = book.get_sheet_by_name(sheet).to_python(skip_empty_area=False)
    if len(rows) > limits.rows:
        raise Problem("EXCHANGE-TOO-MANY-ROWS", place=sheet, params={"name": name, "limit": limits.rows})
    return rows


def _meta(rows: Rows) -> tuple[dict[str, str], dict[str, Written], dict[str, Written]]:
    """What the workbook says of itself, and what was written into its rows and its paragraphs."""
    lines = [tuple(_text(cell) for cell in [*row, "", "", ""][:3]) for row in rows]
    meta = {line[1]: line[2] for line in lines if line[0] == "meta"}
    if meta.get("template") != layout.TEMPLATE:
        raise Problem("EXCHANGE-ALTERED", place=layout.META_SHEET)
    if meta.get("template_version") not in {str(version) for version in layout.READABLE}:
        params = {"file_version": meta.get("template_version", "–"), "version": layout.TEMPLATE_VERSION}
        raise Problem("EXCHANGE-OLD-TEMPLATE", place=layout.META_SHEET, params=params)
    if meta.pop("checksum", "") != layout.checksum(lines):
        raise Problem("EXCHANGE-ALTERED", place=layout.META_SHEET)
    rows_written = {line[1]: json.loads(line[2]) for line in lines if line[0] == "row"}
    texts_written = {line[1]: json.loads(line[2]) for line in lines if line[0] == "field"}
    return meta, rows_written, texts_written


def _sheet(
    book: CalamineWorkbook, sheet: str, columns: tuple[Column, ...], language: str, name: str, limits: Limits
) -> Sheet:
    title = SHEETS[sheet]["en" if language == "en" else "id"]
    rows = _rows(book, title, name, limits)
    for number, row in enumerate(rows[:SEARCH_ROWS]):
        codes = [(at, _text(cell)) for at, cell in enumerate(row)]
        found = [(at, code) for at, code in codes if code.startswith(layout.CODE_PREFIX)]
        if found:
            placed = _placed(title, number, found, columns, language)
            _check_headings(title, rows, number + 1, placed, columns, language)
            return Sheet(title, rows, number + 1, placed)
    column = columns[0].heading(language)
    raise Problem("EXCHANGE-NO-COLUMN", place=title, params={"column": column, "sheet": title})


def _placed(
    title: str, row: int, found: list[tuple[int, str]], columns: tuple[Column, ...], language: str
) -> dict[str, int]:
    headings = {layout.CODE_PREFIX + column.code: column.heading(language) for column in columns}
    placed: dict[str, int] = {}
    for at, code in found:
        short = code.removeprefix(layout.CODE_PREFIX)
        if short in placed:
            cell = f"{column_letters(at + 1)}{row + 2}"
            params = {"column": headings.get(code, short), "cell": cell}
            raise Problem("EXCHANGE-TWO-COLUMNS", place=f"{title}!{cell}", params=params)
        placed[short] = at
    for column in columns:
        if column.code not in placed:
            params = {"column": column.heading(language), "sheet": title}
            raise Problem("EXCHANGE-NO-COLUMN", place=title, params=params)
    return placed


def _check_headings(
    title: str, rows: Rows, row: int, placed: Mapping[str, int], columns: tuple[Column, ...], language: str
) -> None:
    """Where a heading moved without its code, nobody knows what the column holds."""
    headings = rows[row] if row < len(rows) else []
    for column in columns:
        if not column.filled:
            continue
        at = placed[column.code]
        found = _text(headings[at]) if at < len(headings) else ""
        if found != column.heading(language):
            cell = f"{column_letters(at + 1)}{row + 1}"
            params = {"cell": cell, "column": column.heading(language), "found": found or "–"}
            raise Problem("EXCHANGE-MOVED-COLUMN", place=f"{title}!{cell}", params=params)


def _entries(
    sheet: Sheet, meta: Mapping[str, str], written: Mapping[str, Written], limits: Limits
) -> Iterator[Entry]:
    for number, row in sheet.body():
        cells = {code: row[at] if at < len(row) else "" for code, at in sheet.columns.items()}
        key = _key(cells, meta)
        if key is None:
            continue
        texts = {
            code: _text(cells.get(code, ""))
            for code in ("nature", "answer", "reason", "revision_reason", "source", "comment")
        }
        for code, text in {**texts, "value": _text(cells["value"])}.items():
            if len(text) > limits.text:
                place = sheet.cell(number, code)
                params = {"cell": place, "length": len(text), "limit": limits.text}
                raise Problem("EXCHANGE-CELL-TOO-LONG", place=f"{sheet.name}!{place}", params=params)
        before = written.get(_text(cells["key"]), {})
        text, is_number = _value(cells["value"], before)
        answer, status = _answer(texts["answer"], text, texts["reason"])
        yield Entry(
            key=key,
            answer=answer,
            text=text,
            is_number=is_number,
            status=status,
            nature=code_or_text(texts["nature"]) or None,
            reason=_untouched(texts["reason"], before.get("reason")),
            comment=_untouched(texts["comment"], before.get("comment")),
            revision_reason=_untouched(texts["revision_reason"], before.get("revision_reason")),
            source=_untouched(texts["source"], before.get("source")) if "source" in sheet.columns else None,
            place=Place(sheet.name, sheet.cell(number, "value"), number + 1, "value"),
        )


def code_or_text(nature: str) -> str:
    """The code of a nature, or the text as typed where it is not one, so that a rule can name it."""
    return layout.code_of(NATURES, nature) or nature


def _key(cells: Mapping[str, Any], meta: Mapping[str, str]) -> FigureKey | None:
    """The figure a row speaks of; a row typed by hand below the others by its visible code and period."""
    written = _text(cells["key"])
    if written:
        parts = written.split("|")
        return FigureKey(*parts) if len(parts) == 4 else None
    indicator, period = _text(cells["indicator"]), _text(cells["period"])
    if indicator and period and _text(cells["value"]):
        return FigureKey(indicator, meta.get("area", ""), period, "_T")
    return None


def _value(cell: Any, before: Written) -> tuple[str, bool]:
    """The figure as text and whether it is a machine number; an untouched cell reads as it was written."""
    number = isinstance(cell, int | float) and not isinstance(cell, bool)
    if before and (repr(float(cell)) == before["number"] if number else _text(cell) == before.get("text")):
        return before["text"], before["is_number"]
    return _text(cell), number


def _untouched(found: str, before: str | None) -> str:
    """A text as it was written where only its line ends and outer spaces differ, else as found."""
    if before is None or before == found:
        return found
    return before if _one_way(before) == _one_way(found) else found


def _one_way(text: str) -> str:
    return text.replace("\r\n", "\n").replace("\r", "\n").translate(_CONTROLS).strip()


def _answer(label: str, text: str, reason: str) -> tuple[str, str | None]:
    """The answer a row gives, and the words typed in its place where nobody knows them."""
    if label:
        known = layout.code_of(ANSWERS, label)
        return (known, None) if known else ("value", label[:20])
    if text:
        return "value", None
    return ("unavailable" if reason else ""), None


def _narratives(sheet: Sheet, before: Mapping[str, Written], limits: Limits) -> dict[str, str]:
    texts: dict[str, str] = {}
    for number, row in sheet.body():
        cells = {code: row[at] if at < len(row) else "" for code, at in sheet.columns.items()}
        field, text = _text(cells["field"]), _one_way(_text(cells["text"]))
        if len(text) > limits.text:
            place = sheet.cell(number, "text")
            params = {"cell": place, "length": len(text), "limit": limits.text}
            raise Problem("EXCHANGE-CELL-TOO-LONG", place=f"{sheet.name}!{place}", params=params)
        if field:
            texts[field] = _untouched(text, before.get(field, {}).get("text"))
    return texts


def _text(cell: Any) -> str:
    """A cell as text: a number plainly and with the 15 digits a spreadsheet keeps, a date as a date."""
    if isinstance(cell, str):
        return (cell if cell.isprintable() else cell.translate(_CONTROLS)).strip()
    if cell is None:
        return ""
    if isinstance(cell, bool):
        return "TRUE" if cell else "FALSE"
    if isinstance(cell, int | float):
        return plain_number(float(cell))
    if isinstance(cell, datetime):
        return cell.date().isoformat() if cell.time() == time(0) else cell.isoformat(sep=" ")
    if isinstance(cell, date | time):
        return cell.isoformat()
    return str(cell) if isinstance(cell, timedelta) else ""


def plain_number(number: float) -> str:
    """A number without exponent, with the 15 digits a spreadsheet keeps.

    >>> plain_number(0.1 + 0.2), plain_number(184.0), plain_number(1e-05)
    ('0.3', '184', '0.00001')
    """
    text = f"{number:.15g}"
    if "e" not in text:
        return text
    text = f"{Decimal(text):f}"
    return text.rstrip("0").rstrip(".") if "." in text else text
