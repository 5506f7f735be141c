"""The history of one thing, on its own page."""

from __future__ import annotations

from typing import Any

from django import template
from django.utils import timezone

from ....records.activity import lines_of, visible_rows
from ....records.models import User
from .desk import language

register = template.Library()

#: How many rows a page shows; the log has all.
SHOWN = 12


@register.inclusion_tag("desk/parts/history.html", takes_context=True)
def history(context: Any, kind: str, key: Any) -> dict[str, Any]:
    """What was done to one thing, the latest first, as far as the reader may see it."""
    user = getattr(context.get("request"), "user", None)
    if not isinstance(user, User):
        return {"lines": []}
    day = timezone.localdate()
    keys = [str(one) for one in key] if isinstance(key, list) else [str(key)]
    rows = visible_rows(user, user.duties_on(day), day).filter(subject_kind=kind, subject_key__in=keys)
    found = list(rows.order_by("-id")[: SHOWN + 1])
    return {
        "lines": lines_of(found[:SHOWN], language()),
        "more": len(found) > SHOWN,
        "kind": kind,
        "key": keys[0],
    }
