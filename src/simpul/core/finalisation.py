"""Finalising an indicator's sheet: what may be proposed, whose turn it is, what an agreement changes.

A sheet is the mapping the content folder writes for an indicator. What is negotiated are the fields of
`NEGOTIATED`; the rest stays what the content says. The order of the steps follows the practice of Satu Data
Indonesia (Perpres 39/2019, articles 6 and 13: the authority on data advises on standards) and of the sectoral bodies:
the office proposes, statistics and planning comment on the definition, the national position is fixed, the
body's decision makes it agreed.
"""

from __future__ import annotations

import difflib
import hashlib
import json
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from itertools import pairwise
from typing import Any

from .catalogue import DEFINING_FIELDS, FREQUENCIES, is_lag
from .errors import Problem
from .figures import read_figure
from .periods import Period
from .permissions import Duty, Role, Subject
from .texts import check_length

#: Fields in two languages, in the order of the sheet.
WORDED: tuple[str, ...] = (
    "concept",
    "definition",
    "interpretation",
    "formula",
    "measure",
    "unit",
    "classification",
    "comparability",
)
#: Fields of one text.
PLAIN: tuple[str, ...] = ("unit_code", "source_activity", "producer", "frequency")
#: Fields made of parts.
PARTED: tuple[str, ...] = ("baseline", "targets", "national_equivalent")
#: What is negotiated. Code, title, body and custodian are not: they are the directory's and the content's to change.
NEGOTIATED: tuple[str, ...] = (*WORDED, *PLAIN, "release_lag_months", "release_lag_assumed", *PARTED)

#: How many characters of a part are kept, where it has a column of its own.
LIMITS: dict[tuple[str, str], int] = {
    ("unit", "id"): 120,
    ("unit", "en"): 120,
    ("baseline", "value"): 60,
    ("targets", "authority"): 200,
}
#: An area as figures write it: the three letters of a country or region.
_AREA = re.compile("[A-Z]{3}")

#: How an indicator stands to the national one.
RELATIONS: tuple[str, ...] = ("identical", "proxy", "partial", "none")


class SheetState(StrEnum):
    """Where the sheet of an indicator stands in a finalisation."""

    CALLED = "called"
    PROPOSED = "proposed"
    RETURNED = "returned"
    NATIONAL = "national"
    AGREED = "agreed"


class SheetVerb(StrEnum):
    """What is done to a sheet in a finalisation."""

    PROPOSE = "propose"
    SEND_BACK = "send_back"
    FIX = "fix"
    AGREE = "agree"


MOVES: dict[SheetState, dict[SheetVerb, SheetState]] = {
    SheetState.CALLED: {SheetVerb.PROPOSE: SheetState.PROPOSED},
    SheetState.RETURNED: {SheetVerb.PROPOSE: SheetState.PROPOSED},
    SheetState.PROPOSED: {
        SheetVerb.PROPOSE: SheetState.PROPOSED,
        SheetVerb.SEND_BACK: SheetState.RETURNED,
        SheetVerb.FIX: SheetState.NATIONAL,
    },
    SheetState.NATIONAL: {SheetVerb.SEND_BACK: SheetState.RETURNED, SheetVerb.AGREE: SheetState.AGREED},
    SheetState.AGREED: {},
}

#: Whose step a state waits for; an agreed sheet waits for nobody. A proposed one is first with those who comment on
#: its definition, then until the day of comments is over with its office while a remark has no answer
#: (`step_of_sheet`).
WAITS_WITH: dict[SheetState, Role | None] = {
    SheetState.CALLED: Role.FOCAL_POINT,
    SheetState.RETURNED: Role.FOCAL_POINT,
    SheetState.PROPOSED: Role.COORDINATOR,
    SheetState.NATIONAL: Role.SECRETARIAT,
    SheetState.AGREED: None,
}


