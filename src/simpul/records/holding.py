"""Who holds which role for a respondent on a day: designations as the rules of `core.directory` read them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date

from ..core.directory import Held, Span, holders_on
from ..core.reporting import Taken, roles_for
from .directory import Designation
from .reporting import Clearance, Task


def held_on(row: Designation, day: date) -> Held:
    """A designation with the person who holds it on a day, in person or by the post it names."""
    person, acting = row.holder_on(day)
    return Held(
        key=row.pk or 0,
        body=row.body.code if row.body else None,
        organisation=row.organisation.code,
        role=row.role,
        rank=row.rank,
        seat=row.seat,
        span=Span(row.since, row.until),
        person=person.pk if person else None,
        name=person.name if person else "",
        acting=acting,
        office=row.organisation.acronym,
    )


def held_for(row: Designation) -> list[Held]:
    """A designation with everybody who holds it and the days of each, in person or by the post it names."""
    own, empty = Span(row.since, row.until), held_on(row, row.since)
    if row.post is None:
        return [replace(empty, span=own)]
    found = []
    for holding in row.post.holdings.all():
        span = own.shared(Span(holding.since, holding.until))
        if span is not None:
            found.append(
                replace(
                    empty,
                    span=span,
                    person=holding.person_id,
                    name=holding.person.name,
                    acting=holding.acting,
                )
            )
    return found


def held(roles: Iterable[str], day: date) -> list[Held]:
    """All designations of these roles on a day: a fixed number of queries."""
    rows = Designation.objects.on(day).filter(role__in=list(roles)).with_holders()
    return [held_on(row, day) for row in rows]


def offices_of(task: Task) -> tuple[str, ...]:
    """Codes of a task's offices, the lead first."""
    return (task.organisation.code, *(row.code for row in task.co_leads.all()))


def holders_of_step(
    task: Task, role: str, day: date, *, known: Sequence[Held] | None = None
) -> tuple[Held, ...]:
    """Who holds a step of a task's chain on a day; those who stand in for its holder come after.

    Args:
        known: designations read before, at least those of the step; None reads them.
    """
    roles = [role, *sorted(one.value for one in roles_for(role) if one.value != role)]
    offices, known = offices_of(task), held(roles, day) if known is None else known
    return tuple(
        one
        for name in roles
        for one in holders_on(known, body=task.body.code, offices=offices, role=name, day=day)
    )


def steps_taken(rows: Iterable[Clearance]) -> tuple[Taken, ...]:
    """Cleared steps as the rules of `core.reporting` read them."""
    return tuple(
        Taken(row.step, row.by.person_id, row.content_hash, row.stood_for_id)
        for row in rows
        if row.verdict == "cleared"
    )
