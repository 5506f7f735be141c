"""A late request in a browser: from the letter to version 2, while version 1 stays byte for byte as it was sent."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import pytest
from django.urls import reverse
from django.utils import timezone

from simpul.records.days import civil_day
from simpul.records.models import (
    Clarification,
    ConsolidatedAnswer,
    ItemAnswer,
    Request,
    RequestDelivery,
    RequestItem,
)
from tests.doors.exchange.form_samples import docx, tbl, tc, tr
from tests.journeys.conftest import Visitor
from tests.request_work import (
    QUESTIONS,
    SEVEN,
    Asked,
    answered,
    country,
    delivered,
    put_together,
    split_over_seven,
)

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]
Visit = Callable[..., Visitor]

#: The sender's own form: seven questions under its own numbers, each with a place for the answer.
FORM = docx(
    tbl(
        tr(tc("Question"), tc("Answer")),
        *(tr(tc(f"B.{at} {text}"), tc()) for at, text in enumerate(QUESTIONS, start=1)),
    )
)
WORDS = {
    "id": {"past": "lewat", "before": "Pernah ditanyakan", "draft": "Draf, versi 1", "version": "Versi"},
    "en": {"past": "past", "before": "Asked before", "draft": "Draft, version 1", "version": "Version"},
}
REOPENED = ("B.2", "B.3", "B.5")


@pytest.fixture
def asked(transactional_db: None) -> Asked:
    """The country, in which a like questionnaire was answered forty days ago."""
    made, past = country(), timezone.now() - timedelta(days=40)
    earlier = Asked(made.world, made.bodies)
    day = civil_day(past)
    split_over_seven(
        earlier,
        at=past,
        letter_date=day,
        received_on=day,
        deadline=day + timedelta(days=30),
        letter_number="OLD",
    )
    delivered(earlier, at=past + timedelta(days=5))
    return made


class Desk:
    """The people of the journey, each signed in once, all in one language."""

    def __init__(self, visit: Visit, language: str) -> None:
        self.visit, self.language, self.known = visit, language, dict[str, Visitor]()

    def who(self, name: str) -> Visitor:
        if name not in self.known:
            self.known[name] = self.visit(f"{name}@contoh.example")
            if self.language == "en":
                self.known[name].english()
        return self.known[name]

    def go(self, name: str, path: str, picture: str = "") -> Any:
        """A page, asked by axe at both widths; with a picture of each where it is named."""
        visitor = self.who(name)
        page = visitor.go(path)
        for width in (320, 1280):
            page.set_viewport_size({"width": width, "height": 900})
            visitor.accessible()
            if picture:
                visitor.picture(f"late-request-{picture}-{self.language}-{width}")
        return page

    def press(self, page: Any, form: str, button: str = "button.main-act") -> None:
        """Send a form by its address and wait for the page that follows."""
        with page.expect_navigation():
            page.locator(f"form[action*='{form}'] {button}").first.click()


def fill(scope: Any, **texts: str) -> None:
    for name, text in texts.items():
        box = scope.locator(f"[name={name}]").first
        if box.evaluate("one => one.tagName") == "SELECT":
            box.select_option(text)
        else:
            box.fill(text)


def iso(moment: datetime) -> str:
    return civil_day(moment).isoformat()


def registered(desk: Desk, tmp_path: Path) -> Request:
    """Registered after its deadline: refused without a note of what was agreed, then taken."""
    now = timezone.now()
    (tmp_path / "questionnaire.docx").write_bytes(FORM)
    page = desk.go("secretariat", "/requests/register/", "register")
    fill(
        page,
        sender="Monitoring Division (invented)",
        subject="Questionnaire on social protection",
        letter_number="INV/2026/077",
        letter_date=iso(now - timedelta(days=20)),
        received_on=iso(now),
        channel="e-mail",
        deadline=iso(now - timedelta(days=2)),
    )
    # what is told of the deadline has come before the button stays where it is
    page.locator("#our-dates", has_text=WORDS[desk.language]["past"]).wait_for()
    register = page.locator("main button[value=register]")
    with page.expect_navigation():
        register.click()
    assert page.locator(".banner.error").count() == 1
    assert page.locator("[name=subject]").input_value() == "Questionnaire on social protection"
    desk.who("secretariat").complaints.clear()  # the browser tells the refusal's status on its console
    page.locator("[name=deadline_note]").fill("One week more, agreed by telephone")
    page.locator("[name=form]").set_input_files(str(tmp_path / "questionnaire.docx"))
    with page.expect_navigation():
        register.click()
    return Request.objects.get(letter_number="INV/2026/077")


def split(desk: Desk, row: Request) -> None:
    """The questions of the form become items of seven bodies, and go out to their offices."""
    page = desk.go("secretariat", reverse("exchange:request_form", args=[row.pk]), "recognised")
    assert page.locator(".question").count() == 7
    for at, (body, _office) in enumerate(SEVEN):
        page.locator(f"[name=body-{at}]").select_option(body)
    with page.expect_navigation():
        page.locator("main form[method=post] button.main-act").last.click()
    desk.go("secretariat", f"/requests/{row.code}/split/", "split")
    page = desk.who("secretariat").page
    with page.expect_navigation():
        page.locator("form[action$='/send-out/'] button").click()
    items = RequestItem.objects.filter(request=row)
    assert [one.number for one in items] == [f"B.{at}" for at in range(1, 8)]
    assert {one.state for one in items} == {"asked"}


def answered_by_offices(desk: Desk, asked: Asked) -> None:
    """One office answers from the bank, one has nothing to tell, five write."""
    words, url = WORDS[desk.language], "/requests/items/{}/"
    first = url.format(asked.items["B.1"].pk)
    page = desk.go("focal", "/")
    page.locator(f"main a[href='{first}']").first.click()
    page.wait_for_url(f"**{first}")
    assert words["before"] in page.locator(".before").inner_text()
    assert not ItemAnswer.objects.filter(item=asked.items["B.1"]).exists()
    desk.press(page, "/take/", "button")
    assert words["draft"] in page.locator(".office").inner_text()
    page = desk.go("focal", first, "item-of-an-office")
    with page.expect_navigation():
        page.locator("button[value=hand_in]").click()
    assert ItemAnswer.objects.filter(item=asked.items["B.1"], handed_in_at__isnull=False).get().origin

    page = desk.go("other_focal", url.format(asked.items["B.2"].pk))
    page.locator(".answer input[value=unavailable]").check()
    page.locator(".answer [name=text_en]").fill("The survey runs every two years; the next is in 2027.")
    with page.expect_navigation():
        page.locator("button[value=hand_in]").click()
    for number in ("B.3", "B.4", "B.5", "B.6", "B.7"):
        answered(asked, number, f"What the office knows of {number}.", at=timezone.now())


def consolidated(desk: Desk, asked: Asked) -> None:
    """One national answer is written beside the office's; of two who write at once the second loses nothing."""
    item = f"/requests/items/{asked.items['B.3'].pk}/"
    page = desk.go("secretariat", item, "consolidation")
    page.locator("#national [name=text_en]").fill("Long and careful words of the secretariat.")
    put_together(asked, "B.3", "The coordinator's secretary was first.", at=timezone.now())
    desk.press(page, "/national/")
    text = page.locator("#national [name=text_en]").input_value()
    assert text == "Long and careful words of the secretariat."
    assert "The coordinator's secretary was first." in page.locator("#national").inner_text()
    desk.who("secretariat").complaints.clear()
    desk.who("secretariat").accessible()
    page.locator("#national [name=text_en]").fill("Answer to B.3, both brought together.")
    desk.press(page, "/national/")
    for number in ("B.1", "B.2", "B.4", "B.5", "B.6", "B.7"):
        put_together(asked, number, f"National answer to {number}.", at=timezone.now())
    assert ConsolidatedAnswer.objects.filter(item=asked.items["B.3"]).count() == 2


