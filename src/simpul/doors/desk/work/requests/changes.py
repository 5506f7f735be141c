"""What an answer says otherwise than the version its sender has, as a page shows it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from .....core.finalisation import Stretch, word_changes
from .....records.models import DeliveredAnswer
from .....records.request_versions import SentBefore


@dataclass(frozen=True)
class TextChange:
    """A text of an answer or its question that reads differently: in which language, word by word."""

    name: str
    language: str
    stretches: tuple[Stretch, ...]


@dataclass(frozen=True)
class AnswerChanges:
    """An answer against the version before.

    Args:
        state: `new`, `changed` or `unchanged`.
        kind: the kind of answer before, where it is another now.
        gone, come: figures no longer cited, and those cited now.
        moved: its place in the sender's form or its number is another.
    """

    version: int
    state: str
    texts: tuple[TextChange, ...] = ()
    kind: str = ""
    gone: tuple[dict[str, Any], ...] = ()
    come: tuple[dict[str, Any], ...] = ()
    moved: bool = False


def answer_changes(answer: DeliveredAnswer, before: SentBefore | None) -> AnswerChanges | None:
    """How an answer differs from the one its sender has; None where it has none of any item."""
    if before is None or before.delivery.version is None:
        return None
    version, old = before.delivery.version, before.of(answer)
    if old is None:
        return AnswerChanges(version, "new")
    if not before.changed(answer):
        return AnswerChanges(version, "unchanged")
    texts = [
        TextChange(name, tongue, word_changes(getattr(old, field), getattr(answer, field)))
        for name in ("question", "text")
        for tongue in ("en", "id")
        if getattr(old, field := f"{name}_{tongue}") != getattr(answer, field)
    ]
    return AnswerChanges(
        version,
        "changed",
        texts=tuple(texts),
        kind=old.kind if old.kind != answer.kind else "",
        gone=tuple(one for one in old.figures if one not in answer.figures),
        come=tuple(one for one in answer.figures if one not in old.figures),
        moved=(old.anchor, old.number) != (answer.anchor, answer.number),
    )
