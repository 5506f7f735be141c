"""XML with the place of every element in its bytes, so that a change can be spliced in and nothing else moves.

A tree written out again changes prefixes, quotes and declarations, on which Office programs depend; here the bytes
between the changes are never written anew.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from xml.parsers import expat
from xml.sax.saxutils import escape

from ....core.errors import Problem

_WORD = {"http://schemas.openxmlformats.org/wordprocessingml/2006/main",
         "http://purl.oclc.org/ooxml/wordprocessingml/main"}  # fmt: skip
_SHEET = {"http://schemas.openxmlformats.org/spreadsheetml/2006/main",
          "http://purl.oclc.org/ooxml/spreadsheetml/main"}  # fmt: skip
_RELATION = {"http://schemas.openxmlformats.org/officeDocument/2006/relationships",
             "http://purl.oclc.org/ooxml/officeDocument/relationships"}  # fmt: skip
_PACKAGE = {"http://schemas.openxmlformats.org/package/2006/relationships",
            "http://schemas.openxmlformats.org/package/2006/content-types"}  # fmt: skip
_PLAIN = _WORD | _SHEET | _PACKAGE
_TAG = re.compile(rb"<[^\s/>]+(?:\s+[^\s=>]+\s*=\s*(?:\"[^\"]*\"|'[^']*'))*\s*/?>")
_DECLARED = re.compile(rb"^<\?xml[^>]*?encoding\s*=\s*[\"']([\w.-]+)[\"']")

#: Deeper than any document people write; recursion over the tree ends well before its limit.
DEPTH = 120


@dataclass(slots=True, eq=False)
class Element:
    """An element with its bytes: `start` to `end` with its tags, `inside` to `until` between them.

    Names of Word, Excel and package parts stand without namespace, ids of relations as `r:…`, foreign names
    as `{namespace}…`; `prefix` is what is written before its name, colon included.
    """

    name: str
    prefix: str
    attributes: dict[str, str]
    start: int
    inside: int
    parent: Element | None = None
    until: int = 0
    end: int = 0
    text: str = ""
    children: list[Element] = field(default_factory=list)

    @property
    def empty(self) -> bool:
        """Whether it is written as one tag, `<a/>`."""
        return self.until == self.inside == self.end

    def first(self, *path: str) -> Element | None:
        """The first child of a name, its first child of the next, and so on."""
        found: Element | None = self
        for name in path:
            found = next((one for one in found.children if one.name == name), None) if found else None
        return found

    def all(self, name: str) -> list[Element]:
        """The children of a name."""
        return [one for one in self.children if one.name == name]

    def value(self, *path: str) -> str | None:
        """The `val` of the element a path leads to."""
        found = self.first(*path)
        return found.attributes.get("val") if found else None

    def walk(self) -> Iterator[Element]:
        """It and all below it, in their order."""
        waiting = [self]
        while waiting:
            one = waiting.pop()
            yield one
            waiting.extend(reversed(one.children))


def parse(data: bytes, part: str) -> Element:
    """The tree of a part.

    Raises:
        Problem: `SENDERFORM-DAMAGED` where it is no XML in UTF-8, or nested beyond reason.
    """
    declared = _DECLARED.match(data.removeprefix(b"\xef\xbb\xbf"))
    if declared and declared[1].lower() not in (b"utf-8", b"us-ascii"):
        raise damaged(part)
    tree = _Tree(data, part)
    try:
        return tree.grow()
    except (expat.ExpatError, UnicodeDecodeError) as error:
        raise damaged(part) from error


def damaged(part: str) -> Problem:
    """What is said of a part that does not read."""
    return Problem("SENDERFORM-DAMAGED", place=part, params={"part": part})


class _Tree:
    def __init__(self, data: bytes, part: str) -> None:
        self.data, self.part = data, part
        self.root: Element | None = None
        self.open: list[Element] = []
        self.parser = expat.ParserCreate(namespace_separator=" ")
        self.parser.namespace_prefixes = True
        self.parser.buffer_text = True
        self.parser.StartElementHandler = self.begin
        self.parser.EndElementHandler = self.finish
        self.parser.CharacterDataHandler = self.say
        self.parser.StartDoctypeDeclHandler = self.refuse

    def grow(self) -> Element:
        self.parser.Parse(self.data, True)
        if self.root is None:
            raise damaged(self.part)
        return self.root

    def refuse(self, *_: object) -> None:
        raise damaged(self.part)

    def begin(self, name: str, attributes: dict[str, str]) -> None:
        start = self.parser.CurrentByteIndex
        tag = _TAG.match(self.data, start)
        if tag is None or len(self.open) >= DEPTH:
            raise damaged(self.part)
        parent = self.open[-1] if self.open else None
        plain, prefix = _named(name)
        said = {_attribute(key): value for key, value in attributes.items()}
        element = Element(plain, prefix, said, start, tag.end(), parent)
        if self.data[tag.end() - 2 : tag.end()] == b"/>":
            element.until = element.end = tag.end()
        if parent:
            parent.children.append(element)
        else:
            self.root = element
        self.open.append(element)

    def finish(self, _: str) -> None:
        element = self.open.pop()
        if not element.end:
            element.until = self.parser.CurrentByteIndex
            element.end = self.data.index(b">", element.until) + 1

    def say(self, text: str) -> None:
        self.open[-1].text += text


def _named(name: str) -> tuple[str, str]:
    space, local, prefix = (*name.split(" "), "", "")[:3] if " " in name else ("", name, "")
    plain = local if space in _PLAIN or not space else f"{{{space}}}{local}"
    return plain, f"{prefix}:" if prefix else ""


def _attribute(name: str) -> str:
    if " " not in name:
        return name
    space, local = name.split(" ")[:2]
    if space in _RELATION:
        return f"r:{local}"
    return local if space in _PLAIN else f"{{{space}}}{local}"


# --- changes ------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Change:
    """Bytes `start` to `end` give way to `new`; where both are one, `new` is put in between."""

    start: int
    end: int
    new: bytes


def spliced(data: bytes, changes: Iterable[Change], clash: Callable[[], Problem]) -> bytes:
    """The bytes with all changes made, in whatever order they come.

    Raises:
        Problem: `clash`, where two changes touch the same bytes.
    """
    made, at = [], 0
    for change in sorted(changes, key=lambda one: (one.start, one.end)):
        if change.start < at:
            raise clash()
        made += [data[at : change.start], change.new]
        at = change.end
    return b"".join([*made, data[at:]])


def written(text: str) -> str:
    """A text as it stands between tags; line ends are kept from being read as spaces."""
    return escape(text, {"\r": "&#13;"})
