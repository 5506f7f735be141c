"""States, chain, deadlines and what an approval binds."""

from __future__ import annotations

import hashlib
from contextlib import nullcontext
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from simpul.core import reporting
from simpul.core.directory import Held, Span
from simpul.core.errors import Conflict, Problem, sentence
from simpul.core.permissions import OPEN_STATES, Duty, Role, Subject
from simpul.core.reporting import (
    MOVES,
    First,
    Letter,
    State,
    Step,
    Taken,
    Verb,
    bound_number,
    check_checker,
    check_dates,
    check_handed_over,
    check_new_due,
    check_on_behalf,
    check_seen,
    clock,
    content_hash,
    delivery_approver,
    handed_in,
    is_on_time,
    may_be_on_behalf,
    may_clear_delivery,
    may_return,
    may_take,
    move,
    present_step,
    recalled,
    roles_for,
    waits_for,
)

CHAIN = ["data_producer", "data_steward", "focal_point", "signing_official", "coordinator"]


#: Every move there is, by hand: state, verb, state after. What is not here is refused.
ALLOWED = {
    ("none", "save"): "draft",
    ("none", "submit"): "check",
    ("draft", "save"): "draft",
    ("draft", "submit"): "check",
    ("returned", "save"): "returned",
    ("returned", "submit"): "check",
    ("check", "clear"): "check",
    ("check", "accept"): "accepted",
    ("check", "return"): "returned",
    ("check", "recall"): "draft",
    ("accepted", "reopen"): "returned",
}
STATES = ("none", "draft", "check", "returned", "accepted")
VERBS = ("save", "submit", "clear", "accept", "return", "recall", "reopen")


def test_the_states_and_verbs_of_the_table_are_all_there_are() -> None:
    assert ({state.value for state in State}, {verb.value for verb in Verb}) == (set(STATES), set(VERBS))


@pytest.mark.parametrize("state", STATES)
@pytest.mark.parametrize("verb", VERBS)
def test_a_move_leads_where_the_table_says_and_any_other_is_refused(state: str, verb: str) -> None:
    if (state, verb) in ALLOWED:
        assert move(state, verb).value == ALLOWED[state, verb]
        return
    with pytest.raises(Problem) as refused:
        move(state, verb)
    assert (refused.value.code, refused.value.params["state"]) == ("ACCOUNTS-WRONG-STATE", state)


def test_the_step_that_waits_is_the_first_not_taken() -> None:
    assert present_step(CHAIN, []) == Step(0, "data_producer")
    assert present_step(CHAIN, [Taken(0, 1, "h")]) == Step(1, "data_steward")
    assert present_step(CHAIN, [Taken(index, index, "h") for index in range(5)]) is None


def test_an_alternate_takes_the_focal_points_step_and_no_other() -> None:
    assert roles_for("focal_point") == {Role.FOCAL_POINT, Role.ALTERNATE}
    assert Role.ALTERNATE not in roles_for("signing_official")


DAY = date(2026, 4, 10)
MINE = Subject("SOMHD", frozenset({"KEMENKES"}), "check")


def official(
    person: int | None, role: str = "focal_point", *, name: str = "", acting: str = "", key: int | None = None
) -> Held:
    body = "SOMHD" if role in ("focal_point", "alternate") else None
    span = Span(date(2026, 1, 1))
    name = name or f"Person {person}"
    key = (person or 0) + 100 if key is None else key
    return Held(key, body, "KEMENKES", role, 1, 1, span, person, name, acting, "Kemenkes")


def test_maker_is_never_checker() -> None:
    with pytest.raises(Problem) as refused:
        check_checker([Taken(0, 7, "h")], by=7)
    assert refused.value.code == "REPORTING-MAKER-CHECKER"
    with pytest.raises(Problem):
        check_checker([Taken(0, 7, "h")], by=7, waiver="   ")
    assert check_checker([Taken(0, 7, "h")], by=8) == ""


def test_for_whom_a_step_was_taken_by_letter_takes_no_other_in_his_own_name() -> None:
    taken = [Taken(0, 7, "h"), Taken(1, 50, "h", stood_for=8)]
    with pytest.raises(Problem):
        check_checker(taken, by=8)
    with pytest.raises(Problem):
        check_checker(taken, by=50)


def test_what_the_secretariat_typed_for_somebody_he_may_check_himself() -> None:
    assert check_checker([Taken(0, 50, "h", stood_for=8)], by=8) == ""


