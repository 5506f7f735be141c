"""Making sheets final: called, proposed, commented on, sent back, fixed as national position, agreed."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from ...core.errors import Problem
from ...core.finalisation import (
    NO_REMARK,
    SheetState,
    SheetVerb,
    agreed_sheet,
    changes,
    check_call,
    check_decision_day,
    check_maker,
    check_proposal,
    closes_circle,
    merged,
    move,
    negotiated,
    proposal_of,
    sheet_digest,
)
from ...core.permissions import NOWHERE, Role
from ...core.reporting import Letter
from ...records.catalogue.sheets import (
    Finalisation,
    SheetComment,
    SheetStep,
    SheetTask,
    SheetVersion,
    open_comment,
)
from ...records.models import Framework, Indicator
from ..acting import Actor, action, announce, audit, basis_of, check_lengths
from ..files import HeldFile, keep_held
from .sheet_steps import (
    check_open,
    check_seen,
    content_of,
    locked_for_agreement,
    locked_task,
    new_version,
    speaking,
    speaking_for,
    step_of,
    take,
)
from .sheets import put_sheet


@action
def call_finalisation(
    *,
    title_id: str,
    title_en: str,
    indicators: Iterable[Indicator],
    frameworks: Iterable[Framework] = (),
    opens_on: date,
    proposals_due_on: date,
    comments_due_on: date,
    closes_on: date,
    actor: Actor,
) -> Finalisation:
    """Call the custodians of indicators to make their sheets final; one task for each indicator.

    Raises:
        Problem: `SHEET-DATES`, `SHEET-NO-INDICATOR`, `SHEET-NO-CUSTODIAN`, `SHEET-ALREADY-CALLED`, and
            `SHEET-PART-MISSING` where a title is empty.
    """
    office = speaking(actor.must("sheet.call"), NOWHERE)
    dates = {"opens_on": opens_on, "proposals_due_on": proposals_due_on}
    check_call(
        {"title_id": title_id, "title_en": title_en},
        dates | {"comments_due_on": comments_due_on, "closes_on": closes_on},
    )
    wanted = list(
        Indicator.objects.select_for_update(of=("self",), no_key=True)
        .filter(pk__in=[row.pk for row in indicators])
        .select_related("custodian", "body")
        .order_by("pk")
    )
    _check_callable(wanted)
    row = Finalisation(
        title_id=title_id.strip(),
        title_en=title_en.strip(),
        opens_on=opens_on,
        proposals_due_on=proposals_due_on,
        comments_due_on=comments_due_on,
        closes_on=closes_on,
        opened_by=actor.user,
        opened_at=actor.at,
    )
    check_lengths(row)
    row.save()
    row.frameworks.set(frameworks)
    named = sorted(row.frameworks.values_list("code", flat=True))
    kept = _keep_what_stands(wanted, actor)
    tasks = [
        SheetTask(finalisation=row, indicator=one, organisation=one.custodian, since=actor.at)
        for one in wanted
    ]
    SheetTask.objects.bulk_create(tasks, batch_size=500)
    SheetStep.objects.bulk_create(
        (step_of(task, "call", actor, office=office) for task in row.tasks.all()), batch_size=500
    )
    for office in sorted({one.custodian.code for one in wanted if one.custodian}):
        announce(
            kind="finalisation_called",
            key=f"finalisation-{row.pk}-{office}",
            payload={"finalisation": row.pk, "office": office},
            at=actor.at,
        )
    audit(
        actor,
        "catalogue.call_finalisation",
        kind="finalisation",
        key=str(row.pk),
        after={
            "title": row.title_en,
            "title_id": row.title_id,
            "indicators": sorted(one.code for one in wanted),
            "kept": kept,
            "frameworks": named,
            "opens_on": opens_on.isoformat(),
            "proposals_due_on": proposals_due_on.isoformat(),
            "comments_due_on": comments_due_on.isoformat(),
            "closes_on": closes_on.isoformat(),
        },
    )
    return row


def _check_callable(wanted: list[Indicator]) -> None:
    if not wanted:
        raise Problem("SHEET-NO-INDICATOR")
    for one in wanted:
        if one.custodian is None:
            raise Problem("SHEET-NO-CUSTODIAN", place=one.code, params={"indicator": one.code})
        if one.merged_into_id is not None:
            raise Problem("INDICATOR-MERGED", place=one.code, params={"indicator": one.code})
    busy = (
        SheetTask.objects.filter(indicator__in=wanted, finalisation__closed_at=None)
        .exclude(state=SheetState.AGREED)
        .values_list("indicator__code", flat=True)
        .first()
    )
    if busy:
        raise Problem("SHEET-ALREADY-CALLED", place=busy, params={"indicator": busy})


def _keep_what_stands(wanted: list[Indicator], actor: Actor) -> dict[str, str]:
    """Keep the wording that holds as version 1 of every sheet that has none yet; their digests, by indicator."""
    known = set(SheetVersion.objects.filter(indicator__in=wanted).values_list("indicator_id", flat=True))
    rows = [
        SheetVersion(
            indicator=one,
            number=1,
            sheet=negotiated(one.sheet),
            made_by=actor.user,
            made_by_name=actor.user.name,
            made_at=actor.at,
            definition_version=one.definition_version,
        )
        for one in wanted
        if one.pk not in known
    ]
    SheetVersion.objects.bulk_create(rows, batch_size=500)
    return {row.indicator.code: sheet_digest(row.sheet) for row in rows}


@action
def propose_sheet(
    *,
    task: SheetTask,
    sheet: Mapping[str, Any],
    reason: str,
    seen: int,
    letter: Letter | None = None,
    actor: Actor,
) -> SheetVersion:
    """Put a wording on the table; the one before stays readable beside it.

    The secretariat proposes on an office's behalf only by a letter of that office.

    Args:
        sheet: the negotiated fields, numbers with a decimal point.
        seen: the number of the wording the writer started from.
        letter: number and day of that letter, note or e-mail; of no meaning where the office itself proposes.

    Raises:
        Conflict: `SHEET-STALE`, somebody proposed another wording since.
        Problem: as `check_proposal` and `basis_of`; `SHEET-CIRCLE`, `SHEET-WRONG-STATE`, `SHEET-CLOSED`.
    """
    task = locked_task(task)
    actor, office = speaking_for(actor, task, "sheet.propose")
    check_seen(task, seen)
    after = move(task.state, SheetVerb.PROPOSE)
    standing = task.indicator.sheet
    proposed = proposal_of(standing, sheet)
    found = check_proposal(standing, proposed, reason=reason)
    if found:
        raise found[0]
    _check_circle(task.indicator, proposed)
    basis = basis_of(letter, actor)
    version = new_version(task.indicator, proposed, reason, actor, office=office)
    take(task, SheetVerb.PROPOSE, after, actor, office=office, version=version, remark=reason.strip())
    audit(
        actor,
        "catalogue.propose_sheet",
        kind="indicator",
        key=task.indicator.code,
        before={"version": seen},
        after={
            "version": version.number,
            "reason": version.reason,
            "office": office,
            "digest": sheet_digest(version.sheet),
            "changed": {one.field: one.after for one in changes(standing, proposed)},
            **basis,
        },
    )
    return version


def _check_circle(indicator: Indicator, proposed: Mapping[str, Any]) -> None:
    """An indicator is not, by the way of others, its own equivalent."""
    code = (proposed.get("national_equivalent") or {}).get("code", "")
    edges = {}
    for one, sheet in Indicator.objects.exclude(pk=indicator.pk).values_list("code", "sheet"):
        edges[one] = (sheet.get("national_equivalent") or {}).get("code", "")
    if code != indicator.code and code not in edges:
        return
    found = closes_circle(((one, to) for one, to in edges.items() if to), (indicator.code, code))
    if found:
        raise Problem(
            "SHEET-CIRCLE", place="national_equivalent", params={"path": " → ".join((indicator.code, *found))}
        )


@action
def comment_sheet(
    *, task: SheetTask, text: str, field: str = "", nothing: bool = False, actor: Actor
) -> SheetComment:
    """Say something of a field, or of the whole sheet; who also reviews definitions says it for that office.

    Args:
        nothing: there is nothing to say of the whole sheet; what is written all the same is the comment.

    Raises:
        Problem: `REPORTING-NEEDS-REASON` where nothing is said.
    """
    task = locked_task(task)
    duties = actor.must("sheet.comment", task.subject())
    reviewing = [duty for duty in duties if duty.role is Role.DEFINITION_REVIEWER]
    office = speaking(reviewing or duties, task.subject())
    if nothing and not text.strip():
        text, field = NO_REMARK, ""
    if not text.strip():
        raise Problem("REPORTING-NEEDS-REASON", place="text")
    row = SheetComment(
        task=task,
        version=task.version,
        field=field,
        text=text.strip(),
        by=actor.user,
        by_name=actor.user.name,
        office=office,
        at=actor.at,
    )
    check_lengths(row)
    row.save()
    audit(
        actor,
        "catalogue.comment_sheet",
        kind="indicator",
        key=task.indicator.code,
        after={
            "field": field,
            "text": row.text,
            "version": row.version.number if row.version else None,
            "office": office,
        },
    )
    return row


@action
def answer_comment(*, comment: SheetComment, text: str, actor: Actor) -> SheetComment:
    """Answer a comment; an answer given can be worded anew, the audit keeps the former.

    Raises:
        Problem: `REPORTING-NEEDS-REASON`.
    """
    task = locked_task(comment.task)
    actor, _office = speaking_for(actor, task, "sheet.answer")
    if not text.strip():
        raise Problem("REPORTING-NEEDS-REASON", place="text")
    before = {"answer": comment.answer}
    comment.answer, comment.answered_by_name, comment.answered_at = text.strip(), actor.user.name, actor.at
    comment.save(update_fields=["answer", "answered_by_name", "answered_at"])
    audit(
        actor,
        "catalogue.answer_comment",
        kind="indicator",
        key=task.indicator.code,
        before=before,
        after={"comment": comment.pk, "answer": comment.answer},
    )
    return comment


@action
def send_sheet_back(*, task: SheetTask, reason: str, seen: int, actor: Actor) -> SheetTask:
    """Ask the office for another wording, with the reason.

    Raises:
        Conflict: `SHEET-STALE`.
        Problem: `REPORTING-NEEDS-REASON`, `SHEET-WRONG-STATE`.
    """
    task = locked_task(task)
    office = speaking(actor.must("sheet.send_back", task.subject()), task.subject())
    check_seen(task, seen)
    if not reason.strip():
        raise Problem("REPORTING-NEEDS-REASON", place="reason")
    after = move(task.state, SheetVerb.SEND_BACK)
    take(task, SheetVerb.SEND_BACK, after, actor, office=office, version=task.version, remark=reason.strip())
    audit(
        actor,
        "catalogue.send_sheet_back",
        kind="indicator",
        key=task.indicator.code,
        after={"version": seen, "reason": reason.strip(), "office": office},
    )
    announce(
        kind="sheet_sent_back",
        key=f"sheet-back-{task.pk}-{actor.at.isoformat()}",
        payload={"task": task.pk, "reason": reason.strip()},
        at=actor.at,
    )
    return task


@action
def fix_position(*, task: SheetTask, remark: str, seen: int, actor: Actor) -> SheetTask:
    """Fix the wording on the table as the national position; whoever proposed it does not.

    Raises:
        Conflict: `SHEET-STALE`.
        Problem: `SHEET-OWN-WORDING`, `SHEET-CIRCLE`, `SHEET-OPEN-COMMENTS` where comments wait for an answer
            and nothing is said of them, `SHEET-WRONG-STATE`.
    """
    task = locked_task(task)
    office = speaking(actor.must("sheet.fix", task.subject()), task.subject())
    check_seen(task, seen)
    after = move(task.state, SheetVerb.FIX)
    assert task.version is not None
    check_maker(task.version.made_by_id, actor.user.pk)
    _check_circle(task.indicator, task.version.sheet)
    waiting = task.comments.filter(open_comment()).count()
    if waiting and not remark.strip():
        raise Problem("SHEET-OPEN-COMMENTS", place="remark", params={"count": waiting})
    take(task, SheetVerb.FIX, after, actor, office=office, version=task.version, remark=remark.strip())
    audit(
        actor,
        "catalogue.fix_position",
        kind="indicator",
        key=task.indicator.code,
        after={"version": seen, "remark": remark.strip(), "office": office, "comments_waiting": waiting},
    )
    return task


@action
def agree_sheet(
    *,
    task: SheetTask,
    decision: str,
    decided_on: date,
    held: HeldFile | None = None,
    seen: int,
    actor: Actor,
) -> SheetVersion:
    """Record the body's decision: the national position becomes the indicator's sheet, its baseline agreed.

    Where a defining field differs, the definition has a new version from here on, and figures of the two are no
    one series. What was computed and printed before stays as it was.

    Args:
        held: the decision as a file; kept with the agreement or not at all.

    Raises:
        Conflict: `SHEET-STALE`.
        Problem: `SHEET-NEEDS-DECISION`, `SHEET-OWN-WORDING`, `SHEET-CIRCLE` with what others agreed meanwhile,
            `SHEET-WRONG-STATE`, and as `check_decision_day`.
    """
    task = locked_for_agreement(task)
    office = speaking(actor.must("sheet.agree", task.subject()), task.subject())
    check_seen(task, seen)
    if not decision.strip():
        raise Problem("SHEET-NEEDS-DECISION", place="decision")
    check_decision_day(decided_on, opened=task.finalisation.opened_on, today=actor.day)
    after = move(task.state, SheetVerb.AGREE)
    assert task.version is not None
    check_maker(task.version.made_by_id, actor.user.pk)
    indicator = task.indicator
    _check_circle(indicator, task.version.sheet)
    before = {"definition_version": indicator.definition_version, "baseline": indicator.sheet.get("baseline")}
    sheet = agreed_sheet(task.version.sheet, decision=decision.strip())
    put_sheet(indicator, merged(content_of(indicator), sheet))
    version = new_version(indicator, sheet, task.version.reason, actor, office=office)
    file = keep_held(file=held, purpose="decision", actor=actor) if held else None
    version.agreed_in, version.agreed_on, version.agreed_file = decision.strip(), decided_on, file
    version.definition_version = indicator.definition_version
    check_lengths(version)
    version.save()
    take(task, SheetVerb.AGREE, after, actor, office=office, version=version, remark=decision.strip())
    audit(
        actor,
        "catalogue.agree_sheet",
        kind="indicator",
        key=indicator.code,
        before=before,
        after={
            "version": version.number,
            "reason": version.reason,
            "decision": version.agreed_in,
            "decided_on": decided_on.isoformat(),
            "file": file.sha256 if file else "",
            "definition_version": indicator.definition_version,
            "baseline": sheet.get("baseline"),
            "office": office,
            "digest": sheet_digest(version.sheet),
        },
    )
    return version


@action
def attach_decision(*, task: SheetTask, held: HeldFile | None, actor: Actor) -> SheetVersion:
    """Attach the file of a decision that was recorded without it, also once its finalisation is closed.

    Raises:
        Problem: `SHEET-WRONG-STATE` where nothing is agreed, `SHEET-DECISION-FILE`, `SHEET-DECISION-ATTACHED`.
    """
    task = (
        SheetTask.objects.select_for_update(of=("self",))
        .with_names()
        .select_related("version__agreed_file")
        .get(pk=task.pk)
    )
    office = speaking(actor.must("sheet.attach", task.subject()), task.subject())
    version = task.version
    if version is None or not version.agreed_in:
        raise Problem("SHEET-WRONG-STATE", params={"state": task.state})
    if version.agreed_file is not None:
        raise Problem("SHEET-DECISION-ATTACHED", params={"name": version.agreed_file.name})
    if held is None:
        raise Problem("SHEET-DECISION-FILE", place="file")
    version.agreed_file = keep_held(file=held, purpose="decision", actor=actor)
    version.save(update_fields=["agreed_file"])
    audit(
        actor,
        "catalogue.attach_decision",
        kind="indicator",
        key=task.indicator.code,
        after={
            "version": version.number,
            "decision": version.agreed_in,
            "file": version.agreed_file.sha256,
            "office": office,
        },
    )
    return version


@action
def close_finalisation(*, finalisation: Finalisation, reason: str = "", actor: Actor) -> Finalisation:
    """Close a finalisation; what is not agreed may be called again.

    Raises:
        Problem: `SHEET-CLOSED`, `SHEET-UNFINISHED` where sheets are not agreed and no reason is given.
    """
    actor.must("sheet.call")
    row = Finalisation.objects.select_for_update().get(pk=finalisation.pk)
    check_open(row)
    unfinished = row.tasks.exclude(state=SheetState.AGREED).count()
    if unfinished and not reason.strip():
        raise Problem("SHEET-UNFINISHED", place="reason", params={"count": unfinished})
    row.closed_at, row.closing_reason = actor.at, reason.strip()
    row.save(update_fields=["closed_at", "closing_reason"])
    audit(
        actor,
        "catalogue.close_finalisation",
        kind="finalisation",
        key=str(row.pk),
        after={"unfinished": unfinished, "reason": reason.strip()},
    )
    return row
