"""Persons of the directory: the list, one of them with duties past and present, and their details put right."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from ....actions.directory import correct_person
from ....core.directory import Span
from ....records.accounts import LANGUAGES
from ....records.models import Person
from ....records.people_reading import PersonLine, read_duties, read_people
from ..data.words import ROLE_WORDS
from ..forms import Refused, kept, text_in
from ..listing import Column, Filter, Table, among, answer
from ..templatetags.desk import language
from ..work.reader import acting
from .accounts import LANGUAGE_WORDS
from .designations import must_edit

CORRECT = "correct"


def _duties(line: PersonLine) -> str:
    return "; ".join(
        " ".join(
            part
            for part in (
                acting,
                str(ROLE_WORDS.get(row.role, row.role)),
                row.body.acronym if row.body else "",
            )
            if part
        )
        for row, acting in line.duties
    )


PEOPLE = Table(
    code="people",
    title=gettext_lazy("People"),
    columns=(
        Column(
            "name",
            gettext_lazy("Name"),
            lambda line: line.row.name,
            url=lambda line: reverse("desk:person", args=[line.row.pk]),
            width=30,
            keep=True,
        ),
        Column("title", gettext_lazy("In papers"), lambda line: line.row.title, under="name", width=36),
        Column("office", gettext_lazy("Office"), lambda line: line.row.organisation.acronym),
        Column("duties", gettext_lazy("Duties today"), lambda line: _duties(line) or _("none"), width=44),
        Column("email", gettext_lazy("E-mail"), lambda line: line.row.email, width=34),
        Column("phone", gettext_lazy("Telephone"), lambda line: line.row.phone, under="email", width=20),
    ),
    filters=(
        Filter("office", gettext_lazy("Office"), *among(lambda line: line.row.organisation.acronym)),
        Filter(
            "duty",
            gettext_lazy("Duties"),
            *among(
                lambda line: "some" if line.duties else "none",
                {
                    "some": gettext_lazy("with a duty today"),
                    "none": gettext_lazy("without a duty today"),
                }.__getitem__,
            ),
        ),
        Filter(
            "q",
            gettext_lazy("Name or e-mail"),
            lambda line, text: text.casefold() in f"{line.row.name} {line.row.email}".casefold(),
            kind="words",
        ),
    ),
    empty=(
        gettext_lazy("Nobody is recorded yet"),
        gettext_lazy("A person is recorded with the first designation."),
    ),
    symbol="users",
    per_page=100,
)


@login_required
def people(request: HttpRequest) -> HttpResponse:
    """Everybody the directory knows, with what they hold today."""
    who = must_edit(request)
    listing = PEOPLE.read(request, read_people(who.day))
    context = {"trail": [(_("Directory"), reverse("desk:directory")), (_("People"), "")]}
    return answer(request, "desk/administration/people.html", context, listing)


@login_required
def person(request: HttpRequest, pk: int) -> HttpResponse:
    """One person: details, and every role held, in person or by post."""
    must_edit(request)
    return render(request, "desk/administration/person.html", _page(request, pk))


def _page(request: HttpRequest, pk: int, refused: Refused | None = None) -> dict[str, Any]:
    who = must_edit(request)
    row = get_object_or_404(Person.objects.select_related("organisation"), pk=pk)
    return {
        "row": row,
        "duties": [
            {
                "row": one.row,
                "role": ROLE_WORDS.get(one.row.role, one.row.role),
                "acting": one.acting,
                "post": one.row.post.named(language()) if one.row.post else "",
                "since": one.span.since,
                "last": one.span.last_day,
                "now": Span(one.span.since, one.span.until).covers(who.day),
            }
            for one in read_duties(row)
        ],
        "languages": [(code, LANGUAGE_WORDS[code]) for code in LANGUAGES],
        "refused": refused,
        "own": row.pk == who.user.person_id,
        "trail": [
            (_("Directory"), reverse("desk:directory")),
            (_("People"), reverse("desk:people")),
            (row.name, ""),
        ],
    }


@login_required
@require_POST
def correct(request: HttpRequest, pk: int) -> HttpResponse:
    """Put a person's details right, with the reason."""
    must_edit(request)
    row = get_object_or_404(Person, pk=pk)

    def page(refused: Refused) -> HttpResponse:
        return render(request, "desk/administration/person.html", _page(request, pk, refused))

    return kept(
        request,
        CORRECT,
        lambda: correct_person(
            person=row,
            name=text_in(request, "name"),
            title=text_in(request, "title"),
            email=text_in(request, "email"),
            phone=text_in(request, "phone"),
            language=request.POST.get("language", ""),
            reason=text_in(request, "reason"),
            actor=acting(request),
        ),
        page=page,
        said=_("The details are put right."),
        to=reverse("desk:person", args=[pk]),
    )
