"""Frameworks and their goals, and how one thing promised bears on another."""

from __future__ import annotations

from datetime import timedelta

from django.db import models


class Framework(models.Model):
    """A plan or set of goals: code, validity, source, level names, official method of progress."""

    code = models.CharField(max_length=60, unique=True)
    title_id = models.CharField(max_length=300)
    title_en = models.CharField(max_length=300)
    short_id = models.CharField(max_length=300, blank=True, db_comment="what lists call it; empty: the title")
    short_en = models.CharField(max_length=300, blank=True, db_comment="what lists call it; empty: the title")
    since = models.DateField(null=True, blank=True)
    until = models.DateField(null=True, blank=True)
    levels = models.JSONField(default=list)
    official_method = models.CharField(max_length=40, blank=True)
    wording = models.CharField(max_length=20)
    source = models.TextField(blank=True)
    confidence = models.CharField(max_length=20, blank=True)
    position = models.PositiveIntegerField(default=0)

    class Meta:
        db_table = "simpul_framework"
        ordering = ["position", "code"]

    def __str__(self) -> str:
        return self.code

    def short(self, language: str) -> str:
        """What lists call it in a language: its short title, else the whole one."""
        return str(getattr(self, f"short_{language}") or getattr(self, f"title_{language}"))

    @property
    def years(self) -> str:
        """The first and the last year it is valid in; `until` is the day after the last."""
        first = str(self.since.year) if self.since else ""
        last = str((self.until - timedelta(days=1)).year) if self.until else ""
        return "–".join(part for part in (first, last) if part) or "–"


class Goal(models.Model):
    """A node of a framework: goal, objective, measure, characteristic, key result area."""

    framework = models.ForeignKey(Framework, on_delete=models.PROTECT, related_name="goals")
    code = models.CharField(max_length=60)
    parent = models.ForeignKey("self", null=True, blank=True, on_delete=models.PROTECT, related_name="parts")
    level = models.CharField(max_length=40)
    depth = models.PositiveSmallIntegerField(default=0)
    title_id = models.TextField()
    title_en = models.TextField()
    wording = models.CharField(max_length=20, db_comment="official, paraphrase, recalled or ours")
    source = models.TextField(blank=True)
    confidence = models.CharField(max_length=20, blank=True)
    position = models.PositiveIntegerField(default=0)

    class Meta:
        db_table = "simpul_goal"
        ordering = ["framework", "position"]
        constraints = [models.UniqueConstraint(fields=["framework", "code"], name="simpul_goal_once")]

    def __str__(self) -> str:
        return f"{self.framework_id} {self.code}"


class AlignmentQuerySet(models.QuerySet["Alignment"]):
    """Reading alignments."""

    def untouched(self) -> AlignmentQuerySet:
        """Those of the content that nobody proposed, answered or approved at the desk."""
        ends = ("source_kind", "source_code", "target_kind", "target_code")
        steps = AlignmentStep.objects.filter(**{name: models.OuterRef(name) for name in ends})
        return self.exclude(models.Exists(steps))


class Alignment(models.Model):
    """How one thing promised bears on another; ours are proposed until somebody with the say approves."""

    source_kind = models.CharField(max_length=20, db_comment="goal or indicator")
    source_code = models.CharField(max_length=160, db_comment="framework/code, or an indicator code")
    target_kind = models.CharField(max_length=20)
    target_code = models.CharField(max_length=160)
    relation = models.CharField(max_length=20, db_comment="equivalent, contributes, partly, conflicting")
    strength = models.CharField(max_length=20, blank=True)
    rationale_id = models.TextField(blank=True)
    rationale_en = models.TextField(blank=True)
    status = models.CharField(max_length=20, default="proposed")
    proposed_by = models.CharField(max_length=120)
    source = models.TextField(blank=True)
    confidence = models.CharField(max_length=20, blank=True)

    objects = AlignmentQuerySet.as_manager()

    class Meta:
        db_table = "simpul_alignment"
        constraints = [
            models.UniqueConstraint(
                fields=["source_kind", "source_code", "target_kind", "target_code"],
                name="simpul_alignment_once",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.source_code} {self.relation} {self.target_code}"

    @property
    def ends(self) -> tuple[str, str, str, str]:
        """What it joins, each end by its kind and code."""
        return self.source_kind, self.source_code, self.target_kind, self.target_code


def alignment_key(source: str, target: str) -> str:
    """How the audit names an alignment."""
    return f"{source} > {target}"[:160]


class AlignmentStepQuerySet(models.QuerySet["AlignmentStep"]):
    """Reading what was said of an alignment."""

    def of(self, row: Alignment) -> AlignmentStepQuerySet:
        """The steps of an alignment, the first first; they stay where content makes its row anew."""
        return self.filter(
            source_kind=row.source_kind,
            source_code=row.source_code,
            target_kind=row.target_kind,
            target_code=row.target_code,
        )


class AlignmentStep(models.Model):
    """What was done with an alignment: proposed, agreed to, objected to, approved."""

    source_kind = models.CharField(max_length=20)
    source_code = models.CharField(max_length=160)
    target_kind = models.CharField(max_length=20)
    target_code = models.CharField(max_length=160)
    verb = models.CharField(max_length=20, db_comment="propose, agree, object or approve")
    relation = models.CharField(max_length=20)
    words = models.TextField(blank=True)
    by = models.ForeignKey("simpul.User", on_delete=models.PROTECT, related_name="+")
    by_name = models.CharField(max_length=200)
    office = models.CharField(max_length=60, blank=True)
    at = models.DateTimeField()

    objects = AlignmentStepQuerySet.as_manager()

    class Meta:
        db_table = "simpul_alignment_step"
        ordering = ["id"]
        indexes = [models.Index(fields=["source_code", "target_code"], name="simpul_alignment_step_key")]

    def __str__(self) -> str:
        return f"{self.source_code} {self.verb} {self.target_code}"
