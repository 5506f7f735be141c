"""The words for codes that records keep: nature of a value, wording, relation, part of an office, states."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django import template
from django.utils.translation import gettext_lazy

register = template.Library()

NATURES = {
    "preliminary": gettext_lazy("Preliminary"),
    "final": gettext_lazy("Final"),
    "estimated": gettext_lazy("Estimated"),
}
WORDINGS = {
    "official": gettext_lazy("official wording"),
    "official_id": gettext_lazy("official in Indonesian, English by us"),
    "official_en": gettext_lazy("official in English, Indonesian by us"),
    "paraphrase": gettext_lazy("paraphrase"),
    "recalled": gettext_lazy("recalled, to be checked"),
    "ours": gettext_lazy("our wording"),
}
RELATIONS = {
    "equivalent": gettext_lazy("equivalent"),
    "contributes": gettext_lazy("contributes"),
    "partly": gettext_lazy("partly"),
    "conflicting": gettext_lazy("conflicting"),
}
PARTS = {
    "lead": gettext_lazy("Lead"),
    "co-lead": gettext_lazy("Co-lead"),
    "contributing": gettext_lazy("Contributing"),
}
CONFIDENCES = {
    "verified": gettext_lazy("seen in a published source"),
    "reported": gettext_lazy("read in the news, to be confirmed at its publisher"),
    "recalled": gettext_lazy("recalled, to be confirmed"),
    "inferred": gettext_lazy("inferred by us"),
    "derived": gettext_lazy("derived from verified figures"),
    "proxy": gettext_lazy("our stand-in"),
}
TO_CONFIRM = gettext_lazy("to be confirmed")
OFFICE_KINDS = {
    "kementerian_koordinator": gettext_lazy("coordinating ministry"),
    "kementerian": gettext_lazy("ministry"),
    "ministry": gettext_lazy("ministry"),
    "lembaga_nonkementerian": gettext_lazy("agency"),
    "agency": gettext_lazy("agency"),
    "sekretariat_nasional": gettext_lazy("national secretariat"),
    "perwakilan": gettext_lazy("permanent mission"),
    "bumn": gettext_lazy("state-owned company"),
    "mitra": gettext_lazy("partner"),
    "secretariat": gettext_lazy("ASEAN Secretariat"),
    "centre": gettext_lazy("ASEAN centre"),
}
LANGUAGES = {"id": gettext_lazy("Indonesian"), "en": gettext_lazy("English")}
DELIVERY_STATES = {
    "made": gettext_lazy("made, not cleared"),
    "cleared": gettext_lazy("cleared, not handed over"),
    "handed_over": gettext_lazy("handed over"),
}

#: States of a request, of its items, and of an office asked about one.
REQUEST_STATES = {
    "registered": gettext_lazy("registered"),
    "in_work": gettext_lazy("with the offices"),
    "consolidated": gettext_lazy("consolidated"),
    "clearance": gettext_lazy("waits for clearance"),
    "cleared": gettext_lazy("cleared, not handed over"),
    "delivered": gettext_lazy("delivered"),
    "clarification": gettext_lazy("being clarified"),
    "closed": gettext_lazy("closed"),
    "new": gettext_lazy("not sent to offices yet"),
    "asked": gettext_lazy("asked of offices"),
    "answered": gettext_lazy("answered by the offices"),
    "returned": gettext_lazy("returned"),
}


def _word(words: Mapping[str, Any], code: object) -> str:
    return str(words.get(str(code), code or "–"))


@register.filter
def nature(code: str) -> str:
    """How settled a value is."""
    return _word(NATURES, code)


@register.filter
def wording(code: str) -> str:
    """Whether a title is official or ours."""
    return _word(WORDINGS, code)


@register.filter
def relation(code: str) -> str:
    """How one thing bears on another."""
    return _word(RELATIONS, code)


@register.filter
def responsibility(code: str) -> str:
    """An office's part in a body."""
    return _word(PARTS, code)


@register.filter
def confidence(code: str) -> str:
    """How sure a fact is."""
    return _word(CONFIDENCES, code)


@register.filter
def unsure(code: str) -> str:
    """That something is to be confirmed: recalled, concluded, or read in the news; nothing where it was seen."""
    return str(TO_CONFIRM) if code in ("reported", "recalled", "inferred") else ""


@register.filter
def office_kind(code: str) -> str:
    """What kind of office it is."""
    return str(OFFICE_KINDS.get(code, code))


@register.filter
def language_word(code: str) -> str:
    """A language by its name."""
    return _word(LANGUAGES, code)


@register.filter
def delivery_state(code: str) -> str:
    """Where a delivery stands."""
    return _word(DELIVERY_STATES, code)


@register.filter
def request_state(code: str) -> str:
    """Where a request or one of its items stands."""
    return _word(REQUEST_STATES, code)
