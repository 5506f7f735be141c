"""Where a figure went out: papers that show it, deliveries that carry it, answers that cite it, as a reader may see.

A paper shows every figure known at the moment of its results, in its annex; a delivery carries the latest of each
indicator; an answer sent to an asker names the figures it refers to.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from datetime import date
from typing import Any

from django.db.models import TextField
from django.db.models.functions import Cast

from ..core import progress
from ..core.periods import Period
from ..core.permissions import Duty
from .models import (
    DeliveredAnswer,
    Delivery,
    Observation,
    Paper,
    RequestItem,
    ResultSet,
    Round,
    VerdictRow,
)


def went_out(observation: Observation, *, duties: Iterable[Duty], day: date) -> dict[str, Any]:
    """Papers by the results they were made from, deliveries and sent answers, the newest first: at most six queries."""
    duties = tuple(duties)
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
        "answers": [_answer(row) for row in _citing(observation, duties, day)],
    }


def _citing(observation: Observation, duties: Iterable[Duty], day: date) -> list[DeliveredAnswer]:
    """The answers sent to askers that refer to the figure, of items the reader may see, the last sent first."""
    rows = (
        DeliveredAnswer.objects.filter(
            delivery__version__isnull=False, item__in=RequestItem.objects.visible_to(duties, day)
        )
        # the same text in both databases; what is found is looked at again
        .annotate(cited=Cast("figures", TextField()))
        .filter(cited__contains=f'"observation": {observation.pk}')
        .select_related("delivery__request")
        .order_by("-delivery__sent_on", "-delivery", "position")
    )
    return [row for row in rows if any(one.get("observation") == observation.pk for one in row.figures)]


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


def _answer(row: DeliveredAnswer) -> dict[str, Any]:
    delivery = row.delivery
    return {
        "request": delivery.request.code,
        "sender": delivery.request.sender,
        "item": row.number,
        "item_id": row.item_id,
        "version": delivery.version,
        "sent_on": delivery.sent_on and delivery.sent_on.isoformat(),
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
