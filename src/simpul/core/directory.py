"""Who holds what on a day: half-open ranges, one holder per body, role, rank and seat."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from .permissions import Duty, Role, Subject, holds_for

#: Kinds of bodies that report in rounds. Ministerial meetings and the organs of the pillar are reported to.
REPORTING = ("sectoral", "subsidiary")
#: How an office answers for a body: one leads it on a day, others beside it.
LEAD = "lead"
PARTS = (LEAD, "co-lead", "contributing")
#: How somebody stands in a post or role: definitive, acting while it is vacant, acting for its absent holder.
ACTING = ("", "Plt.", "Plh.")
#: Who acts so does it beside a holder who stays.
BESIDE = "Plh."


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

    def shared(self, other: Span) -> Span | None:
        """The days two spans share; None where they share none.

        >>> Span(date(2026, 1, 1)).shared(Span(date(2025, 5, 1), date(2026, 3, 1)))
        Span(since=datetime.date(2026, 1, 1), until=datetime.date(2026, 3, 1))
        """
        if not self.overlaps(other):
            return None
        ends = [one for one in (self.until, other.until) if one is not None]
        return Span(max(self.since, other.since), min(ends) if ends else None)

    @property
    def last_day(self) -> date | None:
        """The inclusive end shown to people."""
        return None if self.until is None else self.until - timedelta(days=1)


@dataclass(frozen=True)
class Held:
    """A designation as far as the rules need it; `key` is the row it stands for.

    Args:
        person: who holds it on the day asked for, in person or by a post; None where the post is empty.
        acting: `Plt.` or `Plh.` where the holder is acting.
    """

    key: int
    body: str | None
    organisation: str
    role: str
    rank: int
    seat: int
    span: Span
    person: int | None = None
    name: str = ""
    acting: str = ""
    office: str = ""

    @property
    def full_name(self) -> str:
        """The name as papers write it, with `Plt.` or `Plh.` before it."""
        return f"{self.acting} {self.name}".strip()


def holders_on(
    designations: Iterable[Held],
    *,
    body: str,
    offices: Sequence[str],
    role: str,
    day: date,
    leads: frozenset[str] | None = None,
) -> tuple[Held, ...]:
    """Everybody who holds a role for a respondent on a day, the first of them before the others.

    A designation for the body comes before one for all bodies of an office; then the lower rank, then who acts for
    an absent holder, then the lead office before its co-leads. Who may not act for the respondent holds nothing
    there, nor does an empty post.

    Args:
        offices: codes of the lead office and, after it, of its co-leads.
        leads: as in `Subject`.
    """
    subject = Subject(body, frozenset(offices), leads=leads)
    order = {code: place for place, code in enumerate(offices)}
    valid = [
        held
        for held in designations
        if held.role == role
        and held.person is not None
        and held.span.covers(day)
        and holds_for(Duty(Role(held.role), held.organisation, held.body), subject)
    ]
    return tuple(
        sorted(
            valid,
            key=lambda held: (
                held.body is None,
                held.rank,
                held.acting != BESIDE,
                order.get(held.organisation, len(order)),
                held.seat,
                held.key,
            ),
        )
    )


def holder_on(
    designations: Iterable[Held], *, body: str, offices: Sequence[str], role: str, day: date
) -> Held | None:
    """The holder of a role for a respondent on a day, the first of `holders_on`; None is a vacancy."""
    return next(iter(holders_on(designations, body=body, offices=offices, role=role, day=day)), None)


def clashes(designations: Iterable[Held], new: Held) -> tuple[Held, ...]:
    """Rows that hold the same body, role, rank and seat (and office where there is no body) on a shared day.

    Who acts for an absent holder (*Plh.*) stands beside him, and alone among those who do.
    """
    return tuple(
        held
        for held in designations
        if held.key != new.key
        and (held.body, held.role, held.rank, held.seat) == (new.body, new.role, new.rank, new.seat)
        and (held.acting == BESIDE) == (new.acting == BESIDE)
        and (new.body is not None or held.organisation == new.organisation)
        and held.span.overlaps(new.span)
    )


def both_sides(designations: Iterable[Held], new: Held) -> tuple[Held, ...]:
    """Rows by which the same person would be focal point and alternate of one body on a shared day."""
    return tuple(
        held
        for held in designations
        if held.key != new.key
        and held.body == new.body
        and held.role != new.role
        and {held.role, new.role} == {Role.FOCAL_POINT.value, Role.ALTERNATE.value}
        and held.person is not None
        and held.person == new.person
        and held.span.overlaps(new.span)
    )
