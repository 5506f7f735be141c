"""What figures say of a target, by several published methods: values in, verdicts out.

Each method answers its own question, so their classes differ; `colour` folds them to four words for a table, and
the folding is ours. A method that cannot answer says why (`reason`), it never guesses. Thresholds are compared
after rounding to six decimals, so that two engines agree.

Sources are named at each method; formulas as collected from the UNICEF reading of ESCAP (2017, 2026), Open SDG
2.4 progress documentation, the UNSD Progress Chart technical note 2023 and OECD distance to targets.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from types import MappingProxyType
from typing import Any

from .figures import format_number
from .periods import Period

DIGITS = 6
SUBSTITUTE = 0.001


@dataclass(frozen=True)
class Point:
    """A value of a period; `break_before` says it is not comparable with the one before."""

    period: Period
    value: Decimal | None
    break_before: bool = False

    @property
    def time(self) -> float:
        """The middle of the period, in years."""
        return self.period.middle


@dataclass(frozen=True)
class Series:
    """Points in order of time."""

    points: tuple[Point, ...]

    def unbroken(self) -> tuple[Point, ...]:
        """The points since the last break that have a number."""
        kept: list[Point] = []
        for point in self.points:
            if point.break_before:
                kept = []
            if point.value is not None:
                kept.append(point)
        return tuple(kept)


@dataclass(frozen=True)
class Aim:
    """A target of a period: a value, or a range whose nearer end is the threshold."""

    period: Period
    value: Decimal | None = None
    low: Decimal | None = None
    high: Decimal | None = None


@dataclass(frozen=True)
class Goal:
    """Where an indicator starts and is to be.

    Args:
        polarity: maximise, minimise, parity (nearer the target is better) or range (inside it is good).
        baseline: the agreed or provisional start; None takes the first point of the unbroken series.
        aim: the main target.
        interim: earlier targets on the way.
    """

    polarity: str
    baseline: Point | None = None
    aim: Aim | None = None
    interim: tuple[Aim, ...] = ()


@dataclass(frozen=True)
class Verdict:
    """What a method says: its own class and the folded colour, or the reason there is none."""

    method: str
    version: str
    status: str | None = None
    colour: str | None = None
    reason: str | None = None
    numbers: Mapping[str, float] = field(default_factory=lambda: MappingProxyType({}))

    def as_json(self) -> dict[str, Any]:
        """Plain data for keeping; numbers rounded to ten decimals."""
        return {
            "method": self.method,
            "status": self.status,
            "reason": self.reason,
            **{name: round(number, 10) for name, number in self.numbers.items()},
        }


class Refusal(Exception):
    """A method cannot answer; `code` is a key of `REASONS`."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


@dataclass(frozen=True)
class Frame:
    """A series and goal made ready: polarity is always +1 (up is good) or -1 (down is good).

    For parity and range the values are distances from where they should be, which are to fall to zero.
    """

    d: int
    start: float
    base: float
    now: float
    value: float
    end: float | None
    target: float | None
    times: tuple[float, ...]
    values: tuple[float, ...]
    raw_target: float | None

    @property
    def met(self) -> bool:
        """Whether the latest value meets the target."""
        return self.target is not None and round(self.d * (self.value - self.target), DIGITS) >= 0

    def need_target(self) -> tuple[float, float]:
        """Target and its time, or a refusal."""
        if self.target is None or self.end is None:
            raise Refusal("NO-TARGET")
        return self.target, self.end

    def need_two(self) -> None:
        """At least two points of time, or a refusal."""
        if self.now - self.start <= 0:
            raise Refusal("ONE-POINT")


def frame(series: Series, goal: Goal) -> Frame:
    """Make a series and its goal ready for the methods.

    Raises:
        Refusal: `NO-DATA`, or `SERIES-BREAK` when the baseline lies before the last break.
    """
    points = series.unbroken()
    if not points:
        raise Refusal("NO-DATA")
    first, last = points[0], points[-1]
    base = goal.baseline if goal.baseline and goal.baseline.value is not None else first
    broken = any(point.break_before for point in series.points)
    if broken and base.time < first.time:
        raise Refusal("SERIES-BREAK")
    after = [point for point in points if point.time > base.time]
    used = [base, *after] if base.time <= last.time else list(points)
    d, reach = _reach(goal)
    values = tuple(reach(float(point.value)) for point in used if point.value is not None)
    target = _threshold(goal.aim, d, goal.polarity) if goal.aim else None
    return Frame(
        d=d,
        start=used[0].time,
        base=values[0],
        now=used[-1].time,
        value=values[-1],
        end=goal.aim.period.middle if goal.aim else None,
        target=target,
        times=tuple(point.time for point in used),
        values=values,
        raw_target=_raw(goal.aim),
    )


