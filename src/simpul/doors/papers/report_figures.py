"""The figures of the report: a table for each body, and charts that say their finding."""

from __future__ import annotations

from collections.abc import Iterator, Set

from ...drawing import ChartData, ChartPoint, ChartTarget, describe
from ...records.round_report import IndicatorLine, RoundReport
from .dress import Dress
from .paper import Block, Cell, Chart, Column, Heading, Table

CHARTS_SHOWN = 6


def figure_tables(report: RoundReport, dress: Dress, paraphrased: Set[str]) -> Iterator[Block]:
    """One table for each body that has a figure, in the order of the bodies; then what belongs to none.

    A figure of a former definition is history: it stands in the note of its table, never beside baseline and target.
    """
    texts = dress.texts
    order = [task.body.code for task in report.tasks]
    groups: dict[str, list[IndicatorLine]] = {code: [] for code in order}
    for line in report.indicators:
        if line.latest is not None or line.former is not None:
            groups.setdefault(line.body.code if line.body else "", []).append(line)
    names = {line.body.code: line.body for line in report.indicators if line.body}
    for code, lines in groups.items():
        if not lines:
            continue
        body = f"{code}, {names[code].text(dress.language)}" if code else texts("label.national")
        yield Heading(2, body)
        yield _table(code or texts("label.national"), lines, dress, paraphrased)


def _table(name: str, lines: list[IndicatorLine], dress: Dress, paraphrased: Set[str]) -> Table:
    texts = dress.texts
    columns = (
        Column(texts("figures.indicator"), 41),
        Column(texts("figures.before"), 22, figures=True),
        Column(texts("figures.latest"), 22, figures=True),
        Column(texts("figures.change"), 27),
        Column(texts("figures.baseline"), 21, figures=True),
        Column(texts("figures.target"), 21, figures=True),
        Column(texts("figures.verdict"), 29),
    )
    methods = sorted({dress.method(line.official) for line in lines if line.official is not None})
    note = texts("figures.note", methods="; ".join(methods)) if methods else texts("figures.note_plain")
    note = " ".join([note, *filter(None, (dress.former(line) for line in lines))])
    rows = tuple(_row(line, dress, paraphrased) for line in lines)
    return Table(0, texts("figures.title", body=name), columns, rows, note)


def _row(line: IndicatorLine, dress: Dress, paraphrased: Set[str]) -> tuple[Cell, ...]:
    texts, language = dress.texts, dress.language
    before = line.before
    marks = [line.unit.text(language), line.code]
    marks += [texts("mark.proxy")] if line.is_proxy else []
    marks += [texts("mark.paraphrase")] if line.code in paraphrased else []
    return (
        Cell(line.title.text(language), " · ".join(mark for mark in marks if mark)),
        Cell(dress.figure(before, line), dress.period(before.period, short=True) if before else ""),
        dress.latest_cell(line),
        dress.change_cell(line),
        dress.baseline(line),
        dress.target(line),
        dress.verdict(line),
    )


def trend_charts(report: RoundReport, dress: Dress) -> list[Chart]:
    """The charts of at most six indicators: first what was reported now, what has a target, what is long."""
    drawable = [line for line in report.indicators if line.latest is not None and len(_points(line)) >= 3]
    drawable.sort(key=lambda line: (not line.reported_now, not line.targets, -len(_points(line)), line.code))
    return [_chart(line, dress) for line in drawable[:CHARTS_SHOWN]]


def _points(line: IndicatorLine) -> tuple[ChartPoint, ...]:
    earlier = line.earlier
    versions = line.definitions or (0,) * len(line.series)
    return tuple(
        ChartPoint(
            point.period,
            point.value,
            point.nature,
            point.series_break,
            former=point in earlier,
            definition=version,
        )
        for point, version in zip(line.series, versions, strict=True)
        if point.value is not None
    )


def _chart(line: IndicatorLine, dress: Dress) -> Chart:
    texts, language = dress.texts, dress.language
    assert line.latest is not None
    title = texts(
        f"finding.{dress.comparison(line)}",
        title=line.title.text(language),
        change=dress.change(line),
        value=dress.figure(line.latest, line),
        period=dress.period(line.latest.period),
    )
    named = f"{line.title.text(language)}, {line.unit.text(language)}"
    subtitle = texts("finding.subtitle" if line.targets else "finding.subtitle_plain", unit=named)
    sources = list(dict.fromkeys(filter(None, (dress.publisher(point, line) for point in line.series))))
    data = ChartData(
        title=title,
        subtitle=subtitle,
        points=_points(line),
        unit=line.unit.text(language),
        decimals=line.decimals,
        baseline=_baseline(line),
        provisional=line.baseline is not None and line.baseline[3] != "agreed",
        targets=tuple(
            ChartTarget(row.period, row.value, row.low, row.high, row.authority) for row in line.targets
        ),
        key=line.code,
    )
    note = texts("finding.source", sources="; ".join(sources) or "–")
    return Chart(0, title, subtitle, data, describe(data, language=language), note)


def _baseline(line: IndicatorLine) -> ChartPoint | None:
    if line.baseline is None or line.baseline[2] is None:
        return None
    return ChartPoint(line.baseline[0], line.baseline[2])
