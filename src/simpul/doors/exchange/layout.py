"""The task's workbook as an agreement between writer and reader: sheets, columns, words of the lists."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

TEMPLATE = "simpul-task"
TEMPLATE_VERSION = 2
#: Workbooks of these versions can be handed in; of an earlier one what it had no column for is empty.
READABLE = (1, 2)

META_SHEET = "_simpul"
CODE_PREFIX = "simpul:"
NOT_ASKED = "-"  # in the key column of a row that only tells the next release
SHEETS = {
    "instructions": {"id": "Petunjuk", "en": "Instructions"},
    "figures": {"id": "Angka", "en": "Figures"},
    "narrative": {"id": "Narasi", "en": "Narrative"},
}


@dataclass(frozen=True)
class Column:
    """A column: its code in the hidden row, its heading, its width, whether it is filled in."""

    code: str
    id: str
    en: str
    width: float
    filled: bool = False
    since: int = 1  # the version of the template it came with

    def heading(self, language: str) -> str:
        return self.en if language == "en" else self.id


FIGURE_COLUMNS = (
    Column("key", "Kunci", "Key", 4),
    Column("indicator", "Kode", "Code", 12),
    Column("title", "Indikator", "Indicator", 30),
    Column("unit", "Satuan", "Unit", 14),
    Column("period", "Periode acuan", "Reference period", 12),
    Column("disaggregation", "Rincian", "Breakdown", 14),
    Column("last", "Terakhir diterima", "Last accepted", 13),
    Column("value", "Nilai baru", "New value", 12, filled=True),
    Column("nature", "Sifat angka", "Nature", 13, filled=True),
    Column("answer", "Jawaban lain", "Other answer", 17, filled=True),
    Column("reason", "Alasan tidak tersedia", "Why not available", 22, filled=True),
    Column("revision_reason", "Alasan revisi", "Why revised", 16, filled=True),
    Column("source", "Sumber (publikasi)", "Source (publication)", 26, filled=True, since=2),
    Column("comment", "Catatan", "Comment", 22, filled=True),
)
NARRATIVE_COLUMNS = (
    Column("field", "Kunci", "Key", 4),
    Column("question", "Isian", "Field", 38),
    Column("text", "Teks", "Text", 92, filled=True),
)

NATURES = {
    "preliminary": {"id": "Sementara", "en": "Preliminary"},
    "final": {"id": "Tetap", "en": "Final"},
    "estimated": {"id": "Perkiraan", "en": "Estimated"},
}
ANSWERS = {
    "nothing_new": {"id": "Tidak ada yang baru", "en": "Nothing new"},
    "unavailable": {"id": "Tidak tersedia", "en": "Not available"},
    "confirmed": {"id": "Konfirmasi", "en": "Confirm"},
}


def code_of(words: Mapping[str, Mapping[str, str]], text: str) -> str | None:
    """The code behind a word of either language, or the code itself; None where nobody knows it.

    >>> code_of(NATURES, "sementara"), code_of(NATURES, "final"), code_of(NATURES, "kira-kira")
    ('preliminary', 'final', None)
    """
    if not text:
        return None
    asked = " ".join(text.split()).casefold()
    for code, names in words.items():
        if asked == code or asked in {name.casefold() for name in names.values()}:
            return code
    return None


#: Excel keeps 32,767 characters in a cell.
LARGEST_CELL = 32_000


def packed(kept: Mapping[str, object]) -> str:
    """What was written, in plain ASCII on one line, so that no spreadsheet program can reshape it.

    Texts too long for one cell are left out, and then read as typed.
    """
    text = json.dumps(kept, separators=(",", ":"))
    if len(text) <= LARGEST_CELL:
        return text
    short = {name: value for name, value in kept.items() if not isinstance(value, str) or len(value) < 100}
    return json.dumps(short, separators=(",", ":"))


def checksum(lines: Iterable[tuple[str, ...]]) -> str:
    """SHA-256 over the hidden sheet without its own checksum line; shows that it is whole and untouched."""
    kept = [list(line) for line in lines if line[:2] != ("meta", "checksum")]
    return hashlib.sha256(json.dumps(kept, ensure_ascii=False).encode()).hexdigest()
