"""A sheet made final, step by step; who may, in which order, and what an agreement changes and leaves."""

from __future__ import annotations

from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

import pytest
from tests.guard import behind_its_back
from tests.world import START, World, digest, make_world, moment

from simpul.actions.acting import limits_of
from simpul.actions.catalogue import (
    agree_sheet,
    answer_comment,
    call_finalisation,
    close_finalisation,
    comment_sheet,
    fix_position,
    merge_indicator,
    propose_sheet,
    send_sheet_back,
)
from simpul.actions.content_rows import PUT
from simpul.actions.directory import designate
from simpul.core.catalogue import ContentItem
from simpul.core.errors import Conflict, NotAllowed, Problem
from simpul.core.finalisation import LIMITS, negotiated
from simpul.core.permissions import Role, may
from simpul.core.reporting import Letter
from simpul.doors.desk.data.indicator_chart import chart_of
from simpul.drawing.data import beside, describe, segments
from simpul.records.catalogue.sheets import with_definition_day
from simpul.records.finalisation_reading import read_board, read_sheet_work
from simpul.records.indicator_reading import read_indicator
from simpul.records.integrity_catalogue import catalogue
from simpul.records.judging import assess
from simpul.records.models import (
    AuditEntry,
    Baseline,
    ContentEntry,
    Finalisation,
    Indicator,
    Observation,
    SheetStep,
    SheetTask,
    SheetVersion,
    Target,
    User,
)
from simpul.records.reporting.observations import as_series
from simpul.records.sheet_waiting import waits_of

pytestmark = pytest.mark.django_db
DAY = date(2026, 4, 10)
DECISION = "SOMHD ke-18, butir 12"
#: Of an office on whose behalf a wording is proposed.
LETTER = Letter("B/7/KEMENKES/2026", date(2026, 4, 9))

WORDING: dict[str, Any] = {
    "concept": {"id": "Stunting", "en": "Stunting"},
    "definition": {
        "id": "Anak di bawah lima tahun yang tingginya kurang dari −2 SD.",
        "en": "Children under five whose height is below −2 SD.",
    },
    "measure": {"id": "Persentase", "en": "Percentage"},
    "unit": {"id": "persen", "en": "percent"},
    "unit_code": "PT",
    "frequency": "annual",
    "release_lag_months": 6,
    "baseline": {
        "area": "IDN",
        "period": "2022",
        "value": "21.6",
        "status": "provisional",
        "source": "SSGI 2022",
    },
    "targets": [
        {
            "area": "IDN",
            "period": "2029",
            "low": "14",
            "high": "14.5",
            "authority": "RPJMN",
            "source": "RPJMN",
        }
    ],
    "national_equivalent": {
        "relation": "proxy",
        "code": "2.2.1",
        "difference": {"id": "SDG memakai 0–59 bulan.", "en": "The SDG uses 0–59 months."},
    },
}


def called(world: World, *codes: str) -> Finalisation:
    return call_finalisation(
        title_id="Finalisasi KPI 2026",
        title_en="KPI finalisation 2026",
        indicators=[world.indicators[code] for code in codes or ("P-H-1",)],
        opens_on=date(2026, 4, 1),
        proposals_due_on=date(2026, 4, 30),
        comments_due_on=date(2026, 5, 15),
        closes_on=date(2026, 6, 30),
        actor=world.actor("secretariat"),
    )


def sheet_task(code: str = "P-H-1") -> SheetTask:
    return SheetTask.objects.with_names().get(indicator__code=code)


def proposed(
    world: World,
    *,
    by: str = "producer",
    sheet: dict[str, Any] | None = None,
    seen: int = 1,
    letter: Letter | None = None,
) -> SheetVersion:
    return propose_sheet(
        task=sheet_task(),
        sheet=sheet or WORDING,
        reason="Menyamakan dengan SSGI",
        seen=seen,
        letter=letter,
        actor=world.actor(by),
    )


def agreed(world: World) -> SheetVersion:
    version = proposed(world)
    fix_position(task=sheet_task(), remark="", seen=version.number, actor=world.actor("coordinator"))
    return agree_sheet(
        task=sheet_task(),
        decision=DECISION,
        decided_on=date(2026, 4, 9),
        seen=version.number,
        actor=world.actor("secretariat"),
    )


