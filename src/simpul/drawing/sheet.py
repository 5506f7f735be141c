"""The layout of one drawing: scales, lines, and labels that give way to each other."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from html import escape
from itertools import pairwise
from typing import Literal

from ..core.figures import format_number
from ..core.periods import label
from .data import WORDS, ChartData, aim_text, beside, describe, segments, when

Width = Literal["wide", "narrow"]
Medium = Literal["screen", "paper"]

#: Colours on paper, the light theme of the desk; on screen the names become classes.
PAPER = {
    "c1": "#2b4a8b",
    "c2": "#a1571a",
    "c4": "#857f74",
    "ink": "#1f1d1a",
    "ink2": "#4f4b44",
    "ink3": "#69645b",
    "surface": "#ffffff",
    "grid": "#e4e0d8",
    "edge": "#857f74",
}

SIZES = {"wide": (800, 380), "narrow": (300, 270), "paper": (640, 216)}
_FAR = 11.0  # a target further away than this from the last figure is left to the table


def ticks(low: float, high: float, *, wanted: int = 5) -> list[float]:
    """Round numbers that cover low to high.

    >>> ticks(0, 41)
    [0.0, 10.0, 20.0, 30.0, 40.0, 50.0]
    """
    span = max(high - low, 1e-9)
    raw = span / wanted
    power = 10.0 ** _floor_log(raw)
    step = next(factor * power for factor in (1, 2, 5, 10) if factor * power >= raw * 0.99)
    first, last = _floor(low / step), -_floor(-high / step)
    return [round(index * step, 10) for index in range(first, last + 1)]


def _floor(value: float) -> int:
    return int(value // 1)


def _floor_log(value: float) -> int:
    power = 0
    while value >= 10:
        value, power = value / 10, power + 1
    while value < 1:
        value, power = value * 10, power - 1
    return power


@dataclass
class _Box:
    left: float
    top: float
    right: float
    bottom: float

    def meets(self, other: _Box) -> bool:
        return (
            self.left < other.right
            and other.left < self.right
            and self.top < other.bottom
            and other.top < self.bottom
        )


@dataclass
class Sheet:
    """One drawing in the making."""

    data: ChartData
    language: str
    width: Width
    medium: Medium
    parts: list[str] = field(default_factory=list)
    over: list[str] = field(default_factory=list)
    taken: list[_Box] = field(default_factory=list)
    marks: list[_Box] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.words, self.data = WORDS[self.language], beside(self.data)
        self.narrow = self.width == "narrow" and self.medium == "screen"
        self.across, self.down = SIZES["paper" if self.medium == "paper" else self.width]
        self.size = 12 if self.medium == "paper" else 13
        cut = segments(self.data.points)
        self.old = [] if self.narrow else cut[:-1]
        self.now = cut[-1] if cut else []
        #: The older figures are of a former definition: baseline and targets never stand in their part.
        self.redefined = any(point.former for part in self.old for point in part) and not self.data.history
        last = when(self.now[-1].period) if self.now else 0.0
        near = [aim for aim in self.data.targets if when(aim.period) - last <= _FAR]
        self.aims = sorted(near or self.data.targets[:1], key=lambda aim: when(aim.period))
        self.hidden = self.narrow and len(cut) > 1
        self.bottom = self.down - 30.0
        self._scale_y()
        self.top = 46.0 if self.old or self.hidden or not self.has_zero else 26.0
        self._scale_x()

    # ---------- scales ----------
    def _scale_y(self) -> None:
        shown = [float(point.value) for part in [*self.old, self.now] for point in part]
        for aim in self.aims:
            shown += [float(v) for v in (aim.value, aim.low, aim.high) if v is not None]
        shown += [float(mark.value) for mark in (self.data.projection, self.data.baseline) if mark]
        low, high = (min(shown), max(shown)) if shown else (0.0, 1.0)
        if low == high:
            low, high = (0.0, high or 1.0) if high >= 0 else (low, 0.0)
        self.zero = low >= 0 and low < 0.75 * high
        floor = 0.0 if self.zero else low - 0.06 * (high - low)
        self.ticks = ticks(floor, high, wanted=4 if self.narrow else 5)
        step = self.ticks[1] - self.ticks[0]
        if self.ticks[-1] - high > 0.4 * step and len(self.ticks) > 3:
            del self.ticks[-1]
        self.range = (self.ticks[0], max(self.ticks[-1], high))
        self.has_zero = self.range[0] <= 0 <= self.range[1]
        names = [self.figure(Decimal(str(tick)), None) for tick in self.ticks]
        self.left = 14.0 + max(self.text_width(name, self.size, False) for name in names)
        self.names = names

    def _scale_x(self) -> None:
        ends = [when(point.period) for point in self.now]
        ends += [when(aim.period) for aim in self.aims]
        ends += [when(mark.period) for mark in (self.data.projection, self.data.baseline) if mark]
        self.right = self.across - (18.0 if self.narrow else 118.0)
        self.split = self.left
        if self.old:
            share = 0.30 if len(self.data.points) > len(self.now) + 2 else 0.22
            self.split = self.left + (self.right - self.left) * share
            old = [when(point.period) for part in self.old for point in part]
            self.old_span = (min(old), max(old))
        start = min(ends) if ends else 0.0
        # a baseline inside the older series is drawn there
        if self.old and ends and not self.redefined:
            start = min([when(point.period) for point in self.now])
        self.span = (start, max(ends) if ends else 1.0)

    def x(self, period: str, *, old: bool = False) -> float:
        at = when(period)
        if old or (self.old and at < self.span[0]):
            left, right, (low, high) = self.left + 16, self.split - 22, self.old_span
        else:
            left, right, (low, high) = self.split + (24 if self.old else 16), self.right, self.span
        return left if high == low else left + (right - left) * (at - low) / (high - low)

    def y(self, value: Decimal | float) -> float:
        low, high = self.range
        return self.bottom - (self.bottom - self.top) * (float(value) - low) / (high - low)

    # ---------- ink ----------
    def ink(self, *, fill: str = "none", line: str = "") -> str:
        """Colours as classes for the screen, as attributes for paper."""
        if self.medium == "screen":
            names = [f"fill-{fill}"] if fill != "none" else []
            names += [f"line-{line}"] if line else []
            return (f' class="{" ".join(names)}"' if names else "") + (
                ' fill="none"' if fill == "none" else ""
            )
        inked = f' fill="{PAPER.get(fill, "none")}"'
        return inked + (f' stroke="{PAPER[line]}"' if line else "")

    def figure(self, value: Decimal, decimals: int | None = -1) -> str:
        digits = self.data.decimals if decimals == -1 else decimals
        return format_number(value, language=self.language, decimals=digits)

    @staticmethod
    def text_width(text: str, size: float, bold: bool) -> float:
        return len(text) * size * (0.54 if bold else 0.5)

    def text(
        self,
        at: tuple[float, float],
        text: str,
        *,
        ink: str = "ink2",
        bold: bool = False,
        anchor: str = "start",
    ) -> None:
        weight = ' font-weight="600"' if bold else ""
        halo = ""
        if self.medium == "paper":
            halo = (
                f' stroke="{PAPER["surface"]}" stroke-width="3" stroke-linejoin="round" paint-order="stroke"'
            )
        self.over.append(
            f'<text x="{at[0]:.1f}" y="{at[1]:.1f}" text-anchor="{anchor}" font-size="{self.size}"{weight}'
            f"{self.ink(fill=ink)}{halo}>{escape(text)}</text>"
        )

    def line(self, path: str, ink: str, width: float, dash: str = "") -> None:
        dashed = f' stroke-dasharray="{dash}"' if dash else ""
        self.parts.append(
            f'<path d="{path}" stroke-width="{width}" stroke-linejoin="round" stroke-linecap="round"'
            f"{dashed}{self.ink(line=ink)}/>"
        )

    # ---------- labels that give way ----------
    def put(
        self,
        at: tuple[float, float],
        text: str,
        *,
        ink: str,
        bold: bool = True,
        must: bool = False,
        low: bool = False,
    ) -> None:
        """A label near a mark, where it covers least; one that need not be there is left out instead."""
        wide, half = self.text_width(text, self.size, bold), self.text_width(text, self.size, bold) / 2
        gap = self.size
        spots = [(0, -10), (0, 10 + gap), (0, -14 - gap), (0, 14 + 2 * gap), (-half - 8, -8), (half + 8, -8)]
        spots += [(-half - 8, 6 + gap), (half + 8, 6 + gap), (half + 12, 5), (-half - 12, 5)]
        if low:
            spots[0], spots[1], spots[2], spots[3] = spots[1], spots[0], spots[3], spots[2]
        best: tuple[float, float, float, _Box] | None = None
        for rank, (across, down) in enumerate(spots):
            middle, base = at[0] + across, at[1] + down
            middle = min(max(middle, half + 1), self.across - half - 1)
            box = _Box(middle - wide / 2, base - gap + 2, middle + wide / 2, base + 3)
            cost = rank * 0.2 + 20.0 * sum(box.meets(other) for other in self.taken)
            cost += 4.0 * sum(box.meets(other) for other in self.marks)
            cost += 30.0 * (box.top < 0 or box.bottom > self.bottom)
            if best is None or cost < best[0]:
                best = (cost, middle, base, box)
        assert best is not None
        if best[0] >= 12 and not must:
            return
        self.taken.append(best[3])
        self.text((best[1], best[2]), text, ink=ink, bold=bold, anchor="middle")

    def occupy(self, path: Sequence[tuple[float, float]]) -> None:
        """What is drawn along a line is a thing labels avoid."""
        for (x1, y1), (x2, y2) in pairwise(path):
            steps = max(int(abs(x2 - x1) / 9), 1)
            for step in range(steps + 1):
                x, y = x1 + (x2 - x1) * step / steps, y1 + (y2 - y1) * step / steps
                self.marks.append(_Box(x - 3, y - 3, x + 3, y + 3))

    # ---------- drawing ----------
    def draw(self) -> None:
        if not self.now:
            self.text((self.across / 2, self.down / 2), self.words["none"], ink="ink3", anchor="middle")
            return
        self._frame()
        parts = [*((part, True) for part in self.old), (self.now, False)]
        paths = [[(self.x(p.period, old=old), self.y(p.value)) for p in part] for part, old in parts]
        for path in paths:
            self.occupy(path)
        self._path_to_targets()
        self._projection()
        for path in paths[:-1]:
            self.line(_path(path), "c4", 2)
        self.line(_path(paths[-1]), "c1", 3)
        self._aims()
        self._points()
        self._ends()
        self._years()

    def _frame(self) -> None:
        spans = [(self.left, self.right + (0 if self.narrow else 10))]
        if self.old:
            spans = [(self.left, self.split - 14), (self.split + 8, self.right + 10)]
        for tick, name in zip(self.ticks, self.names, strict=True):
            at = self.y(tick)
            base = tick == (0 if self.has_zero else self.ticks[0])
            for left, right in spans:
                self.line(f"M{left:.1f} {at:.1f}H{right:.1f}", "edge" if base else "grid", 1)
            self.text((self.left - 8, at + 4), name, ink="ink3", anchor="end")
        if self.old:
            at = self.split - 4
            self.line(f"M{at:.1f} 36l4 7l-8 7l8 7l-4 7V{self.bottom:.1f}", "edge", 1)
            before = label(self.old[-1][-1].period, self.language)
            after = label(self.now[0].period, self.language)
            self.text((self.left, 15), self.words["until"].format(period=before), bold=True, ink="ink2")
            since = self.words["since"].format(period=after)
            self.text((self.split + 8, 15), since, bold=True, ink="ink2")
            self.text(
                (self.split + 16 + self.text_width(since, self.size, True), 15),
                "; ".join([self.words["redefined" if self.redefined else "apart"], *self._standing()]),
                ink="ink3",
            )
        else:
            notes = self._standing()
            if not (self.narrow and notes):
                notes += [self.words["earlier"]] if self.hidden else []
                notes += [self.words["not_zero"]] if not self.has_zero and not self.narrow else []
            note = "; ".join(notes)
            self.text((0, 13), note, ink="ink3")
            long = self.text_width(note, self.size, False)
            self.marks += [_Box(at, 0, at + 8, 16) for at in range(0, int(long), 8)]

    def _standing(self) -> list[str]:
        """That nobody agreed to the baseline yet; that all of it is history."""
        if self.data.history:
            return [self.words["former"]]
        return [self.words["provisional"]] if self.data.baseline and self.data.provisional else []

    def _path_to_targets(self) -> None:
        if self.data.baseline is None or not self.aims:
            return
        start = (self.x(self.data.baseline.period), self.y(self.data.baseline.value))
        later = [aim for aim in self.aims if when(aim.period) > when(self.data.baseline.period)]
        path = [start, *[(self.x(aim.period), self.y(aim.middle)) for aim in later]]
        if len(path) > 1:
            self.line(_path(path), "c2", 2, "7 5")
            self.occupy(path)

    def _projection(self) -> None:
        if self.data.projection is None:
            return
        path = [
            (self.x(self.now[-1].period), self.y(self.now[-1].value)),
            (self.x(self.data.projection.period), self.y(self.data.projection.value)),
        ]
        self.line(_path(path), "c1", 2.25, "0.5 6")
        self.occupy(path)

    def _aims(self) -> None:
        for aim in self.aims:
            x, y = self.x(aim.period), self.y(aim.middle)
            if aim.value is None and aim.low is not None and aim.high is not None:
                top, bottom = self.y(aim.high), self.y(aim.low)
                self.line(f"M{x - 5:.1f} {top:.1f}h10m-5 0V{bottom:.1f}m-5 0h10", "c2", 2)
                self.marks += [_Box(x - 7, at, x + 7, at + 8) for at in range(int(top), int(bottom), 8)]
            ink = self.ink(fill="surface", line="c2")
            self.parts.append(f'<path d="M{x - 6:.1f} {y:.1f}l6 -6l6 6l-6 6z" stroke-width="2"{ink}/>')
            self.marks.append(_Box(x - 7, y - 7, x + 7, y + 7))
        if self.data.projection:
            x, y = self.x(self.data.projection.period), self.y(self.data.projection.value)
            self.dot((x, y), 5, fill="surface", line="c1")

    def dot(self, at: tuple[float, float], radius: float, *, fill: str, line: str) -> None:
        ink = self.ink(fill=fill, line=line)
        self.parts.append(f'<circle cx="{at[0]:.1f}" cy="{at[1]:.1f}" r="{radius}" stroke-width="2"{ink}/>')
        self.marks.append(_Box(at[0] - 7, at[1] - 7, at[0] + 7, at[1] + 7))

    def _points(self) -> None:
        for part in self.old:
            for point in part:
                at = (self.x(point.period, old=True), self.y(point.value))
                self.dot(at, 4, fill="c4", line="c4")
                self.put(at, self.figure(point.value), ink="ink", must=point in (part[0], part[-1]))
        for point in self.now:
            at = (self.x(point.period), self.y(point.value))
            self.dot(at, 5, fill="c1" if point.nature == "final" else "surface", line="c1")
        ends = (self.now[0], self.now[-1])
        for point in [*ends, *self.now[1:-1]] if len(self.now) > 1 else [self.now[0]]:
            if self.narrow and point not in ends:
                continue
            at = (self.x(point.period), self.y(point.value))
            self.put(at, self.figure(point.value), ink="c1", must=point in ends)

    def _ends(self) -> None:
        """Targets and projection: at the right edge beside their mark, before it near it."""
        texts: list[tuple[float, str, str, str]] = []
        last = self.span[1]
        if self.data.projection:
            mark = self.data.projection
            texts.append((self.y(mark.value), self.figure(mark.value), self.words["projection"], "c1"))
        for aim in self.aims:
            said = aim_text(aim, self.figure)
            if when(aim.period) == last:
                word = f"{self.words['target']} {aim.authority}".strip()
                texts.append((self.y(aim.middle), said, word, "c2"))
            elif not self.narrow:
                place = (self.x(aim.period), self.y(aim.middle))
                self.put(place, f"{said} {self.words['target']}", ink="c2", low=True)
        texts.sort()
        if self.narrow:
            for index, (height, said, word, ink) in enumerate(texts):
                self.put(
                    (self.right, height),
                    f"{said} {word.split()[0] if ink == 'c2' else word}",
                    ink=ink,
                    must=True,
                    low=index > 0,
                )
            return
        for height, (_at, said, word, ink) in zip(
            _spread([text[0] for text in texts], 2.0 * self.size + 8), texts, strict=True
        ):
            self.text((self.right + 16, height), said, ink=ink, bold=True)
            self.text((self.right + 16, height + self.size + 1), word, ink="ink3")

    def _years(self) -> None:
        """Periods under the axis: ends first, then whatever has room."""
        shown = [(point.period, True) for part in self.old for point in part]
        shown += [(point.period, False) for point in self.now]
        first = [self.now[0].period, self.now[-1].period, *(aim.period for aim in self.aims)]
        first += [self.data.projection.period] if self.data.projection else []
        for period, old in dict.fromkeys([*((one, False) for one in first), *shown]):
            text, at = label(period, self.language), self.x(period, old=old)
            half = self.text_width(text, self.size, False) / 2
            box = _Box(at - half - 4, self.bottom + 6, at + half + 4, self.down)
            if not any(box.meets(other) for other in self.taken):
                self.taken.append(box)
                at = min(max(at, half), self.across - half)
                self.text((at, self.bottom + 20), text, ink="ink3", anchor="middle")

    def svg(self) -> str:
        """The finished drawing with its title and its figures in words."""
        key = f"{self.data.key}-{self.width}"
        face = "" if self.medium == "screen" else " font-family=\"'Source Sans 3', Arial, sans-serif\""
        kind = f' class="plot plot-{self.width}"' if self.medium == "screen" else ""
        size = "" if self.medium == "screen" else f' width="{self.across}" height="{self.down}"'
        return (
            f'<svg xmlns="http://www.w3.org/2000/svg"{kind} viewBox="0 0 {self.across} {self.down}"{size}'
            f'{face} role="img" aria-labelledby="t-{key} d-{key}">'
            f'<title id="t-{key}">{escape(self.data.title)}</title>'
            f'<desc id="d-{key}">{escape(describe(self.data, language=self.language))}</desc>'
            + "".join(self.parts)
            + "".join(self.over)
            + "</svg>"
        )


def _spread(places: Sequence[float], block: float) -> list[float]:
    """Places at least a block apart, moved as little as may be.

    >>> _spread([10.0, 12.0], 20.0)
    [1.0, 21.0]
    """
    moved: list[float] = []
    for place in places:
        moved.append(max(place, moved[-1] + block) if moved else place)
    shift = (moved[-1] - places[-1]) / 2 if moved else 0.0
    return [place - shift for place in moved]


def _path(points: Sequence[tuple[float, float]]) -> str:
    return "M" + "L".join(f"{x:.1f} {y:.1f}" for x, y in points)
