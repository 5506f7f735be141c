"""What goes to the sender: the frozen answers, their clearance, their sending, and what is asked back about them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from .....actions.requests import (
    clear_request,
    log_clarification,
    note_receipt,
    return_delivery,
    send_delivery,
)
from .....core.permissions import Role
from .....core.requests import can_move, item_number, may_clear_request
from .....records.models import Organisation, RequestDelivery, RequestItem
from .....records.overtaken_reading import of_answers
from .....records.request_offices import OfficeBehind, answerers, offices_behind, silent_by_office
from .....records.request_reading import DeliverySheet, read_delivery
from .....records.request_versions import sent_before
from .....records.request_waiting import makers
from ...forms import Refused, chosen, held, kept, maybe_day, one_of, text_in
from ...templatetags.work import named
from ..reader import Reader, acting, reader
from ..request_links import request_url
from ..rounds import day_in
from .changes import answer_changes
from .words import role_text


def _address(row: RequestDelivery) -> str:
    return reverse("desk:request_version", args=[row.pk])


def _visible(request: HttpRequest, pk: int) -> tuple[Reader, RequestDelivery]:
    """A delivery, for who sees every request; for others there is none.

    Raises:
        Http404: there is none for this reader.
    """
    who = reader(request)
    if not who.may("request.view"):
        raise Http404
    return who, get_object_or_404(RequestDelivery.objects.select_related("request"), pk=pk)


@login_required
def version(request: HttpRequest, pk: int) -> HttpResponse:
    """One delivery as it was frozen: answers, files, steps."""
    return page(request, pk)


def page(request: HttpRequest, pk: int, refused: Refused | None = None) -> HttpResponse:
    """The page of a delivery, with a form that could not be kept where there is one."""
    who, row = _visible(request, pk)
    sheet = read_delivery(row)
    behind, before = offices_behind(sheet.delivery), sent_before(sheet.delivery)
    since = {one.item_id: answer_changes(one, before) for one in sheet.answers}
    # what the sender has is not weighed any more
    remarked = of_answers(sheet.answers) if row.version is None else {}
    context = {
        "answers": [
            {
                "row": one,
                "behind": behind.get(one.item_id, ()),
                "since": since[one.item_id],
                "overtaken": remarked.get(place),
            }
            for place, one in enumerate(sheet.answers)
        ],
        "before": before,
        "changed": sum(1 for one in since.values() if one is not None and one.state != "unchanged"),
        "silent_offices": silent_by_office(
            (
                item_number(one.number),
                [each.organisation.acronym for each in behind.get(one.item_id, ()) if each.silent],
            )
            for one in sheet.answers
        ),
        "on_behalf": _on_behalf(sheet, behind),
        "overtaken_items": [
            (one.item_id, one.number) for at, one in enumerate(sheet.answers) if remarked.get(at)
        ],
        "without_place": sheet.without_place,
        "row": sheet.delivery,
        "asked": row.request,
        "sheet": sheet,
        "refused": refused,
        "steps": _steps(sheet),
        "name": _name(sheet.delivery),
        "day": who.day,
        "clarify": _clarify(request, sheet, behind, refused),
        "trail": [
            (_("Incoming requests"), reverse("desk:requests")),
            (row.request.code, request_url(row.request.code)),
            (_name(sheet.delivery), ""),
        ],
    } | _rights(sheet, row, who)
    return render(request, "desk/work/requests/version.html", context)


def _on_behalf(sheet: DeliverySheet, behind: Mapping[int, Sequence[OfficeBehind]]) -> list[dict[str, Any]]:
    """Items with an answer that somebody else wrote or handed in for an office."""
    found = []
    for one in sheet.answers:
        offices = [office for office in behind.get(one.item_id, ()) if office.on_behalf]
        if offices:
            found.append({"number": one.number, "key": one.item_id, "offices": offices})
    return found


def _clarify(
    request: HttpRequest,
    sheet: DeliverySheet,
    behind: Mapping[int, Sequence[OfficeBehind]],
    refused: Refused | None,
) -> dict[str, Any]:
    """The form of what the sender asks back: the item that is chosen, and the offices it is put to at once."""
    mine = refused if refused and refused.form == "clarify" else None
    wanted = mine.typed.get("item", "") if mine else request.GET.get("item", "")
    item = next((one for one in sheet.answers if str(one.item_id) == wanted), next(iter(sheet.answers), None))
    rows = behind.get(item.item_id, ()) if item else ()
    ticked = {str(one.pk) for one in answerers(rows)}
    if mine and mine.typed.get("offices_of") == wanted:
        ticked = set(mine.many.get("office", ()))
    return {
        "items": [(one.item_id, f"{one.number} {_short(one)}") for one in sheet.answers],
        "item": item,
        "offices": [(one.organisation, str(one.organisation.pk) in ticked) for one in rows],
        "at_once": not mine or "at_once" in mine.typed,
        "routable": can_move(sheet.delivery.request.state, "clarify"),
    }


def _short(one: Any) -> str:
    text = one.question_en or one.question_id
    return text if len(text) <= 70 else f"{text[:69]}…"


def _name(row: RequestDelivery) -> str:
    if row.version:
        return _("Version %(n)s") % {"n": row.version}
    return _("Put forward, number %(n)s") % {"n": row.number}


def _rights(sheet: DeliverySheet, row: RequestDelivery, who: Reader) -> dict[str, Any]:
    """Which forms are shown, and why the main one is not; the actions ask again."""
    state, role = row.state, sheet.step.role if sheet.step else ""
    mine = bool(role) and bool(may_clear_request(who.duties, role=role, day=who.day))
    made = mine and who.user.person_id in makers(sheet.delivery)
    takes_back = state == "cleared" and bool(
        may_clear_request(who.duties, role=Role.COORDINATOR.value, day=who.day)
    )
    return {
        "role": role_text(role) if role else "",
        "mine": mine,
        "made": made,
        "last": sheet.step is not None and sheet.step.index == len(row.chain) - 1,
        "may_return": mine or takes_back,
        "may_send": state == "cleared" and who.may("request.send"),
        "may_receipt": row.version is not None and not row.receipt and who.may("request.send"),
        "may_clarify": row.version is not None and not row.request.is_closed and who.may("request.clarify"),
    }


def _steps(sheet: DeliverySheet) -> list[dict[str, Any]]:
    """The path: who put it forward, each step of the chain, and sending."""
    row = sheet.delivery
    found = [
        {
            "role": _("Put forward by"),
            "name": row.put_forward_by.name,
            "at": row.put_forward_at,
            "note": "",
            "status": "done",
        }
    ]
    taken = {one.step: one for one in sheet.steps if one.verdict == "cleared"}
    back = next((one for one in sheet.steps if one.verdict == "returned"), None)
    for index, role in enumerate(row.chain):
        step = taken.get(index) or (back if back and back.step == index else None)
        status = "next"
        if step is not None:
            status = "done" if step.verdict == "cleared" else "back"
        elif sheet.step and sheet.step.index == index:
            status = "now"
        found.append(
            {
                "role": role_text(role),
                "name": step.by_name if step else "",
                "at": step.at if step else None,
                "note": step.remark if step else "",
                "status": status,
            }
        )
    if back and back.step >= len(row.chain):
        found.append(
            {
                "role": role_text(back.role),
                "name": back.by_name,
                "at": back.at,
                "note": back.remark,
                "status": "back",
            }
        )
    status = "done" if row.version else "now" if row.state == "cleared" else "off" if back else "next"
    note = ", ".join(part for part in (row.channel, row.receipt) if part)
    found.append(
        {"role": _("Sent"), "name": row.sent_by_name, "at": row.sent_at, "note": note, "status": status}
    )
    return found


@login_required
@require_POST
def clear(request: HttpRequest, pk: int) -> HttpResponse:
    """Clear the step for the content the page showed."""
    _who, row = _visible(request, pk)
    return kept(
        request,
        "clear",
        lambda: clear_request(
            delivery=row,
            seen=request.POST.get("seen", ""),
            remark=text_in(request, "remark"),
            numbers_known=request.POST.get("numbers_known", ""),
            actor=acting(request),
        ),
        page=lambda refused: page(request, pk, refused),
        said=_("Cleared, for exactly what this page showed."),
        to=_address(row),
    )


@login_required
@require_POST
def send_back(request: HttpRequest, pk: int) -> HttpResponse:
    """Return the answers before they leave, with the reason."""
    _who, row = _visible(request, pk)
    return kept(
        request,
        "return",
        lambda: return_delivery(
            delivery=row,
            seen=request.POST.get("seen", ""),
            reason=text_in(request, "reason"),
            actor=acting(request),
        ),
        page=lambda refused: page(request, pk, refused),
        said=_("Returned: the national answers can be written again."),
        to=request_url(row.request.code),
    )


@login_required
@require_POST
def send(request: HttpRequest, pk: int) -> HttpResponse:
    """Record that it was sent: day, channel, receipt, and what went along."""
    _who, row = _visible(request, pk)

    def act() -> None:
        with held(request, "letter") as files:
            send_delivery(
                delivery=row,
                on=day_in(request, "on"),
                channel=text_in(request, "channel"),
                receipt=text_in(request, "receipt"),
                files=files,
                actor=acting(request),
            )

    return kept(
        request,
        "send",
        act,
        page=lambda refused: page(request, pk, refused),
        said=_("Recorded as sent; this version never changes any more."),
        to=_address(row),
    )


@login_required
@require_POST
def receipt(request: HttpRequest, pk: int) -> HttpResponse:
    """Note what the sender answered on receiving it."""
    _who, row = _visible(request, pk)
    return kept(
        request,
        "receipt",
        lambda: note_receipt(delivery=row, receipt=text_in(request, "receipt"), actor=acting(request)),
        page=lambda refused: page(request, pk, refused),
        said=_("The receipt is noted."),
        to=_address(row),
    )


@login_required
@require_POST
def clarify(request: HttpRequest, pk: int) -> HttpResponse:
    """Log what the sender asks back about an item or a cell of this version."""
    _who, row = _visible(request, pk)
    items = RequestItem.objects.filter(request=row.request)
    item = one_of(items, request.POST.get("item", ""))
    offices = None
    if request.POST.get("at_once"):
        offices = chosen(Organisation.objects.all(), request.POST.getlist("office"))
    said = _("Logged. Choose who answers it; no other item opens.")
    if offices is not None:
        told = ", ".join(named(office) for office in offices) or _("the secretariat itself")
        said = _("Logged and put to %(offices)s; its item alone is open again.") % {"offices": told}
    return kept(
        request,
        "clarify",
        lambda: log_clarification(
            delivery=row,
            item=item,
            cell=text_in(request, "cell"),
            text=text_in(request, "text"),
            asked_by=text_in(request, "asked_by"),
            asked_on=day_in(request, "asked_on"),
            channel=text_in(request, "channel"),
            due=maybe_day(request, "due"),
            offices=offices,
            offices_of=request.POST.get("offices_of", ""),
            actor=acting(request),
        ),
        page=lambda refused: page(request, pk, refused),
        said=said,
        to=f"{request_url(row.request.code)}#clarifications",
    )
