"""How a concept is named: what a data steward would remark on, as notes that never block.

The rules are those of the INDAH guide of Statistics Indonesia: a capital initial on every word, unique, no
abbreviation unless known, no measure first, no period and no region in the name; name, definition and reference given.
Which words are measures, periods or regions is content (`content/standards`).
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from .naming_words import NAMING_SENTENCES

#: A region's name is looked for in so many words together.
LONGEST = 6


@dataclass(frozen=True)
class Vocabulary:
    """The words of a standard, in the language its names are written in."""

    language: str
    measures: tuple[str, ...] = ()
    small_words: frozenset[str] = frozenset()
    abbreviations: frozenset[str] = frozenset()
    period_words: tuple[str, ...] = ()
    region_words: tuple[str, ...] = ()
    region_prefixes: tuple[str, ...] = ()

    @classmethod
    def read(cls, body: Mapping[str, Any]) -> Vocabulary:
        """From an entry of content of kind `naming`."""
        return cls(
            language=str(body["language"]),
            measures=tuple(body.get("measures") or ()),
            small_words=frozenset(word.casefold() for word in body.get("small_words") or ()),
            abbreviations=frozenset(body.get("abbreviations") or ()),
            period_words=tuple(body.get("period_words") or ()),
            region_words=tuple(body.get("region_words") or ()),
            region_prefixes=tuple(body.get("region_prefixes") or ()),
        )


@dataclass(frozen=True)
class Concept:
    """What an indicator's sheet says of its concept; empty where it says nothing."""

    indicator: str
    name: str = ""
    definition: str = ""
    reference: str = ""

    @classmethod
    def read(cls, code: str, sheet: Mapping[str, Any], *, language: str) -> Concept:
        """From an indicator's sheet, in a language."""
        name, definition, reference = (
            _told(sheet.get(one), language) for one in ("concept", "definition", "reference")
        )
        return cls(code, name, definition, reference)


@dataclass(frozen=True)
class NamingNote:
    """One remark: the code of its rule and the words it names."""

    code: str
    params: Mapping[str, Any] = field(default_factory=dict)

    def sentence(self, language: str) -> str:
        """The remark in words."""
        return NAMING_SENTENCES[self.code].text(language).format_map(self.params)

    def hint(self, language: str) -> str:
        """The way out."""
        return NAMING_SENTENCES[self.code].hint(language).format_map(self.params)


def _told(value: Any, language: str) -> str:
    text = value.get(language) if isinstance(value, Mapping) else value
    return str(text or "").strip()


def check_concepts(
    concepts: Iterable[Concept], words: Vocabulary, *, regions: Iterable[str] = ()
) -> dict[str, tuple[NamingNote, ...]]:
    """The notes on each concept, by indicator; an indicator without remark has an empty tuple.

    Args:
        regions: names of regions as a code list writes them, in any case.
    """
    concepts = tuple(concepts)
    alike: dict[str, list[Concept]] = defaultdict(list)
    for concept in concepts:
        alike[key_of(concept.name)].append(concept)
    known = frozenset(key_of(name) for name in (*words.region_words, *regions))
    return {
        concept.indicator: _notes(concept, words, known, alike[key_of(concept.name)]) for concept in concepts
    }


def key_of(name: str) -> str:
    """A name without its case and its spaces, as two names are compared.

    >>> key_of("  Modal   Manusia ") == key_of("modal manusia")
    True
    """
    return " ".join(name.casefold().split())


def phrases(name: str, *, longest: int = LONGEST) -> tuple[str, ...]:
    """Every run of up to so many words of a name, the longest first: among them is the region it names, if any.

    >>> phrases("Kemiskinan Jawa Barat")[:3]
    ('Kemiskinan Jawa Barat', 'Kemiskinan Jawa', 'Jawa Barat')
    """
    words = _words(name)
    return tuple(
        " ".join(words[at : at + size])
        for size in range(min(longest, len(words)), 0, -1)
        for at in range(len(words) - size + 1)
    )


def _words(name: str) -> list[str]:
    """The words of a name without the signs around them; a slash parts words, a hyphen does not."""
    return [word for part in re.split(r"[\s/]+", name) if (word := part.strip("()[]{}\"'“”‘’,;:?!–—-"))]


def _notes(
    concept: Concept, words: Vocabulary, regions: frozenset[str], alike: list[Concept]
) -> tuple[NamingNote, ...]:
    found = [*_naming(concept.name, words, regions)] if concept.name else [NamingNote("NAMING-NAME")]
    if concept.name:
        others = [
            one.indicator
            for one in alike
            if one.indicator != concept.indicator
            and (one.name != concept.name or key_of(one.definition) != key_of(concept.definition))
        ]
        if others:
            params = {"name": concept.name, "others": ", ".join(sorted(others))}
            found.append(NamingNote("NAMING-UNIQUE", params))
    if not concept.definition:
        found.append(NamingNote("NAMING-DEFINITION"))
    if not concept.reference:
        found.append(NamingNote("NAMING-REFERENCE"))
    return tuple(found)


def _naming(name: str, words: Vocabulary, regions: frozenset[str]) -> Iterable[NamingNote]:
    """What is remarked on in a name itself."""
    lower = _without_capital(name, words)
    if lower:
        yield NamingNote("NAMING-CAPITAL", {"name": name, "words": ", ".join(lower)})
    short = _abbreviations(name, words)
    if short:
        yield NamingNote("NAMING-ABBREVIATION", {"words": ", ".join(short)})
    measure = next((one for one in words.measures if _begins(name, one)), "")
    if measure:
        yield NamingNote("NAMING-MEASURE", {"word": measure})
    time = re.search(r"\b(?:19|20)\d{2}\b", name)
    period = time[0] if time else next((one for one in words.period_words if _holds(name, one)), "")
    if period:
        yield NamingNote("NAMING-PERIOD", {"word": period})
    region = next((one for one in phrases(name) if key_of(one) in regions), "")
    if region:
        yield NamingNote("NAMING-REGION", {"word": region})


def _without_capital(name: str, words: Vocabulary) -> list[str]:
    """The words that should begin with a capital; all of them in a name written in capitals alone."""
    own = _words(name)
    if len(own) > 1 and name.isupper():
        return own
    return [
        word
        for number, word in enumerate(own)
        if word[0].isalpha()
        and word[0].islower()
        and (number == 0 or word.casefold() not in words.small_words)
    ]


_ROMAN = re.compile(r"[IVXLC]+")
_CAPITALS = re.compile(r"[^\W\d_]{2,}")


def _abbreviations(name: str, words: Vocabulary) -> list[str]:
    """Words in capitals, or cut short with a full stop, that are not known to everybody."""
    own = _words(name)
    if len(own) > 1 and name.isupper():
        return []
    return [
        word
        for word in own
        if word.rstrip(".") not in words.abbreviations
        and not _ROMAN.fullmatch(word)
        and ((word.isupper() and _CAPITALS.search(word)) or re.fullmatch(r"(?:[^\W\d_]{1,4}\.)+", word))
    ]


def _begins(name: str, word: str) -> bool:
    """Whether a name begins with a word or phrase as a whole."""
    return re.match(rf"\s*{re.escape(word)}(?![\w-])", name, re.IGNORECASE) is not None


def _holds(name: str, word: str) -> bool:
    return re.search(rf"(?<![\w-]){re.escape(word)}(?![\w-])", name, re.IGNORECASE) is not None
