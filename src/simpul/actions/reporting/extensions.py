"""More time: asked for by an office, granted, declined or taken back; the first date stays visible."""

from __future__ import annotations

from datetime import date

from django.db.models import Max

from ...core.bulk import Granted, check_withdrawal
from ...core.errors import Problem
from ...core.reporting import check_new_due
from ...records.models import Extension, ExtensionRequest, Task
from ..acting import Actor, action, announce, audit
from .locking import locked_task


@action
def ask_extension(*, task: Task, due: date, reason: str, actor: Actor) -> ExtensionRequest:
    """Ask for more time, with the date wished for and the reason; one request at a time.

    Raises:
        Problem: `REPORTING-NEEDS-REASON`, `REPORTING-DATE-NOT-LATER`, `REPORTING-EXTENSION-ASKED`,
            `REPORTING-ROUND-CLOSED`.
    """
    task = locked_task(task)
    actor.must("task.ask_extension", task.subject())
    _check(task, due, reason)
    if task.extension_requests.filter(answer="").exists():
        raise Problem("REPORTING-EXTENSION-ASKED")
    row = ExtensionRequest.objects.create(
        task=task, due_asked=due, reason=reason.strip(), asked_by=actor.user, asked_at=actor.at
    )
    announce(
        kind="mail",
        key=f"extension-asked:{row.pk}",
        payload={"template": "extension_asked", "task": task.pk, "due": due.isoformat()},
        at=actor.at,
    )
    audit(
        actor,
        "reporting.ask_extension",
        kind="task",
        key=str(task.pk),
        after={"due": due.isoformat(), "reason": row.reason},
    )
    return row


@action
def extend(*, task: Task, due: date, reason: str, actor: Actor) -> Extension:
    """Grant more time with a reason; a request that waits is answered by it, whatever date it asked for.

    Raises:
        Problem: `REPORTING-NEEDS-REASON`, `REPORTING-DATE-NOT-LATER`, `REPORTING-ROUND-CLOSED`.
    """
    task = locked_task(task)
    actor.must("task.extend", task.subject())
    _check(task, due, reason)
    row = Extension.objects.create(
        task=task,
        due_before=task.due_current,
        due_after=due,
        reason=reason.strip(),
        granted_by=actor.user,
        granted_at=actor.at,
    )
    task.due_current = due
    task.save(update_fields=["due_current"])
    for asked in task.extension_requests.filter(answer=""):
        _answer(asked, "granted", row.reason, actor)
    audit(
        actor,
        "reporting.extend",
        kind="task",
        key=str(task.pk),
        before={"due": row.due_before.isoformat()},
        after={"due": due.isoformat(), "reason": row.reason},
    )
    return row


@action
def decline_extension(*, task: Task, reason: str, actor: Actor) -> ExtensionRequest:
    """Decline the request that waits, with a reason; the due date stays.

    Raises:
        Problem: `REPORTING-NEEDS-REASON`, `REPORTING-EXTENSION-NOT-ASKED`, `REPORTING-ROUND-CLOSED`.
    """
    task = locked_task(task)
    actor.must("task.extend", task.subject())
    if not reason.strip():
        raise Problem("REPORTING-NEEDS-REASON")
    row = task.extension_requests.filter(answer="").first()
    if row is None:
        raise Problem("REPORTING-EXTENSION-NOT-ASKED")
    _answer(row, "declined", reason.strip(), actor)
    audit(
        actor,
        "reporting.decline_extension",
        kind="task",
        key=str(task.pk),
        after={"asked": row.due_asked.isoformat(), "reason": row.answer_reason},
    )
    return row


@action
def withdraw_extension(*, extension: Extension, reason: str, actor: Actor) -> Extension:
    """Take an extension back with a reason, while it is the date that holds and nothing was handed in since.

    The row stays, with who took it back, when and why; the date before it holds again.

    Raises:
        Problem: `REPORTING-NEEDS-REASON`, `REPORTING-EXTENSION-NONE`, `REPORTING-EXTENSION-PASSED`,
            `REPORTING-EXTENSION-USED`, `REPORTING-ROUND-CLOSED`.
    """
    task = locked_task(extension.task)
    actor.must("task.extend", task.subject())
    if not reason.strip():
        raise Problem("REPORTING-NEEDS-REASON")
    row = task.extensions.filter(withdrawn_at__isnull=True).order_by("-pk").first()
    handed_in = task.submissions.aggregate(last=Max("submitted_at"))["last"]
    if row is None or row.pk != extension.pk:
        raise Problem("REPORTING-EXTENSION-NONE")
    granted = Granted(row.pk, row.due_before, row.due_after, row.granted_at, handed_in)
    task.due_current = check_withdrawal(granted, due=task.due_current).before
    task.save(update_fields=["due_current"])
    row.withdrawn_by, row.withdrawn_at, row.withdraw_reason = actor.user, actor.at, reason.strip()
    row.save(update_fields=["withdrawn_by", "withdrawn_at", "withdraw_reason"])
    announce(
        kind="mail",
        key=f"extension-withdrawn:{row.pk}",
        payload={"template": "extension_withdrawn", "task": task.pk, "reason": row.withdraw_reason},
        at=actor.at,
    )
    audit(
        actor,
        "reporting.withdraw_extension",
        kind="task",
        key=str(task.pk),
        before={"due": row.due_after.isoformat()},
        after={"due": row.due_before.isoformat(), "extension": row.pk, "reason": row.withdraw_reason},
    )
    return row


def _check(task: Task, due: date, reason: str) -> None:
    if not reason.strip():
        raise Problem("REPORTING-NEEDS-REASON")
    check_new_due(due, after=task.due_current, closes=task.round.closes_on)


def _answer(row: ExtensionRequest, answer: str, reason: str, actor: Actor) -> None:
    row.answer, row.answer_reason = answer, reason
    row.answered_by, row.answered_at = actor.user, actor.at
    row.save(update_fields=["answer", "answer_reason", "answered_by", "answered_at"])
    announce(
        kind="mail",
        key=f"extension-answered:{row.pk}",
        payload={"template": f"extension_{answer}", "task": row.task_id, "reason": reason},
        at=actor.at,
    )
