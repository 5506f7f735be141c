"""Alignments: the list, and one of them with what was said and what comes next."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from ....actions.catalogue import answer_alignment, approve_alignment, propose_alignment
from ....actions.catalogue.alignments import subjects_of
from ....core.alignment import RELATIONS, STRENGTHS, Said, objecting
from ....core.errors import Problem
from ....records.alignment_reading import AlignmentLine, read_alignment, read_alignments, reason_proposed
from ....records.models import Alignment
from ..forms import Refused, kept, refused_as, text_in
from ..listing import Column, Filter, Table, among, answer
from ..templatetags.desk import language
from ..templatetags.terms import confidence, relation
from ..work.reader import Reader, acting, must_see_rounds
from .words import framework_options

STANDINGS = {
    "proposed": gettext_lazy("Proposed"),
    "disputed": gettext_lazy("Disputed"),
    "approved": gettext_lazy("Approved"),
}
STRENGTH_WORDS = {
    "strong": gettext_lazy("strong"),
    "medium": gettext_lazy("medium"),
    "weak": gettext_lazy("weak"),
}
STEP_WORDS = {
    "propose": gettext_lazy("Proposed"),
    "agree": gettext_lazy("Agrees"),
    "object": gettext_lazy("Objects"),
    "approve": gettext_lazy("Approved"),
}


def _rationale(line: AlignmentLine) -> str:
    mine, other = (line.row.rationale_en, line.row.rationale_id)
    return (mine or other) if language() == "en" else (other or mine)


def _source(text: str) -> str:
    """Where an alignment is from, in words also where content says by a code that it is ours."""
    return str(_("our own proposal, from no published source")) if text == "ours" else text


ALIGNMENTS = Table(
    code="alignments",
    title=gettext_lazy("Alignments"),
    columns=(
        Column(
            "source",
            gettext_lazy("What"),
            lambda line: line.source.title(language()),
            url=lambda line: reverse("desk:alignment", args=[line.row.pk]),
            width=50,
        ),
        Column("source_code", gettext_lazy("Its code"), lambda line: line.row.source_code, under="source"),
        Column("relation", gettext_lazy("Relation"), lambda line: relation(line.row.relation)),
        Column(
            "strength",
            gettext_lazy("Strength"),
            lambda line: str(STRENGTH_WORDS.get(line.row.strength, "")),
            under="relation",
        ),
        Column("target", gettext_lazy("To what"), lambda line: line.target.title(language()), width=50),
        Column("target_code", gettext_lazy("Code of it"), lambda line: line.row.target_code, under="target"),
        Column("state", gettext_lazy("State"), lambda line: str(STANDINGS[line.state]), keep=True),
        Column("proposed_by", gettext_lazy("Proposed by"), lambda line: line.row.proposed_by),
        Column("rationale", gettext_lazy("Reason"), _rationale, on_page=False, width=60),
        Column(
            "source_of",
            gettext_lazy("Source"),
            lambda line: _source(line.row.source),
            on_page=False,
            width=40,
        ),
        Column(
            "confidence",
            gettext_lazy("How sure"),
            lambda line: confidence(line.row.confidence),
            on_page=False,
            width=26,
        ),
    ),
    filters=(
        Filter(
            "q",
            gettext_lazy("Words or code"),
            lambda line, text: text.casefold() in line.words.casefold(),
            kind="words",
        ),
        Filter(
            "framework",
            gettext_lazy("Framework"),
            lambda line, code: line.framework == code,
            options=lambda lines: framework_options(line.framework for line in lines),
        ),
        Filter("state", gettext_lazy("State"), *among(lambda line: line.state, STANDINGS.__getitem__)),
        Filter("relation", gettext_lazy("Relation"), *among(lambda line: line.row.relation, relation)),
    ),
    empty=(
        gettext_lazy("No alignment yet"),
        gettext_lazy("Alignments come with the content or are proposed here."),
    ),
    symbol="network",
    per_page=50,
    wide=True,
)


@login_required
def alignments(request: HttpRequest) -> HttpResponse:
    """All alignments, those in dispute first."""
    who = must_see_rounds(request)
    context = {"may_propose": who.may("alignment.propose")}
    return answer(request, "desk/data/alignments.html", context, ALIGNMENTS.read(request, read_alignments()))


@login_required
def alignment(request: HttpRequest, pk: int) -> HttpResponse:
    """One alignment: what it says, what was said of it, and what comes next."""
    return _page(request, must_see_rounds(request), get_object_or_404(Alignment, pk=pk))


def _page(request: HttpRequest, who: Reader, row: Alignment, refused: Refused | None = None) -> HttpResponse:
    line, steps = read_alignment(row)
    said = [Said(step.office, step.verb == "agree") for step in steps if step.verb in ("agree", "object")]
    is_open = row.status != "approved"
    subjects = subjects_of(row) if is_open else ()
    proposer = {step.by_id for step in steps if step.verb == "propose"}
    context = {
        "row": row,
        "line": line,
        "source_title": line.source.title(language()),
        "target_title": line.target.title(language()),
        "state": STANDINGS[line.state],
        "strength": STRENGTH_WORDS.get(row.strength, ""),
        "rationale": reason_proposed(row, steps).text(language()),
        "decision": next((step for step in reversed(steps) if step.verb == "approve" and step.words), None),
        "decided": _rationale(line),
        "source": _source(row.source),
        "steps": [(STEP_WORDS[step.verb], relation(step.relation), step) for step in steps],
        "against": ", ".join(objecting(said)),
        "may_answer": is_open and any(who.may("alignment.answer", one) for one in subjects),
        "may_approve": is_open and who.may("alignment.approve", subjects[0]),
        "own": who.user.pk in proposer,
        "refused": refused,
        "lost": []
        if is_open or refused is None
        else [refused.typed[name] for name in _WRITTEN if refused.typed.get(name)],
        "relations": [(code, relation(code)) for code in RELATIONS],
        "trail": [(_("Alignments"), reverse("desk:alignments")), (row.source_code, "")],
    }
    return render(request, "desk/data/alignment.html", context)


@login_required
def propose(request: HttpRequest) -> HttpResponse:
    """The form that proposes an alignment; what was typed stays where it is refused."""
    who = must_see_rounds(request)
    if not who.may_anywhere("alignment.propose"):
        raise Http404
    if request.method != "POST":
        return _form(request, None)
    posted = request.POST
    try:
        row = propose_alignment(
            **{name: posted.get(name, "").strip() for name in ("source_code", "target_code", "relation")},
            source_kind=_kind(posted.get("source_code", "")),
            target_kind=_kind(posted.get("target_code", "")),
            strength=posted.get("strength", ""),
            rationale_id=text_in(request, "rationale_id"),
            rationale_en=text_in(request, "rationale_en"),
            actor=acting(request),
        )
    except Problem as problem:
        return _form(request, _at_its_end(refused_as("propose", problem, request)))
    messages.success(request, _("The alignment is proposed; those concerned can answer it."))
    return redirect("desk:alignment", pk=row.pk)


def _at_its_end(refused: Refused) -> Refused:
    """A refusal that names one of the two by its code belongs to the field in which that code was typed."""
    at = {refused.typed.get(name, "").strip(): name for name in ("target_code", "source_code")}
    return replace(refused, field=refused.field or at.get(refused.problem.place or "", ""))


def _form(request: HttpRequest, refused: Refused | None) -> HttpResponse:
    given = request.GET
    context = {
        "given": {name: given.get(name, "") for name in ("source_code", "target_code")},
        "refused": refused,
        "relations": [(code, relation(code)) for code in RELATIONS],
        "strengths": [(code, STRENGTH_WORDS[code]) for code in STRENGTHS],
        "trail": [(_("Alignments"), reverse("desk:alignments")), (_("Propose"), "")],
    }
    status = refused.problem.status if refused else 200
    return render(request, "desk/data/alignment_propose.html", context, status=status)


def _kind(code: str) -> str:
    """A goal is written as framework/code, an indicator by its code alone."""
    return "goal" if "/" in code else "indicator"


#: Fields of its forms in which somebody writes.
_WRITTEN = ("words", "words_id", "words_en")


def _kept(
    request: HttpRequest, pk: int, form: str, act: Callable[[Alignment], Any], said: str
) -> HttpResponse:
    """What somebody says of an alignment, or its page with why not and what was typed."""
    who = must_see_rounds(request)
    row = get_object_or_404(Alignment, pk=pk)
    return kept(
        request,
        form,
        lambda: act(row),
        page=lambda refused: _page(request, who, get_object_or_404(Alignment, pk=pk), refused),
        said=said,
        to=reverse("desk:alignment", args=[pk]),
    )


@login_required
@require_POST
def reply(request: HttpRequest, pk: int) -> HttpResponse:
    """Agree or object."""
    return _kept(
        request,
        pk,
        "reply",
        lambda row: answer_alignment(
            alignment=row,
            agrees=request.POST.get("verdict") == "agree",
            words=text_in(request, "words"),
            actor=acting(request),
        ),
        _("What you said is kept."),
    )


@login_required
@require_POST
def approve(request: HttpRequest, pk: int) -> HttpResponse:
    """Approve, with another relation and the difference in words where there is one."""
    return _kept(
        request,
        pk,
        "approve",
        lambda row: approve_alignment(
            alignment=row,
            relation=request.POST.get("relation", ""),
            words_id=text_in(request, "words_id"),
            words_en=text_in(request, "words_en"),
            actor=acting(request),
        ),
        _("The alignment is approved."),
    )
