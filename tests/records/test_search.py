"""What a reader finds: the same on both databases, and nothing he or she may not see."""

from __future__ import annotations

from datetime import date

import pytest
from django.db import connection
from django.db.models import TextField, Value
from django.db.models.functions import Cast
from django.test.utils import CaptureQueriesContext
from tests.doors.desk.searched import QUESTIONS, searched
from tests.guard import behind_its_back
from tests.remembered import made_once
from tests.request_work import country, split_over_seven
from tests.world import World, make_world, moment

from simpul.actions.directory import end_designation
from simpul.core.search import folded
from simpul.doors.exchange.delivery import make_delivery
from simpul.doors.papers.making import make_papers
from simpul.records.models import Baseline, Body, Designation, Observation, SheetVersion, StoredFile
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
    assert hit.note[0] == "P-H-1, plan/A.1" and hit.names[0].endswith(" – Pelaporan stunting")
    assert find("stunting", (), day=actor.day)["alignments"] == []


def test_the_number_of_queries_does_not_follow_what_is_found(world: World) -> None:
    actor = world.actor("secretariat")
    duties, day = actor.duties, actor.day
    with CaptureQueriesContext(connection) as one:
        assert not any(find("zzzz", duties, day=day).values())
    assert len(one) == 15  # names of all, names of countries, one for each other kind or group of kinds
    with CaptureQueriesContext(connection) as many:
        assert sum(map(len, find("stunting", duties, day=day).values())) > 6
    assert len(many) == len(one) + 1  # figures, which are only asked for where an indicator or a value is met


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


def names(world: World, who: str, question: str, kind: str) -> list[str]:
    actor = world.actor(who)
    return [hit.names[0] for hit in find(question, actor.duties, day=actor.day)[kind]]


def test_figures_are_found_by_indicator_period_country_and_value(world: World) -> None:
    rows = Observation.objects.current().totals().filter(indicator__code="P-H-1").exclude(text="")
    assert len(names(world, "admin", "stunting", "figures")) == rows.count() > 1
    last = rows.order_by("-period")[0]
    for question in (
        f"stunting {last.period}",
        f"P-H-1 {last.text}",
        f"{last.text} idn {last.period}",
        last.text,
    ):
        (found,) = names(world, "admin", question, "figures")
        assert found.startswith(f"Prevalensi stunting balita, IDN, {last.period}: "), question
    assert names(world, "admin", last.period, "figures") == []
    assert names(world, "admin", "stunting 1999", "figures") == []


def test_figures_of_the_own_country_stand_before_newer_ones_of_others(world: World) -> None:
    last = Observation.objects.current().totals().filter(indicator__code="P-H-1").order_by("-period")[0]
    with behind_its_back():
        Observation.objects.create(
            indicator=last.indicator, area="VNM", period="2031", text="1,5", value="1.5", content=last.content,
            recorded_at=last.recorded_at, published_on=last.published_on,
        )  # fmt: skip
    found = names(world, "producer", "stunting", "figures")
    assert "IDN" in found[0] and "VNM, 2031: 1,5" in found[-1]
    assert names(world, "producer", "stunting vnm", "figures") == found[-1:]


def test_a_revised_figure_is_found_as_it_stands_alone(world: World) -> None:
    last = Observation.objects.current().totals().filter(indicator__code="P-H-1").order_by("-period")[0]
    with behind_its_back():
        Observation.objects.create(
            indicator=last.indicator, area="IDN", period=last.period, text="77,7", value="77.7", vintage=2,
            revises=last, revision_reason="x", content=last.content, recorded_at=last.recorded_at,
        )  # fmt: skip
    (found,) = names(world, "producer", f"stunting {last.period}", "figures")
    assert "77,7" in found


def test_a_sheet_in_work_is_found_by_those_alone_who_may_see_it(world: World) -> None:
    assert names(world, "producer", "finalisasi kpi", "sheets") == ["Prevalensi stunting balita"]
    assert names(world, "secretariat", "P-H-1", "sheets") == ["Prevalensi stunting balita"]
    assert names(world, "other_focal", "finalisasi kpi", "sheets") == []
    assert names(world, "admin", "finalisasi kpi", "sheets") == []


