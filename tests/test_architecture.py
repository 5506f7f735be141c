"""ARCHITECTURE.md names the tree truly, and every answer of “Where is it?” is there."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
TEXT = (ROOT / "ARCHITECTURE.md").read_text()
NAMED = sorted(set(re.findall(r"`((?:src|content|docs|scripts|tests)/[\w./-]+)(?::(\w+))?`", TEXT)))


def definitions(path: Path) -> set[str]:
    kinds = ast.FunctionDef, ast.ClassDef, ast.AsyncFunctionDef
    return {node.name for node in ast.walk(ast.parse(path.read_text())) if isinstance(node, kinds)}


@pytest.mark.parametrize(("path", "name"), NAMED, ids=[":".join(pair).rstrip(":") for pair in NAMED])
def test_what_is_named_is_there(path: str, name: str) -> None:
    found = ROOT / path
    assert found.exists(), f"{path} is not there"
    if name:
        assert name in definitions(found), f"{name} is not in {path}"


def test_the_answers_are_many_enough_to_find_a_rule_by() -> None:
    assert len([name for _, name in NAMED if name]) >= 20


def test_the_tree_names_every_module_of_core_records_and_actions() -> None:
    tree = TEXT.split("## The tree")[1].split("## Where is it?")[0]
    said = set(re.findall(r"[\w./]+", tree))
    for layer in ("core", "records", "actions"):
        for path in (ROOT / "src" / "simpul" / layer).iterdir():
            if path.name in {"__init__.py", "apps.py", "__pycache__"}:
                continue
            name = path.name + ("/" if path.is_dir() else "")
            assert name in said, f"the tree does not name {layer}/{name}"
    for part in (ROOT / "src" / "simpul" / "doors").iterdir():
        if part.is_dir() and part.name != "__pycache__":
            assert f"{part.name}/" in said, f"the tree does not name doors/{part.name}"


def test_the_tree_names_nothing_that_is_not_there() -> None:
    tree = TEXT.split("## The tree")[1].split("## Where is it?")[0]
    files = {path.name for path in ROOT.rglob("*.py") if ".venv" not in path.parts}
    for name in re.findall(r"\b(\w+\.py)\b", tree):
        assert name in files, f"{name} is not there"
