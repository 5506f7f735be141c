"""How the search looks at rows: texts folded the same on both databases, hits with their points, who asks."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from django.db.models import Func, QuerySet, TextField

from ..core.permissions import Duty
from ..core.search import FROM, TO, Term, by_root, folded, score
from .models import StoredFile, Task

#: How many rows of a kind are looked at; more than anybody reads.
MOST = 300


class Folded(Func):
    """Texts side by side as the search compares them: `core.search.folded` on SQLite, the same in SQL on PostgreSQL."""

    output_field = TextField()

    def as_sqlite(self, compiler: Any, connection: Any, **more: Any) -> Any:
        return self.as_sql(compiler, connection, function="simpul_fold", **more)

    def as_postgresql(self, compiler: Any, connection: Any, **more: Any) -> Any:
        joined = "concat_ws(' ', %(expressions)s)"
        plain = rf"regexp_replace(normalize({joined}, NFKD), '[\u0300-\u036f]', '', 'g')"
        return self.as_sql(compiler, connection, template=f"translate({plain}, '{FROM}', '{TO}')", **more)


def teach_folding(connection: Any, **_: Any) -> None:
    """SQLite learns `simpul_fold` when a connection is made."""
    if connection.vendor == "sqlite":
        connection.connection.create_function("simpul_fold", -1, _fold, deterministic=True)


def _fold(*texts: object) -> str:
    return folded(" ".join(str(text) for text in texts if text is not None))


@dataclass(frozen=True)
class Hit:
    """One thing that was found.

    Args:
        names: title in Indonesian and in English; so are
        note: code, office or period beside it; of a file the code of what it is for, which the door says in words,
        text: what was written there, where the hit is in a text.
        view: name, arguments and the rest of its address.
        points: see `core.search.score`; `loose` where only the root of a word was met.
        targets: of an indicator or goal, see `search_targets`.
    """

    kind: str
    names: tuple[str, str]
    note: tuple[str, str]
    view: tuple[str, tuple[Any, ...], str]
    text: tuple[str, str] = ("", "")
    at: date | datetime | None = None
    points: int = 0
    loose: bool = False
    targets: tuple[Any, ...] = ()


def alike(text: str) -> tuple[str, str]:
    """What is said the same in both languages."""
    return text, text


def both(id_: str, en: str) -> tuple[str, str]:
    """Both languages; where one is missing the other stands for it."""
    return id_ or en, en or id_


@dataclass(frozen=True)
class Reader:
    """Who asks, and what for."""

    duties: tuple[Duty, ...]
    day: date
    terms: tuple[Term, ...]
    read: dict[str, list[Any]] = field(default_factory=dict)

    def once(self, name: str, read: Callable[[], list[Any]]) -> list[Any]:
        """Rows that two kinds share, read for the first of them."""
        if name not in self.read:
            self.read[name] = read()
        return self.read[name]

    def tasks(self) -> QuerySet[Task]:
        """The tasks the reader may see."""
        return Task.objects.visible_to(self.duties, self.day)

    def files(self) -> QuerySet[StoredFile]:
        """The files the reader may read."""
        return StoredFile.objects.visible_to(self.duties, self.day)


def matching(rows: QuerySet[Any], fields: Sequence[str], terms: Sequence[Term]) -> QuerySet[Any]:
    """The rows in which each word, or its root, stands somewhere in the fields."""
    rows = rows.alias(hay=Folded(*fields))
    for term in terms:  # a word holds its root, so that what holds the word holds the root
        rows = rows.filter(hay__contains=term.root)
    return rows


def ranked(found: Iterable[tuple[Hit, Sequence[str]]], terms: Sequence[Term]) -> list[Hit]:
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
