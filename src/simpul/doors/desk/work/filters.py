"""Keeping the filter of a list under a name, and putting it aside; the reader returns to the list."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from ....actions.lists import drop_filter, keep_filter
from ....records.models import SavedFilter
from .reader import acting, reader


def back(request: HttpRequest) -> str:
    """The list the form was sent from; the first page where it names another host."""
    address = request.POST.get("next", "")
    return address if url_has_allowed_host_and_scheme(address, allowed_hosts=None) else "/"


@login_required
@require_POST
def keep(request: HttpRequest) -> HttpResponse:
    """Keep the filter that is set."""
    keep_filter(
        table=request.POST.get("table", "")[:60],
        name=request.POST.get("name", ""),
        query=request.POST.get("query", ""),
        share=request.POST.get("share") == "1",
        actor=acting(request),
    )
    messages.success(request, _("The filter is kept; it stands above the list."))
    return redirect(back(request))


@login_required
@require_POST
def drop(request: HttpRequest, pk: int) -> HttpResponse:
    """Put a kept filter aside."""
    who = reader(request)
    row = get_object_or_404(SavedFilter.objects.visible_to(who.user, who.duties), pk=pk)
    drop_filter(saved=row, actor=acting(request))
    messages.info(request, _("The filter is put aside; the list itself has not changed."))
    return redirect(back(request))
