"""Benefit records: recorded and revised by an office, confirmed by its focal point, withdrawn with a reason."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import replace
from datetime import date

from ..core.benefits import Finding, Said, Severity, State, amount_of, check, move
from ..core.directory import Held
from ..core.errors import Conflict, Problem
from ..core.permissions import Duty, Role
from ..core.reporting import Letter, Taken, check_checker, check_on_behalf
from ..records.benefit_reading import (
    find_subject,
    findings_of,
    focal_points,
    known_for,
    read_tree,
    unanswered_claims,
)
from ..records.benefits import respondent
from ..records.models import (
    Benefit,
    BenefitDecision,
    BenefitVersion,
    Body,
    FieldOfLife,
    Goal,
    Organisation,
    PopulationGroup,
    Responsibility,
    StoredFile,
)
from .acting import Actor, action, audit, check_lengths, for_whom, on_behalf
from .files import HeldFile, Readable, hold_file, keep_held

#: A file as it comes in: its name and its bytes.
Upload = tuple[str, Readable]


def record_benefit(
    *,
    subject_kind: str,
    subject_code: str,
    body: Body,
    organisation: Organisation,
    said: Said,
    uploads: Iterable[Upload] = (),
    actor: Actor,
) -> Benefit:
    """Record a draft; it may be incomplete, but nothing in it unreadable. Files are kept with it or not at all.

    Raises:
        Problem: `BENEFIT-SUBJECT`, `BENEFIT-OFFICE`; the first thing in what is said that cannot be kept;
            `FILES-EMPTY`, `FILES-TOO-LARGE`, `FILES-TYPE`.
    """
    actor.must("benefit.record", respondent(body, organisation, State.DRAFT.value, actor.day))
    with _held_all(uploads) as files:
        return _record(
            subject_kind=subject_kind,
            subject_code=subject_code,
            body=body,
            organisation=organisation,
            said=said,
            files=files,
            actor=actor,
        )


def revise_benefit(
    *,
    benefit: Benefit,
    seen: int,
    said: Said,
    reason: str,
    uploads: Iterable[Upload] = (),
    actor: Actor,
) -> BenefitVersion:
    """A new version with its reason; the former stays. What was confirmed waits to be confirmed again.

    Args:
        seen: the number of the version it was made from.

    Raises:
        Conflict: `BENEFIT-STALE`.
        Problem: `REPORTING-NEEDS-REASON`, `BENEFIT-UNCHANGED`; as `record_benefit`; wrong state.
    """
    actor.must("benefit.record", benefit.subject(actor.day))
    with _held_all(uploads) as files:
        return _revise(benefit=benefit, seen=seen, said=said, reason=reason, files=files, actor=actor)


def attach_benefit_evidence(
    *, benefit: Benefit, seen: int, upload: Upload, reason: str, actor: Actor
) -> BenefitVersion:
    """A file that proves the record, as a new version that says otherwise what it said; the reason tells why.

    Raises: as `revise_benefit`.
    """
    said = benefit.latest().said()
    return revise_benefit(benefit=benefit, seen=seen, said=said, reason=reason, uploads=[upload], actor=actor)


@contextmanager
def _held_all(uploads: Iterable[Upload]) -> Iterator[Sequence[HeldFile]]:
    """All files checked and hashed before anything is locked; what no row keeps is removed."""
    with ExitStack() as stack:
        yield [stack.enter_context(hold_file(name=name, stream=stream)) for name, stream in uploads]


@action
def _record(
    *,
    subject_kind: str,
    subject_code: str,
    body: Body,
    organisation: Organisation,
    said: Said,
    files: Sequence[HeldFile],
    actor: Actor,
) -> Benefit:
    actor, _duties = _settled(actor, "benefit.record", body, organisation, State.DRAFT.value)
    if find_subject(subject_kind, subject_code) is None:
        raise Problem("BENEFIT-SUBJECT", place="subject", params={"subject": subject_code or "–"})
    answers = Responsibility.objects.on(actor.day).filter(body=body, organisation=organisation)
    if not answers.exists():
        params = {"office": organisation.acronym, "body": body.acronym}
        raise Problem("BENEFIT-OFFICE", place="office", params=params)
    benefit = Benefit(
        subject_kind=subject_kind,
        subject_code=subject_code,
        body=body,
        organisation=organisation,
        state=State.DRAFT.value,
        number=1,
    )
    check_keepable(said, benefit)
    check_lengths(benefit)
    benefit.save(force_insert=True)
    version = _write(benefit, said, reason="", files=files, kept=(), actor=actor)
    after = {
        "subject": f"{subject_kind} {subject_code}",
        "body": body.code,
        "organisation": organisation.code,
    }
    audit(
        actor,
        "benefits.record",
        kind="benefit",
        key=str(benefit.pk),
        after=after | version.as_kept(),
    )
    return benefit


@action
def _revise(
    *, benefit: Benefit, seen: int, said: Said, reason: str, files: Sequence[HeldFile], actor: Actor
) -> BenefitVersion:
    benefit = _locked(benefit)
    actor, _duties = _settled(actor, "benefit.record", benefit.body, benefit.organisation, benefit.state)
    before = _seen(benefit, seen)
    if not reason.strip():
        raise Problem("REPORTING-NEEDS-REASON", place="reason")
    check_keepable(said, benefit)
    if not files and _plain(said) == _plain(before.said()):
        raise Problem("BENEFIT-UNCHANGED", params={"number": before.number})
    benefit.state = move(benefit.state, "revise").value
    benefit.number += 1
    benefit.save(update_fields=["state", "number"])
    kept = tuple(before.files.all())
    version = _write(benefit, said, reason=reason.strip(), files=files, kept=kept, actor=actor)
    audit(
        actor,
        "benefits.revise",
        kind="benefit",
        key=str(benefit.pk),
        before=before.as_kept(),
        after=version.as_kept(),
    )
    return version


def _plain(said: Said) -> Said:
    """What is said, whatever its lists were put in order by."""
    return replace(said, groups=tuple(sorted(said.groups)), serves=tuple(sorted(said.serves)), files=0)


def check_keepable(said: Said, benefit: Benefit) -> None:
    """Nothing in what is said is unreadable or not among the choices.

    Raises:
        Problem: the first thing that is, with its field as place.
    """
    found = check(said, known_for(benefit.subject_kind, benefit.subject_code))
    for one in found:
        if one.severity is Severity.REFUSED:
            raise one.problem


def _write(
    benefit: Benefit,
    said: Said,
    *,
    reason: str,
    files: Sequence[HeldFile],
    kept: Sequence[StoredFile],
    actor: Actor,
) -> BenefitVersion:
    figure = amount_of(said)
    version = BenefitVersion(
        benefit=benefit,
        number=benefit.number,
        reason=reason,
        field_of_life=FieldOfLife.objects.filter(code=said.field_of_life).first(),
        who=said.who.strip(),
        counting=said.counting,
        amount_text=said.amount.strip(),
        amount=figure.value if figure else None,
        amount_status=figure.status.value if figure else "",
        unit=said.unit,
        basis=said.basis.strip(),
        area=said.area,
        region=said.region.strip(),
        period=said.period,
        text=said.text.strip(),
        text_en=said.text_en.strip(),
        links=list(said.links),
        recorded_by=actor.user,
        recorded_by_name=actor.user.name,
        on_behalf_of=actor.on_behalf_of,
        recorded_at=actor.at,
    )
    check_lengths(version)
    version.save(force_insert=True)
    version.groups.set(PopulationGroup.objects.filter(code__in=said.groups))
    version.serves.set(_goals(said.serves))
    new = [keep_held(file=file, purpose="evidence", actor=actor) for file in files]
    version.files.set([*kept, *new])
    return version


def _goals(codes: Iterable[str]) -> list[Goal]:
    wanted = set(codes)
    rows = Goal.objects.select_related("framework").filter(code__in=[one.split("/", 1)[1] for one in wanted])
    return [row for row in rows if f"{row.framework.code}/{row.code}" in wanted]


def _locked(benefit: Benefit) -> Benefit:
    """The record, locked until the transaction ends."""
    rows = Benefit.objects.select_for_update(of=("self",)).select_related("body", "organisation")
    return rows.get(pk=benefit.pk)


def _seen(benefit: Benefit, seen: int) -> BenefitVersion:
    latest = benefit.latest()
    if latest.number != seen:
        params = {"who": latest.recorded_by_name, "number": latest.number}
        raise Conflict("BENEFIT-STALE", params=params)
    return latest


def _settled(
    actor: Actor, verb: str, body: Body, organisation: Organisation, state: str
) -> tuple[Actor, tuple[Duty, ...]]:
    """Ask whether it may be done, and settle for whom: the secretariat acts for the focal point of the office."""
    subject = respondent(body, organisation, state, actor.day)
    duties = actor.must(verb, subject)

    def holders() -> Sequence[Held]:
        return focal_points(subject, body, organisation, actor.day)

    return for_whom(actor, duties, office=organisation, holders=holders), duties


# --- confirming and withdrawing -----------------------------------------------------------------------------------


@action
def confirm_benefit(
    *, benefit: Benefit, seen: int, reason: str = "", waiver: str = "", actor: Actor
) -> BenefitDecision:
    """The focal point of the office, or the alternate, confirms the version that was seen.

    Args:
        reason: why words that claim a cause stay, where there are any.
        waiver: why the one who recorded it confirms it, where nobody else may.

    Raises:
        Conflict: `BENEFIT-STALE`.
        Problem: `BENEFIT-INCOMPLETE`, `BENEFIT-CLAIMS`, `REPORTING-MAKER-CHECKER`, `REPORTING-WAIVER-NOT-SMALL`;
            wrong state.
    """
    benefit = _locked(benefit)
    subject = benefit.subject(actor.day)
    duties = actor.must("benefit.confirm", subject)
    version = _seen(benefit, seen)
    findings = _complete(version, reason)
    waived = check_checker(
        [_maker(version)],
        by=actor.user.person_id,
        waiver=waiver,
        holders=focal_points(subject, benefit.body, benefit.organisation, actor.day),
    )
    actor = replace(actor, on_behalf_of="", stands_for=None)
    row = BenefitDecision(reason=_answered(findings, reason), waiver=waived, role=duties[0].role.value)
    return _confirmed(benefit, version, row, actor)


@action
def confirm_benefit_on_behalf(
    *,
    benefit: Benefit,
    seen: int,
    official: int | None,
    letter_number: str,
    letter_date: date | None,
    reason: str = "",
    actor: Actor,
) -> BenefitDecision:
    """The secretariat records the letter by which the focal point confirms; both names are kept.

    Args:
        official: the designation whose holder confirms.

    Raises:
        Conflict, Problem: as `confirm_benefit`; what `core.reporting.check_on_behalf` asks of a letter.
    """
    benefit = _locked(benefit)
    subject = benefit.subject(actor.day)
    actor.must("benefit.confirm_on_behalf", subject)
    version = _seen(benefit, seen)
    findings = _complete(version, reason)
    holder = check_on_behalf(
        role=Role.FOCAL_POINT.value,
        official=official,
        holders=focal_points(subject, benefit.body, benefit.organisation, actor.day),
        taken=[_maker(version)],
        recorder=actor.user.person_id,
        entered=[version.recorded_by.person_id],
        letter=Letter(letter_number, letter_date),
        today=actor.day,
    )
    row = BenefitDecision(
        reason=_answered(findings, reason),
        role=holder.role,
        letter_number=letter_number.strip(),
        letter_date=letter_date,
    )
    return _confirmed(benefit, version, row, on_behalf(actor, holder))


def _maker(version: BenefitVersion) -> Taken:
    return Taken(0, version.recorded_by.person_id, "")


def _complete(version: BenefitVersion, reason: str) -> tuple[Finding, ...]:
    findings = findings_of(version, read_tree())
    missing = dict.fromkeys(one.field for one in findings if one.severity is not Severity.WARNING)
    if missing:
        raise Problem("BENEFIT-INCOMPLETE", params={"benefit_fields": list(missing)})
    claims = unanswered_claims(findings)
    if claims and not reason.strip():
        raise Problem("BENEFIT-CLAIMS", place="reason", params={"phrases": claims})
    return findings


def _answered(findings: Iterable[Finding], reason: str) -> str:
    """The reason, where there is something to answer."""
    return reason.strip() if unanswered_claims(findings) else ""


def _confirmed(
    benefit: Benefit, version: BenefitVersion, row: BenefitDecision, actor: Actor
) -> BenefitDecision:
    benefit.state = move(benefit.state, "confirm").value
    benefit.confirmed_number = version.number
    benefit.save(update_fields=["state", "confirmed_number"])
    return _decided(version, row, State.CONFIRMED, "benefits.confirm", actor)


def _decided(
    version: BenefitVersion, row: BenefitDecision, verdict: State, code: str, actor: Actor
) -> BenefitDecision:
    row.version, row.verdict = version, verdict.value
    row.by, row.by_name = actor.user, actor.user.name
    row.on_behalf_of, row.at = actor.on_behalf_of, actor.at
    check_lengths(row)
    row.save(force_insert=True)
    audit(
        actor,
        code,
        kind="benefit",
        key=str(version.benefit_id),
        after={
            "number": version.number,
            "role": row.role,
            "letter": row.letter_number,
            "reason": row.reason,
            "waiver": row.waiver,
        },
    )
    return row


@action
def withdraw_benefit(*, benefit: Benefit, seen: int, reason: str, actor: Actor) -> BenefitDecision:
    """The record no longer counts; it stays readable with the reason, and nothing changes it any more.

    Raises:
        Conflict: `BENEFIT-STALE`.
        Problem: `REPORTING-NEEDS-REASON`; wrong state.
    """
    benefit = _locked(benefit)
    actor, duties = _settled(actor, "benefit.withdraw", benefit.body, benefit.organisation, benefit.state)
    version = _seen(benefit, seen)
    if not reason.strip():
        raise Problem("REPORTING-NEEDS-REASON", place="reason")
    benefit.state = move(benefit.state, "withdraw").value
    benefit.save(update_fields=["state"])
    row = BenefitDecision(reason=reason.strip(), role=duties[0].role.value)
    return _decided(version, row, State.WITHDRAWN, "benefits.withdraw", actor)
