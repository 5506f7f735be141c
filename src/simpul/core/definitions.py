"""Under one definition: which figures stand beside an indicator's baseline and targets, and which are history.

A baseline and targets belong to the version of the definition their sheet has; a figure keeps the version it was
observed under. Where the two differ they are never set beside each other: no verdict, chart, row of a report or
delivery compares them. Whoever shows a figure with a baseline or target asks here.

A figure is compared with the one before it under its own definition, unless it is itself said to break the series;
what was observed under another definition between the two parts nothing.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Generic, Protocol, TypeVar


class Defined(Protocol):
    """What is asked of a figure."""

    @property
    def definition_version(self) -> int: ...


F = TypeVar("F", bound=Defined)
T = TypeVar("T")


@dataclass(frozen=True)
class ByDefinition(Generic[T]):
    """Figures by the definition that holds: `held` stand under it, `former` under another; each in its order."""

    held: tuple[T, ...]
    former: tuple[T, ...]


def by_definition(figures: Iterable[F], version: int) -> ByDefinition[F]:
    """Figures parted by whether they stand under a version of the definition.

    >>> from collections import namedtuple
    >>> Seen = namedtuple("Seen", "period definition_version")
    >>> by_definition([Seen("2023", 1), Seen("2024", 2)], 2).held
    (Seen(period='2024', definition_version=2),)
    """
    every = tuple(figures)
    held = tuple(one for one in every if one.definition_version == version)
    return ByDefinition(held, tuple(one for one in every if one.definition_version != version))


def by_their_definitions(
    figures: Iterable[T], *, version: Callable[[T], int], in_force: Callable[[T], int]
) -> ByDefinition[T]:
    """Figures of several indicators parted by whether each stands under the definition its own indicator has.

    Args:
        version: the definition a figure was observed under; `in_force`: the one its indicator has.

    >>> seen = [("P-H-1", 1), ("P-H-2", 1)]
    >>> by_their_definitions(seen, version=lambda one: one[1], in_force=lambda one: 2 if one[0] == "P-H-1" else 1)
    ByDefinition(held=(('P-H-2', 1),), former=(('P-H-1', 1),))
    """
    parted = [(one, version(one) == in_force(one)) for one in figures]
    return ByDefinition(
        tuple(one for one, stands in parted if stands), tuple(one for one, stands in parted if not stands)
    )


def begin_anew(figures: Sequence[Defined]) -> tuple[bool, ...]:
    """Whether each figure of a series, by period, is the first of its definition after figures of an earlier one.

    It breaks the series by that alone; any other figure breaks only where it is said to.

    >>> from collections import namedtuple
    >>> Seen = namedtuple("Seen", "period definition_version")
    >>> begin_anew([Seen("2021", 2), Seen("2022", 1), Seen("2023", 2), Seen("2024", 3)])
    (False, False, False, True)
    """
    found, seen = [], set[int]()
    for one in figures:
        version = one.definition_version
        found.append(version not in seen and any(other < version for other in seen))
        seen.add(version)
    return tuple(found)
