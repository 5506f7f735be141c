"""The calendar kept at the desk: a free day added, corrected or withdrawn, always with its decree."""

from __future__ import annotations

from datetime import date
from typing import Any

from ..core.errors import Conflict, Problem
from ..core.workdays import FREE_DAY_KINDS
from ..records.models import FreeDay
from .acting import Actor, action, alone_in_audit, audit, check_lengths


@action
def add_free_day(
    *,
    area: str,
    day: date,
    name_id: str,
    name_en: str,
    kind: str,
    decree: str,
    source: str = "",
    actor: Actor,
) -> FreeDay:
    """Record a national holiday or a day of collective leave by its decree.

    Raises:
        Problem: `WORKDAYS-DECREE`, `REQUESTS-FIELD`.
        Conflict: `WORKDAYS-TWICE`, the day stands there under this name.
    """
    actor.must("calendar.edit")
    alone_in_audit()
    row = _row(area, day, name_id, name_en, kind, decree, source, actor)
    _not_there(row)
    row.save(force_insert=True)
    audit(actor, "calendar.add_free_day", kind="free_day", key=str(row.pk), after=_told(row))
    return row


def _row(
    area: str, day: date, name_id: str, name_en: str, kind: str, decree: str, source: str, actor: Actor
) -> FreeDay:
    for place, text in (("area", area), ("name_id", name_id), ("name_en", name_en)):
        if not text.strip():
            raise Problem("REQUESTS-FIELD", place=place, params={"field": place})
    if kind not in FREE_DAY_KINDS:
        raise Problem("NOT-FOUND", place="kind", params={"what": kind})
    if not decree.strip():
        raise Problem("WORKDAYS-DECREE", place="decree")
    row = FreeDay(
        area=area.strip(),
        day=day,
        name_id=name_id.strip(),
        name_en=name_en.strip(),
        kind=kind,
        decree=decree.strip(),
        source=source.strip() or decree.strip(),
        confidence="verified" if source.strip() else "recalled",
        recorded_at=actor.at,
        recorded_by=actor.user,
    )
    check_lengths(row)
    return row


def _not_there(row: FreeDay, *, but: FreeDay | None = None) -> None:
    rows = FreeDay.objects.in_force().filter(area=row.area, day=row.day, name_id__iexact=row.name_id)
    there = next((one for one in rows if but is None or one.pk != but.pk), None)
    if there is not None:
        params = {"day": row.day.isoformat(), "name": there.name_id}
        raise Conflict("WORKDAYS-TWICE", place=row.day.isoformat(), params=params)


def _told(row: FreeDay) -> dict[str, Any]:
    names = ("area", "name_id", "name_en", "kind", "decree", "source")
    return {"day": row.day.isoformat(), **{name: getattr(row, name) for name in names}}


@action
def correct_free_day(
    *,
    free_day: FreeDay,
    day: date,
    name_id: str,
    name_en: str,
    kind: str,
    decree: str,
    source: str = "",
    reason: str,
    actor: Actor,
) -> FreeDay:
    """Put another record in the place of one, by the decree that says so; the earlier stays readable.

    What the content says of this day later does not undo it.

    Raises:
        Problem: `WORKDAYS-ENDED`, `WORKDAYS-DECREE`, `REPORTING-NEEDS-REASON`.
        Conflict: `WORKDAYS-TWICE`.
    """
    actor.must("calendar.edit")
    old = _in_force(free_day, reason)
    row = _row(old.area, day, name_id, name_en, kind, decree, source, actor)
    row.code = old.code
    _not_there(row, but=old)
    _end(old, reason, actor)
    row.save(force_insert=True)
    old.successor = row
    old.save(update_fields=["successor"])
    after = {**_told(row), "reason": reason.strip()}
    audit(
        actor, "calendar.correct_free_day", kind="free_day", key=str(row.pk), before=_told(old), after=after
    )
    return row


@action
def withdraw_free_day(*, free_day: FreeDay, reason: str, actor: Actor) -> FreeDay:
    """A free day is worked after all, by the decree that the reason names; the record stays readable.

    Raises:
        Problem: `WORKDAYS-ENDED`, `REPORTING-NEEDS-REASON`.
    """
    actor.must("calendar.edit")
    old = _in_force(free_day, reason)
    _end(old, reason, actor)
    after = {"reason": reason.strip()}
    audit(
        actor, "calendar.withdraw_free_day", kind="free_day", key=str(old.pk), before=_told(old), after=after
    )
    return old


def _in_force(free_day: FreeDay, reason: str) -> FreeDay:
    if not reason.strip():
        raise Problem("REPORTING-NEEDS-REASON", place="reason")
    row = FreeDay.objects.select_for_update(of=("self",)).get(pk=free_day.pk)
    if row.ended_at is not None:
        raise Problem("WORKDAYS-ENDED", place=row.day.isoformat())
    return row


def _end(row: FreeDay, reason: str, actor: Actor) -> None:
    row.ended_at, row.ended_by, row.end_reason = actor.at, actor.user, reason.strip()
    row.save(update_fields=["ended_at", "ended_by", "end_reason"])
