"""The list of incoming requests: filtered and put in order by the database, read a stretch at a time."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any, overload

from django.db.models import Case, Count, Exists, Min, OuterRef, Q, QuerySet, When

from ..core.permissions import NOWHERE, Duty, may
from ..core.requests import OWED, RequestClock, against, soon_days
from .models import ItemOffice, Request, RequestItem
from .request_clock import asked_back, clocks_of, in_order, our_date, wanted_date
from .requests import ItemOfficeQuerySet, offices_of

PAGE = 50
#: So many requests are read at once where all of them are wanted: an export.
STRETCH = 500


@dataclass(frozen=True)
class Owes:
    """Who still owes: an office, for which bodies, how many pieces of work, the first date of them."""

    office: str
    bodies: tuple[str, ...]
    number: int
    due: date | None
    late: bool


@dataclass(frozen=True)
class RequestLine:
    """One request of the list.

    Args:
        items: how many, of those the reader may see.
        answered: of these, sent out and answered by every office asked; `consolidated`: with a national answer.
        owes: offices that owe an answer, the one that owes longest first.
        clarifications: asked back by the sender and not delivered yet.
        mine: items that wait for an office of the reader.
    """

    request: Request
    items: int
    answered: int
    consolidated: int
    owes: tuple[Owes, ...]
    clarifications: int
    mine: int
    clock: RequestClock

    @property
    def owing(self) -> int:
        """Answers owed, each office counted once for each item."""
        return sum(one.number for one in self.owes)


class RequestRows(Sequence[RequestLine]):
    """The requests a reader may see, those still owed first, by the sender's deadline; none is read before it is shown.

    A stretch costs five queries, however many requests there are.

    Args:
        asked: filter -> value: `state`, `sender`, `office` (owes an answer), `time` (`late` and `soon` by our own date,
            `overdue` by the sender's), `show` (`owed`, `mine`, `back`, `done`), `q` (in code, subject, sender and
            letter number).
    """

    def __init__(self, duties: Iterable[Duty], day: date, asked: Mapping[str, str] | None = None) -> None:
        self.duties, self.day, self.asked = tuple(duties), day, dict(asked or {})

    def fitting(self, asked: Mapping[str, str]) -> RequestRows:
        """The rows under other filters."""
        return RequestRows(self.duties, self.day, asked)

    @cached_property
    def _items(self) -> QuerySet[RequestItem]:
        return RequestItem.objects.visible_to(self.duties, self.day).order_by()

    @cached_property
    def _owing(self) -> ItemOfficeQuerySet:
        """Offices that owe an answer to an item the reader may see."""
        return ItemOffice.objects.owing().filter(self._seen).order_by()

    @cached_property
    def _seen(self) -> Q:
        """What hangs on an item the reader may see; nothing is asked of who may see them all."""
        if may(self.duties, "request.view", NOWHERE, day=self.day):
            return Q()
        return Q(item__in=self._items.values("pk"))

    @cached_property
    def _rows(self) -> QuerySet[Request]:
        rows = Request.objects.visible_to(self.duties, self.day)
        for name, value in self.asked.items():
            rows = getattr(self, f"_by_{name}")(rows, value)
        return in_order(rows)

    def _by_state(self, rows: QuerySet[Request], value: str) -> QuerySet[Request]:
        return rows.filter(state=value)

    def _by_sender(self, rows: QuerySet[Request], value: str) -> QuerySet[Request]:
        return rows.filter(sender=value)

    def _by_office(self, rows: QuerySet[Request], value: str) -> QuerySet[Request]:
        return rows.filter(Exists(self._owes(organisation__acronym=value)))

    def _by_q(self, rows: QuerySet[Request], value: str) -> QuerySet[Request]:
        wanted = Q(pk__in=[])
        for field in ("code", "subject", "sender", "letter_number"):
            wanted |= Q(**{f"{field}__icontains": value.strip()})
        return rows.filter(wanted)

    def _by_show(self, rows: QuerySet[Request], value: str) -> QuerySet[Request]:
        if value == "mine":
            return rows.filter(Exists(self._owes().of(self.duties, self.day)))
        if value == "back":
            return rows.filter(pk__in=asked_back().filter(self._seen).values("item__request"))
        return rows.filter(state__in=OWED) if value == "owed" else rows.exclude(state__in=OWED)

    def _by_time(self, rows: QuerySet[Request], value: str) -> QuerySet[Request]:
        """`core.requests.request_clock` as a query."""
        first, last = soon_days(self.day)
        rows = rows.filter(state__in=OWED)
        if value == "overdue":
            return rows.annotate(wanted=wanted_date()).filter(wanted__lt=first)
        rows = rows.annotate(
            our_due=Case(
                When(state="clearance", then=our_date("clearance")),
                When(state="cleared", then=our_date("sending")),
                When(Q(state="registered") | Exists(self._owes()), then=our_date("answers")),
                default=our_date("consolidation"),
            )
        )
        if value == "late":
            return rows.filter(our_due__lt=first)
        return rows.filter(our_due__gte=first, our_due__lte=last)

    def _owes(self, **which: Any) -> ItemOfficeQuerySet:
        return self._owing.filter(item__request=OuterRef("pk"), **which)

    @cached_property
    def _count(self) -> int:
        return self._rows.count()

    def __len__(self) -> int:
        return self._count

    @overload
    def __getitem__(self, key: int) -> RequestLine: ...

    @overload
    def __getitem__(self, key: slice) -> tuple[RequestLine, ...]: ...

    def __getitem__(self, key: int | slice) -> RequestLine | tuple[RequestLine, ...]:
        if isinstance(key, int):
            return self[key : key + 1][0]
        return lines_of(list(self._rows[key]), self.duties, self.day)

    def __iter__(self) -> Iterator[RequestLine]:
        for start in range(0, len(self), STRETCH):
            yield from self[start : start + STRETCH]

    @cached_property
    def senders(self) -> tuple[str, ...]:
        """Who asks us, each once."""
        rows = Request.objects.visible_to(self.duties, self.day).order_by("sender")
        return tuple(rows.values_list("sender", flat=True).distinct())

    @cached_property
    def offices(self) -> tuple[str, ...]:
        """Offices that owe an answer, each once."""
        rows = self._owing.order_by("organisation__acronym")
        return tuple(rows.values_list("organisation__acronym", flat=True).distinct())


@dataclass(frozen=True)
class RequestList:
    """A page of requests: those still owed first, by the sender's deadline; those without one after them."""

    lines: tuple[RequestLine, ...]
    total: int
    page: int
    pages: int


