"""A release of reference codes on its way in: a dry run with all findings, then one confirmed import, or nothing."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from ...core.codes import CheckedCodes, CodeCheck, CodeRow
from ...core.errors import Conflict, Problem
from ...core.texts import check_characters, legible
from ...records.code_reading import marks_of, users_of
from ...records.models import Code, CodeImport, CodeList, CodeListVersion, StoredFile
from ..acting import Actor, action, audit, check_lengths

#: So many codes go to the database at once.
BATCH = 2000
#: So many users of vanished codes are kept with the dry run.
USED = 200


@dataclass(frozen=True)
class Release:
    """How its owner calls a release, since when, where it comes from."""

    label: str
    source: str
    released_on: date | None = None
    decree: str = ""
    notes: str = ""

    def texts(self) -> dict[str, str]:
        """What a person typed of it, without the spaces around."""
        names = ("label", "source", "decree", "notes")
        return {name: str(getattr(self, name)).strip() for name in names}


def check_may_import_codes(*, actor: Actor) -> None:
    """Whether codes may be brought at all.

    Raises:
        NotAllowed: only the secretariat may.
    """
    actor.must("codes.import")


def check_release(*, code_list: CodeList, release: Release) -> None:
    """Whether a release can be imported as it is named, asked before a file's bytes are kept.

    Raises:
        Problem: `CODES-LABEL`, `CODES-SOURCE`, `CODES-LABEL-TAKEN`, `CODES-OLDER`.
    """
    texts = release.texts()
    if not texts["label"]:
        raise Problem("CODES-LABEL", place="label")
    if not texts["source"]:
        raise Problem("CODES-SOURCE", place="source")
    for name, text in texts.items():
        check_characters(text, place=name)
    if code_list.versions.filter(label=texts["label"]).exists():
        raise Problem("CODES-LABEL-TAKEN", place="label", params={"label": texts["label"]})
    current = code_list.current
    before = current.released_on if current else None
    if before and release.released_on and release.released_on < before:
        params = {"day": release.released_on.isoformat(), "before": before.isoformat()}
        raise Problem("CODES-OLDER", place="released_on", params=params)


@action
def check_codes(
    *,
    code_list: CodeList,
    file: StoredFile,
    kind: str,
    release: Release,
    rows: Iterable[CodeRow],
    actor: Actor,
) -> CodeImport:
    """Dry run: look at every row and compare with the current release. No code is stored.

    The import says `checked` (ready to confirm), `unchanged` (it holds what the current release holds) or `refused`.

    Raises:
        Problem: `CODES-LABEL`, `CODES-SOURCE`, `CODES-LABEL-TAKEN`, `CODES-OLDER`; nothing is kept then.
    """
    actor.must("codes.import")
    current = code_list.current
    check_release(code_list=code_list, release=release)
    watch = CodeCheck(marks_of(current))
    for row in rows:
        watch.look(row)
    checked = watch.finish()
    batch = _batch(code_list, file, kind, release, actor)
    batch.previous, batch.received, batch.digest = current, checked.received, checked.digest
    batch.counts = dict(checked.counts)
    batch.findings = _told(code_list, current, checked)
    batch.state = _state(checked, current)
    if not checked.received:
        batch.problem = {"code": "CODES-NONE", "place": None, "params": {"name": file.name}}
    elif not checked.has_errors:
        batch.used = users_of(code_list, watch.vanished())[:USED]
    check_lengths(batch)
    batch.save(force_insert=True)
    audit(
        actor,
        "codes.check",
        kind="code_list",
        key=code_list.code,
        after={
            "import": batch.pk,
            "file": file.name,
            "sha256": file.sha256,
            "state": batch.state,
            "received": batch.received,
        },
    )
    return batch


def _state(checked: CheckedCodes, current: CodeListVersion | None) -> str:
    if checked.has_errors or not checked.received:
        return "refused"
    return "checked" if current is None or checked.digest != current.digest else "unchanged"


def _batch(code_list: CodeList, file: StoredFile, kind: str, release: Release, actor: Actor) -> CodeImport:
    return CodeImport(
        code_list=code_list,
        file=file,
        kind=kind,
        released_on=release.released_on,
        **release.texts(),
        uploaded_by=actor.user,
        uploaded_at=actor.at,
    )


def _told(
    code_list: CodeList, current: CodeListVersion | None, checked: CheckedCodes
) -> list[dict[str, Any]]:
    """The findings as they are kept; a changed or vanished code with the name it had."""
    asked = [one.code for one in checked.findings if one.rule in ("CODES-CHANGED", "CODES-VANISHED")]
    names: dict[str, str] = {}
    if current and asked:
        rows = Code.objects.filter(version=current, code__in=asked)
        names = dict(rows.values_list("code", "name_id"))
    return [
        {
            "rule": one.rule,
            "severity": one.severity,
            "line": one.line,
            "code": one.code,
            "params": dict(one.params),
            "was": names.get(one.code, ""),
        }
        for one in checked.findings
    ]


@action
def refuse_codes(
    *, code_list: CodeList, file: StoredFile, kind: str, release: Release, problem: Problem, actor: Actor
) -> CodeImport:
    """Keep what could not be read at all, with the reason."""
    actor.must("codes.import")
    params = {
        name: legible(value) if isinstance(value, str) else value for name, value in problem.params.items()
    }
    batch = _batch(code_list, file, kind, release, actor)
    batch.state = "refused"
    batch.problem = {"code": problem.code, "place": legible(problem.place or "") or None, "params": params}
    check_lengths(batch)
    batch.save(force_insert=True)
    audit(
        actor,
        "codes.refuse",
        kind="code_list",
        key=code_list.code,
        after={"import": batch.pk, "file": file.name, "problem": problem.code},
    )
    return batch


@action
def import_codes(
    *, batch: CodeImport, rows: Iterable[CodeRow], reason: str = "", actor: Actor
) -> CodeListVersion:
    """Store a checked file as the next release: all of its codes in one transaction, or none.

    Args:
        rows: the same file read again; it must still say what was checked.
        reason: why codes vanished; asked for only where some did.

    Raises:
        Problem: `CODES-STATE`, `CODES-REASON`, `CODES-FILE-CHANGED`.
        Conflict: `CODES-STALE`, another release was imported since the dry run.
    """
    actor.must("codes.import")
    code_list = CodeList.objects.select_for_update().get(pk=batch.code_list_id)
    batch = CodeImport.objects.select_for_update(of=("self",)).select_related("file").get(pk=batch.pk)
    if batch.state != "checked":
        raise Problem("CODES-STATE", place=batch.file.name, params={"state": batch.state})
    current = code_list.current
    if batch.previous_id != (current.pk if current else None):
        raise Conflict(
            "CODES-STALE", place=batch.file.name, params={"label": current.label if current else "–"}
        )
    why = reason.strip() if batch.vanished else ""
    if batch.vanished and not why:
        raise Problem("CODES-REASON", place="reason", params={"count": batch.vanished})
    version = CodeListVersion(
        code_list=code_list,
        number=current.number + 1 if current else 1,
        label=batch.label,
        released_on=batch.released_on,
        source=batch.source,
        decree=batch.decree,
        notes=batch.notes,
        file=batch.file,
        sha256=batch.file.sha256,
        digest=batch.digest,
        size=batch.received,
        reason=why,
        imported_by=actor.user,
        imported_at=actor.at,
    )
    check_lengths(version)
    version.save(force_insert=True)
    watch = CodeCheck()
    for some in _batches(_as_rows(version, watch.watch(rows))):
        Code.objects.bulk_create(some, batch_size=BATCH)
    if watch.finish().digest != batch.digest:
        raise Problem("CODES-FILE-CHANGED", place=batch.file.name, params={"name": batch.file.name})
    batch.state, batch.version = "imported", version
    batch.save(update_fields=["state", "version"])
    audit(
        actor,
        "codes.import",
        kind="code_list",
        key=code_list.code,
        before={"label": current.label, "number": current.number} if current else None,
        after={**claimed(version), "counts": dict(batch.counts)},
    )
    return version


def claimed(version: CodeListVersion) -> dict[str, Any]:
    """What the audit trail says of a release."""
    names = ("number", "label", "source", "decree", "sha256", "digest", "size", "reason")
    return {name: getattr(version, name) for name in names}


def _as_rows(version: CodeListVersion, rows: Iterable[CodeRow]) -> Iterator[Code]:
    for position, row in enumerate(rows, start=1):
        yield Code(
            version=version,
            position=position,
            code=row.code,
            name_id=row.name,
            name_en=row.name_en,
            parent=row.parent,
            definition=row.definition,
            formula=row.formula,
        )


def _batches(rows: Iterator[Code]) -> Iterator[list[Code]]:
    some: list[Code] = []
    for row in rows:
        some.append(row)
        if len(some) == BATCH:
            yield some
            some = []
    if some:
        yield some


@action
def drop_codes(*, batch: CodeImport, actor: Actor) -> CodeImport:
    """Put a checked file aside; no code of it was stored.

    Raises:
        Problem: `CODES-STATE`.
    """
    actor.must("codes.import")
    batch = (
        CodeImport.objects.select_for_update(of=("self",))
        .select_related("file", "code_list")
        .get(pk=batch.pk)
    )
    if batch.state != "checked":
        raise Problem("CODES-STATE", place=batch.file.name, params={"state": batch.state})
    batch.state = "dropped"
    batch.save(update_fields=["state"])
    audit(actor, "codes.drop", kind="code_list", key=batch.code_list.code, after={"import": batch.pk})
    return batch
