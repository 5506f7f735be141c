"""Incoming requests as rules: states, internal dates, and what an approval binds.

A request is split into items; offices answer them, the national answer of each is put together, all of them are
cleared and delivered as one version. A clarification opens its item alone and leads to the next version.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from enum import StrEnum
from itertools import pairwise
from math import ceil
from typing import Any

from .errors import Problem
from .permissions import Duty, Role, Subject, allowing, roles_with
from .reporting import SOON_DAYS
from .workdays import WEEKEND, Calendar, Dates, backwards


class RequestState(StrEnum):
    """Where a request stands."""

    REGISTERED = "registered"
    IN_WORK = "in_work"
    CONSOLIDATED = "consolidated"
    CLEARANCE = "clearance"
    CLEARED = "cleared"
    DELIVERED = "delivered"
    CLARIFICATION = "clarification"
    CLOSED = "closed"


class ItemState(StrEnum):
    """Where an item stands."""

    NEW = "new"
    ASKED = "asked"
    ANSWERED = "answered"
    CONSOLIDATED = "consolidated"
    DELIVERED = "delivered"


class OfficeState(StrEnum):
    """Where an office stands with an item."""

    ASKED = "asked"
    ANSWERED = "answered"
    RETURNED = "returned"


class AnswerKind(StrEnum):
    """What is answered: a text, or that there is nothing to tell, with the reason."""

    ANSWER = "answer"
    UNAVAILABLE = "unavailable"


_R, _I = RequestState, ItemState

#: state -> verb -> state; what is absent is refused.
REQUEST_MOVES: dict[RequestState, dict[str, RequestState]] = {
    _R.REGISTERED: {
        "send_out": _R.IN_WORK,
        "gather": _R.CONSOLIDATED,
        "work": _R.REGISTERED,
        "close": _R.CLOSED,
    },
    _R.IN_WORK: {"send_out": _R.IN_WORK, "gather": _R.CONSOLIDATED, "work": _R.IN_WORK, "close": _R.CLOSED},
    _R.CONSOLIDATED: {
        "send_out": _R.IN_WORK,
        "gather": _R.CONSOLIDATED,
        "work": _R.IN_WORK,
        "clarify": _R.CLARIFICATION,
        "put_forward": _R.CLEARANCE,
        "close": _R.CLOSED,
    },
    _R.CLEARANCE: {"clear": _R.CLEARANCE, "accept": _R.CLEARED, "return": _R.CONSOLIDATED},
    _R.CLEARED: {"return": _R.CONSOLIDATED, "deliver": _R.DELIVERED},
    _R.DELIVERED: {"clarify": _R.CLARIFICATION, "close": _R.CLOSED},
    _R.CLARIFICATION: {
        "send_out": _R.CLARIFICATION,
        "clarify": _R.CLARIFICATION,
        "work": _R.CLARIFICATION,
        "gather": _R.CONSOLIDATED,
    },
    _R.CLOSED: {},
}
ITEM_MOVES: dict[ItemState, dict[str, ItemState]] = {
    _I.NEW: {"ask": _I.ASKED, "consolidate": _I.CONSOLIDATED},
    _I.ASKED: {"ask": _I.ASKED, "answer": _I.ANSWERED, "consolidate": _I.CONSOLIDATED},
    _I.ANSWERED: {
        "ask": _I.ASKED,
        "answer": _I.ANSWERED,
        "consolidate": _I.CONSOLIDATED,
    },
    _I.CONSOLIDATED: {
        "ask": _I.ASKED,
        "consolidate": _I.CONSOLIDATED,
        "deliver": _I.DELIVERED,
    },
    _I.DELIVERED: {"ask": _I.ASKED, "deliver": _I.DELIVERED},
}

#: States in which items are worked on.
IN_HAND = frozenset({_R.REGISTERED.value, _R.IN_WORK.value, _R.CONSOLIDATED.value, _R.CLARIFICATION.value})
#: States in which the sender still waits for an answer.
OWED = frozenset(state.value for state in _R if state not in (_R.DELIVERED, _R.CLOSED))


def move_request(state: str, verb: str) -> RequestState:
    """The state of a request after a verb.

    >>> move_request("delivered", "clarify").value
    'clarification'

    Raises:
        Problem: `ACCOUNTS-WRONG-STATE`.
    """
    after = REQUEST_MOVES[RequestState(state)].get(verb)
    if after is None:
        raise Problem("ACCOUNTS-WRONG-STATE", params={"state": state})
    return after


def can_move(state: str, verb: str) -> bool:
    """Whether a verb is possible in a state of a request.

    >>> can_move("consolidated", "put_forward"), can_move("clearance", "close")
    (True, False)
    """
    return verb in REQUEST_MOVES[RequestState(state)]


def move_item(state: str, verb: str) -> ItemState:
    """The state of an item after a verb.

    Raises:
        Problem: `ACCOUNTS-WRONG-STATE`.
    """
    after = ITEM_MOVES[ItemState(state)].get(verb)
    if after is None:
        raise Problem("ACCOUNTS-WRONG-STATE", params={"state": state})
    return after


def gathered(items: Collection[str]) -> bool:
    """Whether every item has its national answer, so that all can be put forward; of none it is not so."""
    return bool(items) and set(items) <= {ItemState.CONSOLIDATED.value, ItemState.DELIVERED.value}


def all_answered(offices: Iterable[str]) -> bool:
    """Whether no office asked still owes its answer."""
    return all(state == OfficeState.ANSWERED.value for state in offices)


# --- dates ------------------------------------------------------------------------------------------------------

#: What has to be finished, in this order.
STAGES = ("answers", "consolidation", "clearance", "sending")


@dataclass(frozen=True)
class Handling:
    """How a country handles requests: who clears what leaves it, its weekend, and the working days per stage.

    Args:
        chain: roles that clear, in their order.
        days: stage -> working days between its end and the end of the next; of `sending`: before the deadline.
        answers_share: percent of the working days until the deadline that the offices have at least; where `days`
            leave them less, the stages after theirs get shorter, each by its part.
    """

    area: str = ""
    chain: tuple[str, ...] = (Role.COORDINATOR.value, Role.SOCA_LEADER.value)
    days: Mapping[str, int] = field(
        default_factory=lambda: {"answers": 3, "consolidation": 2, "clearance": 1, "sending": 1}
    )
    weekend: frozenset[int] = WEEKEND
    answers_share: int = 0


#: How a letter is to be kept: read by those concerned, by few, by fewest.
CLASSES: tuple[str, ...] = ("ordinary", "restricted", "secret")


def clearing_roles() -> frozenset[str]:
    """The roles of a chain that may clear a request's answers, by the permission table."""
    return frozenset(role.value for role in roles_with("request.clear"))


