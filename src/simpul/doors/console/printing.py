"""Rows for people and programs: a table, CSV or JSON, the same rows."""

from __future__ import annotations

import csv
import json
import sys
from collections.abc import Iterable, Mapping
from typing import Any

import click
from rich.console import Console
from rich.table import Table

FORMATS = click.Choice(["table", "csv", "json"])


def print_rows(rows: Iterable[Mapping[str, Any]], form: str) -> None:
    """Print rows in the form asked for."""
    rows = [dict(row) for row in rows]
    if form == "json":
        click.echo(json.dumps(rows, ensure_ascii=False, indent=2, default=str))
        return
    names = list(rows[0]) if rows else []
    if form == "csv":
        writer = csv.DictWriter(sys.stdout, fieldnames=names, lineterminator="\n")
        writer.writeheader()
        writer.writerows({name: _flat(row[name]) for name in names} for row in rows)
        return
    table = Table(show_edge=False, pad_edge=False)
    for name in names:
        table.add_column(name)
    for row in rows:
        table.add_row(*(_flat(row[name]) for name in names))
    Console().print(table)


def _flat(value: Any) -> str:
    if value is None:
        return ""
    return ", ".join(map(str, value)) if isinstance(value, (list, tuple)) else str(value)
