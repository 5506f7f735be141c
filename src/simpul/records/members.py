"""The members side by side on one indicator: the figure of each, as far as there is one to show."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from ..core.comparison import Doubt, beside
from .models import Observation


@dataclass(frozen=True)
class MemberFigure:
    """A member with its latest comparable figure, None where the content has none."""

    area: str
    name: str
    own: bool
    figure: Observation | None
    doubts: tuple[Doubt, ...]
    later: Observation | None


def members_beside(
    figures: Mapping[str, Sequence[Observation]], *, own: str, names: Mapping[str, str]
) -> list[MemberFigure]:
    """All members in the order of their names as given; none where no other member has a figure.

    Args:
        names: of the members, by their code.
    """
    found = [
        MemberFigure(area, names[area], area == own, one.figure, one.doubts, one.later)
        for area, one in beside(figures, names, own=own).items()
    ]
    return found if any(one.figure and not one.own for one in found) else []
