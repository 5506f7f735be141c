"""Releases of reference codes read for pages and checks: the current one, two side by side, who names a code."""

from __future__ import annotations

import hashlib
import re
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from django.db.models import Exists, F, OuterRef, QuerySet

from ..core.codes import mark_of, row_bytes
from ..core.naming import key_of, phrases
from .catalogue import Code, CodeList, CodeListVersion, Indicator
from .reporting import Observation

_FIELDS = ("name_id", "name_en", "parent", "definition", "formula")
_TOLD = ("code", *_FIELDS)


def marks_of(version: CodeListVersion | None) -> dict[str, bytes] | None:
    """Code -> short hash of a release, None without one."""
    if version is None:
        return None
    rows = Code.objects.filter(version=version).order_by().values_list(*_TOLD)
    return {told[0]: mark_of(told) for told in rows.iterator(chunk_size=5000)}


def digest_of(version: CodeListVersion) -> tuple[str, int]:
    """The hash over the codes of a release in their order, and how many there are."""
    hashed, size = hashlib.sha256(), 0
    rows = Code.objects.filter(version=version).order_by("position").values_list(*_TOLD)
    for told in rows.iterator(chunk_size=5000):
        hashed.update(row_bytes(told))
        size += 1
    return hashed.hexdigest(), size


@dataclass(frozen=True)
class Compared:
    """Two releases side by side: the rows of each kind are queries, for there may be many.

    `changed` holds codes of the newer release, each with its older row in `was`.
    """

    older: CodeListVersion
    newer: CodeListVersion
    added: QuerySet[Code]
    vanished: QuerySet[Code]
    changed: QuerySet[Code]

    def with_former(self, rows: Iterable[Code]) -> list[tuple[Code, Code]]:
        """Changed codes, each with its row in the older release."""
        rows = list(rows)
        former = {
            row.code: row
            for row in Code.objects.filter(version=self.older, code__in=[row.code for row in rows])
        }
        return [(row, former[row.code]) for row in rows if row.code in former]


def compare(older: CodeListVersion, newer: CodeListVersion) -> Compared:
    """What differs between two releases of a list."""

    def same(version: CodeListVersion, *fields: str) -> Exists:
        alike = {name: OuterRef(name) for name in ("code", *fields)}
        return Exists(Code.objects.filter(version=version, **alike))

    mine = Code.objects.filter(version=newer).order_by("position")
    theirs = Code.objects.filter(version=older).order_by("position")
    return Compared(
        older,
        newer,
        added=mine.filter(~same(older)),
        vanished=theirs.filter(~same(newer)),
        changed=mine.filter(same(older)).filter(~same(older, *_FIELDS)),
    )


def codes_held(named: Iterable[tuple[str, str]]) -> dict[str, set[str]]:
    """Of codes named as (list, code): those in the current release, by list. A list without release is left out."""
    wanted: dict[str, set[str]] = defaultdict(set)
    for code_list, code in named:
        wanted[code_list].add(code)
    current = CodeListVersion.objects.current(wanted) if wanted else []
    return {
        version.code_list.code: set(
            Code.objects.filter(version=version, code__in=wanted[version.code_list.code]).values_list(
                "code", flat=True
            )
        )
        for version in current
    }


def named_codes(code_list: str) -> dict[str, list[str]]:
    """Code -> the indicators whose sheet names it, for one list."""
    found: dict[str, list[str]] = defaultdict(list)
    for indicator, sheet in Indicator.objects.values_list("code", "sheet"):
        for row in sheet.get("reference_codes") or ():
            if row.get("list") == code_list:
                found[str(row.get("code"))].append(indicator)
    return found


def lost_codes(code_list: CodeList) -> list[dict[str, Any]]:
    """What sheets name in a list and its current release does not hold."""
    named = named_codes(code_list.code)
    held = codes_held((code_list.code, code) for code in named).get(code_list.code)
    if held is None:
        return []
    return [
        {"code": code, "indicators": indicators}
        for code, indicators in sorted(named.items())
        if code not in held
    ]


def users_of(code_list: CodeList, vanished: Collection[str]) -> list[dict[str, Any]]:
    """Who names one of these codes: sheets of indicators, and figures broken down by the list's dimension.

    Each row says `kind` (`indicator` or `figures`), `code`, `name` of the indicator, and for figures how many.
    """
    wanted = set(vanished)
    if not wanted:
        return []
    found: list[dict[str, Any]] = [
        {"kind": "indicator", "code": code, "name": name, "count": 1}
        for code, names in sorted(named_codes(code_list.code).items())
        if code in wanted
        for name in names
    ]
    return found + list(_figures(str(code_list.sheet.get("dimension") or ""), wanted))


def _figures(dimension: str, wanted: set[str]) -> Iterator[dict[str, Any]]:
    if not dimension:
        return
    rows = (
        Observation.objects.filter(disaggregation__contains=f"{dimension}=")
        .order_by()
        .values_list("indicator__code", "disaggregation")
    )
    counts: dict[tuple[str, str], int] = defaultdict(int)
    for name, disaggregation in rows.iterator(chunk_size=5000):
        for part in disaggregation.split(";"):
            axis, _, code = part.partition("=")
            if axis == dimension and code in wanted:
                counts[code, name] += 1
    for (code, name), count in sorted(counts.items()):
        yield {"kind": "figures", "code": code, "name": name, "count": count}


def regions_in(names: Iterable[str], *, prefixes: Iterable[str] = ()) -> set[str]:
    """Phrases of these names that are names of regions in a loaded list, as `core.naming` compares them.

    A list names regions where its content has `region_pattern`, which their codes must match.

    Args:
        prefixes: words that may stand before a name in the list (Kabupaten, Kota ...).
    """
    before = ["", *(f"{one} " for one in prefixes)]
    written = {
        form: key_of(phrase)
        for phrase in {phrase for name in names for phrase in phrases(name)}
        for word in before
        for form in (f"{word}{phrase}", f"{word}{phrase}".upper(), f"{word}{phrase}".title())
    }
    found: set[str] = set()
    for chunk in _chunks(sorted(written), 900):
        rows = Code.objects.filter(
            version__in=CodeListVersion.objects.newest(),
            version__code_list__sheet__has_key="region_pattern",
            name_id__in=chunk,
        ).order_by()
        for code, name, sheet in rows.values_list("code", "name_id", "version__code_list__sheet"):
            if re.fullmatch(str(sheet["region_pattern"]), code):
                found.add(written[name])
    return found


def _chunks(items: list[str], size: int) -> Iterator[list[str]]:
    for start in range(0, len(items), size):
        yield items[start : start + size]


def releases(code_list: CodeList) -> QuerySet[CodeListVersion]:
    """The releases of a list, the newest first, each with who imported it."""
    return (
        code_list.versions.select_related("imported_by__person", "file")
        .annotate(list_code=F("code_list__code"))
        .order_by("-number")
    )
