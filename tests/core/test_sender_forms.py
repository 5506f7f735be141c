"""Numbers, blanks and headings of a sender's own form, on plain text."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from simpul.core.sender_forms import (
    Columns,
    answers_label,
    bare,
    columns_of,
    is_empty,
    is_line,
    is_number,
    joined,
    lines_in,
    numeral,
    rank,
    split_number,
    stands_under,
    told_apart,
)


@pytest.mark.parametrize(
    ("text", "number", "rest"),
    [
        ("1. Berapa anggaran?", "1.", "Berapa anggaran?"),
        ("1) Which?", "1)", "Which?"),
        ("(1) Which?", "(1)", "Which?"),
        ("1.1 Which?", "1.1", "Which?"),
        ("1.1.\tWhich?", "1.1.", "Which?"),
        ("12.3.4 Which?", "12.3.4", "Which?"),
        ("A.2 Which?", "A.2", "Which?"),
        ("A2. Which?", "A2.", "Which?"),
        ("A. Health", "A.", "Health"),
        ("(a) Which?", "(a)", "Which?"),
        ("a) Which?", "a)", "Which?"),
        ("1(a) Which?", "1(a)", "Which?"),
        ("iv. Which?", "iv.", "Which?"),
        ("(iii) Which?", "(iii)", "Which?"),
        ("XIV. Which?", "XIV.", "Which?"),
        ("II.4 Which?", "II.4", "Which?"),
        ("Q7 Which?", "Q7", "Which?"),
        ("Q7: Which?", "Q7", "Which?"),
        ("Question 12. Which?", "Question 12.", "Which?"),
        ("Pertanyaan 3 – Mengapa?", "Pertanyaan 3", "Mengapa?"),
        ("No. 5 Mengapa?", "No. 5", "Mengapa?"),
        ("7\tWhich?", "7", "Which?"),
        ("2024 was a good year", "", "2024 was a good year"),
        ("12 ministries took part", "", "12 ministries took part"),
        ("A list of names", "", "A list of names"),
        ("I think so", "", "I think so"),
        ("12.05.2024 meeting", "", "12.05.2024 meeting"),
        ("e.g. this", "", "e.g. this"),
        ("No answer", "", "No answer"),
        ("Civil. Registration", "", "Civil. Registration"),
        ("", "", ""),
    ],
)  # fmt: skip
def test_a_number_is_read_as_the_sender_writes_it(text: str, number: str, rest: str) -> None:
    assert split_number(text) == (number, rest)


@given(st.text(max_size=80))
def test_number_and_rest_are_the_text_and_nothing_else(text: str) -> None:
    number, rest = split_number(text)
    assert text.strip().startswith(number)
    said = re.sub(r"[\s:–—-]", "", text)
    assert re.sub(r"[\s:–—-]", "", number + rest) == said


@given(st.integers(1, 3999))
def test_romans_are_counted_as_they_add_up(value: int) -> None:
    written = numeral(value, "upperRoman") or ""
    worth = {"I": 1, "V": 5, "X": 10, "L": 50, "C": 100, "D": 500, "M": 1000}
    values = [worth[sign] for sign in written]
    total = sum(-a if a < b else a for a, b in zip(values, [*values[1:], 0], strict=True))
    assert total == value and not re.search(r"(.)\1\1\1|([VLD])\2", written)


@pytest.mark.parametrize(("value", "written"), [(1, "a"), (26, "z"), (27, "aa"), (52, "zz"), (53, "aaa")])
def test_letters_go_on_doubled_as_in_word(value: int, written: str) -> None:
    assert numeral(value, "lowerLetter") == written


def test_a_manner_nobody_knows_is_not_guessed() -> None:
    assert numeral(3, "ideographDigital") is None and numeral(0, "lowerLetter") is None


@pytest.mark.parametrize(
    ("headings", "columns"),
    [
        (["No.", "Pertanyaan", "Jawaban"], Columns(0, 1, (2,))),
        (["NO", "QUESTION", "ANSWER"], Columns(0, 1, (2,))),
        (["Question", "Response from Indonesia"], Columns(None, 0, (1,))),
        (["No / Nomor", "Question (Pertanyaan)", "Country response"], Columns(0, 1, (2,))),
        (["Nomor", "Uraian", "Tanggapan K/L", "Sumber"], Columns(0, 1, (2,))),
        (["#", "Information requested", "Member State's response", "Source"], Columns(0, 1, (2,))),
        (["#", "Information requested", "Member State response", "Source"], Columns(0, 1, (2,))),
        (["Item", "Question", "Answer type", "Answer"], Columns(0, 1, (3,))),
        (["No", "Question", "Answer 2024", "Answer 2025"], Columns(0, 1, (2, 3))),
        (["No", "Question", "Answer by ministry", "Answer by agency"], Columns(0, 1, (2, 3))),
        (["Year", "Value"], None),
        (["Question", "Question", "Answer"], None),
        (["Answer", ""], None),
        (["Please answer all questions", ""], None),
        (["No", "Pertanyaan", "Jenis jawaban", "Batas jawaban"], None),
    ],
)
def test_headings_say_where_questions_and_answers_stand(headings: list[str], columns: Columns | None) -> None:
    assert columns_of(headings) == columns


def test_numbers_that_come_twice_take_what_they_stand_under() -> None:
    numbers, parents = ["A.", "1.", "2.", "B.", "1.", "3."], ["", "A.", "A.", "", "B.", "B."]
    assert told_apart(numbers, parents) == ["A.", "A.1.", "2.", "B.", "B.1.", "3."]
    assert told_apart(["1", "1."], ["Kesehatan", "Pendidikan"]) == ["Kesehatan 1", "Pendidikan 1."]
    assert told_apart(["1.", "1."], ["", ""]) == ["1.", "1."]
    assert told_apart(["1.", "1."], ["A.", "A."]) == ["1.", "1."]  # what tells nothing apart is not added
    assert told_apart(["", ""], ["A.", "A."]) == ["", ""]


@given(
    st.lists(
        st.tuples(st.sampled_from(["1.", "(a)", "2", "", "B"]), st.sampled_from(["", "A.", "3.", "Bagian"]))
    )
)
def test_a_number_keeps_what_the_sender_wrote_at_its_end(pairs: list[tuple[str, str]]) -> None:
    numbers, parents = [one for one, _ in pairs], [one for _, one in pairs]
    made = told_apart(numbers, parents)
    assert all(new.endswith(old) for new, old in zip(made, numbers, strict=True))
    for new, old, parent in zip(made, numbers, parents, strict=True):
        assert new in (old, joined(parent, old) if parent else old)


def test_what_stands_under_what() -> None:
    assert stands_under("1.1", "1.") and stands_under("A.2.b", "A.2") and stands_under("3(a)", "3")
    assert not stands_under("10.", "1.") and not stands_under("1.", "1.") and not stands_under("2.1", "1.")
    assert rank("1.") == rank("12.") and rank("(a)") == rank("(c)") and rank("1.") != rank("1)")
    assert bare("1.") == bare("1)") == bare("(1)") and bare("A.1") != bare("A1")


def test_lines_and_empty_texts_are_told_from_words() -> None:
    assert is_line("________") and is_line("_ _ _ _") and is_line("…………") and is_line(". . . . . .")
    assert not is_line("__") and not is_line("etc...") and not is_line("Nama: ____")
    assert is_empty(" \u00a0\t\u2002") and not is_empty("-")
    assert lines_in("Nama: ____ (NIP ______)") == [(6, 10), (16, 22)]
    assert answers_label("Jawaban:") and answers_label("Your answer") and not answers_label("Answer by June")
    assert (
        is_number("1")
        and is_number("B.3")
        and is_number("vii")
        and not is_number("Total")
        and not is_number("no")
    )


@given(st.text(max_size=60))
def test_lines_found_in_a_text_hold_no_words(text: str) -> None:
    for start, end in lines_in(text):
        assert end > start and set(text[start:end]) <= set("_.… \u00a0")
