"""The workbook's round trip. openpyxl is the independent reader of what we write, and the editing hand."""

from __future__ import annotations

import random
import time
from decimal import Decimal
from io import BytesIO
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from simpul.core import errors
from simpul.core.entries import Entry
from simpul.core.errors import Problem
from simpul.doors.exchange import layout, workbook
from simpul.doors.exchange.reading import Content, read_csv, read_in_subprocess, read_workbook
from simpul.doors.exchange.workbook import FigureRow, NarrativeField, TaskSheet, write_workbook


def sheet(language: str = "id", **changes: Any) -> TaskSheet:
    comma = language == "id"
    rows = (
        FigureRow(
            "P-1", "Prevalensi stunting balita", "persen", "IDN", "2024", "2024",
            last_text="21,5", last_period="2023", answer="value",
            text="19,8" if comma else "19.8", value=Decimal("19.8"), nature="final", comment="SSGI",
        ),
        FigureRow("P-2", "Cakupan JKN", "persen", "IDN", "2025-12", "Desember 2025"),
        FigureRow(
            "P-3", "Angka kematian ibu", "per 100.000", "IDN", "2017", "2017",
            answer="value", text="<177", value=Decimal(177), nature="estimated",
        ),
        FigureRow("P-4", "Skor IHR", "persen", "IDN", "2025", "2025",
                  answer="unavailable", reason="terbit Juli"),
        FigureRow("P-5", "Umur harapan hidup", "tahun", "IDN", "2025", "2025", custodian=False,
                  custodian_office="BPS", last_text="74,47", last_period="2025"),
        FigureRow("P-6", "Perokok anak", "persen", "IDN", "", "–", due=False, next_release="3 Februari 2027"),
    )  # fmt: skip
    narrative = (
        NarrativeField("achievements", "Capaian", "Dengan angka bila ada.", "Turun ke 19,8.\nBaik.", 900),
        NarrativeField("plan", "Rencana"),
    )
    given: dict[str, Any] = {
        "round": "2026-Q1",
        "round_label": "TW I 2026",
        "task": 7,
        "task_label": "2026-Q1 SOMHD",
        "task_version": 3,
        "area": "IDN",
        "body": "SOMHD",
        "body_name": "Health & Development",
        "offices": ("Kementerian Kesehatan",),
        "due_label": "29 April 2026",
        "made_label": "22 April 2026",
        "rows": rows,
        "narrative": narrative,
        **changes,
    }
    return TaskSheet(**given)


def opened(data: bytes) -> Any:
    return openpyxl.load_workbook(BytesIO(data))


def read(book: Any, tmp_path: Path) -> Content:
    book.save(tmp_path / "isi.xlsx")
    return read_workbook(tmp_path / "isi.xlsx")


def as_written(tmp_path: Path, language: str = "id", **changes: Any) -> Content:
    (tmp_path / "asli.xlsx").write_bytes(write_workbook(sheet(language, **changes), language=language))
    return read_workbook(tmp_path / "asli.xlsx")


def column(page: Any, code: str) -> str:
    cell = next(cell for cell in page[code_row(page)] if cell.value == f"simpul:{code}")
    return str(cell.column_letter)


def code_row(page: Any) -> int:
    return next(n for n in range(1, 20) if any(str(c.value).startswith("simpul:") for c in page[n]))


def cell_of(page: Any, indicator: str, code: str) -> Any:
    at = column(page, "indicator")
    row = next(n for n in range(1, page.max_row + 1) if page[f"{at}{n}"].value == indicator)
    return page[f"{column(page, code)}{row}"]


def entry(content: Content, indicator: str) -> Entry:
    return next(row for row in content.entries if row.key.indicator == indicator)


@pytest.mark.parametrize("language", ["id", "en"])
def test_an_untouched_workbook_says_exactly_what_was_written(tmp_path: Path, language: str) -> None:
    content = as_written(tmp_path, language)
    assert (content.task, content.task_version, content.meta["round"]) == (7, 3, "2026-Q1")
    wrote = [row for row in sheet(language).rows if row.due]
    assert len(content.entries) == len(wrote) == 5
    for row, found in zip(wrote, content.entries, strict=True):
        assert found.key.indicator == row.indicator and found.key.period == row.period
        assert (found.answer, found.text, found.is_number) == (row.answer, row.text, row.is_number)
        assert (found.nature or "", found.comment, found.reason) == (row.nature, row.comment, row.reason)
    assert content.narratives == {"achievements": "Turun ke 19,8.\nBaik.", "plan": ""}


