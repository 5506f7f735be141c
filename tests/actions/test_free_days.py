"""The calendar: by decree from content or desk, guessed where there is none, and never guessed over a decree."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest
from tests.guard import behind_its_back
from tests.request_work import country, registered
from tests.world import World, make_world, moment

from simpul.actions.content import load_content
from simpul.actions.content_files import read_content
from simpul.actions.free_days import add_free_day, correct_free_day, withdraw_free_day
from simpul.core.errors import NotAllowed, Problem
from simpul.records.free_days import calendar_for, handling, read_years
from simpul.records.integrity import faults
from simpul.records.models import AuditEntry, FreeDay

pytestmark = pytest.mark.django_db
DECREE = "Keputusan Bersama (invented) 1/2026"
HOLIDAYS = f"""kind: holiday
decree: '{DECREE}'
source: https://contoh.example/decree
confidence: verified
entries:
- code: IDN/2026-04-28
  area: IDN
  date: '2026-04-28'
  name: {{id: "Hari rekaan", en: "Invented day"}}
  type: national
- code: IDN/2026-04-29
  area: IDN
  date: '2026-04-29'
  name: {{id: "Cuti bersama rekaan", en: "Invented leave"}}
  type: collective_leave
"""
HANDLING = """kind: request_handling
entries:
- code: idn
  area: IDN
  chain: [soca_leader]
  weekend: [6, 7]
  answers_days: 1
  consolidation_days: 1
  clearance_days: 1
  sending_days: 1
  source: docs/guide/requests.md
  confidence: inferred
