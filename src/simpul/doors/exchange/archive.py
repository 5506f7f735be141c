"""What an .xlsx or .docx may be before anything parses it: a small zip of plain XML, without code or strangers.

The limits are asked three times: of the file's size, of the zip's directory, and while inflating, because a
directory can lie. DTDs are refused by an XML parser's own events, in whatever encoding they come.
"""

from __future__ import annotations

import re
import zipfile
import zlib
from dataclasses import dataclass
from pathlib import Path
from xml.parsers import expat

from ...core.errors import Problem

MEGABYTE = 1_000_000
MACROS = (".xlsm", ".xltm", ".xlam")
WORD_MACROS = (".docm", ".dotm")
#: What tells a workbook, and a Word document, among zips: a part whose name begins so.
WORKBOOK, DOCUMENT = "xl/workbook.xml", "word/"


@dataclass(frozen=True)
class Limits:
    """How much a file may take.

    Args:
        size: bytes of the file itself.
        parts: entries in the zip.
        unpacked: bytes of all entries together, inflated.
        ratio: inflated by packed bytes, asked of entries above one megabyte.
        rows: rows of a sheet or table.
        columns: columns of a sheet.
        text: characters of one cell.
        memory: bytes of address space of the reading process.
        seconds: wall-clock and processor seconds of the reading process.
    """

    size: int = 10 * MEGABYTE
    parts: int = 500
    unpacked: int = 80 * MEGABYTE
    ratio: int = 200
    rows: int = 50_000
    columns: int = 200
    text: int = 10_000
    memory: int = 600 * MEGABYTE
    seconds: int = 20


#: Parts that carry code, or fetch figures from elsewhere.
_CODE = re.compile(
    r"vbaproject|macrosheets|/activex/|/ctrlprops/|oleobject|\.(exe|dll|js|vbs|bat|cmd)$", re.I
)
_ELSEWHERE = re.compile(r"/externallinks/|/connections\.xml$|/querytables/|/model/item\.data$", re.I)
#: A row or a cell with where it says it lies: the letters of its column, empty for a row, and its number.
_PLACED = re.compile(rb"<(?:\w+:)?(?:c|row)\b[^>]{0,400}?\br=\"([A-Z]{0,6})(\d{1,9})\"")

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


def check_size(path: Path, *, name: str, limits: Limits) -> None:
    """The file is neither empty nor too large; asked before a byte is read.

    Raises:
        Problem: `FILES-EMPTY`, `FILES-TOO-LARGE`.
    """
    size = path.stat().st_size
    if size == 0:
        raise Problem("FILES-EMPTY", place=name, params={"name": name})
    if size > limits.size:
        params = {"name": name, "size": round(size / MEGABYTE, 1), "limit": limits.size // MEGABYTE}
        raise Problem("FILES-TOO-LARGE", place=name, params=params)


def check_archive(path: Path, *, name: str, limits: Limits, holds: str = WORKBOOK) -> None:
    """The file is a workbook, or what else `holds` tells, and safe to parse.

    Raises:
        Problem: `EXCHANGE-NOT-WORKBOOK`, `-OLD-OR-LOCKED`, `-MACRO`, `-EXTERNAL-LINK`, `-EXPANDS`,
            `-DAMAGED`, `-XML`.
    """
    if name.lower().endswith(MACROS + WORD_MACROS):
        raise Problem("EXCHANGE-MACRO", place=name, params={"name": name, "part": name[-5:].lower()})
    with path.open("rb") as file:
        start = file.read(8)
    if start == OLE:
        raise Problem("EXCHANGE-OLD-OR-LOCKED", place=name, params={"name": name})
    if start[:4] != b"PK\x03\x04":
        raise Problem("EXCHANGE-NOT-WORKBOOK", place=name, params={"name": name})
    try:
        with zipfile.ZipFile(path) as archive:
            _check_directory(archive, path.stat().st_size, name, limits, holds)
            _check_parts(archive, name, limits)
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, ValueError, OSError) as error:
        params = {"name": name, "part": str(error)[:80] or type(error).__name__}
        raise Problem("EXCHANGE-DAMAGED", place=name, params=params) from error


def _check_directory(archive: zipfile.ZipFile, size: int, name: str, limits: Limits, holds: str) -> None:
    parts = archive.infolist()
    names = [part.filename for part in parts]
    if len(parts) > limits.parts:
        raise _expands(name, f"{len(parts)} entries", f"{limits.parts}")
    for part in parts:
        _check_entry(part, name, limits)
    total = sum(part.file_size for part in parts)
    if total > limits.unpacked:
        raise _expands(name, f"{total // MEGABYTE} MB", f"{limits.unpacked // MEGABYTE} MB")
    if sum(part.compress_size for part in parts) > size:
        raise _expands(name, "overlapping entries", "none")
    if len(set(names)) != len(names):
        raise Problem("EXCHANGE-DAMAGED", place=name, params={"name": name, "part": "two parts of one name"})
    if not any(one.startswith(holds) for one in names) or "[Content_Types].xml" not in names:
        raise Problem("EXCHANGE-NOT-WORKBOOK", place=name, params={"name": name})


def _check_entry(part: zipfile.ZipInfo, name: str, limits: Limits) -> None:
    if part.flag_bits & 1:
        raise Problem("EXCHANGE-OLD-OR-LOCKED", place=part.filename, params={"name": name})
    if _CODE.search(part.filename):
        raise Problem("EXCHANGE-MACRO", place=part.filename, params={"name": name, "part": part.filename})
    if _ELSEWHERE.search(part.filename):
        params = {"name": name, "part": part.filename}
        raise Problem("EXCHANGE-EXTERNAL-LINK", place=part.filename, params=params)
    if part.file_size > MEGABYTE and part.file_size > limits.ratio * max(part.compress_size, 1):
        raise _expands(name, f"{part.filename} x {part.file_size // max(part.compress_size, 1)}", "")


