"""`./run bench [demo] [pages] [imports] [papers] [grown] [--format table|json]`.

The demo is played into a fresh folder first, because everything else is measured on it; each subject is measured
by a process of its own, imports and the grown desk on copies, all on SQLite. Counts and ratios over their limit end
with exit code 1; seconds and megabytes are reported beside their limits and end nothing.
"""

from __future__ import annotations

import argparse
import importlib
import json
import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from . import demo
from .measures import Measure, machine, machine_line, table

SUBJECTS = ("demo", "pages", "imports", "papers", "grown")
#: Subjects that write into the demo they measure.
ON_A_COPY = ("imports", "grown")


def main(arguments: list[str]) -> int:
    """Measure what is asked for, tell it, and say whether a count or ratio is over its limit."""
    parser = argparse.ArgumentParser(prog="./run bench", description=__doc__.split("\n\n")[1])
    parser.add_argument("subjects", nargs="*", metavar="subject", help=", ".join(SUBJECTS))
    parser.add_argument("--format", choices=("table", "json"), default="table")
    asked = parser.parse_args(arguments)
    unknown = [word for word in asked.subjects if word not in SUBJECTS]
    if unknown:
        parser.error(f"{unknown[0]} is not one of {', '.join(SUBJECTS)}")
    wanted = tuple(asked.subjects) or SUBJECTS
    os.environ.pop("SIMPUL_DATABASE_URL", None)
    home = Path(os.environ.get("SIMPUL_HOME") or tempfile.gettempdir())
    home.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix="bench-", dir=home) as folder:
        found = _measure(wanted, Path(folder))
    broken = [row for row in found if row.breaks]
    if asked.format == "json":
        told = {"machine": machine(), "measures": [row.as_json() for row in found], "broken": len(broken)}
        print(json.dumps(told, indent=1, ensure_ascii=False))
    else:
        print(f"{machine_line()}\n\n{table(found)}\n\n{_verdict(found, broken)}")
    return 1 if broken else 0


def _measure(wanted: tuple[str, ...], folder: Path) -> list[Measure]:
    played = folder / "demo"
    found = _told("demo", demo.measure, played) if "demo" in wanted else _told("demo", demo.play, played)[:0]
    for subject in set(wanted) & set(ON_A_COPY):
        shutil.copytree(played, folder / subject)
    for subject in wanted:
        if subject != "demo":
            home = folder / (subject if subject in ON_A_COPY else "demo")
            found += _told(subject, _in_own_process, subject, home)
    return found


def _told(subject: str, do: object, *arguments: object) -> list[Measure]:
    print(f"measuring {subject} ...", file=sys.stderr, flush=True)
    return list(do(*arguments))  # type: ignore[operator]


def _in_own_process(subject: str, home: Path) -> list[Measure]:
    done = subprocess.run(
        [sys.executable, "-m", "benchmarks", "--only", subject],
        env={
            **os.environ,
            "SIMPUL_HOME": str(home),
            "DJANGO_SETTINGS_MODULE": "simpul.site.settings",
        },
        stdout=subprocess.PIPE,
        text=True,
        check=False,
    )
    if done.returncode:
        raise SystemExit(f"benchmarks.{subject} failed")
    return [Measure(**row) for row in json.loads(done.stdout)]


def _only(subject: str) -> None:
    """What the process of one subject does."""
    rows: list[Measure] = importlib.import_module(f"benchmarks.{subject}").measure()
    print(json.dumps([vars(row) for row in rows]))


def _verdict(found: list[Measure], broken: list[Measure]) -> str:
    slow = sum(1 for row in found if row.over and not row.breaks)
    counted = (
        f"{len(broken)} counts or ratios over their limit" if broken else "every count and ratio in order"
    )
    return f"{counted}; {slow} times or sizes over theirs (reported only)"


if __name__ == "__main__":
    if sys.argv[1:2] == ["--only"]:
        _only(sys.argv[2])
    else:
        sys.exit(main(sys.argv[1:]))
