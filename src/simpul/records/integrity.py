"""Named checks that find what was changed behind the desk's back. Each yields the rows it names."""

from __future__ import annotations

import hashlib
import json
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping
from decimal import Decimal
from typing import Any

from django.db import connection
from django.db.models import Count, Exists, OuterRef, Q

from ..core.errors import Problem
from ..core.figures import read_figure
from ..core.reporting import BOUND_SINCE, State
from .code_reading import digest_of
from .enforcement import DESIGNATION, HOLDING, RESPONSIBILITY, installed
from .integrity_catalogue import catalogue
from .integrity_requests import free_days, request_clearances, request_deliveries
from .integrity_trail import audited
from .integrity_words import Fault, differing, figure_name, shown
from .models import (
    AuditEntry,
    Clearance,
    CodeListVersion,
    ContentEntry,
    Delivery,
    Observation,
    Paper,
    ResultSet,
    StoredFile,
    Submission,
    SubmittedFigure,
    Task,
)
from .progress import results_digest


def audit_chain() -> Iterator[Fault]:
    """Every audit row hashes to what it says, and names the row before it."""
    previous = ""
    for row in AuditEntry.objects.order_by("id").iterator(chunk_size=2000):
        name = f"audit {row.pk} {row.action}"
        if row.previous_hash != previous:
            yield Fault("audit_chain", name, "chain-broken")
        if row.digest() != row.hash:
            yield Fault("audit_chain", name, "audit-changed")
        previous = row.hash


def submissions() -> Iterator[Fault]:
    """Every submission still hashes to what was approved; one that bound no publication yet names none."""
    for row in Submission.objects.select_related("task__round", "task__body").iterator(chunk_size=200):
        now = row.hash_now()
        if now != row.content_hash:
            params = {"now": now[:12], "told": row.content_hash[:12]}
            yield Fault("submissions", f"submission {row}", "hash", params)
    earlier = SubmittedFigure.objects.filter(submission__recipe__lt=BOUND_SINCE["source"]).exclude(source="")
    for figure in earlier.select_related("indicator", "submission__task__round", "submission__task__body"):
        name = f"submission {figure.submission} {figure_name(figure)}"
        yield from differing("submissions", name, {"source": figure.source}, {"source": ""})


def submitted_evidence() -> Iterator[Fault]:
    """The files a reader of a submission may open are those it names as evidence, and no others."""
    proof = SubmittedFigure.files.through
    opened: dict[int, set[int]] = defaultdict(set)
    for figure, file in proof.objects.values_list("submittedfigure", "storedfile").iterator(chunk_size=2000):
        opened[figure].add(file)
    rows = SubmittedFigure.objects.filter(Q(pk__in=proof.objects.values("submittedfigure")) | ~Q(evidence=[]))
    named = rows.select_related("indicator", "submission__task__round", "submission__task__body")
    for row in named.iterator(chunk_size=2000):
        told = {"evidence": sorted(file["file"] for file in row.evidence)}
        subject = f"{row.submission} {figure_name(row)}"
        yield from differing("submitted_evidence", subject, {"evidence": sorted(opened[row.pk])}, told)


def submitted_numbers() -> Iterator[Fault]:
    """The number beside a submitted text is a number the text says."""
    rows = SubmittedFigure.objects.filter(answer="value").select_related(
        "indicator", "submission__task__round", "submission__task__body"
    )
    for row in rows.iterator(chunk_size=2000):
        if row.value not in _numbers(row.text):
            params = {"now": shown(row.value), "text": row.text}
            yield Fault("submitted_numbers", f"{row.submission} {figure_name(row)}", "number", params)


def _numbers(text: str) -> set[Decimal | None]:
    """The numbers a text may be read as: typed in either language, or a number cell of a workbook."""
    found: set[Decimal | None] = set()
    for way in ({"language": "id"}, {"language": "en"}, {"is_number": True}):
        try:
            found.add(read_figure(text, **way).value)
        except Problem:
            continue
    return found


def clearances() -> Iterator[Fault]:
    """Every approval binds the hash of its submission."""
    for row in Clearance.objects.select_related("submission__task__round", "submission__task__body"):
        if row.content_hash != row.submission.content_hash:
            yield Fault("clearances", f"{row}", "approved-other")


_ENTERED = (
    *("answer", "text", "value", "unit", "status", "nature"),
    *("comment", "reason", "revision_reason", "source"),
)


