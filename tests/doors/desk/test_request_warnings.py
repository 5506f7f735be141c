"""What somebody is told before he hands in, puts together or clears: numbers that do not agree, and whose words."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest
from tests.doors.desk.test_request_pages import answer_form, item_url
from tests.doors.desk.test_request_pages_out import version_url
from tests.doors.desk.work_round import client_of, on, page, post
from tests.guard import behind_its_back
from tests.request_work import Asked, a_file, answered, country, delivered, put_together, split_over_seven
from tests.world import moment

from simpul.actions.requests import (
    NewItem,
    consolidate,
    hand_in,
    log_clarification,
    put_forward,
    route_clarification,
    save_answer,
    send_out,
    split_request,
)
from simpul.core.reporting import Letter
from simpul.records.models import (
    AuditEntry,
    ConsolidatedAnswer,
    Indicator,
    ItemAnswer,
    RequestClearance,
    RequestDelivery,
    RequestItem,
)

pytestmark = pytest.mark.django_db
#: 21.5 is the figure of 2023; only the English text says something else.
APART = {"text_en": "23.4 per cent.", "text_id": "21,5 persen.", "figures": ["P-H-1|IDN|2023"]}


@pytest.fixture
def asked() -> Iterator[Asked]:
    made = country()
    with on(moment(2026, 4, 20)):
        split_over_seven(made)
        yield made


def words(text: str) -> str:
    return " ".join(re.sub(r"<[^>]+>", " ", html.unescape(text)).split())


def mark_in(text: str) -> str:
    """What the box of who goes on knowingly gives back."""
    found = re.search(r'name="numbers_known" value="([^"]+)"', text)
    assert found, words(text)
    return html.unescape(found[1])


def last_note() -> Any:
    row = AuditEntry.objects.latest("pk")
    return row.after.get("numbers")


def test_an_answer_whose_numbers_disagree_is_handed_in_knowingly(asked: Asked) -> None:
    client = client_of(asked.world, "focal_SOMHD", "en")
    form = answer_form(asked, "B.1", deed="hand_in", **APART)
    text = post(client, item_url(asked, "B.1", "answer/"), form, status=422).content.decode()
    told = words(text)
    assert "23.4 stands in the English text and not in the Indonesian." in told
    assert "21,5 stands in the Indonesian text and not in the English." in told
    assert "23.4 agrees with none of the figures referred to." in told
    assert "banner error" not in text and ItemAnswer.objects.get().handed_in_at is None
    again = form | {"version": "1", "numbers_known": mark_in(text)}
    post(client, item_url(asked, "B.1", "answer/"), again)
    row = ItemAnswer.objects.get()  # refused once and handed in as it stood: one version
    assert row.number == 1 and row.handed_in_at is not None
    assert last_note() == ["23.4", "21,5"]


def test_each_refused_attempt_keeps_what_was_typed_and_makes_a_version_only_where_it_differs(
    asked: Asked,
) -> None:
    client = client_of(asked.world, "focal_SOMHD", "en")
    form = answer_form(asked, "B.1", deed="hand_in", **APART)
    post(client, item_url(asked, "B.1", "answer/"), form, status=422)
    for _again in range(2):
        text = post(client, item_url(asked, "B.1", "answer/"), form | {"version": "1"}, status=422)
        assert "23.4 per cent." in text.content.decode()
        assert "saved as a draft, but not handed in" in text.content.decode()
    assert [row.number for row in ItemAnswer.objects.all()] == [1]
    other = form | {"version": "1", "text_en": "24.4 per cent."}
    post(client, item_url(asked, "B.1", "answer/"), other, status=422)
    kept = ItemAnswer.objects.order_by("number").values_list("number", "text_en")
    assert list(kept) == [(1, "23.4 per cent."), (2, "24.4 per cent.")]
    assert AuditEntry.objects.filter(action="requests.save_answer").count() == 2


def test_knowing_of_other_numbers_is_not_knowing_of_these(asked: Asked) -> None:
    client = client_of(asked.world, "focal_SOMHD", "en")
    form = answer_form(asked, "B.1", deed="hand_in", **APART)
    mark = mark_in(post(client, item_url(asked, "B.1", "answer/"), form, status=422).content.decode())
    other = form | {"version": "1", "text_en": "24.4 per cent.", "numbers_known": mark}
    post(client, item_url(asked, "B.1", "answer/"), other, status=422)
    assert not ItemAnswer.objects.filter(handed_in_at__isnull=False).exists()


def test_a_national_answer_whose_numbers_disagree_is_kept_knowingly_and_loses_nothing(asked: Asked) -> None:
    client = client_of(asked.world, "secretariat", "en")
    form = {"version": "0", "kind": "answer", "area": "IDN", **APART}
    text = post(client, item_url(asked, "B.1", "national/"), form, status=422).content.decode()
    assert "23.4 per cent." in text and ConsolidatedAnswer.objects.count() == 0
    post(client, item_url(asked, "B.1", "national/"), form | {"numbers_known": mark_in(text)})
    assert ConsolidatedAnswer.objects.get().text_en == "23.4 per cent."
    assert last_note() == ["23.4", "21,5"]
    assert "23.4 agrees with none" in page(client, item_url(asked, "B.1"))


def put_forward_apart(asked: Asked) -> None:
    """All put forward, the numbers of B.1 apart."""
    for number in asked.items:
        answered(asked, number, f"Answer to {number[:1]}.")
        put_together(asked, number, f"National answer to {number[:1]}.")
    consolidate(item=asked.item("B.1"), expected_version=1, **APART, actor=asked.world.actor("secretariat"))
    put_forward(request=asked.request, actor=asked.world.actor("secretariat", moment(2026, 4, 20)))


def test_who_clears_reads_at_which_item_numbers_disagree_and_clears_knowingly(asked: Asked) -> None:
    put_forward_apart(asked)
    client = client_of(asked.world, "coordinator", "en")
    text = page(client, version_url())
    assert words(text).count("23.4 stands in the English text and not in the Indonesian.") == 1
    assert "Items: B.1 The numbers are meant as they stand." in words(text)
    seen = re.search(r'name="seen" value="(\w+)"', text)
    assert seen
    form = {"seen": seen[1], "remark": "read"}
    back = post(client, version_url("clear/"), form, status=422).content.decode()
    assert "banner error" not in back and ">read</textarea>" in back
    assert not RequestClearance.objects.exists()
    post(client, version_url("clear/"), form | {"numbers_known": mark_in(back)})
    assert RequestClearance.objects.get().verdict == "cleared" and last_note() == ["23.4", "21,5"]


def test_an_office_of_one_item_reads_neither_the_numbers_nor_how_many_the_others_are(asked: Asked) -> None:
    put_forward_apart(asked)
    client, form = client_of(asked.world, "coordinator", "en"), {"remark": "read"}
    form["seen"] = RequestDelivery.objects.get().content_hash
    mark = mark_in(post(client, version_url("clear/"), form, status=422).content.decode())
    post(client, version_url("clear/"), form | {"numbers_known": mark})
    assert asked.request is not None
    url = f"/requests/{asked.request.code}/"
    told = words(page(client, url).split("What happened")[1])
    assert "numbers that do not agree: 23.4" in told and "Answers to 7 items put forward" in told
    office = words(page(client_of(asked.world, "focal_SOMSWD", "en"), url).split("What happened")[1])
    assert "Cleared as" in office and "23.4" not in office and "21,5" not in office
    assert "Answer to 1 item put forward" in office and "7 items" not in office


@pytest.mark.parametrize("reader", ["id", "en"])
def test_the_language_that_is_sent_stands_first_whoever_reads(asked: Asked, reader: str) -> None:
    both = {"text_en": "Nineteen.", "text_id": "Sembilan belas."}
    consolidate(item=asked.item("B.1"), expected_version=0, **both, actor=asked.world.actor("secretariat"))
    only = {"text_id": "Belum ada."}
    consolidate(item=asked.item("B.2"), expected_version=0, **only, actor=asked.world.actor("secretariat"))
    client = client_of(asked.world, "secretariat", reader)
    assert asked.request is not None and asked.request.language == "en"
    for url in (f"/requests/{asked.request.code}/", item_url(asked, "B.1")):
        text = page(client, url)
        sent, other = text.index("Nineteen."), text.index("Sembilan belas.")
        assert sent < other and "<details" in text[sent:other]
    told = words(page(client, f"/requests/{asked.request.code}/"))
    only_words = {
        "en": "Only in Indonesian; the sender is answered in English",
        "id": "Hanya dalam bahasa Indonesia; pengirim dijawab dalam bahasa Inggris",
    }
    assert told.count(only_words[reader]) == 1


def test_who_clears_is_told_what_was_entered_on_behalf_by_whom_and_by_which_letter(asked: Asked) -> None:
    office, secretariat = asked.office("SOMHD"), asked.world.actor("secretariat")
    row = save_answer(item=asked.item("B.1"), organisation=office, text_en="By mail.", actor=secretariat)
    letter = Letter("INV/KEMENKES/7", date(2026, 4, 9))
    hand_in(item=asked.item("B.1"), organisation=office, seen=row.number, letter=letter, actor=secretariat)
    put_together(asked, "B.1", "National.")
    save_answer(item=asked.item("B.2"), organisation=asked.office("SOMSWD"), text_en="x", actor=secretariat)
    focal = asked.focal("SOMSWD")
    hand_in(item=asked.item("B.2"), organisation=asked.office("SOMSWD"), seen=1, actor=focal)
    put_together(asked, "B.2", "National.")
    for number in sorted(set(asked.items) - {"B.1", "B.2"}):
        answered(asked, number, "Own.")
        put_together(asked, number, "National.")
    put_forward(request=asked.request, actor=secretariat)
    told = words(page(client_of(asked.world, "coordinator", "en"), version_url()))
    assert "2 items were answered on behalf of their offices." in told
    by_letter = (
        "handed in by Secretariat on behalf of Focal, Kemenkes , by letter INV/KEMENKES/7 of 9 Apr 2026"
    )
    assert by_letter.replace(" ,", ",") in told.replace(" ,", ",")
    assert "written by Secretariat on behalf of " in told and "handed in by the office itself" in told


def test_who_clears_reads_the_number_of_an_item_without_the_full_stop_of_its_list(asked: Asked) -> None:
    with behind_its_back():
        RequestItem.objects.filter(pk=asked.items["B.1"].pk).update(number="4.", anchor="")
    office, secretariat = asked.office("SOMHD"), asked.world.actor("secretariat")
    row = save_answer(item=asked.item("B.1"), organisation=office, text_en="Mail.", actor=secretariat)
    hand_in(item=asked.item("B.1"), organisation=office, seen=row.number, actor=asked.focal("SOMHD"))
    put_together(asked, "B.1", "National.")
    for number in sorted(set(asked.items) - {"B.1"}):
        answered(asked, number, "Own.")
        put_together(asked, number, "National.")
    with a_file("form.pdf", b"form") as held:
        put_forward(request=asked.request, files=[("form", held)], actor=secretariat)
    assert asked.request is not None
    client, key = client_of(asked.world, "secretariat", "en"), asked.items["B.1"].pk
    text = page(client, version_url())
    assert re.findall(rf'<a href="#a-{key}">([^<]+)</a>', text) == ["4", "4"]
    told = words(page(client, f"/requests/{asked.request.code}/").split("What happened")[1])
    assert "Item 4: Kemenkes handed in version 1" in told and "4.:" not in told


def test_who_clears_is_told_which_answers_have_no_place_in_the_senders_form(asked: Asked) -> None:
    split_request(
        request=asked.request,
        items=[NewItem(number="B.8", body=asked.bodies["SOMHD"], text_en="Anything else?")],
        actor=asked.world.actor("secretariat"),
    )
    send_out(request=asked.request, actor=asked.world.actor("secretariat"))
    asked.items["B.8"] = asked.request.items.get(number="B.8")
    for number in asked.items:
        answered(asked, number, "Own.")
        put_together(asked, number, "National.")
    with a_file("form.pdf", b"form") as held:
        put_forward(request=asked.request, files=[("form", held)], actor=asked.world.actor("secretariat"))
    client = client_of(asked.world, "coordinator", "en")
    told = words(page(client, version_url()))
    assert "1 answer has no place in the sender's form: B.8 ." in told
    assert "See that an annex or the covering letter says them" in told


def test_of_a_form_filled_in_by_hand_nobody_says_that_answers_have_no_place_in_it(asked: Asked) -> None:
    for number in asked.items:
        answered(asked, number, "Own.")
        put_together(asked, number, "National.")
    with behind_its_back():
        RequestItem.objects.update(anchor="")  # split by hand, beside a form nobody could read
    with a_file("form.pdf", b"form") as held:
        put_forward(request=asked.request, files=[("form", held)], actor=asked.world.actor("secretariat"))
    told = words(page(client_of(asked.world, "coordinator", "en"), version_url()))
    assert "form.pdf" in told and "no place in the sender's form" not in told


def test_without_a_form_of_the_sender_no_place_is_missed(asked: Asked) -> None:
    put_forward_apart(asked)
    told = words(page(client_of(asked.world, "coordinator", "en"), version_url()))
    assert "no place in the sender's form" not in told


def test_the_next_version_shows_what_changed_against_the_one_the_sender_has(asked: Asked) -> None:
    first = delivered(asked, at=moment(2026, 4, 20))
    page_of_first = words(page(client_of(asked.world, "coordinator", "en"), version_url()))
    assert "against version" not in page_of_first and "differ from version" not in page_of_first
    at = moment(2026, 4, 20)
    secretariat = asked.world.actor("secretariat", at)
    row = log_clarification(
        delivery=first,
        item=asked.item("B.2"),
        text="Since when?",
        asked_on=date(2026, 4, 20),
        actor=secretariat,
    )
    route_clarification(clarification=row, actor=secretariat)
    consolidate(
        item=asked.item("B.2"),
        expected_version=1,
        text_en="National answer since 2020 to B.2.",
        text_id="Jawaban nasional.",
        figures=["P-H-1|IDN|2023"],
        actor=secretariat,
    )
    put_forward(request=asked.request, actor=secretariat)
    text = page(client_of(asked.world, "coordinator", "en"), version_url(number=2))
    told = words(text)
    assert "7 answers; 1 differs from version 1" in told
    assert told.count("unchanged against version 1") == 6
    assert "<ins>since 2020 </ins>" in text and "<ins>Jawaban nasional.</ins>" in text
    assert "What changed against version 1" in told and "<li><ins>" in text
    changed = text[text.index(f'id="a-{asked.items["B.2"].pk}"') :][:60]
    assert 'class="changed"' in changed


def test_a_national_answer_that_comes_back_for_its_numbers_keeps_the_figures_that_were_ticked(
    asked: Asked,
) -> None:
    answered(asked, "B.1", "Answer.")
    client = client_of(asked.world, "secretariat", "en")
    form = APART | {"version": "0", "kind": "answer", "figures": ["P-H-1|IDN|2023|_T"]}
    text = post(client, item_url(asked, "B.1", "national/"), form, status=422).content.decode()
    ticked = re.findall(r'name="figures" value="([^"]+)" checked', text)
    assert [html.unescape(one) for one in ticked] == ["P-H-1|IDN|2023|_T"]
    again = form | {"figures": [html.unescape(one) for one in ticked], "numbers_known": mark_in(text)}
    post(client, item_url(asked, "B.1", "national/"), again)
    kept = ConsolidatedAnswer.objects.get(item=asked.items["B.1"])
    assert [figure["indicator"] for figure in kept.figures] == ["P-H-1"]


def test_a_figure_ticked_that_is_not_the_newest_or_of_a_former_definition_says_so(asked: Asked) -> None:
    answered(asked, "B.1", "Answer.")
    client = client_of(asked.world, "secretariat", "en")
    form = APART | {"version": "0", "kind": "answer", "figures": ["P-H-1|IDN|2022|_T"]}
    text = words(post(client, item_url(asked, "B.1", "national/"), form, status=422).content.decode())
    assert "a newer figure is published" in text and "under a former definition" not in text
    with behind_its_back():
        Indicator.objects.filter(code="P-H-1").update(definition_version=2)
    text = words(page(client, item_url(asked, "B.1")))
    assert "under a former definition" in text and "a newer figure is published" not in text
