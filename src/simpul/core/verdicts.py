"""What a method of progress is given and what it answers: series, goal, verdict; and the shared guards."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal
from typing import Any

from .definitions import begin_anew, by_definition
from .periods import Period

PLACES = Decimal("1e-9")
OUT_OF_REACH = Decimal("1e18")
PARITY_BAND = (Decimal("0.97"), Decimal("1.03"))


class Refusal(Exception):
    """A method cannot answer; carries the code of the reason."""

    def __init__(self, code: str) -> None:
        self.code = code
        super().__init__(code)


@dataclass(frozen=True)
class Point:
    """A value of a reference period; `break_before` where it must not be joined to what came before.

    `definition_version` is the version of the definition it was observed under.
    """

    period: Period
    value: Decimal
    break_before: bool = False
    definition_version: int = 1


@dataclass(frozen=True)
class Series:
    """The points of one indicator, area and disaggregation."""

    points: tuple[Point, ...]


@dataclass(frozen=True)
class Interim:
    """A target on the way: a value, or a range."""

    period: Period
    value: Decimal | None = None
    value_range: tuple[Decimal | None, Decimal | None] | None = None


@dataclass(frozen=True)
class Goal:
    """Where a series is to go.

    Args:
        polarity: maximise, minimise, parity (towards the target from both sides) or range (stay inside).
        baseline: where it started; the first point where none is agreed.
        target: a value, or None where `target_range` gives the ends (one end may be open).
        interim: targets before the main one.
        percent: the values are shares of a hundred.
        definition_version: the version of the definition baseline and targets stand under; `defined_on` is the day
            of the decision that made it, where one did.
    """

    polarity: str
    baseline: Point | None = None
    target: Decimal | None = None
    target_range: tuple[Decimal | None, Decimal | None] | None = None
    target_period: Period | None = None
    interim: tuple[Interim, ...] = ()
    percent: bool = False
    definition_version: int = 1
    defined_on: date | None = None


@dataclass(frozen=True)
class Verdict:
    """One method's answer, or the reason why there is none; numbers and inputs as they were used."""

    method: str
    version: str
    status: str | None
    colour: str
    reason: str | None = None
    numbers: Mapping[str, Decimal] = field(default_factory=dict)
    inputs: Mapping[str, str] = field(default_factory=dict)

    def as_json(self) -> dict[str, Any]:
        """The verdict for storage and programs; numbers as text, so that no digit is lost."""
        return {
            "method": self.method,
            "version": self.version,
            "status": self.status,
            "colour": self.colour,
            "reason": self.reason,
            "numbers": {name: format(value, "f") for name, value in self.numbers.items()},
            "inputs": dict(self.inputs),
        }


def rounded(number: Decimal) -> Decimal:
    """A number to nine places: what is compared with thresholds, so that no last digit decides.

    >>> rounded(Decimal("0.94999999999999"))
    Decimal('0.95')
    """
    if abs(number) >= OUT_OF_REACH:
        raise Refusal("OUT-OF-REACH")
    return number.quantize(PLACES).normalize() + 0


def years_between(first: Period, last: Period) -> Decimal:
    """Years from the middle of one period to the middle of another, exact to the month.

    >>> years_between(Period.parse("2022"), Period.parse("2024"))
    Decimal('2')
    """

    def half_months(period: Period) -> int:
        return sum(day.year * 12 + day.month for day in (period.since, period.until))

    return Decimal(half_months(last) - half_months(first)) / 24


