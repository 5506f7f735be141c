"""Uploads after their dry run, and files that only who may see the task receives."""

from __future__ import annotations

import io
from collections.abc import Iterator

import pytest
from django.test import Client
from tests.doors.desk.work_round import client_of, on, page, post, submitted_health, task_of
from tests.guard import behind_its_back
from tests.world import World, make_world

from simpul.actions.files import TABLES, keep_file
from simpul.actions.reporting import add_evidence, check_import, refuse_import, save_entry
from simpul.actions.reporting.imports import Incoming
from simpul.core.errors import Problem
from simpul.core.validation import Entry as Row
from simpul.core.validation import FigureKey, Place
from simpul.records.models import Entry, ImportBatch, StoredFile

pytestmark = pytest.mark.django_db


@pytest.fixture
def world() -> Iterator[World]:
    made = make_world()
    made.open()
    with on():
        yield made


def kept(world: World, name: str = "isian.csv", content: bytes = b"indicator,value\n") -> StoredFile:
    return keep_file(
        name=name,
        stream=io.BytesIO(content),
        purpose="workbook",
        accepted=TABLES,
        actor=world.actor("producer"),
    )


def upload(world: World, *texts: str) -> ImportBatch:
    """A file with a value for stunting and one for JKN, read and checked."""
    keys = (("P-H-1", "2024"), ("P-H-2", "2025-12"))
    rows = tuple(
        Row(
            key=FigureKey(code, "IDN", period),
            answer="value",
            text=text,
            nature="final",
            place=Place(sheet="Angka", cell=f"F{row}", row=row),
        )
        for row, ((code, period), text) in enumerate(zip(keys, texts, strict=False), start=7)
    )
    return check_import(
        task=task_of(world),
        file=kept(world),
        incoming=Incoming(kind="csv", rows=rows),
        actor=world.actor("producer"),
    )


def test_a_checked_file_is_imported_by_one_confirmation(world: World) -> None:
    batch = upload(world, "19,8", "98,62")
    client = client_of(world, "producer")
    text = page(client, f"/imports/{batch.pk}/")
    assert "Impor</button>" in text and "Angka!F7" in text and "19,8" in text
    assert not Entry.objects.exists()
    post(client, f"/imports/{batch.pk}/confirm/", {})
    assert set(Entry.objects.values_list("indicator__code", "text")) == {
        ("P-H-1", "19,8"),
        ("P-H-2", "98,62"),
    }
    assert "Impor</button>" not in page(client, f"/imports/{batch.pk}/")
    post(client, f"/imports/{batch.pk}/confirm/", {}, status=422)


def test_a_number_typed_over_text_that_did_not_read_is_a_change(world: World) -> None:
    save_entry(
        task=task_of(world),
        indicator=world.indicators["P-H-1"],
        period="2024",
        text="19.8",
        nature="final",
        actor=world.actor("producer"),
    )
    row = Row(
        key=FigureKey("P-H-1", "IDN", "2024"),
        answer="value",
        text="19.8",
        is_number=True,
        nature="final",
        place=Place(sheet="Angka", cell="H7", row=7),
    )
    batch = check_import(
        task=task_of(world),
        file=kept(world),
        incoming=Incoming(kind="workbook", rows=(row,)),
        actor=world.actor("producer"),
    )
    assert (batch.state, len(batch.rows)) == ("checked", 1)
    client = client_of(world, "producer")
    post(client, f"/imports/{batch.pk}/confirm/", {})
    assert str(Entry.objects.get().value.normalize()) == "19.8"
    text = page(client, f"/tasks/{task_of(world).pk}/")
    assert 'value="19,8"' in text, "a number of a workbook is written as the page writes numbers"
    figure = Entry.objects.get()
    due = task_of(world).due_figures.get(indicator=figure.indicator)
    post(client, f"/tasks/{task_of(world).pk}/figures/{due.pk}/", {"nature": "preliminary"})
    assert (Entry.objects.get().text, Entry.objects.get().nature) == ("19,8", "preliminary")