def working_answers() -> Iterator[Fault]:
    """While a task is in clearance or accepted, its working answers are those that were submitted."""
    tasks = Task.objects.filter(state__in=[State.CHECK.value, State.ACCEPTED.value])
    for task in tasks.select_related("round", "body").iterator(chunk_size=200):
        submission = task.submissions.order_by("-number").first()
        if submission is None:
            continue
        written = {
            row.field: {"text": row.text, "text_en": row.text_en} for row in task.narratives.all() if row.text
        }
        for name in sorted(written.keys() | submission.narratives.keys()):
            texts, told = written.get(name, {}), submission.narratives.get(name, {})
            now = {key: texts.get(key, "") for key in ("text", "text_en")}
            wanted = {key: told.get(key, "") for key in ("text", "text_en")}
            yield from differing("working_answers", f"narrative {task} {name}", now, wanted)
        entered = {
            figure_name(row): row for row in task.entries.exclude(answer="").select_related("indicator")
        }
        sent = {figure_name(row): row for row in submission.figures.select_related("indicator")}
        for name in sorted(entered.keys() | sent.keys()):
            pair = entered.get(name), sent.get(name)
            mine, theirs = ({key: getattr(row, key, "") for key in _ENTERED} for row in pair)
            yield from differing("working_answers", f"entry {task} {name}", mine, theirs)


def observations() -> Iterator[Fault]:
    """Every observation equals the submitted figure or the published fact it came from."""
    rows = Observation.objects.select_related("indicator", "figure__indicator", "content")
    for row in rows.iterator(chunk_size=2000):
        told = _submitted(row.figure) if row.figure else _published(row.content.body) if row.content else {}
        now = {name: getattr(row, name) for name in told}
        now |= {"indicator": row.indicator.code}
        if "published_on" in told:
            now["published_on"] = row.published_on.isoformat() if row.published_on else ""
        yield from differing("observations", _vintage(row), now, told)


def _vintage(row: Observation) -> str:
    return f"{figure_name(row)} v{row.vintage}"


def _submitted(figure: SubmittedFigure) -> dict[str, Any]:
    """What an observation takes from the figure that was submitted."""
    available = figure.answer == "value"
    return {
        "indicator": figure.indicator.code,
        **{name: getattr(figure, name) for name in ("area", "period", "disaggregation", "text", "value")},
        "status": figure.status if available else "M",
        "nature": figure.nature,
        "comment": figure.comment if available else figure.reason,
        "source": figure.source,
    } | ({"definition_version": figure.definition_version} if figure.definition_version else {})


def _published(body: Mapping[str, Any]) -> dict[str, Any]:
    """What an observation takes from a published fact; what a fact does not say is not compared."""
    told = {
        "indicator": body["indicator"],
        "area": body["area"],
        "period": body["period"],
        "disaggregation": body.get("disaggregation", "_T"),
        "text": str(body["value"]),
        "comment": str(body.get("note", "")),
        "series_break": bool(body.get("series_break", False)),
        "published_on": str(body.get("published_on") or ""),
    }
    return told | {name: str(body[name]) for name in ("nature", "source") if name in body}


def observation_numbers() -> Iterator[Fault]:
    """The number beside a text is the number the text says."""
    for row in Observation.objects.exclude(text="").select_related("indicator").iterator(chunk_size=2000):
        said = {read_figure(row.text, language="en").value} if row.content_id else _numbers(row.text)
        if row.value not in said:
            params = {"now": shown(row.value), "text": row.text}
            yield Fault("observation_numbers", _vintage(row), "number", params)


def published_is_approved() -> Iterator[Fault]:
    """No observation stands on a submission that was never accepted."""
    rows = Observation.objects.filter(figure__isnull=False).exclude(
        figure__submission__outcome__in=["accepted", "reopened"]
    )
    for row in rows.select_related("indicator"):
        yield Fault("published_is_approved", _vintage(row), "not-accepted")


def approved_is_published() -> Iterator[Fault]:
    """Every figure that was accepted or loaded stands as an observation."""
    same = Observation.objects.filter(
        **{name: OuterRef(name) for name in ("indicator", "area", "period", "disaggregation")}
    )
    alike = same.filter(
        Q(value=OuterRef("value")) | Q(value__isnull=True),
        status=OuterRef("status"),
        nature=OuterRef("nature"),
    )
    rows = SubmittedFigure.objects.filter(
        submission__outcome__in=["accepted", "reopened"], observation__isnull=True
    ).filter(Q(answer="value") & ~Exists(alike) | Q(answer="unavailable") & ~Exists(same))
    for row in rows.select_related("indicator", "submission__task__round", "submission__task__body"):
        yield Fault("approved_is_published", f"{row.submission} {figure_name(row)}", "not-published")
    for entry in ContentEntry.objects.filter(kind="value", observations__isnull=True):
        body = entry.body
        known = Observation.objects.filter(
            indicator__code=body["indicator"],
            area=body["area"],
            period=body["period"],
            disaggregation=body.get("disaggregation", "_T"),
        )
        if not known.exists():
            yield Fault("approved_is_published", f"{entry}", "not-loaded")


