"""Answers written into an Excel form as text, in the style of their cell; not a byte beside the cells changes."""

from __future__ import annotations

import re
import textwrap
from collections.abc import Mapping

from ....core.errors import Problem
from ....core.sender_forms import is_empty
from ..archive import column_letters
from .excel import ExcelForm, Sheet, Spot, number, range_of
from .markup import Change, Element, damaged, parse, spliced, written

#: Characters Excel keeps in a cell.
CELL_LIMIT = 32_767
#: Points of the tallest row Excel shows.
_TALLEST = 409.0
_LITERAL = re.compile(r'"([^"]*)"')


def find(form: ExcelForm, anchor: str) -> tuple[Sheet, Spot]:
    """The cell an anchor stands for.

    Raises:
        Problem: `SENDERFORM-ANCHOR-GONE`, `-PLACE-FILLED`, `-PLACE-COVERED`, `-PLACE-LOCKED`.
    """
    found = form.find(anchor)
    if found is None or found[0].hidden or found[1][0] > 1_048_576 or found[1][1] > 16_384:
        raise Problem("SENDERFORM-ANCHOR-GONE", place=anchor, params={"anchor": anchor})
    sheet, spot = found
    params = {"anchor": anchor, "question": anchor}
    if sheet.range_of(spot)[0] != spot:
        raise Problem("SENDERFORM-PLACE-COVERED", place=anchor, params=params)
    if not sheet.blank(spot):
        raise Problem(
            "SENDERFORM-PLACE-FILLED", place=anchor, params={**params, "text": sheet.text(spot)[:80]}
        )
    if form.locked(sheet, spot):
        raise Problem("SENDERFORM-PLACE-LOCKED", place=anchor, params=params)
    return sheet, spot


def fill(form: ExcelForm, answers: Mapping[str, str]) -> dict[str, bytes]:
    """The sheets with answers, by anchor.

    A text is written as text whatever it begins with, so none is ever a formula.

    Raises:
        Problem: see `find`; `SENDERFORM-PLACE-TWICE`, `-NOT-A-CHOICE`, `-ANSWER-TOO-LONG`.
    """
    by_sheet: dict[str, dict[Spot, str]] = {}
    sheets: dict[str, Sheet] = {}
    for anchor, answer in answers.items():
        sheet, spot = find(form, anchor)
        text = _shown(answer, wraps=form.dress(form.style_at(sheet, spot)).wraps)
        _check(sheet, spot, anchor, text)
        wanted = by_sheet.setdefault(sheet.part, {})
        if spot in wanted:
            raise Problem("SENDERFORM-PLACE-TWICE", place=anchor, params={"anchor": anchor})
        sheets[sheet.part] = sheet
        wanted[spot] = text
    return {
        part: _filled(form, sheets[part], {spot: text for spot, text in wanted.items() if text})
        for part, wanted in by_sheet.items()
        if any(wanted.values())
    }


def _shown(answer: str, *, wraps: bool) -> str:
    """The paragraphs of an answer in one cell: in lines where the cell shows several, else one after another.

    >>> _shown("satu.\\r\\ndua\\ntiga", wraps=False)
    'satu. dua; tiga'
    """
    lines = [one.rstrip() for one in re.split(r"\r\n|\r|\n|\u2028|\u2029", answer) if not is_empty(one)]
    if wraps:
        return "\n".join(lines)
    ended = [one if one.endswith((".", ",", ";", ":", "!", "?")) else f"{one};" for one in lines[:-1]]
    return " ".join([*ended, *lines[-1:]])


def _check(sheet: Sheet, spot: Spot, anchor: str, text: str) -> None:
    if len(text) > CELL_LIMIT:
        params = {"anchor": anchor, "length": len(text), "limit": CELL_LIMIT}
        raise Problem("SENDERFORM-ANSWER-TOO-LONG", place=anchor, params=params)
    for (first, last), formula in sheet.choices:
        listed = _LITERAL.fullmatch(formula.strip())
        if text and listed and first[0] <= spot[0] <= last[0] and first[1] <= spot[1] <= last[1]:
            allowed = [one.strip() for one in listed[1].split(",")]
            if text not in allowed:
                params = {"anchor": anchor, "allowed": ", ".join(allowed)}
                raise Problem("SENDERFORM-NOT-A-CHOICE", place=anchor, params=params)


def _filled(form: ExcelForm, sheet: Sheet, answers: Mapping[Spot, str]) -> bytes:
    changes: list[Change] = []
    missing: dict[int, dict[int, bytes]] = {}
    for spot, text in sorted(answers.items()):
        square = sheet.cells.get(spot)
        if square:
            element = square.element
            changes.append(Change(element.start, element.end, _cell(sheet, element, spot, text)))
        else:
            missing.setdefault(spot[0], {})[spot[1]] = _new_cell(form, sheet, spot, text)
    heights = {row: _height(form, sheet, row, answers) for row in {row for row, _ in answers}}
    for row in set(heights) & set(sheet.rows):
        changes += _into_row(sheet, row, missing.get(row, {}), heights[row])
    added = {row: cells for row, cells in missing.items() if row not in sheet.rows}
    changes += _new_rows(sheet, added, heights)
    changes += _dimension(sheet, answers)

    def clash() -> Problem:
        return damaged(sheet.part)

    made = spliced(sheet.data, changes, clash)
    parse(made, sheet.part)
    return made


def _string(prefix: str, text: str) -> str:
    """A text inside its cell; what Excel would read as a sign written by its number is kept from it."""
    plain = re.sub(r"_(?=x[0-9A-Fa-f]{4}_)", "_x005F_", text)
    return f'<{prefix}is><{prefix}t xml:space="preserve">{written(plain)}</{prefix}t></{prefix}is>'


