"""Frameworks as trees, with the indicators and alignments that hang on them."""

from __future__ import annotations

from collections import defaultdict
from typing import Any

from django.contrib.auth.decorators import login_required
from django.db.models import Count
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _

from ....records.models import Alignment, Framework, Goal, Indicator
from ..templatetags.desk import language


@login_required
def frameworks(request: HttpRequest) -> HttpResponse:
    """All frameworks."""
    rows = Framework.objects.annotate(nodes=Count("goals"))
    return render(request, "desk/data/frameworks.html", {"rows": rows})


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
    goals = list(Goal.objects.filter(framework=row).order_by("position"))
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
    return render(request, "desk/data/framework.html", context)


def _counts(goals: list[Goal], row: Framework) -> list[tuple[str, int]]:
    tongue = language()
    counted: dict[str, int] = defaultdict(int)
    for goal in goals:
        counted[goal.level] += 1
    names = {
        str(level.get("code")): str(level.get(tongue) or level.get("id") or level.get("code"))
        for level in row.levels
        if isinstance(level, dict)
    }
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
        "ours": goal.wording != "official",
    }
