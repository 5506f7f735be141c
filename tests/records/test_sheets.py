"""Sheets in finalisation: whose step waits since when, which agreement holds, what breaks a series."""

from __future__ import annotations

from datetime import date

import pytest
from tests.actions.test_finalisation import DAY, WORDING, agreed, called, proposed, sheet_task
from tests.world import make_world, moment

from simpul.actions.catalogue import agree_sheet, comment_sheet, fix_position, propose_sheet
from simpul.records.catalogue.sheets import agreed_sheets, agreements, with_definition_day
from simpul.records.models import Indicator, Observation, SheetTask
from simpul.records.reporting.observations import as_series
from simpul.records.sheet_waiting import waits_of


@pytest.mark.django_db
def test_another_wording_waits_for_its_reviewers_anew_from_its_own_day() -> None:
    world = make_world()
    called(world)
    proposed(world)

    def waits(day: date) -> tuple[tuple[str, ...], date | None]:
        task = SheetTask.objects.with_names().select_related("version").get()
        found = waits_of([task], day=day)[task.pk]
        return found.offices, found.since

    assert waits(DAY) == (("Stats",), DAY)
    comment_sheet(task=sheet_task(), text="Setuju", actor=world.actor("reviewer"))
    assert waits(DAY)[0] == ()  # with the coordinator
    propose_sheet(
        task=sheet_task(), sheet={**WORDING, "frequency": "semiannual"}, reason="Dua kali setahun", seen=2,
        actor=world.actor("producer", moment(2026, 4, 14)),
    )  # fmt: skip
    assert waits(date(2026, 4, 20)) == (("Stats",), date(2026, 4, 14))


@pytest.mark.django_db
def test_the_agreement_that_holds_is_the_last_one_and_the_definition_is_as_old_as_its_own_decision() -> None:
    world = make_world()
    called(world)
    agreed(world)
    (task,) = called(world).tasks.all()
    wanted = {**WORDING, "frequency": "semiannual"}
    version = propose_sheet(task=task, sheet=wanted, reason="Dua kali", seen=3, actor=world.actor("producer"))
    fix_position(task=task, remark="", seen=version.number, actor=world.actor("coordinator"))
    agree_sheet(
        task=task, decision="B/9", decided_on=DAY, seen=version.number, actor=world.actor("secretariat")
    )
    row = world.indicators["P-H-1"]
    assert agreements([row])[row.pk].agreed_in == "B/9"
    assert agreed_sheets([row])[row.pk]["frequency"] == "semiannual"
    found = with_definition_day(Indicator.objects.filter(pk=row.pk)).get()
    assert (found.definition_version, found.defined_on) == (
        2,
        date(2026, 4, 9),
    )  # how often changes no definition


def test_a_reported_figure_breaks_its_series_by_its_definition_alone_and_a_published_one_as_it_says() -> None:
    rows = [
        Observation(period="2021", definition_version=1),
        Observation(period="2022", definition_version=2, figure_id=1, series_break=True),
        Observation(period="2023", definition_version=2, figure_id=2, series_break=True),
        Observation(period="2024", definition_version=2, series_break=True),
        Observation(period="2025", definition_version=2),
    ]
    assert [row.series_break for row in as_series(rows[::-1])] == [False, True, False, True, False]
