"""Files that mean harm, made here by code: each is refused with a sentence, quickly, in little memory."""

from __future__ import annotations

import os
import resource
import struct
import subprocess
import sys
import time
import zipfile
from collections.abc import Callable
from io import BytesIO
from pathlib import Path

import pytest

from simpul.core import errors
from simpul.core.errors import Problem
from simpul.doors.exchange import reading
from simpul.doors.exchange.archive import OLE, Limits
from simpul.doors.exchange.reading import kind_of, read_in_subprocess
from simpul.doors.exchange.workbook import FigureRow, TaskSheet, write_workbook

GOOD = write_workbook(
    TaskSheet(
        round="2026-Q1",
        round_label="TW I 2026",
        task=7,
        task_label="2026-Q1 SOMHD",
        task_version=3,
        area="IDN",
        body="SOMHD",
        body_name="SOMHD",
        offices=("Kemenkes",),
        due_label="29 April 2026",
        made_label="22 April 2026",
        rows=(FigureRow("P-1", "Stunting", "persen", "IDN", "2024", "2024"),),
    )
)
SHEET = "xl/worksheets/sheet2.xml"


def remade(change: dict[str, bytes], *, drop: str = "") -> bytes:
    """The good workbook with parts replaced, added or dropped."""
    target = BytesIO()
    with zipfile.ZipFile(BytesIO(GOOD)) as good, zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as made:
        for part in good.infolist():
            if part.filename not in change and part.filename != drop:
                made.writestr(part.filename, good.read(part))
        for name, body in change.items():
            made.writestr(name, body)
    return target.getvalue()


def part(name: str) -> bytes:
    with zipfile.ZipFile(BytesIO(GOOD)) as good:
        return good.read(name)


def with_cell(cell: bytes, row: bytes = b"1") -> bytes:
    body = b'<row r="' + row + b'"><c r="' + cell + b'"><v>1</v></c></row></sheetData>'
    return remade({SHEET: part(SHEET).replace(b"</sheetData>", body)})


def with_strings(doctype: bytes, *, encoding: str = "utf-8") -> bytes:
    text = part("xl/sharedStrings.xml").decode()
    text = text.replace("?>", "?>" + doctype.decode(), 1)
    if encoding != "utf-8":
        text = text.replace("UTF-8", encoding, 1)
    return remade({"xl/sharedStrings.xml": text.encode(encoding, "xmlcharrefreplace")})


LAUGHS = (
    b'<!DOCTYPE lolz [<!ENTITY a "' + b"x" * 1000 + b'">'
    + b"".join(b'<!ENTITY %c "%s">' % (98 + n, b"&%c;" % (97 + n) * 10) for n in range(8))
    + b"]>"
)  # fmt: skip
OUTSIDE = b'<!DOCTYPE r [<!ENTITY x SYSTEM "file:///etc/passwd">]>'


def bomb(megabytes: int) -> bytes:
    return remade({"xl/media/image1.png": b"\0" * megabytes * 1_000_000})


def lying_bomb() -> bytes:
    """A bomb whose directory says the inflated part is small."""
    made = bytearray(bomb(90))
    size = struct.pack("<I", 90_000_000)
    return bytes(made.replace(size, struct.pack("<I", 1_000)))


def many_parts() -> bytes:
    return remade({f"xl/media/image{n}.png": b"x" for n in range(2_000)})


def flat_bomb() -> bytes:
    """Poorly packed on purpose: below the ratio, above the total."""
    return remade({f"xl/media/i{n}.png": os.urandom(60_000) + b"\0" * 6_000_000 for n in range(15)})


def overlapping() -> bytes:
    """Two entries of the directory that share one body."""
    made = BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_STORED) as archive:
        with zipfile.ZipFile(BytesIO(GOOD)) as good:
            for one in good.infolist():
                archive.writestr(one.filename, good.read(one))
        archive.writestr("xl/media/image0.png", os.urandom(100_000))
        for number in range(1, 6):
            twin = zipfile.ZipInfo(f"xl/media/image{number}.png")
            first = archive.getinfo("xl/media/image0.png")
            twin.header_offset, twin.CRC = first.header_offset, first.CRC
            twin.compress_size, twin.file_size = first.compress_size, first.file_size
            archive.filelist.append(twin)
            archive.NameToInfo[twin.filename] = twin
    return made.getvalue()


