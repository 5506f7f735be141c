"""Who owes what in a round: one line per respondent, and the few numbers that say how the round stands."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Q

from ..core.permissions import Duty, Role, allowing, may
from ..core.reporting import Answer, Clock, State, is_on_time, roles_for
from .models import Designation, Entry, Round, Task
from .waiting import FILLS, OPEN, AtStep, at_step, in_clearance


@dataclass(frozen=True)
class FocalPoint:
    """Who speaks for a respondent today, `Plt.` or `Plh.` where the holder is acting."""

    name: str
    acting: str
    office: str


@dataclass(frozen=True)
class BoardLine:
    """What one respondent owes."""

    task: Task
    clock: Clock
    focal: FocalPoint | None
    step: AtStep | None
    mine: bool

    @property
    def open(self) -> bool:
        """Being filled in, or returned: the clock runs."""
        return self.task.state in OPEN

    @property
    def submitted(self) -> bool:
        """In clearance or accepted."""
        return self.task.state in (State.CHECK.value, State.ACCEPTED.value)

    @property
    def extended(self) -> bool:
        """Has another date than the round's."""
        return self.task.due_current != self.task.due_original

    @property
    def on_time(self) -> bool:
        """Submitted by its date."""
        task = self.task
        return is_on_time(due=task.due_current, state=task.state, submitted_on=task.submitted_on)

    @property
    def late_now(self) -> bool:
        """Still owed after its date."""
        return self.open and self.clock.late


@dataclass(frozen=True)
class Board:
    """A round as the reader may see it; compliance and quality are two numbers."""

    lines: tuple[BoardLine, ...]
    figures: int
    evidenced: int

    @property
    def counted(self) -> tuple[BoardLine, ...]:
        """The sectoral bodies proper."""
        return tuple(line for line in self.lines if line.task.body.counted)

    @property
    def apart(self) -> tuple[BoardLine, ...]:
        """Sub-bodies with a task of their own, counted apart."""
        return tuple(line for line in self.lines if not line.task.body.counted)

    @property
    def late(self) -> tuple[BoardLine, ...]:
        return tuple(line for line in self.lines if line.late_now)

    @property
    def owed(self) -> tuple[BoardLine, ...]:
        """Not submitted yet: the late ones first, then by due date."""
        still = [line for line in self.lines if line.open]
        return tuple(sorted(still, key=lambda line: (not line.clock.late, line.task.due_current)))

    @property
    def mine(self) -> tuple[BoardLine, ...]:
        return tuple(line for line in self.lines if line.mine)

    @property
    def returned(self) -> tuple[BoardLine, ...]:
        return tuple(line for line in self.lines if line.task.state == State.RETURNED.value)

    @property
    def vacant(self) -> tuple[BoardLine, ...]:
        """No focal point today, or only an acting one."""
        return tuple(line for line in self.lines if line.focal is None or line.focal.acting)


def read_board(round_: Round, duties: Iterable[Duty], *, day: date) -> Board:
    """The board of a round: a fixed number of queries."""
    duties = tuple(duties)
    tasks = (
        Task.objects.filter(round=round_)
        .visible_to(duties, day)
        .with_office()
        .with_counts()
        .prefetch_related(in_clearance())
        .order_by("-body__counted", "body__acronym")
    )
    focal = focal_points(day)
    lines = tuple(
        BoardLine(task, task.clock_on(day), focal.get(task.body_id), at_step(task), False) for task in tasks
    )
    lines = tuple(
        BoardLine(line.task, line.clock, line.focal, line.step, _is_mine(line, duties, day)) for line in lines
    )
    proof = Entry.objects.filter(
        task__in=[line.task.pk for line in lines], answer=Answer.VALUE.value
    ).aggregate(
        figures=Count("pk", distinct=True),
        evidenced=Count("pk", distinct=True, filter=Q(evidence__isnull=False) | Q(source_file__isnull=False)),
    )
    return Board(lines, proof["figures"], proof["evidenced"])


def _is_mine(line: BoardLine, duties: tuple[Duty, ...], day: date) -> bool:
    subject = line.task.subject()
    if line.step is not None:
        roles = roles_for(line.step.role)
        return any(duty.role in roles for duty in allowing(duties, "task.clear", subject, day=day))
    own = tuple(duty for duty in duties if duty.role in FILLS)
    return line.open and may(own, "task.fill", subject, day=day)


def focal_points(day: date) -> dict[int, FocalPoint]:
    """The focal point of every body on a day; a body that is absent has none."""
    found: dict[int, FocalPoint] = {}
    rows = Designation.objects.on(day).filter(role=Role.FOCAL_POINT.value, body__isnull=False).with_holders()
    for row in rows.order_by("rank", "seat", "pk"):
        person, acting = row.holder_on(day)
        if person is not None and row.body_id not in found:
            found[row.body_id or 0] = FocalPoint(person.name, acting, row.organisation.acronym)
    return found
