"""Our own dates that are no working days, in words."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from django.contrib import messages
from django.http import HttpRequest
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from .....core.requests import item_number
from .....records.request_dates import free_stages
from ...data.free_days import name_of
from ...templatetags.desk import day
from .words import STAGE_WORDS


def free_texts(dates: Mapping[str, date | None], *, area: str | None = None) -> list[str]:
    """Dates that are no working days, each in words with why it is free.

    Args:
        dates: by their stage, or by the words of what else they are the date of.
    """
    found = []
    for one in free_stages(dates, area=area):
        params = {
            "stage": STAGE_WORDS.get(one.stage, one.stage),
            "weekday": date_format(one.day, "l"),
            "day": day(one.day),
        }
        if one.holiday is None:
            found.append(_("%(stage)s: %(weekday)s, %(day)s, is a weekend.") % params)
        else:
            params["name"] = name_of(one.holiday)
            found.append(_("%(stage)s: %(weekday)s, %(day)s, is free (%(name)s).") % params)
    return found


def item_words(number: str) -> str:
    """The date of an item, among our own dates."""
    return _("Item %(number)s") % {"number": item_number(number)}


def warn_of(request: HttpRequest, number: str, due: date | None) -> None:
    """Tell who gave an item a date that it is no working day; it is kept as it is set."""
    for text in free_texts({item_words(number): due}):
        messages.warning(request, f"{text} {_('It is kept as it is set; another day can be chosen.')}")
