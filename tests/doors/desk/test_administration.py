"""Pages of administration: who opens them, what they do, and a password that is told once."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date

import pytest
from tests.doors.desk.work_round import client_of, on, page, post
from tests.guard import behind_its_back
from tests.shipped import bundle as shipped_bundle
from tests.world import World, make_world

from simpul.actions.directory import answer_for
from simpul.actions.offices import add_organisation
from simpul.records.accounts import MACHINE
from simpul.records.models import (
    AuditEntry,
    Body,
    ContentEntry,
    ContentVersion,
    Obligation,
    Organisation,
    User,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def world() -> Iterator[World]:
    made = make_world()
    made.open()
    with on():
        yield made


def test_the_list_names_account_office_duties_and_state_and_not_the_machine(world: World) -> None:
    text = page(client_of(world, "admin"), "/users/")
    assert "producer@contoh.example" in text and "belum pernah masuk" in text
    assert "Produsen data" in text and MACHINE not in text


@pytest.mark.parametrize(
    ("who", "offered", "missing"),
    [
        ("admin", {"/users/", "/offices/", "/obligations/", "/content/"}, set()),
        ("secretariat", {"/users/", "/offices/", "/obligations/", "/content/"}, set()),
        ("auditor", {"/users/", "/offices/", "/obligations/", "/content/"}, set()),
        ("coordinator", {"/offices/", "/obligations/", "/content/"}, {"/users/"}),
        ("producer", {"/activity/", "/offices/"}, {"/users/", "/obligations/", "/content/"}),
    ],
)
def test_the_menu_offers_administration_to_who_may(
    world: World, who: str, offered: set[str], missing: set[str]
) -> None:
    links = set(re.findall(r'<li><a href="([^"]+)"', page(client_of(world, who), "/account/")))
    assert offered <= links and not missing & links


def test_a_first_password_is_shown_once_and_opens(world: World) -> None:
    client = client_of(world, "secretariat", "en")
    answer = post(
        client,
        "/users/open/",
        {"name": "Rina Baru", "organisation": "KEMENKES", "email": "rina@contoh.example", "language": "en"},
        status=200,
    )
    text = answer.content.decode()
    phrase = re.search(r'class="phrase"><code>([a-z-]+)</code>', text)
    assert phrase and "It is shown only now" in text
    assert "no-store" in answer["Cache-Control"]
    user = User.objects.get(email="rina@contoh.example")
    assert user.check_password(phrase[1]) and user.language == "en"
    assert phrase[1] not in page(client, f"/users/{user.pk}/")


def test_what_cannot_be_opened_stays_in_the_form_with_its_reason(world: World) -> None:
    text = post(
        client_of(world, "secretariat", "en"),
        "/users/open/",
        {"name": "Rina Baru", "organisation": "KEMENKES", "email": "producer@contoh.example"},
        status=422,
    ).content.decode()
    assert "There is already an account" in text and 'value="Rina Baru"' in text
    assert (
        'id="email" name="email" required maxlength="254" autocomplete="off" value="producer@contoh' in text
    )


def test_an_account_is_closed_reopened_renamed_and_signed_out_from_its_page(world: World) -> None:
    client, user = client_of(world, "admin", "en"), world.users["producer"]
    at = f"/users/{user.pk}/"
    post(client, f"{at}sessions/", {})
    post(client, f"{at}email/", {"email": "rini@contoh.example"})
    post(client, f"{at}close/", {"reason": "moved"})
    text = page(client, at)
    assert "This account is closed" in text and "formerly producer@contoh.example" in text
    post(client, f"{at}reopen/", {})
    assert User.objects.get(pk=user.pk).is_active


def test_the_secretariat_is_offered_nothing_on_an_administrators_account_and_refused(world: World) -> None:
    client, admin = client_of(world, "secretariat"), world.users["admin"]
    assert "#close" not in page(client, f"/users/{admin.pk}/")
    post(client, f"/users/{admin.pk}/password/", {}, status=403)


def test_who_audits_reads_accounts_and_changes_none(world: World) -> None:
    client, user = client_of(world, "auditor"), world.users["producer"]
    assert "#close" not in page(client, f"/users/{user.pk}/")
    post(client, f"/users/{user.pk}/close/", {"reason": "r"}, status=404)
    page(client, "/users/open/", status=404)


def test_the_own_account_offers_no_closing(world: World) -> None:
    mine = world.users["secretariat"]
    text = page(client_of(world, "secretariat"), f"/users/{mine.pk}/")
    assert "#password" in text and "#close" not in text


def test_an_office_shows_its_bodies_its_people_and_its_open_work(world: World) -> None:
    text = page(client_of(world, "producer", "en"), "/offices/KEMENKES/")
    assert "SOMHD" in text and "Focal" in text and f"/tasks/{world.tasks['SOMHD'].pk}/" in text
    assert "this whole office" in text and "whole country" not in text
    ministry = page(client_of(world, "producer", "en"), "/offices/KOORD/")
    assert "whole country" in ministry and "this whole office" not in ministry
    other = page(client_of(world, "other_focal", "en"), "/offices/KEMENKES/")
    assert f"/tasks/{world.tasks['SOMHD'].pk}/" not in other


def test_a_new_name_is_recorded_from_the_page_of_the_old(world: World) -> None:
    client = client_of(world, "secretariat", "en")
    given = {
        "after": "KEMENKES",
        "code": "KEMENSEHAT",
        "acronym": "Kemensehat",
        "name_id": "Kementerian Sehat",
        "name_en": "Ministry of Good Health",
        "since": "2026-04-01",
        "source": "Perpres 9/2026",
    }
    post(client, "/offices/add/", given)
    old = page(client, "/offices/KEMENKES/")
    assert "Followed by" in old and "/offices/KEMENSEHAT/" in old
    assert "Responsibilities still name it" in old
    assert "in the place of" in page(client, "/offices/KEMENSEHAT/")


def test_an_office_is_ended_with_day_and_source_and_without_them_nothing_happens(world: World) -> None:
    add_organisation(
        code="LAMA",
        acronym="Lama",
        name_id="a",
        name_en="b",
        kind="kementerian",
        area="IDN",
        since=date(2020, 1, 1),
        source="s",
        actor=world.actor("admin"),
    )
    client = client_of(world, "admin")
    post(client, "/offices/LAMA/end/", {"until": "", "source": "s"}, status=422)
    post(client, "/offices/LAMA/end/", {"until": "2026-04-01", "source": "Perpres"})
    assert Organisation.objects.get(code="LAMA").until == date(2026, 4, 1)
    page(client_of(world, "producer"), "/offices/add/", status=404)


def test_a_step_is_switched_off_on_the_page_and_the_next_round_is_told(world: World) -> None:
    client = client_of(world, "admin", "en")
    with_days = Obligation.objects.get(pk=world.obligation.pk)
    at = f"/obligations/{with_days.code}/"
    text = page(client, at)
    assert "Working values for rounds to come" in text and "Rounds opened from it" in text
    given = {
        "on": [role for role in with_days.chain if role != "data_steward"],
        "opens_after_days": 1,
        "due_after_days": 24,
        "closes_after_days": 38,
        "reason": "no steward this year",
    }
    post(client, f"{at}adjust/", given)
    assert Obligation.objects.get(pk=with_days.pk).adjusted["off"] == ["data_steward"]
    assert '<span class="tag">off</span>' in page(client, at)
    post(client_of(world, "secretariat"), f"{at}adjust/", given, status=404)
    assert "Working values" not in page(client_of(world, "producer", "en"), at)


def test_the_content_page_says_that_loading_is_a_command_and_lists_versions(world: World) -> None:
    text = page(client_of(world, "admin", "en"), "/content/")
    label = ContentVersion.objects.current().label
    assert "simpul content load" in text and f"/content/{label}/" in text
    assert "in force" in text


def test_the_content_page_tells_where_the_folder_says_otherwise_than_the_desk(world: World) -> None:
    (item,) = (
        one for one in shipped_bundle().of("responsibility") if one.code == "ACWC/KEMENSOS/contributing"
    )
    with behind_its_back():
        body, _ = Body.objects.get_or_create(code="ACWC", defaults={"acronym": "ACWC", "counted": False})
        office, _ = Organisation.objects.get_or_create(code="KEMENSOS", defaults={"acronym": "Kemensos"})
    client = client_of(world, "admin", "en")
    assert "Said otherwise" not in page(client, "/content/?check=1")
    answer_for(
        body=body,
        organisation=office,
        role=item.body["role"],
        since=date.fromisoformat(item.body["since"]),
        source="Perpres rekaan",
        actor=world.actor("secretariat"),
    )
    text = page(client, "/content/?check=1")
    assert "Said otherwise than on the desk" in text and "Perpres rekaan" in text and item.place in text
    assert "nothing found" in text


def test_a_fact_is_shown_in_its_wordings_with_what_changed(world: World) -> None:
    version = ContentVersion.objects.current()
    entry = ContentEntry.objects.filter(version=version).first()
    assert entry is not None
    client = client_of(world, "auditor", "en")
    assert entry.code in page(client, f"/content/{version.label}/?kind={entry.kind}")
    assert "Wording 1" in page(client, f"/content/{entry.kind}/{entry.code}/")
    page(client, f"/content/{entry.kind}/no-such-fact/", status=404)
    page(client_of(world, "producer"), "/content/", status=404)


def test_every_thing_that_was_done_here_is_in_the_log(world: World) -> None:
    client = client_of(world, "admin")
    post(client, f"/users/{world.users['producer'].pk}/sessions/", {})
    assert AuditEntry.objects.latest("id").action == "accounts.end_sessions"
    assert "mengakhiri semua sesi akun producer@contoh.example" in page(client, "/activity/")
