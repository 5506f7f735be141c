"""Lists by keyboard alone: skip, filter, tick, preview, confirm; a dialog holds the focus and gives it back."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import Page

from simpul.actions.acting import Actor
from simpul.actions.reporting import open_round
from simpul.records.models import Extension, Round, User
from tests.journeys.conftest import Visitor
from tests.world import World

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]

Visit = Callable[..., Visitor]


@pytest.fixture
def round_(world: World) -> Round:
    """A round that is open today."""
    today = timezone.localdate()
    user = User.objects.select_related("person").get(pk=world.users["secretariat"].pk)
    return open_round(
        obligation=world.obligation,
        period="2026-Q1",
        opens_on=today - timedelta(days=5),
        due_on=today + timedelta(days=10),
        closes_on=today + timedelta(days=24),
        actor=Actor(user=user, at=timezone.now()),
    )


def focused(page: Page, script: str = "e => e.id || e.name || e.textContent.trim()") -> str:
    """What has the focus."""
    return str(page.evaluate(f"({script})(document.activeElement)"))


def tab_to(page: Page, selector: str, *, most: int = 80) -> None:
    """Press Tab until an element has the focus; it must be reached, and be seen to have it."""
    for _ in range(most):
        page.keyboard.press("Tab")
        if page.evaluate("s => document.activeElement.matches(s)", selector):
            outline = page.evaluate("getComputedStyle(document.activeElement).outlineStyle")
            assert outline != "none", selector
            return
    raise AssertionError(f"{selector} is not reached by Tab")


def test_the_first_tab_skips_to_the_content(visit: Visit, round_: Round) -> None:
    page = visit("secretariat@contoh.example").go("/rounds/2026-Q1/")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.matches('a.skip')")
    assert page.locator("a.skip").bounding_box()["y"] >= 0  # type: ignore[index]
    page.keyboard.press("Enter")
    assert focused(page) == "content"


def test_several_tasks_are_extended_without_a_mouse(visit: Visit, round_: Round) -> None:
    visitor = visit("secretariat@contoh.example")
    page = visitor.go("/rounds/2026-Q1/")
    tab_to(page, ".filters summary")
    page.keyboard.press("Enter")
    tab_to(page, "#f-state")
    page.keyboard.type("Belum")
    tab_to(page, ".filters form button")
    page.keyboard.press("Enter")
    page.wait_for_url("**state=none**")
    visitor.accessible()
    for _ in range(2):
        tab_to(page, "input[type=checkbox][name=task]:not(:checked)")
        page.keyboard.press("Space")
    tab_to(page, "#together button[value=extend]")
    page.keyboard.press("Enter")
    page.wait_for_url("**/together/**")
    due = round_.due_on + timedelta(days=5)
    page.locator("#due").fill(due.isoformat())  # a date field's own keys depend on the browser's language
    tab_to(page, "#reason")
    page.keyboard.type("Rilis mundur")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    page.wait_for_selector("#plan-h")
    visitor.accessible()
    visitor.picture("id-20-pratinjau-perpanjangan")
    tab_to(page, "form[method=post].row button.main-act")
    page.keyboard.press("Enter")
    page.wait_for_url("**/rounds/2026-Q1/#tasks")
    assert {row.due_after for row in Extension.objects.all()} == {due}
    assert Extension.objects.count() == 2


def test_a_dialog_holds_the_focus_and_gives_it_back(visit: Visit, round_: Round) -> None:
    page = visit("secretariat@contoh.example").go("/rounds/2026-Q1/")
    tab_to(page, "a[href='#close']")
    page.keyboard.press("Enter")
    page.wait_for_selector("dialog#close[open]")
    for _ in range(12):
        page.keyboard.press("Tab")
        outside = "document.activeElement.closest('dialog[open], body')?.matches('body')"
        assert focused(page, "e => e.tagName") == "BODY" or not page.evaluate(outside)
    page.keyboard.press("Escape")
    assert page.locator("dialog[open]").count() == 0
    assert page.evaluate("document.activeElement.matches(\"a[href='#close']\")")


#: How far the box in focus is scrolled, once it is. Asked as a whole: the desk's own policy refuses a browser that is
#: asked again and again by `eval`.
SCROLLED = """new Promise(told => {
  const box = document.activeElement, tell = () => told(box.scrollLeft);
  if (box.scrollLeft > 0) tell();
  box.addEventListener("scroll", tell, {once: true});
  setTimeout(tell, 10000);
})"""


def test_a_wide_table_is_scrolled_by_the_arrow_keys(visit: Visit, round_: Round) -> None:
    page = visit("secretariat@contoh.example", width=700).go("/rounds/2026-Q1/")
    tab_to(page, ".scroll.pin")
    wide = page.evaluate("[document.activeElement.scrollWidth, document.activeElement.clientWidth]")
    assert wide[0] > wide[1]
    for _ in range(4):
        page.keyboard.press("ArrowRight")
    assert page.evaluate(SCROLLED) > 0


def test_a_search_is_asked_read_and_narrowed_by_keyboard(visit: Visit, round_: Round) -> None:
    visitor = visit("secretariat@contoh.example")
    page = visitor.go("/search/")
    assert focused(page) == "search-q"
    page.keyboard.type("som")
    page.keyboard.press("Enter")
    page.wait_for_selector(".hits")
    visitor.accessible()
    tab_to(page, ".hits a")
    first = page.evaluate("document.activeElement.getAttribute('href')")
    page.keyboard.press("Enter")
    page.wait_for_url(f"**{first}")
