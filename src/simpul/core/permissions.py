"""Who may do what, where and when: one table of role x verb x scope x state.

Anything absent from `TABLE` is refused. Actions ask `require`; doors ask `may` only to hide buttons.
Roles and their order of clearance follow the Indonesian practice of Satu Data (Perpres 39/2019: produsen
data, walidata) and the pillar's focal points; another country uses the same roles or switches steps off.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from .errors import NotAllowed, Problem


class Role(StrEnum):
    """What a person is for an office or for the nation on a day."""

    DATA_PRODUCER = "data_producer"
    DATA_STEWARD = "data_steward"
    FOCAL_POINT = "focal_point"
    ALTERNATE = "alternate"
    SIGNING_OFFICIAL = "signing_official"
    TECHNICAL_CONTACT = "technical_contact"
    DATA_MANAGER = "data_manager"
    COORDINATOR = "coordinator"
    SOCA_LEADER = "soca_leader"
    DEFINITION_REVIEWER = "definition_reviewer"
    SECRETARIAT = "secretariat"
    AUDITOR = "auditor"
    ADMIN = "admin"


#: Roles held in one body, and roles held for the whole country by an office. The first four are the slots of a body
#: at an office: official, alternates by rank, technical contact, data manager.
BODY_ROLES = (
    Role.FOCAL_POINT,
    Role.ALTERNATE,
    Role.TECHNICAL_CONTACT,
    Role.DATA_MANAGER,
    Role.DATA_PRODUCER,
    Role.DATA_STEWARD,
    Role.SIGNING_OFFICIAL,
)
COUNTRY_ROLES = (
    Role.COORDINATOR,
    Role.SECRETARIAT,
    Role.SOCA_LEADER,
    Role.DEFINITION_REVIEWER,
    Role.AUDITOR,
)


class Scope(StrEnum):
    """How far a permission reaches."""

    TASK = "task"  # the respondent: this body at this office (co-leads included)
    OFFICE = "office"  # every respondent of the office
    NATION = "nation"  # all respondents of the country


@dataclass(frozen=True)
class Duty:
    """A role held on a day: `body` None means all bodies of the organisation."""

    role: Role
    organisation: str
    body: str | None = None
    since: date | None = None
    until: date | None = None  # half-open

    def on(self, day: date) -> bool:
        """Whether the duty is held on that day."""
        return (self.since is None or self.since <= day) and (self.until is None or day < self.until)


@dataclass(frozen=True)
class Subject:
    """What is acted upon: the respondent (body at an office, with its co-leads) and its state.

    Args:
        leads: the offices of the body, for which its alternates from other ministries stand in, where other offices
            are asked under it too; None = the respondent is the body, and an alternate stands in for all of it.
    """

    body: str | None = None
    organisations: frozenset[str] = frozenset()
    state: str | None = None
    leads: frozenset[str] | None = None


NOWHERE = Subject()


@dataclass(frozen=True)
class Rule:
    """A role may do a verb within a scope, in these states (empty = in any state)."""

    role: Role
    verb: str
    scope: Scope
    states: frozenset[str] = frozenset()


#: A task somebody still owes: nothing entered, being filled in, or returned.
OPEN_STATES = frozenset({"none", "draft", "returned"})
IN_CLEARANCE = frozenset({"check"})
WORK = OPEN_STATES | IN_CLEARANCE
#: A sheet in finalisation (core/finalisation.py): its office may propose a wording; there is something to talk about.
PROPOSABLE = frozenset({"called", "returned", "proposed"})
IN_TALKS = PROPOSABLE | frozenset({"national"})
#: A benefit record that was not withdrawn.
KEPT_RECORDS = frozenset({"draft", "confirmed"})

#: Items of a request that were sent to offices; what was only split is nobody's but the secretariat's.
ASKED_ITEMS = frozenset({"asked", "answered", "consolidated", "delivered"})
ANSWERABLE_ITEMS = frozenset({"asked", "answered"})

_OFFICE_ROLES = (
    Role.DATA_PRODUCER,
    Role.DATA_STEWARD,
    Role.FOCAL_POINT,
    Role.ALTERNATE,
    Role.SIGNING_OFFICIAL,
    Role.TECHNICAL_CONTACT,
    Role.DATA_MANAGER,
)
#: Who writes at an office; the last two prepare, and somebody else hands in.
_WRITING_ROLES = (
    Role.DATA_PRODUCER,
    Role.FOCAL_POINT,
    Role.ALTERNATE,
    Role.DATA_STEWARD,
    Role.TECHNICAL_CONTACT,
    Role.DATA_MANAGER,
)


def _office(verb: str, roles: Iterable[Role], states: frozenset[str]) -> tuple[Rule, ...]:
    return tuple(Rule(role, verb, Scope.TASK, states) for role in roles)


#: What coordinator and secretariat do with incoming requests.
_REQUEST_DESK = (
    "request.view",
    "request.register",
    "request.dispose",
    "request.split",
    "request.consolidate",
    "request.send",
    "request.clarify",
    "calendar.edit",
)

TABLE: tuple[Rule, ...] = (
    # the office's own work
    *_office("task.view", _OFFICE_ROLES, frozenset()),
    *_office("task.fill", _WRITING_ROLES, OPEN_STATES),
    *_office("task.upload", _WRITING_ROLES, OPEN_STATES),
    *_office("task.submit", (Role.DATA_PRODUCER, Role.FOCAL_POINT, Role.ALTERNATE), OPEN_STATES),
    *_office("task.recall", (Role.DATA_PRODUCER, Role.FOCAL_POINT, Role.ALTERNATE), IN_CLEARANCE),
    *_office("task.remark", _OFFICE_ROLES, WORK),
    *_office(
        "task.clear",
        (Role.DATA_STEWARD, Role.FOCAL_POINT, Role.ALTERNATE, Role.SIGNING_OFFICIAL),
        IN_CLEARANCE,
    ),
    *_office(
        "task.return",
        (Role.DATA_STEWARD, Role.FOCAL_POINT, Role.ALTERNATE, Role.SIGNING_OFFICIAL),
        IN_CLEARANCE,
    ),
    *_office("task.waive", (Role.SIGNING_OFFICIAL, Role.FOCAL_POINT), IN_CLEARANCE),
    *_office("task.ask_extension", (Role.FOCAL_POINT, Role.ALTERNATE), OPEN_STATES),
    # the sheets of the office's indicators
    *_office("sheet.view", _OFFICE_ROLES, frozenset()),
    *_office(
        "sheet.propose",
        _WRITING_ROLES,
        PROPOSABLE,
    ),
    *_office("sheet.comment", _OFFICE_ROLES, IN_TALKS),
    *_office("sheet.answer", _OFFICE_ROLES, IN_TALKS),
    *_office("alignment.propose", (Role.FOCAL_POINT, Role.ALTERNATE), frozenset()),
    *_office("alignment.answer", (Role.FOCAL_POINT, Role.ALTERNATE), frozenset()),
    # statistics and planning comment on definitions, never on values
    Rule(Role.DEFINITION_REVIEWER, "sheet.view", Scope.NATION),
    Rule(Role.DEFINITION_REVIEWER, "sheet.comment", Scope.NATION, IN_TALKS),
    Rule(Role.DEFINITION_REVIEWER, "alignment.answer", Scope.NATION),
    # benefit records of a body at an office
    *_office("benefit.view", _OFFICE_ROLES, frozenset()),
    *_office(
        "benefit.record",
        _WRITING_ROLES,
        KEPT_RECORDS,
    ),
    *_office("benefit.confirm", (Role.FOCAL_POINT, Role.ALTERNATE), frozenset({"draft"})),
    *_office("benefit.withdraw", (Role.FOCAL_POINT, Role.ALTERNATE), KEPT_RECORDS),
    Rule(Role.COORDINATOR, "benefit.view", Scope.NATION),
    Rule(Role.SECRETARIAT, "benefit.view", Scope.NATION),
    Rule(Role.SECRETARIAT, "benefit.record", Scope.NATION, KEPT_RECORDS),
    Rule(Role.SECRETARIAT, "benefit.confirm_on_behalf", Scope.NATION, frozenset({"draft"})),
    Rule(Role.SECRETARIAT, "benefit.withdraw", Scope.NATION, KEPT_RECORDS),
    Rule(Role.SOCA_LEADER, "benefit.view", Scope.NATION),
    Rule(Role.AUDITOR, "benefit.view", Scope.NATION),
    # its items of incoming requests
    *_office("request.view", _OFFICE_ROLES, ASKED_ITEMS),
    *_office(
        "request.answer",
        _WRITING_ROLES,
        ANSWERABLE_ITEMS,
    ),
    *_office("request.hand_in", (Role.DATA_PRODUCER, Role.FOCAL_POINT, Role.ALTERNATE), ANSWERABLE_ITEMS),
    # the coordinator
    Rule(Role.COORDINATOR, "sheet.view", Scope.NATION),
    Rule(Role.COORDINATOR, "sheet.call", Scope.NATION),
    Rule(Role.COORDINATOR, "sheet.comment", Scope.NATION, IN_TALKS),
    Rule(Role.COORDINATOR, "sheet.send_back", Scope.NATION, frozenset({"proposed", "national"})),
    Rule(Role.COORDINATOR, "sheet.fix", Scope.NATION, frozenset({"proposed"})),
    Rule(Role.COORDINATOR, "sheet.agree", Scope.NATION, frozenset({"national"})),
    Rule(Role.COORDINATOR, "sheet.attach", Scope.NATION, frozenset({"agreed"})),
    Rule(Role.COORDINATOR, "alignment.propose", Scope.NATION),
    Rule(Role.COORDINATOR, "alignment.answer", Scope.NATION),
    Rule(Role.COORDINATOR, "alignment.approve", Scope.NATION),
    Rule(Role.COORDINATOR, "indicator.merge", Scope.NATION),
    Rule(Role.COORDINATOR, "task.view", Scope.NATION),
    Rule(Role.COORDINATOR, "task.clear", Scope.NATION, IN_CLEARANCE),
    Rule(Role.COORDINATOR, "task.return", Scope.NATION, IN_CLEARANCE),
    Rule(Role.COORDINATOR, "task.extend", Scope.NATION, WORK),
    Rule(Role.COORDINATOR, "task.remind", Scope.NATION, WORK),
    Rule(Role.COORDINATOR, "task.reopen", Scope.NATION, frozenset({"accepted"})),
    Rule(Role.COORDINATOR, "task.remark", Scope.NATION, WORK),
    Rule(Role.COORDINATOR, "round.open", Scope.NATION),
    Rule(Role.COORDINATOR, "round.close", Scope.NATION),
    Rule(Role.COORDINATOR, "round.view", Scope.NATION),
    Rule(Role.COORDINATOR, "report.make", Scope.NATION),
    Rule(Role.COORDINATOR, "delivery.make", Scope.NATION),
    Rule(Role.COORDINATOR, "delivery.clear", Scope.NATION),
    Rule(Role.COORDINATOR, "progress.compute", Scope.NATION),
    Rule(Role.COORDINATOR, "content.view", Scope.NATION),
    Rule(Role.COORDINATOR, "obligation.adjust", Scope.NATION),
    *(Rule(Role.COORDINATOR, verb, Scope.NATION) for verb in _REQUEST_DESK),
    Rule(Role.COORDINATOR, "request.clear", Scope.NATION),
    # the secretariat works for the coordinator and enters on behalf, with both names kept
    Rule(Role.SECRETARIAT, "task.view", Scope.NATION),
    Rule(Role.SECRETARIAT, "task.fill", Scope.NATION, OPEN_STATES),
    Rule(Role.SECRETARIAT, "task.upload", Scope.NATION, OPEN_STATES),
    Rule(Role.SECRETARIAT, "task.submit", Scope.NATION, OPEN_STATES),
    Rule(Role.SECRETARIAT, "task.clear_on_behalf", Scope.NATION, IN_CLEARANCE),
    Rule(Role.SECRETARIAT, "task.extend", Scope.NATION, WORK),
    Rule(Role.SECRETARIAT, "task.remind", Scope.NATION, WORK),
    Rule(Role.SECRETARIAT, "task.remark", Scope.NATION, WORK),
    Rule(Role.SECRETARIAT, "round.open", Scope.NATION),
    Rule(Role.SECRETARIAT, "round.close", Scope.NATION),
    Rule(Role.SECRETARIAT, "round.view", Scope.NATION),
    Rule(Role.SECRETARIAT, "report.make", Scope.NATION),
    Rule(Role.SECRETARIAT, "delivery.make", Scope.NATION),
    Rule(Role.SECRETARIAT, "delivery.hand_over", Scope.NATION),
    Rule(Role.SECRETARIAT, "progress.compute", Scope.NATION),
    Rule(Role.SECRETARIAT, "directory.edit", Scope.NATION),
    Rule(Role.SECRETARIAT, "accounts.view", Scope.NATION),
    Rule(Role.SECRETARIAT, "accounts.edit", Scope.NATION),
    Rule(Role.SECRETARIAT, "content.view", Scope.NATION),
    Rule(Role.SECRETARIAT, "content.load", Scope.NATION),
    Rule(Role.SECRETARIAT, "alignment.propose", Scope.NATION),
    Rule(Role.SECRETARIAT, "sheet.view", Scope.NATION),
    Rule(Role.SECRETARIAT, "sheet.call", Scope.NATION),
    Rule(Role.SECRETARIAT, "sheet.propose", Scope.NATION, PROPOSABLE),
    Rule(Role.SECRETARIAT, "sheet.comment", Scope.NATION, IN_TALKS),
    Rule(Role.SECRETARIAT, "sheet.answer", Scope.NATION, IN_TALKS),
    Rule(Role.SECRETARIAT, "sheet.send_back", Scope.NATION, frozenset({"proposed", "national"})),
    Rule(Role.SECRETARIAT, "sheet.agree", Scope.NATION, frozenset({"national"})),
    Rule(Role.SECRETARIAT, "sheet.attach", Scope.NATION, frozenset({"agreed"})),
    *(Rule(Role.SECRETARIAT, verb, Scope.NATION) for verb in _REQUEST_DESK),
    Rule(Role.SECRETARIAT, "request.answer", Scope.NATION, ANSWERABLE_ITEMS),
    Rule(Role.SECRETARIAT, "request.hand_in", Scope.NATION, ANSWERABLE_ITEMS),
    Rule(Role.SECRETARIAT, "codes.import", Scope.NATION),
    # the SOCA leader clears only what goes to the ASEAN Secretariat; the obligation may name the coordinator
    Rule(Role.SOCA_LEADER, "task.view", Scope.NATION),
    Rule(Role.SOCA_LEADER, "round.view", Scope.NATION),
    Rule(Role.SOCA_LEADER, "sheet.view", Scope.NATION),
    Rule(Role.SOCA_LEADER, "delivery.clear", Scope.NATION),
    Rule(Role.SOCA_LEADER, "request.view", Scope.NATION),
    Rule(Role.SOCA_LEADER, "request.clear", Scope.NATION),
    # reading everything, changing nothing
    Rule(Role.AUDITOR, "task.view", Scope.NATION),
    Rule(Role.AUDITOR, "round.view", Scope.NATION),
    Rule(Role.AUDITOR, "sheet.view", Scope.NATION),
    Rule(Role.AUDITOR, "request.view", Scope.NATION),
    Rule(Role.AUDITOR, "accounts.view", Scope.NATION),
    Rule(Role.AUDITOR, "content.view", Scope.NATION),
    Rule(Role.AUDITOR, "activity.view", Scope.NATION),
    # the machine's administrator sets up; no figure passes through these hands
    Rule(Role.ADMIN, "accounts.view", Scope.NATION),
    Rule(Role.ADMIN, "accounts.edit", Scope.NATION),
    Rule(Role.ADMIN, "accounts.edit_admin", Scope.NATION),
    Rule(Role.ADMIN, "content.view", Scope.NATION),
    Rule(Role.ADMIN, "obligation.adjust", Scope.NATION),
    Rule(Role.ADMIN, "content.load", Scope.NATION),
    Rule(Role.ADMIN, "directory.edit", Scope.NATION),
)

VERBS: frozenset[str] = frozenset(rule.verb for rule in TABLE)


def roles_with(verb: str) -> frozenset[Role]:
    """The roles some rule allows a verb, in whatever scope and state."""
    return frozenset(rule.role for rule in TABLE if rule.verb == verb)


#: Roles that some rule lets act for all respondents of the country.
NATIONAL: frozenset[Role] = frozenset(rule.role for rule in TABLE if rule.scope is Scope.NATION)


def covers(duty: Duty, rule: Rule, subject: Subject) -> bool:
    """Whether a duty, by a rule, reaches the subject."""
    return rule.scope is Scope.NATION or _reaches(duty, subject)


def holds_for(duty: Duty, subject: Subject) -> bool:
    """Whether a duty is held for the respondent: in its body, at its office or a co-lead's, or nationally."""
    return duty.role in NATIONAL or _reaches(duty, subject)


