"""One deed on several tasks: done to all that the preview named, in one transaction, or to none."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from ...core.bulk import Deed, Line, digest, plan
from ...core.errors import Conflict, Problem
from ...records.bulk import read_candidates, reminder_key
from ...records.models import Extension, Task
from ..acting import Actor, action, announce, audit
from .extensions import extend, withdraw_extension
from .locking import locked_task


@action
def extend_together(
    *, tasks: Sequence[int], due: date, reason: str, seen: str, actor: Actor
) -> tuple[Line, ...]:
    """Grant more time to several tasks with one reason.

    Args:
        seen: the hash of the preview; what has changed since is refused as a whole.

    Raises:
        Conflict: `LIST-CHANGED`.
        Problem: `LIST-NOTHING`, and what `extend` raises.
    """
    lines = _agreed(Deed.EXTEND, tasks, due=due, reason=reason, seen=seen, actor=actor)
    for line in lines:
        extend(task=Task.objects.get(pk=line.key), due=due, reason=reason, actor=actor)
    return lines


@action
def withdraw_together(*, tasks: Sequence[int], reason: str, seen: str, actor: Actor) -> tuple[Line, ...]:
    """Take back the newest extension of several tasks with one reason.

    Raises:
        Conflict: `LIST-CHANGED`.
        Problem: `LIST-NOTHING`, and what `withdraw_extension` raises.
    """
    lines = _agreed(Deed.WITHDRAW, tasks, reason=reason, seen=seen, actor=actor)
    for line in lines:
        newest = Extension.objects.filter(task=line.key, withdrawn_at__isnull=True).latest("pk")
        withdraw_extension(extension=newest, reason=reason, actor=actor)
    return lines


@action
def remind_together(*, tasks: Sequence[int], reason: str, seen: str, actor: Actor) -> tuple[Line, ...]:
    """Queue a reminder of several tasks for who is to act on each; one a day and task.

    Args:
        reason: a sentence that is put into the message; may be empty.

    Raises:
        Conflict: `LIST-CHANGED`.
        Problem: `LIST-NOTHING`.
    """
    lines = _agreed(Deed.REMIND, tasks, reason=reason, seen=seen, actor=actor)
    for line in lines:
        _remind(Task.objects.get(pk=line.key), line, reason.strip(), actor)
    return lines


def _agreed(
    deed: Deed, tasks: Sequence[int], *, reason: str, seen: str, actor: Actor, due: date | None = None
) -> tuple[Line, ...]:
    """The lines that are done, where the preview still holds; the tasks are locked until the end."""
    for key in sorted(set(tasks)):
        locked_task(Task(pk=key), open_round=False)
    lines = plan(deed, read_candidates(deed, list(tasks), actor.duties, day=actor.day), due=due)
    if digest(deed, lines, due=due, reason=reason) != seen:
        raise Conflict("LIST-CHANGED")
    wanted = tuple(line for line in lines if line.problem is None)
    if not wanted:
        raise Problem("LIST-NOTHING")
    return wanted


def _remind(task: Task, line: Line, text: str, actor: Actor) -> None:
    actor.must("task.remind", task.subject())
    key = reminder_key(task.pk, actor.day)
    payload = {"template": "reminder", "task": task.pk, "text": text, "to": list(line.recipients)}
    announce(kind="mail", key=key, payload=payload, at=actor.at)
    after = {"to": list(line.recipients), "text": text, "due": task.due_current.isoformat()}
    audit(actor, "reporting.remind", kind="task", key=str(task.pk), after=after)
