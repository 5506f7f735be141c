"""What is asked of us: rounds, finalisations and requests in one list, by whom, by when, how far, who still owes."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import F

from ..core.finalisation import SheetState
from ..core.permissions import NOWHERE, OPEN_STATES, Duty, may
from ..core.reporting import SOON_DAYS
from ..core.requests import OWED
from .finalisation_reading import due_of
from .models import Finalisation, Request, Round, SheetTask, Task
from .request_list import Owes, RequestLine, lines_of, owes_of


@dataclass(frozen=True)
class Asked:
    """Something asked of us.

    Args:
        kind: `round`, `finalisation` or `request`; `key` is its row.
        title_id, title_en: what it is; `asked_by` who asks (empty: we ask ourselves); `of` a round's obligation.
        deadline: the asker's date; None where none was given.
        our_due: our own next date within it; `stage` which one (`core.requests.STAGES`, or `answers` of a round).
        asked, answered: pieces of work (tasks of a round, sheets, items of a request) the reader may see.
        mine: an office of the reader owes, or the next step is one the reader may take.
        days: until our own date, below 0 so many after it.
        late: our own date is past; `overdue`: the asker's.
        owes: the offices that still owe, the latest first.
    """

    kind: str
    key: int
    code: str
    title_id: str
    title_en: str
    asked_by: str
    deadline: date | None
    our_due: date | None
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

    @property
    def due(self) -> date | None:
        """Our own next date, as clocks call it."""
        return self.our_due


def asked_of_us(duties: Iterable[Duty], *, day: date, most: int = 200) -> tuple[Asked, ...]:
    """Everything open that is asked of us and the reader may see: by our own next date, seven queries.

    Args:
        most: so many requests at most, those due first; the list of requests shows all of them by pages.
    """
    duties = tuple(duties)
    found = [*_rounds(duties, day), *_finalisations(duties, day), *_requests(duties, day, most)]
    far = date.max
    return tuple(
        sorted(found, key=lambda one: (one.our_due or one.deadline or far, one.deadline or far, one.code))
    )


def _offices(duties: tuple[Duty, ...], day: date) -> set[str]:
    """The offices the reader works for on the day."""
    return {duty.organisation for duty in duties if duty.on(day)}


def _rounds(duties: tuple[Duty, ...], day: date) -> list[Asked]:
    tasks = Task.objects.visible_to(duties, day).filter(round__closed_at__isnull=True)
    by_round: dict[int, list[Task]] = {}
    for task in tasks.select_related("body", "organisation"):
        by_round.setdefault(task.round_id, []).append(task)
    rounds = Round.objects.filter(pk__in=by_round).select_related("obligation")
    own = _offices(duties, day)
    return [_round(row, by_round[row.pk], own, day) for row in rounds]


def _round(row: Round, tasks: list[Task], own: set[str], day: date) -> Asked:
    owed = [task for task in tasks if task.state in OPEN_STATES]
    dates = [task.due_current for task in owed]
    due = min(dates, default=row.due_on)
    days = (due - day).days
    return Asked(
        kind="round",
        key=row.pk,
        code=row.period,
        title_id=row.obligation.name_id,
        title_en=row.obligation.name_en,
        asked_by="",
        deadline=row.closes_on,
        our_due=due,
        stage="answers",
        state="in_work" if owed else "answered",
        asked=len(tasks),
        answered=len(tasks) - len(owed),
        late=bool(owed) and days < 0,
        soon=bool(owed) and 0 <= days <= SOON_DAYS,
        overdue=bool(owed) and row.closes_on < day,
        owes=owes_of(
            [(task.organisation.acronym, task.body.acronym, 1, task.due_current) for task in owed], day
        ),
        mine=any(task.organisation.code in own for task in owed),
        of=row.obligation.code,
        days=days,
    )


def _finalisations(duties: tuple[Duty, ...], day: date) -> list[Asked]:
    tasks = SheetTask.objects.visible_to(duties, day).filter(finalisation__closed_at=None).with_names()
    by_call: dict[int, list[SheetTask]] = {}
    for task in tasks:
        by_call.setdefault(task.finalisation_id, []).append(task)
    own = _offices(duties, day)
    return [_finalisation(rows[0].finalisation, rows, own, day) for rows in by_call.values()]


#: Where a wording of its office is still to come.
_TO_PROPOSE = (SheetState.CALLED.value, SheetState.RETURNED.value)


def _finalisation(row: Finalisation, tasks: list[SheetTask], own: set[str], day: date) -> Asked:
    owed = [task for task in tasks if task.state in _TO_PROPOSE]
    due = min((one for one in map(due_of, tasks) if one), default=None)
    days = (due - day).days if due else None
    return Asked(
        kind="finalisation",
        key=row.pk,
        code=str(row.pk),
        title_id=row.title_id,
        title_en=row.title_en,
        asked_by="",
        deadline=row.closes_on,
        our_due=due,
        stage="answers" if owed else "clearance" if due else "",
        state="in_work" if owed else "clearance" if due else "answered",
        asked=len(tasks),
        answered=len(tasks) - len(owed),
        late=days is not None and days < 0,
        soon=days is not None and 0 <= days <= SOON_DAYS,
        overdue=due is not None and row.closes_on < day,
        owes=owes_of([_owed(task) for task in owed], day),
        mine=any(task.organisation.code in own for task in owed),
        days=days,
    )


def _owed(task: SheetTask) -> tuple[str, str, int, date | None]:
    body = task.indicator.body
    return task.organisation.acronym, body.acronym if body else "", 1, due_of(task)


def _requests(duties: tuple[Duty, ...], day: date, most: int) -> list[Asked]:
    rows = Request.objects.visible_to(duties, day).filter(state__in=OWED)
    shown = list(rows.order_by(F("deadline").asc(nulls_last=True), "-pk")[:most])
    return [_request(line, duties, day) for line in lines_of(shown, duties, day)]


#: The stage a request is in -> the verb that carries it on; answers are the offices', until they are asked.
_STEPS = {"consolidation": "request.consolidate", "clearance": "request.clear", "sending": "request.send"}


def _request(line: RequestLine, duties: tuple[Duty, ...], day: date) -> Asked:
    row = line.request
    verb = "request.split" if row.state == "registered" else _STEPS.get(line.clock.stage, "")
    return Asked(
        kind="request",
        key=row.pk,
        code=row.code,
        title_id=row.subject,
        title_en=row.subject,
        asked_by=row.sender,
        deadline=row.deadline,
        our_due=line.clock.due,
        stage=line.clock.stage,
        state=row.state,
        asked=line.items,
        answered=line.answered,
        late=line.clock.late,
        soon=line.clock.soon,
        overdue=line.clock.overdue,
        owes=line.owes,
        mine=bool(line.mine) or bool(verb and may(duties, verb, NOWHERE, day=day)),
        days=line.clock.days,
    )
