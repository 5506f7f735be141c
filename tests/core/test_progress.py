"""Methods of progress: examples computed by hand, pages recomputed, and what must hold for any series."""

from __future__ import annotations

import doctest
import json
import re
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import assume, given
from hypothesis import strategies as st

from simpul.core import definitions, figures, periods, progress, progress_words, verdicts
from simpul.core.periods import Period
from simpul.core.progress import METHODS, Goal, Interim, Point, Series, Verdict, assess

EXAMPLES = Path(__file__).parent / "examples" / "progress"
PAGES = Path(__file__).parents[2] / "docs" / "methods"


class _Exact(yaml.SafeLoader):
    """YAML whose numbers and dates stay the text a person wrote."""


_Exact.yaml_implicit_resolvers = {
    first: [(tag, shape) for tag, shape in found if tag == "tag:yaml.org,2002:bool"]
    for first, found in yaml.SafeLoader.yaml_implicit_resolvers.items()
}


def _cases() -> list[Any]:
    found = []
    for file in sorted(EXAMPLES.glob("*.yaml")):
        for case in yaml.load(file.read_text(encoding="utf-8"), Loader=_Exact):
            found.append(pytest.param(file.stem, case, id=f"{file.stem}: {case['name']}"))
    return found


def _dated(text: str) -> tuple[str, Period | None]:
    found = re.fullmatch(r"(\S+?)(?: \((\S+)\))?", text)
    assert found, text
    return found[1], Period.parse(found[2]) if found[2] else None


def _span(text: str) -> tuple[Decimal, Decimal]:
    low, high = text.split("..")
    return Decimal(low), Decimal(high)


def _interim(text: str) -> Interim:
    value, period = _dated(text)
    assert period
    if ".." in value:
        return Interim(period, value_range=_span(value))
    return Interim(period, value=Decimal(value))


def _judged(method: str, case: dict[str, Any]) -> Verdict:
    points = tuple(
        Point(Period.parse(code), Decimal(text.lstrip("~|")), "|" in text, 1 if "~" in text else 2)
        for code, text in (case["points"] or {}).items()
    )
    value, period = _dated(case.get("target") or case.get("range") or "-")
    base, base_period = _dated(case.get("baseline", "-"))
    goal = Goal(
        polarity=case["polarity"],
        baseline=Point(base_period, Decimal(base)) if base_period else None,
        target=Decimal(value) if "target" in case else None,
        target_range=_span(value) if "range" in case else None,
        target_period=period,
        interim=tuple(_interim(text) for text in case.get("interim", ())),
        percent=bool(case.get("percent")),
        definition_version=2,
        defined_on=date.fromisoformat(case["defined_on"]) if "defined_on" in case else None,
    )
    peers = [Decimal(text) for text in case.get("peers", ())]
    today = date.fromisoformat(case["today"]) if "today" in case else None
    return assess(Series(points), goal, methods=[method], peers=peers, today=today)[0]


@pytest.mark.parametrize(("method", "case"), _cases())
def test_a_verdict_is_what_was_computed_by_hand(method: str, case: dict[str, Any]) -> None:
    verdict = _judged(method, case)
    assert (verdict.status, verdict.reason) == (case.get("status"), case.get("reason"))
    assert verdict.colour == case.get("colour", "none")
    for name, number in case.get("numbers", {}).items():
        assert abs(verdict.numbers[name] - Decimal(number)) <= Decimal("0.000001"), name
    assert verdict.version == progress.METHODS_BY_CODE[method].version


