"""Who holds what on a day: half-open ranges, one holder per body, role, rank and seat."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta


@dataclass(frozen=True)
class Span:
    """Days from `since` up to, not including, `until` (None = open)."""

    since: date
    until: date | None = None

    def covers(self, day: date) -> bool:
        """Whether the day lies in the span.

        >>> Span(date(2026, 3, 1), date(2026, 7, 1)).covers(date(2026, 6, 30))
        True
        >>> Span(date(2026, 3, 1), date(2026, 7, 1)).covers(date(2026, 7, 1))
        False
        """
        return self.since <= day and (self.until is None or day < self.until)

    def overlaps(self, other: Span) -> bool:
        """Whether two spans share a day."""
        return (other.until is None or self.since < other.until) and (
            self.until is None or other.since < self.until
        )

    @property
    def last_day(self) -> date | None:
        """The inclusive end shown to people."""
        return None if self.until is None else self.until - timedelta(days=1)


@dataclass(frozen=True)
class Held:
    """A designation as far as the rules need it; `key` is the row it stands for."""

    key: int
    body: str | None
    organisation: str
    role: str
    rank: int
    seat: int
    span: Span


def holder_on(
    designations: Iterable[Held], *, body: str | None, role: str, day: date, seat: int | None = None
) -> Held | None:
    """The holder of a role in a body on a day: the lowest rank wins; None is a vacancy."""
    valid = [
        held
        for held in designations
        if held.body == body and held.role == role and held.span.covers(day) and seat in (None, held.seat)
    ]
    return min(valid, key=lambda held: (held.rank, held.seat, held.key), default=None)


def clashes(designations: Iterable[Held], new: Held) -> tuple[Held, ...]:
    """Rows that hold the same body, role, rank and seat (and office where there is no body) on a shared day."""
    return tuple(
        held
        for held in designations
        if held.key != new.key
        and (held.body, held.role, held.rank, held.seat) == (new.body, new.role, new.rank, new.seat)
        and (new.body is not None or held.organisation == new.organisation)
        and held.span.overlaps(new.span)
    )
