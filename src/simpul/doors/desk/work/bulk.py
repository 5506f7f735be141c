"""One deed on several tasks of a round: the preview of what happens to each, then all of it or nothing."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from ....actions.reporting import extend_together, remind_together, withdraw_together
from ....core.bulk import Deed, Line, digest, plan
from ....core.errors import Problem, hint, sentence
from ....core.figures import wholes
from ....core.periods import label
from ....records.bulk import VERBS, read_candidates
from ....records.models import Round
from ..listing import day_of
from ..templatetags.desk import language, round_url
from .reader import acting, must_see_rounds
from .rounds import day_in

#: Deed -> heading, what it does, and the word of its button.
WORDS = {
    Deed.EXTEND: (
        gettext_lazy("Extend several tasks"),
        gettext_lazy("The first date of each task stays visible in the round and in the report."),
        gettext_lazy("Extend"),
    ),
    Deed.WITHDRAW: (
        gettext_lazy("Take extensions back"),
        gettext_lazy("The date before each extension holds again; the extension stays in the record."),
        gettext_lazy("Take back"),
    ),
    Deed.REMIND: (
        gettext_lazy("Remind several offices"),
        gettext_lazy("A message is queued for who is to act on each task; one a day."),
        gettext_lazy("Remind"),
    ),
}


@login_required
def together(request: HttpRequest, period: str) -> HttpResponse:
    """The preview; sent from it, the deed itself."""
    who = must_see_rounds(request)
    round_ = Round.objects.of(period, request.GET.get("obligation") or request.POST.get("obligation"))
    given = request.POST if request.method == "POST" else request.GET
    deed = _deed(given.get("deed", ""))
    if VERBS[deed] not in _allowed(who):
        raise Http404
    tasks = _tasks(given.getlist("task"), round_)
    due, reason = day_of(given.get("due", "")), given.get("reason", "").strip()
    if request.method == "POST":
        lines = _carry_out(request, deed, tasks, reason)
        messages.success(request, _done(deed, lines))
        return redirect(f"{round_url(round_)}#tasks")
    asked = deed is not Deed.REMIND
    ready = (
        (due is not None or deed is not Deed.EXTEND) and (bool(reason) or not asked) and "preview" in given
    )
    lines = plan(deed, read_candidates(deed, tasks, who.duties, day=who.day), due=due or round_.closes_on)
    title, text, act = WORDS[deed]
    context = {
        "round": round_,
        "deed": deed.value,
        "title": title,
        "text": text,
        "act": act,
        "due": due,
        "closes": round_.closes_on,
        "reason": reason,
        "tasks": tasks,
        "ready": ready,
        "asks_day": deed is Deed.EXTEND,
        "asks_reason": asked,
        "seen": digest(deed, lines, due=due, reason=reason) if ready else "",
        "wanted": [one for one in lines if one.problem is None],
        "left": [_left(one) for one in lines if one.problem is not None],
        "trail": [
            (_("Rounds"), reverse("desk:rounds")),
            (label(round_.period, language()), round_url(round_)),
            (str(title), ""),
        ],
    }
    return render(request, "desk/work/together.html", context)


def _allowed(who: Any) -> set[str]:
    return {verb for verb in VERBS.values() if who.may_anywhere(verb)}


def _deed(text: str) -> Deed:
    try:
        return Deed(text)
    except ValueError as error:
        raise Http404 from error


def _tasks(given: Sequence[str], round_: Round) -> list[int]:
    """The ticked tasks of this round, each once.

    Raises:
        Problem: `LIST-NONE-CHOSEN`.
    """
    keys = wholes(given)
    found = sorted(keys & set(round_.tasks.values_list("pk", flat=True)))
    if not found:
        raise Problem("LIST-NONE-CHOSEN")
    return found


def _left(one: Line) -> dict[str, Any]:
    """A task that is left out, with the reason in words."""
    assert one.problem is not None
    tongue = language()
    return {"line": one, "sentence": sentence(one.problem, tongue), "hint": hint(one.problem, tongue)}


def _carry_out(request: HttpRequest, deed: Deed, tasks: list[int], reason: str) -> tuple[Line, ...]:
    seen, actor = request.POST.get("seen", ""), acting(request)
    if deed is Deed.EXTEND:
        due: date = day_in(request, "due")
        return extend_together(tasks=tasks, due=due, reason=reason, seen=seen, actor=actor)
    if deed is Deed.WITHDRAW:
        return withdraw_together(tasks=tasks, reason=reason, seen=seen, actor=actor)
    return remind_together(tasks=tasks, reason=reason, seen=seen, actor=actor)


def _done(deed: Deed, lines: Sequence[Line]) -> str:
    count = len(lines)
    words: dict[Deed, Callable[[], str]] = {
        Deed.EXTEND: lambda: ngettext("%(count)d task extended.", "%(count)d tasks extended.", count),
        Deed.WITHDRAW: lambda: ngettext(
            "%(count)d extension taken back.", "%(count)d extensions taken back.", count
        ),
        Deed.REMIND: lambda: ngettext(
            "%(count)d reminder is queued.", "%(count)d reminders are queued.", count
        ),
    }
    return words[deed]() % {"count": count}
