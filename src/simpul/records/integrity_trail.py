"""Whether rows say what the audit trail says: who did what, when, on which content."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator
from datetime import date
from typing import Any

from ..core.reporting import First, handed_in, recalled
from .accounts import User
from .audit import AuditEntry
from .benefits import BenefitDecision, BenefitVersion
from .catalogue import CodeListVersion
from .days import civil_day
from .files import StoredFile
from .integrity_alignment_trail import ALIGNMENT_CLAIMS, alignment_last_words
from .integrity_claims import Claim as _Claim
from .integrity_claims import Trail
from .integrity_directory_trail import DIRECTORY_CLAIMS, directory_last_words
from .integrity_request_trail import REQUEST_CLAIMS, request_last_words
from .integrity_sheet_trail import SHEET_CLAIMS, sheet_last_words
from .integrity_words import Fault, differing
from .progress import ResultSet
from .reporting import Clearance, Delivery, Extension, Obligation, Override, Paper, Round, Submission, Task


def audited() -> Iterator[Fault]:
    """What a row says of who did what and when is what the audit trail says, and no row it speaks of is gone."""
    trail: dict[tuple[str, str, str], list[AuditEntry]] = defaultdict(list)
    for row in AuditEntry.objects.order_by("id").iterator(chunk_size=2000):
        trail[row.action, row.subject_kind, row.subject_key].append(row)
    for read, groups in (
        _CLAIMS | REQUEST_CLAIMS | SHEET_CLAIMS | ALIGNMENT_CLAIMS | DIRECTORY_CLAIMS
    ).items():
        claims = list(read())
        for claim in claims:
            rows = [row for name in claim.actions for row in trail.get((name, claim.kind, claim.key), [])]
            missing = _unsaid(claim, rows)
            if missing:
                yield Fault("audited", claim.subject, "not-audited", {"field": ", ".join(missing)})
        for group in groups:
            yield from _gone(group, [claim for claim in claims if claim.actions == group], trail)
    yield from _last_words(trail)
    yield from request_last_words(trail)
    yield from sheet_last_words(trail)
    yield from alignment_last_words(trail)
    yield from directory_last_words(trail)
    yield from _first_days(trail)


def _gone(group: tuple[str, ...], claims: list[_Claim], trail: Trail) -> Iterator[Fault]:
    """Audit rows whose own row is no longer there."""
    made: dict[tuple[str, str], list[_Claim]] = defaultdict(list)
    for claim in claims:
        made[claim.kind, claim.key].append(claim)
    said: dict[tuple[str, str], list[AuditEntry]] = defaultdict(list)
    for (action, kind, key), rows in trail.items():
        if action in group:
            said[kind, key] += rows
    for place, rows in said.items():
        if len(rows) > len(made[place]):
            for row in rows:
                if all(_wrong(claim, row) for claim in made[place]):
                    yield Fault("audited", f"audit {row.pk} {row.action}", "row-gone")


def _wrong(claim: _Claim, row: AuditEntry) -> list[str]:
    """What an audit row says otherwise than a claim."""
    said: dict[str, Any] = dict(row.after)
    told: dict[str, Any] = dict(claim.after)
    for name, mine, theirs in (
        ("at", claim.at, row.at),
        ("by", claim.by, row.actor_id),
        ("by_name", claim.by_name, row.actor_name),
        ("on_behalf_of", claim.on_behalf_of, row.on_behalf_of),
    ):
        if mine is not None:
            said[name], told[name] = theirs, mine
    asked = (name for name in told if name in said or name not in claim.later)
    return [name for name in asked if _in_order(said.get(name)) != _in_order(told[name])]


def _in_order(said: Any) -> Any:
    """A list of codes or hashes, whichever order it was kept in."""
    plain = isinstance(said, list) and all(isinstance(one, str) for one in said)
    return sorted(said) if plain else said


def _unsaid(claim: _Claim, rows: list[AuditEntry]) -> list[str]:
    """What no audit row says; of several rows the one that comes closest counts."""
    return min((_wrong(claim, row) for row in rows), key=len, default=[claim.actions[0]])


def _clearance_claims() -> Iterator[_Claim]:
    for row in Clearance.objects.select_related("submission__task__round", "submission__task__body"):
        after: dict[str, Any] = {"submission": row.submission.number}
        if row.verdict == "returned":
            names: tuple[str, ...] = ("reporting.return",)
            after |= {"role": row.role, "reason": row.remark}
        elif row.step == 0:
            names = ("reporting.submit",)
            after |= {"hash": row.content_hash}
        else:
            names = ("reporting.clear", "reporting.accept")
            after |= {"step": row.step, "role": row.role, "hash": row.content_hash}
            after |= {"letter": row.letter_number, "waiver": row.waiver}
        task = str(row.submission.task_id)
        who = row.by_id, row.by_name, row.on_behalf_of
        yield _Claim(f"clearance {row}", names, "task", task, after, row.at, *who)


def _submission_claims() -> Iterator[_Claim]:
    for row in Submission.objects.select_related("task__round", "task__body"):
        after = {"submission": row.number, "hash": row.content_hash, "channel": row.channel}
        task = str(row.task_id)
        name = f"submission {row}"
        who = row.submitted_by_id, None, row.on_behalf_of
        yield _Claim(name, ("reporting.submit",), "task", task, after, row.submitted_at, *who)
        for found in row.findings:
            if found.get("reason"):
                given = {key: found[key] for key in ("rule", "figure", "reason")}
                yield _Claim(
                    f"{name} {found['rule']} {found['figure']}",
                    ("reporting.override_warning",),
                    "task",
                    task,
                    given,
                )


def _file_claims() -> Iterator[_Claim]:
    for row in StoredFile.objects.iterator(chunk_size=500):
        after = {name: getattr(row, name) for name in ("name", "sha256", "size", "purpose")}
        name, key = f"file {row.pk} {row.name}", str(row.pk)
        yield _Claim(name, ("files.keep",), "file", key, after, row.uploaded_at, row.uploaded_by_id)


def _round_key(row: Round) -> str:
    return f"{row.obligation.code}/{row.period}"


def _paper_claims() -> Iterator[_Claim]:
    for row in Paper.objects.select_related("round__obligation", "file"):
        after = {"kind": row.kind, "language": row.language, "format": row.format}
        after |= {"sha256": row.file.sha256, "basis": row.basis_hash}
        key = _round_key(row.round)
        name = f"paper {row.pk} {row}"
        yield _Claim(name, ("reporting.record_paper",), "round", key, after, row.made_at, row.made_by_id)


def _result_claims() -> Iterator[_Claim]:
    for row in ResultSet.objects.select_related("round"):
        name, key = f"result set {row.pk} {row.round or row.area}", str(row.pk)
        after = {"area": row.area, "digest": row.digest}
        yield _Claim(name, ("progress.compute",), "result_set", key, after, row.made_at, row.made_by_id)


def _delivery_claims() -> Iterator[_Claim]:
    for row in Delivery.objects.select_related("round__obligation").prefetch_related("files__file"):
        name, key = f"delivery {row}", str(row.pk)
        parts = {part.part: part.file.sha256 for part in row.files.all()}
        made: dict[str, Any] = {"delivery": row.number, "profile": row.profile, "files": parts}
        kept = _round_key(row.round)
        yield _Claim(name, ("reporting.record_delivery",), "round", kept, made, row.made_at, row.made_by_id)
        if row.cleared_at is not None:
            names = ("reporting.clear_delivery",)
            yield _Claim(name, names, "delivery", key, {}, row.cleared_at, None, row.cleared_by_name)
        if row.state == "handed_over":
            on = row.handed_over_on.isoformat() if row.handed_over_on else ""
            after = {"on": on, "channel": row.channel, "receipt": row.receipt}
            names = ("reporting.hand_over",)
            yield _Claim(name, names, "delivery", key, after, None, row.handed_over_by_id)


def _round_claims() -> Iterator[_Claim]:
    for row in Round.objects.select_related("obligation"):
        name, key = f"round {row}", _round_key(row)
        after = {"opens": row.opens_on, "due": row.due_on, "closes": row.closes_on}
        told = {field: day.isoformat() for field, day in after.items()}
        yield _Claim(name, ("reporting.open_round",), "round", key, told, row.opened_at, row.opened_by_id)
        if row.closed_at is not None:
            why = {"reason": row.close_reason}
            yield _Claim(name, ("reporting.close_round",), "round", key, why, row.closed_at, row.closed_by_id)


def _extension_claims() -> Iterator[_Claim]:
    for row in Extension.objects.select_related("task__round", "task__body"):
        after = {"due": row.due_after.isoformat(), "reason": row.reason}
        name, key = f"extension {row}", str(row.task_id)
        yield _Claim(name, ("reporting.extend",), "task", key, after, row.granted_at, row.granted_by_id)


def _withdrawal_claims() -> Iterator[_Claim]:
    for row in Extension.objects.filter(withdrawn_at__isnull=False).select_related(
        "task__round", "task__body"
    ):
        after = {"extension": row.pk, "reason": row.withdraw_reason}
        name, key = f"extension {row}, taken back", str(row.task_id)
        who = row.withdrawn_at, row.withdrawn_by_id
        yield _Claim(name, ("reporting.withdraw_extension",), "task", key, after, *who)


def _override_claims() -> Iterator[_Claim]:
    for row in Override.objects.select_related("task__round", "task__body"):
        after = {"rule": row.rule, "figure": row.figure, "reason": row.reason}
        name, key = f"override {row.task} {row}", str(row.task_id)
        who = row.by_id, None, row.on_behalf_of
        yield _Claim(name, ("reporting.override_warning",), "task", key, after, row.at, *who)


def _code_claims() -> Iterator[_Claim]:
    for row in CodeListVersion.objects.select_related("code_list"):
        names = ("number", "label", "source", "decree", "sha256", "digest", "size", "reason")
        after = {name: getattr(row, name) for name in names}
        name, key = f"code list {row}", row.code_list.code
        yield _Claim(name, ("codes.import",), "code_list", key, after, row.imported_at, row.imported_by_id)


def _benefit_claims() -> Iterator[_Claim]:
    for row in BenefitVersion.objects.with_all():
        verb = "benefits.record" if row.number == 1 else "benefits.revise"
        after = row.as_kept()
        if row.number == 1:
            after |= {"subject": f"{row.benefit.subject_kind} {row.benefit.subject_code}"}
            after |= {"body": row.benefit.body.code, "organisation": row.benefit.organisation.code}
        who = row.recorded_by_id, row.recorded_by_name, row.on_behalf_of
        name, key = f"benefit {row}", str(row.benefit_id)
        yield _Claim(name, (verb,), "benefit", key, after, row.recorded_at, *who)


def _benefit_decision_claims() -> Iterator[_Claim]:
    for row in BenefitDecision.objects.select_related("version"):
        verb = "benefits.confirm" if row.verdict == "confirmed" else "benefits.withdraw"
        after = {"number": row.version.number, "role": row.role, "reason": row.reason, "waiver": row.waiver}
        after |= {"letter": row.letter_number}
        who = row.by_id, row.by_name, row.on_behalf_of
        name, key = f"benefit {row}", str(row.version.benefit_id)
        yield _Claim(name, (verb,), "benefit", key, after, row.at, *who)


#: Who claims, and which audit rows stand for exactly one row of theirs.
_CLAIMS: dict[Callable[[], Iterator[_Claim]], tuple[tuple[str, ...], ...]] = {
    _submission_claims: (("reporting.submit",),),
    _clearance_claims: (
        ("reporting.submit",),
        ("reporting.clear", "reporting.accept"),
        ("reporting.return",),
    ),
    _override_claims: (),
    _extension_claims: (("reporting.extend",),),
    _withdrawal_claims: (("reporting.withdraw_extension",),),
    _round_claims: (("reporting.open_round",), ("reporting.close_round",)),
    _result_claims: (("progress.compute",),),
    _file_claims: (("files.keep",),),
    _paper_claims: (("reporting.record_paper",),),
    _delivery_claims: (("reporting.record_delivery",),),
    _benefit_claims: (("benefits.record",), ("benefits.revise",)),
    _benefit_decision_claims: (("benefits.confirm",), ("benefits.withdraw",)),
    _code_claims: (("codes.import",),),
}

_STATES = {"reporting.hand_over": "handed_over", "reporting.clear_delivery": "cleared"}


def _last_words(trail: Trail) -> Iterator[Fault]:
    """What several audit rows say one after another: states of deliveries, administrators."""

    def said(action: str, kind: str, key: Any) -> list[AuditEntry]:
        return trail.get((action, kind, str(key)), [])

    for row in Delivery.objects.select_related("round"):
        states = [state for name, state in _STATES.items() if said(name, "delivery", row.pk)]
        now, told = {"state": row.state}, {"state": states[0] if states else "made"}
        yield from differing("audited", f"delivery {row}", now, told)
    for obligation in Obligation.objects.all():
        set_here = said("obligations.adjust", "obligation", obligation.code)
        told_last: Any = set_here[-1].after.get("adjusted") if set_here else {}
        yield from differing(
            "audited",
            f"obligation {obligation.code}",
            {"adjusted": obligation.adjusted},
            {"adjusted": told_last},
        )
    for user in User.objects.all():
        addresses = [user.email] + [
            key
            for (action, _kind, key), rows in trail.items()
            if action == "accounts.change_email"
            for row in rows
            if row.after.get("account") == user.pk
        ]
        for made in [row for one in addresses for row in said("accounts.create", "user", one)]:
            doors = [
                row
                for one in addresses
                for verb in ("close", "reopen")
                for row in said(f"accounts.{verb}", "user", one)
            ]
            last = max(doors, key=lambda row: row.pk, default=None)
            standing = {"is_admin": user.is_admin, "is_active": user.is_active}
            kept = {
                "is_admin": made.after["admin"],
                "is_active": last is None or last.action == "accounts.reopen",
            }
            yield from differing("audited", f"account {user.email}", standing, kept)


def _first_days(trail: Trail) -> Iterator[Fault]:
    """When a task was first handed in and what was due then, played again from the audit trail."""
    for task in Task.objects.select_related("round", "body"):
        verbs = ("submit", "recall")
        rows = [row for verb in verbs for row in trail.get((f"reporting.{verb}", "task", str(task.pk)), [])]
        sent = [row for row in rows if row.action == "reporting.submit"]
        if any("due" not in row.after for row in sent) or len(sent) != task.submissions.count():
            continue  # written before the trail said what was due, or a row is gone and named already
        first = _played(sorted(rows, key=lambda row: row.pk))
        now = {"first_submitted_on": task.first_submitted_on, "first_due_on": task.first_due_on}
        told = {"first_submitted_on": first and first.on, "first_due_on": first and first.due}
        yield from differing("audited", f"task {task}", now, told)


def _played(rows: list[AuditEntry]) -> First | None:
    first, standing = None, 0
    for row in rows:
        if row.action == "reporting.submit":
            due = date.fromisoformat(row.after["due"])
            first, standing = handed_in(first, on=civil_day(row.at), due=due), standing + 1
        elif row.action == "reporting.recall":
            standing -= 1
            first = recalled(first, earlier=standing > 0)
    return first
