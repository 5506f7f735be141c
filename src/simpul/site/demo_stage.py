"""What the demo plays on: content, clock and folder, the fictional people, and the call of a round."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import click
from django.conf import settings

from ..actions.accounts import create_account, machine
from ..actions.acting import Actor
from ..actions.content_files import Bundle
from ..actions.directory import add_person, designate
from ..actions.reporting import (
    open_round,
)
from ..core.permissions import Role
from ..core.turns import proposal
from ..records.days import civil_day
from ..records.models import (
    Body,
    Designation,
    Obligation,
    Organisation,
    Round,
    User,
)


@dataclass
class Stage:
    """What the demo plays on: the content bundle, the folder for files, and the clock of the play."""

    bundle: Bundle
    out: Path
    zone: ZoneInfo
    begin: Callable[[str], None]
    told: list[tuple[str, str, float]] = field(default_factory=list)

    def at(self, day: date, hour: int, minute: int = 0) -> datetime:
        """A moment of the play, local time."""
        return datetime(day.year, day.month, day.day, hour, minute, tzinfo=self.zone).astimezone(UTC)

    @contextmanager
    def step(self, what: str) -> Iterator[list[str]]:
        """Time a step and tell what it made."""
        self.begin(what)
        begin = time.monotonic()
        made: list[str] = []
        yield made
        took = time.monotonic() - begin
        self.told.append((what, "; ".join(made), took))
        click.echo(f"  {took:5.1f} s  {what}" + (f": {'; '.join(made)}" if made else ""))


def bring_people(stage: Stage, at: datetime) -> int:
    actor = machine(at)
    offices = {row.code: row for row in Organisation.objects.all()}
    bodies = {row.code: row for row in Body.objects.all()}
    entries = stage.bundle.of("demo_person")
    for item in entries:
        person = add_person(
            name=item.body["name"],
            organisation=offices[item.body["organisation"]],
            email=item.body["email"],
            is_fictional=True,
            actor=actor,
        )
        for row in item.body["designations"]:
            designate(
                role=Role(row["role"]),
                organisation=offices[row["organisation"]],
                body=bodies.get(row.get("body", "")),
                person=person,
                since=date.fromisoformat(row["since"]),
                rank=row.get("rank", 1),
                acting=row.get("acting", ""),
                letter_number=row["letter_number"],
                letter_date=date.fromisoformat(row["letter_date"]),
                actor=actor,
            )
        create_account(
            email=item.body["email"],
            password=settings.DEMO_PASSWORD,
            person=person,
            is_demo=True,
            actor=actor,
        )
    return len(entries)


def who(
    stage: Stage,
    role: Role,
    at: datetime,
    *,
    body: str | None = None,
    office: str | None = None,
) -> Actor:
    """The account that holds a role for a body or office at a moment of the play."""
    day = civil_day(at)
    rows = (
        Designation.objects.on(day)
        .filter(role=role.value)
        .select_related("person__user")
        .order_by("rank", "pk")
    )
    if body is not None:
        rows = rows.filter(body__code=body)
    if office is not None:
        rows = rows.filter(organisation__code=office)
    person = rows[0].person
    assert person is not None
    return Actor(user=User.objects.select_related("person").get(person=person), at=at)


def call(
    stage: Stage, period: str, opens: date | None = None, due: date | None = None, closes: date | None = None
) -> Round:
    obligation = Obligation.objects.named()
    turn = proposal(obligation.settings_in_force, period)
    first = opens or turn.opens_on
    return open_round(
        obligation=obligation,
        period=period,
        opens_on=first,
        due_on=due or turn.due_on,
        closes_on=closes or turn.closes_on,
        actor=who(stage, Role.SECRETARIAT, stage.at(first, 8, 30)),
    )
