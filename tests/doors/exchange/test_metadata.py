"""Metadata as files: what a spreadsheet program reads back is what the sheets say."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from python_calamine import CalamineWorkbook
from tests.actions.test_finalisation import DECISION, agreed, called
from tests.doors.desk.work_round import client_of, on, page
from tests.guard import behind_its_back
from tests.remembered import made_once
from tests.world import World, make_world, moment

from simpul.records.metadata_reading import chosen_indicators
from simpul.records.models import Alignment, ContentEntry, Indicator, SheetVersion, StoredFile
from simpul.site import cli

pytestmark = pytest.mark.django_db

#: What a spreadsheet would run, and what it would take for a number.
FORMULA, SIGN = '=HYPERLINK("http://jahat.example","x")', "007"
OURS = " (tambahan Simpul)"
SHEET = {
    "concept": {"id": "Gizi Menahun", "en": "Chronic Undernutrition"},
    "definition": {"id": FORMULA, "en": "x"},
    "measure": {"id": "Persentase", "en": "Percentage"},
    "source_activity": "SSGI",
    "activity_code": SIGN,
    "producer": "Kementerian Kesehatan",
}


@pytest.fixture
@made_once
def world() -> World:
    made = make_world()
    with behind_its_back():
        row = Indicator.objects.get(code="P-H-1")
        row.sheet |= SHEET
        row.save()
        Alignment.objects.create(
            source_kind="indicator", source_code="P-W-1", target_kind="goal", target_code="plan/1",
            relation="contributes", proposed_by="x",
        )  # fmt: skip
    return made


def read_back(content: bytes, sheet: str = "Data") -> list[list[Any]]:
    """A sheet as calamine reads it: what is text stays text."""
    return CalamineWorkbook.from_filelike(io.BytesIO(content)).get_sheet_by_name(sheet).to_python()


def taken(world: World, address: str) -> bytes:
    with on():
        response = client_of(world, "focal").get(f"/exchange/metadata/{address}")
    assert response.status_code == 200
    assert response["Content-Disposition"].startswith("attachment")
    return bytes(response.content)


def test_the_workbook_holds_what_the_sheet_says_and_names_what_it_does_not(world: World) -> None:
    content = taken(world, "ms-ind.xlsx?indicator=P-H-1")
    head, row = read_back(content)
    found = {title.split("\n")[0]: cell for title, cell in zip(head, row, strict=True)}
    assert found["Nama kegiatan"] == found["13 Kegiatan penghasil variabel pembangun"] == "SSGI"
    assert (found["3 Konsep"], found["7 Ukuran"], found["8 Satuan"]) == (
        "Gizi Menahun",
        "Persentase",
        "persen",
    )
    assert (found["4 Definisi"], found["Kode kegiatan"]) == (FORMULA, SIGN)
    assert found["2 Nama indikator"] == "Prevalensi stunting balita"
    missing = read_back(content, "Belum ada - Missing")[1:]
    assert [line[1] for line in missing] == [
        "Interpretasi", "Metode/rumus penghitungan", "Klasifikasi penyajian", "Indikator komposit?",
        "Publikasi ketersediaan indikator pembangun", "Nama indikator pembangun", "Nama variabel pembangun",
        "Level estimasi", "Dapat diakses umum?",
    ]  # fmt: skip
    assert [line[1] for line in missing if line[3].startswith("tergantung kolom lain")] == [
        "Publikasi ketersediaan indikator pembangun", "Nama indikator pembangun", "Nama variabel pembangun",
    ]  # fmt: skip
    empty = [title for title, cell in found.items() if not cell and OURS not in title]
    assert [title.split(" ", 1)[1] if title[0].isdigit() else title for title in empty] == [
        line[1] for line in missing
    ]
    assert {line[0] for line in missing} == {"P-H-1"}
    told = " ".join(str(cell) for line in read_back(content, "Keterangan - Notice") for cell in line)
    assert "formulir resminya tidak kami pegang" in told and "recalled" in told
    columns = read_back(content, "Kolom - Columns")
    assert len(columns) == 25 and {line[5] for line in columns[1:]} == {"recalled", "verified", "inferred"}
    assert {line[6] for line in columns if OURS in line[1]} == {"Tambahan Simpul; bukan kolom MS-Ind"}
    assert found[f"Versi definisi{OURS}"] == "1"


def test_the_row_names_the_decision_it_was_agreed_in_and_the_version_of_its_definition(world: World) -> None:
    called(world)
    agreed(world)
    head, row = csv.reader(io.StringIO(taken(world, "ms-ind.csv?indicator=P-H-1").decode("utf-8-sig")))
    assert row[-4:] == [DECISION, "2026-04-09", "berkas putusan tidak dilampirkan", "2"]
    assert head[-4:] == [
        f"Keputusan yang menyepakati{OURS}",
        f"Tanggal keputusan{OURS}",
        f"Berkas putusan{OURS}",
        f"Versi definisi{OURS}",
    ]
    with behind_its_back():
        file = StoredFile.objects.create(
            sha256="0" * 64, name="keputusan.pdf", size=1, purpose="decision", uploaded_at=moment(2026, 4, 9)
        )
        SheetVersion.objects.exclude(agreed_in="").update(agreed_file=file)
    _, row = csv.reader(io.StringIO(taken(world, "ms-ind.csv?indicator=P-H-1").decode("utf-8-sig")))
    assert row[-2] == "keputusan.pdf"
    _, other = csv.reader(io.StringIO(taken(world, "ms-ind.csv?indicator=P-H-2").decode("utf-8-sig")))
    assert other[-4:-1] == ["", "", ""]


def test_no_cell_of_the_workbook_is_a_formula_and_none_of_the_csv_would_run(world: World) -> None:
    book = openpyxl.load_workbook(io.BytesIO(taken(world, "ms-ind.xlsx")))
    assert {cell.data_type for sheet in book for line in sheet.iter_rows() for cell in line} <= {"s", "n"}
    assert any(cell.value == FORMULA for cell in book["Data"]["G"])
    text = taken(world, "ms-ind.csv?indicator=P-H-1").decode("utf-8-sig")
    _, row = csv.reader(io.StringIO(text))
    assert f"'{FORMULA}" in row and SIGN in row
    assert not any(cell.startswith(("=", "+", "@")) for cell in row)


def test_a_reader_chooses_by_indicator_framework_office_and_body(world: World) -> None:
    def codes(query: str) -> list[str]:
        text = taken(world, f"ms-ind.csv?{query}").decode("utf-8-sig")
        head, *rows = csv.reader(io.StringIO(text))
        return [row[head.index("Nama indikator")] for row in rows]

    every = [row.title_id for row in Indicator.objects.all()]
    assert codes("") == every and len(every) == 5
    assert codes("framework=plan") == ["Persentase penduduk miskin"]
    assert codes("office=KP2MI") == ["Pekerja migran terlindungi"]
    assert codes("body=SOMHD") == every[:3]
    assert codes("body=SOMHD&framework=plan") == []


def test_an_activity_and_a_variable_give_only_what_is_held(world: World) -> None:
    activities = read_back(taken(world, "ms-keg.xlsx"))
    assert len(activities) == 2 and "SSGI" in activities[1]
    assert len(read_back(taken(world, "ms-var.xlsx"))) == 1


def test_a_profile_that_is_not_there_is_not_found_and_nobody_reads_without_signing_in(world: World) -> None:
    with on():
        assert client_of(world, "focal").get("/exchange/metadata/ms-none.xlsx").status_code == 404
        assert client_of(world, "focal").post("/exchange/metadata/ms-ind.xlsx").status_code == 405


def test_a_choice_cannot_write_into_the_head_of_the_answer(world: World) -> None:
    with on():
        response = client_of(world, "focal").get(
            "/exchange/metadata/ms-ind.csv", {"body": 'x"\r\nSet-Cookie: a=b; ../../'}
        )
    assert response.status_code == 200 and "a" not in response.cookies
    assert response["Content-Disposition"] == 'attachment; filename="ms-ind-xSet-Cookieab.....csv"'


def test_the_page_says_what_is_missing_and_links_to_the_files_of_the_same_choice(world: World) -> None:
    with on():
        shown = page(client_of(world, "focal"), "/metadata/?profile=ms-ind&indicator=P-H-1")
        english = page(client_of(world, "focal", "en"), "/metadata/?profile=ms-ind&indicator=P-H-1")
    assert "Interpretasi, Metode/rumus penghitungan, Klasifikasi penyajian" in shown
    assert "/exchange/metadata/ms-ind.xlsx?indicator=P-H-1" in shown
    assert "Interpretation, Method or formula" in english
    with on():
        assert client_of(world, "focal").get("/metadata/?profile=none").status_code == 404


def test_the_indicator_page_shows_the_notes_on_the_name_beside_the_sheet(world: World) -> None:
    with on():
        shown = page(client_of(world, "focal"), "/indicators/P-H-1/")
        english = page(client_of(world, "focal", "en"), "/indicators/P-H-2/")
    assert "Catatan penamaan" in shown and "Rujukan konsep belum ada." in shown
    assert "NAMING-CAPITAL" not in shown
    assert "The concept has no name yet." in english
    with behind_its_back():
        ContentEntry.objects.filter(kind="naming").delete()
    with on():
        assert "Catatan penamaan" not in page(client_of(world, "focal"), "/indicators/P-H-1/")


def test_the_command_tells_the_notes_and_blocks_nothing(
    world: World, capsys: pytest.CaptureFixture[str]
) -> None:
    with behind_its_back():
        Indicator.objects.filter(code="P-H-2").update(sheet={"concept": {"id": "Jumlah peserta JKN"}})
    assert command("readiness", "--format", "json") == 0
    told = {row["indicator"]: row["naming"] for row in json.loads(capsys.readouterr().out)}
    assert told["P-H-1"] == ["NAMING-REFERENCE"]
    assert told["P-H-2"] == [
        "NAMING-CAPITAL", "NAMING-ABBREVIATION", "NAMING-MEASURE", "NAMING-DEFINITION", "NAMING-REFERENCE",
    ]  # fmt: skip


def command(*words: str) -> int:
    with pytest.raises(SystemExit) as left:
        cli.main(list(words))
    return int(left.value.code or 0)


def test_the_command_writes_both_forms_and_names_what_is_missing(
    world: World, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert (
        command("--language", "id", "export", "ms-ind", "--office", "KEMENKES", "--out", str(tmp_path)) == 0
    )
    out, err = capsys.readouterr()
    assert sorted(path.name for path in tmp_path.iterdir()) == ["ms-ind-KEMENKES.csv", "ms-ind-KEMENKES.xlsx"]
    assert len(out.splitlines()) == 2 and "P-H-1: Interpretasi, Metode/rumus penghitungan" in err
    assert len(read_back((tmp_path / "ms-ind-KEMENKES.xlsx").read_bytes())) == 4


def test_a_round_still_wants_to_know_who_acts(world: World, capsys: pytest.CaptureFixture[str]) -> None:
    assert command("export", "2026-Q1") == 2
    assert "--as" in capsys.readouterr().err


def test_a_merged_indicator_is_told_to_nobody_but_who_names_it(world: World) -> None:
    with behind_its_back():
        row = Indicator.objects.get(code="P-H-1")
        row.merged_into, row.merged_in = Indicator.objects.get(code="P-H-2"), "SOMHD ke-18"
        row.save()
    assert not chosen_indicators(body="SOMHD").filter(code="P-H-1").exists()
    assert not chosen_indicators().filter(code="P-H-1").exists()
    assert chosen_indicators(indicator="P-H-1").exists()
