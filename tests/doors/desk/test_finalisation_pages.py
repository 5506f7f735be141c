"""Finalisation on the desk: the board, a call, a proposal that keeps what was typed, comments, the steps."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator
from datetime import date
from io import StringIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import translation
from django.utils.translation import gettext
from tests.actions.test_finalisation import DECISION, LETTER, WORDING, called, proposed, sheet_task
from tests.doors.desk.work_round import client_of, on, page, post
from tests.guard import behind_its_back
from tests.world import World, make_world

from simpul.actions.catalogue import (
    agree_sheet,
    answer_comment,
    close_finalisation,
    comment_sheet,
    fix_position,
    propose_sheet,
)
from simpul.core.finalisation import NO_REMARK, comment_words, says_nothing
from simpul.records.models import (
    Finalisation,
    Indicator,
    Observation,
    SheetComment,
    SheetVersion,
    StoredFile,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def world() -> Iterator[World]:
    made = make_world()
    with on():
        yield made


def typed(**other: str) -> dict[str, str]:
    """A form filled in by an Indonesian office, numbers with a decimal comma."""
    return {
        "seen": "1",
        "definition_id": "Balita pendek menurut umur.",
        "definition_en": "Children under five short for their age.",
        "unit_id": "persen",
        "unit_en": "percent",
        "unit_code": "PT",
        "frequency": "annual",
        "release_lag_months": "6",
        "baseline_period": "2022",
        "baseline_value": "21,6",
        "baseline_source": "SSGI 2022",
        "target1_period": "2029",
        "target1_low": "14",
        "target1_high": "14,5",
        "target1_authority": "RPJMN",
        "target1_source": "Perpres 12/2025",
        "equivalent_relation": "proxy",
        "equivalent_code": "2.2.1",
        "equivalent_difference_id": "SDG memakai umur 0–59 bulan.",
        "reason": "Menyamakan dengan SSGI",
        **other,
    }


def test_the_secretariat_calls_and_the_offices_find_their_sheets_among_their_duties(world: World) -> None:
    secretariat = client_of(world, "secretariat")
    assert "P-H-1" in page(secretariat, "/finalisation/call/")
    post(
        secretariat,
        "/finalisation/call/",
        {
            "title_id": "Finalisasi 2026",
            "title_en": "Finalisation 2026",
            "indicator": ["P-H-1", "P-W-1"],
            "opens_on": "2026-04-01",
            "proposals_due_on": "2026-04-30",
            "comments_due_on": "2026-05-15",
            "closes_on": "2026-06-30",
        },
    )
    assert {task.indicator.code for task in Finalisation.objects.get().tasks.all()} == {"P-H-1", "P-W-1"}
    assert f"/sheets/{sheet_task().pk}/" in page(client_of(world, "producer"), "/")
    assert f"/sheets/{sheet_task().pk}/" not in page(client_of(world, "other_producer"), "/")


def test_a_call_with_dates_out_of_order_keeps_what_was_chosen(world: World) -> None:
    answer = post(
        client_of(world, "secretariat"),
        "/finalisation/call/",
        {
            "title_id": "Finalisasi 2026",
            "title_en": "Finalisation 2026",
            "indicator": ["P-H-1"],
            "opens_on": "2026-09-01",
            "proposals_due_on": "2026-04-30",
            "comments_due_on": "2026-05-15",
            "closes_on": "2026-06-30",
        },
        status=422,
    )
    text = answer.content.decode()
    assert "Tanggal finalisasi tidak berurutan." in text
    assert 'value="Finalisasi 2026"' in text and 'value="P-H-1" checked' in text
    assert not Finalisation.objects.exists()


def test_before_a_call_the_offices_without_a_focal_point_on_its_opening_day_are_named_and_it_is_not_refused(
    world: World,
) -> None:
    secretariat = client_of(world, "secretariat", "en")
    told = warned(page(secretariat, "/finalisation/call/"))
    assert "One office has no focal point on 10 Apr 2026." in told and "Kp2Mi" in told
    assert 'href="/directory/SUBSWD/"' in told and 'href="/directory/?on=2026-04-10"' in told
    assert "Kemenkes" not in told and "Kemensos" not in told
    form = {
        "title_id": "Finalisasi 2026",
        "title_en": "",
        "indicator": ["P-W-2"],
        "opens_on": "2025-12-31",  # the day before anybody was designated
        "proposals_due_on": "2026-04-30",
        "comments_due_on": "2026-05-15",
        "closes_on": "2026-06-30",
    }
    refused = warned(post(secretariat, "/finalisation/call/", form, status=422).content.decode())
    assert "3 offices have no focal point on 31 Dec 2025." in refused
    post(secretariat, "/finalisation/call/", {**form, "title_en": "Finalisation 2026"})
    assert sheet_task("P-W-2").state == "called"
    assert not warned(page(secretariat, "/finalisation/call/"))  # nobody is left to be called there


def warned(text: str) -> str:
    """The banners of a page that warn."""
    return "".join(re.findall(r'<div class="banner warn[^"]*">.*?</div></div>', text, re.DOTALL))


def test_what_an_office_types_becomes_a_wording_with_decimal_points(world: World) -> None:
    called(world)
    post(client_of(world, "producer"), f"/sheets/{sheet_task().pk}/propose/", typed())
    sheet = SheetVersion.objects.get(number=2).sheet
    assert sheet["baseline"] == {
        "area": "IDN",
        "period": "2022",
        "value": "21.6",
        "status": "provisional",
        "source": "SSGI 2022",
    }
    assert (sheet["targets"][0]["low"], sheet["targets"][0]["high"]) == ("14", "14.5")
    assert sheet["release_lag_months"] == 6
    assert "concept" not in sheet


def test_everything_wrong_is_told_at_once_and_nothing_typed_is_lost(world: World) -> None:
    called(world)
    answer = post(
        client_of(world, "producer", "en"),
        f"/sheets/{sheet_task().pk}/propose/",
        typed(baseline_value="dua", equivalent_difference_id="", target1_low="99", target1_high="14.5"),
        status=422,
    )
    text = answer.content.decode()
    for said in ("is not a number", "The difference from the national indicator", "is above the upper end"):
        assert said in text
    assert "Balita pendek menurut umur." in text and 'value="dua"' in text
    assert "<details open>" in text
    assert SheetVersion.objects.count() == 1


@pytest.mark.parametrize(
    ("letter", "why"),
    [
        ({"letter_number": "", "letter_date": "2026-04-09"}, "diperlukan nomor dan tanggal suratnya"),
        ({"letter_number": "B/7", "letter_date": "2026-04-11"}, "belum tiba"),
        ({"letter_number": "B/7", "letter_date": "2026-14-11"}, "bukan tanggal"),
    ],
)
def test_a_proposal_on_behalf_whose_letter_is_lacking_comes_back_with_all_that_was_typed(
    world: World, letter: dict[str, str], why: str
) -> None:
    called(world)
    client, url = client_of(world, "secretariat"), f"/sheets/{sheet_task().pk}/propose/"
    text = post(client, url, typed(**letter), status=422).content.decode()
    assert why in text and 'aria-invalid="true"' in text
    assert "Balita pendek menurut umur." in text and "Menyamakan dengan SSGI</textarea>" in text
    for given in letter.values():
        assert f'value="{given}"' in text
    assert sheet_task().state == "called"


def test_the_letter_of_a_proposal_on_behalf_is_asked_of_the_secretariat_alone_and_told_in_the_history(
    world: World,
) -> None:
    called(world)
    url = f"/sheets/{sheet_task().pk}/"
    assert "letter_number" not in page(client_of(world, "producer", "en"), url)
    client = client_of(world, "secretariat")
    assert "Surat, nota dinas, atau surel dari K/L" in page(client, url)
    letter = {"letter_number": LETTER.number, "letter_date": str(LETTER.day)}
    post(client, f"{url}propose/", typed(**letter))
    assert sheet_task().state == "proposed"
    told = page(client, "/activity/?kind=indicator&key=P-H-1")
    assert f"nomor: {LETTER.number}; tanggal: 9 Apr" in told


def test_the_letter_of_a_proposal_on_behalf_stands_with_its_step_and_its_wording(world: World) -> None:
    called(world)
    proposed(world, by="secretariat", letter=LETTER)
    proposed(world, seen=2)
    told = f"berdasarkan surat {LETTER.number} tanggal 9 Apr 2026"
    text = page(client_of(world, "focal"), f"/sheets/{sheet_task().pk}/")
    assert [told in one for one in steps_of(text)] == [False, True, False]
    wordings = page(client_of(world, "focal"), "/indicators/P-H-1/wordings/")
    assert told in heading_of(wordings, 'id="w-2"') and told not in heading_of(wordings, 'id="w-3"')


def test_a_page_that_is_behind_keeps_the_text_and_says_who_was_first(world: World) -> None:
    called(world)
    proposed(world, by="focal")
    answer = post(client_of(world, "producer"), f"/sheets/{sheet_task().pk}/propose/", typed(), status=409)
    text = answer.content.decode()
    assert "Focal sudah mengusulkan rumusan 2" in text and "Balita pendek menurut umur." in text
    assert SheetVersion.objects.count() == 2


def test_the_page_shows_which_words_went_and_which_came(world: World) -> None:
    called(world)
    proposed(world)
    fix_position(task=sheet_task(), remark="", seen=2, actor=world.actor("coordinator"))
    post(
        client_of(world, "secretariat"),
        f"/sheets/{sheet_task().pk}/agree/",
        {"seen": "2", "decision": DECISION, "decided_on": "2026-04-09"},
    )
    close_finalisation(finalisation=Finalisation.objects.get(), actor=world.actor("secretariat"))
    called(world)
    sheet = {
        **WORDING,
        "definition": {"id": "Anak di bawah dua tahun yang tingginya kurang dari −2 SD.", "en": ""},
    }
    new = Finalisation.objects.get(closed_at=None).tasks.get()
    propose_sheet(task=new, sheet=sheet, reason="Umur", seen=3, actor=world.actor("producer"))
    text = page(client_of(world, "producer"), f"/sheets/{new.pk}/")
    assert "<del>lima </del><ins>dua </ins>" in text
    assert "mengubah definisi" in text


def test_where_one_language_alone_was_worded_anew_its_office_is_warned_and_the_other_stands_marked(
    world: World,
) -> None:
    with behind_its_back():
        row = Indicator.objects.get(code="P-H-1")
        row.sheet |= {
            "definition": {"id": "Anak pendek.", "en": "Short children."},
            "unit": {"id": "orang", "en": "people"},
        }
        row.save()
    called(world)
    client, url = client_of(world, "producer"), f"/sheets/{sheet_task().pk}/"
    form = typed(definition_id="Balita pendek.", definition_en="Short children.")
    told = client.post(f"{url}propose/", form, follow=True).content.decode()
    warned_of = "Hanya satu bahasa yang berubah: Definisi operasional (bahasa Inggris tidak berubah)."
    assert warned_of in told
    shown = page(client_of(world, "coordinator"), url)
    assert '<p class="small soft" lang="en">Short children.</p>' in shown
    assert shown.count("bahasa Inggris tidak berubah") == 1  # of the unit both languages changed
    assert "English unchanged" in page(client_of(world, "coordinator", "en"), url)
    again = typed(seen="2", definition_id="Balita pendek.", definition_en="Short children under five.")
    told = client.post(f"{url}propose/", again, follow=True).content.decode()
    assert "Hanya satu bahasa" not in told and "tidak berubah" not in told
    assert "bahasa Inggris tidak berubah" in page(client, "/indicators/P-H-1/wordings/")


def test_baseline_and_targets_of_two_wordings_stand_line_by_line_with_what_changed_marked(
    world: World,
) -> None:
    row = Indicator.objects.get(code="P-H-1")
    target = {"area": "IDN", "authority": "RPJMN", "source": "Perpres 12/2025"}
    standing = {
        "unit": {"id": "persen", "en": "percent"},
        "baseline": {**WORDING["baseline"], "period": "2022", "value": "21.6", "source": "SSGI 2022"},
        "targets": [
            {**target, "period": "2026", "value": "18"},
            {**target, "period": "2027", "value": "17"},
            {**target, "period": "2029", "value": "14.2"},
        ],
    }
    row.sheet |= standing
    with behind_its_back():
        row.save()
    called(world)
    assert cells_of(page(client_of(world, "focal"), f"/sheets/{sheet_task().pk}/")) == [
        ["2022", "21,6", "persen", "SSGI 2022", "sementara"],
        ["2026", "18", "persen", "Perpres 12/2025", "RPJMN"],
        ["2027", "17", "persen", "Perpres 12/2025", "RPJMN"],
        ["2029", "14,2", "persen", "Perpres 12/2025", "RPJMN"],
    ]
    anew = {
        **WORDING,
        "unit": standing["unit"],
        "baseline": {**standing["baseline"], "value": "24"},
        "targets": [
            {**target, "period": "2026", "value": "18"},
            {**target, "period": "2028", "low": "15", "high": "16"},
            {**target, "period": "2029", "value": "14.2", "source": "Renstra 2026"},
        ],
    }
    proposed(world, sheet=anew)
    wanted = [
        ["2022 [berubah]", "-21,6-+24+", "persen", "SSGI 2022", "sementara"],
        ["2026", "18", "persen", "Perpres 12/2025", "RPJMN"],
        ["+2028+ [baru]", "+15–16+", "+persen+", "+Perpres 12/2025+", "+RPJMN+"],
        ["2029 [berubah]", "14,2", "persen", "-Perpres 12/2025-+Renstra 2026+", "RPJMN"],
        ["-2027- [dihapus]", "-17-", "-persen-", "-Perpres 12/2025-", "-RPJMN-"],
    ]
    assert cells_of(page(client_of(world, "focal"), f"/sheets/{sheet_task().pk}/")) == wanted
    assert cells_of(page(client_of(world, "focal"), "/indicators/P-H-1/wordings/"))[: len(wanted)] == wanted


def cells_of(text: str) -> list[list[str]]:
    """The lines of baselines and targets: what came between pluses, what went between dashes, marks in brackets."""
    found = []
    for table in re.findall(r'<table class="table cards aims".*?</table>', text, re.DOTALL):
        for line in re.findall(r"<tr role=\"row\">(.*?)</tr>", table.split("<tbody")[1], re.DOTALL):
            told = re.sub(r"<ins>(.*?)</ins>", r"+\1+", re.sub(r"<del>(.*?)</del>", r"-\1-", line))
            told = re.sub(r'<span class="tag">(.*?)</span>', r"[\1]", told)
            cells = re.findall(r"<t[hd][^>]*>(.*?)</t[hd]>", told, re.DOTALL)
            found.append([" ".join(re.sub(r"<[^>]+>", "", one).split()) for one in cells])
    return found


def test_the_decision_is_kept_as_a_file_beside_the_wording_it_agreed(world: World) -> None:
    called(world)
    proposed(world)
    fix_position(task=sheet_task(), remark="", seen=2, actor=world.actor("coordinator"))
    url = f"/sheets/{sheet_task().pk}/"
    secretariat = client_of(world, "secretariat")
    assert 'type="file"' in page(secretariat, url)
    decided = {"seen": "2", "decision": DECISION, "decided_on": "2026-04-09"}
    wrong = SimpleUploadedFile("keputusan.pdf", b"<html>")
    post(secretariat, f"{url}agree/", {**decided, "file": wrong}, status=422)
    assert sheet_task().state == "national" and not StoredFile.objects.exists()
    post(secretariat, f"{url}agree/", {**decided, "file": SimpleUploadedFile("keputusan.pdf", b"%PDF-1.7")})
    kept = SheetVersion.objects.get(number=3).agreed_file
    assert kept is not None and kept.name == "keputusan.pdf"
    text = page(client_of(world, "other_focal"), "/indicators/P-H-1/wordings/")
    assert f'href="/files/{kept.pk}/">keputusan.pdf</a>' in text


def test_the_file_of_a_decision_that_is_refused_waits_and_is_kept_with_the_next_try(world: World) -> None:
    called(world)
    proposed(world)
    fix_position(task=sheet_task(), remark="", seen=2, actor=world.actor("coordinator"))
    url, secretariat = f"/sheets/{sheet_task().pk}/agree/", client_of(world, "secretariat")
    late = {"seen": "2", "decision": DECISION, "decided_on": "2026-04-11"}
    chosen = SimpleUploadedFile("keputusan.pdf", b"%PDF-1.7")
    text = post(secretariat, url, {**late, "file": chosen}, status=422).content.decode()
    assert "tersimpan sementara: keputusan.pdf" in text and not StoredFile.objects.exists()
    found = re.search(r'name="waiting_file" value="([^"]+)" checked', text)
    assert found is not None
    again = {**late, "decided_on": "2026-04-09", "waiting_file": found[1]}
    other = client_of(world, "coordinator")
    assert "sudah tidak ada" in post(other, url, again, status=422).content.decode()
    post(secretariat, url, again)
    kept = SheetVersion.objects.get(number=3).agreed_file
    assert kept is not None and kept.path.read_bytes() == b"%PDF-1.7" and kept.name == "keputusan.pdf"


def test_a_reviewer_comments_and_the_office_answers(world: World) -> None:
    called(world)
    proposed(world)
    url = f"/sheets/{sheet_task().pk}/"
    post(
        client_of(world, "reviewer"), f"{url}comment/", {"field": "definition", "text": "Sebut alat ukurnya."}
    )
    row = SheetComment.objects.get()
    assert row.office == "Stats"
    post(client_of(world, "focal"), f"{url}comments/{row.pk}/answer/", {"text": "Panjang badan."})
    text = page(client_of(world, "reviewer"), url)
    assert "Sebut alat ukurnya." in text and "Panjang badan." in text
    assert "Ajukan" not in text  # the reviewer proposes nothing


def test_a_reviewer_with_nothing_to_remark_says_so_with_one_button(world: World) -> None:
    called(world)
    proposed(world)
    url = f"/sheets/{sheet_task().pk}/"
    client = client_of(world, "reviewer", "en")
    assert 'name="nothing"' in page(client, url)
    post(client, f"{url}comment/", {"field": "definition", "text": "", "nothing": "1"})
    row = SheetComment.objects.get()
    assert (row.field, row.text, row.is_open) == ("", NO_REMARK, False)
    text = page(client_of(world, "focal", "en"), url)
    assert "Nothing to answer" in text and "Waits for an answer" not in text
    assert ">Nothing to remark.</p>" in text and NO_REMARK not in text


def test_what_was_typed_beside_the_button_of_nothing_to_remark_is_the_comment(world: World) -> None:
    called(world)
    proposed(world)
    form = {"field": "definition", "text": "Sebut alat ukurnya.", "nothing": "1"}
    post(client_of(world, "reviewer"), f"/sheets/{sheet_task().pk}/comment/", form)
    row = SheetComment.objects.get()
    assert (row.field, row.text, row.is_open) == ("definition", "Sebut alat ukurnya.", True)


@pytest.mark.parametrize("language", ["id", "en"])
def test_who_writes_what_the_button_says_has_nothing_to_say(language: str) -> None:
    with translation.override(language):
        assert says_nothing(gettext("Nothing to remark")) and says_nothing(comment_words(NO_REMARK, language))


def test_a_remark_on_a_field_in_which_nothing_is_written_stands_there_and_is_answered(world: World) -> None:
    called(world)
    proposed(world)
    task = sheet_task()
    assert not {"classification"} & set(task.version.sheet) and not task.indicator.sheet.get("classification")
    comment_sheet(task=task, field="classification", text="Which one?", actor=world.actor("reviewer"))
    text = page(client_of(world, "focal", "en"), f"/sheets/{task.pk}/")
    comment = SheetComment.objects.get()
    assert "Which one?" in text and f"/sheets/{task.pk}/comments/{comment.pk}/answer/" in text


def test_others_do_not_find_a_sheet_in_work_but_read_the_board_and_the_agreed_wordings(world: World) -> None:
    called(world)
    proposed(world)
    stranger = client_of(world, "other_focal")
    page(stranger, f"/sheets/{sheet_task().pk}/", status=404)
    board = page(stranger, "/finalisation/")
    assert "P-H-1" in board and f"/sheets/{sheet_task().pk}/" not in board
    assert "Rumusan 2" not in page(stranger, "/indicators/P-H-1/wordings/")
    assert "Rumusan 2" in page(client_of(world, "producer"), "/indicators/P-H-1/wordings/")


def test_the_board_says_with_whom_a_sheet_is_and_since_when(world: World) -> None:
    called(world)
    text = page(client_of(world, "coordinator", "en"), "/finalisation/?state=called")
    assert "Focal point Kemenkes" in text and "10 Apr 2026" in text and "30 Apr 2026" in text
    proposed(world)
    text = page(client_of(world, "coordinator", "en"), "/finalisation/?state=proposed")
    assert "Definition reviewer Stats" in text and "15 May 2026" in text
    assert "With Definition reviewer Stats since" in page(
        client_of(world, "coordinator", "en"), f"/sheets/{sheet_task().pk}/"
    )
    comment_sheet(task=sheet_task(), text="Satuan?", field="unit", actor=world.actor("reviewer"))
    text = page(client_of(world, "coordinator", "en"), "/finalisation/?state=proposed")
    assert "1 comment waits" in text and "Focal point Kemenkes" in text and "30 Jun 2026" in text
    sheet = page(client_of(world, "coordinator", "en"), f"/sheets/{sheet_task().pk}/")
    assert "With Kemenkes, " in sheet and "since 10 Apr 2026" in sheet
    answer_comment(comment=SheetComment.objects.get(), text="Persen.", actor=world.actor("producer"))
    text = page(client_of(world, "coordinator", "en"), "/finalisation/?state=proposed")
    assert ">Coordinator<" in text and "Focal point Kemenkes" not in text


def test_a_sheet_that_was_not_called_is_with_nobody_yet(world: World) -> None:
    called(world)
    client = client_of(world, "coordinator", "en")
    rows = client.get("/finalisation/?state=none&as=csv").content.decode("utf-8-sig").splitlines()
    for row in csv.DictReader(rows):
        assert (row["With whom"], row["Since"], row["Due"]) == ("Not called", "", ""), row["Code"]
    assert len(rows) > 3


def test_a_sheet_stands_first_for_whom_its_step_waits(world: World) -> None:
    called(world)
    proposed(world)
    name = Indicator.objects.get(code="P-H-1").title_en

    def mine(who: str) -> bool:
        return name in page(client_of(world, who, "en"), "/finalisation/?whose=mine")

    assert mine("reviewer") and not mine("coordinator") and not mine("focal")
    assert f"/sheets/{sheet_task().pk}/" in page(client_of(world, "reviewer"), "/")
    comment_sheet(task=sheet_task(), text="Satuan?", field="unit", actor=world.actor("reviewer"))
    assert mine("producer") and not mine("coordinator") and not mine("reviewer")
    answer_comment(comment=SheetComment.objects.get(), text="Persen.", actor=world.actor("producer"))
    assert mine("coordinator") and not mine("producer")
    assert f"/sheets/{sheet_task().pk}/" not in page(client_of(world, "reviewer"), "/")


def test_the_coordinator_merges_an_indicator_and_its_page_says_so(world: World) -> None:
    coordinator = client_of(world, "coordinator")
    assert "Lebur ke indikator lain" in page(coordinator, "/indicators/P-H-1/wordings/")
    assert "Lebur ke indikator lain" not in page(
        client_of(world, "secretariat"), "/indicators/P-H-1/wordings/"
    )
    post(
        coordinator,
        "/indicators/P-H-1/merge/",
        {"into": "P-H-2", "decision": DECISION, "decided_on": "2026-04-09"},
    )
    assert Indicator.objects.get(code="P-H-1").merged_on == date(2026, 4, 9)
    assert "Dilebur ke P-H-2" in page(client_of(world, "producer"), "/indicators/P-H-1/")


def test_every_step_that_is_refused_stands_on_the_sheet_again_with_what_was_typed(world: World) -> None:
    called(world)
    proposed(world)
    comment_sheet(task=sheet_task(), text="Satuan?", field="unit", actor=world.actor("reviewer"))
    url, row = f"/sheets/{sheet_task().pk}/", SheetComment.objects.get()
    coordinator = client_of(world, "coordinator", "en")
    text = post(coordinator, f"{url}fix/", {"seen": "2", "remark": " "}, status=422).content.decode()
    assert 'aria-invalid="true"' in text and "Comments without an answer: 1. Answer them first" in text
    assert '<a href="#fix-remark">' in text and "Wording 2 beside the sheet" in text
    text = post(
        coordinator, f"{url}fix/", {"seen": "1", "remark": "Disepakati rapat"}, status=409
    ).content.decode()
    assert "Disepakati rapat</textarea>" in text and 'name="seen" value="2"' in text
    text = post(coordinator, f"{url}back/", {"seen": "2", "reason": ""}, status=422).content.decode()
    assert "<details open><summary>Send back" in text and 'id="back-reason-e"' in text
    text = post(coordinator, f"{url}comment/", {"field": "unit", "text": ""}, status=422).content.decode()
    assert '<option value="unit" selected>' in text and 'id="comment-text-e"' in text
    focal = client_of(world, "focal")
    text = post(focal, f"{url}comments/{row.pk}/answer/", {"text": ""}, status=422).content.decode()
    assert f'id="answer-{row.pk}-text-e"' in text and "Alasan tertulis wajib diisi." in text
    fix_position(task=sheet_task(), remark="Jelas", seen=2, actor=world.actor("coordinator"))
    early = {"seen": "2", "decision": "Keputusan 7", "decided_on": "2026-03-31"}
    text = post(client_of(world, "secretariat"), f"{url}agree/", early, status=422).content.decode()
    assert "mendahului pembukaan finalisasi, 1 April 2026" in text and 'id="agree-decided_on-e"' in text
    wrong = {"seen": "2", "decision": "Keputusan 7", "decided_on": "9 April"}
    text = post(client_of(world, "secretariat"), f"{url}agree/", wrong, status=422).content.decode()
    assert 'value="Keputusan 7"' in text and 'id="agree-decided_on-e"' in text


def test_what_was_typed_for_a_step_that_is_over_is_shown_to_be_kept(world: World) -> None:
    called(world)
    proposed(world)
    fix_position(task=sheet_task(), remark="", seen=2, actor=world.actor("coordinator"))
    late = {"seen": "2", "remark": "Sesuai rapat 9 April"}
    answer = post(client_of(world, "coordinator"), f"/sheets/{sheet_task().pk}/fix/", late, status=422)
    assert "<blockquote>Sesuai rapat 9 April</blockquote>" in answer.content.decode()


def test_a_close_and_a_merge_that_are_refused_keep_their_page(world: World) -> None:
    called(world)
    row = Finalisation.objects.get()
    secretariat, coordinator = client_of(world, "secretariat", "en"), client_of(world, "coordinator", "en")
    text = post(secretariat, f"/finalisation/{row.pk}/close/", {"reason": ""}, status=422).content.decode()
    assert "Readiness of the sheets" in text and f'id="close-{row.pk}-reason-e"' in text
    given = {"into": "", "decision": DECISION, "decided_on": "2026-04-09"}
    text = post(coordinator, "/indicators/P-H-1/merge/", given, status=422).content.decode()
    assert f'value="{DECISION}"' in text and 'id="merge-into-e"' in text


def test_what_is_wrong_in_a_proposal_stands_in_its_group(world: World) -> None:
    called(world)
    answer = post(
        client_of(world, "producer", "en"),
        f"/sheets/{sheet_task().pk}/propose/",
        typed(baseline_value="dua", release_lag_months="lama"),
        status=422,
    )
    text = answer.content.decode()
    baseline = text[text.index("<legend>Baseline</legend>") :]
    assert "is not a number" in baseline[: baseline.index("</fieldset>")]
    source = text[text.index(">Source and calendar</legend>") :]
    assert 'class="err"' in source[: source.index("</fieldset>")]


def test_what_is_written_in_a_sheet_and_does_not_count_is_not_called_missing(world: World) -> None:
    row = Indicator.objects.get(code="P-H-1")
    row.sheet |= {"frequency": "irregular", "release_lag_months": 6, "release_lag_assumed": True}
    with behind_its_back():
        row.save()
    text = page(client_of(world, "focal"), "/indicators/P-H-1/")
    lacks = text[text.index("Belum ada:") :].split("</p>")[0]
    assert (
        "frekuensi berkala (kini tidak berkala)" in lacks and "jeda rilis yang pasti (kini asumsi)" in lacks
    )
    assert "frekuensi," not in lacks and "jeda rilis," not in lacks
    assert "frekuensi berkala (kini tidak berkala)" in page(client_of(world, "focal"), "/finalisation/")


def agreed_page(world: World) -> str:
    """A wording of the office with one comment left open, fixed all the same and agreed; its page then."""
    called(world)
    version = proposed(world)
    comment_sheet(
        task=sheet_task(), text="Sebut sumbernya.", field="definition", actor=world.actor("reviewer")
    )
    remark = "Dibahas lisan"
    fix_position(task=sheet_task(), remark=remark, seen=version.number, actor=world.actor("coordinator"))
    agree_sheet(
        task=sheet_task(),
        decision=DECISION,
        decided_on=date(2026, 4, 9),
        seen=version.number,
        actor=world.actor("secretariat"),
    )
    return page(client_of(world, "producer"), f"/sheets/{sheet_task().pk}/")


def heading_of(text: str, section: str) -> str:
    return re.sub(r"<[^>]+>", " ", text[text.index(section) :].split("</header>")[0])


def test_an_agreed_wording_keeps_the_number_it_was_proposed_by_and_is_told_by_the_decision(
    world: World,
) -> None:
    text = agreed_page(world)
    heading = heading_of(text, 'id="cmp-h"')
    assert "Rumusan 2, disepakati: lembar yang berlaku" in heading and "di samping" not in heading
    assert f"{DECISION}, 9 Apr 2026" in heading
    assert "Producer" not in heading and "Secretariat" not in heading
    step = steps_of(text)[-1]
    assert "Disepakati SOMHD" in step and "rumusan 2, disepakati" in step
    assert f"{DECISION}, 9 Apr 2026" in step and "dicatat oleh Secretariat" in step
    assert "umusan 3" not in text
    for who in ("producer", "other_producer"):
        text = page(client_of(world, who), "/indicators/P-H-1/wordings/")
        heading = heading_of(text, 'id="w-3"')
        assert "Rumusan 2, disepakati" in heading and DECISION in heading and "Producer" not in heading
        assert "Diusulkan oleh Producer, Kemenkes" in text and "Keputusan dicatat oleh Secretariat" in text
        assert ('id="w-2"' in text) is (who == "producer")
    assert [row.number for row in SheetVersion.objects.order_by("number")] == [1, 2, 3]


def steps_of(text: str) -> list[str]:
    """The steps of a sheet's page as text, the earliest first."""
    told = text[text.index('class="trail-steps"') :].split("</ol>")[0]
    found = re.findall(r"<li>.*?</li>", told, re.DOTALL)
    return [" ".join(re.sub(r"<[^>]+>", " ", one).split()).replace(" ,", ",") for one in found]


