"""Which figure of each area stands beside the others, worked out by hand."""

from __future__ import annotations

from dataclasses import dataclass

from simpul.core.comparison import Doubt, beside


@dataclass(frozen=True)
class Figure:
    period: str
    source: str = "UN"
    status: str = "A"
    definition_version: int = 1


def test_the_source_most_areas_share_is_compared_and_a_later_figure_of_another_named() -> None:
    un, bps = Figure("2020"), Figure("2024", source="BPS")
    found = beside(
        {"IDN": [un, bps], "MYS": [Figure("2020")], "THA": [Figure("2020")]}, ("IDN", "MYS"), own="IDN"
    )
    assert (found["IDN"].figure, found["IDN"].later, found["IDN"].doubts) == (un, bps, ())


def test_an_area_without_the_shared_source_shows_its_latest_with_the_doubt() -> None:
    own = Figure("2020", source="BPS")
    found = beside(
        {"IDN": [own], "MYS": [Figure("2020")], "THA": [Figure("2019")]}, ("IDN", "MYS", "THA"), own="IDN"
    )
    assert (found["IDN"].figure, found["IDN"].doubts) == (own, (Doubt.SOURCE,))
    assert found["MYS"].doubts == () and found["THA"].doubts == (Doubt.PERIOD,)


def test_a_limit_and_another_definition_are_doubted_and_not_available_is_no_figure() -> None:
    found = beside(
        {
            "IDN": [Figure("2020"), Figure("2021", status="NA")],
            "MYS": [Figure("2020", status="LT")],
            "THA": [Figure("2020", definition_version=2)],
            "LAO": [Figure("2020", status="M")],
        },
        ("LAO", "IDN", "MYS", "THA"),
        own="IDN",
    )
    assert list(found) == ["LAO", "IDN", "MYS", "THA"]
    assert (found["LAO"].figure, found["LAO"].doubts) == (None, ())
    assert found["IDN"].figure == Figure("2020") and found["IDN"].later is None
    assert found["MYS"].doubts == (Doubt.LIMIT,) and found["THA"].doubts == (Doubt.DEFINITION,)


def test_where_the_country_has_no_figure_periods_are_held_to_the_most_frequent_one() -> None:
    found = beside(
        {"MYS": [Figure("2019")], "THA": [Figure("2020")], "VNM": [Figure("2020")]},
        ("IDN", "MYS", "THA", "VNM"),
        own="IDN",
    )
    assert [found[area].doubts for area in ("MYS", "THA", "VNM")] == [(Doubt.PERIOD,), (), ()]
