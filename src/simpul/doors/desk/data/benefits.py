"""Benefit records to read: the list, one record with its versions, and the three answers beside a goal or indicator."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from decimal import Decimal
from typing import Any
from urllib.parse import urlencode

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from ....core.benefits import Finding, Severity, SubjectKind
from ....core.figures import Status, whole
from ....core.permissions import roles_with
from ....records.areas import area_names
from ....records.benefit_reading import (
    Contribution,
    find_subject,
    findings_of,
    focal_points,
    reach_of,
    read_tree,
    records_for,
    twice_with,
    unanswered_claims,
)
from ....records.benefits import in_reach
from ....records.framework_titles import short_titles_in
from ....records.models import Benefit, BenefitVersion, Goal
from ..bodies import of_reader
from ..listing import Column, Filter, Form, Table, among, answer
from ..templatetags.benefits import (
    STATES,
    UNITS,
    counting_word,
    goal_word,
    how_many,
    labelled,
    place,
    told,
    whom,
)
from ..templatetags.desk import language, period
from ..templatetags.work import titled
from ..work.reader import Reader, reader
from .words import ROLE_WORDS

Row = dict[str, Any]
#: How a finding looks: class and icon. What is missing is no mistake.
_LOOKS = {
    Severity.REFUSED: ("error", "octagon-alert"),
    Severity.MISSING: ("open", "circle-dashed"),
    Severity.WARNING: ("warning", "triangle-alert"),
}


def _amount(row: Row) -> Decimal | str | None:
    """The number; a limit, or that there is none yet, as its words."""
    version = row["version"]
    plain = version.amount is not None and version.amount_status == Status.VALUE.value
    return Decimal(version.amount) if plain else how_many(version) if version.counting else None


def _labels(rows: Any) -> Any:
    """Options of a filter from what rows name themselves: code and label."""
    return lambda every: sorted(
        {one for row in every for one in rows(row)}, key=lambda one: one[1].casefold()
    )


def _groups(row: Row) -> list[tuple[str, str]]:
    return [(one.code, labelled(one)) for one in row["version"].groups.all()]


def _field(row: Row) -> list[tuple[str, str]]:
    one = row["version"].field_of_life
    return [(one.code, labelled(one))] if one else []


def _names(read: Any) -> Any:
    return lambda row, code: code in {value for value, _word in read(row)}


RECORDS = Table(
    code="benefits",
    title=gettext_lazy("Benefits"),
    columns=(
        Column(
            "told",
            gettext_lazy("Contribution"),
            lambda row: told(row["version"]),
            url=lambda row: reverse("desk:benefit", args=[row["version"].benefit_id]),
            width=60,
        ),
        Column("subject", gettext_lazy("Told of"), lambda row: row["subject"], under="told"),
        Column(
            "field",
            gettext_lazy("Field of life"),
            lambda row: "".join(word for _c, word in _field(row)),
            under="told",
        ),
        Column("whom", gettext_lazy("Who"), lambda row: whom(row["version"]), width=36),
        Column("amount", gettext_lazy("How many"), _amount, Form.NUMBER),
        Column("unit", gettext_lazy("Counted are"), lambda row: _unit(row["version"]), under="amount"),
        Column(
            "counting",
            gettext_lazy("How counted"),
            lambda row: counting_word(row["version"].counting) if row["version"].amount is not None else "",
            under="amount",
        ),
        Column("place", gettext_lazy("Where"), lambda row: place(row["version"], row["areas"])),
        Column("period", gettext_lazy("When"), lambda row: period(row["version"].period), under="place"),
        Column("body", gettext_lazy("Body"), lambda row: row["version"].benefit.body.acronym),
        Column(
            "office",
            gettext_lazy("Office"),
            lambda row: row["version"].benefit.organisation.acronym,
            under="body",
        ),
        Column("serves", gettext_lazy("Goals it serves"), lambda row: row["serves"], on_page=False, width=36),
        Column(
            "basis",
            gettext_lazy("Basis of the number"),
            lambda row: row["version"].basis,
            on_page=False,
            width=60,
        ),
        Column(
            "links",
            gettext_lazy("Evidence"),
            lambda row: "; ".join(row["version"].links),
            on_page=False,
            width=60,
        ),
        Column(
            "state",
            gettext_lazy("State"),
            lambda row: str(STATES[row["version"].benefit.state][0]),
            part="desk/cells/benefit_state.html",
        ),
        Column(
            "version", gettext_lazy("Version"), lambda row: row["version"].number, Form.NUMBER, on_page=False
        ),
    ),
    filters=(
        Filter("field", gettext_lazy("Field of life"), _names(_field), _labels(_field)),
        Filter("group", gettext_lazy("Group"), _names(_groups), _labels(_groups)),
        Filter(
            "body",
            gettext_lazy("Sectoral body"),
            *among(lambda row: row["version"].benefit.body.acronym),
            grouped=of_reader,
        ),
        Filter(
            "goal",
            gettext_lazy("Goal"),
            lambda row, code: code in row["goals"],
            options=lambda rows: [
                (code, goal_word(code, rows[0]["frameworks"]))
                for code in sorted({one for row in rows for one in row["goals"]})
            ],
        ),
        Filter("period", gettext_lazy("Period"), *among(lambda row: row["version"].period, period)),
        Filter(
            "state",
            gettext_lazy("State"),
            *among(lambda row: row["version"].benefit.state, lambda code: STATES[code][0]),
        ),
    ),
    empty=(
        gettext_lazy("No benefit is recorded yet"),
        gettext_lazy(
            "Offices record here what their work contributed to people's lives; it is shown once the focal point has"
            " confirmed it."
        ),
    ),
    symbol="user-round-check",
    per_page=50,
    wide=True,
)


def _unit(version: BenefitVersion) -> str:
    """What is counted, where the number does not say it already."""
    plain = version.amount is not None and version.amount_status == Status.VALUE.value
    return str(UNITS.get(version.unit, "")) if plain else ""


@login_required
def benefits(request: HttpRequest) -> HttpResponse:
    """The records the reader may see, narrowed as he asks; their numbers are not added up."""
    who, tree, areas = reader(request), read_tree(), area_names(language())
    frameworks = short_titles_in(language())
    rows = [
        {
            "version": row,
            "goals": reach_of(row, tree).goals,
            "subject": goal_word(row.benefit.subject_code, frameworks),
            "serves": "; ".join(
                goal_word(f"{goal.framework.code}/{goal.code}", frameworks) for goal in row.serves.all()
            ),
            "areas": areas,
            "frameworks": frameworks,
        }
        for row in records_for(who.duties, who.day)
    ]
    listing = RECORDS.read(request, rows)
    return answer(request, "desk/data/benefits.html", {"may_record": may_record(who)}, listing)


def may_record(who: Reader) -> bool:
    """Whether some role of the day records benefits at all; for which body, the form asks."""
    return any(duty.on(who.day) and duty.role in roles_with("benefit.record") for duty in who.duties)


def record_url(who: Reader, kind: str, code: str) -> str:
    """Where a record of a subject is begun; empty where the reader records nothing."""
    asked = urlencode({"subject": f"{kind}:{code}"})
    return f"{reverse('desk:benefit_record')}?{asked}" if may_record(who) else ""


def subject_words(kind: str, code: str, row: Any) -> dict[str, str]:
    """What a record is told of: code, title, the framework of a goal, address."""
    told_of = {"title": titled(row) if row else ""}
    if kind != SubjectKind.GOAL:
        return {**told_of, "code": code, "framework": "", "url": reverse("desk:indicator", args=[code])}
    framework, _slash, goal = code.partition("/")
    name = titled(row.framework) if row else framework
    return {**told_of, "code": goal, "framework": name, "url": reverse("desk:goal", args=[framework, goal])}


def visible_benefit(request: HttpRequest, pk: int) -> tuple[Benefit, Reader, bool]:
    """A record the reader may see, and whether its drafts are his to see.

    Raises:
        Http404: there is none, or it is not his to see.
    """
    who = reader(request)
    rows = Benefit.objects.visible_to(who.duties, who.day).select_related("body", "organisation")
    row = get_object_or_404(rows, pk=pk)
    reach = in_reach(who.duties, who.day)
    return row, who, reach is None or Benefit.objects.filter(reach, pk=pk).exists()


@login_required
def benefit(request: HttpRequest, pk: int) -> HttpResponse:
    """One record: what it says, what is missing, who confirmed it, and every version it had."""
    row, who, inside = visible_benefit(request, pk)
    versions = list(row.versions.with_all().order_by("-number"))
    if not inside:
        versions = [one for one in versions if _was_confirmed(one)]
    asked = whole(request.GET.get("version", ""))
    usual = row.number if inside else row.confirmed_number
    number = usual if asked is None else asked
    version = next((one for one in versions if one.number == number), None)
    if version is None:
        raise Http404
    tree = read_tree()
    findings = findings_of(version, tree)
    now = version.number == row.number
    context = {
        "benefit": row,
        "version": version,
        "areas": area_names(language()),
        "versions": versions,
        "inside": inside,
        "now": now,
        "subject": subject_words(
            row.subject_kind, row.subject_code, find_subject(row.subject_kind, row.subject_code)
        ),
        "serves": [_goal_words(goal) for goal in version.serves.all()],
        "findings": finding_lines(findings) if inside else [],
        "missing": sum(1 for one in findings if one.severity is not Severity.WARNING),
        "twice": [(pair.other if pair.one == row.pk else pair.one) for pair in twice_with(version, tree)],
        "decisions": [
            {"row": one, "role": ROLE_WORDS.get(one.role, one.role)}
            for item in versions
            for one in item.decisions.all()
        ],
        "day": who.day,
        "trail": [
            (_("Benefits"), reverse("desk:benefits")),
            (_("Record %(number)s") % {"number": row.pk}, ""),
        ],
    } | _rights(row, version, who, findings, now=now)
    return render(request, "desk/data/benefit.html", context)


def _was_confirmed(version: BenefitVersion) -> bool:
    return any(one.verdict == "confirmed" for one in version.decisions.all())


def _goal_words(goal: Goal) -> dict[str, str]:
    framework = goal.framework
    return {
        "framework": titled(framework),
        "code": goal.code,
        "title": titled(goal),
        "url": reverse("desk:goal", args=[framework.code, goal.code]),
    }


def finding_lines(findings: Iterable[Finding]) -> list[dict[str, Any]]:
    """Findings as the pages list them."""
    tongue = language()
    return [
        {
            "severity": _LOOKS[one.severity][0],
            "icon": _LOOKS[one.severity][1],
            "refused": one.severity is Severity.REFUSED,
            "field": one.field,
            "sentence": one.sentence(tongue),
            "hint": one.hint(tongue),
        }
        for one in findings
    ]


def _rights(
    row: Benefit, version: BenefitVersion, who: Reader, findings: tuple[Finding, ...], *, now: bool
) -> dict[str, Any]:
    """Which buttons are shown; the actions ask the same again."""
    subject = row.subject(who.day)
    whole = all(one.severity is Severity.WARNING for one in findings)
    made = version.recorded_by.person_id == who.user.person_id
    behalf = now and who.may("benefit.confirm_on_behalf", subject)
    holders = focal_points(subject, row.body, row.organisation, who.day) if behalf or made else ()
    others = [one for one in holders if one.person != version.recorded_by.person_id]
    return {
        "may_revise": now and who.may("benefit.record", subject),
        "may_confirm": now and who.may("benefit.confirm", subject) and not (made and others),
        "must_wait": now and made and bool(others) and who.may("benefit.confirm", subject),
        "made": made,
        "others": [one.full_name for one in others],
        "may_on_behalf": behalf and not made and bool(others),
        "officials": [(one, ROLE_WORDS.get(one.role, one.role)) for one in others],
        "may_withdraw": now and who.may("benefit.withdraw", subject),
        "whole": whole,
        "claims": unanswered_claims(findings),
    }


# --- the three answers --------------------------------------------------------------------------------------------

_SHOWN = 5


def side_by_side(
    outcome: list[dict[str, Any]], contribution: Contribution, areas: Mapping[str, str] | None = None
) -> dict[str, Any]:
    """Completion, outcome and contribution of a goal or indicator, each on its own.

    Args:
        areas: names of the countries, where the page has read them; None reads them if a record is told.
    """
    rows = (*contribution.told, *contribution.serving)
    return {
        "judged": [one for one in outcome if one["tone"] != "void"],
        "unjudged": [one for one in outcome if one["tone"] == "void"],
        "told": contribution.told[:_SHOWN],
        "serving": contribution.serving[:_SHOWN],
        "count": len(rows),
        "told_count": len(contribution.told),
        "serving_count": len(contribution.serving),
        "unmeasured": sum(1 for row in rows if row.counting == "not_yet"),
        "twice": len(contribution.twice),
        "areas": areas if areas is not None else area_names(language()) if rows else {},
        "frameworks": short_titles_in(language()) if contribution.serving else {},
    }
