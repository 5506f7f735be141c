"""Releases of reference codes: a dry run stores no code, an import stores all or nothing, older releases stay."""

from __future__ import annotations

import tracemalloc
from collections.abc import Iterator
from datetime import date
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from tests.guard import behind_its_back
from tests.remembered import made_once
from tests.shipped import shipped
from tests.world import ROOT, World, make_world, moment

from simpul.actions.catalogue.codes import Release, check_codes, drop_codes, import_codes
from simpul.actions.content import check_against_codes, load_content
from simpul.actions.content_files import read_content
from simpul.core.codes import CodeRow
from simpul.core.errors import Conflict, NotAllowed, Problem
from simpul.doors.exchange.codes import bring_codes, store_codes
from simpul.records.code_reading import compare, lost_codes, marks_of, regions_in
from simpul.records.integrity import faults
from simpul.records.models import (
    AuditEntry,
    Code,
    CodeImport,
    CodeList,
    CodeListVersion,
    Indicator,
    Observation,
    StoredFile,
)

pytestmark = pytest.mark.django_db

HEAD = "Kode Indikator,Nama Indikator,Parent/Child,Definisi,Rumus Perhitungan\n"
#: Invented codes.
FIRST = HEAD + "A,Kesehatan,-,,\nA.1,Stunting,A,Pendek menurut umur,pendek / semua\nA.2,Imunisasi,A,,\n"
SECOND = (
    HEAD + "A,Kesehatan,-,,\nA.1,Prevalensi stunting,A,Pendek menurut umur,pendek / semua\nA.3,Gizi,A,,\n"
)


@pytest.fixture
@made_once
def world() -> World:
    return make_world()


def the_list(code: str = "kodref-indikator") -> CodeList:
    return CodeList.objects.get(code=code)


def bring(
    world: World, text: str, label: str, *, code_list: str = "kodref-indikator", **more: Any
) -> CodeImport:
    """A file as it is uploaded: kept, read in the child, checked."""
    release = Release(label=label, source="https://contoh.example/kodref", **more)
    actor = world.actor("secretariat")
    stream = BytesIO(text.encode())
    return bring_codes(the_list(code_list), name=f"{label}.csv", stream=stream, release=release, actor=actor)


def stored(world: World, text: str, label: str, *, reason: str = "", **more: Any) -> CodeListVersion:
    batch = bring(world, text, label, **more)
    assert batch.state == "checked", (batch.problem, batch.findings)
    return store_codes(batch, reason=reason, actor=world.actor("secretariat"))


def found(batch: CodeImport) -> list[tuple[str, str, int | None]]:
    return [(row["rule"], row["code"], row["line"]) for row in batch.findings]


# --- in ---------------------------------------------------------------------------------------------------------


def test_a_release_is_checked_first_and_stored_whole_once_it_is_confirmed(world: World) -> None:
    batch = bring(
        world, FIRST, "2025", released_on=date(2025, 11, 10), decree="Kepmen 1", notes="selaras SIPD"
    )
    assert (batch.state, batch.received, batch.counts, batch.previous) == ("checked", 3, {}, None)
    assert Code.objects.count() == CodeListVersion.objects.count() == 0
    version = store_codes(batch, reason="tidak perlu", actor=world.actor("secretariat"))
    assert [row.told() for row in version.codes.all()] == [
        ("A", "Kesehatan", "", "", "", ""),
        ("A.1", "Stunting", "", "A", "Pendek menurut umur", "pendek / semua"),
        ("A.2", "Imunisasi", "", "A", "", ""),
    ]
    assert (version.number, version.size, version.decree, version.reason) == (1, 3, "Kepmen 1", "")
    assert version.sha256 == batch.file.sha256 and version.imported_by == world.users["secretariat"]
    batch.refresh_from_db()
    assert (batch.state, batch.version) == ("imported", version)
    rows = AuditEntry.objects.filter(subject_key="kodref-indikator").order_by("pk")
    assert [row.action for row in rows] == ["codes.check", "codes.import"]
    assert list(faults()) == []


