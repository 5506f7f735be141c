"""What waits in an incoming request, as the page of duties shows it."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.urls import reverse

from .....core.requests import against
from .....records.request_waiting import RequestDuty
from ..request_links import request_url
from .words import duty_text

#: Part of the request's page on which a duty is done.
_PLACES = {"route": "#clarifications", "put_forward": "#forward"}


def duty_line(duty: RequestDuty, day: date) -> dict[str, Any]:
    """One line: what is to be done in which request, by when, and where."""
    return {
        "kind": duty.kind,
        "code": duty.request.code,
        "subject": duty.request.subject,
        "sender": duty.request.sender,
        "text": duty_text(duty.kind, duty.number),
        "reason": duty.reason,
        "clock": against(duty.due, today=day),
        "url": _address(duty),
    }


def _address(duty: RequestDuty) -> str:
    if duty.item is not None:
        return reverse("desk:request_item", args=[duty.item.pk])
    if duty.delivery is not None:
        return reverse("desk:request_version", args=[duty.delivery])
    return request_url(duty.request.code) + _PLACES.get(duty.kind, "")
