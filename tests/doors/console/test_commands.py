"""The command `simpul`: help in both languages, honest exit codes, output that programs read, an empty folder."""

from __future__ import annotations

import csv
import inspect
import json
import os
import pty
import re
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from io import BytesIO, StringIO
from pathlib import Path
from typing import Any

import click
import openpyxl
import pytest
import yaml
from django.utils import timezone
from tests.actions.test_finalisation import called, proposed, sheet_task
from tests.doors.desk.work_round import cleared_by, on, submitted_health
from tests.doors.exchange.test_workbook import cell_of
from tests.guard import behind_its_back
from tests.shipped import AT, shipped
from tests.world import ROOT, World, make_world, moment

from simpul.actions.accounts import machine
from simpul.actions.catalogue import comment_sheet
from simpul.actions.directory import end_answering
from simpul.actions.progress import compute_results
from simpul.core.progress import METHODS_BY_CODE
from simpul.doors.console import server
from simpul.doors.exchange.prefill import task_workbook
from simpul.records.finalisation_reading import read_board
from simpul.records.models import (
    Delivery,
    Entry,
    ImportBatch,
    Indicator,
    Observation,
    Organisation,
    Responsibility,
    Round,
    Task,
)
from simpul.site import cli as command
from simpul.site import demo

CONTENT = ROOT / "content"


@dataclass(frozen=True)
class Done:
    """How a command ended: its exit code and what it printed."""

    code: int
    out: str
    err: str


@pytest.fixture
def simpul(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Any:
    """The command in this process, on the tests' database, in Indonesian unless a test says otherwise."""
    for name in ("SIMPUL_LANG", "LANG"):
        monkeypatch.delenv(name, raising=False)

    def run(*words: str) -> Done:
        with pytest.raises(SystemExit) as ended:
            command.main(words)
        told = capsys.readouterr()
        return Done(int(ended.value.code or 0), told.out, told.err)

    return run


@pytest.fixture
def world(db: None) -> Iterator[World]:
    made = make_world()
    made.open()
    with on():
        yield made


def child(home: Path, *words: str, **environment: str) -> Done:
    """The command as its user runs it, with a data folder of its own and no terminal."""
    done = subprocess.run(
        [sys.executable, "-c", "from simpul.site.cli import main; main()", *words],
        capture_output=True,
        text=True,
        env=surroundings(home, **environment),
        check=False,
        stdin=subprocess.DEVNULL,
    )
    return Done(done.returncode, done.stdout, done.stderr)


def surroundings(home: Path, **more: str) -> dict[str, str]:
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("SIMPUL_", "LANG"))}
    path = os.pathsep.join(
        [str(Path(command.__file__).parents[2]), *filter(None, [os.environ.get("PYTHONPATH")])]
    )
    return {**kept, "PYTHONPATH": path, "SIMPUL_HOME": str(home), "SIMPUL_CONTENT": str(CONTENT), **more}


# --- help -------------------------------------------------------------------------------------------------------


def commands(group: click.Group, *way: str) -> Iterator[tuple[tuple[str, ...], click.Command]]:
    """Every word of the command and the words below it."""
    context = click.Context(group)
    for name in group.list_commands(context):
        found = group.get_command(context, name)
        assert found is not None
        yield (*way, name), found
        if isinstance(found, click.Group):
            yield from commands(found, *way, name)


WORDS = dict(commands(command.cli))


def test_the_words_are_these() -> None:
    assert {" ".join(way) for way in WORDS} == {
        "up", "demo", "content", "content check", "content load", "codes", "codes import", "codes list", "round",
        "round open", "round status", "round close", "account", "account password", "account open",
        "account close", "account reopen", "account list", "import", "export", "progress",
        "readiness", "paper", "integrity",
    }  # fmt: skip


@pytest.mark.parametrize("way", WORDS, ids=" ".join)
def test_every_word_and_every_option_is_explained_in_both_languages(
    simpul: Any, way: tuple[str, ...]
) -> None:
    done = simpul(*way, "--help")
    assert done.code == 0
    indonesian, english = (WORDS[way].help or "").split(
        " / " if " / " in (WORDS[way].help or "") else " /\n", 1
    )
    assert " ".join(indonesian.split()) in " ".join(done.out.split())
    assert " ".join(english.split()) in " ".join(done.out.split())
    for option in WORDS[way].params:
        if isinstance(option, click.Option):
            assert " / " in (option.help or ""), option.name


