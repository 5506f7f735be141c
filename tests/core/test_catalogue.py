"""What content must say: every mistake is found, named with its place, sayable in both languages."""

from __future__ import annotations

import json
import string
from pathlib import Path
from typing import Any

import jsonschema
import pytest

from simpul.core.catalogue import (
    REQUIRED_FIELDS,
    ContentItem,
    can_be_looked_up,
    licence_allows_tables,
    readiness_of,
)
from simpul.core.content_checks import FACTS_PER_SOURCE, check_content
from simpul.core.content_shapes import SHAPES, json_schema
from simpul.core.content_words import CONTENT_SENTENCES

BOTH = {"id": "ya", "en": "yes"}
FACT = {"source": "https://example.org/a", "confidence": "verified"}


def framework(**fields: Any) -> ContentItem:
    body = {
        "code": "plan",
        "position": 1,
        "title": BOTH,
        "levels": [{"code": "goal", **BOTH}, {"code": "measure", **BOTH}],
        "wording": "ours",
        **FACT,
    }
    return ContentItem("framework", "plan", {**body, **fields}, "plan.yaml", 1)


def node(code: str, *, line: int = 2, **fields: Any) -> ContentItem:
    body = {"code": code, "level": "goal", "title": BOTH, "wording": "ours", **FACT}
    return ContentItem("node", f"plan/{code}", {**body, **fields}, "plan.yaml", line)


def office(code: str = "STAT", **fields: Any) -> ContentItem:
    body = {"code": code, "acronym": code, "name": BOTH, "type": "ministry", "area": "IDN", **FACT}
    return ContentItem("organisation", code, {**body, **fields}, "offices.yaml", 3)


def body_of(code: str = "HEALTH", **fields: Any) -> ContentItem:
    body = {
        "code": code,
        "acronym": code,
        "name": BOTH,
        "theme": BOTH,
        "type": "sectoral",
        "counted": True,
        **FACT,
    }
    return ContentItem("body", code, {**body, **fields}, "bodies.yaml", 4)


def lead(code: str, organisation: str, since: str, until: str | None = None, **fields: Any) -> ContentItem:
    body = {
        "code": code,
        "body": "HEALTH",
        "organisation": organisation,
        "role": "lead",
        "since": since,
        **FACT,
    }
    ends = {"until": until} if until else {}
    return ContentItem("responsibility", code, {**body, **ends, **fields}, "responsibilities.yaml", 5)


def sheet(code: str = "P-1", **fields: Any) -> ContentItem:
    body = {
        "code": code,
        "title": BOTH,
        "unit": BOTH,
        "unit_code": "PT",
        "polarity": "minimise",
        "validity": "proxy",
        "type": "quantitative",
        "level": "outcome",
        "custodian": "STAT",
        "decimals": 1,
        "minimum": "0",
        "maximum": "100",
        **FACT,
    }
    return ContentItem("indicator", code, {**body, **fields}, "indicators.yaml", 6)


def value(period: str = "2024", number: Any = "8.5", **fields: Any) -> ContentItem:
    code = f"P-1/IDN/{period}"
    body = {
        "code": code,
        "indicator": "P-1",
        "area": "IDN",
        "period": period,
        "value": number,
        "nature": "final",
    }
    return ContentItem("value", code, {**body, **FACT, **fields}, "values.yaml", 7)


def obligation(**fields: Any) -> ContentItem:
    body = {
        "code": "quarterly",
        "name": BOTH,
        "framework": "plan",
        "area": "IDN",
        "zone": "Asia/Jakarta",
        "anchor": "2026-01-01",
        "every_months": 3,
        "opens_after_days": 1,
        "due_after_days": 24,
        "closes_after_days": 38,
        "chain": ["data_producer", "focal_point"],
        "delivery_chain": ["soca_leader"],
        "narrative": [{"code": "achievements", "label": BOTH, "max_length": 900}],
        **FACT,
    }
    return ContentItem("obligation", "quarterly", {**body, **fields}, "obligations.yaml", 8)


def person(**fields: Any) -> ContentItem:
    row = {
        "role": "focal_point",
        "organisation": "STAT",
        "since": "2026-01-01",
        "letter_number": "1",
        "letter_date": "2025-12-15",
    }
    body = {
        "code": "a",
        "name": "A",
        "organisation": "STAT",
        "email": "a@contoh.example",
        "designations": [row],
    }
    return ContentItem("demo_person", "a", {**body, **fields}, "people.yaml", 9)


