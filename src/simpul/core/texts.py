"""What a text may hold to be kept: no character that databases or documents refuse, and no more than its limit."""

from __future__ import annotations

import re

from .errors import Problem

#: Control characters but tab and line ends, halves of a character, and the two that are none (XML 1.0, 2.2).
_UNKEPT = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


def check_characters(text: str, *, place: str | None = None) -> None:
    """The text holds nothing that cannot be kept.

    >>> check_characters("satu\\ttab, baris\\nbaru – é 中")

    Raises:
        Problem: `TEXT-CHARACTER` with the character's code and its position, counted from 1.
    """
    found = _UNKEPT.search(text)
    if found:
        params = {"character": f"U+{ord(found[0]):04X}", "position": found.start() + 1}
        raise Problem("TEXT-CHARACTER", place=place, params=params)


def check_length(text: str, *, limit: int | None, place: str | None = None) -> None:
    """The text is within its limit; none, or 0, is no limit.

    Raises:
        Problem: `REPORTING-TOO-LONG`.
    """
    if limit and len(text) > limit:
        raise Problem("REPORTING-TOO-LONG", place=place, params={"length": len(text), "limit": limit})


def legible(text: str) -> str:
    """The text with a sign in place of what cannot be kept, so that it can be told what was wrong with it.

    >>> legible("indi\\x00kator")
    'indi\N{REPLACEMENT CHARACTER}kator'
    """
    return _UNKEPT.sub("\N{REPLACEMENT CHARACTER}", text)
