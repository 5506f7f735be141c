"""Who may read a file: one reading for every door, by the row that names it, in one query."""

from __future__ import annotations

import re
from collections.abc import Iterator
from io import BytesIO

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from tests.doors.desk.work_round import cleared_by, client_of, fill_health, on, task_of
from tests.guard import behind_its_back
from tests.remembered import made_once
from tests.world import World, make_world, moment

from simpul.actions.files import keep_file
from simpul.actions.progress import compute_results
from simpul.actions.reporting import add_evidence, refuse_import, submit
from simpul.core.errors import Problem
from simpul.doors.exchange.delivery import make_delivery
from simpul.doors.papers.making import make_papers
from simpul.records.catalogue.sheets import SheetVersion
from simpul.records.integrity import submitted_evidence
from simpul.records.models import DeliveryFile, Designation, Entry, Paper, StoredFile, SubmittedFigure, User
from simpul.records.search import find

pytestmark = pytest.mark.django_db
MADE = moment(2026, 4, 10)

#: What is kept in a round -> who may read it, by the permission table read by hand: a task's own office and body
#: (its co-leads too), who sees all tasks, and for what concerns the whole round who sees rounds.
OVERSEERS = {"coordinator", "soca", "secretariat", "auditor"}
HEALTH = OVERSEERS | {"producer", "steward", "focal", "alternate", "signer"}
OFFICES = HEALTH | {
    "other_producer", "other_steward", "other_focal", "other_signer", "co_producer", "sub_producer",
}  # fmt: skip
READERS = {
    "bukti.pdf": HEALTH,
    "dulu.pdf": HEALTH,
    "isian.csv": HEALTH,
    "report-2026-Q1.id.docx": OFFICES,
    "adme-IDN-2026-Q1.csv": OVERSEERS,
    "surat.pdf": OVERSEERS | {"admin"},  # who keeps the directory reads the letters it rests on
    "sel.csv": HEALTH,
    "sel-terkirim.csv": HEALTH,
    "keputusan.pdf": OFFICES | {"reviewer", "admin"},  # whoever reads the agreed wording reads its decision
    "lepas.pdf": set(),
}


@pytest.fixture
def world() -> Iterator[World]:
    made = with_files()
    with on(MADE):
        yield made


@made_once
def with_files() -> World:
    """A round with a file of every kind: evidence, evidence of a submission only, an upload, paper, letter."""
    made = make_world()
    made.open()
    with on(MADE):
        producer, secretariat = made.actor("producer"), made.actor("secretariat")
        problem = Problem("FILES-EMPTY", params={"name": "isian.csv"})
        upload = kept(made, "isian.csv", "workbook")
        refuse_import(task=task_of(made), file=upload, kind="csv", problem=problem, actor=producer)
        fill_health(made)
        entry = Entry.objects.get(indicator__code="P-H-1")
        add_evidence(entry=entry, name="dulu.pdf", stream=BytesIO(b"%PDF-1 dulu"), actor=producer)
        submit(task=task_of(made), actor=producer)
        with behind_its_back():
            entry.evidence.clear()
        cleared_by(made, "steward", "focal", "signer", "coordinator")
        assert made.round is not None
        results = compute_results(round=made.round, actor=secretariat)
        make_papers(made.round, result_set=results, languages=("id",), formats=("docx",), actor=secretariat)
        make_delivery(made.round, result_set=results, actor=secretariat)
        cell, sent = kept(made, "sel.csv", "workbook"), kept(made, "sel-terkirim.csv", "workbook")
        letter, _ = kept(made, "surat.pdf", "letter"), kept(made, "lepas.pdf", "evidence")
        decision = kept(made, "keputusan.pdf", "decision")
        with behind_its_back():
            Entry.objects.filter(indicator__code="P-H-2").update(source_file=cell)
            SubmittedFigure.objects.filter(indicator__code="P-H-2").update(source_file=sent)
            Entry.objects.filter(pk=entry.pk).get().evidence.add(kept(made, "bukti.pdf", "evidence"))
            SheetVersion.objects.create(
                indicator=made.indicators["P-H-1"],
                number=2,
                sheet={},
                made_by=secretariat.user,
                made_at=MADE,
                agreed_in="SOMHD ke-18",
                agreed_file=decision,
            )
            Designation.objects.filter(pk=Designation.objects.earliest("pk").pk).update(letter_file=letter)
    return made


