"""How the pages of incoming requests write states, clocks, figures, and the boxes of their forms."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django import template
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString

from simpul.core.dressing import breakdown_word
from simpul.core.figures import format_kept
from simpul.core.overtaken import OvertakenRemark
from simpul.core.periods import label
from simpul.core.requests import item_number
from simpul.core.sender_forms import place_words
from simpul.core.text_numbers import NumberRemark, mark_of
from simpul.records.areas import area_names
from simpul.records.models import Indicator

from ..work.requests.words import CLASSES, KINDS, PARTS, clock_text, first_text
from .desk import icon, language

register = template.Library()


@register.simple_tag
def request_chip(kind: str, state: str, *, wrap: bool = False) -> SafeString:
    """A state as a chip: of a request, an item, an office with it, a delivery or a clarification.

    Args:
        wrap: its word may take two lines, in a cell of a wide table.
    """
    text, name, look = KINDS[kind][state]
    return format_html('<span class="chip {}{}">{}{}</span>', look, " wrap" if wrap else "", icon(name), text)


@register.filter
def told(clock: Any) -> str:
    """The clock of a request in words."""
    return clock_text(clock)


@register.filter
def first_day(first: Any) -> str:
    """The date before the one that counts now, in words."""
    return first_text(first)


@register.filter
def class_word(code: str) -> str:
    """A class of a letter by its name."""
    return str(CLASSES.get(code, code))


@register.filter
def part_word(code: str) -> str:
    """What a file is of a delivery."""
    return str(PARTS.get(code, code))


@register.filter
def place_word(anchor: str) -> str:
    """A place in a sender's form as a person finds it."""
    return place_words(anchor, language())


@register.filter
def item_no(number: str) -> str:
    """The number of an item inside a sentence: without the full stop of the list it stands in."""
    return item_number(number)


@register.filter
def in_tongue(row: Any, field: str) -> str:
    """A text in the reader's language, else in the other: `item|in_tongue:"text"`."""
    first, second = ("en", "id") if language() == "en" else ("id", "en")
    return getattr(row, f"{field}_{first}") or getattr(row, f"{field}_{second}")


@dataclass(frozen=True)
class Spoken:
    """An answer in one language.

    Args:
        sent: it is the language in which the sender is answered.
        folded: it stands beneath the one that is sent.
    """

    language: str
    text: str
    sent: bool
    folded: bool


@register.simple_tag
def spoken(row: Any, request: Any) -> list[Spoken]:
    """What an answer says, in the language in which a request is answered first, then in the other."""
    wanted = request.language
    texts = [
        (tongue, getattr(row, f"text_{tongue}")) for tongue in (wanted, "id" if wanted == "en" else "en")
    ]
    said = [one for one in texts if one[1]]
    return [Spoken(tongue, text, tongue == wanted, at > 0) for at, (tongue, text) in enumerate(said)]


@register.simple_tag(takes_context=True)
def figure_words(context: Any, figure: dict[str, Any]) -> SafeString:
    """A figure an answer refers to: indicator and area by name, period, text and unit as they stood that day.

    The code of the indicator stands behind it. The area a page is about (`area`) is not named.
    """
    titles, code, area = _titles(context["request"]), figure["indicator"], figure["area"]
    here = area == context.get("area")
    parts = [titles.get(code, code), "" if here else _areas(context["request"]).get(area, area)]
    parts += [label(figure["period"], language())]
    parts.append(breakdown_word(figure.get("disaggregation", "_T"), language()))
    number = format_kept(figure, language=language())
    said = f"{', '.join(part for part in parts if part)}: {number} {figure.get('unit', '')}".strip()
    return format_html('{} <span class="mute small">{}</span>', said, code if code in titles else "")


def _titles(request: Any) -> dict[str, str]:
    """Titles of indicators by their codes: one query, once for a page."""
    if not hasattr(request, "_figure_titles"):
        title = "title_en" if language() == "en" else "title_id"
        request._figure_titles = dict(Indicator.objects.order_by().values_list("code", title))
    titles: dict[str, str] = request._figure_titles
    return titles


def _areas(request: Any) -> dict[str, str]:
    """Names of areas by their codes: one query, once for a page."""
    if not hasattr(request, "_figure_areas"):
        request._figure_areas = area_names(language())
    areas: dict[str, str] = request._figure_areas
    return areas


