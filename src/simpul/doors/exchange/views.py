"""Workbooks out and in, and deliveries: each view parses, calls one action, and sends the reader on."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import FileResponse, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from ...actions.acting import Actor
from ...actions.files import TABLES, keep_file
from ...actions.reporting import check_import, check_may_import, clear_delivery, hand_over, refuse_import
from ...actions.reporting.imports import Incoming
from ...core.entries import Entry
from ...core.errors import Problem
from ...core.figures import KEPT_IN, redressed
from ...records.models import Delivery, DeliveryFile, ImportBatch, Round, StoredFile, Task
from .delivery import make_delivery
from .prefill import file_name, task_workbook
from .reading import kind_of, read_in_subprocess


def _actor(request: HttpRequest) -> Actor:
    return Actor(user=request.user, at=timezone.now())  # type: ignore[arg-type]


def _task(request: HttpRequest, pk: int) -> Task:
    """A task the reader may see; another does not exist for him."""
    day = timezone.localdate()
    seen = Task.objects.visible_to(request.user.duties_on(day), day)  # type: ignore[union-attr]
    return get_object_or_404(seen.with_office(), pk=pk)


def _language() -> str:
    return (get_language() or "id")[:2]


@login_required
@require_safe
def workbook(request: HttpRequest, task_id: int) -> HttpResponse:
    """The prefilled workbook of a task."""
    task = _task(request, task_id)
    content = task_workbook(task, language=_language(), made_at=timezone.now())
    response = HttpResponse(
        content, content_type="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
    )
    return as_attachment(response, file_name(task))


@login_required
@require_POST
def upload(request: HttpRequest, task_id: int) -> HttpResponse:
    """Keep the file, read it in a limited child process, dry run; then the page of findings."""
    task = _task(request, task_id)
    sent = request.FILES.get("file")
    if sent is None:
        raise Problem("FORM-FILE")
    actor = _actor(request)
    check_may_import(task=task, actor=actor)
    kind = kind_of(sent.name or "")
    kept = keep_file(name=sent.name or "", stream=sent, purpose="workbook", accepted=TABLES, actor=actor)
    return redirect("desk:import", pk=receive(task, kept, kind=kind, language=_language(), actor=actor).pk)


def receive(task: Task, kept: StoredFile, *, kind: str, language: str, actor: Actor) -> ImportBatch:
    """Read a kept file and judge it; what cannot be read is kept with the reason."""
    try:
        content = read_in_subprocess(kept.path, kind, name=kept.name)
    except Problem as problem:
        return refuse_import(task=task, file=kept, kind=kind, problem=problem, actor=actor)
    written_in = content.meta.get("language", language)
    incoming = Incoming(
        kind=kind,
        rows=tuple(_as_kept(row, written_in) for row in content.entries),
        narratives=content.narratives,
        task=content.task,
        task_label=content.meta.get("task_label", ""),
        task_version=content.task_version,
    )
    return check_import(task=task, file=kept, incoming=incoming, actor=actor)


def _as_kept(row: Entry, language: str) -> Entry:
    """Typed text is kept with decimal commas, whatever language it was typed in; number cells stay numbers."""
    if row.is_number or language == KEPT_IN:
        return row
    return replace(row, text=redressed(row.text, source=language, target=KEPT_IN))


@login_required
@require_POST
def deliver(request: HttpRequest, period: str) -> HttpResponse:
    """Make the delivery of a round."""
    make_delivery(Round.objects.of(period, request.GET.get("obligation")), actor=_actor(request))
    return redirect("desk:reports")


@login_required
@require_POST
def clear(request: HttpRequest, pk: int) -> HttpResponse:
    """The SOCA leader clears a delivery."""
    clear_delivery(delivery=get_object_or_404(Delivery, pk=pk), actor=_actor(request))
    return redirect("desk:reports")


@login_required
@require_POST
def handed_over(request: HttpRequest, pk: int) -> HttpResponse:
    """Record that a delivery was handed over."""
    try:
        on = date.fromisoformat(request.POST.get("on", ""))
    except ValueError as error:
        raise Problem("DATE-UNREADABLE", params={"text": request.POST.get("on", "")}) from error
    hand_over(
        delivery=get_object_or_404(Delivery, pk=pk),
        on=on,
        channel=request.POST.get("channel", ""),
        receipt=request.POST.get("receipt", ""),
        actor=_actor(request),
    )
    messages.success(request, _("The hand-over is recorded."))
    return redirect("desk:reports")


@login_required
@require_safe
def delivery_file(request: HttpRequest, delivery: int, pk: int) -> Any:
    """A file of a delivery, for whoever may read it."""
    day = timezone.localdate()
    readable = StoredFile.objects.visible_to(request.user.duties_on(day), day)  # type: ignore[union-attr]
    parts = DeliveryFile.objects.filter(file__in=readable).select_related("file")
    part = get_object_or_404(parts, pk=pk, delivery_id=delivery)
    if not part.file.path.exists():
        raise Problem("FILES-MISSING", params={"name": part.file.name})
    response = FileResponse(part.file.path.open("rb"), content_type=part.file.media_type)
    return as_attachment(response, part.file.name)


def as_attachment(response: Any, name: str) -> Any:
    """A download that no browser opens in the page."""
    safe = Path(name).name.replace('"', "")
    response.headers["Content-Disposition"] = f'attachment; filename="{safe}"'
    response.headers["Content-Security-Policy"] = "sandbox; default-src 'none'"
    response.headers["X-Content-Type-Options"] = "nosniff"
    return response
