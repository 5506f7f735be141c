"""Forms of the desk: what is sent is kept, or comes back into its fields with the reason."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext_lazy

from ...actions.files import EVIDENCE, HeldFile
from ...actions.uploads import Uploads, WaitingFile
from ...core.errors import NotAllowed, NotFound, Problem, hint, sentence
from ...core.figures import whole
from ..uploads import uploads_of
from .templatetags.desk import language
from .work.rounds import day_in

#: Parts of a form that are files: of an answer, and of a decision that makes a sheet agreed.
PARTS = ("form", "annex", "letter", "file")
#: Refusal -> the field it belongs to, where its place is the item.
FIELDS = {
    "REPORTING-DATE-NOT-LATER": "due",
    "REQUESTS-EMPTY-ANSWER": "text_en",
    "REPORTING-TOO-LONG": "text_en",
    "REQUESTS-NO-FIGURE": "more_figures",
    "REQUESTS-SENT-DATE": "on",
    "REPORTING-LETTER-NEEDED": "letter_number",
    "REPORTING-LETTER-DATE": "letter_date",
    "SHEET-OPEN-COMMENTS": "remark",
    "SHEET-NEEDS-DECISION": "decision",
    "SHEET-DECISION-DAY": "decided_on",
    "SHEET-DECISION-BEFORE-CALL": "decided_on",
    "SHEET-UNFINISHED": "reason",
    "INDICATOR-INTO-ITSELF": "into",
    "ALIGNMENT-DISPUTED": "words_id",
    "ALIGNMENT-RELATION": "relation",
    "ALIGNMENT-CIRCLE": "relation",
    "FILES-EMPTY": "file",
    "FILES-TOO-LARGE": "file",
    "FILES-TYPE": "file",
}
#: Refusals that only warn: the same form goes through once its sender ticks that he knows.
WARNINGS = frozenset({"REQUESTS-NUMBERS"})
#: Field that may be empty in a refusal -> what the page calls it.
FIELD_WORDS = {
    "channel": gettext_lazy("Sent by"),
    "receipt": gettext_lazy("Receipt of the sender"),
    "text": gettext_lazy("What is asked"),
}


@dataclass(frozen=True)
class Refused:
    """A form that could not be kept.

    Args:
        form: its key; `typed`: what was sent, by field.
        field: the field the refusal belongs to; empty where it concerns the whole form.
        many: what was sent, every value of a field.
        waiting: part -> files that were received and wait, so that nobody chooses them twice.
        way: the way out on this page, where it is another than that of the refusal.
    """

    form: str
    problem: Problem
    typed: Mapping[str, str]
    field: str
    many: Mapping[str, Sequence[str]]
    waiting: Mapping[str, Sequence[WaitingFile]]
    way: str = ""

    @property
    def warning(self) -> bool:
        """It only warns: one may go on."""
        return self.problem.code in WARNINGS

    @property
    def sentence(self) -> str:
        """What is wrong, in the reader's language."""
        return sentence(self._named(), language())

    @property
    def hint(self) -> str:
        """The way out."""
        return self.way or hint(self._named(), language())

    def _named(self) -> Problem:
        params = dict(self.problem.params)
        if params.get("field") in FIELD_WORDS:
            params["field"] = str(FIELD_WORDS[params["field"]])
        return Problem(self.problem.code, place=self.problem.place, params=params)


def refused_as(form: str, problem: Problem, request: HttpRequest) -> Refused:
    """The refusal of a form, at the field it belongs to."""
    typed = {name: str(text) for name, text in request.POST.items()}
    known = {*typed, *request.FILES}
    place = problem.place or ""
    field = place if place in known else FIELDS.get(problem.code, "")
    many = {name: [str(one) for one in texts] for name, texts in request.POST.lists()}
    waiting = uploads_in(request, *PARTS).set_aside()
    return Refused(form, problem, typed, field if field in known else "", many, waiting)


def kept(
    request: HttpRequest,
    form: str,
    act: Callable[[], Any],
    *,
    page: Callable[[Refused], HttpResponse],
    said: Any,
    to: str,
) -> HttpResponse:
    """What becomes of a form: done and back to a page, or its own page again with what was typed.

    Args:
        page: the page with a refusal on it.
        said: what is told once it is done; `to`: the address it leads to.

    Raises:
        NotAllowed, NotFound: they keep pages of their own.
    """
    try:
        act()
    except (NotAllowed, NotFound):
        raise
    except Problem as problem:
        answer = page(refused_as(form, problem, request))
        answer.status_code = problem.status
        return answer
    messages.success(request, said)
    return redirect(to)


def number_in(request: HttpRequest, name: str) -> int:
    """A whole number of a form; 0 where it is none."""
    return whole(request.POST.get(name, "")) or 0


def text_in(request: HttpRequest, name: str) -> str:
    """A text of a form, with line ends as they are kept."""
    return request.POST.get(name, "").replace("\r\n", "\n").strip()


def maybe_day(request: HttpRequest, name: str) -> date | None:
    """A day of a form, None where the field is empty.

    Raises:
        Problem: `FORM-DATE`.
    """
    return day_in(request, name) if request.POST.get(name, "").strip() else None


def chosen(rows: Iterable[Any], wanted: str | Sequence[str]) -> list[Any]:
    """The rows whose key was chosen, in the order of the page."""
    keys = {wanted} if isinstance(wanted, str) else set(wanted)
    return [row for row in rows if str(row.pk) in keys]


def one_of(rows: Iterable[Any], wanted: str) -> Any:
    """The row that was chosen; what the page did not offer does not exist.

    Raises:
        Http404: it is none of these.
    """
    found = chosen(rows, wanted)
    if not found:
        raise Http404
    return found[0]


def uploads_in(request: HttpRequest, *parts: str) -> Uploads:
    """The files of a form by their part of it: those sent now, and those that wait from before."""
    return uploads_of(request, dict.fromkeys(parts, EVIDENCE))


def held(request: HttpRequest, *parts: str) -> AbstractContextManager[list[tuple[str, HeldFile]]]:
    """The files of a form, each with the part it is of it, until the form is done."""
    return uploads_in(request, *parts).held()


def day_after(request: HttpRequest, name: str) -> date | None:
    """The day after the last day a form names, from which it no longer holds; None where the field is empty.

    Raises:
        Problem: `FORM-DATE`.
    """
    last = maybe_day(request, name)
    if last is None:
        return None
    if last == date.max:
        raise Problem("FORM-DATE", place=name, params={"text": last.isoformat()})
    return last + timedelta(days=1)


def needed_day_after(request: HttpRequest, name: str) -> date:
    """The same of a field that may not be empty.

    Raises:
        Problem: `FORM-DATE`.
    """
    found = day_after(request, name)
    if found is None:
        raise Problem("FORM-DATE", place=name, params={"text": "–"})
    return found