def test_findings_name_cell_reason_and_way_out_and_nothing_is_stored(world: World) -> None:
    batch = upload(world, "19.8", "abc")
    client = client_of(world, "producer")
    text = page(client, f"/imports/{batch.pk}/")
    assert "2 kesalahan" in text and "Angka!F7" in text and "Angka!F8" in text and "Maksudnya 19,8?" in text
    assert "Impor</button>" not in text
    post(client, f"/imports/{batch.pk}/confirm/", {}, status=422)
    assert not Entry.objects.exists()
    english = page(client_of(world, "producer", "en"), f"/imports/{batch.pk}/")
    assert "2 errors" in english and "does not read as a number" in english


def test_a_file_refused_as_a_whole_says_why(world: World) -> None:
    batch = refuse_import(
        task=task_of(world),
        file=kept(world),
        kind="csv",
        problem=Problem("FILES-EMPTY", place="isian.csv", params={"name": "isian.csv"}),
        actor=world.actor("producer"),
    )
    assert "Berkas isian.csv kosong." in page(client_of(world, "producer"), f"/imports/{batch.pk}/")
    assert "The file isian.csv is empty." in page(client_of(world, "producer", "en"), f"/imports/{batch.pk}/")
    assert "isian.csv" in page(client_of(world, "producer"), "/"), "an upload to mend stands among the duties"


def test_a_file_put_aside_stores_nothing(world: World) -> None:
    batch = upload(world, "19,8")
    post(client_of(world, "producer"), f"/imports/{batch.pk}/drop/", {})
    assert "tidak ada yang tersimpan" in page(client_of(world, "producer"), f"/imports/{batch.pk}/")
    assert not Entry.objects.exists()


def test_an_upload_of_another_office_does_not_exist(world: World) -> None:
    batch = upload(world, "19,8")
    for url in ("", "confirm/", "drop/"):
        client = client_of(world, "other_producer")
        answer = client.post(f"/imports/{batch.pk}/{url}") if url else client.get(f"/imports/{batch.pk}/")
        assert answer.status_code == 404
    page(client_of(world, "coordinator"), f"/imports/{batch.pk}/")


# ---------- files ----------
def evidence(world: World) -> StoredFile:
    task, actor = task_of(world), world.actor("producer")
    entry = save_entry(
        task=task, indicator=world.indicators["P-H-1"], period="2024", text="19,8", actor=actor
    )
    add_evidence(entry=entry, name="tabel.pdf", stream=io.BytesIO(b"%PDF-1.4 tabel"), actor=actor)
    return StoredFile.objects.get(name="tabel.pdf")


def test_a_file_is_handed_out_as_an_attachment_no_browser_runs(world: World) -> None:
    answer = client_of(world, "producer").get(f"/files/{evidence(world).pk}/")
    assert b"".join(answer.streaming_content) == b"%PDF-1.4 tabel"
    assert answer["Content-Disposition"] == 'attachment; filename="tabel.pdf"'
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["Content-Security-Policy"].startswith("sandbox")
    assert answer["Cache-Control"] == "private, no-store"


def test_a_file_follows_its_task(world: World) -> None:
    url = f"/files/{evidence(world).pk}/"
    for who, status in (
        ("steward", 200),
        ("coordinator", 200),
        ("auditor", 200),
        ("other_producer", 404),
        ("admin", 404),
    ):
        assert client_of(world, who).get(url).status_code == status, who
    assert Client().get(url).status_code == 302
    assert client_of(world, "producer").get("/files/999/").status_code == 404


def test_a_file_stays_with_the_submission_after_the_entry_let_it_go(world: World) -> None:
    file = evidence(world)
    submitted_health(world)

    with behind_its_back():
        Entry.objects.get(indicator__code="P-H-1").evidence.clear()
    assert client_of(world, "coordinator").get(f"/files/{file.pk}/").status_code == 200
    assert client_of(world, "other_producer").get(f"/files/{file.pk}/").status_code == 404


def test_a_file_lost_from_the_store_is_said_and_not_a_fault_page(world: World) -> None:
    file = evidence(world)
    file.path.unlink()
    answer = client_of(world, "producer").get(f"/files/{file.pk}/")
    assert answer.status_code == 422
    assert "tidak ada di penyimpanan" in answer.content.decode()
