"""Which offices answer for a body and how many seats it has: recorded by date and source, ended, never edited."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from ....actions.directory import answer_for, end_answering, open_seat
from ....core.directory import PARTS, Span
from ....core.errors import Problem
from ....records.models import Body, Organisation, Responsibility, Seat
from ....records.reporting import desk_area
from ..forms import Refused, kept, needed_day_after, text_in
from ..templatetags.desk import language
from ..templatetags.terms import responsibility
from ..templatetags.work import named
from ..work.reader import acting
from ..work.rounds import day_in
from .designations import must_edit

ANSWER, SEAT = "answer", "seat"


@login_required
def answering(request: HttpRequest, code: str) -> HttpResponse:
    """The offices and seats of a body, with the forms that record and end them."""
    must_edit(request)
    return render(request, "desk/administration/answering.html", _page(request, code))


def _page(request: HttpRequest, code: str, refused: Refused | None = None) -> dict[str, Any]:
    who = must_edit(request)
    body = get_object_or_404(Body, code=code)
    rows = Responsibility.objects.filter(body=body).select_related("organisation").order_by("-since", "role")
    offices = Organisation.objects.to_ask(desk_area(), who.day).order_by("acronym")
    return {
        "body": body,
        "rows": [
            {
                "row": one,
                "part": responsibility(one.role),
                "form": f"end-{one.pk}",
                "last": Span(one.since, one.until).last_day,
                "now": Span(one.since, one.until).covers(who.day),
            }
            for one in rows
        ],
        "seats": [(row, row.named(language())) for row in Seat.objects.filter(body=body)],
        "offices": [("", "–"), *((row.code, f"{row.acronym} – {named(row)}") for row in offices)],
        "parts": [(one, responsibility(one)) for one in PARTS],
        "refused": refused,
        "trail": [
            (_("Directory"), reverse("desk:directory")),
            (body.acronym, reverse("desk:body", args=[body.code])),
            (_("Offices and seats"), ""),
        ],
    }


@login_required
@require_POST
def answer(request: HttpRequest, code: str) -> HttpResponse:
    """Record that an office answers for the body from a day."""
    must_edit(request)
    body = get_object_or_404(Body, code=code)

    def act() -> None:
        office = Organisation.objects.filter(code=request.POST.get("organisation", "")).first()
        if office is None:
            raise Problem("DIRECTORY-FIELD", place="organisation", params={"field": "organisation"})
        answer_for(
            body=body,
            organisation=office,
            role=request.POST.get("role", ""),
            since=day_in(request, "since"),
            source=text_in(request, "source"),
            actor=acting(request),
        )

    return _done(request, code, ANSWER, act, _("The responsibility is recorded."))


@login_required
@require_POST
def end(request: HttpRequest, pk: int) -> HttpResponse:
    """Record that an office no longer answers for the body: its last day, by a source."""
    must_edit(request)
    row = get_object_or_404(Responsibility.objects.select_related("body"), pk=pk)

    def act() -> None:
        end_answering(
            responsibility=row,
            until=needed_day_after(request, "last_day"),
            source=text_in(request, "source"),
            actor=acting(request),
        )

    return _done(request, row.body.code, f"end-{pk}", act, _("The end is recorded; the row stays readable."))


@login_required
@require_POST
def seat(request: HttpRequest, code: str) -> HttpResponse:
    """Open one more seat of the body."""
    must_edit(request)
    body = get_object_or_404(Body, code=code)
    return _done(
        request,
        code,
        SEAT,
        lambda: open_seat(
            body=body,
            name_id=text_in(request, "name_id"),
            name_en=text_in(request, "name_en"),
            since=day_in(request, "since"),
            source=text_in(request, "source"),
            actor=acting(request),
        ),
        _("The seat is open; a designation can name it."),
    )


def _done(request: HttpRequest, code: str, form: str, act: Any, said: str) -> HttpResponse:
    def page(refused: Refused) -> HttpResponse:
        return render(request, "desk/administration/answering.html", _page(request, code, refused))

    return kept(request, form, act, page=page, said=said, to=reverse("desk:answering", args=[code]))
