"""The description of the API, kept in the repository so that a change of it is seen.

openapi.py write    write docs/api/openapi.json
openapi.py check    exit 1 when it differs from the code
"""

from __future__ import annotations

import json
import os
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
SNAPSHOT = ROOT / "docs" / "api" / "openapi.json"


def text() -> str:
    """The description as the code makes it, in the order of the code."""
    from simpul.doors.api.views import api

    return json.dumps(api.get_openapi_schema(), ensure_ascii=False, indent=1) + "\n"


def main(word: str) -> int:
    """Write or check."""
    sys.path.insert(0, str(ROOT / "src"))
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "simpul.site.settings")
    import django

    django.setup()
    if word == "write":
        SNAPSHOT.parent.mkdir(parents=True, exist_ok=True)
        SNAPSHOT.write_text(text())
        return 0
    if SNAPSHOT.is_file() and SNAPSHOT.read_text() == text():
        return 0
    print(SNAPSHOT.relative_to(ROOT))
    return 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1] if len(sys.argv) > 1 else "check"))
