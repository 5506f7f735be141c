"""A sender's Excel form: its questions read, its answers written as text, everything else as it was."""

from __future__ import annotations

import re
from collections.abc import Callable
from io import BytesIO
from pathlib import Path
from typing import Any

import openpyxl
import pytest
import xlsxwriter
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from openpyxl.styles import Alignment, Border, PatternFill, Protection, Side
from openpyxl.worksheet.datavalidation import DataValidation
from tests.doors.exchange.form_samples import changed_parts, parts_of, read_here, remade

from simpul.core.errors import Problem
from simpul.core.sender_forms import Form, FormItem, Mark
from simpul.doors.exchange.forms import reading
from simpul.doors.exchange.forms.reading import FORM_LIMITS, fill_form, form_places, mark_form, read_form

SHEET = "xl/worksheets/sheet1.xml"
FRAME = Border(*[Side(style="thin")] * 4)


def saved(book: openpyxl.Workbook) -> bytes:
    target = BytesIO()
    book.save(target)
    return target.getvalue()


def sheet_of(rows: list[list[Any]], dress: Callable[[Any, openpyxl.Workbook], None] | None = None) -> bytes:
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.title = "Form A"
    for row in rows:
        sheet.append(row)
    if dress:
        dress(sheet, book)
    return saved(book)


def read(tmp_path: Path, data: bytes) -> Form:
    return read_here(tmp_path / "f.xlsx", data, "f.xlsx")


def filled(tmp_path: Path, data: bytes, answers: dict[str, str], *, parts: set[str] | None = None) -> bytes:
    """Filled in this process; only the sheets of the answers have changed."""
    path = tmp_path / "f.xlsx"
    path.write_bytes(data)
    form = reading.opened(path, "excel", "f.xlsx", FORM_LIMITS)
    made = reading.filled_form(form, answers, form.package.sha256, "f.xlsx")
    assert changed_parts(data, made) <= (parts or {SHEET})
    return made


def values(data: bytes, sheet: str = "Form A") -> dict[str, Any]:
    """What openpyxl sees in a sheet."""
    book = openpyxl.load_workbook(BytesIO(data))
    return {cell.coordinate: cell.value for row in book[sheet] for cell in row if cell.value is not None}


def places(form: Form) -> list[tuple[str, str, str]]:
    return [(one.number, one.anchor, one.kind) for one in form.items]


def doubts(form: Form) -> list[str]:
    return [one.code.removeprefix("SENDERFORM-") for one in form.doubts]


TABLE = [
    ["Kuesioner"],
    [],
    ["No", "Pertanyaan", "Jawaban"],
    ["1.", "Berapa?"],
    ["1.1", "Mengapa"],
    [2, "Oleh"],
]


# --- reading ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "headings", [["No", "Pertanyaan", "Jawaban"], ["Item", "Question / Pertanyaan", "Member State response"]]
)
def test_a_table_under_headings_gives_its_questions_in_order(tmp_path: Path, headings: list[str]) -> None:
    path = tmp_path / "formulir.xlsx"
    path.write_bytes(sheet_of([["Kuesioner"], [], headings, *TABLE[3:]]))
    form = read_form(path)
    assert form.items == (
        FormItem("1.", "Berapa?", "Form A!C4", "table"),
        FormItem("1.1", "Mengapa", "Form A!C5", "table"),
        FormItem("2", "Oleh", "Form A!C6", "table"),
    )
    assert form.doubts == ()


def test_sections_merged_cells_and_formulas_are_no_places(tmp_path: Path) -> None:
    def dress(sheet: Any, _: Any) -> None:
        sheet.merge_cells("A2:C2")
        sheet.merge_cells("C3:C4")
        sheet.merge_cells("C6:E6")

    rows = [
        ["No", "Question", "Answer"],
        ["A. Health"],
        ["1", "Tall?"],
        ["2", "Under it?"],
        ["3", "Reckoned?", "=1+1"],
        ["4", "Wide?"],
        ["5", "Written?", "see annex"],
    ]
    form = read(tmp_path, sheet_of(rows, dress))
    assert places(form) == [("1", "Form A!C3", "table"), ("4", "Form A!C6", "table")]
    assert doubts(form) == ["PLACE-COVERED", "PLACE-FILLED", "PLACE-FILLED"]


