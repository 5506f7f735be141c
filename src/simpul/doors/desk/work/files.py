"""Downloading a kept file, by the right to see the task it belongs to."""

from __future__ import annotations

from django.contrib.auth.decorators import login_required
from django.http import FileResponse, Http404, HttpRequest, HttpResponseBase
from django.shortcuts import get_object_or_404

from ....core.errors import Problem
from ....records.models import Designation, Entry, ImportBatch, StoredFile, SubmittedFigure, Task
from .reader import Reader, reader


@login_required
def download(request: HttpRequest, pk: int) -> HttpResponseBase:
    """The file as an attachment that no browser runs; 404 where the reader may not see its task."""
    row = get_object_or_404(StoredFile, pk=pk)
    if not _visible(row, reader(request)):
        raise Http404
    if not row.path.is_file():
        raise Problem("FILES-MISSING", place=row.name, params={"name": row.name})
    response = FileResponse(
        row.path.open("rb"), as_attachment=True, filename=row.name, content_type=row.media_type
    )
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = "sandbox; default-src 'none'"
    return response


def _visible(row: StoredFile, who: Reader) -> bool:
    """Whether the file belongs to a task the reader may see, or is a letter for those who see all."""
    tasks = Task.objects.visible_to(who.duties, who.day)
    seen = tasks.values("pk")
    return (
        Entry.objects.filter(evidence=row, task__in=seen).exists()
        or Entry.objects.filter(source_file=row, task__in=seen).exists()
        or ImportBatch.objects.filter(file=row, task__in=seen).exists()
        or _submitted(row, who)
        or (who.may("round.view") and Designation.objects.filter(letter_file=row).exists())
    )


def _submitted(row: StoredFile, who: Reader) -> bool:
    """Whether a submission the reader may see names the file as evidence or as its source."""
    figures = SubmittedFigure.objects.filter(
        submission__task__in=Task.objects.visible_to(who.duties, who.day).values("pk")
    )
    if figures.filter(source_file=row).exists():
        return True
    kept = figures.exclude(evidence=[]).values_list("evidence", flat=True)
    return any(item.get("file") == row.pk for evidence in kept.iterator() for item in evidence)
