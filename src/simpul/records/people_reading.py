"""Persons of the directory with what they hold: today in a list, over time on their own page."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import date

from django.db.models import Q

from ..core.directory import Span
from .directory import Designation, Person


@dataclass(frozen=True)
class PersonLine:
    """A person in the list, with the designations of the day, in person or by post, each with how it is held."""

    row: Person
    duties: tuple[tuple[Designation, str], ...]


@dataclass(frozen=True)
class HeldRole:
    """A designation a person held and the days of it: by post those in which the person held the post."""

    row: Designation
    span: Span
    acting: str = ""


def read_people(day: date) -> list[PersonLine]:
    """Everybody, by name: a fixed number of queries."""
    held: dict[int, list[tuple[Designation, str]]] = defaultdict(list)
    for row in Designation.objects.on(day).with_holders().order_by("role", "body__acronym"):
        person, acting = row.holder_on(day)
        if person is not None:
            held[person.pk].append((row, acting))
    people = Person.objects.select_related("organisation").order_by("name")
    return [PersonLine(row, tuple(held[row.pk])) for row in people]


def read_duties(person: Person) -> list[HeldRole]:
    """Every role somebody held or will hold, the newest first."""
    rows = (
        Designation.objects.filter(Q(person=person) | Q(post__holdings__person=person))
        .distinct()
        .with_holders()
    )
    found = []
    for row in rows:
        own = Span(row.since, row.until)
        if row.person_id == person.pk:
            found.append(HeldRole(row, own, row.acting))
            continue
        for holding in row.post.holdings.all() if row.post else ():
            shared = own.shared(Span(holding.since, holding.until))
            if holding.person_id == person.pk and shared is not None:
                found.append(HeldRole(row, shared, holding.acting))
    return sorted(found, key=lambda one: (one.span.since, one.row.pk), reverse=True)
