"""`simpul account password`: a pass phrase told once, to whoever stands at the console as the secretariat."""

from __future__ import annotations

import re
from typing import Any

import pytest
from tests.remembered import made_once
from tests.world import PASSWORD, World, make_world

from simpul.records.models import AuditEntry, User
from simpul.site import cli as command

pytestmark = pytest.mark.django_db

ADDRESS = "producer@contoh.example"


@pytest.fixture
@made_once
def world() -> World:
    return make_world()


def run(capsys: Any, *words: str) -> tuple[int, str, str]:
    with pytest.raises(SystemExit) as ended:
        command.main(("--language", "en", *words))
    told = capsys.readouterr()
    return int(ended.value.code or 0), told.out, told.err


def test_the_phrase_alone_is_printed_and_opens_the_account(world: World, capsys: Any) -> None:
    code, out, err = run(capsys, "account", "password", ADDRESS, "--as", "secretariat@contoh.example")
    assert code == 0 and re.fullmatch(r"[a-z]{4}(-[a-z]{4}){5}\n", out)
    assert "Hanya ditampilkan sekali" in err and "Shown only once" in err and out.strip() not in err
    user = User.objects.get(email=ADDRESS)
    assert user.check_password(out.strip()) and not user.check_password(PASSWORD)
    entry = AuditEntry.objects.get(action="accounts.issue_password")
    assert (entry.subject_key, entry.actor_name) == (ADDRESS, "Secretariat")


@pytest.mark.parametrize(
    ("words", "code", "told"),
    [
        ((ADDRESS, "--as", "focal@contoh.example"), 3, "does not cover this action here"),
        (("nobody@contoh.example", "--as", "secretariat@contoh.example"), 3, "was not found"),
        ((ADDRESS, "--as", "nobody@contoh.example"), 3, "was not found"),
        (("simpul@localhost.invalid", "--as", "secretariat@contoh.example"), 3, "machine's own account"),
        ((ADDRESS,), 2, "--as"),
    ],
)
def test_a_refusal_prints_no_phrase_and_changes_nothing(
    world: World, capsys: Any, words: tuple[str, ...], code: int, told: str
) -> None:
    before = dict(User.objects.values_list("email", "password"))
    done, out, err = run(capsys, "account", "password", *words)
    assert (done, out) == (code, "") and told in err
    assert dict(User.objects.values_list("email", "password")) == before
