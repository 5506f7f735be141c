"""Charts as SVG, drawn once for the page and once for the paper.

A chart is laid out here in plain arithmetic: for the screen it carries classes (the theme colours them), for
paper fixed colours. Only the picture for Word (`chart_png`) needs a library, typst, with the bundled fonts.

Rules of the drawing: ours is thick and labelled at the point, targets are diamonds on a dashed path, a
projection is dotted and ends in a hollow point, a break of the series is a gap, the axis starts at zero where
that costs nothing, and another drawing with fewer labels is made for narrow screens.
"""

from __future__ import annotations

from pathlib import Path

import typst

from .data import ChartData, ChartPoint, ChartTarget, describe
from .sheet import SIZES, Medium, Sheet, Width

__all__ = ["ChartData", "ChartPoint", "ChartTarget", "chart_png", "describe", "trend_chart"]

FONTS = Path(__file__).resolve().parent.parent / "doors" / "papers" / "fonts"


def trend_chart(data: ChartData, *, language: str, width: Width = "wide", medium: Medium = "screen") -> str:
    """The series of an indicator against its targets, as SVG text.

    Args:
        language: `id` or `en`, for numbers and the few words in the drawing.
        width: `narrow` is another drawing with fewer labels, for less than 640 pixels.
        medium: `screen` carries classes of the desk, `paper` fixed colours.
    """
    sheet = Sheet(data, language=language, width=width, medium=medium)
    sheet.draw()
    return sheet.svg()


def chart_png(data: ChartData, *, language: str, scale: float = 2.5) -> bytes:
    """The paper drawing as a PNG for Word; `scale` is pixels per unit of the drawing."""
    svg = trend_chart(data, language=language, medium="paper")
    across, down = SIZES["paper"]
    source = (
        f"#set page(width: {across}pt, height: {down}pt, margin: 0pt, fill: white)\n"
        '#image(bytes(sys.inputs.svg), format: "svg", width: 100%)'
    )
    return typst.compile(  # type: ignore[call-overload]
        source.encode(),
        format="png",
        ppi=72 * scale,
        font_paths=[str(FONTS)],
        ignore_system_fonts=True,
        sys_inputs={"svg": svg},
    )
