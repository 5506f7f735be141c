"""Meetings, chairs, and the bodies around the fifteen: what we ship says what its sources say, and no more."""

from __future__ import annotations

import shutil
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from tests.guard import behind_its_back
from tests.remembered import made_once
from tests.shipped import bundle

from simpul.actions.accounts import machine
from simpul.actions.content import load_content
from simpul.actions.content_files import Bundle, read_content
from simpul.records.areas import area_names, members
from simpul.records.integrity import faults
from simpul.records.models import Body, CalendarEvent, Chair, Organisation, Responsibility
from simpul.records.respondents import respondents

pytestmark = pytest.mark.django_db

CONTENT = Path(__file__).resolve().parents[2] / "content"
AT = datetime(2026, 3, 1, 2, 0, tzinfo=UTC)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return Path(shutil.copytree(CONTENT, tmp_path / "content"))


#: What this file is about; figures, sheets and frameworks are loaded in `test_content.py`.
KINDS = ("area", "field_of_life", "organisation", "body", "responsibility", "chair", "event")


def bundle_of(folder: Path) -> Bundle:
    whole = bundle() if folder == CONTENT else read_content(folder)
    return replace(whole, items=tuple(item for item in whole.items if item.kind in KINDS))


@pytest.fixture
def loaded() -> None:
    some_of_it()


@made_once
def some_of_it() -> None:
    load_content(bundle=bundle_of(CONTENT), actor=machine(AT))


def test_a_body_knows_what_it_is_under_and_which_ministers_it_prepares_for(loaded: None) -> None:
    rows = {row.code: row for row in Body.objects.select_related("parent", "ministerial")}
    assert {code: rows[code].parent.code for code in ("ACMW", "AHC-3", "AWGCC", "ASEAN-COCI", "SOCA")} == {
        "ACMW": "SLOM",
        "AHC-3": "SOMHD",
        "AWGCC": "ASOEN",
        "ASEAN-COCI": "SOMCA",
        "SOCA": "ASCC-COUNCIL",
    }
    assert {code: rows[code].ministerial.code for code in ("ACDM", "COM-AATHP", "SOM-ACCSM", "ACWC")} == {
        "ACDM": "AMMDM",
        "COM-AATHP": "COP-AATHP",
        "SOM-ACCSM": "AHCSM",
        "ACWC": "AMMSWD",
    }
    assert all(row.ministerial for row in rows.values() if row.counted)


def test_organs_ministers_and_sub_bodies_of_the_same_lead_are_asked_in_no_round(loaded: None) -> None:
    asked = [body.code for body, _lead in respondents(date(2026, 4, 1))]
    fifteen = Body.objects.filter(counted=True).values_list("code", flat=True)
    assert sorted(asked) == sorted([*fifteen, "ACMW"])
    assert Responsibility.objects.filter(body__code="SOCA", role="lead").exists()


def test_every_body_that_reports_has_a_home_among_the_fields_of_life(loaded: None) -> None:
    homeless = Body.objects.filter(kind__in=("sectoral", "subsidiary"), fields_of_life=None)
    assert not homeless.exists()


def test_the_summits_of_2026_have_their_days_and_what_nobody_announced_has_none(loaded: None) -> None:
    rows = {row.code: row for row in CalendarEvent.objects.all()}
    assert (rows["2026/SUMMIT-48"].starts_on, rows["2026/SUMMIT-48"].ends_on) == (
        date(2026, 5, 8),
        date(2026, 5, 9),
    )
    assert (rows["2026/SOCA-40"].starts_on, rows["2026/ASCC-COUNCIL-35"].starts_on) == (
        date(2026, 3, 4),
        date(2026, 3, 5),
    )
    expected = rows["2026/SOCA-41"]
    assert (expected.starts_on, expected.expected_from, expected.expected_to) == (
        None,
        date(2026, 8, 1),
        date(2026, 10, 31),
    )
    assert all(row.status == "tentative" for row in rows.values() if row.starts_on is None)
    assert all(row.confidence != "verified" or not row.source.startswith("ours") for row in rows.values())


