"""A sheet in finalisation changed behind the desk's back is named: wording, who and when, comment, step, state."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from io import BytesIO
from typing import Any

import pytest
from tests.actions.test_finalisation import DAY, DECISION, LETTER, WORDING, called, proposed, sheet_task
from tests.guard import behind_its_back
from tests.remembered import made_once
from tests.world import World, make_world

from simpul.actions.catalogue import (
    agree_sheet,
    answer_comment,
    attach_decision,
    close_finalisation,
    comment_sheet,
    fix_position,
    propose_sheet,
    send_sheet_back,
)
from simpul.actions.files import hold_file
from simpul.core.errors import NotAllowed, Problem
from simpul.records.integrity import faults
from simpul.records.models import (
    AuditEntry,
    Finalisation,
    SheetComment,
    SheetStep,
    SheetTask,
    SheetVersion,
    StoredFile,
    User,
)

pytestmark = pytest.mark.django_db


def named() -> list[str]:
    return [fault.subject for fault in faults() if fault.check == "audited"]


@pytest.fixture
@made_once
def world() -> World:
    """Two sheets called; one agreed after it was sent back once, the other proposed; then all is closed."""
    world = make_world()
    row = called(world, "P-H-1", "P-W-1")
    proposed(world)
    said = comment_sheet(
        task=sheet_task(), field="definition", text="Sebut alat ukurnya.", actor=world.actor("reviewer")
    )
    answer_comment(comment=said, text="Papan ukur.", actor=world.actor("focal"))
    answer_comment(comment=said, text="Papan ukur dan pita.", actor=world.actor("focal"))
    comment_sheet(task=sheet_task(), text="Baik.", actor=world.actor("reviewer"))
    send_sheet_back(task=sheet_task(), reason="Rapikan", seen=2, actor=world.actor("coordinator"))
    proposed(world, seen=2)
    fix_position(task=sheet_task(), remark="Cukup", seen=3, actor=world.actor("coordinator"))
    with hold_file(name="keputusan.pdf", stream=BytesIO(b"%PDF-1.7\n%%EOF\n")) as decision:
        agree_sheet(
            task=sheet_task(),
            decision=DECISION,
            decided_on=date(2026, 4, 9),
            held=decision,
            seen=3,
            actor=world.actor("secretariat"),
        )
    propose_sheet(
        task=sheet_task("P-W-1"),
        sheet={"unit": WORDING["unit"]},
        reason="Awal",
        seen=1,
        letter=LETTER,
        actor=world.actor("secretariat"),
    )
    close_finalisation(finalisation=row, reason="Dilanjutkan", actor=world.actor("secretariat"))
    return world


def wording(number: int) -> Any:
    return SheetVersion.objects.filter(indicator__code="P-H-1", number=number)


def step(verb: str) -> Any:
    return SheetStep.objects.filter(task__indicator__code="P-H-1", verb=verb)


def forged_sheet(number: int) -> None:
    row = wording(number).get()
    row.sheet = {**row.sheet, "producer": "Lembaga lain"}
    row.save()


def test_sheets_worked_through_to_an_agreement_have_no_fault(world: World) -> None:
    assert named() == []
    assert StoredFile.objects.get().purpose == "decision"


def test_the_file_of_a_decision_is_attached_once_after_its_finalisation_closed_and_leaves_no_fault(
    world: World,
) -> None:
    with behind_its_back():
        wording(4).update(agreed_file=None)
        row = AuditEntry.objects.get(action="catalogue.agree_sheet")
        AuditEntry.objects.filter(pk=row.pk).update(after={**row.after, "file": ""})
    assert "wording P-H-1 v4" not in named()
    for who in ("focal", "reviewer", "auditor"):
        with hold_file(name="sk.pdf", stream=BytesIO(b"%PDF-1.7 sk")) as held, pytest.raises(NotAllowed):
            attach_decision(task=sheet_task(), held=held, actor=world.actor(who))
    with pytest.raises(Problem, match="SHEET-DECISION-FILE"):
        attach_decision(task=sheet_task(), held=None, actor=world.actor("secretariat"))
    with hold_file(name="sk.pdf", stream=BytesIO(b"%PDF-1.7 sk")) as held:
        kept = attach_decision(task=sheet_task(), held=held, actor=world.actor("secretariat")).agreed_file
    assert kept is not None and kept.name == "sk.pdf"
    assert StoredFile.objects.visible_to(world.users["other_focal"].duties_on(DAY), DAY).get(pk=kept.pk)
    assert "wording P-H-1 v4" not in named()
    with (
        hold_file(name="lain.pdf", stream=BytesIO(b"%PDF-1.7 lain")) as held,
        pytest.raises(Problem, match="SHEET-DECISION-ATTACHED"),
    ):
        attach_decision(task=sheet_task(), held=held, actor=world.actor("coordinator"))
    with behind_its_back():
        wording(4).update(agreed_file=StoredFile.objects.exclude(pk=kept.pk).get())
    assert "wording P-H-1 v4" in named()


def test_a_decision_that_is_not_recorded_yet_has_no_file_to_be_attached(world: World) -> None:
    task = sheet_task("P-W-1")
    with (
        hold_file(name="sk.pdf", stream=BytesIO(b"%PDF-1.7 sk")) as held,
        pytest.raises(Problem, match="WRONG-STATE"),
    ):
        attach_decision(task=task, held=held, actor=world.actor("secretariat"))


def _late() -> Any:
    return SheetStep.objects.order_by("pk").values_list("at", flat=True)[0].replace(year=2025)


CASES: dict[str, tuple[Callable[[], Any], str]] = {
    "the first wording": (lambda: forged_sheet(1), "wording P-H-1 v1"),
    "a draft": (lambda: forged_sheet(2), "wording P-H-1 v2"),
    "the agreed wording": (lambda: forged_sheet(4), "wording P-H-1 v4"),
    "who worded": (lambda: wording(2).update(made_by_name="Orang lain"), "wording P-H-1 v2"),
    "who worded first": (lambda: wording(1).update(made_by_name="Orang lain"), "wording P-H-1 v1"),
    "when it was worded": (lambda: wording(2).update(made_at=_late()), "wording P-H-1 v2"),
    "why it was worded so": (lambda: wording(2).update(reason="Lain"), "wording P-H-1 v2"),
    "for which office": (lambda: wording(2).update(office="Lain"), "wording P-H-1 v2"),
    "on whose behalf": (
        lambda: SheetVersion.objects.filter(indicator__code="P-W-1", number=2).update(on_behalf_of=""),
        "wording P-W-1 v2",
    ),
    "a draft called agreed": (
        lambda: wording(2).update(agreed_in="Lain", agreed_on=date(2026, 4, 9)),
        "wording P-H-1 v2",
    ),
    "the decision": (lambda: wording(4).update(agreed_in="Lain"), "wording P-H-1 v4"),
    "the day of the decision": (
        lambda: wording(4).update(agreed_on=date(2026, 4, 1)),
        "wording P-H-1 v4",
    ),
    "the decision's file": (lambda: wording(4).update(agreed_file=None), "wording P-H-1 v4"),
    "the definition's version": (lambda: wording(4).update(definition_version=1), "wording P-H-1 v4"),
    "a comment": (lambda: SheetComment.objects.filter(field="").update(text="Tidak."), "comment"),
    "who commented": (
        lambda: SheetComment.objects.filter(field="").update(
            by=User.objects.get(email="focal@contoh.example")
        ),
        "comment",
    ),
    "an answer": (
        lambda: SheetComment.objects.exclude(field="").update(answer="Papan ukur."),
        "comment",
    ),
    "an answer nobody gave": (
        lambda: SheetComment.objects.filter(field="").update(answer="Ya."),
        "comment",
    ),
    "a comment taken away": (lambda: SheetComment.objects.filter(field="").delete(), "audit"),
    "who fixed": (lambda: step("fix").update(by_name="Orang lain"), "step"),
    "the remark of a step": (lambda: step("send_back").update(remark="Lain"), "step"),
    "when a sheet was called": (lambda: step("call").update(at=_late()), "step"),
    "the state after a step": (lambda: step("send_back").update(state="national"), "step"),
    "a step taken away": (lambda: step("fix").delete(), "audit"),
    "the state of a sheet": (
        lambda: SheetTask.objects.filter(indicator__code="P-W-1").update(state="agreed"),
        "sheet",
    ),
    "since when it stands so": (
        lambda: SheetTask.objects.filter(indicator__code="P-H-1").update(since=_late()),
        "sheet",
    ),
    "the dates of a finalisation": (
        lambda: Finalisation.objects.update(closes_on=date(2026, 7, 31)),
        "finalisation",
    ),
    "why a finalisation closed": (
        lambda: Finalisation.objects.update(closing_reason="Selesai"),
        "finalisation",
    ),
}


@pytest.mark.parametrize("case", CASES)
def test_what_was_forged_is_named(world: World, case: str) -> None:
    forge, subject = CASES[case]
    with behind_its_back():
        forge()
    found = named()
    assert found and all(one.startswith(subject) for one in found[:1]), found
