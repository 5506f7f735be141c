"""From a task's records to its workbook: last accepted values, what is entered so far, what is due."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal

from ...core.figures import format_number, redressed
from ...core.periods import format_date, label
from ...records.days import civil_day
from ...records.models import Entry, Observation, Task
from ...records.task_sheet import FigureLine, Sheet, read_sheet
from .workbook import FigureRow, NarrativeField, TaskSheet, write_workbook


def task_workbook(task: Task, *, language: str, made_at: datetime) -> bytes:
    """The prefilled workbook of a task as it stands."""
    return write_workbook(task_sheet(read_sheet(task), language=language, made_at=made_at), language=language)


def file_name(task: Task) -> str:
    """`simpul-2026-Q1-SOMHD.xlsx`."""
    return f"simpul-{task.round.period}-{task.body.code}.xlsx"


def task_sheet(sheet: Sheet, *, language: str, made_at: datetime) -> TaskSheet:
    """A task's page as the workbook needs it."""
    task = sheet.task
    offices = [task.organisation, *task.co_leads.all()]
    return TaskSheet(
        round=task.round.period,
        round_label=label(task.round.period, language),
        task=task.pk,
        task_label=f"{task.body.acronym} {task.round.period}",
        task_version=task.version,
        area=task.round.obligation.area,
        body=task.body.acronym,
        body_name=task.body.name_en if language == "en" else task.body.name_id,
        offices=tuple(row.acronym for row in offices),
        due_label=format_date(task.due_current, language),
        made_label=format_date(civil_day(made_at), language),
        rows=tuple(_row(line, language) for line in sheet.figures),
        narrative=tuple(
            NarrativeField(
                code=paragraph.code,
                title=str(paragraph.asked["label"][language]),
                help=str((paragraph.asked.get("hint") or {}).get(language, "")),
                text=paragraph.text,
                max_length=paragraph.limit,
            )
            for paragraph in sheet.paragraphs
        ),
    )


def _row(line: FigureLine, language: str) -> FigureRow:
    due, entry, indicator = line.due, line.entry, line.due.indicator
    last = line.accepted or line.before
    return FigureRow(
        indicator=indicator.code,
        title=indicator.title_en if language == "en" else indicator.title_id,
        unit=indicator.unit_en if language == "en" else indicator.unit_id,
        area=due.area,
        period=due.period,
        period_label=label(due.period, language, short=True) if due.period else "",
        disaggregation=due.disaggregation,
        last_text=_shown(last, indicator.decimals, language),
        last_period=label(last.period, language, short=True) if last else "",
        answer=entry.answer if entry else "",
        text=_typed(entry, language) if entry else "",
        value=entry.value if entry else None,
        is_number=entry.is_number if entry else False,
        nature=entry.nature if entry else "",
        comment=entry.comment if entry else "",
        reason=entry.reason if entry else "",
        revision_reason=entry.revision_reason if entry else "",
        source=entry.source if entry else "",
        due=due.due,
        next_release=format_date(due.next_release, language, short=True) if due.next_release else "",
        custodian=not line.confirm_only,
        custodian_office=indicator.custodian.acronym if indicator.custodian else "",
        decimals=indicator.decimals,
    )


def _typed(entry: Entry, language: str) -> str:
    return entry.text if entry.is_number else redressed(entry.text, source="id", target=language)


def _shown(row: Observation | None, decimals: int | None, language: str) -> str:
    if row is None:
        return ""
    if row.value is None or row.status != "A":
        return row.text
    return format_number(Decimal(row.value), language=language, decimals=decimals)
