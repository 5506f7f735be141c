"""Obligation -> round -> task: who is asked what, by when."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.db import models
from django.db.models import F, Q, Subquery, Value
from django.db.models.functions import Coalesce
from django.utils.functional import cached_property

from ...core.errors import NotFound, Problem
from ...core.obligations import chain_in_force, settings_in_force
from ...core.permissions import Duty, Subject, allowing
from ...core.reporting import Clock, First, State, clock, is_on_time
from ..catalogue import ContentVersion, Framework, Indicator
from ..directory import Body, Organisation
from ..reach import of_respondent, reached


class ObligationQuerySet(models.QuerySet["Obligation"]):
    """Finding an obligation."""

    def named(self, code: str | None = None) -> Obligation:
        """The obligation with a code, or the only one.

        Raises:
            NotFound: there is none.
            Problem: `REPORTING-OBLIGATION-AMBIGUOUS`, several and none is named.
        """
        rows = list(self.filter(code=code) if code else self.order_by("code"))
        if not rows:
            raise NotFound("NOT-FOUND", params={"what": code or "obligation"})
        if len(rows) > 1:
            codes = ", ".join(row.code for row in rows)
            raise Problem("REPORTING-OBLIGATION-AMBIGUOUS", params={"count": len(rows), "codes": codes})
        return rows[0]


class Obligation(models.Model):
    """What recurs: every so many months offices report on a framework; its chain and narrative are content."""

    code = models.CharField(max_length=60, unique=True)
    name_id = models.CharField(max_length=300)
    name_en = models.CharField(max_length=300)
    framework = models.ForeignKey(Framework, null=True, on_delete=models.PROTECT, related_name="obligations")
    area = models.CharField(max_length=3)
    zone = models.CharField(max_length=60, default="UTC")
    chain = models.JSONField(default=list, db_comment="roles in order of clearance")
    delivery_chain = models.JSONField(default=list, db_comment="roles that clear what leaves the country")
    narrative = models.JSONField(default=list, db_comment="fields: code, label and hint id/en, limit")
    settings = models.JSONField(default=dict, db_comment="anchor, interval and offsets as in content")
    source = models.TextField(blank=True)
    adjusted = models.JSONField(
        default=dict, db_comment="working values of the desk: steps that are off, days set otherwise"
    )

    objects = ObligationQuerySet.as_manager()

    class Meta:
        db_table = "simpul_obligation"

    def __str__(self) -> str:
        return self.code

    @property
    def chain_in_force(self) -> list[str]:
        """The steps a round opened now goes through."""
        return chain_in_force(self.chain, self.adjusted.get("off", ()))

    @property
    def settings_in_force(self) -> dict[str, Any]:
        """Anchor, interval and days as they hold for a round opened now."""
        return settings_in_force(self.settings, self.adjusted.get("days", {}))


def desk_area() -> str:
    """The area of the country this desk works for, as its first obligation says; empty without one."""
    return Obligation.objects.values_list("area", flat=True).first() or ""


def home_area() -> Coalesce:
    """The same area, as an expression within another query."""
    return Coalesce(Subquery(Obligation.objects.order_by("pk").values("area")[:1]), Value(""))


class RoundQuerySet(models.QuerySet["Round"]):
    """Finding a round."""

    def of(self, period: str, obligation: str | None = None) -> Round:
        """The round of a period; where several obligations have one, that of the obligation named.

        Raises:
            NotFound: there is none.
            Problem: `REPORTING-ROUND-AMBIGUOUS`, several and no obligation is named.
        """
        rows = self.select_related("obligation", "closed_by__person").filter(period=period)
        found = list(
            rows.filter(obligation__code=obligation) if obligation else rows.order_by("obligation__code")
        )
        if not found:
            raise NotFound("NOT-FOUND", params={"what": f"{period} {obligation or ''}".strip()})
        if len(found) > 1:
            codes = [row.obligation.code for row in found]
            params = {"round": period, "count": len(codes), "codes": ", ".join(codes), "first": codes[0]}
            raise Problem("REPORTING-ROUND-AMBIGUOUS", place=period, params=params)
        return found[0]

    def visible_to(self, duties: Iterable[Duty], day: date) -> RoundQuerySet:
        """Every round for a holder of `round.view`; for others those with a task they may see."""
        duties = tuple(duties)
        if allowing(duties, "round.view", day=day):
            return self
        return self.filter(pk__in=Task.objects.visible_to(duties, day).values("round"))

    def with_shared(self) -> RoundQuerySet:
        """With their obligation, and whether another obligation has a round of the same period."""
        others = Round.objects.filter(period=models.OuterRef("period")).exclude(pk=models.OuterRef("pk"))
        return self.select_related("obligation").annotate(shared=models.Exists(others))


class Round(models.Model):
    """One turn of an obligation. Its period is not the observations' period."""

    obligation = models.ForeignKey(Obligation, on_delete=models.PROTECT, related_name="rounds")
    period = models.CharField(max_length=10, db_comment="2026-Q1")
    opens_on = models.DateField()
    due_on = models.DateField()
    closes_on = models.DateField()
    chain = models.JSONField(default=list)
    narrative = models.JSONField(default=list)
    content_version = models.ForeignKey(ContentVersion, on_delete=models.PROTECT, related_name="+")
    opened_by = models.ForeignKey("simpul.User", on_delete=models.PROTECT, related_name="+")
    opened_at = models.DateTimeField()
    closed_by = models.ForeignKey("simpul.User", null=True, on_delete=models.PROTECT, related_name="+")
    closed_at = models.DateTimeField(null=True)
    close_reason = models.TextField(blank=True)

    objects = RoundQuerySet.as_manager()

    class Meta:
        db_table = "simpul_round"
        ordering = ["-period"]
        constraints = [
            models.UniqueConstraint(fields=["obligation", "period"], name="simpul_round_once"),
            models.CheckConstraint(
                condition=Q(opens_on__lte=F("due_on")) & Q(due_on__lte=F("closes_on")),
                name="simpul_round_dates",
            ),
        ]

    def __str__(self) -> str:
        return self.period

    @property
    def is_closed(self) -> bool:
        """Closed by the secretariat; dates alone close nothing behind anybody's back."""
        return self.closed_at is not None

    @cached_property
    def shared(self) -> bool:
        """Another obligation has a round of the same period, so that the period alone does not name this one."""
        return Round.objects.filter(period=self.period).exclude(pk=self.pk).exists()


