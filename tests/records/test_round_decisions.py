"""What was decided since the report before, as the next report says it."""

from __future__ import annotations

from datetime import date, datetime

import pytest
from tests.actions.test_alignments import goals, proposed
from tests.actions.test_finalisation import DAY, DECISION, WORDING, agreed, called, merged
from tests.guard import behind_its_back
from tests.world import World, make_world, moment

from simpul.actions.catalogue import agree_sheet, approve_alignment, fix_position, propose_sheet
from simpul.actions.catalogue.merging import merge_indicator
from simpul.actions.progress import compute_results
from simpul.actions.reporting import open_round
from simpul.core.plain import plain, restored
from simpul.doors.papers.making import make_papers
from simpul.records.integrity import faults
from simpul.records.models import AlignmentStep, Obligation, Round
from simpul.records.round_decisions import read_decisions
from simpul.records.round_report import LAYOUT, RoundReport, read_report

pytestmark = pytest.mark.django_db


def decided(world: World, day: date) -> list[tuple[str, str, str]]:
    """Kind, indicator and reference of each decision the running round reports on a day."""
    rows = read_decisions(running(world), moment(day.year, day.month, day.day))
    return [(one.kind, one.code, one.reference) for one in rows]


def running(world: World) -> Round:
    assert world.round is not None
    return world.round


def reported(world: World, at: datetime, round_: Round | None = None) -> None:
    actor = world.actor("secretariat", at)
    make_papers(round_ or running(world), formats=("docx",), languages=("id",), actor=actor)


def joined(world: World, code: str, into: str, at: datetime, decided_on: date = date(2026, 4, 9)) -> None:
    merge_indicator(
        indicator=world.indicators[code], into=world.indicators[into], decision=DECISION,
        decided_on=decided_on, actor=world.actor("coordinator", at),
    )  # fmt: skip


def opened() -> World:
    world = make_world()
    world.open()
    return world


def test_an_agreed_sheet_is_told_with_what_changed_its_baseline_and_targets() -> None:
    world = opened()
    called(world)
    version = agreed(world)
    (one,) = read_decisions(running(world), moment(2026, 12, 1))
    assert (one.kind, one.code, one.reference, one.day) == ("sheet", "P-H-1", DECISION, version.agreed_on)
    assert "definition" in one.fields and one.definition == version.definition_version
    assert one.baseline is not None and (one.baseline[0], str(one.baseline[2])) == ("2022", "21.6")
    assert [(aim.period, str(aim.low), str(aim.high)) for aim in one.targets] == [("2029", "14", "14.5")]
    assert one.fields == restored(type(one), plain(one)).fields


def test_what_is_proposed_and_what_comes_later_is_no_decision_yet() -> None:
    world = opened()
    called(world)
    assert decided(world, date(2026, 12, 1)) == []
    version = agreed(world)
    before = version.made_at.date()
    assert decided(world, date(before.year - 1, 1, 1)) == []


def test_mergers_and_approved_alignments_are_told_with_what_they_join() -> None:
    world = opened()
    row = merged(world, "P-H-1", "P-H-2")
    with behind_its_back():
        AlignmentStep.objects.create(
            source_kind="indicator", source_code="P-H-3", target_kind="goal", target_code="plan/A.1", verb="approve",
            relation="partly", by=world.users["coordinator"], by_name="x", office="Kemenko PMK", at=moment(2026, 4, 12),
        )  # fmt: skip
    merger, aligned = sorted(read_decisions(running(world), moment(2026, 12, 1)), key=lambda one: one.kind)[
        ::-1
    ]
    assert (merger.kind, merger.reference, merger.other and merger.other.code) == (
        "merger",
        row.merged_in,
        "P-H-2",
    )
    assert (aligned.kind, aligned.relation, aligned.reference) == ("alignment", "partly", "Kemenko PMK")
    assert aligned.other is not None and aligned.other.code == "plan/A.1"


def test_what_an_earlier_report_knew_is_not_told_again_by_the_next_round() -> None:
    world = opened()
    called(world)
    agreed(world)
    at = moment(2026, 5, 22)
    assert [one[0] for one in decided(world, at.date())] == ["sheet"]
    make_papers(running(world), formats=("docx",), languages=("id",), actor=world.actor("secretariat", at))
    assert [one[0] for one in decided(world, at.date())] == ["sheet"]  # made again it says the same
    world.open("2026-Q2")
    assert decided(world, date(2026, 12, 1)) == []


def test_a_merger_decided_before_a_report_and_recorded_after_it_is_told_by_the_next() -> None:
    world = opened()
    reported(world, moment(2026, 6, 15))
    joined(world, "P-H-2", "P-H-3", moment(2026, 6, 20), date(2026, 6, 1))
    assert decided(world, date(2026, 6, 18)) == []
    world.open("2026-Q2")
    assert decided(world, date(2026, 12, 1)) == [("merger", "P-H-2", DECISION)]


@pytest.mark.parametrize(
    ("words_id", "words_en"), [("Sebagian saja", ""), ("", "In part"), ("Sebagian saja", "In part")]
)
def test_an_alignment_is_told_in_the_languages_it_was_approved_in_and_by_its_office_alone(
    words_id: str, words_en: str
) -> None:
    world = opened()
    goals("1")
    row = proposed(world, rationale_en="As proposed")
    approve_alignment(
        alignment=row, relation="partly", words_id=words_id, words_en=words_en,
        actor=world.actor("coordinator"),
    )  # fmt: skip
    (one,) = read_decisions(running(world), moment(2026, 12, 1))
    assert (one.words_id, one.words_en) == (words_id, words_en)
    assert one.reference == "Koord"
    assert list(faults()) == []
    with behind_its_back():
        AlignmentStep.objects.update(office="")
    (one,) = read_decisions(running(world), moment(2026, 12, 1))
    assert one.reference == ""  # a person is no reference


