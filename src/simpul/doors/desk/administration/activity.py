"""The activity log: every row of the audit trail a reader may see, as a sentence."""

from __future__ import annotations

from datetime import datetime, time, timedelta
from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy

from ....core.activity import kind_word
from ....records.activity import ActivityLine, ActivityRows, saying, visible_rows
from ....records.audit import AuditQuerySet
from ....records.models import User
from ..listing import Column, Filter, Form, Table, answer, day_of
from ..templatetags.desk import language
from ..work.reader import reader, wants_fragment

#: How many rows the history of one thing shows on its page; the log has all.
SHOWN = 12
#: Kind of thing -> the page of one, by the key its rows carry.
PAGES = {
    "task": "desk:task",
    "benefit": "desk:benefit",
    "indicator": "desk:indicator",
    "code_list": "desk:code_list",
    "organisation": "desk:office",
    "request": "desk:request",
    "obligation": "desk:obligation",
}


def url_of(line: ActivityLine) -> str:
    """The page of what a row speaks of; empty where it has none."""
    name = PAGES.get(line.row.subject_kind)
    return reverse(name, args=[line.row.subject_key]) if name else ""


def _kept(line: ActivityLine) -> str:
    """Before and after in one text, for a file."""
    return "; ".join(f"{one.label}: {one.before or '–'} → {one.after or '–'}" for one in line.fields)


ACTIVITY = Table(
    code="activity",
    title=gettext_lazy("Activity log"),
    columns=(
        Column(
            "what",
            gettext_lazy("What was done"),
            lambda line: line.sentence,
            url=url_of,
            part="desk/cells/activity.html",
            keep=True,
            width=70,
        ),
        Column("at", gettext_lazy("When"), lambda line: line.row.at, Form.MOMENT, keep=True, width=20),
        Column("who", gettext_lazy("Person"), lambda line: line.who, on_page=False, width=30),
        Column("office", gettext_lazy("Office"), lambda line: line.office, on_page=False),
        Column(
            "kind",
            gettext_lazy("Kind"),
            lambda line: kind_word(line.row.subject_kind, language()),
            on_page=False,
        ),
        Column("key", gettext_lazy("Key"), lambda line: line.row.subject_key, on_page=False),
        Column("code", gettext_lazy("Code"), lambda line: line.row.action, on_page=False, width=30),
        Column("fields", gettext_lazy("Before and after"), _kept, on_page=False, width=60),
        Column(
            "codes",
            gettext_lazy("For the technician"),
            lambda line: "; ".join(line.codes),
            on_page=False,
            width=30,
        ),
        Column("hash", gettext_lazy("Fingerprint"), lambda line: line.row.hash, on_page=False, width=30),
    ),
    filters=(
        Filter("person", gettext_lazy("Person"), options=lambda rows: rows.people()),  # type: ignore[attr-defined]
        Filter("office", gettext_lazy("Office"), options=lambda rows: rows.offices()),  # type: ignore[attr-defined]
        Filter("kind", gettext_lazy("Kind"), options=lambda rows: rows.kinds()),  # type: ignore[attr-defined]
        Filter("since", gettext_lazy("From"), kind="day"),
        Filter("until", gettext_lazy("Until"), kind="day"),
        Filter("q", gettext_lazy("Words"), kind="words"),
    ),
    empty=(
        gettext_lazy("Nothing is recorded yet"),
        gettext_lazy("What you and your office do appears here as sentences."),
    ),
    symbol="history",
    per_page=50,
    fold=False,
)


@login_required
def activity(request: HttpRequest) -> HttpResponse:
    """The rows this reader may see, the latest first; `key` with `kind` keeps to one thing."""
    who = reader(request)
    rows = visible_rows(who.user, who.duties, who.day)
    key, kind, tongue = request.GET.get("key", "").strip(), request.GET.get("kind", ""), language()
    if key:
        rows = rows.filter(subject_key__in=_keys(kind, key))
    if key and wants_fragment(request):
        return _history(request, ActivityRows(rows.filter(subject_kind=kind), tongue))
    listing = ACTIVITY.read(
        request,
        ActivityRows(rows, tongue, about=kind if key else ""),
        keeps=("key",),
        narrow=lambda asked: ActivityRows(narrowed(rows, asked, tongue), tongue),
    )
    context = {"key": key, "all": who.may("activity.view")}
    return answer(request, "desk/administration/activity.html", context, listing)


def _history(request: HttpRequest, rows: ActivityRows) -> HttpResponse:
    """The latest rows about one thing, for its own page."""
    found = rows[: SHOWN + 1]
    more = request.get_full_path() if len(found) > SHOWN else ""
    return render(request, "desk/administration/_history.html", {"lines": found[:SHOWN], "more": more})


def _keys(kind: str, key: str) -> list[str]:
    """The keys a thing has in the audit: one, but for an account that had other addresses."""
    account = User.objects.filter(email=key).first() if kind == "user" else None
    return account.addresses() if account else [key]


def narrowed(rows: AuditQuerySet, asked: dict[str, str], tongue: str) -> AuditQuerySet:
    """The rows that fit the filters, chosen by the database."""
    fields: dict[str, Any] = {
        "person": "actor",
        "office": "actor__person__organisation__code",
        "kind": "subject_kind",
    }
    rows = rows.filter(**{fields[name]: value for name, value in asked.items() if name in fields})
    since, until = day_of(asked.get("since", "")), day_of(asked.get("until", ""))
    if since:
        rows = rows.filter(at__gte=_begin(since))
    if until:
        rows = rows.filter(at__lt=_begin(until + timedelta(days=1)))
    return saying(rows, asked["q"], tongue) if "q" in asked else rows


def _begin(day: Any) -> datetime:
    return timezone.make_aware(datetime.combine(day, time.min))
