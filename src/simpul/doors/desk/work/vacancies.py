"""Who of those a call would ask has no focal point: said before the call, which is not refused for it."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

from ....records.respondents import Respondent, without_focal_point


def vacancies(asked: Iterable[Respondent], day: date) -> list[dict[str, Any]]:
    """The lead offices without a focal point on a day, by acronym, with the bodies they would be asked for."""
    found: dict[str, dict[str, Any]] = {}
    for body, offices in without_focal_point(asked, day):
        row = found.setdefault(offices[0].acronym, {"office": offices[0], "bodies": []})
        row["bodies"] += [body] if body else []
    return [found[name] for name in sorted(found)]
