"""The fields of each kind of content: which are required, how each is written, the JSON Schema."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from .catalogue import FREQUENCIES
from .directory import PARTS
from .workdays import FREE_DAY_KINDS

CONFIDENCES = ("verified", "reported", "derived", "recalled", "inferred", "proxy")
#: official_id and official_en: official in that language, ours in the other.
WORDINGS = ("official", "official_id", "official_en", "paraphrase", "recalled", "ours")


@dataclass(frozen=True)
class Shape:
    """The fields of a kind: required, optional, those with two languages, and those with a fixed list."""

    required: frozenset[str]
    optional: frozenset[str] = frozenset()
    bilingual: frozenset[str] = frozenset()
    choices: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    sourced: bool = True


def _set(text: str) -> frozenset[str]:
    return frozenset(text.split())


SHAPES: dict[str, Shape] = {
    "framework": Shape(
        _set("code position title levels wording source confidence"),
        _set("short since until counts official_method official_method_note licence note"),
        bilingual=_set("title short"),
        choices={"wording": WORDINGS, "confidence": CONFIDENCES},
    ),
    "node": Shape(
        _set("code level title wording source confidence"),
        _set("parent provisional bodies_inferred note"),
        bilingual=_set("title"),
        choices={"wording": WORDINGS, "confidence": CONFIDENCES},
    ),
    "body": Shape(
        _set("code acronym name theme type counted source confidence"),
        _set("parent aliases ministerial fields_of_life key_result_areas_inferred objectives_inferred note"),
        bilingual=_set("name theme"),
        choices={"type": ("sectoral", "subsidiary", "ministerial", "organ"), "confidence": CONFIDENCES},
    ),
    "field_of_life": Shape(
        _set("code position label covers source confidence"),
        bilingual=_set("label covers"),
        choices={"confidence": CONFIDENCES},
    ),
    "group": Shape(
        _set("code position label source confidence"),
        _set("note"),
        bilingual=_set("label"),
        choices={"confidence": CONFIDENCES},
    ),
    "organisation": Shape(
        _set("code acronym name type area source confidence"),
        _set(
            "since until since_confidence predecessors parent note coordinated_by coordinated_by_confidence"
            " legal_basis legal_basis_source legal_basis_confidence"
        ),
        bilingual=_set("name"),
        choices={
            "since_confidence": CONFIDENCES,
            "coordinated_by_confidence": CONFIDENCES,
            "legal_basis_confidence": CONFIDENCES,
            "confidence": CONFIDENCES,
        },
    ),
    "responsibility": Shape(
        _set("code body organisation role since source confidence"),
        _set("until since_confidence note"),
        choices={
            "role": PARTS,
            "since_confidence": CONFIDENCES,
            "confidence": CONFIDENCES,
        },
    ),
    "seat": Shape(
        _set("code body number name source confidence"),
        _set("since until note"),
        bilingual=_set("name"),
        choices={"confidence": CONFIDENCES},
    ),
    "area": Shape(
        _set("code position name source confidence"),
        _set("member note"),
        bilingual=_set("name"),
        choices={"confidence": CONFIDENCES},
    ),
    "chair": Shape(
        _set("code body part since precision source confidence"),
        _set("area organisation until remark"),
        bilingual=_set("remark"),
        choices={"part": ("chair", "co-chair"), "precision": ("day", "year"), "confidence": CONFIDENCES},
    ),
    "event": Shape(
        _set("code name status source confidence"),
        _set("body organisation area place starts_on ends_on expected_from expected_to remark"),
        bilingual=_set("name remark"),
        choices={"status": ("confirmed", "tentative"), "confidence": CONFIDENCES},
    ),
    "indicator": Shape(
        _set("code title unit unit_code polarity validity type level custodian decimals source confidence"),
        _set(
            "body confirming consolidation frequency reference_months release_lag_months release_lag_assumed"
            " concept definition interpretation formula measure source_activity producer classification"
            " comparability national_equivalent sdg minimum maximum jump_limit field_of_life wording"
            " baseline targets disaggregation_codes groups parts note reference reference_codes"
            " activity_code composite component_publication component_indicators variables estimation_level"
            " public_access"
        ),
        bilingual=_set(
            "title unit concept definition interpretation formula measure classification comparability"
            " estimation_level"
        ),
        choices={
            "polarity": ("maximise", "minimise", "parity", "range"),
            "consolidation": ("sum", "average", "last"),
            "validity": ("exact", "proxy", "activity"),
            "type": ("quantitative", "policy_yes_no", "administrative_count", "survey"),
            "level": ("output", "outcome", "impact"),
            "frequency": FREQUENCIES,
            "wording": WORDINGS,
            "confidence": CONFIDENCES,
        },
    ),
    "value": Shape(
        _set("code indicator area period value nature source confidence"),
        _set("note published_on disaggregation series_break licence"),
        choices={"nature": ("preliminary", "final", "estimated"), "confidence": CONFIDENCES},
    ),
    "alignment": Shape(
        _set("code source_node target relation strength status proposed_by rationale source confidence"),
        _set("note"),
        bilingual=_set("rationale"),
        choices={
            "relation": ("equivalent", "contributes", "partly", "conflicting"),
            "strength": ("strong", "medium", "weak"),
            "status": ("proposed", "approved"),
            "confidence": CONFIDENCES,
        },
    ),
    "obligation": Shape(
        _set(
            "code name framework area zone anchor every_months opens_after_days due_after_days"
            " closes_after_days chain narrative source confidence"
        ),
        _set("delivery_chain reminders_days_before note"),
        bilingual=_set("name"),
        choices={"confidence": CONFIDENCES},
    ),
    "mapping": Shape(
        _set("code version name notice agency dataflow dsd dsd_version files columns source confidence"),
        _set("standing"),
        bilingual=_set("name notice standing"),
    ),
    "metadata": Shape(
        _set("code version subject language name notice file columns source confidence"),
        _set("note"),
        bilingual=_set("name notice"),
        choices={
            "subject": ("indicator", "activity", "variable"),
            "language": ("id", "en"),
            "confidence": CONFIDENCES,
        },
    ),
    "code_list": Shape(
        _set("code name owner columns source confidence"),
        _set("legal_basis notice region_pattern dimension note"),
        bilingual=_set("name owner notice"),
        choices={"confidence": CONFIDENCES},
    ),
    "naming": Shape(
        _set("code name language measures small_words abbreviations period_words source confidence"),
        _set("region_words region_prefixes note"),
        bilingual=_set("name"),
        choices={"language": ("id", "en"), "confidence": CONFIDENCES},
    ),
    "rule": Shape(
        _set("code kind severity overridable version source sentence hint"), _set("parameters"), sourced=False
    ),
    "term": Shape(_set("code id en"), _set("definition source confidence"), bilingual=_set("definition")),
    "attribution": Shape(
        _set("code language phrase instead"), choices={"language": ("id", "en")}, sourced=False
    ),
    "holiday": Shape(
        _set("code area date name type decree source confidence"),
        _set("note"),
        bilingual=_set("name"),
        choices={"type": FREE_DAY_KINDS, "confidence": CONFIDENCES},
    ),
    "request_handling": Shape(
        _set("code area chain source confidence"),
        _set("weekend answers_share answers_days consolidation_days clearance_days sending_days note"),
        choices={"confidence": CONFIDENCES},
    ),
    "demo_person": Shape(_set("code name organisation email designations"), sourced=False),
    "demo_task": Shape(
        _set("code round body organisation narrative way"),
        _set("figures returned extended unavailable_reason"),
        bilingual=_set("unavailable_reason"),
        choices={"way": ("desk", "workbook", "on_behalf")},
        sourced=False,
    ),
    "demo_benefit": Shape(
        _set("code body organisation subject_kind subject_code day said"),
        _set("on_behalf revised left_open"),
        choices={"subject_kind": ("goal", "indicator")},
        sourced=False,
    ),
    "demo_request": Shape(
        _set("code subject sender channel letter_number language questions"),
        _set("day deadline days_ago days_left disposition remark receipt"),
        sourced=False,
    ),
    "demo_sheet": Shape(_set("code title indicators proposals"), bilingual=_set("title"), sourced=False),
}

#: How a field is written, by its name; text where nothing is said.
FORMS: dict[str, str] = {
    name: form
    for form, names in {
        "flag": "counted provisional release_lag_assumed series_break overridable composite public_access"
        " on_behalf left_open member",
        "whole": (
            "position decimals release_lag_months every_months"
            " opens_after_days due_after_days closes_after_days"
            " answers_share answers_days consolidation_days clearance_days sending_days days_ago days_left"
        ),
        "texts": (
            "confirming predecessors aliases bodies_inferred key_result_areas_inferred objectives_inferred"
            " chain delivery_chain disaggregation_codes fields_of_life groups component_indicators indicators"
            " measures small_words abbreviations period_words region_words region_prefixes"
        ),
        "wholes": "reference_months reminders_days_before weekend",
        "rows": "levels targets columns designations figures variables reference_codes questions proposals",
        "lists": "parts",
        "mapping": (
            "counts files baseline national_equivalent source_node target parameters returned extended said revised"
        ),
    }.items()
    for name in names.split()
}
_OWN_FORMS = {
    ("rule", "version"): "whole",
    ("rule", "sentence"): "mapping",
    ("rule", "hint"): "mapping",
    ("obligation", "narrative"): "rows",
    ("demo_task", "narrative"): "mapping",
    ("seat", "number"): "whole",
}
#: What the rows within a field have to say.
ROW_FIELDS: dict[tuple[str, str], frozenset[str]] = {
    ("framework", "levels"): _set("code id en"),
    ("indicator", "baseline"): _set("area period value status source"),
    ("indicator", "targets"): _set("area period authority source"),
    ("indicator", "national_equivalent"): _set("relation"),
    ("obligation", "narrative"): _set("code label max_length"),
    ("indicator", "variables"): _set("name"),
    ("indicator", "reference_codes"): _set("list code"),
    ("mapping", "columns"): _set("field heading"),
    ("metadata", "columns"): _set("field heading confidence source"),
    ("code_list", "columns"): _set("field headings"),
    ("demo_person", "designations"): _set("role organisation since letter_number letter_date"),
    ("demo_sheet", "proposals"): _set("indicator reason changes"),
    ("demo_task", "figures"): _set("indicator period value nature source"),
}
_WRITTEN = {
    "text": lambda value: isinstance(value, str),
    "flag": lambda value: isinstance(value, bool),
    "whole": lambda value: isinstance(value, int) and not isinstance(value, bool),
    "texts": lambda value: isinstance(value, list) and all(isinstance(one, str) for one in value),
    "wholes": lambda value: isinstance(value, list) and all(type(one) is int for one in value),
    "rows": lambda value: isinstance(value, list) and all(isinstance(one, Mapping) for one in value),
    "lists": lambda value: isinstance(value, list) and all(isinstance(one, list) for one in value),
    "mapping": lambda value: isinstance(value, Mapping),
}
_JSON: dict[str, dict[str, Any]] = {
    "text": {"type": "string"},
    "flag": {"type": "boolean"},
    "whole": {"type": "integer"},
    "texts": {"type": "array", "items": {"type": "string"}},
    "wholes": {"type": "array", "items": {"type": "integer"}},
    "rows": {"type": "array", "items": {"type": "object"}},
    "lists": {"type": "array", "items": {"type": "array"}},
    "mapping": {"type": "object"},
}


def form_of(kind: str, name: str) -> str:
    """How a field of a kind is written: text, flag, whole, texts, wholes, rows, lists or mapping.

    >>> form_of("body", "counted"), form_of("mapping", "version"), form_of("rule", "version")
    ('flag', 'text', 'whole')
    """
    if name in SHAPES[kind].bilingual:
        return "mapping"
    return _OWN_FORMS.get((kind, name)) or FORMS.get(name, "text")


def is_written(value: Any, form: str) -> bool:
    """Whether a value is written in a form.

    >>> is_written(8.25, "text"), is_written("8.25", "text"), is_written(True, "whole")
    (False, True, False)
    """
    return bool(_WRITTEN[form](value))


def json_schema(kind: str) -> dict[str, Any]:
    """The JSON Schema (2020-12) of a content file of this kind, for editors and other programs.

    Source, confidence, rationale and the like may stand once at the head of a file instead of in every entry,
    so entries require only the rest.
    """
    shape = SHAPES[kind]
    if kind == "framework":
        schema = _object(kind, shape, require=True)
        schema["properties"] |= {"kind": {"const": kind}, "entries": _list_of("node")}
        schema["required"] = sorted([*schema["required"], "kind", "entries"])
        return _titled(schema, kind)
    entries = "rules" if kind == "rule" else "entries"
    names = sorted(HEAD_FIELDS & (shape.required | shape.optional))
    head = {name: _field(kind, name, shape) for name in names}
    if kind == "alignment":
        head["source"] = {"type": "string"}
    return _titled(
        {
            "type": "object",
            "properties": {"kind": {"const": kind}, entries: _list_of(kind), **head},
            "required": ["kind"],
        },
        kind,
    )


#: Fields of a file's head that every entry of it inherits.
HEAD_FIELDS = frozenset({"source", "confidence", "rationale", "unavailable_reason", "decree"})


def _titled(schema: dict[str, Any], kind: str) -> dict[str, Any]:
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": f"Simpul content: {kind}",
        **schema,
    }


def _list_of(kind: str) -> dict[str, Any]:
    return {"type": "array", "items": _object(kind, SHAPES[kind], require=kind == "node")}


def _object(kind: str, shape: Shape, *, require: bool) -> dict[str, Any]:
    names = shape.required | shape.optional
    properties = {name: _field(kind, name, shape) for name in sorted(names)}
    required = shape.required if require else shape.required - HEAD_FIELDS
    if kind == "alignment":  # in the file an alignment's `source` is the end it starts from
        properties["source"] = properties.pop("source_node")
        required = (required - {"source_node"}) | {"source"}
    return {
        "type": "object",
        "properties": properties,
        "required": sorted(required),
        "additionalProperties": False,
    }


def _field(kind: str, name: str, shape: Shape) -> dict[str, Any]:
    if name in shape.choices:
        return {"enum": list(shape.choices[name])}
    if name in shape.bilingual:
        return {
            "type": "object",
            "properties": {"id": {"type": "string"}, "en": {"type": "string"}},
            "required": ["id", "en"],
        }
    form = form_of(kind, name)
    rows = ROW_FIELDS.get((kind, name))
    if rows and form == "rows":
        return {"type": "array", "items": {"type": "object", "required": sorted(rows)}}
    if rows and form == "mapping":
        return {"type": "object", "required": sorted(rows)}
    return _JSON[form]
