"""Everything a report or delivery of a round says, read once as plain frozen data.

Papers, exchange and desk draw from this one reading, so that all of them show the same numbers. Sentences and
number dress are the doors' business; here are codes, dates and decimals.
"""

from __future__ import annotations

import hashlib
import json
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from ..core.catalogue import readiness_of
from ..core.periods import Period
from ..core.reporting import is_on_time
from .models import (
    Baseline,
    Indicator,
    Observation,
    ResultSet,
    Round,
    Submission,
    SubmittedFigure,
    Target,
    Task,
    VerdictRow,
)


@dataclass(frozen=True)
class Named:
    """A name in both languages, with its short form."""

    code: str
    id: str
    en: str

    def text(self, language: str) -> str:
        """The name in a language."""
        return self.en if language == "en" else self.id


@dataclass(frozen=True)
class PointLine:
    """One observation of a series."""

    observation: int
    period: str
    text: str
    value: Decimal | None
    status: str
    nature: str
    source: str
    series_break: bool
    vintage: int


@dataclass(frozen=True)
class TargetLine:
    """A target: a value, or a range."""

    period: str
    value: Decimal | None
    low: Decimal | None
    high: Decimal | None
    authority: str
    source: str


@dataclass(frozen=True)
class VerdictLine:
    """What one method says, or why it says nothing."""

    method: str
    version: str
    official: bool
    status: str
    colour: str
    reason: str
    outputs: Mapping[str, Any]


@dataclass(frozen=True)
class IndicatorLine:
    """An indicator with its latest figure and everything that proves or judges it."""

    code: str
    title: Named
    unit: Named
    decimals: int | None
    is_proxy: bool
    polarity: str
    body: Named | None
    custodian: Named | None
    area: str
    latest: PointLine | None
    before: PointLine | None
    reported_now: bool
    series: tuple[PointLine, ...]
    baseline: tuple[str, str, Decimal | None, str] | None  # period, text, value, status
    targets: tuple[TargetLine, ...]
    verdicts: tuple[VerdictLine, ...]
    missing: tuple[str, ...]  # fields the sheet lacks to be ready

    @property
    def official(self) -> VerdictLine | None:
        """The verdict of the framework's official method."""
        return next((row for row in self.verdicts if row.official), None)


@dataclass(frozen=True)
class AnswerLine:
    """An answer that is not a value: not available, nothing new, confirmed."""

    indicator: str
    title: Named
    period: str
    answer: str
    reason: str


@dataclass(frozen=True)
class TaskLine:
    """What one respondent did in the round."""

    pk: int
    body: Named
    theme: Named
    office: Named
    co_leads: tuple[Named, ...]
    counted: bool
    parent: str
    state: str
    focal_point: str
    due_original: date
    due_current: date
    submitted_on: date | None
    accepted_at: datetime | None
    on_time: bool
    submission: int | None
    figures: int
    evidenced: int
    narratives: Mapping[str, Mapping[str, str]]
    answers: tuple[AnswerLine, ...]
    cleared_by: tuple[Mapping[str, Any], ...]
    values: tuple[str, ...]  # codes of indicators whose value this task reported


@dataclass(frozen=True)
class RoundReport:
    """A round as it is reported, as known at a moment."""

    round: int
    code: str
    obligation: Named
    framework: Named
    area: str
    opens_on: date
    due_on: date
    closes_on: date
    as_known_at: datetime
    content_version: str
    result_set: int
    narrative_fields: tuple[Mapping[str, Any], ...]
    tasks: tuple[TaskLine, ...]
    indicators: tuple[IndicatorLine, ...]
    basis_hash: str = field(default="")

    @property
    def counted(self) -> tuple[TaskLine, ...]:
        """The sectoral bodies proper; sub-bodies are counted apart."""
        return tuple(task for task in self.tasks if task.counted)


