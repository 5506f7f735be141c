"""Reading the content folder: every entry with the file and line it stands on; a broken file is a defect."""

from __future__ import annotations

import csv
import hashlib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from io import StringIO
from pathlib import Path
from typing import Any

import yaml

from ..core.catalogue import ContentItem, Defect, licence_allows_tables
from ..core.content_checks import check_content
from ..core.content_own import laid_over
from ..core.content_shapes import HEAD_FIELDS, SHAPES
from ..core.errors import Problem
from ..core.validation import rules_from

#: A content file is written by hand; what is larger is something else.
MAX_BYTES = 5_000_000
COLUMNS = ("indicator", "area", "period", "value")


#: What can only be said when every file was read: else each entry of a broken file would be missed by all others.
_NEED_ALL_FILES = frozenset({"CONTENT-REFERENCE", "CONTENT-COUNT"})


@dataclass(frozen=True)
class Bundle:
    """A content folder as read: its entries, what is wrong with it, and a digest over all files."""

    items: tuple[ContentItem, ...]
    defects: tuple[Defect, ...]
    digest: str

    def of(self, kind: str) -> list[ContentItem]:
        """The entries of a kind, in the order of the files."""
        return [item for item in self.items if item.kind == kind]


class _Lines(yaml.SafeLoader):
    """Keeps the line of every mapping under the key `__line__`; refuses aliases and keys written twice."""

    def compose_node(self, parent: yaml.Node | None, index: int) -> yaml.Node | None:
        if self.check_event(yaml.AliasEvent):
            mark = self.peek_event().start_mark
            raise yaml.composer.ComposerError(None, None, "aliases are not used", mark)
        return super().compose_node(parent, index)

    def construct_mapping(self, node: yaml.MappingNode, deep: bool = False) -> dict[Any, Any]:
        seen = set()
        for key, _ in node.value:
            if isinstance(key, yaml.ScalarNode) and key.value in seen:
                twice = f"{key.value} stands twice"
                raise yaml.constructor.ConstructorError(None, None, twice, key.start_mark)
            seen.add(key.value if isinstance(key, yaml.ScalarNode) else key)
        mapping = super().construct_mapping(node, deep=deep)
        mapping["__line__"] = node.start_mark.line + 1
        return mapping


#: Dates stay text: content is checked as written.
_Lines.yaml_implicit_resolvers = {
    first: [(tag, pattern) for tag, pattern in rules if tag != "tag:yaml.org,2002:timestamp"]
    for first, rules in yaml.SafeLoader.yaml_implicit_resolvers.items()
}


@dataclass
class _Reading:
    """What a folder gave so far."""

    folder: Path
    items: list[ContentItem] = field(default_factory=list)
    defects: list[Defect] = field(default_factory=list)
    digest: Any = field(default_factory=hashlib.sha256)

    def wrong(self, code: str, file: str, line: int, **params: Any) -> None:
        self.defects.append(Defect(code, file, line, params))

    def bytes_of(self, path: Path) -> bytes | None:
        """The content of a file, counted into the digest; None when it cannot be a content file."""
        name = path.relative_to(self.folder).as_posix()
        try:
            if path.stat().st_size > MAX_BYTES:
                raise OSError(f"> {MAX_BYTES // 1_000_000} MB")
            raw = path.read_bytes()
        except OSError as error:
            self.wrong("CONTENT-YAML", name, 1, reason=error.strerror or str(error))
            return None
        self.digest.update(name.encode() + b"\0" + hashlib.sha256(raw).digest())
        return raw


def read_content(folder: Path, own: Path | None = None) -> Bundle:
    """Read and check a content folder. Nothing is thrown for what is wrong in it.

    Args:
        own: a second folder whose entries are laid over the first; its files are named with its own name before them.
    """
    reading = _Reading(folder.resolve())
    own = own.resolve() if own else None
    for path in sorted(reading.folder.rglob("*.yaml")):
        if own is None or not path.is_relative_to(own):
            _read_file(reading, path)
    if not reading.items and not reading.defects:
        reading.wrong("CONTENT-EMPTY", str(folder), 1, folder=str(folder))
    if own is not None:
        _read_own(reading, own)
    unread = any(defect.code == "CONTENT-YAML" for defect in reading.defects)
    checked = [*check_content(reading.items), *_rules(reading.items)]
    defects = reading.defects + [one for one in checked if not unread or one.code not in _NEED_ALL_FILES]
    defects.sort(key=lambda defect: (defect.file, defect.line, defect.code))
    return Bundle(tuple(reading.items), tuple(defects), reading.digest.hexdigest())


def _read_own(reading: _Reading, own: Path) -> None:
    """Read a country's own folder over what was read; one that is not there is a defect, one without files is none."""
    if not own.is_dir():
        reading.wrong("CONTENT-EMPTY", str(own), 1, folder=str(own))
        return
    beside = _Reading(own.parent, defects=reading.defects, digest=reading.digest)
    for path in sorted(own.rglob("*.yaml")):
        _read_file(beside, path)
    reading.items, lacking = laid_over(reading.items, beside.items)
    reading.defects += lacking


def _read_file(reading: _Reading, path: Path) -> None:
    name = path.relative_to(reading.folder).as_posix()
    raw = reading.bytes_of(path)
    if raw is None:
        return
    try:
        data = yaml.load(raw, Loader=_Lines)  # noqa: S506 - a SafeLoader that keeps lines
    except (yaml.YAMLError, ValueError, RecursionError) as error:
        line = getattr(getattr(error, "problem_mark", None), "line", 0) + 1
        reading.wrong("CONTENT-YAML", name, line, reason=_reason(error))
        return
    if not isinstance(data, Mapping) or "kind" not in data:
        reading.wrong("CONTENT-FIELD", name, 1, entry=name, field="kind")
    elif data["kind"] == "table":
        _read_table(reading, data, path)
    else:
        entries = _entries(reading, data, name)
        reading.items += _items(data, entries, name)


