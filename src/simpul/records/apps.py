"""The one app with our tables."""

from django.apps import AppConfig


class RecordsConfig(AppConfig):
    name = "simpul.records"
    label = "simpul"
    verbose_name = "Simpul"
    default_auto_field = "django.db.models.BigAutoField"
