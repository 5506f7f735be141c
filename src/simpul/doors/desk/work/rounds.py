"""Rounds: the list, who owes what in one of them, opening and closing."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_POST

from ....actions.reporting import close_round, open_round
from ....core.errors import Problem
from ....core.periods import label
from ....core.reporting import State
from ....core.turns import next_turn
from ....records.days import civil_day
from ....records.models import Obligation, Round
from ....records.respondents import Respondent, co_leads_on, respondents
from ....records.round_board import Board, BoardLine, read_board
from ..data.words import ROLE_WORDS
from ..listing import Column, Filter, Form, Listing, Table, among, answer
from ..templatetags.desk import STATES, language, round_url
from ..templatetags.work import named
from .duties import cells
from .reader import Reader, acting, must_see_rounds
from .vacancies import vacancies

RUNNING = {"running": gettext_lazy("running"), "closed": gettext_lazy("closed")}
TIMES = {
    "late": gettext_lazy("past due"),
    "soon": gettext_lazy("due soon"),
    "ahead": gettext_lazy("not due yet"),
    "on_time": gettext_lazy("submitted on time"),
    "after": gettext_lazy("submitted after the date"),
}


def _themes(rows: Sequence[Any]) -> Sequence[tuple[str, str]]:
    """Themes by their code, in the reader's language."""
    return sorted({(row["theme_code"], row["theme"]) for row in rows if row["theme_code"]})


ROUNDS = Table(
    code="rounds",
    title=gettext_lazy("Rounds"),
    columns=(
        Column(
            "period",
            gettext_lazy("Round"),
            lambda row: label(row.period, language()),
            url=round_url,
            keep=True,
        ),
        Column(
            "obligation",
            gettext_lazy("Obligation"),
            lambda row: named(row.obligation),
            under="period",
            width=40,
        ),
        Column(
            "state",
            gettext_lazy("State"),
            lambda row: _("closed") if row.is_closed else _("running"),
            part="desk/cells/running.html",
            keep=True,
        ),
        Column("opens", gettext_lazy("Opens"), lambda row: row.opens_on, Form.DAY),
        Column("due", gettext_lazy("Due"), lambda row: row.due_on, Form.DAY),
        Column("closes", gettext_lazy("Closes"), lambda row: row.closes_on, Form.DAY),
        Column(
            "closed",
            gettext_lazy("Closed on"),
            lambda row: row.closed_at and civil_day(row.closed_at),
            Form.DAY,
        ),
        Column(
            "closed_by",
            gettext_lazy("Closed by"),
            lambda row: row.closed_by.name if row.closed_by else "",
            under="closed",
        ),
        Column("reason", gettext_lazy("Reason"), lambda row: row.close_reason, on_page=False, width=50),
    ),
    filters=(
        Filter("obligation", gettext_lazy("Obligation"), *among(lambda row: row.obligation.code)),
        Filter("year", gettext_lazy("Year"), *among(lambda row: row.period[:4])),
        Filter(
            "state",
            gettext_lazy("State"),
            *among(lambda row: "closed" if row.is_closed else "running", RUNNING.__getitem__),
        ),
    ),
    act="desk/cells/round_act.html",
    empty=(
        gettext_lazy("No round yet"),
        gettext_lazy("A round is opened from an obligation; every body with a lead office gets its task."),
    ),
    symbol="calendar-clock",
)


@login_required
def rounds(request: HttpRequest) -> HttpResponse:
    """The rounds the reader may see, the running ones first; who may, opens the next."""
    who = must_see_rounds(request)
    seen = Round.objects.visible_to(who.duties, who.day).with_shared()
    rows = list(seen.select_related("closed_by__person").order_by("-closed_at", "-period"))
    listing = ROUNDS.read(request, sorted(rows, key=lambda row: row.is_closed))
    return answer(request, "desk/work/rounds.html", {"may_open": who.may("round.open")}, listing)


