"""A letter comes in on the desk: registered with our own dates shown first, disposed of, re-dated, put away.

Letters are invented; the days are those of April 2026, when the 3rd (Good Friday) and the 10th (today) are told.
"""

from __future__ import annotations

import html
import os
import re
from collections.abc import Iterator
from datetime import date, datetime
from io import BytesIO
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import RequestFactory
from django.utils.html import escape
from tests.doors.desk.work_round import client_of, on, page, post
from tests.guard import behind_its_back
from tests.request_work import Asked, country, registered
from tests.world import moment

from simpul.actions.files import EVIDENCE
from simpul.actions.uploads import MOST, Uploads, find_waiting, set_aside
from simpul.doors.uploads import uploads_of
from simpul.records.models import AuditEntry, FreeDay, Request, StoredFile

pytestmark = pytest.mark.django_db
REGISTER = "/requests/register/"
DECREE = "Keputusan Bersama (rekaan) 1/2026"


@pytest.fixture
def asked() -> Iterator[Asked]:
    with on():
        made = country()
        with behind_its_back():
            FreeDay.objects.create(
                area="IDN",
                day=date(2026, 4, 28),
                name_id="Hari rekaan",
                name_en="Invented day",
                kind="national",
                decree=DECREE,
                code="IDN/2026-04-28",
                recorded_at=moment(2026, 1, 1),
            )
        yield made


def letter(**other: Any) -> dict[str, Any]:
    """The form as its page sends it."""
    return {
        "step": "register",
        "sender": "Divisi Pemantauan (rekaan)",
        "subject": "Kuesioner perlindungan sosial",
        "letter_number": "R-17",
        "letter_date": "2026-04-08",
        "received_on": "2026-04-09",
        "channel": "surel",
        "classification": "ordinary",
        "language": "en",
        "deadline": "2026-04-30",
        "shown_for": "2026-04-30",
    } | other


def test_our_dates_are_shown_before_anything_is_kept_and_step_over_the_free_day(asked: Asked) -> None:
    client = client_of(asked.world, "secretariat", "en")
    shown = post(client, REGISTER, letter(shown_for=""), status=200).content.decode()
    assert not Request.objects.exists() and "Nothing is kept yet." in shown
    # by hand, 28 April being free: sent 29, cleared 27, consolidated 23, answers 20
    for day in ("29 April 2026", "27 April 2026", "23 April 2026", "20 April 2026"):
        assert day in shown
    table = re.findall(r"<th role=.rowheader[^>]*>([^<]*)</th><td[^>]*>(\d+)</td>", shown)
    assert [int(days) for _stage, days in table] == [6, 3, 2, 1]  # of thirteen; one stays in reserve
    assert "1 working day stays in reserve" in shown
    assert "<b>13 working days</b> until 30 April 2026" in shown and "28 Apr 2026 Invented day" in shown
    assert 'name="shown_for" value="2026-04-30"' in shown and 'value="Divisi Pemantauan (rekaan)"' in shown
    post(client, REGISTER, letter())
    row = Request.objects.get()
    assert [row.due_answers, row.due_consolidation, row.due_clearance, row.due_sending] == [
        date(2026, 4, 20),
        date(2026, 4, 23),
        date(2026, 4, 27),
        date(2026, 4, 29),
    ]
    assert (row.code, row.letter_number, row.guessed_years) == ("2026/1", "R-17", [])


@pytest.mark.parametrize(
    ("today", "day"),
    [(moment(2026, 4, 10), "10 April 2026"), (moment(2026, 4, 11), "13 April 2026")],  # a Friday; a Saturday
)
def test_of_a_deadline_that_is_past_every_stage_falls_today_or_on_the_next_working_day(
    asked: Asked, today: datetime, day: str
) -> None:
    with on(today):
        client = client_of(asked.world, "secretariat", "en")
        form = letter(step="", deadline="2026-04-09")
        part = post(client, REGISTER, form, fragment=True).content.decode()
    assert "every stage falls today, or on the next working day where today is none" in part
    assert re.findall(r"<td[^>]*><span>(\d+ April 2026)", part) == [day] * 4


def test_the_place_of_our_dates_is_there_before_a_deadline_is_typed(asked: Asked) -> None:
    client = client_of(asked.world, "secretariat", "en")
    empty = page(client, REGISTER)
    assert len(re.findall(r"<th role=.rowheader", empty)) == 4
    assert 'class="row sec stays"' in empty


