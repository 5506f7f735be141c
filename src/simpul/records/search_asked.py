"""Requests with their questions, benefit records, bodies, offices, code lists and meetings as they are found."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from django.db.models import DateField, Q, TextField, Value
from django.db.models.functions import Cast, Coalesce, Concat

from ..core.dressing import dressed
from ..core.requests import item_number
from .models import (
    BenefitVersion,
    Body,
    CalendarEvent,
    CodeList,
    Organisation,
    Request,
    RequestItem,
)
from .search_match import MOST, Hit, Reader, alike, both, matching, ranked


def requests(reader: Reader) -> list[Hit]:
    """Letters the reader may see, by what they ask for, their sender and both numbers."""
    found = {}
    for row in reader.once("letters", lambda: _letters(reader)):
        note, view = f"{row.code}, {row.sender}", ("desk:request", (row.code,), "")
        hit = Hit("requests", alike(row.subject), alike(note), view, at=row.received_on)
        found[row.code] = (hit, [row.code, row.subject, f"{row.sender} {row.letter_number}"])
    return ranked(found.values(), reader.terms)


def questions(reader: Reader) -> list[Hit]:
    """Questions of those letters, each by its own text."""
    found = []
    for row in reader.once("letters", lambda: _letters(reader)):
        if row.items__pk is not None:
            texts = row.items__text_id, row.items__text_en
            number = item_number(row.items__number)
            note = f"{row.code}, butir {number}", f"{row.code}, item {number}"
            view = "desk:request_item", (row.items__pk,), ""
            hit = Hit("questions", both(*texts), note, view, at=row.received_on)
            found.append((hit, texts))
    return ranked(found, reader.terms)


def _letters(reader: Reader) -> list[Any]:
    """Each question of a letter beside its letter, and letters nobody split yet: one query."""
    seen = RequestItem.objects.visible_to(reader.duties, reader.day)
    rows: Any = Request.objects.visible_to(reader.duties, reader.day)
    rows = rows.filter(Q(items__isnull=True) | Q(items__in=seen))
    own = ["code", "subject", "sender", "letter_number"]
    rows = matching(rows, [*own, "items__text_id", "items__text_en"], reader.terms)
    told = [*own, "received_on", "items__pk", "items__number", "items__text_id", "items__text_en"]
    return list(rows.order_by("-received_on", "-pk", "items__position").values_list(*told, named=True)[:MOST])


def benefits(reader: Reader) -> list[Hit]:
    """Benefit records: of each the version the reader may see, by its words, place and office."""
    fields = ["text", "text_en", "who", "region", "benefit__subject_code"]
    fields += ["benefit__body__acronym", "benefit__organisation__acronym"]
    rows: Any = BenefitVersion.objects.shown_to(reader.duties, reader.day)
    rows = matching(rows, fields, reader.terms).select_related("benefit__body", "benefit__organisation")
    return ranked(
        (
            (
                Hit(
                    "benefits",
                    both(row.text, row.text_en),
                    (_of_benefit(row, "id"), _of_benefit(row, "en")),
                    ("desk:benefit", (row.benefit_id,), ""),
                    at=row.recorded_at,
                ),
                [
                    row.benefit.subject_code,
                    f"{row.text} {row.text_en}",
                    f"{row.who} {_of_benefit(row, 'id')} {row.period}",
                ],
            )
            for row in rows.order_by("-recorded_at")[:MOST]
        ),
        reader.terms,
    )


def _of_benefit(row: BenefitVersion, language: str) -> str:
    period = dressed("period", row.period, language)
    told = (row.benefit.body.acronym, row.benefit.organisation.acronym, row.region, period)
    return ", ".join(one for one in told if one)


def bodies(reader: Reader) -> list[Hit]:
    """Bodies by acronym, name and theme."""
    found = []
    for kind, code, id_, en, acronym, theme, *_more in reader.once("named", lambda: _named(reader)):
        if kind == "bodies":
            hit = Hit(kind, alike(acronym), both(id_, en), ("desk:body", (code,), ""))
            found.append((hit, [acronym, f"{id_} {en}", f"{theme} {code}"]))
    return ranked(found, reader.terms)


def offices(reader: Reader) -> list[Hit]:
    """Ministries, agencies and other offices by acronym and name."""
    found = []
    for kind, code, id_, en, acronym, *_more in reader.once("named", lambda: _named(reader)):
        if kind == "offices":
            hit = Hit(kind, (id_, en), alike(acronym), ("desk:directory", (), f"?office={code}"))
            found.append((hit, [acronym, f"{id_} {en}"]))
    return ranked(found, reader.terms)


def code_lists(reader: Reader) -> list[Hit]:
    """Lists of reference codes by their names."""
    found = []
    for kind, code, id_, en, *_more in reader.once("named", lambda: _named(reader)):
        if kind == "code_lists":
            hit = Hit(kind, (id_, en), alike(""), ("desk:code_list", (code,), ""))
            found.append((hit, [code, f"{id_} {en}"]))
    return ranked(found, reader.terms)


def events(reader: Reader) -> list[Hit]:
    """Meetings of the calendar by name, body, office and place."""
    found = []
    for kind, _code, id_, en, holder, place, first in reader.once("named", lambda: _named(reader)):
        if kind == "events":
            note = ", ".join(one for one in (holder, place, str(first.year) if first else "") if one)
            view = "desk:calendar", (), f"?{urlencode({'q': id_})}#e-h"
            found.append((Hit(kind, (id_, en), alike(note), view, at=first), [f"{id_} {en}", note]))
    return ranked(found, reader.terms)


def _named(reader: Reader) -> list[Any]:
    """Bodies, offices, code lists and meetings, which everybody may see: one query."""
    none, nothing, names = (
        Cast(Value(None), DateField()),
        Value("", output_field=TextField()),
        ["code", "name_id", "name_en"],
    )
    lists = matching(CodeList.objects.order_by(), names, reader.terms).values_list(
        Value("code_lists"), *names, nothing, nothing, none
    )
    known = matching(Organisation.objects.order_by(), ["acronym", *names[1:]], reader.terms).values_list(
        Value("offices"), *names, Cast("acronym", TextField()), nothing, none
    )
    fields = ["name_id", "name_en", "body__acronym", "organisation__acronym", "place"]
    meetings = matching(CalendarEvent.objects.order_by(), fields, reader.terms).values_list(
        Value("events"),
        *names,
        Coalesce("body__acronym", "organisation__acronym", nothing, output_field=TextField()),
        Cast("place", TextField()),
        Coalesce("starts_on", "expected_from"),
    )
    theme = Concat("theme_id", Value(" "), "theme_en", output_field=TextField())
    fields = ["acronym", *names, "theme_id", "theme_en"]
    seats = matching(Body.objects.order_by(), fields, reader.terms).values_list(
        Value("bodies"), *names, Cast("acronym", TextField()), theme, none
    )
    return list(known.union(lists, meetings, seats, all=True)[: 4 * MOST])
