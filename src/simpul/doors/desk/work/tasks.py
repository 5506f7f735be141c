"""A task: filled in cell by cell, saved as you go; submitted, recalled, extended."""

from __future__ import annotations

from typing import Any, BinaryIO, cast

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.template.loader import render_to_string
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from ....actions.reporting import (
    add_evidence,
    ask_extension,
    decline_extension,
    extend,
    mark_nothing_new,
    override_warning,
    recall,
    remark,
    save_entry,
    save_narrative,
    submit,
    withdraw_extension,
)
from ....actions.reporting.checking import Read, check_task
from ....core.errors import Problem, told
from ....core.figures import whole
from ....core.periods import label
from ....core.permissions import OPEN_STATES
from ....records.models import DueFigure, Entry, Task
from ....records.overtaken_reading import of_entries
from ....records.task_sheet import read_sheet
from ....records.waiting import is_mine
from ..templatetags.desk import language, round_url
from ..templatetags.terms import NATURES
from ..templatetags.work import role_word
from . import grid, undo
from .reader import acting, enters_for_office, reader, visible_task, wants_fragment
from .rounds import day_in


@login_required
def task(request: HttpRequest, pk: int) -> HttpResponse:
    """The page of a task: its state and path, the grid, the findings, the narrative, its turns."""
    who = reader(request)
    row = visible_task(request, pk)
    subject = row.subject()
    context = _sheet(request, row)
    context |= {
        "unconfirmed": sum(1 for line in context["rows"]["confirm"] if not line["touched"]),
        "clock": row.clock_on(who.day),
        "steps": grid.path(context["sheet"], who),
        "may_clear": is_mine(row, context["sheet"].step, who.duties, who.day) and row.state == "check",
        "may_recall": who.may("task.recall", subject) and not row.round.is_closed,
        "may_ask": who.may("task.ask_extension", subject) and not row.round.is_closed,
        "may_extend": who.may("task.extend", subject) and not row.round.is_closed,
        "withdrawable": context["sheet"].withdrawable and context["sheet"].withdrawable.pk,
        "may_reopen": who.may("task.reopen", subject) and not row.round.is_closed,
        "may_remark": who.may("task.remark", subject),
        "for_office": enters_for_office(who, subject),
        "may_upload": who.may("task.upload", subject) and not row.round.is_closed,
        "day": who.day,
        "name": row.organisation.name_en if language() == "en" else row.organisation.name_id,
        "trail": [
            (
                _("Round") + " " + label(row.round.period, language()),
                round_url(row.round),
            ),
            (row.body.acronym, ""),
        ],
    }
    if not context["may_extend"]:
        context["withdrawable"] = None
    return render(request, "desk/work/task.html", context)


def _sheet(request: HttpRequest, row: Task) -> dict[str, Any]:
    """What the page and its fragments share."""
    who = reader(request)
    sheet = read_sheet(row)
    dues = tuple(line.due for line in sheet.figures)
    checkup = check_task(row, read=Read(sheet.entries, dues, sheet.accepted))
    editable = who.may("task.fill", row.subject()) and not row.round.is_closed
    return {
        "task": row,
        "sheet": sheet,
        "rows": grid.rows(sheet, checkup),
        "findings": grid.findings(sheet, checkup),
        "paragraphs": grid.paragraphs(sheet),
        "sending": grid.sending(sheet, checkup, who),
        "overtaken": of_entries(sheet) if editable and row.state in OPEN_STATES else (),
        "editable": editable,
        "natures": NATURES,
    }


def _refused(problem: Problem, *, slot: str, form: str, version: int) -> HttpResponse:
    """Where a cell says it is saved, it says why it is not. Saving once more is on the version now shown."""
    context = {
        "problem": told(problem, language())["text"],
        "slot": slot,
        "form": form,
        "version": version,
    }
    return HttpResponse(render_to_string("desk/work/_refused.html", context), status=problem.status)


