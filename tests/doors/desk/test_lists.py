"""Lists: what the page shows is what the Excel file and the CSV say, under the same filter and the same eyes."""

from __future__ import annotations

import csv
import io
import shutil
import subprocess
from collections.abc import Iterator
from datetime import date, datetime
from decimal import Decimal
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from django.test import Client, RequestFactory
from django.utils.translation import override
from python_calamine import CalamineWorkbook
from tests.doors.desk.work_round import client_of, on, page, submitted_health
from tests.guard import behind_its_back
from tests.request_work import standing
from tests.world import World, make_world

from simpul.doors.desk import listing as lists
from simpul.doors.desk import sheets
from simpul.doors.desk.administration import accounts, activity, content
from simpul.doors.desk.data import (
    alignments,
    directory,
    events,
    finalisation,
    frameworks,
    free_days,
    glossary,
    indicators,
    offices,
    reports,
)
from simpul.doors.desk.listing import Column, Filter, Form, Table, among
from simpul.doors.desk.work import asked, clearance, duties, imports, rounds
from simpul.doors.desk.work.requests import one as request_one
from simpul.doors.desk.work.requests import overview as request_overview
from simpul.records.models import Body, Indicator, Observation

pytestmark = pytest.mark.django_db


@pytest.fixture
def world() -> Iterator[World]:
    made = make_world()
    made.open()
    with on():
        yield made


class Rows(HTMLParser):
    """Headings and body rows of a page's first table as texts of cells, without what is only heard."""

    def __init__(self) -> None:
        super().__init__()
        self.heads: list[str] = []
        self.rows: list[list[str]] = []
        self.head = False
        self.depth, self.cell, self.hidden, self.tables = 0, False, 0, 0

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        given = dict(attributes)
        if tag == "table":
            self.tables += 1
        if self.tables != 1:
            return
        if tag == "th" and not self.depth:
            self.heads.append("")
            self.head = True
        elif tag == "tbody":
            self.depth = 1
        elif self.depth and tag == "tr":
            self.rows.append([])
        elif self.depth and tag in ("td", "th"):
            self.rows[-1].append("")
            self.cell = "unfold" not in (given.get("class") or "")
        if self.hidden or "hide" in (given.get("class") or "").split():
            self.hidden += tag == "span"

    def handle_endtag(self, tag: str) -> None:
        if tag == "tbody" and self.tables == 1:
            self.depth = 0
        elif tag in ("td", "th"):
            self.cell = self.head = False
        elif tag == "span" and self.hidden:
            self.hidden -= 1

    def handle_data(self, text: str) -> None:
        if self.tables == 1 and self.head and not self.hidden:
            self.heads[-1] += text.strip()
        if self.tables == 1 and self.depth and self.cell and not self.hidden:
            self.rows[-1][-1] += f" {text.strip()}"


def shown(client: Client, url: str) -> tuple[list[str], list[list[str]]]:
    """Headings and rows of the page's first table, bands left out."""
    reader = Rows()
    reader.feed(page(client, url))
    return reader.heads, [[" ".join(cell.split()) for cell in row] for row in reader.rows if len(row) > 1]


def fetched(client: Client, url: str, form: str = "xlsx", table: str = "") -> bytes:
    response = client.get(
        f"{url}{'&' if '?' in url else '?'}as={form}" + (f"&table={table}" if table else "")
    )
    assert response.status_code == 200, (url, response.content[:300])
    assert "attachment" in response["Content-Disposition"]
    return bytes(response.content)


def opened(content: bytes) -> tuple[dict[str, str], list[str], list[list[Any]]]:
    """Head, headings and rows of a workbook, read by another library."""
    sheet = openpyxl.load_workbook(io.BytesIO(content)).worksheets[0]
    values = [[cell.value for cell in row] for row in sheet.iter_rows()]
    top = next(number for number, row in enumerate(values) if number and not any(row)) + 1
    head = {str(row[0]): str(row[1]) for row in values[1 : top - 1]}
    return head, [str(one) for one in values[top]], values[top + 1 :]


# --- the page and the file --------------------------------------------------------------------------------------