def check_chain(chain: Sequence[str]) -> None:
    """A chain has at least one role, each once, and each may clear what goes out.

    Raises:
        Problem: `REQUESTS-CHAIN`.
    """
    if not chain or len(set(chain)) != len(chain) or not set(chain) <= clearing_roles():
        raise Problem("REQUESTS-CHAIN", params={"roles": ", ".join(chain) or "–"})


def handling_of(body: Mapping[str, Any] | None) -> Handling:
    """How the content says requests are handled; the defaults where it says nothing.

    >>> handling_of({"area": "IDN", "chain": ["coordinator"], "weekend": [6, 7]}).chain
    ('coordinator',)
    """
    if not body:
        return Handling()
    usual = Handling()
    return Handling(
        area=str(body.get("area", "")),
        chain=tuple(body.get("chain") or usual.chain),
        days={name: int(body.get(f"{name}_days", usual.days[name])) for name in STAGES},
        weekend=frozenset(day - 1 for day in body["weekend"]) if body.get("weekend") else usual.weekend,
        answers_share=int(body.get("answers_share", usual.answers_share)),
    )


def internal_dates(deadline: date | None, *, today: date, handling: Handling, calendar: Calendar) -> Dates:
    """The dates proposed inside the country, backwards from the sender's; none without a deadline."""
    if deadline is None:
        return Dates({})
    left = calendar.between(today, deadline)
    share = ceil(left * handling.answers_share / 100)
    days = shortened(handling.days, left - share) if share else handling.days
    found = backwards(deadline, [(name, days[name]) for name in STAGES], today=today, calendar=calendar)
    after = dict(pairwise(STAGES))
    short = {*found.squeezed, *(after.get(name, "") for name in STAGES if days[name] < handling.days[name])}
    return Dates(found.on, tuple(name for name in STAGES if name in short))


