"""How one thing promised bears on another: what may be proposed, who still objects, what an approval needs.

An alignment joins a goal or an indicator (`framework/code`, or the indicator's code) to a goal or an indicator.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from .errors import Problem
from .finalisation import closes_circle

RELATIONS: tuple[str, ...] = ("equivalent", "contributes", "partly", "conflicting")
STRENGTHS: tuple[str, ...] = ("strong", "medium", "weak")
#: Relations that lead onward: what contributes to a goal contributes to what that goal contributes to.
ONWARD = frozenset({"contributes", "partly"})


@dataclass(frozen=True)
class Joined:
    """An alignment that stands: from what, to what, in which relation."""

    source: str
    target: str
    relation: str


def check_alignment(standing: Iterable[Joined], new: Joined) -> None:
    """A new alignment says something that is not said yet and leads nowhere back to where it starts.

    Raises:
        Problem: `ALIGNMENT-RELATION`, `ALIGNMENT-ITSELF`, `ALIGNMENT-EXISTS` where either says it the one or the
            other way round, `ALIGNMENT-CIRCLE` with the way back.
    """
    standing = tuple(standing)
    if new.relation not in RELATIONS:
        raise Problem("ALIGNMENT-RELATION", params={"value": new.relation or "–"})
    if new.source == new.target:
        raise Problem("ALIGNMENT-ITSELF", place=new.source, params={"code": new.source})
    for one in standing:
        same = (one.source, one.target) == (new.source, new.target)
        mirrored = (one.source, one.target) == (new.target, new.source) and one.relation == "equivalent"
        if same or mirrored:
            raise Problem(
                "ALIGNMENT-EXISTS", place=one.source, params={"source": one.source, "target": one.target}
            )
    if new.relation in ONWARD:
        edges = ((one.source, one.target) for one in standing if one.relation in ONWARD)
        back = closes_circle(edges, (new.source, new.target))
        if back:
            raise Problem(
                "ALIGNMENT-CIRCLE", place=new.source, params={"path": " → ".join((new.source, *back))}
            )


@dataclass(frozen=True)
class Said:
    """What an office said of an alignment: it agrees, or it objects."""

    office: str
    agrees: bool


def objecting(said: Iterable[Said]) -> tuple[str, ...]:
    """The offices whose last word is an objection, in the order they first spoke.

    >>> objecting([Said("A", False), Said("B", False), Said("A", True)])
    ('B',)
    """
    last: dict[str, bool] = {}
    for one in said:
        last[one.office] = one.agrees
    return tuple(office for office, agrees in last.items() if not agrees)


def check_approval(said: Iterable[Said], *, words: str) -> None:
    """An alignment somebody objects to is approved with the difference in words.

    Raises:
        Problem: `ALIGNMENT-DISPUTED`.
    """
    against = objecting(said)
    if against and not words.strip():
        raise Problem("ALIGNMENT-DISPUTED", params={"offices": ", ".join(against)})
