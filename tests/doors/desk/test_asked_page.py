"""What is asked of us, on one page: by our own next date, for all or for me, with who owes."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date

import pytest
from tests.actions.test_finalisation import called, proposed
from tests.doors.desk.work_round import cleared_by, client_of, on, page, submitted_health
from tests.guard import behind_its_back
from tests.request_work import Asked, answered, country, registered, split_over_seven
from tests.world import make_world, moment

from simpul.actions.catalogue import call_finalisation
from simpul.records.asked_of_us import asked_of_us
from simpul.records.models import Request, RequestItem, SheetTask, Task

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


def test_what_waits_for_the_reader_has_the_date_of_his_own_step(asked: Asked) -> None:
    answered(asked, "B.1", "x")  # the national answer is the secretariat's step, due after the answers
    request = asked.item("B.1").request
    assert request.due_answers < request.due_consolidation

    def binding(who: str) -> tuple[object, str]:
        actor = asked.world.actor(who)
        rows = asked_of_us(actor.duties, person=actor.user.person_id, day=actor.day)
        (row,) = (one for one in rows if one.code == request.code and one.kind == "request")
        return row.due, row.stage

    assert binding("secretariat") == (request.due_consolidation, "consolidation")
    assert binding("auditor") == (request.due_answers, "answers")
    body = page(client_of(asked.world, "secretariat", "en"), "/asked/")
    assert "Date that binds you" in body and "Deadline of who asks" in body


def test_what_is_past_binds_before_the_later_step_of_the_reader(asked: Asked) -> None:
    def binding(who: str, kind: str, day: int) -> tuple[object, ...]:
        actor = asked.world.actor(who)
        rows = asked_of_us(actor.duties, person=actor.user.person_id, day=moment(2026, 4, day).date())
        return next((row.due, row.stage, row.mine, row.late) for row in rows if row.kind == kind)

    answered(asked, "B.1", "x")
    request = asked.item("B.1").request
    day = request.due_answers.day
    ours = (request.due_consolidation, "consolidation", True, False)
    assert binding("secretariat", "request", day) == ours
    assert binding("secretariat", "request", day + 1) == (request.due_answers, "answers", True, True)

    # SOMHD has until the 28th and waits for the coordinator; the other bodies owe theirs since the 24th
    submitted_health(asked.world)
    cleared_by(asked.world, "steward", "focal", "signer")
    with behind_its_back():
        Task.objects.filter(body__code="SOMHD").update(due_current=moment(2026, 4, 28).date())
    due = [moment(2026, 4, one).date() for one in (24, 28)]
    assert binding("coordinator", "round", 24) == (due[1], "answers", True, False)
    assert binding("coordinator", "round", 25) == (due[0], "answers", True, True)


def test_a_sheet_past_its_day_binds_before_the_later_step_of_the_reader() -> None:
    world = make_world()
    called(world, "P-H-1", "P-W-1")  # proposals until 30 April, comments until 15 May, closes 30 June
    proposed(world)

    def binding(day: date) -> tuple[object, ...]:
        (row,) = asked_of_us(world.actor("coordinator").duties, day=day)
        return row.due, row.stage, row.mine, row.late

    # once comments are over the coordinator's step waits; the wording of P-W-1 is still owed
    assert binding(date(2026, 5, 16)) == (date(2026, 4, 30), "answers", True, True)
    with behind_its_back():
        SheetTask.objects.filter(indicator__code="P-W-1").update(state="agreed")
    assert binding(date(2026, 5, 16)) == (date(2026, 6, 30), "clearance", True, False)


def test_of_two_things_due_on_one_day_the_readers_own_step_stands_first(asked: Asked) -> None:
    due = asked.item("B.1").request.due_answers
    registered(asked, letter_number="3", subject="Another survey", deadline=None, deadline_note="x")
    with behind_its_back():
        Request.objects.filter(subject="Another survey").update(due_answers=due)
    actor = asked.world.actor("secretariat")
    rows = asked_of_us(actor.duties, person=actor.user.person_id, day=actor.day)
    same = [(row.title_en, row.mine) for row in rows if row.due == due]
    assert same == [("Another survey", True), ("Questionnaire on social protection", False)]


def test_my_duties_stand_by_urgency_kind_by_kind_and_the_steps_of_others_last(asked: Asked) -> None:
    def headings(who: str, day: int) -> list[str]:
        with on(moment(2026, 4, day)):
            text = page(client_of(asked.world, who, "en"), "/")
        found = re.findall(r"<h2 id=\"(first|asked-h|sheets-h|rest|owes|others)\"", text)
        assert found, text
        return found

    # the sheet of P-H-1 is proposed until 15 April, the request answered until 21 April, the task filled in until 24
    assert headings("producer", 13) == ["sheets-h", "asked-h", "first"]
    with behind_its_back():
        Request.objects.filter(letter_number="INV/1").update(due_answers=moment(2026, 4, 14).date())
        RequestItem.objects.update(due=moment(2026, 4, 14).date())
    assert headings("producer", 16) == ["asked-h", "sheets-h", "first"]
    secretariat = headings("secretariat", 13)
    assert secretariat[0] == "asked-h" and secretariat[-1] == "owes"


def test_the_file_of_my_duties_has_own_steps_by_day_before_those_of_others(asked: Asked) -> None:
    rows = client_of(asked.world, "producer", "en").get("/?as=csv").content.decode("utf-8-sig").splitlines()
    kinds = [row.split(",")[0] for row in rows[1:]]
    assert kinds == ["Sheets of indicators", "Incoming request", "To fill in"]
