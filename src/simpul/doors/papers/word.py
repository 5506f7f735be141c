"""A paper as DOCX: Word's own styles, table heads that repeat, rows that stay whole, alt texts."""

from __future__ import annotations

from collections.abc import Callable
from io import BytesIO
from itertools import pairwise
from typing import Any
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from docx import Document
from docx.enum.section import WD_SECTION
from docx.enum.table import WD_TABLE_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_TAB_ALIGNMENT, WD_TAB_LEADER
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Emu, Mm, Pt, RGBColor

from ...drawing import chart_png
from .paper import Block, Cell, Chart, Column, Heading, KeyFigures, ReportPaper, Table, Text
from .pdf import band
from .word_fonts import embed_fonts
from .word_styles import INK2, INK3, NILA, SOGAN, set_styles

WIDTH = Mm(165)
#: A table of no more rows stands whole on its page.
SHORT = 10
LOCALE = {"id": "id-ID", "en": "en-GB"}


def render_docx(paper: ReportPaper) -> bytes:
    """The paper as a Word file."""
    document = Document()
    set_styles(document, locale=LOCALE[paper.language])
    embed_fonts(document)
    _properties(document, paper)
    _cover(document, paper)
    _running(document, paper)
    _contents(document, paper)
    draw: dict[type[Block], Callable[[Any, Any, ReportPaper], None]] = {
        Heading: _heading,
        Text: _text,
        KeyFigures: _keys,
        Table: _table,
        Chart: _chart,
    }
    for block in paper.blocks:
        draw[type(block)](document, block, paper)
    stream = BytesIO()
    document.save(stream)
    return _without_clock(stream)


def _without_clock(stream: BytesIO) -> bytes:
    """The same file without the time it was packed at: the same paper has the same bytes whenever it is drawn."""
    packed = BytesIO()
    with ZipFile(stream) as source, ZipFile(packed, "w", ZIP_DEFLATED) as target:
        for item in source.infolist():
            target.writestr(ZipInfo(item.filename), source.read(item), ZIP_DEFLATED)
    return packed.getvalue()


def _properties(document: Any, paper: ReportPaper) -> None:
    core = document.core_properties
    core.title = f"{paper.title}, {paper.period}"
    core.author = core.last_modified_by = paper.cover.office
    core.language = LOCALE[paper.language]
    core.created = core.modified = paper.made_at.replace(tzinfo=None)
    core.comments = ""


def _page(section: Any) -> None:
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.left_margin, section.right_margin = Mm(25), Mm(20)
    section.top_margin, section.bottom_margin = Mm(20), Mm(18)
    section.header_distance, section.footer_distance = Mm(9), Mm(9)


def _cover(document: Any, paper: ReportPaper) -> None:
    section, cover = document.sections[0], paper.cover
    _page(section)
    picture = section.header.paragraphs[0].add_run().add_picture(BytesIO(band("png")), width=Mm(210))
    _describe(picture, paper.word("band"))
    _at_page_corner(picture)
    _said(document, cover.office, size=11.5, bold=True, before=36)
    _said(document, cover.unit, after=130)
    document.add_paragraph(cover.title, style="Title")
    _said(document, cover.period, size=16, bold=True, colour=SOGAN, after=14, font="Plus Jakarta Sans")
    _said(document, cover.summary, size=12, colour=INK2, after=130)
    table = document.add_table(rows=0, cols=2)
    _fixed(table, (Mm(48), Mm(117)))
    for n, (label, value) in enumerate(cover.rows):
        row = table.add_row()
        _whole(row)
        _write(row.cells[0], Cell(label), colour=INK3, size=9.5)
        _write(row.cells[1], Cell(value), size=9.5)
        for cell in row.cells:
            _edges(cell, top=(12, "1F1D1A") if n == 0 else None, bottom=(4, "CFCAC0"))
    _said(document, cover.note, size=8, colour=INK3, before=6)


def _said(
    document: Any,
    text: str,
    *,
    size: float = 10.5,
    bold: bool = False,
    colour: RGBColor | None = None,
    before: float = 0,
    after: float = 0,
    font: str = "",
) -> None:
    paragraph = document.add_paragraph()
    paragraph.paragraph_format.space_before, paragraph.paragraph_format.space_after = Pt(before), Pt(after)
    run = paragraph.add_run(text)
    run.font.size, run.bold = Pt(size), bold
    if colour is not None:
        run.font.color.rgb = colour
    if font:
        run.font.name = font


