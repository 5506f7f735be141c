"""Reports and deliveries: what was made of each round, and what was handed over."""

from __future__ import annotations

from collections import defaultdict
from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext_lazy

from ....core.permissions import may
from ....core.reporting import may_clear_delivery
from ....records.models import Delivery, Paper, Round
from ..listing import Column, Filter, Form, Table, among, answer
from ..templatetags.desk import period, round_name
from ..templatetags.terms import delivery_state, language_word

KINDS = {"report": gettext_lazy("Report"), "delivery": gettext_lazy("Delivery")}


def _of(name: str, kind: str = "") -> Any:
    """A field of the paper or the delivery of a row; empty for the other kind."""
    return lambda row: getattr(row["thing"], name) if kind in ("", row["kind"]) else ""


def _what(row: Any) -> str:
    thing = row["thing"]
    if row["kind"] == "delivery":
        return f"{thing.profile} {thing.number}"
    return f"{language_word(thing.language)}, {thing.format.upper()}"


REPORTS = Table(
    code="reports",
    title=gettext_lazy("Reports and deliveries"),
    columns=(
        Column("round", gettext_lazy("Round"), lambda row: round_name(row["round"])),
        Column("kind", gettext_lazy("Kind"), lambda row: str(KINDS[row["kind"]])),
        Column("what", gettext_lazy("What"), _what, width=28),
        Column("known", gettext_lazy("As known on"), _of("as_known_at"), Form.MOMENT),
        Column("made_at", gettext_lazy("Made at"), _of("made_at"), Form.MOMENT),
        Column("made_by", gettext_lazy("Made by"), lambda row: row["thing"].made_by.name, width=24),
        Column(
            "state",
            gettext_lazy("State"),
            lambda row: delivery_state(row["state"]) if row["kind"] == "delivery" else "",
            width=24,
        ),
        Column("cleared", gettext_lazy("Cleared at"), _of("cleared_at", "delivery"), Form.MOMENT),
        Column("cleared_by", gettext_lazy("Cleared by"), _of("cleared_by_name", "delivery"), width=24),
        Column("handed", gettext_lazy("Handed over on"), _of("handed_over_on", "delivery"), Form.DAY),
        Column("channel", gettext_lazy("Channel"), _of("channel", "delivery")),
        Column("receipt", gettext_lazy("Receipt number"), _of("receipt", "delivery")),
        Column(
            "basis",
            gettext_lazy("Fingerprint of the numbers"),
            lambda row: (
                row["thing"].basis_hash
                if row["kind"] == "report"
                else row["thing"].manifest.get("basis_sha256", "")
            ),
            width=40,
        ),
    ),
    filters=(
        Filter("round", gettext_lazy("Round"), *among(lambda row: row["round"].period, period)),
        Filter("kind", gettext_lazy("Kind"), *among(lambda row: row["kind"], KINDS.__getitem__)),
        Filter(
            "language",
            gettext_lazy("Language"),
            *among(lambda row: row["thing"].language if row["kind"] == "report" else "", language_word),
        ),
        Filter(
            "state",
            gettext_lazy("State of a delivery"),
            *among(lambda row: row["state"] if row["kind"] == "delivery" else "", delivery_state),
        ),
    ),
)


@login_required
def reports(request: HttpRequest) -> HttpResponse:
    """The rounds the reader may see with what was made of them; who may, makes, clears and hands over here."""
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
        for row in Round.objects.visible_to(duties, day).with_shared()
    ]
    made = [row for item in rounds for row in _made(item)]
    listing = REPORTS.read(request, made)
    wanted = {id(row["thing"]) for row in listing.rows}
    if listing.asked:
        rounds = [_only(item, wanted) for item in rounds]
        rounds = [item for item in rounds if item["sets"] or item["deliveries"]]
    context = {
        "rounds": rounds,
        "may_open": may(duties, "round.view", day=day),
        "may_report": may(duties, "report.make", day=day),
        "may_deliver": may(duties, "delivery.make", day=day),
        "may_hand_over": may(duties, "delivery.hand_over", day=day),
        "today": day,
    }
    return answer(request, "desk/data/reports.html", context, listing)


def _made(item: dict[str, Any]) -> list[dict[str, Any]]:
    """What was made of a round, one row for each paper and each delivery."""
    papers = [
        {"round": item["row"], "thing": paper, "kind": "report", "state": "made"}
        for one in item["sets"]
        for paper in one["papers"]
    ]
    deliveries = [
        {"round": item["row"], "thing": one, "kind": "delivery", "state": one.state}
        for one in item["deliveries"]
    ]
    return papers + deliveries


def _only(item: dict[str, Any], wanted: set[int]) -> dict[str, Any]:
    """A round with what a filter leaves of it."""
    sets = [one | {"papers": [row for row in one["papers"] if id(row) in wanted]} for one in item["sets"]]
    return item | {
        "sets": [one for one in sets if one["papers"]],
        "deliveries": [row for row in item["deliveries"] if id(row) in wanted],
    }


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
