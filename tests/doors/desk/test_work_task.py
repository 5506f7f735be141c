"""Filling in a task: saved cell by cell, with and without script, in both languages, by the right people."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from decimal import Decimal

import pytest
from tests.doors.desk.work_round import (
    cleared_by,
    client_of,
    figure_of,
    fill_health,
    on,
    page,
    post,
    submitted_health,
    task_of,
)
from tests.guard import behind_its_back
from tests.world import NARRATIVE, World, make_world, moment

from simpul.actions.reporting import return_task, save_entry, submit
from simpul.actions.reporting.checking import known_to
from simpul.core.entries import FigureKey
from simpul.records.models import (
    AuditEntry,
    ContentEntry,
    Entry,
    Narrative,
    Observation,
    Override,
    Submission,
)
from simpul.records.task_sheet import read_sheet

pytestmark = pytest.mark.django_db


@pytest.fixture
def world() -> Iterator[World]:
    made = make_world()
    made.open()
    with on():
        yield made


def cell(world: World, code: str = "P-H-1", body: str = "SOMHD") -> str:
    return f"/tasks/{task_of(world, body).pk}/figures/{figure_of(world, code, body).pk}/"


def entry_of(world: World, code: str = "P-H-1") -> Entry:
    return Entry.objects.get(task=task_of(world), indicator__code=code)


# ---------- one cell ----------
def test_a_cell_is_saved_without_script_and_the_page_comes_back_to_it(world: World) -> None:
    answer = post(
        client_of(world, "producer"), cell(world), {"text": "19,8", "nature": "final", "version": "0"}
    )
    assert answer["Location"].endswith(f"#r-{figure_of(world, 'P-H-1').pk}")
    entry = entry_of(world)
    assert (entry.text, entry.value, entry.nature, entry.saved_by) == (
        "19,8",
        Decimal("19.8"),
        "final",
        world.users["producer"],
    )


def test_saving_with_script_answers_with_the_state_of_the_cell_the_findings_and_what_is_missing(
    world: World,
) -> None:
    text = post(
        client_of(world, "producer"), cell(world), {"text": "98.62", "answer": "value"}, fragment=True
    ).content.decode()
    assert "<html" not in text
    assert 'id="findings"' in text and 'id="send"' in text and 'id="why"' in text
    assert "Ganti dengan 98,62" in text
    assert f'id="v-{figure_of(world, "P-H-1").pk}"' in text and 'value="1"' in text


def test_the_fix_of_a_finding_changes_only_the_value(world: World) -> None:
    client = client_of(world, "producer")
    post(client, cell(world), {"text": "19.8", "nature": "final", "comment": "SSGI", "source": "SSGI 2024"})
    post(client, cell(world), {"text": "19,8"})
    entry = entry_of(world)
    assert (entry.text, entry.nature, entry.comment) == ("19,8", "final", "SSGI")
    assert entry.source == "SSGI 2024" and 'value="SSGI 2024"' in page(client, f"/tasks/{entry.task_id}/")


def test_a_publication_too_long_is_refused_beside_its_cell_and_never_cut(world: World) -> None:
    client = client_of(world, "producer")
    answer = client.post(cell(world), {"text": "19,8", "source": "s" * 301}, headers={"HX-Request": "true"})
    assert answer.status_code == 422 and "301" in answer.content.decode() and not Entry.objects.exists()


def test_who_checks_reads_the_publication_of_each_figure_or_that_none_is_named(world: World) -> None:
    client = client_of(world, "producer")
    fill_health(world)
    post(client, cell(world), {"source": "SSGI 2024, Kemenkes, https://kemkes.example/ssgi"})
    submit(task=task_of(world), actor=world.actor("producer"))
    text = page(client_of(world, "steward"), f"/tasks/{task_of(world).pk}/check/")
    assert '<a href="https://kemkes.example/ssgi"><span class="told">SSGI 2024, Kemenkes<' in text
    assert text.count("publikasi tidak disebut") == 1


def test_a_page_in_english_takes_and_shows_decimal_points(world: World) -> None:
    client = client_of(world, "producer", "en")
    post(client, cell(world), {"text": "1,234.5"})
    assert (entry_of(world).text, entry_of(world).value) == ("1.234,5", Decimal("1234.5"))
    assert 'value="1,234.5"' in page(client, f"/tasks/{task_of(world).pk}/")
    assert 'value="1.234,5"' in page(client_of(world, "producer"), f"/tasks/{task_of(world).pk}/")


def test_a_limit_is_kept_in_both_languages(world: World) -> None:
    post(client_of(world, "producer", "en"), cell(world), {"text": "<2.5"})
    assert (entry_of(world).text, entry_of(world).status) == ("<2,5", "LT")


def test_not_available_keeps_its_reason_and_clears_the_value(world: World) -> None:
    client = client_of(world, "producer")
    post(client, cell(world), {"text": "19,8"})
    answer = post(
        client,
        cell(world),
        {"text": "19,8", "answer": "unavailable", "reason": "Survei ditunda"},
        fragment=True,
    )
    assert answer["HX-Retarget"] == f"#r-{figure_of(world, 'P-H-1').pk}"
    entry = entry_of(world)
    assert (entry.answer, entry.text, entry.reason) == ("unavailable", "", "Survei ditunda")


def test_a_value_written_after_nothing_new_is_a_value(world: World) -> None:
    client = client_of(world, "producer")
    post(client, cell(world), {"answer": "nothing_new"})
    assert entry_of(world).answer == "nothing_new"
    post(client, cell(world), {"answer": "nothing_new", "text": "", "comment": "masih sama"})
    assert (entry_of(world).answer, entry_of(world).comment) == ("nothing_new", "masih sama")
    post(client, cell(world), {"answer": "nothing_new", "text": "19,8"})
    assert (entry_of(world).answer, entry_of(world).text) == ("value", "19,8")


def test_two_people_saving_one_cell_learn_of_each_other_and_nothing_is_lost(world: World) -> None:
    post(client_of(world, "producer"), cell(world), {"text": "19,8", "version": "0"})
    other = client_of(world, "focal")
    answer = post(other, cell(world), {"text": "20", "version": "0"}, fragment=True, status=409)
    text = answer.content.decode()
    assert "Producer sudah menyimpan sel ini pada 09.00: 19,8" in text
    assert 'value="1"' in text, "saving once more goes on from the version that is there"
    assert entry_of(world).text == "19,8"
    whole = post(other, cell(world), {"text": "20", "version": "0"}, status=409).content.decode()
    assert "<html" in whole and "Producer sudah menyimpan sel ini" in whole


def test_a_cell_of_another_office_does_not_exist(world: World) -> None:
    post(client_of(world, "other_producer"), cell(world), {"text": "1"}, status=404)
    post(client_of(world, "producer"), cell(world, "P-W-1"), {"text": "8"}, status=422)
    assert not Entry.objects.exists()


def test_a_figure_of_another_custodian_is_confirmed_with_one_click(world: World) -> None:
    post(client_of(world, "producer"), cell(world, "P-W-1"), {"answer": "confirmed", "comment": "sesuai"})
    assert (entry_of(world, "P-W-1").answer, entry_of(world, "P-W-1").comment) == ("confirmed", "sesuai")


def test_nothing_new_for_the_rest_answers_everything_else(world: World) -> None:
    client = client_of(world, "producer")
    post(client, cell(world), {"text": "19,8"})
    post(client, f"/tasks/{task_of(world).pk}/nothing-new/", {})
    found = set(Entry.objects.values_list("indicator__code", "answer"))
    assert found == {("P-H-1", "value"), ("P-H-2", "nothing_new"), ("P-W-1", "confirmed")}


# ---------- what the page says ----------
def test_the_last_accepted_value_stands_dashed_in_the_box_and_is_not_stored(world: World) -> None:
    text = page(client_of(world, "producer"), f"/tasks/{task_of(world).pk}/")
    assert 'class="in numeric carried"' in text and 'placeholder="21,5"' in text
    assert not Entry.objects.exists()


def test_page_and_rules_compare_with_the_same_figure_and_the_page_says_what_was_not_available(
    world: World,
) -> None:
    given = (("2022", "100", "A"), ("2023", "110", "A"), ("2024", "", "M"), ("2024-Q4", "999", "A"))
    with behind_its_back():
        for period, text, status in given:
            Observation.objects.create(
                indicator=world.indicators["P-W-2"],
                area="IDN",
                period=period,
                text=text,
                value=text or None,
                status=status,
                recorded_at=moment(2026, 1, 2),
                content=ContentEntry.objects.filter(kind="value")[0],
            )
    task = task_of(world, "SUBSWD")
    line = next(row for row in read_sheet(task).figures if row.due.indicator.code == "P-W-2")
    key = FigureKey("P-W-2", "IDN", "2025")
    found = known_to(task)["P-W-2"].last_before(key)
    assert (
        line.before and found and (line.due.period, line.before.period, found[0]) == ("2025", "2023", "2023")
    )
    text = page(client_of(world, "sub_producer"), f"/tasks/{task.pk}/")
    shown = re.sub(r"<[^>]+>", " ", text[text.index('data-k="Terakhir diterima"') :][:700])
    assert re.search(r"110\s+2023\s+2024:\s+tidak tersedia", shown), shown


def test_what_is_not_due_names_its_next_release_or_that_none_is_known(world: World) -> None:
    text = page(client_of(world, "producer"), f"/tasks/{task_of(world).pk}/")
    assert "lembar definisi belum menyebut tanggal rilis" in text


def test_the_button_says_why_it_cannot_be_pressed(world: World) -> None:
    text = page(client_of(world, "producer"), f"/tasks/{task_of(world).pk}/")
    assert 'aria-disabled="true" aria-describedby="why"' in text
    assert "Dapat diajukan setelah: 3 angka dijawab, 4 isian narasi ditulis." in text
    fill_health(world)
    text = page(client_of(world, "producer"), f"/tasks/{task_of(world).pk}/")
    assert 'aria-disabled="true"' not in text and "Lengkap: siap diajukan." in text


def test_a_revision_of_an_accepted_period_asks_why(world: World) -> None:
    submitted_health(world)
    cleared_by(world, "steward", "focal", "signer", "coordinator")
    client = client_of(world, "coordinator")
    url = f"/tasks/{task_of(world).pk}/reopen/"
    post(client, url, {"due": "2026-04-30", "reason": "Angka dikoreksi BPS"})
    text = page(client_of(world, "producer"), f"/tasks/{task_of(world).pk}/")
    assert "Mengapa angka yang sudah diterima berubah" in text


# ---------- narrative ----------
def test_a_paragraph_is_saved_and_says_when(world: World) -> None:
    url = f"/tasks/{task_of(world).pk}/narratives/plan/"
    text = post(
        client_of(world, "producer"), url, {"text": "Pelatihan\r\nkader", "version": "0"}, fragment=True
    ).content.decode()
    assert Narrative.objects.get(field="plan").text == "Pelatihan\nkader"
    assert "tersimpan 09.00" in text and 'id="nv-plan" value="1"' in text


def test_a_paragraph_over_its_limit_is_refused_and_nothing_is_lost(world: World) -> None:
    url = f"/tasks/{task_of(world).pk}/narratives/plan/"
    client = client_of(world, "producer")
    text = post(client, url, {"text": "a" * 901}, fragment=True, status=422).content.decode()
    assert "batasnya 900" in text
    assert not Narrative.objects.exists()


# ---------- warnings, evidence ----------
def test_a_warning_is_answered_in_writing_and_the_reason_is_shown(world: World) -> None:
    client = client_of(world, "producer")
    post(client, cell(world), {"text": "14", "nature": "final"})
    url = f"/tasks/{task_of(world).pk}/"
    assert "Beri alasan" in page(client, url)
    post(
        client,
        url + "warnings/",
        {"rule": "ANGKA-07", "figure": "P-H-1|IDN|2024|_T", "reason": "Metode survei sama, turun nyata."},
    )
    text = page(client, url)
    assert "Metode survei sama, turun nyata." in text and "Beri alasan" not in text
    assert Override.objects.get().by == world.users["producer"]


def test_evidence_is_attached_to_a_value_and_a_wrong_file_leaves_nothing(world: World) -> None:
    client = client_of(world, "producer")
    url = cell(world) + "evidence/"
    pdf = io.BytesIO(b"%PDF-1.4 tabel")
    pdf.name = "SSGI 2024.pdf"
    post(client, url, {"file": pdf}, status=422)
    post(client, cell(world), {"text": "19,8"})
    pdf.seek(0)
    post(client, url, {"file": pdf})
    assert [file.name for file in entry_of(world).evidence.all()] == ["SSGI 2024.pdf"]
    wrong = io.BytesIO(b"MZ program")
    wrong.name = "SSGI.exe"
    assert (
        "Jenis berkas SSGI.exe tidak diterima"
        in post(client, url, {"file": wrong}, status=422).content.decode()
    )
    post(client, url, {}, status=422)
    assert entry_of(world).evidence.count() == 1


# ---------- submitting ----------
def test_it_is_submitted_as_seen_and_the_next_step_waits(world: World) -> None:
    task = fill_health(world)
    client = client_of(world, "producer")
    post(client, f"/tasks/{task.pk}/submit/", {"version": str(task.version - 1)}, status=409)
    post(client, f"/tasks/{task.pk}/submit/", {"version": str(task.version)})
    assert task_of(world).state == "check"
    text = page(client, f"/tasks/{task.pk}/")
    assert "Dalam pemeriksaan" in text and 'name="text"' not in text.split('id="turns"')[0]


def test_the_secretariat_enters_on_behalf_and_both_names_are_kept(world: World) -> None:
    post(client_of(world, "secretariat"), cell(world), {"text": "19,8"})
    entry = entry_of(world)
    assert (entry.saved_by, entry.on_behalf_of) == (world.users["secretariat"], "Focal, Kemenkes")
    assert AuditEntry.objects.latest("id").on_behalf_of == "Focal, Kemenkes"
    assert "untuk Focal, Kemenkes" in page(client_of(world, "producer"), f"/tasks/{task_of(world).pk}/")


def test_a_recalled_submission_can_be_changed_again(world: World) -> None:
    submitted_health(world)
    client, url = client_of(world, "producer"), f"/tasks/{task_of(world).pk}/recall/"
    post(client, url, {"reason": ""}, status=422)
    post(client, url, {"reason": "Salah halaman"})
    assert Submission.objects.get().outcome == "recalled"
    assert 'name="text"' in page(client, f"/tasks/{task_of(world).pk}/")


def test_more_time_is_granted_by_who_may_and_the_first_date_stays(world: World) -> None:
    url = f"/tasks/{task_of(world).pk}/"
    asked = {"due": "2026-04-30", "reason": "Rilis SSGI mundur"}
    post(client_of(world, "producer"), url + "extend/", asked, status=403)
    post(client_of(world, "secretariat"), url + "extend/", {**asked, "due": "besok"}, status=422)
    post(client_of(world, "secretariat"), url + "extend/", asked)
    text = page(client_of(world, "producer"), url)
    assert "30 April 2026" in text and "semula 24 April 2026" in text and "Rilis SSGI mundur" in text


def test_more_time_is_asked_on_the_task_and_answered_from_the_duties(world: World) -> None:
    url = f"/tasks/{task_of(world).pk}/"
    assert "Minta perpanjangan" in page(client_of(world, "focal"), url)
    assert "Minta perpanjangan" not in page(client_of(world, "producer"), url)
    post(client_of(world, "focal"), url + "extend/ask/", {"due": "2026-04-30", "reason": "Rilis SSGI mundur"})
    duties = page(client_of(world, "secretariat"), "/")
    assert "Permintaan perpanjangan" in duties and "Rilis SSGI mundur" in duties
    text = page(client_of(world, "secretariat"), url)
    assert "meminta perpanjangan sampai 30 April 2026" in text and 'value="2026-04-30"' in text
    post(client_of(world, "secretariat"), url + "extend/decline/", {"reason": "Rapat tidak dapat mundur"})
    assert "Rilis SSGI mundur" not in page(client_of(world, "secretariat"), "/")
    text = page(client_of(world, "focal"), url)
    assert "ditolak oleh" in text and "Rapat tidak dapat mundur" in text and "Minta perpanjangan" in text


def test_the_density_a_reader_chose_is_on_every_page(world: World) -> None:
    client = client_of(world, "focal")
    assert "data-density" not in page(client, "/").split(">")[1]
    post(client, "/account/", {"language": "id", "density": "dense"})
    assert 'data-density="dense"' in page(client, "/").split(">")[1]


def test_what_was_carried_over_a_return_is_marked_until_it_is_touched(world: World) -> None:
    submission = submitted_health(world)
    return_task(
        task=task_of(world),
        seen=submission.content_hash,
        due=moment(2026, 4, 20).date(),
        reason="Periksa sumbernya",
        remarks={"P-H-1|IDN|2024|_T": "Tahun survei?", f"narrative:{NARRATIVE[0]['code']}": "Sebut sumber."},
        actor=world.actor("steward"),
    )
    client, url = client_of(world, "producer"), f"/tasks/{task_of(world).pk}/"
    text = page(client, url)
    assert "Periksa sumbernya" in text and "Tahun survei?" in text and "Sebut sumber." in text
    home = page(client, "/")
    assert "Periksa sumbernya" in home and "Sebut sumber." not in home
    assert text.count("in numeric carried") == 2
    save_entry(
        task=task_of(world),
        indicator=world.indicators["P-H-1"],
        period="2024",
        text="19,9",
        actor=world.actor("producer", moment(2026, 4, 11)),
    )
    assert page(client, url).count("in numeric carried") == 1


def test_a_closed_round_shows_the_task_but_takes_nothing(world: World) -> None:
    url = f"/rounds/{world.tasks['SOMHD'].round.period}/close/"
    post(client_of(world, "secretariat"), url, {"reason": ""}, status=422)
    post(client_of(world, "secretariat"), url, {"reason": "Data belum siap"})
    client = client_of(world, "producer")
    assert "putaran ditutup" in page(client, f"/tasks/{task_of(world).pk}/")
    assert "ditutup pada" in post(client, cell(world), {"text": "1"}, status=422).content.decode()


@pytest.mark.parametrize("field", ["text", "text_en"])
def test_a_paragraph_too_long_is_refused_with_its_length_and_never_cut(world: World, field: str) -> None:
    client = client_of(world, "producer")
    url = f"/tasks/{task_of(world).pk}/narratives/achievements/"
    assert "maxlength" not in page(client, f"/tasks/{task_of(world).pk}/")
    answer = post(client, url, {"text": "tidak ada", field: "x" * 901}, fragment=True, status=422)
    assert "901" in answer.content.decode()
    assert not task_of(world).narratives.filter(field="achievements").exists()


def test_who_enters_for_an_office_is_told_so_on_the_page(world: World) -> None:
    url = f"/tasks/{task_of(world).pk}/"
    assert "Anda mengisi atas nama Kemenkes." in page(client_of(world, "secretariat"), url)
    assert "Anda mengisi atas nama" not in page(client_of(world, "producer"), url)
