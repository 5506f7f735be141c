"""Observations: added, never overwritten; a revision names what it revises and why."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from django.db import models
from django.db.models import Q

from ...core.definitions import begin_anew
from ...core.periods import Period
from ..catalogue import ContentEntry, Indicator
from .submissions import SubmittedFigure


class ObservationQuerySet(models.QuerySet["Observation"]):
    """Reading figures by their times."""

    def as_known_at(self, moment: datetime) -> ObservationQuerySet:
        """The figures that were recorded and not yet revised at a moment (by the time recorded)."""
        later = Observation.objects.filter(revises=models.OuterRef("pk"), recorded_at__lte=moment)
        return self.filter(recorded_at__lte=moment).exclude(models.Exists(later))

    def current(self) -> ObservationQuerySet:
        """The figures nobody has revised."""
        return self.filter(revision__isnull=True)

    def under_definition(self) -> ObservationQuerySet:
        """The figures that stand under the definition their indicator has now (core/definitions.py)."""
        return self.filter(definition_version=models.F("indicator__definition_version"))

    def totals(self) -> ObservationQuerySet:
        """Totals only, without disaggregation."""
        return self.filter(disaggregation="_T")


class Observation(models.Model):
    """A figure for an indicator, area, reference period and disaggregation, in one of its vintages.

    Three times: reference period, published on, recorded at. It comes from a cleared submission or from a
    published fact of the content folder, never from neither.
    """

    indicator = models.ForeignKey(
        Indicator, on_delete=models.PROTECT, related_name="observations", db_index=False
    )
    area = models.CharField(max_length=3)
    period = models.CharField(max_length=10)
    disaggregation = models.CharField(max_length=120, default="_T")
    text = models.CharField(max_length=60, db_comment="as reported; the number beside it has about 15 digits")
    value = models.DecimalField(max_digits=30, decimal_places=10, null=True)
    status = models.CharField(max_length=4, default="A")
    nature = models.CharField(max_length=20, blank=True)
    unit = models.CharField(max_length=120, blank=True)
    definition_version = models.PositiveIntegerField(default=1)
    comment = models.TextField(blank=True)
    source = models.TextField(blank=True)
    series_break = models.BooleanField(default=False, db_comment="not comparable with the period before")
    published_on = models.DateField(null=True)
    recorded_at = models.DateTimeField()
    vintage = models.PositiveIntegerField(default=1)
    revises = models.OneToOneField("self", null=True, on_delete=models.PROTECT, related_name="revision")
    revision_reason = models.TextField(blank=True)
    figure = models.OneToOneField(
        SubmittedFigure, null=True, on_delete=models.PROTECT, related_name="observation"
    )
    content = models.ForeignKey(
        ContentEntry, null=True, on_delete=models.PROTECT, related_name="observations"
    )

    objects = ObservationQuerySet.as_manager()

    class Meta:
        db_table = "simpul_observation"
        ordering = ["indicator", "area", "period", "vintage"]
        constraints = [
            models.UniqueConstraint(
                fields=["indicator", "area", "period", "disaggregation", "vintage"],
                name="simpul_observation_vintage",
            ),
            models.CheckConstraint(
                condition=Q(figure__isnull=False, content__isnull=True)
                | Q(figure__isnull=True, content__isnull=False),
                name="simpul_observation_one_origin",
            ),
            models.CheckConstraint(
                condition=Q(revises__isnull=True, vintage=1)
                | (Q(revises__isnull=False, vintage__gt=1) & ~Q(revision_reason="")),
                name="simpul_observation_revision_reason",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.indicator_id} {self.area} {self.period}: {self.text}"


def as_series(rows: Iterable[Observation]) -> list[Observation]:
    """Figures of one series by period; `series_break` is read as true where one is defined anew, too.

    Two definitions are never joined, and figures of one are joined whatever stands between them
    (core/definitions.py). A reported figure breaks by its definition alone, so one reported again under the
    definition of the next is joined to it. The rows are for reading only.
    """
    ordered = sorted(rows, key=lambda row: Period.parse(row.period).until)
    for row, anew in zip(ordered, begin_anew(ordered), strict=True):
        row.series_break = anew or (row.series_break and row.figure_id is None)
    return ordered