def alignment(source: str, target: str) -> ContentItem:
    body = {
        "code": f"{source}>{target}",
        "source_node": {"kind": "indicator", "code": source},
        "target": {"kind": "goal", "code": target},
        "relation": "contributes",
        "strength": "medium",
        "status": "proposed",
        "proposed_by": "us",
        "rationale": BOTH,
        "source": "ours",
        "confidence": "inferred",
    }
    return ContentItem("alignment", body["code"], body, "alignments.yaml", 10)


def found(*items: ContentItem) -> list[tuple[str, str, int]]:
    return [(defect.code, defect.file, defect.line) for defect in check_content(items)]


def codes(*items: ContentItem) -> list[str]:
    return [code for code, _, _ in found(*items)]


def word(kind: str, code: str, **fields: Any) -> ContentItem:
    body = {"code": code, "position": 1, "label": BOTH, **FACT, **fields}
    return ContentItem(kind, code, body, f"{kind}s.yaml", 11)


def area(code: str = "IDN", **fields: Any) -> ContentItem:
    body = {"code": code, "position": 1, "name": BOTH, **FACT, **fields}
    return ContentItem("area", code, body, "areas.yaml", 12)


def chair(**fields: Any) -> ContentItem:
    body = {"code": "HEALTH/2026", "body": "HEALTH", "area": "IDN", "part": "chair", "since": "2026-01-01"}
    body |= {"until": "2027-01-01", "precision": "year", **FACT, **fields}
    return ContentItem("chair", "HEALTH/2026", body, "chairs.yaml", 13)


def event(**fields: Any) -> ContentItem:
    body = {"code": "m", "name": BOTH, "body": "HEALTH", "starts_on": "2026-03-04", "status": "confirmed"}
    return ContentItem("event", "m", {**body, **FACT, **fields}, "calendar.yaml", 14)


GOOD = (
    framework(),
    node("1"),
    office(),
    word("field_of_life", "health", covers=BOTH),
    word("group", "women"),
    body_of(fields_of_life=["health"]),
    lead("a", "STAT", "2025-01-01"),
    sheet(field_of_life="health", groups=["women"]),
    value(),
    obligation(),
    person(),
    alignment("P-1", "plan/1"),
    area(),
    chair(),
    event(),
)


def test_content_without_a_mistake_has_no_defect() -> None:
    assert check_content(GOOD) == ()


