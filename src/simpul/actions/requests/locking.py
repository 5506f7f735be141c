"""Taking hold of a request for a change: one writer at a time, items read again under the lock."""

from __future__ import annotations

from django.utils import timezone

from ...core.errors import Conflict, Problem
from ...core.requests import IN_HAND, gathered, move_item, move_request
from ...records.models import ConsolidatedAnswer, ItemAnswer, Request, RequestItem
from ..acting import Actor, audit


def locked_request(request: Request, *, in_hand: bool = False) -> Request:
    """The request, locked until the transaction ends (SQLite locks by its IMMEDIATE transaction).

    Args:
        in_hand: its items are to be worked on.

    Raises:
        Problem: `ACCOUNTS-WRONG-STATE` for one that is being cleared, was delivered or is closed.
    """
    row = Request.objects.select_for_update(of=("self",)).get(pk=request.pk)
    if in_hand and row.state not in IN_HAND:
        raise Problem("ACCOUNTS-WRONG-STATE", place=row.code, params={"state": row.state})
    return row


def locked_item(item: RequestItem, *, in_hand: bool = True) -> RequestItem:
    """The item as it stands, its request locked."""
    request = locked_request(item.request, in_hand=in_hand)
    row = RequestItem.objects.with_offices().get(pk=item.pk)
    row.request = request
    return row


def moved(request: Request, verb: str) -> Request:
    """The request after a verb, saved."""
    request.state = move_request(request.state, verb).value
    request.save(update_fields=["state"])
    return request


def item_moved(item: RequestItem, verb: str) -> RequestItem:
    """The item after a verb, saved with its date."""
    item.state = move_item(item.state, verb).value
    item.save(update_fields=["state", "due", "due_original"])
    return item


def settled(request: Request) -> Request:
    """The request where its items put it: all have their national answer, or some are still worked on."""
    if gathered(list(request.items.values_list("state", flat=True))):
        return moved(request, "gather")
    back = request.state == "consolidated" and request.deliveries.filter(version__isnull=False).exists()
    return moved(request, "clarify" if back else "work")


def check_latest(row: ItemAnswer | ConsolidatedAnswer | None, expected: int | None, *, place: str) -> None:
    """Nobody wrote since the writer looked; None does not ask.

    Raises:
        Conflict: `REQUESTS-STALE` with who wrote and when.
    """
    if expected is None or (row.number if row else 0) == expected:
        return
    by, at = (row.saved_by, row.saved_at) if isinstance(row, ItemAnswer) else (None, None)
    if isinstance(row, ConsolidatedAnswer):
        by, at = row.by, row.at
    params = {"who": by.name if by else "–", "time": f"{timezone.localtime(at):%H.%M}" if at else "–"}
    raise Conflict("REQUESTS-STALE", place=place, params=params)


def note(actor: Actor, code: str, request: Request, **after: object) -> None:
    """The audit row of something done to a request."""
    audit(actor, code, kind="request", key=request.code, after={"state": request.state, **after})
