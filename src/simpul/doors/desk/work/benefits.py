"""Benefit records to write: the form, and what becomes of a record."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from ....actions.benefits import (
    attach_benefit_evidence,
    confirm_benefit,
    confirm_benefit_on_behalf,
    record_benefit,
    revise_benefit,
    withdraw_benefit,
)
from ....core.benefits import LIMITS, Counting, Said, Unit, check
from ....core.errors import Problem
from ....core.figures import KEPT_IN, redressed, whole
from ....core.permissions import Subject
from ....records.benefit_reading import find_subject, goals_offered, known_for
from ....records.benefits import ANSWERING
from ....records.models import (
    Benefit,
    FieldOfLife,
    Framework,
    Goal,
    Indicator,
    PopulationGroup,
    Responsibility,
)
from ....records.reporting import desk_area
from ..bodies import Group, by_theme
from ..data.benefits import finding_lines, may_record, subject_words, visible_benefit
from ..data.words import told_problem
from ..templatetags.benefits import COUNTINGS, UNITS
from ..templatetags.desk import language
from ..templatetags.work import titled
from .reader import Reader, acting, reader
from .rounds import day_in


@login_required
def record(request: HttpRequest) -> HttpResponse:
    """The form of a new record; what was typed stays where it cannot be kept."""
    who = reader(request)
    if not may_record(who):
        raise Http404
    source = request.POST if request.method == "POST" else request.GET
    kind, _colon, code = source.get("subject", "").partition(":")
    said, problem = Said(area=desk_area()), None
    if request.method == "POST":
        said = _typed(request)
        try:
            row = _record(request, who, kind, code, said)
        except Problem as refused:
            problem = refused
        else:
            messages.success(request, _("Recorded as a draft. The focal point confirms it."))
            return redirect("desk:benefit", pk=row.pk)
    offices = _offices(who)
    context = {
        "offices": offices,
        "only_office": sum(len(options) for _name, options in offices) == 1,
        "office": source.get("office", ""),
        "subjects": _subjects() if not find_subject(kind, code) else [],
        "trail": [(_("Benefits"), reverse("desk:benefits")), (_("Record a benefit"), "")],
    }
    return _form(request, kind, code, said, problem, context)


def _record(request: HttpRequest, who: Reader, kind: str, code: str, said: Said) -> Benefit:
    chosen = request.POST.get("office", "")
    row = next((one for one in _answering(who) if str(one.pk) == chosen), None)
    if row is None:
        raise Problem("BENEFIT-CHOICE", place="office", params={"value": chosen or "–"})
    return record_benefit(
        subject_kind=kind,
        subject_code=code,
        body=row.body,
        organisation=row.organisation,
        said=said,
        uploads=_uploads(request),
        actor=acting(request),
    )


def _uploads(request: HttpRequest) -> list[tuple[str, Any]]:
    return [(file.name or "", file) for file in request.FILES.getlist("file")]


def _typed(request: HttpRequest) -> Said:
    """What was typed, with the signs of numbers as they are kept."""
    post = request.POST
    return Said(
        field_of_life=post.get("field_of_life", ""),
        groups=tuple(dict.fromkeys(post.getlist("groups"))),
        who=post.get("who", "").strip(),
        counting=post.get("counting", ""),
        amount=redressed(post.get("amount", "").strip(), source=language(), target=KEPT_IN),
        unit=post.get("unit", Unit.PEOPLE.value),
        basis=_lines(post.get("basis", "")),
        area=post.get("area", "").strip().upper(),
        region=post.get("region", "").strip(),
        period=post.get("period", "").strip().upper(),
        text=_lines(post.get("text", "")),
        text_en=_lines(post.get("text_en", "")),
        links=tuple(dict.fromkeys(post.get("links", "").split())),
        serves=tuple(dict.fromkeys(post.getlist("serves"))),
    )


def _lines(text: str) -> str:
    return text.replace("\r\n", "\n").strip()


def _answering(who: Reader) -> list[Responsibility]:
    """The bodies and offices the reader may record for, on the day."""
    found = Responsibility.objects.on(who.day).select_related("body", "organisation")
    rows = list(found.order_by("body__acronym", "organisation__acronym"))
    offices: dict[int, set[str]] = {}
    for row in rows:
        if row.role in ANSWERING:
            offices.setdefault(row.body_id, set()).add(row.organisation.code)
    return [
        row
        for row in rows
        if who.may(
            "benefit.record",
            Subject(
                row.body.code, frozenset({row.organisation.code, *offices.get(row.body_id, set())}), "draft"
            ),
        )
    ]


def _offices(who: Reader) -> list[Group]:
    options = [
        (row.body.code, (str(row.pk), f"{row.body.acronym}, {row.organisation.acronym}"))
        for row in _answering(who)
    ]
    return by_theme(options, who.duties)


def _subjects() -> list[tuple[str, list[tuple[str, str]]]]:
    """Goals framework by framework, then indicators: value and text of each choice."""
    found = []
    goals: dict[int, list[Goal]] = {}
    for goal in Goal.objects.order_by("position"):
        goals.setdefault(goal.framework_id, []).append(goal)
    for framework in Framework.objects.all():
        rows = goals.get(framework.pk, [])
        options = [(f"goal:{framework.code}/{row.code}", _short(row.code, titled(row))) for row in rows]
        found.append((titled(framework), options))
    indicators = [(f"indicator:{row.code}", _short(row.code, titled(row))) for row in Indicator.objects.all()]
    return [*found, (_("Indicators"), indicators)]


def _short(code: str, title: str) -> str:
    return f"{code} {title}"[:110]


@login_required
def revise(request: HttpRequest, pk: int) -> HttpResponse:
    """The form of a new version, filled in with what the latest says."""
    row, who, inside = visible_benefit(request, pk)
    if not inside or not who.may("benefit.record", row.subject(who.day)):
        raise Http404
    latest, problem = row.latest(), None
    said = latest.said()
    if request.method == "POST":
        said = _typed(request)
        try:
            revise_benefit(
                benefit=row,
                seen=_number(request),
                said=said,
                reason=request.POST.get("reason", ""),
                uploads=_uploads(request),
                actor=acting(request),
            )
        except Problem as refused:
            problem = refused
        else:
            messages.success(request, _("Kept as a new version; the former stays. It waits to be confirmed."))
            return redirect("desk:benefit", pk=row.pk)
    context = {
        "benefit": row,
        "seen": _number(request) if request.method == "POST" else latest.number,
        "reason": request.POST.get("reason", ""),
        "kept": list(latest.files.all()),
        "trail": [
            (_("Benefits"), reverse("desk:benefits")),
            (_("Record %(number)s") % {"number": row.pk}, reverse("desk:benefit", args=[row.pk])),
            (_("Revise"), ""),
        ],
    }
    return _form(request, row.subject_kind, row.subject_code, said, problem, context)


def _number(request: HttpRequest) -> int:
    return whole(request.POST.get("seen", "")) or 0


def _form(
    request: HttpRequest, kind: str, code: str, said: Said, problem: Problem | None, more: dict[str, Any]
) -> HttpResponse:
    """The form with what was typed, and each finding at its field once something could not be kept."""
    tongue = language()
    found = finding_lines(check(said, known_for(kind, code))) if problem else []
    wrong: dict[str, list[dict[str, Any]]] = {}
    for one in found:
        wrong.setdefault(one["field"], []).append(one)
    aside = None
    if problem is not None and not any(one["refused"] for one in found):
        aside = told_problem(problem)
    subject = find_subject(kind, code)
    context = {
        "said": said,
        "amount": redressed(said.amount, source=KEPT_IN, target=tongue),
        "links": "\n".join(said.links),
        "subject": subject_words(kind, code, subject) if subject else None,
        "subject_value": f"{kind}:{code}" if code else "",
        "fields": FieldOfLife.objects.all(),
        "groups": PopulationGroup.objects.all(),
        "countings": [(one.value, COUNTINGS[one.value]) for one in Counting],
        "units": [(one.value, UNITS[one.value]) for one in Unit],
        "frameworks": goals_offered(kind, code, said.serves),
        "limits": LIMITS,
        "wrong": wrong,
        "aside": aside,
        "refused": [one for one in found if one["refused"]],
        "bad": {one["field"] for one in found if one["refused"]},
        **more,
    }
    return render(request, "desk/work/benefit_form.html", context, status=problem.status if problem else 200)


@login_required
@require_POST
def confirm(request: HttpRequest, pk: int) -> HttpResponse:
    """Confirm the version the page showed."""
    row, _who, _inside = visible_benefit(request, pk)
    confirm_benefit(
        benefit=row,
        seen=_number(request),
        reason=request.POST.get("reason", ""),
        waiver=request.POST.get("waiver", ""),
        actor=acting(request),
    )
    messages.success(request, _("Confirmed. Everybody who signs in can read it now."))
    return redirect("desk:benefit", pk=pk)


@login_required
@require_POST
def on_behalf(request: HttpRequest, pk: int) -> HttpResponse:
    """The secretariat records the letter by which the focal point confirms."""
    row, _who, _inside = visible_benefit(request, pk)
    confirm_benefit_on_behalf(
        benefit=row,
        seen=_number(request),
        official=whole(request.POST.get("official", "")),
        letter_number=request.POST.get("letter_number", ""),
        letter_date=day_in(request, "letter_date"),
        reason=request.POST.get("reason", ""),
        actor=acting(request),
    )
    messages.success(request, _("Confirmed on behalf; both names and the letter are kept."))
    return redirect("desk:benefit", pk=pk)


@login_required
@require_POST
def withdraw(request: HttpRequest, pk: int) -> HttpResponse:
    """Withdraw a record with a reason."""
    row, _who, _inside = visible_benefit(request, pk)
    withdraw_benefit(
        benefit=row, seen=_number(request), reason=request.POST.get("reason", ""), actor=acting(request)
    )
    messages.success(request, _("Withdrawn. The record stays readable with its reason and counts no more."))
    return redirect("desk:benefit", pk=pk)


@login_required
@require_POST
def evidence(request: HttpRequest, pk: int) -> HttpResponse:
    """Attach a file that proves a record, as a new version."""
    row, _who, _inside = visible_benefit(request, pk)
    uploads = _uploads(request)
    if not uploads:
        raise Problem("FORM-FILE")
    attach_benefit_evidence(
        benefit=row,
        seen=_number(request),
        upload=uploads[0],
        reason=request.POST.get("reason", ""),
        actor=acting(request),
    )
    messages.success(request, _("Attached as a new version. It waits to be confirmed."))
    return redirect("desk:benefit", pk=pk)
