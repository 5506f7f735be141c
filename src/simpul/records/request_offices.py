"""The offices behind what is put forward: whose answer each national answer was made from, and who said nothing."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Prefetch

from ..core.requests import AnswerKind, OfficeState
from .models import ItemAnswer, ItemOffice, Organisation, RequestDelivery

#: States of a delivery in which the answers of its items stand still.
_STANDING = ("clearance", "cleared")


@dataclass(frozen=True)
class OfficeBehind:
    """An office asked about an item, and where its answer stands in what was put forward.

    Args:
        said: `answered`, `unavailable`, `returned` (came back and was not answered anew) or `silent`.
        version: of its answer; 0 where it gave none.
        used: the national answer was made from it.
        answer: that version; None where it gave none.
    """

    organisation: Organisation
    said: str
    version: int = 0
    used: bool = False
    answer: ItemAnswer | None = None

    @property
    def silent(self) -> bool:
        """It has no answer that stands."""
        return self.said in ("silent", "returned")

    @property
    def on_behalf(self) -> bool:
        """Somebody else wrote or handed in what it says."""
        return self.answer is not None and bool(self.answer.on_behalf_of or self.answer.handed_in_for)


def offices_behind(delivery: RequestDelivery) -> dict[int, tuple[OfficeBehind, ...]]:
    """Item -> the offices asked about it by the time the answers were put forward, as they stood then: three queries.

    Offices are told even where the item went to others since.
    """
    answers = ItemAnswer.objects.select_related("organisation", "saved_by__person", "handed_in_by__person")
    frozen = delivery.answers.select_related("consolidated").prefetch_related(
        Prefetch("consolidated__used", answers)
    )
    used = {one.item_id: list(one.consolidated.used.all()) for one in frozen}
    asked = ItemOffice.ever.filter(item__in=used, asked_at__lte=delivery.put_forward_at).exclude(
        released_at__lte=delivery.put_forward_at
    )
    said = answers.filter(item__in=used, handed_in_at__lte=delivery.put_forward_at)
    latest = {(row.item_id, row.organisation_id): row for row in said.order_by("number")}
    found: dict[int, list[OfficeBehind]] = {item: [_used(row) for row in rows] for item, rows in used.items()}
    known = {(item, row.organisation_id) for item, rows in used.items() for row in rows}
    for office in asked.select_related("organisation"):
        if (office.item_id, office.organisation_id) not in known:
            answer = latest.get((office.item_id, office.organisation_id))
            found[office.item_id].append(_unused(office, answer, delivery))
    return {item: tuple(rows) for item, rows in found.items()}


def answerers(behind: Iterable[OfficeBehind]) -> tuple[Organisation, ...]:
    """The offices that answered an item: whom the sender's questions about it are put to, unless others are chosen."""
    return tuple(one.organisation for one in behind if not one.silent)


def _used(row: ItemAnswer) -> OfficeBehind:
    return OfficeBehind(row.organisation, _said(row), row.number, used=True, answer=row)


def _unused(office: ItemOffice, answer: ItemAnswer | None, delivery: RequestDelivery) -> OfficeBehind:
    if answer is None:
        return OfficeBehind(office.organisation, "silent")
    returned = office.state == OfficeState.RETURNED.value and delivery.state in _STANDING
    said = "returned" if returned else _said(answer)
    return OfficeBehind(office.organisation, said, answer.number, answer=answer)


def _said(row: ItemAnswer) -> str:
    return "unavailable" if row.kind == AnswerKind.UNAVAILABLE.value else "answered"


def silent_by_office(rows: Iterable[tuple[str, Iterable[str]]]) -> tuple[tuple[str, tuple[str, ...]], ...]:
    """Office -> numbers of the items it said nothing to, from the number of each item and its silent offices."""
    found: dict[str, list[str]] = {}
    for number, offices in rows:
        for office in offices:
            found.setdefault(office, []).append(number)
    return tuple((office, tuple(numbers)) for office, numbers in sorted(found.items()))
