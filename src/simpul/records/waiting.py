"""What waits for whom: tasks to fill in, steps of the chain to take, and what waits for others."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import Prefetch

from ..core.permissions import Duty, Role, allowing, may
from ..core.reporting import State, Taken, present_step, roles_for
from .reporting import Clearance, Delivery, Submission, Task

OPEN = (State.NONE.value, State.DRAFT.value, State.RETURNED.value)

#: Roles whose own work it is to fill in; the secretariat may, for others, but nothing waits for it.
FILLS = frozenset({Role.DATA_PRODUCER, Role.FOCAL_POINT, Role.ALTERNATE})


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
    """What waits for the holder of these duties in the rounds that are open: four queries."""
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
    own = tuple(duty for duty in duties if duty.role in FILLS)
    for task in tasks.prefetch_related(in_clearance()):
        if task.state in OPEN:
            if may(own, "task.fill", task.subject(), day=day):
                fill.append(task)
            continue
        stand = at_step(task)
        if stand is None:
            continue
        mine = any(
            duty.role in roles_for(stand.role)
            for duty in allowing(duties, "task.clear", task.subject(), day=day)
        )
        (clear if mine else elsewhere).append(stand)
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
    return tuple(Delivery.objects.filter(state__in=states).select_related("round").order_by("pk"))


def in_clearance() -> Prefetch:
    """The submissions that are being cleared, with the steps taken, for `at_step`."""
    submissions = Submission.objects.filter(outcome="check").order_by("-number")
    taken = Prefetch(
        "clearances", queryset=Clearance.objects.filter(verdict="cleared"), to_attr="steps_taken"
    )
    return Prefetch("submissions", queryset=submissions.prefetch_related(taken), to_attr="being_cleared")


def at_step(task: Task) -> AtStep | None:
    """Where a task read with `in_clearance` stands in its chain."""
    for submission in getattr(task, "being_cleared", ()):
        taken = [Taken(row.step, row.by_id, row.content_hash) for row in submission.steps_taken]
        step = present_step(submission.chain, taken)
        if step is not None:
            return AtStep(task, submission, step, submission.chain[step])
    return None
