"""Offices: added, ended and renamed by date and source; a new row and a link, never an edit."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from tests.remembered import made_once
from tests.world import World, make_world

from simpul.actions.acting import writing
from simpul.actions.content_rows import _put_organisations
from simpul.actions.offices import add_organisation, end_organisation, succeed_organisation
from simpul.core.catalogue import ContentItem
from simpul.core.errors import NotAllowed, Problem
from simpul.records.models import AuditEntry, Organisation, OrganisationSuccession

pytestmark = pytest.mark.django_db

NEW: dict[str, Any] = {
    "code": "kemenbaru",
    "acronym": "Kemenbaru",
    "name_id": "Kementerian Baru",
    "name_en": "New Ministry",
    "kind": "kementerian",
    "area": "IDN",
    "since": date(2026, 5, 1),
    "source": "Perpres 1/2026",
}


@pytest.fixture
@made_once
def world() -> World:
    return make_world()


def test_an_office_is_added_with_its_first_day_and_its_source(world: World) -> None:
    row = add_organisation(**NEW, parent=world.organisations["KEMENKES"], actor=world.actor("admin"))
    row = Organisation.objects.get(pk=row.pk)
    assert (row.code, row.since, row.until, row.source) == (
        "KEMENBARU",
        date(2026, 5, 1),
        None,
        "Perpres 1/2026",
    )
    told = AuditEntry.objects.get(action="directory.add_organisation")
    assert (told.subject_key, told.after["parent"]) == ("KEMENBARU", "KEMENKES")


@pytest.mark.parametrize(
    ("wrong", "code"),
    [
        ({"name_en": " "}, "OFFICE-FIELD"),
        ({"source": ""}, "OFFICE-FIELD"),
        ({"code": "kemen baru"}, "OFFICE-CODE"),
        ({"code": "KEMENKES"}, "OFFICE-THERE"),
    ],
)
def test_an_office_without_name_source_or_code_of_its_own_is_refused(
    world: World, wrong: dict[str, str], code: str
) -> None:
    before = Organisation.objects.count()
    with pytest.raises(Problem, match=code):
        add_organisation(**{**NEW, **wrong}, actor=world.actor("secretariat"))
    assert Organisation.objects.count() == before


def test_an_office_ends_once_and_stays_readable(world: World) -> None:
    office = world.organisations["KEMENKES"]
    end_organisation(
        organisation=office, until=date(2026, 6, 1), source="Perpres 2", actor=world.actor("secretariat")
    )
    assert Organisation.objects.get(pk=office.pk).until == date(2026, 6, 1)
    with pytest.raises(Problem, match="OFFICE-ENDED"):
        end_organisation(
            organisation=office, until=date(2026, 7, 1), source="Perpres 3", actor=world.actor("secretariat")
        )


def test_an_office_does_not_end_before_it_began(world: World) -> None:
    row = add_organisation(**NEW, actor=world.actor("admin"))
    with pytest.raises(Problem, match="DIRECTORY-DATES"):
        end_organisation(
            organisation=row, until=date(2026, 5, 1), source="Perpres 2", actor=world.actor("admin")
        )


def test_a_new_name_is_a_new_row_that_names_the_old_which_keeps_its_words(world: World) -> None:
    old = world.organisations["KEMENKES"]
    names = (old.name_id, old.name_en, old.acronym)
    given = {key: NEW[key] for key in ("code", "acronym", "name_id", "name_en", "since", "source")}
    new = succeed_organisation(organisation=old, **given, actor=world.actor("secretariat"))
    old = Organisation.objects.get(pk=old.pk)
    assert (old.name_id, old.name_en, old.acronym) == names and old.until == date(2026, 5, 1)
    assert (new.kind, new.area, new.since) == (old.kind, old.area, date(2026, 5, 1))
    link = OrganisationSuccession.objects.get()
    assert (link.predecessor_id, link.successor_id, link.since) == (old.pk, new.pk, date(2026, 5, 1))


def test_an_office_ended_here_stays_ended_when_content_corrects_its_name(world: World) -> None:
    old = world.organisations["KEMENKES"]
    end_organisation(
        organisation=old, until=date(2026, 6, 1), source="Perpres 2", actor=world.actor("secretariat")
    )
    body = {
        "acronym": "Kemenkes RI",
        "name": {"id": "a", "en": "b"},
        "type": "kementerian",
        "area": "IDN",
        "source": "s",
        "confidence": "verified",
    }
    with writing():
        _put_organisations(
            [ContentItem("organisation", "KEMENKES", body, "x.yaml", 1)], {}, world.actor("admin")
        )
    row = Organisation.objects.get(pk=old.pk)
    assert (row.acronym, row.until) == ("Kemenkes RI", date(2026, 6, 1))


@pytest.mark.parametrize("who", ["producer", "focal", "coordinator", "soca", "auditor"])
def test_who_does_not_keep_the_directory_changes_no_office(world: World, who: str) -> None:
    with pytest.raises(NotAllowed):
        add_organisation(**NEW, actor=world.actor(who))
    with pytest.raises(NotAllowed):
        end_organisation(
            organisation=world.organisations["KEMENKES"],
            until=date(2026, 6, 1),
            source="s",
            actor=world.actor(who),
        )
