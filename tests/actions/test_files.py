"""Keeping a file: read and hashed before anything is locked; no bytes stay that no row names."""

from __future__ import annotations

import hashlib
import threading
from contextlib import AbstractContextManager
from io import BytesIO
from pathlib import Path
from typing import Any
from unittest import mock

import pytest
from django.conf import settings
from django.db import connection, transaction
from tests.world import make_world, moment
from tests.writers import by_another

from simpul.actions import files
from simpul.actions.accounts import machine
from simpul.actions.acting import Actor
from simpul.actions.files import hold_file, keep_file, keep_held
from simpul.actions.reporting import add_evidence, save_entry
from simpul.core.errors import Conflict, Problem
from simpul.records.models import Entry, StoredFile

PDF = b"%PDF-1.7 bukti"


class Sent:
    """An upload that comes in two pieces; between them something happens."""

    def __init__(self, content: bytes, between: Any) -> None:
        self.pieces = [content[:9], content[9:], b""]
        self.between = between

    def read(self, size: int = -1, /) -> bytes:
        piece = self.pieces.pop(0)
        if not piece:
            self.between()
        return piece


def on_disk() -> set[str]:
    """The names of all files in the store, half-written ones included."""
    return {path.name for path in Path(settings.SIMPUL_FILES).rglob("*") if path.is_file()}


def hashed(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


def actor() -> Actor:
    return machine(moment(2026, 4, 1))


@pytest.mark.django_db(transaction=True)
def test_others_write_while_an_upload_is_read_and_hashed() -> None:
    world = make_world()
    world.open()
    task, producer = world.tasks["SOMHD"], world.actor("producer")
    told = {"task": task, "indicator": world.indicators["P-H-1"], "period": "2024", "nature": "final"}
    entry = save_entry(text="19,8", actor=producer, **told)
    between = lambda: by_another(lambda: save_entry(text="19,7", actor=producer, **told))  # noqa: E731
    keep_file(name="isi.pdf", stream=Sent(PDF, between), purpose="workbook", actor=producer)
    add_evidence(entry=entry, name="bukti.pdf", stream=Sent(PDF, between), actor=producer)  # type: ignore[arg-type]
    entry = Entry.objects.get(pk=entry.pk)
    assert (entry.text, [file.sha256 for file in entry.evidence.all()]) == ("19,7", [hashed(PDF)])
    assert on_disk() == {hashed(PDF)}


@pytest.mark.django_db
def test_who_may_not_fill_in_a_task_brings_no_bytes_to_it() -> None:
    world = make_world()
    world.open()
    told = {"task": world.tasks["SOMHD"], "indicator": world.indicators["P-H-1"], "period": "2024"}
    entry = save_entry(text="19,8", nature="final", actor=world.actor("producer"), **told)
    unread = mock.Mock(spec=["read"])
    with pytest.raises(Problem):
        add_evidence(entry=entry, name="bukti.pdf", stream=unread, actor=world.actor("other_producer"))
    assert not unread.read.called and not StoredFile.objects.exists()


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("name", "content", "code"),
    [("kosong.pdf", b"", "FILES-EMPTY"), ("lain.pdf", b"<html>", "FILES-TYPE")],
)
def test_a_file_that_is_refused_leaves_no_bytes(name: str, content: bytes, code: str) -> None:
    with pytest.raises(Problem) as refused:
        keep_file(name=name, stream=BytesIO(content), purpose="evidence", actor=actor())
    assert refused.value.code == code and on_disk() == set() and not StoredFile.objects.exists()


def held(content: bytes) -> AbstractContextManager[files.HeldFile]:
    return hold_file(name="bukti.pdf", stream=BytesIO(content))


@pytest.mark.django_db
def test_what_is_undone_after_a_file_was_moved_in_takes_the_bytes_along() -> None:
    with pytest.raises(Conflict), held(PDF) as file, transaction.atomic():
        keep_held(file=file, purpose="evidence", actor=actor())
        assert on_disk() == {hashed(PDF)}
        raise Conflict("FORM-FILE")
    assert on_disk() == set() and not StoredFile.objects.exists()


@pytest.mark.django_db
def test_bytes_that_another_row_keeps_stay_when_a_second_keeping_is_undone() -> None:
    keep_file(name="satu.pdf", stream=BytesIO(PDF), purpose="evidence", actor=actor())
    with pytest.raises(Conflict), held(PDF) as file, transaction.atomic():
        keep_held(file=file, purpose="evidence", actor=actor())
        raise Conflict("FORM-FILE")
    assert on_disk() == {hashed(PDF)} and StoredFile.objects.count() == 1


@pytest.mark.django_db
def test_a_held_file_that_nobody_keeps_is_gone_at_the_end() -> None:
    with held(PDF) as file:
        assert on_disk() == {file.path.name}
    assert on_disk() == set()


@pytest.mark.django_db(transaction=True)
def test_bytes_that_somebody_else_is_just_keeping_are_not_taken_away() -> None:
    """He has moved the same bytes in and not committed yet, when the first keeping is undone and cleans up."""
    kept, cleaning = threading.Event(), threading.Event()
    who = actor()

    def other() -> None:
        with transaction.atomic():
            keep_file(name="lain.pdf", stream=BytesIO(PDF), purpose="evidence", actor=who)
            kept.set()
            cleaning.wait(timeout=60)
        connection.close()

    def begin(*args: Any, **more: Any) -> Any:
        cleaning.set()
        return transaction.Atomic(None, True, False)

    thread = threading.Thread(target=other)
    with pytest.raises(Conflict), held(PDF) as file:
        with pytest.raises(Conflict), transaction.atomic():
            keep_held(file=file, purpose="evidence", actor=who)
            raise Conflict("FORM-FILE")
        thread.start()
        assert kept.wait(timeout=60)
        stop = mock.patch.object(files, "transaction", mock.Mock(atomic=begin))
        stop.start()
        raise Conflict("FORM-FILE")
    stop.stop()
    cleaning.set()
    thread.join(timeout=60)
    assert [row.name for row in StoredFile.objects.all()] == ["lain.pdf"]
    assert on_disk() == {hashed(PDF)}
