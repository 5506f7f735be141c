"""The activity log in plain words: every code of the audit trail has its sentence in both languages."""

from __future__ import annotations

import ast
from pathlib import Path

from simpul.core.activity import KINDS, READERS, SENTENCES, THINGS, differences, kind_word, thing, told
from simpul.core.activity_fields import FIELDS
from simpul.core.permissions import VERBS

ACTIONS = Path(__file__).resolve().parents[2] / "src" / "simpul" / "actions"
#: The functions that write an audit row, and at which place they are given its code.
WRITERS = {"audit": 1, "note": 1, "_decided": 3}
#: Codes that are put together of a verb: `_step(row, verb, …)` of alignments.
ALIGNMENT = {f"catalogue.{verb}_alignment" for verb in ("propose", "agree", "object", "approve")}


def texts(node: ast.AST) -> set[str]:
    """The texts an argument may be: one, or either of two; a name of it is none."""
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        return {node.value}
    if isinstance(node, ast.IfExp):
        return texts(node.body) | texts(node.orelse)
    return set()


def written() -> tuple[set[str], set[str], set[str]]:
    """The codes and kinds that actions write, and where a code is no text."""
    codes, kinds, unread = set(), set(), set()
    for path in sorted(ACTIONS.rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text())):
            if not isinstance(node, ast.Call) or not isinstance(node.func, ast.Name):
                continue
            place = WRITERS.get(node.func.id)
            if place is None or len(node.args) <= place:
                continue
            found = texts(node.args[place])
            codes |= found
            if not found:
                unread.add(f"{path.name}: {ast.unparse(node.args[place])}")
            kinds |= (
                {text for word in node.keywords if word.arg == "kind" for text in texts(word.value)}
                if node.func.id == "audit"
                else set()
            )
    return codes, kinds, unread


def test_every_code_that_an_action_writes_has_a_sentence_in_both_languages_and_no_other_has() -> None:
    codes, _kinds, _unread = written()
    assert len(codes) > 70
    assert codes | ALIGNMENT == set(SENTENCES)


def test_the_codes_that_are_no_text_where_they_are_written_are_those_this_test_knows() -> None:
    _codes, _kinds, unread = written()
    assert unread == {
        "benefits.py: code",
        "locking.py: code",
        "alignments.py: f'catalogue.{verb}_alignment'",
    }


def test_every_kind_of_thing_is_called_by_a_name_and_has_a_heading_in_both_languages() -> None:
    _codes, kinds, _unread = written()
    assert kinds | {"request"} == set(THINGS) == set(KINDS)


def test_every_sentence_says_of_what_and_is_its_own() -> None:
    for pair in SENTENCES.values():
        assert all(text.count("{what}") == 1 and text == text.strip() for text in pair)
        assert pair[0] != pair[1]
    for pair in (*THINGS.values(), *KINDS.values(), *FIELDS.values()):
        assert all(text.strip() for text in pair)


def test_two_codes_of_one_kind_never_read_alike() -> None:
    for side in (0, 1):
        said: dict[tuple[str, str], list[str]] = {}
        for code, pair in SENTENCES.items():
            said.setdefault((code.split(".")[0], pair[side]), []).append(code)
        alike = [codes for codes in said.values() if len(codes) > 1]
        assert alike == [
            [
                f"directory.{verb}"
                for verb in ("add_person", "add_post", "hold_post", "answer_for", "designate")
            ],
            [f"directory.end_{what}" for what in ("holding", "answering", "designation", "organisation")],
        ]


def test_who_reads_a_kind_in_the_whole_country_is_asked_by_a_verb_of_the_table() -> None:
    assert set(READERS.values()) <= VERBS
    assert set(READERS) == set(KINDS) - {"file", "saved_filter"}


def test_a_submitted_task_is_told_in_the_words_of_either_language() -> None:
    name = "SOMSWD KEMENSOS TW I 2026"
    assert (
        told("reporting.submit", what=thing("task", name, "id"), language="id") == f"mengajukan tugas {name}"
    )
    assert (
        told("reporting.submit", what=thing("task", name, "en"), language="en")
        == f"submitted the task {name}"
    )


def test_what_nobody_gave_words_is_told_by_its_code() -> None:
    assert told("odd.code", what="x", language="en") == "odd.code x"
    assert thing("odd", "x", "id") == "odd x" and kind_word("odd", "id") == "odd"


def test_what_did_not_change_is_no_difference() -> None:
    before, after = {"due": "2026-04-24", "kind": "a"}, {"due": "2026-05-01", "kind": "a", "reason": "banjir"}
    assert differences(before, after) == [("due", "2026-04-24", "2026-05-01"), ("reason", None, "banjir")]
