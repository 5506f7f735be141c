"""What the figures say: every method of progress on one series, side by side, each with its version.

The formulas are in `methods`, what they share in `verdicts`, their words in `progress_words`;
pages with worked tables are in docs/methods.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal, DecimalException, localcontext

from . import methods as formulas
from .methods import Answer
from .progress_words import (
    COLOURS,
    SENTENCES,
    STATUSES,
    basis,
    no_figure_since,
    reason_sentence,
    status_words,
)
from .verdicts import Goal, Interim, Point, Reading, Refusal, Series, Verdict, read

__all__ = [
    "ALL",
    "COLOURS",
    "METHODS",
    "METHODS_BY_CODE",
    "SENTENCES",
    "STATUSES",
    "Goal",
    "Interim",
    "Method",
    "Point",
    "Series",
    "Verdict",
    "assess",
    "basis",
    "no_figure_since",
    "reason_sentence",
    "status_words",
]


@dataclass(frozen=True)
class Method:
    """A way to judge progress: code and version, names, the source it is cited from.

    Args:
        ratio_parity: parity is read as max(y, 1/y), else as distance from the target.
        banded: 0.97 to 1.03 counts as parity.
    """

    code: str
    version: str
    name_id: str
    name_en: str
    source: str
    ratio_parity: bool = True
    banded: bool = False


_OPEN_SDG = "Open SDG, docs/progress-methodology.md (Statistics Canada, after Eurostat)"
_ESCAP = "ESCAP SD/WP/05 2017 and its progress methodology page; formula as coded by UNICEF (SDG-MENARO)"

METHODS: tuple[Method, ...] = (
    Method(
        "interim",
        "1.0",
        "Sasaran antara",
        "Interim target",
        "Simpul",
    ),
    Method(
        "plain",
        "1.0",
        "Bagian tercapai",
        "Achieved share",
        "Simpul",
    ),
    Method(
        "escap-cs",
        "1.0",
        "ESCAP, kemajuan kini",
        "ESCAP current status",
        _ESCAP,
        ratio_parity=False,
    ),
    Method(
        "escap-ap",
        "1.0",
        "ESCAP, perkiraan",
        "ESCAP anticipated progress",
        f"{_ESCAP}; geometric extrapolation",
        ratio_parity=False,
    ),
    Method(
        "eurostat-cagr",
        "2.4",
        "Eurostat / StatCan",
        "Eurostat / StatCan",
        f"{_OPEN_SDG}, 2.4, with a target",
        banded=True,
    ),
    Method(
        "trend-cagr",
        "2.4",
        "Arah tanpa sasaran",
        "Trend without target",
        f"{_OPEN_SDG}, 2.4, without a target",
        banded=True,
    ),
    Method(
        "statcan-score",
        "2.4",
        "Skor StatCan",
        "StatCan score",
        f"{_OPEN_SDG}, 2.4, score for aggregation",
        banded=True,
    ),
    Method(
        "unsd",
        "2023",
        "UNSD, bagan kemajuan",
        "UNSD progress chart",
        "UNSD progress chart, technical note 2023, as implemented by EUSTAT",
    ),
    Method(
        "oecd-distance",
        "1.0",
        "OECD, jarak ke sasaran",
        "OECD distance to target",
        "OECD, Measuring Distance to the SDG Targets, doi 10.1787/74218eb7",
    ),
)
METHODS_BY_CODE = {method.code: method for method in METHODS}
ALL = tuple(METHODS_BY_CODE)

_FORMULAS: dict[str, Callable[[Reading], Answer]] = {
    "interim": formulas.interim_target,
    "plain": formulas.plain,
    "escap-cs": formulas.escap_current,
    "escap-ap": formulas.escap_anticipated,
    "eurostat-cagr": formulas.eurostat_cagr,
    "trend-cagr": formulas.trend_cagr,
    "statcan-score": formulas.statcan_score,
    "unsd": formulas.unsd,
}


def assess(
    series: Series,
    goal: Goal,
    *,
    methods: Sequence[str] = ALL,
    peers: Sequence[Decimal] = (),
    today: date | None = None,
) -> tuple[Verdict, ...]:
    """Every method's verdict on one series, in the order of `METHODS`; a refusal carries its reason.

    Args:
        peers: latest values of the countries compared with (OECD distance).
        today: targets whose period has ended by then are past; default: judged by the latest value alone.
    """
    return tuple(
        _judge(method, series, goal, tuple(peers), today) for method in METHODS if method.code in methods
    )


def _judge(
    method: Method, series: Series, goal: Goal, peers: tuple[Decimal, ...], today: date | None
) -> Verdict:
    with localcontext() as context:
        context.prec = 34
        inputs: dict[str, str] = {}
        try:
            reading = read(series, goal, ratio_parity=method.ratio_parity, banded=method.banded, today=today)
            inputs = _inputs(reading, peers if method.code == "oecd-distance" else ())
            answer = _answer(method, reading, peers)
        except Refusal as refusal:
            told = inputs | (_definition(goal) if refusal.code == "NEW-DEFINITION" else {})
            return Verdict(method.code, method.version, None, "none", refusal.code, {}, told)
        except DecimalException:
            return Verdict(method.code, method.version, None, "none", "OUT-OF-REACH", {}, inputs)
        numbers = {name: _kept(number) for name, number in answer.numbers.items()}
        return Verdict(method.code, method.version, answer.status, answer.colour, None, numbers, inputs)


def _answer(method: Method, reading: Reading, peers: tuple[Decimal, ...]) -> Answer:
    if method.code == "oecd-distance":
        return formulas.oecd_distance(reading, peers)
    return _FORMULAS[method.code](reading)


def _kept(number: Decimal) -> Decimal:
    """Ten significant digits: more than any figure carries, the same on every machine."""
    with localcontext() as context:
        context.prec = 10
        return (+number).normalize() + 0


def _definition(goal: Goal) -> dict[str, str]:
    """The definition that holds and since when: what a figure is missing for."""
    since = {"defined_on": goal.defined_on.isoformat()} if goal.defined_on else {}
    return {"definition_version": str(goal.definition_version), **since}


def _inputs(reading: Reading, peers: tuple[Decimal, ...]) -> dict[str, str]:
    goal, first = reading.goal, reading.points[0]
    found = {
        "polarity": goal.polarity,
        "baseline": f"{first.value} ({first.period.code})",
        "latest": f"{reading.latest.value} ({reading.latest.period.code})",
    }
    if reading.target is not None:
        found["target"] = str(reading.target)
    if goal.target_period is not None:
        found["target_period"] = goal.target_period.code
    if peers:
        found["peers"] = str(len(peers))
    return found
