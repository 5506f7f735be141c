"""The targets beside a found indicator or goal: those in force, the newest decision first, then replaced ones."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from typing import Any

from ..core.figures import read_figure
from ..core.periods import Period
from .search_match import Hit


@dataclass(frozen=True)
class TargetTold:
    """A target with the plan or decision it comes from.

    Args:
        decision: the decision of the wording it first stood in, with its day; empty where the content told it.
        superseded: another wording was agreed since in which it no longer stands; `by` names that decision.
    """

    period: str
    value: Decimal | None
    low: Decimal | None
    high: Decimal | None
    authority: str
    decision: str = ""
    day: date | None = None
    superseded: bool = False
    by: str = ""

    @property
    def key(self) -> tuple[Any, ...]:
        """What makes it this target, whichever wording tells it."""
        return self.period, self.authority, self.value, self.low, self.high


#: Of one wording: code of the indicator, its decision and day, and its targets as JSON text.
Worded = tuple[str, str, date | None, str]


def with_targets(hits: Iterable[Hit], wordings: Iterable[Worded]) -> list[Hit]:
    """Indicators and goals with the targets that were decided and those these replaced.

    A goal of a plan that has the code of an indicator tells a target of that indicator.

    Args:
        wordings: the first and the agreed ones of the indicators that were met, the first first.
    """
    known: dict[str, list[Worded]] = defaultdict(list)
    for one in wordings:
        known[one[0]].append(one)
    told = {code: _ordered(many) for code, many in known.items()}
    return [replace(hit, targets=tuple(_beside(hit, told.get(_code(hit), ())))) for hit in hits]


def _code(hit: Hit) -> str:
    return hit.note[0].split("/", 1)[-1]


def _beside(hit: Hit, told: Iterable[TargetTold]) -> Iterable[TargetTold]:
    """Of an indicator its last target and all that were replaced; of a goal only what replaced the plan's own."""
    told = tuple(told)
    gone = [one for one in told if one.superseded]
    if hit.kind == "indicators":
        return [*[one for one in told if not one.superseded][:1], *gone]
    plan = hit.note[0].split("/", 1)[0].split("-")[0]
    ours = [one for one in gone if one.authority.casefold().startswith(plan)]
    periods = {one.period for one in ours}
    return (
        [one for one in told if one in ours or (not one.superseded and one.period in periods)] if ours else ()
    )


def _ordered(wordings: list[Worded]) -> list[TargetTold]:
    """The targets of the last wording, then those that stood in an earlier one alone; the newest decision first."""
    first: dict[tuple[Any, ...], Worded] = {}
    last: dict[tuple[Any, ...], tuple[int, TargetTold]] = {}
    for at, worded in enumerate(wordings):
        for told in json.loads(worded[3] or "[]"):
            one = _read(told)
            key = (told.get("area", ""), *one.key)
            first.setdefault(key, worded)
            last[key] = (at, one)
    found = []
    for key, (at, one) in last.items():
        decision, day = first[key][1:3]
        one = replace(one, decision=decision, day=day if decision else None)
        if at + 1 < len(wordings):
            one = replace(one, superseded=True, by=wordings[at + 1][1])
        found.append(one)
    if len(wordings) < 2:
        return []
    found.sort(key=lambda one: Period.parse(one.period).until, reverse=True)
    found.sort(key=lambda one: one.day or date.min, reverse=True)
    return sorted(found, key=lambda one: one.superseded)


def _read(told: Mapping[str, Any]) -> TargetTold:
    value, low, high = (
        _plain(read_figure(told[name], language="en").value) if told.get(name) is not None else None
        for name in ("value", "low", "high")
    )
    return TargetTold(told["period"], value, low, high, told.get("authority", ""))


def _plain(value: Decimal | None) -> Decimal | None:
    return None if value is None else value.normalize()
