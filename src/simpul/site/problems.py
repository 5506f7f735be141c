"""A refusal becomes a page, a fragment or JSON: a sentence with a place and a way out."""

from __future__ import annotations

import sys
from collections.abc import Callable
from urllib.parse import urlsplit

from django.db import InterfaceError, OperationalError, connection
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils.html import format_html, format_html_join
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import get_language
from django.views.defaults import server_error

from ..core.errors import LANGUAGES, Problem, as_json, hint, sentence


def came_from(request: HttpRequest) -> str:
    """The page of this desk the reader came from, empty where it is another host's or not told."""
    address = request.headers.get("Referer", "")
    ours = url_has_allowed_host_and_scheme(address, allowed_hosts={request.get_host()})
    path = urlsplit(address).path if ours else ""
    return "" if path == request.path else path


PLAIN = """<!doctype html>
<html lang="id"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<title>503 Simpul</title></head>
<body><main><h1>Simpul</h1>{paragraphs}</main></body></html>
"""


def failed(request: HttpRequest) -> HttpResponse:
    """Any failure that is no refusal; where the database cannot be reached, a plain page that needs none."""
    if not database_is_away(sys.exc_info()[1]):
        return server_error(request)
    problem = Problem("DATABASE-AWAY")
    answer: HttpResponse
    if request.path.startswith("/api/") or request.headers.get("Accept") == "application/json":
        answer = JsonResponse(as_json(problem), status=503)
    else:
        rows = ((tongue, sentence(problem, tongue), hint(problem, tongue)) for tongue in LANGUAGES)
        paragraphs = format_html_join("", '<p lang="{}"><b>{}</b> {}</p>', rows)
        answer = HttpResponse(format_html(PLAIN, paragraphs=paragraphs), status=503)
    answer["Retry-After"] = "30"
    return answer


def database_is_away(error: BaseException | None) -> bool:
    """The failure is that of a database to which there is no connection, or no longer one."""
    if not isinstance(error, OperationalError | InterfaceError):
        return False
    return connection.connection is None or bool(getattr(connection.connection, "closed", False))


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
        if request.path.startswith("/api/") or request.headers.get("Accept") == "application/json":
            return JsonResponse(as_json(exception), status=exception.status)
        language = (get_language() or "id")[:2]
        context = {
            "problem": exception,
            "sentence": sentence(exception, language),
            "hint": hint(exception, language),
            "back": came_from(request),
        }
        return render(request, "desk/problem.html", context, status=exception.status)


problems_as_pages = ProblemsAsPages
