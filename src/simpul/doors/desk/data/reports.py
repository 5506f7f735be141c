"""Reports and deliveries: what was made of each round, and what was handed over."""

from __future__ import annotations

from collections import defaultdict
from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from ....core.permissions import may
from ....core.reporting import may_clear_delivery
from ....records.models import Delivery, Paper, Round


@login_required
def reports(request: HttpRequest) -> HttpResponse:
    """Every round with its papers and deliveries; who may make, clear and hand over finds the buttons here."""
    day = timezone.localdate()
    duties = request.user.duties_on(day)  # type: ignore[union-attr]
    papers: dict[int, dict[int, list[Paper]]] = defaultdict(lambda: defaultdict(list))
    for paper in Paper.objects.select_related("file", "made_by__person").order_by(
        "-result_set", "-language", "-format"
    ):
        papers[paper.round_id][paper.result_set_id].append(paper)
    deliveries: dict[int, list[Delivery]] = defaultdict(list)
    for delivery in Delivery.objects.select_related("made_by__person").prefetch_related("files__file"):
        deliveries[delivery.round_id].append(delivery)
    rounds = [
        _round(row, papers[row.pk], deliveries[row.pk])
        | {"may_clear": may_clear_delivery(duties, row.obligation.delivery_chain, day=day)}
        for row in Round.objects.with_shared()
    ]
    context = {
        "rounds": rounds,
        "may_report": may(duties, "report.make", day=day),
        "may_deliver": may(duties, "delivery.make", day=day),
        "may_hand_over": may(duties, "delivery.hand_over", day=day),
        "today": day,
    }
    return render(request, "desk/data/reports.html", context)


def _round(row: Round, papers: dict[int, list[Paper]], deliveries: list[Delivery]) -> dict[str, Any]:
    sets = [
        {
            "papers": rows,
            "as_known_at": rows[0].as_known_at,
            "basis": rows[0].basis_hash,
            "made_by": rows[0].made_by.name,
            "made_at": rows[0].made_at,
        }
        for rows in papers.values()
    ]
    return {"row": row, "sets": sets, "deliveries": deliveries}