@login_required
def open_one(request: HttpRequest) -> HttpResponse:
    """The form that opens a round, with the dates content proposes; sent, it opens it."""
    who = must_see_rounds(request)
    if not who.may("round.open"):
        raise Http404
    if request.method == "POST":
        obligation = get_object_or_404(Obligation, code=request.POST.get("obligation", ""))
        opened = open_round(
            obligation=obligation,
            period=request.POST.get("period", "").strip(),
            opens_on=day_in(request, "opens_on"),
            due_on=day_in(request, "due_on"),
            closes_on=day_in(request, "closes_on"),
            actor=acting(request),
        )
        messages.success(request, _("The round is open; every office has its task."))
        return redirect(round_url(opened))
    context = {
        "turns": _turns(who),
        "trail": [(_("Rounds"), reverse("desk:rounds")), (_("Open a round"), "")],
    }
    return render(request, "desk/work/round_open.html", context)


def _turns(who: Reader) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = []
    for row in Obligation.objects.prefetch_related("rounds").order_by("code"):
        turn = next_turn(
            row.settings_in_force, opened=[one.period for one in row.rounds.all()], today=who.day
        )
        name = row.name_en if language() == "en" else row.name_id
        found.append({"obligation": row, "name": name, "turn": turn, "period": turn.period.code})
    asked = {day: _asked_on(day) for day in {one["turn"].opens_on for one in found}}
    for one in found:
        day = one["turn"].opens_on
        one |= {"day": day, "vacancies": vacancies(asked[day], day)}
    return found


def _asked_on(day: date) -> list[Respondent]:
    """Who a round opened on a day would ask; nobody where it would be refused for a body without lead office."""
    try:
        found = respondents(day)
    except Problem:
        return []
    beside = co_leads_on(day)
    return [
        (body, [lead.organisation, *(row.organisation for row in beside.get(body.pk, ()))])
        for body, lead in found
    ]


def day_in(request: HttpRequest, name: str) -> date:
    """A day from a form.

    Raises:
        Problem: `FORM-DATE`.
    """
    text = request.POST.get(name, "")
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise Problem("FORM-DATE", place=name, params={"text": text or "–"}) from error


#: The questions asked most of a board, as tabs above it: value of the filter `show`, its word, the lines.
SHOWS = {
    "late": gettext_lazy("Past due"),
    "mine": gettext_lazy("Waiting for me"),
    "returned": gettext_lazy("Returned"),
    "vacant": gettext_lazy("Vacant or acting"),
}


def _of_task(read: Callable[[Any], Any]) -> Callable[[Any], Any]:
    return lambda row: read(row["task"])


