"""A file on its way in: dry run, one confirmed import, and nothing half stored."""

from __future__ import annotations

from io import BytesIO
from typing import Any

import pytest
from tests.guard import behind_its_back
from tests.remembered import made_once
from tests.world import NARRATIVE, World, make_world, moment

from simpul.actions.files import TABLES, keep_file
from simpul.actions.reporting import (
    check_import,
    close_round,
    confirm_import,
    drop_import,
    refuse_import,
    save_entry,
    save_narrative,
)
from simpul.actions.reporting.imports import Incoming
from simpul.core.entries import Entry as Row
from simpul.core.entries import FigureKey, Place
from simpul.core.errors import NotAllowed, Problem
from simpul.records.models import AuditEntry, ContentEntry, Entry, ImportBatch, Narrative, StoredFile, Task

pytestmark = pytest.mark.django_db

STUNTING, INSURANCE = ("P-H-1", "2024"), ("P-H-2", "2025-12")


@pytest.fixture
@made_once
def world() -> World:
    made = make_world()
    made.open()
    return made


def kept(world: World, content: bytes = b"indicator,value\n", who: str = "producer") -> StoredFile:
    return keep_file(
        name="isian.csv",
        stream=BytesIO(content),
        purpose="workbook",
        accepted=TABLES,
        actor=world.actor(who),
    )


def row(figure: tuple[str, str], text: str, at: int, **more: Any) -> Row:
    return Row(
        key=FigureKey(figure[0], "IDN", figure[1]),
        text=text,
        nature="final",
        place=Place(sheet="Angka", cell=f"H{at}", row=at),
        **more,
    )


def check(world: World, *rows: Row, who: str = "producer", **more: Any) -> ImportBatch:
    return check_import(
        task=task(world),
        file=kept(world, who=who),
        incoming=Incoming(kind="workbook", rows=rows, **more),
        actor=world.actor(who),
    )


def task(world: World, body: str = "SOMHD") -> Task:
    return Task.objects.get(pk=world.tasks[body].pk)


def stored() -> tuple[int, int]:
    return Entry.objects.count(), Narrative.objects.count()


def test_the_dry_run_stores_nothing_of_the_task(world: World) -> None:
    before = task(world).version
    batch = check(world, row(STUNTING, "19,8", 7), narratives={"achievements": "Turun."})
    assert (batch.state, batch.received, stored(), task(world).version) == ("checked", 1, (0, 0), before)


def test_the_dry_run_leaves_the_task_as_it_stood(world: World) -> None:
    before = Task.objects.values().get(pk=world.tasks["SOMHD"].pk)
    assert check(world, row(STUNTING, "19,8", 7)).state == "checked"
    assert Task.objects.values().get(pk=world.tasks["SOMHD"].pk) == before


@pytest.mark.parametrize("name", ["revision_reason", "source"])
def test_another_reason_of_a_revision_or_another_publication_is_a_change(world: World, name: str) -> None:
    confirm_import(batch=check(world, row(STUNTING, "19,8", 7)), actor=world.actor("producer"))
    batch = check(world, row(STUNTING, "19,8", 7, **{name: "Sampel diperluas"}))
    assert (batch.state, len(batch.rows)) == ("checked", 1)
    confirm_import(batch=batch, actor=world.actor("producer"))
    assert getattr(Entry.objects.get(), name) == "Sampel diperluas"


def test_a_file_checked_before_figures_named_their_publication_can_still_be_confirmed(world: World) -> None:
    batch = check(world, row(STUNTING, "19,8", 7))
    with behind_its_back():
        batch.rows = [{key: said for key, said in one.items() if key != "source"} for one in batch.rows]
        batch.save()
    confirm_import(batch=batch, actor=world.actor("producer"))
    assert (Entry.objects.get().text, Entry.objects.get().source) == ("19,8", "")


def test_a_file_that_has_no_place_for_a_publication_leaves_the_one_that_was_typed(world: World) -> None:
    confirm_import(
        batch=check(world, row(STUNTING, "19,8", 7, source="SSGI 2024")), actor=world.actor("producer")
    )
    again = check(world, row(STUNTING, "19,8", 8))
    assert (again.state, again.unchanged) == ("unchanged", 1)
    confirm_import(batch=check(world, row(STUNTING, "19,7", 9)), actor=world.actor("producer"))
    assert (Entry.objects.get().text, Entry.objects.get().source) == ("19,7", "SSGI 2024")
    confirm_import(batch=check(world, row(STUNTING, "19,7", 10, source="")), actor=world.actor("producer"))
    assert Entry.objects.get().source == ""


