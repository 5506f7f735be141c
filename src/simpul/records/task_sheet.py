"""A task as it is filled in: one line per figure asked, the narrative, the turns it has been through."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from typing import Any

from django.db.models import Prefetch

from ..core.bulk import Granted, check_withdrawal
from ..core.entries import Accepted, FigureKey, Known
from ..core.errors import Problem
from ..core.figures import Status
from ..core.periods import Period
from ..core.reporting import Answer, Share, State
from .catalogue.sheets import DecidedIn, decision_of, with_decision
from .models import (
    Clearance,
    DueFigure,
    Entry,
    Extension,
    ExtensionRequest,
    ImportBatch,
    Narrative,
    Observation,
    Remark,
    Submission,
    SubmittedFigure,
    Task,
)
from .waiting import AtStep, step_of


@dataclass(frozen=True)
class FigureLine:
    """One figure asked of a task.

    Args:
        before: the figure the rules compare with: the last earlier one of this frequency that has a value.
        unavailable: the latest answer “not available” since then, of the period due or one before it.
        accepted: what was accepted for this very period; changing it is a revision and needs a reason.
        theirs: the custodian's figure in this round, where this office only confirms.
        carried: nobody touched it since the last turn.
        decided: the decision that made the definition the figure is given under; None where content made it.
    """

    due: DueFigure
    key: str
    entry: Entry | None
    before: Observation | None
    unavailable: Observation | None
    accepted: Observation | None
    theirs: SubmittedFigure | None
    carried: bool
    remarks: tuple[Remark, ...]
    decided: DecidedIn | None

    @property
    def redefined(self) -> bool:
        """The definition has been replaced since the figure accepted last."""
        last = self.accepted or self.before
        return last is not None and last.definition_version != self.due.indicator.definition_version

    @property
    def answered(self) -> bool:
        return self.entry is not None and self.entry.answer != ""

    @property
    def confirm_only(self) -> bool:
        """Another office owns the value."""
        return self.due.share != Share.CUSTODIAN.value


@dataclass(frozen=True)
class Paragraph:
    """One field of the narrative: what the round asks, and what is written."""

    code: str
    asked: Mapping[str, Any]
    text: str
    text_en: str
    version: int
    saved_at: datetime | None
    saved_by: str
    on_behalf_of: str
    remarks: tuple[Remark, ...]

    @property
    def limit(self) -> int:
        return int(self.asked.get("max_length") or 0)

    @property
    def required(self) -> bool:
        return bool(self.asked.get("required", True))


@dataclass(frozen=True)
class Turn:
    """One submission with every step taken and every remark made on it."""

    submission: Submission
    steps: tuple[Clearance, ...]
    remarks: tuple[Remark, ...]


@dataclass(frozen=True)
class Sheet:
    """Everything a task's page shows, in a fixed number of queries; what was granted or brought where it is asked."""

    task: Task
    figures: tuple[FigureLine, ...]
    paragraphs: tuple[Paragraph, ...]
    turns: tuple[Turn, ...]
    entries: tuple[Entry, ...]
    accepted: tuple[Observation, ...]

    @cached_property
    def extensions(self) -> tuple[Extension, ...]:
        """The extensions granted, in their order."""
        rows = self.task.extensions.select_related("granted_by__person", "withdrawn_by__person")
        return tuple(rows.order_by("pk"))

    @cached_property
    def requests(self) -> tuple[ExtensionRequest, ...]:
        """The requests for more time."""
        return tuple(self.task.extension_requests.select_related("asked_by__person", "answered_by__person"))

    @cached_property
    def imports(self) -> tuple[ImportBatch, ...]:
        """The latest files brought."""
        return tuple(self.task.imports.select_related("file").defer("rows", "narratives", "findings")[:5])

    @property
    def withdrawable(self) -> Extension | None:
        """The newest extension, where it can be taken back."""
        row = next((one for one in reversed(self.extensions) if one.withdrawn_at is None), None)
        if row is None:
            return None
        handed_in = max((turn.submission.submitted_at for turn in self.turns), default=None)
        granted = Granted(row.pk, row.due_before, row.due_after, row.granted_at, handed_in)
        try:
            check_withdrawal(granted, due=self.task.due_current)
        except Problem:
            return None
        return row

    @property
    def due(self) -> tuple[FigureLine, ...]:
        """Figures to enter."""
        return tuple(line for line in self.figures if line.due.due and not line.confirm_only)

    @property
    def to_confirm(self) -> tuple[FigureLine, ...]:
        """Figures of other custodians."""
        return tuple(line for line in self.figures if line.due.due and line.confirm_only)

    @property
    def later(self) -> tuple[FigureLine, ...]:
        """Asked of this office, not due in this round."""
        return tuple(line for line in self.figures if not line.due.due)

    @property
    def redefined(self) -> tuple[FigureLine, ...]:
        """Figures whose definition has been replaced since the last accepted one."""
        return tuple(line for line in self.figures if line.redefined)

    @property
    def asked(self) -> int:
        return len(self.due) + len(self.to_confirm)

    @property
    def answered(self) -> int:
        return sum(1 for line in (*self.due, *self.to_confirm) if line.answered)

    @property
    def written(self) -> int:
        return sum(1 for paragraph in self.paragraphs if paragraph.text)

    @property
    def request(self) -> ExtensionRequest | None:
        """The request for more time that waits for its answer."""
        return next((row for row in self.requests if not row.answer), None)

    @property
    def step(self) -> AtStep | None:
        """The step of the chain that waits, while the task is in clearance."""
        last = self.last
        if last is None or last.submission.outcome != "check":
            return None
        return step_of(self.task, last.submission, last.steps)

    @property
    def last(self) -> Turn | None:
        """The latest turn."""
        return self.turns[-1] if self.turns else None


