"""The list of incoming requests: filtered and put in order by the database, read a stretch at a time."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property
from typing import Any, overload

from django.db.models import Case, Count, Exists, F, Min, OuterRef, Q, QuerySet, When

from ..core.permissions import NOWHERE, Duty, may
from ..core.reporting import SOON_DAYS
from ..core.requests import OWED, RequestClock, request_clock
from .models import Clarification, ItemOffice, Request, RequestItem

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
        items: how many, of those the reader may see; `answered`, `consolidated`: of these, at least so far.
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

    A stretch costs four queries, however many requests there are.

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
    def _owing(self) -> QuerySet[ItemOffice]:
        """Offices that owe an answer to an item the reader may see."""
        rows = ItemOffice.objects.filter(item__state="asked").exclude(state="answered").order_by()
        if may(self.duties, "request.view", NOWHERE, day=self.day):
            return rows
        return rows.filter(item__in=self._items.values("pk"))

    @cached_property
    def _rows(self) -> QuerySet[Request]:
        rows = Request.objects.visible_to(self.duties, self.day)
        for name, value in self.asked.items():
            rows = getattr(self, f"_by_{name}")(rows, value)
        return rows.annotate(owed=Q(state__in=OWED)).order_by(
            "-owed", F("deadline").asc(nulls_last=True), "-id"
        )

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
            own = {duty.organisation for duty in self.duties if duty.on(self.day)}
            return rows.filter(Exists(self._owes(organisation__code__in=own)))
        if value == "back":
            asked = Clarification.objects.filter(item__in=self._items.values("pk")).exclude(state="delivered")
            return rows.filter(Exists(asked.filter(item__request=OuterRef("pk"))))
        return rows.filter(state__in=OWED) if value == "owed" else rows.exclude(state__in=OWED)

    def _by_time(self, rows: QuerySet[Request], value: str) -> QuerySet[Request]:
        if value == "overdue":
            return rows.filter(state__in=OWED, deadline__lt=self.day)
        rows = rows.annotate(
            our_due=Case(
                When(state="clearance", then=F("due_clearance")),
                When(state="cleared", then=F("due_sending")),
                When(Q(state="registered") | Exists(self._owes()), then=F("due_answers")),
                default=F("due_consolidation"),
            )
        ).filter(state__in=OWED)
        if value == "late":
            return rows.filter(our_due__lt=self.day)
        return rows.filter(our_due__gte=self.day, our_due__lte=self.day + timedelta(days=SOON_DAYS))

    def _owes(self, **which: Any) -> QuerySet[ItemOffice]:
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
    """A page of the requests the reader may see: five queries, however many there are."""
    asked = {"state": state, "q": search.strip(), "show": "owed" if open_only else ""}
    rows = RequestRows(duties, day, {name: value for name, value in asked.items() if value})
    pages = max((len(rows) + size - 1) // size, 1)
    page = min(max(page, 1), pages)
    return RequestList(rows[(page - 1) * size : page * size], len(rows), page, pages)


def lines_of(rows: Sequence[Request], duties: Iterable[Duty], day: date) -> tuple[RequestLine, ...]:
    """Requests with their numbers, of the items the reader may see: three queries."""
    duties = tuple(duties)
    items = RequestItem.objects.visible_to(duties, day).filter(request__in=rows).order_by()
    seen = Q() if may(duties, "request.view", NOWHERE, day=day) else Q(item__in=items.values("pk"))
    states: dict[int, dict[str, int]] = {row.pk: {} for row in rows}
    for one in items.values("request", "state").annotate(n=Count("pk")):
        states[one["request"]][one["state"]] = one["n"]
    owing = ItemOffice.objects.filter(seen, item__request__in=rows, item__state="asked").exclude(
        state="answered"
    )
    names = ("item__request", "organisation__code", "organisation__acronym", "item__body__acronym")
    offices: dict[int, list[dict[str, Any]]] = {row.pk: [] for row in rows}
    for one in owing.order_by().values(*names).annotate(n=Count("pk"), due=Min("item__due")):
        offices[one["item__request"]].append(one)
    asked = Clarification.objects.filter(seen, item__request__in=rows).exclude(state="delivered")
    back = {
        one["item__request"]: one["n"]
        for one in asked.order_by().values("item__request").annotate(n=Count("pk"))
    }
    own = {duty.organisation for duty in duties if duty.on(day)}
    return tuple(_line(row, states[row.pk], offices[row.pk], back.get(row.pk, 0), own, day) for row in rows)


def _line(
    row: Request,
    states: dict[str, int],
    offices: list[dict[str, Any]],
    back: int,
    own: set[str],
    day: date,
) -> RequestLine:
    clock = request_clock(
        state=row.state,
        waits_for_offices=bool(offices),
        dates=row.dates,
        deadline=row.deadline,
        today=day,
    )
    done = states.get("consolidated", 0) + states.get("delivered", 0)
    return RequestLine(
        row,
        items=sum(states.values()),
        answered=done + states.get("answered", 0),
        consolidated=done,
        owes=owes_of(
            [
                (one["organisation__acronym"], one["item__body__acronym"], one["n"], one["due"])
                for one in offices
            ],
            day,
        ),
        clarifications=back,
        mine=sum(one["n"] for one in offices if one["organisation__code"] in own),
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
                late=due is not None and due < day,
            )
        )
    return tuple(sorted(found, key=lambda one: (one.due or date.max, one.office)))
