"""A sender's own form: what its questions are, how they are numbered, and which words head its columns.

Plain values and plain text: how a form is recognised in a file stands in the door that reads it.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

#: How the place of an answer was recognised, for a person to confirm: a column under a heading, a cell beside or
#: below its question, a content control, the line in or after the paragraph of the question, or marked by hand.
TABLE, ROW, CONTROL, AFTER, BY_HAND = "table", "row", "content_control", "after_paragraph", "by_hand"
RECOGNISED = (TABLE, ROW, CONTROL, AFTER, BY_HAND)


@dataclass(frozen=True)
class FormItem:
    """A question and where its answer goes.

    Args:
        number: as the sender writes it; empty where the sender wrote none.
        text: the question.
        anchor: the place of the answer in this one file; opaque but to who reads and fills forms.
        kind: how it was recognised, one of `RECOGNISED`.
    """

    number: str
    text: str
    anchor: str
    kind: str


@dataclass(frozen=True)
class Doubt:
    """What was seen in a form and not understood: the code of a sentence, its place and its values."""

    code: str
    place: str
    params: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Form:
    """What a form asks, in its order, and what a person must still decide.

    Args:
        sha256: of the file; anchors hold for this file only.
    """

    sha256: str
    items: tuple[FormItem, ...]
    doubts: tuple[Doubt, ...] = ()


@dataclass(frozen=True)
class FormPlace:
    """A place that can be marked by hand as that of an answer: its anchor, and the text that tells it to a person."""

    anchor: str
    text: str


@dataclass(frozen=True)
class Mark:
    """A place marked by hand: the answer to this number goes there."""

    number: str
    anchor: str
    text: str = ""


# --- numbers ------------------------------------------------------------------------------------------------------

_PIECE = r"(?:\d{1,3}[a-z]?|[ivxlc]{1,6}|[A-Za-z])"
_WORD = r"(?:question|pertanyaan|soal|item|butir|nomor|number|no|part|bagian|section|annex|lampiran|q|p)"
#: A number with a word or letter before it: Q7, P.3, Question 4.
_NAMED = rf"{_WORD}[.\s]{{0,2}}\d{{1,3}}(?:\.\d{{1,3}}){{0,3}}[a-z]?[.)]?"
#: Several levels, a figure or capital among them: 1.1, A.2, 3.b, II.4., A2, 1(a); not the “a.n.” of letters.
_LEVELS = (
    rf"(?=[A-Z]|[\w.(]*\d)(?:{_PIECE}|[IVXLC]{{1,6}})(?:\.{_PIECE}){{1,4}}[.)]?"
    rf"|[A-Z]\d{{1,2}}[.)]?|{_PIECE}\.?\((?:{_PIECE})\)"
)
#: One level, which needs its mark: 1. 2) (3) a. (b) iv) A.
_SINGLE = rf"\((?:{_PIECE}|[IVXLC]{{1,6}})\)|(?:{_PIECE}|[IVXLC]{{1,6}})[.)]"
_TYPED = re.compile(rf"\s*((?i:{_NAMED})|{_LEVELS}|{_SINGLE})(?=[\s:\u2013\u2014-]|$)[\s:\u2013\u2014-]*")
_BARE = re.compile(r"\s*(\d{1,3})[ \u00a0]*\t\s*")
_ALONE = re.compile(rf"(?i:{_NAMED})|{_LEVELS}|{_SINGLE}|{_PIECE}|[IVXLC]{{1,6}}")


def split_number(text: str) -> tuple[str, str]:
    """The number a text begins with, as written, and the rest; no number is an empty one.

    >>> split_number("1.1  Berapa anggaran?"), split_number("(a) Which?"), split_number("Q7: Why?")
    (('1.1', 'Berapa anggaran?'), ('(a)', 'Which?'), ('Q7', 'Why?'))
    >>> split_number("2024 was a year"), split_number("A list of names")
    (('', '2024 was a year'), ('', 'A list of names'))
    """
    found = _TYPED.match(text) or _BARE.match(text)
    return (found[1], text[found.end() :].strip()) if found else ("", text.strip())


def is_number(text: str) -> bool:
    """Whether a text is a number of a question and nothing else, as in a column of numbers.

    >>> [is_number(one) for one in ("1", "A.2", "(b)", "Q7", "iv", "No", "2024", "")]
    [True, True, True, True, True, False, False, False]
    """
    return bool(_ALONE.fullmatch(text.strip()))


def is_question(text: str) -> bool:
    """Whether a text asks by its own sign, whatever its number."""
    return text.rstrip(" \t\u00a0\"'”’)").endswith("?")


def told_apart(numbers: Sequence[str], parents: Sequence[str]) -> list[str]:
    """Numbers that come more than once are written with the number they stand under, where that tells them apart.

    >>> told_apart(["1.", "(a)", "2.", "(a)"], ["", "1.", "", "2."])
    ['1.', '1(a)', '2.', '2(a)']
    >>> told_apart(["1.", "1."], ["A.", "A."])
    ['1.', '1.']
    """
    times = Counter(map(bare, numbers))
    longer = [
        joined(parent, number) if number and times[bare(number)] > 1 and parent else number
        for number, parent in zip(numbers, parents, strict=True)
    ]
    now = Counter(map(bare, longer))
    twice = {number for number, made in zip(numbers, longer, strict=True) if number and now[bare(made)] > 1}
    return [number if number in twice else made for number, made in zip(numbers, longer, strict=True)]


def bare(number: str) -> str:
    """A number without its marks: “1.” and “1)” are said alike."""
    return re.sub(r"[().\s]+", ".", number).strip(".")


def joined(parent: str, number: str) -> str:
    """A number under another one.

    >>> joined("A.", "2."), joined("3", "(a)"), joined("1.", "1)"), joined("Kesehatan", "1")
    ('A.2.', '3(a)', '1 1)', 'Kesehatan 1')
    """
    above = parent.rstrip(".): ")
    if number.startswith("("):
        return above + number
    figures = above[-1:].isdecimal() and number[:1].isdecimal()  # 1. and 1) below it are not 1.1
    return f"{above}.{number}" if is_number(parent) and not figures else f"{above} {number}"


def rank(number: str) -> str:
    """The manner of a number without its value: numbers of one manner stand side by side.

    >>> rank("1."), rank("(b)"), rank("A.2"), rank("iv)")
    ('9', '(a)', 'A.9', 'i)')
    """
    manner = re.sub(r"\d+", "9", number.rstrip(". "))
    manner = re.sub(r"(?<![A-Za-z])[ivxlc]{2,}(?![A-Za-z])", "i", manner)
    manner = re.sub(r"(?<![A-Za-z])[IVXLC]{2,}(?![A-Za-z])", "I", manner)
    manner = re.sub(r"(?<![A-Za-z])[a-hj-z](?![A-Za-z])", "a", manner)
    return re.sub(r"(?<![A-Za-z])[A-HJ-Z](?![A-Za-z])", "A", manner)


def stands_under(number: str, above: str) -> bool:
    """Whether a number repeats another one and goes on: 1.1 under 1., A.2.b under A.2.

    >>> stands_under("1.1", "1."), stands_under("10.", "1."), stands_under("(a)", "1.")
    (True, False, False)
    """
    stem = above.rstrip(".) ")
    return bool(stem) and number != above and number.startswith((f"{stem}.", f"{stem}("))  # 1. is not under 1


_ROMAN = ((1000, "m"), (900, "cm"), (500, "d"), (400, "cd"), (100, "c"), (90, "xc"), (50, "l"), (40, "xl"),
          (10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i"))  # fmt: skip


def numeral(value: int, manner: str) -> str | None:
    """A counted value in one of Word's manners of counting; None for a manner that is not known.

    >>> [numeral(4, one) for one in ("decimal", "lowerLetter", "upperRoman", "decimalZero", "bullet", "chicago")]
    ['4', 'd', 'IV', '04', '', None]
    >>> numeral(28, "upperLetter")
    'BB'
    """
    if manner in ("bullet", "none"):
        return ""
    if manner in ("decimal", "decimalZero"):
        return f"{value:02d}" if manner == "decimalZero" else str(value)
    if manner in ("lowerLetter", "upperLetter") and value > 0:
        written = chr(97 + (value - 1) % 26) * ((value - 1) // 26 + 1)
    elif manner in ("lowerRoman", "upperRoman") and 0 < value < 4000:
        written = _roman(value)
    else:
        return None
    return written.upper() if manner.startswith("upper") else written


def _roman(value: int) -> str:
    written = ""
    for worth, sign in _ROMAN:
        times, value = divmod(value, worth)
        written += sign * times
    return written


# --- blanks -------------------------------------------------------------------------------------------------------

#: A line to write on: underscores or dots in a row, spaces between them allowed.
_LINE = re.compile(r"(?:_[ \u00a0]?){3,}|(?:\.[ \u00a0]?){5,}|(?:…[ \u00a0]?){2,}")


def is_empty(text: str) -> bool:
    """Whether nothing is written there, spaces of any width aside."""
    return not text.strip(
        " \t\n\r\u00a0\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u200b"
    )


def is_line(text: str) -> bool:
    """Whether it is a line to write on and nothing else.

    >>> is_line("______"), is_line("........"), is_line("Nama: ____"), is_line("")
    (True, True, False, False)
    """
    return bool(_LINE.search(text)) and is_empty(_LINE.sub("", text))


def lines_in(text: str) -> list[tuple[int, int]]:
    """Where the lines to write on lie in a text.

    >>> lines_in("Nama: ____ (NIP ____)")
    [(6, 10), (16, 20)]
    """
    return [(found.start(), found.start() + len(found[0].rstrip())) for found in _LINE.finditer(text)]


# --- columns ------------------------------------------------------------------------------------------------------

_NUMBER_WORDS = {"no", "nomor", "number", "nr", "#", "num", "ref", "kode", "code", "item no", "question no",
                 "question number", "nomor pertanyaan", "no pertanyaan", "no urut", "q"}  # fmt: skip
_QUESTION_WORDS = {"question", "questions", "pertanyaan", "soal", "question text", "teks pertanyaan",
                   "daftar pertanyaan"}  # fmt: skip
_MAYBE_QUESTION = {"item", "items", "uraian", "description", "deskripsi", "indicator", "indicators", "indikator",
                   "topic", "topik", "subject", "hal", "isu", "issue", "issues", "information requested",
                   "data requested", "informasi yang diminta", "data yang diminta", "butir"}  # fmt: skip
_ANSWER = r"answers?|responses?|repl(?:y|ies)|jawaban|tanggapan|respons|isian|masukan|inputs?"
#: What is said about answers without heading a column of them.
_ABOUT = (r"types?|formats?|options?|choices?|dates?|deadlines?|codes?|sources?|scales?|guid\w*|instructions?|status"
          r"|jenis|tanggal|batas|kode|sumber|pilihan|skala|petunjuk|panduan")  # fmt: skip
_ANSWERS = re.compile(
    rf"(?:(?!(?:question|{_ABOUT})\b)\w+ ){{0,3}}(?:{_ANSWER})(?: (?!(?:{_ABOUT})\b)\w+){{0,6}}"
)


@dataclass(frozen=True)
class Columns:
    """Which columns of a table hold numbers, questions and answers, counted from 0; number is None without one."""

    number: int | None
    question: int
    answers: tuple[int, ...]


def columns_of(headings: Sequence[str]) -> Columns | None:
    """The columns a row of headings speaks of; None where it does not head questions and answers.

    >>> columns_of(["No.", "Pertanyaan", "Jawaban"])
    Columns(number=0, question=1, answers=(2,))
    >>> columns_of(["Item", "Question / Pertanyaan", "Response by Member State"])
    Columns(number=0, question=1, answers=(2,))
    >>> columns_of(["Year", "Value"]) is None
    True
    """
    said = [_said(heading) for heading in headings]
    answers = tuple(at for at, words in enumerate(said) if any(_ANSWERS.fullmatch(one) for one in words))
    left = [(at, words) for at, words in enumerate(said) if at not in answers]
    sure = [at for at, words in left if words & _QUESTION_WORDS]
    questions = sure or [at for at, words in left if words & _MAYBE_QUESTION]
    if not answers or len(questions) != 1:
        return None
    before = [at for at, words in left if at < questions[0] and words & (_NUMBER_WORDS | {"item", "butir"})]
    return Columns(before[0] if before else None, questions[0], answers)


def _said(heading: str) -> set[str]:
    """The words of a heading, each language for itself: what stands in brackets or after a stroke is another."""
    pieces = re.split(r"(?<!\b\w)/|[|\n()\[\]]", heading.lower())
    plain = (re.sub(r"\s+", " ", re.sub(r"[^\w#\s]", " ", piece)).strip() for piece in pieces)
    return {piece for piece in plain if piece and len(piece) <= 60}


def answers_label(text: str) -> bool:
    """Whether a text only announces an answer: “Jawaban:”.

    >>> answers_label("Answer:"), answers_label("Jawaban :"), answers_label("Answer all questions")
    (True, True, False)
    """
    return bool(
        re.fullmatch(rf"(?:your |the )?(?:{_ANSWER})(?: anda)?\s*[:.\-\u2013]?", text.strip().lower())
    )


# --- answers --------------------------------------------------------------------------------------------------------

_NOT_AVAILABLE = {"id": "Tidak tersedia", "en": "Not available"}


def written_answer(kind: str, text: str, figures: Sequence[tuple[str, str]], *, language: str) -> str:
    """What is written into a form for an answer: its text, and each figure it refers to that the text does not say.

    Args:
        kind: `answer`, or `unavailable` with the reason as its text.
        figures: what each is, and its number as it is written in the language.

    >>> written_answer("answer", "It fell to 19.8.", [("Stunting, 2024", "19.8"), ("JKN, 2025", "98.6")], language="en")
    'It fell to 19.8.\\nJKN, 2025: 98.6'
    >>> written_answer("unavailable", "asked from 2027 on", [], language="en")
    'Not available: asked from 2027 on'
    """
    if kind == "unavailable":
        return f"{_NOT_AVAILABLE[language]}: {text}" if text else _NOT_AVAILABLE[language]
    lines = [f"{name}: {number}" for name, number in figures if not says_number(text, number)]
    return "\n".join([text, *lines] if text else lines)


def says_number(text: str, number: str) -> bool:
    """Whether a text says a number, not merely its digits within another one.

    >>> says_number("19.8 percent", "19.8"), says_number("119.8", "19.8"), says_number("19.81", "19.8")
    (True, False, False)
    """
    return bool(re.search(rf"(?<![\d.,]){re.escape(number)}(?!\d|[.,]\d)", text))


#: Kind of place in Word -> how it is said, Indonesian and English.
_PLACES = {
    "cell": ("tabel {0}, baris {1}, kolom {2}", "table {0}, row {1}, column {2}"),
    "control": ("isian {0}", "field {0}"),
    "paragraph": ("paragraf {0}", "paragraph {0}"),
    "line": ("garis ke-{1} pada paragraf {0}", "line {1} in paragraph {0}"),
    "after": ("di bawah paragraf {0}", "below paragraph {0}"),
}
_CELL = re.compile(r"\$?[A-Z]{1,3}\$?[0-9]{1,7}")


def place_words(anchor: str, language: str) -> str:
    """A place of a form as a person finds it; what is no place stays as it is.

    >>> place_words("cell:1:3:3", "en"), place_words("Form A!C5", "id")
    ('table 1, row 3, column 3', 'lembar Form A, sel C5')
    """
    sheet, mark, cell = anchor.rpartition("!")
    if mark and _CELL.fullmatch(cell):
        said = "sheet {0}, cell {1}" if language == "en" else "lembar {0}, sel {1}"
        return said.format(sheet.strip("'"), cell)
    kind, *numbers = anchor.split(":")
    words = _PLACES.get(kind) if numbers and all(one.isdecimal() for one in numbers) else None
    try:
        return words[language == "en"].format(*numbers) if words else anchor
    except IndexError:
        return anchor
