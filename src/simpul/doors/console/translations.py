"""The words of the screens: compiled anew before the desk serves, where the catalogue says something newer."""

from __future__ import annotations

import gettext
import hashlib
import struct
import tempfile
from collections.abc import Iterable
from pathlib import Path

import polib
from django.utils.translation.reloader import translation_file_changed

from ...core.errors import Problem

#: Which header of a compiled catalogue says what it was compiled from; times of files say nothing after an install.
_SOURCE = "X-Source"


def bring_words(folders: list[Path]) -> None:
    """Each catalogue under the folders compiled as it reads now.

    Raises:
        Problem: `WORDS-NOT-COMPILED`, one is absent or says something else and cannot be written; without it every
            page would be English.
    """
    for catalogue in sorted(one for folder in folders for one in Path(folder).rglob("django.po")):
        if is_current(catalogue):
            continue
        try:
            compile_words(catalogue)
        except OSError as error:
            if not (is_current(catalogue) or says_the_same(catalogue)):
                raise Problem("WORDS-NOT-COMPILED", place=str(catalogue.parent)) from error
        translation_file_changed(None, catalogue.with_suffix(".mo"))


def is_current(catalogue: Path) -> bool:
    """Whether what is compiled beside a catalogue was compiled from it as it reads now."""
    try:
        with catalogue.with_suffix(".mo").open("rb") as file:
            told = gettext.GNUTranslations(file).info()
    except (OSError, ValueError, UnicodeDecodeError):
        return False
    return told.get(_SOURCE.lower()) == _digest(catalogue)


def says_the_same(catalogue: Path) -> bool:
    """Whether what is compiled beside a catalogue, by whatever tool, has all its words."""
    if not catalogue.with_suffix(".mo").is_file():
        return False
    try:
        compiled = polib.mofile(str(catalogue.with_suffix(".mo")))
    except (OSError, ValueError, struct.error):
        return False
    return _words(polib.pofile(str(catalogue)).translated_entries()) == _words(compiled)


def _words(entries: Iterable[polib.POEntry | polib.MOEntry]) -> set[tuple[object, ...]]:
    return {
        (one.msgctxt, one.msgid, one.msgstr, *(text for _form, text in sorted(one.msgstr_plural.items())))
        for one in entries
    }


def compile_words(catalogue: Path) -> None:
    """Write what is compiled beside a catalogue, whole or not at all; nothing outside Python is needed."""
    words = polib.pofile(str(catalogue))
    words.metadata[_SOURCE] = _digest(catalogue)
    with tempfile.TemporaryDirectory(dir=catalogue.parent, prefix=".django.") as folder:  # each start its own
        written = Path(folder, "django.mo")
        words.save_as_mofile(str(written))
        written.replace(catalogue.with_suffix(".mo"))


def _digest(catalogue: Path) -> str:
    return hashlib.sha256(catalogue.read_bytes()).hexdigest()
