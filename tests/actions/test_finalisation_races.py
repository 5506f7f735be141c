"""Two who write to one sheet at the same moment: the second waits, and finds what the first has written."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from unittest import mock

import pytest
from django.db import OperationalError, transaction
from tests.actions.test_finalisation import DAY, DECISION, WORDING, called, merged, proposed, sheet_task
from tests.guard import behind_its_back
from tests.world import World, make_world
from tests.writers import by_another

from simpul.actions.catalogue import (
    agree_sheet,
    alignments,
    approve_alignment,
    close_finalisation,
    finalisation,
    fix_position,
    propose_alignment,
    propose_sheet,
)
from simpul.actions.content_rows import PUT
from simpul.core.catalogue import ContentItem
from simpul.core.errors import Problem
from simpul.records.models import Alignment, Finalisation, Indicator, SheetTask

pytestmark = pytest.mark.django_db(transaction=True)

AGAIN: dict[str, Any] = {
    "code": "P-H-1",
    "title": {"id": "Judul baru", "en": "New title"},
    "unit": {"id": "orang", "en": "persons"},
    "unit_code": "PS",
    "polarity": "minimise",
    "validity": "proxy",
    "type": "quantitative",
    "level": "outcome",
    "custodian": "KEMENKES",
    "body": "SOMHD",
    "decimals": 1,
    "source": "world",
    "confidence": "proxy",
}


def meanwhile(step: str, do: Callable[[], object], of: Any = finalisation) -> tuple[list[str], Any]:
    """What became of another writer's deed, done once in the middle of a step of the first."""
    outcome: list[str] = []
    first = getattr(of, step)

    def between(*args: Any, **more: Any) -> Any:
        if not outcome:
            outcome.append("begun")
            try:
                by_another(do)
            except OperationalError:
                outcome.append("waited")
            except Problem as problem:
                outcome.append(problem.code)
            else:
                outcome.append("stored")
        return first(*args, **more)

    return outcome, mock.patch.object(of, step, between)


def load(world: World) -> None:
    with transaction.atomic(), behind_its_back():
        PUT["indicator"]([ContentItem("indicator", "P-H-1", AGAIN, "world.yaml", 1)], {}, world.machine)


def test_one_indicator_is_not_called_by_two_at_once() -> None:
    world = make_world()
    outcome, hook = meanwhile("_keep_what_stands", lambda: called(world))
    with hook:
        called(world)
    assert outcome == ["begun", "waited"]
    assert SheetTask.objects.filter(indicator__code="P-H-1").count() == 1
    with pytest.raises(Problem, match="SHEET-ALREADY-CALLED"):
        called(world)


def test_an_indicator_is_not_merged_while_it_is_called() -> None:
    world = make_world()
    outcome, hook = meanwhile("_keep_what_stands", lambda: merged(world, "P-H-1", "P-H-2"))
    with hook:
        called(world)
    assert outcome == ["begun", "waited"]
    with pytest.raises(Problem, match="INDICATOR-IN-FINALISATION"):
        merged(world, "P-H-1", "P-H-2")


def test_an_agreement_and_a_load_of_content_lose_nothing_of_each_other() -> None:
    world = make_world()
    called(world)
    proposed(world)
    fix_position(task=sheet_task(), remark="", seen=2, actor=world.actor("coordinator"))
    outcome, hook = meanwhile("put_sheet", lambda: load(world))
    with hook:
        agree_sheet(
            task=sheet_task(), decision=DECISION, decided_on=DAY, seen=2, actor=world.actor("secretariat")
        )
    assert outcome == ["begun", "waited"]
    load(world)
    row = Indicator.objects.get(code="P-H-1")
    assert (row.title_id, row.unit_id, row.definition_version) == ("Judul baru", "persen", 2)


