"""Opening and closing a round."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any

from ...core.directory import Held, holder_on
from ...core.errors import Problem
from ...core.figures import Status
from ...core.periods import Period, next_release, periods_to_ask, reference_due
from ...core.permissions import Role
from ...core.reporting import Share, State, check_dates
from ...records.days import civil_day
from ...records.holding import held
from ...records.models import (
    ContentVersion,
    DueFigure,
    Indicator,
    Obligation,
    Observation,
    Round,
    Task,
)
from ...records.respondents import co_leads_on, respondents
from ..acting import Actor, action, announce, audit

_OFFICE_ROLES = (
    Role.DATA_PRODUCER,
    Role.DATA_STEWARD,
    Role.FOCAL_POINT,
    Role.ALTERNATE,
    Role.SIGNING_OFFICIAL,
    Role.COORDINATOR,
)


@action
def open_round(
    *, obligation: Obligation, period: str, opens_on: date, due_on: date, closes_on: date, actor: Actor
) -> Round:
    """Open a round: one task per respondent (body x lead office), with what is due from each.

    Holders are those of the opening day; a role nobody holds is kept as a vacancy. An office with two bodies
    gets one message.

    Raises:
        Problem: `REPORTING-ROUND-EXISTS`, `REPORTING-ROUND-DATES`, `DIRECTORY-NO-LEAD`.
    """
    actor.must("round.open")
    check_dates(opens=opens_on, due=due_on, closes=closes_on)
    Period.parse(period)
    if Round.objects.filter(obligation=obligation, period=period).exists():
        raise Problem("REPORTING-ROUND-EXISTS", params={"round": period})
    round_ = Round.objects.create(
        obligation=obligation,
        period=period,
        opens_on=opens_on,
        due_on=due_on,
        closes_on=closes_on,
        chain=obligation.chain_in_force,
        narrative=obligation.narrative,
        content_version=ContentVersion.objects.current(),
        opened_by=actor.user,
        opened_at=actor.at,
    )
    tasks = _make_tasks(round_)
    _ask_figures(round_, tasks)
    for code, owed in _by_office(tasks).items():
        announce(
            kind="mail",
            key=f"round-opened:{obligation.code}:{period}:{code}",
            payload={"template": "round_opened", "organisation": code, "tasks": [task.pk for task in owed]},
            at=actor.at,
        )
    audit(
        actor,
        "reporting.open_round",
        kind="round",
        key=f"{obligation.code}/{period}",
        after={
            "opens": opens_on.isoformat(),
            "due": due_on.isoformat(),
            "closes": closes_on.isoformat(),
            "tasks": len(tasks),
        },
    )
    return round_


def _make_tasks(round_: Round) -> list[Task]:
    day = round_.opens_on
    co_leads = co_leads_on(day)
    roles = [role.value for role in _OFFICE_ROLES]
    known = held(roles, day)
    tasks = []
    for body, lead in respondents(day):
        offices = [lead.organisation.code, *(row.organisation.code for row in co_leads[body.pk])]
        task = Task.objects.create(
            round=round_,
            body=body,
            organisation=lead.organisation,
            due_original=round_.due_on,
            due_current=round_.due_on,
            holders=holders_of(known, body=body.code, offices=offices, roles=roles, day=day),
        )
        task.co_leads.set([row.organisation for row in co_leads[body.pk]])
        tasks.append(task)
    return tasks


def holders_of(
    known: Iterable[Held], *, body: str, offices: Sequence[str], roles: Iterable[str], day: date
) -> dict[str, dict[str, Any]]:
    """Who holds each role for a respondent on a day, by role; a role absent from the answer is vacant."""
    known, found = list(known), {}
    for role in roles:
        one = holder_on(known, body=body, offices=offices, role=role, day=day)
        if one is not None:
            found[role] = {
                "designation": one.key,
                "name": one.name,
                "acting": one.acting,
                "organisation": one.organisation,
                "office": one.office,
            }
    return found


def _ask_figures(round_: Round, tasks: list[Task]) -> None:
    area = round_.obligation.area
    by_body: dict[int, list[Task]] = defaultdict(list)
    for task in tasks:
        by_body[task.body_id].append(task)
    answered, unanswered = _answers(area)
    figures = []
    for indicator in Indicator.objects.filter(merged_into=None).prefetch_related("confirming"):
        owners = by_body.get(indicator.body_id or 0, [])
        confirmers = [task for body in indicator.confirming.all() for task in by_body.get(body.pk, [])]
        period, release = due_in(indicator.sheet, day=round_.due_on)
        asked = periods_to_ask(period, answered=answered[indicator.pk], unanswered=unanswered[indicator.pk])
        lines = [(one.code, True) for one in asked]
        if period not in asked:
            lines.append((period.code if period else "", False))
        for share, holders in ((Share.CUSTODIAN, owners), (Share.CONFIRM, confirmers)):
            figures += [
                DueFigure(
                    task=task,
                    indicator=indicator,
                    area=area,
                    period=code,
                    share=share.value,
                    due=due,
                    next_release=release,
                    position=indicator.position,
                )
                for task in holders
                for code, due in lines
            ]
    DueFigure.objects.bulk_create(figures)


def _answers(area: str) -> tuple[dict[int, set[str]], dict[int, set[str]]]:
    """Per indicator the periods that have a figure, and those an office answered “not available”."""
    answered: dict[int, set[str]] = defaultdict(set)
    unanswered: dict[int, set[str]] = defaultdict(set)
    rows = Observation.objects.current().totals().filter(area=area)
    for indicator, period, status, figure in rows.values_list("indicator_id", "period", "status", "figure"):
        if status != Status.MISSING:
            answered[indicator].add(period)
        elif figure is not None:
            unanswered[indicator].add(period)
    return answered, unanswered


def due_in(sheet: Mapping[str, Any], *, day: date) -> tuple[Period | None, date | None]:
    """The reference period an indicator has released by a day, and when the one after it comes.

    An indicator without frequency or release lag has neither: it is not ready to be asked for.
    """
    frequency, lag = sheet.get("frequency"), sheet.get("release_lag_months")
    if not frequency or lag is None or frequency == "irregular":
        return None, None
    months = tuple(sheet.get("reference_months") or ())
    return (
        reference_due(frequency, months_of_reference=months, release_lag_months=int(lag), on=day),
        next_release(frequency, months_of_reference=months, release_lag_months=int(lag), on=day),
    )


def _by_office(tasks: list[Task]) -> dict[str, list[Task]]:
    owed: dict[str, list[Task]] = defaultdict(list)
    for task in tasks:
        owed[task.organisation.code].append(task)
    return owed


@action
def close_round(*, round: Round, reason: str = "", actor: Actor) -> Round:
    """Close a round. Unfinished tasks need a written reason; nothing can be entered afterwards.

    Raises:
        Problem: `REPORTING-ROUND-CLOSED`, `REPORTING-ROUND-NOT-FINISHED`.
    """
    actor.must("round.close")
    row = Round.objects.select_for_update().get(pk=round.pk)
    if row.closed_at is not None:
        params = {"round": row.period, "closed": f"{civil_day(row.closed_at)}"}
        raise Problem("REPORTING-ROUND-CLOSED", params=params)
    unfinished = row.tasks.exclude(state=State.ACCEPTED.value).count()
    if unfinished and not reason.strip():
        raise Problem("REPORTING-ROUND-NOT-FINISHED", params={"round": row.period, "count": unfinished})
    row.closed_by, row.closed_at, row.close_reason = actor.user, actor.at, reason.strip()
    row.save(update_fields=["closed_by", "closed_at", "close_reason"])
    audit(
        actor,
        "reporting.close_round",
        kind="round",
        key=f"{row.obligation.code}/{row.period}",
        after={"unfinished": unfinished, "reason": row.close_reason},
    )
    return row
