"""One deed on several tasks: all the preview named or nothing; extensions taken back; reminders queued."""

from __future__ import annotations

from datetime import date

import pytest
from tests.doors.desk.work_round import fill_health, submitted_health, task_of
from tests.remembered import made_once
from tests.world import World, make_world, moment

from simpul.actions.acting import Actor
from simpul.actions.reporting import (
    close_round,
    extend,
    extend_together,
    remind_together,
    submit,
    withdraw_extension,
    withdraw_together,
)
from simpul.core.bulk import Deed, digest, plan
from simpul.core.errors import Conflict, NotAllowed, NotFound, Problem
from simpul.records.bulk import read_candidates
from simpul.records.integrity import faults
from simpul.records.models import AuditEntry, Extension, OutboxMessage, Task

DUE = date(2026, 4, 30)
pytestmark = pytest.mark.django_db


@pytest.fixture
@made_once
def world() -> World:
    made = make_world()
    made.open()
    return made


def keys(world: World, *bodies: str) -> list[int]:
    return [world.tasks[body].pk for body in bodies or world.tasks]


def seen(
    deed: Deed, tasks: list[int], actor: Actor, *, due: date | None = None, reason: str = "Rilis mundur"
) -> str:
    lines = plan(deed, read_candidates(deed, tasks, actor.duties, day=actor.day), due=due)
    return digest(deed, lines, due=due, reason=reason)


def extend_all(world: World, *bodies: str, who: str = "secretariat", reason: str = "Rilis mundur") -> None:
    actor, tasks = world.actor(who), keys(world, *bodies)
    known = seen(Deed.EXTEND, tasks, actor, due=DUE, reason=reason)
    extend_together(tasks=tasks, due=DUE, reason=reason, seen=known, actor=actor)


def dues() -> dict[str, date]:
    return {row.body.code: row.due_current for row in Task.objects.select_related("body")}


def test_several_tasks_get_more_time_with_one_reason(world: World) -> None:
    extend_all(world)
    assert set(dues().values()) == {DUE}
    rows = Extension.objects.all()
    assert {(row.reason, row.due_before, row.due_after) for row in rows} == {
        ("Rilis mundur", date(2026, 4, 24), DUE)
    }
    assert AuditEntry.objects.filter(action="reporting.extend").count() == 3
    assert list(faults()) == []


def test_what_changed_since_the_preview_stops_all_of_it(world: World) -> None:
    actor, tasks = world.actor("secretariat"), keys(world)
    known = seen(Deed.EXTEND, tasks, actor, due=DUE)
    extend(task=task_of(world), due=date(2026, 4, 28), reason="Lain", actor=actor)
    with pytest.raises(Conflict) as caught:
        extend_together(tasks=tasks, due=DUE, reason="Rilis mundur", seen=known, actor=actor)
    assert caught.value.code == "LIST-CHANGED"
    assert dues() == {"SOMHD": date(2026, 4, 28), "SOMSWD": date(2026, 4, 24), "SUBSWD": date(2026, 4, 24)}
    for other in ("", "0" * 64):
        with pytest.raises(Conflict):
            extend_together(tasks=tasks, due=DUE, reason="Rilis mundur", seen=other, actor=actor)


def test_another_reason_or_day_than_the_preview_showed_is_refused(world: World) -> None:
    actor, tasks = world.actor("secretariat"), keys(world)
    known = seen(Deed.EXTEND, tasks, actor, due=DUE)
    with pytest.raises(Conflict):
        extend_together(tasks=tasks, due=date(2026, 5, 2), reason="Rilis mundur", seen=known, actor=actor)
    with pytest.raises(Conflict):
        extend_together(tasks=tasks, due=DUE, reason="Alasan lain", seen=known, actor=actor)
    assert not Extension.objects.exists()


def test_a_task_the_preview_left_out_is_left_alone(world: World) -> None:
    extend(task=task_of(world), due=DUE, reason="Lebih dulu", actor=world.actor("secretariat"))
    extend_all(world)
    assert Extension.objects.filter(task=world.tasks["SOMHD"]).count() == 1
    assert Extension.objects.count() == 3


def test_nothing_to_do_is_said_and_one_failing_task_stops_all(world: World) -> None:
    extend_all(world)
    with pytest.raises(Problem) as caught:
        extend_all(world)
    assert caught.value.code == "LIST-NOTHING"
    with pytest.raises(Problem) as caught:
        world.actor("secretariat")
        actor, tasks = world.actor("secretariat"), keys(world)
        known = seen(Deed.WITHDRAW, tasks, actor, reason="")
        withdraw_together(tasks=tasks, reason="", seen=known, actor=actor)
    assert caught.value.code == "REPORTING-NEEDS-REASON"
    assert not Extension.objects.filter(withdrawn_at__isnull=False).exists()


@pytest.mark.parametrize("who", ["producer", "focal", "steward", "auditor", "soca"])
def test_who_may_not_extend_one_may_not_extend_several(world: World, who: str) -> None:
    with pytest.raises((NotAllowed, NotFound, Problem)) as caught:
        extend_all(world, "SOMHD", who=who)
    assert caught.value.code in ("LIST-NOTHING", "NOT-FOUND")
    assert not Extension.objects.exists()


