"""The calendar on the desk: a year by decree or guessed; added, corrected and withdrawn with what stood before."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest
from tests.doors.desk.work_round import client_of, on, page, post
from tests.world import World, make_world

from simpul.records.models import FreeDay

pytestmark = pytest.mark.django_db
ADD = "/free-days/add/"


@pytest.fixture
def world() -> Iterator[World]:
    with on():
        yield make_world()


def typed(**other: Any) -> dict[str, str]:
    """The form of a free day as its page sends it."""
    return {
        "day": "2026-04-28",
        "name_id": "Hari rekaan",
        "name_en": "Invented day",
        "kind": "national",
        "decree": "Keputusan Bersama (rekaan) 1/2026",
        "source": "",
    } | other


def test_a_year_without_a_decree_says_that_it_is_guessed_until_the_whole_year_stands_by_one(
    world: World,
) -> None:
    client = client_of(world, "secretariat", "en")
    before = page(client, "/free-days/?year=2026")
    assert "No decree of 2026 is recorded." in before and "Independence Day" in before
    post(client, ADD, typed())
    after = page(client, "/free-days/?year=2026")
    assert "The decree of the whole year 2026 is not recorded." in after and "Independence Day" in after
    for number in range(1, 10):
        post(client, ADD, typed(day=f"2026-06-{number:02}"))
    whole = page(client, "/free-days/?year=2026")
    assert "Independence Day" not in whole and "is not recorded" not in whole
    assert "Invented day" in after and "Tuesday" in after and "recalled" in after
    assert set(FreeDay.objects.values_list("area", flat=True)) == {"IDN"}


@pytest.mark.parametrize(
    ("wrong", "field"),
    [({"day": "x"}, "d-day"), ({"name_en": " "}, "d-en"), ({"decree": ""}, "d-decree")],
)
def test_a_free_day_without_its_decree_or_name_is_not_kept_and_stays_typed(
    world: World, wrong: dict[str, str], field: str
) -> None:
    body = post(client_of(world, "secretariat"), ADD, typed(**wrong), status=422).content.decode()
    assert f'field bad"><label for="{field}"' in body and 'value="Hari rekaan"' in body
    assert not FreeDay.objects.exists()


def test_the_same_day_under_the_same_name_is_refused(world: World) -> None:
    client = client_of(world, "secretariat", "en")
    post(client, ADD, typed())
    assert "28 April 2026" in post(client, ADD, typed(), status=409).content.decode()
    assert FreeDay.objects.count() == 1


def test_a_correction_and_a_withdrawal_leave_what_stood_before(world: World) -> None:
    client = client_of(world, "coordinator", "en")
    post(client, ADD, typed())
    first = FreeDay.objects.get()
    url = f"/free-days/{first.pk}/"
    assert 'value="Invented day"' in page(client, url)
    moved = typed(day="2026-04-29", reason="the decree was changed", deed="keep")
    assert post(client, url, moved | {"reason": " "}, status=422)
    post(client, url, moved)
    second = FreeDay.objects.in_force().get()
    assert second.day == date(2026, 4, 29)
    page(client, url, status=404)  # it ended; its successor is corrected from now on
    post(client, f"/free-days/{second.pk}/", typed(reason="worked after all", deed="withdraw"))
    assert not FreeDay.objects.in_force().exists()
    shown = page(client, "/free-days/?year=2026")
    assert "corrected to 29 April 2026: the decree was changed" in " ".join(shown.split())
    assert "withdrawn: worked after all" in " ".join(shown.split())


def test_everybody_reads_the_calendar_and_who_may_not_edit_it_finds_no_form(world: World) -> None:
    post(client_of(world, "secretariat"), ADD, typed())
    pk = FreeDay.objects.get().pk
    for who in ("producer", "auditor", "admin"):
        client = client_of(world, who)
        assert ADD not in page(client, "/free-days/")
        page(client, ADD, status=404)
        page(client, f"/free-days/{pk}/", status=404)


@pytest.mark.parametrize("year", ["0", "99999999999", "x", "-1", "2026.5"])
def test_a_year_that_is_none_shows_the_present_one(world: World, year: str) -> None:
    assert "<h1>Free days of 2026</h1>" in page(client_of(world, "auditor", "en"), f"/free-days/?year={year}")
