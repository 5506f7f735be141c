"""Who owes what: the counts, the filters, opening and closing; and what each finds on the first page."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from tests.doors.desk.work_round import cleared_by, client_of, on, page, post, submitted_health
from tests.world import PASSWORD, World, make_world, moment

from simpul.actions.accounts import create_account
from simpul.actions.directory import add_person, designate
from simpul.actions.reporting import ask_extension, close_round
from simpul.core.permissions import Duty, Role
from simpul.core.turns import next_turn
from simpul.records.models import Round
from simpul.records.round_board import FocalPoint, read_board

pytestmark = pytest.mark.django_db

EVERYTHING = (Duty(Role.COORDINATOR, "KOORD"),)


@pytest.fixture
def world() -> Iterator[World]:
    made = make_world()
    made.open()
    with on():
        yield made


def board(world: World, day: date = date(2026, 4, 10)):
    assert world.round
    return read_board(world.round, EVERYTHING, day=day)


def test_sub_bodies_are_counted_apart(world: World) -> None:
    found = board(world)
    assert [line.task.body.code for line in found.counted] == ["SOMHD", "SOMSWD"]
    assert [line.task.body.code for line in found.apart] == ["SUBSWD"]
    text = page(client_of(world, "coordinator"), "/rounds/2026-Q1/")
    assert "0 dari 2 badan sudah mengajukan" in text
    assert "Badan subsider, dihitung terpisah" in text


def test_late_is_what_is_still_owed_after_its_date(world: World) -> None:
    submitted_health(world)
    assert [line.task.body.code for line in board(world, date(2026, 4, 24)).late] == []
    assert [line.task.body.code for line in board(world, date(2026, 4, 25)).late] == ["SOMSWD", "SUBSWD"]


def test_on_time_and_evidence_are_two_numbers(world: World) -> None:
    submitted_health(world)
    found = board(world, date(2026, 4, 30))
    assert sum(line.on_time for line in found.counted) == 1
    assert (found.evidenced, found.figures) == (0, 2)
    with on(moment(2026, 4, 30)):
        text = page(client_of(world, "coordinator"), "/rounds/2026-Q1/")
    tiles = re.findall(r"<dt>([^<]+)</dt><dd>(?:<a[^>]*>)?(\d+)(?:</a>)? <small>([^<]+)", text)
    assert ("Kepatuhan: diajukan tepat waktu", "1", "dari 2") in tiles
    assert ("Mutu: angka dengan berkas asal", "0", "dari 2") in tiles


def test_what_waits_for_me_follows_the_step(world: World) -> None:
    submitted_health(world)
    duties = (Duty(Role.DATA_STEWARD, "KEMENKES"),)
    assert world.round
    assert [line.task.body.code for line in read_board(world.round, duties, day=date(2026, 4, 10)).mine] == [
        "SOMHD"
    ]
    cleared_by(world, "steward")
    assert read_board(world.round, duties, day=date(2026, 4, 10)).mine == ()


def test_before_a_round_is_opened_the_offices_without_a_focal_point_on_its_opening_day_are_named(
    world: World,
) -> None:
    secretariat = client_of(world, "secretariat", "en")
    turn = next_turn(world.obligation.settings_in_force, opened=["2026-Q1"], today=date(2026, 4, 10))
    text = page(secretariat, "/rounds/open/")
    told = text[text.index('<div class="banner warn') :].split("</div></div>")[0]
    assert "One office has no focal point" in told and "Kp2Mi" in told
    assert f'href="/directory/?on={turn.opens_on}"' in told and 'href="/directory/SUBSWD/"' in told
    assert "SOMHD" not in told and "SOMSWD" not in told


def test_a_vacancy_is_shown_and_can_be_filtered(world: World) -> None:
    assert [line.task.body.code for line in board(world).vacant] == ["SUBSWD"]
    text = page(client_of(world, "coordinator"), "/rounds/2026-Q1/?show=vacant")
    assert "Jabatan kosong" in text
    rows = text.split('id="tasks"')[1]
    assert "SUBSWD" in rows and ">SOMHD<" not in rows


def test_a_focal_point_for_all_bodies_of_an_office_is_named_on_board_task_and_directory(world: World) -> None:
    designate(
        role=Role.FOCAL_POINT,
        organisation=world.organisations["KP2MI"],
        body=None,
        person=world.users["co_producer"].person,
        since=date(2026, 4, 5),
        actor=world.machine,
    )
    line = next(line for line in board(world).lines if line.task.body.code == "SUBSWD")
    assert line.focal == FocalPoint("Co Producer", "", "Kp2Mi")
    assert board(world).vacant == ()
    assert next(row for row in board(world).lines if row.task.body.code == "SOMSWD").focal == FocalPoint(
        "Other Focal", "", "Kemensos"
    )
    client = client_of(world, "coordinator")
    for url in ("/rounds/2026-Q1/", f"/tasks/{world.tasks['SUBSWD'].pk}/", "/directory/"):
        assert "Co Producer" in page(client, url), url


def test_in_a_closed_round_nothing_waits_for_anybody(world: World) -> None:
    submitted_health(world)
    duties = world.actor("steward").duties + world.actor("other_producer").duties
    assert world.round
    mine = read_board(world.round, duties, day=date(2026, 4, 10)).mine
    assert {line.task.body.code for line in mine} == {"SOMHD", "SOMSWD"}
    close_round(round=world.round, reason="Batas waktu", actor=world.actor("secretariat"))
    closed = Round.objects.get(pk=world.round.pk)
    assert read_board(closed, duties, day=date(2026, 4, 10)).mine == ()
    task = f"/tasks/{world.tasks['SOMHD'].pk}/check/"
    text = page(client_of(world, "steward"), task)
    assert 'href="#clear"' not in text and 'href="#return"' not in text


def test_an_office_sees_its_own_lines_only(world: World) -> None:
    text = page(client_of(world, "other_producer"), "/rounds/2026-Q1/")
    assert "SOMSWD" in text and "SOMHD" not in text.split('id="tasks"')[1]
    assert 'id="close"' not in text


def test_an_unknown_round_is_not_there(world: World) -> None:
    page(client_of(world, "coordinator"), "/rounds/2031-Q1/", status=404)


def test_a_round_is_opened_from_the_proposed_dates(world: World) -> None:
    client = client_of(world, "secretariat")
    text = page(client, "/rounds/open/")
    assert 'value="2026-Q2"' in text and 'value="2026-07-24"' in text
    asked = {
        "obligation": "quarterly",
        "period": "2026-Q2",
        "opens_on": "2026-07-01",
        "due_on": "2026-07-24",
        "closes_on": "2026-08-07",
    }
    post(client, "/rounds/open/", {**asked, "due_on": "2026-08-20"}, status=422)
    post(client_of(world, "producer"), "/rounds/open/", asked, status=404)
    assert post(client, "/rounds/open/", asked)["Location"] == "/rounds/2026-Q2/"
    assert Round.objects.get(period="2026-Q2").tasks.count() == 3
    post(client, "/rounds/open/", asked, status=422)


def test_the_next_turn_follows_content_where_it_says_other_dates() -> None:
    turn = next_turn(
        {"anchor": "2026-01-01", "every_months": 3, "due_after_days": 30, "closes_after_days": 45},
        opened=["2026-Q1"],
        today=date(2026, 5, 2),
    )
    assert (turn.period.code, turn.due_on, turn.closes_on) == (
        "2026-Q2",
        date(2026, 7, 30),
        date(2026, 8, 14),
    )


def test_the_first_page_begins_with_what_i_must_do_and_by_when(world: World) -> None:
    text = page(client_of(world, "producer"), "/")
    assert text.index("Isi angka dan narasi SOMHD") < text.index("Siapa mengisi apa")
    assert "24 April 2026" in text and "0 dari 3 terjawab" in text and "Mulai mengisi" in text
    submitted_health(world)
    assert "Isi angka dan narasi SOMHD" not in page(client_of(world, "producer"), "/")
    assert "Menunggu pihak lain" in page(client_of(world, "producer"), "/")
    assert "Menunggu pemeriksaan Anda" in page(client_of(world, "steward"), "/")


def test_the_secretariat_finds_who_owes_and_which_posts_are_vacant(world: World) -> None:
    with on(moment(2026, 4, 27)):
        text = page(client_of(world, "secretariat"), "/")
    assert "Yang belum melapor" in text and "lewat 3 hari" in text
    assert "Kosong, Plt./Plh., atau segera berakhir" in text
    assert "Yang belum melapor" not in page(client_of(world, "producer"), "/")


def test_requests_for_more_time_take_as_many_queries_for_three_as_for_one(world: World) -> None:
    counted = []
    sub_focal(world)
    for body, who in (("SOMHD", "focal"), ("SOMSWD", "other_focal"), ("SUBSWD", "sub_focal")):
        ask_extension(
            task=world.tasks[body], due=date(2026, 4, 30), reason="Rilis mundur", actor=world.actor(who)
        )
        client = client_of(world, "secretariat")
        with on(), CaptureQueriesContext(connection) as queries:
            text = page(client, "/")
        counted.append(len(queries))
        assert text.count("Rilis mundur") == len(counted)
    assert counted[0] == counted[1] == counted[2]


def sub_focal(world: World) -> None:
    """Somebody speaks for the sub-body."""
    person = add_person(
        name="Sub Focal",
        organisation=world.organisations["KP2MI"],
        email="sub_focal@contoh.example",
        is_fictional=True,
        actor=world.machine,
    )
    designate(
        role=Role.FOCAL_POINT,
        organisation=world.organisations["KP2MI"],
        body=world.bodies["SUBSWD"],
        person=person,
        since=date(2026, 1, 1),
        letter_number="B-sub",
        letter_date=date(2026, 1, 1),
        actor=world.machine,
    )
    world.users["sub_focal"] = create_account(
        email="sub_focal@contoh.example", password=PASSWORD, person=person, actor=world.machine
    )


def test_who_owes_is_named_before_anybody_is_late(world: World) -> None:
    with on():
        text = page(client_of(world, "secretariat"), "/")
    owes = text[text.index("Yang belum melapor") :]
    assert "SOMHD" in owes and "Semua sudah mengajukan" not in owes and "lewat" not in owes


def test_a_round_without_figures_does_not_count_proofs_of_none(world: World) -> None:
    with on():
        text = page(client_of(world, "secretariat"), f"/rounds/{world.round.period}/")
    assert "belum ada nilai" in text and "dari 0" not in text


def test_who_holds_no_role_is_told_whom_to_ask(world: World) -> None:
    assert "Minta sekretariat mencatat penunjukan Anda" in page(client_of(world, "admin"), "/")


def test_the_account_page_names_role_and_letter(world: World) -> None:
    text = page(client_of(world, "focal"), "/account/")
    assert "B-focal" in text and "focal@contoh.example" in text
