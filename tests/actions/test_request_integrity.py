"""A request changed behind the desk's back is named: what was said, by whom, when, and what was sent."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from tests.guard import behind_its_back
from tests.remembered import made_once
from tests.request_work import (
    Asked,
    a_file,
    answered,
    cleared,
    country,
    put_together,
    sent,
    split_over_seven,
)
from tests.world import moment

from simpul.actions.requests import (
    change_dates,
    close_request,
    dispose,
    hand_in,
    log_clarification,
    note_receipt,
    put_forward,
    return_delivery,
    route_clarification,
    save_answer,
    send_delivery,
)
from simpul.core.requests import delivery_hash
from simpul.records.integrity import faults
from simpul.records.models import (
    AuditEntry,
    Clarification,
    ConsolidatedAnswer,
    ItemAnswer,
    Request,
    RequestClearance,
    RequestDelivery,
    RequestItem,
    User,
)

pytestmark = pytest.mark.django_db


def named() -> list[str]:
    """What the checks name, in requests."""
    return [
        fault.subject for fault in faults() if fault.check == "audited" or fault.check.startswith("request")
    ]


@pytest.fixture
@made_once
def asked() -> Asked:
    """A request with a version sent with two annexes, asked back about, and the next one cleared after a return."""
    made = country()
    request = split_over_seven(made, letter_number="INV/7")
    secretariat, coordinator = made.world.actor("secretariat"), made.world.actor("coordinator")
    dispose(request=request, text="To the bureau", actor=coordinator)
    change_dates(request=request, deadline=date(2026, 5, 8), reason="their e-mail", actor=secretariat)
    save_answer(
        item=made.item("B.1"), organisation=made.office("SOMHD"), text_en="by mail", actor=secretariat
    )
    hand_in(item=made.item("B.1"), organisation=made.office("SOMHD"), seen=1, actor=made.focal("SOMHD"))
    for number in made.items:
        if number != "B.1":
            answered(made, number, f"Office answer to {number}.")
        put_together(made, number, f"National answer to {number}.")
    first = put_forward(request=request, comment="please", actor=secretariat)
    return_delivery(delivery=first, seen=first.content_hash, reason="B.1", actor=coordinator)
    ready = cleared(made, files=[("form", b"filled")])
    with a_file("a.pdf", b"one") as one, a_file("b.pdf", b"two") as two:
        done = send_delivery(
            delivery=ready,
            on=date(2026, 4, 20),
            channel="e-mail",
            files=[("annex", one), ("annex", two)],
            actor=made.world.actor("secretariat", moment(2026, 4, 20)),
        )
    later = made.world.actor("secretariat", moment(2026, 4, 22))
    note_receipt(delivery=done, receipt="received", actor=later)
    log_clarification(
        delivery=done, item=made.item("B.1"), text="By sex, please.", asked_on=date(2026, 4, 21), actor=later
    )
    return made


def test_the_audit_of_sending_names_every_file(asked: Asked) -> None:
    row = AuditEntry.objects.get(action="requests.send")
    assert [part for part, _sha in row.after["files"]] == ["form", "annex", "annex"]
    assert len({sha for _part, sha in row.after["files"]}) == 3


def test_a_request_worked_on_by_the_desk_has_no_fault(asked: Asked) -> None:
    assert named() == []


def forge_the_delivered_text() -> None:
    """An answer of the version sent is altered, and every hash beside it computed again."""
    row = RequestDelivery.objects.get(version=1)
    row.answers.filter(number="B.1").update(text_en="something else")
    again = delivery_hash(
        answers=[one.bound() for one in row.answers.all()],
        files=[{"part": one.part, "sha256": one.file.sha256} for one in row.files.filter(bound=True)],
    )
    RequestDelivery.objects.filter(pk=row.pk).update(content_hash=again)
    RequestClearance.objects.filter(delivery=row).update(content_hash=again)


SENT = "request 2026/1 delivery 2"
FORGED: dict[str, tuple[Callable[[], Any], set[str]]] = {
    "what is asked": (
        lambda: RequestItem.objects.filter(number="B.1").update(text_en="How many then?"),
        {"request 2026/1 item B.1"},
    ),
    "by when": (
        lambda: RequestItem.objects.filter(number="B.1").update(due=date(2026, 6, 1)),
        {"request 2026/1 item B.1"},
    ),
    "by when first": (
        lambda: RequestItem.objects.filter(number="B.1").update(due_original=date(2026, 4, 1)),
        {"request 2026/1 item B.1"},
    ),
    "text and hashes": (
        forge_the_delivered_text,
        {SENT, f"{SENT} coordinator cleared", f"{SENT} soca_leader cleared"},
    ),
    "who sent": (lambda: RequestDelivery.objects.filter(version=1).update(sent_by_name="Nobody"), {SENT}),
    "when sent": (
        lambda: RequestDelivery.objects.filter(version=1).update(sent_on=date(2026, 4, 18)),
        {SENT},
    ),
    "by which way": (lambda: RequestDelivery.objects.filter(version=1).update(channel="post"), {SENT}),
    "receipt": (lambda: RequestDelivery.objects.filter(version=1).update(receipt="never"), {SENT}),
    "a return undone": (
        lambda: RequestDelivery.objects.filter(number=1).update(state="withdrawn"),
        {"request 2026/1 delivery 1"},
    ),
    "why returned": (
        lambda: RequestClearance.objects.filter(verdict="returned").update(remark="fine"),
        {"request 2026/1 delivery 1 coordinator returned"},
    ),
    "who cleared": (
        lambda: RequestClearance.objects.filter(role="soca_leader").update(by_name="Nobody"),
        {f"{SENT} soca_leader cleared"},
    ),
    "deadline": (lambda: Request.objects.update(deadline=date(2026, 6, 1)), {"request 2026/1"}),
    "our date": (lambda: Request.objects.update(due_answers=date(2026, 6, 1)), {"request 2026/1"}),
    "state": (lambda: Request.objects.update(state="closed"), {"request 2026/1"}),
    "sender": (lambda: Request.objects.update(sender="Nobody"), {"request 2026/1"}),
    "disposition": (lambda: Request.objects.update(disposition="To nobody"), {"request 2026/1"}),
    "an office's text": (
        lambda: ItemAnswer.objects.filter(item__number="B.2").update(text_en="else"),
        {"request 2026/1 answer B.2 Kemensos v1"},
    ),
    "for whom it was saved": (
        lambda: ItemAnswer.objects.filter(item__number="B.1").update(on_behalf_of=""),
        {"request 2026/1 answer B.1 Kemenkes v1"},
    ),
    "who handed in": (
        lambda: ItemAnswer.objects.filter(item__number="B.1").update(
            handed_in_by=User.objects.get(email="soca@contoh.example")
        ),
        {"request 2026/1 answer B.1 Kemenkes v1"},
    ),
    "the national text": (
        lambda: ConsolidatedAnswer.objects.filter(item__number="B.3").update(text_en="else"),
        {"request 2026/1 national answer B.3 v1"},
    ),
    "what was asked back": (
        lambda: Clarification.objects.update(text="Never mind."),
        {"request 2026/1 clarification 1"},
    ),
}


def test_each_forgery_is_named_and_nothing_else(asked: Asked) -> None:
    from django.db import transaction

    for what, (forge, expected) in FORGED.items():
        with behind_its_back(), transaction.atomic():
            forge()
            found = set(named())
            transaction.set_rollback(True)
        assert found == expected, what
    assert named() == []


def test_an_answer_that_is_gone_is_named(asked: Asked) -> None:
    gone = ItemAnswer.objects.get(item__number="B.2")
    with behind_its_back():
        for row in ConsolidatedAnswer.objects.filter(used=gone):
            row.used.remove(gone)
        gone.delete()
    rows = AuditEntry.objects.filter(
        action__in=("requests.save_answer", "requests.hand_in"), after__item="B.2"
    )
    assert {f"audit {row.pk} {row.action}" for row in rows} <= set(named())


def test_a_request_put_away_keeps_who_put_it_away(asked: Asked) -> None:
    later = asked.world.actor("secretariat", moment(2026, 4, 23))
    row = Clarification.objects.get()
    route_clarification(clarification=row, actor=later)
    put_together(asked, "B.1", "clarified", at=later.at)
    two = sent(asked, cleared(asked, at=later.at), at=later.at)
    close_request(request=two.request, reason="quiet", actor=later)
    assert named() == []
    with behind_its_back():
        Request.objects.update(close_reason="else")
    assert named() == ["request 2026/1"]


def forgotten(action: str, *names: str) -> None:
    """Audit rows as an earlier version wrote them: without what it did not hold yet."""
    for row in AuditEntry.objects.filter(action=action):
        after = {name: value for name, value in row.after.items() if name not in names}
        if action == "requests.split":
            after["items"] = [
                {key: value for key, value in one.items() if key not in names} for one in after["items"]
            ]
        AuditEntry.objects.filter(pk=row.pk).update(after=after)


def test_what_audit_rows_of_an_earlier_version_did_not_hold_is_not_asked_of_them(asked: Asked) -> None:
    with behind_its_back():
        forgotten("requests.split", "digest", "due")
        forgotten("requests.change_dates", "items")
    assert named() == []
    with behind_its_back():
        RequestItem.objects.filter(number="B.2").update(body=asked.bodies["SOMHD"])
    assert len(named()) == 1 and named()[0].endswith("item B.2")
