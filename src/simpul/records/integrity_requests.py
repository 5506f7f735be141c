"""Whether what was sent for a request is what was approved, and the calendar what content and desk say."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from ..core.requests import delivery_hash
from .integrity_words import Fault, differing
from .models import ContentEntry, FreeDay, RequestClearance, RequestDelivery


def request_deliveries() -> Iterator[Fault]:
    """Every delivery of a request still hashes to what was put forward."""
    rows = RequestDelivery.objects.select_related("request").prefetch_related("answers", "files__file")
    for row in rows.iterator(chunk_size=200):
        answers = [one.bound() for one in row.answers.all()]
        files = [{"part": one.part, "sha256": one.file.sha256} for one in row.files.all() if one.bound]
        now = delivery_hash(answers=answers, files=files)
        if now != row.content_hash:
            params = {"now": now[:12], "told": row.content_hash[:12]}
            yield Fault("request_deliveries", f"request delivery {row}", "hash", params)


def request_clearances() -> Iterator[Fault]:
    """Every step of a request's chain binds the hash of its delivery."""
    for row in RequestClearance.objects.select_related("delivery__request"):
        if row.content_hash != row.delivery.content_hash:
            yield Fault("request_clearances", f"{row}", "approved-other")


def free_days() -> Iterator[Fault]:
    """Every free day of the content that the desk has not touched is as the content says.

    A day the desk had recorded under the same name before the content came stands for the content's.
    """
    declared = {row.code: row.body for row in ContentEntry.objects.declared("holiday")}
    own = set(FreeDay.objects.filter(code="").values_list("area", "day", "name_id"))
    kept: dict[str, FreeDay] = {}
    touched: set[str] = set()
    for row in FreeDay.objects.exclude(code="").order_by("id"):
        kept[row.code] = row
        if row.recorded_by_id is not None or row.ended_at is not None:
            touched.add(row.code)
    for code in sorted((declared.keys() | kept.keys()) - touched):
        if code not in declared:
            yield Fault("free_days", f"holiday {code}", "not-in-content")
        elif code not in kept:
            body = declared[code]
            if (body["area"], date.fromisoformat(body["date"]), body["name"]["id"]) not in own:
                yield Fault("free_days", f"holiday {code}", "row-missing")
        else:
            body, row = declared[code], kept[code]
            told = {
                "day": body["date"],
                "name_id": body["name"]["id"],
                "name_en": body["name"]["en"],
                "kind": body["type"],
                "decree": body["decree"],
                "area": body["area"],
            }
            now = {name: getattr(row, name) for name in told} | {"day": row.day.isoformat()}
            yield from differing("free_days", f"holiday {code}", now, told)
