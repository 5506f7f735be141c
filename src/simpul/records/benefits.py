"""Benefit records: what offices say a goal's work contributed to people's lives, version by version."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import asdict
from datetime import date
from typing import Any

from django.db import models
from django.db.models import F, Prefetch, Q

from ..core.benefits import Counting, Said, State
from ..core.permissions import Duty, Subject
from .catalogue import FieldOfLife, Goal, PopulationGroup
from .directory import Body, Organisation, Responsibility
from .files import StoredFile
from .reach import of_respondent, reached

#: The parts in a body that make its offices one respondent.
ANSWERING = ("lead", "co-lead")


def respondent(body: Body, organisation: Organisation, state: str, day: date) -> Subject:
    """A record of a body at an office as the permission table sees it: its lead and co-leads answer with it."""
    rows = Responsibility.objects.on(day).filter(body=body, role__in=ANSWERING)
    offices = rows.values_list("organisation__code", flat=True)
    return Subject(body.code, frozenset({organisation.code, *offices}), state)


def in_reach(duties: Iterable[Duty], day: date, prefix: str = "") -> Q | None:
    """`benefit.view` of the permission table as a condition on records; None = all of them."""

    def own(duty: Duty) -> Q:
        answering = Responsibility.objects.on(day).filter(
            organisation__code=duty.organisation, role__in=ANSWERING
        )
        here = Q(**{f"{prefix}organisation__code": duty.organisation})
        here |= Q(**{f"{prefix}body__in": answering.values("body")})
        return of_respondent(duty, office=here, body=f"{prefix}body")

    return reached(duties, "benefit.view", day, own)


class BenefitQuerySet(models.QuerySet["Benefit"]):
    """Reading records."""

    def visible_to(self, duties: Iterable[Duty], day: date) -> BenefitQuerySet:
        """Those ever confirmed, for everybody; the others for whom `benefit.view` reaches."""
        wanted = in_reach(duties, day)
        return self if wanted is None else self.filter(Q(confirmed_number__isnull=False) | wanted)


class Benefit(models.Model):
    """A record of what was contributed under a goal or an indicator; what it says is in its versions."""

    subject_kind = models.CharField(max_length=20, db_comment="goal, indicator, activity or commitment")
    subject_code = models.CharField(max_length=160, db_comment="framework/code, or an indicator code")
    body = models.ForeignKey(Body, on_delete=models.PROTECT, related_name="benefits")
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="benefits")
    state = models.CharField(max_length=20, db_comment="draft, confirmed or withdrawn")
    number = models.PositiveIntegerField(db_comment="of the latest version")
    confirmed_number = models.PositiveIntegerField(null=True, db_comment="of the version confirmed last")

    objects = BenefitQuerySet.as_manager()

    class Meta:
        db_table = "simpul_benefit"
        ordering = ["-id"]
        indexes = [models.Index(fields=["subject_kind", "subject_code"], name="simpul_benefit_subject")]
        constraints = [
            models.CheckConstraint(
                condition=Q(state__in=[one.value for one in State]), name="simpul_benefit_state"
            ),
            models.CheckConstraint(
                condition=~Q(state=State.CONFIRMED.value)
                | Q(confirmed_number__isnull=False, confirmed_number=F("number")),
                name="simpul_benefit_confirmed",
            ),
            models.CheckConstraint(
                condition=Q(confirmed_number__isnull=True) | Q(confirmed_number__lte=F("number")),
                name="simpul_benefit_numbers",
            ),
        ]

    def __str__(self) -> str:
        return f"benefit {self.pk}: {self.subject_code} {self.body}"

    def subject(self, day: date) -> Subject:
        """The record as the permission table sees it on a day."""
        return respondent(self.body, self.organisation, self.state, day)

    def latest(self) -> BenefitVersion:
        """What it says now."""
        return self.versions.with_all().get(number=self.number)


class BenefitVersionQuerySet(models.QuerySet["BenefitVersion"]):
    """Reading what records say."""

    def shown_to(self, duties: Iterable[Duty], day: date) -> BenefitVersionQuerySet:
        """One version a record: the latest for whom `benefit.view` reaches, else the one confirmed last."""
        latest, confirmed = Q(number=F("benefit__number")), Q(number=F("benefit__confirmed_number"))
        wanted = in_reach(duties, day, "benefit__")
        if wanted is None:
            return self.filter(latest)
        return self.filter(wanted & latest | ~wanted & confirmed)

    def confirmed(self) -> BenefitVersionQuerySet:
        """The version confirmed last of every record that was not withdrawn."""
        kept = self.exclude(benefit__state=State.WITHDRAWN.value)
        return kept.filter(number=F("benefit__confirmed_number"))

    def with_people(self) -> BenefitVersionQuerySet:
        """With what a list shows of them: whom they count, for which body and office, which goals they serve."""
        goals = Goal.objects.select_related("framework")
        return self.select_related(
            "benefit", "benefit__body", "benefit__organisation", "field_of_life"
        ).prefetch_related("groups", Prefetch("serves", goals))

    def with_all(self) -> BenefitVersionQuerySet:
        """With everything a page shows of one, in a fixed number of queries."""
        return self.with_people().select_related("recorded_by").prefetch_related("files", "decisions")


class BenefitVersion(models.Model):
    """What a record says in one wording; a change is the next version with its reason, and this one stays."""

    benefit = models.ForeignKey(Benefit, on_delete=models.PROTECT, related_name="versions")
    number = models.PositiveIntegerField()
    reason = models.CharField(
        max_length=1000, blank=True, db_comment="why it differs from the version before"
    )
    field_of_life = models.ForeignKey(
        FieldOfLife, null=True, on_delete=models.PROTECT, related_name="benefits"
    )
    groups = models.ManyToManyField(PopulationGroup, related_name="benefits", db_table="simpul_benefit_group")
    who = models.CharField(max_length=300, blank=True)
    counting = models.CharField(max_length=20, blank=True, db_comment="counted, estimated or not_yet")
    amount_text = models.CharField(max_length=60, blank=True, db_comment="as reported, Indonesian signs")
    amount = models.DecimalField(max_digits=30, decimal_places=10, null=True)
    amount_status = models.CharField(max_length=5, blank=True, db_comment="A, LT or GT (SDMX CL_OBS_STATUS)")
    unit = models.CharField(max_length=20, blank=True)
    basis = models.CharField(max_length=1000, blank=True, db_comment="how counted, or why not measurable yet")
    area = models.CharField(max_length=20, blank=True)
    region = models.CharField(max_length=200, blank=True, db_comment="part of the area; empty = all of it")
    period = models.CharField(max_length=10, blank=True)
    text = models.CharField(max_length=1500, blank=True)
    text_en = models.CharField(max_length=1500, blank=True)
    links = models.JSONField(default=list, db_comment="addresses that prove it")
    serves = models.ManyToManyField(Goal, related_name="served_by", db_table="simpul_benefit_serves")
    files = models.ManyToManyField(StoredFile, related_name="+", db_table="simpul_benefit_evidence")
    recorded_by = models.ForeignKey("simpul.User", on_delete=models.PROTECT, related_name="+")
    recorded_by_name = models.CharField(max_length=200)
    on_behalf_of = models.CharField(max_length=300, blank=True)
    recorded_at = models.DateTimeField()

    objects = BenefitVersionQuerySet.as_manager()

    class Meta:
        db_table = "simpul_benefit_version"
        ordering = ["-id"]
        constraints = [
            models.UniqueConstraint(fields=["benefit", "number"], name="simpul_benefit_version_once"),
            models.CheckConstraint(
                condition=Q(number=1) | ~Q(reason=""), name="simpul_benefit_version_reason"
            ),
            models.CheckConstraint(
                condition=~Q(counting=Counting.NOT_YET.value) | Q(amount__isnull=True),
                name="simpul_benefit_not_yet",
            ),
            models.CheckConstraint(
                condition=Q(amount__isnull=True) | ~Q(amount_text=""), name="simpul_benefit_amount_text"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.benefit_id} v{self.number}"

    def said(self) -> Said:
        """What it says, as the rules read it."""
        return Said(
            field_of_life=self.field_of_life.code if self.field_of_life else "",
            groups=tuple(row.code for row in self.groups.all()),
            who=self.who,
            counting=self.counting,
            amount=self.amount_text,
            unit=self.unit,
            basis=self.basis,
            area=self.area,
            region=self.region,
            period=self.period,
            text=self.text,
            text_en=self.text_en,
            links=tuple(self.links),
            serves=tuple(f"{goal.framework.code}/{goal.code}" for goal in self.serves.all()),
            files=len(self.files.all()),
        )

    def as_kept(self) -> dict[str, Any]:
        """What it says, as the audit trail keeps it; lists of codes in their own order."""
        said = asdict(self.said())
        said |= {name: sorted(said[name]) for name in ("groups", "serves")}
        said |= {"links": list(self.links), "files": sorted(file.sha256 for file in self.files.all())}
        return {"number": self.number, "reason": self.reason} | said


class BenefitDecision(models.Model):
    """A version was confirmed, or with it the record withdrawn: by whom, in which role, for whom."""

    version = models.ForeignKey(BenefitVersion, on_delete=models.PROTECT, related_name="decisions")
    verdict = models.CharField(max_length=20, db_comment="confirmed or withdrawn")
    by = models.ForeignKey("simpul.User", on_delete=models.PROTECT, related_name="+")
    by_name = models.CharField(max_length=200)
    role = models.CharField(max_length=30)
    on_behalf_of = models.CharField(max_length=300, blank=True)
    letter_number = models.CharField(max_length=120, blank=True)
    letter_date = models.DateField(null=True)
    reason = models.CharField(
        max_length=1000, blank=True, db_comment="why withdrawn, or why words that claim a cause stay"
    )
    waiver = models.CharField(max_length=1000, blank=True, db_comment="why the maker confirms")
    at = models.DateTimeField()

    class Meta:
        db_table = "simpul_benefit_decision"
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(fields=["version", "verdict"], name="simpul_benefit_decision_once"),
            models.CheckConstraint(
                condition=~Q(verdict=State.WITHDRAWN.value) | ~Q(reason=""),
                name="simpul_benefit_withdrawn_reason",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.version} {self.verdict}"