@dataclass(frozen=True)
class Waits:
    """Whose step a sheet waits for.

    Args:
        role: None where no step waits.
        offices: the office of the sheet, or those of the reviewers who have not commented yet; empty for a role
            that acts for all.
        since: since when it is theirs; `due`: the day proposed for their step.
    """

    role: Role | None
    offices: tuple[str, ...] = ()
    since: date | None = None
    due: date | None = None


@dataclass(frozen=True)
class Calendar:
    """The days proposed for the steps of a finalisation."""

    proposals: date
    comments: date
    closes: date


def step_of_sheet(
    state: str,
    came: date,
    *,
    office: str,
    days: Calendar,
    commented: Mapping[str, date | None],
    remarked: date | None = None,
    today: date,
) -> Waits:
    """With whom a sheet is: a proposed one with statistics and planning until they commented or their day is over.

    Until that day is over it is then with its office while a remark waits for an answer; else with the coordinator.

    Args:
        came: the day it came into its state, or the day of the wording on the table where that is later.
        office: whose sheet it is.
        commented: the offices that review definitions, each with the day it commented on that wording, None where
            it has not.
        remarked: the day of the first remark of others on that wording that has no answer.

    >>> days = Calendar(date(2026, 4, 30), date(2026, 5, 15), date(2026, 6, 30))
    >>> said = {"BPS": date(2026, 5, 2), "Bappenas": None}
    >>> def step(today, **more):
    ...     return step_of_sheet(
    ...         "proposed", date(2026, 4, 28), office="Kemenkes", days=days, commented=said, today=today, **more
    ...     )
    >>> step(date(2026, 5, 15)).offices, step(date(2026, 5, 16)).since
    (('Bappenas',), datetime.date(2026, 5, 16))
    >>> said["Bappenas"] = date(2026, 5, 4)
    >>> [step(date(2026, 5, day), remarked=date(2026, 5, 2)).offices for day in (15, 16)]
    [('Kemenkes',), ()]
    """
    now = SheetState(state)
    role = WAITS_WITH[now]
    if now is SheetState.PROPOSED:
        silent = tuple(office for office, day in commented.items() if day is None)
        if silent and today <= days.comments:
            return Waits(Role.DEFINITION_REVIEWER, silent, came, days.comments)
        over = days.comments + timedelta(days=1)
        last = max((day for day in commented.values() if day), default=came)
        since = max(came, over if silent else min(last, over))
        if remarked is None:
            return Waits(role, (), since, days.closes)
        if today <= days.comments:
            return Waits(Role.FOCAL_POINT, (office,), max(since, remarked), days.comments)
        return Waits(role, (), max(came, over), days.closes)
    due = {
        SheetState.CALLED: days.proposals,
        SheetState.RETURNED: days.comments,
        SheetState.NATIONAL: days.closes,
    }
    return Waits(role, (office,) if role is Role.FOCAL_POINT else (), came, due.get(now))


def move(state: str, verb: str) -> SheetState:
    """The state after a verb.

    >>> move("called", "propose")
    <SheetState.PROPOSED: 'proposed'>

    Raises:
        Problem: `SHEET-WRONG-STATE`; an agreed sheet changes only in another finalisation.
    """
    after = MOVES[SheetState(state)].get(SheetVerb(verb))
    if after is None:
        raise Problem("SHEET-WRONG-STATE", params={"state": state})
    return after


def negotiated(sheet: Mapping[str, Any]) -> dict[str, Any]:
    """What is negotiated of a sheet, without what is empty.

    >>> negotiated({"code": "P-1", "concept": {"id": "Kemiskinan", "en": ""}, "formula": {"id": "", "en": ""}})
    {'concept': {'id': 'Kemiskinan', 'en': ''}}
    """
    return {
        name: _tidy(name, sheet[name]) for name in NEGOTIATED if name in sheet and not _empty(sheet[name])
    }


