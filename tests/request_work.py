"""A request in the small country: seven bodies, a focal point for each, and the work on it step by step."""

from __future__ import annotations

from collections.abc import Iterable
from contextlib import ExitStack
from dataclasses import dataclass, field
from datetime import date, datetime
from io import BytesIO
from typing import Any

from simpul.actions.accounts import create_account
from simpul.actions.acting import Actor
from simpul.actions.directory import add_person, designate
from simpul.actions.files import HeldFile, hold_file
from simpul.actions.requests import (
    NewItem,
    clear_request,
    consolidate,
    hand_in,
    log_clarification,
    put_forward,
    register_request,
    save_answer,
    send_delivery,
    send_out,
    split_request,
)
from simpul.core.permissions import Role
from simpul.records.days import civil_day
from simpul.records.models import (
    Body,
    Clarification,
    Organisation,
    Request,
    RequestDelivery,
    RequestItem,
    Responsibility,
)
from tests.guard import behind_its_back
from tests.remembered import made_once
from tests.world import PASSWORD, START, World, make_world, moment

#: Body, its office; three offices answer for two bodies each.
SEVEN = (
    ("SOMHD", "KEMENKES"),
    ("SOMSWD", "KEMENSOS"),
    ("SUBSWD", "KP2MI"),
    ("BODY4", "KEMENKES"),
    ("BODY5", "KEMENSOS"),
    ("BODY6", "KP2MI"),
    ("BODY7", "KEMLU"),
)
QUESTIONS = (
    "How many children under five are stunted?",
    "Which social protection programmes reach persons with disabilities?",
    "How many migrant workers returned home with assistance?",
    "Describe the national health emergency drills held in border districts.",
    "Which shelters for older persons were opened?",
    "Which training reached village women entrepreneurs?",
    "List the cultural exchange visits with neighbouring countries.",
)


@dataclass
class Asked:
    """The country with its seven bodies, and a request that was sent out to them."""

    world: World
    bodies: dict[str, Body]
    request: Request | None = None
    items: dict[str, RequestItem] = field(default_factory=dict)

    def focal(self, body: str, at: datetime | None = None) -> Actor:
        """The focal point of a body."""
        return self.world.actor(f"focal_{body}", at or moment(2026, 4, 10))

    def office(self, body: str) -> Organisation:
        return self.world.organisations[dict(SEVEN)[body]]

    def item(self, number: str) -> RequestItem:
        """An item as it stands now."""
        return RequestItem.objects.with_offices().get(pk=self.items[number].pk)


@made_once
def country() -> Asked:
    """The small country with seven bodies, each with its focal point."""
    made = make_world()
    bodies = dict(made.bodies)
    with behind_its_back():
        for code, office in SEVEN[3:]:
            bodies[code] = Body.objects.create(
                code=code,
                acronym=code,
                name_id=f"Badan {code}",
                name_en=f"Body {code}",
                kind="sectoral",
                counted=True,
            )
            Responsibility.objects.create(
                body=bodies[code], organisation=made.organisations[office], role="lead", since=START
            )
    for code, office in SEVEN:
        if code == "SOMHD" or code == "SOMSWD":
            made.users[f"focal_{code}"] = made.users["focal" if code == "SOMHD" else "other_focal"]
            continue
        person = add_person(
            name=f"Focal {code}",
            organisation=made.organisations[office],
            email=f"focal.{code.lower()}@contoh.example",
            is_fictional=True,
            actor=made.machine,
        )
        designate(
            role=Role.FOCAL_POINT,
            organisation=made.organisations[office],
            body=bodies[code],
            person=person,
            since=START,
            letter_number=f"B-{code}",
            letter_date=START,
            actor=made.machine,
        )
        made.users[f"focal_{code}"] = create_account(
            email=person.email, password=PASSWORD, person=person, actor=made.machine
        )
    return Asked(made, bodies)


def registered(asked: Asked, *, at: datetime | None = None, **other: Any) -> Request:
    """A request for information, registered by the secretariat (letters here are invented)."""
    given: dict[str, Any] = {
        "subject": "Questionnaire on social protection",
        "sender": "Monitoring Division (invented)",
        "channel": "e-mail",
        "letter_number": "INV/2026/017",
        "letter_date": date(2026, 4, 8),
        "received_on": date(2026, 4, 9),
        "deadline": date(2026, 4, 30),
    } | other
    return register_request(**given, actor=asked.world.actor("secretariat", at))


def split_over_seven(asked: Asked, **other: Any) -> Request:
    """Registered, split by the seven bodies under the sender's own numbers, and sent out."""
    request = registered(asked, **other)
    items = [
        NewItem(
            number=f"B.{number}",
            body=asked.bodies[code],
            text_en=text,
            anchor=f"Sheet1!D{10 + number}",
        )
        for number, ((code, _office), text) in enumerate(zip(SEVEN, QUESTIONS, strict=True), start=1)
    ]
    at = other.get("at")
    made = split_request(request=request, items=items, actor=asked.world.actor("secretariat", at))
    send_out(request=request, actor=asked.world.actor("secretariat", at))
    asked.request, asked.items = request, {item.number: item for item in made}
    return Request.objects.get(pk=request.pk)


