"""The texts of the papers, read from content/papers: facts and wording are data, not code."""

from __future__ import annotations

import tomllib
from collections.abc import Iterable
from functools import lru_cache
from pathlib import Path
from typing import Any

from django.conf import settings


class Texts:
    """The texts of one paper in one language.

    A key that is not in the file is a mistake of ours and raises KeyError.
    """

    def __init__(self, name: str, language: str) -> None:
        self._texts = _read(Path(settings.SIMPUL_CONTENT) / "papers" / f"{name}.toml")
        self.language = language

    def __call__(self, key: str, **params: Any) -> str:
        """The text of `section.key` with its placeholders filled in."""
        section, name = key.split(".")
        return str(self._texts[section][name][self.language]).format_map(params)

    def known(self, section: str, name: str) -> str:
        """The word for a code; the code itself where there is no word."""
        found = self._texts[section].get(name)
        return str(found[self.language]) if found else name

    def section(self, section: str) -> Iterable[str]:
        """The keys of a section."""
        return tuple(self._texts[section])


@lru_cache(maxsize=8)
def _read(path: Path) -> dict[str, Any]:
    with path.open("rb") as stream:
        return tomllib.load(stream)


def template(name: str) -> bytes:
    """A typst template of content/papers."""
    return (Path(settings.SIMPUL_CONTENT) / "papers" / f"{name}.typ").read_bytes()
