"""Rows for people and programs: a table, CSV or JSON, the same rows."""

from __future__ import annotations

import csv
import json
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from textwrap import wrap
from typing import Any

import click
from rich.console import Console
from rich.measure import Measurement
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

#: A table may be so much wider than the terminal: a few cells of it take two lines then.
WRAPPED = 1.25


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


def print_rows(
    rows: Iterable[Mapping[str, Any]],
    form: str,
    told: Callable[[Mapping[str, Any]], Mapping[str, Any]] | None = None,
) -> None:
    """Print rows in the form asked for.

    A table too wide for the terminal is told row by row, its cells below each other.

    Args:
        told: a row as people read it, by the headings of its cells; programs (csv, json) always read codes.
    """
    rows = [dict(row) for row in rows]
    if form == "json":
        click.echo(json.dumps(rows, ensure_ascii=False, indent=2, default=str))
        return
    if form == "table" and told is not None:
        rows = [dict(told(row)) for row in rows]
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
    console = Console()
    unbound = Measurement.get(console, console.options.update(max_width=10_000), table)
    if unbound.minimum <= console.width and unbound.maximum <= console.width * WRAPPED:
        console.print(table)
        return
    for row in rows:
        click.echo("\n".join(_below_each_other(row, console.width)))


def _below_each_other(row: Mapping[str, Any], width: int) -> Iterator[str]:
    """A row on its own lines: its first cell, then each other one that says something, under its heading."""
    first, *others = row
    yield _flat(row[first])
    for name in others:
        if text := _flat(row[name]):
            yield from wrap(
                f"{name}: {text}",
                width,
                initial_indent="  ",
                subsequent_indent="    ",
                break_on_hyphens=False,
            )


def said_in() -> str:
    """The language in which this command speaks."""
    asked = click.get_current_context().find_object(dict) or {}
    return str(asked.get("language", "id"))


def headed(*cells: tuple[tuple[str, str], Any]) -> dict[str, Any]:
    """Cells by their headings in the language of the command."""
    return {heading[said_in() == "en"]: cell for heading, cell in cells}


def yes(value: bool) -> str:
    """Yes or no."""
    return (("tidak", "ya"), ("no", "yes"))[said_in() == "en"][value]


def _flat(value: Any) -> str:
    if value is None:
        return ""
    return ", ".join(map(str, value)) if isinstance(value, (list, tuple)) else str(value)
