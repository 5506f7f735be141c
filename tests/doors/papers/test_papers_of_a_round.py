"""Papers of a stored round: made, kept, recorded, and read by whoever may."""

from __future__ import annotations

import hashlib
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from django.test import Client
from django.urls import include, path
from tests.actions.test_finalisation import agreed, called
from tests.doors.papers.numbers import docx_text, numbers, pdf_text
from tests.remembered import made_once
from tests.world import World, make_world, moment

from simpul.actions.progress import compute_results
from simpul.core.errors import NotAllowed, Problem
from simpul.doors.papers.commands import paper as paper_command
from simpul.doors.papers.making import make_papers, render_report
from simpul.records.models import AuditEntry, Indicator, Paper, Round

pytestmark = [pytest.mark.django_db]

urlpatterns = [
    path("papers/", include("simpul.doors.papers.urls")),
    path("", include("simpul.doors.desk.urls")),
    path("accounts/", include("allauth.account.urls")),
]


@pytest.fixture
@made_once
def world() -> World:
    made = make_world()
    made.open()
    return made


@pytest.fixture
def papers(world: World) -> list[Paper]:
    assert world.round is not None
    return make_papers(world.round, actor=world.actor("coordinator", moment(2026, 5, 22)))


def client_of(world: World, who: str) -> Client:
    client = Client()
    client.force_login(world.users[who])
    return client


def test_two_languages_in_two_forms_under_one_fingerprint(papers: list[Paper]) -> None:
    assert [(row.language, row.format) for row in papers] == [
        ("id", "pdf"),
        ("id", "docx"),
        ("en", "pdf"),
        ("en", "docx"),
    ]
    assert len({row.basis_hash for row in papers}) == 1
    assert len({row.result_set_id for row in papers}) == 1
    for row in papers:
        assert hashlib.sha256(row.file.path.read_bytes()).hexdigest() == row.file.sha256
        assert row.file.name == f"report-2026-Q1.{row.language}.{row.format}"


def test_each_paper_is_in_the_audit_with_its_hash(papers: list[Paper]) -> None:
    rows = AuditEntry.objects.filter(action="reporting.record_paper").order_by("id")
    assert [row.after["sha256"] for row in rows] == [row.file.sha256 for row in papers]


def test_the_stored_figures_are_on_paper(papers: list[Paper]) -> None:
    texts = {row.format: row.file.path.read_bytes() for row in papers if row.language == "en"}
    for text in (pdf_text(texts["pdf"]), docx_text(texts["docx"])):
        found = numbers(text, "en")
        assert {"21.6", "21.5", "8.57", "8.47", "14.2"} <= set(found)
        assert "down 0.10" in text.replace("\n", " ")


def test_who_may_not_make_reports_makes_none(world: World) -> None:
    assert world.round is not None
    with pytest.raises(NotAllowed):
        make_papers(world.round, actor=world.actor("producer"))
    assert not Paper.objects.exists()


def test_the_button_makes_the_papers_and_leads_back(world: World, settings: Any) -> None:
    settings.ROOT_URLCONF = __name__
    answer = client_of(world, "secretariat").post("/papers/rounds/2026-Q1/report/")
    assert (answer.status_code, answer["Location"]) == (302, "/reports/")
    assert Paper.objects.count() == 4


@pytest.mark.parametrize("who", ["coordinator", "auditor", "focal", "sub_producer"])
def test_who_took_part_may_read_a_paper(world: World, papers: list[Paper], settings: Any, who: str) -> None:
    settings.ROOT_URLCONF = __name__
    answer = client_of(world, who).get(f"/papers/{papers[0].pk}/")
    assert answer.status_code == 200
    assert answer["Content-Disposition"] == 'attachment; filename="report-2026-Q1.id.pdf"'
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert "sandbox" in answer["Content-Security-Policy"]
    assert b"".join(answer.streaming_content).startswith(b"%PDF-")  # type: ignore[attr-defined]


def test_others_find_no_paper(world: World, papers: list[Paper]) -> None:
    assert client_of(world, "admin").get(f"/papers/{papers[0].pk}/").status_code == 404
    assert client_of(world, "coordinator").get("/papers/999999/").status_code == 404
    assert Client().get(f"/papers/{papers[0].pk}/").status_code == 302


def test_the_command_writes_the_same_bytes_as_the_desk(papers: list[Paper], tmp_path: Path) -> None:
    out = tmp_path / "report.pdf"
    done = CliRunner().invoke(paper_command, ["2026-Q1", "--out", str(out)], catch_exceptions=False)
    assert done.exit_code == 0
    assert hashlib.sha256(out.read_bytes()).hexdigest() == papers[0].file.sha256
    many = CliRunner().invoke(
        paper_command,
        ["2026-Q1", "--language", "all", "--format", "all", "--out", str(tmp_path / "all")],
        catch_exceptions=False,
    )
    assert len(many.output.split()) == len(list((tmp_path / "all").iterdir())) == 4


def test_a_round_that_was_not_computed_says_so(world: World) -> None:
    done = CliRunner().invoke(paper_command, ["2026-Q1"])
    assert isinstance(done.exception, Problem)
    assert done.exception.code == "PAPERS-NO-RESULTS"


def test_a_form_we_do_not_make_is_refused(world: World) -> None:
    round_ = Round.objects.get(period="2026-Q1")
    known = compute_results(round=round_, actor=world.actor("coordinator"))
    with pytest.raises(Problem) as refused:
        render_report(known, language="id", format="odt")
    assert refused.value.code == "PAPERS-FORM"


def test_a_paper_reprints_byte_for_byte_after_a_definition_baseline_and_target_were_agreed_anew(
    world: World, papers: list[Paper]
) -> None:
    called(world)
    agreed(world)
    assert (world.indicators["P-H-1"].definition_version, _definition_of("P-H-1")) == (1, 2)
    for row in papers:
        again = render_report(row.result_set, language=row.language, format=row.format)
        assert hashlib.sha256(again).hexdigest() == row.file.sha256


def _definition_of(code: str) -> int:
    return Indicator.objects.get(code=code).definition_version
