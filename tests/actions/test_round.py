"""One round, from the call to accepted observations, as people do it."""

from __future__ import annotations

from copy import copy
from dataclasses import replace
from datetime import date, datetime
from decimal import Decimal
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from tests.guard import behind_its_back
from tests.remembered import made_once
from tests.world import CHAIN, NARRATIVE, World, make_world, moment

from simpul.actions.acting import Actor
from simpul.actions.directory import designate, end_designation
from simpul.actions.reporting import (
    clear,
    clear_on_behalf,
    close_round,
    extend,
    mark_nothing_new,
    open_round,
    override_warning,
    recall,
    remark,
    reopen,
    return_task,
    save_entry,
    save_narrative,
    submit,
)
from simpul.actions.reporting.checking import check_task
from simpul.actions.reporting.observations import DEFINED_ANEW, SOURCE_NAMED
from simpul.core.errors import Conflict, NotAllowed, Problem
from simpul.core.permissions import Role
from simpul.core.reporting import Answer, First, content_hash
from simpul.records.integrity import faults
from simpul.records.models import (
    AuditEntry,
    Clearance,
    Designation,
    DueFigure,
    Entry,
    Indicator,
    Observation,
    OutboxMessage,
    Override,
    Submission,
    Task,
)
from simpul.records.provenance import provenance

pytestmark = pytest.mark.django_db


@pytest.fixture
@made_once
def world() -> World:
    made = make_world()
    made.open()
    return made


def task_of(world: World, body: str) -> Task:
    return Task.objects.get(pk=world.tasks[body].pk)


def write_all(world: World, body: str, who: str) -> None:
    for item in NARRATIVE:
        save_narrative(
            task=task_of(world, body), field=item["code"], text="tidak ada", actor=world.actor(who)
        )


def fill_health(world: World, *, text: str = "19,8", jkn: str = "98,62") -> Task:
    """SOMHD's answers: stunting 2024, JKN December 2025, and poverty confirmed."""
    task, actor = task_of(world, "SOMHD"), world.actor("producer")
    for code, period, value in (("P-H-1", "2024", text), ("P-H-2", "2025-12", jkn)):
        save_entry(
            task=task,
            indicator=world.indicators[code],
            period=period,
            text=value,
            nature="final",
            actor=actor,
        )
    write_all(world, "SOMHD", "producer")
    mark_nothing_new(task=task, actor=actor)
    return task_of(world, "SOMHD")


def submitted(world: World) -> Submission:
    return submit(task=fill_health(world), actor=world.actor("producer"))


def run_chain(world: World, *, until: int = 5) -> Task:
    for who in ("steward", "focal", "signer", "coordinator")[: until - 1]:
        task = task_of(world, "SOMHD")
        seen = task.submissions.latest("number").content_hash
        clear(task=task, seen=seen, actor=world.actor(who))
    return task_of(world, "SOMHD")


def test_it_makes_one_task_per_body_and_lead_office_and_one_for_a_sub_body_led_elsewhere(
    world: World,
) -> None:
    found = {
        (task.body.code, task.organisation.code)
        for task in Task.objects.select_related("body", "organisation")
    }
    assert found == {("SOMHD", "KEMENKES"), ("SOMSWD", "KEMENSOS"), ("SUBSWD", "KP2MI")}
    assert [row.code for row in task_of(world, "SOMSWD").co_leads.all()] == ["KP2MI"]


def test_each_indicator_says_which_reference_period_is_due(world: World) -> None:
    rows = {
        (row.task.body.code, row.indicator.code): (row.period, row.due, row.share)
        for row in DueFigure.objects.select_related("task__body", "indicator")
    }
    assert rows[("SOMHD", "P-H-1")] == ("2024", True, "custodian")  # 2025 is released in July 2026
    assert rows[("SOMHD", "P-H-2")] == ("2025-12", True, "custodian")
    assert rows[("SOMHD", "P-H-3")] == ("", False, "custodian")  # irregular: never due, may be reported
    assert rows[("SOMSWD", "P-W-1")] == ("2025-09", True, "custodian")
    assert rows[("SOMHD", "P-W-1")] == ("2025-09", True, "confirm")


def test_what_was_accepted_already_is_not_due_and_shows_the_next_release(world: World) -> None:
    run_chain_of_poverty(world)
    second = open_round(
        obligation=world.obligation,
        period="2026-Q2",
        opens_on=date(2026, 7, 1),
        due_on=date(2026, 7, 24),
        closes_on=date(2026, 8, 8),
        actor=world.actor("secretariat", moment(2026, 7, 1)),
    )
    row = DueFigure.objects.get(task__round=second, indicator__code="P-W-1", share="custodian")
    assert (row.period, row.due, row.next_release) == ("2025-09", False, date(2026, 8, 1))


def run_chain_of_poverty(world: World) -> None:
    task = task_of(world, "SOMSWD")
    save_entry(
        task=task,
        indicator=world.indicators["P-W-1"],
        period="2025-09",
        text="8,25",
        nature="final",
        actor=world.actor("other_producer"),
    )
    write_all(world, "SOMSWD", "other_producer")
    submission = submit(task=task_of(world, "SOMSWD"), actor=world.actor("other_producer"))
    for who in ("other_steward", "other_focal", "other_signer", "coordinator"):
        clear(task=task_of(world, "SOMSWD"), seen=submission.content_hash, actor=world.actor(who))


def test_an_office_with_two_bodies_gets_one_message(world: World) -> None:
    assert OutboxMessage.objects.filter(kind="mail", key__startswith="round-opened").count() == 3
    offices = [
        row.payload["organisation"] for row in OutboxMessage.objects.filter(key__startswith="round-opened")
    ]
    assert len(offices) == len(set(offices))


def test_holders_are_those_of_the_opening_day_and_a_vacancy_is_absent(world: World) -> None:
    holders = task_of(world, "SOMHD").holders
    assert holders["focal_point"]["name"] == "Focal"
    assert holders["alternate"]["organisation"] == "KEMLU"
    assert holders["signing_official"]["acting"] == "Plt."
    assert "focal_point" not in task_of(world, "SUBSWD").holders


def test_the_same_round_is_opened_once(world: World) -> None:
    with pytest.raises(Problem) as refused:
        world.open()
    assert refused.value.code == "REPORTING-ROUND-EXISTS"


