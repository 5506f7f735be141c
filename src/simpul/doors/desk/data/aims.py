"""Baseline and targets of two wordings, line by line: period, value, unit, source, and on whose word."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from ....core.figures import redressed
from ....core.finalisation import Stretch, word_changes
from ..templatetags.desk import language

#: What figures of a sheet are kept with.
KEPT = "en"
#: The fields of a sheet that hold figures with a period.
AIMS = ("baseline", "targets")


@dataclass(frozen=True)
class AimCell:
    """A cell: what its column is called, and what of its text stayed, went or came."""

    label: str
    stretches: tuple[Stretch, ...]


@dataclass(frozen=True)
class Aim:
    """A baseline or target of two wordings; `mark` is added, removed, changed or empty."""

    mark: str
    cells: tuple[AimCell, ...]


def shown(text: Any) -> str:
    """A kept figure as the reader's page writes it."""
    return redressed(str(text or ""), source=KEPT, target=language())


def aims(name: str, before: Any, after: Any, *, units: tuple[str, str]) -> tuple[Aim, ...]:
    """The lines of a baseline or of targets in two wordings, in the order of the later one; what went comes last.

    A target is the same where area, period and authority are; else where area and period are.

    Args:
        units: of the sheet before and after.
    """
    old, new = _rows(before), _rows(after)
    pairs: list[tuple[Any, Any]] = []
    for row in new:
        same = next((one for one in old if name == "baseline" or _key(one) == _key(row)), None)
        if same is None:
            same = next((one for one in old if _key(one)[:2] == _key(row)[:2]), None)
        if same is not None:
            old.remove(same)
        pairs.append((same, row))
    pairs += [(one, None) for one in old]
    several = len({str(row.get("area") or "") for row in (*_rows(before), *_rows(after))}) > 1
    return tuple(_aim(name, one, other, units, several) for one, other in pairs)


def _rows(value: Any) -> list[Mapping[str, Any]]:
    if not value:
        return []
    return [value] if isinstance(value, Mapping) else list(value)


def _key(row: Mapping[str, Any]) -> tuple[str, str, str]:
    return tuple(str(row.get(part) or "") for part in ("area", "period", "authority"))  # type: ignore[return-value]


def _aim(
    name: str,
    before: Mapping[str, Any] | None,
    after: Mapping[str, Any] | None,
    units: tuple[str, str],
    several: bool,
) -> Aim:
    old, new = _texts(name, before, units[0], several), _texts(name, after, units[1], several)
    cells = tuple(
        AimCell(label, word_changes(told, now)) for (label, told), (_label, now) in zip(old, new, strict=True)
    )
    mark = "added" if before is None else "removed" if after is None else "changed" if old != new else ""
    return Aim(mark, cells)


def _texts(name: str, row: Mapping[str, Any] | None, unit: str, several: bool) -> Sequence[tuple[str, str]]:
    """The cells of a line as its columns are called and as text; all empty where there is no line."""
    row, there = row or {}, row is not None
    if row.get("value"):
        amount = shown(row["value"])
    else:
        amount = "–".join(end for part in ("low", "high") if (end := shown(row.get(part))))
    period = " ".join(str(row.get(part) or "") for part in (("area", "period") if several else ("period",)))
    if name == "baseline":
        standing = _("agreed") if row.get("status") == "agreed" else _("provisional")
        said = ", ".join(part for part in (standing, str(row.get("decision") or "")) if part)
        word = (_("Standing"), said if there else "")
    else:
        word = (_("On whose authority"), str(row.get("authority") or ""))
    return (
        (_("Period"), period.strip()),
        (_("Value"), amount),
        (_("Unit"), unit if there else ""),
        (_("Source"), str(row.get("source") or "")),
        word,
    )
