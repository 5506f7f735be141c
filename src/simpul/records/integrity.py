"""Named checks that find what was changed behind the desk's back. Each yields the rows it names."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from django.db import connection
from django.db.models import Count

from ..core.reporting import content_hash
from .enforcement import DESIGNATION, RESPONSIBILITY, installed
from .models import (
    AuditEntry,
    Clearance,
    ContentEntry,
    Delivery,
    Observation,
    Paper,
    StoredFile,
    Submission,
)


@dataclass(frozen=True)
class Fault:
    """Something that is not as it was recorded: which check, what it names, and what differs."""

    check: str
    subject: str
    detail: str


def audit_chain() -> Iterator[Fault]:
    """Every audit row hashes to what it says, and names the row before it."""
    previous = ""
    for row in AuditEntry.objects.order_by("id").iterator(chunk_size=2000):
        if row.previous_hash != previous:
            yield Fault("audit_chain", f"audit {row.pk}", "does not follow the row before it")
        if row.digest() != row.hash:
            yield Fault("audit_chain", f"audit {row.pk} {row.action}", "was changed after it was written")
        previous = row.hash


def submissions() -> Iterator[Fault]:
    """Every submission still hashes to what was approved."""
    for row in Submission.objects.select_related("task__round", "task__body").iterator(chunk_size=200):
        figures = row.figures.select_related("indicator")
        now = content_hash(figures=[figure.bound() for figure in figures], narratives=row.narratives)
        if now != row.content_hash:
            yield Fault(
                "submissions", f"submission {row}", f"hash {now[:12]} instead of {row.content_hash[:12]}"
            )


def clearances() -> Iterator[Fault]:
    """Every approval binds the hash of its submission."""
    for row in Clearance.objects.select_related("submission__task__round", "submission__task__body").exclude(
        verdict="recalled"
    ):
        if row.content_hash != row.submission.content_hash:
            yield Fault("clearances", f"{row}", "approved another content than the submission holds")


def observations() -> Iterator[Fault]:
    """Every observation equals the submitted figure or the published fact it came from."""
    rows = Observation.objects.select_related("indicator", "figure", "content")
    for row in rows.iterator(chunk_size=2000):
        name = f"{row.indicator.code} {row.area} {row.period} {row.disaggregation} v{row.vintage}"
        if row.figure is not None:
            origin: tuple[Any, ...] = (row.figure.text, row.figure.value)
            mine: tuple[Any, ...] = (row.text, row.value)
            if mine != origin:
                yield Fault("observations", name, f"{row.text} ({row.value}) but submitted {row.figure.text}")
        elif row.content is not None and str(row.content.body.get("value", "")) != row.text:
            yield Fault("observations", name, f"{row.text} but published {row.content.body.get('value')}")


def observation_numbers() -> Iterator[Fault]:
    """The number beside a text is the number the text says."""
    from ..core.figures import read_figure

    rows = Observation.objects.select_related("indicator").exclude(text="").filter(content__isnull=False)
    for row in rows.iterator(chunk_size=2000):
        if read_figure(row.text, language="en").value != row.value:
            yield Fault("observation_numbers", f"{row}", f"number {row.value} beside text {row.text}")


def published_is_approved() -> Iterator[Fault]:
    """No observation stands on a submission that was never accepted."""
    rows = Observation.objects.filter(figure__isnull=False).exclude(
        figure__submission__outcome__in=["accepted", "reopened"]
    )
    for row in rows.select_related("indicator"):
        yield Fault("published_is_approved", f"{row}", "its submission was not accepted")


def content_entries() -> Iterator[Fault]:
    """Every kept fact still hashes to its digest."""
    import json

    for row in ContentEntry.objects.iterator(chunk_size=1000):
        now = hashlib.sha256(json.dumps(row.body, sort_keys=True, ensure_ascii=False).encode()).hexdigest()
        if now != row.digest:
            yield Fault(
                "content_entries", f"{row.kind} {row.code} v{row.number}", "was changed after loading"
            )


def files() -> Iterator[Fault]:
    """Every file lies on disk with the hash that was recorded."""
    for row in StoredFile.objects.iterator(chunk_size=500):
        if not row.path.exists():
            yield Fault("files", f"file {row.pk} {row.name}", "is not in the store")
            continue
        with row.path.open("rb") as stream:
            if hashlib.file_digest(stream, "sha256").hexdigest() != row.sha256:
                yield Fault("files", f"file {row.pk} {row.name}", "differs from its recorded hash")


def deliveries() -> Iterator[Fault]:
    """Every delivery's manifest names the hashes of its files."""
    for row in Delivery.objects.prefetch_related("files__file"):
        told = {item["sha256"] for item in row.manifest.get("files", [])}
        kept = {part.file.sha256 for part in row.files.all() if part.part != "manifest"}
        if told != kept:
            yield Fault("deliveries", f"delivery {row}", "manifest and files disagree")


def papers() -> Iterator[Fault]:
    """Papers of one set say the same numbers in every language and format."""
    odd = (
        Paper.objects.values("round__period", "kind", "result_set")
        .annotate(bases=Count("basis_hash", distinct=True))
        .filter(bases__gt=1)
    )
    for row in odd:
        yield Fault(
            "papers", f"{row['kind']} {row['round__period']}", "languages or formats differ in their numbers"
        )


def holders_enforced() -> Iterator[Fault]:
    """The database holds the rules that keep one holder per day."""
    for name in sorted({DESIGNATION, RESPONSIBILITY} - installed(connection)):
        yield Fault("holders_enforced", name, "is not installed in the database")


def database() -> Iterator[Fault]:
    """The database itself is sound."""
    if connection.vendor != "sqlite":
        return
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA integrity_check")
        for (line,) in cursor.fetchall():
            if line != "ok":
                yield Fault("database", "integrity_check", line)
        cursor.execute("PRAGMA foreign_key_check")
        for row in cursor.fetchall():
            yield Fault("database", f"{row[0]} {row[1]}", "points to a row that does not exist")


CHECKS: dict[str, Callable[[], Iterator[Fault]]] = {
    check.__name__: check
    for check in (
        audit_chain,
        submissions,
        clearances,
        observations,
        observation_numbers,
        published_is_approved,
        content_entries,
        files,
        deliveries,
        papers,
        holders_enforced,
        database,
    )
}


def faults() -> Iterator[Fault]:
    """All faults of all checks."""
    for check in CHECKS.values():
        yield from check()
