"""One request as pages show it: items side by side, answers, versions, clarifications."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import Prefetch, QuerySet

from ..core.errors import NotFound
from ..core.permissions import NOWHERE, Duty, may
from ..core.reporting import Step, Taken, present_step
from ..core.requests import IN_HAND, ItemState, OfficeState, RequestClock, against, is_owed
from .answer_bank import Earlier, earlier_for
from .models import (
    Clarification,
    ConsolidatedAnswer,
    DeliveredAnswer,
    ItemAnswer,
    ItemOffice,
    Observation,
    Request,
    RequestClearance,
    RequestDelivery,
    RequestFile,
    RequestItem,
)
from .reporting import home_area
from .request_clock import clock_of, dated
from .request_dates import with_ends

#: So many periods of an indicator are offered to refer to; others are named by hand.
PERIODS = 3


@dataclass(frozen=True)
class OfficeAnswer:
    """An office asked about an item, and what it said.

    Args:
        answer: what it handed in last; None where nothing.
        draft: a newer version that is not handed in; shown to that office and to who acts for the nation.
        may_answer, may_hand_in: what the reader may do here now.
        newer: the national answer was made from an earlier version than `answer`, or without it.
        used: the national answer was made from `answer`.
        late, soon: against the item's date, while it owes.
        versions: what it wrote before, the newest first; its own and the nation's to read.
    """

    office: ItemOffice
    answer: ItemAnswer | None
    draft: ItemAnswer | None
    may_answer: bool
    may_hand_in: bool
    newer: bool
    used: bool
    late: bool
    soon: bool
    versions: tuple[ItemAnswer, ...] = ()

    @property
    def owes(self) -> bool:
        """The item waits for this office."""
        item = self.office.item
        return is_owed(request=item.request.state, item=item.state, office=self.office.state)

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
    def silent(self) -> tuple[OfficeAnswer, ...]:
        """Offices asked that have no answer which stands, whether or not the item still waits for them."""
        if self.item.state == ItemState.NEW:
            return ()
        return tuple(one for one in self.offices if one.office.state != OfficeState.ANSWERED)

    @property
    def answered(self) -> bool:
        """It was sent out, and every office asked has answered."""
        return self.item.state != ItemState.NEW and not self.silent

    @property
    def ready(self) -> bool:
        """Its national answer can be written: nobody owes, and it is not written yet."""
        answered = self.item.state == "answered" or (self.item.state == "asked" and not self.owing)
        return answered and self.item.request.state in IN_HAND

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

    @property
    def without_place(self) -> tuple[DeliveredAnswer, ...]:
        """Answers that go nowhere in the form the desk fills: who clears looks for them elsewhere.

        The desk fills a form whose questions were read from it; one filled in by hand has places it knows nothing of.
        """
        filled = any(one.part == "form" for one in self.files) and any(one.anchor for one in self.answers)
        return tuple(one for one in self.answers if not one.anchor) if filled else ()


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
    """The request with a code of the register, where the reader may see it, with all its pages ask of its dates.

    Raises:
        NotFound: there is none for this reader.
    """
    people = (f"{who}_by__person" for who in ("registered", "disposed", "closed"))
    rows = Request.objects.visible_to(duties, day).select_related(*people).filter(code=code)
    row: Request | None = with_ends(dated(rows)).annotate(home=home_area()).first()
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
        request: as `find_request` read it; another one costs a query more.
        with_earlier: also look for earlier questions like its items.
    """
    duties = tuple(duties)
    nation = may(duties, "request.view", NOWHERE, day=day)
    items = _with_answers(request.items.visible_to(duties, day), day)
    asked = _asked_back(items)
    earlier = earlier_for(items, duties, day=day, with_said=False) if with_earlier and items else {}
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
    known = request if hasattr(request, "back") else dated(Request.objects.all()).get(pk=request.pk)
    clock = clock_of(known, waits=any(one.owing for one in sheets), day=day)
    deliveries = read_deliveries(request) if nation else ()
    return RequestSheet(request, clock, sheets, deliveries, tuple(asked))


def _with_answers(rows: QuerySet[RequestItem], day: date) -> list[RequestItem]:
    """Items with what was answered to them, every version."""
    answers = ItemAnswer.objects.select_related(
        "saved_by__person", "handed_in_by__person", "taken_by__person", "origin__delivery__request"
    )
    national = ConsolidatedAnswer.objects.select_related("by__person", "origin__delivery__request")
    used = ItemAnswer.objects.select_related("organisation")
    answered = rows.prefetch_related(
        Prefetch("answers", answers),
        Prefetch("consolidated", national.prefetch_related(Prefetch("used", used))),
    )
    return list(answered.with_offices().with_lead(day))  # type: ignore[attr-defined]