def _reach(goal: Goal) -> tuple[int, Callable[[float], float]]:
    """The direction that is good, and how a value is read."""
    if goal.polarity == "maximise":
        return 1, lambda value: value
    if goal.polarity == "minimise":
        return -1, lambda value: value
    low, high = _bounds(goal.aim)
    return -1, lambda value: max(low - value, value - high, 0.0)


def _bounds(aim: Aim | None) -> tuple[float, float]:
    if aim is None:
        raise Refusal("NO-TARGET")
    if aim.value is not None:
        return float(aim.value), float(aim.value)
    low = float(aim.low) if aim.low is not None else -math.inf
    high = float(aim.high) if aim.high is not None else math.inf
    return low, high


def _threshold(aim: Aim, d: int, polarity: str) -> float:
    """The value that meets a target; of a range, the end that is reached first."""
    if polarity in ("parity", "range"):
        return 0.0
    if aim.value is not None:
        return float(aim.value)
    low, high = _bounds(aim)
    near = low if d > 0 else high
    return near if math.isfinite(near) else (high if d > 0 else low)


def _raw(aim: Aim | None) -> float | None:
    if aim is None:
        return None
    value = aim.value if aim.value is not None else aim.high if aim.high is not None else aim.low
    return None if value is None else float(value)


# --- the methods ----------------------------------------------------------------------------------------------

Answer = tuple[str, str, dict[str, float]]  # own class, folded colour, numbers


def achieved_share(f: Frame) -> Answer:
    """Share of the way achieved, against the share of the time gone.

    a = (v-b)/(T-b); tau = (t-t0)/(tT-t0); index = a/tau; needed a year = (T-v)/(tT-t).

    A target that is met is met, whatever the index. After the target's period what is not met is missed.
    """
    target, end = f.need_target()
    numbers = {"value": f.value, "baseline": f.base, "target": target}
    if f.met:
        return "met", "met", numbers
    f.need_two()
    if round(target - f.base, DIGITS) == 0:
        raise Refusal("TARGET-IS-BASELINE")
    share = (f.value - f.base) / (target - f.base)
    numbers["share"] = share
    if f.now >= end:
        return "missed", "slower", numbers
    time = (f.now - f.start) / (end - f.start)
    numbers |= {"time": time, "index": share / time, "needed": (target - f.value) / (end - f.now)}
    if round(share, DIGITS) < 0:
        return "away", "away", numbers
    return ("ahead", "on_track", numbers) if round(share / time, DIGITS) >= 1 else ("behind", "slower", numbers)


def escap_current_status(f: Frame) -> Answer:
    """ESCAP current status: progress since the baseline, 0 to 10; below 0 is regression.

    CS = 10 d (v-b)/|T-b|; met or exceeded is 10. Source: ESCAP SD/WP/05 (2017). The colour compares CS with ten
    times the share of time gone, which is ours.
    """
    target, end = f.need_target()
    if f.met:
        return "met", "met", {"score": 10.0}
    f.need_two()
    if round(target - f.base, DIGITS) == 0:
        raise Refusal("TARGET-IS-BASELINE")
    score = min(10 * f.d * (f.value - f.base) / abs(target - f.base), 10.0)
    if round(score, DIGITS) < 0:
        return "regression", "away", {"score": score}
    expected = 10 * (f.now - f.start) / (end - f.start) if end > f.start else 10.0
    return "progress", "on_track" if round(score, DIGITS) >= round(expected, DIGITS) else "slower", {"score": score}


def forecast(f: Frame, end: float) -> float:
    """The value at `end`, by weighted geometric extrapolation (ESCAP SD/WP/04, 2017).

    w_i = (T-t_1)/(T-t_i); value = v (prod (I_i/I_(i-1))^w_i)^(a/W), a = T-t_n, W = sum w_i (t_i - t_(i-1)), which
    for yearly points is the sum of the weights. Recent changes weigh more.

    Raises:
        Refusal: `NOT-POSITIVE`, a ratio needs positive values.
    """
    if any(value <= 0 for value in f.values):
        raise Refusal("NOT-POSITIVE")
    total = weight = 0.0
    for index in range(1, len(f.values)):
        w = (end - f.times[0]) / (end - f.times[index])
        total += w * math.log(f.values[index] / f.values[index - 1])
        weight += w * (f.times[index] - f.times[index - 1])
    return f.value * math.exp(total * (end - f.now) / weight)