def key_of(row: Any) -> str:
    """The key of an entry, submitted figure, figure due or observation, as text."""
    return FigureKey(row.indicator.code, row.area, row.period, row.disaggregation).text


def read_sheet(task: Task) -> Sheet:
    """Read a task's page."""
    asked = task.due_figures.select_related("indicator", "indicator__custodian")
    dues = list(with_decision(asked).order_by("position", "pk"))
    remarks = list(task.remarks.all())
    turns = _turns(task, remarks)
    written = tuple(task.entries.select_related("indicator", "saved_by__person").prefetch_related("evidence"))
    entries = {(row.indicator_id, row.area, row.period, row.disaggregation): row for row in written}
    observations = _accepted(dues, task.round.obligation.area)
    accepted: dict[int, list[Observation]] = defaultdict(list)
    for row in observations:
        accepted[row.indicator_id].append(row)
    theirs = _theirs(task, dues)
    since = _last_return(task, turns)
    figures = tuple(
        _figure(due, entries, accepted.get(due.indicator_id, []), theirs, since, remarks) for due in dues
    )
    return Sheet(
        task=task,
        figures=figures,
        paragraphs=_paragraphs(task, remarks),
        turns=turns,
        entries=written,
        accepted=observations,
    )


def _accepted(dues: Iterable[DueFigure], area: str) -> tuple[Observation, ...]:
    """The figures accepted so far for the indicators asked, nobody has revised, by period."""
    rows = Observation.objects.current().filter(indicator__in={due.indicator_id for due in dues}, area=area)
    return tuple(rows.order_by("period"))


def _theirs(task: Task, dues: Iterable[DueFigure]) -> dict[tuple[int, str], SubmittedFigure]:
    wanted = {due.indicator_id for due in dues if due.share != Share.CUSTODIAN.value}
    if not wanted:
        return {}
    rows = SubmittedFigure.objects.filter(
        submission__task__round=task.round_id,
        submission__outcome__in=["check", "accepted"],
        indicator__in=wanted,
        answer=Answer.VALUE.value,
    ).exclude(submission__task=task.pk)
    return {(row.indicator_id, row.period): row for row in rows.order_by("submission_id")}