@pytest.mark.parametrize(
    ("wrong", "code", "file"),
    [
        (sheet(custodian="NOBODY"), "CONTENT-REFERENCE", "indicators.yaml"),
        (sheet(body="NO-BODY"), "CONTENT-REFERENCE", "indicators.yaml"),
        (sheet(confirming=["HEALTH", "NO-BODY"]), "CONTENT-REFERENCE", "indicators.yaml"),
        (sheet(polarity="up"), "CONTENT-VALUE", "indicators.yaml"),
        (sheet(title={"en": "only English"}), "CONTENT-TRANSLATION", "indicators.yaml"),
        (sheet(title="one language"), "CONTENT-TYPE", "indicators.yaml"),
        (sheet(source=""), "CONTENT-SOURCE", "indicators.yaml"),
        (sheet(confidence=None), "CONTENT-SOURCE", "indicators.yaml"),
        (sheet(source="general knowledge"), "CONTENT-VERIFIED", "indicators.yaml"),
        (sheet(decimals="two"), "CONTENT-TYPE", "indicators.yaml"),
        (sheet(colour="red"), "CONTENT-UNKNOWN-FIELD", "indicators.yaml"),
        (sheet(series_break=True), "CONTENT-UNKNOWN-FIELD", "indicators.yaml"),
        (sheet(unit_code=""), "CONTENT-FIELD", "indicators.yaml"),
        (sheet(minimum=0), "CONTENT-FIGURE", "indicators.yaml"),
        (
            sheet(
                baseline={"area": "IDN", "period": "2024", "value": "9", "status": "agreed", "source": "x"}
            ),
            "CONTENT-DECISION",
            "indicators.yaml",
        ),
        (
            sheet(baseline={"area": "IDN", "period": "2024", "value": "9", "status": "sure", "source": "x"}),
            "CONTENT-VALUE",
            "indicators.yaml",
        ),
        (
            sheet(
                targets=[
                    {
                        "area": "IDN",
                        "period": "2029",
                        "low": "5",
                        "high": "4",
                        "authority": "a",
                        "source": "x",
                    }
                ]
            ),
            "CONTENT-ORDER",
            "indicators.yaml",
        ),
        (
            sheet(targets=[{"area": "IDN", "period": "2029", "low": "5", "authority": "a", "source": "x"}]),
            "CONTENT-FIGURE",
            "indicators.yaml",
        ),
        (
            sheet(targets=[{"area": "IDN", "period": "2029", "value": "5", "source": "x"}]),
            "CONTENT-FIELD",
            "indicators.yaml",
        ),
        (value(number=8.5), "CONTENT-FIGURE", "values.yaml"),
        (value(number="eight"), "CONTENT-FIGURE", "values.yaml"),
        (value(number="108.5"), "CONTENT-RANGE", "values.yaml"),
        (value(period="2024-13"), "CONTENT-PERIOD", "values.yaml"),
        (value(licence="CC-BY-NC-4.0"), "CONTENT-LICENCE", "values.yaml"),
        (lead("a", "STAT", "21 October 2024"), "CONTENT-VALUE", "responsibilities.yaml"),
        (lead("a", "STAT", "2025-01-01", "2024-01-01"), "CONTENT-ORDER", "responsibilities.yaml"),
        (office(until="2024-02-30"), "CONTENT-VALUE", "offices.yaml"),
        (office(parent="STAT"), "CONTENT-CYCLE", "offices.yaml"),
        (obligation(chain=["minister"]), "CONTENT-VALUE", "obligations.yaml"),
        (obligation(delivery_chain=[]), "CONTENT-DELIVERY-CHAIN", "obligations.yaml"),
        (
            obligation(delivery_chain=["soca_leader", "coordinator"]),
            "CONTENT-DELIVERY-CHAIN",
            "obligations.yaml",
        ),
        (obligation(delivery_chain=["secretariat"]), "CONTENT-DELIVERY-CHAIN", "obligations.yaml"),
        (obligation(due_after_days=40), "CONTENT-ORDER", "obligations.yaml"),
        (obligation(every_months=0), "CONTENT-VALUE", "obligations.yaml"),
        (obligation(every_months=2), "CONTENT-VALUE", "obligations.yaml"),
        (obligation(anchor="2026-02-01"), "CONTENT-VALUE", "obligations.yaml"),
        (
            obligation(narrative=[{"code": "a", "label": {"id": "ya"}, "max_length": 9}]),
            "CONTENT-TRANSLATION",
            "obligations.yaml",
        ),
        (person(email="a@kementerian.go.id"), "CONTENT-ADDRESS", "people.yaml"),
        (framework(official_method="traffic-light"), "CONTENT-VALUE", "plan.yaml"),
        (framework(counts={"goal": 12}), "CONTENT-COUNT", "plan.yaml"),
        (node("1", level="dream"), "CONTENT-VALUE", "plan.yaml"),
        (sheet(field_of_life="leisure"), "CONTENT-REFERENCE", "indicators.yaml"),
        (sheet(groups=["women", "men"]), "CONTENT-REFERENCE", "indicators.yaml"),
        (body_of(fields_of_life=["leisure"]), "CONTENT-REFERENCE", "bodies.yaml"),
        (body_of(fields_of_life=[]), "CONTENT-FIELD", "bodies.yaml"),
        (word("group", "women", label={"id": "Perempuan"}), "CONTENT-TRANSLATION", "groups.yaml"),
        (word("group", "women", position="first"), "CONTENT-TYPE", "groups.yaml"),
        (alignment("P-1", "plan/9"), "CONTENT-REFERENCE", "alignments.yaml"),
        (body_of(ministerial="NO-BODY", fields_of_life=["health"]), "CONTENT-REFERENCE", "bodies.yaml"),
        (body_of(type="club", fields_of_life=["health"]), "CONTENT-VALUE", "bodies.yaml"),
        (office(coordinated_by="NOBODY"), "CONTENT-REFERENCE", "offices.yaml"),
        (office(legal_basis_confidence="surely"), "CONTENT-VALUE", "offices.yaml"),
        (area(name={"id": "Indonesia"}), "CONTENT-TRANSLATION", "areas.yaml"),
        (chair(area="ATL"), "CONTENT-REFERENCE", "chairs.yaml"),
        (chair(body="NO-BODY"), "CONTENT-REFERENCE", "chairs.yaml"),
        (chair(until="2025-01-01"), "CONTENT-ORDER", "chairs.yaml"),
        (chair(precision="month"), "CONTENT-VALUE", "chairs.yaml"),
        (event(starts_on=None), "CONTENT-FIELD", "calendar.yaml"),
        (event(starts_on="4 March 2026"), "CONTENT-VALUE", "calendar.yaml"),
        (event(ends_on="2026-03-03"), "CONTENT-ORDER", "calendar.yaml"),
        (event(starts_on=None, expected_from="2026-03-01"), "CONTENT-VALUE", "calendar.yaml"),
        (
            event(starts_on=None, expected_from="2026-03-09", expected_to="2026-03-01", status="tentative"),
            "CONTENT-ORDER",
            "calendar.yaml",
        ),
        (event(body=None), "CONTENT-FIELD", "calendar.yaml"),
        (event(area="ATL"), "CONTENT-REFERENCE", "calendar.yaml"),
        (event(status="sure"), "CONTENT-VALUE", "calendar.yaml"),
        (event(source=""), "CONTENT-SOURCE", "calendar.yaml"),
        (ContentItem("poem", "1", {}, "poems.yaml", 1), "CONTENT-KIND", "poems.yaml"),
    ],
)
def test_each_mistake_is_found_once_and_named_by_file_and_line(
    wrong: ContentItem, code: str, file: str
) -> None:
    same = [item for item in GOOD if (item.kind, item.code) == (wrong.kind, wrong.code)]
    items = [wrong if item in same else item for item in GOOD]
    if not same:
        others = {"value": "value", "alignment": "alignment"}.get(wrong.kind)
        items = [*(item for item in GOOD if item.kind != others), wrong]
    assert found(*items) == [(code, file, wrong.line)]


