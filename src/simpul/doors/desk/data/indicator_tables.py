"""The tables of an indicator's page: its figures, their revisions, the verdicts by method."""

from __future__ import annotations

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from ....records.days import civil_day
from ..listing import Column, Form, Table
from ..templatetags.desk import period
from ..templatetags.terms import nature
from .figure_cells import figure_decimals, figure_value

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
