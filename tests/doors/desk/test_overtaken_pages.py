"""Who hands in or clears a figure that is not the last word is warned at that step, and refused nothing."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from tests.doors.desk.test_request_pages import answer_form, item_url
from tests.doors.desk.test_request_pages_out import version_url
from tests.doors.desk.test_request_warnings import words
from tests.doors.desk.work_round import client_of, on, page, post, submitted_health, task_of
from tests.guard import behind_its_back
from tests.request_work import Asked, answered, country, put_together, split_over_seven
from tests.world import World, make_world, moment

from simpul.actions.reporting import save_entry
from simpul.actions.requests import consolidate, put_forward
from simpul.records.models import Indicator, ItemAnswer, Observation, RequestDelivery

pytestmark = pytest.mark.django_db

LATER = "angka 2025 sudah diterima."


def accepted(period: str = "2025", version: int = 1) -> Observation:
    """A later figure of stunting, as the content publishes it."""
    old = Observation.objects.filter(indicator__code="P-H-1", content__isnull=False).first()
    assert old is not None
    with behind_its_back():
        return Observation.objects.create(
            indicator=old.indicator, area="IDN", period=period, text="18.9", value="18.9", nature="final",
            unit="persen", source="SSGI", definition_version=version, recorded_at=moment(2026, 4, 9),
            content=old.content,
        )  # fmt: skip


def defined_anew() -> None:
    with behind_its_back():
        Indicator.objects.filter(code="P-H-1").update(definition_version=2)


# --- tasks of a round --------------------------------------------------------------------------------------------


@pytest.fixture
def world() -> Iterator[World]:
    made = make_world()
    made.open()
    with on():
        yield made


def test_an_office_is_warned_beside_the_button_that_submits(world: World) -> None:
    save_entry(
        task=world.tasks["SOMHD"], indicator=world.indicators["P-H-1"], period="2024", text="19,8",
        nature="final", actor=world.actor("producer"),
    )  # fmt: skip
    url = f"/tasks/{task_of(world).pk}/"
    assert LATER not in words(page(client_of(world, "producer"), url))
    accepted()
    told = words(page(client_of(world, "producer"), url))
    assert "Angka yang bukan yang terakhir." in told and LATER in told


def test_who_clears_is_warned_of_a_figure_that_a_later_one_followed(world: World) -> None:
    submitted_health(world)
    url = f"/tasks/{task_of(world).pk}/check/"
    client = client_of(world, "steward")
    page(client, url)
    with CaptureQueriesContext(connection) as before:
        assert "bukan yang terakhir" not in page(client, url)
    accepted()
    with CaptureQueriesContext(connection) as asked:
        text = page(client, url)
    assert len(asked) <= len(before) + 1  # the titles of what is named
    assert words(text).count(LATER) == 2  # above the figures, and in the dialog that clears


def test_who_clears_is_warned_that_the_definition_changed_since_the_figure_was_submitted(
    world: World,
) -> None:
    submitted_health(world)
    defined_anew()
    told = words(page(client_of(world, "steward"), f"/tasks/{task_of(world).pk}/check/"))
    assert "2024: menurut definisi sebelumnya; menurut definisi yang berlaku belum ada angka." in told


# --- items of a request ------------------------------------------------------------------------------------------


@pytest.fixture
def asked() -> Iterator[Asked]:
    made = country()
    with on(moment(2026, 4, 20)):
        split_over_seven(made)
        yield made


CITING = {"text_en": "21.5 per cent.", "text_id": "21,5 persen.", "figures": ["P-H-1|IDN|2023"]}


def test_an_office_hands_in_an_older_figure_with_a_warning_that_names_the_newer(asked: Asked) -> None:
    accepted()
    client = client_of(asked.world, "focal_SOMHD")
    post(client, item_url(asked, "B.1", "answer/"), answer_form(asked, "B.1", deed="hand_in", **CITING))
    assert ItemAnswer.objects.get().handed_in_at is not None
    told = words(page(client, item_url(asked, "B.1")))
    assert "Diajukan dengan angka yang bukan yang terakhir" in told and LATER in told


def test_an_office_that_cites_the_latest_is_not_warned(asked: Asked) -> None:
    client = client_of(asked.world, "focal_SOMHD")
    post(client, item_url(asked, "B.1", "answer/"), answer_form(asked, "B.1", deed="hand_in", **CITING))
    assert "bukan yang terakhir" not in words(page(client, item_url(asked, "B.1")))


def put_forward_with(asked: Asked) -> None:
    for number in asked.items:
        answered(asked, number, f"Answer to {number[:1]}.")
        put_together(asked, number, f"National answer to {number[:1]}.")
    consolidate(item=asked.item("B.1"), expected_version=1, **CITING, actor=asked.world.actor("secretariat"))
    put_forward(request=asked.request, actor=asked.world.actor("secretariat", moment(2026, 4, 20)))


def test_who_clears_a_version_is_warned_at_the_item_and_beside_the_button(asked: Asked) -> None:
    put_forward_with(asked)
    client = client_of(asked.world, "coordinator")
    assert "bukan yang terakhir" not in page(client, version_url())
    accepted()
    with CaptureQueriesContext(connection) as many:
        told = words(page(client, version_url()))
    assert len(many) <= 25
    assert told.count("Angka yang bukan yang terakhir.") == 2 and told.count(LATER) == 1
    seen = RequestDelivery.objects.get()
    post(client, f"{version_url()}clear/", {"seen": seen.content_hash})
    assert seen.clearances.filter(verdict="cleared").exists()


def test_a_figure_of_a_former_definition_is_named_to_who_clears(asked: Asked) -> None:
    put_forward_with(asked)
    defined_anew()
    assert "2023: menurut definisi sebelumnya" in words(
        page(client_of(asked.world, "coordinator"), version_url())
    )