@login_required
@require_POST
def figure(request: HttpRequest, pk: int, figure: int) -> HttpResponse:
    """Save one figure as typed; a field that is not sent keeps what it says."""
    row = visible_task(request, pk)
    due = _due(row, figure)
    entry = _entry(row, due)
    before = grid.entry_text(entry)
    text = grid.kept(request.POST.get("text", before).strip())
    answer = grid.answer_in(request.POST, text=text, before=grid.kept(before))
    version = request.POST.get("version", "")
    try:
        saved = save_entry(
            task=row,
            indicator=due.indicator,
            period=due.period,
            area=due.area,
            disaggregation=due.disaggregation,
            answer=answer,
            text=text,
            nature=_field(request, entry, "nature"),
            comment=_field(request, entry, "comment"),
            reason=_field(request, entry, "reason"),
            revision_reason=_field(request, entry, "revision_reason"),
            source=_field(request, entry, "source"),
            expected_version=whole(version),
            actor=acting(request),
        )
    except Problem as problem:
        if not wants_fragment(request):
            raise
        now = _entry(row, due)
        version_now = now.version if now else 0
        return _refused(problem, slot=f"v-{due.pk}", form=f"f-{due.pk}", version=version_now)
    if not wants_fragment(request):
        return redirect(grid.task_url(row, f"r-{due.pk}"))
    return _saved_figure(request, row, due, whole=(entry.answer if entry else "") != saved.answer)


def _field(request: HttpRequest, entry: Entry | None, name: str) -> str:
    return str(request.POST.get(name, getattr(entry, name) if entry else ""))


def _due(row: Task, pk: int) -> DueFigure:
    return get_object_or_404(row.due_figures.select_related("indicator", "indicator__custodian"), pk=pk)


def _entry(row: Task, due: DueFigure) -> Entry | None:
    return row.entries.filter(
        indicator=due.indicator_id, area=due.area, period=due.period, disaggregation=due.disaggregation
    ).first()


def _saved_figure(request: HttpRequest, row: Task, due: DueFigure, *, whole: bool) -> HttpResponse:
    """The row's state, and beside it what else on the page has changed."""
    row = visible_task(request, row.pk)
    context = _sheet(request, row)
    lines = [line for part in context["rows"].values() for line in part]
    context["row"] = next(line for line in lines if line["due"].pk == due.pk)
    context["oob"] = True
    answer = render(request, "desk/work/_row_whole.html" if whole else "desk/work/_row_saved.html", context)
    if whole:
        answer["HX-Retarget"] = f"#r-{due.pk}"
        answer["HX-Reswap"] = "outerHTML"
    return answer


@login_required
@require_POST
def evidence(request: HttpRequest, pk: int, figure: int) -> HttpResponse:
    """Attach a file to a value."""
    row = visible_task(request, pk)
    due = _due(row, figure)
    file = request.FILES.get("file")
    entry = _entry(row, due)
    if file is None:
        raise Problem("FORM-FILE", place=due.indicator.code)
    if entry is None:
        params = {"indicator": due.indicator.code, "period": due.period}
        raise Problem("REPORTING-EMPTY-ENTRY", place=due.indicator.code, params=params)
    add_evidence(entry=entry, name=file.name or "", stream=cast(BinaryIO, file.file), actor=acting(request))
    messages.success(request, _("The evidence %(name)s is attached.") % {"name": file.name})
    return redirect(grid.task_url(row, f"r-{due.pk}"))


@login_required
@require_POST
def nothing_new(request: HttpRequest, pk: int) -> HttpResponse:
    """“Nothing new” for everything not answered yet."""
    row = visible_task(request, pk)
    marked = mark_nothing_new(task=row, actor=acting(request))
    messages.success(request, _("Marked as nothing new or confirmed: %(count)d.") % {"count": marked})
    return redirect(grid.task_url(row, "figures"))


@login_required
@require_POST
def narrative(request: HttpRequest, pk: int, field: str) -> HttpResponse:
    """Save one paragraph as typed."""
    row = visible_task(request, pk)
    version = request.POST.get("version", "")
    try:
        save_narrative(
            task=row,
            field=field,
            text=request.POST.get("text", "").replace("\r\n", "\n"),
            text_en=request.POST.get("text_en"),
            expected_version=whole(version),
            actor=acting(request),
        )
    except Problem as problem:
        if not wants_fragment(request):
            raise
        now = row.narratives.filter(field=field).first()
        return _refused(problem, slot=f"nv-{field}", form="", version=now.version if now else 0)
    if not wants_fragment(request):
        return redirect(grid.task_url(row, f"n-{field}"))
    context = _sheet(request, visible_task(request, pk))
    context["one"] = next(item for item in context["paragraphs"] if item["code"] == field)
    context["oob"] = True
    return render(request, "desk/work/_paragraph_saved.html", context)


