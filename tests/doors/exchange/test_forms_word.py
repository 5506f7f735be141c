"""A sender's Word form: its questions read in its own numbering, its answers written, everything else as it was."""

from __future__ import annotations

import re
from io import BytesIO
from pathlib import Path

import docx as python_docx
import pytest
from docx.shared import Pt
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.doors.exchange.form_samples import (
    W,
    changed_parts,
    docx,
    level,
    numbering,
    p,
    parts_of,
    read_here,
    remade,
    sdt,
    tbl,
    tc,
    tr,
)

from simpul.core import errors
from simpul.core.errors import Problem
from simpul.core.sender_forms import Form, FormItem, Mark
from simpul.doors.exchange.forms import reading
from simpul.doors.exchange.forms.reading import FORM_LIMITS, fill_form, form_places, mark_form, read_form

DOCUMENT = "word/document.xml"


def saved(document: object) -> bytes:
    target = BytesIO()
    document.save(target)  # type: ignore[attr-defined]
    return target.getvalue()


def read(tmp_path: Path, data: bytes) -> Form:
    return read_here(tmp_path / "f.docx", data, "f.docx")


def filled(tmp_path: Path, data: bytes, answers: dict[str, str]) -> bytes:
    """Filled in this process; only the document itself has changed."""
    path = tmp_path / "f.docx"
    path.write_bytes(data)
    form = reading.opened(path, "word", "f.docx", FORM_LIMITS)
    made = reading.filled_form(form, answers, form.package.sha256, "f.docx")
    assert changed_parts(data, made) <= {DOCUMENT}
    return made


def short(form: Form) -> list[tuple[str, str, str]]:
    return [(one.number, one.text, one.kind) for one in form.items]


def doubts(form: Form) -> list[str]:
    return [one.code.removeprefix("SENDERFORM-") for one in form.doubts]


def table_form(headings: list[str], rows: list[list[str]]) -> bytes:
    document = python_docx.Document()
    document.add_paragraph("Mohon diisi.")
    table = document.add_table(rows=0, cols=len(headings))
    for row in [headings, *rows]:
        for cell, text in zip(table.add_row().cells, row, strict=True):
            cell.text = text
    return saved(document)


# --- reading ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "headings", [["No.", "Pertanyaan", "Jawaban"], ["Item", "Question", "Response by country"]]
)
def test_a_table_under_headings_gives_its_questions_in_order(tmp_path: Path, headings: list[str]) -> None:
    path = tmp_path / "formulir.docx"
    path.write_bytes(
        table_form(headings, [["1.", "Berapa?", ""], ["1.1", "Sejak kapan", ""], ["Q7", "Oleh?", ""]])
    )
    form = read_form(path)
    assert form.items == (
        FormItem("1.", "Berapa?", "cell:1:2:3", "table"),
        FormItem("1.1", "Sejak kapan", "cell:1:3:3", "table"),
        FormItem("Q7", "Oleh?", "cell:1:4:3", "table"),
    )
    assert form.doubts == ()


def test_a_prefilled_answer_is_a_doubt_and_never_overwritten(tmp_path: Path) -> None:
    data = table_form(["No", "Question", "Answer"], [["1", "Which?", "Yes / No"], ["2", "Why?", ""]])
    form = read(tmp_path, data)
    assert short(form) == [("2", "Why?", "table")]
    (doubt,) = form.doubts
    assert (doubt.code, doubt.params["text"]) == ("SENDERFORM-PLACE-FILLED", "Yes / No")
    with pytest.raises(Problem) as raised:
        filled(tmp_path, data, {"cell:1:2:3": "Yes"})
    assert raised.value.code == "SENDERFORM-PLACE-FILLED"


def test_two_columns_of_answers_are_left_to_a_person(tmp_path: Path) -> None:
    data = table_form(["No", "Question", "Answer 2024", "Answer 2025"], [["1", "Which?", "", ""]])
    with pytest.raises(Problem) as raised:
        read(tmp_path, data)
    assert raised.value.code == "SENDERFORM-LAYOUT-UNKNOWN"
    both = remade(data, {DOCUMENT: parts_of(data)[DOCUMENT].replace(b"<w:sectPr", b"<w:p><w:r><w:t>Q1 Why?</w:t>"
                                                                    b"</w:r></w:p><w:p/><w:sectPr", 1)})  # fmt: skip
    form = read(tmp_path, both)
    assert doubts(form) == ["SEVERAL-ANSWERS"] and short(form) == [("Q1", "Why?", "after_paragraph")]


