"""Officials and contacts of an office, with or without an account: the fewest fields."""

from __future__ import annotations

from django.core.exceptions import ValidationError
from django.core.validators import validate_email

from ...core.errors import Problem
from ...records.accounts import LANGUAGES
from ...records.models import Organisation, Person
from ..acting import Actor, action, audit, check_lengths

#: What may be corrected of a person; the office changes with a move, not with a correction.
CORRECTED = ("name", "title", "email", "phone", "language")


@action
def add_person(
    *,
    name: str,
    organisation: Organisation,
    email: str = "",
    title: str = "",
    phone: str = "",
    is_fictional: bool = False,
    actor: Actor,
) -> Person:
    """Record a person of an office, with or without an account.

    Raises:
        Problem: `DIRECTORY-FIELD` without a name, `DIRECTORY-ADDRESS`, `REPORTING-TOO-LONG`.
    """
    actor.must("directory.edit")
    person = Person(
        name=" ".join(name.split()),
        title=title.strip(),
        email=email.strip().lower(),
        phone=phone.strip(),
        organisation=organisation,
        is_fictional=is_fictional,
    )
    _check(person)
    person.save(force_insert=True)
    audit(
        actor,
        "directory.add_person",
        kind="person",
        key=str(person.pk),
        after={"name": person.name, "organisation": organisation.code},
    )
    return person


@action
def correct_person(
    *, person: Person, name: str, title: str, email: str, phone: str, language: str, reason: str, actor: Actor
) -> Person:
    """Put a person's details right; what papers and records already say stays as it was said.

    Addresses and numbers of telephones are told in the audit as changed, never in full.

    Raises:
        Problem: `DIRECTORY-FIELD` without a name or reason, `DIRECTORY-ADDRESS`, `DIRECTORY-LANGUAGE`,
            `REPORTING-TOO-LONG`.
    """
    actor.must("directory.edit")
    if not reason.strip():
        raise Problem("DIRECTORY-FIELD", place="reason", params={"field": "reason"})
    row = Person.objects.select_for_update(of=("self",)).get(pk=person.pk)
    given = {
        "name": " ".join(name.split()),
        "title": title.strip(),
        "email": email.strip().lower(),
        "phone": phone.strip(),
        "language": language,
    }
    before = {field: getattr(row, field) for field in CORRECTED}
    changed = [field for field in CORRECTED if before[field] != given[field]]
    for field in changed:
        setattr(row, field, given[field])
    if language not in LANGUAGES:
        raise Problem("DIRECTORY-LANGUAGE", place="language", params={"language": language})
    _check(row)
    if not changed:
        return row
    row.save(update_fields=changed)
    open_fields = [field for field in changed if field not in ("email", "phone")]
    audit(
        actor,
        "directory.correct_person",
        kind="person",
        key=str(row.pk),
        before={field: before[field] for field in open_fields},
        after={
            **{field: given[field] for field in open_fields},
            "changed": changed,
            "reason": reason.strip(),
        },
    )
    return row


def _check(person: Person) -> None:
    if not person.name:
        raise Problem("DIRECTORY-FIELD", place="name", params={"field": "name"})
    if person.email:
        try:
            validate_email(person.email)
        except ValidationError as wrong:
            raise Problem("DIRECTORY-ADDRESS", place="email", params={"address": person.email}) from wrong
    check_lengths(person)