def _running(document: Any, paper: ReportPaper) -> None:
    """Running head and foot from the second page on."""
    section = document.add_section(WD_SECTION.NEW_PAGE)
    _page(section)
    for part, left in ((section.header, paper.running), (section.footer, paper.foot)):
        part.is_linked_to_previous = False
        paragraph = part.paragraphs[0]
        for run in list(paragraph.runs):
            run._r.getparent().remove(run._r)
        paragraph.paragraph_format.left_indent = paragraph.paragraph_format.right_indent = Mm(0)
        stops = paragraph.paragraph_format.tab_stops
        stops.add_tab_stop(WIDTH, WD_TAB_ALIGNMENT.RIGHT)
        paragraph.add_run(f"{left}\t")
        if part is section.header:
            paragraph.add_run(paper.period)
            _line_below(paragraph)
        else:
            _field(paragraph, "PAGE", "2")


def _contents(document: Any, paper: ReportPaper) -> None:
    """The chapters with references to their pages, counted where the file is opened."""
    document.add_paragraph(paper.word("contents"), style="TOC Heading")
    chapters = [block.text for block in paper.blocks if isinstance(block, Heading) and block.level == 1]
    if paper.layout > 2:
        for n, chapter in enumerate(chapters):
            _entry(document.add_paragraph(style="toc 1"), chapter, _place(n))
        _updated_when_opened(document)
        return
    for n, chapter in enumerate(chapters):
        paragraph = document.add_paragraph(style="toc 1")
        if n == 0:
            _mark(paragraph, "begin")
            run = paragraph.add_run()
            code = OxmlElement("w:instrText")
            code.set(qn("xml:space"), "preserve")
            code.text = 'TOC \\o "1-1" \\h \\z \\u'
            run._r.append(code)
            _mark(paragraph, "separate")
        paragraph.add_run(chapter)
        if n == len(chapters) - 1:
            _mark(paragraph, "end")


def _place(number: int) -> str:
    """The bookmark of a chapter, as Word names those of a contents field."""
    return f"_Toc{number + 1:08d}"


def _entry(paragraph: Any, chapter: str, place: str) -> None:
    """A chapter of the contents, leading to it, with a reference to its page at the right edge.

    LibreOffice counts a reference of its own as it lays out, one inside a contents field it does not.
    """
    paragraph.paragraph_format.tab_stops.add_tab_stop(WIDTH, WD_TAB_ALIGNMENT.RIGHT, WD_TAB_LEADER.DOTS)
    link = OxmlElement("w:hyperlink")
    link.set(qn("w:anchor"), place)
    link.set(qn("w:history"), "1")
    runs = [paragraph.add_run(f"{chapter}\t")]
    for kind in ("begin", "code", "separate", "shown", "end"):
        run = paragraph.add_run()
        runs.append(run)
        if kind == "code":
            code = OxmlElement("w:instrText")
            code.set(qn("xml:space"), "preserve")
            code.text = f" PAGEREF {place} \\h "
            run._r.append(code)
        elif kind == "shown":
            run.text = "–"  # pages are counted where the file is opened: here none is known
        else:
            mark = OxmlElement("w:fldChar")
            mark.set(qn("w:fldCharType"), kind)
            run._r.append(mark)
    paragraph._p.append(link)
    for run in runs:
        link.append(run._r)


def _updated_when_opened(document: Any) -> None:
    """Word updates the page references when it opens the file."""
    update = OxmlElement("w:updateFields")
    update.set(qn("w:val"), "true")
    document.settings.element.append(update)


def _heading(document: Any, block: Heading, paper: ReportPaper) -> None:
    paragraph = document.add_heading(block.text, level=block.level)
    if paper.layout > 2 and block.level == 1:
        number = sum(1 for mark in document.element.body.iter(qn("w:bookmarkStart")))
        for kind in ("Start", "End"):
            mark = OxmlElement(f"w:bookmark{kind}")
            mark.set(qn("w:id"), str(number))
            if kind == "Start":
                mark.set(qn("w:name"), _place(number))
                paragraph._p.insert(1, mark)
            else:
                paragraph._p.append(mark)


_STYLES = {"body": "Normal", "lead": "Normal", "note": "Note", "item": "List Bullet", "label": "Label"}


