"""What waits for whom in incoming requests: items to answer, national answers, clarifications, what goes out."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Count, Exists, IntegerField, OuterRef, Q, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce

from ..core.permissions import NATIONAL, Duty, Subject, allowing, may
from ..core.requests import IN_HAND, OWED, can_move, may_clear_request
from .models import (
    Clarification,
    DeliveredAnswer,
    ItemOffice,
    Request,
    RequestClearance,
    RequestDelivery,
    RequestItem,
)
from .request_clock import dated, dates_of


@dataclass(frozen=True)
class RequestDuty:
    """Something in a request that waits for one person.

    Args:
        kind: `answer`, `split`, `consolidate`, `route`, `put_forward`, `clear` or `send`.
        number: how many pieces: items, answers, clarifications; 1 for a delivery.
        due: our own date for it; None where none was set.
        items: those to be answered, by their date; `delivery`: the key of the one it is about.
        reason: why an answer came back, of the first that did.
    """

    kind: str
    request: Request
    number: int
    due: date | None
    items: tuple[RequestItem, ...] = ()
    delivery: int | None = None
    reason: str = ""

    @property
    def item(self) -> RequestItem | None:
        """Its item, where there is only one piece of work."""
        return self.items[0] if self.number == 1 and self.items else None


def requests_waiting(duties: Iterable[Duty], *, person: int | None, day: date) -> tuple[RequestDuty, ...]:
    """What waits for a person with these duties, what is due first before: at most two queries.

    Who wrote an answer or put it forward is not told to clear it.
    """
    duties = tuple(duty for duty in duties if duty.on(day))
    found = [*_to_answer(duties, day), *_for_the_nation(duties, person, day)]
    return tuple(sorted(found, key=lambda one: (one.due or date.max, one.request.pk)))


# --- offices --------------------------------------------------------------------------------------------------------


def _to_answer(duties: tuple[Duty, ...], day: date) -> list[RequestDuty]:
    """Items an office of the reader owes; what the secretariat may write on behalf is not its duty."""
    own = tuple(duty for duty in duties if duty.role not in NATIONAL)
    if not may_anywhere(own, "request.answer", day):
        return []
    rows = ItemOffice.objects.owing().of(own, day).with_lead(day)
    rows = rows.select_related("item__request", "item__body", "organisation")
    by_request: dict[int, list[ItemOffice]] = {}
    for row in rows.order_by("item__due", "item__position"):
        if may(own, "request.answer", row.subject(), day=day):
            by_request.setdefault(row.item.request_id, []).append(row)
    return [_answer(rows) for rows in by_request.values()]


def may_anywhere(duties: Iterable[Duty], verb: str, day: date) -> bool:
    """Whether a duty allows the verb somewhere: asked at its own body and office, of an item that is asked."""
    return any(
        may([duty], verb, Subject(duty.body, frozenset({duty.organisation}), "asked"), day=day)
        for duty in duties
    )


def _answer(rows: list[ItemOffice]) -> RequestDuty:
    return RequestDuty(
        "answer",
        rows[0].item.request,
        len(rows),
        min((row.item.due for row in rows if row.item.due), default=None),
        items=tuple({row.item_id: row.item for row in rows}.values()),
        reason=next((row.return_reason for row in rows if row.return_reason), ""),
    )


# --- the secretariat, the coordinator, who clears -------------------------------------------------------------------


def _for_the_nation(duties: tuple[Duty, ...], person: int | None, day: date) -> list[RequestDuty]:
    """What is to be split, written, routed, put forward, cleared and sent: one query."""
    works, clears, sends = (
        bool(allowing(duties, f"request.{verb}", day=day)) for verb in ("consolidate", "clear", "send")
    )
    if not (works or clears or sends):
        return []
    found: list[RequestDuty] = []
    row: Any  # a request with its annotations
    for row in _counted(person):
        found += _to_work_on(row) if works else []
        step = row.chain[row.steps] if row.waits == "clearance" and row.steps < len(row.chain) else ""
        if clears and step and not row.made and may_clear_request(duties, role=step, day=day):
            found.append(_out("clear", row, dates_of(row)["clearance"]))
        if sends and row.waits == "cleared":
            found.append(_out("send", row, dates_of(row)["sending"]))
    return found


def _counted(person: int | None) -> QuerySet[Request]:
    """Requests in which something waits, with how much; `made`: the person has a hand in what is being cleared.

    The chain of a delivery is its request's; its steps are taken in order, so that their number names the next.
    """
    owing = ItemOffice.objects.filter(item=OuterRef("pk")).exclude(state="answered")
    items = RequestItem.objects.filter(request=OuterRef("pk"))
    ready = items.filter(Q(state="answered") | Q(state="asked") & ~Exists(owing))
    asked = Clarification.objects.filter(item__request=OuterRef("pk"), state="open")
    open_ones = RequestDelivery.objects.filter(request=OuterRef("pk"), state__in=("clearance", "cleared"))
    taken = RequestClearance.objects.filter(
        delivery__request=OuterRef("pk"), delivery__state="clearance", verdict="cleared"
    )
    wrote = DeliveredAnswer.objects.filter(
        delivery__request=OuterRef("pk"), delivery__state="clearance", consolidated__by__person=person
    )
    return (
        dated(Request.objects.filter(state__in=OWED))
        .annotate(
            new=_number(items.filter(state="new"), "request"),
            ready=_number(ready, "request"),
            unrouted=_number(asked, "item__request"),
            waits=Subquery(open_ones.values("state")[:1]),
            open_delivery=Subquery(open_ones.values("pk")[:1]),
            steps=_number(taken, "delivery__request"),
            made=Exists(wrote)
            | Exists(taken.filter(by__person=person))
            | Exists(open_ones.filter(put_forward_by__person=person)),
        )
        .filter(
            Q(unrouted__gt=0)
            | Q(waits__isnull=False)
            | Q(state__in=IN_HAND)
            & (Q(new__gt=0) | Q(ready__gt=0) | Q(state__in=("registered", "consolidated")))
        )
    )


def _to_work_on(row: Any) -> list[RequestDuty]:
    due = dates_of(row)
    kinds = (
        ("split", max(row.new, row.state == "registered"), due["answers"]),
        ("consolidate", row.ready, due["consolidation"]),
        ("put_forward", int(row.state == "consolidated"), due["consolidation"]),
    )
    found = [RequestDuty(kind, row, n, day) for kind, n, day in kinds if n and row.state in IN_HAND]
    routable = row.unrouted and can_move(row.state, "clarify")
    return found + ([RequestDuty("route", row, row.unrouted, due["answers"])] if routable else [])


def _number(rows: QuerySet, by: str) -> Coalesce:
    """How many rows there are for the outer request."""
    counted = rows.order_by().values(by).annotate(n=Count("pk")).values("n")
    return Coalesce(Subquery(counted, output_field=IntegerField()), Value(0))


def _out(kind: str, row: Any, due: date | None) -> RequestDuty:
    return RequestDuty(kind, row, 1, due, delivery=row.open_delivery)


def makers(delivery: RequestDelivery) -> frozenset[int]:
    """Who wrote its answers, put it forward or took a step, as persons: none of them takes another step."""
    wrote = delivery.answers.order_by().values_list("consolidated__by__person", flat=True)
    took = delivery.clearances.filter(verdict="cleared").order_by().values_list("by__person", flat=True)
    found = {*wrote.distinct(), *took, delivery.put_forward_by.person_id}
    return frozenset(one for one in found if one is not None)
