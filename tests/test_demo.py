"""The demo as an outsider meets it: the command in processes of its own, files read by other programs.

Nothing of simpul is imported. Rows are counted by plain SQL, hashes, verdicts and audit rows recomputed here, papers
read by pdftotext and as XML. The demo is played three times: on SQLite, on SQLite with one figure changed, on
PostgreSQL.
"""

from __future__ import annotations

import csv
import hashlib
import json
import os
import re
import secrets
import shutil
import socket
import sqlite3
import subprocess
import sys
import time
import zipfile
from collections import Counter
from collections.abc import Iterator, Mapping
from contextlib import closing
from dataclasses import dataclass
from decimal import Decimal, getcontext
from fractions import Fraction
from http.cookiejar import CookieJar
from pathlib import Path
from typing import Any
from urllib.error import URLError
from urllib.parse import urlencode, urlsplit, urlunsplit
from urllib.request import HTTPCookieProcessor, OpenerDirector, Request, build_opener
from xml.etree import ElementTree

import openpyxl
import psycopg
import pytest
import yaml

pytestmark = pytest.mark.proof_ci

ROOT = Path(__file__).resolve().parents[1]
CONTENT = ROOT / "content"
COMMAND = Path(sys.executable).with_name("simpul")
PERIOD, AREA = "2026-Q1", "IDN"
LANGUAGES, FORMS = ("id", "en"), ("pdf", "docx")

#: The one figure that is changed: asked of SOMHD, brought by workbook, cleared, reported, delivered.
CODE, YEAR, OLD, NEW = "P-B.2-06", "2024", "19.8", "18.3"

getcontext().prec = 40


# --- the command ------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Ran:
    """How a command ended: exit code, what it printed, how long it took."""

    code: int
    out: str
    err: str
    seconds: float


@dataclass(frozen=True)
class Played:
    """A data folder in which the demo was played, and what surrounds the command there."""

    home: Path
    content: Path
    database: str
    first: Ran
    second: Ran
    before: Mapping[str, int]
    after: Mapping[str, int]
    hashes: Mapping[str, str]

    @property
    def out(self) -> Path:
        return self.home / "out"

    def run(self, *words: str) -> Ran:
        return simpul(self.home, self.content, self.database, *words)

    def rows(self, statement: str) -> list[tuple[Any, ...]]:
        """What plain SQL says, on either database."""
        if self.database:
            with psycopg.connect(self.database) as base:
                return list(base.execute(statement).fetchall())
        with closing(sqlite3.connect(self.home / "simpul.sqlite3")) as base:
            return list(base.execute(statement).fetchall())

    def one(self, statement: str) -> Any:
        rows = self.rows(statement)
        assert len(rows) == 1 and len(rows[0]) == 1, (statement, rows)
        return rows[0][0]

    def change(self, statement: str) -> None:
        """One row, changed behind the desk's back."""
        if self.database:
            with psycopg.connect(self.database) as base:
                assert base.execute(statement).rowcount == 1
            return
        with closing(sqlite3.connect(self.home / "simpul.sqlite3")) as base, base:
            assert base.execute(statement).rowcount == 1

    def paper(self, language: str, form: str) -> Path:
        return self.out / f"report-{PERIOD}.{language}.{form}"


def surroundings(home: Path, content: Path, database: str) -> dict[str, str]:
    kept = {
        name: value
        for name, value in os.environ.items()
        if not name.startswith(("SIMPUL_", "DJANGO_", "LANG"))
    }
    ours = {"PYTHONPATH": str(ROOT / "src"), "SIMPUL_HOME": str(home), "SIMPUL_CONTENT": str(content)}
    return kept | ours | ({"SIMPUL_DATABASE_URL": database} if database else {})


def simpul(home: Path, content: Path, database: str, *words: str) -> Ran:
    begin = time.monotonic()
    done = subprocess.run(
        [str(COMMAND), *words],
        capture_output=True,
        text=True,
        check=False,
        stdin=subprocess.DEVNULL,
        cwd=home.parent,
        env=surroundings(home, content, database),
    )
    return Ran(done.returncode, done.stdout, done.stderr, time.monotonic() - begin)


def counted(home: Path, database: str) -> dict[str, int]:
    """How many rows every table holds, the libraries' tables included."""
    if database:
        names = "SELECT tablename FROM pg_tables WHERE schemaname = 'public'"
        with psycopg.connect(database) as base:
            tables = [row[0] for row in base.execute(names).fetchall()]
            return {name: base.execute(f'SELECT count(*) FROM "{name}"').fetchone()[0] for name in tables}  # type: ignore[index, arg-type]
    with closing(sqlite3.connect(home / "simpul.sqlite3")) as base:
        names = "SELECT name FROM sqlite_master WHERE type = 'table' AND name <> 'sqlite_sequence'"
        tables = [row[0] for row in base.execute(names)]
        return {name: base.execute(f'SELECT count(*) FROM "{name}"').fetchone()[0] for name in tables}


