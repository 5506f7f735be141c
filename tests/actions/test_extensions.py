"""More time: asked for, granted, declined."""

from __future__ import annotations

from datetime import date

import pytest
from tests.remembered import made_once
from tests.world import World, make_world, moment

from simpul.actions.accounts import choose_reading
from simpul.actions.reporting import ask_extension, close_round, decline_extension, extend
from simpul.core.errors import NotAllowed, Problem
from simpul.records.models import AuditEntry, Extension, ExtensionRequest, OutboxMessage

ASKED = date(2026, 4, 30)
pytestmark = pytest.mark.django_db


@pytest.fixture
@made_once
def world() -> World:
    made = make_world()
    made.open()
    return made


def ask(world: World, by: str = "focal") -> ExtensionRequest:
    return ask_extension(
        task=world.tasks["SOMHD"], due=ASKED, reason=" Rilis SSGI mundur ", actor=world.actor(by)
    )


def test_a_request_waits_and_moves_no_date(world: World) -> None:
    row = ask(world)
    task = world.tasks["SOMHD"]
    task.refresh_from_db()
    assert (row.answer, row.reason, task.due_current) == ("", "Rilis SSGI mundur", date(2026, 4, 24))
    assert OutboxMessage.objects.get(key=f"extension-asked:{row.pk}").payload["due"] == "2026-04-30"


def test_one_request_waits_at_a_time(world: World) -> None:
    ask(world)
    with pytest.raises(Problem) as again:
        ask(world)
    assert again.value.code == "REPORTING-EXTENSION-ASKED"


def test_only_the_office_asks_and_only_the_secretariat_answers(world: World) -> None:
    for stranger in ("producer", "secretariat"):
        with pytest.raises(NotAllowed):
            ask(world, by=stranger)
    ask(world)
    with pytest.raises(NotAllowed):
        decline_extension(task=world.tasks["SOMHD"], reason="x", actor=world.actor("focal"))


@pytest.mark.parametrize(
    ("due", "reason", "code"),
    [
        (date(2026, 4, 24), "Rilis", "REPORTING-DATE-NOT-LATER"),
        (date(2026, 5, 30), "Rilis", "REPORTING-DATE-NOT-LATER"),
        (ASKED, "  ", "REPORTING-NEEDS-REASON"),
    ],
)
def test_a_request_names_a_later_day_within_the_round_and_a_reason(
    world: World, due: date, reason: str, code: str
) -> None:
    with pytest.raises(Problem) as refused:
        ask_extension(task=world.tasks["SOMHD"], due=due, reason=reason, actor=world.actor("focal"))
    assert refused.value.code == code
    assert not ExtensionRequest.objects.exists()


def test_granting_answers_the_request_even_with_another_day(world: World) -> None:
    row = ask(world)
    extend(
        task=world.tasks["SOMHD"],
        due=date(2026, 4, 28),
        reason="Cukup empat hari",
        actor=world.actor("coordinator", moment(2026, 4, 12)),
    )
    row.refresh_from_db()
    assert (row.answer, row.answer_reason, row.answered_at) == (
        "granted",
        "Cukup empat hari",
        moment(2026, 4, 12),
    )
    assert OutboxMessage.objects.filter(key=f"extension-answered:{row.pk}").exists()
    assert ask(world).answer == ""


def test_declining_needs_a_reason_and_leaves_the_date(world: World) -> None:
    row, task = ask(world), world.tasks["SOMHD"]
    with pytest.raises(Problem) as refused:
        decline_extension(task=task, reason=" ", actor=world.actor("secretariat"))
    assert refused.value.code == "REPORTING-NEEDS-REASON"
    decline_extension(task=task, reason="Rapat tidak dapat mundur", actor=world.actor("secretariat"))
    row.refresh_from_db()
    task.refresh_from_db()
    assert (row.answer, row.answer_reason) == ("declined", "Rapat tidak dapat mundur")
    assert task.due_current == date(2026, 4, 24) and not Extension.objects.exists()
    with pytest.raises(Problem) as nothing:
        decline_extension(task=task, reason="Lagi", actor=world.actor("secretariat"))
    assert nothing.value.code == "REPORTING-EXTENSION-NOT-ASKED"


def test_each_step_leaves_one_audit_row(world: World) -> None:
    before = AuditEntry.objects.count()
    ask(world)
    decline_extension(task=world.tasks["SOMHD"], reason="Tidak", actor=world.actor("secretariat"))
    rows = AuditEntry.objects.order_by("pk")[before:]
    assert [row.action for row in rows] == ["reporting.ask_extension", "reporting.decline_extension"]


def test_a_closed_round_takes_no_request(world: World) -> None:
    close_round(round=world.round, reason="Batas waktu", actor=world.actor("secretariat"))
    with pytest.raises(Problem) as refused:
        ask(world)
    assert refused.value.code == "REPORTING-ROUND-CLOSED"


def test_a_reader_chooses_how_tables_stand_and_an_unknown_choice_is_refused(world: World) -> None:
    actor = world.actor("focal")
    choose_reading(user=actor.user, language="en", density="dense", actor=actor)
    actor.user.refresh_from_db()
    assert (actor.user.language, actor.user.density) == ("en", "dense")
    with pytest.raises(Problem) as refused:
        choose_reading(user=actor.user, language="en", density="tiny", actor=actor)
    assert refused.value.code == "ACCOUNTS-UNKNOWN-CHOICE"
    with pytest.raises(NotAllowed):
        choose_reading(user=world.actor("producer").user, language="id", density="normal", actor=actor)
