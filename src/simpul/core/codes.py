"""A release of reference codes before it is stored: what is wrong with it, and what differs from the one before.

Rows come one at a time, so that a long file is never whole in memory; of each code only what the checks need is kept.
A duplicate, an empty code or name, a parent that is not there and a circle of parents refuse the file. A code that
vanished against the release before is a warning that wants a reason; what changed and what is new is told.
"""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from .code_words import CODE_SENTENCES
from .errors import Problem
from .texts import check_characters, legible

#: Fields of a code, as content maps columns to them; the first two every file has.
FIELDS = ("code", "name", "name_en", "parent", "definition", "formula")
NEEDED = ("code", "name")
#: Characters of a field; definition and formula have no limit but that of a cell.
LENGTHS = {"code": 80, "parent": 80, "name": 500, "name_en": 500}
#: Of each kind so many findings are kept; all are counted.
KEPT = 200

ERRORS = (
    "CODES-EMPTY",
    "CODES-DUPLICATE",
    "CODES-LONG",
    "CODES-CHARACTER",
    "CODES-PARENT",
    "CODES-CYCLE",
)
WARNINGS = ("CODES-VANISHED",)


@dataclass(frozen=True)
class CodeRow:
    """One code as its file says it, with the line it stands on, counted from 1."""

    line: int
    code: str
    name: str
    name_en: str = ""
    parent: str = ""
    definition: str = ""
    formula: str = ""

    def told(self) -> tuple[str, ...]:
        """Its fields in the order of `FIELDS`."""
        return (self.code, self.name, self.name_en, self.parent, self.definition, self.formula)


def row_bytes(told: Iterable[str]) -> bytes:
    """A code as its release is hashed: its fields as one JSON line."""
    return (
        json.dumps(list(told), ensure_ascii=False, separators=(",", ":")).encode("utf-8", "replace") + b"\n"
    )


def mark_of(told: Iterable[str]) -> bytes:
    """A short hash of a code, by which two releases are compared without keeping either."""
    return hashlib.blake2b(row_bytes(told), digest_size=12).digest()


@dataclass(frozen=True)
class CodeFinding:
    """What is said of a code: error, warning or note; line and code where there are any."""

    rule: str
    code: str
    line: int | None = None
    params: Mapping[str, Any] = field(default_factory=dict)

    @property
    def severity(self) -> str:
        """`error`, `warning` or `note`."""
        return "error" if self.rule in ERRORS else "warning" if self.rule in WARNINGS else "note"

    def sentence(self, language: str) -> str:
        """The finding in words."""
        return CODE_SENTENCES[self.rule].text(language).format_map({"code": self.code, **self.params})

    def hint(self, language: str) -> str:
        """The way out."""
        return CODE_SENTENCES[self.rule].hint(language).format_map({"code": self.code, **self.params})


@dataclass(frozen=True)
class CheckedCodes:
    """All that was found in a release.

    Args:
        received: rows of the file.
        counts: rule -> how many; `findings` holds the first of each.
        digest: SHA-256 over all rows in their order.
    """

    received: int
    counts: Mapping[str, int]
    findings: tuple[CodeFinding, ...]
    digest: str

    @property
    def has_errors(self) -> bool:
        """Whether the file is refused."""
        return any(self.counts.get(rule) for rule in ERRORS)

    @property
    def differs(self) -> bool:
        """Whether anything is new, changed or gone."""
        return any(self.counts.get(rule) for rule in ("CODES-ADDED", "CODES-CHANGED", "CODES-VANISHED"))

    def of(self, rule: str) -> list[CodeFinding]:
        """The kept findings of a rule."""
        return [one for one in self.findings if one.rule == rule]


