"""A round in a browser: fill in the grid, fill in by Excel, return, correct, clear, report; in both languages."""

from __future__ import annotations

import io
import random
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from django.utils import timezone

from simpul.actions.acting import Actor
from simpul.actions.reporting import open_round
from simpul.records.integrity import faults
from simpul.records.models import DueFigure, ImportBatch, Observation, Round, Task, User
from tests.journeys.conftest import Visitor
from tests.world import World

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]

Visit = Callable[..., Visitor]


@pytest.fixture
def round_(world: World) -> Round:
    """A round that is open today."""
    today = timezone.localdate()
    user = User.objects.select_related("person").get(pk=world.users["secretariat"].pk)
    return open_round(
        obligation=world.obligation,
        period="2026-Q1",
        opens_on=today - timedelta(days=5),
        due_on=today + timedelta(days=10),
        closes_on=today + timedelta(days=24),
        actor=Actor(user=user, at=timezone.now()),
    )


def task_of(body: str) -> Task:
    return Task.objects.select_related("body").get(body__code=body)


def figure_of(code: str, body: str = "SOMHD") -> DueFigure:
    return DueFigure.objects.get(task__body__code=body, indicator__code=code)


def type_value(visitor: Visitor, figure: DueFigure, text: str, nature: str = "final") -> None:
    """Choose the nature and type a value as an official does; each change is saved by itself."""
    page = visitor.page
    with page.expect_response(lambda answer: f"/figures/{figure.pk}/" in answer.url):
        page.select_option(f"#k-{figure.pk}", nature)
    with page.expect_response(lambda answer: f"/figures/{figure.pk}/" in answer.url):
        page.fill(f"#t-{figure.pk}", text)
        page.keyboard.press("Tab")


def write_paragraphs(visitor: Visitor, text: str) -> None:
    for area in visitor.page.locator("textarea[id^=nt-]").all():
        field = (area.get_attribute("id") or "").removeprefix("nt-")
        with visitor.page.expect_response(lambda answer, field=field: f"/narratives/{field}/" in answer.url):
            area.fill(text)
            area.blur()


def clear_step(visitor: Visitor, task: Task) -> None:
    """Three clicks: the queue's row, Clear, and Clear again in the dialog."""
    page = visitor.go("/clearance/")
    page.locator(f"a[href='/tasks/{task.pk}/check/']").first.click()
    page.locator("a[href='#clear']").click()
    page.locator("dialog[open] button.main-act").click()
    page.wait_for_load_state()


