"""What a refusal's sentence is given, in words: roles, states, periods and days by the name of their placeholder.

Actions and rules pass codes, ISO days and period codes, which programs can match; only here they become words.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from .errors import Problem
from .finalisation import SheetState
from .periods import format_date, label
from .permissions import Role
from .reporting import State
from .sender_forms import place_words

#: Code of a role -> Indonesian, English; the pages say the same (tests/core/test_dressing.py).
ROLES = {
    Role.DATA_PRODUCER: ("produsen data", "data producer"),
    Role.DATA_STEWARD: ("walidata", "data steward (walidata)"),
    Role.FOCAL_POINT: ("pumpunan", "focal point"),
    Role.ALTERNATE: ("pengganti", "alternate"),
    Role.SIGNING_OFFICIAL: ("pejabat penandatangan", "signing official"),
    Role.TECHNICAL_CONTACT: ("narahubung teknis", "technical contact"),
    Role.DATA_MANAGER: ("pengelola data", "data manager"),
    Role.COORDINATOR: ("koordinator", "coordinator"),
    Role.SOCA_LEADER: ("SOCA Leader", "SOCA leader"),
    Role.DEFINITION_REVIEWER: ("penelaah definisi", "definition reviewer"),
    Role.SECRETARIAT: ("sekretariat", "secretariat"),
    Role.AUDITOR: ("auditor", "auditor"),
    Role.ADMIN: ("administrator", "administrator"),
}
#: State of a task, a sheet, a delivery, an upload, a request or its items -> Indonesian, English.
STATES = {
    State.NONE: ("belum ada tanggapan", "no response yet"),
    State.DRAFT: ("sedang diisi", "being filled in"),
    State.CHECK: ("dalam pemeriksaan", "in clearance"),
    State.RETURNED: ("dikembalikan", "returned"),
    State.ACCEPTED: ("diterima", "accepted"),
    SheetState.CALLED: ("menunggu usulan", "waits for a proposal"),
    SheetState.PROPOSED: ("diusulkan", "proposed"),
    SheetState.NATIONAL: ("posisi nasional", "national position"),
    SheetState.AGREED: ("disepakati", "agreed"),
    "made": ("dibuat, belum disetujui", "made, not cleared"),
    "cleared": ("disetujui, belum diserahkan", "cleared, not handed over"),
    "handed_over": ("sudah diserahkan", "handed over"),
    "checked": ("diperiksa, menunggu konfirmasi", "checked, waits for confirmation"),
    "imported": ("diimpor", "imported"),
    "refused": ("belum diimpor", "not imported"),
    "unchanged": ("tidak ada beda", "nothing differed"),
    "dropped": ("dikesampingkan", "put aside"),
    "confirmed": ("dikonfirmasi", "confirmed"),
    "withdrawn": ("ditarik", "withdrawn"),
    "registered": ("terdaftar", "registered"),
    "in_work": ("dikerjakan K/L", "with the offices"),
    "consolidated": ("terkonsolidasi", "consolidated"),
    "clearance": ("menunggu persetujuan", "waits for clearance"),
    "delivered": ("sudah dikirim", "delivered"),
    "clarification": ("dimintai penjelasan", "being clarified"),
    "closed": ("ditutup", "closed"),
    "new": ("belum dikirim ke K/L", "not sent to offices yet"),
    "asked": ("ditanyakan ke K/L", "asked of offices"),
    "answered": ("sudah dijawab K/L", "answered by the offices"),
    "routed": ("sedang dijawab", "being answered"),
}
#: Field of a benefit record -> Indonesian, English.
BENEFIT_FIELDS = {
    "field_of_life": ("bidang kehidupan", "field of life"),
    "groups": ("siapa", "who"),
    "counting": ("cara menghitung", "how it is counted"),
    "amount": ("berapa", "how many"),
    "basis": ("dasar hitungan", "basis of the number"),
    "area": ("di mana", "where"),
    "period": ("kapan", "when"),
    "text": ("uraian kontribusi", "the contribution told"),
    "links": ("bukti", "evidence"),
    "serves": ("tujuan yang didukung", "goals it serves"),
}
#: Field of a letter, an item, a free day or the directory -> Indonesian, English.
REQUEST_FIELDS = {
    "subject": ("yang diminta", "what it asks for"),
    "sender": ("pengirim", "sender"),
    "channel": ("datang lewat", "came by"),
    "received_on": ("diterima tanggal", "received on"),
    "disposition": ("disposisi", "disposition"),
    "number": ("nomor pertanyaan", "number of the question"),
    "receipt": ("tanda terima", "receipt"),
    "area": ("wilayah", "area"),
    "name_id": ("nama dalam bahasa Indonesia", "name in Indonesian"),
    "name_en": ("nama dalam bahasa Inggris", "name in English"),
    "text": ("yang ditanyakan", "what is asked"),
    "name": ("nama lengkap", "full name"),
    "letter_number": ("nomor surat", "number of the letter"),
    "letter_date": ("tanggal surat", "date of the letter"),
    "reason": ("alasan", "reason"),
    "source": ("sumber", "source"),
    "role": ("peran", "role"),
    "organisation": ("K/L", "office"),
    "person": ("orang", "person"),
}
#: What the sheet of an indicator needs to be ready (`core.catalogue.REQUIRED_FIELDS`) -> Indonesian, English.
REQUIRED = {
    "concept": ("konsep", "concept"),
    "definition": ("definisi operasional", "operational definition"),
    "formula": ("rumus", "formula"),
    "measure": ("ukuran", "measure"),
    "unit": ("satuan", "unit"),
    "classification": ("klasifikasi penyajian", "disaggregation"),
    "source_activity": ("kegiatan sumber", "source activity"),
    "producer": ("produsen data", "data producer"),
    "frequency": ("frekuensi", "frequency"),
    "release_lag_months": ("jeda rilis", "release lag"),
    "custodian": ("wali angka", "custodian"),
    "baseline": ("data dasar", "baseline"),
    "target": ("sasaran", "target"),
    "alignment": ("penyelarasan dengan indikator nasional", "alignment with the national indicator"),
    "publication": (
        "publikasi resmi (sumber masih halaman web atau tangan kedua)",
        "official publication (the source is a web page or second-hand so far)",
    ),
}
#: Part of a baseline or a target -> Indonesian, English.
SHEET_PARTS = {
    "authority": ("dasar penetapan", "on whose authority"),
    "source": ("sumber", "source"),
    "title": ("judul", "title"),
    "area": ("wilayah", "area"),
    "period": ("periode", "period"),
}
_CODES: dict[str, dict[Any, tuple[str, str]]] = {
    "role": ROLES,
    "roles": ROLES,
    "state": STATES,
    "benefit_fields": BENEFIT_FIELDS,
    "field": REQUEST_FIELDS,
    "part": SHEET_PARTS,
    "required": REQUIRED,
}
_PERIODS = frozenset({"round", "period"})
_PLACES = frozenset({"anchor"})
_ITEMS = frozenset({"number", "other"})
_DAYS = frozenset(
    {
        "day",
        "current",
        "since",
        "until",
        "opens",
        "due",
        "closes",
        "closed",
        "anchor",
        "letter_day",
        "received",
    }
)


#: Code of a breakdown by sex (SDMX CL_SEX) -> Indonesian, English; the total is not named.
_BREAKDOWNS = {"F": ("perempuan", "female"), "M": ("laki-laki", "male"), "_T": ("", "")}


def breakdown_word(code: str, language: str) -> str:
    """A breakdown in words; one that is not known stays its code.

    >>> breakdown_word("F", "en"), breakdown_word("_T", "en"), breakdown_word("URBAN", "id")
    ('female', '', 'URBAN')
    """
    return _BREAKDOWNS.get(code, (code, code))[language == "en"]


def dressed(name: str, value: Any, language: str) -> Any:
    """A value as the sentence shows it; what is no code, period or day stays as it is, or in its language.

    >>> dressed("role", "soca_leader", "en"), dressed("round", "2026-Q1", "id"), dressed("due", "2026-04-24", "en")
    ('SOCA leader', 'TW I 2026', '24 April 2026')
    """
    if isinstance(value, Mapping):
        return value[language]
    if name in _CODES:
        return _coded(_CODES[name], value, language)
    if name in _PERIODS:
        return _period(value, language)
    if name in _DAYS:
        value = _day(value, language)
    if name in _ITEMS and isinstance(value, str):
        return value.rstrip(".") or value  # without the full stop of the list it stands in
    if name in _PLACES and isinstance(value, str):
        return place_words(value, language)
    return value


def _coded(words: dict[Any, tuple[str, str]], value: Any, language: str) -> str:
    codes = value.split(", ") if isinstance(value, str) else list(value)
    told = (words.get(code) for code in codes)
    parts = [pair[language == "en"] if pair else code for pair, code in zip(told, codes, strict=True)]
    return ", ".join(str(part) for part in parts)


def _period(value: Any, language: str) -> Any:
    try:
        return label(value, language)
    except Problem:
        return value


def _day(value: Any, language: str) -> Any:
    try:
        return format_date(value if isinstance(value, date) else date.fromisoformat(value), language)
    except (TypeError, ValueError):
        return value
