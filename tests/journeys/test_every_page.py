"""Every page the address resolver knows, with data in it, for every role: nothing that axe finds, no other host."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.db import transaction
from django.urls import reverse

from tests.journeys.conftest import Visitor
from tests.test_speed import ADDRESSES, PEOPLE, grown
from tests.world import World

pytestmark = [pytest.mark.journey, pytest.mark.proof_ci, pytest.mark.django_db(transaction=True)]
Visit = Callable[..., Visitor]

#: Pages that are files, not pages.
FILES = frozenset({"file", "calendar_file"})


@pytest.fixture
def busy(transactional_db: None) -> World:
    """The small country with a round worked on, sheets, requests and records of every kind."""
    with transaction.atomic():
        return grown(2)


@pytest.mark.parametrize(
    ("who", "width", "language"),
    [(who, 1280, "id") for who in (*PEOPLE, "auditor", "reviewer")]
    + [("secretariat", 320, "en"), ("producer", 320, "id")],
)
def test_no_page_of_the_desk_with_data_in_it_keeps_anybody_out(
    visit: Visit, busy: World, who: str, width: int, language: str
) -> None:
    visitor = visit(f"{who}@contoh.example")
    if language == "en":
        visitor.english()
    visitor.page.set_viewport_size({"width": width, "height": 900})
    opened, found = 0, []
    for name, arguments in ADDRESSES.items():
        if name in FILES:
            continue
        url = reverse(f"desk:{name}", kwargs=arguments(busy)) + ("?q=P-H" if name == "search" else "")
        answer = visitor.page.goto(f"{visitor.server}{url}")
        assert answer is not None and answer.status in (200, 403, 404), (url, answer and answer.status)
        if answer.status != 200:
            visitor.complaints.clear()  # the browser tells the status on its console
        try:
            visitor.accessible()
        except AssertionError as wrong:
            found.append(f"{name}: {wrong}")
        opened += answer.status == 200
    assert found == [], who
    assert opened >= 15, who