BOARD = Table(
    code="round",
    title=gettext_lazy("Round"),
    columns=(
        Column(
            "body",
            gettext_lazy("Sectoral body"),
            _of_task(lambda task: task.body.acronym),
            url=_of_task(lambda task: reverse("desk:task", args=[task.pk])),
        ),
        Column("theme", gettext_lazy("Theme"), lambda row: row["theme"], under="body", width=30),
        Column("parent", gettext_lazy("Under"), lambda row: row["parent"], on_page=False),
        Column("office", gettext_lazy("Lead office"), lambda row: row["office"]),
        Column("co_leads", gettext_lazy("Co-leads"), lambda row: ", ".join(row["co_leads"]), under="office"),
        Column(
            "focal",
            gettext_lazy("Focal point"),
            lambda row: (
                f"{row['focal'].acting} {row['focal'].name}".strip() if row["focal"] else _("Vacant post")
            ),
            part="desk/cells/focal.html",
            width=28,
        ),
        Column(
            "state",
            gettext_lazy("State"),
            _of_task(lambda task: _(STATES[task.state][0])),
            part="desk/cells/state.html",
            keep=True,
        ),
        Column(
            "figures",
            gettext_lazy("Figures"),
            _of_task(lambda task: task.figures_answered if task.figures_asked else None),
            Form.NUMBER,
            part="desk/cells/figures.html",
        ),
        Column(
            "asked",
            gettext_lazy("Figures asked"),
            _of_task(lambda task: task.figures_asked),
            Form.NUMBER,
            on_page=False,
        ),
        Column(
            "narrative",
            gettext_lazy("Narrative"),
            _of_task(lambda task: task.narratives_written),
            Form.NUMBER,
            part="desk/cells/paragraphs.html",
        ),
        Column(
            "paragraphs",
            gettext_lazy("Paragraphs asked"),
            lambda row: row["paragraphs"],
            Form.NUMBER,
            on_page=False,
        ),
        Column(
            "due",
            gettext_lazy("Due"),
            _of_task(lambda task: task.due_current),
            Form.DAY,
            part="desk/cells/due.html",
            keep=True,
        ),
        Column(
            "due_original",
            gettext_lazy("First due date"),
            _of_task(lambda task: task.due_original),
            Form.DAY,
            on_page=False,
        ),
        Column(
            "submitted",
            gettext_lazy("Submitted on"),
            _of_task(lambda task: task.submitted_on),
            Form.DAY,
            on_page=False,
        ),
        Column("time", gettext_lazy("Time"), lambda row: str(TIMES[row["time"]]), on_page=False),
        Column("step", gettext_lazy("Present step"), lambda row: row["step"][:1].upper() + row["step"][1:]),
    ),
    filters=(
        Filter(
            "show",
            gettext_lazy("View"),
            lambda row, key: key in row["shows"],
            options=lambda rows: list(SHOWS.items()),
            kind="tab",
        ),
        Filter(
            "state",
            gettext_lazy("State"),
            *among(_of_task(lambda task: task.state), lambda one: _(STATES[one][0])),
        ),
        Filter("time", gettext_lazy("Time"), *among(lambda row: row["time"], TIMES.__getitem__)),
        Filter("theme", gettext_lazy("Theme"), lambda row, code: row["theme_code"] == code, options=_themes),
        Filter("office", gettext_lazy("Lead office"), *among(lambda row: row["office"])),
    ),
    band=lambda row: "" if row["counted"] else _("Sub-bodies, counted apart"),
    act="desk/cells/task_act.html",
    pick=lambda row: str(row["task"].pk),
    empty=(gettext_lazy("No task in this view"), ""),
    symbol="circle-check",
    wide=True,
)


@login_required
def one(request: HttpRequest, period: str) -> HttpResponse:
    """Who owes what in a round."""
    who = must_see_rounds(request)
    round_ = Round.objects.of(period, request.GET.get("obligation"))
    board = read_board(round_, who.duties, day=who.day)
    if not board.lines and not who.may("round.view"):
        raise Http404
    name = round_.obligation.name_en if language() == "en" else round_.obligation.name_id
    together = who.may_anywhere("task.extend") and not round_.is_closed
    listing = BOARD.read(
        request,
        [_line(line) for line in board.lines],
        scope=f"{label(round_.period, language())}, {name}",
        keeps=("obligation",),
        picks="task" if together else "",
    )
    context = {
        "round": round_,
        "board": board,
        "tabs": _tabs(listing),
        "tiles": _tiles(listing, board),
        "cells": cells(board),
        "cells_label": _("State of %(count)s tasks") % {"count": len(board.counted)},
        "submitted": sum(1 for line in board.counted if line.submitted),
        "day": who.day,
        "days_left": (round_.closes_on - who.day).days,
        "ended": _ended(round_),
        "may_close": who.may("round.close") and not round_.is_closed,
        "may_report": who.may("report.make"),
        "unfinished": sum(1 for line in board.lines if line.task.state != "accepted"),
        "name": name,
        "trail": [(_("Rounds"), reverse("desk:rounds")), (label(round_.period, language()), "")],
    }
    return answer(request, "desk/work/round.html", context, listing)


def _tabs(listing: Listing) -> list[dict[str, Any]]:
    words: list[tuple[str, Any]] = [("", _("All")), *SHOWS.items()]
    return [
        {
            "text": text,
            "url": f"{listing.only(show=key)}#tasks",
            "count": sum(not key or key in row["shows"] for row in listing.every),
            "here": listing.asked.get("show", "") == key,
        }
        for key, text in words
    ]


