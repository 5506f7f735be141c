"""One office as its page shows it: what it answers for, who has duties there today, what it has open."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Q

from ..core.directory import Span
from ..core.permissions import Duty
from ..core.reporting import State
from .directory import Designation, Organisation, OrganisationSuccession, Post, Responsibility, on_day
from .reporting import Task


@dataclass(frozen=True)
class OfficeLine:
    """An office in the list, with what it has today."""

    row: Organisation
    bodies: int
    people: int


@dataclass(frozen=True)
class PostLine:
    """A post of the office with who holds it today; empty where nobody does."""

    row: Post
    holder: str


@dataclass(frozen=True)
class OfficeView:
    """One office."""

    row: Organisation
    responsibilities: tuple[Responsibility, ...]
    designations: tuple[Designation, ...]
    before: tuple[Organisation, ...]
    after: tuple[Organisation, ...]
    units: tuple[Organisation, ...]
    posts: tuple[PostLine, ...]
    open_tasks: tuple[Task, ...]

    def running(self, day: date) -> bool:
        """Whether it has ended while something still names it."""
        ended = self.row.until is not None and self.row.until <= day
        return ended and any(one.until is None or one.until > day for one in self.responsibilities)


def read_offices(day: date) -> list[OfficeLine]:
    """All offices, those that ended last."""
    rows = Organisation.objects.select_related("parent").annotate(
        bodies_today=Count("responsibilities__body", filter=on_day(day, "responsibilities__"), distinct=True),
        people_today=Count("designations", filter=on_day(day, "designations__"), distinct=True),
    )
    found = [OfficeLine(row, row.bodies_today, row.people_today) for row in rows]
    return sorted(
        found,
        key=lambda one: (one.row.until is not None and one.row.until <= day, one.row.acronym.casefold()),
    )


def read_office(row: Organisation, duties: tuple[Duty, ...], day: date) -> OfficeView:
    """One office; of its open work what the reader may see."""
    tasks = (
        Task.objects.visible_to(duties, day)
        .filter(Q(organisation=row) | Q(co_leads=row), round__closed_at__isnull=True)
        .exclude(state=State.ACCEPTED.value)
        .with_office()
        .order_by("due_current", "body__acronym")
        .distinct()
    )
    links = OrganisationSuccession.objects.select_related("predecessor", "successor")
    near = list(links.filter(Q(predecessor=row) | Q(successor=row)))
    return OfficeView(
        row=row,
        responsibilities=tuple(
            Responsibility.objects.filter(organisation=row).select_related("body").order_by("role", "-since")
        ),
        designations=tuple(
            Designation.objects.on(day)
            .filter(organisation=row)
            .with_holders()
            .order_by("role", "body__acronym")
        ),
        before=tuple(one.predecessor for one in near if one.successor_id == row.pk),
        after=tuple(one.successor for one in near if one.predecessor_id == row.pk),
        units=tuple(row.units.order_by("acronym")),
        posts=tuple(
            PostLine(
                post,
                " / ".join(str(one) for one in post.holdings.all() if Span(one.since, one.until).covers(day)),
            )
            for post in row.posts.prefetch_related("holdings__person").order_by("name_id")
        ),
        open_tasks=tuple(tasks),
    )