def test_a_whole_turn_ends_in_observations_with_their_proof(world: World) -> None:
    submitted(world)
    task = run_chain(world)
    assert task.state == "accepted"
    row = Observation.objects.get(indicator__code="P-H-1", period="2024")
    assert (row.text, row.value, row.nature, row.vintage) == ("19,8", Decimal("19.8"), "final", 1)
    assert row.figure is not None and row.figure.submission.task_id == task.pk
    steps = list(row.figure.submission.clearances.values_list("role", "by_name"))
    assert steps == list(zip(CHAIN, ["Producer", "Steward", "Focal", "Signer", "Coordinator"], strict=True))
    assert list(faults()) == []


def test_the_audit_rows_equal_the_steps(world: World) -> None:
    before = AuditEntry.objects.count()
    submitted(world)
    run_chain(world)
    actions = list(AuditEntry.objects.order_by("id").values_list("action", flat=True))[before:]
    assert actions == (
        ["reporting.save_entry"] * 2
        + ["reporting.save_narrative"] * 4
        + ["reporting.save_entry"]
        + ["reporting.submit"]
        + ["reporting.clear"] * 3
        + ["reporting.accept"]
    )


def test_maker_is_never_checker_even_with_two_roles(world: World) -> None:
    task = fill_health(world)
    submission = submit(task=task, actor=world.actor("focal"))
    clear(task=task, seen=submission.content_hash, actor=world.actor("steward"))
    with pytest.raises(Problem) as refused:
        clear(task=task_of(world, "SOMHD"), seen=submission.content_hash, actor=world.actor("focal"))
    assert refused.value.code == "REPORTING-MAKER-CHECKER"


def test_a_waiver_is_refused_while_another_holds_the_step_and_names_him(world: World) -> None:
    submission = submit(task=fill_health(world), actor=world.actor("focal"))
    clear(task=task_of(world, "SOMHD"), seen=submission.content_hash, actor=world.actor("steward"))
    asked = {"seen": submission.content_hash, "waiver": "Hanya satu pegawai."}
    with pytest.raises(Problem) as refused:
        clear(task=task_of(world, "SOMHD"), **asked, actor=world.actor("focal"))
    assert refused.value.code == "REPORTING-WAIVER-NOT-SMALL"
    assert refused.value.params["who"] == "Alternate, Kemlu"
    alternate = Designation.objects.get(role="alternate")
    end_designation(
        designation=alternate, until=date(2026, 4, 10), reason="pindah", actor=world.actor("secretariat")
    )
    row = clear(task=task_of(world, "SOMHD"), **asked, actor=world.actor("focal"))
    assert (row.waiver, row.role, row.by_name) == ("Hanya satu pegawai.", "focal_point", "Focal")


def test_a_waiver_nobody_needed_is_not_kept_with_the_step(world: World) -> None:
    submission = submitted(world)
    run_chain(world, until=2)
    row = clear(
        task=task_of(world, "SOMHD"),
        seen=submission.content_hash,
        waiver="Berjaga-jaga.",
        actor=world.actor("focal"),
    )
    assert row.waiver == ""


def test_an_alternate_from_another_ministry_takes_the_focal_points_step(world: World) -> None:
    submission = submitted(world)
    run_chain(world, until=2)
    row = clear(task=task_of(world, "SOMHD"), seen=submission.content_hash, actor=world.actor("alternate"))
    assert (row.role, row.holder["organisation"]) == ("focal_point", "KEMLU")


def test_a_step_out_of_turn_is_refused(world: World) -> None:
    submission = submitted(world)
    with pytest.raises(Problem) as refused:
        clear(task=task_of(world, "SOMHD"), seen=submission.content_hash, actor=world.actor("signer"))
    assert refused.value.code == "REPORTING-WRONG-STEP"


def test_an_approval_of_another_content_than_was_seen_is_refused(world: World) -> None:
    submitted(world)
    with pytest.raises(Conflict) as refused:
        clear(task=task_of(world, "SOMHD"), seen="0" * 64, actor=world.actor("steward"))
    assert refused.value.code == "REPORTING-HASH-CHANGED"


@pytest.mark.parametrize(
    "changed",
    [
        {"text": "9,8"},
        {"value": Decimal("9.8")},
        {"unit": "per seribu"},
        {"area": "MYS"},
        {"period": "2023"},
        {"disaggregation": "SEX=F"},
        {"answer": "nothing_new"},
        {"status": "LT"},
        {"nature": "estimated"},
        {"comment": "lain"},
        {"reason": "lain"},
        {"revision_reason": "lain"},
        {"evidence": [{"file": 1, "name": "lain.pdf", "sha256": "0" * 64}]},
        {"definition_version": 2},
        {"source": "lain"},
    ],
    ids=lambda changed: next(iter(changed)),
)
def test_a_figure_changed_behind_the_desk_voids_the_approval_and_is_named(
    world: World, changed: dict[str, Any]
) -> None:
    submission = submitted(world)
    run_chain(world, until=3)

    with behind_its_back():
        submission.figures.filter(text="19,8").update(**changed)
    with pytest.raises(Conflict):
        clear(task=task_of(world, "SOMHD"), seen=submission.content_hash, actor=world.actor("signer"))
    named = [fault for fault in faults() if fault.check == "submissions"]
    assert len(named) == 1 and "SOMHD" in named[0].subject


def test_every_field_of_a_submitted_figure_is_bound_and_its_evidence_by_content(world: World) -> None:
    row = submitted(world).figures.select_related("indicator").get(indicator__code="P-H-1")
    row.evidence = [{"file": 1, "name": "bukti.pdf", "sha256": "a" * 64}]
    seen = content_hash(figures=[row.bound()], narratives={})
    others: dict[str, Any] = {"definition_version": 9}
    names = "area period disaggregation answer text unit status nature comment reason revision_reason source"
    others |= {name: "X" for name in names.split()}
    others |= {"value": Decimal("9.8"), "evidence": [{"file": 1, "name": "bukti.pdf", "sha256": "b" * 64}]}
    for name, other in others.items():
        changed = copy(row)
        setattr(changed, name, other)
        assert content_hash(figures=[changed.bound()], narratives={}) != seen, name


def test_the_unit_of_the_day_of_entry_is_bound_and_published(world: World) -> None:
    submission = submitted(world)
    assert submission.figures.get(indicator__code="P-H-1").unit == "persen"
    with behind_its_back():
        Indicator.objects.filter(code="P-H-1").update(unit_id="per seribu", unit_en="per thousand")
    run_chain(world)
    assert Observation.objects.get(indicator__code="P-H-1", period="2024").unit == "persen"


