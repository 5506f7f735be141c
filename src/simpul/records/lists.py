"""Filters people keep: the address of a list, under a name, for oneself or for the own office."""

from __future__ import annotations

from collections.abc import Iterable

from django.db import models
from django.db.models import Q

from ..core.permissions import Duty
from .directory import Organisation


class SavedFilterQuerySet(models.QuerySet["SavedFilter"]):
    """Reading kept filters."""

    def standing(self) -> SavedFilterQuerySet:
        """Those that were not put aside."""
        return self.filter(removed_at__isnull=True)

    def visible_to(self, user: object, duties: Iterable[Duty]) -> SavedFilterQuerySet:
        """One's own, and what is shared with an office one holds a role for."""
        offices = {duty.organisation for duty in duties}
        shared = Q(shared_with__code__in=offices) if offices else Q(pk__in=[])
        return self.standing().filter(Q(owner=user) | shared)


class SavedFilter(models.Model):
    """An address of a list. It shares no row: whoever opens it sees what he or she may see."""

    owner = models.ForeignKey("simpul.User", on_delete=models.PROTECT, related_name="saved_filters")
    table = models.CharField(max_length=60, db_comment="code of the list")
    name = models.CharField(max_length=80)
    query = models.CharField(
        max_length=1000, db_comment="filters of the address, without the page's own keys"
    )
    shared_with = models.ForeignKey(
        Organisation,
        null=True,
        on_delete=models.PROTECT,
        related_name="+",
        db_comment="empty = for the owner alone",
    )
    kept_at = models.DateTimeField()
    removed_at = models.DateTimeField(null=True)

    objects = SavedFilterQuerySet.as_manager()

    class Meta:
        db_table = "simpul_saved_filter"
        ordering = ["name", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["owner", "table", "name"],
                condition=Q(removed_at__isnull=True),
                name="simpul_saved_filter_once",
            )
        ]

    def __str__(self) -> str:
        return f"{self.table}: {self.name}"
