"""Under one definition: which figures stand beside baseline and targets."""

from __future__ import annotations

from dataclasses import dataclass

import pytest

from simpul.core.definitions import by_definition


@dataclass(frozen=True)
class Seen:
    period: str
    definition_version: int


FIGURES = [Seen("2021", 1), Seen("2022", 3), Seen("2023", 2), Seen("2024", 3)]


@pytest.mark.parametrize(("version", "held"), [(1, ["2021"]), (2, ["2023"]), (3, ["2022", "2024"]), (4, [])])
def test_figures_of_an_earlier_and_of_a_later_definition_are_both_kept_apart(
    version: int, held: list[str]
) -> None:
    parted = by_definition(FIGURES, version)
    assert [one.period for one in parted.held] == held
    assert [one.period for one in parted.former] == [one.period for one in FIGURES if one.period not in held]
