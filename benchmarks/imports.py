"""Ten thousand valid figures through the real path: kept, read in the limited child, checked, confirmed, stored.

The task is one of the demo's running round, with 200 more indicators of 50 breakdowns each, every one with a
figure accepted the year before. Beside it, in the same run, what reading the same file costs without any of that.
"""

from __future__ import annotations

import csv
import json
import resource
import subprocess
import sys
import time
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path
from typing import Any

from .measures import Measure, peak_megabytes

INDICATORS, BREAKDOWNS = 200, 50
ROWS = INDICATORS * BREAKDOWNS
LAST, NOW = "2024", "2025"
SECONDS, MEGABYTES = 3.0, 300.0
#: Twice what was measured when the limit was set (docs/benchmarks.md): an accident shows, a slow day does not.
RATIOS = {"workbook": 2.5, "csv": 300.0}
#: Rows go in as many at a time as SQLite takes parameters: 999, which is 47 entries.
QUERIES = ROWS // 40 + 50


def measure() -> list[Measure]:
    """Prepare two tasks, make the files, then bring each in by a process of its own."""
    import django

    django.setup()
    folder = _home()
    first, second = _tasks()
    workbook, table, again = folder / "filled.xlsx", folder / "long.csv", folder / "revised.csv"
    _fill(first, workbook)
    _write(second, table, Decimal("0.1"))
    _write(second, again, Decimal("0.2"))
    return [
        *_measured("workbook", ".xlsx", workbook, first, {"openpyxl": _openpyxl, "calamine": _calamine}),
        *_measured("csv", ".csv", table, second, {"csv.DictReader": _dictionary}),
        *_measured("csv", ".csv over stored entries", again, second, {}),
    ]


def _home() -> Path:
    from django.conf import settings

    return Path(settings.HOME)


# --- the task ---------------------------------------------------------------------------------------------------


def _figure(number: int) -> Decimal:
    return Decimal(100 + number % 800) / 10


def _codes() -> list[str]:
    return ["_T", *(f"REGION=R{number:02d}" for number in range(1, BREAKDOWNS))]


def _tasks() -> list[Any]:
    """Two tasks of the running round that nobody has begun, each asked ten thousand figures."""
    from simpul.records.models import Round, Task

    running = Round.objects.filter(closed_at=None).latest("pk")
    tasks = list(Task.objects.with_office().filter(round=running, entries=None).order_by("pk")[:2])
    for task in tasks:
        _ask(task)
    return tasks


def _ask(task: Any) -> None:
    from django.utils import timezone

    from simpul.records.models import ContentEntry, ContentVersion, DueFigure, Indicator, Observation

    task.due_figures.all().delete()
    sheet = {"minimum": "0", "maximum": "100", "jump_limit": "20", "disaggregation_codes": _codes()[1:]}
    indicators = Indicator.objects.bulk_create(
        Indicator(
            code=f"{task.body.code}-{number:03d}",
            title_id=f"Indikator ukur {number}",
            title_en=f"Benchmark indicator {number}",
            unit_id="persen",
            unit_en="percent",
            kind="quantitative",
            polarity="maximise",
            validity="proxy",
            frequency="annual",
            decimals=1,
            body=task.body,
            custodian=task.organisation,
            sheet=sheet,
            position=10_000 + number,
        )
        for number in range(INDICATORS)
    )
    area = task.round.obligation.area
    keys = [(indicator, code) for indicator in indicators for code in _codes()]
    DueFigure.objects.bulk_create(
        DueFigure(
            task=task,
            indicator=indicator,
            area=area,
            period=NOW,
            disaggregation=code,
            share="custodian",
            due=True,
            position=number,
        )
        for number, (indicator, code) in enumerate(keys)
    )
    origin = ContentEntry.objects.create(
        kind="value",
        code=f"benchmark/{task.body.code}",
        number=1,
        digest="0" * 64,
        body={},
        place="benchmark",
        version=ContentVersion.objects.latest("pk"),
    )
    Observation.objects.bulk_create(
        Observation(
            indicator=indicator,
            area=area,
            period=LAST,
            disaggregation=code,
            text=str(_figure(number)),
            value=_figure(number),
            status="A",
            nature="final",
            unit="persen",
            source="benchmark",
            recorded_at=timezone.now(),
            content=origin,
        )
        for number, (indicator, code) in enumerate(keys)
    )


def _account(task: Any) -> str:
    """The data producer of the task, as the demo knows him."""
    from django.utils import timezone

    from simpul.records.models import Designation

    rows = Designation.objects.on(timezone.localdate()).filter(role="data_producer", body=task.body)
    return str(rows.select_related("person").first().person.email)


# --- the files --------------------------------------------------------------------------------------------------


def _fill(task: Any, path: Path) -> None:
    """The workbook as the office downloads it, filled in by another program."""
    import openpyxl
    from django.utils import timezone

    from simpul.doors.exchange.prefill import task_workbook

    path.write_bytes(task_workbook(task, language="id", made_at=timezone.now()))
    book = openpyxl.load_workbook(path)
    page = book["Angka"]
    head = next(row for row in page.iter_rows(max_row=20) if str(row[0].value).startswith("simpul:"))
    at = {str(cell.value).removeprefix("simpul:"): cell.column - 1 for cell in head}
    number = 0
    for row in page.iter_rows(min_row=head[0].row + 2):
        if "|" in str(row[at["key"]].value):
            row[at["value"]].value = float(_figure(number))
            row[at["nature"]].value = "Tetap"
            row[at["comment"]].value = "Rilis tahunan"
            number += 1
    book.save(path)
    if number != ROWS:
        raise RuntimeError(f"{number} rows were filled in, not {ROWS}")