LISTS = (
    ("/rounds/", "secretariat"),
    ("/rounds/?state=running", "secretariat"),
    ("/rounds/2026-Q1/", "coordinator"),
    ("/rounds/2026-Q1/", "producer"),
    ("/rounds/2026-Q1/?show=vacant", "coordinator"),
    ("/rounds/2026-Q1/?state=check", "coordinator"),
    ("/rounds/2026-Q1/?time=ahead&office=Kemensos", "coordinator"),
    ("/indicators/", "producer"),
    ("/indicators/?body=SOMHD", "producer"),
    ("/users/", "secretariat"),
    ("/offices/?q=kemen", "producer"),
    ("/offices/", "producer"),
    ("/finalisation/", "producer"),
    ("/finalisation/?lacks=target", "coordinator"),
    ("/indicators/?figure=yes", "auditor"),
    ("/indicators/?q=stunting", "auditor"),
    ("/indicators/P-H-1/", "producer"),
    ("/frameworks/", "producer"),
    ("/asked/", "producer"),
    ("/asked/?kind=round", "secretariat"),
    ("/free-days/?year=2026", "auditor"),
    ("/directory/", "other_focal"),
    ("/directory/?seats=vacant", "other_focal"),
    ("/directory/SOMHD/", "secretariat"),
    ("/requests/", "secretariat"),
    ("/requests/?state=clearance", "coordinator"),
    ("/requests/2026/1/", "producer"),
)


def on_the_page(cell: Any, text: str, language: str) -> bool:
    """Whether a cell of the file says what stands on the page, by signs of its language worked out here."""
    value = cell.value
    if value is None:
        return True
    if isinstance(value, datetime):
        return str(value.day) in text and (str(value.year) in text or "hari" in text or "day" in text)
    if isinstance(value, int | float):
        places = len(cell.number_format.partition(".")[2])
        dressed = f"{value:,.{places}f}"
        swapped = dressed.translate(str.maketrans(",.", ".,"))
        return (swapped if language == "id" else dressed) in text
    return all(word.strip(",;") in text for word in str(value).split())


@pytest.mark.parametrize("language", ["id", "en"])
@pytest.mark.parametrize(("url", "who"), LISTS)
def test_the_file_has_the_rows_of_the_page_in_their_order(
    world: World, url: str, who: str, language: str
) -> None:
    submitted_health(world)
    if url.startswith("/requests/"):
        standing(world)
    client = client_of(world, who, language)
    heads, on_page = shown(client, url)
    sheet = openpyxl.load_workbook(io.BytesIO(fetched(client, url))).worksheets[0]
    _head, headings, rows = opened(fetched(client, url))
    cells = list(sheet.iter_rows())[-len(rows) :]
    plain = list(csv.reader(io.StringIO(fetched(client, url, "csv").decode("utf-8-sig"))))
    assert len(on_page) == len(rows) == len(plain) - 1 > 0
    assert plain[0] == headings
    columns = [head for head in heads if head]
    assert len(columns) >= 4 and set(columns) <= {*headings, "Tindakan", "Action"}
    for texts, row in zip(on_page, cells, strict=True):
        for head, text in zip(heads, texts, strict=False):
            if head in headings:
                assert on_the_page(row[headings.index(head)], text, language), (head, text)


def test_numbers_are_numbers_dates_are_dates_and_a_limit_stays_text(world: World) -> None:
    with behind_its_back():
        Observation.objects.filter(indicator__code="P-W-1", period="2025-03").update(
            text="<2.5", value=Decimal("2.5"), status="LT"
        )
    client = client_of(world, "secretariat")
    sheet = openpyxl.load_workbook(io.BytesIO(fetched(client, "/indicators/"))).worksheets[0]
    table = [[cell for cell in row] for row in sheet.iter_rows()]
    top = next(number for number, row in enumerate(table) if row[0].value == "Indikator")
    heads = [cell.value for cell in table[top]]
    by_code = {row[heads.index("Kode")].value: row for row in table[top + 1 :]}
    latest, target = heads.index("Angka terakhir"), heads.index("Sasaran")
    stunting, poverty = by_code["P-H-1"], by_code["P-W-1"]
    assert (stunting[latest].value, stunting[latest].data_type, stunting[latest].number_format) == (
        21.5,
        "n",
        "#,##0.0",
    )
    assert (stunting[target].value, stunting[target].number_format) == (14.2, "#,##0.0")
    assert (poverty[latest].value, poverty[latest].data_type) == ("<2,50", "s")
    assert by_code["P-H-2"][latest].value is None
    _head, headings, rows = opened(fetched(client, "/rounds/2026-Q1/"))
    due = headings.index("Tenggat")
    assert {row[due] for row in rows} == {datetime(2026, 4, 24)}


