"""A letter comes in: registered with its deadline and our own dates, disposed of, its dates changed, put away."""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import suppress
from datetime import date
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from ....actions.files import EVIDENCE
from ....actions.requests import change_dates, dispose, register_request
from ....actions.uploads import Uploads
from ....core.errors import Problem
from ....core.figures import whole
from ....core.requests import STAGES
from ....records.models import Request
from ....records.request_clock import was_sent
from ....records.request_dates import propose_dates
from ...uploads import uploads_of
from ..data.free_days import name_of
from ..data.words import told_problem
from .reader import Reader, acting, reader, wants_fragment
from .request_links import request_url
from .requests.free_dates import free_texts
from .requests.words import CLASSES, STAGE_WORDS

#: Kinds of file the sender's own form may be; PDF forms cannot be filled, and are kept as the letter.
FORMS = ("docx", "xlsx")
FILES = {"letter": EVIDENCE, "form": FORMS}
CHANNELS = (
    gettext_lazy("e-mail"),
    gettext_lazy("letter"),
    gettext_lazy("official correspondence system"),
    gettext_lazy("messenger"),
    gettext_lazy("meeting"),
)


def must_take_in(request: HttpRequest, verb: str) -> Reader:
    """The reader, where his role of the day takes requests in.

    Raises:
        Http404: it does not.
    """
    who = reader(request)
    if not who.may(verb):
        raise Http404
    return who


def optional_day(text: str, place: str) -> date | None:
    """A day from a form, None where none was given.

    Raises:
        Problem: `FORM-DATE`.
    """
    try:
        return date.fromisoformat(text.strip()) if text.strip() else None
    except ValueError as error:
        raise Problem("FORM-DATE", place=place, params={"text": text}) from error


@login_required
def register(request: HttpRequest) -> HttpResponse:
    """The form of a letter: first our own dates are shown, then it is kept. What was typed stays."""
    who = must_take_in(request, "request.register")
    problem: Problem | None = None
    if wants_fragment(request):
        return render(request, "desk/work/_our_dates.html", _dates(request.POST, who))
    uploads = uploads_of(request, FILES)
    if request.method == "POST" and request.POST.get("step") == "register" and _was_shown(request.POST):
        try:
            row = _register(request, uploads)
        except Problem as refused:
            problem = refused
        else:
            messages.success(request, _("Registered as %(code)s.") % {"code": row.code})
            if row.form_file_id:
                return redirect("exchange:request_form", pk=row.pk)
            return redirect(request_url(row.code))
    typed: Mapping[str, Any] = (
        request.POST if request.method == "POST" else {"received_on": who.day.isoformat()}
    )
    context = {
        "typed": typed,
        "problem": told_problem(problem),
        "classes": list(CLASSES.items()),
        "channels": [str(one) for one in CHANNELS],
        "today": who.day,
        "waiting": uploads.set_aside(),
        "files_wait": True,
        "shown_first": request.method == "POST" and problem is None,
        "trail": [(_("Incoming requests"), reverse("desk:requests")), (_("Register a letter"), "")],
        **_dates(typed, who),
    }
    status = problem.status if problem else 200
    return render(request, "desk/work/request_register.html", context, status=status)


def _was_shown(post: Mapping[str, Any]) -> bool:
    """The dates on the page were those of this deadline."""
    return bool(post.get("shown_for", "?") == post.get("deadline", ""))


def _dates(typed: Mapping[str, Any], who: Reader, *, before: Request | None = None) -> dict[str, Any]:
    """Our own dates for the deadline that was typed; set by hand, they stay as they were typed."""
    text = str(typed.get("deadline", "")).strip()
    try:
        deadline = optional_day(text, "deadline")
    except Problem:
        deadline, text = None, ""
    found = propose_dates(deadline, today=who.day)
    by_hand = typed.get("by_hand") == "1"
    on = {one.stage: one for one in found.stages}
    return {
        "found": found,
        "shown_for": text,
        "by_hand": by_hand,
        "stages": [
            {
                "code": name,
                "word": STAGE_WORDS[name],
                "computed": on.get(name),
                "value": _value(typed, name, on, by_hand, before),
            }
            for name in STAGES
        ],
        "free": [{"day": row.day, "name": name_of(row)} for row in found.free],
        "free_dates": free_texts(_readable(typed)) if by_hand or not found.stages else [],
        "need_note": deadline is None or found.past,
    }


def _value(
    typed: Mapping[str, Any], name: str, on: Mapping[str, Any], by_hand: bool, before: Request | None
) -> str:
    if by_hand:
        return str(typed.get(f"due_{name}", ""))
    if before is not None and before.dates[name] and not on:
        return before.dates[name].isoformat()  # type: ignore[union-attr]
    return on[name].day.isoformat() if name in on else ""