def _asked_back(items: list[RequestItem]) -> list[Clarification]:
    rows = Clarification.objects.filter(item__in=items)
    rows = rows.select_related("delivery", "item", "logged_by__person", "answer", "delivered_in")
    return list(rows.prefetch_related("routed_to"))


def read_item(pk: int, duties: Iterable[Duty], *, day: date) -> ItemSheet:
    """One item with everything its page shows, in a fixed number of queries.

    Raises:
        NotFound: there is none for this reader.
    """
    duties = tuple(duties)
    nation = may(duties, "request.view", NOWHERE, day=day)
    found = _with_answers(RequestItem.objects.visible_to(duties, day).filter(pk=pk), day)
    if not found:
        raise NotFound("NOT-FOUND", params={"what": str(pk)})
    earlier = earlier_for(found, duties, day=day)
    return _item_sheet(found[0], duties, day, nation, earlier[pk], _asked_back(found))


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
    subject, in_hand = item.asked_of(office.organisation), item.request.state in IN_HAND
    own = may(duties, "request.view", subject, day=day)
    newest = rows[0] if rows and rows[0].handed_in_at is None else None
    draft = newest if newest and (own or nation) else None
    owes = is_owed(request=item.request.state, item=item.state, office=office.state)
    stand = against(item.due, today=day, owed=owes)
    return OfficeAnswer(
        office=office,
        answer=answer,
        draft=draft,
        may_answer=in_hand and may(duties, "request.answer", subject, day=day),
        may_hand_in=in_hand and may(duties, "request.hand_in", subject, day=day),
        newer=latest is not None
        and answer is not None
        and answer.handed_in_at is not None
        and answer.pk not in used
        and answer.handed_in_at > latest.at,
        used=answer is not None and answer.pk in used,
        late=stand.late,
        soon=stand.soon,
        versions=tuple(rows) if own or nation else (),
    )


def read_deliveries(request: Request) -> tuple[DeliverySheet, ...]:
    """All deliveries of a request, the newest first: four queries."""
    return tuple(_delivery(row) for row in _with_parts(request.deliveries.all()))


def read_delivery(delivery: RequestDelivery) -> DeliverySheet:
    """One delivery with its answers, files and steps."""
    return _delivery(_with_parts(RequestDelivery.objects.all()).get(pk=delivery.pk))


def _with_parts(rows: QuerySet[RequestDelivery]) -> QuerySet[RequestDelivery]:
    return rows.select_related("request", "put_forward_by__person", "sent_by").prefetch_related(
        "answers",
        Prefetch("files", RequestFile.objects.select_related("file")),
        Prefetch("clearances", RequestClearance.objects.select_related("by")),
    )


def _delivery(row: RequestDelivery) -> DeliverySheet:
    steps = tuple(row.clearances.all())
    taken = [Taken(one.step, one.by_id, one.content_hash) for one in steps if one.verdict == "cleared"]
    step = present_step(row.chain, taken) if row.state == "clearance" else None
    return DeliverySheet(row, tuple(row.answers.all()), tuple(row.files.all()), steps, step)


def delivered_of(item: RequestItem) -> tuple[DeliveredAnswer, ...]:
    """What the sender was told about an item, in each version, the newest first."""
    rows = item.delivered.filter(delivery__version__isnull=False).select_related("delivery")
    return tuple(rows.order_by("-delivery__version"))


def neighbours(
    item: RequestItem, duties: Iterable[Duty], *, day: date
) -> tuple[RequestItem | None, RequestItem | None]:
    """The items before and after it in its request, of those the reader may see."""
    rows = RequestItem.objects.visible_to(duties, day).filter(request=item.request_id)
    found = list(rows.only("pk", "number", "position").order_by("position"))
    at = next(place for place, row in enumerate(found) if row.pk == item.pk)
    return (found[at - 1] if at else None), (found[at + 1] if at + 1 < len(found) else None)


def figures_offered(item: RequestItem, area: str) -> tuple[Observation, ...]:
    """Current figures an answer may refer to: of the indicators of its body, the last periods of each."""
    rows = (
        Observation.objects.current().totals().filter(indicator__body=item.body, area=area).exclude(text="")
    )
    found: dict[int, list[Observation]] = {}
    for row in rows.select_related("indicator").order_by("indicator__position", "-period", "-vintage"):
        kept = found.setdefault(row.indicator_id, [])
        if len(kept) < PERIODS:
            kept.append(row)
    return tuple(row for rows_ in found.values() for row in rows_)


def to_deliver(request: Request) -> tuple[tuple[RequestItem, ConsolidatedAnswer | None], ...]:
    """Each item with its national answer as it stands, for who fills in the sender's form: two queries."""
    latest = {
        row.item_id: row
        for row in ConsolidatedAnswer.objects.filter(item__request=request).order_by("number")
    }
    return tuple((item, latest.get(item.pk)) for item in request.items.select_related("body"))
