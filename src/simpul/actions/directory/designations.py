"""Who speaks for whom: designations by letter and date, the letter that came later, their end."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from ...core.directory import ACTING, Span, clashes
from ...core.errors import Problem
from ...core.permissions import Role
from ...records import enforcement
from ...records.directory import seats_of
from ...records.holding import held_on
from ...records.models import Body, Designation, Organisation, Person, Post, StoredFile
from ..acting import Actor, action, audit, check_lengths
from ..files import HeldFile, keep_held
from .people import add_person
from .rules import check_letter, check_letter_day, refuse_both_sides, refuse_own, save_alone

#: The last rank a list shows; offices that share a body take one after another.
LAST_RANK = 9


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
            `DIRECTORY-DATES`, `DIRECTORY-LETTER-DATE`, `DIRECTORY-NO-SEAT`, `DIRECTORY-RANK`, `OFFICE-ENDED`,
            `DIRECTORY-BOTH-SIDES` where the alternate would stand in for himself, or `DIRECTORY-OVERLAP` naming the
            row in the way (also when another writer was faster: the database refuses, and nothing is stored).
    """
    actor.must("directory.edit")
    if (person is None) == (post is None):
        raise Problem("DIRECTORY-NEEDS-HOLDER", place="person")
    if acting not in ACTING:
        raise Problem("DIRECTORY-ACTING", place="acting", params={"acting": acting})
    check_letter_day(letter_date, actor)
    if until is not None and until <= since:
        params = {"since": since.isoformat(), "until": until.isoformat()}
        raise Problem("DIRECTORY-DATES", place="until", params=params)
    refuse_own(actor, person=person, post=post, span=Span(since, until))
    _check_place(organisation, body, seat, rank, since)
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
    refuse_both_sides([row])
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
            "rank": rank,
            "seat": seat,
            "acting": acting,
            "letter": letter_number,
            "letter_date": letter_date.isoformat() if letter_date else None,
            "sha256": letter_file.sha256 if letter_file else None,
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
    check_letter(letter_number.strip(), letter_date, held, actor)
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
    """The letter of a designation that was recorded before it came, or its scan; what is there is not exchanged.

    Raises:
        Problem: `DIRECTORY-FIELD` without a number, `DIRECTORY-LETTER-DATE`, `DIRECTORY-LETTER-THERE`, `DIRECTORY-OWN`.
    """
    actor.must("directory.edit")
    number = letter_number.strip()
    if not number:
        raise Problem("DIRECTORY-FIELD", place="letter_number", params={"field": "letter_number"})
    check_letter(number, letter_date, held, actor)
    row = _locked(designation)
    refuse_own(actor, person=row.person, post=row.post, span=Span(row.since, row.until))
    same = (row.letter_number, row.letter_date) == (number, letter_date)
    if row.letter_number and not (same and held is not None and row.letter_file_id is None):
        raise Problem("DIRECTORY-LETTER-THERE", place="letter_number", params={"letter": row.letter_number})
    before = {"letter": row.letter_number}
    row.letter_number, row.letter_date = number, letter_date
    row.letter_file = keep_held(file=held, purpose="letter", actor=actor) if held else None
    check_lengths(row)
    row.save(update_fields=["letter_number", "letter_date", "letter_file"])
    audit(
        actor,
        "directory.receive_letter",
        kind="designation",
        key=str(row.pk),
        before=before,
        after={
            "letter": number,
            "letter_date": letter_date.isoformat(),
            "sha256": row.letter_file.sha256 if row.letter_file else None,
        },
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
    row = _locked(designation)
    if until <= row.since:
        params = {"since": row.since.isoformat(), "until": until.isoformat()}
        raise Problem("DIRECTORY-DATES", place="until", params=params)
    longest = until if row.until is None else max(until, row.until)
    refuse_own(actor, person=row.person, post=row.post, span=Span(row.since, longest))
    before = row.until.isoformat() if row.until else None
    row.until = until
    _save_alone(row, update_fields=["until"])
    refuse_both_sides([row])
    audit(
        actor,
        "directory.end_designation",
        kind="designation",
        key=str(row.pk),
        before={"until": before},
        after={"until": until.isoformat(), "reason": reason.strip()},
    )
    return row


def _locked(designation: Designation) -> Designation:
    rows = Designation.objects.select_for_update(of=("self",))
    return rows.select_related("body", "organisation", "person", "post").get(pk=designation.pk)


def _check_place(organisation: Organisation, body: Body | None, seat: int, rank: int, since: date) -> None:
    """The office is there, the seat is one of the body, and the rank is one that lists can show."""
    if organisation.until is not None and organisation.until <= since:
        params = {"until": organisation.until.isoformat()}
        raise Problem("OFFICE-ENDED", place="organisation", params=params)
    there = [number for number, _row in seats_of(body, since)] if body else [1]
    if seat not in there:
        params = {
            "body": body.acronym if body else "–",
            "seat": str(seat),
            "seats": ", ".join(map(str, there)),
        }
        raise Problem("DIRECTORY-NO-SEAT", place="seat", params=params)
    if not 1 <= rank <= LAST_RANK:
        raise Problem("DIRECTORY-RANK", place="rank", params={"rank": rank, "last": LAST_RANK})


def _save_alone(row: Designation, **how: Any) -> None:
    """Save a row that no other holder is in the way of, also when another writer was faster.

    One writer at a time in a body, or in an office where there is none: the second waits, and finds what is there.
    """
    place: Any = (
        Body.objects.filter(pk=row.body_id)
        if row.body_id
        else Organisation.objects.filter(pk=row.organisation_id)
    )
    place.select_for_update(of=("self",)).get()
    save_alone(row, enforcement.DESIGNATION, lambda: _refuse_overlap(row), **how)


def _refuse_overlap(row: Designation) -> None:
    same = Designation.objects.filter(body=row.body, role=row.role).with_holders()
    rows = {other.pk: other for other in same}
    seats = (replace(held_on(other, other.since), acting=other.acting) for other in rows.values())
    for clash in clashes(seats, replace(held_on(row, row.since), acting=row.acting)):
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