def test_merged_cells_are_read_as_the_grid_shows_them(tmp_path: Path) -> None:
    two = '<w:gridSpan w:val="2"/>'
    body = tbl(
        tr(tc("No"), tc("Question", properties=two), tc("Answer")),
        tr(tc("A. Health", properties='<w:gridSpan w:val="4"/>')),
        tr(tc("1"), tc("Wide question", properties=two), tc()),
        tr(tc("2"), tc("Split"), tc("question"), tc()),
        tr(tc("3"), tc("Tall answer", properties=two), tc(properties='<w:vMerge w:val="restart"/>')),
        tr(tc("4"), tc("Under it", properties=two), tc(properties="<w:vMerge/>")),
        tr(tc("B. Schools", properties='<w:gridSpan w:val="4"/>')),
        tr(tc("1"), tc("Again one", properties=two), tc()),
    )
    form = read(tmp_path, docx(body))
    assert [(one.number, one.text, one.anchor) for one in form.items] == [
        ("A.1", "Wide question", "cell:1:3:3"),
        ("2", "Split", "cell:1:4:4"),
        ("3", "Tall answer", "cell:1:5:3"),
        ("B.1", "Again one", "cell:1:8:3"),
    ]
    (doubt,) = form.doubts
    assert (doubt.code, doubt.params["question"]) == ("SENDERFORM-PLACE-COVERED", "4 Under it")


def test_a_table_without_headings_is_read_by_its_rows(tmp_path: Path) -> None:
    body = tbl(
        tr(tc("Name of the ministry:"), tc()),
        tr(tc("1. Which law?"), tc()),
        tr(tc("2024"), tc()),
        tr(tc("Total"), tc()),
    ) + tbl(
        tr(tc("1"), tc("Which body"), tc()), tr(tc("2. Why?")), tr(tc()), tr(tc("3. When?")), tr(tc("no box"))
    )
    form = read(tmp_path, docx(body))
    assert [(one.number, one.text, one.anchor, one.kind) for one in form.items] == [
        ("", "Name of the ministry", "cell:1:1:2", "row"),
        ("1.", "Which law?", "cell:1:2:2", "row"),
        ("1", "Which body", "cell:2:1:3", "row"),
        ("2.", "Why?", "cell:2:3:1", "row"),
    ]
    assert doubts(form) == ["NO-PLACE", "NUMBER-TWICE"]


LISTS = numbering(
    '<w:abstractNum w:abstractNumId="0">'
    + level(0, "decimal", "%1.")
    + level(1, "decimal", "%1.%2")
    + level(2, "lowerLetter", "(%3)")
    + "</w:abstractNum>",
    '<w:abstractNum w:abstractNumId="1">'
    + level(0, "upperRoman", "Part %1", start=2)
    + level(1, "lowerLetter", "%1-%2", more="<w:isLgl/>")
    + "</w:abstractNum>",
    '<w:abstractNum w:abstractNumId="2">' + level(0, "bullet", "•") + "</w:abstractNum>",
    '<w:abstractNum w:abstractNumId="3">' + level(0, "decimal", "Q%1", more='<w:pStyle w:val="Asked"/>')
    + "</w:abstractNum>",
    '<w:abstractNum w:abstractNumId="4">' + level(0, "chicago", "%1") + "</w:abstractNum>",
    numbers='<w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num>'
    '<w:num w:numId="2"><w:abstractNumId w:val="1"/></w:num>'
    '<w:num w:numId="3"><w:abstractNumId w:val="2"/></w:num>'
    '<w:num w:numId="4"><w:abstractNumId w:val="0"/><w:lvlOverride w:ilvl="0"><w:startOverride w:val="7"/>'
    "</w:lvlOverride></w:num>"
    '<w:num w:numId="5"><w:abstractNumId w:val="3"/></w:num>'
    '<w:num w:numId="6"><w:abstractNumId w:val="4"/></w:num>',
)  # fmt: skip
STYLES = (
    f'<w:styles xmlns:w="{W}"><w:style w:type="paragraph" w:styleId="Asked"><w:name w:val="Asked"/>'
    '<w:pPr><w:numPr><w:numId w:val="5"/></w:numPr></w:pPr></w:style>'
    '<w:style w:type="paragraph" w:styleId="AskedToo"><w:name w:val="Asked too"/><w:basedOn w:val="Asked"/></w:style>'
    '<w:style w:type="paragraph" w:styleId="Heading1"><w:name w:val="heading 1"/>'
    '<w:pPr><w:outlineLvl w:val="0"/></w:pPr></w:style></w:styles>'
)

