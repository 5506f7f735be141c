"""One deed on several tasks: what happens to each, what is left out and why, the hash a preview is known by."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from .errors import Problem
from .reporting import check_new_due


class Deed(StrEnum):
    """What can be done to several tasks at once. Approving is not among them: an approval binds what was seen."""

    EXTEND = "extend"
    WITHDRAW = "withdraw"
    REMIND = "remind"


@dataclass(frozen=True)
class Granted:
    """An extension that stands: both dates, when it was granted, and when something was handed in last."""

    key: int
    before: date
    after: date
    at: datetime
    handed_in: datetime | None = None


@dataclass(frozen=True)
class Candidate:
    """A task as it was ticked.

    Args:
        refused: why its state, round or the actor's role forbids the deed; None where nothing does.
        granted: the newest extension that stands.
        recipients: who would be written to, name and office.
        reminded: whether somebody was reminded of it today.
    """

    key: int
    name: str
    state: str
    due: date
    closes: date
    refused: Problem | None = None
    granted: Granted | None = None
    recipients: tuple[str, ...] = ()
    reminded: bool = False


@dataclass(frozen=True)
class Line:
    """What happens to one task; `problem` says why nothing does."""

    key: int
    name: str
    due: date
    after: date | None = None
    recipients: tuple[str, ...] = ()
    problem: Problem | None = None


def plan(deed: Deed, candidates: Iterable[Candidate], *, due: date | None = None) -> tuple[Line, ...]:
    """What the deed does to each task, in the order given.

    Args:
        due: the new date, for an extension.
    """
    return tuple(_line(deed, one, due) for one in candidates)


def _line(deed: Deed, one: Candidate, due: date | None) -> Line:
    try:
        if one.refused is not None:
            raise one.refused
        if deed is Deed.EXTEND:
            if due is None:
                raise Problem("FORM-DATE", place="due", params={"text": "–"})
            check_new_due(due, after=one.due, closes=one.closes)
            return Line(one.key, one.name, one.due, after=due)
        if deed is Deed.WITHDRAW:
            return Line(one.key, one.name, one.due, after=check_withdrawal(one.granted, due=one.due).before)
        if one.reminded:
            raise Problem("REPORTING-REMINDED", params={"task": one.name})
        if not one.recipients:
            raise Problem("REPORTING-NOBODY", params={"task": one.name})
        return Line(one.key, one.name, one.due, recipients=one.recipients)
    except Problem as problem:
        return Line(one.key, one.name, one.due, problem=problem)


def check_withdrawal(granted: Granted | None, *, due: date) -> Granted:
    """An extension can be taken back while it is the date that holds and nothing was handed in since.

    Raises:
        Problem: `REPORTING-EXTENSION-NONE`, `REPORTING-EXTENSION-PASSED`, `REPORTING-EXTENSION-USED`.
    """
    if granted is None:
        raise Problem("REPORTING-EXTENSION-NONE")
    if granted.after != due:
        raise Problem(
            "REPORTING-EXTENSION-PASSED", params={"day": granted.after.isoformat(), "due": due.isoformat()}
        )
    if granted.handed_in is not None and granted.handed_in >= granted.at:
        raise Problem("REPORTING-EXTENSION-USED")
    return granted


def digest(deed: Deed, lines: Sequence[Line], *, due: date | None, reason: str) -> str:
    """The hash of a preview: deed, date, reason, and for each task what was shown. Any change makes another.

    >>> shown = (Line(1, "SOMHD", date(2026, 4, 24), after=date(2026, 4, 30)),)
    >>> same = digest(Deed.EXTEND, shown, due=date(2026, 4, 30), reason="Rilis")
    >>> same == digest(Deed.EXTEND, shown, due=date(2026, 4, 30), reason="Rilis lain")
    False
    """
    told = [
        [
            one.key,
            one.due.isoformat(),
            one.after.isoformat() if one.after else None,
            list(one.recipients),
            one.problem.code if one.problem else None,
        ]
        for one in lines
    ]
    whole = [deed.value, due.isoformat() if due else None, reason.strip(), told]
    return hashlib.sha256(json.dumps(whole, ensure_ascii=False).encode()).hexdigest()