def test_a_figure_of_a_former_definition_stands_beside_no_target_and_the_refusal_names_the_day() -> None:
    former = Series((Point(Period.parse("2023"), Decimal("98.62"), definition_version=1),))
    goal = Goal("maximise", target=Decimal(99), definition_version=2, defined_on=date(2026, 3, 3))
    found = assess(former, goal, peers=(Decimal(1), Decimal(2), Decimal(4)))
    assert {one.reason for one in found} == {"NEW-DEFINITION"}
    assert {one.status for one in found} == {None}
    told = {progress.reason_sentence(one.reason or "", "id", one.as_json()) for one in found}
    assert told == {"Belum ada angka menurut definisi yang berlaku sejak 3 Maret 2026."}
    undated = assess(former, Goal("maximise", target=Decimal(99), definition_version=2))[0]
    sentence = progress.reason_sentence(undated.reason or "", "en", undated.as_json())
    assert sentence == "There is no figure under the definition in force yet."


def test_every_method_has_examples_and_every_status_and_refusal_is_reached_by_one() -> None:
    cases = [case.values for case in _cases()]
    assert {method for method, _ in cases} == set(progress.ALL)
    assert {case["status"] for _, case in cases if "status" in case} == set(progress.STATUSES)
    assert {case["reason"] for _, case in cases if "reason" in case} == set(progress.SENTENCES)


@pytest.mark.parametrize(
    "module", [periods, figures, definitions, verdicts, progress_words], ids=lambda module: module.__name__
)
def test_the_examples_in_docstrings_are_true(module: Any) -> None:
    result = doctest.testmod(module)
    assert result.attempted
    assert not result.failed


def _rows(page: Path) -> list[dict[str, str]]:
    lines = [line for line in page.read_text(encoding="utf-8").splitlines() if line.startswith("| ")]
    head, *rows = [[cell.strip() for cell in line.strip("|").split("|")] for line in lines]
    return [dict(zip(head, row, strict=True)) for row in rows]


@pytest.mark.parametrize("method", METHODS, ids=lambda method: method.code)
def test_every_method_has_a_page_whose_table_is_recomputed(method: progress.Method) -> None:
    page = PAGES / f"{method.code}.md"
    text = page.read_text(encoding="utf-8")
    assert f"Version {method.version}" in text
    assert all(f"## {head}" in text for head in ("Formula", "Worked table", "Guarantees", "Source"))
    rows = _rows(page)
    assert len(rows) >= 4
    for row in rows:
        case: dict[str, Any] = {"polarity": row["polarity"], "points": {}}
        for item in filter(None, row["series"].split("; ")):
            value, period = _dated(item)
            assert period
            case["points"][period.code] = value
        if row["target"] != "–":
            case["range" if ".." in row["target"] else "target"] = row["target"]
        if row.get("interim", "–") != "–":
            case["interim"] = [row["interim"]]
        if "peers" in row:
            case["peers"] = row["peers"].split(", ")
        verdict = _judged(method.code, case)
        assert (verdict.status or verdict.reason) == row["answer"], row
        for part in filter(None, row["numbers"].split("; ")):
            name, number = part.split(" ")
            places = Decimal(1).scaleb(Decimal(number).as_tuple().exponent)  # type: ignore[arg-type]
            assert verdict.numbers[name].quantize(places) == Decimal(number), (row, name)


STUNTING = Series(
    (
        Point(Period.parse("2018"), Decimal("30.5")),
        Point(Period.parse("2022"), Decimal("21.6"), break_before=True),
        Point(Period.parse("2024"), Decimal("19.8")),
    )
)
TO_2029 = Goal("minimise", target=Decimal("14.2"), target_period=Period.parse("2029"))


def test_the_words_of_a_verdict_carry_its_numbers_in_both_languages() -> None:
    said = {verdict.method: verdict.as_json() for verdict in assess(STUNTING, TO_2029)}
    assert progress.basis(said["plain"], "id") == "24,3% dalam 28,6% waktu; indeks laju 0,85"
    assert progress.basis(said["eurostat-cagr"], "id") == "−4,26% setahun, perlu −5,82%; R 0,73"
    assert progress.basis(said["escap-ap"], "en") == "forecast 15.9; score 7.7 of 10"
    assert progress.basis(said["unsd"], "en") == "x = 0.77; class 2 of 3"


