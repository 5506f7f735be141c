"""What the declared rules say of a task's entries: all findings in one pass, with the reasons already given."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, NamedTuple

from django.db.models import QuerySet

from ...core import validation
from ...core.asked import Asked
from ...core.figures import KEPT_IN
from ...core.periods import Period
from ...core.reporting import Share
from ...core.validation import Checked, FigureKey, Finding, Known, Place
from ...records.models import ContentEntry, DueFigure, Entry, Indicator, Observation, Override, Round, Task
from ...records.task_sheet import key_of


@dataclass(frozen=True)
class Checkup:
    """A task's entries under the rules.

    `open_errors` and `open_warnings` block a submission; `answered` are warnings with a written reason.
    """

    checked: Checked
    reasons: dict[tuple[str, str], str]

    @property
    def findings(self) -> tuple[Finding, ...]:
        return self.checked.findings

    def reason_for(self, finding: Finding) -> str:
        """The written reason a warning was answered with; empty where it was not."""
        return self.reasons.get((finding.rule, key_text(finding.key)), "")

    @property
    def open_errors(self) -> tuple[Finding, ...]:
        return tuple(row for row in self.findings if row.severity == "error")

    @property
    def open_warnings(self) -> tuple[Finding, ...]:
        return tuple(row for row in self.findings if row.severity == "warning" and not self.reason_for(row))

    @property
    def blocking(self) -> int:
        return len(self.open_errors) + len(self.open_warnings)


def key_text(key: FigureKey | None) -> str:
    """A finding's figure as text, empty for a finding about the whole."""
    return key.text if key else ""


def rules() -> tuple[validation.Rule, ...]:
    """The declared rules of the content that is loaded."""
    return validation.rules_from([row.body for row in ContentEntry.objects.declared("rule")])


@dataclass(frozen=True)
class Read:
    """What a page has read of a task already, so that checking does not read it again."""

    entries: tuple[Entry, ...]
    dues: tuple[DueFigure, ...]
    accepted: tuple[Observation, ...]


def check_task(task: Task, *, read: Read | None = None) -> Checkup:
    """Check what is entered so far."""
    read = read or read_task(task)
    rows = read.entries
    lines = [Line(due.indicator_id, due.area, due.period, due.share) for due in read.dues]
    indicators = {due.indicator_id: due.indicator for due in read.dues}
    checked = validation.check_entries(
        tuple(as_entry(row) for row in rows if row.answer),
        rules=rules(),
        known=_known_from(task, lines, indicators, read.accepted),
        language=KEPT_IN,
    )
    texts = {key_of(row): row.text for row in rows}
    given = Override.objects.filter(task=task)
    return Checkup(
        checked,
        {(row.rule, row.figure): row.reason for row in given if row.value_text == texts.get(row.figure, "")},
    )


def check_rows(task: Task, entries: Iterable[validation.Entry]) -> Checked:
    """Check entries for a task, whether they are saved or only uploaded."""
    return validation.check_entries(tuple(entries), rules=rules(), known=known_to(task), language=KEPT_IN)


def as_entry(row: Entry) -> validation.Entry:
    """A saved entry as the rules see it."""
    return validation.Entry(
        key=FigureKey(row.indicator.code, row.area, row.period, row.disaggregation),
        answer=row.answer,
        text=row.text,
        is_number=row.is_number,
        status=row.status or None,
        nature=row.nature or None,
        reason=row.reason,
        comment=row.comment,
        unit=row.unit or None,
        revision_reason=row.revision_reason,
        source=row.source,
        place=Place(sheet=None, cell=row.source_cell or None, row=None, column=None),
    )


def read_task(task: Task) -> Read:
    """The entries of a task, what is asked of it, and the figures accepted so far for those indicators."""
    dues = tuple(task.due_figures.select_related("indicator", "indicator__custodian"))
    accepted = tuple(_accepted(task, {due.indicator_id for due in dues}))
    return Read(tuple(task.entries.select_related("indicator")), dues, accepted)


def _accepted(task: Task, indicators: Collection[int]) -> QuerySet[Observation]:
    return Observation.objects.current().filter(indicator_id__in=indicators, area=task.round.obligation.area)


class Stood(NamedTuple):
    """What the rules ask of a figure accepted before; a long table has as many of these as it has rows."""

    indicator_id: int
    area: str
    period: str
    disaggregation: str
    text: str
    value: Decimal | None
    status: str
    nature: str
    definition_version: int | None


def known_to(task: Task) -> dict[str, Known]:
    """What is known of each indicator asked of a task: limits, custody, accepted figures."""
    lines = lines_of(task)
    indicators = Indicator.objects.select_related("custodian").in_bulk({line.indicator for line in lines})
    stood = _accepted(task, indicators).values_list(*Stood._fields)
    return _known_from(task, lines, indicators, [Stood(*row) for row in stood.iterator()])