def test_a_call_asks_each_custodian_and_keeps_the_wording_that_holds_as_the_first() -> None:
    world = make_world()
    row = called(world, "P-H-1", "P-W-1")
    assert {(task.indicator.code, task.organisation.code, task.state) for task in row.tasks.all()} == {
        ("P-H-1", "KEMENKES", "called"),
        ("P-W-1", "KEMENSOS", "called"),
    }
    first = SheetVersion.objects.get(indicator__code="P-H-1")
    assert (first.number, first.sheet, first.definition_version) == (
        1,
        negotiated(world.indicators["P-H-1"].sheet),
        1,
    )
    with pytest.raises(Problem, match="SHEET-ALREADY-CALLED"):
        called(world, "P-H-1")
    assert Finalisation.objects.count() == 1


def test_dates_out_of_order_and_a_call_of_nothing_are_refused_and_leave_nothing() -> None:
    world = make_world()
    with pytest.raises(Problem, match="SHEET-NO-INDICATOR"):
        call_finalisation(
            title_id="a",
            title_en="a",
            indicators=[],
            opens_on=DAY,
            proposals_due_on=DAY,
            comments_due_on=DAY,
            closes_on=DAY,
            actor=world.actor("secretariat"),
        )
    with pytest.raises(Problem, match="SHEET-DATES"):
        call_finalisation(
            title_id="a",
            title_en="a",
            indicators=[world.indicators["P-H-1"]],
            opens_on=date(2026, 5, 1),
            proposals_due_on=DAY,
            comments_due_on=DAY,
            closes_on=DAY,
            actor=world.actor("secretariat"),
        )
    assert not SheetTask.objects.exists() and not SheetVersion.objects.exists()


def test_the_whole_way_from_a_proposal_to_an_agreed_sheet() -> None:
    world = make_world()
    called(world)
    version = proposed(world)
    said = comment_sheet(
        task=sheet_task(),
        field="definition",
        text="Sebut alat ukurnya: tinggi atau panjang badan.",
        actor=world.actor("reviewer"),
    )
    with pytest.raises(Problem, match="SHEET-OPEN-COMMENTS"):
        fix_position(task=sheet_task(), remark="", seen=version.number, actor=world.actor("coordinator"))
    answer_comment(
        comment=said, text="Panjang badan untuk anak di bawah dua tahun.", actor=world.actor("focal")
    )
    fix_position(task=sheet_task(), remark="", seen=version.number, actor=world.actor("coordinator"))
    final = agree_sheet(
        task=sheet_task(),
        decision=DECISION,
        decided_on=date(2026, 4, 9),
        seen=version.number,
        actor=world.actor("secretariat"),
    )
    row = Indicator.objects.get(code="P-H-1")
    assert sheet_task().state == "agreed"
    assert (final.number, final.agreed_in, final.definition_version, row.definition_version) == (
        3,
        DECISION,
        2,
        2,
    )
    assert row.sheet["definition"] == WORDING["definition"]
    assert row.sheet["jump_limit"] == "20"  # what is not negotiated stays
    baseline = Baseline.objects.get(indicator=row)
    assert (baseline.status, baseline.decision, baseline.value_text) == ("agreed", DECISION, "21.6")
    target = row.targets.get()
    assert (target.value, str(target.low.normalize()), str(target.high.normalize())) == (None, "14", "14.5")
    assert [(step.verb, step.state) for step in SheetStep.objects.all()] == [
        ("call", "called"),
        ("propose", "proposed"),
        ("fix", "national"),
        ("agree", "agreed"),
    ]
    told = AuditEntry.objects.filter(subject_kind="indicator", subject_key="P-H-1").values_list(
        "action", flat=True
    )
    assert set(told) == {
        "catalogue.propose_sheet",
        "catalogue.comment_sheet",
        "catalogue.answer_comment",
        "catalogue.fix_position",
        "catalogue.agree_sheet",
    }


def test_a_comment_is_answered_by_the_office_or_for_it_and_by_nobody_else() -> None:
    world = make_world()
    called(world)
    said = comment_sheet(task=sheet_task(), text="Sebut alat ukurnya.", actor=world.actor("reviewer"))
    for who in ("reviewer", "coordinator", "soca", "auditor", "other_focal"):
        with pytest.raises(NotAllowed):
            answer_comment(comment=said, text="Sudah.", actor=world.actor(who))
    answer_comment(comment=said, text="Sudah.", actor=world.actor("secretariat"))
    row = AuditEntry.objects.get(action="catalogue.answer_comment")
    assert (row.before, row.on_behalf_of) == ({"answer": ""}, "Kemenkes")


