"""Clearing, returning, standing in: the page shows what is bound, and three clicks approve it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date

import pytest
from tests.doors.desk.work_round import cleared_by, client_of, on, page, post, submitted_health, task_of
from tests.remembered import made_once
from tests.world import World, make_world

from simpul.actions.directory import designate, end_designation
from simpul.core.permissions import Role
from simpul.records.models import Clearance, Designation, Observation, Remark

pytestmark = pytest.mark.django_db


@pytest.fixture
def world() -> Iterator[World]:
    made = submitted()
    with on():
        yield made


@made_once
def submitted() -> World:
    made = make_world()
    made.open()
    submitted_health(made)
    return made


def url_of(world: World) -> str:
    return f"/tasks/{task_of(world).pk}/check/"


def seen(world: World, who: str) -> str:
    """The hash on the page somebody looks at."""
    found = re.search(r'name="seen" value="([0-9a-f]{64})"', page(client_of(world, who), url_of(world)))
    assert found, "the page binds nothing"
    return found.group(1)


def test_an_approval_takes_three_clicks(world: World) -> None:
    client = client_of(world, "steward")
    assert f'href="{url_of(world)}"' in page(client, "/clearance/")  # one: open
    text = page(client, url_of(world))
    assert 'href="#clear"' in text and '<dialog class="dialog" id="clear"' in text  # two: the dialog
    post(client, url_of(world) + "clear/", {"seen": seen(world, "steward")})  # three: clear
    assert Clearance.objects.filter(verdict="cleared", role="data_steward").count() == 1
    assert "Tidak ada yang menunggu pemeriksaan Anda" in page(client, "/clearance/")


def test_the_page_shows_the_figure_its_change_its_evidence_and_the_rules_it_passed(world: World) -> None:
    text = page(client_of(world, "steward"), url_of(world))
    assert "19,8" in text and "21,5" in text and "turun 1,7" in text
    assert "98,62" in text and "ANGKA-01@1" in text
    assert "Tidak ada." in text
    english = page(client_of(world, "steward", "en"), url_of(world))
    assert "19.8" in english and "down 1.7" in english


def test_an_approval_on_another_hash_is_refused(world: World) -> None:
    post(client_of(world, "steward"), url_of(world) + "clear/", {"seen": "0" * 64}, status=409)
    assert Clearance.objects.filter(verdict="cleared").count() == 1


def test_only_whose_turn_it_is_finds_the_button(world: World) -> None:
    assert 'href="#clear"' in page(client_of(world, "steward"), url_of(world))
    for who in ("focal", "signer", "coordinator", "secretariat", "auditor", "producer"):
        text = page(client_of(world, who), url_of(world))
        assert 'href="#clear"' not in text, who
        assert "Menunggu: Walidata" in text, who
    post(client_of(world, "signer"), url_of(world) + "clear/", {"seen": seen(world, "steward")}, status=422)
    post(client_of(world, "auditor"), url_of(world) + "clear/", {"seen": seen(world, "steward")}, status=403)
    page(client_of(world, "other_steward"), url_of(world), status=404)


def test_it_is_returned_with_a_date_a_reason_and_remarks_on_cells(world: World) -> None:
    client = client_of(world, "steward")
    asked = {
        "seen": seen(world, "steward"),
        "due": "2026-04-20",
        "reason": "Lampirkan halaman tabel",
        "remark:P-H-2|IDN|2025-12|_T": "Sampul saja tidak cukup",
        "remark:narrative:plan": "",
    }
    post(client, url_of(world) + "return/", {**asked, "reason": " "}, status=422)
    post(client, url_of(world) + "return/", {**asked, "due": "2026-04-01"}, status=422)
    post(client, url_of(world) + "return/", asked)
    assert task_of(world).state == "returned"
    assert [(row.figure, row.text) for row in Remark.objects.all()] == [
        ("P-H-2|IDN|2025-12|_T", "Sampul saja tidak cukup")
    ]
    home = page(client_of(world, "producer"), "/")
    assert "Dikembalikan:" in home
    text = page(client_of(world, "producer"), f"/tasks/{task_of(world).pk}/")
    assert "Lampirkan halaman tabel" in text and "Sampul saja tidak cukup" in text


def test_the_secretariat_records_the_letter_of_who_holds_the_step_and_both_names_show(world: World) -> None:
    client = client_of(world, "secretariat")
    text = page(client, url_of(world))
    offered = re.findall(r'<option value="(\d+)">([^<]*)</option>', text)
    assert [name for _key, name in offered] == ["Steward, Kemenkes (Walidata)"]
    asked = {
        "seen": seen(world, "secretariat"),
        "official": offered[0][0],
        "letter_number": "ND-7",
        "letter_date": "2026-04-09",
    }
    post(client, url_of(world) + "on-behalf/", {**asked, "letter_number": ""}, status=422)
    post(client, url_of(world) + "on-behalf/", {**asked, "official": "Budi, Kemenkes"}, status=422)
    post(client_of(world, "focal"), url_of(world) + "on-behalf/", asked, status=403)
    post(client, url_of(world) + "on-behalf/", asked)
    text = page(client, url_of(world))
    assert "Steward, Kemenkes" in text and "oleh Secretariat, surat ND-7" in text
    offered = re.findall(r'<option value="\d+">([^<]*)</option>', text)
    assert offered == ["Focal, Kemenkes (Pumpunan)", "Alternate, Kemlu (Pengganti)"]


def test_the_coordinators_step_is_never_offered_for_a_letter(world: World) -> None:
    cleared_by(world, "steward", "focal", "signer")
    assert 'href="#behalf"' not in page(client_of(world, "secretariat"), url_of(world))


def signs_too(world: World) -> None:
    """The focal point is a signing official as well, of second rank."""
    designate(
        role=Role.SIGNING_OFFICIAL,
        organisation=world.organisations["KEMENKES"],
        body=None,
        person=world.users["focal"].person,
        since=date(2026, 1, 1),
        rank=2,
        actor=world.machine,
    )


def test_who_made_a_step_checks_no_other_while_somebody_else_holds_it(world: World) -> None:
    signs_too(world)
    cleared_by(world, "steward", "focal")
    client = client_of(world, "focal")
    text = page(client, url_of(world))
    assert 'href="#clear"' not in text and 'href="#waive"' not in text and "Plt. Signer" in text
    refused = client.post(url_of(world) + "clear/", {"seen": seen(world, "signer"), "waiver": "Hanya berdua"})
    assert refused.status_code == 422 and "Plt. Signer, Kemenkes" in refused.content.decode()


def test_in_a_small_office_who_made_a_step_checks_another_with_a_written_waiver(world: World) -> None:
    signs_too(world)
    end_designation(
        designation=Designation.objects.get(role="signing_official", person__name="Signer"),
        until=date(2026, 4, 2),
        reason="pindah",
        actor=world.machine,
    )
    cleared_by(world, "steward", "focal")
    client = client_of(world, "focal")
    text = page(client, url_of(world))
    assert 'href="#clear"' not in text and 'href="#waive"' in text
    bound = seen(world, "focal")
    post(client, url_of(world) + "clear/", {"seen": bound}, status=422)
    post(client, url_of(world) + "clear/", {"seen": bound, "waiver": "Kantor hanya berdua"})
    assert "Kantor hanya berdua" in page(client_of(world, "coordinator"), url_of(world))


def test_the_last_step_accepts_and_the_figures_enter_the_series(world: World) -> None:
    before = Observation.objects.count()
    cleared_by(world, "steward", "focal", "signer")
    post(client_of(world, "coordinator"), url_of(world) + "clear/", {"seen": seen(world, "coordinator")})
    assert task_of(world).state == "accepted"
    assert Observation.objects.count() == before + 2
    text = page(client_of(world, "producer"), f"/tasks/{task_of(world).pk}/")
    assert "Diterima" in text and "Versi 1" in text
    checked = page(client_of(world, "coordinator"), url_of(world))
    assert "seluruh langkah selesai" in checked and 'href="#return"' not in checked
    assert "revisi:" not in checked, "a figure is not a revision of itself"
