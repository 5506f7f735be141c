"""Working days: worked examples on a calendar anybody can check, and what holds for every calendar."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from simpul.core.errors import Problem
from simpul.core.workdays import Calendar, backwards

#: March 2026 in Indonesia: Nyepi and Idulfitri with collective leave, 18 to 24 March.
LEAVE = frozenset(date(2026, 3, day) for day in (18, 19, 20, 21, 22, 23, 24))
MARCH = Calendar(LEAVE)

days = st.dates(date(2025, 1, 1), date(2028, 12, 31))
calendars = st.builds(
    Calendar,
    free=st.frozensets(days, max_size=40),
    weekend=st.sampled_from([frozenset({5, 6}), frozenset({4, 5}), frozenset({6}), frozenset()]),
)
stages = st.lists(st.integers(0, 10), min_size=1, max_size=5).map(
    lambda numbers: [(f"stage{place}", number) for place, number in enumerate(numbers)]
)


def test_three_working_days_before_the_26th_of_march_lie_before_the_long_leave() -> None:
    # back from Thursday 26: Wednesday 25, then over 24 to 18 to Tuesday 17, then Monday 16
    assert MARCH.back(date(2026, 3, 26), 3) == date(2026, 3, 16)


def test_a_date_on_a_free_day_counts_from_the_working_day_before_it() -> None:
    assert MARCH.back(date(2026, 3, 22), 0) == date(2026, 3, 17)
    assert MARCH.back(date(2026, 3, 22), 1) == date(2026, 3, 16)


def test_the_working_days_between_two_dates_leave_out_the_first_and_count_the_last() -> None:
    assert MARCH.between(date(2026, 3, 16), date(2026, 3, 26)) == 3  # 17, 25, 26
    assert MARCH.between(date(2026, 3, 26), date(2026, 3, 16)) == 0


def test_of_the_days_between_a_free_last_one_counts_nothing_and_a_free_first_one_takes_nothing() -> None:
    assert MARCH.between(date(2026, 3, 16), date(2026, 3, 20)) == 1  # 17 alone: from 18 on is leave
    assert MARCH.between(date(2026, 3, 22), date(2026, 3, 25)) == 1  # 25 alone
    assert MARCH.between(date(2026, 3, 16), date(2026, 3, 16)) == 0


def test_a_country_with_another_weekend_works_on_sunday() -> None:
    friday_saturday = Calendar(weekend=frozenset({4, 5}))
    assert friday_saturday.back(date(2026, 4, 12), 1) == date(2026, 4, 9)  # from Sunday to Thursday


def test_dates_backwards_from_a_deadline_in_the_leave() -> None:
    found = backwards(
        date(2026, 3, 25),
        [("answers", 3), ("consolidation", 2), ("clearance", 1), ("sending", 1)],
        today=date(2026, 3, 2),
        calendar=MARCH,
    )
    assert found.on == {
        "sending": date(2026, 3, 17),
        "clearance": date(2026, 3, 16),
        "consolidation": date(2026, 3, 12),
        "answers": date(2026, 3, 9),
    }
    assert found.squeezed == ()


def test_a_deadline_too_near_gives_today_and_says_what_was_squeezed() -> None:
    found = backwards(
        date(2026, 4, 15),
        [("answers", 3), ("sending", 1)],
        today=date(2026, 4, 13),
        calendar=Calendar(),
    )
    assert found.on == {"answers": date(2026, 4, 13), "sending": date(2026, 4, 14)}
    assert found.squeezed == ("answers",)


def test_a_stage_that_ends_today_has_all_its_days_and_is_not_squeezed() -> None:
    # back from Thursday 16: Wednesday 15, then over Tuesday 14 to Monday 13, which is today
    found = backwards(
        date(2026, 4, 16), [("answers", 2), ("sending", 1)], today=date(2026, 4, 13), calendar=Calendar()
    )
    assert found.on == {"answers": date(2026, 4, 13), "sending": date(2026, 4, 15)}
    assert found.squeezed == ()


def test_a_calendar_without_working_days_is_a_mistake_that_is_named() -> None:
    free = frozenset(date(2026, 1, 1) + timedelta(days=number) for number in range(90))
    with pytest.raises(Problem) as found:
        Calendar(free).at_or_after(date(2026, 1, 1))
    assert found.value.code == "WORKDAYS-NONE"


@given(calendars, days, st.integers(0, 30))
def test_going_back_so_many_working_days_leaves_so_many_between(
    calendar: Calendar, day: date, number: int
) -> None:
    back = calendar.back(day, number)
    assert calendar.is_worked(back) and back <= day
    # counted day by day, another way than stepping
    passed = [back + timedelta(days=n) for n in range(1, (day - back).days + 1)]
    assert sum(1 for one in passed if calendar.is_worked(one)) == number


@given(calendars, days, st.integers(0, 15), st.integers(0, 15))
def test_going_back_in_two_parts_is_going_back_once(
    calendar: Calendar, day: date, first: int, second: int
) -> None:
    assert calendar.back(calendar.back(day, first), second) == calendar.back(day, first + second)


@given(calendars, days, days, stages)
def test_stages_follow_each_other_on_working_days_and_never_lie_before_today(
    calendar: Calendar, deadline: date, today: date, asked: list[tuple[str, int]]
) -> None:
    found = backwards(deadline, asked, today=today, calendar=calendar)
    dates = [found.on[name] for name, _days in asked]
    assert dates == sorted(dates)
    assert all(day >= today and (calendar.is_worked(day) or day == deadline) for day in dates)
    assert deadline < today or all(day <= deadline for day in dates)
    if not found.squeezed:
        assert dates[-1] <= deadline


@given(calendars, days, days, stages)
def test_one_more_free_day_never_gives_more_time(
    calendar: Calendar, deadline: date, free: date, asked: list[tuple[str, int]]
) -> None:
    today = deadline - timedelta(days=400)
    assume(today.year >= 2024)
    fewer = Calendar(frozenset(calendar.free) | {free}, calendar.weekend)
    before = backwards(deadline, asked, today=today, calendar=calendar).on
    after = backwards(deadline, asked, today=today, calendar=fewer).on
    assert all(after[name] <= before[name] for name, _days in asked)


def test_where_no_working_day_is_left_the_dates_end_on_the_deadline_and_not_after_it() -> None:
    saturday, sunday = date(2026, 4, 11), date(2026, 4, 12)
    stages = [("answers", 3), ("consolidation", 2), ("sending", 1)]
    found = backwards(sunday, stages, today=saturday, calendar=Calendar())
    assert set(found.on.values()) == {sunday}
    assert found.squeezed == ("answers", "consolidation", "sending")
    # a deadline that is past binds nothing: the next working day
    late = backwards(date(2026, 4, 10), stages, today=saturday, calendar=Calendar())
    assert set(late.on.values()) == {date(2026, 4, 13)}
