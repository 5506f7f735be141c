"""What was promised, as content says it: entries, defects, and readiness.

An entry is a plain mapping as it stands in a content file, with the place it was read from. A defect carries
code, file and line; nothing is thrown and nothing is guessed.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from .content_words import CONTENT_SENTENCES


@dataclass(frozen=True)
class ContentItem:
    """One entry of a content file: its kind, code, fields, and where it stands."""

    kind: str
    code: str
    body: Mapping[str, Any]
    file: str
    line: int

    @property
    def place(self) -> str:
        """File and line."""
        return f"{self.file}:{self.line}"

    def text(self, name: str, language: str) -> str:
        """A field in a language; empty where it says nothing."""
        value = self.body.get(name)
        return str(value.get(language) or "") if isinstance(value, Mapping) else str(value or "")

    @property
    def sure(self) -> dict[str, str]:
        """Source, and how sure it is."""
        return {name: str(self.body.get(name, "")) for name in ("source", "confidence")}


@dataclass(frozen=True)
class Defect:
    """What is wrong with an entry: a code of `CONTENT_SENTENCES`, file and line, and the values it names."""

    code: str
    file: str
    line: int
    params: Mapping[str, Any] = field(default_factory=dict)

    def sentence(self, language: str) -> str:
        """The defect in words."""
        return CONTENT_SENTENCES[self.code].text(language).format_map(dict(self.params))

    def hint(self, language: str) -> str:
        """The way out."""
        return CONTENT_SENTENCES[self.code].hint(language).format_map(dict(self.params))


#: Fields of a sheet that say what is measured: a change of one is a new version of the definition.
DEFINING_FIELDS: tuple[str, ...] = (
    "concept",
    "definition",
    "formula",
    "measure",
    "unit",
    "classification",
    "source_activity",
    "type",
)

#: How often a figure comes.
FREQUENCIES: tuple[str, ...] = ("annual", "semiannual", "quarterly", "monthly", "irregular")
#: Months from the end of a period to the release of its figure; estimates by a model come out before its end.
LEAST_LAG, LONGEST_LAG = -12, 120

#: What an indicator's sheet needs to be ready: computed, never ticked.
REQUIRED_FIELDS: tuple[str, ...] = (
    "concept",
    "definition",
    "formula",
    "measure",
    "unit",
    "classification",
    "source_activity",
    "producer",
    "frequency",
    "release_lag_months",
    "custodian",
    "baseline",
    "target",
    "alignment",
    "publication",
)


def definition_version(sheet: Mapping[str, Any], before: Mapping[str, Any] | None, version: int) -> int:
    """The version of a definition: one more than `version` where a defining field differs from the sheet before.

    >>> definition_version({"unit": "PT", "note": "new"}, {"unit": "PT"}, 1)
    1
    >>> definition_version({"unit": "PT"}, {"unit": "PM"}, 1)
    2
    """
    if before is None:
        return 1
    return version + any(sheet.get(name) != before.get(name) for name in DEFINING_FIELDS)


def is_lag(value: Any) -> bool:
    """Whether a value is a release lag in months.

    >>> is_lag(-1), is_lag(120), is_lag("6"), is_lag(True)
    (True, True, False, False)
    """
    return type(value) is int and LEAST_LAG <= value <= LONGEST_LAG


def readiness_of(sheet: Mapping[str, Any]) -> tuple[str, ...]:
    """The required fields a sheet lacks, in the order of `REQUIRED_FIELDS`; empty means ready.

    An assumed release lag and an irregular frequency do not count as known; a provisional baseline does. A sheet whose
    baseline or target was read at second hand still lacks the publication.

    >>> readiness_of({})[:2]
    ('concept', 'definition')
    """
    return tuple(name for name in REQUIRED_FIELDS if not _has(sheet, name))


def is_unsettled(sheet: Mapping[str, Any], name: str) -> bool:
    """Whether a field is there and yet does not count as known: a lag that is assumed, a frequency without a rhythm.

    >>> is_unsettled({"frequency": "irregular"}, "frequency"), is_unsettled({}, "frequency")
    (True, False)
    """
    return (
        name in ("frequency", "release_lag_months") and sheet.get(name) is not None and not _has(sheet, name)
    )


def _has(sheet: Mapping[str, Any], name: str) -> bool:
    if name == "release_lag_months":
        return sheet.get(name) is not None and not sheet.get("release_lag_assumed")
    if name == "frequency":
        return bool(sheet.get(name)) and sheet[name] != "irregular"
    if name == "baseline":
        return bool(sheet.get("baseline")) and sheet["baseline"].get("status") in ("provisional", "agreed")
    if name == "target":
        return bool(sheet.get("targets"))
    if name == "alignment":
        return bool(sheet.get("national_equivalent"))
    if name == "publication":
        return not secondary_sources(sheet)
    value = sheet.get(name)
    return bool(value.get("id") or value.get("en")) if isinstance(value, Mapping) else bool(value)


def can_be_looked_up(source: str) -> bool:
    """Whether a source is something a reader can go to: an address, or a document with its date.

    >>> can_be_looked_up("https://sdgs.un.org/goals"), can_be_looked_up("general knowledge")
    (True, False)
    """
    return "://" in source or bool(re.search(r"\b(19|20)\d{2}\b", source))


_ADDRESS = re.compile(r"(?:^|[,;:]?\s)(https?://\S+)$")


def cited(source: str) -> tuple[str, str]:
    """The words of a source and the address it ends with; each is empty where there is none.

    >>> cited("BPS, Susenas, via kabar.example, https://kabar.example/1"), cited("https://kabar.example/1")
    (('BPS, Susenas, via kabar.example', 'https://kabar.example/1'), ('', 'https://kabar.example/1'))
    >>> cited("BPS, Susenas")
    ('BPS, Susenas', '')
    """
    found = _ADDRESS.search(source.strip())
    return (source.strip()[: found.start()], found[1]) if found else (source.strip(), "")


def names_publication(source: str) -> bool:
    """Whether a source names the publication itself: in words, not by an address alone, not read “via” another.

    What stands behind an address, a release or news about it, nobody here can tell; the one who names it can.

    >>> names_publication("BPS, Susenas 2025, https://bps.example/susenas"), names_publication("https://kabar.example/1")
    (True, False)
    >>> names_publication("BPS, Susenas 2025, via kabar.example, https://kabar.example/1")
    False
    """
    words, _address = cited(source)
    return bool(words) and ", via " not in words


def secondary_sources(sheet: Mapping[str, Any]) -> tuple[str, ...]:
    """The sources of a sheet's baseline and targets that name no publication, each once.

    >>> secondary_sources({"baseline": {"source": "SSGI 2024"}, "targets": [{"source": "https://kabar.example/1"}]})
    ('https://kabar.example/1',)
    """
    rows = [sheet.get("baseline") or {}, *(sheet.get("targets") or [])]
    named = dict.fromkeys(str(row.get("source") or "").strip() for row in rows)
    return tuple(source for source in named if source and not names_publication(source))


def source_of(sheet: Mapping[str, Any]) -> str:
    """Who makes the figures of an indicator, and by which activity, as its sheet says.

    >>> source_of({"producer": "BPS", "source_activity": "Susenas"}), source_of({"producer": "BPS"}), source_of({})
    ('BPS, Susenas', 'BPS', '')
    """
    return ", ".join(str(sheet[name]) for name in ("producer", "source_activity") if sheet.get(name))


_OPEN = re.compile(r"\bCC[- ]?(BY|0)(?!-?NC|-?ND)|\bUNSD\b|\bUN\b|public domain", re.IGNORECASE)
_CLOSED = re.compile(r"\bNC\b|\bND\b|non-?commercial", re.IGNORECASE)


def licence_allows_tables(licence: str) -> bool:
    """Whether whole tables may be carried: CC BY or UN terms.

    >>> licence_allows_tables("CC-BY-4.0"), licence_allows_tables("CC-BY-NC-SA-3.0-IGO")
    (True, False)
    """
    return bool(_OPEN.search(licence)) and not _CLOSED.search(licence)


def day(value: Any) -> date | None:
    """A date of content, None where there is none."""
    return date.fromisoformat(str(value)) if value else None


def counts(items: Iterable[ContentItem]) -> Counter[str]:
    """How many entries of each kind."""
    return Counter(item.kind for item in items)
