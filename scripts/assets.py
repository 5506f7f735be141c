#!/usr/bin/env python3
"""Copies fonts, htmx and icons from node_modules to where the desk and the papers look for them.

Everything it writes is ignored by git and can be made again: `npm ci && python scripts/assets.py`.
The icons the pages may use are the list ICONS; a name that is not here fails a test, not a page.
"""

from __future__ import annotations

import re
import shutil
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
MODULES = ROOT / "node_modules"
DESK = ROOT / "src/simpul/doors/desk/static/desk/vendor"
PAPERS = ROOT / "src/simpul/doors/papers/fonts"

#: The icons of the desk, by their lucide name.
ICONS = """
archive arrow-left arrow-right badge-check ban book-open braces calendar calendar-clock calendar-plus
chart-line check chevron-down chevron-right circle-check circle-dashed circle-help clipboard-check
clock clock-alert copy corner-up-left download equal external-link eye file-check file-down
file-spreadsheet file-text filter fingerprint flag git-commit-vertical globe history hourglass inbox info
landmark languages layers link-2 list-checks list-tree lock log-in log-out mail menu message-square
minus network octagon-alert package paperclip pencil plus printer refresh-cw rotate-ccw save scale
search search-check send settings shield-check sigma stamp table target trending-down trending-up
triangle-alert undo-2 upload user-round user-round-check user-round-x users x
""".split()  # noqa: SIM905

#: Lucide renamed some icons; the desk keeps the name on the left.
RENAMED = {"circle-help": "circle-question-mark"}

#: Package path -> name beside the CSS. Latin and Latin extended are enough for Indonesian and English.
WEB_FILES = {
    "@fontsource-variable/source-sans-3/files/source-sans-3-latin-wght-normal.woff2": "source-sans-3.woff2",
    "@fontsource-variable/source-sans-3/files/source-sans-3-latin-wght-italic.woff2": (
        "source-sans-3-italic.woff2"
    ),
    "@fontsource-variable/source-sans-3/files/source-sans-3-latin-ext-wght-normal.woff2": (
        "source-sans-3-ext.woff2"
    ),
    "@fontsource-variable/plus-jakarta-sans/files/plus-jakarta-sans-latin-wght-normal.woff2": (
        "plus-jakarta-sans.woff2"
    ),
    "htmx.org/dist/htmx.min.js": "htmx.min.js",
}

#: Static faces for PDF, DOCX and charts.
PAPER_FACES = {
    "source-sans-3": ("SourceSans3", ("400Regular", "400Regular_Italic", "600SemiBold", "700Bold")),
    "plus-jakarta-sans": ("PlusJakartaSans", ("600SemiBold", "700Bold", "800ExtraBold")),
}

INSIDE = re.compile(r"<svg[^>]*>(.*?)</svg>", re.DOTALL)


def symbol(name: str, svg: str) -> str:
    """One icon of the sprite.

    >>> symbol("x", '<svg width="24"><path d="M1 1"/></svg>')
    '<symbol id="x" viewBox="0 0 24 24"><path d="M1 1"/></symbol>'
    """
    found = INSIDE.search(svg)
    if found is None:
        raise SystemExit(f"lucide-static: {name}.svg holds no drawing")
    body = " ".join(found.group(1).split())
    return f'<symbol id="{name}" viewBox="0 0 24 24">{body}</symbol>'


def sprite(folder: Path) -> str:
    """All icons of the desk as one SVG of symbols."""
    parts = []
    for name in ICONS:
        path = folder / f"{name}.svg"
        if not path.exists():
            path = folder / f"{RENAMED.get(name, name)}.svg"
        if not path.exists():
            raise SystemExit(f"lucide-static has no icon {name}; see ICONS in scripts/assets.py")
        parts.append(symbol(name, path.read_text(encoding="utf-8")))
    return '<svg xmlns="http://www.w3.org/2000/svg">' + "".join(parts) + "</svg>\n"


def copy(source: Path, target: Path) -> None:
    """Copies one file; a missing one names the package to install."""
    if not source.exists():
        raise SystemExit(f"missing {source.relative_to(ROOT)}; run npm ci first")
    target.parent.mkdir(parents=True, exist_ok=True)
    shutil.copyfile(source, target)


def main() -> None:
    """Writes the vendor folder of the desk and the fonts of the papers."""
    if not MODULES.is_dir():
        raise SystemExit("there is no node_modules; run npm ci first")
    for source, name in WEB_FILES.items():
        copy(MODULES / source, DESK / name)
    (DESK / "icons.svg").write_text(sprite(MODULES / "lucide-static/icons"), encoding="utf-8")
    for package, (family, faces) in PAPER_FACES.items():
        folder = MODULES / "@expo-google-fonts" / package
        for face in faces:
            copy(folder / face / f"{family}_{face}.ttf", PAPERS / f"{family}-{face}.ttf")
    sys.stdout.write(f"{len(ICONS)} icons, {len(WEB_FILES)} files for the desk, fonts for the papers\n")


if __name__ == "__main__":
    main()