def hashes_of(folder: Path) -> dict[str, str]:
    """Every file below a folder with its SHA-256."""
    files = sorted(path for path in folder.rglob("*") if path.is_file())
    return {str(path.relative_to(folder)): hashlib.sha256(path.read_bytes()).hexdigest() for path in files}


def play(home: Path, content: Path = CONTENT, database: str = "") -> Played:
    """The demo twice in one folder that does not exist yet."""
    assert not home.exists()
    first = simpul(home, content, database, "demo", "--no-serve")
    assert (first.code, first.err) == (0, ""), first
    before, hashes = counted(home, database), hashes_of(home / "out")
    second = simpul(home, content, database, "demo", "--no-serve")
    return Played(home, content, database, first, second, before, counted(home, database), hashes)


@pytest.fixture(scope="module")
def played(tmp_path_factory: pytest.TempPathFactory) -> Played:
    """The demo as it is shipped, on SQLite."""
    return play(tmp_path_factory.mktemp("sqlite") / "home")


@pytest.fixture(scope="module")
def changed(tmp_path_factory: pytest.TempPathFactory) -> Played:
    """The demo with one figure of the content changed, on SQLite."""
    folder = tmp_path_factory.mktemp("changed")
    shutil.copytree(CONTENT, folder / "content")
    path = folder / "content" / "examples" / "demo" / "rounds.yaml"
    old = f"indicator: {CODE}\n    period: '{YEAR}'\n    value: '{OLD}'\n"
    text = path.read_text()
    assert text.count(old) == 1
    path.write_text(text.replace(old, old.replace(OLD, NEW)))
    return play(folder / "home", folder / "content")


@pytest.fixture(scope="module")
def postgres(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Played]:
    """The demo as it is shipped, on a PostgreSQL database of its own that is dropped afterwards."""
    server = os.environ.get("SIMPUL_TEST_POSTGRES_URL")
    if not server:
        pytest.fail("no PostgreSQL: ./run proof-ci starts one and names it in SIMPUL_TEST_POSTGRES_URL")
    name = f"simpul_demo_{secrets.token_hex(4)}"
    with psycopg.connect(server, autocommit=True) as base:
        base.execute(f"CREATE DATABASE {name}")  # type: ignore[arg-type]
    try:
        own = urlunsplit(urlsplit(server)._replace(path=f"/{name}"))
        yield play(tmp_path_factory.mktemp("postgres") / "home", database=own)
    finally:
        with psycopg.connect(server, autocommit=True) as base:
            base.execute(f"DROP DATABASE {name} WITH (FORCE)")  # type: ignore[arg-type]


@pytest.fixture(scope="module", params=["played", "changed", "postgres"])
def each(request: pytest.FixtureRequest) -> Played:
    """Each of the three, one after the other."""
    found: Played = request.getfixturevalue(request.param)
    return found


# --- files, a second run, integrity -----------------------------------------------------------------------------


def test_all_files_of_report_and_delivery_are_there(each: Played) -> None:
    papers = {f"report-{PERIOD}.{language}.{form}" for language in LANGUAGES for form in FORMS}
    parts = {f"adme/adme-{AREA}-{PERIOD}.xlsx", f"adme/adme-{AREA}-{PERIOD}.csv", "adme/manifest.json"}
    assert set(each.hashes) == papers | parts
    for language in LANGUAGES:
        assert each.paper(language, "pdf").read_bytes().startswith(b"%PDF-")
        assert zipfile.ZipFile(each.paper(language, "docx")).testzip() is None


def test_the_manifest_tells_the_hash_and_size_of_each_file(each: Played) -> None:
    told = json.loads((each.out / "adme" / "manifest.json").read_text())
    files = {item["name"]: (item["sha256"], item["size"]) for item in told["files"]}
    found = {
        path.name: (hashlib.sha256(path.read_bytes()).hexdigest(), path.stat().st_size)
        for path in (each.out / "adme").iterdir()
        if path.name != "manifest.json"
    }
    assert files == found and len(found) == 2


def test_a_second_run_does_nothing_and_says_so(each: Played) -> None:
    assert (each.second.code, each.second.err) == (0, "")
    assert f"Demo sudah ada di / The demo is already in {each.home}" in each.second.out
    assert each.after == each.before and sum(each.before.values()) > 1000
    assert hashes_of(each.out) == each.hashes


def test_a_second_run_takes_less_than_half_the_time(each: Played) -> None:
    assert each.second.seconds / each.first.seconds < 0.5


def test_integrity_finds_nothing(each: Played) -> None:
    done = each.run("integrity", "--json")
    assert (done.code, json.loads(done.out)["faults"]) == (0, [])


