"""Lists of requests: in order, page by page, and at the same number of queries for two requests and two thousand."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from tests.guard import behind_its_back
from tests.request_work import (
    Asked,
    answered,
    country,
    delivered,
    put_together,
    registered,
    split_over_seven,
)
from tests.world import moment

from simpul.actions.requests import close_request, consolidate, log_clarification, return_answer
from simpul.core.likeness import words_of
from simpul.records.asked_of_us import asked_of_us
from simpul.records.models import ItemOffice, Request, RequestItem
from simpul.records.request_forms import written_answers
from simpul.records.request_list import read_requests
from simpul.records.request_reading import read_request, to_deliver

pytestmark = pytest.mark.django_db
DAY = date(2026, 4, 10)


def queries(function: Callable[[], Any]) -> int:
    with CaptureQueriesContext(connection) as seen:
        function()
    return len(seen)


def test_the_list_puts_what_is_owed_first_by_the_senders_deadline() -> None:
    asked = country()
    done = registered(asked, letter_number="A", deadline=date(2026, 4, 11))
    close_request(request=done, reason="withdrawn by its sender", actor=asked.world.actor("secretariat"))
    registered(asked, letter_number="B", deadline=None, deadline_note="none given")
    registered(asked, letter_number="C", deadline=date(2026, 4, 29))
    registered(asked, letter_number="D", deadline=date(2026, 4, 15), subject="Tourism survey")
    duties = asked.world.actor("secretariat").duties

    def letters(**given: Any) -> list[str]:
        return [line.request.letter_number for line in read_requests(duties, day=DAY, **given).lines]

    assert letters() == ["D", "C", "B", "A"]
    assert letters(open_only=True) == ["D", "C", "B"]
    assert letters(state="closed") == ["A"]
    assert letters(search="tourism") == ["D"]
    assert [letters(page=page, size=2) for page in (1, 2, 3)] == [["D", "C"], ["B", "A"], ["B", "A"]]
    found = read_requests(duties, day=DAY, size=2, page=-1)
    assert (found.total, found.page, found.pages) == (4, 1, 2)
    assert read_requests(asked.focal("SOMHD").duties, day=DAY).lines == ()


def test_a_line_counts_what_its_reader_may_see() -> None:
    asked = country()
    request = split_over_seven(asked)
    answered(asked, "B.1", "x")
    put_together(asked, "B.2", "x")
    for who, numbers in (
        ("secretariat", (7, 1, 1, 5, 0)),
        ("focal", (1, 1, 0, 0, 0)),
        ("focal_SUBSWD", (1, 0, 0, 1, 1)),
        ("steward", (2, 1, 0, 1, 1)),
    ):
        (line,) = read_requests(asked.world.actor(who).duties, day=DAY).lines
        assert (line.items, line.answered, line.consolidated, line.owing, line.mine) == numbers, who
    assert line.clock.stage == "answers" and line.clock.due == request.due_answers
    answers = {item.number: row.text_en if row else None for item, row in to_deliver(request)}
    assert answers["B.2"] == "x" and answers["B.1"] is None


def test_an_answer_that_was_returned_counts_only_once_it_is_given_anew() -> None:
    asked = country()
    split_over_seven(asked)
    secretariat = asked.world.actor("secretariat")

    def heard() -> int:
        (line,) = read_requests(secretariat.duties, day=DAY).lines
        return line.answered

    answered(asked, "B.1", "thin")
    assert heard() == 1
    return_answer(
        item=asked.item("B.1"),
        organisation=asked.office("SOMHD"),
        reason="more",
        due=date(2026, 4, 20),
        actor=secretariat,
    )
    assert heard() == 0
    answered(asked, "B.1", "full")
    assert heard() == 1


def many(asked: Asked, number: int) -> None:
    """So many more requests with an item each, some late, some delivered."""
    template = registered(asked, letter_number="many")
    with behind_its_back():
        rows = []
        for count in range(number):
            row = Request.objects.get(pk=template.pk)
            row.pk, row.code, row.letter_number = None, f"2025/{count}", f"M{count}"
            row.deadline = DAY + timedelta(days=count % 60 - 20)
            row.state = ("in_work", "delivered", "consolidated")[count % 3]
            rows.append(row)
        rows = Request.objects.bulk_create(rows)
        item = asked.items["B.1"]
        items = []
        for row in rows:
            text = f"How many children under five are stunted in district {row.code}?"
            items.append(
                RequestItem(
                    request=row,
                    number="1",
                    position=1,
                    text_en=text,
                    words=" ".join(words_of(text)),
                    body=item.body,
                    state="asked" if row.state == "in_work" else "delivered",
                    due=row.deadline,
                    added_at=row.registered_at,
                )
            )
        items = RequestItem.objects.bulk_create(items)
        office = asked.office("SOMHD")
        ItemOffice.objects.bulk_create(
            [ItemOffice(item=one, organisation=office, lead=True) for one in items]
        )


@pytest.mark.parametrize("who", ["secretariat", "focal"])
def test_two_thousand_requests_cost_no_more_queries_than_three(who: str) -> None:
    asked = country()
    asked.world.open()
    request = split_over_seven(asked)
    delivered(asked)
    secretariat = asked.world.actor("secretariat", moment(2026, 4, 22))
    log_clarification(
        delivery=request.deliveries.get(),
        item=asked.item("B.1"),
        text="What?",
        asked_on=date(2026, 4, 21),
        actor=secretariat,
    )
    many(asked, 3)
    duties = asked.world.actor(who).duties
    readings: dict[str, Callable[[], Any]] = {
        "list": lambda: read_requests(duties, day=DAY),
        "one": lambda: read_request(request, duties, day=DAY),
        "asked": lambda: asked_of_us(duties, day=DAY),
    }
    few = {name: queries(read) for name, read in readings.items()}
    with behind_its_back():
        ItemOffice.objects.filter(item__number="1").delete()
        RequestItem.objects.filter(number="1").delete()
        Request.objects.filter(code__startswith="2025/").delete()
        Request.objects.filter(letter_number="many").update(letter_number="before")
    many(asked, 2000)
    assert {name: queries(read) for name, read in readings.items()} == few
    assert few["list"] <= 6 and few["asked"] <= 13 and few["one"] <= 23
    page = read_requests(duties, day=DAY)
    assert len(page.lines) == 50 and page.total > 2000 and page.pages == 41


def test_rounds_and_requests_stand_in_one_list_by_our_own_next_date() -> None:
    asked = country()
    asked.world.open()  # due 24 April
    split_over_seven(asked)  # answers due 21 April
    answered(asked, "B.1", "x")
    rows = asked_of_us(asked.world.actor("secretariat").duties, day=date(2026, 4, 22))
    assert [(row.kind, row.due, row.late, row.overdue) for row in rows] == [
        ("request", date(2026, 4, 21), True, False),
        ("round", date(2026, 4, 24), False, False),
    ]
    request, round_ = rows
    assert (request.asked, request.answered, request.asked_by) == (7, 1, "Monitoring Division (invented)")
    assert [(one.office, one.bodies, one.number, one.late) for one in request.owes] == [
        ("Kemenkes", ("BODY4",), 1, True),
        ("Kemensos", ("BODY5", "SOMSWD"), 2, True),
        ("Kemlu", ("BODY7",), 1, True),
        ("Kp2Mi", ("BODY6", "SUBSWD"), 2, True),
    ]
    assert (round_.asked, round_.answered, round_.code) == (7, 0, "2026-Q1")
    mine = asked_of_us(asked.focal("SOMHD").duties, day=DAY)
    assert [(row.kind, row.asked, row.answered, row.owes) for row in mine if row.kind == "request"] == [
        ("request", 1, 1, ())
    ]
    assert asked_of_us(asked.world.actor("admin").duties, day=DAY) == ()


def test_a_form_is_filled_in_the_language_its_sender_is_answered_in_and_never_in_the_other() -> None:
    asked = country()
    request = split_over_seven(asked, language="id")
    secretariat = asked.world.actor("secretariat")
    for number, kind, text_id, text_en in (
        ("B.1", "answer", "Turun.", "It fell."),
        ("B.2", "unavailable", "baru tahun 2027", "from 2027 on"),
        ("B.3", "answer", "", "Not translated yet."),
    ):
        consolidate(
            item=asked.item(number),
            expected_version=0,
            kind=kind,
            text_id=text_id,
            text_en=text_en,
            actor=secretariat,
        )
    written = {one.item.number: one.text for one in written_answers(request)}
    assert [written[f"B.{number}"] for number in range(1, 5)] == [
        "Turun.",
        "Tidak tersedia: baru tahun 2027",
        "",
        "",
    ]
