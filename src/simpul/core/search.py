"""How a search reads its words: without signs above letters, by the root of Indonesian words, ranked and marked."""

from __future__ import annotations

import difflib
import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

#: Letters that no decomposition turns into plain ones, and capitals: the same table stands in the database.
FROM = "ABCDEFGHIJKLMNOPQRSTUVWXYZđĐøØłŁıßæÆœŒ"
TO = "abcdefghijklmnopqrstuvwxyzddoollisaaoo"
_TABLE = str.maketrans(FROM, TO)
_SIGNS = re.compile("[\u0300-\u036f]")
_WORD = re.compile(r"[^\W_]+")

#: How many words of a question are read, and how short one may be.
WORDS, SHORTEST = 6, 2
#: What is left of a word when its affixes are taken off must still say something.
ROOT = 4
_PREFIXES: tuple[str, ...] = (
    "memper",
    "diper",
    "meng",
    "meny",
    "peng",
    "peny",
    "mem",
    "men",
    "pem",
    "pen",
    "ber",
    "per",
    "ter",
)
_PREFIXES += ("me", "pe", "di", "ke", "se")
_SUFFIXES = ("kannya", "annya", "nya", "kan", "lah", "kah", "an", "i")


def folded(text: str) -> str:
    """A text as it is compared: decomposed, without signs above letters, small.

    >>> folded("Kesehatan ÍBU"), folded("Đà Nẵng")
    ('kesehatan ibu', 'da nang')
    """
    if text.isascii():  # nothing to take apart: most of what is searched
        return text.lower()
    return _SIGNS.sub("", unicodedata.normalize("NFKD", text)).translate(_TABLE)


def root(word: str) -> str:
    """A folded word without one prefix and one suffix, where enough of it stays: `pelaporan` is about `lapor`.

    A rule of thumb, no dictionary: it only widens what is found, and what it finds stands below.

    >>> root("pelaporan"), root("kesehatan"), root("menulis"), root("data")
    ('lapor', 'sehat', 'ulis', 'data')
    """
    for suffix in _SUFFIXES:
        if word.endswith(suffix) and len(word) - len(suffix) >= ROOT:
            word = word.removesuffix(suffix)
            break
    for prefix in _PREFIXES:
        if word.startswith(prefix) and len(word) - len(prefix) >= ROOT:
            return word.removeprefix(prefix)
    return word


@dataclass(frozen=True)
class Term:
    """One word of a question: as it was asked, and its root."""

    word: str
    root: str

    def within(self, plain: str) -> bool:
        """Whether the word, or its root, stands somewhere in a folded text."""
        return self.word in plain or self.root in plain


def terms_of(question: str) -> tuple[Term, ...]:
    """The words of a question, each once.

    >>> [term.word for term in terms_of("  P-H  Kesehatan x")]
    ['p-h', 'kesehatan']
    """
    words = [word for word in folded(question).split() if len(word) >= SHORTEST]
    return tuple(Term(word, root(word)) for word in dict.fromkeys(words))[:WORDS]


#: What a word of the question meets, the best first -> points. The page explains this order.
EXACT, WHOLE, BEGINS, INSIDE, SAME_ROOT = 100, 40, 25, 15, 5


def score(fields: Sequence[str], terms: Sequence[Term]) -> int | None:
    """How well a row answers: None where a word meets none of its fields.

    Args:
        fields: the texts of the row; the first is its name and counts threefold, the second twofold.

    >>> score(["SOMHD", "Kesehatan"], terms_of("somhd")), score(["Rapat", "ke SOMHD"], terms_of("somhd"))
    (300, 80)
    """
    plain = [folded(field) for field in fields]
    total = 0
    for term in terms:
        best = max((_meets(text, term) * max(3 - place, 1) for place, text in enumerate(plain)), default=0)
        if best == 0:
            return None
        total += best
    return total


def _meets(text: str, term: Term) -> int:
    if text == term.word:
        return EXACT
    words = _WORD.findall(text)
    if term.word in words:
        return WHOLE
    at = text.find(term.word)
    if at == 0 or (at > 0 and not text[at - 1].isalnum()):
        return BEGINS
    if at > 0:
        return INSIDE
    return SAME_ROOT if term.root in text else 0


def by_root(fields: Sequence[str], terms: Sequence[Term]) -> bool:
    """Whether some word was only met by its root."""
    plain = " ".join(folded(field) for field in fields)
    return any(term.word not in plain for term in terms)


def marked(text: str, terms: Sequence[Term], *, around: int = 0) -> list[tuple[str, bool]]:
    """A text in pieces, those that were met marked; cut around the first of them where `around` is given.

    >>> marked("Angka Kesehatan", terms_of("sehat"))
    [('Angka Ke', False), ('sehat', True), ('an', False)]
    """
    letters: list[int] = []
    plain = ""
    for index, letter in enumerate(text):
        small = folded(letter)
        plain += small
        letters += [index] * len(small)
    hit = [False] * len(text)
    for term in terms:
        wanted = term.word if term.word in plain else term.root
        for found in re.finditer(re.escape(wanted), plain):
            for place in range(found.start(), found.end()):
                hit[letters[place]] = True
    begin, end = _window(text, hit, around) if around else (0, len(text))
    pieces: list[tuple[str, bool]] = []
    for index in range(begin, end):
        if pieces and pieces[-1][1] == hit[index]:
            pieces[-1] = (pieces[-1][0] + text[index], hit[index])
        else:
            pieces.append((text[index], hit[index]))
    lead = [("… ", False)] if begin > 0 else []
    return [*lead, *pieces, *([(" …", False)] if end < len(text) else [])]


def _window(text: str, hit: Sequence[bool], around: int) -> tuple[int, int]:
    first = hit.index(True) if True in hit else 0
    begin = max(first - around, 0)
    begin = begin if begin == 0 else text.find(" ", begin, first) + 1 or begin
    end = min(first + 2 * around, len(text))
    return begin, end if end == len(text) else max(text.rfind(" ", first, end), first + 1)


def proposals(question: str, vocabulary: Iterable[str], *, count: int = 4) -> list[str]:
    """Words of the desk that look like the question, for who found nothing.

    >>> proposals("stuntng", ["Prevalensi stunting balita"])
    ['stunting']
    """
    known = {folded(word): word for text in vocabulary for word in _WORD.findall(text) if len(word) > 2}
    found: list[str] = []
    for term in terms_of(question):
        found += difflib.get_close_matches(term.word, list(known), n=count, cutoff=0.72)
    return [known[word] for word in dict.fromkeys(found)][:count]
