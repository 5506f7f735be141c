"""Finding an indicator, a body, a goal or a person the reader may see."""

from __future__ import annotations

from django.contrib.auth.decorators import login_required
from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from ....records.models import Body, Designation, Goal, Indicator, Organisation
from ..templatetags.desk import language

LIMIT = 20


@login_required
def search(request: HttpRequest) -> HttpResponse:
    """Hits by kind. Only fixed columns are searched; people are found by the role they hold today."""
    text = request.GET.get("q", "").strip()[:100]
    groups = _groups(text) if len(text) >= 2 else []
    context = {"q": text, "groups": groups, "total": sum(len(rows) for _, rows in groups)}
    return render(request, "desk/data/search.html", context)


def _groups(text: str) -> list[tuple[str, list[dict[str, str]]]]:
    tongue = language()
    titles = Q(title_id__icontains=text) | Q(title_en__icontains=text) | Q(code__icontains=text)
    indicators = [
        {
            "title": row.title_en if tongue == "en" else row.title_id,
            "note": row.code,
            "url": reverse("desk:indicator", args=[row.code]),
        }
        for row in Indicator.objects.filter(titles)[:LIMIT]
    ]
    names = Q(acronym__icontains=text) | Q(name_id__icontains=text) | Q(name_en__icontains=text)
    bodies = [
        {
            "title": row.acronym,
            "note": row.name_en if tongue == "en" else row.name_id,
            "url": reverse("desk:body", args=[row.code]),
        }
        for row in Body.objects.filter(names)[:LIMIT]
    ]
    offices = [
        {
            "title": row.acronym,
            "note": row.name_en if tongue == "en" else row.name_id,
            "url": reverse("desk:directory"),
        }
        for row in Organisation.objects.filter(names)[:LIMIT]
    ]
    goals = [
        {
            "title": row.title_en if tongue == "en" else row.title_id,
            "note": f"{row.framework.code} {row.code}",
            "url": reverse("desk:framework", args=[row.framework.code]) + f"#g-{row.code}",
        }
        for row in Goal.objects.select_related("framework").filter(titles)[:LIMIT]
    ]
    people = [
        {
            "title": row.person.name if row.person else "",
            "note": f"{row.body.acronym if row.body else ''} {row.organisation.acronym}".strip(),
            "url": reverse("desk:body", args=[row.body.code]) if row.body else reverse("desk:directory"),
        }
        for row in Designation.objects.on(timezone.localdate())
        .filter(person__name__icontains=text)
        .with_holders()[:LIMIT]
    ]
    found = [
        (_("Indicators"), indicators),
        (_("Bodies"), bodies),
        (_("Ministries and agencies"), offices),
        (_("Goals and measures"), goals),
        (_("People"), people),
    ]
    return [(title, rows) for title, rows in found if rows]
