"""Everything a report or delivery of a round says, as plain frozen data.

It is read from the tables once, when results are computed (`round_reading`), and kept with the result set: whatever
is made from that set later says the same. Sentences and number dress are the doors' business; here are codes, dates
and decimals.
"""

from __future__ import annotations

import hashlib
import json
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from ..core.errors import Problem
from ..core.plain import plain, restored
from .models import ResultSet


@dataclass(frozen=True)
class Named:
    """A name in both languages, with its short form."""

    code: str
    id: str
    en: str

    def text(self, language: str) -> str:
        """The name in a language."""
        return self.en if language == "en" else self.id


@dataclass(frozen=True)
class PointLine:
    """One observation of a series: from a published source, or from an office that submitted it."""

    observation: int
    period: str
    text: str
    value: Decimal | None
    status: str
    nature: str
    source: str
    series_break: bool
    vintage: int
    comment: str = ""
    office: Named | None = None
    round: str = ""
    evidence: int = 0  # files an office gave for it; who may see the task is told which


@dataclass(frozen=True)
class TargetLine:
    """A target: a value, or a range."""

    period: str
    value: Decimal | None
    low: Decimal | None
    high: Decimal | None
    authority: str
    source: str


@dataclass(frozen=True)
class VerdictLine:
    """What one method says, or why it says nothing."""

    method: str
    version: str
    official: bool
    status: str
    colour: str
    reason: str
    outputs: Mapping[str, Any]
    inputs: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class IndicatorLine:
    """An indicator with its latest figure and everything that proves or judges it."""

    code: str
    title: Named
    unit: Named
    decimals: int | None
    validity: str  # exact, proxy or activity
    polarity: str
    body: Named | None
    custodian: Named | None
    area: str
    latest: PointLine | None  # under the definition that baseline and targets have; so is the one before
    before: PointLine | None
    reported_now: bool
    series: tuple[PointLine, ...]
    baseline: tuple[str, str, Decimal | None, str] | None  # period, text, value, status
    targets: tuple[TargetLine, ...]
    verdicts: tuple[VerdictLine, ...]
    missing: tuple[str, ...]  # fields the sheet lacks to be ready
    confidence: str = ""
    source: str = ""  # what the sheet names, for figures of which no publication is named
    unsettled: tuple[str, ...] = ()  # of what is missing: there, and not settled yet
    definition_version: int = 0  # of baseline and targets; 0 in readings kept before it was told
    defined_on: date | None = None  # the day of the decision that made this definition
    definitions: tuple[int, ...] = ()  # the version each point of the series was observed under

    @property
    def earlier(self) -> tuple[PointLine, ...]:
        """The points observed under another definition than baseline and targets have: history."""
        told = zip(self.series, self.definitions, strict=False)
        return tuple(point for point, version in told if version != self.definition_version)

    @property
    def former(self) -> PointLine | None:
        """The last figure of a former definition, where none stands under the one in force yet."""
        valued = [point for point in self.earlier if point.text]
        return valued[-1] if valued and self.latest is None else None

    @property
    def is_proxy(self) -> bool:
        """A stand-in, never shown as an official indicator."""
        return self.validity == "proxy"

    @property
    def official(self) -> VerdictLine | None:
        """The verdict of the framework's official method."""
        return next((row for row in self.verdicts if row.official), None)


@dataclass(frozen=True)
class AnswerLine:
    """An answer that is not a value: not available, nothing new, confirmed."""

    indicator: str
    title: Named
    period: str
    answer: str
    reason: str


@dataclass(frozen=True)
class TaskLine:
    """What one respondent did in the round; its texts, answers and counts are those of an accepted submission."""

    pk: int
    body: Named
    theme: Named
    office: Named
    co_leads: tuple[Named, ...]
    counted: bool
    parent: str
    state: str
    focal_point: str
    due_original: date
    due_current: date
    submitted_on: date | None
    accepted_at: datetime | None
    waiting_since: date | None  # since when it stands in a state that is not accepted
    on_time: bool
    submission: int | None  # the number of the submission that was accepted
    figures: int  # under the definition in force; so are those with evidence
    evidenced: int
    narratives: Mapping[str, Mapping[str, str]]
    answers: tuple[AnswerLine, ...]
    cleared_by: tuple[Mapping[str, Any], ...]
    values: tuple[str, ...]  # codes of indicators whose value this task reported
    former: int = 0  # figures that were accepted and stand under a former definition by now
    overtaken: tuple[str, ...] = ()  # codes of the indicators they are of


