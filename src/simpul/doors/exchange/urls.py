"""Addresses of the exchange."""

from __future__ import annotations

from django.urls import path

from . import codes, metadata, request_filling, request_forms, views

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
    path("requests/<int:pk>/form/", request_forms.request_form, name="request_form"),
    path("requests/<int:pk>/form/upload/", request_forms.request_form_upload, name="request_form_upload"),
    path("requests/<int:pk>/form/fill/", request_filling.request_form_fill, name="request_form_fill"),
    path("requests/<int:pk>/form/filled/", request_filling.request_form_filled, name="request_form_filled"),
]
