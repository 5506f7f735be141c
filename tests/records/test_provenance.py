"""What the proof of a number tells: letters and waivers of its steps, evidence, the verdicts that rest on it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from io import BytesIO

import pytest
from tests.doors.desk.work_round import cleared_by, client_of, fill_health, on, page, task_of
from tests.guard import behind_its_back
from tests.world import World, make_world, moment

from simpul.actions.directory import end_designation
from simpul.actions.progress import compute_results
from simpul.actions.reporting import add_evidence, clear, clear_on_behalf, save_entry, submit
from simpul.records.models import Designation, Observation, ResultSet
from simpul.records.provenance import observation_for_proof, provenance, provenance_for

pytestmark = pytest.mark.django_db

PDF = b"%PDF-1.7\n1 0 obj<<>>endobj\n%%EOF\n"


@pytest.fixture
def world() -> Iterator[World]:
    made = make_world()
    made.open()
    with on():
        yield made


def figure() -> Observation:
    found = observation_for_proof(Observation.objects.get(indicator__code="P-H-1", period="2024").pk)
    assert found is not None
    return found


def test_the_letter_by_which_a_step_was_taken_is_told_with_both_names(world: World) -> None:
    submission = submit(task=fill_health(world), actor=world.actor("producer"))
    clear_on_behalf(
        task=task_of(world),
        seen=submission.content_hash,
        official=Designation.objects.get(role="data_steward", organisation__code="KEMENKES").pk,
        letter_number="B-77/2026",
        letter_date=date(2026, 4, 9),
        actor=world.actor("secretariat"),
    )
    cleared_by(world, "focal", "signer", "coordinator")
    steps = provenance(figure())["origin"]["cleared_by"]
    steward = next(step for step in steps if step["role"] == "data_steward")
    assert (steward["name"], steward["letter"]) == ("Secretariat", "B-77/2026")
    assert "Steward" in steward["on_behalf_of"]
    assert [step["letter"] for step in steps if step is not steward] == ["", "", "", ""]
    shown = page(client_of(world, "coordinator"), f"/numbers/{figure().pk}/")
    assert "dengan surat B-77/2026 dari Steward" in shown


def test_the_reason_for_which_maker_and_checker_were_one_is_told(world: World) -> None:
    end_designation(
        designation=Designation.objects.get(role="alternate"),
        until=date(2026, 4, 10),
        reason="pindah",
        actor=world.actor("secretariat"),
    )
    submission = submit(task=fill_health(world), actor=world.actor("focal"))
    cleared_by(world, "steward")
    clear(
        task=task_of(world),
        seen=submission.content_hash,
        waiver="Hanya satu pegawai.",
        actor=world.actor("focal"),
    )
    cleared_by(world, "signer", "coordinator")
    steps = provenance(figure())["origin"]["cleared_by"]
    assert {step["role"]: step["waiver"] for step in steps}["focal_point"] == "Hanya satu pegawai."
    assert [step["waiver"] for step in steps if step["role"] != "focal_point"] == ["", "", "", ""]


def test_evidence_is_told_to_who_may_see_the_task_and_to_nobody_else(world: World) -> None:
    task = fill_health(world)
    entry = task.entries.get(indicator__code="P-H-1")
    add_evidence(entry=entry, name="bukti.pdf", stream=BytesIO(PDF), actor=world.actor("producer"))
    submit(task=task_of(world), actor=world.actor("producer"))
    cleared_by(world, "steward", "focal", "signer", "coordinator")
    day = moment(2026, 4, 11).date()
    own, other = world.users["producer"].duties_on(day), world.users["other_producer"].duties_on(day)
    told = provenance_for(figure(), duties=own, day=day)["origin"]
    assert [file["name"] for file in told["evidence"]] == ["bukti.pdf"]
    withheld = provenance_for(figure(), duties=other, day=day)
    assert "bukti.pdf" not in str(withheld) and "evidence" not in withheld["origin"]


@pytest.mark.parametrize("named", ["", "SSGI 2024, Kemenkes, 2025, https://kemkes.example/ssgi"])
def test_the_publication_is_told_to_everybody_and_what_the_sheet_says_where_none_was_named(
    world: World, named: str
) -> None:
    with behind_its_back():
        indicator = world.indicators["P-H-1"]
        indicator.sheet |= {"producer": "Kementerian Kesehatan", "source_activity": "SSGI"}
        indicator.save()
    task, actor = fill_health(world), world.actor("producer")
    given = {"indicator": indicator, "period": "2024", "text": "19,8", "nature": "final"}
    save_entry(task=task, **given, source=named, actor=actor)
    submit(task=task_of(world), actor=actor)
    cleared_by(world, "steward", "focal", "signer", "coordinator")
    day = moment(2026, 4, 11).date()
    told = provenance_for(figure(), duties=world.users["other_producer"].duties_on(day), day=day)["origin"]
    assert (told["source"], told["source_of_sheet"]) == (named, "Kementerian Kesehatan, SSGI")
    client = client_of(world, "other_producer")
    proof, own = page(client, f"/numbers/{figure().pk}/"), page(client, "/indicators/P-H-1/")
    if named:
        assert '<a href="https://kemkes.example/ssgi">SSGI 2024, Kemenkes, 2025</a>' in proof
        assert '<a href="https://kemkes.example/ssgi"><span class="told">SSGI 2024, Kemenkes, 2025<' in own
    else:
        assert "Kementerian Kesehatan, SSGI" in proof and "tidak menyebut publikasi" in proof
        assert "publikasi tidak disebut; menurut lembar indikator: Kementerian Kesehatan, SSGI" in own


def test_the_verdicts_told_are_of_results_that_knew_the_figure(world: World) -> None:
    compute_results(round=world.round, actor=world.actor("secretariat", moment(2026, 4, 9)))
    before = ResultSet.objects.get()
    submit(task=fill_health(world), actor=world.actor("producer"))
    cleared_by(world, "steward", "focal", "signer", "coordinator")
    assert provenance(figure())["verdicts"] == []
    compute_results(round=world.round, actor=world.actor("secretariat", moment(2026, 4, 12)))
    told = {row["result_set"] for row in provenance(figure())["verdicts"]}
    assert told == {ResultSet.objects.latest("pk").pk} and before.pk not in told


def test_no_verdict_is_told_of_a_figure_that_was_revised_before_the_results(world: World) -> None:
    submit(task=fill_health(world), actor=world.actor("producer"))
    cleared_by(world, "steward", "focal", "signer", "coordinator")
    old = figure()
    with behind_its_back():
        new = Observation.objects.create(
            indicator=old.indicator, area="IDN", period="2024", text="19.9", value="19.9", nature="final",
            unit="persen", source="koreksi", recorded_at=moment(2026, 4, 11), vintage=2, revises=old,
            revision_reason="koreksi", content=Observation.objects.exclude(content=None)[0].content,
        )  # fmt: skip
    compute_results(round=world.round, actor=world.actor("secretariat", moment(2026, 4, 12)))
    shown = [observation_for_proof(one.pk) for one in (old, new)]
    told = [provenance(one)["verdicts"] for one in shown if one is not None]
    assert told[0] == [] and told[1] != []