def _own_tasks(duty: Duty) -> Q:
    here = Q(organisation__code=duty.organisation) | Q(co_leads__code=duty.organisation)
    return of_respondent(duty, office=here, body="body")


class TaskQuerySet(models.QuerySet["Task"]):
    """Reading tasks."""

    def visible_to(self, duties: Iterable[Duty], day: date) -> TaskQuerySet:
        """The tasks a holder of these duties may see: `task.view` of the permission table, as a query."""
        wanted = reached(duties, "task.view", day, _own_tasks)
        return self if wanted is None else self.filter(wanted).distinct()

    def with_office(self) -> TaskQuerySet:
        """With body, office and round, for pages that name them."""
        return self.select_related(
            "round", "round__obligation", "body", "body__parent", "organisation"
        ).prefetch_related("co_leads")

    def with_shared_round(self) -> TaskQuerySet:
        """With `shared_round`: whether another obligation has a round of the same period."""
        others = Round.objects.filter(period=models.OuterRef("round__period"))
        return self.annotate(shared_round=models.Exists(others.exclude(pk=models.OuterRef("round"))))

    def with_counts(self) -> TaskQuerySet:
        """With figures asked and answered and narratives written, counted in the database."""
        asked = models.Subquery(
            DueFigure.objects.filter(task=models.OuterRef("pk"), due=True)
            .order_by()
            .values("task")
            .annotate(n=models.Count("pk"))
            .values("n")
        )
        from .submissions import Entry, Narrative

        answered = models.Subquery(
            DueFigure.objects.filter(task=models.OuterRef("pk"), due=True)
            .filter(
                models.Exists(
                    Entry.objects.filter(
                        task=models.OuterRef("task"),
                        indicator=models.OuterRef("indicator"),
                        area=models.OuterRef("area"),
                        period=models.OuterRef("period"),
                        disaggregation=models.OuterRef("disaggregation"),
                    ).exclude(answer="")
                )
            )
            .order_by()
            .values("task")
            .annotate(n=models.Count("pk"))
            .values("n")
        )
        written = models.Subquery(
            Narrative.objects.filter(task=models.OuterRef("pk"))
            .exclude(text="")
            .order_by()
            .values("task")
            .annotate(n=models.Count("pk"))
            .values("n")
        )
        zero = models.Value(0)
        integer = models.IntegerField()
        from django.db.models.functions import Coalesce

        return self.annotate(
            figures_asked=Coalesce(asked, zero, output_field=integer),
            figures_answered=Coalesce(answered, zero, output_field=integer),
            narratives_written=Coalesce(written, zero, output_field=integer),
        )


