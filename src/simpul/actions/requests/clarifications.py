"""What the sender asks back: logged against a version that was sent, routed to offices; it opens that item alone."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from ...core.errors import Problem
from ...core.requests import OfficeState, internal_dates, item_number
from ...core.texts import check_length
from ...records.free_days import calendar_for, handling
from ...records.models import (
    Clarification,
    ItemOffice,
    Organisation,
    RequestDelivery,
    RequestItem,
)
from ...records.request_clock import answers_due
from ..acting import Actor, action, check_lengths
from .intake import TEXT_LIMIT
from .items import check_offices, tell_offices
from .locking import item_moved, locked_item, locked_request, moved, note


@action
def log_clarification(
    *,
    delivery: RequestDelivery,
    item: RequestItem,
    text: str,
    asked_on: date,
    cell: str = "",
    asked_by: str = "",
    channel: str = "",
    due: date | None = None,
    offices: Sequence[Organisation] | None = None,
    offices_of: str | None = None,
    actor: Actor,
) -> Clarification:
    """Log what the sender asks about an answer it was given, and put it to offices at once where they are known.

    Our own dates before the sender's are computed backwards, as those of a letter are when it is registered.

    Args:
        cell: the cell or place in the form, as the sender names it; empty = the whole item.
        offices: who answers, as `route_clarification` takes them; None logs it only.
        offices_of: key of the item whose offices were shown to choose from; None does not ask.

    Raises:
        Problem: `REQUESTS-OTHER-OFFICES`, `REQUESTS-NOT-DELIVERED`, `REQUESTS-CLARIFICATION-DATE`, `REQUESTS-FIELD`,
            a closed request; what `route_clarification` raises, and nothing is logged then.
    """
    actor.must("request.clarify")
    if offices is not None and offices_of not in (None, str(item.pk)):
        raise Problem("REQUESTS-OTHER-OFFICES", place="item", params={"number": item_number(item.number)})
    request = locked_request(delivery.request)
    version = RequestDelivery.objects.get(pk=delivery.pk)
    if request.is_closed:
        raise Problem("ACCOUNTS-WRONG-STATE", place=request.code, params={"state": request.state})
    if version.sent_on is None or not version.answers.filter(item=item).exists():
        raise Problem("REQUESTS-NOT-DELIVERED", place=item.number)
    if not version.sent_on <= asked_on <= actor.day:
        params = {
            "day": asked_on.isoformat(),
            "since": version.sent_on.isoformat(),
            "until": actor.day.isoformat(),
        }
        raise Problem("REQUESTS-CLARIFICATION-DATE", place="asked_on", params=params)
    if not text.strip():
        raise Problem("REQUESTS-FIELD", place="text", params={"field": "text"})
    check_length(text, limit=TEXT_LIMIT, place="text")
    row = Clarification(
        delivery=version,
        item=item,
        number=Clarification.objects.filter(delivery__request=request).count() + 1,
        cell=cell.strip(),
        text=text.strip(),
        asked_by=asked_by.strip(),
        asked_on=asked_on,
        channel=channel.strip(),
        due=due,
        logged_by=actor.user,
        logged_at=actor.at,
        **_dates_before(due, actor.day),
    )
    check_lengths(row)
    row.save(force_insert=True)
    if request.state == "delivered":
        moved(request, "clarify")
    note(
        actor,
        "requests.log_clarification",
        request,
        clarification=row.number,
        version=version.version,
        item=item.number,
        cell=row.cell,
        text=row.text,
        asked_by=row.asked_by,
        channel=row.channel,
        asked_on=asked_on.isoformat(),
        due=due.isoformat() if due else "",
        our_dates={name: day.isoformat() if day else "" for name, day in row.dates.items()},
    )
    return row if offices is None else _routed(locked_item(item), row, offices, None, actor)


def _dates_before(due: date | None, today: date) -> dict[str, date | None]:
    """Our own dates before a sender's, by the fields that hold them."""
    rules = handling()
    calendar, _guessed = calendar_for(rules, [today, due])
    found = internal_dates(due, today=today, handling=rules, calendar=calendar)
    return {f"due_{name}": day for name, day in found.on.items()}


@action
def route_clarification(
    *,
    clarification: Clarification,
    offices: Sequence[Organisation] = (),
    due: date | None = None,
    actor: Actor,
) -> Clarification:
    """Ask offices what the sender asks back; without offices the secretariat answers itself.

    Its item alone is open again; the others stay as they were delivered.

    Args:
        due: for the offices; None = our own date for answers, the earliest of what is asked back about the item.

    Raises:
        Problem: `REQUESTS-OFFICE`, wrong state (routed already, or the next version is being cleared).
    """
    actor.must("request.clarify")
    item = locked_item(clarification.item)
    row = Clarification.objects.select_related("delivery").get(pk=clarification.pk)
    return _routed(item, row, offices, due, actor)


def _routed(
    item: RequestItem,
    row: Clarification,
    offices: Sequence[Organisation],
    due: date | None,
    actor: Actor,
) -> Clarification:
    if row.state != "open":
        raise Problem("ACCOUNTS-WRONG-STATE", place=item.number, params={"state": row.state})
    wanted = list(dict.fromkeys(offices))
    check_offices(wanted, actor)
    known = {office.organisation_id: office for office in item.offices.all()}
    for organisation in wanted:
        office = known.get(organisation.pk) or ItemOffice(item=item, organisation=organisation)
        office.state, office.asked_at = OfficeState.ASKED.value, office.asked_at or actor.at
        office.return_reason = ""
        office.save()
    item.due = due or answers_due(item.clarifications.all())
    item_moved(item, "ask")
    if item.request.state in ("consolidated", "delivered", "clarification"):
        moved(item.request, "clarify")
    row.state, row.routed_by, row.routed_at = "routed", actor.user, actor.at
    row.save(update_fields=["state", "routed_by", "routed_at"])
    row.routed_to.set(wanted)
    if wanted:
        tell_offices(item.request, [RequestItem.objects.with_offices().get(pk=item.pk)], actor)
    note(
        actor,
        "requests.route_clarification",
        item.request,
        clarification=row.number,
        item=item.number,
        offices=[organisation.code for organisation in wanted],
        due=item.due.isoformat() if item.due else "",
    )
    return row
