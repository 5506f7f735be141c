"""Items as somebody typed them, by hand or over a form that was read, made into what a request is split into."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from ...core.errors import Problem
from ...records.models import Body, Organisation
from .items import NewItem


@dataclass(frozen=True)
class TypedItem:
    """One row of the page that splits a request, all of it text.

    Args:
        body: its code; `lead`: code of the office that answers, empty = the one that leads the body that day.
        also: codes of offices asked beside it.
        anchor: its place in the sender's form.
    """

    number: str
    text: str
    body: str = ""
    lead: str = ""
    also: tuple[str, ...] = ()
    anchor: str = ""

    @property
    def is_blank(self) -> bool:
        """Nothing was typed."""
        return not (self.number.strip() or self.text.strip())


def new_items(typed: Iterable[TypedItem], *, language: str) -> list[NewItem]:
    """The items of rows that are not blank, in their order. Two queries.

    Args:
        language: of the questions, `id` or `en`.

    Raises:
        Problem: `REQUESTS-NO-BODY` naming the item; `NOT-FOUND` for a body or office there is not.
    """
    rows = [row for row in typed if not row.is_blank]
    bodies = Body.objects.in_bulk({row.body for row in rows if row.body}, field_name="code")
    wanted = {code for row in rows for code in (row.lead, *row.also) if code}
    offices = Organisation.objects.in_bulk(wanted, field_name="code")
    found = []
    for row in rows:
        number = row.number.strip()
        if not row.body:
            raise Problem("REQUESTS-NO-BODY", place=number, params={"number": number or "–"})
        missing = [code for code in (row.lead, *row.also) if code and code not in offices]
        missing += [row.body] if row.body not in bodies else []
        if missing:
            raise Problem("NOT-FOUND", place=number, params={"what": ", ".join(missing)})
        found.append(
            NewItem(
                number=number,
                body=bodies[row.body],
                text_id=row.text if language == "id" else "",
                text_en=row.text if language == "en" else "",
                lead=offices.get(row.lead),
                also=tuple(offices[code] for code in row.also),
                anchor=row.anchor,
            )
        )
    return found
