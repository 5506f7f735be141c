"""What a kept filter may say: a name, and an address made of filters alone."""

from __future__ import annotations

import re

from .errors import Problem

#: How many filters one person keeps of one list, and how long the parts may be.
MOST, NAME, QUERY = 20, 80, 1000
_PART = re.compile(r"[a-z_]{1,40}=[^&=#\s]{1,400}")


def check_kept(*, name: str, query: str) -> None:
    """A filter has a name, and its address is a query of keys and values, nothing else.

    >>> check_kept(name="SOMHD", query="body=SOMHD&state=none")

    Raises:
        Problem: `LIST-NAME`, `LIST-QUERY`.
    """
    if not name.strip() or len(name.strip()) > NAME:
        raise Problem("LIST-NAME", place="name", params={"limit": NAME})
    if len(query) > QUERY or not query or not all(_PART.fullmatch(part) for part in query.split("&")):
        raise Problem("LIST-QUERY", place="query")
