"""What leaves the desk: papers and deliveries, each with hashes, methods and vintage."""

from __future__ import annotations

from django.db import models

from ..files import StoredFile
from ..progress import ResultSet
from .rounds import Round


class Paper(models.Model):
    """A paper made from a round in a language and format; `basis_hash` is the same for the same numbers."""

    round = models.ForeignKey(Round, on_delete=models.PROTECT, related_name="papers")
    kind = models.CharField(max_length=40)
    language = models.CharField(max_length=5)
    format = models.CharField(max_length=10)
    file = models.ForeignKey(StoredFile, on_delete=models.PROTECT, related_name="+")
    basis_hash = models.CharField(max_length=64)
    as_known_at = models.DateTimeField()
    result_set = models.ForeignKey(ResultSet, on_delete=models.PROTECT, related_name="papers")
    made_by = models.ForeignKey("simpul.User", on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField()

    class Meta:
        db_table = "simpul_paper"
        ordering = ["-id"]

    def __str__(self) -> str:
        return f"{self.kind} {self.round} {self.language} {self.format}"


class Delivery(models.Model):
    """Files made through a mapping profile for somebody outside; handing over is a record, not a guess."""

    round = models.ForeignKey(Round, on_delete=models.PROTECT, related_name="deliveries")
    number = models.PositiveIntegerField()
    profile = models.CharField(max_length=80)
    profile_digest = models.CharField(max_length=64)
    state = models.CharField(max_length=20, db_comment="made, cleared or handed_over")
    manifest = models.JSONField(default=dict)
    as_known_at = models.DateTimeField()
    result_set = models.ForeignKey(ResultSet, on_delete=models.PROTECT, related_name="deliveries")
    made_by = models.ForeignKey("simpul.User", on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField()
    cleared_by_name = models.CharField(max_length=200, blank=True)
    cleared_role = models.CharField(max_length=30, blank=True)
    cleared_at = models.DateTimeField(null=True)
    handed_over_on = models.DateField(null=True)
    channel = models.CharField(max_length=200, blank=True)
    receipt = models.CharField(max_length=200, blank=True)
    handed_over_by = models.ForeignKey("simpul.User", null=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        db_table = "simpul_delivery"
        ordering = ["-id"]
        constraints = [
            models.UniqueConstraint(fields=["round", "profile", "number"], name="simpul_delivery_once"),
        ]

    def __str__(self) -> str:
        return f"{self.profile} {self.round} {self.number}"


class DeliveryFile(models.Model):
    """One file of a delivery."""

    delivery = models.ForeignKey(Delivery, on_delete=models.PROTECT, related_name="files")
    file = models.ForeignKey(StoredFile, on_delete=models.PROTECT, related_name="+")
    part = models.CharField(max_length=40, db_comment="workbook, sdmx_csv or manifest")

    class Meta:
        db_table = "simpul_delivery_file"

    def __str__(self) -> str:
        return f"{self.part} {self.file}"
