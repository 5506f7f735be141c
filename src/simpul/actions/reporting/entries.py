"""Filling in: one cell or one paragraph at a time, saved as you go, guarded against two writers."""

from __future__ import annotations

from typing import Any, BinaryIO

from django.utils import timezone

from ...core.asked import Asked
from ...core.errors import Conflict, Problem
from ...core.figures import KEPT_IN, read_figure
from ...core.periods import Period
from ...core.reporting import Answer, Share, Verb
from ...core.texts import check_length
from ...records.models import Entry, Indicator, Narrative, Override, Remark, StoredFile, Task
from ...records.task_sheet import key_of
from ..acting import Actor, action, audit, check_lengths, must_fill
from ..files import HeldFile, hold_file, keep_held
from .checking import asked_of, check_task, key_text, lines_of
from .locking import locked_task, moved


@action
def save_entry(
    *,
    task: Task,
    indicator: Indicator,
    period: str,
    area: str | None = None,
    disaggregation: str = "_T",
    answer: Answer = Answer.VALUE,
    text: str = "",
    nature: str = "",
    comment: str = "",
    reason: str = "",
    revision_reason: str = "",
    source: str = "",
    expected_version: int | None = None,
    actor: Actor,
) -> Entry:
    """Save one cell as typed. What cannot be read as a number is kept and found at once, and blocks submission.

    Args:
        expected_version: the version the writer saw (0 = none yet); None does not ask.

    Raises:
        Conflict: `REPORTING-STALE-EDIT`, another person saved this cell first.
        Problem: as `check_asked`; `REPORTING-ROUND-CLOSED`, wrong state.
    """
    task = locked_task(task)
    actor, _duties = must_fill(actor, task)
    area = area or task.round.obligation.area
    said = "" if answer is Answer.VALUE and not text.strip() else answer.value
    asked = asked_of(task, lines_of(task), {indicator.pk: indicator})
    check_asked(task, indicator, asked.get(indicator.pk), answer=said, area=area, period=period)
    key: dict[str, Any] = {
        "task": task,
        "indicator": indicator,
        "area": area,
        "period": period,
        "disaggregation": disaggregation,
    }
    said_of_it = {"comment": comment, "reason": reason, "revision_reason": revision_reason, "source": source}
    typed = {"nature": nature, **{name: words.strip() for name, words in said_of_it.items()}}
    check_lengths(Entry(**key, text=text.strip(), **typed, on_behalf_of=actor.on_behalf_of))
    entry = Entry.objects.filter(**key).select_related("saved_by").first()
    _check_version(entry, expected_version)
    before = written(entry) if entry else {}
    entry = entry or Entry(**key, version=0)
    put_answer(entry, answer=answer, text=text)
    for name, words in typed.items():
        setattr(entry, name, words)
    entry.unit = indicator.unit_id if entry.value is not None else ""
    entry.source_file, entry.source_cell = None, ""
    sign(entry, actor)
    entry.save()
    moved(task, Verb.SAVE)
    audit(
        actor,
        "reporting.save_entry",
        kind="task",
        key=str(task.pk),
        before=before,
        after=written(entry),
    )
    return entry


def put_answer(entry: Entry, *, answer: Answer, text: str, is_number: bool = False) -> None:
    """Set what is answered: the text as typed, and its value and status where it reads as a figure."""
    entry.answer = answer.value
    entry.is_number = is_number
    entry.text = text.strip() if answer is Answer.VALUE else ""
    entry.value, entry.status = None, ""
    if answer is not Answer.VALUE:
        return
    if not entry.text:
        entry.answer = ""
        return
    try:
        figure = read_figure(entry.text, language=KEPT_IN, is_number=is_number)
    except Problem:
        return
    entry.value, entry.status = figure.value, figure.status


def sign(entry: Entry, actor: Actor) -> None:
    """Who saved it, when, for whom; the version rises."""
    entry.version += 1
    entry.saved_by, entry.saved_at, entry.on_behalf_of = actor.user, actor.at, actor.on_behalf_of


def written(entry: Entry) -> dict[str, Any]:
    """An entry as the audit keeps it."""
    return {
        "figure": key_of(entry),
        "answer": entry.answer,
        "text": entry.text,
        "is_number": entry.is_number,
        "unit": entry.unit,
        "nature": entry.nature,
        "comment": entry.comment,
        "reason": entry.reason,
        "revision_reason": entry.revision_reason,
        "source": entry.source,
    }