#: Paragraphs of lists with the numbers a reader sees, counted by hand; every one is followed by an empty paragraph.
COUNTED = [
    (p("one", num=1), "1."),
    (p("one one", num=1, depth=1), "1.1"),
    (p("one two?", num=1, depth=1), "1.2"),
    (p("a", num=1, depth=2), "(a)"),
    (p("b", num=1, depth=2), "(b)"),
    (p("one three", num=1, depth=1), "1.3"),
    (p("two", num=1), "2."),
    (p("two one", num=1, depth=1), "2.1"),
    (p("second", num=2), "Part II"),
    (p("legal", num=2, depth=1), "2-1"),
    (p("third", num=2), "Part III"),
    (p("restarted", num=4), "7."),
    (p("on", num=4), "8."),
    (p("by style", properties='<w:pStyle w:val="Asked"/>'), "Q1"),
    (p("by the style it is based on", properties='<w:pStyle w:val="AskedToo"/>'), "Q2"),
    (p("taken out", properties='<w:pStyle w:val="Asked"/>', num=0), None),
    (p("bullet", num=3), None),
    (p("unknown manner", num=6), None),
]


def counted_form(*, boxes: bool = True) -> bytes:
    gap = tbl(tr(tc())) if boxes else ""
    return docx(
        "".join(one + gap for one, _ in COUNTED), parts={"numbering.xml": LISTS, "styles.xml": STYLES}
    )


def test_automatic_numbers_are_counted_as_word_counts_them(tmp_path: Path) -> None:
    form = read(tmp_path, counted_form())
    assert [one.number for one in form.items] == [number for _, number in COUNTED if number]


def test_automatic_numbers_in_a_column_of_a_table_are_counted_too(tmp_path: Path) -> None:
    rows = [tr(tc(body=p(num=1)), tc(text), tc()) for text in ("Which?", "Why?")]
    body = tbl(tr(tc("No"), tc("Question"), tc("Answer")), *rows)
    form = read(tmp_path, docx(body, parts={"numbering.xml": LISTS}))
    assert short(form) == [("1.", "Which?", "table"), ("2.", "Why?", "table")]


def test_places_after_paragraphs_are_lines_empty_paragraphs_and_frames(tmp_path: Path) -> None:
    body = "".join(
        [
            p("Dear colleagues,"), p(),
            p("1. Which law?"), p(), p(),
            p("2. Describe it."), p("____________"), p("____________"),
            p("3. Explain."), p("Please give figures."), p("............"),
            p("4. Ministry: ______ (unit: ______)"),
            p("5. Why?"), p("Jawaban:"), p(),
            p("6. Framed?"), tbl(tr(tc())),
            p("Which year?"), p(),
            p("Nama: ____"),
        ]
    )  # fmt: skip
    form = read(tmp_path, docx(body))
    assert [(one.number, one.text, one.anchor) for one in form.items] == [
        ("1.", "Which law?", "paragraph:4"),
        ("2.", "Describe it.", "paragraph:7"),
        ("3.", "Explain.\nPlease give figures.", "paragraph:11"),
        ("4.", "Ministry", "line:12:1"),
        ("", "unit", "line:12:2"),
        ("5.", "Why?", "paragraph:15"),
        ("6.", "Framed?", "cell:1:1:1"),
        ("", "Which year?", "paragraph:19"),
        ("", "Nama", "line:20:1"),
    ]
    assert {one.kind for one in form.items} == {"after_paragraph"} and form.doubts == ()


