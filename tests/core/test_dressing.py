"""Refusals speak words: no role, state, period or day stands in a sentence as its code."""

from __future__ import annotations

from typing import Any

import pytest
from django.utils import translation
from django.utils.translation import gettext

from simpul.core.activity_fields import VALUES
from simpul.core.catalogue import REQUIRED_FIELDS
from simpul.core.content_shapes import SHAPES
from simpul.core.directory import PARTS
from simpul.core.dressing import ROLES, STATES, dressed
from simpul.core.errors import Problem, sentence
from simpul.core.permissions import Role
from simpul.core.reporting import State
from simpul.doors.desk.data.words import READINESS_WORDS, ROLE_WORDS
from simpul.doors.desk.templatetags import benefits, desk, terms, work
from simpul.doors.desk.work.requests import words as requests


@pytest.mark.parametrize(
    ("code", "params", "id_", "en"),
    [
        (
            "ACCOUNTS-NOT-ALLOWED",
            {"roles": "data_producer, focal_point"},
            "Peran Anda (produsen data, pumpunan) tidak mencakup tindakan ini di sini.",
            "Your role (data producer, focal point) does not cover this action here.",
        ),
        (
            "ACCOUNTS-WRONG-STATE",
            {"state": "check"},
            "Tidak dapat dilakukan: keadaannya sekarang “dalam pemeriksaan”.",
            "This cannot be done: the state is now “in clearance”.",
        ),
        (
            "REPORTING-IMPORT-STATE",
            {"state": "dropped"},
            "Unggahan ini sudah “dikesampingkan”.",
            "This upload is already “put aside”.",
        ),
        (
            "REPORTING-WRONG-STEP",
            {"role": "data_steward"},
            "Langkah sekarang milik walidata.",
            "The present step belongs to data steward (walidata).",
        ),
        (
            "REPORTING-DATE-NOT-LATER",
            {"day": "2026-04-24", "current": "2026-05-01"},
            "Tenggat baru 24 April 2026 tidak sesudah 1 Mei 2026.",
            "The new due date 24 April 2026 is not after 1 May 2026.",
        ),
        (
            "DIRECTORY-OVERLAP",
            {"who": "Rina", "role": "signing_official", "body": "SOMHD", "since": "2026-01-01", "until": "…"},
            "Rina sudah memegang peran pejabat penandatangan di SOMHD (1 Januari 2026 – …).",
            "Rina already holds the role signing official in SOMHD (1 January 2026 – …).",
        ),
        (
            "REPORTING-ROUND-NOT-FINISHED",
            {"round": "2026-Q4", "count": 3},
            "Putaran TW IV 2026 belum dapat ditutup: 3 tugas belum selesai.",
            "Round Q4 2026 cannot be closed yet: 3 tasks are not finished.",
        ),
        (
            "REPORTING-EMPTY-ENTRY",
            {"indicator": "P-1", "period": "2025-08"},
            "P-1 Agustus 2025: belum ada isian.",
            "P-1 August 2025: no entry yet.",
        ),
        (
            "ACCOUNTS-NOT-ALLOWED",
            {"roles": "–"},
            "Peran Anda (–) tidak mencakup tindakan ini di sini.",
            "Your role (–) does not cover this action here.",
        ),
    ],
)
def test_a_refusal_speaks_words(code: str, params: dict[str, Any], id_: str, en: str) -> None:
    problem = Problem(code, params=params)
    assert (sentence(problem, "id"), sentence(problem, "en")) == (id_, en)
    assert dict(problem.params) == params  # programs go on reading codes


def test_parts_of_a_sheet_and_titles_are_said_in_the_language_of_the_reader() -> None:
    missing = Problem("SHEET-PART-MISSING", params={"part": "authority"})
    assert sentence(missing, "id") == "Bagian “dasar penetapan” belum diisi."
    title = {"id": "Finalisasi KPI", "en": "Finalisation of KPIs"}
    closed = Problem("SHEET-CLOSED", params={"title": title, "day": "2026-06-30"})
    assert sentence(closed, "id") == "Finalisasi “Finalisasi KPI” sudah ditutup."
    assert sentence(closed, "en") == "The finalisation “Finalisation of KPIs” is closed."


@pytest.mark.parametrize("language", ["id", "en"])
def test_refusals_and_pages_use_the_same_words(language: str) -> None:
    with translation.override(language):
        pages = {code: str(text) for code, text in ROLE_WORDS.items()}
        states = {code: gettext(text) for code, (text, _) in desk.STATES.items()}
        states |= {code: gettext(text) for code, (text, _, _) in desk.SHEET_STATES.items()}
        states |= {code: str(text) for code, text in (terms.DELIVERY_STATES | work.IMPORT_STATES).items()}
        # a draft of a benefit record is named by more words on its own pages
        states |= {code: str(text) for code, (text, *_) in benefits.STATES.items() if code != State.DRAFT}
        states |= {
            code: str(text)
            for code, text in (terms.REQUEST_STATES | terms.DELIVERY_STATES | work.IMPORT_STATES).items()
        }
        states["routed"] = str(requests.CLARIFICATION_STATES["routed"][0])
    english = language == "en"
    assert {str(code): pair[english].casefold() for code, pair in ROLES.items()} == {
        code: text.casefold() for code, text in pages.items()
    }
    assert {str(code): pair[english].casefold() for code, pair in STATES.items()} == {
        code: text.casefold() for code, text in states.items()
    }
    assert set(ROLES) == set(Role) and set(State) <= set(STATES)


@pytest.mark.parametrize("language", ["id", "en"])
def test_how_an_office_answers_for_a_body_has_one_word_in_content_on_pages_and_in_the_log(
    language: str,
) -> None:
    with translation.override(language):
        pages = {code: str(text).casefold() for code, text in terms.PARTS.items()}
    assert {code: pair[language == "en"].casefold() for code, pair in VALUES["part"].items()} == pages
    assert tuple(pages) == PARTS == SHAPES["responsibility"].choices["role"]


@pytest.mark.parametrize("language", ["id", "en"])
def test_the_console_and_the_pages_say_the_same_of_what_a_sheet_lacks(language: str) -> None:
    with translation.override(language):
        pages = {code: str(text) for code, text in READINESS_WORDS.items()}
    assert {code: dressed("required", code, language) for code in REQUIRED_FIELDS} == pages


def test_an_item_is_named_in_a_refusal_without_the_full_stop_of_its_list() -> None:
    empty = Problem("REQUESTS-EMPTY-ANSWER", params={"number": "1."})
    assert sentence(empty, "id") == "Jawaban butir 1 masih kosong."
    assert sentence(empty, "en") == "The answer to item 1 is empty."
