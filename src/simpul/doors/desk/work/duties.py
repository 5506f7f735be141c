"""What I must do and by when, and who I am here."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from ....actions.accounts import choose_reading
from ....core.reporting import State
from ....core.requests import against, urgency
from ....records.models import (
    Clearance,
    ExtensionRequest,
    ImportBatch,
    Round,
    SheetTask,
    Task,
)
from ....records.register_reading import gaps, read_register
from ....records.round_board import Board, read_board
from ....records.sheet_waiting import sheets_waiting
from ....records.waiting import AtStep, Waiting, deliveries_waiting
from ..context import open_rounds, requests_of, waiting
from ..data.events import next_meetings
from ..data.words import ROLE_WORDS
from ..listing import Column, Form, Table, answer
from ..templatetags.desk import STATES, language, period
from .reader import Reader, acting, reader
from .requests.duty import duty_line

#: How many of those who still owe stand on the first page; the round shows all.
OWED_SHOWN = 8
#: How many of the next meetings stand beside the duties.
MEETINGS_SHOWN = 4


@login_required
def duties(request: HttpRequest) -> HttpResponse:
    """Tasks to fill in, steps that wait for me, uploads to mend; for who sees all, how the round stands."""
    who = reader(request)
    work = waiting(request)
    first = next(iter(work.fill), None)
    running = next((row for row in open_rounds(request) if not row.is_closed), None)
    board = read_board(running, who.duties, day=who.day) if running and who.may("round.view") else None
    context = {
        "day": who.day,
        "designations": _designations(who),
        "fill": _tasks(work, who),
        "clear": [_step(item, who) for item in work.clear],
        "elsewhere": [_step(item, who) for item in work.elsewhere],
        "uploads": _uploads(work),
        "requests": _requests(who),
        "asked": sorted((duty_line(one, who.day) for one in requests_of(request)), key=_urgency),
        "deliveries": deliveries_waiting(who.duties, day=who.day),
        "unreported": _unreported(who),
        "sheets": [
            {"task": one, "clock": against(waits.due, today=who.day)}
            for one, waits in sheets_waiting(who.duties, day=who.day)
        ],
        "lead_duty": _lead(first, who) if first else None,
        "round": running,
        "days_left": (running.closes_on - who.day).days if running else None,
        "owes": _owes(running, board) if running and board else None,
        "gaps": gaps(read_register(who.day)) if who.may("round.view") else [],
        "meetings": next_meetings(who.day, limit=MEETINGS_SHOWN),
    }
    context["sections"] = _sections(context)
    return answer(request, "desk/work/duties.html", context, DUTIES.read(request, _all(context)))


def _urgency(row: Any) -> tuple[date, bool]:
    return urgency(_due_of(row))


def _sections(context: dict[str, Any]) -> list[str]:
    """What waits for the reader, kind by kind: first the kind in which something is due first."""
    fill: list[Any] = context["fill"]
    rows: dict[str, list[Any]] = {
        "lead": fill[:1],
        "clear": context["clear"],
        "requests": context["requests"],
    }
    rows |= {"asked": context["asked"], "sheets": context["sheets"]}
    rows |= {"papers": [*context["unreported"], *context["deliveries"]]}
    rows |= {"rest": fill[1:], "uploads": context["uploads"]}
    filled = [name for name, found in rows.items() if found]
    return sorted(filled, key=lambda name: min(map(_urgency, rows[name])))


def _all(context: dict[str, Any]) -> list[dict[str, Any]]:
    """Everything that waits, one row each: the reader's own steps by urgency, then what waits for others."""
    rows: list[dict[str, Any]] = []
    rows += [
        {"kind": "fill", "task": one["task"], "clock": one["clock"], "note": one["reason"]}
        for one in context["fill"]
    ]
    rows += [
        {"kind": "clear", "task": one["task"], "clock": one["clock"], "note": one["role"]}
        for one in context["clear"]
    ]
    rows += [{"kind": "request", "task": one.task, "note": one.reason} for one in context["requests"]]
    rows += [
        {
            "kind": "asked",
            "note": f"{one['code']} {one['text']}",
            "clock": one["clock"],
        }
        for one in context["asked"]
    ]
    rows += [{"kind": "report", "round": one} for one in context["unreported"]]
    rows += [{"kind": "delivery", "round": one.round, "note": str(one)} for one in context["deliveries"]]
    rows += [
        {
            "kind": "sheet",
            "note": f"{one['task'].indicator.code} {_title(one['task'])}",
            "clock": one["clock"],
        }
        for one in context["sheets"]
    ]
    rows += [{"kind": "upload", "task": one.task, "note": one.file.name} for one in context["uploads"]]
    rows.sort(key=_urgency)
    owed = context["owes"]["all"] if context["owes"] else ()
    rows += [{"kind": "owed", "task": one.task, "clock": one.clock} for one in owed]
    rows += [
        {"kind": "elsewhere", "task": one["task"], "clock": one["clock"], "note": one["role"]}
        for one in context["elsewhere"]
    ]
    return rows


