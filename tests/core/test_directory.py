"""Half-open spans, one holder a day, vacancy."""

from __future__ import annotations

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from simpul.core.directory import Held, Span, clashes, holder_on, holders_on

days = st.dates(min_value=date(2020, 1, 1), max_value=date(2030, 12, 31))


@st.composite
def spans(draw: st.DrawFn) -> Span:
    since = draw(days)
    length = draw(st.none() | st.integers(min_value=1, max_value=900))
    return Span(since, None if length is None else since + timedelta(days=length))


def held(
    key: int, span: Span, *, rank: int = 1, seat: int = 1, body: str | None = "ACMW", org: str = "KP2MI"
) -> Held:
    return Held(key, body, org, "focal_point", rank, seat, span)


def test_the_last_day_shown_is_the_day_before_the_end_stored() -> None:
    assert Span(date(2026, 3, 1), date(2026, 7, 1)).last_day == date(2026, 6, 30)
    assert Span(date(2026, 3, 1)).last_day is None


@given(spans(), spans())
def test_two_spans_overlap_exactly_when_some_day_lies_in_both(one: Span, other: Span) -> None:
    first = max(one.since, other.since)
    assert one.overlaps(other) == (one.covers(first) and other.covers(first))
    assert one.overlaps(other) == other.overlaps(one)


def test_a_hand_over_on_the_same_day_is_no_clash() -> None:
    before = held(1, Span(date(2026, 1, 1), date(2026, 7, 1)))
    assert clashes([before], held(2, Span(date(2026, 7, 1)))) == ()


def test_a_second_holder_of_the_same_seat_clashes_and_a_second_seat_does_not() -> None:
    now = held(1, Span(date(2026, 3, 1)))
    assert clashes([now], held(2, Span(date(2026, 4, 15)))) == (now,)
    assert clashes([now], held(2, Span(date(2026, 4, 15)), seat=2)) == ()
    assert clashes([now], held(2, Span(date(2026, 4, 15)), rank=2)) == ()


def test_without_a_body_the_office_decides() -> None:
    one = held(1, Span(date(2026, 1, 1)), body=None, org="KEMENKES")
    assert clashes([one], held(2, Span(date(2026, 2, 1)), body=None, org="KEMENSOS")) == ()
    assert clashes([one], held(2, Span(date(2026, 2, 1)), body=None, org="KEMENKES")) == (one,)


DAY = date(2026, 5, 1)


def seat(
    key: int,
    role: str = "focal_point",
    *,
    org: str = "KP2MI",
    body: str | None = "ACMW",
    rank: int = 1,
    person: int | None = 1,
    until: date | None = None,
) -> Held:
    return Held(key, body, org, role, rank, 1, Span(date(2026, 1, 1), until), person, f"Person {key}")


def keys(*rows: Held, role: str = "focal_point", body: str = "ACMW", day: date = DAY) -> list[int]:
    """Whose designations hold a role for ACMW, led by KP2MI with Kemnaker as co-lead."""
    found = holders_on(rows, body=body, offices=("KP2MI", "KEMNAKER"), role=role, day=day)
    return [row.key for row in found]


def test_the_lowest_rank_holds_and_nobody_is_a_vacancy() -> None:
    rows = [seat(1, rank=2), seat(2)]
    assert keys(*rows) == [2, 1]
    assert holder_on(rows, body="ACMW", offices=("KP2MI",), role="focal_point", day=DAY) == rows[1]
    assert keys(*rows, day=date(2025, 12, 31)) == []
    assert keys(*rows, body="SOMHD") == []
    assert holder_on([], body="ACMW", offices=("KP2MI",), role="focal_point", day=DAY) is None


def test_a_designation_for_all_bodies_of_an_office_holds_where_the_body_has_none_of_its_own() -> None:
    wide = seat(1, body=None)
    assert keys(wide) == [1]
    assert keys(wide, seat(2, rank=3)) == [2, 1]
    assert keys(seat(3, body=None, org="KEMENKES")) == []


def test_the_lead_office_comes_before_its_co_lead() -> None:
    assert keys(seat(1, org="KEMNAKER", body=None), seat(2, body=None)) == [2, 1]
    assert keys(seat(1, org="KEMNAKER"), seat(2)) == [2, 1]


def test_who_may_not_act_for_the_respondent_holds_nothing_there() -> None:
    assert keys(seat(1, org="KEMENKES")) == []
    assert keys(seat(1, "alternate", org="KEMLU"), role="alternate") == [1]


def test_a_national_role_is_held_for_every_respondent() -> None:
    assert keys(seat(1, "coordinator", org="KOORD", body=None), role="coordinator") == [1]


def test_an_empty_post_and_a_designation_that_has_ended_hold_nothing() -> None:
    assert keys(seat(1, person=None), seat(2, until=DAY), seat(3, rank=4)) == [3]
