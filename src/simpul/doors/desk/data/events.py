"""The calendar: meetings of ASEAN and of its bodies, a month as a table, free days beside, who chairs what."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from ....core.events import around, weeks
from ....core.periods import MONTHS, format_date, format_day_range
from ....records.areas import area_names
from ....records.free_days import read_years
from ....records.models import CalendarEvent, Chair, Round
from ....records.reporting import desk_area
from ..bodies import of_reader
from ..ics import Entry
from ..ics import calendar_file as file_of
from ..listing import Column, Filter, Form, Table, among, answer
from ..templatetags.desk import language
from ..templatetags.terms import confidence
from ..templatetags.work import named

STATUSES = {
    "confirmed": gettext_lazy("confirmed"),
    "tentative": gettext_lazy("tentative"),
    "to_confirm": gettext_lazy("date to be confirmed"),
}
AHEAD = {True: gettext_lazy("Ahead"), False: gettext_lazy("Before today, the latest first")}
TIMES = {0: gettext_lazy("Now"), 1: gettext_lazy("To come"), 2: gettext_lazy("Before")}
PARTS = {"chair": gettext_lazy("Chair"), "co-chair": gettext_lazy("Co-chair")}
FREE = {"national": gettext_lazy("National holiday"), "collective_leave": gettext_lazy("Collective leave")}


def when_text(row: CalendarEvent) -> str:
    """The days of a meeting; where they are not known, the months between which it is expected, and that."""
    when, tongue = row.when, language()
    assert when.first is not None and when.last is not None
    if when.starts_on is not None:
        same = when.first == when.last
        return format_date(when.first, tongue) if same else format_day_range(when.first, when.last, tongue)
    first, last = (f"{MONTHS[tongue][0][day.month - 1]} {day.year}" for day in (when.first, when.last))
    if first[-4:] == last[-4:] and first != last:
        first = first[:-5]
    months = first if first == last else f"{first} – {last}"
    return _("%(months)s, date to be confirmed") % {"months": months}


def status_of(row: CalendarEvent) -> str:
    """Whether it is confirmed, tentative, or without a date."""
    return "to_confirm" if row.starts_on is None else row.status


def where(row: CalendarEvent, names: dict[str, str]) -> str:
    """Place and host country."""
    country = names.get(row.area, row.area)
    return ", ".join(part for part in (row.place, country if country != row.place else "") if part)


def remark(row: CalendarEvent | Chair) -> str:
    """What is said beside it, in the reader's language."""
    return row.remark_en if language() == "en" else row.remark_id


def _holder(row: CalendarEvent) -> str:
    return row.body.acronym if row.body else row.organisation.acronym if row.organisation else ""


