"""A figure's proof names the papers that show it and the deliveries that carry it, and those alone."""

from __future__ import annotations

import html
from collections.abc import Iterator

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from tests.actions.test_finalisation import DECISION, agreed, called
from tests.doors.desk.work_round import TODAY, cleared_by, client_of, on, page, submitted_health
from tests.guard import behind_its_back
from tests.request_work import Asked, answered, cleared, country, put_together, sent, split_over_seven
from tests.world import World, make_world, moment

from simpul.actions.requests import consolidate
from simpul.doors.exchange.delivery import make_delivery, rows_of
from simpul.doors.papers.making import make_papers
from simpul.records.models import Delivery, Indicator, Observation, Paper, SheetVersion, User
from simpul.records.round_report import read_report
from simpul.records.went_out import went_out

pytestmark = pytest.mark.django_db

LATER = moment(2026, 6, 10)


@pytest.fixture
def world() -> Iterator[World]:
    made = make_world()
    made.open()
    with on():
        submitted_health(made)
        cleared_by(made, "steward", "focal", "signer", "coordinator")
    with on(LATER):
        yield made


def send(world: World, day: int) -> None:
    """A report and a delivery of the round, as known on a day of May."""
    assert world.round is not None
    make_papers(world.round, actor=world.actor("coordinator", moment(2026, 5, day)))
    make_delivery(world.round, actor=world.actor("secretariat", moment(2026, 5, day)))


def revised(day: int) -> None:
    old = Observation.objects.get(indicator__code="P-H-1", period="2024")
    with behind_its_back():
        Observation.objects.create(
            indicator=old.indicator, area="IDN", period="2024", text="19.9", value="19.9", nature="final",
            unit="persen", source="koreksi", recorded_at=moment(2026, 5, day), vintage=2, revises=old,
            revision_reason="koreksi", content=Observation.objects.exclude(content=None)[0].content,
        )  # fmt: skip


def told(figure: Observation, duties: object) -> tuple[set[int], set[int]]:
    found = went_out(figure, duties=duties, day=LATER.date())  # type: ignore[arg-type]
    papers = {one["paper"] for row in found["papers"] for one in row["files"]}
    return papers, {row["delivery"] for row in found["deliveries"]}


def read(figure: Observation) -> tuple[set[int], set[int]]:
    """The same, by looking into every paper's kept reading and every delivery's rows."""
    papers = {
        paper.pk
        for paper in Paper.objects.all()
        for line in read_report(paper.result_set).indicators
        if figure.pk in {point.observation for point in line.series}
    }
    deliveries = {
        row.pk
        for row in Delivery.objects.all()
        if str(figure.pk) in {line["observation"] for line in rows_of(read_report(row.result_set))}
    }
    return papers, deliveries


def test_every_figure_names_what_shows_it_and_no_more(world: World) -> None:
    send(world, 2)
    revised(4)
    send(world, 6)
    with behind_its_back():
        Indicator.objects.filter(code="P-H-1").update(definition_version=2)
    send(world, 8)
    duties = User.objects.get(pk=world.users["coordinator"].pk).duties_on(LATER.date())
    figures = list(Observation.objects.all())
    assert {one.pk: told(one, duties) for one in figures} == {one.pk: read(one) for one in figures}
    first, second = Observation.objects.filter(indicator__code="P-H-1", period="2024").order_by("vintage")
    assert [len(part) for part in told(first, duties)] == [4, 1]
    assert [len(part) for part in told(second, duties)] == [8, 2]


def test_the_proof_links_the_papers_and_the_delivery_within_its_queries(world: World) -> None:
    send(world, 2)
    figure = Observation.objects.get(indicator__code="P-H-1", period="2024")
    client = client_of(world, "coordinator")
    with CaptureQueriesContext(connection) as asked:
        text = page(client, f"/numbers/{figure.pk}/")
    assert len(asked) <= 25
    for paper in Paper.objects.all():
        assert f"/papers/{paper.pk}/" in text
    assert "Dimuat dalam laporan" in text and "seperti diketahui 2 Mei 2026" in text
    assert "/reports/?kind=delivery&amp;round=2026-Q1" in text
    assert Delivery.objects.get().pk
    answer = client.get(f"/api/observations/{figure.pk}/provenance").json()["went_out"]
    assert [len(row["files"]) for row in answer["papers"]] == [4]
    assert [row["number"] for row in answer["deliveries"]] == [1]


def test_who_sees_nothing_of_the_round_is_told_of_no_paper_of_it(world: World) -> None:
    send(world, 2)
    figure = Observation.objects.get(indicator__code="P-H-1", period="2024")
    with behind_its_back():
        world.users["producer"].person.designations.all().update(until=TODAY.date())
    text = page(client_of(world, "producer"), f"/numbers/{figure.pk}/")
    assert (
        "/papers/" not in text and "belum ada laporan, penyerahan, atau jawaban yang dapat Anda lihat" in text
    )