def test_headings_and_questions_without_a_place_are_doubts_not_guesses(tmp_path: Path) -> None:
    body = "".join(
        [
            p("1. Health", properties='<w:pStyle w:val="Heading1"/>'), p(),
            p("2. Policies"), p(), p("2.1 Which law?"), p(),
            p("3. Explain."), p("Some words."), p(),
            p("4. No room?"),
            p("Jakarta, ________ 2026"),
        ]
    )  # fmt: skip
    form = read(tmp_path, docx(body, parts={"styles.xml": STYLES}))
    assert short(form) == [("2.1", "Which law?", "after_paragraph")]
    assert doubts(form) == ["NO-QUESTION", "HEADING", "HEADING", "NO-PLACE", "NO-PLACE"]
    for doubt in form.doubts:
        for language in ("id", "en"):
            problem = Problem(doubt.code, place=doubt.place, params=doubt.params)
            words = errors.sentence(problem, language) + errors.hint(problem, language)
            assert "{" not in words and "[" not in words


def test_content_controls_that_wait_for_text_are_places(tmp_path: Path) -> None:
    hint = "<w:r><w:t>Click here.</w:t></w:r>"
    body = "".join(
        [
            f"<w:p><w:r><w:t>1. Name: </w:t></w:r>{sdt(hint)}</w:p>",
            p("2. Which law?"), sdt(p("Click here.")),
            tbl(tr(tc("No"), tc("Question"), tc("Answer")),
                tr(tc("3"), tc("Which body?"), tc(body=f"<w:p>{sdt(hint)}</w:p>")),
                tr(tc("4"), tc("Cell?"), sdt(tc("Click here.")))),
            sdt(p("Click here."), properties='<w:alias w:val="Q9 Remarks"/>'),
            p("5. Chosen?"), sdt(p("Choose."), properties="<w:dropDownList/>"),
            p("6. Locked?"), sdt(p("Click here."), properties='<w:lock w:val="sdtContentLocked"/>'),
            p("7. Bound?"), sdt(p("Click here."), properties='<w:dataBinding w:xpath="/a"/>'),
            p("8. Written?"), sdt(p("Already here."), waiting=False),
        ]
    )  # fmt: skip
    form = read(tmp_path, docx(body))
    assert [(one.number, one.text, one.anchor, one.kind) for one in form.items] == [
        ("1.", "Name", "control:1", "content_control"),
        ("2.", "Which law?", "control:2", "content_control"),
        ("3", "Which body?", "control:3", "content_control"),
        ("4", "Cell?", "control:4", "content_control"),
        ("Q9", "Remarks", "control:5", "content_control"),
    ]
    assert doubts(form) == ["PLACE-KIND", "PLACE-LOCKED", "PLACE-KIND", "NO-PLACE"]


def test_numbers_that_begin_anew_in_each_part_are_told_apart(tmp_path: Path) -> None:
    body = "".join(p(text) + p("_____") * ask for text, ask in [
        ("A. Health", 0), ("1. Which?", 1), ("(a) Where?", 1), ("2. Why?", 1), ("(a) Since?", 1),
        ("B. Schools", 0), ("1. Which?", 1), ("3. How many?", 1)])  # fmt: skip
    form = read(tmp_path, docx(body))
    assert [one.number for one in form.items] == ["A.1.", "1(a)", "2.", "2(a)", "B.1.", "3."]
    assert form.doubts == ()


def test_deleted_text_text_boxes_and_field_codes_are_not_read(tmp_path: Path) -> None:
    odd = (
        "<w:p><w:r><w:t>1. Which </w:t></w:r><w:del><w:r><w:delText>old </w:delText></w:r></w:del>"
        "<w:ins><w:r><w:t>law?</w:t></w:r></w:ins></w:p>"
        '<w:p><w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText>FORMTEXT</w:instrText></w:r>'
        '<w:r><w:fldChar w:fldCharType="end"/></w:r></w:p>'
    )
    with pytest.raises(Problem) as raised:  # the old form field is no place that is understood
        read(tmp_path, docx(odd))
    assert raised.value.code == "SENDERFORM-LAYOUT-UNKNOWN" and raised.value.params["seen"] == 1
    assert short(read(tmp_path, docx(odd + p() + p("2. Why?") + p())))[0][:2] == ("2.", "Why?")