def test_the_part_that_htmx_asks_for_says_the_same_and_keeps_nothing(asked: Asked) -> None:
    client = client_of(asked.world, "secretariat", "en")
    part = post(client, REGISTER, letter(step="", deadline="2027-04-30"), fragment=True).content.decode()
    assert part.startswith('<div id="our-dates"') and 'value="2027-04-30"' in part
    assert "The free days of 2027 are a guess." in part and "of 2026 are a guess" not in part
    assert not Request.objects.exists()


def test_dates_set_by_hand_are_kept_and_those_out_of_order_are_refused_at_their_field(asked: Asked) -> None:
    client = client_of(asked.world, "secretariat", "en")
    mine = {
        "by_hand": "1",
        "due_answers": "2026-04-15",
        "due_consolidation": "2026-04-14",
        "due_clearance": "",
        "due_sending": "2026-04-30",
    }
    refused = post(client, REGISTER, letter(**mine), status=422).content.decode()
    assert 'field bad"><label for="due_consolidation"' in refused and not Request.objects.exists()
    assert 'name="due_answers" value="2026-04-15"' in refused
    post(client, REGISTER, letter(**(mine | {"due_consolidation": "2026-04-16"})))
    row = Request.objects.get()
    assert (row.due_answers, row.due_clearance, row.due_sending) == (
        date(2026, 4, 15),
        None,
        date(2026, 4, 30),
    )


def test_a_date_set_by_hand_on_a_free_day_is_kept_with_a_warning_that_says_why(asked: Asked) -> None:
    client = client_of(asked.world, "secretariat", "en")
    mine = {"by_hand": "1", "due_answers": "2026-04-18", "due_sending": "2026-04-28"}
    said = (
        "Answers of the offices: Saturday, 18 April 2026, is a weekend.",
        "Sending: Tuesday, 28 April 2026, is free (Invented day).",
    )
    part = post(client, REGISTER, letter(step="", **mine), fragment=True).content.decode()
    assert all(one in part for one in said)
    post(client, REGISTER, letter(**mine))
    row = Request.objects.get()
    assert row.due_answers == date(2026, 4, 18)
    text = page(client, f"/requests/{row.code}/")
    assert all(one in text for one in said)
    worked = {"by_hand": "1", "due_answers": "2026-04-17", "due_sending": ""}
    post(
        client, f"/requests/{row.code}/edit/", letter(deed="dates", version=row.version, reason="x", **worked)
    )
    assert "no working day" not in page(client, f"/requests/{row.code}/")


@pytest.mark.parametrize("language", ["id", "en"])
@pytest.mark.parametrize(
    ("wrong", "field", "sentences"),
    [
        ({"deadline": "", "shown_for": ""}, "deadline", ("", "")),
        ({"deadline": "2026-04-01", "shown_for": "2026-04-01"}, "deadline", ("", "1 April 2026")),
        ({"sender": " "}, "sender", ("Kolom “pengirim” masih kosong.", "The field “sender” is empty.")),
        ({"received_on": ""}, "received_on", ("diterima tanggal", "received on")),
        ({"received_on": "kemarin"}, "received_on", ("“kemarin” bukan tanggal", "“kemarin” is not a date")),
        ({"letter_date": "2026-04-10"}, "received_on", ("", "")),
    ],
)
def test_what_cannot_be_kept_is_told_at_its_field_and_stays_typed(
    asked: Asked, wrong: dict[str, str], field: str, sentences: tuple[str, str], language: str
) -> None:
    client = client_of(asked.world, "secretariat", language)
    given = letter(**wrong) | {
        "letter": SimpleUploadedFile("surat.pdf", b"%PDF-1.7 surat"),
        "deadline_note": "",
    }
    body = post(client, REGISTER, given, status=422).content.decode()
    assert escape(sentences[language == "en"]) in body
    assert "field bad" in body and f'for="{field}"' in body.split("field bad")[1][:60]
    assert 'value="Kuesioner perlindungan sosial"' in body
    assert not Request.objects.exists() and not StoredFile.objects.exists()