def beside(world: World, **more: object) -> Observation:
    """Another published figure of stunting, known since January."""
    old = Observation.objects.filter(indicator__code="P-H-1", content__isnull=False)[0]
    said = {
        "area": "IDN",
        "period": "2019",
        "text": "27.7",
        "value": "27.7",
        "recorded_at": moment(2026, 1, 2),
    }
    with behind_its_back():
        return Observation.objects.create(
            indicator=old.indicator, nature="final", unit="persen", source="world", content=old.content,
            **{**said, **more},
        )  # fmt: skip


def everything(world: World) -> object:
    return User.objects.get(pk=world.users["coordinator"].pk).duties_on(LATER.date())


def test_a_figure_of_another_country_goes_out_in_no_paper_of_ours(world: World) -> None:
    theirs = beside(world, area="MYS")
    send(world, 2)
    assert told(theirs, everything(world)) == read(theirs) == (set(), set())


def test_of_a_figure_revised_at_the_moment_of_a_paper_the_paper_shows_the_new_one_alone(world: World) -> None:
    revised(6)
    send(world, 6)
    first, second = Observation.objects.filter(indicator__code="P-H-1", period="2024").order_by("vintage")
    assert [len(part) for part in told(first, everything(world))] == [0, 0]
    assert [len(part) for part in told(second, everything(world))] == [4, 1]


def test_a_delivery_without_a_figure_of_the_new_definition_carries_the_latest_period_of_the_old(
    world: World,
) -> None:
    late = beside(world, recorded_at=moment(2026, 5, 1))  # an old period, recorded after the latest
    with behind_its_back():
        Indicator.objects.filter(code="P-H-1").update(definition_version=2)
    send(world, 2)
    latest = Observation.objects.get(indicator__code="P-H-1", period="2024")
    assert latest.recorded_at < late.recorded_at
    assert [len(told(one, everything(world))[1]) for one in (latest, late)] == [1, 0]
    assert [told(one, everything(world)) for one in (latest, late)] == [read(latest), read(late)]


# --- answers sent to askers, and the definition that was replaced ------------------------------------------------


@pytest.fixture
def asked() -> Iterator[Asked]:
    """Seven items sent as version 1; those of SOMHD and SOMSWD refer to stunting in 2023."""
    made = country()
    with on(moment(2026, 4, 20)):
        split_over_seven(made)
        for number in made.items:
            answered(made, number, f"Answer of the office to {number}.")
            put_together(made, number, f"National answer to {number}.")
        for number in ("B.1", "B.2"):
            consolidate(
                item=made.item(number), expected_version=1, text_en="21.5 per cent.", text_id="21,5 persen.",
                figures=["P-H-1|IDN|2023"], actor=made.world.actor("secretariat"),
            )  # fmt: skip
        yield made


def figure_of(period: str) -> Observation:
    return Observation.objects.get(indicator__code="P-H-1", period=period)


def answers_told(asked: Asked, who: str, period: str) -> list[str]:
    duties = User.objects.get(pk=asked.world.users[who].pk).duties_on(LATER.date())
    return [row["item"] for row in went_out(figure_of(period), duties=duties, day=LATER.date())["answers"]]


def test_the_proof_names_the_answers_that_were_sent_with_the_figure(asked: Asked) -> None:
    at = moment(2026, 4, 20)
    waits = cleared(asked, files=[("form", b"form")], at=at)
    assert answers_told(asked, "secretariat", "2023") == []
    assert sent(asked, waits, at=at).version == 1
    assert answers_told(asked, "secretariat", "2023") == ["B.1", "B.2"]
    assert answers_told(asked, "secretariat", "2022") == []
    text = html.unescape(page(client_of(asked.world, "secretariat"), f"/numbers/{figure_of('2023').pk}/"))
    request = asked.request
    assert request is not None
    assert f"{request.code}, nomor B.1, versi 1" in text
    assert f"kepada {request.sender}, dikirim 20 Apr 2026" in text


def test_an_office_reads_in_the_proof_the_answers_to_its_own_items_alone(asked: Asked) -> None:
    at = moment(2026, 4, 20)
    sent(asked, cleared(asked, files=[("form", b"form")], at=at), at=at)
    assert answers_told(asked, "focal_SOMHD", "2023") == ["B.1"]
    assert answers_told(asked, "focal_SOMSWD", "2023") == ["B.2"]
    assert answers_told(asked, "admin", "2023") == []


def test_the_proof_of_a_figure_of_a_former_definition_names_the_decision_that_replaced_it(
    world: World,
) -> None:
    before = page(client_of(world, "producer"), f"/numbers/{figure_of('2023').pk}/")
    assert "Definisi diganti" not in before
    called(world)
    agreed(world)
    text = page(client_of(world, "producer"), f"/numbers/{figure_of('2023').pk}/")
    assert f"oleh versi 2: {DECISION}" in html.unescape(text)
    decided = SheetVersion.objects.exclude(agreed_in="").get()
    address = f"/indicators/P-H-1/wordings/#w-{decided.number}"
    assert f'href="{address}"' in text
    assert f'id="w-{decided.number}"' in page(client_of(world, "producer"), address)
    told = client_of(world, "producer").get(f"/api/observations/{figure_of('2023').pk}/provenance").json()
    assert told["value"]["replaced_by"]["decision"] == DECISION
