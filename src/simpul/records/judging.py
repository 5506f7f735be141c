"""Core's methods on stored series: the same reading for a frozen result set and for a page."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from ..core import progress
from ..core.definitions import by_definition
from ..core.periods import Period
from .catalogue.sheets import with_definition_day
from .days import civil_day
from .models import Baseline, Indicator, Observation, Target, VerdictRow
from .reporting.observations import as_series

#: The method that measures a distance in the spread of other countries.
PEERS_METHOD = "oecd-distance"


def judge(*, area: str, official: str, moment: datetime) -> list[VerdictRow]:
    """The verdicts of an area's indicators, not stored: the same rows a page shows live."""
    series: dict[int, list[Observation]] = defaultdict(list)
    for row in Observation.objects.as_known_at(moment).totals().filter(area=area, value__isnull=False):
        series[row.indicator_id].append(row)
    baselines = {row.indicator_id: row for row in Baseline.objects.filter(area=area)}
    targets: dict[int, list[Target]] = defaultdict(list)
    for target in Target.objects.filter(area=area).order_by("period"):
        targets[target.indicator_id].append(target)
    peers = peers_at(moment)
    found: list[VerdictRow] = []
    for indicator in with_definition_day(Indicator.objects.order_by("position", "code")):
        rows = series.get(indicator.pk)
        if rows:
            found += judge_one(
                indicator,
                rows,
                baselines.get(indicator.pk),
                targets[indicator.pk],
                official,
                peers[indicator.pk],
                civil_day(moment),
            )
    return found


def peers_at(moment: datetime) -> dict[int, dict[str, Decimal]]:
    """The latest value of every area under the definition in force: what the OECD distance is measured in."""
    rows = Observation.objects.as_known_at(moment).totals().under_definition().filter(value__isnull=False)
    found: dict[int, list[tuple[str, str, Decimal | None]]] = defaultdict(list)
    for key, area, period, value in rows.values_list("indicator_id", "area", "period", "value"):
        found[key].append((area, period, value))
    return defaultdict(dict, {key: latest_values(several) for key, several in found.items()})


def latest_values(rows: Iterable[tuple[str, str, Decimal | None]]) -> dict[str, Decimal]:
    """The latest value of every area, of figures of one indicator as area, period and value."""
    latest: dict[str, tuple[date, Decimal]] = {}
    for area, period, value in rows:
        until = Period.parse(period).until
        if value is not None and (area not in latest or latest[area][0] < until):
            latest[area] = (until, value)
    return {area: value for area, (_, value) in latest.items()}


def judge_one(
    indicator: Indicator,
    observations: list[Observation],
    baseline: Baseline | None,
    targets: list[Target],
    official: str,
    peers: dict[str, Decimal],
    day: date,
    methods: Sequence[str] = progress.ALL,
) -> list[VerdictRow]:
    """The methods' verdicts on one indicator's series, with the inputs they used."""
    ordered = as_series(observations)
    verdicts = assess(indicator, ordered, baseline, targets, peers, day, methods)
    held = by_definition(ordered, indicator.definition_version).held
    inputs = _inputs(held, baseline, targets, day)
    compared = {"peers": {area: _number(value) for area, value in sorted(peers.items())}}
    return [
        VerdictRow(
            indicator=indicator,
            method=verdict.method,
            method_version=verdict.version,
            official=verdict.method == official,
            status=verdict.status or "",
            colour="" if verdict.colour == "none" else verdict.colour,
            reason=verdict.reason or "",
            outputs=verdict.as_json(),
            inputs=inputs | compared if verdict.method == PEERS_METHOD else inputs,
        )
        for verdict in verdicts
    ]


def _inputs(
    held: Iterable[Observation], baseline: Baseline | None, targets: list[Target], day: date
) -> dict[str, Any]:
    """Everything a verdict rests on besides its method; numbers as text, and what is not there is not named."""
    return {
        "observations": [row.pk for row in held],
        "day": day.isoformat(),
        "baseline": baseline
        and {"period": baseline.period, "value": baseline.value_text, "source": baseline.source},
        "targets": [
            {
                "period": row.period,
                **{name: _number(number) for name, number in _ends(row) if number is not None},
                "authority": row.authority,
                "source": row.source,
            }
            for row in targets
        ],
    }


def _ends(target: Target) -> tuple[tuple[str, Decimal | None], ...]:
    return ("value", target.value), ("low", target.low), ("high", target.high)


def _number(value: Decimal) -> str:
    return format(value.normalize(), "f")


def assess(
    indicator: Indicator,
    ordered: list[Observation],
    baseline: Baseline | None,
    targets: list[Target],
    peers: dict[str, Decimal],
    day: date,
    methods: Sequence[str] = progress.ALL,
) -> tuple[progress.Verdict, ...]:
    """Core's judgement of a stored series; the main target is the last one, earlier ones are interim."""
    series = progress.Series(
        tuple(
            progress.Point(Period.parse(row.period), row.value, row.series_break, row.definition_version)
            for row in ordered
            if row.value is not None
        )
    )
    main = targets[-1] if targets else None
    goal = progress.Goal(
        polarity=indicator.polarity,
        baseline=progress.Point(Period.parse(baseline.period), baseline.value)
        if baseline and baseline.value is not None
        else None,
        target=main.value if main else None,
        target_range=(main.low, main.high) if main and main.value is None else None,
        target_period=Period.parse(main.period) if main else None,
        interim=tuple(
            progress.Interim(
                Period.parse(row.period), row.value, None if row.value is not None else (row.low, row.high)
            )
            for row in targets[:-1]
        ),
        percent=indicator.sheet.get("unit_code") == "PT",
        definition_version=indicator.definition_version,
        defined_on=indicator.defined_on,
    )
    return progress.assess(series, goal, methods=methods, peers=tuple(peers.values()), today=day)
