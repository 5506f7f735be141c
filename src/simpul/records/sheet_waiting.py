"""Whose step each sheet in finalisation waits for, since when and by when; which wait for one reader."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date

from django.db.models import Min

from ..core.finalisation import Calendar, SheetState, Waits, step_of_sheet
from ..core.permissions import Duty, Role, may
from .catalogue.sheets import open_comment
from .days import civil_day
from .directory import Designation, Organisation
from .models import SheetComment, SheetTask


def waits_of(tasks: Iterable[SheetTask], *, day: date) -> dict[int, Waits]:
    """Key of a sheet -> whose step it waits for on the day; two queries where one was proposed."""
    tasks = list(tasks)
    proposed = [task for task in tasks if task.state == SheetState.PROPOSED]
    reviewers = _reviewers(day) if proposed else ()
    said = _comments(proposed) if proposed else {}
    return {task.pk: _waits(task, reviewers, said, day) for task in tasks}


def _waits(task: SheetTask, reviewers: tuple[str, ...], said: _Said, day: date) -> Waits:
    row, came, own = task.finalisation, task.since, task.organisation.acronym
    if task.version is not None and task.state == SheetState.PROPOSED:
        came = max(came, task.version.made_at)
    proposer = _proposer(task, reviewers)
    others = {office: found for (key, office), found in said.items() if key == task.pk and office != proposer}
    return step_of_sheet(
        task.state,
        civil_day(came),
        office=own,
        days=Calendar(row.proposals_due_on, row.comments_due_on, row.closes_on),
        commented={office: others.get(office, _NOTHING)[0] for office in reviewers if office != proposer},
        remarked=min((opened for _first, opened in others.values() if opened), default=None),
        today=day,
    )


def _proposer(task: SheetTask, reviewers: tuple[str, ...]) -> str:
    """The office that does not review the wording on the table, for it proposed it.

    Where the secretariat proposed on the office's behalf, its reviewers have not spoken yet: they are asked too.
    """
    own = task.organisation.acronym
    on_behalf = task.version is not None and bool(task.version.on_behalf_of)
    return "" if on_behalf and own in reviewers else own


def _reviewers(day: date) -> tuple[str, ...]:
    """The offices whose people comment on definitions that day, by acronym."""
    rows = Designation.objects.on(day).filter(role=Role.DEFINITION_REVIEWER.value)
    return tuple(sorted(set(rows.values_list("organisation__acronym", flat=True))))


#: Sheet and office -> the day it first commented, and the day of its first comment without an answer.
_Said = Mapping[tuple[int, str], tuple[date | None, date | None]]
_NOTHING = (None, None)


def _comments(tasks: list[SheetTask]) -> _Said:
    """What each office said of the wording that is on the table."""
    rows = (
        SheetComment.objects.filter(version__in=[task.version_id for task in tasks], task__in=tasks)
        .order_by()
        .values_list("task", "office")
        .annotate(first=Min("at"), opened=Min("at", filter=open_comment()))
    )
    return {
        (task, office): (civil_day(first), civil_day(opened) if opened else None)
        for task, office, first, opened in rows
    }


#: Whose step -> the verb that takes it.
_STEP = {
    Role.FOCAL_POINT: "sheet.propose",
    Role.DEFINITION_REVIEWER: "sheet.comment",
    Role.COORDINATOR: "sheet.fix",
    Role.SECRETARIAT: "sheet.agree",
}


def steps_of(
    duties: Iterable[Duty], tasks: Iterable[SheetTask], waits: Mapping[int, Waits], *, day: date
) -> set[int]:
    """Keys of the sheets whose step is the reader's; what the secretariat may do for an office is the office's."""
    duties = tuple(duties)
    acronyms = dict(
        Organisation.objects.filter(code__in={duty.organisation for duty in duties}).values_list(
            "code", "acronym"
        )
    )
    found = set()
    for task in tasks:
        wait = waits[task.pk]
        if wait.role and may(_fit(duties, wait, acronyms), _STEP[wait.role], task.subject(), day=day):
            found.add(task.pk)
    return found


def _fit(duties: tuple[Duty, ...], wait: Waits, acronyms: Mapping[str, str]) -> tuple[Duty, ...]:
    """The duties by which a reader takes a step that waits."""
    if wait.role is Role.DEFINITION_REVIEWER:
        mine = (duty for duty in duties if duty.role is wait.role)
        return tuple(duty for duty in mine if acronyms.get(duty.organisation) in wait.offices)
    if wait.role is Role.SECRETARIAT:
        return duties
    return tuple(duty for duty in duties if duty.role is not Role.SECRETARIAT)


def sheets_waiting(duties: Iterable[Duty], *, day: date) -> list[tuple[SheetTask, Waits]]:
    """The sheets whose step is the reader's, those due first."""
    duties = tuple(duties)
    rows = list(
        SheetTask.objects.visible_to(duties, day)
        .filter(finalisation__closed_at=None)
        .exclude(state=SheetState.AGREED)
        .with_names()
        .select_related("version")
    )
    waits = waits_of(rows, day=day)
    mine = steps_of(duties, rows, waits, day=day) if rows else set()
    found = [(row, waits[row.pk]) for row in rows if row.pk in mine]
    return sorted(found, key=lambda one: one[1].due or date.max)
