"""What goes to the sender: frozen answers and files, who cleared them, who sent them when; what is asked back."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.db import models
from django.db.models import Q

from ...core.requests import STAGES
from ..directory import Organisation
from ..files import StoredFile
from .answers import ConsolidatedAnswer, Said
from .requests import Request, RequestItem


class RequestDelivery(models.Model):
    """All answers of a request as they were put forward; sent, it has a version and never changes."""

    request = models.ForeignKey(Request, on_delete=models.PROTECT, related_name="deliveries")
    number = models.PositiveIntegerField(db_comment="1, 2, 3 ... each time it was put forward")
    version = models.PositiveIntegerField(
        null=True, db_comment="the sender's 1, 2, 3 ...; null until it is sent"
    )
    state = models.CharField(max_length=20, db_comment="clearance, returned, cleared or delivered")
    content_hash = models.CharField(max_length=64)
    chain = models.JSONField(default=list)
    note = models.TextField(blank=True)
    put_forward_by = models.ForeignKey("simpul.User", on_delete=models.PROTECT, related_name="+")
    put_forward_at = models.DateTimeField()
    sent_on = models.DateField(null=True)
    channel = models.CharField(max_length=200, blank=True)
    receipt = models.CharField(max_length=300, blank=True)
    sent_by = models.ForeignKey("simpul.User", null=True, on_delete=models.PROTECT, related_name="+")
    sent_by_name = models.CharField(max_length=200, blank=True)
    sent_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "simpul_request_delivery"
        ordering = ["-number"]
        constraints = [
            models.UniqueConstraint(fields=["request", "number"], name="simpul_request_delivery_once"),
            models.UniqueConstraint(fields=["request", "version"], name="simpul_request_version_once"),
            models.UniqueConstraint(
                fields=["request"],
                condition=Q(state__in=["clearance", "cleared"]),
                name="simpul_request_delivery_one_open",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.request} {self.number}"


class DeliveredAnswer(Said):
    """One answer of a delivery, frozen with its question; those of sent deliveries are the answer bank."""

    delivery = models.ForeignKey(RequestDelivery, on_delete=models.PROTECT, related_name="answers")
    item = models.ForeignKey(RequestItem, on_delete=models.PROTECT, related_name="delivered")
    consolidated = models.ForeignKey(ConsolidatedAnswer, on_delete=models.PROTECT, related_name="delivered")
    number = models.CharField(max_length=60)
    position = models.PositiveIntegerField()
    anchor = models.CharField(max_length=300, blank=True)
    question_id = models.TextField(blank=True)
    question_en = models.TextField(blank=True)
    kind = models.CharField(max_length=20)
    text_id = models.TextField(blank=True)
    text_en = models.TextField(blank=True)
    figures = models.JSONField(default=list)

    class Meta:
        db_table = "simpul_delivered_answer"
        ordering = ["position"]
        constraints = [
            models.UniqueConstraint(fields=["delivery", "item"], name="simpul_delivered_answer_once"),
        ]

    def __str__(self) -> str:
        return f"{self.delivery} {self.number}"

    def told(self) -> dict[str, Any]:
        """What its sender reads of it: all that an approval binds but where it stands among the others."""
        return {name: value for name, value in self.bound().items() if name != "position"}

    def bound(self) -> dict[str, Any]:
        """What an approval binds of this answer."""
        return {
            "number": self.number,
            "position": self.position,
            "anchor": self.anchor,
            "question_id": self.question_id,
            "question_en": self.question_en,
            "kind": self.kind,
            "text_id": self.text_id,
            "text_en": self.text_en,
            "figures": self.figures,
        }


class RequestFile(models.Model):
    """A file of a delivery: bound by its approval, or added when it was sent (the letter that carries it)."""

    delivery = models.ForeignKey(RequestDelivery, on_delete=models.PROTECT, related_name="files")
    file = models.ForeignKey(StoredFile, on_delete=models.PROTECT, related_name="+")
    part = models.CharField(max_length=40, db_comment="form, letter or annex")
    bound = models.BooleanField(db_comment="the approval binds it")

    class Meta:
        db_table = "simpul_request_file"
        ordering = ["id"]

    def __str__(self) -> str:
        return f"{self.part} {self.file}"


class RequestClearance(models.Model):
    """A step of a request's chain taken: cleared or returned, by whom, on what hash."""

    delivery = models.ForeignKey(RequestDelivery, on_delete=models.PROTECT, related_name="clearances")
    step = models.PositiveSmallIntegerField()
    role = models.CharField(max_length=30)
    verdict = models.CharField(max_length=20)
    content_hash = models.CharField(max_length=64)
    by = models.ForeignKey("simpul.User", on_delete=models.PROTECT, related_name="+")
    by_name = models.CharField(max_length=200)
    holder = models.JSONField(default=dict)
    remark = models.TextField(blank=True)
    at = models.DateTimeField()

    class Meta:
        db_table = "simpul_request_clearance"
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(
                fields=["delivery", "step"],
                condition=Q(verdict="cleared"),
                name="simpul_request_clearance_once",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.delivery} {self.role} {self.verdict}"


class Clarification(models.Model):
    """What the sender asks about an answer it was given: to an item or a cell of a delivered version."""

    delivery = models.ForeignKey(RequestDelivery, on_delete=models.PROTECT, related_name="clarifications")
    item = models.ForeignKey(RequestItem, on_delete=models.PROTECT, related_name="clarifications")
    number = models.PositiveIntegerField(db_comment="1, 2, 3 ... within the request")
    cell = models.CharField(
        max_length=120, blank=True, db_comment="the cell or place, as the sender names it"
    )
    text = models.TextField()
    asked_by = models.CharField(max_length=200, blank=True, db_comment="who asked, at the sender's")
    asked_on = models.DateField()
    channel = models.CharField(max_length=120, blank=True)
    due = models.DateField(null=True)
    due_answers = models.DateField(
        null=True, db_comment="our own dates before `due`, computed when it was logged"
    )
    due_consolidation = models.DateField(null=True)
    due_clearance = models.DateField(null=True)
    due_sending = models.DateField(null=True)
    state = models.CharField(max_length=20, default="open", db_comment="open, routed, answered or delivered")
    logged_by = models.ForeignKey("simpul.User", on_delete=models.PROTECT, related_name="+")
    logged_at = models.DateTimeField()
    routed_to = models.ManyToManyField(Organisation, related_name="+", db_table="simpul_clarification_office")
    routed_by = models.ForeignKey("simpul.User", null=True, on_delete=models.PROTECT, related_name="+")
    routed_at = models.DateTimeField(null=True)
    answer = models.ForeignKey(
        ConsolidatedAnswer, null=True, on_delete=models.PROTECT, related_name="clarifications"
    )
    delivered_in = models.ForeignKey(
        RequestDelivery, null=True, on_delete=models.PROTECT, related_name="clarified"
    )

    class Meta:
        db_table = "simpul_clarification"
        ordering = ["number"]

    def __str__(self) -> str:
        return f"{self.delivery} {self.number}"

    @property
    def dates(self) -> dict[str, date | None]:
        """The dates inside the country by stage, before the sender's."""
        return {name: getattr(self, f"due_{name}") for name in STAGES}
