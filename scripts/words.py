"""The words of the screens: what is to be translated, what is missing, and the compiled catalogue.

    words.py extract            update the catalogue from sources and templates
    words.py set < words.json   {"English": "Indonesian"} or {"English": ["one", "many"]}
    words.py check              exit 1 and name what is untranslated or no longer used
    words.py compile            write the .mo beside the .po

The catalogue is one file; `set` and `extract` lock it, so that two people can work at once.
"""

from __future__ import annotations

import ast
import fcntl
import json
import os
import re
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import polib

ROOT = Path(__file__).resolve().parent.parent
SOURCES = ROOT / "src" / "simpul"
CATALOGUE = SOURCES / "site" / "locale" / "id" / "LC_MESSAGES" / "django.po"
CALLS = {
    "_": 1,
    "gettext": 1,
    "gettext_lazy": 1,
    "gettext_noop": 1,
    "ngettext": 2,
    "ngettext_lazy": 2,
}

Message = tuple[str, str | None, str | None]  # singular, plural, context


def from_python(path: Path) -> Iterator[Message]:
    """Literal arguments of the gettext family."""
    tree = ast.parse(path.read_text())
    called = {
        alias.asname: alias.name
        for node in ast.walk(tree)
        if isinstance(node, ast.ImportFrom)
        for alias in node.names
        if alias.asname
    }
    for node in ast.walk(tree):
        if not isinstance(node, ast.Call):
            continue
        name = node.func.id if isinstance(node.func, ast.Name) else getattr(node.func, "attr", "")
        name = called.get(name, name) if isinstance(node.func, ast.Name) else name
        texts = [
            item.value for item in node.args if isinstance(item, ast.Constant) and isinstance(item.value, str)
        ]
        if name in CALLS and len(texts) >= CALLS[name]:
            yield texts[0], texts[1] if CALLS[name] == 2 else None, None
        elif name in ("pgettext", "pgettext_lazy") and len(texts) >= 2:
            yield texts[1], None, texts[0]


def from_template(path: Path) -> Iterator[Message]:
    """`translate`, `blocktranslate` and `_()` of a Django template, read by Django's own parser."""
    from django.template import Template
    from django.template.base import FilterExpression, Node
    from django.templatetags.i18n import BlockTranslateNode, TranslateNode

    libraries = {"libraries": template_libraries()}
    engine = _engine(libraries)
    template = Template(path.read_text(), engine=engine)
    for node in _all_nodes(template.nodelist, Node):
        if isinstance(node, TranslateNode):
            text = node.filter_expression.var
            literal = getattr(text, "literal", text)
            if isinstance(literal, str):
                yield str(literal), None, None
        elif isinstance(node, BlockTranslateNode):
            single, _ = node.render_token_list(node.singular)
            plural = node.render_token_list(node.plural)[0] if node.plural else None
            yield _trim(node, single), _trim(node, plural) if plural else None, None
        for value in vars(node).values():
            yield from _marked(value, FilterExpression)


def _trim(node: Any, text: str) -> str:
    from django.utils.translation import trim_whitespace

    return trim_whitespace(text) if node.trimmed else text


def _marked(value: Any, kind: type) -> Iterator[Message]:
    """Strings marked by `_("...")` inside a tag's arguments and filters."""
    if isinstance(value, kind):
        candidates = [value.var, *(arg for _, args in value.filters for _, arg in args)]
        for var in candidates:
            if getattr(var, "translate", False) and isinstance(getattr(var, "literal", None), str):
                yield var.literal, None, None
        marked = re.match(r"""_\((["'])(.*?)\1\)""", getattr(value, "token", ""))
        if marked:  # Django keeps a lazy translation in the place of the words themselves
            yield marked.group(2), None, None
    elif isinstance(value, dict):
        for item in value.values():
            yield from _marked(item, kind)
    elif isinstance(value, (list, tuple)):
        for item in value:
            yield from _marked(item, kind)


def _all_nodes(nodelist: Any, kind: type) -> Iterator[Any]:
    for node in nodelist:
        yield node
        for value in vars(node).values():
            for part in value if isinstance(value, (list, tuple)) else [value]:
                yield from _below(part, kind)


def _below(part: Any, kind: type) -> Iterator[Any]:
    from django.template.base import NodeList

    if isinstance(part, NodeList):
        yield from _all_nodes(part, kind)
    elif isinstance(part, kind):
        yield from _all_nodes([part], kind)
    elif isinstance(part, tuple):
        for item in part:
            yield from _below(item, kind)


def template_libraries() -> dict[str, str]:
    """The template libraries of the installed apps."""
    from django.template.backends.django import get_installed_libraries

    return dict(get_installed_libraries())


