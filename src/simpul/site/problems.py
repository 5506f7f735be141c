"""A refusal becomes a page, a fragment or JSON: a sentence with a place and a way out."""

from __future__ import annotations

import sys
from collections.abc import Callable
from urllib.parse import urlsplit

from django.core.exceptions import RequestDataTooBig, TooManyFieldsSent, TooManyFilesSent
from django.db import InterfaceError, OperationalError, connection
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import get_language

from ..core.errors import LANGUAGES, Problem, as_json, hint, sentence


def came_from(request: HttpRequest) -> str:
    """The page of this desk the reader came from, empty where it is another host's or not told."""
    address = request.headers.get("Referer", "")
    ours = url_has_allowed_host_and_scheme(address, allowed_hosts={request.get_host()})
    path = urlsplit(address).path if ours else ""
    return "" if path == request.path else path


#: Where not even the page that needs nothing can be drawn.
PLAIN = """<!doctype html>
<html lang="id"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<title>{status} Simpul</title></head>
<body><main><h1>Simpul</h1>{paragraphs}</main></body></html>
"""


def failed(request: HttpRequest) -> HttpResponse:
    """Any failure that is no refusal: a page that needs no database and no reader, in both languages."""
    if not database_is_away(sys.exc_info()[1]):
        return standing(request, Problem("DESK-FAILED"), status=500)
    answer = standing(request, Problem("DATABASE-AWAY"), status=503)
    answer["Retry-After"] = "30"
    return answer


def broken(request: HttpRequest, exception: Exception) -> HttpResponse:
    """What cannot be read as a request: too much at once, or not in order."""
    too_large = isinstance(exception, RequestDataTooBig | TooManyFieldsSent | TooManyFilesSent)
    if too_large:
        return standing(request, Problem("REQUEST-TOO-LARGE"), status=413)
    return standing(request, Problem("REQUEST-BROKEN"), status=400)


def forged(request: HttpRequest, reason: str = "") -> HttpResponse:
    """A form without its token, or with that of another session: CSRF."""
    return standing(request, Problem("FORM-CSRF"), status=403)


def standing(request: HttpRequest, problem: Problem, *, status: int) -> HttpResponse:
    """A page that asks nothing of database, session and reader; JSON where a program asks."""
    if as_program(request):
        return JsonResponse(as_json(problem), status=status)
    rows = [(tongue, sentence(problem, tongue), hint(problem, tongue)) for tongue in LANGUAGES]
    try:
        text = render_to_string(
            "desk/standing.html",
            {"rows": rows, "code": problem.code, "status": status, "back": came_from(request)},
        )
    except Exception:  # the stylesheet may be what is missing
        paragraphs = format_html_join("", '<p lang="{}"><b>{}</b> {}</p>', rows)
        text = format_html(PLAIN, paragraphs=paragraphs, status=status)
    return HttpResponse(text, status=status)


def as_program(request: HttpRequest) -> bool:
    """Whether a program asks: it is answered in JSON."""
    return request.path.startswith("/api/") or request.headers.get("Accept") == "application/json"


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
        answer = self.get_response(request)
        if request.headers.get("HX-Request") == "true" and _to_sign_in(answer):
            # a part of a page is not replaced by the page to sign in at: what was typed stays
            return HttpResponse(status=401)
        if answer.status_code == 405 and not as_program(request) and not answer.content:
            page = self._page(request, Problem("METHOD-NOT-ALLOWED"), 405)
            page["Allow"] = answer.get("Allow", "")
            return page
        return answer

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        """The answer for a problem; other exceptions stay what they are."""
        if not isinstance(exception, Problem):
            return None
        if as_program(request):
            return JsonResponse(as_json(exception), status=exception.status)
        return self._page(request, exception, exception.status)

    def _page(self, request: HttpRequest, problem: Problem, status: int) -> HttpResponse:
        language = (get_language() or "id")[:2]
        context = {
            "problem": problem,
            "sentence": sentence(problem, language),
            "hint": hint(problem, language),
            "back": came_from(request),
        }
        return render(request, "desk/problem.html", context, status=status)


def _to_sign_in(answer: HttpResponse) -> bool:
    return answer.status_code == 302 and answer.get("Location", "").startswith(reverse("account_login"))


problems_as_pages = ProblemsAsPages
