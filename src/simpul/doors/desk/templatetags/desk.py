"""How the pages write figures, days, states and icons, in the reader's language.

Templates load this library and never format a number or a date themselves.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import Any
from urllib.parse import urlencode

from django import template
from django.templatetags.static import static
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop as word

from simpul.core import figures, periods
from simpul.core.catalogue import cited
from simpul.records.days import civil_day

register = template.Library()

#: State of a task -> the word and the icon that carry it; the colour comes last.
STATES = {
    "none": (word("No response yet"), "circle-dashed"),
    "draft": (word("Being filled in"), "pencil"),
    "check": (word("In clearance"), "search-check"),
    "returned": (word("Returned"), "corner-up-left"),
    "accepted": (word("Accepted"), "circle-check"),
}

#: State of a sheet in finalisation -> its word, its icon, and the state of a task it looks like.
SHEET_STATES = {
    "called": (word("Waits for a proposal"), "circle-dashed", "none"),
    "proposed": (word("Proposed"), "send", "check"),
    "returned": (word("Returned"), "corner-up-left", "returned"),
    "national": (word("National position"), "stamp", "draft"),
    "agreed": (word("Agreed"), "circle-check", "accepted"),
}

#: How a verdict looks: met, behind, away from the target, no verdict.
TONES = {"met": "flag", "some": "trending-down", "off": "octagon-alert", "void": "circle-dashed"}

#: Severity of a finding -> icon.
SEVERITIES = {"error": "octagon-alert", "warning": "triangle-alert", "fine": "circle-check"}


def language() -> str:
    """The reader's language, `id` or `en`."""
    return (get_language() or "id")[:2]


@register.simple_tag
def icon(name: str) -> SafeString:
    """A lucide icon from the sprite; decoration only, the word stands beside it."""
    return format_html(
        '<svg class="i" aria-hidden="true"><use href="{}#{}"/></svg>', static("desk/vendor/icons.svg"), name
    )


@register.filter
def citation(source: str) -> SafeString:
    """A source by its words, which lead to its address."""
    words, address = cited(source)
    if not address:
        return format_html('<span class="told">{}</span>', words)
    return format_html('<a href="{}"><span class="told">{}</span></a>', address, words or address)


@register.filter
def number(value: Any, decimals: int | None = None) -> str:
    """A figure in the reader's dress; an en dash where there is none."""
    if value is None or value == "":
        return "–"
    return figures.format_number(Decimal(str(value)), language=language(), decimals=decimals)


@register.filter
def baseline_text(row: Any, decimals: int | None = None) -> str:
    """A baseline in the reader's dress, with its limit sign; text that is no number as it stands."""
    if row.value is None:
        return str(row.value_text or "–")
    told = figures.Reported(row.value_text, row.value, figures.limit_of(row.value_text))
    return figures.format_figure(told, language=language(), decimals=decimals)


@register.filter
def period(code: str | None) -> str:
    """`2026-Q1` as `TW I 2026`."""
    return periods.label(code, language()) if code else "–"


@register.simple_tag
def round_url(round: Any, name: str = "desk:round") -> str:
    """The address of a round, with its obligation where the period alone does not name it."""
    query = f"?{urlencode({'obligation': round.obligation.code})}" if round.shared else ""
    return reverse(name, args=[round.period]) + query


@register.simple_tag
def round_name(round: Any) -> str:
    """A round by its period, and by its obligation where the period alone does not name it."""
    words = period(round.period)
    if not round.shared:
        return words
    return f"{words}, {round.obligation.name_en if language() == 'en' else round.obligation.name_id}"


@register.filter
def day(value: date | None, form: str = "") -> str:
    """`3 Februari 2026`; `day:"short"` for tables: `3 Feb 2026`."""
    if not value:
        return "–"
    if isinstance(value, datetime):
        value = civil_day(value)
    return periods.format_date(value, language(), short=form == "short")


@register.filter
def hour(value: datetime | None) -> str:
    """`09.42` in Indonesian, `09:42` in English, local time."""
    if not value:
        return "–"
    local = timezone.localtime(value)
    return f"{local:%H.%M}" if language() == "id" else f"{local:%H:%M}"


@register.filter
def lately(value: datetime | None) -> str:
    """The hour of what was done today, day and hour of what is older."""
    if not value:
        return "–"
    today = timezone.localtime(value).date() == timezone.localdate()
    return hour(value) if today else moment(value, "short")