def test_the_head_names_filter_language_moment_reader_and_source(world: World) -> None:
    head, _headings, rows = opened(
        fetched(client_of(world, "producer", "en"), "/indicators/?body=SOMHD&figure=yes")
    )
    assert head["Filter"] == "Sectoral body: SOMHD; Figure: with a figure"
    assert head["Rows"] == "1 of 5" and len(rows) == 1
    assert head["Language"] == "English" and head["Read by"] == "Producer"
    assert head["As known on"] == "10 April 2026, 09:00 WIB"
    assert head["Address"] == "http://testserver/indicators/?body=SOMHD&figure=yes"
    head, _headings, _rows = opened(fetched(client_of(world, "producer"), "/indicators/P-H-1/"))
    assert head["Sumber"] == "world" and head["Bahasa"] == "Bahasa Indonesia"


def test_the_name_of_the_file_says_what_and_when(world: World) -> None:
    client = client_of(world, "coordinator")
    names = [
        client.get(url)["Content-Disposition"]
        for url in (
            "/rounds/2026-Q1/?as=xlsx",
            "/rounds/2026-Q1/?state=none&as=csv",
            "/indicators/P-H-1/?as=csv",
        )
    ]
    assert names == [
        'attachment; filename="simpul-round-TW-I-2026-Koordinasi-triwulan-20260410-0900.xlsx"',
        'attachment; filename="simpul-round-TW-I-2026-Koordinasi-triwulan-filtered-20260410-0900.csv"',
        'attachment; filename="simpul-figures-P-H-1-IDN-20260410-0900.csv"',
    ]


def test_an_office_takes_away_only_what_it_sees(world: World) -> None:
    for who, bodies in (("other_focal", {"SOMSWD"}), ("coordinator", {"SOMHD", "SOMSWD", "SUBSWD"})):
        _head, headings, rows = opened(fetched(client_of(world, who), "/rounds/2026-Q1/"))
        assert {row[headings.index("Badan sektoral")] for row in rows} == bodies
    assert Client().get("/indicators/?as=xlsx").status_code == 302
    assert client_of(world, "admin").get("/rounds/2026-Q1/?as=xlsx").status_code == 404


def test_every_list_of_a_page_can_be_taken_away_and_no_other(world: World) -> None:
    client = client_of(world, "secretariat")
    for url, tables in (
        ("/indicators/P-H-1/", ("figures", "revisions", "verdicts")),
        ("/directory/SOMHD/", ("offices", "designations", "meetings", "chairs")),
        ("/directory/", ("directory", "other_bodies")),
        ("/calendar/", ("events", "holidays", "chairs")),
        ("/offices/", ("office_list",)),
        ("/glossary/", ("glossary",)),
        ("/frameworks/plan/", ("goals",)),
        ("/", ("duties",)),
        ("/clearance/", ("clearance",)),
        ("/reports/", ("reports",)),
    ):
        for table in tables:
            _head, headings, _rows = opened(fetched(client, url, table=table))
            assert len(headings) > 3
            assert fetched(client, url, "csv", table).startswith(b"\xef\xbb\xbf")
    assert client.get("/indicators/?as=docx").status_code == 422
    assert client.get("/indicators/?as=xlsx&table=people").status_code == 422


def test_what_waits_is_in_the_file_once_for_each_line_of_the_page(world: World) -> None:
    submitted_health(world)
    _head, headings, rows = opened(fetched(client_of(world, "steward"), "/clearance/"))
    body, role = headings.index("Badan sektoral"), headings.index("Langkah")
    assert [(row[body], row[role]) for row in rows] == [("SOMHD", "Walidata")]
    _head, headings, rows = opened(fetched(client_of(world, "coordinator"), "/"))
    duty, body = headings.index("Tugas"), headings.index("Badan sektoral")
    assert sorted((row[duty], row[body]) for row in rows) == [
        ("Menunggu pihak lain", "SOMHD"),
        ("Yang belum melapor", "SOMSWD"),
        ("Yang belum melapor", "SUBSWD"),
    ]


# --- nothing becomes a formula ------------------------------------------------------------------------------------

HOSTILE = [
    "=1+1",
    "+1+1",
    "-1+1",
    "@SUM(1;1)",
    "\t=1+1",
    "\r=1+1",
    '=HYPERLINK("http://x.example","y")',
    "=cmd|' /C calc'!A0",
]


def hostile() -> lists.Listing:
    """A list of nothing but what a spreadsheet would run."""
    table = Table(
        code="hostile",
        title="=1+1",
        columns=(
            Column("text", "=2+2", lambda row: row),
            Column("number", "Number", lambda row: row, Form.NUMBER),
            Column("value", "Value", lambda row: Decimal("-1234.50"), Form.NUMBER, decimals=lambda row: 2),
            Column("day", "Day", lambda row: date(2026, 2, 3), Form.DAY),
        ),
    )
    request = RequestFactory().get("/x/")
    request.user = "=3+3"  # type: ignore[assignment]
    return table.read(request, HOSTILE, scope="=4+4")


