"""Passwords: changed by their holder, issued anew by the secretariat; what ends with the old one, what is kept."""

from __future__ import annotations

import json
import re

import pytest
from django.contrib.auth import get_user_model
from django.forms.models import model_to_dict
from django.test import Client
from tests.remembered import made_once
from tests.world import PASSWORD, World, make_world

from simpul.actions.accounts import change_password, create_account, issue_password, pass_phrase
from simpul.core.errors import NotAllowed, Problem
from simpul.records.accounts import MACHINE
from simpul.records.models import AuditEntry, User

pytestmark = pytest.mark.django_db

NEW = "gerimis lampu tikar senja"


@pytest.fixture
@made_once
def world() -> World:
    return make_world()


def stored(key: str) -> User:
    return User.objects.get(email=f"{key}@contoh.example")


def written_about_passwords() -> list[AuditEntry]:
    return list(AuditEntry.objects.filter(action__contains="password"))


def told(entry: AuditEntry) -> str:
    return json.dumps(model_to_dict(entry), default=str)


def signed_in(user: User) -> Client:
    client = Client()
    client.force_login(user, backend="allauth.account.auth_backends.AuthenticationBackend")
    assert client.get("/account/").status_code == 200
    return client


def is_over(client: Client) -> bool:
    answer = client.get("/account/")
    return answer.status_code == 302 and answer["Location"].startswith("/accounts/login/")


def test_the_new_password_opens_and_the_old_one_no_longer_does(world: World) -> None:
    change_password(old=PASSWORD, new=NEW, actor=world.actor("producer"))
    assert stored("producer").check_password(NEW)
    assert not stored("producer").check_password(PASSWORD)


def test_every_session_that_began_with_the_old_password_is_over_and_nobody_elses(world: World) -> None:
    at_work, at_home = signed_in(stored("producer")), signed_in(stored("producer"))
    colleague = signed_in(stored("steward"))
    change_password(old=PASSWORD, new=NEW, actor=world.actor("producer"))
    assert is_over(at_work) and is_over(at_home)
    assert not is_over(colleague)


def test_the_audit_names_who_and_keeps_neither_password_nor_hash(world: World) -> None:
    old = stored("producer").password
    change_password(old=PASSWORD, new=NEW, actor=world.actor("producer"))
    (entry,) = written_about_passwords()
    assert (entry.action, entry.subject_kind, entry.subject_key, entry.actor_name) == (
        "accounts.change_password",
        "user",
        "producer@contoh.example",
        "Producer",
    )
    for secret in (PASSWORD, NEW, old, stored("producer").password):
        assert secret not in told(entry)


@pytest.mark.parametrize(
    ("old", "new", "code"),
    [
        ("bukan kata sandi itu", NEW, "ACCOUNTS-PASSWORD-WRONG"),
        ("", NEW, "ACCOUNTS-PASSWORD-WRONG"),
        (PASSWORD, PASSWORD, "ACCOUNTS-PASSWORD-SAME"),
        (PASSWORD, "tikar senja", "ACCOUNTS-PASSWORD-SHORT"),
        (PASSWORD, "", "ACCOUNTS-PASSWORD-SHORT"),
        (PASSWORD, "qwerty123456", "ACCOUNTS-PASSWORD-COMMON"),
        (PASSWORD, "producer@contoh", "ACCOUNTS-PASSWORD-SIMILAR"),
    ],
)
def test_a_change_that_is_refused_leaves_password_session_and_audit(
    world: World, old: str, new: str, code: str
) -> None:
    session = signed_in(stored("producer"))
    with pytest.raises(Problem) as caught:
        change_password(old=old, new=new, actor=world.actor("producer"))
    assert caught.value.code == code
    assert stored("producer").check_password(PASSWORD)
    assert not is_over(session) and not written_about_passwords()


def test_a_short_password_is_told_how_long_it_must_be(world: World) -> None:
    with pytest.raises(Problem) as caught:
        change_password(old=PASSWORD, new="x" * 11, actor=world.actor("producer"))
    assert caught.value.params == {"length": 12}


def test_an_account_is_not_opened_with_a_weak_password(world: World) -> None:
    with pytest.raises(Problem, match="SHORT"):
        create_account(email="baru@contoh.example", password="pendek", actor=world.actor("secretariat"))
    assert not User.objects.filter(email="baru@contoh.example").exists()


def test_an_issued_password_opens_once_the_old_one_is_forgotten_and_ends_all_sessions(world: World) -> None:
    session = signed_in(stored("producer"))
    phrase = issue_password(user=stored("producer"), actor=world.actor("secretariat"))
    assert stored("producer").check_password(phrase) and not stored("producer").check_password(PASSWORD)
    assert is_over(session)
    (entry,) = written_about_passwords()
    assert (entry.action, entry.subject_key, entry.actor_name) == (
        "accounts.issue_password",
        "producer@contoh.example",
        "Secretariat",
    )
    assert phrase not in told(entry) and stored("producer").password not in told(entry)


def test_an_issued_password_is_changed_by_its_holder_like_any_other(world: World) -> None:
    phrase = issue_password(user=stored("producer"), actor=world.actor("secretariat"))
    change_password(old=phrase, new=NEW, actor=world.actor("producer"))
    assert stored("producer").check_password(NEW)


@pytest.mark.parametrize("who", ["producer", "steward", "focal", "signer", "coordinator", "soca", "auditor"])
def test_only_secretariat_and_administrator_issue_a_password(world: World, who: str) -> None:
    with pytest.raises(NotAllowed):
        issue_password(user=stored("producer"), actor=world.actor(who))
    assert stored("producer").check_password(PASSWORD) and not written_about_passwords()


def test_nobody_gets_a_password_for_the_machine_itself(world: World) -> None:
    with pytest.raises(Problem, match="ACCOUNTS-MACHINE"):
        issue_password(user=get_user_model().objects.get(email=MACHINE), actor=world.actor("secretariat"))
    assert not User.objects.get(email=MACHINE).has_usable_password()


def test_a_pass_phrase_is_six_words_that_can_be_read_out_and_never_the_same() -> None:
    phrases = {pass_phrase() for _ in range(500)}
    assert len(phrases) == 500
    assert all(
        re.fullmatch(r"([a-z][aeiou][a-z][aeiou]-){5}[a-z][aeiou][a-z][aeiou]", one) for one in phrases
    )
    words = {word for one in phrases for word in one.split("-")}
    assert len(words) > 1500 and not words & {
        "babi",
        "bego",
        "coli",
        "cuki",
        "gila",
        "homo",
        "mati",
        "puki",
        "tahi",
    }
    syllables = {one[at : at + 2] for one in phrases for at in range(0, len(one), 5)}
    assert len(syllables) == 16 * 5, "every syllable is used, so twelve of them are 75 bits"