def national(world: World, code: str, other: str, by: str) -> Callable[[], object]:
    """A national position that names the other indicator as its equivalent; the agreement to it, not taken yet."""
    sheet = {**WORDING, "national_equivalent": {"relation": "identical", "code": other}}
    propose_sheet(task=sheet_task(code), sheet=sheet, reason="Padanan", seen=1, actor=world.actor(by))
    fix_position(task=sheet_task(code), remark="", seen=2, actor=world.actor("coordinator"))
    secretariat = world.actor("secretariat")
    return lambda: agree_sheet(
        task=sheet_task(code), decision=DECISION, decided_on=DAY, seen=2, actor=secretariat
    )


def test_two_agreements_at_one_moment_close_no_circle() -> None:
    world = make_world()
    called(world, "P-H-1")
    called(world, "P-W-1")
    one = national(world, "P-H-1", "P-W-1", "producer")
    other = national(world, "P-W-1", "P-H-1", "other_producer")
    outcome, hook = meanwhile("put_sheet", other)
    with hook:
        one()
    assert outcome == ["begun", "waited"]
    with pytest.raises(Problem, match="SHEET-CIRCLE"):
        other()
    assert (sheet_task("P-H-1").state, sheet_task("P-W-1").state) == ("agreed", "national")


def test_two_alignments_said_at_one_moment_close_no_circle() -> None:
    world = make_world()

    def joined(source: str, target: str) -> Alignment:
        return propose_alignment(
            source_kind="indicator",
            source_code=source,
            target_kind="indicator",
            target_code=target,
            relation="contributes",
            strength="strong",
            rationale_id="Menopang",
            actor=world.actor("coordinator"),
        )

    outcome, hook = meanwhile("check_alignment", lambda: joined("P-W-1", "P-H-1"), of=alignments)
    with hook:
        joined("P-H-1", "P-W-1")
    assert outcome == ["begun", "waited"]
    with pytest.raises(Problem, match="ALIGNMENT-CIRCLE"):
        joined("P-W-1", "P-H-1")


def test_an_agreement_writes_of_the_indicator_what_was_negotiated_and_nothing_else() -> None:
    world = make_world()
    called(world)
    proposed(world)
    fix_position(task=sheet_task(), remark="", seen=2, actor=world.actor("coordinator"))
    put = finalisation.put_sheet

    def between(row: Indicator, sheet: Any) -> None:
        row.title_id = "Judul lama"  # as somebody would hold it who read it before
        put(row, sheet)

    with mock.patch.object(finalisation, "put_sheet", between):
        agree_sheet(
            task=sheet_task(), decision=DECISION, decided_on=DAY, seen=2, actor=world.actor("secretariat")
        )
    assert Indicator.objects.get(code="P-H-1").title_id == "Prevalensi stunting balita"


def test_a_finalisation_does_not_close_in_the_middle_of_a_proposal() -> None:
    world = make_world()
    row = called(world)
    shut = lambda: close_finalisation(finalisation=row, reason="Selesai", actor=world.actor("secretariat"))  # noqa: E731
    outcome, hook = meanwhile("new_version", shut)
    with hook:
        proposed(world)
    assert outcome == ["begun", "waited"]
    assert Finalisation.objects.get().closed_at is None and sheet_task().state == "proposed"


def test_two_alignments_approved_with_another_relation_at_one_moment_close_no_circle() -> None:
    world = make_world()
    ends = (("P-H-1", "P-W-1"), ("P-W-1", "P-H-1"))
    there, back = (
        propose_alignment(
            source_kind="indicator",
            source_code=source,
            target_kind="indicator",
            target_code=target,
            relation="conflicting",  # leads nowhere, so that both may stand
            strength="weak",
            rationale_id="Berlawanan",
            actor=world.actor("secretariat"),
        )
        for source, target in ends
    )

    def approved(row: Alignment) -> Alignment:
        return approve_alignment(alignment=row, relation="contributes", actor=world.actor("coordinator"))

    outcome, hook = meanwhile("check_alignment", lambda: approved(back), of=alignments)
    with hook:
        approved(there)
    assert outcome == ["begun", "waited"]
    with pytest.raises(Problem, match="ALIGNMENT-CIRCLE"):
        approved(back)
