"""Working days: which days are worked, stepping over those that are not, and dates computed backwards.

Which days are free (weekend, national holidays, collective leave) is told from outside, with its decree; here
it is only a set of days.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from .errors import Problem

#: What makes a day free: a holiday of the nation, or collective leave of its offices.
FREE_DAY_KINDS: tuple[str, ...] = ("national", "collective_leave")

#: Saturday and Sunday, as `date.weekday` counts them; a country's content may name others.
WEEKEND = frozenset({5, 6})
#: So many free days one after another are no calendar any more, but a mistake in it.
LONGEST_LEAVE = 60
#: A joint decree frees all days of a year at once; single decrees add a day or a few.
JOINT_DECREE = 10
_DAY = timedelta(days=1)


def is_whole_year(decrees: Iterable[str], *, from_content: bool = False) -> bool:
    """Whether the free days of a year are all known: a joint decree is there, or content, which lists one in full.

    Args:
        decrees: of each free day of the year that is known, its decree.

    >>> is_whole_year(["Joint decree"] * 17 + ["Election day"]), is_whole_year(["Election day"])
    (True, False)
    """
    return from_content or max(Counter(decrees).values(), default=0) >= JOINT_DECREE


@dataclass(frozen=True)
class Calendar:
    """The days that are not worked: the weekend, and days free by decree.

    >>> from datetime import date
    >>> Calendar(frozenset({date(2026, 4, 3)})).is_worked(date(2026, 4, 3))
    False
    """

    free: Collection[date] = frozenset()
    weekend: frozenset[int] = WEEKEND

    def is_worked(self, day: date) -> bool:
        """Neither weekend nor free by decree."""
        return day.weekday() not in self.weekend and day not in self.free

    def at_or_before(self, day: date) -> date:
        """The day itself where it is worked, else the last working day before it."""
        return self._stepped(day, -_DAY)

    def at_or_after(self, day: date) -> date:
        """The day itself where it is worked, else the next working day."""
        return self._stepped(day, _DAY)

    def back(self, day: date, number: int) -> date:
        """So many working days before a day; 0 is the day, or the last working day before it.

        >>> from datetime import date
        >>> Calendar().back(date(2026, 4, 13), 1)
        datetime.date(2026, 4, 10)
        """
        found = self.at_or_before(day)
        for _ in range(number):
            found = self.at_or_before(found - _DAY)
        return found

    def between(self, first: date, last: date) -> int:
        """How many working days lie after the first day, up to and with the last; 0 where it is not later."""
        days = max((last - first).days, 0)
        return sum(self.is_worked(first + timedelta(days=number)) for number in range(1, days + 1))

    def _stepped(self, day: date, step: timedelta) -> date:
        for number in range(LONGEST_LEAVE + 1):
            found = day + step * number
            if self.is_worked(found):
                return found
        params = {"day": day.isoformat(), "days": LONGEST_LEAVE}
        raise Problem("WORKDAYS-NONE", place=day.isoformat(), params=params)


@dataclass(frozen=True)
class Dates:
    """A date for each stage, in their order.

    Args:
        squeezed: the stages that got less time than asked, because the deadline is too near.
    """

    on: Mapping[str, date]
    squeezed: tuple[str, ...] = ()


def backwards(deadline: date, stages: Sequence[tuple[str, int]], *, today: date, calendar: Calendar) -> Dates:
    """A date for each stage, computed backwards over working days; none before today, none after the deadline.

    The last stage ends so many working days before the deadline, each one before ends so many before the next. Where
    no working day is left until the deadline, all of them end on the deadline itself.

    Args:
        stages: in the order of work, each with the working days between its end and the end of the next
            (for the last stage: the deadline).

    >>> from datetime import date
    >>> found = backwards(date(2026, 4, 17), [("answers", 2), ("sending", 1)], today=date(2026, 4, 1),
    ...                   calendar=Calendar())
    >>> found.on["answers"].isoformat(), found.on["sending"].isoformat()
    ('2026-04-14', '2026-04-16')
    """
    first, found, squeezed, end = calendar.at_or_after(today), {}, [], deadline
    if today <= deadline:
        first = min(first, deadline)
    for name, days in reversed(stages):
        end = calendar.back(end, days)
        found[name] = max(end, first)
        if end < first:
            squeezed.append(name)
    names = [name for name, _days in stages]
    return Dates({name: found[name] for name in names}, tuple(name for name in names if name in squeezed))
