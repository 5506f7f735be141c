"""Accounts: made by the secretariat, bound to a person, never by their holder; their passwords."""

from __future__ import annotations

import secrets
from datetime import datetime

from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError

from ..core.errors import Problem
from ..records.accounts import DENSITIES, LANGUAGES
from ..records.models import Person, User
from .acting import Actor, action, audit, check_lengths, writing

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
        Problem: `ACCOUNTS-EMAIL-TAKEN`, `ACCOUNTS-PASSWORD-…`.
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
    if password is not None:
        _check_strength(password, user)
    user.set_password(password)
    check_lengths(user)
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


#: What Django's validators say -> how we say it.
_WEAK = {
    "password_too_short": "ACCOUNTS-PASSWORD-SHORT",
    "password_too_common": "ACCOUNTS-PASSWORD-COMMON",
    "password_too_similar": "ACCOUNTS-PASSWORD-SIMILAR",
}


def _check_strength(password: str, user: User) -> None:
    try:
        validate_password(password, user)
    except ValidationError as error:
        first = error.error_list[0]
        length = (first.params or {}).get("min_length", "")
        raise Problem(_WEAK[first.code or ""], params={"length": length}) from error


@action
def change_password(*, old: str, new: str, actor: Actor) -> User:
    """The actor's own password; sessions that began with the old one are over.

    Raises:
        Problem: `ACCOUNTS-PASSWORD-WRONG`, `-SAME`, `-SHORT`, `-COMMON` or `-SIMILAR`.
    """
    user = User.objects.get(pk=actor.user.pk)
    if not user.check_password(old):
        raise Problem("ACCOUNTS-PASSWORD-WRONG")
    if new == old:
        raise Problem("ACCOUNTS-PASSWORD-SAME")
    _check_strength(new, user)
    user.set_password(new)
    user.save(update_fields=["password"])
    audit(actor, "accounts.change_password", kind="user", key=user.email)
    return user


@action
def issue_password(*, user: User, actor: Actor) -> str:
    """A new pass phrase for somebody who forgot the old one, told once and kept nowhere; all sessions are over.

    Raises:
        Problem: `ACCOUNTS-MACHINE`.
    """
    actor.must("accounts.edit")
    if user.email == MACHINE:
        raise Problem("ACCOUNTS-MACHINE", params={"email": user.email})
    phrase = pass_phrase()
    user.set_password(phrase)
    user.save(update_fields=["password"])
    audit(actor, "accounts.issue_password", kind="user", key=user.email)
    return phrase


#: Words the syllables would make that nobody wants to read out.
_UNKIND = frozenset(
    "babi bego bisu bodo buta cina coli cuki dosa gila hina homo kere kimo mate mati "  # noqa: SIM905
    "peju pepe puki sapi susu tahi tete titi tolo tuli".split()
)


def pass_phrase() -> str:
    """Six words nobody knows yet but everybody can read out: twelve syllables of eighty, 75 bits."""
    words: list[str] = []
    while len(words) < 6:
        word = "".join(secrets.choice("bcdfghjklmnprstw") + secrets.choice("aeiou") for _ in range(2))
        words += [] if word in _UNKIND else [word]
    return "-".join(words)
