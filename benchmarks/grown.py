"""The pages of a desk that holds years of work: 500 indicators, 2,000 requests, 40 rounds and what belongs to them."""

from __future__ import annotations

import time

from . import growing, pages
from .measures import Measure

#: So many of what an address shows are opened; every address is.
OBJECTS = 6


def measure() -> list[Measure]:
    """Grow the demo, then open every page of it."""
    import django

    django.setup()
    begin = time.perf_counter()
    there = growing.grow()
    took = time.perf_counter() - begin
    note = ", ".join(f"{number:,} {what}" for what, number in there.items())
    return [Measure("grown", "growing the demo", took, "s", None, note), *pages.measure("grown", OBJECTS)]
