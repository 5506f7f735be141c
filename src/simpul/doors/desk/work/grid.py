"""What the page of a task shows: figures, findings, paragraphs, the path, and why it cannot be sent yet."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from ....actions.reporting.checking import Checkup, key_text
from ....actions.reporting.rounds import holders_of
from ....core import validation
from ....core.catalogue import source_of
from ....core.directory import Held
from ....core.figures import KEPT_IN, format_number, redressed
from ....core.periods import label
from ....core.reporting import Answer
from ....core.validation import Finding
from ....records.holding import held, offices_of
from ....records.models import Entry, Task
from ....records.task_sheet import FigureLine, Paragraph, Sheet, Turn
from ..data.words import ROLE_WORDS
from ..templatetags.desk import language
from ..templatetags.work import shown_value
from .reader import Reader


def kept(text: str) -> str:
    """Text as it is kept: with decimal commas. A page in English takes and shows decimal points."""
    return redressed(text, source=language(), target=KEPT_IN)


def shown(text: str) -> str:
    """Kept text as the reader's page writes it; what does not read as a figure stays as typed."""
    return redressed(text, source=KEPT_IN, target=language())


def entry_text(entry: Entry | None) -> str:
    """What stands in the box: the text as typed; a number of a workbook in the reader's dress."""
    if entry is None:
        return ""
    return shown_value(entry.text) if entry.is_number else shown(entry.text)


def rows(sheet: Sheet, checkup: Checkup | None) -> dict[str, list[dict[str, Any]]]:
    """The lines of the grid by part: to enter, to confirm, not due."""
    found = defaultdict(list)
    for finding in checkup.findings if checkup else ():
        found[key_text(finding.key)].append(_finding(finding, checkup, sheet))
    return {
        "due": [row(line, found[line.key]) for line in sheet.due],
        "confirm": [row(line, found[line.key]) for line in sheet.to_confirm],
        "later": [row(line, found[line.key]) for line in sheet.later],
    }


def row(line: FigureLine, findings: list[dict[str, Any]]) -> dict[str, Any]:
    """One figure of the grid."""
    entry = line.entry
    blocking = [item for item in findings if item["open"]]
    worst = next((item for item in blocking if item["severity"] == "error"), next(iter(blocking), None))
    return {
        "line": line,
        "due": line.due,
        "indicator": line.due.indicator,
        "entry": entry,
        "source_of_sheet": source_of(line.due.indicator.sheet),
        "text": entry_text(entry),
        "answer": entry.answer if entry else "",
        "version": entry.version if entry else 0,
        "evidence": list(entry.evidence.all()) if entry else [],
        "findings": findings,
        "worst": worst,
        "reasoned": bool(findings) and not blocking,
        "touched": bool(entry and entry.answer),
    }


def findings(sheet: Sheet, checkup: Checkup) -> list[dict[str, Any]]:
    """All findings, what blocks first."""
    found = [_finding(finding, checkup, sheet) for finding in checkup.findings]
    order = {"error": 0, "warning": 1, "fine": 2}
    return sorted(found, key=lambda item: (not item["open"], order[item["severity"]]))


def _finding(finding: Finding, checkup: Checkup | None, sheet: Sheet) -> dict[str, Any]:
    reason = checkup.reason_for(finding) if checkup else ""
    line = next((one for one in sheet.figures if one.key == key_text(finding.key)), None)
    title = _title(line) if line else (finding.key.indicator if finding.key else "")
    period = label(finding.key.period, language()) if finding.key and finding.key.period else ""
    fix = _suggested(finding.params.get("suggestion"))
    return {
        "anchor": f"{line.due.pk if line else 0}-{finding.rule}",
        "severity": "fine" if reason else finding.severity,
        "sentence": validation.sentence(finding, language()),
        "hint": validation.hint(finding, language()),
        "where": ", ".join(part for part in (title, period) if part),
        "rule": finding.rule,
        "figure": key_text(finding.key),
        "due": line.due.pk if line else None,
        "reason": reason,
        "open": not reason,
        "overridable": finding.overridable and finding.severity == "warning",
        "fix": fix,
        "fix_shown": shown(fix) if fix else "",
    }


def _suggested(suggestion: Any) -> str:
    """What a finding proposes, as it is kept."""
    if isinstance(suggestion, Decimal):
        return format_number(suggestion, language=KEPT_IN)
    return str(suggestion or "")


def _title(line: FigureLine) -> str:
    indicator = line.due.indicator
    return indicator.title_en if language() == "en" else indicator.title_id


def paragraphs(sheet: Sheet) -> list[dict[str, Any]]:
    """The fields of the narrative with their words."""
    return [paragraph(one) for one in sheet.paragraphs]


def paragraph(one: Paragraph) -> dict[str, Any]:
    """One field of the narrative."""
    tongue = language()
    return {
        "code": one.code,
        "label": one.asked["label"].get(tongue, one.code),
        "hint": (one.asked.get("hint") or {}).get(tongue, ""),
        "limit": one.limit,
        "required": one.required,
        "text": one.text,
        "text_en": one.text_en,
        "length": len(one.text),
        "version": one.version,
        "saved_at": one.saved_at,
        "saved_by": one.saved_by,
        "on_behalf_of": one.on_behalf_of,
        "remarks": one.remarks,
    }


