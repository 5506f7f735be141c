"""Accounts: made by the secretariat, bound to a person, never by their holder."""

from __future__ import annotations

from datetime import datetime

from ..core.errors import Problem
from ..records.accounts import DENSITIES, LANGUAGES
from ..records.models import Person, User
from .acting import Actor, action, audit, writing

MACHINE = "simpul@localhost.invalid"


def machine(at: datetime) -> Actor:
    """The machine itself, for what the console does without a person: set-up, content, checks."""
    with writing():
        user, _ = User.objects.get_or_create(
            email=MACHINE,
            defaults={"is_admin": True, "created_at": at, "password": "!", "language": "id"},
        )
    return Actor(user=user, at=at)


@action
def create_account(
    *,
    email: str,
    password: str | None,
    person: Person | None = None,
    language: str = "id",
    is_admin: bool = False,
    is_demo: bool = False,
    actor: Actor,
) -> User:
    """Open an account; without a password it cannot sign in until one is set.

    Raises:
        Problem: `ACCOUNTS-EMAIL-TAKEN`.
    """
    actor.must("accounts.edit")
    address = email.strip().lower()
    if User.objects.filter(email__iexact=address).exists():
        raise Problem("ACCOUNTS-EMAIL-TAKEN", params={"email": address})
    user = User(
        email=address,
        person=person,
        language=language,
        is_admin=is_admin,
        is_demo=is_demo,
        created_at=actor.at,
    )
    user.set_password(password)
    user.save(force_insert=True)
    audit(
        actor,
        "accounts.create",
        kind="user",
        key=address,
        after={"person": person.name if person else None, "admin": is_admin, "demo": is_demo},
    )
    return user


@action
def choose_reading(*, user: User, language: str, density: str, actor: Actor) -> None:
    """How a person reads: the language of messages, the density of tables.

    Raises:
        Problem: `ACCOUNTS-UNKNOWN-CHOICE`.
    """
    if user.pk != actor.user.pk:
        actor.must("accounts.edit")
    for asked, offered in ((language, LANGUAGES), (density, DENSITIES)):
        if asked not in offered:
            raise Problem("ACCOUNTS-UNKNOWN-CHOICE", params={"asked": asked, "offered": ", ".join(offered)})
    before = {"language": user.language, "density": user.density}
    user.language, user.density = language, density
    user.save(update_fields=["language", "density"])
    audit(
        actor,
        "accounts.reading",
        kind="user",
        key=user.email,
        before=before,
        after={"language": language, "density": density},
    )
