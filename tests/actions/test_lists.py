"""Filters people keep: for themselves or for the office, replaced by name, put aside, never somebody else's."""

from __future__ import annotations

import pytest
from django.db import IntegrityError, transaction
from tests.remembered import made_once
from tests.world import World, make_world

from simpul.actions.acting import writing
from simpul.actions.lists import drop_filter, keep_filter
from simpul.core.errors import NotAllowed, Problem
from simpul.core.lists import MOST, check_kept
from simpul.records.models import AuditEntry, SavedFilter

pytestmark = pytest.mark.django_db


@pytest.fixture
@made_once
def world() -> World:
    return make_world()


def keep(world: World, who: str = "producer", name: str = "SOMHD", **more: object) -> SavedFilter:
    given = {"table": "indicators", "query": "body=SOMHD", "share": False} | more
    return keep_filter(name=name, actor=world.actor(who), **given)  # type: ignore[arg-type]


def seen_by(world: World, who: str) -> list[str]:
    actor = world.actor(who)
    return [row.name for row in SavedFilter.objects.visible_to(actor.user, actor.duties)]


def test_a_kept_filter_is_its_owner_s_alone(world: World) -> None:
    row = keep(world)
    assert seen_by(world, "producer") == ["SOMHD"]
    assert seen_by(world, "focal") == seen_by(world, "secretariat") == seen_by(world, "admin") == []
    trail = AuditEntry.objects.latest("pk")
    assert (trail.action, trail.subject_key, trail.after["query"]) == (
        "lists.keep_filter",
        str(row.pk),
        "body=SOMHD",
    )


def test_a_shared_one_is_seen_by_the_own_office_and_no_other(world: World) -> None:
    keep(world, share=True)
    assert seen_by(world, "steward") == seen_by(world, "focal") == ["SOMHD"]
    assert seen_by(world, "other_focal") == seen_by(world, "coordinator") == []
    with pytest.raises(Problem) as caught:
        keep(world, who="admin", share=True)
    assert caught.value.code == "LIST-NO-OFFICE"


def test_the_same_name_takes_the_place_of_the_one_before(world: World) -> None:
    first = keep(world)
    second = keep(world, query="body=SOMSWD")
    first.refresh_from_db()
    assert first.removed_at is not None
    assert list(SavedFilter.objects.standing()) == [second]
    with pytest.raises(IntegrityError), transaction.atomic(), writing():
        SavedFilter.objects.create(
            owner=first.owner, table="indicators", name="SOMHD", query="q=x", kept_at=first.kept_at
        )


def test_only_its_owner_puts_it_aside_and_the_row_stays(world: World) -> None:
    row = keep(world, share=True)
    with pytest.raises(NotAllowed):
        drop_filter(saved=row, actor=world.actor("focal"))
    assert seen_by(world, "focal") == ["SOMHD"]
    drop_filter(saved=row, actor=world.actor("producer"))
    drop_filter(saved=row, actor=world.actor("producer"))
    assert seen_by(world, "producer") == [] and SavedFilter.objects.count() == 1
    assert AuditEntry.objects.filter(action="lists.drop_filter").count() == 1


def test_there_is_an_end_to_how_many_are_kept(world: World) -> None:
    for number in range(MOST):
        keep(world, name=f"{number}")
    with pytest.raises(Problem) as caught:
        keep(world, name="more")
    assert caught.value.code == "LIST-TOO-MANY"
    keep(world, name="0", query="body=SOMSWD")
    keep(world, name="more", table="round")


@pytest.mark.parametrize(
    ("name", "query", "code"),
    [
        (" ", "body=SOMHD", "LIST-NAME"),
        ("x" * 81, "body=SOMHD", "LIST-NAME"),
        ("x", "", "LIST-QUERY"),
        ("x", "body", "LIST-QUERY"),
        ("x", "body=SOMHD#top", "LIST-QUERY"),
        ("x", "//host.example/?a=b c", "LIST-QUERY"),
        ("x", "a=" + "b" * 999, "LIST-QUERY"),
    ],
)
def test_a_name_and_a_query_are_looked_at(name: str, query: str, code: str) -> None:
    with pytest.raises(Problem) as caught:
        check_kept(name=name, query=query)
    assert caught.value.code == code
