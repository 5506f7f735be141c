"""What a benefit record has to say: who benefits, how many, where, when, proved by what, and towards which goals.

A record tells a contribution to a goal or measure, never that it brought about a result. Its number stands alone: two
records may count the same people, so numbers are never added up.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from dataclasses import field as made
from decimal import Decimal
from enum import StrEnum
from itertools import combinations
from typing import Any

from .errors import Problem, hint, sentence
from .figures import KEPT_IN, Reported, read_figure
from .periods import Period
from .texts import check_characters, check_length


class SubjectKind(StrEnum):
    """What a record is told of."""

    GOAL = "goal"
    INDICATOR = "indicator"
    ACTIVITY = "activity"
    COMMITMENT = "commitment"


class Counting(StrEnum):
    """How the number was come by."""

    COUNTED = "counted"
    ESTIMATED = "estimated"
    NOT_YET = "not_yet"


class Unit(StrEnum):
    """What is counted."""

    PEOPLE = "people"
    HOUSEHOLDS = "households"
    COMMUNITIES = "communities"
    INSTITUTIONS = "institutions"


class State(StrEnum):
    """Where a record stands."""

    DRAFT = "draft"
    CONFIRMED = "confirmed"
    WITHDRAWN = "withdrawn"


class Severity(StrEnum):
    """What a finding stops: keeping the record at all, confirming it, or nothing without a written reason."""

    REFUSED = "refused"
    MISSING = "missing"
    WARNING = "warning"


#: State -> verb -> state; anything absent is refused.
MOVES: dict[State, dict[str, State]] = {
    State.DRAFT: {"revise": State.DRAFT, "confirm": State.CONFIRMED, "withdraw": State.WITHDRAWN},
    State.CONFIRMED: {"revise": State.DRAFT, "withdraw": State.WITHDRAWN},
    State.WITHDRAWN: {},
}
#: How many characters each text holds.
LIMITS = {"who": 300, "amount": 60, "basis": 1000, "region": 200, "text": 1500, "text_en": 1500}
_LONGEST_LINK = 500


def move(state: str, verb: str) -> State:
    """The state after a verb.

    >>> move("confirmed", "revise")
    <State.DRAFT: 'draft'>

    Raises:
        Problem: the table has no such move (`ACCOUNTS-WRONG-STATE`).
    """
    after = MOVES[State(state)].get(verb)
    if after is None:
        raise Problem("ACCOUNTS-WRONG-STATE", params={"state": state})
    return after


@dataclass(frozen=True)
class Said:
    """What a version of a record says; empty where nothing is said yet.

    Args:
        groups: codes of population groups; `who` says in words whom no code names.
        amount: the number as reported, with Indonesian signs.
        basis: how it was counted or estimated, or why it cannot be measured yet.
        region: the part of the area, in words; empty = the whole area.
        links: addresses that prove it. files: how many files prove it.
        serves: goals of other frameworks, as framework/goal.
    """

    field_of_life: str = ""
    groups: tuple[str, ...] = ()
    who: str = ""
    counting: str = ""
    amount: str = ""
    unit: str = Unit.PEOPLE.value
    basis: str = ""
    area: str = ""
    region: str = ""
    period: str = ""
    text: str = ""
    text_en: str = ""
    links: tuple[str, ...] = ()
    serves: tuple[str, ...] = ()
    files: int = 0


@dataclass(frozen=True)
class Phrase:
    """Words that claim a cause, in a language, and what may be said in their place."""

    language: str
    phrase: str
    instead: str


@dataclass(frozen=True)
class Known:
    """What a record may name.

    Args:
        goals: goals of other frameworks it may serve; where there is none, none is asked for.
    """

    fields: frozenset[str] = frozenset()
    groups: frozenset[str] = frozenset()
    goals: frozenset[str] = frozenset()
    phrases: tuple[Phrase, ...] = ()


@dataclass(frozen=True)
class Finding:
    """What is wrong with or missing from a record, at which field; `code` is one of `core.errors`."""

    code: str
    field: str
    severity: Severity
    params: dict[str, Any] = made(default_factory=dict)

    @property
    def problem(self) -> Problem:
        """The finding as a refusal."""
        return Problem(self.code, place=self.field, params=self.params)

    def sentence(self, language: str) -> str:
        """The finding in words."""
        return sentence(self.problem, language)

    def hint(self, language: str) -> str:
        """The way out."""
        return hint(self.problem, language)


def check(said: Said, known: Known) -> tuple[Finding, ...]:
    """All findings on a record in one pass, in the order of its fields.

    >>> [one.field for one in check(Said(text="Ikut melatih 40 guru."), Known())][:3]
    ['field_of_life', 'groups', 'counting']
    """
    order = {name: place for place, name in enumerate(Said.__dataclass_fields__)}
    found = [*_refused(said, known), *_missing(said, known), *_claims(said, known.phrases)]
    return tuple(sorted(found, key=lambda one: order[one.field]))


def amount_of(said: Said) -> Reported | None:
    """The number beside its text; None where there is none, or it cannot be measured yet.

    >>> amount_of(Said(counting="counted", amount="1.250")).value
    Decimal('1250')

    Raises:
        Problem: `FIGURE-NOT-A-NUMBER`, `FIGURE-DECIMAL-POINT`, `BENEFIT-WHOLE` where people are not whole.
    """
    if not said.amount.strip():
        return None
    figure = read_figure(said.amount, language=KEPT_IN)
    if figure.value is None:
        raise Problem("FIGURE-NOT-A-NUMBER", place="amount", params={"text": said.amount})
    if figure.value < 0 or figure.value != figure.value.to_integral_value():
        raise Problem("BENEFIT-WHOLE", place="amount", params={"text": said.amount})
    return figure


# --- what cannot be kept ------------------------------------------------------------------------------------------


def _refused(said: Said, known: Known) -> Iterator[Finding]:
    for name, limit in LIMITS.items():
        text = getattr(said, name)
        yield from _tried(name, check_characters, text)
        yield from _tried(name, check_length, text, limit=limit)
    yield from _chosen(said, known)
    if said.counting == Counting.NOT_YET and said.amount.strip():
        yield Finding("BENEFIT-NOT-YET", "amount", Severity.REFUSED, {"text": said.amount})
    else:
        yield from _tried("amount", amount_of, said)
    if said.period:
        yield from _tried("period", Period.parse, said.period)
    for link in said.links:
        yield from _tried("links", check_characters, link)
        if not re.fullmatch(r"https?://[^\s/]+\.[^\s]+", link) or len(link) > _LONGEST_LINK:
            yield Finding("BENEFIT-LINK", "links", Severity.REFUSED, {"link": link})


def _tried(name: str, rule: Any, *given: Any, **how: Any) -> Iterator[Finding]:
    try:
        rule(*given, **how)
    except Problem as problem:
        yield Finding(problem.code, name, Severity.REFUSED, dict(problem.params))


def _chosen(said: Said, known: Known) -> Iterator[Finding]:
    """Codes that are not among those to choose from."""
    for name, given, allowed in (
        ("field_of_life", (said.field_of_life,), known.fields),
        ("groups", said.groups, known.groups),
        ("counting", (said.counting,), frozenset(Counting)),
        ("unit", (said.unit,), frozenset(Unit)),
        ("serves", said.serves, known.goals),
    ):
        for code in given:
            if code and code not in allowed:
                yield Finding("BENEFIT-CHOICE", name, Severity.REFUSED, {"value": code})


# --- what is missing ----------------------------------------------------------------------------------------------


def _missing(said: Said, known: Known) -> Iterator[Finding]:
    counted = said.counting in (Counting.COUNTED, Counting.ESTIMATED)
    proved = bool(said.links or said.files)
    for code, name, lacks in (
        ("BENEFIT-NEEDS-FIELD", "field_of_life", not said.field_of_life),
        ("BENEFIT-NEEDS-GROUP", "groups", not said.groups and not said.who.strip()),
        ("BENEFIT-NEEDS-COUNTING", "counting", not said.counting),
        ("BENEFIT-NEEDS-AMOUNT", "amount", counted and not said.amount.strip()),
        ("BENEFIT-NEEDS-METHOD", "basis", said.counting == Counting.ESTIMATED and not said.basis.strip()),
        ("BENEFIT-NEEDS-REASON", "basis", said.counting == Counting.NOT_YET and not said.basis.strip()),
        ("BENEFIT-NEEDS-AREA", "area", not said.area),
        ("BENEFIT-NEEDS-PERIOD", "period", not said.period),
        ("BENEFIT-NEEDS-TEXT", "text", not said.text.strip()),
        ("BENEFIT-NEEDS-EVIDENCE", "links", counted and not proved),
        ("BENEFIT-NEEDS-GOAL", "serves", bool(known.goals) and not said.serves),
    ):
        if lacks:
            yield Finding(code, name, Severity.MISSING)


# --- contribution, not attribution --------------------------------------------------------------------------------


def _claims(said: Said, phrases: Iterable[Phrase]) -> Iterator[Finding]:
    phrases = tuple(phrases)
    for name, text, language in (("text", said.text, "id"), ("text_en", said.text_en, "en")):
        for one in claims_in(text, (phrase for phrase in phrases if phrase.language == language)):
            params = {"phrase": one.phrase, "instead": one.instead}
            yield Finding("BENEFIT-ATTRIBUTION", name, Severity.WARNING, params)


def claims_in(text: str, phrases: Iterable[Phrase]) -> tuple[Phrase, ...]:
    """The phrases that stand in a text as whole words, each once, the longest of those that begin together.

    >>> claims_in("Berkat  program ini, angka turun.", [Phrase("id", "berkat program ini", "bersama upaya lain")])
    (Phrase(language='id', phrase='berkat program ini', instead='bersama upaya lain'),)
    >>> claims_in("Keberkatan hidup.", [Phrase("id", "berkat", "didukung")])
    ()
    """
    by_words = {_words(one.phrase): one for one in phrases}
    if not by_words:
        return ()
    longest = sorted(by_words, key=len, reverse=True)
    pattern = "|".join(re.escape(words) for words in longest)
    found = re.findall(rf"(?<!\w)(?:{pattern})(?!\w)", _words(text))
    return tuple(by_words[words] for words in dict.fromkeys(found))


def _words(text: str) -> str:
    return " ".join(text.casefold().split())


# --- the same people twice ----------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Reach:
    """Whom a record counts and under which goals.

    Args:
        goals: the goals it is told under, those above them, and those it serves.
        region: the part of the area in words; empty = the whole area.
    """

    key: int
    goals: frozenset[str]
    groups: frozenset[str]
    area: str
    region: str
    period: str
    amount: Decimal | None = None


@dataclass(frozen=True)
class Twice:
    """Two records that may count the same people: under which goals, of which groups."""

    one: int
    other: int
    goals: frozenset[str]
    groups: frozenset[str]


def counted_twice(reaches: Iterable[Reach]) -> tuple[Twice, ...]:
    """Pairs of records with a number that share a goal, a group, a place and some time.

    A place is shared where the area is the same and one of the two speaks of all of it, or both of the same part.
    """
    valued = [one for one in reaches if one.amount is not None]
    found = []
    for one, other in combinations(sorted(valued, key=lambda reach: reach.key), 2):
        goals, groups = one.goals & other.goals, one.groups & other.groups
        if goals and groups and _same_place(one, other) and _same_time(one.period, other.period):
            found.append(Twice(one.key, other.key, goals, groups))
    return tuple(found)


def _same_place(one: Reach, other: Reach) -> bool:
    parts = {_words(one.region), _words(other.region)}
    return one.area == other.area and ("" in parts or len(parts) == 1)


def _same_time(one: str, other: str) -> bool:
    first, second = Period.parse(one), Period.parse(other)
    return first.since < second.until and second.since < first.until
