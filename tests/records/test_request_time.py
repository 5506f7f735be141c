"""What is late, what is owed and what waits for whom: in the list, on the page and among all that is asked of us."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from tests.actions.test_round import submitted
from tests.guard import behind_its_back
from tests.remembered import made_once
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

from simpul.actions.requests import (
    clear_request,
    close_request,
    consolidate,
    log_clarification,
    put_forward,
    route_clarification,
    send_delivery,
)
from simpul.records.asked_of_us import asked_of_us
from simpul.records.integrity import faults
from simpul.records.models import AuditEntry, Clarification, Request
from simpul.records.request_list import RequestRows
from simpul.records.request_reading import read_request
from simpul.records.request_waiting import requests_waiting

pytestmark = pytest.mark.django_db
DAY = date(2026, 4, 10)


@pytest.fixture
@made_once
def asked() -> Asked:
    return country()


def codes(asked: Asked, day: date, **filters: str) -> list[str]:
    """The requests the secretariat finds under filters."""
    return [line.request.code for line in RequestRows(asked.world.actor("secretariat").duties, day, filters)]


def mine(asked: Asked, who: str, *, kind: str = "request", day: date = DAY) -> list[bool]:
    """Whether each thing of a kind waits for somebody."""
    actor = asked.world.actor(who)
    rows = asked_of_us(actor.duties, person=actor.user.person_id, day=day)
    return [row.mine for row in rows if row.kind == kind]


# --- late ---------------------------------------------------------------------------------------------------------


def test_a_request_answered_in_time_is_not_overdue_when_it_is_asked_back(asked: Asked) -> None:
    request = split_over_seven(asked)  # deadline 30 April
    one = delivered(asked)  # 20 April
    secretariat = asked.world.actor("secretariat", moment(2026, 5, 4))
    row = log_clarification(
        delivery=one,
        item=asked.item("B.1"),
        text="By sex, please.",
        asked_on=date(2026, 5, 4),
        due=date(2026, 5, 8),
        actor=secretariat,
    )
    route_clarification(clarification=row, offices=[asked.office("SOMHD")], actor=secretariat)
    for day, late in ((date(2026, 5, 8), False), (date(2026, 5, 9), True)):
        clock = read_request(request_now(request), secretariat.duties, day=day).clock
        # seven working days are wanted before 8 May, four are there: the first stage ends on the day it is logged
        assert (clock.due, clock.wanted) == (date(2026, 5, 4), date(2026, 5, 8))
        assert (clock.late, clock.overdue) == (True, late), day
        (line,) = RequestRows(secretariat.duties, day)
        assert line.clock == clock
        (told,) = asked_of_us(secretariat.duties, day=day)
        assert (told.due, told.late, told.overdue) == (date(2026, 5, 4), True, late)
        assert codes(asked, day, time="late") == [request.code]
        assert codes(asked, day, time="overdue") == ([request.code] if late else [])
    assert codes(asked, date(2026, 5, 4), time="soon") == [request.code]


def test_of_two_things_asked_back_the_earlier_date_counts_and_each_office_counts_its_own(
    asked: Asked,
) -> None:
    request = split_over_seven(asked)
    one = delivered(asked)
    secretariat = asked.world.actor("secretariat", moment(2026, 5, 4))
    for number, due in (("B.2", date(2026, 5, 12)), ("B.3", date(2026, 5, 8))):
        log_clarification(
            delivery=one,
            item=asked.item(number),
            text="By sex, please.",
            asked_on=date(2026, 5, 4),
            due=due,
            actor=secretariat,
        )
    day = date(2026, 5, 4)
    assert read_request(request_now(request), secretariat.duties, day=day).clock.wanted == date(2026, 5, 8)
    for who, number in (("secretariat", 2), ("focal_SUBSWD", 1), ("focal", 0)):
        (line,) = RequestRows(asked.world.actor(who).duties, day)
        assert line.clarifications == number, who


#: Counted by hand back from Monday 15 June 2026 over working days: one before it Friday 12, one more Thursday 11,
#: two more Tuesday 9, three more Thursday 4 June.
BEFORE_15_JUNE = {
    "answers": date(2026, 6, 4),
    "consolidation": date(2026, 6, 9),
    "clearance": date(2026, 6, 11),
    "sending": date(2026, 6, 12),
}


def test_what_is_asked_back_has_our_dates_before_the_senders_new_one_wherever_they_are_read(
    asked: Asked,
) -> None:
    request = split_over_seven(asked)  # deadline 30 April
    one = delivered(asked)  # 20 April
    first = dict(request_now(request).dates)
    secretariat = asked.world.actor("secretariat", moment(2026, 5, 25))
    person = secretariat.user.person_id
    for number, due in (("B.2", date(2026, 6, 30)), ("B.1", date(2026, 6, 15))):
        row = log_clarification(
            delivery=one,
            item=asked.item(number),
            text="By sex, please.",
            asked_on=date(2026, 5, 25),
            due=due,
            actor=secretariat,
        )
    assert row.dates == BEFORE_15_JUNE

    def stands(stage: str, *, who: str = "secretariat", kind: str) -> None:
        """Page, list, its filters, what is asked of us and what waits: all by the date of the stage."""
        due = BEFORE_15_JUNE[stage]
        actor = asked.world.actor(who)
        for day, late in ((due, False), (due + timedelta(days=1), True)):
            clock = read_request(request_now(request), secretariat.duties, day=day).clock
            assert (clock.stage, clock.due, clock.late) == (stage, due, late)
            assert (clock.wanted, clock.dates, clock.overdue) == (date(2026, 6, 15), BEFORE_15_JUNE, False)
            (line,) = RequestRows(secretariat.duties, day)
            assert line.clock == clock
            assert codes(asked, day, time="late") == ([request.code] if late else [])
            assert codes(asked, day, time="soon") == ([] if late else [request.code])
            (told,) = asked_of_us(actor.duties, person=actor.user.person_id, day=day)
            assert (told.due, told.stage, told.late, told.deadline) == (due, stage, late, date(2026, 6, 15))
        waits = requests_waiting(actor.duties, person=actor.user.person_id, day=due)
        assert (kind, due) in [(one.kind, one.due) for one in waits]

    routes = requests_waiting(secretariat.duties, person=person, day=date(2026, 5, 25))
    assert [(one.kind, one.number, one.due) for one in routes] == [("route", 2, BEFORE_15_JUNE["answers"])]
    for row in Clarification.objects.order_by("pk"):
        route_clarification(clarification=row, offices=[asked.office("SOMHD")], actor=secretariat)
    assert asked.item("B.1").due == BEFORE_15_JUNE["answers"]
    assert asked.item("B.2").due == date(
        2026, 6, 19
    )  # 29, 26; 25, 24; 23, 22, 19 June: seven before the 30th
    stands("answers", who="focal", kind="answer")
    later = moment(2026, 5, 26)
    for number in ("B.1", "B.2"):
        put_together(asked, number, "By sex: 120, 80.", at=later)
    stands("consolidation", kind="put_forward")
    put_forward(request=request_now(request), actor=secretariat)
    stands("clearance", who="coordinator", kind="clear")
    two = request_now(request).deliveries.get(number=2)
    for who in ("coordinator", "soca"):
        clear_request(delivery=two, seen=two.content_hash, actor=asked.world.actor(who, later))
    stands("sending", kind="send")
    send_delivery(
        delivery=two, on=later.date(), channel="e-mail", actor=asked.world.actor("secretariat", later)
    )
    clock = read_request(request_now(request), secretariat.duties, day=date(2026, 7, 1)).clock
    assert (clock.stage, clock.dates, dict(request_now(request).dates)) == ("", first, first)
    assert [fault for fault in faults() if "holder" not in fault.check] == []


def test_a_clarification_logged_before_our_dates_were_kept_goes_by_the_senders(asked: Asked) -> None:
    request = split_over_seven(asked)
    one = delivered(asked)
    secretariat = asked.world.actor("secretariat", moment(2026, 5, 25))
    log_clarification(
        delivery=one,
        item=asked.item("B.1"),
        text="By sex, please.",
        asked_on=date(2026, 5, 25),
        due=date(2026, 6, 15),
        actor=secretariat,
    )
    with behind_its_back():
        Clarification.objects.update(**dict.fromkeys(f"due_{name}" for name in BEFORE_15_JUNE))
        row = AuditEntry.objects.get(action="requests.log_clarification")
        AuditEntry.objects.filter(pk=row.pk).update(
            after={name: value for name, value in row.after.items() if name != "our_dates"}
        )
    for day, late in ((date(2026, 6, 15), False), (date(2026, 6, 16), True)):
        clock = read_request(request_now(request), secretariat.duties, day=day).clock
        assert (clock.due, clock.late) == (date(2026, 6, 15), late)
        assert codes(asked, day, time="late") == ([request.code] if late else [])


def test_the_list_goes_by_the_date_that_counts_now(asked: Asked) -> None:
    request = split_over_seven(asked)  # deadline 30 April
    one = delivered(asked)
    registered(asked, letter_number="B", deadline=date(2026, 5, 29))
    assert codes(asked, DAY) == ["2026/2", "2026/1"]  # what is owed first
    log_clarification(
        delivery=one,
        item=asked.item("B.1"),
        text="By sex, please.",
        asked_on=date(2026, 5, 4),
        due=date(2026, 6, 15),
        actor=asked.world.actor("secretariat", moment(2026, 5, 4)),
    )
    assert codes(asked, DAY) == ["2026/2", request.code]


def request_now(request: Request) -> Request:
    return Request.objects.get(pk=request.pk)


def test_the_filters_of_time_find_what_the_clock_says(asked: Asked) -> None:
    split_over_seven(asked)  # answers due 21 April, deadline 30 April
    registered(asked, letter_number="B", deadline=date(2026, 5, 29))
    for day in (date(2026, 4, 13), date(2026, 4, 14), date(2026, 4, 21), date(2026, 4, 22), date(2026, 5, 1)):
        lines = list(RequestRows(asked.world.actor("secretariat").duties, day))
        for time in ("late", "soon", "overdue"):
            told = [line.request.code for line in lines if getattr(line.clock, time)]
            assert codes(asked, day, time=time) == told, (day, time)


# --- owed ---------------------------------------------------------------------------------------------------------


def test_of_a_closed_request_nothing_is_owed(asked: Asked) -> None:
    request = split_over_seven(asked)
    secretariat = asked.world.actor("secretariat")
    close_request(request=request, reason="withdrawn by its sender", actor=secretariat)
    day, focal = date(2026, 5, 29), asked.focal("SOMHD")
    (line,) = RequestRows(focal.duties, day)
    assert (line.mine, line.owing, line.owes, line.clock.late) == (0, 0, (), False)
    assert list(RequestRows(focal.duties, day, {"show": "mine"})) == []
    assert RequestRows(secretariat.duties, day).offices == ()
    (item,) = read_request(request_now(request), focal.duties, day=day).items
    (one,) = item.offices
    assert (one.owes, one.late, one.may_answer, one.may_hand_in, item.owing) == (
        False,
        False,
        False,
        False,
        (),
    )
    assert not item.ready


def test_an_item_of_the_body_waits_for_an_alternate_of_another_ministry(asked: Asked) -> None:
    split_over_seven(asked)
    alternate = asked.world.actor("alternate")  # of Kemlu, for SOMHD
    (line,) = RequestRows(alternate.duties, DAY)
    assert (line.items, line.mine) == (1, 1)
    assert [one.request.code for one in RequestRows(alternate.duties, DAY, {"show": "mine"})] == ["2026/1"]
    assert mine(asked, "alternate") == [True]


# --- mine ---------------------------------------------------------------------------------------------------------


def test_what_is_cleared_waits_for_the_step_that_is_next_and_not_for_its_maker(asked: Asked) -> None:
    request = split_over_seven(asked)
    for number in asked.items:
        put_together(asked, number, "x")
    put_forward(request=request, actor=asked.world.actor("secretariat"))
    # the chain is the coordinator, then the leader of the pillar
    assert (mine(asked, "coordinator"), mine(asked, "soca")) == ([True], [False])


def test_a_maker_is_not_told_to_clear_his_own_answers(asked: Asked) -> None:
    request = split_over_seven(asked)
    for number in asked.items:
        consolidate(
            item=asked.item(number), expected_version=0, text_en="x", actor=asked.world.actor("coordinator")
        )
    put_forward(request=request, actor=asked.world.actor("secretariat"))
    assert mine(asked, "coordinator") == [False]


def test_who_put_answers_forward_is_not_told_to_clear_them(asked: Asked) -> None:
    request = split_over_seven(asked)
    for number in asked.items:
        put_together(asked, number, "x")
    put_forward(request=request, actor=asked.world.actor("coordinator"))
    who = asked.world.actor("coordinator")
    assert mine(asked, "coordinator") == [False]
    assert requests_waiting(who.duties, person=who.user.person_id, day=DAY) == ()


def test_an_item_waits_for_who_may_answer_it(asked: Asked) -> None:
    split_over_seven(asked)
    assert (mine(asked, "focal"), mine(asked, "signer"), mine(asked, "secretariat")) == (
        [True],
        [False],
        [False],
    )
    answered(asked, "B.1", "x")
    # its national answer can be written now
    assert (mine(asked, "focal"), mine(asked, "secretariat")) == ([False], [True])
    actor = asked.world.actor("secretariat")
    waits = requests_waiting(actor.duties, person=actor.user.person_id, day=DAY)
    assert [one.kind for one in waits] == ["consolidate"]


def test_a_submission_to_check_waits_for_whose_step_it_is(asked: Asked) -> None:
    asked.world.open()
    assert (mine(asked, "producer", kind="round"), mine(asked, "steward", kind="round")) == ([True], [False])
    submitted(asked.world)
    # the data steward checks first
    assert (mine(asked, "producer", kind="round"), mine(asked, "steward", kind="round")) == ([False], [True])
    assert mine(asked, "coordinator", kind="round") == [False]
