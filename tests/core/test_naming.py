"""How a concept is named: worked examples a data steward can read, and properties."""

from __future__ import annotations

import string
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from simpul.core.naming import Concept, Vocabulary, check_concepts, key_of, phrases
from simpul.core.naming_words import NAMING_SENTENCES

ROOT = Path(__file__).resolve().parents[2]
WORDS = Vocabulary.read(
    yaml.safe_load((ROOT / "content/standards/sds-idn.yaml").read_text())["entries"][0],
)
EXAMPLES = yaml.safe_load((Path(__file__).parent / "examples/naming/concepts.yaml").read_text())


def concept_of(row: dict[str, Any]) -> Concept:
    sheet = {"definition": {"id": "Suatu batasan."}, "reference": "Peraturan BPS 4/2020", **row}
    if row.get("definition"):
        sheet["definition"] = {"id": row["definition"]}
    sheet["concept"] = {"id": row["concept"]}
    return Concept.read(row["indicator"], sheet, language="id")


@pytest.mark.parametrize("example", EXAMPLES, ids=lambda one: one["name"])
def test_a_worked_example_gets_exactly_the_notes_written_by_hand(example: dict[str, Any]) -> None:
    concepts = [concept_of(row) for row in example["concepts"]]
    found = check_concepts(concepts, WORDS, regions=example.get("regions", ()))
    assert {code: [note.code for note in notes] for code, notes in found.items()} == example["notes"]
    for language in ("id", "en"):
        said = " ".join(note.sentence(language) for notes in found.values() for note in notes)
        assert example.get(language, "") in said


def test_every_rule_has_an_example_that_breaks_it_and_words_in_both_languages() -> None:
    broken = {code for example in EXAMPLES for notes in example["notes"].values() for code in notes}
    assert broken == set(NAMING_SENTENCES)
    for sentence in NAMING_SENTENCES.values():
        for pair in ((sentence.id, sentence.en), (sentence.hint_id, sentence.hint_en)):
            names = [{name for _, name, _, _ in string.Formatter().parse(text) if name} for text in pair]
            assert names[0] == names[1] and all(text.strip() for text in pair)


WORD = st.text(alphabet="abcdefghijklmnopqrstuvwxyz", min_size=3, max_size=9).filter(
    lambda word: (
        word not in WORDS.small_words
        and word.title() not in {*WORDS.measures, *WORDS.region_words}
        and word not in {one.casefold() for one in WORDS.period_words}
    )
)
NAMES = st.lists(WORD, min_size=1, max_size=5).map(lambda words: " ".join(word.title() for word in words))


def notes_on(name: str, **more: Any) -> list[str]:
    concept = Concept("A", name, "definisi", "rujukan")
    return [note.code for note in check_concepts([concept], WORDS, **more)["A"]]


@given(NAMES)
def test_a_name_of_capitalised_words_gets_no_note(name: str) -> None:
    assert notes_on(name) == []


@given(NAMES, st.sampled_from(sorted(WORDS.measures)))
def test_a_measure_put_before_any_name_is_remarked_on_and_nothing_else(name: str, measure: str) -> None:
    assert notes_on(f"{measure} {name}") == ["NAMING-MEASURE"]


@given(NAMES, st.integers(1900, 2099))
def test_a_year_put_behind_any_name_is_a_period(name: str, year: int) -> None:
    assert notes_on(f"{name} {year}") == ["NAMING-PERIOD"]


@given(NAMES, st.lists(WORD, min_size=1, max_size=3).map(" ".join))
def test_a_region_is_found_wherever_it_stands_and_however_it_is_written(name: str, region: str) -> None:
    assert "NAMING-REGION" in notes_on(f"{name} {region.title()}", regions=[region.upper()])


@given(NAMES)
def test_a_name_is_alike_to_itself_only_where_it_is_written_or_defined_otherwise(name: str) -> None:
    same = [Concept("A", name, "satu", "r"), Concept("B", name, "satu", "r")]
    other = [*same, Concept("C", name, "dua", "r")]
    assert {code for notes in check_concepts(same, WORDS).values() for code in notes} == set()
    assert [note.code for note in check_concepts(other, WORDS)["C"]] == ["NAMING-UNIQUE"]
    assert check_concepts(other, WORDS)["C"][0].params["others"] == "A, B"


@given(st.text(max_size=60))
def test_any_text_is_judged_without_failing_and_its_phrases_are_runs_of_its_words(text: str) -> None:
    notes_on(text)
    for language in ("id", "en"):
        for note in check_concepts([Concept("A", text)], WORDS)["A"]:
            assert note.sentence(language) and note.hint(language)
    assert all(len(one.split()) <= 6 for one in phrases(text))
    assert key_of(key_of(text)) == key_of(text)
