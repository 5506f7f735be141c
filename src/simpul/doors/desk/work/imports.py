"""An upload after its dry run: what was counted and found; one confirmed import, or nothing."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from ....actions.reporting import confirm_import, drop_import
from ....core.errors import SENTENCES, Problem
from ....core.periods import label
from ....records.models import ImportBatch, Indicator, Task
from ..data.words import told_problem
from ..listing import Column, Table, answer
from ..templatetags.desk import language, period
from ..templatetags.work import answer_word, shown_value, titled
from .grid import shown, task_url
from .reader import acting, reader


def visible_import(request: HttpRequest, pk: int) -> ImportBatch:
    """An upload of a task the reader may see.

    Raises:
        Http404: there is none, or it is not his to see.
    """
    who = reader(request)
    row = get_object_or_404(ImportBatch.objects.select_related("file", "uploaded_by__person"), pk=pk)
    row.task = get_object_or_404(Task.objects.visible_to(who.duties, who.day).with_office(), pk=row.task_id)
    return row


@login_required
def result(request: HttpRequest, pk: int) -> HttpResponse:
    """What the dry run says, and the one button that imports."""
    who = reader(request)
    batch = visible_import(request, pk)
    tongue = language()
    problem = _problem(batch)
    findings, changes = _findings(batch), _changes(batch)
    context = {
        "batch": batch,
        "task": batch.task,
        "problem": told_problem(problem),
        "place": problem.place if problem else "",
        "findings": findings,
        "errors": sum(1 for item in findings if item["severity"] == "error"),
        "warnings": sum(1 for item in findings if item["severity"] == "warning"),
        "changes": changes[:SHOWN],
        "may_confirm": batch.state == "checked" and who.may("task.upload", batch.task.subject()),
        "name": batch.task.organisation.acronym,
        "trail": [
            (f"{batch.task.body.acronym}, {label(batch.task.round.period, tongue)}", task_url(batch.task)),
            (_("Upload"), ""),
        ],
    }
    scope = f"{batch.task.body.acronym}, {label(batch.task.round.period, tongue)}"
    source = f"{batch.file.name}, sha256 {batch.file.sha256[:12]}"
    listings = (
        FINDINGS.read(request, findings, scope=scope, source=source),
        CHANGES.read(request, changes, scope=scope, source=source),
    )
    return answer(request, "desk/work/import.html", context, *listings)


#: How grave a finding is.
SEVERITIES = {"error": gettext_lazy("Error"), "warning": gettext_lazy("Warning")}
FINDINGS = Table(
    code="findings",
    title=gettext_lazy("Findings"),
    columns=(
        Column(
            "severity",
            gettext_lazy("Severity"),
            lambda row: str(SEVERITIES.get(row["severity"], row["severity"])),
        ),
        Column("cell", gettext_lazy("Cell"), lambda row: row["cell"]),
        Column("figure", gettext_lazy("Indicator"), lambda row: row["figure"]),
        Column(
            "period",
            gettext_lazy("Reference period"),
            lambda row: period(row["period"]) if row["period"] else "",
        ),
        Column("sentence", gettext_lazy("Finding"), lambda row: row["sentence"], width=60),
        Column("hint", gettext_lazy("Way out"), lambda row: row["hint"], width=60),
        Column("rule", gettext_lazy("Rule"), lambda row: row["rule"]),
    ),
)
CHANGES = Table(
    code="changes",
    title=gettext_lazy("What would be stored"),
    columns=(
        Column("code", gettext_lazy("Code"), lambda row: row["code"]),
        Column("title", gettext_lazy("Indicator"), lambda row: row["title"], width=44),
        Column("period", gettext_lazy("Reference"), lambda row: period(row["period"])),
        Column("answer", gettext_lazy("Answer"), lambda row: answer_word(row["answer"])),
        Column("text", gettext_lazy("Value"), lambda row: row["text"]),
        Column("cell", gettext_lazy("Cell"), lambda row: row["cell"]),
    ),
)


def _problem(batch: ImportBatch) -> Problem | None:
    """Why the whole file was refused."""
    kept = batch.problem
    if not kept or kept.get("code") not in SENTENCES:
        return None
    return Problem(kept["code"], place=kept.get("place"), params=kept.get("params"))


def _findings(batch: ImportBatch) -> list[dict[str, Any]]:
    tongue = language()
    order = {"error": 0, "warning": 1}
    found = [
        {
            "severity": item["severity"],
            "sentence": item["sentence"][tongue],
            "hint": item["hint"][tongue],
            "rule": item["rule"],
            "cell": "!".join(part for part in (item.get("sheet"), item.get("cell")) if part)
            or (_("row %(row)s") % {"row": item["row"]} if item.get("row") else ""),
            "figure": (item.get("figure") or "").split("|")[0],
            "period": [*(item.get("figure") or "").split("|"), "", "", ""][2],
        }
        for item in batch.findings
    ]
    return sorted(found, key=lambda item: order.get(item["severity"], 2))


#: How many changes the page shows; the export has all.
SHOWN = 50


def _changes(batch: ImportBatch) -> list[dict[str, Any]]:
    """What the import would store."""
    asked = batch.task.due_figures.filter(indicator__code__in={row["key"][0] for row in batch.rows})
    indicators = {row.code: row for row in Indicator.objects.filter(pk__in=asked.values("indicator"))}
    found = []
    for row in batch.rows:
        code, _area, period, _disaggregation = row["key"]
        indicator = indicators.get(code)
        found.append(
            {
                "title": titled(indicator) if indicator else code,
                "code": code,
                "period": period,
                "answer": row["answer"],
                "text": shown_value(row["text"]) if row.get("is_number") else shown(row["text"]),
                "cell": row["cell"],
            }
        )
    return found


@login_required
@require_POST
def confirm(request: HttpRequest, pk: int) -> HttpResponse:
    """Import what was checked: all of it, or nothing."""
    batch = visible_import(request, pk)
    confirm_import(batch=batch, actor=acting(request))
    messages.success(
        request,
        _("Imported: %(figures)d figures and %(paragraphs)d paragraphs changed.")
        % {"figures": len(batch.rows), "paragraphs": len(batch.narratives)},
    )
    return redirect(task_url(batch.task, "figures"))


@login_required
@require_POST
def drop(request: HttpRequest, pk: int) -> HttpResponse:
    """Put the upload aside."""
    batch = visible_import(request, pk)
    drop_import(batch=batch, actor=acting(request))
    messages.info(request, _("The upload was put aside; nothing of it was stored."))
    return redirect(reverse("desk:task", args=[batch.task_id]))