@dataclass(frozen=True)
class DecisionLine:
    """Something decided since the last report.

    Args:
        kind: `sheet` (a body agreed a sheet), `merger` or `alignment`.
        other: what it was merged into or aligned to.
        reference: the decision by its number and name; of an alignment the office that approved it, if one did.
        words_id, words_en: what was said with it, in each language; `words` in readings kept before they were apart.
        fields: the fields of a sheet that changed; `definition`: the version of the definition that holds now.
    """

    kind: str
    code: str
    title: Named
    reference: str
    day: date | None
    other: Named | None = None
    fields: tuple[str, ...] = ()
    definition: int = 0
    decimals: int | None = None
    baseline: tuple[str, str, Decimal | None, str] | None = None
    targets: tuple[TargetLine, ...] = ()
    relation: str = ""
    words: str = ""
    words_id: str = ""
    words_en: str = ""


@dataclass(frozen=True)
class Edition:
    """A version of a round's report: its number and when it was made."""

    number: int
    made_at: datetime


@dataclass(frozen=True)
class RedefinedLine:
    """An indicator whose definition was decided anew since the version of the report that this one replaces.

    Args:
        reference: the decision that made the definition in force; empty where content says so.
        definition: the version of the definition in force.
        gone: the figures that stood in the replaced version and no longer stand, as they were told there.
    """

    code: str
    title: Named
    reference: str
    day: date | None
    definition: int
    decimals: int | None = None
    gone: tuple[PointLine, ...] = ()


#: How a report that is computed now is laid out. What was kept before keeps its own layout and reprints by it:
#: 1 has chapters alone and names each answer and each indicator in a row; 2 has decisions and lettered annexes;
#: 3 says on its cover which version it is, keeps the last rows of a long table together and pages its Word contents.
LAYOUT = 3


@dataclass(frozen=True)
class RoundReport:
    """A round as it is reported, as known at a moment."""

    round: int
    code: str
    obligation: Named
    framework: Named
    framework_wording: str
    area: str
    opens_on: date
    due_on: date
    closes_on: date
    as_known_at: datetime
    content_version: str
    result_set: int
    narrative_fields: tuple[Mapping[str, Any], ...]
    tasks: tuple[TaskLine, ...]
    indicators: tuple[IndicatorLine, ...]
    basis_hash: str = field(default="")
    layout: int = 1
    decisions: tuple[DecisionLine, ...] = ()
    number: int = 0  # which version of the round's report; 0 in readings kept before it was told
    replaces: Edition | None = None
    redefined: tuple[RedefinedLine, ...] = ()
    made_at: datetime | None = None

    @property
    def counted(self) -> tuple[TaskLine, ...]:
        """The sectoral bodies proper; sub-bodies are counted apart."""
        return tuple(task for task in self.tasks if task.counted)


def read_report(result_set: ResultSet) -> RoundReport:
    """What a result set says of its round, as it was kept when the results were computed. Two queries.

    Raises:
        Problem: `PAPERS-NO-RESULTS`, the set was computed without a round, or before such readings were kept.
    """
    if not result_set.reading:
        raise Problem("PAPERS-NO-RESULTS", params={"round": str(result_set.round or result_set.area)})
    verdicts: dict[str, list[VerdictLine]] = defaultdict(list)
    for row in result_set.verdicts.select_related("indicator").order_by("-official", "id"):
        verdicts[row.indicator.code].append(
            VerdictLine(
                row.method,
                row.method_version,
                row.official,
                row.status,
                row.colour,
                row.reason,
                row.outputs,
                row.inputs,
            )
        )
    kept = restored(RoundReport, result_set.reading)
    indicators = tuple(replace(line, verdicts=tuple(verdicts[line.code])) for line in kept.indicators)
    return replace(
        kept,
        as_known_at=result_set.as_known_at,
        made_at=result_set.made_at,
        content_version=result_set.content_version.label,
        result_set=result_set.pk,
        indicators=indicators,
        basis_hash=basis(indicators),
    )


def basis(indicators: tuple[IndicatorLine, ...]) -> str:
    """SHA-256 over figures, baselines, targets and verdicts with their inputs, whatever the language and format."""
    rows = [
        plain(
            [line.code, line.validity, line.latest, line.before, line.baseline, line.targets, line.verdicts]
            + ([line.former] if line.former else [])
        )
        for line in indicators
    ]
    return hashlib.sha256(json.dumps(rows, ensure_ascii=False, sort_keys=True).encode()).hexdigest()
