"""What the import contracts cannot say: doors never write, core stands alone, errors speak, files name no machine."""

from __future__ import annotations

import ast
import re
import string
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import polib
import pytest
from django.test import Client, override_settings
from django.urls import path as address

from simpul.actions.acting import writing
from simpul.core.content_words import CONTENT_SENTENCES
from simpul.core.errors import SENTENCES
from simpul.core.permissions import VERBS
from simpul.records.models import OutboxMessage, Person
from tests.conftest import allowed_skips
from tests.guard import LIBRARY_TABLES, WriteOutsideAction

ROOT = Path(__file__).resolve().parent.parent
SOURCE = ROOT / "src" / "simpul"


def modules(folder: str = "") -> list[Path]:
    return sorted(path for path in (SOURCE / folder).rglob("*.py") if "migrations" not in path.parts)


# --- doors never write ----------------------------------------------------------------------------------------

ROWS = {"objects", "filter", "all", "get", "exclude", "order_by", "current", "first", "last"}
ALWAYS = {"bulk_create", "bulk_update", "get_or_create", "update_or_create", "select_for_update", "cursor"}
ON_ROWS = {"create", "update", "delete", "add", "set", "remove", "clear"}


def chain(node: ast.AST) -> list[str]:
    """The names of a call's receiver, outermost first: `Task.objects.filter(…).update` -> update, filter, …"""
    names = []
    while True:
        if isinstance(node, ast.Call):
            node = node.func
        elif isinstance(node, ast.Attribute):
            names.append(node.attr)
            node = node.value
        else:
            return [*names, node.id] if isinstance(node, ast.Name) else names


def writes(text: str) -> list[str]:
    """The places at which a module would write to the database or take hold of it."""
    tree, found = ast.parse(text), []
    models = {
        alias.asname or alias.name
        for node in ast.walk(tree)
        if isinstance(node, ast.ImportFrom) and "records" in (node.module or "")
        for alias in node.names
    }
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom):
            names = {alias.name for alias in node.names}
            # a door may hold several actions in one transaction, never the connection itself
            if (node.module or "") == "django.db" and names & {"connection", "connections"}:
                found.append(f"{node.lineno}: takes the connection")
            if names & {"writing", "WRITING", "audit", "announce"}:
                found.append(f"{node.lineno}: takes the frame of actions")
        if not isinstance(node, ast.Call) or not isinstance(node.func, ast.Attribute):
            continue
        name, *receiver = chain(node.func)
        on_rows = bool(set(receiver) & (ROWS | models)) and "GET" not in receiver and "POST" not in receiver
        saves = name in {"save", "asave"} and receiver != ["document"]
        if name in ALWAYS or saves or (name in ON_ROWS and on_rows):
            found.append(f"{node.lineno}: .{name}() on {'.'.join(reversed(receiver))}")
    return found


@pytest.mark.parametrize("module", modules("doors"), ids=lambda path: str(path.relative_to(SOURCE)))
def test_a_door_writes_nothing(module: Path) -> None:
    assert writes(module.read_text()) == []


@pytest.mark.parametrize(
    "planted",
    [
        "from ..records.models import Task\nTask.objects.create(round=1)",
        "from ..records.models import Task\nTask.objects.filter(pk=1).update(state='x')",
        "from ..records.models import Task\nTask(round=1).save()",
        "row.save(update_fields=['state'])",
        "task.entries.all().delete()",
        "Task.objects.bulk_create([])",
        "from django.db import connection\nconnection.cursor().execute('DELETE FROM simpul_task')",
        "from ..actions.acting import writing",
    ],
)
def test_a_planted_write_is_found(planted: str) -> None:
    assert writes(planted)


def planted_view(request: object) -> object:
    Person.objects.filter(pk=0).update(name="x")
    raise AssertionError("the write went through")


urlpatterns = [address("planted/", planted_view)]