def test_a_figure_accepted_after_the_sheet_was_agreed_anew_keeps_the_definition_it_was_reported_by(
    world: World,
) -> None:
    submitted(world)
    with behind_its_back():
        Indicator.objects.filter(code="P-H-1").update(definition_version=2)
    run_chain(world)
    made = Observation.objects.get(indicator__code="P-H-1", period="2024")
    assert made.definition_version == 1
    assert [fault for fault in faults() if fault.check in ("submissions", "observations")] == []
    with behind_its_back():
        Observation.objects.filter(pk=made.pk).update(definition_version=2)
    assert [fault.check for fault in faults()] == ["observations"]


def test_the_publication_an_office_names_is_carried_to_the_observation(world: World) -> None:
    named = "SSGI 2024, Kementerian Kesehatan, 2025, tabel 3.1, https://kemkes.example/ssgi"
    task, actor = fill_health(world), world.actor("producer")
    given = {"indicator": world.indicators["P-H-1"], "period": "2024", "text": "19,8", "nature": "final"}
    save_entry(task=task, **given, source=f" {named} ", actor=actor)
    submit(task=task_of(world, "SOMHD"), actor=actor)
    run_chain(world)
    made = Observation.objects.get(indicator__code="P-H-1", period="2024")
    assert made.source == named and list(faults()) == []
    with behind_its_back():
        Observation.objects.filter(pk=made.pk).update(source="Kabar, 2025")
        Entry.objects.filter(indicator__code="P-H-1").update(source="Kabar, 2025")
    assert sorted(fault.check for fault in faults()) == ["observations", "working_answers"]


@pytest.mark.parametrize(("recipe", "version"), [(1, None), (2, 1)])
def test_a_submission_hashed_by_an_earlier_recipe_is_still_proved_by_it(
    world: World, recipe: int, version: int | None
) -> None:
    submission = submitted(world)
    with behind_its_back():
        submission.recipe = recipe
        submission.figures.update(definition_version=version)
        seen = submission.content_hash = submission.hash_now()
        submission.save()
        submission.clearances.update(content_hash=seen)
    assert [fault for fault in faults() if fault.check == "submissions"] == []
    clear(task=task_of(world, "SOMHD"), seen=seen, actor=world.actor("steward"))
    with behind_its_back():
        submission.figures.filter(text="19,8").update(text="9,8")
    assert [fault.check for fault in faults() if fault.check == "submissions"] == ["submissions"]
    with behind_its_back():
        submission.figures.filter(text="9,8").update(text="19,8", source="Kabar, 2025")
    assert [fault.code for fault in faults() if fault.check == "submissions"] == ["differs"]


def test_returned_work_keeps_its_own_date_and_its_remarks(world: World) -> None:
    submission = submitted(world)
    key = "P-H-2|IDN|2025-12|_T"
    return_task(
        task=task_of(world, "SOMHD"),
        seen=submission.content_hash,
        due=date(2026, 4, 30),
        reason="Bukti kurang",
        remarks={key: "Lampirkan halaman tabel", "narrative:plan": "Sebut kegiatan"},
        actor=world.actor("steward"),
    )
    task = task_of(world, "SOMHD")
    assert (task.state, task.due_current, task.due_original) == (
        "returned",
        date(2026, 4, 30),
        date(2026, 4, 24),
    )
    assert task.clock_on(date(2026, 5, 1)).late
    assert {(row.figure, row.field) for row in task.remarks.all()} == {(key, ""), ("", "plan")}
    save_entry(
        task=task,
        indicator=world.indicators["P-H-2"],
        period="2025-12",
        text="98,62",
        nature="final",
        comment="halaman 3",
        actor=world.actor("producer"),
    )
    second = submit(task=task_of(world, "SOMHD"), actor=world.actor("producer"))
    assert (second.number, second.content_hash != submission.content_hash) == (2, True)
    assert task.submissions.get(number=1).outcome == "returned"


def test_nobody_writes_while_it_is_in_clearance_and_a_recall_gives_it_back(world: World) -> None:
    submitted(world)
    with pytest.raises(Problem) as refused:
        save_entry(
            task=task_of(world, "SOMHD"),
            indicator=world.indicators["P-H-1"],
            period="2024",
            text="20",
            actor=world.actor("producer"),
        )
    assert refused.value.code == "ACCOUNTS-WRONG-STATE"
    recall(task=task_of(world, "SOMHD"), reason="Salah unggah", actor=world.actor("producer"))
    assert task_of(world, "SOMHD").state == "draft"


def test_another_office_neither_sees_nor_touches_the_task(world: World) -> None:
    duties = world.actor("other_focal").duties
    seen = Task.objects.visible_to(duties, date(2026, 4, 10))
    assert {task.body.code for task in seen} == {"SOMSWD"}
    with pytest.raises(NotAllowed):
        save_entry(
            task=task_of(world, "SOMHD"),
            indicator=world.indicators["P-H-1"],
            period="2024",
            text="20",
            actor=world.actor("other_focal"),
        )


def test_a_co_lead_contributes_to_the_same_task(world: World) -> None:
    row = save_entry(
        task=task_of(world, "SOMSWD"),
        indicator=world.indicators["P-W-1"],
        period="2025-09",
        text="8,25",
        actor=world.actor("co_producer"),
    )
    assert row.value == Decimal("8.25")


def test_only_the_custodian_enters_a_value(world: World) -> None:
    with pytest.raises(Problem) as refused:
        save_entry(
            task=task_of(world, "SOMHD"),
            indicator=world.indicators["P-W-1"],
            period="2025-09",
            text="8,25",
            actor=world.actor("producer"),
        )
    assert refused.value.code == "REPORTING-CONFIRM-ONLY"


def test_an_indicator_of_another_office_is_refused(world: World) -> None:
    with pytest.raises(Problem) as refused:
        save_entry(
            task=task_of(world, "SOMSWD"),
            indicator=world.indicators["P-H-1"],
            period="2024",
            text="19,8",
            actor=world.actor("other_producer"),
        )
    assert refused.value.code == "REPORTING-FOREIGN-INDICATOR"


@pytest.mark.parametrize("answer", [Answer.UNAVAILABLE, Answer.NOTHING_NEW])
def test_who_only_confirms_does_not_say_that_another_offices_figure_is_missing(
    world: World, answer: Answer
) -> None:
    with pytest.raises(Problem) as refused:
        save_entry(
            task=task_of(world, "SOMHD"),
            indicator=world.indicators["P-W-1"],
            period="2025-09",
            answer=answer,
            reason="belum ada rilis",
            actor=world.actor("producer"),
        )
    assert refused.value.code == "REPORTING-CONFIRM-ONLY"


