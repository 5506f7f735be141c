"""States, chain, deadlines and what an approval binds."""

from __future__ import annotations

import hashlib
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from simpul.core import reporting
from simpul.core.errors import Conflict, Problem
from simpul.core.permissions import Role
from simpul.core.reporting import (
    MOVES,
    State,
    Taken,
    Verb,
    bound_number,
    check_checker,
    check_dates,
    check_seen,
    clock,
    content_hash,
    is_on_time,
    move,
    present_step,
    roles_for,
)

CHAIN = ["data_producer", "data_steward", "focal_point", "signing_official", "coordinator"]


@pytest.mark.parametrize("state", list(State))
@pytest.mark.parametrize("verb", list(Verb))
def test_anything_absent_from_the_table_is_refused(state: State, verb: Verb) -> None:
    if verb in MOVES[state]:
        assert move(state, verb) in State
    else:
        with pytest.raises(Problem):
            move(state, verb)


def test_what_is_accepted_changes_only_by_reopening() -> None:
    assert set(MOVES[State.ACCEPTED]) == {Verb.REOPEN}


def test_what_is_in_clearance_is_never_saved_over() -> None:
    assert Verb.SAVE not in MOVES[State.CHECK]


def test_the_step_that_waits_is_the_first_not_taken() -> None:
    assert present_step(CHAIN, []) == 0
    assert present_step(CHAIN, [Taken(0, 1, "h")]) == 1
    assert present_step(CHAIN, [Taken(index, index, "h") for index in range(5)]) is None


def test_an_alternate_takes_the_focal_points_step_and_no_other() -> None:
    assert roles_for("focal_point") == {Role.FOCAL_POINT, Role.ALTERNATE}
    assert Role.ALTERNATE not in roles_for("signing_official")


def test_maker_is_never_checker_unless_waived_in_writing() -> None:
    with pytest.raises(Problem):
        check_checker([Taken(0, 7, "h")], by=7, waiver="")
    with pytest.raises(Problem):
        check_checker([Taken(0, 7, "h")], by=7, waiver="   ")
    check_checker([Taken(0, 7, "h")], by=8, waiver="")
    check_checker([Taken(0, 7, "h")], by=7, waiver="Satu pegawai saja di unit ini")


def test_an_approval_holds_only_for_what_was_seen() -> None:
    check_seen("abc", "abc")
    with pytest.raises(Conflict):
        check_seen("abc", "abd")


FIGURE = {"indicator": "P-B.2-06", "area": "IDN", "period": "2024", "disaggregation": "_T", "text": "19,8"}


def test_the_hash_does_not_depend_on_order_and_does_on_every_value() -> None:
    other = {**FIGURE, "indicator": "P-B.2-07", "text": "98,62"}
    one = content_hash(figures=[FIGURE, other], narratives={"a": "x"})
    assert one == content_hash(figures=[other, FIGURE], narratives={"a": "x"})
    assert one != content_hash(figures=[{**FIGURE, "text": "19,9"}, other], narratives={"a": "x"})
    assert one != content_hash(figures=[FIGURE, other], narratives={"a": "y"})


def test_the_recipe_is_part_of_the_hash(monkeypatch: pytest.MonkeyPatch) -> None:
    now = content_hash(figures=[FIGURE], narratives={})
    monkeypatch.setattr(reporting, "RECIPE", reporting.RECIPE + 1)
    assert now != content_hash(figures=[FIGURE], narratives={})


def test_a_hash_can_be_made_with_nothing_but_what_the_decision_says() -> None:
    # docs/decisions/0009: each figure as JSON with its keys sorted, these texts sorted, the whole as JSON
    figure = r"{\"area\": \"IDN\", \"value\": \"19.8\"}"
    body = '{"figures": ["' + figure + '"], "narratives": {"a": "x"}, "recipe": 1}'
    made = content_hash(figures=[{"value": "19.8", "area": "IDN"}], narratives={"a": "x"})
    assert made == hashlib.sha256(body.encode()).hexdigest()


@given(st.decimals(min_value=-(10**17), max_value=10**17, places=10))
def test_one_number_is_bound_in_one_writing(value: Decimal) -> None:
    said = bound_number(value)
    assert Decimal(said) == value and "E" not in said and said != "-0"
    assert bound_number(Decimal(said)) == said == bound_number(value.quantize(Decimal("1.0000000000")))


@given(st.text(max_size=20), st.text(max_size=20))
def test_two_texts_hash_alike_only_if_they_are_alike(one: str, other: str) -> None:
    hashes = [content_hash(figures=[], narratives={"a": text}) for text in (one, other)]
    assert (hashes[0] == hashes[1]) == (one == other)


def test_the_due_day_is_the_end_of_that_day() -> None:
    due = date(2026, 4, 24)
    assert not clock(due=due, state="draft", today=due).late
    assert clock(due=due, state="draft", today=date(2026, 4, 25)).late


def test_returned_work_stays_on_the_clock_with_its_own_date() -> None:
    assert clock(due=date(2026, 4, 30), state="returned", today=date(2026, 5, 1)).late


def test_work_handed_in_on_time_is_never_late_however_long_it_is_checked() -> None:
    state = clock(
        due=date(2026, 4, 24), state="check", today=date(2026, 6, 1), submitted_on=date(2026, 4, 24)
    )
    assert not state.late
    assert clock(
        due=date(2026, 4, 24), state="accepted", today=date(2026, 6, 1), submitted_on=date(2026, 4, 26)
    ).late


def test_due_soon_is_a_week_and_only_while_somebody_owes() -> None:
    assert clock(due=date(2026, 4, 24), state="draft", today=date(2026, 4, 17)).soon
    assert not clock(due=date(2026, 4, 24), state="draft", today=date(2026, 4, 16)).soon
    assert not clock(due=date(2026, 4, 24), state="check", today=date(2026, 4, 20)).soon


def test_a_round_opens_falls_due_and_closes_in_this_order() -> None:
    check_dates(opens=date(2026, 4, 1), due=date(2026, 4, 24), closes=date(2026, 5, 8))
    with pytest.raises(Problem):
        check_dates(opens=date(2026, 4, 1), due=date(2026, 5, 9), closes=date(2026, 5, 8))
    with pytest.raises(Problem):
        check_dates(opens=date(2026, 4, 25), due=date(2026, 4, 24), closes=date(2026, 5, 8))


@pytest.mark.parametrize(
    ("state", "submitted_on", "said"),
    [
        ("check", date(2026, 4, 24), True),
        ("accepted", date(2026, 4, 20), True),
        ("accepted", date(2026, 4, 25), False),
        ("returned", date(2026, 4, 20), False),
        ("none", None, False),
        ("draft", None, False),
    ],
)
def test_on_time_is_what_is_submitted_by_the_end_of_its_day_and_not_returned(
    state: str, submitted_on: date | None, said: bool
) -> None:
    assert is_on_time(due=date(2026, 4, 24), state=state, submitted_on=submitted_on) is said
