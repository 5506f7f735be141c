"""How a search reads words: folded, by their root, ranked, marked; and what it proposes."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from simpul.core.search import (
    FROM,
    SHORTEST,
    TO,
    WORDS,
    by_root,
    folded,
    marked,
    proposals,
    root,
    score,
    terms_of,
)


@pytest.mark.parametrize(
    ("text", "plain"),
    [
        ("KESEHATAN", "kesehatan"),
        ("Đà Nẵng", "da nang"),
        ("Łódź", "lodz"),
        ("ﬁgur ½", "figur 1⁄2"),
        ("ประเทศไทย", "ประเทศไทย"),
    ],
)
def test_signs_and_capitals_do_not_count(text: str, plain: str) -> None:
    assert folded(text) == plain


@given(st.text())
def test_folding_twice_changes_nothing_more(text: str) -> None:
    assert folded(folded(text)) == folded(text)


def test_the_table_of_letters_has_a_partner_for_each() -> None:
    assert len(FROM) == len(TO) == len(set(FROM))


@pytest.mark.parametrize(
    ("word", "expected"),
    [
        ("pelaporan", "lapor"),
        ("laporannya", "lapor"),
        ("kesehatan", "sehat"),
        ("menyehatkan", "ehat"),
        ("menulis", "ulis"),
        ("penulisan", "ulis"),
        ("ketenagakerjaan", "tenagakerja"),
        ("data", "data"),
        ("meja", "meja"),
        ("ikan", "ikan"),
    ],
)
def test_a_word_is_reduced_to_what_its_relatives_share(word: str, expected: str) -> None:
    assert root(word) == expected


@given(st.text(alphabet="abcdefghijklmnopqrstuvwxyz", max_size=20))
def test_a_root_stands_in_its_word_and_says_something(word: str) -> None:
    found = root(word)
    assert found in word and (found == word or len(found) >= 4)


def test_a_question_has_few_words_each_once() -> None:
    terms = terms_of("a SOMHD somhd satu dua tiga empat lima enam tujuh")
    assert [term.word for term in terms] == ["somhd", "satu", "dua", "tiga", "empat", "lima"]
    assert len(terms) == WORDS and all(len(term.word) >= SHORTEST for term in terms)
    assert terms_of("  x ") == ()


def test_the_order_is_exact_whole_begins_inside_same_root() -> None:
    terms = terms_of("laporan")
    texts = ["laporan", "satu laporan", "laporannya", "kelaporan", "pelapor"]
    found = [score([text], terms) for text in texts]
    assert found == [300, 120, 75, 45, 15]
    assert score(["angka"], terms) is None
    assert [by_root([text], terms) for text in texts] == [False, False, False, False, True]


def test_a_name_counts_more_than_a_text_and_every_word_must_be_met() -> None:
    assert score(["SOMHD", "x"], terms_of("somhd")) == 300
    assert score(["x", "somhd dan lain"], terms_of("somhd")) == 80
    assert score(["x", "y", "somhd dan lain"], terms_of("somhd")) == 40
    assert score(["SOMHD", "x"], terms_of("somhd kemenkes")) is None


def test_what_was_met_is_marked_in_the_text_as_it_was_written() -> None:
    assert marked("Prevalensi STUNTING", terms_of("stunting")) == [("Prevalensi ", False), ("STUNTING", True)]
    assert marked("Đà Nẵng", terms_of("nang")) == [("Đà ", False), ("Nẵng", True)]
    assert marked("tanpa", terms_of("lain")) == [("tanpa", False)]


def test_a_long_text_is_cut_around_the_first_place() -> None:
    text = "kata " * 40 + "penting " + "kata " * 40
    pieces = marked(text.strip(), terms_of("penting"), around=20)
    told = "".join(piece for piece, _met in pieces)
    assert told.startswith("… kata") and told.endswith(" …") and ("penting", True) in pieces
    assert len(told) < 90


@given(st.text(max_size=60), st.text(max_size=12))
def test_marking_loses_no_letter(text: str, question: str) -> None:
    assert "".join(piece for piece, _met in marked(text, terms_of(question))) == text


def test_who_found_nothing_is_told_what_looks_alike() -> None:
    words = ["Prevalensi stunting balita", "SOMHD", "Cakupan JKN"]
    assert proposals("stuntng", words) == ["stunting"]
    assert proposals("SOMDH", words) == ["SOMHD"]
    assert proposals("zzzzzz", words) == []