def test_no_text_is_a_formula_in_the_workbook() -> None:
    with on():
        sheet = openpyxl.load_workbook(io.BytesIO(sheets.workbook(hostile()))).worksheets[0]
    cells = [cell for row in sheet.iter_rows() for cell in row if cell.value is not None]
    assert {cell.data_type for cell in cells} == {"s", "n", "d"}
    values = [cell.value for cell in cells]
    assert [values.count(text) for text in HOSTILE if "\r" not in text] == [2] * (len(HOSTILE) - 1)


def converted(tmp_path: Path, name: str, content: bytes) -> list[list[str]]:
    """What LibreOffice reads in a file, as rows of text, with its formulas worked out if it saw any."""
    (tmp_path / name).write_bytes(content)
    command = ["soffice", f"-env:UserInstallation=file://{tmp_path}/profile", "--headless"]
    command += ["--infilter=Text - txt - csv (StarCalc):44,34,76,1"] if name.endswith(".csv") else []
    command += ["--convert-to"]
    out = tmp_path / "out"
    subprocess.run(
        [
            *command,
            "csv:Text - txt - csv (StarCalc):44,34,76,1,,0,false,true,false",
            "--outdir",
            str(out),
            str(tmp_path / name),
        ],
        check=True,
        capture_output=True,
        timeout=180,
    )
    return list(csv.reader((out / f"{Path(name).stem}.csv").read_text("utf-8").splitlines()))


def test_another_program_works_out_no_formula_and_reads_the_numbers(tmp_path: Path) -> None:
    """Calamine, which reads formulas' results; and LibreOffice, which works them out, where the machine has it."""
    with on():
        made = hostile()
        book, text = sheets.workbook(made), sheets.long_text(made)
    read = CalamineWorkbook.from_filelike(io.BytesIO(book)).get_sheet_by_index(0).to_python()
    assert [row[0] for row in read[-len(HOSTILE) :] if "\r" not in row[0]] == [
        one for one in HOSTILE if "\r" not in one
    ]
    assert {(row[2], row[3]) for row in read[-len(HOSTILE) :]} == {(-1234.5, date(2026, 2, 3))}
    if shutil.which("soffice") is None:
        return
    rows = converted(tmp_path, "buku.xlsx", book)
    first = next(number for number, row in enumerate(rows) if row[0] == "=2+2")
    assert rows[0][0] == "=1+1, =4+4"
    assert [row[0].strip() for row in rows[first + 1 :]][:4] == HOSTILE[:4]
    assert rows[first + 1][2:4] == ["-1234.5", "2026-02-03"]
    plain = converted(tmp_path, "teks.csv", text)
    assert plain[0][0] == "'=2+2"
    assert [row[0] for row in plain[1:5]] == [f"'{one}" for one in HOSTILE[:4]]
    assert not any(row[0] in ("2", "0", "y") for row in [*rows, *plain])


def test_a_number_with_more_digits_than_excel_keeps_is_written_as_text() -> None:
    long = Decimal("12345678901234567.25")
    table = Table("long", "Long", (Column("n", "N", lambda row: row, Form.NUMBER),))
    request = RequestFactory().get("/")
    request.user = "x"  # type: ignore[assignment]
    with on():
        made = table.read(request, [long, Decimal("0.10"), 7, "<2,5"])
        sheet = openpyxl.load_workbook(io.BytesIO(sheets.workbook(made))).worksheets[0]
        plain = sheets.long_text(made).decode("utf-8-sig").splitlines()
    values = [(row[0].value, row[0].data_type) for row in sheet.iter_rows()][-4:]
    assert values == [(str(long), "s"), (0.1, "n"), (7, "n"), ("<2,5", "s")]
    assert plain == ["N", str(long), "0.1", "7", '"<2,5"']


# --- filters ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("url", "codes"),
    [
        ("/indicators/?body=SOMHD", ["P-H-1", "P-H-2", "P-H-3"]),
        ("/indicators/?office=Kemensos", ["P-W-1"]),
        ("/indicators/?body=SOMHD&figure=yes", ["P-H-1"]),
        ("/indicators/?standing=proxy&q=miskin", ["P-W-1"]),
        ("/indicators/?readiness=missing", ["P-H-1", "P-H-2", "P-H-3", "P-W-1", "P-W-2"]),
    ],
)
def test_indicators_are_filtered_by_what_they_are(world: World, url: str, codes: list[str]) -> None:
    _head, headings, rows = opened(fetched(client_of(world, "auditor", "en"), url))
    assert [row[headings.index("Code")] for row in rows] == codes


