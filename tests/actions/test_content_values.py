"""Published figures of content as observations: whose they are, and which of them the next load touches."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from tests.actions.test_finalisation import agreed, called
from tests.doors.desk.work_round import cleared_by, on, submitted_health
from tests.guard import behind_its_back
from tests.shipped import AT, shipped
from tests.world import World, make_world, moment

from simpul.actions.accounts import machine
from simpul.actions.content_values import put_under_new_words, put_values
from simpul.core.catalogue import ContentItem
from simpul.records.models import ContentEntry, Indicator, Observation

pytestmark = pytest.mark.django_db


def told(world: World, *bodies: dict[str, Any]) -> None:
    """A load in which the content says these figures of P-H-1."""
    items, changed = [], {}
    version = ContentEntry.objects.filter(kind="value")[0].version
    with behind_its_back():
        for number, more in enumerate(bodies):
            body = {"indicator": "P-H-1", "area": "IDN", "nature": "final", "source": "world", **more}
            code = f"said-{number}-{body['value']}"
            items.append(ContentItem("value", code, body, "values.yaml", number + 1))
            changed["value", code] = ContentEntry.objects.create(
                version=version, kind="value", code=code, number=1, body=body, digest="0" * 64
            )
        put_values(items, changed, world.actor("secretariat", moment(2026, 6, 1)))


def test_the_content_revises_no_figure_that_an_office_reported() -> None:
    world = make_world()
    world.open()
    with on():
        submitted_health(world)
        cleared_by(world, "steward", "focal", "signer", "coordinator")
    (reported,) = Observation.objects.filter(indicator__code="P-H-1", period="2024")
    assert (reported.figure_id is not None, reported.text) == (True, "19,8")
    told(world, {"period": "2024", "value": "20.1"}, {"period": "2019", "value": "27.7"})
    (held,) = Observation.objects.current().filter(indicator__code="P-H-1", period="2024")
    assert (held.pk, held.vintage) == (reported.pk, 1)
    assert Observation.objects.get(indicator__code="P-H-1", period="2019").text == "27.7"


def test_a_figure_of_a_breakdown_revises_its_own_breakdown_and_not_the_total() -> None:
    world = make_world()
    girls = {"period": "2019", "disaggregation": "sex=F"}
    told(world, {"period": "2019", "value": "27.7"}, {**girls, "value": "26.1"})
    told(world, {**girls, "value": "26.2"})
    rows = Observation.objects.filter(indicator__code="P-H-1", period="2019").order_by("pk")
    assert [(one.disaggregation, one.text, one.vintage) for one in rows] == [
        ("_T", "27.7", 1),
        ("sex=F", "26.1", 1),
        ("sex=F", "26.2", 2),
    ]
    assert rows[2].revises == rows[1]


def test_content_that_words_another_definition_than_was_agreed_speaks_under_the_first() -> None:
    world = make_world()
    row = world.indicators["P-H-1"]
    version = ContentEntry.objects.filter(kind="value")[0].version
    with behind_its_back():
        ContentEntry.objects.create(
            version=version, kind="indicator", code=row.code, number=1, body=row.sheet, digest="0" * 64
        )
    called(world)
    agreed(world)
    row.refresh_from_db()
    assert row.definition_version == 2
    told(world, {"period": "2019", "value": "27.7"})
    with behind_its_back():  # the content follows the agreement
        ContentEntry.objects.create(
            version=version, kind="indicator", code=row.code, number=2, body=row.sheet, digest="1" * 64
        )
    told(world, {"period": "2018", "value": "30.8"})
    found = Observation.objects.filter(indicator=row).values_list("period", "definition_version")
    assert {period: number for period, number in found if period < "2022"} == {"2019": 1, "2018": 2}


def test_figures_an_agreement_parted_stay_where_they_were_when_the_content_words_the_definition_anew() -> (
    None
):
    shipped()
    row = Indicator.objects.get(code="P-B.2-06")
    own = Observation.objects.current().filter(indicator=row).order_by("pk")
    parted, *since = own.values_list("pk", flat=True)
    assert since
    with behind_its_back():
        Observation.objects.filter(pk__in=since).update(definition_version=2)
        row.definition_version = 3
        row.save()
        entry = ContentEntry.objects.get(kind="indicator", code=row.code)
        put_under_new_words({row: 2}, {("indicator", row.code): entry}, machine(AT + timedelta(days=1)))
    held = {one.pk: one.definition_version for one in own}
    assert held.pop(parted) == 1
    assert len(held) == len(since) and set(held.values()) == {3}
