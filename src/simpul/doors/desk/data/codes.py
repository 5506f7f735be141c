"""Lists of reference codes: their releases, two side by side, and a file of codes before it is confirmed."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.db.models import Q
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from ....actions.catalogue.codes import drop_codes
from ....core.codes import CodeFinding
from ....core.errors import SENTENCES, Problem
from ....records.code_reading import compare, lost_codes, releases
from ....records.models import CodeImport, CodeList, CodeListVersion, StoredFile
from ..templatetags.desk import language
from ..work.reader import acting, reader
from .words import told_problem

PER_PAGE = 100
#: Of each kind of difference so many are shown.
SHOWN = 100

STATES = {
    "checked": gettext_lazy("Checked, nothing stored yet"),
    "unchanged": gettext_lazy("Nothing new"),
    "refused": gettext_lazy("Refused"),
    "imported": gettext_lazy("Imported"),
    "dropped": gettext_lazy("Put aside"),
}


@login_required
def code_lists(request: HttpRequest) -> HttpResponse:
    """All lists the content declares, each with its current release."""
    lists = list(CodeList.objects.all())
    current = {row.code_list_id: row for row in CodeListVersion.objects.current()}
    rows = [
        {
            "code": row.code,
            "name": _name(row),
            "owner": _text(row, "owner"),
            "release": current.get(row.pk),
        }
        for row in lists
    ]
    return render(request, "desk/data/code_lists.html", {"rows": rows})


@login_required
def code_list(request: HttpRequest, code: str) -> HttpResponse:
    """One list: a release of it to read and search, what changed against another, and its upload."""
    row = get_object_or_404(CodeList, code=code)
    who = reader(request)
    versions = list(releases(row))
    shown = _asked(versions, request.GET.get("version", "")) or (versions[0] if versions else None)
    against = _asked(versions, request.GET.get("against", ""))
    if shown and against and against.number > shown.number:
        shown, against = against, shown
    files = StoredFile.objects.visible_to(who.duties, who.day)
    context: dict[str, Any] = {
        "list": row,
        "name": _name(row),
        "owner": _text(row, "owner"),
        "notice": _text(row, "notice"),
        "versions": versions,
        "shown": shown,
        "against": against,
        "q": request.GET.get("q", "").strip(),
        "lost": lost_codes(row),
        "may_import": who.may("codes.import"),
        "waiting": row.imports.filter(state="checked").select_related("file")
        if who.may("codes.import")
        else (),
        "file": shown and files.filter(pk=shown.file_id).first(),
        "trail": [(_("Code lists"), reverse("desk:code_lists")), (row.code, "")],
    }
    if shown and against and shown != against:
        context |= _differences(shown, against)
    elif shown:
        context |= _codes(request, shown, context["q"])
    return render(request, "desk/data/code_list.html", context)


def _name(row: CodeList) -> str:
    return row.name_en if language() == "en" else row.name_id


def _text(row: CodeList, field: str) -> str:
    return str((row.sheet.get(field) or {}).get(language(), ""))


def _asked(versions: list[CodeListVersion], number: str) -> CodeListVersion | None:
    """A release by its number; one that is not there is not found."""
    if not number:
        return None
    found = next((row for row in versions if str(row.number) == number), None)
    if found is None:
        raise Http404
    return found


def _codes(request: HttpRequest, version: CodeListVersion, words: str) -> dict[str, Any]:
    rows = version.codes.order_by("position")
    if words:
        rows = rows.filter(
            Q(code__istartswith=words)
            | Q(name_id__icontains=words)
            | Q(name_en__icontains=words)
            | Q(parent=words)
        )
    page = Paginator(rows, PER_PAGE).get_page(request.GET.get("page"))
    query = request.GET.copy()
    query.pop("page", None)
    codes = list(page.object_list)
    return {"codes": codes, "page": page, "query": query.urlencode(), "columns": _columns(codes)}


def _columns(codes: list[Any]) -> dict[str, bool]:
    """Which columns say anything on this page."""
    return {name: any(getattr(row, name) for row in codes) for name in ("parent", "definition", "formula")}


_CHANGED = {
    "name_id": gettext_lazy("name"),
    "name_en": gettext_lazy("English name"),
    "parent": gettext_lazy("parent"),
    "definition": gettext_lazy("definition"),
    "formula": gettext_lazy("formula"),
}


def _differences(newer: CodeListVersion, older: CodeListVersion) -> dict[str, Any]:
    found = compare(older, newer)
    changed = []
    for now, was in found.with_former(found.changed[:SHOWN]):
        fields = [
            {"name": text, "was": getattr(was, name), "now": getattr(now, name)}
            for name, text in _CHANGED.items()
            if getattr(was, name) != getattr(now, name)
        ]
        changed.append({"code": now.code, "fields": fields})
    counts = {name: getattr(found, name).count() for name in ("added", "vanished", "changed")}
    return {
        "comparison": True,
        "counts": counts,
        "added": found.added[:SHOWN],
        "vanished": found.vanished[:SHOWN],
        "changed": changed,
        "limit": SHOWN,
    }


@login_required
def code_import(request: HttpRequest, pk: int) -> HttpResponse:
    """What the dry run of a file of codes found, and the one button that imports it."""
    who = reader(request)
    if not who.may("codes.import"):
        raise Http404
    batch = get_object_or_404(
        CodeImport.objects.select_related("code_list", "file", "previous", "uploaded_by__person"), pk=pk
    )
    problem = _problem(batch)
    tongue = language()
    findings = [_finding(row, tongue) for row in batch.findings]
    context = {
        "batch": batch,
        "state": STATES.get(batch.state, batch.state),
        "name": _name(batch.code_list),
        "problem": told_problem(problem),
        "errors": [row for row in findings if row["severity"] == "error"],
        "vanished": [row for row in findings if row["rule"] == "CODES-VANISHED"],
        "changed": [row for row in findings if row["rule"] == "CODES-CHANGED"],
        "added": [row for row in findings if row["rule"] == "CODES-ADDED"],
        "counts": {
            "errors": sum(
                count for rule, count in batch.counts.items() if CodeFinding(rule, "").severity == "error"
            ),
            "added": batch.counts.get("CODES-ADDED", 0) if batch.previous else batch.received,
            "changed": batch.counts.get("CODES-CHANGED", 0),
            "vanished": batch.vanished,
        },
        "trail": [
            (_("Code lists"), reverse("desk:code_lists")),
            (batch.code_list.code, reverse("desk:code_list", args=[batch.code_list.code])),
            (_("Upload"), ""),
        ],
    }
    return render(request, "desk/data/code_import.html", context)


def _problem(batch: CodeImport) -> Problem | None:
    kept = batch.problem
    if not kept or kept.get("code") not in SENTENCES:
        return None
    return Problem(kept["code"], place=kept.get("place"), params=kept.get("params"))


def _finding(row: dict[str, Any], tongue: str) -> dict[str, Any]:
    finding = CodeFinding(row["rule"], row["code"], row["line"], row["params"])
    return {
        "rule": row["rule"],
        "severity": row["severity"],
        "code": row["code"],
        "line": row["line"],
        "now": row["params"].get("name", ""),
        "was": row.get("was", ""),
        "sentence": finding.sentence(tongue),
        "hint": finding.hint(tongue),
    }


@login_required
@require_POST
def code_import_drop(request: HttpRequest, pk: int) -> HttpResponse:
    """Put a checked file aside."""
    if not reader(request).may("codes.import"):
        raise Http404
    batch = drop_codes(batch=get_object_or_404(CodeImport, pk=pk), actor=acting(request))
    messages.info(request, _("The upload was put aside; nothing of it was stored."))
    return redirect("desk:code_list", code=batch.code_list.code)