@pytest.mark.parametrize(
    "nothing",
    [
        "Tidak ada tanggapan.",
        "No comments",
        "nihil",
        "Nothing to remark.",
        "No further comments.",
        "Setuju.",
        "Tidak ada komentar, terima kasih",
    ],
)
def test_who_has_nothing_to_say_has_spoken_and_is_owed_no_answer(nothing: str) -> None:
    world = make_world()
    called(world)
    proposed(world)
    said = comment_sheet(task=sheet_task(), text=nothing, actor=world.actor("reviewer"))
    board = read_board(world.actor("coordinator").duties, day=DAY)
    line = next(one for one in board if one.task is not None)
    assert (said.is_open, line.comments, line.waits.role) == (False, 0, Role.COORDINATOR)
    fix_position(task=sheet_task(), remark="", seen=2, actor=world.actor("coordinator"))
    assert sheet_task().state == "national"


@pytest.mark.parametrize(
    "said",
    [
        "No comment on the unit, but the source?",
        "Tidak ada tanggapan. Sumbernya?",
        "Setuju, dengan catatan.",
        "Setuju? Terima kasih.",
    ],
)
def test_who_says_more_than_that_is_owed_an_answer(said: str) -> None:
    world = make_world()
    called(world)
    proposed(world)
    assert comment_sheet(task=sheet_task(), text=said, actor=world.actor("reviewer")).is_open
    board = read_board(world.actor("coordinator").duties, day=DAY)
    assert next(one for one in board if one.task is not None).comments == 1
    with pytest.raises(Problem, match="SHEET-OPEN-COMMENTS"):
        fix_position(task=sheet_task(), remark="", seen=2, actor=world.actor("coordinator"))


def test_an_agreed_sheet_is_nobodys_to_edit_not_even_its_makers() -> None:
    world = make_world()
    called(world)
    agreed(world)
    for who in ("producer", "focal", "secretariat"):
        with pytest.raises(Problem, match="ACCOUNTS-WRONG-STATE"):
            proposed(world, by=who, seen=3)
    assert SheetVersion.objects.count() == 3
    close_finalisation(finalisation=Finalisation.objects.get(), actor=world.actor("secretariat"))
    called(world)  # a new finalisation is the way
    assert SheetTask.objects.filter(state="called").count() == 1


def test_whoever_proposed_neither_fixes_nor_agrees() -> None:
    world = make_world()
    called(world)
    version = proposed(world, by="secretariat", letter=LETTER)
    assert version.on_behalf_of == "Kemenkes"
    fix_position(task=sheet_task(), remark="", seen=2, actor=world.actor("coordinator"))
    with pytest.raises(Problem, match="SHEET-OWN-WORDING"):
        agree_sheet(
            task=sheet_task(), decision=DECISION, decided_on=DAY, seen=2, actor=world.actor("secretariat")
        )
    assert sheet_task().state == "national"
    assert Indicator.objects.get(code="P-H-1").definition_version == 1


@pytest.mark.parametrize(
    ("letter", "code"),
    [
        (None, "REPORTING-LETTER-NEEDED"),
        (Letter(" ", DAY), "REPORTING-LETTER-NEEDED"),
        (Letter("B/7", None), "REPORTING-LETTER-NEEDED"),
        (Letter("B/7", date(2026, 4, 11)), "REPORTING-LETTER-DATE"),
        (Letter("B" * 121, DAY), "REPORTING-TOO-LONG"),
    ],
)
def test_a_wording_is_proposed_on_behalf_only_by_a_letter_of_the_office(
    letter: Letter | None, code: str
) -> None:
    world = make_world()
    called(world)
    with pytest.raises(Problem, match=code):
        proposed(world, by="secretariat", letter=letter)
    assert sheet_task().state == "called"


def test_the_letter_a_wording_was_proposed_by_is_kept_and_an_office_itself_needs_none() -> None:
    world = make_world()
    called(world)
    proposed(world, by="secretariat", letter=Letter(" B/7/KEMENKES/2026 ", LETTER.day))
    proposed(world, seen=2, letter=LETTER)
    kept = [
        row.after.get("basis")
        for row in AuditEntry.objects.filter(action="catalogue.propose_sheet").order_by("pk")
    ]
    assert kept == [{"number": "B/7/KEMENKES/2026", "date": "2026-04-09"}, None]


