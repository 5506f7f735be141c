"""The one app with our tables."""

from typing import Any

from django.apps import AppConfig
from django.db import connections
from django.db.backends.signals import connection_created
from django.db.models.signals import post_migrate


def _reinstall(using: str, **_: Any) -> None:
    """SQLite rebuilds a table for many migrations and drops its triggers: put them back."""
    from .enforcement import install

    if connections[using].vendor == "sqlite":
        install(connections[using])


def _teach(connection: Any, **_: Any) -> None:
    """SQLite compares texts of a search as core does: it is taught the function at each connection."""
    from .search_match import teach_folding

    teach_folding(connection)


class RecordsConfig(AppConfig):
    name = "simpul.records"
    label = "simpul"
    verbose_name = "Simpul"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        post_migrate.connect(_reinstall, sender=self)
        connection_created.connect(_teach)
