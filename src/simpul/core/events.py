"""Meetings of a calendar: what their dates have to say, when the next ones are, a month as weeks.

A date nobody has published is absent. Such a meeting says between which days it is expected; it is never shown as
a date.
"""

from __future__ import annotations

import calendar
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

#: The days a meeting may name, each inclusive.
DAYS = ("starts_on", "ends_on", "expected_from", "expected_to")


@dataclass(frozen=True)
class When:
    """When a meeting is held, or expected.

    Args:
        starts_on: first day; None where it is to be confirmed.
        ends_on: last day; None for a meeting of one day.
        expected_from, expected_to: between which days it is expected, where the day itself is not known.
    """

    starts_on: date | None
    ends_on: date | None = None
    expected_from: date | None = None
    expected_to: date | None = None

    @property
    def first(self) -> date | None:
        """The day it begins, or the first on which it may."""
        return self.starts_on or self.expected_from

    @property
    def last(self) -> date | None:
        """The day it ends, or the last on which it may."""
        if self.starts_on is not None:
            return self.ends_on or self.starts_on
        return self.expected_to or self.expected_from

    def is_coming(self, day: date) -> bool:
        """Whether it is still ahead on a day, or goes on then.

        >>> When(date(2026, 3, 4), date(2026, 3, 5)).is_coming(date(2026, 3, 5))
        True
        >>> When(date(2026, 3, 4)).is_coming(date(2026, 3, 5))
        False
        >>> When(None, None, date(2026, 8, 1), date(2026, 10, 31)).is_coming(date(2026, 9, 9))
        True
        """
        return self.last is not None and day <= self.last

    def falls_on(self, day: date) -> bool:
        """Whether it is held on a day; what is only expected falls on none."""
        return self.starts_on is not None and self.starts_on <= day <= (self.ends_on or self.starts_on)


def dates_wrong(
    *,
    starts_on: date | None,
    ends_on: date | None,
    expected_from: date | None,
    expected_to: date | None,
    status: str,
) -> Iterator[tuple[str, dict[str, Any]]]:
    """What is wrong with the days of a meeting, as codes of defects.

    >>> named = {"starts_on": None, "ends_on": None, "expected_from": None, "expected_to": None}
    >>> list(dates_wrong(**named, status="tentative"))
    [('CONTENT-FIELD', {'field': 'starts_on'})]
    """
    if starts_on is None and (ends_on is not None or expected_from is None):
        yield "CONTENT-FIELD", {"field": "starts_on"}
    elif starts_on is None and status == "confirmed":
        yield "CONTENT-VALUE", {"field": "status", "value": status, "allowed": "tentative"}
    for first, last in ((starts_on, ends_on), (expected_from, expected_to)):
        if first is not None and last is not None and last < first:
            yield "CONTENT-ORDER", {"earlier": first.isoformat(), "later": last.isoformat()}


def weeks(year: int, month: int) -> list[list[date | None]]:
    """A month as weeks from Monday to Sunday; None for the days of its neighbours.

    >>> weeks(2026, 2)[0][5:], len(weeks(2026, 2))
    ([None, datetime.date(2026, 2, 1)], 5)
    """
    rows = calendar.Calendar().monthdatescalendar(year, month)
    return [[day if day.month == month else None for day in row] for row in rows]


def around(year: int, month: int) -> tuple[date, date]:
    """The first day of the month before, and of the month after.

    >>> around(2026, 1)
    (datetime.date(2025, 12, 1), datetime.date(2026, 2, 1))
    """
    first = date(year, month, 1)
    return (first - timedelta(days=1)).replace(day=1), (first + timedelta(days=32)).replace(day=1)
