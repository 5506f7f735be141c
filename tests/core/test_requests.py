"""Requests as rules: moves, dates, likeness of questions, and what an approval binds."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from simpul.core.errors import Problem
from simpul.core.likeness import alike_to, likeness, words_of
from simpul.core.permissions import Duty, Role, Subject, may
from simpul.core.requests import (
    ITEM_MOVES,
    REQUEST_MOVES,
    STAGES,
    Against,
    Handling,
    ItemState,
    RequestState,
    against,
    check_deadline,
    check_internal,
    check_letter,
    clearing_roles,
    delivery_hash,
    gathered,
    handling_of,
    internal_dates,
    is_owed,
    move_item,
    move_request,
    office_subject,
    request_clock,
)
from simpul.core.workdays import Calendar

TODAY = date(2026, 4, 10)


def code_of(problem: pytest.ExceptionInfo[Problem]) -> tuple[str, str | None]:
    return problem.value.code, problem.value.place


# --- states -------------------------------------------------------------------------------------------------------


def test_a_request_goes_its_way_and_a_clarification_leads_it_round_again() -> None:
    way = ["send_out", "gather", "put_forward", "clear", "accept", "deliver", "clarify", "gather"]
    state = "registered"
    seen = []
    for verb in [*way, "put_forward", "accept", "deliver", "close"]:
        state = move_request(state, verb).value
        seen.append(state)
    assert seen == [
        "in_work",
        "consolidated",
        "clearance",
        "clearance",
        "cleared",
        "delivered",
        "clarification",
        "consolidated",
        "clearance",
        "cleared",
        "delivered",
        "closed",
    ]


@pytest.mark.parametrize(
    ("state", "verb"),
    [
        ("registered", "deliver"),
        ("in_work", "put_forward"),
        ("clearance", "send_out"),
        ("clearance", "close"),
        ("delivered", "gather"),
        ("closed", "clarify"),
    ],
)
def test_what_the_table_does_not_say_is_refused(state: str, verb: str) -> None:
    with pytest.raises(Problem) as found:
        move_request(state, verb)
    assert found.value.code == "ACCOUNTS-WRONG-STATE"


def test_a_delivered_item_is_opened_by_asking_and_by_nothing_else() -> None:
    assert move_item("delivered", "ask") is ItemState.ASKED
    for verb in ("answer", "consolidate"):
        with pytest.raises(Problem):
            move_item("delivered", verb)


def test_every_state_has_its_row_and_can_be_reached() -> None:
    assert set(REQUEST_MOVES) == set(RequestState) and set(ITEM_MOVES) == set(ItemState)
    reached = {after for row in REQUEST_MOVES.values() for after in row.values()}
    assert reached | {RequestState.REGISTERED} == set(RequestState)


def test_a_request_without_items_is_not_gathered() -> None:
    assert not gathered([])
    assert not gathered(["consolidated", "asked"])
    assert gathered(["consolidated", "delivered"])


# --- dates --------------------------------------------------------------------------------------------------------


def test_our_dates_are_computed_backwards_by_the_days_the_content_gives() -> None:
    handling = handling_of(
        {"area": "IDN", "chain": ["coordinator"], "weekend": [6, 7], "answers_days": 4, "sending_days": 0}
    )
    found = internal_dates(date(2026, 4, 30), today=TODAY, handling=handling, calendar=Calendar())
    # Thursday 30; a day for clearance: Wednesday 29; two more: Monday 27; four more: Tuesday 21
    assert [found.on[name] for name in STAGES] == [
        date(2026, 4, 21),
        date(2026, 4, 27),
        date(2026, 4, 29),
        date(2026, 4, 30),
    ]


def test_offices_keep_their_share_of_the_working_days_and_later_stages_get_shorter() -> None:
    handling = handling_of({"area": "IDN", "answers_share": 50})
    found = internal_dates(date(2026, 4, 22), today=date(2026, 4, 9), handling=handling, calendar=Calendar())
    # nine working days: five for the offices (to Thursday 16), two, one and one for the stages after theirs
    assert [found.on[name].day for name in STAGES] == [16, 20, 21, 22]
    assert found.squeezed == ("consolidation", "clearance")
    far = internal_dates(date(2026, 5, 29), today=date(2026, 4, 9), handling=handling, calendar=Calendar())
    plain = internal_dates(
        date(2026, 5, 29), today=date(2026, 4, 9), handling=Handling(), calendar=Calendar()
    )
    assert far == plain and far.squeezed == ()


def test_where_no_share_is_declared_the_offices_come_last_and_that_is_said() -> None:
    handling = handling_of({"area": "XXX"})
    found = internal_dates(date(2026, 4, 13), today=date(2026, 4, 6), handling=handling, calendar=Calendar())
    # back from Monday 13: one day (Friday 10), one (9), two (7), three (Thursday 2, which is past: today)
    assert [found.on[name].day for name in STAGES] == [6, 7, 9, 10]
    assert found.squeezed == ("answers",)


def test_without_a_deadline_there_are_no_dates_of_ours() -> None:
    assert internal_dates(None, today=TODAY, handling=Handling(), calendar=Calendar()).on == {}


def test_no_deadline_and_a_past_one_need_a_note() -> None:
    with pytest.raises(Problem) as none:
        check_deadline(None, today=TODAY, note=" ")
    assert code_of(none) == ("REQUESTS-NO-DEADLINE", "deadline")
    with pytest.raises(Problem) as past:
        check_deadline(date(2026, 4, 9), today=TODAY, note="")
    assert code_of(past) == ("REQUESTS-DEADLINE-PAST", "deadline")
    check_deadline(TODAY, today=TODAY, note="")
    check_deadline(None, today=TODAY, note="By telephone: before the meeting")


def test_a_letter_comes_after_it_was_written_and_not_tomorrow() -> None:
    check_letter(letter_date=TODAY, received_on=TODAY, today=TODAY)
    check_letter(letter_date=None, received_on=TODAY, today=TODAY)
    for written, came in ((date(2026, 4, 10), date(2026, 4, 9)), (None, date(2026, 4, 11))):
        with pytest.raises(Problem) as found:
            check_letter(letter_date=written, received_on=came, today=TODAY)
        assert found.value.code == "REQUESTS-LETTER-DATES"


def test_dates_of_ours_keep_the_order_of_work_and_the_deadline() -> None:
    check_internal(dict.fromkeys(STAGES, TODAY), deadline=TODAY)
    check_internal({"answers": TODAY, "sending": None}, deadline=None)
    with pytest.raises(Problem) as found:
        check_internal({"answers": date(2026, 4, 12), "clearance": date(2026, 4, 11)}, deadline=None)
    assert code_of(found) == ("REQUESTS-DATES-ORDER", "clearance")
    with pytest.raises(Problem) as after:
        check_internal({"sending": date(2026, 4, 12)}, deadline=date(2026, 4, 11))
    assert code_of(after) == ("REQUESTS-DATES-ORDER", "sending")


def test_a_request_is_late_by_the_date_of_the_stage_it_is_in() -> None:
    dates = {"answers": date(2026, 4, 9), "consolidation": date(2026, 4, 14)}

    def on(state: str, *, waits: bool, deadline: date | None = date(2026, 4, 30)) -> tuple[str, bool, bool]:
        found = request_clock(
            state=state, waits_for_offices=waits, dates=dates, deadline=deadline, today=TODAY
        )
        return found.stage, found.late, found.overdue

    assert on("in_work", waits=True) == ("answers", True, False)
    assert on("in_work", waits=False) == ("consolidation", False, False)
    assert on("in_work", waits=False, deadline=date(2026, 4, 9)) == ("consolidation", False, True)
    assert on("clearance", waits=False) == ("clearance", False, False)
    assert on("delivered", waits=False, deadline=date(2026, 4, 9)) == ("", False, False)
    assert on("registered", waits=False, deadline=None) == ("answers", True, False)


def test_a_deadline_met_is_met_for_good_and_what_is_asked_back_has_a_date_of_its_own() -> None:
    dates = dict.fromkeys(STAGES, date(2026, 3, 20))

    def on(state: str, back: date | None) -> tuple[str, date | None, bool, bool]:
        found = request_clock(
            state=state,
            waits_for_offices=state == "clarification",
            dates=dates,
            deadline=date(2026, 3, 27),
            today=TODAY,
            delivered=True,
            asked_back=back,
        )
        return found.stage, found.due, found.late, found.overdue

    friday, thursday = date(2026, 4, 10), date(2026, 4, 9)
    # the first version went out in March, in time; today is 10 April
    assert on("clarification", friday) == ("answers", friday, False, False)
    assert on("clarification", thursday) == ("answers", thursday, True, True)
    assert on("clearance", friday) == ("clearance", friday, False, False)
    assert on("clarification", None) == ("answers", None, False, False)
    assert on("delivered", thursday) == ("", None, False, False)


def test_a_date_is_the_end_of_its_day_and_soon_is_a_week() -> None:
    days = [-1, 0, 7, 8]
    stands = [against(TODAY + timedelta(days=number), today=TODAY) for number in days]
    assert [stand.days for stand in stands] == days
    assert [(stand.late, stand.soon) for stand in stands] == [
        (True, False),
        (False, True),
        (False, True),
        (False, False),
    ]
    assert against(None, today=TODAY) == Against(None, None, late=False, soon=False)
    assert against(date(2026, 4, 1), today=TODAY, owed=False) == Against(
        date(2026, 4, 1), -9, late=False, soon=False
    )


def test_an_item_waits_for_an_office_only_while_its_request_is_in_hand() -> None:
    waits = [state.value for state in RequestState if is_owed(request=state, item="asked", office="returned")]
    assert waits == ["registered", "in_work", "consolidated", "clarification"]
    assert not is_owed(request="in_work", item="asked", office="answered")
    assert not is_owed(request="in_work", item="answered", office="asked")


def test_each_office_asked_under_a_body_is_judged_by_itself() -> None:
    def answers(duty: Duty, office: str) -> bool:
        subject = office_subject(body="BODY4", office=office, state="asked", lead="KEMENKES")
        return may([duty], "request.answer", subject, day=TODAY)

    alternate, focal = (
        Duty(Role.ALTERNATE, "KEMLU", "BODY4"),
        Duty(Role.FOCAL_POINT, "KEMENKES", "BODY4"),
    )
    steward = Duty(Role.DATA_STEWARD, "STATS")
    offices = ("KEMENKES", "KEMLU", "STATS")
    assert [answers(alternate, office) for office in offices] == [True, True, False]
    assert [answers(focal, office) for office in offices] == [True, False, False]
    assert [answers(steward, office) for office in offices] == [False, False, True]
    assert not answers(Duty(Role.ALTERNATE, "KEMLU", "SOMHD"), "KEMLU")
    # the respondent of a task is the body itself, with all its offices
    task = Subject("BODY4", frozenset({"KEMENKES", "STATS"}), "draft")
    assert may([alternate], "task.fill", task, day=TODAY)


# --- alike questions ----------------------------------------------------------------------------------------------


def test_likeness_is_twice_the_shared_words_over_all_words() -> None:
    first = words_of("Number of children under five who are stunted")
    second = words_of("Number of stunted children in border districts, 2024")
    assert first == {"number", "children", "five", "stunted"}
    assert second == {"number", "stunted", "children", "border", "districts"}
    assert likeness(len(first & second), len(first), len(second)) == pytest.approx(2 * 3 / 9)


def test_years_and_common_words_do_not_tell_questions_apart() -> None:
    assert words_of("Berapa jumlah anak pada 2025?") == words_of("JUMLAH anak, 2024") == {"jumlah", "anak"}


def test_the_most_alike_come_first_the_newest_of_equals_leads_and_strangers_are_left_out() -> None:
    wanted = words_of("shelters for older persons")
    earlier = [
        (9, words_of("cultural exchange visits")),
        (8, words_of("shelters for older persons opened")),
        (7, words_of("older persons")),
        (6, words_of("shelters for older persons")),
        (5, words_of("persons in shelters, older")),
    ]
    found = alike_to({1: wanted}, earlier)[1]
    assert [one.key for one in found] == [6, 5, 8, 7]
    assert found[0].likeness == 1.0 and found[2].shared == ("older", "persons", "shelters")


def test_of_many_alike_the_five_newest_are_shown() -> None:
    wanted = words_of("shelters for older persons")
    earlier = [(key, wanted) for key in range(20, 0, -1)]
    assert [row.key for row in alike_to({0: wanted}, earlier)[0]] == [20, 19, 18, 17, 16]


def test_a_question_of_common_words_alone_is_like_nothing() -> None:
    assert alike_to({1: words_of("and which of the")}, [(2, words_of("and which of the"))]) == {1: ()}


WORDS = ["shelter", "older", "persons", "village", "women", "health", "drill", "school"]
texts = st.lists(st.sampled_from(WORDS), max_size=6)


@given(texts, texts)
def test_likeness_is_the_same_both_ways_and_one_only_for_the_same_words(
    one: list[str], other: list[str]
) -> None:
    first, second = words_of(*one), words_of(*other)
    degree = likeness(len(first & second), len(first), len(second))
    assert degree == likeness(len(first & second), len(second), len(first))
    assert 0 <= degree <= 1
    assert (degree == 1) == (first == second and bool(first))


@given(texts, st.lists(texts, max_size=6))
def test_one_pass_finds_what_comparing_each_pair_finds(one: list[str], many: list[list[str]]) -> None:
    wanted = words_of(*one)
    earlier = [(key, words_of(*words)) for key, words in enumerate(many)]
    found = {row.key: row.likeness for row in alike_to({0: wanted}, earlier, most=99)[0]}
    paired = {
        key: 2 * len(wanted & words) / (len(wanted) + len(words))
        for key, words in earlier
        if wanted & words and 2 * len(wanted & words) >= 0.5 * (len(wanted) + len(words))
    }
    assert found == paired


# --- what is bound, and who binds ---------------------------------------------------------------------------------


def an_answer(number: str = "1", text: str = "x") -> dict[str, object]:
    return {"number": number, "anchor": "", "kind": "answer", "text_id": "", "text_en": text, "figures": []}


def test_the_hash_binds_every_answer_and_file_in_any_order() -> None:
    answers = [an_answer("1"), an_answer("2")]
    files = [{"part": "form", "sha256": "a"}, {"part": "annex", "sha256": "b"}]
    bound = delivery_hash(answers=answers, files=files)
    assert delivery_hash(answers=answers[::-1], files=files[::-1]) == bound
    others = [
        delivery_hash(answers=[an_answer("1"), an_answer("2", "y")], files=files),
        delivery_hash(answers=answers[:1], files=files),
        delivery_hash(answers=answers, files=files[:1]),
        delivery_hash(answers=answers, files=[{"part": "annex", "sha256": "a"}, files[1]]),
    ]
    assert bound not in others and len(set(others)) == 4


def test_only_coordinator_and_soca_leader_clear_what_goes_out() -> None:
    assert clearing_roles() == {"coordinator", "soca_leader"}
    assert not may([Duty(Role.SECRETARIAT, "KOORD")], "request.clear", day=TODAY)


def test_the_defaults_hold_where_the_content_says_nothing() -> None:
    assert handling_of(None) == Handling()
    assert set(Handling().chain) <= clearing_roles()
