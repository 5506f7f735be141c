"""Half-open spans, one holder a day, vacancy."""

from __future__ import annotations

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from simpul.core.directory import Held, Span, clashes, holder_on

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


def test_the_lowest_rank_holds_and_nobody_is_a_vacancy() -> None:
    day = date(2026, 5, 1)
    first, second = held(1, Span(date(2026, 1, 1)), rank=2), held(2, Span(date(2026, 1, 1)), rank=1)
    assert holder_on([first, second], body="ACMW", role="focal_point", day=day) == second
    assert holder_on([first, second], body="ACMW", role="focal_point", day=date(2025, 12, 31)) is None
    assert holder_on([first, second], body="SOMHD", role="focal_point", day=day) is None