@register.inclusion_tag("desk/work/requests/_box.html", takes_context=True)
def box(
    context: Any,
    form: str,
    name: str,
    label: str,
    *,
    kind: str = "text",
    value: Any = "",
    hint: str = "",
    need: bool = False,
    rows: int = 3,
    lang: str = "",
    options: Sequence[tuple[str, str]] = (),
    latest: str = "",
) -> dict[str, Any]:
    """A field of a form with its label; what was typed and could not be kept stands in it again, with why.

    Args:
        form: key of the form, as the refusal names it.
        kind: text, day, lines, choice, several or file; of `several`, the value is a list of codes.
    """
    refused = context.get("refused")
    mine = refused if refused and refused.form == form else None
    given = mine.typed.get(name) if mine and mine.typed else None
    shown = value if given is None else given
    many = mine.many.get(name, []) if mine else [str(one) for one in value] if kind == "several" else []
    return {
        "many": many,
        "waiting": mine.waiting.get(name, []) if mine and kind == "file" else [],
        "id": f"{form}-{name}",
        "name": name,
        "label": label,
        "kind": kind,
        "value": shown.isoformat() if hasattr(shown, "isoformat") else shown or "",
        "hint": hint,
        "need": need,
        "rows": rows,
        "lang": lang,
        "options": options,
        "latest": latest,
        "wrong": mine if mine and mine.field == name else None,
    }


@register.inclusion_tag("desk/work/requests/_refused.html", takes_context=True)
def refusal(context: Any, form: str) -> dict[str, Any]:
    """Why a form could not be kept, where that belongs to no single field; a warning stands where it is answered."""
    refused = context.get("refused")
    mine = refused is not None and refused.form == form
    return {"refused": refused if mine and not refused.field and not refused.warning else None}


@register.simple_tag(takes_context=True)
def opened(context: Any, form: str, otherwise: bool = False) -> str:
    """The attribute of a folded form: open where it was refused."""
    refused = context.get("refused")
    return " open" if (refused is not None and refused.form == form) or otherwise else ""


@register.inclusion_tag("desk/work/requests/_numbers_of.html")
def numbers_of(row: Any) -> dict[str, Any]:
    """What is remarked on the numbers of an answer, beneath it."""
    return {"remarks": row.number_remarks()}


@register.inclusion_tag("desk/work/requests/_numbers_known.html", takes_context=True)
def numbers_known(context: Any, form: str, number: str, row: Any) -> dict[str, Any]:
    """What is remarked on the numbers of an answer that is being written, and the box of who goes on knowingly.

    Args:
        row: what stands in the form; of a form that came back for its numbers, they are those that were typed.
    """
    mine = _mine(context, form)
    typed = mine.problem.params.get("remarks") if mine else None
    remarks = typed if typed is not None else row.number_remarks() if row else ()
    return _known({number: remarks}, mine)


@register.inclusion_tag("desk/work/requests/_numbers_known.html", takes_context=True)
def numbers_known_of(context: Any, form: str, answers: Iterable[Any]) -> dict[str, Any]:
    """The same for all answers of a delivery, each under its number."""
    rows = {one.number: (one.item_id, one.number_remarks()) for one in answers}
    told = _known({number: found for number, (_pk, found) in rows.items()}, _mine(context, form))
    told["rows"] = [((number, rows[number][0]), found) for number, found in told["rows"]]
    return told | {"numbered": True}


def _mine(context: Any, form: str) -> Any:
    refused = context.get("refused")
    return refused if refused is not None and refused.form == form else None


def _known(remarks: Mapping[str, Sequence[NumberRemark]], refused: Any) -> dict[str, Any]:
    mark = mark_of(remarks)
    ticked = refused is not None and refused.typed.get("numbers_known") == mark
    return {
        "rows": [(number, found) for number, found in remarks.items() if found],
        "mark": mark,
        "ticked": ticked,
    }


@register.inclusion_tag("desk/work/_overtaken.html", takes_context=True)
def overtaken_of(context: Any, remarks: Sequence[OvertakenRemark] | None) -> dict[str, Any]:
    """A warning on figures that are handed in, referred to or cleared although something later holds."""
    titles = _titles(context["request"]) if remarks else {}
    return {
        "rows": [
            {
                "kind": one.kind.value,
                "code": one.told.series[0],
                "title": titles.get(one.told.series[0], one.told.series[0]),
                "period": one.told.period,
                "by": one.by.period if one.by else "",
                "proof": reverse("desk:proof", args=[one.by.observation])
                if one.by and one.by.observation
                else "",
            }
            for one in remarks or ()
        ]
    }
