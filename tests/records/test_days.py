"""What day a moment belongs to, where London still sleeps on the day before."""

from __future__ import annotations

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import pytest
from tests.world import make_world, moment

from simpul.actions.acting import Actor
from simpul.actions.reporting import close_round, save_narrative
from simpul.core.errors import Problem
from simpul.records.days import civil_day
from simpul.records.indicator_reading import read_indicator, read_indicators
from simpul.records.judging import judge

JAKARTA = ZoneInfo("Asia/Jakarta")


@pytest.mark.parametrize(
    ("at", "day"),
    [
        (datetime(2026, 4, 24, 16, 59, tzinfo=UTC), date(2026, 4, 24)),
        (datetime(2026, 4, 24, 17, 0, tzinfo=UTC), date(2026, 4, 25)),
        (datetime(2026, 4, 24, 23, 59, tzinfo=UTC), date(2026, 4, 25)),
        (datetime(2026, 4, 25, 0, 0, tzinfo=JAKARTA), date(2026, 4, 25)),
        (datetime(2026, 4, 25, 6, 59, tzinfo=JAKARTA), date(2026, 4, 25)),
        (datetime(2026, 12, 31, 23, 30, tzinfo=ZoneInfo("Asia/Makassar")), date(2026, 12, 31)),
        (datetime(2027, 1, 1, 0, 30, tzinfo=ZoneInfo("Asia/Makassar")), date(2026, 12, 31)),
    ],
)
def test_a_moment_belongs_to_the_day_of_the_desk(at: datetime, day: date) -> None:
    assert civil_day(at) == day


@pytest.mark.django_db
def test_a_target_is_past_from_midnight_of_the_desk_on() -> None:
    world = make_world()
    before = datetime(2029, 12, 31, 23, 30, tzinfo=JAKARTA)
    after = datetime(2030, 1, 1, 0, 30, tzinfo=JAKARTA)
    indicator = world.indicators["P-H-1"]
    for at, reason in ((before, ""), (after, "TARGET-PAST")):
        rows = judge(area="IDN", official="eurostat-cagr", moment=at)
        assert [row.reason for row in rows if row.official and row.indicator == indicator] == [reason]
        one = read_indicator(indicator, area="IDN", moment=at).official_verdict
        listed = next(row for row in read_indicators(area="IDN", moment=at) if row.code == "P-H-1")
        assert one is not None and listed.official_verdict is not None
        assert one.reason == listed.official_verdict.reason == reason


@pytest.mark.django_db
def test_a_round_closed_after_midnight_says_that_day() -> None:
    world = make_world()
    opened = world.open()
    at = datetime(2026, 5, 9, 0, 30, tzinfo=JAKARTA)
    secretariat = Actor(user=world.users["secretariat"], at=at)
    assert secretariat.day == date(2026, 5, 9)
    close_round(round=opened, reason="Batas waktu", actor=secretariat)
    with pytest.raises(Problem) as again:
        close_round(round=opened, reason="Batas waktu", actor=secretariat)
    with pytest.raises(Problem) as late:
        save_narrative(
            task=world.tasks["SOMHD"],
            field="achievements",
            text="Terlambat",
            actor=world.actor("producer", moment(2026, 5, 9, 12)),
        )
    for refused in (again.value, late.value):
        assert (refused.code, refused.params["closed"]) == ("REPORTING-ROUND-CLOSED", "2026-05-09")
