"""The audit trail as its reader may see it: which rows, and each of them as a sentence."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, overload

from django.db.models import CharField, F, Q, QuerySet, Value
from django.db.models.functions import Cast, Concat

from ..core import activity
from ..core.activity_fields import field_word
from ..core.dressing import dressed
from ..core.periods import label
from ..core.permissions import Duty, may
from ..core.requests import item_number
from .accounts import MACHINE
from .activity_values import Words, codes_in
from .audit import AuditEntry, AuditQuerySet
from .benefits import in_reach
from .models import (
    Benefit,
    Delivery,
    Designation,
    Finalisation,
    Person,
    Post,
    PostHolding,
    Responsibility,
    Round,
    SavedFilter,
    Seat,
    SheetTask,
    Task,
    User,
)

#: What an office reads of a round it reports in; deliveries and results are not its own.
OF_ROUND = ("reporting.open_round", "reporting.close_round", "reporting.record_paper")


def visible_rows(user: User, duties: Iterable[Duty], day: date) -> AuditQuerySet:
    """The rows a reader may see.

    Who audits reads all. Others read every row about the kinds of things they answer for in the whole country
    (`core.activity.READERS`), rows about what they may see of their office, and what they did themselves.
    """
    duties = tuple(duties)
    rows = AuditEntry.objects.all()
    if may(duties, "activity.view", day=day):
        return rows
    former = AuditEntry.objects.filter(action="accounts.change_email", after__account=user.pk)
    mine = Q(subject_key=user.email) | Q(subject_key__in=former.order_by().values("subject_key"))
    wanted = Q(actor=user) | Q(subject_kind="user") & mine
    national = {kind for kind, verb in activity.READERS.items() if may(duties, verb, day=day)}
    wanted |= Q(subject_kind__in=national)
    for kind, condition in _of_office(duties, day):
        if kind not in national:
            wanted |= Q(subject_kind=kind) & condition
    return rows.filter(wanted)


def _of_office(duties: tuple[Duty, ...], day: date) -> Iterator[tuple[str, Q]]:
    """Kind -> which things of that kind are those of the reader's office."""
    offices = {duty.organisation for duty in duties if duty.organisation and duty.on(day)}
    if not offices:
        return
    tasks = Task.objects.visible_to(duties, day).order_by()
    sheets = SheetTask.objects.visible_to(duties, day).order_by()
    yield "task", Q(subject_key__in=_keys(tasks))
    rounds = Round.objects.filter(tasks__in=tasks.values("pk")).order_by()
    named = rounds.annotate(named=Concat(F("obligation__code"), Value("/"), F("period")))
    yield "round", Q(subject_key__in=named.values("named"), action__in=OF_ROUND)
    reach = in_reach(duties, day)
    yield "benefit", Q(subject_key__in=_keys(Benefit.objects.filter(reach or Q()).order_by()))
    yield "indicator", Q(subject_key__in=sheets.values("indicator__code"))
    calls = Finalisation.objects.filter(tasks__in=sheets.values("pk")).order_by()
    yield "finalisation", Q(subject_key__in=_keys(calls))
    yield "alignment", Q()
    yield "person", Q(subject_key__in=_keys(Person.objects.filter(organisation__code__in=offices).order_by()))
    yield (
        "designation",
        Q(subject_key__in=_keys(Designation.objects.filter(organisation__code__in=offices))),
    )
    posts = Post.objects.filter(organisation__code__in=offices)
    yield "post", Q(subject_key__in=_keys(posts))
    yield "post_holding", Q(subject_key__in=_keys(PostHolding.objects.filter(post__in=posts)))
    answering = Responsibility.objects.filter(organisation__code__in=offices)
    yield "responsibility", Q(subject_key__in=_keys(answering))
    yield "organisation", Q(subject_key__in=offices)


def _keys(rows: QuerySet[Any]) -> QuerySet[Any]:
    return rows.annotate(named=Cast("pk", CharField())).values("named")


