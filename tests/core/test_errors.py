"""Every code has both languages, and both name the same values."""

from __future__ import annotations

import pickle
import string

import pytest

from simpul.core.errors import SENTENCES, Conflict, NotAllowed, NotFound, Problem, hint, sentence


def names(text: str) -> set[str]:
    return {field for _, field, _, _ in string.Formatter().parse(text) if field}


@pytest.mark.parametrize("code", sorted(SENTENCES))
def test_every_code_has_a_sentence_and_a_hint_in_both_languages(code: str) -> None:
    row = SENTENCES[code]
    for text in (row.id, row.en, row.hint_id, row.hint_en):
        assert text.strip(), code
        assert text[0].isupper() or text[0] in "{“", code
        assert text.rstrip()[-1] in ".!?}:”", code


@pytest.mark.parametrize("code", sorted(SENTENCES))
def test_both_languages_name_the_same_values(code: str) -> None:
    row = SENTENCES[code]
    assert names(row.id) == names(row.en), code
    assert names(row.hint_id) == names(row.hint_en), code


def test_no_placeholder_is_positional() -> None:
    for code, row in SENTENCES.items():
        for text in (row.id, row.en, row.hint_id, row.hint_en):
            assert all(name and not name.isdigit() for name in names(text)), code


def test_a_problem_shows_its_sentence_with_its_values() -> None:
    problem = Problem("REPORTING-ROUND-EXISTS", params={"round": "2026-Q1"})
    assert sentence(problem, "id") == "Putaran TW I 2026 sudah ada."
    assert sentence(problem, "en") == "Round Q1 2026 exists already."
    assert hint(problem, "en")


def test_a_missing_value_shows_its_name_instead_of_failing_the_page() -> None:
    assert "[round]" in sentence(Problem("REPORTING-ROUND-EXISTS"), "en")


def test_a_problem_survives_a_process_boundary() -> None:
    problem = Problem("FILES-EMPTY", place="a.xlsx", params={"name": "a.xlsx"})
    again = pickle.loads(pickle.dumps(problem))
    assert (again.code, again.place, dict(again.params)) == ("FILES-EMPTY", "a.xlsx", {"name": "a.xlsx"})


@pytest.mark.parametrize(
    ("kind", "status"), [(Problem, 422), (NotAllowed, 403), (NotFound, 404), (Conflict, 409)]
)
def test_each_kind_of_refusal_answers_with_its_own_status_on_both_sides_of_a_process(
    kind: type[Problem], status: int
) -> None:
    assert pickle.loads(pickle.dumps(kind("NOT-FOUND"))).status == status
