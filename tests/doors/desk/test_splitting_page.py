"""A request split by hand: several rows at once, all of them or none, what was typed stays; then sent out."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import pytest
from django.utils.html import escape
from tests.doors.desk.work_round import client_of, on, page, post
from tests.guard import behind_its_back
from tests.request_work import Asked, country, registered

from simpul.actions.requests import NewItem, close_request, split_request
from simpul.records.models import Body, Request, RequestItem

pytestmark = pytest.mark.django_db


@pytest.fixture
def asked() -> Iterator[Asked]:
    with on():
        made = country()
        made.request = registered(made)
        yield made


def url(row: Request | None) -> str:
    assert row is not None
    return f"/requests/{row.code}/split/"


def rows(*given: dict[str, Any], **other: Any) -> dict[str, Any]:
    """The form as its page sends it."""
    sent: dict[str, Any] = {"rows": len(given), "language": "en", "step": "keep"} | other
    for at, row in enumerate(given):
        sent |= {f"{name}-{at}": value for name, value in row.items()}
    return sent


FIRST = {"number": "1.", "text": "How many?", "body": "SOMHD"}
SECOND = {
    "number": "2(a)",
    "text": "Which?",
    "body": "SOMSWD",
    "lead": "KP2MI",
    "also": ["KEMLU", "KEMENSOS"],
}
BLANK = {"number": "", "text": "", "body": ""}


def test_each_body_is_offered_with_the_office_that_leads_it_today(asked: Asked) -> None:
    body = page(client_of(asked.world, "secretariat", "en"), url(asked.request))
    assert '<option value="SOMHD">SOMHD · Kemenkes</option>' in body
    assert body.count('name="number-') == 5


def test_bodies_stand_by_theme_after_those_the_request_has_already(asked: Asked) -> None:
    with behind_its_back():
        Body.objects.filter(code="BODY4").update(theme_id="Kesehatan", theme_en="Health")
        Body.objects.filter(code="BODY5").update(parent=asked.bodies["BODY4"], kind="subsidiary")
    client = client_of(asked.world, "secretariat", "en")
    body = post(client, url(asked.request), rows(FIRST, step="more"), status=200).content.decode()
    select = body.split('id="body-1"')[1].split("</select>")[0]
    groups = {
        label: re.findall(r'<option value="(\w+)"', options)
        for label, options in re.findall(r'<optgroup label="([^"]*)">(.*?)</optgroup>', select, re.DOTALL)
    }
    assert next(iter(groups)) == "In this request"
    assert groups["In this request"] == [FIRST["body"]] and groups["Health"] == ["BODY4", "BODY5"]
    every = [code for codes in groups.values() for code in codes]
    assert len(set(every)) == len(every) == Body.objects.count()


def test_several_rows_become_items_for_their_offices_and_blank_rows_are_left_out(asked: Asked) -> None:
    client = client_of(asked.world, "secretariat", "en")
    post(client, url(asked.request), rows(FIRST, BLANK, SECOND))
    one, two = RequestItem.objects.with_offices().order_by("position")
    assert (one.number, one.text_en, one.body.code) == ("1.", "How many?", "SOMHD")
    assert [(row.organisation.code, row.lead) for row in one.offices.all()] == [("KEMENKES", True)]
    assert [(row.organisation.code, row.lead) for row in two.offices.all()] == [
        ("KP2MI", True),
        ("KEMLU", False),
        ("KEMENSOS", False),
    ]
    shown = page(client, url(asked.request))
    assert "2 items not sent out yet" in shown
    post(client, f"/requests/{asked.request.code}/send-out/", {})  # type: ignore[union-attr]
    assert set(RequestItem.objects.values_list("state", flat=True)) == {"asked"}


def test_one_body_may_stand_for_all_rows_without_one(asked: Asked) -> None:
    given = rows({**FIRST, "body": ""}, SECOND, everywhere="BODY7")
    post(client_of(asked.world, "secretariat"), url(asked.request), given)
    assert list(RequestItem.objects.values_list("body__code", flat=True)) == ["BODY7", "SOMSWD"]


@pytest.mark.parametrize("language", ["id", "en"])
@pytest.mark.parametrize(
    ("wrong", "status", "place"),
    [
        ({"number": "1."}, 409, "1."),
        ({"number": ""}, 422, ""),
        ({"text": ""}, 422, "2(a)"),
        ({"body": ""}, 422, "2(a)"),
        ({"body": "NOWHERE"}, 422, "2(a)"),
        ({"also": ["NOBODY"]}, 422, "2(a)"),
        ({"text": "x" * 20_001}, 422, "2(a)"),
    ],
)
def test_one_wrong_row_keeps_all_of_them_out_and_what_was_typed_in(
    asked: Asked, wrong: dict[str, Any], status: int, place: str, language: str
) -> None:
    client = client_of(asked.world, "secretariat", language)
    response = post(client, url(asked.request), rows(FIRST, {**SECOND, **wrong}), status=status)
    body = response.content.decode()
    assert not RequestItem.objects.exists()
    assert 'role="alert"' in body and "How many?" in body
    assert place == "" or f'value="{escape(place)}"' in body.split('question wrong"')[1][:700]


def test_who_splits_second_is_told_which_number_is_taken_and_keeps_his_rows(asked: Asked) -> None:
    """Both opened the page before either sent it."""
    client = client_of(asked.world, "coordinator", "en")
    page(client, url(asked.request))
    item = NewItem(number="2(a)", body=asked.bodies["SOMHD"], text_en="Mine")
    assert asked.request is not None
    split_request(request=asked.request, items=[item], actor=asked.world.actor("secretariat"))
    body = post(client, url(asked.request), rows(FIRST, SECOND), status=409).content.decode()
    assert "2(a)" in body and "How many?" in body
    assert [row.number for row in RequestItem.objects.all()] == ["2(a)"]


def test_more_rows_keep_what_was_typed_and_store_nothing(asked: Asked) -> None:
    client = client_of(asked.world, "secretariat")
    body = post(client, url(asked.request), rows(FIRST, step="more"), status=200).content.decode()
    assert body.count('name="number-') == 6 and "How many?" in body
    assert not RequestItem.objects.exists()


@pytest.mark.parametrize("count", ["-1", "x", "999999999999", "5000"])
def test_a_count_of_rows_that_is_none_makes_nothing(asked: Asked, count: str) -> None:
    client = client_of(asked.world, "secretariat")
    post(client, url(asked.request), {"rows": count, "step": "keep"}, status=422)
    assert not RequestItem.objects.exists()


def test_a_closed_request_is_split_no_more(asked: Asked) -> None:
    assert asked.request is not None
    close_request(request=asked.request, reason="x", actor=asked.world.actor("secretariat"))
    client = client_of(asked.world, "secretariat", "en")
    body = post(client, url(asked.request), rows(FIRST), status=422).content.decode()
    assert "closed" in body and "How many?" in body


def test_the_page_is_called_what_is_done_on_it_and_sending_out_is_its_next_step(asked: Asked) -> None:
    client = client_of(asked.world, "secretariat", "en")
    body = page(client, url(asked.request))
    assert "<h1>Split and send out</h1>" in body and "Make items by hand" in body
    post(client, url(asked.request), rows(FIRST))
    body = page(client, url(asked.request))
    assert (
        "1 item not sent out yet" in body and "Add items by hand" in body and body.count('name="number-') == 1
    )
    (main,) = re.findall(r'<button class="btn main-act"[^>]*>(.*?)</button>', body, re.DOTALL)
    assert "Send out to the offices" in main


def test_the_body_all_items_go_to_is_the_first_guess_and_of_several_none(asked: Asked) -> None:
    client = client_of(asked.world, "secretariat", "en")

    def guess() -> list[str]:
        select = page(client, url(asked.request)).split('id="everywhere"')[1].split("</select>")[0]
        return re.findall(r'<option value="(\w+)" selected>', select)

    assert guess() == []
    post(client, url(asked.request), rows(FIRST))
    assert guess() == ["SOMHD"]
    post(client, url(asked.request), rows(SECOND))
    assert guess() == []


@pytest.mark.parametrize(
    ("text", "body"),
    [
        ("What does SOMSWD plan?", "SOMSWD"),
        ("What does somswd plan?", "SOMSWD"),
        ("What did Kemlu agree to?", "BODY7"),  # it leads this body alone
        ("What did Kemenkes count?", ""),  # it leads two bodies
        ("Compare SOMHD and SOMSWD.", ""),
        ("SOMSWDX is none.", ""),
    ],
)
def test_a_body_that_a_question_names_is_proposed_and_nothing_is_made_by_it(
    asked: Asked, text: str, body: str
) -> None:
    client = client_of(asked.world, "secretariat", "en")
    typed = {"number": "1.", "text": text, "body": ""}
    for step, status in (("more", 200), ("keep", 422)):
        told = post(client, url(asked.request), rows(typed, step=step), status=status).content.decode()
        select = told.split('id="body-0"')[1].split("</select>")[0]
        assert re.findall(r'<option value="(\w+)" selected>', select) == ([body] if body else [])
    assert not RequestItem.objects.exists()