def _tidy(name: str, value: Any) -> Any:
    """A field made of parts without the parts that are empty; any other as it is."""
    if name not in PARTED:
        return value
    if isinstance(value, Mapping):
        return {part: said for part, said in value.items() if not _empty(said)}
    return [_tidy(name, row) if isinstance(row, Mapping) else row for row in value]


def merged(content: Mapping[str, Any], agreed: Mapping[str, Any] | None) -> dict[str, Any]:
    """The sheet that holds: what the content says, but of what was negotiated what was agreed.

    An agreement covers the whole negotiated part: a field it leaves empty is empty, whatever the content says.

    >>> merged({"code": "P-1", "measure": {"id": "Rasio"}}, {"unit": {"id": "orang"}})
    {'code': 'P-1', 'unit': {'id': 'orang'}}
    """
    if agreed is None:
        return dict(content)
    kept = {name: value for name, value in content.items() if name not in NEGOTIATED}
    return {**kept, **negotiated(agreed)}


def sheet_digest(sheet: Mapping[str, Any]) -> str:
    """SHA-256 of a wording, the same for the same fields in any order."""
    return hashlib.sha256(json.dumps(dict(sheet), sort_keys=True, ensure_ascii=False).encode()).hexdigest()


@dataclass(frozen=True)
class Change:
    """A field that reads differently; `before` or `after` is None where it was or is not there.

    `defining` says that it changes what is measured: figures of the two wordings are no one series.
    """

    field: str
    before: Any
    after: Any

    @property
    def defining(self) -> bool:
        return self.field in DEFINING_FIELDS


def changes(before: Mapping[str, Any], after: Mapping[str, Any]) -> tuple[Change, ...]:
    """The negotiated fields that differ, in the order of the sheet.

    >>> [one.field for one in changes({"unit": {"id": "orang"}}, {"unit": {"id": "persen"}, "producer": "BPS"})]
    ['unit', 'producer']
    """
    old, new = negotiated(before), negotiated(after)
    return tuple(
        Change(name, old.get(name), new.get(name)) for name in NEGOTIATED if old.get(name) != new.get(name)
    )


def left_behind(before: Mapping[str, Any], after: Mapping[str, Any]) -> dict[str, str]:
    """The fields of which one language was worded anew and the other still says the same: that other, by field.

    A warning and no fault: sometimes one language alone was wrong. A translation that is added leaves nothing behind.

    >>> old = {"definition": {"id": "Anak pendek.", "en": "Short children."}}
    >>> left_behind(old, {"definition": {"id": "Balita pendek.", "en": "Short children."}})
    {'definition': 'en'}
    >>> left_behind(old, {"definition": {"id": "Balita pendek.", "en": "Short under-fives."}})
    {}
    """
    found = {}
    for name in WORDED:
        old, new = before.get(name), after.get(name)
        if not (isinstance(old, Mapping) and isinstance(new, Mapping)):
            continue
        for mine, other in (("id", "en"), ("en", "id")):
            anew = old.get(mine) and new.get(mine) and old[mine] != new[mine]
            if anew and new.get(other) and old.get(other) == new[other]:
                found[name] = other
    return found


@dataclass(frozen=True)
class Stretch:
    """A run of words that stayed (`kept`), went (`removed`) or came (`added`)."""

    kind: str
    text: str


def word_changes(before: str, after: str) -> tuple[Stretch, ...]:
    """What changed from one text to another, word by word; joining what is not added gives `before` again.

    >>> [(one.kind, one.text) for one in word_changes("anak di bawah lima tahun", "anak di bawah dua tahun")]
    [('kept', 'anak di bawah '), ('removed', 'lima '), ('added', 'dua '), ('kept', 'tahun')]
    """
    old, new = _words(before), _words(after)
    found: list[Stretch] = []
    for what, a, b, c, d in difflib.SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if what == "equal":
            found.append(Stretch("kept", "".join(old[a:b])))
            continue
        if b > a:
            found.append(Stretch("removed", "".join(old[a:b])))
        if d > c:
            found.append(Stretch("added", "".join(new[c:d])))
    return tuple(found)


