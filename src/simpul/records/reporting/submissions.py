"""What offices fill in, submit and clear. A submission never changes; a correction is the next one."""

from __future__ import annotations

from typing import Any

from django.db import models

from ...core.reporting import bound_number, content_hash
from ..catalogue import Indicator
from ..directory import Person
from ..files import StoredFile
from .rounds import Task


class Entry(models.Model):
    """The working answer to one figure; `version` guards against two people saving the same cell."""

    task = models.ForeignKey(Task, on_delete=models.PROTECT, related_name="entries")
    indicator = models.ForeignKey(Indicator, on_delete=models.PROTECT, related_name="+")
    area = models.CharField(max_length=3)
    period = models.CharField(max_length=10)
    disaggregation = models.CharField(max_length=120, default="_T")
    answer = models.CharField(
        max_length=20, blank=True, db_comment="value, unavailable, nothing_new, confirmed"
    )
    text = models.CharField(max_length=60, blank=True, db_comment="as typed")
    is_number = models.BooleanField(default=False, db_comment="typed as a number in a workbook")
    value = models.DecimalField(max_digits=30, decimal_places=10, null=True)
    status = models.CharField(max_length=4, blank=True)
    nature = models.CharField(max_length=20, blank=True)
    comment = models.TextField(blank=True)
    reason = models.TextField(blank=True, db_comment="why it is not available")
    revision_reason = models.TextField(blank=True)
    source = models.CharField(
        max_length=300, blank=True, db_comment="the publication: title, publisher, date, table, address"
    )
    unit = models.CharField(max_length=120, blank=True)
    evidence = models.ManyToManyField(StoredFile, related_name="+", db_table="simpul_entry_evidence")
    source_file = models.ForeignKey(StoredFile, null=True, on_delete=models.PROTECT, related_name="+")
    source_cell = models.CharField(max_length=60, blank=True)
    version = models.PositiveIntegerField(default=1)
    saved_by = models.ForeignKey("simpul.User", on_delete=models.PROTECT, related_name="+")
    on_behalf_of = models.CharField(max_length=300, blank=True)
    saved_at = models.DateTimeField()

    class Meta:
        db_table = "simpul_entry"
        constraints = [
            models.UniqueConstraint(
                fields=["task", "indicator", "area", "period", "disaggregation"], name="simpul_entry_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.indicator_id} {self.period}: {self.text or self.answer}"


class Narrative(models.Model):
    """The working text of one narrative field."""

    task = models.ForeignKey(Task, on_delete=models.PROTECT, related_name="narratives")
    field = models.CharField(max_length=40)
    text = models.TextField(blank=True)
    text_en = models.TextField(blank=True, db_comment="the office's own English, where given")
    version = models.PositiveIntegerField(default=1)
    saved_by = models.ForeignKey("simpul.User", on_delete=models.PROTECT, related_name="+")
    on_behalf_of = models.CharField(max_length=300, blank=True)
    saved_at = models.DateTimeField()

    class Meta:
        db_table = "simpul_narrative"
        constraints = [models.UniqueConstraint(fields=["task", "field"], name="simpul_narrative_once")]

    def __str__(self) -> str:
        return f"{self.task_id} {self.field}"


class Override(models.Model):
    """A warning answered in writing: rule and figure, the reason, who gave it."""

    task = models.ForeignKey(Task, on_delete=models.PROTECT, related_name="overrides")
    rule = models.CharField(max_length=60)
    figure = models.CharField(max_length=250, db_comment="indicator|area|period|disaggregation")
    value_text = models.CharField(max_length=60, blank=True, db_comment="the value it was given for")
    reason = models.TextField()
    by = models.ForeignKey("simpul.User", on_delete=models.PROTECT, related_name="+")
    on_behalf_of = models.CharField(max_length=300, blank=True)
    at = models.DateTimeField()

    class Meta:
        db_table = "simpul_override"
        constraints = [
            models.UniqueConstraint(fields=["task", "rule", "figure"], name="simpul_override_once")
        ]

    def __str__(self) -> str:
        return f"{self.rule} {self.figure}"


class ImportBatch(models.Model):
    """A file on its way in: dry run with all findings, then one confirmed import. received = stored +
    unchanged + refused."""

    task = models.ForeignKey(Task, on_delete=models.PROTECT, related_name="imports")
    file = models.ForeignKey(StoredFile, on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=20, db_comment="workbook or csv")
    state = models.CharField(max_length=20, db_comment="checked, imported, refused, unchanged or dropped")
    problem = models.JSONField(
        null=True, db_comment="why the file as a whole was refused: code, place, params"
    )
    rows = models.JSONField(default=list)
    narratives = models.JSONField(default=dict)
    findings = models.JSONField(default=list)
    received = models.PositiveIntegerField(default=0)
    stored = models.PositiveIntegerField(default=0)
    unchanged = models.PositiveIntegerField(default=0)
    refused = models.PositiveIntegerField(default=0)
    task_version = models.PositiveIntegerField(default=0)
    uploaded_by = models.ForeignKey("simpul.User", on_delete=models.PROTECT, related_name="+")
    on_behalf_of = models.CharField(max_length=300, blank=True)
    uploaded_at = models.DateTimeField()
    imported_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "simpul_import"
        ordering = ["-id"]

    def __str__(self) -> str:
        return f"{self.file} {self.state}"


class Submission(models.Model):
    """An immutable version of a task's answer, with the names and offices of the day."""

    task = models.ForeignKey(Task, on_delete=models.PROTECT, related_name="submissions")
    number = models.PositiveIntegerField()
    content_hash = models.CharField(max_length=64)
    recipe = models.PositiveSmallIntegerField(
        default=1, db_comment="by which the hash was made (core/reporting.py)"
    )
    outcome = models.CharField(max_length=20, db_comment="check, returned, recalled, accepted or reopened")
    chain = models.JSONField(default=list)
    narratives = models.JSONField(default=dict)
    findings = models.JSONField(default=list, db_comment="findings with their written reasons")
    passed = models.JSONField(default=dict, db_comment="rule and version -> figures that passed")
    holder = models.JSONField(default=dict, db_comment="designation, name, post and office of the submitter")
    channel = models.CharField(max_length=20, db_comment="desk, workbook or both")
    submitted_by = models.ForeignKey("simpul.User", on_delete=models.PROTECT, related_name="+")
    on_behalf_of = models.CharField(max_length=300, blank=True)
    submitted_at = models.DateTimeField()

    class Meta:
        db_table = "simpul_submission"
        ordering = ["task", "number"]
        constraints = [models.UniqueConstraint(fields=["task", "number"], name="simpul_submission_once")]

    def __str__(self) -> str:
        return f"{self.task} v{self.number}"

    def hash_now(self) -> str:
        """The content hash computed again from what is stored, by the recipe it was made by."""
        figures = [row.bound() for row in self.figures.select_related("indicator")]
        return content_hash(figures=figures, narratives=self.narratives, recipe=self.recipe)


class SubmittedFigure(models.Model):
    """A figure as it was submitted; never changed."""

    submission = models.ForeignKey(Submission, on_delete=models.PROTECT, related_name="figures")
    indicator = models.ForeignKey(Indicator, on_delete=models.PROTECT, related_name="+")
    area = models.CharField(max_length=3)
    period = models.CharField(max_length=10)
    disaggregation = models.CharField(max_length=120, default="_T")
    answer = models.CharField(max_length=20)
    text = models.CharField(max_length=60, blank=True)
    value = models.DecimalField(max_digits=30, decimal_places=10, null=True)
    unit = models.CharField(max_length=120, blank=True, db_comment="the unit the number was entered in")
    status = models.CharField(max_length=4, blank=True)
    nature = models.CharField(max_length=20, blank=True)
    comment = models.TextField(blank=True)
    reason = models.TextField(blank=True)
    revision_reason = models.TextField(blank=True)
    source = models.CharField(
        max_length=300, blank=True, db_comment="the publication; not bound before the third recipe"
    )
    evidence = models.JSONField(default=list, db_comment="name and sha256 of each evidence file")
    files = models.ManyToManyField(StoredFile, related_name="+", db_table="simpul_submitted_evidence")
    source_file = models.ForeignKey(StoredFile, null=True, on_delete=models.PROTECT, related_name="+")
    source_cell = models.CharField(max_length=60, blank=True)
    definition_version = models.PositiveIntegerField(
        null=True, db_comment="of the indicator when it was submitted; empty by the first recipe"
    )
    saved_by_name = models.CharField(max_length=200, blank=True)
    position = models.PositiveIntegerField(default=0)

    class Meta:
        db_table = "simpul_submitted_figure"
        ordering = ["position"]
        constraints = [
            models.UniqueConstraint(
                fields=["submission", "indicator", "area", "period", "disaggregation"],
                name="simpul_submitted_figure_once",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.indicator_id} {self.period}: {self.text or self.answer}"

    def bound(self) -> dict[str, Any]:
        """What an approval binds of this figure."""
        return {
            "indicator": self.indicator.code,
            "area": self.area,
            "period": self.period,
            "disaggregation": self.disaggregation,
            "answer": self.answer,
            "text": self.text,
            "value": bound_number(self.value),
            "unit": self.unit,
            "status": self.status,
            "nature": self.nature,
            "comment": self.comment,
            "reason": self.reason,
            "revision_reason": self.revision_reason,
            "evidence": [item["sha256"] for item in self.evidence],
            "definition_version": str(self.definition_version or ""),
            "source": self.source,
        }


class Clearance(models.Model):
    """A step of the chain taken: cleared, returned or recalled, by whom for which office, on what hash."""

    submission = models.ForeignKey(Submission, on_delete=models.PROTECT, related_name="clearances")
    step = models.PositiveSmallIntegerField()
    role = models.CharField(max_length=30)
    verdict = models.CharField(max_length=20)
    content_hash = models.CharField(max_length=64)
    by = models.ForeignKey("simpul.User", on_delete=models.PROTECT, related_name="+")
    by_name = models.CharField(max_length=200)
    holder = models.JSONField(default=dict)
    letter_number = models.CharField(max_length=120, blank=True)
    letter_date = models.DateField(null=True)
    on_behalf_of = models.CharField(max_length=300, blank=True)
    stood_for = models.ForeignKey(
        Person,
        null=True,
        on_delete=models.PROTECT,
        related_name="+",
        db_comment="whose step was taken for him",
    )
    waiver = models.TextField(blank=True, db_comment="why the maker was also the checker")
    remark = models.TextField(blank=True)
    at = models.DateTimeField()

    class Meta:
        db_table = "simpul_clearance"
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(
                fields=["submission", "step"],
                condition=models.Q(verdict="cleared"),
                name="simpul_clearance_once",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.submission} {self.role} {self.verdict}"


class Remark(models.Model):
    """A comment on a cell or narrative field of a submission; kept for every turn."""

    task = models.ForeignKey(Task, on_delete=models.PROTECT, related_name="remarks")
    submission = models.ForeignKey(Submission, null=True, on_delete=models.PROTECT, related_name="remarks")
    figure = models.CharField(max_length=250, blank=True)
    field = models.CharField(max_length=40, blank=True)
    text = models.TextField()
    by = models.ForeignKey("simpul.User", on_delete=models.PROTECT, related_name="+")
    by_name = models.CharField(max_length=200)
    on_behalf_of = models.CharField(max_length=300, blank=True)
    at = models.DateTimeField()

    class Meta:
        db_table = "simpul_remark"
        ordering = ["id"]

    def __str__(self) -> str:
        return f"{self.by_name}: {self.text[:40]}"
