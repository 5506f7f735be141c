"""A file of reference codes, CSV or the first sheet of a workbook, read row by row by the headings content names.

Fields of a CSV are separated by commas, semicolons or tabs; it is UTF-8, with or without the mark some programs write.
Titles may stand above the headings. A code written as a whole number in a cell is read as its digits.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from python_calamine import CalamineError, CalamineWorkbook

from ...core.codes import FIELDS, NEEDED, CodeRow
from ...core.errors import Problem
from .archive import MEGABYTE, Limits, column_letters

#: How far down the headings may stand.
SEARCH_ROWS = 30
#: Lists of codes are longer than workbooks of figures.
CODE_LIMITS = Limits(
    size=25 * MEGABYTE, unpacked=400 * MEGABYTE, rows=200_000, columns=200, memory=900 * MEGABYTE, seconds=90
)

Columns = Sequence[Mapping[str, Any]]


@dataclass(frozen=True)
class _Field:
    """Where a field stands, what means that there is none, and what means "the one above"."""

    at: int
    none: frozenset[str]
    above: frozenset[str]


def read_codes(path: Path, kind: str, *, columns: Columns, name: str, limits: Limits) -> Iterator[CodeRow]:
    """The codes of a file, one at a time.

    Args:
        kind: `csv` or `workbook`.
        columns: as content declares them: `field`, `headings`, and for a parent `none` and `above`.

    Raises:
        Problem: `CODES-HEADING`, `CODES-NUMBER`; `EXCHANGE-NOT-TEXT`, `-CSV-ROW`, `-TOO-MANY-ROWS`, `-CELL-TOO-LONG`,
            `-DAMAGED`.
    """
    lines = _csv_lines(path, name, limits) if kind == "csv" else _sheet_lines(path, name)
    yield from _codes(lines, columns, name, limits, even=kind == "csv")


Line = tuple[int, list[Any]]


def _csv_lines(path: Path, name: str, limits: Limits) -> Iterator[Line]:
    csv.field_size_limit(limits.text * 4)
    number = 0
    with path.open("rb") as file:
        try:
            stream = io.TextIOWrapper(file, encoding="utf-8-sig", newline="")
            head = [stream.readline(100_000) for _ in range(SEARCH_ROWS)]
            separator = max(",;\t", key=lambda sign: max(line.count(sign) for line in head))
            stream.seek(0)
            reader = csv.reader(stream, delimiter=separator, strict=True)
            for row in reader:
                number = reader.line_num
                if "\0" in "".join(row):
                    raise csv.Error("a NUL character")
                yield number, list(row)
        except (UnicodeDecodeError, csv.Error) as error:
            params = {"name": name, "row": number + 1}
            raise Problem("EXCHANGE-NOT-TEXT", place=f"{name}:{number + 1}", params=params) from error


def _sheet_lines(path: Path, name: str) -> Iterator[Line]:
    try:
        book = CalamineWorkbook.from_path(str(path))
        sheet = book.get_sheet_by_index(0)
        # the empty rows above the table come too, the empty columns beside it do not
        beside = [""] * (sheet.start or (0, 0))[1]
        for number, row in enumerate(sheet.iter_rows(), start=1):
            yield number, [*beside, *row]
    except CalamineError as error:
        raise Problem(
            "EXCHANGE-DAMAGED", place=name, params={"name": name, "part": str(error)[:80]}
        ) from error


def _codes(
    lines: Iterable[Line], columns: Columns, name: str, limits: Limits, *, even: bool
) -> Iterator[CodeRow]:
    """The codes below the headings; `even` asks that each row has as many fields as the headings."""
    fields: dict[str, _Field] | None = None
    width = 0
    seen: list[str] = []
    top, count = "", 0
    for number, row in lines:
        if fields is None:
            fields, width = _fields(row, columns), len(row)
            seen.append(" | ".join(text for cell in row if (text := str(cell).strip())))
            if fields is None and len(seen) >= SEARCH_ROWS:
                break
            continue
        if not any(str(cell).strip() for cell in row):
            continue
        if even and len(row) != width:
            params = {"row": number, "found": len(row), "expected": width}
            raise Problem("EXCHANGE-CSV-ROW", place=f"{name}:{number}", params=params)
        count += 1
        if count > limits.rows:
            raise Problem("EXCHANGE-TOO-MANY-ROWS", place=name, params={"name": name, "limit": limits.rows})
        given = {field: _text(row, number, one, field, limits) for field, one in fields.items()}
        top = _with_parent(given, fields.get("parent"), top)
        yield CodeRow(number, **given)
    if fields is None:
        raise _no_heading(columns, seen, name)


def _fields(row: list[Any], columns: Columns) -> dict[str, _Field] | None:
    """Where each field stands, where this row is the headings; None where it is not."""
    titles = [" ".join(str(cell).split()).casefold() for cell in row]
    found: dict[str, _Field] = {}
    for column in columns:
        for heading in column["headings"]:
            key = " ".join(str(heading).split()).casefold()
            taken = {one.at for one in found.values()}
            at = next((at for at, title in enumerate(titles) if title == key and at not in taken), None)
            if at is not None:
                none, above = (frozenset(map(str, column.get(one) or ())) for one in ("none", "above"))
                found.setdefault(str(column["field"]), _Field(at, none, above))
                break
    return found if all(needed in found for needed in NEEDED) else None


def _no_heading(columns: Columns, seen: list[str], name: str) -> Problem:
    headings = {str(column["field"]): [str(one) for one in column["headings"]] for column in columns}
    fullest = max(seen, key=lambda line: line.count("|"), default="")
    params = {
        "missing": ", ".join(headings.get(needed, [needed])[0] for needed in NEEDED),
        "found": fullest[:160] or "–",
        "wanted": "; ".join(", ".join(headings[field]) for field in FIELDS if field in headings),
    }
    return Problem("CODES-HEADING", place=name, params=params)


def _text(row: list[Any], number: int, field: _Field, name: str, limits: Limits) -> str:
    value = row[field.at] if field.at < len(row) else ""
    if value is None or value == "":
        return ""
    place = f"{column_letters(field.at + 1)}{number}"
    if isinstance(value, float):
        if not value.is_integer():
            if name in ("code", "parent"):
                raise Problem("CODES-NUMBER", place=place, params={"place": place, "value": repr(value)})
            return repr(value)
        return str(int(value))
    text = str(value).strip()
    if len(text) > limits.text:
        params = {"cell": place, "length": len(text), "limit": limits.text}
        raise Problem("EXCHANGE-CELL-TOO-LONG", place=place, params=params)
    return text


def _with_parent(given: dict[str, str], field: _Field | None, top: str) -> str:
    """Settle a row's parent; returns the last code that had none."""
    parent = given.get("parent", "")
    if field and parent in field.above:
        given["parent"] = top
        return top
    if field and parent in field.none:
        given["parent"] = ""
    return top if given.get("parent") else given["code"]
