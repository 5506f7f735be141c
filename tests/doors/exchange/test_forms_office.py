"""LibreOffice judges: it counts a form's numbers as we do, and shows each answer at its place, none as a formula."""

from __future__ import annotations

import csv
import shutil
import subprocess
from pathlib import Path

import pypdf
import pytest
from tests.doors.exchange.form_samples import docx, p, parts_of, remade, sdt, tbl, tc, tr
from tests.doors.exchange.test_forms_excel import FORMULAS, SHEET, rich_book, sheet_of
from tests.doors.exchange.test_forms_word import COUNTED, counted_form, rich_form

from simpul.doors.exchange.forms.reading import fill_form, read_form

pytestmark = pytest.mark.proof_ci


TEXT = "txt:Text (encoded):UTF8"
HINT = "<w:r><w:t>Click here.</w:t></w:r>"


def converted(path: Path, kind: str) -> Path:
    """The file as LibreOffice saves it."""
    program = shutil.which("soffice")
    assert program, "LibreOffice is missing: apt-get install libreoffice-writer libreoffice-calc"
    home = f"-env:UserInstallation={(path.parent / 'office').as_uri()}"
    command = [program, "--headless", home, "--convert-to", kind, "--outdir", str(path.parent), str(path)]
    subprocess.run(command, check=True, capture_output=True, timeout=180)
    made = path.with_suffix(f".{kind.split(':')[0]}")
    assert made.exists()
    return made


def test_libreoffice_counts_the_same_numbers(tmp_path: Path) -> None:
    path = tmp_path / "f.docx"
    path.write_bytes(counted_form(boxes=False))
    text = converted(path, TEXT).read_text(encoding="utf-8-sig")
    shown = [line.strip() for line in text.splitlines() if line.strip()]
    assert len(shown) == len(COUNTED)
    for line, (_, number) in zip(shown, COUNTED, strict=True):
        if number and not line.endswith("legal"):  # LibreOffice passes over isLgl (ISO/IEC 29500-1, 17.9.4)
            assert line.startswith(f"{number} ")


def test_a_filled_word_form_shows_each_answer_below_its_question(tmp_path: Path) -> None:
    path = tmp_path / "f.docx"
    path.write_bytes(rich_form(tmp_path))
    form = read_form(path)
    path.write_bytes(
        fill_form(
            path,
            {one.anchor: f"Jawaban {one.number}\nAlinea kedua" for one in form.items},
            sha256=form.sha256,
        )
    )
    pages = pypdf.PdfReader(converted(path, "pdf")).pages
    text = " ".join(" ".join(page.extract_text() for page in pages).split())
    order = [
        text.index(said)
        for said in ("1. Which law?", "Jawaban 1.", "Jawaban 2", "3. Anything else? Jawaban 3.")
    ]
    assert order == sorted(order) and text.count("Alinea kedua") == 3
    assert "ASEAN Secretariat" in text and "Confidential" in text


def test_a_filled_form_with_controls_and_merged_cells_opens(tmp_path: Path) -> None:
    body = (
        p("1. Which?") + sdt(p("Click here.")) + f"<w:p><w:r><w:t>2. Name: </w:t></w:r>{sdt(HINT)}</w:p>"
        + tbl(tr(tc("No"), tc("Question", properties='<w:gridSpan w:val="2"/>'), tc("Answer")),
              tr(tc("3"), tc("Split"), tc("here"), tc()))
    )  # fmt: skip
    path = tmp_path / "f.docx"
    path.write_bytes(docx(body))
    form = read_form(path)
    assert [one.number for one in form.items] == ["1.", "2.", "3"]
    answers = {one.anchor: f"Ini {one.number} & <itu>" for one in form.items}
    path.write_bytes(fill_form(path, answers, sha256=form.sha256))
    text = converted(path, TEXT).read_text()
    assert [text.count(f"Ini {one} & <itu>") for one in ("1.", "2.", "3")] == [
        1,
        1,
        1,
    ] and "Click" not in text


@pytest.mark.parametrize("written", [False, True])
def test_no_answer_is_reckoned_as_a_formula(tmp_path: Path, written: bool) -> None:
    rows = [
        ["No", "Question", "Answer"],
        *([number, f"Ask {number}?"] for number in range(1, len(FORMULAS) + 1)),
    ]
    data = sheet_of(rows)
    if written:  # as other programs leave an empty cell: written, with the kind of a number
        part = parts_of(data)[SHEET]
        for row in range(2, len(FORMULAS) + 2):
            part = part.replace(
                b'</c></row><row r="%d"' % (row + 1),
                b'</c><c r="C%d" t="n"/></row><row r="%d"' % (row, row + 1),
            )
        data = remade(data, {SHEET: part})
    path = tmp_path / "f.xlsx"
    path.write_bytes(data)
    form = read_form(path)
    answers = dict(zip([one.anchor for one in form.items], FORMULAS, strict=True))
    path.write_bytes(fill_form(path, answers, sha256=form.sha256))
    with converted(path, "csv:Text - txt - csv (StarCalc):44,34,76").open(encoding="utf-8-sig") as file:
        shown = [row[2] for row in csv.reader(file)][1:]
    assert shown == [one.replace("\n", "; ") for one in FORMULAS]


def test_a_filled_workbook_keeps_its_formulas_and_shows_the_answers(tmp_path: Path) -> None:
    path = tmp_path / "f.xlsx"
    path.write_bytes(rich_book())
    form = read_form(path)
    path.write_bytes(fill_form(path, {"Form A!C4": "UU 36", "Form A!C5": "Yes"}, sha256=form.sha256))
    text = pypdf.PdfReader(converted(path, "pdf")).pages[0].extract_text()
    assert "UU 36" in text and "Yes" in text
