"""Taking hold of a task for a change: one writer at a time, and never in a closed round."""

from __future__ import annotations

from ...core.errors import Problem
from ...core.reporting import First, Verb, move
from ...records.days import civil_day
from ...records.models import Task


def locked_task(task: Task, *, open_round: bool = True) -> Task:
    """The task, locked until the transaction ends (SQLite locks by its IMMEDIATE transaction).

    Raises:
        Problem: `REPORTING-ROUND-CLOSED`.
    """
    row = (
        Task.objects.select_for_update(of=("self",))
        .select_related("round", "round__obligation", "body", "organisation")
        .get(pk=task.pk)
    )
    if open_round:
        check_round_open(row)
    return row


def check_round_open(task: Task) -> None:
    """The round of a task takes changes.

    Raises:
        Problem: `REPORTING-ROUND-CLOSED`.
    """
    if task.round.closed_at is not None:
        params = {"round": task.round.period, "closed": f"{civil_day(task.round.closed_at)}"}
        raise Problem("REPORTING-ROUND-CLOSED", place=str(task), params=params)


def moved(task: Task, verb: Verb) -> Task:
    """The task after a verb, saved; its version rises so that older workbooks are stale.

    Raises:
        Problem: `ACCOUNTS-WRONG-STATE`.
    """
    task.state = move(task.state, verb).value
    task.version += 1
    task.save(
        update_fields=[
            "state",
            "version",
            "submitted_on",
            "first_submitted_on",
            "first_due_on",
            "accepted_at",
            "due_current",
        ]
    )
    return task


def remember_first(task: Task, first: First | None) -> None:
    """Put down on a task, not saved yet, when it was first handed in and what was due then."""
    task.first_submitted_on = first.on if first else None
    task.first_due_on = first.due if first else None
