"""What is asked of us, on one page: by our own next date, for all or for me, with who owes."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from tests.doors.desk.work_round import client_of, on, page
from tests.request_work import Asked, country, registered, split_over_seven
from tests.world import moment

from simpul.actions.catalogue import call_finalisation
from simpul.records.asked_of_us import asked_of_us

pytestmark = pytest.mark.django_db


@pytest.fixture
def asked() -> Iterator[Asked]:
    with on():
        made = country()
        made.world.open()  # due 24 April
        split_over_seven(made)  # answers due 21 April
        registered(made, letter_number="2", subject="Survey without a date", deadline=None, deadline_note="x")
        call_finalisation(
            title_id="Finalisasi rekaan",
            title_en="Invented finalisation",
            frameworks=[],
            indicators=[made.world.indicators["P-H-1"]],
            opens_on=moment(2026, 4, 10).date(),
            proposals_due_on=moment(2026, 4, 15).date(),
            comments_due_on=moment(2026, 4, 20).date(),
            closes_on=moment(2026, 4, 30).date(),
            actor=made.world.actor("coordinator"),
        )
        yield made


def test_rounds_finalisations_and_requests_stand_by_our_own_date(asked: Asked) -> None:
    body = page(client_of(asked.world, "secretariat", "en"), "/asked/")
    order = ["Invented finalisation", "Questionnaire on social protection", "Q1 2026, ", "Survey without"]
    places = [body.index(one) for one in order]
    assert places == sorted(places)
    assert "not split yet" in body and "no date" in body
    assert "Kemenkes&nbsp;(2)" in body and "Monitoring Division (invented)" in body


def test_for_me_shows_what_my_office_owes_and_what_my_role_carries_on(asked: Asked) -> None:
    secretariat = page(client_of(asked.world, "secretariat", "en"), "/asked/?show=mine")
    assert "Survey without a date" in secretariat  # still to be split
    assert "Questionnaire on social protection" not in secretariat  # with the offices
    focal = page(client_of(asked.world, "focal", "en"), "/asked/?show=mine")
    assert "Questionnaire on social protection" in focal and "Survey without a date" not in focal
    assert "Nothing fits this filter" in page(client_of(asked.world, "auditor", "en"), "/asked/?show=mine")


def test_a_filter_names_an_office_and_the_file_has_the_rows_of_the_page(asked: Asked) -> None:
    client = client_of(asked.world, "coordinator", "en")
    body = page(client, "/asked/?office=Kemlu")
    assert "Questionnaire on social protection" in body and "Invented finalisation" not in body
    lines = client.get("/asked/?office=Kemlu&as=csv").content.decode("utf-8-sig").splitlines()
    assert len(lines) == 3 and "Kemlu (1)" in lines[1] and "Kemlu (1)" in lines[2]  # request and round


def test_who_has_no_part_in_anything_is_told_so(asked: Asked) -> None:
    assert "Nothing is asked of you" in page(client_of(asked.world, "admin", "en"), "/asked/")


def test_a_finalisation_is_the_custodians_until_its_sheets_are_proposed(asked: Asked) -> None:
    (row,) = (
        one
        for one in asked_of_us(asked.world.actor("producer").duties, day=moment(2026, 4, 16).date())
        if one.kind == "finalisation"
    )
    assert (row.asked, row.answered, row.late, row.days, row.mine) == (1, 0, True, -1, True)
    assert [(one.office, one.number) for one in row.owes] == [("Kemenkes", 1)]
