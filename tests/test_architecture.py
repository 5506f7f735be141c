"""ARCHITECTURE.md names the tree truly and whole, and answers what a newcomer asks.

That the paths and functions it names exist is asked of every document in tests/test_docs.py.
"""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
TEXT = (ROOT / "ARCHITECTURE.md").read_text()
SOURCE = ROOT / "src" / "simpul"
_NAMED = re.compile(r"`((?:src|content|docs|scripts|tests|requirements)/[\w./-]*[\w/])(?::(\w+))?`")


def named(text: str) -> set[tuple[str, str]]:
    """Each path in backticks with the function or class after its colon, empty where there is none."""
    return {(path, name) for path, name in _NAMED.findall(text)}


def definitions(text: str) -> set[str]:
    kinds = ast.FunctionDef, ast.ClassDef, ast.AsyncFunctionDef
    return {node.name for node in ast.walk(ast.parse(text)) if isinstance(node, kinds)}


def tree() -> dict[str, str]:
    """The paths the tree names, each with what it says of them."""
    block = TEXT.split("## The tree")[1].split("```")[1].strip("\n")
    found: dict[str, str] = {}
    folders: list[tuple[int, str]] = []
    for line in block.splitlines():
        depth = len(line) - len(line.lstrip())
        name, _, told = line.strip().partition("  ")
        while folders and folders[-1][0] >= depth:
            folders.pop()
        path = "".join(folder for _, folder in folders) + name
        found[path] = told.strip()
        if name.endswith("/"):
            folders.append((depth, name))
    return found


def parts(folder: Path) -> set[str]:
    """The modules and packages in a folder of the source, as the tree writes them."""
    modules = {path.name for path in folder.glob("*.py")} - {"__init__.py"}
    return modules | {f"{path.parent.name}/" for path in folder.glob("*/*.py")}


def test_the_questions_a_newcomer_asks_are_answered_by_file_and_function() -> None:
    rows = TEXT.split("## Where is it?")[1].split("\n## ")[0].splitlines()
    questions = {line.split("|")[1].strip(): line for line in rows if line.startswith("| W") or "?" in line}
    for asked in (
        "Where is overdue decided?",
        "Where is a value refused?",
        "Where do the delivery's columns come from?",
        "Who may do what?",
        "Who clears next?",
        "What is due in a round?",
        "How is a verdict reached?",
        "What makes the database refuse overlap?",
    ):
        assert any(name for _, name in named(questions[asked])), asked


@pytest.mark.parametrize("path", sorted(tree()))
def test_the_tree_names_what_is_there_and_says_what_is_decided_in_it(path: str) -> None:
    found = ROOT / path
    assert found.is_dir() if path.endswith("/") else found.is_file()
    assert tree()[path] or path == "src/simpul/"


def test_the_tree_leaves_out_no_part_down_to_two_levels() -> None:
    said = set(tree())
    first = {f"src/simpul/{name}" for name in parts(SOURCE)}
    second = {
        f"src/simpul/{path.name}/{name}" for path in SOURCE.iterdir() if path.is_dir() for name in parts(path)
    }
    assert sorted((first | second) - said) == []


def test_a_folder_that_is_unfolded_is_unfolded_whole() -> None:
    said = set(tree())
    folders = {path for path in said if path.startswith("src/simpul/") and path.endswith("/")}
    for folder in sorted(folders):
        below = {path for path in said if path.startswith(folder) and path != folder}
        if below:
            wanted = {folder + name for name in parts(ROOT / folder)}
            assert sorted(wanted - below) == [], f"{folder} is not whole"