def read_report(result_set: ResultSet) -> RoundReport:
    """Read the report of a result set's round. A fixed number of queries, whatever the size of the round."""
    round_ = result_set.round
    assert round_ is not None, "a report is made from a round's result set"
    tasks = _tasks(round_)
    indicators = _indicators(round_, result_set)
    obligation = round_.obligation
    framework = obligation.framework
    report = RoundReport(
        round=round_.pk,
        code=round_.period,
        obligation=Named(obligation.code, obligation.name_id, obligation.name_en),
        framework=Named(framework.code, framework.title_id, framework.title_en)
        if framework
        else Named("", "", ""),
        area=obligation.area,
        opens_on=round_.opens_on,
        due_on=round_.due_on,
        closes_on=round_.closes_on,
        as_known_at=result_set.as_known_at,
        content_version=result_set.content_version.label,
        result_set=result_set.pk,
        narrative_fields=tuple(round_.narrative),
        tasks=tasks,
        indicators=indicators,
        basis_hash=basis(indicators),
    )
    return report


def basis(indicators: tuple[IndicatorLine, ...]) -> str:
    """SHA-256 over the numbers and verdicts shown, independent of language and format."""
    rows = [
        [
            line.code,
            line.latest.period if line.latest else None,
            line.latest.text if line.latest else None,
            str(line.latest.value) if line.latest and line.latest.value is not None else None,
            line.official.status if line.official else None,
            line.official.reason if line.official else None,
        ]
        for line in indicators
    ]
    return hashlib.sha256(json.dumps(rows, ensure_ascii=False).encode()).hexdigest()


def _tasks(round_: Round) -> tuple[TaskLine, ...]:
    tasks = (
        Task.objects.filter(round=round_)
        .select_related("body", "body__parent", "organisation")
        .prefetch_related("co_leads")
        .order_by("-body__counted", "body__acronym")
    )
    latest: dict[int, Submission] = {}
    for row in (
        Submission.objects.filter(task__round=round_)
        .exclude(outcome="recalled")
        .prefetch_related("clearances")
        .order_by("number")
    ):
        latest[row.task_id] = row
    figures: dict[int, list[SubmittedFigure]] = defaultdict(list)
    for figure in SubmittedFigure.objects.filter(submission__in=list(latest.values())).select_related(
        "indicator"
    ):
        figures[figure.submission_id].append(figure)
    return tuple(_task(task, latest.get(task.pk), figures) for task in tasks)


def _task(
    task: Task, submission: Submission | None, figures: Mapping[int, list[SubmittedFigure]]
) -> TaskLine:
    rows = figures.get(submission.pk, []) if submission else []
    focal = task.holders.get("focal_point", {})
    return TaskLine(
        pk=task.pk,
        body=Named(task.body.acronym, task.body.name_id, task.body.name_en),
        theme=Named(task.body.code, task.body.theme_id, task.body.theme_en),
        office=Named(task.organisation.acronym, task.organisation.name_id, task.organisation.name_en),
        co_leads=tuple(Named(row.acronym, row.name_id, row.name_en) for row in task.co_leads.all()),
        counted=task.body.counted,
        parent=task.body.parent.acronym if task.body.parent else "",
        state=task.state,
        focal_point=f"{focal.get('acting', '')} {focal.get('name', '')}".strip(),
        due_original=task.due_original,
        due_current=task.due_current,
        submitted_on=task.submitted_on,
        accepted_at=task.accepted_at,
        on_time=is_on_time(due=task.due_current, state=task.state, submitted_on=task.submitted_on),
        submission=submission.number if submission else None,
        figures=sum(1 for row in rows if row.answer == "value"),
        evidenced=sum(1 for row in rows if row.answer == "value" and (row.evidence or row.source_file_id)),
        narratives=submission.narratives if submission else {},
        answers=tuple(
            AnswerLine(
                indicator=row.indicator.code,
                title=Named(row.indicator.code, row.indicator.title_id, row.indicator.title_en),
                period=row.period,
                answer=row.answer,
                reason=row.reason or row.comment,
            )
            for row in rows
            if row.answer != "value"
        ),
        cleared_by=tuple(
            {
                "step": row.step,
                "role": row.role,
                "name": row.by_name,
                "acting": row.holder.get("acting", ""),
                "office": row.holder.get("office", ""),
                "on_behalf_of": row.on_behalf_of,
                "letter": row.letter_number,
                "at": row.at,
            }
            for row in (submission.clearances.all() if submission else [])
            if row.verdict == "cleared"
        ),
        values=tuple(sorted({row.indicator.code for row in rows if row.answer == "value"})),
    )


