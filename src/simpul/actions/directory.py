"""Who speaks for whom: persons, designations by letter and date, their end."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.db import DatabaseError, transaction

from ..core.directory import clashes
from ..core.errors import Problem
from ..core.permissions import Role
from ..records import enforcement
from ..records.holding import held_on
from ..records.models import Body, Designation, Organisation, Person, Post, StoredFile
from .acting import Actor, action, audit, check_lengths


@action
def add_person(
    *,
    name: str,
    organisation: Organisation,
    email: str = "",
    title: str = "",
    phone: str = "",
    is_fictional: bool = False,
    actor: Actor,
) -> Person:
    """Record a person of an office, with or without an account."""
    actor.must("directory.edit")
    person = Person(
        name=name.strip(),
        title=title,
        email=email.strip().lower(),
        phone=phone,
        organisation=organisation,
        is_fictional=is_fictional,
    )
    check_lengths(person)
    person.save(force_insert=True)
    audit(
        actor,
        "directory.add_person",
        kind="person",
        key=str(person.pk),
        after={"name": person.name, "organisation": organisation.code},
    )
    return person


@action
def designate(
    *,
    role: Role,
    organisation: Organisation,
    body: Body | None = None,
    person: Person | None = None,
    post: Post | None = None,
    since: date,
    until: date | None = None,
    rank: int = 1,
    seat: int = 1,
    acting: str = "",
    letter_number: str = "",
    letter_date: date | None = None,
    letter_file: StoredFile | None = None,
    actor: Actor,
) -> Designation:
    """Record who holds a role from a day, by which letter.

    Raises:
        Problem: `DIRECTORY-OWN` where it would be one's own, `DIRECTORY-NEEDS-HOLDER`, `DIRECTORY-DATES`, or
            `DIRECTORY-OVERLAP` naming the row in the way (also when another writer was faster: the database
            refuses, and nothing is stored).
    """
    actor.must("directory.edit")
    if (person is None) == (post is None):
        raise Problem("DIRECTORY-NEEDS-HOLDER")
    if person is not None and person.pk == actor.user.person_id:
        raise Problem("DIRECTORY-OWN", place=person.name)
    if until is not None and until <= since:
        raise Problem("DIRECTORY-DATES", params={"since": since.isoformat(), "until": until.isoformat()})
    row = Designation(
        body=body,
        organisation=organisation,
        role=role.value,
        rank=rank,
        seat=seat,
        person=person,
        post=post,
        acting=acting,
        since=since,
        until=until,
        letter_number=letter_number,
        letter_date=letter_date,
        letter_file=letter_file,
        recorded_at=actor.at,
    )
    check_lengths(row)
    _save_alone(row, force_insert=True)
    audit(
        actor,
        "directory.designate",
        kind="designation",
        key=str(row.pk),
        after={
            "role": role.value,
            "body": body.code if body else None,
            "organisation": organisation.code,
            "holder": person.name if person else str(post),
            "since": since.isoformat(),
            "until": until.isoformat() if until else None,
            "letter": letter_number,
        },
    )
    return row


@action
def end_designation(*, designation: Designation, until: date, reason: str, actor: Actor) -> Designation:
    """The designation ends; `until` is the first day it no longer holds. The row stays.

    Raises:
        Problem: `DIRECTORY-DATES`, or `DIRECTORY-OVERLAP` where a later end would run into another holder.
    """
    actor.must("directory.edit")
    if until <= designation.since:
        params = {"since": designation.since.isoformat(), "until": until.isoformat()}
        raise Problem("DIRECTORY-DATES", params=params)
    before = designation.until.isoformat() if designation.until else None
    designation.until = until
    _save_alone(designation, update_fields=["until"])
    audit(
        actor,
        "directory.end_designation",
        kind="designation",
        key=str(designation.pk),
        before={"until": before},
        after={"until": until.isoformat(), "reason": reason},
    )
    return designation


def _save_alone(row: Designation, **how: Any) -> None:
    """Save a row that no other holder is in the way of, also when another writer was faster."""
    _refuse_overlap(row)
    try:
        with transaction.atomic():
            row.save(**how)
    except DatabaseError as error:
        if enforcement.DESIGNATION in str(error):
            _refuse_overlap(row)
        raise


def _refuse_overlap(row: Designation) -> None:
    same = Designation.objects.filter(body=row.body, role=row.role).with_holders()
    rows = {other.pk: other for other in same}
    seats = (held_on(other, other.since) for other in rows.values())
    for clash in clashes(seats, held_on(row, row.since)):
        other = rows[clash.key]
        holder = other.person.name if other.person else str(other.post)
        last = clash.span.last_day
        raise Problem(
            "DIRECTORY-OVERLAP",
            place=f"designation {other.pk}",
            params={
                "who": f"{holder} ({other.organisation.acronym})",
                "role": row.role,
                "body": row.body.acronym if row.body else row.organisation.acronym,
                "since": other.since.isoformat(),
                "until": last.isoformat() if last else "…",
            },
        )
