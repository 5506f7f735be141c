"""Accounts opened, closed, reopened and given another address: by whom, and what never follows from it."""

from __future__ import annotations

import json
from datetime import date

import pytest
from django.test import Client
from tests.guard import behind_its_back
from tests.remembered import made_once
from tests.world import PASSWORD, World, make_world, moment

from simpul.actions.accounts import (
    change_email,
    close_account,
    create_account,
    end_sessions,
    issue_password,
    open_account,
    reopen_account,
)
from simpul.actions.directory import add_person, designate, end_designation
from simpul.core.errors import NotAllowed, Problem
from simpul.core.permissions import Role
from simpul.records.accounts import MACHINE
from simpul.records.integrity_trail import audited
from simpul.records.models import AuditEntry, Designation, OutboxMessage, Person, User

pytestmark = pytest.mark.django_db


@pytest.fixture
@made_once
def world() -> World:
    return make_world()


def stored(key: str) -> User:
    return User.objects.get(email=f"{key}@contoh.example")


def last_entry() -> AuditEntry:
    return AuditEntry.objects.latest("id")


def signed_in(user: User) -> Client:
    client = Client()
    client.force_login(user, backend="allauth.account.auth_backends.AuthenticationBackend")
    assert client.get("/account/").status_code == 200
    return client


def is_over(client: Client) -> bool:
    return client.get("/account/").status_code == 302


def test_an_account_for_a_new_person_gives_a_phrase_once_and_no_role(world: World) -> None:
    user, phrase = open_account(
        email=" Baru@Contoh.example ",
        name="Rina Baru",
        organisation=world.organisations["KEMENKES"],
        actor=world.actor("secretariat"),
    )
    assert (user.email, user.person and user.person.name) == ("baru@contoh.example", "Rina Baru")
    assert User.objects.get(pk=user.pk).check_password(phrase)
    assert user.duties_on(moment(2026, 4, 10).date()) == ()
    assert phrase not in json.dumps([row.after for row in AuditEntry.objects.all()])


def test_a_person_of_the_directory_gets_one_account_and_no_second(world: World) -> None:
    person = stored("producer").person
    with pytest.raises(Problem, match="ACCOUNTS-PERSON-TAKEN"):
        open_account(email="dua@contoh.example", person=person, actor=world.actor("secretariat"))


@pytest.mark.parametrize(
    ("email", "name", "code"),
    [
        ("tanpa-at", "Rina", "ACCOUNTS-EMAIL-WRONG"),
        ("producer@contoh.example", "Rina", "ACCOUNTS-EMAIL-TAKEN"),
        ("baru@contoh.example", " ", "ACCOUNTS-NEEDS-PERSON"),
    ],
)
def test_an_account_that_cannot_be_opened_leaves_no_person_behind(
    world: World, email: str, name: str, code: str
) -> None:
    people = Person.objects.count()
    with pytest.raises(Problem, match=code):
        open_account(
            email=email,
            name=name,
            organisation=world.organisations["KEMENKES"],
            actor=world.actor("secretariat"),
        )
    assert Person.objects.count() == people


@pytest.mark.parametrize("who", ["producer", "steward", "focal", "signer", "coordinator", "soca", "auditor"])
def test_who_neither_administers_nor_is_the_secretariat_changes_no_account(world: World, who: str) -> None:
    other, actor = stored("other_focal"), world.actor(who)
    for refused in (
        lambda: open_account(
            email="x@contoh.example", name="X", organisation=world.organisations["KEMENKES"], actor=actor
        ),
        lambda: close_account(user=other, reason="r", actor=actor),
        lambda: reopen_account(user=other, actor=actor),
        lambda: end_sessions(user=other, actor=actor),
        lambda: change_email(user=other, email="y@contoh.example", actor=actor),
    ):
        with pytest.raises(NotAllowed):
            refused()


def test_the_account_of_an_administrator_is_changed_by_an_administrator_alone(world: World) -> None:
    admin, secretariat = stored("admin"), world.actor("secretariat")
    for refused in (
        lambda: close_account(user=admin, reason="r", actor=secretariat),
        lambda: issue_password(user=admin, actor=secretariat),
        lambda: change_email(user=admin, email="y@contoh.example", actor=secretariat),
        lambda: end_sessions(user=admin, actor=secretariat),
        lambda: create_account(email="z@contoh.example", password=None, is_admin=True, actor=secretariat),
    ):
        with pytest.raises(NotAllowed):
            refused()
    change_email(user=admin, email="kepala@contoh.example", actor=world.actor("admin"))


def test_a_closed_account_signs_nobody_in_its_sessions_are_over_and_its_roles_rest(world: World) -> None:
    session, colleague = signed_in(stored("producer")), signed_in(stored("steward"))
    close_account(user=stored("producer"), reason="pindah tugas", actor=world.actor("admin"))
    assert is_over(session) and not is_over(colleague)
    assert not Client().login(email="producer@contoh.example", password=PASSWORD)
    assert stored("producer").duties_on(moment(2026, 4, 10).date()) == ()
    assert (last_entry().action, last_entry().after) == ("accounts.close", {"reason": "pindah tugas"})


def test_a_reopened_account_has_its_password_and_none_of_its_old_sessions(world: World) -> None:
    session = signed_in(stored("producer"))
    close_account(user=stored("producer"), reason="cuti", actor=world.actor("secretariat"))
    reopen_account(user=stored("producer"), actor=world.actor("secretariat"))
    assert stored("producer").is_active and stored("producer").check_password(PASSWORD)
    assert is_over(session)


