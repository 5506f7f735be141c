"""What the verbs of a finalisation share: locks, who speaks for which office, the next wording, the step taken."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from typing import Any

from ...core.catalogue import definition_version
from ...core.errors import Conflict, Problem
from ...core.finalisation import SheetState, SheetVerb, speaks_for
from ...core.permissions import Duty, Subject
from ...records.catalogue.sheets import Finalisation, SheetStep, SheetTask, SheetVersion, agreed_sheets
from ...records.days import civil_day
from ...records.models import ContentEntry, Indicator, Organisation
from ..acting import Actor, check_lengths, for_whom


def locked_task(task: SheetTask) -> SheetTask:
    """The task for one writer at a time, in a finalisation that is open and stays so until the end of it.

    Locks are taken in one order by all: indicator, finalisation, task.
    """
    check_open(Finalisation.objects.select_for_update(no_key=True).get(pk=task.finalisation_id))
    return (
        SheetTask.objects.select_for_update(of=("self",))
        .with_names()
        .select_related("version")
        .get(pk=task.pk)
    )


def locked_for_agreement(task: SheetTask) -> SheetTask:
    """The same with every indicator, which nobody else changes meanwhile.

    Not its own alone: whether equivalents lead in a circle is said by all sheets together, and two agreements that
    each looked before the other wrote would close one.
    """
    list(Indicator.objects.select_for_update(no_key=True).order_by("pk").values_list("pk", flat=True))
    return locked_task(task)


def check_open(row: Finalisation) -> None:
    """Raises: Problem `SHEET-CLOSED`."""
    if row.closed_at is not None:
        title = {"id": row.title_id, "en": row.title_en}
        params = {"title": title, "day": civil_day(row.closed_at).isoformat()}
        raise Problem("SHEET-CLOSED", params=params)


def check_seen(task: SheetTask, seen: int) -> None:
    """What is acted on is the wording that was read.

    Raises:
        Conflict: `SHEET-STALE`.
    """
    latest = task.indicator.versions.order_by("-number").first()
    if latest is not None and latest.number != seen:
        params = {"who": latest.made_by_name, "number": latest.number}
        raise Conflict("SHEET-STALE", place=task.indicator.code, params=params)


def speaking(duties: Sequence[Duty], subject: Subject) -> str:
    """The office that speaks through the duties that allow something, by its acronym."""
    code = speaks_for(duties, subject)
    return Organisation.objects.filter(code=code).values_list("acronym", flat=True).first() or ""


def speaking_for(actor: Actor, task: SheetTask, verb: str) -> tuple[Actor, str]:
    """Ask for a verb of the sheet's office; the actor with that office where he acts for it, and who speaks."""
    subject = task.subject()
    duties = actor.must(verb, subject)
    return for_whom(actor, duties, office=task.organisation), speaking(duties, subject)


def new_version(
    indicator: Indicator, sheet: Mapping[str, Any], reason: str, actor: Actor, *, office: str
) -> SheetVersion:
    """The next wording of an indicator's sheet, kept."""
    latest = indicator.versions.order_by("-number").first()
    row = SheetVersion(
        indicator=indicator,
        number=(latest.number if latest else 0) + 1,
        sheet=dict(sheet),
        reason=reason.strip(),
        made_by=actor.user,
        made_by_name=actor.user.name,
        office=office,
        on_behalf_of=actor.on_behalf_of,
        made_at=actor.at,
    )
    check_lengths(row)
    row.save(force_insert=True)
    return row


def content_of(indicator: Indicator) -> Mapping[str, Any]:
    """The sheet as the content says it now; one that no content names is its own."""
    latest = ContentEntry.objects.filter(kind="indicator", code=indicator.code).order_by("-number").first()
    return latest.body if latest is not None and not latest.withdrawn else indicator.sheet


def content_speaks_under(indicators: Collection[Indicator]) -> dict[int, int]:
    """Under which version of its definition the content speaks of each indicator.

    That is the one that holds, unless the desk agreed to another than the content words: then it is still the first.
    """
    agreed = agreed_sheets(indicators)
    found = {row.pk: row.definition_version for row in indicators}
    for row in indicators:
        if row.pk in agreed and definition_version(content_of(row), row.sheet, 0):
            found[row.pk] = row.versions.get(number=1).definition_version or found[row.pk]
    return found


def take(
    task: SheetTask,
    verb: SheetVerb,
    state: SheetState,
    actor: Actor,
    *,
    office: str,
    version: SheetVersion | None,
    remark: str,
) -> None:
    """Bring a task into its next state by a step that is kept."""
    if task.state != state:
        task.since = actor.at
    task.state, task.version = state.value, version
    task.save(update_fields=["state", "version", "since"])
    step_of(task, verb.value, actor, office=office, remark=remark).save()


def step_of(task: SheetTask, verb: str, actor: Actor, *, office: str, remark: str = "") -> SheetStep:
    """A step as it is kept, not yet saved."""
    return SheetStep(
        task=task,
        verb=verb,
        state=task.state,
        version=task.version,
        remark=remark,
        by=actor.user,
        by_name=actor.user.name,
        office=office,
        on_behalf_of=actor.on_behalf_of,
        at=actor.at,
    )
