"""Countries by their code, as the content names them; a code without a name stays a code."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from .catalogue import ContentEntry


@dataclass(frozen=True)
class Areas:
    """The countries as the content declares them, in its order: code -> what it says."""

    declared: dict[str, dict[str, Any]]

    def names(self, language: str) -> dict[str, str]:
        """Code -> name."""
        return {code: str(body["name"][language]) for code, body in self.declared.items()}

    def member_names(self, language: str) -> dict[str, str]:
        """Code -> name of the members alone."""
        return {
            code: name for code, name in self.names(language).items() if self.declared[code].get("member")
        }


def read_areas() -> Areas:
    """All countries: one query, for a page that tells of them in several places."""
    rows = sorted(ContentEntry.objects.declared("area"), key=lambda row: (row.body["position"], row.code))
    return Areas({row.code: row.body for row in rows})


def area_names(language: str) -> dict[str, str]:
    """Code -> name, in the order of the content: one query."""
    return read_areas().names(language)


def members() -> tuple[str, ...]:
    """The codes of the members, in the order of the content: one query."""
    return tuple(code for code, body in read_areas().declared.items() if body.get("member"))