def let_out(desk: Desk, row: Request, number: int, picture: str = "") -> RequestDelivery:
    """Filled into the sender's form, put forward, cleared twice, sent."""
    page = desk.go("secretariat", reverse("exchange:request_form_fill", args=[row.pk]), picture and "filled")
    with page.expect_navigation():
        page.locator("main form[method=post] button.main-act").click()
    delivery = RequestDelivery.objects.get(request=row, number=number)
    url = f"/requests/versions/{delivery.pk}/"
    for who in ("coordinator", "soca"):
        page = desk.go(who, url, picture and f"clear-{who}")
        desk.press(page, "/clear/")
    page = desk.go("secretariat", url)
    fill(page.locator("form[action$='/send/']"), channel="e-mail")
    desk.press(page, "/send/")
    return RequestDelivery.objects.get(pk=delivery.pk)


def as_sent(desk: Desk, delivery: RequestDelivery) -> tuple[str, str]:
    """A version as it stands: a hash of its form, and of the answers its page shows."""
    page = desk.who("secretariat").go(f"/requests/versions/{delivery.pk}/")
    with page.expect_download() as waiting:
        page.locator(".evidence a").first.click()
    file = Path(waiting.value.path()).read_bytes()
    shown = page.locator("dl.wordings").inner_text()
    return hashlib.sha256(file).hexdigest(), hashlib.sha256(shown.encode()).hexdigest()


