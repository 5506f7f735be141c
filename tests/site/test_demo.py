"""A demo that is killed half-way says which folder to delete, and is played again once it is gone."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

COMMAND = [sys.executable, "-c", "from simpul.site.cli import main; main()", "--language", "en", "demo"]


def surroundings(home: Path) -> dict[str, str]:
    kept = {name: value for name, value in os.environ.items() if not name.startswith("SIMPUL_")}
    return {
        **kept,
        "SIMPUL_HOME": str(home),
        "PYTHONPATH": os.pathsep.join(path for path in sys.path if path),
    }


def killed_after(home: Path, said: str) -> None:
    """Play the demo in a process of its own, and kill it as soon as it has said something."""
    with subprocess.Popen(
        [*COMMAND, "--no-serve"], env=surroundings(home), stdout=subprocess.PIPE, text=True
    ) as run:
        assert run.stdout
        for line in run.stdout:
            if said in line:
                break
        run.kill()
        assert run.wait() == -9, "it ended by itself before it said so"


@pytest.mark.proof_ci
def test_a_demo_that_was_killed_names_the_folder_to_delete_and_is_then_played_again(tmp_path: Path) -> None:
    home = tmp_path / "demo home"
    killed_after(home, "Round opened")
    again = subprocess.run(
        [*COMMAND, "--no-serve"], env=surroundings(home), capture_output=True, text=True, check=False
    )
    assert again.returncode == 3, again.stderr
    assert f"The demo in {home} was stopped before its end." in again.stderr
    assert f"Delete the folder {home}" in again.stderr
    shutil.rmtree(home)
    killed_after(home, "Round opened")
