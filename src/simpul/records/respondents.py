"""Who is asked in a round on a day: a body by its lead office, with the co-leads beside it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import date

from ..core.directory import REPORTING, holder_on
from ..core.errors import Problem
from ..core.permissions import Role
from .directory import Body, Organisation, Responsibility
from .holding import held

#: A body, none where the office alone is asked, and the offices that answer, the foremost first.
Respondent = tuple[Body | None, Sequence[Organisation]]


def respondents(day: date) -> list[tuple[Body, Responsibility]]:
    """Body x lead office on a day: the sectoral bodies, and sub-bodies whose lead is another office's."""
    leads: dict[int, list[Responsibility]] = defaultdict(list)
    for row in Responsibility.objects.on(day).filter(role="lead").select_related("organisation"):
        leads[row.body_id].append(row)
    found = []
    for body in Body.objects.filter(kind__in=REPORTING).select_related("parent").order_by("acronym"):
        own = leads.get(body.pk, [])
        if body.counted and not own:
            raise Problem("DIRECTORY-NO-LEAD", params={"body": body.acronym, "day": day.isoformat()})
        above = {row.organisation_id for row in leads.get(body.parent_id or 0, [])}
        found += [(body, row) for row in own if body.counted or row.organisation_id not in above]
    return found


def co_leads_on(day: date) -> Mapping[int, Sequence[Responsibility]]:
    """The co-leads of each body on a day, by its key."""
    found: dict[int, list[Responsibility]] = defaultdict(list)
    for row in Responsibility.objects.on(day).filter(role="co-lead").select_related("organisation"):
        found[row.body_id].append(row)
    return found


def without_focal_point(asked: Iterable[Respondent], day: date) -> list[Respondent]:
    """Those of whom nobody is focal point on a day, each once; a fixed number of queries."""
    known = held([Role.FOCAL_POINT.value], day)
    found = {}
    for body, offices in asked:
        code, codes = body.code if body else "", [one.code for one in offices]
        if holder_on(known, body=code, offices=codes, role=Role.FOCAL_POINT.value, day=day) is None:
            found[code, *codes] = (body, offices)
    return list(found.values())