def locked_zip() -> bytes:
    made = bytearray(GOOD)
    for mark, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        at = -1
        while (at := made.find(mark, at + 1)) >= 0:
            made[at + offset] |= 1
    return bytes(made)


def types_with_macro() -> bytes:
    plain = b"application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"
    macro = b"application/vnd.ms-excel.sheet.macroEnabled.main+xml"
    return remade({"[Content_Types].xml": part("[Content_Types].xml").replace(plain, macro)})


HOSTILE: dict[str, tuple[Callable[[], bytes], str]] = {
    "an empty file": (lambda: b"", "FILES-EMPTY"),
    "a file of 60 MB": (lambda: b"PK\x03\x04" + b"\0" * 60_000_000, "FILES-TOO-LARGE"),
    "a letter": (lambda: b"Dengan hormat,", "EXCHANGE-NOT-WORKBOOK"),
    "a zip of something else": (lambda: remade({}, drop="xl/workbook.xml"), "EXCHANGE-NOT-WORKBOOK"),
    "an old or locked workbook": (lambda: OLE + b"\0" * 512, "EXCHANGE-OLD-OR-LOCKED"),
    "an encrypted zip": (locked_zip, "EXCHANGE-OLD-OR-LOCKED"),
    "a macro": (lambda: remade({"xl/vbaProject.bin": b"\0"}), "EXCHANGE-MACRO"),
    "a macro by its type alone": (types_with_macro, "EXCHANGE-MACRO"),
    "a macro sheet": (lambda: remade({"xl/macrosheets/sheet1.xml": b"<x/>"}), "EXCHANGE-MACRO"),
    "a control": (lambda: remade({"xl/activeX/activeX1.xml": b"<x/>"}), "EXCHANGE-MACRO"),
    "a program": (lambda: remade({"xl/embeddings/a.exe": b"MZ"}), "EXCHANGE-MACRO"),
    "a link to another file": (
        lambda: remade({"xl/externalLinks/externalLink1.xml": b"<x/>"}), "EXCHANGE-EXTERNAL-LINK"),
    "a data connection": (lambda: remade({"xl/connections.xml": b"<x/>"}), "EXCHANGE-EXTERNAL-LINK"),
    "a zip bomb": (lambda: bomb(100), "EXCHANGE-EXPANDS"),
    "a bomb of good ratio": (flat_bomb, "EXCHANGE-EXPANDS"),
    "a bomb with a lying directory": (lying_bomb, "EXCHANGE-DAMAGED"),
    "a zip of too many parts": (many_parts, "EXCHANGE-EXPANDS"),
    "overlapping parts": (overlapping, "EXCHANGE-EXPANDS"),
    "a truncated file": (lambda: GOOD[: len(GOOD) // 2], "EXCHANGE-DAMAGED"),
    "a flipped byte": (lambda: GOOD[:200] + bytes([GOOD[200] ^ 255]) + GOOD[201:], "EXCHANGE-DAMAGED"),
    "a billion laughs": (lambda: with_strings(LAUGHS), "EXCHANGE-XML"),
    "an entity from a file": (lambda: with_strings(OUTSIDE), "EXCHANGE-XML"),
    "a DTD from elsewhere": (lambda: with_strings(b'<!DOCTYPE r SYSTEM "http://x.example">'), "EXCHANGE-XML"),
    "an entity in UTF-16": (lambda: with_strings(OUTSIDE, encoding="utf-16"), "EXCHANGE-XML"),
    "an entity in UTF-7": (lambda: with_strings(OUTSIDE, encoding="utf-7"), "EXCHANGE-DAMAGED"),
    "an entity in EBCDIC": (lambda: with_strings(OUTSIDE, encoding="cp037"), "EXCHANGE-DAMAGED"),
    "an entity in the parts' list": (
        lambda: remade({"_rels/.rels": part("_rels/.rels").replace(b"?>", b"?>" + OUTSIDE, 1)}),
        "EXCHANGE-XML"),
    "broken XML": (lambda: remade({SHEET: b"<worksheet>"}), "EXCHANGE-DAMAGED"),
    "a cell in the last row": (lambda: with_cell(b"A1048576", b"1048576"), "EXCHANGE-TOO-MANY-ROWS"),
    "a cell far below its row": (lambda: with_cell(b"A1048576", b"1"), "EXCHANGE-TOO-MANY-ROWS"),
    "a cell in the last column": (lambda: with_cell(b"XFD1"), "EXCHANGE-EXPANDS"),
    "no hidden sheet": (
        lambda: remade({"xl/workbook.xml": part("xl/workbook.xml").replace(b"_simpul", b"x")}),
        "EXCHANGE-NO-SHEET"),
}  # fmt: skip


@pytest.mark.parametrize("case", HOSTILE)
def test_it_is_refused_with_a_sentence_quickly_and_in_little_memory(tmp_path: Path, case: str) -> None:
    make, code = HOSTILE[case]
    path = tmp_path / "berkas.xlsx"
    path.write_bytes(make())
    start = time.monotonic()
    with pytest.raises(Problem) as raised:
        read_in_subprocess(path, "workbook", name="laporan triwulan.xlsx")
    assert raised.value.code == code
    assert time.monotonic() - start < 5
    for language in ("id", "en"):
        words = errors.sentence(raised.value, language) + " " + errors.hint(raised.value, language)
        assert "[" not in words.replace("[Content_Types].xml", ""), words
        assert str(tmp_path) not in words
    assert resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss < 700_000


def test_the_good_workbook_these_are_made_from_is_read(tmp_path: Path) -> None:
    path = tmp_path / "baik.xlsx"
    path.write_bytes(remade({}))
    assert [row.key.indicator for row in read_in_subprocess(path, "workbook").entries] == ["P-1"]


def test_sixty_megabytes_are_refused_before_a_byte_is_read(tmp_path: Path) -> None:
    path = tmp_path / "besar.xlsx"
    with path.open("wb") as file:
        file.truncate(60_000_000)
    path.chmod(0)
    with pytest.raises(Problem) as raised:
        read_in_subprocess(path, "workbook")
    assert raised.value.code == "FILES-TOO-LARGE"
    assert (raised.value.params["size"], raised.value.params["limit"]) == (60.0, 10)


@pytest.mark.parametrize("name", ["laporan.xlsm", "LAPORAN.XLSM", "laporan.xltm", "laporan.xlam"])
def test_a_macro_workbook_is_refused_by_its_name_too(tmp_path: Path, name: str) -> None:
    path = tmp_path / "x"
    path.write_bytes(GOOD)
    with pytest.raises(Problem) as raised:
        read_in_subprocess(path, kind_of(name), name=name)
    assert raised.value.code == "EXCHANGE-MACRO"


@pytest.mark.parametrize(
    "name", ["laporan.pdf", "laporan.ods", "laporan", "laporan.xlsx.exe", "../../etc/passwd"]
)
def test_another_kind_of_file_is_not_asked_for(name: str) -> None:
    with pytest.raises(Problem) as raised:
        kind_of(name)
    assert raised.value.code == "FILES-TYPE"


def test_a_reader_that_needs_too_much_memory_dies_alone(tmp_path: Path) -> None:
    path = tmp_path / "x.csv"
    path.write_text("indicator,area,period,value\n" + "P-1,IDN,2024,1\n" * 40_000)
    with pytest.raises(Problem) as raised:
        read_in_subprocess(path, "csv", Limits(memory=40_000_000))
    assert raised.value.code == "EXCHANGE-READER-STOPPED"
    assert "40 MB" in errors.sentence(raised.value, "id")


def stand_in(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, script: str) -> Path:
    """Another child in place of the reader, and a file for it."""
    program = tmp_path / "reader"
    program.write_text(f"#!/bin/sh\n{script}\n")
    program.chmod(0o755)
    monkeypatch.setattr(sys, "executable", str(program))
    path = tmp_path / "x.csv"
    path.write_text("indicator,area,period,value\nP-1,IDN,2024,1\n")
    return path


def test_a_reader_that_takes_too_long_is_ended(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = stand_in(tmp_path, monkeypatch, f"echo $$ > {tmp_path}/pid; exec sleep 60")
    start = time.monotonic()
    with pytest.raises(Problem) as raised:
        read_in_subprocess(path, "csv", Limits(seconds=1))
    assert raised.value.code == "EXCHANGE-READER-STOPPED"
    assert time.monotonic() - start < 5
    with pytest.raises(ProcessLookupError):
        os.kill(int((tmp_path / "pid").read_text()), 0)


def test_a_whole_answer_of_a_reader_that_failed_is_not_believed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = stand_in(tmp_path, monkeypatch, "echo '[\"done\", 0]'; exit 3")
    with pytest.raises(Problem) as raised:
        read_in_subprocess(path, "csv")
    assert raised.value.code == "EXCHANGE-READER-STOPPED"


def test_a_cut_off_answer_is_no_answer(tmp_path: Path) -> None:
    for text in ('["meta", {}]\n["entry", [["P-1"', '["meta", {}]\n', '["done", 3]\n', ""):
        answer = tmp_path / "answer"
        answer.write_text(text)
        assert reading._received(answer) is None


def test_the_child_is_told_nothing_of_its_surroundings(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    seen: dict[str, object] = {}
    real = subprocess.run

    def watched(*args: object, **kwargs: object) -> object:
        seen.update(kwargs)
        return real(*args, **kwargs)  # type: ignore[call-overload]

    monkeypatch.setenv("SIMPUL_SECRET_KEY", "rahasia")
    monkeypatch.setattr(subprocess, "run", watched)
    path = tmp_path / "x.csv"
    path.write_text("indicator,area,period,value\nP-1,IDN,2024,1\n")
    read_in_subprocess(path, "csv")
    assert set(seen["env"]) == {"PYTHONPATH", "LC_ALL"}  # type: ignore[call-overload]
    assert seen["stdin"] == subprocess.DEVNULL and seen["start_new_session"]


@pytest.mark.parametrize(
    "text", ["=cmd|'/c calc'!A0", "<script>alert(1)</script>", "‮gnp.exe", "Robert'); DROP TABLE"]
)
def test_hostile_text_stays_text(tmp_path: Path, text: str) -> None:
    path = tmp_path / "x.csv"
    path.write_text(f'indicator,area,period,value,nature\nP-1,IDN,2024,"{text}",final\n')
    (row,) = read_in_subprocess(path, "csv").entries
    assert (row.text, row.is_number) == (text, False)


def test_a_cell_of_a_novel_is_refused_with_its_place(tmp_path: Path) -> None:
    import openpyxl

    book = openpyxl.load_workbook(BytesIO(GOOD))
    book["Angka"]["M6"].value = "x" * 30_000
    book.save(tmp_path / "x.xlsx")
    with pytest.raises(Problem) as raised:
        read_in_subprocess(tmp_path / "x.xlsx", "workbook")
    assert (raised.value.code, raised.value.place) == ("EXCHANGE-CELL-TOO-LONG", "Angka!M6")


def test_a_csv_without_end_is_refused_by_its_rows(tmp_path: Path) -> None:
    path = tmp_path / "x.csv"
    path.write_text("indicator,area,period,value\n" + "P-1,IDN,2024,1\n" * 50_001)
    with pytest.raises(Problem) as raised:
        read_in_subprocess(path, "csv")
    assert raised.value.code == "EXCHANGE-TOO-MANY-ROWS"


def test_this_machine_can_be_limited() -> None:
    code = "import resource; resource.setrlimit(resource.RLIMIT_AS, (10**8, 10**8)); b'x' * 10**9"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, check=False)
    assert done.returncode != 0
