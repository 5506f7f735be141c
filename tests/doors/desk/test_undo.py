"""The message after a deed offers its opposite while it holds, and nothing where there is none."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import pytest
from django.test import Client
from tests.doors.desk.work_round import client_of, fill_health, on, page, post, task_of
from tests.world import World, make_world

from simpul.records.models import SavedFilter, User

pytestmark = pytest.mark.django_db

KEPT = {"table": "indicators", "name": "Kesehatan", "query": "body=SOMHD", "next": "/indicators/"}


@pytest.fixture
def world() -> Iterator[World]:
    made = make_world()
    made.open()
    with on():
        yield made


def form_of(text: str) -> tuple[str, dict[str, str]]:
    """The form that a message offers: where it goes and what it sends."""
    found = re.search(r'<form class="push" method="post" action="([^"]+)">(.*?)</form>', text, re.S)
    assert found, "no message offers to undo"
    fields = dict(re.findall(r'name="(\w+)" value="([^"]*)"', found[2]))
    fields.pop("csrfmiddlewaretoken")
    return found[1], {name: value.replace("&amp;", "&") for name, value in fields.items()}


def standing() -> list[tuple[str, str]]:
    return list(SavedFilter.objects.standing().values_list("name", "query"))


def said(client: Client, url: str, data: dict[str, Any]) -> str:
    return page(client, post(client, url, data)["Location"])


def test_a_filter_that_was_put_aside_is_kept_again_and_one_kept_is_put_aside(world: World) -> None:
    client = client_of(world, "producer", "en")
    text = said(client, "/filters/keep/", KEPT)
    url, fields = form_of(text)
    assert standing() == [("Kesehatan", "body=SOMHD")]
    text = said(client, url, fields)
    assert not standing()
    url, fields = form_of(text)
    assert "Undo" in text
    said(client, url, fields)
    assert standing() == [("Kesehatan", "body=SOMHD")]


def test_a_filter_that_took_anothers_place_offers_nothing_it_could_not_keep(world: World) -> None:
    client = client_of(world, "producer", "en")
    said(client, "/filters/keep/", KEPT)
    text = said(client, "/filters/keep/", {**KEPT, "query": "body=SOMSWD"})
    assert "The filter is kept" in text and "Undo" not in text


def test_a_submission_offers_to_be_recalled_to_who_may(world: World) -> None:
    task = fill_health(world)
    client = client_of(world, "producer", "en")
    text = said(client, f"/tasks/{task.pk}/submit/", {"version": task.version})
    assert 'class="btn push" href="#recall"' in text and 'id="recall"' in text


def test_the_secretariat_that_cannot_recall_is_offered_nothing(world: World) -> None:
    task = fill_health(world)
    text = said(client_of(world, "secretariat", "en"), f"/tasks/{task.pk}/submit/", {"version": task.version})
    assert "Submitted as version 1" in text and "#recall" not in text


def test_an_extension_offers_to_be_taken_back(world: World) -> None:
    text = said(
        client_of(world, "coordinator", "en"),
        f"/tasks/{task_of(world).pk}/extend/",
        {"due": "2026-05-04", "reason": "banjir"},
    )
    assert 'class="btn push" href="#withdraw"' in text and 'id="withdraw"' in text


def test_a_closed_account_is_open_again_by_one_press(world: World) -> None:
    client, user = client_of(world, "admin", "en"), world.users["producer"]
    url, fields = form_of(said(client, f"/users/{user.pk}/close/", {"reason": "salah orang"}))
    text = said(client, url, fields)
    assert User.objects.get(pk=user.pk).is_active
    assert 'class="btn push" href="#close"' in text and 'id="close"' in text


def test_a_message_without_an_opposite_offers_none(world: World) -> None:
    client = client_of(world, "producer", "en")
    text = said(client, f"/tasks/{task_of(world).pk}/remarks/", {"text": "Mohon dilihat."})
    assert "The remark is kept." in text and "Undo" not in text and "Take it back" not in text
