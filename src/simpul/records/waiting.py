"""What waits for whom: tasks to fill in, steps of the chain to take, and what waits for others."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from itertools import groupby
from operator import attrgetter

from django.db.models import F, FilteredRelation, Prefetch, Q

from ..core.permissions import Duty, may
from ..core.reporting import State, Taken, may_clear_delivery, present_step, waits_for
from .holding import steps_taken
from .reporting import Clearance, Delivery, Submission, Task


@dataclass(frozen=True)
class AtStep:
    """A task in clearance: its submission, and the step of the chain that waits."""

    task: Task
    submission: Submission
    step: int
    role: str


@dataclass(frozen=True)
class Waiting:
    """The work of one person on one day."""

    fill: tuple[Task, ...]
    clear: tuple[AtStep, ...]
    elsewhere: tuple[AtStep, ...]


def waiting_for(duties: Iterable[Duty], *, day: date) -> Waiting:
    """What waits for the holder of these duties in the rounds that are open: three queries."""
    duties = tuple(duties)
    tasks = (
        Task.objects.filter(round__closed_at__isnull=True)
        .exclude(state=State.ACCEPTED.value)
        .visible_to(duties, day)
        .with_office()
        .order_by("due_current", "body__acronym")
    )
    fill: list[Task] = []
    clear: list[AtStep] = []
    elsewhere: list[AtStep] = []
    for task in tasks.prefetch_related(in_clearance()):
        stand = at_step(task)
        mine = is_mine(task, stand, duties, day)
        if stand is not None:
            (clear if mine else elsewhere).append(stand)
        elif mine:
            fill.append(task)
    return Waiting(tuple(fill), tuple(clear), tuple(elsewhere))


def deliveries_waiting(duties: Iterable[Duty], *, day: date) -> tuple[Delivery, ...]:
    """Deliveries that wait for the holder of these duties: to be cleared, or to be handed over."""
    duties = tuple(duties)
    states = [
        state
        for state, verb in (("made", "delivery.clear"), ("cleared", "delivery.hand_over"))
        if may(duties, verb, day=day)
    ]
    if not states:
        return ()
    rows = Delivery.objects.filter(state__in=states).select_related("round__obligation").order_by("pk")
    return tuple(
        row
        for row in rows
        if row.state != "made" or may_clear_delivery(duties, row.round.obligation.delivery_chain, day=day)
    )


def is_mine(task: Task, stand: AtStep | None, duties: Iterable[Duty], day: date) -> bool:
    """Whether a task waits for the holder of these duties; `stand` is where it stands in its chain."""
    role = stand.role if stand else None
    return waits_for(duties, role=role, subject=task.subject(), day=day, closed=task.round.is_closed)


def in_clearance() -> Prefetch:
    """The submissions that are being cleared, for `at_step`: a row for each step taken, one where none is."""
    cleared = FilteredRelation("clearances", condition=Q(clearances__verdict="cleared"))
    submissions = Submission.objects.filter(outcome="check").annotate(
        cleared=cleared, step_taken=F("cleared__step")
    )
    return Prefetch("submissions", queryset=submissions.order_by("-number"), to_attr="being_cleared")


def at_step(task: Task) -> AtStep | None:
    """Where a task read with `in_clearance` stands in its chain."""
    for _, rows in groupby(getattr(task, "being_cleared", ()), key=attrgetter("pk")):
        each = list(rows)
        taken = [Taken(row.step_taken, None, "") for row in each if row.step_taken is not None]
        step = present_step(each[0].chain, taken)
        if step is not None:
            return AtStep(task, each[0], step.index, step.role)
    return None


def step_of(task: Task, submission: Submission, steps: Iterable[Clearance]) -> AtStep | None:
    """The step of a submission's chain that waits; None where all are taken."""
    step = present_step(submission.chain, steps_taken(steps))
    return AtStep(task, submission, step.index, step.role) if step else None
