"""What the pages that split a request and fill its sender's form read: whom to ask, and what would be written."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Protocol

from ..core.directory import Held, holders_on
from ..core.dressing import breakdown_word
from ..core.figures import format_kept
from ..core.periods import label
from ..core.permissions import NATIONAL, Subject, roles_with
from ..core.sender_forms import written_answer
from .areas import area_names
from .body_themes import bodies_by_theme
from .holding import held
from .models import Indicator, Organisation, Request, RequestItem, Responsibility
from .reporting import desk_area
from .request_reading import to_deliver


@dataclass(frozen=True)
class BodyToAsk:
    """A body, with the office that leads it on the day; empty where none does."""

    code: str
    acronym: str
    lead: str


@dataclass(frozen=True)
class BodyGroup:
    """Bodies of one theme, as the body above them names it, or of those the request has already.

    Args:
        kind: `here` (in this request), `theme`, or `other` where the body above has no theme of its own.
    """

    kind: str
    bodies: tuple[BodyToAsk, ...]
    theme_id: str = ""
    theme_en: str = ""


def bodies_to_ask(day: date, *, first: Collection[str] = ()) -> tuple[BodyGroup, ...]:
    """Every body an item may go to, by theme, those of the request before: two queries.

    Args:
        first: codes of the bodies the request has already.
    """
    rows = Responsibility.objects.on(day).filter(role="lead").select_related("organisation")
    leads = {row.body_id: row.organisation.acronym for row in rows}
    return tuple(
        BodyGroup(
            one.kind,
            tuple(BodyToAsk(row.code, row.acronym, leads.get(row.pk, "")) for row in one.bodies),
            one.theme_id,
            one.theme_en,
        )
        for one in bodies_by_theme(first=first)
    )


def body_named(text: str, groups: Iterable[BodyGroup]) -> str:
    """The code of the one body a text names, by its acronym or the office that leads it; empty for none or several."""
    known = {one.code: one for group in groups for one in group.bodies}
    for said in (
        {code: one.acronym for code, one in known.items()},
        {code: one.lead for code, one in known.items()},
    ):
        named = [
            code
            for code, word in said.items()
            if word and re.search(rf"(?<!\w){re.escape(word)}(?!\w)", text, re.IGNORECASE)
        ]
        if named:
            return named[0] if len(named) == 1 else ""
    return ""


class _WithBody(Protocol):
    """A question that was typed."""

    @property
    def body(self) -> str: ...


def bodies_in(request: Request, typed: Iterable[_WithBody] = ()) -> frozenset[str]:
    """Codes of the bodies a request has: of its items, and of the rows being typed."""
    items = request.items.order_by().values_list("body__code", flat=True)
    return frozenset({*items, *(one.body for one in typed if one.body)})


def offices_to_ask(day: date) -> tuple[tuple[str, str], ...]:
    """Code and acronym of every office that may be asked on a day."""
    offices = Organisation.objects.to_ask(desk_area(), day).order_by("acronym")
    return tuple(offices.values_list("code", "acronym"))


def without_people(items: Iterable[RequestItem], day: date) -> dict[int, tuple[str, ...]]:
    """Item -> offices asked of which nobody may answer it that day, by acronym: the secretariat writes for them.

    Args:
        items: read `with_offices` and `with_lead`.
    """
    items = list(items)
    roles = sorted(role.value for role in roles_with("request.answer") - NATIONAL)
    known = held(roles, day) if items else []
    found: dict[int, tuple[str, ...]] = {}
    for item in items:
        silent = tuple(
            one.organisation.acronym
            for one in item.offices.all()
            if not _answers(known, roles, item.asked_of(one.organisation), day)
        )
        if silent:
            found[item.pk] = silent
    return found


def _answers(known: Sequence[Held], roles: Iterable[str], asked: Subject, day: date) -> bool:
    body, offices = asked.body or "", sorted(asked.organisations)
    return any(
        holders_on(known, body=body, offices=offices, role=role, day=day, leads=asked.leads) for role in roles
    )


@dataclass(frozen=True)
class WrittenAnswer:
    """What would be written into the sender's form for an item.

    Args:
        version: of the national answer it is made from; 0 = there is none yet.
        text: empty where nothing can be written yet.
    """

    item: RequestItem
    version: int
    text: str

    @property
    def has_place(self) -> bool:
        """The form has a place for it."""
        return bool(self.item.anchor)


def written_answers(request: Request) -> tuple[WrittenAnswer, ...]:
    """The national answers of a request as its sender's form would say them, item by item."""
    rows = to_deliver(request)
    named = {one["indicator"] for _item, answer in rows if answer for one in answer.figures}
    titles = {
        row.code: row.title_en if request.language == "en" else row.title_id
        for row in Indicator.objects.filter(code__in=named)
    }
    home, areas = desk_area(), area_names(request.language)
    found = []
    for item, answer in rows:
        text = getattr(answer, f"text_{request.language}") if answer else ""
        if answer and text:
            figures = [_figure(one, titles, areas | {home: ""}, request.language) for one in answer.figures]
            text = written_answer(answer.kind, text, figures, language=request.language)
        found.append(WrittenAnswer(item, answer.number if answer else 0, text))
    return tuple(found)


def _figure(
    figure: dict[str, Any], titles: dict[str, str], areas: dict[str, str], language: str
) -> tuple[str, str]:
    """What a figure is, in words, and its number in the dress of a language; our own area is not named."""
    parts = [titles.get(figure["indicator"]) or figure["indicator"]]
    breakdown = figure.get("disaggregation", "_T")
    parts += [areas.get(figure["area"], figure["area"]), breakdown_word(breakdown, language)]
    parts.append(label(figure["period"], language))
    return ", ".join(part for part in parts if part), format_kept(figure, language=language)
