"""One item: what each office said, what was answered earlier, the form of an office, and the national answer."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from .....actions.requests import (
    consolidate,
    hand_in,
    reroute_item,
    return_answer,
    save_answer,
    set_item_due,
    take_offer,
)
from .....core.figures import wholes
from .....core.permissions import NATIONAL
from .....core.reporting import Letter
from .....core.requests import IN_HAND, item_number
from .....records.models import DeliveredAnswer, ItemAnswer, Observation, Organisation, RequestItem
from .....records.overtaken_reading import of_answers
from .....records.reporting import desk_area
from .....records.request_forms import without_people
from .....records.request_reading import (
    ItemSheet,
    OfficeAnswer,
    delivered_of,
    figures_offered,
    find_item,
    neighbours,
    read_item,
)
from ...forms import Refused, chosen, kept, maybe_day, number_in, one_of, text_in
from ...templatetags.work import named
from ..reader import Reader, acting, reader
from ..request_links import request_url
from ..rounds import day_in
from .forms import figures_in
from .free_dates import warn_of


def _address(item: RequestItem, at: str = "") -> str:
    return reverse("desk:request_item", args=[item.pk]) + (f"#{at}" if at else "")


@login_required
def item(request: HttpRequest, pk: int) -> HttpResponse:
    """One item as its reader may see it."""
    return page(request, pk)


def page(request: HttpRequest, pk: int, refused: Refused | None = None) -> HttpResponse:
    """The page of an item, with a form that could not be kept where there is one."""
    who = reader(request)
    if refused and refused.problem.code == "REQUESTS-STALE":
        way = _(
            "The latest stands on this page. Compare, then save again; what you wrote is still here, not stored."
        )
        refused = replace(refused, way=way)
    sheet = read_item(pk, who.duties, day=who.day)
    row, area = sheet.item, desk_area()
    in_hand = row.request.state in IN_HAND
    nation = who.may("request.view")
    before, after = neighbours(row, who.duties, day=who.day)
    may_consolidate = in_hand and who.may("request.consolidate")
    writes = may_consolidate or any(one.may_answer for one in sheet.offices)
    figures = figures_offered(row, area) if in_hand and writes else ()
    silent = without_people([row], who.day).get(row.pk, ()) if may_consolidate else ()
    own = _own_text(request, sheet)
    said = [row for one in sheet.offices for row in (one.answer, one.draft)]
    remarked = of_answers([sheet.consolidated, *said]) if in_hand else {}
    offices = [_office(one, who, in_hand, figures, refused, own) for one in sheet.offices]
    for place, office in enumerate(offices):
        office["overtaken"] = remarked.get(1 + 2 * place)
        office["draft_overtaken"] = remarked.get(2 + 2 * place)
    context = {
        "item": row,
        "silent": silent,
        "asked": row.request,
        "sheet": sheet,
        "earlier": _earlier(sheet),
        "refused": refused,
        "nation": nation,
        "offices": offices,
        "national_overtaken": remarked.get(0),
        "delivered": delivered_of(row),
        "before": before,
        "after": after,
        "area": area,
        "may_consolidate": may_consolidate,
        "may_return": may_consolidate,
        "may_reroute": in_hand and who.may("request.split") and row.state in ("new", "asked", "answered"),
        "day": who.day,
        "trail": [
            (_("Incoming requests"), reverse("desk:requests")),
            (row.request.code, request_url(row.request.code)),
            (_("Item %(number)s") % {"number": item_number(row.number)}, ""),
        ],
    }
    if may_consolidate:
        context["national"] = _national(request, sheet, figures, refused)
    if context["may_reroute"]:
        askable = _organisations().to_ask(area, who.day)
        context["asked_now"] = {
            "lead": next((one.organisation_id for one in row.offices.all() if one.lead), ""),
            "also": [one.organisation_id for one in row.offices.all() if not one.lead],
        }
        context["known_offices"] = [(one.pk, f"{one.acronym}, {named(one)}") for one in askable]
    return render(request, "desk/work/requests/item.html", context)


def _earlier(sheet: ItemSheet) -> list[dict[str, Any]]:
    """Questions like this one; the first that was answered stands open."""
    first = next(iter(sheet.offers), None)
    since = sheet.item.request.received_on
    return [
        {
            "one": one,
            "form": f"take-{one.answer.pk}" if one.answer else "",
            "later": one.item.request.received_on > since,
            "open": one is first,
        }
        for one in sheet.earlier
    ]


def _own_text(request: HttpRequest, sheet: ItemSheet) -> ItemAnswer | None:
    """An office's own earlier text that the reader chose to begin from."""
    said = [row for one in sheet.earlier for row in one.said]
    return next(iter(chosen(said, request.GET.get("own", ""))), None)


