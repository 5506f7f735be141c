"""What the query of visible tasks shows is what the permission table allows, person by person."""

from __future__ import annotations

from datetime import date

import pytest
from tests.world import World, make_world

from simpul.core.permissions import may
from simpul.records.models import Task, User

pytestmark = pytest.mark.django_db
DAY = date(2026, 4, 10)


def test_everybody_sees_just_the_tasks_the_table_allows() -> None:
    world: World = make_world()
    world.open()
    shown = {}
    for key, user in world.users.items():
        duties = User.objects.get(pk=user.pk).duties_on(DAY)
        allowed = {
            task.body.code
            for task in Task.objects.with_office()
            if may(duties, "task.view", task.subject(), day=DAY)
        }
        seen = {task.body.code for task in Task.objects.visible_to(duties, DAY).select_related("body")}
        assert seen == allowed, key
        shown[key] = seen
    everything = set(world.tasks)
    assert shown["secretariat"] == shown["auditor"] == shown["soca"] == everything
    assert shown["producer"] == shown["alternate"] == {"SOMHD"}
    assert shown["other_signer"] == {"SOMSWD"}
    assert shown["co_producer"] == {"SOMSWD"} and shown["sub_producer"] == {"SUBSWD"}
    assert shown["admin"] == set()


def test_a_duty_that_ended_shows_nothing() -> None:
    world = make_world()
    world.open()
    duties = User.objects.get(pk=world.users["producer"].pk).duties_on(DAY)
    assert not Task.objects.visible_to(duties, date(2025, 12, 31)).exists()
