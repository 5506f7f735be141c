"""The benefit records of the demo: recorded by offices or on their behalf, one revised, one left to work on."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

from ..actions.benefits import confirm_benefit, record_benefit, revise_benefit
from ..core.benefits import Said
from ..core.permissions import Role
from ..records.models import Benefit, Body, Organisation
from .demo_stage import Stage, who


def bring_benefits(stage: Stage) -> str:
    """Record what the play tells; its focal points confirm all but what is left open."""
    bodies = {row.code: row for row in Body.objects.all()}
    offices = {row.code: row for row in Organisation.objects.all()}
    entries = stage.bundle.of("demo_benefit")
    for item in entries:
        script, day = item.body, date.fromisoformat(item.body["day"])
        maker = Role.SECRETARIAT if script.get("on_behalf") else Role.DATA_PRODUCER
        at, body = stage.at(day, 10), None if script.get("on_behalf") else script["body"]
        benefit = record_benefit(
            subject_kind=script["subject_kind"],
            subject_code=script["subject_code"],
            body=bodies[script["body"]],
            organisation=offices[script["organisation"]],
            said=_said(script["said"]),
            actor=who(stage, maker, at, body=body),
        )
        if script.get("revised"):
            day = _revise(stage, benefit, script)
        if not script.get("left_open"):
            latest = Benefit.objects.get(pk=benefit.pk)
            at = stage.at(day + timedelta(days=1), 9)
            focal = who(stage, Role.FOCAL_POINT, at, body=script["body"])
            confirm_benefit(benefit=latest, seen=latest.number, actor=focal)
    return f"{len(entries)}"


def _said(told: Mapping[str, Any]) -> Said:
    lists = {name: tuple(told.get(name) or ()) for name in ("groups", "links", "serves")}
    return Said(**{**told, **lists})


def _revise(stage: Stage, benefit: Benefit, script: Mapping[str, Any]) -> date:
    change = script["revised"]
    day = date.fromisoformat(change["day"])
    revise_benefit(
        benefit=benefit,
        seen=1,
        said=replace(_said(script["said"]), serves=tuple(change["serves"])),
        reason=change["reason"],
        actor=who(stage, Role.DATA_PRODUCER, stage.at(day, 11), body=script["body"]),
    )
    return day