def test_a_waiver_holds_only_where_nobody_else_holds_the_step() -> None:
    taken = [Taken(0, 7, "h")]
    why = "Satu pegawai saja di unit ini"
    assert check_checker(taken, by=7, waiver=why, holders=[official(7)]) == why
    with pytest.raises(Problem) as refused:
        check_checker(
            taken,
            by=7,
            waiver=why,
            holders=[official(7), official(9, "alternate", name="Budi", acting="Plt.")],
        )
    assert refused.value.code == "REPORTING-WAIVER-NOT-SMALL"
    assert refused.value.params["who"] == "Plt. Budi, Kemenkes"


def test_who_took_a_step_himself_is_nobody_else_for_a_waiver() -> None:
    taken = [Taken(0, 7, "h"), Taken(1, 9, "h")]
    holders = [official(7), official(9, "alternate")]
    assert check_checker(taken, by=7, waiver="berdua saja", holders=holders) == "berdua saja"


def test_a_waiver_nobody_needed_is_not_kept() -> None:
    assert check_checker([Taken(0, 7, "h")], by=8, waiver="tidak perlu", holders=[official(9)]) == ""


LETTER = Letter("ND-7/2026", date(2026, 4, 9))


def behalf(**other: Any) -> Held:
    """A letter of the focal point (person 8) recorded by the secretary (person 50): all is in order."""
    asked: dict[str, Any] = {
        "role": "focal_point",
        "official": 108,
        "holders": [official(8), official(9, "alternate", acting="Plh.")],
        "taken": [Taken(0, 7, "h"), Taken(1, 6, "h")],
        "recorder": 50,
        "entered": {7},
        "letter": LETTER,
        "today": DAY,
    }
    return check_on_behalf(**{**asked, **other})


def test_a_letter_is_recorded_of_the_holder_or_of_who_stands_in_for_him() -> None:
    assert behalf().person == 8
    assert behalf(official=109).full_name == "Plh. Person 9"


@pytest.mark.parametrize(
    ("what", "other", "code"),
    [
        ("no number", {"letter": Letter(" ", date(2026, 4, 9))}, "REPORTING-LETTER-NEEDED"),
        ("no date", {"letter": Letter("ND-7", None)}, "REPORTING-LETTER-NEEDED"),
        ("of tomorrow", {"letter": Letter("ND-7", date(2026, 4, 11))}, "REPORTING-LETTER-DATE"),
        ("the coordinator's", {"role": "coordinator"}, "REPORTING-BEHALF-NATIONAL"),
        ("a stranger", {"official": 999}, "REPORTING-BEHALF-NOT-HOLDER"),
        ("nobody", {"official": None}, "REPORTING-BEHALF-NOT-HOLDER"),
        (
            "an empty post",
            {"holders": [official(None, key=5)], "official": 5},
            "REPORTING-BEHALF-NOT-HOLDER",
        ),
        ("recorder submitted", {"taken": [Taken(0, 50, "h", 9)]}, "REPORTING-BEHALF-RECORDER"),
        ("recorder typed a figure", {"entered": {7, 50}}, "REPORTING-BEHALF-RECORDER"),
        (
            "recorder cleared himself",
            {"taken": [Taken(0, 7, "h"), Taken(1, 50, "h")]},
            "REPORTING-BEHALF-RECORDER",
        ),
        ("the maker's", {"taken": [Taken(0, 8, "h")]}, "REPORTING-BEHALF-MAKER"),
        ("it was entered for him", {"taken": [Taken(0, 51, "h", 8)]}, "REPORTING-BEHALF-MAKER"),
        ("a step before", {"taken": [Taken(0, 7, "h"), Taken(1, 8, "h")]}, "REPORTING-BEHALF-MAKER"),
        ("a letter before", {"taken": [Taken(0, 7, "h"), Taken(1, 50, "h", 8)]}, "REPORTING-BEHALF-MAKER"),
    ],
)
def test_a_letter_that_is_not_recorded(what: str, other: dict[str, Any], code: str) -> None:
    with pytest.raises(Problem) as refused:
        behalf(**other)
    assert refused.value.code == code, what


def test_one_secretary_records_letters_of_several_officials() -> None:
    assert behalf(taken=[Taken(0, 7, "h"), Taken(1, 50, "h", stood_for=6)]).person == 8


