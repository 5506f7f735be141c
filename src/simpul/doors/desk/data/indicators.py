"""The list of indicators, and one indicator with its proof, verdicts, definition and history."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from ....core import progress
from ....core.catalogue import REQUIRED_FIELDS, readiness_of
from ....core.periods import label
from ....drawing import ChartData, ChartPoint, ChartTarget
from ....records.days import civil_day
from ....records.indicator_reading import (
    IndicatorReading,
    desk_area,
    known_by,
    read_indicator,
    read_indicators,
)
from ....records.metadata_reading import naming_notes, naming_standard
from ....records.models import Indicator, Observation
from ....records.provenance import observation_for_proof, provenance_for
from ..charts import Figure, figure
from ..templatetags.desk import day, language, number
from ..templatetags.terms import nature
from .words import (
    FIELD_WORDS,
    FREQUENCY_WORDS,
    READINESS_WORDS,
    ROLE_WORDS,
    method_name,
    tone_of,
    verdict_words,
)


@login_required
def indicators(request: HttpRequest) -> HttpResponse:
    """All indicators, filtered by body, by readiness or by words."""
    area = desk_area()
    lines = read_indicators(area=area, moment=known_by(None))
    wanted = request.GET.get("q", "").strip().lower()
    body = request.GET.get("body", "")
    show = request.GET.get("show", "")
    tongue = language()
    rows = [
        line
        for line in lines
        if (not wanted or wanted in f"{line.code} {line.title_id} {line.title_en}".lower())
        and (not body or line.body == body)
        and (show != "values" or line.latest is not None)
        and (show != "ready" or not line.missing)
    ]
    context = {
        "rows": [_row(line, tongue) for line in rows],
        "bodies": sorted({line.body for line in lines if line.body}),
        "body": body,
        "q": request.GET.get("q", ""),
        "tabs": _tabs(lines, show, request),
        "total": len(lines),
        "area": area,
    }
    return render(request, "desk/data/indicators.html", context)


def _tabs(lines: list[IndicatorReading], show: str, request: HttpRequest) -> list[dict[str, Any]]:
    counts = {
        "": len(lines),
        "values": sum(1 for line in lines if line.latest is not None),
        "ready": sum(1 for line in lines if not line.missing),
    }
    words = {"": _("All"), "values": _("With a figure"), "ready": _("Sheet complete")}
    found = []
    for key, text in words.items():
        query = request.GET.copy()
        query["show"] = key
        url = f"?{query.urlencode()}" if key else request.path
        found.append({"text": text, "url": url, "count": counts[key], "here": key == show})
    return found


def _row(line: IndicatorReading, tongue: str) -> dict[str, Any]:
    return {
        "line": line,
        "title": line.title(tongue),
        "unit": line.unit(tongue),
        "url": reverse("desk:indicator", args=[line.code]),
        "tone": tone_of(line.official_colour),
        "verdict": verdict_words(line.official_status),
        "method": method_name(line.official_method, tongue),
        "complete": len(REQUIRED_FIELDS) - len(line.missing),
        "required": len(REQUIRED_FIELDS),
    }


@login_required
def indicator(request: HttpRequest, code: str) -> HttpResponse:
    """One indicator: latest figure and its proof, chart with table, verdicts by method, sheet, revisions."""
    row = get_object_or_404(Indicator.objects.select_related("body", "custodian"), code=code)
    asked = _asked_day(request)
    area = request.GET.get("area", "") or desk_area()
    reading = read_indicator(row, area=area, moment=known_by(asked))
    tongue = language()
    latest = reading.latest
    proof = observation_for_proof(latest.pk) if latest else None
    official = reading.official_verdict
    context = {
        "indicator": row,
        "title": row.title_en if tongue == "en" else row.title_id,
        "unit": row.unit_en if tongue == "en" else row.unit_id,
        "area": area,
        "reading": reading,
        "change_unit": _change_unit(row, tongue),
        "latest": latest,
        "asked": asked,
        "official": official,
        "official_words": verdict_words(official.status) if official else "",
        "official_tone": tone_of(official.colour) if official else "void",
        "official_method": method_name(official.method, tongue) if official else "",
        "verdicts": [_verdict(verdict, tongue) for verdict in reading.verdicts],
        "chart": _drawn(_chart(row, reading, tongue), tongue),
        "sheet": _sheet(row, tongue),
        "missing": [READINESS_WORDS[name] for name in readiness_of(row.sheet)],
        "complete": len(REQUIRED_FIELDS) - len(readiness_of(row.sheet)),
        "required": len(REQUIRED_FIELDS),
        "proof": proof and _proof(request, proof, tongue),
        "proof_json": latest and reverse("api:provenance", args=[latest.pk]),
        **_naming(row, tongue),
        "trail": [(_("Indicators"), reverse("desk:indicators")), (row.code, "")],
    }
    return render(request, "desk/data/indicator.html", context)


def _naming(row: Indicator, tongue: str) -> dict[str, Any]:
    """What the standard of naming remarks on the concept; it blocks nothing."""
    standard = naming_standard()
    notes = naming_notes(standard).get(row.code, ()) if standard else ()
    return {
        "naming_standard": standard.get("name", {}).get(tongue, ""),
        "naming": [
            {"code": note.code, "sentence": note.sentence(tongue), "hint": note.hint(tongue)}
            for note in notes
        ],
    }


def _change_unit(row: Indicator, tongue: str) -> str:
    """What a difference is counted in: points of a percentage or an index, else the unit itself."""
    if row.sheet.get("unit_code") in ("PT", "IX"):
        return _("points")
    return row.unit_en if tongue == "en" else row.unit_id


def _asked_day(request: HttpRequest) -> date | None:
    """The day whose knowledge is asked for; None means now."""
    try:
        return date.fromisoformat(request.GET.get("as_known_on", ""))
    except ValueError:
        return None


def _verdict(row: Any, tongue: str) -> dict[str, Any]:
    return {
        "row": row,
        "name": method_name(row.method, tongue),
        "tone": tone_of(row.colour),
        "words": progress.status_words(row.status, tongue) if row.status else _("No verdict"),
        "basis": progress.basis(row.outputs, tongue)
        if row.status
        else progress.reason_sentence(row.reason, tongue),
    }


def _drawn(data: ChartData, tongue: str) -> Figure | None:
    """The drawing, None where there is nothing to compare a figure with: one point says no direction."""
    marks = {point.period for point in data.points} | {target.period for target in data.targets}
    return figure(data, language=tongue) if data.points and len(marks) > 1 else None


def _chart(row: Indicator, reading: IndicatorReading, tongue: str) -> ChartData:
    official = reading.official_verdict
    finding = verdict_words(official.status) if official and official.status else _("What the figures say")
    title = row.title_en if tongue == "en" else row.title_id
    unit = row.unit_en if tongue == "en" else row.unit_id
    return ChartData(
        title=finding,
        subtitle=f"{title}, {unit}",
        unit=unit,
        decimals=row.decimals,
        points=tuple(
            ChartPoint(point.period, point.value, point.nature, point.series_break)
            for point in reading.points
            if point.value is not None
        ),
        baseline=ChartPoint(reading.baseline.period, reading.baseline.value, "", False)
        if reading.baseline and reading.baseline.value is not None
        else None,
        targets=tuple(
            ChartTarget(target.period, target.value, target.low, target.high, target.authority)
            for target in reading.targets
        ),
        source=reading.sources[0] if reading.sources else "",
    )


def _sheet(row: Indicator, tongue: str) -> list[tuple[str, str]]:
    """The definition sheet: field name and text; what is missing says so in its place."""
    found = []
    for name, text in FIELD_WORDS.items():
        value = row.sheet.get(f"{name}_{tongue}", row.sheet.get(name, ""))
        if isinstance(value, Mapping):
            value = value.get(tongue, "") or value.get("id", "")
        if isinstance(value, list):
            value = ", ".join(
                str(item.get(tongue, item) if isinstance(item, Mapping) else item) for item in value
            )
        if name == "frequency" and value:
            value = FREQUENCY_WORDS.get(str(value), value)
        if name == "release_lag_months" and row.sheet.get("release_lag_assumed"):
            value = f"{value} ({_('our working assumption')})"
        found.append((str(text), "" if value is None else str(value)))
    return found


def _proof(request: HttpRequest, observation: Observation, tongue: str) -> list[dict[str, Any]]:
    """The chain of a figure as its reader is told it; the JSON beside it says the same."""
    today = timezone.localdate()
    told = provenance_for(observation, duties=request.user.duties_on(today), day=today)  # type: ignore[union-attr]
    value, origin, vintage = told["value"], told["origin"], told["vintage"]
    plain = value["value"] is not None and value["status"] == "A"
    shown = number(value["value"], value["decimals"]) if plain else value["text"]
    unit = value["unit"][tongue]
    definition = _("definition version %(number)d") % {"number": value["definition_version"]}
    links: list[dict[str, Any]] = [
        {
            "icon": "target",
            "label": _("Value"),
            "value": f"{shown} {unit}",
            "note": ", ".join(part for part in (nature(value["nature"]), definition) if part),
        }
    ]
    if origin["kind"] == "content":
        links += [
            {
                "icon": "file-text",
                "label": _("Published fact"),
                "value": origin["source"],
                "note": origin["place"],
            },
            {
                "icon": "landmark",
                "label": _("Content version"),
                "value": origin["content_version"],
                "code": f"sha256 {origin['digest'][:12]}",
            },
        ]
    else:
        links += _submission_links(origin)
    links.append(
        {
            "icon": "git-commit-vertical",
            "label": _("Vintage"),
            "value": f"{vintage['number']}",
            "note": _("recorded %(day)s") % {"day": _day_of(vintage["recorded_at"])},
        }
    )
    return links


def _submission_links(origin: dict[str, Any]) -> list[dict[str, Any]]:
    """Submission, file, rules and steps; of a task the reader may not see, neither names nor file nor findings."""
    seen = "submitted_by" in origin
    cleared = [row for row in origin["cleared_by"] if row["step"] > 0]  # step 0 is handing in itself
    sent: dict[str, Any] = {
        "icon": "send",
        "label": _("Submission"),
        "value": f"{origin['body']} {label(origin['round'], language())}, {_('version')} {origin['number']}",
        "note": ", ".join(
            part for part in (origin.get("submitted_by", ""), _day_of(origin["submitted_at"])) if part
        ),
        "code": f"sha256 {origin['content_hash'][:12]}",
    }
    links = (
        [sent | {"url": reverse("desk:task", args=[origin["task"]])}, *_file_and_rules(origin)]
        if seen
        else [sent]
    )
    links.append(
        {
            "icon": "stamp",
            "label": _("Cleared by"),
            "value": ngettext("%(count)s step", "%(count)s steps", len(cleared)) % {"count": len(cleared)},
            "notes": [_step_words(row, seen=seen) for row in cleared],
        }
    )
    return links


def _evidence_link(file: dict[str, Any]) -> dict[str, Any]:
    return {
        "icon": "paperclip",
        "label": _("Evidence"),
        "value": file["name"],
        "url": reverse("desk:file", args=[file["file"]]),
        "code": f"sha256 {file['sha256'][:12]}",
    }


def _step_words(row: dict[str, Any], *, seen: bool) -> str:
    """Role, name and office of a step; without the name where the task is not the reader's to see."""
    role = ROLE_WORDS.get(row["role"], row["role"])
    who = f"{row['acting']} {row['name']}, {row['office']}".strip() if seen else row["office"]
    taken = f"{role}: {who}, {_day_of(row['at'])}"
    if not row.get("letter"):
        return taken
    told = {"taken": taken, "letter": row["letter"], "name": row["on_behalf_of"]}
    return _("%(taken)s, by letter %(letter)s of %(name)s") % told


