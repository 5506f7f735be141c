"""The words of verdicts: statuses, refusals and the basis of a number, in Indonesian and English."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from .figures import format_number
from .periods import format_date

COLOURS: dict[str, tuple[str, str]] = {
    "met": ("tercapai", "met"),
    "on_track": ("sesuai jalur", "on track"),
    "slower": ("di bawah laju", "below the pace needed"),
    "away": ("menjauh", "moving away"),
    "none": ("tanpa warna", "no colour"),
}

STATUSES: dict[str, tuple[str, str]] = {
    "achieved": ("tercapai", "achieved"),
    "ahead": ("sesuai laju", "on pace"),
    "behind": ("di belakang laju", "behind pace"),
    "regressed": ("mundur dari data dasar", "regressed from the baseline"),
    "progressed": ("maju dari data dasar", "progressed from the baseline"),
    "unchanged": ("sama dengan data dasar", "same as the baseline"),
    "maintain": ("pertahankan", "maintain"),
    "accelerate": ("percepat", "accelerate"),
    "reverse": ("balikkan arah", "reverse"),
    "significant": ("sesuai jalur", "on track"),
    "moderate": ("perlu percepatan", "acceleration needed"),
    "insufficient": ("kemajuan terbatas", "limited progress"),
    "deterioration": ("menjauh", "deterioration"),
    "class_3": ("sesuai jalur", "on track"),
    "class_2": ("cukup, percepat", "fair, accelerate"),
    "class_1": ("mandek atau mundur", "stagnation or regression"),
    "small": ("jarak kecil", "small distance"),
    "medium": ("jarak sedang", "medium distance"),
    "large": ("jarak besar", "large distance"),
    "interim_met": ("sasaran antara tercapai", "interim target met"),
    "interim_missed": ("sasaran antara belum tercapai", "interim target not met"),
}

SENTENCES: dict[str, tuple[str, str]] = {
    "NO-DATA": ("Belum ada angka.", "There is no figure yet."),
    "NEW-DEFINITION": (
        "Belum ada angka menurut definisi yang berlaku.",
        "There is no figure under the definition in force yet.",
    ),
    "ONE-POINT": (
        "Baru ada satu titik; perubahan belum dapat dihitung.",
        "There is one point only; change cannot be computed yet.",
    ),
    "BASELINE-LATER": (
        "Data dasar lebih baru daripada angka terakhir.",
        "The baseline is later than the latest figure.",
    ),
    "SERIES-BREAK": (
        "Tidak dibandingkan dengan data dasar: deret putus di antaranya.",
        "Not compared with the baseline: the series breaks in between.",
    ),
    "NO-TARGET": ("Belum ada sasaran.", "There is no target."),
    "NO-TARGET-PERIOD": ("Sasaran belum menyebut waktunya.", "The target names no period."),
    "TARGET-PAST": (
        "Waktu sasaran sudah lewat dan sasaran belum tercapai; perlu sasaran baru.",
        "The target's time is over and it was not met; a new target is needed.",
    ),
    "TARGET-IS-BASELINE": (
        "Sasaran sama dengan data dasar; tidak ada jarak untuk diukur.",
        "The target equals the baseline; there is no distance to measure.",
    ),
    "BASELINE-BEYOND-TARGET": (
        "Data dasar sudah memenuhi sasaran, tetapi angka terakhir tidak; jarak tidak dapat diukur.",
        "The baseline already met the target but the latest figure does not; "
        "there is no distance to measure.",
    ),
    "BEYOND-RANGE": (
        "Angka keluar dari rentang sasaran di sisi yang lain.",
        "The figure has left the target range on the far side.",
    ),
    "ZERO-BASE": (
        "Data dasar nol; laju pertumbuhan tidak terdefinisi.",
        "The baseline is zero; a rate of growth is not defined.",
    ),
    "ZERO-TARGET": (
        "Sasaran nol; laju yang diperlukan tidak terdefinisi.",
        "The target is zero; the rate needed is not defined.",
    ),
    "SIGN-CHANGE": (
        "Tanda angka berubah; laju pertumbuhan tidak terdefinisi.",
        "The figures change sign; a rate of growth is not defined.",
    ),
    "OUT-OF-REACH": ("Hasil hitungan terlalu besar untuk dibaca.", "The result is too large to be read."),
    "NO-DIRECTION": ("Arah yang diinginkan belum disebut.", "The wanted direction is not named."),
    "FEW-PEERS": ("Negara pembanding kurang dari tiga.", "There are fewer than three peers."),
    "NO-SPREAD": (
        "Semua negara pembanding sama; sebarannya nol.",
        "All peers are equal; their spread is zero.",
    ),
    "NO-INTERIM": ("Belum ada sasaran antara yang jatuh waktu.", "No interim target has fallen due."),
    "INTERIM-NO-VALUE": (
        "Tidak ada angka untuk periode sasaran antara.",
        "There is no figure for the period of the interim target.",
    ),
}

#: The same where the day of the decision that made the definition is known.
_SINCE = (
    "Belum ada angka menurut definisi yang berlaku sejak {day}.",
    "There is no figure under the definition in force since {day} yet.",
)

# Name of a number -> factor and decimals it is shown with (None keeps its own).
_SHOWN: dict[str, tuple[int, int | None]] = {
    "share": (100, 1),
    "time": (100, 1),
    "index": (1, 2),
    "score": (1, 1),
    "forecast": (1, 1),
    "rate": (100, 2),
    "needed_rate": (100, 2),
    "ratio": (1, 2),
    "x": (1, 2),
    "class": (1, 0),
    "distance": (1, 2),
    "value": (1, None),
    "interim": (1, None),
}

# Method -> sentences, the first whose numbers are all there is used.
_BASIS: dict[str, tuple[tuple[str, str], ...]] = {
    "plain": (
        (
            "{share}% dalam {time}% waktu; indeks laju {index}",
            "{share}% in {time}% of the time; pace {index}",
        ),
    ),
    "escap-cs": (("skor {score} dari 10", "score {score} of 10"),),
    "escap-ap": (
        ("perkiraan {forecast}; skor {score} dari 10", "forecast {forecast}; score {score} of 10"),
        ("skor {score} dari 10", "score {score} of 10"),
    ),
    "eurostat-cagr": (
        (
            "{rate}% setahun, perlu {needed_rate}%; R {ratio}",
            "{rate}% a year, {needed_rate}% needed; R {ratio}",
        ),
    ),
    "trend-cagr": (("{rate}% setahun", "{rate}% a year"),),
    "statcan-score": (("skor {score} antara −5 dan 5", "score {score} between −5 and 5"),),
    "unsd": (
        ("x = {x}; kelas {class} dari 3", "x = {x}; class {class} of 3"),
        ("{rate}% setahun; kelas {class} dari 3", "{rate}% a year; class {class} of 3"),
        ("kelas {class} dari 3", "class {class} of 3"),
    ),
    "oecd-distance": (("{distance} simpangan baku", "{distance} standard deviations"),),
    "interim": (
        ("{value} terhadap sasaran antara {interim}", "{value} against an interim target of {interim}"),
    ),
}
_MET = ("angka terakhir memenuhi sasaran", "the latest figure meets the target")


def _pick(pair: tuple[str, str], language: str) -> str:
    return pair[1] if language == "en" else pair[0]


def status_words(status: str, language: str) -> str:
    """A method's own class in words; the code itself where it is not known."""
    return _pick(STATUSES.get(status, (status, status)), language)


