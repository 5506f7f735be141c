"""What only the database can promise under concurrent writers, on each of the two.

Three rules: one designation per body (or office, where there is no body), role, rank and seat on a day, and one
beside it for an absent holder (*Plh.*); one
responsibility per body, organisation and role on a day; one definitive holder of a post on a day, and one acting.

The message of a refusal names the rule, and
`actions.directory` turns it into a sentence with the conflicting row.
"""

from __future__ import annotations

from typing import Any

from django.db.backends.base.base import BaseDatabaseWrapper

DESIGNATION = "simpul_designation_overlap"
RESPONSIBILITY = "simpul_responsibility_overlap"
HOLDING = "simpul_post_holding_overlap"

_POSTGRESQL = f"""
CREATE EXTENSION IF NOT EXISTS btree_gist;
ALTER TABLE simpul_designation ADD CONSTRAINT {DESIGNATION} EXCLUDE USING gist (
    coalesce(body_id, -organisation_id) WITH =, role WITH =, rank WITH =, seat WITH =,
    ((acting = 'Plh.')::int) WITH =,
    daterange(since, until, '[)') WITH &&
);
ALTER TABLE simpul_responsibility ADD CONSTRAINT {RESPONSIBILITY} EXCLUDE USING gist (
    body_id WITH =, organisation_id WITH =, role WITH =, daterange(since, until, '[)') WITH &&
);
ALTER TABLE simpul_post_holding ADD CONSTRAINT {HOLDING} EXCLUDE USING gist (
    post_id WITH =, ((acting = '')::int) WITH =, daterange(since, until, '[)') WITH &&
);
"""

_POSTGRESQL_DROP = f"""
ALTER TABLE simpul_designation DROP CONSTRAINT IF EXISTS {DESIGNATION};
ALTER TABLE simpul_responsibility DROP CONSTRAINT IF EXISTS {RESPONSIBILITY};
ALTER TABLE simpul_post_holding DROP CONSTRAINT IF EXISTS {HOLDING};
"""

_SPANS_MEET = "(o.until IS NULL OR NEW.since < o.until) AND (NEW.until IS NULL OR o.since < NEW.until)"

_SQLITE_RULES = {
    DESIGNATION: (
        "simpul_designation",
        "coalesce(o.body_id, -o.organisation_id) = coalesce(NEW.body_id, -NEW.organisation_id)"
        " AND o.role = NEW.role AND o.rank = NEW.rank AND o.seat = NEW.seat"
        " AND (o.acting = 'Plh.') = (NEW.acting = 'Plh.')",
    ),
    RESPONSIBILITY: (
        "simpul_responsibility",
        "o.body_id = NEW.body_id AND o.organisation_id = NEW.organisation_id AND o.role = NEW.role",
    ),
    HOLDING: (
        "simpul_post_holding",
        "o.post_id = NEW.post_id AND (o.acting = '') = (NEW.acting = '')",
    ),
}


def _sqlite() -> list[str]:
    statements = []
    for name, (table, same) in _SQLITE_RULES.items():
        for event in ("INSERT", "UPDATE"):
            trigger = f"{name}_{event.lower()}"
            statements.append(f"DROP TRIGGER IF EXISTS {trigger}")
            statements.append(  # names of our own; nothing a person typed
                f"CREATE TRIGGER {trigger} BEFORE {event} ON {table} WHEN EXISTS ("
                f"SELECT 1 FROM {table} o WHERE o.id IS NOT NEW.id AND {same} AND {_SPANS_MEET}"
                f") BEGIN SELECT RAISE(ABORT, '{name}'); END"
            )
    return statements


def install(connection: BaseDatabaseWrapper) -> None:
    """Put the rules in place, again where they already are."""
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute(_POSTGRESQL_DROP)
            cursor.execute(_POSTGRESQL)
            return
        for statement in _sqlite():
            cursor.execute(statement)


def uninstall(connection: BaseDatabaseWrapper) -> None:
    """Take the rules away."""
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute(_POSTGRESQL_DROP)
            return
        for name in _SQLITE_RULES:
            for event in ("insert", "update"):
                cursor.execute(f"DROP TRIGGER IF EXISTS {name}_{event}")


def installed(connection: BaseDatabaseWrapper) -> set[str]:
    """Which rules the database holds, by name."""
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("SELECT conname FROM pg_constraint WHERE contype = 'x'")
            return {row[0] for row in cursor.fetchall()}
        cursor.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'")
        found: set[Any] = {row[0] for row in cursor.fetchall()}
        return {name for name in _SQLITE_RULES if {f"{name}_insert", f"{name}_update"} <= found}
