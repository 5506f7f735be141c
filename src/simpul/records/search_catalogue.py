"""Indicators, goals, alignments, figures, sheets in finalisation and decisions as they are found."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from decimal import Decimal
from functools import reduce
from operator import or_
from typing import Any

from django.db.models import Exists, OuterRef, Q, Subquery, TextField, Value
from django.db.models.fields.json import KT
from django.db.models.functions import Cast, Coalesce, Concat

from ..core.dressing import dressed
from ..core.errors import Problem
from ..core.figures import Reported, Status, format_figure, read_figure
from ..core.periods import Period, label
from ..core.search import Term, folded
from .alignment_reading import End, titles_of_ends
from .models import (
    Alignment,
    Baseline,
    ContentEntry,
    Indicator,
    Obligation,
    Observation,
    SheetTask,
    SheetVersion,
)
from .search_match import MOST, Hit, Reader, alike, both, matching, ranked
from .search_targets import Worded, with_targets

_Place = Callable[[str], tuple[str, tuple[Any, ...], str]]


def indicators(reader: Reader) -> list[Hit]:
    """Indicators by code and title."""
    hits = _titled(reader, "indicator", lambda code: ("desk:indicator", (code,), ""))
    return with_targets(hits, _wordings(reader))


def goals(reader: Reader) -> list[Hit]:
    """Goals and measures by code and title; each leads to its place in its framework."""
    hits = _titled(
        reader, "goal", lambda code: ("desk:framework", (code.split("/")[0],), f"#g-{code.split('/', 1)[1]}")
    )
    return with_targets(hits, _wordings(reader))


def _wordings(reader: Reader) -> list[Worded]:
    """The wordings that were met with their targets: read once, with the decisions."""
    rows = sorted((row for row in _decided(reader) if row[7] > 0), key=lambda row: row[7])
    return [(row[0], row[3], row[4], row[8]) for row in rows]


def _titled(reader: Reader, kind: str, place: _Place) -> list[Hit]:
    found = []
    for which, end in _ends(reader):
        if which == kind:
            hit = Hit(f"{kind}s", (end.title_id, end.title_en), alike(end.code), place(end.code))
            own = end.code.split("/", 1)[-1]
            found.append((hit, [own, f"{end.title_id} {end.title_en}"]))
    return ranked(found, reader.terms)[:MOST]


def _ends(reader: Reader) -> list[tuple[str, End]]:
    """Every indicator and goal by its kind; read once for all that names one."""
    return reader.once("ends", lambda: [(kind, end) for (kind, _code), end in titles_of_ends().items()])


def alignments(reader: Reader) -> list[Hit]:
    """Alignments by the codes and titles of both ends and by their reason, for whom a round concerns.

    The titles stand in other tables, so that all alignments are looked through here, not by the database.
    """
    if not reader.duties:
        return []
    known = {(kind, end.code): end for kind, end in _ends(reader)}
    plain = {key: folded(f"{end.code} {end.title_id} {end.title_en}") for key, end in known.items()}
    found = []
    for row in Alignment.objects.order_by("source_code", "target_code"):
        ends = (row.source_kind, row.source_code), (row.target_kind, row.target_code)
        reason = f"{row.rationale_id} {row.rationale_en}"
        hay = " ".join((*(plain.get(end, folded(end[1])) for end in ends), folded(reason)))
        if not all(term.within(hay) for term in reader.terms):
            continue
        titles = [known.get(end, End(end[1], end[1], end[1])) for end in ends]
        names = " – ".join(one.title_id for one in titles), " – ".join(one.title_en for one in titles)
        note = f"{row.source_code}, {row.target_code}"
        hit = Hit("alignments", names, alike(note), ("desk:alignment", (row.pk,), ""))
        found.append((hit, [note, f"{names[0]} {names[1]}", reason]))
    return ranked(found, reader.terms)[:MOST]


def sheets(reader: Reader) -> list[Hit]:
    """Sheets in finalisation the reader may see in work, by indicator, office, finalisation and reason."""
    fields = [f"indicator__{one}" for one in ("code", "title_id", "title_en")]
    fields += ["organisation__acronym", "finalisation__title_id", "finalisation__title_en", "version__reason"]
    rows = matching(SheetTask.objects.visible_to(reader.duties, reader.day), fields, reader.terms)
    found = []
    for row in rows.with_names().select_related("version").order_by("-since")[:MOST]:  # type: ignore[attr-defined]
        titles, made = (row.indicator.title_id, row.indicator.title_en), row.finalisation
        reason = row.version.reason if row.version else ""
        note, view = f"{row.indicator.code}, {row.organisation.acronym}", ("desk:sheet", (row.pk,), "")
        hit = Hit("sheets", titles, alike(note), view, text=alike(reason), at=row.since)
        found.append(
            (hit, [row.indicator.code, " ".join(titles), f"{note} {made.title_id} {made.title_en} {reason}"])
        )
    return ranked(found, reader.terms)


def decisions(reader: Reader) -> list[Hit]:
    """What bodies decided, by reference, indicator and agreed definition: wordings, baselines, mergers; one query.

    A decision that agreed a wording and its baseline is one hit, with the day of the wording.
    """
    by_decision: dict[tuple[str, str], list[Any]] = {}
    for row in _decided(reader):
        if not row[3]:  # the first wording, by content
            continue
        by_decision.setdefault((row[0], row[3]), []).append(row)
    return ranked((_decision(rows) for rows in by_decision.values()), reader.terms)


def _decision(rows: list[Any]) -> tuple[Hit, list[str]]:
    """One decision about one indicator, from what it decided: the last wording first."""
    rows = sorted(rows, key=lambda row: -row[7])
    code, id_, en, decision, *_rest, number, _targets = rows[0]
    day = next((row[4] for row in rows if row[4]), None)
    said = [_said(*row[5:7], baseline=row[7] < 0) for row in rows]
    text = " · ".join(one[0] for one in said if one[0]), " · ".join(one[1] for one in said if one[1])
    view: tuple[str, tuple[Any, ...], str] = ("desk:indicator", (code,), "")
    if number > 0:
        view = "desk:wordings", (code,), f"#w-{number}"
    hit = Hit("decisions", (id_, en), alike(f"{decision}, {code}"), view, text=text, at=day)
    return hit, [decision, f"{code} {id_} {en}", " ".join(text)]


def _said(first: str, second: str, *, baseline: bool) -> tuple[str, str]:
    """What was decided: a definition in both languages, codes of indicators, or the period and value of a baseline."""
    if not baseline:
        return both(first, second)
    id_, en = (f"{dressed('period', first, one)}: {_figure(second, one)}" for one in ("id", "en"))
    return id_, en


def _figure(text: str, language: str) -> str:
    """A value of the content, as a page shows it."""
    try:
        return format_figure(read_figure(text, language="id"), language=language)
    except Problem:
        return text


def _decided(reader: Reader) -> list[Any]:
    """Code, titles, reference, day, what was decided in two parts, number of the wording (-1: a baseline), targets."""
    return reader.once("decided", lambda: _read_decided(reader))


def _read_decided(reader: Reader) -> list[Any]:
    nothing = Value("", output_field=TextField())
    of, zero = [f"indicator__{one}" for one in ("code", "title_id", "title_en")], Value(0)
    into = Concat("code", Value(" → "), "merged_into__code", output_field=TextField())
    agreed = SheetVersion.objects.order_by().filter(Q(number=1) | ~Q(agreed_in=""))
    agreed = agreed.annotate(
        said=Coalesce(KT("sheet__definition__id"), nothing),
        other=Coalesce(KT("sheet__definition__en"), nothing),
        targets=Coalesce(KT("sheet__targets"), nothing),
    )
    same = SheetVersion.objects.filter(indicator=OuterRef("indicator"), agreed_in=OuterRef("decision"))
    day = Subquery(same.order_by("-number").values("agreed_on")[:1])
    begun = Baseline.objects.order_by().exclude(decision="")
    merged = Indicator.objects.order_by().exclude(merged_in="")
    parts = (
        matching(agreed, [*of, "agreed_in", "said", "other"], reader.terms).values_list(
            *of, "agreed_in", "agreed_on", "said", "other", "number", "targets"
        ),
        matching(begun, [*of, "decision", "period", "value_text"], reader.terms).values_list(
            *of,
            "decision",
            day,
            Cast("period", TextField()),
            Cast("value_text", TextField()),
            Value(-1),
            nothing,
        ),
        matching(
            merged, ["code", "title_id", "title_en", "merged_in", "merged_into__code"], reader.terms
        ).values_list("code", "title_id", "title_en", "merged_in", "merged_on", into, nothing, zero, nothing),
    )
    return list(parts[0].union(*parts[1:], all=True)[:MOST])


def figures(reader: Reader) -> list[Hit]:
    """Figures that hold, by indicator, country, period and value; those of the desk's own country first."""
    areas = _areas(reader)
    wanted = _wanted(reader, areas)
    if wanted is None:
        return []
    own = Exists(Obligation.objects.filter(area=OuterRef("area")))
    rows = Observation.objects.current().totals().exclude(text="").filter(wanted)
    found, ours = [], set()
    for row in (
        rows.annotate(own=own).select_related("indicator").order_by("-own", "-period", "area", "pk")[:MOST]
    ):
        names = _in_words(row, areas, "id"), _in_words(row, areas, "en")
        view, at = ("desk:proof", (row.pk,), ""), Period.parse(row.period).last_day
        hit = Hit("figures", names, alike(row.indicator.code), view, at=at)
        ours |= {row.pk} if row.own else set()
        beside = f"{row.period} {row.text} {row.area} {names[0]} {names[1]}"
        found.append(
            (hit, [row.indicator.code, f"{row.indicator.title_id} {row.indicator.title_en}", beside])
        )
    hits = ranked(found, reader.terms)
    return sorted(hits, key=lambda hit: (-hit.points, hit.view[1][0] not in ours))


