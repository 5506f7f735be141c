"""Alignments on the desk: proposed with what was typed kept, disputed, approved in words."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from tests.actions.test_alignments import goals
from tests.doors.desk.work_round import client_of, on, page, post
from tests.guard import behind_its_back
from tests.world import World, make_world

from simpul.records.models import Alignment, AuditEntry

pytestmark = pytest.mark.django_db


@pytest.fixture
def world() -> Iterator[World]:
    made = make_world()
    goals("1")
    with on():
        yield made


def typed(**other: str) -> dict[str, str]:
    return {
        "source_code": "P-H-1",
        "target_code": "plan/1",
        "relation": "contributes",
        "strength": "medium",
        "rationale_id": "Gizi anak.",
        **other,
    }


def test_an_alignment_travels_from_proposal_over_an_objection_to_approval(world: World) -> None:
    post(client_of(world, "focal"), "/alignments/propose/", typed())
    row = Alignment.objects.get()
    url = f"/alignments/{row.pk}/"
    reviewer, coordinator = client_of(world, "reviewer"), client_of(world, "coordinator")
    assert "P-H-1" in page(reviewer, "/alignments/?q=stunting")
    post(reviewer, f"{url}answer/", {"verdict": "object", "words": "Umurnya berbeda."})
    assert "Ada keberatan" in page(coordinator, "/alignments/?state=disputed")
    text = page(coordinator, url)
    assert "Keberatan: Stats." in text and "Umurnya berbeda." in text
    post(coordinator, f"{url}approve/", {"relation": "partly"}, status=422)
    post(coordinator, f"{url}approve/", {"relation": "partly", "words_id": "Hanya balita."})
    row.refresh_from_db()
    assert (row.status, row.relation) == ("approved", "partly")
    told = re.sub(r"<[^>]+>", " ", page(client_of(world, "other_focal"), url))
    told = re.sub(r"\s+", " ", told)
    name = world.users["coordinator"].name
    assert "Alasan Gizi anak. Diusulkan oleh Kemenkes." in told
    assert f"Isi keputusan Hanya balita. Disetujui oleh {name}," in told


def test_an_alignment_that_content_makes_without_a_published_source_says_so_in_words(world: World) -> None:
    post(client_of(world, "focal"), "/alignments/propose/", typed())
    with behind_its_back():
        Alignment.objects.update(source="ours", proposed_by="Simpul", rationale_id="Kami bandingkan.")
    url = f"/alignments/{Alignment.objects.get().pk}/"
    text = page(client_of(world, "coordinator"), url)
    assert "usulan kami, tanpa sumber terbitan" in text and "ours" not in text
    post(
        client_of(world, "coordinator"), f"{url}approve/", {"relation": "partly", "words_id": "Hanya balita."}
    )
    text = page(client_of(world, "coordinator"), url)
    assert "Kami bandingkan." in text and "Hanya balita." in text


def test_of_a_decision_that_kept_no_former_reason_the_step_of_proposing_tells_it(world: World) -> None:
    post(client_of(world, "focal"), "/alignments/propose/", typed())
    url = f"/alignments/{Alignment.objects.get().pk}/"
    post(
        client_of(world, "coordinator"), f"{url}approve/", {"relation": "partly", "words_id": "Hanya balita."}
    )
    with behind_its_back():
        AuditEntry.objects.filter(action="catalogue.approve_alignment").update(before={})
    assert "Gizi anak." in page(client_of(world, "auditor"), url)


def test_a_refused_proposal_keeps_what_was_typed(world: World) -> None:
    answer = post(client_of(world, "focal"), "/alignments/propose/", typed(target_code="plan/9"), status=404)
    text = answer.content.decode()
    assert "plan/9" in text and "Gizi anak." in text and 'role="alert"' in text
    assert not Alignment.objects.exists()


def test_words_for_an_alignment_that_others_approved_meanwhile_are_given_back(world: World) -> None:
    post(client_of(world, "focal"), "/alignments/propose/", typed())
    url = f"/alignments/{Alignment.objects.get().pk}/"
    post(client_of(world, "coordinator"), f"{url}approve/", {"relation": "contributes"})
    late = {"verdict": "object", "words": "Umurnya berbeda."}
    text = post(client_of(world, "reviewer"), f"{url}answer/", late, status=422).content.decode()
    assert 'name="words"' not in text and "Umurnya berbeda." in text


def test_who_has_no_say_finds_no_form(world: World) -> None:
    page(client_of(world, "auditor"), "/alignments/propose/", status=404)
    assert "/alignments/propose/" not in page(client_of(world, "auditor"), "/alignments/")