def _words(text: str) -> list[str]:
    return re.findall(r"\S+\s*|\s+", text)


def check_proposal(
    standing: Mapping[str, Any], proposed: Mapping[str, Any], *, reason: str
) -> tuple[Problem, ...]:
    """Everything that stops a proposal, each with its field as place.

    Args:
        standing: the sheet that holds now.
        reason: why it is proposed, in words.
    """
    found = [*_baseline(proposed), *_targets(proposed), *_equivalent(proposed), *_calendar(proposed)]
    found += _too_long(proposed)
    kept = standing.get("baseline") or {}
    if (
        kept.get("status") == "agreed"
        and _differs(kept, proposed.get("baseline") or {})
        and not reason.strip()
    ):
        found.append(
            Problem("SHEET-BASELINE-AGREED", place="baseline", params={"decision": kept.get("decision", "–")})
        )
    return tuple(found)


def proposal_of(standing: Mapping[str, Any], typed: Mapping[str, Any]) -> dict[str, Any]:
    """What is proposed by what was typed: a baseline that reads as it stands stays, any other is provisional.

    >>> held = {"area": "IDN", "period": "2022", "value": "20", "source": "s", "status": "agreed", "decision": "K-1"}
    >>> plain = {"area": "IDN", "period": "2022", "value": "20", "source": "s", "status": "agreed"}
    >>> proposal_of({"baseline": held}, {"baseline": plain})["baseline"]["decision"]
    'K-1'
    >>> proposal_of({}, {"baseline": plain})["baseline"]["status"]
    'provisional'
    """
    sheet = negotiated(typed)
    if sheet.get("baseline"):
        held = standing.get("baseline") or {}
        plain = {name: value for name, value in sheet["baseline"].items() if name != "decision"}
        same = held and not _differs(held, plain)
        sheet["baseline"] = dict(held) if same else {**plain, "status": "provisional"}
    return sheet


def _differs(one: Mapping[str, Any], other: Mapping[str, Any]) -> bool:
    return any(one.get(name) != other.get(name) for name in ("area", "period", "value", "source"))


def _baseline(sheet: Mapping[str, Any]) -> Iterator[Problem]:
    row = sheet.get("baseline")
    if not row:
        return
    yield from _number(row.get("value"), "baseline")
    yield from _period(row.get("period"), "baseline")
    yield from _said(row, ("source",), "baseline")
    yield from _area(row, "baseline")


def _targets(sheet: Mapping[str, Any]) -> Iterator[Problem]:
    seen: set[tuple[str, ...]] = set()
    for at, row in enumerate(sheet.get("targets") or [], start=1):
        place = f"targets {at}"
        ends = {name: row.get(name) for name in ("value", "low", "high") if row.get(name) not in (None, "")}
        yield from _period(row.get("period"), place)
        yield from _said(row, ("authority", "source"), place)
        yield from _area(row, place)
        wrong = [problem for value in ends.values() for problem in _number(value, place)]
        yield from wrong
        if not ends or ("value" in ends and len(ends) > 1):
            yield Problem("SHEET-TARGET-VALUE", place=place)
        elif not wrong and {"low", "high"} <= ends.keys():
            low, high = (read_figure(ends[name], language="en").value for name in ("low", "high"))
            if low is not None and high is not None and low > high:
                yield Problem("SHEET-TARGET-RANGE", place=place, params=ends)
        key = (str(row.get("area")), str(row.get("period")), str(row.get("authority")))
        if key in seen:
            yield Problem("SHEET-TARGET-TWICE", place=place, params={"target_period": key[1]})
        seen.add(key)


