"""A post of an office: who held it and when, the letter of each; a successor, an acting holder, an end."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from ....actions.directory import add_post, end_holding, hold_post
from ....core.directory import Span
from ....core.errors import Problem
from ....records.models import Designation, Organisation, Person, Post, PostHolding
from ..data.words import ROLE_WORDS
from ..forms import Refused, day_after, held, kept, maybe_day, needed_day_after, number_in, text_in
from ..templatetags.desk import language
from ..work.reader import acting, reader
from ..work.rounds import day_in
from .designations import ACTING_WORDS, must_edit

ADD, HOLD = "add", "hold"


@login_required
def add(request: HttpRequest, code: str) -> HttpResponse:
    """The form of a post of an office; sent, it is recorded."""
    must_edit(request)
    office = get_object_or_404(Organisation.objects.on(reader(request).day), code=code)

    def page(refused: Refused | None = None) -> HttpResponse:
        trail = [
            (_("Offices"), reverse("desk:offices")),
            (office.acronym, reverse("desk:office", args=[office.code])),
            (_("Add a post"), ""),
        ]
        context = {"office": office, "refused": refused, "trail": trail}
        return render(request, "desk/administration/post_add.html", context)

    if request.method != "POST":
        return page()
    return kept(
        request,
        ADD,
        lambda: add_post(
            organisation=office,
            name_id=text_in(request, "name_id"),
            name_en=text_in(request, "name_en"),
            actor=acting(request),
        ),
        page=page,
        said=_("The post is recorded."),
        to=reverse("desk:office", args=[office.code]),
    )


@login_required
def post(request: HttpRequest, pk: int) -> HttpResponse:
    """A post with its holders by date and the roles that name it."""
    return render(request, "desk/administration/post.html", _page(request, pk))


def _page(request: HttpRequest, pk: int, refused: Refused | None = None) -> dict[str, Any]:
    who = reader(request)
    if not who.duties:
        raise Http404
    row = get_object_or_404(Post.objects.select_related("organisation"), pk=pk)
    holdings = row.holdings.select_related("person", "letter_file").order_by("-since", "acting")
    designations = (
        Designation.objects.filter(post=row).select_related("body", "organisation").order_by("-since")
    )
    people = Person.objects.select_related("organisation").order_by("name")
    ordered = sorted(people, key=lambda one: one.organisation_id != row.organisation_id)
    return {
        "row": row,
        "name": row.named(language()),
        "holdings": [
            {
                "row": one,
                "form": f"end-{one.pk}",
                "last": Span(one.since, one.until).last_day,
                "now": Span(one.since, one.until).covers(who.day),
            }
            for one in holdings
        ],
        "designations": [
            {
                "row": one,
                "role": ROLE_WORDS.get(one.role, one.role),
                "now": Span(one.since, one.until).covers(who.day),
            }
            for one in designations
        ],
        "people": [("", "–"), *((str(one.pk), f"{one.name}, {one.organisation.acronym}") for one in ordered)],
        "acting": list(ACTING_WORDS.items()),
        "may_edit": who.may("directory.edit"),
        "may_read_letter": who.may("round.view") or who.may("directory.edit"),
        "refused": refused,
        "today": who.day,
        "trail": [
            (_("Offices"), reverse("desk:offices")),
            (row.organisation.acronym, reverse("desk:office", args=[row.organisation.code])),
            (_("Post"), ""),
        ],
    }


@login_required
@require_POST
def hold(request: HttpRequest, pk: int) -> HttpResponse:
    """Somebody holds the post from a day; what names the post is his from then on."""
    must_edit(request)
    row = get_object_or_404(Post, pk=pk)

    def act() -> None:
        person = Person.objects.filter(pk=number_in(request, "person")).first()
        if person is None:
            raise Problem("DIRECTORY-FIELD", place="person", params={"field": "person"})
        with held(request, "letter") as files:
            hold_post(
                post=row,
                person=person,
                since=day_in(request, "since"),
                until=day_after(request, "last_day"),
                acting=request.POST.get("acting", ""),
                letter_number=text_in(request, "letter_number"),
                letter_date=maybe_day(request, "letter_date"),
                held=files[0][1] if files else None,
                actor=acting(request),
            )

    return _done(
        request,
        row,
        HOLD,
        act,
        _(
            "The holder is recorded. The definitive holder before him ended the day before; the days of Plt. and Plh."
            " stay as they are recorded."
        ),
    )


@login_required
@require_POST
def end(request: HttpRequest, pk: int) -> HttpResponse:
    """End a holding: the last day it holds, with the reason."""
    must_edit(request)
    row = get_object_or_404(PostHolding.objects.select_related("post"), pk=pk)

    def act() -> None:
        end_holding(
            holding=row,
            until=needed_day_after(request, "last_day"),
            reason=text_in(request, "reason"),
            actor=acting(request),
        )

    return _done(
        request, row.post, f"end-{pk}", act, _("The end is recorded; the post is vacant from then on.")
    )


def _done(request: HttpRequest, row: Post, form: str, act: Any, said: str) -> HttpResponse:
    def page(refused: Refused) -> HttpResponse:
        return render(request, "desk/administration/post.html", _page(request, row.pk, refused))

    return kept(request, form, act, page=page, said=said, to=reverse("desk:post", args=[row.pk]))
