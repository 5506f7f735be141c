"""Several offices asked about one item: each is judged by itself, and who spoke for it stays written down."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from tests.guard import behind_its_back
from tests.remembered import made_once
from tests.request_work import Asked, answered, cleared, country, put_together, registered, sent
from tests.world import START, moment

from simpul.actions.directory import designate
from simpul.actions.requests import (
    NewItem,
    consolidate,
    hand_in,
    log_clarification,
    put_forward,
    reroute_item,
    return_answer,
    route_clarification,
    save_answer,
    send_out,
    split_request,
)
from simpul.core.errors import NotAllowed, Problem
from simpul.core.permissions import Role
from simpul.core.reporting import Letter
from simpul.records.models import AuditEntry, Body, ItemAnswer, ItemOffice, Organisation
from simpul.records.request_forms import offices_to_ask, without_people
from simpul.records.request_offices import OfficeBehind, answerers, offices_behind
from simpul.records.request_reading import OfficeAnswer, read_request
from simpul.records.request_waiting import requests_waiting

pytestmark = pytest.mark.django_db
DAY = date(2026, 4, 10)


@pytest.fixture
@made_once
def asked() -> Asked:
    """An item of SOMHD, which Kemenkes leads, asked of Kemenkes and beside it of Stats; the alternate is of Kemlu."""
    made = country()
    made.request = registered(made)
    secretariat, stats = made.world.actor("secretariat"), made.world.organisations["STATS"]
    item = NewItem(number="1", body=made.bodies["SOMHD"], text_en="How many?", also=[stats])
    (row,) = split_request(request=made.request, items=[item], actor=secretariat)
    send_out(request=made.request, actor=secretariat)
    made.items = {"1": row}
    return made


def office(asked: Asked, code: str) -> Organisation:
    return asked.world.organisations[code]


def seen_by(asked: Asked, who: str) -> dict[str, OfficeAnswer]:
    """What somebody reads of each office asked."""
    assert asked.request is not None
    sheet = read_request(asked.request, asked.world.actor(who).duties, day=DAY)
    return {one.office.organisation.code: one for one in sheet.items[0].offices}


def refused(function: Callable[..., Any], **given: Any) -> Problem:
    with pytest.raises(Problem) as found:
        function(**given)
    return found.value


def test_an_alternate_answers_for_the_office_that_leads_the_body_and_for_no_other(asked: Asked) -> None:
    item, alternate = asked.item("1"), asked.world.actor("alternate")
    for act, more in ((save_answer, {"text_en": "x"}), (hand_in, {"seen": 0})):
        problem = refused(act, item=item, organisation=office(asked, "STATS"), **more, actor=alternate)
        assert isinstance(problem, NotAllowed), act
    row = save_answer(item=item, organisation=office(asked, "KEMENKES"), text_en="x", actor=alternate)
    hand_in(item=item, organisation=office(asked, "KEMENKES"), seen=row.number, actor=alternate)
    shown = seen_by(asked, "alternate")
    assert {code: one.may_answer for code, one in shown.items()} == {"KEMENKES": True, "STATS": False}


def test_a_draft_of_an_office_is_not_shown_to_anothers_alternate(asked: Asked) -> None:
    save_answer(
        item=asked.item("1"),
        organisation=office(asked, "STATS"),
        text_en="not for you yet",
        actor=asked.world.actor("secretariat"),
    )
    for who, reads in (("alternate", False), ("focal", False), ("secretariat", True)):
        one = seen_by(asked, who)["STATS"]
        assert (one.draft is not None, bool(one.versions)) == (reads, reads), who


def test_an_alternate_whose_own_ministry_is_asked_answers_for_it(asked: Asked) -> None:
    secretariat = asked.world.actor("secretariat")
    new = NewItem(
        number="2",
        body=asked.bodies["SOMHD"],
        text_en="What?",
        lead=office(asked, "STATS"),
        also=[office(asked, "KEMLU")],
    )
    (item,) = split_request(request=asked.request, items=[new], actor=secretariat)  # type: ignore[arg-type]
    send_out(request=asked.request, actor=secretariat)  # type: ignore[arg-type]
    alternate = asked.world.actor("alternate")
    save_answer(item=item, organisation=office(asked, "KEMLU"), text_en="ours", actor=alternate)
    problem = refused(
        save_answer, item=item, organisation=office(asked, "STATS"), text_en="x", actor=alternate
    )
    assert isinstance(problem, NotAllowed)
    # the office that leads the body is not asked: the item is not one of its people's
    focal = read_request(asked.request, asked.world.actor("focal").duties, day=DAY)  # type: ignore[arg-type]
    assert [one.item.number for one in focal.items] == ["1"]


def test_what_waits_for_an_alternate_is_what_he_may_answer(asked: Asked) -> None:
    answered(asked, "1", "from the lead")  # only Stats owes now
    who = asked.world.actor("alternate")
    assert requests_waiting(who.duties, person=who.user.person_id, day=DAY) == ()


def test_the_secretariat_answers_for_an_office_without_its_people_in_its_name_alone(asked: Asked) -> None:
    row = save_answer(
        item=asked.item("1"),
        organisation=office(asked, "STATS"),
        text_en="x",
        actor=asked.world.actor("secretariat"),
    )
    assert row.on_behalf_of == "Stats"


def test_who_works_for_the_office_and_the_secretariat_too_answers_as_the_office_itself(asked: Asked) -> None:
    health, both = office(asked, "KEMENKES"), asked.world.users["secretariat"].person
    assert both is not None
    designate(
        role=Role.DATA_PRODUCER,
        organisation=health,
        body=asked.bodies["SOMHD"],
        person=both,
        since=START,
        rank=3,
        letter_number="B-3",
        letter_date=START,
        actor=asked.world.machine,
    )
    secretariat = asked.world.actor("secretariat")
    mine = save_answer(item=asked.item("1"), organisation=health, text_en="x", actor=secretariat)
    other = save_answer(
        item=asked.item("1"), organisation=office(asked, "STATS"), text_en="x", actor=secretariat
    )
    assert (mine.on_behalf_of, other.on_behalf_of) == ("", "Stats")


def test_a_version_is_handed_in_once_and_the_same_text_again_is_the_next_version(asked: Asked) -> None:
    item, health = asked.item("1"), office(asked, "KEMENKES")
    answered(asked, "1", "thin")
    secretariat = asked.world.actor("secretariat")
    save_answer(item=item, organisation=office(asked, "STATS"), text_en="x", actor=secretariat)
    return_answer(item=item, organisation=health, reason="more", due=date(2026, 4, 20), actor=secretariat)
    again = hand_in(
        item=item, organisation=health, seen=1, actor=asked.world.actor("alternate", moment(2026, 4, 13))
    )
    rows = ItemAnswer.objects.filter(organisation=health).order_by("number")
    told = [
        (row.number, row.text_en, row.saved_by.name, row.handed_in_by.name, row.holder["role"])
        for row in rows
    ]
    assert told == [
        (1, "thin", "Focal", "Focal", "focal_point"),
        (2, "thin", "Alternate", "Alternate", "alternate"),
    ]
    assert rows[0].handed_in_at == moment(2026, 4, 10) and again == rows[1]
    saves = AuditEntry.objects.filter(action="requests.save_answer", after__office="KEMENKES")
    assert [row.after["version"] for row in saves.order_by("pk")] == [1, 2]


def test_who_saved_for_an_office_and_who_handed_in_for_it_are_kept_apart(asked: Asked) -> None:
    item, health = asked.item("1"), office(asked, "KEMENKES")
    save_answer(item=item, organisation=health, text_en="x", actor=asked.world.actor("secretariat"))
    row = hand_in(item=item, organisation=health, seen=1, actor=asked.world.actor("focal"))
    assert (row.saved_by.name, row.on_behalf_of) == ("Secretariat", "Focal, Kemenkes")
    assert (row.handed_in_by and row.handed_in_by.name, row.handed_in_for) == ("Focal", "")


def test_the_holder_of_an_answer_is_the_one_designated_for_its_body(asked: Asked) -> None:
    focal, health = asked.world.users["focal"].person, office(asked, "KEMENKES")
    with behind_its_back():
        names = {"acronym": "BODY9", "name_id": "Badan 9", "name_en": "Body 9", "kind": "sectoral"}
        body = Body.objects.create(code="BODY9", counted=True, **names)
    given: dict[str, Any] = {"role": Role.FOCAL_POINT, "organisation": health, "person": focal}
    designate(
        **given, body=body, since=START, letter_number="B-9", letter_date=START, actor=asked.world.machine
    )
    secretariat, request = asked.world.actor("secretariat"), asked.request
    assert request is not None and focal is not None
    new = NewItem(number="9", body=body, text_en="What?", lead=health)
    (item,) = split_request(request=request, items=[new], actor=secretariat)
    send_out(request=request, actor=secretariat)
    save_answer(item=item, organisation=health, text_en="x", actor=asked.world.actor("focal"))
    row = hand_in(item=item, organisation=health, seen=1, actor=asked.world.actor("focal"))
    mine = focal.designations.get(body=body)
    assert (row.holder["designation"], row.holder["body"]) == (mine.pk, "BODY9")


def test_offices_of_other_countries_and_ended_ones_are_neither_offered_nor_asked(asked: Asked) -> None:
    secretariat, request, item = asked.world.actor("secretariat"), asked.request, asked.item("1")
    assert request is not None
    names = {"name_id": "K/L", "name_en": "Office", "kind": "ministry"}
    with behind_its_back():
        foreign = Organisation.objects.create(code="MYS-X", acronym="MyX", area="MYS", **names)
        ended = Organisation.objects.create(code="OLD", acronym="Old", area="IDN", until=DAY, **names)
    offered = {code for code, _acronym in offices_to_ask(DAY)}
    assert offered == {"KEMENKES", "KEMENSOS", "KP2MI", "KEMLU", "KOORD", "STATS"}
    assert {code for code, _acronym in offices_to_ask(date(2026, 4, 9))} == offered | {"OLD"}
    body = asked.bodies["SOMHD"]
    for one in (foreign, ended):
        for new in (
            NewItem(number="2", body=body, text_en="x", lead=one),
            NewItem(number="2", body=body, text_en="x", also=[one]),
        ):
            problem = refused(split_request, request=request, items=[new], actor=secretariat)
            assert (problem.code, problem.params["office"]) == ("REQUESTS-OFFICE", one.acronym)
        told = refused(reroute_item, item=item, lead=one, reason="x", actor=secretariat)
        assert told.code == "REQUESTS-OFFICE"
    assert asked.request.items.count() == 1  # type: ignore[union-attr]


def test_an_office_with_nobody_for_the_body_is_named_when_it_is_asked(asked: Asked) -> None:
    request, secretariat = asked.request, asked.world.actor("secretariat")
    assert request is not None
    new = NewItem(
        number="2",
        body=asked.bodies["SOMHD"],
        text_en="What?",
        also=[office(asked, "KEMLU"), office(asked, "KOORD")],
    )
    split_request(request=request, items=[new], actor=secretariat)
    rows = request.items.with_offices().with_lead(DAY)  # type: ignore[attr-defined]
    named = {row.number: without_people([row], DAY).get(row.pk) for row in rows}
    # Kemlu has the alternate of the body; Stats and Koord have nobody for it
    assert named == {"1": ("Stats",), "2": ("Koord",)}
    # long before anybody was designated the leading office has nobody either
    assert without_people(rows, date(2025, 1, 1))[rows[0].pk] == ("Kemenkes", "Stats")


def test_a_delivered_version_keeps_the_offices_it_was_asked_of_when_its_item_goes_to_others(
    asked: Asked,
) -> None:
    at = moment(2026, 4, 22)
    stats, kemlu = office(asked, "STATS"), office(asked, "KEMLU")
    answered(asked, "1", "from the lead")
    put_together(asked, "1", "national")
    first = sent(asked, cleared(asked), at=moment(2026, 4, 10))
    stood = [(one.organisation.code, one.said) for one in offices_behind(first)[asked.items["1"].pk]]
    assert ("STATS", "silent") in stood
    later = asked.world.actor("secretariat", at)
    log_clarification(
        delivery=first, item=asked.item("1"), text="By sex?", asked_on=at.date(), offices=[stats], actor=later
    )
    reroute_item(item=asked.item("1"), lead=kemlu, reason="theirs", actor=later)
    again = [(one.organisation.code, one.said) for one in offices_behind(first)[asked.items["1"].pk]]
    assert again == stood
    assert [one.organisation.code for one in asked.item("1").offices.all()] == ["KEMLU"]
    consolidate(item=asked.item("1"), expected_version=1, text_en="by sex", actor=later)
    second = put_forward(request=asked.request, actor=later)
    new = {one.organisation.code for one in offices_behind(second)[asked.items["1"].pk]}
    assert new == {"KEMLU"}


def test_what_an_office_says_after_a_version_was_put_forward_is_not_behind_that_version(asked: Asked) -> None:
    stats, item = office(asked, "STATS"), asked.items["1"].pk
    answered(asked, "1", "from the lead")
    put_together(asked, "1", "national")
    first = sent(asked, cleared(asked), at=moment(2026, 4, 10))
    later = asked.world.actor("secretariat", moment(2026, 4, 22))
    log_clarification(
        delivery=first, item=asked.item("1"), text="By sex?", asked_on=date(2026, 4, 22), offices=[stats],
        actor=later,
    )  # fmt: skip
    made = save_answer(item=asked.item("1"), organisation=stats, text_en="by sex", actor=later)
    letter = Letter("N/2", date(2026, 4, 22))
    hand_in(item=asked.item("1"), organisation=stats, seen=made.number, letter=letter, actor=later)
    behind = {one.organisation.code: (one.said, one.version) for one in offices_behind(first)[item]}
    assert behind == {"KEMENKES": ("answered", 1), "STATS": ("silent", 0)}


def test_what_the_sender_asks_back_is_put_to_those_whose_answer_stands() -> None:
    said = ("answered", "silent", "unavailable", "returned")
    behind = [OfficeBehind(Organisation(code=one), one) for one in said]
    assert [one.code for one in answerers(behind)] == ["answered", "unavailable"]


def test_what_is_asked_back_is_due_before_the_senders_new_date_and_begins_without_old_reasons(
    asked: Asked,
) -> None:
    stats, secretariat = office(asked, "STATS"), asked.world.actor("secretariat")
    given: dict[str, Any] = {"item": asked.item("1"), "organisation": stats, "actor": secretariat}
    save_answer(**given, text_en="x")
    hand_in(**given, seen=1, letter=Letter("N/1", DAY))
    return_answer(**given, reason="Not by sex")
    answered(asked, "1", "from the lead")
    put_together(asked, "1", "national")
    first = sent(asked, cleared(asked), at=moment(2026, 4, 10))
    row = log_clarification(
        delivery=first, item=asked.item("1"), text="By sex?", asked_on=DAY, due=date(2026, 4, 24),
        actor=secretariat,
    )  # fmt: skip
    route_clarification(clarification=row, offices=[stats], actor=secretariat)
    item = asked.item("1")
    # Friday 24 April back by the working days of sending 1, clearance 1, consolidation 2 and answers 3:
    # Thursday 23, Wednesday 22, Monday 20, Wednesday 15
    assert (row.due, item.due) == (date(2026, 4, 24), date(2026, 4, 15))
    (again,) = [one for one in item.offices.all() if one.organisation_id == stats.pk]
    assert (again.state, again.return_reason) == ("asked", "")


def test_offices_chosen_from_a_list_that_names_no_item_are_not_asked(asked: Asked) -> None:
    answered(asked, "1", "from the lead")
    put_together(asked, "1", "national")
    first = sent(asked, cleared(asked), at=moment(2026, 4, 10))
    given: dict[str, Any] = {
        "delivery": first, "item": asked.item("1"), "text": "By sex?", "asked_on": DAY,
        "offices": [office(asked, "STATS")], "actor": asked.world.actor("secretariat"),
    }  # fmt: skip
    for shown in ("", "0"):
        assert refused(log_clarification, **given, offices_of=shown).code == "REQUESTS-OTHER-OFFICES"
    log_clarification(**given, offices_of=str(asked.item("1").pk))


def test_an_office_that_is_asked_again_is_asked_anew(asked: Asked) -> None:
    secretariat = asked.world.actor("secretariat")
    stats, kemlu = office(asked, "STATS"), office(asked, "KEMLU")
    reroute_item(item=asked.item("1"), lead=kemlu, reason="theirs", actor=secretariat)
    row = reroute_item(item=asked.item("1"), lead=stats, reason="theirs after all", actor=secretariat)
    assert [(one.organisation.code, one.lead, one.state) for one in row.offices.all()] == [
        ("STATS", True, "asked")
    ]
    kept = ItemOffice.ever.filter(item=row, released_at__isnull=False)
    assert sorted(kept.values_list("organisation__code", flat=True)) == ["KEMENKES", "KEMLU", "STATS"]


def test_an_answer_handed_in_on_behalf_keeps_the_letter_it_rests_on(asked: Asked) -> None:
    item, health = asked.item("1"), office(asked, "KEMENKES")
    secretariat = asked.world.actor("secretariat")
    save_answer(item=item, organisation=health, text_en="x", actor=secretariat)
    given: dict[str, Any] = {"item": item, "organisation": health, "seen": 1, "actor": secretariat}
    assert refused(hand_in, **given).code == "REPORTING-LETTER-NEEDED"
    assert refused(hand_in, **given, letter=Letter(" ", DAY)).code == "REPORTING-LETTER-NEEDED"
    assert refused(hand_in, **given, letter=Letter("N/1", date(2026, 4, 11))).code == "REPORTING-LETTER-DATE"
    row = hand_in(**given, letter=Letter(" N/1 ", DAY))
    assert (row.handed_in_for, row.basis) == ("Focal, Kemenkes", ("N/1", DAY))
    last = AuditEntry.objects.latest("pk")
    assert last.after["holder"]["basis"] == {"number": "N/1", "date": "2026-04-10"}
