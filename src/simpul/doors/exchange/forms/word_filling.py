"""Answers written into a Word form, in the style of their place; not a byte beside the places changes."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import TypeVar

from ....core.errors import Problem
from ....core.sender_forms import is_empty, is_line
from .markup import Change, Element, parse, spliced, written
from .word import Cell, Control, Paragraph, WordForm

_ANCHOR = re.compile(
    r"(cell:\d{1,5}:\d{1,5}:\d{1,5})|(paragraph|after|control):(\d{1,6})|line:(\d{1,6}):(\d{1,4})"
)
#: What a paragraph says of itself that a second paragraph of the same answer does not repeat.
_ONCE = {"sectPr", "pPrChange", "pageBreakBefore", "rPr"}
#: What Word notes about the mark of a paragraph, not about how its letters look.
_NOTED = {"ins", "del", "moveFrom", "moveTo", "rPrChange", "vanish", "specVanish"}
_FACE = {"rFonts", "sz", "szCs", "lang"}

_Kind = TypeVar("_Kind")

Place = Cell | Paragraph | Control | tuple[Paragraph, int]


def find(form: WordForm, anchor: str) -> tuple[str, Place]:
    """The manner and place an anchor stands for.

    Raises:
        Problem: `SENDERFORM-ANCHOR-GONE`, `-PLACE-FILLED`, `-PLACE-COVERED`, `-PLACE-LOCKED`, `-PLACE-KIND`.
    """
    said = _ANCHOR.fullmatch(anchor)
    place: Place | None = None
    manner = ""
    if said and said[1]:
        manner, place = "cell", form.cells.get(anchor)
    elif said and said[2] == "control":
        manner, place = "control", _nth(form.controls, said[3])
    elif said and said[2]:
        manner, place = said[2], _nth(form.paragraphs, said[3])
    elif said:
        paragraph = _nth(form.paragraphs, said[4])
        manner = "line"
        if paragraph and 0 < int(said[5]) <= len(paragraph.lines()):
            place = (paragraph, int(said[5]) - 1)
    if place is None:
        raise Problem("SENDERFORM-ANCHOR-GONE", place=anchor, params={"anchor": anchor})
    _check(anchor, manner, place)
    return manner, place


def _nth(things: list[_Kind], number: str) -> _Kind | None:
    at = int(number)
    return things[at - 1] if 0 < at <= len(things) else None


def _check(anchor: str, manner: str, place: Place) -> None:
    """The place is there to be written in."""
    if isinstance(place, Cell) and place.covered:
        raise Problem("SENDERFORM-PLACE-COVERED", place=anchor, params={"anchor": anchor, "question": anchor})
    if isinstance(place, Control) and place.refusal:
        raise Problem(place.refusal, place=anchor, params={"anchor": anchor, "question": anchor})
    if isinstance(place, tuple) or manner == "after" or place.blank:
        return
    text = "" if isinstance(place, Control) else place.text[:80]
    params = {"anchor": anchor, "question": anchor, "text": text}
    raise Problem("SENDERFORM-PLACE-FILLED", place=anchor, params=params)


def fill(form: WordForm, answers: Mapping[str, str]) -> dict[str, bytes]:
    """The document part with answers, by anchor; their paragraphs are parted by line ends.

    Raises:
        Problem: see `find`; `SENDERFORM-PLACE-TWICE`.
    """
    writer = _Writer(form)
    for anchor, text in answers.items():
        writer.put(anchor, paragraphs_of(text))

    def clash() -> Problem:
        return Problem("SENDERFORM-PLACE-TWICE", place=form.part, params={"anchor": ", ".join(answers)[:200]})

    made = spliced(form.data, writer.finish(), clash)
    parse(made, form.part)
    return {form.part: made}


def paragraphs_of(text: str) -> list[str]:
    """The paragraphs of an answer, without empty ones.

    >>> paragraphs_of("satu\\r\\n\\r\\ndua")
    ['satu', 'dua']
    """
    return [one.rstrip() for one in re.split(r"\r\n|\r|\n|\u2028|\u2029", text) if not is_empty(one)]


class _Writer:
    def __init__(self, form: WordForm) -> None:
        self.form, self.data = form, form.data
        self.changes: list[Change] = []
        self.within: dict[int, dict[int, list[str]]] = {}

    def finish(self) -> list[Change]:
        """All changes; answers within one paragraph are written together."""
        for ordinal, answers in self.within.items():
            self.lines(self.form.paragraphs[ordinal - 1], answers)
        return self.changes

    def put(self, anchor: str, texts: list[str]) -> None:
        manner, place = find(self.form, anchor)
        if not texts:
            return
        if isinstance(place, Cell):
            self.cell(place, texts)
        elif isinstance(place, Control):
            self.control(place, texts)
        elif isinstance(place, tuple):
            self.within.setdefault(place[0].ordinal, {})[place[1]] = texts
        elif manner == "after":
            self.after(place, texts)
        else:
            self.paragraph(place, texts, self._lines_after(place))

    def source(self, element: Element) -> bytes:
        return self.data[element.start : element.end]

    # --- the parts of a paragraph

    def style_of(self, paragraph: Element) -> bytes:
        """How letters look in a paragraph: as its first run says, else as its mark."""
        run = paragraph.first("r")
        properties = run.first("rPr") if run else None
        return self.dressed(properties or paragraph.first("pPr", "rPr"))

    def dressed(self, properties: Element | None, only: set[str] | None = None) -> bytes:
        if properties is None:
            return b""
        kept = [
            one
            for one in properties.children
            if one.name not in _NOTED and (only is None or one.name in only)
        ]
        if not kept:
            return b""
        tag = f"{properties.prefix}rPr".encode()
        return b"<" + tag + b">" + b"".join(self.source(one) for one in kept) + b"</" + tag + b">"

    def run(self, texts: list[str], style: bytes, prefix: str) -> bytes:
        """One run; the texts are parted by line breaks."""
        body = f"<{prefix}br/>".join(_marked(text, prefix) for text in texts)
        return f"<{prefix}r>".encode() + style + body.encode() + f"</{prefix}r>".encode()

    def further(self, paragraph: Element, texts: list[str], style: bytes) -> bytes:
        """More paragraphs like one: each with its properties and one text."""
        prefix, properties = paragraph.prefix, paragraph.first("pPr")
        told = b""
        if properties:
            kept = b"".join(self.source(one) for one in properties.children if one.name not in _ONCE)
            tag = f"{properties.prefix}pPr".encode()
            told = b"<" + tag + b">" + kept + b"</" + tag + b">" if kept else b""
        opened, closed = f"<{prefix}p>".encode(), f"</{prefix}p>".encode()
        return b"".join(opened + told + self.run([text], style, prefix) + closed for text in texts)

    # --- places

    def paragraph(self, one: Paragraph, texts: list[str], lines: list[Paragraph]) -> None:
        """An empty paragraph or line takes the first text; the others follow as paragraphs like it."""
        element, style = one.element, self.style_of(one.element)
        section = element.first("pPr", "sectPr") is not None
        first, others = (texts[-1:], texts[:-1]) if section else (texts[:1], texts[1:])
        self._write(element, self.run(first, style, element.prefix))
        more = self.further(element, others, style)
        if more:
            at = element.start if section else element.end
            self.changes.append(Change(at, at, more))
        for line in lines:
            self.changes.append(Change(line.element.start, line.element.end, b""))

    def _write(self, element: Element, run: bytes) -> None:
        """The run in place of those a paragraph has."""
        if element.empty:
            opened = re.sub(rb"\s*/>$", b">", self.source(element))
            closed = f"</{element.prefix}p>".encode()
            self.changes.append(Change(element.start, element.end, opened + run + closed))
            return
        properties, runs = element.first("pPr"), element.all("r")
        if runs:
            self.changes.append(Change(runs[0].start, runs[0].end, run))
            self.changes += [Change(one.start, one.end, b"") for one in runs[1:]]
        else:
            at = properties.end if properties else element.inside
            self.changes.append(Change(at, at, run))

    def _lines_after(self, one: Paragraph) -> list[Paragraph]:
        """The further lines to write on below the first; they give way to the answer."""
        found: list[Paragraph] = []
        if not is_line(one.text) or one.element.parent is None:
            return found
        beside = one.element.parent.children
        known = {id(other.element): other for other in self.form.paragraphs}
        for element in beside[beside.index(one.element) + 1 :]:
            other = known.get(id(element))
            if other is None or not other.blank or not is_line(other.text) or not _only_text(element):
                break
            found.append(other)
        return found

    def cell(self, cell: Cell, texts: list[str]) -> None:
        first, *rest = cell.paragraphs
        lines = [one for one in rest if is_line(one.text) and _only_text(one.element)]
        self.paragraph(first, texts, lines)

    def after(self, one: Paragraph, texts: list[str]) -> None:
        """New paragraphs below one: its letters, neither its number nor its emphasis."""
        run = one.element.first("r")
        style = self.dressed(run.first("rPr") if run else None, only=_FACE)
        prefix = one.element.prefix
        opened, closed = f"<{prefix}p>".encode(), f"</{prefix}p>".encode()
        made = b"".join(opened + self.run([text], style, prefix) + closed for text in texts)
        self.changes.append(Change(one.element.end, one.element.end, made))

    def lines(self, one: Paragraph, answers: Mapping[int, list[str]]) -> None:
        """Lines to write on within a paragraph give way to their answers, in the letters of the line."""
        spans = [(*one.lines()[which], texts) for which, texts in sorted(answers.items())]
        for at, element in one.pieces:
            here = [span for span in spans if at < span[1] and at + len(element.text) > span[0]]
            if here:
                made = self.piece(at, element, here)
                self.changes.append(Change(element.start, element.end, made.encode()))

    def piece(self, at: int, element: Element, spans: list[tuple[int, int, list[str]]]) -> str:
        """A piece of text with answers for lines; a line over several pieces is answered in its first."""
        prefix, made, said = element.prefix, "", 0
        for start, end, texts in spans:
            made += _text(element.text[said : max(start - at, 0)], prefix)
            if start >= at:
                made += f"<{prefix}br/>".join(_marked(text, prefix) for text in texts)
            said = max(end - at, 0)
        return made + _text(element.text[said:], prefix)

    def control(self, one: Control, texts: list[str]) -> None:
        properties, content = one.element.first("sdtPr"), one.element.first("sdtContent")
        if content is None:
            raise Problem("SENDERFORM-ANCHOR-GONE", place=one.anchor, params={"anchor": one.anchor})
        style, plain = b"", False
        if properties:
            style = self.dressed(properties.first("rPr"))
            plain = properties.first("text") is not None
            self.changes += [
                Change(child.start, child.end, b"")
                for child in properties.children
                if child.name == "showingPlcHdr"
            ]
        holder = next((child for child in content.children if child.name == "tc"), content)
        paragraphs = holder.all("p")
        if paragraphs:
            self._held(paragraphs, texts, style, plain)
        else:
            self._inline(content, texts, style)

    def _held(self, paragraphs: list[Element], texts: list[str], style: bytes, plain: bool) -> None:
        """The paragraphs of a control give way to those of the answer; a plain text control holds only one."""
        first, last = paragraphs[0], paragraphs[-1]
        style = style or self.dressed(first.first("pPr", "rPr"))
        if plain:
            properties, prefix = first.first("pPr"), first.prefix
            told = self.source(properties) if properties else b""
            run = self.run(texts, style, prefix)
            made = f"<{prefix}p>".encode() + told + run + f"</{prefix}p>".encode()
        else:
            made = self.further(first, texts, style)
        self.changes.append(Change(first.start, last.end, made))

    def _inline(self, content: Element, texts: list[str], style: bytes) -> None:
        if not style:
            above = content.parent
            while above is not None and above.name != "p":
                above = above.parent
            style = self.dressed(above.first("pPr", "rPr")) if above else b""
        run, prefix = self.run(texts, style, content.prefix), content.prefix
        if content.empty:
            made = f"<{prefix}sdtContent>".encode() + run + f"</{prefix}sdtContent>".encode()
            self.changes.append(Change(content.start, content.end, made))
        else:
            self.changes.append(Change(content.inside, content.until, run))


def _text(text: str, prefix: str) -> str:
    return f'<{prefix}t xml:space="preserve">{written(text)}</{prefix}t>' if text else ""


def _marked(text: str, prefix: str) -> str:
    """A text with its tabs as Word's own."""
    return f"<{prefix}tab/>".join(_text(piece, prefix) for piece in text.split("\t"))


def _only_text(element: Element) -> bool:
    """Whether a paragraph holds letters and properties and nothing that others point to."""
    return (
        all(one.name in ("pPr", "r", "proofErr") for one in element.children)
        and element.first("pPr", "sectPr") is None
    )