@pytest.mark.parametrize(
    "group",
    [(), ("content",), ("codes",), ("round",), ("account",)],
    ids=lambda way: " ".join(way) or "simpul",
)
def test_the_list_of_words_is_not_cut_off_in_either_language(simpul: Any, group: tuple[str, ...]) -> None:
    done = simpul(*group, "--help")
    shown = " ".join(done.out.split())
    assert done.code == 0 and "..." not in shown.replace("[ARGS]...", "")
    for way, word in WORDS.items():
        if way[:-1] == group:
            text = command.HELP[way[0]] if not group else word.short_help or ""
            assert " / " in text and text in shown


@pytest.mark.parametrize(
    ("words", "environment", "language"),
    [
        ((), {}, "id"),
        (("--language", "en"), {}, "en"),
        (("--language=en",), {}, "en"),
        ((), {"SIMPUL_LANG": "en"}, "en"),
        ((), {"LANG": "en_GB.UTF-8"}, "en"),
        (("--language", "id"), {"SIMPUL_LANG": "en"}, "id"),
        ((), {"SIMPUL_LANG": "id", "LANG": "en_GB.UTF-8"}, "id"),
    ],
)
def test_messages_are_in_the_language_asked_for(
    simpul: Any, world: World, monkeypatch: Any, words: Any, environment: dict[str, str], language: str
) -> None:
    for name, value in environment.items():
        monkeypatch.setenv(name, value)
    done = simpul(*words, "round", "status", "2031-Q4")
    sentence = {"id": "2031-Q4 tidak ditemukan.", "en": "2031-Q4 was not found."}
    hint = {"id": "Periksa kembali kode atau tautannya.", "en": "Check the code or the link."}
    assert (done.code, done.out) == (3, "")
    assert done.err == f"{sentence[language]}\n  {hint[language]}\n"


# --- exit codes ---------------------------------------------------------------------------------------------------


def test_done_is_zero(simpul: Any, world: World) -> None:
    for words in (("progress",), ("readiness",), ("round", "status", "2026-Q1"), ("integrity",)):
        assert simpul(*words).code == 0, words


@pytest.mark.parametrize(
    "words",
    [
        ("nonsense",),
        ("content",),
        ("progress", "--format", "xml"),
        ("progress", "--framework", "no-such-framework"),
        ("round", "status"),
        ("round", "open", "2026-Q2"),
        ("round", "open", "2026-Q2", "--as", "secretariat@contoh.example", "--due", "24-04-2026"),
        ("import", "no-such-file.xlsx", "--round", "2026-Q1", "--body", "SOMHD", "--as", "x"),
        ("--language", "fr", "integrity"),
    ],
    ids=" ".join,
)
def test_used_wrongly_is_two(simpul: Any, world: World, words: tuple[str, ...]) -> None:
    done = simpul(*words)
    assert (done.code, done.out) == (2, "")
    assert "Traceback" not in done.err and done.err.strip()


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (("round", "status", "2031-Q4"), "2031-Q4 tidak ditemukan."),
        (
            ("round", "open", "2026-Q2", "--as", "nobody@contoh.example"),
            "nobody@contoh.example tidak ditemukan.",
        ),
        (("round", "open", "2026-Q2", "--as", "producer@contoh.example"), "tidak mencakup tindakan ini"),
        (("round", "open", "2026-Q1", "--as", "secretariat@contoh.example"), "Putaran TW I 2026 sudah ada."),
        (("round", "close", "2026-Q1", "--as", "secretariat@contoh.example"), "belum dapat ditutup: 3 tugas"),
        (("export", "2026-Q1", "--as", "producer@contoh.example"), "tidak mencakup tindakan ini"),
        (("paper", "2026-Q1"), "Putaran TW I 2026 belum dihitung"),
    ],
    ids=lambda value: " ".join(value) if isinstance(value, tuple) else "",
)
def test_refused_with_a_reason_is_three(
    simpul: Any, world: World, words: tuple[str, ...], sentence: str
) -> None:
    done = simpul(*words)
    assert (done.code, done.out) == (3, "")
    assert sentence in done.err and "Traceback" not in done.err
    assert done.err.count("\n") == 2


