"""What we ship, loaded: the state many tests of content begin with."""

from __future__ import annotations

import functools
from datetime import UTC, datetime
from pathlib import Path

from simpul.actions.accounts import machine
from simpul.actions.content import Loaded, load_content
from simpul.actions.content_files import Bundle, read_content
from tests.remembered import made_once

CONTENT = Path(__file__).resolve().parent.parent / "content"
#: 1 March 2026, 09.00 in Jakarta.
AT = datetime(2026, 3, 1, 2, 0, tzinfo=UTC)


@functools.cache
def bundle() -> Bundle:
    """The folder of content, read once."""
    return read_content(CONTENT)


@made_once
def shipped() -> Loaded:
    """All of it loaded, into an empty desk."""
    return load_content(bundle=bundle(), actor=machine(AT))