def test_nobody_closes_the_own_account_nor_one_without_reason_nor_one_twice(world: World) -> None:
    actor = world.actor("secretariat")
    with pytest.raises(Problem, match="ACCOUNTS-OWN"):
        close_account(user=stored("secretariat"), reason="r", actor=actor)
    with pytest.raises(Problem, match="REPORTING-NEEDS-REASON"):
        close_account(user=stored("producer"), reason="  ", actor=actor)
    with pytest.raises(Problem, match="ACCOUNTS-NOT-CLOSED"):
        reopen_account(user=stored("producer"), actor=actor)
    close_account(user=stored("producer"), reason="r", actor=actor)
    with pytest.raises(Problem, match="ACCOUNTS-CLOSED"):
        close_account(user=stored("producer"), reason="r", actor=actor)


def test_all_sessions_of_one_account_end_and_the_password_stays(world: World) -> None:
    at_work, at_home, colleague = (
        signed_in(stored("producer")),
        signed_in(stored("producer")),
        signed_in(stored("steward")),
    )
    end_sessions(user=stored("producer"), actor=world.actor("secretariat"))
    assert is_over(at_work) and is_over(at_home) and not is_over(colleague)
    assert stored("producer").check_password(PASSWORD)
    assert not is_over(signed_in(stored("producer")))


def test_everybody_ends_the_own_sessions(world: World) -> None:
    session = signed_in(stored("producer"))
    end_sessions(user=stored("producer"), actor=world.actor("producer"))
    assert is_over(session)


def test_another_address_signs_in_and_both_addresses_are_told(world: World) -> None:
    change_email(user=stored("producer"), email="Rini@Contoh.example", actor=world.actor("secretariat"))
    user = User.objects.get(email="rini@contoh.example")
    assert user.check_password(PASSWORD) and not User.objects.filter(email="producer@contoh.example").exists()
    told = OutboxMessage.objects.filter(payload__template="email_changed")
    assert {row.payload["to"] for row in told} == {"producer@contoh.example", "rini@contoh.example"}
    assert user.addresses() == ["rini@contoh.example", "producer@contoh.example"]


def test_an_address_that_was_somebody_elses_is_taken_for_good(world: World) -> None:
    change_email(user=stored("producer"), email="rini@contoh.example", actor=world.actor("secretariat"))
    with pytest.raises(Problem, match="ACCOUNTS-EMAIL-TAKEN"):
        create_account(email="producer@contoh.example", password=None, actor=world.actor("secretariat"))
    change_email(
        user=User.objects.get(email="rini@contoh.example"),
        email="producer@contoh.example",
        actor=world.actor("secretariat"),
    )
    assert stored("producer").check_password(PASSWORD)


def test_the_machine_itself_is_neither_closed_nor_renamed(world: World) -> None:
    machine, actor = User.objects.get(email=MACHINE), world.actor("admin")
    for refused in (
        lambda: close_account(user=machine, reason="r", actor=actor),
        lambda: change_email(user=machine, email="y@contoh.example", actor=actor),
        lambda: end_sessions(user=machine, actor=actor),
    ):
        with pytest.raises(Problem, match="ACCOUNTS-MACHINE"):
            refused()


def test_nobody_records_the_own_designation_so_that_administering_gives_no_step_of_clearance(
    world: World,
) -> None:
    with pytest.raises(Problem, match="DIRECTORY-OWN"):
        designate(
            role=Role.COORDINATOR,
            organisation=world.organisations["KEMENKES"],
            person=stored("secretariat").person,
            since=moment(2026, 4, 10).date(),
            actor=world.actor("secretariat"),
        )


@pytest.mark.parametrize("who", ["coordinator", "focal", "signer", "soca", "auditor"])
def test_who_does_not_keep_the_directory_writes_nothing_in_it(world: World, who: str) -> None:
    actor, before = world.actor(who), AuditEntry.objects.count()
    kemlu = world.organisations["KEMLU"]
    person = world.users["producer"].person
    assert person is not None
    held = Designation.objects.get(person=world.users["other_producer"].person)
    for attempt in (
        lambda: add_person(name="Siti", organisation=kemlu, actor=actor),
        lambda: designate(
            role=Role.DATA_STEWARD, organisation=kemlu, person=person, since=date(2026, 5, 1), actor=actor
        ),
        lambda: end_designation(designation=held, until=date(2026, 5, 1), reason="mutasi", actor=actor),
    ):
        with pytest.raises(NotAllowed):
            attempt()
    assert AuditEntry.objects.count() == before
    assert Designation.objects.get(pk=held.pk).until is None


def test_an_issued_password_is_announced_to_its_holder(world: World) -> None:
    issue_password(user=stored("producer"), actor=world.actor("admin"))
    (told,) = OutboxMessage.objects.filter(payload__template="password_issued")
    assert told.payload["to"] == "producer@contoh.example"


def test_the_trail_of_an_account_holds_over_another_address_and_finds_a_door_opened_behind_its_back(
    world: World,
) -> None:
    change_email(user=stored("producer"), email="rini@contoh.example", actor=world.actor("secretariat"))
    user = User.objects.get(email="rini@contoh.example")
    close_account(user=user, reason="r", actor=world.actor("secretariat"))
    assert not [fault for fault in audited() if "account" in fault.subject]
    with behind_its_back():
        User.objects.filter(pk=user.pk).update(is_active=True)
    assert [fault.subject for fault in audited() if "account" in fault.subject] == [
        "account rini@contoh.example"
    ]
