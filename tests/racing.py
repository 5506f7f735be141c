"""Writers in processes of their own, let go at one moment: what each of them was told, try by try.

The processes are spawned, so each sets Django up for itself, on the database its environment names.
"""

from __future__ import annotations

import multiprocessing
import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

AT = datetime(2026, 3, 1, 2, 0, tzinfo=UTC)
SINCE = date(2026, 3, 1)
#: How long one waits for the others before it says that they are gone, in seconds.
PATIENCE = 120


def _set_up(env: dict[str, str]) -> None:
    import django

    os.environ.update({"DJANGO_SETTINGS_MODULE": "simpul.site.settings", **env})
    django.setup()


def _prepare(env: dict[str, str], enforced: bool) -> None:
    """Tables, a body, an office and two persons; without the database's own rules where they are not wanted."""
    _set_up(env)
    from django.core.management import call_command
    from django.db import connection

    from simpul.actions.accounts import machine
    from simpul.actions.directory import add_person
    from simpul.records import enforcement
    from simpul.records.models import Body, Organisation

    call_command("migrate", verbosity=0)
    office = Organisation.objects.create(
        code="KP2MI", acronym="KP2MI", name_id="x", name_en="x", kind="ministry", area="IDN"
    )
    Body.objects.create(code="ACMW", acronym="ACMW", name_id="x", name_en="x", kind="sectoral", counted=True)
    for name in ("Siti", "Rina"):
        add_person(name=name, organisation=office, actor=machine(AT))
    if not enforced:
        enforcement.uninstall(connection)


def _race(env: dict[str, str], name: str, tries: int, barrier: Any, told: Any) -> None:
    """Every try another day: even ones by the action, odd ones past it, straight into the table."""
    _set_up(env)
    from django.db import DatabaseError

    from simpul.actions.accounts import machine
    from simpul.actions.directory import designate
    from simpul.core.errors import Problem
    from simpul.core.permissions import Role
    from simpul.records.models import Body, Designation, Organisation, Person

    common = {
        "organisation": Organisation.objects.get(),
        "body": Body.objects.get(),
        "person": Person.objects.get(name=name),
    }
    actor, outcomes = machine(AT), []
    for number in range(1, tries + 1):
        day = SINCE + timedelta(days=number)
        span = {"since": day, "until": day + timedelta(days=1)}
        barrier.wait(PATIENCE)
        try:
            if number % 2:
                Designation(role="alternate", recorded_at=AT, **span, **common).save()
            else:
                designate(role=Role.ALTERNATE, actor=actor, **span, **common)
            outcomes.append("stored")
        except Problem as problem:
            outcomes.append(problem.code)
        except DatabaseError as error:
            # PostgreSQL may find that the two wait for each other's row before it finds that one is in the way
            told_so = any(one in str(error) for one in ("simpul_designation_overlap", "deadlock detected"))
            outcomes.append("refused" if told_so else str(error))
    told.put((name, outcomes))


def _count(env: dict[str, str], told: Any) -> None:
    _set_up(env)
    from django.db.models import Count

    from simpul.records.models import Designation

    rows = Designation.objects.values_list("since").annotate(n=Count("pk")).order_by("since")
    told.put({(since - SINCE).days: count for since, count in rows})


def raced(env: dict[str, str], *, tries: int, enforced: bool) -> tuple[list[tuple[str, str]], dict[int, int]]:
    """What the two were told, try by try, and how many rows each try left."""
    spawn = multiprocessing.get_context("spawn")
    told: Any = spawn.Queue()
    _run(spawn, [(_prepare, (env, enforced))])
    barrier = spawn.Barrier(2)
    writers = [(_race, (env, name, tries, barrier, told)) for name in ("Siti", "Rina")]
    found = _run(spawn, writers, told, answers=2)
    outcomes = dict(found)
    (left,) = _run(spawn, [(_count, (env, told))], told, answers=1)
    return list(zip(outcomes["Siti"], outcomes["Rina"], strict=True)), left


def _run(
    spawn: Any, jobs: list[tuple[Callable[..., None], tuple[Any, ...]]], told: Any = None, *, answers: int = 0
) -> list[Any]:
    processes = [spawn.Process(target=target, args=args) for target, args in jobs]
    for process in processes:
        process.start()
    found = [told.get(timeout=PATIENCE) for _answer in range(answers)]
    for process in processes:
        process.join(PATIENCE)
        assert process.exitcode == 0, process
    return found


@contextmanager
def own_database(folder: Path) -> Iterator[dict[str, str]]:
    """A database of its own beside the one of the tests, as the environment of a process names it."""
    from django.db import connection

    env = {"SIMPUL_HOME": str(folder), "SIMPUL_DATABASE_URL": ""}
    if connection.vendor == "sqlite":
        yield env
        return
    settings, name = connection.settings_dict, f"simpul_race_{os.getpid()}"
    host, port = settings["HOST"] or "127.0.0.1", settings["PORT"] or 5432
    word = f":{settings['PASSWORD']}" if settings["PASSWORD"] else ""
    with connection.cursor() as cursor:
        cursor.execute(f"DROP DATABASE IF EXISTS {name}")
        cursor.execute(f"CREATE DATABASE {name}")
    try:
        url = f"postgresql://{settings['USER']}{word}@{host}:{port}/{name}"
        yield {**env, "SIMPUL_DATABASE_URL": url}
    finally:
        with connection.cursor() as cursor:
            cursor.execute(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)")
