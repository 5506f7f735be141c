"""Files of a form that could not be kept yet: they wait for the account that sent them, so that nobody chooses twice.

No row speaks of a waiting file. It lies in the folder of its account, under its hash, beside the folder of files that
are kept. It goes once it is used; what waited for a day, and what is more than one account may have, goes when the next
file comes.
"""

from __future__ import annotations

import re
import shutil
import time
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.conf import settings

from ..core.errors import Problem
from ..records.models import User
from .files import HeldFile, hold_file, safe_name

#: Seconds a file waits, and how many may wait for one account.
WAITS, MOST = 24 * 60 * 60, 12


@dataclass(frozen=True)
class WaitingFile:
    """A file that was received and waits; `key` names it in the form of the account that sent it."""

    name: str
    sha256: str
    path: Path
    size: int

    @property
    def key(self) -> str:
        return f"{self.sha256}/{self.name}"


def set_aside(
    *, name: str, stream: Any, accepted: Iterable[str], owner: User, beside: Collection[str] = ()
) -> WaitingFile:
    """Keep a received file for its account until the form can be kept.

    Args:
        beside: hashes of the files that wait for the same form; they stay, however many there are.

    Raises:
        Problem: it is empty, too large or of a kind not accepted; nothing is kept.
    """
    folder = _folder(owner)
    with hold_file(name=name, stream=stream, accepted=accepted) as held:
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        place = folder / held.sha256
        shutil.move(held.path, place)
    _sweep(folder, {held.sha256, *beside})
    return WaitingFile(held.name, held.sha256, place, held.size)


def find_waiting(key: str, *, owner: User) -> WaitingFile | None:
    """The waiting file that a form names, of this account only; None where there is none any more."""
    sha256, _slash, name = key.partition("/")
    place = _folder(owner) / sha256
    if not re.fullmatch(r"[0-9a-f]{64}", sha256) or not place.is_file():
        return None
    return WaitingFile(safe_name(name), sha256, place, place.stat().st_size)


def _folder(owner: User) -> Path:
    return Path(settings.SIMPUL_FILES).parent / "waiting" / str(owner.pk)


def _sweep(folder: Path, needed: Collection[str]) -> None:
    """Remove what waited too long, of every account, and of this one what is more than it may have and not needed."""
    old = time.time() - WAITS
    with suppress(FileNotFoundError):  # another request was faster; the next one sweeps again
        newest = sorted(folder.iterdir(), key=lambda path: path.stat().st_mtime, reverse=True)
        too_old = [path for path in folder.parent.glob("*/*") if path.stat().st_mtime < old]
        for path in {*newest[MOST:], *too_old}:
            if path.parent != folder or path.name not in needed:
                path.unlink(missing_ok=True)


class Uploads:
    """The files of one form: those sent now, and those that wait from before.

    Args:
        sent: part of the form -> name and stream of each file that came with it.
        waiting: part -> keys of the files that wait from before, as the form names them.
        accepted: part -> kinds of file it takes.
        several: parts that take more than one file; in others a file sent now takes the place of one that waits.
    """

    def __init__(
        self,
        sent: Mapping[str, Sequence[tuple[str, Any]]],
        waiting: Mapping[str, Iterable[str]],
        *,
        owner: User,
        accepted: Mapping[str, Sequence[str]],
        several: Sequence[str] = (),
    ) -> None:
        self._sent, self._owner, self._accepted = sent, owner, accepted
        self._gone: list[tuple[str, str]] = []
        self._waiting = {
            part: [] if sent.get(part) and part not in several else self._found(part, waiting.get(part, ()))
            for part in accepted
        }

    def _found(self, part: str, keys: Iterable[str]) -> list[WaitingFile]:
        found = []
        for key in dict.fromkeys(keys):
            if (one := find_waiting(key, owner=self._owner)) is not None:
                found.append(one)
            else:
                self._gone.append((part, safe_name(key.partition("/")[2])))
        return found

    @contextmanager
    def held(self) -> Iterator[list[tuple[str, HeldFile]]]:
        """Each file with its part, held until the form is done; what waited for it is gone then.

        Raises:
            Problem: a file is empty, too large or of a kind not accepted; or one that waited is no longer there.
        """
        for part, name in self._gone:
            raise Problem("FILES-WAITED", place=part, params={"name": name})
        with ExitStack() as stack:
            found = []
            for part, kinds in self._accepted.items():
                for name, stream in self._streams(part, stack):
                    found.append(
                        (part, stack.enter_context(hold_file(name=name, stream=stream, accepted=kinds)))
                    )
            yield found
        for rows in self._waiting.values():
            for one in rows:
                one.path.unlink(missing_ok=True)

    def _streams(self, part: str, stack: ExitStack) -> Iterator[tuple[str, Any]]:
        for one in self._waiting[part]:
            yield one.name, stack.enter_context(one.path.open("rb"))
        yield from self._sent.get(part, ())

    def set_aside(self) -> dict[str, list[WaitingFile]]:
        """Part -> the files that wait now: those of before, and those sent now that are acceptable."""
        for part, kinds in self._accepted.items():
            for name, stream in self._sent.get(part, ()):
                stream.seek(0)
                beside = {one.sha256 for rows in self._waiting.values() for one in rows}
                with suppress(Problem):
                    self._waiting[part].append(
                        set_aside(
                            name=name,
                            stream=stream,
                            accepted=kinds,
                            owner=self._owner,
                            beside=beside,
                        )
                    )
        return {part: rows for part, rows in self._waiting.items() if rows}
