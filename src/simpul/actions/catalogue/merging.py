"""One indicator taken up by another: its figures stay where they are, nobody is asked for it any more."""

from __future__ import annotations

from datetime import date

from ...core.errors import Problem
from ...records.models import Indicator
from ..acting import Actor, action, audit


@action
def merge_indicator(
    *, indicator: Indicator, into: Indicator, decision: str, decided_on: date, actor: Actor
) -> Indicator:
    """Close an indicator in favour of another, by a decision. Its figures, wordings and verdicts stay readable.

    Raises:
        Problem: `INDICATOR-INTO-ITSELF`, `INDICATOR-MERGED` where either was merged before, `SHEET-NEEDS-DECISION`,
            `SHEET-DECISION-DAY`, `INDICATOR-IN-FINALISATION`.
    """
    actor.must("indicator.merge")
    both = Indicator.objects.filter(pk__in=[indicator.pk, into.pk])
    rows = {row.pk: row for row in both.select_for_update(no_key=True).order_by("pk")}
    row, other = rows[indicator.pk], rows[into.pk]
    if row.pk == other.pk:
        raise Problem("INDICATOR-INTO-ITSELF", place=row.code, params={"indicator": row.code})
    for one in (row, other):
        if one.merged_into_id is not None:
            raise Problem("INDICATOR-MERGED", place=one.code, params={"indicator": one.code})
    if not decision.strip():
        raise Problem("SHEET-NEEDS-DECISION", place=row.code)
    if decided_on > actor.day:
        raise Problem("SHEET-DECISION-DAY", place=row.code, params={"day": decided_on.isoformat()})
    if row.sheet_tasks.filter(finalisation__closed_at=None).exclude(state="agreed").exists():
        raise Problem("INDICATOR-IN-FINALISATION", place=row.code, params={"indicator": row.code})
    row.merged_into, row.merged_in, row.merged_on = other, decision.strip(), decided_on
    row.save(update_fields=["merged_into", "merged_in", "merged_on"])
    audit(
        actor,
        "catalogue.merge_indicator",
        kind="indicator",
        key=row.code,
        after={"into": other.code, "decision": row.merged_in, "decided_on": decided_on.isoformat()},
    )
    return row