def _readable(typed: Mapping[str, Any]) -> dict[str, date | None]:
    """The dates set by hand, of those that can be read as a day."""
    found: dict[str, date | None] = {}
    for name in STAGES:
        with suppress(Problem):
            found[name] = optional_day(str(typed.get(f"due_{name}", "")), name)
    return found


def _given_dates(post: Mapping[str, Any]) -> dict[str, date | None] | None:
    """The dates set by hand; None where the computed ones are taken."""
    if post.get("by_hand") != "1":
        return None
    return {name: optional_day(str(post.get(f"due_{name}", "")), f"due_{name}") for name in STAGES}


def _register(request: HttpRequest, uploads: Uploads) -> Request:
    post = request.POST
    received = optional_day(post.get("received_on", ""), "received_on")
    if received is None:
        raise Problem("REQUESTS-FIELD", place="received_on", params={"field": "received_on"})
    with uploads.held() as held:
        files = dict(held)
        return register_request(
            subject=post.get("subject", ""),
            sender=post.get("sender", ""),
            channel=post.get("channel", ""),
            received_on=received,
            letter_number=post.get("letter_number", ""),
            letter_date=optional_day(post.get("letter_date", ""), "letter_date"),
            letter=files.get("letter"),
            form=files.get("form"),
            deadline=optional_day(post.get("deadline", ""), "deadline"),
            deadline_note=post.get("deadline_note", ""),
            dates=_given_dates(post),
            classification=post.get("classification", ""),
            language=post.get("language", ""),
            actor=acting(request),
        )


# --- what becomes of it -------------------------------------------------------------------------------------------


def one_of(code: str, who: Reader) -> Request:
    """A request the reader may see, by its number in the register.

    Raises:
        Http404: there is none for him.
    """
    return get_object_or_404(Request.objects.visible_to(who.duties, who.day), code=code)


def trail_of(row: Request, last: str) -> list[tuple[str, str]]:
    """The way to a page of a request."""
    return [(_("Incoming requests"), reverse("desk:requests")), (row.code, request_url(row.code)), (last, "")]


def _version(request: HttpRequest) -> int | None:
    return whole(request.POST.get("version", ""))


@login_required
def edit(request: HttpRequest, code: str) -> HttpResponse:
    """Who is to do what with the letter; another deadline of the sender or other dates of ours, with the reason."""
    who = must_take_in(request, "request.dispose")
    row, problem, deed = one_of(code, who), None, request.POST.get("deed", "")
    if wants_fragment(request):
        return render(request, "desk/work/_our_dates.html", _dates(request.POST, who, before=row))
    if deed == "dispose" or (deed == "dates" and _was_shown(request.POST)):
        try:
            said = _dispose(request, row) if deed == "dispose" else _change_dates(request, row)
        except Problem as refused:
            problem = refused
        else:
            messages.success(request, said)
            return redirect(request_url(row.code))
    return _edit_page(request, who, row, problem)


def _dispose(request: HttpRequest, row: Request) -> str:
    text = request.POST.get("text", "")
    dispose(request=row, text=text, expected_version=_version(request), actor=acting(request))
    return _("The disposition is kept with your name.")


def _change_dates(request: HttpRequest, row: Request) -> str:
    change_dates(
        request=row,
        deadline=optional_day(request.POST.get("deadline", ""), "deadline"),
        deadline_note=request.POST.get("deadline_note"),
        reason=request.POST.get("reason", ""),
        dates=_given_dates(request.POST),
        expected_version=_version(request),
        actor=acting(request),
    )
    return _("The dates are changed; those before stay in the record of changes.")


def _edit_page(request: HttpRequest, who: Reader, row: Request, problem: Problem | None) -> HttpResponse:
    stands = {
        "text": row.disposition,
        "deadline": row.deadline.isoformat() if row.deadline else "",
        "deadline_note": row.deadline_note,
        "version": row.version,
    }
    typed: Mapping[str, Any] = stands | (request.POST.dict() if request.method == "POST" else {})
    context = {
        "row": row,
        "typed": typed,
        "problem": told_problem(problem),
        "before": [{"word": STAGE_WORDS[name], "day": day} for name, day in row.dates.items()],
        "shown_first": request.POST.get("deed") in ("show", "dates") and problem is None,
        "sent": was_sent(row),
        "back": request_url(row.code),
        "trail": trail_of(row, _("Disposition and dates")),
        **_dates(typed, who, before=row),
    }
    status = problem.status if problem else 200
    return render(request, "desk/work/request_edit.html", context, status=status)