def test_a_workbook_is_stale_also_where_only_its_paragraphs_differ(world: World) -> None:
    field, version = NARRATIVE[0]["code"], task(world).version
    save_narrative(task=task(world), field=field, text="Di meja kerja", actor=world.actor("focal"))
    batch = check(world, narratives={field: "Di buku kerja"}, task_version=version)
    assert (batch.state, batch.problem["code"]) == ("refused", "REPORTING-STALE-WORKBOOK")
    assert Narrative.objects.get().text == "Di meja kerja"


def test_one_confirmation_stores_every_change_with_file_and_cell(world: World) -> None:
    batch = check(
        world, row(INSURANCE, "98,62", 9), row(STUNTING, "19,8", 7), narratives={"achievements": "Turun."}
    )
    confirm_import(batch=batch, actor=world.actor("producer"))
    entry = Entry.objects.get(indicator__code="P-H-1")
    assert (str(entry.value.normalize()), entry.source_cell, entry.source_file_id) == (
        "19.8",
        "Angka!H7",
        batch.file_id,
    )
    assert Narrative.objects.get().text == "Turun."
    batch.refresh_from_db()
    assert (batch.received, batch.stored, batch.unchanged, batch.refused) == (2, 2, 0, 0)


def test_the_same_rows_again_change_nothing(world: World) -> None:
    rows = (row(STUNTING, "19,8", 7), row(INSURANCE, "98,62", 9))
    confirm_import(batch=check(world, *rows), actor=world.actor("producer"))
    versions = sorted(Entry.objects.values_list("pk", "version"))
    again = check(world, *rows)
    assert (again.state, again.unchanged, again.stored) == ("unchanged", 2, 0)
    assert sorted(Entry.objects.values_list("pk", "version")) == versions


def test_what_an_import_takes_the_place_of_stays_in_the_trail(world: World) -> None:
    save_entry(
        task=task(world),
        indicator=world.indicators["P-H-1"],
        period="2024",
        text="19,7",
        nature="preliminary",
        comment="angka sementara",
        actor=world.actor("focal"),
    )
    save_narrative(task=task(world), field="plan", text="Rencana lama.", actor=world.actor("focal"))
    told = {"plan": "Rencana baru.", "support": "Tidak ada."}
    batch = check(world, row(STUNTING, "19,8", 7), row(INSURANCE, "98,62", 9), narratives=told)
    confirm_import(batch=batch, actor=world.actor("producer"))
    entry = {"figure": "P-H-1|IDN|2024|_T", "answer": "value", "text": "19,7", "is_number": False}
    entry |= {
        "unit": "persen",
        "nature": "preliminary",
        "comment": "angka sementara",
        "reason": "",
        "revision_reason": "",
        "source": "",
    }
    assert AuditEntry.objects.get(action="reporting.confirm_import").before == {
        "entries": [entry],
        "narratives": {"plan": "Rencana lama."},
    }


def test_an_import_into_an_empty_task_takes_the_place_of_nothing(world: World) -> None:
    confirm_import(batch=check(world, row(STUNTING, "19,8", 7)), actor=world.actor("producer"))
    assert AuditEntry.objects.get(action="reporting.confirm_import").before == {}


def test_one_wrong_row_keeps_all_rows_out_and_every_finding_is_told(world: World) -> None:
    batch = check(world, row(STUNTING, "abc", 7), row(INSURANCE, "198,62", 9))
    told = {(item["cell"], item["severity"]) for item in batch.findings}
    assert batch.state == "refused" and {("H7", "error"), ("H9", "error")} <= told
    with pytest.raises(Problem) as refused:
        confirm_import(batch=batch, actor=world.actor("producer"))
    assert refused.value.code == "REPORTING-IMPORT-HAS-ERRORS"
    assert stored() == (0, 0)


@pytest.mark.parametrize(
    ("key", "rule"),
    [
        (FigureKey("P-H-1", "MYS", "2024"), "WILAYAH-01"),
        (FigureKey("P-H-1", "IDN", "2024-Q3"), "ACUAN-03"),
        (FigureKey("P-H-1", "IDN", "2025"), "ACUAN-04"),
    ],
)
def test_a_row_of_another_area_or_period_is_named_by_its_cell_and_kept_out(
    world: World, key: FigureKey, rule: str
) -> None:
    other = Row(key=key, text="19,9", nature="final", place=Place(sheet="Angka", cell="H8", row=8))
    batch = check(world, row(STUNTING, "19,8", 7), other)
    assert [(item["rule"], item["cell"]) for item in batch.findings] == [(rule, "H8")]
    assert (batch.state, batch.refused, stored()) == ("refused", 1, (0, 0))


