"""The published formulas of progress, one function each, on values read together by `verdicts.read`.

`[k]` in a docstring marks a boundary known from general use and not confirmed in the named source.
"""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal, DecimalException
from itertools import pairwise
from typing import NamedTuple

from .verdicts import OUT_OF_REACH, Point, Reading, Refusal, rounded, years_between


class Answer(NamedTuple):
    """A method's own class, the colour it folds to, and its numbers."""

    status: str
    colour: str
    numbers: dict[str, Decimal]


def _needed(reading: Reading) -> dict[str, Decimal]:
    """The change a year that would still reach the target."""
    try:
        return {
            "needed_annual_change": (reading.wanted - reading.folded(reading.latest.value)) / reading.ahead
        }
    except Refusal:
        return {}


def _achieved(**numbers: Decimal) -> Answer:
    return Answer("achieved", "met", numbers)


def plain(reading: Reading) -> Answer:
    """Achieved share a = (v - b)/(T - b), time share t, on-pace index a/t.

    Ours: ahead where the index is at least 1, behind from 0, regressed below 0.
    """
    if reading.met:
        return _achieved()
    reading.check_range()
    share = (reading.folded(reading.latest.value) - reading.folded(reading.base.value)) / reading.way
    time = reading.elapsed / (reading.elapsed + reading.ahead)
    index = rounded(share / time)
    status, colour = _class(
        index, ((Decimal(1), "ahead", "on_track"), (Decimal(0), "behind", "slower")), "regressed"
    )
    return Answer(status, colour, {"share": share, "time": time, "index": index, **_needed(reading)})


def _class(number: Decimal, cuts: Sequence[tuple[Decimal, str, str]], lowest: str) -> tuple[str, str]:
    """The first class whose cut a rounded number reaches, else the lowest."""
    for cut, status, shade in cuts:
        if number >= cut:
            return status, shade
    return lowest, "away"


def _escap_score(reading: Reading, value: Decimal) -> Decimal:
    """CS = D (v - b)/|T - b| with D = 10 up, -10 down; at most 10."""
    change = reading.folded(value) - reading.folded(reading.base.value)
    return min(Decimal(10), 10 * reading.direction * change / abs(reading.distance))


def escap_current(reading: Reading) -> Answer:
    """ESCAP current status: how much of the way is done, 0 to 10; below 0 is regression.

    It says nothing of pace, so only "met" and "away" carry a colour.
    """
    if reading.met:
        return _achieved(score=Decimal(10))
    reading.check_range()
    score = rounded(_escap_score(reading, reading.latest.value))
    if score == 0:
        return Answer("unchanged", "none", {"score": score, **_needed(reading)})
    status, colour = ("progressed", "none") if score > 0 else ("regressed", "away")
    return Answer(status, colour, {"score": score, **_needed(reading)})


def escap_anticipated(reading: Reading) -> Answer:
    """ESCAP anticipated progress: the current-status score of the value predicted for the target's year.

    P > 9 maintain, 0 < P <= 9 accelerate, P <= 0 reverse ([k]: which side exactly 0 is on at ESCAP itself;
    UNICEF's code puts it with reverse). Met without a forecast (one point): 10.
    """
    try:
        if not reading.met:
            reading.check_range()
        forecast = geometric_forecast(reading)
    except Refusal as refusal:
        if reading.met and refusal.code != "OUT-OF-REACH":
            return _achieved(score=Decimal(10))
        raise
    numbers = {"forecast": forecast, **_weighted(reading), **_needed(reading)}
    if reading.met and reading.meets(forecast):
        return _achieved(score=Decimal(10), **numbers)
    score = rounded(_escap_score(reading, forecast))
    numbers["score"] = score
    if score > 9:
        return Answer("maintain", "on_track", numbers)
    return Answer("accelerate", "slower", numbers) if score > 0 else Answer("reverse", "away", numbers)


def geometric_forecast(reading: Reading) -> Decimal:
    """v (v/b)^(a/t): the yearly rate since the baseline goes on until the target's year (UNICEF code, a)."""
    factor = _growth(reading.base.value, reading.latest.value)
    return reading.latest.value * _power(factor, reading.ahead / reading.elapsed)


def _weighted(reading: Reading) -> dict[str, Decimal]:
    """The weighted forecast, shown beside the geometric one where it has a meaning; it decides nothing."""
    try:
        return {"weighted_forecast": weighted_forecast(reading)}
    except Refusal:
        return {}


def weighted_forecast(reading: Reading) -> Decimal:
    """Yearly rates weighted (Y - t1)/(Y - ti), the recent heavier (ESCAP SD/WP/04 2017; UNICEF code, b).

    Steps of more than a year count with their length; on yearly series this is the published form.
    """
    base = reading.base
    end = reading.ahead + reading.elapsed
    exponent, weights = Decimal(0), Decimal(0)
    for before, after in pairwise(reading.points):
        weight = end / (end - years_between(base.period, after.period))
        exponent += weight * _power_log(_growth(before.value, after.value))
        weights += weight * years_between(before.period, after.period)
    return reading.latest.value * (exponent / weights * reading.ahead).exp()