#: Verb of the audit -> how many rows of it there must be, from the rows that the verb leaves behind.
AUDITED = {
    "content.load": "SELECT count(*) FROM simpul_content_version",
    "directory.add_person": "SELECT count(*) FROM simpul_person",
    "directory.designate": "SELECT count(*) FROM simpul_designation",
    "accounts.create": "SELECT count(*) FROM simpul_user WHERE person_id IS NOT NULL",
    "files.keep": "SELECT count(*) FROM simpul_file",
    "reporting.open_round": "SELECT count(*) FROM simpul_round",
    "reporting.close_round": "SELECT count(*) FROM simpul_round WHERE closed_at IS NOT NULL",
    "reporting.extend": "SELECT count(*) FROM simpul_extension",
    "reporting.override_warning": "SELECT count(*) FROM simpul_override",
    "reporting.attach_evidence": "SELECT count(*) FROM simpul_entry_evidence",
    "reporting.check_import": "SELECT count(*) FROM simpul_import",
    "reporting.confirm_import": "SELECT count(*) FROM simpul_import WHERE state = 'imported'",
    # a cell's version counts how often it was saved; an imported row was saved by its import
    "reporting.save_entry": "SELECT (SELECT sum(version) FROM simpul_entry)"
    " - (SELECT sum(stored) FROM simpul_import WHERE state = 'imported')",
    "reporting.submit": "SELECT count(*) FROM simpul_submission",
    "reporting.return": "SELECT count(*) FROM simpul_clearance WHERE verdict = 'returned'",
    "reporting.accept": "SELECT count(*) FROM simpul_task WHERE accepted_at IS NOT NULL",
    # the first step is the submission, the last one accepts
    "reporting.clear": "SELECT (SELECT count(*) FROM simpul_clearance WHERE verdict = 'cleared' AND step > 0)"
    " - (SELECT count(*) FROM simpul_task WHERE accepted_at IS NOT NULL)",
    "benefits.record": "SELECT count(*) FROM simpul_benefit",
    "benefits.revise": "SELECT count(*) FROM simpul_benefit_version WHERE number > 1",
    "benefits.confirm": "SELECT count(*) FROM simpul_benefit_decision WHERE verdict = 'confirmed'",
    "progress.compute": "SELECT count(*) FROM simpul_result_set",
    "reporting.record_paper": "SELECT count(*) FROM simpul_paper",
    "reporting.record_delivery": "SELECT count(*) FROM simpul_delivery",
    "reporting.clear_delivery": "SELECT count(*) FROM simpul_delivery WHERE cleared_at IS NOT NULL",
    "reporting.hand_over": "SELECT count(*) FROM simpul_delivery WHERE state = 'handed_over'",
    "catalogue.call_finalisation": "SELECT count(*) FROM simpul_finalisation",
    "catalogue.propose_sheet": "SELECT count(*) FROM simpul_sheet_step WHERE verb = 'propose'",
    "catalogue.comment_sheet": "SELECT count(*) FROM simpul_sheet_comment",
    "requests.register": "SELECT count(*) FROM simpul_request",
    "requests.dispose": "SELECT count(*) FROM simpul_request WHERE disposed_at IS NOT NULL",
    "requests.split": "SELECT count(DISTINCT request_id) FROM simpul_request_item",
    "requests.send_out": "SELECT count(DISTINCT request_id) FROM simpul_request_item WHERE state <> 'new'",
    "requests.save_answer": "SELECT count(*) FROM simpul_item_answer",
    "requests.hand_in": "SELECT count(*) FROM simpul_item_answer WHERE handed_in_at IS NOT NULL",
    "requests.consolidate": "SELECT count(*) FROM simpul_consolidated_answer",
    "requests.put_forward": "SELECT count(*) FROM simpul_request_delivery",
    "requests.clear": "SELECT count(*) FROM simpul_request_clearance WHERE verdict = 'cleared'",
    "requests.send": "SELECT count(*) FROM simpul_request_delivery WHERE version IS NOT NULL",
}


def test_each_step_left_its_audit_row_and_no_other_row_is_there(each: Played) -> None:
    wanted = {verb: int(each.one(statement)) for verb, statement in AUDITED.items()}
    imported = [row[0] for row in each.rows("SELECT narratives FROM simpul_import WHERE state = 'imported'")]
    texts = sum(len(json.loads(row) if isinstance(row, str) else row) for row in imported)
    saved = each.one("SELECT sum(version) FROM simpul_narrative")
    wanted["reporting.save_narrative"] = int(saved) - texts
    found = dict(each.rows("SELECT action, count(*) FROM simpul_audit GROUP BY action"))
    assert found == {verb: count for verb, count in wanted.items() if count}
    assert {"reporting.accept", "reporting.return", "reporting.extend", "reporting.hand_over"} <= set(found)


def test_the_round_is_the_one_the_content_scripts(each: Played) -> None:
    tasks = yaml.safe_load((each.content / "examples" / "demo" / "rounds.yaml").read_text())["entries"]
    assert each.one("SELECT count(*) FROM simpul_task WHERE state = 'accepted'") == len(tasks)
    scripted = {
        (figure["indicator"], figure["period"], Decimal(figure["value"]))
        for task in tasks
        for figure in task["figures"]
    }
    published = each.rows(
        "SELECT i.code, o.period, o.value FROM simpul_observation o JOIN simpul_indicator i"
        " ON i.id = o.indicator_id WHERE o.figure_id IS NOT NULL AND o.value IS NOT NULL"
    )
    assert {(code, period, Decimal(str(value))) for code, period, value in published} == scripted
    assert len(published) == len(scripted) == 14


