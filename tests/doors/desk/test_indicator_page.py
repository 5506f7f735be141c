"""An indicator's page in numbers: the latest figure as published, baseline and its standing, old beside new."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from tests.doors.desk.work_round import cleared_by, client_of, on, page, submitted_health, task_of
from tests.guard import behind_its_back
from tests.world import World, make_world

from simpul.records.models import Baseline, Observation

pytestmark = pytest.mark.django_db

URL = "/indicators/P-H-1/"


@pytest.fixture
def world() -> Iterator[World]:
    made = make_world()
    made.open()
    with on():
        yield made


def strip(text: str) -> dict[str, str]:
    """The facts in the strip at the top: label -> what stands below it."""
    pairs = re.findall(r"<dt>(.*?)</dt><dd>(.*?)</dd>", text, re.S)
    return {label: re.sub(r"<[^>]+>", "", body).strip() for label, body in pairs}


def test_the_latest_figure_is_shown_with_the_decimals_it_is_published_with(world: World) -> None:
    submitted_health(world)
    cleared_by(world, "steward", "focal", "signer", "coordinator")
    shown = strip(page(client_of(world, "producer"), URL))
    assert shown["Angka terakhir, 2024"] == "19,8 persen"
    assert shown["Perubahan dari sebelumnya"] == "turun 1,7 poin"
    english = strip(page(client_of(world, "producer", "en"), URL))
    assert english["Latest figure, 2024"] == "19.8 percent"


@pytest.mark.parametrize(("status", "word"), [("provisional", "sementara"), ("agreed", "disepakati")])
def test_a_baseline_says_whether_anybody_agreed_to_it(world: World, status: str, word: str) -> None:
    with behind_its_back():
        Baseline.objects.update(status=status, decision="Keputusan 1" if status == "agreed" else "")
    assert strip(page(client_of(world, "producer"), URL))["Data dasar"] == f"21,6 2022, {word}"


def test_a_revision_shows_the_old_figure_before_the_new_one(world: World) -> None:
    old = Observation.objects.get(indicator__code="P-H-1", period="2023")
    with behind_its_back():
        Observation.objects.create(
            indicator=old.indicator,
            area="IDN",
            period="2023",
            text="21.4",
            value="21.4",
            nature="final",
            recorded_at=old.recorded_at.replace(month=3),
            vintage=2,
            revises=old,
            revision_reason="Survei dihitung ulang",
            content=old.content,
        )
    text = page(client_of(world, "producer"), URL)
    row = text[text.index("<tbody", text.index("Riwayat perubahan")) : text.index("Survei dihitung ulang")]
    cells = [re.sub(r"<[^>]+>", "", cell) for cell in re.findall(r"<td[^>]*>(.*?)</td>", row)]
    assert cells[:3] == ["2023", "21,5", "21,4"]


@pytest.mark.parametrize(
    ("language", "title", "unit"),
    [("id", "Prevalensi stunting balita", "persen"), ("en", "Prevalensi stunting balita (en)", "percent")],
)
def test_a_task_speaks_of_indicators_in_the_readers_language(
    world: World, language: str, title: str, unit: str
) -> None:
    text = page(client_of(world, "producer", language), f"/tasks/{task_of(world).pk}/")
    assert f">{title}</a>" in text and f"P-H-1 · {unit}" in text