def _reaches(duty: Duty, subject: Subject) -> bool:
    if duty.body is not None and subject.body is not None and duty.body != subject.body:
        return False
    # an alternate may come from another ministry: the body is what binds
    if duty.role is Role.ALTERNATE and duty.body is not None:
        if duty.body != subject.body or subject.leads is None:
            return duty.body == subject.body
        return bool(subject.organisations & (subject.leads | {duty.organisation}))
    return duty.organisation in subject.organisations


def may(duties: Iterable[Duty], verb: str, subject: Subject = NOWHERE, *, day: date) -> bool:
    """Whether any of the duties held on `day` allows `verb` on `subject`.

    >>> from datetime import date
    >>> mine = Duty(Role.FOCAL_POINT, "KEMENKES", "SOMHD")
    >>> may([mine], "task.fill", Subject("SOMHD", frozenset({"KEMENKES"}), "draft"), day=date(2026, 4, 2))
    True
    >>> may([mine], "task.fill", Subject("SOM-ED", frozenset({"KEMENDIKDASMEN"}), "draft"), day=date(2026, 4, 2))
    False
    """
    return bool(allowing(duties, verb, subject, day=day))


def foremost(duties: Iterable[Duty], verb: str, subjects: Iterable[Subject], *, day: date) -> Subject:
    """Of several subjects of one thing the first on which the duties allow `verb`; else the first of all."""
    duties, subjects = tuple(duties), tuple(subjects)
    return next((one for one in subjects if may(duties, verb, one, day=day)), subjects[0])


