"""The words of the data pages: fields of a sheet, verdicts, methods, roles."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from ....core import progress
from ....core.catalogue import is_unsettled, readiness_of
from ....core.errors import Problem, told
from ....core.finalisation import Waits
from ....records.framework_titles import short_titles_in
from ..templatetags.desk import language

#: Field of the definition sheet -> what an official calls it.
FIELD_WORDS = {
    "concept": gettext_lazy("Concept"),
    "definition": gettext_lazy("Operational definition"),
    "interpretation": gettext_lazy("Interpretation"),
    "formula": gettext_lazy("Formula"),
    "measure": gettext_lazy("Measure"),
    "unit": gettext_lazy("Unit"),
    "classification": gettext_lazy("Disaggregation"),
    "source_activity": gettext_lazy("Source activity"),
    "producer": gettext_lazy("Data producer"),
    "frequency": gettext_lazy("Frequency"),
    "release_lag_months": gettext_lazy("Release lag (months)"),
    "comparability": gettext_lazy("Comparability"),
}

#: What a sheet needs to be ready -> its word.
READINESS_WORDS = {
    "concept": gettext_lazy("concept"),
    "definition": gettext_lazy("operational definition"),
    "formula": gettext_lazy("formula"),
    "measure": gettext_lazy("measure"),
    "unit": gettext_lazy("unit"),
    "source_activity": gettext_lazy("source activity"),
    "producer": gettext_lazy("data producer"),
    "frequency": gettext_lazy("frequency"),
    "release_lag_months": gettext_lazy("release lag"),
    "custodian": gettext_lazy("custodian"),
    "baseline": gettext_lazy("baseline"),
    "target": gettext_lazy("target"),
    "alignment": gettext_lazy("alignment with the national indicator"),
    "classification": gettext_lazy("disaggregation"),
    "publication": gettext_lazy("official publication (the source is a web page or second-hand so far)"),
}

#: What is there and does not count as known -> its word.
UNSETTLED_WORDS = {
    "frequency": gettext_lazy("a regular frequency (now irregular)"),
    "release_lag_months": gettext_lazy("a confirmed release lag (now assumed)"),
}

#: Folded colour of a verdict -> how it looks (templatetags.desk.TONES).
_TONES = {"met": "met", "on_track": "met", "slower": "some", "away": "off"}

#: How often a figure comes -> its word.
FREQUENCY_WORDS = {
    "annual": gettext_lazy("yearly"),
    "semiannual": gettext_lazy("twice a year"),
    "quarterly": gettext_lazy("quarterly"),
    "monthly": gettext_lazy("monthly"),
    "irregular": gettext_lazy("irregular"),
}

#: Role of a designation -> what it is called.
ROLE_WORDS = {
    "data_producer": gettext_lazy("Data producer"),
    "data_steward": gettext_lazy("Data steward (walidata)"),
    "focal_point": gettext_lazy("Focal point"),
    "alternate": gettext_lazy("Alternate"),
    "signing_official": gettext_lazy("Signing official"),
    "technical_contact": gettext_lazy("Technical contact"),
    "data_manager": gettext_lazy("Data manager"),
    "coordinator": gettext_lazy("Coordinator"),
    "soca_leader": gettext_lazy("SOCA leader"),
    "definition_reviewer": gettext_lazy("Definition reviewer"),
    "secretariat": gettext_lazy("Secretariat"),
    "auditor": gettext_lazy("Auditor"),
    "admin": gettext_lazy("Administrator"),
}


def tone_of(colour: str) -> str:
    """The tone of a folded colour; no verdict where there is none."""
    return _TONES.get(colour, "void")


def verdict_words(status: str) -> str:
    """A verdict in its method's own word, in the reader's language: the same on pages and in papers."""
    if not status:
        return _("No verdict")
    text = progress.status_words(status, language())
    return text[:1].upper() + text[1:]


def method_name(code: str, language: str) -> str:
    """The method's name in a language; its code where it is not known."""
    method = progress.METHODS_BY_CODE.get(code)
    if method is None:
        return code
    return method.name_en if language == "en" else method.name_id


def told_problem(problem: Problem | None) -> dict[str, str] | None:
    """A refusal as a page shows it above its form, and the field it concerns."""
    return told(problem, language()) if problem else None


def waits_words(waits: Waits) -> str:
    """With whom a sheet is: the role with its offices; empty where it is nobody's."""
    if waits.role is None:
        return ""
    return " ".join(filter(None, (str(ROLE_WORDS[waits.role.value]), ", ".join(waits.offices))))


def lacking_words(sheet: Mapping[str, Any]) -> list[str]:
    """What a sheet lacks, in words; of what is there and does not count, why not."""
    return [
        str(UNSETTLED_WORDS[name] if is_unsettled(sheet, name) else READINESS_WORDS[name])
        for name in readiness_of(sheet)
    ]


def framework_options(codes: Iterable[str]) -> list[tuple[str, str]]:
    """The frameworks that occur, by their short titles in the reader's language: one query."""
    found, names = set(codes), short_titles_in(language())
    return [(code, names[code]) for code in names if code in found]
