"""Two obligations with a round of the same period: every door asks which one is meant, and none takes the first."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest
from tests.doors.console.test_commands import Done, simpul  # noqa: F401
from tests.doors.desk.work_round import client_of, on, page
from tests.guard import behind_its_back
from tests.world import World, make_world, moment

from simpul.actions.progress import compute_results
from simpul.actions.reporting import open_round
from simpul.core.errors import NotFound, Problem
from simpul.records.models import Delivery, Obligation, Paper, Round

pytestmark = pytest.mark.django_db

SECRETARIAT = ("--as", "secretariat@contoh.example")


@pytest.fixture
def world() -> Iterator[World]:
    """The small country reports quarterly on its plan, and quarterly to a second partner."""
    made = make_world()
    made.open()
    with behind_its_back():
        first = made.obligation
        second = Obligation.objects.create(
            code="second",
            name_id="Laporan mitra",
            name_en="Report to the partner",
            framework=first.framework,
            area=first.area,
            chain=first.chain,
            delivery_chain=first.delivery_chain,
            narrative=first.narrative,
            settings=first.settings,
        )
    open_round(
        obligation=second,
        period="2026-Q1",
        opens_on=date(2026, 4, 2),
        due_on=date(2026, 4, 20),
        closes_on=date(2026, 5, 2),
        actor=made.actor("secretariat", moment(2026, 4, 2)),
    )
    with on():
        yield made


def test_a_period_alone_names_no_round_of_two(world: World) -> None:
    with pytest.raises(Problem) as refused:
        Round.objects.of("2026-Q1")
    assert refused.value.code == "REPORTING-ROUND-AMBIGUOUS"
    assert refused.value.params["codes"] == "quarterly, second"
    assert Round.objects.of("2026-Q1", "second").due_on == date(2026, 4, 20)
    assert Round.objects.of("2026-Q1", "quarterly") == world.round
    for period, obligation in (("2026-Q1", "third"), ("2026-Q2", None)):
        with pytest.raises(NotFound):
            Round.objects.of(period, obligation)


def test_the_desk_leads_to_each_of_them(world: World) -> None:
    client = client_of(world, "secretariat")
    asked = page(client, "/rounds/2026-Q1/", status=422)
    assert "quarterly, second" in asked and "?obligation=quarterly" in asked
    links = set(re.findall(r'href="(/rounds/2026-Q1/[^"]*)"', page(client, "/rounds/")))
    assert links == {"/rounds/2026-Q1/?obligation=quarterly", "/rounds/2026-Q1/?obligation=second"}
    second = page(client, "/rounds/2026-Q1/?obligation=second")
    assert "Laporan mitra" in second and "obligation=second&amp;show=late#tasks" in second
    answer = client.post("/rounds/2026-Q1/close/?obligation=second", {"reason": "Selesai"})
    assert answer["Location"] == "/rounds/2026-Q1/?obligation=second"
    closed = {row.obligation.code: row.is_closed for row in Round.objects.select_related("obligation")}
    assert closed == {"quarterly": False, "second": True}


def test_where_a_period_has_one_round_its_address_stays_short(world: World) -> None:
    with behind_its_back():
        for task in Round.objects.of("2026-Q1", "second").tasks.all():
            task.due_figures.all().delete()
            task.delete()
        Round.objects.of("2026-Q1", "second").delete()
    text = page(client_of(world, "secretariat"), "/rounds/")
    assert 'href="/rounds/2026-Q1/"' in text and "obligation=" not in text


@pytest.mark.parametrize("address", ["/papers/rounds/2026-Q1/report/", "/exchange/rounds/2026-Q1/delivery/"])
def test_reports_and_deliveries_are_made_of_the_round_that_is_named(world: World, address: str) -> None:
    client = client_of(world, "secretariat")
    refused = client.post(address)
    assert refused.status_code == 422 and "REPORTING-ROUND-AMBIGUOUS" in refused.content.decode()
    assert client.post(f"{address}?obligation=second").status_code == 302
    made: Any = Paper if "papers" in address else Delivery
    assert {row.round.obligation.code for row in made.objects.all()} == {"second"}
    assert f'action="{address}?obligation=quarterly"' in page(client, "/reports/")


def test_a_program_is_told_which_obligations_there_are(world: World) -> None:
    client = client_of(world, "secretariat")
    refused = client.get("/api/rounds/2026-Q1/tasks")
    assert refused.status_code == 422 and refused.json()["code"] == "REPORTING-ROUND-AMBIGUOUS"
    tasks = client.get("/api/rounds/2026-Q1/tasks?obligation=second").json()
    assert {row["due"] for row in tasks} == {"2026-04-20"} and len(tasks) == 3


@pytest.mark.parametrize(
    "words",
    [
        ("round", "status", "2026-Q1"),
        ("round", "close", "2026-Q1", "--reason", "x", *SECRETARIAT),
        ("round", "open", "2026-Q2", *SECRETARIAT),
        ("paper", "2026-Q1"),
        ("export", "2026-Q1", *SECRETARIAT),
        ("import", __file__, "--round", "2026-Q1", "--body", "SOMHD", *SECRETARIAT),
    ],
    ids=lambda words: " ".join(words[:2]),
)
def test_every_word_asks_which_one_and_takes_the_answer(
    simpul: Any,  # noqa: F811
    world: World,
    words: tuple[str, ...],
    tmp_path: Any,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.chdir(tmp_path)
    refused: Done = simpul("--language", "en", *words)
    assert refused.code == 3 and "quarterly, second" in refused.err
    named: Done = simpul("--language", "en", *words, "--obligation", "second")
    assert "quarterly, second" not in named.err
    assert named.code in (0, 3)  # a paper without results and a file that is no table are refused for that


def test_the_report_is_that_of_the_round_named(simpul: Any, world: World, tmp_path: Any) -> None:  # noqa: F811
    for code in ("quarterly", "second"):
        compute_results(round=Round.objects.of("2026-Q1", code), actor=world.actor("secretariat"))
    out = tmp_path / "report.pdf"
    done = simpul("paper", "2026-Q1", "--obligation", "quarterly", "--out", str(out))
    assert done.code == 0 and out.stat().st_size > 1000
