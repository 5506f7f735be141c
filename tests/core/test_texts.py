"""What a text may hold."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from simpul.core.errors import Problem
from simpul.core.texts import check_characters, check_length, legible

#: Written out one by one: what PostgreSQL (U+0000, halves) or XML 1.0 (the rest) does not take.
REFUSED = [*range(0x09), 0x0B, 0x0C, *range(0x0E, 0x20), 0xD800, 0xDBFF, 0xDC00, 0xDFFF, 0xFFFE, 0xFFFF]
KEPT = [0x09, 0x0A, 0x0D, 0x20, 0x7E, 0x85, 0xA0, 0x200B, 0xD7FF, 0xE000, 0xFFFD, 0x1F600, 0x10FFFF]


@pytest.mark.parametrize("code", REFUSED, ids=hex)
def test_what_cannot_be_kept_is_named_with_its_place(code: int) -> None:
    with pytest.raises(Problem) as refused:
        check_characters(f"satu{chr(code)}dua", place="comment")
    assert (refused.value.code, refused.value.place) == ("TEXT-CHARACTER", "comment")
    assert refused.value.params == {"character": f"U+{code:04X}", "position": 5}
    assert legible(f"satu{chr(code)}dua") == "satu\N{REPLACEMENT CHARACTER}dua"


@pytest.mark.parametrize("code", KEPT, ids=hex)
def test_what_can_be_kept_passes_unchanged(code: int) -> None:
    check_characters(f"satu{chr(code)}dua")
    assert legible(f"satu{chr(code)}dua") == f"satu{chr(code)}dua"


@given(st.text(st.characters(exclude_categories=["Cc", "Cs", "Cn"])))
def test_no_letter_of_any_script_is_refused(text: str) -> None:
    check_characters(text)


def test_a_limit_is_the_last_length_that_fits() -> None:
    check_length("é" * 60, limit=60)
    check_length("x" * 10_000, limit=None)
    with pytest.raises(Problem) as refused:
        check_length("é" * 61, limit=60, place="H7")
    assert (refused.value.code, refused.value.place) == ("REPORTING-TOO-LONG", "H7")
    assert refused.value.params == {"length": 61, "limit": 60}
