"""Where a figure went out: the papers that show it and the deliveries that carry it, as far as a reader may see them.

A paper shows every figure known at the moment of its results, in its annex; a delivery carries the latest of each
indicator.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from datetime import date
from typing import Any

from ..core import progress
from ..core.periods import Period
from ..core.permissions import Duty
from .models import Delivery, Observation, Paper, ResultSet, Round, VerdictRow


def went_out(observation: Observation, *, duties: Iterable[Duty], day: date) -> dict[str, Any]:
    """Papers by the results they were made from, and deliveries, the newest first. At most five queries."""
    sets = _showing(observation)
    rounds = Round.objects.visible_to(duties, day)
    papers = Paper.objects.filter(result_set__in=sets, round__in=rounds).select_related("round__obligation")
    by_results: dict[int, list[Paper]] = defaultdict(list)
    for paper in papers.order_by("-result_set", "-language", "-format"):
        by_results[paper.result_set_id].append(paper)
    deliveries = list(
        Delivery.objects.filter(result_set__in=sets, round__in=rounds)
        .select_related("round__obligation")
        .order_by("-id")
    )
    carrying = _carrying(observation, deliveries)
    return {
        "papers": [_papers(rows) for rows in by_results.values()],
        "deliveries": [_delivery(row) for row in deliveries if row.result_set_id in carrying],
    }


def _showing(observation: Observation) -> list[int]:
    """The results of rounds that were computed while the figure was known, by key."""
    if observation.disaggregation != "_T":
        return []
    known = ResultSet.objects.filter(
        round__isnull=False, area=observation.area, as_known_at__gte=observation.recorded_at
    )
    revised = Observation.objects.filter(revises=observation).values_list("recorded_at", flat=True).first()
    if revised is not None:
        known = known.filter(as_known_at__lt=revised)
    return list(known.values_list("pk", flat=True))


def _carrying(observation: Observation, deliveries: list[Delivery]) -> set[int]:
    """Of the results of deliveries those in which the figure was the latest of its indicator, by key."""
    moments = {row.result_set_id: row.as_known_at for row in deliveries}
    rows = VerdictRow.objects.filter(
        result_set__in=moments, indicator=observation.indicator_id, method=progress.ALL[0]
    )
    used = {row.result_set_id: row.inputs.get("observations", []) for row in rows}
    found = {key for key, pks in used.items() if pks and pks[-1] == observation.pk}
    # where none stood under the definition in force, a delivery carried the last one of a former definition
    unused = [key for key, pks in used.items() if not pks]
    if unused:
        every = list(
            Observation.objects.totals()
            .filter(indicator=observation.indicator_id, area=observation.area)
            .exclude(text="")
            .select_related("revision")
        )
        for key in unused:
            known = [row for row in every if _known(row, moments[key])]
            last = max(known, key=lambda row: Period.parse(row.period).until, default=None)
            found |= {key} if last is not None and last.pk == observation.pk else set()
    return found


def _known(row: Observation, moment: Any) -> bool:
    later = getattr(row, "revision", None)
    return row.recorded_at <= moment and (later is None or later.recorded_at > moment)


def _papers(rows: list[Paper]) -> dict[str, Any]:
    first = rows[0]
    return {
        "round": first.round.period,
        "obligation": first.round.obligation.code,
        "as_known_at": first.as_known_at.isoformat(),
        "result_set": first.result_set_id,
        "files": [{"paper": row.pk, "language": row.language, "format": row.format} for row in rows],
    }


def _delivery(row: Delivery) -> dict[str, Any]:
    return {
        "delivery": row.pk,
        "round": row.round.period,
        "obligation": row.round.obligation.code,
        "number": row.number,
        "profile": row.profile,
        "state": row.state,
        "as_known_at": row.as_known_at.isoformat(),
        "handed_over_on": row.handed_over_on and row.handed_over_on.isoformat(),
        "receipt": row.receipt,
    }
