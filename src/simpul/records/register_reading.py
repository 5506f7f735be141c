"""The register of who speaks for which body on a day: seats that are held, acting, vacant, or soon to be."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Q

from ..core.directory import REPORTING, Held, holders_on
from ..core.permissions import Role
from .directory import Body, Designation, Responsibility
from .holding import held_on

#: The roles a body is spoken for by.
SPEAKS = (Role.FOCAL_POINT.value, Role.ALTERNATE.value)
#: How many days before a focal point's last day a missing successor is told.
AHEAD = timedelta(days=30)


@dataclass(frozen=True)
class BodyLine:
    """A body with the offices that answer for it on a day, and who speaks for it.

    Args:
        seated: it has seats of its own: it counts among the sectoral bodies, is led by an office of its own, or
            somebody is designated for it.
    """

    body: Body
    leads: tuple[Responsibility, ...]
    others: tuple[Responsibility, ...]
    seated: bool
    focal: tuple[Held, ...] = ()
    alternates: tuple[Held, ...] = ()

    @property
    def state(self) -> str:
        """How its seats stand: `vacant`, `acting`, `alone` (no alternate) or `held`."""
        if not self.focal:
            return "vacant"
        if any(one.acting for one in self.focal):
            return "acting"
        return "held" if self.alternates else "alone"


@dataclass(frozen=True)
class Gap:
    """A body whose seat of the focal point is vacant, held by somebody acting, or soon without a holder.

    Args:
        since: of a vacancy, the first day without a holder; None where none was ever recorded.
        last_day: of a seat that ends soon, the last day of its holder.
    """

    line: BodyLine
    since: date | None = None
    last_day: date | None = None


@dataclass(frozen=True)
class Register:
    """The register of a day, and the designations it was read from by their key."""

    day: date
    lines: tuple[BodyLine, ...]
    designations: dict[int, Designation]

    @property
    def seated(self) -> list[BodyLine]:
        """The bodies with seats of their own."""
        return [line for line in self.lines if line.seated]

    @property
    def letters_awaited(self) -> int:
        """Designations of the day that were recorded before their letter came."""
        return sum(1 for row in self.designations.values() if not row.letter_number)


def read_register(day: date) -> Register:
    """Every body on a day: a fixed number of queries."""
    offices: dict[int, list[Responsibility]] = defaultdict(list)
    for row in Responsibility.objects.on(day).select_related("organisation").order_by("role"):
        offices[row.body_id].append(row)
    rows = {row.pk: row for row in Designation.objects.on(day).filter(role__in=SPEAKS).with_holders()}
    known = [held_on(row, day) for row in rows.values()]
    named = {row.body_id for row in rows.values()}
    bodies = Body.objects.select_related("parent").order_by("-counted", "acronym")
    return Register(day, tuple(_line(body, offices, known, named, day) for body in bodies), rows)


def _line(
    body: Body,
    offices: dict[int, list[Responsibility]],
    known: list[Held],
    named: set[int | None],
    day: date,
) -> BodyLine:
    own = offices[body.pk]
    leads = tuple(row for row in own if row.role == "lead")
    others = tuple(row for row in own if row.role != "lead")
    if not (body.counted or body.pk in named or _asked(body, offices)):
        return BodyLine(body, leads, others, seated=False)
    codes = [row.organisation.code for row in (*leads, *(one for one in others if one.role == "co-lead"))]
    focal, alternates = (
        holders_on(known, body=body.code, offices=codes, role=role, day=day) for role in SPEAKS
    )
    return BodyLine(body, leads, others, seated=True, focal=focal, alternates=alternates)


def _asked(body: Body, offices: dict[int, list[Responsibility]]) -> bool:
    """Whether a body below another is led by an office of its own, and so has seats of its own."""
    leads, above = (
        {row.organisation_id for row in offices[pk] if row.role == "lead"}
        for pk in (body.pk, body.parent_id or 0)
    )
    return body.kind in REPORTING and bool(leads - above)


def gaps(register: Register) -> list[Gap]:
    """Bodies to look after on the day: vacant, then acting, then those whose holder leaves without a successor."""
    day, lines = register.day, register.seated
    vacant = [line for line in lines if line.state == "vacant"]
    acting = [line for line in lines if line.state == "acting"]
    leaving = [
        (line, line.focal[0].span.last_day)
        for line in lines
        if line.state in ("held", "alone") and len(line.focal) == 1 and _soon(line.focal[0], day)
    ]
    ended, followed = _around([line.body.pk for line in vacant + [line for line, _last in leaving]], day)
    return [
        *(Gap(line, since=ended.get(line.body.pk)) for line in vacant),
        *(Gap(line) for line in acting),
        *(Gap(line, last_day=last) for line, last in leaving if line.body.pk not in followed),
    ]


def _soon(one: Held, day: date) -> bool:
    return one.span.until is not None and one.span.until <= day + AHEAD


def _around(bodies: list[int], day: date) -> tuple[dict[int | None, date], set[int | None]]:
    """Of these bodies: the last day from which nobody was focal point, and those with one from a day to come."""
    rows = Designation.objects.filter(body__in=bodies, role=Role.FOCAL_POINT.value)
    rows = rows.filter(Q(until__lte=day) | Q(since__gt=day)).order_by("until")
    ended: dict[int | None, date] = {}
    followed: set[int | None] = set()
    for body, since, until in rows.values_list("body_id", "since", "until"):
        if since > day:
            followed.add(body)
        elif until is not None:
            ended[body] = until
    return ended, followed