class Task(models.Model):
    """What one respondent owes in a round. The respondent is body x lead office."""

    round = models.ForeignKey(Round, on_delete=models.PROTECT, related_name="tasks")
    body = models.ForeignKey(Body, on_delete=models.PROTECT, related_name="tasks")
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="tasks")
    co_leads = models.ManyToManyField(Organisation, related_name="co_tasks", db_table="simpul_task_co_lead")
    due_original = models.DateField()
    due_current = models.DateField()
    state = models.CharField(max_length=20, default=State.NONE.value)
    version = models.PositiveIntegerField(default=0, db_comment="raised by every save; a workbook names it")
    holders = models.JSONField(default=dict, db_comment="who held which role on the day the round opened")
    submitted_on = models.DateField(null=True, db_comment="local day of the latest submission")
    first_submitted_on = models.DateField(
        null=True, db_comment="local day of the first submission the office did not take back"
    )
    first_due_on = models.DateField(null=True, db_comment="what was due on that day")
    accepted_at = models.DateTimeField(null=True)

    objects = TaskQuerySet.as_manager()

    class Meta:
        db_table = "simpul_task"
        ordering = ["body__acronym"]
        constraints = [
            models.UniqueConstraint(fields=["round", "body", "organisation"], name="simpul_task_once"),
        ]

    def __str__(self) -> str:
        return f"{self.round} {self.body}"

    def clock_on(self, today: date) -> Clock:
        """Late, due soon or neither, on a day."""
        return clock(due=self.due_current, state=self.state, today=today, first=self.first)

    @property
    def first(self) -> First | None:
        """The first time it was handed in, None where it never was."""
        if self.first_submitted_on is None or self.first_due_on is None:
            return None
        return First(self.first_submitted_on, self.first_due_on)

    @property
    def on_time(self) -> bool:
        """Handed in for the first time by the date that was due then."""
        return is_on_time(self.first)

    def subject(self) -> Subject:
        """The task as the permission table sees it."""
        offices = {self.organisation.code, *(row.code for row in self.co_leads.all())}
        return Subject(self.body.code, frozenset(offices), self.state)


class DueFigure(models.Model):
    """A figure asked of a task: which reference period is due, or when the next release comes."""

    task = models.ForeignKey(Task, on_delete=models.PROTECT, related_name="due_figures")
    indicator = models.ForeignKey(Indicator, on_delete=models.PROTECT, related_name="+")
    area = models.CharField(max_length=3)
    period = models.CharField(max_length=10, blank=True, db_comment="reference period due; empty = none is")
    disaggregation = models.CharField(max_length=120, default="_T")
    share = models.CharField(max_length=20, db_comment="custodian enters the value, confirm only confirms")
    due = models.BooleanField()
    next_release = models.DateField(null=True)
    position = models.PositiveIntegerField(default=0)

    class Meta:
        db_table = "simpul_due_figure"
        ordering = ["position"]
        constraints = [
            models.UniqueConstraint(
                fields=["task", "indicator", "area", "period", "disaggregation"],
                name="simpul_due_figure_once",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.indicator} {self.period}"


class Extension(models.Model):
    """More time, granted with a reason; the first date stays visible. One that was taken back stays too."""

    task = models.ForeignKey(Task, on_delete=models.PROTECT, related_name="extensions")
    due_before = models.DateField()
    due_after = models.DateField()
    reason = models.TextField()
    granted_by = models.ForeignKey("simpul.User", on_delete=models.PROTECT, related_name="+")
    granted_at = models.DateTimeField()
    withdrawn_by = models.ForeignKey("simpul.User", null=True, on_delete=models.PROTECT, related_name="+")
    withdrawn_at = models.DateTimeField(null=True)
    withdraw_reason = models.TextField(blank=True)

    class Meta:
        db_table = "simpul_extension"

    def __str__(self) -> str:
        return f"{self.task}: {self.due_after}"


class ExtensionRequest(models.Model):
    """An office asks for more time; at most one request of a task waits for its answer."""

    task = models.ForeignKey(Task, on_delete=models.PROTECT, related_name="extension_requests")
    due_asked = models.DateField()
    reason = models.TextField()
    asked_by = models.ForeignKey("simpul.User", on_delete=models.PROTECT, related_name="+")
    asked_at = models.DateTimeField()
    answer = models.CharField(
        max_length=20, blank=True, db_comment="granted or declined; empty while it waits"
    )
    answer_reason = models.TextField(blank=True)
    answered_by = models.ForeignKey("simpul.User", null=True, on_delete=models.PROTECT, related_name="+")
    answered_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "simpul_extension_request"
        constraints = [
            models.UniqueConstraint(
                fields=["task"], condition=models.Q(answer=""), name="simpul_extension_asked_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.task}: {self.due_asked}"


Holders = dict[str, dict[str, Any]]
