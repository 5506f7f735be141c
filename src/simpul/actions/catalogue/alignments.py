"""Alignments: proposed, answered, approved; who proposed does not approve."""

from __future__ import annotations

from ...core.alignment import STRENGTHS, Joined, Said, check_alignment, check_approval
from ...core.errors import NotFound, Problem
from ...core.finalisation import check_maker
from ...core.permissions import NOWHERE, Subject, foremost
from ...records.catalogue.frameworks import alignment_key
from ...records.models import Alignment, AlignmentStep, Framework, Goal, Indicator
from ..acting import Actor, action, audit, check_lengths
from .sheet_steps import speaking

#: What an alignment proposed on the desk says of how sure it is.
PROPOSED_HERE = "proposed"


@action
def propose_alignment(
    *,
    source_kind: str,
    source_code: str,
    target_kind: str,
    target_code: str,
    relation: str,
    strength: str,
    rationale_id: str,
    rationale_en: str = "",
    actor: Actor,
) -> Alignment:
    """Say how one thing promised bears on another, with the reason.

    Raises:
        NotFound: either is not there.
        Problem: as `check_alignment`; `ALIGNMENT-STRENGTH`, `REPORTING-NEEDS-REASON`.
    """
    ends = {"source_kind": source_kind, "source_code": source_code}
    ends |= {"target_kind": target_kind, "target_code": target_code}
    office = _must(actor, "alignment.propose", Alignment(**ends))
    for kind, code in ((source_kind, source_code), (target_kind, target_code)):
        if not _is_there(kind, code):
            raise NotFound("NOT-FOUND", place=code, params={"what": code or "–"})
    if strength not in STRENGTHS:
        raise Problem("ALIGNMENT-STRENGTH", place="strength", params={"value": strength or "–"})
    if not (rationale_id.strip() or rationale_en.strip()):
        raise Problem("REPORTING-NEEDS-REASON", place="rationale_id")
    _lock_alignments()
    standing = (
        Joined(*row) for row in Alignment.objects.values_list("source_code", "target_code", "relation")
    )
    check_alignment(standing, Joined(source_code, target_code, relation))
    row = Alignment(
        **ends,
        relation=relation,
        strength=strength,
        rationale_id=rationale_id.strip(),
        rationale_en=rationale_en.strip(),
        status="proposed",
        proposed_by=office or actor.user.name,
        confidence=PROPOSED_HERE,
    )
    check_lengths(row)
    row.save(force_insert=True)
    _step(row, "propose", actor, office=office, words=rationale_id or rationale_en)
    return row


@action
def answer_alignment(*, alignment: Alignment, agrees: bool, words: str, actor: Actor) -> AlignmentStep:
    """Agree to a proposed alignment, or object with the difference in words.

    Raises:
        Problem: `ALIGNMENT-APPROVED`, `REPORTING-NEEDS-REASON` for an objection without words.
    """
    row = _proposed(alignment)
    office = _must(actor, "alignment.answer", row)
    if not agrees and not words.strip():
        raise Problem("REPORTING-NEEDS-REASON", place="words")
    return _step(row, "agree" if agrees else "object", actor, office=office, words=words)


@action
def approve_alignment(
    *, alignment: Alignment, relation: str, words_id: str = "", words_en: str = "", actor: Actor
) -> Alignment:
    """Approve an alignment, with another relation where the answers say so, and the difference in words.

    Raises:
        Problem: `ALIGNMENT-APPROVED`, `ALIGNMENT-DISPUTED`, `ALIGNMENT-RELATION`, `ALIGNMENT-CIRCLE`,
            `SHEET-OWN-WORDING` where the actor proposed it.
    """
    _lock_alignments()
    row = _proposed(alignment)
    office = _must(actor, "alignment.approve", row)
    steps = list(AlignmentStep.objects.of(row))
    for step in steps:
        if step.verb == "propose":
            check_maker(step.by_id, actor.user.pk)
    said = [Said(step.office, step.verb == "agree") for step in steps if step.verb in ("agree", "object")]
    check_approval(said, words=words_id or words_en)
    others = Alignment.objects.exclude(pk=row.pk).values_list("source_code", "target_code", "relation")
    check_alignment((Joined(*one) for one in others), Joined(row.source_code, row.target_code, relation))
    before = {
        "relation": row.relation,
        "status": row.status,
        "rationale_id": row.rationale_id,
        "rationale_en": row.rationale_en,
    }
    row.relation, row.status = relation, "approved"
    if words_id.strip() or words_en.strip():
        row.rationale_id = words_id.strip() or row.rationale_id
        row.rationale_en = words_en.strip() or row.rationale_en
    row.save(update_fields=["relation", "status", "rationale_id", "rationale_en"])
    words, english = words_id.strip() or words_en.strip(), words_en.strip()
    _step(row, "approve", actor, office=office, words=words, before=before, english=english)
    return row


def subjects_of(row: Alignment) -> tuple[Subject, ...]:
    """An alignment as the permission table sees it: each indicator in it with its body and office."""
    codes = [row.source_code] * (row.source_kind == "indicator")
    codes += [row.target_code] * (row.target_kind == "indicator")
    found = Indicator.objects.filter(code__in=codes).select_related("body", "custodian").order_by("pk")
    subjects = (
        Subject(
            one.body.code if one.body else None,
            frozenset({one.custodian.code} if one.custodian else ()),
        )
        for one in found
    )
    return tuple(subjects) or (NOWHERE,)


def _must(actor: Actor, verb: str, row: Alignment) -> str:
    """Ask for either end: who may for one of the indicators, may. The office that speaks, by its acronym."""
    subject = foremost(actor.duties, verb, subjects_of(row), day=actor.day)
    return speaking(actor.must(verb, subject), subject)


def _is_there(kind: str, code: str) -> bool:
    if kind == "indicator":
        return Indicator.objects.filter(code=code).exists()
    framework, _, goal = code.partition("/")
    return kind == "goal" and Goal.objects.filter(framework__code=framework, code=goal).exists()


def _lock_alignments() -> None:
    """One writer at a time says how things bear on one another: no two close a circle that neither saw.

    The frameworks' rows stand for the whole set, for an alignment that is not there yet cannot be locked.
    """
    list(Framework.objects.select_for_update(no_key=True).order_by("pk").values_list("pk", flat=True))


def _proposed(alignment: Alignment) -> Alignment:
    row = Alignment.objects.select_for_update().get(pk=alignment.pk)
    if row.status == "approved":
        raise Problem("ALIGNMENT-APPROVED", place=row.source_code)
    return row


def _step(
    row: Alignment,
    verb: str,
    actor: Actor,
    *,
    office: str,
    words: str,
    before: dict[str, str] | None = None,
    english: str = "",
) -> AlignmentStep:
    step = AlignmentStep(
        source_kind=row.source_kind,
        source_code=row.source_code,
        target_kind=row.target_kind,
        target_code=row.target_code,
        verb=verb,
        relation=row.relation,
        words=words.strip(),
        by=actor.user,
        by_name=actor.user.name,
        office=office,
        at=actor.at,
    )
    check_lengths(step)
    step.save(force_insert=True)
    audit(
        actor,
        f"catalogue.{verb}_alignment",
        kind="alignment",
        key=alignment_key(row.source_code, row.target_code),
        before=before,
        after={
            "relation": row.relation,
            "status": row.status,
            "words": step.words,
            "office": office,
            "rationale_id": row.rationale_id,
            "rationale_en": row.rationale_en,
            **({"words_en": english} if english else {}),
        },
    )
    return step
