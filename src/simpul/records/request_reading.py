"""Requests as pages show them: the list a page at a time, and one request with items, answers and versions."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Count, F, Min, Prefetch, Q

from ..core.errors import NotFound
from ..core.permissions import NOWHERE, Duty, Subject, may
from ..core.reporting import SOON_DAYS, Step, Taken, present_step
from ..core.requests import OWED, RequestClock, request_clock
from .answer_bank import Earlier, earlier_for
from .models import (
    Clarification,
    ConsolidatedAnswer,
    DeliveredAnswer,
    ItemAnswer,
    ItemOffice,
    Request,
    RequestClearance,
    RequestDelivery,
    RequestFile,
    RequestItem,
)

PAGE = 50


# --- the list -----------------------------------------------------------------------------------------------------


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
    """A page of the requests the reader may see: five queries, however many there are.

    Args:
        state: only requests in this state.
        search: in code, subject, sender and letter number.
    """
    duties = tuple(duties)
    rows = Request.objects.visible_to(duties, day)
    if state:
        rows = rows.filter(state=state)
    if open_only:
        rows = rows.filter(state__in=OWED)
    if search.strip():
        wanted = Q(pk__in=[])
        for field in ("code", "subject", "sender", "letter_number"):
            wanted |= Q(**{f"{field}__icontains": search.strip()})
        rows = rows.filter(wanted)
    total = rows.count()
    pages = max((total + size - 1) // size, 1)
    page = min(max(page, 1), pages)
    ordered = rows.annotate(owed=Q(state__in=OWED)).order_by(
        "-owed", F("deadline").asc(nulls_last=True), "-id"
    )
    found = list(ordered[(page - 1) * size : page * size])
    return RequestList(lines_of(found, duties, day), total, page, pages)


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


# --- one request --------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class OfficeAnswer:
    """An office asked about an item, and what it said.

    Args:
        answer: what it handed in last; None where nothing.
        draft: a newer version that is not handed in; shown to that office and to who acts for the nation.
        may_answer, may_hand_in: what the reader may do here now.
        newer: the national answer was made from an earlier version than `answer`, or without it.
        late, soon: against the item's date, while it owes.
    """

    office: ItemOffice
    answer: ItemAnswer | None
    draft: ItemAnswer | None
    may_answer: bool
    may_hand_in: bool
    newer: bool
    late: bool
    soon: bool

    @property
    def owes(self) -> bool:
        """The item waits for this office."""
        return self.office.item.state == "asked" and self.office.state != "answered"

    @property
    def version(self) -> int:
        """The newest version there is, as `expected_version` of the next save; 0 = none."""
        return max((row.number for row in (self.answer, self.draft) if row), default=0)


@dataclass(frozen=True)
class ItemSheet:
    """An item side by side: what each office said, the national answer, what was answered earlier.

    Args:
        consolidated: the national answer as it stands, for those who may see it.
        version: of the national answer, as `expected_version` of the next one; 0 = none.
        earlier: earlier questions like this one (a warning), with their delivered answers (offers).
        clarifications: all of this item, the oldest first.
    """

    item: RequestItem
    offices: tuple[OfficeAnswer, ...]
    consolidated: ConsolidatedAnswer | None
    version: int
    earlier: tuple[Earlier, ...]
    clarifications: tuple[Clarification, ...]

    @property
    def owing(self) -> tuple[OfficeAnswer, ...]:
        return tuple(one for one in self.offices if one.owes)

    @property
    def offers(self) -> tuple[Earlier, ...]:
        """Earlier answers that may be taken over by hand."""
        return tuple(one for one in self.earlier if one.answer is not None)


@dataclass(frozen=True)
class DeliverySheet:
    """A delivery with its frozen answers, files and steps; `step` is the one that waits."""

    delivery: RequestDelivery
    answers: tuple[DeliveredAnswer, ...]
    files: tuple[RequestFile, ...]
    steps: tuple[RequestClearance, ...]
    step: Step | None


@dataclass(frozen=True)
class RequestSheet:
    """One request as its reader may see it; `deliveries` newest first, for who acts for the nation."""

    request: Request
    clock: RequestClock
    items: tuple[ItemSheet, ...]
    deliveries: tuple[DeliverySheet, ...]
    clarifications: tuple[Clarification, ...]

    @property
    def sent(self) -> tuple[DeliverySheet, ...]:
        """The versions the sender has, the newest first."""
        return tuple(one for one in self.deliveries if one.delivery.version is not None)

    @property
    def open_delivery(self) -> DeliverySheet | None:
        """What is being cleared, or cleared and not sent."""
        return next((one for one in self.deliveries if one.delivery.state in ("clearance", "cleared")), None)


def find_request(code: str, duties: Iterable[Duty], *, day: date) -> Request:
    """The request with a code of the register, where the reader may see it.

    Raises:
        NotFound: there is none for this reader.
    """
    row = Request.objects.visible_to(duties, day).filter(code=code).first()
    if row is None:
        raise NotFound("NOT-FOUND", params={"what": code})
    return row


def find_item(pk: int, duties: Iterable[Duty], *, day: date) -> RequestItem:
    """An item the reader may see.

    Raises:
        NotFound: there is none for this reader.
    """
    row = RequestItem.objects.visible_to(duties, day).with_offices().filter(pk=pk).first()
    if row is None:
        raise NotFound("NOT-FOUND", params={"what": str(pk)})
    return row


def read_request(
    request: Request, duties: Iterable[Duty], *, day: date, with_earlier: bool = True
) -> RequestSheet:
    """One request with everything its page shows, in a fixed number of queries.

    Args:
        with_earlier: also look for earlier questions like its items.
    """
    duties = tuple(duties)
    nation = may(duties, "request.view", NOWHERE, day=day)
    items = list(
        request.items.visible_to(duties, day)
        .with_offices()
        .prefetch_related(
            Prefetch(
                "answers",
                ItemAnswer.objects.select_related(
                    "saved_by", "handed_in_by", "taken_by", "origin__delivery__request"
                ),
            ),
            Prefetch(
                "consolidated",
                ConsolidatedAnswer.objects.select_related("by", "origin__delivery__request").prefetch_related(
                    "used"
                ),
            ),
        )
    )
    asked = list(
        Clarification.objects.filter(item__in=items)
        .select_related("delivery", "item", "logged_by", "answer", "delivered_in")
        .prefetch_related("routed_to")
    )
    earlier = earlier_for(items, duties, day=day) if with_earlier and items else {}
    sheets = tuple(
        _item_sheet(
            item,
            duties,
            day,
            nation,
            earlier.get(item.pk, ()),
            [row for row in asked if row.item_id == item.pk],
        )
        for item in items
    )
    clock = request_clock(
        state=request.state,
        waits_for_offices=any(one.owing for one in sheets),
        dates=request.dates,
        deadline=request.deadline,
        today=day,
    )
    deliveries = read_deliveries(request) if nation else ()
    return RequestSheet(request, clock, sheets, deliveries, tuple(asked))


def _item_sheet(
    item: RequestItem,
    duties: tuple[Duty, ...],
    day: date,
    nation: bool,
    earlier: tuple[Earlier, ...],
    asked: list[Clarification],
) -> ItemSheet:
    versions = list(item.consolidated.all())
    latest = versions[0] if versions else None
    used = {row.pk for row in latest.used.all()} if latest else set()
    offices = tuple(_office(one, item, duties, day, nation, used, latest) for one in item.offices.all())
    shown = latest if nation or item.state == "delivered" else None
    return ItemSheet(item, offices, shown, latest.number if latest else 0, earlier, tuple(asked))


def _office(
    office: ItemOffice,
    item: RequestItem,
    duties: tuple[Duty, ...],
    day: date,
    nation: bool,
    used: set[int],
    latest: ConsolidatedAnswer | None,
) -> OfficeAnswer:
    office.item = item
    rows = [row for row in item.answers.all() if row.organisation_id == office.organisation_id]
    answer = next((row for row in rows if row.handed_in_at is not None), None)
    subject = Subject(item.body.code, frozenset({office.organisation.code}), item.state)
    own = may(duties, "request.view", subject, day=day)
    newest = rows[0] if rows and rows[0].handed_in_at is None else None
    draft = newest if newest and (own or nation) else None
    owes = item.state == "asked" and office.state != "answered"
    days = (item.due - day).days if item.due else None
    return OfficeAnswer(
        office=office,
        answer=answer,
        draft=draft,
        may_answer=may(duties, "request.answer", subject, day=day),
        may_hand_in=may(duties, "request.hand_in", subject, day=day),
        newer=latest is not None
        and answer is not None
        and answer.handed_in_at is not None
        and answer.pk not in used
        and answer.handed_in_at > latest.at,
        late=owes and days is not None and days < 0,
        soon=owes and days is not None and 0 <= days <= SOON_DAYS,
    )


def read_deliveries(request: Request) -> tuple[DeliverySheet, ...]:
    """All deliveries of a request, the newest first: four queries."""
    rows = request.deliveries.select_related("put_forward_by", "sent_by").prefetch_related(
        "answers",
        Prefetch("files", RequestFile.objects.select_related("file")),
        Prefetch("clearances", RequestClearance.objects.select_related("by")),
    )
    return tuple(_delivery(row) for row in rows)


def _delivery(row: RequestDelivery) -> DeliverySheet:
    steps = tuple(row.clearances.all())
    taken = [Taken(one.step, one.by_id, one.content_hash) for one in steps if one.verdict == "cleared"]
    step = present_step(row.chain, taken) if row.state == "clearance" else None
    return DeliverySheet(row, tuple(row.answers.all()), tuple(row.files.all()), steps, step)


def to_deliver(request: Request) -> tuple[tuple[RequestItem, ConsolidatedAnswer | None], ...]:
    """Each item with its national answer as it stands, for who fills in the sender's form: two queries."""
    latest = {
        row.item_id: row
        for row in ConsolidatedAnswer.objects.filter(item__request=request).order_by("number")
    }
    return tuple((item, latest.get(item.pk)) for item in request.items.select_related("body"))
