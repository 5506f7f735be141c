"""One office, and how one is added, ended or followed by another; the list of them is in `data`."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from ....actions.offices import add_organisation, end_organisation, succeed_organisation
from ....core.errors import Problem
from ....core.permissions import COUNTRY_ROLES
from ....records.models import Organisation
from ....records.office_reading import read_office
from ....records.reporting import desk_area
from ..data.words import ROLE_WORDS, told_problem
from ..templatetags.desk import language
from ..templatetags.terms import OFFICE_KINDS, responsibility
from ..templatetags.work import named
from ..work.reader import acting, reader
from ..work.rounds import day_in


def _kind(code: str) -> str:
    """The kind of an office in the reader's language; its code, legibly, where it has no word."""
    return str(OFFICE_KINDS.get(code) or code.replace("_", " "))


@login_required
def office(request: HttpRequest, code: str) -> HttpResponse:
    """One office with what it answers for, who has duties there today and what it has open."""
    who = reader(request)
    row = get_object_or_404(Organisation.objects.select_related("parent"), code=code)
    view = read_office(row, who.duties, who.day)
    context = {
        "office": row,
        "name": named(row),
        "other_name": row.name_id if language() == "en" else row.name_en,
        "kind": _kind(row.kind),
        "view": view,
        "still": view.running(who.day),
        "responsibilities": [
            {"row": one, "part": responsibility(one.role), "now": one.until is None or one.until > who.day}
            for one in view.responsibilities
        ],
        "designations": [
            {
                "row": one,
                "role": ROLE_WORDS.get(one.role, one.role),
                "holder": one.holder_on(who.day),
                "is_national": one.role in COUNTRY_ROLES,
            }
            for one in view.designations
        ],
        "posts": [
            {"row": one.row, "name": one.row.named(language()), "holder": one.holder} for one in view.posts
        ],
        "may_edit": who.may("directory.edit") and row.until is None,
        "trail": [(_("Offices"), reverse("desk:offices")), (row.acronym, "")],
    }
    return render(request, "desk/administration/office.html", context)


@login_required
def add(request: HttpRequest) -> HttpResponse:
    """The form of a new office, or of the one that takes another's place (`after`)."""
    who = reader(request)
    if not who.may("directory.edit"):
        raise Http404
    after = Organisation.objects.filter(
        code=request.POST.get("after", "") or request.GET.get("after", ""), until__isnull=True
    ).first()
    problem = None
    if request.method == "POST":
        try:
            row = _added(request, after)
        except Problem as refused:
            problem = refused
        else:
            messages.success(request, _("The office is recorded."))
            return redirect("desk:office", code=row.code)
    kinds = sorted(set(Organisation.objects.order_by().values_list("kind", flat=True)))
    context: dict[str, Any] = {
        "after": after,
        "kinds": [(code, _kind(code)) for code in kinds],
        "offices": Organisation.objects.filter(until__isnull=True).order_by("acronym"),
        "given": request.POST,
        "day": who.day,
        "wrong": told_problem(problem),
        "trail": [(_("Offices"), reverse("desk:offices")), (_("Add an office"), "")],
    }
    return render(request, "desk/administration/office_add.html", context, status=422 if problem else 200)


def _added(request: HttpRequest, after: Organisation | None) -> Organisation:
    given = request.POST
    said = {name: given.get(name, "") for name in ("code", "acronym", "name_id", "name_en", "source")}
    since = day_in(request, "since")
    if after is not None:
        return succeed_organisation(organisation=after, since=since, actor=acting(request), **said)
    return add_organisation(
        kind=given.get("kind", ""),
        area=desk_area(),
        parent=Organisation.objects.filter(code=given.get("parent", "")).first(),
        since=since,
        actor=acting(request),
        **said,
    )


@login_required
@require_POST
def end(request: HttpRequest, code: str) -> HttpResponse:
    """End an office on a day, by a source."""
    if not reader(request).may("directory.edit"):
        raise Http404
    row = end_organisation(
        organisation=get_object_or_404(Organisation, code=code),
        until=day_in(request, "until"),
        source=request.POST.get("source", ""),
        actor=acting(request),
    )
    messages.success(request, _("The end of the office is recorded; the row stays readable."))
    return redirect("desk:office", code=row.code)
