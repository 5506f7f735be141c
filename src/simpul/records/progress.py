"""What the figures say: frozen result sets that name content version, method version and vintage."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping
from typing import Any

from django.db import models

from .catalogue import ContentVersion, Framework, Indicator
from .days import civil_day


class ResultSet(models.Model):
    """Verdicts computed together, as known at a moment; never changed afterwards."""

    framework = models.ForeignKey(Framework, null=True, on_delete=models.PROTECT, related_name="+")
    round = models.ForeignKey("simpul.Round", null=True, on_delete=models.PROTECT, related_name="result_sets")
    area = models.CharField(max_length=3)
    as_known_at = models.DateTimeField()
    content_version = models.ForeignKey(ContentVersion, on_delete=models.PROTECT, related_name="+")
    reading = models.JSONField(
        null=True,
        db_comment="all that report and delivery say of the round but the verdicts; null without a round",
    )
    digest = models.CharField(max_length=64)
    made_by = models.ForeignKey("simpul.User", null=True, on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField()

    class Meta:
        db_table = "simpul_result_set"

    def __str__(self) -> str:
        return f"{self.area} {civil_day(self.as_known_at)}"


class VerdictRow(models.Model):
    """One method's answer for one indicator, with inputs; or why there is none."""

    result_set = models.ForeignKey(ResultSet, on_delete=models.PROTECT, related_name="verdicts")
    indicator = models.ForeignKey(Indicator, on_delete=models.PROTECT, related_name="verdicts")
    method = models.CharField(max_length=40)
    method_version = models.CharField(max_length=20)
    official = models.BooleanField(default=False)
    status = models.CharField(max_length=40, blank=True)
    colour = models.CharField(max_length=20, blank=True)
    reason = models.CharField(max_length=60, blank=True)
    outputs = models.JSONField(default=dict)
    inputs = models.JSONField(default=dict, db_comment="baseline, target and the observations used")

    class Meta:
        db_table = "simpul_verdict"
        constraints = [
            models.UniqueConstraint(fields=["result_set", "indicator", "method"], name="simpul_verdict_once"),
        ]

    def __str__(self) -> str:
        return f"{self.indicator} {self.method} {self.status or self.reason}"


def results_digest(rows: Iterable[VerdictRow], reading: Mapping[str, Any] | None) -> str:
    """SHA-256 over everything a result set says, in whatever order its verdicts come."""
    said = sorted(
        json.dumps(
            [
                row.indicator_id,
                row.method,
                row.method_version,
                row.official,
                row.status,
                row.colour,
                row.reason,
                row.outputs,
                row.inputs,
            ],
            sort_keys=True,
            ensure_ascii=False,
        )
        for row in rows
    )
    body: Any = said if reading is None else [said, reading]
    return hashlib.sha256(json.dumps(body, ensure_ascii=False, sort_keys=True).encode()).hexdigest()
