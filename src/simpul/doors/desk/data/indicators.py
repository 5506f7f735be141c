"""The list of indicators, and one indicator with its proof, verdicts, definition and history."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from ....core import progress
from ....core.catalogue import REQUIRED_FIELDS, readiness_of
from ....drawing import ChartData, ChartPoint, ChartTarget
from ....records.benefit_reading import contribution_to_indicator
from ....records.catalogue.sheets import sources_by_definition, with_definition_day
from ....records.days import civil_day
from ....records.indicator_reading import (
    IndicatorReading,
    known_by,
    read_indicator,
    read_indicators,
)
from ....records.metadata_reading import naming_notes, naming_standard
from ....records.models import Alignment, Indicator, Observation, VerdictRow
from ....records.provenance import observation_for_proof
from ....records.reporting import desk_area
from ..bodies import of_reader
from ..charts import Figure, figure
from ..listing import Column, Filter, Form, Listing, Table, among, answer, day_of
from ..templatetags.desk import day, language, number, period
from ..templatetags.terms import nature
from ..work.reader import reader
from .benefits import record_url, side_by_side
from .figure_cells import figure_decimals, figure_source, figure_value
from .members import MEMBERS, member_rows
from .proof import chain
from .words import (
    FIELD_WORDS,
    FREQUENCY_WORDS,
    framework_options,
    lacking_words,
    method_name,
    tone_of,
    verdict_words,
)

SHEETS = {"complete": gettext_lazy("complete"), "missing": gettext_lazy("fields missing")}
STANDINGS = {"proxy": gettext_lazy("proxy"), "other": gettext_lazy("no proxy")}
FIGURES = {"yes": gettext_lazy("with a figure"), "no": gettext_lazy("no figure yet")}


def _target_value(row: Any) -> Decimal | str | None:
    target = row["line"].main_target
    if target is None or target.value is not None:
        return target and Decimal(target.value)
    low, high = (number(one, row["line"].decimals) for one in (target.low, target.high))
    return f"{low}–{high}"


def _latest(row: Any) -> Observation | None:
    found: Observation | None = row["line"].latest
    return found


def _no_figure(line: IndicatorReading) -> str:
    return _("no figure under the definition in force yet") if line.last_former else _("no figure yet")


def _status_word(code: str) -> str:
    return verdict_words("" if code == "none" else code)


INDICATORS = Table(
    code="indicators",
    title=gettext_lazy("Indicators"),
    columns=(
        Column(
            "title",
            gettext_lazy("Indicator"),
            lambda row: row["title"],
            url=lambda row: str(row["url"]),
            width=44,
        ),
        Column("code", gettext_lazy("Code"), lambda row: row["line"].code, under="title"),
        Column("unit", gettext_lazy("Unit"), lambda row: row["unit"], under="title"),
        Column("kind", gettext_lazy("Standing"), lambda row: row["standing"], under="title"),
        Column("body", gettext_lazy("Body"), lambda row: row["line"].body),
        Column("office", gettext_lazy("Custodian"), lambda row: row["line"].custodian, under="body"),
        Column(
            "latest",
            gettext_lazy("Latest figure"),
            lambda row: figure_value(_latest(row), row["line"]),
            Form.NUMBER,
            decimals=lambda row: figure_decimals(_latest(row), row["line"]),
            url=lambda row: reverse("desk:proof", args=[_latest(row).pk]) if _latest(row) else "",  # type: ignore[union-attr]
            keep=True,
        ),
        Column(
            "period",
            gettext_lazy("Reference period"),
            lambda row: period(_latest(row).period) if _latest(row) else _no_figure(row["line"]),  # type: ignore[union-attr]
        ),
        Column(
            "target",
            gettext_lazy("Target"),
            _target_value,
            Form.NUMBER,
            decimals=lambda row: row["line"].decimals,
        ),
        Column(
            "target_period",
            gettext_lazy("Target for"),
            lambda row: period(row["line"].main_target.period) if row["line"].main_target else "",
            under="target",
        ),
        Column(
            "verdict", gettext_lazy("Verdict"), lambda row: row["verdict"], part="desk/cells/verdict.html"
        ),
        Column("method", gettext_lazy("Method"), lambda row: row["method"], under="verdict"),
        Column(
            "sheet",
            gettext_lazy("Sheet"),
            lambda row: row["complete"],
            Form.NUMBER,
            part="desk/cells/readiness.html",
        ),
        Column(
            "required",
            gettext_lazy("Fields of a sheet"),
            lambda row: row["required"],
            Form.NUMBER,
            on_page=False,
        ),
        Column(
            "source",
            gettext_lazy("Source"),
            lambda row: figure_source(_latest(row), row["line"].source),
            on_page=False,
            width=40,
        ),
    ),
    filters=(
        Filter(
            "q",
            gettext_lazy("Words or code"),
            lambda row, text: (
                text.lower() in f"{row['line'].code} {row['line'].title_id} {row['line'].title_en}".lower()
            ),
            kind="words",
        ),
        Filter(
            "framework",
            gettext_lazy("Framework"),
            lambda row, code: code in row["frameworks"],
            options=lambda rows: framework_options(one for row in rows for one in row["frameworks"]),
        ),
        Filter(
            "body", gettext_lazy("Sectoral body"), *among(lambda row: row["line"].body), grouped=of_reader
        ),
        Filter("office", gettext_lazy("Custodian"), *among(lambda row: row["line"].custodian)),
        Filter(
            "readiness",
            gettext_lazy("Definition sheet"),
            *among(lambda row: row["readiness"], SHEETS.__getitem__),
        ),
        Filter("verdict", gettext_lazy("Verdict"), *among(lambda row: row["status"], _status_word)),
        Filter("standing", gettext_lazy("Standing"), *among(lambda row: row["kind"], STANDINGS.__getitem__)),
        Filter("figure", gettext_lazy("Figure"), *among(lambda row: row["figure"], FIGURES.__getitem__)),
    ),
    empty=(gettext_lazy("No indicator yet"), gettext_lazy("Indicators come with the content.")),
    symbol="chart-line",
    per_page=100,
    wide=True,
)


@login_required
def indicators(request: HttpRequest) -> HttpResponse:
    """All indicators; filtered, printed or taken away as a file."""
    area, moment = desk_area(), known_by(None)
    tongue = language()
    hanging: dict[str, set[str]] = defaultdict(set)
    for source, target in Alignment.objects.filter(source_kind="indicator").values_list(
        "source_code", "target_code"
    ):
        hanging[source].add(target.split("/")[0])
    rows = [_row(line, tongue, hanging[line.code]) for line in read_indicators(area=area, moment=moment)]
    listing = INDICATORS.read(request, rows, scope=area, known_at=moment)
    context = {"tabs": _tabs(listing), "area": area}
    return answer(request, "desk/data/indicators.html", context, listing)


def _tabs(listing: Listing) -> list[dict[str, Any]]:
    """All, those with a figure, those with a complete sheet: the questions asked most."""
    found = []
    for text, given in (
        (_("All"), {"figure": "", "readiness": ""}),
        (_("With a figure"), {"figure": "yes", "readiness": ""}),
        (_("Sheet complete"), {"figure": "", "readiness": "complete"}),
    ):
        wanted = {key: value for key, value in given.items() if value}
        found.append(
            {
                "text": text,
                "url": listing.only(**given),
                "count": sum(
                    all(row[key] == value for key, value in wanted.items()) for row in listing.every
                ),
                "here": all(listing.asked.get(key, "") == value for key, value in given.items()),
            }
        )
    return found


def _row(line: IndicatorReading, tongue: str, frameworks: set[str]) -> dict[str, Any]:
    return {
        "line": line,
        "title": line.title(tongue),
        "unit": line.unit(tongue),
        "url": reverse("desk:indicator", args=[line.code]),
        "tone": tone_of(line.official_colour),
        "status": line.official_status or "none",
        "verdict": verdict_words(line.official_status),
        "method": method_name(line.official_method, tongue),
        "complete": len(REQUIRED_FIELDS) - len(line.missing),
        "required": len(REQUIRED_FIELDS),
        "frameworks": frameworks,
        "kind": "proxy" if line.is_proxy else "other",
        "standing": _("proxy") if line.is_proxy else "",
        "readiness": "missing" if line.missing else "complete",
        "figure": "yes" if line.latest is not None else "no",
    }


FIGURES_OF_ONE = Table(
    code="figures",
    title=gettext_lazy("Figures"),
    columns=(
        Column("period", gettext_lazy("Reference period"), lambda row: period(row["figure"].period)),
        Column(
            "standing",
            gettext_lazy("Standing"),
            lambda row: _("under a former definition") if row["former"] else "",
            under="period",
        ),
        Column(
            "definition",
            gettext_lazy("Version of the definition"),
            lambda row: row["figure"].definition_version,
            Form.NUMBER,
            on_page=False,
        ),
        Column(
            "figure",
            gettext_lazy("Figure"),
            lambda row: figure_value(row["figure"], row["indicator"]),
            Form.NUMBER,
            decimals=lambda row: figure_decimals(row["figure"], row["indicator"]),
            url=lambda row: reverse("desk:proof", args=[row["figure"].pk]),
        ),
        Column("text", gettext_lazy("As reported"), lambda row: row["figure"].text, on_page=False),
        Column("nature", gettext_lazy("Nature"), lambda row: nature(row["figure"].nature)),
        Column("vintage", gettext_lazy("Vintage"), lambda row: row["figure"].vintage, Form.NUMBER),
        Column(
            "source",
            gettext_lazy("Source"),
            lambda row: row["source"],
            part="desk/cells/cited.html",
            width=60,
        ),
        Column(
            "recorded",
            gettext_lazy("Recorded"),
            lambda row: row["figure"].recorded_at,
            Form.MOMENT,
            on_page=False,
        ),
        Column(
            "published",
            gettext_lazy("Published on"),
            lambda row: row["figure"].published_on,
            Form.DAY,
            on_page=False,
        ),
        Column(
            "number",
            gettext_lazy("Number of the figure"),
            lambda row: row["figure"].pk,
            Form.NUMBER,
            on_page=False,
        ),
    ),
    fold=False,
    empty=(
        gettext_lazy("No figure yet"),
        gettext_lazy("The first accepted figure appears here with its chart."),
    ),
)
REVISIONS = Table(
    code="revisions",
    title=gettext_lazy("Revisions"),
    columns=(
        Column(
            "recorded", gettext_lazy("Recorded"), lambda row: civil_day(row["revision"].recorded_at), Form.DAY
        ),
        Column("period", gettext_lazy("Reference period"), lambda row: period(row["revision"].period)),
        *(
            Column(
                code,
                text,
                lambda row, code=code: figure_value(getattr(row["revision"], code), row["indicator"]),  # type: ignore[misc]
                Form.NUMBER,
                decimals=lambda row, code=code: figure_decimals(
                    getattr(row["revision"], code), row["indicator"]
                ),  # type: ignore[misc]
            )
            for code, text in (("old", gettext_lazy("Old")), ("new", gettext_lazy("New")))
        ),
        Column("reason", gettext_lazy("Reason"), lambda row: row["revision"].reason, width=60),
    ),
    fold=False,
    empty=(gettext_lazy("No figure was revised."), ""),
    symbol="history",
)
VERDICTS = Table(
    code="verdicts",
    title=gettext_lazy("Verdict by method"),
    columns=(
        Column("method", gettext_lazy("Method"), lambda row: row["name"], width=40),
        Column("code", gettext_lazy("Code"), lambda row: f"{row['row'].method} {row['row'].method_version}"),
        Column(
            "official", gettext_lazy("Official"), lambda row: _("official") if row["row"].official else ""
        ),
        Column("verdict", gettext_lazy("Verdict"), lambda row: row["words"]),
        Column("basis", gettext_lazy("What it rests on"), lambda row: row["basis"], width=60),
    ),
    fold=False,
    empty=(gettext_lazy("No verdict without figures."), ""),
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
    proof = observation_for_proof(last.pk) if last else None
    official = reading.official_verdict
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
        "chart": _drawn(_chart(row, reading, tongue), tongue),
        "sheet": _sheet(row, tongue),
        "comparability": (row.sheet.get("comparability") or {}).get(tongue, ""),
        "missing": lacking_words(row.sheet),
        "complete": len(REQUIRED_FIELDS) - len(readiness_of(row.sheet)),
        "required": len(REQUIRED_FIELDS),
        "proof": proof and chain(request, proof, tongue),
        "proof_json": last and reverse("api:provenance", args=[last.pk]),
        **_naming(row, tongue),
        "side": side_by_side([_outcome(row, official, tongue)], contribution_to_indicator(row.code)),
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
        member_rows(row, reading, tongue),
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


def _drawn(data: ChartData, tongue: str) -> Figure | None:
    """The drawing, None where there is nothing to compare a figure with: one point says no direction."""
    aims = () if data.history else data.targets
    marks = {point.period for point in data.points} | {target.period for target in aims}
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
            ChartPoint(
                point.period,
                point.value,
                point.nature,
                point.series_break,
                former=point in reading.parted.former,
                definition=point.definition_version,
            )
            for point in reading.points
            if point.value is not None
        ),
        baseline=ChartPoint(reading.baseline.period, reading.baseline.value, "", False)
        if reading.baseline and reading.baseline.value is not None
        else None,
        provisional=reading.baseline is not None and reading.baseline.status != "agreed",
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