def read_requests(
    duties: Iterable[Duty],
    *,
    day: date,
    page: int = 1,
    size: int = PAGE,
    state: str = "",
    search: str = "",
    open_only: bool = False,
) -> RequestList:
    """A page of the requests the reader may see: six queries, however many there are."""
    asked = {"state": state, "q": search.strip(), "show": "owed" if open_only else ""}
    rows = RequestRows(duties, day, {name: value for name, value in asked.items() if value})
    pages = max((len(rows) + size - 1) // size, 1)
    page = min(max(page, 1), pages)
    return RequestList(rows[(page - 1) * size : page * size], len(rows), page, pages)


def lines_of(rows: Sequence[Request], duties: Iterable[Duty], day: date) -> tuple[RequestLine, ...]:
    """Requests with their numbers, of the items the reader may see: four queries."""
    duties = tuple(duties)
    silent = ItemOffice.objects.filter(item=OuterRef("pk")).exclude(state="answered")
    items = RequestItem.objects.visible_to(duties, day).filter(request__in=rows).order_by()
    items = items.annotate(silent=Exists(silent))
    seen = Q() if may(duties, "request.view", NOWHERE, day=day) else Q(item__in=items.values("pk"))
    states: dict[int, dict[str, int]] = {row.pk: {} for row in rows}
    heard: dict[int, int] = dict.fromkeys(states, 0)
    for one in items.values("request", "state", "silent").annotate(n=Count("pk")):
        found = states[one["request"]]
        found[one["state"]] = found.get(one["state"], 0) + one["n"]
        heard[one["request"]] += 0 if one["silent"] else one["n"]
    owing = ItemOffice.objects.owing().filter(seen, item__request__in=rows).order_by()
    names = ("item__request", "organisation__acronym", "item__body__acronym")
    offices: dict[int, list[dict[str, Any]]] = {row.pk: [] for row in rows}
    own = Count("pk", filter=offices_of(duties, day))
    for one in owing.values(*names).annotate(n=Count("pk"), due=Min("item__due"), own=own):
        offices[one["item__request"]].append(one)
    back = asked_back().filter(seen, item__request__in=rows).order_by()
    asked = {one["item__request"]: one["n"] for one in back.values("item__request").annotate(n=Count("pk"))}
    clocks = clocks_of(rows, {key for key, found in offices.items() if found}, day)
    return tuple(
        _line(row, states[row.pk], heard[row.pk], offices[row.pk], asked.get(row.pk, 0), clocks[row.pk], day)
        for row in rows
    )


def _line(
    row: Request,
    states: dict[str, int],
    heard: int,
    offices: list[dict[str, Any]],
    back: int,
    clock: RequestClock,
    day: date,
) -> RequestLine:
    done = states.get("consolidated", 0) + states.get("delivered", 0)
    return RequestLine(
        row,
        items=sum(states.values()),
        answered=heard,
        consolidated=done,
        owes=owes_of(
            [
                (one["organisation__acronym"], one["item__body__acronym"], one["n"], one["due"])
                for one in offices
            ],
            day,
        ),
        clarifications=back,
        mine=sum(one["own"] for one in offices),
        clock=clock,
    )


def owes_of(rows: Iterable[tuple[str, str, int, date | None]], day: date) -> tuple[Owes, ...]:
    """One line per office, from office, body, number and first date; the one that owes longest first."""
    by_office: dict[str, list[tuple[str, int, date | None]]] = {}
    for office, body, number, due in rows:
        by_office.setdefault(office, []).append((body, number, due))
    found = []
    for office, parts in by_office.items():
        due = min((one for _body, _number, one in parts if one), default=None)
        found.append(
            Owes(
                office=office,
                bodies=tuple(sorted({body for body, _number, _due in parts})),
                number=sum(number for _body, number, _due in parts),
                due=due,
                late=against(due, today=day).late,
            )
        )
    return tuple(sorted(found, key=lambda one: (one.due or date.max, one.office)))