def _expands(name: str, found: str, limit: str) -> Problem:
    params = {"name": name, "found": found, "limit": limit or "x 200"}
    return Problem("EXCHANGE-EXPANDS", place=name, params=params)


def _check_parts(archive: zipfile.ZipFile, name: str, limits: Limits) -> None:
    """Inflate every part piece by piece; no part is ever whole in memory."""
    left = limits.unpacked
    for part in archive.infolist():
        watches = _watches(part.filename, name, limits)
        with archive.open(part) as stream:
            while chunk := stream.read(1 << 16):
                left -= len(chunk)
                if left < 0:
                    raise _expands(name, part.filename, f"{limits.unpacked // MEGABYTE} MB")
                for watch in watches:
                    watch.feed(chunk)
        for watch in watches:
            watch.end()


class _Watch:
    """What looks at a part while it is inflated; each piece comes with the end of the one before."""

    #: Longer than anything the patterns match.
    REACH = 1024

    def __init__(self, part: str, name: str, limits: Limits) -> None:
        self.part, self.name, self.limits = part, name, limits
        self._before = b""

    def feed(self, chunk: bytes) -> None:
        seen = self._before + chunk
        self.look(seen)
        self._before = seen[-self.REACH :]

    def look(self, seen: bytes) -> None:
        """Judge what is seen; the same bytes may come twice."""

    def end(self) -> None:
        """The part is over."""


class _Xml(_Watch):
    """Well-formed, without DTD or entities."""

    def __init__(self, part: str, name: str, limits: Limits) -> None:
        super().__init__(part, name, limits)
        self._parser = expat.ParserCreate()
        self._parser.StartDoctypeDeclHandler = self._refuse
        self._parser.EntityDeclHandler = self._refuse

    def _refuse(self, *_: object) -> None:
        raise Problem("EXCHANGE-XML", place=self.part, params={"name": self.name, "part": self.part})

    def feed(self, chunk: bytes) -> None:
        self._parse(chunk, False)

    def end(self) -> None:
        self._parse(b"", True)

    def _parse(self, chunk: bytes, final: bool) -> None:
        try:
            self._parser.Parse(chunk, final)
        except expat.ExpatError as error:
            params = {"name": self.name, "part": self.part}
            raise Problem("EXCHANGE-DAMAGED", place=self.part, params=params) from error


class _Relations(_Xml):
    """Nothing is fetched from elsewhere. A hyperlink fetches nothing, nor does the name of a template on the disk
    of who wrote the file, which Word notes in many documents."""

    _HARMLESS = re.compile(r"file:///[A-Za-z]:|[A-Za-z]:\\")

    def __init__(self, part: str, name: str, limits: Limits) -> None:
        super().__init__(part, name, limits)
        self._parser.StartElementHandler = self._ask

    def _ask(self, _: str, attributes: dict[str, str]) -> None:
        kind, target = attributes.get("Type", "").rsplit("/", 1)[-1], attributes.get("Target", "")
        harmless = kind == "hyperlink" or (kind == "attachedTemplate" and self._HARMLESS.match(target))
        if attributes.get("TargetMode", "").lower() == "external" and not harmless:
            params = {"name": self.name, "part": kind or self.part}
            raise Problem("EXCHANGE-EXTERNAL-LINK", place=self.part, params=params)


class _Macro(_Watch):
    """The list of content types declares no macros."""

    def look(self, seen: bytes) -> None:
        if b"macroEnabled" in seen:
            params = {"name": self.name, "part": "macroEnabled"}
            raise Problem("EXCHANGE-MACRO", place=self.name, params=params)


class _Reach(_Watch):
    """No cell lies so far out that a reader would make room for millions of empty ones."""

    def look(self, seen: bytes) -> None:
        placed = _PLACED.findall(seen)
        if max(map(int, {row for _, row in placed}), default=0) > self.limits.rows:
            params = {"name": self.name, "limit": self.limits.rows}
            raise Problem("EXCHANGE-TOO-MANY-ROWS", place=self.part, params=params)
        widest = max({letters for letters, _ in placed}, key=lambda one: (len(one), one), default=b"")
        if column_number(widest.decode()) > self.limits.columns:
            raise _expands(self.name, f"column {widest.decode()}", f"{self.limits.columns} columns")


def _watches(part: str, name: str, limits: Limits) -> list[_Watch]:
    """Who looks at a part; well-formedness is judged first."""
    wanted: list[type[_Watch]] = []
    if part.lower().endswith(".rels"):
        wanted.append(_Relations)
    elif part.lower().endswith((".xml", ".vml")):
        wanted.append(_Xml)
    if part == "[Content_Types].xml":
        wanted.append(_Macro)
    if part.startswith("xl/worksheets/"):
        wanted.append(_Reach)
    return [one(part, name, limits) for one in wanted]


def column_number(letters: str) -> int:
    """Number of a column by its letters.

    >>> column_number("A"), column_number("AA")
    (1, 27)
    """
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - 64
    return number


def column_letters(number: int) -> str:
    """Letters of a column by its number, counted from 1.

    >>> column_letters(28)
    'AB'
    """
    letters = ""
    while number:
        number, rest = divmod(number - 1, 26)
        letters = chr(65 + rest) + letters
    return letters
