"""Days that are not worked: by decree as content or the desk has them; guessed by a library where neither has any."""

from __future__ import annotations

import functools
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db import models
from django.db.models import Q

from ..core.requests import Handling, handling_of
from ..core.workdays import Calendar, is_whole_year
from .catalogue import ContentEntry
from .reporting import desk_area


class FreeDayQuerySet(models.QuerySet["FreeDay"]):
    """Reading free days."""

    def in_force(self) -> FreeDayQuerySet:
        """Those that were neither corrected nor withdrawn."""
        return self.filter(ended_at__isnull=True)


class FreeDay(models.Model):
    """A national holiday or a day of collective leave by a decree. Corrected = ended, with a successor."""

    area = models.CharField(max_length=3)
    day = models.DateField()
    name_id = models.CharField(max_length=200)
    name_en = models.CharField(max_length=200)
    kind = models.CharField(max_length=20, db_comment="national or collective_leave")
    decree = models.CharField(max_length=300, db_comment="number and year of the decree")
    source = models.TextField(blank=True)
    confidence = models.CharField(max_length=20, blank=True)
    code = models.CharField(
        max_length=160, blank=True, db_comment="of the content it came from; empty = desk"
    )
    recorded_at = models.DateTimeField()
    recorded_by = models.ForeignKey("simpul.User", null=True, on_delete=models.PROTECT, related_name="+")
    ended_at = models.DateTimeField(null=True)
    ended_by = models.ForeignKey("simpul.User", null=True, on_delete=models.PROTECT, related_name="+")
    end_reason = models.TextField(blank=True)
    successor = models.ForeignKey("self", null=True, on_delete=models.PROTECT, related_name="predecessors")

    objects = FreeDayQuerySet.as_manager()

    class Meta:
        db_table = "simpul_free_day"
        ordering = ["day", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["area", "day", "name_id"],
                condition=Q(ended_at__isnull=True),
                name="simpul_free_day_once",
            ),
            models.CheckConstraint(
                condition=Q(kind__in=["national", "collective_leave"]), name="simpul_free_day_kind"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.day} {self.name_id}"


@dataclass(frozen=True)
class GuessedDay:
    """A day a library takes for a holiday; no decree was looked at."""

    day: date
    name: str
    name_id: str


@dataclass(frozen=True)
class YearOfDays:
    """The free days of a year: by decree, and guessed beside it as long as the decree of the whole year is missing.

    Args:
        is_guess: not all days of the year are known by decree (`core.workdays.is_whole_year`).
        guessed: days no decree names; empty where the whole year is known.
    """

    area: str
    year: int
    decreed: tuple[FreeDay, ...]
    guessed: tuple[GuessedDay, ...]
    is_guess: bool

    @property
    def rows(self) -> tuple[FreeDay | GuessedDay, ...]:
        """All free days in their order, decreed or guessed."""
        return tuple(sorted((*self.decreed, *self.guessed), key=lambda row: row.day))

    @property
    def days(self) -> frozenset[date]:
        """All free days, decreed or guessed."""
        return frozenset(row.day for row in self.rows)


def read_years(area: str, years: Iterable[int]) -> tuple[YearOfDays, ...]:
    """The free days of years: one query."""
    years = sorted(set(years))
    rows = list(FreeDay.objects.in_force().filter(area=area, day__year__in=years))
    found = []
    for year in years:
        decreed = tuple(row for row in rows if row.day.year == year)
        whole = is_whole_year((row.decree for row in decreed), from_content=any(row.code for row in decreed))
        known = {row.day for row in decreed}
        guessed = () if whole else tuple(one for one in guess(area, year) if one.day not in known)
        found.append(YearOfDays(area, year, decreed, guessed, not whole))
    return tuple(found)


def known_years(area: str) -> tuple[int, ...]:
    """The years of which a decree is known."""
    days = FreeDay.objects.in_force().filter(area=area).dates("day", "year")
    return tuple(day.year for day in days)


@functools.cache
def guess(area: str, year: int) -> tuple[GuessedDay, ...]:
    """What the library `holidays` takes for the public holidays of a year; none for an area it does not know."""
    import holidays  # 2 MB of calendars that are read only where no decree is known

    try:
        offered = set(holidays.country_holidays(area).supported_categories)
    except NotImplementedError:
        return ()
    wanted = tuple(sorted(offered & {"public", "government"}))
    known, local = (
        holidays.country_holidays(area, years=year, categories=wanted, language=language)
        for language in ("en_US", "id")
    )
    return tuple(GuessedDay(day, str(name), str(local.get(day, name))) for day, name in sorted(known.items()))


def handling(area: str | None = None) -> Handling:
    """How requests are handled here: what the content says for the desk's own area, else the defaults."""
    area = desk_area() if area is None else area
    bodies = (row.body for row in ContentEntry.objects.declared("request_handling"))
    return handling_of(next((body for body in bodies if body.get("area") == area), {"area": area}))


def calendar_for(handling: Handling, days: Iterable[date | None]) -> tuple[Calendar, tuple[int, ...]]:
    """The calendar around some days, and the years of it that are only guessed. One query."""
    known = [day for day in days if day is not None]
    if not known:
        return Calendar(weekend=handling.weekend), ()
    years = read_years(handling.area, range(min(known).year - 1, max(known).year + 1))
    free = frozenset(day for year in years for day in year.days)
    guessed = tuple(year.year for year in years if year.is_guess and year.year >= min(known).year)
    return Calendar(free, handling.weekend), guessed
