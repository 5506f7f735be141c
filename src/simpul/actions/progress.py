"""Computing verdicts: as known at a moment, frozen with their inputs, never changed afterwards."""

from __future__ import annotations

from datetime import datetime

from ..core.plain import plain
from ..records.judging import judge
from ..records.models import ContentVersion, Framework, ResultSet, Round, VerdictRow
from ..records.progress import results_digest
from ..records.round_reading import read_round
from .acting import Actor, action, audit


@action
def compute_results(
    *,
    round: Round | None = None,
    framework: Framework | None = None,
    area: str | None = None,
    as_known_at: datetime | None = None,
    actor: Actor,
) -> ResultSet:
    """Judge every indicator of an area by every method, as known at a moment, and keep what they rest on.

    Args:
        round: the round the results are for; its obligation names framework and area.
        as_known_at: read the figures as they were recorded then; default the moment of acting. Tasks, baselines
            and targets are as they stand when this is computed.

    Returns:
        The frozen result set; each verdict names its method, version, inputs, or why there is none.
    """
    actor.must("progress.compute")
    framework = framework or (round.obligation.framework if round else None)
    area = area or (round.obligation.area if round else "")
    moment = as_known_at or actor.at
    rows = judge(area=area, official=framework.official_method if framework else "", moment=moment)
    reading = plain(read_round(round, moment)) if round else None
    result_set = ResultSet.objects.create(
        framework=framework,
        round=round,
        area=area,
        as_known_at=moment,
        content_version=ContentVersion.objects.current(),
        reading=reading,
        digest=results_digest(rows, reading),
        made_by=actor.user,
        made_at=actor.at,
    )
    for row in rows:
        row.result_set = result_set
    VerdictRow.objects.bulk_create(rows, batch_size=500)
    audit(
        actor,
        "progress.compute",
        kind="result_set",
        key=str(result_set.pk),
        after={"area": area, "verdicts": len(rows), "digest": result_set.digest},
    )
    return result_set
