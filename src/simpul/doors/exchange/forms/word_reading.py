"""The questions of a Word form and the places of their answers, as its layout tells them."""

from __future__ import annotations

from ....core.sender_forms import (
    AFTER,
    CONTROL,
    ROW,
    TABLE,
    Columns,
    FormPlace,
    answers_label,
    columns_of,
    is_empty,
    is_line,
    is_number,
    is_question,
    split_number,
)
from .recognition import Question, Recognition
from .word import Block, Cell, Control, Paragraph, Table, WordForm


def recognise(form: WordForm) -> Recognition:
    """What a Word form asks, in its order."""
    found = Recognition()
    _Flow(found).read(form.blocks)
    return found


class _Flow:
    """One run of paragraphs and tables: the question that waits for its place, and what comes after it."""

    def __init__(self, found: Recognition) -> None:
        self.found = found
        self.waiting: Question | None = None

    def read(self, blocks: list[Block]) -> None:
        for block in blocks:
            if isinstance(block, Paragraph):
                self.paragraph(block)
            elif isinstance(block, Control):
                self.control(block, "", "")
            else:
                self.table(block)

    # --- paragraphs

    def paragraph(self, one: Paragraph) -> None:
        if one.blank:
            self.blank(one)
        elif one.controls or one.lines():
            self.within(one)
        elif not answers_label(one.text):
            number, text = _numbered(one.number, one.text)
            if number or (is_question(text) and not one.heading):
                self.ask(number, text, f"paragraph:{one.ordinal}", heading=one.heading)
            elif not is_empty(one.text):
                self.prose(one)
            elif self.waiting:  # a picture, a field: what comes after it is not surely the place
                self.waiting.close = False

    def ask(self, number: str, text: str, place: str, *, heading: bool = False) -> Question:
        self.waiting = self.found.ask(Question(number, text.strip(), place, heading=heading))
        return self.waiting

    def prose(self, one: Paragraph) -> None:
        """What is said after a question belongs to it; an empty paragraph after that is none of its places."""
        if self.waiting and not one.heading and not self.waiting.heading:
            self.waiting.text = f"{self.waiting.text}\n{one.text.strip()}"
            self.waiting.close = False
        else:
            self.waiting = None

    def blank(self, one: Paragraph) -> None:
        line = is_line(one.text)
        if self.waiting and (line or self.waiting.close):
            self.place(self.waiting, f"paragraph:{one.ordinal}", AFTER, certain=line)

    def place(self, question: Question, anchor: str, kind: str, *, certain: bool = True) -> None:
        question.anchor, question.kind, question.certain = anchor, kind, certain
        self.waiting = None

    def within(self, one: Paragraph) -> None:
        """Lines and controls within a paragraph, each after its words."""
        spots: list[tuple[int, int, str | Control]] = [(at, at, control) for at, control in one.controls]
        spots += [
            (start, end, f"line:{one.ordinal}:{at}") for at, (start, end) in enumerate(one.lines(), start=1)
        ]
        number, said = one.number, 0
        for start, end, spot in sorted(spots, key=lambda spot: spot[:2]):
            label, said = one.text[said:start], end
            if not number:
                number, label = split_number(label)
            if isinstance(spot, Control):
                self.control(spot, number, label)
            else:
                self.line(one, spot, number, label.strip(" \t\u00a0(),;"))
            number = ""

    def line(self, one: Paragraph, anchor: str, number: str, label: str) -> None:
        if number or (label.endswith((":", "?")) and not answers_label(label)):
            self.place(self.ask(number, label.rstrip(": "), anchor), anchor, AFTER)
        elif self.waiting and (is_empty(label) or answers_label(label)):
            self.place(self.waiting, anchor, AFTER)
        else:
            self.found.doubt("SENDERFORM-NO-QUESTION", anchor, text=label[:80])

    # --- controls

    def control(self, one: Control, number: str, label: str) -> None:
        if number or not (is_empty(label) or answers_label(label)):
            question: Question | None = self.ask(number, label.strip().rstrip(": "), one.anchor)
        else:
            question = self.waiting
        if question is None and one.title:
            number, text = split_number(one.title)
            question = self.ask(number, text or one.title, one.anchor)
        if question is None:
            self.found.doubt("SENDERFORM-NO-QUESTION", one.anchor, text=one.title)
        elif one.refusal:
            self.found.blame(question, one.refusal, anchor=one.anchor)
            self.waiting = None
        else:
            self.place(question, one.anchor, CONTROL)

    # --- tables

    def table(self, table: Table) -> None:
        if len(table.rows) == 1 and len(table.rows[0]) == 1 and self.waiting:
            return self.box(table.rows[0][0])
        self.waiting = None
        columns: Columns | None = None
        heads: list[Cell] = []
        above: Question | None = None
        for row in table.rows:
            said = columns_of([cell.text for cell in row])
            if said:
                columns, heads = said, row
                if len(said.answers) > 1:
                    self.found.doubt(
                        "SENDERFORM-SEVERAL-ANSWERS", f"table:{table.ordinal}", table=table.ordinal
                    )
            elif columns and len(columns.answers) == 1:
                self.row(row, columns, heads)
            elif columns is None:
                above = self.free_row(row, above)
        return None

    def box(self, cell: Cell) -> None:
        """A frame after a question, to write in."""
        if self.waiting and (cell.blank or cell.controls()):
            self.settle(self.waiting, cell, AFTER)
        else:
            self.waiting = None
            _Flow(self.found).read(cell.blocks)

    def row(self, row: list[Cell], columns: Columns, heads: list[Cell]) -> None:
        """A row under headings."""
        question = _under(row, heads[columns.question])
        answer = _under(row, heads[columns.answers[0]])
        if question is None or answer is None or (is_empty(question.text) and not question.number):
            return
        number, text = _numbered(question.number, question.text)
        if columns.number is not None:
            told = _under(row, heads[columns.number])
            if told is not None and told is not question:
                number = told.number or told.text or number
        asked = self.found.ask(Question(number, text, answer.anchor, heading=answer is question))
        if answer is not question:
            self.settle(asked, answer, TABLE)

    def settle(self, question: Question, cell: Cell, kind: str) -> None:
        """Give a question its cell, or say why not."""
        self.waiting = None
        controls = cell.controls()
        said = (
            []
            if cell.control
            else [one for one in cell.paragraphs if not is_empty(one.text) and not one.blank]
        )
        if cell.covered:
            self.found.blame(question, "SENDERFORM-PLACE-COVERED", anchor=cell.anchor)
        elif len(controls) == 1 and not said:
            if controls[0].refusal:
                self.found.blame(question, controls[0].refusal, anchor=controls[0].anchor)
            else:
                self.place(question, controls[0].anchor, CONTROL)
        elif cell.blank:
            self.place(question, cell.anchor, kind)
        else:
            self.found.blame(question, "SENDERFORM-PLACE-FILLED", anchor=cell.anchor, text=cell.text[:80])

    def free_row(self, row: list[Cell], above: Question | None) -> Question | None:
        """A row of a table without headings; what it asks waits for the row below where it is alone."""
        if len(row) == 1:
            return self.lone(row[0], above)
        *before, last = row
        told = [cell for cell in before if not is_empty(cell.text) or cell.number]
        if last.blank or last.controls():
            number, text = _row_words(told)
            if number or is_question(text) or text.endswith(":"):
                self.settle(self.found.ask(Question(number, text.rstrip(": "), last.anchor)), last, ROW)
        return None

    def lone(self, cell: Cell, above: Question | None) -> Question | None:
        if cell.blank or cell.controls():
            if above:
                self.settle(above, cell, ROW)
                return None
            _Flow(self.found).read(cell.blocks)
            return None
        if len(cell.blocks) > 1:
            _Flow(self.found).read(cell.blocks)
            return None
        number, text = _numbered(cell.number, cell.text)
        if not number and not is_question(text):
            return None
        if cell.paragraphs and (cell.paragraphs[0].controls or cell.paragraphs[0].lines()):
            _Flow(self.found).read(cell.blocks)
            return None
        return self.found.ask(Question(number, text, cell.anchor))


