"""The content folder as it was loaded: which versions, what each changed, one fact in all its wordings."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db.models import Count, Q

from .audit import AuditEntry
from .catalogue import WITHDRAWN, ContentEntry, ContentVersion


@dataclass(frozen=True)
class Load:
    """One time a version was loaded."""

    by: str
    at: datetime


@dataclass
class Counts:
    """How many facts of a kind are new, read otherwise, or are gone."""

    added: int = 0
    changed: int = 0
    removed: int = 0


@dataclass(frozen=True)
class VersionLine:
    """A version with what it changed, by kind, and who loaded it."""

    version: ContentVersion
    current: bool
    kinds: Mapping[str, Counts]
    loads: tuple[Load, ...] = field(default=())

    def total(self, what: str) -> int:
        """All kinds together."""
        return sum(getattr(one, what) for one in self.kinds.values())


def read_versions() -> list[VersionLine]:
    """All versions, the one loaded last first: three queries."""
    versions = list(ContentVersion.objects.order_by("-loaded_at", "-pk"))
    kinds: dict[int, dict[str, Counts]] = defaultdict(dict)
    gone = Q(body=WITHDRAWN)
    rows = ContentEntry.objects.order_by().values("version", "kind")
    for one in rows.annotate(
        every=Count("pk"),
        new=Count("pk", filter=Q(number=1) & ~gone),
        gone=Count("pk", filter=gone),
    ):
        kinds[one["version"]][one["kind"]] = Counts(
            one["new"], one["every"] - one["new"] - one["gone"], one["gone"]
        )
    loads: dict[str, list[Load]] = defaultdict(list)
    for row in AuditEntry.objects.filter(action="content.load").order_by("id"):
        loads[row.subject_key].append(Load(row.actor_name, row.at))
    return [
        VersionLine(one, one.pk == versions[0].pk, kinds[one.pk], tuple(loads[one.label])) for one in versions
    ]


@dataclass(frozen=True)
class FactLine:
    """A fact that a version brought, changed or took away."""

    kind: str
    code: str
    number: int
    what: str
    place: str


def read_facts(version: ContentVersion) -> list[FactLine]:
    """The facts of a version by kind and code: two queries."""
    gone = set(ContentEntry.objects.filter(version=version, body=WITHDRAWN).values_list("pk", flat=True))
    rows = ContentEntry.objects.filter(version=version).order_by("kind", "code", "number")
    return [
        FactLine(
            kind,
            code,
            number,
            "removed" if pk in gone else "added" if number == 1 else "changed",
            place,
        )
        for pk, kind, code, number, place in rows.values_list("pk", "kind", "code", "number", "place")
    ]


@dataclass(frozen=True)
class FactWording:
    """A fact as it read in one version, and field by field what differs from the wording before."""

    entry: ContentEntry
    fields: tuple[tuple[str, str, str], ...]


def read_fact(kind: str, code: str) -> list[FactWording]:
    """All wordings of a fact, the newest first; empty where there is no such fact."""
    before: dict[str, str] = {}
    found = []
    for entry in (
        ContentEntry.objects.filter(kind=kind, code=code).select_related("version").order_by("number")
    ):
        now = {} if entry.withdrawn else flat(entry.body)
        names = [*now, *(name for name in before if name not in now)]
        fields = [(name, before.get(name, ""), now.get(name, "")) for name in names]
        found.append(FactWording(entry, tuple(one for one in fields if one[1] != one[2])))
        before = now
    return found[::-1]


def flat(body: Mapping[str, Any], prefix: str = "") -> dict[str, str]:
    """The fields of a fact, nested ones by their path, each as text.

    >>> flat({"name": {"id": "a", "en": "b"}, "chain": ["x", "y"]})
    {'name.id': 'a', 'name.en': 'b', 'chain': 'x, y'}
    """
    found: dict[str, str] = {}
    for name, value in body.items():
        path = f"{prefix}{name}"
        if isinstance(value, Mapping):
            found |= flat(value, f"{path}.")
        elif isinstance(value, list) and any(isinstance(one, Mapping) for one in value):
            for number, one in enumerate(value, start=1):
                found |= flat(one if isinstance(one, Mapping) else {"": one}, f"{path}.{number}.")
        elif isinstance(value, list):
            found[path] = ", ".join(map(str, value))
        else:
            found[path] = "" if value is None else str(value)
    return found