def reason_sentence(code: str, language: str, outputs: Mapping[str, Any] | None = None) -> str:
    """Why there is no verdict; the code itself where it is not known.

    Args:
        outputs: the verdict as it is stored (`Verdict.as_json`).
    """
    since = (outputs or {}).get("inputs", {}).get("defined_on")
    if code == "NEW-DEFINITION" and since:
        return no_figure_since(date.fromisoformat(since), language)
    return _pick(SENTENCES.get(code, (code, code)), language)


def no_figure_since(day: date | None, language: str) -> str:
    """That no figure stands under the definition in force yet, and since when it is, where that is known.

    >>> no_figure_since(date(2026, 3, 3), "id")
    'Belum ada angka menurut definisi yang berlaku sejak 3 Maret 2026.'
    """
    if day is None:
        return _pick(SENTENCES["NEW-DEFINITION"], language)
    return _pick(_SINCE, language).format(day=format_date(day, language))


def basis(outputs: Mapping[str, Any], language: str) -> str:
    """The numbers a verdict rests on, in words, from a stored verdict (`Verdict.as_json`).

    >>> basis({"method": "escap-cs", "numbers": {"score": "2.432432432"}}, "id")
    'skor 2,4 dari 10'
    """
    numbers = outputs.get("numbers", {})
    for pair in _BASIS.get(str(outputs.get("method")), ()):
        text = _pick(pair, language)
        names = re.findall(r"{(\w+)}", text)
        if all(name in numbers for name in names):
            return text.format_map({name: _shown(name, numbers[name], language) for name in names})
    return _pick(_MET, language) if outputs.get("status") == "achieved" else ""


def _shown(name: str, number: Any, language: str) -> str:
    factor, decimals = _SHOWN[name]
    return format_number(Decimal(str(number)) * factor, language=language, decimals=decimals)
