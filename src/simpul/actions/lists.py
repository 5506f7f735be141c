"""Keeping a filter of a list under a name, and putting it aside."""

from __future__ import annotations

from ..core.errors import NotAllowed, Problem
from ..core.lists import MOST, check_kept
from ..records.models import Organisation, SavedFilter
from .acting import Actor, action, audit, check_lengths


@action
def keep_filter(*, table: str, name: str, query: str, share: bool, actor: Actor) -> SavedFilter:
    """Keep a filter for oneself, or for the own office too; the same name takes the place of the one before.

    Any account may, for itself; sharing needs a role of the day, whose office it is shared with.

    Raises:
        Problem: `LIST-NAME`, `LIST-QUERY`, `LIST-TOO-MANY`, `LIST-NO-OFFICE`.
    """
    check_kept(name=name, query=query)
    name = name.strip()
    standing = SavedFilter.objects.standing().filter(owner=actor.user, table=table)
    for before in standing.filter(name=name):
        _end(before, actor)
    if standing.count() >= MOST:
        raise Problem("LIST-TOO-MANY", params={"limit": MOST})
    row = SavedFilter(
        owner=actor.user,
        table=table,
        name=name,
        query=query,
        shared_with=_office(actor) if share else None,
        kept_at=actor.at,
    )
    check_lengths(row)
    row.save(force_insert=True)
    after = {"table": table, "name": name, "query": query, "shared_with": str(row.shared_with or "")}
    audit(actor, "lists.keep_filter", kind="saved_filter", key=str(row.pk), after=after)
    return row


def _office(actor: Actor) -> Organisation:
    codes = [duty.organisation for duty in actor.duties if duty.organisation]
    if not codes:
        raise Problem("LIST-NO-OFFICE", place="share")
    return Organisation.objects.get(code=codes[0])


@action
def drop_filter(*, saved: SavedFilter, actor: Actor) -> None:
    """Put a filter of one's own aside; the row stays and shows no more.

    Raises:
        NotAllowed: `LIST-NOT-YOURS`.
    """
    if saved.owner_id != actor.user.pk:
        raise NotAllowed("LIST-NOT-YOURS", params={"name": saved.name})
    if saved.removed_at is None:
        _end(saved, actor)


def _end(saved: SavedFilter, actor: Actor) -> None:
    saved.removed_at = actor.at
    saved.save(update_fields=["removed_at"])
    before = {"table": saved.table, "name": saved.name, "query": saved.query}
    audit(actor, "lists.drop_filter", kind="saved_filter", key=str(saved.pk), before=before)
