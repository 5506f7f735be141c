"""Whether the directory says what the audit trail says: who was designated, who holds a post, which seats opened."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator
from datetime import date
from typing import Any

from .audit import AuditEntry
from .directory import Designation, Person, PostHolding, Responsibility, Seat
from .files import StoredFile
from .integrity_claims import Claim, Trail
from .integrity_words import Fault, differing


def _designations() -> Iterator[Claim]:
    called = _names_when("directory.designate")
    rows = Designation.objects.select_related("body", "organisation", "person", "post")
    for row in rows:
        after = {
            "role": row.role,
            "body": row.body.code if row.body else None,
            "organisation": row.organisation.code,
            "holder": called(row.pk, row.person) if row.person else str(row.post),
            "since": row.since.isoformat(),
            "rank": row.rank,
            "seat": row.seat,
            "acting": row.acting,
        }
        name, key = f"designation {row.pk} {after['role']} {after['holder']}", str(row.pk)
        later = frozenset(("rank", "seat", "acting"))
        yield Claim(name, ("directory.designate",), "designation", key, after, row.recorded_at, later=later)


def _holdings() -> Iterator[Claim]:
    called = _names_when("directory.hold_post")
    for row in PostHolding.objects.select_related("post", "person", "letter_file"):
        after = {
            "post": str(row.post),
            "holder": called(row.pk, row.person),
            "acting": row.acting,
            "since": row.since.isoformat(),
            "letter": row.letter_number,
            "letter_date": _day(row.letter_date),
            "sha256": _hash(row.letter_file),
        }
        name, key = f"holding {row.pk} {after['post']} {after['holder']}", str(row.pk)
        later = frozenset(("letter_date", "sha256"))
        yield Claim(name, ("directory.hold_post",), "post_holding", key, after, row.recorded_at, later=later)


def _responsibilities() -> Iterator[Claim]:
    """Those the desk recorded; what content says stands in its entries."""
    recorded = _keys("directory.answer_for")
    for row in Responsibility.objects.filter(pk__in=recorded).select_related("body", "organisation"):
        after = {
            "body": row.body.code,
            "organisation": row.organisation.code,
            "part": row.role,
            "since": row.since.isoformat(),
            "source": row.source,
        }
        name, key = f"responsibility {row}", str(row.pk)
        yield Claim(name, ("directory.answer_for",), "responsibility", key, after)


def _seats() -> Iterator[Claim]:
    """Those opened on the desk."""
    for row in Seat.objects.filter(pk__in=_keys("directory.open_seat")).select_related("body"):
        after = {
            "body": row.body.code,
            "seat": row.number,
            "name_id": row.name_id,
            "name_en": row.name_en,
            "since": _day(row.since),
            "source": row.source,
        }
        yield Claim(f"seat {row}", ("directory.open_seat",), "seat", str(row.pk), after)


def _keys(action: str) -> list[int]:
    rows = AuditEntry.objects.filter(action=action)
    return [int(key) for key in rows.values_list("subject_key", flat=True)]


def _names_when(action: str) -> Callable[[int, Person], str]:
    """What a person was called when a row was recorded: corrections of names are told by the trail alone.

    The order of the trail counts, not the moment: a name can be corrected at the moment a row is recorded.
    """
    recorded = {
        key: pk for key, pk in AuditEntry.objects.filter(action=action).values_list("subject_key", "pk")
    }
    corrected: dict[str, list[AuditEntry]] = defaultdict(list)
    rows = AuditEntry.objects.filter(action="directory.correct_person", before__has_key="name")
    for row in rows.order_by("id"):
        corrected[row.subject_key].append(row)

    def called(key: int, person: Person) -> str:
        at = recorded.get(str(key))
        later = (row for row in corrected[str(person.pk)] if at is not None and row.pk > at)
        return next((str(row.before["name"]) for row in later), person.name)

    return called


#: Who claims, and which audit rows stand for exactly one row of theirs.
DIRECTORY_CLAIMS: dict[Callable[[], Iterator[Claim]], tuple[tuple[str, ...], ...]] = {
    _designations: (("directory.designate",),),
    _holdings: (("directory.hold_post",),),
    _responsibilities: (("directory.answer_for",),),
    _seats: (("directory.open_seat",),),
}


def directory_last_words(trail: Trail) -> Iterator[Fault]:
    """What several audit rows say one after another: ends and letters of designations, ends of holdings."""

    def said(action: str, kind: str, key: Any) -> list[AuditEntry]:
        return trail.get((action, kind, str(key)), [])

    for row in Designation.objects.select_related("person", "post", "letter_file"):
        begun = said("directory.designate", "designation", row.pk)
        if not begun:
            continue
        name = f"designation {row.pk} {row.role} {row.person.name if row.person else row.post}"
        ends = begun + said("directory.end_designation", "designation", row.pk)
        letters = begun + said("directory.receive_letter", "designation", row.pk)
        now = {
            "until": _day(row.until),
            "letter": row.letter_number,
            "letter_date": _day(row.letter_date),
            "sha256": _hash(row.letter_file),
        }
        told = {"until": ends[-1].after.get("until"), "letter": letters[-1].after.get("letter")}
        # audit rows of earlier versions did not hold these yet
        told |= {
            name: letters[-1].after[name] for name in ("letter_date", "sha256") if name in letters[-1].after
        }
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
    for part in Responsibility.objects.select_related("body", "organisation"):
        begun = said("directory.answer_for", "responsibility", part.pk)
        ends = begun + said("directory.end_answering", "responsibility", part.pk)
        if ends:
            name = f"responsibility {part}"
            yield from differing(
                "audited", name, {"until": _day(part.until)}, {"until": ends[-1].after["until"]}
            )
    yield from _ended_and_gone(trail)


def _ended_and_gone(trail: Trail) -> Iterator[Fault]:
    """Responsibilities that were ended on the desk and whose row is no longer there."""
    there = {str(key) for key in Responsibility.objects.values_list("pk", flat=True)}
    for (action, _kind, key), rows in trail.items():
        if action == "directory.end_answering" and key not in there:
            yield Fault("audited", f"audit {rows[-1].pk} {action}", "row-gone")


def _day(day: date | None) -> str | None:
    return day.isoformat() if day else None


def _hash(file: StoredFile | None) -> str | None:
    return file.sha256 if file else None
