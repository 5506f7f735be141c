"""What is asked of us: rounds and requests in one list, by whom, by when, how much is answered, who still owes."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import F

from ..core.permissions import OPEN_STATES, Duty
from ..core.reporting import SOON_DAYS
from ..core.requests import OWED
from .models import Request, Round, Task
from .request_reading import Owes, RequestLine, lines_of, owes_of


@dataclass(frozen=True)
class Asked:
    """Something asked of us.

    Args:
        kind: `round` or `request`; `key` is its row.
        title_id, title_en: what it is; `asked_by` who asks (of a round, the obligation's code).
        deadline: the asker's date; None where none was given.
        our_due: our own next date within it; `stage` which one (`core.requests.STAGES`, or `answers` of a round).
        asked, answered: pieces of work (tasks of a round, items of a request) the reader may see.
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


def asked_of_us(duties: Iterable[Duty], *, day: date, most: int = 200) -> tuple[Asked, ...]:
    """Everything open that is asked of us and the reader may see: by our own next date, six queries.

    Args:
        most: so many requests at most, those due first; the list of requests shows all of them by pages.
    """
    duties = tuple(duties)
    found = [*_rounds(duties, day), *_requests(duties, day, most)]
    far = date.max
    return tuple(
        sorted(found, key=lambda one: (one.our_due or one.deadline or far, one.deadline or far, one.code))
    )


def _rounds(duties: tuple[Duty, ...], day: date) -> list[Asked]:
    tasks = Task.objects.visible_to(duties, day).filter(round__closed_at__isnull=True)
    by_round: dict[int, list[Task]] = {}
    for task in tasks.select_related("body", "organisation"):
        by_round.setdefault(task.round_id, []).append(task)
    rounds = Round.objects.filter(pk__in=by_round).select_related("obligation")
    return [_round(row, by_round[row.pk], day) for row in rounds]


def _round(row: Round, tasks: list[Task], day: date) -> Asked:
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
        asked_by=row.obligation.code,
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
    )


def _requests(duties: tuple[Duty, ...], day: date, most: int) -> list[Asked]:
    rows = Request.objects.visible_to(duties, day).filter(state__in=OWED)
    shown = list(rows.order_by(F("deadline").asc(nulls_last=True), "-pk")[:most])
    return [_request(line) for line in lines_of(shown, duties, day)]


def _request(line: RequestLine) -> Asked:
    row = line.request
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
    )
