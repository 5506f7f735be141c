"""Frameworks as trees, with the indicators and alignments that hang on them."""

from __future__ import annotations

from collections import defaultdict
from typing import Any
from urllib.parse import urlencode

from django.contrib.auth.decorators import login_required
from django.db.models import Count
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from ....records.benefit_reading import contribution_to_goal, read_tree
from ....records.indicator_reading import known_by, read_indicators
from ....records.models import Alignment, Framework, Goal, Indicator
from ..listing import Column, Filter, Form, Table, among, answer
from ..templatetags.desk import language
from ..templatetags.terms import confidence, relation, wording
from ..templatetags.work import titled
from ..work.reader import reader
from .benefits import record_url, side_by_side
from .words import method_name, tone_of, verdict_words

FRAMEWORKS = Table(
    code="frameworks",
    title=gettext_lazy("Frameworks"),
    columns=(
        Column(
            "title",
            gettext_lazy("Framework"),
            titled,
            url=lambda row: reverse("desk:framework", args=[row.code]),
            width=50,
        ),
        Column("code", gettext_lazy("Code"), lambda row: row.code, under="title"),
        Column("years", gettext_lazy("Valid"), lambda row: row.years),
        Column("nodes", gettext_lazy("Nodes"), lambda row: row.nodes, Form.NUMBER),
        Column("wording", gettext_lazy("Wording"), lambda row: wording(row.wording), width=30),
        Column("source", gettext_lazy("Source"), lambda row: row.source, on_page=False, width=60),
        Column(
            "confidence",
            gettext_lazy("How sure"),
            lambda row: confidence(row.confidence),
            on_page=False,
            width=30,
        ),
    ),
    filters=(
        Filter("wording", gettext_lazy("Wording"), *among(lambda row: row.wording, wording)),
        Filter(
            "q",
            gettext_lazy("Words or code"),
            lambda row, text: text.casefold() in f"{row.code} {row.title_id} {row.title_en}".casefold(),
            kind="words",
        ),
    ),
    fold=False,
    empty=(gettext_lazy("No framework yet"), gettext_lazy("Frameworks come with the content.")),
    symbol="network",
)
GOALS = Table(
    code="goals",
    title=gettext_lazy("Goals and measures"),
    columns=(
        Column("code", gettext_lazy("Code"), lambda row: row["goal"].code),
        Column("level", gettext_lazy("Level"), lambda row: row["level"]),
        Column("depth", gettext_lazy("Depth"), lambda row: row["goal"].depth, Form.NUMBER),
        Column("parent", gettext_lazy("Under"), lambda row: row["parent"]),
        Column("title", gettext_lazy("Title"), lambda row: row["title"], width=60),
        Column("wording", gettext_lazy("Wording"), lambda row: wording(row["goal"].wording), width=26),
        Column("indicators", gettext_lazy("Aligned"), lambda row: row["aligned"], width=40),
        Column("source", gettext_lazy("Source"), lambda row: row["goal"].source, width=40),
    ),
    fold=False,
)


@login_required
def frameworks(request: HttpRequest) -> HttpResponse:
    """All frameworks."""
    rows = list(Framework.objects.annotate(nodes=Count("goals")))
    return answer(request, "desk/data/frameworks.html", {}, FRAMEWORKS.read(request, rows))


@login_required
def framework(request: HttpRequest, code: str) -> HttpResponse:
    """One framework as a tree that opens level by level."""
    row = get_object_or_404(Framework, code=code)
    tongue = language()
    indicators = {item.code: item for item in Indicator.objects.all()}
    hanging: dict[str, list[dict[str, Any]]] = defaultdict(list)
    for link in Alignment.objects.filter(target_kind="goal", target_code__startswith=f"{code}/"):
        goal = link.target_code.removeprefix(f"{code}/")
        if link.source_kind == "indicator" and link.source_code in indicators:
            item = indicators[link.source_code]
            title = item.title_en if tongue == "en" else item.title_id
            hanging[goal].append(
                {
                    "code": item.code,
                    "title": title,
                    "url": reverse("desk:indicator", args=[item.code]),
                    "link": link,
                    "proxy": item.is_proxy,
                }
            )
        else:
            hanging[goal].append(
                {"code": link.source_code, "title": "", "url": "", "link": link, "proxy": False}
            )
    goals = list(Goal.objects.filter(framework=row).select_related("framework").order_by("position"))
    children: dict[int | None, list[Goal]] = defaultdict(list)
    for node in goals:
        children[node.parent_id].append(node)
    context = {
        "framework": row,
        "title": row.title_en if tongue == "en" else row.title_id,
        "tree": [_node(goal, children, hanging, tongue) for goal in children[None]],
        "counts": _counts(goals, row),
        "paraphrased": any(goal.wording != "official" for goal in goals),
        "without": sum(1 for goal in goals if not children[goal.pk] and not hanging[goal.code]),
        "trail": [(_("Frameworks"), reverse("desk:frameworks")), (row.code, "")],
    }
    listing = GOALS.read(request, _flat(goals, hanging, row), scope=row.code, source=row.source)
    return answer(request, "desk/data/framework.html", context, listing)


