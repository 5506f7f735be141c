"""Drawing takes long; meanwhile nobody waits, and what is recorded says what it was drawn from."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.db.models import Min
from tests.world import World, make_world, moment
from tests.writers import by_another

from simpul.actions.progress import compute_results
from simpul.actions.reporting import deliveries, save_entry
from simpul.core.errors import Problem
from simpul.doors.papers import making
from simpul.doors.papers.making import make_papers
from simpul.records.integrity import faults
from simpul.records.models import AuditEntry, Entry, Paper, ResultSet, StoredFile
from simpul.records.round_report import read_report

MADE = moment(2026, 5, 22)


def opened() -> World:
    made = make_world()
    made.open()
    return made


def meanwhile(monkeypatch: pytest.MonkeyPatch, do: Callable[[], Any]) -> list[Any]:
    """While a PDF is drawn somebody else does something; returns what he got, as it comes."""
    got: list[Any] = []
    draw = making._RENDERERS["pdf"]

    def drawn(paper: Any) -> bytes:
        got.append(by_another(do))
        return draw(paper)

    monkeypatch.setitem(making._RENDERERS, "pdf", drawn)
    return got


@pytest.mark.django_db(transaction=True)
def test_an_office_saves_its_figure_while_a_paper_is_drawn(monkeypatch: pytest.MonkeyPatch) -> None:
    world = opened()
    assert world.round is not None
    texts = iter(("19,8", "19,9"))

    def save() -> Entry:
        return save_entry(
            task=world.tasks["SOMHD"],
            indicator=world.indicators["P-H-1"],
            period="2024",
            text=next(texts),
            nature="final",
            actor=world.actor("producer"),
        )

    saved = meanwhile(monkeypatch, save)
    papers = make_papers(world.round, actor=world.actor("secretariat", MADE))
    assert [entry.text for entry in saved] == ["19,8", "19,9"]
    assert (len(papers), Entry.objects.get().text) == (4, "19,9")
    trail = list(AuditEntry.objects.order_by("pk").values_list("action", flat=True))
    assert trail[-11:] == [
        "progress.compute", *["reporting.save_entry"] * 2, *["files.keep", "reporting.record_paper"] * 4
    ]  # fmt: skip


@pytest.mark.django_db(transaction=True)
def test_papers_name_the_results_they_were_drawn_from_and_not_newer_ones(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    world = opened()
    later = world.actor("coordinator", moment(2026, 6, 1))
    newer = meanwhile(monkeypatch, lambda: compute_results(round=world.round, actor=later))
    assert world.round is not None
    papers = make_papers(world.round, actor=world.actor("secretariat", MADE))
    first = ResultSet.objects.earliest("pk")
    assert len(newer) == 2 and first.pk < newer[0].pk
    assert {(row.result_set_id, row.as_known_at) for row in papers} == {(first.pk, MADE)}


def versions() -> list[tuple[int, int]]:
    """The results that papers were made from, each with the version its cover says, in the order they were made."""
    sets = ResultSet.objects.filter(papers__isnull=False).annotate(first=Min("papers")).order_by("first")
    return [(row.pk, read_report(row).number) for row in sets]


@pytest.mark.django_db(transaction=True)
def test_of_two_who_make_a_report_at_once_one_makes_the_version_and_the_other_is_told(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    world = opened()
    assert world.round is not None
    round_, coordinator = world.round, world.actor("coordinator", moment(2026, 5, 22))
    once = iter((True,))

    def make() -> list[Paper]:
        return make_papers(round_, formats=("docx",), actor=coordinator) if next(once, False) else []

    got = meanwhile(monkeypatch, make)
    with pytest.raises(Problem) as caught:
        make_papers(round_, actor=world.actor("secretariat", MADE))
    assert caught.value.code == "PAPERS-OTHER-VERSION"
    assert (caught.value.params["version"], caught.value.params["next"]) == (1, 2)
    theirs = got[0]
    assert [row.pk for row in theirs] == list(Paper.objects.order_by("pk").values_list("pk", flat=True))
    assert StoredFile.objects.count() == 2
    assert versions() == [(theirs[0].result_set_id, 1)]
    monkeypatch.undo()
    second = make_papers(round_, formats=("docx",), actor=world.actor("secretariat", MADE))
    assert versions() == [(theirs[0].result_set_id, 1), (second[0].result_set_id, 2)]


@pytest.mark.django_db
def test_results_of_a_delivery_are_no_version_of_the_report_once_another_was_made() -> None:
    world = opened()
    assert world.round is not None
    secretariat = world.actor("secretariat", MADE)
    delivered = compute_results(round=world.round, actor=secretariat)
    word: dict[str, Any] = {"formats": ("docx",), "actor": secretariat}
    first = make_papers(world.round, languages=("id",), **word)
    with pytest.raises(Problem, match="PAPERS-OTHER-VERSION"):
        make_papers(world.round, result_set=delivered, **word)
    make_papers(world.round, languages=("id",), **word)
    # a version that was made is printed in another language and stays that version
    again = make_papers(world.round, result_set=first[0].result_set, languages=("en",), **word)
    assert again[0].result_set_id == first[0].result_set_id
    assert [number for _key, number in versions()] == [1, 2]


@pytest.mark.django_db
def test_papers_are_recorded_for_the_round_of_their_results() -> None:
    world = opened()
    results = compute_results(round=world.round, actor=world.actor("secretariat", MADE))
    world.open("2026-Q2")
    assert world.round is not None and results.round_id != world.round.pk
    papers = make_papers(
        world.round, result_set=results, formats=("docx",), actor=world.actor("secretariat", MADE)
    )
    assert {row.round_id for row in papers} == {results.round_id}


@pytest.mark.django_db
def test_when_one_paper_cannot_be_recorded_none_is_and_no_file_stays(monkeypatch: pytest.MonkeyPatch) -> None:
    world = opened()
    results = compute_results(round=world.round, actor=world.actor("secretariat", MADE))
    calls = iter(range(4))

    def audit(*args: Any, **more: Any) -> Any:
        if next(calls) == 2:
            raise OSError("no space left on device")
        return AuditEntry.objects.latest("pk")

    monkeypatch.setattr(deliveries, "audit", audit)
    with pytest.raises(OSError, match="no space"):
        assert world.round is not None
        make_papers(world.round, result_set=results, actor=world.actor("secretariat", MADE))
    assert not Paper.objects.exists() and not StoredFile.objects.exists()
    assert [path for path in Path(settings.SIMPUL_FILES).rglob("*") if path.is_file()] == []
    assert list(faults()) == []


@pytest.mark.django_db
def test_when_one_paper_cannot_be_drawn_none_is_recorded_and_no_file_stays(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    world = opened()

    def refuse(paper: Any) -> bytes:
        raise OSError("no font")

    monkeypatch.setitem(making._RENDERERS, "docx", refuse)
    with pytest.raises(OSError, match="no font"):
        assert world.round is not None
        make_papers(world.round, actor=world.actor("secretariat", MADE))
    assert not Paper.objects.exists() and not StoredFile.objects.exists()
    assert [path for path in Path(settings.SIMPUL_FILES).rglob("*") if path.is_file()] == []
    assert [row.action for row in AuditEntry.objects.order_by("-pk")[:1]] == ["progress.compute"]
