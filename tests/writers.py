"""Another writer: what somebody else does meanwhile, on a database connection of his own."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import TypeVar

from django.db import connection

T = TypeVar("T")

#: How long he waits for a lock before he says that he cannot write: PostgreSQL, SQLite.
_PATIENCE = {
    "postgresql": ("SET lock_timeout = '3s'", "RESET lock_timeout"),
    "sqlite": ("PRAGMA busy_timeout = 3000", "PRAGMA busy_timeout = 20000"),
}


def by_another(do: Callable[[], T]) -> T:
    """What another writer does, done when this returns; raises what stops him, a lock that is held included."""

    def run() -> T:
        before, after = _PATIENCE[connection.vendor]
        try:
            with connection.cursor() as cursor:
                cursor.execute(before)
            try:
                return do()
            finally:
                with connection.cursor() as cursor:
                    cursor.execute(after)
        finally:
            connection.close()

    with ThreadPoolExecutor(1) as pool:
        return pool.submit(run).result(timeout=60)
