"""Finalisation of indicators: the round, the sheet of each indicator in it, every wording, comment and step."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import models
from django.db.models import Q

from ...core.catalogue import source_of
from ...core.finalisation import NOTHING_TO_SAY, SheetState, says_nothing
from ...core.permissions import IN_TALKS, Duty, Subject
from ..days import civil_day
from ..directory import Body, Organisation
from ..files import StoredFile
from ..reach import of_respondent, reached
from .frameworks import Framework
from .indicators import Indicator


class Finalisation(models.Model):
    """A round in which sheets are made final: called, proposed, commented on, fixed and agreed.

    Its dates are proposals for the steps, not periods of figures; a figure's round is `Round`.
    """

    title_id = models.CharField(max_length=300)
    title_en = models.CharField(max_length=300)
    frameworks = models.ManyToManyField(Framework, related_name="+", db_table="simpul_finalisation_framework")
    opens_on = models.DateField()
    proposals_due_on = models.DateField()
    comments_due_on = models.DateField()
    closes_on = models.DateField()
    opened_by = models.ForeignKey("simpul.User", on_delete=models.PROTECT, related_name="+")
    opened_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True)
    closing_reason = models.TextField(blank=True)

    class Meta:
        db_table = "simpul_finalisation"
        ordering = ["-opens_on", "-id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(opens_on__lte=models.F("proposals_due_on"))
                & Q(proposals_due_on__lte=models.F("comments_due_on"))
                & Q(comments_due_on__lte=models.F("closes_on")),
                name="simpul_finalisation_dates_in_order",
            ),
        ]

    def __str__(self) -> str:
        return self.title_en

    @property
    def opened_on(self) -> date:
        """The day from which its sheets are negotiated: the day it opens on, or of the call where that came first."""
        return min(self.opens_on, civil_day(self.opened_at))


class SheetVersion(models.Model):
    """One wording of what is negotiated of an indicator; it never changes, the next one has the next number.

    `agreed_in` names the decision that made it agreed; the indicator's own sheet reads so from then on.
    """

    indicator = models.ForeignKey(Indicator, on_delete=models.PROTECT, related_name="versions")
    number = models.PositiveIntegerField(db_comment="1, 2, 3 ... per indicator; 1 is what the content said")
    sheet = models.JSONField(db_comment="the negotiated fields only")
    reason = models.TextField(blank=True)
    made_by = models.ForeignKey("simpul.User", on_delete=models.PROTECT, related_name="+")
    made_by_name = models.CharField(max_length=200)
    office = models.CharField(max_length=60, blank=True)
    on_behalf_of = models.CharField(max_length=300, blank=True)
    made_at = models.DateTimeField()
    agreed_in = models.CharField(max_length=200, blank=True)
    agreed_on = models.DateField(null=True)
    agreed_file = models.ForeignKey(StoredFile, null=True, on_delete=models.PROTECT, related_name="+")
    definition_version = models.PositiveIntegerField(
        null=True, db_comment="of the indicator once this wording held; empty until it is agreed"
    )

    class Meta:
        db_table = "simpul_sheet_version"
        ordering = ["indicator", "number"]
        constraints = [
            models.UniqueConstraint(fields=["indicator", "number"], name="simpul_sheet_version_once"),
        ]

    def __str__(self) -> str:
        return f"{self.indicator} v{self.number}"


def _own_sheets(duty: Duty) -> Q:
    here = Q(organisation__code=duty.organisation)
    return of_respondent(duty, office=here, body="indicator__body", bodiless=True)


class SheetTaskQuerySet(models.QuerySet["SheetTask"]):
    """Which sheets in finalisation a reader may see in work."""

    def visible_to(self, duties: Iterable[Duty], day: date) -> SheetTaskQuerySet:
        """The sheets whose drafts and comments the holder of these duties may read that day."""
        wanted = reached(duties, "sheet.view", day, _own_sheets)
        return self if wanted is None else self.filter(wanted)

    def with_names(self) -> SheetTaskQuerySet:
        """With indicator, body, office and round."""
        return self.select_related("indicator__body", "indicator__custodian", "organisation", "finalisation")


class SheetTask(models.Model):
    """The sheet of one indicator in a finalisation; its custodian office answers for it."""

    finalisation = models.ForeignKey(Finalisation, on_delete=models.PROTECT, related_name="tasks")
    indicator = models.ForeignKey(Indicator, on_delete=models.PROTECT, related_name="sheet_tasks")
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="sheet_tasks")
    state = models.CharField(max_length=20, default=SheetState.CALLED.value)
    version = models.ForeignKey(
        SheetVersion, null=True, on_delete=models.PROTECT, related_name="+", db_comment="on the table now"
    )
    since = models.DateTimeField(db_comment="when it came into its state")

    objects = SheetTaskQuerySet.as_manager()

    class Meta:
        db_table = "simpul_sheet_task"
        ordering = ["indicator__position", "indicator__code"]
        constraints = [
            models.UniqueConstraint(fields=["finalisation", "indicator"], name="simpul_sheet_task_once"),
        ]

    def __str__(self) -> str:
        return f"{self.finalisation_id} {self.indicator}"

    @property
    def in_talks(self) -> bool:
        """Whether comments still wait for answers: once it is agreed or its finalisation closed nothing is open."""
        return self.state in IN_TALKS and self.finalisation.closed_at is None

    def subject(self) -> Subject:
        """The sheet as the permission table sees it."""
        body: Body | None = self.indicator.body
        return Subject(body.code if body else None, frozenset({self.organisation.code}), self.state)


class SheetStep(models.Model):
    """A step that was taken; the board changes by these alone."""

    task = models.ForeignKey(SheetTask, on_delete=models.PROTECT, related_name="steps")
    verb = models.CharField(max_length=20)
    state = models.CharField(max_length=20, db_comment="after the step")
    version = models.ForeignKey(SheetVersion, null=True, on_delete=models.PROTECT, related_name="+")
    remark = models.TextField(blank=True)
    by = models.ForeignKey("simpul.User", on_delete=models.PROTECT, related_name="+")
    by_name = models.CharField(max_length=200)
    office = models.CharField(max_length=60, blank=True)
    on_behalf_of = models.CharField(max_length=300, blank=True)
    at = models.DateTimeField()

    class Meta:
        db_table = "simpul_sheet_step"
        ordering = ["id"]

    def __str__(self) -> str:
        return f"{self.task} {self.verb}"


def open_comment(path: str = "") -> Q:
    """The comments that wait for an answer, as a query; what says nothing waits for none (`says_nothing`).

    Args:
        path: from the table that is asked to its comments, as `comments__`.
    """
    return Q(**{f"{path}answer": ""}) & ~Q(**{f"{path}text__iregex": NOTHING_TO_SAY})


class SheetComment(models.Model):
    """What somebody says of a field of a wording, and what the office answers."""

    task = models.ForeignKey(SheetTask, on_delete=models.PROTECT, related_name="comments")
    version = models.ForeignKey(SheetVersion, null=True, on_delete=models.PROTECT, related_name="+")
    field = models.CharField(max_length=40, blank=True, db_comment="empty = of the whole sheet")
    text = models.TextField()
    by = models.ForeignKey("simpul.User", on_delete=models.PROTECT, related_name="+")
    by_name = models.CharField(max_length=200)
    office = models.CharField(max_length=60, blank=True)
    on_behalf_of = models.CharField(max_length=300, blank=True)
    at = models.DateTimeField()
    answer = models.TextField(blank=True)
    answered_by_name = models.CharField(max_length=200, blank=True)
    answered_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "simpul_sheet_comment"
        ordering = ["id"]

    def __str__(self) -> str:
        return f"{self.task} {self.field}"

    @property
    def is_open(self) -> bool:
        """It waits for an answer."""
        return not self.answer and not says_nothing(self.text)


def agreements(indicators: Iterable[Indicator | int]) -> dict[int, SheetVersion]:
    """The wording that was agreed last, by indicator; one without an agreement is absent."""
    rows = SheetVersion.objects.filter(indicator__in=indicators).exclude(agreed_in="")
    return {row.indicator_id: row for row in rows.select_related("agreed_file").order_by("number")}


def agreed_sheets(indicators: Iterable[Indicator | int]) -> dict[int, dict[str, Any]]:
    """The negotiated part that was agreed last, by indicator; one without an agreement is absent."""
    return {key: row.sheet for key, row in agreements(indicators).items()}


@dataclass(frozen=True)
class DecidedIn:
    """The decision that made a definition, by its reference and day."""

    definition_version: int
    agreed_in: str
    agreed_on: date | None


def with_decision(asked: models.QuerySet[Any]) -> models.QuerySet[Any]:
    """Rows of an indicator each with `decision_in` and `decision_on`: what made the definition that is in force."""
    first = _first_wording("indicator__", definition_version__gt=1)
    found = {name: models.Subquery(first.values(f"agreed_{name}")[:1]) for name in ("in", "on")}
    return asked.annotate(decision_in=found["in"], decision_on=found["on"])


def decision_of(row: Any) -> DecidedIn | None:
    """The decision that made the definition a row read `with_decision` is asked under; None where content made it.

    The first definition is the content's, whatever was agreed under it.
    """
    if not row.decision_in:
        return None
    return DecidedIn(row.indicator.definition_version, row.decision_in, row.decision_on)


def defining_wordings(indicator: Indicator) -> tuple[SheetVersion, ...]:
    """The wordings that stood under a definition, in their order: read once for an indicator, and kept with it."""
    kept: dict[str, Any] = indicator.__dict__
    if "_defining_wordings" not in kept:
        rows = indicator.versions.exclude(definition_version=None).select_related("agreed_file")
        kept["_defining_wordings"] = tuple(rows.order_by("number"))
    found: tuple[SheetVersion, ...] = kept["_defining_wordings"]
    return found


def sources_by_definition(indicator: Indicator) -> dict[int, str]:
    """Who makes the figures, by version of the definition; of a former one as the last wording under it says.

    A former definition of which no wording was kept is absent: the sheet that holds does not speak for it.
    """
    found = {row.definition_version or 0: source_of(row.sheet) for row in defining_wordings(indicator)}
    return found | {indicator.definition_version: source_of(indicator.sheet)}


def with_definition_day(indicators: models.QuerySet[Indicator]) -> models.QuerySet[Indicator]:
    """Each indicator with `defined_on`: the day of the decision that made the definition it has; None by content."""
    day = models.Subquery(_first_wording("").values("agreed_on")[:1])
    return indicators.annotate(defined_on=day)  # type: ignore[no-redef]  # what it says where it is not read


def _first_wording(of: str, **more: Any) -> models.QuerySet[SheetVersion]:
    """The first wording under the definition that an indicator has, of the outer row; `of` leads to the indicator."""
    key, version = models.OuterRef(f"{of}pk"), models.OuterRef(f"{of}definition_version")
    return SheetVersion.objects.filter(indicator=key, definition_version=version, **more).order_by("number")
