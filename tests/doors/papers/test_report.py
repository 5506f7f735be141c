"""The report from a reading made by hand: what it says, in both languages, in PDF and in Word."""

from __future__ import annotations

import zipfile
from dataclasses import replace
from datetime import date
from decimal import Decimal
from io import BytesIO
from pathlib import Path
from typing import Any

import pypdf
import pytest
from docx import Document
from docx.oxml.ns import qn
from tests.doors.papers.numbers import docx_text, numbers, pdf_text, said, shown
from tests.doors.papers.sample import DECISIONS, FACTS, POVERTY, SMALL, line, point, sample

from simpul.core.errors import Problem
from simpul.doors.papers import pdf as pdf_module
from simpul.doors.papers.dress import Dress
from simpul.doors.papers.paper import Cell, Chart, Column, Heading, KeyFigures, ReportPaper, Table, Text
from simpul.doors.papers.pdf import render_pdf
from simpul.doors.papers.report import build_report
from simpul.doors.papers.texts import Texts
from simpul.doors.papers.word import render_docx
from simpul.records.round_report import Named, TargetLine

LANGUAGES = ("id", "en")


@pytest.fixture(scope="module")
def papers() -> dict[str, ReportPaper]:
    return {language: build_report(sample(), language=language, facts=FACTS) for language in LANGUAGES}


@pytest.fixture(scope="module")
def pdfs(papers: dict[str, ReportPaper]) -> dict[str, bytes]:
    return {language: render_pdf(paper) for language, paper in papers.items()}


@pytest.fixture(scope="module")
def words(papers: dict[str, ReportPaper]) -> dict[str, bytes]:
    return {language: render_docx(paper) for language, paper in papers.items()}


def rows_of(paper: ReportPaper, code: str) -> list[tuple[Cell, ...]]:
    """The rows of the figure tables that show an indicator."""
    return [
        row
        for block in paper.blocks
        if isinstance(block, Table) and len(block.columns) == 7
        for row in block.rows
        if code in row[0].sub
    ]


def test_both_languages_say_the_same_numbers(papers: dict[str, ReportPaper]) -> None:
    assert shown(papers["id"]) == shown(papers["en"])
    assert shown(papers["id"])["8.25"] >= 3
    assert shown(papers["id"])["1234"] >= 2


def test_another_value_gives_other_numbers(papers: dict[str, ReportPaper]) -> None:
    latest = replace(POVERTY.latest, value=Decimal("8.26"), text="8.26")  # type: ignore[type-var]
    changed = replace(sample(), indicators=(replace(POVERTY, latest=latest), *sample().indicators[1:]))
    assert shown(build_report(changed, language="en", facts=FACTS)) != shown(papers["en"])


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_pdf_shows_every_number_of_the_paper(
    papers: dict[str, ReportPaper], pdfs: dict[str, bytes], language: str
) -> None:
    assert shown(papers[language]) - numbers(pdf_text(pdfs[language]), language) == {}


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_word_file_shows_every_number_of_the_paper(
    papers: dict[str, ReportPaper], words: dict[str, bytes], language: str
) -> None:
    assert shown(papers[language]) - numbers(docx_text(words[language]), language) == {}


def test_a_body_counted_apart_is_not_among_the_fifteen(papers: dict[str, ReportPaper]) -> None:
    keys = next(block for block in papers["id"].blocks if isinstance(block, KeyFigures))
    assert keys.items[0][0] == "14 dari 15"
    assert "ACMW (bagian dari SLOM) menjawab tersendiri" in "\n".join(said(papers["id"]))


def test_a_figure_that_is_not_comparable_is_not_compared(papers: dict[str, ReportPaper]) -> None:
    change = rows_of(papers["id"], "P-B.1-02")[0][3]
    assert (change.text, change.sub) == ("tidak dibandingkan", "deret berganti")
    assert "1,7 poin" not in "\n".join(said(papers["id"]))


def test_a_limit_keeps_its_sign_and_is_not_subtracted(papers: dict[str, ReportPaper]) -> None:
    row = rows_of(papers["en"], SMALL.code)[0]
    assert row[2].text == "<2.5"
    assert row[3].text == "not computed"


