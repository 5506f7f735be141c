"""One sheet in finalisation: what holds beside what is on the table, what was said of it, and the steps it takes.

A form that cannot be kept comes back on its own page: what was typed stands in it, with why beside its field.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from ....actions.catalogue import (
    agree_sheet,
    answer_comment,
    attach_decision,
    comment_sheet,
    fix_position,
    propose_sheet,
    send_sheet_back,
)
from ....core.errors import NotFound, Problem, told
from ....core.finalisation import (
    NEGOTIATED,
    SheetVerb,
    check_proposal,
    comment_words,
    negotiated,
    proposal_of,
)
from ....core.permissions import Role
from ....core.reporting import Letter
from ....records.finalisation_reading import SheetWork, proposed_as, read_sheet_work
from ....records.models import SheetComment, SheetTask
from ....records.reporting import desk_area
from ..forms import Refused, held, maybe_day, number_in, refused_as, text_in
from ..templatetags.desk import language
from ..work.reader import Reader, acting, enters_for_office, reader
from ..work.rounds import day_in
from .sheet_form import Group, behind_words, compared, field_word, form_of, sections_of, sheet_in
from .words import lacking_words, waits_words


def _visible(request: HttpRequest, pk: int) -> tuple[Reader, SheetTask]:
    """A sheet in finalisation the reader may open; another does not exist for him."""
    who = reader(request)
    tasks = SheetTask.objects.visible_to(who.duties, who.day).with_names()
    tasks = tasks.select_related("version__agreed_file")
    return who, get_object_or_404(tasks, pk=pk)


@login_required
def sheet(request: HttpRequest, pk: int) -> HttpResponse:
    """One sheet in finalisation: what holds beside what is on the table, comments, steps, and what comes next."""
    who, task = _visible(request, pk)
    return _page(request, who, task)


def _start(task: SheetTask) -> dict[str, Any]:
    """The sheet a proposal starts from: what is on the table, else what holds."""
    return negotiated(task.version.sheet if task.version else task.indicator.sheet)


#: A form of the page -> the verb its reader has to hold for it to stand there.
_FORMS = {
    "propose": "propose",
    "fix": "fix",
    "agree": "agree",
    "attach": "attach",
    "back": "send_back",
    "comment": "comment",
}
#: Fields of the letter by which somebody proposes on an office's behalf.
_LETTER = ("letter_number", "letter_date")
_VERBS = ("propose", "comment", "answer", "send_back", "fix", "agree")


def _page(
    request: HttpRequest,
    who: Reader,
    task: SheetTask,
    *,
    typed: Mapping[str, Any] | None = None,
    problems: tuple[Problem, ...] = (),
    refused: Refused | None = None,
) -> HttpResponse:
    work = read_sheet_work(task, day=who.day)
    subject = task.subject()
    is_open = task.finalisation.closed_at is None
    may = {verb: is_open and who.may(f"sheet.{verb}", subject) for verb in _VERBS}
    own = work.on_table is not None and work.on_table.made_by_id == who.user.pk
    lacks_file = (
        work.on_table is not None and bool(work.on_table.agreed_in) and not work.on_table.agreed_file_id
    )
    may["attach"] = lacks_file and who.may("sheet.attach", subject)
    there = {form for form, verb in _FORMS.items() if may[verb] and not (own and form in ("fix", "agree"))}
    context = {
        "task": task,
        "indicator": task.indicator,
        "title": task.indicator.title_en if language() == "en" else task.indicator.title_id,
        "work": work,
        "fields": _fields(work),
        "general": _talk(work, ""),
        "missing": lacking_words(work.becoming),
        "with_whom": _waits(work),
        "form": _form(typed if typed is not None else _start(task), problems),
        "typed": typed is not None,
        "reason": request.POST.get("reason", "") if typed is not None else "",
        "for_office": may["propose"] and enters_for_office(who, subject, "sheet.propose"),
        "letter": {name: request.POST.get(name, "") for name in _LETTER} if typed is not None else {},
        "day": who.day,
        "problems": [_told(one) for one in problems],
        "refused": refused,
        "lost": _lost(refused, there, work, may["answer"]),
        "may": may,
        "own": own,
        "fixed": work.fixed_by == who.user.pk,
        "reviews": work.waits.role is Role.DEFINITION_REVIEWER and may["comment"] and not may["answer"],
        "letter_of": work.letters.get(work.proposed.number) if work.proposed else None,
        "steps": _steps(work),
        "commentable": [("", _("the whole sheet")), *((name, field_word(name)) for name in NEGOTIATED)],
        "trail": [(_("Finalisation"), reverse("desk:finalisation")), (task.indicator.code, "")],
    }
    found = [*problems, *([refused.problem] if refused else [])]
    return render(request, "desk/data/sheet.html", context, status=found[0].status if found else 200)


def _form(sheet: Mapping[str, Any], problems: tuple[Problem, ...]) -> list[dict[str, Any]]:
    """The form that proposes under its headings, each group with what is wrong in it."""

    def row(group: Group) -> dict[str, Any]:
        names = {group.code, *(box.name for box in group.boxes)}
        return {"group": group, "wrong": [_told(one) for one in problems if one.place in names]}

    return [
        {"section": section, "groups": [row(group) for group in section.groups]}
        for section in sections_of(form_of(sheet))
    ]


def _lost(refused: Refused | None, there: set[str], work: SheetWork, may_answer: bool) -> list[str]:
    """What was typed into a form that stands on the page no more, because the sheet moved on meanwhile."""
    if refused is None or refused.form in there:
        return []
    if may_answer and refused.form in {f"answer-{one.pk}" for one in work.comments if one.is_open}:
        return []
    return [text for name, text in refused.typed.items() if text and name in _WRITTEN]


#: Fields of the forms in which somebody writes.
_WRITTEN = ("text", "reason", "remark", "decision", "decided_on")


_STEP_WORDS = {
    "call": gettext_lazy("Called"),
    "propose": gettext_lazy("Proposed"),
    "send_back": gettext_lazy("Sent back"),
    "fix": gettext_lazy("Fixed as national position"),
    "agree": gettext_lazy("Agreed by the body"),
}


def _steps(work: SheetWork) -> list[dict[str, Any]]:
    """The steps that were taken, each with the wording it is about as its office proposed it.

    A wording proposed on behalf comes with the letter it rests on, an agreement with the body that decided and
    whether who recorded it had fixed the position alone.
    """
    found = []
    body = work.task.indicator.body
    for one in work.steps:
        proposed = proposed_as(one.version, work.versions) if one.version else None
        word = str(_STEP_WORDS[one.verb])
        if one.verb == SheetVerb.AGREE and body:
            word = _("Agreed by %(body)s") % {"body": body.acronym}
        found.append(
            {
                "word": word,
                "step": one,
                "proposed": proposed,
                "agrees": one.verb == SheetVerb.AGREE,
                "alone": one.verb == SheetVerb.AGREE and one.by_id == work.fixed_by,
                "letter": work.letters.get(proposed.number)
                if proposed and one.verb == SheetVerb.PROPOSE
                else None,
            }
        )
    return found


def _fields(work: SheetWork) -> list[dict[str, Any]]:
    spoken_of = {one.field for one in work.comments}
    rows = compared(work.standing, work.on_table.sheet if work.on_table else None, work.changed, spoken_of)
    return [{"row": row, "comments": _talk(work, row.field)} for row in rows]


def _talk(work: SheetWork, field: str) -> list[dict[str, Any]]:
    """The comments on a field, or on the whole sheet, each with the key of the form that answers it."""
    return [
        {"said": one, "text": comment_words(one.text, language()), "form": f"answer-{one.pk}"}
        for one in work.comments
        if one.field == field
    ]


def _waits(work: SheetWork) -> str:
    if work.waits.role is Role.FOCAL_POINT:
        name = work.focal.full_name if work.focal else str(_("no focal point"))
        return f"{', '.join(work.waits.offices)}, {name}"
    return waits_words(work.waits)


def _told(problem: Problem) -> dict[str, str]:
    place = field_word(problem.place) if problem.place in NEGOTIATED else problem.place or ""
    if problem.place and problem.place.startswith("targets "):
        place = _("Target %(number)s") % {"number": problem.place.removeprefix("targets ")}
    return {**told(problem, language()), "place": place}


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
                task=task,
                sheet=typed,
                reason=reason,
                seen=number_in(request, "seen"),
                letter=Letter(text_in(request, "letter_number"), maybe_day(request, "letter_date")),
                actor=acting(request),
            )
        except Problem as problem:
            refused = refused_as("propose", problem, request)
            if refused.field in _LETTER:
                return _page(request, who, task, typed=typed, refused=refused)
            problems = (problem,)
    if problems:
        return _page(request, who, task, typed=typed, problems=problems)
    messages.success(request, _("The wording is on the table; those who review it see it now."))
    if behind := behind_words(standing, typed):
        said = _("Only one language was worded anew: %(fields)s. If the other is to follow, propose it too.")
        messages.warning(request, said % {"fields": ", ".join(behind)})
    return redirect("desk:sheet", pk=pk)


def _done(request: HttpRequest, pk: int, form: str, act: Callable[[], Any], said: str = "") -> HttpResponse:
    """A step that was taken, or the sheet as it stands now with why not and what was typed.

    Raises:
        NotFound: it keeps a page of its own.
    """
    try:
        act()
    except NotFound:
        raise
    except Problem as problem:
        who, task = _visible(request, pk)
        return _page(request, who, task, refused=refused_as(form, problem, request))
    if said:
        messages.success(request, said)
    return redirect("desk:sheet", pk=pk)


@login_required
@require_POST
def comment(request: HttpRequest, pk: int) -> HttpResponse:
    """Say something of a field."""
    _who, task = _visible(request, pk)
    field = request.POST.get("field", "")
    return _done(
        request,
        pk,
        "comment",
        lambda: comment_sheet(
            task=task,
            text=text_in(request, "text"),
            field=field if field in NEGOTIATED else "",
            nothing="nothing" in request.POST,
            actor=acting(request),
        ),
        _("The comment is kept; the office sees it."),
    )


@login_required
@require_POST
def reply(request: HttpRequest, pk: int, comment: int) -> HttpResponse:
    """Answer a comment."""
    _who, task = _visible(request, pk)
    row = get_object_or_404(SheetComment, pk=comment, task=task)
    return _done(
        request,
        pk,
        f"answer-{comment}",
        lambda: answer_comment(comment=row, text=text_in(request, "text"), actor=acting(request)),
    )


@login_required
@require_POST
def back(request: HttpRequest, pk: int) -> HttpResponse:
    """Send a wording back to its office."""
    _who, task = _visible(request, pk)
    return _done(
        request,
        pk,
        "back",
        lambda: send_sheet_back(
            task=task,
            reason=text_in(request, "reason"),
            seen=number_in(request, "seen"),
            actor=acting(request),
        ),
        _("Sent back to the office with the reason."),
    )


@login_required
@require_POST
def fix(request: HttpRequest, pk: int) -> HttpResponse:
    """Fix the wording on the table as the national position."""
    _who, task = _visible(request, pk)
    return _done(
        request,
        pk,
        "fix",
        lambda: fix_position(
            task=task,
            remark=text_in(request, "remark"),
            seen=number_in(request, "seen"),
            actor=acting(request),
        ),
        _("The national position is fixed; it waits for the decision of the body."),
    )


@login_required
@require_POST
def agree(request: HttpRequest, pk: int) -> HttpResponse:
    """Record the decision of the body."""
    _who, task = _visible(request, pk)

    def act() -> None:
        with held(request, "file") as files:
            agree_sheet(
                task=task,
                decision=text_in(request, "decision"),
                decided_on=day_in(request, "decided_on"),
                held=files[0][1] if files else None,
                seen=number_in(request, "seen"),
                actor=acting(request),
            )

    return _done(
        request,
        pk,
        "agree",
        act,
        _("The sheet is agreed; the indicator reads so from now on."),
    )


@login_required
@require_POST
def attach(request: HttpRequest, pk: int) -> HttpResponse:
    """Attach the file of a decision that was recorded without it."""
    _who, task = _visible(request, pk)

    def act() -> None:
        with held(request, "file") as files:
            attach_decision(task=task, held=files[0][1] if files else None, actor=acting(request))

    return _done(request, pk, "attach", act, _("The file of the decision is attached."))
