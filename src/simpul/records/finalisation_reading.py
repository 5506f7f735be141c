"""The readiness board and one sheet in finalisation, read for a page."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Count, Q

from ..core.catalogue import readiness_of
from ..core.directory import Held, holder_on
from ..core.finalisation import Change, SheetState, SheetVerb, Waits, changes, merged
from ..core.permissions import Duty, Role
from ..core.reporting import Letter
from .catalogue.sheets import open_comment
from .framework_titles import short_titles
from .holding import held
from .models import (
    Alignment,
    AuditEntry,
    Finalisation,
    Indicator,
    SheetComment,
    SheetStep,
    SheetTask,
    SheetVersion,
)
from .sheet_waiting import steps_of, waits_of


@dataclass(frozen=True)
class SheetLine:
    """Where the sheet of an indicator stands.

    Args:
        task: its place in an open finalisation, None where it is in none.
        missing: the required fields the sheet that holds does not have.
        waits: whose step it is, since when and by when; nobody's before it is called.
        comments: comments that wait for an answer.
        seen: whether the reader may open it; `mine`: whether its step is his.
        titles: short titles of the frameworks, by code and language.
    """

    indicator: Indicator
    task: SheetTask | None
    missing: tuple[str, ...]
    frameworks: tuple[str, ...]
    waits: Waits
    comments: int
    seen: bool
    mine: bool
    titles: Mapping[str, Mapping[str, str]]

    def framework_titles(self, language: str) -> list[str]:
        """The frameworks it hangs on, by their short titles."""
        return [self.titles[code][language] if code in self.titles else code for code in self.frameworks]


def read_board(duties: Iterable[Duty], *, day: date) -> list[SheetLine]:
    """Every indicator that is asked for, with what its sheet lacks, with whom it is and since when.

    What waits for the reader's step comes first, then what is in a finalisation. Nine queries.
    """
    duties = tuple(duties)
    tasks = {
        row.indicator_id: row
        for row in SheetTask.objects.filter(finalisation__closed_at=None)
        .with_names()
        .select_related("version")
        .annotate(waiting=Count("comments", filter=open_comment("comments__")))
        .order_by("pk")
    }
    visible = set(SheetTask.objects.visible_to(duties, day).values_list("pk", flat=True))
    waits = waits_of(tasks.values(), day=day)
    mine = steps_of(duties, tasks.values(), waits, day=day)
    hanging = frameworks_of_indicators()
    rows = Indicator.objects.filter(merged_into=None).select_related("body", "custodian")
    lines, titles = [], short_titles()
    for row in rows:
        task = tasks.get(row.pk)
        key = task.pk if task else 0
        hangs = tuple(sorted(hanging[row.code]))
        mark = {"mine": key in mine, "seen": key in visible}
        lines.append(_line(row, task, waits.get(key, Waits(None)), hangs, titles=titles, **mark))
    return sorted(lines, key=lambda line: (not line.mine, line.task is None))


def frameworks_of_indicators() -> Mapping[str, set[str]]:
    """Code of an indicator -> codes of the frameworks it hangs on by its alignments."""
    found: dict[str, set[str]] = defaultdict(set)
    for source, target in Alignment.objects.filter(source_kind="indicator", target_kind="goal").values_list(
        "source_code", "target_code"
    ):
        found[source].add(target.split("/")[0])
    return found


def _line(
    row: Indicator,
    task: Any,
    waits: Waits,
    frameworks: tuple[str, ...],
    *,
    mine: bool,
    seen: bool,
    titles: Mapping[str, Mapping[str, str]],
) -> SheetLine:
    return SheetLine(
        indicator=row,
        task=task,
        missing=readiness_of(row.sheet),
        frameworks=frameworks,
        waits=waits,
        comments=task.waiting if task and task.in_talks else 0,
        seen=seen,
        mine=mine,
        titles=titles,
    )


@dataclass(frozen=True)
class SheetWork:
    """One sheet in finalisation.

    Args:
        waits: whose step it is, since when and by when.
        standing: what is negotiated of the sheet that holds.
        on_table: the wording on the table, None where none was proposed yet; once agreed, as the decision made it.
        proposed: the same as its office proposed it; whoever recorded the decision did not word it.
        latest: the number of the last wording, which a proposal starts from.
        changed: what the wording on the table changes of the sheet that holds.
        becoming: the sheet as it would read were that wording agreed; without one, as it reads now.
        focal: who holds the focal point's role for the office that day.
        letters: the letters of the office by which wordings were proposed on its behalf, by their numbers.
        versions: every wording of the sheet, without what it says, the earliest first.
    """

    task: SheetTask
    waits: Waits
    standing: dict[str, Any]
    on_table: SheetVersion | None
    proposed: SheetVersion | None
    latest: int
    changed: tuple[Change, ...]
    becoming: dict[str, Any]
    comments: tuple[SheetComment, ...]
    steps: tuple[SheetStep, ...]
    focal: Held | None
    letters: Mapping[int, Letter]
    versions: tuple[SheetVersion, ...]

    @property
    def in_force(self) -> bool:
        """The wording is agreed, and the sheet that holds reads so."""
        return self.on_table is not None and self.task.state == SheetState.AGREED and not self.changed

    @property
    def fixed_by(self) -> int | None:
        """The account that fixed the position which stands, None where none is fixed."""
        fixed = [one.by_id for one in self.steps if one.verb == SheetVerb.FIX]
        return fixed[-1] if fixed and self.task.state in (SheetState.NATIONAL, SheetState.AGREED) else None

    @property
    def missing(self) -> tuple[str, ...]:
        """The required fields it would lack then."""
        return readiness_of(self.becoming)


def read_sheet_work(task: SheetTask, *, day: date) -> SheetWork:
    """A sheet with its comments and steps."""
    standing = task.indicator.sheet
    version = task.version
    makers = list(task.indicator.versions.defer("sheet").order_by("number"))
    body = task.indicator.body
    return SheetWork(
        task=task,
        waits=waits_of([task], day=day)[task.pk],
        standing=standing,
        on_table=version,
        proposed=proposed_as(version, makers) if version else None,
        latest=makers[-1].number if makers else 0,
        changed=changes(standing, version.sheet) if version else (),
        becoming=merged(standing, version.sheet) if version else standing,
        comments=tuple(task.comments.select_related("version")),
        steps=tuple(task.steps.select_related("version__agreed_file")),
        focal=holder_on(
            held([Role.FOCAL_POINT.value], day),
            body=body.code if body else "",
            offices=[task.organisation.code],
            role=Role.FOCAL_POINT.value,
            day=day,
        ),
        letters=letters_of(task.indicator),
        versions=tuple(makers),
    )


def letters_of(indicator: Indicator) -> dict[int, Letter]:
    """The letters by which wordings were proposed on an office's behalf, by the number of the wording; one query."""
    rows = AuditEntry.objects.filter(
        action="catalogue.propose_sheet",
        subject_kind="indicator",
        subject_key=indicator.code,
        after__has_key="basis",
    )
    kept = ((row["version"], row["basis"]) for row in rows.values_list("after", flat=True))
    return {version: Letter(basis["number"], date.fromisoformat(basis["date"])) for version, basis in kept}


