"""The upload over HTTP: what a person sends, what the page says in both languages, and what is stored, or not."""

from __future__ import annotations

import html
import random
import re
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from decimal import Decimal
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from django.apps import apps
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from tests.doors.desk.work_round import client_of, on, task_of
from tests.doors.exchange.test_workbook import cell_of, column, opened
from tests.faults.test_hostile_files import bomb, remade
from tests.world import World, make_world, moment

from simpul.actions.reporting import close_round, save_entry
from simpul.records.models import AuditEntry, Entry, ImportBatch, Narrative, Task

pytestmark = pytest.mark.django_db

LANGUAGES = ("id", "en")


@pytest.fixture
def world() -> Iterator[World]:
    made = make_world()
    made.open()
    with on():
        yield made


# --- a workbook as an office downloads, fills and sends it ------------------------------------------------------


def downloaded(world: World, *, who: str = "producer", body: str = "SOMHD", language: str = "id") -> Any:
    """The workbook of a task through the door, opened in another program."""
    answer = client_of(world, who, language).get(f"/exchange/tasks/{world.tasks[body].pk}/workbook.xlsx")
    assert answer.status_code == 200
    return opened(answer.content)


def packed(book: Any) -> bytes:
    target = BytesIO()
    book.save(target)
    return target.getvalue()


def filled(world: World, **more: Any) -> Any:
    """The workbook with both figures that SOMHD owes, and one paragraph."""
    book = downloaded(world, **more)
    names = ("Figures", "Narrative") if more.get("language") == "en" else ("Angka", "Narasi")
    page, story = (book[name] for name in names)
    for indicator, value in (("P-H-1", 19.8), ("P-H-2", 98.62)):
        cell_of(page, indicator, "value").value = value
        cell_of(page, indicator, "nature").value = "Final" if more.get("language") == "en" else "Tetap"
    story[f"{column(story, 'text')}6"].value = "Prevalensi turun menjadi 19,8 persen."
    return book


def send(
    world: World,
    content: bytes,
    *,
    name: str = "simpul-2026-Q1-SOMHD.xlsx",
    who: str = "producer",
    body: str = "SOMHD",
    language: str = "id",
    **form: str,
) -> Any:
    """A file sent as the form of the task sends it."""
    return client_of(world, who, language).post(
        f"/exchange/tasks/{world.tasks[body].pk}/upload/",
        {"file": SimpleUploadedFile(name, content), **form},
    )


def received(world: World, content: bytes, **more: Any) -> ImportBatch:
    """What was kept of a file that came through, by the address its sender is led to."""
    answer = send(world, content, **more)
    assert answer.status_code == 302, plain(answer)
    return ImportBatch.objects.get(pk=int(answer["Location"].strip("/").rsplit("/", 1)[-1]))


def plain(answer: Any) -> str:
    """A page as its reader sees it: without marks, entities and line breaks."""
    text = re.sub(r"<(script|style|svg)\b.*?</\1>", " ", answer.content.decode(), flags=re.S)
    return re.sub(r"\s+", " ", html.unescape(re.sub(r"<[^>]+>", " ", text)))


def page_of(world: World, batch: ImportBatch, language: str, who: str = "producer") -> str:
    return plain(client_of(world, who, language).get(f"/imports/{batch.pk}/"))


def confirm(world: World, batch: ImportBatch, who: str = "producer") -> Any:
    return client_of(world, who).post(f"/imports/{batch.pk}/confirm/")


#: What an upload that is not imported may leave: the file, what was found in it, and who brought it.
TRACES = {"ImportBatch", "StoredFile", "AuditEntry"}


def rows(*, without: set[str] = TRACES) -> dict[str, int]:
    """Every table of ours with its number of rows."""
    models = apps.get_app_config("simpul").get_models()
    return {model.__name__: model.objects.count() for model in models if model.__name__ not in without}


def answers() -> list[tuple[Any, ...]]:
    """Everything entered, with the state and version of each task."""
    entered = Entry.objects.order_by("pk").values_list(
        "indicator__code", "text", "value", "version", "saved_by"
    )
    tasks = Task.objects.order_by("pk").values_list("pk", "state", "version")
    return [*entered, *Narrative.objects.order_by("pk").values_list("field", "text", "version"), *tasks]


def files_on_disk(folder: Path) -> list[Path]:
    return sorted(path for path in folder.rglob("*") if path.is_file())


# --- the good way ---------------------------------------------------------------------------------------------