@dataclass(frozen=True)
class Reading:
    """Series and goal brought together: target edge, direction, whether the latest value meets the target."""

    goal: Goal
    points: tuple[Point, ...]
    latest: Point
    broken: bool
    target: Decimal | None
    direction: int
    ratio_parity: bool
    banded: bool
    today: date | None

    @property
    def base(self) -> Point:
        """The baseline; refused where it cannot be compared with the latest value."""
        if self.broken:
            raise Refusal("SERIES-BREAK")
        first = self.points[0]
        if first.period.until >= self.latest.period.until:
            raise Refusal("ONE-POINT" if first.period.until == self.latest.period.until else "BASELINE-LATER")
        return first

    @property
    def wanted(self) -> Decimal:
        """The target, as folded for parity; refused where there is none."""
        if self.target is None:
            raise Refusal("NO-TARGET")
        return self.target

    @property
    def met(self) -> bool:
        """Whether the latest value meets the target."""
        return self.target is not None and self.meets(self.latest.value)

    def meets(self, value: Decimal) -> bool:
        """Whether a value meets the target: at the edge or beyond it; inside, where a range is to be kept."""
        if self.goal.polarity == "range":
            low, high = _ends(self.goal)
            return (low is None or value >= low) and (high is None or value <= high)
        if self.goal.polarity == "parity":
            if self.banded and self.target == 1:
                return PARITY_BAND[0] <= value <= PARITY_BAND[1]
            return value == self.target
        return self.direction * (value - self.wanted) >= 0

    def folded(self, value: Decimal) -> Decimal:
        """A value as the formulas see it: unchanged, or its distance from parity above the target."""
        if self.goal.polarity != "parity":
            return value
        middle = Decimal(1) if self.target is None else self.target
        if self.ratio_parity and middle == 1:
            if value <= 0:
                raise Refusal("SIGN-CHANGE")
            bigger = max(value, 1 / value)
            return Decimal(1) if self.banded and PARITY_BAND[0] <= value <= PARITY_BAND[1] else bigger
        return middle + abs(value - middle)

    @property
    def elapsed(self) -> Decimal:
        """Years from baseline to latest value."""
        return years_between(self.base.period, self.latest.period)

    @property
    def ahead(self) -> Decimal:
        """Years from the latest value to the target; refused where the target's time is over."""
        period = self.goal.target_period
        if period is None:
            raise Refusal("NO-TARGET-PERIOD")
        years = years_between(self.latest.period, period)
        if years <= 0 or (self.today is not None and period.until <= self.today):
            raise Refusal("TARGET-PAST")
        return years

    @property
    def distance(self) -> Decimal:
        """Target minus baseline; refused where there is none."""
        distance = self.wanted - self.folded(self.base.value)
        if distance == 0:
            raise Refusal("TARGET-IS-BASELINE")
        return distance

    @property
    def way(self) -> Decimal:
        """The distance in the wanted direction; refused where the baseline is already beyond the target."""
        if self.distance * self.direction < 0:
            raise Refusal("BASELINE-BEYOND-TARGET")
        return self.distance

    def check_range(self) -> None:
        """Refuse a value that has left a range to be kept on its far side."""
        passed = self.target is not None and self.direction * (self.latest.value - self.target) > 0
        if self.goal.polarity == "range" and passed and not self.met:
            raise Refusal("BEYOND-RANGE")


def _ends(goal: Goal) -> tuple[Decimal | None, Decimal | None]:
    return goal.target_range if goal.target_range else (goal.target, goal.target)


def _target(goal: Goal, base: Decimal, latest: Decimal) -> tuple[Decimal | None, int]:
    """The edge of the target that counts, and the direction towards it."""
    low, high = _ends(goal)
    if goal.polarity == "maximise":
        return low if low is not None else high, 1
    if goal.polarity == "minimise":
        return high if high is not None else low, -1
    if goal.polarity == "parity":
        if low is not None and high is not None and low != high:
            return (low + high) / 2, -1
        return low if low is not None else high, -1
    if low is not None and (high is None or base < low or (base <= high and latest < low)):
        return low, 1
    return high, -1


def read(
    series: Series, goal: Goal, *, ratio_parity: bool = True, banded: bool = False, today: date | None = None
) -> Reading:
    """Bring series and goal together: only points of the goal's definition, since the last break, and the baseline.

    Args:
        ratio_parity: fold parity as max(y, 1/y) where the target is 1; else as distance from the target.
        banded: 0.97 to 1.03 counts as parity (StatCan).
        today: a target whose period has ended by then is past.
    """
    points = _comparable(series, goal)
    cut = max((at for at, point in enumerate(points) if point.break_before), default=0)
    joined = points[cut:]
    base = goal.baseline or joined[0]
    broken = points[cut].break_before and base.period.until < joined[0].period.until
    latest = joined[-1]
    later = tuple(point for point in joined if base.period.until < point.period.until)
    target, direction = _target(goal, base.value, latest.value)
    return Reading(goal, (base, *later), latest, broken, target, direction, ratio_parity, banded, today)


def _comparable(series: Series, goal: Goal) -> tuple[Point, ...]:
    """The points that stand under the goal's definition, by period; a break that is the change of definition is none.

    Raises:
        Refusal: `NO-DATA`; `NEW-DEFINITION` where all points stand under another definition.
    """
    points = sorted(series.points, key=lambda point: (point.period.until, point.period.since))
    if not points:
        raise Refusal("NO-DATA")
    anew = begin_anew(points)
    joined = [
        replace(point, break_before=point.break_before and not new)
        for point, new in zip(points, anew, strict=True)
    ]
    held = by_definition(joined, goal.definition_version).held
    if not held:
        raise Refusal("NEW-DEFINITION")
    return held
