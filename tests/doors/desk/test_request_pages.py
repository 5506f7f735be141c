"""Pages of incoming requests: the list, one request, one item and its answers, the national answer, what waits."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from tests.doors.desk.test_lists import fetched, opened, shown
from tests.doors.desk.work_round import client_of, on, page, post
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
from tests.world import START, moment

from simpul.actions.directory import designate
from simpul.actions.requests import (
    NewItem,
    consolidate,
    return_answer,
    save_answer,
    send_out,
    split_request,
)
from simpul.core.permissions import Role
from simpul.doors.desk.work.requests.activity import SENTENCES
from simpul.records.models import (
    AuditEntry,
    ConsolidatedAnswer,
    DeliveredAnswer,
    FreeDay,
    ItemAnswer,
    Request,
    RequestItem,
)
from simpul.records.request_list import RequestRows

pytestmark = pytest.mark.django_db
TODAY = date(2026, 4, 10)


@pytest.fixture
def asked() -> Iterator[Asked]:
    made = country()
    with on():
        split_over_seven(made)
        yield made


def item_url(asked: Asked, number: str, deed: str = "") -> str:
    return f"/requests/items/{asked.items[number].pk}/{deed}"


def office_of(asked: Asked, number: str) -> Any:
    return asked.item(number).offices.get(lead=True).organisation


def answer_form(asked: Asked, number: str, **other: Any) -> dict[str, Any]:
    return {
        "office": office_of(asked, number).pk,
        "version": "0",
        "kind": "answer",
        "text_en": "19.8 per cent in 2024.",
        "text_id": "",
        "area": "IDN",
        "deed": "save",
        **other,
    }


# --- the list -----------------------------------------------------------------------------------------------------


def test_what_is_owed_comes_first_by_the_senders_deadline_and_what_is_sent_last(asked: Asked) -> None:
    early = registered(asked, letter_number="E", subject="Due first", deadline=date(2026, 4, 20))
    sent = Asked(asked.world, asked.bodies)
    split_over_seven(sent, letter_number="S", subject="Sent already", deadline=date(2026, 4, 12))
    delivered(sent, at=moment(2026, 4, 10))
    heads, rows = shown(client_of(asked.world, "secretariat", "en"), "/requests/")
    assert heads[:3] == ["Subject", "State", "Our clock"]
    names = [row[0].split(" 2026/")[0] for row in rows]
    assert names == ["Due first", "Questionnaire on social protection", "Sent already"]
    assert rows[0][1] == "Registered" and early.code in rows[0][0]
    assert rows[1][2].startswith("Answers of the offices, in ")
    assert rows[1][5].replace(" ,", ",") == "Kemenkes (2), Kemensos (2), Kemlu, Kp2Mi (2)"


@pytest.mark.parametrize("form", ["xlsx", "csv"])
def test_the_file_has_every_page_of_the_list_and_a_page_reads_only_its_own(asked: Asked, form: str) -> None:
    for number in range(60):
        registered(asked, letter_number=f"N{number}", subject=f"Letter {number}")
    client = client_of(asked.world, "secretariat", "en")
    with CaptureQueriesContext(connection) as first:
        text = page(client, "/requests/")
    assert text.count("/requests/2026/") - text.count("?") < 61 and "61 of 61 rows" in text
    assert sum("simpul_request_item" in one["sql"] for one in first) < 15
    assert "Letter 0<" in page(client, "/requests/?page=2")
    content = fetched(client, "/requests/", form)
    count = len(opened(content)[2]) if form == "xlsx" else len(content.decode().splitlines()) - 1
    assert count == 61


def test_filters_are_asked_of_the_database_and_fit_the_words_of_the_page(asked: Asked) -> None:
    registered(asked, letter_number="X", sender="Another sender", deadline=None, deadline_note="agreed")
    answered(asked, "B.1", "19.8")
    client = client_of(asked.world, "secretariat", "en")

    def codes(query: str) -> list[str]:
        return [row[0] for row in shown(client, f"/requests/?{query}")[1]]

    assert len(codes("state=registered")) == 1 and "Another sender" in codes("state=registered")[0]
    assert len(codes("q=social")) == 2 and codes("q=nothing+like+it") == []
    assert len(codes("office=Kemlu")) == 1
    assert len(codes("show=owed")) == 2 and codes("show=back") == []
    with on(moment(2026, 5, 2)):
        client = client_of(asked.world, "secretariat", "en")
        assert len(codes("time=late")) == len(codes("time=overdue")) == 1
        assert codes("time=soon") == []
    assert "does not occur in this list" in page(client, "/requests/?office=Bappenas")


def test_an_office_sees_its_own_requests_and_who_has_none_reads_why(asked: Asked) -> None:
    registered(asked, letter_number="X", subject="Nobody was asked yet")
    rows = shown(client_of(asked.world, "focal_SOMHD", "en"), "/requests/")[1]
    assert len(rows) == 1 and "of 1" in rows[0][4]
    assert "No request yet" in page(client_of(asked.world, "admin", "en"), "/requests/")


def test_rows_say_the_same_under_a_filter_whether_read_by_page_or_by_database(asked: Asked) -> None:
    with on(moment(2026, 5, 2)):
        duties = asked.world.actor("secretariat", moment(2026, 5, 2)).duties
        day = date(2026, 5, 2)
        every = list(RequestRows(duties, day))
        for name, holds in (
            ("late", lambda line: line.clock.late),
            ("soon", lambda line: line.clock.soon),
            ("overdue", lambda line: line.clock.overdue),
        ):
            found = {line.request.pk for line in RequestRows(duties, day, {"time": name})}
            assert found == {line.request.pk for line in every if holds(line)}, name


# --- one request --------------------------------------------------------------------------------------------------


def test_a_request_shows_its_letter_its_stages_and_what_its_reader_can_do_now(asked: Asked) -> None:
    answered(asked, "B.1", "19.8")
    url = f"/requests/{asked.request.code}/"
    text = page(client_of(asked.world, "secretariat", "en"), url)
    assert "Monitoring Division (invented)" in text and "INV/2026/017" in text
    for word in (
        "Received",
        "Answers of the offices",
        "Consolidation",
        "Clearance",
        "Sending",
        "Sender&#x27;s deadline",
    ):
        assert f"<b>{word}<" in text
    assert 'aria-current="step"' in text
    assert "Write the national answer to B.1" in text and "Answer item" not in text
    own = page(client_of(asked.world, "focal_SOMSWD", "en"), url)
    assert "Answer item B.2" in own and "B.1</a>" not in own and "Put forward and sent" not in own


def test_every_state_of_a_request_names_the_next_step_or_for_whom_it_waits(asked: Asked) -> None:
    fresh = registered(asked, letter_number="N")
    client = client_of(asked.world, "secretariat", "en")

    def steps(who: Any, code: str) -> list[str]:
        text = page(who, f"/requests/{code}/").split('id="now-h"')[1].split("</ul>")[0]
        return [html.unescape(re.sub(r"<[^>]*>", "", one)) for one in re.findall(r"<li.*?</li>", text)]

    assert steps(client, fresh.code) == ["Split the request into items by hand", "Write the disposition"]
    new = [NewItem(number="1", body=asked.bodies["SOMHD"], text_en="How many?")]
    split_request(request=fresh, items=new, actor=asked.world.actor("secretariat"))
    assert steps(client, fresh.code)[0] == "Send 1 item out to its offices"
    assert steps(client_of(asked.world, "auditor", "en"), fresh.code) == [
        "Nothing: it waits for the secretariat."
    ]
    send_out(request=fresh, actor=asked.world.actor("secretariat"))
    focal = client_of(asked.world, "focal_SOMHD", "en")
    assert steps(focal, fresh.code)[0].startswith("Answer item 1due ")
    assert steps(client_of(asked.world, "auditor", "en"), fresh.code) == [
        "Nothing: 1 item waits for its office."
    ]
    delivered(asked, at=moment(2026, 4, 10))
    assert steps(client, asked.request.code) == [
        "Note the receipt of the sender",
        "Log what the sender asks back",
        "Put the request away, once the sender asks nothing more",
    ]
    assert steps(focal, asked.request.code) == ["Nothing: the answer was sent."]


def test_who_works_for_an_office_and_the_secretariat_is_told_of_the_items_of_his_office(asked: Asked) -> None:
    person = asked.world.users["secretariat"].person
    assert person is not None and asked.request is not None
    designate(
        role=Role.DATA_PRODUCER,
        organisation=asked.office("SOMHD"),
        body=asked.bodies["SOMHD"],
        person=person,
        since=START,
        rank=3,
        letter_number="B-3",
        letter_date=START,
        actor=asked.world.machine,
    )
    client = client_of(asked.world, "secretariat", "en")
    told = page(client, f"/requests/{asked.request.code}/").split('id="now-h"')[1].split("</ul>")[0]
    assert re.findall(r"Answer item ([^<]*)<", told) == ["B.1"]
    assert "1 item to answer" in page(client, "/")


def test_what_happened_is_told_in_words_and_without_the_text_of_an_answer(asked: Asked) -> None:
    answered(asked, "B.1", "A figure nobody else should read here")
    url = f"/requests/{asked.request.code}/"
    told = page(client_of(asked.world, "secretariat", "en"), url).split("What happened")[1]
    seven = "B.1, B.2, B.3, B.4, B.5, B.6, B.7"
    assert f"7 items sent to their offices: {seven}" in told and f"7 items added: {seven}" in told
    assert "Item B.1: Kemenkes handed in version 1" in told
    assert "A figure nobody" not in told
    other = page(client_of(asked.world, "focal_SOMSWD", "en"), url).split("What happened")[1]
    assert "B.1" not in other and "Registered" in other
    assert "1 item sent to its offices: B.2<" in other and "1 item added: B.2<" in other


def test_what_happened_names_the_letter_and_the_numbers_somebody_went_on_with(asked: Asked) -> None:
    client = client_of(asked.world, "secretariat", "en")
    form = answer_form(asked, "B.1", deed="hand_in", text_en="19.8", text_id="19,9")
    form |= {"letter_number": "INV/7", "letter_date": "2026-04-09"}
    known = "B.1 one_language en 19.8; B.1 one_language id 19,9"
    post(client, item_url(asked, "B.1", "answer/"), form | {"numbers_known": known})
    assert asked.request is not None
    told = page(client, f"/requests/{asked.request.code}/").split("What happened")[1]
    assert "Item B.1: Kemenkes handed in version 1, by letter INV/7 of 9 April 2026" in told
    assert "(knowing of numbers that do not agree: 19.8; 19,9)" in told


def test_every_deed_of_a_request_has_its_sentence() -> None:
    from pathlib import Path

    from simpul.actions import requests as deeds

    source = "".join(path.read_text() for path in Path(deeds.__file__).parent.glob("*.py"))
    assert set(re.findall(r'"(requests\.\w+)"', source)) == set(SENTENCES)


def test_who_is_not_asked_finds_no_request(asked: Asked) -> None:
    for who in ("admin", "nobody" if "nobody" in asked.world.users else "admin"):
        client = client_of(asked.world, who)
        page(client, f"/requests/{asked.request.code}/", status=404)
        page(client, item_url(asked, "B.1"), status=404)
    page(client_of(asked.world, "focal_SOMSWD"), item_url(asked, "B.1"), status=404)


# --- an office answers --------------------------------------------------------------------------------------------


def test_an_office_saves_a_draft_then_hands_it_in_and_only_then_others_read_it(asked: Asked) -> None:
    client = client_of(asked.world, "focal_SOMHD", "en")
    post(client, item_url(asked, "B.1", "answer/"), answer_form(asked, "B.1"))
    assert asked.item("B.1").state == "asked"
    assert "Draft, version 1" in page(client, item_url(asked, "B.1"))
    post(client, item_url(asked, "B.1", "answer/"), answer_form(asked, "B.1", version="1", deed="hand_in"))
    row = ItemAnswer.objects.get(item=asked.items["B.1"], handed_in_at__isnull=False)
    assert (row.number, row.text_en, row.holder["role"]) == (1, "19.8 per cent in 2024.", "focal_point")
    assert "19.8 per cent in 2024." in page(
        client_of(asked.world, "coordinator", "en"), item_url(asked, "B.1")
    )


def test_not_available_needs_its_reason_and_what_was_typed_stays_beside_the_refusal(asked: Asked) -> None:
    client = client_of(asked.world, "focal_SOMHD", "en")
    form = answer_form(asked, "B.1", kind="unavailable", text_en="", text_id="", deed="hand_in")
    text = post(client, item_url(asked, "B.1", "answer/"), form, status=422).content.decode()
    assert 'aria-invalid="true"' in text and "Write the answer, or say that none is available" in text
    assert 'value="unavailable" checked' in text and "saved as a draft, but not handed in" in text
    form |= {"version": "1", "text_en": "The survey runs every two years."}
    post(client, item_url(asked, "B.1", "answer/"), form)
    assert asked.item("B.1").answers.first().kind == "unavailable"


def test_a_figure_that_is_not_there_is_named_beside_its_field_and_nothing_is_lost(asked: Asked) -> None:
    client = client_of(asked.world, "focal_SOMHD", "en")
    form = answer_form(asked, "B.1", text_en="A long text.", more_figures="P-H-1 1999")
    text = post(client, item_url(asked, "B.1", "answer/"), form, status=422).content.decode()
    assert "There is no figure P-H-1 IDN 1999." in text
    assert ">A long text.</textarea>" in text and ">P-H-1 1999</textarea>" in text
    assert not ItemAnswer.objects.exists()


def test_the_secretariat_writes_on_behalf_and_both_names_are_kept(asked: Asked) -> None:
    client = client_of(asked.world, "secretariat", "en")
    assert "Write on behalf of Kemenkes" in page(client, item_url(asked, "B.1"))
    letter = {"letter_number": "INV/KEMENKES/7", "letter_date": "2026-04-09"}
    post(client, item_url(asked, "B.1", "answer/"), answer_form(asked, "B.1", deed="hand_in", **letter))
    row = ItemAnswer.objects.get()
    assert row.saved_by == asked.world.users["secretariat"] and "Focal" in row.on_behalf_of
    text = page(client, item_url(asked, "B.1"))
    assert f"handed in by {row.saved_by.name}" in text and f"on behalf of {row.on_behalf_of}" in text
    assert "by letter INV/KEMENKES/7 of 9 Apr 2026" in text


@pytest.mark.parametrize(
    ("letter", "code"),
    [
        (
            {"letter_number": "", "letter_date": ""},
            "To act on behalf of an office, the number and date of its letter are needed.",
        ),
        (
            {"letter_number": "INV/7", "letter_date": ""},
            "To act on behalf of an office, the number and date of its letter are needed.",
        ),
        ({"letter_number": "INV/7", "letter_date": "2026-04-11"}, "has not come yet"),
    ],
)
def test_an_answer_is_handed_in_on_behalf_only_by_a_letter_of_the_office(
    asked: Asked, letter: dict[str, str], code: str
) -> None:
    client = client_of(asked.world, "secretariat", "en")
    form = answer_form(asked, "B.1", deed="hand_in", **letter)
    text = post(client, item_url(asked, "B.1", "answer/"), form, status=422).content.decode()
    assert code in text and ItemAnswer.objects.get().handed_in_at is None
    assert 'aria-invalid="true"' in text
    office = client_of(asked.world, "focal_SOMHD", "en")
    post(office, item_url(asked, "B.1", "answer/"), answer_form(asked, "B.1", deed="hand_in", version="1"))
    assert "basis" not in ItemAnswer.objects.latest("number").holder


def test_a_steward_may_write_but_not_hand_in_and_reads_who_does(asked: Asked) -> None:
    client = client_of(asked.world, "steward", "en")
    text = page(client, item_url(asked, "B.1"))
    assert "A data producer or the focal point hands it in." in text and 'value="hand_in"' not in text
    post(client, item_url(asked, "B.1", "answer/"), answer_form(asked, "B.1"))
    assert ItemAnswer.objects.get().saved_by == asked.world.users["steward"]


def test_two_of_one_office_who_write_at_once_lose_nothing(asked: Asked) -> None:
    client = client_of(asked.world, "focal_SOMHD", "en")
    save_answer(
        item=asked.items["B.1"],
        organisation=office_of(asked, "B.1"),
        text_en="The producer was first.",
        actor=asked.world.actor("producer"),
    )
    text = post(
        client, item_url(asked, "B.1", "answer/"), answer_form(asked, "B.1", text_en="Mine."), status=409
    ).content.decode()
    assert "Producer" in text and "changed this at" in text
    assert ">Mine.</textarea>" in text and "The producer was first." in text
    assert 'name="version" value="1"' in text


# --- asked before -------------------------------------------------------------------------------------------------


@pytest.fixture
def again(asked: Asked) -> Asked:
    """The same seven questions asked a second time, the first having been delivered."""
    delivered(asked, at=moment(2026, 4, 10))
    more = Asked(asked.world, asked.bodies)
    split_over_seven(more, letter_number="INV/2026/018")
    return more


def test_a_question_asked_before_warns_with_its_words_and_offers_what_was_answered(again: Asked) -> None:
    text = page(client_of(again.world, "focal_SOMHD", "en"), item_url(again, "B.1"))
    assert "Asked before in 2026/1, answered on 10 April 2026" in text
    assert "Shared words: children, five, many, stunted (100% alike)." in text
    assert "National answer to B.1." in text and "Take over as a draft of Kemenkes" in text
    assert not ItemAnswer.objects.filter(item=again.items["B.1"]).exists()


def test_an_office_is_offered_its_own_earlier_text_and_nothing_is_kept_of_it(again: Asked) -> None:
    client = client_of(again.world, "focal_SOMHD", "en")
    text = page(client, item_url(again, "B.1"))
    assert "What Kemenkes itself answered then (version 1)" in text
    own = ItemAnswer.objects.get(item__number="B.1")
    assert f'href="?own={own.pk}#office-{own.organisation_id}"' in text
    begun = page(client, f"{item_url(again, 'B.1')}?own={own.pk}")
    assert ">Answer of the office to B.1.</textarea>" in begun
    assert "Begun from what the office itself answered in 2026/1, item B.1" in begun
    other = ItemAnswer.objects.get(item__number="B.2")
    assert "</textarea>" in (plain := page(client, f"{item_url(again, 'B.1')}?own={other.pk}"))
    assert "Answer of the office to B.2." not in plain and "Begun from what" not in plain
    assert not ItemAnswer.objects.filter(item=again.items["B.1"]).exists()


def test_taking_an_offer_over_makes_a_draft_that_names_its_origin(again: Asked) -> None:
    client = client_of(again.world, "focal_SOMHD", "en")
    offer = DeliveredAnswer.objects.get(number="B.1")
    form = {"office": office_of(again, "B.1").pk, "offer": offer.pk, "version": "0"}
    post(client, item_url(again, "B.1", "take/"), form)
    row = ItemAnswer.objects.get(item=again.items["B.1"])
    assert (row.origin, row.handed_in_at, row.text_en) == (offer, None, "National answer to B.1.")
    assert again.item("B.1").state == "asked"
    assert "Taken over from the answer to 2026/1, version 1, by Focal." in page(
        client, item_url(again, "B.1")
    )
    text = post(client, item_url(again, "B.1", "take/"), form, status=409).content.decode()
    assert "changed this at" in text


def test_a_national_answer_begun_from_an_earlier_one_is_kept_only_when_it_is_sent(again: Asked) -> None:
    client = client_of(again.world, "secretariat", "en")
    offer = DeliveredAnswer.objects.get(number="B.3")
    text = page(client, item_url(again, "B.3", f"?offer={offer.pk}"))
    assert ">National answer to B.3.</textarea>" in text and "it will name its origin" in text
    assert not ConsolidatedAnswer.objects.filter(item=again.items["B.3"]).exists()
    post(
        client,
        item_url(again, "B.3", "national/"),
        {"version": "0", "kind": "answer", "text_en": "Checked anew.", "offer": str(offer.pk), "area": "IDN"},
    )
    assert ConsolidatedAnswer.objects.get(item=again.items["B.3"]).origin == offer


# --- the national answer ------------------------------------------------------------------------------------------


def national_form(asked: Asked, **other: Any) -> dict[str, Any]:
    used = list(asked.item("B.1").answers.filter(handed_in_at__isnull=False).values_list("pk", flat=True))
    return {
        "version": "0",
        "kind": "answer",
        "text_en": "19.8 per cent.",
        "used": used,
        "area": "IDN",
        **other,
    }


def test_a_national_answer_names_what_it_was_made_from_and_a_newer_answer_is_flagged(asked: Asked) -> None:
    answered(asked, "B.1", "19.8")
    client = client_of(asked.world, "secretariat", "en")
    post(client, item_url(asked, "B.1", "national/"), national_form(asked))
    made = ConsolidatedAnswer.objects.get()
    assert [row.number for row in made.used.all()] == [1]
    text = page(client, item_url(asked, "B.1"))
    assert "Made from: Kemenkes version 1." in text and "in the national answer" in text
    return_answer(
        item=asked.items["B.1"], organisation=office_of(asked, "B.1"), reason="Which year?",
        actor=asked.world.actor("secretariat", moment(2026, 4, 10, 10)),
    )  # fmt: skip
    answered(asked, "B.1", "19.8 in 2024", at=moment(2026, 4, 10, 11))
    text = page(client, item_url(asked, "B.1"))
    assert "Kemenkes handed in a newer answer." in text


def test_the_second_of_two_officers_is_told_who_was_first_and_keeps_his_whole_text(asked: Asked) -> None:
    answered(asked, "B.1", "19.8")
    consolidate(
        item=asked.items["B.1"], expected_version=0, text_en="By the coordinator.",
        actor=asked.world.actor("coordinator"),
    )  # fmt: skip
    client = client_of(asked.world, "secretariat", "en")
    form = national_form(asked, text_en="By the secretariat, long and careful.")
    text = post(client, item_url(asked, "B.1", "national/"), form, status=409).content.decode()
    assert "Coordinator wrote version 1 on" in text and "By the coordinator." in text
    assert "what you wrote is still here" in text and "Load it again" not in text
    assert ">By the secretariat, long and careful.</textarea>" in text
    assert 'name="version" value="1"' in text
    post(client, item_url(asked, "B.1", "national/"), national_form(asked, version="1", text_en="Both."))
    assert [row.text_en for row in ConsolidatedAnswer.objects.order_by("number")] == [
        "By the coordinator.",
        "Both.",
    ]


def test_an_answer_goes_back_with_a_reason_and_a_date_and_without_a_reason_it_does_not(asked: Asked) -> None:
    answered(asked, "B.1", "19.8")
    client = client_of(asked.world, "secretariat", "en")
    form = {"office": office_of(asked, "B.1").pk, "reason": "", "due": "2026-04-22"}
    text = post(client, item_url(asked, "B.1", "return/"), form, status=422).content.decode()
    assert "A written reason is required." in text and 'value="2026-04-22"' in text
    past = post(
        client, item_url(asked, "B.1", "return/"), form | {"reason": "x", "due": "2026-04-01"}, status=422
    )
    assert 'value="2026-04-01"' in past.content.decode()
    post(client, item_url(asked, "B.1", "return/"), form | {"reason": "Which year?"})
    item = asked.item("B.1")
    assert (item.state, item.due) == ("asked", date(2026, 4, 22))
    assert "Which year?" in page(client_of(asked.world, "focal_SOMHD", "en"), item_url(asked, "B.1"))


@pytest.mark.parametrize(
    ("due", "told"),
    [
        ("2026-04-18", "Item B.1: Saturday, 18 April 2026, is a weekend."),
        ("2026-04-28", "Item B.1: Tuesday, 28 April 2026, is free (Invented day)."),
        ("2026-04-17", ""),
    ],
)
def test_a_date_of_one_item_that_is_no_working_day_is_kept_with_a_warning(
    asked: Asked, due: str, told: str
) -> None:
    with behind_its_back():
        names = {"name_id": "Hari rekaan", "name_en": "Invented day"}
        FreeDay.objects.create(
            area="IDN",
            day=date(2026, 4, 28),
            kind="national",
            decree="INV-1",
            recorded_at=moment(2026, 1, 1),
            **names,
        )
    client = client_of(asked.world, "secretariat", "en")
    form = {"due": due, "reason": "Their survey ends then."}
    response = post(client, item_url(asked, "B.1", "due/"), form)
    here = html.unescape(page(client, response.url))
    assert asked.item("B.1").due == date.fromisoformat(due)
    assert asked.request is not None
    there = html.unescape(page(client, f"/requests/{asked.request.code}/"))
    if told:
        assert told in here and told in there
    assert ("Item B.1: Friday" in here + there) is False


def test_an_item_is_asked_of_another_office_and_given_another_date(asked: Asked) -> None:
    client = client_of(asked.world, "coordinator", "en")
    other = asked.world.organisations["KEMENSOS"]
    post(client, item_url(asked, "B.1", "reroute/"), {"lead": other.pk, "reason": "It is theirs"})
    assert office_of(asked, "B.1") == other
    several = {"lead": other.pk, "also": [other.pk, asked.office("SUBSWD").pk, asked.office("BODY7").pk]}
    refused = post(
        client, item_url(asked, "B.1", "reroute/"), several | {"reason": ""}, status=422
    ).content.decode()
    form = refused.split('id="reroute-also"')[1].split("</select>")[0]
    assert {int(pk) for pk in re.findall(r'value="(\d+)" selected', form)} == set(several["also"])
    post(client, item_url(asked, "B.1", "reroute/"), several | {"reason": "All three know"})
    offices = asked.item("B.1").offices.values_list("organisation", "lead")
    assert dict(offices) == dict.fromkeys(several["also"], False) | {other.pk: True}
    post(client, item_url(asked, "B.1", "due/"), {"due": "2026-04-24", "reason": "Agreed by telephone"})
    text = page(client, item_url(asked, "B.1"))
    assert "24 Apr 2026" in text and "First due" in text
    bad = post(client, item_url(asked, "B.1", "due/"), {"due": "soon", "reason": "x"}, status=422)
    assert "“soon” is not a date." in bad.content.decode()


# --- what waits ---------------------------------------------------------------------------------------------------


def count_in_menu(text: str) -> int:
    found = re.search(r"(?:Incoming requests|Permintaan masuk)<span class=\"count\">(\d+)", text)
    return int(found.group(1)) if found else 0


def test_the_menu_and_the_duties_count_what_waits_for_each_reader(asked: Asked) -> None:
    home = {who: page(client_of(asked.world, who, "en"), "/") for who in ("focal_SOMHD", "secretariat")}
    assert count_in_menu(home["focal_SOMHD"]) == 1 and "1 item to answer" in home["focal_SOMHD"]
    assert item_url(asked, "B.1") in home["focal_SOMHD"]
    assert count_in_menu(home["secretariat"]) == 0
    answered(asked, "B.1", "19.8")
    assert count_in_menu(page(client_of(asked.world, "focal_SOMHD"), "/")) == 0
    home["secretariat"] = page(client_of(asked.world, "secretariat", "en"), "/")
    assert count_in_menu(home["secretariat"]) == 1 and "1 national answer to write" in home["secretariat"]
    put_together(asked, "B.1", "19.8")
    registered(asked, letter_number="N")
    assert "To split into items and send to offices" in page(client_of(asked.world, "secretariat", "en"), "/")
    assert Request.objects.count() == 2 and AuditEntry.objects.about("request", "2026/1").exists()


def test_the_secretariat_is_told_which_office_has_nobody_for_the_body(asked: Asked) -> None:
    secretariat = asked.world.actor("secretariat")
    stats = asked.world.organisations["STATS"]
    new = NewItem(number="C.1", body=asked.bodies["SOMHD"], text_en="How many?", also=[stats])
    (row,) = split_request(request=asked.request, items=[new], actor=secretariat)  # type: ignore[arg-type]
    client = client_of(asked.world, "secretariat", "en")
    told = "Nobody of Stats has a duty in SOMHD"
    assert told in page(client, f"/requests/{row.request.code}/split/")
    send_out(request=asked.request, actor=secretariat)  # type: ignore[arg-type]
    assert told in page(client, f"/requests/items/{row.pk}/")
    assert told not in page(client_of(asked.world, "focal", "en"), f"/requests/items/{row.pk}/")
    assert "Nobody of" not in page(client, item_url(asked, "B.1"))


def test_the_number_of_an_item_has_no_full_stop_inside_a_sentence(asked: Asked) -> None:
    with behind_its_back():
        RequestItem.objects.filter(pk=asked.items["B.1"].pk).update(number="4.")
    text = page(client_of(asked.world, "secretariat", "en"), item_url(asked, "B.1"))
    assert "item 4<" in text or "item 4 " in text
    assert ">4.<" not in text and "tem 4." not in text
    put_together(asked, "B.1", "x")
    after = page(client_of(asked.world, "secretariat", "en"), f"/requests/{asked.item('B.2').request.code}/")
    assert "to 4." not in after


def test_a_free_day_names_its_item_without_the_full_stop_of_its_list(asked: Asked) -> None:
    with behind_its_back():
        RequestItem.objects.filter(pk=asked.items["B.1"].pk).update(number="1.")
    client = client_of(asked.world, "secretariat")
    url = f"/requests/items/{asked.items['B.1'].pk}/"
    response = post(client, f"{url}due/", {"due": "2026-04-18", "reason": "Survei mereka selesai saat itu."})
    told = html.unescape(page(client, response.url))
    assert "Butir 1: Sabtu, 18 April 2026" in told and "1.:" not in told
