"""Offices: added, ended, renamed or taken over, by date and source; a new row and a link, never an edit."""

from __future__ import annotations

import re
from datetime import date

from ..core.errors import Problem
from ..records.models import Organisation, OrganisationSuccession
from .acting import Actor, action, audit, check_lengths

_CODE = re.compile(r"[A-Z0-9]+(-[A-Z0-9]+)*")


@action
def add_organisation(
    *,
    code: str,
    acronym: str,
    name_id: str,
    name_en: str,
    kind: str,
    area: str,
    since: date,
    source: str,
    parent: Organisation | None = None,
    actor: Actor,
) -> Organisation:
    """An office that the content does not name yet; it answers for nothing until a responsibility says so.

    Raises:
        Problem: `OFFICE-FIELD`, `OFFICE-CODE`, `OFFICE-THERE`.
    """
    actor.must("directory.edit")
    given = {
        "acronym": acronym,
        "name_id": name_id,
        "name_en": name_en,
        "kind": kind,
        "area": area,
        "source": source,
    }
    for place, text in given.items():
        if not text.strip():
            raise Problem("OFFICE-FIELD", place=place, params={"field": place})
    code = code.strip().upper()
    if not _CODE.fullmatch(code):
        raise Problem("OFFICE-CODE", place="code", params={"code": code})
    if Organisation.objects.filter(code=code).exists():
        raise Problem("OFFICE-THERE", place="code", params={"code": code})
    row = Organisation(
        code=code,
        since=since,
        parent=parent,
        confidence="verified",
        **{place: text.strip() for place, text in given.items()},
    )
    check_lengths(row)
    row.save(force_insert=True)
    audit(
        actor,
        "directory.add_organisation",
        kind="organisation",
        key=row.code,
        after={
            **{place: text.strip() for place, text in given.items()},
            "since": since.isoformat(),
            "parent": parent.code if parent else None,
        },
    )
    return row


@action
def end_organisation(*, organisation: Organisation, until: date, source: str, actor: Actor) -> Organisation:
    """An office ends; `until` is the first day it is no longer there. The row stays, and what hangs on it.

    Raises:
        Problem: `OFFICE-ENDED`, `OFFICE-FIELD` without a source, `DIRECTORY-DATES`.
    """
    actor.must("directory.edit")
    row = _ended(organisation, until, source)
    audit(
        actor,
        "directory.end_organisation",
        kind="organisation",
        key=row.code,
        before={"until": None},
        after={"until": until.isoformat(), "source": source.strip()},
    )
    return row


@action
def succeed_organisation(
    *,
    organisation: Organisation,
    code: str,
    acronym: str,
    name_id: str,
    name_en: str,
    since: date,
    source: str,
    actor: Actor,
) -> Organisation:
    """A new name, or an office in the place of another: a new row from a day on, which the old one ends with.

    What the old office answers for and who is designated there stays with it until that is recorded anew.

    Raises:
        Problem: as adding and ending an office.
    """
    actor.must("directory.edit")
    new = add_organisation(
        code=code,
        acronym=acronym,
        name_id=name_id,
        name_en=name_en,
        kind=organisation.kind,
        area=organisation.area,
        since=since,
        source=source,
        parent=organisation.parent,
        actor=actor,
    )
    row = _ended(organisation, since, source)
    OrganisationSuccession.objects.create(predecessor=row, successor=new, since=since)
    audit(
        actor,
        "directory.succeed_organisation",
        kind="organisation",
        key=row.code,
        before={"until": None},
        after={"until": since.isoformat(), "successor": new.code, "source": source.strip()},
    )
    return new


def _ended(organisation: Organisation, until: date, source: str) -> Organisation:
    if not source.strip():
        raise Problem("OFFICE-FIELD", place="source", params={"field": "source"})
    row = Organisation.objects.select_for_update(of=("self",)).get(pk=organisation.pk)
    if row.until is not None:
        raise Problem("OFFICE-ENDED", place=row.code, params={"until": row.until.isoformat()})
    if row.since is not None and until <= row.since:
        params = {"since": row.since.isoformat(), "until": until.isoformat()}
        raise Problem("DIRECTORY-DATES", place="until", params=params)
    row.until = until
    row.save(update_fields=["until"])
    return row