def form_text(delivery: RequestDelivery) -> str:
    with ZipFile(delivery.files.get(part="form").file.path) as archive:
        return archive.read("word/document.xml").decode()


def clarified(desk: Desk, asked: Asked, row: Request, version: RequestDelivery) -> None:
    """Three clarifications open exactly their three items: two put to their offices at once, one logged before."""
    for number in REOPENED:
        page = desk.go("secretariat", f"/requests/versions/{version.pk}/")
        form = page.locator("form[action$='/clarify/']")
        fill(
            form,
            item=str(asked.items[number].pk),
            cell=f"cell {number}",
            text=f"More about {number}, please.",
        )
        form.locator(f"input[name=offices_of][value='{asked.items[number].pk}']").wait_for(state="attached")
        if number == REOPENED[-1]:
            form.locator("input[name=at_once]").uncheck()
        desk.press(page, "/clarify/", "button")
    page = desk.go("secretariat", f"/requests/{row.code}/", "clarifications")
    desk.press(page, f"/clarifications/{Clarification.objects.get(state='open').pk}/route/", "button")
    states = {one.number: one.state for one in RequestItem.objects.filter(request=row)}
    assert {number for number, state in states.items() if state != "delivered"} == set(REOPENED)


@pytest.mark.parametrize("language", ["id", pytest.param("en", marks=pytest.mark.proof_ci)])
def test_a_late_request_is_answered_clarified_and_sent_again(
    visit: Visit, asked: Asked, language: str, tmp_path: Path
) -> None:
    desk, words = Desk(visit, language), WORDS[language]
    row = registered(desk, tmp_path)
    split(desk, row)
    asked.request, asked.items = row, {one.number: one for one in RequestItem.objects.filter(request=row)}
    page = desk.go("secretariat", "/requests/", "list")
    assert words["past"] in page.locator("main table").inner_text()
    answered_by_offices(desk, asked)
    desk.go("secretariat", f"/requests/{row.code}/", "request")
    consolidated(desk, asked)

    first = let_out(desk, row, 1, "version")
    assert first.version == 1
    text = form_text(first)
    assert "B.3 How many migrant workers" in text and "Answer to B.3, both brought together." in text
    before = as_sent(desk, first)

    clarified(desk, asked, row, first)
    for number in REOPENED:
        answered(asked, number, f"More of {number}.", at=timezone.now())
        put_together(asked, number, f"Clarified answer to {number}.", at=timezone.now())
    second = let_out(desk, row, 2)
    assert second.version == 2
    text = form_text(second)
    assert all(f"Clarified answer to {number}." in text for number in REOPENED)
    assert "National answer to B.7." in text
    assert as_sent(desk, first) == before
    page = desk.go("secretariat", f"/requests/{row.code}/", "two-versions")
    told = page.locator("#versions").inner_text()
    assert f"{words['version']} 1" in told and f"{words['version']} 2" in told
    assert set(Clarification.objects.values_list("state", "delivered_in__version")) == {("delivered", 2)}
