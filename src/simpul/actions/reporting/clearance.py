"""Clearing: each step by its role, on the hash that was seen, maker never checker; return and recall."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from ...core.errors import Problem
from ...core.reporting import (
    Letter,
    Step,
    Taken,
    Verb,
    check_checker,
    check_new_due,
    check_on_behalf,
    check_seen,
    may_return,
    may_take,
    present_step,
    recalled,
)
from ...records.holding import holders_of_step, steps_taken
from ...records.models import Clearance, Remark, Submission, Task
from ..acting import Actor, action, announce, audit, check_lengths, holder_of, on_behalf
from .locking import locked_task, moved, remember_first
from .observations import publish


@action
def clear(*, task: Task, seen: str, remark: str = "", waiver: str = "", actor: Actor) -> Clearance:
    """Take the present step of the chain for the content that was seen; the last step accepts the task.

    Args:
        seen: the content hash on the page the approver looked at.
        waiver: why a small office lets the maker check as well; empty keeps the rule.

    Raises:
        Problem: `REPORTING-WRONG-STEP`, `REPORTING-MAKER-CHECKER`, `REPORTING-WAIVER-NOT-SMALL`, wrong state,
            no permission.
        Conflict: `REPORTING-HASH-CHANGED`.
    """
    task = locked_task(task)
    actor.must("task.clear", task.subject())
    submission, step = _present(task)
    mine = may_take(actor.duties, role=step.role, subject=task.subject(), day=actor.day)
    if not mine:
        raise Problem("REPORTING-WRONG-STEP", params={"role": step.role})
    if waiver.strip():
        actor.must("task.waive", task.subject())
    waived = check_checker(
        _taken(submission),
        by=actor.user.person_id,
        waiver=waiver,
        holders=holders_of_step(task, step.role, actor.day) if waiver.strip() else (),
    )
    return _take(
        task,
        submission,
        step,
        seen=seen,
        remark=remark,
        waiver=waived,
        holder=holder_of(actor, mine[0]),
        actor=actor,
    )


@action
def clear_on_behalf(
    *,
    task: Task,
    seen: str,
    official: int | None,
    letter_number: str,
    letter_date: date | None,
    remark: str = "",
    actor: Actor,
) -> Clearance:
    """The secretariat records the letter by which an official clears the present step. Both names are kept.

    Args:
        official: the designation by which he holds the step on that day, or stands in for its holder.

    Raises:
        Problem: as `check_on_behalf` of core says; otherwise as `clear`.
    """
    task = locked_task(task)
    duties = actor.must("task.clear_on_behalf", task.subject())
    submission, step = _present(task)
    held = check_on_behalf(
        role=step.role,
        official=official,
        holders=holders_of_step(task, step.role, actor.day),
        taken=_taken(submission),
        recorder=actor.user.person_id,
        entered=entered_by(task),
        letter=Letter(letter_number, letter_date),
        today=actor.day,
    )
    return _take(
        task,
        submission,
        step,
        seen=seen,
        remark=remark,
        letter={"letter_number": letter_number.strip(), "letter_date": letter_date},
        holder=holder_of(actor, duties[0]),
        actor=on_behalf(actor, held),
    )


def entered_by(task: Task) -> set[int | None]:
    """The persons who typed, uploaded or wrote what is in clearance; nobody writes while it is."""
    figures = task.entries.exclude(answer="").values_list("saved_by__person", flat=True)
    return set(figures.union(task.narratives.values_list("saved_by__person", flat=True)))


def _present(task: Task) -> tuple[Submission, Step]:
    submission = task.submissions.filter(outcome="check").order_by("-number").first()
    if submission is None:
        raise Problem("ACCOUNTS-WRONG-STATE", params={"state": task.state})
    step = present_step(submission.chain, _taken(submission))
    if step is None:
        raise Problem("ACCOUNTS-WRONG-STATE", params={"state": task.state})
    return submission, step


def _taken(submission: Submission) -> tuple[Taken, ...]:
    return steps_taken(submission.clearances.filter(verdict="cleared").select_related("by"))


def _take(
    task: Task,
    submission: Submission,
    step: Step,
    *,
    seen: str,
    remark: str,
    holder: Mapping[str, Any],
    waiver: str = "",
    letter: Mapping[str, Any] | None = None,
    actor: Actor,
) -> Clearance:
    check_seen(submission.hash_now(), seen)
    row = Clearance(
        submission=submission,
        step=step.index,
        role=step.role,
        verdict="cleared",
        content_hash=submission.content_hash,
        by=actor.user,
        by_name=actor.user.name,
        holder=dict(holder),
        on_behalf_of=actor.on_behalf_of,
        stood_for_id=actor.stands_for,
        waiver=waiver,
        remark=remark.strip(),
        at=actor.at,
        **(letter or {}),
    )
    check_lengths(row)
    row.save()
    last = present_step(submission.chain, _taken(submission)) is None
    published = 0
    if last:
        submission.outcome = "accepted"
        submission.save(update_fields=["outcome"])
        task.accepted_at = actor.at
        moved(task, Verb.ACCEPT)
        published = publish(submission, actor=actor)
    else:
        moved(task, Verb.CLEAR)
        tell_next(task, submission, step.index + 1, actor)
    audit(
        actor,
        "reporting.accept" if last else "reporting.clear",
        kind="task",
        key=str(task.pk),
        after={
            "submission": submission.number,
            "step": step.index,
            "role": step.role,
            "hash": submission.content_hash,
            "letter": row.letter_number,
            "waiver": row.waiver,
            "published": published,
        },
    )
    return row


def tell_next(task: Task, submission: Submission, step: int, actor: Actor) -> None:
    """Announce to the holders of a step that it waits for them."""
    announce(
        kind="mail",
        key=f"waits:{submission.pk}:{step}",
        payload={"template": "step_waits", "task": task.pk, "role": submission.chain[step]},
        at=actor.at,
    )


@action
def return_task(
    *,
    task: Task,
    seen: str,
    due: date,
    reason: str,
    remarks: Mapping[str, str] | None = None,
    actor: Actor,
) -> Clearance:
    """Send a submission back with remarks per cell and a date of its own; it stays on the clock.

    Args:
        remarks: figure key (`indicator|area|period|disaggregation`) or `narrative:field` -> text.

    Raises:
        Problem: `REPORTING-NEEDS-REASON`, `REPORTING-DATE-NOT-LATER`, `REPORTING-WRONG-STEP`.
        Conflict: `REPORTING-HASH-CHANGED`.
    """
    task = locked_task(task)
    actor.must("task.return", task.subject())
    submission, step = _present(task)
    mine = may_return(actor.duties, role=step.role, subject=task.subject(), day=actor.day)
    if not mine:
        raise Problem("REPORTING-WRONG-STEP", params={"role": step.role})
    if not reason.strip():
        raise Problem("REPORTING-NEEDS-REASON")
    check_new_due(due, after=actor.day, closes=task.round.closes_on)
    check_seen(submission.hash_now(), seen)
    row = Clearance.objects.create(
        submission=submission,
        step=step.index,
        role=step.role,
        verdict="returned",
        content_hash=submission.content_hash,
        by=actor.user,
        by_name=actor.user.name,
        holder=holder_of(actor, mine[0]),
        remark=reason.strip(),
        at=actor.at,
    )
    for place, text in (remarks or {}).items():
        if text.strip():
            _remark(task, submission, place, text.strip(), actor)
    submission.outcome = "returned"
    submission.save(update_fields=["outcome"])
    before = task.due_current
    task.due_current = due
    moved(task, Verb.RETURN)
    announce(
        kind="mail",
        key=f"returned:{submission.pk}",
        payload={"template": "returned", "task": task.pk, "due": due.isoformat()},
        at=actor.at,
    )
    audit(
        actor,
        "reporting.return",
        kind="task",
        key=str(task.pk),
        before={"due": before.isoformat()},
        after={
            "submission": submission.number,
            "role": step.role,
            "due": due.isoformat(),
            "reason": row.remark,
        },
    )
    return row


def _remark(task: Task, submission: Submission, place: str, text: str, actor: Actor) -> None:
    field = place.removeprefix("narrative:") if place.startswith("narrative:") else ""
    row = Remark(
        task=task,
        submission=submission,
        figure="" if field else place,
        field=field,
        text=text,
        by=actor.user,
        by_name=actor.user.name,
        at=actor.at,
    )
    check_lengths(row)
    row.save()


@action
def recall(*, task: Task, reason: str, actor: Actor) -> Submission:
    """The office takes its submission back before it is accepted.

    Raises:
        Problem: `REPORTING-NEEDS-REASON`, `REPORTING-NOTHING-TO-RECALL`.
    """
    task = locked_task(task)
    actor.must("task.recall", task.subject())
    if not reason.strip():
        raise Problem("REPORTING-NEEDS-REASON")
    submission = task.submissions.filter(outcome="check").order_by("-number").first()
    if submission is None:
        raise Problem("REPORTING-NOTHING-TO-RECALL")
    submission.outcome = "recalled"
    submission.save(update_fields=["outcome"])
    earlier = task.submissions.exclude(outcome="recalled").exists()
    remember_first(task, recalled(task.first, earlier=earlier))
    moved(task, Verb.RECALL)
    audit(
        actor,
        "reporting.recall",
        kind="task",
        key=str(task.pk),
        after={"submission": submission.number, "reason": reason.strip()},
    )
    return submission


@action
def reopen(*, task: Task, due: date, reason: str, actor: Actor) -> Task:
    """The coordinator opens an accepted task for a revision; what was accepted stays, with its vintages.

    Raises:
        NotAllowed: only the coordinator.
        Problem: `REPORTING-NEEDS-REASON`, `REPORTING-DATE-NOT-LATER`.
    """
    task = locked_task(task)
    actor.must("task.reopen", task.subject())
    if not reason.strip():
        raise Problem("REPORTING-NEEDS-REASON")
    check_new_due(due, after=actor.day, closes=task.round.closes_on)
    task.due_current = due
    moved(task, Verb.REOPEN)
    task.submissions.filter(outcome="accepted").update(outcome="reopened")
    audit(
        actor,
        "reporting.reopen",
        kind="task",
        key=str(task.pk),
        after={"due": due.isoformat(), "reason": reason.strip()},
    )
    return task