def _title(row: SheetTask) -> str:
    return row.indicator.title_en if language() == "en" else row.indicator.title_id


def _round_of(row: Any) -> str:
    round_ = row.get("round") or ("task" in row and row["task"].round)
    return str(period(round_.period)) if round_ else ""


def _due_of(row: Any) -> date | None:
    """The day something is due, whatever it is; None where it has none."""
    if isinstance(row, dict):
        return row["clock"].due if "clock" in row else row["task"].due_current if "task" in row else None
    return row.task.due_current if hasattr(row, "task") else None


def _late(row: Any) -> bool:
    return "clock" in row and row["clock"].late


def _task_says(read: Callable[[Any], Any]) -> Callable[[Any], Any]:
    return lambda row: read(row["task"]) if "task" in row else ""


#: What waits, in the words of the page.
KINDS = {
    "fill": gettext_lazy("To fill in"),
    "clear": gettext_lazy("Waiting for your check"),
    "request": gettext_lazy("Requests for more time"),
    "asked": gettext_lazy("Incoming request"),
    "report": gettext_lazy("Report to make"),
    "delivery": gettext_lazy("Delivery"),
    "sheet": gettext_lazy("Sheets of indicators"),
    "upload": gettext_lazy("Uploads to finish"),
    "owed": gettext_lazy("Who still owes"),
    "elsewhere": gettext_lazy("Waiting for others"),
}
DUTIES = Table(
    code="duties",
    title=gettext_lazy("My duties"),
    columns=(
        Column("kind", gettext_lazy("Duty"), lambda row: str(KINDS[row["kind"]]), width=26),
        Column("body", gettext_lazy("Sectoral body"), _task_says(lambda task: task.body.acronym)),
        Column("office", gettext_lazy("Office"), _task_says(lambda task: task.organisation.acronym)),
        Column("round", gettext_lazy("Round"), _round_of),
        Column("state", gettext_lazy("State"), _task_says(lambda task: _(STATES[task.state][0]))),
        Column("due", gettext_lazy("Due"), _due_of, Form.DAY),
        Column(
            "late",
            gettext_lazy("Past due"),
            lambda row: _("past due") if _late(row) else "",
        ),
        Column("note", gettext_lazy("Note"), lambda row: str(row.get("note", "")), width=40),
    ),
)


def _tasks(work: Waiting, who: Reader) -> list[dict[str, Any]]:
    """The tasks to fill in after the first, with the last reason for which they came back."""
    rest = list(work.fill)
    returned = [task.pk for task in rest if task.state == State.RETURNED.value]
    reasons = _reasons(returned) if returned else {}
    return [
        {"task": task, "clock": task.clock_on(who.day), "reason": reasons.get(task.pk, "")} for task in rest
    ]


def _reasons(tasks: list[int]) -> dict[int, str]:
    """The reason of the last return of each task."""
    rows = Clearance.objects.filter(submission__task__in=tasks, verdict="returned").order_by("pk")
    return dict(rows.values_list("submission__task_id", "remark"))