def _cell(sheet: Sheet, element: Element, spot: Spot, text: str) -> bytes:
    """A cell that stands in the file: its tag as it is, but for the kind of its value."""
    tag = sheet.data[element.start : element.inside]
    tag = re.sub(rb"\s+t\s*=\s*(?:\"[^\"]*\"|'[^']*')", b"", tag)
    tag = re.sub(rb"\s*/?>$", b' t="inlineStr">', tag)
    return tag + f"{_string(element.prefix, text)}</{element.prefix}c>".encode()


def _new_cell(form: ExcelForm, sheet: Sheet, spot: Spot, text: str) -> bytes:
    prefix = sheet.root.prefix
    style = form.style_at(sheet, spot)
    dressed = f' s="{style}"' if style else ""
    name = f"{column_letters(spot[1])}{spot[0]}"
    return f'<{prefix}c r="{name}"{dressed} t="inlineStr">{_string(prefix, text)}</{prefix}c>'.encode()


def _height(form: ExcelForm, sheet: Sheet, row: int, answers: Mapping[Spot, str]) -> float | None:
    """The height a row needs for its texts in several lines, as a program would reckon it; None to leave it."""
    lines = 1
    for spot in {spot for spot in sheet.cells if spot[0] == row} | {
        spot for spot in answers if spot[0] == row
    }:
        text = answers.get(spot) or sheet.text(spot)
        last = sheet.range_of(spot)[1]
        if text and last[0] == row and form.dress(form.style_at(sheet, spot)).wraps:
            width = max(int(sheet.width(spot)), 1)
            lines = max(lines, sum(len(textwrap.wrap(one, width)) or 1 for one in text.split("\n")))
    return min(lines * sheet.line_height(), _TALLEST) if lines > 1 else None


def _into_row(sheet: Sheet, row: int, cells: Mapping[int, bytes], height: float | None) -> list[Change]:
    """New cells between those of a row, and its tag as it must be then."""
    element = sheet.rows[row]
    tag = _row_tag(sheet.data[element.start : element.inside], element, cells, height)
    if element.empty:
        body = b"".join(cells[column] for column in sorted(cells))
        opened = re.sub(rb"\s*/>$", b">", tag)
        return [Change(element.start, element.end, opened + body + f"</{element.prefix}row>".encode())]
    changes = [Change(element.start, element.inside, tag)]
    there = sorted((column, square.element) for (at, column), square in sheet.cells.items() if at == row)
    for column in sorted(cells):
        before = [one for other, one in there if other < column]
        place = before[-1].end if before else element.inside
        changes.append(Change(place, place, cells[column]))
    return changes


def _row_tag(tag: bytes, row: Element, cells: Mapping[int, bytes], height: float | None) -> bytes:
    """The tag of a row: its hint of first and last column reaches to its new cells, and it grows to what its texts
    need, as when somebody types them; a height that somebody chose stays."""

    def reach(found: re.Match[bytes]) -> bytes:
        return b'spans="%d:%d"' % (min(int(found[1]), *cells), max(int(found[2]), *cells))

    if cells:
        tag = re.sub(rb"spans=[\"'](\d+):(\d+)[\"']", reach, tag)
    chosen = row.attributes.get("customHeight", "0") not in ("0", "false")
    if height and not chosen and height > (number(row.attributes.get("ht")) or 0):
        tag = re.sub(rb"\sht\s*=\s*(?:\"[^\"]*\"|'[^']*')", b"", tag)
        tag = re.sub(rb"\s*(/?)>$", rb' ht="%g"\1>' % height, tag)
    return tag


def _new_rows(
    sheet: Sheet, rows: Mapping[int, Mapping[int, bytes]], heights: Mapping[int, float | None]
) -> list[Change]:
    """New rows between those of a sheet."""
    data = sheet.root.first("sheetData")
    if not rows:
        return []
    if data is None:
        raise damaged(sheet.part)
    prefix = data.prefix
    bodies = {
        row: (f'<{prefix}row r="{row}"' + (f' ht="{heights[row]:g}">' if heights[row] else ">")).encode()
        + b"".join(cells[column] for column in sorted(cells))
        + f"</{prefix}row>".encode()
        for row, cells in sorted(rows.items())
    }
    if data.empty:
        opened = re.sub(rb"\s*/>$", b">", sheet.data[data.start : data.end])
        body = opened + b"".join(bodies.values()) + f"</{prefix}sheetData>".encode()
        return [Change(data.start, data.end, body)]
    changes = []
    for row, body in bodies.items():
        before = [number for number in sheet.rows if number < row]
        place = sheet.rows[max(before)].end if before else data.inside
        changes.append(Change(place, place, body))
    return changes


def _dimension(sheet: Sheet, answers: Mapping[Spot, str]) -> list[Change]:
    """What the sheet says of its own extent, where answers lie beyond it."""
    told = sheet.root.first("dimension")
    span = range_of(told.attributes.get("ref", "")) if told else None
    if told is None or span is None:
        return []
    spots = [*span, *answers]
    first = min(row for row, _ in spots), min(column for _, column in spots)
    last = max(row for row, _ in spots), max(column for _, column in spots)
    if (first, last) == span:
        return []
    ref = f"{column_letters(first[1])}{first[0]}:{column_letters(last[1])}{last[0]}"
    tag = re.sub(
        rb"(\sref\s*=\s*)[\"'][^\"']*[\"']",
        rb'\g<1>"' + ref.encode() + b'"',
        sheet.data[told.start : told.inside],
    )
    return [Change(told.start, told.inside, tag)]
