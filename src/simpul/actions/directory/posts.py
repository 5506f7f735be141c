"""Posts that a designation may name instead of a person, and who holds them from which day."""

from __future__ import annotations

from datetime import date
from typing import Any

from ...core.directory import ACTING, Span
from ...core.errors import Problem
from ...records import enforcement
from ...records.models import Organisation, Person, Post, PostHolding
from ..acting import Actor, action, audit, check_lengths
from ..files import HeldFile, keep_held
from .rules import check_letter, refuse_both_sides, refuse_own, save_alone


@action
def add_post(*, organisation: Organisation, name_id: str, name_en: str, actor: Actor) -> Post:
    """Record a post of an office.

    Raises:
        Problem: `DIRECTORY-FIELD` without a name in either language, `DIRECTORY-POST-THERE`.
    """
    actor.must("directory.edit")
    row = Post(
        organisation=organisation, name_id=" ".join(name_id.split()), name_en=" ".join(name_en.split())
    )
    for field in ("name_id", "name_en"):
        if not getattr(row, field):
            raise Problem("DIRECTORY-FIELD", place=field, params={"field": field})
    if Post.objects.filter(organisation=organisation, name_id__iexact=row.name_id).exists():
        raise Problem("DIRECTORY-POST-THERE", place="name_id", params={"post": row.name_id})
    check_lengths(row)
    row.save(force_insert=True)
    audit(
        actor,
        "directory.add_post",
        kind="post",
        key=str(row.pk),
        after={"name_id": row.name_id, "name_en": row.name_en, "organisation": organisation.code},
    )
    return row


@action
def hold_post(
    *,
    post: Post,
    person: Person,
    since: date,
    until: date | None = None,
    acting: str = "",
    letter_number: str = "",
    letter_date: date | None = None,
    held: HeldFile | None = None,
    actor: Actor,
) -> PostHolding:
    """Somebody holds a post from a day, or acts in it: *Plt.* while it is vacant, *Plh.* for an absent holder.

    Whatever names the post ex officio is his from that day, in every body, without another step. A definitive holder
    without a last day ends the day before; one with a later last day is in the way. Somebody acting ends nobody.

    Raises:
        Problem: `DIRECTORY-OWN`, `DIRECTORY-FIELD` and `DIRECTORY-LETTER-DATE` of the letter, `DIRECTORY-ACTING`,
            `DIRECTORY-DATES`, `DIRECTORY-BOTH-SIDES`, or `DIRECTORY-POST-HELD` naming the holding in the way (also
            when another writer was faster).
    """
    actor.must("directory.edit")
    refuse_own(actor, person=person, post=post, span=Span(since, until))
    check_letter(letter_number.strip(), letter_date, held, actor)
    if acting not in ACTING:
        raise Problem("DIRECTORY-ACTING", place="acting", params={"acting": acting})
    if until is not None and until <= since:
        params = {"since": since.isoformat(), "until": until.isoformat()}
        raise Problem("DIRECTORY-DATES", place="until", params=params)
    locked = Post.objects.select_for_update(of=("self",)).get(pk=post.pk)
    before = _ended_by_successor(locked, since) if not acting else None
    row = PostHolding(
        post=locked,
        person=person,
        acting=acting,
        since=since,
        until=until,
        letter_number=letter_number.strip(),
        letter_date=letter_date,
        letter_file=keep_held(file=held, purpose="letter", actor=actor) if held else None,
        recorded_at=actor.at,
    )
    check_lengths(row)
    _save_alone(row, force_insert=True)
    refuse_both_sides(post.designations.all())
    audit(
        actor,
        "directory.hold_post",
        kind="post_holding",
        key=str(row.pk),
        before={"holder": before.person.name, "until": None} if before else {},
        after={
            "post": str(post),
            "holder": person.name,
            "acting": acting,
            "since": since.isoformat(),
            "until": until.isoformat() if until else None,
            "letter": row.letter_number,
            "letter_date": letter_date.isoformat() if letter_date else None,
            "sha256": row.letter_file.sha256 if row.letter_file else None,
            "ended": before.pk if before else None,
        },
    )
    return row


@action
def end_holding(*, holding: PostHolding, until: date, reason: str, actor: Actor) -> PostHolding:
    """A holding ends; `until` is the first day it no longer holds. What names the post is vacant from then on.

    Raises:
        Problem: `DIRECTORY-FIELD` without a reason, `DIRECTORY-DATES`, `DIRECTORY-OWN`, `DIRECTORY-BOTH-SIDES`,
            `DIRECTORY-POST-HELD`.
    """
    actor.must("directory.edit")
    if not reason.strip():
        raise Problem("DIRECTORY-FIELD", place="reason", params={"field": "reason"})
    row = (
        PostHolding.objects.select_for_update(of=("self",))
        .select_related("person", "post")
        .get(pk=holding.pk)
    )
    if until <= row.since:
        params = {"since": row.since.isoformat(), "until": until.isoformat()}
        raise Problem("DIRECTORY-DATES", place="until", params=params)
    Post.objects.select_for_update(of=("self",)).get(pk=row.post_id)
    longest = until if row.until is None else max(until, row.until)
    refuse_own(actor, person=row.person, post=None, span=Span(row.since, longest))
    before = row.until.isoformat() if row.until else None
    row.until = until
    _save_alone(row, update_fields=["until"])
    refuse_both_sides(row.post.designations.all())
    audit(
        actor,
        "directory.end_holding",
        kind="post_holding",
        key=str(row.pk),
        before={"until": before},
        after={"until": until.isoformat(), "reason": reason.strip()},
    )
    return row


def _ended_by_successor(post: Post, since: date) -> PostHolding | None:
    """The open-ended definitive holder before a new one, ended on the new one's first day."""
    row = (
        PostHolding.objects.filter(post=post, acting="", until__isnull=True, since__lt=since)
        .select_related("person")
        .first()
    )
    if row is None:
        return None
    row.until = since
    row.save(update_fields=["until"])
    return row


def _save_alone(row: PostHolding, **how: Any) -> None:
    save_alone(row, enforcement.HOLDING, lambda: _refuse_overlap(row), **how)


def _refuse_overlap(row: PostHolding) -> None:
    span = Span(row.since, row.until)
    same = PostHolding.objects.filter(post_id=row.post_id).exclude(pk=row.pk).select_related("person")
    for other in same:
        if bool(other.acting) == bool(row.acting) and span.overlaps(Span(other.since, other.until)):
            last = Span(other.since, other.until).last_day
            raise Problem(
                "DIRECTORY-POST-HELD",
                place=f"holding {other.pk}",
                params={
                    "who": f"{other.acting} {other.person.name}".strip(),
                    "post": str(row.post),
                    "since": other.since.isoformat(),
                    "until": last.isoformat() if last else "…",
                },
            )
