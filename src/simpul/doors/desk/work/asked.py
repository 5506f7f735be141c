"""What is asked of us: rounds, finalisations and requests in one list, by the date that binds the reader."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from ....core.periods import label
from ....records.asked_of_us import Asked, asked_of_us
from ..listing import Column, Filter, Form, Listing, Table, among, answer
from ..templatetags.desk import language
from .reader import reader
from .request_links import request_url
from .requests.words import STAGE_WORDS

KINDS = {
    "round": gettext_lazy("Round"),
    "finalisation": gettext_lazy("Finalisation"),
    "request": gettext_lazy("Request"),
}
TIMES = {
    "late": gettext_lazy("past due"),
    "soon": gettext_lazy("due soon"),
    "ahead": gettext_lazy("not due yet"),
}
#: What is due on the date that binds.
_STAGES = STAGE_WORDS | {"deadline": gettext_lazy("Deadline of who asks")}
SHOWS = {"mine": gettext_lazy("Waiting for me"), "late": gettext_lazy("Past due")}


def title(row: Asked) -> str:
    """What it is, by its name."""
    text = row.title_en if language() == "en" else row.title_id
    return f"{label(row.code, language())}, {text}" if row.kind == "round" else text


def _url(row: Asked) -> str:
    if row.kind == "request":
        return request_url(row.code)
    if row.kind == "finalisation":
        return f"{reverse('desk:finalisation')}?from={row.key}"
    return f"{reverse('desk:round', args=[row.code])}?obligation={row.of}"


def _time(row: Asked) -> str:
    return "late" if row.late else "soon" if row.soon else "ahead"


def _owes(row: Asked) -> str:
    return ", ".join(f"{one.office} ({one.number})" for one in row.owes)


ASKED = Table(
    code="asked",
    title=gettext_lazy("Asked of us"),
    columns=(
        Column("title", gettext_lazy("What"), title, url=_url, width=50),
        Column("kind", gettext_lazy("Kind"), lambda row: str(KINDS[row.kind]), under="title"),
        Column(
            "number",
            gettext_lazy("Number in the register"),
            lambda row: row.code if row.kind == "request" else "",
            under="title",
        ),
        Column(
            "by", gettext_lazy("Who asks"), lambda row: row.asked_by or _("our own coordination"), width=30
        ),
        Column(
            "due",
            gettext_lazy("Date that binds you"),
            lambda row: row.due,
            Form.DAY,
            part="desk/cells/asked_due.html",
            keep=True,
        ),
        Column("stage", gettext_lazy("What is due then"), lambda row: str(_STAGES.get(row.stage, ""))),
        Column("time", gettext_lazy("Time"), lambda row: str(TIMES[_time(row)]), on_page=False),
        Column("deadline", gettext_lazy("Deadline of who asks"), lambda row: row.deadline, Form.DAY),
        Column(
            "answered",
            gettext_lazy("Answered"),
            lambda row: row.answered if row.asked else None,
            Form.NUMBER,
            part="desk/cells/asked_done.html",
        ),
        Column("asked", gettext_lazy("Asked"), lambda row: row.asked, Form.NUMBER, on_page=False),
        Column("owes", gettext_lazy("Offices that owe"), _owes, part="desk/cells/asked_owes.html", width=40),
    ),
    filters=(
        Filter(
            "show",
            gettext_lazy("View"),
            lambda row, key: row.mine if key == "mine" else row.late,
            options=lambda rows: list(SHOWS.items()),
            kind="tab",
        ),
        Filter("kind", gettext_lazy("Kind"), *among(lambda row: row.kind, KINDS.__getitem__)),
        Filter("time", gettext_lazy("Time"), *among(_time, TIMES.__getitem__)),
        Filter(
            "office",
            gettext_lazy("Office that owes"),
            lambda row, code: any(one.office == code for one in row.owes),
            options=lambda rows: [
                (code, code) for code in sorted({one.office for row in rows for one in row.owes})
            ],
        ),
        Filter("by", gettext_lazy("Who asks"), *among(lambda row: row.asked_by)),
    ),
    empty=(
        gettext_lazy("Nothing is asked of you"),
        gettext_lazy("Rounds, finalisations and incoming requests appear here as long as they are owed."),
    ),
    symbol="inbox",
    per_page=50,
    wide=True,
)


@login_required
def asked(request: HttpRequest) -> HttpResponse:
    """Everything owed that the reader may see, the most urgent first."""
    who = reader(request)
    listing = ASKED.read(request, asked_of_us(who.duties, person=who.user.person_id, day=who.day))
    context = {"tabs": _tabs(listing), "may_register": who.may("request.register")}
    return answer(request, "desk/work/asked.html", context, listing)


def _tabs(listing: Listing) -> list[dict[str, Any]]:
    words: list[tuple[str, Any]] = [("", _("All")), *SHOWS.items()]
    return [
        {
            "text": text,
            "url": f"{listing.only(show=key)}#asked",
            "count": sum(not key or (row.mine if key == "mine" else row.late) for row in listing.every),
            "here": listing.asked.get("show", "") == key,
        }
        for key, text in words
    ]
