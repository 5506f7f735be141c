"""A long CSV: one figure a row, in our own headings or in those of SDMX-CSV.

Fields separated by commas or tabs carry machine numbers (decimal point); fields separated by semicolons come
from an Indonesian spreadsheet, so their numbers are read as typed in the language of the upload.

Source: SDMX-CSV field guide 2.0 (STRUCTURE columns, one column per dimension, TIME_PERIOD, OBS_VALUE).
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator
from pathlib import Path

from ...core.entries import Entry, FigureKey, Place
from ...core.errors import Problem
from . import layout
from .archive import Limits, column_letters
from .filled import code_or_text

HEADINGS = {
    "indicator": "indicator",
    "indicator_code": "indicator",
    "indikator": "indicator",
    "area": "area",
    "ref_area": "area",
    "wilayah": "area",
    "period": "period",
    "time_period": "period",
    "periode": "period",
    "disaggregation": "disaggregation",
    "rincian": "disaggregation",
    "value": "value",
    "obs_value": "value",
    "nilai": "value",
    "status": "status",
    "obs_status": "status",
    "nature": "nature",
    "sifat": "nature",
    "comment": "comment",
    "comment_obs": "comment",
    "catatan": "comment",
    "reason": "reason",
    "alasan": "reason",
    "source": "source",
    "sumber": "source",
    "revision_reason": "revision_reason",
    "alasan_revisi": "revision_reason",
    "answer": "answer",
    "unit": "unit",
    "unit_measure": "unit",
    "satuan": "unit",
}
NEEDED = ("indicator", "area", "period", "value")
#: Columns of SDMX-CSV that are neither a figure nor one of its breakdowns.
PASSED_OVER = frozenset(
    {"dataflow", "structure", "structure_id", "structure_name", "action", "freq", "decimals", "unit_mult"}
    | {"source_detail", "reporting_type", "series", "sdg_indicator", "conf_status", "publication"}
)
_MACHINE = re.compile(r"-?\d+(\.\d+)?([eE][-+]?\d{1,2})?")


def read_table(path: Path, *, name: str, limits: Limits) -> Iterator[Entry]:
    """The entries of a CSV file, row by row.

    Raises:
        Problem: `EXCHANGE-NOT-TEXT`, `-CSV-HEADING`, `-CSV-ROW`, `-TOO-MANY-ROWS`.
    """
    csv.field_size_limit(limits.text * 4)
    number = 1
    with path.open("rb") as file:
        try:
            stream = io.TextIOWrapper(file, encoding="utf-8-sig", newline="")
            first = stream.readline(100_000)
            separator = max(",;\t", key=first.count)
            heading = next(csv.reader([first], delimiter=separator), [])
            columns, breakdowns = _columns([one.strip() for one in heading], name)
            machine = separator != ";"
            for number, row in enumerate(csv.reader(stream, delimiter=separator, strict=True), start=2):
                if number - 1 > limits.rows:
                    params = {"name": name, "limit": limits.rows}
                    raise Problem("EXCHANGE-TOO-MANY-ROWS", place=name, params=params)
                if not any(cell.strip() for cell in row):
                    continue
                if "\0" in "".join(row):
                    raise csv.Error("a NUL character")
                if len(row) != len(heading):
                    params = {"row": number, "found": len(row), "expected": len(heading)}
                    raise Problem("EXCHANGE-CSV-ROW", place=f"{name}:{number}", params=params)
                yield _entry(row, number, columns, breakdowns, machine, name)
        except (UnicodeDecodeError, csv.Error) as error:
            params = {"name": name, "row": number}
            raise Problem("EXCHANGE-NOT-TEXT", place=f"{name}:{number}", params=params) from error


def _columns(heading: list[str], name: str) -> tuple[dict[str, int], dict[str, int]]:
    """Where each field stands, and where each breakdown does (`SEX`, `AGE` ...)."""
    columns: dict[str, int] = {}
    breakdowns: dict[str, int] = {}
    for at, title in enumerate(heading):
        short = title.split(":")[0].strip()
        field = HEADINGS.get(short.casefold())
        if field is not None:
            columns.setdefault(field, at)
        elif short and short.isupper() and short.casefold() not in PASSED_OVER:
            breakdowns[short] = at
    missing = [field for field in NEEDED if field not in columns]
    if missing:
        params = {"missing": ", ".join(missing), "found": ", ".join(heading)[:120] or "–"}
        raise Problem("EXCHANGE-CSV-HEADING", place=f"{name}:1", params=params)
    return columns, breakdowns


def _entry(
    row: list[str], number: int, columns: dict[str, int], breakdowns: dict[str, int], machine: bool, name: str
) -> Entry:
    given = {field: row[at].strip() for field, at in columns.items()}
    text, reason = given["value"], given.get("reason", "")
    status = given.get("status", "").upper() or None
    answer = layout.code_of(layout.ANSWERS, given.get("answer", "")) or given.get("answer", "")
    if not answer:
        answer = "value" if text else "unavailable" if reason or status in ("M", "NA") else ""
    at = columns["value"] + 1
    return Entry(
        key=FigureKey(
            given["indicator"],
            given["area"],
            given["period"],
            given.get("disaggregation") or _breakdown(row, breakdowns),
        ),
        answer=answer,
        text=text,
        is_number=machine and _MACHINE.fullmatch(text) is not None,
        status=status,
        nature=code_or_text(given.get("nature", "")) or None,
        reason=reason,
        comment=given.get("comment", ""),
        unit=given.get("unit") or None,
        revision_reason=given.get("revision_reason", ""),
        source=given.get("source"),
        place=Place(None, f"{column_letters(at)}{number}", number, "value"),
    )


def _breakdown(row: list[str], breakdowns: dict[str, int]) -> str:
    parts = sorted(
        f"{name}={row[at].strip()}" for name, at in breakdowns.items() if row[at].strip() not in ("", "_T")
    )
    return ";".join(parts) or "_T"
