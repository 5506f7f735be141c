"""What only looks like a small whole number, at every address: an answer, never a failure of the server."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from django.http import QueryDict
from django.test import Client
from tests.doors.desk.work_round import on
from tests.test_security import ADDRESSES, READ, WRITE, Place, made, undone, visitor

from simpul.core.figures import whole

pytestmark = [pytest.mark.proof_ci, pytest.mark.django_db]

#: A square, digits as a wide keyboard types them, more digits than any row has; then what is plainly none.
ODD = ("²", "１２", "9" * 400, "-1", "1e3", "")
#: Fields that pages read as a row, a version, a page or a year, whether or not the form of the address has them.
NUMBERS = (
    *(
        "version",
        "seen",
        "official",
        "office",
        "lead",
        "also",
        "item",
        "offer",
        "used",
        "task",
        "person",
        "rows",
    ),
    *("page", "year", "number", "release_lag_months", "row", "month", "part", "at"),
)
#: Who may send most forms; the first whose column says so does.
COLUMNS = ("secr", "coor", "prod", "focl", "admn", "soca")


@pytest.fixture
def place() -> Iterator[Place]:
    with on():
        yield made()


def asking(place: Place, column: str) -> Client:
    return visitor(place, column, raise_request_exception=False)


def test_a_small_whole_number_is_read_and_nothing_else_is() -> None:
    assert [whole(text) for text in ODD] == [None, 12, None, None, None, None]
    assert [whole(text) for text in ("0", " 17 ", "007", "999999999", "1000000000")] == [
        0,
        17,
        7,
        999999999,
        None,
    ]
    assert whole("3650", longest=3) is None and whole("365", longest=3) == 365


@pytest.mark.parametrize("odd", ODD[:3], ids=["square", "wide", "long"])
def test_no_form_fails_on_an_odd_number(place: Place, odd: str) -> None:
    failed = []
    for address, row in WRITE.items():
        column = next((one for one in COLUMNS if row[one] == "may"), "secr")
        said = place.form(address)
        fields = [name for name, value in said.items() if isinstance(value, int) or name in NUMBERS]
        for changed in [(name,) for name in fields] + [tuple(name for name in NUMBERS if name not in said)]:
            with undone():
                form = {**place.form(address), **dict.fromkeys(changed, odd)}
                answer = asking(place, column).post(place.url(address), form)
            if answer.status_code >= 500:
                failed.append((address, changed))
    assert not failed


@pytest.mark.parametrize("odd", ODD[:3], ids=["square", "wide", "long"])
def test_no_page_fails_on_an_odd_number_in_its_address(place: Place, odd: str) -> None:
    failed = []
    asked = QueryDict(mutable=True)
    asked.update(dict.fromkeys(NUMBERS, odd))
    for address, row in READ.items():
        column = next((one for one in COLUMNS if row[one] == "ok"), "secr")
        url = place.url(address)
        with undone():
            answer = asking(place, column).get(url + ("&" if "?" in url else "?") + asked.urlencode())
        if answer.status_code >= 500:
            failed.append(address)
    assert not failed


def test_a_row_with_a_number_beyond_every_row_is_not_found(place: Place) -> None:
    failed = []
    for address, row in READ.items():
        keys = {name: int("9" * 400) for name in ADDRESSES[address] & {"pk", "task_id", "figure", "comment"}}
        column = next((one for one in COLUMNS if row[one] == "ok"), "secr")
        if keys and asking(place, column).get(place.url(address, **keys)).status_code not in (404, 405):
            failed.append(address)
    assert not failed