#: Fields of a row with what was before and after.
Changes = Sequence[tuple[str, Any, Any]]


@dataclass(frozen=True)
class Field:
    """One field of a row that differs, in words; None where it was not or is no longer there."""

    label: str
    before: str | None
    after: str | None


@dataclass(frozen=True)
class ActivityLine:
    """One row as a sentence; `codes` are fingerprints and keys it keeps, for a technician."""

    row: AuditEntry
    who: str
    office: str
    told: str
    fields: tuple[Field, ...]
    codes: tuple[str, ...] = ()

    @property
    def sentence(self) -> str:
        """Who did what."""
        return f"{self.who} {self.told}"

    @property
    def changed(self) -> bool:
        """Whether something was before that is no longer so."""
        return any(one.before is not None for one in self.fields)


class ActivityRows(Sequence[ActivityLine]):
    """Rows read from the database page by page, the latest first, told in a language.

    Args:
        about: the kind of the one thing they are about; it may be asked for also where nothing happened to it.
    """

    def __init__(self, rows: AuditQuerySet, language: str, about: str = "") -> None:
        self.rows, self.language, self.about = rows.order_by("-id"), language, about
        self._count: int | None = None
        self._found: dict[str, Any] = {}

    def __len__(self) -> int:
        if self._count is None:
            self._count = self.rows.count()
        return self._count

    @overload
    def __getitem__(self, index: int) -> ActivityLine: ...
    @overload
    def __getitem__(self, index: slice) -> list[ActivityLine]: ...
    def __getitem__(self, index: int | slice) -> ActivityLine | list[ActivityLine]:
        if isinstance(index, int):
            return lines_of([self.rows[index]], self.language)[0]
        # keys are put in order first: whole rows of a hundred thousand are heavy to sort
        part = AuditEntry.objects.filter(pk__in=self.rows.values("pk")[index]).order_by("-id")
        return lines_of(list(part.select_related("actor__person")), self.language)

    def __iter__(self) -> Iterator[ActivityLine]:
        last: int | None = None
        while True:
            rest = self.rows if last is None else self.rows.filter(pk__lt=last)
            part = list(rest.select_related("actor__person")[:500])
            if not part:
                return
            yield from lines_of(part, self.language)
            last = part[-1].pk

    def people(self) -> list[tuple[str, str]]:
        """Who occurs, as key and name."""
        return self._once("people", lambda: _people(self.rows))

    def offices(self) -> list[tuple[str, str]]:
        """The offices of who occurs, as code and acronym."""
        fields = ("actor__person__organisation__code", "actor__person__organisation__acronym")
        return self._once(
            "offices",
            lambda: sorted(
                (pair for pair in self.rows.order_by().values_list(*fields).distinct() if pair[0]),
                key=lambda pair: pair[1],
            ),
        )

    def kinds(self) -> list[tuple[str, str]]:
        """The kinds of things that occur, and that of the one thing asked about, by their words."""

        def read() -> list[tuple[str, str]]:
            codes = set(self.rows.order_by().values_list("subject_kind", flat=True).distinct())
            codes |= {self.about} & set(activity.KINDS)
            return sorted(
                ((code, activity.kind_word(code, self.language)) for code in codes), key=lambda pair: pair[1]
            )

        return self._once("kinds", read)

    def _once(self, name: str, read: Any) -> list[tuple[str, str]]:
        if name not in self._found:
            self._found[name] = read()
        return list(self._found[name])


def _people(rows: AuditQuerySet) -> list[tuple[str, str]]:
    users = User.objects.filter(pk__in=rows.order_by().values("actor"))
    found = [(str(user.pk), "Simpul" if user.email == MACHINE else user.name) for user in users]
    return sorted(found, key=lambda pair: pair[1].casefold())


