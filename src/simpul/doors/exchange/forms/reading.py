"""A sender's own form read, marked and filled, each in a child process that can be ended.

`read_form`, `form_places`, `mark_form` and `fill_form` are the door; the child
(`python -m simpul.doors.exchange.forms.reading`) does the work and writes its answer as JSON, a filled form beside it.
"""

from __future__ import annotations

import json
import sys
import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any

from ....core.errors import Problem
from ....core.sender_forms import BY_HAND, Doubt, Form, FormItem, FormPlace, Mark
from ....core.texts import check_characters
from ..archive import DOCUMENT, MACROS, MEGABYTE, WORD_MACROS, WORKBOOK, Limits, check_archive, check_size
from ..child import limit_self, run_limited
from . import excel_filling, excel_reading, word_filling, word_reading
from .excel import ExcelForm
from .package import Package
from .word import WordForm

#: A form is far smaller than a table of figures may be.
FORM_LIMITS = Limits(unpacked=60 * MEGABYTE, rows=5_000)
#: Characters of one answer.
ANSWER_LIMIT = 100_000

#: What the check of the archive says of any file, as it is said of a form.
_SAID = {
    "EXCHANGE-NOT-WORKBOOK": "SENDERFORM-NOT-OFFICE",
    "EXCHANGE-OLD-OR-LOCKED": "SENDERFORM-OLD-OR-LOCKED",
    "EXCHANGE-MACRO": "SENDERFORM-MACRO",
    "EXCHANGE-EXTERNAL-LINK": "SENDERFORM-EXTERNAL",
    "EXCHANGE-EXPANDS": "SENDERFORM-UNSAFE",
    "EXCHANGE-TOO-MANY-ROWS": "SENDERFORM-UNSAFE",
    "EXCHANGE-XML": "SENDERFORM-UNSAFE",
    "EXCHANGE-DAMAGED": "SENDERFORM-DAMAGED",
}


def kind_of_form(name: str) -> str:
    """`word` or `excel`, by a file's name.

    Raises:
        Problem: `SENDERFORM-MACRO`, or `SENDERFORM-TYPE` for PDF, .doc, .xls and the like.
    """
    ending = Path(name).suffix.lower()
    if ending in MACROS + WORD_MACROS:
        raise Problem("SENDERFORM-MACRO", place=name, params={"name": name, "part": ending})
    if ending not in (".docx", ".xlsx"):
        raise Problem("SENDERFORM-TYPE", place=name, params={"name": name})
    return "word" if ending == ".docx" else "excel"


# --- the door -----------------------------------------------------------------------------------------------------


def read_form(path: Path | str, *, name: str | None = None, limits: Limits = FORM_LIMITS) -> Form:
    """The questions of a form with the places of their answers, and what a person must decide.

    Args:
        name: the file's name as its sender knows it, for its kind and for messages.

    Raises:
        Problem: `SENDERFORM-LAYOUT-UNKNOWN` where no place is recognised; else what is wrong with the file.
    """
    return _form(_ask("read", path, name, limits, {}))


def form_places(
    path: Path | str, *, name: str | None = None, limits: Limits = FORM_LIMITS
) -> tuple[FormPlace, ...]:
    """The places of a form that can be marked by hand.

    Raises:
        Problem: what is wrong with the file.
    """
    return tuple(FormPlace(**one) for one in _ask("places", path, name, limits, {})["places"])


def mark_form(
    path: Path | str, marks: Sequence[Mark], *, name: str | None = None, limits: Limits = FORM_LIMITS
) -> Form:
    """The form with its places as a person marked them, each checked.

    Raises:
        Problem: `SENDERFORM-ANCHOR-GONE`, `-PLACE-…`, `-NUMBER-TWICE`, `-NO-MARKS`; or what is wrong with the file.
    """
    return _form(_ask("mark", path, name, limits, {"marks": [asdict(one) for one in marks]}))


def fill_form(
    path: Path | str,
    answers: Mapping[str, str],
    *,
    sha256: str,
    name: str | None = None,
    limits: Limits = FORM_LIMITS,
) -> bytes:
    """The same file with answers in their places and every other part as it was; the same answers, the same bytes.

    Args:
        answers: by anchor; paragraphs are parted by line ends. An empty answer leaves its place as it is.
        sha256: of the file the anchors were made from.

    Raises:
        Problem: `SENDERFORM-OTHER-FILE`, `-ANCHOR-GONE`, `-PLACE-…`, `-NOT-A-CHOICE`, `-ANSWER-TOO-LONG`,
            `TEXT-CHARACTER`; nothing is written.
    """
    for anchor, text in answers.items():
        check_characters(text, place=anchor)
        if len(text) > ANSWER_LIMIT:
            params = {"anchor": anchor, "length": len(text), "limit": ANSWER_LIMIT}
            raise Problem("SENDERFORM-ANSWER-TOO-LONG", place=anchor, params=params)
    filled: bytes = _ask("fill", path, name, limits, {"answers": dict(answers), "sha256": sha256})["filled"]
    return filled


def _form(answer: Mapping[str, Any]) -> Form:
    items = tuple(FormItem(**one) for one in answer["items"])
    return Form(answer["sha256"], items, tuple(Doubt(**one) for one in answer["doubts"]))