def _indicators(round_: Round, result_set: ResultSet) -> tuple[IndicatorLine, ...]:
    area = round_.obligation.area
    series: dict[int, list[Observation]] = defaultdict(list)
    observations = (
        Observation.objects.as_known_at(result_set.as_known_at)
        .totals()
        .filter(area=area)
        .select_related("figure__submission__task", "content")
    )
    for row in observations:
        series[row.indicator_id].append(row)
    baselines = {row.indicator_id: row for row in Baseline.objects.filter(area=area)}
    targets: dict[int, list[Target]] = defaultdict(list)
    for target in Target.objects.filter(area=area).order_by("period"):
        targets[target.indicator_id].append(target)
    verdicts: dict[int, list[VerdictRow]] = defaultdict(list)
    for verdict in result_set.verdicts.order_by("-official", "id"):
        verdicts[verdict.indicator_id].append(verdict)
    return tuple(
        _indicator(
            indicator,
            area,
            round_.pk,
            series[indicator.pk],
            baselines.get(indicator.pk),
            targets[indicator.pk],
            verdicts[indicator.pk],
        )
        for indicator in Indicator.objects.select_related("body", "custodian")
    )


def _indicator(
    indicator: Indicator,
    area: str,
    round_pk: int,
    observations: list[Observation],
    baseline: Baseline | None,
    targets: list[Target],
    verdicts: list[VerdictRow],
) -> IndicatorLine:
    observations = sorted(observations, key=lambda row: Period.parse(row.period).until)
    points = [point_line(row) for row in observations]
    valued = [point for point in points if point.text]
    return IndicatorLine(
        code=indicator.code,
        title=Named(indicator.code, indicator.title_id, indicator.title_en),
        unit=Named(str(indicator.sheet.get("unit_code", "")), indicator.unit_id, indicator.unit_en),
        decimals=indicator.decimals,
        is_proxy=indicator.is_proxy,
        polarity=indicator.polarity,
        body=Named(indicator.body.acronym, indicator.body.name_id, indicator.body.name_en)
        if indicator.body
        else None,
        custodian=Named(indicator.custodian.acronym, indicator.custodian.name_id, indicator.custodian.name_en)
        if indicator.custodian
        else None,
        area=area,
        latest=valued[-1] if valued else None,
        before=valued[-2] if len(valued) > 1 else None,
        reported_now=any(
            row.figure is not None and row.figure.submission.task.round_id == round_pk
            for row in observations
            if valued and row.pk == valued[-1].observation
        ),
        series=tuple(points),
        baseline=(baseline.period, baseline.value_text, baseline.value, baseline.status)
        if baseline
        else None,
        targets=tuple(
            TargetLine(row.period, row.value, row.low, row.high, row.authority, row.source) for row in targets
        ),
        verdicts=tuple(
            VerdictLine(
                row.method, row.method_version, row.official, row.status, row.colour, row.reason, row.outputs
            )
            for row in verdicts
        ),
        missing=readiness_of(indicator.sheet),
    )


def point_line(row: Observation) -> PointLine:
    """An observation as a point of a series; its source is the published one or the submission."""
    source = row.source
    if not source and row.figure is not None:
        source = row.figure.comment
    return PointLine(
        observation=row.pk,
        period=row.period,
        text=row.text,
        value=row.value,
        status=row.status,
        nature=row.nature,
        source=source,
        series_break=row.series_break,
        vintage=row.vintage,
    )
