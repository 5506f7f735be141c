"""Whether the directory says what the audit trail says: who was designated, who holds a post, which seats opened."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator
from datetime import date
from typing import Any

from .audit import AuditEntry
from .directory import Designation, Person, PostHolding, Responsibility, Seat
from .integrity_claims import Claim, Trail
from .integrity_words import Fault, differing


def _designations() -> Iterator[Claim]:
    called = _names_by_day()
    for row in Designation.objects.select_related("body", "organisation", "person", "post"):
        after = {
            "role": row.role,
            "body": row.body.code if row.body else None,
            "organisation": row.organisation.code,
            "holder": called(row.person, row.recorded_at) if row.person else str(row.post),
            "since": row.since.isoformat(),
        }
        name, key = f"designation {row.pk} {after['role']} {after['holder']}", str(row.pk)
        yield Claim(name, ("directory.designate",), "designation", key, after, row.recorded_at)


def _holdings() -> Iterator[Claim]:
    called = _names_by_day()
    for row in PostHolding.objects.select_related("post", "person"):
        after = {
            "post": str(row.post),
            "holder": called(row.person, row.recorded_at) if row.recorded_at else row.person.name,
            "acting": row.acting,
            "since": row.since.isoformat(),
            "letter": row.letter_number,
        }
        name, key = f"holding {row.pk} {after['post']} {after['holder']}", str(row.pk)
        yield Claim(name, ("directory.hold_post",), "post_holding", key, after, row.recorded_at)


def _names_by_day() -> Callable[[Person, Any], str]:
    """What a person was called at a moment: corrections of names are told by the trail alone."""
    corrected: dict[str, list[AuditEntry]] = defaultdict(list)
    rows = AuditEntry.objects.filter(action="directory.correct_person", before__has_key="name")
    for row in rows.order_by("id"):
        corrected[row.subject_key].append(row)

    def called(person: Person, at: Any) -> str:
        later = (row for row in corrected[str(person.pk)] if row.at >= at)
        return next((str(row.before["name"]) for row in later), person.name)

    return called


#: Who claims, and which audit rows stand for exactly one row of theirs.
DIRECTORY_CLAIMS: dict[Callable[[], Iterator[Claim]], tuple[tuple[str, ...], ...]] = {
    _designations: (("directory.designate",),),
    _holdings: (("directory.hold_post",),),
}


def directory_last_words(trail: Trail) -> Iterator[Fault]:
    """What several audit rows say one after another: ends and letters of designations, ends of holdings."""

    def said(action: str, kind: str, key: Any) -> list[AuditEntry]:
        return trail.get((action, kind, str(key)), [])

    for row in Designation.objects.select_related("person", "post"):
        begun = said("directory.designate", "designation", row.pk)
        if not begun:
            continue
        name = f"designation {row.pk} {row.role} {row.person.name if row.person else row.post}"
        ends = begun + said("directory.end_designation", "designation", row.pk)
        letters = begun + said("directory.receive_letter", "designation", row.pk)
        now = {"until": _day(row.until), "letter": row.letter_number}
        told = {"until": ends[-1].after.get("until"), "letter": letters[-1].after.get("letter")}
        yield from differing("audited", name, now, told)
    followed = {
        entry.after["ended"]: entry.after["since"]
        for (action, _kind, _key), rows in trail.items()
        if action == "directory.hold_post"
        for entry in rows
        if entry.after.get("ended")
    }
    for held in PostHolding.objects.select_related("person", "post"):
        begun = said("directory.hold_post", "post_holding", held.pk)
        if not begun:
            continue
        ends = said("directory.end_holding", "post_holding", held.pk)
        until = ends[-1].after["until"] if ends else followed.get(held.pk, begun[-1].after["until"])
        name = f"holding {held.pk} {held.post} {held.person.name}"
        yield from differing("audited", name, {"until": _day(held.until)}, {"until": until})
    for seat in Seat.objects.select_related("body"):
        for opened in said("directory.open_seat", "seat", seat.pk):
            here: dict[str, Any] = {
                "body": seat.body.code,
                "seat": seat.number,
                "name_id": seat.name_id,
                "name_en": seat.name_en,
            }
            yield from differing(
                "audited", f"seat {seat}", here, {key: opened.after.get(key) for key in here}
            )
    for part in Responsibility.objects.select_related("body", "organisation"):
        begun = said("directory.answer_for", "responsibility", part.pk)
        ends = begun + said("directory.end_answering", "responsibility", part.pk)
        if ends:
            name = f"responsibility {part}"
            yield from differing(
                "audited", name, {"until": _day(part.until)}, {"until": ends[-1].after["until"]}
            )


def _day(day: date | None) -> str | None:
    return day.isoformat() if day else None