def _organisations() -> Any:
    return Organisation.objects.order_by("acronym")


def _office(
    one: OfficeAnswer,
    who: Reader,
    in_hand: bool,
    figures: tuple[Observation, ...],
    refused: Refused | None,
    own_text: ItemAnswer | None,
) -> dict[str, Any]:
    """An office with its form: what it says stands in it, or its own earlier text, or what could not be kept."""
    organisation = one.office.organisation
    begun = own_text if own_text and own_text.organisation_id == organisation.pk else None
    latest = begun or one.draft or one.answer
    form = f"answer-{organisation.pk}"
    own = any(duty.role not in NATIONAL for duty in who.duties)
    mine = refused if refused and refused.form == form else None
    return {
        "one": one,
        "organisation": organisation,
        "form": form,
        "latest": latest,
        "begun": begun,
        "may_answer": in_hand and one.may_answer,
        "may_hand_in": in_hand and one.may_hand_in,
        "on_behalf": not own,
        "back": f"return-{organisation.pk}",
        "open": bool(begun) or (own and one.owes),
        "kind": mine.typed.get("kind", "") if mine else latest.kind if latest else "answer",
        "version": one.version,
        "figures": _choices(figures, latest.figures if latest else [], mine),
        "ticked": bool(latest and latest.figures) or bool(_sent(mine)),
        "may_return": in_hand and one.office.state == "answered" and one.office.item.state != "delivered",
    }


def _choices(
    offered: tuple[Observation, ...], kept_figures: list[dict[str, Any]], refused: Refused | None
) -> list[dict[str, Any]]:
    """Figures to refer to: those offered, and those already referred to; of a form that came back, as it was sent."""
    ticked = {_key(row): row for row in kept_figures}
    if refused:
        sent = _sent(refused)
        ticked = {key: row for key, row in ticked.items() if key in sent} | {
            key: {} for key in sent - ticked.keys()
        }
    found = []
    newest = {row.indicator_id: row for row in reversed(offered)}
    for row in offered:
        key = f"{row.indicator.code}|{row.area}|{row.period}|{row.disaggregation}"
        told = {"indicator": row.indicator.code, "area": row.area, "period": row.period, "text": row.text}
        told |= {"unit": row.unit, "disaggregation": row.disaggregation, "status": row.status}
        told["value"] = "" if row.value is None else format(row.value.normalize(), "f")
        stands = {
            "former": row.definition_version != row.indicator.definition_version,
            "newer": newest[row.indicator_id] is not row,
        }
        found.append({"key": key, "figure": told, "ticked": key in ticked, **stands})
        ticked.pop(key, None)
    rest = [{"key": key, "figure": row, "ticked": True} for key, row in ticked.items() if row]
    return rest + found


def _sent(refused: Refused | None) -> set[str]:
    """The figures ticked in a form that came back."""
    return set(refused.many.get("figures", ())) if refused else set()


def _key(row: dict[str, Any]) -> str:
    return "|".join((row["indicator"], row["area"], row["period"], row.get("disaggregation", "_T")))