def test_a_good_file_is_checked_confirmed_once_and_the_second_time_changes_nothing(world: World) -> None:
    content = packed(filled(world))
    batch = received(world, content)
    assert (batch.state, batch.findings, Entry.objects.count()) == ("checked", [], 0)
    for language, words in (("id", "Angka!H6"), ("en", "Angka!H7")):
        assert words in page_of(world, batch, language)

    assert confirm(world, batch).status_code == 302
    stored = {row.indicator.code: row for row in Entry.objects.select_related("indicator", "source_file")}
    assert {code: (row.value, row.nature, row.source_cell) for code, row in stored.items()} == {
        "P-H-1": (Decimal("19.8"), "final", "Angka!H6"),
        "P-H-2": (Decimal("98.62"), "final", "Angka!H7"),
    }
    assert {row.source_file.path.read_bytes() for row in stored.values() if row.source_file} == {content}
    assert Narrative.objects.get(field="achievements").text == "Prevalensi turun menjadi 19,8 persen."

    before, entered = rows(), answers()
    again = received(world, content)
    assert (again.state, again.unchanged, again.stored) == ("unchanged", again.received, 0)
    assert (rows(), answers()) == (before, entered)
    assert "tidak ada yang perlu diimpor" in page_of(world, again, "id")
    assert "nothing to import" in page_of(world, again, "en")
    assert confirm(world, again).status_code == 422
    assert (rows(), answers()) == (before, entered)


def test_shuffled_rows_keep_their_figures(world: World) -> None:
    book = filled(world)
    page = book["Angka"]
    first, last = 6, page.max_row
    lines = [[cell.value for cell in line] for line in page.iter_rows(min_row=first, max_row=last)]
    order = list(range(len(lines)))
    random.Random(5).shuffle(order)
    assert order[0] != 0 and order[1] != 1, order
    for number, at in enumerate(order, start=first):
        for index, value in enumerate(lines[at], start=1):
            page.cell(number, index).value = value
    batch = received(world, packed(book))
    confirm(world, batch)
    found = {
        row.indicator.code: (row.value, row.source_cell) for row in Entry.objects.select_related("indicator")
    }
    assert found == {
        "P-H-1": (Decimal("19.8"), f"Angka!H{first + order.index(0)}"),
        "P-H-2": (Decimal("98.62"), f"Angka!H{first + order.index(1)}"),
    }


@pytest.mark.parametrize(
    ("language", "typed", "value", "status"),
    [
        ("id", "98,62", Decimal("98.62"), "A"),
        ("en", "98.62", Decimal("98.62"), "A"),
        ("id", "<2,5", Decimal("2.5"), "LT"),
        ("en", "<2.5", Decimal("2.5"), "LT"),
    ],
)
def test_a_figure_typed_as_text_is_read_in_the_language_of_its_workbook(
    world: World, language: str, typed: str, value: Decimal, status: str
) -> None:
    book = filled(world, language=language)
    cell_of(book["Figures" if language == "en" else "Angka"], "P-H-2", "value").value = typed
    batch = received(world, packed(book), language="id")
    assert confirm(world, batch).status_code == 302
    entry = Entry.objects.get(indicator__code="P-H-2")
    assert (entry.value, entry.status) == (value, status)


# --- what is refused with a page of findings --------------------------------------------------------------------


@dataclass(frozen=True)
class Refusal:
    """What the page must say of a file: its place, then sentence and hint in Indonesian and in English."""

    place: str
    id: tuple[str, str]
    en: tuple[str, str]


def with_value(indicator: str, typed: Any) -> Callable[[World], bytes]:
    def make(world: World) -> bytes:
        book = filled(world)
        cell_of(book["Angka"], indicator, "value").value = typed
        return packed(book)

    return make


def wrong_sheet(world: World) -> bytes:
    book = filled(world)
    book["Angka"].title = "Sheet1"
    return packed(book)


def moved_heading(world: World) -> bytes:
    book = filled(world)
    page = book["Angka"]
    value, comment = page[f"{column(page, 'value')}5"], page[f"{column(page, 'comment')}5"]
    value.value, comment.value = comment.value, value.value
    return packed(book)


def foreign_indicator(world: World) -> bytes:
    """Below the office's own rows: what Kemensos alone is asked for (migrant workers of KP2MI)."""
    book = filled(world)
    page = book["Angka"]
    for code, value in (("indicator", "P-W-2"), ("period", "2025"), ("value", 5), ("nature", "Tetap")):
        page[f"{column(page, code)}30"].value = value
    return packed(book)


