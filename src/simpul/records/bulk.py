"""Several tasks as a deed on all of them finds them: who may, what stands, who would be written to."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date

from django.db.models import Max, Prefetch

from ..core.bulk import Candidate, Deed, Granted
from ..core.directory import Held
from ..core.errors import NotFound, Problem
from ..core.permissions import Duty, Role, require
from ..core.reporting import State
from .days import civil_day
from .holding import held, holders_of_step
from .models import Extension, OutboxMessage, Task
from .waiting import at_step, in_clearance

#: The verb of the permission table each deed asks for.
VERBS = {Deed.EXTEND: "task.extend", Deed.WITHDRAW: "task.extend", Deed.REMIND: "task.remind"}


def read_candidates(
    deed: Deed, tasks: Sequence[int], duties: Iterable[Duty], *, day: date
) -> tuple[Candidate, ...]:
    """The ticked tasks, by due date and body: a fixed number of queries.

    Raises:
        NotFound: one of them is not there for this reader.
    """
    duties = tuple(duties)
    rows = list(
        Task.objects.filter(pk__in=tasks)
        .visible_to(duties, day)
        .with_office()
        .annotate(handed_in=Max("submissions__submitted_at"))
        .prefetch_related(in_clearance(), standing_extensions())
        .order_by("due_current", "body__acronym", "pk")
    )
    missing = set(tasks) - {row.pk for row in rows}
    if missing:
        raise NotFound("NOT-FOUND", params={"what": ", ".join(str(one) for one in sorted(missing))})
    known: list[Held] = []
    reminded: set[str] = set()
    if deed is Deed.REMIND:
        roles = {role for row in rows for role in row.round.chain} | {
            Role.FOCAL_POINT.value,
            Role.ALTERNATE.value,
        }
        known = held(sorted(roles), day)
        keys = [reminder_key(row.pk, day) for row in rows]
        reminded = set(OutboxMessage.objects.filter(key__in=keys).values_list("key", flat=True))
    return tuple(
        Candidate(
            key=row.pk,
            name=f"{row.body.acronym}, {row.organisation.acronym}",
            state=row.state,
            due=row.due_current,
            closes=row.round.closes_on,
            refused=_refused(row, VERBS[deed], duties, day),
            granted=granted_of(row, row.handed_in),
            recipients=tuple(f"{one.full_name}, {one.office}" for one in recipients(row, known, day)),
            reminded=reminder_key(row.pk, day) in reminded,
        )
        for row in rows
    )


def _refused(row: Task, verb: str, duties: tuple[Duty, ...], day: date) -> Problem | None:
    try:
        if row.round.closed_at is not None:
            params = {"round": row.round.period, "closed": f"{civil_day(row.round.closed_at)}"}
            raise Problem("REPORTING-ROUND-CLOSED", place=str(row), params=params)
        require(duties, verb, row.subject(), day=day)
    except Problem as problem:
        return problem
    return None


def standing_extensions() -> Prefetch:
    """The extensions that were not taken back, the newest first, for `granted_of`."""
    rows = Extension.objects.filter(withdrawn_at__isnull=True).order_by("-pk")
    return Prefetch("extensions", queryset=rows, to_attr="standing")


def granted_of(task: Task, handed_in: object) -> Granted | None:
    """The newest extension of a task read with `standing_extensions`."""
    for row in getattr(task, "standing", ()):
        return Granted(row.pk, row.due_before, row.due_after, row.granted_at, handed_in)  # type: ignore[arg-type]
    return None


def recipients(task: Task, known: Sequence[Held], day: date) -> tuple[Held, ...]:
    """Who is to act: the holder of the step that waits, else focal point and alternate of the day."""
    stand = at_step(task) if task.state == State.CHECK.value else None
    role = stand.role if stand else Role.FOCAL_POINT.value
    return holders_of_step(task, role, day, known=known) if known else ()


def reminder_key(task: int, day: date) -> str:
    """The key of a task's reminder: one a day."""
    return f"reminder:{task}:{day.isoformat()}"
