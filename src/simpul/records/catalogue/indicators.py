"""Indicators with their baselines and targets."""

from __future__ import annotations

from datetime import date

from django.db import models
from django.db.models import Q

from ..directory import Body, Organisation
from .groups import FieldOfLife, PopulationGroup


class Indicator(models.Model):
    """An indicator; the whole sheet is in `sheet`, what is searched and joined has its column.

    Baselines and targets stand under `definition_version`; a figure has its own (core/definitions.py).
    """

    #: Since when its definition holds, where it was read so (`sheets.with_definition_day`).
    defined_on: date | None = None

    code = models.CharField(max_length=60, unique=True)
    title_id = models.CharField(max_length=300)
    title_en = models.CharField(max_length=300)
    unit_id = models.CharField(max_length=120, blank=True)
    unit_en = models.CharField(max_length=120, blank=True)
    kind = models.CharField(
        max_length=40, db_comment="quantitative, policy_yes_no, administrative_count, survey"
    )
    polarity = models.CharField(max_length=20)
    validity = models.CharField(max_length=20, db_comment="exact, proxy or activity")
    frequency = models.CharField(max_length=30, blank=True)
    decimals = models.PositiveSmallIntegerField(null=True, blank=True)
    body = models.ForeignKey(
        Body,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="indicators",
        db_comment="the body whose task carries the value",
    )
    custodian = models.ForeignKey(
        Organisation,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="indicators",
        db_comment="the office that owns the value",
    )
    field_of_life = models.ForeignKey(
        FieldOfLife, null=True, blank=True, on_delete=models.PROTECT, related_name="indicators"
    )
    groups = models.ManyToManyField(
        PopulationGroup, related_name="indicators", db_table="simpul_indicator_group"
    )
    confirming = models.ManyToManyField(Body, related_name="confirms", db_table="simpul_indicator_confirming")
    sheet = models.JSONField(default=dict)
    definition_version = models.PositiveIntegerField(default=1)
    confidence = models.CharField(max_length=20, blank=True)
    position = models.PositiveIntegerField(default=0)
    merged_into = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="merged_from"
    )
    merged_in = models.CharField(max_length=200, blank=True, db_comment="the decision that merged it")
    merged_on = models.DateField(null=True, blank=True)

    class Meta:
        db_table = "simpul_indicator"
        ordering = ["position", "code"]
        constraints = [
            models.CheckConstraint(
                condition=Q(merged_into=None) | ~Q(merged_in=""), name="simpul_indicator_merged_in_decision"
            ),
            models.CheckConstraint(
                condition=Q(merged_into=None) | ~Q(merged_into=models.F("id")),
                name="simpul_indicator_not_merged_into_itself",
            ),
        ]

    def __str__(self) -> str:
        return self.code

    @property
    def is_proxy(self) -> bool:
        """A stand-in, never shown as an official KPI."""
        return self.validity == "proxy"


class Baseline(models.Model):
    """Where an indicator started: value, period, source, and whether anyone agreed to it."""

    indicator = models.ForeignKey(Indicator, on_delete=models.PROTECT, related_name="baselines")
    area = models.CharField(max_length=3)
    period = models.CharField(max_length=10)
    value_text = models.CharField(max_length=60)
    value = models.DecimalField(max_digits=30, decimal_places=10, null=True)
    status = models.CharField(max_length=20, db_comment="none, provisional or agreed")
    decision = models.CharField(max_length=200, blank=True)
    source = models.TextField(blank=True)

    class Meta:
        db_table = "simpul_baseline"
        constraints = [
            models.UniqueConstraint(fields=["indicator", "area"], name="simpul_baseline_once"),
            models.CheckConstraint(
                condition=~Q(status="agreed") | ~Q(decision=""), name="simpul_baseline_agreed_in_decision"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.indicator} {self.period}: {self.value_text}"


class Target(models.Model):
    """Where an indicator is to be: a value or a range, by a period, on whose authority."""

    indicator = models.ForeignKey(Indicator, on_delete=models.PROTECT, related_name="targets")
    area = models.CharField(max_length=3)
    period = models.CharField(max_length=10)
    value = models.DecimalField(max_digits=30, decimal_places=10, null=True)
    low = models.DecimalField(max_digits=30, decimal_places=10, null=True)
    high = models.DecimalField(max_digits=30, decimal_places=10, null=True)
    authority = models.CharField(max_length=200, blank=True)
    source = models.TextField(blank=True)

    class Meta:
        db_table = "simpul_target"
        ordering = ["indicator", "period"]
        constraints = [
            models.UniqueConstraint(
                fields=["indicator", "area", "period", "authority"], name="simpul_target_once"
            ),
            models.CheckConstraint(
                condition=Q(value__isnull=False) | Q(low__isnull=False) | Q(high__isnull=False),
                name="simpul_target_has_value",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.indicator} {self.period}"
