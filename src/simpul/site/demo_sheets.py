"""The finalisation of the demo: sheets called, one whose definition is disputed, one that waits for its reviewers."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

from django.utils import timezone

from ..actions.catalogue import call_finalisation, comment_sheet, propose_sheet
from ..core.finalisation import negotiated
from ..core.permissions import Role
from ..records.models import Finalisation, Indicator, SheetTask
from .demo_stage import Stage, who


def bring_sheets(stage: Stage) -> str:
    """Call the sheets around today; their offices propose, statistics and planning remark what the play tells."""
    today, called = timezone.localdate(), 0
    for item in stage.bundle.of("demo_sheet"):
        opens = today - timedelta(days=20)
        row = call_finalisation(
            title_id=item.body["title"]["id"],
            title_en=item.body["title"]["en"],
            indicators=Indicator.objects.filter(code__in=item.body["indicators"]),
            opens_on=opens,
            proposals_due_on=today + timedelta(days=2),
            comments_due_on=today + timedelta(days=9),
            closes_on=today + timedelta(days=30),
            actor=who(stage, Role.SECRETARIAT, stage.at(opens, 9)),
        )
        called += row.tasks.count()
        for script in item.body["proposals"]:
            _proposed(stage, row, script, today - timedelta(days=8))
    return f"{called} lembar / sheets"


def _proposed(stage: Stage, row: Finalisation, script: Mapping[str, Any], day: date) -> None:
    task = row.tasks.with_names().get(indicator__code=script["indicator"])
    body = task.indicator.body
    propose_sheet(
        task=task,
        sheet={**negotiated(task.indicator.sheet), **script["changes"]},
        reason=script["reason"],
        seen=1,
        actor=who(stage, Role.FOCAL_POINT, stage.at(day, 10), body=body.code if body else None),
    )
    for number, said in enumerate(script.get("comments") or [], start=1):
        at = stage.at(day + timedelta(days=1 + number), 14)
        comment_sheet(
            task=SheetTask.objects.get(pk=task.pk),
            text=said["text"],
            field=said["field"],
            actor=who(stage, Role.DEFINITION_REVIEWER, at, office=said["organisation"]),
        )
