"""Sending: a cleared delivery becomes the sender's version 1, 2, 3 ..., with who sent it when and by which way."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from ...core.errors import Problem
from ...core.reporting import check_seen
from ...records.days import civil_day
from ...records.models import Clarification, RequestDelivery
from ..acting import Actor, action, announce, check_lengths
from ..files import HeldFile
from .clearance import add_files, files_of, hash_of
from .locking import locked_request, moved, note


@action
def send_delivery(
    *,
    delivery: RequestDelivery,
    on: date,
    channel: str,
    receipt: str = "",
    files: Iterable[tuple[str, HeldFile]] = (),
    actor: Actor,
) -> RequestDelivery:
    """Record that a cleared delivery was sent; it is the next version and never changes again.

    Args:
        files: what went along beside the files the approval binds: the letter that carries it.

    Raises:
        Problem: `REQUESTS-SENT-DATE`, `REQUESTS-FIELD` without a channel, wrong state.
        Conflict: `REPORTING-HASH-CHANGED`, what is stored is not what was cleared.
    """
    actor.must("request.send")
    request = locked_request(delivery.request)
    row = RequestDelivery.objects.get(pk=delivery.pk)
    row.request = request
    if row.state != "cleared":
        raise Problem("ACCOUNTS-WRONG-STATE", place=request.code, params={"state": row.state})
    if not channel.strip():
        raise Problem("REQUESTS-FIELD", place="channel", params={"field": "channel"})
    cleared = civil_day(row.clearances.filter(verdict="cleared").latest("id").at)
    if not cleared <= on <= actor.day:
        params = {"day": on.isoformat(), "since": cleared.isoformat(), "until": actor.day.isoformat()}
        raise Problem("REQUESTS-SENT-DATE", place="on", params=params)
    check_seen(row.content_hash, hash_of(row))
    earlier = request.deliveries.filter(version__isnull=False).count()
    row.state, row.version = "delivered", earlier + 1
    row.sent_on, row.channel, row.receipt = on, channel.strip(), receipt.strip()
    row.sent_by, row.sent_by_name, row.sent_at = actor.user, actor.user.name, actor.at
    check_lengths(row)
    row.save()
    add_files(row, files, bound=False, actor=actor)
    request.items.update(state="delivered")
    answers = row.answers.values("consolidated")
    Clarification.objects.filter(delivery__request=request, state="answered", answer__in=answers).update(
        state="delivered", delivered_in=row
    )
    moved(request, "deliver")
    if Clarification.objects.filter(delivery__request=request).exclude(state="delivered").exists():
        moved(request, "clarify")
    announce(
        kind="log",
        key=f"request-sent:{row.pk}",
        payload={"request": request.pk, "delivery": row.pk, "version": row.version},
        at=actor.at,
    )
    note(
        actor,
        "requests.send",
        request,
        delivery=row.number,
        version=row.version,
        hash=row.content_hash,
        on=on.isoformat(),
        channel=row.channel,
        receipt=row.receipt,
        files=files_of(row),
    )
    return row


@action
def note_receipt(*, delivery: RequestDelivery, receipt: str, actor: Actor) -> RequestDelivery:
    """What the sender answered on receiving a version, once.

    Raises:
        Problem: `REQUESTS-FIELD`, wrong state (not sent, or a receipt is there).
    """
    actor.must("request.send")
    request = locked_request(delivery.request)
    row = RequestDelivery.objects.get(pk=delivery.pk)
    if row.version is None or row.receipt:
        raise Problem("ACCOUNTS-WRONG-STATE", place=request.code, params={"state": row.state})
    if not receipt.strip():
        raise Problem("REQUESTS-FIELD", place="receipt", params={"field": "receipt"})
    row.receipt = receipt.strip()
    check_lengths(row)
    row.save(update_fields=["receipt"])
    note(actor, "requests.note_receipt", request, version=row.version, receipt=row.receipt)
    return row