def _reason(error: Exception) -> str:
    return str(getattr(error, "problem", "") or error or type(error).__name__).splitlines()[0]


def _plain(value: Any) -> Any:
    """The value without the line marks."""
    if isinstance(value, dict):
        return {key: _plain(item) for key, item in value.items() if key != "__line__"}
    if isinstance(value, list):
        return [_plain(item) for item in value]
    return value


def _entries(reading: _Reading, data: Mapping[str, Any], name: str) -> list[dict[str, Any]]:
    """The entries of a file that are mappings; anything else in their place is a defect."""
    place = "rules" if data["kind"] == "rule" else "entries"
    entries = data.get(place)
    if not isinstance(entries, list) or not entries:
        reading.wrong("CONTENT-FIELD", name, 1, entry=name, field=place)
        return []
    for number, entry in enumerate(entries, start=1):
        if not isinstance(entry, dict):
            line = int(data["__line__"])
            reading.wrong("CONTENT-TYPE", name, line, entry=name, field=f"{place} {number}", wanted="mapping")
    return [entry for entry in entries if isinstance(entry, dict)]


def _items(data: Mapping[str, Any], entries: Iterable[Mapping[str, Any]], name: str) -> Iterator[ContentItem]:
    kind = str(data["kind"])
    if kind == "framework":
        code = str(data.get("code", ""))
        head = {key: value for key, value in data.items() if key not in ("kind", "entries")}
        yield ContentItem(kind, code, _plain(head), name, int(data["__line__"]))
        for entry in entries:
            yield ContentItem("node", f"{code}/{entry.get('code')}", _plain(entry), name, entry["__line__"])
        return
    shape = SHAPES.get(kind)
    fields = (shape.required | shape.optional) & HEAD_FIELDS if shape else frozenset()
    head = {key: _plain(data[key]) for key in sorted(fields) if key in data}
    for entry in entries:
        body = {**head, **_plain(entry)}
        if kind == "alignment":  # a file's `source` is the end it starts from
            body |= {"source_node": body.get("source"), "source": data.get("source", "")}
        yield ContentItem(kind, str(entry.get("code", "")), body, name, entry["__line__"])


def _read_table(reading: _Reading, data: Mapping[str, Any], path: Path) -> None:
    """A table of values beside its sidecar: each series names source and licence once."""
    name = path.relative_to(reading.folder).as_posix()
    missing = [one for one in ("file", "nature", "confidence", "entries") if not data.get(one)]
    for one in missing:
        reading.wrong("CONTENT-FIELD", name, 1, entry=name, field=one)
    if missing:
        return
    table = path.parent / Path(str(data["file"])).name
    raw = reading.bytes_of(table) if table.is_file() else None
    if raw is None:
        reading.wrong("CONTENT-REFERENCE", name, 1, entry=name, field="file", target=data["file"])
        return
    series = dict(_series(reading, data, name))
    file = table.relative_to(reading.folder).as_posix()
    try:
        rows = list(csv.DictReader(StringIO(raw.decode("utf-8"), newline=""), strict=True))
    except (UnicodeDecodeError, csv.Error) as error:
        reading.wrong("CONTENT-YAML", file, 1, reason=_reason(error))
        return
    for number, row in enumerate(rows, start=2):
        _read_row(reading, data, series, row, file, number)


def _series(reading: _Reading, data: Mapping[str, Any], name: str) -> Iterator[tuple[str, Mapping[str, Any]]]:
    for entry in _entries(reading, data, name):
        code = str(entry.get("code", ""))
        for one in ("code", "source", "source_url", "licence"):
            if not entry.get(one):
                reading.wrong("CONTENT-FIELD", name, entry["__line__"], entry=f"table {code}", field=one)
        if entry.get("licence") and not licence_allows_tables(str(entry["licence"])):
            line, licence = entry["__line__"], entry["licence"]
            reading.wrong("CONTENT-LICENCE", name, line, entry=f"table {code}", licence=licence)
        yield code, entry


def _read_row(
    reading: _Reading,
    data: Mapping[str, Any],
    series: Mapping[str, Mapping[str, Any]],
    row: Mapping[str, Any],
    file: str,
    number: int,
) -> None:
    if sorted(str(key) for key in row) != sorted(COLUMNS) or None in row.values():
        params = {"field": "columns", "value": len(row), "allowed": ", ".join(COLUMNS)}
        reading.wrong("CONTENT-VALUE", file, number, entry=file, **params)
        return
    entry = series.get(row["indicator"])
    if entry is None:
        reading.wrong("CONTENT-REFERENCE", file, number, entry=file, field="entries", target=row["indicator"])
        return
    code = f"{row['indicator']}/{row['area']}/{row['period']}"
    body = {
        **row,
        "code": code,
        "nature": data["nature"],
        "source": f"{entry.get('source')}, {entry.get('source_url')}",
        "licence": entry.get("licence"),
        "confidence": data["confidence"],
    }
    reading.items.append(ContentItem("value", code, body, file, number))


def _rules(items: Iterable[ContentItem]) -> Iterator[Defect]:
    for item in items:
        if item.kind == "rule":
            try:
                rules_from([item.body])
            except Problem as problem:
                reason = str(problem.params.get("defects", problem.code))
                yield Defect("CONTENT-RULE", item.file, item.line, {"entry": item.code, "reason": reason})
