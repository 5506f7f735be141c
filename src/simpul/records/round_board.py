"""Who owes what in a round: one line per respondent, and the few numbers that say how the round stands."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from django.db.models import Count, Q

from ..core.directory import holder_on
from ..core.permissions import OPEN_STATES, Duty, Role
from ..core.reporting import Answer, Clock, State
from .holding import held, offices_of
from .models import Entry, Round, Task
from .waiting import AtStep, at_step, in_clearance, is_mine


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
        return self.task.state in OPEN_STATES

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
        """Handed in for the first time by the date that was due then."""
        return self.task.on_time


@dataclass(frozen=True)
class Board:
    """A round as the reader may see it; compliance and quality are two numbers."""

    lines: tuple[BoardLine, ...]

    @cached_property
    def _proof(self) -> Mapping[str, int]:
        """How many figures there are and how many of them have evidence, read where a page tells it: one query."""
        tasks = [line.task.pk for line in self.lines]
        proved = Q(evidence__isnull=False) | Q(source_file__isnull=False)
        found: Mapping[str, int] = Entry.objects.filter(task__in=tasks, answer=Answer.VALUE.value).aggregate(
            figures=Count("pk", distinct=True), evidenced=Count("pk", distinct=True, filter=proved)
        )
        return found

    @property
    def figures(self) -> int:
        """Figures entered with a value."""
        return self._proof["figures"]

    @property
    def evidenced(self) -> int:
        """Those of them with evidence or a file they came from."""
        return self._proof["evidenced"]

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
        return tuple(line for line in self.lines if line.clock.late)

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
    tasks = list(
        Task.objects.filter(round=round_)
        .visible_to(duties, day)
        .with_office()
        .with_counts()
        .prefetch_related(in_clearance())
        .order_by("-body__counted", "body__acronym")
    )
    focal = focal_points(tasks, day)
    steps = {task.pk: at_step(task) for task in tasks}
    lines = tuple(
        BoardLine(
            task,
            task.clock_on(day),
            focal.get(task.pk),
            steps[task.pk],
            is_mine(task, steps[task.pk], duties, day),
        )
        for task in tasks
    )
    return Board(lines)


def focal_points(tasks: Iterable[Task], day: date) -> dict[int, FocalPoint]:
    """The focal point of each task on a day; a task that is absent has none."""
    known = held([Role.FOCAL_POINT.value], day)
    found: dict[int, FocalPoint] = {}
    for task in tasks:
        one = holder_on(
            known, body=task.body.code, offices=offices_of(task), role=Role.FOCAL_POINT.value, day=day
        )
        if one is not None:
            found[task.pk] = FocalPoint(one.name, one.acting, one.office)
    return found
