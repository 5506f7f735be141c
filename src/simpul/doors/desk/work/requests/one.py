"""One request: its letter, its stages, its items side by side, what was sent, what was asked back, what to do now."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from .....actions.requests import close_request, put_forward, route_clarification
from .....core.requests import IN_HAND, STAGES, can_move, item_number
from .....records.models import Clarification, Organisation, Request, StoredFile
from .....records.request_clock import answers_due
from .....records.request_dates import finished_on
from .....records.request_offices import silent_by_office
from .....records.request_reading import ItemSheet, RequestSheet, find_item, find_request, read_request
from .....records.request_waiting import RequestDuty
from ...context import requests_of
from ...forms import Refused, chosen, held, kept, maybe_day, text_in
from ...listing import Column, Filter, Form, Table, among, answer
from ...templatetags.desk import language
from ...templatetags.requests import spoken
from ...templatetags.work import named
from ..reader import Reader, acting, reader
from ..request_links import request_url
from .activity import history
from .free_dates import free_texts, item_words, warn_of
from .next_steps import next_steps
from .words import ITEM_STATES, overdue_text, role_text, stages

#: So many events stand open on the page; the others are folded.
EVENTS = 8


def _question(row: ItemSheet) -> str:
    return row.item.text(language())


def _national(row: ItemSheet) -> str:
    """The national answer in the language in which the sender is answered, else in the other."""
    if row.consolidated is None:
        return ""
    return next((one.text for one in spoken(row.consolidated, row.item.request)), "")


ITEMS = Table(
    code="request_items",
    title=gettext_lazy("Items"),
    columns=(
        Column(
            "number",
            gettext_lazy("Item"),
            lambda row: row.item.number,
            url=lambda row: reverse("desk:request_item", args=[row.item.pk]),
            width=10,
        ),
        Column(
            "question",
            gettext_lazy("Question"),
            _question,
            part="desk/cells/item_question.html",
            keep=True,
            width=60,
        ),
        Column("body", gettext_lazy("Sectoral body"), lambda row: row.item.body.acronym),
        Column(
            "offices",
            gettext_lazy("Offices asked"),
            lambda row: ", ".join(one.office.organisation.acronym for one in row.offices),
            part="desk/cells/item_offices.html",
            width=30,
        ),
        Column(
            "owes",
            gettext_lazy("Who owes"),
            lambda row: ", ".join(one.office.organisation.acronym for one in row.owing),
            on_page=False,
        ),
        Column(
            "due", gettext_lazy("Due"), lambda row: row.item.due, Form.DAY, part="desk/cells/item_due.html"
        ),
        Column(
            "answer", gettext_lazy("National answer"), _national, part="desk/cells/item_answer.html", width=60
        ),
        Column(
            "state",
            gettext_lazy("State"),
            lambda row: str(ITEM_STATES[row.item.state][0]),
            part="desk/cells/item_state.html",
            keep=True,
        ),
    ),
    filters=(
        Filter(
            "q",
            gettext_lazy("Words"),
            lambda row, text: text.casefold() in _question(row).casefold(),
            kind="words",
        ),
        Filter(
            "state",
            gettext_lazy("State"),
            *among(lambda row: row.item.state, lambda code: ITEM_STATES[code][0]),
        ),
        Filter("body", gettext_lazy("Sectoral body"), *among(lambda row: row.item.body.acronym)),
        Filter(
            "office",
            gettext_lazy("Owed by"),
            lambda row, text: text in {one.office.organisation.acronym for one in row.owing},
            options=lambda rows: sorted(
                {(one.office.organisation.acronym,) * 2 for row in rows for one in row.owing}
            ),
        ),
    ),
    empty=(
        gettext_lazy("Not split yet"),
        gettext_lazy("Its questions appear here once they are split by body and office."),
    ),
    symbol="list-tree",
    per_page=50,
    wide=True,
)


@login_required
def request(request: HttpRequest, code: str) -> HttpResponse:
    """One request as its reader may see it."""
    return page(request, code)


def page(request: HttpRequest, code: str, refused: Refused | None = None) -> HttpResponse:
    """The page of a request, with a form that could not be kept where there is one."""
    who = reader(request)
    row = find_request(code, who.duties, day=who.day)
    nation = who.may("request.view")
    sheet = read_request(row, who.duties, day=who.day, with_earlier=nation and row.state in IN_HAND)
    offices = {office.office.organisation for one in sheet.items for office in one.offices}
    events = history(
        code,
        known={office.code: office.acronym for office in offices},
        items=None if nation else {one.item.number for one in sheet.items},
    )
    context = (
        {
            "asked": row,
            "sheet": sheet,
            "refused": refused,
            "nation": nation,
            "steps": stages(row, sheet.clock, who.day, finished_on(row) if nation else None),
            "free_dates": free_texts(_ahead(row, sheet), area=row.home),  # type: ignore[attr-defined]
            "overdue": overdue_text(sheet.clock, who.day),
            "letters": _letters(row, who),
            "deliveries": [_delivery(one) for one in sheet.deliveries],
            "chain": [role_text(role) for role in row.chain],
            "events": events[:EVENTS],
            "earlier_events": events[EVENTS:],
            "counts": _counts(sheet),
            "silent_offices": silent_by_office(
                (item_number(one.item.number), [office.office.organisation.acronym for office in one.silent])
                for one in sheet.items
            ),
            "day": who.day,
            "trail": [(_("Incoming requests"), reverse("desk:requests")), (row.code, "")],
        }
        | _now(row, sheet, who, requests_of(request))
    )
    listing = ITEMS.read(request, sheet.items, scope=row.code)
    return answer(request, "desk/work/requests/request.html", context, listing)


def _ahead(row: Request, sheet: RequestSheet) -> dict[str, date | None]:
    """Our dates of the stage that is now and of those after it, and those of items still owed that have their own."""
    names = STAGES[STAGES.index(sheet.clock.stage) :] if sheet.clock.stage else ()
    own = [one.item for one in sheet.items if one.owing and one.item.due != sheet.clock.dates["answers"]]
    return {name: sheet.clock.dates[name] for name in names} | {
        item_words(one.number): one.due for one in own
    }


def _letters(row: Request, who: Reader) -> list[dict[str, Any]]:
    """The letter and the sender's form, where the reader may read them."""
    wanted = {row.letter_file_id: _("Letter"), row.form_file_id: _("Sender's form")}
    files = StoredFile.objects.visible_to(who.duties, who.day).filter(pk__in=[key for key in wanted if key])
    return [{"file": file, "word": wanted[file.pk]} for file in files]