def _in_words(row: Observation, areas: Mapping[str, tuple[str, str]], language: str) -> str:
    """A figure in a line: indicator, country, period, and the number in the dress of a language."""
    english = language == "en"
    title, unit = row.indicator.title_id, row.indicator.unit_id
    if english:
        title, unit = row.indicator.title_en, row.indicator.unit_en
    told = Reported(row.text, row.value, Status(row.status))
    number = format_figure(told, language=language, decimals=row.indicator.decimals)
    area = areas.get(row.area, (row.area, row.area))[english]
    return f"{title}, {area}, {label(row.period, language)}: {number} {unit}".strip()


def _wanted(reader: Reader, areas: Mapping[str, tuple[str, str]]) -> Q | None:
    """The figures of the indicators whose names are met; words that meet no name say period, country or value.

    The names are few and looked through here; of the figures, which are many, no text is looked through that an
    indicator does not narrow down. A question that names no indicator has to say a value as it stands.
    """
    beside = {term: _beside(term, areas) for term in reader.terms}
    by_rest: dict[tuple[Term, ...], list[str]] = {}
    for kind, end in _ends(reader):
        if kind == "indicator":
            plain = folded(f"{end.code} {end.title_id} {end.title_en}")
            rest = tuple(term for term in reader.terms if not term.within(plain))
            by_rest.setdefault(rest, []).append(end.code)
    wanted: list[Q] = []
    for rest, codes in by_rest.items():
        if rest != reader.terms:
            wanted.append(_all_of(Q(indicator__code__in=codes), (beside[term] for term in rest)))
    values = [number for term in reader.terms for number in _numbers(term.word)]
    if values:
        wanted.append(_all_of(Q(value__in=values), beside.values()))
    return reduce(or_, wanted) if wanted else None


def _all_of(first: Q, others: Any) -> Q:
    for one in others:
        first &= one
    return first


def _beside(term: Term, areas: Mapping[str, tuple[str, str]]) -> Q:
    """What a word that is no name of an indicator may say of a figure."""
    named = [code for code, names in areas.items() if term.within(folded(f"{code} {' '.join(names)}"))]
    place = Q(area__in=named) | Q(area__iexact=term.word)
    return place | Q(period__istartswith=term.word) | Q(value__in=list(_numbers(term.word)))


def _numbers(word: str) -> Iterator[Decimal]:
    """The numbers a word may be, in either language."""
    for language in ("id", "en"):
        try:
            value = read_figure(word, language=language).value
        except Problem:
            continue
        if value is not None:
            yield value


def _areas(reader: Reader) -> dict[str, tuple[str, str]]:
    """Code of a country -> its names in Indonesian and English."""
    rows = reader.once("areas", lambda: ContentEntry.objects.declared("area"))
    return {row.code: (str(row.body["name"]["id"]), str(row.body["name"]["en"])) for row in rows}
