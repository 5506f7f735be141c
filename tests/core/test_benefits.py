"""Benefit records: what they have to say, words that claim a cause, and people who may be counted twice."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from simpul.core.benefits import (
    LIMITS,
    MOVES,
    Counting,
    Known,
    Phrase,
    Reach,
    Said,
    Severity,
    State,
    Twice,
    amount_of,
    check,
    claims_in,
    counted_twice,
    move,
)
from simpul.core.dressing import BENEFIT_FIELDS
from simpul.core.errors import Problem
from simpul.core.periods import Period

CONTENT = Path(__file__).resolve().parents[2] / "content"
KNOWN = Known(
    fields=frozenset({"health", "education"}),
    groups=frozenset({"women", "children"}),
    goals=frozenset({"nation/N4"}),
    phrases=(
        Phrase("id", "berkat", "dengan dukungan"),
        Phrase("id", "berkat program ini", "program ini ikut mendukung"),
        Phrase("en", "thanks to", "with the support of"),
    ),
)
WHOLE = Said(
    field_of_life="health",
    groups=("children",),
    counting="counted",
    amount="1.250",
    area="IDN",
    region="Jawa Barat",
    period="2025",
    text="Puskesmas ikut memantau tumbuh kembang 1.250 anak.",
    links=("https://data.example.org/anak",),
    serves=("nation/N4",),
)


def found(said: Said, known: Known = KNOWN) -> list[tuple[str, str, str]]:
    return [(one.code, one.field, one.severity.value) for one in check(said, known)]


def test_a_whole_record_has_no_finding() -> None:
    assert found(WHOLE) == []


@pytest.mark.parametrize(
    ("change", "code", "field"),
    [
        ({"field_of_life": ""}, "BENEFIT-NEEDS-FIELD", "field_of_life"),
        ({"groups": ()}, "BENEFIT-NEEDS-GROUP", "groups"),
        ({"counting": ""}, "BENEFIT-NEEDS-COUNTING", "counting"),
        ({"amount": " "}, "BENEFIT-NEEDS-AMOUNT", "amount"),
        ({"counting": "estimated"}, "BENEFIT-NEEDS-METHOD", "basis"),
        ({"counting": "not_yet", "amount": ""}, "BENEFIT-NEEDS-REASON", "basis"),
        ({"area": ""}, "BENEFIT-NEEDS-AREA", "area"),
        ({"period": ""}, "BENEFIT-NEEDS-PERIOD", "period"),
        ({"text": "\n"}, "BENEFIT-NEEDS-TEXT", "text"),
        ({"links": ()}, "BENEFIT-NEEDS-EVIDENCE", "links"),
        ({"serves": ()}, "BENEFIT-NEEDS-GOAL", "serves"),
    ],
)
def test_what_is_missing_is_named_at_its_field(change: dict, code: str, field: str) -> None:
    assert found(replace(WHOLE, **change)) == [(code, field, "missing")]


def test_not_measurable_yet_is_an_answer_with_its_reason_and_needs_no_evidence() -> None:
    said = replace(WHOLE, counting="not_yet", amount="", links=(), basis="Pendataan mulai 2027.")
    assert found(said) == []


def test_a_file_proves_as_well_as_an_address() -> None:
    assert found(replace(WHOLE, links=(), files=1)) == []


def test_people_without_a_code_can_be_named_in_words() -> None:
    assert found(replace(WHOLE, groups=(), who="Kader posyandu")) == []


def test_where_no_other_framework_is_known_no_goal_of_one_is_asked_for() -> None:
    assert found(replace(WHOLE, serves=()), replace(KNOWN, goals=frozenset())) == []


@pytest.mark.parametrize(
    ("change", "code", "field"),
    [
        ({"field_of_life": "wealth"}, "BENEFIT-CHOICE", "field_of_life"),
        ({"groups": ("children", "cats")}, "BENEFIT-CHOICE", "groups"),
        ({"unit": "heads"}, "BENEFIT-CHOICE", "unit"),
        ({"serves": ("nation/N9", "nation/N4")}, "BENEFIT-CHOICE", "serves"),
        ({"amount": "1.250,5"}, "BENEFIT-WHOLE", "amount"),
        ({"amount": "-3"}, "BENEFIT-WHOLE", "amount"),
        ({"amount": "1,2 juta"}, "FIGURE-NOT-A-NUMBER", "amount"),
        ({"amount": "n/a"}, "FIGURE-NOT-A-NUMBER", "amount"),
        ({"period": "2025-Q5"}, "PERIOD-CODE", "period"),
        ({"links": ("javascript:alert(1)",)}, "BENEFIT-LINK", "links"),
        ({"links": ("https://localhost",)}, "BENEFIT-LINK", "links"),
        ({"links": ("https://a.example/" + "x" * 500,)}, "BENEFIT-LINK", "links"),
        ({"region": "x" * 201}, "REPORTING-TOO-LONG", "region"),
        ({"who": "satu\x00dua"}, "TEXT-CHARACTER", "who"),
    ],
)
def test_what_cannot_be_kept_is_refused_at_its_field(change: dict, code: str, field: str) -> None:
    assert found(replace(WHOLE, **change)) == [(code, field, "refused")]


def test_a_number_beside_not_measurable_yet_is_refused() -> None:
    said = replace(WHOLE, counting="not_yet", basis="Belum didata.")
    assert found(said) == [("BENEFIT-NOT-YET", "amount", "refused")]


def test_a_limit_keeps_its_sign_beside_the_number() -> None:
    figure = amount_of(replace(WHOLE, amount=">1.000.000"))
    assert figure is not None
    assert (figure.text, figure.value, str(figure.status)) == (">1.000.000", Decimal(1000000), "GT")


def test_all_findings_come_at_once_in_the_order_of_the_form() -> None:
    order = list(Said.__dataclass_fields__)
    fields = [one.field for one in check(Said(text="berkat", period="kemarin"), KNOWN)]
    assert fields == sorted(fields, key=order.index) and len(fields) > 5


@given(
    st.builds(
        Said,
        field_of_life=st.sampled_from(["", "health", "x"]),
        groups=st.lists(st.sampled_from(["women", "x"]), max_size=2).map(tuple),
        who=st.text(max_size=400),
        counting=st.sampled_from(["", "x", *Counting]),
        amount=st.text(max_size=80),
        unit=st.sampled_from(["", "people", "x"]),
        basis=st.text(max_size=20),
        area=st.sampled_from(["", "IDN"]),
        region=st.text(max_size=20),
        period=st.text(max_size=8),
        text=st.text(max_size=60),
        text_en=st.text(max_size=60),
        links=st.lists(st.text(max_size=30), max_size=2).map(tuple),
        serves=st.lists(st.sampled_from(["nation/N4", "x/y"]), max_size=2).map(tuple),
    )
)
def test_whatever_is_typed_is_found_in_words_of_both_languages_and_never_thrown(said: Said) -> None:
    for one in check(said, KNOWN):
        for language in ("id", "en"):
            assert one.sentence(language) and "{" not in one.hint(language).replace(said.amount, "")
        if one.severity is Severity.MISSING:
            assert one.field in BENEFIT_FIELDS


def test_a_claim_is_found_in_its_language_only_with_the_neutral_words() -> None:
    said = replace(WHOLE, text="Berkat program ini anak sehat.", text_en="Berkat aside, thanks to us.")
    findings = check(said, KNOWN)
    assert [(one.field, one.params["phrase"], one.severity.value) for one in findings] == [
        ("text", "berkat program ini", "warning"),
        ("text_en", "thanks to", "warning"),
    ]
    assert findings[0].hint("id") == "Lebih netral: “program ini ikut mendukung”."


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("BERKAT\n program  ini", ["berkat program ini"]),
        ("Keberkatan dan berkatnya", []),
        ("berkat, berkat dan berkat program ini", ["berkat", "berkat program ini"]),
        ("", []),
    ],
)
def test_claims_are_whole_words_in_any_case_and_spacing(text: str, expected: list[str]) -> None:
    assert [one.phrase for one in claims_in(text, KNOWN.phrases)] == expected


def test_the_neutral_words_of_the_content_claim_no_cause_themselves() -> None:
    rows = yaml.safe_load((CONTENT / "wording" / "attribution.yaml").read_text())["entries"]
    listed = [Phrase(row["language"], row["phrase"], row["instead"]) for row in rows]
    for language in ("id", "en"):
        here = [one for one in listed if one.language == language]
        assert len(here) >= 10
        assert [one for one in here if claims_in(one.instead, here)] == []
        assert all(claims_in(f"Ya: {one.phrase}.", here) == (one,) for one in here)


# --- the same people twice -------------------------------------------------------------------------------------------

ONE = Reach(1, frozenset({"plan/A"}), frozenset({"women"}), "IDN", "", "2025", Decimal(10))


def test_the_same_group_place_and_time_under_one_goal_is_a_pair() -> None:
    other = replace(ONE, key=2, goals=frozenset({"plan/A", "plan/B"}), period="2025-Q3", region="Bali")
    assert counted_twice([other, ONE]) == (Twice(1, 2, frozenset({"plan/A"}), frozenset({"women"})),)


@pytest.mark.parametrize(
    "change",
    [
        {"goals": frozenset({"plan/B"})},
        {"groups": frozenset({"children"})},
        {"groups": frozenset()},
        {"area": "MYS"},
        {"period": "2024"},
        {"amount": None},
    ],
)
def test_where_one_of_them_differs_nobody_is_counted_twice(change: dict) -> None:
    assert counted_twice([ONE, replace(ONE, key=2, **change)]) == ()


def test_two_parts_of_a_country_are_two_places_however_they_are_spaced() -> None:
    bali, aceh = replace(ONE, region="Bali"), replace(ONE, key=2, region="Aceh")
    assert counted_twice([bali, aceh]) == ()
    assert len(counted_twice([bali, replace(aceh, region="  bali ")])) == 1


periods = st.sampled_from(["2024", "2025", "2025-S1", "2025-Q2", "2025-Q3", "2025-07", "2025-12"])
reaches = st.builds(
    Reach,
    key=st.integers(1, 50),
    goals=st.frozensets(st.sampled_from(["a/1", "a/2"]), max_size=2),
    groups=st.frozensets(st.sampled_from(["women", "youths"]), max_size=2),
    area=st.sampled_from(["IDN", "MYS"]),
    region=st.sampled_from(["", "Bali", "Aceh"]),
    period=periods,
    amount=st.none() | st.just(Decimal(5)),
)


@given(st.lists(reaches, max_size=6, unique_by=lambda one: one.key))
def test_pairs_do_not_hang_on_the_order_and_share_a_day_and_a_group(rows: list[Reach]) -> None:
    pairs = counted_twice(rows)
    assert pairs == counted_twice(rows[::-1])
    by_key = {row.key: row for row in rows}
    for pair in pairs:
        one, other = by_key[pair.one], by_key[pair.other]
        assert pair.one < pair.other and pair.groups == one.groups & other.groups != frozenset()
        first, second = Period.parse(one.period), Period.parse(other.period)
        days = {first.since + timedelta(days=n) for n in range((first.until - first.since).days)}
        assert any(day in second for day in days) and isinstance(min(days), date)


# --- states ----------------------------------------------------------------------------------------------------------


def test_only_these_moves_are_there() -> None:
    assert {
        (state.value, verb, after.value) for state, moves in MOVES.items() for verb, after in moves.items()
    } == {
        ("draft", "revise", "draft"),
        ("draft", "confirm", "confirmed"),
        ("draft", "withdraw", "withdrawn"),
        ("confirmed", "revise", "draft"),
        ("confirmed", "withdraw", "withdrawn"),
    }


def test_what_was_withdrawn_moves_no_more() -> None:
    for verb in ("revise", "confirm", "withdraw"):
        with pytest.raises(Problem, match="ACCOUNTS-WRONG-STATE"):
            move(State.WITHDRAWN, verb)


def test_every_limited_text_is_a_field_of_what_is_said() -> None:
    assert set(LIMITS) <= set(Said.__dataclass_fields__)
