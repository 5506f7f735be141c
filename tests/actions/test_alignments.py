"""An alignment proposed, disputed and approved; content loaded again keeps what was said."""

from __future__ import annotations

from typing import Any

import pytest
from tests.guard import behind_its_back
from tests.world import World, make_world

from simpul.actions.catalogue import answer_alignment, approve_alignment, propose_alignment
from simpul.actions.content_rows import FORGET, PUT
from simpul.core.catalogue import ContentItem
from simpul.core.errors import NotAllowed, NotFound, Problem
from simpul.records.integrity import faults
from simpul.records.models import Alignment, AlignmentStep, AuditEntry, Framework, Goal

pytestmark = pytest.mark.django_db


def goals(*codes: str) -> None:
    with behind_its_back():
        framework = Framework.objects.get(code="plan")
        for position, code in enumerate(codes):
            Goal.objects.create(
                framework=framework,
                code=code,
                level="goal",
                title_id=f"Tujuan {code}",
                title_en=f"Goal {code}",
                wording="ours",
                position=position,
            )


def proposed(world: World, by: str = "focal", **other: Any) -> Alignment:
    given = {
        "source_kind": "indicator",
        "source_code": "P-H-1",
        "target_kind": "goal",
        "target_code": "plan/1",
        "relation": "contributes",
        "strength": "medium",
        "rationale_id": "Gizi anak bagian dari tujuan ini.",
    }
    return propose_alignment(**{**given, **other}, actor=world.actor(by))


def test_a_disputed_alignment_is_approved_with_the_difference_in_words() -> None:
    world = make_world()
    goals("1")
    row = proposed(world)
    assert (row.status, row.proposed_by) == ("proposed", "Kemenkes")
    answer_alignment(alignment=row, agrees=False, words="Umurnya berbeda.", actor=world.actor("reviewer"))
    with pytest.raises(Problem, match="ALIGNMENT-DISPUTED"):
        approve_alignment(alignment=row, relation="partly", actor=world.actor("coordinator"))
    approve_alignment(
        alignment=row, relation="partly", words_id="Hanya untuk balita.", actor=world.actor("coordinator")
    )
    row.refresh_from_db()
    assert (row.status, row.relation, row.rationale_id) == ("approved", "partly", "Hanya untuk balita.")
    assert [(one.verb, one.office) for one in AlignmentStep.objects.of(row)] == [
        ("propose", "Kemenkes"),
        ("object", "Stats"),
        ("approve", "Koord"),
    ]
    told = AuditEntry.objects.get(action="catalogue.approve_alignment")
    assert (told.before["relation"], told.after["relation"]) == ("contributes", "partly")
    with pytest.raises(Problem, match="ALIGNMENT-APPROVED"):
        answer_alignment(alignment=row, agrees=True, words="", actor=world.actor("reviewer"))


@pytest.mark.parametrize(
    ("words", "reasons"),
    [
        ({"words_id": "Balita saja."}, ("Balita saja.", "As proposed.")),
        ({"words_en": "Under five only."}, ("Diusulkan.", "Under five only.")),
        ({"words_id": "Balita saja.", "words_en": "Under five only."}, ("Balita saja.", "Under five only.")),
    ],
)
def test_the_words_of_an_approval_take_the_place_of_the_reason_in_their_own_language_alone(
    words: dict[str, str], reasons: tuple[str, str]
) -> None:
    world = make_world()
    goals("1")
    row = proposed(world, rationale_id="Diusulkan.", rationale_en="As proposed.")
    approve_alignment(alignment=row, relation="partly", actor=world.actor("coordinator"), **words)
    row.refresh_from_db()
    assert (row.rationale_id, row.rationale_en) == reasons


def test_who_proposed_does_not_approve_and_other_offices_have_no_say() -> None:
    world = make_world()
    goals("1")
    mine = proposed(world, by="coordinator")
    with pytest.raises(Problem, match="SHEET-OWN-WORDING"):
        approve_alignment(alignment=mine, relation="contributes", actor=world.actor("coordinator"))
    for who in ("other_focal", "auditor", "producer"):
        with pytest.raises(NotAllowed):
            answer_alignment(alignment=mine, agrees=True, words="", actor=world.actor(who))
    with pytest.raises(NotAllowed):
        approve_alignment(alignment=mine, relation="contributes", actor=world.actor("secretariat"))
    with pytest.raises(NotAllowed):
        proposed(world, by="other_focal", target_code="plan/1")


def test_what_is_not_there_a_circle_and_an_objection_without_words_are_refused() -> None:
    world = make_world()
    goals("1", "2")
    with pytest.raises(NotFound):
        proposed(world, target_code="plan/9")
    with pytest.raises(Problem, match="ALIGNMENT-STRENGTH"):
        proposed(world, strength="huge")
    with pytest.raises(Problem, match="REPORTING-NEEDS-REASON"):
        proposed(world, rationale_id=" ")
    proposed(world, by="secretariat", source_kind="goal", source_code="plan/1", target_code="plan/2")
    with pytest.raises(Problem, match="ALIGNMENT-CIRCLE"):
        proposed(world, by="secretariat", source_kind="goal", source_code="plan/2", target_code="plan/1")
    row = proposed(world)
    with pytest.raises(Problem, match="REPORTING-NEEDS-REASON"):
        answer_alignment(alignment=row, agrees=False, words=" ", actor=world.actor("reviewer"))
    assert Alignment.objects.count() == 2 and AlignmentStep.objects.count() == 2


