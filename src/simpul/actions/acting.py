"""The frame every action stands in: who acts and when, one transaction, the audit row, the outbox.

An action is a function decorated with `action`, keyword-only, `actor` last. Inside it the order is always
permission, rule, write; the audit row and the announcement follow, rows of the same transaction.
"""

from __future__ import annotations

import functools
from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any, ParamSpec, TypeVar

from django.db import connection, transaction
from django.db.models import CharField, Model

from ..core.directory import Held
from ..core.permissions import NOWHERE, Duty, Role, Subject, require
from ..core.reporting import Letter, check_basis
from ..core.texts import check_characters, check_length
from ..records.days import civil_day
from ..records.holding import holders_of_step
from ..records.models import AuditEntry, Designation, Organisation, OutboxMessage, Task, User

P = ParamSpec("P")
T = TypeVar("T")

#: Characters of the number of a letter.
LETTER_LIMIT = 120
#: True while an action runs; the tests' database wrapper refuses our writes outside it.
WRITING: ContextVar[bool] = ContextVar("simpul_writing", default=False)


@dataclass(frozen=True)
class Actor:
    """Who acts, at what moment, and for whom where somebody else's work is recorded.

    Doors name the account and the moment; for whom it is done is settled by the action alone.

    Args:
        user: the account that acts.
        at: the moment, aware; everything the action records carries it.
        on_behalf_of: name and office of the person whose work this is, kept beside the actor's own name.
        stands_for: that person.
    """

    user: User
    at: datetime
    on_behalf_of: str = ""
    stands_for: int | None = None

    @property
    def day(self) -> date:
        """The local civil day of the moment."""
        return civil_day(self.at)

    @property
    def duties(self) -> tuple[Duty, ...]:
        """The roles held on that day."""
        return self.user.duties_on(self.day)

    def must(self, verb: str, subject: Subject = NOWHERE) -> tuple[Duty, ...]:
        """Ask the permission table; returns the duties that allow it, raises where none does."""
        return require(self.duties, verb, subject, day=self.day)


def must_fill(actor: Actor, task: Task, verb: str = "task.fill") -> tuple[Actor, tuple[Duty, ...]]:
    """Ask whether a task may be filled in, and settle for whom: its office, or the secretariat on its behalf.

    The secretariat acts for the focal point, where there is none for the alternate (`for_whom`). Returns the actor with
    both names, and the duties that allow it.
    """
    duties = actor.must(verb, task.subject())

    def focal_points() -> Sequence[Held]:
        return holders_of_step(task, Role.FOCAL_POINT.value, actor.day)

    return for_whom(actor, duties, office=task.organisation, holders=focal_points), duties


def for_whom(
    actor: Actor,
    duties: Iterable[Duty],
    *,
    office: Organisation,
    holders: Callable[[], Sequence[Held]] = tuple,
) -> Actor:
    """For whom it is done by these duties: as the office's own work, or by the secretariat on its behalf.

    Who may only as the secretariat acts for the first of those who hold the role that day, where there is none for
    the office alone.

    Args:
        holders: who they are, the foremost first; read only where somebody acts on behalf.
    """
    if {duty.role for duty in duties} != {Role.SECRETARIAT}:
        return replace(actor, on_behalf_of="", stands_for=None)
    found = holders()
    if not found:
        return replace(actor, on_behalf_of=office.acronym, stands_for=None)
    return on_behalf(actor, found[0])


def on_behalf(actor: Actor, held: Held) -> Actor:
    """The same actor, acting for somebody who holds a role that day; both names are kept."""
    return replace(actor, on_behalf_of=f"{held.full_name}, {held.office}", stands_for=held.person)


def basis_of(letter: Letter | None, actor: Actor) -> dict[str, Any]:
    """The letter of the office that what is done on its behalf rests on, as it is kept; nothing where none acts so.

    Raises:
        Problem: `REPORTING-LETTER-NEEDED`, `REPORTING-LETTER-DATE`, `REPORTING-TOO-LONG`.
    """
    if not actor.on_behalf_of:
        return {}
    found = letter or Letter("", None)
    check_basis(found, today=actor.day)
    assert found.day is not None
    number = found.number.strip()
    check_length(number, limit=LETTER_LIMIT, place="letter_number")
    return {"basis": {"number": number, "date": found.day.isoformat()}}