@pytest.mark.parametrize("language", ["id", "en"])
def test_openpyxl_sees_the_same_sheets_values_and_protection(language: str) -> None:
    book = opened(write_workbook(sheet(language), language=language))
    names = [tongues[language] for tongues in layout.SHEETS.values()]
    assert book.sheetnames == [*names, layout.META_SHEET]
    assert book[layout.META_SHEET].sheet_state == "veryHidden"
    page = book[names[1]]
    assert page.freeze_panes == "D6"
    assert page.row_dimensions[code_row(page)].hidden and page.column_dimensions["A"].hidden
    assert page.protection.sheet and not page.protection.password
    assert page.page_setup.orientation == "landscape" and str(page.page_setup.paperSize) == "9"
    assert page.print_title_rows == "$5:$5"
    value = cell_of(page, "P-1", "value")
    assert value.value == 19.8 and value.data_type == "n" and not value.protection.locked
    assert cell_of(page, "P-1", "title").protection.locked
    assert cell_of(page, "P-5", "value").protection.locked
    assert not cell_of(page, "P-5", "answer").protection.locked
    lists = [rule.formula1 for rule in page.data_validations.dataValidation if rule.type == "list"]
    assert any(layout.NATURES["final"][language] in one for one in lists)
    assert any(layout.ANSWERS["confirmed"][language] in one for one in lists)


def test_what_a_person_fills_in_is_read_with_its_cell(tmp_path: Path) -> None:
    book = opened(write_workbook(sheet()))
    page = book["Angka"]
    cell_of(page, "P-2", "value").value = 98.62
    cell_of(page, "P-2", "nature").value = "Sementara"
    cell_of(page, "P-2", "comment").value = "per 31 Desember"
    cell_of(page, "P-2", "source").value = "Statistik JKN 2025, BPJS Kesehatan"
    cell_of(page, "P-1", "value").value = "98.62"
    cell_of(page, "P-3", "value").value = None
    cell_of(page, "P-3", "nature").value = None
    cell_of(page, "P-3", "answer").value = "tidak ada yang  baru"
    cell_of(page, "P-5", "answer").value = "Confirm"
    book["Narasi"]["C7"].value = "Dua kegiatan."
    content = read(book, tmp_path)
    found = entry(content, "P-2")
    assert (found.text, found.is_number, found.nature) == ("98.62", True, "preliminary")
    assert (found.source, found.comment) == ("Statistik JKN 2025, BPJS Kesehatan", "per 31 Desember")
    assert found.place is not None and (found.place.sheet, found.place.cell, found.place.row) == (
        "Angka",
        "H7",
        7,
    )
    assert (entry(content, "P-1").text, entry(content, "P-1").is_number) == ("98.62", False)
    assert (entry(content, "P-3").answer, entry(content, "P-3").text) == ("nothing_new", "")
    assert entry(content, "P-5").answer == "confirmed"
    assert content.narratives["plan"] == "Dua kegiatan."


def test_shuffled_rows_keep_their_figures(tmp_path: Path) -> None:
    book = opened(write_workbook(sheet()))
    page = book["Angka"]
    cell_of(page, "P-2", "value").value = 98.62
    rows = [[cell.value for cell in row] for row in page.iter_rows(min_row=6, max_row=page.max_row)]
    random.Random(4).shuffle(rows)
    for number, values in enumerate(rows, start=6):
        for at, value in enumerate(values, start=1):
            page.cell(number, at).value = value
    content = read(book, tmp_path)
    before = {row.key: (row.answer, row.text, row.nature, row.reason) for row in as_written(tmp_path).entries}
    after = {row.key: (row.answer, row.text, row.nature, row.reason) for row in content.entries}
    changed = {key.indicator for key in before if before[key] != after[key]}
    assert set(before) == set(after) and changed == {"P-2"}
    assert entry(content, "P-2").text == "98.62"