def test_no_deadline_and_a_past_one_are_kept_with_what_was_agreed(asked: Asked) -> None:
    client = client_of(asked.world, "secretariat")
    agreed = {"deadline_note": "disepakati lewat telepon"}
    post(client, REGISTER, letter(deadline="", shown_for="", **agreed))
    past = {"letter_number": "R-18", "deadline": "2026-04-01", "shown_for": "2026-04-01"}
    shown = post(client, REGISTER, letter(**past, step="dates"), status=200).content.decode()
    assert "Tenggat ini sudah lewat." in shown
    post(client, REGISTER, letter(**past, **agreed))
    assert [row.deadline for row in Request.objects.order_by("pk")] == [None, date(2026, 4, 1)]


def test_scan_and_form_are_kept_in_the_class_of_the_letter(asked: Asked) -> None:
    files = {
        "letter": SimpleUploadedFile("surat.pdf", b"%PDF-1.7 surat"),
        "form": SimpleUploadedFile("form.docx", b"PK\x03\x04 not read here"),
    }
    client = client_of(asked.world, "secretariat")
    post(client, REGISTER, letter(classification="restricted", **files))
    row = Request.objects.get()
    assert row.letter_file and row.form_file
    assert (row.letter_file.purpose, row.form_file.classification) == ("letter", "restricted")
    wrong = {"form": SimpleUploadedFile("form.pdf", b"%PDF-1.7 form"), "letter_number": "R-19"}
    body = post(client, REGISTER, letter(**wrong), status=422).content.decode()
    assert "form.pdf" in body and Request.objects.count() == 1


def waiting(body: str, part: str) -> list[str]:
    """The files a page says it keeps, as its form names them."""
    return [html.unescape(one) for one in re.findall(rf'name="waiting_{part}" value="([^"]*)" checked', body)]


def test_a_chosen_file_waits_through_preview_and_refusal_for_the_account_that_sent_it(asked: Asked) -> None:
    client = client_of(asked.world, "secretariat", "en")
    files = {
        "letter": SimpleUploadedFile("surat.pdf", b"%PDF-1.7 surat"),
        "form": SimpleUploadedFile("form.pdf", b"%PDF-1.7 no form of this kind"),
    }
    shown = post(client, REGISTER, letter(step="dates", **files), status=200).content.decode()
    assert "kept: surat.pdf, 14\xa0bytes" in shown and waiting(shown, "form") == []
    (key,) = waiting(shown, "letter")
    again = post(client, REGISTER, letter(sender=" ", waiting_letter=key), status=422).content.decode()
    assert waiting(again, "letter") == [key]
    other = client_of(asked.world, "coordinator", "en")
    told = post(other, REGISTER, letter(letter_number="R-20", waiting_letter=key), status=422)
    assert "surat.pdf that waited for this form is no longer there" in told.content.decode()
    assert not Request.objects.filter(letter_number="R-20").exists()
    post(client, REGISTER, letter(letter_number="R-21"))
    assert Request.objects.get(letter_number="R-21").letter_file is None
    post(client, REGISTER, letter(waiting_letter=key))
    kept = Request.objects.get(letter_number="R-17").letter_file
    assert kept is not None and (kept.name, kept.path.read_bytes()) == ("surat.pdf", b"%PDF-1.7 surat")
    told = post(client, REGISTER, letter(letter_number="R-22", waiting_letter=key), status=422)
    assert "no longer there" in told.content.decode()  # used once, it is gone
    assert not Request.objects.filter(letter_number="R-22").exists()
    for odd in ("../../etc/passwd", "x" * 64 + "/a.pdf", ""):
        assert find_waiting(odd, owner=asked.world.users["secretariat"]) is None


def test_a_file_sent_now_takes_the_place_of_one_that_waits_and_none_waits_longer_than_a_day(
    asked: Asked,
) -> None:
    client = client_of(asked.world, "secretariat", "en")
    first, second = (SimpleUploadedFile(f"{n}.pdf", b"%PDF-1.7 " + n.encode()) for n in ("first", "second"))
    shown = post(client, REGISTER, letter(step="dates", letter=first), status=200).content.decode()
    (key,) = waiting(shown, "letter")
    waits = find_waiting(key, owner=asked.world.users["secretariat"])
    assert waits is not None
    os.utime(waits.path, (0, 0))
    body = letter(step="dates", waiting_letter=key, letter=second)
    (left,) = waiting(post(client, REGISTER, body, status=200).content.decode(), "letter")
    assert left.endswith("/second.pdf") and not waits.path.exists()


