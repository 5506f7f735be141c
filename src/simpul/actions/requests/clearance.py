"""Putting the answers forward, frozen; each step of the chain on the hash that was seen, maker never checker."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from ...core.errors import Problem
from ...core.permissions import Duty, Role
from ...core.reporting import Step, Taken, check_checker, check_seen, present_step
from ...core.requests import IN_HAND, check_chain, delivery_hash, may_clear_request
from ...core.text_numbers import check_known
from ...core.texts import check_length
from ...records.models import (
    ConsolidatedAnswer,
    DeliveredAnswer,
    Request,
    RequestClearance,
    RequestDelivery,
    RequestFile,
)
from ..acting import Actor, action, announce, holder_of
from ..files import HeldFile, keep_held
from .intake import TEXT_LIMIT
from .locking import check_latest, locked_request, moved, note


@action
def put_forward(
    *,
    request: Request,
    files: Iterable[tuple[str, HeldFile]] = (),
    made_from: Mapping[int, int] | None = None,
    comment: str = "",
    actor: Actor,
) -> RequestDelivery:
    """Freeze the national answers of all items, and the files made from them, for clearance.

    Args:
        files: part (`form`, `annex`) and file; the approval binds them.
        made_from: item -> version of its national answer that a file was made from; None does not ask.

    Raises:
        Problem: `REQUESTS-INCOMPLETE` naming the items, `REQUESTS-CHAIN`, wrong state.
        Conflict: `REQUESTS-STALE`, a national answer changed since the files were made.
    """
    actor.must("request.consolidate")
    row = locked_request(request)
    items = list(row.items.select_related("body"))
    latest = _latest(row)
    for item in items if made_from is not None else ():
        check_latest(latest.get(item.pk), made_from.get(item.pk, 0), place=item.number)  # type: ignore[union-attr]
    language = f"text_{row.language}"
    done = ("consolidated", "delivered")
    missing = [
        item.number
        for item in items
        if item.state not in done or not getattr(latest.get(item.pk), language, "")
    ]
    if row.state in IN_HAND and (missing or not items):
        params = {"count": len(missing), "items": ", ".join(missing) or "–"}
        raise Problem("REQUESTS-INCOMPLETE", place=row.code, params=params)
    moved(row, "put_forward")
    check_chain(row.chain)
    last = row.deliveries.order_by("-number").first()
    delivery = RequestDelivery.objects.create(
        request=row,
        number=last.number + 1 if last else 1,
        state="clearance",
        chain=row.chain,
        note=comment.strip(),
        put_forward_by=actor.user,
        put_forward_at=actor.at,
    )
    frozen = [
        DeliveredAnswer(
            delivery=delivery,
            item=item,
            consolidated=latest[item.pk],
            number=item.number,
            position=item.position,
            anchor=item.anchor,
            question_id=item.text_id,
            question_en=item.text_en,
            **latest[item.pk].said(),
        )
        for item in items
    ]
    DeliveredAnswer.objects.bulk_create(frozen, batch_size=500)
    add_files(delivery, files, bound=True, actor=actor)
    delivery.content_hash = hash_of(delivery)
    delivery.save(update_fields=["content_hash"])
    _tell_next(delivery, 0, actor)
    note(
        actor,
        "requests.put_forward",
        row,
        delivery=delivery.number,
        hash=delivery.content_hash,
        chain=delivery.chain,
        note=delivery.note,
        answers={one.number: one.consolidated.number for one in frozen},
        files=files_of(delivery),
    )
    return delivery


def _latest(request: Request) -> dict[int, ConsolidatedAnswer]:
    rows = ConsolidatedAnswer.objects.filter(item__request=request).order_by("number")
    return {row.item_id: row for row in rows}


def add_files(
    delivery: RequestDelivery, files: Iterable[tuple[str, HeldFile]], *, bound: bool, actor: Actor
) -> None:
    """Keep files and name them in a delivery."""
    for part, held in files:
        file = keep_held(
            file=held,
            purpose="request_delivery",
            classification=delivery.request.classification,
            actor=actor,
        )
        RequestFile.objects.create(delivery=delivery, file=file, part=part, bound=bound)


def files_of(delivery: RequestDelivery) -> list[list[str]]:
    """Part and hash of each file of a delivery, as the audit names them."""
    return [[one.part, one.file.sha256] for one in delivery.files.select_related("file")]


def hash_of(delivery: RequestDelivery) -> str:
    """The content hash computed again from what is stored."""
    return delivery_hash(
        answers=[row.bound() for row in delivery.answers.all()],
        files=[
            {"part": row.part, "sha256": row.file.sha256}
            for row in delivery.files.filter(bound=True).select_related("file")
        ],
    )


def _tell_next(delivery: RequestDelivery, step: int, actor: Actor) -> None:
    announce(
        kind="mail",
        key=f"request-waits:{delivery.pk}:{step}",
        payload={
            "template": "request_step_waits",
            "request": delivery.request_id,
            "delivery": delivery.pk,
            "role": delivery.chain[step],
        },
        at=actor.at,
    )


def _locked(delivery: RequestDelivery) -> RequestDelivery:
    request = locked_request(delivery.request)
    row = RequestDelivery.objects.get(pk=delivery.pk)
    row.request = request
    return row


def taken_steps(delivery: RequestDelivery) -> tuple[Taken, ...]:
    """Who made it, and who took which step: the makers count as a step before the first."""
    makers: set[int | None] = set(delivery.answers.values_list("consolidated__by__person_id", flat=True))
    makers.add(delivery.put_forward_by.person_id)
    made = [Taken(-1, person, delivery.content_hash) for person in makers if person is not None]
    rows = delivery.clearances.filter(verdict="cleared").select_related("by")
    return (*made, *(Taken(row.step, row.by.person_id, row.content_hash) for row in rows))


def _step_of(delivery: RequestDelivery, actor: Actor) -> tuple[Step, Duty]:
    """The step that waits, and the duty by which the actor takes it."""
    step = present_step(delivery.chain, taken_steps(delivery))
    if delivery.state != "clearance" or step is None:
        raise Problem("ACCOUNTS-WRONG-STATE", params={"state": delivery.state})
    mine = may_clear_request(actor.duties, role=step.role, day=actor.day)
    if not mine:
        raise Problem("REPORTING-WRONG-STEP", params={"role": step.role})
    return step, mine[0]


@action
def clear_request(
    *,
    delivery: RequestDelivery,
    seen: str,
    remark: str = "",
    numbers_known: str | None = None,
    actor: Actor,
) -> RequestClearance:
    """Take the present step of the chain for the content that was seen; after the last it may be sent.

    Args:
        seen: the content hash on the page the approver looked at.
        numbers_known: the remarks on its numbers that were read (`core.text_numbers.mark_of`); None does not ask.

    Raises:
        Conflict: `REPORTING-HASH-CHANGED`.
        Problem: `REPORTING-WRONG-STEP`, `REPORTING-MAKER-CHECKER`, `REQUESTS-NUMBERS`, wrong state.
    """
    actor.must("request.clear")
    row = _locked(delivery)
    step, duty = _step_of(row, actor)
    check_checker(taken_steps(row), by=actor.user.person_id)
    check_seen(hash_of(row), seen)
    numbers = check_known({one.number: one.number_remarks() for one in row.answers.all()}, numbers_known)
    made = _record(row, step, "cleared", remark, duty, actor)
    last = step.index == len(row.chain) - 1
    if last:
        row.state = "cleared"
        row.save(update_fields=["state"])
        moved(row.request, "accept")
    else:
        moved(row.request, "clear")
        _tell_next(row, step.index + 1, actor)
    note(
        actor,
        "requests.clear",
        row.request,
        delivery=row.number,
        step=step.index,
        role=step.role,
        hash=row.content_hash,
        remark=made.remark,
        holder=made.holder,
        **({"numbers": numbers} if numbers else {}),
    )
    return made


def _record(
    delivery: RequestDelivery, step: Step, verdict: str, remark: str, duty: Duty, actor: Actor
) -> RequestClearance:
    check_length(remark, limit=TEXT_LIMIT, place="remark")
    return RequestClearance.objects.create(
        delivery=delivery,
        step=step.index,
        role=step.role,
        verdict=verdict,
        content_hash=delivery.content_hash,
        by=actor.user,
        by_name=actor.user.name,
        holder=holder_of(actor, duty),
        remark=remark.strip(),
        at=actor.at,
    )


@action
def return_delivery(*, delivery: RequestDelivery, seen: str, reason: str, actor: Actor) -> RequestClearance:
    """Send the answers back before they leave, with the reason; what was put forward stays readable.

    Whose step waits returns it; the coordinator also what was cleared but not sent.

    Raises:
        Conflict: `REPORTING-HASH-CHANGED`.
        Problem: `REPORTING-NEEDS-REASON`, `REPORTING-WRONG-STEP`, wrong state.
    """
    actor.must("request.clear")
    row = _locked(delivery)
    if not reason.strip():
        raise Problem("REPORTING-NEEDS-REASON", place="reason")
    if row.state == "cleared":
        role = Role.COORDINATOR.value
        mine = may_clear_request(actor.duties, role=role, day=actor.day)
        if not mine:
            raise Problem("REPORTING-WRONG-STEP", params={"role": role})
        step, duty = Step(len(row.chain), role), mine[0]
    else:
        step, duty = _step_of(row, actor)
    check_seen(hash_of(row), seen)
    made = _record(row, step, "returned", reason, duty, actor)
    row.state = "returned"
    row.save(update_fields=["state"])
    moved(row.request, "return")
    announce(
        kind="mail",
        key=f"request-delivery-returned:{row.pk}",
        payload={"template": "request_delivery_returned", "request": row.request_id, "delivery": row.pk},
        at=actor.at,
    )
    note(
        actor,
        "requests.return",
        row.request,
        delivery=row.number,
        step=step.index,
        role=made.role,
        hash=row.content_hash,
        reason=made.remark,
        holder=made.holder,
    )
    return made
