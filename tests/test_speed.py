"""What grows must not cost a query a row: pages of a small round and of one three times as large, and imports.

Seconds are measured elsewhere (`./run bench`); here only statements and memory are counted, which say the same on
every machine.
"""

from __future__ import annotations

import tracemalloc
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date
from decimal import Decimal
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from django.db import connection, transaction
from django.db.models import Max
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import get_resolver, reverse

from simpul.actions.benefits import confirm_benefit, record_benefit, revise_benefit
from simpul.actions.catalogue import call_finalisation, comment_sheet, propose_alignment, propose_sheet
from simpul.actions.catalogue.codes import Release
from simpul.actions.directory import add_post, designate, hold_post, open_seat
from simpul.actions.files import TABLES, keep_file
from simpul.actions.free_days import add_free_day
from simpul.actions.reporting import (
    check_import,
    confirm_import,
    mark_nothing_new,
    save_entry,
    save_narrative,
    submit,
)
from simpul.actions.reporting.imports import Incoming
from simpul.actions.requests import NewItem, register_request, split_request
from simpul.core.benefits import Said
from simpul.core.entries import FigureKey
from simpul.core.errors import Problem
from simpul.core.permissions import Role
from simpul.core.validation import Entry as Row
from simpul.doors.desk.urls import RegisterCode
from simpul.doors.exchange.archive import Limits, check_archive
from simpul.doors.exchange.codes import bring_codes, store_codes
from simpul.records.models import (
    Alignment,
    AuditEntry,
    Benefit,
    Body,
    CodeImport,
    CodeList,
    ContentEntry,
    ContentVersion,
    Designation,
    DueFigure,
    Entry,
    FreeDay,
    ImportBatch,
    Indicator,
    Observation,
    Post,
    Request,
    RequestDelivery,
    RequestItem,
    Responsibility,
    SheetTask,
    SheetVersion,
    StoredFile,
)
from tests import world as country
from tests.actions.test_finalisation import WORDING
from tests.doors.desk.work_round import cleared_by, client_of, on, submitted_health, task_of
from tests.guard import behind_its_back
from tests.request_work import standing
from tests.world import NARRATIVE, START, World, make_world, with_lives

LIMIT = 25
PEOPLE = ("producer", "steward", "coordinator", "secretariat")


# --- the pages ----------------------------------------------------------------------------------------------------


def grown(times: int) -> World:
    """The small country with so many times its indicators and its bodies, the round open, work of every kind."""
    made = make_world()
    with behind_its_back():
        for number in range(1, times):
            _more_indicators(made, number)
            _more_bodies(made, number)
    made.open()
    worked(made)
    _defined_anew(made)
    with_lives(made)
    for number in range(times):
        _benefit(made, number)
        _letter(made, number)
    standing(made, pieces=2 * times)
    for number in range(times):
        _post(made, number)
    return made


def _post(made: World, number: int) -> None:
    """A post with holders one after another that is an alternate of SOMHD, and one more seat of it."""
    secretariat, office = made.actor("secretariat"), made.organisations["KEMENKES"]
    post = add_post(
        organisation=office, name_id=f"Jabatan {number}", name_en=f"Post {number}", actor=secretariat
    )
    for place, who in enumerate(("producer", "steward")):
        person = made.users[who].person
        hold_post(post=post, person=person, since=date(2026, 1, 1 + place), actor=secretariat)
    body = made.bodies["SOMHD"]
    designate(
        role=Role.ALTERNATE, organisation=office, body=body, post=post, since=START, rank=2 + number,
        actor=secretariat,
    )  # fmt: skip
    source = {"since": START, "source": "rekaan", "actor": secretariat}
    open_seat(body=body, name_id="Kursi", name_en="Seat", **source)


