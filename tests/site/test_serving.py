"""The desk behind a proxy that speaks HTTPS, accounts that only the secretariat changes, a demo that stays apart."""

from __future__ import annotations

import os
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path
from shutil import copytree, ignore_patterns
from typing import Any

import pytest
from click.testing import CliRunner
from django.test import Client
from tests.world import make_world

from simpul.actions.accounts import MACHINE, create_account, machine
from simpul.core.errors import Problem
from simpul.records.models import Body, User
from simpul.site.demo import demo

ASK = """
import django
django.setup()
from django.conf import settings
settings.ALLOWED_HOSTS = ["desk.example"]
from django.test import Client
for headers in ({}, {"X-Forwarded-Proto": "http"}, {"X-Forwarded-Proto": "https"}):
    print(Client(headers={"Host": "desk.example", **headers}).get("/no-such-page/").status_code)
"""


def answers(home: Path, https: str) -> list[str]:
    """What an unknown page answers without a proxy's word, for plain HTTP, and for HTTPS."""
    environment = {
        **os.environ,
        "SIMPUL_HOME": str(home),
        "SIMPUL_HTTPS": https,
        "DJANGO_SETTINGS_MODULE": "simpul.site.settings",
    }
    run = subprocess.run(
        [sys.executable, "-c", ASK], capture_output=True, text=True, env=environment, check=True
    )
    return run.stdout.split()


def test_under_https_only_what_came_by_https_is_answered(tmp_path: Path) -> None:
    assert answers(tmp_path, "1") == ["301", "301", "404"]


def test_without_https_a_proxys_word_changes_nothing(tmp_path: Path) -> None:
    assert answers(tmp_path, "0") == ["404", "404", "404"]


@pytest.mark.django_db
@pytest.mark.parametrize("sent", [{"action_add": ""}, {"action_primary": ""}, {"action_remove": ""}])
def test_the_holder_of_an_account_does_not_change_its_address(sent: dict[str, str]) -> None:
    user = make_world().actor("producer").user
    client = Client()
    client.force_login(user)
    assert client.get("/accounts/email/").status_code == 404
    assert client.post("/accounts/email/", {**sent, "email": "stranger@contoh.example"}).status_code == 404
    assert User.objects.get(pk=user.pk).email == user.email


@pytest.mark.django_db(transaction=True)
def test_the_demo_never_comes_beside_real_people(settings: Any, tmp_path: Path) -> None:
    settings.HOME = tmp_path
    at = datetime(2026, 4, 1, 9, tzinfo=UTC)
    create_account(email="sungguhan@kantor.example", password=None, actor=machine(at))
    run = CliRunner().invoke(demo, ["--no-serve"])
    assert run.exit_code == 1 and "SIMPUL_HOME" in run.output
    assert not (tmp_path / "demo").exists()
    assert set(User.objects.values_list("email", flat=True)) == {"sungguhan@kantor.example", MACHINE}


@pytest.mark.django_db(transaction=True)
def test_content_without_a_play_refuses_the_demo_before_anything_is_kept(
    settings: Any, tmp_path: Path
) -> None:
    settings.HOME = tmp_path
    copytree(settings.SIMPUL_CONTENT, tmp_path / "content", ignore=ignore_patterns("demo"))
    settings.SIMPUL_CONTENT = tmp_path / "content"
    run = CliRunner().invoke(demo, ["--no-serve"])
    assert isinstance(run.exception, Problem) and run.exception.code == "DEMO-NO-EXAMPLES"
    assert not (tmp_path / "demo").exists()
    assert not Body.objects.exists()
