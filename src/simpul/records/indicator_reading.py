"""One indicator, or the list of them, read for a page: figures as known at a moment, verdicts, what is missing."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime, time
from decimal import Decimal
from functools import cached_property
from typing import Any

from django.utils import timezone

from ..core.catalogue import readiness_of, source_of
from ..core.definitions import ByDefinition, by_definition
from ..core.figures import Status
from ..core.progress import ALL
from .catalogue.sheets import with_definition_day
from .days import civil_day
from .judging import judge_one, latest_values, peers_at
from .models import Baseline, Framework, Indicator, Obligation, Observation, Target, VerdictRow
from .reporting.observations import as_series


@dataclass(frozen=True)
class Revision:
    """A vintage after the first: what it was, what it became, why."""

    recorded_at: datetime
    period: str
    old: Observation
    new: Observation
    reason: str


@dataclass(frozen=True)
class IndicatorReading:
    """What a page says of an indicator."""

    code: str
    title_id: str
    title_en: str
    unit_id: str
    unit_en: str
    decimals: int | None
    is_proxy: bool
    body: str
    custodian: str
    points: tuple[Observation, ...]
    baseline: Baseline | None
    targets: tuple[Target, ...]
    verdicts: tuple[VerdictRow, ...]
    missing: tuple[str, ...]
    revisions: tuple[Revision, ...] = ()
    area: str = ""
    source: str = ""  # what the sheet names, for figures of which no publication is named
    definition_version: int = 1  # of baseline and targets; a figure of another is history
    defined_on: date | None = None  # the day of the decision that made this definition
    by_area: Mapping[str, tuple[Observation, ...]] = field(default_factory=dict)

    def title(self, language: str) -> str:
        """The title in a language."""
        return self.title_en if language == "en" else self.title_id

    def unit(self, language: str) -> str:
        """The unit in a language."""
        return self.unit_en if language == "en" else self.unit_id

    @cached_property
    def parted(self) -> ByDefinition[Observation]:
        """The figures that say something: those under the definition in force, and those of former ones."""
        return by_definition((point for point in self.points if point.text), self.definition_version)

    @property
    def latest(self) -> Observation | None:
        """The figure of the latest reference period under the definition that baseline and targets have."""
        return self.parted.held[-1] if self.parted.held else None

    @property
    def before(self) -> Observation | None:
        """The figure before the latest, under the same definition."""
        return self.parted.held[-2] if len(self.parted.held) > 1 else None

    @property
    def last_former(self) -> Observation | None:
        """The last figure of a former definition: history, never beside baseline or target."""
        return self.parted.former[-1] if self.parted.former else None

    @property
    def change(self) -> Decimal | None:
        """Latest minus the one before, where both are numbers of one series and neither is a limit."""
        if self.latest is None or self.before is None or self.latest.series_break:
            return None
        if self.latest.value is None or self.before.value is None:
            return None
        if {self.latest.status, self.before.status} != {Status.VALUE.value}:
            return None
        return self.latest.value - self.before.value

    @property
    def official_verdict(self) -> VerdictRow | None:
        """The official method's verdict."""
        return next((row for row in self.verdicts if row.official), None)

    @property
    def official_colour(self) -> str:
        """The folded colour word of the official verdict, empty where there is none."""
        return self.official_verdict.colour if self.official_verdict else ""

    @property
    def official_status(self) -> str:
        """The official verdict in its method's own word, empty where there is none."""
        return self.official_verdict.status if self.official_verdict else ""

    @property
    def official_method(self) -> str:
        """The code of the official method."""
        return self.official_verdict.method if self.official_verdict else ""

    @property
    def main_target(self) -> Target | None:
        """The last target."""
        return self.targets[-1] if self.targets else None

    @property
    def sources(self) -> tuple[str, ...]:
        """The sources of the figures, each once."""
        return tuple(dict.fromkeys(point.source for point in self.points if point.source))


def known_by(day: date | None) -> datetime:
    """The moment a reader asks about: the end of a day in the desk's zone, or now."""
    return timezone.make_aware(datetime.combine(day, time.max)) if day else timezone.now()


def _obligation() -> Obligation | None:
    """What the country reports on: its first obligation, with its framework."""
    return Obligation.objects.select_related("framework").first()


