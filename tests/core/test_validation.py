"""The rules as declared in content/rules, on worked examples written by hand, and their properties."""

from __future__ import annotations

import random
import time
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from simpul.core import validation
from simpul.core.asked import Asked
from simpul.core.errors import Problem
from simpul.core.figures import read_figure
from simpul.core.rule_kinds import KINDS
from simpul.core.validation import Accepted, Entry, FigureKey, Known, Place, check_entries, rules_from

ROOT = Path(__file__).resolve().parents[2]
DECLARED = yaml.safe_load((ROOT / "content/rules/reporting.yaml").read_text())["rules"]
RULES = rules_from(DECLARED)
EXAMPLES = [
    example
    for path in sorted((Path(__file__).parent / "examples/rules").glob("*.yaml"))
    for example in yaml.safe_load(path.read_text())
]


def entry_of(row: dict[str, Any]) -> Entry:
    row = dict(row)
    key = FigureKey(
        row.pop("indicator"),
        row.pop("area", "IDN"),
        row.pop("period", "2025"),
        row.pop("disaggregation", "_T"),
    )
    place = Place(sheet=row.pop("sheet", None), cell=row.pop("cell", None))
    return Entry(key=key, place=place, **{"nature": "final", **row})


def accepted_of(given: Any) -> Accepted:
    row = given if isinstance(given, dict) else {"text": given}
    figure = read_figure(row["text"], language="id")
    return Accepted(row["text"], figure.value, str(figure.status), "final", row.get("definition_version"))


def asked_of(given: dict[str, Any]) -> Asked:
    months, still = tuple(given.get("months", ())), frozenset(given.get("still", ()))
    return Asked(**{**given, "months": months, "still": still})


def known_of(code: str, row: dict[str, Any]) -> Known:
    row = dict(row)
    for name in ("minimum", "maximum", "jump_limit"):
        row[name] = validation.decimal_or_none(row.get(name))
    row["accepted"] = {FigureKey(code, "IDN", p): accepted_of(a) for p, a in row.get("accepted", {}).items()}
    row["disaggregations"] = frozenset(row.get("disaggregations", ()))
    row["units"] = tuple(row.get("units", ()))
    row["asked"] = asked_of(row.get("asked", {}))
    row["parts"] = tuple(tuple(part) for part in row.get("parts", ()))
    return Known(code=code, **row)


@pytest.mark.parametrize("example", EXAMPLES, ids=lambda one: one["name"])
def test_a_worked_example_gives_exactly_the_findings_written_by_hand(example: dict[str, Any]) -> None:
    known = {code: known_of(code, row) for code, row in example["known"].items()}
    entries = [entry_of(row) for row in example["entries"]]
    checked = check_entries(entries, rules=RULES, known=known, language=example.get("language", "id"))
    found = sorted((finding.rule, finding.field) for finding in checked.findings)
    assert found == sorted((row["rule"], row["field"]) for row in example["findings"])
    for row in example["findings"]:
        finding = next(one for one in checked.findings if one.rule == row["rule"])
        for language in ("id", "en"):
            assert row.get(language, "") in validation.sentence(finding, language)
            assert row.get(f"hint_{language}", "") in validation.hint(finding, language)
        if "cell" in row:
            assert finding.place is not None and finding.place.cell == row["cell"]
    passed = {name.split("@")[0] for name in checked.passed}
    assert set(example.get("passed", ())) <= passed
    assert not set(example.get("not_passed", ())) & passed
    for row, entry in zip(example.get("read", ()), entries, strict=False):
        figure = read_figure(entry.text, language="id", is_number=entry.is_number)
        assert (figure.value, str(figure.status)) == (Decimal(row["value"]), row["status"])


def test_every_rule_has_a_good_and_a_bad_example() -> None:
    bad = {finding["rule"] for example in EXAMPLES for finding in example["findings"]}
    good: set[str] = set()
    for example in EXAMPLES:
        known = {code: known_of(code, row) for code, row in example["known"].items()}
        checked = check_entries(
            [entry_of(row) for row in example["entries"]],
            rules=RULES,
            known=known,
            language=example.get("language", "id"),
        )
        good |= {name.split("@")[0] for name in checked.passed}
    codes = {rule.code for rule in RULES}
    assert codes - bad == set()
    assert codes - good == set()


def test_every_kind_is_used_by_a_rule() -> None:
    assert {rule.kind for rule in RULES} == set(KINDS)


def test_no_sentence_shows_a_bare_placeholder() -> None:
    known = {
        "P-1": known_of(
            "P-1",
            {
                "minimum": 0,
                "maximum": 1,
                "decimals": 0,
                "definition_version": 2,
                "accepted": {"2020": {"text": "21,5", "definition_version": 1}},
            },
        )
    }
    entries = [
        entry_of({"indicator": "P-1", "text": "98,62"}),
        entry_of({"indicator": "P-1", "text": "98.62"}),
    ]
    findings = check_entries(entries, rules=RULES, known=known).findings
    assert len(findings) > 4
    for finding in findings:
        for language in ("id", "en"):
            words = validation.sentence(finding, language) + validation.hint(finding, language)
            assert not set("[]{}") & set(words), words


