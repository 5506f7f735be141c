"""Bodies, the offices that answer for them, and who holds what on any day."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.contrib.auth.decorators import login_required
from django.db.models import Min
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from ....records.areas import area_names
from ....records.indicator_reading import known_by
from ....records.models import Body, CalendarEvent, Chair, Designation, Responsibility
from ....records.register_reading import SPEAKS, read_register
from ..listing import Column, Filter, Form, Table, among, answer, day_of
from ..templatetags.desk import language
from ..templatetags.terms import confidence, responsibility, unsure
from ..templatetags.work import named
from ..work.reader import reader
from . import events as meetings
from .words import ROLE_WORDS


def _names(key: str) -> Any:
    """The holders of a role in one line, each with his office."""

    def told(row: Any) -> str:
        return "; ".join(f"{one['acting']} {one['name']}".strip() + f", {one['office']}" for one in row[key])

    return told


#: How the seats of a body stand.
SEATS = {
    "held": gettext_lazy("focal point and alternate"),
    "alone": gettext_lazy("no alternate"),
    "acting": gettext_lazy("acting focal point"),
    "vacant": gettext_lazy("no focal point"),
}
DIRECTORY = Table(
    code="directory",
    title=gettext_lazy("Directory"),
    columns=(
        Column(
            "body",
            gettext_lazy("Sectoral body"),
            lambda row: row["body"].acronym,
            url=lambda row: str(row["url"]),
        ),
        Column(
            "theme", gettext_lazy("Theme"), lambda row: row["theme"] or row["name"], under="body", width=30
        ),
        Column("name", gettext_lazy("Full name"), lambda row: row["name"], on_page=False, width=44),
        Column(
            "leads",
            gettext_lazy("Lead office"),
            lambda row: ", ".join(one.organisation.acronym for one in row["leads"]),
        ),
        Column(
            "others",
            gettext_lazy("With"),
            lambda row: ", ".join(one.organisation.acronym for one in row["others"]),
            under="leads",
        ),
        Column(
            "focal",
            gettext_lazy("Focal point"),
            lambda row: _names("focal")(row) or _("Vacant post"),
            part="desk/cells/holders.html",
            keep=True,
            width=36,
        ),
        Column(
            "alternates",
            gettext_lazy("Alternates"),
            lambda row: _names("alternates")(row) or _("none named"),
            part="desk/cells/alternates.html",
            width=36,
        ),
        Column(
            "letter",
            gettext_lazy("Letter"),
            lambda row: "; ".join(one["letter"] for one in row["focal"]),
            width=24,
        ),
        Column(
            "letter_date",
            gettext_lazy("Date of the letter"),
            lambda row: row["focal"][0]["letter_date"] if row["focal"] else None,
            Form.DAY,
            under="letter",
        ),
        Column(
            "since",
            gettext_lazy("In office since"),
            lambda row: row["focal"][0]["since"] if row["focal"] else None,
            Form.DAY,
            on_page=False,
        ),
    ),
    filters=(
        Filter("on", gettext_lazy("As of"), kind="day"),
        Filter(
            "office",
            gettext_lazy("Office"),
            lambda row, code: any(one.organisation.code == code for one in (*row["leads"], *row["others"])),
            options=lambda rows: sorted(
                {
                    (one.organisation.code, one.organisation.acronym)
                    for row in rows
                    for one in (*row["leads"], *row["others"])
                }
            ),
        ),
        Filter("seats", gettext_lazy("Seats"), *among(lambda row: row["state"], SEATS.__getitem__)),
        Filter(
            "q",
            gettext_lazy("Body or name"),
            lambda row, text: (
                text.casefold()
                in f"{row['body'].acronym} {row['name']} {_names('focal')(row)} {_names('alternates')(row)}".casefold()
            ),
            kind="words",
        ),
    ),
    band=lambda row: "" if row["body"].counted else _("Sub-bodies, counted apart"),
    empty=(gettext_lazy("No body yet"), gettext_lazy("Bodies come with the content.")),
    symbol="users",
    wide=True,
)

#: What a body is, in the order of the list.
BODY_KINDS = {
    "sectoral": gettext_lazy("Sectoral body"),
    "subsidiary": gettext_lazy("Body below a sectoral body"),
    "ministerial": gettext_lazy("Ministers’ meeting"),
    "organ": gettext_lazy("Organ of the pillar"),
}
OTHERS = Table(
    code="other_bodies",
    title=gettext_lazy("Organs, ministers’ meetings and bodies below"),
    columns=(
        Column(
            "body", gettext_lazy("Body"), lambda row: row["body"].acronym, url=lambda row: str(row["url"])
        ),
        Column("name", gettext_lazy("Full name"), lambda row: row["name"], under="body", width=44),
        Column("kind", gettext_lazy("Kind"), lambda row: BODY_KINDS.get(row["body"].kind, ""), width=26),
        Column(
            "above",
            gettext_lazy("Under"),
            lambda row: row["body"].parent.acronym if row["body"].parent else "",
        ),
        Column(
            "leads",
            gettext_lazy("Lead office"),
            lambda row: ", ".join(one.organisation.acronym for one in row["leads"]),
        ),
        Column(
            "others",
            gettext_lazy("With"),
            lambda row: ", ".join(one.organisation.acronym for one in row["others"]),
            under="leads",
        ),
    ),
    band=lambda row: BODY_KINDS.get(row["body"].kind, ""),
    fold=False,
    empty=(gettext_lazy("No body yet"), gettext_lazy("Bodies come with the content.")),
    symbol="layers",
)


@login_required
def directory(request: HttpRequest) -> HttpResponse:
    """Every body with its offices and holders, today or on the day asked for; vacancies are shown."""
    day = _day(request)
    tongue = language()
    register = read_register(day)
    rows, others = [], []
    for line in register.lines:
        body = line.body
        found: dict[str, Any] = {
            "body": body,
            "name": body.name_en if tongue == "en" else body.name_id,
            "theme": body.theme_en if tongue == "en" else body.theme_id,
            "leads": line.leads,
            "others": line.others,
            "url": reverse("desk:body", args=[body.code]),
        }
        if line.seated:
            holders = {
                "state": line.state,
                "focal": [_holder(register.designations[one.key], day) for one in line.focal],
                "alternates": [_holder(register.designations[one.key], day) for one in line.alternates],
            }
            rows.append({**found, **holders})
        else:
            others.append(found)
    order = list(BODY_KINDS)
    others.sort(key=lambda row: order.index(row["body"].kind) if row["body"].kind in order else len(order))
    listing = DIRECTORY.read(request, rows, known_at=None if day == timezone.localdate() else known_by(day))
    context = {
        "rows": rows,
        "may_edit": reader(request).may("directory.edit"),
        "day": day,
        "today": timezone.localdate(),
        "recorded_since": Designation.objects.aggregate(first=Min("since"))["first"],
        "vacant": sum(1 for row in rows if row["state"] == "vacant"),
        "letters_awaited": register.letters_awaited,
        "without_alternate": sum(1 for row in rows if not row["alternates"]),
        "counted": sum(1 for row in rows if row["body"].counted),
        "apart": sum(1 for row in rows if not row["body"].counted),
    }
    asked = [one.code for one in DIRECTORY.filters]
    return answer(
        request, "desk/data/directory.html", context, listing, OTHERS.read(request, others, keeps=asked)
    )


OFFICES = Table(
    code="offices",
    title=gettext_lazy("Offices that answer for it"),
    columns=(
        Column("office", gettext_lazy("Office"), lambda row: row.organisation.acronym),
        Column("name", gettext_lazy("Name"), lambda row: named(row.organisation), under="office", width=44),
        Column("part", gettext_lazy("Part"), lambda row: responsibility(row.role)),
        Column("since", gettext_lazy("From"), lambda row: row.since, Form.DAY),
        Column(
            "since_sure",
            gettext_lazy("How sure the date is"),
            lambda row: unsure(row.since_confidence),
            under="since",
        ),
        Column("until", gettext_lazy("Until"), lambda row: row.until, Form.DAY),
        Column("confidence", gettext_lazy("How sure"), lambda row: confidence(row.confidence), width=30),
    ),
    fold=False,
    empty=(gettext_lazy("No office answers for it yet"), ""),
)
DESIGNATIONS = Table(
    code="designations",
    title=gettext_lazy("Designations, by date"),
    columns=(
        Column(
            "role",
            gettext_lazy("Role"),
            lambda row: f"{row['role']} {row['rank']}" if row["rank"] > 1 else str(row["role"]),
            url=lambda row: reverse("desk:designation", args=[row["key"]]),
        ),
        Column(
            "seat",
            gettext_lazy("Seat"),
            lambda row: _("seat %(number)s") % {"number": row["seat"]} if row["seat"] else "",
            under="role",
        ),
        Column("now", gettext_lazy("Now"), lambda row: _("now") if row["now"] else "", under="role"),
        Column(
            "holder",
            gettext_lazy("Holder"),
            lambda row: f"{row['acting']} {row['name']}".strip() or _("Vacant post"),
            width=32,
        ),
        Column("office", gettext_lazy("Office"), lambda row: row["office"], under="holder"),
        Column("since", gettext_lazy("From"), lambda row: row["since"], Form.DAY),
        Column("last", gettext_lazy("To"), lambda row: row["last"], Form.DAY),
        Column(
            "letter",
            gettext_lazy("Letter"),
            lambda row: row["letter"] or _("letter awaited"),
            width=24,
        ),
    ),
    fold=False,
    empty=(gettext_lazy("Nobody is designated for this body yet."), ""),
    symbol="users",
)


@login_required
def body(request: HttpRequest, code: str) -> HttpResponse:
    """One body: its offices by date, and every designation, past and to come."""
    row = get_object_or_404(Body.objects.select_related("parent", "ministerial"), code=code)
    day = _day(request)
    tongue = language()
    designations = Designation.objects.filter(body=row).with_holders().order_by("role", "rank", "-since")
    seats = {seat.number: seat.named(tongue) for seat in row.seats.on(day)}
    rows = [
        {
            **_holder(item, day),
            "now": _now(item, day),
            "seat": f"{item.seat} – {seats[item.seat]}" if item.seat in seats and item.role in SPEAKS else "",
        }
        for item in designations
    ]
    offices = Responsibility.objects.filter(body=row).select_related("organisation").order_by("-since")
    context = {
        "body": row,
        "name": row.name_en if tongue == "en" else row.name_id,
        "day": day,
        "rows": rows,
        "indicators": [
            {
                "code": item.code,
                "title": item.title_en if tongue == "en" else item.title_id,
                "url": reverse("desk:indicator", args=[item.code]),
            }
            for item in row.indicators.all()
        ],
        "kind": BODY_KINDS.get(row.kind, ""),
        "seats": sorted(seats.items()),
        "may_edit": reader(request).may("directory.edit"),
        "parts": list(row.parts.all()),
        "prepared_by": list(row.prepared_by.all()) if row.kind == "ministerial" else [],
        "fields": list(row.fields_of_life.all()),
        "trail": [(_("Directory"), reverse("desk:directory")), (row.acronym, "")],
    }
    names = area_names(tongue)
    chairs = Chair.objects.filter(body=row).select_related("body", "organisation")
    events = CalendarEvent.objects.by_date().filter(body=row)
    listings = (
        OFFICES.read(request, list(offices), scope=row.acronym, keeps=("on",)),
        DESIGNATIONS.read(request, rows, scope=row.acronym, keeps=("on",)),
        meetings.NEXT.read(
            request, meetings.event_rows(list(events), names), scope=row.acronym, keeps=("on",)
        ),
        meetings.CHAIRS.read(
            request, meetings.chair_rows(list(chairs), names), scope=row.acronym, keeps=("on",)
        ),
    )
    return answer(request, "desk/data/body.html", context, *listings)


def _day(request: HttpRequest) -> date:
    return day_of(request.GET.get("on", "")) or timezone.localdate()


def _now(row: Designation, day: date) -> bool:
    return row.since <= day and (row.until is None or day < row.until)


def _holder(row: Designation, day: date) -> dict[str, Any]:
    person, acting = row.holder_on(day if _now(row, day) else row.since)
    return {
        "key": row.pk,
        "role": ROLE_WORDS.get(row.role, row.role),
        "rank": row.rank,
        "name": person.name if person else "",
        "acting": acting,
        "office": row.organisation.acronym,
        "since": row.since,
        "last": None if row.until is None else date.fromordinal(row.until.toordinal() - 1),
        "letter": row.letter_number,
        "letter_date": row.letter_date,
    }
