"""A round's report read from the tables: tasks with what was accepted, indicators with their figures and aims."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from datetime import date, datetime

from ..core.catalogue import is_unsettled, readiness_of, source_of
from ..core.definitions import by_definition, by_their_definitions
from ..core.reporting import State
from .catalogue.sheets import with_definition_day
from .days import civil_day
from .models import (
    AuditEntry,
    Baseline,
    Indicator,
    Observation,
    Round,
    Submission,
    SubmittedFigure,
    Target,
    Task,
)
from .reporting.observations import as_series
from .round_decisions import read_decisions
from .round_editions import read_redefined, replaced_by_next
from .round_report import (
    LAYOUT,
    AnswerLine,
    IndicatorLine,
    Named,
    PointLine,
    RoundReport,
    TargetLine,
    TaskLine,
)


def read_round(round_: Round, moment: datetime) -> RoundReport:
    """What a round says now, figures as known at a moment, still without verdicts. A fixed number of queries."""
    obligation = round_.obligation
    framework = obligation.framework
    replaced, replaces = replaced_by_next(round_)
    indicators = _indicators(round_, moment)
    return RoundReport(
        round=round_.pk,
        code=round_.period,
        obligation=Named(obligation.code, obligation.name_id, obligation.name_en),
        framework=Named(framework.code, framework.title_id, framework.title_en)
        if framework
        else Named("", "", ""),
        framework_wording=framework.wording if framework else "",
        area=obligation.area,
        opens_on=round_.opens_on,
        due_on=round_.due_on,
        closes_on=round_.closes_on,
        as_known_at=moment,
        content_version="",
        result_set=0,
        narrative_fields=tuple(round_.narrative),
        tasks=_tasks(round_),
        indicators=indicators,
        layout=LAYOUT,
        decisions=read_decisions(round_, moment),
        number=replaces.number + 1 if replaces else 1,
        replaces=replaces,
        redefined=read_redefined(replaced, indicators) if replaced else (),
    )


def _tasks(round_: Round) -> tuple[TaskLine, ...]:
    tasks = (
        Task.objects.filter(round=round_)
        .select_related("body", "body__parent", "organisation")
        .prefetch_related("co_leads")
        .order_by("-body__counted", "body__acronym")
    )
    latest: dict[int, Submission] = {}
    for row in (
        Submission.objects.filter(task__round=round_, outcome__in=("accepted", "reopened"))
        .prefetch_related("clearances")
        .order_by("number")
    ):
        latest[row.task_id] = row
    figures: dict[int, list[SubmittedFigure]] = defaultdict(list)
    for figure in SubmittedFigure.objects.filter(submission__in=list(latest.values())).select_related(
        "indicator", "observation"
    ):
        figures[figure.submission_id].append(figure)
    since = _since(round_)
    return tuple(
        _task(task, latest.get(task.pk), figures, since.get(task.pk, round_.opens_on)) for task in tasks
    )


#: What brings a task to where it stands; the trail says when.
_MOVES = ("reporting.submit", "reporting.return", "reporting.recall", "reporting.reopen")


def _since(round_: Round) -> dict[int, date]:
    """Since which day each task stands where it stands; one that was never moved is not named."""
    keys = [str(pk) for pk in round_.tasks.values_list("pk", flat=True)]
    rows = AuditEntry.objects.filter(action__in=_MOVES, subject_kind="task", subject_key__in=keys)
    return {int(key): civil_day(at) for key, at in rows.order_by("id").values_list("subject_key", "at")}


def _task(
    task: Task,
    submission: Submission | None,
    figures: Mapping[int, list[SubmittedFigure]],
    since: date,
) -> TaskLine:
    rows = figures.get(submission.pk, []) if submission else []
    values = [row for row in rows if row.answer == "value"]
    parted = by_their_definitions(
        values, version=_observed_under, in_force=lambda row: row.indicator.definition_version
    )
    focal = task.holders.get("focal_point", {})
    steps = [row for row in submission.clearances.all() if row.verdict == "cleared"] if submission else []
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
        accepted_at=max(row.at for row in steps) if steps else None,
        waiting_since=None if task.state == State.ACCEPTED.value else since,
        on_time=task.on_time,
        submission=submission.number if submission else None,
        figures=len(parted.held),
        evidenced=sum(1 for row in parted.held if row.evidence or row.source_file_id),
        former=len(parted.former),
        overtaken=tuple(sorted({row.indicator.code for row in parted.former})),
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
                "at": row.at.isoformat(),
            }
            for row in steps
        ),
        values=tuple(sorted({row.indicator.code for row in values})),
    )


def _observed_under(row: SubmittedFigure) -> int:
    """The definition an accepted figure stands under; by the first recipe its observation says it."""
    if row.definition_version:
        return row.definition_version
    observed: Observation | None = getattr(row, "observation", None)
    return (observed or row.indicator).definition_version


def _indicators(round_: Round, moment: datetime) -> tuple[IndicatorLine, ...]:
    area = round_.obligation.area
    series: dict[int, list[Observation]] = defaultdict(list)
    observations = (
        Observation.objects.as_known_at(moment)
        .totals()
        .filter(area=area)
        .select_related(
            "figure__submission__task__organisation", "figure__submission__task__round", "content"
        )
    )
    for row in observations:
        series[row.indicator_id].append(row)
    baselines = {row.indicator_id: row for row in Baseline.objects.filter(area=area)}
    targets: dict[int, list[Target]] = defaultdict(list)
    for target in Target.objects.filter(area=area).order_by("period"):
        targets[target.indicator_id].append(target)
    return tuple(
        _indicator(
            indicator,
            area,
            round_.pk,
            series[indicator.pk],
            baselines.get(indicator.pk),
            targets[indicator.pk],
        )
        for indicator in with_definition_day(Indicator.objects.select_related("body", "custodian"))
    )


def _indicator(
    indicator: Indicator,
    area: str,
    round_pk: int,
    observations: list[Observation],
    baseline: Baseline | None,
    targets: list[Target],
) -> IndicatorLine:
    observations = as_series(observations)
    held = by_definition(observations, indicator.definition_version).held
    valued = [point_line(row) for row in held if row.text]
    return IndicatorLine(
        code=indicator.code,
        title=Named(indicator.code, indicator.title_id, indicator.title_en),
        unit=Named(str(indicator.sheet.get("unit_code", "")), indicator.unit_id, indicator.unit_en),
        decimals=indicator.decimals,
        validity=indicator.validity,
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
        series=tuple(point_line(row) for row in observations),
        baseline=(baseline.period, baseline.value_text, baseline.value, baseline.status)
        if baseline
        else None,
        targets=tuple(
            TargetLine(row.period, row.value, row.low, row.high, row.authority, row.source) for row in targets
        ),
        verdicts=(),
        missing=readiness_of(indicator.sheet),
        confidence=indicator.confidence,
        source=source_of(indicator.sheet),
        unsettled=tuple(
            name for name in readiness_of(indicator.sheet) if is_unsettled(indicator.sheet, name)
        ),
        definition_version=indicator.definition_version,
        defined_on=indicator.defined_on,
        definitions=tuple(row.definition_version for row in observations),
    )


def point_line(row: Observation) -> PointLine:
    """An observation as a point of a series, with the published source or the office it comes from."""
    figure = row.figure
    task = figure.submission.task if figure else None
    office = task.organisation if task else None
    return PointLine(
        observation=row.pk,
        period=row.period,
        text=row.text,
        value=row.value,
        status=row.status,
        nature=row.nature,
        source=row.source,
        series_break=row.series_break,
        vintage=row.vintage,
        comment=row.comment,
        office=Named(office.acronym, office.name_id, office.name_en) if office else None,
        round=task.round.period if task else "",
        evidence=len(figure.evidence) + (figure.source_file_id is not None) if figure else 0,
    )
