"""A designation: recorded by its letter, its letter added later, ended; and the page that tells what it says."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from ....actions.directory import LAST_RANK, Newcomer, end_designation, receive_letter, register_designation
from ....core.directory import Span
from ....core.errors import Problem
from ....core.figures import whole
from ....core.permissions import BODY_ROLES, COUNTRY_ROLES, Role
from ....records.directory import seats_of
from ....records.holding import held_for
from ....records.models import Body, Designation, Organisation, Person, Post, Responsibility, Seat
from ....records.reporting import desk_area
from ..data.words import ROLE_WORDS
from ..forms import Refused, day_after, held, kept, maybe_day, needed_day_after, number_in, text_in
from ..templatetags.desk import language
from ..templatetags.work import named
from ..work.reader import Reader, acting, reader
from ..work.rounds import day_in

FORM, END, LETTER = "designate", "end", "letter"
ACTING_WORDS = {
    "": gettext_lazy("definitive"),
    "Plt.": gettext_lazy("Plt. (acting while the post is vacant)"),
    "Plh.": gettext_lazy("Plh. (acting for an absent holder)"),
}
#: Ranks of the form.
RANKS = range(1, LAST_RANK + 1)


def must_edit(request: HttpRequest) -> Reader:
    """The reader, where his role of the day keeps the directory.

    Raises:
        Http404: it does not.
    """
    who = reader(request)
    if not who.may("directory.edit"):
        raise Http404
    return who


@login_required
def designate(request: HttpRequest, code: str) -> HttpResponse:
    """The form of a designation in a body; sent, it is recorded with its letter."""
    must_edit(request)
    return _designate(request, get_object_or_404(Body, code=code), None)


@login_required
def designate_at(request: HttpRequest, code: str) -> HttpResponse:
    """The form of a designation for the whole country at an office."""
    who = must_edit(request)
    return _designate(request, None, get_object_or_404(Organisation.objects.on(who.day), code=code))


def _designate(request: HttpRequest, body: Body | None, office: Organisation | None) -> HttpResponse:
    def page(refused: Refused | None = None) -> HttpResponse:
        return render(request, "desk/administration/designate.html", _form(request, body, office, refused))

    if request.method != "POST":
        return page()
    _name, to = _place(body, office)
    return kept(
        request,
        FORM,
        lambda: _register(request, body, office),
        page=page,
        said=_("The designation is recorded."),
        to=to,
    )


def _place(body: Body | None, office: Organisation | None) -> tuple[str, str]:
    """Name and address of what somebody is designated in: a body, or an office for the whole country."""
    if body is not None:
        return body.acronym, reverse("desk:body", args=[body.code])
    assert office is not None
    return office.acronym, reverse("desk:office", args=[office.code])


def _register(request: HttpRequest, body: Body | None, office: Organisation | None) -> Designation:
    role = request.POST.get("role", "")
    offered = BODY_ROLES if body else COUNTRY_ROLES
    if role not in {one.value for one in offered}:
        raise Problem("DIRECTORY-FIELD", place="role", params={"field": "role"})
    organisation = office or Organisation.objects.filter(code=request.POST.get("organisation", "")).first()
    if organisation is None:
        raise Problem("DIRECTORY-FIELD", place="organisation", params={"field": "organisation"})
    chosen = request.POST.get("holder", "")
    kind, _colon, key = chosen.partition(":")
    person = Person.objects.filter(pk=whole(key) or 0).first() if kind == "person" else None
    post = Post.objects.filter(pk=whole(key) or 0).first() if kind == "post" else None
    name = text_in(request, "name")
    with held(request, "letter") as files:
        return register_designation(
            role=Role(role),
            organisation=organisation,
            body=body,
            person=person,
            newcomer=Newcomer(
                name, text_in(request, "title"), text_in(request, "email"), text_in(request, "phone")
            )
            if name or not chosen
            else None,
            post=post,
            since=day_in(request, "since"),
            until=day_after(request, "last_day"),
            rank=number_in(request, "rank") or 1,
            seat=number_in(request, "seat") or 1,
            acting=request.POST.get("acting", ""),
            letter_number=text_in(request, "letter_number"),
            letter_date=maybe_day(request, "letter_date"),
            held=files[0][1] if files else None,
            actor=acting(request),
        )


def _form(
    request: HttpRequest, body: Body | None, office: Organisation | None, refused: Refused | None
) -> dict[str, Any]:
    today = reader(request).day
    roles = BODY_ROLES if body else COUNTRY_ROLES
    leads = [
        row.organisation
        for row in Responsibility.objects.on(today)
        .filter(body=body)
        .select_related("organisation")
        .order_by("role", "organisation__acronym")
    ]
    own = {row.pk for row in leads} | ({office.pk} if office else set())
    offices = Organisation.objects.to_ask(desk_area(), today).order_by("acronym")
    ordered = leads + [row for row in offices if row.pk not in own]
    seats = seats_of(body, today) if body else []
    place, url = _place(body, office)
    parent = (_("Directory"), reverse("desk:directory")) if body else (_("Offices"), reverse("desk:offices"))
    return {
        "refused": refused,
        "body": body,
        "office": office,
        "place": place,
        "back": url,
        "roles": [("", "–"), *((one.value, ROLE_WORDS[one.value]) for one in roles)],
        "offices": [("", "–"), *((row.code, f"{row.acronym} – {named(row)}") for row in ordered)],
        "holders": _holders(own, language()),
        "ranks": [(str(one), str(one)) for one in RANKS],
        "seats": [
            (str(number), f"{number} – {row.named(language()) if row else _('without a name')}")
            for number, row in seats
        ]
        if len(seats) > 1
        else [],
        "acting": list(ACTING_WORDS.items()),
        "today": today,
        "trail": [parent, (place, url), (_("Record a designation"), "")],
    }


def _holders(first: set[int], tongue: str) -> list[tuple[str, str]]:
    """Persons and posts to choose from, those of the offices that answer for the body before the others."""
    people = Person.objects.select_related("organisation").order_by("name")
    posts = Post.objects.select_related("organisation").order_by("name_id")
    rows = [
        (row.organisation_id not in first, f"person:{row.pk}", f"{row.name}, {row.organisation.acronym}")
        for row in people
    ]
    rows += [
        (
            row.organisation_id not in first,
            f"post:{row.pk}",
            _("by post: %(post)s") % {"post": f"{row.named(tongue)}, {row.organisation.acronym}"},
        )
        for row in posts
    ]
    rows.sort(key=lambda row: row[0])
    return [("", str(_("somebody new (below)"))), *((key, word) for _other, key, word in rows)]


@login_required
def designation(request: HttpRequest, pk: int) -> HttpResponse:
    """What a designation says: who, for which office, from when, by which letter; and what was done with it."""
    return render(request, "desk/administration/designation.html", _page(request, pk))


def _page(request: HttpRequest, pk: int, refused: Refused | None = None) -> dict[str, Any]:
    who = reader(request)
    if not who.duties:
        raise Http404
    row = get_object_or_404(Designation.objects.with_holders().select_related("letter_file"), pk=pk)
    held_now = row.since <= who.day and (row.until is None or who.day < row.until)
    person, standing = row.holder_on(who.day if held_now else row.since)
    own = who.user.person_id is not None and who.user.person_id in {one.person for one in held_for(row)}
    seat = Seat.objects.filter(body=row.body, number=row.seat).first() if row.body else None
    url = reverse("desk:body", args=[row.body.code]) if row.body else ""
    return {
        "row": row,
        "role": ROLE_WORDS.get(row.role, row.role),
        "holder": f"{standing} {person.name}".strip() if person else "",
        "post": row.post.named(language()) if row.post else "",
        "seat": seat.named(language()) if seat else "",
        "last": Span(row.since, row.until).last_day,
        "now": held_now,
        "coming": row.since > who.day,
        "may_edit": who.may("directory.edit") and not own,
        "may_read_letter": who.may("round.view") or who.may("directory.edit"),
        "refused": refused,
        "today": who.day,
        "trail": [
            (_("Directory"), reverse("desk:directory")),
            *([(row.body.acronym, url)] if row.body else []),
            (_("Designation"), ""),
        ],
    }


@login_required
@require_POST
def end(request: HttpRequest, pk: int) -> HttpResponse:
    """End a designation: the last day it holds, with the reason."""
    must_edit(request)
    row = get_object_or_404(Designation, pk=pk)

    def act() -> None:
        end_designation(
            designation=row,
            until=needed_day_after(request, "last_day"),
            reason=text_in(request, "reason"),
            actor=acting(request),
        )

    return _done(request, row, END, act, _("The end is recorded; the designation stays readable."))


@login_required
@require_POST
def letter(request: HttpRequest, pk: int) -> HttpResponse:
    """Add the letter of a designation that was recorded before it came."""
    must_edit(request)
    row = get_object_or_404(Designation, pk=pk)

    def act() -> None:
        with held(request, "letter") as files:
            receive_letter(
                designation=row,
                letter_number=text_in(request, "letter_number"),
                letter_date=day_in(request, "letter_date"),
                held=files[0][1] if files else None,
                actor=acting(request),
            )

    return _done(request, row, LETTER, act, _("The letter is recorded."))


def _done(request: HttpRequest, row: Designation, form: str, act: Any, said: str) -> HttpResponse:
    def page(refused: Refused) -> HttpResponse:
        return render(request, "desk/administration/designation.html", _page(request, row.pk, refused))

    return kept(request, form, act, page=page, said=said, to=reverse("desk:designation", args=[row.pk]))