@pytest.mark.parametrize(
    ("w", "prefix"),
    [(W, ""), (W, "ns0"), ("http://purl.oclc.org/ooxml/wordprocessingml/main", "w")],
)
def test_other_ways_to_write_the_same_xml_are_read_and_filled(tmp_path: Path, w: str, prefix: str) -> None:
    dot = f"{prefix}:" if prefix else ""
    body = p("1. Which?") + p() + p("2. Why?") + "<w:p/>" + tbl(tr(tc("3. When:"), tc(body="<w:p />")))
    data = docx(re.sub(r"(</?)w:", rf"\1{dot}", body).replace("w:val", f"{dot}val"), w=w, prefix=prefix)
    form = read(tmp_path, data)
    assert [one.number for one in form.items] == ["1.", "2.", "3."]
    again = filled(tmp_path, data, {one.anchor: f"A{one.number}\nmore" for one in form.items})
    kept = re.sub(r"<(/?)(\w+:)?", r"<\1", parts_of(again)[DOCUMENT].decode())
    assert re.findall(r"<t(?: [^>]*)?>([^<]*)</t>", kept) == [
        "1. Which?", "A1.", "more", "2. Why?", "A2.", "more", "3. When:", "A3.", "more"]  # fmt: skip


# --- unknown, and marked by hand ----------------------------------------------------------------------------------


def letter() -> bytes:
    document = python_docx.Document()
    document.add_paragraph("Dear Sir, please tell us about your programmes.")
    document.add_paragraph("We are interested in schools.")
    table = document.add_table(rows=2, cols=2)
    table.cell(0, 0).text = "Year"
    table.cell(0, 1).text = "Schools"
    return saved(document)


def test_a_layout_nobody_knows_is_said_with_the_way_out(tmp_path: Path) -> None:
    path = tmp_path / "x"
    path.write_bytes(letter())
    with pytest.raises(Problem) as raised:
        read_form(path, name="surat.docx")
    assert (raised.value.code, raised.value.place) == ("SENDERFORM-LAYOUT-UNKNOWN", "surat.docx")
    assert "secara manual" in errors.hint(raised.value, "id") and "by hand" in errors.hint(raised.value, "en")


def test_a_person_marks_the_places_and_the_form_is_filled_there(tmp_path: Path) -> None:
    path = tmp_path / "surat.docx"
    path.write_bytes(letter())
    told = {one.anchor: one.text for one in form_places(path)}
    assert told["after:2"] == "We are interested in schools."
    assert told["cell:1:2:2"] == told["cell:1:2:1"] == ""
    form = mark_form(path, [Mark("1", "after:2"), Mark("2", "cell:1:2:2", "Schools in 2025")])
    assert form.items == (
        FormItem("1", "We are interested in schools.", "after:2", "by_hand"),
        FormItem("2", "Schools in 2025", "cell:1:2:2", "by_hand"),
    )
    made = fill_form(path, {"after:2": "There are many.", "cell:1:2:2": "120"}, sha256=form.sha256)
    document = python_docx.Document(BytesIO(made))
    assert [one.text for one in document.paragraphs][1:3] == [
        "We are interested in schools.",
        "There are many.",
    ]
    assert document.tables[0].cell(1, 1).text == "120"


def test_an_answer_can_be_put_below_the_words_in_a_cell(tmp_path: Path) -> None:
    data = table_form(["No", "Question", "Answer"], [["1", "Which?", "At most 200 words"], ["2", "Why?", ""]])
    path = tmp_path / "f.docx"
    path.write_bytes(data)
    (below,) = [one.anchor for one in form_places(path) if one.text.endswith("At most 200 words")]
    made = fill_form(path, {below: "UU 36"}, sha256=mark_form(path, [Mark("1", below)]).sha256)
    cell = python_docx.Document(BytesIO(made)).tables[0].cell(1, 2)
    assert cell.text == "At most 200 words\nUU 36"