def shortened(days: Mapping[str, int], most: int) -> Mapping[str, int]:
    """The days of stages that together may take so many at most: each shortened by its part, whole days only.

    >>> shortened({"answers": 3, "consolidation": 2, "clearance": 1, "sending": 1}, 4)
    {'answers': 2, 'consolidation': 1, 'clearance': 1, 'sending': 0}
    """
    wanted = sum(days.values())
    if wanted <= most:
        return days
    found = {name: number * most // wanted for name, number in days.items()}
    by_rest = sorted(days, key=lambda name: -(days[name] * most % wanted))
    for name in by_rest[: most - sum(found.values())]:
        found[name] += 1
    return found


def check_letter(*, letter_date: date | None, received_on: date, today: date) -> None:
    """A letter is received on or after its own date, and not in the future.

    Raises:
        Problem: `REQUESTS-LETTER-DATES`.
    """
    if received_on > today or (letter_date is not None and letter_date > received_on):
        params = {"letter_day": (letter_date or received_on).isoformat(), "received": received_on.isoformat()}
        raise Problem("REQUESTS-LETTER-DATES", place="received_on", params=params)


def check_deadline(deadline: date | None, *, today: date, note: str) -> None:
    """No deadline, or one already past, is taken only with a note of what was agreed with the sender.

    Raises:
        Problem: `REQUESTS-NO-DEADLINE`, `REQUESTS-DEADLINE-PAST`.
    """
    if note.strip():
        return
    if deadline is None:
        raise Problem("REQUESTS-NO-DEADLINE", place="deadline")
    if deadline < today:
        raise Problem("REQUESTS-DEADLINE-PAST", place="deadline", params={"due": deadline.isoformat()})


def check_internal(dates: Mapping[str, date | None], *, deadline: date | None) -> None:
    """Internal dates follow each other in the order of work, the last by the sender's deadline where it may be.

    A deadline that was past when the request came binds nothing any more (its note says what was agreed).

    Raises:
        Problem: `REQUESTS-DATES-ORDER` naming the stage.
    """
    last: date | None = None
    for name in STAGES:
        day = dates.get(name)
        if day is None:
            continue
        if (last is not None and day < last) or (deadline is not None and day > deadline):
            bound = last if last is not None and day < last else deadline
            params = {"day": day.isoformat(), "current": bound.isoformat() if bound else ""}
            raise Problem("REQUESTS-DATES-ORDER", place=name, params=params)
        last = day


@dataclass(frozen=True)
class Against:
    """How something owed stands against its date, which is the end of that day.

    Args:
        due: the date; None where there is none.
        days: until it, below 0 so many after it; None without a date.
        late: it is past; `soon`: within a week.
    """

    due: date | None
    days: int | None
    late: bool
    soon: bool


def against(due: date | None, *, today: date, owed: bool = True) -> Against:
    """Late, due soon or neither; what is not owed is neither.

    >>> against(date(2026, 4, 9), today=date(2026, 4, 10)).late
    True
    >>> against(date(2026, 4, 9), today=date(2026, 4, 10), owed=False)
    Against(due=datetime.date(2026, 4, 9), days=-1, late=False, soon=False)
    """
    days = (due - today).days if due else None
    first, last = soon_days(today)
    return Against(
        due,
        days,
        late=owed and due is not None and due < first,
        soon=owed and due is not None and first <= due <= last,
    )


def urgency(due: date | None, *, mine: bool = True) -> tuple[date, bool]:
    """The order of what is to be done: what is past due, then by the day due, the reader's own step before others'.

    What has no date stands last.

    >>> urgency(date(2026, 4, 9)) < urgency(date(2026, 4, 10)) < urgency(date(2026, 4, 10), mine=False) < urgency(None)
    True
    """
    return due or date.max, not mine


def soon_days(today: date) -> tuple[date, date]:
    """The first and last day that is soon; a date before the first is late."""
    return today, today + timedelta(days=SOON_DAYS)


def item_number(text: str) -> str:
    """The number of an item as a sentence says it: without the full stop of the list it stands in.

    >>> item_number("4."), item_number("B.2"), item_number("...")
    ('4', 'B.2', '...')
    """
    return text.rstrip(".") or text


def is_owed(*, request: str, item: str, office: str) -> bool:
    """Whether an item waits for an office, by the states of all three: of a request put away nothing is owed.

    >>> is_owed(request="in_work", item="asked", office="returned")
    True
    >>> is_owed(request="closed", item="asked", office="asked")
    False
    """
    return request in IN_HAND and item == ItemState.ASKED and office != OfficeState.ANSWERED


def office_subject(*, body: str, office: str, state: str, lead: str) -> Subject:
    """What one office is asked, as the permission table sees it: each is judged by itself.

    Its own people of the body answer for it; an alternate of the body from another ministry only for the office
    that leads the body, whose focal point he stands in for.

    Args:
        lead: code of the office that leads the body that day; empty where none does.
    """
    return Subject(body, frozenset({office}), state, frozenset({lead} - {""}))


@dataclass(frozen=True)
class RequestClock:
    """Which stage a request is in, and how it stands against that stage's date and the sender's.

    Args:
        stage: one of `STAGES`; empty where nothing is owed.
        due: the stage's date; None where none was set.
        days: until it, below 0 so many after it.
        late: the stage's date is past.
        soon: within a week.
        wanted: the sender's own date: the deadline; once delivered, the earliest of what is asked back.
        overdue: that date is past.
        dates: the dates inside the country that count now (`dates_that_count`).
    """

    stage: str
    due: date | None
    days: int | None
    late: bool
    soon: bool
    wanted: date | None
    overdue: bool
    dates: Mapping[str, date | None] = field(default_factory=dict)


def dates_that_count(
    first: Mapping[str, date | None],
    *,
    delivered: bool = False,
    asked_back: date | None = None,
    before_it: Mapping[str, date | None] | None = None,
) -> Mapping[str, date | None]:
    """Our own dates by which a request is measured: those first set, until its sender asks back what it was given.

    Args:
        delivered: the sender has a version.
        asked_back: the earliest date of the clarifications that were not delivered yet.
        before_it: our own dates computed backwards from it; where one was not recorded the sender's stands for it.
    """
    if not delivered:
        return first
    return {name: (before_it or {}).get(name) or asked_back for name in STAGES}


def stage_of(state: str, *, waits_for_offices: bool) -> str:
    """The stage a request is in; empty where nothing is owed.

    >>> stage_of("in_work", waits_for_offices=True), stage_of("cleared", waits_for_offices=False)
    ('answers', 'sending')
    """
    if state not in OWED:
        return ""
    if state in (RequestState.CLEARANCE, RequestState.CLEARED):
        return {"clearance": "clearance", "cleared": "sending"}[state]
    return "answers" if waits_for_offices or state == RequestState.REGISTERED else "consolidation"


def request_clock(
    *,
    state: str,
    waits_for_offices: bool,
    dates: Mapping[str, date | None],
    deadline: date | None,
    today: date,
    delivered: bool = False,
    asked_back: date | None = None,
    before_it: Mapping[str, date | None] | None = None,
) -> RequestClock:
    """Late, due soon or neither, at the stage the request is in; a date is the end of that day.

    A deadline is met for good once a version was sent: after that what is asked back has dates of its own.

    Args:
        delivered, asked_back, before_it: as `dates_that_count` takes them.
    """
    stage = stage_of(state, waits_for_offices=waits_for_offices)
    wanted = asked_back if delivered else deadline
    counts = dates_that_count(dates, delivered=delivered, asked_back=asked_back, before_it=before_it)
    due = counts.get(stage) if stage else None
    stand = against(due, today=today)
    return RequestClock(
        stage=stage,
        due=due,
        days=stand.days,
        late=stand.late,
        soon=stand.soon,
        wanted=wanted,
        overdue=against(wanted, today=today, owed=bool(stage)).late,
        dates=counts if stage else dates,
    )


# --- who clears -------------------------------------------------------------------------------------------------


def may_clear_request(duties: Iterable[Duty], *, role: str, day: date) -> tuple[Duty, ...]:
    """The duties by which somebody may take the step of a request's chain that waits."""
    return tuple(duty for duty in allowing(duties, "request.clear", day=day) if duty.role == role)


# --- what an approval binds ---------------------------------------------------------------------------------------

#: Which recipe the hash of a delivery is made by; whoever binds more or less raises it.
RECIPE = 1


def question_digest(text_id: str, text_en: str, anchor: str) -> str:
    """SHA-256 of what an item asks and where its answer goes in the sender's form."""
    return hashlib.sha256(json.dumps([text_id, text_en, anchor], ensure_ascii=False).encode()).hexdigest()


def delivery_hash(*, answers: Sequence[Mapping[str, Any]], files: Sequence[Mapping[str, Any]]) -> str:
    """SHA-256 over what is to be delivered, the same for the same content in any order.

    Args:
        answers: one mapping per item (number, anchor, question, kind, text in both languages, figures).
        files: part and sha256 of each file.
    """
    bound = {
        "recipe": RECIPE,
        "answers": sorted(json.dumps(dict(row), sort_keys=True, ensure_ascii=False) for row in answers),
        "files": sorted(json.dumps(dict(row), sort_keys=True, ensure_ascii=False) for row in files),
    }
    return hashlib.sha256(json.dumps(bound, sort_keys=True, ensure_ascii=False).encode()).hexdigest()