@pytest.mark.parametrize(("text", "told"), [("<2.5", ("<2,5", "<2.5")), ("-2.5", ("−2,5", "−2.5"))])
def test_a_baseline_keeps_its_sign_in_both_languages(text: str, told: tuple[str, str]) -> None:
    below = replace(SMALL, baseline=("2023", text, Decimal(text.strip("<")), "agreed"))
    assert (
        tuple(Dress(Texts("report", tongue), "UTC").baseline(below).text for tongue in ("id", "en")) == told
    )


def test_a_target_range_and_an_unagreed_baseline_say_what_they_are(papers: dict[str, ReportPaper]) -> None:
    row = rows_of(papers["en"], POVERTY.code)[0]
    assert row[5].text == "4.50–5.00"
    assert row[4].sub == "Mar 2024, not agreed"


def test_a_refused_verdict_says_why(papers: dict[str, ReportPaper]) -> None:
    verdict = rows_of(papers["en"], POVERTY.code)[0][6]
    assert verdict.text == "not judged"
    assert verdict.sub


@pytest.mark.parametrize(("language", "mark"), [("id", "proksi"), ("en", "proxy")])
def test_a_proxy_is_marked_where_it_stands_and_never_official(
    papers: dict[str, ReportPaper], language: str, mark: str
) -> None:
    proxies = [
        row
        for block in papers[language].blocks
        if isinstance(block, Table) and len(block.columns) == 7
        for row in block.rows
        if "P-" in row[0].sub
    ]
    assert proxies
    assert all(row[0].sub.split(" · ")[2] == mark for row in proxies)


def test_a_title_in_our_words_says_so(papers: dict[str, ReportPaper]) -> None:
    assert "title paraphrased" in rows_of(papers["en"], "RF-B.2-01")[0][0].sub
    assert "title paraphrased" not in rows_of(papers["en"], "P-D.1-01")[0][0].sub


def test_indonesian_text_in_the_english_paper_is_marked_and_keeps_its_language(
    papers: dict[str, ReportPaper],
) -> None:
    blocks = papers["en"].blocks
    original = [n for n, block in enumerate(blocks) if isinstance(block, Text) and block.language == "id"]
    assert original
    for n in original:
        label = blocks[n - 1]
        assert isinstance(label, Text) and label.text.endswith("(Original in Indonesian)")
    assert not [block for block in papers["id"].blocks if isinstance(block, Text) and block.language]


def test_tables_and_charts_are_numbered_in_order(papers: dict[str, ReportPaper]) -> None:
    for kind in (Table, Chart):
        found = [block.number for block in papers["id"].blocks if isinstance(block, kind)]
        assert found == list(range(1, len(found) + 1))
        assert found


def test_charts_are_titled_by_their_finding(papers: dict[str, ReportPaper]) -> None:
    titles = [block.title for block in papers["en"].blocks if isinstance(block, Chart)]
    assert "Population below the national poverty line: down 0.22 points to 8.25 in September 2025" in titles


def test_every_figure_of_every_series_has_its_source_and_mark(papers: dict[str, ReportPaper]) -> None:
    annex = [block for block in papers["id"].blocks if isinstance(block, Table)][-1]
    assert [row[4].text for row in annex.rows] == [
        str(point.observation) for line in sample().indicators for point in line.series
    ]
    assert all(row[3].text for row in annex.rows)


