"""What the declared rules say of reported figures: all findings in one pass, nothing stored or thrown.

A rule is data (code, kind, severity, parameters, sentence and hint in both languages); a kind is a function
in `rule_kinds.py`; the shapes are in `entries.py`. An error blocks; a warning is answered in writing.

Source: ESS, "Methodology for data validation 2.0" (2018): from structure and codes, to one value, to values
against each other.
"""

from __future__ import annotations

import string
from collections import Counter
from collections.abc import Iterable, Mapping
from decimal import Decimal, InvalidOperation
from types import MappingProxyType
from typing import Any

from .entries import (
    Accepted,
    Board,
    Case,
    Checked,
    Entry,
    FigureKey,
    Finding,
    Hit,
    Known,
    Place,
    Rule,
)
from .errors import Problem, Sentence
from .figures import Reported, format_number, read_figure
from .rule_kinds import KINDS

__all__ = [
    "Accepted",
    "Checked",
    "Entry",
    "FigureKey",
    "Finding",
    "Known",
    "Place",
    "Rule",
    "check_entries",
    "decimal_or_none",
    "hint",
    "rules_from",
    "sentence",
]

SEVERITIES = ("error", "warning")


def check_entries(
    entries: Iterable[Entry], *, rules: Iterable[Rule], known: Mapping[str, Known], language: str = "id"
) -> Checked:
    """Check every entry by every rule, in one pass and in time linear in the number of entries.

    Args:
        rules: as made by `rules_from`.
        known: indicator code -> what is known; an indicator that is absent is not asked of this office.
        language: how numbers typed as text are written (`id` decimal comma, `en` decimal point).
    """
    asked = [(rule, rule.name, KINDS[rule.kind].check, rule.parameters) for rule in rules]
    cases = _cases(tuple(entries), known, language)
    findings: list[Finding] = []
    passed: Counter[str] = Counter()
    for case in cases:
        for rule, name, check, parameters in asked:
            outcome = check(case, parameters)
            if outcome is True:
                passed[name] += 1
            elif outcome is not None:
                findings.append(_finding(rule, case, outcome))
    return Checked(findings=tuple(findings), passed=dict(passed))


def _cases(entries: tuple[Entry, ...], known: Mapping[str, Known], language: str) -> list[Case]:
    first: dict[FigureKey, Entry] = {}
    values: dict[FigureKey, Decimal] = {}
    board = Board(first, values)
    cases = []
    for entry in entries:
        first.setdefault(entry.key, entry)
        figure, swapped = _read(entry, language)
        if figure is not None and figure.value is not None:
            values.setdefault(entry.key, figure.value)
        cases.append(Case(entry, known.get(entry.key.indicator), figure, swapped, board, language))
    return cases


def _read(entry: Entry, language: str) -> tuple[Reported | None, str | None]:
    """The text as a figure, or what it would be with the decimal sign of the language."""
    if not entry.text.strip():
        return None, None
    try:
        return read_figure(entry.text, language=language, is_number=entry.is_number), None
    except Problem as problem:
        return None, problem.params.get("suggestion")


def _finding(rule: Rule, case: Case, hit: Hit) -> Finding:
    entry = case.entry
    params = {"indicator": entry.key.indicator, "period": entry.key.period, "value": hit.value, **hit.params}
    return Finding(
        rule=rule.code,
        severity=rule.severity,
        key=entry.key,
        field=hit.field,
        value=hit.value,
        place=entry.place,
        params=MappingProxyType(params),
        overridable=rule.overridable,
        wording=rule.wording,
    )


def sentence(finding: Finding, language: str) -> str:
    """What is wrong, with numbers written as the language writes them."""
    return finding.wording.text(language).format_map(_Shown(finding.params, language))


def hint(finding: Finding, language: str) -> str:
    """The way out."""
    return finding.wording.hint(language).format_map(_Shown(finding.params, language))


