"""What the pages of a sender's form share: the request its reader may see, and a refusal as it is shown."""

from __future__ import annotations

from django.http import Http404, HttpRequest
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from ...actions.acting import Actor
from ...core.errors import Problem, told
from ...core.permissions import NOWHERE, may
from ...records.models import Request


def acting(request: HttpRequest) -> Actor:
    """Who acts, now."""
    return Actor(user=request.user, at=timezone.now())  # type: ignore[arg-type]


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


#: Kind of place in Word -> how it is said; in Excel a place is said as Excel says it.
_PLACES = {
    "cell": gettext_lazy("table {0}, row {1}, cell {2}"),
    "control": gettext_lazy("field {0}"),
    "paragraph": gettext_lazy("paragraph {0}"),
    "line": gettext_lazy("line {1} in paragraph {0}"),
    "after": gettext_lazy("below paragraph {0}"),
}


def place_words(anchor: str) -> str:
    """A place of a form as a person finds it.

    >>> place_words("Form A!C5")
    'Form A!C5'
    """
    kind, *numbers = anchor.split(":")
    said = _PLACES.get(kind) if numbers and all(one.isdecimal() for one in numbers) else None
    try:
        return str(said).format(*numbers) if said else anchor
    except IndexError:
        return anchor


def told_problem(problem: Problem | None) -> dict[str, str] | None:
    """A refusal as a page shows it above its form, and the field it concerns."""
    return told(problem, language()) if problem else None