def value_of_a_confirmed_indicator(world: World) -> bytes:
    book = filled(world)
    page = book["Angka"]
    cell_of(page, "P-W-1", "value").value = 8.25
    cell_of(page, "P-W-1", "nature").value = "Tetap"
    return packed(book)


def stale(world: World) -> bytes:
    """Downloaded, and then somebody else saved a value at the desk."""
    content = packed(filled(world))
    save_entry(
        task=task_of(world), indicator=world.indicators["P-H-2"], period="2025-12", text="97,1",
        nature="final", actor=world.actor("focal"),
    )  # fmt: skip
    return content


def for_another_task(world: World) -> bytes:
    return packed(downloaded(world, who="other_producer", body="SOMSWD"))


def macro(world: World) -> bytes:
    """The office's own workbook with a program in it, still named .xlsx."""
    target = BytesIO()
    with zipfile.ZipFile(BytesIO(packed(filled(world)))) as good, zipfile.ZipFile(target, "w") as made:
        for part in good.infolist():
            made.writestr(part.filename, good.read(part))
        made.writestr("xl/vbaProject.bin", b"\0")
    return target.getvalue()


def too_long(world: World) -> bytes:
    book = filled(world)
    page = book["Narasi"]
    page[f"{column(page, 'text')}6"].value = "x" * 901
    return packed(book)


NAME = "simpul-2026-Q1-SOMHD.xlsx"
REFUSED: dict[str, tuple[Callable[[World], bytes], Refusal]] = {
    "a wrong sheet": (
        wrong_sheet,
        Refusal(
            NAME,
            ("Lembar “Angka” tidak ada; yang ada: Petunjuk, Sheet1, Narasi.", "Kembalikan nama lembarnya"),
            ("There is no sheet “Angka”; there are: Petunjuk, Sheet1, Narasi.", "Restore the sheet's name"),
        ),
    ),
    "a moved column": (
        moved_heading,
        Refusal(
            "Angka!H5",
            ("seharusnya berjudul “Nilai baru”, tetapi tertulis “Catatan”.", "Kembalikan judul kolomnya."),
            ("should be headed “Nilai baru” but reads “Catatan”.", "Restore the heading."),
        ),
    ),
    "text in a number": (
        with_value("P-H-1", "sekitar dua puluh"),
        Refusal(
            "Angka!H6",
            ("“sekitar dua puluh” tidak terbaca sebagai angka.", "Tulis angkanya saja"),
            ("“sekitar dua puluh” does not read as a number.", "Write the number alone"),
        ),
    ),
    "the other decimal sign": (
        with_value("P-H-2", "98.62"),
        Refusal(
            "Angka!H7",
            ("Tanda desimal “98.62” tidak menurut bahasa isian ini.", "Maksudnya 98,62?"),
            ("The decimal sign of “98.62” is not the one", "Do you mean 98,62?"),
        ),
    ),
    "a limit with the other decimal sign": (
        with_value("P-H-2", "<2.5"),
        Refusal(
            "Angka!H7",
            ("Tanda desimal “<2.5” tidak menurut bahasa isian ini.", "Maksudnya <2,5?"),
            ("The decimal sign of “<2.5” is not the one", "Do you mean <2,5?"),
        ),
    ),
    "an indicator of another office": (
        foreign_indicator,
        Refusal(
            "Angka!H30",
            ("P-W-2 bukan indikator yang diminta dari K/L ini.", "Hapus baris itu."),
            ("P-W-2 is not an indicator asked of this office.", "Remove that row."),
        ),
    ),
    "a figure that is only confirmed here": (
        value_of_a_confirmed_indicator,
        Refusal(
            "Angka!H9",
            ("P-W-1 cukup dikonfirmasi di sini; angkanya milik Kemensos.", "Pilih konfirmasi."),
            ("P-W-1 is only confirmed here; its figure belongs to Kemensos.", "Choose confirm."),
        ),
    ),
    "a stale workbook": (
        stale,
        Refusal(
            NAME,
            ("Berkas ini diunduh pada versi 0; isian sekarang versi 1.", "Unduh berkas baru"),
            ("This file was downloaded at version 0; the entries are now at version 1.", "Download a fresh file"),
        ),
    ),
    "a workbook of another task": (
        for_another_task,
        Refusal(
            "SOMSWD 2026-Q1",
            ("Berkas ini untuk SOMSWD 2026-Q1, bukan 2026-Q1 SOMHD.", "Unggah di tugas yang benar"),
            ("This file belongs to SOMSWD 2026-Q1, not to 2026-Q1 SOMHD.", "Upload it at the right task"),
        ),
    ),
    "a paragraph too long": (
        too_long,
        Refusal(
            "REPORTING-TOO-LONG",
            ("Isian ini 901 karakter; batasnya 900.", "Ringkas, atau lampirkan berkas."),
            ("This text has 901 characters; the limit is 900.", "Shorten it, or attach a file."),
        ),
    ),
    "a zip bomb": (
        lambda world: bomb(100),
        Refusal(
            NAME,
            ("mengembang melebihi batas saat dibuka", "Salin isian Anda ke buku kerja baru"),
            ("grows beyond the limit when opened", "Copy your entries into a fresh workbook"),
        ),
    ),
    "a macro": (
        macro,
        Refusal(
            "xl/vbaProject.bin",
            ("memuat makro (xl/vbaProject.bin), jadi tidak dibuka.", "Pakai buku kerja yang diunduh"),
            ("holds a macro (xl/vbaProject.bin), so it was not opened.", "Use the workbook downloaded"),
        ),
    ),
    "a part that is missing": (
        lambda world: remade({}, drop="xl/workbook.xml"),
        Refusal(
            NAME,
            ("bukan buku kerja Excel (.xlsx).", "Simpan sebagai “Excel Workbook (.xlsx)”"),
            ("is not an Excel workbook (.xlsx).", "Save it as “Excel Workbook (.xlsx)”"),
        ),
    ),
}  # fmt: skip


