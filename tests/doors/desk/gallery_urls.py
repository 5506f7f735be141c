"""Addresses of the shell, so that its parts can be drawn without the pages behind them."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.urls import include, path
from tests.doors.desk.gallery import draw


def gallery(request: HttpRequest, **_found: str) -> HttpResponse:
    return HttpResponse(draw(request))


DESK = [
    path("", gallery, name="duties"),
    path("requests/", gallery, name="requests"),
    path("rounds/", gallery, name="rounds"),
    path("rounds/<str:period>/", gallery, name="round"),
    path("clearance/", gallery, name="clearance"),
    path("indicators/", gallery, name="indicators"),
    path("finalisation/", gallery, name="finalisation"),
    path("codes/", gallery, name="code_lists"),
    path("frameworks/", gallery, name="frameworks"),
    path("benefits/", gallery, name="benefits"),
    path("reports/", gallery, name="reports"),
    path("directory/", gallery, name="directory"),
    path("calendar/", gallery, name="calendar"),
    path("glossary/", gallery, name="glossary"),
    path("search/", gallery, name="search"),
    path("account/", gallery, name="account"),
    path("asked/", gallery, name="asked"),
    path("free-days/", gallery, name="free_days"),
    path("activity/", gallery, name="activity"),
    path("users/", gallery, name="users"),
    path("offices/", gallery, name="offices"),
    path("obligations/", gallery, name="obligations"),
    path("content/", gallery, name="content"),
]

urlpatterns = [
    path("", include((DESK, "desk"))),
    path("i18n/", include("django.conf.urls.i18n")),
    path("accounts/login/", gallery, name="account_login"),
    path("accounts/logout/", gallery, name="account_logout"),
]
