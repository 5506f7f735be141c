"""Which office answers for which body, and seats, as content says them: what the desk recorded or ended holds."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

from ..core.catalogue import ContentItem, Defect, day
from ..core.directory import LEAD, Span
from ..records.models import AuditEntry, Body, ContentEntry, Organisation, Responsibility, Seat
from .acting import Actor

if TYPE_CHECKING:
    from .content_rows import Changed

#: Body, office, part and first day: what tells one responsibility from another.
Key = tuple[str, str, str, date]


@dataclass(frozen=True)
class AgainstDesk:
    """A folder beside what the desk recorded.

    Args:
        defects: entries that cannot stand beside a row of the desk; nothing is loaded.
        kept: entries that say otherwise than the desk, whose row stays as it is.
    """

    defects: tuple[Defect, ...] = ()
    kept: tuple[Defect, ...] = ()


class _Desk:
    """The responsibilities that the desk recorded or ended."""

    def __init__(self) -> None:
        self.recorded = _keys("directory.answer_for")
        self.touched = self.recorded | _keys("directory.end_answering")
        rows = Responsibility.objects.filter(pk__in=self.touched).select_related("body", "organisation")
        self.rows = {key_of(row): row for row in rows.order_by("pk")}

    def of(self, body: Mapping[str, Any], before: Mapping[str, Any] | None) -> Responsibility | None:
        """The row of the desk an entry speaks of; one it ended stays the entry's when its first day is corrected."""
        found = self.rows.get(_key(body))
        if found is not None or before is None or _key(before)[:3] != _key(body)[:3]:
            return found
        moved = self.rows.get(_key(before))
        return moved if moved is not None and moved.pk not in self.recorded else None


def key_of(row: Responsibility) -> Key:
    """What tells a row from another."""
    return row.body.code, row.organisation.code, row.role, row.since


def _key(body: Mapping[str, Any]) -> Key:
    return body["body"], body["organisation"], body["role"], date.fromisoformat(body["since"])


def _keys(action: str) -> set[int]:
    rows = AuditEntry.objects.filter(action=action)
    return {int(key) for key in rows.values_list("subject_key", flat=True)}


def lock_bodies() -> None:
    """Until the load ends nobody records on the desk which office answers for a body, nor a seat."""
    list(Body.objects.select_for_update(no_key=True).order_by("pk").values_list("pk", flat=True))


def check_against_desk(items: Iterable[ContentItem]) -> AgainstDesk:
    """What entries of a sound folder say otherwise than responsibilities and seats of the desk."""
    by_kind: dict[str, list[ContentItem]] = defaultdict(list)
    for item in items:
        by_kind[item.kind].append(item)
    desk = _Desk()
    known = {row.code: row.body for row in ContentEntry.objects.declared("responsibility")}
    defects: list[Defect] = []
    kept: list[Defect] = []
    for item in by_kind["responsibility"]:
        before = known.get(item.code)
        row = desk.of(item.body, before)
        if row is not None:
            kept += _otherwise(item, row, ("until", "source") if row.pk in desk.recorded else ("until",))
        if before != item.body:
            defects += _in_the_way(item, row, desk)
    opened = _opened() if by_kind["seat"] else {}
    for item in by_kind["seat"]:
        seat = opened.get((item.body["body"], item.body["number"]))
        if seat is not None:
            kept += _otherwise(item, seat, ("name_id", "name_en", "since", "until", "source"))
    return AgainstDesk(tuple(defects), tuple(kept))


def _opened() -> dict[tuple[str, int], Seat]:
    rows = Seat.objects.filter(pk__in=_keys("directory.open_seat")).select_related("body")
    return {(row.body.code, row.number): row for row in rows}


def _otherwise(item: ContentItem, row: Responsibility | Seat, names: tuple[str, ...]) -> Iterator[Defect]:
    said: dict[str, Any] = {
        "since": day(item.body.get("since")),
        "until": day(item.body.get("until")),
        "source": str(item.body.get("source", "")),
        "name_id": item.text("name", "id"),
        "name_en": item.text("name", "en"),
    }
    for name in names:
        here = getattr(row, name)
        if here != said[name]:
            params = {"field": name, "here": _shown(here), "said": _shown(said[name])}
            yield Defect(
                "CONTENT-DESK-KEPT", item.file, item.line, {"entry": f"{item.kind} {item.code}", **params}
            )