@pytest.mark.parametrize(
    ("marks", "code"),
    [
        ([], "NO-MARKS"),
        ([("1", "cell:9:1:1")], "ANCHOR-GONE"),
        ([("1", "cell:1:0:1")], "ANCHOR-GONE"),
        ([("1", "paragraph:0")], "ANCHOR-GONE"),
        ([("1", "line:1:1")], "ANCHOR-GONE"),
        ([("1", "Sheet1!A1")], "ANCHOR-GONE"),
        ([("1", "'; DROP TABLE")], "ANCHOR-GONE"),
        ([("1", "cell:1:1:1")], "PLACE-FILLED"),
        ([("1", "paragraph:1")], "PLACE-FILLED"),
        ([("1", "cell:1:2:1"), ("2", "cell:1:2:1")], "PLACE-TWICE"),
        ([("1", "cell:1:2:1"), ("2", "paragraph:5")], "PLACE-TWICE"),
        ([("1", "cell:1:2:1"), ("1", "cell:1:2:2")], "NUMBER-TWICE"),
    ],
)
def test_a_mark_that_cannot_be_is_refused(tmp_path: Path, marks: list[tuple[str, str]], code: str) -> None:
    path = tmp_path / "surat.docx"
    path.write_bytes(letter())
    form = reading.opened(path, "word", "surat.docx", FORM_LIMITS)
    with pytest.raises(Problem) as raised:
        reading.marked(form, [Mark(*one) for one in marks])
    assert raised.value.code == f"SENDERFORM-{code}"


# --- filling ------------------------------------------------------------------------------------------------------


def rich_form(tmp_path: Path) -> bytes:
    """A form with a picture, header, footer, styles, a second section and letters of its own."""
    document = python_docx.Document()
    document.sections[0].header.paragraphs[0].text = "ASEAN Secretariat"
    document.sections[0].footer.paragraphs[0].text = "Confidential"
    picture = Path(__file__).parents[3] / "docs" / "pictures" / "desk.png"
    document.add_picture(str(picture), width=Pt(40))
    document.add_heading("Questionnaire", 1)
    document.add_paragraph("1. Which law?")
    document.add_paragraph().paragraph_format.left_indent = Pt(20)
    table = document.add_table(rows=2, cols=3, style="Table Grid")
    for cell, text in zip(table.rows[0].cells, ["No", "Question", "Answer"], strict=True):
        cell.text = text
    table.cell(1, 0).text, table.cell(1, 1).text = "2", "Why?"
    document.add_section()
    document.add_paragraph("3. Anything else? ________")
    return saved(document)


def test_answers_stand_at_their_place_and_every_other_part_keeps_its_bytes(tmp_path: Path) -> None:
    path = tmp_path / "f.docx"
    path.write_bytes(rich_form(tmp_path))
    form = read_form(path)
    assert [one.number for one in form.items] == ["1.", "2", "3."]
    answers = dict(
        zip([one.anchor for one in form.items], ["UU 36\nPasal 3", "Karena", "Tidak"], strict=True)
    )
    made = fill_form(path, answers, sha256=form.sha256)
    assert changed_parts(path.read_bytes(), made) == {DOCUMENT}
    assert len(parts_of(made)) > 10 and any(name.endswith(".png") for name in parts_of(made))
    document = python_docx.Document(BytesIO(made))
    said = [one.text for one in document.paragraphs]
    assert said[said.index("1. Which law?") :][:3] == ["1. Which law?", "UU 36", "Pasal 3"]
    assert [one.text for one in document.tables[0].rows[1].cells] == ["2", "Why?", "Karena"]
    assert said[-1] == "3. Anything else? Tidak"
    assert (
        len(document.sections) == 2 and document.sections[0].header.paragraphs[0].text == "ASEAN Secretariat"
    )
    law = document.paragraphs[said.index("UU 36")]
    assert (
        law.paragraph_format.left_indent
        == document.paragraphs[said.index("Pasal 3")].paragraph_format.left_indent
    )
    assert law.paragraph_format.left_indent == Pt(20)


def test_the_same_answers_give_the_same_bytes(tmp_path: Path) -> None:
    path = tmp_path / "f.docx"
    path.write_bytes(rich_form(tmp_path))
    form = read_form(path)
    answers = {one.anchor: "Sama" for one in form.items}
    first = fill_form(path, answers, sha256=form.sha256)
    assert fill_form(path, dict(reversed(answers.items())), sha256=form.sha256) == first


