"""Headers on every answer; accounts that nobody opens for himself, and that may be closed."""

from __future__ import annotations

from collections.abc import Callable

from allauth.account.adapter import DefaultAccountAdapter
from django.conf import settings
from django.contrib import messages
from django.contrib.messages.storage.cookie import CookieStorage
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

CONTENT_SECURITY_POLICY = "; ".join(
    [
        "default-src 'none'",
        "script-src 'self'",
        "style-src 'self'",
        "img-src 'self' data:",
        "font-src 'self'",
        "connect-src 'self'",
        "form-action 'self'",
        "base-uri 'none'",
        "frame-ancestors 'none'",
        "object-src 'none'",
        "manifest-src 'self'",
    ]
)

Answer = Callable[[HttpRequest], HttpResponse]


def headers(get_response: Answer) -> Answer:
    """Content security policy on all answers, and no cache keeps what a signed-in person sees."""

    def middleware(request: HttpRequest) -> HttpResponse:
        response = get_response(request)
        response.headers.setdefault("Content-Security-Policy", CONTENT_SECURITY_POLICY)
        response.headers.setdefault("Permissions-Policy", "camera=(), microphone=(), geolocation=()")
        response.headers.setdefault("Cross-Origin-Opener-Policy", "same-origin")
        # after a failure nobody is asked for: who reads may be what the database did not tell
        failed = response.status_code >= 500
        if failed or (getattr(request, "user", None) is not None and request.user.is_authenticated):
            response.headers["Cache-Control"] = "private, no-store"
        return response

    return middleware


class GuardedMessages(CookieStorage):
    """What a page says once, in a signed cookie as well guarded as the session's."""

    cookie_name = "__Host-simpul-messages" if settings.SECURE else "messages"


class ClosedAccounts(DefaultAccountAdapter):
    """An account is made by the secretariat, never by its holder."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def respond_user_inactive(self, request: HttpRequest, user: object) -> HttpResponse:
        """Back to signing in, with the reason: the library's own page is not offered."""
        messages.error(request, _("This account is closed. Ask the secretariat."))
        return redirect("account_login")