def test_a_file_with_duplicates_lost_parents_and_a_circle_is_refused_with_every_row_named(
    world: World,
) -> None:
    text = HEAD + "A,x,-,,\nA,y,-,,\nB,z,Q,,\nC,c,D,,\nD,d,C,,\n,kosong,-,,\nE,,-,,\n"
    batch = bring(world, text, "rusak")
    assert batch.state == "refused"
    assert found(batch) == [
        ("CODES-EMPTY", "", 7),
        ("CODES-EMPTY", "E", 8),
        ("CODES-DUPLICATE", "A", 3),
        ("CODES-PARENT", "B", 4),
        ("CODES-CYCLE", "C", 5),
    ]
    with pytest.raises(Problem) as caught:
        store_codes(batch, reason="", actor=world.actor("secretariat"))
    assert caught.value.code == "CODES-STATE"
    assert Code.objects.count() == 0


def test_what_cannot_be_read_is_kept_with_its_reason(world: World) -> None:
    batch = bring(world, "nomor,uraian\n1,x\n", "tanpa judul")
    assert (batch.state, batch.problem["code"]) == ("refused", "CODES-HEADING")
    empty = bring(world, HEAD, "kosong")
    assert (empty.state, empty.problem["code"]) == ("refused", "CODES-NONE")


def test_vanished_codes_want_a_reason_and_who_uses_them_is_listed(world: World) -> None:
    stored(world, FIRST, "2025")
    with behind_its_back():
        row = Indicator.objects.get(code="P-H-1")
        row.sheet |= {"reference_codes": [{"list": "kodref-indikator", "code": "A.2"}]}
        row.save()
    batch = bring(world, SECOND, "2026")
    assert found(batch) == [
        ("CODES-VANISHED", "A.2", None), ("CODES-CHANGED", "A.1", 3), ("CODES-ADDED", "A.3", 4),
    ]  # fmt: skip
    assert [row["was"] for row in batch.findings] == ["Imunisasi", "Stunting", ""]
    assert batch.used == [{"kind": "indicator", "code": "A.2", "name": "P-H-1", "count": 1}]
    with pytest.raises(Problem) as caught:
        store_codes(batch, reason="  ", actor=world.actor("secretariat"))
    assert (caught.value.code, caught.value.params["count"]) == ("CODES-REASON", 1)
    assert CodeListVersion.objects.count() == 1 and Code.objects.count() == 3
    version = store_codes(batch, reason="digabung ke A.3", actor=world.actor("secretariat"))
    assert (version.number, version.reason) == (2, "digabung ke A.3")
    assert lost_codes(the_list()) == [{"code": "A.2", "indicators": ["P-H-1"]}]
    assert list(faults()) == []


def test_figures_broken_down_by_a_region_that_vanished_are_listed(world: World) -> None:
    text = "kode,nama,induk\n11,Aceh,\n11.01,Aceh Selatan,11\n11.02,Aceh Tenggara,11\n"
    stored(world, text, "2024", code_list="wilayah")
    with behind_its_back():
        for code, sex in (("11.02", "F"), ("11.02", "M"), ("11.01", "F"), ("11.020", "F")):
            Observation.objects.create(
                indicator=world.indicators["P-W-1"], area="IDN", period="2025-03",
                disaggregation=f"REGION={code};SEX={sex}", text="1", value=1, status="A", source="x",
                recorded_at=moment(2026, 1, 3), content=Observation.objects.first().content,
            )  # fmt: skip
    batch = bring(world, "kode,nama,induk\n11,Aceh,\n11.01,Aceh Selatan,11\n", "2025", code_list="wilayah")
    assert batch.used == [{"kind": "figures", "code": "11.02", "name": "P-W-1", "count": 2}]


