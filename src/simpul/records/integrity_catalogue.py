"""Whether the catalogue is what was loaded: its rows beside the content entries they were made from."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from typing import Any

from ..core.catalogue import day
from ..core.events import DAYS
from ..core.figures import read_figure
from ..core.finalisation import merged
from .catalogue import (
    Baseline,
    CodeList,
    ContentEntry,
    FieldOfLife,
    Framework,
    Indicator,
    PopulationGroup,
    Target,
)
from .catalogue.sheets import agreed_sheets
from .directory import Body, Organisation
from .events import CalendarEvent, Chair
from .integrity_words import Fault, differing
from .reporting import Obligation


def _declared(kind: str) -> dict[str, Mapping[str, Any]]:
    """The facts of a kind as they read now, by code."""
    return {row.code: row.body for row in ContentEntry.objects.declared(kind)}


def catalogue() -> Iterator[Fault]:
    """Vocabularies, bodies, meetings, frameworks, and indicators with their aims are as the content says."""
    yield from _compared("code_list", CodeList.objects.all(), _code_list)
    yield from _compared("group", PopulationGroup.objects.all(), _label)
    yield from _compared("field_of_life", FieldOfLife.objects.all(), _field_of_life)
    bodies = Body.objects.select_related("parent", "ministerial").prefetch_related("fields_of_life")
    yield from _compared("body", bodies, _body)
    yield from _compared("event", CalendarEvent.objects.select_related("body", "organisation"), _event)
    yield from _compared("chair", Chair.objects.select_related("body", "organisation"), _chair)
    yield from _compared("framework", Framework.objects.all(), _framework)
    yield from _compared("obligation", Obligation.objects.all(), _obligation)
    indicators = Indicator.objects.select_related("body", "custodian", "field_of_life")
    indicators = indicators.prefetch_related("confirming", "groups")
    fields = _declared("field_of_life")
    declared = _with_agreements(_declared("indicator"))
    yield from _compared("indicator", indicators, lambda row, body: _indicator(row, body, fields), declared)
    if not declared:
        return
    told = {key: aim for code, body in declared.items() for key, aim in _aims(code, body)}
    now = {_aim_key(row): row for model in (Baseline, Target) for row in _aim_rows(model)}
    for key in sorted(told.keys() | now.keys()):
        name = " ".join(part for part in key if part)
        if key not in told:
            yield Fault("catalogue", name, "not-in-content")
        elif key not in now:
            yield Fault("catalogue", name, "row-missing")
        else:
            row = {field: getattr(now[key], field) for field in told[key]}
            yield from differing("catalogue", name, row, told[key])


def _with_agreements(declared: dict[str, Mapping[str, Any]]) -> dict[str, Mapping[str, Any]]:
    """What the content says, but of what was negotiated what was agreed last."""
    rows = {row.pk: row.code for row in Indicator.objects.filter(code__in=declared)}
    agreed = {rows[pk]: sheet for pk, sheet in agreed_sheets(rows).items()}
    return {code: merged(body, agreed.get(code)) for code, body in declared.items()}


def _compared(
    kind: str,
    rows: Iterable[Any],
    read: Callable[[Any, Mapping[str, Any]], tuple[dict[str, Any], ...]],
    declared: Mapping[str, Mapping[str, Any]] | None = None,
) -> Iterator[Fault]:
    """Rows of a kind beside the latest wording of each; a database without content of that kind has none."""
    declared = _declared(kind) if declared is None else declared
    kept = {row.code: row for row in rows} if declared else {}
    for code in sorted(declared.keys() | kept.keys()):
        if code not in declared:
            yield Fault("catalogue", f"{kind} {code}", "not-in-content")
        elif code not in kept:
            yield Fault("catalogue", f"{kind} {code}", "row-missing")
        else:
            now, told = read(kept[code], declared[code])
            yield from differing("catalogue", f"{kind} {code}", now, told)


def _titles(body: Mapping[str, Any], name: str) -> dict[str, str]:
    text = body.get(name) or {}
    return {f"{name}_{tongue}": str(text.get(tongue) or "") for tongue in ("id", "en")}


def _beside(row: Any, told: dict[str, Any], **other: Any) -> tuple[dict[str, Any], ...]:
    """A row's own fields beside what is told of them; `other` where a field is not simply read."""
    return {name: other[name] if name in other else getattr(row, name) for name in told}, told


def _label(row: PopulationGroup | FieldOfLife, body: Mapping[str, Any]) -> tuple[dict[str, Any], ...]:
    plain = {name: body[name] for name in ("position", "source", "confidence")}
    return _beside(row, {**_titles(body, "label"), **plain})


def _field_of_life(row: FieldOfLife, body: Mapping[str, Any]) -> tuple[dict[str, Any], ...]:
    return _beside(row, {**_label(row, body)[1], **_titles(body, "covers")})


