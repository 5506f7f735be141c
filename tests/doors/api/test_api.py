"""Reading by program: the proof of a number, progress, tasks; who may, what is refused, and at what cost."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from typing import Any
from unittest import mock

import pytest
from django.db import connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from tests.doors.desk.work_round import client_of, on, task_of
from tests.doors.exchange.test_views import confirm, filled, packed, received
from tests.test_speed import grown
from tests.world import NARRATIVE, World, make_world, moment

from simpul.actions.progress import compute_results
from simpul.actions.reporting import clear, mark_nothing_new, override_warning, save_narrative, submit
from simpul.actions.reporting.checking import check_task, key_text
from simpul.core.progress import METHODS_BY_CODE
from simpul.doors.api.views import api
from simpul.records.judging import judge_one
from simpul.records.models import Observation, ResultSet, Submission

pytestmark = pytest.mark.django_db

STEPS = {
    "producer": "data_producer",
    "steward": "data_steward",
    "focal": "focal_point",
    "signer": "signing_official",
    "coordinator": "coordinator",
}


@pytest.fixture
def world() -> Iterator[World]:
    made = make_world()
    made.open()
    with on():
        yield made


def get(world: World, who: str, address: str, *, status: int = 200) -> Any:
    answer = client_of(world, who).get(f"/api/{address}")
    assert answer.status_code == status, (address, answer.status_code, answer.content[:500])
    assert answer["Content-Type"].startswith("application/json")
    return answer.json()


def accepted_from_a_workbook(world: World) -> bytes:
    """SOMHD by Excel, submitted, cleared by four people and computed; returns the bytes that were sent."""
    content = packed(filled(world))
    confirm(world, received(world, content))
    producer = world.actor("producer")
    for item in NARRATIVE:
        save_narrative(task=task_of(world), field=item["code"], text="Tidak ada.", actor=producer)
    mark_nothing_new(task=task_of(world), actor=producer)
    for finding in check_task(task_of(world)).open_warnings:
        override_warning(
            task=task_of(world),
            rule=finding.rule,
            figure=key_text(finding.key),
            reason="Sesuai rilis.",
            actor=producer,
        )
    submit(task=task_of(world), actor=producer)
    for who in list(STEPS)[1:]:
        task = task_of(world)
        clear(task=task, seen=task.submissions.latest("number").content_hash, actor=world.actor(who))
    compute_results(round=world.round, actor=world.actor("secretariat", moment(2026, 5, 8)))
    return content


# --- where a number comes from -----------------------------------------------------------------------------------


def test_a_number_tells_its_whole_way_from_cell_to_verdict(world: World) -> None:
    content = accepted_from_a_workbook(world)
    row = Observation.objects.get(indicator__code="P-H-1", period="2024")
    told = get(world, "coordinator", f"observations/{row.pk}/provenance")
    sent = Submission.objects.get()

    assert {
        name: told["value"][name] for name in ("indicator", "area", "period", "value", "nature", "unit")
    } == {
        "indicator": "P-H-1",
        "area": "IDN",
        "period": "2024",
        "value": "19.8",
        "nature": "final",
        "unit": {"id": "persen", "en": "percent"},
    }
    origin = told["origin"]
    assert (origin["kind"], origin["round"], origin["body"], origin["office"], origin["number"]) == (
        "submission",
        "2026-Q1",
        "SOMHD",
        "Kemenkes",
        1,
    )
    assert (origin["submitted_by"], origin["entered_by"], origin["content_hash"]) == (
        "Producer",
        "Producer",
        sent.content_hash,
    )
    assert {name: origin["file"][name] for name in ("name", "sha256", "cell")} == {
        "name": "simpul-2026-Q1-SOMHD.xlsx",
        "sha256": hashlib.sha256(content).hexdigest(),
        "cell": "Angka!H6",
    }
    assert {"ANGKA-01@1", "ANGKA-05@1", "KODE-01@1", "WALI-01@1"} <= set(origin["rules"]["passed"])
    assert [(step["role"], step["name"]) for step in origin["cleared_by"]] == [
        (STEPS[who], who.title()) for who in STEPS
    ]
    assert {step["content_hash"] for step in origin["cleared_by"]} == {sent.content_hash}

    (official,) = [line for line in told["verdicts"] if line["official"]]
    computed = ResultSet.objects.get()
    assert (official["method"], official["version"], official["status"]) == (
        "eurostat-cagr",
        METHODS_BY_CODE["eurostat-cagr"].version,
        "moderate",
    )
    assert (official["result_set"], official["content_version"]) == (computed.pk, "world")
    assert official["as_known_at"] == moment(2026, 5, 8).isoformat()
    assert (told["vintage"]["number"], told["vintage"]["revises"]) == (1, None)
    assert told["vintage"]["recorded_at"] == row.recorded_at.isoformat()


def test_the_verdicts_of_a_number_are_of_results_that_knew_it(world: World) -> None:
    accepted_from_a_workbook(world)
    knew = ResultSet.objects.get()
    earlier = compute_results(
        round=world.round,
        as_known_at=moment(2026, 1, 5),
        actor=world.actor("secretariat", moment(2026, 5, 9)),
    )
    assert earlier.verdicts.filter(indicator__code="P-H-1").exists()
    row = Observation.objects.get(indicator__code="P-H-1", period="2024")
    told = get(world, "coordinator", f"observations/{row.pk}/provenance")
    assert {line["result_set"] for line in told["verdicts"]} == {knew.pk}


def test_a_published_figure_names_the_line_of_content_it_stands_in(world: World) -> None:
    row = Observation.objects.get(indicator__code="P-W-1", period="2025-03")
    told = get(world, "producer", f"observations/{row.pk}/provenance")
    assert row.content is not None
    assert told["origin"] == {
        "kind": "content",
        "place": "world.yaml:1",
        "content_version": "world",
        "digest": row.content.digest,
        "source": "world",
    }
    assert told["value"]["text"] == "8.47"


def test_another_office_learns_the_steps_but_no_names_and_no_file(world: World) -> None:
    accepted_from_a_workbook(world)
    row = Observation.objects.get(indicator__code="P-H-1", period="2024")
    told = get(world, "other_producer", f"observations/{row.pk}/provenance")
    assert (told["value"]["value"], told["origin"]["office"], told["origin"]["round"]) == (
        "19.8",
        "Kemenkes",
        "2026-Q1",
    )
    assert [step["role"] for step in told["origin"]["cleared_by"]] == list(STEPS.values())
    names = {"submitted_by", "on_behalf_of", "holder", "entered_by", "file", "evidence", "rules"}
    assert not names & set(told["origin"])
    for hidden in ("Producer", "Steward", "Focal", "Signer", "Coordinator", ".xlsx", "Angka!"):
        assert hidden not in json.dumps(told["origin"])


# --- figures, indicators, progress, tasks --------------------------------------------------------------------------


def test_figures_are_told_as_known_at_the_end_of_a_day(world: World) -> None:
    known = get(world, "producer", "observations?indicator=P-W-1&as_known_on=2026-01-02")
    assert [(row["period"], row["text"], row["value"]) for row in known] == [
        ("2024-09", "8.57", "8.57"),
        ("2025-03", "8.47", "8.47"),
    ]
    assert get(world, "producer", "observations?indicator=P-W-1&as_known_on=2026-01-01") == []


def test_an_accepted_figure_is_among_the_figures_and_the_indicator_shows_it(world: World) -> None:
    assert get(world, "producer", "indicators/P-H-1")["latest"]["period"] == "2023"
    accepted_from_a_workbook(world)
    assert [row["value"] for row in get(world, "producer", "observations?indicator=P-H-1")] == [
        "21.6",
        "21.5",
        "19.8",
    ]
    one = get(world, "producer", "indicators/P-H-1")
    assert (one["latest"]["period"], one["latest"]["text"], one["is_proxy"]) == ("2024", "19.8", True)
    assert (one["verdict"]["method"], one["verdict"]["status"]) == ("eurostat-cagr", "moderate")
    everything = get(world, "producer", "indicators")
    assert [row["code"] for row in everything] == ["P-H-1", "P-H-2", "P-H-3", "P-W-1", "P-W-2"]
    assert everything[0] == one


def test_one_indicator_is_judged_alone(world: World) -> None:
    with mock.patch("simpul.records.indicator_reading.judge_one", wraps=judge_one) as judged:
        one = get(world, "producer", "indicators/P-H-1")
    assert [call.args[0].code for call in judged.call_args_list] == ["P-H-1"]
    assert one in get(world, "producer", "indicators")


def test_progress_has_every_method_on_every_indicator_with_a_figure(world: World) -> None:
    found = get(world, "producer", "progress")
    with_figure = {row.indicator.code for row in Observation.objects.select_related("indicator")}
    assert {(row["indicator"], row["method"]) for row in found} == {
        (code, method) for code in with_figure for method in METHODS_BY_CODE
    }
    assert len(found) == len(with_figure) * len(METHODS_BY_CODE)
    assert [row["method"] for row in found if row["official"]] == ["eurostat-cagr"] * len(with_figure)
    assert all(bool(row["status"]) != bool(row["reason"]) for row in found)
    assert {row["version"] for row in found if row["official"]} == {METHODS_BY_CODE["eurostat-cagr"].version}


def test_progress_is_told_as_known_on_a_day(world: World) -> None:
    assert get(world, "producer", "progress?as_known_on=2026-01-01") == []
    assert get(world, "producer", "progress?as_known_on=2026-01-02") != []


def test_tasks_are_those_the_reader_may_see_with_their_dates(world: World) -> None:
    (mine,) = get(world, "producer", "rounds/2026-Q1/tasks")
    assert (mine["body"], mine["office"], mine["state"], mine["due"], mine["late"]) == (
        "SOMHD",
        "Kemenkes",
        "none",
        "2026-04-24",
        False,
    )
    assert [row["body"] for row in get(world, "coordinator", "rounds/2026-Q1/tasks")] == [
        task.body.code
        for task in world.round.tasks.select_related("body")  # type: ignore[union-attr]
    ]
    with on(moment(2026, 4, 25)):
        assert {row["late"] for row in get(world, "coordinator", "rounds/2026-Q1/tasks")} == {True}
    assert get(world, "admin", "rounds/2026-Q1/tasks") == []


# --- what is refused -----------------------------------------------------------------------------------------------


def addresses(world: World) -> dict[str, str]:
    """Every address of the API, as its own description lists them, filled in."""
    row = Observation.objects.filter(indicator__code="P-H-1").latest("pk")
    given = {"{pk}": str(row.pk), "{code}": "P-H-1", "{period}": "2026-Q1"}
    found = {}
    for path in api.get_openapi_schema(path_prefix="")["paths"]:
        address = path.lstrip("/")
        for name, value in given.items():
            address = address.replace(name, value)
        found[path] = address + ("?indicator=P-H-1" if path == "/observations" else "")
    return found


def refusal(body: dict[str, Any], code: str, place: str | None) -> None:
    assert set(body) == {"code", "place", "sentence", "hint"}
    assert (body["code"], body["place"]) == (code, place)
    for words in (body["sentence"], body["hint"]):
        assert set(words) == {"id", "en"} and words["id"] != words["en"]
        assert all(text.strip() and "[" not in text and "{" not in text for text in words.values())


def test_nobody_reads_without_signing_in(world: World) -> None:
    known = addresses(world)
    assert len(known) == 6
    for address in (*known.values(), "nothing-here"):
        answer = Client().get(f"/api/{address}")
        assert answer.status_code == 401, address
        refusal(answer.json(), "API-SIGN-IN", f"/api/{address.split('?')[0]}")
    assert answer.json()["sentence"] == {
        "id": "Alamat ini hanya untuk yang sudah masuk.",
        "en": "This address is for those who have signed in.",
    }


def test_every_address_answers_who_is_signed_in(world: World) -> None:
    for address in addresses(world).values():
        assert get(world, "producer", address)


@pytest.mark.parametrize(
    ("address", "what"),
    [
        ("observations/999999/provenance", "observation 999999"),
        ("observations/99999999999999999999999/provenance", "observation 99999999999999999999999"),
        ("observations?indicator=P-X-9", "P-X-9"),
        ("indicators/P-X-9", "P-X-9"),
        ("rounds/2031-Q4/tasks", "2031-Q4"),
        ("nothing-here", "/api/nothing-here"),
    ],
)
def test_what_there_is_not_is_named_in_both_languages(world: World, address: str, what: str) -> None:
    body = get(world, "producer", address, status=404)
    refusal(body, "NOT-FOUND", None)
    assert body["sentence"] == {"id": f"{what} tidak ditemukan.", "en": f"{what} was not found."}


@pytest.mark.parametrize(
    ("address", "code", "place", "words"),
    [
        ("progress?as_known_on=kemarin", "API-PARAMETER", "as_known_on", "“kemarin”"),
        ("indicators?as_known_on=2026-02-31", "API-PARAMETER", "as_known_on", "“2026-02-31”"),
        ("observations/satu/provenance", "API-PARAMETER", "pk", "“satu”"),
        ("observations", "API-PARAMETER-MISSING", "indicator", "indicator"),
    ],
)
def test_a_parameter_that_cannot_be_read_is_named_in_both_languages(
    world: World, address: str, code: str, place: str, words: str
) -> None:
    body = get(world, "producer", address, status=422)
    refusal(body, code, place)
    assert all(words in text for text in body["sentence"].values())


@pytest.mark.parametrize("method", ["post", "put", "patch", "delete"])
def test_nothing_is_written_through_it(world: World, method: str) -> None:
    for address in addresses(world).values():
        assert getattr(client_of(world, "secretariat"), method)(f"/api/{address}").status_code == 405


def test_its_description_names_every_refusal_with_one_shape(world: World) -> None:
    told = json.loads(Client().get("/api/openapi.json").content)
    for path, methods in told["paths"].items():
        answers = methods["get"]["responses"]
        assert {"200", "401", "404", "422"} <= set(answers), path
        for status in ("401", "404", "422"):
            assert answers[status]["content"]["application/json"]["schema"]["$ref"].endswith("/Refused")


# --- at what cost ----------------------------------------------------------------------------------------------------

LIMIT = 15


def test_no_answer_asks_more_of_a_country_three_times_as_large() -> None:
    counts = []
    for times in (2, 6):
        with transaction.atomic(), on():
            made = grown(times)
            found = {}
            for path, address in addresses(made).items():
                client = client_of(made, "coordinator")
                client.get(f"/api/{address}")
                with CaptureQueriesContext(connection) as asked:
                    size = len(client.get(f"/api/{address}").content)
                found[path] = (len(asked), size)
            counts.append(found)
            transaction.set_rollback(True)
    small, large = counts
    assert large["/indicators"][1] > 2 * small["/indicators"][1]
    assert large["/rounds/{period}/tasks"][1] > 2 * small["/rounds/{period}/tasks"][1]
    assert {path: count for path, (count, _) in large.items() if count > LIMIT} == {}
    assert {
        path: (small[path][0], count) for path, (count, _) in large.items() if count > small[path][0]
    } == {}