def test_a_round_from_the_grid_to_accepted_with_a_return_on_the_way(visit: Visit, round_: Round) -> None:
    task = task_of("SOMHD")
    producer = visit("producer@contoh.example")
    page = producer.page
    producer.picture("id-01-tugas-saya")
    producer.accessible()
    producer.go(f"/tasks/{task.pk}/")
    producer.accessible()
    stunting, jkn = figure_of("P-H-1"), figure_of("P-H-2")
    type_value(producer, stunting, "19,8")
    type_value(producer, jkn, "98.62")
    page.wait_for_selector("text=98,62")
    producer.picture("id-02-temuan-desimal")
    assert page.locator("#send button").get_attribute("aria-disabled") == "true"
    type_value(producer, jkn, "98,62")
    write_paragraphs(producer, "tidak ada")
    page.locator("form[action$='/nothing-new/'] button").click()
    page.wait_for_load_state()
    producer.accessible()
    producer.picture("id-03-siap-diajukan")
    page.locator("#send button").click()
    page.wait_for_load_state()
    task.refresh_from_db()
    assert task.state == "check"

    steward = visit("steward@contoh.example")
    page = steward.go(f"/tasks/{task.pk}/check/")
    steward.accessible()
    steward.picture("id-04-pemeriksaan")
    page.locator("a[href='#return']").click()
    dialog = page.locator("dialog[open]")
    dialog.locator("input[name=due]").fill((timezone.localdate() + timedelta(days=4)).isoformat())
    dialog.locator("textarea[name=reason]").fill("Lampirkan halaman tabel JKN")
    steward.accessible()
    steward.picture("id-05-kembalikan")
    dialog.locator("button.main-act").click()
    page.wait_for_load_state()
    task.refresh_from_db()
    assert task.state == "returned"

    page = producer.go("/")
    assert "Lampirkan halaman tabel JKN" in producer.go(f"/tasks/{task.pk}/").content()
    producer.picture("id-06-dikembalikan")
    page.locator(f"#r-{jkn.pk} summary").click()
    with page.expect_response(lambda answer: f"/figures/{jkn.pk}/" in answer.url):
        page.fill(f"#m-{jkn.pk}", "Tabel 3, halaman 12")
        page.keyboard.press("Tab")
    page.reload()
    page.locator("#send button").click()
    page.wait_for_load_state()
    for who in ("steward", "focal", "signer", "coordinator"):
        checker = steward if who == "steward" else visit(f"{who}@contoh.example")
        clear_step(checker, task)
        checker.accessible()
    task.refresh_from_db()
    assert task.state == "accepted"
    row = Observation.objects.get(indicator__code="P-H-2", period=jkn.period)
    assert (row.text, row.figure.comment if row.figure else "") == ("98,62", "Tabel 3, halaman 12")
    coordinator = visit("coordinator@contoh.example")
    coordinator.go("/indicators/P-H-2/")
    coordinator.accessible()
    coordinator.picture("id-07-indikator")
    coordinator.go(f"/numbers/{row.pk}/")
    assert "Producer" in coordinator.page.content()
    coordinator.accessible()
    assert list(faults()) == []


def test_what_is_chosen_while_an_answer_is_under_way_is_kept_and_sent(visit: Visit, round_: Round) -> None:
    """On a slow line the row is drawn anew after the next field was filled in."""
    task, figure = task_of("SOMHD"), figure_of("P-H-1")
    page = visit("producer@contoh.example").go(f"/tasks/{task.pk}/")
    held: list[Any] = []
    page.route(
        f"**/figures/{figure.pk}/", lambda route: held.append(route) if not held else route.continue_()
    )
    with page.expect_request(f"**/figures/{figure.pk}/"):
        page.fill(f"#t-{figure.pk}", "19,8")
        page.keyboard.press("Tab")
    page.select_option(f"#k-{figure.pk}", "final")
    with page.expect_response(
        lambda answer: (
            f"/figures/{figure.pk}/" in answer.url and "nature=final" in (answer.request.post_data or "")
        )
    ):
        held[0].continue_()
    page.reload()
    assert page.input_value(f"#t-{figure.pk}") == "19,8" and page.input_value(f"#k-{figure.pk}") == "final"
    assert task.entries.get(indicator__code="P-H-1").nature == "final"


def filled_in(path: Path, answers: dict[str, tuple[str, str]], *, shuffle: bool) -> bytes:
    """The downloaded workbook filled in by another program, its rows in another order."""
    book = openpyxl.load_workbook(path)
    page = book["Angka"] if "Angka" in book.sheetnames else book["Figures"]
    heading = next(
        row
        for row in page.iter_rows(min_row=1, max_row=8)
        if any(str(cell.value or "").startswith("simpul:") for cell in row)
    )
    column = {str(cell.value).removeprefix("simpul:"): cell.column for cell in heading if cell.value}
    first = heading[0].row + 2
    rows = [
        number
        for number in range(first, page.max_row + 1)
        if "|" in str(page.cell(number, column["key"]).value or "")
    ]
    for number in rows:
        code = str(page.cell(number, column["key"]).value).split("|")[0]
        if code in answers:
            value, nature = answers[code]
            page.cell(number, column["value"]).value = float(value.replace(",", "."))
            page.cell(number, column["nature"]).value = nature
    if shuffle:
        kept = [
            [page.cell(number, index).value for index in range(1, page.max_column + 1)] for number in rows
        ]
        random.Random(7).shuffle(kept)
        for number, cells in zip(rows, kept, strict=True):
            for index, value in enumerate(cells, start=1):
                page.cell(number, index).value = value
    target = io.BytesIO()
    book.save(target)
    return target.getvalue()


