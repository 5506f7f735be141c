"""A disputed KPI in a browser: called, proposed, commented on, answered, fixed, agreed; and what stays as it was."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from io import BytesIO
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from simpul.doors.papers.making import make_papers, render_report
from simpul.records.models import Indicator, SheetTask
from tests.journeys.conftest import Visitor
from tests.world import World, moment

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]
Visit = Callable[..., Visitor]


def fill(page: Any, **texts: str) -> None:
    for name, text in texts.items():
        box = page.locator(f"[name={name}]")
        if box.evaluate("one => one.tagName") == "SELECT":
            box.select_option(text)
        else:
            box.fill(text)


@pytest.mark.parametrize("language", ["id", pytest.param("en", marks=pytest.mark.proof_ci)])
def test_a_disputed_kpi_goes_from_proposal_to_agreement(visit: Visit, world: World, language: str) -> None:
    round_ = world.open()
    papers = make_papers(round_, actor=world.actor("coordinator", moment(2026, 5, 22)))
    words = {
        "id": ("Menunggu usulan", "Diusulkan", "Posisi nasional", "Disepakati", "mengubah definisi"),
        "en": ("Waits for a proposal", "Proposed", "National position", "Agreed", "changes the definition"),
    }[language]

    def visitor(who: str) -> Visitor:
        made = visit(f"{who}@contoh.example")
        if language == "en":
            made.english()
        return made

    secretariat = visitor("secretariat")
    page = secretariat.go("/finalisation/call/")
    fill(page, title_id="Finalisasi KPI", title_en="KPI finalisation")
    fill(
        page,
        opens_on="2026-04-01",
        proposals_due_on="2026-04-30",
        comments_due_on="2026-05-15",
        closes_on="2026-06-30",
    )
    page.locator("input[value=P-H-1]").check()
    secretariat.accessible()
    page.locator("main form[method=post] button.main-act").click()
    page.wait_for_url("**/finalisation/?state=called*")
    assert words[0] in page.locator("main table").inner_text()
    secretariat.accessible()
    url = f"/sheets/{SheetTask.objects.get().pk}/"

    office = visitor("producer")
    page = office.go("/")
    page.locator(f"a[href='{url}']").first.click()
    page.wait_for_url(f"**{url}")
    page.locator("#propose summary").click()
    fill(
        page,
        definition_id="Balita pendek menurut umur.",
        definition_en="Children under five short for their age.",
        unit_id="persen",
        unit_en="percent",
        unit_code="PT",
        frequency="annual",
        release_lag_months="6",
        baseline_period="2022",
        baseline_value="21,6" if language == "id" else "21.6",
        baseline_source="SSGI 2022",
        target1_period="2029",
        target1_low="14",
        target1_high="15",
        target1_authority="RPJMN",
        target1_source="Perpres 12/2025",
        equivalent_relation="proxy",
        equivalent_code="2.2.1",
        reason="Menyamakan dengan SSGI",
    )
    office.accessible()
    page.locator("#propose button.main-act").click()
    page.wait_for_load_state()
    assert page.locator(".banner.error").count() == 1  # a proxy says in words what differs
    assert page.locator("[name=definition_id]").input_value() == "Balita pendek menurut umur."
    office.complaints.clear()  # the browser tells the refusal's status on its console
    office.accessible()
    fill(
        page,
        equivalent_difference_id="SDG memakai 0–59 bulan.",
        equivalent_difference_en="The SDG uses 0–59 months.",
    )
    page.locator("#propose button.main-act").click()
    page.wait_for_load_state()
    text = page.locator("main").inner_text()
    assert words[1] in text and words[4] in text
    office.accessible()

    reviewer = visitor("reviewer")
    page = reviewer.go(url)
    fill(page, field="definition", text="Sebut alat ukurnya.")
    page.locator("form[action$='/comment/'] button").click()
    page.wait_for_load_state()
    assert "Sebut alat ukurnya." in page.locator(".talk").inner_text()
    reviewer.accessible()

    page = office.go(url)
    page.locator(".talk summary").click()
    page.locator(".talk textarea").fill("Panjang badan untuk anak di bawah dua tahun.")
    page.locator(".talk form button").click()
    page.wait_for_load_state()
    assert "Panjang badan" in page.locator(".talk .answer").inner_text()

    coordinator = visitor("coordinator")
    page = coordinator.go(url)
    page.locator("form[action$='/fix/'] button").click()
    page.wait_for_load_state()
    assert words[2] in page.locator("main").inner_text()

    page = secretariat.go(url)
    fill(page, decision="SOMHD ke-18, butir 12", decided_on="2026-04-09")
    page.locator("form[action$='/agree/'] button").click()
    page.wait_for_load_state()
    assert words[3] in page.locator("main").inner_text()
    secretariat.accessible()
    secretariat.go("/indicators/P-H-1/wordings/")
    secretariat.accessible()
    secretariat.picture(f"finalisation-{language}")

    row = Indicator.objects.get(code="P-H-1")
    assert (row.definition_version, row.sheet["baseline"]["decision"]) == (2, "SOMHD ke-18, butir 12")
    with secretariat.page.expect_download() as download:
        secretariat.page.evaluate(
            "() => { location.href = '/exchange/metadata/ms-ind.xlsx?indicator=P-H-1' }"
        )
    book = openpyxl.load_workbook(BytesIO(Path(download.value.path()).read_bytes()))
    lines = (line for sheet in book.worksheets for line in sheet.iter_rows(values_only=True))
    told = " ".join(str(cell) for line in lines for cell in line if cell)
    assert "Balita pendek menurut umur." in told and "persen" in told
    for paper in papers:
        again = render_report(paper.result_set, language=paper.language, format=paper.format)
        assert hashlib.sha256(again).hexdigest() == paper.file.sha256
