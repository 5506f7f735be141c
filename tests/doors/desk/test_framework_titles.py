"""Frameworks are called by their titles wherever lists, filters and finds name them; their codes are for addresses."""

from __future__ import annotations

import re
from collections.abc import Iterator
from importlib import import_module

import pytest
from django.apps import apps
from tests.doors.desk.work_round import client_of, on, page
from tests.guard import behind_its_back
from tests.shipped import shipped
from tests.world import World, make_world

from simpul.records.framework_titles import short_titles
from simpul.records.models import Alignment, ContentEntry, Framework, Goal

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


def test_a_framework_loaded_before_takes_the_short_title_of_its_latest_wording(db: None) -> None:
    made = make_world()
    with behind_its_back():
        for number, short in enumerate(({"id": "Lama", "en": "Old"}, {"id": "Baru", "en": "New"}), start=1):
            ContentEntry.objects.create(
                kind="framework",
                code="plan",
                number=number,
                digest=str(number) * 64,
                body={"short": short},
                place="x.yaml:1",
                version=made.content,
            )
        whole = Framework.objects.create(code="bare", title_id="Tanpa", title_en="Without", position=9)
        import_module("simpul.records.migrations.0005_frameworks_have_short_titles").from_their_wording(
            apps, None
        )
    row = Framework.objects.get(code="plan")
    assert (row.short_id, row.short_en) == ("Baru", "New")
    whole.refresh_from_db()
    assert (whole.short_id, whole.short("en")) == ("", "Without")
