"""The next turn of an obligation: which period is to be called, and the dates content proposes for it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from .errors import Problem
from .periods import OF_LENGTH, Period, containing, recurrence

#: Days after the last day of the period, where content says nothing else.
OPENS, DUE, CLOSES = 1, 24, 38


@dataclass(frozen=True)
class Turn:
    """A round to be opened; its dates are a proposal that the secretariat may change."""

    period: Period
    opens_on: date
    due_on: date
    closes_on: date


def next_turn(settings: Mapping[str, Any], *, opened: Iterable[str], today: date) -> Turn:
    """The latest turn whose period is over, or the one after those that were opened; never before the anchor.

    Args:
        settings: of the obligation; turns begin every `every_months` months from the `anchor` on.
            `opens_after_days`, `due_after_days`, `closes_after_days` count from the last day of the period.
        opened: codes of the rounds that exist.

    >>> quarterly = {"anchor": "2026-01-01", "every_months": 3}
    >>> next_turn(quarterly, opened=(), today=date(2026, 4, 2)).period.code
    '2026-Q1'
    >>> next_turn(quarterly, opened=("2026-Q1",), today=date(2026, 4, 2)).period.code
    '2026-Q2'

    Raises:
        Problem: `PERIOD-TURNS`, the turns are no months, quarters, half-years or years.
    """
    anchor, months = date.fromisoformat(str(settings["anchor"])), int(settings["every_months"])
    taken, number = set(opened), 0
    while recurrence(anchor, months, number + 2) <= today:
        number += 1
    while (period := turn_period(anchor, months, number)).code in taken:
        number += 1
    return proposal(settings, period)


def turn_period(anchor: date, months: int, number: int) -> Period:
    """The period of the n-th turn, which has to be a month, quarter, half-year or year of the calendar.

    >>> turn_period(date(2026, 1, 1), 6, 1).code
    '2026-S2'

    Raises:
        Problem: `PERIOD-TURNS`.
    """
    since = recurrence(anchor, months, number)
    frequency = OF_LENGTH.get(months)
    period = containing(since, frequency) if frequency else None
    if period is None or period.since != since:
        raise Problem("PERIOD-TURNS", params={"months": months, "anchor": anchor})
    return period


def proposal(settings: Mapping[str, Any], period: Period | str) -> Turn:
    """The dates content proposes for a period's round.

    >>> proposal({}, "2026-Q1").due_on
    datetime.date(2026, 4, 24)
    """
    period = Period.parse(period) if isinstance(period, str) else period
    last = period.last_day
    return Turn(
        period,
        last + timedelta(days=int(settings.get("opens_after_days", OPENS))),
        last + timedelta(days=int(settings.get("due_after_days", DUE))),
        last + timedelta(days=int(settings.get("closes_after_days", CLOSES))),
    )
