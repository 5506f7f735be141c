"""Making a report, and reading the file of one."""

from __future__ import annotations

import re

from django.contrib.auth.decorators import login_required
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from ...actions.acting import Actor
from ...core.permissions import may
from ...records.models import Paper, Round, Task
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
    """The file of a paper, for whoever sees the round or has a task in it; for others there is none."""
    paper = Paper.objects.select_related("file", "round").filter(pk=pk).first()
    day = timezone.localdate()
    duties = request.user.duties_on(day)  # type: ignore[union-attr]
    if paper is None:
        raise Http404
    has_task = Task.objects.filter(round=paper.round).visible_to(duties, day).exists
    if not (may(duties, "round.view", day=day) or has_task()) or not paper.file.path.exists():
        raise Http404
    name = re.sub(r"[^A-Za-z0-9._-]", "-", paper.file.name)
    response = FileResponse(paper.file.path.open("rb"), as_attachment=True, filename=name)
    response["Content-Type"] = paper.file.media_type
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = "sandbox; default-src 'none'"
    response["Cache-Control"] = "private, no-store"
    return response
