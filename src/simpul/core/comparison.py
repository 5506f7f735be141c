"""Areas side by side: which figure of each can stand beside the others, and what speaks against comparing it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Generic, Protocol, TypeVar

from .figures import Status
from .periods import Period


class Comparable(Protocol):
    """What is asked of a figure."""

    @property
    def period(self) -> str: ...
    @property
    def source(self) -> str: ...
    @property
    def status(self) -> str: ...
    @property
    def definition_version(self) -> int: ...


F = TypeVar("F", bound=Comparable)


class Doubt(StrEnum):
    """What speaks against comparing a figure with the others."""

    SOURCE = "source"
    DEFINITION = "definition"
    PERIOD = "period"
    LIMIT = "limit"


#: A figure that says something: a value or a limit, never “not available”.
SAYING = frozenset({Status.VALUE.value, Status.LESS.value, Status.GREATER.value})


@dataclass(frozen=True)
class Beside(Generic[F]):
    """One area beside the others: its figure, what speaks against comparing it, and a later one that is left out."""

    figure: F | None
    doubts: tuple[Doubt, ...] = ()
    later: F | None = None


def beside(figures: Mapping[str, Sequence[F]], areas: Iterable[str], *, own: str) -> dict[str, Beside[F]]:
    """The latest comparable figure of each area, in the order given; never in the order of the values.

    Comparable is what comes from the source most areas have a figure of. An area without one shows its latest
    figure all the same, with the doubt. Periods are compared with that of `own`, else with the most frequent one.
    """
    areas = tuple(areas)
    said = {area: _in_order(figures.get(area, ())) for area in areas}
    shared = _most(sorted({one.source for one in rows}) for rows in said.values())
    chosen = {area: _latest(rows, shared) for area, rows in said.items()}
    there = [one for one in chosen.values() if one is not None]
    ours = chosen.get(own)
    measure = ours or next(iter(there), None)
    period = ours.period if ours else _most([one.period] for one in there)
    found: dict[str, Beside[F]] = {}
    for area, figure in chosen.items():
        if figure is None or measure is None:
            found[area] = Beside(None)
            continue
        last = said[area][-1]
        doubts = tuple(_doubts(figure, shared, period, measure.definition_version))
        found[area] = Beside(figure, doubts, None if last is figure else last)
    return found


def _in_order(rows: Iterable[F]) -> list[F]:
    return sorted(
        (one for one in rows if one.status in SAYING), key=lambda one: Period.parse(one.period).until
    )


def _most(given: Iterable[Iterable[str]]) -> str:
    """What occurs in most areas; of equals the last by its sign, so that the later period wins."""
    counted = Counter(one for several in given for one in several)
    return max(counted, key=lambda one: (counted[one], one)) if counted else ""


def _latest(rows: Sequence[F], shared: str) -> F | None:
    """The latest of the shared source, else the latest there is."""
    return next((one for one in reversed(rows) if one.source == shared), rows[-1] if rows else None)


def _doubts(figure: Comparable, shared: str, period: str, definition: int) -> Iterable[Doubt]:
    if figure.source != shared:
        yield Doubt.SOURCE
    if figure.definition_version != definition:
        yield Doubt.DEFINITION
    if figure.period != period:
        yield Doubt.PERIOD
    if figure.status != Status.VALUE.value:
        yield Doubt.LIMIT
