"""Words of the work pages: days left, holders of a task, answers, findings."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from django import template
from django.utils.functional import Promise
from django.utils.translation import gettext, gettext_lazy

from simpul.core import figures
from simpul.core.permissions import Role

from ..data.words import ROLE_WORDS
from ..work.undo import offered
from .desk import days_text, language, period
from .terms import NATURES

register = template.Library()

ANSWERS = {
    "value": gettext_lazy("Value"),
    "unavailable": gettext_lazy("Not available"),
    "nothing_new": gettext_lazy("Nothing new"),
    "confirmed": gettext_lazy("Confirmed"),
}
OUTCOMES = {
    "check": gettext_lazy("in clearance"),
    "returned": gettext_lazy("returned"),
    "recalled": gettext_lazy("recalled"),
    "accepted": gettext_lazy("accepted"),
    "reopened": gettext_lazy("opened again"),
}
CHANNELS = {
    "desk": gettext_lazy("filled in here"),
    "workbook": gettext_lazy("by Excel"),
    "both": gettext_lazy("here and by Excel"),
}
IMPORT_STATES = {
    "checked": gettext_lazy("checked, waits for confirmation"),
    "imported": gettext_lazy("imported"),
    "refused": gettext_lazy("not imported"),
    "unchanged": gettext_lazy("nothing differed"),
    "dropped": gettext_lazy("put aside"),
}
SHOWN = (Role.FOCAL_POINT, Role.ALTERNATE, Role.DATA_PRODUCER, Role.DATA_STEWARD, Role.SIGNING_OFFICIAL)


@register.filter
def days_left(days: int) -> str:
    """`2 hari lagi`, `hari ini`, `lewat 3 hari`."""
    return days_text(days)


@register.filter
def holders(task: Any) -> Sequence[tuple[Promise | str, str]]:
    """Role in words and the person who held it when the round opened; empty is a vacancy."""
    found = []
    for role in SHOWN:
        held = task.holders.get(role.value, {})
        found.append((ROLE_WORDS[role.value], f"{held.get('acting', '')} {held.get('name', '')}".strip()))
    return found


@register.filter
def role_word(role: str) -> str:
    """A role by its name."""
    return str(ROLE_WORDS.get(role, role))


@register.filter
def answer_word(answer: str) -> str:
    """What an office says about a figure."""
    return str(ANSWERS.get(answer, answer or "–"))


@register.filter
def outcome_word(outcome: str) -> str:
    """What became of a submission."""
    return str(OUTCOMES.get(outcome, outcome))


@register.filter
def channel_word(channel: str) -> str:
    """Where a submission was filled in."""
    return str(CHANNELS.get(channel, channel))


@register.filter
def iso(value: date | None) -> str:
    """A day for a date field."""
    return value.isoformat() if value else ""


@register.filter
def named(thing: Any) -> str:
    """The name of a body, office or obligation in the reader's language."""
    return str(thing.name_en if language() == "en" else thing.name_id)


@register.filter
def titled(thing: Any) -> str:
    """The title of an indicator in the reader's language."""
    return str(thing.title_en if language() == "en" else thing.title_id)


@register.filter
def unit_of(thing: Any) -> str:
    """The unit of an indicator in the reader's language."""
    return str(thing.unit_en if language() == "en" else thing.unit_id)


@register.filter
def import_word(state: str) -> str:
    """What became of an upload."""
    return str(IMPORT_STATES.get(state, state))


@register.filter
def nature_word(code: str) -> str:
    """How settled a value is; a dash where it is not said."""
    return str(NATURES.get(code, "–"))


@register.filter
def figure_text(row: Any, indicator: Any) -> str:
    """A figure with its limit sign and its indicator's decimals; text that is no number as it was typed."""
    if row is None:
        return "–"
    if row.value is None:
        return str(row.text or "–")
    shown = figures.format_figure(
        figures.Reported(row.text, row.value, figures.Status(row.status or "A")),
        language=language(),
        decimals=_decimals(row.value, indicator),
    )
    return str(shown)


def _decimals(value: Any, indicator: Any) -> int:
    """As many as the indicator is published with, never fewer than were reported."""
    return max(indicator.decimals or 0, figures.decimals_of(value))


@register.filter
def about(remark: Any, sheet: Any) -> str:
    """What a remark speaks of: a figure, a paragraph, or the whole."""
    for line in sheet.figures:
        if remark.figure and line.key == remark.figure:
            return f"{titled(line.due.indicator)}, {period(line.due.period)}"
    for one in sheet.paragraphs:
        if remark.field and one.code == remark.field:
            return str(one.asked["label"].get(language(), one.code))
    return gettext("The whole task")


def shown_value(text: str) -> str:
    """A machine number of a workbook in the reader's dress; other text as it is."""
    try:
        return str(figures.format_number(Decimal(text), language=language()))
    except ArithmeticError:
        return text


@register.filter
def undo(message: Any) -> dict[str, object] | None:
    """The opposite that a message offers."""
    return offered(getattr(message, "extra_tags", ""))