@pytest.mark.django_db
@override_settings(ROOT_URLCONF=__name__, MIDDLEWARE=[])
def test_the_database_refuses_a_write_from_a_view() -> None:
    with pytest.raises(WriteOutsideAction, match="simpul_person"):
        Client().get("/planted/")


@pytest.mark.django_db
def test_the_database_takes_what_an_action_writes_and_no_more() -> None:
    with writing():
        OutboxMessage.objects.all().delete()
    with pytest.raises(WriteOutsideAction):
        OutboxMessage.objects.all().delete()


def test_no_table_of_ours_is_on_the_list_of_libraries() -> None:
    assert not [table for table in LIBRARY_TABLES if table.startswith("simpul")]


# --- core stands alone ----------------------------------------------------------------------------------------

ALONE = """
import importlib, pkgutil, sys
BLOCKED = ("django", "duckdb", "ninja", "allauth", "typst", "docx", "xlsxwriter", "python_calamine", "yaml",
           "click", "rich", "psycopg", "jsonschema", "polib", "simpul.records", "simpul.actions", "simpul.doors",
           "simpul.site", "simpul.drawing")
class Refuse:
    def find_spec(self, name, path=None, target=None):
        if name in BLOCKED or name.startswith(tuple(one + "." for one in BLOCKED)):
            raise ImportError("blocked: " + name)
sys.meta_path.insert(0, Refuse())
import simpul.core
for found in pkgutil.iter_modules(simpul.core.__path__):
    importlib.import_module("simpul.core." + found.name)
print(len([name for name in sys.modules if name.startswith("simpul.core.")]))
"""


def test_core_imports_with_every_framework_blocked() -> None:
    run = subprocess.run(
        [sys.executable, "-c", ALONE], capture_output=True, text=True, cwd=ROOT / "src", check=False
    )
    assert run.returncode == 0, run.stderr
    assert int(run.stdout) == len([path for path in modules("core") if path.name != "__init__.py"])


@pytest.mark.parametrize("module", modules("core"), ids=lambda path: path.name)
def test_core_reads_no_clock_and_opens_nothing(module: Path) -> None:
    for node in ast.walk(ast.parse(module.read_text())):
        if isinstance(node, ast.Call):
            name = (
                chain(node.func)[0] if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
            )
            assert name not in {"now", "utcnow", "today", "open", "print", "input"}, (
                f"{module.name}:{node.lineno}"
            )


# --- errors speak -----------------------------------------------------------------------------------------------


def used_codes() -> Iterator[tuple[str, str]]:
    """Every literal that is written as a code of a problem, with the place it stands at."""
    for module in modules():
        if module.name in {"errors.py", "content_words.py"}:
            continue
        for node in ast.walk(ast.parse(module.read_text())):
            if isinstance(node, ast.Constant) and isinstance(node.value, str):
                yield node.value, f"{module.relative_to(SOURCE)}:{node.lineno}"


def raised_codes() -> Iterator[tuple[str, str]]:
    """The first argument of every problem that is made with a literal code."""
    for module in modules():
        for node in ast.walk(ast.parse(module.read_text())):
            name = getattr(getattr(node, "func", None), "id", "")
            if (
                isinstance(node, ast.Call)
                and name in {"Problem", "Conflict", "NotFound", "NotAllowed"}
                and node.args
            ):
                code = node.args[0]
                if isinstance(code, ast.Constant):
                    yield str(code.value), f"{module.relative_to(SOURCE)}:{node.lineno}"


def test_every_code_that_is_raised_has_its_sentences() -> None:
    assert [place for code, place in raised_codes() if code not in SENTENCES] == []


def test_every_code_that_has_sentences_is_used() -> None:
    used = {text for text, _ in used_codes()}
    assert sorted(set(SENTENCES) - used) == []


def placeholders(text: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(text) if name}


