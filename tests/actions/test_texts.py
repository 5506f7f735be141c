"""Nothing reaches a database that it must refuse: on SQLite as on PostgreSQL the same texts are turned away."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from io import BytesIO
from typing import Any

import pytest
from django.db import models
from tests.remembered import made_once
from tests.world import NARRATIVE, World, make_world, moment

from simpul.actions.accounts import create_account
from simpul.actions.acting import limits_of
from simpul.actions.directory import add_person, designate
from simpul.actions.files import TABLES, keep_file
from simpul.actions.reporting import (
    ask_extension,
    check_import,
    clear,
    clear_on_behalf,
    close_round,
    confirm_import,
    mark_nothing_new,
    override_warning,
    recall,
    refuse_import,
    remark,
    reopen,
    return_task,
    save_entry,
    save_narrative,
    submit,
)
from simpul.actions.reporting.imports import Incoming
from simpul.core.entries import Entry as Row
from simpul.core.entries import FigureKey, Place
from simpul.core.errors import Problem
from simpul.core.permissions import Role
from simpul.records.models import (
    AuditEntry,
    Clearance,
    Designation,
    Entry,
    ImportBatch,
    Narrative,
    Remark,
    StoredFile,
    Task,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
@made_once
def world() -> World:
    made = make_world()
    made.open()
    return made


def task_of(world: World) -> Task:
    return Task.objects.get(pk=world.tasks["SOMHD"].pk)


def submitted(world: World) -> str:
    """The task is in clearance, waiting for the data steward; the hash that was seen."""
    for code, period, text in (("P-H-1", "2024", "19,8"), ("P-H-2", "2025-12", "98,62")):
        enter(world, indicator=world.indicators[code], period=period, text=text)
    for item in NARRATIVE:
        save_narrative(
            task=task_of(world), field=item["code"], text="tidak ada", actor=world.actor("producer")
        )
    mark_nothing_new(task=task_of(world), actor=world.actor("producer"))
    return submit(task=task_of(world), actor=world.actor("producer")).content_hash


def enter(world: World, **more: Any) -> Any:
    given = {"task": task_of(world), "indicator": world.indicators["P-H-1"], "period": "2024", "text": "19,8"}
    return save_entry(**{**given, "nature": "final", "actor": world.actor("producer"), **more})


def person(world: World, **more: Any) -> Any:
    given = {"name": "Nama", "organisation": world.organisations["KEMENKES"]}
    return add_person(**{**given, "actor": world.machine, **more})


def designated(world: World, **more: Any) -> Any:
    given = {"role": Role.AUDITOR, "organisation": world.organisations["KEMLU"], "person": person(world)}
    return designate(**{**given, "since": date(2026, 1, 1), "actor": world.machine, **more})


def on_behalf(world: World, **more: Any) -> Any:
    seen, actor = submitted(world), world.actor("secretariat")
    steward = Designation.objects.get(role="data_steward", organisation__code="KEMENKES")
    given = {"task": task_of(world), "seen": seen, "official": steward.pk, "letter_date": date(2026, 4, 9)}
    return clear_on_behalf(**{"letter_number": "B-1", **given, "actor": actor, **more})


TOO_LONG: dict[str, tuple[Callable[[World, str], Any], int]] = {
    "a figure": (lambda world, text: enter(world, text=text), 60),
    "a breakdown": (lambda world, text: enter(world, disaggregation=text), 120),
    "how settled it is": (lambda world, text: enter(world, nature=text), 20),
    "the figure a remark speaks of": (
        lambda world, text: remark(
            task=task_of(world), text="x", figure=text, actor=world.actor("coordinator")
        ),
        250,
    ),
    "the field a remark speaks of": (
        lambda world, text: remark(
            task=task_of(world), text="x", field=text, actor=world.actor("coordinator")
        ),
        40,
    ),
    "the number of a letter": (lambda world, text: on_behalf(world, letter_number=text), 120),
    "a name": (lambda world, text: person(world, name=text), 200),
    "a letter of designation": (lambda world, text: designated(world, letter_number=text), 120),
    "an address": (
        lambda world, text: create_account(
            email=f"{text[15:]}@contoh.example", password=None, actor=world.machine
        ),
        200,  # the audit names an account by its address
    ),
}


@pytest.mark.parametrize("what", TOO_LONG)
def test_a_text_is_kept_up_to_its_limit_and_refused_beyond_it(world: World, what: str) -> None:
    write, limit = TOO_LONG[what]
    with pytest.raises(Problem) as refused:
        write(world, "7" * (limit + 1))
    assert refused.value.code == "REPORTING-TOO-LONG"
    assert refused.value.params == {"length": limit + 1, "limit": limit}


@pytest.mark.parametrize("what", TOO_LONG)
def test_a_text_of_just_its_limit_is_kept(world: World, what: str) -> None:
    write, limit = TOO_LONG[what]
    write(world, "7" * limit)


def returned(world: World, text: str, **more: Any) -> Any:
    seen, steward = submitted(world), world.actor("steward")
    given: dict[str, Any] = {"due": date(2026, 5, 5), "reason": text, "actor": steward, **more}
    return return_task(task=task_of(world), seen=seen, **given)


def reopened(world: World, text: str) -> Any:
    seen = submitted(world)
    for who in ("steward", "focal", "signer", "coordinator"):
        clear(task=task_of(world), seen=seen, actor=world.actor(who))
    return reopen(task=task_of(world), due=date(2026, 5, 5), reason=text, actor=world.actor("coordinator"))


def recalled(world: World, text: str) -> Any:
    submitted(world)
    return recall(task=task_of(world), reason=text, actor=world.actor("producer"))


def answered(world: World, text: str) -> Any:
    enter(world, text="29,8")  # 21,5 -> 29,8 is a jump of 39 %
    given = {"task": task_of(world), "rule": "ANGKA-07", "figure": "P-H-1|IDN|2024|_T", "reason": text}
    return override_warning(**given, actor=world.actor("producer"))


def asked(world: World, text: str) -> Any:
    given: dict[str, Any] = {"task": task_of(world), "due": date(2026, 5, 1), "reason": text}
    return ask_extension(**given, actor=world.actor("focal"))


def closed(world: World, text: str) -> Any:
    assert world.round is not None
    return close_round(round=world.round, reason=text, actor=world.actor("secretariat", moment(2026, 5, 8)))


def narrated(world: World, **texts: str) -> Any:
    actor = world.actor("producer")
    return save_narrative(task=task_of(world), field="plan", **{"text": "", **texts}, actor=actor)


WRITTEN: dict[str, Callable[[World, str], Any]] = {
    "a figure": lambda world, text: enter(world, text=text),
    "a period": lambda world, text: enter(world, period=text),
    "an area": lambda world, text: enter(world, area=text),
    "a breakdown": lambda world, text: enter(world, disaggregation=text),
    "a comment": lambda world, text: enter(world, comment=text),
    "a reason": lambda world, text: enter(world, reason=text),
    "its publication": lambda world, text: enter(world, source=text),
    "why it is revised": lambda world, text: enter(world, revision_reason=text),
    "a paragraph": lambda world, text: narrated(world, text=text),
    "a paragraph in English": lambda world, text: narrated(world, text_en=text),
    "which paragraph": lambda world, text: save_narrative(
        task=task_of(world), field=text, text="x", actor=world.actor("producer")
    ),
    "the answer to a warning": answered,
    "a remark": lambda world, text: remark(task=task_of(world), text=text, actor=world.actor("coordinator")),
    "why it is returned": returned,
    "a remark of a return": lambda world, text: returned(world, "x", remarks={"narrative:plan": text}),
    "what a remark of a return speaks of": lambda world, text: returned(world, "x", remarks={text: "x"}),
    "why it is recalled": recalled,
    "why it is opened again": reopened,
    "a letter": lambda world, text: on_behalf(world, letter_number=text),
    "why more time is asked for": asked,
    "why a round is closed": closed,
    "a name": lambda world, text: person(world, name=text),
}


@pytest.mark.parametrize("what", WRITTEN)
@pytest.mark.parametrize("sign", ["\x00", "\x1b", "\ud800"], ids=["NUL", "ESC", "half a character"])
def test_a_sign_that_cannot_be_kept_is_refused_wherever_it_is_typed(
    world: World, what: str, sign: str
) -> None:
    with pytest.raises(Problem) as refused:
        WRITTEN[what](world, f"a{sign}b")
    assert refused.value.code == "TEXT-CHARACTER"
    assert refused.value.params == {"character": f"U+{ord(sign):04X}", "position": 2}


def kept(world: World) -> StoredFile:
    stream = BytesIO(b"indicator,value\n")
    actor = world.actor("producer")
    return keep_file(name="isian.csv", stream=stream, purpose="workbook", accepted=TABLES, actor=actor)


def brought(world: World, *rows: Row, **more: Any) -> ImportBatch:
    incoming = Incoming(kind="workbook", rows=rows, **more)
    return check_import(
        task=task_of(world), file=kept(world), incoming=incoming, actor=world.actor("producer")
    )


def row(**more: Any) -> Row:
    given = {"key": FigureKey("P-H-1", "IDN", "2024"), "text": "19,8", "nature": "final"}
    return Row(**{**given, "place": Place(sheet="Angka", cell="H7", row=7), **more})


@pytest.mark.parametrize(
    ("changed", "code"),
    [
        ({"text": "7" * 61}, "REPORTING-TOO-LONG"),
        ({"unit": "p" * 121}, "REPORTING-TOO-LONG"),
        ({"key": FigureKey("P-H-1", "IDN", "2024", "D" * 121)}, "REPORTING-TOO-LONG"),
        ({"source": "s" * 301}, "REPORTING-TOO-LONG"),
        ({"source": "a\x00b"}, "TEXT-CHARACTER"),
        ({"text": "19\x00"}, "TEXT-CHARACTER"),
        ({"comment": "a\x00b"}, "TEXT-CHARACTER"),
        ({"status": "\x00"}, "TEXT-CHARACTER"),
        ({"answer": "\x00"}, "TEXT-CHARACTER"),
        ({"key": FigureKey("P-H\x00", "IDN", "2024")}, "TEXT-CHARACTER"),
        ({"key": FigureKey("P-H-1", "IDN", "20\x00")}, "TEXT-CHARACTER"),
    ],
)
def test_a_file_with_a_text_that_cannot_be_kept_is_refused_by_its_cell(
    world: World, changed: dict[str, Any], code: str
) -> None:
    batch = brought(world, row(**changed))
    assert batch.problem is not None
    assert (batch.state, batch.problem["code"], batch.problem["place"]) == ("refused", code, "Angka!H7")
    assert ImportBatch.objects.get(pk=batch.pk).problem == batch.problem and not Entry.objects.exists()


def test_a_paragraph_of_a_file_that_cannot_be_kept_is_refused_by_its_name(world: World) -> None:
    batch = brought(world, row(), narratives={"plan": "a\x00b"})
    assert batch.problem is not None
    assert (batch.problem["code"], batch.problem["place"]) == ("TEXT-CHARACTER", "plan")
    assert not Narrative.objects.exists()


@pytest.mark.parametrize("changed", [{"nature": "n" * 21}, {"answer": "a" * 21}])
def test_a_code_that_is_too_long_is_named_by_its_rule(world: World, changed: dict[str, Any]) -> None:
    batch = brought(world, row(**changed))
    assert (batch.state, batch.problem) == ("refused", None)
    assert {item["rule"] for item in batch.findings} & {"KODE-01", "KODE-06"}
    with pytest.raises(Problem):
        confirm_import(batch=batch, actor=world.actor("producer"))


def test_what_a_broken_file_says_is_kept_legibly(world: World) -> None:
    problem = Problem(
        "EXCHANGE-CSV-HEADING", place="a\x00.csv:1", params={"found": "in\x00di", "missing": "x"}
    )
    batch = refuse_import(
        task=task_of(world), file=kept(world), kind="csv", problem=problem, actor=world.actor("producer")
    )
    batch.refresh_from_db()
    assert batch.problem is not None
    assert (batch.problem["place"], batch.problem["params"]["found"]) == ("a\ufffd.csv:1", "in\ufffddi")


def test_a_refused_text_leaves_no_trace(world: World) -> None:
    before = AuditEntry.objects.count()
    for model in (Entry, Remark, Clearance):
        assert not model.objects.exists()
    for text in ("7" * 61, "1\x00"):
        with pytest.raises(Problem):
            enter(world, text=text)
    assert (AuditEntry.objects.count(), task_of(world).version, Entry.objects.count()) == (before, 0, 0)


def test_the_limits_are_those_of_the_tables() -> None:
    assert limits_of(Entry)["text"] == Entry._meta.get_field("text").max_length == 60
    assert "comment" not in limits_of(Entry) and "value" not in limits_of(Entry)
    assert all(isinstance(Entry._meta.get_field(name), models.CharField) for name in limits_of(Entry))