class _Shown(dict[str, Any]):
    """Placeholders by name: numbers and words as the language writes them, an unknown one by its name."""

    def __init__(self, params: Mapping[str, Any], language: str) -> None:
        super().__init__({name: _shown(value, language) for name, value in params.items()})

    def __missing__(self, key: str) -> str:
        return f"[{key}]"


def _shown(value: Any, language: str) -> str:
    if isinstance(value, Decimal):
        return str(format_number(value, language=language))
    if isinstance(value, Mapping):
        return str(value.get(language, ""))
    return "–" if value is None or value == "" else str(value)


def decimal_or_none(value: Any) -> Decimal | None:
    """A limit as declared in content: a number, or nothing.

    >>> decimal_or_none("0.5"), decimal_or_none(None)
    (Decimal('0.5'), None)
    """
    if value is None or value == "":
        return None
    try:
        return Decimal(str(value))
    except InvalidOperation as error:
        params = {"defects": f"{value} is not a number"}
        raise Problem("CONTENT-RULE", place=str(value), params=params) from error


def rules_from(data: Iterable[Mapping[str, Any]]) -> tuple[Rule, ...]:
    """Rules as declared; every defect of every declaration is named at once.

    Raises:
        Problem: `CONTENT-RULE`.
    """
    rules: list[Rule] = []
    defects: list[str] = []
    for number, declared in enumerate(data, start=1):
        name = str(declared.get("code") or f"rule {number}")
        found = _defects(declared)
        if any(rule.code == name for rule in rules):
            found.append("the code is declared twice")
        defects += [f"{name}: {defect}" for defect in found]
        if not found:
            rules.append(_rule(declared))
    if defects:
        raise Problem("CONTENT-RULE", place=defects[0].split(":")[0], params={"defects": "; ".join(defects)})
    return tuple(rules)


def _rule(declared: Mapping[str, Any]) -> Rule:
    wording = Sentence(
        id=declared["sentence"]["id"],
        en=declared["sentence"]["en"],
        hint_id=declared["hint"]["id"],
        hint_en=declared["hint"]["en"],
    )
    return Rule(
        code=declared["code"],
        kind=declared["kind"],
        severity=declared["severity"],
        overridable=declared["overridable"],
        wording=wording,
        parameters=MappingProxyType(dict(declared.get("parameters") or {})),
        version=declared["version"],
        source=str(declared["source"]),
    )


def _defects(declared: Mapping[str, Any]) -> list[str]:
    missing = [
        f"{name} is missing"
        for name in ("code", "kind", "severity", "overridable", "version", "source", "sentence", "hint")
        if declared.get(name) in (None, "")
    ]
    if missing:
        return missing
    if declared["kind"] not in KINDS:
        return [f"there is no kind {declared['kind']}"]
    found = []
    if declared["severity"] not in SEVERITIES:
        found.append(f"severity is {declared['severity']}, not error or warning")
    if declared["severity"] == "error" and declared["overridable"]:
        found.append("an error cannot be overridable")
    kind = KINDS[declared["kind"]]
    given = set(declared.get("parameters") or {})
    found += [f"parameter {name} is missing" for name in sorted(kind.parameters - given)]
    found += [f"kind {declared['kind']} has no parameter {name}" for name in sorted(given - kind.parameters)]
    for part in ("sentence", "hint"):
        for language in ("id", "en"):
            found += _wording_defects(f"{part}.{language}", declared[part], language, kind.placeholders)
    return found


def _wording_defects(name: str, wording: Any, language: str, allowed: frozenset[str]) -> list[str]:
    text = wording.get(language) if isinstance(wording, Mapping) else None
    if not text:
        return [f"{name} is missing"]
    try:
        used = {part for _, part, _, _ in string.Formatter().parse(text) if part is not None}
    except ValueError as error:
        return [f"{name}: {error}"]
    return [f"{name} names {{{part}}}, which it cannot know" for part in sorted(used - allowed)]
