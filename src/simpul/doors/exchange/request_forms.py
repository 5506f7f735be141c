"""A request split from its sender's own form: brought, read in a child process, looked through, confirmed once."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, field
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_POST

from ...actions.files import hold_file
from ...actions.requests import TypedItem, bring_form, new_items, split_request
from ...core.errors import Problem
from ...core.figures import whole
from ...core.sender_forms import AFTER, BY_HAND, CONTROL, ROW, TABLE, Doubt, Form, FormPlace, Mark
from ...records.models import Request, StoredFile
from ...records.request_forms import bodies_in, bodies_to_ask, offices_to_ask, without_people
from .forms.reading import form_places, mark_form, read_form
from .request_pages import acting, found_request, place_words, request_url, told_problem, trail_of

#: Kinds of file a sender's own form may be.
FORMS = ("docx", "xlsx")
#: So many questions are looked through at once, the others once these are items; so many places to be marked by hand.
AT_ONCE, SHOWN = 100, 50
#: So many rows a page can send at most.
MOST = AT_ONCE + SHOWN
#: How a place was recognised -> in words, and whether a person should look twice.
RECOGNISED = {
    TABLE: (gettext_lazy("column of answers"), False),
    CONTROL: (gettext_lazy("field of the form"), False),
    ROW: (gettext_lazy("empty cell beside it"), False),
    AFTER: (gettext_lazy("line or empty paragraph: please check"), True),
    BY_HAND: (gettext_lazy("a number makes it a question"), True),
}
UNKNOWN = "SENDERFORM-LAYOUT-UNKNOWN"


@dataclass(frozen=True)
class FormRow:
    """A question of the page: what was read of it, or typed."""

    item: TypedItem
    kind: str
    take: bool

    @property
    def how(self) -> Any:
        """How its place was recognised."""
        return RECOGNISED.get(self.kind, ("", False))[0]

    @property
    def where(self) -> str:
        """Its place, in words."""
        return place_words(self.item.anchor)

    @property
    def unsure(self) -> bool:
        """A person should look at the place."""
        return bool(RECOGNISED.get(self.kind, ("", True))[1])


@dataclass
class FormRead:
    """What a form says when it is read: its questions, what stays in doubt, places left, or why it cannot be read."""

    form: Form | None = None
    problem: Problem | None = None
    places: list[FormPlace] = field(default_factory=list)
    more: int = 0

    @property
    def readable(self) -> bool:
        """Its places can be marked, recognised or not."""
        return self.problem is None or self.problem.code == UNKNOWN

    @property
    def doubts(self) -> tuple[Doubt, ...]:
        """What a person must decide."""
        return self.form.doubts if self.form else ()


def read_kept(file: StoredFile, *, by_hand: bool, words: str = "", done: Collection[str] = ()) -> FormRead:
    """Read a kept form; a form whose layout is unknown has places still, to be marked by hand.

    Args:
        by_hand: also list the places that no question was recognised for.
        words: only places that say this.
        done: places that items already have.
    """
    found = FormRead()
    try:
        found.form = read_form(file.path, name=file.name)
    except Problem as problem:
        found.problem = problem
    if found.readable and (by_hand or found.form is None):
        used = {*done, *(one.anchor for one in (found.form.items if found.form else ()))}
        try:
            left = [one for one in form_places(file.path, name=file.name) if one.anchor not in used]
        except Problem as problem:
            found.problem = problem
            return found
        fitting = [one for one in left if words.casefold() in f"{one.anchor} {one.text}".casefold()]
        found.places, found.more = fitting[:SHOWN], max(len(fitting) - SHOWN, 0)
    return found


@login_required
def request_form(request: HttpRequest, pk: int) -> HttpResponse:
    """The questions of the sender's form, to be looked through; confirmed, they are the items of the request."""
    row = found_request(request, pk, "request.split")
    problem: Problem | None = None
    if request.method == "POST":
        try:
            made = _split(request, row)
        except Problem as refused:
            problem = refused
        else:
            said = ngettext("%(count)d item made from the form.", "%(count)d items made from the form.", made)
            messages.success(request, said % {"count": made})
            day = timezone.localdate()
            new = row.items.filter(state="new").with_offices().with_lead(day)
            silent = {name for names in without_people(new, day).values() for name in names}
            if silent:
                told = _(
                    "Nobody of %(offices)s has a duty in the body asked: the secretariat writes its answer."
                )
                messages.warning(request, told % {"offices": ", ".join(sorted(silent))})
            return redirect(request_url(row))
    return _page(request, row, problem)


