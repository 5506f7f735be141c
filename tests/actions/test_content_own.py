"""A country's own folder beside the shipped content: what it corrects, what it adds, and how it goes again."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from tests.actions.test_content_files import OFFICE, defects_of

from simpul.actions.accounts import machine
from simpul.actions.content import load_content
from simpul.actions.content_files import Bundle, read_content
from simpul.records.models import ContentEntry, FreeDay, Organisation

AT = datetime(2026, 3, 1, 2, 0, tzinfo=UTC)
DAYS = """kind: holiday
decree: to be confirmed
source: general knowledge
confidence: recalled
entries:
- code: IDN/2026-12-25
  area: IDN
  date: '2026-12-25'
  name: {id: Hari Raya Natal, en: Christmas Day}
  type: national
"""
OWN = """kind: holiday
decree: Decree 12/2025
source: Decree 12/2025 of 14 September 2025
confidence: verified
entries:
- code: IDN/2026-12-25
- code: IDN/2026-12-24
  area: IDN
  date: '2026-12-24'
  name: {id: Cuti bersama Natal, en: Collective leave, Christmas}
  type: collective_leave
"""


@pytest.fixture
def shipped(tmp_path: Path) -> Path:
    return folder(tmp_path / "content", days=DAYS, offices=OFFICE)


def folder(place: Path, **files: str) -> Path:
    place.mkdir(exist_ok=True)
    for name, text in files.items():
        (place / f"{name}.yaml").write_text(text)
    return place


def fact(bundle: Bundle, code: str) -> tuple[str, str, str, str]:
    """Where an entry stands, its decree, its source and its Indonesian name."""
    item = next(one for one in bundle.items if one.code == code)
    return item.place, item.body["decree"], item.body["source"], item.body["name"]["id"]


def test_an_own_entry_overrides_the_fields_it_names_and_leaves_the_others(
    shipped: Path, tmp_path: Path
) -> None:
    bundle = read_content(shipped, folder(tmp_path / "own", days=OWN))
    source = "Decree 12/2025 of 14 September 2025"
    assert bundle.defects == ()
    assert fact(bundle, "IDN/2026-12-25") == ("own/days.yaml:6", "Decree 12/2025", source, "Hari Raya Natal")
    assert fact(bundle, "IDN/2026-12-24")[0] == "own/days.yaml:7"
    assert [item.code for item in bundle.of("holiday")] == ["IDN/2026-12-25", "IDN/2026-12-24"]


def test_a_folder_of_ones_own_inside_the_content_is_read_once(shipped: Path) -> None:
    assert read_content(shipped, folder(shipped / "own", days=OWN)).defects == ()


@pytest.mark.parametrize(
    ("own", "code", "line"),
    [
        ("kind: organisation\nentries:\n- code: STAT\n  acronym: BPS\n", "CONTENT-SOURCE", 3),
        (OWN.replace("date: '2026-12-24'", "date: Christmas"), "CONTENT-VALUE", 7),
        (OWN.replace("  type: collective_leave", "  type: [open"), "CONTENT-YAML", 12),
        (OWN + "- code: IDN/2026-12-24\n", "CONTENT-DUPLICATE", 12),
        (OWN.replace("14 September 2025", "a day"), "", 0),
        (OWN.replace("Decree 12/2025 of 14 September 2025", "somebody said so"), "CONTENT-VERIFIED", 6),
    ],
)
def test_what_is_wrong_in_the_own_folder_is_named_with_its_file_and_line(
    shipped: Path, tmp_path: Path, own: str, code: str, line: int
) -> None:
    found = defects_of(read_content(shipped, folder(tmp_path / "own", mine=own)))
    assert ((code, "own/mine.yaml", line) in found) if code else found == []


def test_a_folder_that_is_not_there_is_a_defect_and_an_empty_one_says_nothing(
    shipped: Path, tmp_path: Path
) -> None:
    lost = tmp_path / "lost"
    assert defects_of(read_content(shipped, lost)) == [("CONTENT-EMPTY", str(lost), 1)]
    alone, beside = read_content(shipped), read_content(shipped, folder(tmp_path / "own"))
    assert (beside.items, beside.digest) == (alone.items, alone.digest)


@pytest.mark.django_db
def test_own_facts_are_loaded_and_the_shipped_wording_comes_back_without_them(
    shipped: Path, tmp_path: Path
) -> None:
    office = "kind: organisation\nsource: Decree 3/2026\nconfidence: verified\nentries:\n- {code: STAT, acronym: BPS}\n"
    load_content(bundle=read_content(shipped), actor=machine(AT))
    own = folder(tmp_path / "own", days=OWN, offices=office)
    loaded = load_content(bundle=read_content(shipped, own), actor=machine(AT + timedelta(days=1)))
    assert loaded.changed == {"holiday": 2, "organisation": 1}
    assert days() == {
        date(2026, 12, 24): ("Decree 12/2025", "own/days.yaml:7"),
        date(2026, 12, 25): ("Decree 12/2025", "own/days.yaml:6"),
    }
    assert Organisation.objects.get(code="STAT").acronym == "BPS"
    back = load_content(bundle=read_content(shipped), actor=machine(AT + timedelta(days=2)))
    assert (back.changed, back.withdrawn) == ({"holiday": 1, "organisation": 1}, {"holiday": 1})
    assert days() == {date(2026, 12, 25): ("to be confirmed", "days.yaml:6")}
    assert Organisation.objects.get(code="STAT").acronym == "STAT"


def days() -> dict[date, tuple[str, str]]:
    """The free days on the desk, each with its decree and the place its fact was read from."""
    places = {row.code: row.place for row in ContentEntry.objects.declared("holiday")}
    return {row.day: (row.decree, places[f"IDN/{row.day}"]) for row in FreeDay.objects.order_by("day")}
