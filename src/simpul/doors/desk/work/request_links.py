"""Where a request of the register is read, by its number: year and number of the year."""

from __future__ import annotations

from django.urls import reverse


def request_url(code: str) -> str:
    """The page of a request."""
    return reverse("desk:request", args=[code])
