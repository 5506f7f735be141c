"""Our own dates for a deadline as they would be computed now, which dates set by hand are free, when stages ended."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Max, OuterRef, QuerySet, Subquery

from ..core.requests import STAGES, internal_dates
from .days import civil_day
from .free_days import FreeDay, GuessedDay, calendar_for, handling, read_years
from .models import ConsolidatedAnswer, ItemAnswer, Request, RequestClearance, RequestDelivery


@dataclass(frozen=True)
class StageDate:
    """One stage of our own: the date by the end of which it is finished, and the working days there are for it.

    Args:
        working_days: after the end of the stage before (the first: after today), up to and with its own date.
        squeezed: it got less time than it should, because the deadline is too near.
    """

    stage: str
    day: date
    working_days: int
    squeezed: bool


@dataclass(frozen=True)
class ProposedDates:
    """The dates proposed for a deadline.

    Args:
        working_days: from today's morrow up to and with the deadline.
        reserve: working days left between the last stage and the deadline.
        free: holidays and leave between today and the deadline that do not fall on a weekend.
        guessed: years of which no decree is known.
    """

    deadline: date | None
    stages: tuple[StageDate, ...]
    working_days: int
    reserve: int
    free: tuple[FreeDay | GuessedDay, ...]
    guessed: tuple[int, ...]

    @property
    def past(self) -> bool:
        """The deadline lies behind us."""
        return self.deadline is not None and self.working_days < 0


def propose_dates(deadline: date | None, *, today: date) -> ProposedDates:
    """Our own dates for a deadline, as registering it today would compute them."""
    rules = handling()
    calendar, guessed = calendar_for(rules, [today, deadline])
    if deadline is None:
        return ProposedDates(None, (), 0, 0, (), ())
    found = internal_dates(deadline, today=today, handling=rules, calendar=calendar)
    starts = [today, *(found.on[name] for name in STAGES)]
    stages = tuple(
        StageDate(name, found.on[name], calendar.between(start, found.on[name]), name in found.squeezed)
        for name, start in zip(STAGES, starts, strict=False)
    )
    years = read_years(rules.area, range(today.year, deadline.year + 1))
    free = [
        row
        for year in years
        for row in year.rows
        if today <= row.day <= deadline and row.day.weekday() not in rules.weekend
    ]
    left = calendar.between(today, deadline) if deadline >= today else -1
    reserve = calendar.between(starts[-1], deadline)
    return ProposedDates(deadline, stages, left, reserve, tuple(free), guessed)


@dataclass(frozen=True)
class FreeStage:
    """A stage whose date is no working day; `holiday` is None where it is the weekend."""

    stage: str
    day: date
    holiday: FreeDay | GuessedDay | None


def free_stages(dates: Mapping[str, date | None], *, area: str | None = None) -> tuple[FreeStage, ...]:
    """Which of these dates of stages are not worked, and why: two queries, one more where the area is not given."""
    set_ = {name: day for name, day in dates.items() if day is not None}
    if not set_:
        return ()
    rules = handling(area)
    years = read_years(rules.area, {day.year for day in set_.values()})
    known = {row.day: row for year in years for row in year.rows}
    return tuple(
        FreeStage(name, day, known.get(day))
        for name, day in set_.items()
        if day in known or day.weekday() in rules.weekend
    )


def with_ends(rows: QuerySet[Request]) -> QuerySet[Request]:
    """Requests with the moments at which their stages came to an end for the last time."""
    here: Any = {"item__request": OuterRef("pk")}
    given = ItemAnswer.objects.filter(**here, handed_in_at__isnull=False)
    written = ConsolidatedAnswer.objects.filter(**here)
    out = RequestDelivery.objects.filter(request=OuterRef("pk"))
    steps = RequestClearance.objects.filter(delivery__request=OuterRef("pk"), verdict="cleared")
    return rows.annotate(
        answers_given=_last(given, "item__request", "handed_in_at"),
        answers_written=_last(written, "item__request", "at"),
        last_put_forward=_last(out, "request", "put_forward_at"),
        last_step=_last(steps, "delivery__request", "at"),
        last_sent=_last(out, "request", "sent_on"),
    )


def finished_on(row: Any) -> dict[str, date]:
    """The days on which stages of a request read `with_ends` came to their end for the last time.

    Answers end with the last one handed in, or written by the secretariat itself; consolidation with putting forward,
    clearance with its last step, sending with the day it was sent.
    """
    moments = {
        "answers": row.answers_given or row.answers_written,
        "consolidation": row.last_put_forward,
        "clearance": row.last_step,
    }
    days = {name: civil_day(moment) for name, moment in moments.items() if moment}
    return days | ({"sending": row.last_sent} if row.last_sent else {})


def _last(rows: Any, by: str, field: str) -> Subquery:
    """The latest moment of the rows of the outer request."""
    return Subquery(rows.order_by().values(by).annotate(last=Max(field)).values("last"))
