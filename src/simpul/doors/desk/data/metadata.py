"""Statistical metadata by a profile of the content: what the sheets hold, what is missing, and the files to take."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from ....core.metadata import MetadataProfile, MetadataRow, metadata_rows
from ....records.metadata_reading import CHOICES, chosen_indicators, metadata_profiles, sheets_of
from ....records.models import Body, Framework, Organisation
from ..bodies import of_reader
from ..templatetags.desk import language


@login_required
def metadata(request: HttpRequest) -> HttpResponse:
    """A profile's rows for the indicators of the reader's choice, by what is still missing."""
    profiles = metadata_profiles()
    asked = request.GET.get("profile", "")
    profile = next((one for one in profiles if one.code == asked), None)
    if asked and profile is None:
        raise Http404
    profile = profile or (profiles[0] if profiles else None)
    choice = {name: request.GET.get(name, "").strip() for name in CHOICES}
    context: dict[str, Any] = {
        "profiles": [{"code": one.code, "name": _name(one)} for one in profiles],
        "profile": profile,
        "choice": choice,
        "frameworks": [
            (row.code, row.title_en if language() == "en" else row.title_id)
            for row in Framework.objects.all()
        ],
        "offices": _used(Organisation),
        "bodies": of_reader(_used(Body), request),
        "trail": [(_("Indicators"), reverse("desk:indicators")), (_("Metadata for the data authority"), "")],
    }
    if profile:
        context |= _filled(profile, choice)
    return render(request, "desk/data/metadata.html", context)


def _name(profile: MetadataProfile) -> str:
    return profile.name[language()]


def _used(model: type[Organisation] | type[Body]) -> list[tuple[str, str]]:
    """The offices or bodies some indicator names."""
    rows = model.objects.filter(indicators__isnull=False).distinct().order_by("acronym")
    return [(row.code, row.acronym) for row in rows]


def _filled(profile: MetadataProfile, choice: dict[str, str]) -> dict[str, Any]:
    tongue = language()
    sheets = sheets_of(chosen_indicators(**choice))
    rows = metadata_rows(profile, sheets)
    titles = {sheet["code"]: sheet["title"][tongue] for sheet in sheets}
    query = urlencode({name: value for name, value in choice.items() if value})
    return {
        "name": _name(profile),
        "notice": profile.notice[tongue],
        "rows": [_row(profile, row, titles, tongue) for row in rows],
        "complete": sum(1 for row in rows if not row.missing_required),
        "query": f"?{query}" if query else "",
        "columns": [
            {
                "number": one.number,
                "heading": one.heading[profile.language],
                "english": one.heading["en"] if tongue == "en" and profile.language != "en" else "",
                "required": one.required,
                "confidence": one.confidence,
                "source": one.source,
            }
            for one in profile.columns
        ],
    }


def _row(profile: MetadataProfile, row: MetadataRow, titles: dict[str, str], tongue: str) -> dict[str, Any]:
    of_indicator = profile.subject == "indicator"
    return {
        "title": titles[row.subject] if of_indicator else row.subject,
        "code": row.subject if of_indicator else "",
        "url": reverse("desk:indicator", args=[row.subject]) if of_indicator else "",
        "filled": row.filled,
        "of": row.asked,
        "missing": [one.heading[tongue] for one in row.missing],
    }
