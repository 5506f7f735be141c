"""A Word form as a reader sees it: paragraphs with their numbers, tables with their cells, content controls.

Places are counted in the order of the document's body, from 1. An anchor is one of `cell:table:row:cell`,
`paragraph:n`, `line:n:k` (the k-th line to write on within paragraph n), `control:n` and `after:n`.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from ....core.sender_forms import is_empty, is_line, lines_in
from .markup import Element
from .package import Package
from .word_numbering import Numbered, Numbering, Styles, whole

#: Holds other things of its own level, and shows nothing itself.
_THROUGH = {"customXml", "smartTag", "ins", "moveTo", "dir", "bdo", "hyperlink"}
#: Controls that are no text: a choice, a date, a picture.
_CHOICES = {"dropDownList", "date", "picture", "checkbox", "equation"}
#: Controls that only hold other things together.
_HOLDERS = {"docPartObj", "docPartList", "group", "repeatingSection", "repeatingSectionItem", "citation",
            "bibliography"}  # fmt: skip
_MARKS = {
    "t",
    "tab",
    "br",
    "cr",
    "noBreakHyphen",
    "rPr",
    "lastRenderedPageBreak",
    "instrText",
    "delText",
    "softHyphen",
}
_SIGNS = {"tab": "\t", "br": "\n", "cr": "\n", "noBreakHyphen": "-"}


@dataclass(eq=False)
class Control:
    """A content control. `refusal` is the code of why nobody may write in it, if so."""

    element: Element
    ordinal: int
    refusal: str | None
    blank: bool
    title: str

    @property
    def anchor(self) -> str:
        return f"control:{self.ordinal}"


@dataclass(eq=False)
class Paragraph:
    """A paragraph: the number Word shows before it, its text, and what lies in it.

    `pieces` are the texts it is made of with their places, `solid` says that something else than text stands there.
    """

    element: Element
    ordinal: int
    numbered: Numbered | None
    heading: bool
    text: str = ""
    pieces: list[tuple[int, Element]] = field(default_factory=list)
    controls: list[tuple[int, Control]] = field(default_factory=list)
    solid: bool = False

    @property
    def blank(self) -> bool:
        """Whether it is there to be written in: empty, or a line."""
        return not self.solid and not self.controls and (is_empty(self.text) or is_line(self.text))

    @property
    def number(self) -> str:
        return self.numbered.text if self.numbered else ""

    def lines(self) -> list[tuple[int, int]]:
        """The lines to write on within it."""
        return lines_in(self.text)


@dataclass(eq=False)
class Cell:
    """A cell: its place in its row from 1, the columns of the grid it covers, and what it holds."""

    anchor: str
    column: int
    span: int
    covered: bool
    element: Element
    control: Control | None
    blocks: list[Paragraph | Table | Control]

    @property
    def paragraphs(self) -> list[Paragraph]:
        return [one for one in self.blocks if isinstance(one, Paragraph)]

    @property
    def number(self) -> str:
        """The automatic number of its first paragraph."""
        return self.paragraphs[0].number if self.paragraphs else ""

    @property
    def text(self) -> str:
        return "\n".join(one.text for one in self.paragraphs).strip()

    @property
    def blank(self) -> bool:
        """Whether it is there to be written in."""
        return (
            bool(self.blocks)
            and not self.covered
            and all(isinstance(one, Paragraph) and one.blank for one in self.blocks)
        )

    def controls(self) -> list[Control]:
        """The controls in it, where nothing else is said there."""
        if self.control:
            return [self.control]
        found = [one for one in self.blocks if isinstance(one, Control)]
        return found + [one for paragraph in self.paragraphs for _, one in paragraph.controls]


@dataclass(eq=False)
class Table:
    """A table by its rows."""

    ordinal: int
    rows: list[list[Cell]] = field(default_factory=list)


Block = Paragraph | Table | Control


class WordForm:
    """The body of a document. Headers, footers, notes and text boxes are not looked at."""

    def __init__(self, package: Package) -> None:
        self.package = package
        self.part = package.main()
        self.data = package.bytes_of(self.part)
        root = package.tree(self.part)
        styles = Styles(self._tree("styles"))
        self._styles, self._numbering = styles, Numbering(self._tree("numbering"), styles)
        self.paragraphs: list[Paragraph] = []
        self.tables: list[Table] = []
        self.controls: list[Control] = []
        self.cells: dict[str, Cell] = {}
        body = root.first("body")
        self.blocks: list[Block] = self._blocks(body) if body else []

    def _tree(self, kind: str) -> Element | None:
        part = self.package.part_of(kind, self.part)
        return self.package.tree(part) if part else None

    def _blocks(self, container: Element) -> list[Block]:
        found: list[Block] = []
        for one in container.children:
            if one.name == "p":
                found.append(self._paragraph(one))
            elif one.name == "tbl":
                found.append(self._table(one))
            elif one.name == "sdt":
                found += self._control_block(one)
            elif one.name in _THROUGH:
                found += self._blocks(one)
        return found

    def _control_block(self, element: Element) -> list[Block]:
        """A control around paragraphs: itself where it waits for text, else what it holds."""
        control, content = self._control(element), element.first("sdtContent")
        inside = self._blocks(content) if content else []
        return [control] if control and control.blank else inside

    def _control(self, element: Element) -> Control | None:
        """The control an element is; None where it only holds others."""
        properties = element.first("sdtPr") or element
        kinds = {one.name.rsplit("}", 1)[-1] for one in properties.children}
        content = element.first("sdtContent")
        if (
            kinds & _HOLDERS
            or content is None
            or any(one.name in ("sdt", "tbl", "tr") for one in content.walk())
        ):
            return None
        refusal = None
        if (properties.value("lock") or "").lower().endswith("contentlocked"):
            refusal = "SENDERFORM-PLACE-LOCKED"
        elif kinds & _CHOICES or "dataBinding" in kinds:
            refusal = "SENDERFORM-PLACE-KIND"
        text = "".join(one.text for one in content.walk() if one.name == "t")
        foreign = any(one.name in ("drawing", "pict", "object", "fldChar") for one in content.walk())
        blank = "showingPlcHdr" in kinds or ((is_empty(text) or is_line(text)) and not foreign)
        title = properties.value("alias") or properties.value("tag") or ""
        control = Control(element, len(self.controls) + 1, refusal, blank, title)
        self.controls.append(control)
        return control

    def _paragraph(self, element: Element) -> Paragraph:
        properties = element.first("pPr")
        style = properties.value("pStyle") if properties else None
        outline = properties.value("outlineLvl") if properties else None
        heading = self._styles.is_heading(style) or (outline or "9") != "9"
        made = Paragraph(element, len(self.paragraphs) + 1, self._numbering.next(properties), heading)
        self.paragraphs.append(made)
        self._gather(element, made, direct=True)
        return made

    def _gather(self, element: Element, made: Paragraph, *, direct: bool) -> None:
        for one in element.children:
            if one.name == "r":
                self._run(one, made, direct)
            elif one.name == "sdt":
                self._inline(one, made)
            elif one.name in _THROUGH or one.name == "fldSimple":
                made.solid = made.solid or one.name == "fldSimple"
                self._gather(one, made, direct=False)
            elif one.name.endswith("}AlternateContent") or one.name.endswith("}oMath"):
                made.solid = True

    def _inline(self, element: Element, made: Paragraph) -> None:
        control, content = self._control(element), element.first("sdtContent")
        if control and control.blank:
            made.controls.append((len(made.text), control))
        elif content:
            made.solid = True
            self._gather(content, made, direct=False)

    def _run(self, run: Element, made: Paragraph, direct: bool) -> None:
        for one in run.children:
            if one.name == "t":
                if not direct and not is_empty(one.text):
                    made.solid = True
                made.pieces.append((len(made.text), one))
                made.text += one.text
            elif one.name not in _MARKS or (
                one.name == "br" and one.attributes.get("type") in ("page", "column")
            ):
                made.solid = True
            made.text += _SIGNS.get(one.name, "")

    def _table(self, element: Element) -> Table:
        table = Table(len(self.tables) + 1)
        self.tables.append(table)
        for row, _ in _flow(element, "tr"):
            cells: list[Cell] = []
            table.rows.append(cells)
            column = whole(row.value("trPr", "gridBefore")) or 0
            for one, holder in _flow(row, "tc"):
                anchor = f"cell:{table.ordinal}:{len(table.rows)}:{len(cells) + 1}"
                cell = self._cell(one, holder, anchor, column)
                cells.append(cell)
                column += cell.span
        return table

    def _cell(self, element: Element, holder: Element | None, anchor: str, column: int) -> Cell:
        properties = element.first("tcPr")
        span = (whole(properties.value("gridSpan")) if properties else None) or 1
        merge = properties.first("vMerge") if properties else None
        covered = merge is not None and merge.attributes.get("val", "continue") == "continue"
        control = self._control(holder) if holder else None
        blocks = self._blocks(element)
        waiting = control if control and control.blank else None
        cell = Cell(anchor, column, max(span, 1), covered, element, waiting, blocks)
        self.cells[anchor] = cell
        return cell


def _flow(
    element: Element, name: str, holder: Element | None = None
) -> Iterator[tuple[Element, Element | None]]:
    """The rows of a table, or cells of a row, those within controls included, each with its nearest control."""
    for one in element.children:
        if one.name == name:
            yield one, holder
        elif one.name == "sdt":
            content = one.first("sdtContent")
            if content:
                yield from _flow(content, name, one)
        elif one.name in _THROUGH:
            yield from _flow(one, name, holder)