def answered(asked: Asked, number: str, text: str, *, at: datetime | None = None) -> None:
    """The lead office of an item answers and hands in."""
    item = asked.item(number)
    office = item.offices.get(lead=True).organisation
    actor = asked.focal(item.body.code, at)
    row = save_answer(item=item, organisation=office, text_en=text, actor=actor)
    hand_in(item=item, organisation=office, seen=row.number, actor=actor)


def put_together(asked: Asked, number: str, text: str, *, at: datetime | None = None) -> None:
    """The secretariat writes the national answer from all that was handed in."""
    item = asked.item(number)
    last = item.consolidated.order_by("-number").first()
    consolidate(
        item=item,
        expected_version=last.number if last else 0,
        text_en=text,
        used=list(item.answers.filter(handed_in_at__isnull=False)),
        actor=asked.world.actor("secretariat", at),
    )


def cleared(
    asked: Asked, *, files: Iterable[tuple[str, bytes]] = (), at: datetime | None = None
) -> RequestDelivery:
    """Put forward with files, and cleared by coordinator and SOCA leader."""
    assert asked.request is not None
    with ExitStack() as stack:
        held = [(part, stack.enter_context(a_file(f"{part}.pdf", body))) for part, body in files]
        delivery = put_forward(request=asked.request, files=held, actor=asked.world.actor("secretariat", at))
    for who in ("coordinator", "soca"):
        clear_request(delivery=delivery, seen=delivery.content_hash, actor=asked.world.actor(who, at))
    return RequestDelivery.objects.get(pk=delivery.pk)


def a_file(name: str, body: bytes) -> Any:
    """A small file held for an action, to be used in a `with`."""
    return hold_file(name=name, stream=BytesIO(b"%PDF-1.7\n" + body))


def sent(asked: Asked, delivery: RequestDelivery, *, at: datetime) -> RequestDelivery:
    """Sent by the secretariat that day."""
    return send_delivery(
        delivery=delivery, on=civil_day(at), channel="e-mail", actor=asked.world.actor("secretariat", at)
    )


def delivered(asked: Asked, *, at: datetime | None = None, form: bytes = b"form") -> RequestDelivery:
    """All seven answered, put together, cleared and sent."""
    at = at or moment(2026, 4, 20)
    for number in asked.items:
        answered(asked, number, f"Answer of the office to {number}.", at=at)
        put_together(asked, number, f"National answer to {number}.", at=at)
    return sent(asked, cleared(asked, files=[("form", form)], at=at), at=at)


@dataclass
class Standing:
    """Requests of SOMHD at its office: an item that is asked, a version sent and asked back about, one in clearance."""

    item: RequestItem
    sent: RequestDelivery
    waits: RequestDelivery
    clarification: Clarification


def standing(world: World, *, pieces: int = 1) -> Standing:
    """Three requests with so many items each, in different hands; all of them ask the same."""
    asked = Asked(world, dict(world.bodies))
    first, second, third = (_of_health(asked, f"INV/{number}", pieces) for number in (1, 2, 3))
    for number in first:
        answered_for_health(asked, number)
    at = moment(2026, 4, 10)
    asked.request = first[0].request
    sent_one = sent(asked, cleared(asked, files=[("form", b"first")], at=at), at=at)
    for row in second:
        answered_for_health(asked, row)
    with a_file("form.pdf", b"second") as held:
        waits = put_forward(
            request=second[0].request, files=[("form", held)], actor=world.actor("secretariat")
        )
    rows = [
        log_clarification(
            delivery=sent_one,
            item=row,
            text="By sex, please.",
            asked_on=civil_day(at),
            actor=world.actor("secretariat"),
        )
        for row in first
    ]
    return Standing(third[0], sent_one, waits, rows[0])


def _of_health(asked: Asked, letter: str, pieces: int) -> list[RequestItem]:
    request = registered(asked, letter_number=letter)
    secretariat = asked.world.actor("secretariat")
    items = [
        NewItem(number=f"B.{number}", body=asked.bodies["SOMHD"], text_en=QUESTIONS[0])
        for number in range(1, pieces + 1)
    ]
    made = split_request(request=request, items=items, actor=secretariat)
    send_out(request=request, actor=secretariat)
    return list(RequestItem.objects.with_offices().filter(pk__in=[row.pk for row in made]))


def answered_for_health(asked: Asked, item: RequestItem) -> None:
    """The focal point of SOMHD answers an item and the secretariat writes its national answer."""
    office, focal = asked.world.organisations["KEMENKES"], asked.world.actor("focal")
    row = save_answer(item=item, organisation=office, text_en="Answer.", actor=focal)
    made = hand_in(item=item, organisation=office, seen=row.number, actor=focal)
    consolidate(
        item=item,
        expected_version=0,
        text_en="National answer.",
        used=[made],
        actor=asked.world.actor("secretariat"),
    )


__all__ = [
    "QUESTIONS",
    "SEVEN",
    "Asked",
    "HeldFile",
    "Standing",
    "a_file",
    "answered",
    "cleared",
    "country",
    "delivered",
    "put_together",
    "registered",
    "sent",
    "split_over_seven",
    "standing",
]