# --- the report in two languages and two forms ------------------------------------------------------------------

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
RUNNING = {"id": "TW I 2026", "en": "Q1 2026"}
FOOT = {"id": "Biasa. Data seperti diketahui pada", "en": "Ordinary. Data as known on"}
CHAPTERS = range(10)  # 0 is the cover; 4 are the charts, 6 to 9 the annexes A to D, the last that of sources
CHARTS, ANNEX = 4, 9


def text_of(path: Path) -> str:
    """All text: of a PDF by pdftotext, of a Word file from its XML."""
    if path.suffix == ".pdf":
        done = subprocess.run(["pdftotext", "-layout", str(path), "-"], capture_output=True, check=True)
        return done.stdout.decode()
    return "\n".join(map(paragraph, body(path).iter(f"{W}p")))


def body(path: Path) -> ElementTree.Element:
    return ElementTree.fromstring(zipfile.ZipFile(path).read("word/document.xml"))


def paragraph(node: ElementTree.Element) -> str:
    parts = (one for one in node.iter() if one.tag in (f"{W}t", f"{W}br"))
    return "".join((one.text or "") if one.tag == f"{W}t" else "\n" for one in parts)


def tables(path: Path) -> list[list[list[str]]]:
    """The tables of a Word file: rows of cells, the paragraphs of a cell one a line."""
    return [
        [
            ["\n".join(map(paragraph, cell.iter(f"{W}p"))) for cell in row.iter(f"{W}tc")]
            for row in table.iter(f"{W}tr")
        ]
        for table in body(path).iter(f"{W}tbl")
    ]


def chapters(text: str, language: str) -> dict[int, str]:
    """The paper by chapters, without what each page repeats (running title, foot with page number) and without the
    table of contents, whose page numbers differ by language."""
    lines: dict[int, list[str]] = {0: []}
    now = 0
    for line in re.sub("[\u200b\u2060]", "", text).replace("\f", "\n").splitlines():
        bare = line.strip()
        if bare.startswith(FOOT[language]) or (bare.endswith(RUNNING[language]) and "  " in bare):
            continue
        heading = re.match(r"(?:(\d)|(?:Lampiran|Annex) ([A-D]))\. \w", bare)
        if heading and ". . . ." in bare:
            continue
        if heading and now == ANNEX and heading[1] == "1":
            lines, now = (
                {0: lines[0], 1: []},
                1,
            )  # what came before was the table of contents of the Word file
        elif heading and (int(heading[1]) if heading[1] else "ABCD".index(heading[2]) + 6) == now + 1:
            now += 1
            lines[now] = []
        lines[now].append(line)
    assert list(lines) == list(CHAPTERS), list(lines)
    return {number: "\n".join(one) for number, one in lines.items()}


#: A number that stands alone: no part of a code (P-B.2-06), an address, a word (60th) or a longer number.
TOKEN = re.compile(r"(?<![\w.,\-/])[<>]?\d(?:[\d.,]*\d)?(?![\w\-/])")
#: What names a time and no figure: the hour on the cover, the quarter in words.
NO_FIGURES = re.compile(r"(?<=2026, )\d\d[.:]\d\d\b|\bQuarter \d\b")


def figure(token: str, language: str) -> str:
    """A number without its language's dress; what is none in that language (a version, 2.4) stays as it is."""
    thousands, decimal = (".", ",") if language == "id" else (",", ".")
    if not re.fullmatch(rf"[<>]?(\d{{1,3}}(\{thousands}\d{{3}})+|\d+)(\{decimal}\d+)?", token):
        return token
    return token.replace(thousands, "").replace(decimal, ".")


def figures(text: str, language: str) -> Counter[str]:
    """Every number of a text with how often it stands there."""
    return Counter(figure(token, language) for token in TOKEN.findall(NO_FIGURES.sub(" ", text)))


@pytest.fixture(scope="module")
def read() -> Any:
    """The figures of a paper, chapter by chapter; each paper is read once."""
    known: dict[Path, dict[int, Counter[str]]] = {}

    def of(where: Played, language: str, form: str) -> dict[int, Counter[str]]:
        path = where.paper(language, form)
        if path not in known:
            found = chapters(text_of(path), language)
            known[path] = {number: figures(text, language) for number, text in found.items()}
        return known[path]

    return of


