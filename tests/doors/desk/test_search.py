"""Search: every kind of thing, only what the reader may see, ranked, marked, page by page."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from tests.actions.test_finalisation import DECISION, WORDING, called, proposed, sheet_task
from tests.doors.desk.searched import QUESTIONS, searched
from tests.doors.desk.work_round import client_of, on, page
from tests.guard import behind_its_back
from tests.world import PEOPLE, World, make_world, moment

import simpul
from simpul.actions.catalogue import agree_sheet, fix_position
from simpul.core.activity_fields import VALUES
from simpul.doors.desk.data.search import Found
from simpul.records.models import Framework, Goal, Indicator, Remark, SheetVersion
from simpul.records.search import find

pytestmark = pytest.mark.django_db
EVERYBODY = [*(row[0] for row in PEOPLE), "admin"]
#: Who stands for the others where every link of somebody is opened; CI adds them all.
FEW = ("producer", "secretariat", "admin")


@pytest.fixture
def world() -> Iterator[World]:
    with on():
        yield searched()


def links(text: str) -> list[str]:
    """Where the hits of a page lead."""
    lists = re.findall(r'<ol class="plain hits">(.*?)</ol>', text, re.DOTALL)
    return [html.unescape(one) for part in lists for one in re.findall(r'<li><a href="([^"]+)">', part)]


@pytest.mark.parametrize(
    "who", [pytest.param(who, marks=() if who in FEW else pytest.mark.proof_ci) for who in EVERYBODY]
)
def test_no_hit_leads_a_role_where_it_may_not_go(world: World, who: str) -> None:
    client, actor = client_of(world, who), world.actor(who)
    seen: set[str] = set()
    for question in QUESTIONS:
        for hits in find(question, actor.duties, day=actor.day).values():
            seen |= {Found(hit, ()).url.split("#")[0] for hit in hits}
    on_page = {address.split("#")[0] for address in links(page(client, "/search/?q=som"))}
    assert on_page and on_page <= seen
    refused = {}
    for address in sorted(seen):
        answer = client.get(address)
        answer.getvalue()
        refused |= {address: answer.status_code} if answer.status_code != 200 else {}
    assert refused == {}


def test_relatives_of_a_word_are_found_after_the_word_itself(world: World) -> None:
    with behind_its_back():
        Indicator.objects.filter(code="P-H-1").update(title_id="Cakupan laporan", title_en="x")
        Indicator.objects.filter(code="P-H-2").update(title_id="Melaporkan gizi", title_en="x")
    actor = world.actor("producer")
    hits = find("laporan", actor.duties, day=actor.day)["indicators"]
    assert [(hit.note[0], hit.loose) for hit in hits] == [("P-H-1", False), ("P-H-2", True)]
    text = page(client_of(world, "producer"), "/search/?q=laporan")
    assert (
        "Cakupan <mark>laporan</mark>" in text and "Me<mark>lapor</mark>kan gizi" in text and "seakar" in text
    )


def test_signs_of_the_database_s_own_pattern_are_letters_like_others(world: World) -> None:
    actor = world.actor("secretariat")
    with behind_its_back():
        Remark.objects.update(text="naik 100% dan _x_")
    assert len(find("100%", actor.duties, day=actor.day)["remarks"]) == 1
    assert find("10%0", actor.duties, day=actor.day)["remarks"] == []
    assert find("__", actor.duties, day=actor.day)["remarks"] == []
    assert page(client_of(world, "secretariat"), "/search/?q=%27%3B+DROP+TABLE--")


def test_a_kind_is_read_page_by_page(world: World) -> None:
    with behind_its_back():
        for number in range(45):
            Indicator.objects.create(
                code=f"X-{number:02d}", title_id=f"Uji coba {number:02d}", title_en="Trial", polarity="maximise",
                validity="proxy", kind="quantitative", frequency="annual", unit_id="x", unit_en="x",
            )  # fmt: skip
    client = client_of(world, "producer")
    first = page(client, "/search/?q=uji+coba")
    assert len(links(first)) == 5 and "Semua 45: indikator" in first
    pages = [links(page(client, f"/search/?q=uji+coba&in=indicators&page={number}")) for number in (1, 2, 3)]
    assert [len(one) for one in pages] == [20, 20, 5]
    assert len({address for one in pages for address in one}) == 45


def test_what_was_not_found_gets_proposals_and_what_was_not_asked_an_example(world: World) -> None:
    client = client_of(world, "producer")
    text = page(client, "/search/?q=stuntng")
    assert "Mungkin maksud Anda" in text and "?q=stunting" in text
    assert "Tidak ditemukan" in page(client, "/search/?q=zzzzzzz")
    assert "Yang dapat ditemukan" in page(client, "/search/")
    assert "Yang dapat ditemukan" in page(client, "/search/?q=x")
    assert "<script" not in page(client, "/search/?q=%3Cscript%3Ealert(1)%3C/script%3E").split("<h1>")[1]


def test_a_title_met_in_the_other_language_is_shown_in_it_too(world: World) -> None:
    text = page(client_of(world, "producer", "en"), "/search/?q=pelaporan")
    goal = text[text.index('id="h-goals"') :]
    assert goal.index("Reporting") < goal.index("<mark>Pelaporan</mark> stunting")


def test_hits_are_taken_away_as_they_were_found(world: World) -> None:
    client = client_of(world, "secretariat", "en")
    rows = client.get("/search/?q=som&as=csv").content.decode("utf-8-sig").splitlines()
    assert rows[0] == "Kind,Title,Beside it,Text,Date,Time,Points"
    assert f"{len(rows) - 1} hits for “som”" in page(client, "/search/?q=som")


def test_a_search_asks_few_questions_of_the_database(world: World) -> None:
    client = client_of(world, "secretariat")
    page(client, "/search/?q=som")
    for address in (
        "/search/?q=som",
        "/search/?q=stuntng",
        "/search/?q=som+kesehatan+pelaporan+data+satu+dua",
    ):
        with CaptureQueriesContext(connection) as asked:
            page(client, address)
        assert len(asked) <= 25, (address, len(asked))


def test_a_hit_is_told_in_the_reader_s_language_with_its_day_and_without_codes(world: World) -> None:
    with behind_its_back():
        SheetVersion.objects.filter(indicator__code="P-H-1").update(
            agreed_in="SOMHD ke-20",
            agreed_on="2026-04-01",
            sheet={"definition": {"id": "Anak yang tingginya kurang.", "en": "Children too short."}},
        )
    for language, said, not_said, day in (
        ("id", "Anak yang tingginya kurang.", "Children too short.", "1 Apr 2026"),
        ("en", "Children too short.", "Anak yang tingginya kurang.", "1 Apr 2026"),
    ):
        text = page(client_of(world, "secretariat", language), "/search/?q=ke-20")
        assert said in text and not_said not in text and day in text, language
    for language, word in (("id", "bukti"), ("en", "evidence")):
        rows = client_of(world, "secretariat", language).get("/search/?q=bukti-2026&as=csv")
        (row,) = rows.content.decode("utf-8-sig").splitlines()[1:]
        assert row.split(",")[2] == word, row


def test_every_kind_of_file_has_a_word() -> None:
    root = Path(simpul.__file__).parent
    used = {
        code
        for path in root.rglob("*.py")
        for code in re.findall(r'purpose="(\w+)"', path.read_text("utf-8"))
    }
    assert used <= VALUES["purpose"].keys()


def words_of(text: str) -> str:
    return " ".join(re.sub(r"<[^>]+>", " ", html.unescape(text)).split())


def test_a_target_that_a_decision_replaced_is_marked_beside_the_one_in_force() -> None:
    """The plan's goal and the indicator are found together; each says which target holds, the newest first."""
    made = make_world()
    with behind_its_back():
        old = {"area": "IDN", "period": "2029", "value": "14.2", "authority": "RPJMN", "source": "RPJMN"}
        row = made.indicators["P-H-1"]
        Indicator.objects.filter(pk=row.pk).update(sheet=row.sheet | {"targets": [old]})
        plan = Framework.objects.create(
            code="rpjmn-2025-2029", title_id="RPJMN", title_en="RPJMN", wording="ours", position=9
        )
        Goal.objects.create(
            framework=plan, code="P-H-1", level="headline", depth=0, wording="ours",
            title_id="Prevalensi stunting balita: 14,2 persen pada 2029",
            title_en="Stunting among children under five: 14.2 percent by 2029",
        )  # fmt: skip
    with on():
        before = words_of(page(client_of(made, "secretariat"), "/search/?q=stunting"))
        assert "Sasaran 2029" not in before and "digantikan" not in before
    called(made)
    anew = WORDING | {"targets": [old | {"value": "20.0"}]}
    version = proposed(made, sheet=anew)
    fix_position(task=sheet_task(), remark="", seen=version.number, actor=made.actor("coordinator"))
    agree_sheet(
        task=sheet_task(), decision=DECISION, decided_on=date(2026, 4, 9), seen=version.number,
        actor=made.actor("secretariat"),
    )  # fmt: skip
    with on(moment(2026, 4, 20)):
        text = page(client_of(made, "secretariat"), "/search/?q=stunting")
    told = words_of(text)
    now, gone = (
        f"Sasaran 2029: 20 ({DECISION}), 9 Apr 2026 berlaku",
        f"Sasaran 2029: 14,2 (RPJMN) digantikan oleh {DECISION}",
    )
    assert told.count(now) == told.count(gone) == 2  # at the indicator, and at the goal of the plan
    assert told.index(now) < told.index(gone)


def test_a_target_of_an_indicator_that_nobody_decided_anew_marks_no_goal(world: World) -> None:
    text = words_of(page(client_of(world, "secretariat"), "/search/?q=stunting"))
    assert "digantikan oleh" not in text
