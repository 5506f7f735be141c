"""All addresses, door by door."""

from __future__ import annotations

from django.urls import include, path

from ..doors.api.views import api
from .security import not_for_the_holder

urlpatterns = [
    path("i18n/", include("django.conf.urls.i18n")),
    path("accounts/email/", not_for_the_holder),
    path("accounts/", include("allauth.account.urls")),
    path("exchange/", include("simpul.doors.exchange.urls")),
    path("papers/", include("simpul.doors.papers.urls")),
    path("api/", api.urls),
    path("", include("simpul.doors.desk.urls")),
]