def test_what_is_ahead_is_told_in_the_order_of_its_days(loaded: None) -> None:
    ahead = [row.code for row in CalendarEvent.objects.coming(date(2026, 11, 11))]
    assert ahead[:1] == ["2026/SUMMIT-49"] and "2026/SUMMIT-48" not in ahead
    assert ahead[1:] == ["2026/handover", "2026/home-4"]


def test_indonesia_chairs_disaster_management_in_2026_and_nobody_is_guessed_for_2029(loaded: None) -> None:
    on = {row.body.code: row.area for row in Chair.objects.on(date(2026, 6, 1)).select_related("body")}
    assert on == {"ASEAN": "PHL", "ASCC-COUNCIL": "PHL", "AMMDM": "IDN", "ACDM": "IDN"}
    assert Chair.objects.get(code="ASEAN/2029").area == ""


def test_the_offices_of_other_members_are_there_and_a_renamed_one_names_the_one_before(loaded: None) -> None:
    areas = set(Organisation.objects.exclude(area="IDN").values_list("area", flat=True))
    assert areas == {"BRN", "LAO", "MYS", "PHL", "SGP", "THA", "TLS", "VNM", "XAS"}
    vietnam = Organisation.objects.get(code="VNM-MOHA")
    assert [row.predecessor.code for row in vietnam.predecessions.all()] == ["VNM-MOLISA"]
    assert Organisation.objects.get(code="ASEC-ASCC-MD").parent == Organisation.objects.get(code="ASEC")


def test_eleven_members_have_a_name_in_both_languages(loaded: None) -> None:
    assert len(members()) == 11 and members()[0] == "BRN" and "XAS" not in members()
    assert (area_names("id")["PHL"], area_names("en")["PHL"]) == ("Filipina", "Philippines")


def test_a_date_that_becomes_known_takes_the_place_of_the_expectation(folder: Path) -> None:
    some_of_it()
    path = folder / "calendar" / "asean-2026.yaml"
    before, after = path.read_text().split("- code: 2026/SOCA-41\n")
    after = after.replace('  expected_from: "2026-08-01"\n', '  starts_on: "2026-09-21"\n', 1)
    after = after.replace('  expected_to: "2026-10-31"\n  status: tentative', "  status: confirmed", 1)
    path.write_text(before + "- code: 2026/SOCA-41\n" + after)
    changed = bundle_of(folder)
    assert not changed.defects
    again = load_content(bundle=changed, actor=machine(AT + timedelta(days=1)))
    assert again.changed == {"event": 1}
    row = CalendarEvent.objects.get(code="2026/SOCA-41")
    assert (row.starts_on, row.expected_from, row.status) == (date(2026, 9, 21), None, "confirmed")
    assert not list(faults())


def test_a_meeting_or_a_chair_that_is_declared_no_longer_goes(folder: Path) -> None:
    some_of_it()
    (folder / "chairs" / "asean.yaml").unlink()
    (folder / "calendar" / "asean-2018-2025.yaml").unlink()
    load_content(bundle=bundle_of(folder), actor=machine(AT + timedelta(days=1)))
    assert not Chair.objects.exists() and not CalendarEvent.objects.filter(starts_on__year__lt=2026).exists()
    assert CalendarEvent.objects.filter(code="2026/SUMMIT-49").exists() and not list(faults())


def test_a_date_changed_behind_the_back_of_the_content_is_a_fault(loaded: None) -> None:
    assert not list(faults())
    with behind_its_back():
        CalendarEvent.objects.filter(code="2026/SUMMIT-49").update(starts_on=date(2026, 11, 9))
        Chair.objects.filter(code="AMMDM/2026").update(area="PHL")
        Body.objects.filter(code="ACDM").update(ministerial=None)
    found = {row.subject for row in faults()}
    assert found == {"event 2026/SUMMIT-49", "chair AMMDM/2026", "body ACDM"}
