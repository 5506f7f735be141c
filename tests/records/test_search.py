"""What a reader finds: the same on both databases, and nothing he or she may not see."""

from __future__ import annotations

import pytest
from django.db.models import TextField, Value
from django.db.models.functions import Cast
from tests.doors.desk.searched import QUESTIONS, searched
from tests.guard import behind_its_back
from tests.world import World

from simpul.core.search import folded
from simpul.records.models import Body
from simpul.records.search import KINDS, Folded, find

pytestmark = pytest.mark.django_db


@pytest.fixture
def world() -> World:
    return searched()


def kinds_of(world: World, who: str, question: str) -> dict[str, int]:
    actor = world.actor(who)
    return {kind: len(hits) for kind, hits in find(question, actor.duties, day=actor.day).items() if hits}


def test_everything_there_is_can_be_found_by_who_sees_all(world: World) -> None:
    found: set[str] = set()
    for question in QUESTIONS:
        found |= set(kinds_of(world, "secretariat", question))
    assert found == set(KINDS) - {"reports"}


def test_another_office_s_task_remark_text_and_file_are_not_found(world: World) -> None:
    for question, kind in (
        ("catatan", "remarks"),
        ("triwulan", "narratives"),
        ("bukti", "files"),
        ("kemensos", "tasks"),
    ):
        assert kinds_of(world, "other_focal", question).get(kind) == 1, question
        assert kind not in kinds_of(world, "producer", question), question
        assert kinds_of(world, "auditor", question).get(kind) == 1, question
    assert "rounds" in kinds_of(world, "producer", "2026") and "rounds" not in kinds_of(
        world, "admin", "2026"
    )


def test_signs_and_capitals_make_no_difference_on_this_database(world: World) -> None:
    with behind_its_back():
        Body.objects.filter(code="SOMHD").update(name_id="Pertemuan Đà Nẵng tentang GIZI")
    actor = world.actor("auditor")
    for question in ("da nang", "ĐÀ NẴNG", "gizi", "Gizí"):
        assert [hit.names[0] for hit in find(question, actor.duties, day=actor.day)["bodies"]] == ["SOMHD"], (
            question
        )


def test_the_database_folds_as_core_does() -> None:
    texts = [
        "Đà Nẵng",
        "KESEHATAN ÍBU",
        "Łódź ßÆœ",
        "ﬁgur ½ Ⅳ",
        "ประเทศไทย",
        "é e\u0301",
        "100% _x_ \\ '\"",
        "ΑΒΓ Дж İı",
        "",
    ]
    for text in texts:
        asked = Body.objects.annotate(x=Folded(Cast(Value(text), TextField())))
        with behind_its_back():
            Body.objects.get_or_create(
                code="x", defaults={"acronym": "x", "name_id": "x", "name_en": "x", "counted": True}
            )
        assert asked.values_list("x", flat=True).first() == folded(text), text