def test_a_filter_that_is_no_longer_there_is_named_and_hides_nothing(world: World) -> None:
    client = client_of(world, "secretariat")
    for url in (
        "/indicators/?body=GONE",
        "/indicators/?gone=1",
        "/directory/?on=kemarin",
        "/rounds/2026-Q1/?state=odd",
    ):
        text = page(client, url)
        assert "Tidak semua saringan dapat dipakai." in text, url
        assert "tidak ada yang hilang" in text
    assert len(shown(client, "/indicators/?body=GONE")[1]) == 5
    head, _headings, rows = opened(fetched(client, "/indicators/?body=GONE"))
    assert (
        head["Saringan"] == "tidak ada" and "GONE" in head["Saringan yang tidak dipakai"] and len(rows) == 5
    )
    assert "Tidak semua saringan" not in page(client, "/indicators/?body=SOMHD")


def test_an_empty_answer_offers_the_way_back(world: World) -> None:
    text = page(client_of(world, "secretariat"), "/indicators/?q=zzzz")
    assert "Tidak ada yang cocok dengan saringan ini" in text and 'href="/indicators/"' in text


def test_a_filter_knows_every_answer_that_occurs_and_no_other(world: World) -> None:
    table = Table("t", "T", (Column("c", "C", str),), (Filter("c", "C", *among(str)),))
    request = RequestFactory().get("/", {"c": "b"})
    made = table.read(request, ["b", "a", "b", ""])
    assert [value for value, _word in made.fields[0]["options"]] == ["a", "b"]
    assert (list(made.rows), made.asked, made.outdated) == (["b", "b"], {"c": "b"}, ())
    made = table.read(RequestFactory().get("/", {"c": "z"}), ["b", "a"])
    assert (list(made.rows), made.outdated) == (["b", "a"], (("C", "z"),))


def test_a_long_list_is_cut_into_pages_and_taken_away_whole() -> None:
    table = Table("t", "T", (Column("c", "C", lambda row: row, Form.NUMBER),), per_page=10)
    request = RequestFactory().get("/", {"page": "3"})
    made = table.read(request, list(range(25)))
    assert [line.row for line in made.lines] == [20, 21, 22, 23, 24]
    assert (made.pages, made.number) == (3, 3)
    assert len(sheets.long_text(made).splitlines()) == 26
    assert table.read(RequestFactory().get("/", {"page": "99"}), list(range(25))).number == 3


# --- every table --------------------------------------------------------------------------------------------------

DECLARED = [
    one
    for module in (
        accounts,
        activity,
        content,
        alignments,
        asked,
        clearance,
        directory,
        duties,
        events,
        finalisation,
        frameworks,
        free_days,
        glossary,
        imports,
        indicators,
        offices,
        reports,
        request_one,
        request_overview,
        rounds,
    )
    for one in vars(module).values()
    if isinstance(one, Table)
]


@pytest.mark.parametrize("table", DECLARED, ids=lambda table: table.code)
def test_a_declared_table_has_one_meaning_for_each_word_in_both_languages(table: Table) -> None:
    for language in ("id", "en"):
        with override(language):
            labels = [str(one.label) for one in table.columns]
            assert len(labels) == len(set(labels)) and all(labels)
    codes = [one.code for one in table.columns]
    assert len(codes) == len(set(codes))
    assert {one.under for one in table.columns} - {""} <= set(codes)
    assert not {one.code for one in table.filters} & set(lists.RESERVED)


def test_no_two_tables_share_a_code() -> None:
    codes = [table.code for table in DECLARED]
    assert len(codes) == len(set(codes)) >= 14


def test_what_content_says_does_not_become_a_formula(world: World) -> None:
    with behind_its_back():
        Body.objects.filter(code="SOMHD").update(theme_id="=1+1", theme_en="=1+1")
        Indicator.objects.filter(code="P-H-1").update(title_id="@SUM(A1)", title_en="@SUM(A1)")
    client = client_of(world, "secretariat")
    for url in ("/rounds/2026-Q1/", "/indicators/", "/directory/"):
        book = openpyxl.load_workbook(io.BytesIO(fetched(client, url)))
        assert "f" not in {cell.data_type for row in book.worksheets[0].iter_rows() for cell in row}
        lines = fetched(client, url, "csv").decode("utf-8-sig")
        cells = [cell for row in csv.reader(io.StringIO(lines)) for cell in row]
        assert not [cell for cell in cells if cell.startswith(("=", "@"))]
        assert [cell for cell in cells if cell.startswith(("'=1+1", "'@SUM"))]