def allowing(duties: Iterable[Duty], verb: str, subject: Subject = NOWHERE, *, day: date) -> tuple[Duty, ...]:
    """The duties that allow it, in the order given.

    Raises:
        KeyError: the verb is not in the table at all (a spelling error in the caller).
    """
    if verb not in VERBS:
        raise KeyError(verb)
    held = [duty for duty in duties if duty.on(day)]
    return tuple(
        duty
        for duty in held
        if any(
            rule.role is duty.role
            and rule.verb == verb
            and (not rule.states or subject.state in rule.states)
            and covers(duty, rule, subject)
            for rule in TABLE
        )
    )


def require(duties: Iterable[Duty], verb: str, subject: Subject = NOWHERE, *, day: date) -> tuple[Duty, ...]:
    """The duties that allow it.

    Raises:
        NotAllowed: none does in any state (`ACCOUNTS-NOT-ALLOWED`).
        Problem: one would in another state (`ACCOUNTS-WRONG-STATE`).
    """
    duties = tuple(duties)
    found = allowing(duties, verb, subject, day=day)
    if found:
        return found
    if any(
        rule.role is duty.role and rule.verb == verb and covers(duty, rule, subject)
        for duty in duties
        if duty.on(day)
        for rule in TABLE
    ):
        raise Problem("ACCOUNTS-WRONG-STATE", params={"state": subject.state})
    roles = ", ".join(sorted({duty.role.value for duty in duties if duty.on(day)})) or "–"
    raise NotAllowed("ACCOUNTS-NOT-ALLOWED", place=verb, params={"roles": roles})