def test_the_same_codes_again_are_nothing_to_import(world: World) -> None:
    stored(world, FIRST, "2025")
    batch = bring(world, FIRST.replace("\n", "\r\n").replace(",", ";"), "2025 lagi")
    assert (batch.state, batch.counts) == ("unchanged", {})
    with pytest.raises(Problem) as caught:
        store_codes(batch, reason="", actor=world.actor("secretariat"))
    assert caught.value.code == "CODES-STATE"


@pytest.mark.parametrize(
    ("label", "source", "day", "code"),
    [
        ("", "x", None, "CODES-LABEL"),
        ("2026", " ", None, "CODES-SOURCE"),
        ("2025", "x", None, "CODES-LABEL-TAKEN"),
        ("2024", "x", date(2025, 11, 9), "CODES-OLDER"),
        ("2026\x00", "x", None, "TEXT-CHARACTER"),
    ],
)
def test_a_release_that_is_named_wrongly_is_refused_before_its_file_is_kept(
    world: World, label: str, source: str, day: date | None, code: str
) -> None:
    stored(world, FIRST, "2025", released_on=date(2025, 11, 10))
    kept = StoredFile.objects.count()
    with pytest.raises(Problem) as caught:
        bring_codes(
            the_list(), name="a.csv", stream=BytesIO(SECOND.encode()),
            release=Release(label, source, day), actor=world.actor("secretariat"),
        )  # fmt: skip
    assert caught.value.code == code
    assert StoredFile.objects.count() == kept


def test_a_dry_run_is_stale_once_another_release_came(world: World) -> None:
    early, late = bring(world, FIRST, "satu"), bring(world, SECOND, "dua")
    store_codes(late, reason="", actor=world.actor("secretariat"))
    with pytest.raises(Conflict) as caught:
        store_codes(early, reason="", actor=world.actor("secretariat"))
    assert (caught.value.code, caught.value.params["label"]) == ("CODES-STALE", "dua")
    assert CodeListVersion.objects.count() == 1


def test_a_file_that_says_something_else_by_then_stores_nothing(world: World) -> None:
    batch = bring(world, FIRST, "2025")
    other = [CodeRow(2, "A", "Kesehatan"), CodeRow(3, "Z", "Bukan yang diperiksa")]
    with pytest.raises(Problem) as caught:
        import_codes(batch=batch, rows=other, actor=world.actor("secretariat"))
    assert caught.value.code == "CODES-FILE-CHANGED"
    assert Code.objects.count() == CodeListVersion.objects.count() == 0
    batch.refresh_from_db()
    assert batch.state == "checked"


def test_a_reader_that_breaks_off_half_way_leaves_nothing(world: World) -> None:
    def broken() -> Iterator[CodeRow]:
        for number in range(5000):
            yield CodeRow(number + 2, str(number), "x")
        raise OSError("disk")

    batch = bring(world, FIRST, "2025")
    with pytest.raises(OSError, match="disk"):
        import_codes(batch=batch, rows=broken(), actor=world.actor("secretariat"))
    assert Code.objects.count() == CodeListVersion.objects.count() == 0


def test_a_checked_file_that_is_put_aside_cannot_be_imported(world: World) -> None:
    batch = drop_codes(batch=bring(world, FIRST, "2025"), actor=world.actor("secretariat"))
    assert batch.state == "dropped"
    with pytest.raises(Problem) as caught:
        store_codes(batch, reason="", actor=world.actor("secretariat"))
    assert caught.value.code == "CODES-STATE"


@pytest.mark.parametrize("who", ["producer", "coordinator", "soca", "auditor", "admin"])
def test_only_the_secretariat_brings_codes(world: World, who: str) -> None:
    kept, batch, actor = StoredFile.objects.count(), bring(world, FIRST, "2025"), world.actor(who)
    release = Release("x", "x")
    for attempt in (
        lambda: bring_codes(the_list(), name="a.csv", stream=BytesIO(b"x"), release=release, actor=actor),
        lambda: check_codes(
            code_list=the_list(), file=batch.file, kind="csv", release=release, rows=[], actor=actor
        ),
        lambda: store_codes(batch, reason="", actor=actor),
        lambda: drop_codes(batch=batch, actor=actor),
    ):
        with pytest.raises(NotAllowed):
            attempt()
    assert StoredFile.objects.count() == kept + 1 and Code.objects.count() == 0


