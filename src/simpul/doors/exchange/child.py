"""A child process that reads what offices upload: limited, without Django, told nothing of its surroundings."""

from __future__ import annotations

import os
import resource
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from .archive import Limits


def run_limited(module: str, arguments: Sequence[str], target: Any, folder: str, limits: Limits) -> bool:
    """Run a module of ours as a child that writes to `target`; False where it failed or had to be ended."""
    source = str(Path(__file__).resolve().parents[3])
    environment = {"PYTHONPATH": os.pathsep.join([source, *sys.path[1:]]), "LC_ALL": "C.UTF-8"}
    try:
        done = subprocess.run(  # noqa: S603
            [sys.executable, "-s", "-B", "-m", module, *arguments],
            stdin=subprocess.DEVNULL,
            stdout=target,
            stderr=subprocess.DEVNULL,
            env=environment,
            cwd=folder,
            timeout=limits.seconds,
            start_new_session=True,
            check=False,
        )
    except subprocess.TimeoutExpired:
        return False
    return done.returncode == 0


def limit_self(limits: Limits) -> None:
    """What the child does before it opens anything: limit its memory, its time and what it may write."""
    resource.setrlimit(resource.RLIMIT_AS, (limits.memory, limits.memory))
    resource.setrlimit(resource.RLIMIT_CPU, (limits.seconds, limits.seconds + 1))
    resource.setrlimit(resource.RLIMIT_FSIZE, (limits.unpacked, limits.unpacked))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
