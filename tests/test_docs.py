"""Documents say what is so: links, words of the command, settings, paths, decisions, libraries, and what they run."""

from __future__ import annotations

import ast
import json
import os
import re
import shlex
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path

import click
import pytest

from simpul.core.permissions import may
from simpul.records.models import User
from simpul.site.cli import cli
from simpul.site.cli import main as run_command
from tests.test_architecture import definitions
from tests.test_house import MACHINE, REGISTRY
from tests.world import make_world

ROOT = Path(__file__).resolve().parent.parent
SOURCE = ROOT / "src" / "simpul"
_FENCE = re.compile(r"^( *)```(\w*)\n(.*?)^\1```$", re.M | re.S)
_SPAN = re.compile(r"``([^\n]+?)``|`([^`\n]+)`")
_LINK = re.compile(r"!?\[[^\]]*\]\(([^)\s]+)(?: \"[^\"]*\")?\)")
_VARIABLE = re.compile(r"\bSIMPUL_[A-Z][A-Z_]*\b")


@dataclass(frozen=True)
class Document:
    """A Markdown file taken apart: what it says in prose, in spans of code and in blocks of code."""

    name: str
    text: str

    @property
    def blocks(self) -> list[tuple[str, str]]:
        """Each block of code with its language."""
        return [(language, body) for _, language, body in _FENCE.findall(self.text)]

    @property
    def spans(self) -> list[str]:
        """Each piece of code within a sentence."""
        return [(double or single).strip() for double, single in _SPAN.findall(_FENCE.sub("", self.text))]

    @property
    def prose(self) -> str:
        """Everything that is no code."""
        return _SPAN.sub("", _FENCE.sub("", self.text))

    @property
    def links(self) -> list[str]:
        """Where it points, pictures included."""
        return _LINK.findall(self.prose)

    @property
    def anchors(self) -> set[str]:
        """The anchors of its headings, as GitHub makes them."""
        found: dict[str, int] = {}
        for heading in re.findall(r"^#{1,6} +(.+?) *#*$", _FENCE.sub("", self.text), re.M):
            plain = re.sub(r"\[([^\]]*)\]\([^)]*\)", r"\1", heading).lower()
            slug = re.sub(r"[^\w\- ]", "", plain).replace(" ", "-")
            found[slug] = found.get(slug, -1) + 1
        return {
            slug if not number else f"{slug}-{number}"
            for slug, last in found.items()
            for number in range(last + 1)
        }


@cache
def documents() -> dict[str, Document]:
    """Every Markdown file of the repository, those not committed yet included."""
    command = ["git", "ls-files", "--cached", "--others", "--exclude-standard", "*.md"]
    listed = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True).stdout.split("\n")
    names = sorted(name for name in listed if name and (ROOT / name).is_file())
    return {name: Document(name, (ROOT / name).read_text()) for name in names}


NAMES = sorted(documents())


def test_the_documents_are_found() -> None:
    assert {"README.md", "docs/README.md", "docs/operations.md", "docs/guide/command.md"} <= set(NAMES)
    assert sum(len(document.links) for document in documents().values()) > 80


# --- links -------------------------------------------------------------------------------------------------------


def dead_links(document: Document) -> list[str]:
    """What a document points at and is not there."""
    found = []
    for link in document.links:
        path, _, anchor = link.partition("#")
        if re.match(r"[a-z]+:", path):
            continue
        target = (ROOT / document.name).parent / path if path else ROOT
        inside = ROOT in target.resolve().parents or target.resolve() == ROOT
        if not inside or not target.exists():
            found.append(link)
        elif anchor:
            pointed = documents().get(str(target.resolve().relative_to(ROOT))) if path else document
            if pointed is None or anchor not in pointed.anchors:
                found.append(link)
    return found


@pytest.mark.parametrize("name", NAMES)
def test_every_link_leads_to_a_file_and_every_anchor_to_a_heading(name: str) -> None:
    assert dead_links(documents()[name]) == []


