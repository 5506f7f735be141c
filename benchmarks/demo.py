"""The demo played into an empty data folder, then asked for again."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from pathlib import Path

from .measures import Measure

FIRST, SECOND = 240.0, 10.0


def play(home: Path) -> tuple[float, str]:
    """Run `simpul demo --no-serve` on a folder as a process of its own; seconds and the last line it said."""
    begin = time.perf_counter()
    done = subprocess.run(
        [sys.executable, "-c", "from simpul.site.cli import main; main()", "demo", "--no-serve"],
        env={**os.environ, "SIMPUL_HOME": str(home)},
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        raise RuntimeError((done.stdout + done.stderr)[-2000:])
    return time.perf_counter() - begin, done.stdout


def measure(home: Path) -> list[Measure]:
    """First and second run; afterwards `home` holds the played demo."""
    first, told = play(home)
    second, _ = play(home)
    steps = [line.split(" s  ", 1) for line in told.splitlines() if " s  " in line]
    slow = sorted(((float(took), what.split(" / ")[0]) for took, what in steps[:-1]), reverse=True)[:3]
    note = "without set-up; " + ", ".join(f"{what} {took:.1f}" for took, what in slow)
    return [
        Measure("demo", "first run, empty folder", first, "s", FIRST, note),
        Measure("demo", "second run", second, "s", SECOND),
    ]
