"""Published figures of content as observations: the first is vintage 1, what changes of it is the next."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from ..core.catalogue import ContentItem, day
from ..core.figures import read_figure
from ..records.models import ContentEntry, Indicator, Observation
from .acting import Actor
from .catalogue.sheet_steps import content_speaks_under
from .reporting.observations import DEFINED_ANEW

Changed = dict[tuple[str, str], ContentEntry]


def put_values(items: Iterable[ContentItem], changed: Changed, actor: Actor) -> None:
    """Published figures: the first is vintage 1; a changed one is the next, and its reason names what changed."""
    indicators = {row.code: row for row in Indicator.objects.all()}
    current = {
        (row.indicator_id, row.area, row.period, row.disaggregation): row
        for row in Observation.objects.current()
    }
    items = list(items)
    versions = content_speaks_under({indicators[item.body["indicator"]] for item in items})
    new = []
    for item in items:
        body, entry = item.body, changed[("value", item.code)]
        indicator = indicators[body["indicator"]]
        old = current.get((indicator.pk, body["area"], body["period"], body.get("disaggregation", "_T")))
        other = _differing(old, body) if old else []
        if old is not None and (old.figure_id is not None or not other):
            continue
        reason = f"content {entry.version.label}: {', '.join(other)}" if old else ""
        new.append(_vintage(indicator, versions[indicator.pk], entry, actor, old=old, reason=reason))
    Observation.objects.bulk_create(new, batch_size=500)


def put_under_new_words(reworded: Mapping[Indicator, int], changed: Changed, actor: Actor) -> None:
    """Figures the content leaves as they are, put under the definition it words anew: it vouches for both.

    Figures that an agreement parted from the definition in force stay where they were, and so does what an office
    reported. A figure that changes in the same load is left to `put_values`.

    Args:
        reworded: the indicators whose definition this load made another, with the version they had before.
    """
    versions = content_speaks_under(reworded)
    rows = Observation.objects.current().filter(indicator__in=reworded, content__isnull=False)
    new = []
    for old in rows.select_related("indicator", "content"):
        indicator = old.indicator
        entry = changed.get(("value", old.content.code)) or old.content if old.content else None
        if entry is None or _differing(old, entry.body):
            continue
        if old.definition_version == reworded[indicator] and versions[indicator.pk] > old.definition_version:
            reason = f"content {changed['indicator', indicator.code].version.label}: {DEFINED_ANEW}"
            new.append(_vintage(indicator, versions[indicator.pk], entry, actor, old=old, reason=reason))
    Observation.objects.bulk_create(new, batch_size=500)


def _vintage(
    indicator: Indicator,
    version: int,
    entry: ContentEntry,
    actor: Actor,
    *,
    old: Observation | None,
    reason: str,
) -> Observation:
    body = entry.body
    figure = read_figure(body["value"], language="en")
    return Observation(
        indicator=indicator,
        area=body["area"],
        period=body["period"],
        disaggregation=body.get("disaggregation", "_T"),
        value=figure.value,
        status=str(figure.status),
        unit=indicator.unit_id,
        definition_version=version,
        recorded_at=actor.at,
        vintage=old.vintage + 1 if old else 1,
        revises=old,
        revision_reason=reason,
        content=entry,
        **_told(body),
    )


def _differing(old: Observation, body: Mapping[str, Any]) -> list[str]:
    return [name for name, value in _told(body).items() if getattr(old, name) != value]


def _told(body: Mapping[str, Any]) -> dict[str, Any]:
    """What a published fact says of its figure: a change of any of it is a revision."""
    return {
        "text": body["value"],
        "nature": body["nature"],
        "series_break": bool(body.get("series_break", False)),
        "published_on": day(body.get("published_on")),
        "source": str(body["source"]),
        "comment": str(body.get("note", "")),
    }