def _write(task: Any, path: Path, more: Decimal) -> None:
    asked = task.due_figures.order_by("position").values_list(
        "indicator__code", "area", "period", "disaggregation"
    )
    with path.open("w", newline="", encoding="utf-8") as file:
        target = csv.writer(file)
        target.writerow(["indicator", "area", "period", "disaggregation", "value", "nature", "comment"])
        for number, key in enumerate(asked):
            target.writerow((*key, _figure(number) + more, "final", "Rilis tahunan"))


# --- the measuring ----------------------------------------------------------------------------------------------


def _measured(
    kind: str, name: str, path: Path, task: Any, peers: dict[str, Callable[[Path], int]]
) -> list[Measure]:
    found = _bring(path, task)
    whole = found["keep"] + found["read"] + found["check"] + found["store"]
    parts = ", ".join(f"{part} {found[part]:.2f}" for part in ("keep", "read", "check", "store"))
    both = found["own"] + found["child"]
    size = path.stat().st_size / 1_000_000
    note = f"file {size:.1f} MB; own {found['own']:.0f} + child at most {found['child']:.0f}"
    rows = [
        Measure("imports", f"{name}, {ROWS:,} rows", whole, "s", SECONDS, parts),
        Measure("imports", f"{name}, both processes", both, "MB", MEGABYTES, note),
        Measure("imports", f"{name}, whole import", found["queries"], "queries", QUERIES),
    ]
    for peer, read in peers.items():
        alone = min(_seconds(read, path) for _ in range(3))
        limit = RATIOS[kind] if peer in ("openpyxl", "csv.DictReader") else None
        told = f"{whole:.2f} s against {alone:.2f} s of one pass"
        rows.append(Measure("imports", f"{name} by {peer}", whole / alone, "x", limit, told))
        told = f"{found['read']:.2f} s against {alone:.2f} s of one pass"
        rows.append(
            Measure("imports", f"{name}, only reading, by {peer}", found["read"] / alone, "x", None, told)
        )
    return rows


def _bring(path: Path, task: Any) -> dict[str, float]:
    command = [sys.executable, "-m", "benchmarks.imports", str(path), str(task.pk), _account(task)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode:
        raise RuntimeError(done.stderr[-2000:])
    return dict(json.loads(done.stdout))


def bring(path: Path, task_id: int, email: str) -> dict[str, float]:
    """Import one file as the upload page does, and tell what it took."""
    import django

    django.setup()
    from django.db import connection
    from django.utils import timezone

    from simpul.actions.acting import Actor
    from simpul.actions.files import TABLES, keep_file
    from simpul.actions.reporting import confirm_import
    from simpul.doors.exchange import views
    from simpul.records.models import Task, User

    actor = Actor(user=User.objects.select_related("person").get(email=email), at=timezone.now())
    task = Task.objects.with_office().get(pk=task_id)
    asked = Asked()
    reading = Watched(views.read_in_subprocess)
    views.read_in_subprocess = reading  # type: ignore[assignment]
    with connection.execute_wrapper(asked):
        begin = time.perf_counter()
        with path.open("rb") as stream:
            kept = keep_file(name=path.name, stream=stream, purpose="workbook", accepted=TABLES, actor=actor)
        known = time.perf_counter()
        kind = views.kind_of(path.name)
        batch = views.receive(task, kept, kind=kind, language="id", actor=actor)
        checked = time.perf_counter()
        batch = confirm_import(batch=batch, actor=actor)
        stored = time.perf_counter()
    if (batch.received, batch.stored, batch.refused) != (ROWS, ROWS, 0):
        raise RuntimeError(f"{batch.received} received, {batch.stored} stored, {batch.refused} refused")
    return {
        "keep": known - begin,
        "read": reading.seconds,
        "check": checked - known - reading.seconds,
        "store": stored - checked,
        "queries": asked.times,
        "own": peak_megabytes(),
        # counts what the child was started from too, so it is never too small
        "child": resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss * 1024 / 1_000_000,
    }


class Asked:
    """Counts statements without keeping them."""

    def __init__(self) -> None:
        self.times = 0

    def __call__(self, execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        self.times += 1
        return execute(sql, params, many, context)


class Watched:
    """Times a function."""

    def __init__(self, function: Callable[..., Any]) -> None:
        self.function, self.seconds = function, 0.0

    def __call__(self, *args: Any, **kwargs: Any) -> Any:
        begin = time.perf_counter()
        try:
            return self.function(*args, **kwargs)
        finally:
            self.seconds += time.perf_counter() - begin


def _seconds(read: Callable[[Path], int], path: Path) -> float:
    begin = time.perf_counter()
    rows = read(path)
    took = time.perf_counter() - begin
    if rows < ROWS:
        raise RuntimeError(f"{read.__name__} saw {rows} rows")
    return took


def _openpyxl(path: Path) -> int:
    """A read-only pass over the figures and the hidden sheet, which the import reads too."""
    import openpyxl

    book = openpyxl.load_workbook(path, read_only=True)
    rows = sum(1 for name in ("Angka", "_simpul") for _ in book[name].iter_rows(values_only=True))
    book.close()
    return rows


def _calamine(path: Path) -> int:
    from python_calamine import CalamineWorkbook

    book = CalamineWorkbook.from_path(str(path))
    return sum(len(book.get_sheet_by_name(name).to_python()) for name in ("Angka", "_simpul"))


def _dictionary(path: Path) -> int:
    with path.open(newline="", encoding="utf-8") as file:
        return sum(1 for _ in csv.DictReader(file))


if __name__ == "__main__":
    print(json.dumps(bring(Path(sys.argv[1]), int(sys.argv[2]), sys.argv[3])))
