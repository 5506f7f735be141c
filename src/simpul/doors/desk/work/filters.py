"""Keeping the filter of a list under a name, and putting it aside; the reader returns to the list."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from ....actions.lists import drop_filter, keep_filter
from ....records.models import SavedFilter
from . import undo
from .reader import acting, reader


def back(request: HttpRequest) -> str:
    """The list the form was sent from; the first page where it names another host."""
    address = request.POST.get("next", "")
    return address if url_has_allowed_host_and_scheme(address, allowed_hosts=None) else "/"


@login_required
@require_POST
def keep(request: HttpRequest) -> HttpResponse:
    """Keep the filter that is set."""
    table, name = request.POST.get("table", "")[:60], request.POST.get("name", "")
    standing = SavedFilter.objects.standing().filter(owner=reader(request).user, table=table)
    replaced = standing.filter(name=name.strip()).exists()
    row = keep_filter(
        table=table,
        name=name,
        query=request.POST.get("query", ""),
        share=request.POST.get("share") == "1",
        actor=acting(request),
    )
    words = _("The filter is kept; it stands above the list.")
    if replaced:  # putting it aside would not bring back the one whose place it took
        messages.success(request, words)
    else:
        undo.done(request, words, url=reverse("desk:filter_drop", args=[row.pk]), next=back(request))
    return redirect(back(request))


@login_required
@require_POST
def drop(request: HttpRequest, pk: int) -> HttpResponse:
    """Put a kept filter aside."""
    who = reader(request)
    row = get_object_or_404(SavedFilter.objects.visible_to(who.user, who.duties), pk=pk)
    drop_filter(saved=row, actor=acting(request))
    undo.done(
        request,
        _("The filter is put aside; the list itself has not changed."),
        url=reverse("desk:filter_keep"),
        level=messages.INFO,
        table=row.table,
        name=row.name,
        query=row.query,
        share="1" if row.shared_with_id else "",
        next=back(request),
    )
    return redirect(back(request))
