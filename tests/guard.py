"""Who writes: a wrapper around every connection that refuses a write to our tables outside an action."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any

from django.db import connections
from django.db.backends.signals import connection_created

from simpul.actions.acting import WRITING

#: The verbs that change rows or tables, wherever in a statement they begin a clause (a CTE may come first).
_VERB = re.compile(
    r"\b(?:INSERT(?:\s+OR\s+\w+)?\s+INTO|REPLACE\s+INTO|MERGE\s+INTO|DELETE\s+FROM"
    r"|UPDATE(?:\s+OR\s+\w+)?(?!\s+OF\b)|TRUNCATE(?:\s+TABLE)?|(?:ALTER|DROP)\s+(?:TABLE|TRIGGER|INDEX)(?:\s+IF\s+EXISTS)?)"
    r'\s+(?:ONLY\s+)?(?:"?\w+"?\.)?"?(?P<table>\w+)"?(?P<rest>.*)',
    re.I | re.S,
)
_READS = re.compile(r"\s*(?:SELECT|EXPLAIN|PRAGMA|SAVEPOINT|RELEASE|ROLLBACK|BEGIN|COMMIT|SET|SHOW)\b", re.I)

#: Tables of libraries, and why they write on their own.
LIBRARY_TABLES = {
    "django_session": "signing in and out",
    "django_cache": "limits of sign-in attempts",
    "django_content_type": "set-up by Django",
    "django_migrations": "set-up by Django",
    "auth_permission": "set-up by Django",
    "account_emailaddress": "signing in by allauth",
}

#: The one column of ours that a library writes: Django notes when somebody signed in.
_LAST_LOGIN = re.compile(r'\s*SET\s+"last_login"\s*=\s*\S+\s+WHERE', re.I)

#: SQLite drops the triggers of a table it rebuilds; Django's migrate puts them back each time it ends.
_REINSTALLED = re.compile(
    r"\s*(?:DROP TRIGGER IF EXISTS|CREATE TRIGGER)"
    r" simpul_(?:designation|responsibility|post_holding)_overlap_(?:insert|update)\b"
)

_BEHIND: ContextVar[bool] = ContextVar("behind_its_back", default=False)


class WriteOutsideAction(AssertionError):
    """A statement wrote to one of our tables while no action was running."""


@contextmanager
def behind_its_back() -> Iterator[None]:
    """Rows a test makes or spoils itself, past the actions."""
    token = _BEHIND.set(True)
    try:
        yield
    finally:
        _BEHIND.reset(token)


def written(sql: str) -> str | None:
    """The table of ours that a statement changes, None where it changes none."""
    if _READS.match(sql) or _REINSTALLED.match(sql):
        return None
    found = _VERB.search(sql)
    if found is None:
        return None
    table = found["table"].lower()
    signed_in = table == "simpul_user" and _LAST_LOGIN.match(found["rest"])
    return None if table in LIBRARY_TABLES or signed_in else table


def refuse(execute: Callable[..., Any], sql: str, params: Any, many: bool, context: Any) -> Any:
    """Execute what an action does, and what libraries do to their own tables; refuse any other write."""
    if not WRITING.get() and not _BEHIND.get() and (table := written(str(sql))):
        raise WriteOutsideAction(f"{table} is written outside an action: {str(sql)[:200]}")
    return execute(sql, params, many, context)


@contextmanager
def writes_only_in_actions() -> Iterator[None]:
    """Refuse writes outside actions on every connection, those that other threads open included."""

    def watch(*, connection: Any, **_: Any) -> None:
        if refuse not in connection.execute_wrappers:
            connection.execute_wrappers.append(refuse)

    connection_created.connect(watch)
    for connection in connections.all():
        watch(connection=connection)
    try:
        yield
    finally:
        connection_created.disconnect(watch)
        for connection in connections.all():
            if refuse in connection.execute_wrappers:
                connection.execute_wrappers.remove(refuse)