def escap_anticipated_progress(f: Frame) -> Answer:
    """ESCAP anticipated progress: how far the trend leads by the target's period.

    P as the current status, with the forecast in place of the latest value. P > 9 maintain, 0 < P <= 9
    accelerate, P <= 0 reverse (the boundary at exactly 0 is not confirmed in the source). One point: 10 where the
    target is met, else no verdict.
    """
    target, end = f.need_target()
    if f.now - f.start <= 0:
        if f.met:
            return "maintain", "met", {"score": 10.0}
        raise Refusal("ONE-POINT")
    if round(target - f.base, DIGITS) == 0 and not f.met:
        raise Refusal("TARGET-IS-BASELINE")
    if f.now >= end:
        raise Refusal("TARGET-PAST")
    expected = forecast(f, end)
    reached = round(f.d * (expected - target), DIGITS) >= 0
    span = abs(target - f.base)
    score = 10.0 if reached or span == 0 else min(10 * f.d * (expected - f.base) / span, 10.0)
    numbers = {"forecast": expected, "score": score}
    if round(score, DIGITS) > 9:
        return "maintain", "met" if f.met else "on_track", numbers
    return ("accelerate", "slower", numbers) if round(score, DIGITS) > 0 else ("reverse", "away", numbers)


def growth(base: float, value: float, years: float) -> float:
    """Compound yearly growth (y/b)^(1/years) - 1.

    Raises:
        Refusal: `SIGN-CHANGE`, the two have not one sign.
    """
    if base * value < 0:
        raise Refusal("SIGN-CHANGE")
    return math.pow(abs(value) / abs(base), 1 / years) - 1


def eurostat_cagr(f: Frame) -> Answer:
    """Eurostat / StatCan: growth so far against the growth that was needed.

    R = d CAGR/|CAGR needed|. Met: achieved; R >= 0.95 significant, >= 0.60 moderate, >= 0 insufficient, below:
    moving away. A zero base or target is read as 0.001, as the source does, and says so in `substituted`.
    Source: Open SDG 2.4, progress methodology; the d is inferred from its text.
    """
    target, end = f.need_target()
    if f.met:
        return "achieved", "met", {"value": f.value, "target": target}
    f.need_two()
    if end <= f.start:
        raise Refusal("TARGET-PAST")
    base, aim = f.base or SUBSTITUTE, target or SUBSTITUTE
    so_far = growth(base, f.value or SUBSTITUTE, f.now - f.start)
    needed = growth(base, aim, end - f.start)
    if round(needed, DIGITS) == 0:
        raise Refusal("TARGET-IS-BASELINE")
    down = -1 if base < 0 else 1  # growth of a negative number's size is a fall
    ratio = f.d * down * so_far / abs(needed)
    numbers = {"growth": so_far, "needed": needed, "ratio": ratio}
    if 0 in (f.base, target, f.value):
        numbers["substituted"] = SUBSTITUTE
    return (*_eurostat_class(round(ratio, DIGITS)), numbers)


def _eurostat_class(ratio: float) -> tuple[str, str]:
    if ratio >= 0.95:
        return "significant", "on_track"
    if ratio >= 0.60:
        return "moderate", "slower"
    return ("insufficient", "slower") if ratio >= 0 else ("moving_away", "away")


def trend_cagr(f: Frame) -> Answer:
    """Without a target: yearly growth in the good direction.

    >= 1 % significant, 0 to 1 % moderate, mirrored below (Eurostat's annex was not readable; the boundaries are
    general knowledge).
    """
    f.need_two()
    if 0 in (f.base, f.value):
        raise Refusal("ZERO-BASE")
    rate = f.d * (-1 if f.base < 0 else 1) * growth(f.base, f.value, f.now - f.start)
    edge = round(rate, DIGITS)
    if edge >= 0.01:
        return "clear_progress", "on_track", {"growth": rate}
    if edge >= 0:
        return "slight_progress", "slower", {"growth": rate}
    return ("slight_regress", "away", {"growth": rate}) if edge > -0.01 else ("clear_regress", "away", {"growth": rate})


