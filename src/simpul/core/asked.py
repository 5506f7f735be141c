"""What an office may report of an indicator it is asked for: which answers, of which area, of which periods."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from .errors import Problem
from .periods import FREQUENCIES, Period

#: What an office that only confirms a figure may say of it; empty takes back what was said.
CONFIRMING = frozenset({"", "confirmed"})


@dataclass(frozen=True)
class Asked:
    """What a round asks of an indicator. What is empty asks nothing.

    Args:
        custodian: the office says what the figure is; another office only confirms it.
        area: the area of the round's obligation.
        frequency: how often the indicator speaks (`annual` ...); one without a calendar takes any period.
        months: the months it speaks of, where it does not speak of whole periods (poverty: 3 and 9).
        due: the latest reference period asked for; empty where the indicator has no calendar.
        still: earlier periods that are asked for again, because they were “not available”.
        until: the last day of the round, by which a period must have ended where none is due.
    """

    custodian: bool = True
    area: str = ""
    frequency: str = ""
    months: tuple[int, ...] = ()
    due: str = ""
    still: frozenset[str] = frozenset()
    until: date | None = None

    def may_answer(self, answer: str) -> bool:
        """The office may give this answer: values and their absence are the custodian's to tell.

        >>> Asked(custodian=False).may_answer("confirmed"), Asked(custodian=False).may_answer("unavailable")
        (True, False)
        """
        return self.custodian or answer in CONFIRMING

    def is_area(self, area: str) -> bool:
        """The figure is of the round's area."""
        return not self.area or area == self.area

    def has_calendar(self) -> bool:
        """The indicator speaks of periods of one length."""
        return self.frequency in FREQUENCIES

    def is_frequency(self, period: str) -> bool:
        """The period is one the indicator speaks of; a code nobody can read is not.

        >>> Asked(frequency="semiannual", months=(3, 9)).is_frequency("2025-09")
        True
        >>> Asked(frequency="annual").is_frequency("2025-Q1")
        False
        """
        read = _read(period)
        if read is None or not self.has_calendar():
            return read is not None
        if self.months:
            return read.frequency == "monthly" and read.since.month in self.months
        return read.frequency == self.frequency

    def is_later(self, period: str) -> bool:
        """The period comes after the one due; where none is due, it has not ended by the round's last day."""
        read, due = _read(period), _read(self.due)
        if read is None:
            return False
        if due is not None:
            return read.since > due.since
        return self.until is not None and read.last_day > self.until

    def is_unasked_past(self, period: str) -> bool:
        """The period comes before the one due, and nobody asks for it."""
        read, due = _read(period), _read(self.due)
        return read is not None and due is not None and read.since < due.since and period not in self.still


def _read(code: str) -> Period | None:
    try:
        return Period.parse(code)
    except Problem:
        return None