def holder_of(actor: Actor, duty: Duty) -> dict[str, Any]:
    """The snapshot of designation, name and office under which somebody acts: that of the duty's own body."""
    person = actor.user.person
    designation = (
        Designation.objects.held_by(person.pk, actor.day)
        .filter(role=duty.role.value, organisation__code=duty.organisation, body__code=duty.body)
        .select_related("organisation")
        .first()
        if person
        else None
    )
    return {
        "role": duty.role.value,
        "name": actor.user.name,
        "acting": designation.acting if designation else "",
        "designation": designation.pk if designation else None,
        "letter": designation.letter_number if designation else "",
        "organisation": duty.organisation,
        "office": designation.organisation.acronym if designation else duty.organisation,
        "body": duty.body,
    }


@contextmanager
def writing() -> Any:
    """Marks the time in which our tables may be written."""
    token = WRITING.set(True)
    try:
        yield
    finally:
        WRITING.reset(token)


def action(function: Callable[P, T]) -> Callable[P, T]:
    """One verb in one transaction: everything it writes is there, or nothing is.

    What a person typed is looked through first, so that nothing reaches a database which must refuse it.

    Raises:
        Problem: `TEXT-CHARACTER` in any text given.
    """

    @functools.wraps(function)
    def run(*args: P.args, **kwargs: P.kwargs) -> T:
        for name, given in kwargs.items():
            _look_through(given, name)
        with writing(), transaction.atomic():
            return function(*args, **kwargs)

    return run


def _look_through(given: object, name: str) -> None:
    if isinstance(given, str):
        check_characters(given, place=name)
    elif isinstance(given, Mapping):
        for key, value in given.items():
            _look_through(key, name)
            _look_through(value, str(key))


@functools.cache
def limits_of(model: type[Model]) -> dict[str, int]:
    """How many characters each field of a table keeps, where it has a limit."""
    return {
        field.name: field.max_length
        for field in model._meta.concrete_fields
        if isinstance(field, CharField) and field.max_length
    }


def check_lengths(row: Model) -> None:
    """Every text of a row fits its field; asked before it is saved, for SQLite would keep any length.

    Raises:
        Problem: `REPORTING-TOO-LONG` with the field as place.
    """
    for name, limit in limits_of(type(row)).items():
        check_length(getattr(row, name) or "", limit=limit, place=name)


def office_of(actor: Actor) -> str:
    """The offices and roles of the actor on the day, as the audit keeps them."""
    return "; ".join(
        f"{duty.role.value} {duty.body or ''} {duty.organisation}".replace("  ", " ").strip()
        for duty in actor.duties
    )[:300]


def alone_in_audit() -> None:
    """Let one transaction at a time write the audit, until it ends (SQLite lets one write anyway)."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(hashtext('simpul_audit'))")


def audit(
    actor: Actor,
    code: str,
    *,
    kind: str,
    key: str,
    before: Mapping[str, Any] | None = None,
    after: Mapping[str, Any] | None = None,
) -> AuditEntry:
    """Write the audit row of an action, chained to the row before it."""
    alone_in_audit()
    last = AuditEntry.objects.order_by("-id").values_list("hash", flat=True).first()
    entry = AuditEntry(
        at=actor.at,
        actor=actor.user,
        actor_name=actor.user.name,
        actor_office=office_of(actor),
        on_behalf_of=actor.on_behalf_of,
        action=code,
        subject_kind=kind,
        subject_key=key,
        before=dict(before or {}),
        after=dict(after or {}),
        previous_hash=last or "",
    )
    check_lengths(entry)
    entry.hash = entry.digest()
    entry.save(force_insert=True)
    return entry


def announce(*, kind: str, key: str, payload: Mapping[str, Any], at: datetime) -> None:
    """Put a side effect into the outbox; the same key is kept once."""
    OutboxMessage.objects.get_or_create(
        key=key, defaults={"kind": kind, "payload": dict(payload), "due_at": at}
    )
