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

from .directory import Held
from .errors import Conflict, Problem
from .permissions import NATIONAL, OPEN_STATES, Duty, Role, Subject, allowing, roles_with


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
    """A step of the chain somebody took: its index, which person did it, and the hash that was seen.

    Args:
        stood_for: the person on whose behalf it was taken.
    """

    step: int
    by: int | None
    content_hash: str
    stood_for: int | None = None


@dataclass(frozen=True)
class Step:
    """A step of a chain: its index and its role."""

    index: int
    role: str


def present_step(chain: Sequence[str], taken: Iterable[Taken]) -> Step | None:
    """The step that waits, None when the chain is complete. Submitting takes step 0.

    >>> present_step(["data_producer", "data_steward"], [Taken(0, 7, "h")])
    Step(index=1, role='data_steward')
    """
    done = {step.step for step in taken}
    return next((Step(index, role) for index, role in enumerate(chain) if index not in done), None)


def may_take(
    duties: Iterable[Duty], *, role: str, subject: Subject, day: date, closed: bool = False
) -> tuple[Duty, ...]:
    """The duties by which somebody may take the step that waits; empty where it is not his, or the round closed."""
    found = () if closed else allowing(duties, "task.clear", subject, day=day)
    return tuple(duty for duty in found if duty.role in roles_for(role))


def may_return(
    duties: Iterable[Duty], *, role: str, subject: Subject, day: date, closed: bool = False
) -> tuple[Duty, ...]:
    """The duties by which somebody may return a submission: those of the step that waits, and the coordinator's."""
    found = () if closed else allowing(duties, "task.return", subject, day=day)
    return tuple(duty for duty in found if duty.role in roles_for(role) | {Role.COORDINATOR})


#: Roles whose own work it is to fill in; the secretariat may, for others, but nothing waits for it.
FILLS = frozenset(
    {Role.DATA_PRODUCER, Role.FOCAL_POINT, Role.ALTERNATE, Role.TECHNICAL_CONTACT, Role.DATA_MANAGER}
)


def waits_for(
    duties: Iterable[Duty], *, role: str | None, subject: Subject, day: date, closed: bool = False
) -> bool:
    """Whether a task waits for the holder of these duties: to be filled in, or its present step to be taken.

    Args:
        role: the role of the step that waits; None where the task is not in clearance.
    """
    if role is not None:
        return bool(may_take(duties, role=role, subject=subject, day=day, closed=closed))
    own = [duty for duty in duties if duty.role in FILLS]
    return not closed and bool(allowing(own, "task.fill", subject, day=day))


def free_holders(holders: Iterable[Held], taken: Iterable[Taken]) -> tuple[Held, ...]:
    """The holders of a step who took no step before and for whom none was taken, each person once."""
    taken = tuple(taken)
    busy = {step.by for step in taken} | {step.stood_for for step in taken}
    found: dict[int, Held] = {}
    for held in holders:
        if held.person is not None and held.person not in busy:
            found.setdefault(held.person, held)
    return tuple(found.values())


def is_maker(taken: Iterable[Taken], person: int | None) -> bool:
    """Whether a person took a step before, or somebody took one for him by letter.

    A submission entered on an office's behalf was typed by another: who is named there may check it.
    """
    return person is not None and any(
        person == step.by or (step.step > 0 and person == step.stood_for) for step in taken
    )


def check_checker(
    taken: Iterable[Taken], *, by: int | None, waiver: str = "", holders: Iterable[Held] = ()
) -> str:
    """Maker is never checker: one person takes one step. Returns the waiver that was needed, empty where none was.

    Only a small office may waive it, and facts say which is: nobody else who holds the step, or stands in for
    its holder, is free to take it.

    Args:
        holders: who holds the step on that day, or stands in for its holder.

    Raises:
        Problem: `REPORTING-MAKER-CHECKER`, `REPORTING-WAIVER-NOT-SMALL` naming who could take the step.
    """
    taken = tuple(taken)
    if not is_maker(taken, by):
        return ""
    if not waiver.strip():
        raise Problem("REPORTING-MAKER-CHECKER")
    others = {held.person: held for held in holders if not is_maker(taken, held.person)}
    if others:
        raise Problem("REPORTING-WAIVER-NOT-SMALL", params={"who": names_of(others.values())})
    return waiver.strip()