def proposed_as(version: SheetVersion, versions: Sequence[SheetVersion]) -> SheetVersion:
    """The proposal a wording came from: of an agreed one the wording on the table, which is the one before it."""
    if not version.agreed_in:
        return version
    return next((one for one in versions if one.number == version.number - 1), version)


@dataclass(frozen=True)
class Wording:
    """A wording of a sheet, with what it changed of the one before it, and the proposal it came from.

    Args:
        letter: of the office on whose behalf it was proposed.
    """

    version: SheetVersion
    proposed: SheetVersion
    changed: tuple[Change, ...]
    letter: Letter | None = None


def read_wordings(indicator: Indicator, *, drafts: bool) -> list[Wording]:
    """The wordings of a sheet, the newest first; without drafts the first and what was agreed alone."""
    every = list(indicator.versions.select_related("agreed_file").order_by("number"))
    rows = every if drafts else [row for row in every if row.number == 1 or row.agreed_in]
    letters = letters_of(indicator)
    found = []
    before: SheetVersion | None = None
    for row in rows:
        proposed = proposed_as(row, every)
        changed = changes(before.sheet, row.sheet) if before else ()
        found.append(Wording(row, proposed, changed, letters.get(proposed.number)))
        before = row
    return found[::-1]


def open_finalisations() -> list[Finalisation]:
    """The finalisations that run, with `called` and `agreed` counted."""
    return list(
        Finalisation.objects.filter(closed_at=None)
        .annotate(called=Count("tasks"), agreed=Count("tasks", filter=Q(tasks__state="agreed")))
        .prefetch_related("frameworks")
    )