def _body(row: Body, body: Mapping[str, Any]) -> tuple[dict[str, Any], ...]:
    told = {
        **_titles(body, "name"),
        **_titles(body, "theme"),
        **{name: body[name] for name in ("acronym", "counted", "source", "confidence")},
        "kind": body["type"],
        "parent": body.get("parent", ""),
        "ministerial": body.get("ministerial", ""),
        "fields_of_life": sorted(body.get("fields_of_life") or []),
    }
    return _beside(
        row,
        told,
        parent=_code(row.parent),
        ministerial=_code(row.ministerial),
        fields_of_life=sorted(one.code for one in row.fields_of_life.all()),
    )


def _code(row: Body | Organisation | None) -> str:
    return row.code if row else ""


def _event(row: CalendarEvent, body: Mapping[str, Any]) -> tuple[dict[str, Any], ...]:
    days = {name: day(body.get(name)) for name in DAYS}
    told = {**_titles(body, "name"), **days, "place": body.get("place", ""), "status": body["status"]}
    return _with_whom(row, body, told)


def _chair(row: Chair, body: Mapping[str, Any]) -> tuple[dict[str, Any], ...]:
    days = {name: day(body.get(name)) for name in ("since", "until")}
    return _with_whom(row, body, {**days, "part": body["part"], "precision": body["precision"]})


def _with_whom(
    row: CalendarEvent | Chair, body: Mapping[str, Any], told: dict[str, Any]
) -> tuple[dict[str, Any], ...]:
    """What meetings and chairs both say: body, office, country, source."""
    names = {name: body.get(name, "") for name in ("body", "organisation", "area", "source", "confidence")}
    told = {**_titles(body, "remark"), **names, **told}
    return _beside(row, told, body=_code(row.body), organisation=_code(row.organisation))


def _code_list(row: CodeList, body: Mapping[str, Any]) -> tuple[dict[str, Any], ...]:
    return _beside(row, {**_titles(body, "name"), "sheet": dict(body)})


def _framework(row: Framework, body: Mapping[str, Any]) -> tuple[dict[str, Any], ...]:
    told = {**_titles(body, "title"), **_titles(body, "short")}
    told |= {"official_method": body.get("official_method", "")}
    return _beside(row, {**told, "wording": body["wording"], "levels": body["levels"]})


def _obligation(row: Obligation, body: Mapping[str, Any]) -> tuple[dict[str, Any], ...]:
    plain = {name: body[name] for name in ("framework", "area", "zone", "chain", "narrative")}
    told = {**_titles(body, "name"), **plain, "delivery_chain": body.get("delivery_chain") or []}
    return _beside(row, told, framework=row.framework.code if row.framework else "")


def _indicator(
    row: Indicator, body: Mapping[str, Any], fields: Collection[str]
) -> tuple[dict[str, Any], ...]:
    told = {
        **_titles(body, "title"),
        **_titles(body, "unit"),
        "kind": body["type"],
        **{name: body[name] for name in ("polarity", "validity", "decimals", "custodian", "confidence")},
        "frequency": body.get("frequency", ""),
        "body": body.get("body", ""),
        "field_of_life": body["field_of_life"] if body.get("field_of_life") in fields else "",
        "confirming": sorted(body.get("confirming") or []),
        "groups": sorted(body.get("groups") or []),
        "sheet": dict(body),
    }
    return _beside(
        row,
        told,
        custodian=row.custodian.code if row.custodian else "",
        body=row.body.code if row.body else "",
        field_of_life=row.field_of_life.code if row.field_of_life else "",
        confirming=sorted(one.code for one in row.confirming.all()),
        groups=sorted(one.code for one in row.groups.all()),
    )


def _aims(code: str, body: Mapping[str, Any]) -> Iterator[tuple[tuple[str, ...], dict[str, Any]]]:
    """Baseline and targets of a sheet, by what names them."""
    start = body.get("baseline")
    if start:
        yield (
            ("baseline", code, start["area"], "", ""),
            {
                "period": start["period"],
                "value_text": start["value"],
                "value": read_figure(start["value"], language="en").value,
                "status": start["status"],
                "decision": start.get("decision", ""),
                "source": start["source"],
            },
        )
    for aim in body.get("targets") or []:
        numbers = {
            name: read_figure(aim[name], language="en").value if aim.get(name) is not None else None
            for name in ("value", "low", "high")
        }
        key = ("target", code, aim["area"], aim["period"], aim["authority"])
        yield key, {**numbers, "source": aim["source"]}


def _aim_rows(model: type[Baseline] | type[Target]) -> Iterable[Baseline | Target]:
    return model.objects.select_related("indicator")


def _aim_key(row: Baseline | Target) -> tuple[str, ...]:
    if isinstance(row, Baseline):
        return "baseline", row.indicator.code, row.area, "", ""
    return "target", row.indicator.code, row.area, row.period, row.authority
