"""The zip around a form: its parts by their relations, and the same zip with one part changed."""

from __future__ import annotations

import copy
import hashlib
import posixpath
import zipfile
import zlib
from collections.abc import Mapping
from io import BytesIO
from pathlib import Path

from .markup import Element, damaged, parse

_DAMAGED = (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, ValueError, OSError, KeyError)


class Package:
    """The parts of an Office file; nothing of it is ever unpacked to disk."""

    def __init__(self, path: Path) -> None:
        self.data = path.read_bytes()
        self.sha256 = hashlib.sha256(self.data).hexdigest()
        self._zip = zipfile.ZipFile(BytesIO(self.data))
        self._names = set(self._zip.namelist())

    def bytes_of(self, part: str) -> bytes:
        """A part as it is.

        Raises:
            Problem: `SENDERFORM-DAMAGED`.
        """
        try:
            return self._zip.read(part)
        except _DAMAGED as error:
            raise damaged(part) from error

    def tree(self, part: str) -> Element:
        """A part as a tree."""
        return parse(self.bytes_of(part), part)

    def related(self, part: str = "") -> dict[str, tuple[str, str]]:
        """What a part (the file itself, without one) points at inside the file: id -> last word of the kind, part."""
        folder, name = posixpath.split(part)
        relations = posixpath.join(folder, "_rels", f"{name}.rels")
        if relations not in self._names:
            return {}
        found = {}
        for one in self.tree(relations).all("Relationship"):
            target = one.attributes.get("Target", "")
            inside = target.lstrip("/") if target.startswith("/") else posixpath.join(folder, target)
            inside = posixpath.normpath(inside)
            if one.attributes.get("TargetMode") != "External" and inside in self._names:
                kind = one.attributes.get("Type", "").rsplit("/", 1)[-1]
                found[one.attributes.get("Id", "")] = (kind, inside)
        return found

    def part_of(self, kind: str, part: str = "") -> str | None:
        """The part that another one calls its styles, its numbering, …"""
        return next((target for one, target in self.related(part).values() if one == kind), None)

    def main(self) -> str:
        """The part that holds the document or workbook itself."""
        part = self.part_of("officeDocument")
        if part is None:
            raise damaged("_rels/.rels")
        return part

    def with_parts(self, changed: Mapping[str, bytes]) -> bytes:
        """The file with parts replaced; all others keep their bytes, order, date and attributes.

        The same parts give the same bytes: the date of a changed part is that of the part before.
        """
        target = BytesIO()
        with zipfile.ZipFile(target, "w") as made:
            made.comment = self._zip.comment
            for entry in self._zip.infolist():
                body = changed.get(entry.filename)
                told = copy.copy(entry)
                made.writestr(told, self.bytes_of(entry.filename) if body is None else body)
        return target.getvalue()
