"""Word's automatic numbers: counted as Word counts them, from the lists and styles a document declares."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from ....core.sender_forms import numeral
from .markup import Element


@dataclass(frozen=True)
class Level:
    """How a level of a list is numbered."""

    start: int
    manner: str
    pattern: str
    restart: int | None
    legal: bool
    style: str | None


@dataclass
class _List:
    """A list as it is counted: the levels and how far each has come."""

    levels: dict[int, Level]
    counts: dict[int, int] = field(default_factory=dict)


@dataclass(frozen=True)
class Numbered:
    """The number Word shows before a paragraph, the list it belongs to and its depth there, from 0."""

    text: str
    list: str
    depth: int


@dataclass(frozen=True)
class _Style:
    based_on: str | None
    number: str | None
    depth: int | None
    outline: bool


class Styles:
    """What paragraph styles say of numbers and headings."""

    def __init__(self, root: Element | None) -> None:
        self._styles: dict[str, _Style] = {}
        for one in root.all("style") if root else ():
            properties = one.first("pPr")
            number = properties.value("numPr", "numId") if properties else None
            depth = properties.value("numPr", "ilvl") if properties else None
            outline = properties.value("outlineLvl") if properties else None
            name = (one.value("name") or "").lower()
            heading = (outline or "9") != "9" or name.startswith(("heading", "title"))
            self._styles[one.attributes.get("styleId", "")] = _Style(
                one.value("basedOn"), number, whole(depth), heading
            )

    def chain(self, style: str | None) -> list[tuple[str, _Style]]:
        """A style and those it is based on, nearest first."""
        found: list[tuple[str, _Style]] = []
        while style in self._styles and style not in [name for name, _ in found] and style is not None:
            found.append((style, self._styles[style]))
            style = self._styles[style].based_on
        return found

    def is_heading(self, style: str | None) -> bool:
        """Whether paragraphs of a style are headings."""
        return any(one.outline for _, one in self.chain(style))


class Numbering:
    """The running numbers of a document; paragraphs are asked in their order, each once."""

    def __init__(self, root: Element | None, styles: Styles) -> None:
        self.styles = styles
        self._abstract: dict[str, _List] = {}
        self._numbers: dict[str, tuple[str, dict[int, int], dict[int, Level]]] = {}
        self._begun: set[tuple[str, int]] = set()
        links: dict[str, str] = {}
        for one in root.all("abstractNum") if root else ():
            name = one.attributes.get("abstractNumId", "")
            self._abstract[name] = _List(_levels(one))
            for kind in ("styleLink", "numStyleLink"):
                if style := one.value(kind):
                    links[f"{kind} {style}"] = name
        for key, name in links.items():
            if key.startswith("numStyleLink"):  # this list is declared elsewhere, under the style's name
                self._abstract[name] = self._abstract[links.get(f"styleLink {key.split(' ', 1)[1]}", name)]
        for one in root.all("num") if root else ():
            self._numbers[one.attributes.get("numId", "")] = _number(one)

    def next(self, properties: Element | None) -> Numbered | None:
        """The number of the next paragraph, by its properties; None where it has none, empty where it has a bullet."""
        number, depth = self._asked(properties)
        if number not in self._numbers:
            return None
        abstract, starts, overrides = self._numbers[number]
        if abstract not in self._abstract or number is None:
            return None
        running = self._abstract[abstract]
        levels = {**running.levels, **overrides}
        if depth not in levels:
            return None
        self._count(number, depth, running, levels, starts)
        text = _shown(depth, levels, running.counts)
        return None if text is None else Numbered(text, abstract, depth)

    def _asked(self, properties: Element | None) -> tuple[str | None, int]:
        """The list and depth that a paragraph's own properties ask for, or its style."""
        own = properties.value("numPr", "numId") if properties else None
        depth = whole(properties.value("numPr", "ilvl")) if properties else None
        if own is not None:
            return own, depth or 0
        for name, style in self.styles.chain(properties.value("pStyle") if properties else None):
            if style.number is not None:
                return style.number, style.depth if style.depth is not None else self._by_style(
                    style.number, name
                )
        return None, 0

    def _by_style(self, number: str, style: str) -> int:
        abstract = self._numbers.get(number, ("", {}, {}))[0]
        levels = self._abstract[abstract].levels if abstract in self._abstract else {}
        return next((depth for depth, level in levels.items() if level.style == style), 0)

    def _count(
        self, number: str, depth: int, running: _List, levels: dict[int, Level], starts: dict[int, int]
    ) -> None:
        counts = running.counts
        for above in range(depth):
            if above in levels:
                counts.setdefault(above, starts.get(above, levels[above].start))
        if depth in starts and (number, depth) not in self._begun:
            counts[depth] = starts[depth]
        else:
            counts[depth] = counts[depth] + 1 if depth in counts else levels[depth].start
        self._begun.add((number, depth))
        for below in [one for one in counts if one > depth]:
            restart = levels[below].restart if below in levels else None
            if restart != 0 and (restart is None or depth < restart):
                del counts[below]


def _levels(root: Element) -> dict[int, Level]:
    found = {}
    for one in root.all("lvl"):
        depth = whole(one.attributes.get("ilvl"))
        if depth is not None and 0 <= depth <= 8:
            found[depth] = Level(
                start=whole(one.value("start")) or 0 if one.first("start") else 0,
                manner=one.value("numFmt") or "decimal",
                pattern=one.value("lvlText") or "",
                restart=whole(one.value("lvlRestart")),
                legal=one.first("isLgl") is not None and one.value("isLgl") not in ("0", "false"),
                style=one.value("pStyle"),
            )
    return found


def _number(root: Element) -> tuple[str, dict[int, int], dict[int, Level]]:
    starts, overrides = {}, {}
    for one in root.all("lvlOverride"):
        depth, start = whole(one.attributes.get("ilvl")), whole(one.value("startOverride"))
        if depth is not None and start is not None:
            starts[depth] = start
        overrides.update(_levels(one))
    return root.value("abstractNumId") or "", starts, overrides


def _shown(depth: int, levels: dict[int, Level], counts: dict[int, int]) -> str | None:
    """The pattern of a level with its counters put in; None where one is counted in an unknown manner."""
    if levels[depth].manner in ("bullet", "none"):
        return ""
    missing = False

    def counter(found: re.Match[str]) -> str:
        nonlocal missing
        at = int(found[1]) - 1
        manner = "decimal" if levels[depth].legal else levels[at].manner if at in levels else "?"
        said = numeral(counts.get(at, 0), manner)
        missing = missing or said is None
        return said or ""

    text = re.sub(r"%([1-9])", counter, levels[depth].pattern).strip()
    return None if missing else text


def whole(text: str | None) -> int | None:
    """A whole number as attributes write it; None for anything else."""
    return int(text) if text is not None and re.fullmatch(r"-?\d{1,9}", text.strip()) else None
