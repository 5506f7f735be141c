"""A file on its way in: a dry run with all findings, then one confirmed import, or nothing at all."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from ...core.errors import Conflict, Problem, hint, sentence
from ...core.reporting import Answer, Verb
from ...core.texts import check_characters, check_length, legible
from ...core.validation import Entry as Row
from ...records.models import Entry, ImportBatch, Indicator, Narrative, StoredFile, Task
from ..acting import Actor, action, audit, check_lengths, limits_of, must_fill
from .checking import as_json, asked_of, check_rows, key_text, kinds_of, lines_of, rules
from .entries import check_asked, put_answer, sign, written
from .locking import check_round_open, locked_task, moved

Key = tuple[str, str, str, str]


@dataclass(frozen=True)
class Incoming:
    """What a reader found in a file.

    Args:
        kind: `workbook` or `csv`.
        rows: the figures, with their cells.
        narratives: field code -> text.
        task: which task the file says it is for, None where it says nothing (CSV).
        task_version: the task version the file was made at.
    """

    kind: str
    rows: tuple[Row, ...]
    narratives: Mapping[str, str] = field(default_factory=dict)
    task: int | None = None
    task_label: str = ""
    task_version: int | None = None


def check_may_import(*, task: Task, actor: Actor) -> None:
    """Whether a file may be brought at all, asked before its bytes are kept.

    Raises:
        Problem: `REPORTING-ROUND-CLOSED`, not allowed.
    """
    check_round_open(task)
    actor.must("task.upload", task.subject())


@action
def check_import(*, task: Task, file: StoredFile, incoming: Incoming, actor: Actor) -> ImportBatch:
    """Dry run: compare the file with the working answers and the rules. Nothing of the task changes.

    The batch says `checked` (ready to confirm), `unchanged` (nothing differs) or `refused` (with findings or the
    one reason that stops the whole file).
    """
    task = locked_task(task)
    actor, _duties = must_fill(actor, task, "task.upload")
    batch = ImportBatch(
        task=task,
        file=file,
        kind=incoming.kind,
        received=len(incoming.rows),
        task_version=task.version,
        uploaded_by=actor.user,
        on_behalf_of=actor.on_behalf_of,
        uploaded_at=actor.at,
    )
    changed, narratives = _differences(task, incoming)
    refusal = _refusal(task, file, incoming, bool(changed or narratives))
    if refusal is not None:
        batch.state, batch.refused = "refused", batch.received
        batch.problem = _told(refusal)
    elif not changed and not narratives:
        batch.state, batch.unchanged = "unchanged", batch.received
    else:
        _judge(task, batch, incoming, changed, narratives)
    batch.save()
    audit(
        actor,
        "reporting.check_import",
        kind="task",
        key=str(task.pk),
        after={
            "import": batch.pk,
            "file": file.name,
            "sha256": file.sha256,
            "state": batch.state,
            "received": batch.received,
        },
    )
    return batch


@action
def refuse_import(*, task: Task, file: StoredFile, kind: str, problem: Problem, actor: Actor) -> ImportBatch:
    """Keep what could not be read at all, with the reason; nothing of the task changes."""
    actor, _duties = must_fill(actor, task, "task.upload")
    batch = ImportBatch.objects.create(
        task=task,
        file=file,
        kind=kind,
        state="refused",
        problem=_told(problem),
        task_version=task.version,
        uploaded_by=actor.user,
        on_behalf_of=actor.on_behalf_of,
        uploaded_at=actor.at,
    )
    audit(
        actor,
        "reporting.refuse_import",
        kind="task",
        key=str(task.pk),
        after={"import": batch.pk, "file": file.name, "problem": problem.code},
    )
    return batch


def _told(problem: Problem) -> dict[str, Any]:
    """A refusal as it is kept; what a file said in it may hold signs that cannot be kept."""
    params = {
        name: legible(value) if isinstance(value, str) else value for name, value in problem.params.items()
    }
    return {"code": problem.code, "place": legible(problem.place or "") or None, "params": params}


def _refusal(task: Task, file: StoredFile, incoming: Incoming, differs: bool) -> Problem | None:
    """Why the whole file is refused, or None."""
    if incoming.task is not None and incoming.task != task.pk:
        params = {"file_task": incoming.task_label or str(incoming.task), "task": str(task)}
        return Problem("REPORTING-WRONG-WORKBOOK", place=incoming.task_label, params=params)
    if differs and incoming.task_version is not None and incoming.task_version != task.version:
        versions = {"file_version": incoming.task_version, "task_version": task.version}
        return Problem("REPORTING-STALE-WORKBOOK", place=file.name, params=versions)
    try:
        _check_texts(incoming)
    except Problem as problem:
        return problem
    return None


def _check_texts(incoming: Incoming) -> None:
    """Every text of the file can be kept; the first that cannot is named by its cell. Codes are for the rules."""
    limits = limits_of(Entry)
    for row in incoming.rows:
        cell = _cell(row) or None
        key = (row.key.indicator, row.key.area, row.key.period, row.key.disaggregation)
        said = (row.answer, row.text, row.nature, row.status, row.unit)
        for text in (*key, *said, row.comment, row.reason, row.revision_reason, row.source, cell):
            if text:
                check_characters(text, place=cell)
        check_length(row.text.strip(), limit=limits["text"], place=cell)
        check_length((row.unit or "").strip(), limit=limits["unit"], place=cell)
        check_length((row.source or "").strip(), limit=limits["source"], place=cell)
        check_length(row.key.disaggregation, limit=limits["disaggregation"], place=cell)
    for code, text in incoming.narratives.items():
        check_characters(text, place=code)


def _key(row: Row) -> Key:
    return row.key.indicator, row.key.area, row.key.period, row.key.disaggregation


def _current(task: Task) -> dict[Key, Entry]:
    """What is entered now. Each indicator is read once, not once for every figure of it."""
    return {
        (row.indicator.code, row.area, row.period, row.disaggregation): row
        for row in task.entries.prefetch_related("indicator")
    }


def _same(row: Row, entry: Entry | None) -> bool:
    """Whether the file says what is entered already; an empty row beside no entry is the same."""
    if entry is None:
        return not row.answer
    mine = (row.answer or "", row.text.strip(), row.nature or "", row.comment.strip(), row.reason.strip())
    # the same letters typed as a number and as text are not the same answer: 98.62 against “98.62”
    kind = row.is_number == entry.is_number or not row.text
    return (
        kind
        and mine == (entry.answer, entry.text, entry.nature, entry.comment, entry.reason)
        and row.revision_reason.strip() == entry.revision_reason
        and (row.source is None or row.source.strip() == entry.source)
    )


def _differences(task: Task, incoming: Incoming) -> tuple[list[Row], dict[str, str]]:
    entries = _current(task)
    changed = [row for row in incoming.rows if not _same(row, entries.get(_key(row)))]
    texts = {row.field: row.text for row in task.narratives.all()}
    asked = {item["code"] for item in task.round.narrative}
    narratives = {
        name: text.strip()
        for name, text in incoming.narratives.items()
        if name in asked and text.strip() != texts.get(name, "")
    }
    return changed, narratives


def _judge(
    task: Task,
    batch: ImportBatch,
    incoming: Incoming,
    changed: list[Row],
    narratives: dict[str, str],
) -> None:
    checked = check_rows(task, [row for row in incoming.rows if row.answer])
    kinds = kinds_of(rules())
    batch.findings = [as_json(finding, kinds=kinds) for finding in checked.findings]
    errors = {key_text(row.key) for row in checked.findings if row.severity == "error"}
    batch.rows = [_kept(row) for row in changed]
    batch.narratives = narratives
    batch.unchanged = len(incoming.rows) - len(changed)
    batch.refused = sum(1 for row in changed if key_text(row.key) in errors)
    too_long = _too_long(task, incoming)
    batch.findings += too_long
    # what the file leaves as it is does not stop it: an error in it stays with the task until it is submitted
    has_errors = bool(too_long) or bool(errors & {key_text(row.key) for row in changed})
    batch.state = "refused" if has_errors else "checked"


def _too_long(task: Task, incoming: Incoming) -> list[dict[str, Any]]:
    """The paragraphs that do not fit, each a finding beside those of the figures."""
    found = []
    for asked in task.round.narrative:
        try:
            text = incoming.narratives.get(asked["code"], "").strip()
            check_length(text, limit=asked.get("max_length"), place=asked["code"])
        except Problem as problem:
            label = asked["label"]
            found.append(
                {
                    "rule": problem.code,
                    "kind": "length",
                    "severity": "error",
                    "figure": "",
                    "field": asked["code"],
                    "cell": None,
                    "row": None,
                    "sheet": None,
                    "overridable": False,
                    "params": dict(problem.params),
                    "sentence": {one: f"{label[one]}: {sentence(problem, one)}" for one in ("id", "en")},
                    "hint": {one: hint(problem, one) for one in ("id", "en")},
                    "reason": "",
                }
            )
    return found


def _kept(row: Row) -> dict[str, Any]:
    return {
        "key": [row.key.indicator, row.key.area, row.key.period, row.key.disaggregation],
        "answer": row.answer,
        "text": row.text,
        "is_number": row.is_number,
        "nature": row.nature or "",
        "comment": row.comment,
        "reason": row.reason,
        "revision_reason": row.revision_reason,
        "source": row.source,
        "unit": row.unit or "",
        "cell": _cell(row),
    }


def _cell(row: Row) -> str:
    """Where in the file a figure stands; empty where the reader could not say."""
    if row.place is None:
        return ""
    return f"{row.place.sheet}!{row.place.cell}" if row.place.sheet else row.place.cell or ""


@action
def confirm_import(*, batch: ImportBatch, actor: Actor) -> ImportBatch:
    """Store a checked file: all of its changes in one transaction, or none.

    Raises:
        Problem: `REPORTING-IMPORT-STATE`, `REPORTING-IMPORT-HAS-ERRORS`, wrong state, round closed.
        Conflict: `REPORTING-STALE-WORKBOOK`, the entries changed since the dry run.
    """
    task = locked_task(batch.task)
    actor, _duties = must_fill(actor, task, "task.upload")
    batch = ImportBatch.objects.select_for_update(of=("self",)).select_related("file").get(pk=batch.pk)
    if batch.state == "refused":
        errors = sum(1 for row in batch.findings if row["severity"] == "error") or 1
        raise Problem("REPORTING-IMPORT-HAS-ERRORS", place=batch.file.name, params={"count": errors})
    if batch.state != "checked":
        raise Problem("REPORTING-IMPORT-STATE", place=batch.file.name, params={"state": batch.state})
    if batch.task_version != task.version:
        params = {"file_version": batch.task_version, "task_version": task.version}
        raise Conflict("REPORTING-STALE-WORKBOOK", place=batch.file.name, params=params)
    standing = _current(task)
    former = _overwritten(task, batch, standing)
    _store_rows(task, batch, standing, actor)
    for name, text in batch.narratives.items():
        row = Narrative.objects.filter(task=task, field=name).first() or Narrative(
            task=task, field=name, version=0
        )
        row.text, row.version, row.saved_by, row.saved_at = text, row.version + 1, actor.user, actor.at
        row.on_behalf_of = actor.on_behalf_of
        row.save()
    moved(task, Verb.SAVE)
    batch.state, batch.stored, batch.imported_at = "imported", len(batch.rows), actor.at
    batch.save(update_fields=["state", "stored", "imported_at"])
    audit(
        actor,
        "reporting.confirm_import",
        kind="task",
        key=str(task.pk),
        before=former,
        after={
            "import": batch.pk,
            "file": batch.file.name,
            "sha256": batch.file.sha256,
            "received": batch.received,
            "stored": batch.stored,
            "unchanged": batch.unchanged,
            "narratives": sorted(batch.narratives),
        },
    )
    return batch


def _overwritten(task: Task, batch: ImportBatch, standing: Mapping[Key, Entry]) -> dict[str, Any]:
    """What an import takes the place of: entries and paragraphs as they stood before it."""
    keys = {tuple(row["key"]) for row in batch.rows}
    entries = [written(row) for key, row in standing.items() if key in keys]
    narratives = {row.field: row.text for row in task.narratives.filter(field__in=batch.narratives)}
    return {"entries": entries, "narratives": narratives} if entries or narratives else {}


def _store_rows(task: Task, batch: ImportBatch, standing: Mapping[Key, Entry], actor: Actor) -> None:
    codes = {row["key"][0] for row in batch.rows}
    indicators = {
        row.code: row for row in Indicator.objects.filter(code__in=codes).select_related("custodian")
    }
    asked = asked_of(task, lines_of(task), {row.pk: row for row in indicators.values()})
    entries: dict[Key, Entry] = {}
    for row in batch.rows:
        code, area, period, disaggregation = row["key"]
        indicator = indicators[code]
        said = "" if row["answer"] == Answer.VALUE.value and not row["text"] else row["answer"]
        check_asked(task, indicator, asked.get(indicator.pk), answer=said, area=area, period=period)
        before = standing.get((code, area, period, disaggregation))
        entry = Entry(
            task_id=task.pk,
            indicator_id=indicator.pk,
            area=area,
            period=period,
            disaggregation=disaggregation,
            version=before.version if before else 0,
            source=before.source if before else "",
        )
        _fill(entry, row, indicator, batch, actor)
        entries[code, area, period, disaggregation] = entry
    Entry.objects.bulk_create(
        entries.values(), batch_size=500, update_conflicts=True, unique_fields=_KEY, update_fields=_FIELDS
    )


_KEY = ["task", "indicator", "area", "period", "disaggregation"]
_FIELDS = [
    "answer",
    "text",
    "is_number",
    "value",
    "status",
    "nature",
    "comment",
    "reason",
    "revision_reason",
    "source",
    "unit",
    "source_file",
    "source_cell",
    "version",
    "saved_by",
    "saved_at",
    "on_behalf_of",
]


def _fill(
    entry: Entry, row: Mapping[str, Any], indicator: Indicator, batch: ImportBatch, actor: Actor
) -> None:
    answer = Answer(row["answer"]) if row["answer"] else Answer.VALUE
    put_answer(entry, answer=answer, text=row["text"], is_number=row["is_number"])
    entry.nature, entry.comment, entry.reason = row["nature"], row["comment"].strip(), row["reason"].strip()
    entry.revision_reason = row["revision_reason"].strip()
    if (source := row.get("source")) is not None:  # a file without that column says nothing of it
        entry.source = source.strip()
    entry.unit = row["unit"] or (indicator.unit_id if entry.value is not None else "")
    entry.source_file_id, entry.source_cell = batch.file_id, row["cell"]
    sign(entry, actor)
    check_lengths(entry)


@action
def drop_import(*, batch: ImportBatch, actor: Actor) -> ImportBatch:
    """Put a checked file aside without storing anything of it.

    Raises:
        Problem: `REPORTING-IMPORT-STATE`.
    """
    task = locked_task(batch.task)
    actor, _duties = must_fill(actor, task, "task.upload")
    if batch.state != "checked":
        raise Problem("REPORTING-IMPORT-STATE", place=batch.file.name, params={"state": batch.state})
    batch.state = "dropped"
    batch.save(update_fields=["state"])
    audit(actor, "reporting.drop_import", kind="task", key=str(task.pk), after={"import": batch.pk})
    return batch
