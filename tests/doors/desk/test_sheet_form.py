"""The form of a sheet: what nobody touched stays to the letter, and nothing sent is lost."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml
from django.http import QueryDict
from django.utils.translation import override

from simpul.core.finalisation import changes, check_proposal, negotiated, proposal_of
from simpul.doors.desk.data.sheet_form import form_of, sections_of, sheet_in

CONTENT = Path(__file__).resolve().parents[3] / "content" / "indicators"
SHEETS: dict[str, dict[str, Any]] = {
    entry["code"]: entry
    for path in sorted(CONTENT.rglob("*.yaml"))
    if (declared := yaml.safe_load(path.read_text())).get("kind") == "indicator"
    for entry in declared["entries"]
}
TARGET = {
    "area": "IDN",
    "value": "1",
    "authority": "RPJMN",
    "source": "Perpres 12/2025",
    "confidence": "sure",
}


def sent(sheet: dict[str, Any], **other: str) -> QueryDict:
    """The form filled with a sheet as a browser sends it: line ends of its own kind."""
    posted = QueryDict(mutable=True)
    for group in form_of(negotiated(sheet)):
        for box in group.boxes:
            posted[box.name] = box.text.replace("\n", "\r\n")
    for name, text in other.items():
        posted[name] = text
    return posted


def proposed(sheet: dict[str, Any], **other: str) -> dict[str, Any]:
    start = negotiated(sheet)
    return proposal_of(sheet, sheet_in(sent(sheet, **other), area="IDN", start=start))


def test_there_are_sheets_to_try() -> None:
    assert len(SHEETS) > 50


@pytest.mark.parametrize("tongue", ["id", "en"])
def test_every_sheet_of_the_content_comes_back_as_it_stands_and_is_stopped_by_an_unsaid_difference_alone(
    tongue: str,
) -> None:
    with override(tongue):
        for code, sheet in SHEETS.items():
            found = proposed(sheet)
            assert changes(sheet, found) == (), code
            stopped = {problem.code for problem in check_proposal(sheet, found, reason="")}
            assert stopped <= {"SHEET-DIFFERENCE"}, code


def test_as_many_targets_are_read_as_were_sent() -> None:
    sheet = {"targets": [{**TARGET, "period": str(2025 + at)} for at in range(6)]}
    assert proposed(sheet)["targets"] == sheet["targets"]
    spare = {f"target7_{part}": text for part, text in {**TARGET, "period": "2031"}.items()}
    spare.pop("target7_confidence")
    found = proposed(sheet, **{**spare, "target7_area": ""})
    assert [row["period"] for row in found["targets"]] == [
        "2025",
        "2026",
        "2027",
        "2028",
        "2029",
        "2030",
        "2031",
    ]


def test_a_target_that_is_changed_keeps_its_area_and_the_others_all_they_say() -> None:
    sheet = {"targets": [{**TARGET, "period": "2029"}, {**TARGET, "area": "ASN", "period": "2030"}]}
    first, second = proposed(sheet, target2_value="2")["targets"]
    assert first == sheet["targets"][0]
    assert second == {
        "area": "ASN",
        "period": "2030",
        "value": "2",
        "authority": "RPJMN",
        "source": "Perpres 12/2025",
    }


def test_a_target_taken_out_leaves_the_one_after_it_as_it_stands() -> None:
    sheet = {"targets": [{**TARGET, "period": "2029"}, {**TARGET, "area": "ASN", "period": "2030"}]}
    emptied = {f"target1_{part}": "" for part in ("period", "value", "authority", "source")}
    typed = sheet_in(sent(sheet, **emptied), area="IDN", start=sheet)
    assert typed["targets"] == sheet["targets"][1:]
    again = sheet_in(sent(typed), area="IDN", start=sheet)  # sent anew after a refusal
    assert again["targets"] == sheet["targets"][1:]


@pytest.mark.parametrize(
    ("text", "kept"), [("-1", -1), ("−1", -1), ("0", 0), ("18", 18), ("²", "²"), ("9" * 60, "9" * 60)]
)
def test_a_lag_is_read_as_a_whole_number_below_nothing_too(text: str, kept: Any) -> None:
    assert proposed({}, release_lag_months=text)["release_lag_months"] == kept


def test_every_box_of_the_form_stands_under_one_of_its_headings_once() -> None:
    for code, sheet in SHEETS.items():
        groups = form_of(negotiated(sheet))
        under = [box.name for part in sections_of(groups) for group in part.groups for box in group.boxes]
        assert sorted(under) == sorted(box.name for group in groups for box in group.boxes), code
        assert len(set(under)) == len(under), code


def test_a_text_of_several_lines_is_never_put_into_a_box_of_one_line() -> None:
    told = {"concept": {"id": "Satu\nDua", "en": "One"}, "measure": {"id": "Rasio", "en": "Ratio"}}
    kinds = {box.name: box.kind for group in form_of(told) for box in group.boxes}
    assert (kinds["concept_id"], kinds["measure_id"], kinds["definition_id"]) == ("text", "line", "text")
