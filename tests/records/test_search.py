"""What a reader finds: the same on both databases, and nothing he or she may not see."""

from __future__ import annotations

import pytest
from django.db import connection
from django.db.models import TextField, Value
from django.db.models.functions import Cast
from django.test.utils import CaptureQueriesContext
from tests.doors.desk.searched import QUESTIONS, searched
from tests.guard import behind_its_back
from tests.remembered import made_once
from tests.world import World

from simpul.actions.directory import end_designation
from simpul.core.search import folded
from simpul.records.models import Body, Designation
from simpul.records.search import KINDS, find
from simpul.records.search_match import Folded

pytestmark = pytest.mark.django_db


@pytest.fixture
@made_once
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


def test_what_is_asked_of_an_office_and_its_drafts_are_found_by_those_who_may_see_them(world: World) -> None:
    for question, kind in (("INV/1", "requests"), ("under five", "questions"), ("posyandu", "benefits")):
        assert kinds_of(world, "focal", question).get(kind), question
        assert kinds_of(world, "secretariat", question).get(kind), question
        assert kind not in kinds_of(world, "other_focal", question), question
        assert kind not in kinds_of(world, "admin", question), question
    assert kinds_of(world, "other_focal", "plan/A.1")["alignments"] == 1
    assert kinds_of(world, "other_focal", "manila") == {"events": 1}
    assert kinds_of(world, "admin", "provinsi") == {"code_lists": 1}


def test_alignments_are_found_by_the_titles_of_both_ends_and_by_nobody_without_a_duty(world: World) -> None:
    actor = world.actor("producer")
    (hit,) = find("stunting pelaporan", actor.duties, day=actor.day)["alignments"]
    assert hit.note == "P-H-1, plan/A.1" and hit.names[0].endswith(" – Pelaporan stunting")
    assert find("stunting", (), day=actor.day)["alignments"] == []


def test_the_number_of_queries_does_not_follow_what_is_found(world: World) -> None:
    actor = world.actor("secretariat")
    duties, day = actor.duties, actor.day
    with CaptureQueriesContext(connection) as one:
        assert not any(find("zzzz", duties, day=day).values())
    assert len(one) == 15  # two for alignments, one for each other kind or pair of kinds
    with CaptureQueriesContext(connection) as many:
        assert sum(map(len, find("som", duties, day=day).values())) > 6
    assert len(many) == len(one)


def test_who_no_longer_holds_an_office_is_not_found_under_it(world: World) -> None:
    actor, secretariat = world.actor("auditor"), world.actor("secretariat")
    person = world.users["sub_producer"].person
    held = Designation.objects.get(person=person)
    question = person.name.split()[-1]
    assert person.name in {hit.names[0] for hit in find(question, actor.duties, day=actor.day)["people"]}
    end_designation(designation=held, until=actor.day, reason="mutasi", actor=secretariat)
    assert person.name not in {hit.names[0] for hit in find(question, actor.duties, day=actor.day)["people"]}


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