def names_of(holders: Iterable[Held]) -> str:
    """Names with their offices, for a sentence."""
    return "; ".join(f"{held.full_name}, {held.office}" for held in holders) or "–"


@dataclass(frozen=True)
class Letter:
    """A letter by which an official clears: its number and day."""

    number: str
    day: date | None


def check_basis(letter: Letter, *, today: date) -> None:
    """What is recorded on somebody's behalf rests on a letter with number and day, and its day has come.

    Raises:
        Problem: `REPORTING-LETTER-NEEDED`, `REPORTING-LETTER-DATE`.
    """
    if not letter.number.strip() or letter.day is None:
        raise Problem("REPORTING-LETTER-NEEDED")
    if letter.day > today:
        raise Problem("REPORTING-LETTER-DATE", params={"day": letter.day.isoformat()})


def check_on_behalf(
    *,
    role: str,
    official: int | None,
    holders: Iterable[Held],
    taken: Iterable[Taken],
    recorder: int | None,
    entered: Iterable[int | None],
    letter: Letter,
    today: date,
) -> Held:
    """Whose letter is recorded for a step: a person who holds it on that day, who has no other step.

    Args:
        official: the designation chosen (`Held.key`).
        holders: who holds the step on that day, or stands in for its holder.
        recorder: the person who records the letter.
        entered: the persons who entered what was submitted.

    Raises:
        Problem: `REPORTING-LETTER-NEEDED`, `REPORTING-LETTER-DATE`, `REPORTING-BEHALF-NATIONAL`,
            `REPORTING-BEHALF-NOT-HOLDER`, `REPORTING-BEHALF-RECORDER`, `REPORTING-BEHALF-MAKER`.
    """
    taken, holders = tuple(taken), tuple(holders)
    check_basis(letter, today=today)
    if not may_be_on_behalf(role):
        raise Problem("REPORTING-BEHALF-NATIONAL", params={"role": role})
    held = next((held for held in holders if held.key == official and held.person is not None), None)
    if held is None:
        raise Problem("REPORTING-BEHALF-NOT-HOLDER", params={"role": role, "who": names_of(holders)})
    if not may_record(taken, recorder=recorder, entered=entered):
        raise Problem("REPORTING-BEHALF-RECORDER")
    if held.person not in {one.person for one in free_holders(holders, taken)}:
        raise Problem("REPORTING-BEHALF-MAKER", params={"who": names_of([held])})
    return held


def may_be_on_behalf(role: str) -> bool:
    """Whether a letter can take a step: an office's, never the coordinator's own."""
    return Role(role) not in NATIONAL


def may_record(taken: Iterable[Taken], *, recorder: int | None, entered: Iterable[int | None]) -> bool:
    """Whether somebody may record letters: he neither entered nor submitted it, nor took a step of his own."""
    own = {step.by for step in taken if step.step == 0 or step.stood_for is None}
    return recorder not in own | set(entered)


def delivery_approver(chain: Sequence[str]) -> Role:
    """The role that clears what leaves the country, from an obligation's delivery chain.

    Raises:
        Problem: `REPORTING-DELIVERY-CHAIN`, not exactly one role that may clear a delivery.
    """
    found = [role for role in roles_with("delivery.clear") if role.value in chain]
    if len(chain) != 1 or len(found) != 1:
        raise Problem("REPORTING-DELIVERY-CHAIN", params={"roles": ", ".join(chain) or "–"})
    return found[0]


def may_clear_delivery(duties: Iterable[Duty], chain: Sequence[str], *, day: date) -> bool:
    """Whether somebody holds the role that clears what leaves the country."""
    allowed = allowing(duties, "delivery.clear", day=day)
    return len(chain) == 1 and any(duty.role == chain[0] for duty in allowed)


def check_handed_over(*, on: date, cleared: date, today: date) -> None:
    """A delivery is handed over on a day from its approval until today.

    Raises:
        Problem: `REPORTING-HANDED-OVER-DATE`.
    """
    if not cleared <= on <= today:
        params = {"day": on.isoformat(), "since": cleared.isoformat(), "until": today.isoformat()}
        raise Problem("REPORTING-HANDED-OVER-DATE", params=params)


def check_seen(content_hash: str, seen: str) -> None:
    """The approver saw what is approved.

    Raises:
        Conflict: `REPORTING-HASH-CHANGED`.
    """
    if content_hash != seen:
        raise Conflict("REPORTING-HASH-CHANGED")