def _letter(made: World, number: int) -> None:
    """A letter split into as many items as there are letters before it, and a free day."""
    secretariat = made.actor("secretariat")
    row = register_request(
        subject="Kuesioner",
        sender="Divisi rekaan",
        letter_number=f"R-{number}",
        channel="surel",
        received_on=date(2026, 4, 9),
        deadline=date(2026, 4, 30),
        actor=secretariat,
    )
    body = made.bodies["SOMHD"]
    items = [NewItem(number=f"{one}.", body=body, text_en="How many?") for one in range(number + 1)]
    split_request(request=row, items=items, actor=secretariat)
    add_free_day(
        area="IDN",
        day=date(2026, 5, 4 + number),
        name_id="Hari rekaan",
        name_en="Invented day",
        kind="national",
        decree="SKB rekaan",
        actor=secretariat,
    )


def _benefit(made: World, number: int) -> None:
    """A confirmed record of a goal with a part, a revision that waits, and evidence."""
    said = Said(
        field_of_life="health", groups=("women", "children"), counting="counted", amount=f"{number + 1}",
        area="IDN", period="2025", text="x", links=("https://data.example.org/x",), serves=("nation/N4",),
    )  # fmt: skip
    producer, kind = made.actor("producer"), ("goal", "plan/A.1") if number % 2 else ("indicator", "P-H-1")
    benefit = record_benefit(
        subject_kind=kind[0],
        subject_code=kind[1],
        body=made.bodies["SOMHD"],
        organisation=made.organisations["KEMENKES"],
        said=said,
        uploads=[("a.pdf", BytesIO(b"%PDF-1.7 " + str(number).encode()))],
        actor=producer,
    )
    confirm_benefit(benefit=benefit, seen=1, actor=made.actor("focal"))
    revise_benefit(benefit=benefit, seen=1, said=replace(said, who="y"), reason="z", actor=producer)


def _defined_anew(made: World) -> None:
    """Every indicator defined anew by two decisions; the last figures of P-H-1 were given between the two."""
    secretariat = made.actor("secretariat")
    given: dict[str, Any] = {
        "made_by": secretariat.user, "made_by_name": "Sekretariat", "made_at": secretariat.at
    }  # fmt: skip
    with behind_its_back():
        for row in Indicator.objects.annotate(last=Max("versions__number")):
            for definition in (2, 3):
                SheetVersion.objects.create(
                    indicator=row,
                    number=(row.last or 0) + definition,
                    sheet=row.sheet,
                    agreed_in=f"Rapat {definition}",
                    agreed_on=date(2026, 4, definition),
                    definition_version=definition,
                    **given,
                )
        Indicator.objects.update(definition_version=3)
        figures = Observation.objects.filter(indicator__code="P-H-1", area="IDN")
        figures.filter(period=figures.latest("period").period).update(definition_version=2)


def _more_indicators(made: World, number: int) -> None:
    for position, row in enumerate(country.INDICATORS):
        more = {**row, "code": f"{row['code']}-{number}"}
        country._indicator(more, made.bodies, made.organisations, 100 * number + position)


def _more_bodies(made: World, number: int) -> None:
    for position, (code, office) in enumerate(
        (("SOMHD", "KEMENKES"), ("SOMSWD", "KEMENSOS"), ("SUB", "KP2MI"))
    ):
        body = Body.objects.create(
            code=f"{code}{number}",
            acronym=f"{code}{number}",
            name_id=f"Badan {code} {number}",
            name_en=f"Body {code} {number}",
            theme_id="tema",
            theme_en="theme",
            kind="sectoral",
            counted=True,
        )
        Responsibility.objects.create(
            body=body, organisation=made.organisations[office], role="lead", since=START
        )
        row = {
            **country.INDICATORS[1],
            "code": f"B-{number}-{position}",
            "body": body.code,
            "custodian": office,
        }
        country._indicator(row, {**made.bodies, body.code: body}, made.organisations, 1000 + number)


