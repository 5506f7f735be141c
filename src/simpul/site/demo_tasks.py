"""How each task of the demo is worked: filled in, proved, sent, returned, cleared; and the round left to try."""

from __future__ import annotations

import csv
from collections.abc import Mapping
from datetime import date, datetime, timedelta
from io import BytesIO, StringIO
from typing import Any

from django.utils import timezone

from ..actions.acting import Actor
from ..actions.files import TABLES, keep_file
from ..actions.reporting import (
    attach_evidence,
    clear,
    confirm_import,
    extend,
    mark_nothing_new,
    override_warning,
    return_task,
    save_entry,
    save_narrative,
    submit,
)
from ..actions.reporting.checking import check_task, key_text
from ..core.figures import format_number, read_figure
from ..core.permissions import Role
from ..core.reporting import Answer, Share
from ..core.turns import next_turn
from ..doors.exchange.prefill import file_name, task_sheet
from ..doors.exchange.views import receive
from ..doors.exchange.workbook import write_workbook
from ..records.models import (
    DueFigure,
    Entry,
    Obligation,
    Round,
    Task,
)
from ..records.task_sheet import key_of, read_sheet
from .demo_stage import Stage, call, who


def run_tasks(stage: Stage, round_: Round) -> str:
    scripts = {item.body["body"]: item.body for item in stage.bundle.of("demo_task")}
    for number, task in enumerate(round_.tasks.with_office().order_by("pk")):
        script = scripts[task.body.code]
        stage.begin(task.body.acronym)
        day = round_.opens_on + timedelta(days=6 + number)
        _fill(stage, task, script, day)
        _send(stage, task, script, day + timedelta(days=1))
        if script.get("returned"):
            day = _give_back(stage, task, script["returned"], day + timedelta(days=2))
        _clear_all(stage, task, day + timedelta(days=3))
    return f"{round_.tasks.filter(state='accepted').count()} diterima / accepted"


def _maker(stage: Stage, task: Task, script: Mapping[str, Any], at: datetime) -> Actor:
    """Who enters: the data producer, or the secretariat on behalf of that office with both names kept."""
    if script["way"] != "on_behalf":
        return who(stage, Role.DATA_PRODUCER, at, body=task.body.code)
    return who(stage, Role.SECRETARIAT, at)


def _fill(stage: Stage, task: Task, script: Mapping[str, Any], day: date) -> None:
    if script.get("extended"):
        extend(
            task=task,
            due=date.fromisoformat(script["extended"]["until"]),
            reason=script["extended"]["reason"],
            actor=who(stage, Role.COORDINATOR, stage.at(day, 9)),
        )
    actor = _maker(stage, task, script, stage.at(day, 10))
    figures = {(row["indicator"], row["period"]): row for row in script.get("figures") or []}
    if script["way"] == "workbook":
        _fill_workbook(task, script, figures, actor)
    else:
        _fill_cells(task, script, figures, actor)
    _evidence(task, figures, actor)
    mark_nothing_new(task=Task.objects.get(pk=task.pk), actor=actor)


def _unavailable(script: Mapping[str, Any]) -> str:
    return str(script["unavailable_reason"]["id"])


def _fill_cells(
    task: Task, script: Mapping[str, Any], figures: Mapping[tuple[str, str], Mapping[str, Any]], actor: Actor
) -> None:
    """The desk's way: cell by cell, paragraph by paragraph."""
    for due in task.due_figures.filter(due=True, share=Share.CUSTODIAN.value).select_related("indicator"):
        known = figures.get((due.indicator.code, due.period))
        save_entry(
            task=task,
            indicator=due.indicator,
            period=due.period,
            answer=Answer.VALUE if known else Answer.UNAVAILABLE,
            text=_typed(known, due) if known else "",
            nature=known["nature"] if known else "",
            source=known["source"] if known else "",
            reason="" if known else _unavailable(script),
            actor=actor,
        )
    for name, text in script["narrative"].items():
        save_narrative(task=task, field=name, text=text["id"], text_en=text["en"], actor=actor)


def _typed(known: Mapping[str, Any], due: DueFigure) -> str:
    """The figure as an office types it in Indonesian."""
    value = read_figure(known["value"], language="en").value
    assert value is not None
    return format_number(value, language="id", decimals=due.indicator.decimals)


def _fill_workbook(
    task: Task, script: Mapping[str, Any], figures: Mapping[tuple[str, str], Mapping[str, Any]], actor: Actor
) -> None:
    """The offline way: the workbook as downloaded, filled in, uploaded, checked, confirmed once."""
    from dataclasses import replace

    task = Task.objects.with_office().get(pk=task.pk)
    sheet = task_sheet(read_sheet(task), language="id", made_at=actor.at)
    rows = tuple(
        replace(row, **_answer(figures.get((row.indicator, row.period)), script))
        if row.due and row.custodian
        else row
        for row in sheet.rows
    )
    narrative = tuple(replace(one, text=script["narrative"][one.code]["id"]) for one in sheet.narrative)
    content = write_workbook(replace(sheet, rows=rows, narrative=narrative), language="id")
    kept = keep_file(
        name=file_name(task), stream=BytesIO(content), purpose="workbook", accepted=TABLES, actor=actor
    )
    batch = receive(task, kept, kind="workbook", language="id", actor=actor)
    confirm_import(batch=batch, actor=actor)
    for name, text in script["narrative"].items():
        save_narrative(task=task, field=name, text=text["id"], text_en=text["en"], actor=actor)


