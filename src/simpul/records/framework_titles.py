"""Frameworks by their short titles: what lists, filters and finds call them; the code stays for addresses."""

from __future__ import annotations

from collections.abc import Mapping

from .catalogue import Framework


def short_titles() -> dict[str, Mapping[str, str]]:
    """Code of a framework -> its short title in each language, else the whole one, in their order: one query."""
    return {
        row.code: {tongue: row.short(tongue) for tongue in ("id", "en")}
        for row in Framework.objects.order_by("position", "code")
    }


def short_titles_in(language: str) -> dict[str, str]:
    """The same in one language."""
    return {code: title[language] for code, title in short_titles().items()}
