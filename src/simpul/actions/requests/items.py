"""Splitting a request: items by body and office, sent out to them, rerouted, given another date."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from ...core.errors import Conflict, Problem
from ...core.likeness import words_of
from ...core.requests import all_answered, question_digest
from ...core.texts import check_characters, check_length
from ...records.models import Body, ItemOffice, Organisation, Request, RequestItem, Responsibility
from ...records.reporting import desk_area
from ..acting import Actor, action, announce, check_lengths
from .intake import TEXT_LIMIT
from .locking import item_moved, locked_item, locked_request, moved, note, settled


@dataclass(frozen=True)
class NewItem:
    """One question to be asked on.

    Args:
        number: as the sender writes it.
        lead: the office that answers; None = the one that leads the body that day.
        also: offices asked beside it.
        anchor: where in the sender's form its answer goes; kept as given, read by nobody here.
        due: None = the request's date for the answers.
    """

    number: str
    body: Body
    text_id: str = ""
    text_en: str = ""
    lead: Organisation | None = None
    also: Sequence[Organisation] = ()
    anchor: str = ""
    due: date | None = None


@action
def split_request(
    *, request: Request, items: Iterable[NewItem], form_seen: str | None = None, actor: Actor
) -> list[RequestItem]:
    """Add items to a request, all of them or none; offices are asked when they are sent out.

    Args:
        form_seen: hash of the sender's form the anchors were read from; None does not ask.

    Raises:
        Conflict: `REQUESTS-ITEM-TWICE`, `REQUESTS-PLACE-TWICE`, `REQUESTS-FORM-CHANGED`.
        Problem: `REQUESTS-FIELD`, `REQUESTS-ITEM-TEXT`, `REQUESTS-NO-OFFICE`, `REQUESTS-OFFICE`, `REPORTING-TOO-LONG`,
            wrong state.
    """
    actor.must("request.split")
    row = locked_request(request, in_hand=True)
    if form_seen is not None and form_seen != (row.form_file.sha256 if row.form_file else ""):
        raise Conflict("REQUESTS-FORM-CHANGED", place=row.code, params={"code": row.code})
    items = list(items)
    if not items:
        raise Problem("REQUESTS-NO-ITEMS", place=row.code)
    taken = set(row.items.values_list("number", flat=True))
    _check_places(items, row)
    position = row.items.count()
    leads = _leads(items, actor.day)
    check_offices([office for item in items for office in (item.lead, *item.also) if office], actor)
    made, offices = [], []
    for item in items:
        _check_item(item, taken)
        lead = item.lead or leads.get(item.body.pk)
        if lead is None:
            params = {"body": item.body.acronym, "day": actor.day.isoformat()}
            raise Problem("REQUESTS-NO-OFFICE", place=item.number, params=params)
        taken.add(item.number.strip())
        position += 1
        made.append(_row_of(row, item, position, actor))
        offices += [
            ItemOffice(item=made[-1], organisation=office, lead=office == lead)
            for office in dict.fromkeys([lead, *item.also])
        ]
    for one in made:
        check_lengths(one)
    RequestItem.objects.bulk_create(made, batch_size=500)
    ItemOffice.objects.bulk_create(offices, batch_size=500)
    if row.state == "consolidated":
        settled(row)
    note(
        actor,
        "requests.split",
        row,
        items=[
            {
                "number": one.number,
                "body": one.body.code,
                "digest": question_digest(one.text_id, one.text_en, one.anchor),
                "due": one.due_original.isoformat() if one.due_original else "",
                "offices": [office.organisation.code for office in offices if office.item is one],
            }
            for one in made
        ],
    )
    return made


def check_offices(offices: Iterable[Organisation], actor: Actor) -> None:
    """Each office is one of this country, and there on the day.

    Raises:
        Problem: `REQUESTS-OFFICE` naming the office.
    """
    wanted = {office.pk: office for office in offices}
    there = Organisation.objects.to_ask(desk_area(), actor.day).filter(pk__in=wanted)
    for pk in wanted.keys() - set(there.values_list("pk", flat=True)):
        params = {"office": wanted[pk].acronym, "day": actor.day.isoformat()}
        raise Problem("REQUESTS-OFFICE", place=wanted[pk].code, params=params)


def _check_places(items: Iterable[NewItem], request: Request) -> None:
    """A place of the sender's form is filled by one item: a second answer there would take the first one's place."""
    taken = dict(request.items.exclude(anchor="").values_list("anchor", "number"))
    for item in items:
        if item.anchor and item.anchor in taken:
            params = {"number": item.number.strip(), "other": taken[item.anchor]}
            raise Conflict("REQUESTS-PLACE-TWICE", place=item.number, params=params)
        if item.anchor:
            taken[item.anchor] = item.number.strip()


def _check_item(item: NewItem, taken: set[str]) -> None:
    for name in ("number", "text_id", "text_en", "anchor"):
        check_characters(getattr(item, name), place=f"{item.number} {name}")
    if not item.number.strip():
        raise Problem("REQUESTS-FIELD", place="number", params={"field": "number"})
    if item.number.strip() in taken:
        raise Conflict("REQUESTS-ITEM-TWICE", place=item.number, params={"written": item.number.strip()})
    if not item.text_id.strip() and not item.text_en.strip():
        raise Problem("REQUESTS-ITEM-TEXT", place=item.number, params={"number": item.number.strip()})
    for text in (item.text_id, item.text_en):
        check_length(text, limit=TEXT_LIMIT, place=item.number)


def _leads(items: Iterable[NewItem], day: date) -> dict[int, Organisation]:
    """The office that leads each body on a day, read at once."""
    wanted = {item.body.pk for item in items if item.lead is None}
    rows = Responsibility.objects.on(day).filter(body__in=wanted, role="lead").select_related("organisation")
    return {row.body_id: row.organisation for row in rows}


def _row_of(request: Request, item: NewItem, position: int, actor: Actor) -> RequestItem:
    due = item.due or request.due_answers
    return RequestItem(
        request=request,
        number=item.number.strip(),
        position=position,
        text_id=item.text_id.strip(),
        text_en=item.text_en.strip(),
        anchor=item.anchor,
        words=" ".join(sorted(words_of(item.text_id, item.text_en))),
        body=item.body,
        due=due,
        due_original=due,
        added_at=actor.at,
    )


@action
def send_out(*, request: Request, actor: Actor) -> list[RequestItem]:
    """Ask the offices: every item not sent yet. Each office gets one message, however many items it has.

    Raises:
        Problem: `REQUESTS-NO-ITEMS`, wrong state.
    """
    actor.must("request.split")
    row = locked_request(request, in_hand=True)
    items = list(
        row.items.filter(state="new").select_related("body").prefetch_related("offices__organisation")
    )
    if not items:
        raise Problem("REQUESTS-NO-ITEMS", place=row.code)
    RequestItem.objects.filter(pk__in=[item.pk for item in items]).update(state="asked")
    ItemOffice.objects.filter(item__in=items).update(state="asked", asked_at=actor.at)
    moved(row, "send_out")
    tell_offices(row, items, actor)
    note(actor, "requests.send_out", row, items=[item.number for item in items])
    return items


def tell_offices(request: Request, items: Iterable[RequestItem], actor: Actor) -> None:
    """Announce to each office what it is asked; numbers only, never a text."""
    by_office: dict[str, list[RequestItem]] = {}
    for item in items:
        for office in item.offices.all():
            if office.state != "answered":
                by_office.setdefault(office.organisation.code, []).append(item)
    for code, asked in sorted(by_office.items()):
        announce(
            kind="mail",
            key=f"request-asked:{request.pk}:{code}:{actor.at.isoformat()}",
            payload={
                "template": "request_asked",
                "request": request.pk,
                "organisation": code,
                "items": [item.pk for item in asked],
            },
            at=actor.at,
        )


@action
def reroute_item(
    *, item: RequestItem, lead: Organisation, also: Sequence[Organisation] = (), reason: str, actor: Actor
) -> RequestItem:
    """Ask other offices than before: the item was not theirs. What they wrote stays, and that they were asked.

    Raises:
        Problem: `REPORTING-NEEDS-REASON`, `REQUESTS-OFFICE`, wrong state.
    """
    actor.must("request.split")
    row = locked_item(item)
    if row.state not in ("new", "asked", "answered"):
        raise Problem("ACCOUNTS-WRONG-STATE", place=row.number, params={"state": row.state})
    if not reason.strip():
        raise Problem("REPORTING-NEEDS-REASON", place="reason")
    check_offices([lead, *also], actor)
    before = {office.organisation.code: office for office in row.offices.all()}
    wanted = {office.code: office for office in (lead, *also)}
    row.offices.exclude(organisation__code__in=wanted).update(released_at=actor.at)
    row.offices.update(lead=False)
    at = actor.at if row.state != "new" else None
    for code, office in wanted.items():
        if code not in before:
            ItemOffice.objects.create(item=row, organisation=office, state="asked", asked_at=at)
    row.offices.filter(organisation=lead).update(lead=True)
    row = RequestItem.objects.with_offices().get(pk=row.pk)
    if row.state != "new":
        item_moved(row, "answer" if all_answered(one.state for one in row.offices.all()) else "ask")
        tell_offices(row.request, [row], actor)
    note(
        actor,
        "requests.reroute",
        row.request,
        item=row.number,
        before=sorted(before),
        offices=sorted(wanted),
        reason=reason.strip(),
    )
    return row


@action
def set_item_due(*, item: RequestItem, due: date, reason: str, actor: Actor) -> RequestItem:
    """Another date for an item; its first date stays.

    Raises:
        Problem: `REPORTING-NEEDS-REASON`, `REPORTING-DATE-NOT-LATER` where it lies before today, wrong state.
    """
    actor.must("request.split")
    row = locked_item(item)
    if row.state not in ("new", "asked", "answered"):
        raise Problem("ACCOUNTS-WRONG-STATE", place=row.number, params={"state": row.state})
    if not reason.strip():
        raise Problem("REPORTING-NEEDS-REASON", place="reason")
    if due < actor.day:
        params = {"day": due.isoformat(), "current": actor.day.isoformat()}
        raise Problem("REPORTING-DATE-NOT-LATER", place=row.number, params=params)
    before = row.due
    row.due, row.due_original = due, row.due_original or due
    row.save(update_fields=["due", "due_original"])
    note(
        actor,
        "requests.set_item_due",
        row.request,
        item=row.number,
        before=before.isoformat() if before else "",
        due=due.isoformat(),
        reason=reason.strip(),
    )
    return row