def _national(
    request: HttpRequest, sheet: ItemSheet, figures: tuple[Observation, ...], refused: Refused | None
) -> dict[str, Any]:
    """The form of the national answer: as it stands, or begun from an office's or an earlier answer by choice."""
    begun = _begun(request, sheet)
    start = begun["row"] or sheet.consolidated
    used = {one.answer.pk for one in sheet.offices if one.answer and (one.used or begun["row"] == one.answer)}
    if sheet.consolidated is None:
        used = {one.answer.pk for one in sheet.offices if one.answer}
    mine = refused if refused and refused.form == "national" else None
    if mine:
        used = wholes(request.POST.getlist("used"))
    return {
        "start": start,
        "begun": begun,
        "version": sheet.version,
        "kind": mine.typed.get("kind", "answer") if mine else start.kind if start else "answer",
        "offer": mine.typed.get("offer", "") if mine else begun["offer"],
        "figures": _choices(figures, _referred(sheet, start, mine), mine),
        "ticked": bool(start and start.figures) or bool(_sent(mine)),
        "used": [(one, one.answer.pk in used) for one in sheet.offices if one.answer],
        "stale": mine is not None and mine.problem.code == "REQUESTS-STALE",
        "open": bool(sheet.ready or begun["row"] or any(one.newer for one in sheet.offices)),
    }


def _referred(sheet: ItemSheet, start: Any, refused: Refused | None) -> list[dict[str, Any]]:
    """Figures already referred to; a form that came back may have begun from any answer about the item."""
    rows = [start]
    if refused:
        rows += [one.answer for one in sheet.offices] + [one.answer for one in sheet.offers]
    return [figure for row in rows if row for figure in row.figures]


def _begun(request: HttpRequest, sheet: ItemSheet) -> dict[str, Any]:
    """What the reader chose to begin from: `from` an office's answer, or the `offer` of an earlier one."""
    answers = [one.answer for one in sheet.offices if one.answer]
    offers = [one.answer for one in sheet.offers if one.answer]
    answer = next(iter(chosen(answers, request.GET.get("from", ""))), None)
    offer = next(iter(chosen(offers, request.GET.get("offer", ""))), None)
    return {
        "row": answer or offer,
        "answer": answer,
        "offer": str(offer.pk) if offer else "",
        "origin": offer,
    }


@login_required
@require_POST
def answer(request: HttpRequest, pk: int) -> HttpResponse:
    """Save what an office answers; handed in at once where that was asked."""
    row = _visible(request, pk)
    office = one_of(_organisations(), request.POST.get("office", ""))
    handing = request.POST.get("deed", "") == "hand_in"
    saved: list[ItemAnswer] = []

    def act() -> None:
        made = save_answer(
            item=row,
            organisation=office,
            kind=request.POST.get("kind", ""),
            text_id=text_in(request, "text_id"),
            text_en=text_in(request, "text_en"),
            figures=figures_in(request),
            expected_version=number_in(request, "version"),
            actor=acting(request),
        )
        saved.append(made)
        if handing:
            hand_in(
                item=row,
                organisation=office,
                seen=made.number,
                numbers_known=request.POST.get("numbers_known", ""),
                letter=Letter(text_in(request, "letter_number"), maybe_day(request, "letter_date")),
                actor=acting(request),
            )
            if of_answers([made]).get(0):
                messages.warning(
                    request, _("Handed in with figures that are not the last word; they are named below.")
                )

    def again(refused: Refused) -> HttpResponse:
        if saved:
            messages.warning(request, _("What was written is saved as a draft, but not handed in."))
        return page(request, pk, refused)

    return kept(
        request,
        f"answer-{office.pk}",
        act,
        page=again,
        said=_("Handed in.") if handing else _("Saved as a draft; nobody else is asked to look yet."),
        to=_address(row, f"office-{office.pk}"),
    )


