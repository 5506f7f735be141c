"""What a row claims of who did what and when, to be compared with the audit trail."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from .audit import AuditEntry


@dataclass(frozen=True)
class Claim:
    """What a row says was done; the audit trail must say it too.

    Args:
        later: what audit rows of earlier versions did not hold yet; where one does not say it, it is not asked.
    """

    subject: str
    actions: tuple[str, ...]
    kind: str
    key: str
    after: Mapping[str, Any]
    at: Any = None
    by: int | None = None
    by_name: str | None = None
    on_behalf_of: str | None = None
    later: frozenset[str] = frozenset()


#: Action, kind and key of what was acted upon -> the rows of the audit that say so, the oldest first.
Trail = Mapping[tuple[str, str, str], list[AuditEntry]]