def test_a_column_moved_as_a_whole_is_recognised(tmp_path: Path) -> None:
    book = opened(write_workbook(sheet()))
    page = book["Angka"]
    old, new = column(page, "comment"), column(page, "value")
    for number in range(1, page.max_row + 1):
        first, second = page[f"{old}{number}"], page[f"{new}{number}"]
        first.value, second.value = second.value, first.value
    content = read(book, tmp_path)
    assert (entry(content, "P-1").text, entry(content, "P-1").comment) == ("19,8", "SSGI")
    place = entry(content, "P-1").place
    assert place is not None and place.cell == f"{old}6"


def refused(book: Any, tmp_path: Path) -> Problem:
    with pytest.raises(Problem) as raised:
        read(book, tmp_path)
    for language in ("id", "en"):
        words = errors.sentence(raised.value, language) + errors.hint(raised.value, language)
        assert "[" not in words, words
    return raised.value


def test_a_heading_moved_without_its_column_is_refused_with_its_cell(tmp_path: Path) -> None:
    book = opened(write_workbook(sheet()))
    page = book["Angka"]
    first, second = page[f"{column(page, 'value')}5"], page[f"{column(page, 'comment')}5"]
    first.value, second.value = second.value, first.value
    problem = refused(book, tmp_path)
    assert problem.code == "EXCHANGE-MOVED-COLUMN"
    assert problem.place == "Angka!H5"
    assert (problem.params["column"], problem.params["found"]) == ("Nilai baru", "Catatan")


def test_a_deleted_column_is_named(tmp_path: Path) -> None:
    book = opened(write_workbook(sheet()))
    book["Angka"].delete_cols(8)
    problem = refused(book, tmp_path)
    assert (problem.code, problem.params["column"]) == ("EXCHANGE-NO-COLUMN", "Nilai baru")


def test_a_column_copied_beside_itself_is_named(tmp_path: Path) -> None:
    book = opened(write_workbook(sheet()))
    book["Angka"]["P4"].value = "simpul:value"
    problem = refused(book, tmp_path)
    assert (problem.code, problem.place) == ("EXCHANGE-TWO-COLUMNS", "Angka!P5")


def test_a_renamed_sheet_is_named_with_those_that_are_there(tmp_path: Path) -> None:
    book = opened(write_workbook(sheet()))
    book["Angka"].title = "Sheet1"
    problem = refused(book, tmp_path)
    assert problem.code == "EXCHANGE-NO-SHEET"
    assert problem.params["sheet"] == "Angka" and "Sheet1" in problem.params["found"]
    assert layout.META_SHEET not in problem.params["found"]


