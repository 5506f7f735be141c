"""Who speaks for which office on which day. Rows end and new ones begin; nothing is edited away."""

from __future__ import annotations

from datetime import date

from django.db import models
from django.db.models import F, Q


def on_day(day: date, prefix: str = "") -> Q:
    """Rows valid on a day; spans are half-open."""
    return Q(**{f"{prefix}since__lte": day}) & (
        Q(**{f"{prefix}until__isnull": True}) | Q(**{f"{prefix}until__gt": day})
    )


class OrganisationQuerySet(models.QuerySet["Organisation"]):
    """Reading offices."""

    def on(self, day: date) -> OrganisationQuerySet:
        """Those there are on a day; a first day nobody knows is long ago."""
        begun = Q(since__isnull=True) | Q(since__lte=day)
        return self.filter(begun, Q(until__isnull=True) | Q(until__gt=day))

    def to_ask(self, area: str, day: date) -> OrganisationQuerySet:
        """Those a desk may ask on a day: offices of its own country that are there."""
        return self.on(day).filter(area=area)


class Organisation(models.Model):
    """A ministry, agency or other office. Renamed or split = a new row and a succession, never an edit."""

    code = models.CharField(max_length=60, unique=True)
    acronym = models.CharField(max_length=60)
    name_id = models.CharField(max_length=300)
    name_en = models.CharField(max_length=300)
    kind = models.CharField(max_length=60)
    area = models.CharField(max_length=3)
    parent = models.ForeignKey("self", null=True, blank=True, on_delete=models.PROTECT, related_name="units")
    since = models.DateField(null=True, blank=True)
    until = models.DateField(null=True, blank=True)
    source = models.TextField(blank=True)
    confidence = models.CharField(max_length=20, blank=True)

    objects = OrganisationQuerySet.as_manager()

    class Meta:
        db_table = "simpul_organisation"
        ordering = ["acronym"]

    def __str__(self) -> str:
        return self.acronym


class OrganisationSuccession(models.Model):
    """An organisation took over from another (split, merger, new name)."""

    predecessor = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="successions")
    successor = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="predecessions")
    since = models.DateField(null=True, blank=True)

    class Meta:
        db_table = "simpul_organisation_succession"
        constraints = [
            models.UniqueConstraint(fields=["predecessor", "successor"], name="simpul_succession_once"),
        ]

    def __str__(self) -> str:
        return f"{self.predecessor} > {self.successor}"


class Body(models.Model):
    """A sectoral body, a body below one, a ministerial meeting above one, or an organ of the pillar."""

    code = models.CharField(max_length=60, unique=True)
    acronym = models.CharField(max_length=60)
    name_id = models.CharField(max_length=300)
    name_en = models.CharField(max_length=300)
    theme_id = models.CharField(max_length=120, blank=True)
    theme_en = models.CharField(max_length=120, blank=True)
    kind = models.CharField(max_length=60, db_comment="sectoral, subsidiary, ministerial or organ")
    parent = models.ForeignKey("self", null=True, blank=True, on_delete=models.PROTECT, related_name="parts")
    ministerial = models.ForeignKey(
        "self",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="prepared_by",
        db_comment="the ministers' meeting it prepares and reports to",
    )
    counted = models.BooleanField(
        db_comment="one of the sectoral bodies proper; sub-bodies are counted apart"
    )
    fields_of_life = models.ManyToManyField(
        "simpul.FieldOfLife", related_name="bodies", db_table="simpul_body_field_of_life"
    )
    source = models.TextField(blank=True)
    confidence = models.CharField(max_length=20, blank=True)

    class Meta:
        db_table = "simpul_body"
        ordering = ["acronym"]

    def __str__(self) -> str:
        return self.acronym


class SeatQuerySet(models.QuerySet["Seat"]):
    """Reading seats."""

    def on(self, day: date) -> SeatQuerySet:
        """Those there are on a day; a first day nobody knows is long ago."""
        begun = Q(since__isnull=True) | Q(since__lte=day)
        return self.filter(begun, Q(until__isnull=True) | Q(until__gt=day))


class Seat(models.Model):
    """A seat of a country in a body that has several, with what it stands for; a body without rows has one."""

    body = models.ForeignKey(Body, on_delete=models.PROTECT, related_name="seats")
    number = models.PositiveSmallIntegerField()
    name_id = models.CharField(max_length=200)
    name_en = models.CharField(max_length=200)
    since = models.DateField(null=True, blank=True)
    until = models.DateField(null=True, blank=True)
    source = models.TextField(blank=True)
    confidence = models.CharField(max_length=20, blank=True)

    objects = SeatQuerySet.as_manager()

    class Meta:
        db_table = "simpul_seat"
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(fields=["body", "number"], name="simpul_seat_once"),
            models.CheckConstraint(condition=Q(number__gte=1), name="simpul_seat_number"),
        ]

    def __str__(self) -> str:
        return f"{self.body} {self.number}"

    def named(self, language: str) -> str:
        """What it stands for."""
        return self.name_en if language == "en" else self.name_id


def seats_of(body: Body, day: date) -> list[tuple[int, Seat | None]]:
    """The seats of a body on a day by their number; a body nobody gave a first one has it without a name."""
    rows: dict[int, Seat | None] = {1: None}
    rows |= {row.number: row for row in Seat.objects.filter(body=body).on(day)}
    return sorted(rows.items())


class ResponsibilityQuerySet(models.QuerySet["Responsibility"]):
    """Which office answers for which body."""

    def on(self, day: date) -> ResponsibilityQuerySet:
        """Valid on a day."""
        return self.filter(on_day(day))