def test_without_headings_the_dress_or_the_neighbours_tell_right_from_below(tmp_path: Path) -> None:
    def framed_below(sheet: Any, _: Any) -> None:
        for cell in ("A2", "A4"):
            sheet[cell].border = FRAME

    def coloured_right(sheet: Any, _: Any) -> None:
        sheet["B1"].fill = PatternFill("solid", fgColor="FFFF99")

    below = read(tmp_path, sheet_of([["1. Which?"], [None], ["2. Why?"], [None], ["end"]], framed_below))
    assert places(below) == [("1.", "Form A!A2", "row"), ("2.", "Form A!A4", "row")]
    right = read(tmp_path, sheet_of([["1. Which?"], [None], ["end"]], coloured_right))
    assert places(right) == [("1.", "Form A!B1", "row")]
    dense = read(
        tmp_path, sheet_of([["1. Which?"], ["2. Why?"], ["3. When?"]])
    )  # the last has room on both sides
    assert [one.anchor for one in dense.items] == ["Form A!B1", "Form A!B2", "Form A!B3"]
    numbered = read(tmp_path, sheet_of([[1, "Which law", None, "x"], [2, "Which body", None, "x"]]))
    assert places(numbered) == [("1", "Form A!C1", "row"), ("2", "Form A!C2", "row")]


def test_room_on_both_sides_is_a_doubt_not_a_guess(tmp_path: Path) -> None:
    with pytest.raises(Problem) as raised:
        read(tmp_path, sheet_of([["1. Which?"], [None], ["2. Why?"], [None]]))
    assert raised.value.code == "SENDERFORM-LAYOUT-UNKNOWN" and raised.value.params["seen"] == 2
    rows = [["1. Which?"], [None], ["No", "Question", "Answer"], ["9", "Why?"]]
    form = read(tmp_path, sheet_of(rows))
    (doubt,) = form.doubts
    assert (doubt.code, doubt.params["right"], doubt.params["below"]) == (
        "SENDERFORM-TWO-PLACES", "Form A!B1", "Form A!A2")  # fmt: skip


def test_what_stands_below_a_table_is_none_of_its_rows(tmp_path: Path) -> None:
    def dress(sheet: Any, _: Any) -> None:
        sheet["C6"].border = sheet["C8"].border = FRAME

    rows = [
        ["No", "Question", "Answer"],
        ["1", "Which?"],
        [None, "and since when"],
        [],
        [None, "Note: in words"],
    ]
    form = read(tmp_path, sheet_of([*rows, [None, "Name of the ministry:"], [], [None, "Remarks"]], dress))
    assert [(one.number, one.text, one.anchor) for one in form.items] == [
        ("1", "Which?", "Form A!C2"), ("", "and since when", "Form A!C3"), ("", "Name of the ministry", "Form A!C6"),
    ]  # fmt: skip
    assert form.doubts == ()


