"""An indicator's sheet as rows: the columns that are searched and joined, its baseline and its targets."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from ...core.catalogue import definition_version
from ...core.figures import read_figure
from ...records.models import Baseline, Indicator, Target
from ..acting import check_lengths


def columns_of(sheet: Mapping[str, Any], *, before: Indicator | None) -> dict[str, Any]:
    """What of a sheet has a column of its own and is negotiated; the definition's version rises with the definition."""
    unit = sheet.get("unit") or {}
    return {
        "unit_id": str(unit.get("id") or ""),
        "unit_en": str(unit.get("en") or ""),
        "frequency": sheet.get("frequency", ""),
        "sheet": dict(sheet),
        "definition_version": definition_version(
            sheet, before.sheet if before else None, before.definition_version if before else 0
        ),
    }


def put_sheet(row: Indicator, sheet: Mapping[str, Any]) -> None:
    """Let a locked indicator read as a sheet says from now on, with its baseline and targets.

    Raises:
        Problem: `REPORTING-TOO-LONG`.
    """
    columns = columns_of(sheet, before=row)
    for name, value in columns.items():
        setattr(row, name, value)
    check_lengths(row)
    row.save(update_fields=list(columns))
    put_aims(row, sheet)


def put_aims(row: Indicator, sheet: Mapping[str, Any]) -> None:
    """Baseline and targets are those the sheet names now; earlier ones stay readable in its earlier wordings."""
    row.baselines.all().delete()
    row.targets.all().delete()
    baseline = sheet.get("baseline")
    if baseline:
        start = Baseline(
            indicator=row,
            area=baseline["area"],
            period=baseline["period"],
            value_text=baseline["value"],
            value=read_figure(baseline["value"], language="en").value,
            status=baseline["status"],
            decision=baseline.get("decision", ""),
            source=baseline["source"],
        )
        check_lengths(start)
        start.save(force_insert=True)
    for target in sheet.get("targets") or []:
        numbers = {
            name: read_figure(target[name], language="en").value if target.get(name) is not None else None
            for name in ("value", "low", "high")
        }
        aim = Target(
            indicator=row,
            area=target["area"],
            period=target["period"],
            authority=target["authority"],
            source=target["source"],
            **numbers,
        )
        check_lengths(aim)
        aim.save(force_insert=True)
