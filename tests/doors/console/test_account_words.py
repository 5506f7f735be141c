"""`simpul account open`, `close`, `reopen`, `list`: the same verbs as on the desk, for who stands at the console."""

from __future__ import annotations

import json
import re

import pytest
from tests.doors.console.test_accounts import ADDRESS, run
from tests.world import World, make_world

from simpul.records.accounts import MACHINE
from simpul.records.models import AuditEntry, Designation, User

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def world() -> World:
    return make_world()


def test_the_first_account_is_opened_by_the_machine_with_its_role_and_letter(
    capsys: pytest.CaptureFixture,
) -> None:  # type: ignore[type-arg]
    words = ("account", "open", "baru@contoh.example", "--name", "Rina Baru", "--office", "KEMENKES")
    role = ("--role", "auditor", "--since", "2026-01-01", "--letter", "B-1", "--letter-date", "2026-01-01")
    code, out, err = run(capsys, *words, *role)
    assert code == 0 and re.fullmatch(r"[a-z]{4}(-[a-z]{4}){5}\n", out) and "Shown only once" in err
    user = User.objects.get(email="baru@contoh.example")
    assert user.check_password(out.strip())
    held = Designation.objects.get(person=user.person)
    assert (held.role, held.letter_number, held.organisation.code) == ("auditor", "B-1", "KEMENKES")
    assert AuditEntry.objects.get(action="accounts.create", subject_key=user.email).actor_name == MACHINE


def test_as_json_the_password_is_a_field(capsys: pytest.CaptureFixture) -> None:  # type: ignore[type-arg]
    words = ("account", "open", "baru@contoh.example", "--name", "Rina", "--office", "KEMENKES", "--json")
    code, out, _err = run(capsys, *words)
    told = json.loads(out)
    assert code == 0 and told["email"] == "baru@contoh.example"
    assert User.objects.get(email=told["email"]).check_password(told["password"])


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (("open", "baru@contoh.example", "--name", "Rina", "--office", "TIDAK-ADA"), "was not found"),
        (("open", "baru@contoh.example", "--person", "99999"), "was not found"),
        (("open", "baru@contoh.example"), "without a person"),
        (
            (
                "open",
                "baru@contoh.example",
                "--name",
                "R",
                "--office",
                "KEMENKES",
                "--role",
                "auditor",
                "--body",
                "X",
            ),
            "was not found",
        ),
        (
            (
                "open",
                "b@contoh.example",
                "--name",
                "R",
                "--office",
                "KEMENKES",
                "--as",
                "focal@contoh.example",
            ),
            "does not cover",
        ),
        (
            (
                "open",
                "b@contoh.example",
                "--name",
                "R",
                "--office",
                "KEMENKES",
                "--admin",
                "--as",
                "secretariat@contoh.example",
            ),
            "does not cover",
        ),
        (("close", ADDRESS, "--reason", " "), "reason"),
        (("reopen", ADDRESS), "not closed"),
    ],
)
def test_a_refusal_leaves_accounts_as_they_were(
    capsys: pytest.CaptureFixture,  # type: ignore[type-arg]
    words: tuple[str, ...],
    told: str,
) -> None:
    before = set(User.objects.values_list("email", "is_active"))
    code, out, err = run(capsys, "account", *words)
    assert (code, out) == (3, "") and told in err
    assert set(User.objects.exclude(email=MACHINE).values_list("email", "is_active")) == {
        one for one in before if one[0] != MACHINE
    }


def test_an_account_is_closed_and_reopened_with_who_did_it(capsys: pytest.CaptureFixture) -> None:  # type: ignore[type-arg]
    who = ("--as", "secretariat@contoh.example")
    code, out, _err = run(capsys, "account", "close", ADDRESS, "--reason", "moved", *who)
    assert (code, out) == (0, f"{ADDRESS}: ditutup / closed\n")
    assert not User.objects.get(email=ADDRESS).is_active
    code, out, _err = run(capsys, "account", "reopen", ADDRESS, "--json", *who)
    assert json.loads(out) == {"email": ADDRESS, "state": "open"}
    assert AuditEntry.objects.latest("id").actor_name == "Secretariat"


def test_the_list_names_state_and_duties_and_not_the_machine(capsys: pytest.CaptureFixture) -> None:  # type: ignore[type-arg]
    code, out, _err = run(capsys, "account", "list", "--format", "json")
    rows = {row["email"]: row for row in json.loads(out)}
    assert code == 0 and MACHINE not in rows
    assert rows["admin@contoh.example"]["admin"] is True and rows[ADDRESS]["state"] == "new"
    assert any(duty.startswith("data_producer") for duty in rows[ADDRESS]["duties"])