def unsd(f: Frame) -> Answer:
    """UNSD progress chart (2023 note): share of the way the present growth leads to by the target's period.

    x = (v(1+g)^(tT-t) - b)/(T-b): >= 0.95 class 3, >= 0.10 class 2, below class 1. Met, or within one point of a
    target of 0 or 100: class 3. Without a target: d g >= 2 % class 3, >= 0.5 % class 2, below class 1.
    """
    if f.target is None or f.end is None:
        return _unsd_trend(f)
    if f.met:
        return "met_or_on_track", "met", {"class": 3.0}
    if f.raw_target in (0.0, 100.0) and abs(f.value - f.target) <= 1:
        return "met_or_on_track", "on_track", {"class": 3.0}
    f.need_two()
    if round(f.target - f.base, DIGITS) == 0:
        raise Refusal("TARGET-IS-BASELINE")
    if f.now >= f.end:
        raise Refusal("TARGET-PAST")
    if f.base == 0:
        raise Refusal("ZERO-BASE")
    rate = growth(f.base, f.value, f.now - f.start)
    expected = f.value * math.pow(1 + rate, f.end - f.now)
    share = (expected - f.base) / (f.target - f.base)
    numbers = {"forecast": expected, "share": share, "growth": rate}
    edge = round(share, DIGITS)
    if edge >= 0.95:
        return "met_or_on_track", "on_track", numbers | {"class": 3.0}
    if edge >= 0.10:
        return "fair", "slower", numbers | {"class": 2.0}
    return "stagnation_or_regression", "away" if edge < 0 else "slower", numbers | {"class": 1.0}


def _unsd_trend(f: Frame) -> Answer:
    f.need_two()
    if 0 in (f.base, f.value):
        raise Refusal("ZERO-BASE")
    rate = f.d * (-1 if f.base < 0 else 1) * growth(f.base, f.value, f.now - f.start)
    edge = round(rate, DIGITS)
    if edge >= 0.02:
        return "met_or_on_track", "on_track", {"growth": rate, "class": 3.0}
    if edge >= 0.005:
        return "fair", "slower", {"growth": rate, "class": 2.0}
    return "stagnation_or_regression", "away" if edge < 0 else "slower", {"growth": rate, "class": 1.0}


MIN_PEERS = 5


def oecd_distance(f: Frame, peers: Sequence[float]) -> Answer:
    """OECD distance to target, in standard deviations of the peers.

    max(0, d (T-v)/sigma); overachievement is 0. Small under 0.5, medium to 1.5, large above (the cuts are general
    knowledge). Sigma is the population standard deviation of at least five peers.
    """
    target, _ = f.need_target()
    if f.met:
        return "reached", "met", {"distance": 0.0}
    if len(peers) < MIN_PEERS:
        raise Refusal("FEW-PEERS")
    mean = math.fsum(peers) / len(peers)
    sigma = math.sqrt(math.fsum((peer - mean) ** 2 for peer in peers) / len(peers))
    if round(sigma, DIGITS) == 0:
        raise Refusal("FEW-PEERS")
    distance = max(0.0, f.d * (target - f.value) / sigma)
    numbers = {"distance": distance, "sigma": sigma, "peers": float(len(peers))}
    edge = round(distance, DIGITS)
    if edge < 0.5:
        return "small", "on_track", numbers
    return ("medium", "slower", numbers) if edge <= 1.5 else ("large", "slower", numbers)


def interim_target(series: Series, goal: Goal) -> Answer:
    """Whether the interim target of the latest period, or of the last one before it, is met."""
    points = series.unbroken()
    if not points:
        raise Refusal("NO-DATA")
    last = points[-1]
    due = [aim for aim in goal.interim if aim.period.since <= last.period.since]
    if not due:
        raise Refusal("NO-INTERIM")
    aim = max(due, key=lambda item: item.period.since)
    d, reach = _reach(Goal(goal.polarity, aim=aim))
    value, target = reach(float(last.value or 0)), _threshold(aim, d, goal.polarity)
    numbers = {"value": value, "target": target}
    return ("met", "met", numbers) if round(d * (value - target), DIGITS) >= 0 else ("missed", "slower", numbers)


def aggregation_score(ratio: float) -> float:
    """StatCan score of a growth ratio for means over indicators: -60 % is -5, 60 % is 0, 130 % is +5, linear.

    >>> aggregation_score(0.6), aggregation_score(1.3), aggregation_score(-2.0)
    (0.0, 5.0, -5.0)
    """
    slope = 5 / 0.7 if ratio >= 0.6 else 5 / 1.2
    return round(max(-5.0, min(5.0, (ratio - 0.6) * slope)), 10)


# --- assessment --------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Method:
    """A published method: code, version, names, what it answers, source."""

    code: str
    version: str
    name_id: str
    name_en: str
    asks_id: str
    asks_en: str
    source: str