@pytest.mark.parametrize("role", ["data_steward", "focal_point", "signing_official"])
def test_a_step_of_an_office_can_be_taken_by_letter(role: str) -> None:
    assert may_be_on_behalf(role)


def test_whose_step_it_is_who_may_return_it_and_nobody_in_a_closed_round() -> None:
    def of(role: Role, organisation: str = "KEMENKES", body: str | None = None) -> list[Duty]:
        return [Duty(role, organisation, body)]

    asked: dict[str, Any] = {"role": "focal_point", "subject": MINE, "day": DAY}
    takes = {
        role: bool(may_take(of(role, body="SOMHD"), **asked))
        for role in (Role.FOCAL_POINT, Role.ALTERNATE, Role.DATA_STEWARD, Role.COORDINATOR)
    }
    assert takes == {
        Role.FOCAL_POINT: True,
        Role.ALTERNATE: True,
        Role.DATA_STEWARD: False,
        Role.COORDINATOR: False,
    }
    returns = {role: bool(may_return(of(role, body="SOMHD"), **asked)) for role in takes}
    assert returns == {**takes, Role.COORDINATOR: True}
    for rule in (may_take, may_return):
        for role in takes:
            assert not rule(of(role, body="SOMHD"), **asked, closed=True)
        assert not rule(of(Role.FOCAL_POINT, "KEMENSOS", "SOMSWD"), **asked)


def test_a_task_waits_for_who_fills_it_in_or_holds_its_step_and_for_nobody_once_the_round_is_closed() -> None:
    focal, producer, secretary = (
        [Duty(Role.FOCAL_POINT, "KEMENKES", "SOMHD")],
        [Duty(Role.DATA_PRODUCER, "KEMENKES", "SOMHD")],
        [Duty(Role.SECRETARIAT, "KOORD")],
    )
    draft = Subject("SOMHD", frozenset({"KEMENKES"}), "draft")

    def waits(duties: list[Duty], role: str | None, subject: Subject, closed: bool = False) -> bool:
        return waits_for(duties, role=role, subject=subject, day=DAY, closed=closed)

    assert waits(producer, None, draft) and waits(focal, None, draft) and not waits(secretary, None, draft)
    assert waits(focal, "focal_point", MINE) and not waits(producer, "focal_point", MINE)
    assert not waits(producer, None, draft, closed=True) and not waits(
        focal, "focal_point", MINE, closed=True
    )


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
    body = '{"figures": ["' + figure + '"], "narratives": {"a": "x"}, "recipe": 3}'
    made = content_hash(figures=[{"value": "19.8", "area": "IDN"}], narratives={"a": "x"})
    assert made == hashlib.sha256(body.encode()).hexdigest()


def test_the_publication_of_a_figure_is_bound_since_the_third_recipe() -> None:
    named = {**FIGURE, "source": "BPS, Susenas, 2025"}
    for recipe, bound in ((1, False), (2, False), (3, True)):
        without = content_hash(figures=[FIGURE], narratives={}, recipe=recipe)
        assert (content_hash(figures=[named], narratives={}, recipe=recipe) != without) is bound


def test_what_an_earlier_recipe_did_not_bind_leaves_its_hashes_as_they_were() -> None:
    with_version = {**FIGURE, "definition_version": "2"}
    assert content_hash(figures=[with_version], narratives={}, recipe=1) == content_hash(
        figures=[FIGURE], narratives={}, recipe=1
    )
    assert content_hash(figures=[with_version], narratives={}) != content_hash(
        figures=[{**FIGURE, "definition_version": "1"}], narratives={}
    )


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
    due, later = date(2026, 4, 24), date(2026, 6, 1)
    assert not clock(due=due, state="check", today=later, first=First(date(2026, 4, 24), due)).late
    assert clock(due=due, state="check", today=later, first=First(date(2026, 4, 24), due)).days == 0


def test_work_handed_in_late_is_no_longer_owed_and_its_days_are_kept() -> None:
    due, first = date(2026, 4, 24), First(on=date(2026, 4, 26), due=date(2026, 4, 24))
    for state in ("check", "accepted"):
        found = clock(due=due, state=state, today=date(2026, 6, 1), first=first)
        assert (found.late, found.days) == (False, -2)
    assert clock(due=due, state="returned", today=date(2026, 6, 1), first=first).late


