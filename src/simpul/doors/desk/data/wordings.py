"""Every wording of an indicator's sheet, and the merging of an indicator into another."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from ....actions.catalogue import merge_indicator
from ....core.errors import Problem
from ....records.finalisation_reading import read_wordings
from ....records.models import Indicator, SheetTask
from ..forms import Refused, kept, text_in
from ..templatetags.desk import language
from ..work.reader import Reader, acting, reader
from ..work.rounds import day_in
from .sheet_form import compared


@login_required
def wordings(request: HttpRequest, code: str) -> HttpResponse:
    """Every wording of an indicator's sheet with what it changed; drafts for those who may see them."""
    return _page(request, reader(request), _indicator(code))


def _indicator(code: str) -> Indicator:
    rows = Indicator.objects.select_related("body", "custodian", "merged_into")
    return get_object_or_404(rows, code=code)


def _page(request: HttpRequest, who: Reader, row: Indicator, refused: Refused | None = None) -> HttpResponse:
    tasks = SheetTask.objects.filter(indicator=row).with_names()
    drafts = any(who.may("sheet.view", task.subject()) for task in tasks)
    found = read_wordings(row, drafts=drafts)
    following: list[dict[str, Any]] = []
    for at, one in enumerate(found):
        before = found[at + 1].version.sheet if at + 1 < len(found) else {}
        following.append(
            {
                "version": one.version,
                "proposed": one.proposed,
                "letter": one.letter,
                "fields": [c for c in compared(before, one.version.sheet, one.changed) if c.changed],
            }
        )
    context = {
        "indicator": row,
        "title": row.title_en if language() == "en" else row.title_id,
        "wordings": following,
        "drafts": drafts,
        "may_merge": row.merged_into_id is None and who.may("indicator.merge"),
        "others": [("", "–"), *_others(row)] if who.may("indicator.merge") else (),
        "refused": refused,
        "trail": [
            (_("Indicators"), reverse("desk:indicators")),
            (row.code, reverse("desk:indicator", args=[row.code])),
            (_("Wordings"), ""),
        ],
    }
    return render(request, "desk/data/wordings.html", context)


def _others(row: Indicator) -> list[tuple[str, str]]:
    """The indicators this one may be merged into, by code and title."""
    title = "title_en" if language() == "en" else "title_id"
    rows = Indicator.objects.filter(merged_into=None).exclude(pk=row.pk).values_list("code", title)
    return [(code, f"{code} · {words}") for code, words in rows]


@login_required
@require_POST
def merge(request: HttpRequest, code: str) -> HttpResponse:
    """Merge an indicator into another by a decision; what was typed stays where it is refused."""
    row = _indicator(code)
    return kept(
        request,
        "merge",
        lambda: merge_indicator(
            indicator=row,
            into=_into(request.POST.get("into", "")),
            decision=text_in(request, "decision"),
            decided_on=day_in(request, "decided_on"),
            actor=acting(request),
        ),
        page=lambda refused: _page(request, reader(request), row, refused),
        said=_("The indicator is merged; nobody is asked for it any more."),
        to=reverse("desk:indicator", args=[code]),
    )


def _into(code: str) -> Indicator:
    """Raises: Problem `SHEET-NO-INDICATOR`, none is chosen or there is none of this code."""
    found = Indicator.objects.filter(code=code).first()
    if found is None:
        raise Problem("SHEET-NO-INDICATOR", place="into")
    return found