def test_figures_are_undressed_as_their_language_dresses_them() -> None:
    said = "1.234,5 jiwa; P-B.2-06; 0,5; versi 2.4; <2,5; 60th; 8 Mei 2026, 16.10; 12, 13."
    assert figures(said, "id") == Counter(["1234.5", "0.5", "2.4", "<2.5", "8", "2026", "12", "13"])
    english = "1,234.5 people; 0.5; 8 May 2026, 16:10; Quarter 1 of 2026"
    assert figures(english, "en") == Counter(["1234.5", "0.5", "8", "2026", "2026"])


@pytest.mark.parametrize("chapter", CHAPTERS)
def test_pdf_and_word_of_a_language_say_the_same_figures(each: Played, read: Any, chapter: int) -> None:
    """Equal in each chapter but two: charts are pictures in Word, so there PDF says more; addresses in the annex
    break over lines in PDF, so there code and value of each row are compared."""
    for language in LANGUAGES:
        pdf, word = (read(each, language, form)[chapter] for form in FORMS)
        if chapter == CHARTS:
            assert word and not word - pdf
        elif chapter == ANNEX:
            text = chapters(text_of(each.paper(language, "pdf")), language)[ANNEX]
            row = re.compile(r"^\s*((?:P|ID|RF)-[\w.\-]+)\s{2,}\S.*?\s{2,}([<>]?[\d.,]*\d)\s", re.M)
            in_pdf = [(code, figure(value, language)) for code, value in row.findall(text)]
            (table,) = (rows for rows in tables(each.paper(language, "docx")) if len(rows) > 100)
            in_word = [(cells[0], figure(cells[2], language)) for cells in table[1:]]
            assert in_pdf == in_word and len(in_word) > 100
        else:
            assert pdf == word and (word or chapter == 0)


@pytest.mark.parametrize("form", FORMS)
def test_both_languages_say_the_same_figures(each: Played, read: Any, form: str) -> None:
    """In every chapter, charts and annex included. Set aside are numbers in names of indicators, which one language
    may write and the other not (“(25+)”)."""
    names = numbers_in_names(each)
    for chapter in CHAPTERS:
        id, en = (read(each, language, form)[chapter] for language in LANGUAGES)
        assert id - en == names["id"][chapter] - names["en"][chapter], chapter
        assert en - id == names["en"][chapter] - names["id"][chapter], chapter
    assert sum(sum(read(each, "id", form)[chapter].values()) for chapter in CHAPTERS) > 1000


def numbers_in_names(where: Played) -> dict[str, dict[int, Counter[str]]]:
    """The numbers that titles and units bring into each chapter, counted in Word, where a name is whole."""
    entries = [
        entry
        for path in sorted((where.content / "indicators").glob("*.yaml"))
        for entry in yaml.safe_load(path.read_text())["entries"]
    ]
    found: dict[str, dict[int, Counter[str]]] = {}
    for language in LANGUAGES:
        names = {
            str(entry[field].get(language, ""))
            for entry in entries
            for field in ("title", "unit")
            if field in entry
        }
        numbered = sorted((name for name in names if figures(name, language)), key=len, reverse=True)
        text = chapters(text_of(where.paper(language, "docx")), language)
        found[language] = {}
        for number, said in text.items():
            counts: Counter[str] = Counter()
            for name in numbered:
                for _ in range(said.count(name)):
                    counts += figures(name, language)
                said = said.replace(name, " ")
            found[language][number] = counts
    return found


@pytest.mark.parametrize("language", LANGUAGES)
def test_only_figures_of_this_round_are_marked_as_new(each: Played, language: str) -> None:
    mark = {"id": "baru", "en": "new"}[language]
    cells = [row[2] for table in tables(each.paper(language, "docx")) for row in table if len(row) == 7]
    marked = [cell for cell in cells if re.search(rf", {mark}$", cell)]
    assert len(marked) == each.one(
        "SELECT count(*) FROM simpul_observation WHERE figure_id IS NOT NULL AND value IS NOT NULL"
    )


# --- not canned: one figure of the content is changed -----------------------------------------------------------


def delivered(where: Played) -> list[dict[str, str]]:
    with (where.out / "adme" / f"adme-{AREA}-{PERIOD}.csv").open(newline="") as table:
        return list(csv.DictReader(table))


def sheet(where: Played) -> list[dict[str, Any]]:
    """The rows of the Excel file by the English headings."""
    book = openpyxl.load_workbook(where.out / "adme" / f"adme-{AREA}-{PERIOD}.xlsx")
    head, *rows = book["Data"].iter_rows(values_only=True)
    names = [str(name).split("\n")[1] for name in head]
    return [dict(zip(names, row, strict=True)) for row in rows]


def differences(
    old: list[dict[str, Any]], new: list[dict[str, Any]], key: str
) -> dict[tuple[str, str], tuple[Any, Any]]:
    """Where two tables differ: row and column -> before and after."""
    assert [row[key] for row in old] == [row[key] for row in new]
    return {
        (one[key], name): (one[name], other[name])
        for one, other in zip(old, new, strict=True)
        for name in one
        if one[name] != other[name]
    }