@pytest.mark.parametrize(
    ("code", "figure", "refusal"),
    [
        ("P-H-1", {"period": "2024", "area": "MYS"}, "REPORTING-OTHER-AREA"),
        ("P-H-1", {"period": "2024-Q3"}, "REPORTING-OTHER-FREQUENCY"),
        ("P-H-2", {"period": "2025-11"}, "REPORTING-OTHER-FREQUENCY"),
        ("P-H-2", {"period": "2025"}, "REPORTING-OTHER-FREQUENCY"),
        ("P-H-1", {"period": "tahun lalu"}, "PERIOD-CODE"),
        ("P-H-3", {"period": ""}, "PERIOD-CODE"),
    ],
)
def test_a_figure_of_another_area_or_of_no_period_of_its_indicator_is_not_saved(
    world: World, code: str, figure: dict[str, str], refusal: str
) -> None:
    with pytest.raises(Problem) as refused:
        save_entry(
            task=task_of(world, "SOMHD"),
            indicator=world.indicators[code],
            text="20,1",
            nature="final",
            actor=world.actor("producer"),
            **figure,
        )
    assert refused.value.code == refusal
    assert not Entry.objects.exists()


def test_a_period_after_the_one_due_keeps_the_task_from_being_sent(world: World) -> None:
    task = fill_health(world)  # P-H-1 is due for 2024
    save_entry(
        task=task,
        indicator=world.indicators["P-H-1"],
        period="2025",
        text="19,5",
        nature="final",
        actor=world.actor("producer"),
    )
    assert [row.rule for row in check_task(task_of(world, "SOMHD")).open_errors] == ["ACUAN-04"]
    with pytest.raises(Problem) as refused:
        submit(task=task_of(world, "SOMHD"), actor=world.actor("producer"))
    assert refused.value.code == "REPORTING-HAS-ERRORS"


def test_a_past_period_without_a_figure_is_filled_in_with_a_written_reason(world: World) -> None:
    task, actor = fill_health(world), world.actor("producer")
    save_entry(
        task=task,
        indicator=world.indicators["P-H-1"],
        period="2021",
        text="24,4",
        nature="final",
        actor=actor,
    )
    assert [row.rule for row in check_task(task).open_warnings] == ["ACUAN-05"]
    with pytest.raises(Problem):
        submit(task=task_of(world, "SOMHD"), actor=actor)
    override_warning(
        task=task, rule="ACUAN-05", figure="P-H-1|IDN|2021|_T", reason="SSGI 2021 menyusul", actor=actor
    )
    submit(task=task_of(world, "SOMHD"), actor=actor)
    run_chain(world)
    assert Observation.objects.get(indicator__code="P-H-1", period="2021").value == Decimal("24.4")


def test_an_earlier_accepted_figure_is_revised_with_a_reason_and_nothing_else(world: World) -> None:
    task, actor = fill_health(world), world.actor("producer")
    common = {"task": task, "indicator": world.indicators["P-H-1"], "period": "2023", "nature": "final"}
    save_entry(**common, text="21,4", actor=actor)
    assert [row.rule for row in check_task(task).findings] == ["REVISI-01"]
    save_entry(**common, text="21,4", revision_reason="data tetap", actor=actor)
    assert check_task(task).findings == ()


def test_two_people_saving_one_cell_the_second_is_told_who_and_what(world: World) -> None:
    common = {"task": task_of(world, "SOMHD"), "indicator": world.indicators["P-H-1"], "period": "2024"}
    save_entry(**common, text="19,8", expected_version=0, actor=world.actor("producer"))
    with pytest.raises(Conflict) as refused:
        save_entry(**common, text="20,1", expected_version=0, actor=world.actor("focal"))
    assert refused.value.code == "REPORTING-STALE-EDIT"
    assert (refused.value.params["who"], refused.value.params["value"]) == ("Producer", "19,8")
    assert Entry.objects.get(indicator__code="P-H-1").text == "19,8"


def test_a_decimal_point_is_kept_as_typed_and_blocks_the_submission(world: World) -> None:
    task = fill_health(world, jkn="98.62")
    findings = check_task(task).findings
    assert [row.params["suggestion"] for row in findings if "suggestion" in row.params] == ["98,62"]
    assert Entry.objects.get(indicator__code="P-H-2").text == "98.62"
    with pytest.raises(Problem) as refused:
        submit(task=task, actor=world.actor("producer"))
    assert refused.value.code == "REPORTING-HAS-ERRORS"
    assert not Submission.objects.exists()


def test_a_warning_needs_a_written_reason_that_holds_for_that_value_only(world: World) -> None:
    task = fill_health(world, text="29,8")  # 21,5 -> 29,8 is a jump of 39 %
    warnings = check_task(task).open_warnings
    assert warnings
    with pytest.raises(Problem):
        submit(task=task, actor=world.actor("producer"))
    for row in warnings:
        override_warning(
            task=task,
            rule=row.rule,
            figure="P-H-1|IDN|2024|_T",
            reason="Sampel baru",
            actor=world.actor("producer"),
        )
    assert check_task(task_of(world, "SOMHD")).blocking == 0
    save_entry(
        task=task_of(world, "SOMHD"),
        indicator=world.indicators["P-H-1"],
        period="2024",
        text="39,8",
        nature="final",
        actor=world.actor("producer"),
    )
    assert check_task(task_of(world, "SOMHD")).blocking > 0


@pytest.mark.parametrize(
    ("rule", "figure", "refusal"),
    [
        ("no-such-rule", "P-H-1|IDN|2024|_T", "REPORTING-NO-SUCH-WARNING"),
        ("ANGKA-07", "P-H-2|IDN|2025-12|_T", "REPORTING-NO-SUCH-WARNING"),
        ("ANGKA-07", "x|y|z|_T", "REPORTING-NO-SUCH-WARNING"),
        ("ANGKA-05", "P-H-2|IDN|2025-12|_T", "REPORTING-NOT-OVERRIDABLE"),
    ],
)
def test_only_a_warning_that_is_there_is_answered(world: World, rule: str, figure: str, refusal: str) -> None:
    task = fill_health(world, text="29,8", jkn="198,62")  # a jump of 39 %; more than 100 %
    with pytest.raises(Problem) as refused:
        override_warning(task=task, rule=rule, figure=figure, reason="biar", actor=world.actor("producer"))
    assert refused.value.code == refusal
    assert not Override.objects.exists()


