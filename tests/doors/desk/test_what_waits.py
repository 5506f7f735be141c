"""What waits beside the tasks: a report nobody made, a delivery to clear or hand over; and where nothing is."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator

import pytest
from tests.doors.desk.work_round import cleared_by, client_of, on, page, submitted_health
from tests.guard import behind_its_back
from tests.world import World, make_world, moment

from simpul.actions.progress import compute_results
from simpul.actions.reporting import clear_delivery, close_round, hand_over
from simpul.core import progress
from simpul.doors.exchange.delivery import make_delivery
from simpul.records.indicator_reading import read_indicator
from simpul.records.models import Baseline, Framework, Indicator, Observation, VerdictRow

pytestmark = pytest.mark.django_db

CLOSED = moment(2026, 5, 6)


@pytest.fixture
def world() -> Iterator[World]:
    made = make_world()
    made.open()
    with on():
        submitted_health(made)
        cleared_by(made, "steward", "focal", "signer", "coordinator")
    close_round(round=made.round, reason="Percobaan", actor=made.actor("secretariat", CLOSED))
    with on(CLOSED):
        yield made


def test_a_closed_round_without_a_report_waits_for_who_makes_it(world: World) -> None:
    assert "Buat laporan TW I 2026" in page(client_of(world, "secretariat"), "/")
    assert "Buat laporan TW I 2026" not in page(client_of(world, "producer"), "/")


def test_a_delivery_waits_for_the_soca_leader_then_for_who_hands_it_over(world: World) -> None:
    title = "Penyerahan 1, TW I 2026"
    assert title not in page(client_of(world, "soca"), "/")
    delivery = make_delivery(world.round, actor=world.actor("secretariat", CLOSED))
    assert title in page(client_of(world, "soca"), "/")
    assert title not in page(client_of(world, "secretariat"), "/")
    assert title not in page(client_of(world, "producer"), "/")
    clear_delivery(delivery=delivery, actor=world.actor("soca", CLOSED))
    assert title not in page(client_of(world, "soca"), "/")
    assert "catat kapan, lewat apa" in page(client_of(world, "secretariat"), "/")
    delivery.refresh_from_db()
    hand_over(
        delivery=delivery,
        on=CLOSED.date(),
        channel="surel",
        receipt="1",
        actor=world.actor("secretariat", CLOSED),
    )
    assert title not in page(client_of(world, "secretariat"), "/")


@pytest.mark.parametrize(
    ("language", "words"),
    [("id", "Halaman ini tidak ada, atau bukan untuk peran Anda"), ("en", "This page does not exist")],
)
def test_a_wrong_address_says_so_in_the_readers_language_with_a_way_back(
    world: World, language: str, words: str
) -> None:
    text = page(client_of(world, "producer", language), "/tasks/999999/", status=404)
    assert words in text and 'href="/"' in text


def test_a_page_and_a_list_say_the_official_verdict_in_the_words_of_its_method(world: World) -> None:
    compute_results(round=world.round, actor=world.actor("secretariat", CLOSED))
    row = VerdictRow.objects.filter(official=True).exclude(status="").select_related("indicator").first()
    assert row is not None
    for language in ("id", "en"):
        client = client_of(world, "secretariat", language)
        words = progress.STATUSES[row.status][language == "en"]
        said = words[:1].upper() + words[1:]
        assert said in page(client, f"/indicators/{row.indicator.code}/")
        assert said in page(client, "/indicators/")


def test_the_page_of_an_indicator_says_figure_baseline_and_revision_as_they_were_reported(
    world: World,
) -> None:
    row = Indicator.objects.get(code="P-H-1")
    kept = Observation.objects.current().get(indicator=row, period="2023")
    with behind_its_back():
        Baseline.objects.filter(indicator=row).update(
            value_text="<2.5", value="2.5", status="agreed", decision="SOMHD 18"
        )
        Observation.objects.create(
            indicator=row,
            area="IDN",
            period="2023",
            text="20.9",
            value="20.9",
            nature="final",
            recorded_at=CLOSED,
            vintage=2,
            revises=kept,
            revision_reason="Sampel diperluas",
            content=kept.content,
        )
    for language, latest, baseline, status, unit, old, new in (
        ("id", "19,8", "<2,5", "disepakati", "persen", "21,5", "20,9"),
        ("en", "19.8", "<2.5", "agreed", "percent", "21.5", "20.9"),
    ):
        text = page(client_of(world, "secretariat", language), "/indicators/P-H-1/")
        strip = text[text.index('<dl class="strip">') : text.index('<div class="split sec">')]
        assert f">{latest}</a> <small>{unit}</small>" in strip
        told = html.unescape(strip)
        assert f"<dd>{baseline} <small>" in told and f", {status}</small>" in told
        assert f"baseline {baseline}" in html.unescape(text) or f"data dasar {baseline}" in html.unescape(
            text
        )
        cells = re.findall(r"<td[^>]*>([^<]*)</td>", text[: text.index("Sampel diperluas")])
        assert cells[-2:] == [old, new]


@pytest.mark.parametrize(("language", "other"), [("id", "en"), ("en", "id")])
def test_a_task_names_its_indicators_and_units_in_its_language(
    world: World, language: str, other: str
) -> None:
    with behind_its_back():
        Indicator.objects.update(
            title_id="Judul ini", title_en="This title", unit_id="satuan ini", unit_en="this unit"
        )
    text = page(client_of(world, "producer", language), f"/tasks/{world.tasks['SOMHD'].pk}/")
    words = {"id": ("Judul ini", "satuan ini"), "en": ("This title", "this unit")}
    assert all(word in text for word in words[language])
    assert not any(word in text for word in words[other])


@pytest.mark.parametrize(("before", "latest"), [("<2.5", "3"), ("3", "<2.5")])
def test_no_change_is_counted_from_a_limit_or_to_one(world: World, before: str, latest: str) -> None:
    row = Indicator.objects.get(code="P-H-1")
    with behind_its_back():
        for period, text in (("2023", before), ("2024", latest)):
            Observation.objects.filter(indicator=row, period=period).update(
                text=text, value=text.strip("<"), status="LT" if "<" in text else "A"
            )
    reading = read_indicator(row, area="IDN", moment=CLOSED)
    assert (reading.before and reading.before.text, reading.latest and reading.latest.text) == (
        before,
        latest,
    )
    assert reading.change is None


def test_a_proof_names_the_indicator_and_dates_every_step(world: World) -> None:
    figure = Observation.objects.filter(figure__isnull=False).select_related("indicator").first()
    assert figure is not None
    text = page(client_of(world, "secretariat"), f"/numbers/{figure.pk}/")
    assert figure.indicator.title_id in text and "4 langkah" in text
    assert "Walidata: Steward" in text and "2026" in text[text.index("Walidata: Steward") :][:80]


def test_a_framework_ends_in_its_last_year_not_the_year_after(world: World) -> None:
    row = Framework.objects.first()
    assert row is not None
    row.since, row.until = moment(2016, 1, 1).date(), moment(2026, 1, 1).date()
    assert row.years == "2016–2025"
    row.until = None
    assert row.years == "2016"


def test_a_refusal_leads_back_to_the_page_of_this_desk_it_came_from_and_to_no_other_host(
    world: World,
) -> None:
    client = client_of(world, "secretariat")
    form = {"obligation": world.obligation.code, "period": "2026-Q4", "opens_on": "besok"}
    for referer, back in (
        ("http://testserver/rounds/open/?x=1", ""),  # the page refused is the page asked
        ("http://testserver/rounds/", 'href="/rounds/"'),
        ("http://elsewhere.example/rounds/", ""),
        ("", ""),
    ):
        answer = client.post("/rounds/open/", form, headers={"Referer": referer} if referer else {})
        text = answer.content.decode()
        assert answer.status_code == 422
        assert ("Kembali ke halaman sebelumnya" in text) == bool(back)
        assert "elsewhere.example" not in text


def test_a_closed_round_waits_for_nobody_and_ends_on_the_day_it_was_closed(world: World) -> None:
    text = page(client_of(world, "secretariat"), f"/rounds/{world.round.period}/")
    assert "Siapa harus mengirim apa" not in text
    ruler = text[text.index('<svg class="ruler"') :]
    assert "6 Mei 2026" in ruler[: ruler.index("</svg>")]