def test_each_delivered_value_is_that_of_the_observation_it_names(each: Played) -> None:
    """No digit is lost: the table, the Excel file and the database say the same number."""
    stored = {
        str(pk): (code, period, Decimal(str(value)))
        for pk, code, period, value in each.rows(
            "SELECT o.id, i.code, o.period, o.value FROM simpul_observation o"
            " JOIN simpul_indicator i ON i.id = o.indicator_id WHERE o.value IS NOT NULL"
        )
    }
    for row in delivered(each):
        said = row["INDICATOR"], row["TIME_PERIOD"], Decimal(row["OBS_VALUE"])
        assert said == stored[row["PROVENANCE"]]
    in_excel = {row["Indicator code"]: Decimal(str(row["Value"])) for row in sheet(each)}
    assert in_excel == {row["INDICATOR"]: Decimal(row["OBS_VALUE"]) for row in delivered(each)}
    assert len(in_excel) > 20


def test_the_csv_differs_in_the_one_figure(played: Played, changed: Played) -> None:
    assert differences(delivered(played), delivered(changed), "INDICATOR") == {
        (CODE, "OBS_VALUE"): (OLD, NEW),
        (CODE, "TEXT_AS_REPORTED"): (OLD, NEW),
    }


def test_the_excel_file_differs_in_the_one_figure_and_its_verdict(played: Played, changed: Played) -> None:
    old, new = (eurostat(value)[0] for value in (OLD, NEW))
    assert old != new
    assert differences(sheet(played), sheet(changed), "Indicator code") == {
        (CODE, "Value"): (float(OLD), float(NEW)),
        (CODE, "As reported"): (OLD, NEW),
        (CODE, "Verdict"): (old, new),
    }


def goal() -> tuple[Fraction, Fraction, int, int]:
    """Baseline, target and their years as the indicator's sheet in content says them."""
    text = (CONTENT / "indicators" / "ascc-proxies.yaml").read_text()
    row = next(entry for entry in yaml.safe_load(text)["entries"] if entry["code"] == CODE)
    target = max(row["targets"], key=lambda one: one["period"])
    assert row["polarity"] == "minimise"
    start = row["baseline"]
    return Fraction(start["value"]), Fraction(target["value"]), int(start["period"]), int(target["period"])


def root(base: Fraction, years: int) -> Decimal:
    return (Decimal(base.numerator) / Decimal(base.denominator)) ** (Decimal(1) / Decimal(years))


def eurostat(value: str) -> tuple[str, Decimal]:
    """docs/methods/eurostat-cagr.md for a falling indicator: class and R, rounded to nine places."""
    b, t, first, last = goal()
    r = root(Fraction(value) / b, int(YEAR) - first) - 1
    needed = root(t / b, last - first) - 1
    ratio = (-r / abs(needed)).quantize(Decimal("1e-9"))
    for least, name in (("0.95", "significant"), ("0.60", "moderate"), ("0", "insufficient")):
        if ratio >= Decimal(least):
            return name, ratio
    return "deterioration", ratio


def escap_score(value: str) -> Fraction:
    """docs/methods/escap-cs.md for a falling indicator: CS = -10 (v - b) / abs(T - b)."""
    b, t, _, _ = goal()
    return -10 * (Fraction(value) - b) / abs(t - b)


def plain_index(value: str) -> Fraction:
    """docs/methods/plain.md: achieved share over time share."""
    b, t, first, last = goal()
    return ((Fraction(value) - b) / (t - b)) / Fraction(int(YEAR) - first, last - first)


def nine(number: Fraction) -> Decimal:
    return (Decimal(number.numerator) / Decimal(number.denominator)).quantize(Decimal("1e-9"))


def check_verdicts(rows: list[dict[str, Any]], value: str) -> None:
    """What a door says of the indicator's methods against the formulas computed here."""
    said = {row["method"]: row for row in rows if row["indicator"] == CODE}
    numbers = {
        method: {name: Decimal(text).quantize(Decimal("1e-9")) for name, text in row["numbers"].items()}
        for method, row in said.items()
    }
    status, ratio = eurostat(value)
    assert (said["eurostat-cagr"]["status"], numbers["eurostat-cagr"]["ratio"]) == (status, ratio)
    assert said["eurostat-cagr"]["official"] is True
    assert (
        numbers["escap-cs"]["score"] == nine(escap_score(value))
        and said["escap-cs"]["status"] == "progressed"
    )
    index = plain_index(value)
    assert numbers["plain"]["index"] == nine(index)
    assert said["plain"]["status"] == ("ahead" if index >= 1 else "behind")


