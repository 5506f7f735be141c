"""Finding what the reader may see: by kind, ranked, marked where it was met, taken away as a list."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from ....core.activity_fields import value_word
from ....core.figures import format_number
from ....core.search import Term, marked, proposals, terms_of
from ....records.days import civil_day
from ....records.framework_titles import short_titles_in
from ....records.search import KINDS, find, vocabulary
from ....records.search_match import MOST, Hit, alike
from ....records.search_targets import TargetTold
from ..listing import Column, Filter, Form, Listing, Table, answer
from ..templatetags.benefits import goal_word
from ..templatetags.desk import language

#: Hits of each kind on the first page, and on a page of one kind.
FIRST, PAGE = 5, 20
WORDS = {
    "indicators": gettext_lazy("Indicators"),
    "figures": gettext_lazy("Figures"),
    "bodies": gettext_lazy("Bodies"),
    "offices": gettext_lazy("Ministries and agencies"),
    "people": gettext_lazy("People"),
    "goals": gettext_lazy("Goals and measures"),
    "sheets": gettext_lazy("Sheets in finalisation"),
    "decisions": gettext_lazy("Decisions of bodies"),
    "rounds": gettext_lazy("Rounds"),
    "tasks": gettext_lazy("Tasks"),
    "remarks": gettext_lazy("Remarks"),
    "narratives": gettext_lazy("Narratives"),
    "reports": gettext_lazy("Reports and deliveries"),
    "files": gettext_lazy("Files"),
    "requests": gettext_lazy("Incoming requests"),
    "questions": gettext_lazy("Questions of requests"),
    "benefits": gettext_lazy("Benefit records"),
    "alignments": gettext_lazy("Alignments"),
    "code_lists": gettext_lazy("Code lists"),
    "events": gettext_lazy("Meetings"),
}
#: Kinds of which the day is told: when it was decided, written, made, brought or received.
DATED = frozenset({"decisions", "remarks", "narratives", "reports", "files", "requests", "questions"})


@dataclass(frozen=True)
class Found:
    """A hit as its reader sees it."""

    hit: Hit
    terms: tuple[Term, ...]

    @property
    def title(self) -> str:
        return self.hit.names[language() == "en"]

    @property
    def url(self) -> str:
        """Where the hit leads."""
        name, arguments, rest = self.hit.view
        return reverse(name, args=arguments) + rest

    @property
    def pieces(self) -> list[tuple[str, bool]]:
        """The title in pieces, what was met marked."""
        return marked(self.title, self.terms)

    @property
    def beside(self) -> str:
        """The note in the reader's language; what a file is for, in words."""
        text = self.hit.note[language() == "en"]
        return value_word("purpose", text, language()) if self.hit.kind == "files" else text

    @property
    def targets(self) -> list[dict[str, Any]]:
        """Targets in words: the value, the period, the plan or decision, and whether another took its place."""
        return [
            {
                "value": _value(one),
                "period": one.period,
                "by": one.decision or one.authority,
                "day": one.day,
                "superseded": one.superseded,
                "replaced_by": one.by,
            }
            for one in self.hit.targets
        ]

    @property
    def note(self) -> list[tuple[str, bool]]:
        """The note in pieces."""
        return marked(self.beside, self.terms)

    @property
    def day(self) -> date | None:
        """When it was written, came or was decided; of other kinds no day is told."""
        at = self.hit.at if self.hit.kind in DATED else None
        return civil_day(at) if isinstance(at, datetime) else at

    @property
    def text(self) -> str:
        """What was written there, in the reader's language unless only the other one was met."""
        own, other = self.hit.text[language() == "en"], self.hit.text[language() != "en"]
        return other if _met(marked(other, self.terms)) and not _met(marked(own, self.terms)) else own

    @property
    def passage(self) -> list[tuple[str, bool]]:
        """The text around the first place that was met; of a name met in the other language, that name."""
        if self.text:
            return marked(" ".join(self.text.split()), self.terms, around=80)
        if _met([*self.pieces, *self.note]):
            return []
        others = (marked(pair[language() != "en"], self.terms) for pair in (self.hit.names, self.hit.note))
        return next((one for one in others if _met(one)), [])