@login_required
def goal(request: HttpRequest, code: str, goal: str) -> HttpResponse:
    """One goal or measure: its parts, and completion, outcome and contribution beside each other."""
    row = get_object_or_404(
        Goal.objects.select_related("framework", "parent"), framework__code=code, code=goal
    )
    tongue = language()
    tree = read_tree()
    whole = f"{code}/{goal}"
    under = {name for name, goals in tree.aligned.items() if any(whole in tree.up(one) for one in goals)}
    lines = [line for line in read_indicators(moment=known_by(None)) if line.code in under]
    parts = list(Goal.objects.filter(parent=row).order_by("position"))
    context = {
        "goal": row,
        "framework": row.framework,
        "title": row.title_en if tongue == "en" else row.title_id,
        "whole": whole,
        "parts": [
            {
                "goal": part,
                "title": part.title_en if tongue == "en" else part.title_id,
                "url": reverse("desk:goal", args=[code, part.code]),
            }
            for part in parts
        ],
        "side": side_by_side([_outcome(line, tongue) for line in lines], contribution_to_goal(whole, tree)),
        "record_url": record_url(reader(request), "goal", whole),
        "list_url": f"{reverse('desk:benefits')}?{urlencode({'goal': whole})}",
        "trail": _trail(row, tongue),
    }
    return render(request, "desk/data/goal.html", context)


def _outcome(line: Any, tongue: str) -> dict[str, Any]:
    """What the official method says of an indicator, as it stands beside a goal."""
    return {
        "title": line.title(tongue),
        "code": line.code,
        "url": reverse("desk:indicator", args=[line.code]),
        "tone": tone_of(line.official_colour),
        "verdict": verdict_words(line.official_status),
        "method": method_name(line.official_method, tongue) if line.official_method else "",
        "proxy": line.is_proxy,
    }


def _trail(row: Goal, tongue: str) -> list[tuple[str, str]]:
    framework = row.framework
    found = [(_("Frameworks"), reverse("desk:frameworks"))]
    found.append((framework.code, reverse("desk:framework", args=[framework.code])))
    if row.parent:
        found.append((row.parent.code, reverse("desk:goal", args=[framework.code, row.parent.code])))
    return [*found, (row.code, "")]


def _flat(
    goals: list[Goal], hanging: dict[str, list[dict[str, Any]]], row: Framework
) -> list[dict[str, Any]]:
    """The tree as rows, in its own order, each with what is aligned to it."""
    codes = {goal.pk: goal.code for goal in goals}
    levels, tongue = _levels(row), language()
    return [
        {
            "goal": goal,
            "level": levels.get(goal.level, goal.level),
            "parent": codes.get(goal.parent_id or 0, ""),
            "title": goal.title_en if tongue == "en" else goal.title_id,
            "aligned": "; ".join(
                f"{item['code']} ({relation(item['link'].relation)})" for item in hanging[goal.code]
            ),
        }
        for goal in goals
    ]


def _levels(row: Framework) -> dict[str, str]:
    """The names of a framework's levels in the reader's language."""
    tongue = language()
    return {
        str(level.get("code")): str(level.get(tongue) or level.get("id") or level.get("code"))
        for level in row.levels
        if isinstance(level, dict)
    }


def _counts(goals: list[Goal], row: Framework) -> list[tuple[str, int]]:
    counted: dict[str, int] = defaultdict(int)
    for goal in goals:
        counted[goal.level] += 1
    names = _levels(row)
    return [(names.get(level, level), number) for level, number in counted.items()]


def _node(
    goal: Goal,
    children: dict[int | None, list[Goal]],
    hanging: dict[str, list[dict[str, Any]]],
    tongue: str,
) -> dict[str, Any]:
    return {
        "goal": goal,
        "title": goal.title_en if tongue == "en" else goal.title_id,
        "parts": [_node(part, children, hanging, tongue) for part in children[goal.pk]],
        "links": hanging[goal.code],
        "url": reverse("desk:goal", args=[goal.framework.code, goal.code]),
        "ours": goal.wording != "official",
    }
