"""A refusal becomes a page, a fragment or JSON: a sentence with a place and a way out."""

from __future__ import annotations

from collections.abc import Callable
from urllib.parse import urlsplit

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import get_language

from ..core.errors import Conflict, NotAllowed, NotFound, Problem, hint, sentence


def status_of(problem: Problem) -> int:
    """The HTTP status a problem answers with."""
    if isinstance(problem, NotAllowed):
        return 403
    if isinstance(problem, NotFound):
        return 404
    if isinstance(problem, Conflict):
        return 409
    return 422


def as_json(problem: Problem) -> dict[str, object]:
    """Code, place and sentences in both languages."""
    return {
        "code": problem.code,
        "place": problem.place,
        "sentence": {language: sentence(problem, language) for language in ("id", "en")},
        "hint": {language: hint(problem, language) for language in ("id", "en")},
    }


def came_from(request: HttpRequest) -> str:
    """The page of this desk the reader came from, empty where it is another host's or not told."""
    address = request.headers.get("Referer", "")
    ours = url_has_allowed_host_and_scheme(address, allowed_hosts={request.get_host()})
    path = urlsplit(address).path if ours else ""
    return "" if path == request.path else path


class ProblemsAsPages:
    """Middleware: turns a `Problem` that a view raised into an answer."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        """The answer for a problem; other exceptions stay what they are."""
        if not isinstance(exception, Problem):
            return None
        status = status_of(exception)
        if request.path.startswith("/api/") or request.headers.get("Accept") == "application/json":
            return JsonResponse(as_json(exception), status=status)
        language = (get_language() or "id")[:2]
        context = {
            "problem": exception,
            "sentence": sentence(exception, language),
            "hint": hint(exception, language),
            "back": came_from(request),
        }
        return render(request, "desk/problem.html", context, status=status)


problems_as_pages = ProblemsAsPages
