"""Where a request of the register is read, by its number: year and number of the year."""

from __future__ import annotations

from django.urls import NoReverseMatch, reverse


def request_url(code: str) -> str:
    """The page of a request."""
    try:
        return reverse("desk:request", args=[code])
    except NoReverseMatch:
        return reverse("desk:asked")