def download(visitor: Visitor, task: Task, folder: Path) -> Path:
    visitor.go(f"/tasks/{task.pk}/")
    with visitor.page.expect_download() as waiting:
        visitor.page.locator(f"a[href='/exchange/tasks/{task.pk}/workbook.xlsx']").click()
    path = folder / waiting.value.suggested_filename
    waiting.value.save_as(path)
    return path


def upload(visitor: Visitor, task: Task, name: str, content: bytes) -> Any:
    visitor.go(f"/tasks/{task.pk}/")
    visitor.page.locator("a[href='#upload']").click()
    visitor.page.set_input_files(
        "dialog[open] input[type=file]",
        {"name": name, "mimeType": "application/octet-stream", "buffer": content},
    )
    visitor.page.locator("dialog[open] button.main-act").click()
    visitor.page.wait_for_url("**/imports/*/")
    return ImportBatch.objects.latest("pk")


def test_a_task_filled_in_by_excel_with_shuffled_rows_the_same_file_again_and_a_stale_one(
    visit: Visit, round_: Round, tmp_path: Path
) -> None:
    task = task_of("SOMHD")
    producer = visit("producer@contoh.example")
    path = download(producer, task, tmp_path)
    assert path.name == "simpul-2026-Q1-SOMHD.xlsx"
    answers = {"P-H-1": ("19,8", "Tetap"), "P-H-2": ("98,62", "Sementara")}
    content = filled_in(path, answers, shuffle=True)
    batch = upload(producer, task, path.name, content)
    assert (batch.state, batch.refused) == ("checked", 0), batch.findings
    producer.accessible()
    producer.picture("id-11-unggahan")
    assert not task.entries.exists()
    producer.page.locator("form[action$='/confirm/'] button").click()
    producer.page.wait_for_load_state()
    entries = {
        row.indicator.code: (row.text, row.nature, bool(row.source_cell))
        for row in task.entries.select_related("indicator")
    }
    assert entries["P-H-1"] == ("19.8", "final", True)
    assert entries["P-H-2"] == ("98.62", "preliminary", True)

    again = upload(producer, task, path.name, content)
    assert (again.state, again.stored) == ("unchanged", 0)

    other = filled_in(path, {"P-H-1": ("20,1", "Tetap"), "P-H-2": ("98,62", "Sementara")}, shuffle=False)
    stale = upload(producer, task, path.name, other)
    assert stale.state == "refused" and stale.problem["code"] == "REPORTING-STALE-WORKBOOK"
    producer.accessible()
    producer.picture("id-12-berkas-lama")
    assert task.entries.get(indicator__code="P-H-1").text == "19.8"


def test_the_round_in_english_ends_in_report_and_delivery(
    visit: Visit, round_: Round, tmp_path: Path
) -> None:
    task = task_of("SUBSWD")
    producer = visit("sub_producer@contoh.example")
    producer.english()
    producer.go(f"/tasks/{task.pk}/")
    write_paragraphs(producer, "none")
    figure = figure_of("P-W-2", "SUBSWD")
    type_value(producer, figure, "1,250")
    producer.page.reload()
    producer.accessible()
    producer.picture("en-01-task")
    producer.page.locator("#send button").click()
    producer.page.wait_for_load_state()
    task.refresh_from_db()
    assert task.state == "check"

    secretariat = visit("secretariat@contoh.example")
    secretariat.english()
    page = secretariat.go("/reports/")
    secretariat.accessible()
    page.locator("form[action$='/report/'] button").click()
    page.wait_for_load_state()
    page.locator("form[action$='/delivery/'] button").click()
    page.wait_for_load_state()
    secretariat.accessible()
    secretariat.picture("en-02-reports")
    with page.expect_download() as waiting:
        page.locator("a[href^='/papers/']").first.click()
    saved = tmp_path / "report"
    waiting.value.save_as(saved)
    assert saved.read_bytes()[:4] in (b"%PDF", b"PK\x03\x04")
    soca = visit("soca@contoh.example")
    page = soca.go("/reports/")
    page.locator("form[action$='/clear/'] button").click()
    page.wait_for_load_state()
    page = secretariat.go("/reports/")
    page.fill("input[name=channel]", "e-mail")
    page.fill("input[name=receipt]", "R-1")
    page.locator("form[action$='/hand-over/'] button").click()
    page.wait_for_load_state()
    assert "R-1" in page.content()
    assert round_.deliveries.get().state == "handed_over"


