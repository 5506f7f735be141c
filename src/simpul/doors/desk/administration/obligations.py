"""Obligations: the chain in words, the next turn, the rounds; who may, sets working values for rounds to come."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from ....actions.obligations import adjust_obligation
from ....core.errors import Problem
from ....core.figures import whole
from ....core.obligations import DAYS, days_of
from ....core.requests import STAGES
from ....core.turns import next_turn
from ....records.free_days import handling
from ....records.models import Obligation
from ..data.words import ROLE_WORDS
from ..templatetags.desk import language
from ..templatetags.work import named
from ..work.reader import acting, must_see_rounds

#: Step of the chain -> what it means that it is taken.
MEANINGS = {
    "data_producer": gettext_lazy("fills in the figures and paragraphs and submits them."),
    "data_steward": gettext_lazy("checks figures, units and sources against the standards of Satu Data."),
    "focal_point": gettext_lazy("checks what the body says as a whole; the alternate may stand in."),
    "signing_official": gettext_lazy("signs for the office: from here on it is what the office says."),
    "coordinator": gettext_lazy("accepts for the country; the figures become observations."),
    "soca_leader": gettext_lazy("clears what leaves the country for the ASEAN Secretariat."),
}
DAY_WORDS = {
    "opens_after_days": gettext_lazy("Opens"),
    "due_after_days": gettext_lazy("Due"),
    "closes_after_days": gettext_lazy("Closes"),
}
STAGE_WORDS = {
    "answers": gettext_lazy("Answers of the offices"),
    "consolidation": gettext_lazy("National answer"),
    "clearance": gettext_lazy("Clearance"),
    "sending": gettext_lazy("Sending"),
}


def _step(role: str, *, off: bool, fixed: bool) -> dict[str, Any]:
    return {
        "role": role,
        "word": ROLE_WORDS.get(role, role),
        "meaning": MEANINGS.get(role, ""),
        "off": off,
        "fixed": fixed,
    }


@login_required
def obligations(request: HttpRequest) -> HttpResponse:
    """Every obligation with its next turn, and how incoming requests are handled."""
    who = must_see_rounds(request)
    found = []
    for row in Obligation.objects.prefetch_related("rounds").order_by("code"):
        turn = next_turn(
            row.settings_in_force, opened=[one.period for one in row.rounds.all()], today=who.day
        )
        chain = [str(ROLE_WORDS.get(role, role)) for role in row.chain_in_force]
        found.append(
            {
                "row": row,
                "name": named(row),
                "turn": turn,
                "chain": chain,
                "adjusted": bool(row.adjusted.get("off") or row.adjusted.get("days")),
            }
        )
    rules = handling()
    context = {
        "rows": found,
        "request_chain": [_step(role, off=False, fixed=True) for role in rules.chain],
        "stages": [(STAGE_WORDS.get(name, name), rules.days[name]) for name in STAGES],
    }
    return render(request, "desk/administration/obligations.html", context)


@login_required
def obligation(request: HttpRequest, code: str) -> HttpResponse:
    """One obligation: its chain step by step, its dates, its rounds, and its working values."""
    who = must_see_rounds(request)
    row = get_object_or_404(Obligation.objects.select_related("framework"), code=code)
    rounds = list(row.rounds.order_by("-period"))
    off = set(row.adjusted.get("off", ()))
    held = row.settings_in_force
    turn = next_turn(held, opened=[one.period for one in rounds], today=who.day)
    ends = {row.chain[0], row.chain[-1]} if row.chain else set()
    tongue = language()
    context = {
        "obligation": row,
        "name": named(row),
        "framework": row.framework and (row.framework.title_en if tongue == "en" else row.framework.title_id),
        "steps": [_step(role, off=role in off, fixed=role in ends) for role in row.chain],
        "delivery": [_step(role, off=False, fixed=True) for role in row.delivery_chain],
        "every": int(held["every_months"]),
        "anchor": date.fromisoformat(str(held["anchor"])),
        "days": [
            {
                "name": name,
                "word": DAY_WORDS[name],
                "held": days,
                "content": days_of(row.settings)[name],
                "own": name in row.adjusted.get("days", {}),
            }
            for name, days in days_of(held).items()
        ],
        "turn": turn,
        "rounds": rounds,
        "may_adjust": who.may("obligation.adjust"),
        "trail": [(_("Obligations"), reverse("desk:obligations")), (named(row), "")],
    }
    return render(request, "desk/administration/obligation.html", context)


@login_required
@require_POST
def adjust(request: HttpRequest, code: str) -> HttpResponse:
    """Keep the working values that were set."""
    who = must_see_rounds(request)
    if not who.may("obligation.adjust"):
        raise Http404
    row = get_object_or_404(Obligation, code=code)
    on = set(request.POST.getlist("on"))
    ends = {row.chain[0], row.chain[-1]} if row.chain else set()
    adjust_obligation(
        obligation=row,
        off=[role for role in row.chain if role not in on | ends],
        days={name: _days(request, name) for name in DAYS},
        reason=request.POST.get("reason", ""),
        actor=acting(request),
    )
    messages.success(
        request, _("Kept. It holds for rounds opened from now on; running rounds stay as they are.")
    )
    return redirect("desk:obligation", code=row.code)


def _days(request: HttpRequest, name: str) -> int:
    text = request.POST.get(name, "").strip()
    days = whole(text, longest=3)
    if days is None:
        raise Problem("OBLIGATION-DAYS", place=name, params={"days": text or "–", "longest": 366})
    return days