def test_a_program_reads_why_it_was_refused(simpul: Any, world: World) -> None:
    for form in (("--format", "json"), ("--format=json",)):
        done = simpul("--language", "en", "round", "status", "2031-Q4", *form)
        assert (done.code, json.loads(done.err)) == (
            3,
            {
                "code": "NOT-FOUND",
                "place": None,
                "sentence": "2031-Q4 was not found.",
                "hint": "Check the code or the link.",
            },
        )


def test_a_figure_changed_behind_the_desk_is_one_and_named(simpul: Any, world: World) -> None:
    assert simpul("integrity").out.endswith("0 temuan / faults\n")
    with behind_its_back():
        Observation.objects.filter(indicator__code="P-W-1", period="2025-03").update(text="7.47")
    done = simpul("integrity")
    assert done.code == 1
    assert re.search(r"^observations: P-W-1 IDN 2025-03 .*7\.47.*8\.47", done.out, re.M)
    told = simpul("integrity", "--json")
    faults = json.loads(told.out)["faults"]
    assert told.code == 1
    assert ("observations", "P-W-1 IDN 2025-03 _T v1") in {(row["check"], row["subject"]) for row in faults}


# --- output that programs read ------------------------------------------------------------------------------------


def parsed(done: Done, form: str) -> list[dict[str, Any]]:
    assert (done.code, done.err) == (0, "")
    return list(json.loads(done.out) if form == "json" else csv.DictReader(StringIO(done.out)))


LISTS = {
    "progress": (("progress",), "indicator", {"P-H-1", "P-W-1"}, 2 * len(METHODS_BY_CODE)),
    "readiness": (("readiness",), "indicator", {"P-H-1", "P-H-2", "P-H-3", "P-W-1", "P-W-2"}, 5),
    "round status": (("round", "status", "2026-Q1"), "body", {"SOMHD", "SOMSWD", "SUBSWD"}, 3),
}


def test_the_command_says_with_whom_a_sheet_is_as_the_board_does(simpul: Any, world: World) -> None:
    called(world)
    proposed(world)
    comment_sheet(task=sheet_task(), text="Satuan?", field="unit", actor=world.actor("reviewer"))
    rows = {row["indicator"]: row for row in parsed(simpul("readiness", "--format", "json"), "json")}
    told = {name: rows["P-H-1"][name] for name in ("state", "with", "offices", "since")}
    # by the day of the machine the day for comments is over, and the remark has no answer
    line = next(one for one in read_board((), day=timezone.localdate()) if one.indicator.code == "P-H-1")
    assert told == {
        "state": "proposed", "with": "focal_point", "offices": ["Kemenkes"], "since": line.waits.since.isoformat()
    }  # fmt: skip
    assert (rows["P-H-2"]["state"], rows["P-H-2"]["with"], rows["P-H-2"]["since"]) == (
        "not_called",
        None,
        None,
    )


@pytest.mark.parametrize("name", LISTS)
def test_json_csv_and_table_say_the_same(simpul: Any, world: World, name: str) -> None:
    words, key, codes, count = LISTS[name]
    from_json = parsed(simpul(*words, "--format", "json"), "json")
    from_csv = parsed(simpul(*words, "--format", "csv"), "csv")
    assert {row[key] for row in from_json} == codes and len(from_json) == count
    assert [row[key] for row in from_csv] == [row[key] for row in from_json]
    for one, other in zip(from_csv, from_json, strict=True):
        for column in one:
            value = other[column]
            shown = ", ".join(value) if isinstance(value, list) else "" if value is None else str(value)
            assert one[column] == shown, column
    table = simpul(*words, "--format", "table")
    assert table.code == 0 and "\x1b" not in table.out
    assert all(code in table.out for code in codes)
    assert len([line for line in table.out.splitlines() if line.startswith(tuple(codes))]) == count


