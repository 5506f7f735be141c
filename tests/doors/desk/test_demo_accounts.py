"""The sign-in page of a demo offers an account of each role, and of statistics and planning one of each office."""

from __future__ import annotations

from typing import Any

import pytest
from tests.doors.desk.work_round import on
from tests.guard import behind_its_back
from tests.world import START, World, make_world

from simpul.actions.directory import designate
from simpul.core.permissions import Role
from simpul.doors.desk.context import demo_accounts
from simpul.doors.desk.data.words import ROLE_WORDS
from simpul.records.models import User

pytestmark = pytest.mark.django_db


@pytest.fixture
def world(settings: Any) -> World:
    made = make_world()
    with behind_its_back():
        User.objects.update(is_demo=True)
    settings.DEMO, settings.DEMO_PASSWORD = True, "x"
    return made


def offices(role: str) -> list[str]:
    with on():
        found = demo_accounts("account_login")["demo_accounts"]
    return [one["office"] for one in found if one["role"].startswith(str(ROLE_WORDS[role]))]


def test_each_role_is_offered_once_and_the_reviewers_of_each_office(world: World) -> None:
    assert offices("definition_reviewer") == ["Stats"]
    person = world.users["other_focal"].person
    assert person is not None
    designate(
        role=Role.DEFINITION_REVIEWER, organisation=world.organisations["KEMENSOS"], body=None, person=person,
        since=START, letter_number="B-2", letter_date=START, actor=world.machine,
    )  # fmt: skip
    assert offices("definition_reviewer") == ["Kemensos", "Stats"]
    assert len(offices("secretariat")) == len(offices("focal_point")) == 1


def test_no_other_page_and_no_desk_that_is_no_demo_names_an_account(world: World, settings: Any) -> None:
    assert demo_accounts("desk:duties") == {}
    settings.DEMO = False
    assert demo_accounts("account_login") == {}