def _ask(
    verb: str, path: Path | str, name: str | None, limits: Limits, order: dict[str, Any]
) -> dict[str, Any]:
    """Let a child do it, and take its answer."""
    path = Path(path)
    name = name or path.name
    kind = kind_of_form(name)
    check_size(path, name=name, limits=limits)
    order |= {"verb": verb, "path": str(path.resolve()), "name": name, "kind": kind, "limits": asdict(limits)}
    with tempfile.TemporaryDirectory(prefix="simpul-form-") as folder:
        ordered, answered, filled = (Path(folder) / one for one in ("order.json", "answer.json", "filled"))
        ordered.write_text(json.dumps(order), encoding="utf-8")
        with answered.open("wb") as target:
            arguments = [str(ordered), str(filled)]
            finished = run_limited("simpul.doors.exchange.forms.reading", arguments, target, folder, limits)
        answer = _received(answered) if finished else None
        if answer is None or (verb == "fill" and "problem" not in answer and not filled.exists()):
            params = {"name": name, "seconds": limits.seconds, "megabytes": limits.memory // MEGABYTE}
            raise Problem("SENDERFORM-STOPPED", place=name, params=params)
        if problem := answer.get("problem"):
            raise Problem(problem["code"], place=problem["place"], params=problem["params"])
        if verb == "fill":
            answer["filled"] = filled.read_bytes()
    return answer


def _received(answered: Path) -> dict[str, Any] | None:
    """The child's answer; None where it broke off."""
    try:
        answer = json.loads(answered.read_text(encoding="utf-8"))
    except ValueError:
        return None
    return answer if isinstance(answer, dict) else None


# --- the child ----------------------------------------------------------------------------------------------------


def opened(path: Path, kind: str, name: str, limits: Limits) -> WordForm | ExcelForm:
    """Check and read a form in this process (the child does; tests may).

    Raises:
        Problem: what is wrong with the file.
    """
    try:
        check_size(path, name=name, limits=limits)
        check_archive(path, name=name, limits=limits, holds=DOCUMENT if kind == "word" else WORKBOOK)
        package = Package(path)
        return WordForm(package) if kind == "word" else ExcelForm(package)
    except Problem as problem:
        code = _SAID.get(problem.code, problem.code)
        params = {"part": problem.place or "", **problem.params, "name": name}
        raise Problem(code, place=problem.place, params=params) from problem


def recognised(form: WordForm | ExcelForm, name: str) -> Form:
    """What a form asks.

    Raises:
        Problem: `SENDERFORM-LAYOUT-UNKNOWN`.
    """
    found = word_reading.recognise(form) if isinstance(form, WordForm) else excel_reading.recognise(form)
    return found.form(name, form.package.sha256)


def places_of(form: WordForm | ExcelForm) -> list[FormPlace]:
    """What can be marked by hand."""
    return word_reading.places(form) if isinstance(form, WordForm) else excel_reading.places(form)


def marked(form: WordForm | ExcelForm, marks: Sequence[Mark]) -> Form:
    """The form as marked by hand.

    Raises:
        Problem: see `mark_form`.
    """
    if not marks:
        raise Problem("SENDERFORM-NO-MARKS")
    told = {one.anchor: one.text for one in places_of(form)}
    items: list[FormItem] = []
    for mark in marks:
        if mark.number and mark.number in {one.number for one in items}:
            raise Problem("SENDERFORM-NUMBER-TWICE", place=mark.anchor, params={"written": mark.number})
        items.append(FormItem(mark.number, mark.text or told.get(mark.anchor, ""), mark.anchor, BY_HAND))
    _check_anchors(form, [one.anchor for one in items])
    return Form(form.package.sha256, tuple(items))


def _check_anchors(form: WordForm | ExcelForm, anchors: Sequence[str]) -> None:
    """Each is a place to be written in, and no two are one."""
    spots: dict[object, str] = {}
    for anchor in anchors:
        spot: object = anchor
        if isinstance(form, WordForm):
            word_filling.find(form, anchor)
        else:
            sheet, cell = excel_filling.find(form, anchor)
            spot = (sheet.part, cell)
        if spot in spots:
            raise Problem("SENDERFORM-PLACE-TWICE", place=anchor, params={"anchor": anchor})
        spots[spot] = anchor
    if isinstance(form, WordForm):  # a cell and a paragraph within it are one place: writing tells
        word_filling.fill(form, dict.fromkeys(anchors, "x"))


def filled_form(form: WordForm | ExcelForm, answers: Mapping[str, str], sha256: str, name: str) -> bytes:
    """The file with the answers.

    Raises:
        Problem: see `fill_form`.
    """
    if form.package.sha256 != sha256:
        raise Problem("SENDERFORM-OTHER-FILE", place=name, params={"name": name})
    filler = (
        word_filling.fill(form, answers) if isinstance(form, WordForm) else excel_filling.fill(form, answers)
    )
    return form.package.with_parts(filler)


def answer_to(order: Mapping[str, Any], target: Path) -> dict[str, Any]:
    """What the child answers to an order; a filled form is written to `target`."""
    limits, name = Limits(**order["limits"]), order["name"]
    try:
        form = opened(Path(order["path"]), order["kind"], name, limits)
        if order["verb"] == "read":
            return asdict(recognised(form, name))
        if order["verb"] == "places":
            return {"places": [asdict(one) for one in places_of(form)]}
        if order["verb"] == "mark":
            return asdict(marked(form, [Mark(**one) for one in order["marks"]]))
        target.write_bytes(filled_form(form, order["answers"], order["sha256"], name))
    except Problem as problem:
        params = {"name": name, **problem.params}
        return {"problem": {"code": problem.code, "place": problem.place, "params": params}}
    return {"done": True}


def child(ordered: str, filled: str) -> None:
    """What the child process does: limit itself, read, and write its answer as JSON."""
    order = json.loads(Path(ordered).read_text(encoding="utf-8"))
    limit_self(Limits(**order["limits"]))
    sys.stdout.write(json.dumps(answer_to(order, Path(filled)), ensure_ascii=False, default=str))
    sys.stdout.flush()


if __name__ == "__main__":
    child(*sys.argv[1:])
