"""The register of a day: vacant, acting, soon without a holder; a successor recorded ahead closes the gap."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from tests.world import World, make_world

from simpul.actions.directory import add_person, designate, end_designation
from simpul.core.permissions import Role
from simpul.records.models import Designation
from simpul.records.register_reading import gaps, read_register

pytestmark = pytest.mark.django_db

LAST = date(2026, 8, 31)
FIRST_VACANT = date(2026, 9, 1)


@pytest.fixture
def world() -> World:
    return make_world()


def states(day: date) -> dict[str, str]:
    return {line.body.acronym: line.state for line in read_register(day).seated}


def told(day: date) -> list[tuple[str, str, date | None, date | None]]:
    return [
        (gap.line.body.acronym, gap.line.state, gap.since, gap.last_day) for gap in gaps(read_register(day))
    ]


def ended(world: World) -> None:
    row = Designation.objects.get(body__code="SOMHD", role="focal_point")
    end_designation(designation=row, until=FIRST_VACANT, reason="mutasi", actor=world.actor("secretariat"))


def test_a_body_is_vacant_from_the_day_after_the_last_of_its_holder_and_says_since_when(world: World) -> None:
    ended(world)
    assert states(LAST)["SOMHD"] == "held" and states(FIRST_VACANT)["SOMHD"] == "vacant"
    assert ("SOMHD", "vacant", FIRST_VACANT, None) in told(FIRST_VACANT)
    assert ("SOMHD", "vacant", FIRST_VACANT, None) in told(date(2026, 12, 31))


def test_a_body_nobody_was_ever_recorded_for_is_vacant_without_a_day(world: World) -> None:
    assert ("SUBSWD", "vacant", None, None) in told(date(2026, 4, 10))


def test_a_holder_who_leaves_within_thirty_days_without_a_successor_is_told_ahead(world: World) -> None:
    ended(world)
    ahead = FIRST_VACANT - timedelta(days=30)
    assert ("SOMHD", "held", None, LAST) in told(ahead)
    assert "SOMHD" not in {row[0] for row in told(ahead - timedelta(days=1))}
    actor = world.actor("secretariat")
    designate(
        role=Role.FOCAL_POINT,
        organisation=world.organisations["KEMENKES"],
        body=world.bodies["SOMHD"],
        person=add_person(name="Rina", organisation=world.organisations["KEMENKES"], actor=actor),
        since=FIRST_VACANT,
        actor=actor,
    )
    assert "SOMHD" not in {row[0] for row in told(ahead) + told(FIRST_VACANT)}


def test_an_acting_focal_point_is_told_after_the_vacant_ones_and_a_letter_awaited_is_counted(
    world: World,
) -> None:
    ended(world)
    before = read_register(LAST).letters_awaited
    actor = world.actor("secretariat")
    designate(
        role=Role.FOCAL_POINT,
        organisation=world.organisations["KEMENKES"],
        body=world.bodies["SOMHD"],
        person=add_person(name="Rina", organisation=world.organisations["KEMENKES"], actor=actor),
        since=FIRST_VACANT,
        acting="Plt.",
        actor=actor,
    )
    rows = told(FIRST_VACANT)
    assert rows[-1] == ("SOMHD", "acting", None, None) and rows[0][1] == "vacant"
    assert (before, read_register(FIRST_VACANT).letters_awaited) == (0, 1)


def test_the_register_asks_no_more_of_the_database_for_more_designations(world: World) -> None:
    def asked() -> int:
        with CaptureQueriesContext(connection) as statements:
            gaps(read_register(FIRST_VACANT))
        return len(statements)

    ended(world)
    few, actor = asked(), world.actor("secretariat")
    for number in range(5):
        person = add_person(name=f"P{number}", organisation=world.organisations["KEMENKES"], actor=actor)
        designate(
            role=Role.ALTERNATE,
            organisation=world.organisations["KEMENKES"],
            body=world.bodies["SOMHD"],
            person=person,
            since=FIRST_VACANT,
            rank=number + 2,
            actor=actor,
        )
    assert asked() == few <= 6