def test_results_keep_decisions_and_layout_and_what_was_kept_before_has_the_first() -> None:
    world = opened()
    called(world)
    agreed(world)
    results = compute_results(round=running(world), actor=world.actor("secretariat", moment(2026, 5, 22)))
    report = read_report(results)
    assert (report.layout, len(report.decisions)) == (LAYOUT, 1)
    before = {name: one for name, one in results.reading.items() if name not in ("layout", "decisions")}
    assert restored(RoundReport, before).layout == 1


def test_an_earlier_report_made_again_tells_what_was_recorded_since_the_last_report_and_the_next_round_does_not() -> (
    None
):
    world = opened()
    first = running(world)
    reported(world, moment(2026, 5, 22))
    second = world.open("2026-Q2")
    reported(world, moment(2026, 8, 1))
    joined(world, "P-H-2", "P-H-3", moment(2026, 8, 10), date(2026, 1, 1))
    reported(world, moment(2026, 8, 20), first)
    third = world.open("2026-Q3")
    joined(world, "P-H-1", "P-H-3", moment(2026, 8, 25))

    def told(*rows: Round) -> list[list[str]]:
        return [[one.code for one in read_decisions(row, moment(2026, 12, 1))] for row in rows]

    reported(world, moment(2026, 9, 1), third)
    assert told(first, second, third) == [["P-H-2"], [], ["P-H-1"]]
    reported(world, moment(2026, 9, 10), first)
    assert told(first, second, third) == [["P-H-2"], [], ["P-H-1"]]


def test_a_report_of_another_obligation_takes_no_decision_from_this_one() -> None:
    world = opened()
    first = world.obligation
    with behind_its_back():
        other = Obligation.objects.create(
            code="second", name_id="Laporan mitra", name_en="Report to the partner", framework=first.framework,
            area=first.area, chain=first.chain, delivery_chain=first.delivery_chain, narrative=first.narrative,
            settings=first.settings,
        )  # fmt: skip
    row = open_round(
        obligation=other, period="2026-Q1", opens_on=date(2026, 4, 2), due_on=date(2026, 4, 20),
        closes_on=date(2026, 5, 2), actor=world.actor("secretariat", moment(2026, 4, 2)),
    )  # fmt: skip
    joined(world, "P-H-2", "P-H-3", moment(2026, 6, 10))
    reported(world, moment(2026, 6, 20), row)
    told = [("merger", "P-H-2", DECISION)]
    assert decided(world, date(2026, 12, 1)) == told
    assert [one.code for one in read_decisions(row, moment(2026, 12, 1))] == ["P-H-2"]


def test_what_is_recorded_at_the_moment_of_a_report_is_told_by_it_and_not_by_the_next() -> None:
    world = opened()
    called(world)
    at = agreed(world).made_at
    reported(world, at)
    assert [one.kind for one in read_decisions(running(world), at)] == ["sheet"]
    world.open("2026-Q2")
    assert decided(world, date(2026, 12, 1)) == []


def test_mergers_and_alignments_after_the_moment_of_a_report_are_not_told_yet() -> None:
    world = opened()
    goals("1")
    row = proposed(world)
    approve_alignment(alignment=row, relation="partly", actor=world.actor("coordinator", moment(2026, 6, 12)))
    joined(world, "P-H-2", "P-H-3", moment(2026, 6, 14))
    assert [decided(world, date(2026, 6, day)) for day in (11, 13)] == [[], [("alignment", "P-H-1", "Koord")]]
    assert [kind for kind, _code, _ref in decided(world, date(2026, 6, 15))] == ["merger", "alignment"]


def test_each_of_two_alignments_is_told_in_the_languages_of_its_own_approval() -> None:
    world = opened()
    goals("1", "2")
    for code, words, day in (
        ("plan/1", {"words_id": "Sebagian", "words_en": "In part"}, 12),
        ("plan/2", {"words_id": "Hampir seluruhnya"}, 13),
    ):
        approve_alignment(
            alignment=proposed(world, target_code=code), relation="partly",
            actor=world.actor("coordinator", moment(2026, 6, day)), **words,
        )  # fmt: skip
    rows = read_decisions(running(world), moment(2026, 12, 1))
    told = {one.other.code: (one.words_id, one.words_en) for one in rows if one.other}
    assert told == {"plan/1": ("Sebagian", "In part"), "plan/2": ("Hampir seluruhnya", "")}


def test_of_a_sheet_agreed_again_the_fields_that_differ_from_the_last_agreement_are_told() -> None:
    world = opened()
    called(world)
    agreed(world)
    (task,) = called(world).tasks.all()
    wanted = {**WORDING, "frequency": "semiannual"}
    version = propose_sheet(
        task=task, sheet=wanted, reason="Dua kali setahun", seen=3, actor=world.actor("producer")
    )
    fix_position(task=task, remark="", seen=version.number, actor=world.actor("coordinator"))
    agree_sheet(
        task=task, decision="B/9", decided_on=DAY, seen=version.number, actor=world.actor("secretariat")
    )
    again = [one for one in read_decisions(running(world), moment(2026, 12, 1)) if one.reference == "B/9"]
    assert [one.fields for one in again] == [("frequency",)]