def test_the_verdicts_follow_the_figure_by_the_cited_formulas(played: Played, changed: Played) -> None:
    kept: list[dict[Any, Any]] = []
    for where, value in ((played, OLD), (changed, NEW)):
        stored = where.rows(
            "SELECT i.code, v.method, v.official, v.status, v.reason, v.outputs FROM simpul_verdict v"
            " JOIN simpul_indicator i ON i.id = v.indicator_id"
        )
        rows = [
            {"indicator": code, "official": bool(official), "status": status, **json.loads(outputs)}
            for code, _, official, status, _, outputs in stored
        ]
        check_verdicts(rows, value)
        kept.append({(row[0], row[1]): row[3:] for row in stored if row[0] != CODE})
    assert kept[0] == kept[1] and len(kept[0]) > 200


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_word_report_says_the_new_verdict_in_the_words_of_its_class(
    played: Played, changed: Played, language: str
) -> None:
    """The words are those of another indicator of which the delivery says the same class, and of no other class."""
    wanted, _ = eurostat(NEW)
    said = {row["Indicator code"]: row["Verdict"] for row in sheet(played) if row["Verdict"]}
    alike = [code for code, verdict in said.items() if verdict == wanted]
    unlike = [code for code, verdict in said.items() if verdict != wanted]

    def row_of(where: Played, code: str) -> list[str]:
        rows = [row for table in tables(where.paper(language, "docx")) for row in table if len(row) == 7]
        (found,) = (row for row in rows if f"· {code} ·" in row[0])
        return found

    now = row_of(changed, CODE)[6]
    assert CODE in unlike and now
    assert {row_of(played, code)[6] for code in alike} <= {now}
    assert now not in {row_of(played, code)[6] for code in unlike}


#: Chapter -> what the changed figure changes there. 21.5 of the year before to 19.8 is 1.7, to 18.3 is 3.2.
MOVED = {
    1: (Counter([OLD, "1.7"]), Counter([NEW, "3.2"])),
    3: (Counter([OLD, "1.7"]), Counter([NEW, "3.2"])),
    4: (Counter([OLD, "1.7"]), Counter([NEW, "3.2"])),
    9: (Counter([OLD]), Counter([NEW])),
}


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("language", LANGUAGES)
def test_the_report_says_the_new_figure_everywhere_and_no_other_is_touched(
    played: Played, changed: Played, read: Any, language: str, form: str
) -> None:
    """Set aside is the fingerprint, which must differ. In the summary the counts of classes move as in the delivery,
    in the PDF the chart says its point a second time."""
    for chapter in CHAPTERS:
        old, new = read(played, language, form)[chapter], read(changed, language, form)[chapter]
        gone, come = MOVED.get(chapter, (Counter(), Counter()))
        if chapter == 1:
            counts = [
                Counter(
                    str(n) for n in Counter(row["Verdict"] for row in sheet(where) if row["Verdict"]).values()
                )
                for where in (played, changed)
            ]
            gone, come = gone + (counts[0] - counts[1]), come + (counts[1] - counts[0])
        if chapter == CHARTS and form == "pdf":
            gone, come = gone + Counter([OLD]), come + Counter([NEW])
        if chapter in (0, 8):  # the fingerprint on the cover and in the notes
            continue
        assert (old - new, new - old) == (gone, come), chapter
    papers = [
        hashlib.sha256(where.paper(language, form).read_bytes()).digest() for where in (played, changed)
    ]
    assert papers[0] != papers[1]
    bases = [where.one("SELECT DISTINCT basis_hash FROM simpul_paper") for where in (played, changed)]
    for where, base, other in ((played, *bases), (changed, *reversed(bases))):
        text = re.sub(r"\s", "", text_of(where.paper(language, form)))
        assert base in text and other not in text


class Desk:
    """The desk as a browser meets it: signed in through its form."""

    def __init__(self, address: str) -> None:
        self.address = address
        self.jar = CookieJar()
        self.opener: OpenerDirector = build_opener(HTTPCookieProcessor(self.jar))

    def get(self, path: str, language: str = "id") -> str:
        request = Request(self.address + path, headers={"Accept-Language": language})
        with self.opener.open(request, timeout=30) as answer:
            return str(answer.read().decode())

    def sign_in(self, email: str) -> None:
        page = self.get("/accounts/login/")
        password = re.search(r"empat kata [\w ]+", page)
        token = re.search(r'name="csrfmiddlewaretoken" value="(\w+)"', page)
        assert email in page and password and token
        form = {"login": email, "password": password[0].strip(), "csrfmiddlewaretoken": token[1]}
        headers = {"Referer": f"{self.address}/accounts/login/"}
        request = Request(f"{self.address}/accounts/login/", urlencode(form).encode(), headers)
        with self.opener.open(request, timeout=30) as answer:
            assert answer.status == 200 and "/accounts/login/" not in answer.url