def test_two_who_write_at_once_are_told_of_each_other_and_nothing_is_lost() -> None:
    world = make_world()
    called(world)
    proposed(world)
    with pytest.raises(Conflict, match="SHEET-STALE"):
        proposed(world, by="focal")
    with pytest.raises(Conflict, match="SHEET-STALE"):
        fix_position(task=sheet_task(), remark="", seen=1, actor=world.actor("coordinator"))
    assert SheetVersion.objects.count() == 2


def test_a_proposal_with_an_error_is_not_kept() -> None:
    world = make_world()
    called(world)
    with pytest.raises(Problem, match="SHEET-DIFFERENCE"):
        proposed(world, sheet={**WORDING, "national_equivalent": {"relation": "none"}})
    assert SheetVersion.objects.count() == 1 and sheet_task().state == "called"


def test_what_could_not_be_kept_once_agreed_is_refused_when_it_is_proposed() -> None:
    world = make_world()
    called(world)
    target = {"period": "2030", "value": "9", "authority": "RPJMN", "source": "Perpres 12/2025"}
    for part, code in (
        ({"baseline": {"period": "2022", "value": "21.6", "source": "SSGI 2022"}}, "SHEET-PART-MISSING"),
        ({"targets": [target]}, "SHEET-PART-MISSING"),
        ({"unit": {"id": "p" * 500, "en": "percent"}}, "REPORTING-TOO-LONG"),
        ({"targets": [{**target, "area": "IDN", "authority": "R" * 201}]}, "REPORTING-TOO-LONG"),
        ({"frequency": "setiap tahun setelah panen raya selesai"}, "SHEET-FREQUENCY"),
    ):
        with pytest.raises(Problem, match=code):
            proposed(world, sheet={**WORDING, **part})
    assert SheetVersion.objects.count() == 1 and sheet_task().state == "called"


def test_a_wording_that_does_not_fit_its_columns_is_refused_by_the_agreement_too() -> None:
    world = make_world()
    called(world)
    version = proposed(world)
    with behind_its_back():
        version.sheet = {**version.sheet, "unit": {"id": "p" * 500, "en": "percent"}}
        version.save()
    fix_position(task=sheet_task(), remark="", seen=2, actor=world.actor("coordinator"))
    with pytest.raises(Problem, match="REPORTING-TOO-LONG"):
        agree_sheet(
            task=sheet_task(), decision=DECISION, decided_on=DAY, seen=2, actor=world.actor("secretariat")
        )


def test_the_lengths_the_rules_know_are_those_of_the_columns() -> None:
    columns = {
        ("unit", "id"): (Indicator, "unit_id"),
        ("unit", "en"): (Indicator, "unit_en"),
        ("baseline", "value"): (Baseline, "value_text"),
        ("targets", "authority"): (Target, "authority"),
    }
    assert {part: limits_of(model)[name] for part, (model, name) in columns.items()} == LIMITS


def test_an_alternate_of_another_ministry_speaks_for_the_office_he_stands_in_for() -> None:
    world = make_world()
    called(world)
    version = proposed(world, by="alternate")
    said = comment_sheet(task=sheet_task(), text="Sebut alat ukurnya.", actor=world.actor("reviewer"))
    assert (version.office, version.on_behalf_of) == ("Kemenkes", "")
    assert said.office == "Stats"
    assert [step.office for step in SheetStep.objects.all()] == ["Koord", "Kemenkes"]


def test_who_reviews_definitions_and_stands_in_for_an_office_too_remarks_as_the_reviewer() -> None:
    world = make_world()
    called(world)
    proposed(world)
    designate(
        role=Role.DEFINITION_REVIEWER,
        organisation=world.organisations["STATS"],
        body=None,
        person=world.users["alternate"].person,
        since=START,
        rank=2,
        letter_number="B-second",
        letter_date=START,
        actor=world.machine,
    )
    task = sheet_task()
    assert waits_of([task], day=DAY)[task.pk].offices == ("Stats",)
    assert comment_sheet(task=task, text="Sebut alatnya.", actor=world.actor("alternate")).office == "Stats"
    waits = waits_of([sheet_task()], day=DAY)[task.pk]  # nobody is left to review; the office has to answer
    assert (waits.role, waits.offices) == (Role.FOCAL_POINT, ("Kemenkes",))