def _answer(known: Mapping[str, Any] | None, script: Mapping[str, Any]) -> dict[str, Any]:
    if known is None:
        return {"answer": "unavailable", "reason": _unavailable(script)}
    value = read_figure(known["value"], language="en").value
    return {
        "answer": "value",
        "text": known["value"],
        "value": value,
        "is_number": True,
        "nature": known["nature"],
        "source": known["source"],
    }


def _evidence(task: Task, figures: Mapping[tuple[str, str], Mapping[str, Any]], actor: Actor) -> None:
    """For each value a file that names its source, kept as a small table."""
    for entry in Entry.objects.filter(task=task, answer=Answer.VALUE.value).select_related(
        "indicator", "task"
    ):
        known = figures[(entry.indicator.code, entry.period)]
        table = StringIO()
        rows = csv.writer(table, lineterminator="\n")
        rows.writerow(("indicator", "period", "value", "source"))
        rows.writerow((entry.indicator.code, entry.period, known["value"], known["source"]))
        file = keep_file(
            name=f"sumber-{entry.indicator.code}-{entry.period}.csv",
            stream=BytesIO(table.getvalue().encode()),
            purpose="evidence",
            actor=actor,
        )
        attach_evidence(entry=entry, file=file, actor=actor)


def _send(stage: Stage, task: Task, script: Mapping[str, Any], day: date) -> None:
    """Answer the warnings in writing, then submit."""
    actor = _maker(stage, task, script, stage.at(day, 11))
    for finding in check_task(Task.objects.with_office().get(pk=task.pk)).open_warnings:
        override_warning(
            task=task,
            rule=finding.rule,
            figure=key_text(finding.key),
            reason="Diperiksa: sesuai sumber yang disebut pada angka ini.",
            actor=actor,
        )
    submit(task=Task.objects.get(pk=task.pk), actor=actor)


def _give_back(stage: Stage, task: Task, script: Mapping[str, Any], day: date) -> date:
    """The data steward returns it with a remark per cell; the producer corrects and submits again."""
    task = Task.objects.with_office().get(pk=task.pk)
    submission = task.submissions.latest("number")
    figure = submission.figures.filter(answer="value").select_related("indicator").first()
    assert figure is not None
    key = key_of(figure)
    return_task(
        task=task,
        seen=submission.content_hash,
        due=day + timedelta(days=5),
        reason=script["remark"],
        remarks={key: script["remark"]},
        actor=who(stage, Role(script["by"]), stage.at(day, 9), office=task.organisation.code),
    )
    day += timedelta(days=2)
    actor = who(stage, Role.DATA_PRODUCER, stage.at(day, 9), body=task.body.code)
    save_entry(
        task=task,
        indicator=figure.indicator,
        period=figure.period,
        text=figure.text,
        nature=figure.nature,
        comment=script["comment"],
        source=figure.source,
        actor=actor,
    )
    submit(task=Task.objects.get(pk=task.pk), actor=actor)
    return day


def _clear_all(stage: Stage, task: Task, day: date) -> None:
    """The rest of the chain, one person a step; where the focal point is vacant the alternate takes the step."""
    task = Task.objects.with_office().get(pk=task.pk)
    submission = task.submissions.latest("number")
    office, body = task.organisation.code, task.body.code
    holders: dict[str, dict[str, Any]] = {
        "data_steward": {"role": Role.DATA_STEWARD, "office": office},
        "focal_point": {"role": Role.FOCAL_POINT, "body": body},
        "signing_official": {"role": Role.SIGNING_OFFICIAL, "office": office},
        "coordinator": {"role": Role.COORDINATOR},
    }
    if "focal_point" not in task.holders:
        holders["focal_point"]["role"] = Role.ALTERNATE
    for number, step in enumerate(submission.chain[1:]):
        at = stage.at(day + timedelta(days=number // 2), 9 + 4 * (number % 2))
        actor = who(stage, at=at, **holders[step])
        clear(task=Task.objects.get(pk=task.pk), seen=submission.content_hash, actor=actor)


# --- the live round -----------------------------------------------------------------------------------------------


def live_round(stage: Stage) -> str:
    """A round around today, left in mixed states for the visitor."""
    today = timezone.localdate()
    obligation = Obligation.objects.named()
    opened = set(obligation.rounds.values_list("period", flat=True))
    turn = next_turn(obligation.settings_in_force, opened=opened, today=today)
    round_ = call(
        stage,
        turn.period.code,
        today - timedelta(days=12),
        today + timedelta(days=3),
        today + timedelta(days=17),
    )
    scripts = {item.body["body"]: item.body for item in stage.bundle.of("demo_task")}
    tasks = list(round_.tasks.with_office().order_by("pk"))
    for number, task in enumerate(tasks):
        if number % 4 == 3:
            continue
        script = {**scripts[task.body.code], "figures": [], "way": "desk", "extended": None, "returned": None}
        day = today - timedelta(days=9 - number % 5)
        actor = who(stage, Role.DATA_PRODUCER, stage.at(day, 10), body=task.body.code)
        if number % 4 == 0:
            _fill_cells(task, script, {}, actor)
            mark_nothing_new(task=Task.objects.get(pk=task.pk), actor=actor)
            _send(stage, task, script, day)
        elif number % 4 == 1:
            for name, text in list(script["narrative"].items())[:2]:
                save_narrative(task=task, field=name, text=text["id"], text_en=text["en"], actor=actor)
    return f"{round_.period}, {len(tasks)} tugas / tasks"
