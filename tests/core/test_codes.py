"""A release of reference codes before it is stored: worked examples, and properties against a slow and simple way."""

from __future__ import annotations

import hashlib
import json
import string
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from simpul.core.code_words import CODE_SENTENCES
from simpul.core.codes import ERRORS, WARNINGS, CheckedCodes, CodeCheck, CodeRow, circles, mark_of

EXAMPLES = yaml.safe_load((Path(__file__).parent / "examples/codes.yaml").read_text())
Told = list[list[str]]


def rows_of(told: Told) -> list[CodeRow]:
    return [
        CodeRow(line, code, "x" * 501 if name == "LONG" else name, parent=parent)
        for line, (code, name, parent) in enumerate(told, start=2)
    ]


def checked(told: Told, before: Told | None = None, **more: Any) -> CheckedCodes:
    marks = None if before is None else {row.code: mark_of(row.told()) for row in rows_of(before)}
    check = CodeCheck(marks, **more)
    assert list(check.watch(rows_of(told))) == rows_of(told)
    return check.finish()


@pytest.mark.parametrize("example", EXAMPLES, ids=lambda one: one["name"])
def test_a_worked_example_finds_exactly_what_was_written_by_hand(example: dict[str, Any]) -> None:
    found = checked(example["rows"], example.get("before"))
    assert [[one.rule, one.code, one.line] for one in found.findings] == example["found"]
    assert found.has_errors is example.get("refused", False)
    for language in ("id", "en"):
        assert example.get(language, "") in " ".join(one.sentence(language) for one in found.findings)
        assert all(one.hint(language) for one in found.findings)


def test_every_finding_has_an_example_and_words_in_both_languages() -> None:
    assert {row[0] for example in EXAMPLES for row in example["found"]} == set(CODE_SENTENCES)
    assert set(CODE_SENTENCES) == {*ERRORS, *WARNINGS, "CODES-ADDED", "CODES-CHANGED"}
    for sentence in CODE_SENTENCES.values():
        names = [
            {name for _, name, _, _ in string.Formatter().parse(text) if name}
            for text in (sentence.id, sentence.en)
        ]
        assert names[0] == names[1]


def test_of_many_findings_the_first_are_kept_and_all_are_counted() -> None:
    found = checked([["1", "Satu", ""]] * 10, kept=3)
    assert [one.line for one in found.of("CODES-DUPLICATE")] == [3, 4, 5]
    assert found.counts["CODES-DUPLICATE"] == 9


def test_the_digest_is_of_each_row_as_a_json_line_in_its_order() -> None:
    told = [["1", "Satu “é”", ""], ["2", "Dua", "1"]]
    lines = "".join(
        json.dumps([code, name, "", parent, "", ""], ensure_ascii=False, separators=(",", ":")) + "\n"
        for code, name, parent in told
    )
    assert checked(told).digest == hashlib.sha256(lines.encode()).hexdigest()
    assert checked(told[::-1]).digest != checked(told).digest


CODES = st.sampled_from("abcdefgh")
TABLES = st.lists(st.tuples(CODES, st.sampled_from(["Satu", "Dua"]), st.just("")), max_size=8).map(
    lambda rows: [list(row) for row in rows]
)


@given(TABLES, TABLES)
def test_new_changed_and_gone_are_what_two_dictionaries_say(before: Told, after: Told) -> None:
    old, new = {row[0]: row for row in before}, {row[0]: row for row in after}
    before, after = list(old.values()), list(new.values())
    found = checked(after, before)
    said = {rule: {one.code for one in found.of(rule)} for rule in found.counts}
    assert said.get("CODES-ADDED", set()) == new.keys() - old.keys()
    assert said.get("CODES-VANISHED", set()) == old.keys() - new.keys()
    assert said.get("CODES-CHANGED", set()) == {
        key for key in new.keys() & old.keys() if new[key] != old[key]
    }
    assert not found.has_errors


@given(TABLES)
def test_a_code_is_a_duplicate_exactly_from_its_second_time_on(table: Told) -> None:
    found = checked(table)
    assert found.counts.get("CODES-DUPLICATE", 0) == len(table) - len({row[0] for row in table})


@given(st.dictionaries(CODES, CODES))
def test_circles_are_those_a_walk_of_every_code_meets(parents: dict[str, str]) -> None:
    on_circle = set()
    for start in parents:
        at = start
        for _ in range(len(parents)):
            at = parents.get(at, "")
            if at == start:
                on_circle.add(start)
    found = list(circles(parents))
    assert sorted(code for circle in found for code in circle) == sorted(on_circle)
    for circle in found:
        pairs = zip(circle, [*circle[1:], circle[0]], strict=True)
        assert all(parents[code] == above for code, above in pairs)
