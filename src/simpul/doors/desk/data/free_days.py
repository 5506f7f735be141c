"""Free days of a year: by decree, or guessed where none is known; added, corrected and withdrawn by decree."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from ....actions.free_days import add_free_day, correct_free_day, withdraw_free_day
from ....core.errors import Problem
from ....core.figures import whole
from ....core.workdays import FREE_DAY_KINDS
from ....records.free_days import known_years, read_years
from ....records.models import FreeDay
from ....records.reporting import desk_area
from ..listing import Column, Filter, Form, Table, among, answer
from ..templatetags.desk import language
from ..templatetags.terms import confidence
from ..work.reader import acting, reader
from ..work.rounds import day_in
from .words import told_problem

KINDS = {
    "national": gettext_lazy("National holiday"),
    "collective_leave": gettext_lazy("Collective leave"),
    "guessed": gettext_lazy("Guessed by a library"),
}
FIRST, LAST = 1990, 2199


def name_of(row: Any) -> str:
    """The name of a free day, decreed or guessed."""
    if isinstance(row, FreeDay):
        return row.name_en if language() == "en" else row.name_id
    return str(row.name if language() == "en" else row.name_id)


def _kind(row: Any) -> str:
    return row.kind if isinstance(row, FreeDay) else "guessed"


FREE_DAYS = Table(
    code="free-days",
    title=gettext_lazy("Free days"),
    columns=(
        Column("day", gettext_lazy("Day"), lambda row: row.day, Form.DAY),
        Column(
            "weekday", gettext_lazy("Day of the week"), lambda row: date_format(row.day, "l"), under="day"
        ),
        Column("name", gettext_lazy("Name"), name_of, width=44, keep=True),
        Column("kind", gettext_lazy("Kind"), lambda row: str(KINDS[_kind(row)])),
        Column("decree", gettext_lazy("Decree"), lambda row: getattr(row, "decree", ""), width=50),
        Column(
            "source",
            gettext_lazy("Source"),
            lambda row: getattr(row, "source", ""),
            on_page=False,
            width=60,
        ),
        Column(
            "confidence",
            gettext_lazy("Certainty"),
            lambda row: confidence(row.confidence) if isinstance(row, FreeDay) else _("no decree seen"),
            under="decree",
        ),
    ),
    filters=(Filter("kind", gettext_lazy("Kind"), *among(_kind, KINDS.__getitem__)),),
    act="desk/cells/free_day_act.html",
    empty=(
        gettext_lazy("No free day is known in this year"),
        gettext_lazy("Neither a decree nor the library names one."),
    ),
    symbol="calendar",
)


@login_required
def free_days(request: HttpRequest) -> HttpResponse:
    """The free days of a year with their decree; what was corrected or withdrawn below them."""
    who = reader(request)
    asked = whole(request.GET.get("year", ""))
    year = asked if asked is not None and FIRST <= asked <= LAST else who.day.year
    area = desk_area()
    (found,) = read_years(area, [year])
    may_edit = who.may("calendar.edit")
    rows = list(found.rows)
    for row in rows:
        if isinstance(row, FreeDay):
            row.may_edit = may_edit  # type: ignore[attr-defined]
    ended = FreeDay.objects.filter(area=area, day__year=year, ended_at__isnull=False)
    context = {
        "trail": [(_("Calendar"), reverse("desk:calendar")), (_("Free days"), "")],
        "year": year,
        "found": found,
        "tabs": [
            {"text": str(one), "url": f"?year={one}", "count": None, "here": one == year}
            for one in sorted({*known_years(area), who.day.year, who.day.year + 1, year})
        ],
        "may_edit": may_edit,
        "ended": [
            {"row": row, "name": name_of(row), "by": row.ended_by.name if row.ended_by else ""}
            for row in ended.select_related("ended_by__person", "successor")
        ],
    }
    listing = FREE_DAYS.read(request, rows, scope=str(year), keeps=("year",))
    return answer(request, "desk/data/free_days.html", context, listing)


@login_required
def add(request: HttpRequest) -> HttpResponse:
    """The form of a free day; sent, it is recorded."""
    who = reader(request)
    if not who.may("calendar.edit"):
        raise Http404
    problem: Problem | None = None
    if request.method == "POST":
        try:
            row = add_free_day(
                area=desk_area(), day=day_in(request, "day"), **_typed(request), actor=acting(request)
            )
        except Problem as refused:
            problem = refused
        else:
            messages.success(request, _("The free day is recorded; dates computed from now on step over it."))
            return redirect(f"{reverse('desk:free_days')}?year={row.day.year}")
    return _form(request, request.POST, problem, {"trail": [*_trail(), (_("Add a free day"), "")]})


def _trail() -> list[tuple[str, str]]:
    return [(_("Calendar"), reverse("desk:calendar")), (_("Free days"), reverse("desk:free_days"))]


def _typed(request: HttpRequest) -> dict[str, str]:
    return {name: request.POST.get(name, "") for name in ("name_id", "name_en", "kind", "decree", "source")}


@login_required
def correct(request: HttpRequest, pk: int) -> HttpResponse:
    """The form that corrects a free day, or withdraws it; what stood before stays readable."""
    who = reader(request)
    if not who.may("calendar.edit"):
        raise Http404
    row = get_object_or_404(FreeDay.objects.in_force(), pk=pk)
    problem: Problem | None = None
    if request.method == "POST":
        try:
            said = _change(request, row)
        except Problem as refused:
            problem = refused
        else:
            messages.success(request, said)
            return redirect(f"{reverse('desk:free_days')}?year={row.day.year}")
    stands = {name: getattr(row, name) for name in ("name_id", "name_en", "kind", "decree", "source")}
    typed = request.POST if request.method == "POST" else {"day": row.day.isoformat(), **stands}
    return _form(request, typed, problem, {"row": row, "trail": [*_trail(), (name_of(row), "")]})


def _change(request: HttpRequest, row: FreeDay) -> str:
    reason = request.POST.get("reason", "")
    if request.POST.get("deed") == "withdraw":
        withdraw_free_day(free_day=row, reason=reason, actor=acting(request))
        return _("Withdrawn: the day is worked again. The record stays readable.")
    correct_free_day(
        free_day=row, day=day_in(request, "day"), **_typed(request), reason=reason, actor=acting(request)
    )
    return _("Corrected; what stood before stays readable.")


def _form(
    request: HttpRequest, typed: Mapping[str, Any], problem: Problem | None, more: dict[str, Any]
) -> HttpResponse:
    context = {
        "typed": typed,
        "kinds": [(code, KINDS[code]) for code in FREE_DAY_KINDS],
        "problem": told_problem(problem),
        **more,
    }
    return render(request, "desk/data/free_day_form.html", context, status=problem.status if problem else 200)
