"""A PostgreSQL that is down: pages say so within seconds, in both languages; nothing waits for half a minute."""

from __future__ import annotations

import json
import os
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

import pytest
from django.db import OperationalError, connection

from simpul.site.problems import database_is_away

#: Asks addresses as a browser does, in a process of its own with its own database address.
ASK = """
import json, sys, time
import django
django.setup()
from django.test import Client
client, told = Client(raise_request_exception=False), []
client.cookies["simpul"] = "a" * 32  # of a session, which only the database knows
for address in sys.argv[1:]:
    begin = time.monotonic()
    answer = client.get(address)
    told.append([answer.status_code, answer.content.decode(), answer.headers["Content-Security-Policy"],
                 answer.headers.get("Retry-After"), time.monotonic() - begin])
print(json.dumps(told))
"""


@contextmanager
def silent() -> Iterator[int]:
    """A port that takes a connection and never says anything."""
    with closing(socket.socket()) as server:
        server.bind(("127.0.0.1", 0))
        server.listen(16)
        yield server.getsockname()[1]


@contextmanager
def closed() -> Iterator[int]:
    """A port nobody listens at: bound, so that nobody else takes it, but not listening."""
    with closing(socket.socket()) as server:
        server.bind(("127.0.0.1", 0))
        yield server.getsockname()[1]


def asked(home: Path, port: int, *addresses: str) -> list[list[Any]]:
    kept = {name: value for name, value in os.environ.items() if not name.startswith("SIMPUL_")}
    run = subprocess.run(
        [sys.executable, "-c", ASK, *addresses],
        env={
            **kept,
            "SIMPUL_HOME": str(home),
            "SIMPUL_DATABASE_URL": f"postgresql://desk:sandi-rahasia@127.0.0.1:{port}/desk",
            "DJANGO_SETTINGS_MODULE": "simpul.site.settings",
            "PYTHONPATH": os.pathsep.join(path for path in sys.path if path),
        },
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
    )
    assert run.returncode == 0, run.stderr[-2000:]
    found: list[list[Any]] = json.loads(run.stdout)
    return found


@pytest.mark.parametrize("port", [closed, pytest.param(silent, marks=pytest.mark.proof_ci)])
def test_a_page_says_within_seconds_that_the_database_does_not_answer(tmp_path: Path, port: Any) -> None:
    with port() as number:
        pages = asked(tmp_path, number, "/", "/api/indicators")
    for status, text, policy, again, seconds in pages:
        assert status == 503, text
        assert "Basis data tidak menjawab" in text and "The database does not answer" in text
        assert "default-src 'none'" in policy and again == "30"
        assert "sandi-rahasia" not in text
        assert seconds < 15, seconds
    assert "<title>" in pages[0][1] and json.loads(pages[1][1])["code"] == "DATABASE-AWAY"


@pytest.mark.django_db
def test_a_statement_that_fails_is_no_database_away() -> None:
    connection.ensure_connection()
    assert not database_is_away(OperationalError("database is locked"))
    assert not database_is_away(ValueError("x")) and not database_is_away(None)