def _equivalent(sheet: Mapping[str, Any]) -> Iterator[Problem]:
    row = sheet.get("national_equivalent")
    if not row:
        return
    relation = row.get("relation")
    if relation not in RELATIONS:
        yield Problem("SHEET-RELATION", place="national_equivalent", params={"value": relation or "–"})
        return
    if relation != "none" and not str(row.get("code") or "").strip():
        yield Problem("SHEET-EQUIVALENT-CODE", place="national_equivalent")
    words = row.get("difference") or {}
    if relation != "identical" and not (words.get("id") or words.get("en")):
        yield Problem("SHEET-DIFFERENCE", place="national_equivalent")


def _calendar(sheet: Mapping[str, Any]) -> Iterator[Problem]:
    lag, often = sheet.get("release_lag_months"), sheet.get("frequency")
    if lag is not None and not is_lag(lag):
        yield Problem("SHEET-LAG", place="release_lag_months", params={"value": lag})
    if often and often not in FREQUENCIES:
        yield Problem("SHEET-FREQUENCY", place="frequency", params={"value": often})


def _area(row: Mapping[str, Any], place: str) -> Iterator[Problem]:
    if not _AREA.fullmatch(str(row.get("area") or "")):
        yield Problem("SHEET-PART-MISSING", place=place, params={"part": "area"})


def _too_long(sheet: Mapping[str, Any]) -> Iterator[Problem]:
    """Parts that would not fit where they are kept once the sheet is agreed."""
    for (name, part), limit in LIMITS.items():
        value = sheet.get(name)
        for at, row in enumerate(value if isinstance(value, list) else [value or {}], start=1):
            place = f"{name} {at}" if name == "targets" else name
            try:
                check_length(str(row.get(part) or ""), limit=limit, place=place)
            except Problem as problem:
                yield problem


def _number(value: Any, place: str) -> Iterator[Problem]:
    try:
        figure = read_figure(str(value or ""), language="en")
    except Problem:
        figure = None
    if figure is None or figure.value is None:
        yield Problem("SHEET-NUMBER", place=place, params={"value": value or "–"})


def _period(code: Any, place: str) -> Iterator[Problem]:
    try:
        Period.parse(str(code or ""))
    except Problem:
        yield Problem("SHEET-PERIOD", place=place, params={"value": code or "–"})


def _said(row: Mapping[str, Any], names: Iterable[str], place: str) -> Iterator[Problem]:
    for name in names:
        if not str(row.get(name) or "").strip():
            yield Problem("SHEET-PART-MISSING", place=place, params={"part": name})


def agreed_sheet(proposed: Mapping[str, Any], *, decision: str) -> dict[str, Any]:
    """The sheet as a decision makes it: its baseline is agreed in that decision, unless it was agreed before.

    >>> agreed_sheet({"baseline": {"value": "20", "status": "provisional"}}, decision="AMRDPE 14/2026")["baseline"]
    {'value': '20', 'status': 'agreed', 'decision': 'AMRDPE 14/2026'}
    """
    sheet = negotiated(proposed)
    if sheet.get("baseline") and sheet["baseline"].get("status") != "agreed":
        sheet["baseline"] = {**sheet["baseline"], "status": "agreed", "decision": decision}
    return sheet


def check_call(titles: Mapping[str, str], dates: Mapping[str, date]) -> None:
    """A call has its titles, and its dates follow one another.

    Args:
        titles, dates: by the field each is typed in, in their order.

    Raises:
        Problem: `SHEET-DATES` at the first date that is before the one it follows, `SHEET-PART-MISSING`.
    """
    for (_name, before), (name, day) in pairwise(dates.items()):
        if day < before:
            raise Problem("SHEET-DATES", place=name)
    for name, text in titles.items():
        if not text.strip():
            raise Problem("SHEET-PART-MISSING", place=name, params={"part": "title"})


def check_decision_day(decided: date, *, opened: date, today: date) -> None:
    """A body decides no wording before its finalisation opened, and no decision is recorded ahead of its day.

    Raises:
        Problem: `SHEET-DECISION-DAY`, `SHEET-DECISION-BEFORE-CALL`.
    """
    params = {"day": decided.isoformat(), "since": opened.isoformat()}
    if decided > today:
        raise Problem("SHEET-DECISION-DAY", place="decided_on", params=params)
    if decided < opened:
        raise Problem("SHEET-DECISION-BEFORE-CALL", place="decided_on", params=params)


