"""The permission table as a query: which rows the holder of duties may see. Every table asks here."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import date

from django.db.models import Q

from ..core.permissions import Duty, Role, allowing, roles_with


def reached(duties: Iterable[Duty], verb: str, day: date, rows_of: Callable[[Duty], Q]) -> Q | None:
    """The rows on which some duty allows a verb of reading, in whatever state; None = all there are.

    Args:
        rows_of: the rows that are an office's own, by the duty it holds.
    """
    duties, readers = tuple(duties), roles_with(verb)
    if allowing(duties, verb, day=day):
        return None
    wanted = Q(pk__in=[])
    for duty in duties:
        if duty.on(day) and duty.role in readers:
            wanted |= rows_of(duty)
    return wanted


def of_respondent(duty: Duty, *, office: Q, body: str, bodiless: bool = False) -> Q:
    """The rows of respondents that are a duty's own: `core.permissions.holds_for` as a query.

    An alternate of a body may come from another ministry: the body is what binds.

    Args:
        office: the rows of the duty's office.
        body: the field that leads to the body of a row.
        bodiless: rows may have no body, and are then their office's in every body.
    """
    if not duty.body:
        return office
    own = Q(**{f"{body}__code": duty.body})
    if duty.role is Role.ALTERNATE:
        return own
    return office & (own | Q(**{body: None}) if bodiless else own)