@login_required
@require_POST
def warning(request: HttpRequest, pk: int) -> HttpResponse:
    """Answer a warning in writing."""
    row = visible_task(request, pk)
    override_warning(
        task=row,
        rule=request.POST.get("rule", ""),
        figure=request.POST.get("figure", ""),
        reason=request.POST.get("reason", ""),
        actor=acting(request),
    )
    messages.success(request, _("The reason is kept with the figure."))
    return redirect(grid.task_url(row, "findings"))


@login_required
@require_POST
def remarks(request: HttpRequest, pk: int) -> HttpResponse:
    """A remark on a figure, a paragraph or the whole task."""
    row = visible_task(request, pk)
    remark(
        task=row,
        text=request.POST.get("text", ""),
        figure=request.POST.get("figure", ""),
        field=request.POST.get("field", ""),
        for_office="for_office" in request.POST,
        actor=acting(request),
    )
    messages.success(request, _("The remark is kept."))
    return redirect(grid.task_url(row, "turns"))


@login_required
@require_POST
def send(request: HttpRequest, pk: int) -> HttpResponse:
    """Submit what the page showed."""
    row = visible_task(request, pk)
    version = request.POST.get("version", "")
    sent = submit(task=row, seen_version=whole(version), actor=acting(request))
    words = (
        _("Submitted as version %(number)d. It waits in the list of the next step: %(role)s.")
        % {"number": sent.number, "role": role_word(sent.chain[1])}
        if len(sent.chain) > 1
        else _("Submitted as version %(number)d.") % {"number": sent.number}
    )
    if reader(request).may("task.recall", visible_task(request, pk).subject()):
        undo.done_with_dialog(request, words, "recall")
    else:
        messages.success(request, words)
    return redirect(grid.task_url(row))


@login_required
@require_POST
def take_back(request: HttpRequest, pk: int) -> HttpResponse:
    """Recall a submission."""
    row = visible_task(request, pk)
    recall(task=row, reason=request.POST.get("reason", ""), actor=acting(request))
    messages.success(request, _("Recalled. You can change the entries again."))
    return redirect(grid.task_url(row))


@login_required
@require_POST
def more_time(request: HttpRequest, pk: int) -> HttpResponse:
    """Grant an extension; the first date stays visible."""
    row = visible_task(request, pk)
    extend(task=row, due=day_in(request, "due"), reason=request.POST.get("reason", ""), actor=acting(request))
    undo.done_with_dialog(request, _("The due date is extended; the first date stays visible."), "withdraw")
    return redirect(grid.task_url(row))


@login_required
@require_POST
def take_time_back(request: HttpRequest, pk: int) -> HttpResponse:
    """Take the newest extension back; the date before it holds again."""
    row = visible_task(request, pk)
    newest = row.extensions.filter(withdrawn_at__isnull=True).order_by("-pk").first()
    if newest is None:
        raise Problem("REPORTING-EXTENSION-NONE")
    withdraw_extension(extension=newest, reason=request.POST.get("reason", ""), actor=acting(request))
    messages.success(request, _("The extension is taken back; the date before it holds again."))
    return redirect(grid.task_url(row))


@login_required
@require_POST
def ask_time(request: HttpRequest, pk: int) -> HttpResponse:
    """Ask the secretariat for more time."""
    row = visible_task(request, pk)
    ask_extension(
        task=row, due=day_in(request, "due"), reason=request.POST.get("reason", ""), actor=acting(request)
    )
    messages.success(
        request, _("The request is with the secretariat; the due date holds until it is answered.")
    )
    return redirect(grid.task_url(row))


@login_required
@require_POST
def decline_time(request: HttpRequest, pk: int) -> HttpResponse:
    """Decline a request for more time; the due date stays."""
    row = visible_task(request, pk)
    decline_extension(task=row, reason=request.POST.get("reason", ""), actor=acting(request))
    messages.success(request, _("The request is declined; the due date stays."))
    return redirect(grid.task_url(row))