EVENTS = Table(
    code="events",
    title=gettext_lazy("Meetings"),
    columns=(
        Column("name", gettext_lazy("Meeting"), lambda row: named(row["event"]), width=44),
        Column("remark", gettext_lazy("Remark"), lambda row: remark(row["event"]), under="name", width=44),
        Column("when", gettext_lazy("When"), lambda row: row["when"], keep=True, width=30),
        Column(
            "doubt",
            gettext_lazy("Remark on the date"),
            lambda row: STATUSES["tentative"] if row["status"] == "tentative" else "",
            under="when",
        ),
        Column("status", gettext_lazy("Status"), lambda row: str(STATUSES[row["status"]]), on_page=False),
        Column("starts", gettext_lazy("From"), lambda row: row["event"].starts_on, Form.DAY, on_page=False),
        Column("ends", gettext_lazy("To"), lambda row: row["last"], Form.DAY, on_page=False),
        Column(
            "body",
            gettext_lazy("Body"),
            lambda row: row["holder"],
            url=lambda row: reverse("desk:body", args=[row["event"].body.code]) if row["event"].body else "",
        ),
        Column("place", gettext_lazy("Place"), lambda row: row["place"], width=30),
        Column(
            "confidence", gettext_lazy("How sure"), lambda row: confidence(row["event"].confidence), width=30
        ),
        Column("source", gettext_lazy("Source"), lambda row: row["event"].source, on_page=False, width=60),
    ),
    filters=(
        Filter("year", gettext_lazy("Year"), *among(lambda row: row["year"])),
        Filter("body", gettext_lazy("Body"), *among(lambda row: row["holder"]), grouped=of_reader),
        Filter("status", gettext_lazy("Status"), *among(lambda row: row["status"], STATUSES.__getitem__)),
        Filter(
            "q",
            gettext_lazy("Words"),
            lambda row, text: (
                text.casefold()
                in f"{row['event'].name_id} {row['event'].name_en} {row['place']} {row['holder']}".casefold()
            ),
            kind="words",
        ),
    ),
    band=lambda row: AHEAD[row["ahead"]],
    empty=(gettext_lazy("No meeting yet"), gettext_lazy("Meetings come with the content.")),
    symbol="calendar",
    per_page=25,
    wide=True,
)
NEXT = Table(
    code="meetings",
    title=gettext_lazy("Its meetings"),
    columns=tuple(column for column in EVENTS.columns if column.code != "body"),
    fold=False,
    empty=(gettext_lazy("No meeting of this body is known."), ""),
    symbol="calendar",
)
FREE_DAYS = Table(
    code="holidays",
    title=gettext_lazy("Holidays and collective leave"),
    columns=(
        Column("day", gettext_lazy("Day"), lambda row: row["day"], Form.DAY),
        Column("name", gettext_lazy("Name"), lambda row: row["name"], width=44),
        Column("kind", gettext_lazy("Kind"), lambda row: row["kind"]),
        Column("decree", gettext_lazy("Decree"), lambda row: row["decree"], on_page=False, width=60),
    ),
    fold=False,
    empty=(gettext_lazy("No free day is known"), gettext_lazy("Free days come with the content.")),
    symbol="calendar",
)
CHAIRS = Table(
    code="chairs",
    title=gettext_lazy("Who chairs"),
    columns=(
        Column(
            "body",
            gettext_lazy("Body"),
            lambda row: row["chair"].body.acronym,
            url=lambda row: reverse("desk:body", args=[row["chair"].body.code]),
        ),
        Column("part", gettext_lazy("Part"), lambda row: PARTS[row["chair"].part], under="body"),
        Column("country", gettext_lazy("Country"), lambda row: row["country"], keep=True),
        Column("office", gettext_lazy("Office"), lambda row: row["office"], under="country"),
        Column("term", gettext_lazy("Term"), lambda row: row["term"]),
        Column("remark", gettext_lazy("Remark"), lambda row: remark(row["chair"]), width=50),
        Column(
            "confidence", gettext_lazy("How sure"), lambda row: confidence(row["chair"].confidence), width=30
        ),
        Column("source", gettext_lazy("Source"), lambda row: row["chair"].source, on_page=False, width=60),
    ),
    band=lambda row: TIMES[row["time"]],
    fold=False,
    empty=(gettext_lazy("Nobody is known to chair it."), gettext_lazy("Chairs come with the content.")),
    symbol="flag",
)


def event_rows(events: Sequence[CalendarEvent], names: dict[str, str]) -> list[dict[str, Any]]:
    """Meetings as the lists show them: those ahead by their days, then those held, the latest first."""
    today = timezone.localdate()
    rows = [
        {
            "event": row,
            "when": when_text(row),
            "status": status_of(row),
            "last": row.when.last if row.starts_on else None,
            "holder": _holder(row),
            "place": where(row, names),
            "year": str(row.when.first.year) if row.when.first else "",
            "ahead": row.when.is_coming(today),
        }
        for row in events
    ]
    held = [row for row in rows if not row["ahead"]]
    return [row for row in rows if row["ahead"]] + held[::-1]


def chair_rows(chairs: Sequence[Chair], names: dict[str, str]) -> list[dict[str, Any]]:
    """Chairs as the lists show them, those of today first; a country nobody knows yet says so."""
    today = timezone.localdate()
    rows = [
        {
            "chair": row,
            "country": names.get(row.area, row.area) or _("to be confirmed"),
            "office": row.organisation.acronym if row.organisation else "",
            "term": _term(row),
            "time": 1 if row.since > today else 2 if row.until and row.until <= today else 0,
        }
        for row in chairs
    ]
    return sorted(rows, key=lambda row: int(row["time"]))


def _term(row: Chair) -> str:
    last = None if row.until is None else date.fromordinal(row.until.toordinal() - 1)
    if row.precision == "year":
        years = [str(row.since.year), str(last.year) if last else "…"]
        return years[0] if years[0] == years[1] else "–".join(years)
    tongue = language()
    return f"{format_date(row.since, tongue)} – {format_date(last, tongue) if last else '…'}"


