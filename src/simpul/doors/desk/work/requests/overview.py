"""The list of incoming requests: what is owed first, the clock in words, who owes, what is asked back."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from .....records.request_list import PAGE, Owes, RequestLine, RequestRows
from ...listing import Column, Filter, Form, Listing, Table, answer
from ..reader import reader
from ..request_links import request_url
from .words import REQUEST_STATES, TIMES, clock_text

SHOWS = {
    "owed": gettext_lazy("Still owed"),
    "mine": gettext_lazy("My office owes"),
    "back": gettext_lazy("Asked back"),
    "done": gettext_lazy("Sent or put away"),
}


def _owing(row: RequestLine) -> str:
    return ", ".join(_owes(one) for one in row.owes)


def _owes(one: Owes) -> str:
    return f"{one.office} ({one.number})" if one.number > 1 else one.office


def _answered(row: RequestLine) -> str:
    return _("%(done)s of %(total)s") % {"done": row.answered, "total": row.items} if row.items else ""


def _of(name: str) -> Any:
    """Options of a filter that the rows know without being read: `RequestRows.offices`, `RequestRows.senders`."""
    return lambda rows: [(one, one) for one in getattr(rows, name)]


REQUESTS = Table(
    code="requests",
    title=gettext_lazy("Incoming requests"),
    columns=(
        Column(
            "subject",
            gettext_lazy("Subject"),
            lambda row: row.request.subject,
            url=lambda row: request_url(row.request.code),
            width=48,
        ),
        Column("code", gettext_lazy("Our number"), lambda row: row.request.code, under="subject"),
        Column("sender", gettext_lazy("Sender"), lambda row: row.request.sender, under="subject", width=32),
        Column(
            "state",
            gettext_lazy("State"),
            lambda row: str(REQUEST_STATES[row.request.state][0]),
            part="desk/cells/request_state.html",
            keep=True,
        ),
        Column(
            "clock",
            gettext_lazy("Our clock"),
            lambda row: clock_text(row.clock),
            part="desk/cells/request_clock.html",
            keep=True,
            width=30,
        ),
        Column("our_due", gettext_lazy("Our next date"), lambda row: row.clock.due, Form.DAY, on_page=False),
        Column(
            "deadline",
            gettext_lazy("Sender's deadline"),
            lambda row: row.clock.wanted if row.clock.stage else row.request.deadline,
            Form.DAY,
            part="desk/cells/request_deadline.html",
        ),
        Column(
            "first_deadline",
            gettext_lazy("Sender's first deadline"),
            lambda row: row.request.deadline,
            Form.DAY,
            on_page=False,
        ),
        Column("answered", gettext_lazy("Answered"), _answered),
        Column("items", gettext_lazy("Items"), lambda row: row.items, Form.NUMBER, on_page=False),
        Column(
            "ready",
            gettext_lazy("National answers"),
            lambda row: row.consolidated,
            Form.NUMBER,
            on_page=False,
        ),
        Column("owes", gettext_lazy("Who owes"), _owing, part="desk/cells/request_owes.html", width=36),
        Column("back", gettext_lazy("Asked back"), lambda row: row.clarifications or None, Form.NUMBER),
        Column(
            "letter", gettext_lazy("Letter"), lambda row: row.request.letter_number, on_page=False, width=26
        ),
        Column(
            "received", gettext_lazy("Received"), lambda row: row.request.received_on, Form.DAY, on_page=False
        ),
    ),
    filters=(
        Filter("show", gettext_lazy("View"), options=lambda rows: list(SHOWS.items()), kind="tab"),
        Filter("q", gettext_lazy("Words"), kind="words"),
        Filter(
            "state",
            gettext_lazy("State"),
            options=lambda rows: [(code, words[0]) for code, words in REQUEST_STATES.items()],
        ),
        Filter("time", gettext_lazy("Time"), options=lambda rows: list(TIMES.items())),
        Filter("office", gettext_lazy("Owed by"), options=_of("offices")),
        Filter("sender", gettext_lazy("Sender"), options=_of("senders")),
    ),
    empty=(
        gettext_lazy("No request yet"),
        gettext_lazy(
            "Letters and forms that ask us for something appear here once they are registered, "
            "and for an office once it is asked."
        ),
    ),
    symbol="mail",
    per_page=PAGE,
    wide=True,
)


@login_required
def requests(request: HttpRequest) -> HttpResponse:
    """The requests the reader may see, a page at a time."""
    who = reader(request)
    rows = RequestRows(who.duties, who.day)
    listing = REQUESTS.read(request, rows, narrow=rows.fitting)
    context = {
        "tabs": _tabs(listing, rows),
        "day": who.day,
        "may_register": who.may("request.register"),
    }
    return answer(request, "desk/work/requests/requests.html", context, listing)


def _tabs(listing: Listing, rows: RequestRows) -> list[dict[str, Any]]:
    words: list[tuple[str, Any]] = [("", _("All")), *SHOWS.items()]
    return [
        {
            "text": text,
            "url": listing.only(show=key),
            "count": len(rows.fitting({"show": key})) if key else len(rows),
            "here": listing.asked.get("show", "") == key,
        }
        for key, text in words
    ]