METHODS: tuple[Method, ...] = (
    Method(
        "interim", "1.0", "Sasaran antara", "Interim target", "Apakah sasaran antara tercapai?",
        "Is the interim target met?", "the target's own document",
    ),
    Method(
        "plain", "1.0", "Bagian tercapai", "Achieved share", "Sudah berapa bagian dari jalan?",
        "What share of the way is done?", "plain arithmetic",
    ),
    Method(
        "escap-cs", "1.0", "ESCAP, kemajuan kini", "ESCAP current status", "Berapa kemajuan sejak data dasar?",
        "How much progress since the baseline?", "ESCAP SD/WP/05 (2017)",
    ),
    Method(
        "escap-ap", "1.0", "ESCAP, perkiraan capaian", "ESCAP anticipated progress",
        "Ke mana arah sampai tahun sasaran?", "Where does the trend lead?", "ESCAP SD/WP/04 (2017)",
    ),
    Method(
        "eurostat-cagr", "2.4", "Eurostat / StatCan", "Eurostat / StatCan", "Apakah lajunya cukup?",
        "Is the pace enough?", "Open SDG 2.4, progress methodology",
    ),
    Method(
        "trend-cagr", "1.0", "Kecenderungan tanpa sasaran", "Trend without target", "Apakah membaik?",
        "Is it getting better?", "Eurostat, without target",
    ),
    Method(
        "unsd", "2023", "UNSD", "UNSD progress chart", "Kelas mana pada bagan kemajuan?",
        "Which class on the progress chart?", "UNSD Progress Chart technical note 2023",
    ),
    Method(
        "oecd-distance", "1.0", "OECD, jarak ke sasaran", "OECD distance to target",
        "Seberapa jauh dibanding sebaran negara lain?", "How far, in the spread of peers?",
        "OECD, Measuring Distance to the SDG Targets",
    ),
)
METHODS_BY_CODE: Mapping[str, Method] = MappingProxyType({method.code: method for method in METHODS})


def assess(
    series: Series, goal: Goal, *, peers: Iterable[Decimal | float] = (), methods: Iterable[str] | None = None
) -> tuple[Verdict, ...]:
    """The verdict of every method, in the order of `METHODS`; those that cannot answer say why."""
    wanted = set(methods) if methods is not None else set(METHODS_BY_CODE)
    spread = [float(peer) for peer in peers]
    calls: dict[str, Callable[[], Answer]] = {
        "interim": lambda: interim_target(series, goal),
        "plain": lambda: achieved_share(frame(series, goal)),
        "escap-cs": lambda: escap_current_status(frame(series, goal)),
        "escap-ap": lambda: escap_anticipated_progress(frame(series, goal)),
        "eurostat-cagr": lambda: eurostat_cagr(frame(series, goal)),
        "trend-cagr": lambda: trend_cagr(frame(series, goal)),
        "unsd": lambda: unsd(frame(series, goal)),
        "oecd-distance": lambda: oecd_distance(frame(series, goal), _peers(goal, spread)),
    }
    return tuple(_verdict(method, calls[method.code]) for method in METHODS if method.code in wanted)


def _peers(goal: Goal, peers: list[float]) -> list[float]:
    _, reach = _reach(goal)
    return [reach(peer) for peer in peers]


def _verdict(method: Method, call: Callable[[], Answer]) -> Verdict:
    try:
        status, colour, numbers = call()
    except Refusal as refusal:
        return Verdict(method.code, method.version, reason=refusal.code)
    return Verdict(method.code, method.version, status, colour, None, MappingProxyType(numbers))


# --- words --------------------------------------------------------------------------------------------------------

#: Why there is no verdict: id, en.
REASONS: dict[str, tuple[str, str]] = {
    "NO-DATA": ("Belum ada angka.", "There is no figure yet."),
    "NO-TARGET": ("Belum ada sasaran.", "There is no target."),
    "NO-INTERIM": ("Tidak ada sasaran antara untuk periode ini.", "There is no interim target for this period."),
    "ONE-POINT": ("Baru satu titik waktu sejak data dasar.", "There is only one point of time since the baseline."),
    "SERIES-BREAK": (
        "Deret terputus sesudah data dasar; tidak dibandingkan.",
        "The series breaks after the baseline; they are not compared.",
    ),
    "TARGET-IS-BASELINE": ("Sasaran sama dengan data dasar.", "The target equals the baseline."),
    "TARGET-PAST": ("Tahun sasaran sudah lewat.", "The target's period has passed."),
    "SIGN-CHANGE": ("Nilai berganti tanda; laju tidak terdefinisi.", "The values change sign; growth is undefined."),
    "ZERO-BASE": ("Nilai nol; laju tidak terdefinisi.", "A value is zero; growth is undefined."),
    "NOT-POSITIVE": ("Nilai nol atau negatif; tidak dapat diproyeksikan.", "Zero or negative values cannot be projected."),
    "FEW-PEERS": (
        "Kurang dari lima negara dengan angka yang dapat dibandingkan.",
        "Fewer than five countries have a comparable figure.",
    ),
}