@pytest.mark.parametrize(
    ("name", "cell"), [("=1+1", "'=1+1"), ("@x", "'@x"), ("-2,5", "-2,5"), ("<2,5", "<2,5")]
)
def test_no_text_in_a_csv_runs_in_a_spreadsheet(simpul: Any, world: World, name: str, cell: str) -> None:
    with behind_its_back():
        Organisation.objects.filter(acronym="Kemenkes").update(acronym=name)
    words = ("round", "status", "2026-Q1")
    assert name in {row["office"] for row in parsed(simpul(*words, "--format", "json"), "json")}
    assert cell in {row["office"] for row in parsed(simpul(*words, "--format", "csv"), "csv")}


@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("id", ("siap: tidak", "definisi operasional", "finalisasi: diusulkan", "pada: pumpunan")),
        ("en", ("ready: no", "operational definition", "finalisation: proposed", "with: focal point")),
    ],
)
def test_people_read_words_in_their_language_that_fit_their_terminal(
    simpul: Any, world: World, monkeypatch: pytest.MonkeyPatch, language: str, said: tuple[str, ...]
) -> None:
    called(world)
    proposed(world)
    comment_sheet(task=sheet_task(), text="Satuan?", field="unit", actor=world.actor("reviewer"))
    monkeypatch.setenv("COLUMNS", "80")
    told = {}
    for words in (("readiness",), ("progress",), ("round", "status", "2026-Q1"), ("account", "list")):
        done = simpul("--language", language, *words)
        assert done.code == 0 and max(map(len, done.out.splitlines())) <= 80, done.out
        assert "…" not in done.out, done.out
        told[words[0]] = done.out
    for text in said:
        assert text in told["readiness"]
    codes = ("not_called", "focal_point", "release_lag", "NAMING-", "NO-TARGET", "False", "on_track")
    assert [(code, name) for code in codes for name, text in told.items() if code in text] == []
    monkeypatch.setenv("COLUMNS", "400")
    wide = simpul("--language", language, "readiness").out.splitlines()
    assert (
        wide[0].split()[0] == {"id": "indikator", "en": "indicator"}[language]
    )  # side by side where there is room


def test_readiness_says_what_a_sheet_lacks(simpul: Any, world: World) -> None:
    with behind_its_back():
        sheet = world.indicators["P-H-1"].sheet
        Indicator.objects.filter(code="P-H-1").update(sheet={**sheet, "definition": {"id": "x", "en": "x"}})
    rows = {row["indicator"]: row for row in parsed(simpul("readiness", "--format", "json"), "json")}
    assert rows["P-H-1"]["ready"] is False and rows["P-H-1"]["body"] == "SOMHD"
    assert "definition" in rows["P-H-2"]["missing"] and "definition" not in rows["P-H-1"]["missing"]


def test_round_status_says_who_owes_what(simpul: Any, world: World) -> None:
    submitted_health(world)
    with on(moment(2026, 4, 25)):
        rows = {
            row["body"]: row
            for row in parsed(simpul("round", "status", "2026-Q1", "--format", "json"), "json")
        }
    assert (rows["SOMHD"]["state"], rows["SOMHD"]["figures"], rows["SOMHD"]["late"]) == (
        "check",
        "3/3",
        False,
    )
    assert (rows["SOMSWD"]["state"], rows["SOMSWD"]["figures"], rows["SOMSWD"]["late"]) == (
        "none",
        "0/1",
        True,
    )
    assert {row["due"] for row in rows.values()} == {"2026-04-24"}


# --- the work of a round ------------------------------------------------------------------------------------------


def test_a_round_is_opened_and_closed(simpul: Any, world: World) -> None:
    done = simpul("round", "open", "2026-Q2", "--as", "secretariat@contoh.example")
    assert (done.code, done.out) == (0, "2026-Q2: 3 tugas / tasks\n")
    closed = simpul(
        "round", "close", "2026-Q2", "--reason", "Salah buka", "--as", "secretariat@contoh.example"
    )
    assert closed.code == 0 and Round.objects.get(period="2026-Q2").is_closed


