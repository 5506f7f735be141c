"""The main job without a mouse: a round opened, filled in, returned, corrected, cleared and reported by keys alone."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from simpul.records.integrity import faults
from simpul.records.models import Observation, Paper, Round, Task
from tests.journeys.conftest import Visitor
from tests.journeys.test_keyboard import tab_to
from tests.journeys.test_round import figure_of
from tests.world import World

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]

Visit = Callable[..., Visitor]


def press(page: Page, selector: str) -> None:
    """Tab to a button or link, press Enter, and wait for the page it leads to."""
    tab_to(page, selector, most=160)
    with page.expect_navigation():
        page.keyboard.press("Enter")


def write(page: Page, selector: str, text: str, answered: str) -> None:
    """Tab to a field, type over what stands there, leave it, and wait until it is saved."""
    tab_to(page, selector, most=160)
    page.keyboard.press("Control+A")
    with page.expect_response(lambda answer: answered in answer.url):
        page.keyboard.type(text)
        page.keyboard.press("Tab")
    settled(page)


def settled(page: Page) -> None:
    """Wait until the answer of a save is on the page."""
    expect(page.locator(".htmx-request, .htmx-swapping, .htmx-settling")).to_have_count(0)


def dialog(page: Page, opener: str, **fields: Any) -> None:
    """Open a dialog by keys, fill it in, and press its main button."""
    tab_to(page, opener, most=160)
    page.keyboard.press("Enter")
    page.wait_for_selector("dialog[open]")
    for name, text in fields.items():
        place = f"dialog[open] [name={name}]"
        if name == "due":
            page.locator(place).fill(text)  # a date field's own keys depend on the browser's language
        else:
            tab_to(page, place)
            page.keyboard.type(text)
    press(page, "dialog[open] button.main-act")


def fill_in(page: Page) -> None:
    """The two figures of SOMHD, its paragraphs, and one click for what has nothing new."""
    for code, text in (("P-H-1", "19,8"), ("P-H-2", "98,62")):
        figure = figure_of(code)
        nature = page.locator(f"#k-{figure.pk} option[value=final]").inner_text()
        write(page, f"#t-{figure.pk}", text, f"/figures/{figure.pk}/")
        expect(page.locator(f"#k-{figure.pk}")).to_be_focused()
        with page.expect_response(lambda answer, pk=figure.pk: f"/figures/{pk}/" in answer.url):
            page.keyboard.type(nature)
            page.keyboard.press("Tab")
        settled(page)
    for field in ("achievements", "obstacles", "support", "plan"):
        write(page, f"#nt-{field}", "tidak ada", f"/narratives/{field}/")
    press(page, "form[action$='/nothing-new/'] button")


def test_the_main_job_is_done_from_call_to_report_without_a_mouse(visit: Visit, world: World) -> None:
    today = timezone.localdate()
    secretariat = visit("secretariat@contoh.example")
    page = secretariat.go("/rounds/open/")
    for name, day in (("opens_on", -5), ("due_on", 10), ("closes_on", 24)):
        page.locator(f"[name={name}]").fill((today + timedelta(days=day)).isoformat())
    press(page, "main form button.main-act")
    task = Task.objects.get(round=Round.objects.get(), body__code="SOMHD")

    producer = visit("producer@contoh.example").go(f"/tasks/{task.pk}/")
    fill_in(producer)
    press(producer, "#send button")

    steward = visit("steward@contoh.example").go("/clearance/")
    press(steward, f"a[href='/tasks/{task.pk}/check/']")
    dialog(
        steward, "a[href='#return']", due=(today + timedelta(days=4)).isoformat(), reason="Lampirkan tabel"
    )
    task.refresh_from_db()
    assert task.state == "returned"

    producer.goto(f"{secretariat.server}/tasks/{task.pk}/")
    jkn = figure_of("P-H-2")
    tab_to(producer, f"#r-{jkn.pk} summary", most=160)
    producer.keyboard.press("Enter")
    write(producer, f"#m-{jkn.pk}", "Tabel 3, halaman 12", f"/figures/{jkn.pk}/")
    press(producer, "#send button")

    for who in ("steward", "focal", "signer", "coordinator"):
        checker = visit(f"{who}@contoh.example").go("/clearance/")
        press(checker, f"a[href='/tasks/{task.pk}/check/']")
        dialog(checker, "a[href='#clear']")
    task.refresh_from_db()
    assert task.state == "accepted"
    assert Observation.objects.get(indicator__code="P-H-2", period=jkn.period).text == "98,62"

    page = secretariat.go("/reports/")
    press(page, "form[action$='/report/'] button")
    assert Paper.objects.count() == 4
    secretariat.accessible()
    assert list(faults()) == []
