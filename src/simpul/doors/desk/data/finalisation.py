"""Finalisation: the readiness board, a call of the custodian offices, and its close."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from ....actions.catalogue import call_finalisation, close_finalisation
from ....records.finalisation_reading import SheetLine, open_finalisations, read_board
from ....records.models import Finalisation, Framework, Indicator
from ..forms import Refused, kept
from ..listing import Column, Filter, Form, Table, among, answer, day_of
from ..templatetags.desk import SHEET_STATES, language
from ..work.reader import Reader, acting, must_see_rounds, reader
from ..work.rounds import day_in
from ..work.vacancies import vacancies
from .words import READINESS_WORDS, ROLE_WORDS, framework_options, lacking_words, waits_words

#: What the board says of an indicator that is in no finalisation.
NOT_CALLED = gettext_lazy("Not called")


def _state(line: SheetLine) -> str:
    return line.task.state if line.task else "none"


def _busy(line: SheetLine) -> bool:
    """It is in a finalisation that has not ended in an agreement, and is not called again."""
    return _state(line) not in ("none", "agreed")


def _state_word(code: str) -> str:
    return str(NOT_CALLED) if code == "none" else _(SHEET_STATES[code][0])


def _missing(line: SheetLine) -> str:
    return ", ".join(lacking_words(line.indicator.sheet))


def _with_whom(line: SheetLine) -> str:
    return waits_words(line.waits) if line.task else str(NOT_CALLED)


def _whose(line: SheetLine) -> str:
    return line.waits.role.value if line.waits.role else ""


def _url(line: SheetLine) -> str:
    if line.task and line.seen:
        return reverse("desk:sheet", args=[line.task.pk])
    return reverse("desk:indicator", args=[line.indicator.code])


BOARD = Table(
    code="readiness",
    title=gettext_lazy("Readiness of the sheets"),
    columns=(
        Column(
            "title",
            gettext_lazy("Indicator"),
            lambda line: line.indicator.title_en if language() == "en" else line.indicator.title_id,
            url=_url,
            width=44,
        ),
        Column("code", gettext_lazy("Code"), lambda line: line.indicator.code, under="title"),
        Column(
            "office",
            gettext_lazy("Custodian"),
            lambda line: line.indicator.custodian.acronym if line.indicator.custodian else "",
        ),
        Column(
            "body",
            gettext_lazy("Body"),
            lambda line: line.indicator.body.acronym if line.indicator.body else "",
            under="office",
        ),
        Column(
            "frameworks",
            gettext_lazy("Frameworks"),
            lambda line: ", ".join(line.framework_titles(language())),
            on_page=False,
        ),
        Column(
            "state",
            gettext_lazy("State"),
            lambda line: _state_word(_state(line)),
            part="desk/cells/sheet_state.html",
            keep=True,
        ),
        Column(
            "missing",
            gettext_lazy("Still missing"),
            _missing,
            part="desk/cells/sheet_missing.html",
            width=44,
        ),
        Column(
            "count",
            gettext_lazy("Fields missing"),
            lambda line: len(line.missing),
            Form.NUMBER,
            on_page=False,
        ),
        Column("with", gettext_lazy("With whom"), _with_whom),
        Column(
            "comments", gettext_lazy("Open comments"), lambda line: line.comments, Form.NUMBER, on_page=False
        ),
        Column("since", gettext_lazy("Since"), lambda line: line.waits.since, Form.DAY),
        Column("due", gettext_lazy("Due"), lambda line: line.waits.due, Form.DAY),
    ),
    filters=(
        Filter(
            "q",
            gettext_lazy("Words or code"),
            lambda line, text: (
                text.lower()
                in f"{line.indicator.code} {line.indicator.title_id} {line.indicator.title_en}".lower()
            ),
            kind="words",
        ),
        Filter(
            "framework",
            gettext_lazy("Framework"),
            lambda line, code: code in line.frameworks,
            options=lambda lines: framework_options(one for line in lines for one in line.frameworks),
        ),
        Filter(
            "office",
            gettext_lazy("Custodian"),
            *among(lambda line: line.indicator.custodian.acronym if line.indicator.custodian else ""),
        ),
        Filter("state", gettext_lazy("State"), *among(_state, _state_word)),
        Filter(
            "whose",
            gettext_lazy("Whose step"),
            lambda line, role: line.mine if role == "mine" else _whose(line) == role,
            options=lambda lines: [
                ("mine", _("mine")),
                *sorted(
                    {(role, str(ROLE_WORDS[role])) for line in lines if (role := _whose(line))},
                    key=lambda one: one[1],
                ),
            ],
        ),
        Filter(
            "lacks",
            gettext_lazy("Lacks"),
            lambda line, name: name in line.missing,
            options=lambda lines: sorted(
                {(name, str(READINESS_WORDS[name])) for line in lines for name in line.missing},
                key=lambda one: one[1],
            ),
        ),
    ),
    empty=(gettext_lazy("No indicator yet"), gettext_lazy("Indicators come with the content.")),
    symbol="clipboard-check",
    per_page=50,
    wide=True,
)


@login_required
def board(request: HttpRequest) -> HttpResponse:
    """What is missing of every sheet, with whom it is and since when; and the finalisations that run."""
    return _board(request, must_see_rounds(request))


def _board(request: HttpRequest, who: Reader, refused: Refused | None = None) -> HttpResponse:
    lines, tongue = read_board(who.duties, day=who.day), language()
    context = {
        "finalisations": [
            {
                "row": row,
                "title": row.title_en if language() == "en" else row.title_id,
                "form": f"close-{row.pk}",
                "frameworks": [one.short(tongue) for one in row.frameworks.all()],
            }
            for row in open_finalisations()
        ],
        "may_call": who.may("sheet.call"),
        "ready": sum(1 for line in lines if not line.missing),
        "total": len(lines),
        "refused": refused,
    }
    return answer(request, "desk/data/finalisation.html", context, BOARD.read(request, lines))


@login_required
def call(request: HttpRequest) -> HttpResponse:
    """The form that calls custodians; sent, it calls them. What was chosen is kept where it is refused."""
    who = reader(request)
    if not who.may("sheet.call"):
        raise Http404
    if request.method != "POST":
        return _call_page(request, who, request.GET)
    posted = request.POST
    return kept(
        request,
        "call",
        lambda: call_finalisation(
            title_id=posted.get("title_id", ""),
            title_en=posted.get("title_en", ""),
            indicators=_chosen(posted, who),
            frameworks=Framework.objects.filter(code__in=posted.getlist("frameworks")),
            opens_on=day_in(request, "opens_on"),
            proposals_due_on=day_in(request, "proposals_due_on"),
            comments_due_on=day_in(request, "comments_due_on"),
            closes_on=day_in(request, "closes_on"),
            actor=acting(request),
        ),
        page=lambda refused: _call_page(request, who, posted, refused),
        said=_("The finalisation is open; every custodian office has its sheets."),
        to=f"{reverse('desk:finalisation')}?state=called",
    )


def _call_page(
    request: HttpRequest, who: Reader, posted: QueryDict, refused: Refused | None = None
) -> HttpResponse:
    lines = [line for line in read_board(who.duties, day=who.day) if line.indicator.custodian]
    framework, chosen = posted.get("framework", ""), set(posted.getlist("indicator"))
    shown = [line for line in lines if not framework or framework in line.frameworks]
    opens = day_of(posted.get("opens_on", "")) or who.day
    context = {
        "lines": [
            {"line": line, "chosen": line.indicator.code in chosen, "busy": _busy(line)} for line in shown
        ],
        "day": opens,
        "vacancies": vacancies(
            (
                (line.indicator.body, [line.indicator.custodian])
                for line in shown
                if line.indicator.custodian and not _busy(line)
            ),
            opens,
        ),
        "frameworks": framework_options(one for line in lines for one in line.frameworks),
        "framework": framework,
        "all": bool(posted.get("all")),
        "refused": refused,
        "trail": [(_("Finalisation"), reverse("desk:finalisation")), (_("Call"), "")],
    }
    return render(request, "desk/data/finalisation_call.html", context)


def _chosen(posted: Any, who: Reader) -> list[Indicator]:
    """The indicators ticked, or all that are shown and in no finalisation yet."""
    codes = set(posted.getlist("indicator"))
    if posted.get("all"):
        framework = posted.get("framework", "")
        codes |= {
            line.indicator.code
            for line in read_board(who.duties, day=who.day)
            if line.indicator.custodian
            and not _busy(line)
            and (not framework or framework in line.frameworks)
        }
    return list(Indicator.objects.filter(code__in=codes))


@login_required
@require_POST
def close(request: HttpRequest, pk: int) -> HttpResponse:
    """Close a finalisation; the reason typed stays where it is refused."""
    who = must_see_rounds(request)
    row = get_object_or_404(Finalisation, pk=pk)
    return kept(
        request,
        f"close-{pk}",
        lambda: close_finalisation(
            finalisation=row, reason=request.POST.get("reason", ""), actor=acting(request)
        ),
        page=lambda refused: _board(request, who, refused),
        said=_("The finalisation is closed."),
        to=reverse("desk:finalisation"),
    )
