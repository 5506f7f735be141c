"""One national answer from what the offices said."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from ...core.errors import Problem
from ...core.requests import AnswerKind
from ...core.text_numbers import check_known
from ...records.answer_bank import offered
from ...records.models import ConsolidatedAnswer, DeliveredAnswer, ItemAnswer, RequestItem
from ..acting import Actor, action
from .answers import check_said, figures_of
from .locking import check_latest, item_moved, locked_item, note, settled


@action
def consolidate(
    *,
    item: RequestItem,
    expected_version: int,
    text_id: str = "",
    text_en: str = "",
    kind: str = AnswerKind.ANSWER.value,
    figures: Sequence[str] = (),
    used: Iterable[ItemAnswer] = (),
    offer: DeliveredAnswer | None = None,
    numbers_known: str | None = None,
    actor: Actor,
) -> ConsolidatedAnswer:
    """Write the national answer to an item, as its next version, naming the office answers it was made from.

    Args:
        expected_version: the version of the national answer the writer saw (0 = none yet). Of two officers who
            write one answer the second is told who was first, and nothing of his is lost from his page.
        used: answers of offices to this item that were handed in.
        offer: the earlier answer the text was taken from, where it was.
        numbers_known: the remarks on its numbers that were read (`core.text_numbers.mark_of`); None does not ask.

    Raises:
        Conflict: `REQUESTS-STALE`.
        Problem: `REQUESTS-EMPTY-ANSWER`, `REQUESTS-FOREIGN-ANSWER`, `REQUESTS-NOT-OFFERED`, `REQUESTS-NO-FIGURE`,
            `REQUESTS-NUMBERS`, `REPORTING-TOO-LONG`, wrong state.
    """
    actor.must("request.consolidate")
    row = locked_item(item)
    last = row.consolidated.select_related("by").order_by("-number").first()
    check_latest(last, expected_version, place=row.number)
    check_said(kind, text_id, text_en, place=row.number)
    params = {"number": row.number}
    if not text_id.strip() and not text_en.strip():
        raise Problem("REQUESTS-EMPTY-ANSWER", place=row.number, params=params)
    used = list(used)
    own = {one.pk for one in row.answers.filter(handed_in_at__isnull=False)}
    if not {one.pk for one in used} <= own:
        raise Problem("REQUESTS-FOREIGN-ANSWER", place=row.number, params=params)
    if offer is not None:
        known = [one.answer.pk for one in offered(row, actor.duties, day=actor.day) if one.answer]
        if offer.pk not in known:
            raise Problem("REQUESTS-NOT-OFFERED", place=row.number, params=params)
    made = ConsolidatedAnswer(
        item=row,
        number=last.number + 1 if last else 1,
        kind=kind,
        text_id=text_id.strip(),
        text_en=text_en.strip(),
        figures=figures_of(figures),
        origin=offer,
        by=actor.user,
        at=actor.at,
    )
    numbers = check_known({row.number: made.number_remarks()}, numbers_known)
    made.save(force_insert=True)
    made.used.set(used)
    item_moved(row, "consolidate")
    row.clarifications.filter(state__in=["routed", "answered"]).update(state="answered", answer=made)
    settled(row.request)
    note(
        actor,
        "requests.consolidate",
        row.request,
        item=row.number,
        version=made.number,
        **made.said(),
        used=sorted(f"{one.organisation.code} v{one.number}" for one in used),
        origin=offer.pk if offer else None,
        **({"numbers": numbers} if numbers else {}),
    )
    return made
