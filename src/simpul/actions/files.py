"""Keeping a file: checked, hashed, written durably under its hash, then recorded."""

from __future__ import annotations

import hashlib
import os
import re
import tempfile
import unicodedata
from collections.abc import Iterable
from pathlib import Path
from typing import Protocol

from django.conf import settings

from ..core.errors import Problem
from ..records.models import StoredFile
from .acting import Actor, action, audit

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


@action
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
    limit = limit_mb or settings.SIMPUL_UPLOAD_LIMIT_MB
    store = Path(settings.SIMPUL_FILES)
    store.mkdir(parents=True, exist_ok=True, mode=0o700)
    digest, size, head = hashlib.sha256(), 0, b""
    with tempfile.NamedTemporaryFile(dir=store, delete=False) as temporary:
        path = Path(temporary.name)
        try:
            while chunk := stream.read(_CHUNK):
                head = head or chunk[:512]
                size += len(chunk)
                if size > limit * 1024 * 1024:
                    break
                digest.update(chunk)
                temporary.write(chunk)
            media_type = check_file(name, head, size, accepted=accepted, limit_mb=limit)
            temporary.flush()
            os.fsync(temporary.fileno())
        except BaseException:
            path.unlink(missing_ok=True)
            raise
    row = StoredFile(
        name=safe_name(name),
        sha256=digest.hexdigest(),
        size=size,
        media_type=media_type,
        classification=classification,
        purpose=purpose,
        uploaded_by=actor.user,
        uploaded_at=actor.at,
    )
    _move_in(path, row.path)
    row.save(force_insert=True)
    audit(
        actor,
        "files.keep",
        kind="file",
        key=str(row.pk),
        after={"name": row.name, "sha256": row.sha256, "size": size, "purpose": purpose},
    )
    return row


def _move_in(temporary: Path, place: Path) -> None:
    place.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    temporary.replace(place)
    folder = os.open(place.parent, os.O_RDONLY)
    try:
        os.fsync(folder)
    finally:
        os.close(folder)
