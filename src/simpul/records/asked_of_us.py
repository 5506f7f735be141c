"""What is asked of us: rounds, finalisations and requests in one list, by whom, by when, how far, who still owes."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from ..core.finalisation import SheetState, Waits
from ..core.permissions import OPEN_STATES, Duty
from ..core.requests import OWED, against, urgency
from .models import Request, Round, SheetTask, Task
from .request_clock import in_order
from .request_list import Owes, RequestLine, lines_of, owes_of
from .request_waiting import RequestDuty, requests_waiting
from .sheet_waiting import steps_of, waits_of
from .waiting import at_step, in_clearance, is_mine


@dataclass(frozen=True)
class Asked:
    """Something asked of us.

    Args:
        kind: `round`, `finalisation` or `request`; `key` is its row.
        title_id, title_en: what it is; `asked_by` who asks (empty: we ask ourselves); `of` a round's obligation.
        deadline: the asker's date, of a request that was answered the one of what it asks back; None = none given.
        due: the date that binds the reader: our own next date where it is past, else that of the step that is his,
            else our own next date, else the deadline; `stage` what is due then (`core.requests.STAGES`, `answers`
            of a round, `deadline`).
        asked, answered: pieces of work (tasks of a round, sheets, items of a request) the reader may see.
        mine: something in it waits for the reader, as the list of what waits says (`records.waiting`,
            `records.request_waiting`, `records.sheet_waiting`).
        days: until the date that binds, below 0 so many after it.
        late: that date is past; `overdue`: the asker's.
        owes: the offices that still owe, the latest first.
    """

    kind: str
    key: int
    code: str
    title_id: str
    title_en: str
    asked_by: str
    deadline: date | None
    due: date | None
    stage: str
    state: str
    asked: int
    answered: int
    late: bool
    soon: bool
    overdue: bool
    owes: tuple[Owes, ...]
    mine: bool = False
    of: str = ""
    days: int | None = None


def asked_of_us(
    duties: Iterable[Duty], *, person: int | None = None, day: date, most: int = 200
) -> tuple[Asked, ...]:
    """Everything open that is asked of us and the reader may see, the most urgent first: thirteen queries.

    Args:
        person: the reader, who is not told to clear what is his own work.
        most: so many requests at most, those due first; the list of requests shows all of them by pages.
    """
    duties = tuple(duties)
    found = [*_rounds(duties, day), *_finalisations(duties, day), *_requests(duties, person, day, most)]
    return tuple(
        sorted(found, key=lambda one: (*urgency(one.due, mine=one.mine), one.deadline or date.max, one.code))
    )


def _rounds(duties: tuple[Duty, ...], day: date) -> list[Asked]:
    tasks = Task.objects.visible_to(duties, day).filter(round__closed_at__isnull=True)
    by_round: dict[int, list[Task]] = {}
    waits: dict[int, list[date]] = {}
    for task in tasks.with_office().prefetch_related(in_clearance()):
        by_round.setdefault(task.round_id, []).append(task)
        if is_mine(task, at_step(task), duties, day):
            waits.setdefault(task.round_id, []).append(task.due_current)
    rounds = Round.objects.filter(pk__in=by_round).select_related("obligation")
    return [_round(row, by_round[row.pk], waits.get(row.pk, []), day) for row in rounds]


def _round(row: Round, tasks: list[Task], mine: list[date], day: date) -> Asked:
    owed = [task for task in tasks if task.state in OPEN_STATES]
    ours = min((task.due_current for task in owed), default=row.due_on)
    due = min(mine) if mine and not against(ours, today=day, owed=bool(owed)).late else ours
    stand = against(due, today=day, owed=bool(owed))
    return Asked(
        kind="round",
        key=row.pk,
        code=row.period,
        title_id=row.obligation.name_id,
        title_en=row.obligation.name_en,
        asked_by="",
        deadline=row.closes_on,
        due=due,
        stage="answers",
        state="in_work" if owed else "answered",
        asked=len(tasks),
        answered=len(tasks) - len(owed),
        late=stand.late,
        soon=stand.soon,
        overdue=against(row.closes_on, today=day, owed=bool(owed)).late,
        owes=owes_of(
            [(task.organisation.acronym, task.body.acronym, 1, task.due_current) for task in owed], day
        ),
        mine=bool(mine),
        of=row.obligation.code,
        days=stand.days,
    )


def _finalisations(duties: tuple[Duty, ...], day: date) -> list[Asked]:
    tasks = SheetTask.objects.visible_to(duties, day).filter(finalisation__closed_at=None).with_names()
    rows = list(tasks.select_related("version"))
    waits = waits_of(rows, day=day)
    mine = steps_of(duties, rows, waits, day=day) if rows else set()
    by_call: dict[int, list[SheetTask]] = {}
    for task in rows:
        by_call.setdefault(task.finalisation_id, []).append(task)
    return [_finalisation(found, waits, mine, day) for found in by_call.values()]


#: Where a wording of its office is still to come.
_TO_PROPOSE = (SheetState.CALLED.value, SheetState.RETURNED.value)


def _finalisation(tasks: list[SheetTask], waits: Mapping[int, Waits], mine: set[int], day: date) -> Asked:
    row = tasks[0].finalisation
    owed = [task for task in tasks if task.state in _TO_PROPOSE]
    awaited = [task for task in tasks if waits[task.pk].due]
    first = min(awaited, key=lambda task: urgency(waits[task.pk].due)) if awaited else None
    own = min(
        (task for task in awaited if task.pk in mine),
        key=lambda task: urgency(waits[task.pk].due),
        default=first,
    )
    if first is not None and against(waits[first.pk].due, today=day).late:
        own = first
    due = waits[own.pk].due if own else None
    stand = against(due, today=day)
    return Asked(
        kind="finalisation",
        key=row.pk,
        code=str(row.pk),
        title_id=row.title_id,
        title_en=row.title_en,
        asked_by="",
        deadline=row.closes_on,
        due=due,
        stage=("answers" if own.state in _TO_PROPOSE else "clearance") if own else "",
        state="in_work" if owed else "clearance" if due else "answered",
        asked=len(tasks),
        answered=len(tasks) - len(owed),
        late=stand.late,
        soon=stand.soon,
        overdue=against(row.closes_on, today=day, owed=due is not None).late,
        owes=owes_of([one for task in tasks for one in _owed(task, waits[task.pk])], day),
        mine=any(task.pk in mine for task in tasks),
        days=stand.days,
    )


def _owed(task: SheetTask, waits: Waits) -> list[tuple[str, str, int, date | None]]:
    """The offices that owe a sheet something: its own a wording or an answer, those that review it a comment."""
    body = task.indicator.body
    return [(office, body.acronym if body else "", 1, waits.due) for office in waits.offices]


def _requests(duties: tuple[Duty, ...], person: int | None, day: date, most: int) -> list[Asked]:
    rows = Request.objects.visible_to(duties, day).filter(state__in=OWED)
    shown = list(in_order(rows)[:most])
    steps: dict[int, RequestDuty] = {}
    for one in requests_waiting(duties, person=person, day=day):  # what is due first before
        steps.setdefault(one.request.pk, one)
    return [_request(line, steps.get(line.request.pk), day) for line in lines_of(shown, duties, day)]


#: What waits for a reader in a request -> the stage it belongs to.
_STAGE_OF = {
    "answer": "answers",
    "split": "answers",
    "route": "answers",
    "consolidate": "consolidation",
    "put_forward": "consolidation",
    "clear": "clearance",
    "send": "sending",
}


def _binding(line: RequestLine, step: RequestDuty | None) -> tuple[date | None, str]:
    """The date that binds the reader of a request, and what is due then."""
    clock = line.clock
    if step is not None and step.due is not None and not clock.late:
        return step.due, _STAGE_OF[step.kind]
    if clock.due is not None and clock.due != clock.wanted:
        return clock.due, clock.stage
    return clock.wanted, "deadline" if clock.wanted else clock.stage


def _request(line: RequestLine, step: RequestDuty | None, day: date) -> Asked:
    row = line.request
    due, stage = _binding(line, step)
    stand = against(due, today=day)
    return Asked(
        kind="request",
        key=row.pk,
        code=row.code,
        title_id=row.subject,
        title_en=row.subject,
        asked_by=row.sender,
        deadline=line.clock.wanted,
        due=due,
        stage=stage,
        state=row.state,
        asked=line.items,
        answered=line.answered,
        late=stand.late,
        soon=stand.soon,
        overdue=line.clock.overdue,
        owes=line.owes,
        mine=step is not None,
        days=stand.days,
    )