def workbook(world: World, folder: Path, value: Any) -> Path:
    """SOMHD's workbook with one figure filled in."""
    task = Task.objects.with_office().get(pk=world.tasks["SOMHD"].pk)
    book = openpyxl.load_workbook(BytesIO(task_workbook(task, language="id", made_at=moment(2026, 4, 10))))
    cell_of(book["Angka"], "P-H-1", "value").value = value
    cell_of(book["Angka"], "P-H-1", "nature").value = "Tetap"
    path = folder / "isian.xlsx"
    book.save(path)
    return path


IMPORT = ("--round", "2026-Q1", "--body", "SOMHD", "--as", "producer@contoh.example")


def test_a_file_is_imported_once_and_a_dry_run_stores_nothing(
    simpul: Any, world: World, tmp_path: Path
) -> None:
    path = str(workbook(world, tmp_path, 19.8))
    dry = simpul("import", path, *IMPORT, "--dry-run", "--json")
    assert (dry.code, json.loads(dry.out)["state"], Entry.objects.count()) == (0, "checked", 0)
    done = simpul("import", path, *IMPORT, "--json")
    assert (done.code, json.loads(done.out)["state"], json.loads(done.out)["stored"]) == (0, "imported", 1)
    assert str(Entry.objects.get().value.normalize()) == "19.8"  # type: ignore[union-attr]
    again = simpul("import", path, *IMPORT, "--json")
    assert (again.code, json.loads(again.out)["state"]) == (0, "unchanged")


@pytest.mark.parametrize(
    ("language", "sentence"),
    [("id", "“banyak” tidak terbaca sebagai angka."), ("en", "“banyak” does not read as a number.")],
)
def test_a_refused_file_is_one_and_every_finding_names_its_cell(
    simpul: Any, world: World, tmp_path: Path, language: str, sentence: str
) -> None:
    path = str(workbook(world, tmp_path, "banyak"))
    done = simpul("--language", language, "import", path, *IMPORT)
    assert (done.code, Entry.objects.count()) == (1, 0)
    assert f"Angka H6 ANGKA-01: {sentence}" in done.out


def test_a_file_nobody_can_read_is_one_and_says_why(simpul: Any, world: World, tmp_path: Path) -> None:
    path = tmp_path / "surat.xlsx"
    path.write_bytes(b"PK\x03\x04" + b"x" * 400)
    done = simpul("--language", "en", "import", str(path), *IMPORT)
    assert (done.code, Entry.objects.count()) == (1, 0)
    assert "surat.xlsx is damaged or cut off" in done.out


@pytest.mark.parametrize(("name", "code"), [("isian.xlsm", "EXCHANGE-MACRO"), ("isian.pdf", "FILES-TYPE")])
def test_a_file_of_another_kind_is_three_and_nothing_of_it_is_kept(
    simpul: Any, world: World, tmp_path: Path, name: str, code: str
) -> None:
    path = workbook(world, tmp_path, 19.8).rename(tmp_path / name)
    done = simpul("import", str(path), *IMPORT, "--json")
    assert (done.code, json.loads(done.err)["code"]) == (3, code)
    assert not ImportBatch.objects.exists()


def test_a_delivery_is_written_into_a_folder(simpul: Any, world: World, tmp_path: Path) -> None:
    submitted_health(world)
    cleared_by(world, "steward", "focal", "signer", "coordinator")
    out = tmp_path / "adme"
    done = simpul("export", "2026-Q1", "--out", str(out), "--as", "secretariat@contoh.example")
    assert done.code == 0
    assert [Path(line) for line in done.out.split()] == [
        out / name for name in ("adme-IDN-2026-Q1.xlsx", "adme-IDN-2026-Q1.csv", "manifest.json")
    ]
    assert json.loads((out / "manifest.json").read_text()) == Delivery.objects.get().manifest


def test_a_report_is_written_from_the_newest_results(simpul: Any, world: World, tmp_path: Path) -> None:
    compute_results(round=world.round, actor=world.actor("secretariat"))
    out = tmp_path / "laporan.docx"
    done = simpul("paper", "2026-Q1", "--language", "en", "--format", "docx", "--out", str(out), "--json")
    assert done.code == 0 and out.read_bytes().startswith(b"PK")
    assert [(row["file"], row["language"], row["format"]) for row in json.loads(done.out)] == [
        (str(out), "en", "docx")
    ]