def _page(request: HttpRequest, row: Request, problem: Problem | None) -> HttpResponse:
    asked: Any = request.POST if request.method == "POST" else request.GET
    by_hand, words = asked.get("by") == "hand", asked.get("q", "").strip()
    items = list(row.items.values_list("number", "anchor"))
    done = {anchor for _number, anchor in items if anchor}
    read = FormRead()
    if row.form_file:
        read = read_kept(row.form_file, by_hand=by_hand, words=words, done=done)
    rows = _typed(request) if request.method == "POST" and "rows" in request.POST else _proposed(read, items)
    day = timezone.localdate()
    context = {
        "row": row,
        "file": row.form_file,
        "read": read,
        "rows": rows,
        "by_hand": by_hand or (read.form is None and read.readable),
        "q": words,
        "doubts": [
            {"told": told_problem(Problem(one.code, params=one.params)), "where": place_words(one.place)}
            for one in read.doubts
        ],
        "unreadable": told_problem(read.problem),
        "problem": told_problem(problem),
        "made": len(done),
        "later": max(_open_questions(read, done) - AT_ONCE, 0),
        "seen": row.form_file.sha256 if row.form_file else "",
        "tongue": asked.get("language", row.language),
        "everywhere": asked.get("everywhere", ""),
        "bodies": bodies_to_ask(day, first=bodies_in(row, [one.item for one in rows])),
        "offices": offices_to_ask(day),
        "may_replace": not done,
        "back": request_url(row),
        "trail": trail_of(row, _("The sender's own form")),
    }
    status = problem.status if problem else 200
    return render(request, "exchange/request_form.html", context, status=status)


def _proposed(read: FormRead, items: list[tuple[str, str]]) -> list[FormRow]:
    """A row for each question without an item yet, as many as are looked through at once, then the places left."""
    numbers, anchors = {number for number, _anchor in items}, {anchor for _number, anchor in items}
    found = []
    for at, one in enumerate(read.form.items if read.form else (), start=1):
        if one.anchor not in anchors:
            number = one.number or str(at)  # where the sender wrote none, its place in the form
            typed = TypedItem(number, one.text, anchor=one.anchor)
            likely = bool(one.number) or one.kind != AFTER  # a line without a number may be for a signature
            found.append(FormRow(typed, one.kind, take=likely and number not in numbers))
    found = found[:AT_ONCE]
    found += [FormRow(TypedItem("", one.text, anchor=one.anchor), BY_HAND, take=False) for one in read.places]
    return found


def _open_questions(read: FormRead, done: Collection[str]) -> int:
    return sum(1 for one in (read.form.items if read.form else ()) if one.anchor not in done)


def _typed(request: HttpRequest) -> list[FormRow]:
    """The rows as they were sent."""
    post, found = request.POST, []
    count = post.get("rows", "")
    for at in range(min(whole(count) or 0, MOST)):
        kind, number = post.get(f"kind-{at}", BY_HAND), post.get(f"number-{at}", "").strip()
        typed = TypedItem(
            number=number,
            text=post.get(f"text-{at}", "").replace("\r\n", "\n").strip(),
            body=post.get(f"body-{at}", "") or post.get("everywhere", ""),
            lead=post.get(f"lead-{at}", ""),
            also=tuple(dict.fromkeys(post.getlist(f"also-{at}"))),
            anchor=post.get(f"anchor-{at}", ""),
        )
        take = bool(number) if kind == BY_HAND else post.get(f"take-{at}") == "1"
        found.append(FormRow(typed, kind if kind in RECOGNISED else BY_HAND, take))
    return found


def _split(request: HttpRequest, row: Request) -> int:
    """Check every place in the form that was seen, then make the items: all of them or none."""
    if row.form_file is None:
        raise Problem("REQUESTS-NO-FORM", place=row.code, params={"code": row.code})
    taken = [one.item for one in _typed(request) if one.take]
    seen = request.POST.get("seen", "")
    tongue = "id" if request.POST.get("language") == "id" else "en"
    items = new_items(taken, language=tongue)
    marks = [Mark(one.number, one.anchor, one.text) for one in taken]
    marked = mark_form(row.form_file.path, marks, name=row.form_file.name)
    if marked.sha256 != row.form_file.sha256:
        name = row.form_file.name
        raise Problem("SENDERFORM-OTHER-FILE", place=name, params={"name": name})
    return len(split_request(request=row, items=items, form_seen=seen, actor=acting(request)))


@login_required
@require_POST
def request_form_upload(request: HttpRequest, pk: int) -> HttpResponse:
    """Bring the sender's form: read before it is kept, so that nothing dangerous is; then the page of its questions."""
    row = found_request(request, pk, "request.register")
    sent: Any = request.FILES.get("form")
    try:
        if sent is None:
            raise Problem("FORM-FILE", place="form")
        with hold_file(name=sent.name or "", stream=sent, accepted=FORMS) as held:
            _readable(held.path, held.name)
            bring_form(request=row, form=held, actor=acting(request))
    except Problem as problem:
        return _page(request, row, problem)
    return redirect("exchange:request_form", pk=pk)


def _readable(path: Any, name: str) -> None:
    """A form whose layout is not understood may be kept: its places are marked by hand.

    Raises:
        Problem: what is wrong with the file.
    """
    try:
        read_form(path, name=name)
    except Problem as problem:
        if problem.code != UNKNOWN:
            raise