def test_a_wording_that_empties_the_sheet_is_told_to_lack_what_it_leaves_out() -> None:
    world = make_world()
    called(world)
    agreed(world)
    close_finalisation(finalisation=Finalisation.objects.get(), actor=world.actor("secretariat"))
    called(world)
    new = SheetTask.objects.get(finalisation__closed_at=None)
    held = read_sheet_work(new, day=DAY).missing
    propose_sheet(
        task=new, sheet={"unit": WORDING["unit"]}, reason="Ringkas", seen=3, actor=world.actor("producer")
    )
    missing = read_sheet_work(SheetTask.objects.with_names().get(pk=new.pk), day=DAY).missing
    assert "definition" not in held and "baseline" not in held
    assert {"concept", "definition", "measure", "frequency", "baseline", "target"} <= set(missing)
    assert "custodian" in missing  # as before: this world's sheets do not name it
    assert "unit" not in missing


def test_a_finalisation_closed_after_midnight_is_told_by_the_local_day() -> None:
    world = make_world()
    row = called(world)
    late = world.actor("secretariat", datetime(2026, 5, 2, 18, 30, tzinfo=UTC))  # 3 May, 01.30 in Jakarta
    close_finalisation(finalisation=row, reason="Dilanjutkan", actor=late)
    with pytest.raises(Problem) as refused:
        proposed(world)
    assert (refused.value.code, refused.value.params["day"]) == ("SHEET-CLOSED", "2026-05-03")


def test_equivalents_that_lead_back_to_the_indicator_are_refused() -> None:
    world = make_world()
    called(world)
    with behind_its_back():
        other = world.indicators["P-W-1"]
        other.sheet = {**other.sheet, "national_equivalent": {"relation": "identical", "code": "P-H-1"}}
        other.save()
    with pytest.raises(Problem, match="SHEET-CIRCLE"):
        proposed(world, sheet={**WORDING, "national_equivalent": {"relation": "identical", "code": "P-W-1"}})
    with pytest.raises(Problem, match="SHEET-CIRCLE"):
        proposed(world, sheet={**WORDING, "national_equivalent": {"relation": "identical", "code": "P-H-1"}})


def test_a_sheet_sent_back_waits_for_the_office_again_with_the_reason() -> None:
    world = make_world()
    called(world)
    version = proposed(world)
    send_sheet_back(
        task=sheet_task(),
        reason="Sumber baseline berbeda",
        seen=version.number,
        actor=world.actor("coordinator"),
    )
    assert sheet_task().state == "returned"
    assert SheetStep.objects.latest("pk").remark == "Sumber baseline berbeda"
    assert proposed(world, seen=2).number == 3


def world_whose_office_reviews_definitions() -> World:
    world = make_world()
    person = world.users["steward"].person
    assert person is not None
    designate(
        role=Role.DEFINITION_REVIEWER,
        organisation=world.organisations["KEMENKES"],
        body=None,
        person=person,
        since=START,
        letter_number="B-R",
        letter_date=START,
        actor=world.machine,
    )
    return world


def test_a_proposed_sheet_waits_for_no_comment_of_the_office_that_proposed_it() -> None:
    world = world_whose_office_reviews_definitions()
    called(world, "P-H-1", "P-W-1")
    proposed(world)
    task, other = sheet_task(), sheet_task("P-W-1")
    propose_sheet(task=other, sheet=WORDING, reason="x", seen=1, actor=world.actor("other_producer"))
    waits = waits_of([task, sheet_task("P-W-1")], day=DAY)
    assert waits[task.pk].offices == ("Stats",)
    assert waits[other.pk].offices == ("Kemenkes", "Stats")


def test_where_a_wording_was_proposed_on_behalf_of_an_office_its_own_reviewer_is_asked_too() -> None:
    world = world_whose_office_reviews_definitions()
    called(world)
    proposed(world, by="secretariat", letter=LETTER)

    def asked() -> tuple[str, ...]:
        task = sheet_task()
        return waits_of([task], day=DAY)[task.pk].offices

    assert asked() == ("Kemenkes", "Stats")
    comment_sheet(task=sheet_task(), text="", nothing=True, actor=world.actor("steward"))
    assert asked() == ("Stats",)
    proposed(world, by="producer", seen=2)
    assert asked() == ("Stats",)


