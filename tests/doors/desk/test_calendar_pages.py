"""Calendar, chairs, offices and glossary: what is known stands there, what is not is to be confirmed in words."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from tests.doors.desk.work_round import client_of, on, page
from tests.guard import behind_its_back
from tests.remembered import made_once
from tests.world import World, make_world, moment

from simpul.doors.desk.ics import Entry, calendar_file
from simpul.records.models import CalendarEvent, Chair, ContentEntry, FreeDay, Organisation, Responsibility

pytestmark = pytest.mark.django_db

SURE = {"source": "https://example.org/meetings", "confidence": "verified"}
WORDS = {
    "focal-point": ("pumpunan", "focal point", "Yang ditunjuk mewakili.", "Who is named to represent."),
    "source": ("sumber", "source", "Tempat memeriksa.", "Where to look it up."),
}


@pytest.fixture(autouse=True)
def today() -> Iterator[None]:
    with on():  # 10 April 2026
        yield


@pytest.fixture
@made_once
def world() -> World:
    made = make_world()
    made.open()
    return made


@pytest.fixture
def met(world: World) -> World:
    """Two meetings with days, one expected, a chair known and one not, a free day, two words."""
    health = world.bodies["SOMHD"]
    with behind_its_back():
        for position, (code, name_id, name_en) in enumerate(
            (("IDN", "Indonesia", "Indonesia"), ("PHL", "Filipina", "Philippines"))
        ):
            fact("area", code, world, position=position, name={"id": name_id, "en": name_en}, member=True)
        for code, (word_id, word_en, means_id, means_en) in WORDS.items():
            definition = {"id": means_id, "en": means_en}
            fact("term", code, world, id=word_id, en=word_en, definition=definition, **SURE)
        event("a", "Sidang lalu", starts_on=date(2026, 3, 4), body=health, status="confirmed")
        event(
            "b",
            "Sidang, tengah; April",
            starts_on=date(2026, 4, 14),
            ends_on=date(2026, 4, 15),
            body=health,
            area="PHL",
            place="Cebu",
            status="confirmed",
            remark_id="Hari kedua tertutup",
        )
        event(
            "c", "Sidang kelak", expected_from=date(2026, 8, 1), expected_to=date(2026, 10, 31), body=health
        )
        event("d", "Sidang April", expected_from=date(2026, 4, 1), expected_to=date(2026, 4, 30))
        chair("x", health, area="PHL", since=date(2026, 1, 1), until=date(2027, 1, 1))
        chair("y", health, area="", since=date(2027, 1, 1), until=date(2028, 1, 1), confidence="inferred")
        FreeDay.objects.create(
            area="IDN", day=date(2026, 4, 3), name_id="Wafat Yesus Kristus", name_en="Good Friday",
            kind="national", decree="SKB 1/2025", recorded_at=moment(2026, 1, 1),
        )  # fmt: skip
    return world


def fact(kind: str, code: str, world: World, **body: Any) -> None:
    body = {"code": code, **body}
    ContentEntry.objects.create(
        kind=kind, code=code, number=1, digest=code, body=body, place="x:1", version=world.content
    )


def event(code: str, name: str, **fields: Any) -> None:
    fields = {"status": "tentative", **SURE, **fields}
    CalendarEvent.objects.create(code=code, name_id=name, name_en=f"{name} (en)", **fields)


def chair(code: str, body: Any, **fields: Any) -> None:
    fields = {"part": "chair", "precision": "year", **SURE, **fields}
    Chair.objects.create(code=code, body=body, **fields)


def test_the_month_shows_meetings_on_each_of_their_days_and_free_days_beside_them(met: World) -> None:
    text = page(client_of(met, "producer"), "/calendar/")
    grid = text[text.index('<table class="month') : text.index("</table>")]
    cells = {cell[:10]: cell.split("</td>")[0] for cell in grid.split('datetime="')[1:]}
    assert len(cells) == 30
    assert {day for day, cell in cells.items() if "Sidang, tengah; April" in cell} == {
        "2026-04-14",
        "2026-04-15",
    }
    assert "Wafat Yesus Kristus" in cells["2026-04-03"] and "Hari ini" in cells["2026-04-10"]
    assert "Sidang April" not in grid and "Sidang April" in text.split("tanggal belum dipastikan")[1]


def test_another_month_is_an_address_and_what_is_no_month_is_this_one(met: World) -> None:
    client = client_of(met, "producer", "en")
    march = page(client, "/calendar/?month=2026-03")
    assert ">March 2026<" in march and "month=2026-02" in march and "month=2026-04" in march
    assert ">April 2026<" in page(client, "/calendar/?month=soon")
    assert "month=2025-12" in page(client, "/calendar/?month=2026-01")


def test_a_meeting_without_a_day_says_between_which_months_and_that_it_is_to_be_confirmed(met: World) -> None:
    for language, words in (
        ("id", "Agustus – Oktober 2026, tanggal belum dipastikan"),
        ("en", "August – October 2026, date to be confirmed"),
    ):
        for url in ("/calendar/", "/directory/SOMHD/"):
            assert words in page(client_of(met, "producer", language), url)


def test_the_list_keeps_to_its_filters_and_what_is_ahead_stands_first(met: World) -> None:
    client = client_of(met, "producer")
    text = page(client, "/calendar/")
    names = ["Sidang April", "Sidang, tengah; April", "Sidang kelak", "Sidang lalu"]
    listed = text[text.index('id="e-h"') :]
    assert [listed.index(f">{name}<") for name in names] == sorted(
        listed.index(f">{name}<") for name in names
    )
    confirmed = page(client, "/calendar/?status=confirmed")
    assert "Sidang kelak" not in confirmed and "Sidang lalu" in confirmed


def test_a_chair_nobody_knows_yet_is_to_be_confirmed_and_never_a_country(met: World) -> None:
    text = page(client_of(met, "producer", "en"), "/directory/SOMHD/")
    rows = text[text.index('id="c-h"') :].split('<tr role="row">')
    known, unknown = (next(row for row in rows if year in row) for year in (">2026<", ">2027<"))
    assert "Philippines" in known and "to be confirmed" not in known
    assert "to be confirmed" in unknown and "inferred by us" in unknown


def test_the_next_meetings_stand_beside_the_duties_and_those_held_do_not(met: World) -> None:
    text = page(client_of(met, "producer"), "/")
    beside = text[text.index('id="next-h"') :]
    assert "14–15 April 2026 · Cebu" in beside and "Sidang kelak" in beside and "Sidang lalu" not in beside


def test_a_meeting_is_ahead_until_its_last_day_is_over(met: World) -> None:
    def ahead(month: int, day: int) -> list[str]:
        return [row.code for row in CalendarEvent.objects.coming(date(2026, month, day))]

    # b on 14 and 15 April; d expected in April, c from August to October
    assert (ahead(4, 15), ahead(4, 16)) == (["d", "b", "c"], ["d", "c"])
    assert (ahead(4, 30), ahead(5, 1)) == (["d", "c"], ["c"])
    assert (ahead(10, 31), ahead(11, 1)) == (["c"], [])


def test_the_calendar_file_holds_what_has_a_day_under_the_filters_of_the_page(met: World) -> None:
    client = client_of(met, "producer")
    response = client.get("/calendar/asean.ics?body=SOMHD")
    assert response["Content-Type"] == "text/calendar; charset=utf-8"
    assert response["Content-Disposition"] == 'attachment; filename="asean.ics"'
    assert unfolded(response.content) == [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        "PRODID:-//Simpul//Calendar//EN",
        "CALSCALE:GREGORIAN",
        "X-WR-CALNAME:Kalender ASEAN",
        "BEGIN:VEVENT",
        "UID:b@simpul",
        "DTSTAMP:20260410T020000Z",
        "DTSTART;VALUE=DATE:20260414",
        "DTEND;VALUE=DATE:20260416",
        "SUMMARY:Sidang\\, tengah\\; April",
        "LOCATION:Cebu\\, Filipina",
        "DESCRIPTION:Hari kedua tertutup\\nTingkat kepastian: terlihat di sumber terbit"
        "\\nSumber: https://example.org/meetings",
        "STATUS:CONFIRMED",
        "TRANSP:TRANSPARENT",
        "END:VEVENT",
        "BEGIN:VEVENT",
        "UID:a@simpul",
        "DTSTAMP:20260410T020000Z",
        "DTSTART;VALUE=DATE:20260304",
        "DTEND;VALUE=DATE:20260305",
        "SUMMARY:Sidang lalu",
        "DESCRIPTION:Tingkat kepastian: terlihat di sumber terbit\\nSumber: https://example.org/meetings",
        "STATUS:CONFIRMED",
        "TRANSP:TRANSPARENT",
        "END:VEVENT",
        "END:VCALENDAR",
    ]


def unfolded(raw: bytes) -> list[str]:
    """The lines of a calendar file, each octet line at most 75 long, read as RFC 5545 has it."""
    assert raw.endswith(b"\r\n") and b"\n" not in raw.replace(b"\r\n", b"")
    lines: list[bytes] = []
    for line in raw[:-2].split(b"\r\n"):
        assert len(line) <= 75
        if line.startswith(b" "):
            lines[-1] += line[1:]
        else:
            lines.append(line)
    return [line.decode() for line in lines]


def test_a_long_line_is_cut_between_characters_and_reads_as_it_was() -> None:
    title = "Pertemuan Đà Nẵng — " * 9 + "akhir\\"
    raw = calendar_file(
        "x",
        [Entry("u", date(2026, 12, 31), date(2026, 12, 31), title, "", "satu\ndua", False)],
        at=datetime(2026, 4, 10, 2, tzinfo=UTC),
    )
    lines = unfolded(raw)
    assert f"SUMMARY:{title[:-1]}\\\\" in lines and "DESCRIPTION:satu\\ndua" in lines
    assert "DTEND;VALUE=DATE:20270101" in lines and "STATUS:TENTATIVE" in lines
    assert not any(line.startswith("LOCATION") for line in lines)


def test_a_first_day_that_was_only_recalled_is_to_be_confirmed_beside_the_day(met: World) -> None:
    with behind_its_back():
        Responsibility.objects.filter(body__code="SOMHD").update(since_confidence="recalled")
    assert "belum dipastikan" in page(client_of(met, "producer"), "/directory/SOMHD/").split('id="d-h"')[0]


def test_an_office_says_what_set_it_up_or_that_this_is_to_be_confirmed(met: World) -> None:
    with behind_its_back():
        Organisation.objects.create(
            code="PHL-DSWD",
            acronym="DSWD",
            name_id="Departemen",
            name_en="Department",
            kind="ministry",
            area="PHL",
        )
        fact("organisation", "KEMENKES", met, legal_basis="Perpres 1/2025", legal_basis_confidence="recalled")
        fact("organisation", "KEMENSOS", met, coordinated_by="KEMENKES", coordinated_by_confidence="recalled")
        fact("organisation", "PHL-DSWD", met)
    text = page(client_of(met, "producer"), "/offices/")
    split = text.split('<tr role="row">')
    rows = {
        name: next(row for row in split if f">{name}" in row[:300])
        for name in ("Kemenkes", "Kemensos", "DSWD")
    }
    assert "Perpres 1/2025 (belum dipastikan)" in rows["Kemenkes"]
    assert rows["Kemensos"].count("belum dipastikan") == 2 and "Kemenkes" in rows["Kemensos"]
    assert "Filipina" in rows["DSWD"] and "belum dipastikan" not in rows["DSWD"]
    assert "DSWD" not in page(client_of(met, "producer"), "/offices/?country=Indonesia").split("<tbody")[1]


def test_a_label_that_is_a_word_of_the_glossary_leads_to_its_meaning_in_the_language_of_the_page(
    met: World,
) -> None:
    for language, label, means in (
        ("id", "Pumpunan", "Yang ditunjuk mewakili."),
        ("en", "Focal point", "Who is named to represent."),
    ):
        link = f'<a class="term" href="/glossary/#focal-point" title="{means}">{label}</a>'
        assert link in page(client_of(met, "producer", language), "/directory/")
    assert 'class="term"' not in page(client_of(met, "producer"), "/frameworks/")


def test_the_glossary_has_each_word_with_an_address_and_is_searched_in_both_languages(met: World) -> None:
    client = client_of(met, "producer")
    text = page(client, "/glossary/")
    assert '<div id="focal-point"><dt>pumpunan <span class="mute" lang="en">focal point</span></dt>' in text
    assert text.index('id="focal-point"') < text.index('id="source"')
    found = page(client, "/glossary/?q=LOOK")
    assert 'id="source"' in found and 'id="focal-point"' not in found


def test_more_meetings_cost_no_more_queries(met: World) -> None:
    client = client_of(met, "producer")
    numbers = []
    for more in (0, 30):
        with behind_its_back():
            for number in range(more):
                event(f"m{number}", f"Sidang {number}", starts_on=date(2026, 4, 1), body=met.bodies["SOMHD"])
        page(client, "/calendar/")
        with CaptureQueriesContext(connection) as asked:
            page(client, "/calendar/")
        numbers.append(len(asked))
    assert numbers[0] == numbers[1] <= 25