#: A method's own classes: id, en.
STATUS_WORDS: dict[str, tuple[str, str]] = {
    "met": ("Tercapai", "Met"),
    "missed": ("Belum tercapai", "Not met"),
    "ahead": ("Sesuai laju", "On pace"),
    "behind": ("Di belakang laju", "Behind pace"),
    "away": ("Menjauh", "Moving away"),
    "progress": ("Ada kemajuan", "Progress"),
    "regression": ("Kemunduran", "Regression"),
    "maintain": ("Pertahankan", "Maintain"),
    "accelerate": ("Percepat", "Accelerate"),
    "reverse": ("Balikkan arah", "Reverse"),
    "achieved": ("Tercapai", "Achieved"),
    "significant": ("Sesuai jalur", "Significant progress"),
    "moderate": ("Perlu percepatan", "Moderate progress"),
    "insufficient": ("Kemajuan terbatas", "Insufficient progress"),
    "moving_away": ("Menjauh dari sasaran", "Moving away from the target"),
    "clear_progress": ("Membaik jelas", "Clear progress"),
    "slight_progress": ("Membaik sedikit", "Slight progress"),
    "slight_regress": ("Memburuk sedikit", "Slight regress"),
    "clear_regress": ("Memburuk jelas", "Clear regress"),
    "met_or_on_track": ("Tercapai atau sesuai jalur", "Met or on track"),
    "fair": ("Cukup, percepat", "Fair, accelerate"),
    "stagnation_or_regression": ("Mandek atau mundur", "Stagnation or regression"),
    "reached": ("Sasaran tercapai", "Target reached"),
    "small": ("Jarak kecil", "Small distance"),
    "medium": ("Jarak sedang", "Medium distance"),
    "large": ("Jarak besar", "Large distance"),
}


def status_words(status: str, language: str) -> str:
    """A method's class in words."""
    return STATUS_WORDS[status][language == "en"]


def reason_sentence(reason: str, language: str) -> str:
    """Why there is no verdict."""
    return REASONS[reason][language == "en"]


def basis(outputs: Mapping[str, Any], language: str) -> str:
    """What a verdict rests on, in a few words with its numbers."""
    def number(name: str, places: int = 2, scale: float = 1) -> str:
        return format_number(Decimal(str(round(outputs[name] * scale, places))), language=language, decimals=places)

    indonesian = language != "en"
    parts = []
    if "share" in outputs and "time" in outputs:
        text = "{}% dalam {}% waktu; indeks laju {}" if indonesian else "{}% in {}% of the time; pace index {}"
        parts.append(text.format(number("share", 1, 100), number("time", 1, 100), number("index")))
    elif "share" in outputs:
        parts.append(f"x = {number('share')}")
    if "forecast" in outputs:
        parts.append(("perkiraan {}" if indonesian else "forecast {}").format(number("forecast", 1)))
    if "score" in outputs:
        parts.append(("skor {} dari 10" if indonesian else "score {} of 10").format(number("score", 1)))
    if "ratio" in outputs:
        text = "{}% setahun, perlu {}%; R {}" if indonesian else "{}% a year, needs {}%; R {}"
        parts.append(text.format(number("growth", 2, 100), number("needed", 2, 100), number("ratio")))
    elif "growth" in outputs and "share" not in outputs:
        parts.append(("{}% setahun" if indonesian else "{}% a year").format(number("growth", 2, 100)))
    if "class" in outputs:
        parts.append(("kelas {} dari 3" if indonesian else "class {} of 3").format(int(outputs["class"])))
    if "distance" in outputs:
        text = "{} simpangan baku" if indonesian else "{} standard deviations"
        parts.append(text.format(number("distance")))
    if not parts and "target" in outputs:
        text = "nilai {}, sasaran {}" if indonesian else "value {}, target {}"
        parts.append(text.format(number("value"), number("target")))
    return "; ".join(parts)
