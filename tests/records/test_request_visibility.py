"""What the queries of requests, items and their files show is what the permission table allows, person by person."""

from __future__ import annotations

from datetime import date

import pytest
from tests.remembered import made_once
from tests.request_work import (
    QUESTIONS,
    Asked,
    a_file,
    answered,
    cleared,
    country,
    delivered,
    put_together,
    registered,
    split_over_seven,
)
from tests.world import moment

from simpul.actions.requests import NewItem, log_clarification, split_request
from simpul.core.errors import NotFound
from simpul.core.permissions import Duty, Role, may
from simpul.records.answer_bank import earlier_for
from simpul.records.models import Request, RequestItem, StoredFile, User
from simpul.records.request_list import RequestRows
from simpul.records.request_reading import find_item, find_request, read_request

pytestmark = pytest.mark.django_db
DAY = date(2026, 4, 10)


@pytest.fixture
@made_once
def asked() -> Asked:
    """A request sent out to seven bodies, and another that was only split, for SOMHD."""
    made = country()
    with a_file("letter.pdf", b"open") as letter:
        split_over_seven(made, letter=letter)
    with a_file("secret.pdf", b"secret") as letter:
        other = registered(made, letter_number="INV/9", letter=letter, classification="secret")
    split_request(
        request=other,
        items=[NewItem(number="1", body=made.bodies["SOMHD"], text_en="What?")],
        actor=made.world.actor("secretariat"),
    )
    return made


def test_everybody_sees_just_the_items_and_requests_the_table_allows(asked: Asked) -> None:
    shown = {}
    for key, user in asked.world.users.items():
        duties = User.objects.get(pk=user.pk).duties_on(DAY)
        rows = list(RequestItem.objects.with_offices().with_lead(DAY))
        allowed = {
            row.pk for row in rows if any(may(duties, "request.view", one, day=DAY) for one in row.subjects())
        }
        seen = set(RequestItem.objects.visible_to(duties, DAY).values_list("pk", flat=True))
        assert seen == allowed, key
        nation = may(duties, "request.view", day=DAY)
        requests = (
            {row.request_id for row in rows if row.pk in allowed}
            if not nation
            else {row.pk for row in Request.objects.all()}
        )
        assert set(Request.objects.visible_to(duties, DAY).values_list("pk", flat=True)) == requests, key
        numbers = RequestItem.objects.filter(pk__in=seen).order_by("pk").values_list("number", flat=True)
        shown[key] = list(numbers)
    seven = [f"B.{number}" for number in range(1, 8)]
    assert shown["secretariat"] == shown["coordinator"] == shown["soca"] == shown["auditor"] == [*seven, "1"]
    assert shown["producer"] == shown["focal"] == shown["alternate"] == ["B.1"]
    assert shown["steward"] == shown["signer"] == ["B.1", "B.4"]  # of the whole office
    assert shown["sub_producer"] == ["B.3"] and shown["focal_BODY7"] == ["B.7"]
    assert shown["co_producer"] == [] and shown["admin"] == []


def test_who_may_not_see_it_is_told_there_is_none(asked: Asked) -> None:
    duties = asked.focal("SOMHD").duties
    secret = Request.objects.get(letter_number="INV/9")
    for act in (
        lambda: find_request(secret.code, duties, day=DAY),
        lambda: find_item(asked.items["B.2"].pk, duties, day=DAY),
        lambda: find_request("2031/1", duties, day=DAY),
    ):
        with pytest.raises(NotFound):
            act()
    assert find_item(asked.items["B.1"].pk, duties, day=DAY).number == "B.1"


def test_an_office_reads_its_item_and_nothing_of_the_others(asked: Asked) -> None:
    delivered(asked)
    sheet = read_request(asked.request, asked.focal("SOMHD").duties, day=DAY)
    assert [one.item.number for one in sheet.items] == ["B.1"]
    assert sheet.deliveries == () and sheet.clarifications == ()
    assert sheet.items[0].consolidated is not None  # what was sent in its name it may read


def test_the_letter_of_a_classified_request_is_for_who_sees_every_request(asked: Asked) -> None:
    delivery = delivered(asked)
    names = {
        who: set(
            StoredFile.objects.visible_to(asked.world.actor(who).duties, DAY).values_list("name", flat=True)
        )
        for who in ("secretariat", "soca", "auditor", "focal", "focal_BODY7", "co_producer", "admin")
    }
    assert delivery.files.count() == 1
    everything = {"letter.pdf", "secret.pdf", "form.pdf"}
    assert names["secretariat"] == names["soca"] == names["auditor"] == everything
    assert names["focal"] == names["focal_BODY7"] == {"letter.pdf"}
    assert names["co_producer"] == names["admin"] == set()