def test_a_reason_that_takes_the_place_of_another_leaves_the_other_in_the_trail(world: World) -> None:
    task = fill_health(world, text="29,8")
    for reason in ("Sampel baru", "Sampel diperluas"):
        override_warning(
            task=task,
            rule="ANGKA-07",
            figure="P-H-1|IDN|2024|_T",
            reason=reason,
            actor=world.actor("producer"),
        )
    first, second = AuditEntry.objects.filter(action="reporting.override_warning").order_by("id")
    said = {"rule": "ANGKA-07", "figure": "P-H-1|IDN|2024|_T", "value": "29,8"}
    assert (first.before, first.after) == ({}, {**said, "reason": "Sampel baru"})
    assert (second.before, second.after["reason"]) == (first.after, "Sampel diperluas")


def test_a_step_is_taken_by_the_designation_for_this_body_and_by_no_other(world: World) -> None:
    submission = submitted(world)
    run_chain(world, until=2)
    with behind_its_back():
        other = Designation.objects.get(role="focal_point", organisation__code="KEMENKES")
        Designation.objects.filter(pk=other.pk).update(body=world.bodies["SUBSWD"], letter_number="B-OTHER")
    with pytest.raises(NotAllowed):
        clear(task=task_of(world, "SOMHD"), seen=submission.content_hash, actor=world.actor("focal"))
    mine = designate(
        role=Role.FOCAL_POINT,
        organisation=world.organisations["KEMENKES"],
        body=world.bodies["SOMHD"],
        person=other.person,
        since=date(2026, 1, 1),
        letter_number="B-OWN",
        letter_date=date(2026, 1, 1),
        actor=world.actor("secretariat"),
    )
    step = clear(task=task_of(world, "SOMHD"), seen=submission.content_hash, actor=world.actor("focal"))
    assert (step.holder["designation"], step.holder["letter"]) == (mine.pk, "B-OWN")
    assert step.holder["body"] == "SOMHD"


def test_an_incomplete_task_names_what_is_missing(world: World) -> None:
    with pytest.raises(Problem) as refused:
        submit(task=task_of(world, "SOMHD"), actor=world.actor("producer"))
    assert refused.value.code == "REPORTING-NOT-COMPLETE"
    for part in ("P-H-1 2024", "P-H-2 2025-12", "P-W-1 2025-09", "achievements", "plan"):
        assert part in refused.value.params["missing"]


def test_not_available_with_a_reason_is_an_answer(world: World) -> None:
    task, actor = task_of(world, "SOMHD"), world.actor("producer")
    save_entry(
        task=task,
        indicator=world.indicators["P-H-1"],
        period="2024",
        answer=Answer.UNAVAILABLE,
        reason="SSGI 2024 belum dirilis",
        actor=actor,
    )
    write_all(world, "SOMHD", "producer")
    mark_nothing_new(task=task, actor=actor)
    submit(task=task_of(world, "SOMHD"), actor=actor)
    run_chain(world)
    row = Observation.objects.get(indicator__code="P-H-1", period="2024")
    assert (row.status, row.value, row.comment) == ("M", None, "SSGI 2024 belum dirilis")


def answer_stunting(world: World, period: str, at: datetime, **answer: Any) -> None:
    """SOMHD answers stunting in its present round, everything else with nothing new, and is cleared."""
    actor = world.actor("producer", at)
    save_entry(
        task=task_of(world, "SOMHD"),
        indicator=world.indicators["P-H-1"],
        period=period,
        actor=actor,
        **answer,
    )
    for item in NARRATIVE:
        save_narrative(task=task_of(world, "SOMHD"), field=item["code"], text="tidak ada", actor=actor)
    mark_nothing_new(task=task_of(world, "SOMHD"), actor=actor)
    submission = submit(task=task_of(world, "SOMHD"), actor=actor)
    for who in ("steward", "focal", "signer", "coordinator"):
        clear(task=task_of(world, "SOMHD"), seen=submission.content_hash, actor=world.actor(who, at))


def next_round(world: World, period: str, opens: date, due: date, closes: date) -> list[tuple[str, bool]]:
    """The next round of the quarterly obligation; what it asks of stunting."""
    round_ = open_round(
        obligation=world.obligation,
        period=period,
        opens_on=opens,
        due_on=due,
        closes_on=closes,
        actor=world.actor("secretariat", moment(opens.year, opens.month, opens.day)),
    )
    world.tasks = {task.body.code: task for task in round_.tasks.select_related("body")}
    asked = DueFigure.objects.filter(task=world.tasks["SOMHD"], indicator__code="P-H-1")
    return list(asked.order_by("period").values_list("period", "due"))


def test_not_available_is_asked_again_until_a_figure_is_there(world: World) -> None:
    missing: dict[str, Any] = {"answer": Answer.UNAVAILABLE, "reason": "SSGI belum dirilis"}
    answer_stunting(world, "2024", moment(2026, 4, 10), **missing)
    dates = date(2026, 6, 1), date(2026, 6, 24), date(2026, 6, 30)
    assert next_round(world, "2026-Q2", *dates) == [("2024", True)]
    answer_stunting(world, "2024", moment(2026, 6, 10), **missing)
    dates = date(2026, 10, 1), date(2026, 10, 24), date(2026, 11, 8)
    assert next_round(world, "2026-Q3", *dates) == [("2024", True), ("2025", True)]  # 2025: since July
    answer_stunting(world, "2024", moment(2026, 10, 10), text="19,8", nature="final")
    rows = Observation.objects.filter(indicator__code="P-H-1", period="2024").order_by("vintage")
    assert [(row.status, row.text, row.revision_reason) for row in rows] == [
        ("M", "", ""),
        ("A", "19,8", "sebelumnya tidak tersedia / not available before"),
    ]
    dates = date(2027, 1, 2), date(2027, 1, 24), date(2027, 2, 7)
    assert next_round(world, "2026-Q4", *dates) == [("2025", True)]
    assert list(faults()) == []


def test_a_publication_named_later_is_a_vintage_that_says_so(world: World) -> None:
    submitted(world)
    run_chain(world)
    coordinator, later = world.actor("coordinator", moment(2026, 4, 28)), moment(2026, 4, 29)
    reopen(task=task_of(world, "SOMHD"), due=date(2026, 5, 5), reason="Sumber disebut", actor=coordinator)
    given = {"indicator": world.indicators["P-H-1"], "period": "2024", "text": "19,8", "nature": "final"}
    actor = world.actor("producer", later)
    save_entry(task=task_of(world, "SOMHD"), **given, source="SSGI 2024, Kementerian Kesehatan", actor=actor)
    submission = submit(task=task_of(world, "SOMHD"), actor=actor)
    for who in ("steward", "focal", "signer", "coordinator"):
        clear(task=task_of(world, "SOMHD"), seen=submission.content_hash, actor=world.actor(who, later))
    rows = Observation.objects.filter(indicator__code="P-H-1", period="2024").order_by("vintage")
    assert [(row.text, row.source, row.revision_reason) for row in rows] == [
        ("19,8", "", ""),
        ("19,8", "SSGI 2024, Kementerian Kesehatan", SOURCE_NAMED),
    ]
    assert Observation.objects.filter(indicator__code="P-H-2").count() == 1
    assert list(faults()) == []


