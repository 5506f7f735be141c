"""Benefit records on pages: list, one record, the form with its findings, and the three answers of a goal."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from tests.doors.desk.work_round import client_of, on, page, post
from tests.world import World, make_world, with_lives

from simpul.actions.benefits import confirm_benefit, record_benefit, withdraw_benefit
from simpul.core.benefits import Said
from simpul.records.models import Benefit, Responsibility, StoredFile

pytestmark = pytest.mark.django_db

TYPED: dict[str, Any] = {
    "subject": "goal:plan/A.1",
    "field_of_life": "health",
    "groups": ["children"],
    "counting": "counted",
    "amount": "1.250",
    "unit": "people",
    "area": "IDN",
    "region": "Jawa Barat",
    "period": "2025",
    "text": "Puskesmas ikut memantau tumbuh kembang anak.",
    "links": "https://data.example.org/anak",
    "serves": ["nation/N4"],
}


@pytest.fixture
def world() -> Iterator[World]:
    made = make_world()
    with_lives(made)
    with on():
        yield made


def office(world: World, body: str = "SOMHD") -> str:
    return str(Responsibility.objects.get(body__code=body, role="lead").pk)


def typed(world: World, **other: Any) -> dict[str, Any]:
    return TYPED | {"office": office(world)} | other


def drafted(world: World, **other: Any) -> Benefit:
    said = {"field_of_life": "health", "groups": ("children",), "counting": "counted", "amount": "1.250"}
    said |= {"area": "IDN", "period": "2025", "text": "Ikut memantau anak.", "serves": ("nation/N4",)}
    said |= {"links": ("https://data.example.org/anak",)}
    return record_benefit(
        subject_kind="goal",
        subject_code="plan/A.1",
        body=world.bodies["SOMHD"],
        organisation=world.organisations["KEMENKES"],
        said=Said(**(said | other)),
        actor=world.actor("producer"),
    )


def confirmed(world: World, **other: Any) -> Benefit:
    benefit = drafted(world, **other)
    confirm_benefit(benefit=benefit, seen=1, actor=world.actor("focal"))
    return benefit


def plain(text: str) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", text))


# --- the form --------------------------------------------------------------------------------------------------------


def test_a_record_is_begun_from_a_goal_filled_in_and_kept_as_a_draft(world: World) -> None:
    client = client_of(world, "producer")
    form = page(client, "/benefits/record/?subject=goal:plan/A.1")
    assert 'name="subject" value="goal:plan/A.1"' in form and "nation/N4" in form and "plan/B" not in form
    file = SimpleUploadedFile("rekap.pdf", b"%PDF-1.7 x")
    answer = post(client, "/benefits/record/", typed(world) | {"file": file})
    benefit = Benefit.objects.get()
    assert answer.url == f"/benefits/{benefit.pk}/"
    version = benefit.latest()
    assert (int(version.amount or 0), version.links) == (1250, ["https://data.example.org/anak"])
    assert [row.name for row in version.files.all()] == ["rekap.pdf"]


def test_a_number_typed_in_english_is_the_same_number(world: World) -> None:
    client = client_of(world, "producer", "en")
    post(client, "/benefits/record/", typed(world, amount="1,250"))
    assert Benefit.objects.get().latest().amount_text == "1.250"
    assert "1,250 people" in page(client, f"/benefits/{Benefit.objects.get().pk}/")


def test_without_a_subject_every_goal_and_indicator_can_be_chosen(world: World) -> None:
    form = page(client_of(world, "producer"), "/benefits/record/")
    for value in ("goal:plan/A.1", "goal:nation/N4", "indicator:P-H-1"):
        assert f'<option value="{value}">' in form


def test_all_that_cannot_be_kept_is_told_at_its_field_and_nothing_typed_is_lost(world: World) -> None:
    client = client_of(world, "producer", "en")
    file = SimpleUploadedFile("rekap.pdf", b"%PDF-1.7 x")
    wrong = typed(
        world, amount="many", period="soon", links="ftp://x.example", file=file, text="Berkat kami."
    )
    text = post(client, "/benefits/record/", wrong, status=422).content.decode()
    assert "3 things cannot be kept as they are." in plain(text)
    for name in ("amount", "period", "links"):
        assert f'id="{name}-e1"' in text and f'aria-describedby="{name}-e1' in text
    # words that claim a cause are pointed out beside it, not marked as wrong
    assert 'id="text-e1"' in text and text.count('aria-invalid="true"') == 3
    assert 'value="many"' in text and "ftp://x.example</textarea>" in text
    assert re.search(r'value="children" checked', text) and re.search(r'value="nation/N4" checked', text)
    assert not Benefit.objects.exists() and not StoredFile.objects.exists()


def test_words_that_claim_a_cause_are_pointed_out_with_neutral_ones(world: World) -> None:
    client = client_of(world, "producer", "en")
    post(client, "/benefits/record/", typed(world, amount="1,250", text="Berkat program ini anak sehat."))
    text = plain(page(client, f"/benefits/{Benefit.objects.get().pk}/"))
    assert "“berkat” claims a cause" in text and "dengan dukungan" in text


def test_an_office_that_is_not_the_readers_cannot_be_chosen(world: World) -> None:
    client = client_of(world, "producer")
    post(client, "/benefits/record/", typed(world, office=office(world, "SOMSWD")), status=422)
    assert not Benefit.objects.exists()
    assert page(client_of(world, "soca"), "/benefits/record/", status=404)


def test_a_revision_begins_with_what_was_said_and_needs_its_reason(world: World) -> None:
    benefit, client = confirmed(world), client_of(world, "producer")
    url = f"/benefits/{benefit.pk}/revise/"
    form = page(client, url)
    assert 'value="1.250"' in form and re.search(r'value="children" checked', form)
    changed = typed(world, amount="1.300", region="", seen="1")
    refused = post(client, url, changed | {"reason": " "}, status=422).content.decode()
    assert 'value="1.300"' in refused
    post(client, url, changed | {"reason": "Data akhir."})
    assert Benefit.objects.get().number == 2
    text = plain(page(client, f"/benefits/{benefit.pk}/"))
    assert "1.300" in text and "Data akhir." in text
    assert "1.250" in plain(page(client, f"/benefits/{benefit.pk}/?version=1"))
    assert page(client, f"/benefits/{benefit.pk}/?version=7", status=404)


def test_two_tabs_do_not_overwrite_each_other(world: World) -> None:
    benefit, client = drafted(world), client_of(world, "producer")
    url = f"/benefits/{benefit.pk}/revise/"
    post(client, url, typed(world, amount="1", seen="1", reason="a"))
    post(client, url, typed(world, amount="2", seen="1", reason="b"), status=409)
    assert Benefit.objects.get().latest().amount_text == "1"


# --- one record ------------------------------------------------------------------------------------------------------


def test_a_draft_does_not_exist_for_others_and_what_is_confirmed_does(world: World) -> None:
    benefit = drafted(world)
    url = f"/benefits/{benefit.pk}/"
    assert page(client_of(world, "other_focal"), url, status=404)
    assert page(client_of(world, "other_focal"), f"{url}revise/", status=404)
    confirm_benefit(benefit=benefit, seen=1, actor=world.actor("focal"))
    text = page(client_of(world, "soca"), url)
    assert "Producer" in text and "Focal" in text
    told = page(client_of(world, "other_producer"), url).split("<main")[1]
    assert "1.250" in told and "Producer" not in told and "Focal" not in told


def test_the_focal_point_confirms_what_the_page_showed(world: World) -> None:
    benefit, client = drafted(world), client_of(world, "focal")
    url = f"/benefits/{benefit.pk}/"
    assert 'href="#confirm"' in page(client, url)
    assert 'href="#confirm"' not in page(client_of(world, "producer"), url)
    post(client, f"{url}confirm/", {"seen": "0"}, status=409)
    post(client, f"{url}confirm/", {"seen": "1"})
    assert Benefit.objects.get().state == "confirmed" and 'href="#confirm"' not in page(client, url)


def test_an_incomplete_record_says_what_is_missing_and_offers_no_confirmation(world: World) -> None:
    benefit = drafted(world, period="", links=())
    text = page(client_of(world, "focal", "en"), f"/benefits/{benefit.pk}/")
    assert "2 things missing" in plain(text) and 'href="#confirm"' not in text


def test_who_recorded_it_is_told_who_confirms(world: World) -> None:
    with on():
        benefit = record_benefit(
            subject_kind="goal",
            subject_code="plan/A.1",
            body=world.bodies["SOMHD"],
            organisation=world.organisations["KEMENKES"],
            said=Said(
                field_of_life="health", groups=("women",), counting="not_yet", basis="x", area="IDN",
                period="2025", text="x", serves=("nation/N4",),
            ),
            actor=world.actor("focal"),
        )  # fmt: skip
    text = page(client_of(world, "focal"), f"/benefits/{benefit.pk}/")
    assert "Alternate" in text and 'href="#confirm"' not in text
    assert "Belum dapat diukur" in text


def test_the_secretariat_confirms_by_letter(world: World) -> None:
    benefit, client = drafted(world), client_of(world, "secretariat")
    text = page(client, f"/benefits/{benefit.pk}/")
    official = re.search(r'<option value="(\d+)">Focal', text)
    assert official and 'href="#on-behalf"' in text
    letter = {"seen": "1", "official": official[1], "letter_number": "B-1", "letter_date": "2026-04-09"}
    post(client, f"/benefits/{benefit.pk}/on-behalf/", letter)
    text = plain(page(client, f"/benefits/{benefit.pk}/"))
    assert "Secretariat" in text and "Focal, Kemenkes" in text and "B-1" in text


def test_a_file_is_attached_from_the_page_and_read_by_the_office_alone(world: World) -> None:
    benefit, client = drafted(world), client_of(world, "producer")
    url = f"/benefits/{benefit.pk}/"
    given = {"seen": "1", "reason": "Rekap.", "file": io.BytesIO(b"%PDF-1.7 x")}
    given["file"].name = "rekap.pdf"  # type: ignore[attr-defined]
    post(client, f"{url}evidence/", given)
    post(client, f"{url}evidence/", {"seen": "2", "reason": "x"}, status=422)
    confirm_benefit(benefit=benefit, seen=2, actor=world.actor("focal"))
    file = StoredFile.objects.get()
    assert f"/files/{file.pk}/" in page(client, url)
    other = client_of(world, "other_focal")
    assert "rekap.pdf" in page(other, url) and f"/files/{file.pk}/" not in page(other, url)
    assert (
        other.get(f"/files/{file.pk}/").status_code == 404
        and client.get(f"/files/{file.pk}/").status_code == 200
    )


def test_a_withdrawn_record_keeps_its_reason_and_has_no_buttons(world: World) -> None:
    benefit, client = confirmed(world), client_of(world, "focal")
    post(client, f"/benefits/{benefit.pk}/withdraw/", {"seen": "1", "reason": "Dua kali."})
    text = page(client, f"/benefits/{benefit.pk}/")
    assert "Dua kali." in text and 'href="#withdraw"' not in text and "/revise/" not in text


def test_the_same_people_counted_twice_are_pointed_out_on_the_record(world: World) -> None:
    one, two = confirmed(world), drafted(world)
    text = page(client_of(world, "producer", "en"), f"/benefits/{two.pk}/")
    assert "May count the same people as:" in text and f'href="/benefits/{one.pk}/"' in text


# --- the list --------------------------------------------------------------------------------------------------------


def test_the_list_says_what_will_come_there_while_it_is_empty(world: World) -> None:
    assert "No benefit is recorded yet" in page(client_of(world, "producer", "en"), "/benefits/")


def test_the_list_is_narrowed_by_each_of_its_filters_and_never_adds_up(world: World) -> None:
    confirmed(world)
    confirmed(
        world, field_of_life="work", period="2024", amount="100", groups=("women",), serves=("nation/N4",)
    )
    drafted(world, amount="7")
    client = client_of(world, "other_focal", "en")
    text = plain(page(client, "/benefits/").split("<tbody")[1])
    assert "1,250" in text and "people" in text and "100" in text and "1,350" not in text
    assert "Numbers are not added up" in page(client, "/benefits/")
    for query, one, two in (
        ("field=work", False, True),
        ("group=children", True, False),
        ("body=SOMHD", True, True),
        ("goal=plan/A", True, True),
        ("goal=nation/N4", True, True),
        ("period=2024", False, True),
        ("state=confirmed", True, True),
        ("field=health&period=2025", True, False),
    ):
        text = plain(page(client, f"/benefits/?{query}").split("<tbody")[1])
        assert ("1,250" in text, " 100 " in text) == (one, two), query
    assert "1,250" in page(client, "/benefits/?goal=plan/none&state=zzz")


def test_the_list_goes_out_as_csv_with_the_rows_of_its_reader(world: World) -> None:
    confirmed(world, text="=1+1")
    drafted(world, amount="7")
    told = {}
    for who in ("producer", "other_focal"):
        response = client_of(world, who, "en").get("/benefits/?as=csv")
        told[who] = b"".join(response).decode()  # type: ignore[arg-type]
    assert "1250" in told["other_focal"] and "'=1+1" in told["other_focal"]
    assert told["producer"].count('"A.1, ') == 2 and told["other_focal"].count('"A.1, ') == 1
    assert "plan/A.1" not in told["producer"]


# --- the three answers -----------------------------------------------------------------------------------------------


def test_a_goal_shows_completion_outcome_and_contribution_and_mixes_none(world: World) -> None:
    confirmed(world)
    drafted(world, text="Belum dikonfirmasi.")
    withdrawn = confirmed(world, text="Ditarik kembali.")
    withdraw_benefit(benefit=withdrawn, seen=1, reason="x", actor=world.actor("focal"))
    client = client_of(world, "other_focal", "en")
    text = page(client, "/frameworks/plan/A/")
    panels = re.findall(r'<section class="panel" aria-labelledby="three-\d".*?</section>', text, re.S)
    completion, outcome, contribution = (plain(one) for one in panels)
    assert "No data yet" in completion and "P-H-1" not in completion and "1,250" not in completion
    assert "P-H-1" in outcome and "1,250" not in outcome
    assert (
        "1 confirmed record" in contribution
        and "1,250 people" in contribution
        and "P-H-1" not in contribution
    )
    assert "Belum dikonfirmasi." not in text and "Ditarik kembali." not in text


def test_a_goal_served_by_a_record_of_another_framework_shows_it_apart(world: World) -> None:
    confirmed(world)
    text = plain(page(client_of(world, "soca", "en"), "/frameworks/nation/N4/"))
    assert (
        "naming it as a goal they serve" in text
        and "· A.1, " in text
        and "plan/A.1" not in text
        and "1 confirmed record" in text
    )


def test_a_goal_without_anything_says_so_three_times(world: World) -> None:
    text = plain(page(client_of(world, "soca", "en"), "/frameworks/plan/B/"))
    assert text.count("No data yet") == 3
    assert page(client_of(world, "soca"), "/frameworks/plan/Z/", status=404)


def test_an_indicator_shows_the_three_answers_and_where_a_record_begins(world: World) -> None:
    text = page(client_of(world, "producer", "en"), "/indicators/P-H-1/")
    assert "Completion, outcome, contribution" in text and "?subject=indicator%3AP-H-1" in text
    assert "?subject=" not in page(client_of(world, "soca", "en"), "/indicators/P-H-1/")


@pytest.mark.parametrize("language", ["id", "en"])
def test_every_page_speaks_the_readers_language(world: World, language: str) -> None:
    benefit, client = drafted(world, groups=()), client_of(world, "producer", language)
    urls = ("/benefits/", f"/benefits/{benefit.pk}/", "/benefits/record/", "/frameworks/plan/A/")
    english = (">Who<", "Versions", "How many", "Is the work done?")
    for url, words in zip(urls, english, strict=True):
        assert (words in page(client, url)) == (language == "en"), url
