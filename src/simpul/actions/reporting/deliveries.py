"""Papers and deliveries: recorded with hashes; cleared by the SOCA leader's role; handed over with a receipt."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from ...core.errors import NotAllowed, Problem
from ...core.reporting import check_handed_over, delivery_approver, may_clear_delivery
from ...records.days import civil_day
from ...records.models import Delivery, DeliveryFile, Paper, ResultSet, Round
from ...records.round_editions import check_version
from ..acting import Actor, action, announce, audit, check_lengths
from ..files import HeldFile, keep_held


@dataclass(frozen=True)
class DrawnPaper:
    """A paper as it was drawn: in which language and form, and its file that no row keeps yet."""

    language: str
    format: str
    file: HeldFile


@action
def record_papers(
    *,
    result_set: ResultSet,
    kind: str,
    papers: Iterable[DrawnPaper],
    basis_hash: str,
    classification: str = "ordinary",
    actor: Actor,
) -> list[Paper]:
    """Keep and record papers that were drawn, all of them or none, for the results they were drawn from.

    Args:
        basis_hash: over the numbers in them, the same in every language.

    Raises:
        Problem: `PAPERS-OTHER-VERSION`, another version came first since the results were computed.
    """
    actor.must("report.make")
    round_ = _round_of(result_set)
    check_version(result_set)
    return [_record_paper(round_, result_set, kind, one, basis_hash, classification, actor) for one in papers]


def _record_paper(
    round_: Round,
    result_set: ResultSet,
    kind: str,
    drawn: DrawnPaper,
    basis_hash: str,
    classification: str,
    actor: Actor,
) -> Paper:
    file = keep_held(file=drawn.file, purpose="paper", classification=classification, actor=actor)
    row = Paper.objects.create(
        round=round_,
        kind=kind,
        language=drawn.language,
        format=drawn.format,
        file=file,
        basis_hash=basis_hash,
        as_known_at=result_set.as_known_at,
        result_set=result_set,
        made_by=actor.user,
        made_at=actor.at,
    )
    audit(
        actor,
        "reporting.record_paper",
        kind="round",
        key=f"{round_.obligation.code}/{round_.period}",
        after={
            "kind": kind,
            "language": drawn.language,
            "format": drawn.format,
            "sha256": file.sha256,
            "basis": basis_hash,
        },
    )
    return row


@action
def record_delivery(
    *,
    result_set: ResultSet,
    profile: str,
    profile_digest: str,
    files: Iterable[tuple[str, HeldFile]],
    manifest: Mapping[str, Any],
    actor: Actor,
) -> Delivery:
    """Keep and record files made through a mapping profile, for the results they were made from.

    They have gone nowhere yet.
    """
    actor.must("delivery.make")
    round_ = _round_of(result_set)
    last = Delivery.objects.filter(round=round_, profile=profile).order_by("-number").first()
    row = Delivery.objects.create(
        round=round_,
        number=last.number + 1 if last else 1,
        profile=profile,
        profile_digest=profile_digest,
        state="made",
        manifest=dict(manifest),
        as_known_at=result_set.as_known_at,
        result_set=result_set,
        made_by=actor.user,
        made_at=actor.at,
    )
    parts = [
        DeliveryFile(delivery=row, file=keep_held(file=file, purpose="delivery", actor=actor), part=part)
        for part, file in files
    ]
    DeliveryFile.objects.bulk_create(parts)
    audit(
        actor,
        "reporting.record_delivery",
        kind="round",
        key=f"{round_.obligation.code}/{round_.period}",
        after={
            "delivery": row.number,
            "profile": profile,
            "files": {part.part: part.file.sha256 for part in parts},
        },
    )
    return row


def _round_of(result_set: ResultSet) -> Round:
    """The round of a result set, locked: what is recorded for it is numbered by one at a time."""
    assert result_set.round_id is not None, "papers and deliveries are made from a round's result set"
    rows = Round.objects.select_for_update(of=("self",)).select_related("obligation")
    return rows.get(pk=result_set.round_id)


@action
def clear_delivery(*, delivery: Delivery, actor: Actor) -> Delivery:
    """The role that the obligation's delivery chain names clears what leaves the country.

    Raises:
        Problem: `ACCOUNTS-WRONG-STATE`, `REPORTING-DELIVERY-CHAIN`; not allowed.
    """
    duties = actor.must("delivery.clear")
    row = Delivery.objects.select_for_update().get(pk=delivery.pk)
    role = delivery_approver(row.round.obligation.delivery_chain)
    if not may_clear_delivery(duties, row.round.obligation.delivery_chain, day=actor.day):
        held = ", ".join(sorted(duty.role.value for duty in duties))
        raise NotAllowed("ACCOUNTS-NOT-ALLOWED", place="delivery.clear", params={"roles": held})
    if row.state != "made":
        raise Problem("ACCOUNTS-WRONG-STATE", params={"state": row.state})
    row.state = "cleared"
    row.cleared_by_name, row.cleared_at = actor.user.name, actor.at
    row.cleared_role = role.value
    row.save(update_fields=["state", "cleared_by_name", "cleared_role", "cleared_at"])
    audit(
        actor,
        "reporting.clear_delivery",
        kind="delivery",
        key=str(row.pk),
        after={
            "role": role.value,
            "files": [part.file.sha256 for part in row.files.select_related("file")],
        },
    )
    return row


@action
def hand_over(*, delivery: Delivery, on: date, channel: str, receipt: str, actor: Actor) -> Delivery:
    """Record that a cleared delivery was handed over: day, channel and receipt.

    Raises:
        Problem: `REPORTING-DELIVERY-NOT-CLEARED`, `REPORTING-HANDED-OVER-DATE`, `REPORTING-NEEDS-REASON`
            without a channel.
    """
    actor.must("delivery.hand_over")
    row = Delivery.objects.select_for_update().get(pk=delivery.pk)
    if row.state == "handed_over":
        raise Problem("ACCOUNTS-WRONG-STATE", params={"state": row.state})
    if row.cleared_at is None:
        params = {"round": row.round.period, "role": ", ".join(row.round.obligation.delivery_chain)}
        raise Problem("REPORTING-DELIVERY-NOT-CLEARED", params=params)
    cleared = civil_day(row.cleared_at)
    check_handed_over(on=on, cleared=cleared, today=actor.day)
    if not channel.strip():
        raise Problem("REPORTING-NEEDS-REASON", place="channel")
    row.state = "handed_over"
    row.handed_over_on, row.channel, row.receipt = on, channel.strip(), receipt.strip()
    row.handed_over_by = actor.user
    check_lengths(row)
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
