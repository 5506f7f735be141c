"""A chart on a page: two drawings, and what stands around them. The drawing itself is `simpul.drawing`."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.safestring import SafeString, mark_safe

from simpul.drawing import ChartData, trend_chart


@dataclass(frozen=True)
class Figure:
    """What desk/parts/chart.html shows: `wide` and `narrow` are SVG made by us, with every text escaped."""

    title: str
    subtitle: str
    wide: SafeString
    narrow: SafeString


def figure(data: ChartData, *, language: str) -> Figure:
    """The chart of an indicator for a page, for wide and for narrow screens."""
    return Figure(
        title=data.title,
        subtitle=data.subtitle,
        wide=mark_safe(trend_chart(data, language=language)),  # noqa: S308
        narrow=mark_safe(trend_chart(data, language=language, width="narrow")),  # noqa: S308
    )
