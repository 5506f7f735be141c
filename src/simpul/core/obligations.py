"""Working values of an obligation: steps of the chain that are off, and other dates; content stays as it reads."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from .errors import Problem
from .turns import CLOSES, DUE, OPENS

#: Days after the last day of the period that may be set otherwise, in their order; where content says nothing.
DAYS = {"opens_after_days": OPENS, "due_after_days": DUE, "closes_after_days": CLOSES}
#: Nobody waits longer for a round than this.
LONGEST = 366


def chain_in_force(chain: Sequence[str], off: Iterable[str]) -> list[str]:
    """The steps a round opened now goes through.

    >>> chain_in_force(["data_producer", "data_steward", "coordinator"], ["data_steward"])
    ['data_producer', 'coordinator']
    """
    away = set(off)
    return [role for role in chain if role not in away]


def settings_in_force(settings: Mapping[str, Any], own: Mapping[str, Any]) -> dict[str, Any]:
    """Anchor, interval and days as they hold: the content's, but for the days that were set here.

    >>> settings_in_force({"every_months": 3, "due_after_days": 24}, {"due_after_days": 20})
    {'every_months': 3, 'due_after_days': 20}
    """
    return {**settings, **{name: own[name] for name in DAYS if name in own}}


def days_of(settings: Mapping[str, Any]) -> dict[str, int]:
    """The days an obligation opens, is due and closes, as these settings say.

    >>> days_of({"due_after_days": 20})
    {'opens_after_days': 1, 'due_after_days': 20, 'closes_after_days': 38}
    """
    return {name: int(settings.get(name, usual)) for name, usual in DAYS.items()}


def check_adjustment(chain: Sequence[str], off: Iterable[str], days: Mapping[str, int]) -> None:
    """Whether these steps may be off and these days hold.

    The first step hands in and the last accepts: without either there is no clearance, so neither can be off.

    Raises:
        Problem: `OBLIGATION-STEP`, `OBLIGATION-DAYS`.
    """
    free = list(chain[1:-1])
    for role in off:
        if role not in free:
            raise Problem("OBLIGATION-STEP", place=role, params={"role": role})
    given = [days[name] for name in DAYS]
    if given != sorted(given) or given[0] < 0 or given[-1] > LONGEST:
        raise Problem(
            "OBLIGATION-DAYS", place="days", params={"days": ", ".join(map(str, given)), "longest": LONGEST}
        )
