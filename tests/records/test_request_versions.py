"""What a version says otherwise than the one its sender has."""

from __future__ import annotations

from typing import Any

import pytest

from simpul.records.models import DeliveredAnswer, RequestDelivery
from simpul.records.request_versions import SentBefore

SAID: dict[str, Any] = {
    "item_id": 7,
    "number": "B.1",
    "position": 1,
    "anchor": "Sheet1!D11",
    "question_id": "Berapa?",
    "question_en": "How many?",
    "kind": "answer",
    "text_id": "Seratus",
    "text_en": "A hundred",
    "figures": [{"indicator": "P-H-1", "value": "19.8"}],
}


@pytest.mark.parametrize(
    ("field", "now", "changed"),
    [
        ("number", "B.2", True),
        ("anchor", "Sheet1!D12", True),
        ("question_id", "Berapa anak?", True),
        ("question_en", "How many children?", True),
        ("kind", "unavailable", True),
        ("text_id", "Dua ratus", True),
        ("text_en", "Two hundred", True),
        ("figures", [], True),
        ("position", 2, False),  # another question before it is no change of this one
        ("item_id", 8, True),  # the sender has no answer to it yet
    ],
)
def test_an_answer_changes_with_all_its_sender_reads_of_it_and_not_with_its_place_in_the_list(
    field: str, now: object, changed: bool
) -> None:
    before = SentBefore(RequestDelivery(version=1), {7: DeliveredAnswer(**SAID)})
    assert before.changed(DeliveredAnswer(**{**SAID, field: now})) is changed
