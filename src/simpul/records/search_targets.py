"""The targets beside a found indicator or goal: those in force, the newest decision first, then replaced ones."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from typing import Any

from django.db.models import Q

from ..core.figures import read_figure
from ..core.periods import Period
from .models import SheetVersion, Target
from .reporting import desk_area
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


def with_targets(hits: Iterable[Hit]) -> list[Hit]:
    """Indicators and goals with the targets in force and those that were replaced. At most three queries.

    A goal of a plan that has the code of an indicator tells a target of that indicator.
    """
    hits = list(hits)
    codes = {_code(hit) for hit in hits}
    if not codes:
        return hits
    told = _targets(codes)
    return [replace(hit, targets=tuple(_beside(hit, told.get(_code(hit), ())))) for hit in hits]


def _code(hit: Hit) -> str:
    return hit.note.split("/", 1)[-1]


def _beside(hit: Hit, told: Iterable[TargetTold]) -> Iterable[TargetTold]:
    """Of an indicator its last target and all that were replaced; of a goal only what replaced the plan's own."""
    told = tuple(told)
    gone = [one for one in told if one.superseded]
    if hit.kind == "indicators":
        return [*[one for one in told if not one.superseded][:1], *gone]
    plan = hit.note.split("/", 1)[0].split("-")[0]
    ours = [one for one in gone if one.authority.casefold().startswith(plan)]
    periods = {one.period for one in ours}
    return (
        [one for one in told if one in ours or (not one.superseded and one.period in periods)] if ours else ()
    )


def _targets(codes: set[str]) -> Mapping[str, list[TargetTold]]:
    """The targets of each indicator at home: in force before replaced, each the last period first."""
    own = desk_area()
    held: dict[str, list[TargetTold]] = defaultdict(list)
    for row in Target.objects.filter(indicator__code__in=codes, area=own).select_related("indicator"):
        held[row.indicator.code].append(
            TargetTold(row.period, _plain(row.value), _plain(row.low), _plain(row.high), row.authority)
        )
    wordings: dict[str, list[SheetVersion]] = defaultdict(list)
    agreed = Q(number=1) | ~Q(agreed_in="")
    for version in (
        SheetVersion.objects.filter(agreed, indicator__code__in=codes)
        .select_related("indicator")
        .order_by("number")
    ):
        wordings[version.indicator.code].append(version)
    return {code: _ordered(held[code], wordings[code], own) for code in codes}


def _ordered(held: list[TargetTold], wordings: list[SheetVersion], area: str) -> list[TargetTold]:
    first: dict[tuple[Any, ...], SheetVersion] = {}
    last: dict[tuple[Any, ...], tuple[int, TargetTold]] = {}
    for at, version in enumerate(wordings):
        for told in version.sheet.get("targets") or ():
            if told.get("area", area) != area:
                continue
            one = _read(told)
            first.setdefault(one.key, version)
            last[one.key] = (at, one)
    found = [_decided(one, first.get(one.key)) for one in held]
    now = {one.key for one in held}
    for key, (at, one) in last.items():
        if key not in now and at + 1 < len(wordings):
            gone = replace(_decided(one, first[key]), superseded=True, by=wordings[at + 1].agreed_in)
            found.append(gone)
    found.sort(key=lambda one: Period.parse(one.period).until, reverse=True)
    found.sort(key=lambda one: one.day or date.min, reverse=True)
    return sorted(found, key=lambda one: one.superseded)


def _decided(one: TargetTold, version: SheetVersion | None) -> TargetTold:
    if version is None or not version.agreed_in:
        return one
    return replace(one, decision=version.agreed_in, day=version.agreed_on)


def _read(told: Mapping[str, Any]) -> TargetTold:
    value, low, high = (
        _plain(read_figure(told[name], language="en").value) if told.get(name) is not None else None
        for name in ("value", "low", "high")
    )
    return TargetTold(told["period"], value, low, high, told.get("authority", ""))


def _plain(value: Decimal | None) -> Decimal | None:
    return None if value is None else value.normalize()
