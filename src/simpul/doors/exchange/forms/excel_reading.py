"""The questions of an Excel form and the cells of their answers, as its layout tells them."""

from __future__ import annotations

from ....core.sender_forms import (
    ROW,
    TABLE,
    Columns,
    FormPlace,
    columns_of,
    is_number,
    is_question,
    split_number,
)
from .excel import ExcelForm, Sheet, Spot
from .recognition import Question, Recognition


def recognise(form: ExcelForm) -> Recognition:
    """What an Excel form asks, sheet by sheet; hidden sheets ask nothing."""
    found = Recognition()
    for sheet in form.sheets:
        if not sheet.hidden:
            _Page(form, sheet, found).read()
    return found


class _Page:
    def __init__(self, form: ExcelForm, sheet: Sheet, found: Recognition) -> None:
        self.form, self.sheet, self.found = form, sheet, found
        self.last_row, self.last_column = sheet.extent()

    def read(self) -> None:
        columns: Columns | None = None
        free: list[tuple[Question, Spot, Spot]] = []
        for row in range(1, self.last_row + 1):
            texts = [self.sheet.text((row, column)) for column in range(1, self.last_column + 1)]
            said = columns_of(texts) if sum(map(bool, texts)) > 1 else None
            if said:
                columns = said
                if len(said.answers) > 1:
                    place = self.sheet.anchor((row, said.answers[0] + 1))
                    self.found.doubt("SENDERFORM-SEVERAL-ANSWERS", place, table=self.sheet.name)
            elif columns and self.ended(row, columns):
                columns = None
                free += self.free_row(row)
            elif columns and len(columns.answers) == 1:
                self.row(row, columns)
            elif columns is None:
                free += self.free_row(row)
        self.settle_free(free)

    def ask(self, number: str, text: str, spot: Spot) -> Question:
        question = Question(number, text, self.sheet.anchor(spot), section=self.sheet.name)
        return self.found.ask(question)

    # --- under headings

    def ended(self, row: int, columns: Columns) -> bool:
        """Whether a table ended above: after an empty row comes something without a number."""
        if columns.number is None or self.sheet.text((row, columns.number + 1)):
            return False
        return not any(self.sheet.text((row - 1, column)) for column in range(1, self.last_column + 1))

    def row(self, row: int, columns: Columns) -> None:
        spot, answer = (row, columns.question + 1), (row, columns.answers[0] + 1)
        first, last = self.sheet.range_of(spot)
        if first != spot and first[0] < row:
            return
        number, text = split_number(self.sheet.text(first))
        if columns.number is not None and first[1] > columns.number + 1:
            number = self.sheet.text((row, columns.number + 1)) or number
        square = self.sheet.cells.get(first)
        if (not text and not number) or (square is not None and square.formula):
            return
        question = self.ask(number, text, spot)
        if last[1] >= answer[1] or not text:
            question.heading = True
            return
        self.settle(question, answer, TABLE)

    def settle(self, question: Question, spot: Spot, kind: str) -> None:
        """Give a question its cell, or say why not."""
        anchor = self.sheet.anchor(spot)
        if self.sheet.range_of(spot)[0] != spot:
            self.found.blame(question, "SENDERFORM-PLACE-COVERED", anchor=anchor)
        elif not self.sheet.blank(spot):
            self.found.blame(
                question, "SENDERFORM-PLACE-FILLED", anchor=anchor, text=self.sheet.text(spot)[:80]
            )
        elif self.form.locked(self.sheet, spot):
            self.found.blame(question, "SENDERFORM-PLACE-LOCKED", anchor=anchor)
        else:
            question.anchor, question.kind, question.certain = anchor, kind, True

    # --- without headings

    def free_row(self, row: int) -> list[tuple[Question, Spot, Spot]]:
        """The questions of a row, each with the cell to its right and the one below."""
        found = []
        for column in range(1, self.last_column + 1):
            spot = (row, column)
            text = self.sheet.text(spot)
            square = self.sheet.cells.get(spot)
            if not text or square is None or square.formula or self.sheet.range_of(spot)[0] != spot:
                continue
            number, rest = split_number(text)
            before = self._before(spot)
            if (
                not number
                and is_number(before)
                and any(sign.isalpha() for sign in text)
                and not is_number(text)
            ):
                number = before
            last = self.sheet.range_of(spot)[1]
            right, below = (row, last[1] + 1), (last[0] + 1, column)
            label = text.endswith(":") and (self.boxed(right) or self.boxed(below))
            if rest and (number or is_question(text) or label):
                found.append((self.ask(number, rest.rstrip(": "), spot), right, below))
        return found

    def _before(self, spot: Spot) -> str:
        """What stands in the cell to the left."""
        if spot[1] == 1:
            return ""
        return self.sheet.text(self.sheet.range_of((spot[0], spot[1] - 1))[0])

    def settle_free(self, asked: list[tuple[Question, Spot, Spot]]) -> None:
        """Right or below: where the form itself tells, else as most of this sheet's questions do, else a doubt."""
        told = [self.told(right, below) for _, right, below in asked]
        rights, belows = told.count("right"), told.count("below")
        most = "right" if rights > belows == 0 else "below" if belows > rights == 0 else ""
        for (question, right, below), where in zip(asked, told, strict=True):
            choice = most if where == "either" else where
            if choice in ("right", "below"):
                self.settle(question, right if choice == "right" else below, ROW)
            elif where == "either":
                self.found.blame(
                    question,
                    "SENDERFORM-TWO-PLACES",
                    right=self.sheet.anchor(right),
                    below=self.sheet.anchor(below),
                )

    def told(self, right: Spot, below: Spot) -> str:
        """Which of the two is there to be written in, as far as dress and neighbours tell."""
        open_right, open_below = self.open(right), self.open(below)
        if not open_right or not open_below:
            return "right" if open_right else "below" if open_below else "neither"
        marked_right, marked_below = self.marked(right), self.marked(below)
        if marked_right != marked_below:
            return "right" if marked_right else "below"
        return "either"

    def open(self, spot: Spot) -> bool:
        free = self.sheet.blank(spot) and self.sheet.range_of(spot)[0] == spot
        return free and not self.form.locked(self.sheet, spot)

    def boxed(self, spot: Spot) -> bool:
        return self.open(spot) and self.marked(spot)

    def marked(self, spot: Spot) -> bool:
        """Whether a cell is dressed as a box: framed, coloured, merged, or open on a protected sheet."""
        dressed = self.form.dress(self.form.style_at(self.sheet, spot)).marked
        return dressed or self.sheet.range_of(spot) != (spot, spot) or self.sheet.protected


def places(form: ExcelForm) -> list[FormPlace]:
    """What can be marked by hand: empty cells to the right of a text or below one, on the sheets that are shown."""
    found: list[FormPlace] = []
    for sheet in form.sheets:
        if sheet.hidden:
            continue
        near: dict[Spot, str] = {}
        said = sorted(spot for spot, square in sheet.cells.items() if square.text.strip())
        ranges = {spot: sheet.range_of(spot)[1] for spot in said}
        for spot, last in ranges.items():
            near.setdefault((spot[0], last[1] + 1), sheet.text(spot))
        for spot, last in ranges.items():
            near.setdefault((last[0] + 1, spot[1]), sheet.text(spot))
        for spot, text in sorted(near.items()):
            if sheet.blank(spot) and sheet.range_of(spot)[0] == spot and not form.locked(sheet, spot):
                found.append(FormPlace(sheet.anchor(spot), text))
    return found