@register.filter
def moment(value: datetime | None, form: str = "") -> str:
    """Day and hour: `3 Februari 2026, 09.42`."""
    return f"{day(value, form)}, {hour(value)}" if value else "–"


@register.simple_tag
def change(delta: Any, unit: str = "", decimals: int | None = None) -> str:
    """A change in words: `turun 0,22 poin`. The unit is already a word of the reader's language."""
    if delta is None:
        return "–"
    size = Decimal(str(delta))
    if size == 0:
        return _("unchanged")
    text = _("down %(size)s %(unit)s") if size < 0 else _("up %(size)s %(unit)s")
    return (text % {"size": number(abs(size), decimals), "unit": unit}).strip()


@register.filter
def initials(name: str) -> str:
    """`Ratna Puspitasari` as `RP`."""
    parts = [part for part in name.split() if part[:1].isalpha()]
    return "".join(part[0] for part in (parts[:1] + parts[-1:] if len(parts) > 1 else parts)).upper()


@register.simple_tag
def state_chip(state: str, count: int | None = None) -> SafeString:
    """The state of a task as a chip; with a count for a legend."""
    key = str(state)
    text, name = _(STATES[key][0]), STATES[key][1]
    if count is None:
        return format_html('<span class="chip {}">{}{}</span>', key, icon(name), text)
    return format_html(
        '<span class="chip {}">{}<b>{}</b> {}</span>', key, icon(name), count, text[:1].lower() + text[1:]
    )


@register.simple_tag
def sheet_chip(state: str) -> SafeString:
    """The state of a sheet in finalisation as a chip."""
    text, name, look = SHEET_STATES[str(state)]
    return format_html('<span class="chip {}">{}{}</span>', look, icon(name), _(text))


@register.simple_tag
def verdict(tone: str, text: str) -> SafeString:
    """A verdict in words with its arrow; the caller names method and version beside it."""
    return format_html('<span class="verdict {}">{}{}</span>', tone, icon(TONES[tone]), text)


@register.simple_tag
def meter(done: int, total: int) -> SafeString:
    """`5/6` with a bar before it; the numbers carry the meaning."""
    width = 0 if not total else round(100 * done / total)
    return format_html(
        '<svg class="meter" viewBox="0 0 100 10" preserveAspectRatio="none" aria-hidden="true">'
        '<rect class="rail" width="100" height="10"/><rect class="fill" width="{}" height="10"/></svg>{}/{}',
        width,
        done,
        total,
    )


def days_text(days: int) -> str:
    """`2 hari lagi`, `hari ini`, `lewat 3 hari`."""
    if days == 0:
        return _("today")
    if days < 0:
        return ngettext("%(count)d day late", "%(count)d days late", -days) % {"count": -days}
    return ngettext("in %(count)d day", "in %(count)d days", days) % {"count": days}


@register.inclusion_tag("desk/parts/due.html")
def due(clock: Any, note: str = "") -> dict[str, Any]:
    """A due date: late as a chip, soon as words, else the day. `clock` is core.reporting.Clock."""
    return {"clock": clock, "note": note, "text": days_text(clock.days)}


@register.filter
def severity_icon(severity: str) -> str:
    """Icon name of a finding."""
    return SEVERITIES[str(severity)]


@register.inclusion_tag("desk/parts/ruler.html")
def ruler(opens: date, due: date, closes: date, today: date) -> dict[str, Any]:
    """The calendar of a round as a ruler, drawn with percentages so that it fits every width."""
    length = max((closes - opens).days, 1)

    def at(when: date) -> float:
        return round(min(max((when - opens).days / length, 0), 1) * 100, 2)

    now = at(today)
    return {
        "opens": opens,
        "due": due,
        "closes": closes,
        "today": today,
        "due_at": at(due),
        "today_at": now,
        "flag_at": min(max(now, 8), 92),
        "running": opens <= today <= closes,
    }


@register.inclusion_tag("desk/parts/share.html")
def share(cells: Sequence[Any], label: str) -> dict[str, Any]:
    """Unit chart: one cell is one body. Each cell has `state`, `name` and `url`."""
    order = ["accepted", "check", "returned", "draft", "none"]
    ranked = sorted(cells, key=lambda cell: order.index(str(_get(cell, "state"))))
    counts = [
        (state, sum(str(_get(cell, "state")) == state for cell in cells))
        for state in order
        if any(str(_get(cell, "state")) == state for cell in cells)
    ]
    return {"cells": ranked, "counts": counts, "label": label}


def _get(cell: Any, name: str) -> Any:
    return cell[name] if isinstance(cell, dict) else getattr(cell, name)
