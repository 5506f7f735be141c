"""Numbers as they stand in a text: read by its language, compared with another language and with figures cited.

Years, dates, times, numbering, references, codes and the base of a rate (“per 100,000”) are no figures. Nothing here
refuses: two texts that say different numbers, or a number that no cited figure bears out, are remarked on.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import combinations

from .errors import Problem
from .figures import read_figure
from .periods import MONTHS

_MONTH = "|".join(sorted({name for names in MONTHS.values() for row in names for name in row}, key=len)[::-1])
_SCALES = {
    "ribu": 3,
    "thousand": 3,
    "juta": 6,
    "million": 6,
    "miliar": 9,
    "milyar": 9,
    "billion": 9,
    "triliun": 12,
    "trillion": 12,
}
_SCALE = re.compile(rf"(?i)\s*\b({'|'.join(_SCALES)})\b")
#: Words before a number that only names something: a rule, a table, a goal, a stage.
_NAMED = (
    r"Pasal|Article|Ayat|Paragraph|Tabel|Table|Lampiran|Annex|Butir|Item|Bagian|Section|Bab|Chapter|Tujuan|Goal|"
    r"TPB|SDG|Indikator|Indicator|Tahap|Phase|Versi|Version|Pertanyaan|Question|Kolom|Column|Baris|Row|Halaman|Page|"
    r"Langkah|Step|Triwulan|Quarter|Semester|UU|Undang-Undang|Perpres|Law"
)
#: Words that name by a whole number, and stand before a value as well.
_COUNTED = r"No|Nomor|Number|Gambar|Figure"
#: What makes a number a value, whatever stands before it.
_VALUE = rf"\s*(?:%|per\s?cent\b|persen\b|(?:{'|'.join(_SCALES)})\b)"
#: What holds digits and is no figure, in the order in which it is taken out of a text.
_NO_FIGURES = tuple(
    re.compile(pattern, re.MULTILINE)
    for pattern in (
        r"https?://\S+|\S+@\S+",
        r"\b\d{4}-\d{1,2}(?:-\d{1,2})?\b|\b(?:19|20)\d\d/\d{2,4}\b",
        r"\b\d{1,2}([-/.])\d{1,2}\1\d{4}\b",
        r"(?<![\d.,/])\d{1,4}/(?:19|20)\d\d\b",
        r"\b\d{1,2}:\d{2}\b",
        r"\b\d{1,2}[.]\d{2}(?=\s*(?:WIB|WITA|WIT|[ap]\.?m\b))",
        rf"\b\d{{1,2}}(?:\s*[-–]\s*\d{{1,2}})?\s+(?:{_MONTH})\b",
        rf"\b(?:{_MONTH})\s+\d{{1,2}}(?:\s*[-–]\s*\d{{1,2}})?(?!\d|[.,]\d)",
        r"^\s*\(?\d+(?:\.\d+)*[.)](?=\s)",
        rf"\b(?i:{_NAMED})s?\.?\s*\d+(?:[./]\d+)*(?i:(?![./,]?\d|{_VALUE}))",
        rf"\b(?i:{_COUNTED})\.?\s*\d+(?:/\d+)*(?i:(?![./,]?\d|{_VALUE}))",
        rf"\b(?i:Target)s?\s+(?:1[0-7]|[1-9])(?:\.\d{{1,2}}){{0,2}}(?i:(?![./,]?\d|{_VALUE}))",
        rf"\b(?i:per|tiap|setiap|every)\s+\d+(?:[.,]\d{{3}})*(?![.,]?\d)(?i:\s+(?:{'|'.join(_SCALES)})\b)?",
        r"\(\d{1,2}\)",
        r"(?<![\d.,])0\d+(?:[- ]\d+)*",
    )
)
_NUMBER = re.compile(r"\d[\d.,]*")
_YEAR = re.compile(r"(?:19|20)\d\d")
_MONEY = re.compile(r"(?:\b(?:Rp\.?|IDR|USD|SGD|MYR|EUR)|[$€£])\s?$")
#: A letter or a code before a number makes it part of a name, as in COVID-19 and P-H-1; so does one behind, as in 3rd.
_NAME_BEFORE = re.compile(r"[^\W\d_][-–]?$|[A-Z]{1,4}[./]$")
_NAME_BEHIND = re.compile(r"[-–]?[^\W\d_]")
#: What counts years, months or days, and the age of people: no figure of an indicator, but said in both languages.
_AGE = re.compile(r"(?i)\b(?:age[sd]?|usia|berusia|umur|berumur)\s+(?:\d+\s*[-–]\s*)?$")
_SPAN = re.compile(
    r"(?i)(?:\s*[-–]\s*\d+)?\s*(?:years?|tahun|months?|bulan|weeks?|minggu|days?|hari|hours?|jam)\b"
)
_DECIMAL = {"id": ",", "en": "."}
#: Whole numbers up to this one are written as words as well.
_SMALL = 20
#: Small numbers as words, from zero on: what is a digit in one language may be a word in the other.
_WORDS = (
    ("zero", "nol"),
    ("one", "satu"),
    ("two", "dua"),
    ("three", "tiga"),
    ("four", "empat"),
    ("five", "lima"),
    ("six", "enam"),
    ("seven", "tujuh"),
    ("eight", "delapan"),
    ("nine", "sembilan"),
    ("ten", "sepuluh"),
    ("eleven", "sebelas"),
    ("twelve", "dua belas"),
    ("thirteen", "tiga belas"),
    ("fourteen", "empat belas"),
    ("fifteen", "lima belas"),
    ("sixteen", "enam belas"),
    ("seventeen", "tujuh belas"),
    ("eighteen", "delapan belas"),
    ("nineteen", "sembilan belas"),
    ("twenty", "dua puluh"),
)


@dataclass(frozen=True)
class TextNumber:
    """A number in a text.

    Args:
        text: as it is written, without a word of its scale; `value`: with it.
        step: what its last digit counts: 0.1 of 74.5.
        counts_time: an age, or a number of years, months or days.
    """

    text: str
    value: Decimal
    step: Decimal
    counts_time: bool = False

    @property
    def is_small(self) -> bool:
        """A whole number that the other language may write as a word."""
        return self.step == 1 and self.value <= _SMALL

    def rounds(self, value: Decimal) -> bool:
        """Whether it is that value, as exactly as it is written; the sign may be told in words.

        >>> TextNumber("74.5", Decimal("74.5"), Decimal("0.1")).rounds(Decimal("74.47"))
        True
        """
        return abs(self.value - abs(value)) * 2 <= self.step


def numbers_in(text: str, language: str) -> tuple[TextNumber, ...]:
    """The figures of a text, in its order.

    >>> [one.text for one in numbers_in("1. Rose to 74.5% (2024: 73.1) in 38 provinces, 12 March 2025.", "en")]
    ['74.5', '73.1', '38']
    >>> [f"{one.value:f}" for one in numbers_in("Rp1,2 triliun bagi 1.250 desa", "id")]
    ['1200000000000', '1250']
    """
    for pattern in _NO_FIGURES:
        text = pattern.sub(lambda found: " " * len(found[0]), text)
    found = []
    for match in _NUMBER.finditer(text):
        written = match[0].rstrip(".,")
        before, behind = text[: match.start()], text[match.start() + len(written) :]
        one = _number(written, before, behind, language)
        if one is not None:
            found.append(one)
    return tuple(found)


def _number(written: str, before: str, behind: str, language: str) -> TextNumber | None:
    money = bool(_MONEY.search(before))
    if not money and (_NAME_BEFORE.search(before) or _is_year(written, behind)):
        return None
    read = None if _NAME_BEHIND.match(behind) else _read(written, language)
    if read is None:
        return None
    value, decimals = read
    scale = _scale_of(behind)
    counts_time = bool(_AGE.search(before) or _SPAN.match(behind))
    return TextNumber(written, value.scaleb(scale), Decimal(1).scaleb(scale - decimals), counts_time)


def _is_year(written: str, behind: str) -> bool:
    return bool(_YEAR.fullmatch(written)) and not re.match(r"\s*(?:%|per ?cent|persen)", behind)


def _read(written: str, language: str) -> tuple[Decimal, int] | None:
    """Its number by the signs of its language, else by those of the other, and how many decimals stand there."""
    for tongue in (language, "en" if language == "id" else "id"):
        try:
            value = read_figure(written, language=tongue).value
        except Problem:
            continue
        return None if value is None else (value, len(written.partition(_DECIMAL[tongue])[2]))
    return None


def _scale_of(text: str) -> int:
    found = _SCALE.match(text)
    return _SCALES[found[1].lower()] if found else 0


# --- what is remarked ---------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class NumberRemark:
    """A number that does not agree.

    Args:
        kind: `one_language`: it stands in the text of this language and not in the other's; `not_cited`: it agrees
            with none of the figures cited.
        language: of the text it stands in.
        text: as it is written there.
    """

    kind: str
    language: str
    text: str


def number_remarks(
    texts: Mapping[str, str], figures: Iterable[Mapping[str, str]] = ()
) -> tuple[NumberRemark, ...]:
    """What the numbers of a text in one or two languages do not agree with: each other, and the figures cited.

    Args:
        texts: language -> text; an empty one is not compared.
        figures: cited ones with their `value` and `unit`; without any, nothing is asked of them.

    >>> cited = [{"value": "74.47", "unit": "%"}]
    >>> [(one.kind, one.text) for one in number_remarks({"en": "75.2 per cent", "id": "74,5 persen"}, cited)]
    [('one_language', '75.2'), ('one_language', '74,5'), ('not_cited', '75.2')]
    """
    said = {tongue: numbers_in(text, tongue) for tongue, text in texts.items() if text.strip()}
    found = [
        NumberRemark("one_language", tongue, one.text)
        for tongue, numbers in _alone(texts, said).items()
        for one in numbers
    ]
    cited = _borne_out([(_cited(one), one.get("unit", "")) for one in figures if one.get("value")])
    told: set[Decimal] = set()
    for tongue, numbers in said.items() if cited else ():
        for one in numbers:
            stray = not one.counts_time and not any(one.rounds(value) for value in cited)
            if stray and one.value not in told:
                found.append(NumberRemark("not_cited", tongue, one.text))
                told.add(one.value)
    return tuple(dict.fromkeys(found))


def _alone(texts: Mapping[str, str], said: Mapping[str, Sequence[TextNumber]]) -> dict[str, list[TextNumber]]:
    """Numbers of one language alone; small whole ones only where the other has such ones too, else they are words."""
    if not {"en", "id"} <= said.keys():
        return {}
    found = {}
    for tongue, other in (("en", "id"), ("id", "en")):
        known = {one.value for one in said[other]} | _words_of(texts[other])
        found[tongue] = [one for one in said[tongue] if one.value not in known]
    if all(any(one.is_small for one in numbers) for numbers in found.values()):
        return found
    return {tongue: [one for one in numbers if not one.is_small] for tongue, numbers in found.items()}


def _borne_out(cited: Sequence[tuple[Decimal, str]]) -> list[Decimal]:
    """What cited figures bear out: themselves, and the difference and sum of two in the same unit."""
    pairs = [(one, other) for (one, unit), (other, same) in combinations(cited, 2) if unit == same]
    return [value for value, _unit in cited] + [
        said for one, other in pairs for said in (one - other, one + other)
    ]


def _words_of(text: str) -> set[Decimal]:
    return {
        Decimal(number)
        for number, words in enumerate(_WORDS)
        if re.search(rf"(?i)\b(?:{'|'.join(words)})\b", text)
    }


def _cited(figure: Mapping[str, str]) -> Decimal:
    """The number of a cited figure, in whole units where its unit counts thousands or millions."""
    scales = [power for word, power in _SCALES.items() if word in figure.get("unit", "").lower().split()]
    return Decimal(figure["value"]).scaleb(max(scales, default=0))


def mark_of(remarks: Mapping[str, Iterable[NumberRemark]]) -> str:
    """The remarks on items as a page gives them back from somebody who read them; empty where there are none.

    Args:
        remarks: number of the item -> what is remarked on its numbers.
    """
    rows = ((number, one) for number, found in remarks.items() for one in found)
    return "; ".join(f"{number} {one.kind} {one.language} {one.text}" for number, one in rows)


def check_known(remarks: Mapping[str, Sequence[NumberRemark]], known: str | None) -> list[str]:
    """Who goes on knows of just these remarks: a warning, answered by going on. Returns the numbers he knows of.

    Args:
        known: `mark_of` of the remarks that were read; None does not ask.

    Raises:
        Problem: `REQUESTS-NUMBERS`.
    """
    rows = [one for found in remarks.values() for one in found]
    if known is None or not rows:
        return []
    numbers, mark = list(dict.fromkeys(one.text for one in rows)), mark_of(remarks)
    if known == mark:
        return numbers
    params = {"numbers": "; ".join(numbers), "remarks": rows, "mark": mark}
    raise Problem(
        "REQUESTS-NUMBERS", place=next(number for number, found in remarks.items() if found), params=params
    )