#: Which recipe a content hash is made by now. Whoever binds more or less, or writes it otherwise, raises it and
#: says what is new; what was hashed before keeps its recipe, and is proved by it.
RECIPE = 3
#: What of a figure an earlier recipe did not bind yet -> the recipe that began to.
BOUND_SINCE = {"definition_version": 2, "source": 3}


def bound_number(value: Decimal | None) -> str:
    """A number as it is bound: one writing for one number, empty where there is none.

    >>> bound_number(Decimal("19.80")), bound_number(Decimal("1E+2")), bound_number(Decimal("-0.0"))
    ('19.8', '100', '0')
    """
    return "" if value is None else format(value.normalize() + 0, "f")


def content_hash(
    *, figures: Iterable[Mapping[str, Any]], narratives: Mapping[str, Any], recipe: int | None = None
) -> str:
    """SHA-256 of what is submitted, the same for the same content in any order.

    Args:
        figures: one mapping per figure with text values (indicator, area, period, disaggregation, answer,
            text, value, unit, status, nature, comment, reason, revision_reason, evidence, definition_version,
            source).
        narratives: field code -> text.
        recipe: the one it was made by; the present one where nothing is said.
    """
    recipe = RECIPE if recipe is None else recipe
    rows = sorted(json.dumps(_bound_by(recipe, row), sort_keys=True, ensure_ascii=False) for row in figures)
    bound = {"recipe": recipe, "figures": rows, "narratives": dict(narratives)}
    body = json.dumps(bound, sort_keys=True, ensure_ascii=False)
    return hashlib.sha256(body.encode()).hexdigest()


def _bound_by(recipe: int, row: Mapping[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in row.items() if BOUND_SINCE.get(name, 0) <= recipe}


@dataclass(frozen=True)
class Clock:
    """Where a task stands against its date on a day.

    Args:
        days: until the date; below 0 so many days after it. Of work handed in: from the first time to its date.
        late: still owed after its date. Whether handed-in work came in time is told by `is_on_time`.
        soon: owed within a week.
    """

    due: date
    days: int
    late: bool
    soon: bool


SOON_DAYS = 7


@dataclass(frozen=True)
class First:
    """The first time a task was handed in: the day, and the date that was due on that day."""

    on: date
    due: date


def clock(*, due: date, state: str, today: date, first: First | None = None) -> Clock:
    """Late, due soon or neither; a due date is the end of that day.

    Returned work stays on the clock with its own date; work in clearance or accepted is off it, and its days are
    those of the first time it was handed in.

    >>> from datetime import date
    >>> clock(due=date(2026, 4, 24), state="draft", today=date(2026, 4, 24)).late
    False
    >>> clock(due=date(2026, 4, 24), state="returned", today=date(2026, 4, 25)).late
    True
    """
    owed = state in OPEN_STATES
    days = (due - today).days if owed or first is None else (first.due - first.on).days
    return Clock(due=due, days=days, late=owed and days < 0, soon=owed and 0 <= days <= SOON_DAYS)


def is_on_time(first: First | None) -> bool:
    """Handed in for the first time by the date that was due on that day, that day included.

    An extension granted before counts; the new date a return sets improves nothing.

    >>> from datetime import date
    >>> is_on_time(First(on=date(2026, 4, 24), due=date(2026, 4, 24)))
    True
    >>> is_on_time(First(on=date(2026, 4, 25), due=date(2026, 4, 24)))
    False
    """
    return first is not None and first.on <= first.due


def handed_in(first: First | None, *, on: date, due: date) -> First:
    """The first time a task was handed in, after one more submission: later ones change nothing."""
    return first or First(on, due)


def recalled(first: First | None, *, earlier: bool) -> First | None:
    """The same after the office took its submission back: that one no longer counts, unless it was late.

    Args:
        earlier: an earlier submission stands that the office did not take back.
    """
    return first if earlier or not is_on_time(first) else None


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


def check_new_due(due: date, *, after: date, closes: date) -> None:
    """A new date for a task lies after another day, and within its round.

    Raises:
        Problem: `REPORTING-DATE-NOT-LATER`.
    """
    if not after < due <= closes:
        params = {"day": due.isoformat(), "current": after.isoformat()}
        raise Problem("REPORTING-DATE-NOT-LATER", params=params)


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
