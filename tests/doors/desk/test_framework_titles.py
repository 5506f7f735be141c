"""Frameworks are called by their titles wherever lists, filters and finds name them; their codes are for addresses."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from tests.doors.desk.work_round import client_of, on, page
from tests.guard import behind_its_back
from tests.shipped import shipped
from tests.world import World, make_world

from simpul.records.framework_titles import short_titles
from simpul.records.models import Alignment, Framework, Goal

pytestmark = pytest.mark.django_db

CODE = "ascc-trial-2040"


@pytest.fixture
def world() -> Iterator[World]:
    """A framework of a code nobody would write, with a goal an indicator contributes to."""
    made = make_world()
    with behind_its_back():
        row = Framework.objects.get(code="plan")
        row.code, row.title_id, row.title_en = CODE, "Rencana Percobaan", "Trial Plan"
        row.save()
        goal = Goal.objects.create(
            framework=row,
            code="1",
            level="goal",
            title_id="Gizi",
            title_en="Food",
            wording="ours",
            position=1,
        )
        Alignment.objects.filter(target_code__startswith="plan/").delete()
        Alignment.objects.create(
            source_kind="indicator",
            source_code="P-H-1",
            target_kind="goal",
            target_code=f"{CODE}/{goal.code}",
            relation="contributes",
            strength="strong",
            status="approved",
        )
    with on():
        yield made


def shown(text: str) -> str:
    """What a reader sees of a page: without addresses, and without codes that stand below a title."""
    body = re.sub(r"<span class=\"(?:sub|tag)[^>]*>.*?</span>", "", text[text.index("<main") :], flags=re.S)
    return re.sub(r"<[^>]*>", " ", body)


@pytest.mark.parametrize(
    "address", ["/finalisation/", "/finalisation/call/", "/indicators/", "/alignments/", "/search/?q=Gizi"]
)
def test_a_framework_is_called_by_its_title_in_the_language_of_the_page(world: World, address: str) -> None:
    for language, title in (("id", "Rencana Percobaan"), ("en", "Trial Plan")):
        text = shown(page(client_of(world, "coordinator", language), address))
        assert title in text
        assert CODE not in text


def test_the_short_title_of_the_content_goes_before_the_whole_one(db: None) -> None:
    shipped()
    assert short_titles()["sdg"] == {"id": "TPB", "en": "SDGs"}
    with behind_its_back():
        Framework.objects.filter(code="sdg").update(short_id="", short_en="")
    assert short_titles()["sdg"]["en"] == "Sustainable Development Goals (SDG)"