def _visible(request: HttpRequest, pk: int) -> RequestItem:
    who = reader(request)
    return find_item(pk, who.duties, day=who.day)


@login_required
@require_POST
def take(request: HttpRequest, pk: int) -> HttpResponse:
    """Take an earlier delivered answer over as an office's draft, which names its origin."""
    row = _visible(request, pk)
    office = one_of(_organisations(), request.POST.get("office", ""))
    offer = one_of(
        DeliveredAnswer.objects.filter(pk=number_in(request, "offer")), request.POST.get("offer", "")
    )
    return kept(
        request,
        f"take-{offer.pk}",
        lambda: take_offer(
            item=row,
            organisation=office,
            offer=offer,
            expected_version=number_in(request, "version"),
            actor=acting(request),
        ),
        page=lambda refused: page(request, pk, refused),
        said=_("Taken over as a draft that names its origin. Check it, change it, then hand it in."),
        to=_address(row, f"office-{office.pk}"),
    )


@login_required
@require_POST
def national(request: HttpRequest, pk: int) -> HttpResponse:
    """Write the national answer from what the offices said."""
    row = _visible(request, pk)
    offer = DeliveredAnswer.objects.filter(pk=number_in(request, "offer")).first()

    def act() -> None:
        consolidate(
            item=row,
            expected_version=number_in(request, "version"),
            kind=request.POST.get("kind", ""),
            text_id=text_in(request, "text_id"),
            text_en=text_in(request, "text_en"),
            figures=figures_in(request),
            used=chosen(row.answers.all(), request.POST.getlist("used")),
            offer=offer,
            numbers_known=request.POST.get("numbers_known", ""),
            actor=acting(request),
        )

    return kept(
        request,
        "national",
        act,
        page=lambda refused: page(request, pk, refused),
        said=_("The national answer is kept as a new version."),
        to=_address(row, "national"),
    )


@login_required
@require_POST
def send_back(request: HttpRequest, pk: int) -> HttpResponse:
    """Give an office its answer back, with the reason and a date."""
    row = _visible(request, pk)
    office = one_of(_organisations(), request.POST.get("office", ""))

    def act() -> None:
        given, reason = maybe_day(request, "due"), text_in(request, "reason")
        return_answer(item=row, organisation=office, reason=reason, due=given, actor=acting(request))
        warn_of(request, row.number, given)

    return kept(
        request,
        f"return-{office.pk}",
        act,
        page=lambda refused: page(request, pk, refused),
        said=_("Returned to the office with the reason; what it handed in stays readable."),
        to=_address(row, f"office-{office.pk}"),
    )


@login_required
@require_POST
def reroute(request: HttpRequest, pk: int) -> HttpResponse:
    """Ask other offices: the item was not theirs."""
    row = _visible(request, pk)
    lead = one_of(_organisations(), request.POST.get("lead", ""))
    also = [one for one in chosen(_organisations(), request.POST.getlist("also")) if one != lead]
    return kept(
        request,
        "reroute",
        lambda: reroute_item(
            item=row,
            lead=lead,
            also=also,
            reason=text_in(request, "reason"),
            actor=acting(request),
        ),
        page=lambda refused: page(request, pk, refused),
        said=_("Asked of %(office)s; what was written before stays.")
        % {"office": ", ".join(named(one) for one in (lead, *also))},
        to=_address(row),
    )


@login_required
@require_POST
def due(request: HttpRequest, pk: int) -> HttpResponse:
    """Another date for an item; its first date stays. A free day is told."""
    row = _visible(request, pk)

    def act() -> None:
        given = day_in(request, "due")
        set_item_due(item=row, due=given, reason=text_in(request, "reason"), actor=acting(request))
        warn_of(request, row.number, given)

    return kept(
        request,
        "due",
        act,
        page=lambda refused: page(request, pk, refused),
        said=_("The item has another date; the first one stays readable."),
        to=_address(row),
    )