class Responsibility(models.Model):
    """An office answers for a body: lead, co-lead or contributing, by dates."""

    body = models.ForeignKey(Body, on_delete=models.PROTECT, related_name="responsibilities")
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="responsibilities")
    role = models.CharField(max_length=20)
    since = models.DateField()
    since_confidence = models.CharField(
        max_length=20, blank=True, db_comment="how sure its first day is; empty = as the rest"
    )
    until = models.DateField(null=True, blank=True)
    source = models.TextField(blank=True)
    confidence = models.CharField(max_length=20, blank=True)

    objects = ResponsibilityQuerySet.as_manager()

    class Meta:
        db_table = "simpul_responsibility"
        constraints = [
            models.UniqueConstraint(
                fields=["body", "organisation", "role", "since"], name="simpul_responsibility_once"
            ),
            models.CheckConstraint(
                condition=Q(until__isnull=True) | Q(until__gt=F("since")), name="simpul_responsibility_span"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.body} {self.organisation} {self.role}"


class Person(models.Model):
    """An official or contact, with or without an account; the fewest fields, never an identity number."""

    name = models.CharField(max_length=200)
    title = models.CharField(max_length=200, blank=True, db_comment="full form with degrees, for papers")
    email = models.EmailField(blank=True)
    phone = models.CharField(max_length=40, blank=True)
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="people")
    language = models.CharField(max_length=5, default="id")
    is_fictional = models.BooleanField(default=False)

    class Meta:
        db_table = "simpul_person"
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name


class Post(models.Model):
    """A post in an office that a designation can name instead of a person (ex officio)."""

    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="posts")
    name_id = models.CharField(max_length=200)
    name_en = models.CharField(max_length=200)

    class Meta:
        db_table = "simpul_post"

    def __str__(self) -> str:
        return self.name_id

    def named(self, language: str) -> str:
        """Its name in a language."""
        return self.name_en if language == "en" else self.name_id


class PostHolding(models.Model):
    """Who holds a post: definitive, acting in a vacancy (Plt.) or for an absent holder (Plh.)."""

    post = models.ForeignKey(Post, on_delete=models.PROTECT, related_name="holdings")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="holdings")
    acting = models.CharField(max_length=4, blank=True, db_comment="empty, Plt. or Plh.")
    since = models.DateField()
    until = models.DateField(null=True, blank=True)
    letter_number = models.CharField(max_length=120, blank=True)
    letter_date = models.DateField(null=True, blank=True)
    letter_file = models.ForeignKey(
        "simpul.StoredFile", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    recorded_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "simpul_post_holding"
        constraints = [
            models.CheckConstraint(
                condition=Q(until__isnull=True) | Q(until__gt=F("since")), name="simpul_holding_span"
            ),
        ]
        indexes = [models.Index(fields=["post", "since"], name="simpul_holding_lookup")]

    def __str__(self) -> str:
        return f"{self.acting} {self.person}".strip()


class DesignationQuerySet(models.QuerySet["Designation"]):
    """Who is designated for what."""

    def on(self, day: date) -> DesignationQuerySet:
        """Valid on a day."""
        return self.filter(on_day(day))

    def held_by(self, person_id: int, day: date) -> DesignationQuerySet:
        """Held by a person on a day, in person or through a post."""
        ex_officio = Q(post__holdings__person_id=person_id) & on_day(day, "post__holdings__")
        return self.on(day).filter(Q(person_id=person_id) | ex_officio).distinct()

    def with_holders(self) -> DesignationQuerySet:
        """With everything a page shows of them, in a fixed number of queries."""
        return self.select_related(
            "body", "organisation", "person", "person__organisation", "post"
        ).prefetch_related(
            models.Prefetch("post__holdings", PostHolding.objects.select_related("person__organisation"))
        )


class Designation(models.Model):
    """A role in a body for an office, held by a person or ex officio by a post, by dates and letter."""

    body = models.ForeignKey(
        Body,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="designations",
        db_comment="null = all bodies of the organisation",
    )
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="designations")
    role = models.CharField(max_length=30)
    rank = models.PositiveSmallIntegerField(default=1)
    seat = models.PositiveSmallIntegerField(default=1)
    person = models.ForeignKey(
        Person, null=True, blank=True, on_delete=models.PROTECT, related_name="designations"
    )
    post = models.ForeignKey(
        Post, null=True, blank=True, on_delete=models.PROTECT, related_name="designations"
    )
    acting = models.CharField(max_length=4, blank=True, db_comment="empty, Plt. or Plh.")
    since = models.DateField()
    until = models.DateField(null=True, blank=True)
    letter_number = models.CharField(max_length=120, blank=True)
    letter_date = models.DateField(null=True, blank=True)
    letter_file = models.ForeignKey(
        "simpul.StoredFile", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    recorded_at = models.DateTimeField()

    objects = DesignationQuerySet.as_manager()

    class Meta:
        db_table = "simpul_designation"
        indexes = [models.Index(fields=["body", "role", "since"], name="simpul_designation_lookup")]
        constraints = [
            models.CheckConstraint(
                condition=Q(until__isnull=True) | Q(until__gt=F("since")), name="simpul_designation_span"
            ),
            models.CheckConstraint(
                condition=Q(person__isnull=False, post__isnull=True)
                | Q(person__isnull=True, post__isnull=False),
                name="simpul_designation_one_holder",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.role} {self.body or self.organisation}"

    def holder_on(self, day: date) -> tuple[Person | None, str]:
        """The person on a day, with `Plt.` or `Plh.` where the holder is acting; None = the post is empty."""
        if self.person is not None:
            return self.person, self.acting
        if self.post is None:
            return None, ""
        for holding in sorted(self.post.holdings.all(), key=lambda row: bool(row.acting), reverse=True):
            if holding.since <= day and (holding.until is None or day < holding.until):
                return holding.person, holding.acting
        return None, ""
