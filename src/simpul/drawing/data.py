"""What a chart shows, as values; and the same said in words."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from ..core.figures import format_number
from ..core.periods import Period, label

WORDS = {
    "id": {
        "target": "sasaran",
        "projection": "bila laju tetap",
        "baseline": "data dasar",
        "provisional": "data dasar sementara",
        "until": "sampai {period}",
        "since": "sejak {period}",
        "apart": "deret tidak disambung",
        "earlier": "tahun sebelumnya ada dalam tabel",
        "not_zero": "sumbu tidak mulai dari nol",
        "said": "{period}: {value}",
        "said_target": "Sasaran {period}: {value}.",
        "said_baseline": "Data dasar {period}: {value}.",
        "said_provisional": "Data dasar {period}: {value}, sementara.",
        "said_projection": "Bila laju tetap, {period}: {value}.",
        "said_break": "Deret putus sebelum {period}.",
        "former": "menurut definisi sebelumnya",
        "redefined": "definisi baru, tidak disambung",
        "said_former": "Angka sampai {period} menurut definisi sebelumnya; tidak dibandingkan.",
        "none": "Belum ada angka.",
    },
    "en": {
        "target": "target",
        "projection": "at the present pace",
        "baseline": "baseline",
        "provisional": "baseline provisional",
        "until": "until {period}",
        "since": "since {period}",
        "apart": "series not joined",
        "earlier": "earlier years are in the table",
        "not_zero": "axis does not start at zero",
        "said": "{period}: {value}",
        "said_target": "Target {period}: {value}.",
        "said_baseline": "Baseline {period}: {value}.",
        "said_provisional": "Baseline {period}: {value}, provisional.",
        "said_projection": "At the present pace, {period}: {value}.",
        "said_break": "The series breaks before {period}.",
        "former": "under a former definition",
        "redefined": "new definition, not joined",
        "said_former": "Figures until {period} are under a former definition and not compared.",
        "none": "No figures yet.",
    },
}


@dataclass(frozen=True)
class ChartPoint:
    """A figure of the series; `series_break` says that it is not comparable with the one before.

    A `former` one was observed under another definition than baseline and targets have: history, drawn apart, and
    by the version of its `definition`.
    """

    period: str
    value: Decimal
    nature: str = "final"
    series_break: bool = False
    former: bool = False
    definition: int = 0


@dataclass(frozen=True)
class ChartTarget:
    """A target: a value, or a range with `low` and `high`; `authority` is who set it."""

    period: str
    value: Decimal | None
    low: Decimal | None = None
    high: Decimal | None = None
    authority: str = ""

    @property
    def middle(self) -> Decimal:
        """Where the mark stands."""
        if self.value is not None:
            return self.value
        known = [bound for bound in (self.low, self.high) if bound is not None]
        return sum(known, Decimal(0)) / len(known)


@dataclass(frozen=True)
class ChartData:
    """What a chart shows. `title` says the finding, `subtitle` what is measured, where and when.

    `key` tells the drawings of one page apart. A baseline nobody agreed to is `provisional`, and says so. Where every
    point is `former` nothing is drawn beside them: no baseline, no target, no projection.
    """

    title: str
    subtitle: str
    points: tuple[ChartPoint, ...]
    unit: str = ""
    decimals: int | None = None
    baseline: ChartPoint | None = None
    provisional: bool = False
    targets: tuple[ChartTarget, ...] = ()
    projection: ChartPoint | None = None
    source: str = ""
    key: str = "chart"

    @property
    def history(self) -> bool:
        """Nothing was observed yet under the definition that baseline and targets have."""
        return bool(self.points) and all(point.former for point in self.points)


def beside(data: ChartData) -> ChartData:
    """A chart as it is drawn: what is former comes first; beside history alone there is nothing to reach."""
    ordered = sorted(data.points, key=lambda point: (not point.former, point.definition * point.former))
    if data.history:
        return replace(data, baseline=None, targets=(), projection=None)
    return replace(data, points=tuple(ordered))


def when(period: str) -> float:
    """A period as a year with a fraction: where it stands on the axis.

    >>> when("2026-Q3")
    2026.5
    """
    start = Period.parse(period).since
    return start.year + (start.month - 1) / 12


def describe(data: ChartData, *, language: str) -> str:
    """The figures of the chart in sentences, for those who hear it."""
    words, data = WORDS[language], beside(data)

    def said(key: str, period: str, value: str) -> str:
        return words[key].format(period=label(period, language), value=value)

    def figure(value: Decimal) -> str:
        return format_number(value, language=language, decimals=data.decimals)

    if not data.points:
        return words["none"]
    parts = ["; ".join(said("said", point.period, figure(point.value)) for point in data.points) + "."]
    if data.baseline:
        key = "said_provisional" if data.provisional else "said_baseline"
        parts.append(said(key, data.baseline.period, figure(data.baseline.value)))
    parts += [said("said_target", aim.period, aim_text(aim, figure)) for aim in data.targets]
    if data.projection:
        parts.append(said("said_projection", data.projection.period, figure(data.projection.value)))
    parts += [said("said_break", point.period, "") for point in data.points if point.series_break]
    former = [point for point in data.points if point.former]
    parts += [said("said_former", former[-1].period, "")] if former else []
    return " ".join(parts)


def aim_text(aim: ChartTarget, figure: Callable[[Decimal], str]) -> str:
    """A target as text; a range with a dash."""
    if aim.value is not None:
        return figure(aim.value)
    return "–".join(figure(bound) for bound in (aim.low, aim.high) if bound is not None)


def segments(points: Sequence[ChartPoint]) -> list[list[ChartPoint]]:
    """The series cut where it breaks, and where its definition changes."""
    cut: list[list[ChartPoint]] = []
    for point in points:
        last = cut[-1][-1] if cut else None
        if last is None or point.series_break or _definition(point) != _definition(last):
            cut.append([])
        cut[-1].append(point)
    return cut


def _definition(point: ChartPoint) -> tuple[bool, int]:
    return point.former, point.definition
