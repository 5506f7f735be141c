"""A measure beside its limit, the lines of the report, and what a machine says of itself."""

from __future__ import annotations

import os
import platform
import re
from collections.abc import Container, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

#: Units that say the same on every machine; the others are reported and break nothing.
STEADY = ("queries", "x")


@dataclass(frozen=True)
class Measure:
    """One number.

    Args:
        subject: the module that measured it.
        what: the page, file or step.
        value: None where the machine has nothing to measure with.
        unit: `queries`, `x` (a ratio), `ms`, `s`, `MB`, `kB`.
        limit: the largest value that is in order; None where nothing is promised.
        note: what the number was taken over.
    """

    subject: str
    what: str
    value: float | None
    unit: str
    limit: float | None = None
    note: str = ""

    @property
    def over(self) -> bool:
        return self.limit is not None and self.value is not None and self.value > self.limit

    @property
    def breaks(self) -> bool:
        """Whether it fails the run: only counts and ratios do, because seconds belong to the machine."""
        return self.over and self.unit in STEADY

    def as_json(self) -> dict[str, Any]:
        return {**asdict(self), "over": self.over, "breaks": self.breaks}


def machine() -> dict[str, Any]:
    """Cores, Python, processor and memory, as the reader of a number wants to know them."""
    return {
        "cores": len(os.sched_getaffinity(0)),
        "python": platform.python_version(),
        "system": f"{platform.system()} {platform.machine()}",
        "processor": _first(Path("/proc/cpuinfo"), r"model name\s*:\s*(.+)") or platform.processor(),
        "memory_gb": round(int(_first(Path("/proc/meminfo"), r"MemTotal:\s*(\d+)") or 0) / 1_000_000),
    }


def _first(path: Path, pattern: str) -> str:
    found = re.search(pattern, path.read_text()) if path.exists() else None
    return found.group(1).strip() if found else ""


def machine_line() -> str:
    told = machine()
    return (
        f"{told['cores']} cores ({told['processor'] or 'processor unnamed'}), {told['memory_gb']} GB, "
        f"Python {told['python']}, {told['system']}"
    )


def shown(value: float | None, unit: str) -> str:
    """A number with as many digits as it is worth.

    >>> shown(12, "queries"), shown(3.14159, "s"), shown(1234.5, "ms"), shown(None, "x")
    ('12', '3.14', '1234', '–')
    """
    if value is None:
        return "–"
    return f"{value:.2f}" if unit in ("s", "x") else f"{value:.0f}"


def table(measures: Sequence[Measure]) -> str:
    """The measures as aligned columns, pages first; a `!` stands behind what is over its limit."""
    pages = [row for row in measures if row.subject == "pages"]
    rest = [row for row in measures if row.subject != "pages"]
    return "\n\n".join(part for part in (_page_table(pages), _plain_table(rest)) if part)


def _page_table(measures: Sequence[Measure]) -> str:
    """One line a page, each number under its unit and limit."""
    if not measures:
        return ""
    units = list(dict.fromkeys(row.unit for row in measures))
    limits = {row.unit: row.limit for row in measures}
    heads = [unit if limits[unit] is None else f"{unit} (<= {limits[unit]:g})" for unit in units]
    rows = [("page", *heads)]
    for page in dict.fromkeys(row.what for row in measures):
        found = {row.unit: row for row in measures if row.what == page}
        rows.append((page, *(_marked(found[unit]) if unit in found else "–" for unit in units)))
    over = [f"! {row.what}: {_marked(row)} {row.unit}, {row.note}" for row in measures if row.over]
    return "\n".join([_aligned(rows, right=range(1, len(units) + 1)), *over])


def _plain_table(measures: Sequence[Measure]) -> str:
    if not measures:
        return ""
    rows = [("subject", "what", "value", "unit", "limit", "note")]
    rows += [
        (
            row.subject,
            row.what,
            _marked(row),
            row.unit,
            "" if row.limit is None else f"{row.limit:g}",
            row.note,
        )
        for row in measures
    ]
    return _aligned(rows, right=(2, 4))


def _marked(row: Measure) -> str:
    return shown(row.value, row.unit) + (" !" if row.over else "")


def _aligned(rows: Sequence[Sequence[str]], *, right: Container[int]) -> str:
    widths = [max(len(row[at]) for row in rows) for at in range(len(rows[0]))]
    return "\n".join(
        "  ".join(
            text.rjust(width) if at in right else text.ljust(width)
            for at, (text, width) in enumerate(zip(row, widths, strict=True))
        ).rstrip()
        for row in rows
    )


def peak_megabytes() -> float:
    """The most memory this process ever held; `ru_maxrss` would also count the process it was started from."""
    found = _first(Path("/proc/self/status"), r"VmHWM:\s*(\d+)")
    return int(found) * 1024 / 1_000_000 if found else 0.0
