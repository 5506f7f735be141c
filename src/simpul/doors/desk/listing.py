"""A list declared once: its columns and filters serve the page, the print, the Excel file and the CSV alike.

A page declares a `Table`, gives its rows to `Table.read` and answers with `answer`. What is exported is what the
page shows: the same rows, read by the same person, under the same filters.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from enum import StrEnum
from functools import cached_property
from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from ...core.errors import Problem
from ...core.figures import whole
from ...records.models import SavedFilter, User
from .templatetags import desk as dress

Row = Any

#: Keys of an address that are no filters: form of the export, which table of the page, page number.
RESERVED = ("as", "table", "page")


class Form(StrEnum):
    """What a column holds. A number that is none (a limit, “not available”) is given as its text."""

    TEXT = "text"
    NUMBER = "number"
    DAY = "day"
    MOMENT = "moment"


@dataclass(frozen=True)
class Column:
    """One column: its heading, and how it is read from a row.

    Args:
        read: what the row says, by form: text, Decimal or int (or text where it is no number), date, datetime;
            None or "" where it says nothing.
        decimals: how many decimals a number is shown with; None shows those it has.
        url: where the cell leads on the page.
        part: template that draws the cell on the page from `row` and `cell`; the export writes what `read` says.
        under: code of the column in whose cell this one stands on the page, as a small line.
        keep: stays in sight on a narrow screen, where rows fold.
        on_page: shown on the page; False is a column of the export alone.
        width: of the column in Excel, in characters.
    """

    code: str
    label: Any
    read: Callable[[Row], Any]
    form: Form = Form.TEXT
    decimals: Callable[[Row], int | None] | None = None
    url: Callable[[Row], str] | None = None
    part: str = ""
    under: str = ""
    keep: bool = False
    on_page: bool = True
    width: int = 18

    def places(self, row: Row) -> int | None:
        """Decimals of this row's number."""
        return self.decimals(row) if self.decimals else None

    def shown(self, row: Row) -> str:
        """The value in the reader's dress, a dash where there is none."""
        value = self.read(row)
        if value is None or value == "":
            return "–"
        if self.form is Form.NUMBER and not isinstance(value, str):
            return dress.number(value, self.places(row))
        if self.form is Form.DAY:
            return dress.day(value, "short")
        if self.form is Form.MOMENT:
            return dress.moment(value, "short")
        return str(value)


@dataclass(frozen=True)
class Filter:
    """One question a list can be asked, by an address without script.

    Args:
        code: its key in the address.
        fits: whether a row is an answer; None where the page itself reads the value (a day).
        options: the answers there are, as value and word, from all rows; None for free words or a day.
        kind: choice, words or day; tab is a choice the page offers above the list itself.
        grouped: the options under headings, for the reader of a list of many; None for one list of all.
    """

    code: str
    label: Any
    fits: Callable[[Row, str], bool] | None = None
    options: Callable[[Sequence[Row]], Sequence[tuple[str, Any]]] | None = None
    kind: str = "choice"
    grouped: (
        Callable[[Sequence[tuple[str, Any]], HttpRequest], list[tuple[str, list[tuple[str, Any]]]]] | None
    ) = None


def choices(read: Callable[[Row], str], word: Callable[[str], Any] = str) -> Any:
    """Options of a filter: what occurs in a column, each once, by its word."""

    def found(rows: Sequence[Row]) -> Sequence[tuple[str, Any]]:
        codes = {read(row) for row in rows} - {"", None}
        return sorted(((code, str(word(code))) for code in codes), key=lambda one: one[1].casefold())

    return found


def same(read: Callable[[Row], str]) -> Callable[[Row, str], bool]:
    """A row fits where it says exactly the value."""
    return lambda row, value: read(row) == value


def among(read: Callable[[Row], str], word: Callable[[str], Any] = str) -> tuple[Any, Any]:
    """What a filter needs whose answers are what occurs in a column: how a row fits, and the options."""
    return same(read), choices(read, word)