@pytest.mark.parametrize("case", REFUSED)
def test_a_bad_file_is_told_with_place_and_way_out_and_stores_nothing(world: World, case: str) -> None:
    make, told = REFUSED[case]
    content = make(world)
    before, entered = rows(), answers()
    batch = received(world, content)
    assert batch.state == "refused"
    for language, (sentence, hint) in (("id", told.id), ("en", told.en)):
        page = page_of(world, batch, language)
        assert sentence in page and hint in page and told.place in page
    assert confirm(world, batch).status_code == 422
    assert (rows(), answers()) == (before, entered)


def test_all_findings_of_a_file_are_told_at_once(world: World) -> None:
    book = filled(world)
    page = book["Angka"]
    cell_of(page, "P-H-1", "value").value = "banyak"
    cell_of(page, "P-H-2", "value").value = 198.62
    cell_of(page, "P-H-2", "nature").value = None
    batch = received(world, packed(book))
    assert {(row["cell"], row["rule"]) for row in batch.findings if row["severity"] == "error"} == {
        ("H6", "ANGKA-01"),
        ("H7", "ANGKA-05"),
        ("H7", "KODE-01"),
    }
    assert Entry.objects.count() == 0


# --- what is refused at the door ---------------------------------------------------------------------------------


def closed(world: World) -> bytes:
    content = packed(filled(world))
    assert world.round is not None
    close_round(round=world.round, reason="Batas waktu", actor=world.actor("secretariat", moment(2026, 5, 8)))
    return content


DOOR: dict[str, tuple[str, Callable[[World], bytes], Refusal]] = {
    "60 MB": (
        NAME,
        lambda world: b"PK\x03\x04" + b"\0" * 60_000_000,
        Refusal(
            NAME,
            (f"Berkas {NAME} berukuran", "Kirim bagian yang diperlukan saja."),
            (f"The file {NAME} is", "Send only the part that is needed."),
        ),
    ),
    "an empty file": (
        NAME,
        lambda world: b"",
        Refusal(
            NAME,
            (f"Berkas {NAME} kosong.", "Pilih berkas lain."),
            (f"The file {NAME} is empty.", "Choose another file."),
        ),
    ),
    "a macro workbook by its name": (
        "laporan.xlsm",
        lambda world: packed(filled(world)),
        Refusal(
            "laporan.xlsm",
            ("laporan.xlsm memuat makro", "simpan sebagai .xlsx tanpa makro."),
            ("laporan.xlsm holds a macro", "save it as .xlsx without macros."),
        ),
    ),
    "a letter": (
        "surat.pdf",
        lambda world: b"%PDF-1.7",
        Refusal(
            "surat.pdf",
            ("Jenis berkas surat.pdf tidak diterima di sini.", "Yang diterima: .xlsx, .csv."),
            ("The kind of file of surat.pdf is not accepted here.", "Accepted: .xlsx, .csv."),
        ),
    ),
    "a closed round": (
        NAME,
        closed,
        Refusal(
            "2026-Q1 SOMHD",
            ("Putaran TW I 2026 ditutup pada 8 Mei 2026.", "Minta sekretariat membuka perpanjangan"),
            ("Round Q1 2026 was closed on 8 May 2026.", "Ask the secretariat for an extension"),
        ),
    ),
}  # fmt: skip


