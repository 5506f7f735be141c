"""Statistical metadata by a standard: what the sheets of indicators say in a profile's columns, and what is missing.

A profile is content (`content/mapping`, kind `metadata`). Its subject says what a row is: an indicator, the activity
that produces figures, or a variable a sheet names. Nothing is guessed: what a sheet does not hold is an empty cell.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

#: What stands in a column that is not asked of a row, by the language of the profile.
NOT_APPLICABLE = {"id": "tidak berlaku", "en": "not applicable"}
#: A column nothing here can fill: it stays empty and is named as missing.
NOTHING = "nothing"


def _fields(text: str) -> frozenset[str]:
    return frozenset(("number", NOTHING, *text.split()))


#: Subject -> the fields a column of its profile may ask for.
FIELDS: dict[str, frozenset[str]] = {
    "indicator": _fields(
        "code title concept definition reference interpretation formula measure unit unit_code classification"
        " composite component_publication component_indicators source_activity activity_code variables"
        " estimation_level public_access producer custodian body frequency sdg"
        " decision decided_on decision_file definition_version"
    ),
    "activity": _fields("source_activity activity_code producer frequency indicators"),
    "variable": _fields(
        "source_activity activity_code producer indicators name alias concept definition reference"
        " reference_time data_type classification validation question public_access"
    ),
}


@dataclass(frozen=True)
class Column:
    """A column of a profile.

    Args:
        field: what fills it, one of `FIELDS`.
        number: its number in the standard, as the standard writes it; empty where it has none.
        codes: how a code of the sheet is written there.
        when: field and value on which the column depends; asked only where the sheet says so.
        added: no column of the standard but ours, beside it; where it is empty nothing is missing.
        confidence, source: how sure it is that the standard has this column, and who says so.
    """

    field: str
    heading: Mapping[str, str]
    number: str = ""
    required: bool = False
    codes: Mapping[str, str] = dataclasses.field(default_factory=dict)
    when: tuple[str, bool] | None = None
    added: bool = False
    confidence: str = ""
    source: str = ""

    @classmethod
    def read(cls, row: Mapping[str, Any]) -> Column:
        """From a row of content."""
        when = row.get("when")
        return cls(
            field=str(row["field"]),
            heading=dict(row["heading"]),
            number=str(row.get("number", "")),
            required=bool(row.get("required", False)),
            codes={str(key): str(value) for key, value in (row.get("codes") or {}).items()},
            when=(str(when["field"]), bool(when["is"])) if when else None,
            added=bool(row.get("added", False)),
            confidence=str(row["confidence"]),
            source=str(row["source"]),
        )


@dataclass(frozen=True)
class MetadataProfile:
    """A profile as content says it."""

    code: str
    version: str
    subject: str
    language: str
    name: Mapping[str, str]
    notice: Mapping[str, str]
    file: str
    columns: tuple[Column, ...]
    source: str = ""
    confidence: str = ""

    @classmethod
    def read(cls, body: Mapping[str, Any]) -> MetadataProfile:
        """From an entry of content of kind `metadata`."""
        return cls(
            **{name: str(body[name]) for name in ("code", "version", "subject", "language", "file")},
            name=dict(body["name"]),
            notice=dict(body["notice"]),
            columns=tuple(Column.read(row) for row in body["columns"]),
            source=str(body["source"]),
            confidence=str(body["confidence"]),
        )


@dataclass(frozen=True)
class MetadataRow:
    """One row: what it is about, its cells in the order of the columns, and the columns that lack something.

    Args:
        missing: the empty columns, in their order; of those, `depends` hang on something nobody said.
        inapplicable: the columns that are not asked of this row; their cells say so.
        filled: how many columns of the standard hold something.
    """

    subject: str
    cells: tuple[str, ...]
    missing: tuple[Column, ...]
    depends: tuple[Column, ...] = ()
    inapplicable: tuple[Column, ...] = ()
    filled: int = 0

    @property
    def asked(self) -> int:
        """How many columns of the standard are to be filled: those that are, and those that are missing."""
        return self.filled + len(self.missing)

    @property
    def missing_required(self) -> tuple[Column, ...]:
        """What the standard asks for and nobody has said yet."""
        return tuple(column for column in self.missing if column.required)


def metadata_rows(profile: MetadataProfile, sheets: Sequence[Mapping[str, Any]]) -> tuple[MetadataRow, ...]:
    """The rows of a profile, from sheets that carry their `code`, in the order given.

    Activities are told apart by name and producer; a variable by its name and the activity that asks for it. A sheet
    that names no activity (no variable) gives no row of that kind.
    """
    told = {"indicator": _indicators, "activity": _activities, "variable": _variables}[profile.subject](
        sheets
    )
    return tuple(_row(profile, number, subject, said) for number, (subject, said) in enumerate(told, start=1))


def _indicators(sheets: Iterable[Mapping[str, Any]]) -> list[tuple[str, Mapping[str, Any]]]:
    return [(str(sheet["code"]), sheet) for sheet in sheets]


def _activities(sheets: Iterable[Mapping[str, Any]]) -> list[tuple[str, Mapping[str, Any]]]:
    found: dict[tuple[str, str], dict[str, Any]] = {}
    for sheet in sheets:
        name = str(sheet.get("source_activity") or "")
        if not name:
            continue
        key = (name, str(sheet.get("producer") or ""))
        row = found.setdefault(key, {"source_activity": name, "producer": key[1], "indicators": []})
        row["indicators"].append(str(sheet["code"]))
        for one in ("frequency", "activity_code"):
            _also(row, one, sheet.get(one))
    return [(row["source_activity"], row) for row in found.values()]


def _variables(sheets: Iterable[Mapping[str, Any]]) -> list[tuple[str, Mapping[str, Any]]]:
    found: dict[tuple[str, str], dict[str, Any]] = {}
    for sheet in sheets:
        for variable in sheet.get("variables") or ():
            key = (str(variable["name"]), str(sheet.get("source_activity") or ""))
            row = found.setdefault(key, {"indicators": []})
            row["indicators"].append(str(sheet["code"]))
            row |= {
                name: value for name, value in variable.items() if name not in row or row[name] in (None, "")
            }
            for one in ("source_activity", "producer", "activity_code"):
                _also(row, one, sheet.get(one))
    return [(row["name"], row) for row in found.values()]


def _also(row: dict[str, Any], name: str, value: Any) -> None:
    """One more value of a field, each once."""
    if value:
        known = row.setdefault(name, [])
        if isinstance(known, list) and value not in known:
            known.append(value)


def _row(profile: MetadataProfile, number: int, subject: str, said: Mapping[str, Any]) -> MetadataRow:
    cells = []
    missing, depends, inapplicable = [], [], []
    filled = 0
    for column in profile.columns:
        asked = _is_asked(column, said)
        if asked is False:
            inapplicable.append(column)
            cells.append(NOT_APPLICABLE[profile.language])
            continue
        text = cell(column, {**said, "number": number}, language=profile.language)
        cells.append(text)
        if column.added:
            continue
        filled += bool(text)
        missing += [] if text else [column]
        depends += [] if text or asked else [column]
    return MetadataRow(
        subject, tuple(cells), tuple(missing), tuple(depends), tuple(inapplicable), filled=filled
    )


def _is_asked(column: Column, said: Mapping[str, Any]) -> bool | None:
    """Whether a column is asked of this row; None where it hangs on something nobody said."""
    if column.when is None:
        return True
    name, value = column.when
    there = said.get(name)
    return None if there is None else bool(there) is value


def cell(column: Column, said: Mapping[str, Any], *, language: str) -> str:
    """What a sheet says in a column, as text; empty where it says nothing in that language."""
    return "" if column.field == NOTHING else _text(said.get(column.field), column, language)


def _text(value: Any, column: Column, language: str) -> str:
    if value is None or value == "":
        return ""
    if isinstance(value, Mapping):
        inner = value.get("name") if "name" in value else value.get(language)
        return "" if inner is None else _text(inner, column, language)
    if isinstance(value, (list, tuple)):
        return "; ".join(text for one in value if (text := _text(one, column, language)))
    key = str(value).lower() if isinstance(value, bool) else str(value)
    return column.codes.get(key, key)