@pytest.mark.parametrize(("named", "kept_as"), [("percent", "percent"), (None, "persen")])
def test_a_value_keeps_the_unit_its_file_names_or_else_its_indicators(
    world: World, named: str | None, kept_as: str
) -> None:
    confirm_import(batch=check(world, row(STUNTING, "19,8", 7, unit=named)), actor=world.actor("producer"))
    assert Entry.objects.get().unit == kept_as


def test_an_answer_nobody_knows_is_named_and_stores_nothing(world: World) -> None:
    batch = check(world, row(STUNTING, "", 7, answer="belum"))
    assert batch.state == "refused" and "KODE-06" in {item["rule"] for item in batch.findings}


def test_without_any_rule_the_import_still_keeps_out_what_is_not_asked(world: World) -> None:
    with behind_its_back():
        ContentEntry.objects.filter(kind="rule").delete()
    batch = check(world, Row(key=FigureKey("P-W-1", "IDN", "2025-09"), answer="unavailable"))
    with pytest.raises(Problem) as refused:
        confirm_import(batch=batch, actor=world.actor("producer"))
    assert (refused.value.code, stored()) == ("REPORTING-CONFIRM-ONLY", (0, 0))


def test_a_paragraph_too_long_is_found_beside_the_figures_and_stores_nothing(world: World) -> None:
    batch = check(world, row(STUNTING, "tujuh puluh", 7), narratives={"achievements": "x" * 901})
    found = {item["rule"]: item for item in batch.findings if item["severity"] == "error"}
    assert batch.state == "refused" and set(found) >= {"REPORTING-TOO-LONG", "ANGKA-01"}
    told = found["REPORTING-TOO-LONG"]["sentence"]
    assert "901" in told["id"] and "901" in told["en"] and told["id"] != told["en"]
    with pytest.raises(Problem) as refused:
        confirm_import(batch=batch, actor=world.actor("producer"))
    assert (refused.value.code, stored()) == ("REPORTING-IMPORT-HAS-ERRORS", (0, 0))


def test_an_error_in_what_the_file_leaves_as_it_is_stops_nothing(world: World) -> None:
    save_entry(
        task=task(world),
        indicator=world.indicators["P-H-2"],
        period="2025-12",
        text="belum",
        actor=world.actor("producer"),
    )
    kept = Row(key=FigureKey("P-H-2", "IDN", "2025-12"), answer="value", text="belum")
    batch = check(world, row(STUNTING, "19,8", 7), kept)
    assert batch.state == "checked" and (batch.unchanged, batch.refused) == (1, 0)
    assert "ANGKA-01" in {item["rule"] for item in batch.findings}
    confirm_import(batch=batch, actor=world.actor("producer"))
    assert {entry.text for entry in task(world).entries.all()} == {"belum", "19,8"}


@pytest.mark.parametrize(
    ("says", "code"),
    [
        ({"task": 0, "task_label": "SOMRI 2026-Q1"}, "REPORTING-WRONG-WORKBOOK"),
        ({"task_version": 0}, "REPORTING-STALE-WORKBOOK"),
    ],
)
def test_a_file_that_does_not_fit_the_task_is_refused_whole(
    world: World, says: dict[str, Any], code: str
) -> None:
    save_entry(
        task=task(world),
        indicator=world.indicators["P-H-2"],
        period="2025-12",
        text="98,0",
        actor=world.actor("producer"),
    )
    batch = check(world, row(STUNTING, "19,8", 7), **says)
    assert (batch.state, batch.problem["code"]) == ("refused", code)
    with pytest.raises(Problem):
        confirm_import(batch=batch, actor=world.actor("producer"))
    assert not Entry.objects.filter(indicator__code="P-H-1").exists() and not Narrative.objects.exists()


def test_a_paragraph_of_just_the_limit_is_taken(world: World) -> None:
    limit = NARRATIVE[0]["max_length"]
    batch = check(world, narratives={"achievements": "x" * limit})
    assert batch.state == "checked"


