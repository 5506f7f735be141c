"""Meetings: when one is, when it is still ahead, and a month as weeks; every day counted by hand."""

from __future__ import annotations

from datetime import date

import pytest

from simpul.core.events import When, around, weeks


def d(day: int, month: int = 3) -> date:
    return date(2026, month, day)


@pytest.mark.parametrize(
    ("when", "first", "last"),
    [
        (When(d(4)), d(4), d(4)),
        (When(d(4), d(5)), d(4), d(5)),
        (When(None, None, d(1, 8), d(31, 10)), d(1, 8), d(31, 10)),
        (When(None, None, d(1, 8)), d(1, 8), d(1, 8)),
        (When(d(4), None, d(1), d(31)), d(4), d(4)),
    ],
)
def test_a_meeting_begins_and_ends_on_its_days_or_on_those_it_is_expected_between(
    when: When, first: date, last: date
) -> None:
    assert (when.first, when.last) == (first, last)


def test_a_meeting_that_goes_on_today_is_still_ahead_and_one_that_ended_yesterday_is_not() -> None:
    assert When(d(4), d(5)).is_coming(d(5)) and When(d(4), d(5)).is_coming(d(1))
    assert not When(d(4), d(5)).is_coming(d(6))


def test_what_is_only_expected_falls_on_no_day() -> None:
    expected = When(None, None, d(1), d(31))
    assert expected.is_coming(d(20)) and not any(expected.falls_on(d(day)) for day in range(1, 32))
    held = When(d(4), d(5))
    assert [day for day in range(1, 9) if held.falls_on(d(day))] == [4, 5]


def test_a_month_is_weeks_from_monday_and_the_days_of_its_neighbours_are_empty() -> None:
    rows = weeks(2026, 3)  # 1 March 2026 is a Sunday, the 31st a Tuesday
    assert [len(row) for row in rows] == [7] * 6
    assert rows[0] == [None] * 6 + [d(1)]
    assert rows[5] == [d(30), d(31)] + [None] * 5
    assert [day for row in rows for day in row if day] == [d(number) for number in range(1, 32)]


def test_the_months_around_december_and_january_are_in_two_years() -> None:
    assert around(2026, 12) == (date(2026, 11, 1), date(2027, 1, 1))
    assert around(2026, 1) == (date(2025, 12, 1), date(2026, 2, 1))
