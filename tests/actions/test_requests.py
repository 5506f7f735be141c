"""Incoming requests at the desk: from the letter to the second version, and everything that is refused on the way."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from tests.guard import behind_its_back
from tests.remembered import made_once
from tests.request_work import (
    SEVEN,
    Asked,
    a_file,
    answered,
    cleared,
    country,
    delivered,
    put_together,
    registered,
    sent,
    split_over_seven,
)
from tests.world import moment

from simpul.actions.requests import (
    NewItem,
    change_dates,
    clear_request,
    close_request,
    consolidate,
    dispose,
    hand_in,
    log_clarification,
    note_receipt,
    put_forward,
    register_request,
    reroute_item,
    return_answer,
    return_delivery,
    route_clarification,
    save_answer,
    send_delivery,
    send_out,
    set_item_due,
    split_request,
    take_offer,
)
from simpul.core.errors import Conflict, NotAllowed, Problem, sentence
from simpul.records.answer_bank import offered
from simpul.records.integrity import faults
from simpul.records.models import (
    AuditEntry,
    Clarification,
    ItemAnswer,
    OutboxMessage,
    Request,
    RequestClearance,
    RequestDelivery,
    RequestItem,
    StoredFile,
)
from simpul.records.request_reading import read_request

pytestmark = pytest.mark.django_db
DAY = date(2026, 4, 10)


@pytest.fixture
@made_once
def asked() -> Asked:
    return country()


def refused(function: Callable[..., Any], **given: Any) -> Problem:
    """The refusal of an action, with nothing written by it."""
    before = AuditEntry.objects.count()
    with pytest.raises(Problem) as found:
        function(**given)
    assert AuditEntry.objects.count() == before
    return found.value


# --- the whole way ------------------------------------------------------------------------------------------------


def version_of(delivery: RequestDelivery) -> tuple[Any, ...]:
    """Everything a version is, with the bytes of its files."""
    row = RequestDelivery.objects.get(pk=delivery.pk)
    answers = [(one.pk, one.bound()) for one in row.answers.all()]
    files = [(part.part, part.file.path.read_bytes()) for part in row.files.select_related("file")]
    return row.version, row.content_hash, row.sent_on, row.channel, row.sent_by_name, answers, files


def test_a_late_request_over_seven_bodies_is_answered_delivered_and_clarified_into_version_two(
    asked: Asked,
) -> None:
    # an earlier request was delivered in January: the answer bank
    earlier = registered(
        asked,
        at=moment(2026, 1, 5),
        letter_number="INV/2026/001",
        letter_date=date(2026, 1, 5),
        received_on=date(2026, 1, 5),
        deadline=date(2026, 1, 30),
    )
    first = Asked(asked.world, asked.bodies, earlier)
    old = NewItem(
        number="3", body=asked.bodies["SUBSWD"], text_en="How many migrant workers returned with assistance?"
    )
    january = moment(2026, 1, 12)
    first.items = {
        item.number: item
        for item in split_request(
            request=earlier, items=[old], actor=asked.world.actor("secretariat", january)
        )
    }
    send_out(request=earlier, actor=asked.world.actor("secretariat", january))
    answered(first, "3", "Office text of January.", at=january)
    put_together(first, "3", "National text of January.", at=january)
    bank = sent(first, cleared(first, at=january), at=january)

    # the late letter, split over seven bodies
    request = split_over_seven(
        asked,
        deadline=date(2026, 4, 9),
        deadline_note="By telephone on 10 April: an answer by the end of April is expected",
    )
    assert (request.state, request.due_answers) == ("in_work", DAY)
    assert [item.due for item in asked.items.values()] == [DAY] * 7
    assert {item.body.code for item in asked.items.values()} == {code for code, _office in SEVEN}

    # answered from the bank and by the offices
    item, office = asked.item("B.3"), asked.office("SUBSWD")
    offers = offered(item, asked.focal("SUBSWD").duties, day=DAY)
    assert [(one.item.request.code, one.answer and one.answer.text_en) for one in offers] == [
        (earlier.code, "National text of January.")
    ]
    assert not item.answers.exists()  # offered is not copied
    draft = take_offer(item=item, organisation=office, offer=bank.answers.get(), actor=asked.focal("SUBSWD"))
    assert (draft.text_en, draft.origin, draft.handed_in_at) == (
        "National text of January.",
        bank.answers.get(),
        None,
    )
    assert draft.taken_by == asked.world.users["focal_SUBSWD"]
    hand_in(item=item, organisation=office, seen=1, actor=asked.focal("SUBSWD"))
    for number in asked.items:
        if number != "B.3":
            answered(asked, number, f"Office answer to {number}.")
        put_together(asked, number, f"National answer to {number}.")
    one = sent(asked, cleared(asked, files=[("form", b"filled form, version 1")]), at=moment(2026, 4, 20))
    before = version_of(one)
    assert one.version == 1 and len(before[5]) == 7 and before[6][0][1] == b"%PDF-1.7\nfilled form, version 1"
    assert set(asked.request.items.values_list("state", flat=True)) == {"delivered"}

    # three clarifications open three items, and no others
    secretariat = asked.world.actor("secretariat", moment(2026, 4, 22))
    wanted = ("B.2", "B.4", "B.7")
    for number in wanted:
        row = log_clarification(
            delivery=one,
            item=asked.item(number),
            cell=f"Sheet1!D1{number[-1]}",
            text=f"What is meant in {number}?",
            asked_on=date(2026, 4, 21),
            asked_by="Monitoring Division (invented)",
            actor=secretariat,
        )
        route_clarification(
            clarification=row,
            offices=[asked.item(number).offices.get(lead=True).organisation],
            due=date(2026, 4, 24),
            actor=secretariat,
        )
    states = dict(RequestItem.objects.filter(request=request).values_list("number", "state"))
    assert {number for number, state in states.items() if state == "asked"} == set(wanted)
    assert {state for number, state in states.items() if number not in wanted} == {"delivered"}
    assert Request.objects.get(pk=request.pk).state == "clarification"
    later = moment(2026, 4, 23)
    untouched = refused(
        save_answer,
        item=asked.item("B.1"),
        organisation=asked.office("SOMHD"),
        text_en="also changed",
        actor=asked.focal("SOMHD", later),
    )
    assert untouched.code == "ACCOUNTS-WRONG-STATE"
    for number in wanted:
        answered(asked, number, f"Clarified by the office: {number}.", at=later)
        put_together(asked, number, f"Clarified: {number}.", at=later)
    two = sent(
        asked,
        cleared(asked, files=[("form", b"filled form, version 2")], at=later),
        at=moment(2026, 4, 24),
    )

    # version 2 differs in three answers; version 1 is what it was, byte for byte
    assert two.version == 2 and version_of(one) == before
    texts = {row.number: row.text_en for row in two.answers.all()}
    assert {number for number, text in texts.items() if text.startswith("Clarified")} == set(wanted)
    kept = {row.number: row.text_en for row in one.answers.all()}
    assert all(texts[number] == kept[number] for number in texts if number not in wanted)
    clarified = Clarification.objects.filter(delivery__request=request)
    assert {(row.state, row.delivered_in_id, row.answer.text_en) for row in clarified} == {
        ("delivered", two.pk, f"Clarified: {number}.") for number in wanted
    }
    assert Request.objects.get(pk=request.pk).state == "delivered"
    assert [fault for fault in faults() if "holder" not in fault.check] == []


# --- registering --------------------------------------------------------------------------------------------------


def test_a_registered_letter_has_its_number_its_dates_and_its_files(asked: Asked) -> None:
    with a_file("letter.pdf", b"letter") as letter, a_file("form.pdf", b"form") as form:
        row = registered(asked, letter=letter, form=form)
    assert (row.code, row.state, row.chain) == ("2026/1", "registered", ["coordinator", "soca_leader"])
    # Thursday 30 April: a working day before it, one more, two more, three more
    assert [row.due_sending, row.due_clearance, row.due_consolidation, row.due_answers] == [
        date(2026, 4, 29),
        date(2026, 4, 28),
        date(2026, 4, 24),
        date(2026, 4, 21),
    ]
    assert (
        row.letter_file.path.read_bytes() == b"%PDF-1.7\nletter" and row.form_file.purpose == "request_form"
    )
    assert registered(asked, letter_number="INV/2").code == "2026/2"


@pytest.mark.parametrize(
    ("given", "code", "place"),
    [
        ({"subject": " "}, "REQUESTS-FIELD", "subject"),
        ({"sender": ""}, "REQUESTS-FIELD", "sender"),
        ({"channel": ""}, "REQUESTS-FIELD", "channel"),
        ({"deadline": None}, "REQUESTS-NO-DEADLINE", "deadline"),
        ({"deadline": date(2026, 4, 9)}, "REQUESTS-DEADLINE-PAST", "deadline"),
        ({"received_on": date(2026, 4, 7)}, "REQUESTS-LETTER-DATES", "received_on"),
        ({"received_on": date(2026, 4, 11)}, "REQUESTS-LETTER-DATES", "received_on"),
        ({"subject": "x" * 301}, "REPORTING-TOO-LONG", "subject"),
        ({"subject": "nul\x00"}, "TEXT-CHARACTER", "subject"),
        ({"classification": "cosmic"}, "NOT-FOUND", "classification"),
        ({"language": "fr"}, "NOT-FOUND", "language"),
        (
            {"dates": {"answers": date(2026, 4, 20), "sending": date(2026, 4, 19)}},
            "REQUESTS-DATES-ORDER",
            "sending",
        ),
        ({"dates": {"sending": date(2026, 5, 1)}}, "REQUESTS-DATES-ORDER", "sending"),
    ],
)
def test_a_letter_that_cannot_be_right_is_refused_at_its_field(
    asked: Asked, given: dict[str, Any], code: str, place: str
) -> None:
    problem = refused(registered, asked=asked, **given)
    assert (problem.code, problem.place) == (code, place)
    assert not Request.objects.exists() and not StoredFile.objects.exists()


def test_without_a_deadline_a_note_is_enough_and_nothing_is_ever_late(asked: Asked) -> None:
    row = registered(asked, deadline=None, deadline_note="None given; asked back on 10 April")
    assert [row.due_answers, row.due_sending, row.deadline] == [None, None, None]
    sheet = read_request(row, asked.world.actor("secretariat").duties, day=date(2027, 1, 1))
    assert (sheet.clock.due, sheet.clock.late, sheet.clock.overdue) == (None, False, False)


def test_the_same_letter_is_registered_once_and_the_refusal_names_its_number(asked: Asked) -> None:
    registered(asked)
    problem = refused(
        registered, asked=asked, letter_number="inv/2026/017", sender="MONITORING division (invented)"
    )
    assert isinstance(problem, Conflict) and problem.params["code"] == "2026/1"
    close_request(request=Request.objects.get(), reason="by mistake", actor=asked.world.actor("secretariat"))
    assert registered(asked).code == "2026/2"


def test_letters_without_a_number_are_not_taken_for_one_another(asked: Asked) -> None:
    assert registered(asked, letter_number="").code != registered(asked, letter_number="").code


def test_another_deadline_moves_the_dates_and_keeps_those_an_item_was_given(asked: Asked) -> None:
    request = split_over_seven(asked)
    secretariat = asked.world.actor("secretariat")
    own = set_item_due(
        item=asked.item("B.1"), due=date(2026, 4, 17), reason="figure comes late", actor=secretariat
    )
    assert (own.due, own.due_original) == (date(2026, 4, 17), date(2026, 4, 21))
    changed = change_dates(
        request=request, deadline=date(2026, 5, 8), reason="sender's e-mail", actor=secretariat
    )
    # Friday 8 May back by 1, 1, 2, 3 working days; Friday 1 May is Labour Day, which the library knows
    assert changed.due_answers == date(2026, 4, 28) and changed.guessed_years == [2026]
    assert asked.item("B.1").due == date(2026, 4, 17)
    assert asked.item("B.2").due == date(2026, 4, 28) and asked.item("B.2").due_original == date(2026, 4, 21)
    row = AuditEntry.objects.filter(action="requests.change_dates").get()
    assert row.before["deadline"] == "2026-04-30" and row.after["reason"] == "sender's e-mail"
    stale = refused(
        change_dates,
        request=request,
        deadline=None,
        reason="x",
        expected_version=1,
        actor=secretariat,
    )
    assert stale.code == "REQUESTS-STALE"


def test_another_deadline_that_is_past_or_none_needs_what_was_agreed(asked: Asked) -> None:
    request, secretariat = split_over_seven(asked), asked.world.actor("secretariat")
    given: dict[str, Any] = {"request": request, "reason": "their e-mail", "actor": secretariat}
    for deadline, code in ((date(2026, 4, 9), "REQUESTS-DEADLINE-PAST"), (None, "REQUESTS-NO-DEADLINE")):
        problem = refused(change_dates, **given, deadline=deadline)
        assert (problem.code, problem.place) == (code, "deadline")
    row = change_dates(**given, deadline=date(2026, 4, 9), deadline_note="By telephone: as soon as it can be")
    assert (row.deadline, row.deadline_note) == (date(2026, 4, 9), "By telephone: as soon as it can be")
    # our own dates alone are changed without asking again
    later = asked.world.actor("secretariat", moment(2026, 5, 4))
    dates = {"answers": date(2026, 5, 5)}
    kept = change_dates(**given | {"actor": later}, deadline=date(2026, 4, 9), dates=dates)
    assert (kept.due_answers, kept.deadline_note) == (date(2026, 5, 5), row.deadline_note)


def test_the_dates_of_what_was_delivered_or_put_away_are_not_changed(asked: Asked) -> None:
    split_over_seven(asked)
    delivered(asked)
    closed = registered(asked, letter_number="INV/7")
    secretariat = asked.world.actor("secretariat", moment(2026, 4, 21))
    close_request(request=closed, reason="sent by mistake", actor=secretariat)
    for request in (asked.request, closed):
        problem = refused(
            change_dates, request=request, deadline=date(2026, 5, 8), reason="e-mail", actor=secretariat
        )
        assert problem.code == "ACCOUNTS-WRONG-STATE"
    assert set(Request.objects.values_list("deadline", flat=True)) == {date(2026, 4, 30)}


def test_a_disposition_says_by_whom_and_is_not_written_over_unseen(asked: Asked) -> None:
    request = registered(asked)
    coordinator = asked.world.actor("coordinator")
    row = dispose(
        request=request, text="To the bureau; answer by the 24th", expected_version=1, actor=coordinator
    )
    assert (row.disposed_by, row.version) == (asked.world.users["coordinator"], 2)
    other = refused(
        dispose, request=request, text="x", expected_version=1, actor=asked.world.actor("secretariat")
    )
    assert other.code == "REQUESTS-STALE"
    assert sentence(other, "id").startswith(f"Sudah diubah {coordinator.user.name} pukul ")


# --- splitting ----------------------------------------------------------------------------------------------------


def test_items_come_all_or_none(asked: Asked) -> None:
    request = registered(asked)
    body, secretariat = asked.bodies["SOMHD"], asked.world.actor("secretariat")
    good = NewItem(number="1", body=body, text_en="What?", anchor="cell:1:2:3")
    with behind_its_back():
        orphan = type(body).objects.create(
            code="ORPHAN", acronym="ORPHAN", name_id="x", name_en="x", kind="sectoral", counted=True
        )
    for bad, code in (
        (NewItem(number="1", body=body, text_en="again"), "REQUESTS-ITEM-TWICE"),
        (NewItem(number="2", body=body, text_en="x", anchor="cell:1:2:3"), "REQUESTS-PLACE-TWICE"),
        (NewItem(number=" ", body=body, text_en="x"), "REQUESTS-FIELD"),
        (NewItem(number="2", body=body), "REQUESTS-ITEM-TEXT"),
        (NewItem(number="2", body=body, text_en="x" * 20_001), "REPORTING-TOO-LONG"),
        (NewItem(number="2", body=body, text_en="x\x00"), "TEXT-CHARACTER"),
        (NewItem(number="n" * 61, body=body, text_en="x"), "REPORTING-TOO-LONG"),
        (NewItem(number="2", body=orphan, text_en="x"), "REQUESTS-NO-OFFICE"),
    ):
        problem = refused(split_request, request=request, items=[good, bad], actor=secretariat)
        assert problem.code == code
    assert refused(split_request, request=request, items=[], actor=secretariat).code == "REQUESTS-NO-ITEMS"
    assert refused(send_out, request=request, actor=secretariat).code == "REQUESTS-NO-ITEMS"
    assert not RequestItem.objects.exists()


def test_each_office_gets_one_message_with_numbers_and_no_text(asked: Asked) -> None:
    split_over_seven(asked)
    told = OutboxMessage.objects.filter(payload__template="request_asked")
    assert sorted((row.payload["organisation"], len(row.payload["items"])) for row in told) == [
        ("KEMENKES", 2),
        ("KEMENSOS", 2),
        ("KEMLU", 1),
        ("KP2MI", 2),
    ]
    assert not any("stunted" in str(row.payload) for row in told)


def test_an_office_beside_the_lead_is_asked_too_and_both_are_waited_for(asked: Asked) -> None:
    request = registered(asked)
    secretariat, world = asked.world.actor("secretariat"), asked.world
    item = NewItem(
        number="1", body=asked.bodies["SOMSWD"], text_en="What?", also=[world.organisations["KP2MI"]]
    )
    (row,) = split_request(request=request, items=[item], actor=secretariat)
    send_out(request=request, actor=secretariat)
    asked.items = {"1": row}
    answered(asked, "1", "from the lead")
    assert asked.item("1").state == "asked"
    office = world.organisations["KP2MI"]
    save_answer(item=row, organisation=office, text_en="from the co-lead", actor=world.actor("co_producer"))
    hand_in(item=row, organisation=office, seen=1, actor=world.actor("co_producer"))
    assert asked.item("1").state == "answered"


def test_an_item_is_asked_of_another_office_with_a_reason(asked: Asked) -> None:
    split_over_seven(asked)
    secretariat = asked.world.actor("secretariat")
    item, kemlu = asked.item("B.1"), asked.world.organisations["KEMLU"]
    assert (
        refused(reroute_item, item=item, lead=kemlu, reason="", actor=secretariat).code
        == "REPORTING-NEEDS-REASON"
    )
    row = reroute_item(item=item, lead=kemlu, reason="belongs there", actor=secretariat)
    assert [(one.organisation.code, one.lead) for one in row.offices.all()] == [("KEMLU", True)]
    gone = refused(
        save_answer,
        item=item,
        organisation=asked.world.organisations["KEMENKES"],
        text_en="x",
        actor=asked.focal("SOMHD"),
    )
    assert gone.code == "REQUESTS-NOT-ASKED"


# --- answers ------------------------------------------------------------------------------------------------------


def test_an_office_answers_its_own_items_and_no_others(asked: Asked) -> None:
    split_over_seven(asked)
    mine, other = asked.item("B.1"), asked.item("B.2")
    focal, world = asked.focal("SOMHD"), asked.world
    for item, office in ((other, "KEMENSOS"), (other, "KEMENKES"), (mine, "KEMENSOS")):
        problem = refused(
            save_answer, item=item, organisation=world.organisations[office], text_en="x", actor=focal
        )
        assert isinstance(problem, NotAllowed), office
    for who in ("signer", "coordinator", "soca", "auditor", "admin", "other_producer"):
        problem = refused(
            save_answer,
            item=mine,
            organisation=world.organisations["KEMENKES"],
            text_en="x",
            actor=world.actor(who),
        )
        assert isinstance(problem, NotAllowed), who
    steward = world.actor("steward")
    save_answer(item=mine, organisation=world.organisations["KEMENKES"], text_en="x", actor=steward)
    assert isinstance(
        refused(hand_in, item=mine, organisation=world.organisations["KEMENKES"], seen=1, actor=steward),
        NotAllowed,
    )


def test_an_item_that_was_not_sent_out_is_nobodys_to_answer(asked: Asked) -> None:
    request = registered(asked)
    (item,) = split_request(
        request=request,
        items=[NewItem(number="1", body=asked.bodies["SOMHD"], text_en="What?")],
        actor=asked.world.actor("secretariat"),
    )
    problem = refused(
        save_answer, item=item, organisation=asked.office("SOMHD"), text_en="x", actor=asked.focal("SOMHD")
    )
    assert problem.code == "ACCOUNTS-WRONG-STATE"


def test_the_secretariat_answers_on_an_offices_behalf_and_both_names_are_kept(asked: Asked) -> None:
    split_over_seven(asked)
    row = save_answer(
        item=asked.item("B.1"),
        organisation=asked.office("SOMHD"),
        text_id="dari surel",
        actor=asked.world.actor("secretariat"),
    )
    assert (row.saved_by, row.on_behalf_of) == (asked.world.users["secretariat"], "Focal, Kemenkes")
    last = AuditEntry.objects.order_by("-pk").first()
    assert last is not None and last.on_behalf_of == "Focal, Kemenkes"


def test_of_two_who_save_one_answer_the_second_is_told_who_was_first(asked: Asked) -> None:
    split_over_seven(asked)
    given: dict[str, Any] = {"item": asked.item("B.1"), "organisation": asked.office("SOMHD")}
    save_answer(**given, text_en="mine", expected_version=0, actor=asked.focal("SOMHD"))
    problem = refused(
        save_answer, **given, text_en="yours", expected_version=0, actor=asked.world.actor("alternate")
    )
    assert isinstance(problem, Conflict) and problem.params["who"] == "Focal"
    assert problem.params["time"] == "09.00"
    assert [row.text_en for row in ItemAnswer.objects.all()] == ["mine"]


def test_a_figure_is_referred_to_by_indicator_and_period_and_keeps_its_text(asked: Asked) -> None:
    split_over_seven(asked)
    given: dict[str, Any] = {"item": asked.item("B.1"), "organisation": asked.office("SOMHD")}
    row = save_answer(**given, text_en="see figure", figures=["P-H-1|IDN|2023"], actor=asked.focal("SOMHD"))
    assert [(one["indicator"], one["period"], one["text"]) for one in row.figures] == [
        ("P-H-1", "2023", "21.5")
    ]
    for key in ("P-H-1|IDN|2031", "P-X|IDN|2023", "P-H-1", ""):
        problem = refused(save_answer, **given, figures=[key], actor=asked.focal("SOMHD"))
        assert (problem.code, problem.place) == ("REQUESTS-NO-FIGURE", key)


def test_an_empty_or_unseen_answer_is_not_handed_in(asked: Asked) -> None:
    split_over_seven(asked)
    given: dict[str, Any] = {"item": asked.item("B.1"), "organisation": asked.office("SOMHD")}
    focal = asked.focal("SOMHD")
    assert refused(hand_in, **given, seen=0, actor=focal).code == "REQUESTS-EMPTY-ANSWER"
    save_answer(**given, text_en=" ", actor=focal)
    assert refused(hand_in, **given, seen=1, actor=focal).code == "REQUESTS-EMPTY-ANSWER"
    save_answer(**given, text_en="x", actor=focal)
    assert refused(hand_in, **given, seen=1, actor=focal).code == "REQUESTS-STALE"
    save_answer(**given, kind="unavailable", text_id="survei baru selesai Juli", actor=focal)
    hand_in(**given, seen=3, actor=focal)
    assert asked.item("B.1").state == "answered"
    assert refused(save_answer, **given, kind="perhaps", actor=focal).code == "NOT-FOUND"


def test_a_returned_answer_stays_readable_and_is_owed_again(asked: Asked) -> None:
    split_over_seven(asked)
    answered(asked, "B.1", "thin")
    item, office, secretariat = asked.item("B.1"), asked.office("SOMHD"), asked.world.actor("secretariat")
    put_together(asked, "B.1", "national")
    assert (
        refused(return_answer, item=item, organisation=office, reason=" ", actor=secretariat).code
        == "REPORTING-NEEDS-REASON"
    )
    assert (
        refused(
            return_answer, item=item, organisation=office, reason="x", due=date(2026, 4, 9), actor=secretariat
        ).code
        == "REPORTING-DATE-NOT-LATER"
    )
    return_answer(
        item=item,
        organisation=office,
        reason="please add provinces",
        due=date(2026, 4, 20),
        actor=secretariat,
    )
    sheet = read_request(asked.request, asked.focal("SOMHD").duties, day=date(2026, 4, 21))
    mine = next(one for one in sheet.items if one.item.number == "B.1").offices[0]
    assert (mine.office.state, mine.owes, mine.late) == ("returned", True, True)
    assert mine.answer is not None and mine.answer.text_en == "thin"
    assert (
        refused(return_answer, item=item, organisation=office, reason="x", actor=secretariat).code
        == "ACCOUNTS-WRONG-STATE"
    )


def test_only_what_is_offered_to_the_reader_can_be_taken(asked: Asked) -> None:
    split_over_seven(asked)
    january = delivered(asked)
    health = january.answers.get(number="B.1")
    fresh = registered(asked, letter_number="INV/3")
    body = asked.bodies["SOMSWD"]
    question = "How many children under five are stunted?"
    (row,) = split_request(
        request=fresh,
        items=[NewItem(number="9", body=body, text_en=question)],
        actor=asked.world.actor("secretariat"),
    )
    send_out(request=fresh, actor=asked.world.actor("secretariat"))
    office = asked.office("SOMSWD")
    # the question was another office's: it is not shown to this one, but to the secretariat
    assert offered(row, asked.focal("SOMSWD").duties, day=DAY) == ()
    problem = refused(take_offer, item=row, organisation=office, offer=health, actor=asked.focal("SOMSWD"))
    assert problem.code == "REQUESTS-NOT-OFFERED"
    draft = take_offer(item=row, organisation=office, offer=health, actor=asked.world.actor("secretariat"))
    assert draft.origin == health and draft.handed_in_at is None
    unlike = january.answers.get(number="B.7")
    assert (
        refused(
            take_offer, item=row, organisation=office, offer=unlike, actor=asked.world.actor("secretariat")
        ).code
        == "REQUESTS-NOT-OFFERED"
    )
    edited = save_answer(item=row, organisation=office, text_en="adapted", actor=asked.focal("SOMSWD"))
    assert edited.origin == health  # an adapted text still says where it came from


# --- consolidation ------------------------------------------------------------------------------------------------


def test_of_two_officers_who_consolidate_one_answer_the_second_is_told(asked: Asked) -> None:
    split_over_seven(asked)
    answered(asked, "B.1", "office")
    item = asked.item("B.1")
    consolidate(item=item, expected_version=0, text_en="one", actor=asked.world.actor("secretariat"))
    problem = refused(
        consolidate, item=item, expected_version=0, text_en="two", actor=asked.world.actor("coordinator")
    )
    assert isinstance(problem, Conflict) and problem.params["who"] == "Secretariat"
    assert [row.text_en for row in item.consolidated.all()] == ["one"]
    again = consolidate(item=item, expected_version=1, text_en="two", actor=asked.world.actor("coordinator"))
    assert again.number == 2


def test_a_national_answer_is_made_of_answers_handed_in_for_its_item(asked: Asked) -> None:
    split_over_seven(asked)
    answered(asked, "B.1", "office")
    answered(asked, "B.2", "other")
    secretariat = asked.world.actor("secretariat")
    foreign = asked.item("B.2").answers.get()
    draft = save_answer(
        item=asked.item("B.3"), organisation=asked.office("SUBSWD"), text_en="x", actor=asked.focal("SUBSWD")
    )
    for item, used in ((asked.item("B.1"), foreign), (asked.item("B.3"), draft)):
        problem = refused(
            consolidate, item=item, expected_version=0, text_en="x", used=[used], actor=secretariat
        )
        assert problem.code == "REQUESTS-FOREIGN-ANSWER"
    empty = refused(consolidate, item=asked.item("B.1"), expected_version=0, text_en=" ", actor=secretariat)
    assert empty.code == "REQUESTS-EMPTY-ANSWER"


def test_side_by_side_tells_of_an_answer_that_came_after_the_national_one(asked: Asked) -> None:
    split_over_seven(asked)
    secretariat = asked.world.actor("secretariat")
    put_together(asked, "B.1", "from memory")
    return_of = asked.item("B.1")
    assert return_of.state == "consolidated"
    reroute = refused(reroute_item, item=return_of, lead=asked.office("SOMHD"), reason="x", actor=secretariat)
    assert reroute.code == "ACCOUNTS-WRONG-STATE"
    answered(asked, "B.2", "first")
    put_together(asked, "B.2", "national")
    return_answer(
        item=asked.item("B.2"), organisation=asked.office("SOMSWD"), reason="more", actor=secretariat
    )
    answered(asked, "B.2", "second", at=moment(2026, 4, 13))
    sheet = read_request(asked.request, secretariat.duties, day=DAY)
    office = next(one for one in sheet.items if one.item.number == "B.2").offices[0]
    assert office.newer and office.answer is not None and office.answer.text_en == "second"


# --- clearance and sending ----------------------------------------------------------------------------------------


def all_put_together(asked: Asked) -> Request:
    request = split_over_seven(asked)
    for number in asked.items:
        put_together(asked, number, f"National {number}.")
    return Request.objects.get(pk=request.pk)


def test_what_is_not_complete_is_not_put_forward(asked: Asked) -> None:
    request = split_over_seven(asked)
    secretariat = asked.world.actor("secretariat")
    for number in list(asked.items)[:5]:
        put_together(asked, number, "x")
    problem = refused(put_forward, request=request, actor=secretariat)
    assert (problem.code, problem.params["items"]) == ("REQUESTS-INCOMPLETE", "B.6, B.7")
    for number in ("B.6", "B.7"):
        consolidate(item=asked.item(number), expected_version=0, text_id="hanya id", actor=secretariat)
    problem = refused(put_forward, request=request, actor=secretariat)
    assert (problem.code, problem.params["count"]) == ("REQUESTS-INCOMPLETE", 2)  # the sender reads English
    bare = registered(asked, letter_number="INV/4")
    assert refused(put_forward, request=bare, actor=secretariat).code == "REQUESTS-INCOMPLETE"


def test_maker_is_never_checker_and_steps_go_in_order(asked: Asked) -> None:
    request = split_over_seven(asked)
    coordinator = asked.world.actor("coordinator")
    for number in asked.items:
        consolidate(item=asked.item(number), expected_version=0, text_en="x", actor=coordinator)
    delivery = put_forward(request=request, actor=asked.world.actor("secretariat"))
    given: dict[str, Any] = {"delivery": delivery, "seen": delivery.content_hash}
    assert refused(clear_request, **given, actor=coordinator).code == "REPORTING-MAKER-CHECKER"
    assert refused(clear_request, **given, actor=asked.world.actor("soca")).code == "REPORTING-WRONG-STEP"
    assert isinstance(refused(clear_request, **given, actor=asked.world.actor("secretariat")), NotAllowed)
    assert refused(clear_request, delivery=delivery, seen="0" * 64, actor=coordinator).code in {
        "REPORTING-HASH-CHANGED",
        "REPORTING-MAKER-CHECKER",
    }


def test_who_put_the_answers_of_others_forward_clears_none_of_their_steps(asked: Asked) -> None:
    request, coordinator = all_put_together(asked), asked.world.actor("coordinator")
    delivery = put_forward(request=request, actor=coordinator)
    problem = refused(clear_request, delivery=delivery, seen=delivery.content_hash, actor=coordinator)
    assert problem.code == "REPORTING-MAKER-CHECKER"


def test_an_approval_binds_what_was_seen(asked: Asked) -> None:
    request = all_put_together(asked)
    delivery = put_forward(request=request, actor=asked.world.actor("secretariat"))
    coordinator = asked.world.actor("coordinator")
    wrong = refused(clear_request, delivery=delivery, seen="0" * 64, actor=coordinator)
    assert isinstance(wrong, Conflict) and wrong.code == "REPORTING-HASH-CHANGED"
    with behind_its_back():
        delivery.answers.filter(number="B.1").update(text_en="changed")
    spoiled = refused(clear_request, delivery=delivery, seen=delivery.content_hash, actor=coordinator)
    assert spoiled.code == "REPORTING-HASH-CHANGED"
    named = [fault.subject for fault in faults() if fault.check == "request_deliveries"]
    assert named == [f"request delivery {request.code} 1"]


def test_a_step_that_was_moved_to_other_answers_is_named(asked: Asked) -> None:
    request = all_put_together(asked)
    cleared(asked)
    assert [fault for fault in faults() if fault.check.startswith("request")] == []
    with behind_its_back():
        RequestClearance.objects.filter(role="coordinator").update(content_hash="0" * 64)
    named = [(fault.check, fault.subject) for fault in faults() if fault.check.startswith("request")]
    assert named == [("request_clearances", f"{request.code} 1 coordinator cleared")]


def test_nothing_is_worked_on_while_it_is_cleared_and_a_return_opens_it(asked: Asked) -> None:
    request = all_put_together(asked)
    secretariat, coordinator = asked.world.actor("secretariat"), asked.world.actor("coordinator")
    first = put_forward(request=request, actor=secretariat)
    for act, given in (
        (consolidate, {"item": asked.item("B.1"), "expected_version": 1, "text_en": "x"}),
        (send_out, {"request": request}),
        (put_forward, {"request": request}),
        (close_request, {"request": request, "reason": "x"}),
        (dispose, {"request": request, "text": "x"}),
    ):
        assert refused(act, **given, actor=secretariat).code == "ACCOUNTS-WRONG-STATE"
    assert (
        refused(return_delivery, delivery=first, seen=first.content_hash, reason="", actor=coordinator).code
        == "REPORTING-NEEDS-REASON"
    )
    return_delivery(delivery=first, seen=first.content_hash, reason="B.1 is not clear", actor=coordinator)
    consolidate(item=asked.item("B.1"), expected_version=1, text_en="clear now", actor=secretariat)
    second = cleared(asked)
    assert (second.number, second.version, second.state) == (2, None, "cleared")
    assert first.answers.get(number="B.1").text_en == "National B.1."
    # the coordinator may also stop what was cleared and not sent
    assert (
        refused(
            return_delivery,
            delivery=second,
            seen=second.content_hash,
            reason="x",
            actor=asked.world.actor("soca"),
        ).code
        == "REPORTING-WRONG-STEP"
    )
    return_delivery(delivery=second, seen=second.content_hash, reason="wait", actor=coordinator)
    assert Request.objects.get(pk=request.pk).state == "consolidated"


def test_only_what_was_cleared_is_sent_on_a_day_that_can_be(asked: Asked) -> None:
    request = all_put_together(asked)
    secretariat = asked.world.actor("secretariat", moment(2026, 4, 20))
    uncleared = put_forward(request=request, actor=asked.world.actor("secretariat"))
    given: dict[str, Any] = {"channel": "e-mail", "actor": secretariat}
    assert refused(send_delivery, delivery=uncleared, on=DAY, **given).code == "ACCOUNTS-WRONG-STATE"
    for who in ("coordinator", "soca"):
        clear_request(delivery=uncleared, seen=uncleared.content_hash, actor=asked.world.actor(who))
    for on in (date(2026, 4, 9), date(2026, 4, 21)):
        assert refused(send_delivery, delivery=uncleared, on=on, **given).code == "REQUESTS-SENT-DATE"
    blank = refused(send_delivery, delivery=uncleared, on=DAY, channel=" ", actor=secretariat)
    assert (blank.code, blank.place) == ("REQUESTS-FIELD", "channel")
    with a_file("letter.pdf", b"covering letter") as letter:
        done = send_delivery(delivery=uncleared, on=date(2026, 4, 17), files=[("letter", letter)], **given)
    assert (done.version, done.sent_by_name) == (1, "Secretariat")
    assert [(part.part, part.bound) for part in done.files.all()] == [("letter", False)]
    assert refused(send_delivery, delivery=done, on=DAY, **given).code == "ACCOUNTS-WRONG-STATE"
    noted = note_receipt(delivery=done, receipt="received, thank you", actor=secretariat)
    assert noted.receipt == "received, thank you"
    assert (
        refused(note_receipt, delivery=done, receipt="again", actor=secretariat).code
        == "ACCOUNTS-WRONG-STATE"
    )


# --- clarifications -----------------------------------------------------------------------------------------------


def test_a_clarification_is_asked_of_what_was_sent_on_a_day_after(asked: Asked) -> None:
    split_over_seven(asked)
    one = delivered(asked)
    secretariat = asked.world.actor("secretariat", moment(2026, 4, 22))
    other = registered(asked, letter_number="INV/5")
    (foreign,) = split_request(
        request=other,
        items=[NewItem(number="1", body=asked.bodies["SOMHD"], text_en="What?")],
        actor=secretariat,
    )
    good: dict[str, Any] = {
        "delivery": one,
        "item": asked.item("B.1"),
        "text": "What?",
        "asked_on": date(2026, 4, 21),
        "actor": secretariat,
    }
    for bad, code in (
        ({"item": foreign}, "REQUESTS-NOT-DELIVERED"),
        ({"asked_on": date(2026, 4, 19)}, "REQUESTS-CLARIFICATION-DATE"),
        ({"asked_on": date(2026, 4, 23)}, "REQUESTS-CLARIFICATION-DATE"),
        ({"text": " "}, "REQUESTS-FIELD"),
        ({"cell": "x" * 121}, "REPORTING-TOO-LONG"),
    ):
        assert refused(log_clarification, **good | bad).code == code
    row = log_clarification(**good)
    assert (row.state, row.number) == ("open", 1)
    assert Request.objects.get(pk=asked.request.pk).state == "clarification"
    assert asked.item("B.1").state == "delivered"  # logged is not routed
    routed = route_clarification(clarification=row, actor=secretariat)
    assert routed.state == "routed" and asked.item("B.1").state == "asked"
    assert refused(route_clarification, clarification=row, actor=secretariat).code == "ACCOUNTS-WRONG-STATE"
    put_together(asked, "B.1", "answered by the secretariat itself")
    assert Clarification.objects.get().state == "answered"


def test_a_clarification_that_comes_while_the_next_version_is_cleared_waits_and_is_not_lost(
    asked: Asked,
) -> None:
    split_over_seven(asked)
    one = delivered(asked)
    at = moment(2026, 4, 22)
    secretariat = asked.world.actor("secretariat", at)
    given: dict[str, Any] = {
        "delivery": one,
        "text": "What?",
        "asked_on": date(2026, 4, 21),
        "actor": secretariat,
    }
    first = log_clarification(**given, item=asked.item("B.1"))
    route_clarification(clarification=first, actor=secretariat)
    put_together(asked, "B.1", "clarified", at=at)
    ready = cleared(asked, at=at)
    second = log_clarification(**given, item=asked.item("B.2"))
    assert (
        refused(route_clarification, clarification=second, actor=secretariat).code == "ACCOUNTS-WRONG-STATE"
    )
    sent(asked, ready, at=at)
    assert dict(Clarification.objects.values_list("number", "state")) == {1: "delivered", 2: "open"}
    assert Request.objects.get(pk=asked.request.pk).state == "clarification"  # still owed
    route_clarification(clarification=second, actor=secretariat)
    assert asked.item("B.2").state == "asked" and asked.item("B.1").state == "delivered"


# --- who may not --------------------------------------------------------------------------------------------------


def test_offices_do_none_of_the_desks_work(asked: Asked) -> None:
    request = split_over_seven(asked)
    item, office = asked.item("B.1"), asked.office("SOMHD")
    new = NewItem(number="8", body=asked.bodies["SOMHD"], text_en="x")
    letter = {"subject": "x", "sender": "x", "channel": "x", "received_on": DAY, "deadline": DAY}
    for act, given in (
        (register_request, letter),
        (change_dates, {"request": request, "deadline": None, "reason": "x"}),
        (dispose, {"request": request, "text": "x"}),
        (close_request, {"request": request, "reason": "x"}),
        (split_request, {"request": request, "items": [new]}),
        (send_out, {"request": request}),
        (reroute_item, {"item": item, "lead": office, "reason": "x"}),
        (set_item_due, {"item": item, "due": DAY, "reason": "x"}),
        (return_answer, {"item": item, "organisation": office, "reason": "x"}),
        (consolidate, {"item": item, "expected_version": 0, "text_en": "x"}),
        (put_forward, {"request": request}),
    ):
        for who in ("focal_SOMHD", "steward", "signer", "auditor", "admin"):
            problem = refused(act, **given, actor=asked.world.actor(who))
            assert isinstance(problem, NotAllowed), (act.__name__, who)
