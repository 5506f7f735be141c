"""Periods and days: codes such as `2025-Q1`, half-open spans, turns without drift, words in both languages.

Codes follow SDMX time periods (`2025`, `2025-S1`, `2025-Q1`, `2025-03`; SDMX 2.1 technical notes, 4.2).
"""

from __future__ import annotations

import calendar
import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache

from .errors import Problem

MONTHS = {
    "id": (
        [
            "Januari",
            "Februari",
            "Maret",
            "April",
            "Mei",
            "Juni",
            "Juli",
            "Agustus",
            "September",
            "Oktober",
            "November",
            "Desember",
        ],
        ["Jan", "Feb", "Mar", "Apr", "Mei", "Jun", "Jul", "Agu", "Sep", "Okt", "Nov", "Des"],
    ),
    "en": (
        [
            "January",
            "February",
            "March",
            "April",
            "May",
            "June",
            "July",
            "August",
            "September",
            "October",
            "November",
            "December",
        ],
        ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"],
    ),
}
ROMAN = ("I", "II", "III", "IV")

_CODE = re.compile(r"(?P<year>\d{4})(?:-(?:(?P<kind>[SQ])(?P<part>[1-4])|(?P<month>\d{2})))?")
_LENGTH = {"annual": 12, "semiannual": 6, "quarterly": 3, "monthly": 1}
#: Frequencies with a calendar; anything else (`irregular`) has none.
FREQUENCIES = frozenset(_LENGTH)
#: Length in months -> frequency of the periods that have a code.
OF_LENGTH = {months: name for name, months in _LENGTH.items()}
_PREFIX = {"semiannual": "S", "quarterly": "Q"}


@dataclass(frozen=True, order=True)
class Period:
    """A reference period: starts on `since`, ends before `until`."""

    since: date
    until: date
    code: str

    @staticmethod
    def parse(code: str) -> Period:
        """Read a period code.

        >>> Period.parse("2025-Q1").until
        datetime.date(2025, 4, 1)

        Raises:
            Problem: `PERIOD-CODE`.
        """
        return _parse(code)

    @property
    def frequency(self) -> str:
        """annual, semiannual, quarterly or monthly."""
        months = (self.until.year - self.since.year) * 12 + self.until.month - self.since.month
        return next(name for name, length in _LENGTH.items() if length == months)

    @property
    def last_day(self) -> date:
        """The inclusive end shown to people."""
        return self.until - timedelta(days=1)

    @property
    def middle(self) -> float:
        """The middle of the period as a year with fraction.

        >>> Period.parse("2024").middle
        2024.5
        """
        months = (
            self.since.year * 12 + self.since.month - 1 + self.until.year * 12 + self.until.month - 1
        ) / 2
        return months / 12

    def next(self) -> Period:
        """The period after this one, of the same frequency."""
        return _starting(self.until, self.frequency)

    def previous(self) -> Period:
        """The period before this one, of the same frequency."""
        return _starting(add_months(self.since, -_LENGTH[self.frequency]), self.frequency)

    def __contains__(self, day: object) -> bool:
        return isinstance(day, date) and self.since <= day < self.until


@lru_cache(maxsize=4096)
def _parse(code: str) -> Period:
    found = _CODE.fullmatch(code or "")
    if not found:
        raise Problem("PERIOD-CODE", place=code, params={"code": code})
    year, part = int(found["year"]), int(found["part"] or 1)
    frequency = {"S": "semiannual", "Q": "quarterly", None: "annual"}[found["kind"]]
    month = 1 + (part - 1) * _LENGTH[frequency]
    if found["month"]:
        frequency, month = "monthly", int(found["month"])
    if not 1 <= month <= 12 or year < 1:
        raise Problem("PERIOD-CODE", place=code, params={"code": code})
    since = date(year, month, 1)
    return Period(since, add_months(since, _LENGTH[frequency]), code)


def _starting(since: date, frequency: str) -> Period:
    length = _LENGTH[frequency]
    if frequency == "annual":
        code = f"{since:%Y}"
    elif frequency == "monthly":
        code = f"{since:%Y-%m}"
    else:
        code = f"{since.year}-{_PREFIX[frequency]}{(since.month - 1) // length + 1}"
    return Period(since, add_months(since, length), code)


def add_months(day: date, months: int) -> date:
    """The same day so many months on, clamped to the end of the month.

    >>> add_months(date(2026, 1, 31), 1)
    datetime.date(2026, 2, 28)
    """
    index = day.year * 12 + day.month - 1 + months
    year, month = divmod(index, 12)
    return date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))


def recurrence(anchor: date, months: int, number: int) -> date:
    """The n-th turn: anchor + n x months, never stepped from the turn before, so it cannot drift.

    >>> [recurrence(date(2025, 11, 30), 3, n).isoformat() for n in range(3)]
    ['2025-11-30', '2026-02-28', '2026-05-30']

    Raises:
        Problem: `PERIOD-INTERVAL` for an interval under one month.
    """
    if months < 1:
        raise Problem("PERIOD-INTERVAL", params={"months": months})
    return add_months(anchor, months * number)


