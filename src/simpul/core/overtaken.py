"""Figures that are handed in, cited or cleared although something later holds: a warning to who does it, no refusal.

A figure is overtaken where the definition it was observed under is no longer in force, where the same period has a
newer edition, or where a later period has been accepted and is not told beside it. One rule for tasks and requests.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from .definitions import by_definition
from .periods import Period

#: Indicator, area and disaggregation.
Series = tuple[str, str, str]


class Overtaken(StrEnum):
    """Why a figure is not the last word."""

    FORMER = "former"
    REVISED = "revised"
    LATER = "later"


@dataclass(frozen=True)
class Told:
    """A figure as it is told or known: its series, period and text, and the definition it stands under.

    `observation` where it is one that was accepted; 0 where it is only being handed in.
    """

    series: Series
    period: str
    text: str
    definition_version: int
    observation: int = 0


@dataclass(frozen=True)
class OvertakenRemark:
    """Why a figure is not the last word, with the one that is; None where there is none yet."""

    kind: Overtaken
    told: Told
    by: Told | None


def overtaken(
    told: Iterable[Told], known: Mapping[Series, Sequence[Told]], in_force: Mapping[str, int]
) -> tuple[OvertakenRemark, ...]:
    """What is remarked on figures that are told together, in their order; one remark for a figure.

    Args:
        known: the accepted figures with a value that nobody has revised, by series.
        in_force: the definition each indicator has.

    >>> series = ("P-1", "IDN", "_T")
    >>> known = {series: [Told(series, "2023", "21.5", 1, 7), Told(series, "2024", "19.8", 1, 8)]}
    >>> [one.by.period for one in overtaken([Told(series, "2023", "21.5", 1, 7)], known, {"P-1": 1})]
    ['2024']
    >>> overtaken(known[series], known, {"P-1": 1})
    ()
    """
    every = tuple(told)
    found = (_remark(one, every, known.get(one.series, ()), in_force) for one in every)
    return tuple(one for one in found if one is not None)


def _remark(
    one: Told, beside: Sequence[Told], known: Sequence[Told], in_force: Mapping[str, int]
) -> OvertakenRemark | None:
    version = in_force.get(one.series[0], one.definition_version)
    held = sorted(by_definition(known, version).held, key=_until)
    last = held[-1] if held else None
    if not by_definition((one,), version).held:
        return OvertakenRemark(Overtaken.FORMER, one, last)
    same = next((row for row in held if row.period == one.period), None)
    if one.observation and same is not None and same.observation != one.observation:
        return OvertakenRemark(Overtaken.REVISED, one, same)
    told_till = max(_until(row) for row in beside if row.series == one.series)
    if last is not None and _until(last) > told_till:
        return OvertakenRemark(Overtaken.LATER, one, last)
    return None


def _until(one: Told) -> tuple[int, int, int]:
    day = Period.parse(one.period).until
    return day.year, day.month, day.day