def _power_log(factor: Decimal) -> Decimal:
    if factor == 0:
        raise Refusal("SIGN-CHANGE")
    return factor.ln()


def _growth(first: Decimal, last: Decimal) -> Decimal:
    """last/first, refused where a rate of change has no meaning."""
    if first == 0:
        raise Refusal("ZERO-BASE")
    if last / first < 0:
        raise Refusal("SIGN-CHANGE")
    return last / first


def _power(factor: Decimal, exponent: Decimal) -> Decimal:
    try:
        power = factor**exponent
    except DecimalException as error:
        raise Refusal("OUT-OF-REACH") from error
    if power >= OUT_OF_REACH:
        raise Refusal("OUT-OF-REACH")
    return power


def _rate(first: Decimal, last: Decimal, years: Decimal) -> Decimal:
    """The compound annual rate (CAGR) as growth of the value itself, so that a shrinking deficit rises."""
    return (_power(_growth(first, last), 1 / years) - 1) * (1 if first > 0 else -1)


def _observed_rate(reading: Reading) -> Decimal:
    return _rate(reading.folded(reading.base.value), reading.folded(reading.latest.value), reading.elapsed)


def _ratio(reading: Reading) -> dict[str, Decimal]:
    """Observed and needed rate since the baseline, and R = d CAGR_observed/|CAGR_needed|."""
    _ = reading.distance
    span = reading.elapsed + reading.ahead
    base = reading.folded(reading.base.value)
    if base == 0:
        raise Refusal("ZERO-BASE")
    if reading.wanted == 0:
        raise Refusal("ZERO-TARGET")
    needed = _rate(base, reading.wanted, span)
    observed = _observed_rate(reading)
    return {
        "rate": observed,
        "needed_rate": needed,
        "ratio": rounded(reading.direction * observed / abs(needed)),
    }


def eurostat_cagr(reading: Reading) -> Answer:
    """Eurostat / Statistics Canada with a target: observed over needed compound rate.

    R >= 95 % on track, 60 to under 95 % acceleration needed, 0 to under 60 % limited, below 0 deterioration.
    A zero base or target is refused: the published substitute of 0.001 moves R by orders.
    """
    if reading.met:
        return _achieved()
    reading.check_range()
    numbers = _ratio(reading)
    cuts = (
        (Decimal("0.95"), "significant", "on_track"),
        (Decimal("0.6"), "moderate", "slower"),
        (Decimal(0), "insufficient", "slower"),
    )
    status, colour = _class(numbers["ratio"], cuts, "deterioration")
    return Answer(status, colour, {**numbers, **_needed(reading)})


def _directed_rate(reading: Reading) -> tuple[Decimal, Decimal]:
    if reading.goal.polarity == "range" and reading.target is None:
        raise Refusal("NO-DIRECTION")
    if reading.goal.polarity == "range":
        reading.check_range()
        _ = reading.way
    rate = _observed_rate(reading)
    return rate, rounded(reading.direction * rate)


def trend_cagr(reading: Reading) -> Answer:
    """Statistics Canada without a target: the rate of change in the wanted direction.

    d CAGR >= 1.5 % on track, >= 0.5 % moderate, >= 0 limited, else deterioration. The scaling C near a
    natural limit is published as an image only and not applied (C = 1).
    """
    rate, directed = _directed_rate(reading)
    cuts = (
        (Decimal("0.015"), "significant", "on_track"),
        (Decimal("0.005"), "moderate", "slower"),
        (Decimal(0), "insufficient", "slower"),
    )
    status, colour = _class(directed, cuts, "deterioration")
    return Answer(status, colour, {"rate": rate})


_SCORE_WITH_TARGET = ((-60, -5), (60, 0), (130, 5))
_SCORE_WITHOUT = (("-2", "-5"), ("0", "-2.5"), ("0.5", "0"), ("1.5", "2.5"), ("2", "5"))


def _between(number: Decimal, corners: Sequence[tuple[Decimal, Decimal]]) -> Decimal:
    """A number on the line through corners; flat outside them."""
    if number <= corners[0][0]:
        return corners[0][1]
    for (left, low), (right, high) in pairwise(corners):
        if number <= right:
            return low + (number - left) * (high - low) / (right - left)
    return corners[-1][1]


def statcan_score(reading: Reading) -> Answer:
    """Statistics Canada's score from -5 to 5, made to be averaged over a goal.

    With target R of -60 % is -5, 60 % is 0, 130 % is 5; without, rates of -2, 0, 0.5, 1.5 and 2 % are
    -5, -2.5, 0, 2.5 and 5. Classes are cut where both lines agree: 2.5, 0, -2.5.
    """
    if reading.met:
        return _achieved(score=Decimal(5))
    if reading.target is None or reading.goal.target_period is None:
        rate, directed = _directed_rate(reading)
        numbers = {"rate": rate}
        score = _between(directed * 100, [(Decimal(x), Decimal(y)) for x, y in _SCORE_WITHOUT])
    else:
        reading.check_range()
        numbers = _ratio(reading)
        score = _between(numbers["ratio"] * 100, [(Decimal(x), Decimal(y)) for x, y in _SCORE_WITH_TARGET])
    score = rounded(score)
    cuts = (
        (Decimal("2.5"), "significant", "on_track"),
        (Decimal(0), "moderate", "slower"),
        (Decimal("-2.5"), "insufficient", "slower"),
    )
    status, colour = _class(score, cuts, "deterioration")
    return Answer(status, colour, {**numbers, "score": score})