@pytest.mark.parametrize(
    "planted",
    [
        "[x](nowhere.md)",
        "![x](docs/pictures/none.png)",
        "[x](README.md#nowhere)",
        "[x](../outside.md)",
        "[x](/etc)",
    ],
)
def test_a_planted_dead_link_is_found(planted: str) -> None:
    assert dead_links(Document("planted.md", f"# Here\n\nSee {planted}.\n")) != []


def test_a_link_to_a_heading_of_its_own_is_alive_and_one_within_code_is_none() -> None:
    text = "# A `b`, c\n\n[x](#a-b-c) and `[y](nowhere.md)`\n\n```\n[z](nowhere.md)\n# no heading\n```\n"
    assert dead_links(Document("planted.md", text)) == []
    assert Document("planted.md", text).anchors == {"a-b-c"}


def test_the_index_leads_to_every_document() -> None:
    reached, waiting = set(), ["README.md", "docs/README.md"]
    while waiting:
        name = waiting.pop()
        if name in reached or name not in documents():
            continue
        reached.add(name)
        for link in documents()[name].links:
            target = ((ROOT / name).parent / link.partition("#")[0]).resolve()
            target = target / "README.md" if target.is_dir() else target
            if ROOT in target.parents:
                waiting.append(str(target.relative_to(ROOT)))
    assert sorted(name for name in NAMES if name.startswith("docs/") and name not in reached) == []
    index = {str(((ROOT / "docs") / link).resolve()) for link in documents()["docs/README.md"].links}
    guides = {str(ROOT / name) for name in NAMES if re.fullmatch(r"docs/(guide/)?[\w-]+\.md", name)}
    assert sorted(guides - index - {str(ROOT / "docs" / "README.md")}) == []


# --- words of the command ----------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Call:
    """The command as a document calls it: the words after `simpul`."""

    words: tuple[str, ...]

    def __str__(self) -> str:
        return " ".join(("simpul", *self.words))


def calls(document: Document) -> Iterator[Call]:
    """Every call of `simpul` in code, where the name stands at the place of a command."""
    for piece in [*document.spans, *(body for _, body in document.blocks)]:
        for rest in re.findall(
            r"(?:^|[$;&|(] |/bin/)simpul((?: [^\n]*)?)$", piece.replace(" && ", "\n&& "), re.M
        ):
            told = re.split(r" [#|;&]|\s{3,}", rest)[0]
            yield Call(tuple(re.sub(r"[\[\]()]", " ", told).split()))


def command_of(words: tuple[str, ...]) -> tuple[click.Command, list[str]]:
    """The command that words lead to, and the words that are left; options before the word are dropped.

    Raises:
        KeyError: no such word.
    """
    left, command = list(words), click.Command("none")
    group: click.Command = cli
    while left and left[0].startswith("-"):
        del left[: 2 if left[0] == "--language" else 1]
    while isinstance(group, click.Group) and left and not re.fullmatch(r"-.*|[A-Z_…]+", left[0]):
        found = group.get_command(click.Context(group), left[0])
        if found is None:
            raise KeyError(left[0])
        group = command = found
        left.pop(0)
    return command, left


def wrong_calls(document: Document) -> list[str]:
    """Calls of a word or an option the command does not have."""
    found = []
    for call in calls(document):
        try:
            command, left = command_of(call.words)
        except KeyError:
            found.append(str(call))
            continue
        known = {"--help", "-h", *(name for option in command.params for name in option.opts)}
        options = {word.partition("=")[0] for word in left if re.match(r"--?[a-z]", word)}
        if not options <= known:
            found.append(f"{call}: {sorted(options - known)}")
    return found


@pytest.mark.parametrize("name", NAMES)
def test_every_word_and_option_of_the_command_in_a_document_exists(name: str) -> None:
    assert wrong_calls(documents()[name]) == []


