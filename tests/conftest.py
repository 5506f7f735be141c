"""What all tests share: fast password hashing, a folder of their own for files."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest


@pytest.fixture(autouse=True)
def _own_folders(settings: Any, tmp_path: Path) -> None:
    """Files and papers of a test stay in its own folder; passwords are hashed quickly."""
    settings.SIMPUL_FILES = tmp_path / "files"
    settings.SIMPUL_OUT = tmp_path / "out"
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