"""


def load(world: World, folder: Path, holidays: str = HOLIDAYS) -> None:
    folder.mkdir(exist_ok=True)
    (folder / "holidays.yaml").write_text(holidays)
    (folder / "handling.yaml").write_text(HANDLING)
    bundle = read_content(folder)
    assert bundle.defects == ()
    load_content(bundle=bundle, actor=world.machine)


def free(year: int = 2026) -> dict[date, str]:
    return {row.day: row.name_id for row in read_years("IDN", [year])[0].decreed}


def given(**other: Any) -> dict[str, Any]:
    return {
        "area": "IDN",
        "day": date(2026, 4, 27),
        "name_id": "Libur tambahan",
        "name_en": "Further day",
        "kind": "national",
        "decree": "Keppres (invented) 9/2026",
    } | other


def test_the_dates_of_a_request_step_over_what_the_decree_frees(tmp_path: Path) -> None:
    asked = country()
    load(asked.world, tmp_path / "content")
    row = registered(asked)  # Thursday 30 April; Tuesday 28 and Wednesday 29 are free
    assert [row.due_sending, row.due_clearance, row.due_consolidation, row.due_answers] == [
        date(2026, 4, 27),
        date(2026, 4, 24),
        date(2026, 4, 23),
        date(2026, 4, 22),
    ]
    assert (row.chain, row.guessed_years) == (["soca_leader"], [])


def test_a_year_without_decree_is_guessed_and_says_so() -> None:
    world = make_world()
    guessed, unknown = read_years("IDN", [2027])[0], read_years("XXX", [2027])[0]
    # 17 August is free by law in every year
    assert guessed.is_guess and date(2027, 8, 17) in guessed.days
    assert unknown.is_guess and unknown.days == frozenset()
    add_free_day(**given(day=date(2027, 1, 1)), actor=world.actor("secretariat"))
    # one day by decree does not make the others working days
    begun = read_years("IDN", [2027])[0]
    assert begun.is_guess and date(2027, 8, 17) in begun.days
    assert [row.day for row in begun.decreed] == [date(2027, 1, 1)]
    assert date(2027, 1, 1) not in {row.day for row in begun.guessed}


def test_a_joint_decree_of_a_year_takes_the_place_of_the_guess() -> None:
    secretariat = make_world().actor("secretariat")
    for number in range(1, 10):
        add_free_day(**given(day=date(2027, 2, number), decree="Joint decree (invented)"), actor=secretariat)
    add_free_day(**given(day=date(2027, 3, 1), decree="Election (invented)"), actor=secretariat)
    assert read_years("IDN", [2027])[0].is_guess  # nine days of one decree, and one of another
    add_free_day(**given(day=date(2027, 2, 10), decree="Joint decree (invented)"), actor=secretariat)
    whole = read_years("IDN", [2027])[0]
    assert (whole.is_guess, whole.guessed, len(whole.days)) == (False, (), 11)


def test_a_day_the_desk_recorded_before_the_content_came_is_no_fault(tmp_path: Path) -> None:
    world = make_world()
    same = given(day=date(2026, 4, 28), name_id="Hari rekaan")
    row = add_free_day(**same, actor=world.actor("secretariat"))
    load(world, tmp_path / "content")
    assert FreeDay.objects.filter(day=row.day).count() == 1
    assert [fault for fault in faults() if fault.check == "free_days"] == []
    with behind_its_back():
        FreeDay.objects.filter(pk=row.pk).delete()
    assert [fault.code for fault in faults() if fault.check == "free_days"] == ["row-missing"]


def test_a_request_keeps_which_years_were_only_guessed(tmp_path: Path) -> None:
    asked = country()
    load(asked.world, tmp_path / "content")
    row = registered(asked, deadline=date(2027, 1, 8))
    assert row.guessed_years == [2027]
    assert row.due_sending == date(2027, 1, 7)
    calendar, years = calendar_for(handling(), [date(2026, 4, 1)])
    assert years == () and not calendar.is_worked(date(2026, 4, 28))


def test_dates_back_over_the_turn_of_the_year_step_over_free_days_of_both() -> None:
    asked = country()
    add_free_day(**given(day=date(2026, 12, 31)), actor=asked.world.actor("secretariat"))
    row = registered(asked, deadline=date(2027, 1, 4))
    # Monday 4 January back over the weekend, New Year (the library knows it) and Thursday 31 (by decree)
    assert (row.due_sending, row.due_clearance) == (date(2026, 12, 30), date(2026, 12, 29))
    assert row.guessed_years == [2026, 2027]  # one day by decree leaves the rest of its year guessed


def test_how_another_country_handles_its_requests_is_not_asked_here(tmp_path: Path) -> None:
    asked = country()
    load(asked.world, tmp_path / "content")
    assert (handling().area, handling().chain) == ("IDN", ("soca_leader",))
    asked.world.obligation.area = "PHL"
    with behind_its_back():
        asked.world.obligation.save()
    assert (handling().area, handling().chain) == ("PHL", ("coordinator", "soca_leader"))


def test_the_shipped_calendar_of_2026_agrees_with_the_library_day_by_day() -> None:
    import holidays

    world = make_world()
    bundle = read_content(Path(__file__).resolve().parents[2] / "content")
    days = {date.fromisoformat(item.body["date"]): item.body["type"] for item in bundle.of("holiday")}
    shipped = {day: kind for day, kind in days.items() if day.year == 2026}
    known = holidays.country_holidays("ID", years=2026, categories=("public", "government"))
    assert set(shipped) == set(known) and world.machine
    assert sorted(shipped.values()).count("national") == 17


def test_a_free_day_is_added_corrected_and_withdrawn_with_its_decree() -> None:
    world = make_world()
    secretariat = world.actor("secretariat")
    row = add_free_day(**given(), actor=secretariat)
    moved = {key: value for key, value in given(day=date(2026, 4, 26)).items() if key != "area"}
    again = correct_free_day(free_day=row, **moved, reason="the decree says the 26th", actor=secretariat)
    assert free() == {date(2026, 4, 26): "Libur tambahan"}
    row.refresh_from_db()
    assert (row.successor, row.ended_by, row.end_reason) == (
        again,
        world.users["secretariat"],
        "the decree says the 26th",
    )
    withdraw_free_day(free_day=again, reason="Keppres (invented) 10/2026", actor=secretariat)
    assert free() == {} and FreeDay.objects.count() == 2
    actions = list(AuditEntry.objects.filter(action__startswith="calendar.").values_list("action", flat=True))
    assert actions == ["calendar.add_free_day", "calendar.correct_free_day", "calendar.withdraw_free_day"]
    with pytest.raises(Problem) as ended:
        withdraw_free_day(free_day=again, reason="x", actor=secretariat)
    assert ended.value.code == "WORKDAYS-ENDED"


@pytest.mark.parametrize(
    ("other", "code", "place"),
    [
        ({"decree": " "}, "WORKDAYS-DECREE", "decree"),
        ({"name_en": ""}, "REQUESTS-FIELD", "name_en"),
        ({"kind": "holiday"}, "NOT-FOUND", "kind"),
        ({"name_id": "LIBUR tambahan"}, "WORKDAYS-TWICE", "2026-04-27"),
    ],
)
def test_a_free_day_that_cannot_be_right_is_refused(other: dict[str, Any], code: str, place: str) -> None:
    world = make_world()
    add_free_day(**given(), actor=world.actor("secretariat"))
    with pytest.raises(Problem) as found:
        add_free_day(**given(**other), actor=world.actor("secretariat"))
    assert (found.value.code, found.value.place) == (code, place)
    assert FreeDay.objects.count() == 1


def test_only_secretariat_and_coordinator_keep_the_calendar() -> None:
    world = make_world()
    row = add_free_day(**given(), actor=world.actor("coordinator"))
    for who in ("producer", "focal", "soca", "auditor", "admin"):
        with pytest.raises(NotAllowed):
            withdraw_free_day(free_day=row, reason="x", actor=world.actor(who))
        with pytest.raises(NotAllowed):
            add_free_day(**given(name_id="x"), actor=world.actor(who))


def test_content_corrects_its_own_days_and_takes_withdrawn_ones_away(tmp_path: Path) -> None:
    world = make_world()
    load(world, tmp_path / "content")
    assert set(free()) == {date(2026, 4, 28), date(2026, 4, 29)}
    second = HOLIDAYS[HOLIDAYS.index("- code: IDN/2026-04-29") :]
    load(world, tmp_path / "content", HOLIDAYS.replace(second, "").replace("Hari rekaan", "Hari terekayasa"))
    assert free() == {date(2026, 4, 28): "Hari terekayasa"}


def test_what_the_desk_corrected_or_withdrew_no_later_content_undoes(tmp_path: Path) -> None:
    world = make_world()
    load(world, tmp_path / "content")
    first, second = FreeDay.objects.order_by("day")
    secretariat = world.actor("secretariat", moment(2026, 4, 11))
    moved = {key: value for key, value in given(day=date(2026, 4, 30)).items() if key != "area"}
    correct_free_day(free_day=first, **moved, reason="corrected", actor=secretariat)
    withdraw_free_day(free_day=second, reason="withdrawn", actor=secretariat)
    load(world, tmp_path / "content", HOLIDAYS.replace("rekaan", "rekaan baru"))
    assert free() == {date(2026, 4, 30): "Libur tambahan"}


def test_a_calendar_changed_behind_the_desks_back_is_named(tmp_path: Path) -> None:
    world = make_world()
    load(world, tmp_path / "content")
    first, second = FreeDay.objects.order_by("day")
    withdraw_free_day(free_day=second, reason="withdrawn", actor=world.actor("secretariat"))
    assert [fault for fault in faults() if fault.check == "free_days"] == []
    with behind_its_back():
        FreeDay.objects.filter(pk=first.pk).update(day=date(2026, 4, 27))
    assert [fault.subject for fault in faults() if fault.check == "free_days"] == ["holiday IDN/2026-04-28"]
    with behind_its_back():
        FreeDay.objects.filter(pk=first.pk).delete()
    assert [fault.subject for fault in faults() if fault.check == "free_days"] == ["holiday IDN/2026-04-28"]


def test_content_that_frees_a_day_twice_or_lets_the_wrong_role_clear_is_refused(tmp_path: Path) -> None:
    make_world()
    twice = HOLIDAYS.replace("'2026-04-29'", "'2026-04-28'").replace("Cuti bersama rekaan", "Hari rekaan")
    (tmp_path / "holidays.yaml").write_text(twice.replace("'2026-04-28'", "'2026-02-30'", 0))
    (tmp_path / "handling.yaml").write_text(
        HANDLING.replace("[soca_leader]", "[secretariat]")
        .replace("[6, 7]", "[0]")
        .replace("s: 1", "s: -1", 1)
    )
    found = {(defect.code, defect.params.get("field", "")) for defect in read_content(tmp_path).defects}
    assert found == {
        ("CONTENT-DUPLICATE", ""),
        ("CONTENT-VALUE", "chain"),
        ("CONTENT-VALUE", "weekend"),
        ("CONTENT-VALUE", "answers_days"),
    }
