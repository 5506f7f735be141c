"""Answers of offices: saved version by version, handed in, returned; an earlier answer taken over by hand."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

from ...core.directory import Held, holders_on
from ...core.errors import Problem
from ...core.permissions import Duty, Role
from ...core.reporting import Letter
from ...core.requests import AnswerKind, OfficeState, all_answered
from ...core.text_numbers import check_known
from ...core.texts import check_length
from ...records.answer_bank import offered
from ...records.holding import held
from ...records.models import (
    DeliveredAnswer,
    ItemAnswer,
    ItemOffice,
    Observation,
    Organisation,
    RequestItem,
)
from ..acting import Actor, action, announce, basis_of, for_whom, holder_of
from .intake import TEXT_LIMIT
from .locking import check_latest, item_moved, locked_item, note, settled

#: What a version says, and where it is from: what the next one takes over where nothing else is said.
SAID = ("kind", "text_id", "text_en", "figures", "origin", "taken_by")


@action
def save_answer(
    *,
    item: RequestItem,
    organisation: Organisation,
    text_id: str = "",
    text_en: str = "",
    kind: str = AnswerKind.ANSWER.value,
    figures: Sequence[str] = (),
    expected_version: int | None = None,
    actor: Actor,
) -> ItemAnswer:
    """Save what an office answers, as its next version; what was handed in before stays handed in.

    Where it says what the last version says, that one is returned and nothing is written.

    Args:
        kind: `answer`, or `unavailable` with the reason as its text.
        figures: figures referred to, each `indicator|area|period` or with `|disaggregation`.
        expected_version: the version the writer saw (0 = none yet); None does not ask.

    Raises:
        Conflict: `REQUESTS-STALE`, somebody else saved first.
        Problem: `REQUESTS-NOT-ASKED`, `REQUESTS-NO-FIGURE`, `REPORTING-TOO-LONG`, wrong state.
    """
    row = locked_item(item)
    actor, _duties = must_answer(actor, row, organisation, "request.answer")
    last = _last(row, organisation)
    check_latest(last, expected_version, place=row.number)
    said: dict[str, Any] = {
        "kind": kind,
        "text_id": text_id.strip(),
        "text_en": text_en.strip(),
        "figures": figures_of(figures),
    }
    if last is not None and all(getattr(last, name) == value for name, value in said.items()):
        return last
    origin = {"origin": last.origin if last else None, "taken_by": last.taken_by if last else None}
    return _save(row, organisation, last, **said, **origin, actor=actor)


def must_answer(
    actor: Actor, item: RequestItem, organisation: Organisation, verb: str
) -> tuple[Actor, tuple[Duty, ...]]:
    """Ask whether somebody may answer for an office, and settle for whom: himself, or the office on its behalf.

    Raises:
        NotAllowed: he may not.
        Problem: `REQUESTS-NOT-ASKED`, wrong state.
    """
    subject = RequestItem.objects.with_offices().with_lead(actor.day).get(pk=item.pk).asked_of(organisation)
    duties = actor.must(verb, subject)
    if organisation.pk not in {office.organisation_id for office in item.offices.all()}:
        params = {"office": organisation.acronym, "number": item.number}
        raise Problem("REQUESTS-NOT-ASKED", place=item.number, params=params)

    def focal_points() -> Sequence[Held]:
        roles = [Role.FOCAL_POINT.value, Role.ALTERNATE.value]
        known = held(roles, actor.day)
        asked: dict[str, Any] = {
            "body": item.body.code,
            "offices": (organisation.code,),
            "leads": subject.leads,
        }
        return [one for role in roles for one in holders_on(known, **asked, role=role, day=actor.day)]

    return for_whom(actor, duties, office=organisation, holders=focal_points), duties


def _last(item: RequestItem, organisation: Organisation) -> ItemAnswer | None:
    rows = item.answers.filter(organisation=organisation).select_related("saved_by", "origin", "taken_by")
    return rows.order_by("-number").first()


def _save(
    item: RequestItem,
    organisation: Organisation,
    last: ItemAnswer | None,
    *,
    actor: Actor,
    **said: Any,
) -> ItemAnswer:
    check_said(said["kind"], said["text_id"], said["text_en"], place=item.number)
    said |= {"text_id": said["text_id"].strip(), "text_en": said["text_en"].strip()}
    row = ItemAnswer.objects.create(
        item=item,
        organisation=organisation,
        number=last.number + 1 if last else 1,
        saved_by=actor.user,
        saved_at=actor.at,
        on_behalf_of=actor.on_behalf_of,
        **said,
    )
    note(
        actor,
        "requests.save_answer",
        item.request,
        item=item.number,
        office=organisation.code,
        version=row.number,
        kind=row.kind,
        text_id=row.text_id,
        text_en=row.text_en,
        figures=row.figures,
        origin=row.origin_id,
        taken_by=row.taken_by_id,
    )
    return row


def check_said(kind: str, text_id: str, text_en: str, *, place: str) -> None:
    """What is answered is of a known kind, and no text is too long.

    Raises:
        Problem: `NOT-FOUND` for a kind there is not, `REPORTING-TOO-LONG`.
    """
    if kind not in list(AnswerKind):
        raise Problem("NOT-FOUND", place=place, params={"what": kind})
    for text in (text_id, text_en):
        check_length(text, limit=TEXT_LIMIT, place=place)


def figures_of(keys: Iterable[str]) -> list[dict[str, Any]]:
    """The current observations that keys name, with their text on that day.

    Raises:
        Problem: `REQUESTS-NO-FIGURE` naming the key.
    """
    found = []
    for key in keys:
        parts = key.split("|")
        names = dict(zip(("indicator__code", "area", "period", "disaggregation"), parts, strict=False))
        rows = Observation.objects.current().filter(**{"disaggregation": "_T", **names})
        row = rows.select_related("indicator").first() if len(parts) in (3, 4) else None
        if row is None:
            raise Problem("REQUESTS-NO-FIGURE", place=key, params={"figure": key.replace("|", " ")})
        found.append(
            {
                "observation": row.pk,
                "indicator": row.indicator.code,
                "area": row.area,
                "period": row.period,
                "disaggregation": row.disaggregation,
                "text": row.text,
                "value": "" if row.value is None else format(row.value.normalize(), "f"),
                "status": row.status,
                "unit": row.unit,
            }
        )
    return found


@action
def take_offer(
    *,
    item: RequestItem,
    organisation: Organisation,
    offer: DeliveredAnswer,
    expected_version: int | None = None,
    actor: Actor,
) -> ItemAnswer:
    """Take an earlier delivered answer over as the office's draft. It names its origin and who took it.

    Nothing is taken over by itself: what is offered is only shown, and a draft still has to be handed in.

    Raises:
        Conflict: `REQUESTS-STALE`.
        Problem: `REQUESTS-NOT-OFFERED`, `REQUESTS-NOT-ASKED`, wrong state.
    """
    row = locked_item(item)
    reader = actor.duties
    actor, _duties = must_answer(actor, row, organisation, "request.answer")
    last = _last(row, organisation)
    check_latest(last, expected_version, place=row.number)
    found = {one.answer.pk: one.answer for one in offered(row, reader, day=actor.day) if one.answer}
    taken = found.get(offer.pk)
    if taken is None:
        raise Problem("REQUESTS-NOT-OFFERED", place=row.number, params={"number": row.number})
    return _save(
        row,
        organisation,
        last,
        kind=taken.kind,
        text_id=taken.text_id,
        text_en=taken.text_en,
        figures=taken.figures,
        origin=taken,
        taken_by=actor.user,
        actor=actor,
    )


@action
def hand_in(
    *,
    item: RequestItem,
    organisation: Organisation,
    seen: int,
    numbers_known: str | None = None,
    letter: Letter | None = None,
    actor: Actor,
) -> ItemAnswer:
    """Hand the office's answer in, in the version that was seen.

    A version is handed in once: the same text handed in again, after it came back, is the next version. The
    secretariat hands in on an office's behalf only by a letter of that office.

    Args:
        letter: number and day of that letter, note or e-mail; of no meaning where the office itself hands in.
        numbers_known: the remarks on its numbers that were read (`core.text_numbers.mark_of`); None does not ask.

    Raises:
        Conflict: `REQUESTS-STALE`.
        Problem: `REQUESTS-EMPTY-ANSWER`, `REQUESTS-NOT-ASKED`, `REQUESTS-NUMBERS`, `REPORTING-LETTER-NEEDED`,
            `REPORTING-LETTER-DATE`, wrong state.
    """
    row = locked_item(item)
    actor, duties = must_answer(actor, row, organisation, "request.hand_in")
    last = _last(row, organisation)
    check_latest(last, seen, place=row.number)
    if last is None or not (last.text_id or last.text_en):
        raise Problem("REQUESTS-EMPTY-ANSWER", place=row.number, params={"number": row.number})
    basis = basis_of(letter, actor)
    numbers = check_known({row.number: last.number_remarks()}, numbers_known)
    if last.handed_in_at is not None:
        said = {name: getattr(last, name) for name in SAID}
        last = _save(row, organisation, last, **said, actor=actor)
    last.handed_in_by, last.handed_in_at = actor.user, actor.at
    last.holder, last.handed_in_for = holder_of(actor, duties[0]) | basis, actor.on_behalf_of
    last.save(update_fields=["handed_in_by", "handed_in_at", "holder", "handed_in_for"])
    offices = list(row.offices.all())
    for office in offices:
        if office.organisation_id == organisation.pk:
            office.state, office.return_reason = OfficeState.ANSWERED.value, ""
            office.save(update_fields=["state", "return_reason"])
    if all_answered(office.state for office in offices):
        item_moved(row, "answer")
        announce(
            kind="mail",
            key=f"request-answered:{row.pk}:{last.pk}",
            payload={"template": "request_answered", "request": row.request_id, "item": row.pk},
            at=actor.at,
        )
    note(
        actor,
        "requests.hand_in",
        row.request,
        item=row.number,
        office=organisation.code,
        version=last.number,
        holder=last.holder,
        **({"numbers": numbers} if numbers else {}),
    )
    return last


@action
def return_answer(
    *, item: RequestItem, organisation: Organisation, reason: str, due: date | None = None, actor: Actor
) -> ItemOffice:
    """Give an office its answer back, with the reason and a date; what it handed in stays readable.

    Raises:
        Problem: `REPORTING-NEEDS-REASON`, `REPORTING-DATE-NOT-LATER`, `REQUESTS-NOT-ASKED`, wrong state.
    """
    actor.must("request.consolidate")
    row = locked_item(item)
    if not reason.strip():
        raise Problem("REPORTING-NEEDS-REASON", place="reason")
    if due is not None and due < actor.day:
        params = {"day": due.isoformat(), "current": actor.day.isoformat()}
        raise Problem("REPORTING-DATE-NOT-LATER", place=row.number, params=params)
    office = next((one for one in row.offices.all() if one.organisation_id == organisation.pk), None)
    if office is None:
        params = {"office": organisation.acronym, "number": row.number}
        raise Problem("REQUESTS-NOT-ASKED", place=row.number, params=params)
    if office.state != OfficeState.ANSWERED.value or row.state == "delivered":
        raise Problem("ACCOUNTS-WRONG-STATE", place=row.number, params={"state": row.state})
    office.state, office.return_reason = OfficeState.RETURNED.value, reason.strip()
    office.save(update_fields=["state", "return_reason"])
    row.due = due or row.due
    item_moved(row, "ask")
    if row.request.state == "consolidated":
        settled(row.request)
    announce(
        kind="mail",
        key=f"request-returned:{office.pk}:{actor.at.isoformat()}",
        payload={
            "template": "request_returned",
            "request": row.request_id,
            "item": row.pk,
            "organisation": organisation.code,
        },
        at=actor.at,
    )
    note(
        actor,
        "requests.return_answer",
        row.request,
        item=row.number,
        office=organisation.code,
        due=row.due.isoformat() if row.due else "",
        reason=office.return_reason,
    )
    return office
