"""Pages of code lists, and the command: upload, findings, confirmation, releases side by side."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from tests.doors.desk.work_round import client_of, on, page, post
from tests.guard import behind_its_back
from tests.remembered import made_once
from tests.world import World, make_world

from simpul.records.models import Code, CodeImport, CodeListVersion, Indicator
from simpul.site import cli

pytestmark = pytest.mark.django_db

LIST, UPLOAD = "/codes/wilayah/", "/exchange/codes/wilayah/upload/"
#: Invented regions.
FIRST = "kode;nama;induk\n01;Contoh Utara;\n01.01;Hulu;01\n01.02;Hilir;01\n"
SECOND = "kode;nama;induk\n01;Contoh Utara;\n01.01;Hulu Baru;01\n01.03;Tengah;01\n"


@pytest.fixture
@made_once
def world() -> World:
    return make_world()


def uploaded(client: Client, text: str, label: str, **more: Any) -> CodeImport:
    """A file sent from the page of the list; the answer leads to what was found."""
    file = SimpleUploadedFile(f"{label}.csv", text.encode())
    answer = post(client, UPLOAD, {"label": label, "source": "surat rekaan", "file": file, **more})
    batch = CodeImport.objects.latest("pk")
    assert answer["Location"] == f"/code-imports/{batch.pk}/"
    return batch


def test_a_release_goes_from_upload_over_its_findings_to_the_list(world: World) -> None:
    with on():
        client = client_of(world, "secretariat")
        assert "Belum ada terbitan yang dimuat" in page(client, LIST)
        batch = uploaded(client, FIRST, "2025", released_on="2025-11-10", decree="Kepmen 1")
        shown = page(client, f"/code-imports/{batch.pk}/")
        assert "Diperiksa, belum ada yang tersimpan" in shown and "Mengapa ada kode yang hilang" not in shown
        assert "“2025” (2025.csv) sudah diperiksa" in page(client, LIST)
        post(client, f"/exchange/code-imports/{batch.pk}/confirm/", {})
        shown = page(client, LIST)
    assert all(text in shown for text in ("01.02", "Hilir", "Kepmen 1", "10 November 2025", "surat rekaan"))
    assert Code.objects.count() == 3


def test_vanished_codes_are_shown_with_who_uses_them_and_ask_for_a_reason(world: World) -> None:
    with behind_its_back():
        row = Indicator.objects.get(code="P-W-1")
        row.sheet |= {"reference_codes": [{"list": "wilayah", "code": "01.02"}]}
        row.save()
    with on():
        client = client_of(world, "secretariat")
        first = uploaded(client, FIRST, "2025")
        post(client, f"/exchange/code-imports/{first.pk}/confirm/", {})
        second = uploaded(client, SECOND, "2026")
        shown = page(client, f"/code-imports/{second.pk}/")
        assert "01.02 Hilir" in shown and 'href="/indicators/P-W-1/"' in shown and 'name="reason"' in shown
        refused = post(client, f"/exchange/code-imports/{second.pk}/confirm/", {"reason": " "}, status=422)
        assert "1 kode tidak ada lagi" in refused.content.decode()
        assert CodeListVersion.objects.count() == 1
        post(client, f"/exchange/code-imports/{second.pk}/confirm/", {"reason": "digabung"})
        reader = client_of(world, "focal")
        shown = page(reader, LIST)
        compared = page(reader, f"{LIST}?version=1&against=2")
        older = page(reader, f"{LIST}?version=1&q=hil")
    assert "Lembar indikator menyebut kode" in shown and "digabung" in shown
    assert "Unggah terbitan" not in shown, "only the secretariat uploads"
    assert "“2026” dibanding “2025”" in compared, "the newer one is always told against the older"
    assert all(text in compared for text in ("Hulu Baru", "Tengah", "01.02"))
    assert "Hilir" in older and "Hulu" not in older


def test_a_refused_file_names_each_row_in_both_languages(world: World) -> None:
    with on():
        batch = uploaded(client_of(world, "secretariat"), FIRST + "01;Lagi;\n", "rusak")
        shown = page(client_of(world, "secretariat"), f"/code-imports/{batch.pk}/")
        english = page(client_of(world, "secretariat", "en"), f"/code-imports/{batch.pk}/")
    assert "Kode 01 sudah ada di baris 2." in shown and "baris 5" in shown
    assert "Code 01 stands already in row 2." in english
    assert "confirm/" not in shown


def test_a_day_that_is_none_is_told(world: World) -> None:
    with on():
        file = SimpleUploadedFile("a.csv", FIRST.encode())
        data = {"label": "x", "source": "x", "released_on": "kemarin", "file": file}
        answer = post(client_of(world, "secretariat"), UPLOAD, data, status=422)
    assert "kemarin" in answer.content.decode() and not CodeImport.objects.exists()


def test_what_is_asked_for_and_not_there_is_not_found(world: World) -> None:
    with on():
        client = client_of(world, "secretariat")
        for url in ("/codes/tidak-ada/", f"{LIST}?version=7", f"{LIST}?against=x", "/code-imports/99/"):
            assert client.get(url).status_code == 404, url


def test_a_hundred_codes_stand_on_a_page(world: World) -> None:
    text = "kode;nama\n" + "".join(f"{number:03};Contoh {number:03}\n" for number in range(250))
    with on():
        client = client_of(world, "secretariat")
        batch = uploaded(client, text, "panjang")
        post(client, f"/exchange/code-imports/{batch.pk}/confirm/", {})
        first, last = page(client, LIST), page(client, f"{LIST}?page=3")
    assert "Contoh 099" in first and "Contoh 100" not in first and "page=2" in first
    assert "201–250 dari 250" in last and "Contoh 249" in last


def command(*words: str) -> int:
    with pytest.raises(SystemExit) as left:
        cli.main(list(words))
    return int(left.value.code or 0)


def test_the_command_checks_imports_and_leaves_nothing_waiting(
    world: World, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    def brought(text: str, label: str, *more: str) -> tuple[int, Any]:
        file = tmp_path / "wilayah.csv"
        file.write_text(text)
        words = ("--list", "wilayah", "--label", label, "--source", "x", "--as", "secretariat@contoh.example")
        code = command("codes", "import", str(file), *words, "--json", *more)
        told = capsys.readouterr()
        return code, json.loads(told.out or told.err)

    assert brought(FIRST, "2025", "--dry-run")[1]["state"] == "dropped"
    assert brought(FIRST, "2025", "--released-on", "2025-11-10")[1]["state"] == "imported"
    code, told = brought(FIRST + "01;Lagi;\n", "rusak")
    assert (code, told["state"], told["counts"]) == (1, "refused", {"CODES-DUPLICATE": 1})
    code, told = brought(SECOND, "2026")
    assert (code, told["code"]) == (3, "CODES-REASON")
    code, told = brought(SECOND, "2026", "--reason", "digabung")
    assert (code, told["counts"]) == (0, {"CODES-VANISHED": 1, "CODES-CHANGED": 1, "CODES-ADDED": 1})
    assert not CodeImport.objects.filter(state="checked").exists()
    assert command("codes", "list", "--json") == 0
    assert {row["list"]: row["codes"] for row in json.loads(capsys.readouterr().out)} == {
        "kodref-indikator": 0,
        "wilayah": 3,
    }
