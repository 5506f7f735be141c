"""A request split by hand: several questions at once, each with its body and offices."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from ....actions.requests import TypedItem, new_items, send_out, split_request
from ....core.errors import Problem
from ....core.figures import whole
from ....core.requests import item_number
from ....records.request_forms import bodies_in, bodies_to_ask, body_named, offices_to_ask, without_people
from ..data.words import told_problem
from .intake import must_take_in, one_of, trail_of
from .reader import acting
from .request_links import request_url

#: Rows of an empty page, and of one whose request has items; how many more are given at once, how many there may be.
FIRST, LATER, MORE, MOST = 5, 1, 5, 300


@login_required
def split(request: HttpRequest, code: str) -> HttpResponse:
    """The rows of new items; sent, all of them are made or none. What was typed stays."""
    who = must_take_in(request, "request.split")
    row = one_of(code, who)
    rows = _typed(request) if request.method == "POST" else []
    problem: Problem | None = None
    if request.method == "POST" and request.POST.get("step") != "more":
        try:
            tongue = "id" if request.POST.get("language") == "id" else "en"
            made = split_request(request=row, items=new_items(rows, language=tongue), actor=acting(request))
        except Problem as refused:
            problem = refused
        else:
            said = ngettext("%(count)d item made.", "%(count)d items made.", len(made))
            messages.success(request, said % {"count": len(made)})
            return redirect(f"{reverse('desk:request_split', args=[row.code])}#waiting")
    waiting = list(row.items.filter(state="new").with_offices().with_lead(who.day))
    silent = without_people(waiting, who.day)
    made_before = list(row.items.values_list("number", "body__code"))
    bodies = bodies_to_ask(who.day, first=bodies_in(row, rows))
    first = LATER if made_before else FIRST
    wanted = first if not rows else len(rows) if problem else min(len(rows) + MORE, MOST)
    everywhere = request.POST.get("everywhere", _all_to({code for _number, code in made_before}))
    context = {
        "row": row,
        "rows": [
            *(one if one.body else replace(one, body=body_named(one.text, bodies)) for one in rows),
            *(TypedItem("", "") for _one in range(wanted - len(rows))),
        ],
        "made": [item_number(number) for number, _code in made_before],
        "waiting": [{"item": one, "silent": ", ".join(silent.get(one.pk, ()))} for one in waiting],
        "problem": told_problem(problem),
        "tongue": request.POST.get("language", row.language),
        "everywhere": everywhere,
        "bodies": bodies,
        "offices": offices_to_ask(who.day),
        "back": request_url(row.code),
        "trail": trail_of(row, _("Split and send out")),
    }
    return render(request, "desk/work/request_split.html", context, status=problem.status if problem else 200)


def _all_to(bodies: set[str]) -> str:
    """The body to begin with: that of all items made so far, where it is one."""
    return next(iter(bodies)) if len(bodies) == 1 else ""


def _typed(request: HttpRequest) -> list[TypedItem]:
    """The rows as they were sent, blank ones too."""
    post: Any = request.POST
    count = post.get("rows", "")
    return [
        TypedItem(
            number=post.get(f"number-{at}", "").strip(),
            text=post.get(f"text-{at}", "").replace("\r\n", "\n").strip(),
            body=post.get(f"body-{at}", "") or post.get("everywhere", ""),
            lead=post.get(f"lead-{at}", ""),
            also=tuple(dict.fromkeys(post.getlist(f"also-{at}"))),
        )
        for at in range(min(whole(count) or 0, MOST))
    ]


@login_required
@require_POST
def send(request: HttpRequest, code: str) -> HttpResponse:
    """Ask the offices: every item not sent out yet; each office is told once."""
    row = one_of(code, must_take_in(request, "request.split"))
    sent = send_out(request=row, actor=acting(request))
    said = ngettext(
        "%(count)d item sent out to its offices.", "%(count)d items sent out to their offices.", len(sent)
    )
    messages.success(request, said % {"count": len(sent)})
    return redirect(request_url(row.code))