@pytest.mark.parametrize("code", sorted(SENTENCES))
def test_a_code_says_the_same_in_both_languages(code: str) -> None:
    said = SENTENCES[code]
    assert said.text("id").strip() and said.text("en").strip() and said.text("id") != said.text("en")
    assert placeholders(said.text("id")) == placeholders(said.text("en"))
    assert placeholders(said.hint("id")) == placeholders(said.hint("en"))


@pytest.mark.parametrize("code", sorted(CONTENT_SENTENCES))
def test_a_defect_of_content_says_the_same_in_both_languages(code: str) -> None:
    said = CONTENT_SENTENCES[code]
    assert placeholders(said.text("id")) == placeholders(said.text("en")) and said.text("id") != said.text(
        "en"
    )


def test_every_verb_of_the_permission_table_is_asked_somewhere() -> None:
    used = {text for text, place in used_codes() if not place.startswith("core/permissions")}
    assert sorted(VERBS - used) == []


# --- what the repository names ----------------------------------------------------------------------------------


def tracked() -> list[Path]:
    listed = subprocess.run(["git", "ls-files"], cwd=ROOT, capture_output=True, text=True, check=True)
    return [ROOT / name for name in listed.stdout.splitlines()]


TEXTS = {
    ".py",
    ".md",
    ".txt",
    ".in",
    ".toml",
    ".yaml",
    ".json",
    ".html",
    ".css",
    ".js",
    ".po",
    ".typ",
    ".sh",
    "",
}
REGISTRY = re.compile(r"(?:pypi\.org|pythonhosted|npmjs|registry\.|yarnpkg)", re.I)
MACHINE = re.compile(r"(?:^|[\s\"'`(=])/(?:root|home/\w+|work|mnt|Users)/")


def test_no_file_names_a_registry_or_a_machine() -> None:
    found = []
    for path in tracked():
        if path.suffix not in TEXTS or path == Path(__file__).resolve() or not path.is_file():
            continue
        for number, line in enumerate(path.read_text(errors="replace").splitlines(), start=1):
            if REGISTRY.search(line) or MACHINE.search(line):
                found.append(f"{path.relative_to(ROOT)}:{number}: {line.strip()[:80]}")
    assert found == []


@pytest.mark.parametrize("name", ["run", "test"])
def test_every_requirement_is_pinned_with_hashes_and_without_address(name: str) -> None:
    text = (ROOT / "requirements" / f"{name}.txt").read_text()
    packages = [line for line in text.splitlines() if line and not line.startswith((" ", "#"))]
    assert len(packages) > 20 and "://" not in text
    for line in packages:
        assert re.match(r"[a-zA-Z0-9._-]+(\[[\w,]+\])?==[\w.]+", line), line
        assert line.endswith("\\"), f"{line} has no hash"


def test_the_lock_of_the_front_end_carries_no_address() -> None:
    text = (ROOT / "package-lock.json").read_text()
    assert '"resolved"' not in text and '"integrity"' in text


# --- skips --------------------------------------------------------------------------------------------------------


def test_no_test_may_be_skipped_unless_the_list_says_so() -> None:
    marks = re.compile(r"pytest\.(?:skip|mark\.skip|mark\.skipif|importorskip|xfail)\(")
    here = Path(__file__).resolve()
    places = [
        str(path.relative_to(ROOT))
        for path in sorted((ROOT / "tests").rglob("*.py"))
        if path != here and marks.search(path.read_text())
    ]
    assert bool(places) == bool(allowed_skips()), places


# --- one Indonesian word for one thing ----------------------------------------------------------------------------

