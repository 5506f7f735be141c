"""Questions that are alike: by the words they share, without numbers and common words."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass

#: From this share on two questions are shown as perhaps the same.
ALIKE = 0.5
_WORD = re.compile(r"[^\W\d_]{3,}")
#: Words that say nothing of what is asked, in the two languages of the desk.
_COMMON_WORDS = (
    "ada adalah agar akan antara apa apakah atas atau bagaimana bagi bahwa berapa dalam dan dapat dari dengan"
    " ini itu jika juga kami karena kepada lain mana masing mohon oleh pada para saat sampai sebagai sebutkan"
    " secara sejak serta setiap sudah telah tentang terhadap untuk yaitu yang"
    " all also and any are been describe did does each for from has have how its kindly list may more not our"
    " per please provide several such than that the their there these this those through under upon was were"
    " what when where whether which who will with within would you your"
)
_COMMON = frozenset(_COMMON_WORDS.split())


def words_of(*texts: str) -> frozenset[str]:
    """The words by which a question is compared: three letters or more, without numbers and common words.

    Years are left out: what was asked for last year is asked again for this one.

    >>> sorted(words_of("Number of schools, 2025", "Berapa jumlah sekolah?"))
    ['jumlah', 'number', 'schools', 'sekolah']
    """
    plain = unicodedata.normalize("NFKC", " ".join(texts)).casefold()
    return frozenset(word for word in _WORD.findall(plain) if word not in _COMMON)


def likeness(shared: int, first: int, second: int) -> float:
    """How alike two questions are: twice the words they share, over all words of both (Dice); 0 to 1.

    >>> likeness(3, 4, 4)
    0.75
    """
    return 2 * shared / (first + second) if shared else 0.0


@dataclass(frozen=True)
class Alike:
    """An earlier question, and how alike it is."""

    key: int
    likeness: float
    shared: tuple[str, ...]


def alike_to(
    questions: Mapping[int, Collection[str]],
    earlier: Iterable[tuple[int, Collection[str]]],
    *,
    least: float = ALIKE,
    most: int = 5,
) -> dict[int, tuple[Alike, ...]]:
    """For each question the earlier ones most like it, the most alike first; one pass over the earlier ones.

    Args:
        questions: key -> its words (`words_of`).
        earlier: key and words of earlier questions, the newest first: of equally alike ones the newest leads.
    """
    having: dict[str, list[int]] = {}
    for key, words in questions.items():
        for word in words:
            having.setdefault(word, []).append(key)
    found: dict[int, list[Alike]] = {key: [] for key in questions}
    for old, words in earlier:
        shared: dict[int, list[str]] = {}
        for word in words:
            for key in having.get(word, ()):
                shared.setdefault(key, []).append(word)
        for key, common in shared.items():
            degree = likeness(len(common), len(questions[key]), len(words))
            if degree >= least:
                found[key].append(Alike(old, degree, tuple(sorted(common))))
    return {key: tuple(sorted(rows, key=lambda row: -row.likeness)[:most]) for key, rows in found.items()}