def _numbered(number: str, text: str) -> tuple[str, str]:
    """The number of a text: Word's own, else the one typed."""
    return (number, text.strip()) if number else split_number(text)


def _row_words(cells: list[Cell]) -> tuple[str, str]:
    """Number and question of a row, by the cells before its answer."""
    if len(cells) == 2 and (cells[0].number or is_number(cells[0].text)):
        return cells[0].number or cells[0].text, cells[1].text
    if len(cells) == 2 and is_empty(cells[0].text):
        return cells[0].number, cells[1].text
    return _numbered(cells[0].number, cells[0].text) if len(cells) == 1 else ("", "")


def _under(row: list[Cell], heading: Cell) -> Cell | None:
    """The cell of a row under a heading: the one that covers its first column."""
    return next((cell for cell in row if cell.column <= heading.column < cell.column + cell.span), None)


def places(form: WordForm) -> list[FormPlace]:
    """What can be marked by hand: empty cells, lines, empty paragraphs, controls, and after each paragraph."""
    inside = {id(one) for cell in form.cells.values() for one in cell.blocks}
    found, before = [], ""
    for table in form.tables:
        for row in table.rows:
            words = " | ".join(cell.text for cell in row if cell.text)
            found += [FormPlace(cell.anchor, words) for cell in row if cell.blank]
            if (
                row and row[-1].paragraphs and row[-1].text
            ):  # below what is said there, such as “at most 200 words”
                found.append(FormPlace(f"after:{row[-1].paragraphs[-1].ordinal}", words))
    for control in form.controls:
        if control.blank and not control.refusal:
            found.append(FormPlace(control.anchor, control.title))
    for one in form.paragraphs:
        said = one.text.strip()
        found += [
            FormPlace(f"line:{one.ordinal}:{at}", said)
            for at in range(1, len(one.lines()) + 1)
            if not one.blank
        ]
        if id(one) in inside:
            continue
        if one.blank:
            found.append(FormPlace(f"paragraph:{one.ordinal}", before))
        elif said:
            found.append(FormPlace(f"after:{one.ordinal}", said))
            before = said
    return found