def _text(document: Any, block: Text, paper: ReportPaper) -> None:
    paragraph = document.add_paragraph(style=_STYLES[block.manner])
    if block.manner == "lead":
        paragraph.paragraph_format.keep_with_next = True
    run = paragraph.add_run(block.text)
    _spoken(run, block.language)


def _spoken(run: Any, language: str) -> None:
    """Say in which language a run is, where it is another than the paper's."""
    if language:
        mark = OxmlElement("w:lang")
        mark.set(qn("w:val"), LOCALE[language])
        run._r.get_or_add_rPr().append(mark)


def _keys(document: Any, block: KeyFigures, paper: ReportPaper) -> None:
    table = document.add_table(rows=1, cols=len(block.items))
    _fixed(table, (Emu(WIDTH // len(block.items)),) * len(block.items))
    _whole(table.rows[0])
    for cell, (figure, words) in zip(table.rows[0].cells, block.items, strict=True):
        _edges(cell, top=(12, "2B4A8B"))
        first = cell.paragraphs[0]
        first.style = document.styles["Key Figure"]
        first.add_run(figure)
        second = cell.add_paragraph(style="Table Text")
        second.add_run(words).font.color.rgb = INK2
    document.add_paragraph(style="Note")


def _table(document: Any, block: Table, paper: ReportPaper) -> None:
    _caption(document, paper.word("table"), block.number, block.title)
    table = document.add_table(rows=1, cols=len(block.columns))
    shares = sum(column.share for column in block.columns)
    _fixed(table, tuple(Emu(WIDTH * column.share // shares) for column in block.columns))
    head = table.rows[0]
    repeat = OxmlElement("w:tblHeader")
    head._tr.get_or_add_trPr().append(repeat)
    apart = _after_figures(block)
    for cell, column in zip(head.cells, block.columns, strict=True):
        _write(cell, Cell(column.head, strong=True), right=column.figures, indent=column in apart)
        _edges(cell, top=(8, "1F1D1A"), bottom=(6, "1F1D1A"))
    _whole(head, with_next=True)
    for n, row in enumerate(block.rows):
        line = table.add_row()
        last = n == len(block.rows) - 1
        for cell, column, content in zip(line.cells, block.columns, row, strict=True):
            _write(cell, content, right=column.figures, indent=column in apart)
            _edges(cell, bottom=(8, "1F1D1A") if last else (4, "CFCAC0"))
        _whole(line, with_next=_stays(n, len(block.rows)))
    document.add_paragraph(block.note, style="Note")


def _stays(number: int, rows: int) -> bool:
    """Whether a row stands on the page of the next one: all of a short table, both ends of a long one."""
    return number < rows - 1 and (rows <= SHORT or number < 2 or number == rows - 2)


def _after_figures(block: Table) -> list[Column]:
    """Columns of words that follow a column of figures; they stand a little apart."""
    return [right for left, right in pairwise(block.columns) if left.figures and not right.figures]


def _chart(document: Any, block: Chart, paper: ReportPaper) -> None:
    _caption(document, paper.word("chart"), block.number, block.title)
    subtitle = document.add_paragraph(block.subtitle, style="Note")
    subtitle.paragraph_format.keep_with_next = True
    paragraph = document.add_paragraph()
    paragraph.paragraph_format.keep_with_next = True
    png = chart_png(block.data, language=paper.language)
    _describe(paragraph.add_run().add_picture(BytesIO(png), width=WIDTH), block.alt)
    document.add_paragraph(block.note, style="Note")


def _caption(document: Any, word: str, number: int, title: str) -> None:
    paragraph = document.add_paragraph(style="Caption")
    paragraph.add_run(f"{word} ")
    _field(paragraph, f"SEQ {word} \\* ARABIC", str(number))
    paragraph.add_run(f". {title}")


def _field(paragraph: Any, code: str, shown: str) -> None:
    field = OxmlElement("w:fldSimple")
    field.set(qn("w:instr"), code)
    run, text = OxmlElement("w:r"), OxmlElement("w:t")
    text.text = shown
    run.append(text)
    field.append(run)
    paragraph._p.append(field)


def _mark(paragraph: Any, kind: str) -> None:
    mark = OxmlElement("w:fldChar")
    mark.set(qn("w:fldCharType"), kind)
    paragraph.add_run()._r.append(mark)


def _write(
    cell: Any,
    content: Cell,
    *,
    right: bool = False,
    indent: bool = False,
    colour: RGBColor | None = None,
    size: float = 0,
) -> None:
    paragraph = cell.paragraphs[0]
    # by its id: setting `paragraph.style` looks through all styles for the default, once for every cell
    paragraph._p.style = cell.part.document.styles["Table Text"].style_id
    if right:
        paragraph.alignment = WD_ALIGN_PARAGRAPH.RIGHT
    if indent:
        paragraph.paragraph_format.left_indent = Mm(2)
    run = paragraph.add_run(content.text)
    run.bold = content.strong or None
    if size:
        run.font.size = Pt(size)
    if colour is not None:
        run.font.color.rgb = colour
    if content.link:
        _link(paragraph, run, content.link)
    if content.sub:
        run = paragraph.add_run()
        run.add_break()
        run.add_text(content.sub)
        run.font.size, run.font.color.rgb = Pt(7.5), INK3
        _spoken(run, content.sub_language)


def _link(paragraph: Any, run: Any, address: str) -> None:
    link = OxmlElement("w:hyperlink")
    link.set(qn("r:id"), paragraph.part.relate_to(address, RELATIONSHIP_TYPE.HYPERLINK, is_external=True))
    run.font.color.rgb = NILA
    paragraph._p.append(link)
    link.append(run._r)


def _fixed(table: Any, widths: tuple[Any, ...]) -> None:
    """A table of fixed column widths, without borders of its own."""
    table.autofit = False
    table.alignment = WD_TABLE_ALIGNMENT.LEFT
    for column, width in zip(table.columns, widths, strict=True):
        column.width = width
        for cell in column.cells:
            cell.width = width
    properties = table._tbl.tblPr
    margins = OxmlElement("w:tblCellMar")
    for side, width in (("left", 0), ("right", 110)):
        part = OxmlElement(f"w:{side}")
        part.set(qn("w:w"), str(width))
        part.set(qn("w:type"), "dxa")
        margins.append(part)
    properties.append(margins)


def _whole(row: Any, *, with_next: bool = False) -> None:
    """The row never breaks across pages; where asked, it stands on the page of the next row."""
    row._tr.get_or_add_trPr().append(OxmlElement("w:cantSplit"))
    if with_next:
        for cell in row.cells:
            for paragraph in cell.paragraphs:
                paragraph.paragraph_format.keep_with_next = True


def _edges(cell: Any, **sides: tuple[int, str] | None) -> None:
    borders = OxmlElement("w:tcBorders")
    for side in ("top", "bottom"):
        edge = sides.get(side)
        if edge is None:
            continue
        part = OxmlElement(f"w:{side}")
        for name, value in (("val", "single"), ("sz", str(edge[0])), ("space", "0"), ("color", edge[1])):
            part.set(qn(f"w:{name}"), value)
        borders.append(part)
    cell._tc.get_or_add_tcPr().append(borders)


def _line_below(paragraph: Any) -> None:
    borders, part = OxmlElement("w:pBdr"), OxmlElement("w:bottom")
    for name, value in (("val", "single"), ("sz", "4"), ("space", "4"), ("color", "CFCAC0")):
        part.set(qn(f"w:{name}"), value)
    borders.append(part)
    paragraph._p.get_or_add_pPr().append(borders)


def _at_page_corner(picture: Any) -> None:
    """Turn a picture in the line into one behind the text at the upper left corner of the page."""
    inline = picture._inline
    anchor = OxmlElement("wp:anchor")
    for name, value in (
        ("distT", "0"),
        ("distB", "0"),
        ("distL", "0"),
        ("distR", "0"),
        ("simplePos", "0"),
        ("relativeHeight", "1"),
        ("behindDoc", "1"),
        ("locked", "0"),
        ("layoutInCell", "1"),
        ("allowOverlap", "1"),
    ):
        anchor.set(name, value)
    start = OxmlElement("wp:simplePos")
    start.set("x", "0")
    start.set("y", "0")
    anchor.append(start)
    for axis in ("H", "V"):
        position, offset = OxmlElement(f"wp:position{axis}"), OxmlElement("wp:posOffset")
        position.set("relativeFrom", "page")
        offset.text = "0"
        position.append(offset)
        anchor.append(position)
    extent, *rest = list(inline)
    anchor.append(extent)
    anchor.append(OxmlElement("wp:wrapNone"))
    for part in rest:
        anchor.append(part)
    inline.getparent().replace(inline, anchor)


def _describe(picture: Any, text: str) -> None:
    """Alt text of a picture."""
    picture._inline.docPr.set("descr", text)
