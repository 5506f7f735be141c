"""One indicator with its proof, verdicts, definition and history."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _

from ....core import progress
from ....core.catalogue import REQUIRED_FIELDS, readiness_of
from ....records.areas import read_areas
from ....records.benefit_reading import contribution_to_indicator
from ....records.catalogue.sheets import sources_by_definition, with_definition_day
from ....records.indicator_reading import (
    IndicatorReading,
    known_by,
    read_indicator,
)
from ....records.metadata_reading import naming_notes, naming_standard
from ....records.models import Indicator, VerdictRow
from ....records.provenance import observation_for_proof
from ..listing import answer, day_of
from ..templatetags.desk import day, language, period
from ..work.reader import reader
from .benefits import record_url, side_by_side
from .figure_cells import figure_source
from .indicator_chart import chart_of, drawn
from .indicator_tables import FIGURES_OF_ONE, REVISIONS, VERDICTS
from .members import MEMBERS, member_rows
from .proof import chain
from .words import (
    FIELD_WORDS,
    FREQUENCY_WORDS,
    lacking_words,
    method_name,
    tone_of,
    verdict_words,
)


@login_required
def indicator(request: HttpRequest, code: str) -> HttpResponse:
    """One indicator: latest figure and its proof, chart with table, verdicts by method, sheet, revisions."""
    rows = with_definition_day(Indicator.objects.select_related("body", "custodian", "merged_into"))
    row = get_object_or_404(rows, code=code)
    asked = _asked_day(request)
    reading = read_indicator(row, area=request.GET.get("area", ""), moment=known_by(asked))
    area = reading.area
    tongue = language()
    latest = reading.latest
    last = latest or reading.last_former
    proof = observation_for_proof(last.pk, row) if last else None
    official, areas = reading.official_verdict, read_areas()
    judged = [_verdict(verdict, tongue) for verdict in reading.verdicts]
    context: dict[str, Any] = {
        "indicator": row,
        "title": row.title_en if tongue == "en" else row.title_id,
        "unit": row.unit_en if tongue == "en" else row.unit_id,
        "area": area,
        "reading": reading,
        "change_unit": _change_unit(row, tongue),
        "latest": latest,
        "redefined": _redefined(reading, tongue),
        "asked": asked,
        "official": official,
        "official_words": verdict_words(official.status) if official else "",
        "official_tone": tone_of(official.colour) if official else "void",
        "official_method": method_name(official.method, tongue) if official else "",
        "verdicts": judged,
        "alike": _refused_alike(judged),
        "chart": drawn(chart_of(row, reading, tongue), tongue),
        "sheet": _sheet(row, tongue),
        "comparability": (row.sheet.get("comparability") or {}).get(tongue, ""),
        "missing": lacking_words(row.sheet),
        "complete": len(REQUIRED_FIELDS) - len(readiness_of(row.sheet)),
        "required": len(REQUIRED_FIELDS),
        "proof": proof and chain(request, proof, tongue),
        "proof_json": last and reverse("api:provenance", args=[last.pk]),
        **_naming(row, tongue),
        "side": side_by_side(
            [_outcome(row, official, tongue)], contribution_to_indicator(row.code), areas.names(tongue)
        ),
        "record_url": record_url(reader(request), "indicator", row.code),
        "trail": [(_("Indicators"), reverse("desk:indicators")), (row.code, "")],
    }
    former = set(reading.parted.former)
    sources = sources_by_definition(row) if former else {row.definition_version: reading.source}
    figures = FIGURES_OF_ONE.read(
        request,
        [
            {
                "figure": one,
                "indicator": row,
                "source": figure_source(
                    one,
                    sources.get(one.definition_version, ""),
                    one.definition_version if one in former else None,
                ),
                "former": one in former,
            }
            for one in reading.points
        ],
        scope=f"{row.code} {area}",
        keeps=("area", "as_known_on"),
        source="; ".join(reading.sources),
        known_at=known_by(asked),
    )
    revisions = REVISIONS.read(
        request,
        [{"revision": one, "indicator": row} for one in reading.revisions],
        scope=f"{row.code} {area}",
        keeps=("area", "as_known_on"),
        known_at=known_by(asked),
    )
    verdicts = VERDICTS.read(
        request,
        context["verdicts"],
        scope=f"{row.code} {area}",
        keeps=("area", "as_known_on"),
        known_at=known_by(asked),
    )
    members = MEMBERS.read(
        request,
        member_rows(row, reading, areas.member_names(tongue)),
        scope=row.code,
        keeps=("area", "as_known_on"),
        known_at=known_by(asked),
    )
    return answer(request, "desk/data/indicator.html", context, figures, revisions, verdicts, members)


def _redefined(reading: IndicatorReading, tongue: str) -> tuple[str, str] | None:
    """Where figures stand under a former definition: since when another holds, and that they are history."""
    if reading.last_former is None:
        return None
    since = reading.defined_on
    if reading.latest is None:
        title = progress.no_figure_since(since, tongue)
    elif since is not None:
        title = _("The definition in force has held since %(day)s.") % {"day": day(since)}
    else:
        title = _("The definition has changed.")
    history = _(
        "Figures until %(period)s are under a former definition: they are history and not compared with baseline"
        " and target."
    )
    return title, history % {"period": period(reading.last_former.period)}


def _naming(row: Indicator, tongue: str) -> dict[str, Any]:
    """What the standard of naming remarks on the concept; it blocks nothing."""
    standard = naming_standard()
    notes = naming_notes(standard, of=row.code).get(row.code, ()) if standard else ()
    return {
        "naming_standard": standard.get("name", {}).get(tongue, ""),
        "naming": [
            {"code": note.code, "sentence": note.sentence(tongue), "hint": note.hint(tongue)}
            for note in notes
        ],
    }


def _outcome(row: Indicator, official: VerdictRow | None, tongue: str) -> dict[str, Any]:
    """What the official method says, as it stands beside completion and contribution."""
    return {
        "title": row.title_en if tongue == "en" else row.title_id,
        "code": row.code,
        "url": "",
        "tone": tone_of(official.colour) if official else "void",
        "verdict": verdict_words(official.status if official else ""),
        "method": method_name(official.method, tongue) if official else "",
        "proxy": row.is_proxy,
    }


def _change_unit(row: Indicator, tongue: str) -> str:
    """What a difference is counted in: points of a percentage or an index, else the unit itself."""
    if row.sheet.get("unit_code") in ("PT", "IX"):
        return _("points")
    return row.unit_en if tongue == "en" else row.unit_id


def _asked_day(request: HttpRequest) -> date | None:
    """The day whose knowledge is asked for; None means now."""
    return day_of(request.GET.get("as_known_on", ""))


def _verdict(row: Any, tongue: str) -> dict[str, Any]:
    return {
        "row": row,
        "name": method_name(row.method, tongue),
        "tone": tone_of(row.colour),
        "words": progress.status_words(row.status, tongue) if row.status else _("No verdict"),
        "basis": progress.basis(row.outputs, tongue)
        if row.status
        else progress.reason_sentence(row.reason, tongue, row.outputs),
    }


def _refused_alike(verdicts: list[dict[str, Any]]) -> str:
    """Why there is no verdict, where every method says the same; empty where they differ or one judges."""
    reasons = {row["basis"] for row in verdicts}
    judged = any(row["row"].status for row in verdicts)
    return "" if judged or len(verdicts) < 2 or len(reasons) != 1 else reasons.pop()


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