def test_a_decision_is_found_by_its_reference_and_an_agreed_wording_by_its_definition(world: World) -> None:
    actor = world.actor("admin")
    assert [hit.text for hit in find("somhd butir", actor.duties, day=actor.day)["decisions"]] == [
        ("2025: 98,2", "2025: 98.2")
    ]
    version = SheetVersion.objects.get(indicator__code="P-H-1")
    with behind_its_back():
        SheetVersion.objects.filter(pk=version.pk).update(
            sheet={"definition": {"id": "Anak yang tingginya kurang.", "en": "Children too short."}}
        )
    assert find("tingginya", actor.duties, day=actor.day)["decisions"] == []
    with behind_its_back():
        SheetVersion.objects.filter(pk=version.pk).update(agreed_in="SOMHD ke-20", agreed_on="2026-04-01")
    for question in ("tingginya", "too short", "ke-20"):
        (hit,) = find(question, actor.duties, day=actor.day)["decisions"]
        assert hit.view == ("desk:wordings", ("P-H-1",), "#w-1"), question


def test_a_decision_on_a_wording_and_its_baseline_is_one_hit_with_its_day(world: World) -> None:
    actor, version = world.actor("admin"), SheetVersion.objects.get(indicator__code="P-H-1")
    with behind_its_back():
        SheetVersion.objects.filter(pk=version.pk).update(
            agreed_in="SOMHD ke-20",
            agreed_on="2026-04-01",
            sheet={"definition": {"id": "Anak yang tingginya kurang.", "en": "Children too short."}},
        )
        Baseline.objects.filter(indicator=version.indicator).delete()
        Baseline.objects.create(
            indicator=version.indicator, area="IDN", period="2025-Q1", value_text="19,8", value="19.8",
            status="agreed", decision="SOMHD ke-20", source="x",
        )  # fmt: skip
    (hit,) = find("ke-20", actor.duties, day=actor.day)["decisions"]
    assert hit.at == date(2026, 4, 1)
    assert hit.text == (
        "Anak yang tingginya kurang. · TW I 2025: 19,8",
        "Children too short. · Q1 2025: 19.8",
    )
    (hit,) = find("19,8", actor.duties, day=actor.day)[
        "decisions"
    ]  # of the baseline alone, the day is known too
    assert (hit.at, hit.text[0]) == (date(2026, 4, 1), "TW I 2025: 19,8")


def test_what_stands_beside_a_hit_is_said_in_both_languages(world: World) -> None:
    actor = world.actor("secretariat")

    def beside(question: str, kind: str) -> set[tuple[str, str]]:
        return {hit.note for hit in find(question, actor.duties, day=actor.day)[kind]}

    body = world.bodies["SOMHD"]
    assert beside("somhd", "bodies") == {(body.name_id, body.name_en)}
    assert {hit.names for hit in find("stunting", actor.duties, day=actor.day)["remarks"]} == {
        ("SOMSWD, Kemensos, TW I 2026", "SOMSWD, Kemensos, Q1 2026")
    }
    assert ("2026/1, butir B.1", "2026/1, item B.1") in beside("under five", "questions")
    assert beside("posyandu", "benefits") == {("SOMHD, Kemenkes, Jawa Barat, 2025",) * 2}


def test_a_question_put_to_others_finds_neither_itself_nor_its_letter_for_an_office_with_a_part_of_it() -> (
    None
):
    asked = country()
    split_over_seven(asked)
    shelters, stunted = "shelters", "stunted"  # asked of Kemensos as B.5, of Kemenkes as B.1

    def found(who: str, question: str) -> dict[str, list[str]]:
        actor = asked.world.actor(who)
        hits = find(question, actor.duties, day=actor.day, kinds=("requests", "questions"))
        return {kind: [hit.note for hit in rows] for kind, rows in hits.items() if rows}

    letter = asked.request.code if asked.request else ""
    assert found("focal", shelters) == {}
    assert found("other_focal", stunted) == {}
    assert found("focal", stunted)["questions"] == [(f"{letter}, butir B.1", f"{letter}, item B.1")]
    assert found("secretariat", shelters)["questions"] == [(f"{letter}, butir B.5", f"{letter}, item B.5")]


def test_papers_and_deliveries_are_found_by_those_alone_who_may_read_their_files() -> None:
    world = make_world()
    round_ = world.open()
    actor = world.actor("secretariat", moment(2026, 5, 22))
    make_papers(round_, formats=("docx",), languages=("id",), actor=actor)
    make_delivery(round_, actor=actor)
    assert len(find("2026", actor.duties, day=actor.day)["reports"]) > 1
    for who in ("admin", "other_focal", "auditor"):
        duties = world.actor(who).duties
        may_read = set(StoredFile.objects.visible_to(duties, actor.day).values_list("name", flat=True))
        assert {hit.names[0] for hit in find("2026", duties, day=actor.day)["reports"]} == may_read, who
    assert find("2026", world.actor("admin").duties, day=actor.day)["reports"] == []