def _near_natural_limit(reading: Reading) -> bool:
    """Within one point of a target of 0 or 100, for shares of a hundred."""
    at_limit = reading.goal.percent and reading.target in (0, 100) and reading.goal.polarity != "parity"
    return at_limit and abs(reading.latest.value - reading.wanted) <= 1


def unsd(reading: Reading) -> Answer:
    """UNSD progress chart 2023: x = (predicted - b)/(T - b) in the target's year.

    x >= 0.95 class 3, 0.10 to under 0.95 class 2, below class 1; met, or within a point of a target of 0 or
    100 percent, class 3. Without a target: d CAGR >= 2 % class 3, 0.5 to under 2 % class 2, below class 1.
    """
    if reading.met or _near_natural_limit(reading):
        return Answer(
            "achieved" if reading.met else "class_3",
            "met" if reading.met else "on_track",
            {"class": Decimal(3)},
        )
    numbers: dict[str, Decimal] = {}
    if reading.target is None:
        rate, measure = _directed_rate(reading)
        numbers["rate"] = rate
        cuts = (Decimal("0.02"), Decimal("0.005"))
    else:
        reading.check_range()
        base, latest = reading.folded(reading.base.value), reading.folded(reading.latest.value)
        way = reading.way
        rate = _rate(base, latest, reading.elapsed)
        forecast = latest * _power(_growth(base, latest), reading.ahead / reading.elapsed)
        measure = rounded((forecast - base) / way)
        numbers = {"rate": rate, "forecast": forecast, "x": measure, **_needed(reading)}
        cuts = (Decimal("0.95"), Decimal("0.1"))
    found = 3 if measure >= cuts[0] else 2 if measure >= cuts[1] else 1
    colour = {3: "on_track", 2: "slower", 1: "away"}[found]
    return Answer(f"class_{found}", colour, {**numbers, "class": Decimal(found)})


def oecd_distance(reading: Reading, peers: Sequence[Decimal]) -> Answer:
    """OECD distance to target: max(0, d (T - v)/s), s the standard deviation among peers.

    Small up to 0.5 s, medium up to 1.5 s, else large [k]; sample standard deviation (n - 1) [k]; at least
    three peers (ours). A distance is no pace, so only "met" carries a colour.
    """
    wanted = reading.wanted
    if reading.met:
        return _achieved(distance=Decimal(0))
    reading.check_range()
    spread = _spread([reading.folded(value) for value in peers])
    distance = rounded(
        max(Decimal(0), reading.direction * (wanted - reading.folded(reading.latest.value)) / spread)
    )
    status = "small" if distance <= Decimal("0.5") else "medium" if distance <= Decimal("1.5") else "large"
    return Answer(status, "none", {"distance": distance, "spread": spread})


def _spread(values: Sequence[Decimal]) -> Decimal:
    if len(values) < 3:
        raise Refusal("FEW-PEERS")
    mean = sum(values, Decimal(0)) / len(values)
    spread = (sum(((value - mean) ** 2 for value in values), Decimal(0)) / (len(values) - 1)).sqrt()
    if rounded(spread) == 0:
        raise Refusal("NO-SPREAD")
    return spread


def interim_target(reading: Reading) -> Answer:
    """The latest target on the way, against the value of that same period (ours)."""
    points = {point.period.code: point for point in reading.points}
    points[reading.latest.period.code] = reading.latest
    due = [item for item in reading.goal.interim if item.period.until <= reading.latest.period.until]
    if not due:
        raise Refusal("NO-INTERIM")
    item = max(due, key=lambda one: one.period.until)
    point = points.get(item.period.code)
    if point is None:
        raise Refusal("INTERIM-NO-VALUE")
    low, high = item.value_range or (item.value, item.value)
    edge = _interim_edge(reading.goal.polarity, low, high)
    return _interim_answer(reading, point, low, high, edge)


def _interim_edge(polarity: str, low: Decimal | None, high: Decimal | None) -> Decimal:
    first, second = (low, high) if polarity == "maximise" else (high, low)
    edge = first if first is not None else second
    if edge is None:
        raise Refusal("NO-INTERIM")
    return edge


def _interim_answer(
    reading: Reading, point: Point, low: Decimal | None, high: Decimal | None, edge: Decimal
) -> Answer:
    polarity, value = reading.goal.polarity, point.value
    if polarity in ("maximise", "minimise"):
        reached = value >= edge if polarity == "maximise" else value <= edge
    elif polarity == "range":
        reached = (low is None or value >= low) and (high is None or value <= high)
    else:
        reached = reading.folded(value) <= reading.folded(edge)
    return Answer(
        "interim_met" if reached else "interim_missed",
        "on_track" if reached else "slower",
        {"value": value, "interim": edge, "gap": value - edge},
    )