def test_serving_begins_with_the_database_at_head(
    simpul: Any, db: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    steps: list[Any] = []
    monkeypatch.setattr(server, "prepare", lambda: steps.append("prepare"))
    monkeypatch.setattr(server, "serve", lambda host, port: steps.append((host, port)))
    done = simpul("up", "--port", "8123")
    assert (done.code, done.out) == (0, "http://127.0.0.1:8123/\n")
    assert steps == ["prepare", ("127.0.0.1", 8123)]


def answers(port: int) -> bool:
    """Whether something listens at a port of this machine."""
    with socket.socket() as asking:
        asking.settimeout(1)
        return asking.connect_ex(("127.0.0.1", port)) == 0


def test_who_stops_the_command_stops_the_server(tmp_path: Path) -> None:
    with socket.socket() as chosen:
        chosen.bind(("127.0.0.1", 0))
        port = chosen.getsockname()[1]
    words = [sys.executable, "-c", "from simpul.site.cli import main; main()", "up", "--port", str(port)]
    with subprocess.Popen(
        words, env=surroundings(tmp_path), stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL
    ) as process:
        wait_until(lambda: answers(port) or process.poll() is not None)
        assert process.poll() is None
        process.terminate()
        process.wait(30)
        wait_until(lambda: not answers(port))


def wait_until(condition: Callable[[], bool]) -> None:
    """Ask again until it holds; fail after a minute."""
    begin = time.monotonic()
    while not condition():
        assert time.monotonic() - begin < 60, "it did not happen"
        time.sleep(0.1)


# --- content ------------------------------------------------------------------------------------------------------


@pytest.fixture
def broken(tmp_path: Path) -> tuple[Path, int]:
    """The content with one indicator's polarity misspelt; returns the folder and the line of that indicator."""
    folder = tmp_path / "content"
    shutil.copytree(CONTENT, folder)
    path = folder / "indicators" / "idn-national.yaml"
    lines = path.read_text().splitlines(keepends=True)
    at = next(number for number, line in enumerate(lines) if line.strip().startswith("polarity:"))
    entry = max(number for number in range(at) if lines[number].startswith("- "))
    lines[at] = re.sub(r"polarity: .*", "polarity: sideways", lines[at])
    path.write_text("".join(lines))
    return folder, entry + 1


@pytest.mark.parametrize(
    ("language", "hint"), [("id", "Yang boleh: maximise,"), ("en", "Allowed: maximise,")]
)
def test_a_broken_content_file_is_one_and_named_with_its_line(
    simpul: Any, broken: tuple[Path, int], language: str, hint: str
) -> None:
    folder, line = broken
    done = simpul("--language", language, "content", "check", "--folder", str(folder))
    found = re.search(r"^indicators/idn-national\.yaml:(\d+): [A-Z-]+: (.+)\n    (.+)$", done.out, re.M)
    assert done.code == 1 and found is not None, done.out[:2000]
    assert int(found.group(1)) == line
    assert "“sideways”" in found.group(2) and found.group(3).startswith(hint)
    told = simpul("--language", language, "content", "check", "--folder", str(folder), "--format", "json")
    (defect,) = json.loads(told.out)
    assert told.code == 1
    assert (defect["file"], str(defect["line"]), defect["sentence"]) == (
        "indicators/idn-national.yaml",
        found.group(1),
        found.group(2),
    )


def test_a_file_that_is_no_yaml_is_named_with_its_line(simpul: Any, tmp_path: Path) -> None:
    folder = tmp_path / "content"
    shutil.copytree(CONTENT, folder)
    path = folder / "bodies" / "ascc.yaml"
    good = path.read_text()
    path.write_text(good + "- code: [\n")
    done = simpul("--language", "en", "content", "check", "--folder", str(folder))
    assert done.code == 1
    assert re.search(
        rf"^bodies/ascc\.yaml:{good.count(chr(10)) + 2}: CONTENT-YAML: The file cannot be read", done.out
    )


@pytest.mark.django_db
def test_our_own_content_has_nothing_wrong(simpul: Any) -> None:
    done = simpul("content", "check", "--format", "json")
    assert (done.code, json.loads(done.out)) == (0, [])


def test_a_broken_folder_is_not_loaded(simpul: Any, world: World, broken: tuple[Path, int]) -> None:
    before = Indicator.objects.count()
    done = simpul("content", "load", "--folder", str(broken[0]))
    assert done.code == 3 and "Isi tidak dimuat: 1 cacat ditemukan." in done.err
    assert Indicator.objects.count() == before


@pytest.mark.parametrize(
    ("language", "told"),
    [
        ("id", "until di meja “2026-06-01”, di isi “–”; yang di meja tetap berlaku."),
        ("en", "until is “2026-06-01” on the desk, “–” in the content; the desk's stays."),
    ],
)
@pytest.mark.django_db
def test_where_content_says_otherwise_than_the_desk_check_and_load_tell_it_and_nothing_is_wrong(
    simpul: Any, tmp_path: Path, language: str, told: str
) -> None:
    shipped()
    row = Responsibility.objects.get(body__code="ACWC", role="lead")
    end_answering(responsibility=row, until=date(2026, 6, 1), source="Perpres rekaan", actor=machine(AT))
    done = simpul("--language", language, "content", "check")
    assert done.code == 0 and "CONTENT-DESK-KEPT" in done.out and told in done.out
    folder = Path(shutil.copytree(CONTENT, tmp_path / "content"))
    aim = folder / "frameworks/sdg.yaml"
    aim.write_text(aim.read_text().replace("id: Tanpa kemiskinan", "id: Tanpa kemiskinan sama sekali", 1))
    done = simpul("--language", language, "content", "load", "--folder", str(folder))
    assert done.code == 0 and "1 node" in done.out and told in done.out


# --- a data folder of one's own -----------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A data folder in which only the content was loaded, by the command alone."""
    folder = tmp_path_factory.mktemp("home")
    done = child(folder, "content", "load")
    assert (done.code, done.err) == (0, "")
    assert re.fullmatch(r"\S+: (\d+ \w+(, )?)+\n", done.out)
    return folder


def test_loading_the_same_content_again_changes_nothing(home: Path) -> None:
    done = child(home, "content", "load")
    assert (done.code, done.out.endswith(": 0\n")) == (0, True)


def test_progress_of_a_framework_is_that_of_the_indicators_aligned_with_it(home: Path) -> None:
    done = child(home, "progress", "--framework", "ascc-sp-2035", "--area", "IDN", "--format", "json")
    rows = json.loads(done.out)
    aligned = {
        entry["source"]["code"]
        for path in (CONTENT / "alignments").glob("*.yaml")
        for entry in yaml.load(path.read_text(), yaml.CSafeLoader)["entries"]
        if entry["source"]["kind"] == "indicator" and entry["target"]["code"].startswith("ascc-sp-2035/")
    }
    values = yaml.load((CONTENT / "values" / "idn.yaml").read_text(), yaml.CSafeLoader)["entries"]
    with (CONTENT / "values" / "asean-members.csv").open(newline="") as table:
        known = {row["indicator"] for row in csv.DictReader(table) if row["area"] == "IDN"}
    known |= {row["indicator"] for row in values if row["area"] == "IDN"}
    assert done.code == 0 and len(aligned & known) > 10
    assert {row["indicator"] for row in rows} == aligned & known
    assert len(rows) == len(aligned & known) * len(METHODS_BY_CODE)
    official = yaml.safe_load((CONTENT / "frameworks" / "ascc-sp-2035.yaml").read_text())["official_method"]
    assert {row["method"] for row in rows if row["official"]} == {official}
    assert all((row["status"] is None) != (row["reason"] is None) for row in rows)


def test_integrity_holds_over_fresh_content(home: Path) -> None:
    done = child(home, "integrity", "--json")
    assert (done.code, json.loads(done.out)["faults"]) == (0, [])


EMPTY = {
    "integrity": ("integrity",),
    "round status": ("round", "status", "2026-Q1"),
    "round open": ("round", "open", "2026-Q1", "--as", "a@contoh.example"),
    "progress": ("progress",),
    "readiness": ("readiness",),
    "paper": ("paper", "2026-Q1"),
    "export": ("export", "2026-Q1", "--as", "a@contoh.example"),
}
NOT_READY = {
    "id": (
        "Basis data ini belum disiapkan untuk versi ini.",
        "Jalankan `simpul up`, atau `simpul content load` untuk memuat kontennya saja.",
    ),
    "en": (
        "This database is not set up for this version yet.",
        "Run `simpul up`, or `simpul content load` to load the content alone.",
    ),
}


@pytest.mark.parametrize(
    ("name", "language"), [*zip(EMPTY, ["id", "en"] * 4, strict=False), ("integrity", "en")]
)
def test_an_empty_data_folder_is_three_with_a_way_out_and_no_traceback(
    tmp_path: Path, name: str, language: str
) -> None:
    sentence, hint = NOT_READY[language]
    done = child(tmp_path / "empty", "--language", language, *EMPTY[name])
    assert (done.code, done.out) == (3, "")
    assert done.err == f"{tmp_path / 'empty' / 'simpul.sqlite3'}: {sentence}\n  {hint}\n"


def test_a_program_reads_the_code_of_an_empty_data_folder(tmp_path: Path) -> None:
    done = child(tmp_path / "empty", "integrity", "--json")
    told = json.loads(done.err)
    assert (done.code, told["code"]) == (3, "DATABASE-NOT-READY")
    assert (told["sentence"], told["hint"]) == NOT_READY["id"]


def test_a_database_that_cannot_be_opened_says_so(tmp_path: Path) -> None:
    (tmp_path / "simpul.sqlite3").mkdir(parents=True)
    done = child(tmp_path, "--language", "en", "integrity")
    assert (done.code, "Traceback" in done.err) == (3, False)
    assert "This database cannot be opened." in done.err


# --- a bar beside long work ---------------------------------------------------------------------------------------


def on_a_terminal(home: Path, *words: str) -> tuple[int, str, str]:
    """The command with its standard error on a terminal and its output in a file: code, output, terminal."""
    terminal, far_end = pty.openpty()
    seen = bytearray()
    with subprocess.Popen(
        [sys.executable, "-c", "from simpul.site.cli import main; main()", *words],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=far_end,
        env=surroundings(home, TERM="xterm", COLUMNS="100"),
    ) as process:
        os.close(far_end)
        try:
            while piece := os.read(terminal, 4096):
                seen += piece
        except OSError:  # the far end closed
            pass
        assert process.stdout is not None
        out = process.stdout.read().decode()
    os.close(terminal)
    return process.returncode, out, seen.decode(errors="replace")


def test_loading_content_shows_a_bar_on_a_terminal_and_only_there(tmp_path: Path) -> None:
    code, out, terminal = on_a_terminal(tmp_path, "content", "load")
    assert code == 0 and "━" in terminal
    for number, step in enumerate(("Basis data / Database", "Baca / Read", "Muat / Load")):
        assert step in terminal and f"{number}/3" in terminal
    assert out.count("\n") == 1 and "\x1b" not in out and "━" not in out
    quiet = child(tmp_path, "content", "load")
    assert (quiet.code, quiet.err) == (0, "") and "\x1b" not in quiet.out


def test_the_bar_of_the_demo_has_as_many_steps_as_the_demo() -> None:
    assert inspect.getsource(demo._play).count("stage.step(") == demo.STEPS


@pytest.mark.proof_ci
def test_the_demo_shows_a_bar_on_a_terminal_and_its_steps_as_lines(tmp_path: Path) -> None:
    code, out, terminal = on_a_terminal(tmp_path, "demo", "--no-serve")
    tasks = len(yaml.safe_load((CONTENT / "examples" / "demo" / "rounds.yaml").read_text())["entries"])
    steps = demo.STEPS + tasks
    assert code == 0 and "━" in terminal
    assert f"0/{steps}" in terminal and f"{steps - 1}/{steps}" in terminal
    assert out.count(" s  ") == demo.STEPS + 1 and "\x1b" not in out
