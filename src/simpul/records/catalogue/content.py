"""The content folder as it was loaded: its versions, and every fact in every wording it ever had."""

from __future__ import annotations

from django.db import models


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
