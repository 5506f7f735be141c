"""Figures of answers, entries and submissions read for the rule of what is overtaken (`core.overtaken`)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from ..core.overtaken import OvertakenRemark, Series, Told, overtaken
from ..core.reporting import Answer
from .models import Indicator, Observation, SubmittedFigure
from .task_sheet import Sheet


def of_answers(answers: Iterable[Any]) -> dict[int, tuple[OvertakenRemark, ...]]:
    """What is remarked on the figures answers refer to, by their place among them: two queries for all of them.

    Args:
        answers: rows with `figures` as they were kept (`Said`).
    """
    rows: list[Sequence[Mapping[str, Any]]] = [one.figures if one is not None else () for one in answers]
    cited = [figure for figures in rows for figure in figures]
    if not cited:
        return {}
    codes = {figure["indicator"] for figure in cited}
    current = Observation.objects.current().filter(indicator__code__in=codes, value__isnull=False)
    known, in_force = _by_series(current.select_related("indicator"))
    under = dict(
        Observation.objects.filter(pk__in={figure.get("observation") for figure in cited}).values_list(
            "pk", "definition_version"
        )
    )
    return {
        place: overtaken([_cited(figure, under) for figure in figures], known, in_force)
        for place, figures in enumerate(rows)
        if figures
    }


def _cited(figure: Mapping[str, Any], under: Mapping[int, int]) -> Told:
    series = (figure["indicator"], figure["area"], figure.get("disaggregation", "_T"))
    key = int(figure.get("observation") or 0)
    return Told(series, figure["period"], figure["text"], under.get(key, 0), key)


def of_entries(sheet: Sheet) -> tuple[OvertakenRemark, ...]:
    """What is remarked on the figures that stand in a task to be submitted. No query."""
    told = []
    for line in (*sheet.due, *sheet.to_confirm):
        entry, indicator = line.entry, line.due.indicator
        if entry is None or entry.answer != Answer.VALUE.value or not entry.period:
            continue
        series = (indicator.code, entry.area, entry.disaggregation)
        # submitting it puts it under the definition in force
        told.append(Told(series, entry.period, entry.text, indicator.definition_version))
    return _in_task(told, sheet, [line.due.indicator for line in sheet.figures])


def of_submission(figures: Iterable[SubmittedFigure], sheet: Sheet) -> tuple[OvertakenRemark, ...]:
    """What is remarked on the figures of a submission that is cleared. No query.

    Args:
        figures: with their indicators.
    """
    rows = [one for one in figures if one.answer == Answer.VALUE.value]
    told = [
        Told(
            (one.indicator.code, one.area, one.disaggregation),
            one.period,
            one.text,
            one.definition_version or one.indicator.definition_version,
        )
        for one in rows
    ]
    return _in_task(told, sheet, [one.indicator for one in rows])


def _in_task(told: list[Told], sheet: Sheet, indicators: Iterable[Indicator]) -> tuple[OvertakenRemark, ...]:
    named = {one.pk: one for one in indicators}
    known: dict[Series, list[Told]] = defaultdict(list)
    for row in sheet.accepted:
        if row.value is not None and row.indicator_id in named:
            code = named[row.indicator_id].code
            known[code, row.area, row.disaggregation].append(_known(row, code))
    return overtaken(told, known, {one.code: one.definition_version for one in named.values()})


def _by_series(rows: Iterable[Observation]) -> tuple[dict[Series, list[Told]], dict[str, int]]:
    known: dict[Series, list[Told]] = defaultdict(list)
    in_force: dict[str, int] = {}
    for row in rows:
        code = row.indicator.code
        in_force[code] = row.indicator.definition_version
        known[code, row.area, row.disaggregation].append(_known(row, code))
    return known, in_force


def _known(row: Observation, code: str) -> Told:
    series = (code, row.area, row.disaggregation)
    return Told(series, row.period, row.text, row.definition_version, row.pk)
