"""Bodies in the order people look for them: the reader's own, then theme by theme."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass

from .models import Body


@dataclass(frozen=True)
class Theme:
    """Bodies of one theme, as the body above them names it, or those that stand before all.

    Args:
        kind: `here` (they stand before all), `theme`, or `other` where the body above has no theme of its own.
    """

    kind: str
    bodies: tuple[Body, ...]
    theme_id: str = ""
    theme_en: str = ""


#: Kind of body -> its place within a theme: who prepares answers before those above.
_ORDER = {"sectoral": 0, "subsidiary": 1, "ministerial": 2}


def bodies_by_theme(*, first: Collection[str] = ()) -> tuple[Theme, ...]:
    """Every body, by theme: one query.

    Args:
        first: codes of the bodies that stand before all, such as the reader's own.
    """
    bodies = list(Body.objects.order_by("acronym"))
    known = {row.pk: row for row in bodies}
    here: list[Body] = []
    themes: dict[tuple[str, str], list[Body]] = defaultdict(list)
    for row in bodies:
        top = _top(row, known)
        theme = ("", "") if top.kind == "organ" else (top.theme_id, top.theme_en)
        (here if row.code in first else themes[theme]).append(row)
    other = themes.pop(("", ""), [])
    groups = [_theme("here", here), *(_theme("theme", themes[one], *one) for one in sorted(themes))]
    return tuple(one for one in (*groups, _theme("other", other)) if one.bodies)


def _theme(kind: str, bodies: Iterable[Body], *theme: str) -> Theme:
    return Theme(kind, tuple(sorted(bodies, key=lambda row: _ORDER.get(row.kind, len(_ORDER)))), *theme)


def _top(body: Body, known: Mapping[int, Body]) -> Body:
    """The body at the head of those it is a part of."""
    seen = {body.pk}
    while body.parent_id is not None and body.parent_id in known and body.parent_id not in seen:
        body = known[body.parent_id]
        seen.add(body.pk)
    return body
