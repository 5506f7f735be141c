"""Pages of what goes to the sender: put forward, cleared by the chain, returned, sent, asked back, answered anew."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from io import BytesIO
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from tests.doors.desk.test_request_pages import count_in_menu, item_url, office_of
from tests.doors.desk.work_round import client_of, on, page, post
from tests.guard import behind_its_back
from tests.request_work import Asked, answered, country, delivered, put_together, split_over_seven
from tests.request_work import sent as sent_by_secretariat
from tests.world import moment

from simpul.actions.requests import (
    clear_request,
    close_request,
    log_clarification,
    reroute_item,
    return_delivery,
    route_clarification,
)
from simpul.records.models import (
    AuditEntry,
    Clarification,
    DeliveredAnswer,
    Organisation,
    RequestDelivery,
    StoredFile,
)
from simpul.records.request_list import RequestRows
from simpul.records.request_offices import offices_behind

pytestmark = pytest.mark.django_db
TODAY = date(2026, 4, 20)


@pytest.fixture
def asked() -> Iterator[Asked]:
    made = country()
    with on(moment(2026, 4, 20)):
        split_over_seven(made)
        yield made


@pytest.fixture
def ready(asked: Asked) -> Asked:
    """Every item with its national answer."""
    for number in asked.items:
        answered(asked, number, f"Answer to {number}.", at=moment(2026, 4, 18))
        put_together(asked, number, f"National answer to {number}.", at=moment(2026, 4, 19))
    return asked


@pytest.fixture
def sent(asked: Asked) -> Asked:
    delivered(asked, at=moment(2026, 4, 20))
    return asked


def url_of(asked: Asked, deed: str = "") -> str:
    assert asked.request is not None
    return f"/requests/{asked.request.code}/{deed}"


def version_url(deed: str = "", number: int = 1) -> str:
    return f"/requests/versions/{RequestDelivery.objects.get(number=number).pk}/{deed}"


def forwarded(asked: Asked) -> RequestDelivery:
    """Put forward by the secretariat at the page, with the filled form."""
    form = {"comment": "See B.4.", "form": SimpleUploadedFile("isi.pdf", b"%PDF-1.7 isi")}
    post(client_of(asked.world, "secretariat", "en"), url_of(asked, "forward/"), form)
    return RequestDelivery.objects.latest("number")


def test_nothing_is_put_forward_before_every_item_is_answered(asked: Asked) -> None:
    client = client_of(asked.world, "secretariat", "en")
    assert "Put all answers forward" not in page(client, url_of(asked))
    text = post(client, url_of(asked, "forward/"), {"comment": "x"}, status=422).content.decode()
    assert "7 items are not complete" in text
    assert not RequestDelivery.objects.exists()


def test_answers_and_files_are_frozen_and_cleared_by_the_chain_for_what_was_seen(ready: Asked) -> None:
    delivery = forwarded(ready)
    coordinator = client_of(ready.world, "coordinator", "en")
    assert count_in_menu(page(coordinator, "/")) == 1
    queue = page(coordinator, "/clearance/")
    assert f'href="{version_url()}"' in queue and "Nothing waits for your check" not in queue
    assert version_url() not in page(client_of(ready.world, "soca", "en"), "/clearance/")
    text = page(coordinator, version_url())
    assert "National answer to B.7." in text and "Note to those who clear:" in text and "isi.pdf" in text
    assert "You check as: Coordinator" in text
    stale = post(coordinator, version_url("clear/"), {"seen": "0" * 64, "remark": "Read"}, status=409)
    assert ">Read</textarea>" in stale.content.decode()
    post(coordinator, version_url("clear/"), {"seen": delivery.content_hash, "remark": "Read"})
    assert count_in_menu(page(coordinator, "/")) == 0
    assert "Nothing waits for your check" in page(coordinator, "/clearance/")
    post(client_of(ready.world, "soca", "en"), version_url("clear/"), {"seen": delivery.content_hash})
    assert RequestDelivery.objects.get().state == "cleared"


def test_who_wrote_a_national_answer_is_told_that_he_does_not_clear_it(asked: Asked) -> None:
    for number in asked.items:
        answered(asked, number, "x", at=moment(2026, 4, 18))
        item = asked.item(number)
        form = {"version": "0", "kind": "answer", "text_en": f"National {number}", "area": "IDN"}
        post(client_of(asked.world, "coordinator"), f"/requests/items/{item.pk}/national/", form)
    delivery = forwarded(asked)
    client = client_of(asked.world, "coordinator", "en")
    assert "this check belongs to somebody else" in page(client, version_url())
    assert count_in_menu(page(client, "/")) == 0
    refused = post(client, version_url("clear/"), {"seen": delivery.content_hash}, status=422)
    assert 'role="status"' not in refused.content.decode().split("<main")[1].split("head")[0]
    assert RequestDelivery.objects.get().state == "clearance"


def test_an_approving_official_reads_whose_answers_he_clears_and_who_said_nothing(asked: Asked) -> None:
    also = asked.world.organisations["KEMLU"]
    lead = office_of(asked, "B.1")
    reroute_item(
        item=asked.items["B.1"], lead=lead, also=[also], reason="Both", actor=asked.world.actor("secretariat")
    )
    for number in asked.items:
        answered(asked, number, f"Answer to {number}.", at=moment(2026, 4, 18))
        put_together(asked, number, f"National answer to {number}.", at=moment(2026, 4, 19))
    told = "6 of 7 answered by every office asked, 7 with a national answer"
    assert told in page(client_of(asked.world, "secretariat", "en"), url_of(asked))
    assert RequestRows(asked.world.users["secretariat"].duties_on(TODAY), TODAY)[0].answered == 6
    delivery = forwarded(asked)
    text = re.sub(r"<[^>]*>|\s+", " ", page(client_of(asked.world, "coordinator", "en"), version_url()))
    text = re.sub(r"\s+", " ", text)
    assert "1 office has not answered: Kemlu (item B.1)" in text
    assert "Offices asked: Kemenkes (answered, version 1); Kemlu ( has not answered )." in text
    for who, number in (("B.1", 2), ("B.2", 1)):
        behind = offices_behind(delivery)[asked.items[who].pk]
        assert (len(behind), behind[0].used, behind[-1].silent) == (number, True, who == "B.1")
    sent = send_cleared(asked, delivery)
    item, secretariat = asked.item("B.1"), asked.world.actor("secretariat", moment(2026, 4, 22))
    back = log_clarification(
        delivery=sent, item=item, text="By sex?", asked_on=moment(2026, 4, 22).date(), actor=secretariat
    )
    route_clarification(clarification=back, offices=[lead, also], actor=secretariat)
    assert [one.silent for one in offices_behind(sent)[item.pk]] == [False, True]


def send_cleared(asked: Asked, delivery: RequestDelivery) -> RequestDelivery:
    """What was put forward, cleared by both and sent on 20 April."""
    at = moment(2026, 4, 20)
    for who in ("coordinator", "soca"):
        clear_request(delivery=delivery, seen=delivery.content_hash, actor=asked.world.actor(who, at))
    return sent_by_secretariat(asked, RequestDelivery.objects.get(), at=at)


def test_an_office_is_not_told_on_which_day_others_took_their_steps(ready: Asked) -> None:
    forwarded(ready)

    def consolidation(who: str) -> str:
        text = re.sub(r"<[^>]*>|\s+", " ", page(client_of(ready.world, who, "en"), url_of(ready)))
        return text.split("From letter to answer")[1].split("Consolidation")[1].split("Clearance")[0]

    assert "20 Apr 2026" in consolidation("secretariat")
    assert "planned" in consolidation("focal_SOMHD") and "20 Apr" not in consolidation("focal_SOMHD")


def test_answers_are_returned_with_a_reason_and_what_was_put_forward_stays_readable(ready: Asked) -> None:
    delivery = forwarded(ready)
    client = client_of(ready.world, "coordinator", "en")
    refused = post(client, version_url("return/"), {"seen": delivery.content_hash, "reason": ""}, status=422)
    assert "A written reason is required." in refused.content.decode()
    post(client, version_url("return/"), {"seen": delivery.content_hash, "reason": "B.4 is thin"})
    text = page(client, version_url())
    assert "B.4 is thin" in text and "National answer to B.4." in text
    assert "Put all answers forward" in page(client_of(ready.world, "secretariat", "en"), url_of(ready))
    assert "Answers returned by the Coordinator" in page(client, url_of(ready))


def test_sending_asks_for_day_and_channel_and_keeps_what_was_typed(ready: Asked) -> None:
    delivery = forwarded(ready)
    for who in ("coordinator", "soca"):
        post(client_of(ready.world, who), version_url("clear/"), {"seen": delivery.content_hash})
    client = client_of(ready.world, "secretariat", "en")
    assert "Cleared: to be sent to the sender" in page(client, "/")
    form: dict[str, Any] = {"on": "2026-04-20", "channel": "", "receipt": "R-1"}
    text = post(client, version_url("send/"), form, status=422).content.decode()
    assert "The field “Sent by” is empty." in text and 'value="R-1"' in text
    late = post(client, version_url("send/"), form | {"on": "2026-05-01", "channel": "e-mail"}, status=422)
    assert (
        'value="2026-05-01"' in late.content.decode()
        and "is not between its approval" in late.content.decode()
    )
    letter = SimpleUploadedFile("surat.pdf", b"%PDF-1.7 surat")
    text = post(client, version_url("send/"), form | {"letter": letter}, status=422).content.decode()
    (key,) = re.findall(r'name="waiting_letter" value="([^"]*)" checked', text)
    post(client, version_url("send/"), form | {"channel": "e-mail", "receipt": "", "waiting_letter": key})
    row = RequestDelivery.objects.get()
    assert (row.version, row.channel, row.receipt) == (1, "e-mail", "")
    text = page(client, version_url())
    assert "Version 1" in text and "surat.pdf" in text and "added when it was sent" in text
    post(client, version_url("receipt/"), {"receipt": "ASEC-77"})
    assert "ASEC-77" in page(client, url_of(ready))


def test_a_stage_behind_us_says_the_day_it_ended_on_and_what_was_planned(sent: Asked) -> None:
    text = page(client_of(sent.world, "secretariat", "en"), url_of(sent))
    steps = re.findall(r"<li class=.is-(\w+).*?<b>(.*?)<.*?class=.w.>(.*?)<.*?class=.t.>(.*?)<", text)
    assert steps[1:] == [
        ("done", "Answers of the offices", "20 Apr 2026", "planned 21 Apr 2026"),
        ("done", "Consolidation", "20 Apr 2026", "planned 24 Apr 2026"),
        ("done", "Clearance", "20 Apr 2026", "planned 28 Apr 2026"),
        ("done", "Sending", "20 Apr 2026", "planned 29 Apr 2026"),
        ("done", "Sender&#x27;s deadline", "30 Apr 2026", "sent 20 Apr 2026"),
    ]


def test_the_files_of_a_delivery_are_downloaded_by_who_sees_every_request(sent: Asked) -> None:
    file = StoredFile.objects.get(purpose="request_delivery")
    assert f"/files/{file.pk}/" in page(client_of(sent.world, "auditor"), version_url())
    response = client_of(sent.world, "auditor").get(f"/files/{file.pk}/")
    assert BytesIO(response.getvalue()).read() == b"%PDF-1.7\nform"
    office = client_of(sent.world, "focal_SOMHD")
    assert office.get(f"/files/{file.pk}/").status_code == 404
    page(office, version_url(), status=404)


def clarification(asked: Asked, number: str, **other: str) -> dict[str, Any]:
    return {
        "item": asked.items[number].pk,
        "cell": "",
        "text": "By sex, please.",
        "asked_on": "2026-04-20",
        "asked_by": "Desk officer",
        "channel": "e-mail",
        "due": "",
        **other,
    }


def test_a_clarification_is_logged_to_a_cell_of_a_version_and_a_wrong_day_keeps_the_text(sent: Asked) -> None:
    client = client_of(sent.world, "secretariat", "en")
    form = clarification(sent, "B.3", cell="D13", asked_on="2026-04-01")
    text = post(client, version_url("clarify/"), form, status=422).content.decode()
    assert "is not between the sending of its version" in text
    assert 'value="D13"' in text and ">By sex, please.</textarea>" in text
    assert f'<option value="{sent.items["B.3"].pk}" selected>' in text
    empty = post(client, version_url("clarify/"), clarification(sent, "B.3", text=""), status=422)
    assert "The field “What is asked” is empty." in empty.content.decode()
    post(client, version_url("clarify/"), clarification(sent, "B.3", cell="D13"))
    row = Clarification.objects.get()
    assert (row.item.number, row.cell, row.state, row.delivery.version) == ("B.3", "D13", "open", 1)
    assert "1 clarification to route" in page(client, "/")


def test_routed_it_opens_its_item_alone_and_the_next_version_answers_it(sent: Asked) -> None:
    client = client_of(sent.world, "secretariat", "en")
    post(client, version_url("clarify/"), clarification(sent, "B.3"))
    row = Clarification.objects.get()
    put_away = "Put the request away, once the sender asks nothing more"
    assert put_away not in page(client, url_of(sent))
    assert "Choose who answers" in page(client, url_of(sent))
    post(
        client,
        f"/requests/clarifications/{row.pk}/route/",
        {"office": office_of(sent, "B.3").pk, "due": "2026-04-25"},
    )
    states = {number: sent.item(number).state for number in sent.items}
    assert [number for number, state in states.items() if state != "delivered"] == ["B.3"]
    told = page(client_of(sent.world, "focal_SUBSWD", "en"), item_url(sent, "B.3"))
    assert "By sex, please." in told and "National answer to B.3." in told
    assert put_away not in page(client, url_of(sent))
    answered(sent, "B.3", "120 women, 80 men.", at=moment(2026, 4, 20, 10))
    put_together(sent, "B.3", "120 women and 80 men.", at=moment(2026, 4, 20, 11))
    forwarded(sent)
    second = RequestDelivery.objects.get(number=2)
    for who in ("coordinator", "soca"):
        seen = {"seen": second.content_hash}
        post(client_of(sent.world, who), version_url("clear/", 2), seen)
    post(client, version_url("send/", 2), {"on": "2026-04-20", "channel": "e-mail"})
    told = page(client, url_of(sent))
    assert "Answered by version 2." in told and put_away in told
    old, new = page(client, version_url()), page(client, version_url("", 2))
    assert "National answer to B.3." in old and "120 women" not in old and "120 women and 80 men." in new
    item = page(client, item_url(sent, "B.3"))
    assert "Version 2, sent 20 April 2026" in item and "Version 1, sent 20 April 2026" in item


def test_what_is_asked_back_is_logged_and_put_to_the_office_that_answered_in_one_step(sent: Asked) -> None:
    client = client_of(sent.world, "secretariat", "en")
    item, office = sent.items["B.3"].pk, office_of(sent, "B.3")
    text = page(client, version_url() + f"?item={item}")
    assert f'name="offices_of" value="{item}"' in text and f'<option value="{item}" selected>' in text
    assert re.search(rf'name="office" value="{office.pk}" checked', text)
    form = clarification(sent, "B.3", at_once="1", offices_of=str(item), office=[office.pk])
    post(client, version_url("clarify/"), form)
    row = Clarification.objects.get()
    assert (row.state, list(row.routed_to.all())) == ("routed", [office])
    assert [n for n in sent.items if sent.item(n).state != "delivered"] == ["B.3"]
    done = list(AuditEntry.objects.order_by("-pk").values_list("action", flat=True)[:2])
    assert done == ["requests.route_clarification", "requests.log_clarification"]


def test_the_offices_of_an_item_are_named_without_the_full_stop_of_its_list(sent: Asked) -> None:
    with behind_its_back():
        DeliveredAnswer.objects.filter(item=sent.items["B.3"]).update(number="4.")
    client = client_of(sent.world, "secretariat", "en")
    text = page(client, version_url() + f"?item={sent.items['B.3'].pk}")
    assert "Put to the offices of item 4 at once" in text


def test_without_script_nobody_is_asked_whom_the_page_did_not_show(sent: Asked) -> None:
    client, item, other = (
        client_of(sent.world, "secretariat", "en"),
        sent.items["B.3"],
        office_of(sent, "B.4"),
    )
    form = clarification(sent, "B.3", cell="D13", at_once="1", offices_of=str(sent.items["B.4"].pk))
    text = post(client, version_url("clarify/"), form | {"office": [other.pk]}, status=422).content.decode()
    assert "the offices shown were those of another item" in text and not Clarification.objects.exists()
    assert ">By sex, please.</textarea>" in text and 'value="D13"' in text
    assert f'<option value="{item.pk}" selected>' in text and f'name="offices_of" value="{item.pk}"' in text
    assert re.findall(r'name="office" value="(\d+)"', text) == [str(office_of(sent, "B.3").pk)]
    post(client, version_url("clarify/"), form | {"offices_of": str(item.pk), "office": []})
    row = Clarification.objects.get()
    assert (row.state, list(row.routed_to.all())) == ("routed", [])  # none ticked: the secretariat itself


def test_only_logged_a_clarification_asks_for_no_offices(sent: Asked) -> None:
    form = clarification(sent, "B.3", offices_of=str(sent.items["B.4"].pk))
    post(client_of(sent.world, "secretariat", "en"), version_url("clarify/"), form)
    assert Clarification.objects.get().state == "open"


def test_nothing_is_logged_where_it_cannot_be_put_to_its_offices(sent: Asked) -> None:
    with behind_its_back():
        Organisation.objects.filter(pk=office_of(sent, "B.3").pk).update(until=date(2026, 4, 1))
    client = client_of(sent.world, "secretariat", "en")
    form = clarification(sent, "B.3", at_once="1", offices_of=str(sent.items["B.3"].pk))
    form["office"] = [office_of(sent, "B.3").pk]
    text = post(client, version_url("clarify/"), form, status=422).content.decode()
    assert ">By sex, please.</textarea>" in text and not Clarification.objects.exists()


def test_while_the_next_version_is_cleared_what_is_asked_back_is_only_logged(sent: Asked) -> None:
    client = client_of(sent.world, "secretariat", "en")
    post(client, version_url("clarify/"), clarification(sent, "B.3"))
    post(client, f"/requests/clarifications/{Clarification.objects.get().pk}/route/", {"due": ""})
    put_together(sent, "B.3", "Clarified.", at=moment(2026, 4, 20, 11))
    forwarded(sent)
    text = page(client, version_url())
    assert "It is only logged now" in text and 'name="at_once"' not in text
    post(client, version_url("clarify/"), clarification(sent, "B.4"))
    for url in ("/", url_of(sent)):  # what cannot be done is no duty, on neither page
        told = page(client, url)
        assert "to route" not in told and "Route 1 clarification" not in told
    delivery = RequestDelivery.objects.get(number=2)
    coordinator = sent.world.actor("coordinator", moment(2026, 4, 20, 12))
    return_delivery(delivery=delivery, seen=delivery.content_hash, reason="x", actor=coordinator)
    assert "1 clarification to route" in page(client, "/")
    assert "Route 1 clarification" in page(client, url_of(sent))


def test_without_an_office_the_secretariat_answers_itself(sent: Asked) -> None:
    client = client_of(sent.world, "secretariat", "en")
    post(client, version_url("clarify/"), clarification(sent, "B.3"))
    post(client, f"/requests/clarifications/{Clarification.objects.get().pk}/route/", {"due": ""})
    assert sent.item("B.3").state == "asked"
    assert "Write the national answer to B.3" in page(client, url_of(sent))
    assert "1 national answer to write" in page(client, "/")


def test_a_request_is_put_away_with_a_reason_and_stays_readable(sent: Asked) -> None:
    client = client_of(sent.world, "secretariat", "en")
    assert (
        "A written reason"
        in post(client, url_of(sent, "close/"), {"reason": ""}, status=422).content.decode()
    )
    post(client, url_of(sent, "close/"), {"reason": "Answered and quiet"})
    text = page(client, url_of(sent))
    assert "Answered and quiet" in text and 'id="forward"' not in text
    assert 'id="clarify"' not in page(client, version_url())


def test_what_is_closed_offers_no_form(asked: Asked) -> None:
    assert asked.request is not None
    close_request(request=asked.request, reason="Withdrawn", actor=asked.world.actor("secretariat"))
    for who in ("secretariat", "focal_SOMHD"):
        text = page(client_of(asked.world, who, "en"), item_url(asked, "B.1"))
        assert "/answer/" not in text and "/national/" not in text and "/reroute/" not in text


def test_an_auditor_reads_everything_and_finds_no_form(sent: Asked) -> None:
    client = client_of(sent.world, "auditor", "en")
    for url in (url_of(sent), item_url(sent, "B.1"), version_url()):
        text = page(client, url).split('<main class="main"')[1]
        assert 'method="post"' not in text, url
    for url in (url_of(sent, "close/"), url_of(sent, "forward/"), version_url("receipt/")):
        post(client, url, {"reason": "x", "receipt": "x"}, status=403)


def test_with_what_is_asked_back_its_page_shows_the_new_dates_and_the_first_ones_beside_them(
    sent: Asked,
) -> None:
    client = client_of(sent.world, "secretariat", "en")
    post(client, version_url("clarify/"), clarification(sent, "B.3", due="2026-06-15"))
    text = page(client, url_of(sent))
    # the first deadline was 30 April: one working day before it 29 April, then 28 April, 24 April
    for now, first in (("12 Jun", "29 Apr"), ("11 Jun", "28 Apr"), ("9 Jun", "24 Apr"), ("15 Jun", "30 Apr")):
        (step,) = re.findall(rf'<span class="w">{now} 2026</span><span class="t">([^<]*)</span>', text)
        assert step.endswith(f"first {first} 2026"), step
    row = page(client, "/requests/")
    assert "15 Jun 2026" in row and "first 30 Apr 2026" in row
    edit = page(client, url_of(sent, "edit/"))
    assert "these dates are history" in edit and 'name="deadline"' not in edit


def test_what_the_sender_asks_back_has_one_name_on_every_page(sent: Asked) -> None:
    client = client_of(sent.world, "secretariat")
    post(client, version_url("clarify/"), clarification(sent, "B.3", due="2026-06-15"))
    for address in ("/", "/requests/", url_of(sent), version_url(), item_url(sent, "B.3")):
        told = page(client, address).casefold()
        assert "penjelasan" in told, address
        assert not re.search("klarifikasi|tanya balik|pertanyaan balik", told), address