def test_a_file_that_was_only_looked_at_is_the_secretariats_and_a_release_everybodys(world: World) -> None:
    batch = bring(world, FIRST, "2025")

    def readers() -> set[str]:
        return {
            who
            for who in ("secretariat", "producer", "coordinator", "auditor", "admin")
            if StoredFile.objects.visible_to(world.actor(who).duties, date(2026, 4, 10)).exists()
        }

    assert readers() == {"secretariat"}
    store_codes(batch, reason="", actor=world.actor("secretariat"))
    assert readers() == {"secretariat", "producer", "coordinator", "auditor", "admin"}


# --- read -------------------------------------------------------------------------------------------------------


def test_two_releases_are_compared_both_ways(world: World) -> None:
    first, second = stored(world, FIRST, "2025"), stored(world, SECOND, "2026", reason="digabung")

    def told(older: CodeListVersion, newer: CodeListVersion) -> dict[str, list[str]]:
        said = compare(older, newer)
        return {name: [row.code for row in getattr(said, name)] for name in ("added", "vanished", "changed")}

    assert told(first, second) == {"added": ["A.3"], "vanished": ["A.2"], "changed": ["A.1"]}
    assert told(second, first) == {"added": ["A.2"], "vanished": ["A.3"], "changed": ["A.1"]}
    assert told(first, first) == {"added": [], "vanished": [], "changed": []}
    said = compare(first, second)
    assert [(now.name_id, was.name_id) for now, was in said.with_former(said.changed)] == [
        ("Prevalensi stunting", "Stunting")
    ]
    assert first.codes.count() == 3, "the earlier release stays as it was"


def test_regions_of_a_name_are_found_in_the_current_release_with_and_without_the_kind_of_region(
    world: World,
) -> None:
    text = "kode,nama,induk\n32,JAWA BARAT,\n32.01,KABUPATEN BOGOR,32\n32.01.01,SEJAHTERA,32.01\n"
    stored(world, text, "2025", code_list="wilayah")
    names = ["Kemiskinan Jawa Barat", "Air Bersih Bogor", "Keluarga Sejahtera", "Pulau Jawa"]
    # a village that bears an ordinary word is left out by the pattern of its code
    assert regions_in(names, prefixes=["Kabupaten", "Kota"]) == {"jawa barat", "bogor"}
    assert regions_in(names) == {"jawa barat"}
    stored(world, "kode,nama,induk\n33,JAWA TENGAH,\n", "2026", code_list="wilayah", reason="rekaan")
    assert regions_in([*names, "Kemiskinan Jawa Tengah"]) == {"jawa tengah"}


# --- sheets that name codes ---------------------------------------------------------------------------------------


def with_code(tmp_path: Path, code: str, code_list: str = "kodref-indikator") -> Path:
    """Our content, with one indicator that names a reference code."""
    folder = tmp_path / "content"
    folder.mkdir()
    for path in (ROOT / "content").rglob("*"):
        if path.suffix in (".yaml", ".csv"):
            target = folder / path.relative_to(ROOT / "content")
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(path.read_bytes())
    place = folder / "indicators/idn-national.yaml"
    place.write_text(
        place.read_text().replace(
            "- code: ID-XPOV\n",
            f"- code: ID-XPOV\n  reference_codes: [{{list: {code_list}, code: {code}}}]\n",
        )
    )
    return folder


