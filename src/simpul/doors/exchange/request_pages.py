"""What the pages of a sender's form share: the request its reader may see, and a refusal as it is shown."""

from __future__ import annotations

from django.http import Http404, HttpRequest
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from ...actions.acting import Actor
from ...core import sender_forms
from ...core.errors import Problem, told
from ...core.permissions import NOWHERE, may
from ...records.models import Request, User


def acting(request: HttpRequest) -> Actor:
    """Who acts, now."""
    return Actor(user=user_of(request), at=timezone.now())


def user_of(request: HttpRequest) -> User:
    """The account of a page that asks for one."""
    return request.user  # type: ignore[return-value]


def language() -> str:
    """The language of the page."""
    return (get_language() or "id")[:2]


def found_request(request: HttpRequest, pk: int, verb: str) -> Request:
    """A request the reader may see and do this to; for anybody else the page does not exist.

    Raises:
        Http404: he may not.
    """
    day = timezone.localdate()
    duties = request.user.duties_on(day)  # type: ignore[union-attr]
    if not may(duties, verb, NOWHERE, day=day):
        raise Http404
    seen = Request.objects.visible_to(duties, day).select_related("form_file")
    return get_object_or_404(seen, pk=pk)


def request_url(row: Request) -> str:
    """The page of the request."""
    return reverse("desk:request", args=[row.code])


def trail_of(row: Request, last: str) -> list[tuple[str, str]]:
    """The way to a page of a request."""
    return [(_("Incoming requests"), reverse("desk:requests")), (row.code, request_url(row)), (last, "")]


def place_words(anchor: str) -> str:
    """A place of a form as a person finds it, in the language of the page."""
    return sender_forms.place_words(anchor, language())


def told_problem(problem: Problem | None) -> dict[str, str] | None:
    """A refusal as a page shows it above its form, and the field it concerns."""
    return told(problem, language()) if problem else None