def containing(day: date, frequency: str) -> Period:
    """The period of a frequency that holds a day."""
    length = _LENGTH[frequency]
    month = (day.month - 1) // length * length + 1
    return _starting(date(day.year, month, 1), frequency)


def _released(frequency: str, months: tuple[int, ...], lag: int, on: date) -> tuple[Period | None, Period]:
    """The latest period whose release lies on or before a day, and the one after it."""
    found: Period | None = None
    period = containing(add_months(on, -lag - 36), _unit(frequency, months))
    while True:
        if not months or period.since.month in months:
            if add_months(period.until, lag) > on:
                return found, period
            found = period
        period = period.next()


def _unit(frequency: str, months: tuple[int, ...]) -> str:
    return "monthly" if months else frequency


def reference_due(
    frequency: str, *, months_of_reference: Iterable[int] = (), release_lag_months: int, on: date
) -> Period | None:
    """The latest reference period released by a day; None where nothing is.

    Args:
        frequency: annual, semiannual, quarterly, monthly; anything else has no calendar.
        months_of_reference: months a survey speaks of (poverty: 3 and 9); empty takes whole periods.
        release_lag_months: months from the end of the reference period to its release.

    >>> day = date(2026, 4, 24)
    >>> due = reference_due("semiannual", months_of_reference=(3, 9), release_lag_months=4, on=day)
    >>> due.code
    '2025-09'
    """
    if frequency not in _LENGTH:
        return None
    return _released(frequency, tuple(months_of_reference), release_lag_months, on)[0]


def next_release(
    frequency: str, *, months_of_reference: Iterable[int] = (), release_lag_months: int, on: date
) -> date | None:
    """The day from which the period after the one due is expected."""
    if frequency not in _LENGTH:
        return None
    period = _released(frequency, tuple(months_of_reference), release_lag_months, on)[1]
    return add_months(period.until, release_lag_months)


def periods_to_ask(due: Period | None, *, answered: Iterable[str], unanswered: Iterable[str]) -> list[Period]:
    """The reference periods a round asks for, oldest first: the one due, and what was “not available” before.

    Args:
        due: the latest released period; None asks nothing.
        answered: periods that have a figure.
        unanswered: periods asked in an earlier round and answered “not available”; they stay asked until a
            figure is there. Those of another frequency than the one due are no longer asked.

    >>> found = periods_to_ask(Period.parse("2025"), answered=["2023"], unanswered=["2024", "2023", "2024-Q1"])
    >>> [period.code for period in found]
    ['2024', '2025']
    """
    if due is None:
        return []
    closed = set(answered)
    codes = {due.code, *unanswered} - closed
    found = [Period.parse(code) for code in codes]
    return sorted(one for one in found if one.frequency == due.frequency and one.until <= due.until)


def label(period: Period | str, language: str, *, short: bool = False) -> str:
    """A period in words.

    >>> label("2026-Q1", "id"), label("2026-Q1", "en"), label("2025-03", "id"), label("2025-S2", "en")
    ('TW I 2026', 'Q1 2026', 'Maret 2025', 'Semester 2, 2025')
    """
    period = Period.parse(period) if isinstance(period, str) else period
    year, number = period.since.year, (period.since.month - 1)
    if period.frequency == "annual":
        return str(year)
    if period.frequency == "monthly":
        return f"{MONTHS[language][1 if short else 0][number]} {year}"
    if period.frequency == "quarterly":
        part = number // 3
        return f"TW {ROMAN[part]} {year}" if language == "id" else f"Q{part + 1} {year}"
    part = number // 6
    return f"Semester {ROMAN[part]} {year}" if language == "id" else f"Semester {part + 1}, {year}"


def round_code(period: Period | str, language: str) -> str:
    """The code of a round as readers of a language write it.

    >>> round_code("2026-Q1", "id"), round_code("2026-Q1", "en")
    ('2026-TW1', '2026-Q1')
    """
    code = period if isinstance(period, str) else period.code
    return code.replace("-Q", "-TW") if language == "id" else code


def format_date(day: date, language: str, *, short: bool = False) -> str:
    """A day in words.

    >>> format_date(date(2026, 2, 3), "id"), format_date(date(2026, 2, 3), "en", short=True)
    ('3 Februari 2026', '3 Feb 2026')
    """
    return f"{day.day} {MONTHS[language][1 if short else 0][day.month - 1]} {day.year}"


def format_day_range(first: date, last: date, language: str) -> str:
    """Two days with an en dash; what they share is written once.

    >>> format_day_range(date(2026, 4, 1), date(2026, 4, 24), "id")
    '1–24 April 2026'
    """
    if (first.year, first.month) == (last.year, last.month):
        return f"{first.day}–{format_date(last, language)}"
    if first.year == last.year:
        return f"{first.day} {MONTHS[language][0][first.month - 1]} – {format_date(last, language)}"
    return f"{format_date(first, language)} – {format_date(last, language)}"
