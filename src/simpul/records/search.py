"""What a reader finds: in each kind of thing, only what he or she may see, the same on both databases."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import F, Func, Q, QuerySet, TextField, Value
from django.db.models.functions import Coalesce, Concat

from ..core.periods import label
from ..core.permissions import Duty
from ..core.search import FROM, TO, Term, by_root, folded, score, terms_of
from .models import (
    Body,
    DeliveryFile,
    Designation,
    Goal,
    Indicator,
    Narrative,
    Organisation,
    Paper,
    Remark,
    Round,
    StoredFile,
    Task,
)

#: How many rows of a kind are looked at; more than anybody reads.
MOST = 300


class Folded(Func):
    """A text as the search compares it: `core.search.folded` on SQLite, the same steps in SQL on PostgreSQL."""

    output_field = TextField()
    arity = 1

    def as_sqlite(self, compiler: Any, connection: Any, **more: Any) -> Any:
        return self.as_sql(compiler, connection, function="simpul_fold", **more)

    def as_postgresql(self, compiler: Any, connection: Any, **more: Any) -> Any:
        signs = r"'[\u0300-\u036f]'"
        steps = (
            f"translate(regexp_replace(normalize(%(expressions)s, NFKD), {signs}, '', 'g'), '{FROM}', '{TO}')"
        )
        return self.as_sql(compiler, connection, template=steps, **more)


def teach_folding(connection: Any, **_: Any) -> None:
    """SQLite learns `simpul_fold` when a connection is made."""
    if connection.vendor == "sqlite":
        connection.connection.create_function("simpul_fold", 1, _fold, deterministic=True)


def _fold(text: object) -> str | None:
    return None if text is None else folded(str(text))


@dataclass(frozen=True)
class Hit:
    """One thing that was found.

    Args:
        names: title in Indonesian and in English.
        note: code, office or period beside it.
        text: what was written there, where the hit is in a text.
        view: name, arguments and the rest of its address.
        points: see `core.search.score`; `loose` where only the root of a word was met.
    """

    kind: str
    names: tuple[str, str]
    note: str
    view: tuple[str, tuple[Any, ...], str]
    text: str = ""
    at: date | datetime | None = None
    points: int = 0
    loose: bool = False


@dataclass(frozen=True)
class Reader:
    """Who asks, and what for."""

    duties: tuple[Duty, ...]
    day: date
    terms: tuple[Term, ...]

    def tasks(self) -> QuerySet[Task]:
        """The tasks the reader may see."""
        return Task.objects.visible_to(self.duties, self.day)

    def files(self) -> QuerySet[StoredFile]:
        """The files the reader may read."""
        return StoredFile.objects.visible_to(self.duties, self.day)


def find(
    question: str, duties: Iterable[Duty], *, day: date, kinds: Sequence[str] = ()
) -> dict[str, list[Hit]]:
    """Hits by kind, in the order of `KINDS`, the best first; at most one query a kind, two for reports.

    Args:
        kinds: only these; all where none is named.
    """
    reader = Reader(tuple(duties), day, terms_of(question))
    if not reader.terms:
        return {}
    return {kind: read(reader) for kind, read in KINDS.items() if not kinds or kind in kinds}


def matching(rows: QuerySet[Any], fields: Sequence[str], terms: Sequence[Term]) -> QuerySet[Any]:
    """The rows in which each word, or its root, stands somewhere in the fields."""
    texts = [Coalesce(F(field), Value(""), output_field=TextField()) for field in fields]
    joined: list[Any] = []
    for text in texts:
        joined += [text, Value(" ")]
    rows = rows.annotate(hay=Folded(Concat(*joined, output_field=TextField())))
    for term in terms:
        rows = rows.filter(Q(hay__contains=term.word) | Q(hay__contains=term.root))
    return rows


def _ranked(found: Iterable[tuple[Hit, Sequence[str]]], terms: Sequence[Term]) -> list[Hit]:
    """Hits with their points, the best first; among equals the newest, then by name."""
    ranked = []
    for hit, fields in found:
        points = score(fields, terms)
        if points is not None:
            told = {**hit.__dict__, "points": points, "loose": by_root(fields, terms)}
            ranked.append(Hit(**told))
    ranked.sort(key=lambda hit: (hit.names[0].casefold(), hit.note))
    ranked.sort(key=lambda hit: hit.at.isoformat() if hit.at else "", reverse=True)
    return sorted(ranked, key=lambda hit: -hit.points)


def _indicators(reader: Reader) -> list[Hit]:
    rows = matching(Indicator.objects.all(), ["code", "title_id", "title_en"], reader.terms)[:MOST]
    return _ranked(
        (
            (
                Hit(
                    "indicators", (row.title_id, row.title_en), row.code, ("desk:indicator", (row.code,), "")
                ),
                [row.code, f"{row.title_id} {row.title_en}"],
            )
            for row in rows
        ),
        reader.terms,
    )


def _bodies(reader: Reader) -> list[Hit]:
    fields = ["acronym", "code", "name_id", "name_en", "theme_id", "theme_en"]
    rows = matching(Body.objects.all(), fields, reader.terms)[:MOST]
    return _ranked(
        (
            (
                Hit("bodies", (row.acronym, row.acronym), row.name_id, ("desk:body", (row.code,), "")),
                [row.acronym, f"{row.name_id} {row.name_en}", f"{row.theme_id} {row.theme_en} {row.code}"],
            )
            for row in rows
        ),
        reader.terms,
    )


def _offices(reader: Reader) -> list[Hit]:
    rows = matching(Organisation.objects.all(), ["acronym", "name_id", "name_en"], reader.terms)[:MOST]
    return _ranked(
        (
            (
                Hit(
                    "offices",
                    (row.name_id, row.name_en),
                    row.acronym,
                    ("desk:directory", (), f"?office={row.code}"),
                ),
                [row.acronym, f"{row.name_id} {row.name_en}"],
            )
            for row in rows
        ),
        reader.terms,
    )


def _people(reader: Reader) -> list[Hit]:
    rows = matching(
        Designation.objects.on(reader.day).filter(person__isnull=False), ["person__name"], reader.terms
    )
    return _ranked(
        (
            (
                Hit(
                    "people",
                    (row.person.name, row.person.name),
                    " ".join(
                        part
                        for part in (row.body.acronym if row.body else "", row.organisation.acronym)
                        if part
                    ),
                    ("desk:body", (row.body.code,), "") if row.body else ("desk:directory", (), ""),
                ),
                [row.person.name],
            )
            for row in rows.select_related("person", "body", "organisation")[:MOST]
        ),
        reader.terms,
    )


def _goals(reader: Reader) -> list[Hit]:
    rows = matching(Goal.objects.select_related("framework"), ["code", "title_id", "title_en"], reader.terms)[
        :MOST
    ]
    return _ranked(
        (
            (
                Hit(
                    "goals",
                    (row.title_id, row.title_en),
                    f"{row.framework.code} {row.code}",
                    ("desk:framework", (row.framework.code,), f"#g-{row.code}"),
                ),
                [row.code, f"{row.title_id} {row.title_en}"],
            )
            for row in rows
        ),
        reader.terms,
    )


def _round_address(row: Any, shared: bool, rest: str = "") -> tuple[str, tuple[Any, ...], str]:
    return "desk:round", (row.period,), (f"?obligation={row.obligation.code}" if shared else "") + rest


def _rounds(reader: Reader) -> list[Hit]:
    rows: Any = Round.objects.visible_to(reader.duties, reader.day).with_shared()
    return _ranked(
        (
            (
                Hit(
                    "rounds",
                    (label(row.period, "id"), label(row.period, "en")),
                    row.obligation.name_id,
                    _round_address(row, row.shared),
                    at=row.opens_on,
                ),
                [
                    row.period,
                    f"{label(row.period, 'id')} {label(row.period, 'en')}",
                    str(row.obligation.name_id),
                ],
            )
            for row in rows[:MOST]
        ),
        reader.terms,
    )


def _of_task(task: Task) -> str:
    return f"{task.body.acronym}, {task.organisation.acronym}, {task.round.period}"


def _tasks(reader: Reader) -> list[Hit]:
    fields = ["body__acronym", "body__name_id", "body__name_en", "organisation__acronym", "round__period"]
    fields += ["organisation__name_id", "organisation__name_en"]
    rows = matching(Task.objects.filter(pk__in=reader.tasks().values("pk")), fields, reader.terms)
    return _ranked(
        (
            (
                Hit(
                    "tasks",
                    (
                        f"{row.body.acronym}, {label(row.round.period, 'id')}",
                        f"{row.body.acronym}, {label(row.round.period, 'en')}",
                    ),
                    row.organisation.acronym,
                    ("desk:task", (row.pk,), ""),
                    at=row.round.opens_on,
                ),
                [
                    row.body.acronym,
                    f"{row.organisation.acronym} {row.round.period}",
                    f"{row.body.name_id} {row.body.name_en} {row.organisation.name_id} {row.organisation.name_en}",
                ],
            )
            for row in rows.select_related("body", "organisation", "round").order_by("-round__opens_on")[
                :MOST
            ]
        ),
        reader.terms,
    )


def _remarks(reader: Reader) -> list[Hit]:
    rows = matching(
        Remark.objects.filter(task__in=reader.tasks().values("pk")), ["text", "by_name"], reader.terms
    )
    rows = rows.select_related("task__body", "task__organisation", "task__round").order_by("-at")
    return _ranked(
        (
            (
                Hit(
                    "remarks",
                    (_of_task(row.task), _of_task(row.task)),
                    row.by_name,
                    ("desk:task", (row.task_id,), "#turns"),
                    text=row.text,
                    at=row.at,
                ),
                [row.text, row.by_name],
            )
            for row in rows[:MOST]
        ),
        reader.terms,
    )


def _narratives(reader: Reader) -> list[Hit]:
    rows = matching(
        Narrative.objects.filter(task__in=reader.tasks().values("pk")), ["text", "text_en"], reader.terms
    )
    rows = rows.select_related("task__body", "task__organisation", "task__round").order_by("-saved_at")
    return _ranked(
        (
            (
                Hit(
                    "narratives",
                    (_of_task(row.task), _of_task(row.task)),
                    "",
                    ("desk:task", (row.task_id,), f"#n-{row.field}"),
                    text=row.text if score([row.text], reader.terms) else row.text_en,
                    at=row.saved_at,
                ),
                [row.text, row.text_en],
            )
            for row in rows[:MOST]
        ),
        reader.terms,
    )


def _reports(reader: Reader) -> list[Hit]:
    seen = reader.files().values("pk")
    papers = Paper.objects.filter(file__in=seen).select_related("round__obligation", "file")
    parts = DeliveryFile.objects.filter(file__in=seen).select_related("delivery__round__obligation", "file")
    found = []
    for round_, file, made_at in [
        *((row.round, row.file, row.made_at) for row in papers[:MOST]),
        *((row.delivery.round, row.file, row.delivery.made_at) for row in parts[:MOST]),
    ]:
        name = file.name
        hit = Hit("reports", (name, name), round_.period, ("desk:reports", (), f"#r{round_.pk}"), at=made_at)
        words = f"{round_.period} {label(round_.period, 'id')} {label(round_.period, 'en')}"
        found.append((hit, [name, words, str(round_.obligation.name_id)]))
    return _ranked(found, reader.terms)


def _files(reader: Reader) -> list[Hit]:
    rows = reader.files().exclude(purpose__in=("paper", "delivery"))
    rows = matching(rows, ["name"], reader.terms).order_by("-uploaded_at")
    return _ranked(
        (
            (
                Hit(
                    "files",
                    (row.name, row.name),
                    row.purpose,
                    ("desk:file", (row.pk,), ""),
                    at=row.uploaded_at,
                ),
                [row.name],
            )
            for row in rows[:MOST]
        ),
        reader.terms,
    )


#: Kind of thing -> how it is found.
KINDS: dict[str, Callable[[Reader], list[Hit]]] = {
    "indicators": _indicators,
    "bodies": _bodies,
    "offices": _offices,
    "people": _people,
    "goals": _goals,
    "rounds": _rounds,
    "tasks": _tasks,
    "remarks": _remarks,
    "narratives": _narratives,
    "reports": _reports,
    "files": _files,
}


def vocabulary() -> list[str]:
    """Names everybody may see, from which proposals are made: two queries."""
    titles = Indicator.objects.values_list("code", "title_id", "title_en")
    names = Body.objects.values_list("acronym", "name_id", "name_en")
    return [text for row in [*titles, *names] for text in row]
