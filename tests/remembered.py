"""What many tests begin with is made once in a process; for later tests its rows are put back as they were.

The first test that asks makes it truly, by the actions; each later one finds the same rows under the same keys and
gets a copy of what was returned. Beside rows that are there already the thing is made anew.
"""

from __future__ import annotations

import functools
import pickle
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar

from django.conf import settings
from django.db import connection, transaction

from tests.guard import behind_its_back

Made = TypeVar("Made")


@dataclass(frozen=True)
class _Kept:
    """Rows by table as the database gives and takes them, files by name, and what was returned, pickled."""

    rows: dict[str, Any]
    files: dict[str, bytes]
    result: bytes


_KEPT: dict[tuple[str, str], _Kept] = {}


def made_once(make: Callable[[], Made]) -> Callable[[], Made]:
    """A function that makes the same rows and files whenever it is called: made truly once in a process."""

    @functools.wraps(make)
    def made() -> Made:
        return remembered(f"{make.__module__}.{make.__qualname__}", make)

    return made


def remembered(name: str, make: Callable[[], Made]) -> Made:
    """What `make` returns, with its rows in the database; made truly once, and beside rows that are there already."""
    kept = _KEPT.get((connection.vendor, name))
    if kept is not None and not any(_counts(kept.rows).values()):
        with behind_its_back(), transaction.atomic():
            _put_back(kept.rows)
        _put_files_back(kept.files)
        result: Made = pickle.loads(kept.result)
        return result
    tables = [table for table in connection.introspection.table_names() if table.startswith("simpul_")]
    fresh = kept is None and not any(_counts(tables).values()) and not _files()
    made = make()
    if fresh:
        rows = {table: _rows_of(table) for table, count in _counts(tables).items() if count}
        _KEPT[connection.vendor, name] = _Kept(rows, _files(), pickle.dumps(made))
    return made


def _files() -> dict[str, bytes]:
    """What is kept in the folder of files, by its name there."""
    folder = Path(settings.SIMPUL_FILES)
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def _put_files_back(files: dict[str, bytes]) -> None:
    for name, body in files.items():
        path = Path(settings.SIMPUL_FILES) / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(body)


def _counts(tables: Any) -> dict[str, int]:
    """How many rows each table has, asked at once."""
    names = list(tables)
    with connection.cursor() as cursor:
        cursor.execute("SELECT " + ", ".join(f'(SELECT count(*) FROM "{name}")' for name in names))
        return dict(zip(names, cursor.fetchone(), strict=True))


def _rows_of(table: str) -> Any:
    """Every row of a table in the database's own form: neither the framework nor the driver turns a value round."""
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            with cursor.copy(f'COPY "{table}" TO STDOUT (FORMAT binary)') as out:
                return b"".join(bytes(part) for part in out)
        columns = [column.name for column in connection.introspection.get_table_description(cursor, table)]
        plain = ", ".join(f'+"{column}"' for column in columns)  # an expression has no type to be read by
        return cursor.execute(f'SELECT {plain} FROM "{table}"').fetchall()


def _put_back(rows: dict[str, Any]) -> None:
    with connection.cursor() as cursor:
        for table, kept in rows.items():
            if connection.vendor == "postgresql":
                with cursor.copy(f'COPY "{table}" FROM STDIN (FORMAT binary)') as into:
                    into.write(kept)
            else:
                places = ", ".join("?" * len(kept[0]))
                connection.connection.executemany(f'INSERT INTO "{table}" VALUES ({places})', kept)
        if connection.vendor == "postgresql":
            _count_on(cursor, list(rows))


def _count_on(cursor: Any, tables: list[str]) -> None:
    """New keys come after those of the rows that were put back."""
    cursor.execute(
        "SELECT s.seqrelid::regclass::text, c.relname, a.attname FROM pg_sequence s"
        " JOIN pg_depend d ON d.objid = s.seqrelid AND d.deptype IN ('a', 'i')"
        " JOIN pg_class c ON c.oid = d.refobjid JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum = d.refobjsubid"
        " WHERE c.relname = ANY(%s)",
        [tables],
    )
    counters = cursor.fetchall()
    cursor.execute(
        "SELECT "
        + ", ".join(
            f"""setval('{counter}', (SELECT max("{key}") FROM "{table}"))"""
            for counter, table, key in counters
        )
    )
