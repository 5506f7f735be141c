"""Metadata by a standard: the profiles as shipped, filled from sheets written by hand; nothing is guessed."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from simpul.core.content_shapes import CONFIDENCES
from simpul.core.metadata import FIELDS, Column, MetadataProfile, MetadataRow, metadata_rows

ROOT = Path(__file__).resolve().parents[2]
SHIPPED = {
    code: MetadataProfile.read(
        yaml.safe_load((ROOT / f"content/mapping/{code}.yaml").read_text())["entries"][0]
    )
    for code in ("ms-ind", "ms-keg", "ms-var")
}

#: A sheet as an indicator has it, with all that MS-Ind asks of an indicator that is not composite.
POVERTY: dict[str, Any] = {
    "code": "W-1",
    "title": {"id": "Persentase penduduk miskin", "en": "Poverty rate"},
    "concept": {"id": "Kemiskinan", "en": "Poverty"},
    "definition": {"id": "Penduduk di bawah garis kemiskinan.", "en": "People below the line."},
    "interpretation": {"id": "Makin rendah makin baik.", "en": "Lower is better."},
    "formula": {"id": "miskin ÷ penduduk × 100", "en": "poor ÷ people × 100"},
    "measure": {"id": "Persentase", "en": "Percentage"},
    "unit": {"id": "persen", "en": "percent"},
    "classification": {"id": "Provinsi", "en": "Province"},
    "composite": False,
    "source_activity": "Susenas",
    "activity_code": "SN-01",
    "producer": "BPS",
    "frequency": "semiannual",
    "variables": [{"name": "Pengeluaran per kapita", "alias": "KAPITA"}, {"name": "Jumlah anggota"}],
    "estimation_level": {"id": "Nasional, provinsi", "en": "National, provincial"},
    "public_access": True,
}


def said(profile: MetadataProfile, row: MetadataRow) -> dict[str, str]:
    """Heading (with number) -> cell."""
    pairs = zip(profile.columns, row.cells, strict=True)
    return {f"{column.number} {column.heading['id']}".strip(): text for column, text in pairs}


def test_a_full_sheet_fills_ms_ind_with_concept_measure_and_unit_apart() -> None:
    (row,) = metadata_rows(SHIPPED["ms-ind"], [POVERTY])
    assert said(SHIPPED["ms-ind"], row) == {
        "Nama kegiatan": "Susenas",
        "Penyelenggara": "BPS",
        "Kode kegiatan": "SN-01",
        "1 Nomor": "1",
        "2 Nama indikator": "Persentase penduduk miskin",
        "3 Konsep": "Kemiskinan",
        "4 Definisi": "Penduduk di bawah garis kemiskinan.",
        "5 Interpretasi": "Makin rendah makin baik.",
        "6 Metode/rumus penghitungan": "miskin ÷ penduduk × 100",
        "7 Ukuran": "Persentase",
        "8 Satuan": "persen",
        "9 Klasifikasi penyajian": "Provinsi",
        "10 Indikator komposit?": "Tidak",
        "11 Publikasi ketersediaan indikator pembangun": "tidak berlaku",
        "12 Nama indikator pembangun": "tidak berlaku",
        "13 Kegiatan penghasil variabel pembangun": "Susenas",
        "14 Kode kegiatan penghasil": "SN-01",
        "15 Nama variabel pembangun": "Pengeluaran per kapita; Jumlah anggota",
        "16 Level estimasi": "Nasional, provinsi",
        "17 Dapat diakses umum?": "Ya",
        "Keputusan yang menyepakati (tambahan Simpul)": "",
        "Tanggal keputusan (tambahan Simpul)": "",
        "Berkas putusan (tambahan Simpul)": "",
        "Versi definisi (tambahan Simpul)": "",
    }
    assert row.missing == ()
    # three columns of the head and seventeen of the table, without the two on components; ours do not count
    assert (row.filled, row.asked, [one.number for one in row.inapplicable]) == (18, 18, ["11", "12"])


def test_a_composite_indicator_is_asked_for_its_parts_and_not_for_variables() -> None:
    sheet = {**POVERTY, "composite": True, "component_indicators": ["UHH", "RLS"]}
    (row,) = metadata_rows(SHIPPED["ms-ind"], [sheet])
    cells = said(SHIPPED["ms-ind"], row)
    assert cells["10 Indikator komposit?"] == "Ya"
    assert cells["12 Nama indikator pembangun"] == "UHH; RLS"
    assert (
        cells["13 Kegiatan penghasil variabel pembangun"]
        == cells["15 Nama variabel pembangun"]
        == "tidak berlaku"
    )
    assert [one.number for one in row.missing_required] == ["11"]


def test_where_nobody_said_whether_it_is_composite_every_empty_column_counts_and_what_is_held_stands() -> (
    None
):
    sheet = {name: value for name, value in POVERTY.items() if name not in ("composite", "variables")}
    (row,) = metadata_rows(SHIPPED["ms-ind"], [sheet])
    assert said(SHIPPED["ms-ind"], row)["13 Kegiatan penghasil variabel pembangun"] == "Susenas"
    assert [one.number for one in row.missing] == ["10", "11", "12", "15"]
    assert [one.number for one in row.depends] == ["11", "12", "15"]
    assert (row.filled, row.asked) == (16, 20)


def test_an_empty_sheet_is_empty_cells_and_all_of_them_are_missing() -> None:
    (row,) = metadata_rows(SHIPPED["ms-ind"], [{"code": "X"}])
    assert set(row.cells) == {"1", ""} and (row.filled, row.asked) == (1, 20)
    assert [one.number for one in row.missing] == ["", "", "", *map(str, range(2, 18))]


def test_a_text_in_the_other_language_does_not_fill_a_column() -> None:
    (row,) = metadata_rows(SHIPPED["ms-ind"], [{**POVERTY, "concept": {"id": "", "en": "Poverty"}}])
    assert [one.field for one in row.missing] == ["concept"]


def test_an_activity_stands_once_with_its_indicators_and_blocks_nobody_holds_are_missing() -> None:
    sheets = [
        POVERTY,
        {**POVERTY, "code": "W-2", "frequency": "annual", "activity_code": ""},
        {**POVERTY, "code": "W-3", "producer": "Kementerian Kesehatan"},
        {"code": "W-4"},
    ]
    first, second = metadata_rows(SHIPPED["ms-keg"], sheets)
    cells = said(SHIPPED["ms-keg"], first)
    assert (cells["Judul kegiatan"], cells["Blok I: penyelenggara"]) == ("Susenas", "BPS")
    assert (cells["Kode kegiatan"], cells["Indikator yang memakainya"]) == ("SN-01", "W-1; W-2")
    assert cells["Frekuensi angka yang dihasilkan"] == "semesteran; tahunan"
    assert [one.heading["id"].split(":")[0] for one in first.missing] == [
        f"Blok {number}" for number in ("II", "III", "IV", "V", "VI", "VII", "VIII")
    ]
    assert said(SHIPPED["ms-keg"], second)["Blok I: penyelenggara"] == "Kementerian Kesehatan"


def test_variables_are_those_a_sheet_names_with_what_it_says_of_them() -> None:
    rows = metadata_rows(SHIPPED["ms-var"], [POVERTY, {**POVERTY, "code": "W-2"}, {"code": "W-3"}])
    assert [row.subject for row in rows] == ["Pengeluaran per kapita", "Jumlah anggota"]
    cells = said(SHIPPED["ms-var"], rows[0])
    assert (cells["Alias"], cells["Nama kegiatan"]) == ("KAPITA", "Susenas")
    assert cells["Indikator yang memakainya"] == "W-1; W-2"
    # the concept of a variable is not that of the indicator: nothing is carried over
    assert cells["Konsep"] == ""


@pytest.mark.parametrize("code", SHIPPED)
def test_a_shipped_profile_says_how_sure_each_column_is_and_that_the_form_is_not_in_hand(code: str) -> None:
    profile = SHIPPED[code]
    assert profile.confidence == "recalled"
    assert {column.confidence for column in profile.columns} <= set(CONFIDENCES)
    assert {column.field for column in profile.columns} <= FIELDS[profile.subject]
    assert "tidak kami pegang" in " ".join(profile.notice["id"].split())
    assert "not in our hands" in " ".join(profile.notice["en"].split())


TEXTS = st.text(min_size=1, max_size=8)


@given(st.dictionaries(st.sampled_from(sorted(FIELDS["indicator"] - {"number", "nothing"})), TEXTS))
def test_a_cell_is_what_the_sheet_says_and_empty_exactly_where_it_says_nothing(sheet: dict[str, str]) -> None:
    sheet = {"code": "X", **sheet}
    heading = {"id": "x", "en": "x"}
    columns = tuple(Column(field=name, heading=heading) for name in sorted(FIELDS["indicator"] - {"number"}))
    base = SHIPPED["ms-ind"]
    profile = MetadataProfile("p", "1", "indicator", "id", base.name, base.notice, "p", columns)
    (row,) = metadata_rows(profile, [sheet])
    assert dict(zip((one.field for one in columns), row.cells, strict=True)) == {
        one.field: sheet.get(one.field, "") for one in columns
    }
    assert {one.field for one in row.missing} == {one.field for one in columns} - set(sheet)