def test_more_files_than_an_account_may_have_wait_as_long_as_one_form_needs_them(asked: Asked) -> None:
    owner = asked.world.users["secretariat"]
    files = [SimpleUploadedFile(f"{n}.pdf", f"%PDF-1.7 {n}".encode()) for n in range(MOST + 2)]
    sent = {"annex": [(file.name or "", file) for file in files]}
    uploads = Uploads(sent, {}, owner=owner, accepted={"annex": EVIDENCE})
    rows = uploads.set_aside()["annex"]
    assert [one.name for one in rows] == [file.name for file in files]
    assert all(one.path.stat().st_size == one.size for one in rows)
    set_aside(name="next.pdf", stream=BytesIO(b"%PDF-1.7 next"), accepted=EVIDENCE, owner=owner)
    assert sum(one.path.exists() for one in rows) == MOST - 1


def test_of_a_part_that_takes_several_files_what_waits_stays_beside_what_is_sent_now(asked: Asked) -> None:
    owner = asked.world.users["secretariat"]
    first = set_aside(name="first.pdf", stream=BytesIO(b"%PDF-1.7 first"), accepted=EVIDENCE, owner=owner)

    def held(*several: str) -> list[str]:
        sent = {"waiting_annex": first.key, "annex": SimpleUploadedFile("second.pdf", b"%PDF-1.7 second")}
        request = RequestFactory().post("/", sent)
        request.user = owner
        with (
            pytest.raises(RuntimeError),  # what waits stays where the form could not be kept
            uploads_of(request, {"annex": EVIDENCE}, several=several).held() as files,
        ):
            found = [file.name for _part, file in files]
            raise RuntimeError
        return found

    assert held() == ["second.pdf"]
    assert held("annex") == ["first.pdf", "second.pdf"]


def test_the_same_letter_is_registered_once_and_its_number_is_named(asked: Asked) -> None:
    client = client_of(asked.world, "secretariat", "en")
    post(client, REGISTER, letter())
    body = post(client, REGISTER, letter(), status=409).content.decode()
    assert "2026/1" in body and Request.objects.count() == 1


def test_other_dates_need_a_reason_and_the_version_that_was_seen(asked: Asked) -> None:
    row = registered(asked)
    client = client_of(asked.world, "secretariat", "en")
    url = f"/requests/{row.code}/edit/"
    assert "20 Apr" in page(client, url)
    given = {"deed": "dates", "version": "1", "deadline": "2026-05-08", "shown_for": "2026-05-08"}
    refused = post(client, url, given, status=422).content.decode()
    assert 'field bad"><label for="reason"' in refused and 'value="2026-05-08"' in refused
    first = post(client, url, given | {"shown_for": "", "reason": "a week more"}, status=200).content.decode()
    assert "Nothing is changed yet." in first and "a week more" in first
    post(client, url, given | {"reason": "the sender gave a week more"})
    row.refresh_from_db()
    assert row.deadline == date(2026, 5, 8) and row.version == 2
    stale = post(client, url, given | {"reason": "once more"}, status=409).content.decode()
    assert "once more" in stale
    assert AuditEntry.objects.filter(action="requests.change_dates").count() == 1


def test_a_disposition_is_kept_with_its_words_and_a_later_one_is_not_lost(asked: Asked) -> None:
    row = registered(asked)
    client = client_of(asked.world, "coordinator", "en")
    url = f"/requests/{row.code}/edit/"
    blank = {"deed": "dispose", "text": " ", "version": "1"}
    assert 'field bad"><label for="text"' in post(client, url, blank, status=422).content.decode()
    post(client, url, blank | {"text": "Secretariat splits it by Monday."})
    late = post(client, url, blank | {"text": "Mine instead."}, status=409).content.decode()
    assert "Mine instead." in late
    row.refresh_from_db()
    assert row.disposition == "Secretariat splits it by Monday."


@pytest.mark.parametrize("who", ["producer", "focal", "soca", "auditor", "admin"])
def test_who_takes_no_letters_in_finds_no_form(asked: Asked, who: str) -> None:
    row = registered(asked)
    client = client_of(asked.world, who)
    for url in (REGISTER, f"/requests/{row.code}/edit/", f"/requests/{row.code}/split/"):
        page(client, url, status=404)