def finalised(made: World) -> None:
    """Every sheet in a finalisation; the one of P-H-1 on the table for the second time, with comments."""
    secretariat, producer = made.actor("secretariat"), made.actor("producer")
    call_finalisation(
        title_id="Finalisasi",
        title_en="Finalisation",
        indicators=Indicator.objects.all(),
        opens_on=date(2026, 4, 1),
        proposals_due_on=date(2026, 4, 30),
        comments_due_on=date(2026, 5, 15),
        closes_on=date(2026, 6, 30),
        actor=secretariat,
    )
    for row in Indicator.objects.all():
        propose_alignment(
            source_kind="indicator",
            source_code=row.code,
            target_kind="indicator",
            target_code="P-H-2" if row.code == "P-H-1" else "P-H-1",
            relation="conflicting",
            strength="weak",
            rationale_id="x",
            actor=secretariat,
        )
    for number in (1, 2):
        task = SheetTask.objects.with_names().get(indicator__code="P-H-1")
        propose_sheet(
            task=task, sheet={**WORDING, "producer": f"{number}"}, reason="x", seen=number, actor=producer
        )
        for field in ("definition", "unit"):
            comment_sheet(task=task, field=field, text="x", actor=made.actor("reviewer"))


def worked(made: World) -> None:
    """SOMHD accepted with every figure, a file waiting for SOMSWD, the bodies beside SOMHD in clearance."""
    finalised(made)
    task = task_of(made)
    for due in DueFigure.objects.filter(task=task, due=True, share="custodian").select_related("indicator"):
        save_entry(
            task=task_of(made), indicator=due.indicator, period=due.period, text="19", nature="final",
            actor=made.actor("producer"),
        )  # fmt: skip
    submitted_health(made)
    cleared_by(made, "steward", "focal", "signer", "coordinator")
    bring(made, rows_of(made, "SOMSWD"), body="SOMSWD", who="other_producer", confirmed=False)
    secretariat = made.actor("secretariat")
    codes_brought(made)
    for body in made.tasks:
        if body.startswith("SOMHD") and body != "SOMHD":
            for item in NARRATIVE:
                save_narrative(task=task_of(made, body), field=item["code"], text="x", actor=secretariat)
            mark_nothing_new(task=task_of(made, body), actor=secretariat)
            submit(task=task_of(made, body), actor=secretariat)


def codes_brought(made: World) -> None:
    """Two releases of a code list, as long as the world is large, and a third that waits."""
    code_list, actor = CodeList.objects.get(code="wilayah"), made.actor("secretariat")
    for number in range(3):
        codes = range(number, number + 5 * Indicator.objects.count())
        text = "kode,nama\n" + "".join(f"{code},Wilayah {code}\n" for code in codes)
        release = Release(label=f"terbitan {number}", source="rekaan")
        stream = BytesIO(text.encode())
        batch = bring_codes(code_list, name="wilayah.csv", stream=stream, release=release, actor=actor)
        if number < 2:
            store_codes(batch, reason="rekaan", actor=actor)


