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
#: So many of what an address shows are opened, from the first to the last.
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
    empty: bool = False


def measure(subject: str = "pages", objects: int = OBJECTS) -> list[Measure]:
    """Open everything once to count, then the heaviest of each again to time.

    Args:
        subject: what the measures are told under.
        objects: so many of what an address shows are opened.
    """
    import django

    django.setup()
    from django.conf import settings

    settings.STATIC_ROOT.mkdir(exist_ok=True)
    logging.getLogger("django.request").setLevel(
        logging.ERROR
    )  # what is not there for a role is no news here
    people = {name: _client(user) for name, user in _people().items()}
    rows: list[Measure] = []
    for page in _pages(people, objects):
        if page.form_only:
            continue
        if page.empty:
            rows.append(Measure(subject, f"/{page.route}", None, "ms", None, "the demo holds none"))
            continue
        if not page.opened:
            raise RuntimeError(f"nobody could open {page.route}: give benchmarks.pages an object for it")
        rows += _judged(subject, page, people)
    return rows


def _judged(subject: str, page: Page, people: Mapping[str, Any]) -> Iterator[Measure]:
    most = max(page.opened, key=lambda one: one.queries)
    heavy = sorted(page.opened, key=lambda one: one.milliseconds, reverse=True)[:TIMED]
    timed = [(_median(people[one.who], one.url), one) for one in heavy]
    slowest, where = max(timed, key=lambda pair: pair[0])
    largest = max(page.opened, key=lambda one: one.size)
    route = f"/{page.route}"
    yield Measure(
        subject, route, most.queries, "queries", QUERIES, f"{len(page.opened)} opened; {_said(most)}"
    )
    yield Measure(subject, route, slowest, "ms", MILLISECONDS, f"median of {TIMES}; {_said(where)}")
    yield Measure(subject, route, largest.size / 1000, "kB", None, _said(largest))


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


def _pages(people: Mapping[str, Any], objects: int) -> Iterator[Page]:
    from django.db import connection
    from django.urls import get_resolver

    from .imports import Asked

    desk = next(one for one in get_resolver().url_patterns if getattr(one, "namespace", "") == "desk")
    for pattern in desk.url_patterns:
        page = Page(str(pattern.pattern))
        for url in _addresses(pattern, objects):
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
        else:
            page.empty = not page.opened and not any(_shown(pattern))
        yield page


def _open(client: Any, url: str) -> tuple[int, float, int]:
    begin = time.perf_counter()
    response = client.get(url)
    size = len(response.getvalue())
    return response.status_code, (time.perf_counter() - begin) * 1000, size


def _addresses(pattern: Any, objects: int) -> Iterator[str]:
    """The addresses of a pattern, from the first to the last of what it shows; one that shows nothing still."""
    from django.urls import reverse

    chosen = list(_shown(pattern)) or [{name: 0 for name in pattern.pattern.converters}]
    for arguments in chosen[:: -(-len(chosen) // objects)]:
        url = reverse(f"desk:{pattern.name}", kwargs=arguments)
        yield url + _asked(pattern.name, arguments)


def _asked(name: str, arguments: Mapping[str, Any]) -> str:
    """What a page is asked, where it says nothing unasked."""
    from simpul.records.models import Task

    if name == "search":
        return "?q=kesehatan"
    if name == "round_together":
        tasks = Task.objects.filter(round__period=arguments["period"]).values_list("pk", flat=True)
        return "?deed=remind&preview=1" + "".join(f"&task={pk}" for pk in tasks)
    return ""


def _shown(pattern: Any) -> Iterator[dict[str, Any]]:
    """What fills an address in, for each thing it can show."""
    from simpul.records import models

    route = str(pattern.pattern)
    if "<" not in route:
        yield {}
    elif "<int:figure>" in route:
        due = models.DueFigure.objects.filter(task__round__closed_at=None, due=True)[:1]
        yield from ({"pk": row.task_id, "figure": row.pk} for row in due)
    elif "<slug:field>" in route:
        task = models.Task.objects.filter(round__closed_at=None).latest("pk")
        yield {"pk": task.pk, "field": task.round.narrative[0]["code"]}
    elif "<int:comment>" in route:
        comments = models.SheetComment.objects.order_by("pk")
        yield from ({"pk": row.task_id, "comment": row.pk} for row in comments)
    elif "<path:code>" in route:
        facts = models.ContentEntry.objects.order_by("pk").values("kind", "code")
        yield from facts
    elif "<str:goal>" in route:
        goals = models.Goal.objects.select_related("framework").order_by("pk")
        yield from ({"code": row.framework.code, "goal": row.code} for row in goals)
    else:
        model, column = SHOWN[route.split("<", 1)[0].rstrip("/")]
        (parameter,) = pattern.pattern.converters
        keys = getattr(models, model)._default_manager.order_by("pk").values_list(column, flat=True)
        yield from ({parameter: key} for key in keys)


#: What stands before the first parameter of an address -> the model it shows and the column that names one of it.
SHOWN = {
    "alignments": ("Alignment", "pk"),
    "benefits": ("Benefit", "pk"),
    "code-imports": ("CodeImport", "pk"),
    "codes": ("CodeList", "code"),
    "content": ("ContentVersion", "label"),
    "directory": ("Body", "code"),
    "files": ("StoredFile", "pk"),
    "filters": ("SavedFilter", "pk"),
    "finalisation": ("Finalisation", "pk"),
    "frameworks": ("Framework", "code"),
    "free-days": ("FreeDay", "pk"),
    "imports": ("ImportBatch", "pk"),
    "indicators": ("Indicator", "code"),
    "numbers": ("Observation", "pk"),
    "obligations": ("Obligation", "code"),
    "offices": ("Organisation", "code"),
    "requests": ("Request", "code"),
    "requests/clarifications": ("Clarification", "pk"),
    "requests/items": ("RequestItem", "pk"),
    "requests/versions": ("RequestDelivery", "pk"),
    "rounds": ("Round", "period"),
    "sheets": ("SheetTask", "pk"),
    "tasks": ("Task", "pk"),
    "users": ("User", "pk"),
}