@pytest.mark.parametrize("case", DOOR)
def test_what_the_door_does_not_take_leaves_no_row_and_no_file(
    world: World, case: str, settings: Any
) -> None:
    name, make, told = DOOR[case]
    content = make(world)
    before, entered = rows(without=set()), answers()
    for language, (sentence, hint) in (("id", told.id), ("en", told.en)):
        answer = send(world, content, name=name, language=language)
        page = plain(answer)
        assert answer.status_code == 422
        assert sentence in page and hint in page and told.place in page
    assert (rows(without=set()), answers()) == (before, entered)
    assert files_on_disk(settings.SIMPUL_FILES) == []


def test_a_form_without_a_file_says_so_in_both_languages(world: World) -> None:
    before = rows(without=set())
    for language, sentence in (("id", "Belum ada berkas yang dipilih."), ("en", "No file was chosen.")):
        answer = client_of(world, "producer", language).post(
            f"/exchange/tasks/{world.tasks['SOMHD'].pk}/upload/"
        )
        assert (answer.status_code, sentence in plain(answer)) == (422, True)
    assert rows(without=set()) == before


# --- who --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("who", ["other_producer", "sub_producer", "admin"])
def test_the_task_of_another_office_does_not_exist_for_an_upload(
    world: World, who: str, settings: Any
) -> None:
    content = packed(filled(world))
    before, entered = rows(without=set()), answers()
    assert send(world, content, who=who).status_code == 404
    assert (rows(without=set()), answers()) == (before, entered)
    assert files_on_disk(settings.SIMPUL_FILES) == []


@pytest.mark.parametrize("who", ["coordinator", "auditor", "signer"])
def test_who_may_see_the_task_but_not_fill_it_leaves_nothing(world: World, who: str, settings: Any) -> None:
    content = packed(filled(world))
    before, entered = rows(without=set()), answers()
    assert send(world, content, who=who).status_code == 403
    assert (rows(without=set()), answers()) == (before, entered)
    assert files_on_disk(settings.SIMPUL_FILES) == []


def test_nobody_uploads_without_signing_in(world: World) -> None:
    before = rows(without=set())
    answer = Client().post(f"/exchange/tasks/{world.tasks['SOMHD'].pk}/upload/", {"file": BytesIO(b"x")})
    assert (answer.status_code, answer["Location"].startswith("/accounts/login/")) == (302, True)
    assert rows(without=set()) == before


def test_another_office_neither_sees_nor_confirms_an_upload(world: World) -> None:
    batch = received(world, packed(filled(world)))
    other = client_of(world, "other_producer")
    assert other.get(f"/imports/{batch.pk}/").status_code == 404
    assert other.post(f"/imports/{batch.pk}/confirm/").status_code == 404
    assert Entry.objects.count() == 0


def test_the_secretariat_uploads_on_behalf_and_both_names_are_kept(world: World) -> None:
    batch = received(world, packed(filled(world, who="secretariat")), who="secretariat")
    assert confirm(world, batch, "secretariat").status_code == 302
    batch.refresh_from_db()
    both = ("Secretariat", "Focal, Kemenkes")
    assert (batch.uploaded_by.name, batch.on_behalf_of) == both
    assert {
        (row.saved_by.name, row.on_behalf_of) for row in Entry.objects.select_related("saved_by__person")
    } == {both}
    told = AuditEntry.objects.filter(action__in=["reporting.check_import", "reporting.confirm_import"])
    assert [(row.actor_name, row.on_behalf_of) for row in told] == [both, both]
    assert "Focal, Kemenkes" in page_of(world, batch, "id") and "Focal, Kemenkes" in page_of(
        world, batch, "en"
    )


def test_an_office_that_uploads_its_own_file_acts_for_itself(world: World) -> None:
    batch = received(world, packed(filled(world)))
    confirm(world, batch)
    assert (batch.on_behalf_of, {row.on_behalf_of for row in Entry.objects.all()}) == ("", {""})
