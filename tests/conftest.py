"""What all tests share: fast password hashing, a folder of their own for files, and who may write."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import settings as hypothesis_settings

#: Seconds are never asserted, so no example has a deadline.
hypothesis_settings.register_profile("usual", deadline=None)
hypothesis_settings.load_profile("usual")
#: `./run proof`: every property with fifty times the examples.
hypothesis_settings.register_profile("proof", max_examples=5000, deadline=None)

ALLOWED_SKIPS = Path(__file__).with_name("allowed_skips.txt")
SKIPPED: list[tuple[str, str]] = []


@pytest.fixture(autouse=True)
def _own_folders(settings: Any, tmp_path: Path) -> None:
    """Files and papers of a test stay in its own folder; passwords are hashed quickly."""
    settings.SIMPUL_FILES = tmp_path / "files"
    settings.SIMPUL_OUT = tmp_path / "out"
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]


@pytest.fixture(autouse=True)
def _words_of_ones_own() -> None:
    """Words kept of a content version are those of one test: the next begins with the same version number."""
    from simpul.records import glossary

    glossary._explained.cache_clear()


@pytest.hookimpl(hookwrapper=True)
def pytest_runtest_call(item: pytest.Item) -> Iterator[None]:
    """While a test runs, our tables are written by actions only; what a test prepares says `behind_its_back()`."""
    from tests.guard import writes_only_in_actions

    with writes_only_in_actions():
        yield


def pytest_runtest_logreport(report: pytest.TestReport) -> None:
    """Remember what was skipped, and why."""
    if report.skipped and isinstance(report.longrepr, tuple):
        SKIPPED.append((report.nodeid, report.longrepr[2].removeprefix("Skipped: ")))


def allowed_skips() -> list[str]:
    """The reasons for which a test may be skipped, one a line; text after `#` says why."""
    lines = ALLOWED_SKIPS.read_text().splitlines()
    return [line.split("#")[0].strip() for line in lines if line.split("#")[0].strip()]


def pytest_sessionfinish(session: pytest.Session) -> None:
    """In continuous integration a skip that is not on the list is a failure."""
    if os.environ.get("CI") and any(reason not in allowed_skips() for _, reason in SKIPPED):
        session.exitstatus = pytest.ExitCode.TESTS_FAILED


def pytest_terminal_summary(terminalreporter: Any) -> None:
    """Print the list in continuous integration, and every skip beside it."""
    if not os.environ.get("CI"):
        return
    terminalreporter.write_line(f"skips allowed: {'; '.join(allowed_skips()) or 'none'}")
    for test, reason in SKIPPED:
        word = "allowed" if reason in allowed_skips() else "NOT ALLOWED"
        terminalreporter.write_line(f"skipped, {word}: {test}: {reason}")
