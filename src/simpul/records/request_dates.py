"""Our own dates for a deadline, as they would be computed now, with the free days that stand in their way."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from ..core.requests import STAGES, internal_dates
from .free_days import FreeDay, GuessedDay, calendar_for, handling, read_years


@dataclass(frozen=True)
class StageDate:
    """One stage of our own: its date, and the working days between it and the next (the last: the deadline).

    Args:
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
        free: holidays and leave between today and the deadline that do not fall on a weekend.
        guessed: years of which no decree is known.
    """

    deadline: date | None
    stages: tuple[StageDate, ...]
    working_days: int
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
        return ProposedDates(None, (), 0, (), ())
    found = internal_dates(deadline, today=today, handling=rules, calendar=calendar)
    ends = [*(found.on[name] for name in STAGES[1:]), deadline]
    stages = tuple(
        StageDate(name, found.on[name], calendar.between(found.on[name], end), name in found.squeezed)
        for name, end in zip(STAGES, ends, strict=True)
    )
    years = read_years(rules.area, range(today.year, deadline.year + 1))
    free = [
        row
        for year in years
        for row in year.rows
        if today <= row.day <= deadline and row.day.weekday() not in rules.weekend
    ]
    left = calendar.between(today, deadline) if deadline >= today else -1
    return ProposedDates(deadline, stages, left, tuple(free), guessed)
