"""What was uploaded or made: its name, hash, size and class; the bytes lie outside the web root."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from pathlib import Path

from django.conf import settings
from django.db import models
from django.db.models import Exists, OuterRef, Q

from ..core.permissions import Duty, allowing


class StoredFileQuerySet(models.QuerySet["StoredFile"]):
    """Reading files."""

    def visible_to(self, duties: Iterable[Duty], day: date) -> StoredFileQuerySet:
        """The files a holder of these duties may read, as a query.

        Of a task he may see: evidence, workbooks, what a submission names, papers of its round; of a benefit
        record within reach: evidence. Who sees the whole round also reads deliveries; he and who keeps the
        directory read its letters. Of a request he may see: its letter and form where it is an ordinary one;
        who sees every request also reads the others and what was sent. Releases of reference codes and
        decisions that made a sheet agreed are everybody's, a dry run of a release is the secretariat's. A file
        nobody's row names is nobody's.
        """
        from .benefits import BenefitVersion, in_reach
        from .catalogue import CodeImport, CodeListVersion
        from .catalogue.sheets import SheetVersion
        from .directory import Designation, PostHolding
        from .reporting import DeliveryFile, Entry, ImportBatch, Paper, SubmittedFigure, Task

        duties = tuple(duties)
        tasks = Task.objects.visible_to(duties, day).values("pk")
        named: list[tuple[models.QuerySet, str]] = [
            (Entry.evidence.through.objects.filter(entry__task__in=tasks), "storedfile"),
            (Entry.objects.filter(task__in=tasks), "source_file"),
            (ImportBatch.objects.filter(task__in=tasks), "file"),
            (
                SubmittedFigure.files.through.objects.filter(submittedfigure__submission__task__in=tasks),
                "storedfile",
            ),
            (SubmittedFigure.objects.filter(submission__task__in=tasks), "source_file"),
            (Paper.objects.filter(round__tasks__in=tasks), "file"),
        ]
        told, mine = (
            BenefitVersion.files.through.objects.all(),
            in_reach(duties, day, "benefitversion__benefit__"),
        )
        named.append((told if mine is None else told.filter(mine), "storedfile"))
        named += _of_requests(duties, day)
        named += [(CodeListVersion.objects.all(), "file"), (SheetVersion.objects.all(), "agreed_file")]
        if allowing(duties, "codes.import", day=day):
            named.append((CodeImport.objects.all(), "file"))
        if allowing(duties, "round.view", day=day):
            named += [(Paper.objects.all(), "file"), (DeliveryFile.objects.all(), "file")]
        if allowing(duties, "round.view", day=day) or allowing(duties, "directory.edit", day=day):
            named += [(Designation.objects.all(), "letter_file"), (PostHolding.objects.all(), "letter_file")]
        wanted = Q(pk__in=[])
        for rows, field in named:
            wanted |= Q(Exists(rows.filter(**{field: OuterRef("pk")})))
        return self.filter(wanted)


def _of_requests(duties: tuple[Duty, ...], day: date) -> list[tuple[models.QuerySet, str]]:
    """The rows that name files of requests, with their field."""
    from .requests import Request, RequestFile

    seen = Request.objects.visible_to(duties, day)
    if allowing(duties, "request.view", day=day):
        return [(seen, "letter_file"), (seen, "form_file"), (RequestFile.objects.all(), "file")]
    ordinary = seen.filter(classification="ordinary")
    return [(ordinary, "letter_file"), (ordinary, "form_file")]


class StoredFile(models.Model):
    """A file kept under its hash. Private by default."""

    name = models.CharField(max_length=255, db_comment="as the sender called it")
    sha256 = models.CharField(max_length=64, db_index=True)
    size = models.PositiveBigIntegerField()
    media_type = models.CharField(max_length=120)
    classification = models.CharField(max_length=20, default="ordinary")
    purpose = models.CharField(max_length=40, db_comment="evidence, workbook, letter, paper, delivery")
    uploaded_by = models.ForeignKey("simpul.User", null=True, on_delete=models.PROTECT, related_name="+")
    uploaded_at = models.DateTimeField()

    objects = StoredFileQuerySet.as_manager()

    class Meta:
        db_table = "simpul_file"

    def __str__(self) -> str:
        return self.name

    @property
    def path(self) -> Path:
        """Where the bytes lie: two levels of folders under the store, named by hash."""
        return Path(settings.SIMPUL_FILES) / self.sha256[:2] / self.sha256
