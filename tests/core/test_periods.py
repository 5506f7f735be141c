"""Periods and days: codes, spans, recurrence without drift, what is due, and their words."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from simpul.core.errors import Problem
from simpul.core.periods import (
    Period,
    add_months,
    format_date,
    format_day_range,
    label,
    next_release,
    periods_to_ask,
    recurrence,
    reference_due,
    round_code,
)

_days = st.dates(date(1990, 1, 1), date(2090, 12, 31))


@pytest.mark.parametrize(
    ("code", "since", "last", "frequency"),
    [
        ("2025", date(2025, 1, 1), date(2025, 12, 31), "annual"),
        ("2025-S1", date(2025, 1, 1), date(2025, 6, 30), "semiannual"),
        ("2025-S2", date(2025, 7, 1), date(2025, 12, 31), "semiannual"),
        ("2025-Q4", date(2025, 10, 1), date(2025, 12, 31), "quarterly"),
        ("2024-02", date(2024, 2, 1), date(2024, 2, 29), "monthly"),
        ("2025-12", date(2025, 12, 1), date(2025, 12, 31), "monthly"),
    ],
)
def test_a_code_is_read_as_a_span(code: str, since: date, last: date, frequency: str) -> None:
    period = Period.parse(code)
    assert (period.since, period.last_day, period.frequency) == (since, last, frequency)
    assert period.until == last + timedelta(days=1)


@pytest.mark.parametrize(
    "code", ["", "25", "2025-S3", "2025-Q5", "2025-13", "2025-00", "2025-1", "2025-TW1", "2025 "]
)
def test_what_is_not_a_code_is_refused_with_the_code_in_the_sentence(code: str) -> None:
    with pytest.raises(Problem) as caught:
        Period.parse(code)
    assert caught.value.code == "PERIOD-CODE"
    assert caught.value.params["code"] == code


def test_a_period_holds_its_first_and_last_day_and_no_other() -> None:
    period = Period.parse("2026-Q1")
    assert date(2026, 1, 1) in period
    assert date(2026, 3, 31) in period
    assert date(2026, 4, 1) not in period
    assert date(2025, 12, 31) not in period


@pytest.mark.parametrize("code", ["2025", "2025-S2", "2025-Q4", "2025-12", "2025-Q1", "2025-01"])
def test_next_and_previous_touch_and_undo_each_other(code: str) -> None:
    period = Period.parse(code)
    assert period.next().since == period.until
    assert period.next().previous() == period
    assert period.next().frequency == period.frequency


def test_periods_are_ordered_by_time() -> None:
    codes = ["2026", "2025-12", "2025-Q1", "2024"]
    assert [period.code for period in sorted(map(Period.parse, codes))] == codes[::-1]


def test_a_turn_is_counted_from_the_anchor_and_clamped_to_the_end_of_the_month() -> None:
    turns = [recurrence(date(2024, 1, 31), 1, number) for number in range(4)]
    assert turns == [date(2024, 1, 31), date(2024, 2, 29), date(2024, 3, 31), date(2024, 4, 30)]
    assert recurrence(date(2024, 2, 29), 12, 4) == date(2028, 2, 29)


@given(_days, st.integers(1, 24), st.integers(0, 100))
def test_a_turn_never_drifts_from_the_day_of_its_anchor(anchor: date, months: int, number: int) -> None:
    turn = recurrence(anchor, months, number)
    assert (turn.year - anchor.year) * 12 + turn.month - anchor.month == months * number
    assert turn.day == anchor.day or (turn.day < anchor.day and (turn + timedelta(days=1)).day == 1)


@pytest.mark.parametrize("months", [0, -3])
def test_an_interval_under_one_month_is_refused(months: int) -> None:
    with pytest.raises(Problem) as caught:
        recurrence(date(2026, 1, 1), months, 1)
    assert caught.value.code == "PERIOD-INTERVAL"


# Poverty speaks of March and September; released four months after the month ends.
@pytest.mark.parametrize(
    ("on", "due", "next_day"),
    [
        (date(2026, 4, 24), "2025-09", date(2026, 8, 1)),
        (date(2026, 7, 31), "2025-09", date(2026, 8, 1)),
        (date(2026, 8, 1), "2026-03", date(2027, 2, 1)),
    ],
)
def test_a_survey_of_two_months_is_due_when_its_release_has_come(on: date, due: str, next_day: date) -> None:
    found = reference_due("semiannual", months_of_reference=(3, 9), release_lag_months=4, on=on)
    assert found is not None
    assert found.code == due
    assert next_release("semiannual", months_of_reference=(3, 9), release_lag_months=4, on=on) == next_day


@pytest.mark.parametrize(("on", "due"), [(date(2026, 5, 31), "2024"), (date(2026, 6, 1), "2025")])
def test_a_year_is_due_after_its_lag(on: date, due: str) -> None:
    found = reference_due("annual", release_lag_months=5, on=on)
    assert found is not None
    assert found.code == due


def test_what_has_no_calendar_is_never_due() -> None:
    assert reference_due("ad hoc", release_lag_months=0, on=date(2026, 1, 1)) is None
    assert next_release("ad hoc", release_lag_months=0, on=date(2026, 1, 1)) is None


@given(st.sampled_from(["annual", "semiannual", "quarterly", "monthly"]), st.integers(0, 36), _days)
def test_the_period_due_is_the_last_one_released(frequency: str, lag: int, on: date) -> None:
    due = reference_due(frequency, release_lag_months=lag, on=on)
    assert due is not None
    assert add_months(due.until, lag) <= on < add_months(due.next().until, lag)


@pytest.mark.parametrize(
    ("due", "answered", "unanswered", "asked"),
    [
        (None, [], ["2024"], []),
        ("2025", [], [], ["2025"]),
        ("2025", ["2025"], [], []),
        ("2025", [], ["2025"], ["2025"]),
        ("2025", ["2025"], ["2025"], []),
        ("2025", ["2025"], ["2023", "2022"], ["2022", "2023"]),
        ("2025", [], ["2026"], ["2025"]),
        ("2025-09", [], ["2025-03", "2024", "2024-Q4"], ["2025-03", "2025-09"]),
    ],
)
def test_what_was_not_available_stays_asked(
    due: str | None, answered: list[str], unanswered: list[str], asked: list[str]
) -> None:
    period = Period.parse(due) if due else None
    found = periods_to_ask(period, answered=answered, unanswered=unanswered)
    assert [one.code for one in found] == asked


@pytest.mark.parametrize(
    ("code", "id_", "en"),
    [
        ("2025", "2025", "2025"),
        ("2025-S1", "Semester I 2025", "Semester 1, 2025"),
        ("2026-Q4", "TW IV 2026", "Q4 2026"),
        ("2025-08", "Agustus 2025", "August 2025"),
    ],
)
def test_a_period_has_words_in_both_languages(code: str, id_: str, en: str) -> None:
    assert (label(code, "id"), label(code, "en")) == (id_, en)


def test_tables_use_short_months() -> None:
    assert (label("2025-08", "id", short=True), label("2025-08", "en", short=True)) == (
        "Agu 2025",
        "Aug 2025",
    )


def test_a_round_is_written_as_its_readers_write_it() -> None:
    assert (round_code("2026-Q1", "id"), round_code("2026-Q1", "en")) == ("2026-TW1", "2026-Q1")


def test_days_and_spans_of_days_have_words() -> None:
    assert format_date(date(2026, 5, 3), "id") == "3 Mei 2026"
    assert format_date(date(2026, 5, 3), "en", short=True) == "3 May 2026"
    assert format_day_range(date(2026, 4, 1), date(2026, 4, 24), "en") == "1–24 April 2026"
    assert format_day_range(date(2026, 4, 28), date(2026, 5, 8), "id") == "28 April – 8 Mei 2026"
    assert format_day_range(date(2025, 12, 30), date(2026, 1, 2), "id") == "30 Desember 2025 – 2 Januari 2026"
