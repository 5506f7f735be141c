"""Keeping a file: checked, hashed and written durably before anything is locked, then moved in and recorded."""

from __future__ import annotations

import hashlib
import os
import re
import tempfile
import unicodedata
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO, Protocol

from django.conf import settings
from django.db import transaction

from ..core.errors import Problem
from ..records.models import StoredFile
from .acting import Actor, action, alone_in_audit, audit

_CHUNK = 1 << 20


class Readable(Protocol):
    """Whatever bytes can be read from, piece by piece."""

    def read(self, size: int = -1, /) -> bytes: ...


#: Kinds of file by ending: media type, and the bytes a true one begins with.
KINDS: dict[str, tuple[str, tuple[bytes, ...]]] = {
    "pdf": ("application/pdf", (b"%PDF-",)),
    "xlsx": ("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", (b"PK\x03\x04",)),
    "docx": ("application/vnd.openxmlformats-officedocument.wordprocessingml.document", (b"PK\x03\x04",)),
    "png": ("image/png", (b"\x89PNG\r\n\x1a\n",)),
    "jpg": ("image/jpeg", (b"\xff\xd8\xff",)),
    "jpeg": ("image/jpeg", (b"\xff\xd8\xff",)),
    "csv": ("text/csv", ()),
    "json": ("application/json", ()),
}

EVIDENCE = ("pdf", "xlsx", "docx", "csv", "png", "jpg", "jpeg")
TABLES = ("xlsx", "csv")


def safe_name(name: str) -> str:
    """The sender's file name without folders, control characters or direction marks; never empty.

    >>> safe_name("../../etc/passwd")
    'passwd'
    """
    last = name.replace("\\", "/").rsplit("/", 1)[-1]
    kept = "".join(char for char in last if unicodedata.category(char)[0] != "C")
    return re.sub(r"\s+", " ", kept).strip(" .")[:200] or "berkas"


def check_file(name: str, head: bytes, size: int, *, accepted: Iterable[str], limit_mb: int) -> str:
    """The media type of an acceptable file.

    Raises:
        Problem: `FILES-EMPTY`, `FILES-TOO-LARGE`, `FILES-TYPE`.
    """
    accepted = tuple(accepted)
    shown = safe_name(name)
    if size == 0:
        raise Problem("FILES-EMPTY", place=shown, params={"name": shown})
    if size > limit_mb * 1024 * 1024:
        params = {"name": shown, "size": f"{size / 1048576:.0f}", "limit": limit_mb}
        raise Problem("FILES-TOO-LARGE", place=shown, params=params)
    ending = shown.rsplit(".", 1)[-1].lower() if "." in shown else ""
    media_type, signatures = KINDS.get(ending, ("", ()))
    if (
        ending not in accepted
        or (signatures and not head.startswith(signatures))
        or _looks_wrong(ending, head)
    ):
        raise Problem(
            "FILES-TYPE", place=shown, params={"name": shown, "accepted": ", ".join(sorted(accepted))}
        )
    return media_type


def _looks_wrong(ending: str, head: bytes) -> bool:
    """Text formats hold no zero bytes."""
    return ending in ("csv", "json") and b"\x00" in head


@dataclass(frozen=True)
class HeldFile:
    """A file that was checked and hashed and lies under a temporary name; no row speaks of it yet."""

    name: str
    sha256: str
    size: int
    media_type: str
    path: Path

    @property
    def place(self) -> Path:
        """Where the bytes will lie."""
        return StoredFile(sha256=self.sha256).path


@contextmanager
def hold_file(
    *, name: str, stream: Readable, accepted: Iterable[str] = EVIDENCE, limit_mb: int | None = None
) -> Iterator[HeldFile]:
    """The bytes, checked, hashed and synced: the long part of keeping a file, before any transaction.

    What no row keeps at the end is removed from the disk; after an error also what had been moved in already.

    Raises:
        Problem: the file is empty, too large or of a kind not accepted; nothing is kept.
    """
    store = Path(settings.SIMPUL_FILES)
    store.mkdir(parents=True, exist_ok=True, mode=0o700)
    descriptor, temporary = tempfile.mkstemp(dir=store)
    path = Path(temporary)
    try:
        with os.fdopen(descriptor, "wb") as target:
            limit = limit_mb or settings.SIMPUL_UPLOAD_LIMIT_MB
            held = _written(stream, target, path, name=name, accepted=accepted, limit_mb=limit)
        try:
            yield held
        except BaseException:
            _let_go(held)
            raise
    finally:
        path.unlink(missing_ok=True)


def _written(
    stream: Readable, target: BinaryIO, path: Path, *, name: str, accepted: Iterable[str], limit_mb: int
) -> HeldFile:
    digest, size, head = hashlib.sha256(), 0, b""
    while chunk := stream.read(_CHUNK):
        head = head or chunk[:512]
        size += len(chunk)
        if size > limit_mb * 1024 * 1024:
            break
        digest.update(chunk)
        target.write(chunk)
    media_type = check_file(name, head, size, accepted=accepted, limit_mb=limit_mb)
    target.flush()
    os.fsync(target.fileno())
    return HeldFile(safe_name(name), digest.hexdigest(), size, media_type, path)


def _let_go(held: HeldFile) -> None:
    """Remove bytes that were moved in for rows that were never committed; nobody else keeps a file meanwhile."""
    if held.path.exists():
        return
    with transaction.atomic():
        alone_in_audit()
        if not StoredFile.objects.filter(sha256=held.sha256).exists():
            held.place.unlink(missing_ok=True)


@action
def keep_held(*, file: HeldFile, purpose: str, classification: str = "ordinary", actor: Actor) -> StoredFile:
    """Record a held file and move its bytes to their place. The same bytes lie once on disk.

    The bytes are moved after the audit row, which lets one writer through at a time: so nobody removes them as
    left over before the row is committed (`_let_go`).
    """
    row = StoredFile(
        name=file.name,
        sha256=file.sha256,
        size=file.size,
        media_type=file.media_type,
        classification=classification,
        purpose=purpose,
        uploaded_by=actor.user,
        uploaded_at=actor.at,
    )
    row.save(force_insert=True)
    audit(
        actor,
        "files.keep",
        kind="file",
        key=str(row.pk),
        after={"name": row.name, "sha256": row.sha256, "size": row.size, "purpose": purpose},
    )
    _move_in(file.path, row.path)
    return row


def keep_file(
    *,
    name: str,
    stream: Readable,
    purpose: str,
    accepted: Iterable[str] = EVIDENCE,
    classification: str = "ordinary",
    limit_mb: int | None = None,
    actor: Actor,
) -> StoredFile:
    """Store the bytes durably (file, then folder synced), then the row. The same bytes lie once on disk.

    Raises:
        Problem: the file is empty, too large or of a kind not accepted; nothing is kept.
    """
    with hold_file(name=name, stream=stream, accepted=accepted, limit_mb=limit_mb) as held:
        return keep_held(file=held, purpose=purpose, classification=classification, actor=actor)


def _move_in(temporary: Path, place: Path) -> None:
    place.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    temporary.replace(place)
    folder = os.open(place.parent, os.O_RDONLY)
    try:
        os.fsync(folder)
    finally:
        os.close(folder)
