"""A paper as PDF: tagged (PDF/UA-1), with the bundled fonts only, and the same bytes for the same content."""

from __future__ import annotations

import dataclasses
import json
from functools import lru_cache
from pathlib import Path
from typing import Any, Literal

import typst

from ...core.errors import Problem
from ...drawing import trend_chart
from .paper import Block, Chart, ReportPaper
from .texts import template

FONTS = Path(__file__).resolve().parent / "fonts"
STANDARD: Literal["ua-1"] = "ua-1"


def render_pdf(paper: ReportPaper, *, look: str = "report") -> bytes:
    """The paper drawn by the typst template `look`.

    Raises:
        Problem: `PAPERS-NO-FONTS` where the bundled fonts have not been built.
    """
    if not any(FONTS.glob("*.ttf")):
        raise Problem("PAPERS-NO-FONTS", place=FONTS.name, params={"folder": FONTS.name})
    fonts: Any = [str(FONTS)]
    return bytes(
        typst.compile(
            template(look),
            format="pdf",
            font_paths=fonts,
            ignore_system_fonts=True,
            sys_inputs={
                "paper": json.dumps(as_plain(paper), ensure_ascii=False),
                "band": band("svg").decode(),
            },
            pdf_standards=[STANDARD],
            timestamp=int(paper.made_at.timestamp()),
        )
    )


@lru_cache(maxsize=2)
def band(format: Literal["svg", "png"]) -> bytes:
    """The woven band of the cover as a picture."""
    return bytes(typst.compile(template("band"), format=format, ppi=200, ignore_system_fonts=True))


def as_plain(paper: ReportPaper) -> dict[str, Any]:
    """The paper as the template reads it; charts carry their drawing."""
    made = paper.made_at
    return {
        "language": paper.language,
        "title": paper.title,
        "running": paper.running,
        "period": paper.period,
        "foot": paper.foot,
        "made": [made.year, made.month, made.day],
        "cover": dataclasses.asdict(paper.cover),
        "words": dict(paper.words),
        "layout": paper.layout,
        "blocks": [_plain_block(block, paper.language) for block in paper.blocks],
    }


def _plain_block(block: Block, language: str) -> dict[str, Any]:
    if isinstance(block, Chart):
        return {
            "kind": "Chart",
            "number": block.number,
            "title": block.title,
            "subtitle": block.subtitle,
            "alt": block.alt,
            "note": block.note,
            "svg": trend_chart(block.data, language=language, medium="paper"),
        }
    return {"kind": type(block).__name__, **dataclasses.asdict(block)}