def test_a_decision_needs_its_name_and_a_day_that_has_come() -> None:
    world = make_world()
    called(world)
    version = proposed(world)
    fix_position(task=sheet_task(), remark="", seen=version.number, actor=world.actor("coordinator"))
    for decision, decided, code in (
        (" ", DAY, "SHEET-NEEDS-DECISION"),
        (DECISION, date(2026, 4, 11), "SHEET-DECISION-DAY"),
        (DECISION, date(2026, 3, 31), "SHEET-DECISION-BEFORE-CALL"),
    ):
        with pytest.raises(Problem, match=code):
            agree_sheet(
                task=sheet_task(),
                decision=decision,
                decided_on=decided,
                seen=version.number,
                actor=world.actor("secretariat"),
            )


def test_a_decision_of_the_day_the_finalisation_opened_is_kept_and_of_a_call_ahead_of_it_from_the_call_on() -> (
    None
):
    world = make_world()
    row = called(world)
    version = proposed(world)
    fix_position(task=sheet_task(), remark="", seen=version.number, actor=world.actor("coordinator"))
    agree_sheet(
        task=sheet_task(),
        decision=DECISION,
        decided_on=date(2026, 4, 1),
        seen=version.number,
        actor=world.actor("secretariat"),
    )
    row.opens_on = date(2026, 4, 20)
    assert row.opened_on == DAY


def test_other_offices_neither_see_nor_touch_a_sheet_in_work() -> None:
    world = make_world()
    called(world, "P-H-1", "P-W-1")
    for key, user in world.users.items():
        duties = User.objects.get(pk=user.pk).duties_on(DAY)
        allowed = {
            task.indicator.code
            for task in SheetTask.objects.with_names()
            if may(duties, "sheet.view", task.subject(), day=DAY)
        }
        seen = set(SheetTask.objects.visible_to(duties, DAY).values_list("indicator__code", flat=True))
        assert seen == allowed, key
    for key in ("other_focal", "sub_producer", "soca", "auditor"):
        with pytest.raises(NotAllowed):
            proposed(world, by=key)
    with pytest.raises(NotAllowed):
        fix_position(task=sheet_task(), remark="", seen=1, actor=world.actor("secretariat"))
    with pytest.raises(NotAllowed):
        comment_sheet(task=sheet_task(), text="x", actor=world.actor("other_focal"))


def test_figures_of_two_definitions_are_no_one_series_and_the_trend_begins_anew() -> None:
    world = make_world()
    called(world)
    agreed(world)
    row = Indicator.objects.get(code="P-H-1")
    old = Observation.objects.filter(indicator=row).first()
    assert old is not None
    with behind_its_back():
        for period, value in (("2024", "19.8"), ("2025", "19.1")):
            Observation.objects.create(
                indicator=row,
                area="IDN",
                period=period,
                text=value,
                value=value,
                status="A",
                nature="final",
                unit="persen",
                source="world",
                definition_version=row.definition_version,
                recorded_at=moment(2026, 4, 12),
                content=old.content,
            )
    rows = as_series(Observation.objects.filter(indicator=row, area="IDN"))
    assert [(one.period, one.series_break) for one in rows] == [
        ("2022", False),
        ("2023", False),
        ("2024", True),
        ("2025", False),
    ]
    found = {one.method: one for one in assess(row, rows, None, list(row.targets.all()), {}, DAY)}
    whole = {
        one.method: one
        for one in assess(
            row, [one for one in rows if one.period >= "2024"], None, list(row.targets.all()), {}, DAY
        )
    }
    assert {name: (one.status, one.reason) for name, one in found.items()} == {
        name: (one.status, one.reason) for name, one in whole.items()
    }