def check_maker(maker: int, actor: int) -> None:
    """Whoever proposed a wording does not fix or agree it.

    Args:
        maker: the person who proposed it, as a key.
        actor: the person who acts.

    Raises:
        Problem: `SHEET-OWN-WORDING`.
    """
    if maker == actor:
        raise Problem("SHEET-OWN-WORDING")


#: What is kept where somebody says with one button that there is nothing to say; readers are told it in their language.
NO_REMARK = "Tidak ada tanggapan."
NO_REMARK_EN = "Nothing to remark."
#: A comment that says there is nothing to say: its office has spoken, and nobody owes it an answer. Read by the
#: database as well, so it is kept to what both read alike.
NOTHING_TO_SAY = (
    r"^(tidak ada (tanggapan|catatan|masukan|komentar|keberatan|usulan|saran)( (lain|lagi|lebih lanjut|tambahan))?"
    r"|nihil|(kami )?(setuju|sepakat)|(we )?agree|agreed|nothing (more |further |else )?to (say|remark|add)"
    r"|no (further |more |other |additional )?(comment|comments|remark|remarks|objection|objections)|none|[-–])"
    r"([,.;!]? *(terima kasih|thank you|thanks))?[.!]*$"
)


def comment_words(text: str, language: str) -> str:
    """A comment as its reader sees it: what the button keeps in his language, anything else as it was written.

    >>> comment_words(NO_REMARK, "en"), comment_words("Satuan?", "en")
    ('Nothing to remark.', 'Satuan?')
    """
    return NO_REMARK_EN if text == NO_REMARK and language == "en" else text


def says_nothing(text: str) -> bool:
    """Whether a comment says that there is nothing to say; one that says more is a comment.

    >>> [says_nothing(text) for text in (NO_REMARK, "Setuju, terima kasih", "No comment on the unit")]
    [True, True, False]
    """
    return bool(re.search(NOTHING_TO_SAY, text.strip(), re.IGNORECASE))


def speaks_for(duties: Sequence[Duty], subject: Subject) -> str:
    """The office that speaks through the duties by which somebody acts: an alternate's is the one he stands in for.

    >>> mine = Duty(Role.ALTERNATE, "KEMLU", "SOMHD")
    >>> speaks_for([mine], Subject("SOMHD", frozenset({"KEMENKES"}), "called"))
    'KEMENKES'
    """
    first = duties[0]
    stood_for = sorted(subject.organisations)
    if first.role is Role.ALTERNATE and first.body is not None and first.organisation not in stood_for:
        return stood_for[0] if stood_for else first.organisation
    return first.organisation


def closes_circle(edges: Iterable[tuple[str, str]], new: tuple[str, str]) -> tuple[str, ...]:
    """The way back from the target of a new alignment to its source, which would make a circle; empty if none.

    Args:
        edges: alignments that stand, each from what contributes to what it contributes to.

    >>> closes_circle([("a", "b"), ("b", "c")], ("c", "a"))
    ('a', 'b', 'c')
    >>> closes_circle([("a", "b")], ("a", "c"))
    ()
    """
    onward: dict[str, list[str]] = {}
    for source, target in edges:
        onward.setdefault(source, []).append(target)
    source, start = new
    paths: list[tuple[str, ...]] = [(start,)]
    seen = {start}
    while paths:
        path = paths.pop(0)
        if path[-1] == source:
            return path
        for following in onward.get(path[-1], []):
            if following not in seen:
                seen.add(following)
                paths.append((*path, following))
    return ()


def _empty(value: Any) -> bool:
    if isinstance(value, Mapping):
        return not any(value.values())
    return value is False or value in (None, "", [], ())
