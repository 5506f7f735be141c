"""What was done, by whom, for which office: written in the action's transaction, chained by hash."""

from __future__ import annotations

import hashlib
import json
from typing import Any

from django.db import models


class AuditQuerySet(models.QuerySet["AuditEntry"]):
    """Reading the audit trail."""

    def about(self, kind: str, key: str) -> AuditQuerySet:
        """The history of one thing, oldest first."""
        return self.filter(subject_kind=kind, subject_key=key).order_by("id")


class AuditEntry(models.Model):
    """One action a person can read back: code, actor, subject, before and after."""

    at = models.DateTimeField(db_comment="when it was done")
    written_at = models.DateTimeField(auto_now_add=True, db_comment="when the row was written")
    actor = models.ForeignKey("simpul.User", null=True, on_delete=models.PROTECT, related_name="+")
    actor_name = models.CharField(max_length=200)
    actor_office = models.CharField(max_length=300, blank=True)
    on_behalf_of = models.CharField(max_length=300, blank=True)
    action = models.CharField(max_length=80)
    subject_kind = models.CharField(max_length=40)
    subject_key = models.CharField(max_length=200)
    before = models.JSONField(default=dict)
    after = models.JSONField(default=dict)
    previous_hash = models.CharField(max_length=64, blank=True)
    hash = models.CharField(max_length=64, unique=True)

    objects = AuditQuerySet.as_manager()

    class Meta:
        db_table = "simpul_audit"
        indexes = [models.Index(fields=["subject_kind", "subject_key"], name="simpul_audit_subject")]

    def __str__(self) -> str:
        return f"{self.at:%Y-%m-%d %H:%M} {self.action} {self.subject_key}"

    def digest(self) -> str:
        """SHA-256 over the row and the hash of the row before it."""
        body: list[Any] = [
            self.previous_hash,
            self.at.isoformat(),
            self.actor_id,
            self.actor_name,
            self.actor_office,
            self.on_behalf_of,
            self.action,
            self.subject_kind,
            self.subject_key,
            self.before,
            self.after,
        ]
        return hashlib.sha256(json.dumps(body, sort_keys=True, ensure_ascii=False).encode()).hexdigest()
