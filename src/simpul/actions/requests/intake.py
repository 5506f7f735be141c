"""A letter comes in: registered with its deadline and our own dates, disposed of, its dates changed, put away."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from django.utils import timezone

from ...core.errors import Conflict, Problem
from ...core.requests import (
    CLASSES,
    STAGES,
    check_chain,
    check_deadline,
    check_internal,
    check_letter,
    internal_dates,
)
from ...core.texts import check_length
from ...records.free_days import calendar_for, handling
from ...records.models import AuditEntry, Request
from ...records.request_clock import was_sent
from ..acting import Actor, action, alone_in_audit, audit, check_lengths
from ..files import HeldFile, keep_held
from .locking import locked_request, moved, note

TEXT_LIMIT = 20_000


@action
def register_request(
    *,
    subject: str,
    sender: str,
    channel: str,
    received_on: date,
    letter_number: str = "",
    letter_date: date | None = None,
    letter: HeldFile | None = None,
    form: HeldFile | None = None,
    deadline: date | None = None,
    deadline_note: str = "",
    dates: Mapping[str, date | None] | None = None,
    classification: str = "ordinary",
    language: str = "en",
    actor: Actor,
) -> Request:
    """Register a letter that asks us for something; its dates inside the country are computed backwards.

    Args:
        letter: its scan; `form`: the sender's own form, as it came.
        deadline_note: what was agreed, where there is no deadline or it is past.
        dates: stage (`core.requests.STAGES`) -> date, where the proposal is not wanted.
        language: in which the sender is answered.

    Raises:
        Problem: `REQUESTS-FIELD`, `REQUESTS-LETTER-DATES`, `REQUESTS-NO-DEADLINE`, `REQUESTS-DEADLINE-PAST`,
            `REQUESTS-DATES-ORDER`, `REQUESTS-CHAIN`.
        Conflict: `REQUESTS-ALREADY-REGISTERED` naming the earlier entry.
    """
    actor.must("request.register")
    _filled(subject=subject, sender=sender, channel=channel)
    _chosen("classification", classification, CLASSES)
    _chosen("language", language, ("id", "en"))
    check_letter(letter_date=letter_date, received_on=received_on, today=actor.day)
    check_deadline(deadline, today=actor.day, note=deadline_note)
    alone_in_audit()  # one at a time: the register counts on, and knows each letter once
    _not_registered(sender.strip(), letter_number.strip(), letter_date)
    rules = handling()
    check_chain(rules.chain)
    calendar, guessed = calendar_for(rules, [actor.day, deadline])
    proposed = internal_dates(deadline, today=actor.day, handling=rules, calendar=calendar)
    on: dict[str, date | None] = {**dict.fromkeys(STAGES), **proposed.on}
    if dates is not None:
        on |= {name: dates.get(name) for name in STAGES}
        check_internal(on, deadline=_binding(deadline, actor.day))
    row = Request(
        code=_next_code(actor.day.year),
        subject=subject.strip(),
        sender=sender.strip(),
        letter_number=letter_number.strip(),
        letter_date=letter_date,
        channel=channel.strip(),
        received_on=received_on,
        language=language,
        classification=classification,
        deadline=deadline,
        deadline_note=deadline_note.strip(),
        guessed_years=list(guessed),
        chain=list(rules.chain),
        registered_by=actor.user,
        registered_at=actor.at,
        **{f"due_{name}": day for name, day in on.items()},
    )
    check_lengths(row)
    if letter is not None:
        row.letter_file = keep_held(file=letter, purpose="letter", classification=classification, actor=actor)
    if form is not None:
        row.form_file = keep_held(
            file=form, purpose="request_form", classification=classification, actor=actor
        )
    row.save(force_insert=True)
    note(
        actor,
        "requests.register",
        row,
        subject=row.subject,
        sender=row.sender,
        channel=row.channel,
        language=language,
        classification=classification,
        letter=row.letter_number,
        letter_date=letter_date.isoformat() if letter_date else "",
        received=received_on.isoformat(),
        deadline=deadline.isoformat() if deadline else "",
        deadline_note=row.deadline_note,
        dates=_iso(row),
        chain=row.chain,
        letter_file=row.letter_file.sha256 if row.letter_file else "",
        form=row.form_file.sha256 if row.form_file else "",
    )
    return row


def _filled(**texts: str) -> None:
    for name, text in texts.items():
        if not text.strip():
            raise Problem("REQUESTS-FIELD", place=name, params={"field": name})


def _chosen(name: str, value: str, allowed: tuple[str, ...]) -> None:
    if value not in allowed:
        raise Problem("NOT-FOUND", place=name, params={"what": f"{name} {value}"})


def _binding(deadline: date | None, today: date) -> date | None:
    return deadline if deadline is not None and deadline >= today else None


def _iso(row: Request) -> dict[str, str]:
    return {name: day.isoformat() if day else "" for name, day in row.dates.items()}


def _not_registered(sender: str, number: str, day: date | None) -> None:
    rows = Request.objects.exclude(state="closed").filter(sender__iexact=sender, letter_date=day)
    same = rows.filter(letter_number__iexact=number).first() if number else None
    if same is not None:
        params = {"letter": number, "sender": sender, "code": same.code}
        raise Conflict("REQUESTS-ALREADY-REGISTERED", place="letter_number", params=params)


def _next_code(year: int) -> str:
    """The next number of the register's year; what was registered keeps its number for ever."""
    taken = Request.objects.filter(code__startswith=f"{year}/").values_list("code", flat=True)
    return f"{year}/{max((int(code.split('/')[1]) for code in taken), default=0) + 1}"


