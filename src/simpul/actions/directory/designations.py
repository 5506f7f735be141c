"""Who speaks for whom: designations by letter and date, the letter that came later, their end."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import DatabaseError, transaction

from ...core.directory import ACTING, both_sides, clashes
from ...core.errors import Problem
from ...core.permissions import Role
from ...records import enforcement
from ...records.holding import held_on
from ...records.models import Body, Designation, Organisation, Person, Post, Seat, StoredFile
from ..acting import Actor, action, audit, check_lengths
from ..files import HeldFile, keep_held
from .people import add_person


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
        Problem: `DIRECTORY-OWN` where it would be one's own, `DIRECTORY-NEEDS-HOLDER`, `DIRECTORY-ACTING`,
            `DIRECTORY-DATES`, `DIRECTORY-LETTER-DATE` for a letter of a day to come, `DIRECTORY-NO-SEAT`,
            `DIRECTORY-BOTH-SIDES` where the alternate would stand in for himself, or `DIRECTORY-OVERLAP` naming the
            row in the way (also when another writer was faster: the database refuses, and nothing is stored).
    """
    actor.must("directory.edit")
    if (person is None) == (post is None):
        raise Problem("DIRECTORY-NEEDS-HOLDER", place="person")
    if acting not in ACTING:
        raise Problem("DIRECTORY-ACTING", place="acting", params={"acting": acting})
    _check_letter(letter_date, actor)
    if person is not None and person.pk == actor.user.person_id:
        raise Problem("DIRECTORY-OWN", place=person.name)
    if until is not None and until <= since:
        params = {"since": since.isoformat(), "until": until.isoformat()}
        raise Problem("DIRECTORY-DATES", place="until", params=params)
    _check_seat(body, seat, since)
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
    _refuse_both_sides(row)
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


@dataclass(frozen=True)
class Newcomer:
    """Somebody the directory does not know yet, as a form names him."""

    name: str
    title: str = ""
    email: str = ""
    phone: str = ""


@action
def register_designation(
    *,
    role: Role,
    organisation: Organisation,
    body: Body | None = None,
    person: Person | None = None,
    newcomer: Newcomer | None = None,
    post: Post | None = None,
    since: date,
    until: date | None = None,
    rank: int = 1,
    seat: int = 1,
    acting: str = "",
    letter_number: str = "",
    letter_date: date | None = None,
    held: HeldFile | None = None,
    actor: Actor,
) -> Designation:
    """A designation as its letter says it, with the letter as a file, and the person where he is new: all or nothing.

    Args:
        newcomer: recorded as a person of the office first; then `person` and `post` are None.
        held: the signed letter.

    Raises:
        Problem: as `designate` and `add_person`; `DIRECTORY-FIELD` for a letter without its number or date.
    """
    actor.must("directory.edit")
    if newcomer is not None and (person is not None or post is not None):
        raise Problem("DIRECTORY-NEEDS-HOLDER", place="person")
    given = {"letter_number": letter_number.strip(), "letter_date": letter_date}
    if any(given.values()) or held is not None:
        for field, value in given.items():
            if not value:
                raise Problem("DIRECTORY-FIELD", place=field, params={"field": field})
    if newcomer is not None:
        person = add_person(
            name=newcomer.name,
            title=newcomer.title,
            email=newcomer.email,
            phone=newcomer.phone,
            organisation=organisation,
            actor=actor,
        )
    return designate(
        role=role,
        organisation=organisation,
        body=body,
        person=person,
        post=post,
        since=since,
        until=until,
        rank=rank,
        seat=seat,
        acting=acting,
        letter_number=letter_number.strip(),
        letter_date=letter_date,
        letter_file=keep_held(file=held, purpose="letter", actor=actor) if held else None,
        actor=actor,
    )


@action
def receive_letter(
    *,
    designation: Designation,
    letter_number: str,
    letter_date: date,
    held: HeldFile | None = None,
    actor: Actor,
) -> Designation:
    """The letter of a designation that was recorded before it came; a letter that is there is not exchanged.

    Raises:
        Problem: `DIRECTORY-FIELD` without a number, `DIRECTORY-LETTER-DATE`, `DIRECTORY-LETTER-THERE`.
    """
    actor.must("directory.edit")
    number = letter_number.strip()
    if not number:
        raise Problem("DIRECTORY-FIELD", place="letter_number", params={"field": "letter_number"})
    _check_letter(letter_date, actor)
    row = Designation.objects.select_for_update(of=("self",)).get(pk=designation.pk)
    if row.letter_number:
        raise Problem("DIRECTORY-LETTER-THERE", params={"letter": row.letter_number})
    row.letter_number, row.letter_date = number, letter_date
    row.letter_file = keep_held(file=held, purpose="letter", actor=actor) if held else None
    check_lengths(row)
    row.save(update_fields=["letter_number", "letter_date", "letter_file"])
    audit(
        actor,
        "directory.receive_letter",
        kind="designation",
        key=str(row.pk),
        before={"letter": ""},
        after={"letter": number, "letter_date": letter_date.isoformat()},
    )
    return row


@action
def end_designation(*, designation: Designation, until: date, reason: str, actor: Actor) -> Designation:
    """The designation ends; `until` is the first day it no longer holds. The row stays.

    Raises:
        Problem: `DIRECTORY-FIELD` without a reason, `DIRECTORY-DATES`, or `DIRECTORY-OVERLAP` where a later end would
            run into another holder.
    """
    actor.must("directory.edit")
    if not reason.strip():
        raise Problem("DIRECTORY-FIELD", place="reason", params={"field": "reason"})
    if until <= designation.since:
        params = {"since": designation.since.isoformat(), "until": until.isoformat()}
        raise Problem("DIRECTORY-DATES", place="until", params=params)
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


def _check_letter(letter_date: date | None, actor: Actor) -> None:
    if letter_date is not None and letter_date > actor.day:
        params = {"date": letter_date.isoformat(), "today": actor.day.isoformat()}
        raise Problem("DIRECTORY-LETTER-DATE", place="letter_date", params=params)


def _check_seat(body: Body | None, seat: int, since: date) -> None:
    """A body that nobody gave seats has one."""
    seats = list(Seat.objects.filter(body=body).on(since)) if body else []
    there = {row.number for row in seats} | {1}
    if seat not in there:
        params = {
            "body": body.acronym if body else "–",
            "seat": seat,
            "seats": ", ".join(map(str, sorted(there))),
        }
        raise Problem("DIRECTORY-NO-SEAT", place="seat", params=params)


def _refuse_both_sides(row: Designation) -> None:
    """Nobody is focal point and alternate of one body on one day, in person or through a post."""
    if row.role not in (Role.FOCAL_POINT.value, Role.ALTERNATE.value) or row.body is None:
        return
    same = Designation.objects.filter(body=row.body, role__in=(Role.FOCAL_POINT.value, Role.ALTERNATE.value))
    others = [held_on(other, max(other.since, row.since)) for other in same.with_holders()]
    for clash in both_sides(others, held_on(row, row.since)):
        params = {"who": clash.name, "body": row.body.acronym, "since": clash.span.since.isoformat()}
        raise Problem("DIRECTORY-BOTH-SIDES", place="person", params=params)


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
