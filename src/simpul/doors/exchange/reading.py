"""Reading what offices upload: a filled workbook or a long CSV, in a child process that can be ended.

`read_in_subprocess` is the door; the child (`python -m simpul.doors.exchange.reading`) limits its own memory
and processor time before it opens the file, imports no Django, gets no environment, and writes JSON lines.
"""

from __future__ import annotations

import json
import sys
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any, TextIO

from ...core.codes import CodeRow
from ...core.entries import Entry, FigureKey, Place
from ...core.errors import Problem
from .archive import MACROS, MEGABYTE, Limits, check_archive, check_size
from .child import limit_self, run_limited
from .code_table import CODE_LIMITS, Columns, read_codes

KINDS = ("workbook", "csv")


@dataclass(frozen=True)
class Content:
    """What a file says. `meta` is what the workbook says of itself: round, task, task_version, language ...
    (empty for CSV, which says nothing)."""

    meta: Mapping[str, str]
    entries: tuple[Entry, ...]
    narratives: Mapping[str, str] = field(default_factory=dict)

    @property
    def task(self) -> int | None:
        return int(self.meta["task"]) if "task" in self.meta else None

    @property
    def task_version(self) -> int | None:
        return int(self.meta["task_version"]) if "task_version" in self.meta else None


def kind_of(name: str) -> str:
    """Which reader a file name asks for.

    Raises:
        Problem: `FILES-TYPE`, or `EXCHANGE-MACRO` for a macro workbook.
    """
    suffix = Path(name).suffix.lower()
    if suffix == ".csv":
        return "csv"
    if suffix in MACROS:
        raise Problem("EXCHANGE-MACRO", place=name, params={"name": name, "part": suffix})
    if suffix in (".xlsx", ".xls"):
        return "workbook"
    raise Problem("FILES-TYPE", place=name, params={"name": name, "accepted": ".xlsx, .csv"})


