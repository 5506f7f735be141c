"""Rows for people and programs: a table, CSV or JSON, the same rows."""

from __future__ import annotations

import csv
import json
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from typing import Any

import click
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn
from rich.table import Table

from ...core.figures import csv_cell

FORMATS = click.Choice(["table", "csv", "json"])
FORM = click.option(
    "--format",
    "form",
    type=FORMATS,
    default="table",
    show_default=True,
    help="Bentuk keluaran / Form of output.",
)


@contextmanager
def bar(steps: int) -> Iterator[Callable[[str], None]]:
    """A bar beside long work, moved on by naming the step that begins; nothing where nobody looks on."""
    console = Console(stderr=True)
    columns = (BarColumn(), MofNCompleteColumn(), TimeElapsedColumn(), TextColumn("{task.description}"))
    with Progress(
        *columns,
        console=console,
        transient=True,
        disable=not console.is_terminal,
        redirect_stdout=sys.stdout.isatty(),
    ) as shown:
        task = shown.add_task("", total=steps)
        begun = 0

        def begin(what: str) -> None:
            nonlocal begun
            shown.update(task, completed=begun, description=what)
            begun += 1

        yield begin


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
        writer.writerows({name: csv_cell(_flat(row[name])) for name in names} for row in rows)
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
