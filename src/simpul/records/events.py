"""Meetings of the calendar, and who chairs what from when to when. Both come with the content."""

from __future__ import annotations

from datetime import date

from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Coalesce

from ..core.events import When
from .directory import Body, Organisation, on_day


class CalendarEventQuerySet(models.QuerySet["CalendarEvent"]):
    """Reading meetings."""

    def by_date(self) -> CalendarEventQuerySet:
        """In the order of their days, or of the first day they are expected on; with what a page shows."""
        rows = self.annotate(first=Coalesce("starts_on", "expected_from"))
        return rows.select_related("body", "organisation").order_by("first", "code")

    def coming(self, day: date) -> CalendarEventQuerySet:
        """Those that go on or are still ahead on a day."""
        last = Coalesce("ends_on", "starts_on", "expected_to", "expected_from")
        return self.by_date().annotate(last=last).filter(last__gte=day)


class CalendarEvent(models.Model):
    """A meeting: of a body, or of an office at home. Its days are known, or only when it is expected."""

    code = models.CharField(max_length=160, unique=True)
    name_id = models.CharField(max_length=300)
    name_en = models.CharField(max_length=300)
    body = models.ForeignKey(Body, null=True, on_delete=models.PROTECT, related_name="events")
    organisation = models.ForeignKey(Organisation, null=True, on_delete=models.PROTECT, related_name="events")
    area = models.CharField(max_length=3, blank=True, db_comment="the country that hosts it")
    place = models.CharField(max_length=200, blank=True)
    starts_on = models.DateField(null=True)
    ends_on = models.DateField(null=True, db_comment="last day, inclusive; null = one day")
    expected_from = models.DateField(null=True)
    expected_to = models.DateField(null=True)
    status = models.CharField(max_length=20, db_comment="confirmed or tentative")
    remark_id = models.TextField(blank=True)
    remark_en = models.TextField(blank=True)
    source = models.TextField()
    confidence = models.CharField(max_length=20)

    objects = CalendarEventQuerySet.as_manager()

    class Meta:
        db_table = "simpul_calendar_event"
        constraints = [
            models.CheckConstraint(
                condition=Q(starts_on__isnull=False) | Q(expected_from__isnull=False),
                name="simpul_event_has_a_time",
            ),
            models.CheckConstraint(
                condition=Q(ends_on__isnull=True) | Q(ends_on__gte=F("starts_on")), name="simpul_event_span"
            ),
        ]

    def __str__(self) -> str:
        return self.code

    @property
    def when(self) -> When:
        """Its days, or those between which it is expected."""
        return When(self.starts_on, self.ends_on, self.expected_from, self.expected_to)


class ChairQuerySet(models.QuerySet["Chair"]):
    """Reading who chairs."""

    def on(self, day: date) -> ChairQuerySet:
        """Valid on a day."""
        return self.filter(on_day(day))


class Chair(models.Model):
    """A country chairs a body for a time. Chairs are told, never computed: a turn can be passed over or swapped."""

    code = models.CharField(max_length=160, unique=True)
    body = models.ForeignKey(Body, on_delete=models.PROTECT, related_name="chairs")
    area = models.CharField(max_length=3, blank=True, db_comment="empty = not known yet")
    organisation = models.ForeignKey(Organisation, null=True, on_delete=models.PROTECT, related_name="chairs")
    part = models.CharField(max_length=20, db_comment="chair or co-chair")
    since = models.DateField()
    until = models.DateField(null=True)
    precision = models.CharField(max_length=10, db_comment="day; year = only the years are known")
    remark_id = models.TextField(blank=True)
    remark_en = models.TextField(blank=True)
    source = models.TextField()
    confidence = models.CharField(max_length=20)

    objects = ChairQuerySet.as_manager()

    class Meta:
        db_table = "simpul_chair"
        ordering = ["-since", "code"]
        constraints = [
            models.CheckConstraint(
                condition=Q(until__isnull=True) | Q(until__gt=F("since")), name="simpul_chair_span"
            ),
        ]

    def __str__(self) -> str:
        return self.code
