"""All addresses, door by door. Of the accounts library only signing in and out is offered; no other page of it is."""

from __future__ import annotations

from allauth.account.views import login, logout
from django.urls import include, path

from ..doors.api.views import api

handler400 = "simpul.site.problems.broken"
handler500 = "simpul.site.problems.failed"

urlpatterns = [
    path("i18n/", include("django.conf.urls.i18n")),
    path("accounts/login/", login, name="account_login"),
    path("accounts/logout/", logout, name="account_logout"),
    path("exchange/", include("simpul.doors.exchange.urls")),
    path("papers/", include("simpul.doors.papers.urls")),
    path("api/", api.urls),
    path("", include("simpul.doors.desk.urls")),
]
