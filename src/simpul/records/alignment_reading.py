"""Alignments as pages show them: both ends by their titles, and whether somebody objects."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import CharField, Value
from django.db.models.functions import Concat

from ..core.alignment import Said, objecting
from .catalogue.frameworks import alignment_key
from .models import Alignment, AlignmentStep, AuditEntry, Goal, Indicator


@dataclass(frozen=True)
class End:
    """A goal or an indicator in an alignment; one that is not there any more is named by its code."""

    code: str
    title_id: str
    title_en: str

    def title(self, language: str) -> str:
        """The title in a language."""
        return self.title_en if language == "en" else self.title_id


@dataclass(frozen=True)
class AlignmentLine:
    """An alignment with its ends. `state` is proposed, disputed (somebody objects) or approved."""

    row: Alignment
    source: End
    target: End
    state: str

    @property
    def framework(self) -> str:
        """The framework aligned to; empty where it is to an indicator."""
        return self.row.target_code.split("/")[0] if self.row.target_kind == "goal" else ""

    @property
    def words(self) -> str:
        """What a search looks through."""
        ends = (self.source, self.target)
        return " ".join(part for end in ends for part in (end.code, end.title_id, end.title_en))


def read_alignments() -> list[AlignmentLine]:
    """All alignments, those somebody objects to first: three queries."""
    said: dict[tuple[str, str], list[Said]] = defaultdict(list)
    for source, target, office, verb in AlignmentStep.objects.filter(
        verb__in=("agree", "object")
    ).values_list("source_code", "target_code", "office", "verb"):
        said[source, target].append(Said(office, verb == "agree"))
    ends = titles_of_ends()
    order = {"disputed": 0, "proposed": 1, "approved": 2}
    lines = [_line(row, said[row.source_code, row.target_code], ends) for row in Alignment.objects.all()]
    return sorted(lines, key=lambda line: (order[line.state], line.row.source_code, line.row.target_code))


def read_alignment(row: Alignment) -> tuple[AlignmentLine, list[AlignmentStep]]:
    """One alignment with what was said of it."""
    steps = list(AlignmentStep.objects.of(row))
    said = [Said(step.office, step.verb == "agree") for step in steps if step.verb in ("agree", "object")]
    return _line(row, said, titles_of_ends()), steps


@dataclass(frozen=True)
class Reason:
    """Why an alignment was proposed, in each language as far as it was said."""

    id: str
    en: str

    def text(self, language: str) -> str:
        """In a language, else in the other."""
        return (self.en or self.id) if language == "en" else (self.id or self.en)


def reason_proposed(row: Alignment, steps: Iterable[AlignmentStep]) -> Reason:
    """The reason of who proposed it, also where the decision has put other words in its place: a query then.

    Where a decision did so before the former reason was kept with it, what the step of proposing says; of an
    alignment that content proposed nothing is known then.
    """
    done = list(steps)
    if not any(step.verb == "approve" and step.words for step in done):
        return Reason(row.rationale_id, row.rationale_en)
    key = alignment_key(row.source_code, row.target_code)
    entry = AuditEntry.objects.filter(
        action="catalogue.approve_alignment", subject_kind="alignment", subject_key=key
    )
    before = entry.order_by("-pk").values_list("before", flat=True).first() or {}
    if "rationale_id" in before:
        return Reason(before["rationale_id"], before["rationale_en"])
    return Reason(next((step.words for step in done if step.verb == "propose"), ""), "")


def titles_of_ends() -> dict[tuple[str, str], End]:
    """Every goal and indicator by its kind and code: one query."""
    indicators = Indicator.objects.order_by().values_list(Value("indicator"), "code", "title_id", "title_en")
    full = Concat("framework__code", Value("/"), "code", output_field=CharField())
    goals = Goal.objects.order_by().values_list(Value("goal"), full, "title_id", "title_en")
    return {(kind, code): End(code, id_, en) for kind, code, id_, en in indicators.union(goals, all=True)}


def _line(row: Alignment, said: Iterable[Said], ends: dict[tuple[str, str], End]) -> AlignmentLine:
    source, target = (
        ends.get((kind, code), End(code, code, code))
        for kind, code in ((row.source_kind, row.source_code), (row.target_kind, row.target_code))
    )
    state = row.status if row.status == "approved" or not objecting(said) else "disputed"
    return AlignmentLine(row, source, target, state)
