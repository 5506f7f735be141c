"""A result set says the same for ever: what content changes later is not in it, and what was not accepted neither."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest
from tests.doors.desk.work_round import cleared_by, fill_health, submitted_health, task_of
from tests.doors.papers.numbers import numbers, pdf_text
from tests.guard import behind_its_back
from tests.world import NARRATIVE, World, make_world, moment

from simpul.actions.progress import compute_results
from simpul.actions.reporting import reopen, return_task, save_narrative, submit
from simpul.core.errors import Problem
from simpul.core.plain import plain, restored
from simpul.doors.exchange.delivery import make_delivery
from simpul.doors.papers.making import make_papers
from simpul.records.models import (
    Baseline,
    Body,
    Delivery,
    Framework,
    Indicator,
    Organisation,
    Paper,
    ResultSet,
    StoredFile,
    SubmittedFigure,
    Target,
)
from simpul.records.round_report import RoundReport, TaskLine, read_report

pytestmark = pytest.mark.django_db

MADE = moment(2026, 5, 12)
EVERYBODY = ("steward", "focal", "signer", "coordinator")


@pytest.fixture
def world() -> Iterator[World]:
    made = make_world()
    made.open()
    yield made


@pytest.fixture
def accepted(world: World) -> World:
    """SOMHD accepted: stunting 19.8 in 2024."""
    submitted_health(world)
    assert cleared_by(world, *EVERYBODY).state == "accepted"
    return world


def computed(world: World, at: Any = MADE) -> ResultSet:
    assert world.round is not None
    return compute_results(round=world.round, actor=world.actor("secretariat", at))


def line_of(report: RoundReport, body: str) -> TaskLine:
    return next(line for line in report.tasks if line.theme.code == body)


def change_content() -> None:
    """Another content: target, baseline, titles, units, names and standings are other ones."""
    with behind_its_back():
        Target.objects.update(value=None, low="9", high="10", authority="RPJMN baru", source="lain")
        Target.objects.create(
            indicator=Indicator.objects.get(code="P-W-1"),
            area="IDN",
            period="2029",
            value="5",
            authority="RPJMN",
        )
        Baseline.objects.update(value="30.8", value_text="30.8", period="2018", status="none", source="lain")
        Indicator.objects.update(
            title_id="Lain", title_en="Other", unit_id="orang", decimals=0, validity="activity", sheet={},
            polarity="maximise", confidence="recalled",
        )  # fmt: skip
        Body.objects.update(acronym="X", name_id="X", counted=False)
        Organisation.objects.update(acronym="Y", name_id="Y", name_en="Y")
        Framework.objects.update(official_method="plain", title_id="Z", title_en="Z", wording="official")


def test_what_is_made_again_from_a_result_set_says_the_same_after_content_changed(accepted: World) -> None:
    results = computed(accepted)
    assert accepted.round is not None
    actor = accepted.actor("secretariat", MADE + timedelta(hours=1))
    before = read_report(results)
    papers = make_papers(accepted.round, result_set=results, formats=("pdf",), actor=actor)
    delivery = make_delivery(accepted.round, result_set=results, actor=actor)
    change_content()
    results = ResultSet.objects.get(pk=results.pk)
    again = read_report(results)
    assert again == before and again.basis_hash == before.basis_hash
    stunting = next(line for line in again.indicators if line.code == "P-H-1")
    assert [(row.period, row.value, row.authority) for row in stunting.targets] == [
        ("2029", Decimal("14.2"), "RPJMN")
    ]
    assert stunting.baseline is not None and stunting.baseline[:2] == ("2022", "21.6")
    assert stunting.official is not None and stunting.official.status == "moderate"
    new = make_delivery(accepted.round, result_set=results, actor=actor)
    assert contents(new) == contents(delivery)
    redrawn = make_papers(accepted.round, result_set=results, formats=("pdf",), actor=actor)
    for old, now in zip(papers, redrawn, strict=True):
        assert (old.language, old.basis_hash) == (now.language, now.basis_hash)
        told = [numbers(text_of(paper), paper.language) for paper in (old, now)]
        assert told[0] == told[1] and told[0]["14.2"]
    fresh = read_report(computed(accepted, MADE + timedelta(days=1)))
    assert fresh.basis_hash != before.basis_hash
    assert next(line for line in fresh.indicators if line.code == "P-H-1").targets[-1].low == Decimal(9)


def contents(delivery: Delivery) -> dict[str, bytes]:
    """The files of a delivery but its manifest, which names the moment it was made."""
    return {
        row.part: row.file.path.read_bytes()
        for row in delivery.files.exclude(part="manifest").select_related("file")
    }


def test_the_fingerprint_and_the_digest_follow_what_a_verdict_rests_on(accepted: World) -> None:
    first = computed(accepted)
    same = computed(accepted)
    assert (same.digest, read_report(same).basis_hash) == (first.digest, read_report(first).basis_hash)
    with behind_its_back():
        Target.objects.update(authority="RPJMN 2025-2029")  # moves no verdict
    other = computed(accepted)
    told = [
        [(row.method, row.status, row.reason) for row in one.verdicts.order_by("id")]
        for one in (first, other)
    ]
    assert told[0] == told[1]
    assert other.digest != first.digest
    assert read_report(other).basis_hash != read_report(first).basis_hash


def test_a_verdict_names_all_it_rests_on_and_nothing_by_the_word_none(accepted: World) -> None:
    with behind_its_back():
        Target.objects.update(value=None, low="12.50", high="14.2")
        Indicator.objects.filter(code="P-H-1").update(polarity="range")
    rows = computed(accepted).verdicts.filter(indicator__code="P-H-1")
    inputs = {row.method: row.inputs for row in rows}
    assert inputs["plain"] == {
        "observations": inputs["plain"]["observations"],
        "day": "2026-05-12",
        "baseline": {"period": "2022", "value": "21.6", "source": "SSGI 2022"},
        "targets": [
            {"period": "2029", "low": "12.5", "high": "14.2", "authority": "RPJMN", "source": "RPJMN"}
        ],
    }
    assert len(inputs["plain"]["observations"]) == 3
    assert inputs["oecd-distance"]["peers"] == {"IDN": "19.8"}
    assert "None" not in json.dumps([row.inputs for row in rows])


def test_a_reading_comes_back_as_it_was_kept(accepted: World) -> None:
    report = read_report(computed(accepted))
    assert restored(RoundReport, json.loads(json.dumps(plain(report)))) == report


def test_a_result_set_without_a_round_reports_nothing(world: World) -> None:
    framework = Framework.objects.get()
    alone = compute_results(framework=framework, area="IDN", actor=world.actor("secretariat"))
    with pytest.raises(Problem) as refused:
        read_report(alone)
    assert refused.value.code == "PAPERS-NO-RESULTS"


# --- what was not accepted ---------------------------------------------------------------------------------------

SECRET = "Rahasia belum disetujui"


def written(world: World) -> None:
    """SOMHD filled in, its first text one that nobody has accepted."""
    fill_health(world)
    save_narrative(
        task=task_of(world),
        field=NARRATIVE[0]["code"],
        text=SECRET,
        text_en=SECRET,
        actor=world.actor("producer"),
    )


def shows_nothing(line: TaskLine) -> bool:
    return (line.narratives, line.answers, line.cleared_by, line.values, line.figures, line.evidenced) == (
        {}, (), (), (), 0, 0,
    )  # fmt: skip


def test_work_that_is_not_accepted_shows_its_state_and_since_when_and_nothing_else(world: World) -> None:
    written(world)
    line = line_of(read_report(computed(world, moment(2026, 4, 11))), "SOMHD")
    assert (line.state, line.waiting_since) == ("draft", date(2026, 4, 1)) and shows_nothing(line)
    sent = submit(task=task_of(world), actor=world.actor("producer", moment(2026, 4, 12)))
    line = line_of(read_report(computed(world, moment(2026, 4, 13))), "SOMHD")
    assert (line.state, line.waiting_since) == ("check", date(2026, 4, 12)) and shows_nothing(line)
    assert line.submission is None and line.accepted_at is None
    return_task(
        task=task_of(world),
        seen=sent.content_hash,
        due=date(2026, 4, 30),
        reason="perbaiki",
        actor=world.actor("steward", moment(2026, 4, 14)),
    )
    line = line_of(read_report(computed(world, moment(2026, 4, 15))), "SOMHD")
    assert (line.state, line.waiting_since) == ("returned", date(2026, 4, 14)) and shows_nothing(line)


def test_reopened_work_shows_what_was_accepted_and_not_what_is_being_changed(accepted: World) -> None:
    reopen(
        task=task_of(accepted),
        due=date(2026, 5, 6),
        reason="angka baru",
        actor=accepted.actor("coordinator", moment(2026, 4, 20)),
    )
    save_narrative(
        task=task_of(accepted),
        field=NARRATIVE[0]["code"],
        text=SECRET,
        actor=accepted.actor("producer", moment(2026, 4, 21)),
    )
    submit(task=task_of(accepted), actor=accepted.actor("producer", moment(2026, 4, 22)))
    line = line_of(read_report(computed(accepted, moment(2026, 4, 23))), "SOMHD")
    assert (line.state, line.waiting_since, line.submission) == ("check", date(2026, 4, 22), 1)
    assert line.narratives[NARRATIVE[0]["code"]]["text"] == "Tidak ada."
    assert (line.figures, len(line.cleared_by)) == (2, 5)


def test_an_answer_tells_its_reason_and_a_cell_of_a_workbook_is_evidence(accepted: World) -> None:
    figures = SubmittedFigure.objects.filter(submission__task=task_of(accepted))
    with behind_its_back():
        file = StoredFile.objects.create(
            name="isian.xlsx", sha256="a" * 64, size=1, purpose="workbook", uploaded_at=MADE
        )
        figures.filter(indicator__code="P-H-1").update(source_file=file)
        figures.filter(indicator__code="P-H-2").update(
            answer="unavailable", text="", value=None, reason="Survei ditunda", comment="Lihat surat"
        )
    line = line_of(read_report(computed(accepted)), "SOMHD")
    told = {(answer.indicator, answer.reason) for answer in line.answers}
    assert ("P-H-2", "Survei ditunda") in told
    assert (line.figures, line.evidenced) == (1, 1)


def test_no_paper_prints_a_text_that_was_not_accepted(world: World) -> None:
    written(world)
    submit(task=task_of(world), actor=world.actor("producer", moment(2026, 4, 12)))
    assert world.round is not None
    papers = make_papers(world.round, formats=("pdf",), actor=world.actor("secretariat", moment(2026, 4, 13)))
    texts = {paper.language: " ".join(text_of(paper).split()) for paper in papers}
    said = {
        "id": "SOMHD, Kementerian KEMENKES: belum diterima. Dalam pemeriksaan sejak 12 April 2026.",
        "en": "SOMHD, Ministry KEMENKES: not accepted yet. In clearance since 12 April 2026.",
    }
    for language, text in texts.items():
        assert SECRET not in text
        assert said[language] in text


def text_of(paper: Paper) -> str:
    return pdf_text(paper.file.path.read_bytes())