def _lead(task: Task, who: Reader) -> dict[str, Any]:
    """The first duty, in large: what is asked, and how much of it is there."""
    row: Any = Task.objects.with_counts().get(pk=task.pk)
    return {
        "task": task,
        "clock": task.clock_on(who.day),
        "asked": row.figures_asked,
        "answered": row.figures_answered,
        "paragraphs": len(task.round.narrative),
        "written": row.narratives_written,
        "begun": task.state != State.NONE.value,
    }


def _step(item: AtStep, who: Reader) -> dict[str, Any]:
    return {
        "task": item.task,
        "clock": item.task.clock_on(who.day),
        "role": ROLE_WORDS.get(item.role, item.role),
        "submitted_at": item.submission.submitted_at,
        "number": item.submission.number,
        "office": item.task.organisation,
    }


def _uploads(work: Waiting) -> list[ImportBatch]:
    """The latest upload of each open task that was refused or still waits for its confirmation."""
    latest: dict[int, ImportBatch] = {}
    rows = ImportBatch.objects.filter(task__in=[task.pk for task in work.fill])
    rows = rows.defer("rows", "narratives", "findings")
    for row in rows.select_related("file", "task__body", "task__round").order_by("pk"):
        latest[row.task_id] = row
    return sorted((row for row in latest.values() if row.state in ("checked", "refused")), key=_urgency)


def _requests(who: Reader) -> list[ExtensionRequest]:
    """Requests for more time that wait for this reader's answer."""
    if not who.may("round.view"):
        return []
    rows = ExtensionRequest.objects.filter(answer="", task__round__closed_at__isnull=True)
    rows = rows.select_related("task__body", "task__organisation", "task__round", "asked_by__person")
    rows = rows.prefetch_related("task__co_leads")
    mine = [row for row in rows.order_by("asked_at") if who.may("task.extend", row.task.subject())]
    return sorted(mine, key=_urgency)


def _unreported(who: Reader) -> list[Round]:
    """Closed rounds of which nobody has made the report yet, for those who make it."""
    if not who.may("report.make"):
        return []
    rows = Round.objects.filter(closed_at__isnull=False, papers__isnull=True)
    return list(rows.select_related("obligation").order_by("-period"))


def _designations(who: Reader) -> list[dict[str, Any]]:
    """Under which roles the person acts today, by which letter."""
    return [
        {
            "role": ROLE_WORDS.get(row.role, row.role),
            "acting": row.acting,
            "body": row.body.acronym if row.body else "",
            "office": row.organisation.name_en if language() == "en" else row.organisation.name_id,
            "since": row.since,
            "until": row.until,
            "letter": row.letter_number,
            "letter_date": row.letter_date,
        }
        for row in who.user.designations_on(who.day)
    ]


def _owes(round_: Round, board: Board) -> dict[str, Any]:
    """The short list of who owes what, for those who see all."""
    return {
        "lines": board.owed[:OWED_SHOWN],
        "all": board.owed,
        "more": max(len(board.owed) - OWED_SHOWN, 0),
        "submitted": sum(1 for line in board.counted if line.submitted),
        "counted": len(board.counted),
        "cells": cells(board),
        "label": _("State of %(count)s tasks") % {"count": len(board.counted)},
        "round": round_,
    }


def cells(board: Board) -> list[dict[str, str]]:
    """One cell is one sectoral body."""
    return [{"state": line.task.state, "name": line.task.body.acronym} for line in board.counted]


@login_required
def account(request: HttpRequest) -> HttpResponse:
    """My data: the address, the roles of today with their letters, and how I read."""
    who = reader(request)
    if request.method == "POST":
        choose_reading(
            user=who.user,
            language=request.POST.get("language", ""),
            density=request.POST.get("density", ""),
            actor=acting(request),
        )
        messages.success(request, _("Your choice is kept."))
        return redirect("desk:account")
    return render(
        request,
        "desk/work/account.html",
        {
            "account": who.user,
            "designations": _designations(who),
            "day": who.day,
            "languages": settings.LANGUAGES,
            "densities": [
                ("normal", _("Normal")),
                ("dense", _("Dense: more rows on the screen")),
                ("roomy", _("Roomy: easier to touch")),
            ],
        },
    )
