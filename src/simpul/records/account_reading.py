"""Accounts as pages and the console show them: whose, with which duties today, when last signed in."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from .accounts import MACHINE, User
from .directory import Designation, Person


@dataclass(frozen=True)
class AccountLine:
    """One account with the designations held through it that day."""

    user: User
    office: str
    duties: tuple[Designation, ...]

    @property
    def state(self) -> str:
        """open, closed, or new where nobody ever signed in with it."""
        if not self.user.is_active:
            return "closed"
        return "open" if self.user.last_login else "new"


def read_accounts(day: date, users: Iterable[User] | None = None) -> list[AccountLine]:
    """All accounts but the machine's own, by name: three queries."""
    rows = (
        list(User.objects.exclude(email=MACHINE).select_related("person__organisation"))
        if users is None
        else list(users)
    )
    held: dict[int, list[Designation]] = defaultdict(list)
    for one in Designation.objects.on(day).with_holders().order_by("role", "body__acronym"):
        person, _acting = one.holder_on(day)
        if person is not None:
            held[person.pk].append(one)
    found = [
        AccountLine(
            user=user,
            office=user.person.organisation.acronym if user.person else "",
            duties=tuple(held[user.person_id or 0]),
        )
        for user in rows
    ]
    return sorted(found, key=lambda line: line.user.name.casefold())


def people_without_account() -> list[Person]:
    """Persons of the directory for whom an account can be opened."""
    rows = Person.objects.filter(user__isnull=True).select_related("organisation")
    return list(rows.order_by("name"))