def test_figures_of_one_definition_are_compared_whatever_of_another_stands_between_them() -> None:
    world = make_world()
    called(world)
    agreed(world)
    row = Indicator.objects.get(code="P-H-1")
    row = with_definition_day(Indicator.objects.filter(pk=row.pk)).get()
    entry = Observation.objects.filter(indicator=row)[0].content
    told = {"2019": ("24.4", 2), "2020": ("24", 1), "2021": ("23", 1), "2025": ("19.4", 2)}
    with behind_its_back():
        Observation.objects.filter(indicator=row).delete()
        for period, (value, version) in told.items():
            Observation.objects.create(
                indicator=row, area="IDN", period=period, text=value, value=Decimal(value), nature="final",
                unit="persen", source="world", definition_version=version, content=entry,
                recorded_at=moment(2026, 4, 12),
            )  # fmt: skip
    later = moment(2026, 4, 20)
    reading = read_indicator(row, moment=later)
    assert (reading.before and reading.before.period, str(reading.change)) == ("2019", "-5.0000000000")
    assert [one.series_break for one in reading.points] == [False] * 4
    data = chart_of(row, reading, "en")
    cut = [[point.period for point in part] for part in segments(beside(data).points)]
    assert cut == [["2020", "2021"], ["2019", "2025"]]
    assert "break" not in describe(data, language="en")
    with behind_its_back():
        Observation.objects.filter(indicator=row, period="2025").update(series_break=True)
    assert read_indicator(row, moment=later).change is None
    found = {one.method: one for one in assess(
        row, as_series(Observation.objects.filter(indicator=row)), None, list(row.targets.all()), {}, DAY
    )}  # fmt: skip
    joined = {one.method: one for one in assess(
        row, list(Observation.objects.filter(indicator=row, period="2025")), None, list(row.targets.all()), {}, DAY
    )}  # fmt: skip
    assert {name: (one.status, one.reason) for name, one in found.items()} == {
        name: (one.status, one.reason) for name, one in joined.items()
    }


def test_a_published_figure_corrected_after_an_agreement_stays_under_the_definition_the_content_words() -> (
    None
):
    world = make_world()
    body = {**world.indicators["P-H-1"].sheet, "code": "P-H-1"}
    with behind_its_back():
        ContentEntry.objects.create(
            kind="indicator",
            code="P-H-1",
            number=1,
            digest=digest(body),
            body=body,
            place="world.yaml:1",
            version=world.content,
        )
    called(world)
    agreed(world)
    old = Observation.objects.get(indicator__code="P-H-1", period="2023")
    told = {
        "code": "P-H-1/IDN/2023",
        "indicator": "P-H-1",
        "area": "IDN",
        "period": "2023",
        "value": "21.5",
        "nature": "final",
        "source": "SKI 2023",
        "confidence": "verified",
    }
    with behind_its_back():
        entry = ContentEntry.objects.create(
            kind="value",
            code=told["code"],
            number=2,
            digest=digest(told),
            body=told,
            place="world.yaml:9",
            version=world.content,
        )
        item = ContentItem("value", told["code"], told, "world.yaml", 9)
        PUT["value"]([item], {("value", told["code"]): entry}, world.machine)
    new = Observation.objects.get(revises=old)
    assert (new.source, new.definition_version) == ("SKI 2023", 1)
    assert Indicator.objects.get(code="P-H-1").definition_version == 2


def test_content_loaded_again_does_not_undo_what_was_agreed() -> None:
    world = make_world()
    called(world)
    agreed(world)
    row = Indicator.objects.get(code="P-H-1")
    body = {
        "code": "P-H-1",
        "title": {"id": "Prevalensi stunting", "en": "Stunting"},
        "unit": {"id": "orang", "en": "persons"},
        "unit_code": "PS",
        "polarity": "minimise",
        "validity": "proxy",
        "type": "quantitative",
        "level": "outcome",
        "custodian": "KEMENKES",
        "body": "SOMHD",
        "decimals": 1,
        "jump_limit": "30",
        "source": "world",
        "confidence": "proxy",
        "baseline": {
            "area": "IDN",
            "period": "2020",
            "value": "26",
            "status": "provisional",
            "source": "lama",
        },
    }
    with behind_its_back():
        ContentEntry.objects.create(
            kind="indicator",
            code="P-H-1",
            number=1,
            digest=digest(body),
            body=body,
            place="world.yaml:1",
            version=world.content,
        )
        PUT["indicator"]([ContentItem("indicator", "P-H-1", body, "world.yaml", 1)], {}, world.machine)
    again = Indicator.objects.get(code="P-H-1")
    assert (again.title_id, again.sheet["jump_limit"]) == ("Prevalensi stunting", "30")
    assert (again.unit_id, again.sheet["definition"]) == ("persen", WORDING["definition"])
    assert again.definition_version == row.definition_version == 2
    assert Baseline.objects.get(indicator=again).value_text == "21.6"
    named = [fault for fault in catalogue() if "P-H-1" in fault.subject]
    assert named == []
    with behind_its_back():
        again.sheet = {**again.sheet, "definition": {"id": "lain", "en": "other"}}
        again.save()
    assert [fault.params["field"] for fault in catalogue() if "P-H-1" in fault.subject] == ["sheet"]