def test_the_cover_leaves_number_and_approval_to_people(papers: dict[str, ReportPaper]) -> None:
    rows = dict(papers["id"].cover.rows)
    assert rows["Nomor"].startswith("……")
    assert rows["Laporan disetujui"].startswith("……")
    assert rows["Isian badan disetujui"] == "Plt. Sri Lestari, KEMENKO-PMK"
    assert rows["Sidik isi"].replace(" ", "").split("…")[0] == sample().basis_hash[:12]


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_pdf_is_tagged_with_language_title_and_alt_texts(pdfs: dict[str, bytes], language: str) -> None:
    reader = pypdf.PdfReader(BytesIO(pdfs[language]))
    catalog: Any = reader.trailer["/Root"]
    assert catalog["/MarkInfo"]["/Marked"]
    assert str(catalog["/Lang"]).startswith(language)
    assert catalog["/ViewerPreferences"]["/DisplayDocTitle"]
    assert "2026" in str(reader.metadata.title)  # type: ignore[union-attr]
    assert b"pdfuaid:part" in catalog["/Metadata"].get_object().get_data()
    width, height = (float(side) for side in reader.pages[0].mediabox[2:])
    assert (round(width), round(height)) == (595, 842)


def test_the_pdf_holds_only_the_bundled_fonts(pdfs: dict[str, bytes]) -> None:
    fonts = {
        str(font.get_object()["/BaseFont"]).split("+")[-1]
        for page in pypdf.PdfReader(BytesIO(pdfs["id"])).pages
        for font in page["/Resources"].get("/Font", {}).values()  # type: ignore[union-attr]
    }
    assert fonts
    assert all(font.startswith(("SourceSans3", "PlusJakartaSans")) for font in fonts), fonts


def test_the_same_paper_is_the_same_pdf_byte_by_byte(
    papers: dict[str, ReportPaper], pdfs: dict[str, bytes]
) -> None:
    assert render_pdf(papers["id"]) == pdfs["id"]


def test_heads_of_tables_stand_on_every_page(papers: dict[str, ReportPaper]) -> None:
    many = replace(sample(), tasks=sample().tasks * 6)
    pages = pypdf.PdfReader(BytesIO(render_pdf(build_report(many, language="id", facts=FACTS)))).pages
    with_head = [page for page in pages if "K/L pengampu" in page.extract_text().split("3. Angka")[0]]
    assert len(with_head) >= 4


def test_a_short_table_stands_whole_on_its_page(papers: dict[str, ReportPaper]) -> None:
    column = Column("Kepala", 1)
    tables = [
        Table(n, f"Judul{n}.", (column,), tuple((Cell(f"B{n}R{row}."),) for row in range(9)))
        for n in range(1, 12)
    ]
    paper = replace(papers["id"], blocks=tuple(tables))
    told = [page.extract_text() for page in pypdf.PdfReader(BytesIO(render_pdf(paper))).pages]
    for n in range(1, 12):
        parts = [f"Judul{n}.", *(f"B{n}R{row}." for row in range(9))]
        assert len({k for k, text in enumerate(told) for part in parts if part in text}) == 1, n
    document = Document(BytesIO(render_docx(paper)))
    *body, end = document.tables[-1].rows
    assert all(p.paragraph_format.keep_with_next for row in body for p in row.cells[0].paragraphs)
    assert not any(p.paragraph_format.keep_with_next for p in end.cells[0].paragraphs)


def test_word_uses_its_own_styles_and_repeats_the_heads_of_tables(
    papers: dict[str, ReportPaper], words: dict[str, bytes]
) -> None:
    document = Document(BytesIO(words["id"]))
    used = {paragraph.style.name for paragraph in document.paragraphs if paragraph.style}
    assert {"Title", "Heading 1", "Heading 2", "Caption", "List Bullet"} <= used
    chapters = [p.text for p in document.paragraphs if p.style and p.style.name == "Heading 1"]
    assert chapters == [b.text for b in papers["id"].blocks if isinstance(b, Heading) and b.level == 1]
    tables = [block for block in papers["id"].blocks if isinstance(block, Table)]
    with_head = [
        table for table in document.tables if table.rows[0]._tr.find(f".//{qn('w:tblHeader')}") is not None
    ]
    assert len(with_head) == len(tables)
    rows = [row for table in with_head for row in table.rows]
    assert all(row._tr.find(f".//{qn('w:cantSplit')}") is not None for row in rows)