def waiting_for(sheet: Sheet, checkup: Checkup) -> list[str]:
    """What stands between the task and its submission, in words; empty when nothing does."""
    unanswered = sheet.asked - sheet.answered
    unwritten = sum(1 for one in sheet.paragraphs if one.required and not one.text.strip())
    counted = (
        (unanswered, ngettext("%(count)d figure to answer", "%(count)d figures to answer", unanswered)),
        (unwritten, ngettext("%(count)d paragraph to write", "%(count)d paragraphs to write", unwritten)),
        (
            len(checkup.open_errors),
            ngettext("%(count)d error to correct", "%(count)d errors to correct", len(checkup.open_errors)),
        ),
        (
            len(checkup.open_warnings),
            ngettext(
                "%(count)d warning to answer with a reason",
                "%(count)d warnings to answer with a reason",
                len(checkup.open_warnings),
            ),
        ),
    )
    return [text % {"count": count} for count, text in counted if count]


def sending(sheet: Sheet, checkup: Checkup, who: Reader) -> dict[str, Any]:
    """The button that submits: whether it can be pressed, and why not."""
    task = sheet.task
    lacking = waiting_for(sheet, checkup)
    return {
        "allowed": who.may("task.submit", task.subject()),
        "ready": not lacking and not task.round.is_closed,
        "why": _("Can be submitted after: %(what)s.") % {"what": ", ".join(lacking)} if lacking else "",
        "version": task.version,
        "errors": len(checkup.open_errors),
        "warnings": len(checkup.open_warnings),
        "passed": sum(checkup.checked.passed.values()),
    }


def path(sheet: Sheet, who: Reader, known: Sequence[Held] | None = None) -> list[dict[str, Any]]:
    """The chain of clearance: who took a step and when, whose it is now, who comes after."""
    task, last = sheet.task, sheet.last
    chain = last.submission.chain if last and task.state in ("check", "accepted") else task.round.chain
    holders = holders_today(task, who, known)
    taken = (
        {step.step: step for step in _cleared(last)} if last and task.state in ("check", "accepted") else {}
    )
    waits = sheet.step
    present = waits.step if waits else (0 if task.state not in ("check", "accepted") else None)
    back = next((step for step in last.steps if step.verdict == "returned"), None) if last else None
    found = []
    for index, role in enumerate(chain):
        step = taken.get(index)
        found.append(
            {
                "role": ROLE_WORDS.get(role, role),
                "name": _stepped(step) if step else _named(holders.get(role, {}), ""),
                "note": _note(step, holders.get(role, {})),
                "at": step.at if step else None,
                "status": _status(index, step is not None, present, back.step if back else None, task),
            }
        )
    return found


def _cleared(turn: Turn | None) -> list[Any]:
    return [step for step in turn.steps if step.verdict == "cleared"] if turn else []


def _stepped(step: Any) -> str:
    """Who took a step: the one on whose behalf, where somebody else did it by letter."""
    return str(step.on_behalf_of) if step.letter_number else _named(step.holder, step.by_name)


def _named(holder: Mapping[str, Any], name: str) -> str:
    text = f"{holder.get('acting', '')} {name or holder.get('name', '')}".strip()
    return text or _("vacant")


def _note(step: Any, holder: Mapping[str, Any]) -> str:
    if step is None:
        return str(holder.get("office", ""))
    if step.letter_number:
        return _("by %(name)s, letter %(letter)s") % {"name": step.by_name, "letter": step.letter_number}
    if step.on_behalf_of:
        return _("for %(name)s") % {"name": step.on_behalf_of}
    return str(step.holder.get("office", ""))


def _status(index: int, taken: bool, present: int | None, back: int | None, task: Task) -> str:
    if taken:
        return "done"
    if task.state == "returned" and index == back:
        return "back"
    return "now" if index == present else "next"


def holders_today(task: Task, who: Reader, known: Sequence[Held] | None = None) -> dict[str, dict[str, Any]]:
    """Who holds each role of the chain for this task today; a role that is absent is vacant."""
    roles = task.round.chain
    known = held(roles, who.day) if known is None else known
    return holders_of(known, body=task.body.code, offices=offices_of(task), roles=roles, day=who.day)


def task_url(task: Task, anchor: str = "") -> str:
    """The page of a task, at a place on it."""
    return reverse("desk:task", args=[task.pk]) + (f"#{anchor}" if anchor else "")


def answer_in(posted: Mapping[str, str], *, text: str, before: str) -> Answer:
    """What is answered: the answer chosen, unless a value was just written."""
    chosen = posted.get("answer") or Answer.VALUE.value
    if text and text != before and chosen != Answer.CONFIRMED.value:
        return Answer.VALUE
    return Answer(chosen) if chosen in set(Answer) else Answer.VALUE
