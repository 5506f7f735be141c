"""A round of the small country as the desk's tests need it: today is 10 April 2026, one client per person."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from typing import Any
from unittest import mock

from django.test import Client
from django.utils import translation
from tests.world import NARRATIVE, World, moment

from simpul.actions.reporting import clear, mark_nothing_new, save_entry, save_narrative, submit
from simpul.records.models import DueFigure, Submission, Task

TODAY = moment(2026, 4, 10)


@contextmanager
def on(at: datetime = TODAY) -> Iterator[None]:
    """The clock of the desk stands at a moment."""
    with mock.patch("django.utils.timezone.now", return_value=at):
        yield


def client_of(world: World, who: str, language: str = "id") -> Client:
    """A browser in which somebody is signed in."""
    client = Client()
    client.force_login(world.users[who], backend="allauth.account.auth_backends.AuthenticationBackend")
    client.cookies["django_language"] = language
    return client


def page(client: Client, url: str, *, status: int = 200) -> str:
    """A page as text."""
    response = client.get(url)
    assert response.status_code == status, (url, response.status_code)
    return response.content.decode()


def post(
    client: Client, url: str, data: dict[str, Any], *, fragment: bool = False, status: int | None = None
) -> Any:
    """A form sent, with or without script."""
    headers = {"HX-Request": "true"} if fragment else {}
    response = client.post(url, data, headers=headers)
    wanted = status if status is not None else 200 if fragment else 302
    assert response.status_code == wanted, (url, response.status_code, response.content.decode()[:2000])
    return response


def task_of(world: World, body: str = "SOMHD") -> Task:
    """The task of a body as it stands now."""
    return Task.objects.select_related("round", "body", "organisation").get(pk=world.tasks[body].pk)


def figure_of(world: World, code: str, body: str = "SOMHD") -> DueFigure:
    """What is asked of a body for an indicator."""
    return DueFigure.objects.get(task=world.tasks[body], indicator__code=code)


def fill_health(world: World) -> Task:
    """SOMHD answered in full, ready to be submitted."""
    task, actor = task_of(world), world.actor("producer")
    for code, period, value in (("P-H-1", "2024", "19,8"), ("P-H-2", "2025-12", "98,62")):
        save_entry(
            task=task,
            indicator=world.indicators[code],
            period=period,
            text=value,
            nature="final",
            actor=actor,
        )
    for item in NARRATIVE:
        save_narrative(task=task_of(world), field=item["code"], text="Tidak ada.", actor=actor)
    mark_nothing_new(task=task, actor=actor)
    return task_of(world)


def submitted_health(world: World) -> Submission:
    """SOMHD in clearance: the data steward's step waits."""
    return submit(task=fill_health(world), actor=world.actor("producer"))


def cleared_by(world: World, *people: str) -> Task:
    """SOMHD after these people took their steps."""
    for who in people:
        task = task_of(world)
        clear(task=task, seen=task.submissions.latest("number").content_hash, actor=world.actor(who))
    return task_of(world)


def in_language(language: str) -> Any:
    """Texts of a language, for comparison."""
    return translation.override(language)
