"""A real browser against a real server: signing in, pictures, accessibility, and no other host."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, Page, sync_playwright

from tests.world import PASSWORD, World, make_world

os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"  # Playwright keeps an event loop in the test's own thread

ROOT = Path(__file__).resolve().parents[2]
PICTURES = ROOT / "tests" / "pictures"
AXE = ROOT / "node_modules" / "axe-core" / "axe.min.js"
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]


def _browser_path() -> str | None:
    return os.environ.get("SIMPUL_BROWSER") or shutil.which("chromium") or shutil.which("chromium-browser")


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Chromium; its absence is a failure, never a skip."""
    path = _browser_path()
    if path is None:
        pytest.fail("no Chromium on this machine: apt-get install chromium, or name it in SIMPUL_BROWSER")
    with sync_playwright() as playwright:
        arguments = ["--disable-gpu", "--hide-scrollbars", "--disable-background-networking"]
        if os.geteuid() == 0:
            arguments.append("--no-sandbox")
        running = playwright.chromium.launch(executable_path=path, args=arguments)
        yield running
        running.close()


@pytest.fixture
def world(transactional_db: None) -> World:
    """The small country, its round open, dates around today so that nothing is closed."""
    return make_world()


class Visitor:
    """One person at a browser: own session, own size, everything asked of other hosts is an error."""

    def __init__(self, browser: Browser, server: str, *, width: int = 1280, height: int = 900) -> None:
        self.server = server
        self.context = browser.new_context(
            viewport={"width": width, "height": height}, accept_downloads=True, locale="id-ID"
        )
        self.page: Page = self.context.new_page()
        self.strangers: list[str] = []
        self.complaints: list[str] = []
        self.page.on("request", self._asked)
        self.page.on(
            "console",
            lambda line: (
                self.complaints.append(f"{line.text} {line.location}") if line.type == "error" else None
            ),
        )
        self.page.on("pageerror", lambda error: self.complaints.append(str(error)))

    def _asked(self, request: Any) -> None:
        parts = urlsplit(request.url)
        if parts.scheme in ("http", "https") and parts.netloc != urlsplit(self.server).netloc:
            self.strangers.append(request.url)

    def sign_in(self, email: str) -> Visitor:
        """Sign in by the form."""
        self.page.goto(f"{self.server}/accounts/login/")
        self.page.fill("input[name=login]", email)
        self.page.fill("input[name=password]", PASSWORD)
        self.page.locator("main form button").last.click()
        self.page.wait_for_url(f"{self.server}/")
        return self

    def go(self, path: str) -> Page:
        """Open an address; anything but a page is an error."""
        answer = self.page.goto(f"{self.server}{path}")
        assert answer is not None and answer.ok, (path, answer and answer.status)
        return self.page

    def english(self) -> None:
        """Switch to English by the button in the bar."""
        self.page.locator("form.lang button").first.click()
        self.page.wait_for_load_state()

    def picture(self, name: str) -> None:
        """Leave a picture of the whole page."""
        PICTURES.mkdir(parents=True, exist_ok=True)
        self.page.screenshot(path=str(PICTURES / f"{name}.png"), full_page=True)

    def accessible(self) -> None:
        """axe finds nothing, nothing scrolls sideways, and nothing was asked of another host."""
        self.page.evaluate(
            "window.scrollTo(0, 0)"
        )  # half under the bar of the top a field counts as too small
        self.page.evaluate(AXE.read_text())
        found = self.page.evaluate(
            "rules => axe.run(document, {runOnly: {type: 'tag', values: rules}})", RULES
        )
        told = [
            f"{item['id']}: {item['help']} at {[node['target'] for node in item['nodes']][:3]}"
            for item in found["violations"]
        ]
        assert told == [], (self.page.url, told)
        width = self.page.evaluate("[document.documentElement.scrollWidth, window.innerWidth]")
        assert width[0] <= width[1], (self.page.url, width)
        assert self.strangers == []
        assert self.complaints == [], (self.page.url, self.complaints)


@pytest.fixture
def visit(browser: Browser, live_server: Any) -> Iterator[Callable[..., Visitor]]:
    """Make visitors; their sessions end with the test."""
    made: list[Visitor] = []

    def make(email: str, *, width: int = 1280) -> Visitor:
        visitor = Visitor(browser, live_server.url, width=width)
        made.append(visitor)
        return visitor.sign_in(email)

    yield make
    for visitor in made:
        visitor.context.close()
