"""Submitting: an immutable version with its findings, hash, and the names of the day."""

from __future__ import annotations

from ...core.errors import Problem
from ...core.permissions import Role
from ...core.reporting import RECIPE, Verb, check_seen, content_hash, handed_in
from ...records.models import Clearance, Entry, Submission, SubmittedFigure, Task
from ..acting import Actor, action, audit, holder_of, must_fill
from .checking import as_json, check_task, kinds_of, missing_answers, rules
from .clearance import tell_next
from .locking import locked_task, moved, remember_first


@action
def submit(*, task: Task, seen_version: int | None = None, actor: Actor) -> Submission:
    """Send a task's entries into clearance as the next immutable version.

    The submitter takes the first step of the chain. A person of another role of the chain submits as that
    first step too, and then cannot check again (maker is never checker).

    Args:
        seen_version: the task version on the page; None does not ask.

    Raises:
        Problem: `REPORTING-NOT-COMPLETE`, `REPORTING-HAS-ERRORS`, wrong state, round closed.
        Conflict: `REPORTING-HASH-CHANGED` when the entries changed since the page was opened.
    """
    task = locked_task(task)
    actor, duties = must_fill(actor, task, "task.submit")
    if seen_version is not None:
        check_seen(str(task.version), str(seen_version))
    lacking = missing_answers(task)
    if lacking:
        raise Problem("REPORTING-NOT-COMPLETE", place=str(task), params={"missing": ", ".join(lacking)})
    checkup = check_task(task)
    if checkup.blocking:
        raise Problem("REPORTING-HAS-ERRORS", place=str(task), params={"count": checkup.blocking})
    entries = list(
        task.entries.exclude(answer="")
        .select_related("indicator", "saved_by", "saved_by__person", "source_file")
        .prefetch_related("evidence")
        .order_by("indicator__position", "indicator__code", "period", "disaggregation")
    )
    kinds = kinds_of(rules())
    submission = Submission.objects.create(
        task=task,
        number=(task.submissions.order_by("-number").values_list("number", flat=True).first() or 0) + 1,
        content_hash="",
        recipe=RECIPE,
        outcome="check",
        chain=task.round.chain,
        narratives={
            row.field: {"text": row.text, "text_en": row.text_en} for row in task.narratives.all() if row.text
        },
        findings=[
            as_json(finding, kinds=kinds, reason=checkup.reason_for(finding)) for finding in checkup.findings
        ],
        passed=dict(checkup.checked.passed),
        holder=holder_of(actor, duties[0]),
        channel=_channel(entries),
        submitted_by=actor.user,
        on_behalf_of=actor.on_behalf_of,
        submitted_at=actor.at,
    )
    figures = [_frozen(submission, entry, position) for position, entry in enumerate(entries)]
    SubmittedFigure.objects.bulk_create(figures, batch_size=500)
    proof = SubmittedFigure.files.through
    proof.objects.bulk_create(
        [
            proof(submittedfigure_id=row.pk, storedfile_id=file["file"])
            for row in figures
            for file in row.evidence
        ],
        batch_size=500,
    )
    submission.content_hash = content_hash(
        figures=[row.bound() for row in figures], narratives=submission.narratives, recipe=RECIPE
    )
    submission.save(update_fields=["content_hash"])
    _first_step(submission, actor)
    task.submitted_on = actor.day
    remember_first(task, handed_in(task.first, on=actor.day, due=task.due_current))
    moved(task, Verb.SUBMIT)
    tell_next(task, submission, present_step_after_first(submission), actor)
    audit(
        actor,
        "reporting.submit",
        kind="task",
        key=str(task.pk),
        after={
            "submission": submission.number,
            "hash": submission.content_hash,
            "figures": len(figures),
            "channel": submission.channel,
            "due": task.due_current.isoformat(),
        },
    )
    return submission


def present_step_after_first(submission: Submission) -> int:
    """Index of the step that waits once the first is taken."""
    return min(1, len(submission.chain) - 1)


def _first_step(submission: Submission, actor: Actor) -> None:
    """The submission itself is the first step."""
    Clearance.objects.create(
        submission=submission,
        step=0,
        role=submission.chain[0] if submission.chain else Role.DATA_PRODUCER.value,
        verdict="cleared",
        content_hash=submission.content_hash,
        by=actor.user,
        by_name=actor.user.name,
        holder=submission.holder,
        on_behalf_of=actor.on_behalf_of,
        stood_for_id=actor.stands_for,
        at=actor.at,
    )


def _channel(entries: list[Entry]) -> str:
    ways = {"workbook" if entry.source_file_id else "desk" for entry in entries}
    return ways.pop() if len(ways) == 1 else "both" if ways else "desk"


def _frozen(submission: Submission, entry: Entry, position: int) -> SubmittedFigure:
    return SubmittedFigure(
        submission=submission,
        indicator=entry.indicator,
        area=entry.area,
        period=entry.period,
        disaggregation=entry.disaggregation,
        answer=entry.answer,
        text=entry.text,
        value=entry.value,
        unit=entry.unit,
        status=entry.status,
        nature=entry.nature,
        comment=entry.comment,
        reason=entry.reason,
        revision_reason=entry.revision_reason,
        source=entry.source,
        evidence=[
            {"file": file.pk, "name": file.name, "sha256": file.sha256} for file in entry.evidence.all()
        ],
        source_file=entry.source_file,
        source_cell=entry.source_cell,
        definition_version=entry.indicator.definition_version,
        saved_by_name=entry.saved_by.name,
        position=position,
    )
