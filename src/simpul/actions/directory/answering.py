"""Which office answers for which body, and how many seats a body has: by date and source, never edited away."""

from __future__ import annotations

from datetime import date
from typing import Any

from ...core.directory import LEAD, PARTS, Span
from ...core.errors import Problem
from ...records import enforcement
from ...records.models import Body, Organisation, Responsibility, Seat
from ..acting import Actor, action, audit, check_lengths
from .rules import save_alone


@action
def answer_for(
    *,
    body: Body,
    organisation: Organisation,
    role: str,
    since: date,
    until: date | None = None,
    source: str,
    actor: Actor,
) -> Responsibility:
    """An office answers for a body from a day, as its lead, its co-lead or contributing, by a source.

    Raises:
        Problem: `DIRECTORY-PART` for a part that is none, `DIRECTORY-FIELD` without a source, `DIRECTORY-DATES`,
            `DIRECTORY-ANSWERS` naming the row in the way, `DIRECTORY-LEADS` naming another office that leads the body
            on one of the days, `OFFICE-ENDED` where the office is there no longer.
    """
    actor.must("directory.edit")
    if role not in PARTS:
        raise Problem("DIRECTORY-PART", place="role", params={"part": role})
    if not source.strip():
        raise Problem("DIRECTORY-FIELD", place="source", params={"field": "source"})
    if until is not None and until <= since:
        params = {"since": since.isoformat(), "until": until.isoformat()}
        raise Problem("DIRECTORY-DATES", place="until", params=params)
    if organisation.until is not None and organisation.until <= since:
        params = {"until": organisation.until.isoformat()}
        raise Problem("OFFICE-ENDED", place=organisation.code, params=params)
    row = Responsibility(
        body=body,
        organisation=organisation,
        role=role,
        since=since,
        until=until,
        source=source.strip(),
        confidence="verified",
        since_confidence="verified",
    )
    check_lengths(row)
    _lock(body.pk)
    _save_alone(row, force_insert=True)
    audit(
        actor,
        "directory.answer_for",
        kind="responsibility",
        key=str(row.pk),
        after={
            "body": body.code,
            "organisation": organisation.code,
            "part": role,
            "since": since.isoformat(),
            "until": until.isoformat() if until else None,
            "source": row.source,
        },
    )
    return row


@action
def end_answering(
    *, responsibility: Responsibility, until: date, source: str, actor: Actor
) -> Responsibility:
    """An office no longer answers for a body; `until` is the first day it does not. Tasks it was given stay its own.

    Raises:
        Problem: `DIRECTORY-FIELD` without a source, `DIRECTORY-DATES`; `DIRECTORY-ANSWERS` or `DIRECTORY-LEADS` where
            a later end runs into another row.
    """
    actor.must("directory.edit")
    if not source.strip():
        raise Problem("DIRECTORY-FIELD", place="source", params={"field": "source"})
    _lock(responsibility.body_id)
    row = (
        Responsibility.objects.select_for_update(of=("self",))
        .select_related("body", "organisation")
        .get(pk=responsibility.pk)
    )
    if until <= row.since:
        params = {"since": row.since.isoformat(), "until": until.isoformat()}
        raise Problem("DIRECTORY-DATES", place="until", params=params)
    before = row.until.isoformat() if row.until else None
    row.until = until
    _save_alone(row, update_fields=["until"])
    audit(
        actor,
        "directory.end_answering",
        kind="responsibility",
        key=str(row.pk),
        before={"until": before},
        after={"until": until.isoformat(), "source": source.strip()},
    )
    return row


@action
def open_seat(*, body: Body, name_id: str, name_en: str, since: date, source: str, actor: Actor) -> Seat:
    """One more seat of a body, with what it stands for: so that two hold the same role on one day.

    A body nobody gave seats has one, without a name. The first seat that is opened is therefore the second.

    Raises:
        Problem: `DIRECTORY-FIELD` without a name or source.
    """
    actor.must("directory.edit")
    given = {
        "name_id": " ".join(name_id.split()),
        "name_en": " ".join(name_en.split()),
        "source": source.strip(),
    }
    for field, text in given.items():
        if not text:
            raise Problem("DIRECTORY-FIELD", place=field, params={"field": field})
    _lock(body.pk)
    last = Seat.objects.filter(body=body).order_by("-number").first()
    row = Seat(
        body=body,
        number=max(last.number if last else 1, 1) + 1,
        since=since,
        confidence="verified",
        **given,
    )
    check_lengths(row)
    row.save(force_insert=True)
    audit(
        actor,
        "directory.open_seat",
        kind="seat",
        key=str(row.pk),
        after={"body": body.code, "seat": row.number, "since": since.isoformat(), **given},
    )
    return row


def _lock(body: int) -> None:
    """One writer at a time for a body: no constraint of the database sees two offices that both lead it."""
    Body.objects.select_for_update(of=("self",), no_key=True).get(pk=body)


def _save_alone(row: Responsibility, **how: Any) -> None:
    save_alone(row, enforcement.RESPONSIBILITY, lambda: _refuse_overlap(row), **how)


def _refuse_overlap(row: Responsibility) -> None:
    """One row of an office in a part, and one lead of a body, on a day."""
    span = Span(row.since, row.until)
    same = Responsibility.objects.filter(body_id=row.body_id, role=row.role).exclude(pk=row.pk)
    if row.role != LEAD:
        same = same.filter(organisation_id=row.organisation_id)
    for other in same.select_related("organisation").order_by("since", "pk"):
        if not span.overlaps(Span(other.since, other.until)):
            continue
        own = other.organisation_id == row.organisation_id
        last = Span(other.since, other.until).last_day
        raise Problem(
            "DIRECTORY-ANSWERS" if own else "DIRECTORY-LEADS",
            place=f"responsibility {other.pk}",
            params={
                "office": other.organisation.acronym,
                "body": row.body.acronym,
                "since": other.since.isoformat(),
                "until": last.isoformat() if last else "…",
            },
        )