class CodeCheck:
    """One pass over a release: `watch` hands the rows on while it looks at them, `finish` says what was found.

    Args:
        before: code -> `mark_of` in the release before; None where this is the first.
    """

    def __init__(self, before: Mapping[str, bytes] | None = None, *, kept: int = KEPT) -> None:
        self._before = before
        self._kept = kept
        self._lines: dict[str, int] = {}
        self._parents: dict[str, str] = {}
        self._counts: Counter[str] = Counter()
        self._findings: list[CodeFinding] = []
        self._hash = hashlib.sha256()
        self._received = 0

    def watch(self, rows: Iterable[CodeRow]) -> Iterator[CodeRow]:
        """The same rows, looked at as they pass."""
        for row in rows:
            self.look(row)
            yield row

    def look(self, row: CodeRow) -> None:
        """Take one row into account."""
        told = row.told()
        self._received += 1
        self._hash.update(row_bytes(told))
        self._look_at_texts(row, told)
        if not row.code:
            self._found("CODES-EMPTY", row, field="code")
            return
        if not row.name:
            self._found("CODES-EMPTY", row, field="name")
        if row.code in self._lines:
            self._found("CODES-DUPLICATE", row, first=self._lines[row.code])
            return
        self._lines[row.code] = row.line
        if row.parent:
            self._parents[row.code] = row.parent
        if self._before is not None:
            mark = self._before.get(row.code)
            if mark is None:
                self._found("CODES-ADDED", row, name=row.name)
            elif mark != mark_of(told):
                self._found("CODES-CHANGED", row, name=row.name)

    def _look_at_texts(self, row: CodeRow, told: tuple[str, ...]) -> None:
        for name, text in zip(FIELDS, told, strict=True):
            limit = LENGTHS.get(name)
            if limit and len(text) > limit:
                self._found("CODES-LONG", row, field=name, length=len(text), limit=limit)
            try:
                check_characters(text)
            except Problem as problem:
                self._found("CODES-CHARACTER", row, field=name, **problem.params)

    def _found(self, rule: str, row: CodeRow, **params: Any) -> None:
        self._keep(CodeFinding(rule, legible(row.code)[:80], row.line, _legible(params)))

    def _keep(self, finding: CodeFinding) -> None:
        self._counts[finding.rule] += 1
        if self._counts[finding.rule] <= self._kept:
            self._findings.append(finding)

    def vanished(self) -> frozenset[str]:
        """All codes of the release before that have not passed."""
        return frozenset(self._before or ()) - self._lines.keys()

    def finish(self) -> CheckedCodes:
        """What was found, once all rows have passed."""
        for code, parent in self._parents.items():
            if parent not in self._lines:
                self._keep(CodeFinding("CODES-PARENT", code, self._lines[code], _legible({"parent": parent})))
        for circle in circles(self._parents):
            path = " > ".join([*circle[:8], *(["…"] if len(circle) > 8 else []), circle[0]])
            self._keep(CodeFinding("CODES-CYCLE", circle[0], self._lines[circle[0]], {"path": path}))
        for code in self._before or ():
            if code not in self._lines:
                self._keep(CodeFinding("CODES-VANISHED", code))
        order = {rule: number for number, rule in enumerate((*ERRORS, *WARNINGS))}
        findings = sorted(self._findings, key=lambda one: (order.get(one.rule, 99), one.line or 0))
        return CheckedCodes(self._received, dict(self._counts), tuple(findings), self._hash.hexdigest())


def _legible(params: Mapping[str, Any]) -> dict[str, Any]:
    """What is told of a text, cut to a sentence's length and without signs that cannot be kept."""
    return {name: legible(value)[:120] if isinstance(value, str) else value for name, value in params.items()}


def circles(parents: Mapping[str, str]) -> Iterator[list[str]]:
    """Each circle of parents once, from the code of it that comes first.

    >>> list(circles({"b": "a", "c": "d", "d": "c"}))
    [['c', 'd']]
    """
    done: set[str] = set()
    for start in parents:
        way: list[str] = []
        seen: dict[str, int] = {}
        at = start
        while at in parents and at not in done and at not in seen:
            seen[at] = len(way)
            way.append(at)
            at = parents[at]
        if at in seen:
            yield way[seen[at] :]
        done.update(way)
