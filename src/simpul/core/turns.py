"""The next turn of an obligation: which quarter is to be called, and the dates content proposes for it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from .periods import Period, containing

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
    """The latest finished quarter, or the one after the last that was opened.

    Args:
        settings: of the obligation; `opens_after_days`, `due_after_days`, `closes_after_days` count from the
            last day of the period.
        opened: codes of the rounds that exist.

    >>> next_turn({}, opened=(), today=date(2026, 4, 2)).period.code
    '2026-Q1'
    >>> next_turn({}, opened=("2026-Q1",), today=date(2026, 4, 2)).period.code
    '2026-Q2'
    """
    taken = set(opened)
    period = containing(today, "quarterly").previous()
    while period.code in taken:
        period = period.next()
    return proposal(settings, period)


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
