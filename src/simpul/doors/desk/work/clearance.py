"""Clearance: what waits for my check, and the page on which a submission is cleared or returned."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from ....actions.reporting import clear, clear_on_behalf, reopen, return_task
from ....actions.reporting.clearance import entered_by
from ....core.directory import Held
from ....core.figures import whole
from ....core.periods import label
from ....core.permissions import Role
from ....core.reporting import (
    SOON_DAYS,
    free_holders,
    is_maker,
    may_be_on_behalf,
    may_record,
    may_return,
    may_take,
)
from ....records.holding import held, holders_of_step, steps_taken
from ....records.models import Submission, SubmittedFigure, Task
from ....records.overtaken_reading import of_submission
from ....records.task_sheet import FigureLine, Sheet, key_of, read_sheet
from ..bodies import of_reader
from ..context import requests_of, waiting
from ..data.words import ROLE_WORDS
from ..listing import Column, Filter, Form, Table, among, answer
from ..templatetags.desk import language
from ..templatetags.work import figure_text, named, role_word, titled, unit_of
from . import grid
from .reader import Reader, acting, reader, visible_task
from .requests.duty import duty_line
from .rounds import day_in

#: With whom a step is.
WITH = {"mine": gettext_lazy("with me"), "others": gettext_lazy("with others")}
QUEUE = Table(
    code="clearance",
    title=gettext_lazy("Clearance"),
    columns=(
        Column("body", gettext_lazy("Sectoral body"), lambda row: row["task"].body.acronym),
        Column("office", gettext_lazy("Office"), lambda row: named(row["task"].organisation), width=40),
        Column("round", gettext_lazy("Round"), lambda row: label(row["task"].round.period, language())),
        Column("with", gettext_lazy("With"), lambda row: str(WITH["mine" if row["mine"] else "others"])),
        Column("role", gettext_lazy("Step"), lambda row: role_word(row["at"].role), width=24),
        Column("version", gettext_lazy("Version"), lambda row: row["at"].submission.number, Form.NUMBER),
        Column(
            "submitted",
            gettext_lazy("Submitted at"),
            lambda row: row["at"].submission.submitted_at,
            Form.MOMENT,
        ),
        Column("due", gettext_lazy("Due"), lambda row: row["task"].due_current, Form.DAY),
        Column("late", gettext_lazy("Past due"), lambda row: _("past due") if row["clock"].late else ""),
    ),
    filters=(
        Filter(
            "with",
            gettext_lazy("With"),
            *among(lambda row: "mine" if row["mine"] else "others", WITH.__getitem__),
        ),
        Filter("role", gettext_lazy("Step"), *among(lambda row: row["at"].role, role_word)),
        Filter(
            "body",
            gettext_lazy("Sectoral body"),
            *among(lambda row: row["task"].body.acronym),
            grouped=of_reader,
        ),
    ),
)


@login_required
def queue(request: HttpRequest) -> HttpResponse:
    """The steps that wait for me, the oldest date first, answers to requests too; and those that wait for others."""
    who = reader(request)
    work = waiting(request)
    rows = [
        {"at": item, "task": item.task, "clock": item.task.clock_on(who.day), "mine": mine}
        for mine, items in ((True, work.clear), (False, work.elsewhere))
        for item in items
    ]
    listing = QUEUE.read(request, rows)
    context = {
        "mine": [row for row in listing.rows if row["mine"]],
        "others": [row for row in listing.rows if not row["mine"]],
        "outgoing": [duty_line(one, who.day) for one in requests_of(request) if one.kind == "clear"],
        "day": who.day,
    }
    return answer(request, "desk/work/clearance.html", context, listing)


@login_required
def check(request: HttpRequest, pk: int) -> HttpResponse:
    """A submission as it was sent: what changed, what proves it, what was found; cleared or returned here."""
    who = reader(request)
    row = visible_task(request, pk)
    sheet = read_sheet(row)
    if sheet.last is None:
        raise Http404
    submission = sheet.last.submission
    known = held([*row.round.chain, Role.ALTERNATE.value], who.day)
    rows = list(submission.figures.select_related("indicator", "source_file"))
    figures = [_figure(one, sheet) for one in rows]
    context = {
        "task": row,
        "sheet": sheet,
        "submission": submission,
        "figures": figures,
        "answers": [one for one in figures if one["answer"] != "value"],
        "values": [one for one in figures if one["answer"] == "value"],
        "evidenced": sum(1 for one in figures if one["answer"] == "value" and one["proved"]),
        "findings": _findings(submission, sheet),
        "overtaken": of_submission(rows, sheet),
        "passed": sum(submission.passed.values()),
        "passed_rules": ", ".join(f"{rule} ({n})" for rule, n in submission.passed.items()),
        "paragraphs": _paragraphs(row, submission),
        "steps": grid.path(sheet, who, known),
        "clock": row.clock_on(who.day),
        "name": row.organisation.name_en if language() == "en" else row.organisation.name_id,
        "day": who.day,
        "soon": SOON_DAYS,
        "trail": [
            (_("Clearance"), reverse("desk:clearance")),
            (f"{row.body.acronym}, {label(row.round.period, language())}", ""),
        ],
    } | _rights(row, sheet, who, known)
    return render(request, "desk/work/check.html", context)


def _rights(row: Task, sheet: Sheet, who: Reader, known: Sequence[Held]) -> dict[str, Any]:
    """Which buttons are shown; why the main one cannot be pressed. The actions ask the same rules again."""
    stand, closed = sheet.step, row.round.is_closed
    if stand is None or closed:
        return {"running": False}
    subject, me = row.subject(), who.user.person_id
    taken = steps_taken(sheet.last.steps if sheet.last else ())
    ask: dict[str, Any] = {"role": stand.role, "subject": subject, "day": who.day, "closed": closed}
    mine, made = bool(may_take(who.duties, **ask)), is_maker(taken, me)
    holders = holders_of_step(row, stand.role, who.day, known=known)
    others = [one for one in holders if not is_maker(taken, one.person)]
    recording = (
        who.may("task.clear_on_behalf", subject)
        and may_be_on_behalf(stand.role)
        and may_record(taken, recorder=me, entered=entered_by(row))
    )
    officials = free_holders(holders, taken) if recording else ()
    return {
        "running": True,
        "role": ROLE_WORDS.get(stand.role, stand.role),
        "mine": mine,
        "made": made,
        "may_waive": mine and made and not others and who.may("task.waive", subject),
        "others": [one.full_name for one in others] if mine and made else [],
        "may_return": bool(may_return(who.duties, **ask)),
        "may_on_behalf": bool(officials),
        "officials": [(one, ROLE_WORDS.get(one.role, one.role)) for one in officials],
    }


def _figure(one: SubmittedFigure, sheet: Sheet) -> dict[str, Any]:
    line = next((row for row in sheet.figures if row.key == key_of(one)), None)
    before = line.before if line else None
    own = line is not None and _published_by(line, one)
    accepted = line.accepted if line and not own else None
    compared = accepted or before
    anew = compared is not None and one.definition_version not in (None, compared.definition_version)
    return {
        "row": one,
        "key": key_of(one),
        "indicator": one.indicator,
        "answer": one.answer,
        "title": titled(one.indicator),
        "unit": unit_of(one.indicator),
        "text": figure_text(one, one.indicator) if one.answer == "value" else "",
        "before": compared,
        "unavailable": line.unavailable if line and accepted is None and not own else None,
        "before_text": figure_text(compared, one.indicator) if compared else "",
        "revises": accepted is not None,
        "delta": None if anew else _delta(one.value, compared.value if compared else None),
        "redefined": anew,
        "proved": bool(one.evidence or one.source_file_id),
        "theirs": line.theirs if line else None,
        "theirs_text": figure_text(line.theirs, one.indicator) if line and line.theirs else "",
    }


def _published_by(line: FigureLine, one: SubmittedFigure) -> bool:
    """What was accepted is this very figure: it revises nothing."""
    return any(row is not None and row.figure_id == one.pk for row in (line.accepted, line.unavailable))


def _delta(new: Decimal | None, old: Decimal | None) -> Decimal | None:
    return None if new is None or old is None else new - old


def _findings(submission: Submission, sheet: Sheet) -> list[dict[str, Any]]:
    tongue = language()
    found = []
    for item in submission.findings:
        line = next((row for row in sheet.figures if row.key == item.get("figure")), None)
        found.append(
            {
                "severity": item["severity"],
                "sentence": item["sentence"][tongue],
                "where": f"{titled(line.due.indicator)}, {label(line.due.period, tongue)}" if line else "",
                "rule": item["rule"],
                "reason": item.get("reason", ""),
            }
        )
    return found


def _paragraphs(row: Task, submission: Submission) -> list[dict[str, str]]:
    tongue = language()
    found = []
    for asked in row.round.narrative:
        text = submission.narratives.get(asked["code"], {})
        found.append(
            {
                "code": asked["code"],
                "label": asked["label"].get(tongue, asked["code"]),
                "text": (text.get("text_en") if tongue == "en" else "") or text.get("text", ""),
            }
        )
    return found


@login_required
@require_POST
def approve(request: HttpRequest, pk: int) -> HttpResponse:
    """Clear the step for the content the page showed."""
    row = visible_task(request, pk)
    step = clear(
        task=row,
        seen=request.POST.get("seen", ""),
        remark=request.POST.get("remark", ""),
        waiver=request.POST.get("waiver", ""),
        actor=acting(request),
    )
    messages.success(request, _("Cleared as %(role)s.") % {"role": role_word(step.role)})
    return redirect(_after(request, row))


def _after(request: HttpRequest, row: Task) -> str:
    """The queue while others wait there, else the page of the task."""
    request.__dict__.pop("_waiting", None)
    return reverse("desk:clearance") if waiting(request).clear else grid.task_url(row)


@login_required
@require_POST
def send_back(request: HttpRequest, pk: int) -> HttpResponse:
    """Return the submission with a new date, a reason and remarks on cells."""
    row = visible_task(request, pk)
    remarks = {
        name.removeprefix("remark:"): str(text)
        for name, text in request.POST.items()
        if name.startswith("remark:") and str(text).strip()
    }
    return_task(
        task=row,
        seen=request.POST.get("seen", ""),
        due=day_in(request, "due"),
        reason=request.POST.get("reason", ""),
        remarks=remarks,
        actor=acting(request),
    )
    messages.success(
        request, _("Returned with its own date; it stands among the duties of the office again.")
    )
    return redirect(_after(request, row))


@login_required
@require_POST
def on_behalf(request: HttpRequest, pk: int) -> HttpResponse:
    """The secretariat records the letter by which an official clears; both names are kept."""
    row = visible_task(request, pk)
    clear_on_behalf(
        task=row,
        seen=request.POST.get("seen", ""),
        official=whole(request.POST.get("official", "")),
        letter_number=request.POST.get("letter_number", ""),
        letter_date=day_in(request, "letter_date"),
        remark=request.POST.get("remark", ""),
        actor=acting(request),
    )
    messages.success(request, _("Cleared on behalf; both names and the letter are kept."))
    return redirect(_after(request, row))


@login_required
@require_POST
def open_again(request: HttpRequest, pk: int) -> HttpResponse:
    """Open an accepted task for a revision."""
    row = visible_task(request, pk)
    reopen(task=row, due=day_in(request, "due"), reason=request.POST.get("reason", ""), actor=acting(request))
    messages.success(request, _("The task is open for a revision."))
    return redirect(grid.task_url(row))
