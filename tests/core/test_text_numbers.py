"""Numbers in texts: what is a figure, which language's signs it is written with, what does not agree."""

from __future__ import annotations

from decimal import Decimal

import pytest

from simpul.core.errors import Problem
from simpul.core.text_numbers import check_known, mark_of, number_remarks, numbers_in

CITED = [{"value": "74.47", "unit": "%"}]


@pytest.mark.parametrize(
    ("text", "language", "values"),
    [
        ("Naik menjadi 74,5 persen dari 1.250 desa.", "id", ["74.5", "1250"]),
        ("Rose to 74.5 per cent of 1,250 villages.", "en", ["74.5", "1250"]),
        ("1.234 children", "en", ["1.234"]),
        ("1.234 anak", "id", ["1234"]),
        ("74,5 in an English text is read as it is meant.", "en", ["74.5"]),
        ("Rp1,2 triliun dan Rp 2.000", "id", ["1200000000000", "2000"]),
        ("1.2 million people, half a thousand, 3 thousand", "en", ["1200000", "3000"]),
        ("between 12.3 and 14.1 (−0.22)", "en", ["12.3", "14.1", "0.22"]),
        ("di 38 provinsi/514 kabupaten", "id", ["38", "514"]),
        ("2024%", "en", ["2024"]),
        ("The latest figure 74.5 per cent", "en", ["74.5"]),
        ("the number 74.5, no 3.5 and the figure 74 per cent", "en", ["74.5", "3.5", "74"]),
        ("target 74.5 and target 14 per cent", "en", ["74.5", "14"]),
        ("189 per 100,000 live births", "en", ["189"]),
        ("189 per 100.000 kelahiran hidup, 12 per 100 ribu", "id", ["189", "12"]),
    ],
)
def test_a_figure_is_read_by_the_signs_and_the_words_of_its_language(
    text: str, language: str, values: list[str]
) -> None:
    assert [one.value for one in numbers_in(text, language)] == [Decimal(value) for value in values]


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("In 2024, in 2020-2025, in 2020/21 and in 2024-Q1.", "en"),
        ("12 Maret 2026, 3–5 Juni, tanggal 12/03/2026 dan 2026-03-12", "id"),
        ("12-03-2025", "en"),
        ("UU 13/2003, Perpres 59/2017, Undang-Undang 13 Tahun 2003 dan PP 7/2021", "id"),
        ("Indicator 3.1, target 3.1.2, SDG 3.2, goal 5, SDGs 17, item 4.2", "en"),
        ("Indikator 3.1, target 3.1 pada butir 4.2", "id"),
        ("March 12, 2026 at 10:30", "en"),
        ("pukul 10.30 WIB", "id"),
        ("1. Satu\n2) Dua\n 3.1. Tiga", "id"),
        ("Pasal 5 ayat (2), Perpres Nomor 12 Tahun 2024, Tabel 3, No. 7/2023", "id"),
        ("Goal 3, Article 5.1, Table 2 and annex (1)", "en"),
        ("COVID-19, P-H-1, Q3, ke-2, 3rd, 5-year plan", "en"),
        ("https://contoh.example/2/3 telepon 021-555 12", "id"),
    ],
)
def test_years_dates_numbering_references_and_codes_are_no_figures(text: str, language: str) -> None:
    assert numbers_in(text, language) == ()


def told(en: str, id_: str, figures: list[dict[str, str]]) -> list[tuple[str, str, str]]:
    return [(one.kind, one.language, one.text) for one in number_remarks({"en": en, "id": id_}, figures)]


def test_numbers_of_one_language_alone_and_those_no_cited_figure_bears_out_are_named() -> None:
    assert told("Coverage was 75.2 per cent.", "Cakupan 74,5 persen.", CITED) == [
        ("one_language", "en", "75.2"),
        ("one_language", "id", "74,5"),
        ("not_cited", "en", "75.2"),
    ]


