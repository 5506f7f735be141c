"""What is to be sent or run once an action is committed; nothing for what was rolled back."""

from __future__ import annotations

from django.db import models


class OutboxMessage(models.Model):
    """A mail, job or other side effect, written in the action's transaction; unique by `key`."""

    kind = models.CharField(max_length=40)
    key = models.CharField(max_length=200, unique=True, db_comment="the same event is never sent twice")
    payload = models.JSONField(default=dict)
    due_at = models.DateTimeField()
    state = models.CharField(max_length=20, default="pending")
    attempts = models.PositiveIntegerField(default=0)
    error = models.TextField(blank=True)
    done_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "simpul_outbox"
        indexes = [models.Index(fields=["state", "due_at"], name="simpul_outbox_due")]

    def __str__(self) -> str:
        return f"{self.kind} {self.key}"
