"""Sheets in finalisation: what may be proposed, whose step it is, what a wording changes, what an agreement makes."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from simpul.core.errors import Problem
from simpul.core.finalisation import (
    MOVES,
    NEGOTIATED,
    WAITS_WITH,
    Calendar,
    SheetState,
    SheetVerb,
    Waits,
    agreed_sheet,
    changes,
    check_maker,
    check_proposal,
    closes_circle,
    left_behind,
    merged,
    move,
    negotiated,
    speaks_for,
    step_of_sheet,
    word_changes,
)
from simpul.core.permissions import IN_TALKS, PROPOSABLE, Duty, Role, Subject

STUNTING: dict[str, Any] = {
    "code": "P-B.2-01",
    "custodian": "KEMENKES",
    "concept": {"id": "Stunting", "en": "Stunting"},
    "definition": {"id": "Balita pendek menurut umur.", "en": "Children under five short for their age."},
    "unit": {"id": "persen", "en": "percent"},
    "baseline": {
        "area": "IDN",
        "period": "2022",
        "value": "21.6",
        "status": "provisional",
        "source": "SSGI 2022",
    },
    "targets": [
        {"area": "IDN", "period": "2029", "value": "14.2", "authority": "RPJMN", "source": "Perpres 12/2025"}
    ],
    "national_equivalent": {"relation": "identical", "code": "2.2.1"},
}


@pytest.mark.parametrize(
    ("before", "after", "left"),
    [
        ({"id": "a", "en": "b"}, {"id": "c", "en": "b"}, "en"),
        ({"id": "a", "en": "b"}, {"id": "a", "en": "c"}, "id"),
        ({"id": "a", "en": "b"}, {"id": "c", "en": "d"}, None),
        ({"id": "a", "en": "b"}, {"id": "a", "en": "b"}, None),
        ({"id": "a", "en": ""}, {"id": "c", "en": ""}, None),  # there is nothing that could be behind
        ({"id": "a", "en": ""}, {"id": "a", "en": "b"}, None),  # a translation is added
        ({"id": "a", "en": "b"}, {"id": "", "en": "b"}, None),
        (None, {"id": "a", "en": "b"}, None),
        ("a", {"id": "a", "en": "b"}, None),
    ],
)
def test_a_language_is_left_behind_where_the_other_alone_was_worded_anew(
    before: Any, after: Any, left: str | None
) -> None:
    for name in ("definition", "unit", "classification"):
        expected = {name: left} if left else {}
        assert left_behind({name: before}, {name: after, "producer": "BPS"}) == expected


def codes(
    sheet: dict[str, Any], *, standing: dict[str, Any] | None = None, reason: str = ""
) -> list[tuple[str, str]]:
    found = check_proposal(standing or STUNTING, sheet, reason=reason)
    return [(problem.code, problem.place or "") for problem in found]


def test_the_sheet_of_stunting_may_be_proposed_as_it_stands() -> None:
    assert codes(STUNTING) == []


@pytest.mark.parametrize(
    ("part", "code", "place"),
    [
        (
            {"baseline": {"area": "IDN", "period": "2022", "value": "dua", "source": "SSGI"}},
            "SHEET-NUMBER",
            "baseline",
        ),
        (
            {"baseline": {"area": "IDN", "period": "TW5", "value": "2", "source": "SSGI"}},
            "SHEET-PERIOD",
            "baseline",
        ),
        ({"baseline": {"area": "IDN", "period": "2022", "value": "2"}}, "SHEET-PART-MISSING", "baseline"),
        (
            {"targets": [{"area": "IDN", "period": "2029", "authority": "a", "source": "b"}]},
            "SHEET-TARGET-VALUE",
            "targets 1",
        ),
        (
            {
                "targets": [
                    {
                        "area": "IDN",
                        "period": "2029",
                        "value": "1",
                        "low": "0",
                        "authority": "a",
                        "source": "b",
                    }
                ]
            },
            "SHEET-TARGET-VALUE",
            "targets 1",
        ),
        (
            {
                "targets": [
                    {
                        "area": "IDN",
                        "period": "2029",
                        "low": "9",
                        "high": "3",
                        "authority": "a",
                        "source": "b",
                    }
                ]
            },
            "SHEET-TARGET-RANGE",
            "targets 1",
        ),
        (
            {"targets": [{"area": "IDN", "period": "2029", "value": "1", "source": "b"}]},
            "SHEET-PART-MISSING",
            "targets 1",
        ),
        (
            {
                "targets": [
                    {"area": "IDN", "period": "2029", "value": n, "authority": "a", "source": "b"}
                    for n in ("1", "2")
                ]
            },
            "SHEET-TARGET-TWICE",
            "targets 2",
        ),
        (
            {"national_equivalent": {"relation": "similar", "code": "1"}},
            "SHEET-RELATION",
            "national_equivalent",
        ),
        ({"national_equivalent": {"relation": "identical"}}, "SHEET-EQUIVALENT-CODE", "national_equivalent"),
        (
            {"national_equivalent": {"relation": "proxy", "code": "1"}},
            "SHEET-DIFFERENCE",
            "national_equivalent",
        ),
        ({"national_equivalent": {"relation": "none"}}, "SHEET-DIFFERENCE", "national_equivalent"),
        ({"release_lag_months": 500}, "SHEET-LAG", "release_lag_months"),
        ({"release_lag_months": -13}, "SHEET-LAG", "release_lag_months"),
        ({"release_lag_months": "enam"}, "SHEET-LAG", "release_lag_months"),
        ({"frequency": "setiap tahun"}, "SHEET-FREQUENCY", "frequency"),
        (
            {"baseline": {"period": "2022", "value": "2", "source": "SSGI"}},
            "SHEET-PART-MISSING",
            "baseline",
        ),
        (
            {"targets": [{"period": "2029", "value": "1", "authority": "a", "source": "b"}]},
            "SHEET-PART-MISSING",
            "targets 1",
        ),
        (
            {"targets": [{"area": "Jawa", "period": "2029", "value": "1", "authority": "a", "source": "b"}]},
            "SHEET-PART-MISSING",
            "targets 1",
        ),
        ({"unit": {"id": "p" * 121, "en": "p"}}, "REPORTING-TOO-LONG", "unit"),
        (
            {
                "targets": [
                    {"area": "IDN", "period": "2029", "value": "1", "authority": "a" * 201, "source": "b"}
                ]
            },
            "REPORTING-TOO-LONG",
            "targets 1",
        ),
    ],
)
def test_what_stops_a_proposal_is_named_with_its_field(part: dict[str, Any], code: str, place: str) -> None:
    assert codes({**STUNTING, **part}) == [(code, place)]


@pytest.mark.parametrize("months", [-12, -1, 0, 120])
def test_a_lag_may_be_below_nothing_for_figures_that_come_out_before_their_period_ends(months: int) -> None:
    assert codes({**STUNTING, "release_lag_months": months}) == []


def test_a_target_may_be_a_range() -> None:
    rows = [{"area": "IDN", "period": "2029", "low": "-1", "high": "2.5", "authority": "a", "source": "b"}]
    assert codes({**STUNTING, "targets": rows}) == []


def test_everything_that_is_wrong_is_told_at_once() -> None:
    sheet = {
        "baseline": {"period": "", "value": "x", "source": ""},
        "targets": [{"area": "IDN", "period": "2029", "value": "1"}],
        "national_equivalent": {"relation": "none"},
    }
    assert {place for _, place in codes(sheet)} == {"baseline", "targets 1", "national_equivalent"}
    assert len(codes(sheet)) == 7


def test_an_agreed_baseline_changes_only_with_a_reason() -> None:
    standing = agreed_sheet(STUNTING, decision="SOMHD 18/2026")
    other = {**STUNTING, "baseline": {**STUNTING["baseline"], "value": "21.5"}}
    assert codes(other, standing=standing) == [("SHEET-BASELINE-AGREED", "baseline")]
    assert codes(other, standing=standing, reason="SKI 2023 menggantikan SSGI") == []
    assert codes(STUNTING, standing=standing) == []


@pytest.mark.parametrize(
    ("name", "value"),
    [("area", "BRN"), ("period", "2023"), ("value", "21.5"), ("source", "SKI 2023")],
)
def test_whatever_differs_in_an_agreed_baseline_needs_a_reason(name: str, value: str) -> None:
    standing = agreed_sheet(STUNTING, decision="SOMHD 18/2026")
    other = {**STUNTING, "baseline": {**STUNTING["baseline"], name: value}}
    assert codes(other, standing=standing) == [("SHEET-BASELINE-AGREED", "baseline")]


def test_a_baseline_agreed_before_keeps_the_decision_that_agreed_it() -> None:
    first = agreed_sheet(STUNTING, decision="SOMHD 18/2026")
    again = agreed_sheet({**first, "frequency": "annual"}, decision="SOMHD 19/2027")
    assert (again["baseline"]["status"], again["baseline"]["decision"]) == ("agreed", "SOMHD 18/2026")


@pytest.mark.parametrize(
    ("relation", "expected"),
    [
        ("identical", ["SHEET-EQUIVALENT-CODE"]),
        ("proxy", ["SHEET-EQUIVALENT-CODE"]),
        ("partial", ["SHEET-EQUIVALENT-CODE"]),
        ("none", []),
    ],
)
def test_every_relation_but_none_names_the_code_of_the_national_indicator(
    relation: str, expected: list[str]
) -> None:
    row = {"relation": relation, "code": " ", "difference": {"id": "Umur berbeda."}}
    assert [code for code, _ in codes({**STUNTING, "national_equivalent": row})] == expected


def test_a_decision_makes_the_baseline_agreed_and_leaves_the_proposal_as_it_was() -> None:
    sheet = agreed_sheet(STUNTING, decision="SOMHD 18/2026")
    assert (sheet["baseline"]["status"], sheet["baseline"]["decision"]) == ("agreed", "SOMHD 18/2026")
    assert STUNTING["baseline"]["status"] == "provisional"
    assert "code" not in sheet


def test_what_was_agreed_stands_before_what_the_content_says_and_the_rest_is_the_contents() -> None:
    content = {**STUNTING, "custodian": "BPS", "measure": {"id": "Persentase", "en": "Percentage"}}
    agreed = {"unit": {"id": "orang", "en": "persons"}}
    assert merged(content, agreed) == {"code": "P-B.2-01", "custodian": "BPS", **agreed}
    assert merged(content, None) == content


def test_a_change_of_unit_is_one_of_the_definition_and_a_new_target_is_not() -> None:
    found = changes(STUNTING, {**STUNTING, "unit": {"id": "orang", "en": "persons"}, "targets": []})
    assert [(one.field, one.defining) for one in found] == [("unit", True), ("targets", False)]
    assert found[1].after is None


def test_parts_that_are_empty_are_no_change() -> None:
    typed = {
        **STUNTING,
        "release_lag_assumed": False,
        "national_equivalent": {
            **STUNTING["national_equivalent"],
            "difference": {"id": "", "en": ""},
        },
        "targets": [{**STUNTING["targets"][0], "low": ""}],
    }
    assert changes(STUNTING, typed) == ()


def test_fields_that_are_not_negotiated_never_count_as_changes() -> None:
    assert changes(STUNTING, {**STUNTING, "custodian": "BPS", "code": "X"}) == ()


@given(st.text(max_size=60), st.text(max_size=60))
def test_the_stretches_of_two_texts_give_both_texts_back(before: str, after: str) -> None:
    found = word_changes(before, after)
    assert "".join(one.text for one in found if one.kind != "added") == before
    assert "".join(one.text for one in found if one.kind != "removed") == after


_sheets = st.dictionaries(
    st.sampled_from([*NEGOTIATED, "code", "custodian"]),
    st.sampled_from(["", "a", "b", {"id": "x", "en": ""}]),
)


@given(_sheets, _sheets)
def test_a_merged_sheet_differs_from_what_was_agreed_in_nothing_negotiated(
    content: dict[str, Any], agreed: dict[str, Any]
) -> None:
    assert changes(merged(content, agreed), agreed) == ()
    assert negotiated(merged(content, agreed)) == negotiated(agreed)


def test_the_steps_follow_each_other_and_nothing_follows_an_agreement() -> None:
    assert move("called", "propose") is SheetState.PROPOSED
    assert move("proposed", "fix") is SheetState.NATIONAL
    assert move("national", "send_back") is SheetState.RETURNED
    assert move("national", "agree") is SheetState.AGREED
    for verb in SheetVerb:
        with pytest.raises(Problem, match="SHEET-WRONG-STATE"):
            move("agreed", verb)
    with pytest.raises(Problem, match="SHEET-WRONG-STATE"):
        move("called", "agree")


def test_the_permission_table_knows_the_states_a_wording_may_be_proposed_in() -> None:
    assert {state.value for state in MOVES if SheetVerb.PROPOSE in MOVES[state]} == PROPOSABLE
    assert {state.value for state in SheetState} - {"agreed"} == IN_TALKS
    assert {state for state, role in WAITS_WITH.items() if role is None} == {SheetState.AGREED}


def test_a_proposed_sheet_is_with_those_who_review_definitions_until_they_spoke_or_their_day_is_over() -> (
    None
):
    days = Calendar(date(2026, 4, 30), date(2026, 5, 15), date(2026, 6, 30))
    came = date(2026, 4, 20)

    def waits(today: date, **commented: date | None) -> tuple[Role | None, tuple[str, ...], date | None]:
        found = step_of_sheet("proposed", came, office="X", days=days, commented=commented, today=today)
        return found.role, found.offices, found.since

    spoke = date(2026, 5, 4)
    reviewer, coordinator = Role.DEFINITION_REVIEWER, Role.COORDINATOR
    assert waits(date(2026, 5, 5), BPS=spoke, Bappenas=None) == (reviewer, ("Bappenas",), came)
    assert waits(date(2026, 5, 5), BPS=spoke, Bappenas=date(2026, 5, 1)) == (coordinator, (), spoke)
    assert waits(date(2026, 5, 15), BPS=None) == (reviewer, ("BPS",), came)
    assert waits(date(2026, 5, 16), BPS=None) == (coordinator, (), date(2026, 5, 16))
    late_word = {"BPS": date(2026, 5, 20)}
    assert waits(date(2026, 5, 21), **late_word) == (coordinator, (), date(2026, 5, 16))
    assert waits(date(2026, 4, 21)) == (coordinator, (), came)  # nobody reviews definitions
    late = step_of_sheet(
        "proposed", date(2026, 5, 20), office="X", days=days, commented={"BPS": None}, today=date(2026, 5, 21)
    )
    assert (late.role, late.since, late.due) == (coordinator, date(2026, 5, 20), date(2026, 6, 30))


def test_a_proposed_sheet_with_a_remark_to_answer_is_with_its_office_before_the_coordinator() -> None:
    days = Calendar(date(2026, 4, 30), date(2026, 5, 15), date(2026, 6, 30))

    def waits(remarked: date | None, *, today: date = date(2026, 5, 10), **commented: date | None) -> Waits:
        return step_of_sheet(
            "proposed", date(2026, 4, 20), office="Kemenkes", days=days, commented=commented,
            remarked=remarked, today=today,
        )  # fmt: skip

    first, last = date(2026, 5, 1), date(2026, 5, 4)
    office = Waits(Role.FOCAL_POINT, ("Kemenkes",), last, date(2026, 5, 15))
    assert waits(first, BPS=last, Bappenas=first) == office
    assert waits(date(2026, 5, 6), BPS=last).since == date(2026, 5, 6)  # the coordinator remarked later
    assert waits(first, BPS=first, Bappenas=None).role is Role.DEFINITION_REVIEWER  # one has yet to speak
    assert waits(None, BPS=last).role is Role.COORDINATOR
    assert waits(first, today=date(2026, 5, 15), BPS=last) == office
    for day in (date(2026, 5, 16), date(2026, 7, 1)):  # the office did not answer in time
        coordinator = Waits(Role.COORDINATOR, (), date(2026, 5, 16), date(2026, 6, 30))
        assert waits(first, today=day, BPS=last) == coordinator
        assert waits(first, today=day, BPS=first, Bappenas=None) == coordinator


def test_an_office_speaks_through_the_duty_not_through_the_ministry_of_the_person() -> None:
    sheet = Subject("SOMHD", frozenset({"KEMENKES"}), "called")
    for duty, office in (
        (Duty(Role.FOCAL_POINT, "KEMENKES", "SOMHD"), "KEMENKES"),
        (Duty(Role.ALTERNATE, "KEMLU", "SOMHD"), "KEMENKES"),
        (Duty(Role.ALTERNATE, "KEMENKES", None), "KEMENKES"),
        (Duty(Role.DEFINITION_REVIEWER, "STATS", None), "STATS"),
        (Duty(Role.SECRETARIAT, "KOORD", None), "KOORD"),
    ):
        assert speaks_for([duty], sheet) == office, duty


def test_whoever_proposed_does_not_decide() -> None:
    check_maker(1, 2)
    with pytest.raises(Problem, match="SHEET-OWN-WORDING"):
        check_maker(1, 1)


def test_a_circle_of_equivalents_is_found_however_long() -> None:
    edges = [(f"i{n}", f"i{n + 1}") for n in range(50)]
    assert closes_circle(edges, ("i50", "i0"))[0] == "i0"
    assert len(closes_circle(edges, ("i50", "i0"))) == 51
    assert closes_circle(edges, ("i0", "i20")) == ()
    assert closes_circle([], ("a", "a")) == ("a",)


@given(st.lists(st.tuples(st.sampled_from("abcdef"), st.sampled_from("abcdef")), max_size=12))
def test_alignments_taken_one_by_one_never_hold_a_circle(pairs: list[tuple[str, str]]) -> None:
    taken: list[tuple[str, str]] = []
    for pair in pairs:
        if not closes_circle(taken, pair):
            taken.append(pair)
    for start in "abcdef":
        reached, ahead = set(), [to for of, to in taken if of == start]
        while ahead:
            here = ahead.pop()
            if here not in reached:
                reached.add(here)
                ahead += [to for of, to in taken if of == here]
        assert start not in reached