def test_a_file_that_was_missing_is_attached_on_the_sheet_and_then_the_form_is_gone(world: World) -> None:
    text = agreed_page(world)
    url = f"/sheets/{sheet_task().pk}/attach/"
    assert url not in page(client_of(world, "focal"), f"/sheets/{sheet_task().pk}/")
    secretariat = client_of(world, "secretariat")
    text = page(secretariat, f"/sheets/{sheet_task().pk}/")
    assert f'action="{url}"' in text and "Catat keputusan" not in text
    told = post(secretariat, url, {}, status=422).content.decode()
    assert "Berkas putusan belum dipilih." in told
    post(secretariat, url, {"file": SimpleUploadedFile("keputusan.pdf", b"%PDF-1.7")})
    text = page(secretariat, f"/sheets/{sheet_task().pk}/")
    assert url not in text and ">keputusan.pdf</a>" in text


def test_a_decision_without_a_file_says_so_on_its_sheet_its_wording_and_the_proof_of_its_figures(
    world: World,
) -> None:
    lacking = "berkas putusan tidak dilampirkan"
    assert lacking in steps_of(agreed_page(world))[-1]
    assert lacking in page(client_of(world, "producer"), "/indicators/P-H-1/wordings/")
    row = Observation.objects.filter(indicator__code="P-H-1").first()
    assert row is not None
    proof = f"/numbers/{row.pk}/"
    assert lacking not in page(client_of(world, "producer"), proof)  # it stands under the first definition
    with behind_its_back():
        Observation.objects.filter(pk=row.pk).update(definition_version=2)
    told = page(client_of(world, "producer"), proof)
    assert f"versi 2, disepakati dalam {DECISION}" in told and lacking in told
    with behind_its_back():
        file = StoredFile.objects.create(
            sha256="0" * 64, name="keputusan.pdf", size=1, purpose="decision", uploaded_at=world.machine.at
        )
        SheetVersion.objects.filter(number=3).update(agreed_file=file)
    told = page(client_of(world, "producer"), proof)
    assert lacking not in told and f'href="/files/{file.pk}/">keputusan.pdf</a>' in told
    assert lacking not in page(client_of(world, "producer"), "/indicators/P-H-1/wordings/")


