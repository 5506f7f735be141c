"""The national report of the demo's closed round in each language and form, beside what the form costs alone.

The ratio of a PDF is the whole report by typesetting alone (the same paper, already put together, its charts
drawn). The ratio of a DOCX is the whole report by one pass of python-docx over the finished file (open, save).
"""

from __future__ import annotations

import time
from collections.abc import Callable
from io import BytesIO
from typing import Any
from unittest import mock

from .measures import Measure

#: Twice what was measured when the limit was set (docs/benchmarks.md).
RATIOS = {"pdf": 2.5, "docx": 36.0}


def measure() -> list[Measure]:
    """Each of the four papers once warm, then timed."""
    import django

    django.setup()
    from simpul.doors.papers.making import FORMATS, render_report
    from simpul.records.models import ResultSet

    results = ResultSet.objects.filter(round__isnull=False).latest("pk")
    rows: list[Measure] = []
    for form in FORMATS:
        alone = _typesetting if form == "pdf" else _saving
        for language in ("id", "en"):
            whole, content = _timed(lambda: render_report(results, language=language, format=form))  # noqa: B023
            bare = alone(results, language, content)
            name = f"report.{language}.{form}"
            rows += [
                Measure("papers", name, whole, "s", None, f"{len(content) / 1000:.0f} kB"),
                Measure(
                    "papers", f"{name} by the form alone", whole / bare, "x", RATIOS[form], f"{bare:.2f} s"
                ),
            ]
    return rows


def _timed(make: Callable[[], bytes], times: int = 3) -> tuple[float, bytes]:
    """The fastest of some runs: what the work itself takes, without what the machine did besides."""
    took = []
    content = b""
    for _ in range(times):
        begin = time.perf_counter()
        content = make()
        took.append(time.perf_counter() - begin)
    return min(took), content


def _typesetting(results: Any, language: str, content: bytes) -> float:
    """Only the typesetter's part of the same report."""
    import typst

    from simpul.doors.papers import pdf
    from simpul.doors.papers.making import render_report

    took = []

    def watched(*args: Any, **kwargs: Any) -> Any:
        begin = time.perf_counter()
        made = typst.compile(*args, **kwargs)
        took.append(time.perf_counter() - begin)
        return made

    with mock.patch.object(pdf, "typst", mock.Mock(compile=watched)):
        render_report(results, language=language, format="pdf")
    return max(took)


def _saving(results: Any, language: str, content: bytes) -> float:
    from docx import Document

    def again() -> bytes:
        stream = BytesIO()
        Document(BytesIO(content)).save(stream)
        return stream.getvalue()

    return _timed(again)[0]
