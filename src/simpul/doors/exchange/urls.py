"""Addresses of the exchange."""

from __future__ import annotations

from django.urls import path

from . import codes, metadata, views

app_name = "exchange"

urlpatterns = [
    path("tasks/<int:task_id>/workbook.xlsx", views.workbook, name="workbook"),
    path("tasks/<int:task_id>/upload/", views.upload, name="upload"),
    path("rounds/<str:period>/delivery/", views.deliver, name="deliver"),
    path("deliveries/<int:pk>/clear/", views.clear, name="clear"),
    path("deliveries/<int:pk>/hand-over/", views.handed_over, name="hand_over"),
    path("deliveries/<int:delivery>/files/<int:pk>/", views.delivery_file, name="delivery_file"),
    path("codes/<slug:code>/upload/", codes.upload, name="codes_upload"),
    path("code-imports/<int:pk>/confirm/", codes.confirm, name="codes_confirm"),
    path("metadata/<slug:code>.xlsx", metadata.metadata, {"form": "xlsx"}, name="metadata_xlsx"),
    path("metadata/<slug:code>.csv", metadata.metadata, {"form": "csv"}, name="metadata_csv"),
]
