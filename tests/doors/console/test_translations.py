"""The words of the screens are compiled before the desk serves, or it does not begin."""

from __future__ import annotations

import gettext
from pathlib import Path

import polib
import pytest

from simpul.core.errors import Problem
from simpul.doors.console import server
from simpul.doors.console.translations import bring_words, compile_words, is_current


@pytest.fixture
def catalogue(tmp_path: Path) -> Path:
    path = tmp_path / "id" / "LC_MESSAGES" / "django.po"
    path.parent.mkdir(parents=True)
    _say(path, "Pencarian")
    return path


def _say(path: Path, word: str) -> None:
    words = polib.POFile()
    words.metadata = {"Language": "id", "Content-Type": "text/plain; charset=UTF-8"}
    words.append(polib.POEntry(msgid="Search", msgstr=word))
    words.save(str(path))


def _told(catalogue: Path) -> str:
    with catalogue.with_suffix(".mo").open("rb") as file:
        return gettext.GNUTranslations(file).gettext("Search")


def test_what_is_absent_is_compiled_and_what_is_stale_is_compiled_anew(catalogue: Path) -> None:
    assert not is_current(catalogue)
    bring_words([catalogue.parents[2]])
    assert is_current(catalogue) and _told(catalogue) == "Pencarian"
    _say(catalogue, "Cari")
    assert not is_current(catalogue)
    bring_words([catalogue.parents[2]])
    assert is_current(catalogue) and _told(catalogue) == "Cari"
    assert [path.name for path in catalogue.parent.iterdir() if path.name.startswith(".")] == []


def test_what_is_broken_or_compiled_by_another_tool_is_compiled_anew(catalogue: Path) -> None:
    catalogue.with_suffix(".mo").write_bytes(b"no catalogue")
    bring_words([catalogue.parents[2]])
    assert _told(catalogue) == "Pencarian"
    polib.pofile(str(catalogue)).save_as_mofile(str(catalogue.with_suffix(".mo")))
    assert not is_current(catalogue)


def test_what_is_current_is_not_written_again(catalogue: Path) -> None:
    compile_words(catalogue)
    before = catalogue.with_suffix(".mo").stat()
    bring_words([catalogue.parents[2]])
    after = catalogue.with_suffix(".mo").stat()
    assert (after.st_ino, after.st_mtime_ns) == (before.st_ino, before.st_mtime_ns)


@pytest.fixture
def read_only(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_args: object, **_more: object) -> None:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(Path, "replace", refuse)  # root may write everywhere, and tests may run as root
    monkeypatch.setattr("tempfile.mkdtemp", refuse)


@pytest.mark.usefixtures("read_only")
@pytest.mark.parametrize("before", ["", "Cari"])
def test_where_nothing_can_be_written_the_desk_says_so_and_does_not_begin_in_english(
    catalogue: Path, before: str
) -> None:
    if before:
        _compiled_by_another_tool(catalogue, before)
    with pytest.raises(Problem, match="WORDS-NOT-COMPILED") as refused:
        bring_words([catalogue.parents[2]])
    assert refused.value.place == str(catalogue.parent)
    assert catalogue.with_suffix(".mo").exists() == bool(before)


def _compiled_by_another_tool(catalogue: Path, word: str) -> None:
    other = catalogue.with_name("other.po")
    _say(other, word)
    polib.pofile(str(other)).save_as_mofile(str(catalogue.with_suffix(".mo")))
    other.unlink()


@pytest.mark.usefixtures("read_only")
def test_where_nothing_can_be_written_what_another_tool_compiled_serves_if_its_words_are_the_same(
    catalogue: Path,
) -> None:
    _compiled_by_another_tool(catalogue, "Pencarian")
    bring_words([catalogue.parents[2]])
    assert _told(catalogue) == "Pencarian"


def test_of_two_that_begin_at_once_the_slower_serves_what_the_other_compiled(
    catalogue: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    whole = Path.replace

    def late(self: Path, target: Path) -> Path:
        monkeypatch.setattr(Path, "replace", whole)
        compile_words(catalogue)  # the other one, meanwhile
        raise FileNotFoundError(2, "No such file or directory")

    monkeypatch.setattr(Path, "replace", late)
    bring_words([catalogue.parents[2]])
    assert is_current(catalogue)


def test_each_start_writes_under_a_name_of_its_own(catalogue: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    names, whole = [], Path.replace

    def noted(self: Path, target: Path) -> Path:
        names.append(str(self))
        return whole(self, target)

    monkeypatch.setattr(Path, "replace", noted)
    compile_words(catalogue)
    compile_words(catalogue)
    assert len(set(names)) == 2
    assert sorted(path.name for path in catalogue.parent.iterdir()) == ["django.mo", "django.po"]


def test_whoever_serves_brings_the_words_first(monkeypatch: pytest.MonkeyPatch) -> None:
    done: list[str] = []
    monkeypatch.setattr(server, "bring_words", lambda folders: done.append("words"))
    monkeypatch.setattr(server, "call_command", lambda name, **_: done.append(name))
    server.prepare()
    assert done[0] == "words" and "migrate" in done
