"""Every office the desk knows: of the country, of other members and of ASEAN, with what is to be confirmed."""

from __future__ import annotations

from collections import defaultdict
from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from ....records.areas import area_names
from ....records.models import ContentEntry, Responsibility
from ....records.office_reading import read_offices
from ..listing import Column, Filter, Form, Table, among, answer
from ..templatetags.desk import day, language
from ..templatetags.terms import TO_CONFIRM, confidence, office_kind, unsure
from ..templatetags.work import named
from ..work.reader import reader

NOW = {"yes": gettext_lazy("in office today"), "no": gettext_lazy("ended")}


def _fact(name: str) -> Any:
    return lambda row: str(row["fact"].get(name, ""))


def _basis(row: Any) -> str:
    """What set the office up, with the doubt there is; at home an unknown one says that it is to be confirmed."""
    basis, doubt = row["fact"].get("legal_basis"), unsure(row["fact"].get("legal_basis_confidence", ""))
    if not basis:
        return str(TO_CONFIRM) if row["fact"] and row["home"] else ""
    return f"{basis} ({doubt})" if doubt else str(basis)


def _words(row: Any) -> str:
    """What an office is searched by."""
    office = row["office"]
    return f"{office.acronym} {office.code} {office.name_id} {office.name_en}".casefold()


def _time(row: Any) -> str:
    """From when to when, where that is told."""
    since, until = row["office"].since, row["office"].until
    if until is not None:
        return _("until %(day)s") % {"day": day(until, "short")}
    return _("since %(day)s") % {"day": day(since, "short")} if since is not None else ""


OFFICES = Table(
    code="office_list",
    title=gettext_lazy("Offices"),
    columns=(
        Column(
            "acronym",
            gettext_lazy("Office"),
            lambda row: row["office"].acronym,
            url=lambda row: reverse("desk:office", args=[row["office"].code]),
        ),
        Column(
            "name", gettext_lazy("Full name"), lambda row: named(row["office"]), under="acronym", width=50
        ),
        Column("country", gettext_lazy("Country"), lambda row: row["country"]),
        Column("kind", gettext_lazy("Kind"), lambda row: office_kind(row["office"].kind), under="country"),
        Column(
            "parent",
            gettext_lazy("Under"),
            lambda row: row["office"].parent.acronym if row["office"].parent else "",
            on_page=False,
        ),
        Column("bodies", gettext_lazy("Leads"), lambda row: ", ".join(row["leads"]), width=36),
        Column("above", gettext_lazy("Coordinated at home by"), lambda row: row["coordinator"], width=26),
        Column(
            "above_sure",
            gettext_lazy("How sure that is"),
            lambda row: (
                unsure(row["fact"].get("coordinated_by_confidence", "")) if row["coordinator"] else ""
            ),
            under="above",
        ),
        Column("basis", gettext_lazy("Legal basis"), _basis, width=26),
        Column("time", gettext_lazy("In office"), _time, width=26),
        Column(
            "time_sure",
            gettext_lazy("How sure the date is"),
            lambda row: unsure(row["fact"].get("since_confidence", "")),
            under="time",
        ),
        Column(
            "served", gettext_lazy("Bodies today"), lambda row: row["line"].bodies, Form.NUMBER, on_page=False
        ),
        Column(
            "people",
            gettext_lazy("Designations today"),
            lambda row: row["line"].people,
            Form.NUMBER,
            on_page=False,
        ),
        Column("since", gettext_lazy("From"), lambda row: row["office"].since, Form.DAY, on_page=False),
        Column("until", gettext_lazy("Until"), lambda row: row["office"].until, Form.DAY, on_page=False),
        Column("note", gettext_lazy("Note"), _fact("note"), on_page=False, width=50),
        Column(
            "confidence", gettext_lazy("How sure"), lambda row: confidence(row["office"].confidence), width=30
        ),
        Column("source", gettext_lazy("Source"), lambda row: row["office"].source, on_page=False, width=60),
    ),
    filters=(
        Filter("country", gettext_lazy("Country"), *among(lambda row: row["country"])),
        Filter("kind", gettext_lazy("Kind"), *among(lambda row: str(office_kind(row["office"].kind)))),
        Filter("now", gettext_lazy("Today"), *among(lambda row: row["now"], NOW.__getitem__)),
        Filter(
            "q",
            gettext_lazy("Words"),
            lambda row, text: text.casefold() in _words(row),
            kind="words",
        ),
    ),
    empty=(gettext_lazy("No office yet"), gettext_lazy("Offices come with the content or are added here.")),
    symbol="landmark",
    per_page=60,
    wide=True,
)


@login_required
def offices(request: HttpRequest) -> HttpResponse:
    """All offices, those of the country first, ended ones last; who keeps the directory adds one."""
    who = reader(request)
    names = area_names(language())
    facts = {row.code: row.body for row in ContentEntry.objects.declared("organisation")}
    leads: dict[int, list[str]] = defaultdict(list)
    for row in Responsibility.objects.on(who.day).filter(role="lead").select_related("body"):
        leads[row.organisation_id].append(row.body.acronym)
    lines = read_offices(who.day)
    acronyms = {line.row.code: line.row.acronym for line in lines}
    home = {line.row.area for line in lines if leads[line.row.pk]}
    rows = [
        {
            "line": line,
            "office": line.row,
            "country": names.get(line.row.area, line.row.area),
            "home": line.row.area in home,
            "leads": sorted(leads[line.row.pk]),
            "fact": facts.get(line.row.code, {}),
            "coordinator": acronyms.get(str(facts.get(line.row.code, {}).get("coordinated_by", "")), ""),
            "now": "no" if line.row.until and line.row.until <= who.day else "yes",
        }
        for line in lines
    ]
    rows.sort(key=lambda row: (not row["home"], row["country"]))  # within a country as they were read
    context = {"may_add": who.may("directory.edit")}
    return answer(request, "desk/data/offices.html", context, OFFICES.read(request, rows))
