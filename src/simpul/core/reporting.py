"""The round as rules: states of a task, the clearance chain, deadlines, and what an approval binds.

States are one table: state -> verb -> state; anything absent is refused. Late and due soon are computed from
dates and state, never stored. An approval binds the hash of what was seen, so a later change voids it.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import Any

from .errors import Conflict, Problem
from .permissions import Role


class State(StrEnum):
    """Where a task stands."""

    NONE = "none"
    DRAFT = "draft"
    CHECK = "check"
    RETURNED = "returned"
    ACCEPTED = "accepted"


class Verb(StrEnum):
    """What moves a task."""

    SAVE = "save"
    SUBMIT = "submit"
    CLEAR = "clear"
    ACCEPT = "accept"
    RETURN = "return"
    RECALL = "recall"
    REOPEN = "reopen"


MOVES: dict[State, dict[Verb, State]] = {
    State.NONE: {Verb.SAVE: State.DRAFT, Verb.SUBMIT: State.CHECK},
    State.DRAFT: {Verb.SAVE: State.DRAFT, Verb.SUBMIT: State.CHECK},
    State.CHECK: {
        Verb.CLEAR: State.CHECK,
        Verb.ACCEPT: State.ACCEPTED,
        Verb.RETURN: State.RETURNED,
        Verb.RECALL: State.DRAFT,
    },
    State.RETURNED: {Verb.SAVE: State.RETURNED, Verb.SUBMIT: State.CHECK},
    State.ACCEPTED: {Verb.REOPEN: State.RETURNED},
}


def move(state: str, verb: str) -> State:
    """The state after a verb.

    >>> move("draft", "submit")
    <State.CHECK: 'check'>

    Raises:
        Problem: the table has no such move (`ACCOUNTS-WRONG-STATE`).
    """
    after = MOVES[State(state)].get(Verb(verb))
    if after is None:
        raise Problem("ACCOUNTS-WRONG-STATE", params={"state": state})
    return after


#: Who may stand in for a role of the chain.
STANDS_FOR: dict[Role, frozenset[Role]] = {
    Role.FOCAL_POINT: frozenset({Role.FOCAL_POINT, Role.ALTERNATE}),
}


def roles_for(step: str) -> frozenset[Role]:
    """The roles that may take a step of the chain (an alternate takes the focal point's)."""
    role = Role(step)
    return STANDS_FOR.get(role, frozenset({role}))


@dataclass(frozen=True)
class Taken:
    """A step of the chain somebody took: its index, who did it, and the hash that was seen."""

    step: int
    by: int
    content_hash: str


def present_step(chain: Sequence[str], taken: Iterable[Taken]) -> int | None:
    """Index of the step that waits, None when the chain is complete. Submitting takes step 0."""
    done = {step.step for step in taken}
    return next((index for index in range(len(chain)) if index not in done), None)


def check_checker(taken: Iterable[Taken], *, by: int, waiver: str) -> None:
    """Maker is never checker: one person takes one step, unless waived in writing.

    Raises:
        Problem: `REPORTING-MAKER-CHECKER`.
    """
    if not waiver.strip() and any(step.by == by for step in taken):
        raise Problem("REPORTING-MAKER-CHECKER")


def check_seen(content_hash: str, seen: str) -> None:
    """The approver saw what is approved.

    Raises:
        Conflict: `REPORTING-HASH-CHANGED`.
    """
    if content_hash != seen:
        raise Conflict("REPORTING-HASH-CHANGED")


#: Which recipe a content hash is made by. Whoever binds more or less, or writes it otherwise, raises it.
RECIPE = 1


def bound_number(value: Decimal | None) -> str:
    """A number as it is bound: one writing for one number, empty where there is none.

    >>> bound_number(Decimal("19.80")), bound_number(Decimal("1E+2")), bound_number(Decimal("-0.0"))
    ('19.8', '100', '0')
    """
    return "" if value is None else format(value.normalize() + 0, "f")


def content_hash(*, figures: Iterable[Mapping[str, Any]], narratives: Mapping[str, Any]) -> str:
    """SHA-256 of what is submitted, the same for the same content in any order.

    Args:
        figures: one mapping per figure with text values (indicator, area, period, disaggregation, answer,
            text, value, unit, status, nature, comment, reason, revision_reason, evidence).
        narratives: field code -> text.
    """
    rows = sorted(json.dumps(dict(row), sort_keys=True, ensure_ascii=False) for row in figures)
    bound = {"recipe": RECIPE, "figures": rows, "narratives": dict(narratives)}
    body = json.dumps(bound, sort_keys=True, ensure_ascii=False)
    return hashlib.sha256(body.encode()).hexdigest()


@dataclass(frozen=True)
class Clock:
    """Where a task stands against its date on a day. `days` < 0 means so many days late."""

    due: date
    days: int
    late: bool
    soon: bool


SOON_DAYS = 7


def clock(*, due: date, state: str, today: date, submitted_on: date | None = None) -> Clock:
    """Late, due soon or neither; a due date is the end of that day.

    Returned work stays on the clock with its own date; work in clearance or accepted is measured by the day
    it was submitted.

    >>> from datetime import date
    >>> clock(due=date(2026, 4, 24), state="draft", today=date(2026, 4, 24)).late
    False
    >>> clock(due=date(2026, 4, 24), state="returned", today=date(2026, 4, 25)).late
    True
    """
    waiting = state in (State.NONE, State.DRAFT, State.RETURNED)
    reference = today if waiting else (submitted_on or today)
    days = (due - reference).days
    return Clock(due=due, days=days, late=days < 0, soon=waiting and 0 <= days <= SOON_DAYS)


def is_on_time(*, due: date, state: str, submitted_on: date | None) -> bool:
    """Submitted by its date, that day included; what was returned or recalled is not submitted.

    >>> from datetime import date
    >>> is_on_time(due=date(2026, 4, 24), state="check", submitted_on=date(2026, 4, 24))
    True
    >>> is_on_time(due=date(2026, 4, 24), state="returned", submitted_on=date(2026, 4, 20))
    False
    """
    submitted = state in (State.CHECK, State.ACCEPTED)
    return submitted and submitted_on is not None and submitted_on <= due


def check_dates(*, opens: date, due: date, closes: date) -> None:
    """A round opens, falls due and closes in this order.

    Raises:
        Problem: `REPORTING-ROUND-DATES`.
    """
    if not opens <= due <= closes:
        raise Problem(
            "REPORTING-ROUND-DATES",
            params={"opens": opens.isoformat(), "due": due.isoformat(), "closes": closes.isoformat()},
        )


class Answer(StrEnum):
    """What an office says about a figure."""

    VALUE = "value"
    UNAVAILABLE = "unavailable"
    NOTHING_NEW = "nothing_new"
    CONFIRMED = "confirmed"


class Nature(StrEnum):
    """How settled a value is."""

    PRELIMINARY = "preliminary"
    FINAL = "final"
    ESTIMATED = "estimated"


class Share(StrEnum):
    """What an office has to do with an indicator: enter its value, or confirm another's."""

    CUSTODIAN = "custodian"
    CONFIRM = "confirm"
