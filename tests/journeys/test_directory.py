"""Who speaks for a body, in a browser: the letter of a designation, the one in the way, a second seat, a post."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.utils import timezone

from simpul.records.models import Designation
from tests.journeys.conftest import Visitor
from tests.world import World

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]
Visit = Callable[..., Visitor]

LETTER = {"name": "B-123.pdf", "mimeType": "application/pdf", "buffer": b"%PDF-1.7 surat penunjukan"}


def designated(visitor: Visitor, **typed: str) -> None:
    """The form of a designation, filled in by its labels and sent."""
    page = visitor.go("/directory/SUBSWD/designate/")
    visitor.accessible()
    page.get_by_label("Peran", exact=True).select_option(typed["role"])
    page.get_by_label("K/L", exact=False).first.select_option(typed["office"])
    if "seat" in typed:
        page.get_by_label("Kursi").select_option(typed["seat"])
    page.locator("details summary").get_by_text("Orang baru").click()
    page.get_by_label("Nama lengkap").fill(typed["name"])
    page.get_by_label("Hari pertama").fill(typed["since"])
    page.get_by_label("Nomor surat").fill(typed["letter"])
    page.get_by_label("Tanggal surat").fill(typed["letter_date"])
    page.get_by_label("Pindaian surat bertanda tangan").set_input_files([LETTER])
    page.get_by_role("button", name="Catat penunjukan").click()
    page.wait_for_load_state()


@pytest.mark.parametrize("width", [1280, pytest.param(320, marks=pytest.mark.proof_ci)])
def test_a_designation_is_recorded_with_its_letter_and_a_second_holder_needs_a_second_seat(
    visit: Visit, world: World, width: int
) -> None:
    today = timezone.localdate()
    since, day_before = today - timedelta(days=40), today - timedelta(days=41)
    visitor = visit("secretariat@contoh.example", width=width)
    common = {"role": "focal_point", "office": "KP2MI", "letter_date": day_before.isoformat()}
    designated(visitor, name="Siti Rekaan", since=since.isoformat(), letter="B-123", **common)
    designated(
        visitor,
        **{**common, "role": "alternate", "office": "KEMENSOS"},
        name="Budi Rekaan",
        since=since.isoformat(),
        letter="B-124",
    )
    page = visitor.go(f"/directory/?on={since.isoformat()}&q=SUBSWD")
    card = page.locator("tr", has_text="SUBSWD").first.text_content() or ""
    assert "Siti Rekaan" in card and "Budi Rekaan" in card and "Kp2Mi" in card and "Kemensos" in card
    before = visitor.go(f"/directory/?on={day_before.isoformat()}&q=SUBSWD")
    assert "Siti Rekaan" not in before.locator("main").inner_text()

    designated(visitor, name="Rina Rekaan", since=today.isoformat(), letter="B-130", **common)
    told = visitor.page.locator(".banner.error").inner_text()
    assert "Siti Rekaan (Kp2Mi)" in told and "sudah memegang peran" in told
    assert visitor.page.get_by_label("Nama lengkap").input_value() == "Rina Rekaan"
    visitor.complaints.clear()  # the browser tells the status of a refusal on its console
    visitor.accessible()
    assert not Designation.objects.filter(person__name="Rina Rekaan").exists()

    page = visitor.go("/directory/SUBSWD/offices/")
    page.locator("summary").get_by_text("Buka satu kursi lagi").click()
    form = page.locator("form[action$='/seats/open/']")
    form.get_by_label("bahasa Indonesia").fill("Wakil kedua")
    form.get_by_label("bahasa Inggris").fill("Second representative")
    form.get_by_label("Hari pertama").fill(since.isoformat())
    form.get_by_label("Sumber").fill("Surat rekaan 9")
    visitor.accessible()
    form.get_by_role("button").click()
    designated(visitor, name="Rina Rekaan", since=today.isoformat(), letter="B-130", seat="2", **common)
    names = visitor.page.locator("main").inner_text()
    assert "Rina Rekaan" in names and "Siti Rekaan" in names
    visitor.accessible()

    visitor.page.get_by_role("link", name="Pumpunan").first.click()
    visitor.page.wait_for_load_state()
    visitor.accessible()
    file = visitor.page.get_by_role("link", name="B-123.pdf").first.get_attribute("href")
    answer = visitor.page.request.get(f"{visitor.server}{file}")
    assert answer.ok and answer.body() == LETTER["buffer"]
    outsider = visit("other_producer@contoh.example")
    assert outsider.page.request.get(f"{visitor.server}{file}").status == 404


def test_a_new_holder_of_a_post_holds_its_role_from_his_day_and_the_day_before_it_is_the_former_ones(
    visit: Visit, world: World
) -> None:
    today = timezone.localdate()
    visitor = visit("secretariat@contoh.example")
    page = visitor.go("/offices/KP2MI/")
    page.get_by_role("link", name="Tambah jabatan").click()
    page.get_by_label("Indonesia").fill("Kepala Biro Kerja Sama")
    page.get_by_label("Inggris").fill("Head of Bureau")
    page.get_by_role("button", name="Catat jabatan").click()
    page.get_by_role("link", name="Kepala Biro Kerja Sama").click()
    for person, since in (("Producer", today - timedelta(days=60)), ("Signer", today)):
        form = page.locator("form[action$='/hold/']")
        option = form.get_by_label("Orang").locator("option", has_text=person).first.get_attribute("value")
        form.get_by_label("Orang").select_option(option)
        form.get_by_label("Hari pertama").fill(since.isoformat())
        form.get_by_role("button", name="Catat pemegang").click()
        page.wait_for_load_state()
        visitor.accessible()
    page = visitor.go("/directory/SUBSWD/designate/")
    page.get_by_label("Peran", exact=True).select_option("alternate")
    page.get_by_label("K/L", exact=False).first.select_option("KP2MI")
    chosen = page.get_by_label("Orang atau jabatan").locator("option", has_text="Kepala Biro Kerja Sama")
    page.get_by_label("Orang atau jabatan").select_option(chosen.first.get_attribute("value"))
    page.get_by_label("Hari pertama").fill((today - timedelta(days=30)).isoformat())
    page.get_by_role("button", name="Catat penunjukan").click()
    page.wait_for_load_state()
    yesterday = (today - timedelta(days=1)).isoformat()
    assert "Signer" in visitor.go("/directory/?q=SUBSWD").locator("main").inner_text()
    former = visitor.go(f"/directory/?q=SUBSWD&on={yesterday}").locator("main").inner_text()
    assert "Producer" in former and "Signer" not in former
    assert "surat ditunggu" in visitor.go("/directory/SUBSWD/").locator("main").inner_text()
