"""The pages of a sender's own form in every state they have: nothing that axe finds, wide and narrow."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.db import transaction
from playwright.sync_api import Page

from simpul.records.models import RequestItem
from tests.doors.exchange.test_request_forms import QUESTIONS, form_url, made_form, python_docx, saved
from tests.journeys.conftest import Visitor
from tests.request_work import Asked, country, put_together, registered

pytestmark = [pytest.mark.journey, pytest.mark.proof_ci, pytest.mark.django_db(transaction=True)]
Visit = Callable[..., Visitor]
WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


@pytest.fixture
def asked(transactional_db: None) -> Asked:
    with transaction.atomic():
        made = country()
        made.request = registered(made)
        return made


def brought(page: Page, data: bytes, name: str = "form.docx") -> None:
    """Choose a form and upload it, where the page offers that."""
    if page.locator("details:has(#form)").count():
        page.locator("details:has(#form)").evaluate("fold => { fold.open = true }")
    page.set_input_files("#form", {"name": name, "mimeType": WORD, "buffer": data})
    page.locator("form:has(#form) button").click()
    page.wait_for_load_state()


def unknown_layout() -> bytes:
    document = python_docx.Document()
    document.add_paragraph("Please tell us about your programmes in your own words.")
    return saved(document)


def looked(visitor: Visitor, *words: str) -> None:
    """The page is in the state these words tell, and keeps nobody out; a refusal is told on the console too."""
    text = " ".join(visitor.page.inner_text("main").split())
    assert all(one in text for one in words), (words, text[:400])
    visitor.complaints.clear()
    visitor.accessible()


@pytest.mark.parametrize("width", [1280, 320])
def test_no_state_of_a_senders_form_keeps_anybody_out(visit: Visit, asked: Asked, width: int) -> None:
    visitor = visit("secretariat@contoh.example")
    visitor.english()
    page = visitor.page
    page.set_viewport_size({"width": width, "height": 900})
    visitor.go(form_url(asked))
    looked(visitor, "No form is kept with this request")
    brought(page, b"%PDF-1.7 no form", "form.docx")
    looked(visitor, "form.docx", "Nothing was stored")
    brought(page, unknown_layout())
    looked(visitor, "can also be split by hand", "Number of the question")
    brought(page, made_form(*QUESTIONS, free="4. Anything else to be told"))
    looked(visitor, "column of answers", "Not understood", "There is no clear place")
    visitor.go(form_url(asked, "?by=hand"))
    looked(visitor, "Places that say")
    visitor.go(form_url(asked))
    page.get_by_role("button", name="Make items of these questions").click()
    looked(visitor, "Nothing was stored")  # no body is chosen
    page.select_option("#everywhere", "SOMHD")
    page.fill("#number-1", page.input_value("#number-0"))
    page.get_by_role("button", name="Make items of these questions").click()
    looked(visitor, "Nothing was stored")  # two questions of one number
    page.fill("#number-1", "2.")
    page.get_by_role("button", name="Make items of these questions").click()
    visitor.go(form_url(asked))
    looked(visitor, "already have their place in this form")
    filled_in_every_state(visitor, asked)


def filled_in_every_state(visitor: Visitor, asked: Asked) -> None:
    """The form filled: with answers missing, ready, refused because an answer changed meanwhile."""
    page = visitor.page
    asked.items = {row.number: row for row in RequestItem.objects.all()}
    put_together(asked, "1.", "First answer")
    visitor.go(form_url(asked, "fill/"))
    looked(visitor, "have no national answer", "nothing yet")
    for number in ("2.", "3."):
        put_together(asked, number, "x" * 400)
    visitor.go(form_url(asked, "fill/"))
    looked(visitor, "Put forward with this form", "table 1, row 2, column 3")
    annex = {"name": "wrong.exe", "mimeType": "application/octet-stream", "buffer": b"MZ"}
    right = {"name": "b.pdf", "mimeType": "application/pdf", "buffer": b"%PDF-1.7 b"}
    page.set_input_files("#annex", [annex, right])
    page.get_by_role("button", name="Put forward").click()
    looked(visitor, "wrong.exe", "kept: b.pdf", "Without the tick it is not sent.")
