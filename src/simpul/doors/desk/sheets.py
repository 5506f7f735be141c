"""A listing as an Excel file or a CSV. Nothing a person typed becomes a formula in either."""

from __future__ import annotations

import csv
import re
from collections.abc import Callable
from datetime import datetime
from decimal import Decimal
from io import BytesIO, StringIO
from typing import Any

import xlsxwriter
from django.http import HttpResponse
from django.utils import timezone

from ...core.figures import csv_cell, decimals_of
from .listing import Column, Form, Listing, Row

#: How many characters a cell of Excel holds, and how many digits of a number.
CELL, DIGITS = 32_767, 15
INK, QUIET, EDGE, SAND = "#1F1D1A", "#5A554D", "#857F74", "#F3F0EA"


def download(listing: Listing, form: str) -> HttpResponse:
    """The file as an attachment no browser runs; its name says what it is and when it was read."""
    kind, write = FORMS[form]
    response = HttpResponse(write(listing), content_type=kind)
    response["Content-Disposition"] = f'attachment; filename="{file_name(listing, form)}"'
    response["Content-Security-Policy"] = "sandbox; default-src 'none'"
    response["X-Content-Type-Options"] = "nosniff"
    response["Cache-Control"] = "private, no-store"
    return response


def file_name(listing: Listing, form: str) -> str:
    """`simpul-round-2026-Q1-20260410-0900.xlsx`; a filtered list says so."""
    parts = ["simpul", listing.table.code, listing.scope, "filtered" if listing.asked else ""]
    plain = [re.sub(r"[^A-Za-z0-9]+", "-", part).strip("-") for part in parts]
    when = f"{timezone.localtime(listing.known_at):%Y%m%d-%H%M}"
    return f"{'-'.join(part for part in [*plain, when] if part)}.{form}"


# --- Excel ------------------------------------------------------------------------------------------------------------


def workbook(listing: Listing) -> bytes:
    """One sheet: what it is, under which filter, as known when; then the table. Rows are written as they come."""
    target = BytesIO()
    options = {
        "constant_memory": True,
        "strings_to_formulas": False,
        "strings_to_urls": False,
        "strings_to_numbers": False,
    }
    book = xlsxwriter.Workbook(target, options)
    made = timezone.localtime(listing.known_at).replace(tzinfo=None)
    book.set_properties({"title": listing.title, "company": "Simpul", "created": made})
    _Sheet(book, listing).write()
    book.close()
    return target.getvalue()


class _Sheet:
    """The one sheet of the workbook; formats are made once."""

    def __init__(self, book: Any, listing: Listing) -> None:
        self.book, self.listing = book, listing
        self.columns = listing.table.columns
        self.page = book.add_worksheet(
            re.sub(r"[\[\]:*?\\']", " ", str(listing.table.title)).replace("/", "-")[:31]
        )
        self.formats: dict[str, Any] = {}

    def style(self, number: str = "", **more: Any) -> Any:
        key = f"{number}{sorted(more.items())}"
        if key not in self.formats:
            plain = {"font_name": "Arial", "font_size": 10, "font_color": INK, "valign": "top"}
            self.formats[key] = self.book.add_format(
                {**plain, **more, **({"num_format": number} if number else {})}
            )
        return self.formats[key]

    def write(self) -> None:
        page, head = self.page, self.listing.head
        top = len(head) + 2
        for index, column in enumerate(self.columns):
            page.set_column(index, index, column.width)
        page.set_paper(9)
        if self.listing.table.wide:
            page.set_landscape()
        page.fit_to_pages(1, 0)
        page.repeat_rows(top)
        page.set_footer("&L&8&F&R&8&P / &N")
        page.freeze_panes(top + 1, 1)
        if self.listing.rows:
            page.autofilter(top, 0, top + len(self.listing.rows), len(self.columns) - 1)
        page.write_string(0, 0, self.listing.title, self.style(bold=True, font_size=14))
        for number, (label, text) in enumerate(head, start=1):
            page.write_string(number, 0, label, self.style(font_color=QUIET))
            page.write_string(number, 1, text[:CELL], self.style(font_color=QUIET))
        strong = self.style(bold=True, bg_color=SAND, bottom=1, bottom_color=EDGE, text_wrap=True)
        for index, column in enumerate(self.columns):
            page.write_string(top, index, str(column.label), strong)
        for number, row in enumerate(self.listing.rows, start=top + 1):
            for index, column in enumerate(self.columns):
                self._cell(number, index, column, row)

    def _cell(self, number: int, index: int, column: Column, row: Row) -> None:
        value = column.read(row)
        if value is None or value == "":
            return
        if column.form is Form.NUMBER and not isinstance(value, str) and _fits(value):
            self.page.write_number(
                number, index, float(value), self.style(_pattern(value, column.places(row)))
            )
        elif column.form is Form.DAY and not isinstance(value, str):
            self.page.write_datetime(number, index, value, self.style("yyyy-mm-dd", align="left"))
        elif column.form is Form.MOMENT and not isinstance(value, str):
            local = timezone.localtime(value).replace(tzinfo=None, microsecond=0)
            self.page.write_datetime(number, index, local, self.style("yyyy-mm-dd hh:mm", align="left"))
        else:
            text = str(value)
            kept = text if len(text) <= CELL else f"{text[: CELL - 1]}…"
            aligned = {"align": "right"} if column.form is Form.NUMBER else {}
            self.page.write_string(number, index, kept, self.style(text_wrap=True, **aligned))


def _fits(value: Any) -> bool:
    """Excel keeps fifteen digits of a number; what has more is written as text and loses none."""
    return len(Decimal(value).normalize().as_tuple().digits) <= DIGITS


def _pattern(value: Any, places: int | None) -> str:
    count = decimals_of(Decimal(value)) if places is None else max(places, 0)
    return "#,##0" + ("." + "0" * count if count else "")


# --- CSV --------------------------------------------------------------------------------------------------------------


def long_text(listing: Listing) -> bytes:
    """UTF-8 with a mark Excel knows, commas, days in ISO 8601, decimal points: the same in both languages."""
    target = StringIO()
    writer = csv.writer(target)
    writer.writerow([csv_cell(str(column.label)) for column in listing.table.columns])
    for row in listing.rows:
        writer.writerow([_plain(column, row) for column in listing.table.columns])
    return target.getvalue().encode("utf-8-sig")


def _plain(column: Column, row: Row) -> str:
    value = column.read(row)
    if value is None:
        return ""
    if column.form is Form.NUMBER and not isinstance(value, str):
        return f"{Decimal(value):.{max(column.places(row) or 0, decimals_of(Decimal(value)))}f}"
    if isinstance(value, datetime):
        return timezone.localtime(value).isoformat(timespec="seconds")
    return csv_cell(value.isoformat() if hasattr(value, "isoformat") else str(value))


EXCEL = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
#: Form of an export -> its media type and who writes it.
FORMS: dict[str, tuple[str, Callable[[Listing], bytes]]] = {
    "xlsx": (EXCEL, workbook),
    "csv": ("text/csv; charset=utf-8", long_text),
}