@pytest.mark.parametrize(
    "planted",
    ["`simpul deliver 2026-Q1`", "`simpul round reopen`", "```\n$ simpul export 2026-Q1 --to out\n```",
     "```sh\nA=1 && simpul nothing\n```", "`.venv/bin/simpul contents`", "`simpul progress [--country ISO]`"],
)  # fmt: skip
def test_a_planted_call_of_nothing_is_found(planted: str) -> None:
    assert wrong_calls(Document("planted.md", planted)) != []


def tree(group: click.Group, *way: str) -> Iterator[tuple[tuple[str, ...], click.Command]]:
    """Every word of the command that does something."""
    for name in group.list_commands(click.Context(group)):
        found = group.get_command(click.Context(group), name)
        assert found is not None
        if isinstance(found, click.Group):
            yield from tree(found, *way, name)
        else:
            yield (*way, name), found


WORDS = list(tree(cli))


@pytest.mark.parametrize(("way", "command"), WORDS, ids=[" ".join(way) for way, _ in WORDS])
def test_the_guide_tells_every_word_with_all_its_options_and_an_example(
    way: tuple[str, ...], command: click.Command
) -> None:
    guide = documents()["docs/guide/command.md"]
    section = guide.text.split(f"\n## {way[0]}\n")[1].split("\n## ")[0]
    told = [
        span
        for span in Document("", section).spans
        if span.startswith(" ".join(("simpul", *way))) and " " in span
    ]
    options = {name for option in command.params if isinstance(option, click.Option) for name in option.opts}
    assert any(options <= set(re.findall(r"--[a-z-]+", span)) for span in told), sorted(options)
    examples = "".join(body for _, body in Document("", section).blocks)
    assert re.search(rf"^\$ simpul (--language \w+ )?{' '.join(way)}\b", examples, re.M)


def words_of_run() -> tuple[set[str], set[str]]:
    """The words `run` answers to, and those its help explains."""
    text = (ROOT / "run").read_text()
    cases = re.findall(r"^  ([a-z|-]+)\)", text.split('case "${1:-help}" in')[1], re.M)
    told = re.findall(r"^  ([a-z-]+) {2,}\S", text.split("<<'TEXT'")[1].split("\nTEXT")[0], re.M)
    return {word for case in cases for word in case.split("|") if not word.startswith("-")}, set(told)


def calls_of_run(document: Document) -> list[str]:
    """The words of `run` a document calls."""
    code = [*document.spans, *(body for _, body in document.blocks)]
    return [word for piece in code for word in re.findall(r"\./run ([a-z][\w-]*)", piece)]


@pytest.mark.parametrize("name", NAMES)
def test_every_word_of_run_in_a_document_exists(name: str) -> None:
    assert sorted(set(calls_of_run(documents()[name])) - words_of_run()[0]) == []


def test_run_explains_all_its_words_and_a_planted_one_is_found() -> None:
    answers, told = words_of_run()
    assert answers == told and {"demo", "test", "docs"} <= answers
    assert calls_of_run(Document("planted.md", "`./run deploy` and\n```\n./run test\n```\n")) == [
        "deploy",
        "test",
    ]


# --- settings ----------------------------------------------------------------------------------------------------


@cache
def variables_read() -> frozenset[str]:
    """The environment variables the source reads: each a literal that some call or subscript is given."""
    found = set()
    for path in SOURCE.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text())):
            given = node.slice if isinstance(node, ast.Subscript) else None
            if isinstance(node, ast.Call) and node.args:
                given = node.args[0]
            if isinstance(given, ast.Constant) and _VARIABLE.fullmatch(str(given.value)):
                found.add(str(given.value))
    return frozenset(found)


def settings_told() -> list[str]:
    """The variables in the table of the document for operators."""
    section = documents()["docs/operations.md"].text.split("\n## Settings\n")[1].split("\n## ")[0]
    return re.findall(r"^\| `(SIMPUL_\w+)` \| .+ \| .+ \|$", section, re.M)


