"""A figure in a cell of a table: its number, or its text where it is none, with its decimals."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from ....core.figures import Status, decimals_of
from ..templatetags.work import figure_text


def figure_value(figure: Any, indicator: Any) -> Decimal | str | None:
    """A figure for a table: its number, or its text where it is a limit or no number."""
    if figure is None:
        return None
    if figure.value is not None and (figure.status or Status.VALUE.value) == Status.VALUE.value:
        return Decimal(figure.value)
    return figure_text(figure, indicator)


def figure_decimals(figure: Any, indicator: Any) -> int | None:
    """As many as the indicator is published with, never fewer than were reported."""
    if figure is None or figure.value is None:
        return None
    return max(indicator.decimals or 0, decimals_of(figure.value))


def figure_source(figure: Any, sheet: str, former: int | None = None) -> str:
    """The publication a figure is from; where its office named none, what the indicator's sheet says, said to be so.

    Args:
        sheet: what the sheet says that belongs to the definition of the figure.
        former: the version of that definition, where another holds now.
    """
    if figure is None:
        return ""
    if figure.source or not figure.figure_id or not sheet:
        return str(figure.source)
    if former is not None:
        told = _("no publication named; by the sheet of definition version %(version)s: %(source)s")
        return told % {"version": former, "source": sheet}
    return _("no publication named; by the indicator's sheet: %(source)s") % {"source": sheet}
