"""Every page of the desk, as its addresses name them, on the demo: queries, milliseconds, bytes.

Every address of the desk is opened with the objects of the demo it can show, by people of different roles. What
answers 405 is a form's target and no page. An address nobody could open is an error of this benchmark.
"""

from __future__ import annotations

import logging
import statistics
import time
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from .measures import Measure

QUERIES, MILLISECONDS, TIMES = 25, 150.0, 5
#: Of more objects than this one in every so many is opened, from the first to the last.
OBJECTS = 120
#: Of each page so many of its heaviest objects are timed; queries are counted for all of them.
TIMED = 3


@dataclass
class Opened:
    """A page by one person: what it asked of the database, how long it took, how large it is."""

    url: str
    who: str
    queries: int
    milliseconds: float
    size: int


@dataclass
class Page:
    """An address of the desk and how it opened."""

    route: str
    opened: list[Opened] = field(default_factory=list)
    form_only: bool = False


def measure() -> list[Measure]:
    """Open everything once to count, then the heaviest of each again to time."""
    import django

    django.setup()
    from django.conf import settings

    settings.STATIC_ROOT.mkdir(exist_ok=True)
    logging.getLogger("django.request").setLevel(
        logging.ERROR
    )  # what is not there for a role is no news here
    people = {name: _client(user) for name, user in _people().items()}
    rows: list[Measure] = []
    for page in _pages(people):
        if page.form_only:
            continue
        if not page.opened:
            raise RuntimeError(f"nobody could open {page.route}: give benchmarks.pages an object for it")
        rows += _judged(page, people)
    return rows


def _judged(page: Page, people: Mapping[str, Any]) -> Iterator[Measure]:
    most = max(page.opened, key=lambda one: one.queries)
    heavy = sorted(page.opened, key=lambda one: one.milliseconds, reverse=True)[:TIMED]
    timed = [(_median(people[one.who], one.url), one) for one in heavy]
    slowest, where = max(timed, key=lambda pair: pair[0])
    largest = max(page.opened, key=lambda one: one.size)
    route = f"/{page.route}"
    yield Measure(
        "pages", route, most.queries, "queries", QUERIES, f"{len(page.opened)} opened; {_said(most)}"
    )
    yield Measure("pages", route, slowest, "ms", MILLISECONDS, f"median of {TIMES}; {_said(where)}")
    yield Measure("pages", route, largest.size / 1000, "kB", None, _said(largest))


def _said(one: Opened) -> str:
    return f"{one.url} as {one.who}"


def _median(client: Any, url: str) -> float:
    return statistics.median(_open(client, url)[1] for _ in range(TIMES))


# --- who opens --------------------------------------------------------------------------------------------------


def _people() -> dict[str, Any]:
    """One account of each role that works in the running round, at an office that has a task in it."""
    from django.utils import timezone

    from simpul.records.models import Designation, Task, User

    task = Task.objects.filter(round__closed_at=None).order_by("pk").first()
    today = timezone.localdate()
    found = {}
    for role in ("secretariat", "coordinator", "soca_leader", "data_producer", "data_steward", "focal_point"):
        rows = Designation.objects.on(today).filter(role=role, person__isnull=False)
        row = rows.filter(organisation=task.organisation).first() or rows.first() if task else None
        user = User.objects.select_related("person").filter(person=row.person).first() if row else None
        if user is not None:
            found[role] = user
    return found


def _client(user: Any) -> Any:
    from django.test import Client

    client = Client()
    client.force_login(user, backend="allauth.account.auth_backends.AuthenticationBackend")
    return client


# --- what is opened ---------------------------------------------------------------------------------------------


def _pages(people: Mapping[str, Any]) -> Iterator[Page]:
    from django.db import connection
    from django.urls import get_resolver

    from .imports import Asked

    desk = next(one for one in get_resolver().url_patterns if getattr(one, "namespace", "") == "desk")
    for pattern in desk.url_patterns:
        page = Page(str(pattern.pattern))
        for url in _addresses(pattern):
            for who, client in people.items():
                asked = Asked()
                with connection.execute_wrapper(asked):
                    status, milliseconds, size = _open(client, url)
                if status == 405:
                    page.form_only = True
                elif status == 200:
                    page.opened.append(Opened(url, who, asked.times, milliseconds, size))
                elif status >= 500:
                    raise RuntimeError(f"{url} answered {status}")
            if page.form_only:
                break
        yield page


def _open(client: Any, url: str) -> tuple[int, float, int]:
    begin = time.perf_counter()
    response = client.get(url)
    size = len(response.getvalue())
    return response.status_code, (time.perf_counter() - begin) * 1000, size


def _addresses(pattern: Any) -> Iterator[str]:
    """The addresses of a pattern, one for each object of the demo it can show."""
    from django.urls import reverse

    for arguments in _arguments(pattern.name, str(pattern.pattern)):
        url = reverse(f"desk:{pattern.name}", kwargs=arguments)
        yield f"{url}?q=kesehatan" if pattern.name == "search" else url


def _arguments(name: str, route: str) -> Iterator[dict[str, Any]]:
    from simpul.records import models

    first = route.split("/", 1)[0]
    if "<" not in route:
        yield {}
    elif "<int:figure>" in route:
        rows = models.DueFigure.objects.filter(task__round__closed_at=None, due=True)[:1]
        yield from ({"pk": row.task_id, "figure": row.pk} for row in rows)
    elif "<slug:field>" in route:
        task = models.Task.objects.filter(round__closed_at=None).latest("pk")
        yield {"pk": task.pk, "field": task.round.narrative[0]["code"]}
    else:
        model, column = {
            "rounds": (models.Round, "period"),
            "tasks": (models.Task, "pk"),
            "imports": (models.ImportBatch, "pk"),
            "files": (models.StoredFile, "pk"),
            "indicators": (models.Indicator, "code"),
            "numbers": (models.Observation, "pk"),
            "frameworks": (models.Framework, "code"),
            "directory": (models.Body, "code"),
        }[first]
        parameter = "pk" if "<int:pk>" in route else route.split("<str:", 1)[1].split(">", 1)[0]
        values = list(model._default_manager.order_by("pk").values_list(column, flat=True))
        step = -(-len(values) // OBJECTS) or 1
        yield from ({parameter: value} for value in values[::step])