def test_every_setting_that_is_read_is_told_to_the_operator_once() -> None:
    told = settings_told()
    assert len(variables_read()) >= 12 and len(told) == len(set(told))
    assert sorted(variables_read() - set(told)) == [], "docs/operations.md, Settings, does not name them"
    assert sorted(set(told) - variables_read()) == [], "nothing in src/simpul reads them"


@pytest.mark.parametrize("name", NAMES)
def test_every_setting_a_document_names_is_read_somewhere(name: str) -> None:
    elsewhere = "".join((ROOT / part).read_text() for part in ("run", "tests/journeys/conftest.py"))
    known = variables_read() | set(_VARIABLE.findall(elsewhere))
    assert sorted(set(_VARIABLE.findall(documents()[name].text)) - known) == []


def test_the_defaults_told_are_those_of_a_bare_environment(tmp_path: Path) -> None:
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("SIMPUL_", "LANG"))}
    asked = (
        "import json; from simpul.site import settings as s; from simpul.site.cli import _language;"
        "print(json.dumps([','.join(s.ALLOWED_HOSTS), s.TIME_ZONE, s.LOGGING['root']['level'], s.SECURE, s.DEBUG,"
        " s.DEMO, s.CSRF_TRUSTED_ORIGINS, s.HOME.name, _language(), s.DATABASES['default']['ENGINE'].split('.')[-1]]))"
    )
    environment = {**kept, "PYTHONPATH": str(ROOT / "src")}
    done = subprocess.run(
        [sys.executable, "-c", asked],
        cwd=tmp_path,
        env=environment,
        capture_output=True,
        text=True,
        check=True,
    )
    hosts, zone, level, *flags = json.loads(done.stdout)
    assert flags == [False, False, False, [], "var", "id", "sqlite3"]
    section = documents()["docs/operations.md"].text.split("\n## Settings\n")[1]
    for variable, default in (
        ("HOSTS", hosts),
        ("ZONE", zone),
        ("LOG", level),
        ("HTTPS", "0"),
        ("DEBUG", "0"),
    ):
        assert f"| `SIMPUL_{variable}` | `{default}` |" in section


# --- paths -------------------------------------------------------------------------------------------------------


def places(path: str) -> list[Path]:
    """What a path of the repository names; a star stands for a part of a name."""
    return [
        found
        for folder in (ROOT, SOURCE)
        for found in ([folder / path] if "*" not in path else folder.glob(path))
    ]


@cache
def heads() -> frozenset[str]:
    """What a path of the repository begins with: its folders and those of the source, none that git ignores."""
    listed = subprocess.run(
        ["git", "ls-files"], cwd=ROOT, capture_output=True, text=True, check=True
    ).stdout.split()
    source = {
        name.removeprefix("src/simpul/").split("/")[0] for name in listed if name.startswith("src/simpul/")
    }
    return frozenset({name.split("/")[0] for name in listed if "/" in name} | source)


#: A path that looks like ours and belongs to another project, which the sentence names.
FOREIGN = {"docs/progress-methodology.md"}


def names_in(path: Path) -> set[str]:
    """What a module defines: functions, classes, methods, and values at its top."""
    text = path.read_text()
    values = [node for node in ast.parse(text).body if isinstance(node, (ast.Assign, ast.AnnAssign))]
    targets = [
        target for node in values for target in getattr(node, "targets", [getattr(node, "target", None)])
    ]
    return definitions(text) | {target.id for target in targets if isinstance(target, ast.Name)}


def lost_paths(document: Document) -> list[str]:
    """Paths in backticks that look like ours and are not there, or hold no function or class of that name."""
    found = []
    for span in document.spans:
        named = re.fullmatch(r"(?:\./)?([\w.@*-]+(?:/[\w.@*-]+)*/?)(?::(\w+))?", span)
        if named is None or "/" not in named[1] or named[1].split("/")[0] not in heads() or span in FOREIGN:
            continue
        there = [place for place in places(named[1]) if place.exists()]
        if not there or (named[2] and named[2] not in names_in(there[0])):
            found.append(span)
    return found