def test_a_stranger_s_task_is_not_there(world: World) -> None:
    actor = world.actor("focal")
    with pytest.raises(NotFound):
        read_candidates(Deed.REMIND, keys(world, "SOMSWD"), actor.duties, day=actor.day)


def test_a_closed_round_and_an_accepted_task_are_left_out_with_their_reason(world: World) -> None:
    actor = world.actor("secretariat")
    assert world.round
    close_round(round=world.round, reason="Selesai", actor=actor)
    found = read_candidates(Deed.EXTEND, keys(world), actor.duties, day=actor.day)
    assert {one.refused.code for one in found if one.refused} == {"REPORTING-ROUND-CLOSED"}


# --- taken back ---------------------------------------------------------------------------------------------------


def test_an_extension_is_taken_back_and_its_row_stays(world: World) -> None:
    extend_all(world, "SOMHD")
    row = Extension.objects.get()
    withdraw_extension(
        extension=row, reason=" Salah pilih ", actor=world.actor("coordinator", moment(2026, 4, 11))
    )
    row.refresh_from_db()
    assert task_of(world).due_current == date(2026, 4, 24)
    assert (row.withdraw_reason, row.withdrawn_by, row.due_after) == (
        "Salah pilih",
        world.users["coordinator"],
        DUE,
    )
    trail = AuditEntry.objects.latest("pk")
    assert (trail.action, trail.before["due"], trail.after["due"]) == (
        "reporting.withdraw_extension",
        "2026-04-30",
        "2026-04-24",
    )
    assert OutboxMessage.objects.filter(key=f"extension-withdrawn:{row.pk}").exists()
    assert list(faults()) == []
    with pytest.raises(Problem) as again:
        withdraw_extension(extension=row, reason="x", actor=world.actor("secretariat"))
    assert again.value.code == "REPORTING-EXTENSION-NONE"


def test_of_two_extensions_the_newer_goes_first(world: World) -> None:
    actor = world.actor("secretariat")
    extend_all(world, "SOMHD")
    older = Extension.objects.get()
    newer = extend(task=task_of(world), due=date(2026, 5, 5), reason="Lagi", actor=actor)
    with pytest.raises(Problem):
        withdraw_extension(extension=older, reason="x", actor=actor)
    withdraw_extension(extension=newer, reason="x", actor=actor)
    assert task_of(world).due_current == DUE
    withdraw_extension(extension=older, reason="x", actor=actor)
    assert task_of(world).due_current == date(2026, 4, 24)


def test_once_something_was_handed_in_the_extension_stays(world: World) -> None:
    extend_all(world, "SOMHD")
    fill_health(world)
    submit(task=task_of(world), actor=world.actor("producer", moment(2026, 4, 12)))
    with pytest.raises(Problem) as caught:
        withdraw_extension(extension=Extension.objects.get(), reason="x", actor=world.actor("secretariat"))
    assert caught.value.code == "REPORTING-EXTENSION-USED"
    assert task_of(world).due_current == DUE


def test_an_office_takes_nothing_back(world: World) -> None:
    extend_all(world, "SOMHD")
    with pytest.raises(NotAllowed):
        withdraw_extension(extension=Extension.objects.get(), reason="x", actor=world.actor("focal"))


def test_several_are_taken_back_together(world: World) -> None:
    extend_all(world)
    actor, tasks = world.actor("secretariat"), keys(world)
    withdraw_together(
        tasks=tasks, reason="Salah", seen=seen(Deed.WITHDRAW, tasks, actor, reason="Salah"), actor=actor
    )
    assert set(dues().values()) == {date(2026, 4, 24)}
    assert Extension.objects.filter(withdrawn_at__isnull=False).count() == 3


# --- reminders ----------------------------------------------------------------------------------------------------


def remind(world: World, *bodies: str, text: str = "") -> tuple[str, ...]:
    actor, tasks = world.actor("secretariat"), keys(world, *bodies)
    lines = remind_together(
        tasks=tasks, reason=text, seen=seen(Deed.REMIND, tasks, actor, reason=text), actor=actor
    )
    return tuple(line.name for line in lines)


def test_a_reminder_goes_to_who_is_to_act_and_a_vacancy_is_left_out(world: World) -> None:
    submitted_health(world)
    assert remind(world, text="Mohon segera") == ("SOMHD, Kemenkes", "SOMSWD, Kemensos")
    rows = OutboxMessage.objects.filter(kind="mail", key__startswith="reminder:")
    told = {row.payload["task"]: row.payload["to"] for row in rows}
    # the data steward's step waits for SOMHD; SOMSWD is still being filled in; SUBSWD has no focal point
    assert told[world.tasks["SOMHD"].pk] == ["Steward, Kemenkes"]
    assert told[world.tasks["SOMSWD"].pk] == ["Other Focal, Kemensos"]
    assert AuditEntry.objects.filter(action="reporting.remind").count() == 2
    assert list(faults()) == []


def test_nobody_is_reminded_twice_a_day(world: World) -> None:
    remind(world, "SOMSWD")
    with pytest.raises(Problem) as caught:
        remind(world, "SOMSWD")
    assert caught.value.code == "LIST-NOTHING"
    assert OutboxMessage.objects.filter(key__startswith="reminder:").count() == 1
