"""What a reader finds: in each kind of thing, only what he or she may see, the same on both databases."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from datetime import date
from typing import Any

from ..core.periods import label
from ..core.permissions import Duty
from ..core.search import terms_of
from .models import (
    Body,
    DeliveryFile,
    Designation,
    Indicator,
    Narrative,
    Paper,
    Remark,
    Round,
    Task,
)
from .search_asked import benefits, bodies, code_lists, events, offices, questions, requests
from .search_catalogue import alignments, decisions, figures, goals, indicators, sheets
from .search_match import MOST, Hit, Reader, alike, both, matching, ranked


def find(
    question: str, duties: Iterable[Duty], *, day: date, kinds: Sequence[str] = ()
) -> dict[str, list[Hit]]:
    """Hits by kind, in the order of `KINDS`, the best first; at most one query a kind, and two for names.

    Args:
        kinds: only these; all where none is named.
    """
    reader = Reader(tuple(duties), day, terms_of(question))
    if not reader.terms:
        return {}
    return {kind: read(reader) for kind, read in KINDS.items() if not kinds or kind in kinds}


def _people(reader: Reader) -> list[Hit]:
    rows = matching(
        Designation.objects.on(reader.day).filter(person__isnull=False), ["person__name"], reader.terms
    )
    return ranked(
        (
            (
                Hit(
                    "people",
                    alike(row.person.name),
                    alike(
                        " ".join(
                            part
                            for part in (row.body.acronym if row.body else "", row.organisation.acronym)
                            if part
                        )
                    ),
                    ("desk:body", (row.body.code,), "") if row.body else ("desk:directory", (), ""),
                ),
                [row.person.name],
            )
            for row in rows.select_related("person", "body", "organisation")[:MOST]
        ),
        reader.terms,
    )


def _round_address(row: Any, shared: bool, rest: str = "") -> tuple[str, tuple[Any, ...], str]:
    return "desk:round", (row.period,), (f"?obligation={row.obligation.code}" if shared else "") + rest


def _rounds(reader: Reader) -> list[Hit]:
    rows: Any = Round.objects.visible_to(reader.duties, reader.day).with_shared()
    return ranked(
        (
            (
                Hit(
                    "rounds",
                    _labels(row.period),
                    both(row.obligation.name_id, row.obligation.name_en),
                    _round_address(row, row.shared),
                    at=row.opens_on,
                ),
                [
                    row.period,
                    " ".join(_labels(row.period)),
                    f"{row.obligation.name_id} {row.obligation.name_en}",
                ],
            )
            for row in rows[:MOST]
        ),
        reader.terms,
    )


def _labels(period: str) -> tuple[str, str]:
    """A period in words."""
    return label(period, "id"), label(period, "en")


def _of_task(task: Task) -> tuple[str, str]:
    id_, en = (
        f"{task.body.acronym}, {task.organisation.acronym}, {period}" for period in _labels(task.round.period)
    )
    return id_, en


def _tasks(reader: Reader) -> list[Hit]:
    fields = ["body__acronym", "body__name_id", "body__name_en", "organisation__acronym", "round__period"]
    fields += ["organisation__name_id", "organisation__name_en"]
    rows = matching(Task.objects.filter(pk__in=reader.tasks().values("pk")), fields, reader.terms)
    return ranked(
        (
            (
                Hit(
                    "tasks",
                    (
                        f"{row.body.acronym}, {label(row.round.period, 'id')}",
                        f"{row.body.acronym}, {label(row.round.period, 'en')}",
                    ),
                    alike(row.organisation.acronym),
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
    return ranked(
        (
            (
                Hit(
                    "remarks",
                    _of_task(row.task),
                    alike(row.by_name),
                    ("desk:task", (row.task_id,), "#turns"),
                    text=alike(row.text),
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
    return ranked(
        (
            (
                Hit(
                    "narratives",
                    _of_task(row.task),
                    alike(""),
                    ("desk:task", (row.task_id,), f"#n-{row.field}"),
                    text=both(row.text, row.text_en),
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
    told = ["round__pk", "round__period", "round__obligation__name_id"]
    papers = Paper.objects.order_by().filter(file__in=seen).values_list(*told, "file__name", "made_at")
    parts = DeliveryFile.objects.order_by().filter(file__in=seen)
    parts = parts.values_list(*(f"delivery__{one}" for one in told), "file__name", "delivery__made_at")
    found = []
    for key, period, obligation, name, made_at in papers.union(parts, all=True)[: 2 * MOST]:
        labels = _labels(period)
        hit = Hit("reports", alike(name), labels, ("desk:reports", (), f"#r{key}"), at=made_at)
        words = " ".join((period, *labels))
        found.append((hit, [name, words, str(obligation)]))
    return ranked(found, reader.terms)


def _files(reader: Reader) -> list[Hit]:
    rows = reader.files().exclude(purpose__in=("paper", "delivery"))
    rows = matching(rows, ["name"], reader.terms).order_by("-uploaded_at")
    return ranked(
        (
            (
                Hit(
                    "files",
                    alike(row.name),
                    alike(row.purpose),
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
    "indicators": indicators,
    "figures": figures,
    "bodies": bodies,
    "offices": offices,
    "people": _people,
    "goals": goals,
    "sheets": sheets,
    "decisions": decisions,
    "rounds": _rounds,
    "tasks": _tasks,
    "remarks": _remarks,
    "narratives": _narratives,
    "reports": _reports,
    "files": _files,
    "requests": requests,
    "questions": questions,
    "benefits": benefits,
    "alignments": alignments,
    "code_lists": code_lists,
    "events": events,
}


def vocabulary() -> list[str]:
    """Names everybody may see, from which proposals are made: one query."""
    titles = Indicator.objects.order_by().values_list("code", "title_id", "title_en")
    names = Body.objects.order_by().values_list("acronym", "name_id", "name_en")
    return [text for row in titles.union(names, all=True) for text in row]