@dataclass(frozen=True)
class Table:
    """A list as it is declared.

    Args:
        code: its name for addresses, file names and saved filters.
        title: what the export is called.
        band: heading between rows, where it changes; "" for none.
        act: template of the last cell, from `row`.
        pick: what a ticked row sends, None where it cannot be ticked.
        empty: title and text where nothing fits or nothing is there yet.
        per_page: rows of one page; None shows all. The export always has all.
        wide: printed on A4 landscape.
        fold: on a narrow screen rows fold to one line; otherwise each row becomes a block.
    """

    code: str
    title: Any
    columns: tuple[Column, ...]
    filters: tuple[Filter, ...] = ()
    band: Callable[[Row], Any] | None = None
    act: str = ""
    pick: Callable[[Row], str | None] | None = None
    empty: tuple[Any, Any] = (gettext_lazy("Nothing here yet"), "")
    symbol: str = "inbox"
    per_page: int | None = None
    wide: bool = False
    fold: bool = True

    def read(
        self,
        request: HttpRequest,
        rows: Sequence[Row],
        *,
        scope: str = "",
        keeps: Sequence[str] = (),
        source: str = "",
        known_at: datetime | None = None,
        picks: str = "",
        narrow: Callable[[dict[str, str]], Sequence[Row]] | None = None,
    ) -> Listing:
        """The list as this address asks for it.

        Args:
            rows: all rows this reader may see.
            scope: what the rows are of, where the title does not say it (a round, an indicator).
            keeps: keys of the address that belong to the page and stay.
            source: where the rows come from, for the head of the export.
            known_at: the moment they were known; now where None.
            picks: name under which ticked rows are sent to the form `together`; "" for a list without boxes.
            narrow: the rows that fit the filters asked for, where the database chooses them; no filter of such a
                list has `fits`.
        """
        given = {key: str(text).strip() for key, text in request.GET.items() if str(text).strip()}
        asked: dict[str, str] = {}
        outdated: list[tuple[str, str]] = []
        for key, text in given.items():
            one = next((one for one in self.filters if one.code == key), None)
            if one is None:
                outdated += [] if key in RESERVED or key in keeps else [(key, text)]
            elif _readable(one, text, rows):
                asked[key] = text
            else:
                outdated.append((str(one.label), text))
        fitting = (
            narrow(asked)
            if narrow
            else [row for row in rows if all(self._fits(row, key, text) for key, text in asked.items())]
        )
        return Listing(
            table=self,
            request=request,
            rows=fitting,
            every=rows,
            asked=asked,
            kept={key: given[key] for key in keeps if key in given},
            outdated=tuple(outdated),
            scope=scope,
            source=source,
            known_at=known_at or timezone.now(),
            picks=picks,
        )

    def _fits(self, row: Row, key: str, text: str) -> bool:
        fits = next(one for one in self.filters if one.code == key).fits
        return fits is None or fits(row, text)


def _readable(one: Filter, text: str, rows: Sequence[Row]) -> bool:
    """Whether a filter knows the value: an option that occurs, a day, or any words."""
    if one.kind == "day":
        return day_of(text) is not None
    return one.options is None or text in {str(value) for value, _word in one.options(rows)}


def day_of(text: str) -> date | None:
    """A day from an address, None where it is none."""
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


@dataclass(frozen=True)
class Cell:
    """One cell of the page."""

    column: Column
    row: Row
    text: str
    url: str
    under: tuple[str, ...]

    @property
    def value(self) -> Any:
        """What the row says, undressed."""
        return self.column.read(self.row)


@dataclass(frozen=True)
class Line:
    """One row of the page."""

    row: Row
    cells: tuple[Cell, ...]
    band: str
    pick: str | None

    @property
    def name(self) -> str:
        """What the row is called: the text of its first cell."""
        return self.cells[0].text


