"""Countries by their code, as the content names them; a code without a name stays a code."""

from __future__ import annotations

from .catalogue import ContentEntry


def area_names(language: str) -> dict[str, str]:
    """Code -> name, in the order of the content: one query."""
    return {row.code: str(row.body["name"][language]) for row in _declared()}


def members() -> tuple[str, ...]:
    """The codes of the members, in the order of the content: one query."""
    return tuple(row.code for row in _declared() if row.body.get("member"))


def member_names(language: str) -> dict[str, str]:
    """Code -> name of the members alone, in the order of the content: one query."""
    return {row.code: str(row.body["name"][language]) for row in _declared() if row.body.get("member")}


def _declared() -> list[ContentEntry]:
    return sorted(ContentEntry.objects.declared("area"), key=lambda row: (row.body["position"], row.code))