def test_every_status_colour_and_refusal_has_words_in_both_languages() -> None:
    for words in (progress.STATUSES, progress.COLOURS, progress.SENTENCES):
        assert all(len(pair) == 2 and all(pair) for pair in words.values())
    assert progress.reason_sentence("ONE-POINT", "id").startswith("Baru ada satu titik")


def test_a_verdict_keeps_its_inputs_and_survives_json() -> None:
    verdict = assess(STUNTING, TO_2029, methods=["unsd"])[0]
    stored = json.loads(json.dumps(verdict.as_json()))
    assert stored["inputs"] == {
        "polarity": "minimise", "baseline": "21.6 (2022)", "latest": "19.8 (2024)", "target": "14.2",
        "target_period": "2029",
    }  # fmt: skip
    assert Decimal(stored["numbers"]["x"]) == verdict.numbers["x"]


def test_the_order_of_points_does_not_matter() -> None:
    assert assess(Series(STUNTING.points[::-1]), TO_2029) == assess(STUNTING, TO_2029)


_value = st.integers(1, 100_000).map(lambda number: Decimal(number) / 100)
_peers = (Decimal(10), Decimal(20), Decimal(30))


def _run(values: list[Decimal], target: Decimal, polarity: str, peers: tuple[Decimal, ...] = _peers) -> Any:
    points = tuple(Point(Period.parse(str(2018 + at)), value) for at, value in enumerate(values))
    goal = Goal(polarity, target=target, target_period=Period.parse("2030"))
    return assess(Series(points), goal, peers=peers)


def _said(verdicts: tuple[Verdict, ...]) -> list[tuple[str, str | None, str | None]]:
    return [(verdict.method, verdict.status, verdict.reason) for verdict in verdicts]


@given(st.lists(_value, min_size=1, max_size=6), _value)
def test_the_mirror_image_of_a_series_gets_the_same_verdicts(values: list[Decimal], target: Decimal) -> None:
    mirrored = _run([-value for value in values], -target, "minimise", tuple(-peer for peer in _peers))
    assert _said(_run(values, target, "maximise")) == _said(mirrored)


@given(st.lists(_value, min_size=1, max_size=6), _value, st.sampled_from(["maximise", "minimise"]))
def test_the_unit_of_measure_does_not_matter(values: list[Decimal], target: Decimal, polarity: str) -> None:
    scaled = _run(
        [value * 1000 for value in values], target * 1000, polarity, tuple(p * 1000 for p in _peers)
    )
    assert _said(_run(values, target, polarity)) == _said(scaled)


@given(_value, _value, _value, _value, st.sampled_from(["maximise", "minimise"]))
def test_a_better_latest_value_never_gets_a_worse_colour(
    base: Decimal, one: Decimal, other: Decimal, target: Decimal, polarity: str
) -> None:
    assume(target != base)
    worse, better = sorted((one, other), reverse=polarity == "minimise")
    order = {"met": 3, "on_track": 2, "slower": 1, "away": 0}
    for before, after in zip(
        _run([base, worse], target, polarity), _run([base, better], target, polarity), strict=True
    ):
        if before.colour in order and after.colour in order:
            assert order[after.colour] >= order[before.colour], before.method


@given(
    st.lists(st.decimals(-1000, 1000, places=2), max_size=5),
    st.decimals(-1000, 1000, places=2),
    st.sampled_from(["maximise", "minimise", "parity", "range"]),
)
def test_every_method_answers_or_says_why_not(values: list[Decimal], target: Decimal, polarity: str) -> None:
    for verdict in _run(values, target, polarity):
        assert (verdict.status is None) != (verdict.reason is None)
        assert verdict.status is None or verdict.status in progress.STATUSES
        assert verdict.reason is None or verdict.reason in progress.SENTENCES
        assert verdict.colour in progress.COLOURS