def test_a_folder_without_fields_of_life_asks_no_body_for_a_home() -> None:
    without = [item for item in GOOD if item.kind not in ("field_of_life", "indicator", "value", "alignment")]
    items = [body_of() if item.kind == "body" else item for item in without]
    assert check_content(items) == ()


@pytest.mark.parametrize(
    ("kind", "missing"), [("subsidiary", ["CONTENT-FIELD"]), ("organ", []), ("ministerial", [])]
)
def test_a_sub_body_has_a_home_too_and_what_works_in_no_field_needs_none(
    kind: str, missing: list[str]
) -> None:
    assert codes(*GOOD, body_of("NURSES", type=kind, counted=False, parent="HEALTH")) == missing


def test_a_role_that_does_not_exist_is_found_in_a_designation() -> None:
    row = {**person().body["designations"][0], "role": "emperor"}
    items = [item for item in GOOD if item.kind != "demo_person"]
    assert codes(*items, person(designations=[row])) == ["CONTENT-VALUE"]


def test_a_code_stands_once_and_the_first_place_is_named() -> None:
    (defect,) = check_content([*GOOD, office()])
    assert defect.code == "CONTENT-DUPLICATE"
    assert "offices.yaml:3" in defect.sentence("id") and "offices.yaml:3" in defect.sentence("en")


def test_an_office_answers_for_a_body_once_in_a_part_on_a_day() -> None:
    first = lead("first", "OLD", "2020-01-01", "2025-01-01", role="contributing")
    after = lead("second", "OLD", "2025-01-01", role="contributing")
    assert codes(*GOOD, office("OLD"), first, after) == []
    other = lead("third", "OLD", "2024-12-31", role="co-lead")
    assert codes(*GOOD, office("OLD"), first, other) == []
    late = lead("second", "OLD", "2024-12-31", role="contributing")
    assert codes(*GOOD, office("OLD"), first, late) == ["CONTENT-ANSWERS"]


def test_two_offices_cannot_lead_a_body_on_the_same_day() -> None:
    former = lead("former", "OLD", "2020-01-01", "2025-01-01")
    assert codes(*GOOD, office("OLD"), former) == []
    late = lead("former", "OLD", "2020-01-01", "2025-01-02")
    assert codes(*GOOD, office("OLD"), late) == ["CONTENT-OVERLAP"]
    assert codes(*GOOD, office("OLD"), lead("second", "OLD", "2020-01-01", role="co-lead")) == []


def test_a_parent_stands_before_its_children_and_never_above_itself() -> None:
    assert codes(framework(), node("1"), node("1.1", parent="1", level="measure")) == []
    assert codes(framework(), node("1.1", parent="1", level="measure"), node("1")) == ["CONTENT-ORDER"]
    assert codes(framework(), node("1", parent="2"), node("2", parent="1")) == ["CONTENT-CYCLE"] * 2