def read_in_subprocess(
    path: Path | str, kind: str, limits: Limits | None = None, *, name: str | None = None
) -> Content:
    """Read a file in a child process with limited memory, processor time and patience.

    Args:
        kind: `workbook` or `csv`.
        name: the file's name as its owner knows it, for messages.

    Raises:
        Problem: what is wrong with the file; `EXCHANGE-READER-STOPPED` where the child was ended or died.
    """
    limits, path = limits or Limits(), Path(path)
    name = name or path.name
    check_size(path, name=name, limits=limits)
    with tempfile.TemporaryDirectory(prefix="simpul-read-") as folder:
        answer = Path(folder) / "answer.jsonl"
        with answer.open("wb") as target:
            arguments = [kind, str(path.resolve()), name, json.dumps(asdict(limits))]
            finished = run_limited("simpul.doors.exchange.reading", arguments, target, folder, limits)
        content = _received(answer) if finished else None
    if content is None:
        params = {"name": name, "seconds": limits.seconds, "megabytes": limits.memory // MEGABYTE}
        raise Problem("EXCHANGE-READER-STOPPED", place=name, params=params)
    return content


@contextmanager
def codes_in_subprocess(
    path: Path | str, kind: str, *, columns: Columns, name: str
) -> Iterator[Iterator[CodeRow]]:
    """The codes of a file, read in a child with its own limits, handed on one at a time from where it wrote them.

    The child is done before the first code is handed on; what is wrong with the file is raised on entering.

    Raises:
        Problem: `CODES-…`, `FILES-…`, `EXCHANGE-…`.
    """
    limits, path = CODE_LIMITS, Path(path)
    check_size(path, name=name, limits=limits)
    with tempfile.TemporaryDirectory(prefix="simpul-read-") as folder:
        answer = Path(folder) / "answer.jsonl"
        asked = [f"codes-{kind}", str(path.resolve()), name, json.dumps(asdict(limits))]
        with answer.open("wb") as target:
            arguments = [*asked, json.dumps(list(columns))]
            finished = run_limited("simpul.doors.exchange.reading", arguments, target, folder, limits)
        if not finished or not _is_whole(answer):
            params = {"name": name, "seconds": limits.seconds, "megabytes": limits.memory // MEGABYTE}
            raise Problem("CODES-READER-STOPPED", place=name, params=params)
        yield _codes_from(answer)


def _is_whole(answer: Path) -> bool:
    """Whether the child ended its answer; raises what it says is wrong with the file."""
    with answer.open("rb") as lines:
        lines.seek(max(0, answer.stat().st_size - 20_000))
        last = lines.read()
    if not last.endswith(b"\n"):
        return False
    what, body = json.loads(last.splitlines()[-1])
    if what == "problem":
        raise Problem(body["code"], place=body["place"], params=body["params"])
    return bool(what == "done")


def _codes_from(answer: Path) -> Iterator[CodeRow]:
    with answer.open(encoding="utf-8") as lines:
        for line in lines:
            what, body = json.loads(line)
            if what == "code":
                yield CodeRow(*body)


def _received(answer: Path) -> Content | None:
    """The child's answer; None where it broke off before its last line."""
    meta: dict[str, str] = {}
    entries: list[Entry] = []
    narratives: dict[str, str] = {}
    with answer.open(encoding="utf-8") as lines:
        for line in lines:
            if not line.endswith("\n"):
                return None
            what, body = json.loads(line)
            if what == "entry":
                entries.append(_entry_from(body))
            elif what == "meta":
                meta = body
            elif what == "narratives":
                narratives = body
            elif what == "problem":
                raise Problem(body["code"], place=body["place"], params=body["params"])
            elif what == "done":
                return Content(meta, tuple(entries), narratives) if body == len(entries) else None
    return None


def _entry_from(body: list[Any]) -> Entry:
    key, place, rest = body
    arguments: list[Any] = [*rest, Place(*place)]
    return Entry(FigureKey(*key), *arguments)


def _entry_as_list(entry: Entry) -> list[Any]:
    key, place = entry.key, entry.place or Place()
    return [
        [key.indicator, key.area, key.period, key.disaggregation],
        [place.sheet, place.cell, place.row, place.column],
        [
            entry.answer,
            entry.text,
            entry.is_number,
            entry.status,
            entry.nature,
            entry.reason,
            entry.comment,
            entry.unit,
            entry.revision_reason,
            entry.source,
        ],
    ]


def read_workbook(path: Path | str, *, limits: Limits | None = None, name: str | None = None) -> Content:
    """Check and read a task's workbook in this process (the child does; tests may).

    Raises:
        Problem: `FILES-…`, `EXCHANGE-…`.
    """
    from .filled import read_filled

    limits, path = limits or Limits(), Path(path)
    name = name or path.name
    check_size(path, name=name, limits=limits)
    check_archive(path, name=name, limits=limits)
    meta, entries, narratives = read_filled(path, name=name, limits=limits)
    return Content(meta, tuple(entries), narratives)


def read_csv(path: Path | str, *, limits: Limits | None = None, name: str | None = None) -> Content:
    """Read a long CSV in this process.

    Raises:
        Problem: `FILES-…`, `EXCHANGE-…`.
    """
    from .table import read_table

    limits, path = limits or Limits(), Path(path)
    name = name or path.name
    check_size(path, name=name, limits=limits)
    return Content({}, tuple(read_table(path, name=name, limits=limits)))


def _code_lines(
    kind: str, path: Path, name: str, limits: Limits, columns: Columns
) -> Iterator[tuple[str, Any]]:
    """What the child answers about a file of codes: one line each, none of them kept."""
    check_size(path, name=name, limits=limits)
    if kind == "workbook":
        check_archive(path, name=name, limits=limits)
    count = 0
    for row in read_codes(path, kind, columns=columns, name=name, limits=limits):
        count += 1
        yield "code", [row.line, *row.told()]
    yield "done", count


def _lines(kind: str, path: Path, name: str, limits: Limits) -> Iterator[tuple[str, Any]]:
    if kind == "csv":
        content = read_csv(path, limits=limits, name=name)
    elif kind == "workbook":
        content = read_workbook(path, limits=limits, name=name)
    else:
        raise ValueError(f"{kind} is not one of {KINDS}")
    yield "meta", dict(content.meta)
    for entry in content.entries:
        yield "entry", _entry_as_list(entry)
    yield "narratives", dict(content.narratives)
    yield "done", len(content.entries)


def child(arguments: list[str], target: TextIO) -> None:
    """What the child process does: limit itself, read, write JSON lines."""
    kind, path, name, allowed, *columns = arguments
    limits = Limits(**json.loads(allowed))
    limit_self(limits)
    try:
        if kind.startswith("codes-"):
            answers = _code_lines(kind[6:], Path(path), name, limits, json.loads(columns[0]))
        else:
            answers = _lines(kind, Path(path), name, limits)
        for line in answers:
            target.write(json.dumps(line, ensure_ascii=False) + "\n")
    except Problem as problem:
        body = {"code": problem.code, "place": problem.place, "params": dict(problem.params)}
        target.write(json.dumps(("problem", body), ensure_ascii=False, default=str) + "\n")
    target.flush()


if __name__ == "__main__":
    child(sys.argv[1:], sys.stdout)
