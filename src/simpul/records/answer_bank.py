"""The answer bank: earlier questions like a new one, with what was answered. It only offers; nothing is copied."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from ..core.likeness import Alike, alike_to
from ..core.permissions import Duty
from .models import DeliveredAnswer, ItemAnswer, RequestItem


@dataclass(frozen=True)
class Earlier:
    """An earlier question like this one: perhaps the same thing asked again.

    Args:
        item: with its request.
        likeness: 0 to 1 (`core.requests.likeness`); `shared`: the words both have, which is why it is shown.
        answer: what was last delivered to it, with its delivery; None where it was never answered.
        said: what each office that is asked again handed in then, its last version.
    """

    item: RequestItem
    likeness: float
    shared: tuple[str, ...]
    answer: DeliveredAnswer | None
    said: tuple[ItemAnswer, ...] = ()

    @property
    def percent(self) -> int:
        """The likeness in whole percent."""
        return round(self.likeness * 100)


def offered(item: RequestItem, duties: Iterable[Duty], *, day: date) -> tuple[Earlier, ...]:
    """What is offered for one item, the most alike first."""
    return earlier_for([item], duties, day=day)[item.pk]


def earlier_for(
    items: Iterable[RequestItem], duties: Iterable[Duty], *, day: date, with_said: bool = True
) -> dict[int, tuple[Earlier, ...]]:
    """Earlier questions like each of these items, in other requests the reader may see: four queries.

    An office is shown its own earlier items only; who sees all requests is shown all.

    Args:
        with_said: also what the offices handed in then.
    """
    items = list(items)
    own = {item.request_id for item in items}
    rows = RequestItem.objects.visible_to(duties, day).exclude(request__in=own).exclude(state="new")
    bank = rows.order_by("-pk").values_list("pk", "words")
    found = alike_to(
        {item.pk: frozenset(item.words.split()) for item in items},
        ((pk, words.split()) for pk, words in bank.iterator(chunk_size=5000)),
    )
    keys = {one.key for many in found.values() for one in many}
    known = {row.pk: row for row in RequestItem.objects.select_related("request", "body").filter(pk__in=keys)}
    sent = DeliveredAnswer.objects.filter(item__in=keys, delivery__version__isnull=False)
    answers = {row.item_id: row for row in sent.select_related("delivery").order_by("delivery__version")}
    handed_in = ItemAnswer.objects.filter(item__in=keys, handed_in_at__isnull=False).order_by("number")
    handed_in = handed_in.select_related("organisation", "handed_in_by__person", "item__request")
    said = {(row.item_id, row.organisation_id): row for row in handed_in} if with_said else {}
    asked = {item.pk: [office.organisation_id for office in item.offices.all()] for item in items}
    return {
        pk: tuple(_earlier(one, known, answers, said, asked[pk]) for one in many)
        for pk, many in found.items()
    }


def _earlier(
    one: Alike,
    known: dict[int, RequestItem],
    answers: dict[int, DeliveredAnswer],
    said: dict[tuple[int, int], ItemAnswer],
    offices: Iterable[int],
) -> Earlier:
    own = tuple(said[one.key, office] for office in offices if (one.key, office) in said)
    return Earlier(known[one.key], one.likeness, one.shared, answers.get(one.key), own)
