"""When something cannot be answered: a page in the house look, in both languages or the reader's, with a way out."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any
from unittest import mock

import pytest
from django.http import HttpRequest
from django.test import Client
from tests.doors.desk.work_round import client_of, figure_of, on, task_of
from tests.world import World, make_world

from simpul.core.errors import Conflict
from simpul.site import problems

pytestmark = pytest.mark.django_db

HOUSE = '<link rel="stylesheet" href="/static/desk/parts'


@pytest.fixture
def world() -> Iterator[World]:
    made = make_world()
    made.open()
    with on():
        yield made


def stands(answer: Any, status: int, *told: str) -> str:
    """The text of a page in the house look that leads somewhere."""
    text = str(answer.content.decode())
    assert answer.status_code == status and HOUSE in text and 'href="/"' in text
    assert all(words in text for words in told), text
    return text


def test_a_form_without_its_token_is_told_why_and_where_to(world: World) -> None:
    client = Client(enforce_csrf_checks=True)
    client.force_login(world.users["producer"], backend="allauth.account.auth_backends.AuthenticationBackend")
    answer = client.post("/account/", {"language": "en"}, headers={"Referer": "http://testserver/account/x/"})
    text = stands(answer, 403, "Formulir ini sudah tidak berlaku", "This form is no longer valid")
    assert 'href="/account/x/"' in text and "FORM-CSRF" in text


@pytest.mark.parametrize(
    ("language", "words"), [("id", "hanya menerima formulir"), ("en", "only takes a form")]
)
def test_an_address_that_only_takes_forms_says_so_and_names_what_it_takes(
    world: World, language: str, words: str
) -> None:
    answer = client_of(world, "producer", language).get(f"/tasks/{task_of(world).pk}/recall/")
    stands(answer, 405, words)
    assert answer["Allow"] == "POST"


@pytest.mark.parametrize(
    ("language", "words"), [("id", "Halaman ini tidak ada"), ("en", "This page does not exist")]
)
def test_an_address_that_is_not_there_leads_back(world: World, language: str, words: str) -> None:
    stands(client_of(world, "producer", language).get("/tidak-ada/"), 404, words)


def test_a_conflict_is_a_page_with_its_way_out(world: World) -> None:
    with mock.patch("simpul.doors.desk.work.duties.choose_reading", side_effect=Conflict("BENEFIT-STALE")):
        answer = client_of(world, "producer", "en").post("/account/", {"language": "en", "density": "dense"})
    stands(answer, 409, "BENEFIT-STALE")


def test_more_than_a_form_may_hold_is_too_large_and_said_in_both_languages(
    world: World, settings: Any
) -> None:
    settings.DATA_UPLOAD_MAX_MEMORY_SIZE = 1000
    answer = client_of(world, "producer").post("/account/", {"language": "x" * 2000})
    stands(answer, 413, "terlalu besar", "too large")


def test_more_fields_than_a_form_may_hold_is_too_large(world: World, settings: Any) -> None:
    settings.DATA_UPLOAD_MAX_NUMBER_FIELDS = 3
    answer = client_of(world, "producer").post("/account/", {str(number): "1" for number in range(9)})
    stands(answer, 413, "terlalu besar")


def test_a_host_that_is_not_ours_gets_a_page_that_names_nothing(settings: Any) -> None:
    settings.ALLOWED_HOSTS = ["meja.example"]
    answer = Client().get("/", headers={"Host": "jahat.example"})
    assert answer.status_code == 400 and "tidak dapat dibaca" in answer.content.decode()
    assert "jahat" not in answer.content.decode()


def test_a_failure_is_a_page_that_needs_neither_reader_nor_database(world: World) -> None:
    client = client_of(world, "producer")
    client.raise_request_exception = False
    with mock.patch("simpul.doors.desk.work.duties.reader", side_effect=RuntimeError("rahasia")):
        answer = client.get("/account/")
    text = stands(answer, 500, "Terjadi kegagalan", "Something failed")
    assert "rahasia" not in text


def test_where_the_page_itself_cannot_be_drawn_the_words_are_still_there() -> None:
    request = HttpRequest()
    request.META = {"SERVER_NAME": "testserver", "SERVER_PORT": "80"}
    with mock.patch.object(problems, "render_to_string", side_effect=ValueError("no stylesheet")):
        answer = problems.standing(request, problems.Problem("DESK-FAILED"), status=500)
    assert answer.status_code == 500 and "Something failed" in answer.content.decode()


def test_a_program_is_answered_in_json(world: World, settings: Any) -> None:
    settings.DATA_UPLOAD_MAX_MEMORY_SIZE = 10
    answer = client_of(world, "producer").post(
        "/account/", {"language": "x" * 200}, headers={"Accept": "application/json"}
    )
    assert answer.status_code == 413 and answer.json()["code"] == "REQUEST-TOO-LARGE"


def test_a_part_of_a_page_is_not_replaced_by_the_page_to_sign_in_at(world: World) -> None:
    figure = figure_of(world, "P-H-1")
    url = f"/tasks/{task_of(world).pk}/figures/{figure.pk}/"
    part = Client().post(url, {"text": "1"}, headers={"HX-Request": "true"})
    assert (part.status_code, part.content) == (401, b"")
    whole = Client().post(url, {"text": "1"})
    assert whole.status_code == 302 and whole["Location"].startswith("/accounts/login/")
