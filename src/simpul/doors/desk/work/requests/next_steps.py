"""What a reader can do with a request now, step by step; and where there is nothing, for whom it waits."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from .....core.requests import IN_HAND, RequestState, can_move, item_number
from .....records.models import Request
from .....records.request_reading import ItemSheet, RequestSheet
from .....records.request_waiting import RequestDuty
from ...templatetags.desk import day
from ..reader import Reader
from .words import role_text

#: So many items are named; the others are counted.
_NAMED = 5


@dataclass(frozen=True)
class NextStep:
    """One thing to do, where it is done, and what is said beside it."""

    text: str
    url: str = ""
    note: str = ""


def next_steps(
    row: Request, sheet: RequestSheet, who: Reader, duties: Iterable[RequestDuty]
) -> list[NextStep]:
    """What the reader can do with the request now, in the order of work; never nothing without a word.

    Args:
        duties: what waits for the reader in all requests (`records.request_waiting`), which decides what is his.
    """
    mine = {duty.kind: duty for duty in duties if duty.request.pk == row.pk}
    found = [
        *_to_split(row, sheet, who, waits="split" in mine),
        *_to_answer(mine.get("answer")),
        *_to_write(row, sheet, who, waits="consolidate" in mine),
    ]
    if (back := mine.get("route")) is not None:
        said = ngettext("Route %(n)d clarification", "Route %(n)d clarifications", back.number)
        found.append(NextStep(said % {"n": back.number}, "#clarifications"))
    if "put_forward" in mine:
        found += _to_put_forward(row)
    found += [*_going_out(sheet, who, mine.keys()), *_afterwards(row, sheet, who)]
    return found or [_nothing(row, sheet)]


def _to_split(row: Request, sheet: RequestSheet, who: Reader, *, waits: bool) -> Iterator[NextStep]:
    """Its questions are to become items, and those that are items to be sent out."""
    by_hand = reverse("desk:request_split", args=[row.code])
    new = sum(1 for one in sheet.items if one.item.state == "new")
    if waits and not sheet.items:
        if row.form_file_id:
            form = reverse("exchange:request_form", args=[row.pk])
            yield NextStep(_("Make items of the questions in the sender's form"), form)
        yield NextStep(_("Split the request into items by hand"), by_hand)
    elif waits and new:
        said = ngettext("Send %(n)d item out to its offices", "Send %(n)d items out to their offices", new)
        yield NextStep(said % {"n": new}, f"{by_hand}#waiting")
    if row.state in IN_HAND and not row.disposition and who.may("request.dispose"):
        yield NextStep(_("Write the disposition"), reverse("desk:request_edit", args=[row.code]))


def _to_answer(duty: RequestDuty | None) -> Iterator[NextStep]:
    """Items an office of the reader owes."""
    items = duty.items if duty else ()
    for one in items[:_NAMED]:
        note = _("due %(day)s") % {"day": day(one.due, "short")} if one.due else ""
        url = reverse("desk:request_item", args=[one.pk])
        yield NextStep(_("Answer item %(number)s") % {"number": item_number(one.number)}, url, note)
    yield from _more(items)


def _item(one: ItemSheet, at: str = "") -> str:
    return reverse("desk:request_item", args=[one.item.pk]) + at


def _more(rows: Sequence[Any]) -> Iterator[NextStep]:
    if len(rows) > _NAMED:
        yield NextStep(_("and %(n)s more items") % {"n": len(rows) - _NAMED}, "#items")


def _to_write(row: Request, sheet: RequestSheet, who: Reader, *, waits: bool) -> Iterator[NextStep]:
    """National answers that can be written, and those that cannot be sent as they are."""
    if row.state not in IN_HAND or not who.may("request.consolidate"):
        return
    ready = [one for one in sheet.items if waits and one.ready]
    for one in ready[:_NAMED]:
        said = _("Write the national answer to %(number)s") % {"number": item_number(one.item.number)}
        yield NextStep(said, _item(one, "#national"))
    yield from _more(ready)
    written = [one for one in sheet.items if one.consolidated is not None]
    mute = [
        item_number(one.item.number)
        for one in written
        if not getattr(one.consolidated, f"text_{row.language}")
    ]
    if mute:
        said = _("The national answer lacks the sender's language: %(items)s")
        yield NextStep(said % {"items": ", ".join(mute)}, "#items")
    newer = sum(1 for one in sheet.items if any(office.newer for office in one.offices))
    if newer:
        said = ngettext(
            "%(n)d item has an office answer newer than its national answer.",
            "%(n)d items have an office answer newer than their national answer.",
            newer,
        )
        yield NextStep(said % {"n": newer}, "#items")


def _to_put_forward(row: Request) -> Iterator[NextStep]:
    if row.form_file_id:
        url = reverse("exchange:request_form_fill", args=[row.pk])
        yield NextStep(_("Fill the sender's form and put the answers forward"), url)
    yield NextStep(_("Put all answers forward for clearance"), "#forward")


def _going_out(sheet: RequestSheet, who: Reader, mine: Collection[str]) -> Iterator[NextStep]:
    """What waits to be cleared or sent, said to whose step it is and to who may only look."""
    waits = sheet.open_delivery
    if waits is None or not who.may("request.view"):
        return
    url = reverse("desk:request_version", args=[waits.delivery.pk])
    if waits.step is None:
        yield NextStep(_("Send what was cleared") if "send" in mine else _("See what was cleared"), url)
        return
    role = role_text(waits.step.role)
    if "clear" in mine:
        yield NextStep(
            _("Read the answers and clear them, or return them, as %(role)s") % {"role": role}, url
        )
    else:
        yield NextStep(_("See what waits for: %(role)s") % {"role": role}, url)


def _afterwards(row: Request, sheet: RequestSheet, who: Reader) -> Iterator[NextStep]:
    """What there is to do about a version the sender has."""
    if row.is_closed or not sheet.sent:
        return
    last = sheet.sent[0].delivery
    url = reverse("desk:request_version", args=[last.pk])
    if not last.receipt and who.may("request.send"):
        yield NextStep(_("Note the receipt of the sender"), url)
    if who.may("request.clarify"):
        yield NextStep(_("Log what the sender asks back"), f"{url}#clarify")
    waiting = any(one.state != "delivered" for one in sheet.clarifications)
    if not waiting and can_move(row.state, "close") and who.may("request.register"):
        yield NextStep(_("Put the request away, once the sender asks nothing more"), "#close")


def _nothing(row: Request, sheet: RequestSheet) -> NextStep:
    """For whom it waits, where the reader has nothing to do."""
    owing = sum(1 for one in sheet.items if one.owing)
    if row.is_closed:
        return NextStep(_("Nothing: the request is put away."))
    if owing:
        said = ngettext(
            "Nothing: %(n)d item waits for its office.", "Nothing: %(n)d items wait for their offices.", owing
        )
        return NextStep(said % {"n": owing})
    if row.state == RequestState.DELIVERED:
        return NextStep(_("Nothing: the answer was sent."))
    if row.state in (RequestState.CLEARANCE, RequestState.CLEARED):
        return NextStep(_("Nothing: the answers are being cleared and sent."))
    return NextStep(_("Nothing: it waits for the secretariat."))
