"""What a check of integrity says of a row: a fault, its sentence in both languages, and what differs."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

#: What is said of a row, in Indonesian and in English.
SENTENCES: dict[str, tuple[str, str]] = {
    "chain-broken": ("tidak menyambung ke baris sebelumnya", "does not follow the row before it"),
    "audit-changed": ("diubah sesudah ditulis", "was changed after it was written"),
    "hash": ("sidik {now}, seharusnya {told}", "hash {now} instead of {told}"),
    "approved-other": (
        "menyetujui isi yang lain dari isi kiriman",
        "approved another content than the submission holds",
    ),
    "differs": ("{field}: “{now}”, semula “{told}”", "{field}: “{now}” instead of “{told}”"),
    "number": ("angka {now} di samping teks “{text}”", "number {now} beside text “{text}”"),
    "not-accepted": ("kirimannya tidak pernah diterima", "its submission was not accepted"),
    "not-published": ("diterima, tetapi tidak ada pengamatannya", "was accepted, but has no observation"),
    "not-loaded": ("dimuat, tetapi tidak ada pengamatannya", "was loaded, but has no observation"),
    "content-changed": ("diubah sesudah dimuat", "was changed after loading"),
    "not-in-content": ("tidak ada dalam isi yang dimuat", "stands in no content that was loaded"),
    "row-missing": ("ada dalam isi, tetapi barisnya hilang", "stands in the content, but its row is gone"),
    "codes-changed": ("kodenya berubah sesudah diimpor", "its codes were changed after they were imported"),
    "result-changed": ("diubah sesudah dihitung", "was changed after it was computed"),
    "file-missing": ("tidak ada di penyimpanan", "is not in the store"),
    "file-changed": ("berbeda dari sidik yang tercatat", "differs from its recorded hash"),
    "manifest": ("manifes dan berkasnya tidak cocok", "manifest and files disagree"),
    "paper-numbers": (
        "bahasa atau bentuknya memuat angka yang berbeda",
        "languages or formats differ in their numbers",
    ),
    "not-audited": (
        "jejak audit tidak mencatatnya demikian ({field})",
        "the audit trail does not say so ({field})",
    ),
    "row-gone": (
        "mencatat sesuatu yang barisnya sudah tidak ada",
        "speaks of something whose row is gone",
    ),
    "not-installed": ("tidak terpasang di basis data", "is not installed in the database"),
    "unsound": ("{line}", "{line}"),
    "dangling": ("menunjuk baris yang tidak ada", "points to a row that does not exist"),
}


@dataclass(frozen=True)
class Fault:
    """Something that is not as it was recorded: which check, what it names, and what differs."""

    check: str
    subject: str
    code: str
    params: Mapping[str, Any] = field(default_factory=dict)

    def text(self, language: str) -> str:
        """What differs, in a language."""
        return SENTENCES[self.code][language == "en"].format_map(self.params)


def figure_name(row: Any) -> str:
    """What an entry, a submitted figure or an observation speaks of."""
    return f"{row.indicator.code} {row.area} {row.period} {row.disaggregation}"


def shown(value: Any) -> str:
    """A value as a sentence shows it: short, a number without its trailing zeros."""
    if isinstance(value, Decimal):
        return format(value.normalize(), "f")
    text = str(value)
    return text if len(text) <= 60 else f"{text[:57]}..."


def differing(check: str, subject: str, now: Mapping[str, Any], told: Mapping[str, Any]) -> Iterator[Fault]:
    """One fault for each field that is not as it was told."""
    for name, value in told.items():
        if now[name] != value:
            params = {"field": name, "now": shown(now[name]), "told": shown(value)}
            yield Fault(check, subject, "differs", params)
