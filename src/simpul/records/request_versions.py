"""What a version says otherwise than the one its sender has: answer by answer."""

from __future__ import annotations

from dataclasses import dataclass

from .models import DeliveredAnswer, RequestDelivery


@dataclass(frozen=True)
class SentBefore:
    """The version its sender had when another was put forward, its answers by their item."""

    delivery: RequestDelivery
    answers: dict[int, DeliveredAnswer]

    def of(self, answer: DeliveredAnswer) -> DeliveredAnswer | None:
        """What it said to the same item; None where the item is new."""
        return self.answers.get(answer.item_id)

    def changed(self, answer: DeliveredAnswer) -> bool:
        """Whether an answer, its question or its place is not what the sender has."""
        before = self.of(answer)
        return before is None or before.told() != answer.told()


def sent_before(delivery: RequestDelivery) -> SentBefore | None:
    """The last version sent before a delivery was put forward; None for the first. Two queries at most."""
    rows = RequestDelivery.objects.filter(request=delivery.request_id, version__isnull=False)
    row = rows.filter(number__lt=delivery.number).prefetch_related("answers").order_by("-number").first()
    return SentBefore(row, {one.item_id: one for one in row.answers.all()}) if row else None