PAGES = (
    "/",
    "/rounds/",
    "/rounds/2026-Q1/",
    "/clearance/",
    "/indicators/",
    "/indicators/P-H-1/",
    "/frameworks/",
    "/frameworks/plan/",
    "/directory/",
    "/directory/SOMHD/",
    "/reports/",
    "/metadata/",
    "/codes/",
    "/codes/wilayah/",
    "/search/?q=stunting",
    "/account/",
)


@pytest.mark.parametrize("width", [320, pytest.param(1280, marks=pytest.mark.proof_ci)])
@pytest.mark.parametrize("language", ["id", pytest.param("en", marks=pytest.mark.proof_ci)])
def test_every_page_is_accessible_at_every_width_and_asks_no_other_host(
    visit: Visit, round_: Round, width: int, language: str
) -> None:
    visitor = visit("secretariat@contoh.example", width=width)
    if language == "en":
        if width < 700:
            visitor.page.set_viewport_size({"width": 1280, "height": 900})
            visitor.english()
            visitor.page.set_viewport_size({"width": width, "height": 900})
        else:
            visitor.english()
    for number, path in enumerate((*PAGES, f"/tasks/{task_of('SOMHD').pk}/")):
        visitor.go(path)
        visitor.accessible()
        visitor.picture(f"{language}-{width}-{number:02d}")


def test_a_task_is_filled_in_and_sent_by_keyboard_alone(visit: Visit, round_: Round) -> None:
    task = task_of("SUBSWD")
    visitor = visit("sub_producer@contoh.example")
    page = visitor.go(f"/tasks/{task.pk}/")
    figure = figure_of("P-W-2", "SUBSWD")

    def tab_to(selector: str) -> None:
        for _ in range(120):
            page.keyboard.press("Tab")
            if page.evaluate("s => document.activeElement.matches(s)", selector):
                return
        raise AssertionError(f"the keyboard never reaches {selector}")

    tab_to(f"#t-{figure.pk}")
    page.keyboard.type("1250")
    with page.expect_response(lambda answer: f"/figures/{figure.pk}/" in answer.url):
        page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.id") == f"k-{figure.pk}"
    with page.expect_response(lambda answer: f"/figures/{figure.pk}/" in answer.url):
        page.keyboard.type(page.locator(f"#k-{figure.pk} option[value=final]").inner_text())
        page.keyboard.press("Tab")
    assert page.input_value(f"#k-{figure.pk}") == "final"
    for field in ("achievements", "obstacles", "support", "plan"):
        tab_to(f"#nt-{field}")
        with page.expect_response(lambda answer, field=field: f"/narratives/{field}/" in answer.url):
            page.keyboard.type("tidak ada")
            page.keyboard.press("Tab")
    page.wait_for_load_state("networkidle")
    page.reload()
    assert page.locator("#send button").get_attribute("aria-disabled") is None, page.locator(
        "#why"
    ).inner_text()
    tab_to("#send button")
    with page.expect_navigation():
        page.keyboard.press("Enter")
    task.refresh_from_db()
    assert task.state == "check"