def _value(one: TargetTold) -> str:
    """A target in the reader's dress: a value, a range or a bound."""

    def shown(value: Decimal) -> str:
        return format_number(value, language=language(), decimals=None)

    if one.value is not None:
        return shown(one.value)
    if one.low is not None and one.high is not None:
        return f"{shown(one.low)}–{shown(one.high)}"
    return (
        f"≥ {shown(one.low)}"
        if one.low is not None
        else f"≤ {shown(one.high)}"
        if one.high is not None
        else "–"
    )


def _met(pieces: list[tuple[str, bool]]) -> bool:
    return any(met for _text, met in pieces)


HITS = Table(
    code="search",
    title=gettext_lazy("Search"),
    columns=(
        Column("kind", gettext_lazy("Kind"), lambda row: str(WORDS[row.hit.kind])),
        Column("title", gettext_lazy("Title"), lambda row: row.title, width=50),
        Column("note", gettext_lazy("Beside it"), lambda row: row.beside, width=30),
        Column("text", gettext_lazy("Text"), lambda row: row.text, width=60),
        Column("day", gettext_lazy("Date"), lambda row: row.day, Form.DAY),
        Column(
            "at",
            gettext_lazy("Time"),
            lambda row: row.hit.at if hasattr(row.hit.at, "hour") else None,
            Form.MOMENT,
        ),
        Column("points", gettext_lazy("Points"), lambda row: row.hit.points, Form.NUMBER),
    ),
    filters=(
        Filter(
            "in",
            gettext_lazy("Kind"),
            lambda row, kind: row.hit.kind == kind,
            options=lambda rows: list(WORDS.items()),
            kind="tab",
        ),
    ),
)


@login_required
def search(request: HttpRequest) -> HttpResponse:
    """Hits by kind, the best first; of one kind, page by page."""
    text = " ".join(request.GET.get("q", "").split())[:100]
    only = request.GET.get("in", "")
    day = timezone.localdate()
    duties = request.user.duties_on(day)  # type: ignore[union-attr]
    terms = terms_of(text)
    found = find(text, duties, day=day)
    names = short_titles_in(language()) if found.get("goals") or found.get("alignments") else {}
    rows = [Found(hit, terms) for hits in found.values() for hit in _dressed(hits, names)]
    table = replace(HITS, per_page=PAGE) if only in KINDS else HITS
    listing = table.read(request, rows, scope=text, keeps=("q",))
    nothing = bool(terms) and not rows
    context = {
        "q": text,
        "asked": bool(terms),
        "only": listing.asked.get("in", ""),
        "groups": _groups(listing),
        "tabs": _tabs(listing),
        "total": len(rows),
        "most": MOST,
        "proposals": [
            {"text": word, "url": f"{request.path}?q={word}"} for word in proposals(text, vocabulary())
        ]
        if nothing
        else [],
    }
    return answer(request, "desk/data/search.html", context, listing)


def _dressed(hits: list[Hit], names: Mapping[str, str]) -> list[Hit]:
    """Hits that name goals by their framework's code, with its short title (`names`) instead."""
    if not hits or hits[0].kind not in ("goals", "alignments"):
        return hits
    return [
        replace(hit, note=alike(" – ".join(goal_word(code, names) for code in hit.note[0].split(", "))))
        for hit in hits
    ]


def _groups(listing: Listing) -> list[dict[str, Any]]:
    """The kinds that were met, each with its first hits; of one kind those of the page."""
    groups = []
    for kind, word in WORDS.items():
        hits = [row for row in listing.rows if row.hit.kind == kind]
        if hits:
            shown = [line.row for line in listing.lines] if listing.asked else hits[:FIRST]
            groups.append(
                {
                    "kind": kind,
                    "title": word,
                    "rows": shown,
                    "count": len(hits),
                    "more": len(hits) - len(shown) if not listing.asked else 0,
                    "url": listing.only(**{"in": kind}),
                }
            )
    return groups


def _tabs(listing: Listing) -> list[dict[str, Any]]:
    counts = {kind: sum(row.hit.kind == kind for row in listing.every) for kind in WORDS}
    now = listing.asked.get("in", "")
    tabs = [
        {"text": _("All"), "url": listing.only(**{"in": ""}), "count": len(listing.every), "here": not now}
    ]
    tabs += [
        {"text": word, "url": listing.only(**{"in": kind}), "count": counts[kind], "here": kind == now}
        for kind, word in WORDS.items()
        if counts[kind]
    ]
    return tabs