@pytest.mark.parametrize(("language", "locale"), [("id", "id-ID"), ("en", "en-GB")])
def test_word_knows_language_and_title_and_describes_pictures(
    words: dict[str, bytes], language: str, locale: str
) -> None:
    document = Document(BytesIO(words[language]))
    assert document.core_properties.language == locale
    assert "2026" in document.core_properties.title
    defaults = document.styles.element.find(f".//{qn('w:rPrDefault')}//{qn('w:lang')}")
    assert defaults is not None and defaults.get(qn("w:val")) == locale
    parts = [document.element.body, *(section.header._element for section in document.sections)]
    pictures = [node for part in parts for node in part.iter(qn("wp:docPr"))]
    assert len(pictures) >= 3
    assert all(node.get("descr") for node in pictures)


def test_without_the_fonts_the_reader_is_told_what_to_do(
    papers: dict[str, ReportPaper], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(pdf_module, "FONTS", tmp_path)
    with pytest.raises(Problem) as refused:
        render_pdf(papers["id"])
    assert refused.value.code == "PAPERS-NO-FONTS"


def test_a_machines_tail_is_rounded_for_reading_and_kept_whole_in_the_annex() -> None:
    long = line(
        "P-Z-1", ("Sanitasi", "Sanitation"), (point(51, "2023", "86.93633"), point(52, "2024", "88.20317"))
    )
    paper = build_report(replace(sample(), indicators=(long,)), language="en", facts=FACTS)
    row = rows_of(paper, "P-Z-1")[0]
    assert (row[1].text, row[2].text, row[3].text) == ("86.94", "88.20", "up 1.27 points")
    annex = [block for block in paper.blocks if isinstance(block, Table)][-1]
    assert [cells[2].text for cells in annex.rows] == ["86.93633", "88.20317"]


def test_bodies_without_a_narrative_are_named_once() -> None:
    tasks = tuple(replace(one, narratives={}) if one.body.code == "ACW" else one for one in sample().tasks)
    paper = build_report(replace(sample(), tasks=tasks), language="en", facts=FACTS)
    assert said(paper).count("No narrative yet from: ACW.") == 1
    assert not [b for b in paper.blocks if isinstance(b, Heading) and b.text.startswith("ACW, Ministry")]


@pytest.mark.parametrize("language", ["id", "en"])
def test_under_a_narrative_written_before_a_definition_was_replaced_that_is_said_since_the_third_layout(
    language: str,
) -> None:
    report = sample()
    one = report.indicators[0]
    lines = (replace(one, definition_version=2, defined_on=date(2026, 5, 4)), *report.indicators[1:])
    tasks = tuple(
        replace(task, overtaken=(one.code,)) if task.body.code == "ACW" else task for task in report.tasks
    )
    told = {
        "id": f"{one.title.id} ({one.code}), definisi versi 2 menurut keputusan 4 Mei 2026.",
        "en": f"{one.title.en} ({one.code}), definition version 2 by the decision of 4 May 2026.",
    }[language]
    anew = replace(report, indicators=lines, tasks=tasks)
    texts = said(build_report(anew, language=language, facts=FACTS))
    (at,) = [place for place, text in enumerate(texts) if told in text]
    without = said(build_report(replace(report, indicators=lines), language=language, facts=FACTS))
    assert texts[:at] + texts[at + 1 :] == without
    last = [text for task in tasks if task.body.code == "ACW" for text in task.narratives.values()][-1]
    assert texts[at - 1] in last.values()
    for layout in (1, 2):
        former = replace(anew, layout=layout)
        plain = replace(report, indicators=lines, layout=layout)
        assert build_report(former, language=language, facts=FACTS) == build_report(
            plain, language=language, facts=FACTS
        )


@pytest.mark.parametrize(
    ("language", "cell", "line"),
    [
        (
            "id",
            "belum diterima, sejak 1 Apr 2026",
            "SOMY, Kementerian Kesehatan: belum diterima. Belum ada tanggapan sejak 1 April 2026. "
            "Isiannya tidak dimuat.",
        ),
        (
            "en",
            "not accepted yet, since 1 Apr 2026",
            "SOMY, Ministry of Health: not accepted yet. No response yet since 1 April 2026. "
            "Its answer is not shown.",
        ),
    ],
)
def test_a_body_that_is_not_accepted_says_its_state_and_since_when(
    papers: dict[str, ReportPaper], language: str, cell: str, line: str
) -> None:
    bodies = next(block for block in papers[language].blocks if isinstance(block, Table))
    assert {row[0].text: row[1].sub for row in bodies.rows if row[1].sub} == {"SOMY": cell}
    assert said(papers[language]).count(line) == 1
    assert not [b for b in papers[language].blocks if isinstance(b, Heading) and b.text.startswith("SOMY,")]


@pytest.mark.parametrize(
    ("language", "named", "by_sheet", "source", "comment", "link"),
    [
        (
            *("id", "", ""),
            *("Pengajuan KEMENKES, putaran TW I 2026; berkas bukti: 2", "Keterangan: Survei tahun lalu", ""),
        ),
        (
            *("en", "", ""),
            *("Submission of KEMENKES, round Q1 2026; evidence files: 2", "Comment: Survei tahun lalu", ""),
        ),
        (
            *("en", "", "Kemenkes, SSGI"),
            "no publication named; by the indicator's sheet: Kemenkes, SSGI;"
            " Submission of KEMENKES, round Q1 2026; evidence files: 2",
            *("Comment: Survei tahun lalu", ""),
        ),
        (
            *("id", "SSGI 2024, Kemenkes, 2025, tabel 3, https://kemkes.example/ssgi", "Kemenkes, SSGI"),
            "SSGI 2024, Kemenkes, 2025, tabel 3; Pengajuan KEMENKES, putaran TW I 2026; berkas bukti: 2",
            "Dibaca di https://kemkes.example/ssgi; Keterangan: Survei tahun lalu",
            "https://kemkes.example/ssgi",
        ),
    ],
)
def test_a_submitted_figure_names_its_publication_and_office_and_keeps_the_comment_apart(
    language: str, named: str, by_sheet: str, source: str, comment: str, link: str
) -> None:
    office = Named("KEMENKES", "Kementerian Kesehatan", "Ministry of Health")
    sent = replace(
        point(51, "2025", "8.1"),
        source=named,
        comment="Survei tahun lalu",
        office=office,
        round="2026-Q1",
        evidence=2,
    )
    told = replace(line("P-Z-1", ("Baru", "New"), (sent,)), source=by_sheet)
    report = replace(sample(), indicators=(told,))
    annex = [b for b in build_report(report, language=language, facts=FACTS).blocks if isinstance(b, Table)][
        -1
    ]
    assert [(row[3].text, row[3].sub, row[3].link) for row in annex.rows] == [(source, comment, link)]


def test_the_word_file_carries_its_fonts_and_names_a_stand_in(words: dict[str, bytes]) -> None:
    with zipfile.ZipFile(BytesIO(words["id"])) as archive:
        fonts = [name for name in archive.namelist() if name.endswith(".odttf")]
        table = archive.read("word/fontTable.xml").decode()
        relations = archive.read("word/_rels/fontTable.xml.rels").decode()
    assert len(fonts) == 4
    assert all(Path(name).name in relations for name in fonts)
    assert table.count('w:altName w:val="Arial"') == 2


def headings(paper: ReportPaper) -> list[str]:
    return [block.text for block in paper.blocks if isinstance(block, Heading) and block.level == 1]


def test_decisions_stand_before_annexes_that_are_lettered_and_say_what_they_are_for(
    papers: dict[str, ReportPaper],
) -> None:
    assert headings(papers["id"])[-5:] == [
        "6. Keputusan",
        "Lampiran A. Jawaban yang bukan angka",
        "Lampiran B. Kesiapan indikator",
        "Lampiran C. Metode dan catatan",
        "Lampiran D. Sumber setiap angka",
    ]
    blocks = papers["en"].blocks
    for at, block in enumerate(blocks):
        if isinstance(block, Heading) and block.annex:
            lead = blocks[at + 1]
            assert isinstance(lead, Text) and lead.manner == "lead" and lead.text.endswith("."), block.text


def test_a_decision_says_what_when_and_by_which_reference(papers: dict[str, ReportPaper]) -> None:
    (table,) = (
        one for one in papers["id"].blocks if isinstance(one, Table) and one.title.startswith("Keputusan")
    )
    sheet, merger, alignment = table.rows
    assert [cell.text for cell in sheet] == [
        "20 Apr 2026",
        "Prevalensi stunting balita",
        "Lembar disepakati; berubah: definisi operasional, sasaran",
        "SOMHD ke-18, butir 12",
    ]
    assert sheet[2].sub == "definisi versi 2; data dasar 21,6 (2022); sasaran 14,0–14,5 (2029)"
    assert merger[2].text.startswith("Digabung ke Persentase penduduk di bawah garis kemiskinan")
    assert alignment[2].text == "Penyelarasan ditetapkan: mendukung Mengurangi separuh kemiskinan (sdg/1.2)"
    assert alignment[3].text == "ditetapkan Kemenko PMK"


def test_what_was_said_with_an_alignment_stands_in_the_language_of_the_paper_or_names_its_own() -> None:
    def told(language: str, **said: str) -> tuple[str, str, str]:
        report = replace(sample(), decisions=(replace(DECISIONS[2], **said),))  # type: ignore[arg-type]
        blocks = build_report(report, language=language, facts=FACTS).blocks
        (row,) = next(one for one in blocks if isinstance(one, Table) and "ecision" in one.title).rows
        return row[2].sub, row[2].sub_language, row[3].text

    both = {"words_id": "Hanya balita.", "words_en": "Under five only."}
    assert told("en", **both)[:2] == ("Under five only.", "")
    assert told("en", words_id="Hanya balita.")[:2] == ("Hanya balita. (Original in Indonesian)", "id")
    assert told("en", words="Kept before they were apart.")[:2] == ("Kept before they were apart.", "")
    assert told("en", reference="")[2] == "–"


@pytest.mark.parametrize(
    ("low", "high", "told"),
    [
        ("14", None, {"id": "paling rendah 14,0", "en": "at least 14.0"}),
        (None, "14.5", {"id": "paling tinggi 14,5", "en": "at most 14.5"}),
        ("0", None, {"id": "paling rendah 0,0", "en": "at least 0.0"}),
    ],
)
def test_an_agreed_target_with_one_bound_says_which(
    low: str | None, high: str | None, told: dict[str, str]
) -> None:
    bounds = (Decimal(one) if one else None for one in (low, high))
    aim = TargetLine("2029", None, *bounds, "RPJMN", "RPJMN")
    report = replace(sample(), decisions=(replace(DECISIONS[0], targets=(aim,)),))
    for language, words in told.items():
        text = "\n".join(said(build_report(report, language=language, facts=FACTS)))
        assert words in text, language


def test_without_a_decision_there_is_no_chapter_of_them() -> None:
    paper = build_report(replace(sample(), decisions=()), language="en", facts=FACTS)
    assert not [one for one in headings(paper) if "Decisions" in one]
    assert headings(paper)[-4].startswith("Annex A")


def test_what_was_kept_in_the_first_layout_keeps_its_chapters_and_rows() -> None:
    paper = build_report(replace(sample(), layout=1), language="en", facts=FACTS)
    assert headings(paper)[-4:] == [
        "6. Answers that are not values",
        "7. Readiness of indicators",
        "8. Methods and notes",
        "9. Annex: source of each figure",
    ]
    titles = [block.title for block in paper.blocks if isinstance(block, Table)]
    assert "What each indicator still lacks" in titles and "Decisions since the report before" not in titles


def test_readiness_names_what_is_lacking_once_for_all_indicators_of_a_body_that_lack_it() -> None:
    first = line("P-X-1", ("Satu", "One"), (), body="SOMHD", missing=("frequency",))
    second = line("P-X-2", ("Dua", "Two"), (), body="SOMHD", missing=("frequency",))
    third = replace(
        line("P-X-3", ("Tiga", "Three"), (), body="SOMHD", missing=("frequency",)), unsettled=("frequency",)
    )
    report = replace(sample(), indicators=(first, second, third))
    paper = build_report(report, language="id", facts=FACTS)
    (table,) = (
        one for one in paper.blocks if isinstance(one, Table) and one.title.startswith("Yang masih kurang")
    )
    assert {tuple(cell.text for cell in row) for row in table.rows} == {
        ("SOMHD", "Satu (P-X-1, BPS); Dua (P-X-2, BPS)", "kurang: frekuensi"),
        ("SOMHD", "Tiga (P-X-3, BPS)", "kurang: frekuensi yang tetap (kini tidak teratur)"),
    }


def test_one_reason_is_written_once_for_all_answers_of_a_body_that_share_it() -> None:
    report = sample()
    said = report.tasks[3].answers[0]
    again = replace(said, indicator="P-C.1-02", period="2024")
    tasks = (*report.tasks[:3], replace(report.tasks[3], answers=(said, again)), *report.tasks[4:])
    paper = build_report(replace(report, tasks=tasks), language="en", facts=FACTS)
    (table,) = (one for one in paper.blocks if isinstance(one, Table) and "by body and reason" in one.title)
    ((body, told, answer, _reason),) = table.rows
    assert (body.text, answer.text) == (report.tasks[3].body.code, "not available")
    assert "(P-C.1-01, 2025); " in told.text and "(P-C.1-02, 2024)" in told.text


# --- what the third layout added ---------------------------------------------------------------------------------


def test_no_page_holds_a_single_row_of_a_long_table(papers: dict[str, ReportPaper]) -> None:
    column = Column("Kepala", 1)
    for count in range(44, 52):
        rows = tuple((Cell(f"Baris{row}.", "\n".join("x" * 9 for _ in range(2))),) for row in range(count))
        paper = replace(papers["id"], blocks=(Table(1, "Judul.", (column,), rows),))
        told = [page.extract_text() for page in pypdf.PdfReader(BytesIO(render_pdf(paper))).pages]
        held = [sum(f"Baris{row}." in text for row in range(count)) for text in told]
        assert sum(held) == count and len([n for n in held if n]) > 1
        assert min(n for n in held if n) >= 3, (count, held)


def test_the_contents_of_the_word_file_refer_to_the_page_of_each_chapter(
    papers: dict[str, ReportPaper], words: dict[str, bytes]
) -> None:
    for language, paper in papers.items():
        document = Document(BytesIO(words[language]))
        chapters = [one for one in document.paragraphs if one.style and one.style.name == "Heading 1"]
        places = {
            mark.get(qn("w:name")): "".join(run.text for run in one.runs)
            for one in chapters
            for mark in one._p.iter(qn("w:bookmarkStart"))
        }
        entries = [one for one in document.paragraphs if one.style and one.style.name == "toc 1"]
        told = []
        for entry in entries:
            (link,) = entry._p.iter(qn("w:hyperlink"))
            place = link.get(qn("w:anchor"))
            (code,) = (one.text for one in link.iter(qn("w:instrText")))
            assert code.split() == ["PAGEREF", place, "\\h"]
            told.append((places[place], entry.text.split("\t")[0]))
        wanted = [block.text for block in paper.blocks if isinstance(block, Heading) and block.level == 1]
        assert told == [(chapter, chapter) for chapter in wanted]
        (update,) = document.settings.element.iter(qn("w:updateFields"))
        assert update.get(qn("w:val")) == "true"


def test_a_word_file_of_the_second_layout_keeps_its_contents_field() -> None:
    kept = build_report(replace(sample(), layout=2), language="id", facts=FACTS)
    document = Document(BytesIO(render_docx(kept)))
    codes = [one.text for one in document.element.body.iter(qn("w:instrText"))]
    assert codes == ['TOC \\o "1-1" \\h \\z \\u']
    assert not list(document.element.body.iter(qn("w:bookmarkStart")))
    assert not list(document.settings.element.iter(qn("w:updateFields")))
