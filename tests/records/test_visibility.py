"""What the query of visible tasks shows is what the permission table allows, person by person."""

from __future__ import annotations

from datetime import date

import pytest
from tests.guard import behind_its_back
from tests.world import World, make_world

from simpul.actions.catalogue.finalisation import call_finalisation
from simpul.core.permissions import Role, may
from simpul.records.models import Designation, Indicator, Post, PostHolding, SheetTask, Task, User

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


def test_everybody_sees_just_the_sheets_the_table_allows_also_one_without_a_body() -> None:
    world = make_world()
    call_finalisation(
        title_id="Finalisasi",
        title_en="Finalisation",
        indicators=list(world.indicators.values()),
        **dict.fromkeys(("opens_on", "proposals_due_on", "comments_due_on", "closes_on"), DAY),
        actor=world.actor("secretariat"),
    )
    with behind_its_back():
        Indicator.objects.filter(code="P-H-2").update(body=None)
    shown = {}
    for key, user in world.users.items():
        duties = User.objects.get(pk=user.pk).duties_on(DAY)
        tasks = SheetTask.objects.with_names()
        allowed = {
            task.indicator.code for task in tasks if may(duties, "sheet.view", task.subject(), day=DAY)
        }
        seen = {task.indicator.code for task in tasks.visible_to(duties, DAY)}
        assert seen == allowed, key
        shown[key] = seen
    assert {"P-H-1", "P-H-2"} <= shown["focal"] and "P-H-2" not in shown["alternate"]


def test_a_duty_that_ended_shows_nothing() -> None:
    world = make_world()
    world.open()
    duties = User.objects.get(pk=world.users["producer"].pk).duties_on(DAY)
    assert not Task.objects.visible_to(duties, date(2025, 12, 31)).exists()


def test_a_closed_account_holds_nothing_not_even_the_administrators() -> None:
    world = make_world()
    for key in ("producer", "secretariat", "admin"):
        user = User.objects.get(pk=world.users[key].pk)
        assert user.duties_on(DAY)
        closed = User.objects.get(pk=user.pk)
        closed.is_active = False
        assert closed.duties_on(DAY) == ()


def test_who_left_a_post_no_longer_holds_what_the_post_holds() -> None:
    world = make_world()
    user = world.users["producer"]
    with behind_its_back():
        designation = Designation.objects.get(person=user.person)
        post = Post.objects.create(organisation=designation.organisation, name_id="Kepala", name_en="Head")
        PostHolding.objects.create(post=post, person=user.person, since=date(2026, 1, 1), until=DAY)
        Designation.objects.filter(pk=designation.pk).update(person=None, post=post)
    last, next_day = (User.objects.get(pk=user.pk).duties_on(day) for day in (date(2026, 4, 9), DAY))
    assert [duty.role for duty in last] == [Role.DATA_PRODUCER] and next_day == ()