def saying(rows: AuditQuerySet, words: str, language: str) -> AuditQuerySet:
    """The rows in which these words stand: in who did it, in the sentence of the code, or in the thing's name."""
    tasks = Task.objects.filter(Q(body__acronym__icontains=words) | Q(organisation__acronym__icontains=words))
    fits = Q(actor_name__icontains=words) | Q(on_behalf_of__icontains=words)
    fits |= Q(action__in=activity.codes_saying(words, language))
    fits |= Q(subject_key__icontains=words) & ~Q(subject_kind__in=NUMBERED)
    fits |= Q(subject_kind="task", subject_key__in=_keys(tasks.order_by()))
    return rows.filter(fits)


#: Kinds whose key is a number of a row, not a name.
NUMBERED = frozenset(
    {
        "task",
        "benefit",
        "person",
        "designation",
        "post",
        "post_holding",
        "responsibility",
        "seat",
        "delivery",
        "result_set",
        "finalisation",
        "file",
        "free_day",
        "saved_filter",
    }
)


def lines_of(rows: Sequence[AuditEntry], language: str) -> list[ActivityLine]:
    """Rows as sentences: one query for each kind of thing that has to be named."""
    words, names = Words(language), _names(rows, language)
    return [_line(row, words, names.get((row.subject_kind, row.subject_key), "")) for row in rows]


def _line(row: AuditEntry, words: Words, name: str) -> ActivityLine:
    language, office = words.language, _office(row, words.offices)
    if row.subject_kind == "organisation":
        name = words.offices.get(row.subject_key, row.subject_key)
    elif row.subject_kind == "indicator":
        name = words.indicator(row.subject_key)
    elif row.subject_kind == "alignment":
        name = words.alignment(row.subject_key)
    told = {**row.before, **row.after}
    item = told.get("item") if row.subject_kind == "request" else None
    what = activity.thing(
        row.subject_kind,
        name or _own_name(row, language),
        language,
        item=item_number(item) if isinstance(item, str) else "",
    )
    about = words.about(told) if row.subject_kind in ("task", "indicator") else ""
    changes = activity.differences(row.before, row.after)
    return ActivityLine(
        row=row,
        who=_who(row, office, language),
        office=office,
        told=activity.told(row.action, what=what, language=language, about=about),
        fields=tuple(_fields(changes, words)),
        codes=tuple(_codes(changes, language)),
    )


def _who(row: AuditEntry, office: str, language: str) -> str:
    name = "Simpul" if row.actor_name == MACHINE else row.actor_name
    name += f" ({office})" if office else ""
    if row.on_behalf_of:
        name += (
            f", on behalf of {row.on_behalf_of}," if language == "en" else f", atas nama {row.on_behalf_of},"
        )
    return name


def _office(row: AuditEntry, offices: dict[str, str]) -> str:
    """The acronym of the first office the row names: `role body office; …`."""
    for one in row.actor_office.split("; "):
        parts = one.split()
        if len(parts) > 1 and parts[-1] in offices:
            return offices[parts[-1]]
    return ""


def _own_name(row: AuditEntry, language: str) -> str:
    """The name a row itself tells of what it speaks of."""
    if row.subject_kind == "round":
        return label(row.subject_key.rpartition("/")[2], language)
    if row.subject_kind not in NUMBERED:
        return row.subject_key
    told = {**row.before, **row.after}
    title = told.get("title") or told.get(f"name_{language}") or told.get("name")
    return f"“{title}”" if title and isinstance(title, str) else row.subject_key


def _names(rows: Sequence[AuditEntry], language: str) -> dict[tuple[str, str], str]:
    """The names of things whose rows say only their number, by kind and key; titles of all kinds at once."""
    asked: dict[str, set[int]] = {}
    for row in rows:
        if row.subject_key.isdecimal():
            asked.setdefault(row.subject_kind, set()).add(int(row.subject_key))
    found = {
        (kind, str(key)): name
        for kind, keys in asked.items()
        if kind in _NAMES
        for key, name in _NAMES[kind](keys, language).items()
    }
    titles = _titles(language)
    parts = [rows.filter(pk__in=asked[kind]) for kind, rows in titles.items() if kind in asked]
    if parts:
        named = parts[0].union(*parts[1:], all=True)
        found |= {(kind, str(key)): name for kind, key, name in named}
    return found


