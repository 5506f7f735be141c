"""Lists of reference codes: which lists there are, their releases, and the codes of each release."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.db import models
from django.db.models import Max

from ..files import StoredFile


class CodeList(models.Model):
    """A list the content declares: its owner, and by which headings its files are read, stand in `sheet`."""

    code = models.CharField(max_length=60, unique=True)
    name_id = models.CharField(max_length=300)
    name_en = models.CharField(max_length=300)
    sheet = models.JSONField(default=dict)
    position = models.PositiveIntegerField(default=0)

    class Meta:
        db_table = "simpul_code_list"
        ordering = ["position", "code"]

    def __str__(self) -> str:
        return self.code

    @property
    def current(self) -> CodeListVersion | None:
        """The release imported last."""
        return self.versions.order_by("-number").first()


class CodeListVersionQuerySet(models.QuerySet["CodeListVersion"]):
    """Reading releases."""

    def newest(self) -> models.QuerySet[Any, Any]:
        """The keys of the newest release of each list, as a query."""
        return self.order_by().values("code_list").annotate(newest=Max("pk")).values("newest")

    def current(self, lists: Iterable[str] | None = None) -> CodeListVersionQuerySet:
        """The newest release of each list, or of the lists named by code."""
        rows = self if lists is None else self.filter(code_list__code__in=list(lists))
        return self.filter(pk__in=rows.newest()).select_related("code_list")


class CodeListVersion(models.Model):
    """One release of a list as it was imported; it is never changed, a later one keeps it readable."""

    code_list = models.ForeignKey(CodeList, on_delete=models.PROTECT, related_name="versions")
    number = models.PositiveIntegerField(db_comment="1, 2, 3 ... per list, in the order of import")
    label = models.CharField(max_length=120, db_comment="how its owner calls the release")
    released_on = models.DateField(null=True, blank=True)
    source = models.TextField()
    decree = models.CharField(max_length=300, blank=True)
    notes = models.TextField(blank=True)
    file = models.ForeignKey(StoredFile, on_delete=models.PROTECT, related_name="+")
    sha256 = models.CharField(max_length=64, db_comment="of the file it was read from")
    digest = models.CharField(max_length=64, db_comment="over its codes in their order")
    size = models.PositiveIntegerField(db_comment="how many codes")
    reason = models.TextField(blank=True, db_comment="why codes vanished")
    imported_by = models.ForeignKey("simpul.User", on_delete=models.PROTECT, related_name="+")
    imported_at = models.DateTimeField()

    objects = CodeListVersionQuerySet.as_manager()

    class Meta:
        db_table = "simpul_code_list_version"
        ordering = ["code_list", "-number"]
        constraints = [
            models.UniqueConstraint(fields=["code_list", "number"], name="simpul_code_version_number"),
            models.UniqueConstraint(fields=["code_list", "label"], name="simpul_code_version_label"),
        ]

    def __str__(self) -> str:
        return f"{self.code_list.code} {self.label}"


class Code(models.Model):
    """A code of a release."""

    version = models.ForeignKey(CodeListVersion, on_delete=models.PROTECT, related_name="codes")
    position = models.PositiveIntegerField(db_comment="its place in the file, from 1")
    code = models.CharField(max_length=80)
    name_id = models.CharField(max_length=500)
    name_en = models.CharField(max_length=500, blank=True)
    parent = models.CharField(max_length=80, blank=True, db_comment="code of its parent in the same release")
    definition = models.TextField(blank=True)
    formula = models.TextField(blank=True)

    class Meta:
        db_table = "simpul_code"
        ordering = ["version", "position"]
        indexes = [models.Index(fields=["version", "name_id"], name="simpul_code_by_name")]
        constraints = [
            models.UniqueConstraint(fields=["version", "code"], name="simpul_code_once"),
            models.UniqueConstraint(fields=["version", "position"], name="simpul_code_position"),
        ]

    def __str__(self) -> str:
        return self.code

    def told(self) -> tuple[str, ...]:
        """Its fields in the order of `core.codes.FIELDS`."""
        return (self.code, self.name_id, self.name_en, self.parent, self.definition, self.formula)


class CodeImport(models.Model):
    """A file of codes on its way in: what the dry run found, and what became of it."""

    code_list = models.ForeignKey(CodeList, on_delete=models.PROTECT, related_name="imports")
    file = models.ForeignKey(StoredFile, on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=20, db_comment="workbook or csv")
    label = models.CharField(max_length=120)
    released_on = models.DateField(null=True, blank=True)
    source = models.TextField()
    decree = models.CharField(max_length=300, blank=True)
    notes = models.TextField(blank=True)
    state = models.CharField(max_length=20, db_comment="checked, unchanged, refused, imported or dropped")
    previous = models.ForeignKey(
        CodeListVersion,
        null=True,
        on_delete=models.PROTECT,
        related_name="+",
        db_comment="the release it was compared with",
    )
    version = models.OneToOneField(
        CodeListVersion, null=True, on_delete=models.PROTECT, related_name="imported_from"
    )
    received = models.PositiveIntegerField(default=0)
    counts: Any = models.JSONField(default=dict, db_comment="rule -> how many findings")
    findings: Any = models.JSONField(default=list, db_comment="the first findings of each rule")
    used: Any = models.JSONField(default=list, db_comment="what names a code that vanished")
    problem: Any = models.JSONField(null=True, db_comment="why the file could not be read")
    digest = models.CharField(max_length=64, blank=True)
    uploaded_by = models.ForeignKey("simpul.User", on_delete=models.PROTECT, related_name="+")
    uploaded_at = models.DateTimeField()

    class Meta:
        db_table = "simpul_code_import"
        ordering = ["-pk"]

    def __str__(self) -> str:
        return f"{self.code_list} {self.label}"

    @property
    def vanished(self) -> int:
        """How many codes of the release before are not in the file."""
        return int(self.counts.get("CODES-VANISHED", 0))
