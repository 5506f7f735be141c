"""Files of reference codes as they come: separators, marks, titles above, numbers in cells, and what is refused."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import xlsxwriter
import yaml
from tests.world import ROOT

from simpul.core.codes import CodeRow
from simpul.core.errors import Problem
from simpul.doors.exchange.code_table import CODE_LIMITS
from simpul.doors.exchange.reading import codes_in_subprocess

#: The headings as content declares them.
LISTS = {
    entry["code"]: entry["columns"]
    for entry in yaml.safe_load((ROOT / "content/mapping/code-lists.yaml").read_text())["entries"]
}


def read(path: Path, kind: str = "csv", columns: str = "kodref-indikator") -> list[CodeRow]:
    with codes_in_subprocess(path, kind, columns=LISTS[columns], name=path.name) as rows:
        return list(rows)


def csv_file(folder: Path, text: str | bytes) -> Path:
    path = folder / "kode.csv"
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return path


def book(folder: Path, rows: list[list[Any]], *, down: int = 0, right: int = 0) -> Path:
    path = folder / "kode.xlsx"
    with xlsxwriter.Workbook(path) as made:
        sheet = made.add_worksheet()
        for number, row in enumerate(rows, start=down):
            sheet.write_row(number, right, row)
    return path


WANTED = [
    CodeRow(2, "X.1", "Gizi, anak", parent="", definition="Satu", formula="a/b"),
    CodeRow(3, "X.1.1", "Stunting", parent="X.1", definition="Dua\nbaris", formula=""),
]
ROWS = [
    ["Kode Indikator", "Nama Indikator", "Parent/Child", "Definisi", "Rumus Perhitungan"],
    ["X.1", "Gizi, anak", "-", "Satu", "a/b"],
    ["X.1.1", "Stunting", "X.1", "Dua\nbaris", ""],
]


@pytest.mark.parametrize("separator", [",", ";", "\t"])
@pytest.mark.parametrize("mark", [b"", b"\xef\xbb\xbf"], ids=["without mark", "with mark"])
def test_a_csv_says_the_same_with_each_separator_and_with_or_without_the_mark(
    tmp_path: Path, separator: str, mark: bytes
) -> None:
    lines = [separator.join(f'"{cell}"' for cell in row) for row in ROWS]
    rows = read(csv_file(tmp_path, mark + "\r\n".join(lines).encode()))
    # a cell of two lines ends on the next line of the file, and that is the line the reader names
    assert [row.told() for row in rows] == [row.told() for row in WANTED]
    assert rows[0].line == 2


def test_a_workbook_says_the_same_wherever_its_table_stands(tmp_path: Path) -> None:
    assert read(book(tmp_path, ROWS), "workbook") == WANTED
    moved = read(book(tmp_path, [["Kode Referensi"], [], *ROWS], down=3, right=2), "workbook")
    assert [row.told() for row in moved] == [row.told() for row in WANTED]
    assert [row.line for row in moved] == [7, 8]


def test_headings_are_known_in_any_case_and_order_and_further_columns_are_passed_over(tmp_path: Path) -> None:
    text = "catatan,NAMA,kode\nx,Aceh,11\ny,Simeulue,11.01\n"
    rows = read(csv_file(tmp_path, text), columns="wilayah")
    assert [(row.code, row.name, row.parent) for row in rows] == [
        ("11", "Aceh", ""),
        ("11.01", "Simeulue", ""),
    ]


def test_the_words_parent_and_child_mean_none_and_the_parent_above(tmp_path: Path) -> None:
    text = "Kode Indikator,Nama Indikator,Parent/Child\nA,x,Parent\nA1,x,Child\nA2,x,Child\nB,x,Parent\nB1,x,Child\n"
    assert [(row.code, row.parent) for row in read(csv_file(tmp_path, text))] == [
        ("A", ""), ("A1", "A"), ("A2", "A"), ("B", ""), ("B1", "B"),
    ]  # fmt: skip


def test_a_whole_number_in_a_cell_is_its_digits_and_a_fraction_is_refused_by_its_cell(tmp_path: Path) -> None:
    assert read(book(tmp_path, [["kode", "nama"], [11, "Aceh"]]), "workbook", "wilayah")[0].code == "11"
    with pytest.raises(Problem) as caught:
        read(book(tmp_path, [["kode", "nama"], [11.1, "Simeulue"]]), "workbook", "wilayah")
    assert (caught.value.code, caught.value.place) == ("CODES-NUMBER", "A2")
    with pytest.raises(Problem) as caught:
        read(book(tmp_path, [["kode", "nama"], [11.1, "Simeulue"]], down=3, right=2), "workbook", "wilayah")
    assert caught.value.place == "C5"


REFUSED = {
    "no heading it knows": ("nomor,uraian\n1,Satu\n", "CODES-HEADING"),
    "no heading of names": ("kode,uraian\n1,Satu\n", "CODES-HEADING"),
    "a field too many, from a comma without quotes": ("kode,nama\n1,Gizi, anak\n", "EXCHANGE-CSV-ROW"),
    "not UTF-8": ("kode,nama\n1,Cité\n".encode("latin-1"), "EXCHANGE-NOT-TEXT"),
    "a zero byte": (b"kode,nama\n1,a\x00b\n", "EXCHANGE-NOT-TEXT"),
    "a quote that never ends": ('kode,nama\n1,"Satu\n', "EXCHANGE-NOT-TEXT"),
    "nothing at all": (b"", "FILES-EMPTY"),
    "a cell longer than any name": ("kode,nama\n1," + "x" * 10_001 + "\n", "EXCHANGE-CELL-TOO-LONG"),
}


@pytest.mark.parametrize("case", REFUSED)
def test_a_file_that_cannot_be_read_is_refused_with_the_reason(tmp_path: Path, case: str) -> None:
    text, code = REFUSED[case]
    with pytest.raises(Problem) as caught:
        read(csv_file(tmp_path, text), columns="wilayah")
    assert caught.value.code == code


def test_a_missing_heading_tells_what_was_found_and_what_is_wanted(tmp_path: Path) -> None:
    with pytest.raises(Problem) as caught:
        read(csv_file(tmp_path, "nomor,uraian\n1,Satu\n"), columns="wilayah")
    assert caught.value.params["found"] == "nomor | uraian"
    assert caught.value.params["wanted"].startswith("kode, Kode Wilayah, code; nama")


def test_more_rows_than_the_limit_are_refused(tmp_path: Path) -> None:
    text = "kode,nama\n" + "".join(f"{number},x\n" for number in range(CODE_LIMITS.rows + 1))
    with pytest.raises(Problem) as caught:
        read(csv_file(tmp_path, text), columns="wilayah")
    assert caught.value.code == "EXCHANGE-TOO-MANY-ROWS"


def test_a_workbook_that_is_none_is_refused(tmp_path: Path) -> None:
    with pytest.raises(Problem) as caught:
        read(csv_file(tmp_path, "kode,nama\n1,Satu\n"), "workbook", "wilayah")
    assert caught.value.code == "EXCHANGE-NOT-WORKBOOK"
