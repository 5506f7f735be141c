"""Figures as offices write them: what is read, what is refused with its likely meaning, how it is shown."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from simpul.core.errors import Problem
from simpul.core.figures import (
    Reported,
    Status,
    csv_cell,
    decimals_of,
    format_change,
    format_figure,
    format_number,
    read_figure,
)


@pytest.mark.parametrize(
    ("text", "value", "status"),
    [
        ("19,8", "19.8", "A"),
        ("1.234", "1234", "A"),
        ("1.234.567,89", "1234567.89", "A"),
        ("1234", "1234", "A"),
        ("−0,22", "-0.22", "A"),
        ("-0,22", "-0.22", "A"),
        (" 98,62 % ", "98.62", "A"),
        ("<2,5", "2.5", "LT"),
        ("≤ 2,5", "2.5", "LT"),
        (">95", "95", "GT"),
        ("0", "0", "A"),
        ("0,500", "0.500", "A"),
    ],
)
def test_an_indonesian_figure_is_read(text: str, value: str, status: str) -> None:
    found = read_figure(text)
    assert (found.value, found.status) == (Decimal(value), status)
    assert found.text == text.strip()


@pytest.mark.parametrize(("text", "value"), [("19.8", "19.8"), ("1,234.5", "1234.5"), ("1,234", "1234")])
def test_an_english_figure_is_read(text: str, value: str) -> None:
    assert read_figure(text, language="en").value == Decimal(value)


@pytest.mark.parametrize(
    ("text", "status"), [("", "M"), ("–", "M"), ("-", "M"), ("...", "M"), ("n/a", "NA"), ("NA", "NA")]
)
def test_a_non_value_has_no_number_and_never_zero(text: str, status: str) -> None:
    assert read_figure(text) == Reported(text, None, Status(status))


@pytest.mark.parametrize(
    ("text", "language", "meant"),
    [("98.62", "id", "98,62"), ("0.5", "id", "0,5"), ("1,234.5", "id", "1.234,5"), ("98,62", "en", "98.62")],
)
def test_the_other_languages_decimal_sign_is_refused_with_what_was_meant(
    text: str, language: str, meant: str
) -> None:
    with pytest.raises(Problem) as caught:
        read_figure(text, language=language)
    assert caught.value.code == "FIGURE-DECIMAL-POINT"
    assert caught.value.params["suggestion"] == meant


@pytest.mark.parametrize(
    "text",
    ["abc", "12a", "1..2", "1,2,3", "12.34.56", "--1", "<", "1e5", "1/2", "NaN", "Infinity", "19,8 persen"],
)
def test_what_is_no_figure_is_refused(text: str) -> None:
    with pytest.raises(Problem) as caught:
        read_figure(text)
    assert caught.value.code == "FIGURE-NOT-A-NUMBER"


def test_a_number_cell_is_read_by_its_shortest_text_and_carries_no_binary_noise() -> None:
    assert read_figure(repr(0.1 + 0.7), is_number=True).value == Decimal("0.8")
    assert read_figure(repr(19.8 * 3), is_number=True).value == Decimal("59.4")
    assert read_figure(repr(98.62), is_number=True).value == Decimal("98.62")


@pytest.mark.parametrize("text", ["nan", "inf", "-inf", "x", "1e30"])
def test_a_number_cell_without_a_finite_number_is_refused(text: str) -> None:
    with pytest.raises(Problem):
        read_figure(text, is_number=True)


@pytest.mark.parametrize("text", ["1" + "0" * 18, "0,12345678901"])
def test_what_could_not_be_kept_exactly_is_refused(text: str) -> None:
    with pytest.raises(Problem):
        read_figure(text)


@given(
    st.decimals(min_value=-(10**15), max_value=10**15, places=4),
    st.sampled_from(["id", "en"]),
)
def test_what_is_shown_is_read_back_as_the_same_number(value: Decimal, language: str) -> None:
    assert read_figure(format_number(value, language=language), language=language).value == value


def test_a_number_wears_the_dress_of_its_language() -> None:
    assert format_number(Decimal("1234567.5"), language="id") == "1.234.567,5"
    assert format_number(Decimal("1234567.5"), language="en") == "1,234,567.5"
    assert format_number(Decimal("-4.257"), language="id", decimals=2) == "−4,26"
    assert format_number(Decimal("2"), language="id", decimals=1, sign=True) == "+2,0"


def test_half_is_rounded_away_from_zero_and_nothing_is_never_minus() -> None:
    assert format_number(Decimal("0.25"), language="en", decimals=1) == "0.3"
    assert format_number(Decimal("-0.25"), language="en", decimals=1) == "−0.3"
    assert format_number(Decimal("-0.04"), language="en", decimals=1, sign=True) == "0.0"


def test_a_limit_is_shown_as_a_limit_and_a_non_value_as_a_dash() -> None:
    assert format_figure(read_figure("<2,5"), language="en") == "<2.5"
    assert format_figure(read_figure(">95"), language="id") == ">95"
    assert format_figure(read_figure(""), language="id") == "–"


def test_a_change_is_words_and_points() -> None:
    assert format_change(Decimal("8.47"), Decimal("8.25"), unit="poin", language="id") == "turun 0,22 poin"
    assert format_change(Decimal("8.25"), Decimal("8.47"), unit="points", language="en") == "up 0.22 points"
    assert format_change(Decimal("8.2"), Decimal("8.20"), unit="poin", language="id") == "tetap"


def test_decimals_are_counted_without_trailing_zeros() -> None:
    assert [decimals_of(Decimal(text)) for text in ("100", "1E+2", "0.500", "19.8")] == [0, 0, 1, 1]


@pytest.mark.parametrize(
    "text", ["=1+1", "+A1", "-2+3", "@SUM(A1)", "\t=1+1", "\r=1+1", "\n=1+1", "-", "-1e3"]
)
def test_what_a_spreadsheet_would_run_gets_a_quote_before_it(text: str) -> None:
    assert csv_cell(text) == f"'{text}"


@pytest.mark.parametrize(
    "text", ["-2.5", "-1.234,5", "+3", "<2.5", "≥ 95", "", "a=b", "https://contoh.example/?a=1"]
)
def test_numbers_limits_and_plain_text_stay_as_they_are(text: str) -> None:
    assert csv_cell(text) == text