@pytest.mark.parametrize(
    ("en", "id_"),
    [
        ("74.5", "74,5"),
        ("74.47", "74,47"),
        ("74", "74"),
        ("74.50", "74,50"),
        ("a drop of 74.5", ""),
        ("", ""),
        ("74.5 in three provinces", "74,5 di 3 provinsi"),
    ],
)
def test_what_rounds_to_a_cited_figure_agrees(en: str, id_: str) -> None:
    expected = {"74.50": ["74.50"], "74.5 in three provinces": ["3"]}.get(en, [])
    assert [text for _kind, _tongue, text in told(en, id_, CITED)] == expected


@pytest.mark.parametrize(
    ("en", "id_"),
    [
        ("twenty provinces", "20 provinsi"),
        ("zero cases", "0 kasus"),
        ("no cases", "0 kasus"),
        ("a score of cases", "20 kasus"),
        ("13 provinces", "tiga belas provinsi"),
        ("The latest figure 74.5 per cent", "Angka terakhir 74,5 persen"),
    ],
)
def test_a_small_whole_number_may_be_a_word_in_the_other_language(en: str, id_: str) -> None:
    assert told(en, id_, []) == []


def test_small_whole_numbers_that_differ_and_larger_ones_are_named() -> None:
    assert [text for _kind, _tongue, text in told("in 5 provinces", "di 3 provinsi", [])] == ["5", "3"]
    assert told("twenty-one cases", "21 kasus", []) == [("one_language", "id", "21")]
    assert told("some", "1,5 persen", []) == [("one_language", "id", "1,5")]


@pytest.mark.parametrize(
    ("text", "strays"),
    [("a rise of 0.53", []), ("148.41 in all", []), ("a rise of 0.63", ["0.63"]), ("1,308.41", ["1,308.41"])],
)
def test_differences_and_sums_of_two_cited_figures_of_one_unit_agree(text: str, strays: list[str]) -> None:
    cited = [*CITED, {"value": "73.94", "unit": "%"}, {"value": "1234.47", "unit": "orang"}]
    assert [one.text for one in number_remarks({"en": text}, cited)] == strays


def test_a_number_written_more_exactly_than_it_is_does_not_agree() -> None:
    assert [one.text for one in number_remarks({"en": "75.0"}, [{"value": "74.6"}])] == ["75.0"]
    assert number_remarks({"en": "75"}, [{"value": "74.6"}]) == ()


def test_without_a_cited_figure_only_the_languages_are_compared() -> None:
    assert told("75.2", "75,2", []) == []
    assert told("75.2", "75,2", [{"text": "belum ada", "value": ""}]) == []
    assert told("75.2", "", []) == []


def test_a_unit_that_counts_thousands_is_read_with_its_figure() -> None:
    cited = [{"value": "1234", "unit": "ribu orang"}]
    assert told("1.2 million people", "1,234 juta orang", cited)[2:] == []
    assert told("1.3 million people", "1,3 juta orang", cited) == [("not_cited", "en", "1.3")]


def test_an_age_is_compared_between_the_languages_and_not_with_figures() -> None:
    assert told("Of those aged 15–24, 74.5", "Usia 15–24 tahun, 74,5", CITED) == []
    assert told("Of those aged 15–25, 74.5", "Usia 15–24 tahun, 74,5", CITED) == [
        ("one_language", "en", "25"),
        ("one_language", "id", "24"),
    ]


def test_who_read_just_these_remarks_goes_on() -> None:
    found = {"A": (), "B.1": number_remarks({"en": "75.2"}, CITED), "B.2": ()}
    mark = mark_of(found)
    assert check_known(found, mark) == ["75.2"]
    assert check_known(found, None) == []  # who was not asked is not said to have known
    for known in ("", mark_of({"B.1": number_remarks({"en": "76.2"}, CITED)})):
        with pytest.raises(Problem) as problem:
            check_known(found, known)
        assert problem.value.code == "REQUESTS-NUMBERS" and problem.value.place == "B.1"
        assert problem.value.params["numbers"] == "75.2"
    assert check_known({"B.1": ()}, "") == []