def _day_of(stamp: str) -> str:
    """The local day of a time told in ISO 8601."""
    return day(civil_day(datetime.fromisoformat(stamp)), "short")


def _file_and_rules(origin: dict[str, Any]) -> list[dict[str, Any]]:
    file, rules = origin["file"], origin["rules"]
    links: list[dict[str, Any]] = []
    if file:
        links.append(
            {
                "icon": "file-spreadsheet",
                "label": _("File and cell"),
                "value": f"{file['name']}, {file['cell']}",
                "url": reverse("desk:file", args=[file["id"]]),
                "code": f"sha256 {file['sha256'][:12]}",
            }
        )
    links += [_evidence_link(one) for one in origin["evidence"]]
    reasons = (f"{row['rule']}: {row['reason']}" for row in rules["findings"] if row["reason"])
    links.append(
        {
            "icon": "search-check",
            "label": _("Rules passed"),
            "value": ngettext("%(count)s rule", "%(count)s rules", len(rules["passed"]))
            % {"count": len(rules["passed"])},
            "note": ", ".join(sorted(rules["passed"])),
            "notes": list(reasons),
        }
    )
    return links


@login_required
def proof(request: HttpRequest, pk: int) -> HttpResponse:
    """One click from any number: its proof on a page of its own."""
    observation = get_object_or_404(Observation.objects.select_related("indicator"), pk=pk)
    full = observation_for_proof(observation.pk)
    assert full is not None
    context = {
        "observation": full,
        "title": full.indicator.title_en if language() == "en" else full.indicator.title_id,
        "links": _proof(request, full, language()),
        "proof_json": reverse("api:provenance", args=[pk]),
        "trail": [
            (_("Indicators"), reverse("desk:indicators")),
            (full.indicator.code, reverse("desk:indicator", args=[full.indicator.code])),
            (_("Proof"), ""),
        ],
    }
    return render(request, "desk/data/proof.html", context)
