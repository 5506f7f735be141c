"""Every page of the work opens for who may see it, in both languages, in few queries, with nothing inline."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from tests.doors.desk.work_round import client_of, on, page, submitted_health, task_of
from tests.world import World, make_world

pytestmark = pytest.mark.django_db

PEOPLE = (
    "producer",
    "steward",
    "focal",
    "signer",
    "alternate",
    "coordinator",
    "soca",
    "secretariat",
    "auditor",
)
LIMIT = 25


@pytest.fixture
def world() -> Iterator[World]:
    made = make_world()
    made.open()
    with on():
        yield made


def work_pages(world: World) -> list[str]:
    task = task_of(world)
    return ["/", "/rounds/", "/rounds/2026-Q1/", f"/tasks/{task.pk}/", "/clearance/", "/account/"]


@pytest.mark.parametrize("language", ["id", "en"])
@pytest.mark.parametrize("who", PEOPLE)
def test_every_page_opens_for_everyone_in_the_round(world: World, who: str, language: str) -> None:
    submitted_health(world)
    client = client_of(world, who, language)
    for url in [*work_pages(world), f"/tasks/{task_of(world).pk}/check/"]:
        text = page(client, url)
        assert f'<html lang="{language}"' in text
        assert not re.search(r"<[^>]+ (style|on[a-z]+)=", text), url
        assert "<h1>" in text, url


@pytest.mark.parametrize("submitted", [False, True])
def test_every_page_asks_the_database_few_times(world: World, submitted: bool) -> None:
    if submitted:
        submitted_health(world)
    for who in ("producer", "coordinator", "secretariat"):
        client = client_of(world, who)
        urls = work_pages(world) + ([f"/tasks/{task_of(world).pk}/check/"] if submitted else [])
        for url in urls:
            client.get(url)
            with CaptureQueriesContext(connection) as asked:
                page(client, url)
            assert len(asked) <= LIMIT, (who, url, len(asked), [query["sql"][:150] for query in asked])


def test_a_task_with_a_long_history_asks_the_database_as_few_times(world: World) -> None:
    """Extended, returned, uploaded, with evidence, reasons and remarks: no row adds a query."""
    from datetime import date
    from io import BytesIO

    from simpul.actions.files import TABLES, keep_file
    from simpul.actions.reporting import add_evidence, extend, refuse_import, remark, return_task
    from simpul.core.errors import Problem
    from simpul.records.models import Entry

    extend(task=task_of(world), due=date(2026, 4, 28), reason="x", actor=world.actor("secretariat"))
    submission = submitted_health(world)
    return_task(
        task=task_of(world),
        seen=submission.content_hash,
        due=date(2026, 4, 29),
        reason="x",
        remarks={"P-H-1|IDN|2024|_T": "x", "narrative:plan": "y"},
        actor=world.actor("steward"),
    )
    for entry in Entry.objects.filter(task=task_of(world)):
        add_evidence(entry=entry, name="a.pdf", stream=BytesIO(b"%PDF-1"), actor=world.actor("producer"))
    file = keep_file(
        name="a.csv",
        stream=BytesIO(b"a,b\n"),
        purpose="workbook",
        accepted=TABLES,
        actor=world.actor("producer"),
    )
    problem = Problem("FILES-EMPTY", params={"name": "a.csv"})
    refuse_import(task=task_of(world), file=file, kind="csv", problem=problem, actor=world.actor("producer"))
    remark(task=task_of(world), text="x", actor=world.actor("focal"))
    for who in ("producer", "coordinator"):
        client = client_of(world, who)
        for url in (*work_pages(world), f"/tasks/{task_of(world).pk}/check/"):
            client.get(url)
            with CaptureQueriesContext(connection) as asked:
                page(client, url)
            assert len(asked) <= LIMIT, (who, url, len(asked))


def test_who_is_not_signed_in_is_asked_to_sign_in(world: World) -> None:
    from django.test import Client

    for url in work_pages(world):
        response = Client().get(url)
        assert response.status_code == 302
        assert response["Location"].startswith("/accounts/login/")


def test_a_task_of_another_office_does_not_exist_for_me(world: World) -> None:
    client = client_of(world, "other_producer")
    page(client, f"/tasks/{task_of(world, 'SOMHD').pk}/", status=404)
    page(client, f"/tasks/{task_of(world, 'SOMSWD').pk}/")
    page(client_of(world, "co_producer"), f"/tasks/{task_of(world, 'SOMSWD').pk}/")


def test_the_administrator_of_the_machine_sees_no_round(world: World) -> None:
    client = client_of(world, "admin")
    page(client, f"/tasks/{task_of(world).pk}/", status=404)
    assert "SOMHD" not in page(client, "/")