#: What an Indonesian text does not say, and the word of the glossary it says instead.
NOT_SAID = {
    r"kantor(?!\.)\w*": "K/L",
    r"instansi": "K/L",
    r"kita": "kami, or a sentence without it",
    r"pemilik angka": "wali angka",
    r"pendamping": "pengampu bersama",
    r"menyumbang\w*": "berkontribusi",
    r"keselarasan\w*": "penyelarasan",
    r"rantai": "alur persetujuan",
    r"dengan tangan": "secara manual",
    r"diceritakan": "diuraikan",
    r"meja kerja": "Simpul, or sistem",
}
#: Words that are English as well, so that they are looked for in Indonesian sentences alone.
NOT_IN_SENTENCES = {r"baselines?": "data dasar", r"targets?": "sasaran", r"dipanggil": "diundang"}
#: Content that speaks in our words; names of offices and quoted sources are theirs.
OUR_CONTENT = ("papers", "rules", "obligations", "mapping")


def indonesian_sentences() -> Iterator[tuple[str, str]]:
    """Every Indonesian sentence of the catalogue and of the refusals, with where it stands."""
    for entry in polib.pofile(str(SOURCE / "site/locale/id/LC_MESSAGES/django.po")):
        if not entry.obsolete:
            yield from ((entry.msgid, text) for text in (entry.msgstr, *entry.msgstr_plural.values()))
    for code, told in {**SENTENCES, **CONTENT_SENTENCES}.items():
        yield from ((code, text) for text in (told.id, told.hint_id))


def strange(text: str, words: dict[str, str]) -> list[str]:
    """What a text says that it should not, beside its placeholders."""
    bare = re.sub(r"\{\w*\}|%\(\w+\)\w", "", text)
    return [
        f"{found[0]}: say {instead}"
        for word, instead in words.items()
        if (found := re.search(rf"\b{word}\b", bare, re.IGNORECASE))
    ]


def test_indonesian_sentences_call_each_thing_by_the_one_word_of_the_glossary() -> None:
    told = {where: strange(text, NOT_SAID | NOT_IN_SENTENCES) for where, text in indonesian_sentences()}
    assert {where: found for where, found in told.items() if found} == {}


def test_words_in_sources_and_content_are_those_of_the_glossary_too() -> None:
    told = {}
    for module in modules():
        for node in ast.walk(ast.parse(module.read_text())):
            if isinstance(node, ast.Constant) and isinstance(node.value, str):
                told[f"{module.name}:{node.lineno}"] = strange(node.value, NOT_SAID)
    for folder in OUR_CONTENT:
        for path in (ROOT / "content" / folder).glob("*.*"):
            told[path.name] = strange(path.read_text(), NOT_SAID)
    assert {where: found for where, found in told.items() if found} == {}


def test_a_strange_word_is_named_with_what_to_say_instead() -> None:
    assert strange("Kantornya belum menjawab.", NOT_SAID) == ["Kantornya: say K/L"]
    assert strange("{target}: sasaran", NOT_IN_SENTENCES) == []


# --- what only a technician reads is folded away ----------------------------------------------------------------

#: What names a rule, an error or a fingerprint in a template; shown only through `desk/parts/technical.html`.
TECHNICAL = re.compile(
    r"{{ *(?:\w+\.)*(?:rule|sha256|content_hash|digest|set\.basis|problem\.code)(?:\|slice:\S+)? *}}|{{ *rule *}}"
)


def shown_codes(template: str) -> list[str]:
    """Rule codes, error codes and fingerprints a template shows as words; hidden fields and ids are no words."""
    words = re.sub(r'="[^"{]*{{[^}]*}}[^"]*"', "", template)
    return TECHNICAL.findall(words)


def test_pages_show_no_rule_codes_error_codes_or_fingerprints_as_words() -> None:
    found = {
        path.name: shown_codes(path.read_text()) for path in (SOURCE / "doors/desk/templates").rglob("*.html")
    }
    assert {name: codes for name, codes in found.items() if codes} == {}


def test_a_planted_code_on_a_page_is_found() -> None:
    assert shown_codes('<p id="f-{{ item.rule }}">{{ item.where }} · {{ item.rule }}</p>') == [
        "{{ item.rule }}"
    ]
    assert shown_codes('<code>{{ turn.submission.content_hash|slice:":16" }}</code>')