def _counts(sheet: RequestSheet) -> dict[str, int]:
    done = ("consolidated", "delivered")
    return {
        "items": len(sheet.items),
        "answered": sum(1 for one in sheet.items if one.answered),
        "consolidated": sum(1 for one in sheet.items if one.item.state in done),
    }


def _delivery(one: Any) -> dict[str, Any]:
    return {"sheet": one, "row": one.delivery, "role": role_text(one.step.role) if one.step else ""}


def _now(row: Request, sheet: RequestSheet, who: Reader, duties: tuple[RequestDuty, ...]) -> dict[str, Any]:
    """What the reader can do with the request now."""
    consolidates = who.may("request.consolidate")
    return {
        "may_put_forward": consolidates and can_move(row.state, "put_forward"),
        "may_close": who.may("request.register") and can_move(row.state, "close"),
        "links": _links(row, who),
        "asked_back": _asked_back(row, sheet, who),
        "next_steps": next_steps(row, sheet, who, duties),
    }


def _asked_back(row: Request, sheet: RequestSheet, who: Reader) -> list[dict[str, Any]]:
    """Clarifications; those that wait to be routed with the offices that were asked of their item."""
    asked = {one.item.pk: [office.office.organisation for office in one.offices] for one in sheet.items}
    routes = who.may("request.clarify") and can_move(row.state, "clarify")
    return [
        {
            "row": one,
            "form": f"route-{one.pk}",
            "routable": routes and one.state == "open",
            "offices": asked.get(one.item_id, []),
            "due": answers_due(row for row in sheet.clarifications if row.item_id == one.item_id),
        }
        for one in sheet.clarifications
    ]


#: Pages on which a request is worked on before it is answered: address, word, icon, right.
_PAGES = (
    ("request_split", gettext_lazy("Split and send out"), "list-tree", "request.split"),
    ("request_edit", gettext_lazy("Disposition and dates"), "pencil", "request.dispose"),
)


def _links(row: Request, who: Reader) -> list[dict[str, Any]]:
    if row.state not in IN_HAND:
        return []
    found = [
        {"url": reverse(f"desk:{name}", args=[row.code]), "word": word, "icon": icon}
        for name, word, icon, verb in _PAGES
        if who.may(verb)
    ]
    if row.form_file_id and who.may("request.consolidate"):
        url = reverse("exchange:request_form_fill", args=[row.pk])
        found.append({"url": url, "word": _("Fill the sender's form"), "icon": "file-check"})
    return found


@login_required
@require_POST
def forward(request: HttpRequest, code: str) -> HttpResponse:
    """Freeze the national answers with the files made from them, and put them to the first of the chain."""
    row = _mine(request, code)

    def act() -> None:
        with held(request, "form", "annex") as files:
            put_forward(request=row, files=files, comment=text_in(request, "comment"), actor=acting(request))

    return kept(
        request,
        "forward",
        act,
        page=lambda refused: page(request, code, refused),
        said=_("Put forward: the answers and files are frozen and wait for their first clearance."),
        to=f"{request_url(code)}#versions",
    )


def _mine(request: HttpRequest, code: str) -> Request:
    who = reader(request)
    return find_request(code, who.duties, day=who.day)


@login_required
@require_POST
def close(request: HttpRequest, code: str) -> HttpResponse:
    """Put a request away, with the reason."""
    row = _mine(request, code)
    return kept(
        request,
        "close",
        lambda: close_request(request=row, reason=text_in(request, "reason"), actor=acting(request)),
        page=lambda refused: page(request, code, refused),
        said=_("The request is put away; everything in it stays readable."),
        to=request_url(code),
    )


@login_required
@require_POST
def route(request: HttpRequest, pk: int) -> HttpResponse:
    """Ask offices what the sender asks back; none chosen, the secretariat answers itself."""
    who = reader(request)
    row = Clarification.objects.select_related("item__request").filter(pk=pk).first()
    item = find_item(row.item_id if row else 0, who.duties, day=who.day)
    assert row is not None
    code = item.request.code
    offices = chosen(Organisation.objects.all(), request.POST.getlist("office"))

    def act() -> None:
        given = maybe_day(request, "due")
        route_clarification(clarification=row, offices=offices, due=given, actor=acting(request))
        warn_of(request, item.number, given)

    told = ", ".join(named(office) for office in offices)
    return kept(
        request,
        f"route-{pk}",
        act,
        page=lambda refused: page(request, code, refused),
        said=_("Put to %(offices)s; its item alone is open again.") % {"offices": told}
        if told
        else _("Its item alone is open again; the secretariat answers."),
        to=f"{request_url(code)}#clarifications",
    )