def test_more_figures_from_one_source_than_single_facts_need_a_licence() -> None:
    facts = [value(str(2000 + year)) for year in range(FACTS_PER_SOURCE)]
    base = [item for item in GOOD if item.kind != "value"]
    assert codes(*base, *facts) == []
    assert codes(*base, *facts, value("2020")) == ["CONTENT-LICENCE"]
    assert codes(*base, *facts, value("2020", licence="CC-BY-4.0")) == []


@pytest.mark.parametrize(
    ("licence", "allowed"),
    [
        ("CC-BY-4.0", True),
        ("CC BY 4.0", True),
        ("UNSD free reuse with citation; mirror CC-BY-4.0", True),
        ("CC-BY-NC-SA-3.0-IGO", False),
        ("CC-BY-ND-4.0", False),
        ("all rights reserved", False),
        ("", False),
    ],
)
def test_tables_need_cc_by_or_un_terms(licence: str, allowed: bool) -> None:
    assert licence_allows_tables(licence) is allowed


def test_a_source_is_an_address_or_a_dated_document() -> None:
    assert can_be_looked_up("ASCC Strategic Plan, adopted at the 46th ASEAN Summit, 26 May 2025")
    assert not can_be_looked_up("everybody knows") and not can_be_looked_up("")


NEWS = "https://kabar.example/2025/angka-turun"
FULL = {
    "concept": BOTH,
    "definition": BOTH,
    "formula": BOTH,
    "measure": BOTH,
    "unit": BOTH,
    "classification": BOTH,
    "source_activity": "survey",
    "producer": "STAT",
    "frequency": "annual",
    "release_lag_months": 0,
    "custodian": "STAT",
    "baseline": {"status": "provisional"},
    "targets": [{"period": "2029"}],
    "national_equivalent": {"relation": "identical"},
}


def test_a_full_sheet_is_ready_and_a_release_on_the_day_is_a_known_lag() -> None:
    assert readiness_of(FULL) == ()


@pytest.mark.parametrize("name", REQUIRED_FIELDS)
def test_each_required_field_that_is_missing_is_named(name: str) -> None:
    key = {"target": "targets", "alignment": "national_equivalent"}.get(name, name)
    lacking = (
        {"baseline": {"status": "provisional", "source": NEWS}} if name == "publication" else {key: None}
    )
    assert readiness_of({**FULL, **lacking}) == (name,)


@pytest.mark.parametrize(
    ("change", "missing"),
    [
        ({"release_lag_assumed": True}, ("release_lag_months",)),
        ({"frequency": "irregular"}, ("frequency",)),
        ({"baseline": {"status": "none"}}, ("baseline",)),
        ({"definition": {"id": "", "en": ""}}, ("definition",)),
        ({"definition": {"id": "hanya Indonesia"}}, ()),
        ({"targets": [{"source": f"BPS, Susenas, via kabar.example, {NEWS}"}]}, ("publication",)),
        ({"targets": [{"source": "RPJMN 2025–2029"}, {"source": NEWS}]}, ("publication",)),
        ({"targets": [{"source": f"Perpres 12/2025, {NEWS}"}]}, ()),
    ],
)
def test_what_is_assumed_or_empty_does_not_count_as_known(
    change: dict[str, Any], missing: tuple[str, ...]
) -> None:
    assert readiness_of({**FULL, **change}) == missing


@pytest.mark.parametrize("code", sorted(CONTENT_SENTENCES))
def test_every_defect_can_be_said_in_both_languages_with_the_same_values(code: str) -> None:
    row = CONTENT_SENTENCES[code]
    named = [
        {name for _, name, _, _ in string.Formatter().parse(text) if name}
        for text in (row.id, row.en, row.hint_id, row.hint_en)
    ]
    assert named[0] == named[1] and named[2] == named[3]
    assert all(text.strip() for text in (row.id, row.en, row.hint_id, row.hint_en))


def test_every_defect_the_examples_raise_fills_its_sentence() -> None:
    wrong = [
        sheet(custodian="X", polarity="up", decimals="2", title={}),
        value(number="x"),
        obligation(chain=["x"]),
    ]
    defects = check_content(wrong)
    assert len(defects) >= 5
    for defect in defects:
        for language in ("id", "en"):
            assert "{" not in defect.sentence(language) + defect.hint(language)


@pytest.mark.parametrize("kind", sorted(set(SHAPES) - {"node"}))
def test_the_schema_files_are_those_the_shapes_make(kind: str) -> None:
    kept = json.loads(Path("content/schemas", f"{kind}.json").read_text())
    assert kept == json_schema(kind), "run: python scripts/schemas.py write"
    jsonschema.Draft202012Validator.check_schema(kept)
