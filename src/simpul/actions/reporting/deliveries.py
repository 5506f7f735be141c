"""Papers and deliveries: recorded with hashes; cleared by the SOCA leader's role; handed over with a receipt."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date, datetime
from typing import Any

from ...core.errors import Problem
from ...core.permissions import Role
from ...records.models import Delivery, DeliveryFile, Paper, ResultSet, Round, StoredFile
from ..acting import Actor, action, announce, audit


@action
def record_paper(
    *,
    round: Round,
    kind: str,
    language: str,
    format: str,
    file: StoredFile,
    basis_hash: str,
    as_known_at: datetime,
    result_set: ResultSet,
    actor: Actor,
) -> Paper:
    """Record a paper that was made. `basis_hash` is over the numbers in it, the same in every language."""
    actor.must("report.make")
    row = Paper.objects.create(
        round=round,
        kind=kind,
        language=language,
        format=format,
        file=file,
        basis_hash=basis_hash,
        as_known_at=as_known_at,
        result_set=result_set,
        made_by=actor.user,
        made_at=actor.at,
    )
    audit(
        actor,
        "reporting.record_paper",
        kind="round",
        key=f"{round.obligation.code}/{round.period}",
        after={
            "kind": kind,
            "language": language,
            "format": format,
            "sha256": file.sha256,
            "basis": basis_hash,
        },
    )
    return row


@action
def record_delivery(
    *,
    round: Round,
    profile: str,
    profile_digest: str,
    files: Iterable[tuple[str, StoredFile]],
    manifest: Mapping[str, Any],
    as_known_at: datetime,
    result_set: ResultSet,
    actor: Actor,
) -> Delivery:
    """Record files made through a mapping profile; they have gone nowhere yet."""
    actor.must("delivery.make")
    last = Delivery.objects.filter(round=round, profile=profile).order_by("-number").first()
    row = Delivery.objects.create(
        round=round,
        number=last.number + 1 if last else 1,
        profile=profile,
        profile_digest=profile_digest,
        state="made",
        manifest=dict(manifest),
        as_known_at=as_known_at,
        result_set=result_set,
        made_by=actor.user,
        made_at=actor.at,
    )
    parts = [DeliveryFile(delivery=row, file=file, part=part) for part, file in files]
    DeliveryFile.objects.bulk_create(parts)
    audit(
        actor,
        "reporting.record_delivery",
        kind="round",
        key=f"{round.obligation.code}/{round.period}",
        after={
            "delivery": row.number,
            "profile": profile,
            "files": {part.part: part.file.sha256 for part in parts},
        },
    )
    return row


@action
def clear_delivery(*, delivery: Delivery, actor: Actor) -> Delivery:
    """The SOCA leader clears what goes to the ASEAN Secretariat.

    Raises:
        Problem: `ACCOUNTS-WRONG-STATE`.
    """
    actor.must("delivery.clear")
    row = Delivery.objects.select_for_update().get(pk=delivery.pk)
    if row.state != "made":
        raise Problem("ACCOUNTS-WRONG-STATE", params={"state": row.state})
    row.state = "cleared"
    row.cleared_by_name, row.cleared_at = actor.user.name, actor.at
    row.cleared_role = Role.SOCA_LEADER.value
    row.save(update_fields=["state", "cleared_by_name", "cleared_role", "cleared_at"])
    audit(
        actor,
        "reporting.clear_delivery",
        kind="delivery",
        key=str(row.pk),
        after={"files": [part.file.sha256 for part in row.files.select_related("file")]},
    )
    return row


@action
def hand_over(*, delivery: Delivery, on: date, channel: str, receipt: str, actor: Actor) -> Delivery:
    """Record that a cleared delivery was handed over: day, channel and receipt.

    Raises:
        Problem: `REPORTING-DELIVERY-NOT-CLEARED`, `REPORTING-NEEDS-REASON` without a channel.
    """
    actor.must("delivery.hand_over")
    row = Delivery.objects.select_for_update().get(pk=delivery.pk)
    chain = row.round.obligation.delivery_chain
    if row.state != "cleared" and not (row.state == "made" and not chain):
        params = {"round": row.round.period, "role": ", ".join(chain)}
        raise Problem("REPORTING-DELIVERY-NOT-CLEARED", params=params)
    if not channel.strip():
        raise Problem("REPORTING-NEEDS-REASON", place="channel")
    row.state = "handed_over"
    row.handed_over_on, row.channel, row.receipt = on, channel.strip(), receipt.strip()
    row.handed_over_by = actor.user
    row.save(update_fields=["state", "handed_over_on", "channel", "receipt", "handed_over_by"])
    announce(
        kind="log",
        key=f"handed-over:{row.pk}",
        payload={"delivery": row.pk, "channel": row.channel},
        at=actor.at,
    )
    audit(
        actor,
        "reporting.hand_over",
        kind="delivery",
        key=str(row.pk),
        after={"on": on.isoformat(), "channel": row.channel, "receipt": row.receipt},
    )
    return row
