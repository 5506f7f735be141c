"""What was promised: frameworks and their goals, indicators with baseline and target, alignments."""

from __future__ import annotations

from datetime import timedelta

from django.db import models
from django.db.models import Q

from .directory import Body, Organisation


class ContentVersionManager(models.Manager["ContentVersion"]):
    """Reading which state of the content counts."""

    def current(self) -> ContentVersion:
        """The state loaded last, be it an earlier one loaded again.

        Raises:
            ContentVersion.DoesNotExist: nothing was loaded yet.
        """
        return self.latest("loaded_at", "pk")


class ContentVersion(models.Model):
    """One loaded state of the content folder, named by its digest; a later one keeps this one.

    `loaded_at` is when it was loaded last: a state that is loaded again is the current one again.
    """

    digest = models.CharField(max_length=64, unique=True)
    label = models.CharField(max_length=60)
    loaded_at = models.DateTimeField()
    entries_changed = models.PositiveIntegerField(default=0)

    objects = ContentVersionManager()

    class Meta:
        db_table = "simpul_content_version"

    def __str__(self) -> str:
        return self.label


class ContentEntryQuerySet(models.QuerySet["ContentEntry"]):
    """Reading facts straight from their entries."""

    def declared(self, kind: str) -> list[ContentEntry]:
        """The facts of a kind as they read now, by code, without those withdrawn."""
        latest = {row.code: row for row in self.filter(kind=kind).order_by("code", "number")}
        return [row for row in latest.values() if not row.withdrawn]


#: The body of an entry that the content declares no longer.
WITHDRAWN = {"withdrawn": True}


class ContentEntry(models.Model):
    """One fact of the content folder as it read in a version; older wordings stay readable."""

    kind = models.CharField(max_length=40)
    code = models.CharField(max_length=160)
    number = models.PositiveIntegerField(db_comment="1, 2, 3 ... per kind and code")
    digest = models.CharField(max_length=64)
    body = models.JSONField()
    place = models.CharField(max_length=300, db_comment="file and line it was read from")
    version = models.ForeignKey(ContentVersion, on_delete=models.PROTECT, related_name="entries")

    objects = ContentEntryQuerySet.as_manager()

    class Meta:
        db_table = "simpul_content_entry"
        constraints = [
            models.UniqueConstraint(fields=["kind", "code", "number"], name="simpul_content_entry_once"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.code} v{self.number}"

    @property
    def withdrawn(self) -> bool:
        """Whether the content declares the fact no longer."""
        return self.body == WITHDRAWN


class Framework(models.Model):
    """A plan or set of goals: code, validity, source, level names, official method of progress."""

    code = models.CharField(max_length=60, unique=True)
    title_id = models.CharField(max_length=300)
    title_en = models.CharField(max_length=300)
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


class Indicator(models.Model):
    """An indicator; the whole sheet is in `sheet`, what is searched and joined has its column."""

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
    confirming = models.ManyToManyField(Body, related_name="confirms", db_table="simpul_indicator_confirming")
    sheet = models.JSONField(default=dict)
    definition_version = models.PositiveIntegerField(default=1)
    confidence = models.CharField(max_length=20, blank=True)
    position = models.PositiveIntegerField(default=0)

    class Meta:
        db_table = "simpul_indicator"
        ordering = ["position", "code"]

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