def test_the_focal_point_of_either_indicator_may_answer_and_of_no_other() -> None:
    world = make_world()
    row = proposed(world, target_kind="indicator", target_code="P-W-1", relation="partly")
    answer_alignment(
        alignment=row, agrees=False, words="Kemiskinan bukan gizi.", actor=world.actor("other_focal")
    )
    answer_alignment(alignment=row, agrees=True, words="", actor=world.actor("focal"))
    assert [step.office for step in AlignmentStep.objects.of(row)] == ["Kemenkes", "Kemensos", "Kemenkes"]
    with pytest.raises(NotAllowed):
        answer_alignment(alignment=row, agrees=True, words="", actor=world.actor("sub_producer"))


def declared(**other: Any) -> ContentItem:
    body = {
        "source_node": {"kind": "indicator", "code": "P-H-1"},
        "target": {"kind": "goal", "code": "plan/1"},
        "relation": "contributes",
        "strength": "weak",
        "status": "proposed",
        "proposed_by": "simpul",
        "rationale": {"id": "Dari isi.", "en": "From the content."},
        **other,
    }
    return ContentItem("alignment", "P-H-1 > plan/1", body, "world.yaml", 1)


def loaded(world: World, item: ContentItem, *, withdrawn: bool = False) -> None:
    with behind_its_back():
        if withdrawn:
            FORGET["alignment"]([item.body])
        else:
            PUT["alignment"]([item], {}, world.machine)


def test_what_was_approved_at_the_desk_holds_whatever_the_content_says_then() -> None:
    world = make_world()
    goals("1")
    loaded(world, declared())
    row = Alignment.objects.get()
    answer_alignment(alignment=row, agrees=True, words="", actor=world.actor("focal"))
    approve_alignment(
        alignment=row, relation="partly", words_id="Hanya untuk balita.", actor=world.actor("coordinator")
    )
    loaded(world, declared(rationale={"id": "Lain.", "en": "Other."}))
    loaded(world, declared(), withdrawn=True)
    kept = Alignment.objects.get()
    assert (kept.pk, kept.status, kept.relation) == (row.pk, "approved", "partly")
    assert kept.rationale_id == "Hanya untuk balita."


def test_an_alignment_of_the_content_nobody_dealt_with_is_as_the_content_says() -> None:
    world = make_world()
    goals("1")
    loaded(world, declared())
    loaded(world, declared(relation="partly"))
    assert Alignment.objects.get().relation == "partly"
    loaded(world, declared(), withdrawn=True)
    assert not Alignment.objects.exists()


def test_an_alternate_of_another_ministry_objects_for_the_office_he_stands_in_for() -> None:
    world = make_world()
    goals("1")
    row = proposed(world, by="secretariat")
    step = answer_alignment(alignment=row, agrees=False, words="Beda.", actor=world.actor("alternate"))
    assert step.office == "Kemenkes"


@pytest.mark.parametrize("forge", ["words", "office", "gone", "status", "rationale"])
def test_what_was_said_of_an_alignment_and_then_altered_is_named(forge: str) -> None:
    world = make_world()
    goals("1")
    row = proposed(world)
    answer_alignment(alignment=row, agrees=False, words="Terlalu luas", actor=world.actor("reviewer"))
    approve_alignment(alignment=row, relation="partly", words_id="Sebagian", actor=world.actor("coordinator"))
    assert [fault.subject for fault in faults() if fault.check == "audited"] == []
    steps = AlignmentStep.objects.filter(verb="object")
    with behind_its_back():
        {
            "words": lambda: steps.update(words="Setuju"),
            "office": lambda: steps.update(office="Kemenkes"),
            "gone": lambda: steps.delete(),
            "status": lambda: Alignment.objects.update(status="proposed"),
            "rationale": lambda: Alignment.objects.update(rationale_id="Lain"),
        }[forge]()
    assert [fault.subject for fault in faults() if fault.check == "audited"]


def test_what_audit_rows_of_an_earlier_version_did_not_hold_of_an_alignment_is_not_asked_of_them() -> None:
    world = make_world()
    goals("1")
    row = proposed(world)
    answer_alignment(alignment=row, agrees=False, words="Terlalu luas", actor=world.actor("reviewer"))
    later = ("office", "rationale_id", "rationale_en")
    with behind_its_back():
        for entry in AuditEntry.objects.filter(subject_kind="alignment"):
            after = {name: value for name, value in entry.after.items() if name not in later}
            AuditEntry.objects.filter(pk=entry.pk).update(after=after)
    assert [fault.subject for fault in faults() if fault.check == "audited"] == []
    with behind_its_back():
        AlignmentStep.objects.filter(verb="object").update(words="Setuju")
    assert [fault.subject for fault in faults() if fault.check == "audited"]