def _shows(line: BoardLine) -> set[str]:
    """Under which tabs a line stands."""
    told = {
        "late": line.clock.late,
        "mine": line.mine,
        "returned": line.task.state == State.RETURNED.value,
        "vacant": line.focal is None or bool(line.focal.acting),
    }
    return {key for key, holds in told.items() if holds}


def _time(line: BoardLine) -> str:
    """How a task stands to its date."""
    if line.clock.late:
        return "late"
    if line.open:
        return "soon" if line.clock.soon else "ahead"
    return "on_time" if line.on_time else "after"


def _line(line: BoardLine) -> dict[str, Any]:
    body, office = line.task.body, line.task.organisation
    english = language() == "en"
    return {
        "task": line.task,
        "counted": body.counted,
        "theme": (body.theme_en if english else body.theme_id) or (body.name_en if english else body.name_id),
        "theme_code": body.theme_id,
        "parent": body.parent.acronym if body.parent else "",
        "office": office.acronym,
        "co_leads": [row.acronym for row in line.task.co_leads.all()],
        "focal": line.focal,
        "clock": line.clock,
        "open": line.open,
        "extended": line.extended,
        "on_time": line.on_time,
        "step": step_words(line),
        "mine": line.mine,
        "in_clearance": line.step is not None,
        "paragraphs": len(line.task.round.narrative),
        "shows": _shows(line),
        "time": _time(line),
    }


def step_words(line: BoardLine) -> str:
    """Which step waits, in words."""
    if line.step is not None:
        return str(ROLE_WORDS.get(line.step.role, line.step.role))
    words: dict[str, Callable[[], str]] = {
        "none": lambda: _("not opened yet"),
        "draft": lambda: str(ROLE_WORDS["data_producer"]),
        "returned": lambda: str(ROLE_WORDS["data_producer"]),
        "accepted": lambda: _("finished"),
    }
    return words.get(line.task.state, lambda: "–")()


def _ended(row: Round) -> date:
    """Where the ruler of a round ends: the day it was closed, where that is not before its due date."""
    closed = civil_day(row.closed_at) if row.closed_at else None
    return closed if closed and closed >= row.due_on else row.closes_on


def _only(listing: Listing, show: str) -> str:
    """The address of this round with the tasks of one tab alone."""
    kept = {key: "" for key in listing.asked}
    return f"{listing.only(**kept | {'show': show})}#tasks"


def _tiles(listing: Listing, board: Board) -> list[dict[str, Any]]:
    counted = board.counted
    on_time = sum(1 for line in counted if line.on_time)
    return [
        {
            "label": _("Past due"),
            "value": len(board.late),
            "unit": ngettext("task", "tasks", len(board.late)),
            "url": _only(listing, "late"),
        },
        {
            "label": _("Waiting for you"),
            "value": len(board.mine),
            "unit": ngettext("task", "tasks", len(board.mine)),
            "url": _only(listing, "mine"),
        },
        {
            "label": _("Compliance: submitted on time"),
            "value": on_time,
            "unit": _("of %(count)s") % {"count": len(counted)},
        },
        {
            "label": _("Quality: figures with a file behind them"),
            "value": board.evidenced if board.figures else "–",
            "unit": _("of %(count)s") % {"count": board.figures}
            if board.figures
            else _("no value reported yet"),
        },
        {
            "label": _("Vacant or acting focal points"),
            "value": len(board.vacant),
            "unit": ngettext("body", "bodies", len(board.vacant)),
            "url": _only(listing, "vacant"),
        },
    ]


@login_required
@require_POST
def close_one(request: HttpRequest, period: str) -> HttpResponse:
    """Close a round; unfinished tasks need a written reason."""
    must_see_rounds(request)
    round_ = Round.objects.of(period, request.GET.get("obligation"))
    close_round(round=round_, reason=request.POST.get("reason", ""), actor=acting(request))
    messages.success(request, _("The round is closed."))
    return redirect(round_url(round_))
