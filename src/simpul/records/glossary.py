"""The words of the desk, as the content explains them."""

from __future__ import annotations

import functools
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from .catalogue import ContentEntry, ContentVersion


@dataclass(frozen=True)
class Word:
    """A word in both languages, with what it means, and where that is from."""

    code: str
    words: Mapping[str, str]
    means: Mapping[str, str]
    source: str
    confidence: str

    def forms(self, language: str) -> set[str]:
        """The ways it may stand on a screen: whole, without its bracket, and what the bracket holds."""
        whole = self.words[language].casefold()
        before, _, rest = whole.partition(" (")
        return {one for one in (whole, before, rest.rstrip(")")) if one}


def read_words() -> list[Word]:
    """All words, by code: one query."""
    return [_word(row.code, row.body) for row in ContentEntry.objects.declared("term")]


def _word(code: str, body: Mapping[str, Any]) -> Word:
    means = body.get("definition") or {}
    return Word(
        code=code,
        words={tongue: str(body[tongue]) for tongue in ("id", "en")},
        means={tongue: str(means.get(tongue, "")) for tongue in ("id", "en")},
        source=str(body.get("source", "")),
        confidence=str(body.get("confidence", "")),
    )


def explained(language: str) -> Mapping[str, Word]:
    """Form in lower case -> word, for labels on a screen: one query, the words themselves only when they changed."""
    version = ContentVersion.objects.order_by("-loaded_at", "-pk").values_list("pk", "loaded_at").first()
    return _explained(language, version) if version else {}


@functools.lru_cache(maxsize=4)
def _explained(language: str, version: tuple[int, datetime]) -> Mapping[str, Word]:
    found: dict[str, Word] = {}
    for word in read_words():
        for form in word.forms(language) if word.means[language] else ():
            found.setdefault(form, word)
    return found