def test_the_states_somebody_owes_in_are_those_a_task_is_submitted_from() -> None:
    assert {state.value for state in MOVES if Verb.SUBMIT in MOVES[state]} == OPEN_STATES


@pytest.mark.parametrize(
    ("due", "refused"),
    [
        (date(2026, 4, 24), True),
        (date(2026, 4, 25), False),
        (date(2026, 5, 8), False),
        (date(2026, 5, 9), True),
    ],
)
def test_a_new_date_is_after_the_day_and_within_the_round(due: date, refused: bool) -> None:
    with pytest.raises(Problem) if refused else nullcontext():
        check_new_due(due, after=date(2026, 4, 24), closes=date(2026, 5, 8))


def test_a_new_date_does_not_make_late_work_less_late() -> None:
    first = First(on=date(2026, 4, 29), due=date(2026, 4, 24))
    after = clock(due=date(2026, 5, 5), state="check", today=date(2026, 5, 4), first=first)
    assert (after.days, after.due) == (-5, date(2026, 5, 5))


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
    ("what", "first", "said"),
    [
        ("on its day", First(on=date(2026, 4, 24), due=date(2026, 4, 24)), True),
        ("before", First(on=date(2026, 4, 20), due=date(2026, 4, 24)), True),
        ("a day late", First(on=date(2026, 4, 25), due=date(2026, 4, 24)), False),
        ("by the date of an extension", First(on=date(2026, 4, 28), due=date(2026, 4, 29)), True),
        ("never", None, False),
    ],
)
def test_on_time_is_the_first_time_by_the_date_due_then(what: str, first: First | None, said: bool) -> None:
    assert is_on_time(first) is said, what


LATE = First(on=date(2026, 4, 29), due=date(2026, 4, 24))
IN_TIME = First(on=date(2026, 4, 20), due=date(2026, 4, 24))


def test_a_later_submission_changes_nothing_of_the_first() -> None:
    assert handed_in(None, on=date(2026, 4, 29), due=date(2026, 4, 24)) == LATE
    assert handed_in(LATE, on=date(2026, 5, 4), due=date(2026, 5, 5)) == LATE
    assert handed_in(IN_TIME, on=date(2026, 5, 4), due=date(2026, 4, 24)) == IN_TIME


@pytest.mark.parametrize(
    ("first", "earlier", "after"),
    [(IN_TIME, False, None), (IN_TIME, True, IN_TIME), (LATE, False, LATE), (LATE, True, LATE)],
)
def test_a_recall_takes_back_work_handed_in_on_time_and_never_washes_lateness_away(
    first: First, earlier: bool, after: First | None
) -> None:
    assert recalled(first, earlier=earlier) == after


def test_what_leaves_the_country_is_cleared_by_exactly_one_role() -> None:
    assert delivery_approver(["soca_leader"]) is Role.SOCA_LEADER
    assert delivery_approver(["coordinator"]) is Role.COORDINATOR
    for chain in ([], ["secretariat"], ["soca_leader", "coordinator"], ["soca_leader", "soca_leader"]):
        with pytest.raises(Problem) as refused:
            delivery_approver(chain)
        assert refused.value.code == "REPORTING-DELIVERY-CHAIN"


def test_only_the_role_of_the_chain_finds_the_button_that_clears_a_delivery() -> None:
    soca, lead = [Duty(Role.SOCA_LEADER, "KOORD")], [Duty(Role.COORDINATOR, "KOORD")]
    assert may_clear_delivery(soca, ["soca_leader"], day=DAY)
    assert not may_clear_delivery(lead, ["soca_leader"], day=DAY)
    assert may_clear_delivery(lead, ["coordinator"], day=DAY)
    assert not may_clear_delivery(soca, [], day=DAY)


def test_a_delivery_is_handed_over_from_its_approval_until_today() -> None:
    cleared, today = date(2026, 5, 12), date(2026, 5, 14)
    for day in (12, 13, 14):
        check_handed_over(on=date(2026, 5, day), cleared=cleared, today=today)
    for day in (11, 15):
        with pytest.raises(Problem) as refused:
            check_handed_over(on=date(2026, 5, day), cleared=cleared, today=today)
        assert refused.value.code == "REPORTING-HANDED-OVER-DATE"
        assert "(12 May 2026)" in sentence(refused.value, "en") and "(14 Mei 2026)" in sentence(
            refused.value, "id"
        )
