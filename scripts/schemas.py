"""The JSON Schemas of content files, made from the shapes in `simpul.core.content_shapes`.

schemas.py write    write content/schemas/*.json
schemas.py check    exit 1 and name the files that differ
"""

from __future__ import annotations

import json
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT / "src"))

from simpul.core.content_shapes import SHAPES, json_schema  # noqa: E402

FOLDER = ROOT / "content" / "schemas"


def texts() -> dict[Path, str]:
    """Every schema file and what it should say."""
    kinds = sorted(set(SHAPES) - {"node"})
    return {FOLDER / f"{kind}.json": json.dumps(json_schema(kind), indent=1) + "\n" for kind in kinds}


def main(word: str) -> int:
    """Write or check."""
    if word == "write":
        FOLDER.mkdir(parents=True, exist_ok=True)
        for path, text in texts().items():
            path.write_text(text)
        return 0
    stale = [path for path, text in texts().items() if not path.is_file() or path.read_text() != text]
    for path in stale:
        print(path.relative_to(ROOT))
    return 1 if stale else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1] if len(sys.argv) > 1 else "check"))