def content_entries() -> Iterator[Fault]:
    """Every kept fact still hashes to its digest."""
    for row in ContentEntry.objects.iterator(chunk_size=1000):
        now = hashlib.sha256(json.dumps(row.body, sort_keys=True, ensure_ascii=False).encode()).hexdigest()
        if now != row.digest:
            yield Fault("content_entries", f"{row}", "content-changed")


def code_lists() -> Iterator[Fault]:
    """Every release of reference codes still holds what was imported, and is of the file it names."""
    for row in CodeListVersion.objects.select_related("code_list", "file"):
        subject = f"code list {row}"
        if digest_of(row) != (row.digest, row.size):
            yield Fault("code_lists", subject, "codes-changed")
        now, told = {"sha256": row.file.sha256}, {"sha256": row.sha256}
        yield from differing("code_lists", subject, now, told)


def results() -> Iterator[Fault]:
    """Every result set still hashes to what was computed; a verdict's columns say what its answer says."""
    for known in ResultSet.objects.select_related("round"):
        rows = list(known.verdicts.select_related("indicator").order_by("id"))
        subject = f"result set {known.pk} {known.round or known.area}"
        if results_digest(rows, known.reading) == known.digest:
            continue
        named = False
        for row in rows:
            answer = row.outputs
            told = {
                "method": answer.get("method"),
                "method_version": answer.get("version"),
                "status": answer.get("status") or "",
                "colour": "" if answer.get("colour") == "none" else answer.get("colour"),
                "reason": answer.get("reason") or "",
            }
            now = {name: getattr(row, name) for name in told}
            for fault in differing("results", f"{subject} {row.indicator} {row.method}", now, told):
                named = True
                yield fault
        if not named:
            yield Fault("results", subject, "result-changed")


def files() -> Iterator[Fault]:
    """Every file lies on disk with the hash that was recorded."""
    for row in StoredFile.objects.iterator(chunk_size=500):
        if not row.path.exists():
            yield Fault("files", f"file {row.pk} {row.name}", "file-missing")
            continue
        with row.path.open("rb") as stream:
            if hashlib.file_digest(stream, "sha256").hexdigest() != row.sha256:
                yield Fault("files", f"file {row.pk} {row.name}", "file-changed")


def deliveries() -> Iterator[Fault]:
    """Every delivery's manifest names its files with their hashes, as the manifest's own file does."""
    for row in Delivery.objects.select_related("round").prefetch_related("files__file"):
        told = sorted((item["part"], item["name"], item["sha256"]) for item in row.manifest.get("files", []))
        parts = [part for part in row.files.all() if part.part != "manifest"]
        if told != sorted((part.part, part.file.name, part.file.sha256) for part in parts):
            yield Fault("deliveries", f"delivery {row}", "manifest")
        for part in row.files.all():
            if part.part == "manifest" and not _says(part.file, row.manifest):
                yield Fault("deliveries", f"delivery {row}", "manifest")


def _says(file: StoredFile, manifest: Any) -> bool:
    """Whether a kept file says this manifest; one that is missing or changed is named by `files`."""
    content = file.path.read_bytes() if file.path.exists() else b""
    if hashlib.sha256(content).hexdigest() != file.sha256:
        return True
    return bool(json.loads(content) == manifest)


def papers() -> Iterator[Fault]:
    """Papers of one set say the same numbers in every language and format."""
    odd = (
        Paper.objects.values("round__period", "kind", "result_set")
        .annotate(bases=Count("basis_hash", distinct=True))
        .filter(bases__gt=1)
    )
    for row in odd.order_by("result_set", "kind"):
        yield Fault("papers", f"{row['kind']} {row['round__period']}", "paper-numbers")


def holders_enforced() -> Iterator[Fault]:
    """The database holds the rules that keep one holder per day."""
    for name in sorted({DESIGNATION, HOLDING, RESPONSIBILITY} - installed(connection)):
        yield Fault("holders_enforced", name, "not-installed")


def database() -> Iterator[Fault]:
    """The database itself is sound."""
    if connection.vendor != "sqlite":
        return
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA integrity_check")
        for (line,) in cursor.fetchall():
            if line != "ok":
                yield Fault("database", "integrity_check", "unsound", {"line": line})
        cursor.execute("PRAGMA foreign_key_check")
        for row in cursor.fetchall():
            yield Fault("database", f"{row[0]} {row[1]}", "dangling")


CHECKS: dict[str, Callable[[], Iterator[Fault]]] = {
    check.__name__: check
    for check in (
        audit_chain,
        audited,
        submissions,
        submitted_evidence,
        submitted_numbers,
        clearances,
        working_answers,
        observations,
        observation_numbers,
        published_is_approved,
        approved_is_published,
        content_entries,
        code_lists,
        catalogue,
        results,
        files,
        deliveries,
        papers,
        request_deliveries,
        request_clearances,
        free_days,
        holders_enforced,
        database,
    )
}


def faults() -> Iterator[Fault]:
    """All faults of all checks."""
    for check in CHECKS.values():
        yield from check()
