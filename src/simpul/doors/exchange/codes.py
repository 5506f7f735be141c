"""Releases of reference codes from a file: received, checked, and imported once somebody confirmed."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from ...actions.acting import Actor
from ...actions.catalogue.codes import (
    Release,
    check_codes,
    check_may_import_codes,
    check_release,
    import_codes,
    refuse_codes,
)
from ...actions.files import TABLES, Readable, keep_file
from ...core.errors import Problem
from ...records.models import CodeImport, CodeList, CodeListVersion
from .archive import MEGABYTE
from .code_table import CODE_LIMITS
from .reading import codes_in_subprocess, kind_of

#: What is wrong with a file of codes as a whole; all else is wrong with what was typed beside it.
UNREADABLE = ("CODES-HEADING", "CODES-NUMBER", "CODES-READER-STOPPED")


def bring_codes(
    code_list: CodeList, *, name: str, stream: Readable, release: Release, actor: Actor
) -> CodeImport:
    """Keep a file, read it in a limited child, dry run; what cannot be read is kept with the reason.

    Raises:
        Problem: not allowed, no list of codes, or a release that cannot be imported as it is named.
    """
    check_may_import_codes(actor=actor)
    check_release(code_list=code_list, release=release)
    kind = kind_of(name)
    limit = CODE_LIMITS.size // MEGABYTE
    kept = keep_file(name=name, stream=stream, purpose="codes", accepted=TABLES, limit_mb=limit, actor=actor)
    try:
        with codes_in_subprocess(kept.path, kind, columns=code_list.sheet["columns"], name=kept.name) as rows:
            return check_codes(
                code_list=code_list, file=kept, kind=kind, release=release, rows=rows, actor=actor
            )
    except Problem as problem:
        if problem.code.startswith(("EXCHANGE-", "FILES-")) or problem.code in UNREADABLE:
            return refuse_codes(
                code_list=code_list, file=kept, kind=kind, release=release, problem=problem, actor=actor
            )
        raise


def store_codes(batch: CodeImport, *, reason: str, actor: Actor) -> CodeListVersion:
    """Read a checked file again and store it.

    Raises:
        Problem: what `import_codes` raises.
    """
    check_may_import_codes(actor=actor)
    columns = batch.code_list.sheet["columns"]
    with codes_in_subprocess(batch.file.path, batch.kind, columns=columns, name=batch.file.name) as rows:
        return import_codes(batch=batch, rows=rows, reason=reason, actor=actor)


def _actor(request: HttpRequest) -> Actor:
    return Actor(user=request.user, at=timezone.now())  # type: ignore[arg-type]


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text) if text else None
    except ValueError as error:
        raise Problem("DATE-UNREADABLE", place="released_on", params={"text": text}) from error


@login_required
@require_POST
def upload(request: HttpRequest, code: str) -> HttpResponse:
    """Take a file for a list; then the page of findings."""
    actor = _actor(request)
    check_may_import_codes(actor=actor)
    code_list = get_object_or_404(CodeList, code=code)
    sent: Any = request.FILES.get("file")
    if sent is None:
        raise Problem("FORM-FILE")
    release = Release(
        label=request.POST.get("label", ""),
        source=request.POST.get("source", ""),
        released_on=_day(request.POST.get("released_on", "").strip()),
        decree=request.POST.get("decree", ""),
        notes=request.POST.get("notes", ""),
    )
    batch = bring_codes(code_list, name=sent.name or "", stream=sent, release=release, actor=actor)
    return redirect("desk:code_import", pk=batch.pk)


@login_required
@require_POST
def confirm(request: HttpRequest, pk: int) -> HttpResponse:
    """Import what was checked: all of it, or nothing."""
    actor = _actor(request)
    check_may_import_codes(actor=actor)
    batch = get_object_or_404(CodeImport.objects.select_related("code_list", "file"), pk=pk)
    version = store_codes(batch, reason=request.POST.get("reason", ""), actor=actor)
    messages.success(
        request,
        _("Imported: %(count)d codes of %(label)s.") % {"count": version.size, "label": version.label},
    )
    return redirect("desk:code_list", code=batch.code_list.code)
