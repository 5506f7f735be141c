"""Reported figures as rules see them: an entry, what is known of its indicator, a rule, a finding."""

from __future__ import annotations

import dataclasses
import re
from bisect import bisect_left
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property
from types import MappingProxyType
from typing import Any, NamedTuple

from .asked import Asked
from .errors import Sentence
from .figures import Reported


class FigureKey(NamedTuple):
    """Which figure: indicator, area, reference period, disaggregation (`_T` is the total)."""

    indicator: str
    area: str
    period: str
    disaggregation: str = "_T"

    @property
    def text(self) -> str:
        """The key as remarks, overrides and findings name it.

        >>> FigureKey("P-1", "IDN", "2025").text
        'P-1|IDN|2025|_T'
        """
        return f"{self.indicator}|{self.area}|{self.period}|{self.disaggregation}"


@dataclass(frozen=True)
class Place:
    """Where it stands in a file; all None for what was typed on a page."""

    sheet: str | None = None
    cell: str | None = None
    row: int | None = None
    column: str | None = None


@dataclass(frozen=True)
class Entry:
    """What an office says about one figure, as typed.

    Args:
        answer: `value`, `unavailable`, `nothing_new`, `confirmed`, or empty where nothing is said yet.
        text: the figure as typed; kept as it is.
        is_number: typed as a number in a workbook, so no decimal sign has to be guessed.
        status: a status the writer declares (A, LT, GT, M, NA); None lets the text speak.
        nature: `preliminary`, `final` or `estimated`.
        reason: why it is not available.
        source: the publication it is from; None where the file has no place for it.
    """

    key: FigureKey
    answer: str = "value"
    text: str = ""
    is_number: bool = False
    status: str | None = None
    nature: str | None = None
    reason: str = ""
    comment: str = ""
    unit: str | None = None
    revision_reason: str = ""
    source: str | None = None
    place: Place | None = None


@dataclass(frozen=True)
class Accepted:
    """A figure accepted before, with the version of the definition it was made under (None: not recorded)."""

    text: str
    value: Decimal | None
    status: str = "A"
    nature: str = ""
    definition_version: int | None = None


@dataclass(frozen=True)
class Known:
    """What is known of an indicator asked of this office.

    Args:
        kind: `quantitative`, `policy_yes_no`, `administrative_count` or `survey`.
        unit, unit_en: the unit as sentences name it in each language.
        units: every accepted writing of the unit.
        jump_limit: largest plausible change from the last accepted value, in percent of that value.
        disaggregations: codes allowed beside `_T`; empty does not restrict.
        parts: sets of disaggregations that add up to the total.
        asked: which area and periods the round asks of it.
        accepted: the figures accepted so far, of any period.
        round_period: the period of the round, such as `2026-Q1`; empty does not judge the age of a figure.
    """

    code: str
    custodian_office: str = ""
    unit: str = ""
    unit_en: str = ""
    units: tuple[str, ...] = ()
    kind: str = "quantitative"
    minimum: Decimal | None = None
    maximum: Decimal | None = None
    decimals: int | None = None
    jump_limit: Decimal | None = None
    disaggregations: frozenset[str] = frozenset()
    parts: tuple[tuple[str, ...], ...] = ()
    definition_version: int = 1
    asked: Asked = dataclasses.field(default_factory=Asked)
    accepted: Mapping[FigureKey, Accepted] = dataclasses.field(default_factory=dict)
    round_period: str = ""

    def last_before(self, key: FigureKey) -> tuple[str, Accepted] | None:
        """The accepted figure of the latest earlier period of the same frequency that has a number."""
        series = self._series.get((key.area, key.disaggregation, _shape(key.period)))
        if series is None:
            return None
        periods, figures = series
        index = bisect_left(periods, key.period)
        return (periods[index - 1], figures[index - 1]) if index else None

    @cached_property
    def _series(self) -> dict[tuple[str, str, str], tuple[list[str], list[Accepted]]]:
        series: dict[tuple[str, str, str], tuple[list[str], list[Accepted]]] = {}
        for key in sorted(self.accepted, key=lambda one: one.period):
            if self.accepted[key].value is not None:
                found = series.setdefault((key.area, key.disaggregation, _shape(key.period)), ([], []))
                found[0].append(key.period)
                found[1].append(self.accepted[key])
        return series


def _shape(period: str) -> str:
    """Frequency of a period code as its shape: `2025-Q1` -> `0000-Q0`; codes of one shape sort by time."""
    return re.sub(r"\d", "0", period)


@dataclass(frozen=True)
class Rule:
    """A declared rule; `name` with its version is what a submission keeps."""

    code: str
    kind: str
    severity: str
    overridable: bool
    wording: Sentence
    parameters: Mapping[str, Any] = dataclasses.field(default_factory=lambda: MappingProxyType({}))
    version: int = 1
    source: str = ""

    @property
    def name(self) -> str:
        return f"{self.code}@{self.version}"


@dataclass(frozen=True)
class Finding:
    """What a rule has against a figure: where, which value, and the words for it."""

    rule: str
    severity: str
    key: FigureKey | None
    field: str
    value: str | None
    place: Place | None
    params: Mapping[str, Any]
    overridable: bool
    wording: Sentence = dataclasses.field(compare=False, repr=False)


@dataclass(frozen=True)
class Checked:
    """The outcome of one pass. `passed`: rule and version -> how many figures it found in order."""

    findings: tuple[Finding, ...]
    passed: Mapping[str, int]


@dataclass(frozen=True)
class Hit:
    """A rule is broken: in which field, by which value, and what its sentence needs to know."""

    field: str
    value: str | None
    params: Mapping[str, Any] = dataclasses.field(default_factory=dict)


@dataclass(frozen=True)
class Board:
    """The entries beside each other: where a key stands first, and the values of each figure's parts."""

    first: Mapping[FigureKey, Entry]
    values: Mapping[FigureKey, Decimal]


@dataclass(frozen=True)
class Case:
    """One entry with all that a rule may ask about it.

    Args:
        figure: the text as read, None where there is none or it cannot be read.
        swapped: what the text would be with the decimal sign of the other language put right; None if it is.
    """

    entry: Entry
    known: Known | None
    figure: Reported | None
    swapped: str | None
    board: Board
    language: str

    @property
    def value(self) -> Decimal | None:
        return self.figure.value if self.figure else None

    @property
    def has_value(self) -> bool:
        return self.entry.answer == "value" and self.value is not None
