"""Accounts: opened by secretariat or administrator, bound to a person, never by their holder; their passwords."""

from __future__ import annotations

import secrets
from datetime import datetime

from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.core.validators import validate_email

from ..core.errors import Problem
from ..records.accounts import DENSITIES, LANGUAGES, MACHINE
from ..records.models import AuditEntry, Organisation, Person, User
from .acting import Actor, action, announce, audit, check_lengths, writing
from .directory import add_person


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
        Problem: `ACCOUNTS-EMAIL-WRONG`, `-EMAIL-TAKEN`, `ACCOUNTS-PERSON-TAKEN`, `ACCOUNTS-PASSWORD-…`.
    """
    actor.must("accounts.edit")
    if is_admin:
        actor.must("accounts.edit_admin")
    address = _free_address(email)
    if person is not None and User.objects.filter(person=person).exists():
        raise Problem("ACCOUNTS-PERSON-TAKEN", place="person", params={"name": person.name})
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
    user = _locked(user, actor)
    phrase = pass_phrase()
    user.set_password(phrase)
    user.save(update_fields=["password"])
    audit(actor, "accounts.issue_password", kind="user", key=user.email)
    _tell(user, "password_issued", actor)
    return phrase


@action
def open_account(
    *,
    email: str,
    person: Person | None = None,
    name: str = "",
    organisation: Organisation | None = None,
    language: str = "id",
    is_admin: bool = False,
    actor: Actor,
) -> tuple[User, str]:
    """An account for a person of the directory, or for a new one, with a first pass phrase that is told once.

    An account gives no role: what its holder may do follows from designations alone.

    Args:
        name, organisation: of a person who is not in the directory yet; asked only where `person` is None.

    Raises:
        Problem: `ACCOUNTS-NEEDS-PERSON`, `ACCOUNTS-UNKNOWN-CHOICE`, `ACCOUNTS-PERSON-TAKEN`, `ACCOUNTS-EMAIL-…`.
    """
    actor.must("accounts.edit")
    if language not in LANGUAGES:
        raise Problem("ACCOUNTS-UNKNOWN-CHOICE", params={"asked": language, "offered": ", ".join(LANGUAGES)})
    if person is None and not (name.strip() and organisation):
        raise Problem("ACCOUNTS-NEEDS-PERSON", place="name" if not name.strip() else "organisation")
    if person is None:
        assert organisation is not None
        _free_address(email)  # said of the account, before its person is recorded
        person = add_person(name=name, organisation=organisation, email=email, actor=actor)
    phrase = pass_phrase()
    user = create_account(
        email=email, password=phrase, person=person, language=language, is_admin=is_admin, actor=actor
    )
    return user, phrase


@action
def close_account(*, user: User, reason: str, actor: Actor) -> User:
    """Nobody signs in with the account any more and its sessions are over; what its holder did stays.

    Raises:
        Problem: `ACCOUNTS-OWN`, `ACCOUNTS-CLOSED`, `REPORTING-NEEDS-REASON`, `ACCOUNTS-MACHINE`.
    """
    user = _locked(user, actor)
    if user.pk == actor.user.pk:
        raise Problem("ACCOUNTS-OWN", place=user.email)
    if not user.is_active:
        raise Problem("ACCOUNTS-CLOSED", place=user.email)
    if not reason.strip():
        raise Problem("REPORTING-NEEDS-REASON", place="reason")
    user.is_active = False
    user.sessions_ended += 1
    user.save(update_fields=["is_active", "sessions_ended"])
    audit(actor, "accounts.close", kind="user", key=user.email, after={"reason": reason.strip()})
    return user


@action
def reopen_account(*, user: User, actor: Actor) -> User:
    """A closed account opens again with the password it had; sessions of before stay over.

    Raises:
        Problem: `ACCOUNTS-NOT-CLOSED`, `ACCOUNTS-MACHINE`.
    """
    user = _locked(user, actor)
    if user.is_active:
        raise Problem("ACCOUNTS-NOT-CLOSED", place=user.email)
    user.is_active = True
    user.save(update_fields=["is_active"])
    audit(actor, "accounts.reopen", kind="user", key=user.email)
    return user


@action
def end_sessions(*, user: User, actor: Actor) -> User:
    """Wherever the account is signed in, it is no longer; the password stays. One's own may everybody end.

    Raises:
        Problem: `ACCOUNTS-MACHINE`.
    """
    user = (
        User.objects.select_for_update(of=("self",)).get(pk=user.pk)
        if user.pk == actor.user.pk
        else _locked(user, actor)
    )
    user.sessions_ended += 1
    user.save(update_fields=["sessions_ended"])
    audit(actor, "accounts.end_sessions", kind="user", key=user.email)
    return user


@action
def change_email(*, user: User, email: str, actor: Actor) -> User:
    """Another address to sign in with; both addresses are told. Rows of the audit stay under the one of their day.

    Raises:
        Problem: `ACCOUNTS-EMAIL-WRONG`, `ACCOUNTS-EMAIL-TAKEN`, `ACCOUNTS-MACHINE`.
    """
    user = _locked(user, actor)
    before, address = user.email, _free_address(email, user)
    if address == before:
        raise Problem("ACCOUNTS-EMAIL-TAKEN", place="email", params={"email": address})
    _tell(user, "email_changed", actor, to=before)
    user.email = address
    check_lengths(user)
    user.save(update_fields=["email"])
    _tell(user, "email_changed", actor)
    audit(
        actor,
        "accounts.change_email",
        kind="user",
        key=before,
        before={"email": before},
        after={"email": address, "account": user.pk},
    )
    return user


def _locked(user: User, actor: Actor) -> User:
    """The account, locked, once it is settled that the actor may change it: an administrator's only by another."""
    actor.must("accounts.edit")
    row = User.objects.select_for_update(of=("self",)).get(pk=user.pk)
    if row.email == MACHINE:
        raise Problem("ACCOUNTS-MACHINE", params={"email": row.email})
    if row.is_admin:
        actor.must("accounts.edit_admin")
    return row


def _free_address(email: str, user: User | None = None) -> str:
    """An address nobody else signs in with or ever did: rows of the audit speak of accounts by address."""
    address = email.strip().lower()
    try:
        validate_email(address)
    except ValidationError as error:
        raise Problem("ACCOUNTS-EMAIL-WRONG", place="email", params={"email": address}) from error
    others = User.objects.filter(email__iexact=address)
    former = AuditEntry.objects.filter(action="accounts.change_email", subject_key=address)
    if user is not None:
        others, former = others.exclude(pk=user.pk), former.exclude(after__account=user.pk)
    if others.exists() or former.exists():
        raise Problem("ACCOUNTS-EMAIL-TAKEN", place="email", params={"email": address})
    return address


def _tell(user: User, template: str, actor: Actor, to: str = "") -> None:
    """Announce to the holder what was done to the account, so that nothing happens to it unseen."""
    announce(
        kind="mail",
        key=f"{template}:{to or user.email}:{actor.at.isoformat()}",
        payload={"template": template, "account": user.pk, "to": to or user.email, "by": actor.user.name},
        at=actor.at,
    )


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
