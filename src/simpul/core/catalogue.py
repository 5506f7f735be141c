"""What content must say: the fields of each kind, the checks over all of it, and the readiness of an indicator.

An entry is a plain mapping as it stands in a content file, with the place it was read from. Checks return
defects with code, file and line; nothing is thrown and nothing is guessed.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from .errors import Problem, Sentence
from .figures import read_figure
from .periods import Period
from .permissions import Role


@dataclass(frozen=True)
class ContentItem:
    """One entry of a content file: its kind, code, fields, and where it stands."""

    kind: str
    code: str
    body: Mapping[str, Any]
    file: str
    line: int

    @property
    def place(self) -> str:
        """File and line."""
        return f"{self.file}:{self.line}"


@dataclass(frozen=True)
class Defect:
    """What is wrong with an entry: a code of `CONTENT_SENTENCES`, file and line, and the values it names."""

    code: str
    file: str
    line: int
    params: Mapping[str, Any] = field(default_factory=dict)

    def sentence(self, language: str) -> str:
        """The defect in words."""
        return CONTENT_SENTENCES[self.code].text(language).format_map(dict(self.params))

    def hint(self, language: str) -> str:
        """The way out."""
        return CONTENT_SENTENCES[self.code].hint(language).format_map(dict(self.params))


CONTENT_SENTENCES: dict[str, Sentence] = {
    "CONTENT-YAML": Sentence(
        "Berkas tidak dapat dibaca: {reason}.",
        "The file cannot be read: {reason}.",
        "Perbaiki penulisan YAML pada baris yang disebut.",
        "Correct the YAML at the line named.",
    ),
    "CONTENT-KIND": Sentence(
        "Jenis isi “{kind}” tidak dikenal.",
        "The kind of content “{kind}” is not known.",
        "Jenis yang dikenal: {known}.",
        "Known kinds: {known}.",
    ),
    "CONTENT-FIELD": Sentence(
        "{entry}: kolom {field} belum ada.",
        "{entry}: field {field} is missing.",
        "Isi kolom itu, atau hapus barisnya.",
        "Fill it in, or remove the entry.",
    ),
    "CONTENT-UNKNOWN-FIELD": Sentence(
        "{entry}: kolom {field} tidak dikenal.",
        "{entry}: field {field} is not known.",
        "Periksa ejaannya.",
        "Check the spelling.",
    ),
    "CONTENT-VALUE": Sentence(
        "{entry}: {field} tidak boleh “{value}”.",
        "{entry}: {field} cannot be “{value}”.",
        "Yang boleh: {allowed}.",
        "Allowed: {allowed}.",
    ),
    "CONTENT-DUPLICATE": Sentence(
        "{entry} sudah ada di {first}.",
        "{entry} stands already at {first}.",
        "Satu kode hanya sekali.",
        "A code stands once.",
    ),
    "CONTENT-REFERENCE": Sentence(
        "{entry}: {field} merujuk {target}, yang tidak ada.",
        "{entry}: {field} refers to {target}, which does not exist.",
        "Perbaiki kode, atau tambahkan yang dirujuk.",
        "Correct the code, or add what it refers to.",
    ),
    "CONTENT-TRANSLATION": Sentence(
        "{entry}: {field} belum ada dalam bahasa {language}.",
        "{entry}: {field} is missing in language {language}.",
        "Tulis kedua bahasa.",
        "Write both languages.",
    ),
    "CONTENT-SOURCE": Sentence(
        "{entry}: sumber atau tingkat kepastian belum ditulis.",
        "{entry}: source or confidence is not given.",
        "Setiap fakta menyebut sumber dan tingkat kepastiannya.",
        "Each fact names its source and how sure it is.",
    ),
    "CONTENT-LICENCE": Sentence(
        "{entry}: lisensi tabel “{licence}” tidak mengizinkan pemakaian ulang.",
        "{entry}: the table's licence “{licence}” does not allow reuse.",
        "Tabel hanya dari CC BY atau ketentuan PBB; fakta tunggal cukup dengan sumbernya.",
        "Tables only under CC BY or UN terms; a single fact is cited with its source.",
    ),
    "CONTENT-FIGURE": Sentence(
        "{entry}: “{value}” bukan angka yang dapat dibaca.",
        "{entry}: “{value}” cannot be read as a figure.",
        "Tulis angka dengan titik desimal, dalam tanda kutip.",
        "Write the figure with a decimal point, in quotation marks.",
    ),
    "CONTENT-PERIOD": Sentence(
        "{entry}: “{value}” bukan kode periode.",
        "{entry}: “{value}” is not a period code.",
        "Tulis seperti 2025, 2025-S1, 2025-Q1 atau 2025-03.",
        "Write it like 2025, 2025-S1, 2025-Q1 or 2025-03.",
    ),
    "CONTENT-DECISION": Sentence(
        "{entry}: data dasar “disepakati” tanpa rujukan keputusan.",
        "{entry}: an agreed baseline without the decision that agreed it.",
        "Tulis nomor keputusan, atau tandai sementara.",
        "Name the decision, or mark it provisional.",
    ),
    "CONTENT-RULE": Sentence(
        "{entry}: aturan tidak sah: {reason}.",
        "{entry}: the rule is not valid: {reason}.",
        "Perbaiki deklarasi aturan.",
        "Correct the declaration of the rule.",
    ),
}

CONFIDENCES = ("verified", "derived", "recalled", "inferred", "proxy")
#: official_id and official_en: official in that language, ours in the other.
WORDINGS = ("official", "official_id", "official_en", "paraphrase", "recalled", "ours")


@dataclass(frozen=True)
class Shape:
    """The fields of a kind: required, optional, those with two languages, and those with a fixed list."""

    required: frozenset[str]
    optional: frozenset[str] = frozenset()
    bilingual: frozenset[str] = frozenset()
    half_bilingual: frozenset[str] = frozenset()  # English suffices; the page says the translation is missing
    choices: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    sourced: bool = True


def _set(text: str) -> frozenset[str]:
    return frozenset(text.split())


SHAPES: dict[str, Shape] = {
    "framework": Shape(
        _set("code position title levels wording source confidence"),
        _set("since until official_method official_method_note note"),
        bilingual=_set("title"),
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
        _set("parent aliases ministerial key_result_areas_inferred objectives_inferred note"),
        bilingual=_set("name theme"),
        choices={"type": ("sectoral", "subsidiary", "organ"), "confidence": CONFIDENCES},
    ),
    "organisation": Shape(
        _set("code acronym name type area source confidence"),
        _set("since until predecessors parent note"),
        bilingual=_set("name"),
        choices={"confidence": CONFIDENCES},
    ),
    "responsibility": Shape(
        _set("code body organisation role since source confidence"),
        _set("until since_confidence note"),
        choices={"role": ("lead", "co-lead", "contributing"), "confidence": CONFIDENCES},
    ),
    "indicator": Shape(
        _set("code title unit unit_code polarity validity type level custodian decimals source confidence"),
        _set(
            "body confirming consolidation frequency reference_months release_lag_months release_lag_assumed concept"
            " definition interpretation formula measure source_activity producer classification comparability"
            " national_equivalent sdg minimum maximum jump_limit field_of_life wording baseline targets"
            " disaggregation_codes parts series_break note"
        ),
        bilingual=_set("title unit concept definition formula measure"),
        choices={
            "polarity": ("maximise", "minimise", "parity", "range"),
            "validity": ("exact", "proxy", "activity"),
            "type": ("quantitative", "policy_yes_no", "administrative_count", "survey"),
            "level": ("output", "outcome", "impact"),
            "frequency": ("annual", "semiannual", "quarterly", "monthly", "irregular"),
            "confidence": CONFIDENCES,
        },
    ),
    "value": Shape(
        _set("code indicator area period value nature source confidence"),
        _set("note published_on disaggregation series_break"),
        choices={"nature": ("preliminary", "final", "estimated"), "confidence": CONFIDENCES},
    ),
    "alignment": Shape(
        _set("code source_node target relation strength status proposed_by rationale source confidence"),
        _set("note"),
        choices={
            "relation": ("equivalent", "contributes", "partly", "conflicting"),
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
        bilingual=_set("name notice"),
    ),
    "rule": Shape(
        _set("code kind severity overridable version source sentence hint"), _set("parameters"), sourced=False
    ),
    "term": Shape(_set("code id en"), _set("definition source confidence"), sourced=False),
    "demo_person": Shape(_set("code name organisation email designations"), sourced=False),
    "demo_task": Shape(
        _set("code round body organisation narrative way"), _set("figures returned extended"), sourced=False
    ),
}

#: What an indicator's sheet needs to be ready: computed, never ticked.
REQUIRED_FIELDS: tuple[str, ...] = (
    "concept",
    "definition",
    "formula",
    "measure",
    "unit",
    "classification",
    "source_activity",
    "producer",
    "frequency",
    "release_lag_months",
    "custodian",
    "baseline",
    "target",
    "alignment",
)


def readiness_of(sheet: Mapping[str, Any]) -> tuple[str, ...]:
    """The required fields a sheet lacks, in the order of `REQUIRED_FIELDS`; empty means ready.

    An assumed release lag and an irregular frequency do not count as known; a provisional baseline does.

    >>> readiness_of({})[:2]
    ('concept', 'definition')
    """
    return tuple(name for name in REQUIRED_FIELDS if not _has(sheet, name))


def _has(sheet: Mapping[str, Any], name: str) -> bool:
    if name == "release_lag_months":
        return sheet.get(name) is not None and not sheet.get("release_lag_assumed")
    if name == "frequency":
        return bool(sheet.get(name)) and sheet[name] != "irregular"
    if name == "baseline":
        return bool(sheet.get("baseline")) and sheet["baseline"].get("status") in ("provisional", "agreed")
    if name == "target":
        return bool(sheet.get("targets"))
    if name == "alignment":
        return bool(sheet.get("national_equivalent"))
    value = sheet.get(name)
    return bool(value.get("id") or value.get("en")) if isinstance(value, Mapping) else bool(value)


def check_content(items: Iterable[ContentItem]) -> tuple[Defect, ...]:
    """All defects of all entries, in the order of the files."""
    items = tuple(items)
    found = [defect for item in items for defect in _check_shape(item)]
    found += _duplicates(items)
    found += _references(items)
    found += [defect for item in items for defect in _check_kind(item)]
    return tuple(sorted(found, key=lambda defect: (defect.file, defect.line, defect.code)))


def _defect(item: ContentItem, code: str, **params: Any) -> Defect:
    return Defect(code, item.file, item.line, {"entry": f"{item.kind} {item.code}", **params})


def _check_shape(item: ContentItem) -> Iterator[Defect]:
    shape = SHAPES.get(item.kind)
    if shape is None:
        yield Defect(
            "CONTENT-KIND", item.file, item.line, {"kind": item.kind, "known": ", ".join(sorted(SHAPES))}
        )
        return
    for name in sorted(shape.required):
        if item.body.get(name) in (None, "", [], {}) and item.body.get(name) is not False:
            if name in ("source", "confidence") and shape.sourced:
                yield _defect(item, "CONTENT-SOURCE")
            elif item.body.get(name) != 0:
                yield _defect(item, "CONTENT-FIELD", field=name)
    for name in sorted(set(item.body) - shape.required - shape.optional):
        yield _defect(item, "CONTENT-UNKNOWN-FIELD", field=name)
    for name, allowed in shape.choices.items():
        value = item.body.get(name)
        if value not in (None, "") and value not in allowed:
            yield _defect(item, "CONTENT-VALUE", field=name, value=value, allowed=", ".join(allowed))
    yield from _translations(item, shape)


def _translations(item: ContentItem, shape: Shape) -> Iterator[Defect]:
    for name in sorted(shape.bilingual | shape.half_bilingual):
        value = item.body.get(name)
        if value is None:
            continue
        wanted = ("en",) if name in shape.half_bilingual else ("id", "en")
        for language in wanted:
            if not isinstance(value, Mapping) or not str(value.get(language) or "").strip():
                yield _defect(item, "CONTENT-TRANSLATION", field=name, language=language)


def _duplicates(items: Iterable[ContentItem]) -> list[Defect]:
    first: dict[tuple[str, str], ContentItem] = {}
    found = []
    for item in items:
        key = (item.kind, item.code)
        if key in first:
            found.append(_defect(item, "CONTENT-DUPLICATE", first=first[key].place))
        first.setdefault(key, item)
    return found


#: kind -> field -> kind of what it names.
REFERENCES: dict[str, dict[str, str]] = {
    "body": {"parent": "body"},
    "organisation": {"parent": "organisation", "predecessors": "organisation"},
    "responsibility": {"body": "body", "organisation": "organisation"},
    "indicator": {"body": "body", "custodian": "organisation", "confirming": "body"},
    "value": {"indicator": "indicator"},
    "obligation": {"framework": "framework"},
    "demo_person": {"organisation": "organisation"},
    "demo_task": {"body": "body", "organisation": "organisation"},
}


def _references(items: Iterable[ContentItem]) -> list[Defect]:
    items = tuple(items)
    known: dict[str, set[str]] = defaultdict(set)
    for item in items:
        known[item.kind].add(item.code)
    found = []
    for item in items:
        for name, kind in REFERENCES.get(item.kind, {}).items():
            value = item.body.get(name)
            targets = value if isinstance(value, list) else [value] if value else []
            found += [
                _defect(item, "CONTENT-REFERENCE", field=name, target=target)
                for target in targets
                if target not in known[kind]
            ]
        if item.kind == "alignment":
            found += _alignment_ends(item, known)
        if item.kind == "node" and item.body.get("parent"):
            framework = item.code.split("/")[0]
            if f"{framework}/{item.body['parent']}" not in known["node"]:
                found.append(_defect(item, "CONTENT-REFERENCE", field="parent", target=item.body["parent"]))
    return found


def _alignment_ends(item: ContentItem, known: Mapping[str, set[str]]) -> list[Defect]:
    found = []
    for name in ("source_node", "target"):
        end = item.body.get(name) or {}
        kind = "node" if end.get("kind") == "goal" else str(end.get("kind"))
        if end.get("code") not in known.get(kind, set()):
            found.append(_defect(item, "CONTENT-REFERENCE", field=name, target=end.get("code")))
    return found


def _check_kind(item: ContentItem) -> Iterator[Defect]:
    check = {
        "value": _check_value,
        "indicator": _check_indicator,
        "obligation": _check_obligation,
        "responsibility": _check_span,
    }.get(item.kind)
    if check:
        yield from check(item)


def _check_value(item: ContentItem) -> Iterator[Defect]:
    yield from _figure(item, "value", item.body.get("value"))
    yield from _period(item, item.body.get("period"))
    licence = item.body.get("licence")
    if licence and not licence_allows_tables(licence):
        yield _defect(item, "CONTENT-LICENCE", licence=licence)


def _check_indicator(item: ContentItem) -> Iterator[Defect]:
    baseline = item.body.get("baseline") or {}
    if baseline:
        yield from _figure(item, "baseline", baseline.get("value"))
        yield from _period(item, baseline.get("period"))
        if baseline.get("status") == "agreed" and not baseline.get("decision"):
            yield _defect(item, "CONTENT-DECISION")
    for target in item.body.get("targets") or []:
        for name in ("value", "low", "high"):
            if target.get(name) is not None:
                yield from _figure(item, "targets", target[name])
        yield from _period(item, target.get("period"))
    for name in ("minimum", "maximum", "jump_limit"):
        if item.body.get(name) is not None:
            yield from _figure(item, name, item.body[name])


def _check_obligation(item: ContentItem) -> Iterator[Defect]:
    for role in [*(item.body.get("chain") or []), *(item.body.get("delivery_chain") or [])]:
        if role not in set(Role):
            allowed = ", ".join(role.value for role in Role)
            yield _defect(item, "CONTENT-VALUE", field="chain", value=role, allowed=allowed)
    for part in item.body.get("narrative") or []:
        for language in ("id", "en"):
            if not (part.get("label") or {}).get(language):
                yield _defect(item, "CONTENT-TRANSLATION", field=f"narrative {part.get('code')}", language=language)


def _check_span(item: ContentItem) -> Iterator[Defect]:
    for name in ("since", "until"):
        value = item.body.get(name)
        if value is not None and not re.fullmatch(r"\d{4}-\d{2}-\d{2}", str(value)):
            yield _defect(item, "CONTENT-VALUE", field=name, value=value, allowed="YYYY-MM-DD")


def _figure(item: ContentItem, name: str, value: Any) -> Iterator[Defect]:
    try:
        if not isinstance(value, str):
            raise Problem("FIGURE-NOT-A-NUMBER")
        read_figure(value, language="en")
    except Problem:
        yield _defect(item, "CONTENT-FIGURE", value=value, field=name)


def _period(item: ContentItem, value: Any) -> Iterator[Defect]:
    try:
        Period.parse(str(value))
    except Problem:
        yield _defect(item, "CONTENT-PERIOD", value=value)


_OPEN = re.compile(r"\bCC[- ]?(BY|0)(?!-?NC|-?ND)|\bUNSD\b|\bUN\b|public domain", re.IGNORECASE)
_CLOSED = re.compile(r"\bNC\b|\bND\b|non-?commercial", re.IGNORECASE)


def licence_allows_tables(licence: str) -> bool:
    """Whether whole tables may be carried: CC BY or UN terms.

    >>> licence_allows_tables("CC-BY-4.0"), licence_allows_tables("CC-BY-NC-SA-3.0-IGO")
    (True, False)
    """
    return bool(_OPEN.search(licence)) and not _CLOSED.search(licence)


def day(value: Any) -> date | None:
    """A date of content, None where there is none."""
    return date.fromisoformat(str(value)) if value else None


def counts(items: Iterable[ContentItem]) -> Counter[str]:
    """How many entries of each kind."""
    return Counter(item.kind for item in items)