#: Address of the desk -> what it is opened with; a form's target is no page.
ADDRESSES: dict[str, Callable[[World], dict[str, Any]]] = {
    "duties": lambda made: {},
    "rounds": lambda made: {},
    "round": lambda made: {"period": "2026-Q1"},
    "round_open": lambda made: {},
    "round_together": lambda made: {"period": "2026-Q1"},
    "asked": lambda made: {},
    "request_register": lambda made: {},
    "request_edit": lambda made: {"code": Request.objects.latest("pk").code},
    "request_split": lambda made: {"code": Request.objects.latest("pk").code},
    "free_days": lambda made: {},
    "free_day_add": lambda made: {},
    "free_day": lambda made: {"pk": FreeDay.objects.latest("pk").pk},
    "task": lambda made: {"pk": made.tasks["SOMHD"].pk},
    "clearance": lambda made: {},
    "clear": lambda made: {"pk": made.tasks["SOMHD"].pk},
    "import": lambda made: {"pk": ImportBatch.objects.latest("pk").pk},
    "file": lambda made: {"pk": StoredFile.objects.latest("pk").pk},
    "account": lambda made: {},
    "password": lambda made: {},
    "indicators": lambda made: {},
    "indicator": lambda made: {"code": "P-H-1"},
    "metadata": lambda made: {},
    "code_lists": lambda made: {},
    "code_list": lambda made: {"code": "wilayah"},
    "code_import": lambda made: {"pk": CodeImport.objects.latest("pk").pk},
    "proof": lambda made: {"pk": Observation.objects.latest("pk").pk},
    "alignments": lambda made: {},
    "alignment": lambda made: {"pk": Alignment.objects.latest("pk").pk},
    "alignment_propose": lambda made: {},
    "finalisation": lambda made: {},
    "finalisation_call": lambda made: {},
    "sheet": lambda made: {"pk": SheetTask.objects.get(indicator__code="P-H-1").pk},
    "wordings": lambda made: {"code": "P-H-1"},
    "frameworks": lambda made: {},
    "framework": lambda made: {"code": "plan"},
    "goal": lambda made: {"code": "plan", "goal": "A"},
    "benefits": lambda made: {},
    "benefit": lambda made: {"pk": Benefit.objects.latest("pk").pk},
    "benefit_record": lambda made: {},
    "benefit_revise": lambda made: {"pk": Benefit.objects.latest("pk").pk},
    "directory": lambda made: {},
    "body": lambda made: {"code": "SOMHD"},
    "designate": lambda made: {"code": "SOMHD"},
    "designate_at": lambda made: {"code": "KEMENKES"},
    "designation": lambda made: {"pk": Designation.objects.get(person__name="Focal").pk},
    "answering": lambda made: {"code": "SOMHD"},
    "post_add": lambda made: {"code": "KEMENKES"},
    "post": lambda made: {"pk": Post.objects.latest("pk").pk},
    "people": lambda made: {},
    "person": lambda made: {"pk": made.users["focal"].person_id},
    "calendar": lambda made: {},
    "calendar_file": lambda made: {},
    "glossary": lambda made: {},
    "reports": lambda made: {},
    "requests": lambda made: {},
    "request": lambda made: {"code": RequestItem.objects.latest("pk").request.code},
    "request_item": lambda made: {"pk": RequestItem.objects.latest("pk").pk},
    "request_version": lambda made: {"pk": RequestDelivery.objects.latest("pk").pk},
    "search": lambda made: {},
    "activity": lambda made: {},
    "users": lambda made: {},
    "user_open": lambda made: {},
    "user": lambda made: {"pk": made.users["producer"].pk},
    "offices": lambda made: {},
    "office_add": lambda made: {},
    "office": lambda made: {"code": "KEMENKES"},
    "obligations": lambda made: {},
    "obligation": lambda made: {"code": made.obligation.code},
    "content": lambda made: {},
    "content_version": lambda made: {"code": ContentVersion.objects.latest("pk").label},
    "content_fact": lambda made: fact_of(ContentEntry.objects.order_by("pk")[0]),
}


def fact_of(entry: ContentEntry) -> dict[str, Any]:
    """What the page of a fact is filled in with."""
    return {"kind": entry.kind, "code": entry.code}


def asked_of(name: str, made: World) -> str:
    """What a page needs to be asked before it has something to say."""
    if name == "round_together":
        ticked = "".join(f"&task={task.pk}" for task in made.tasks.values())
        return f"?deed=remind&preview=1{ticked}"
    return "?q=P-H" if name == "search" else ""


def counted(made: World) -> dict[tuple[str, str], int]:
    """Page and person -> statements, for every page the person may open; read warm."""
    found = {}
    for who in PEOPLE:
        client = client_of(made, who)
        for name, arguments in ADDRESSES.items():
            url = reverse(f"desk:{name}", kwargs=arguments(made)) + asked_of(name, made)
            if _status(client, url) == 200:
                with CaptureQueriesContext(connection) as asked:
                    _status(client, url)
                found[name, who] = len(asked)
        found["indicator", who] = max(_of_indicators(client, made))
    return found


def _of_indicators(client: Client, made: World) -> Iterator[int]:
    """Statements of the pages of the indicators of the small country, read warm."""
    for code in made.indicators:
        with CaptureQueriesContext(connection) as asked:
            _status(client, reverse("desk:indicator", args=[code]))
        yield len(asked)


