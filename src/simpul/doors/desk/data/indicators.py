"""The list of indicators: latest figure, target, verdict and sheet of each."""

from __future__ import annotations

from collections import defaultdict
from decimal import Decimal
from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from ....core.catalogue import REQUIRED_FIELDS
from ....records.indicator_reading import (
    IndicatorReading,
    known_by,
    read_indicators,
)
from ....records.models import Alignment, Observation
from ....records.reporting import desk_area
from ..bodies import of_reader
from ..listing import Column, Filter, Form, Listing, Table, among, answer
from ..templatetags.desk import language, number, period
from .figure_cells import figure_decimals, figure_source, figure_value
from .words import (
    framework_options,
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
