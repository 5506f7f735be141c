"""Downloading a kept file, by the right to read it."""

from __future__ import annotations

from django.contrib.auth.decorators import login_required
from django.http import FileResponse, HttpRequest, HttpResponseBase
from django.shortcuts import get_object_or_404

from ....core.errors import Problem
from ....records.models import StoredFile
from .reader import reader


@login_required
def download(request: HttpRequest, pk: int) -> HttpResponseBase:
    """The file as an attachment that no browser runs; 404 where the reader may not read it."""
    who = reader(request)
    row = get_object_or_404(StoredFile.objects.visible_to(who.duties, who.day), pk=pk)
    if not row.path.is_file():
        raise Problem("FILES-MISSING", place=row.name, params={"name": row.name})
    response = FileResponse(
        row.path.open("rb"), as_attachment=True, filename=row.name, content_type=row.media_type
    )
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = "sandbox; default-src 'none'"
    return response
