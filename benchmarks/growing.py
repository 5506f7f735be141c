"""A played demo grown to the size of years of work: rows copied in the database, for measuring only.

What is copied keeps what it says; numbers, codes and periods are made different where the tables ask for it. The
audit trail of copies proves nothing, so `simpul integrity` is not asked of a grown folder.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from datetime import timedelta
from typing import Any

from django.db import models, transaction

#: What a desk may hold after ten years (indicators, wordings of each, offices, rounds, requests).
SIZE = {"indicators": 500, "wordings": 20, "offices": 60, "rounds": 40, "requests": 2000, "audit": 100_000}

#: So many times the requests that are still worked on are copied; the others are answered and sent.
OPEN = 20
#: The days of a request that move with it.
DATES = ("received_on", "deadline", "due_answers", "due_consolidation", "due_clearance", "due_sending")
#: Model -> key of the original -> key of its copy.
Copies = dict[type[models.Model], dict[Any, Any]]
Change = Callable[[Any, int], None]


def grow() -> dict[str, int]:
    """Grow what the settings point to; how many there are of each afterwards."""
    from simpul.records import models as table

    with transaction.atomic():
        _offices(table)
        _indicators(table)
        _wordings(table)
        _rounds(table)
        _requests(table)
        _audit(table)
    return {
        "indicators": table.Indicator.objects.count(),
        "wordings": table.SheetVersion.objects.count(),
        "offices": table.Organisation.objects.count(),
        "rounds": table.Round.objects.count(),
        "requests": table.Request.objects.count(),
        "audit": table.AuditEntry.objects.count(),
    }


def copied(rows: Iterable[Any], copies: Copies, number: int, change: Change | None = None) -> dict[Any, Any]:
    """Copy rows of one model, pointing to the copies of what they pointed to; original key -> new key."""
    rows = list(rows)
    if not rows:
        return {}
    model = type(rows[0])
    keys = [row.pk for row in rows]
    relations = [field for field in model._meta.concrete_fields if field.is_relation]
    for row in rows:
        row.pk, row._state.adding = None, True
        for field in relations:
            new = copies.get(field.related_model, {}).get(getattr(row, field.attname))
            if new is not None:
                setattr(row, field.attname, new)
        if change:
            change(row, number)
    made = model._default_manager.bulk_create(rows, batch_size=500)
    found = dict(zip(keys, (row.pk for row in made), strict=True))
    copies.setdefault(model, {}).update(found)
    for link in model._meta.many_to_many:
        _linked(link, found, copies)
    return found


def _linked(link: Any, found: Mapping[Any, Any], copies: Copies) -> None:
    """The many-to-many rows of what was copied."""
    through, here, there = link.remote_field.through, link.m2m_column_name(), link.m2m_reverse_name()
    known = copies.get(link.related_model, {})
    rows = through._default_manager.filter(**{f"{here}__in": list(found)})
    through._default_manager.bulk_create(
        through(**{here: found[a], there: known.get(b, b)}) for a, b in rows.values_list(here, there)
    )


def _turns(wanted: int, there: int) -> range:
    """How many times a set of rows is copied, so that there are about as many as wanted."""
    return range(1, -(-wanted // max(there, 1)))


def _offices(table: Any) -> None:
    """Offices with people and what they are designated for in no body of their own."""
    here = list(table.Organisation.objects.order_by("pk"))
    for number in range(max(SIZE["offices"] - len(here), 0)):
        row = here[number % len(here)]

        def change(one: Any, turn: int) -> None:
            one.code, one.acronym = f"{one.code}-{turn}", f"{one.acronym} {turn}"

        copied([table.Organisation.objects.get(pk=row.pk)], {}, number + 1, change)


def _indicators(table: Any) -> None:
    """Indicators with baselines, targets and the published figures of their content."""
    keys = list(table.Indicator.objects.values_list("pk", flat=True))
    for turn in _turns(SIZE["indicators"] + len(keys), len(keys)):
        left = SIZE["indicators"] - len(keys) * turn
        chosen = keys[: min(left, len(keys))] if left > 0 else []
        if not chosen:
            break
        copies: Copies = {}

        def change(row: Any, number: int) -> None:
            row.code, row.position = f"{row.code}-{number}", row.position + 1000 * number

        copied(table.Indicator.objects.filter(pk__in=chosen), copies, turn, change)
        for model in (table.Baseline, table.Target):
            copied(model.objects.filter(indicator__in=chosen), copies, turn)
        published = table.Observation.objects.filter(indicator__in=chosen, revises=None, figure=None)
        copied(published.filter(revision=None), copies, turn)


def _wordings(table: Any) -> None:
    """Twenty wordings of each sheet, and one finalisation in which all of them are."""
    by = table.User.objects.order_by("pk").first()
    first = table.AuditEntry.objects.order_by("pk").first().at
    chosen = list(table.Indicator.objects.exclude(custodian=None))
    made = []
    for indicator in table.Indicator.objects.all():
        there = table.SheetVersion.objects.filter(indicator=indicator).count()
        made += [
            table.SheetVersion(
                indicator=indicator,
                number=number,
                sheet={**indicator.sheet, "formula": f"x / {number}"},
                reason="growing",
                made_by=by,
                made_by_name=by.name,
                made_at=first + timedelta(days=number),
            )
            for number in range(there + 1, SIZE["wordings"] + 1)
        ]
    table.SheetVersion.objects.bulk_create(made, batch_size=500)
    day = first.date()
    called = table.Finalisation.objects.create(
        title_id="Tumbuh",
        title_en="Grown",
        opens_on=day,
        proposals_due_on=day + timedelta(days=30),
        comments_due_on=day + timedelta(days=60),
        closes_on=day + timedelta(days=400),
        opened_by=by,
        opened_at=first,
    )
    last = {row.indicator_id: row for row in table.SheetVersion.objects.filter(number=SIZE["wordings"])}
    tasks = table.SheetTask.objects.bulk_create(
        (
            table.SheetTask(
                finalisation=called,
                indicator=row,
                organisation_id=row.custodian_id,
                state=("called", "proposed")[number % 2],
                version=last[row.pk] if number % 2 else None,
                since=first,
            )
            for number, row in enumerate(chosen)
        ),
        batch_size=500,
    )
    table.SheetStep.objects.bulk_create(
        (
            table.SheetStep(
                task=row,
                verb="propose",
                state=row.state,
                version=row.version,
                by=by,
                by_name=by.name,
                at=first,
            )
            for row in tasks
            if row.version
        ),
        batch_size=500,
    )


def _rounds(table: Any) -> None:
    """Closed rounds of earlier quarters, with everything offices wrote and officials cleared in them."""
    model = table.Round.objects.exclude(closed_at=None).order_by("-period").first()
    if model is None:
        model = table.Round.objects.order_by("-period").first()
    there = table.Round.objects.count()
    for turn in range(1, SIZE["rounds"] - there + 1):
        copies: Copies = {}

        def change(row: Any, number: int) -> None:
            quarter = 2026 * 4 - 4 - number
            row.period = f"{quarter // 4}-Q{quarter % 4 + 1}"
            back = timedelta(days=91 * (number + 4))
            for name in ("opens_on", "due_on", "closes_on"):
                setattr(row, name, getattr(row, name) - back)
            row.closed_at = row.closed_at or row.opened_at
            row.closed_by_id = row.closed_by_id or row.opened_by_id

        copied(table.Round.objects.filter(pk=model.pk), copies, turn, change)
        copied(table.Task.objects.filter(round=model), copies, turn)
        of_task = {"task__round": model}
        for part in (table.DueFigure, table.Entry, table.Narrative, table.Override, table.Submission):
            copied(part.objects.filter(**of_task), copies, turn)
        of_submission = {"submission__task__round": model}
        for part in (table.SubmittedFigure, table.Clearance):
            copied(part.objects.filter(**of_submission), copies, turn)
        copied(table.Remark.objects.filter(**of_task), copies, turn)


def _requests(table: Any) -> None:
    """Requests with items, answers of offices, national answers and what was sent."""
    keys = list(table.Request.objects.values_list("pk", flat=True))
    if not keys:
        raise RuntimeError("the demo holds no incoming request to grow from")
    last = table.Request.objects.latest("received_on").received_on
    answered = list(table.Request.objects.filter(state="delivered").values_list("pk", flat=True))
    there = len(keys)
    for turn in range(1, SIZE["requests"]):
        keys = keys if turn <= OPEN else answered
        there += len(keys)
        if there > SIZE["requests"]:
            break
        copies: Copies = {}

        def change(row: Any, number: int) -> None:
            year, end = last.year - 1 - number % 9, row.code.rsplit("/", 1)[-1]
            row.code, row.letter_number = f"{year}/{number}{end}", f"B-{number}/{end}"
            back = timedelta(days=number % 900)
            for name in DATES:
                if getattr(row, name):
                    setattr(row, name, getattr(row, name) - back)

        copied(table.Request.objects.filter(pk__in=keys), copies, turn, change)
        copied(table.RequestItem.objects.filter(request__in=keys), copies, turn)
        for part in (table.ItemOffice, table.ItemAnswer, table.ConsolidatedAnswer):
            copied(part.objects.filter(item__request__in=keys), copies, turn)
        copied(table.RequestDelivery.objects.filter(request__in=keys), copies, turn)
        for part in (table.DeliveredAnswer, table.RequestFile, table.RequestClearance, table.Clarification):
            copied(part.objects.filter(delivery__request__in=keys), copies, turn)


def _audit(table: Any) -> None:
    """Lines of the audit trail over the years; their hashes only tell them apart."""
    model = table.AuditEntry
    names = [field.attname for field in model._meta.concrete_fields if not field.primary_key]
    rows = list(model.objects.order_by("pk").values(*names))
    wanted = range(SIZE["audit"] - len(rows))
    model.objects.bulk_create(
        (model(**{**rows[number % len(rows)], "hash": f"grown {number}"}) for number in wanted),
        batch_size=500,
    )
