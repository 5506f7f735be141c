"""Addresses of the papers."""

from __future__ import annotations

from django.urls import path

from . import views

app_name = "papers"

urlpatterns = [
    path("rounds/<str:period>/report/", views.make, name="make"),
    path("<int:pk>/", views.download, name="download"),
]
