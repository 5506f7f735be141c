"""Reading the content folder: every entry with the file and line it stands on; a broken file is a defect."""

from __future__ import annotations

import csv
import hashlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from ..core.catalogue import ContentItem, Defect, check_content, licence_allows_tables
from ..core.errors import Problem
from ..core.validation import rules_from

#: Fields of a file's head that every entry of it inherits.
INHERITED = ("source", "confidence", "rationale")


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
    """Keeps the line of every mapping under the key `__line__`."""

    def construct_mapping(self, node: yaml.MappingNode, deep: bool = False) -> dict[Any, Any]:
        mapping = super().construct_mapping(node, deep=deep)
        mapping["__line__"] = node.start_mark.line + 1
        return mapping


def _dates_as_text(loader: type[yaml.SafeLoader]) -> None:
    """Dates stay text: content is checked as written."""
    loader.yaml_implicit_resolvers = {
        first: [(tag, pattern) for tag, pattern in rules if tag != "tag:yaml.org,2002:timestamp"]
        for first, rules in yaml.SafeLoader.yaml_implicit_resolvers.items()
    }


_dates_as_text(_Lines)


def read_content(folder: Path) -> Bundle:
    """Read and check a content folder. Nothing is thrown for what is wrong in it."""
    items: list[ContentItem] = []
    defects: list[Defect] = []
    digest = hashlib.sha256()
    for path in sorted(folder.rglob("*.yaml")):
        name = str(path.relative_to(folder))
        raw = path.read_bytes()
        digest.update(name.encode() + b"\0" + raw)
        try:
            data = yaml.load(raw, Loader=_Lines)  # noqa: S506 - a SafeLoader that keeps lines
        except yaml.YAMLError as error:
            line = getattr(getattr(error, "problem_mark", None), "line", 0) + 1
            defects.append(Defect("CONTENT-YAML", name, line, {"reason": _reason(error)}))
            continue
        if not isinstance(data, Mapping) or "kind" not in data:
            defects.append(Defect("CONTENT-FIELD", name, 1, {"entry": name, "field": "kind"}))
            continue
        if data["kind"] == "table":
            digest.update((path.parent / data["file"]).read_bytes())
        items += _items(data, name)
        if data["kind"] == "table":
            rows, wrong = _table(data, path.parent, name)
            items += rows
            defects += wrong
    defects += check_content(items)
    defects += _rules(items)
    return Bundle(tuple(items), tuple(defects), digest.hexdigest())


def _reason(error: yaml.YAMLError) -> str:
    return str(getattr(error, "problem", "") or error).splitlines()[0]


def _plain(value: Any) -> Any:
    """The value without the line marks."""
    if isinstance(value, dict):
        return {key: _plain(item) for key, item in value.items() if key != "__line__"}
    if isinstance(value, list):
        return [_plain(item) for item in value]
    return value


def _items(data: Mapping[str, Any], name: str) -> Iterator[ContentItem]:
    kind = str(data["kind"])
    if kind == "table":
        return
    if kind == "framework":
        head = {key: value for key, value in data.items() if key not in ("kind", "entries")}
        yield ContentItem(kind, str(data.get("code", "")), _plain(head), name, int(data["__line__"]))
        for entry in data.get("entries") or []:
            body = {**_plain(entry)}
            yield ContentItem("node", f"{data.get('code')}/{entry.get('code')}", body, name, entry["__line__"])
        return
    entries = data.get("entries") or data.get("rules") or []
    for entry in entries:
        body = {key: _plain(data[key]) for key in INHERITED if key in data} | _plain(entry)
        if kind == "alignment":
            ends = _plain(entry)
            body["source_node"] = ends.get("source")
            body["source"] = data.get("source", "")
        yield ContentItem(kind, str(entry.get("code", "")), body, name, entry["__line__"])


def _table(data: Mapping[str, Any], folder: Path, name: str) -> tuple[list[ContentItem], list[Defect]]:
    """A table of values beside its sidecar: each series names source and licence once."""
    file = f"{Path(name).parent}/{data['file']}"
    series = {entry["code"]: entry for entry in data.get("entries") or []}
    defects = [
        Defect("CONTENT-LICENCE", name, entry["__line__"], {"entry": code, "licence": entry.get("licence")})
        for code, entry in series.items()
        if not licence_allows_tables(str(entry.get("licence") or ""))
    ]
    items = []
    with (folder / data["file"]).open(newline="") as stream:
        for number, row in enumerate(csv.DictReader(stream), start=2):
            entry = series.get(row["indicator"])
            if entry is None:
                params = {"entry": row["indicator"], "field": "entries", "target": row["indicator"]}
                defects.append(Defect("CONTENT-REFERENCE", file, number, params))
                continue
            body = {
                **row,
                "code": f"{row['indicator']}/{row['area']}/{row['period']}",
                "nature": data["nature"],
                "source": f"{entry['source']}, {entry['source_url']}",
                "confidence": data["confidence"],
            }
            items.append(ContentItem("value", body["code"], body, file, number))
    return items, defects


def _rules(items: list[ContentItem]) -> list[Defect]:
    found = []
    for item in items:
        if item.kind == "rule":
            try:
                rules_from([item.body])
            except Problem as problem:
                reason = str(problem.params.get("defects", problem.code))
                params = {"entry": item.code, "reason": reason}
                found.append(Defect("CONTENT-RULE", item.file, item.line, params))
    return found