def test_any_other_workbook_is_not_ours(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    book.active["A1"].value = "Laporan"
    assert refused(book, tmp_path).code == "EXCHANGE-NO-SHEET"


def meta_cell(book: Any, name: str) -> Any:
    page = book[layout.META_SHEET]
    return next(page.cell(n, 3) for n in range(1, page.max_row + 1) if page.cell(n, 2).value == name)


@pytest.mark.parametrize("name", ["task", "task_version", "round"])
def test_a_changed_hidden_sheet_is_refused(tmp_path: Path, name: str) -> None:
    book = opened(write_workbook(sheet()))
    meta_cell(book, name).value = "99"
    assert refused(book, tmp_path).code == "EXCHANGE-ALTERED"


def test_an_older_template_is_named_by_its_version(tmp_path: Path) -> None:
    book = opened(write_workbook(sheet()))
    meta_cell(book, "template_version").value = "0"
    problem = refused(book, tmp_path)
    assert (problem.code, problem.params["file_version"]) == ("EXCHANGE-OLD-TEMPLATE", "0")


def test_a_workbook_made_before_figures_named_their_publication_is_still_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = tuple(one for one in layout.FIGURE_COLUMNS if one.code != "source")
    with monkeypatch.context() as then:
        then.setattr(layout, "TEMPLATE_VERSION", 1)
        then.setattr(workbook, "FIGURE_COLUMNS", first)
        book = opened(write_workbook(sheet()))
    found = entry(read(book, tmp_path), "P-1")
    assert (found.text, found.comment, found.source) == ("19,8", "SSGI", None)


def test_an_indicator_typed_below_the_others_is_kept_for_the_rules_to_judge(tmp_path: Path) -> None:
    book = opened(write_workbook(sheet()))
    page = book["Angka"]
    for code, value in (("indicator", "X-9"), ("period", "2025"), ("value", 4)):
        page[f"{column(page, code)}20"].value = value
    content = read(book, tmp_path)
    found = entry(content, "X-9")
    assert (found.key.area, found.key.period, found.text) == ("IDN", "2025", "4")


def test_the_same_row_twice_is_two_entries_for_the_rules_to_judge(tmp_path: Path) -> None:
    book = opened(write_workbook(sheet()))
    page = book["Angka"]
    for cell in page[6]:
        page[f"{cell.column_letter}21"].value = cell.value
    content = read(book, tmp_path)
    assert [row.place.cell for row in content.entries if row.key.indicator == "P-1" and row.place] == [
        "H6",
        "H21",
    ]


@pytest.mark.parametrize(
    ("typed", "text"),
    [
        (0.1 + 0.2, "0.3"),
        (184, "184"),
        (0.00001, "0.00001"),
        (22139700000000000, "22139700000000000"),
        (True, "TRUE"),
        ("  dua puluh ", "dua puluh"),
    ],
)
def test_a_cell_reads_as_a_person_sees_it(tmp_path: Path, typed: Any, text: str) -> None:
    book = opened(write_workbook(sheet()))
    cell_of(book["Angka"], "P-2", "value").value = typed
    assert entry(read(book, tmp_path), "P-2").text == text


FORMULAS = [
    "=1+1",
    "+1+1",
    "-2+3",
    "@SUM(A1)",
    '=HYPERLINK("http://x.example","x")',
    "\t=1",
    "{=1}",
    "http://x.example",
]


@pytest.mark.parametrize("text", FORMULAS)
def test_no_text_becomes_a_formula_or_a_link(tmp_path: Path, text: str) -> None:
    row = FigureRow("P-1", text, text, "IDN", "2024", text, comment=text, reason=text, last_text=text,
                    answer="value", text=text)  # fmt: skip
    made = sheet(rows=(row,), narrative=(NarrativeField("a", text, text, text),), offices=(text,), body=text)
    book = opened(write_workbook(made))
    for page in book.worksheets:
        for cells in page.iter_rows():
            for cell in cells:
                assert cell.data_type != "f" and cell.hyperlink is None, cell.coordinate


@pytest.mark.parametrize(
    "text", ["satu\r\ndua", " sisi ", "_x0041_", "a\tb", "“kutip” – é 中", "x" * 9_000, "a_x000D_b"]
)
def test_texts_come_back_to_the_letter_when_nobody_touched_them(tmp_path: Path, text: str) -> None:
    row = FigureRow("P-1", "a", "b", "IDN", "2024", "2024", answer="unavailable", nature="final",
                    reason=text, comment=text)  # fmt: skip
    content = as_written(tmp_path, rows=(row,), narrative=(NarrativeField("a", "A", text=text),))
    (found,) = content.entries
    assert (found.reason, found.comment, found.nature) == (text, text, "final")
    assert content.narratives == {"a": text}


def test_hundreds_of_rows_survive_the_round_trip(tmp_path: Path) -> None:
    rows = tuple(
        FigureRow(f"P-{n}", "Judul", "persen", "IDN", "2025", "2025", answer="value",
                  text=f"{n},25", value=Decimal(f"{n}.25"), nature="final")
        for n in range(1, 401)
    )  # fmt: skip
    content = as_written(tmp_path, rows=rows)
    assert [(row.key.indicator, row.text) for row in content.entries] == [(r.indicator, r.text) for r in rows]


def test_the_child_process_reads_what_we_read_here(tmp_path: Path) -> None:
    here = as_written(tmp_path)
    there = read_in_subprocess(tmp_path / "asli.xlsx", "workbook", name="laporan.xlsx")
    assert there.entries == here.entries
    assert dict(there.meta) == dict(here.meta) and dict(there.narratives) == dict(here.narratives)


def csv_file(tmp_path: Path, text: str, encoding: str = "utf-8") -> Path:
    (tmp_path / "angka.csv").write_text(text, encoding=encoding, newline="")
    return tmp_path / "angka.csv"


def test_a_long_csv_in_our_headings(tmp_path: Path) -> None:
    path = csv_file(
        tmp_path,
        "indicator,area,period,disaggregation,value,status,nature,comment,reason,source\r\n"
        'P-1,IDN,2024,_T,19.8,,final,"SSGI, edisi 2",,"Kemenkes, 2025"\r\n'
        "P-2,IDN,2025,SEX=F,,M,,,terbit Juli,\r\n"
        "\r\n"
        "P-3,IDN,2017,_T,<177,LT,Perkiraan,,,\r\n",
    )
    one, two, three = read_csv(path).entries
    assert (one.text, one.is_number, one.nature, one.comment) == ("19.8", True, "final", "SSGI, edisi 2")
    assert (one.source, two.source) == ("Kemenkes, 2025", "")
    assert (two.answer, two.status, two.key.disaggregation, two.reason) == (
        "unavailable",
        "M",
        "SEX=F",
        "terbit Juli",
    )
    assert (three.text, three.is_number, three.nature) == ("<177", False, "estimated")
    assert three.place is not None and (three.place.row, three.place.cell) == (5, "E5")


def test_a_csv_of_an_indonesian_spreadsheet_keeps_its_decimal_comma(tmp_path: Path) -> None:
    path = csv_file(
        tmp_path,
        "indikator;wilayah;periode;nilai;sifat\nP-1;IDN;2024;19,8;Tetap\nP-1;IDN;2023;1.234;Tetap\n",
        "utf-8-sig",
    )
    row, thousands = read_csv(path).entries
    assert (thousands.text, thousands.is_number) == ("1.234", False)
    assert (row.text, row.is_number, row.nature, row.key.disaggregation) == ("19,8", False, "final", "_T")


def test_sdmx_csv_headings_become_breakdowns(tmp_path: Path) -> None:
    path = csv_file(
        tmp_path,
        "DATAFLOW,REF_AREA,INDICATOR,SEX,AGE,TIME_PERIOD,OBS_VALUE,UNIT_MEASURE\n"
        "SIMPUL:ASCC(1.0),IDN,SH_DYN_MORT,F,Y0T4,2000,9.4,PER_1000\n"
        "SIMPUL:ASCC(1.0),IDN,SH_DYN_MORT,_T,_T,2000,9.9,PER_1000\n",
    )
    one, two = read_csv(path).entries
    assert (one.key.disaggregation, two.key.disaggregation) == ("AGE=Y0T4;SEX=F", "_T")
    assert (one.unit, one.text) == ("PER_1000", "9.4")


@pytest.mark.parametrize(
    ("text", "code", "place"),
    [
        ("indicator,area,value\nP-1,IDN,2\n", "EXCHANGE-CSV-HEADING", "angka.csv:1"),
        ("indicator,area,period,value\nP-1,IDN,2024\n", "EXCHANGE-CSV-ROW", "angka.csv:2"),
        ('indicator,area,period,value\nP-1,IDN,2024,"2\n', "EXCHANGE-NOT-TEXT", None),
        ("indicator,area,period,value\nP-1,IDN,2024,\0\n", "EXCHANGE-NOT-TEXT", None),
    ],
)
def test_a_csv_that_cannot_be_read_says_where(
    tmp_path: Path, text: str, code: str, place: str | None
) -> None:
    with pytest.raises(Problem) as raised:
        read_csv(csv_file(tmp_path, text))
    assert raised.value.code == code
    assert place is None or raised.value.place == place
    assert "[" not in errors.sentence(raised.value, "id") + errors.hint(raised.value, "en")


def test_a_csv_in_another_encoding_is_named(tmp_path: Path) -> None:
    with pytest.raises(Problem) as raised:
        read_csv(csv_file(tmp_path, "indicator,area,period,value\nP-1,IDN,2024,Ä\n", "latin-1"))
    assert raised.value.code == "EXCHANGE-NOT-TEXT"


def test_ten_thousand_rows_come_through_the_child_in_time(tmp_path: Path) -> None:
    rows = "".join(f"P-{n},IDN,2024,_T,{n}.5,,final,,\n" for n in range(10_000))
    path = csv_file(
        tmp_path, "indicator,area,period,disaggregation,value,status,nature,comment,reason\n" + rows
    )
    start = time.monotonic()
    content = read_in_subprocess(path, "csv")
    assert len(content.entries) == 10_000
    assert time.monotonic() - start < 3


def test_the_child_loads_neither_django_nor_the_writer() -> None:
    import subprocess
    import sys

    code = (
        "import sys, simpul.doors.exchange.reading;"
        "import simpul.doors.exchange.filled, simpul.doors.exchange.table;"
        "print([m for m in ('django', 'xlsxwriter', 'yaml', 'openpyxl') if m in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
