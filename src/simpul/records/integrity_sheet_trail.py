"""Whether what sheets in finalisation say of themselves is what the audit trail says."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

from ..core.finalisation import MOVES, SheetState, sheet_digest
from .catalogue.sheets import Finalisation, SheetComment, SheetStep, SheetTask, SheetVersion
from .integrity_claims import Claim, Trail
from .integrity_words import Fault, differing

_DATES = ("opens_on", "proposals_due_on", "comments_due_on", "closes_on")


def _finalisation_claims() -> Iterator[Claim]:
    for row in Finalisation.objects.prefetch_related("tasks__indicator", "frameworks"):
        name, key = f"finalisation {row.pk} {row}", str(row.pk)
        after: dict[str, Any] = {"title": row.title_en, "title_id": row.title_id}
        after |= {field: getattr(row, field).isoformat() for field in _DATES}
        after["indicators"] = sorted(task.indicator.code for task in row.tasks.all())
        after["frameworks"] = sorted(one.code for one in row.frameworks.all())
        names = ("catalogue.call_finalisation",)
        yield Claim(name, names, "finalisation", key, after, row.opened_at, row.opened_by_id)
        if row.closed_at is not None:
            why = {"reason": row.closing_reason}
            yield Claim(name, ("catalogue.close_finalisation",), "finalisation", key, why, row.closed_at)


def _wording_claims() -> Iterator[Claim]:
    """Every wording but the first, which the call of a finalisation keeps (`sheet_last_words`)."""
    for row in SheetVersion.objects.filter(number__gt=1).select_related("indicator"):
        after: dict[str, Any] = {"version": row.number, "digest": sheet_digest(row.sheet)}
        after |= {"reason": row.reason, "office": row.office}
        verb = "propose_sheet"
        if row.agreed_in or row.agreed_on or row.agreed_file_id or row.definition_version:
            verb = "agree_sheet"
            after |= {
                "decision": row.agreed_in,
                "decided_on": row.agreed_on.isoformat() if row.agreed_on else "",
                "definition_version": row.definition_version,
            }
        who = row.made_at, row.made_by_id, row.made_by_name, row.on_behalf_of
        code = row.indicator.code
        yield Claim(f"wording {row}", (f"catalogue.{verb}",), "indicator", code, after, *who)


#: Verb of a step -> the action that takes it, and what its audit row calls the remark.
_STEPS = {
    "propose": ("catalogue.propose_sheet", "reason"),
    "send_back": ("catalogue.send_sheet_back", "reason"),
    "fix": ("catalogue.fix_position", "remark"),
    "agree": ("catalogue.agree_sheet", "decision"),
}


def _step_claims() -> Iterator[Claim]:
    for row in SheetStep.objects.select_related("task__indicator", "version"):
        name, who = f"step {row}", (row.at, row.by_id, row.by_name, row.on_behalf_of)
        if row.verb not in _STEPS:
            key = str(row.task.finalisation_id)
            yield Claim(name, ("catalogue.call_finalisation",), "finalisation", key, {}, *who)
            continue
        action, remark = _STEPS[row.verb]
        after = {"version": row.version.number if row.version else None, "office": row.office}
        after[remark] = row.remark
        yield Claim(name, (action,), "indicator", row.task.indicator.code, after, *who)


def _comment_claims() -> Iterator[Claim]:
    for row in SheetComment.objects.select_related("task__indicator", "version"):
        name, code = f"comment {row.pk} {row}", row.task.indicator.code
        after: dict[str, Any] = {"field": row.field, "text": row.text, "office": row.office}
        after["version"] = row.version.number if row.version else None
        who = row.at, row.by_id, row.by_name, row.on_behalf_of
        yield Claim(name, ("catalogue.comment_sheet",), "indicator", code, after, *who)
        if row.answer or row.answered_at is not None:
            said = {"comment": row.pk, "answer": row.answer}
            mine = row.answered_at, None, row.answered_by_name
            yield Claim(name, ("catalogue.answer_comment",), "indicator", code, said, *mine)


#: Who claims, and which audit rows stand for exactly one row of theirs.
SHEET_CLAIMS: dict[Callable[[], Iterator[Claim]], tuple[tuple[str, ...], ...]] = {
    _finalisation_claims: (("catalogue.call_finalisation",), ("catalogue.close_finalisation",)),
    _wording_claims: (("catalogue.propose_sheet",), ("catalogue.agree_sheet",)),
    _step_claims: (("catalogue.send_sheet_back",), ("catalogue.fix_position",)),
    _comment_claims: (("catalogue.comment_sheet",),),
}


def sheet_last_words(trail: Trail) -> Iterator[Fault]:
    """First wordings as the calls kept them, files of decisions, answers as worded last, where each sheet stands."""
    kept: dict[str, dict[str, Any]] = {}
    answers: dict[int, str] = {}
    files: dict[tuple[str, int], str] = {}  # of decisions, as they were recorded or attached later
    for (action, _kind, key), rows in trail.items():
        for row in rows:
            if action == "catalogue.attach_decision" or (
                action == "catalogue.agree_sheet" and row.after.get("file")
            ):
                files[key, row.after["version"]] = row.after["file"]
            if action == "catalogue.call_finalisation":
                names = {"at": row.at, "by": row.actor_id, "by_name": row.actor_name}
                kept |= {code: names | {"digest": one} for code, one in row.after.get("kept", {}).items()}
            elif action == "catalogue.answer_comment":
                answers[row.after["comment"]] = row.after["answer"]
    for version in SheetVersion.objects.filter(number=1).select_related("indicator"):
        now = {"at": version.made_at, "by": version.made_by_id, "by_name": version.made_by_name}
        now["digest"] = sheet_digest(version.sheet)
        told = kept.get(version.indicator.code, dict.fromkeys(now))
        yield from differing("audited", f"wording {version}", now, told)
    for version in SheetVersion.objects.select_related("indicator", "agreed_file").defer("sheet"):
        file = {"file": version.agreed_file.sha256 if version.agreed_file else ""}
        told = {"file": files.get((version.indicator.code, version.number), "")}
        yield from differing("audited", f"wording {version}", file, told)
    for comment in SheetComment.objects.select_related("task__indicator"):
        said = {"answer": answers.get(comment.pk, "")}
        yield from differing("audited", f"comment {comment.pk} {comment}", {"answer": comment.answer}, said)
    yield from _standings()


def _standings() -> Iterator[Fault]:
    """Every sheet stands where its steps, played one after another, have brought it."""
    tasks = SheetTask.objects.select_related("indicator", "version").prefetch_related("steps__version")
    for task in tasks:
        state, since, number = SheetState.CALLED, None, None
        for step in task.steps.all():
            moves = {str(verb): after for verb, after in MOVES[state].items()}
            after = moves.get(step.verb, state)
            if since is None or after is not state:
                since = step.at
            state, number = after, step.version.number if step.version else None
            yield from differing("audited", f"step {step}", {"state": step.state}, {"state": state.value})
        now = {"state": task.state, "since": task.since}
        now["version"] = task.version.number if task.version else None
        told = {"state": state.value, "since": since, "version": number}
        yield from differing("audited", f"sheet {task}", now, told)