def test_a_draft_is_its_offices_own_and_the_desks(asked: Asked) -> None:
    from simpul.actions.requests import save_answer

    item = asked.item("B.1")
    save_answer(item=item, organisation=asked.office("SOMHD"), text_en="draft", actor=asked.focal("SOMHD"))
    for who, seen in (("focal", True), ("secretariat", True), ("auditor", True)):
        sheet = read_request(asked.request, asked.world.actor(who).duties, day=DAY)
        draft = sheet.items[0].offices[0].draft
        assert (draft is not None) is seen, who


def test_the_bank_shows_an_office_its_own_earlier_items_only(asked: Asked) -> None:
    delivered(asked)
    fresh = registered(asked, letter_number="INV/10")
    text = "Which shelters for older persons were opened this year?"
    (item,) = split_request(
        request=fresh,
        items=[NewItem(number="1", body=asked.bodies["BODY5"], text_en=text)],
        actor=asked.world.actor("secretariat"),
    )
    for who, expected in (("secretariat", ["B.5"]), ("focal_BODY5", ["B.5"]), ("focal_BODY4", [])):
        found = earlier_for([item], asked.world.actor(who).duties, day=DAY)[item.pk]
        assert [one.item.number for one in found] == expected, who
    best = earlier_for([item], asked.world.actor("secretariat").duties, day=DAY)[item.pk][0]
    # shelters, older, persons, opened; the new one also says "year": 2 * 4 / (4 + 5)
    assert (best.percent, best.shared) == (89, ("older", "opened", "persons", "shelters"))
    assert best.answer is not None and best.answer.text_en == "National answer to B.5."


def test_only_what_was_sent_is_offered_and_only_what_offices_were_asked_is_earlier(asked: Asked) -> None:
    for number in asked.items:
        answered(asked, number, "x")
        put_together(asked, number, f"National {number}.")
    cleared(asked)  # the leader of the pillar agreed, but nobody has sent it
    secretariat = asked.world.actor("secretariat")
    split_only, fresh = registered(asked, letter_number="INV/11"), registered(asked, letter_number="INV/12")
    new = NewItem(number="1", body=asked.bodies["SOMHD"], text_en=QUESTIONS[0])
    split_request(request=split_only, items=[new], actor=secretariat)
    (item,) = split_request(request=fresh, items=[new], actor=secretariat)
    found = earlier_for([item], secretariat.duties, day=DAY)[item.pk]
    assert [(one.item.number, one.item.request_id, one.answer) for one in found] == [
        ("B.1", asked.request.pk, None)  # type: ignore[union-attr]
    ]


def test_a_duty_that_has_ended_or_not_begun_shows_no_item_and_no_request(asked: Asked) -> None:
    first = date(2026, 4, 10)
    for since, until, number in (
        (None, None, 1),
        (first, None, 1),
        (date(2026, 4, 11), None, 0),
        (None, first, 0),
        (None, date(2026, 4, 11), 1),
    ):
        duty = Duty(Role.FOCAL_POINT, "KEMENKES", "SOMHD", since=since, until=until)
        assert RequestItem.objects.visible_to([duty], first).count() == number, (since, until)
        assert Request.objects.visible_to([duty], first).count() == number, (since, until)


def test_an_office_reads_the_national_answer_once_it_is_sent_and_not_before(asked: Asked) -> None:
    answered(asked, "B.1", "x")
    put_together(asked, "B.1", "Not for the office yet.")
    for who, text in (
        ("focal", None),
        ("secretariat", "Not for the office yet."),
        ("auditor", "Not for the office yet."),
    ):
        (one,) = (
            one
            for one in read_request(asked.request, asked.world.actor(who).duties, day=DAY).items
            if one.item.number == "B.1"
        )
        assert (one.consolidated.text_en if one.consolidated else None) == text, who


def test_what_the_sender_asks_back_about_an_item_of_others_marks_no_request_for_a_reader(
    asked: Asked,
) -> None:
    delivery = delivered(asked)
    at = moment(2026, 4, 22)
    log_clarification(
        delivery=delivery,
        item=asked.item("B.5"),  # asked of Kemensos
        text="Where?",
        asked_on=at.date(),
        actor=asked.world.actor("secretariat", at),
    )

    def back(who: str) -> list[str]:
        duties = asked.world.actor(who, at).duties
        return [line.request.code for line in RequestRows(duties, at.date(), {"show": "back"})]

    assert back("secretariat") == back("focal_BODY5") == [delivery.request.code]
    assert back("focal") == [] and find_request(
        delivery.request.code, asked.world.actor("focal").duties, day=DAY
    )