def kept(world: World, name: str, purpose: str) -> StoredFile:
    content = BytesIO(b"%PDF-1 " + name.encode())
    return keep_file(name=name, stream=content, purpose=purpose, actor=world.actor("secretariat"))


def duties(world: World, who: str) -> tuple:
    return User.objects.get(pk=world.users[who].pk).duties_on(MADE.date())


def test_each_file_is_read_by_those_its_rows_concern(world: World) -> None:
    read = {name: set() for name in READERS}
    for who in world.users:
        seen = StoredFile.objects.visible_to(duties(world, who), MADE.date())
        for name in seen.values_list("name", flat=True):
            read.get(name, set()).add(who)
    assert read == READERS


def test_a_report_is_found_by_who_may_read_its_file(world: World) -> None:
    found = {}
    for who in ("producer", "other_producer", "secretariat", "admin"):
        hits = find("2026-q1", duties(world, who), day=MADE.date(), kinds=["reports"])["reports"]
        found[who] = {hit.names[0] for hit in hits} & set(READERS)
    paper, part = "report-2026-Q1.id.docx", "adme-IDN-2026-Q1.csv"
    assert found == {
        "producer": {paper},
        "other_producer": {paper},
        "secretariat": {paper, part},
        "admin": set(),
    }


def test_the_three_doors_open_what_the_reading_says_and_nothing_else(world: World) -> None:
    urls = {name: f"/files/{StoredFile.objects.get(name=name).pk}/" for name in READERS}
    paper = Paper.objects.get()
    part = DeliveryFile.objects.get(part="sdmx_csv")
    for who in ("producer", "other_producer", "auditor", "admin"):
        client = client_of(world, who)
        for name, url in [
            *urls.items(),
            (paper.file.name, f"/papers/{paper.pk}/"),
            (part.file.name, f"/exchange/deliveries/{part.delivery_id}/files/{part.pk}/"),
        ]:
            answer = client.get(url)
            answer.getvalue()
            assert answer.status_code == (200 if who in READERS[name] else 404), (who, name, url)


def test_who_may_read_a_file_is_one_query_however_much_was_submitted(world: World) -> None:
    for who in ("producer", "auditor"):
        held = duties(world, who)
        with CaptureQueriesContext(connection) as asked:
            readable = StoredFile.objects.visible_to(held, MADE.date())
            assert readable.filter(name="dulu.pdf").exists()
        assert len(asked) == 1


def test_each_relation_of_a_file_is_looked_up_by_an_index(world: World) -> None:
    """The planner says how: no table is read from end to end, whatever else it holds."""
    readable = StoredFile.objects.visible_to(duties(world, "auditor"), MADE.date())
    file = StoredFile.objects.get(name="dulu.pdf")
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("SET LOCAL enable_seqscan = off")
        plan = readable.filter(pk=file.pk).explain()
    assert "simpul_submitted_evidence" in plan and not re.search(r"\bSCAN\b|\bSeq Scan\b", plan), plan


def test_what_a_submission_names_and_what_may_be_read_of_it_are_compared(world: World) -> None:
    assert list(submitted_evidence()) == []
    figure = SubmittedFigure.objects.get(indicator__code="P-H-1")
    loose = StoredFile.objects.get(name="lepas.pdf")
    with behind_its_back():
        figure.files.add(loose)
    (added,) = submitted_evidence()
    assert added.subject.endswith("P-H-1 IDN 2024 _T") and str(loose.pk) in added.params["now"]
    with behind_its_back():
        figure.files.clear()
    (gone,) = submitted_evidence()
    assert (gone.params["now"], gone.params["told"]) == ("[]", f"[{figure.evidence[0]['file']}]")
