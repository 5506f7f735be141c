"""Answers to items: what offices write and what is put together; every version stays."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.db import models

from ...core.text_numbers import NumberRemark, number_remarks
from ..directory import Organisation
from .requests import RequestItem


class Said(models.Model):
    """What an answer says in two languages, with the figures it cites."""

    class Meta:
        abstract = True

    def number_remarks(self) -> tuple[NumberRemark, ...]:
        """Where its numbers do not agree: between the languages, and with the figures cited."""
        row: Any = self
        return number_remarks({"en": row.text_en, "id": row.text_id}, row.figures)


class ItemAnswer(Said):
    """What an office answers to an item. Each save is the next version; a version never changes but to be sent in."""

    item = models.ForeignKey(RequestItem, on_delete=models.PROTECT, related_name="answers")
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="request_answers")
    number = models.PositiveIntegerField()
    kind = models.CharField(max_length=20, default="answer", db_comment="answer or unavailable")
    text_id = models.TextField(blank=True)
    text_en = models.TextField(blank=True)
    figures = models.JSONField(default=list, db_comment="observations referred to, with their text that day")
    origin = models.ForeignKey(
        "simpul.DeliveredAnswer",
        null=True,
        on_delete=models.PROTECT,
        related_name="+",
        db_comment="the earlier answer it was offered from",
    )
    taken_by = models.ForeignKey(
        "simpul.User", null=True, on_delete=models.PROTECT, related_name="+", db_comment="who took the offer"
    )
    saved_by = models.ForeignKey("simpul.User", on_delete=models.PROTECT, related_name="+")
    saved_at = models.DateTimeField()
    on_behalf_of = models.CharField(max_length=300, blank=True, db_comment="for whom it was saved")
    handed_in_by = models.ForeignKey("simpul.User", null=True, on_delete=models.PROTECT, related_name="+")
    handed_in_at = models.DateTimeField(null=True)
    handed_in_for = models.CharField(max_length=300, blank=True, db_comment="for whom it was handed in")
    holder = models.JSONField(default=dict, db_comment="role and office under which it was handed in")

    class Meta:
        db_table = "simpul_item_answer"
        ordering = ["-number"]
        constraints = [
            models.UniqueConstraint(
                fields=["item", "organisation", "number"], name="simpul_item_answer_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.item} {self.organisation} v{self.number}"

    @property
    def basis(self) -> tuple[str, date] | None:
        """Number and day of the letter by which it was handed in on the office's behalf, where it was."""
        kept = self.holder.get("basis")
        return (kept["number"], date.fromisoformat(kept["date"])) if kept else None


class ConsolidatedAnswer(Said):
    """The national answer to an item, with the office answers it was made from."""

    item = models.ForeignKey(RequestItem, on_delete=models.PROTECT, related_name="consolidated")
    number = models.PositiveIntegerField()
    kind = models.CharField(max_length=20, default="answer", db_comment="answer or unavailable")
    text_id = models.TextField(blank=True)
    text_en = models.TextField(blank=True)
    figures = models.JSONField(default=list)
    used = models.ManyToManyField(ItemAnswer, related_name="used_in", db_table="simpul_consolidated_used")
    origin = models.ForeignKey(
        "simpul.DeliveredAnswer", null=True, on_delete=models.PROTECT, related_name="+"
    )
    by = models.ForeignKey("simpul.User", on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        db_table = "simpul_consolidated_answer"
        ordering = ["-number"]
        constraints = [
            models.UniqueConstraint(fields=["item", "number"], name="simpul_consolidated_answer_once"),
        ]

    def __str__(self) -> str:
        return f"{self.item} v{self.number}"

    def said(self) -> dict[str, Any]:
        """What it says, as approvals bind it."""
        return {
            "kind": self.kind,
            "text_id": self.text_id,
            "text_en": self.text_en,
            "figures": self.figures,
        }
