"""What a row of the audit keeps, in words: things by their names; fingerprints and keys apart, for the technician."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from datetime import date
from functools import cached_property
from typing import Any

from django.db.models import Value

from ..core.activity_fields import KEYS, VALUES, field_word, is_fingerprint, sheet_word
from ..core.dressing import breakdown_word, dressed
from ..core.figures import format_kept
from ..core.finalisation import comment_words
from ..core.periods import format_date
from ..core.requests import item_number
from .alignment_reading import titles_of_ends
from .areas import area_names
from .models import FieldOfLife, Organisation, PopulationGroup, Round

_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
#: Fields in which codes of offices stand, of indicators, or numbers of items.
_OFFICES = frozenset({"office", "offices", "organisation", "parent", "successor", "used"})
_INDICATORS = frozenset({"indicator", "indicators", "into"})
_ITEMS = frozenset({"item", "items", "number"})


class Words:
    """Kept values in the words of a language; names are read when the first is met: a query for each kind."""

    def __init__(self, language: str) -> None:
        self.language = language
        self.english = language == "en"

    @cached_property
    def _coded(self) -> dict[str, dict[str, str]]:
        """Offices by their acronyms, groups of people and fields of life by their labels: one query."""
        label = f"label_{self.language}"
        offices = Organisation.objects.order_by().values_list(Value("office"), "code", "acronym")
        groups = PopulationGroup.objects.order_by().values_list(Value("life"), "code", label)
        fields = FieldOfLife.objects.order_by().values_list(Value("life"), "code", label)
        found: dict[str, dict[str, str]] = {"office": {}, "life": {}}
        for kind, code, name in offices.union(groups, fields, all=True):
            found[kind][code] = name
        return found

    @property
    def offices(self) -> dict[str, str]:
        """Code of an office -> its acronym."""
        return self._coded["office"]

    @cached_property
    def _ends(self) -> dict[tuple[str, str], str]:
        return {key: end.title(self.language) for key, end in titles_of_ends().items()}

    @cached_property
    def _areas(self) -> dict[str, str]:
        return area_names(self.language)

    @cached_property
    def _paragraphs(self) -> dict[str, str]:
        rows = Round.objects.order_by("pk").values_list("narrative", flat=True)
        return {one["code"]: one["label"][self.language] for told in rows for one in told}

    def indicator(self, code: str) -> str:
        """An indicator by its title, its code behind it."""
        title = self._ends.get(("indicator", code))
        return f"{title} ({code})" if title else code

    def alignment(self, key: str) -> str:
        """An alignment by the titles of its ends."""
        parts = [part.strip() for part in key.split(">")]
        titles = (self._ends.get(("goal" if "/" in one else "indicator", one), one) for one in parts)
        return " – ".join(titles)

    def field(self, code: str) -> str:
        """A field of a sheet or a paragraph of a round."""
        return sheet_word(code, self.language) or self._paragraphs.get(code, code)

    def figure(self, key: str) -> str:
        """A figure of a task: `indicator|area|period|breakdown`."""
        parts = key.split("|")
        if len(parts) != 4:
            return key
        code, area, period, breakdown = parts
        title = self._ends.get(("indicator", code), code)
        said = (title, self._areas.get(area, area), str(dressed("period", period, self.language)))
        return ", ".join(filter(None, (*said, breakdown_word(breakdown, self.language))))

    def about(self, told: Mapping[str, Any]) -> str:
        """The figure, paragraph or field a row speaks of; empty where it speaks of the whole."""
        if isinstance(told.get("figure"), str) and told["figure"]:
            return self.figure(told["figure"])
        return self.field(told["field"]) if isinstance(told.get("field"), str) and told["field"] else ""

    def value(self, name: str, value: Any) -> str | None:
        """A kept value as a reader sees it; None where there is none, or only what a technician reads."""
        if value is None or value == "" or value == [] or value == {} or _is_key(name, value):
            return None
        if isinstance(value, bool):
            return (("tidak", "no"), ("ya", "yes"))[value][self.english]
        if isinstance(value, dict):
            return self._parts(name, value)
        if isinstance(value, list):
            return ", ".join(filter(None, (self.value(name, one) for one in value))) or None
        return self._text(name, value) if isinstance(value, str) else str(value)

    def _parts(self, name: str, value: dict[str, Any]) -> str | None:
        if set(value) == {"id", "en"}:
            return self.value(name, value[self.language])
        if {"indicator", "area", "period", "text"} <= set(value):
            keys = (value["indicator"], value["area"], value["period"], value.get("disaggregation", "_T"))
            said = format_kept({k: str(v) for k, v in value.items() if v is not None}, language=self.language)
            return f"{self.figure('|'.join(keys))}: {said} {value.get('unit') or ''}".strip()
        parts = ((self._key(name, str(key)), self.value(str(key), one)) for key, one in value.items())
        return "; ".join(f"{key}: {one}" for key, one in parts if one is not None) or None

    def _key(self, name: str, key: str) -> str:
        word = sheet_word(key, self.language) if name == "changed" else ""
        return word or item_number(field_word(key, self.language))

    def _text(self, name: str, value: str) -> str | None:
        if name in _OFFICES:
            code, _, rest = value.partition(" ")
            return f"{self.offices.get(code, code)} {rest}".strip()
        if name in _INDICATORS:
            return self.indicator(value)
        if name in _ITEMS:
            return item_number(value)
        if name == "figure":
            return self.figure(value)
        if name in ("field", "narratives"):
            return self.field(value)
        if name == "area":
            return self._areas.get(value, value)
        if name in ("groups", "field_of_life"):
            return self._coded["life"].get(value, value)
        if name == "subject" and value.startswith(("goal ", "indicator ")):
            kind, _, code = value.partition(" ")
            return self._ends.get((kind, code), code)
        if value in VALUES.get(name, {}):
            return VALUES[name][value][self.english]
        return self._dressed(name, value)

    def _dressed(self, name: str, value: str) -> str:
        if name == "text":
            return comment_words(value, self.language)
        if _DAY.fullmatch(value):
            return format_date(date.fromisoformat(value), self.language)
        name = "role" if name in ("chain", "delivery_chain") else name
        try:
            return str(dressed(name, value, self.language))
        except (ValueError, TypeError):
            return value


def _is_key(name: str, value: Any) -> bool:
    """Whether a value says something to a technician alone: a fingerprint, or the key of a row."""
    if isinstance(value, str):
        return is_fingerprint(value)
    return name in KEYS and isinstance(value, int) and not isinstance(value, bool)


def codes_in(name: str, value: Any) -> Iterator[str]:
    """The fingerprints and keys in a kept value, each with what it is of."""
    if isinstance(value, dict):
        for key, one in value.items():
            yield from (f"{key} {code}" for code in codes_in(str(key), one))
    elif isinstance(value, list):
        for one in value:
            yield from codes_in(name, one)
    elif value is not None and _is_key(name, value):
        yield str(value)
