"""Making a report, and reading the file of one."""

from __future__ import annotations

import re

from django.contrib.auth.decorators import login_required
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from ...actions.acting import Actor
from ...records.models import Paper, Round, StoredFile
from .making import make_papers


@login_required
@require_POST
def make(request: HttpRequest, period: str) -> HttpResponse:
    """Make the report of a round in both languages and forms, then back to the list."""
    round_ = Round.objects.of(period, request.GET.get("obligation"))
    make_papers(round_, actor=Actor(user=request.user, at=timezone.now()))  # type: ignore[arg-type]
    return redirect("desk:reports")


@login_required
@require_safe
def download(request: HttpRequest, pk: int) -> FileResponse:
    """The file of a paper, for whoever may read it; for others there is none."""
    day = timezone.localdate()
    readable = StoredFile.objects.visible_to(request.user.duties_on(day), day)  # type: ignore[union-attr]
    paper = get_object_or_404(Paper.objects.filter(file__in=readable).select_related("file"), pk=pk)
    if not paper.file.path.exists():
        raise Http404
    name = re.sub(r"[^A-Za-z0-9._-]", "-", paper.file.name)
    response = FileResponse(paper.file.path.open("rb"), as_attachment=True, filename=name)
    response["Content-Type"] = paper.file.media_type
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = "sandbox; default-src 'none'"
    response["Cache-Control"] = "private, no-store"
    return response
