"""Whether what was said of alignments, and what they say themselves, is what the audit trail says."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

from .audit import AuditEntry
from .catalogue.frameworks import alignment_key
from .integrity_claims import Claim, Trail
from .integrity_words import Fault, differing
from .models import Alignment, AlignmentStep


def _step_claims() -> Iterator[Claim]:
    for row in AlignmentStep.objects.all():
        after = {"relation": row.relation, "words": row.words, "office": row.office}
        key = alignment_key(row.source_code, row.target_code)
        name, verb = f"alignment step {row.pk} {row}", f"catalogue.{row.verb}_alignment"
        who = row.by_id, row.by_name
        yield Claim(name, (verb,), "alignment", key, after, row.at, *who, later=_LATER)


#: Who claims, and which audit rows stand for exactly one row of theirs.
ALIGNMENT_CLAIMS: dict[Callable[[], Iterator[Claim]], tuple[tuple[str, ...], ...]] = {
    _step_claims: tuple(
        (f"catalogue.{verb}_alignment",) for verb in ("propose", "agree", "object", "approve")
    ),
}


def alignment_last_words(trail: Trail) -> Iterator[Fault]:
    """Every alignment dealt with at the desk is there, and reads as it did when it was last dealt with."""
    last: dict[str, AuditEntry] = {}
    for (_action, kind, key), rows in trail.items():
        if kind == "alignment":
            newest = rows[-1]
            if key not in last or last[key].pk < newest.pk:
                last[key] = newest
    standing = {alignment_key(row.source_code, row.target_code): row for row in Alignment.objects.all()}
    for key, entry in last.items():
        row = standing.get(key)
        asked = (name for name in _SAID if name in entry.after or name not in _LATER)
        told: dict[str, Any] = {name: entry.after.get(name) for name in asked}
        now = {name: getattr(row, name, None) for name in _SAID}
        yield from differing("audited", f"alignment {key}", now, told)


_SAID = ("relation", "status", "rationale_id", "rationale_en")
#: What audit rows of before did not hold yet.
_LATER = frozenset({"office", "rationale_id", "rationale_en"})