def _status(client: Client, url: str) -> int:
    response = client.get(url)
    response.getvalue()
    return int(response.status_code)


@pytest.mark.django_db
def test_every_address_of_the_desk_is_counted_or_only_takes_forms(world: World) -> None:
    desk = next(one for one in get_resolver().url_patterns if getattr(one, "namespace", "") == "desk")
    client = client_of(world, "secretariat")
    codes_brought(world)
    given = {
        "pk": world.tasks["SOMHD"].pk,
        "figure": 1,
        "field": "plan",
        "period": "2026-Q1",
        "code": "plan",
        "comment": 1,
    }
    given |= {"goal": "A", "kind": "rule"}
    pages = set()
    for pattern in desk.url_patterns:
        wanted = {
            name: "2026/1" if isinstance(how, RegisterCode) else given[name]
            for name, how in pattern.pattern.converters.items()
        }
        if _status(client, reverse(f"desk:{pattern.name}", kwargs=wanted)) != 405:
            pages.add(pattern.name)
    assert pages == set(ADDRESSES)


@pytest.mark.proof_ci
@pytest.mark.django_db
def test_no_page_asks_more_of_a_round_three_times_as_large() -> None:
    counts = []
    for times in (2, 6):
        with transaction.atomic(), on():
            made = grown(times)
            counts.append((counted(made), len(made.tasks), Indicator.objects.count()))
            transaction.set_rollback(True)
    (small, tasks, indicators), (large, more_tasks, more_indicators) = counts
    assert (more_tasks, tasks) == (18, 6) and more_indicators >= 3 * indicators
    assert {name for name, _ in small} == set(ADDRESSES)
    assert {page: count for page, count in large.items() if count > LIMIT} == {}
    assert {page: (count, large[page]) for page, count in small.items() if large[page] > count} == {}


# --- imports ------------------------------------------------------------------------------------------------------


@pytest.fixture
def world() -> Iterator[World]:
    made = make_world()
    made.open()
    with on():
        yield made


def rows_of(made: World, body: str, count: int = 0, value: str = "19.5") -> list[Row]:
    """Answers to what is asked of a body, with so many breakdowns of its first figure."""
    due = list(
        DueFigure.objects.filter(task=made.tasks[body], due=True, share="custodian").select_related(
            "indicator"
        )
    )
    codes = [f"REGION=R{number:04d}" for number in range(count)]
    keys = [FigureKey(one.indicator.code, one.area, one.period, "_T") for one in due]
    keys += [FigureKey(due[0].indicator.code, due[0].area, due[0].period, code) for code in codes]
    return [Row(key=key, answer="value", text=value, is_number=True, nature="final") for key in keys]


def bring(
    made: World, rows: list[Row], *, body: str = "SOMHD", who: str = "producer", confirmed: bool = True
) -> ImportBatch:
    """A file on its way in as an upload is, after its reading."""
    actor = made.actor(who)
    content = "\n".join(f"{row.key}|{row.text}" for row in rows).encode()
    file = keep_file(
        name="isi.csv", stream=BytesIO(content), purpose="workbook", accepted=TABLES, actor=actor
    )
    batch = check_import(
        task=task_of(made, body), file=file, incoming=Incoming(kind="csv", rows=tuple(rows)), actor=actor
    )
    assert batch.state == "checked", batch.findings or batch.problem
    return confirm_import(batch=batch, actor=actor) if confirmed else batch


def statements(do: Callable[[], Any]) -> int:
    with CaptureQueriesContext(connection) as asked:
        do()
    return len(asked)


