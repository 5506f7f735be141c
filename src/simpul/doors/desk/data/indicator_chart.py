"""The chart of an indicator's page."""

from __future__ import annotations

from django.utils.translation import gettext as _

from ....drawing import ChartData, ChartPoint, ChartTarget
from ....records.indicator_reading import (
    IndicatorReading,
)
from ....records.models import Indicator
from ..charts import Figure, figure
from .words import (
    verdict_words,
)


def drawn(data: ChartData, tongue: str) -> Figure | None:
    """The drawing, None where there is nothing to compare a figure with: one point says no direction."""
    aims = () if data.history else data.targets
    marks = {point.period for point in data.points} | {target.period for target in aims}
    return figure(data, language=tongue) if data.points and len(marks) > 1 else None


def chart_of(row: Indicator, reading: IndicatorReading, tongue: str) -> ChartData:
    """The figures of an area with baseline and targets, as a drawing reads them."""
    official = reading.official_verdict
    finding = verdict_words(official.status) if official and official.status else _("What the figures say")
    title = row.title_en if tongue == "en" else row.title_id
    unit = row.unit_en if tongue == "en" else row.unit_id
    return ChartData(
        title=finding,
        subtitle=f"{title}, {unit}",
        unit=unit,
        decimals=row.decimals,
        points=tuple(
            ChartPoint(
                point.period,
                point.value,
                point.nature,
                point.series_break,
                former=point in reading.parted.former,
                definition=point.definition_version,
            )
            for point in reading.points
            if point.value is not None
        ),
        baseline=ChartPoint(reading.baseline.period, reading.baseline.value, "", False)
        if reading.baseline and reading.baseline.value is not None
        else None,
        provisional=reading.baseline is not None and reading.baseline.status != "agreed",
        targets=tuple(
            ChartTarget(target.period, target.value, target.low, target.high, target.authority)
            for target in reading.targets
        ),
        source=reading.sources[0] if reading.sources else "",
    )