def test_the_same_number_under_a_new_definition_is_a_vintage_that_says_so(world: World) -> None:
    submitted(world)
    run_chain(world)
    coordinator, later = world.actor("coordinator", moment(2026, 4, 28)), moment(2026, 4, 29)
    reopen(task=task_of(world, "SOMHD"), due=date(2026, 5, 5), reason="Definisi baru", actor=coordinator)
    with behind_its_back():
        Indicator.objects.filter(code="P-H-1").update(definition_version=2)
    given = {"indicator": world.indicators["P-H-1"], "period": "2024", "text": "19,8", "nature": "final"}
    actor = world.actor("producer", later)
    save_entry(task=task_of(world, "SOMHD"), **given, actor=actor)
    override_warning(
        task=task_of(world, "SOMHD"),
        rule="DEFINISI-01",
        figure="P-H-1|IDN|2024|_T",
        reason="Dihitung ulang menurut definisi baru",
        actor=actor,
    )
    submission = submit(task=task_of(world, "SOMHD"), actor=actor)
    for who in ("steward", "focal", "signer", "coordinator"):
        clear(task=task_of(world, "SOMHD"), seen=submission.content_hash, actor=world.actor(who, later))
    rows = Observation.objects.filter(indicator__code="P-H-1", period="2024").order_by("vintage")
    assert [(row.text, row.definition_version, row.revision_reason) for row in rows] == [
        ("19,8", 1, ""),
        ("19,8", 2, DEFINED_ANEW),
    ]


def test_a_revision_needs_a_reason_and_the_old_vintage_stays_readable(world: World) -> None:
    submitted(world)
    run_chain(world)
    reopen(
        task=task_of(world, "SOMHD"),
        due=date(2026, 5, 5),
        reason="Angka final terbit",
        actor=world.actor("coordinator", moment(2026, 4, 28)),
    )
    task = task_of(world, "SOMHD")
    later = moment(2026, 4, 29)
    save_entry(
        task=task,
        indicator=world.indicators["P-H-1"],
        period="2024",
        text="19,9",
        nature="final",
        actor=world.actor("producer", later),
    )
    with pytest.raises(Problem) as refused:
        submit(task=task_of(world, "SOMHD"), actor=world.actor("producer", later))
    assert refused.value.code == "REPORTING-HAS-ERRORS"
    save_entry(
        task=task_of(world, "SOMHD"),
        indicator=world.indicators["P-H-1"],
        period="2024",
        text="19,9",
        nature="final",
        revision_reason="Pembobotan ulang SSGI",
        actor=world.actor("producer", later),
    )
    submission = submit(task=task_of(world, "SOMHD"), actor=world.actor("producer", later))
    for who in ("steward", "focal", "signer", "coordinator"):
        clear(task=task_of(world, "SOMHD"), seen=submission.content_hash, actor=world.actor(who, later))
    rows = Observation.objects.filter(indicator__code="P-H-1", period="2024").order_by("vintage")
    assert [(row.text, row.vintage, row.revision_reason) for row in rows] == [
        ("19,8", 1, ""),
        ("19,9", 2, "Pembobotan ulang SSGI"),
    ]
    known = Observation.objects.filter(indicator__code="P-H-1", period="2024")
    assert known.as_known_at(moment(2026, 4, 20)).get().text == "19,8"
    assert known.as_known_at(moment(2026, 4, 30)).get().text == "19,9"
    assert list(faults()) == []


def poverty(world: World, actor: Actor) -> Entry:
    return save_entry(
        task=task_of(world, "SOMSWD"),
        indicator=world.indicators["P-W-1"],
        period="2025-09",
        text="8,25",
        nature="final",
        actor=actor,
    )


def test_the_secretariat_enters_on_behalf_of_the_focal_point_and_both_names_are_kept(world: World) -> None:
    row = poverty(world, world.actor("secretariat"))
    assert (row.saved_by.name, row.on_behalf_of) == ("Secretariat", "Other Focal, Kemensos")
    entry = AuditEntry.objects.latest("id")
    assert (entry.actor_name, entry.on_behalf_of) == ("Secretariat", "Other Focal, Kemensos")


def test_a_name_brought_along_is_not_believed(world: World) -> None:
    bare = world.actor("secretariat")
    claimed = replace(bare, on_behalf_of="Dewi (KEMENSOS)", stands_for=world.users["producer"].person_id)
    assert poverty(world, claimed).on_behalf_of == "Other Focal, Kemensos"
    own = replace(world.actor("other_producer"), on_behalf_of="Orang lain")
    assert poverty(world, own).on_behalf_of == ""


def test_it_is_on_behalf_of_who_is_focal_point_that_day_then_the_alternate_then_the_office(
    world: World,
) -> None:
    later = world.actor("secretariat", moment(2026, 4, 12))
    assert poverty(world, later).on_behalf_of == "Other Focal, Kemensos"
    secretariat = world.actor("secretariat")
    focal = Designation.objects.get(role="focal_point", body__code="SOMSWD")
    end_designation(designation=focal, until=date(2026, 4, 11), reason="pindah", actor=secretariat)
    assert poverty(world, later).on_behalf_of == "Kemensos"
    designate(
        role=Role.ALTERNATE,
        organisation=world.organisations["KEMENSOS"],
        body=world.bodies["SOMSWD"],
        person=world.users["other_signer"].person,
        since=date(2026, 4, 11),
        acting="Plh.",
        actor=secretariat,
    )
    assert poverty(world, later).on_behalf_of == "Plh. Other Signer, Kemensos"
    assert task_of(world, "SOMSWD").holders["focal_point"]["name"] == "Other Focal"  # the opening day's


