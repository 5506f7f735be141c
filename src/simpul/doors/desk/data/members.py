"""The members side by side on an indicator's page: a table in the order of their names, never of their values."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from ....core.comparison import Doubt
from ....records.indicator_reading import IndicatorReading
from ....records.members import MemberFigure, members_beside
from ....records.models import Indicator
from ..listing import Column, Form, Table
from ..templatetags.desk import period
from ..templatetags.terms import nature
from ..templatetags.work import figure_text
from .figure_cells import figure_decimals, figure_value

#: What speaks against comparing a figure, as the note says it; what is asked of the reference period is in `_note`.
DOUBTS = {
    Doubt.SOURCE: gettext_lazy("from another source than most members"),
    Doubt.DEFINITION: gettext_lazy("of another version of the definition"),
    Doubt.LIMIT: gettext_lazy("a limit, not a value"),
}
MEMBERS = Table(
    code="members",
    title=gettext_lazy("Members side by side"),
    columns=(
        Column(
            "area",
            gettext_lazy("Country"),
            lambda row: row["line"].name,
            part="desk/cells/member.html",
            width=24,
        ),
        Column("code", gettext_lazy("Country code"), lambda row: row["line"].area, on_page=False),
        Column("period", gettext_lazy("Reference period"), lambda row: row["period"]),
        Column(
            "figure",
            gettext_lazy("Figure"),
            lambda row: figure_value(row["line"].figure, row["indicator"]),
            Form.NUMBER,
            decimals=lambda row: figure_decimals(row["line"].figure, row["indicator"]),
            url=lambda row: row["proof"],
        ),
        Column("nature", gettext_lazy("Nature"), lambda row: row["nature"], on_page=False),
        Column("note", gettext_lazy("Note"), lambda row: row["note"], width=60),
        Column(
            "source",
            gettext_lazy("Source"),
            lambda row: row["source"],
            part="desk/cells/cited.html",
            width=60,
        ),
    ),
    fold=False,
    empty=(gettext_lazy("No figure of another member with usable terms."), ""),
)


def member_rows(
    indicator: Indicator, reading: IndicatorReading, names: Mapping[str, str]
) -> list[dict[str, Any]]:
    """The rows of the table; none where nobody but the country itself has a figure.

    Args:
        names: of the members, by their code.
    """
    lines = members_beside(reading.by_area, own=reading.area, names=names)
    ours = next((line for line in lines if line.own and line.figure), None)
    return [_row(line, ours, indicator) for line in lines]


def _row(line: MemberFigure, ours: MemberFigure | None, indicator: Indicator) -> dict[str, Any]:
    figure = line.figure
    return {
        "line": line,
        "indicator": indicator,
        "period": period(figure.period) if figure else "",
        "nature": nature(figure.nature) if figure else "",
        "proof": reverse("desk:proof", args=[figure.pk]) if figure else "",
        "note": "; ".join(_notes(line, ours, indicator)),
        "source": _source(line),
    }


def _notes(line: MemberFigure, ours: MemberFigure | None, indicator: Indicator) -> list[str]:
    if line.figure is None:
        return [_("no figure with usable terms")]
    found = [_note(doubt, ours) for doubt in line.doubts]
    if line.later is not None:
        given = {"figure": figure_text(line.later, indicator), "period": period(line.later.period)}
        found.append(_("later, from another source: %(figure)s (%(period)s)") % given)
    return found


def _note(doubt: Doubt, ours: MemberFigure | None) -> str:
    if doubt is not Doubt.PERIOD:
        return str(DOUBTS[doubt])
    if ours is None or ours.figure is None:
        return _("another reference period than most members")
    given = {"area": ours.name, "period": period(ours.figure.period)}
    return _("another reference period than %(area)s (%(period)s)") % given


def _source(line: MemberFigure) -> str:
    """What the figure says of its source; of a figure the country reported itself, that it did."""
    if line.figure is None:
        return ""
    return line.figure.source or (_("reported by the country") if line.figure.figure_id else "")