@pytest.mark.parametrize("name", NAMES)
def test_every_path_of_the_repository_in_a_document_is_there(name: str) -> None:
    assert lost_paths(documents()[name]) == []


@pytest.mark.parametrize(
    "planted",
    ["src/simpul/core/nothing.py", "core/nothing.py", "content/mapping/none.yaml", "docs/none/",
     "src/simpul/core/periods.py:no_such_function", "requirements/*.none", "./docs/none.md"],
)  # fmt: skip
def test_a_planted_path_to_nothing_is_found(planted: str) -> None:
    assert lost_paths(Document("planted.md", f"See `{planted}`.")) == [planted]
    assert (
        lost_paths(Document("planted.md", "`core/periods.py`, `requirements/*.txt`, `a/b`, `12/2025`")) == []
    )


@pytest.mark.parametrize("name", NAMES)
def test_no_document_names_a_machine_or_a_registry(name: str) -> None:
    lines = documents()[name].text.splitlines()
    assert [line for line in lines for pattern in (MACHINE, REGISTRY) if pattern.search(line)] == []


@pytest.mark.parametrize("name", NAMES)
def test_code_that_claims_a_language_is_written_in_it(name: str) -> None:
    for language, body in documents()[name].blocks:
        if language == "json":
            json.loads(body)
        elif language == "python":
            compile(body, name, "exec")
        elif language == "sh":
            done = subprocess.run(["sh", "-n"], input=body, capture_output=True, text=True, check=False)
            assert (done.returncode, done.stderr) == (0, "")


# --- decisions ---------------------------------------------------------------------------------------------------

DECISIONS = [name for name in NAMES if re.fullmatch(r"docs/decisions/\d{4}-[\w-]+\.md", name)]


def test_every_decision_is_in_the_index_with_its_number_and_status() -> None:
    index = documents()["docs/decisions/README.md"].text
    rows = re.findall(r"^\| \[(\d+)\]\(([\w.-]+)\) \| .+ \| (.+) \|$", index, re.M)
    assert len(rows) >= 10
    assert [f"docs/decisions/{name}" for _, name, _ in rows] == DECISIONS
    assert [int(name[:4]) for _, name, _ in rows] == [int(number) for number, _, _ in rows]
    for _, name, status in rows:
        assert f"**Status:** {status}" in documents()[f"docs/decisions/{name}"].text, name


@pytest.mark.parametrize("name", DECISIONS)
def test_a_decision_has_its_parts_in_order(name: str) -> None:
    text = documents()[name].text
    number = int(Path(name).name[:4])
    assert re.match(rf"# {number}\. \S", text) and re.search(r"^\*\*Status:\*\* \S", text, re.M)
    parts = re.findall(r"^## (.+)$", text, re.M)
    assert [part for part in parts if part in {"Context", "Decision", "Consequences", "What would change it"}] == [
        "Context", "Decision", "Consequences", "What would change it",
    ]  # fmt: skip
    for part in parts:
        assert text.split(f"\n## {part}\n")[1].split("\n## ")[0].strip(), part


def asked_for() -> dict[str, str]:
    """Every direct dependency, with the version that is pinned."""
    wanted: dict[str, str] = {}
    for name in ("run", "test"):
        pinned = dict(
            re.findall(
                r"^([\w.-]+)(?:\[[\w,]+\])?==([\w.]+)", (ROOT / f"requirements/{name}.txt").read_text(), re.M
            )
        )
        for line in (ROOT / f"requirements/{name}.in").read_text().splitlines():
            package = re.match(r"[A-Za-z][\w.-]*", line)
            if package:
                plain = package[0].lower().replace("_", "-")
                wanted[plain] = pinned[plain]
    front = json.loads((ROOT / "package.json").read_text())
    return {**wanted, **front["dependencies"], **front["devDependencies"]}