def test_paragraphs_reasons_and_remarks_of_the_secretariat_keep_both_names(world: World) -> None:
    actor, task = world.actor("secretariat"), task_of(world, "SOMHD")
    written = save_narrative(task=task, field="plan", text="tidak ada", actor=actor)
    save_entry(
        task=task,
        indicator=world.indicators["P-H-1"],
        period="2024",
        text="29,8",
        nature="final",
        actor=actor,
    )
    found = check_task(task_of(world, "SOMHD")).open_warnings[0]
    reason = override_warning(
        task=task, rule=found.rule, figure="P-H-1|IDN|2024|_T", reason="benar", actor=actor
    )
    said = remark(task=task, text="Kata kantor", for_office=True, actor=actor)
    own = remark(task=task, text="Mohon dilengkapi", actor=actor)
    assert {row.on_behalf_of for row in (written, reason, said)} == {"Focal, Kemenkes"}
    assert own.on_behalf_of == ""
    office = remark(task=task, text="Catatan", for_office=True, actor=world.actor("producer"))
    assert office.on_behalf_of == ""


def key_of(who: str, role: str) -> int:
    """The designation by which somebody holds a role."""
    return Designation.objects.get(person__email=f"{who}@contoh.example", role=role).pk


def letter(world: World, official: int | None, *, by: str = "secretariat", **other: Any) -> Clearance:
    seen = task_of(world, "SOMHD").submissions.latest("number").content_hash
    told = {"letter_number": "ND-7/2026", "letter_date": date(2026, 4, 9), **other}
    return clear_on_behalf(
        task=task_of(world, "SOMHD"), seen=seen, official=official, actor=world.actor(by), **told
    )


def test_a_letter_of_an_official_needs_number_and_date_and_keeps_both_names(world: World) -> None:
    submitted(world)
    steward = key_of("steward", "data_steward")
    for missing in ({"letter_number": " "}, {"letter_date": None}):
        with pytest.raises(Problem) as refused:
            letter(world, steward, **missing)
        assert refused.value.code == "REPORTING-LETTER-NEEDED"
    row = letter(world, steward)
    assert (row.role, row.by_name, row.on_behalf_of, row.letter_number) == (
        "data_steward",
        "Secretariat",
        "Steward, Kemenkes",
        "ND-7/2026",
    )
    assert row.stood_for == world.users["steward"].person
    last = AuditEntry.objects.latest("id")
    assert (last.actor_name, last.on_behalf_of) == ("Secretariat", "Steward, Kemenkes")
    assert list(faults()) == []


def test_the_proof_of_a_figure_tells_the_letter_and_the_waiver_its_steps_stand_on(world: World) -> None:
    submission = submit(task=fill_health(world), actor=world.actor("focal"))
    letter(world, key_of("steward", "data_steward"))
    alternate = Designation.objects.get(role="alternate")
    end_designation(
        designation=alternate, until=date(2026, 4, 10), reason="pindah", actor=world.actor("secretariat")
    )
    for who, waiver in (("focal", "Hanya satu pegawai."), ("signer", ""), ("coordinator", "")):
        clear(
            task=task_of(world, "SOMHD"),
            seen=submission.content_hash,
            waiver=waiver,
            actor=world.actor(who),
        )
    figure = Observation.objects.get(indicator__code="P-H-1", period="2024")
    steps = provenance(figure)["origin"]["cleared_by"]
    assert [(step["name"], step["on_behalf_of"], step["letter"], step["waiver"]) for step in steps] == [
        ("Focal", "", "", ""),
        ("Secretariat", "Steward, Kemenkes", "ND-7/2026", ""),
        ("Focal", "", "", "Hanya satu pegawai."),
        ("Signer", "", "", ""),
        ("Coordinator", "", "", ""),
    ]


def test_a_letter_is_only_of_who_holds_the_step_that_day(world: World) -> None:
    submitted(world)
    for who, role in (("signer", "signing_official"), ("other_steward", "data_steward")):
        with pytest.raises(Problem) as refused:
            letter(world, key_of(who, role))
        assert refused.value.code == "REPORTING-BEHALF-NOT-HOLDER"
        assert refused.value.params["who"] == "Steward, Kemenkes"
    letter(world, key_of("steward", "data_steward"))
    row = letter(world, key_of("alternate", "alternate"))
    assert (row.role, row.on_behalf_of) == ("focal_point", "Alternate, Kemlu")
    row = letter(world, key_of("signer", "signing_official"))
    assert row.on_behalf_of == "Plt. Signer, Kemenkes"


def test_the_secretariat_never_clears_a_whole_chain_alone(world: World) -> None:
    submitted(world)
    for who, role in (("steward", "data_steward"), ("focal", "focal_point"), ("signer", "signing_official")):
        letter(world, key_of(who, role))
    with pytest.raises(Problem) as refused:
        letter(world, key_of("coordinator", "coordinator"))
    assert refused.value.code == "REPORTING-BEHALF-NATIONAL"
    assert task_of(world, "SOMHD").state == "check"


def test_who_submitted_for_an_office_records_no_letter_for_it(world: World) -> None:
    submit(task=fill_health(world), actor=world.actor("secretariat"))
    with pytest.raises(Problem) as refused:
        letter(world, key_of("steward", "data_steward"))
    assert refused.value.code == "REPORTING-BEHALF-RECORDER"


def test_who_typed_one_paragraph_records_no_letter(world: World) -> None:
    fill_health(world)
    save_narrative(
        task=task_of(world, "SOMHD"), field="plan", text="menurut telepon", actor=world.actor("secretariat")
    )
    submit(task=task_of(world, "SOMHD"), actor=world.actor("producer"))
    with pytest.raises(Problem) as refused:
        letter(world, key_of("steward", "data_steward"))
    assert refused.value.code == "REPORTING-BEHALF-RECORDER"


def test_for_whom_it_was_submitted_no_letter_is_recorded_but_he_may_check_it_himself(world: World) -> None:
    submission = submit(task=fill_health(world), actor=world.actor("secretariat"))
    assert submission.on_behalf_of == "Focal, Kemenkes"
    designate(
        role=Role.SECRETARIAT,
        organisation=world.organisations["KOORD"],
        person=world.users["auditor"].person,
        body=None,
        since=date(2026, 1, 1),
        rank=2,
        actor=world.machine,
    )
    letter(world, key_of("steward", "data_steward"), by="auditor")
    with pytest.raises(Problem) as refused:
        letter(world, key_of("focal", "focal_point"), by="auditor")
    assert refused.value.code == "REPORTING-BEHALF-MAKER"
    row = clear(task=task_of(world, "SOMHD"), seen=submission.content_hash, actor=world.actor("focal"))
    assert (row.role, row.on_behalf_of) == ("focal_point", "")


