"""Finalisation: the readiness board, a call, one sheet with its wordings side by side, and the steps it takes."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from ....actions.catalogue import (
    agree_sheet,
    answer_comment,
    call_finalisation,
    close_finalisation,
    comment_sheet,
    fix_position,
    merge_indicator,
    propose_sheet,
    send_sheet_back,
)
from ....core.errors import Problem, told
from ....core.figures import whole
from ....core.finalisation import NEGOTIATED, WAITS_WITH, SheetState, check_proposal, negotiated, proposal_of
from ....core.permissions import Role
from ....records.finalisation_reading import (
    SheetLine,
    SheetWork,
    due_of,
    open_finalisations,
    read_board,
    read_sheet_work,
    read_wordings,
)
from ....records.models import Finalisation, Framework, Indicator, SheetComment, SheetTask
from ....records.reporting import desk_area
from ..listing import Column, Filter, Form, Table, among, answer
from ..templatetags.desk import SHEET_STATES, language
from ..work.reader import Reader, acting, must_see_rounds, reader
from ..work.rounds import day_in
from .sheet_form import compared, field_word, form_of, sheet_in
from .words import READINESS_WORDS, ROLE_WORDS

#: What the board says of an indicator that is in no finalisation.
NOT_CALLED = gettext_lazy("Not called")


def _state(line: SheetLine) -> str:
    return line.task.state if line.task else "none"


def _state_word(code: str) -> str:
    return str(NOT_CALLED) if code == "none" else _(SHEET_STATES[code][0])


def _missing(line: SheetLine) -> str:
    return ", ".join(str(READINESS_WORDS[name]) for name in line.missing)


def _with_whom(line: SheetLine) -> str:
    if line.waits_with is None:
        return ""
    office = line.indicator.custodian.acronym if line.indicator.custodian else ""
    role = str(ROLE_WORDS[line.waits_with.value])
    return f"{role} {office}".strip() if _state(line) in ("called", "returned") else role


def _url(line: SheetLine) -> str:
    if line.task and line.seen:
        return reverse("desk:sheet", args=[line.task.pk])
    return reverse("desk:indicator", args=[line.indicator.code])


BOARD = Table(
    code="readiness",
    title=gettext_lazy("Readiness of the sheets"),
    columns=(
        Column(
            "title",
            gettext_lazy("Indicator"),
            lambda line: line.indicator.title_en if language() == "en" else line.indicator.title_id,
            url=_url,
            width=44,
        ),
        Column("code", gettext_lazy("Code"), lambda line: line.indicator.code, under="title"),
        Column(
            "office",
            gettext_lazy("Custodian"),
            lambda line: line.indicator.custodian.acronym if line.indicator.custodian else "",
        ),
        Column(
            "body",
            gettext_lazy("Body"),
            lambda line: line.indicator.body.acronym if line.indicator.body else "",
            under="office",
        ),
        Column(
            "frameworks", gettext_lazy("Frameworks"), lambda line: ", ".join(line.frameworks), on_page=False
        ),
        Column(
            "state",
            gettext_lazy("State"),
            lambda line: _state_word(_state(line)),
            part="desk/cells/sheet_state.html",
            keep=True,
        ),
        Column(
            "missing",
            gettext_lazy("Still missing"),
            _missing,
            part="desk/cells/sheet_missing.html",
            width=44,
        ),
        Column(
            "count",
            gettext_lazy("Fields missing"),
            lambda line: len(line.missing),
            Form.NUMBER,
            on_page=False,
        ),
        Column("with", gettext_lazy("With whom"), _with_whom),
        Column(
            "comments", gettext_lazy("Open comments"), lambda line: line.comments, Form.NUMBER, on_page=False
        ),
        Column("since", gettext_lazy("Since"), lambda line: line.since, Form.DAY),
        Column("due", gettext_lazy("Due"), lambda line: line.due, Form.DAY),
    ),
    filters=(
        Filter(
            "q",
            gettext_lazy("Words or code"),
            lambda line, text: (
                text.lower()
                in f"{line.indicator.code} {line.indicator.title_id} {line.indicator.title_en}".lower()
            ),
            kind="words",
        ),
        Filter(
            "framework",
            gettext_lazy("Framework"),
            lambda line, code: code in line.frameworks,
            options=lambda lines: sorted({(one, one) for line in lines for one in line.frameworks}),
        ),
        Filter(
            "office",
            gettext_lazy("Custodian"),
            *among(lambda line: line.indicator.custodian.acronym if line.indicator.custodian else ""),
        ),
        Filter("state", gettext_lazy("State"), *among(_state, _state_word)),
        Filter(
            "lacks",
            gettext_lazy("Lacks"),
            lambda line, name: name in line.missing,
            options=lambda lines: sorted(
                {(name, str(READINESS_WORDS[name])) for line in lines for name in line.missing},
                key=lambda one: one[1],
            ),
        ),
    ),
    empty=(gettext_lazy("No indicator yet"), gettext_lazy("Indicators come with the content.")),
    symbol="clipboard-check",
    per_page=50,
    wide=True,
)


@login_required
def board(request: HttpRequest) -> HttpResponse:
    """What is missing of every sheet, with whom it is and since when; and the finalisations that run."""
    who = must_see_rounds(request)
    lines = read_board(who.duties, day=who.day)
    context = {
        "finalisations": [
            {"row": row, "title": row.title_en if language() == "en" else row.title_id}
            for row in open_finalisations()
        ],
        "may_call": who.may("sheet.call"),
        "ready": sum(1 for line in lines if not line.missing),
        "total": len(lines),
    }
    return answer(request, "desk/data/finalisation.html", context, BOARD.read(request, lines))


@login_required
def call(request: HttpRequest) -> HttpResponse:
    """The form that calls custodians; sent, it calls them. What was chosen is kept where it is refused."""
    who = reader(request)
    if not who.may("sheet.call"):
        raise Http404
    problem: Problem | None = None
    posted: Any = request.POST if request.method == "POST" else request.GET
    if request.method == "POST":
        try:
            call_finalisation(
                title_id=posted.get("title_id", ""),
                title_en=posted.get("title_en", ""),
                indicators=_chosen(posted, who),
                frameworks=Framework.objects.filter(code__in=posted.getlist("frameworks")),
                opens_on=day_in(request, "opens_on"),
                proposals_due_on=day_in(request, "proposals_due_on"),
                comments_due_on=day_in(request, "comments_due_on"),
                closes_on=day_in(request, "closes_on"),
                actor=acting(request),
            )
        except Problem as refused:
            problem = refused
        else:
            messages.success(request, _("The finalisation is open; every custodian office has its sheets."))
            return redirect(f"{reverse('desk:finalisation')}?state=called")
    lines = [line for line in read_board(who.duties, day=who.day) if line.indicator.custodian]
    framework, chosen = posted.get("framework", ""), set(posted.getlist("indicator"))
    context = {
        "lines": [
            {
                "line": line,
                "chosen": line.indicator.code in chosen,
                "busy": _state(line) not in ("none", "agreed"),
            }
            for line in lines
            if not framework or framework in line.frameworks
        ],
        "frameworks": sorted({one for line in lines for one in line.frameworks}),
        "framework": framework,
        "posted": posted,
        "problem": problem and _told(problem),
        "trail": [(_("Finalisation"), reverse("desk:finalisation")), (_("Call"), "")],
    }
    return render(
        request, "desk/data/finalisation_call.html", context, status=problem.status if problem else 200
    )


def _chosen(posted: Any, who: Reader) -> list[Indicator]:
    """The indicators ticked, or all that are shown and in no finalisation yet."""
    codes = set(posted.getlist("indicator"))
    if posted.get("all"):
        framework = posted.get("framework", "")
        codes |= {
            line.indicator.code
            for line in read_board(who.duties, day=who.day)
            if line.indicator.custodian
            and _state(line) in ("none", "agreed")
            and (not framework or framework in line.frameworks)
        }
    return list(Indicator.objects.filter(code__in=codes))


def _told(problem: Problem) -> dict[str, str]:
    place = field_word(problem.place) if problem.place in NEGOTIATED else problem.place or ""
    if problem.place and problem.place.startswith("targets "):
        place = _("Target %(number)s") % {"number": problem.place.removeprefix("targets ")}
    return {**told(problem, language()), "place": place}


def _visible(request: HttpRequest, pk: int) -> tuple[Reader, SheetTask]:
    """A sheet in finalisation the reader may open; another does not exist for him."""
    who = reader(request)
    tasks = SheetTask.objects.visible_to(who.duties, who.day).with_names().select_related("version")
    return who, get_object_or_404(tasks, pk=pk)


@login_required
def sheet(request: HttpRequest, pk: int) -> HttpResponse:
    """One sheet in finalisation: what holds beside what is on the table, comments, steps, and what comes next."""
    who, task = _visible(request, pk)
    return _page(request, who, task)


def _start(task: SheetTask) -> dict[str, Any]:
    """The sheet a proposal starts from: what is on the table, else what holds."""
    return negotiated(task.version.sheet if task.version else task.indicator.sheet)


def _page(
    request: HttpRequest,
    who: Reader,
    task: SheetTask,
    *,
    typed: Mapping[str, Any] | None = None,
    problems: tuple[Problem, ...] = (),
) -> HttpResponse:
    work = read_sheet_work(task, day=who.day)
    subject = task.subject()
    start = typed if typed is not None else _start(task)
    is_open = task.finalisation.closed_at is None
    context = {
        "task": task,
        "indicator": task.indicator,
        "title": task.indicator.title_en if language() == "en" else task.indicator.title_id,
        "work": work,
        "fields": _fields(work),
        "general": [one for one in work.comments if not one.field],
        "missing": [READINESS_WORDS[name] for name in work.missing],
        "with_whom": _waits(work),
        "due": due_of(task),
        "form": form_of(start),
        "typed": typed is not None,
        "reason": request.POST.get("reason", "") if typed is not None else "",
        "problems": [_told(one) for one in problems],
        "may": {
            verb: is_open and who.may(f"sheet.{verb}", subject)
            for verb in ("propose", "comment", "answer", "send_back", "fix", "agree")
        },
        "own": work.on_table is not None and work.on_table.made_by_id == who.user.pk,
        "steps": [(_STEP_WORDS[one.verb], one) for one in work.steps],
        "commentable": [(name, field_word(name)) for name in NEGOTIATED],
        "trail": [(_("Finalisation"), reverse("desk:finalisation")), (task.indicator.code, "")],
    }
    status = problems[0].status if problems else 200
    return render(request, "desk/data/sheet.html", context, status=status)


_STEP_WORDS = {
    "call": gettext_lazy("Called"),
    "propose": gettext_lazy("Proposed"),
    "send_back": gettext_lazy("Sent back"),
    "fix": gettext_lazy("Fixed as national position"),
    "agree": gettext_lazy("Agreed by the body"),
}


def _fields(work: SheetWork) -> list[dict[str, Any]]:
    said: dict[str, list[SheetComment]] = {}
    for one in work.comments:
        said.setdefault(one.field, []).append(one)
    rows = compared(work.standing, work.on_table.sheet if work.on_table else None, work.changed)
    return [{"row": row, "comments": said.get(row.field, [])} for row in rows]


def _waits(work: SheetWork) -> str:
    role = WAITS_WITH[SheetState(work.task.state)]
    if role is Role.FOCAL_POINT:
        name = work.focal.full_name if work.focal else str(_("no focal point"))
        return f"{work.task.organisation.acronym}, {name}"
    return str(ROLE_WORDS[role.value]) if role else ""


@login_required
@require_POST
def propose(request: HttpRequest, pk: int) -> HttpResponse:
    """Put a wording on the table; what was typed stays in the form where it is refused."""
    who, task = _visible(request, pk)
    typed = sheet_in(request.POST, area=desk_area(), start=_start(task))
    reason = request.POST.get("reason", "")
    standing = task.indicator.sheet
    problems = check_proposal(standing, proposal_of(standing, typed), reason=reason)
    if not problems:
        try:
            propose_sheet(
                task=task, sheet=typed, reason=reason, seen=_number(request, "seen"), actor=acting(request)
            )
        except Problem as refused:
            problems = (refused,)
    if problems:
        return _page(request, who, task, typed=typed, problems=problems)
    messages.success(request, _("The wording is on the table; those who review it see it now."))
    return redirect("desk:sheet", pk=pk)


def _number(request: HttpRequest, name: str) -> int:
    return whole(request.POST.get(name, "")) or 0


@login_required
@require_POST
def comment(request: HttpRequest, pk: int) -> HttpResponse:
    """Say something of a field."""
    _who, task = _visible(request, pk)
    field = request.POST.get("field", "")
    comment_sheet(
        task=task,
        text=request.POST.get("text", ""),
        field=field if field in NEGOTIATED else "",
        actor=acting(request),
    )
    messages.success(request, _("The comment is kept; the office sees it."))
    return redirect("desk:sheet", pk=pk)


@login_required
@require_POST
def reply(request: HttpRequest, pk: int, comment: int) -> HttpResponse:
    """Answer a comment."""
    _who, task = _visible(request, pk)
    row = get_object_or_404(SheetComment, pk=comment, task=task)
    answer_comment(comment=row, text=request.POST.get("text", ""), actor=acting(request))
    return redirect("desk:sheet", pk=pk)


@login_required
@require_POST
def back(request: HttpRequest, pk: int) -> HttpResponse:
    """Send a wording back to its office."""
    _who, task = _visible(request, pk)
    send_sheet_back(
        task=task, reason=request.POST.get("reason", ""), seen=_number(request, "seen"), actor=acting(request)
    )
    messages.success(request, _("Sent back to the office with the reason."))
    return redirect("desk:sheet", pk=pk)


@login_required
@require_POST
def fix(request: HttpRequest, pk: int) -> HttpResponse:
    """Fix the wording on the table as the national position."""
    _who, task = _visible(request, pk)
    fix_position(
        task=task, remark=request.POST.get("remark", ""), seen=_number(request, "seen"), actor=acting(request)
    )
    messages.success(request, _("The national position is fixed; it waits for the decision of the body."))
    return redirect("desk:sheet", pk=pk)


@login_required
@require_POST
def agree(request: HttpRequest, pk: int) -> HttpResponse:
    """Record the decision of the body."""
    _who, task = _visible(request, pk)
    file = request.FILES.get("file")
    agree_sheet(
        task=task,
        decision=request.POST.get("decision", ""),
        decided_on=day_in(request, "decided_on"),
        upload=(file.name or "", file) if file else None,
        seen=_number(request, "seen"),
        actor=acting(request),
    )
    messages.success(request, _("The sheet is agreed; the indicator reads so from now on."))
    return redirect("desk:sheet", pk=pk)


@login_required
@require_POST
def close(request: HttpRequest, pk: int) -> HttpResponse:
    """Close a finalisation."""
    must_see_rounds(request)
    row = get_object_or_404(Finalisation, pk=pk)
    close_finalisation(finalisation=row, reason=request.POST.get("reason", ""), actor=acting(request))
    messages.success(request, _("The finalisation is closed."))
    return redirect("desk:finalisation")


@login_required
def wordings(request: HttpRequest, code: str) -> HttpResponse:
    """Every wording of an indicator's sheet with what it changed; drafts for those who may see them."""
    who = reader(request)
    row = get_object_or_404(Indicator.objects.select_related("body", "custodian", "merged_into"), code=code)
    tasks = SheetTask.objects.filter(indicator=row).with_names()
    drafts = any(who.may("sheet.view", task.subject()) for task in tasks)
    found = read_wordings(row, drafts=drafts)
    following: list[dict[str, Any]] = []
    for at, one in enumerate(found):
        before = found[at + 1].version.sheet if at + 1 < len(found) else {}
        following.append(
            {
                "version": one.version,
                "fields": [c for c in compared(before, one.version.sheet, one.changed) if c.changed],
            }
        )
    others = Indicator.objects.filter(merged_into=None).exclude(pk=row.pk)
    context = {
        "indicator": row,
        "title": row.title_en if language() == "en" else row.title_id,
        "wordings": following,
        "drafts": drafts,
        "may_merge": row.merged_into_id is None and who.may("indicator.merge"),
        "others": others.values_list("code", flat=True) if who.may("indicator.merge") else (),
        "trail": [
            (_("Indicators"), reverse("desk:indicators")),
            (row.code, reverse("desk:indicator", args=[row.code])),
            (_("Wordings"), ""),
        ],
    }
    return render(request, "desk/data/wordings.html", context)


@login_required
@require_POST
def merge(request: HttpRequest, code: str) -> HttpResponse:
    """Merge an indicator into another by a decision."""
    row = get_object_or_404(Indicator, code=code)
    into = get_object_or_404(Indicator, code=request.POST.get("into", ""))
    merge_indicator(
        indicator=row,
        into=into,
        decision=request.POST.get("decision", ""),
        decided_on=day_in(request, "decided_on"),
        actor=acting(request),
    )
    messages.success(request, _("The indicator is merged; nobody is asked for it any more."))
    return redirect("desk:indicator", code=code)
