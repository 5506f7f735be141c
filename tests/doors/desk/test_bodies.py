"""Choosing among many bodies: the reader's own first, the others by theme; few stand as they are."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import translation
from tests.doors.desk.work_round import client_of, on, page
from tests.guard import behind_its_back
from tests.world import World, make_world

from simpul.doors.desk.bodies import FEW, by_theme
from simpul.records.models import Body, Indicator

pytestmark = pytest.mark.django_db


@pytest.fixture
def world() -> Iterator[World]:
    made = make_world()
    with behind_its_back():
        Body.objects.all().update(theme_id="Kesehatan", theme_en="Health", kind="sectoral")
        for number in range(FEW):
            theme = ("Budaya", "Culture") if number % 2 else ("", "")
            Body.objects.create(
                code=f"B{number:02}", acronym=f"B{number:02}", name_id="x", name_en="x", counted=False,
                theme_id=theme[0], theme_en=theme[1], kind="sectoral",
            )  # fmt: skip
    with on(), translation.override("en"):
        yield made


def options(*names: str) -> list[tuple[str, tuple[str, str]]]:
    return [(name, (name.lower(), name)) for name in names]


def test_the_readers_own_bodies_stand_first_then_themes_then_what_has_none(world: World) -> None:
    names = [*(f"B{number:02}" for number in range(FEW)), "SOMSWD", "SOMHD", "ASEC"]
    groups = by_theme(options(*names), world.actor("producer").duties)
    assert [name for name, _options in groups] == [
        "Your bodies",
        "Culture",
        "Health",
        "Other bodies",
        "Others",
    ]
    told = {name: [word for _value, word in found] for name, found in groups}
    assert told["Your bodies"] == ["SOMHD"] and told["Health"] == ["SOMSWD"] and told["Others"] == ["ASEC"]
    assert told["Culture"] == ["B01", "B03", "B05", "B07", "B09", "B11"]
    assert sum(len(found) for _name, found in groups) == len(names)


def test_few_bodies_stand_as_they_are_and_many_ask_no_more_of_the_database(world: World) -> None:
    few = options(*(f"B{number:02}" for number in range(FEW)))
    duties = world.actor("producer").duties
    with CaptureQueriesContext(connection) as asked:
        assert by_theme(few, duties) == [("", [option for _body, option in few])]
    with CaptureQueriesContext(connection) as more:
        by_theme([*few, *options("SOMHD")], duties)
    assert len(asked) == len(more) == 1


def test_a_filter_of_many_bodies_is_grouped_and_still_finds(world: World) -> None:
    with behind_its_back():
        for body in Body.objects.filter(code__startswith="B"):
            Indicator.objects.create(
                code=f"X-{body.code}", title_id="x", title_en="x", polarity="maximise", validity="proxy",
                kind="quantitative", frequency="annual", unit_id="x", unit_en="x", body=body,
            )  # fmt: skip
    text = page(client_of(world, "producer", "en"), "/indicators/?body=B01")
    select = re.search(r'<select class="in" id="f-body".*?</select>', text, re.DOTALL)
    assert select is not None
    assert re.findall(r'<optgroup label="([^"]+)"', select[0])[:2] == ["Your bodies", "Culture"]
    assert '<option value="B01" selected>' in select[0] and "X-B01" in text and "X-B03" not in text
