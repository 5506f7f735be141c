"""How requests stand against their dates: `core.requests.request_clock` as expressions and over rows.

Once a version was sent, the clarification with the earliest date among those not delivered is what counts: its date
for the sender's, our own dates recorded with it for ours.
"""

from __future__ import annotations

from collections.abc import Container, Iterable, Sequence
from datetime import date
from typing import Any

from django.db.models import Case, Exists, F, OuterRef, Q, QuerySet, Subquery, When
from django.db.models.functions import Coalesce

from ..core.requests import OWED, STAGES, RequestClock, dates_that_count, request_clock
from .models import Clarification, Request, RequestDelivery


def asked_back() -> QuerySet[Clarification]:
    """What senders asked back and have no answer to."""
    return Clarification.objects.exclude(state="delivered")


def _first_back(field: str) -> Subquery:
    """A field of the clarification that counts for the outer request; null where none has a date."""
    rows = asked_back().filter(delivery__request=OuterRef("pk"), due__isnull=False).order_by("due", "pk")
    return Subquery(rows.values(field)[:1])


def was_sent(row: Request) -> bool:
    """Whether its sender has a version."""
    return row.deliveries.filter(version__isnull=False).exists()


def _was_sent() -> Exists:
    return Exists(RequestDelivery.objects.filter(request=OuterRef("pk"), version__isnull=False))


def wanted_date() -> Case:
    """The sender's own date as it counts now, as an expression."""
    return Case(When(_was_sent(), then=_first_back("due")), default=F("deadline"))


def our_date(stage: str) -> Case:
    """`core.requests.dates_that_count` of a stage, as an expression."""
    back = Coalesce(_first_back(f"due_{stage}"), _first_back("due"))
    return Case(When(_was_sent(), then=back), default=F(f"due_{stage}"))


def in_order(rows: QuerySet[Request]) -> QuerySet[Request]:
    """Those still owed first, by the sender's date as it counts now; those without one after them."""
    by = Case(When(Q(state__in=OWED), then=wanted_date()), default=F("deadline"))
    return rows.annotate(owed=Q(state__in=OWED)).order_by("-owed", by.asc(nulls_last=True), "-id")


def dated(rows: QuerySet[Request]) -> QuerySet[Request]:
    """Requests with all by which their clocks go: whether one was sent, and what counts of what is asked back."""
    back = {f"back_{name}": _first_back(f"due_{name}") for name in STAGES}
    return rows.annotate(
        sent=_was_sent(), back=_first_back("due"), back_since=_first_back("asked_on"), **back
    )


def dates_of(row: Any) -> dict[str, date | None]:
    """Our own dates of a request read `dated`, as they count now."""
    return dict(dates_that_count(row.dates, delivered=row.sent, asked_back=row.back, before_it=_before(row)))


def clock_of(row: Any, *, waits: bool, day: date) -> RequestClock:
    """How a request read `dated` stands against its dates."""
    return request_clock(
        state=row.state,
        waits_for_offices=waits,
        dates=row.dates,
        deadline=row.deadline,
        today=day,
        delivered=row.sent,
        asked_back=row.back,
        before_it=_before(row),
    )


def clocks_of(rows: Sequence[Request], waits: Container[int], day: date) -> dict[int, RequestClock]:
    """How requests stand against their dates: one query.

    Args:
        waits: keys of those in which an office still owes its answer.
    """
    read = {row.pk: row for row in dated(Request.objects.filter(pk__in=[row.pk for row in rows]))}
    return {row.pk: clock_of(read[row.pk], waits=row.pk in waits, day=day) for row in rows}


def answers_due(rows: Iterable[Clarification]) -> date | None:
    """When offices are to answer what is asked back about an item: the earliest of our dates not answered yet."""
    waits = (row for row in rows if row.state in ("open", "routed"))
    return min((day for row in waits if (day := row.due_answers or row.due)), default=None)


def _before(row: Any) -> dict[str, date | None]:
    return {name: getattr(row, f"back_{name}") for name in STAGES}