@action
def change_dates(
    *,
    request: Request,
    deadline: date | None,
    reason: str,
    deadline_note: str | None = None,
    dates: Mapping[str, date | None] | None = None,
    expected_version: int | None = None,
    actor: Actor,
) -> Request:
    """Another deadline of the sender, or other dates of ours, with the reason; the dates before stay in the audit.

    Once a version was sent they are history: what the sender asks back has dates of its own.

    Args:
        deadline_note: what was agreed, where another deadline is none or past; None keeps what stands.
        dates: stage -> date; None computes them again from the deadline.
        expected_version: the request's version the writer saw; None does not ask.

    Raises:
        Conflict: `REQUESTS-STALE`.
        Problem: `REPORTING-NEEDS-REASON`, `REQUESTS-NO-DEADLINE`, `REQUESTS-DEADLINE-PAST`,
            `REQUESTS-DATES-ORDER`, wrong state.
    """
    actor.must("request.register")
    row = locked_request(request)
    _still(row, expected_version)
    if row.is_closed or was_sent(row):
        raise Problem("ACCOUNTS-WRONG-STATE", place=row.code, params={"state": row.state})
    if not reason.strip():
        raise Problem("REPORTING-NEEDS-REASON", place="reason")
    before = {"deadline": row.deadline.isoformat() if row.deadline else "", "dates": _iso(row)}
    answers_before = row.due_answers
    agreed = row.deadline_note if deadline_note is None else deadline_note.strip()
    if deadline != row.deadline:
        check_deadline(deadline, today=actor.day, note=agreed)
    rules = handling()
    calendar, guessed = calendar_for(rules, [actor.day, deadline])
    on: dict[str, date | None] = dict.fromkeys(STAGES)
    if dates is None:
        on |= internal_dates(deadline, today=actor.day, handling=rules, calendar=calendar).on
    else:
        on |= {name: dates.get(name) for name in STAGES}
        check_internal(on, deadline=_binding(deadline, actor.day))
    row.deadline, row.deadline_note, row.guessed_years = deadline, agreed, list(guessed)
    for name in STAGES:
        setattr(row, f"due_{name}", on[name])
    row.version += 1
    row.save()
    # items follow the request's date, but for those that were given one of their own
    following = row.items.filter(state__in=["new", "asked"], due=answers_before)
    followed = list(following.values_list("number", flat=True))
    following.update(due=row.due_answers)
    audit(
        actor,
        "requests.change_dates",
        kind="request",
        key=row.code,
        before=before,
        after={
            "deadline": deadline.isoformat() if deadline else "",
            "deadline_note": agreed,
            "dates": _iso(row),
            "items": followed,
            "reason": reason.strip(),
        },
    )
    return row


#: What raises a request's version; the audit row says who did it and when.
_CHANGES = ("requests.change_dates", "requests.dispose", "requests.bring_form")


def _still(row: Request, expected: int | None) -> None:
    if expected is None or row.version == expected:
        return
    last = AuditEntry.objects.filter(action__in=_CHANGES, subject_kind="request", subject_key=row.code).last()
    params = {"who": last.actor_name, "time": f"{timezone.localtime(last.at):%H.%M}"} if last else {}
    raise Conflict("REQUESTS-STALE", place=row.code, params={"who": "–", "time": "–"} | params)


@action
def dispose(*, request: Request, text: str, expected_version: int | None = None, actor: Actor) -> Request:
    """The disposition: who is to do what with the letter.

    Raises:
        Conflict: `REQUESTS-STALE`.
        Problem: `REQUESTS-FIELD`, wrong state.
    """
    actor.must("request.dispose")
    row = locked_request(request, in_hand=True)
    _still(row, expected_version)
    _filled(disposition=text)
    check_length(text, limit=TEXT_LIMIT, place="disposition")
    before = {"disposition": row.disposition}
    row.disposition, row.disposed_by, row.disposed_at = text.strip(), actor.user, actor.at
    row.version += 1
    row.save(update_fields=["disposition", "disposed_by", "disposed_at", "version"])
    audit(
        actor,
        "requests.dispose",
        kind="request",
        key=row.code,
        before=before,
        after={"disposition": row.disposition},
    )
    return row


@action
def close_request(*, request: Request, reason: str, actor: Actor) -> Request:
    """Put a request away: answered and quiet, withdrawn by its sender, registered by mistake. Nothing is deleted.

    Raises:
        Problem: `REPORTING-NEEDS-REASON`, wrong state.
    """
    actor.must("request.register")
    row = locked_request(request)
    if not reason.strip():
        raise Problem("REPORTING-NEEDS-REASON", place="reason")
    moved(row, "close")
    row.closed_by, row.closed_at, row.close_reason = actor.user, actor.at, reason.strip()
    row.save(update_fields=["closed_by", "closed_at", "close_reason"])
    note(actor, "requests.close", row, reason=row.close_reason)
    return row


@action
def bring_form(*, request: Request, form: HeldFile, actor: Actor) -> Request:
    """Keep the sender's own form with a request, or another one in its place while no item has a place in it.

    Raises:
        Problem: `REQUESTS-FORM-IN-USE`, wrong state.
    """
    actor.must("request.register")
    row = locked_request(request, in_hand=True)
    placed = row.items.exclude(anchor="").count()
    before = row.form_file.sha256 if row.form_file else ""
    if placed and before != form.sha256:
        params = {"code": row.code, "count": placed}
        raise Problem("REQUESTS-FORM-IN-USE", place=row.code, params=params)
    row.form_file = keep_held(
        file=form, purpose="request_form", classification=row.classification, actor=actor
    )
    row.version += 1
    row.save(update_fields=["form_file", "version"])
    audit(
        actor,
        "requests.bring_form",
        kind="request",
        key=row.code,
        before={"form": before},
        after={"form": form.sha256, "name": form.name},
    )
    return row