def test_the_table_of_libraries_names_each_direct_dependency_with_its_version() -> None:
    text = documents()["docs/decisions/0005-libraries.md"].text
    told = dict(re.findall(r"^\| (@?[\w./-]+) \| (\d[\w.]*) \| \S", text, re.M))
    named = {name.lower(): version for name, version in told.items()}
    assert len(asked_for()) > 30
    assert sorted(asked_for().items() - named.items()) == []
    assert sorted(named.items() - asked_for().items()) == []


# --- what the document for operators runs ------------------------------------------------------------------------


def block(title: str, language: str) -> str:
    """The first block of a language in a section of the document for operators."""
    text = documents()["docs/operations.md"].text.split(f" {title}\n")[1]
    return next(body for kind, body in Document("", text).blocks if kind == language)


@pytest.mark.django_db
def test_the_commands_for_the_first_accounts_open_an_administrator_and_a_secretariat(
    capsys: pytest.CaptureFixture[str],
) -> None:
    make_world()
    lines = block("People and accounts", "sh").replace("\\\n", "").splitlines()
    offices = (ROOT / "content" / "organisations" / "idn.yaml").read_text()
    for line in lines:
        words = shlex.split(line)[1:]
        office = words[words.index("--office") + 1]
        assert f"code: {office}\n" in offices
        words[words.index("--office") + 1] = "KEMLU"
        with pytest.raises(SystemExit) as ended:
            run_command(words)
        assert not ended.value.code, capsys.readouterr().err
        user = User.objects.get(email=words[2])
        assert user.check_password(capsys.readouterr().out.strip())
    today = date(2026, 4, 10)
    admin, secretariat = (
        User.objects.get(email=f"{one}@office.example").duties_on(today) for one in ("admin", "name")
    )
    assert may(secretariat, "round.open", day=today) and may(secretariat, "accounts.edit", day=today)
    assert may(admin, "accounts.edit_admin", day=today) and not may(admin, "round.open", day=today)


def test_the_backup_that_is_told_can_be_restored_and_proven(tmp_path: Path) -> None:
    programs, home, copies = tmp_path / "bin", tmp_path / "home", tmp_path / "copies"
    programs.mkdir()
    for name, call in (("simpul", "-c 'from simpul.site.cli import main; main()' "), ("python", "")):
        (programs / name).write_text(f'#!/bin/sh\nexec {sys.executable} {call}"$@"\n')
        (programs / name).chmod(0o755)
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("SIMPUL_", "LANG"))}
    environment = {
        **kept,
        "PYTHONPATH": str(ROOT / "src"),
        "SIMPUL_HOME": str(home),
        "SIMPUL_CONTENT": str(ROOT / "content"),
        "BACKUPS": str(copies),
        "PATH": f"{programs}{os.pathsep}{os.environ['PATH']}",
    }

    def run(*words: str, **more: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(words, env={**environment, **more}, capture_output=True, text=True, check=False)

    assert run("simpul", "content", "load").returncode == 0
    script = block("Backup", "sh").replace("/opt/simpul/.venv/bin", str(programs))
    for _ in range(2):  # a second one on the same day takes the place of the first
        done = run("sh", "-c", script)
        assert done.returncode == 0, done.stderr
    (copy,) = copies.iterdir()
    assert {path.name for path in copy.iterdir()} == {"simpul.sqlite3", "files", "simpul_secret_key.txt"}
    assert copy.stat().st_mode & 0o077 == 0
    proven = run("simpul", "integrity", "--json", SIMPUL_HOME=str(copy))
    assert (proven.returncode, json.loads(proven.stdout)["faults"]) == (0, [])
    same = [
        run("simpul", "progress", "--format", "json", SIMPUL_HOME=str(place)).stdout for place in (home, copy)
    ]
    assert same[0] == same[1] and json.loads(same[0])