def _engine(options: dict[str, Any]) -> Any:
    from django.template import Engine

    return Engine(
        dirs=[str(path) for path in SOURCES.glob("doors/*/templates")],
        app_dirs=True,
        libraries=options["libraries"],
        builtins=["django.templatetags.i18n"],
    )


def messages() -> dict[tuple[str, str | None], tuple[str | None, list[str]]]:
    """All messages: (singular, context) -> plural and the files that use it."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "simpul.site.settings")
    import django

    django.setup()
    found: dict[tuple[str, str | None], tuple[str | None, list[str]]] = {}
    files = [(path, from_python) for path in sorted(SOURCES.rglob("*.py"))]
    files += [(path, from_template) for path in sorted(SOURCES.rglob("*.html"))]
    for path, read in files:
        for single, plural, context in read(path):
            kept, places = found.get((single, context), (None, []))
            place = str(path.relative_to(ROOT))
            found[(single, context)] = (plural or kept, places if place in places else [*places, place])
    return found


@contextmanager
def locked() -> Iterator[polib.POFile]:
    """The catalogue, held by one writer."""
    CATALOGUE.parent.mkdir(parents=True, exist_ok=True)
    with (CATALOGUE.parent / ".lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        po = (
            polib.pofile(str(CATALOGUE), wrapwidth=110) if CATALOGUE.exists() else polib.POFile(wrapwidth=110)
        )
        po.metadata = {
            "Language": "id",
            "Content-Type": "text/plain; charset=UTF-8",
            "Content-Transfer-Encoding": "8bit",
            "Plural-Forms": "nplurals=1; plural=0;",
        }
        yield po
        po.sort(key=lambda entry: (entry.msgid.lower(), entry.msgid, entry.msgctxt or ""))
        po.save(str(CATALOGUE))


def extract() -> int:
    """Add what is new, drop what nobody uses."""
    found = messages()
    with locked() as po:
        known = {(entry.msgid, entry.msgctxt): entry for entry in po}
        for (single, context), (plural, places) in found.items():
            entry = known.get((single, context))
            if entry is None:
                entry = polib.POEntry(msgid=single, msgctxt=context)
                po.append(entry)
            if plural:
                one = entry.msgstr or entry.msgstr_plural.get(0, "")
                entry.msgid_plural, entry.msgstr, entry.msgstr_plural = plural, "", {0: one}
            entry.occurrences = [(place, "") for place in places]
        for key, entry in known.items():
            if key not in found:
                po.remove(entry)
    return 0


def set_words() -> int:
    """Take translations from standard input; a message not extracted yet is kept until it is."""
    given: dict[str, Any] = json.load(sys.stdin)
    with locked() as po:
        known = {entry.msgid: entry for entry in po}
        plurals = {entry.msgid_plural for entry in po if entry.msgid_plural}
        for single, text in given.items():
            if single in plurals:
                continue
            entry = known.get(single)
            if entry is None:
                entry = polib.POEntry(msgid=single)
                po.append(entry)
            words = text[-1] if isinstance(text, list) else text
            if entry.msgid_plural:
                entry.msgstr_plural = {0: words}
            else:
                entry.msgstr = words
    return 0


def check() -> int:
    """Name what is untranslated or stale."""
    found = messages()
    po = polib.pofile(str(CATALOGUE))
    known = {(entry.msgid, entry.msgctxt): entry for entry in po}
    problems = 0
    for key, (plural, places) in sorted(found.items(), key=lambda item: item[0][0]):
        entry = known.get(key)
        text = entry and (entry.msgstr_plural.get(0) if plural else entry.msgstr)
        if not text:
            print(f"untranslated: {key[0]!r} ({places[0]})")
            problems += 1
        elif _names(key[0]) != _names(text) and not plural:
            print(f"other placeholders: {key[0]!r} > {text!r}")
            problems += 1
    for key in sorted(set(known) - set(found), key=str):
        print(f"no longer used: {key[0]!r}")
        problems += 1
    print(f"{len(found)} messages, {problems} problems")
    return 1 if problems else 0


def _names(text: str) -> set[str]:
    import re

    return set(re.findall(r"%\((\w+)\)", text))


def compile_catalogue() -> int:
    """Write the compiled catalogue, as the command does before it serves."""
    from simpul.doors.console.translations import compile_words

    compile_words(CATALOGUE)
    return 0


COMMANDS = {"extract": extract, "set": set_words, "check": check, "compile": compile_catalogue}

if __name__ == "__main__":
    if len(sys.argv) != 2 or sys.argv[1] not in COMMANDS:
        print(__doc__)
        raise SystemExit(2)
    raise SystemExit(COMMANDS[sys.argv[1]]())
