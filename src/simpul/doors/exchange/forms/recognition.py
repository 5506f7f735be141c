"""What a reader of a form collects: questions in their order, whether each has a place, and what stays in doubt."""

from __future__ import annotations

from dataclasses import dataclass

from ....core.errors import Problem
from ....core.sender_forms import Doubt, Form, FormItem, bare, is_question, rank, stands_under, told_apart

#: More of a question than this is not repeated in a doubt.
_SHOWN = 120


@dataclass
class Question:
    """A question or heading as it was met.

    Args:
        certain: whether its place was made to be written in, not merely an empty paragraph after it.
        heading: whether it is dressed as a heading.
        close: whether nothing has been said since it was asked.
        place: where it stands, for a person to find it.
    """

    number: str
    text: str
    place: str
    anchor: str = ""
    kind: str = ""
    certain: bool = False
    heading: bool = False
    close: bool = True
    reported: bool = False
    parent: int | None = None
    section: str = ""

    @property
    def shown(self) -> str:
        """How it is named in a doubt."""
        said = f"{self.number} {self.text}".strip()
        return said if len(said) <= _SHOWN else said[: _SHOWN - 1] + "…"


class Recognition:
    """The questions of a form, collected in their order."""

    def __init__(self) -> None:
        self.questions: list[Question] = []
        self.doubts: list[Doubt] = []
        self._above: list[int] = []

    def ask(self, question: Question) -> Question:
        """Take up a question, heading or section."""
        if question.number:
            question.parent = self._parent(question.number, question.section)
            self._above.append(len(self.questions))
        self.questions.append(question)
        return question

    def _parent(self, number: str, section: str) -> int | None:
        """Under which question a number stands: below the last one of another manner."""
        manners = [rank(self.questions[at].number) for at in self._above]
        if self._above and self.questions[self._above[-1]].section != section:
            self._above.clear()
        elif rank(number) in manners:
            del self._above[manners.index(rank(number)) :]
        return self._above[-1] if self._above else None

    def doubt(self, code: str, place: str, **params: object) -> None:
        """Note what a person must decide."""
        self.doubts.append(Doubt(code, place, params))

    def blame(self, question: Question, code: str, **params: object) -> None:
        """Note why a question has no place."""
        question.reported = True
        self.doubt(code, question.place, question=question.shown, **params)

    def form(self, name: str, sha256: str) -> Form:
        """The form, where at least one question has its place.

        Raises:
            Problem: `SENDERFORM-LAYOUT-UNKNOWN`.
        """
        self._judge()
        self._tell_apart()
        placed = [one for one in self.questions if one.anchor]
        if not placed:
            params = {"name": name, "seen": sum(1 for one in self.questions if one.number)}
            raise Problem("SENDERFORM-LAYOUT-UNKNOWN", place=name, params=params)
        items = tuple(FormItem(one.number, one.text, one.anchor, one.kind) for one in placed)
        return Form(sha256, items, tuple(self.doubts))

    def _judge(self) -> None:
        """Headings are no questions; a question without a place is a doubt."""
        for at, one in enumerate(self.questions):
            title = (one.heading or self._has_parts(at)) and not is_question(one.text)
            if one.anchor and not one.certain and title:
                one.anchor = ""
                self.blame(one, "SENDERFORM-HEADING")
            elif not one.anchor and not one.reported and not title and not self._has_parts(at):
                self.blame(one, "SENDERFORM-NO-PLACE")

    def _has_parts(self, at: int) -> bool:
        """Whether the next number stands under this one."""
        number = self.questions[at].number
        below = next((one for one in self.questions[at + 1 :] if one.number), None)
        if not number or below is None:
            return False
        if ".9" in rank(number) or ".9" in rank(below.number):
            return stands_under(below.number, number)
        return below.parent == at

    def _tell_apart(self) -> None:
        """Numbers that come twice are named with what they stand under; what is still twice is a doubt."""
        parents = [
            self.questions[one.parent].number if one.parent is not None else one.section
            for one in self.questions
        ]
        placed = [at for at, one in enumerate(self.questions) if one.anchor]
        numbers = told_apart([self.questions[at].number for at in placed], [parents[at] for at in placed])
        seen: set[str] = set()
        for at, number in zip(placed, numbers, strict=True):
            self.questions[at].number = number
            if number and bare(number) in seen:
                self.doubt("SENDERFORM-NUMBER-TWICE", self.questions[at].place, written=number)
            seen.add(bare(number))