def test_a_sheet_may_name_any_code_until_its_list_is_loaded_and_then_only_one_that_is_there(
    world: World, tmp_path: Path
) -> None:
    bundle = read_content(with_code(tmp_path, "A.9"))
    assert bundle.defects == () and check_against_codes(bundle) == ()
    stored(world, FIRST, "2025")
    (defect,) = check_against_codes(bundle)
    assert (defect.code, defect.file) == ("CONTENT-CODE", "indicators/idn-national.yaml")
    assert "A.9" in defect.sentence("id") and "kodref-indikator" in defect.sentence("en")
    with pytest.raises(Problem) as caught:
        load_content(bundle=bundle, actor=world.machine)
    assert caught.value.code == "CONTENT-DEFECTS"
    stored(world, FIRST + "A.9,Baru,A,,\n", "2026")
    assert check_against_codes(bundle) == ()


def test_a_list_that_is_not_declared_is_a_reference_to_nothing(tmp_path: Path) -> None:
    bundle = read_content(with_code(tmp_path, "A.9", "tidak-ada"))
    assert [(one.code, one.params["target"]) for one in bundle.defects] == [
        ("CONTENT-REFERENCE", "tidak-ada")
    ]


def test_our_lists_are_loaded_as_declared(db: None) -> None:
    shipped()
    assert [row.code for row in CodeList.objects.all()] == ["kodref-indikator", "wilayah"]
    assert Code.objects.count() == 0, "no list of codes is in the repository"
    assert [fault for fault in faults() if fault.check in ("catalogue", "code_lists")] == []


# --- size ---------------------------------------------------------------------------------------------------------


def long_list(count: int) -> Iterator[CodeRow]:
    for number in range(count):
        parent = str(number // 10) if number else ""
        yield CodeRow(number + 2, str(number), f"Wilayah {number}", parent=parent, definition="x" * 1000)


def test_an_import_asks_by_batches_and_not_by_codes(world: World) -> None:
    def statements(count: int) -> int:
        batch = bring(world, FIRST, f"{count}")
        with CaptureQueriesContext(connection) as asked:
            checked = check_codes(
                code_list=the_list("wilayah"), file=batch.file, kind="csv",
                release=Release(f"w {count}", "x"), rows=long_list(count), actor=world.actor("secretariat"),
            )  # fmt: skip
            import_codes(batch=checked, rows=long_list(count), actor=world.actor("secretariat"))
        return len(asked)

    few, many = statements(100), statements(4100)
    # SQLite takes 999 parameters a statement, so 124 codes; PostgreSQL takes 2000 codes
    assert many - few <= -(-4100 // 124) + 6


def test_checking_keeps_far_less_than_the_file_says(world: World) -> None:
    batch = bring(world, FIRST, "2025")
    size = sum(len(row.name) + len(row.definition) + len(row.code) for row in long_list(20_000))
    tracemalloc.start()
    checked = check_codes(
        code_list=the_list("wilayah"), file=batch.file, kind="csv",
        release=Release("panjang", "x"), rows=long_list(20_000), actor=world.actor("secretariat"),
    )  # fmt: skip
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert checked.state == "checked" and size > 20_000_000
    assert peak < size / 2
    assert marks_of(None) is None


# --- behind the desk's back ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "change",
    [
        "UPDATE simpul_code SET name_id = 'Lain' WHERE code = 'A.1'",
        "UPDATE simpul_code SET parent = '' WHERE code = 'A.1'",
        "DELETE FROM simpul_code WHERE code = 'A.2'",
        "UPDATE simpul_code SET position = 9 WHERE code = 'A'",
    ],
)
def test_a_code_changed_past_the_desk_is_named_by_its_release(world: World, change: str) -> None:
    stored(world, FIRST, "2025")
    assert list(faults()) == []
    with behind_its_back(), connection.cursor() as cursor:
        cursor.execute(change)
    assert [(fault.check, fault.subject, fault.code) for fault in faults()] == [
        ("code_lists", "code list kodref-indikator 2025", "codes-changed")
    ]


def test_a_release_changed_past_the_desk_is_named_by_the_audit_trail(world: World) -> None:
    stored(world, FIRST, "2025")
    with behind_its_back():
        CodeListVersion.objects.update(label="2020")
    assert [(fault.check, fault.subject) for fault in faults()] == [
        ("audited", "code list kodref-indikator 2020")
    ]