@dataclass(frozen=True)
class Listing:
    """A table with the rows one reader sees under one address."""

    table: Table
    request: HttpRequest
    rows: Sequence[Row]
    every: Sequence[Row]
    asked: dict[str, str]
    kept: dict[str, str]
    outdated: tuple[tuple[str, str], ...]
    scope: str
    source: str
    known_at: datetime
    first: bool = True
    picks: str = ""

    @property
    def title(self) -> str:
        """What the list is, and of what."""
        return f"{self.table.title}, {self.scope}" if self.scope else str(self.table.title)

    @property
    def columns(self) -> list[Column]:
        """The columns that have a place of their own on the page."""
        return [one for one in self.table.columns if one.on_page and not one.under]

    @property
    def span(self) -> int:
        """How many columns a heading between rows spans."""
        return len(self.columns) + bool(self.table.act)

    @property
    def number(self) -> int:
        """Which page is asked for, within those there are."""
        return min(max(whole(self.request.GET.get("page", "")) or 1, 1), self.pages)

    @property
    def pages(self) -> int:
        """How many pages the rows fill."""
        size = self.table.per_page
        return max(-(-len(self.rows) // size), 1) if size else 1

    @property
    def turns(self) -> list[tuple[int, str]]:
        """The pages near this one, the first and the last, with their addresses."""
        near = {1, self.pages, *range(self.number - 2, self.number + 3)}
        return [(one, self._address(page=str(one))) for one in sorted(near) if 1 <= one <= self.pages]

    @property
    def lines(self) -> list[Line]:
        """The rows of the page."""
        size, found, last = self.table.per_page, [], ""
        rows = self.rows[(self.number - 1) * size : self.number * size] if size else self.rows
        for row in rows:
            band = str(self.table.band(row) or "") if self.table.band else ""
            pick = self.table.pick(row) if self.table.pick and self.picks else None
            found.append(
                Line(row, tuple(self._cell(one, row) for one in self.columns), band * (band != last), pick)
            )
            last = band
        return found

    def _cell(self, column: Column, row: Row) -> Cell:
        under = [one for one in self.table.columns if one.under == column.code and one.on_page]
        texts = tuple(one.shown(row) for one in under if one.read(row) not in (None, ""))
        return Cell(column, row, column.shown(row), column.url(row) if column.url else "", texts)

    @cached_property
    def fields(self) -> list[dict[str, Any]]:
        """The filters as fields of a form."""
        found = []
        for one in self.table.filters:
            options = one.options(self.every) if one.options else ()
            value = self.asked.get(one.code, "")
            groups = one.grouped(options, self.request) if one.grouped else [("", options)]
            field = {"code": one.code, "label": one.label, "kind": one.kind, "value": value}
            found.append({**field, "options": options, "groups": groups})
        return found

    @property
    def asks(self) -> bool:
        """Whether the list has filters of its own form, beside those the page offers as tabs."""
        return any(one.kind != "tab" for one in self.table.filters)

    @property
    def told(self) -> list[tuple[str, str]]:
        """The filters that are set, in words."""
        found = []
        for one in self.table.filters:
            if one.code in self.asked:
                text = self.asked[one.code]
                words = {
                    str(value): str(word) for value, word in (one.options(self.every) if one.options else ())
                }
                shown = dress.day(day_of(text)) if one.kind == "day" else words.get(text, text)
                found.append((str(one.label), shown))
        return found

    @property
    def filtered(self) -> str:
        """The filters that are set, as one line."""
        return "; ".join(f"{label}: {text}" for label, text in self.told)

    @property
    def query(self) -> str:
        """The filters that are set, as they can be kept: without what belongs to the page."""
        return urlencode(self.asked)

    @property
    def here(self) -> str:
        """The address of this page with its filters."""
        return self.only()

    @property
    def plain(self) -> str:
        """The address without filters."""
        return f"{self.request.path}?{urlencode(self.kept)}" if self.kept else self.request.path

    def only(self, **given: str) -> str:
        """The address with some filters set otherwise; an empty text takes a filter away."""
        query = {key: text for key, text in (self.kept | self.asked | given).items() if text}
        return f"{self.request.path}?{urlencode(query)}" if query else self.request.path

    def _address(self, **more: str) -> str:
        return f"?{urlencode(self.kept | self.asked | more)}"

    @property
    def exports(self) -> list[tuple[str, str]]:
        """Form and address of each export."""
        which = {} if self.first else {"table": self.table.code}
        return [
            (word, self._address(**which, **{"as": form}))
            for form, word in (("xlsx", "Excel"), ("csv", "CSV"))
        ]

    @property
    def head(self) -> list[tuple[str, str]]:
        """What an export says of itself."""
        moment = f"{dress.moment(self.known_at)} {timezone.localtime(self.known_at).tzname()}"
        count = _("%(count)s of %(total)s") % {"count": len(self.rows), "total": len(self.every)}
        told = [
            (_("Filter"), self.filtered or _("none")),
            (_("Rows"), count),
            (_("Language"), _("English") if dress.language() == "en" else _("Indonesian")),
            (_("As known on"), moment),
            (_("Read by"), str(self.request.user)),
            (_("Source"), self.source or "Simpul"),
            (_("Address"), self.request.build_absolute_uri(self.only())),
        ]
        gone = "; ".join(f"{label}: {text}" for label, text in self.outdated)
        return [*told, (_("Filters not applied"), gone)] if gone else told


def kept_filters(listing: Listing) -> list[dict[str, Any]]:
    """The filters this reader keeps of a list, and those shared with the office, as addresses of this page."""
    user = listing.request.user
    if not listing.asks or not isinstance(user, User):
        return []
    rows = SavedFilter.objects.visible_to(user, user.duties_on(timezone.localdate()))
    base = urlencode(listing.kept)
    now = urlencode(listing.asked)
    return [
        {
            "row": row,
            "url": f"{listing.request.path}?{'&'.join(part for part in (base, row.query) if part)}",
            "own": row.owner_id == user.pk,
            "here": sorted(row.query.split("&")) == sorted(now.split("&")),
        }
        for row in rows.filter(table=listing.table.code).select_related("owner__person", "shared_with")
    ]


def answer(
    request: HttpRequest, template: str, context: dict[str, Any], listing: Listing, *more: Listing
) -> HttpResponse:
    """The page, or the export of one of its lists where `as` asks for it.

    Raises:
        Problem: `LIST-FORM`, there is no such form; `LIST-TABLE`, the page has no such list.
    """
    listings = {listing.table.code: listing}
    listings |= {one.table.code: replace(one, first=False) for one in more}
    form = request.GET.get("as", "")
    if not form:
        given = {"listing": listing, "listings": listings, "kept_filters": kept_filters(listing)}
        return render(request, template, context | given)
    from .sheets import FORMS, download

    if form not in FORMS:
        raise Problem("LIST-FORM", place="as", params={"form": form, "forms": ", ".join(FORMS)})
    wanted = request.GET.get("table", "") or listing.table.code
    if wanted not in listings:
        raise Problem("LIST-TABLE", place="table", params={"table": wanted, "tables": ", ".join(listings)})
    return download(listings[wanted], form)