def _method(obligation: Obligation | None) -> str:
    framework: Framework | None = obligation.framework if obligation else None
    return framework.official_method if framework else ""


def read_indicators(
    *, area: str = "", moment: datetime, by_all_methods: bool = False
) -> list[IndicatorReading]:
    """All indicators with their figures and the official verdict, in a fixed number of queries.

    Args:
        area: whose figures are judged; the country of the desk where none is named.
        by_all_methods: with the verdicts of the other methods too.
    """
    obligation = _obligation()
    area = area or (obligation.area if obligation else "")
    series: dict[int, list[Observation]] = defaultdict(list)
    for row in Observation.objects.as_known_at(moment).totals().filter(area=area):
        series[row.indicator_id].append(row)
    baselines = {row.indicator_id: row for row in Baseline.objects.filter(area=area)}
    targets: dict[int, list[Target]] = defaultdict(list)
    for target in Target.objects.filter(area=area).order_by("period"):
        targets[target.indicator_id].append(target)
    peers, method = peers_at(moment), _method(obligation)
    methods = ALL if by_all_methods else (method,)
    return [
        _reading(
            row,
            series[row.pk],
            baselines.get(row.pk),
            targets[row.pk],
            peers[row.pk],
            method,
            civil_day(moment),
            (),
            methods,
        )
        for row in with_definition_day(Indicator.objects.select_related("body", "custodian"))
    ]


def read_indicator(indicator: Indicator, *, moment: datetime, area: str = "") -> IndicatorReading:
    """One indicator, with its revisions and the figures of every area.

    Args:
        indicator: read `with_definition_day`.
        area: whose figures are judged; the country of the desk where none is named.
    """
    obligation = _obligation()
    area = area or (obligation.area if obligation else "")
    known: dict[str, list[Observation]] = defaultdict(list)
    for row in Observation.objects.as_known_at(moment).filter(indicator=indicator).totals():
        known[row.area].append(row)
    baseline = Baseline.objects.filter(indicator=indicator, area=area).first()
    targets = list(Target.objects.filter(indicator=indicator, area=area).order_by("period"))
    revised = (
        Observation.objects.filter(
            indicator=indicator, area=area, revises__isnull=False, recorded_at__lte=moment
        )
        .select_related("revises")
        .order_by("-recorded_at")
    )
    revisions = tuple(
        Revision(row.recorded_at, row.period, row.revises, row, row.revision_reason)
        for row in revised
        if row.revises
    )
    every = by_definition((row for rows in known.values() for row in rows), indicator.definition_version)
    peers = latest_values((row.area, row.period, row.value) for row in every.held)
    found = _reading(
        indicator, known[area], baseline, targets, peers, _method(obligation), civil_day(moment), revisions
    )
    return replace(found, area=area, by_area={code: tuple(rows) for code, rows in known.items()})


def _reading(
    indicator: Indicator,
    rows: list[Observation],
    baseline: Baseline | None,
    targets: list[Target],
    peers: dict[str, Decimal],
    method: str,
    day: date,
    revisions: tuple[Revision, ...],
    methods: Sequence[str] = ALL,
) -> IndicatorReading:
    rows = as_series(rows)
    valued: list[Any] = [row for row in rows if row.value is not None]
    verdicts = judge_one(indicator, valued, baseline, targets, method, peers, day, methods) if valued else []
    return IndicatorReading(
        code=indicator.code,
        title_id=indicator.title_id,
        title_en=indicator.title_en,
        unit_id=indicator.unit_id,
        unit_en=indicator.unit_en,
        decimals=indicator.decimals,
        is_proxy=indicator.is_proxy,
        body=indicator.body.acronym if indicator.body else "",
        custodian=indicator.custodian.acronym if indicator.custodian else "",
        points=tuple(rows),
        baseline=baseline,
        targets=tuple(targets),
        verdicts=tuple(sorted(verdicts, key=lambda row: not row.official)),
        missing=tuple(readiness_of(indicator.sheet)),
        revisions=revisions,
        source=source_of(indicator.sheet),
        definition_version=indicator.definition_version,
        defined_on=indicator.defined_on,
    )