BAD = [
    ("no code of its kind", {"kind": "guess"}, "there is no kind guess"),
    ("no severity", {"severity": "fatal"}, "severity is fatal"),
    ("an error that can be waved away", {"overridable": True}, "cannot be overridable"),
    ("a sentence in one language", {"sentence": {"id": "Salah."}}, "sentence.en is missing"),
    ("a placeholder it cannot know", {"hint": {"id": "{nilai}", "en": "x"}}, "hint.id names {nilai}"),
    ("a broken placeholder", {"hint": {"id": "{", "en": "x"}}, "hint.id:"),
    ("a parameter of another kind", {"parameters": {"years": 5}}, "has no parameter years"),
    ("no source", {"source": ""}, "source is missing"),
    ("no version", {"version": None}, "version is missing"),
]


@pytest.mark.parametrize(("change", "defect"), [row[1:] for row in BAD], ids=[row[0] for row in BAD])
def test_it_refuses_a_rule_declared_with(change: dict[str, Any], defect: str) -> None:
    with pytest.raises(Problem) as raised:
        rules_from([{**DECLARED[0], **change}])
    assert raised.value.code == "CONTENT-RULE"
    assert defect in raised.value.params["defects"]


def test_it_names_all_defects_of_all_rules_at_once() -> None:
    with pytest.raises(Problem) as raised:
        rules_from([{**DECLARED[0], "kind": "guess"}, DECLARED[1], DECLARED[1], {"code": "X"}])
    defects = raised.value.params["defects"]
    assert "guess" in defects and "declared twice" in defects and "X: kind is missing" in defects


def test_a_rule_that_needs_a_parameter_says_so() -> None:
    jump = next(row for row in DECLARED if row["kind"] == "jump")
    with pytest.raises(Problem) as raised:
        rules_from([{**jump, "parameters": {}}])
    assert "parameter default_limit is missing" in raised.value.params["defects"]


KNOWN = {
    "P-1": known_of("P-1", {"minimum": 0, "maximum": 100, "decimals": 1, "accepted": {"2024": "20"}}),
    "P-2": known_of("P-2", {"asked": {"custodian": False}, "custodian_office": "BPS"}),
    "P-3": known_of(
        "P-3", {"asked": {"area": "IDN", "frequency": "semiannual", "months": [3, 9], "due": "2025-03"}}
    ),
}
ANY_ENTRY = st.builds(
    Entry,
    key=st.builds(
        FigureKey,
        indicator=st.sampled_from(["P-1", "P-2", "P-3", "P-9"]),
        area=st.sampled_from(["IDN", "id", ""]),
        period=st.one_of(st.sampled_from(["2025", "2025-Q1", "2025-13", ""]), st.text(max_size=8)),
        disaggregation=st.sampled_from(["_T", "SEX=F", ""]),
    ),
    answer=st.sampled_from(["value", "unavailable", "nothing_new", "confirmed", ""]),
    text=st.one_of(st.text(max_size=20), st.decimals(allow_nan=True).map(str), st.floats().map(str)),
    is_number=st.booleans(),
    status=st.sampled_from([None, "A", "LT", "M", "?"]),
    nature=st.sampled_from([None, "final", "?"]),
    reason=st.text(max_size=8),
)


@given(st.lists(ANY_ENTRY, max_size=6), st.sampled_from(["id", "en"]))
def test_it_never_falls_over_and_has_words_for_every_finding(entries: list[Entry], language: str) -> None:
    checked = check_entries(entries, rules=RULES, known=KNOWN, language=language)
    for finding in checked.findings:
        assert validation.sentence(finding, language) and validation.hint(finding, language)


@given(st.lists(ANY_ENTRY, max_size=6, unique_by=lambda one: one.key), st.randoms())
def test_findings_do_not_depend_on_the_order_of_rows(entries: list[Entry], chance: random.Random) -> None:
    shuffled = list(entries)
    chance.shuffle(shuffled)
    one = check_entries(entries, rules=RULES, known=KNOWN)
    other = check_entries(shuffled, rules=RULES, known=KNOWN)
    assert sorted(map(repr, one.findings)) == sorted(map(repr, other.findings))
    assert one.passed == other.passed


@given(st.decimals(min_value=0, max_value=100, places=1))
def test_a_value_within_limits_typed_in_either_language_reads_the_same(value: Decimal) -> None:
    rules = [rule for rule in RULES if rule.kind in ("type", "decimal_point", "range")]
    english = Entry(FigureKey("P-1", "IDN", "2025"), text=str(value), nature="final")
    indonesian = Entry(FigureKey("P-1", "IDN", "2025"), text=str(value).replace(".", ","), nature="final")
    first = check_entries([english], rules=rules, known=KNOWN, language="en")
    second = check_entries([indonesian], rules=rules, known=KNOWN, language="id")
    assert not first.findings and not second.findings
    assert first.passed == second.passed


def test_ten_thousand_rows_are_checked_in_linear_time() -> None:
    def rows(count: int) -> list[Entry]:
        keys = (FigureKey("P-1", "IDN", f"{1900 + n % 130}", f"AGE=Y{n // 130}") for n in range(count))
        return [Entry(key, text=f"{n % 90},5", nature="final") for n, key in enumerate(keys)]

    def seconds(entries: list[Entry]) -> float:
        start = time.process_time()
        check_entries(entries, rules=RULES, known=KNOWN)
        return time.process_time() - start

    small, large = min(seconds(rows(2_000)) for _ in range(3)), min(seconds(rows(10_000)) for _ in range(3))
    assert large < small * 5 * 2.5, (small, large)