@pytest.mark.parametrize("recorder", ["coordinator", "secretariat"])
def test_where_one_person_fixed_the_position_and_recorded_the_decision_the_steps_say_so(
    world: World, recorder: str
) -> None:
    called(world)
    proposed(world)
    fix_position(task=sheet_task(), remark="", seen=2, actor=world.actor("coordinator"))
    url, client = f"/sheets/{sheet_task().pk}/", client_of(world, recorder)
    alone = recorder == "coordinator"
    assert ("Anda sendiri yang menetapkan posisinya" in page(client, url)) is alone
    post(client, f"{url}agree/", {"seen": "2", "decision": DECISION, "decided_on": "2026-04-09"})
    steps = steps_of(page(client, url))
    told = ["ditetapkan dan dicatat oleh orang yang sama" in one for one in steps]
    assert told == [False, False, False, alone]


def test_after_the_decision_no_comment_waits_for_an_answer(world: World) -> None:
    text = agreed_page(world)
    assert "Tidak dijawab sebelum keputusan" in text and "Menunggu jawaban" not in text
    board = page(client_of(world, "secretariat"), "/finalisation/")
    assert "belum dijawab" not in board.split("<tbody")[1]
    found = client_of(world, "secretariat").get("/finalisation/?as=csv").content.decode("utf-8-sig")
    head, *rows = csv.reader(StringIO(found))
    row = next(one for one in rows if "P-H-1" in one)
    assert row[head.index("Tanggapan belum dijawab")] == "0"


def test_a_comment_left_open_when_a_finalisation_closes_says_so(world: World) -> None:
    called(world)
    proposed(world)
    comment_sheet(
        task=sheet_task(), text="Sebut sumbernya.", field="definition", actor=world.actor("reviewer")
    )
    before = page(client_of(world, "soca"), f"/sheets/{sheet_task().pk}/")
    assert "Menunggu jawaban" in before
    close_finalisation(
        finalisation=Finalisation.objects.get(), reason="Selesai", actor=world.actor("secretariat")
    )
    after = page(client_of(world, "soca"), f"/sheets/{sheet_task().pk}/")
    assert "Menunggu jawaban" not in after and "Tidak dijawab sebelum finalisasi ditutup" in after
