"""What was uploaded or made: its name, hash, size and class; the bytes lie outside the web root."""

from __future__ import annotations

from pathlib import Path

from django.conf import settings
from django.db import models


class StoredFile(models.Model):
    """A file kept under its hash. Private by default."""

    name = models.CharField(max_length=255, db_comment="as the sender called it")
    sha256 = models.CharField(max_length=64, db_index=True)
    size = models.PositiveBigIntegerField()
    media_type = models.CharField(max_length=120)
    classification = models.CharField(max_length=20, default="ordinary")
    purpose = models.CharField(max_length=40, db_comment="evidence, workbook, letter, paper, delivery")
    checks = models.JSONField(default=list)
    uploaded_by = models.ForeignKey("simpul.User", null=True, on_delete=models.PROTECT, related_name="+")
    uploaded_at = models.DateTimeField()

    class Meta:
        db_table = "simpul_file"

    def __str__(self) -> str:
        return self.name

    @property
    def path(self) -> Path:
        """Where the bytes lie: two levels of folders under the store, named by hash."""
        return Path(settings.SIMPUL_FILES) / self.sha256[:2] / self.sha256