@pytest.mark.django_db
@pytest.mark.parametrize("stored", [False, True], ids=["new figures", "over stored figures"])
def test_an_import_of_two_hundred_rows_asks_hardly_more_than_one_of_ten(world: World, stored: bool) -> None:
    few, many = rows_of(world, "SOMHD", 8), rows_of(world, "SOMHD", 198)
    assert (len(few), len(many)) == (10, 200)
    if stored:
        bring(world, rows_of(world, "SOMHD", 198, "17.5"))
    ten = statements(lambda: bring(world, few))
    changed = rows_of(world, "SOMHD", 198, "18.5")
    two_hundred = statements(lambda: bring(world, changed))
    # SQLite takes 999 parameters a statement, so 47 entries; PostgreSQL takes 500 entries. The second file meets
    # figures that are stored: dry run and import read their indicators, once each.
    assert two_hundred - ten <= -(-200 // 47) + 2


@pytest.mark.django_db
def test_an_import_leaves_one_audit_row_for_the_check_and_one_for_the_import(world: World) -> None:
    before = AuditEntry.objects.count()
    batch = bring(world, rows_of(world, "SOMHD", 198))
    kept, checked, confirmed = AuditEntry.objects.order_by("pk")[before:]
    assert [row.action for row in (kept, checked, confirmed)] == [
        "files.keep",
        "reporting.check_import",
        "reporting.confirm_import",
    ]
    assert (confirmed.after["received"], confirmed.after["stored"]) == (200, 200)
    assert batch.stored == Entry.objects.filter(task=batch.task).count() == 200


@pytest.mark.django_db
def test_an_import_over_stored_figures_keeps_each_row_and_raises_its_version(world: World) -> None:
    bring(world, rows_of(world, "SOMHD", 50, "17.5"))
    first = dict(Entry.objects.filter(task=task_of(world)).values_list("disaggregation", "pk"))
    again = bring(world, rows_of(world, "SOMHD", 50, "18.5"))
    rows = Entry.objects.filter(task=task_of(world))
    assert {row.disaggregation: row.pk for row in rows} == first
    assert {(row.text, row.value, row.version, row.source_file_id) for row in rows} == {
        ("18.5", Decimal("18.5"), 2, again.file_id)
    }


# --- memory -------------------------------------------------------------------------------------------------------


def large_book(path: Path, rows: int, *, last: bytes = b"") -> int:
    """A zip with one long sheet; returns the bytes it inflates to."""
    body = bytearray(b'<?xml version="1.0"?><worksheet><sheetData>')
    for number in range(1, rows + 1):
        body += b'<row r="%d"><c r="A%d"><v>%d</v></c><c r="B%d"><v>%d.5</v></c></row>' % ((number,) * 5)
    body += last + b"</sheetData></worksheet>"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
        archive.writestr("xl/workbook.xml", "<workbook/>")
        archive.writestr("xl/worksheets/sheet1.xml", bytes(body))
    return len(body)


def test_a_workbook_is_checked_in_far_less_memory_than_it_inflates_to(tmp_path: Path) -> None:
    book = tmp_path / "besar.xlsx"
    size = large_book(book, 49_000)
    tracemalloc.start()
    check_archive(book, name=book.name, limits=Limits())
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert size > 3_000_000
    assert peak < size / 4


@pytest.mark.parametrize("shift", [0, 1, 4, 7, 10, 12])
def test_a_cell_too_far_out_is_seen_wherever_the_pieces_break(tmp_path: Path, shift: int) -> None:
    """The reading is in pieces of 64 KiB; the cell lies across the first break."""
    cell = b'<c r="ZZZ1"><v>1</v></c>'
    head = b'<?xml version="1.0"?><worksheet><sheetData><row r="1">'
    filling = b" " * ((1 << 16) - len(head) - shift)
    book = tmp_path / "jauh.xlsx"
    with zipfile.ZipFile(book, "w") as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
        archive.writestr("xl/workbook.xml", "<workbook/>")
        archive.writestr(
            "xl/worksheets/sheet1.xml", head + filling + cell + b"</row></sheetData></worksheet>"
        )
    with pytest.raises(Problem) as caught:
        check_archive(book, name=book.name, limits=Limits())
    assert caught.value.code == "EXCHANGE-EXPANDS" and "ZZZ" in caught.value.params["found"]