def _known_from(
    task: Task,
    lines: Iterable[Line],
    indicators: Mapping[int, Indicator],
    accepted: Iterable[Observation | Stood],
) -> dict[str, Known]:
    figures: dict[int, list[Observation | Stood]] = defaultdict(list)
    for row in accepted:
        figures[row.indicator_id].append(row)
    asked = asked_of(task, lines, indicators)
    return {indicators[pk].code: _known(indicators[pk], asked[pk], figures[pk], task.round) for pk in asked}


class Line(NamedTuple):
    """What is asked of an indicator whatever the breakdown: a long table asks many figures of few of these."""

    indicator: int
    area: str
    period: str
    share: str


def lines_of(task: Task) -> list[Line]:
    """What is asked of a task, each indicator once for every period."""
    rows = task.due_figures.order_by(*Line._fields).values_list(*Line._fields).distinct()
    return [Line(*row) for row in rows]


def asked_of(task: Task, lines: Iterable[Line], indicators: Mapping[int, Indicator]) -> dict[int, Asked]:
    """What a round asks of a task, by the indicator's key; what it does not ask is absent."""
    asked: dict[int, list[Line]] = defaultdict(list)
    for line in lines:
        asked[line.indicator].append(line)
    return {pk: _asked(task.round, indicators[pk], asked[pk]) for pk in asked if pk in indicators}


def _asked(round_: Round, indicator: Indicator, lines: Sequence[Line]) -> Asked:
    sheet: dict[str, Any] = indicator.sheet
    periods = sorted({row.period for row in lines if row.period}, key=lambda one: Period.parse(one).since)
    return Asked(
        custodian=any(row.share == Share.CUSTODIAN.value for row in lines),
        area=lines[0].area,
        frequency=sheet.get("frequency") or "",
        months=tuple(sheet.get("reference_months") or ()),
        due=periods[-1] if periods else "",
        still=frozenset(periods[:-1]),
        until=round_.due_on,
    )


def _known(
    indicator: Indicator, asked: Asked, accepted: Iterable[Observation | Stood], round_: Round
) -> Known:
    sheet: dict[str, Any] = indicator.sheet
    return Known(
        code=indicator.code,
        custodian_office=indicator.custodian.acronym if indicator.custodian else "",
        unit=indicator.unit_id,
        unit_en=indicator.unit_en,
        units=tuple(unit for unit in (indicator.unit_id, indicator.unit_en) if unit),
        kind=indicator.kind,
        minimum=validation.decimal_or_none(sheet.get("minimum")),
        maximum=validation.decimal_or_none(sheet.get("maximum")),
        decimals=indicator.decimals,
        jump_limit=validation.decimal_or_none(sheet.get("jump_limit")),
        disaggregations=frozenset(sheet.get("disaggregation_codes") or ()),
        parts=tuple(tuple(codes) for codes in sheet.get("parts") or ()),
        definition_version=indicator.definition_version,
        round_period=round_.period,
        asked=asked,
        accepted={
            FigureKey(indicator.code, row.area, row.period, row.disaggregation): validation.Accepted(
                text=row.text,
                value=row.value,
                status=row.status,
                nature=row.nature,
                definition_version=row.definition_version,
            )
            for row in accepted
        },
    )


def as_json(finding: Finding, *, kinds: dict[str, str], reason: str = "") -> dict[str, Any]:
    """A finding as it is kept with a submission or an import: both sentences, never only a code."""
    return {
        "rule": finding.rule,
        "kind": kinds.get(finding.rule, ""),
        "severity": finding.severity,
        "figure": key_text(finding.key),
        "field": finding.field,
        "value": finding.value,
        "cell": finding.place.cell if finding.place else None,
        "row": finding.place.row if finding.place else None,
        "sheet": finding.place.sheet if finding.place else None,
        "overridable": finding.overridable,
        "params": {name: str(value) for name, value in finding.params.items()},
        "sentence": {tongue: validation.sentence(finding, tongue) for tongue in ("id", "en")},
        "hint": {tongue: validation.hint(finding, tongue) for tongue in ("id", "en")},
        "reason": reason,
    }


def kinds_of(declared: Iterable[validation.Rule]) -> dict[str, str]:
    """Rule code -> kind of rule."""
    return {rule.code: rule.kind for rule in declared}


def missing_answers(task: Task) -> list[str]:
    """What a submission still lacks: due figures without an answer, and required narrative fields."""
    answered = {
        (row.indicator_id, row.area, row.period, row.disaggregation)
        for row in task.entries.exclude(answer="")
    }
    lacking = [
        f"{due.indicator.code} {due.period}"
        for due in task.due_figures.filter(due=True).select_related("indicator")
        if (due.indicator_id, due.area, due.period, due.disaggregation) not in answered
    ]
    written = {row.field for row in task.narratives.all() if row.text.strip()}
    return lacking + [
        item["code"]
        for item in task.round.narrative
        if item.get("required", True) and item["code"] not in written
    ]
