"""The readiness board and one sheet in finalisation, read for a page."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import Count, Min, Q

from ..core.catalogue import readiness_of
from ..core.directory import Held, holder_on
from ..core.finalisation import WAITS_WITH, Change, SheetState, changes, merged
from ..core.permissions import Duty, Role, may
from .days import civil_day
from .holding import held
from .models import (
    Alignment,
    ContentEntry,
    Finalisation,
    Indicator,
    SheetComment,
    SheetStep,
    SheetTask,
    SheetVersion,
)


@dataclass(frozen=True)
class SheetLine:
    """Where the sheet of an indicator stands.

    Args:
        task: its place in an open finalisation, None where it is in none.
        missing: the required fields the sheet that holds does not have.
        waits_with: the role whose step it is, None where no step waits.
        since: since when it stands so: the last step, or the day its wording came.
        due: the day proposed for the step that waits.
        comments: comments that wait for an answer.
        seen: whether the reader may open it.
    """

    indicator: Indicator
    task: SheetTask | None
    missing: tuple[str, ...]
    frameworks: tuple[str, ...]
    waits_with: Role | None
    since: date | None
    due: date | None
    comments: int
    seen: bool


def read_board(duties: Iterable[Duty], *, day: date) -> list[SheetLine]:
    """Every indicator that is asked for, with what its sheet lacks, with whom it is and since when.

    Those in a finalisation come first. Six queries.
    """
    duties = tuple(duties)
    tasks = {
        row.indicator_id: row
        for row in SheetTask.objects.filter(finalisation__closed_at=None)
        .with_names()
        .annotate(waiting=Count("comments", filter=Q(comments__answer="")))
        .order_by("pk")
    }
    visible = set(SheetTask.objects.visible_to(duties, day).values_list("pk", flat=True))
    came = dict(
        ContentEntry.objects.filter(kind="indicator")
        .values_list("code")
        .annotate(first=Min("version__loaded_at"))
    )
    hanging = frameworks_of_indicators()
    rows = Indicator.objects.filter(merged_into=None).select_related("body", "custodian")
    lines = [
        _line(row, tasks.get(row.pk), visible, came.get(row.code), tuple(sorted(hanging[row.code])))
        for row in rows
    ]
    return sorted(lines, key=lambda line: line.task is None)


#: Whose step a state waits for -> the verb that takes it.
_STEP = {
    SheetState.CALLED.value: "sheet.propose",
    SheetState.RETURNED.value: "sheet.propose",
    SheetState.PROPOSED.value: "sheet.fix",
    SheetState.NATIONAL.value: "sheet.agree",
}


def sheets_waiting(duties: Iterable[Duty], *, day: date) -> list[SheetTask]:
    """The sheets whose step is the reader's; what the secretariat may do for an office is the office's step."""
    duties = tuple(duties)
    own = tuple(duty for duty in duties if duty.role is not Role.SECRETARIAT)
    rows = (
        SheetTask.objects.visible_to(duties, day)
        .filter(finalisation__closed_at=None)
        .exclude(state=SheetState.AGREED)
        .with_names()
    )
    return [
        row
        for row in rows
        if may(duties if row.state == SheetState.NATIONAL else own, _STEP[row.state], row.subject(), day=day)
    ]


def frameworks_of_indicators() -> Mapping[str, set[str]]:
    """Code of an indicator -> codes of the frameworks it hangs on by its alignments."""
    found: dict[str, set[str]] = defaultdict(set)
    for source, target in Alignment.objects.filter(source_kind="indicator", target_kind="goal").values_list(
        "source_code", "target_code"
    ):
        found[source].add(target.split("/")[0])
    return found


def _line(
    row: Indicator,
    task: Any,
    visible: set[int],
    came: datetime | None,
    frameworks: tuple[str, ...],
) -> SheetLine:
    since = task.since if task else came
    return SheetLine(
        indicator=row,
        task=task,
        missing=readiness_of(row.sheet),
        frameworks=frameworks,
        waits_with=_whose(task, row),
        since=civil_day(since) if since else None,
        due=due_of(task) if task else None,
        comments=task.waiting if task else 0,
        seen=task is not None and task.pk in visible,
    )


def _whose(task: SheetTask | None, row: Indicator) -> Role | None:
    """Whose step it is; a sheet that lacks something and is in no finalisation waits to be called."""
    if task is not None:
        return WAITS_WITH[SheetState(task.state)]
    return Role.SECRETARIAT if readiness_of(row.sheet) else None


def due_of(task: SheetTask) -> date | None:
    """The day proposed for the step a sheet waits for; None once it is agreed."""
    row = task.finalisation
    return {
        SheetState.CALLED: row.proposals_due_on,
        SheetState.RETURNED: row.comments_due_on,
        SheetState.PROPOSED: row.comments_due_on,
        SheetState.NATIONAL: row.closes_on,
    }.get(SheetState(task.state))


@dataclass(frozen=True)
class SheetWork:
    """One sheet in finalisation.

    Args:
        standing: what is negotiated of the sheet that holds.
        on_table: the wording on the table, None where none was proposed yet.
        latest: the number of the last wording, which a proposal starts from.
        changed: what the wording on the table changes of the sheet that holds.
        missing: the required fields the sheet would lack were that wording agreed; without one, those it lacks now.
        focal: who holds the focal point's role for the office that day.
    """

    task: SheetTask
    standing: dict[str, Any]
    on_table: SheetVersion | None
    latest: int
    changed: tuple[Change, ...]
    missing: tuple[str, ...]
    comments: tuple[SheetComment, ...]
    steps: tuple[SheetStep, ...]
    focal: Held | None


def read_sheet_work(task: SheetTask, *, day: date) -> SheetWork:
    """A sheet with its comments and steps."""
    standing = task.indicator.sheet
    version = task.version
    latest = task.indicator.versions.order_by("-number").values_list("number", flat=True).first()
    body = task.indicator.body
    return SheetWork(
        task=task,
        standing=standing,
        on_table=version,
        latest=latest or 0,
        changed=changes(standing, version.sheet) if version else (),
        missing=readiness_of(merged(standing, version.sheet) if version else standing),
        comments=tuple(task.comments.select_related("version")),
        steps=tuple(task.steps.select_related("version")),
        focal=holder_on(
            held([Role.FOCAL_POINT.value], day),
            body=body.code if body else "",
            offices=[task.organisation.code],
            role=Role.FOCAL_POINT.value,
            day=day,
        ),
    )


@dataclass(frozen=True)
class Wording:
    """A wording of a sheet, with what it changed of the one before it."""

    version: SheetVersion
    changed: tuple[Change, ...]


def read_wordings(indicator: Indicator, *, drafts: bool) -> list[Wording]:
    """The wordings of a sheet, the newest first; without drafts the first and what was agreed alone."""
    rows = list(indicator.versions.select_related("agreed_file").order_by("number"))
    if not drafts:
        rows = [row for row in rows if row.number == 1 or row.agreed_in]
    found = []
    before: SheetVersion | None = None
    for row in rows:
        found.append(Wording(row, changes(before.sheet, row.sheet) if before else ()))
        before = row
    return found[::-1]


def open_finalisations() -> list[Finalisation]:
    """The finalisations that run, with `called` and `agreed` counted."""
    return list(
        Finalisation.objects.filter(closed_at=None)
        .annotate(called=Count("tasks"), agreed=Count("tasks", filter=Q(tasks__state="agreed")))
        .prefetch_related("frameworks")
    )