def test_for_whom_a_letter_was_recorded_takes_no_other_step(world: World) -> None:
    designate(
        role=Role.SIGNING_OFFICIAL,
        organisation=world.organisations["KEMENKES"],
        body=None,
        person=world.users["focal"].person,
        since=date(2026, 1, 1),
        rank=2,
        actor=world.machine,
    )
    submission = submitted(world)
    run_chain(world, until=2)
    letter(world, key_of("focal", "focal_point"))
    with pytest.raises(Problem) as refused:
        letter(world, key_of("focal", "signing_official"))
    assert refused.value.code == "REPORTING-BEHALF-MAKER"
    with pytest.raises(Problem) as refused:
        clear(task=task_of(world, "SOMHD"), seen=submission.content_hash, actor=world.actor("focal"))
    assert refused.value.code == "REPORTING-MAKER-CHECKER"


LATE = moment(2026, 4, 29)


def handed_in_late(world: World) -> Task:
    fill_health(world)
    submission = submit(task=task_of(world, "SOMHD"), actor=world.actor("producer", LATE))
    return_task(
        task=task_of(world, "SOMHD"),
        seen=submission.content_hash,
        due=date(2026, 5, 5),
        reason="Perbaiki",
        actor=world.actor("steward", LATE),
    )
    return task_of(world, "SOMHD")


def test_a_return_never_washes_lateness_away(world: World) -> None:
    task = handed_in_late(world)
    assert (task.on_time, task.first) == (False, First(on=date(2026, 4, 29), due=date(2026, 4, 24)))
    submit(task=task, actor=world.actor("producer", moment(2026, 5, 4)))
    task = task_of(world, "SOMHD")
    assert (task.on_time, task.due_current, task.submitted_on) == (
        False,
        date(2026, 5, 5),
        date(2026, 5, 4),
    )
    assert task.clock_on(date(2026, 5, 4)).days == -5


def test_work_in_time_that_is_returned_stays_in_time(world: World) -> None:
    submission = submitted(world)
    return_task(
        task=task_of(world, "SOMHD"),
        seen=submission.content_hash,
        due=date(2026, 5, 5),
        reason="Perbaiki",
        actor=world.actor("steward"),
    )
    assert task_of(world, "SOMHD").clock_on(date(2026, 5, 6)).late  # what is owed now
    submit(task=task_of(world, "SOMHD"), actor=world.actor("producer", moment(2026, 5, 4)))
    assert task_of(world, "SOMHD").on_time


def test_an_extension_granted_before_counts_and_one_granted_after_does_not(world: World) -> None:
    fill_health(world)
    more = {"due": date(2026, 5, 2), "reason": "Rilis mundur", "actor": world.actor("coordinator")}
    extend(task=task_of(world, "SOMHD"), **more)
    submit(task=task_of(world, "SOMHD"), actor=world.actor("producer", LATE))
    assert task_of(world, "SOMHD").on_time
    poverty(world, world.actor("other_producer"))
    write_all(world, "SOMSWD", "other_producer")
    sent = submit(task=task_of(world, "SOMSWD"), actor=world.actor("other_producer", LATE))
    assert not task_of(world, "SOMSWD").on_time
    extend(task=task_of(world, "SOMSWD"), **more)
    assert (sent.outcome, task_of(world, "SOMSWD").on_time) == ("check", False)


def test_a_recall_counts_as_not_handed_in_and_washes_no_lateness_away(world: World) -> None:
    submitted(world)
    recall(task=task_of(world, "SOMHD"), reason="Salah berkas", actor=world.actor("producer"))
    assert (task_of(world, "SOMHD").first, task_of(world, "SOMHD").on_time) == (None, False)
    submit(task=task_of(world, "SOMHD"), actor=world.actor("producer", LATE))
    recall(task=task_of(world, "SOMHD"), reason="Salah lagi", actor=world.actor("producer", LATE))
    extend(
        task=task_of(world, "SOMHD"),
        due=date(2026, 5, 5),
        reason="Minta waktu",
        actor=world.actor("coordinator", LATE),
    )
    submit(task=task_of(world, "SOMHD"), actor=world.actor("producer", LATE))
    assert not task_of(world, "SOMHD").on_time


def test_a_figure_under_a_new_definition_is_found_beside_the_one_before(world: World) -> None:
    def found() -> list[str]:
        return [row.rule for row in check_task(task_of(world, "SOMHD")).findings]

    save_entry(
        task=task_of(world, "SOMHD"),
        indicator=world.indicators["P-H-1"],
        period="2024",
        text="19,8",
        nature="final",
        actor=world.actor("producer"),
    )
    assert "DEFINISI-01" not in found()
    with behind_its_back():
        Indicator.objects.filter(code="P-H-1").update(definition_version=2)
    assert "DEFINISI-01" in found()


def test_an_extension_keeps_the_first_date_visible(world: World) -> None:
    row = extend(
        task=task_of(world, "SOMHD"),
        due=date(2026, 4, 29),
        reason="Data SSGI",
        actor=world.actor("coordinator"),
    )
    assert (row.due_before, row.due_after) == (date(2026, 4, 24), date(2026, 4, 29))
    with pytest.raises(Problem):
        extend(
            task=task_of(world, "SOMHD"), due=date(2026, 4, 28), reason="x", actor=world.actor("coordinator")
        )
    with pytest.raises(Problem):
        extend(
            task=task_of(world, "SOMHD"), due=date(2026, 5, 30), reason="x", actor=world.actor("coordinator")
        )
    with pytest.raises(NotAllowed):
        extend(task=task_of(world, "SOMHD"), due=date(2026, 5, 1), reason="x", actor=world.actor("focal"))


def test_a_closed_round_takes_nothing_and_says_when_it_was_closed(world: World) -> None:
    with pytest.raises(Problem) as unfinished:
        close_round(round=world.round, actor=world.actor("secretariat"))
    assert (unfinished.value.code, unfinished.value.params["count"]) == ("REPORTING-ROUND-NOT-FINISHED", 3)
    close_round(round=world.round, reason="Batas waktu", actor=world.actor("secretariat", moment(2026, 5, 8)))
    with pytest.raises(Problem) as refused:
        save_entry(
            task=task_of(world, "SOMHD"),
            indicator=world.indicators["P-H-1"],
            period="2024",
            text="19,8",
            actor=world.actor("producer", moment(2026, 5, 9)),
        )
    assert (refused.value.code, refused.value.params["closed"]) == ("REPORTING-ROUND-CLOSED", "2026-05-08")


def test_clearing_takes_a_fixed_number_of_queries(world: World) -> None:
    submission = submitted(world)
    with CaptureQueriesContext(
        connection,
    ) as first:
        clear(task=task_of(world, "SOMHD"), seen=submission.content_hash, actor=world.actor("steward"))
    assert len(first) <= 30, [query["sql"][:90] for query in first]
