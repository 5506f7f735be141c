"""The words of benefit records: state, how many, how it was counted, what it is told of."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from simpul.core import figures

from .desk import icon, language

register = template.Library()

#: State -> word, icon, class of the chip.
STATES = {
    "draft": (gettext_lazy("Draft, not confirmed"), "pencil", "draft"),
    "confirmed": (gettext_lazy("Confirmed"), "circle-check", "accepted"),
    "withdrawn": (gettext_lazy("Withdrawn"), "ban", "none"),
}
COUNTINGS = {
    "counted": gettext_lazy("counted"),
    "estimated": gettext_lazy("estimated"),
    "not_yet": gettext_lazy("not measurable yet"),
}
UNITS = {
    "people": gettext_lazy("people"),
    "households": gettext_lazy("households"),
    "communities": gettext_lazy("communities"),
    "institutions": gettext_lazy("institutions"),
}


@register.simple_tag
def benefit_state(state: str) -> SafeString:
    """The state of a record as a chip."""
    text, name, kind = STATES[state]
    return format_html('<span class="chip {}">{}{}</span>', kind, icon(name), text)


@register.filter
def how_many(version: Any) -> str:
    """`1.250 orang`; where it cannot be measured yet, that; a dash where nothing is said."""
    if version.counting == "not_yet":
        text = _("not measurable yet")
        return text[:1].upper() + text[1:]
    if version.amount is None:
        return "–"
    status = figures.Status(version.amount_status or "A")
    told = figures.Reported(version.amount_text, version.amount, status)
    unit = UNITS.get(version.unit, version.unit)
    return f"{figures.format_figure(told, language=language())} {unit}"


@register.filter
def counting_word(code: str) -> str:
    """How the number was come by."""
    return str(COUNTINGS.get(code, "–"))


@register.filter
def labelled(thing: Any) -> str:
    """The label of a group or a field of life in the reader's language."""
    return str(thing.label(language())) if thing else "–"


@register.filter
def told(version: Any) -> str:
    """The contribution in the reader's language, else as it was written."""
    text = (version.text_en if language() == "en" else version.text) or version.text or version.text_en
    return str(text) or _("Not told yet")


@register.filter
def place(version: Any, names: Mapping[str, str]) -> str:
    """The area by its name, and the part of it that is meant."""
    area = names.get(version.area, version.area)
    return ", ".join(part for part in (version.region, area) if part) or "–"


@register.filter
def goal_word(code: str, frameworks: Mapping[str, str]) -> str:
    """`5.1.1, ASCC Strategic Plan` for a goal by the title of its framework; an indicator stays its code."""
    framework, _slash, goal = code.partition("/")
    return f"{goal}, {frameworks.get(framework, framework)}" if goal else code


@register.filter
def whom(version: Any) -> str:
    """Groups and words for those who benefit."""
    groups = [row.label(language()) for row in version.groups.all()]
    return "; ".join([*groups, *([version.who] if version.who else [])]) or "–"