def _turns(task: Task, remarks: list[Remark]) -> tuple[Turn, ...]:
    rows = (
        task.submissions.select_related("submitted_by__person")
        .prefetch_related(Prefetch("clearances", queryset=Clearance.objects.select_related("by")))
        .order_by("number")
    )
    return tuple(
        Turn(
            row,
            tuple(row.clearances.all()),
            tuple(remark for remark in remarks if remark.submission_id == row.pk),
        )
        for row in rows
    )


def _last_return(task: Task, turns: tuple[Turn, ...]) -> datetime | None:
    """The moment of the latest submission of work that came back: what is older is carried over."""
    if task.state != State.RETURNED.value or not turns:
        return None
    return turns[-1].submission.submitted_at


def _figure(
    due: DueFigure,
    entries: Mapping[tuple[int, str, str, str], Entry],
    accepted: list[Observation],
    theirs: Mapping[tuple[int, str], SubmittedFigure],
    since: datetime | None,
    remarks: list[Remark],
) -> FigureLine:
    key = key_of(due)
    entry = entries.get((due.indicator_id, due.area, due.period, due.disaggregation))
    same = [row for row in accepted if row.area == due.area and row.disaggregation == due.disaggregation]
    before = _before(due, same)
    return FigureLine(
        due=due,
        key=key,
        entry=entry,
        before=before,
        unavailable=_unavailable(due, same, before),
        accepted=next(
            (row for row in same if row.period == due.period and row.status != Status.MISSING), None
        ),
        theirs=theirs.get((due.indicator_id, due.period)),
        carried=bool(entry and entry.answer and since and entry.saved_at <= since),
        remarks=tuple(remark for remark in remarks if remark.figure == key),
        decided=decision_of(due),
    )


def _before(due: DueFigure, same: list[Observation]) -> Observation | None:
    """What the rules take for the last accepted figure; where no period is due, the latest with a value."""
    by_key = {FigureKey(due.indicator.code, row.area, row.period, row.disaggregation): row for row in same}
    if not due.period:
        valued = [row for row in same if row.value is not None]
        return max(valued, key=lambda row: Period.parse(row.period).until, default=None)
    figures = {key: Accepted(row.text, row.value, row.status) for key, row in by_key.items()}
    asked = FigureKey(due.indicator.code, due.area, due.period, due.disaggregation)
    last = Known(due.indicator.code, accepted=figures).last_before(asked)
    return by_key[asked._replace(period=last[0])] if last else None


def _unavailable(due: DueFigure, same: list[Observation], before: Observation | None) -> Observation | None:
    if not due.period:
        return None
    asked, since = Period.parse(due.period), Period.parse(before.period).until if before else None
    found = [
        (period, row)
        for row in same
        if row.status == Status.MISSING and (period := Period.parse(row.period)).until <= asked.until
        if period.frequency == asked.frequency and (since is None or period.since >= since)
    ]
    return max(found, key=lambda pair: pair[0])[1] if found else None


def _paragraphs(task: Task, remarks: list[Remark]) -> tuple[Paragraph, ...]:
    written: dict[str, Narrative] = {
        row.field: row for row in task.narratives.select_related("saved_by__person")
    }
    found = []
    for asked in task.round.narrative:
        row = written.get(asked["code"])
        found.append(
            Paragraph(
                code=asked["code"],
                asked=asked,
                text=row.text if row else "",
                text_en=row.text_en if row else "",
                version=row.version if row else 0,
                saved_at=row.saved_at if row else None,
                saved_by=row.saved_by.name if row else "",
                on_behalf_of=row.on_behalf_of if row else "",
                remarks=tuple(remark for remark in remarks if remark.field == asked["code"]),
            )
        )
    return tuple(found)
