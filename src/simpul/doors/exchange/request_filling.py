"""A sender's form filled with the national answers: looked at, downloaded as a draft, put forward for clearance."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import ExitStack
from io import BytesIO
from pathlib import Path
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from ...actions.files import EVIDENCE, HeldFile, hold_file
from ...actions.requests import put_forward
from ...actions.uploads import Uploads
from ...core.errors import Problem
from ...core.requests import RequestState
from ...records.models import Request
from ...records.request_forms import WrittenAnswer, written_answers
from ..uploads import uploads_of
from .forms.reading import fill_form
from .request_forms import FORMS
from .request_pages import acting, found_request, place_words, request_url, told_problem, trail_of
from .views import as_attachment


def filled_name(name: str) -> str:
    """The name of the filled form: that of the form, with a word that tells them apart.

    >>> filled_name("Questionnaire 2026.docx")
    'Questionnaire 2026 (answered).docx'
    """
    path = Path(name)
    return f"{path.stem} (answered){path.suffix}"


def filled_form_of(row: Request, answers: Sequence[WrittenAnswer]) -> bytes:
    """The sender's form with the answers that have a place in it; everything else byte for byte.

    Raises:
        Problem: `REQUESTS-NO-FORM`, `REQUESTS-NOTHING-TO-FILL`, `SENDERFORM-OTHER-FILE` where it is not the form
            the places were read from any more, `SENDERFORM-…`.
    """
    file = row.form_file
    if file is None:
        raise Problem("REQUESTS-NO-FORM", place=row.code, params={"code": row.code})
    if not file.path.is_file():
        raise Problem("FILES-MISSING", place=file.name, params={"name": file.name})
    placed = {one.item.anchor: one.text for one in answers if one.has_place}
    if not placed:
        raise Problem("REQUESTS-NOTHING-TO-FILL", place=row.code, params={"code": row.code})
    return fill_form(file.path, placed, sha256=file.sha256, name=file.name)


@login_required
def request_form_fill(request: HttpRequest, pk: int) -> HttpResponse:
    """What would be written into the form; sent, the answers go into clearance with the filled form."""
    row = found_request(request, pk, "request.consolidate")
    problem: Problem | None = None
    uploads = uploads_of(request, {"annex": EVIDENCE}, several=("annex",))
    if request.method == "POST":
        try:
            _put_forward(request, row, uploads)
        except Problem as refused:
            problem = refused
        else:
            messages.success(
                request, _("Put forward with the filled form; the first step of clearance waits.")
            )
            return redirect(request_url(row))
    answers = written_answers(row)
    context = {
        "row": row,
        "file": row.form_file,
        "written": [
            {
                "item": one.item,
                "text": one.text,
                "has_place": one.has_place,
                "where": place_words(one.item.anchor),
            }
            for one in answers
        ],
        "missing": [one for one in answers if not one.text],
        "without_place": [one for one in answers if not one.has_place],
        "placed": any(one.has_place for one in answers),
        "ready": row.state == RequestState.CONSOLIDATED and all(one.text for one in answers),
        "problem": told_problem(problem),
        "files_wait": True,
        "waiting": uploads.set_aside().get("annex", []),
        "comment": request.POST.get("comment", ""),
        "back": request_url(row),
        "trail": trail_of(row, _("Fill the sender's form")),
    }
    status = problem.status if problem else 200
    return render(request, "exchange/request_fill.html", context, status=status)


def _put_forward(request: HttpRequest, row: Request, uploads: Uploads) -> None:
    answers = written_answers(row)
    filled = filled_form_of(row, answers)
    name = filled_name(row.form_file.name)  # type: ignore[union-attr]
    with ExitStack() as stack:
        files: list[tuple[str, HeldFile]] = [
            ("form", stack.enter_context(hold_file(name=name, stream=BytesIO(filled), accepted=FORMS)))
        ]
        files += stack.enter_context(uploads.held())
        put_forward(
            request=row,
            files=files,
            made_from={one.item.pk: one.version for one in answers},
            comment=request.POST.get("comment", ""),
            actor=acting(request),
        )


@login_required
@require_safe
def request_form_filled(request: HttpRequest, pk: int) -> Any:
    """The form filled with the national answers as they stand, as a draft that nobody has cleared."""
    row = found_request(request, pk, "request.consolidate")
    filled = filled_form_of(row, written_answers(row))
    file: Any = row.form_file
    response = HttpResponse(filled, content_type=file.media_type)
    return as_attachment(response, filled_name(file.name))
