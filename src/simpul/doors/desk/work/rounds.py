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
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from ....actions.reporting import close_round, open_round
from ....core.errors import Problem
from ....core.periods import label
from ....core.turns import next_turn
from ....records.days import civil_day
from ....records.models import Obligation, Round
from ....records.round_board import Board, BoardLine, read_board
from ..data.words import ROLE_WORDS
from ..templatetags.desk import language, round_url
from .duties import cells
from .reader import Reader, acting, must_see_rounds


@login_required
def rounds(request: HttpRequest) -> HttpResponse:
    """All rounds, the running ones first; who may, opens the next."""
    who = must_see_rounds(request)
    rows = list(
        Round.objects.with_shared().select_related("closed_by__person").order_by("-closed_at", "-period")
    )
    context = {
        "rounds": sorted(rows, key=lambda row: row.is_closed),
        "may_open": who.may("round.open"),
        "day": who.day,
    }
    return render(request, "desk/work/rounds.html", context)


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
    found = []
    for row in Obligation.objects.prefetch_related("rounds").order_by("code"):
        turn = next_turn(row.settings, opened=[one.period for one in row.rounds.all()], today=who.day)
        name = row.name_en if language() == "en" else row.name_id
        found.append({"obligation": row, "name": name, "turn": turn, "period": turn.period.code})
    return found


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


@login_required
def one(request: HttpRequest, period: str) -> HttpResponse:
    """Who owes what in a round."""
    who = must_see_rounds(request)
    round_ = Round.objects.of(period, request.GET.get("obligation"))
    board = read_board(round_, who.duties, day=who.day)
    if not board.lines and not who.may("round.view"):
        raise Http404
    show = request.GET.get("show", "")
    context = {
        "round": round_,
        "board": board,
        "lines": _shown(board, show),
        "tabs": _tabs(request, board, show),
        "tiles": _tiles(request, board),
        "cells": cells(board),
        "cells_label": _("State of %(count)s tasks") % {"count": len(board.counted)},
        "submitted": sum(1 for line in board.counted if line.submitted),
        "day": who.day,
        "days_left": (round_.closes_on - who.day).days,
        "ended": _ended(round_),
        "may_close": who.may("round.close") and not round_.is_closed,
        "may_report": who.may("report.make"),
        "unfinished": sum(1 for line in board.lines if line.task.state != "accepted"),
        "name": round_.obligation.name_en if language() == "en" else round_.obligation.name_id,
        "trail": [(_("Rounds"), reverse("desk:rounds")), (label(round_.period, language()), "")],
    }
    return render(request, "desk/work/round.html", context)


def _filters(board: Board) -> dict[str, tuple[str, Sequence[BoardLine]]]:
    return {
        "": (_("All"), board.lines),
        "late": (_("Past due"), board.late),
        "mine": (_("Waiting for me"), board.mine),
        "returned": (_("Returned"), board.returned),
        "vacant": (_("Vacant or acting"), board.vacant),
    }


def _only(request: HttpRequest, show: str) -> str:
    """The address of this round with some of its tasks; the obligation it names stays."""
    query = request.GET.copy()
    query.pop("show", None)
    if show:
        query["show"] = show
    return f"?{query.urlencode()}#tasks"


def _tabs(request: HttpRequest, board: Board, show: str) -> list[dict[str, Any]]:
    filters = _filters(board)
    here = show if show in filters else ""
    return [
        {
            "text": text,
            "url": _only(request, key),
            "count": len(lines),
            "here": key == here,
        }
        for key, (text, lines) in filters.items()
    ]


def _shown(board: Board, show: str) -> list[dict[str, Any]]:
    filters = _filters(board)
    _text, lines = filters.get(show, filters[""])
    return [_line(line) for line in lines]


def _line(line: BoardLine) -> dict[str, Any]:
    body, office = line.task.body, line.task.organisation
    english = language() == "en"
    return {
        "task": line.task,
        "counted": body.counted,
        "theme": (body.theme_en if english else body.theme_id) or (body.name_en if english else body.name_id),
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


def _tiles(request: HttpRequest, board: Board) -> list[dict[str, Any]]:
    counted = board.counted
    on_time = sum(1 for line in counted if line.on_time)
    return [
        {
            "label": _("Past due"),
            "value": len(board.late),
            "unit": ngettext("task", "tasks", len(board.late)),
            "url": _only(request, "late"),
        },
        {
            "label": _("Waiting for you"),
            "value": len(board.mine),
            "unit": ngettext("task", "tasks", len(board.mine)),
            "url": _only(request, "mine"),
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
            "url": _only(request, "vacant"),
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