def check_asked(
    task: Task, indicator: Indicator, asked: Asked | None, *, answer: str, area: str, period: str
) -> None:
    """The figure is asked of this respondent: its indicator, area and kind of period, and this answer to it.

    Whether the period is the one due is for the rules to say, when all is entered.

    Args:
        asked: what is asked of this task for this indicator; None where it is not asked.
        answer: what is said; empty where nothing is.

    Raises:
        Problem: `REPORTING-FOREIGN-INDICATOR`, `REPORTING-CONFIRM-ONLY`, `REPORTING-OTHER-AREA`,
            `REPORTING-OTHER-FREQUENCY`, `PERIOD-CODE`.
    """
    custodian = indicator.custodian.acronym if indicator.custodian else "–"
    params = {"indicator": indicator.code, "office": task.organisation.acronym, "custodian": custodian}
    if asked is None:
        raise Problem("REPORTING-FOREIGN-INDICATOR", place=indicator.code, params=params)
    if not asked.may_answer(answer):
        raise Problem("REPORTING-CONFIRM-ONLY", place=indicator.code, params=params)
    if not asked.is_area(area):
        raise Problem(
            "REPORTING-OTHER-AREA", place=indicator.code, params={"area": area, "asked": asked.area}
        )
    Period.parse(period)
    if not asked.is_frequency(period):
        params = {"indicator": indicator.code, "period": period, "due": asked.due or "–"}
        raise Problem("REPORTING-OTHER-FREQUENCY", place=indicator.code, params=params)


def _check_version(entry: Entry | None, expected: int | None) -> None:
    if expected is None or (entry.version if entry else 0) == expected:
        return
    params = {
        "who": entry.saved_by.name if entry else "–",
        "time": f"{timezone.localtime(entry.saved_at):%H.%M}" if entry else "–",
        "value": (entry.text or entry.answer) if entry else "–",
    }
    raise Conflict("REPORTING-STALE-EDIT", place=key_of(entry) if entry else None, params=params)


@action
def mark_nothing_new(*, task: Task, actor: Actor) -> int:
    """“Nothing new” for the figures not answered yet; it is an answer, not a gap. Returns how many."""
    task = locked_task(task)
    actor, _duties = must_fill(actor, task)
    answered = {(row.indicator_id, row.period, row.disaggregation) for row in task.entries.exclude(answer="")}
    marked = 0
    for figure in task.due_figures.filter(due=True).select_related("indicator"):
        if (figure.indicator_id, figure.period, figure.disaggregation) in answered:
            continue
        answer = Answer.NOTHING_NEW if figure.share == Share.CUSTODIAN.value else Answer.CONFIRMED
        save_entry(
            task=task,
            indicator=figure.indicator,
            period=figure.period,
            area=figure.area,
            disaggregation=figure.disaggregation,
            answer=answer,
            actor=actor,
        )
        marked += 1
    return marked


@action
def attach_evidence(*, entry: Entry, file: StoredFile, actor: Actor) -> Entry:
    """A file that proves the value."""
    task = locked_task(entry.task)
    actor, _duties = must_fill(actor, task)
    entry.evidence.add(file)
    moved(task, Verb.SAVE)
    audit(
        actor,
        "reporting.attach_evidence",
        kind="task",
        key=str(task.pk),
        after={"figure": key_of(entry), "file": file.name, "sha256": file.sha256},
    )
    return entry


def add_evidence(*, entry: Entry, name: str, stream: BinaryIO, actor: Actor) -> Entry:
    """Keep a file and attach it to a value, or neither. The task is locked once the file is read.

    Raises:
        Problem: `FILES-EMPTY`, `FILES-TOO-LARGE`, `FILES-TYPE`; wrong state, round closed.
    """
    actor.must("task.fill", entry.task.subject())
    with hold_file(name=name, stream=stream) as held:
        return _attach_held(entry=entry, file=held, actor=actor)


@action
def _attach_held(*, entry: Entry, file: HeldFile, actor: Actor) -> Entry:
    task = locked_task(entry.task)
    actor, _duties = must_fill(actor, task)
    kept = keep_held(file=file, purpose="evidence", actor=actor)
    return attach_evidence(entry=entry, file=kept, actor=actor)


