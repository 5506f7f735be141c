"""Moments become days in one place: the civil day of the desk's own time zone."""

from __future__ import annotations

from datetime import date, datetime
from zoneinfo import ZoneInfo

from django.conf import settings


def civil_day(moment: datetime) -> date:
    """The local day of an aware moment: 00.30 in Jakarta belongs to the day that has begun there, not in London."""
    return moment.astimezone(ZoneInfo(settings.TIME_ZONE)).date()