@login_required
def calendar(request: HttpRequest) -> HttpResponse:
    """Every meeting that is known, the month around a day as a table, free days and chairs beside it."""
    today = timezone.localdate()
    month = _month(request.GET.get("month", "")) or today.replace(day=1)
    names, area = area_names(language()), desk_area()
    events = list(CalendarEvent.objects.by_date())
    (year,) = read_years(area, [month.year])
    free = [
        *(
            {"day": row.day, "name": named(row), "kind": str(FREE[row.kind]), "decree": row.decree}
            for row in year.decreed
        ),
        *(
            {"day": row.day, "name": row.name, "kind": _("guessed, no decree known"), "decree": ""}
            for row in year.guessed
        ),
    ]
    chairs = list(Chair.objects.select_related("body", "organisation"))
    keeps = ("month",)
    listing = EVENTS.read(request, event_rows(events, names), keeps=keeps)
    asked = {name: request.GET.get(name, "") for name in ("body", "year", "status", "q")}
    rounds = Round.objects.filter(due_on__year=month.year, due_on__month=month.month)
    shown = [row["event"] for row in listing.rows] if any(asked.values()) else events
    before, after = around(month.year, month.month)
    tongue = language()
    context = {
        "weeks": _weeks(month, today, shown, free, list(rounds.select_related("obligation"))),
        "month": f"{MONTHS[tongue][0][month.month - 1]} {month.year}",
        "expected": [
            {"name": named(row), "when": when_text(row), "body": row.body}
            for row in shown
            if row.starts_on is None and _touches(row, month, after)
        ],
        "before": listing.only(month=f"{before:%Y-%m}"),
        "after": listing.only(month=f"{after:%Y-%m}"),
        "this": listing.only(month=""),
        "is_now": month == today.replace(day=1),
        "ics": _ics_address(request),
        "year": month.year,
        "guessed": year.is_guess,
        "decrees": sorted({row.decree for row in year.decreed}),
        "area": names.get(area, area),
    }
    lists = (
        FREE_DAYS.read(request, free, scope=f"{area} {month.year}", keeps=(*keeps, *asked)),
        CHAIRS.read(request, chair_rows(chairs, names), keeps=(*keeps, *asked)),
    )
    return answer(request, "desk/data/calendar.html", context, listing, *lists)


def _month(text: str) -> date | None:
    """The first day of a month from an address, None where it is none."""
    try:
        return date.fromisoformat(f"{text}-01")
    except ValueError:
        return None


def _touches(row: CalendarEvent, month: date, after: date) -> bool:
    first, last = row.when.first, row.when.last
    return first is not None and last is not None and first < after and last >= month


def _weeks(
    month: date, today: date, events: Sequence[CalendarEvent], free: list[dict[str, Any]], rounds: list[Round]
) -> list[list[dict[str, Any]]]:
    """The cells of the month: what is held, what is free, which round is due."""
    return [
        [
            {
                "day": day,
                "today": day == today,
                "free": [row for row in free if row["day"] == day],
                "events": [
                    {"name": named(row), "body": row.body, "tentative": row.status != "confirmed"}
                    for row in events
                    if day and row.when.falls_on(day)
                ],
                "rounds": [row for row in rounds if row.due_on == day],
            }
            for day in week
        ]
        for week in weeks(month.year, month.month)
    ]


def _ics_address(request: HttpRequest) -> str:
    given = request.GET.copy()
    for name in ("month", "page", "as", "table"):
        given.pop(name, None)
    query = given.urlencode()
    return reverse("desk:calendar_file") + (f"?{query}" if query else "")


@login_required
def calendar_file(request: HttpRequest) -> HttpResponse:
    """The meetings with known days, under the filters of the page, as a calendar file."""
    names = area_names(language())
    listing = EVENTS.read(request, event_rows(list(CalendarEvent.objects.by_date()), names))
    dated = [row for row in listing.rows if row["event"].starts_on is not None]
    raw = file_of(_("ASEAN calendar"), [_entry(row) for row in dated], at=timezone.now())
    response = HttpResponse(raw, content_type="text/calendar; charset=utf-8")
    response["Content-Disposition"] = 'attachment; filename="asean.ics"'
    response["Content-Security-Policy"] = "sandbox; default-src 'none'"
    return response


def _entry(row: dict[str, Any]) -> Entry:
    event: CalendarEvent = row["event"]
    said = [
        remark(event),
        f"{_('How sure')}: {confidence(event.confidence)}",
        f"{_('Source')}: {event.source}",
    ]
    return Entry(
        uid=f"{event.code}@simpul",
        first=event.starts_on,  # type: ignore[arg-type]
        last=row["last"],
        title=named(event),
        place=row["place"],
        text="\n".join(part for part in said if part),
        confirmed=event.status == "confirmed",
    )


def next_meetings(day: date, *, limit: int) -> list[dict[str, Any]]:
    """The next meetings, those that go on today first."""
    return [
        {"name": named(row), "when": when_text(row), "body": row.body, "place": row.place}
        for row in CalendarEvent.objects.coming(day)[:limit]
    ]