@action
def save_narrative(
    *,
    task: Task,
    field: str,
    text: str,
    text_en: str | None = None,
    expected_version: int | None = None,
    actor: Actor,
) -> Narrative:
    """Save one narrative field as typed.

    Raises:
        Conflict: `REPORTING-STALE-EDIT`.
        Problem: `NOT-FOUND` for a field the round does not ask, `REPORTING-TOO-LONG`.
    """
    task = locked_task(task)
    actor, _duties = must_fill(actor, task)
    asked = next((item for item in task.round.narrative if item["code"] == field), None)
    if asked is None:
        raise Problem("NOT-FOUND", params={"what": field})
    for said in (text, text_en or ""):
        check_length(said.strip(), limit=asked.get("max_length"), place=field)
    row = Narrative.objects.filter(task=task, field=field).select_related("saved_by").first()
    if expected_version is not None and (row.version if row else 0) != expected_version:
        params = {
            "who": row.saved_by.name if row else "–",
            "time": f"{timezone.localtime(row.saved_at):%H.%M}" if row else "–",
            "value": (row.text[:60] if row else "–"),
        }
        raise Conflict("REPORTING-STALE-EDIT", place=field, params=params)
    before = {"field": field, "text": row.text, "text_en": row.text_en} if row else {}
    row = row or Narrative(task=task, field=field, version=0)
    row.text = text.strip()
    if text_en is not None:
        row.text_en = text_en.strip()
    row.version += 1
    row.saved_by, row.saved_at, row.on_behalf_of = actor.user, actor.at, actor.on_behalf_of
    row.save()
    moved(task, Verb.SAVE)
    audit(
        actor,
        "reporting.save_narrative",
        kind="task",
        key=str(task.pk),
        before=before,
        after={"field": field, "text": row.text, "text_en": row.text_en},
    )
    return row


@action
def override_warning(*, task: Task, rule: str, figure: str, reason: str, actor: Actor) -> Override:
    """Answer a warning in writing; the reason holds for the value it was given for.

    Raises:
        Problem: `REPORTING-NEEDS-REASON`, `REPORTING-NO-SUCH-WARNING` where the rule has nothing against the
            figure now, `REPORTING-NOT-OVERRIDABLE` where it does not let itself be answered.
    """
    task = locked_task(task)
    actor, _duties = must_fill(actor, task)
    if not reason.strip():
        raise Problem("REPORTING-NEEDS-REASON")
    found = [
        finding
        for finding in check_task(task).findings
        if (finding.rule, key_text(finding.key)) == (rule, figure)
    ]
    params = {"rule": rule, "figure": figure.replace("|", " ")}
    if not found:
        raise Problem("REPORTING-NO-SUCH-WARNING", place=figure, params=params)
    if not all(finding.overridable for finding in found):
        raise Problem("REPORTING-NOT-OVERRIDABLE", place=figure, params=params)
    entries = {key_of(entry): entry for entry in task.entries.select_related("indicator")}
    old = Override.objects.filter(task=task, rule=rule, figure=figure).first()
    row, _made = Override.objects.update_or_create(
        task=task,
        rule=rule,
        figure=figure,
        defaults={
            "reason": reason.strip(),
            "by": actor.user,
            "at": actor.at,
            "on_behalf_of": actor.on_behalf_of,
            "value_text": entries[figure].text,
        },
    )
    moved(task, Verb.SAVE)
    audit(
        actor,
        "reporting.override_warning",
        kind="task",
        key=str(task.pk),
        before=_answered(old) if old else {},
        after=_answered(row),
    )
    return row


def _answered(row: Override) -> dict[str, Any]:
    """A written reason as the audit keeps it."""
    return {"rule": row.rule, "figure": row.figure, "value": row.value_text, "reason": row.reason}


@action
def remark(
    *, task: Task, text: str, figure: str = "", field: str = "", for_office: bool = False, actor: Actor
) -> Remark:
    """A remark on a cell, a paragraph or the whole task; kept for every turn.

    Args:
        for_office: what the office says, written down by the secretariat; both names are kept.

    Raises:
        Problem: `REPORTING-NEEDS-REASON` where the text is empty.
    """
    task = locked_task(task, open_round=False)
    if for_office:
        actor, _duties = must_fill(actor, task, "task.remark")
    else:
        actor.must("task.remark", task.subject())
    if not text.strip():
        raise Problem("REPORTING-NEEDS-REASON")
    row = Remark(
        task=task,
        submission=task.submissions.order_by("-number").first(),
        figure=figure,
        field=field,
        text=text.strip(),
        by=actor.user,
        by_name=actor.user.name,
        on_behalf_of=actor.on_behalf_of,
        at=actor.at,
    )
    check_lengths(row)
    row.save()
    audit(
        actor,
        "reporting.remark",
        kind="task",
        key=str(task.pk),
        after={"figure": figure, "field": field, "text": row.text},
    )
    return row