def _titles(language: str) -> dict[str, QuerySet[Any]]:
    """Kind, key and name of what has a name in one column."""
    people = Person.objects.order_by().values_list(Value("person"), "pk", "name")
    calls, filters = Finalisation.objects.order_by(), SavedFilter.objects.order_by()
    return {
        "person": people,
        "finalisation": calls.values_list(Value("finalisation"), "pk", _quoted(f"title_{language}")),
        "saved_filter": filters.values_list(Value("saved_filter"), "pk", _quoted("name")),
    }


def _quoted(field: str) -> Concat:
    return Concat(Value("“"), F(field), Value("”"), output_field=CharField())


def _tasks(keys: set[int], language: str) -> dict[int, str]:
    rows = Task.objects.filter(pk__in=keys).select_related("body", "organisation", "round")
    return {
        row.pk: f"{row.body.acronym} {row.organisation.acronym} {label(row.round.period, language)}"
        for row in rows
    }


def _benefits(keys: set[int], language: str) -> dict[int, str]:
    rows = Benefit.objects.filter(pk__in=keys).select_related("body", "organisation")
    return {row.pk: f"{row.pk}, {row.body.acronym} {row.organisation.acronym}" for row in rows}


def _designations(keys: set[int], language: str) -> dict[int, str]:
    rows = Designation.objects.filter(pk__in=keys).select_related("body", "organisation", "person", "post")
    as_ = "as" if language == "en" else "sebagai"
    return {
        row.pk: " ".join(
            part
            for part in (
                str(row.person or row.post),
                as_,
                str(dressed("role", row.role, language)),
                row.body.acronym if row.body else "",
                row.organisation.acronym,
            )
            if part
        )
        for row in rows
    }


def _posts(keys: set[int], language: str) -> dict[int, str]:
    rows = Post.objects.filter(pk__in=keys).select_related("organisation")
    return {row.pk: f"{row.named(language)}, {row.organisation.acronym}" for row in rows}


def _holdings(keys: set[int], language: str) -> dict[int, str]:
    rows = PostHolding.objects.filter(pk__in=keys).select_related("post__organisation", "person")
    return {row.pk: f"{row.post.named(language)}, {row.post.organisation.acronym}: {row}" for row in rows}


def _responsibilities(keys: set[int], language: str) -> dict[int, str]:
    rows = Responsibility.objects.filter(pk__in=keys).select_related("body", "organisation")
    return {row.pk: f"{row.organisation.acronym} – {row.body.acronym}" for row in rows}


def _seats(keys: set[int], language: str) -> dict[int, str]:
    rows = Seat.objects.filter(pk__in=keys).select_related("body")
    return {row.pk: f"{row.number}, {row.body.acronym} ({row.named(language)})" for row in rows}


def _deliveries(keys: set[int], language: str) -> dict[int, str]:
    rows = Delivery.objects.filter(pk__in=keys).select_related("round")
    return {row.pk: f"{row.number}, {label(row.round.period, language)}" for row in rows}


_NAMES = {
    "task": _tasks,
    "benefit": _benefits,
    "designation": _designations,
    "post": _posts,
    "post_holding": _holdings,
    "responsibility": _responsibilities,
    "seat": _seats,
    "delivery": _deliveries,
}


def _fields(changes: Changes, words: Words) -> Iterator[Field]:
    for name, before, after in changes:
        was, now = words.value(name, before), words.value(name, after)
        if was != now:
            yield Field(field_word(name, words.language), was, now)


def _codes(changes: Changes, language: str) -> Iterator[str]:
    """Fingerprints and keys a row keeps, each with the word of its field; of what was replaced the former too."""
    for name, before, after in changes:
        for value in (before, after):
            for code in codes_in(name, value):
                yield f"{field_word(name, language)} {code}"
