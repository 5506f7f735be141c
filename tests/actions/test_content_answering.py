"""What the desk recorded of who answers for a body holds against content that is loaded later."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from tests.shipped import AT, CONTENT, shipped

from simpul.actions.accounts import machine
from simpul.actions.content import Loaded, check_against_rows, load_content
from simpul.actions.content_files import read_content
from simpul.actions.directory import answer_for, end_answering, open_seat
from simpul.core.errors import Problem
from simpul.records.integrity import faults
from simpul.records.models import Body, Organisation, Responsibility, Seat

pytestmark = pytest.mark.django_db

LATER = AT + timedelta(hours=1)
ENTRY = "- code: ACWC/KEMENPPPA/lead\n"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    shipped()
    return Path(shutil.copytree(CONTENT, tmp_path / "content"))


def rewrite(folder: Path, change: Callable[[str], str], name: str = "responsibilities/idn.yaml") -> None:
    path = folder / name
    text = path.read_text()
    assert change(text) != text
    path.write_text(change(text))


def entry(text: str, **fields: str) -> str:
    """The file with fields of the lead of ACWC written otherwise."""
    begin = text.index(ENTRY)
    end = text.index("- code:", begin + 1)
    lines = text[begin:end].splitlines()
    kept = [line for line in lines if line.split(":")[0].strip() not in fields]
    return (
        text[:begin]
        + "\n".join([*kept, *(f'  {name}: "{said}"' for name, said in fields.items())])
        + "\n"
        + text[end:]
    )


def added(text: str, code: str, **fields: str) -> str:
    lines = [f"- code: {code}", *(f'  {name}: "{said}"' for name, said in fields.items())]
    return text.rstrip("\n") + "\n" + "\n".join(lines) + "\n"


def load(folder: Path, days: int = 1) -> Loaded:
    return load_content(bundle=read_content(folder), actor=machine(AT + timedelta(days=days)))


def said_of(loaded: Loaded) -> list[tuple[str, Any, Any]]:
    return [(one.params["entry"], one.params["field"], one.params["said"]) for one in loaded.kept]


def ended() -> Responsibility:
    row = Responsibility.objects.get(body__code="ACWC", organisation__code="KEMENPPPA", role="lead")
    return end_answering(
        responsibility=row, until=date(2026, 6, 1), source="Perpres rekaan", actor=machine(LATER)
    )


def recorded(
    office: str = "BPS", since: date = date(2026, 1, 1), role: str = "contributing"
) -> Responsibility:
    return answer_for(
        body=Body.objects.get(code="ACWC"),
        organisation=Organisation.objects.get(code=office),
        role=role,
        since=since,
        source="Perpres rekaan",
        actor=machine(LATER),
    )


BPS = {
    "body": "ACWC",
    "organisation": "BPS",
    "role": "contributing",
    "source": "general knowledge",
    "confidence": "recalled",
}


def test_an_end_of_the_desk_and_its_row_stay_when_content_corrects_the_source_of_the_entry(
    folder: Path,
) -> None:
    row = ended()
    rewrite(folder, lambda text: entry(text, source="https://example.go.id/perpres"))
    loaded = load(folder)
    now = Responsibility.objects.get(body__code="ACWC", organisation__code="KEMENPPPA", role="lead")
    assert (now.pk, now.until) == (row.pk, date(2026, 6, 1))
    assert now.source == "https://example.go.id/perpres"
    assert said_of(loaded) == [("responsibility ACWC/KEMENPPPA/lead", "until", "–")]
    assert loaded.kept[0].code == "CONTENT-DESK-KEPT"
    line = (folder / "responsibilities/idn.yaml").read_text().split(ENTRY)[0].count("\n") + 1
    assert (loaded.kept[0].file, loaded.kept[0].line) == ("responsibilities/idn.yaml", line)
    assert list(faults()) == []


def test_a_first_day_that_content_corrects_keeps_the_end_of_the_desk(folder: Path) -> None:
    row = ended()
    rewrite(folder, lambda text: entry(text, since="2019-05-01"))
    load(folder)
    now = Responsibility.objects.get(body__code="ACWC", organisation__code="KEMENPPPA", role="lead")
    assert (now.pk, now.since, now.until) == (row.pk, date(2019, 5, 1), date(2026, 6, 1))
    rewrite(folder, lambda text: entry(text, since="2026-06-01"))
    with pytest.raises(Problem) as refused:
        load(folder, 2)
    assert refused.value.code == "CONTENT-DEFECTS" and refused.value.place.startswith("responsibilities/")
    assert list(faults()) == []


def test_a_responsibility_that_content_withdraws_stays_where_the_desk_ended_it(folder: Path) -> None:
    row = ended()
    rewrite(
        folder,
        lambda text: text[: text.index(ENTRY)] + text[text.index("- code:", text.index(ENTRY) + 1) :],
    )
    assert load(folder).withdrawn == {"responsibility": 1}
    assert Responsibility.objects.get(pk=row.pk).until == date(2026, 6, 1)
    assert list(faults()) == []


def test_a_responsibility_of_the_desk_stays_as_it_is_where_content_names_its_first_day(folder: Path) -> None:
    row = recorded()
    rewrite(
        folder,
        lambda text: added(text, "ACWC/BPS/contributing", since="2026-01-01", until="2026-09-01", **BPS),
    )
    loaded = load(folder)
    row.refresh_from_db()
    assert (row.until, row.source, row.confidence) == (None, "Perpres rekaan", "verified")
    assert said_of(loaded) == [
        ("responsibility ACWC/BPS/contributing", "until", "2026-09-01"),
        ("responsibility ACWC/BPS/contributing", "source", "general knowledge"),
    ]
    rewrite(folder, lambda text: text.replace('since: "2026-01-01"', 'since: "2025-06-01"'))
    with pytest.raises(Problem) as refused:
        load(folder, 2)
    assert refused.value.code == "CONTENT-DEFECTS"
    row.refresh_from_db()
    assert (row.since, row.until) == (date(2026, 1, 1), None) and list(faults()) == []


@pytest.mark.parametrize(
    ("office", "role", "since"),
    [("BPS", "contributing", "2025-01-01"), ("KEMENSOS", "lead", "2026-07-01")],
)
def test_an_entry_that_runs_into_a_responsibility_of_the_desk_is_a_defect_with_its_place(
    folder: Path, office: str, role: str, since: str
) -> None:
    if role == "lead":
        ended()
        recorded(since=date(2026, 6, 1), role="lead")
    else:
        recorded()
    count = Responsibility.objects.count()
    said = {**BPS, "organisation": office, "role": role, "since": since}
    rewrite(folder, lambda text: added(entry(text, until="2026-06-01"), f"ACWC/{office}/{role}/new", **said))
    bundle = read_content(folder)
    assert bundle.defects == ()
    (defect,) = check_against_rows(bundle).defects
    lines = (folder / "responsibilities/idn.yaml").read_text().splitlines()
    assert (defect.code, defect.params["other"]) == ("CONTENT-DESK-OVERLAP", "BPS")
    assert lines[defect.line - 1] == f"- code: ACWC/{office}/{role}/new"
    with pytest.raises(Problem) as refused:
        load(folder)
    assert refused.value.place == f"{defect.file}:{defect.line}"
    assert Responsibility.objects.count() == count


def test_a_successor_in_content_may_begin_on_the_day_the_desk_ended_the_first(folder: Path) -> None:
    ended()
    said = {**BPS, "role": "lead", "since": "2026-06-01"}
    rewrite(folder, lambda text: added(entry(text, until="2026-06-01"), "ACWC/BPS/lead", **said))
    assert load(folder).kept == ()
    leads = Responsibility.objects.filter(body__code="ACWC", role="lead").order_by("since")
    assert [row.organisation.code for row in leads] == ["KEMENPPPA", "BPS"]


def test_a_seat_opened_on_the_desk_stays_as_it_was_opened_where_content_names_its_number(
    folder: Path,
) -> None:
    seat = open_seat(
        body=Body.objects.get(code="ACWC"),
        name_id="Wakil pemuda",
        name_en="Youth representative",
        since=date(2026, 2, 1),
        source="Surat rekaan",
        actor=machine(LATER),
    )
    assert seat.number == 3
    rewrite(
        folder,
        lambda text: (
            text.rstrip("\n")
            + "\n- code: ACWC/3\n  body: ACWC\n  number: 3\n  name:\n    id: Lain\n    en: Youth representative\n"
        ),
        "bodies/seats.yaml",
    )
    loaded = load(folder)
    now = Seat.objects.get(pk=seat.pk)
    assert (now.name_id, now.since, now.source) == ("Wakil pemuda", date(2026, 2, 1), "Surat rekaan")
    assert [(name, said) for _entry, name, said in said_of(loaded)][:2] == [
        ("name_id", "Lain"),
        ("since", "–"),
    ]
    assert list(faults()) == []
