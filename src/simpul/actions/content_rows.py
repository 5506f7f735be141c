"""Content as rows: how the entries of each kind become what pages, rounds and methods read."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from ..core.catalogue import ContentItem, day
from ..core.finalisation import merged
from ..records.catalogue.sheets import agreed_sheets
from ..records.models import (
    Alignment,
    AuditEntry,
    Body,
    CodeList,
    FieldOfLife,
    Framework,
    FreeDay,
    Goal,
    Indicator,
    Obligation,
    Organisation,
    OrganisationSuccession,
    PopulationGroup,
)
from .acting import Actor
from .catalogue.sheets import columns_of, put_aims
from .content_answering import forget_responsibilities, put_responsibilities, put_seats
from .content_events import forget_chairs, forget_events, put_chairs, put_events
from .content_values import Changed, put_under_new_words, put_values


def _text(body: Mapping[str, Any], name: str, language: str) -> str:
    value = body.get(name)
    return str(value.get(language) or "") if isinstance(value, Mapping) else str(value or "")


def _sure(body: Mapping[str, Any]) -> dict[str, str]:
    return {"source": str(body.get("source", "")), "confidence": str(body.get("confidence", ""))}


def _put_groups(items: Iterable[ContentItem], changed: Changed, actor: Actor) -> None:
    for item in items:
        PopulationGroup.objects.update_or_create(code=item.code, defaults=_label(item.body))


def _put_fields(items: Iterable[ContentItem], changed: Changed, actor: Actor) -> None:
    for item in items:
        covers = {f"covers_{tongue}": _text(item.body, "covers", tongue) for tongue in ("id", "en")}
        row, new = FieldOfLife.objects.update_or_create(
            code=item.code, defaults={**_label(item.body), **covers}
        )
        if new:  # sheets loaded before the desk kept fields as a table already name theirs
            Indicator.objects.filter(sheet__field_of_life=row.code).update(field_of_life=row)


def _label(body: Mapping[str, Any]) -> dict[str, Any]:
    label = {f"label_{tongue}": _text(body, "label", tongue) for tongue in ("id", "en")}
    return {**label, "position": body["position"], **_sure(body)}


def _put_frameworks(items: Iterable[ContentItem], changed: Changed, actor: Actor) -> None:
    for item in items:
        body = item.body
        Framework.objects.update_or_create(
            code=item.code,
            defaults={
                "title_id": _text(body, "title", "id"),
                "title_en": _text(body, "title", "en"),
                "short_id": _text(body, "short", "id"),
                "short_en": _text(body, "short", "en"),
                "since": day(body.get("since")),
                "until": day(body.get("until")),
                "levels": body["levels"],
                "official_method": body.get("official_method", ""),
                "wording": body["wording"],
                "position": body["position"],
                **_sure(body),
            },
        )


def _put_nodes(items: Iterable[ContentItem], changed: Changed, actor: Actor) -> None:
    frameworks = {row.code: row for row in Framework.objects.all()}
    known = {(row.framework.code, row.code): row for row in Goal.objects.select_related("framework")}
    depth = {key: row.depth for key, row in known.items()}
    for position, item in enumerate(items):
        framework, body = item.code.split("/", 1)[0], item.body
        parent = (framework, str(body.get("parent", "")))
        key = (framework, str(body["code"]))
        depth[key] = depth.get(parent, -1) + 1 if body.get("parent") else 0
        known[key], _ = Goal.objects.update_or_create(
            framework=frameworks[framework],
            code=key[1],
            defaults={
                "parent": known.get(parent),
                "level": body["level"],
                "depth": depth[key],
                "title_id": _text(body, "title", "id"),
                "title_en": _text(body, "title", "en"),
                "wording": body["wording"],
                "position": position,
                **_sure(body),
            },
        )


def _put_organisations(items: Iterable[ContentItem], changed: Changed, actor: Actor) -> None:
    items = list(items)
    # an office that was ended on the desk stays ended, whatever day the content knows
    ends = AuditEntry.objects.filter(subject_kind="organisation", after__has_key="until").order_by("id")
    ended = {row.subject_key: day(row.after["until"]) for row in ends}
    for item in items:
        body = item.body
        Organisation.objects.update_or_create(
            code=item.code,
            defaults={
                "acronym": body["acronym"],
                "name_id": _text(body, "name", "id"),
                "name_en": _text(body, "name", "en"),
                "kind": body["type"],
                "area": body["area"],
                "since": day(body.get("since")),
                "until": ended.get(item.code) or day(body.get("until")),
                **_sure(body),
            },
        )
    rows = {row.code: row for row in Organisation.objects.all()}
    for item in items:
        parent = rows.get(item.body.get("parent", ""))
        if rows[item.code].parent_id != (parent.pk if parent else None):
            Organisation.objects.filter(pk=rows[item.code].pk).update(parent=parent)
        for code in item.body.get("predecessors") or []:
            OrganisationSuccession.objects.update_or_create(
                predecessor=rows[code], successor=rows[item.code], defaults={"since": rows[item.code].since}
            )


def _put_bodies(items: Iterable[ContentItem], changed: Changed, actor: Actor) -> None:
    items = list(items)
    for item in items:
        body = item.body
        Body.objects.update_or_create(
            code=item.code,
            defaults={
                "acronym": body["acronym"],
                "name_id": _text(body, "name", "id"),
                "name_en": _text(body, "name", "en"),
                "theme_id": _text(body, "theme", "id"),
                "theme_en": _text(body, "theme", "en"),
                "kind": body["type"],
                "counted": body["counted"],
                **_sure(body),
            },
        )
    rows = {row.code: row for row in Body.objects.all()}
    fields = {row.code: row for row in FieldOfLife.objects.all()}
    for item in items:
        rows[item.code].fields_of_life.set([fields[code] for code in item.body.get("fields_of_life") or []])
        above = {name: rows.get(item.body.get(name, "")) for name in ("parent", "ministerial")}
        Body.objects.filter(pk=rows[item.code].pk).update(**above)


def _forget_alignments(bodies: Iterable[Mapping[str, Any]]) -> None:
    """Take away alignments of the content that the desk has not dealt with; what it proposed or answered stays."""
    for body in bodies:
        source, target = body["source_node"], body["target"]
        Alignment.objects.untouched().filter(
            source_kind=source["kind"],
            source_code=source["code"],
            target_kind=target["kind"],
            target_code=target["code"],
        ).delete()


def _put_indicators(items: Iterable[ContentItem], changed: Changed, actor: Actor) -> None:
    bodies = {row.code: row for row in Body.objects.all()}
    organisations = {row.code: row for row in Organisation.objects.all()}
    fields = {row.code: row for row in FieldOfLife.objects.all()}
    groups = {row.code: row for row in PopulationGroup.objects.all()}
    items = list(items)
    kept = {row.code: row for row in Indicator.objects.select_for_update(no_key=True).order_by("pk")}
    agreed = agreed_sheets(kept[item.code] for item in items if item.code in kept)
    reworded: dict[Indicator, int] = {}
    for position, item in enumerate(items):
        old = kept.get(item.code)
        body = merged(item.body, agreed.get(old.pk) if old else None)
        row, _ = Indicator.objects.update_or_create(
            code=item.code,
            defaults={
                "title_id": _text(body, "title", "id"),
                "title_en": _text(body, "title", "en"),
                "unit_id": _text(body, "unit", "id"),
                "unit_en": _text(body, "unit", "en"),
                "kind": body["type"],
                "polarity": body["polarity"],
                "validity": body["validity"],
                "decimals": body["decimals"],
                "body": bodies.get(body.get("body", "")),
                "custodian": organisations.get(body["custodian"]),
                "field_of_life": fields.get(body.get("field_of_life", "")),
                "confidence": body["confidence"],
                "position": position,
                **columns_of(body, before=old),
            },
        )
        row.groups.set([groups[code] for code in body.get("groups") or []])
        row.confirming.set([bodies[code] for code in body.get("confirming") or []])
        put_aims(row, body)
        if old and old.definition_version != row.definition_version:
            reworded[row] = old.definition_version
    put_under_new_words(reworded, changed, actor)


def _put_alignments(items: Iterable[ContentItem], changed: Changed, actor: Actor) -> None:
    """How one thing promised bears on another. What was proposed, answered or approved at the desk holds."""
    kept = {row.ends: row for row in Alignment.objects.select_for_update().order_by("pk")}
    untouched = set(Alignment.objects.untouched().values_list("pk", flat=True))
    new: list[Alignment] = []
    old: list[Alignment] = []
    for item in items:
        body = item.body
        source, target = body["source_node"], body["target"]
        key = (source["kind"], source["code"], target["kind"], target["code"])
        row = kept.get(key) or Alignment(
            source_kind=key[0], source_code=key[1], target_kind=key[2], target_code=key[3]
        )
        if row.pk and row.pk not in untouched:
            continue
        row.relation, row.strength, row.status = body["relation"], body["strength"], body["status"]
        row.proposed_by = body["proposed_by"]
        row.rationale_id, row.rationale_en = _text(body, "rationale", "id"), _text(body, "rationale", "en")
        row.source, row.confidence = str(body.get("source", "")), str(body.get("confidence", ""))
        (old if row.pk else new).append(row)
    Alignment.objects.bulk_create(new, batch_size=500)
    Alignment.objects.bulk_update(
        old,
        [
            "relation",
            "strength",
            "status",
            "proposed_by",
            "rationale_id",
            "rationale_en",
            "source",
            "confidence",
        ],
        batch_size=200,
    )


def _put_obligations(items: Iterable[ContentItem], changed: Changed, actor: Actor) -> None:
    frameworks = {row.code: row for row in Framework.objects.all()}
    names = ("anchor", "every_months", "opens_after_days", "due_after_days", "closes_after_days")
    for item in items:
        body = item.body
        Obligation.objects.update_or_create(
            code=item.code,
            defaults={
                "name_id": _text(body, "name", "id"),
                "name_en": _text(body, "name", "en"),
                "framework": frameworks[body["framework"]],
                "area": body["area"],
                "zone": body["zone"],
                "chain": body["chain"],
                "delivery_chain": body.get("delivery_chain") or [],
                "narrative": body["narrative"],
                "settings": {
                    **{name: body[name] for name in names},
                    "reminders_days_before": body.get("reminders_days_before") or [],
                },
                "source": str(body["source"]),
            },
        )


def _forget_holidays(bodies: Iterable[Mapping[str, Any]]) -> None:
    """Take away free days of the content that the desk has not touched; what it corrected or withdrew stays."""
    codes = [str(body["code"]) for body in bodies]
    FreeDay.objects.filter(code__in=codes, recorded_by__isnull=True, ended_at__isnull=True).delete()


def _put_holidays(items: Iterable[ContentItem], changed: Changed, actor: Actor) -> None:
    """Free days by decree. The desk is nearer to the decrees: a day it touched stays as it put it."""
    items = list(items)
    touched = set(
        FreeDay.objects.filter(code__in=[item.code for item in items]).values_list("code", flat=True)
    )
    there = {(row.area, row.day, row.name_id) for row in FreeDay.objects.in_force()}
    new = []
    for item in items:
        body = item.body
        row = FreeDay(
            area=body["area"],
            day=date.fromisoformat(body["date"]),
            name_id=_text(body, "name", "id"),
            name_en=_text(body, "name", "en"),
            kind=body["type"],
            decree=body["decree"],
            code=item.code,
            recorded_at=actor.at,
            **_sure(body),
        )
        if item.code not in touched and (row.area, row.day, row.name_id) not in there:
            new.append(row)
    FreeDay.objects.bulk_create(new, batch_size=500)


def _put_code_lists(items: Iterable[ContentItem], changed: Changed, actor: Actor) -> None:
    for position, item in enumerate(items):
        body = dict(item.body)
        names = {f"name_{tongue}": _text(body, "name", tongue) for tongue in ("id", "en")}
        defaults = {**names, "sheet": body, "position": position}
        CodeList.objects.update_or_create(code=item.code, defaults=defaults)


#: Kind -> how its changed entries become rows, in the order they refer to each other.
PUT = {
    "code_list": _put_code_lists,
    "group": _put_groups,
    "field_of_life": _put_fields,
    "framework": _put_frameworks,
    "node": _put_nodes,
    "organisation": _put_organisations,
    "body": _put_bodies,
    "responsibility": put_responsibilities,
    "seat": put_seats,
    "indicator": _put_indicators,
    "value": put_values,
    "alignment": _put_alignments,
    "obligation": _put_obligations,
    "holiday": _put_holidays,
    "chair": put_chairs,
    "event": put_events,
}

#: Kinds whose rows are made anew when the fact is corrected, and go when it is withdrawn.
FORGET = {
    "responsibility": forget_responsibilities,
    "alignment": _forget_alignments,
    "holiday": _forget_holidays,
    "chair": forget_chairs,
    "event": forget_events,
}

#: Kinds on which figures and tasks hang: an entry that is declared no longer stays as it last read.
STAYS = frozenset(PUT) - frozenset(FORGET)