def test_hidden_sheets_ask_nothing_and_numbers_of_sheets_are_told_apart(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    for name, state in (
        ("Health", "visible"),
        ("Lists", "hidden"),
        ("Deep", "veryHidden"),
        ("Schools", "visible"),
    ):
        sheet = book.create_sheet(name)
        sheet.sheet_state = state
        sheet.append(["No", "Question", "Answer"])
        sheet.append(["1", f"{name}?"])
    del book["Sheet"]
    data = saved(book)
    form = read(tmp_path, data)
    assert [(one.number, one.anchor) for one in form.items] == [
        ("Health 1", "Health!C2"), ("Schools 1", "Schools!C2")]  # fmt: skip
    made = filled(tmp_path, data, {"Schools!C2": "x"}, parts={"xl/worksheets/sheet4.xml"})
    again = openpyxl.load_workbook(BytesIO(made))
    assert [one.sheet_state for one in again] == ["visible", "hidden", "veryHidden", "visible"]
    with pytest.raises(Problem) as raised:
        filled(tmp_path, data, {"Lists!C2": "x"})
    assert raised.value.code == "SENDERFORM-ANCHOR-GONE"


def test_on_a_protected_sheet_only_open_cells_are_places(tmp_path: Path) -> None:
    def dress(sheet: Any, _: Any) -> None:
        sheet.protection.sheet = True
        sheet["C4"].protection = Protection(locked=False)

    data = sheet_of(TABLE, dress)
    form = read(tmp_path, data)
    assert places(form) == [("1.", "Form A!C4", "table")] and doubts(form) == ["PLACE-LOCKED"] * 2
    with pytest.raises(Problem) as raised:
        filled(tmp_path, data, {"Form A!C5": "x"})
    assert raised.value.code == "SENDERFORM-PLACE-LOCKED"


def test_a_cell_nobody_wrote_is_dressed_as_its_row_and_else_as_its_column(tmp_path: Path) -> None:
    def dress(sheet: Any, _: Any) -> None:
        sheet.protection.sheet = True
        sheet.row_dimensions[5].protection = Protection(locked=False)
        sheet.row_dimensions[6].protection = Protection(locked=True)
        sheet.row_dimensions[6].alignment = Alignment(wrap_text=True)
        sheet.column_dimensions["C"].protection = Protection(locked=False)

    # C4 is open by its column, C5 by its row; C6 is closed by its row, whatever its column says
    form = read(tmp_path, sheet_of(TABLE, dress))
    assert places(form) == [("1.", "Form A!C4", "table"), ("1.1", "Form A!C5", "table")]
    assert doubts(form) == ["PLACE-LOCKED"]


def test_a_layout_nobody_knows_is_marked_by_hand(tmp_path: Path) -> None:
    path = tmp_path / "tabel.xlsx"
    path.write_bytes(sheet_of([["Year", "Schools"], [2024, None], [2025, None]]))
    with pytest.raises(Problem) as raised:
        read_form(path)
    assert raised.value.code == "SENDERFORM-LAYOUT-UNKNOWN"
    assert ("Form A!B2", "2024") in [(one.anchor, one.text) for one in form_places(path)]
    form = mark_form(path, [Mark("I", "Form A!B2", "Schools in 2024"), Mark("II", "Form A!B3")])
    assert [(one.number, one.text, one.kind) for one in form.items] == [
        ("I", "Schools in 2024", "by_hand"), ("II", "2025", "by_hand")]  # fmt: skip
    made = fill_form(path, {"Form A!B2": "12", "Form A!B3": "13"}, sha256=form.sha256)
    assert values(made)["B2"] == "12" and values(made)["B3"] == "13"


@pytest.mark.parametrize(
    ("anchor", "code"),
    [
        ("Form A!A4", "PLACE-FILLED"),
        ("Form B!C4", "ANCHOR-GONE"),
        ("C4", "ANCHOR-GONE"),
        ("Form A!C0", "ANCHOR-GONE"),
        ("Form A!XFE1", "ANCHOR-GONE"),
        ("Form A!C9999999", "ANCHOR-GONE"),
        ("Form A!C4:C5", "ANCHOR-GONE"),
        ("paragraph:1", "ANCHOR-GONE"),
    ],
)
def test_a_mark_that_cannot_be_is_refused(tmp_path: Path, anchor: str, code: str) -> None:
    path = tmp_path / "f.xlsx"
    path.write_bytes(sheet_of(TABLE))
    form = reading.opened(path, "excel", "f.xlsx", FORM_LIMITS)
    with pytest.raises(Problem) as raised:
        reading.marked(form, [Mark("1", anchor)])
    assert raised.value.code == f"SENDERFORM-{code}"
    with pytest.raises(Problem) as raised:
        reading.marked(form, [Mark("1", "Form A!C4"), Mark("2", "'Form A'!$C$4")])
    assert raised.value.code == "SENDERFORM-PLACE-TWICE"


# --- filling ------------------------------------------------------------------------------------------------------


def rich_book() -> bytes:
    """A form with formulas, names, a hidden sheet, merged cells, lists, widths, a comment and a picture."""
    target = BytesIO()
    book = xlsxwriter.Workbook(target, {"in_memory": True})
    form, lists = book.add_worksheet("Form A"), book.add_worksheet("Lists")
    box = book.add_format({"border": 1, "bg_color": "#FFF2CC", "text_wrap": True})
    plain = book.add_format({"border": 1})
    lists.hide()
    lists.write_column("A1", ["Yes", "No"])
    book.define_name("choices", "=Lists!$A$1:$A$2")
    form.merge_range("A1:C1", "Questionnaire", book.add_format({"bold": True}))
    form.write_row("A3", ["No", "Question", "Answer"])
    form.write_row("A4", ["1", "Which law?"])
    form.write_blank("C4", None, box)
    form.write_row("A5", ["2", "In force?"])
    form.write_blank("C5", None, plain)
    form.write_row("A6", ["3", "By whom?"])
    form.write_formula("B8", '=COUNTA(C4:C6)&" answers"')
    form.data_validation("C5", {"validate": "list", "source": ["Yes", "No"]})
    form.set_column("C:C", 40, box)
    form.set_row(3, 60)
    form.write_comment("A4", "As of today")
    picture = Path(__file__).parents[3] / "docs" / "pictures" / "desk.png"
    form.insert_image("E2", str(picture), {"x_scale": 0.1, "y_scale": 0.1})
    book.close()
    return target.getvalue()


def test_answers_stand_in_their_cells_and_every_other_part_keeps_its_bytes(tmp_path: Path) -> None:
    path = tmp_path / "f.xlsx"
    path.write_bytes(rich_book())
    form = read_form(path)
    assert [(one.number, one.anchor) for one in form.items] == [
        ("1", "Form A!C4"), ("2", "Form A!C5"), ("3", "Form A!C6")]  # fmt: skip
    made = fill_form(
        path, {"Form A!C4": "UU 36\nPasal 3", "Form A!C5": "Yes", "Form A!C6": "Kemenkes"}, sha256=form.sha256
    )
    assert changed_parts(path.read_bytes(), made) == {SHEET}
    assert any(name.endswith(".png") for name in parts_of(made)) and "xl/comments1.xml" in parts_of(made)
    before, after = openpyxl.load_workbook(path)["Form A"], openpyxl.load_workbook(BytesIO(made))["Form A"]
    assert [after[cell].value for cell in ("C4", "C5", "C6")] == ["UU 36\nPasal 3", "Yes", "Kemenkes"]
    assert after["B8"].value == '=COUNTA(C4:C6)&" answers"'
    assert after.merged_cells.ranges == before.merged_cells.ranges
    assert (
        after.row_dimensions[4].height == 60
        and after.column_dimensions["C"].width == before.column_dimensions["C"].width
    )
    assert [one.formula1 for one in after.data_validations.dataValidation] == ['"Yes,No"']
    for cell in ("C4", "C5"):
        assert after[cell].border.left.style == before[cell].border.left.style == "thin"
    assert (
        after["C6"].fill.fgColor.rgb == "FFFFF2CC"
    )  # a cell that was not written takes the style of its column
    assert fill_form(path, {"Form A!C4": "x"}, sha256=form.sha256) == fill_form(
        path, {"Form A!C4": "x"}, sha256=form.sha256
    )


def test_without_its_answers_a_filled_sheet_is_the_sheet_it_was_to_the_byte(tmp_path: Path) -> None:
    data = rich_book()
    part = parts_of(filled(tmp_path, data, {"Form A!C4": "Ini"}))[SHEET]
    cell = re.search(rb'<c r="C4" s="\d+" t="inlineStr"><is><t xml:space="preserve">Ini</t></is></c>', part)
    assert cell is not None
    empty = re.sub(rb' t="inlineStr">.*', b"/>", cell[0])
    assert part.replace(cell[0], empty) == parts_of(data)[SHEET]


FORMULAS = [
    "=1+1",
    "+1+1",
    "-1+1",
    "@SUM(A1)",
    "=cmd|'/c calc'!A0",
    "\t=1+1",
    '=HYPERLINK("http://x.example")',
    "=1+1\n+2",
]


@pytest.mark.parametrize("text", FORMULAS)
def test_a_text_that_looks_like_a_formula_is_text(tmp_path: Path, text: str) -> None:
    made = filled(tmp_path, sheet_of(TABLE), {"Form A!C4": text})
    part = parts_of(made)[SHEET]
    assert b"<f" not in part and re.search(rb'<c r="C4" t="inlineStr"><is><t xml:space="preserve">', part)
    kept = values(made)["C4"]
    assert kept == text.replace("\n", "; ") and kept[0] == text[0]


@pytest.mark.parametrize("text", ["_x0041_", "a_x000D_b", "_x005F_x0041_", "__x0041__"])
def test_a_text_that_looks_like_a_sign_by_its_number_is_kept(tmp_path: Path, text: str) -> None:
    from python_calamine import CalamineWorkbook

    made = filled(tmp_path, sheet_of(TABLE), {"Form A!C4": text})
    (tmp_path / "again.xlsx").write_bytes(made)
    form = reading.opened(tmp_path / "again.xlsx", "excel", "again.xlsx", FORM_LIMITS)
    assert form.sheets[0].text((4, 3)) == text  # type: ignore[union-attr]
    rows = CalamineWorkbook.from_filelike(BytesIO(made)).get_sheet_by_name("Form A").to_python()
    assert rows[3][2] == text


def test_a_cell_that_shows_one_line_gets_one_line(tmp_path: Path) -> None:
    def dress(sheet: Any, _: Any) -> None:
        sheet["C5"].alignment = Alignment(wrap_text=True)

    made = filled(
        tmp_path, sheet_of(TABLE, dress), dict.fromkeys(["Form A!C4", "Form A!C5"], "satu.\r\n\ndua\ntiga")
    )
    assert values(made)["C4"] == "satu. dua; tiga" and values(made)["C5"] == "satu.\ndua\ntiga"


def test_a_row_grows_with_its_answer_unless_somebody_chose_its_height(tmp_path: Path) -> None:
    def dress(sheet: Any, _: Any) -> None:
        for cell in ("C4", "C5", "C6", "C9"):
            sheet[cell].alignment = Alignment(wrap_text=True)
        sheet.column_dimensions["C"].width = 20
        sheet.row_dimensions[5].height = 30  # openpyxl writes it as chosen

    data = sheet_of(TABLE, dress)
    part = parts_of(data)[SHEET].decode()
    data = remade(data, {SHEET: part.replace('<row r="6"', '<row r="6" ht="90"').encode()})
    answers = {f"Form A!C{row}": "satu dua tiga empat lima enam tujuh delapan" for row in (4, 5, 6)}
    made = openpyxl.load_workbook(BytesIO(filled(tmp_path, data, answers | {"Form A!C9": "a\nb"})))["Form A"]
    heights = {row: made.row_dimensions[row].height for row in (3, 4, 5, 6, 9)}
    assert heights == {3: None, 4: 45, 5: 30, 6: 90, 9: 30}  # 43 signs in 20 are three lines of 15 points


def test_a_list_of_choices_is_held_to(tmp_path: Path) -> None:
    def dress(sheet: Any, _: Any) -> None:
        rule = DataValidation(type="list", formula1='"Ya,Tidak"')
        rule.add("C4:C5")
        sheet.add_data_validation(rule)

    data = sheet_of(TABLE, dress)
    assert values(filled(tmp_path, data, {"Form A!C5": "Tidak"}))["C5"] == "Tidak"
    with pytest.raises(Problem) as raised:
        filled(tmp_path, data, {"Form A!C5": "Yes"})
    assert (raised.value.code, raised.value.params["allowed"]) == ("SENDERFORM-NOT-A-CHOICE", "Ya, Tidak")


#: Sheets as other programs write them; the answer goes to C2 and E5 each time.
WRITTEN = {
    "cells without their place": '<row><c t="str"><v>No</v></c></row><row><c/><c/><c s="0"/></row>',
    "rows without cells": '<row r="1"/><row r="2" spans="1:2"/><row r="5" spans="1:9"><c r="I5"/></row>',
    "no rows at all": "",
    "a gap around the place": '<row r="1"><c r="A1"/></row><row r="9"><c r="A9"/></row>',
    "cells on both sides": '<row r="2"><c r="A2"/><c r="B2"><v>1</v></c><c r="D2"><v>2</v></c></row>',
    "a reckoned height": '<row r="2" ht="15.5"><c r="A2"/></row><row r="5" ht="15.5" customHeight="1"/>',
}


@pytest.mark.parametrize("case", WRITTEN)
@pytest.mark.parametrize("prefix", ["", "x:"])
def test_a_cell_is_put_where_it_belongs_whoever_wrote_the_sheet(
    tmp_path: Path, case: str, prefix: str
) -> None:
    data, rows = sheet_of([["x"]]), WRITTEN[case]
    space = 'xmlns{}="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
    body = f'<worksheet {space}><dimension ref="A1"/><sheetData>{rows}</sheetData></worksheet>'
    if not rows:
        body = body.replace("<sheetData></sheetData>", "<sheetData />")
    body = body.replace("xmlns{}", f"xmlns:{prefix[:-1]}" if prefix else "xmlns")
    body = re.sub(r"<(/?)(?=\w)", rf"<\g<1>{prefix}", body)
    source = remade(data, {SHEET: body.encode()})
    made = filled(tmp_path, source, {"Form A!C2": "Ini", "Form A!E5": "Itu"})
    assert values(made)["C2"] == "Ini" and values(made)["E5"] == "Itu"
    assert len(values(made)) == len(values(source)) + 2
    part = parts_of(made)[SHEET].decode()
    places = [
        (int(row), len(letters), letters) for letters, row in re.findall(r'<(?:x:)?c r="([A-Z]+)(\d+)"', part)
    ]
    assert places == sorted(places)
    assert [int(row) for row in re.findall(r'<(?:x:)?row r="(\d+)"', part)] == sorted(
        {int(row) for row in re.findall(r'<(?:x:)?row r="(\d+)"', part)}
    )
    assert 'ref="A1:E5"' in part and 'spans="1:2"' not in part
    assert re.findall(r'\sht="([^"]*)"', part) == re.findall(r'\sht="([^"]*)"', rows)


TEXTS = st.text(
    st.characters(exclude_categories=("Cs", "Cc"), exclude_characters="\u2028\u2029\ufffe\uffff")
    | st.sampled_from("<>&\"'=+-@_x041"),
    min_size=1,
    max_size=60,
).filter(lambda text: bool(text.strip(" \t\u00a0\u2000-\u200b")) and text == text.rstrip())


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(TEXTS)
def test_any_text_is_read_back_by_another_program_as_it_was_written(tmp_path: Path, text: str) -> None:
    from python_calamine import CalamineWorkbook

    made = filled(tmp_path, sheet_of(TABLE), {"Form A!C4": text})
    rows = CalamineWorkbook.from_filelike(BytesIO(made)).get_sheet_by_name("Form A").to_python()
    assert rows[3][2] == text


def test_what_no_cell_keeps_is_refused(tmp_path: Path) -> None:
    with pytest.raises(Problem) as raised:
        filled(tmp_path, sheet_of(TABLE), {"Form A!C4": "x" * 32_768})
    assert raised.value.code == "SENDERFORM-ANSWER-TOO-LONG"
    assert len(values(filled(tmp_path, sheet_of(TABLE), {"Form A!C4": "x" * 32_767}))["C4"]) == 32_767
