"""Loading content: facts become rows; loading twice changes nothing, a new version keeps the old wording."""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from ..core.catalogue import ContentItem, Defect
from ..core.content_checks import check_codes_named, codes_named
from ..core.errors import Problem
from ..records.catalogue import WITHDRAWN
from ..records.code_reading import codes_held
from ..records.models import ContentEntry, ContentVersion
from .acting import Actor, action, audit
from .content_answering import AgainstDesk, check_against_desk, lock_bodies
from .content_files import Bundle
from .content_rows import FORGET, PUT, STAYS, Changed

#: Kinds that are examples for the demo, not facts; they are read from the files when the demo runs.
NOT_LOADED = frozenset(
    {"demo_person", "demo_task", "demo_figures", "demo_benefit", "demo_request", "demo_sheet"}
)


@dataclass(frozen=True)
class Loaded:
    """What a load did: the version that is current; entries new or changed, and withdrawn, counted by kind.

    Args:
        kept: where the content says otherwise than the desk and the desk's row stayed.
    """

    version: ContentVersion
    changed: Mapping[str, int]
    withdrawn: Mapping[str, int] = field(default_factory=dict)
    kept: tuple[Defect, ...] = ()


@action
def load_content(*, bundle: Bundle, actor: Actor) -> Loaded:
    """Load a checked content folder.

    Raises:
        Problem: `CONTENT-DEFECTS`; nothing is loaded.
    """
    actor.must("content.load")
    if bundle.defects:
        raise Problem("CONTENT-DEFECTS", params={"count": len(bundle.defects)})
    present = ContentVersion.objects.order_by("loaded_at", "pk").last()
    if present is not None and present.digest == bundle.digest:
        return Loaded(present, {})
    lock_bodies()
    against = check_against_rows(bundle)
    lost = against.defects
    if lost:
        place = f"{lost[0].file}:{lost[0].line}"
        raise Problem("CONTENT-DEFECTS", place=place, params={"count": len(lost)})
    version, made = ContentVersion.objects.get_or_create(
        digest=bundle.digest,
        defaults={"label": f"{actor.day:%Y.%m.%d}-{bundle.digest[:8]}", "loaded_at": actor.at},
    )
    version.loaded_at = actor.at
    latest = _latest()
    changed = _keep_entries(bundle, version, latest)
    withdrawn = _withdraw(bundle, version, latest)
    for kind, forget in FORGET.items():
        before = (latest[key] for key in (*changed, *withdrawn) if key[0] == kind and key in latest)
        forget([row.body for row in before if not row.withdrawn])
    by_kind: dict[str, list[ContentItem]] = {}
    for item in bundle.items:
        if (item.kind, item.code) in changed:
            by_kind.setdefault(item.kind, []).append(item)
    for kind, put in PUT.items():
        put(by_kind.get(kind, []), changed, actor)
    if made:
        version.entries_changed = len(changed) + len(withdrawn)
    version.save(update_fields=["entries_changed", "loaded_at"])
    counts = {kind: len(items) for kind, items in by_kind.items()}
    gone = dict(Counter(kind for kind, _ in withdrawn))
    audit(
        actor,
        "content.load",
        kind="content_version",
        key=version.label,
        before={"version": present.label if present else None},
        after={"digest": version.digest, **counts, **({"withdrawn": gone} if gone else {})},
    )
    return Loaded(version, counts, gone, against.kept)


def check_against_rows(bundle: Bundle) -> AgainstDesk:
    """What of a folder does not go with the rows that are there: reference codes, and what the desk recorded."""
    desk = AgainstDesk() if bundle.defects else check_against_desk(bundle.items)
    return AgainstDesk((*check_against_codes(bundle), *desk.defects), desk.kept)


def check_against_codes(bundle: Bundle) -> tuple[Defect, ...]:
    """Reference codes that sheets of a folder name and the current release of a loaded list does not hold."""
    named = [(code_list, code) for _, code_list, code in codes_named(bundle.items)]
    return check_codes_named(bundle.items, codes_held(named)) if named else ()


def digest(body: Mapping[str, Any]) -> str:
    """The digest of an entry, independent of the order of its fields."""
    return hashlib.sha256(json.dumps(body, sort_keys=True, ensure_ascii=False).encode()).hexdigest()


def _latest() -> dict[tuple[str, str], ContentEntry]:
    """How each fact reads now, by kind and code."""
    return {(row.kind, row.code): row for row in ContentEntry.objects.order_by("number")}


def _keep_entries(
    bundle: Bundle, version: ContentVersion, latest: Mapping[tuple[str, str], ContentEntry]
) -> Changed:
    """Keep each new or changed entry under its next number; returns them."""
    new = []
    for item in bundle.items:
        if item.kind in NOT_LOADED:
            continue
        kept = latest.get((item.kind, item.code))
        body = dict(item.body)
        now = digest(body)
        if kept is None or now != kept.digest:
            number = kept.number + 1 if kept else 1
            new.append(
                ContentEntry(
                    kind=item.kind,
                    code=item.code,
                    number=number,
                    digest=now,
                    body=body,
                    place=item.place,
                    version=version,
                )
            )
    ContentEntry.objects.bulk_create(new, batch_size=500)
    return {(row.kind, row.code): row for row in new}


def _withdraw(
    bundle: Bundle, version: ContentVersion, latest: Mapping[tuple[str, str], ContentEntry]
) -> Changed:
    """Note which entries are declared no longer; what figures and tasks hang on stays as it is (`STAYS`)."""
    declared = {(item.kind, item.code) for item in bundle.items}
    gone = [
        ContentEntry(
            kind=row.kind,
            code=row.code,
            number=row.number + 1,
            digest=digest(WITHDRAWN),
            body=WITHDRAWN,
            place="",
            version=version,
        )
        for key, row in latest.items()
        if key not in declared and row.kind not in STAYS and not row.withdrawn
    ]
    ContentEntry.objects.bulk_create(gone, batch_size=500)
    return {(row.kind, row.code): row for row in gone}
