"""Benefit records as pages show them: what may be chosen, what is missing, what may be counted twice."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from django.db.models import Q

from ..core.benefits import (
    Finding,
    Known,
    Phrase,
    Reach,
    SubjectKind,
    Twice,
    check,
    counted_twice,
)
from ..core.directory import Held, holders_on
from ..core.permissions import Duty, Role, Subject
from .benefits import BenefitVersion
from .holding import held
from .models import (
    Alignment,
    Body,
    ContentEntry,
    FieldOfLife,
    Framework,
    Goal,
    Indicator,
    Organisation,
    PopulationGroup,
)


def known_for(subject_kind: str, subject_code: str) -> Known:
    """What a record of a subject may name: fields, groups, goals of other frameworks, words to avoid."""
    rows = Goal.objects.select_related("framework")
    if subject_kind == SubjectKind.GOAL:
        rows = rows.exclude(framework__code=subject_code.split("/", 1)[0])
    return Known(
        fields=frozenset(FieldOfLife.objects.values_list("code", flat=True)),
        groups=frozenset(PopulationGroup.objects.values_list("code", flat=True)),
        goals=frozenset(f"{row.framework.code}/{row.code}" for row in rows),
        phrases=phrases(),
    )


def phrases() -> tuple[Phrase, ...]:
    """The words that claim a cause, as the content lists them."""
    bodies = (row.body for row in ContentEntry.objects.declared("attribution"))
    return tuple(Phrase(body["language"], body["phrase"], body["instead"]) for body in bodies)


def find_subject(kind: str, code: str) -> Goal | Indicator | None:
    """The goal or indicator a record is told of; None where this desk has none."""
    if kind == SubjectKind.GOAL:
        framework, _, goal = code.partition("/")
        return Goal.objects.select_related("framework").filter(framework__code=framework, code=goal).first()
    if kind == SubjectKind.INDICATOR:
        return Indicator.objects.filter(code=code).first()
    return None


def findings_of(version: BenefitVersion, tree: GoalTree) -> tuple[Finding, ...]:
    """What the rules find on a stored version; what it names is there, for its rows are kept."""
    said, benefit = version.said(), version.benefit
    own = benefit.subject_code.split("/", 1)[0] if benefit.subject_kind == SubjectKind.GOAL else ""
    others = frozenset(code for code in tree.above if code.split("/", 1)[0] != own)
    known = Known(
        fields=frozenset({said.field_of_life}),
        groups=frozenset(said.groups),
        goals=others,
        phrases=phrases(),
    )
    return check(said, known)


def unanswered_claims(findings: Iterable[Finding]) -> str:
    """The words that claim a cause, for a sentence."""
    phrases = dict.fromkeys(one.params["phrase"] for one in findings if one.code == "BENEFIT-ATTRIBUTION")
    return ", ".join(f"“{phrase}”" for phrase in phrases)


def focal_points(subject: Subject, body: Body, organisation: Organisation, day: date) -> tuple[Held, ...]:
    """Who may confirm for a body at an office on a day: focal points, then alternates; its own office first."""
    roles = [Role.FOCAL_POINT.value, Role.ALTERNATE.value]
    offices = [organisation.code, *sorted(subject.organisations - {organisation.code})]
    known = held(roles, day)
    return tuple(
        one
        for role in roles
        for one in holders_on(known, body=body.code, offices=offices, role=role, day=day)
    )


# --- goals and what lies under them -------------------------------------------------------------------------------


@dataclass(frozen=True)
class GoalTree:
    """Goals by framework/code, each with the one above it; indicators with the goals they are aligned to."""

    above: Mapping[str, str | None]
    aligned: Mapping[str, frozenset[str]]

    def up(self, code: str) -> frozenset[str]:
        """A goal and all above it."""
        found: list[str] = []
        step: str | None = code
        while step is not None and step not in found:
            found.append(step)
            step = self.above.get(step)
        return frozenset(found)

    def of(self, subject_kind: str, subject_code: str) -> frozenset[str]:
        """The goals a subject stands under."""
        if subject_kind == SubjectKind.GOAL:
            return self.up(subject_code)
        return frozenset().union(*(self.up(code) for code in self.aligned.get(subject_code, frozenset())))


def read_tree() -> GoalTree:
    """All goals, and which indicators are aligned to which."""
    above: dict[str, str | None] = {}
    for framework, code, parent in Goal.objects.values_list("framework__code", "code", "parent__code"):
        above[f"{framework}/{code}"] = f"{framework}/{parent}" if parent else None
    aligned: dict[str, set[str]] = {}
    links = Alignment.objects.filter(source_kind="indicator", target_kind="goal")
    for indicator, goal in links.values_list("source_code", "target_code"):
        aligned.setdefault(indicator, set()).add(goal)
    return GoalTree(above, {code: frozenset(goals) for code, goals in aligned.items()})


def reach_of(version: BenefitVersion, tree: GoalTree) -> Reach:
    """Whom a version counts and under which goals."""
    benefit = version.benefit
    served = (f"{goal.framework.code}/{goal.code}" for goal in version.serves.all())
    goals = tree.of(benefit.subject_kind, benefit.subject_code).union(*(tree.up(code) for code in served))
    return _reach(version, goals)


def _reach(version: BenefitVersion, goals: frozenset[str]) -> Reach:
    return Reach(
        key=version.benefit_id,
        goals=goals,
        groups=frozenset(row.code for row in version.groups.all()),
        area=version.area,
        region=version.region,
        period=version.period,
        amount=version.amount if version.period else None,
    )


@dataclass(frozen=True)
class Contribution:
    """Confirmed records beside a goal or indicator; their numbers are never added up.

    Args:
        told: records of the goal, of what lies under it, or of an indicator aligned to it.
        serving: records of something else that name it as a goal they serve.
        twice: pairs that may count the same people.
    """

    told: tuple[BenefitVersion, ...]
    serving: tuple[BenefitVersion, ...] = ()
    twice: tuple[Twice, ...] = ()


def contribution_to_goal(code: str, tree: GoalTree) -> Contribution:
    """The confirmed records under a goal (framework/code), and those that serve it or a part of it."""
    told, serving = [], []
    for row in (
        BenefitVersion.objects.confirmed().filter(_under(code, tree)).order_by("-benefit_id").with_all()
    ):
        if code in tree.of(row.benefit.subject_kind, row.benefit.subject_code):
            told.append(row)
        else:
            serving.append(row)
    pairs = counted_twice(reach_of(row, tree) for row in (*told, *serving))
    here = tuple(pair for pair in pairs if code in pair.goals)
    return Contribution(tuple(told), tuple(serving), here)


def contribution_to_indicator(code: str) -> Contribution:
    """The confirmed records told of an indicator."""
    rows = BenefitVersion.objects.confirmed().select_related("benefit").prefetch_related("groups")
    told = rows.filter(benefit__subject_kind=SubjectKind.INDICATOR.value, benefit__subject_code=code)
    found = tuple(told.order_by("-benefit_id"))
    return Contribution(found, (), counted_twice(_reach(row, frozenset({code})) for row in found))


def twice_with(version: BenefitVersion, tree: GoalTree) -> tuple[Twice, ...]:
    """The pairs in which this version and another confirmed record may count the same people."""
    others = BenefitVersion.objects.confirmed().exclude(benefit=version.benefit_id)
    alike = others.filter(groups__code__in=[row.code for row in version.groups.all()], area=version.area)
    rows = [version, *alike.distinct().with_people()]
    pairs = counted_twice(reach_of(row, tree) for row in rows)
    return tuple(pair for pair in pairs if version.benefit_id in (pair.one, pair.other))


# --- the list -----------------------------------------------------------------------------------------------------


def records_for(duties: Iterable[Duty], day: date) -> list[BenefitVersion]:
    """The versions a reader sees, the newest record first."""
    return list(BenefitVersion.objects.shown_to(duties, day).order_by("-benefit_id").with_people())


def _under(goal: str, tree: GoalTree) -> Q:
    """Records of a goal (framework/code) or of what lies under it, of indicators aligned there, or serving it."""
    below = {code for code in tree.above if goal in tree.up(code)}
    indicators = {code for code, goals in tree.aligned.items() if goals & below}
    framework = goal.split("/", 1)[0]
    served = Goal.objects.filter(framework__code=framework, code__in=[_code(one) for one in below])
    return (
        Q(benefit__subject_kind=SubjectKind.GOAL.value, benefit__subject_code__in=below)
        | Q(benefit__subject_kind=SubjectKind.INDICATOR.value, benefit__subject_code__in=indicators)
        | Q(pk__in=BenefitVersion.objects.filter(serves__in=served).values("pk"))
    )


def _code(goal: str) -> str:
    return goal.split("/", 1)[1]


# --- what the form offers -----------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Offered:
    """A goal a record may serve; `proposed` says that an alignment links it to the subject."""

    code: str
    goal: Goal
    proposed: bool


def goals_offered(
    subject_kind: str, subject_code: str, chosen: Iterable[str]
) -> list[tuple[Framework, list[Offered]]]:
    """Framework by framework: goals aligned to the subject, the highest ones, and those chosen already."""
    tree, chosen = read_tree(), set(chosen)
    own = tree.up(subject_code) if subject_kind == SubjectKind.GOAL else {subject_code}
    linked = _linked(own)
    framework = subject_code.split("/", 1)[0] if subject_kind == SubjectKind.GOAL else ""
    found: dict[str, tuple[Framework, list[Offered]]] = {}
    for goal in Goal.objects.select_related("framework").order_by("framework__position", "position"):
        code = f"{goal.framework.code}/{goal.code}"
        if goal.framework.code == framework or not (goal.depth == 0 or code in linked | chosen):
            continue
        rows = found.setdefault(goal.framework.code, (goal.framework, []))[1]
        rows.append(Offered(code, goal, code in linked))
    return list(found.values())


def _linked(codes: Iterable[str]) -> set[str]:
    """The goals that an alignment joins to one of these codes, from either end."""
    codes = list(codes)
    goals = Alignment.objects.filter(target_kind="goal", source_code__in=codes)
    back = Alignment.objects.filter(source_kind="goal", target_code__in=codes)
    return {*goals.values_list("target_code", flat=True), *back.values_list("source_code", flat=True)}
