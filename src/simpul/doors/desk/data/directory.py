"""Bodies, the offices that answer for them, and who holds what on any day."""

from __future__ import annotations

from collections import defaultdict
from datetime import date
from typing import Any

from django.contrib.auth.decorators import login_required
from django.db.models import Min
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from ....core.directory import holders_on
from ....records.holding import held_on
from ....records.models import Body, Designation, Responsibility
from ..templatetags.desk import language
from .words import ROLE_WORDS

SHOWN = ("focal_point", "alternate")


@login_required
def directory(request: HttpRequest) -> HttpResponse:
    """Every body with its offices and holders, today or on the day asked for; vacancies are shown."""
    day = _day(request)
    tongue = language()
    offices: dict[int, list[Responsibility]] = defaultdict(list)
    for row in Responsibility.objects.on(day).select_related("organisation").order_by("role"):
        offices[row.body_id].append(row)
    designations = {row.pk: row for row in Designation.objects.on(day).filter(role__in=SHOWN).with_holders()}
    known = [held_on(row, day) for row in designations.values()]

    def holding(body: Body, role: str) -> list[dict[str, Any]]:
        codes = [row.organisation.code for row in offices[body.pk] if row.role == "lead"]
        codes += [row.organisation.code for row in offices[body.pk] if row.role == "co-lead"]
        found = holders_on(known, body=body.code, offices=codes, role=role, day=day)
        return [_holder(designations[one.key], day) for one in found]

    rows: list[dict[str, Any]] = []
    for body in Body.objects.select_related("parent").order_by("-counted", "acronym"):
        if not body.counted and not offices[body.pk]:
            continue
        rows.append(
            {
                "body": body,
                "name": body.name_en if tongue == "en" else body.name_id,
                "theme": body.theme_en if tongue == "en" else body.theme_id,
                "leads": [row for row in offices[body.pk] if row.role == "lead"],
                "others": [row for row in offices[body.pk] if row.role != "lead"],
                "focal": holding(body, "focal_point"),
                "alternates": holding(body, "alternate"),
                "url": reverse("desk:body", args=[body.code]),
            }
        )
    context = {
        "rows": rows,
        "day": day,
        "today": timezone.localdate(),
        "recorded_since": Designation.objects.aggregate(first=Min("since"))["first"],
        "vacant": sum(1 for row in rows if not row["focal"]),
        "without_alternate": sum(1 for row in rows if not row["alternates"]),
        "counted": sum(1 for row in rows if row["body"].counted),
        "apart": sum(1 for row in rows if not row["body"].counted),
    }
    return render(request, "desk/data/directory.html", context)


@login_required
def body(request: HttpRequest, code: str) -> HttpResponse:
    """One body: its offices by date, and every designation, past and to come."""
    row = get_object_or_404(Body.objects.select_related("parent"), code=code)
    day = _day(request)
    tongue = language()
    designations = Designation.objects.filter(body=row).with_holders().order_by("role", "rank", "-since")
    context = {
        "body": row,
        "name": row.name_en if tongue == "en" else row.name_id,
        "day": day,
        "offices": Responsibility.objects.filter(body=row).select_related("organisation").order_by("-since"),
        "rows": [{**_holder(item, day), "now": _now(item, day)} for item in designations],
        "indicators": [
            {
                "code": item.code,
                "title": item.title_en if tongue == "en" else item.title_id,
                "url": reverse("desk:indicator", args=[item.code]),
            }
            for item in row.indicators.all()
        ],
        "trail": [(_("Directory"), reverse("desk:directory")), (row.acronym, "")],
    }
    return render(request, "desk/data/body.html", context)


def _day(request: HttpRequest) -> date:
    try:
        return date.fromisoformat(request.GET.get("on", ""))
    except ValueError:
        return timezone.localdate()


def _now(row: Designation, day: date) -> bool:
    return row.since <= day and (row.until is None or day < row.until)


def _holder(row: Designation, day: date) -> dict[str, Any]:
    person, acting = row.holder_on(day if _now(row, day) else row.since)
    return {
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