@pytest.fixture(scope="module")
def desk(changed: Played) -> Iterator[Desk]:
    """`simpul up` on a free port over the changed figure, signed in as the secretariat of the demo."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    people = yaml.safe_load((CONTENT / "examples" / "demo" / "people.yaml").read_text())["entries"]
    roles = {row["role"]: one["email"] for one in people for row in one["designations"]}
    log = changed.home.parent / "up.log"
    with log.open("wb") as told:
        server = subprocess.Popen(
            [str(COMMAND), "up", "--port", str(port)],
            stdout=told,
            stderr=told,
            stdin=subprocess.DEVNULL,
            env=surroundings(changed.home, changed.content, changed.database),
        )
    try:
        found = Desk(f"http://127.0.0.1:{port}")
        deadline = time.monotonic() + 120
        while True:
            assert server.poll() is None and time.monotonic() < deadline, log.read_text()
            try:
                found.get("/accounts/login/")
                break
            except URLError:
                time.sleep(0.1)  # asked again until it answers
        found.sign_in(roles["secretariat"])
        yield found
    finally:
        server.terminate()
        server.wait(timeout=30)


def test_the_page_of_the_indicator_shows_the_new_figure(desk: Desk) -> None:
    text = re.sub(r"<(script|style|svg).*?</\1>|<[^>]+>", " ", desk.get(f"/indicators/{CODE}/"), flags=re.S)
    found = figures(text, "id")
    assert found[NEW] and not found[OLD]


def test_the_api_tells_the_new_figure_and_its_verdicts(desk: Desk) -> None:
    one = json.loads(desk.get(f"/api/indicators/{CODE}"))
    assert (one["latest"]["period"], one["latest"]["text"]) == (YEAR, NEW)
    assert one["verdict"]["status"] == eurostat(NEW)[0]
    rows = json.loads(desk.get(f"/api/observations?indicator={CODE}"))
    assert [row["value"] for row in rows if row["period"] == YEAR] == [NEW]
    check_verdicts(json.loads(desk.get("/api/progress")), NEW)
    proof = json.loads(desk.get(f"/api/observations/{one['latest']['observation']}/provenance"))
    assert (proof["origin"]["kind"], proof["origin"]["body"]) == ("submission", "SOMHD")
    assert proof["value"]["value"] == NEW and proof["origin"]["file"]["name"].endswith(".xlsx")


# --- changed behind the desk's back -----------------------------------------------------------------------------


def test_a_value_changed_behind_the_desk_is_named_until_it_is_put_back(each: Played) -> None:
    value = each.one(f"SELECT o.value FROM simpul_observation o WHERE {OBSERVED}")
    text = each.one(f"SELECT o.text FROM simpul_observation o WHERE {OBSERVED}")
    assert each.run("integrity").code == 0
    each.change(f"UPDATE simpul_observation AS o SET value = 9.9, text = '9.9' WHERE {OBSERVED}")
    try:
        done = each.run("--language", "en", "integrity")
        told = each.run("integrity", "--json")
    finally:
        each.change(f"UPDATE simpul_observation AS o SET value = {value}, text = '{text}' WHERE {OBSERVED}")
    assert done.code == told.code == 1
    assert re.search(
        rf"^observations: {re.escape(CODE)} {AREA} {YEAR} .*“9\.9” instead of “{text}”", done.out, re.M
    )
    assert {row["subject"] for row in json.loads(told.out)["faults"]} == {f"{CODE} {AREA} {YEAR} _T v1"}
    assert each.run("integrity").code == 0


OBSERVED = (
    f"o.period = '{YEAR}' AND o.area = '{AREA}' AND o.disaggregation = '_T'"
    f" AND o.indicator_id = (SELECT i.id FROM simpul_indicator i WHERE i.code = '{CODE}')"
)


# --- the same on PostgreSQL -------------------------------------------------------------------------------------


def test_it_was_postgresql(postgres: Played) -> None:
    assert postgres.one("SELECT version()").startswith("PostgreSQL ")
    assert postgres.one("SELECT count(*) FROM simpul_submission") > 0
    assert not (postgres.home / "simpul.sqlite3").exists()


def test_both_databases_hold_the_same_number_of_rows(played: Played, postgres: Played) -> None:
    assert postgres.before == played.before


def test_both_databases_deliver_the_same_table(played: Played, postgres: Played) -> None:
    """Byte for byte but for PROVENANCE, the number the database itself gave to an observation."""

    def bare(where: Played) -> list[bytes]:
        lines = (where.out / "adme" / f"adme-{AREA}-{PERIOD}.csv").read_bytes().split(b"\r\n")
        assert lines[0].endswith(b",PROVENANCE") and lines[-1] == b""
        return [line.rpartition(b",")[0] for line in lines]

    assert bare(postgres) == bare(played) and len(bare(played)) > 20


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("language", LANGUAGES)
def test_both_databases_report_the_same_figures(
    played: Played, postgres: Played, read: Any, language: str, form: str
) -> None:
    """Every chapter; of the annex code, period, value and source. Its mark is the number of the observation."""
    for chapter in CHAPTERS:
        if chapter != ANNEX:
            assert read(postgres, language, form)[chapter] == read(played, language, form)[chapter], chapter
    annexes = []
    for where in (played, postgres):
        (table,) = (rows for rows in tables(where.paper(language, "docx")) if len(rows) > 100)
        annexes.append([row[:4] for row in table])
    assert annexes[0] == annexes[1]
