"""What every record of a holder must meet: it is not one's own, its letter is whole, nobody stands in for himself."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import date
from typing import Any

from django.db import DatabaseError, transaction
from django.db.models import Model

from ...core.directory import Span, both_sides
from ...core.errors import Problem
from ...core.permissions import Role
from ...records.holding import held_for
from ...records.models import Body, Designation, Person, Post, PostHolding
from ..acting import Actor
from ..files import HeldFile


def save_alone(row: Model, rule: str, refuse: Callable[[], None], **how: Any) -> None:
    """Save a row that no other is in the way of, also when another writer was faster.

    Args:
        rule: name of the rule by which the database refuses (`records.enforcement`).
        refuse: raises the `Problem` that names the row in the way, where there is one.
    """
    refuse()
    try:
        with transaction.atomic():
            row.save(**how)
    except DatabaseError as error:
        if rule in str(error):
            refuse()
        raise


_SIDES = (Role.FOCAL_POINT.value, Role.ALTERNATE.value)


def refuse_own(actor: Actor, *, person: Person | None, post: Post | None, span: Span) -> None:
    """Nobody records, prolongs or ends what he holds himself in the days of it, in person or by post.

    Raises:
        Problem: `DIRECTORY-OWN`.
    """
    own = actor.user.person_id
    if own is None:
        return
    holdings = PostHolding.objects.filter(post=post, person_id=own) if post else ()
    if (person is not None and person.pk == own) or any(
        span.overlaps(Span(row.since, row.until)) for row in holdings
    ):
        raise Problem("DIRECTORY-OWN", place=actor.user.name)


def check_letter(number: str, day: date | None, held: HeldFile | None, actor: Actor) -> None:
    """A letter has number and date, and is not of a day to come; without any of it, it is awaited.

    Raises:
        Problem: `DIRECTORY-FIELD`, `DIRECTORY-LETTER-DATE`.
    """
    if number or day or held is not None:
        for field, value in (("letter_number", number), ("letter_date", day)):
            if not value:
                raise Problem("DIRECTORY-FIELD", place=field, params={"field": field})
    check_letter_day(day, actor)


def check_letter_day(day: date | None, actor: Actor) -> None:
    """A letter is not of a day to come.

    Raises:
        Problem: `DIRECTORY-LETTER-DATE`.
    """
    if day is not None and day > actor.day:
        params = {"date": day.isoformat(), "today": actor.day.isoformat()}
        raise Problem("DIRECTORY-LETTER-DATE", place="letter_date", params=params)


def refuse_both_sides(changed: Iterable[Designation]) -> None:
    """Nobody is focal point and alternate of one body on one day, in person or through a post.

    Asked of the rows as they are stored now, after the change and in its transaction; the bodies are locked, so that
    two writers do not pass each other.

    Raises:
        Problem: `DIRECTORY-BOTH-SIDES` naming who, and since when he holds the other.
    """
    rows = [row for row in changed if row.role in _SIDES and row.body_id is not None]
    bodies = sorted({row.body_id for row in rows if row.body_id})
    if not bodies:
        return
    list(Body.objects.select_for_update(of=("self",)).filter(pk__in=bodies).order_by("pk"))
    known = Designation.objects.filter(body__in=bodies, role__in=_SIDES).with_holders()
    held = [one for row in known for one in held_for(row)]
    keys = {row.pk for row in rows}
    for new in (one for one in held if one.key in keys):
        for clash in both_sides(held, new):
            params = {"who": clash.name, "body": clash.body, "since": clash.span.since.isoformat()}
            raise Problem("DIRECTORY-BOTH-SIDES", place="person", params=params)