def test_a_finalisation_closes_with_a_reason_where_sheets_are_open_and_takes_nothing_more() -> None:
    world = make_world()
    row = called(world)
    with pytest.raises(Problem, match="SHEET-UNFINISHED"):
        close_finalisation(finalisation=row, actor=world.actor("secretariat"))
    close_finalisation(finalisation=row, reason="Dilanjutkan tahun depan", actor=world.actor("secretariat"))
    with pytest.raises(Problem, match="SHEET-CLOSED"):
        proposed(world)
    assert called(world).pk != row.pk


def test_a_merged_indicator_is_asked_of_nobody_and_its_figures_stay() -> None:
    world = make_world()
    before = Observation.objects.filter(indicator__code="P-H-1").count()
    with pytest.raises(Problem, match="INDICATOR-INTO-ITSELF"):
        merged(world, "P-H-1", "P-H-1")
    merged(world, "P-H-1", "P-H-2")
    assert Observation.objects.filter(indicator__code="P-H-1").count() == before
    world.open()
    asked = {figure.indicator.code for task in world.tasks.values() for figure in task.due_figures.all()}
    assert "P-H-2" in asked and "P-H-1" not in asked
    with pytest.raises(Problem, match="INDICATOR-MERGED"):
        merged(world, "P-H-2", "P-H-1")
    with pytest.raises(Problem, match="INDICATOR-MERGED"):
        called(world)


def test_an_indicator_in_finalisation_is_not_merged_and_only_the_coordinator_merges() -> None:
    world = make_world()
    called(world)
    with pytest.raises(Problem, match="INDICATOR-IN-FINALISATION"):
        merged(world, "P-H-1", "P-H-2")
    with pytest.raises(NotAllowed):
        merged(world, "P-W-1", "P-H-2", by="secretariat")


def test_a_merger_needs_its_decision_and_a_day_that_has_come() -> None:
    world = make_world()
    for decision, decided, code in (
        (" ", DAY, "SHEET-NEEDS-DECISION"),
        (DECISION, date(2026, 4, 11), "SHEET-DECISION-DAY"),
    ):
        with pytest.raises(Problem, match=code):
            merge_indicator(
                indicator=world.indicators["P-H-1"],
                into=world.indicators["P-H-2"],
                decision=decision,
                decided_on=decided,
                actor=world.actor("coordinator"),
            )
    assert not Indicator.objects.filter(merged_into__isnull=False).exists()


def merged(world: World, code: str, into: str, by: str = "coordinator") -> Indicator:
    return merge_indicator(
        indicator=world.indicators[code],
        into=world.indicators[into],
        decision=DECISION,
        decided_on=DAY,
        actor=world.actor(by),
    )


def test_a_circle_that_others_closed_meanwhile_is_refused_when_the_position_is_fixed_and_when_it_is_agreed() -> (
    None
):
    world = make_world()
    called(world)
    proposed(world, sheet={**WORDING, "national_equivalent": {"relation": "identical", "code": "P-W-1"}})

    def other_leads_to(code: str) -> None:
        other = world.indicators["P-W-1"]
        other.sheet = {**other.sheet, "national_equivalent": {"relation": "identical", "code": code}}
        with behind_its_back():
            other.save()

    def fix() -> None:
        fix_position(task=sheet_task(), remark="", seen=2, actor=world.actor("coordinator"))

    other_leads_to("P-H-1")
    with pytest.raises(Problem, match="SHEET-CIRCLE"):
        fix()
    other_leads_to("P-H-2")
    fix()
    other_leads_to("P-H-1")
    with pytest.raises(Problem, match="SHEET-CIRCLE") as refused:
        agree_sheet(
            task=sheet_task(),
            decision=DECISION,
            decided_on=date(2026, 4, 9),
            seen=2,
            actor=world.actor("secretariat"),
        )
    assert refused.value.params["path"] == "P-H-1 → P-W-1 → P-H-1"
    assert sheet_task().state == "national"
