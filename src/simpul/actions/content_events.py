"""Meetings and chairs as rows: made anew when the fact is corrected, gone when it is withdrawn."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from typing import TYPE_CHECKING, Any

from ..core.catalogue import ContentItem, day
from ..core.events import DAYS
from ..records.models import Body, CalendarEvent, Chair, Organisation
from .acting import Actor

if TYPE_CHECKING:
    from .content_rows import Changed


def forget_events(bodies: Iterable[Mapping[str, Any]]) -> None:
    """Take away meetings that were corrected or withdrawn; their wording stays in the entries."""
    CalendarEvent.objects.filter(code__in=[str(body["code"]) for body in bodies]).delete()


def forget_chairs(bodies: Iterable[Mapping[str, Any]]) -> None:
    """Take away chairs that were corrected or withdrawn; their wording stays in the entries."""
    Chair.objects.filter(code__in=[str(body["code"]) for body in bodies]).delete()


def put_events(items: Iterable[ContentItem], changed: Changed, actor: Actor) -> None:
    """The meetings of changed entries."""
    items = list(items)
    named = _named(items)
    CalendarEvent.objects.bulk_create(
        [
            CalendarEvent(
                **_said(item, named),
                **{f"name_{tongue}": item.text("name", tongue) for tongue in ("id", "en")},
                **{name: day(item.body.get(name)) for name in DAYS},
                place=str(item.body.get("place", "")),
                status=item.body["status"],
            )
            for item in items
        ],
        batch_size=500,
    )


def put_chairs(items: Iterable[ContentItem], changed: Changed, actor: Actor) -> None:
    """The chairs of changed entries."""
    items = list(items)
    named = _named(items)
    Chair.objects.bulk_create(
        [
            Chair(
                **_said(item, named),
                part=item.body["part"],
                since=date.fromisoformat(item.body["since"]),
                until=day(item.body.get("until")),
                precision=item.body["precision"],
            )
            for item in items
        ],
        batch_size=500,
    )


def _named(items: list[ContentItem]) -> dict[str, dict[str, Any]]:
    """The rows that entries name, by field and code; nothing is read where nothing changed."""
    if not items:
        return {"body": {}, "organisation": {}}
    bodies = {row.code: row for row in Body.objects.all()}
    return {"body": bodies, "organisation": {row.code: row for row in Organisation.objects.all()}}


def _said(item: ContentItem, named: Mapping[str, Mapping[str, Any]]) -> dict[str, Any]:
    """What meetings and chairs both say."""
    return {
        "code": item.code,
        "area": str(item.body.get("area", "")),
        **{name: rows.get(str(item.body.get(name, ""))) for name, rows in named.items()},
        **{f"remark_{tongue}": item.text("remark", tongue) for tongue in ("id", "en")},
        **item.sure,
    }