def _shown(value: Any) -> str:
    return value.isoformat() if isinstance(value, date) else str(value or "–")


def _in_the_way(item: ContentItem, own: Responsibility | None, desk: _Desk) -> Iterator[Defect]:
    """Rows of the desk that an entry would overlap: the same office in the same part, or another lead."""
    body, office, role, since = _key(item.body)
    until = day(item.body.get("until"))
    if own is not None:
        if own.pk in desk.recorded:
            return  # the row stays as the desk recorded it, and that was checked there
        until = own.until
    entry = {"entry": f"{item.kind} {item.code}"}
    if own is not None and until is not None and until <= since:
        params = {"other": own.organisation.acronym, **_days(own)}
        yield Defect("CONTENT-DESK-OVERLAP", item.file, item.line, {**entry, **params})
        return
    span = Span(since, until)
    for row in desk.rows.values():
        same = row.organisation.code == office or role == LEAD
        if (row.body.code, row.role) != (body, role) or not same or row is own:
            continue
        if span.overlaps(Span(row.since, row.until)):
            params = {"other": row.organisation.acronym, **_days(row)}
            yield Defect("CONTENT-DESK-OVERLAP", item.file, item.line, {**entry, **params})


def _days(row: Responsibility) -> dict[str, str]:
    last = Span(row.since, row.until).last_day
    return {"since": row.since.isoformat(), "until": last.isoformat() if last else "…"}


def forget_responsibilities(bodies: Iterable[Mapping[str, Any]]) -> None:
    """Take away rows of facts that were corrected or withdrawn; what the desk recorded or ended stays."""
    bodies = list(bodies)
    touched = _Desk().touched if bodies else set()
    for body in bodies:
        Responsibility.objects.filter(
            body__code=body["body"],
            organisation__code=body["organisation"],
            role=body["role"],
            since=date.fromisoformat(body["since"]),
        ).exclude(pk__in=touched).delete()


def put_responsibilities(items: Iterable[ContentItem], changed: Changed, actor: Actor) -> None:
    """The responsibilities of changed entries; a row of the desk stays, one it ended keeps that end."""
    items = list(items)
    if not items:
        return
    bodies = {row.code: row for row in Body.objects.all()}
    organisations = {row.code: row for row in Organisation.objects.all()}
    desk = _Desk()
    before = _before(items, changed)
    for item in items:
        body = item.body
        sure = {
            "since_confidence": str(body.get("since_confidence", "")),
            **item.sure,
        }
        row = desk.of(body, before.get(item.code))
        if row is None:
            Responsibility.objects.update_or_create(
                body=bodies[body["body"]],
                organisation=organisations[body["organisation"]],
                role=body["role"],
                since=date.fromisoformat(body["since"]),
                defaults={"until": day(body.get("until")), **sure},
            )
        elif row.pk not in desk.recorded:
            since = date.fromisoformat(body["since"])
            Responsibility.objects.filter(pk=row.pk).update(since=since, **sure)


def _before(items: Iterable[ContentItem], changed: Changed) -> dict[str, Mapping[str, Any]]:
    """How changed entries read before this load."""
    numbers = {item.code: changed["responsibility", item.code].number - 1 for item in items}
    rows = ContentEntry.objects.filter(kind="responsibility", code__in=numbers)
    return {row.code: row.body for row in rows if row.number == numbers[row.code] and not row.withdrawn}


def put_seats(items: Iterable[ContentItem], changed: Changed, actor: Actor) -> None:
    """The seats of changed entries; one that was opened on the desk stays as it was opened."""
    items = list(items)
    opened = _opened() if items else {}
    bodies = {row.code: row for row in Body.objects.all()} if items else {}
    for item in items:
        body = item.body
        if (body["body"], body["number"]) in opened:
            continue
        Seat.objects.update_or_create(
            body=bodies[body["body"]],
            number=body["number"],
            defaults={
                **{f"name_{tongue}": item.text("name", tongue) for tongue in ("id", "en")},
                "since": day(body.get("since")),
                "until": day(body.get("until")),
                **item.sure,
            },
        )
