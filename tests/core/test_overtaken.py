"""Which figures are not the last word: of a former definition, revised, or followed by a later period."""

from __future__ import annotations

from simpul.core.overtaken import Overtaken, Told, overtaken

SERIES = ("P-H-1", "IDN", "_T")


def told(period: str, version: int = 1, observation: int = 0) -> Told:
    return Told(SERIES, period, "20", version, observation)


KNOWN = {SERIES: [told("2022", 1, 1), told("2023", 1, 2), told("2024", 2, 3)]}


def remarks(*figures: Told, in_force: int = 1) -> list[tuple[str, str, str]]:
    found = overtaken(figures, KNOWN, {"P-H-1": in_force})
    return [(one.kind.value, one.told.period, one.by.period if one.by else "") for one in found]


def test_an_earlier_period_than_the_latest_accepted_is_overtaken() -> None:
    assert remarks(told("2022", 1, 1)) == [(Overtaken.LATER, "2022", "2023")]


def test_the_latest_period_and_a_later_one_are_not() -> None:
    assert remarks(told("2023", 1, 2)) == [] and remarks(told("2024")) == []


def test_an_earlier_figure_told_beside_the_latest_is_not_overtaken() -> None:
    assert remarks(told("2022", 1, 1), told("2023", 1, 2)) == []


def test_a_figure_of_a_former_definition_is_named_with_the_latest_under_the_one_in_force() -> None:
    assert remarks(told("2023", 1, 2), in_force=2) == [(Overtaken.FORMER, "2023", "2024")]
    assert remarks(told("2023", 1, 2), in_force=3) == [(Overtaken.FORMER, "2023", "")]


def test_a_figure_whose_period_has_a_newer_edition_is_overtaken_and_one_that_is_handed_in_for_it_is_not() -> (
    None
):
    assert remarks(told("2023", 1, 9)) == [(Overtaken.REVISED, "2023", "2023")]
    assert remarks(told("2023")) == []


def test_a_figure_of_a_breakdown_is_not_overtaken_by_a_total() -> None:
    series = ("P-H-1", "IDN", "SEX=F")
    assert overtaken([Told(series, "2022", "20", 1)], KNOWN, {"P-H-1": 1}) == ()