def test_what_changed_since_the_dry_run_is_not_written_over(world: World) -> None:
    batch = check(world, row(STUNTING, "19,8", 7))
    save_entry(
        task=task(world),
        indicator=world.indicators["P-H-1"],
        period="2024",
        text="20,1",
        actor=world.actor("focal"),
    )
    with pytest.raises(Problem) as stale:
        confirm_import(batch=batch, actor=world.actor("producer"))
    assert stale.value.code == "REPORTING-STALE-WORKBOOK"
    assert Entry.objects.get().text == "20,1"


def test_a_file_is_confirmed_or_dropped_once(world: World) -> None:
    batch = check(world, row(STUNTING, "19,8", 7))
    drop_import(batch=batch, actor=world.actor("producer"))
    last = AuditEntry.objects.latest("pk")
    assert (last.action, last.actor_name, last.after) == (
        "reporting.drop_import",
        "Producer",
        {"import": batch.pk},
    )
    for again in (confirm_import, drop_import):
        with pytest.raises(Problem) as refused:
            again(batch=ImportBatch.objects.get(pk=batch.pk), actor=world.actor("producer"))
        assert refused.value.code == "REPORTING-IMPORT-STATE"
    assert stored() == (0, 0)


def test_a_row_of_another_office_is_found(world: World) -> None:
    batch = check(world, row(("P-W-1", "2025-09"), "8,25", 7))
    assert batch.state == "refused" and stored() == (0, 0)
    assert any(item["severity"] == "error" and item["cell"] == "H7" for item in batch.findings)


def test_two_rows_of_one_figure_are_found(world: World) -> None:
    batch = check(world, row(STUNTING, "19,8", 7), row(STUNTING, "19,9", 8))
    assert batch.state == "refused" and stored() == (0, 0)


def test_another_office_neither_checks_nor_confirms(world: World) -> None:
    with pytest.raises(NotAllowed):
        check(world, row(STUNTING, "19,8", 7), who="other_producer")
    batch = check(world, row(STUNTING, "19,8", 7))
    with pytest.raises(NotAllowed):
        confirm_import(batch=batch, actor=world.actor("other_producer"))
    assert stored() == (0, 0)


def test_the_secretariat_imports_for_an_office_and_both_names_stay(world: World) -> None:
    batch = check(world, row(STUNTING, "19,8", 7), who="secretariat")
    confirm_import(batch=batch, actor=world.actor("secretariat"))
    both = ("Secretariat", "Focal, Kemenkes")
    entry = Entry.objects.get()
    assert (entry.saved_by.name, entry.on_behalf_of) == both
    assert (batch.uploaded_by.name, batch.on_behalf_of) == both


def test_a_closed_round_takes_no_file(world: World) -> None:
    batch = check(world, row(STUNTING, "19,8", 7))
    close_round(round=world.round, reason="Batas waktu", actor=world.actor("secretariat", moment(2026, 5, 8)))
    for step in (
        lambda: check(world, row(STUNTING, "19,8", 7)),
        lambda: confirm_import(batch=batch, actor=world.actor("producer")),
    ):
        with pytest.raises(Problem) as refused:
            step()
        assert refused.value.code == "REPORTING-ROUND-CLOSED"
    assert stored() == (0, 0)


def test_a_file_nobody_can_read_is_kept_with_its_reason(world: World) -> None:
    batch = refuse_import(
        task=task(world),
        file=kept(world, b"x"),
        kind="csv",
        problem=Problem("FILES-EMPTY", place="isian.csv", params={"name": "isian.csv"}),
        actor=world.actor("producer"),
    )
    assert (batch.state, batch.problem["code"], stored()) == ("refused", "FILES-EMPTY", (0, 0))
    last = AuditEntry.objects.latest("pk")
    assert (last.action, last.after["import"], last.after["problem"]) == (
        "reporting.refuse_import",
        batch.pk,
        "FILES-EMPTY",
    )


def test_the_dry_run_and_the_import_leave_one_audit_row_each(world: World) -> None:
    before = AuditEntry.objects.count()
    file = kept(world)
    kept_rows = AuditEntry.objects.count() - before
    batch = check_import(
        task=task(world),
        file=file,
        incoming=Incoming(kind="csv", rows=(row(STUNTING, "19,8", 7),)),
        actor=world.actor("producer"),
    )
    confirm_import(batch=batch, actor=world.actor("producer"))
    rows = list(AuditEntry.objects.order_by("pk")[before + kept_rows :])
    assert [item.action for item in rows] == ["reporting.check_import", "reporting.confirm_import"]
    assert rows[1].after["sha256"] == file.sha256