def test_without_its_answers_a_filled_part_is_the_part_it_was_to_the_byte(tmp_path: Path) -> None:
    empty = "<w:p  w:rsidR='00A1' ></w:p>"
    body = (
        tbl(tr(tc("1. Which?"), tc(body=empty)), tr(tc("2. Why?"), tc(body=empty)))
        + "<!-- kept -->"
        + p("&#233;nd")
    )
    data = docx(body)
    part = parts_of(filled(tmp_path, data, {"cell:1:1:2": "Ini", "cell:1:2:2": "Itu"}))[DOCUMENT]
    for said in (b"Ini", b"Itu"):
        run = b'<w:r><w:t xml:space="preserve">' + said + b"</w:t></w:r>"
        assert part.count(run) == 1
        part = part.replace(run, b"")
    assert part == parts_of(data)[DOCUMENT]


def test_no_answer_changes_nothing(tmp_path: Path) -> None:
    data = rich_form(tmp_path)
    made = filled(tmp_path, data, {"paragraph:4": " \n "})
    assert parts_of(made) == parts_of(data)


def test_another_file_and_a_place_that_is_gone_are_refused(tmp_path: Path) -> None:
    path = tmp_path / "f.docx"
    path.write_bytes(rich_form(tmp_path))
    form = read_form(path)
    path.write_bytes(remade(path.read_bytes(), {"docProps/app.xml": b"<x/>"}))
    with pytest.raises(Problem) as raised:
        fill_form(path, {form.items[0].anchor: "x"}, sha256=form.sha256, name="formulir.docx")
    assert (raised.value.code, raised.value.place) == ("SENDERFORM-OTHER-FILE", "formulir.docx")
    again = read_form(path)
    with pytest.raises(Problem) as raised:
        fill_form(path, {form.items[0].anchor: "x", "cell:7:1:1": "y"}, sha256=again.sha256)
    assert (raised.value.code, raised.value.place) == ("SENDERFORM-ANCHOR-GONE", "cell:7:1:1")


def test_the_answer_wears_the_letters_of_its_place(tmp_path: Path) -> None:
    mark = '<w:rPr><w:rFonts w:ascii="Arial"/><w:b/><w:vanish/><w:ins w:id="1" w:author="x"/></w:rPr>'
    body = (
        p("1. Which?", run='<w:rPr><w:b/><w:sz w:val="30"/></w:rPr>')
        + f"<w:p><w:pPr><w:jc w:val=\"both\"/>{mark}</w:pPr></w:p>"
        + p("2. Why?")
        + p("_______", run='<w:rPr><w:i/></w:rPr>')
        + p("_______")
        + p("3. When?", run='<w:rPr><w:b/><w:sz w:val="30"/></w:rPr>')
    )  # fmt: skip
    made = filled(
        tmp_path, docx(body), {"paragraph:2": "satu\ndua", "paragraph:4": "tiga", "after:6": "empat"}
    )
    document = python_docx.Document(BytesIO(made))
    assert parts_of(made)[DOCUMENT].count(b"<w:ins ") == 1  # a note about the mark is none about the letters
    told = {one.text: one for one in document.paragraphs}
    assert list(told) == ["1. Which?", "satu", "dua", "2. Why?", "tiga", "3. When?", "empat"]
    assert [told[one].runs[0].bold for one in ("satu", "dua")] == [True, True]
    assert told["satu"].runs[0].font.name == told["dua"].runs[0].font.name == "Arial"
    assert told["dua"].alignment == told["satu"].alignment and told["dua"].alignment is not None
    assert not told["satu"].runs[0].font.hidden and told["tiga"].runs[0].italic
    assert told["empat"].runs[0].font.size == Pt(15) and not told["empat"].runs[0].bold


def test_a_section_break_stays_at_the_end_of_its_section(tmp_path: Path) -> None:
    body = (
        p("1. Which?")
        + '<w:p><w:pPr><w:sectPr><w:pgSz w:w="9000" w:h="9000"/></w:sectPr></w:pPr></w:p>'
        + p("end")
    )
    made = filled(tmp_path, docx(body), {"paragraph:2": "satu\ndua"})
    document = python_docx.Document(BytesIO(made))
    assert [one.text for one in document.paragraphs] == ["1. Which?", "satu", "dua", "end"]
    assert parts_of(made)[DOCUMENT].count(b"<w:sectPr>") == 1
    assert (
        b"sectPr" in document.paragraphs[2]._p.xml.encode() and "sectPr" not in document.paragraphs[1]._p.xml
    )


def test_a_control_is_filled_as_somebody_would_type_it(tmp_path: Path) -> None:
    grey = '<w:r><w:rPr><w:rStyle w:val="PlaceholderText"/></w:rPr><w:t>Click here.</w:t></w:r>'
    own = '<w:rPr><w:color w:val="FF0000"/></w:rPr><w:alias w:val="x"/>'
    body = (
        f"<w:p><w:r><w:t>1. Name: </w:t></w:r>{sdt(grey, properties=own)}</w:p>"
        + p("2. Which?") + sdt(f"<w:p>{grey}</w:p>")
        + p("3. Plain?") + sdt(f"<w:p>{grey}</w:p>", properties="<w:text/>")
        + tbl(tr(tc("4. Cell:"), sdt(f"<w:tc><w:p>{grey}</w:p></w:tc>")))
    )  # fmt: skip
    made = filled(tmp_path, docx(body), {f"control:{at}": f"satu {at}\ndua" for at in (1, 2, 3, 4)})
    part = parts_of(made)[DOCUMENT].decode()
    assert "showingPlcHdr" not in part and "PlaceholderText" not in part and "Click here" not in part
    assert part.count("<w:sdt>") == 4 and part.count("FF0000") == 2
    texts = re.findall(r"<w:p>.*?</w:p>", part)
    assert [re.sub(r"<w:br/>", "|", one).count("|") for one in texts if "satu" in one] == [1, 0, 1, 0]
    assert "satu 4" in python_docx.Document(BytesIO(made)).element.body.xml


def test_a_line_within_a_sentence_gives_way_even_where_word_cut_it_in_pieces(tmp_path: Path) -> None:
    body = (
        "<w:p><w:r><w:t>1. Name: __</w:t></w:r><w:r><w:rPr><w:b/></w:rPr><w:t>____</w:t></w:r>"
        "<w:r><w:t>__ &amp; NIP: ____ end</w:t></w:r></w:p>"
    )
    data = docx(body)
    assert [one.anchor for one in read(tmp_path, data).items] == ["line:1:1", "line:1:2"]
    made = filled(tmp_path, data, {"line:1:1": "Budi & <Ani>", "line:1:2": "19"})
    (paragraph,) = python_docx.Document(BytesIO(made)).paragraphs
    assert paragraph.text == "1. Name: Budi & <Ani> & NIP: 19 end"


TEXTS = st.text(
    st.characters(exclude_categories=("Cs", "Cc"), exclude_characters="\u2028\u2029\ufffe\uffff")
    | st.sampled_from("<>&\"'\t="),
    min_size=1,
    max_size=60,
).filter(lambda text: text.strip() and text.strip("\u200b\u00a0 \t"))


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(st.lists(TEXTS, min_size=1, max_size=3))
def test_any_text_is_read_back_by_another_program_as_it_was_written(tmp_path: Path, texts: list[str]) -> None:
    data = docx(tbl(tr(tc("1. Which?"), tc())) + p("2. Why?") + p())
    made = filled(tmp_path, data, {"cell:1:1:2": "\n".join(texts), "paragraph:4": texts[0]})
    document = python_docx.Document(BytesIO(made))
    kept = [one.rstrip() for one in texts if one.strip(" \t\u00a0\u2000-\u200b\r")]
    assert [one.text for one in document.tables[0].cell(0, 1).paragraphs] == kept
    assert document.paragraphs[1].text == texts[0].rstrip()


def test_a_character_no_file_keeps_is_refused_with_its_place(tmp_path: Path) -> None:
    path = tmp_path / "f.docx"
    path.write_bytes(docx(p("1. Which?") + p()))
    form = read_form(path)
    with pytest.raises(Problem) as raised:
        fill_form(path, {"paragraph:2": "a\x00b"}, sha256=form.sha256)
    assert (raised.value.code, raised.value.place) == ("TEXT-CHARACTER", "paragraph:2")
    with pytest.raises(Problem) as raised:
        fill_form(path, {"paragraph:2": "x" * 100_001}, sha256=form.sha256)
    assert raised.value.code == "SENDERFORM-ANSWER-TOO-LONG"
