"""The delivery for ADME of a small finished round: its columns, its rows, its manifest, and who takes it where.

Rows are recomputed here from the tables with plain SQL; the files are read by openpyxl and the csv module.
"""

from __future__ import annotations

import csv
import hashlib
import json
from collections.abc import Iterator
from datetime import timedelta
from decimal import Decimal
from io import BytesIO, StringIO
from pathlib import Path
from typing import Any
from unittest import mock

import openpyxl
import pytest
import yaml
from django.conf import settings
from django.db import connection
from tests.doors.desk.work_round import cleared_by, client_of, fill_health, on, submitted_health, task_of
from tests.guard import behind_its_back
from tests.world import ROOT, World, digest, make_world, moment
from tests.writers import by_another

from simpul.actions.directory import add_person
from simpul.actions.progress import compute_results
from simpul.actions.reporting import close_round, override_warning, save_entry, submit
from simpul.actions.reporting.checking import check_task, key_text
from simpul.core.errors import Problem
from simpul.doors.exchange import delivery as making
from simpul.doors.exchange.delivery import make_delivery
from simpul.records.models import (
    AuditEntry,
    ContentEntry,
    Delivery,
    DeliveryFile,
    Indicator,
    Observation,
    ResultSet,
    StoredFile,
    Target,
)

pytestmark = pytest.mark.django_db

PROFILE = ROOT / "content" / "mapping" / "adme-simpul-layout.yaml"
FORMULA = '=HYPERLINK("https://contoh.example","SSGI")'
CLOSED, MADE = moment(2026, 5, 8), moment(2026, 5, 12)


def profile(path: Path = PROFILE) -> dict[str, Any]:
    """The mapping profile as its file says it."""
    return dict(yaml.safe_load(path.read_text())["entries"][0])


@pytest.fixture
def world() -> Iterator[World]:
    """SOMHD accepted, with stunting preliminary and a comment that looks like a formula; the round closed.

    Of stunting no publication is named; its sheet says who makes it.
    """
    made = make_world()
    made.open()
    with behind_its_back():
        made.indicators["P-H-1"].sheet |= {"producer": "Kemenkes", "source_activity": "SSGI"}
        made.indicators["P-H-1"].save()
    with on():
        submitted_health(made)
        task = cleared_by(made, "steward", "focal", "signer", "coordinator")
    assert task.state == "accepted" and made.round is not None
    close_round(round=made.round, reason="Batas waktu", actor=made.actor("secretariat", CLOSED))
    yield made


@pytest.fixture(autouse=True)
def _answers_with_colour(monkeypatch: pytest.MonkeyPatch) -> None:
    """SOMHD reports stunting as preliminary and says where it comes from in words a spreadsheet would run."""
    import tests.doors.desk.work_round as work_round

    def save(*, indicator: Indicator, nature: str, **rest: Any) -> Any:
        if indicator.code == "P-H-1":
            return save_entry(indicator=indicator, nature="preliminary", comment=FORMULA, **rest)
        return save_entry(indicator=indicator, nature=nature, **rest)

    monkeypatch.setattr(work_round, "save_entry", save)


def delivered(world: World, at: Any = MADE) -> Delivery:
    """The delivery made by the button on the page Reports."""
    with on(at):
        answer = client_of(world, "secretariat").post("/exchange/rounds/2026-Q1/delivery/")
    assert (answer.status_code, answer["Location"]) == (302, "/reports/")
    return Delivery.objects.latest("pk")


def part(delivery: Delivery, name: str) -> bytes:
    return delivery.files.select_related("file").get(part=name).file.path.read_bytes()


def table(content: bytes) -> list[tuple[Any, ...]]:
    page = openpyxl.load_workbook(BytesIO(content))["Data"]
    return [tuple(cell.value for cell in line) for line in page.iter_rows()]


def lines(content: bytes) -> list[list[str]]:
    return list(csv.reader(StringIO(content.decode(), newline="")))


# --- the rows, by plain SQL -----------------------------------------------------------------------------------

SQL = """
WITH known AS (
  SELECT o.* FROM simpul_observation o
  WHERE o.area = 'IDN' AND o.disaggregation = '_T' AND o.text <> '' AND o.recorded_at <= %(at)s
    AND NOT EXISTS (SELECT 1 FROM simpul_observation n WHERE n.revises_id = o.id AND n.recorded_at <= %(at)s)
)
SELECT i.code, i.title_id, i.title_en, b.acronym, o.area, o.period, o.value, o.text, i.unit_id, i.unit_en,
       i.sheet, o.status, o.nature, l.period, l.value, l.status, t.period, t.value,
       v.status, v.reason, v.method, v.method_version, i.validity, o.source, o.comment,
       n.name_id, n.name_en, r.period, o.id, o.definition_version
FROM simpul_indicator i
JOIN known o ON o.indicator_id = i.id
  AND o.period = (SELECT max(k.period) FROM known k WHERE k.indicator_id = i.id)
LEFT JOIN simpul_body b ON b.id = i.body_id
LEFT JOIN simpul_baseline l ON l.indicator_id = i.id AND l.area = 'IDN'
LEFT JOIN simpul_target t ON t.indicator_id = i.id AND t.area = 'IDN'
  AND t.period = (SELECT max(u.period) FROM simpul_target u WHERE u.indicator_id = i.id AND u.area = 'IDN')
LEFT JOIN simpul_verdict v ON v.indicator_id = i.id AND v.result_set_id = %(results)s AND v.official
LEFT JOIN simpul_submitted_figure f ON f.id = o.figure_id
LEFT JOIN simpul_submission s ON s.id = f.submission_id
LEFT JOIN simpul_task k ON k.id = s.task_id
LEFT JOIN simpul_organisation n ON n.id = k.organisation_id
LEFT JOIN simpul_round r ON r.id = k.round_id
ORDER BY i.position, i.code
"""


def number(value: Any) -> str:
    return "" if value is None else format(Decimal(str(value)).normalize(), "f")


def sent(office: str, sheet: dict[str, str]) -> str:
    named = [sheet[name] for name in ("producer", "source_activity") if name in sheet]
    return f"{office}; menurut lembar / by the sheet: {', '.join(named)}" if named else office


def recomputed(results: ResultSet) -> list[dict[str, str]]:
    """One row per indicator with a figure, by the profile's field names."""
    at = connection.ops.adapt_datetimefield_value(results.as_known_at)
    with connection.cursor() as cursor:
        cursor.execute(SQL, {"at": at, "results": results.pk})
        found = cursor.fetchall()
    told = []
    for (
        code, title, title_en, body, area, period, value, text, unit, unit_en, sheet, status, nature,
        base_period, base, base_status, target_period, target, verdict, reason, method, version, validity,
        source, comment, office, office_en, round_, observation, definition,
    ) in found:  # fmt: skip
        sheet = json.loads(sheet) if isinstance(sheet, str) else sheet
        told.append(
            {
                "indicator": code,
                "title": f"{title} / {title_en}",
                "body": body or "",
                "area": area,
                "period": period,
                "value": number(value),
                "text": text,
                "unit": f"{unit} / {unit_en}",
                "unit_code": sheet.get("unit_code", ""),
                "status": status,
                "nature": nature,
                "definition": str(definition),
                "former_definition": "",
                "baseline_period": base_period or "",
                "baseline": number(base),
                "baseline_status": base_status or "",
                "target_period": target_period or "",
                "target": number(target),
                "verdict": verdict or reason or "",
                "method": f"{method} {version}" if method else "",
                "validity": validity,
                "source": source or sent(f"{office} / {office_en}, {round_}", sheet),
                "comment": comment,
                "observation": str(observation),
            }
        )
    return told


def expected(column: dict[str, Any], row: dict[str, str]) -> str:
    text = row[column["field"]]
    return str(column["codes"][text]) if "codes" in column else text


# --- columns and rows ------------------------------------------------------------------------------------------


def test_the_workbook_has_the_columns_of_the_profile_and_the_rows_of_the_tables(world: World) -> None:
    delivery = delivered(world)
    columns = profile()["columns"]
    heading, *found = table(part(delivery, "workbook"))
    assert list(heading) == [f"{column['heading']['id']}\n{column['heading']['en']}" for column in columns]
    rows = recomputed(delivery.result_set)
    assert [row["indicator"] for row in rows] == ["P-H-1", "P-H-2", "P-W-1"]
    for cells, row in zip(found, rows, strict=True):
        for cell, column in zip(cells, columns, strict=True):
            wanted = expected(column, row)
            if column.get("type") == "number" and wanted:
                assert not isinstance(cell, str) and Decimal(repr(cell)) == Decimal(wanted), column["field"]
            else:
                assert (cell or "") == wanted, column["field"]


def test_the_csv_has_the_sdmx_columns_of_the_profile_and_the_same_rows(world: World) -> None:
    delivery = delivered(world)
    columns = [column for column in profile()["columns"] if "sdmx" in column]
    heading, *found = lines(part(delivery, "sdmx_csv"))
    assert heading == ["STRUCTURE", "STRUCTURE_ID", "ACTION", *(column["sdmx"] for column in columns)]
    for cells, row in zip(found, recomputed(delivery.result_set), strict=True):
        assert cells[:3] == ["dataflow", "SIMPUL:DF_ASCC_NATIONAL(1.4)", "R"]
        wanted = [expected(column, row) for column in columns]
        assert cells[3:] == [f"'{text}" if text.startswith("=") else text for text in wanted]


def test_one_row_by_hand(world: World) -> None:
    """Stunting: 21.6 in 2022 to 19.8 in 2024 is -4.26 % a year; to reach 14.2 in 2029 it takes -5.82 %.

    The ratio is 0.73, between 0.5 and 0.95: moderate progress in Eurostat's words.
    """
    delivery = delivered(world)
    ratio = ((19.8 / 21.6) ** (1 / 2) - 1) / ((14.2 / 21.6) ** (1 / 7) - 1)
    assert 0.5 <= ratio < 0.95
    fields = [column["field"] for column in profile()["columns"]]
    row = dict(zip(fields, table(part(delivery, "workbook"))[1], strict=True))
    assert {name: row[name] for name in fields if name not in ("observation", "method")} == {
        "indicator": "P-H-1",
        "title": "Prevalensi stunting balita / Prevalensi stunting balita (en)",
        "body": "SOMHD",
        "area": "IDN",
        "period": "2024",
        "value": 19.8,
        "text": "19,8",
        "unit": "persen / percent",
        "unit_code": "PT",
        "status": "A",
        "nature": "P",
        "definition": "1",
        "former_definition": "",
        "baseline_period": "2022",
        "baseline": 21.6,
        "baseline_status": "provisional",
        "target_period": "2029",
        "target": 14.2,
        "verdict": "moderate",
        "validity": "proxy",
        "source": "Kementerian KEMENKES / Ministry KEMENKES, 2026-Q1;"
        " menurut lembar / by the sheet: Kemenkes, SSGI",
        "comment": FORMULA,
    }
    assert row["method"].startswith("eurostat-cagr ")
    shown = Observation.objects.get(pk=int(row["observation"]))
    assert (shown.indicator.code, shown.period, shown.value) == ("P-H-1", "2024", Decimal("19.8"))


@pytest.mark.parametrize("validity", ["exact", "proxy", "activity"])
def test_the_standing_of_an_indicator_is_carried_as_its_sheet_says_it(world: World, validity: str) -> None:
    with behind_its_back():
        Indicator.objects.filter(code="P-H-1").update(validity=validity)
    delivery = delivered(world)
    at = [column["field"] for column in profile()["columns"]].index("validity")
    standings = {line[0]: line[at] for line in table(part(delivery, "workbook"))}
    assert (standings["P-H-1"], standings["P-W-1"]) == (validity, "proxy")


def test_the_notice_speaks_of_standings_in_the_words_of_the_profile_and_of_no_framework_by_itself(
    world: World, tmp_path: Path
) -> None:
    def notice(delivery: Delivery) -> str:
        first = openpyxl.load_workbook(BytesIO(part(delivery, "workbook"))).worksheets[0]
        return "\n".join(str(cell.value) for line in first.iter_rows() for cell in line if cell.value)

    told = profile()["standing"]
    assert all(text in notice(delivered(world)) for text in (told["id"], told["en"]))
    body = profile()
    body.pop("standing")
    loaded(yaml.safe_dump({"kind": "mapping", "entries": [body]}, allow_unicode=True), tmp_path)
    silent = notice(delivered(world, moment(2026, 5, 13)))
    assert "ASCC" not in silent and "P-" not in silent


def test_no_text_of_an_office_becomes_a_formula(world: World) -> None:
    delivery = delivered(world)
    page = openpyxl.load_workbook(BytesIO(part(delivery, "workbook")))["Data"]
    assert [cell.data_type for line in page.iter_rows() for cell in line if cell.value == FORMULA] == ["s"]
    assert not [text for line in lines(part(delivery, "sdmx_csv")) for text in line if text.startswith("=")]


def test_a_delivery_tells_what_was_known_when_its_results_were_computed(world: World) -> None:
    first = delivered(world)
    later = moment(2026, 6, 2)
    with behind_its_back():
        old = Observation.objects.get(indicator__code="P-W-1", period="2025-03")
        Observation.objects.create(
            indicator=old.indicator, area="IDN", period="2025-03", text="8.40", value="8.40", status="A",
            nature="final", source="koreksi", recorded_at=later, vintage=2, revises=old,
            revision_reason="koreksi", content=old.content,
        )  # fmt: skip
    assert world.round is not None
    again = make_delivery(
        world.round, result_set=first.result_set, actor=world.actor("secretariat", moment(2026, 6, 3))
    )
    for name in ("workbook", "sdmx_csv"):
        assert part(again, name) == part(first, name)
    newer = delivered(world, moment(2026, 6, 3))
    values = {line[0]: line[5] for line in table(part(newer, "workbook"))}
    assert values["P-W-1"] == 8.4
    assert newer.number == again.number + 1 == first.number + 2


# --- the manifest and the notice ---------------------------------------------------------------------------------


def test_the_manifest_names_the_hash_and_size_of_every_other_file(world: World) -> None:
    delivery = delivered(world)
    told = json.loads(part(delivery, "manifest"))
    assert told == delivery.manifest
    contents = {"workbook": part(delivery, "workbook"), "sdmx_csv": part(delivery, "sdmx_csv")}
    assert {(row["part"], row["sha256"], row["size"]) for row in told["files"]} == {
        (name, hashlib.sha256(content).hexdigest(), len(content)) for name, content in contents.items()
    }
    assert {row["part"]: row["name"] for row in told["files"]} == {
        "workbook": "adme-IDN-2026-Q1.xlsx",
        "sdmx_csv": "adme-IDN-2026-Q1.csv",
    }


def test_the_manifest_names_methods_vintage_and_profile(world: World) -> None:
    delivery = delivered(world)
    told = json.loads(part(delivery, "manifest"))
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT DISTINCT method, method_version FROM simpul_verdict WHERE result_set_id = %s",
            [delivery.result_set_id],
        )
        methods = set(cursor.fetchall())
    assert {(row["code"], row["version"]) for row in told["methods"]} == methods
    assert len(methods) > 3 and all(row["source"] for row in told["methods"])
    assert told["as_known_at"] == delivery.result_set.as_known_at.isoformat() == MADE.isoformat()
    assert (told["round"], told["area"], told["content_version"]) == ("2026-Q1", "IDN", "world")
    assert told["rows"] == {"indicators": 5, "with_a_figure": 3, "written": 3}
    assert told["profile"] == {
        "code": "adme-simpul-layout",
        "version": profile()["version"],
        "sha256": digest(profile()),
    }


def test_file_and_manifest_say_that_the_layout_is_ours_in_both_languages(world: World) -> None:
    delivery = delivered(world)
    notice = json.loads(part(delivery, "manifest"))["notice"]
    book = openpyxl.load_workbook(BytesIO(part(delivery, "workbook")))
    first = book.worksheets[0]
    page = "\n".join(str(cell.value) for line in first.iter_rows() for cell in line if cell.value)
    for text in (notice["en"], page):
        assert "Simpul layout, not ASEAN's form" in text
    for text in (notice["id"], page):
        assert "Tata letak Simpul, bukan formulir ASEAN" in text
    assert MADE.isoformat() in page and digest(profile()) in page


# --- the profile decides -----------------------------------------------------------------------------------------


def loaded(text: str, tmp_path: Path) -> dict[str, Any]:
    """Another wording of the profile, as a file of content that was loaded after the first."""
    path = tmp_path / PROFILE.name
    path.write_text(text)
    body = profile(path)
    first = ContentEntry.objects.get(kind="mapping", code=body["code"])
    with behind_its_back():
        ContentEntry.objects.create(
            kind="mapping", code=body["code"], number=2, digest=digest(body), body=body, place=f"{path.name}:1",
            version=first.version,
        )  # fmt: skip
    return body


@pytest.mark.parametrize("field", ["value", "nature", "verdict"])
def test_a_column_taken_from_the_profile_is_gone_from_the_delivery(
    world: World, tmp_path: Path, field: str
) -> None:
    before = delivered(world)
    kept = [line for line in PROFILE.read_text().splitlines() if f"{{field: {field}," not in line]
    body = loaded("\n".join(kept), tmp_path)
    assert len(body["columns"]) == len(profile()["columns"]) - 1
    after = delivered(world, moment(2026, 5, 13))
    at = [column["field"] for column in profile()["columns"]].index(field)
    for old, new in zip(table(part(before, "workbook")), table(part(after, "workbook")), strict=True):
        assert new == old[:at] + old[at + 1 :]
    sdmx = {column["field"]: column["sdmx"] for column in profile()["columns"] if "sdmx" in column}
    gone = {sdmx[field]} if field in sdmx else set()
    assert set(lines(part(before, "sdmx_csv"))[0]) - set(lines(part(after, "sdmx_csv"))[0]) == gone
    assert (before.profile_digest, after.profile_digest) == (digest(profile()), digest(body))


def test_a_code_the_profile_does_not_know_stops_the_delivery(world: World, tmp_path: Path) -> None:
    loaded(PROFILE.read_text().replace("preliminary: P, ", ""), tmp_path)
    with pytest.raises(Problem) as refused, on(MADE):
        assert world.round is not None
        make_delivery(world.round, actor=world.actor("secretariat", MADE))
    assert (refused.value.code, refused.value.place) == ("EXCHANGE-CODE", "P-H-1")
    assert not Delivery.objects.exists() and not ResultSet.objects.exists()


# --- what others do meanwhile --------------------------------------------------------------------------------------


@pytest.mark.django_db(transaction=True)
def test_the_secretariat_writes_while_the_workbook_is_written(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    secretariat, saved = world.actor("secretariat", MADE), []
    write = making.workbook

    def written(*args: Any) -> bytes:
        saved.append(by_another(lambda: add_person(
            name="Orang Baru", organisation=world.organisations["KEMENSOS"], actor=secretariat
        )))  # fmt: skip
        return write(*args)

    monkeypatch.setattr(making, "workbook", written)
    assert world.round is not None
    made = make_delivery(world.round, actor=secretariat)
    assert [person.name for person in saved] == ["Orang Baru"] and made.files.count() == 3
    actions = list(AuditEntry.objects.order_by("pk").values_list("action", flat=True))
    assert actions[-6:] == [
        "progress.compute", "directory.add_person", *["files.keep"] * 3, "reporting.record_delivery"
    ]  # fmt: skip


def test_when_a_delivery_cannot_be_recorded_no_file_of_it_stays(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    results = compute_results(round=world.round, actor=world.actor("secretariat", MADE))
    lines = mock.Mock(side_effect=OSError("no space left on device"))
    monkeypatch.setattr(DeliveryFile.objects, "bulk_create", lines)
    with pytest.raises(OSError, match="no space"):
        assert world.round is not None
        make_delivery(world.round, result_set=results, actor=world.actor("secretariat", MADE))
    assert not Delivery.objects.exists() and not StoredFile.objects.exists()
    assert [path for path in Path(settings.SIMPUL_FILES).rglob("*") if path.is_file()] == []


# --- who takes it where ------------------------------------------------------------------------------------------


def test_it_is_handed_over_only_after_the_soca_leader_cleared_it(world: World) -> None:
    delivery = delivered(world)
    form = {"on": f"{MADE:%Y-%m-%d}", "channel": "Surel", "receipt": "T-1"}
    with on(MADE):
        secretariat, leader = client_of(world, "secretariat"), client_of(world, "soca")
        early = secretariat.post(f"/exchange/deliveries/{delivery.pk}/hand-over/", form)
        assert early.status_code == 422 and "SOCA Leader" in early.content.decode()
        assert secretariat.post(f"/exchange/deliveries/{delivery.pk}/clear/").status_code == 403
        assert leader.post(f"/exchange/deliveries/{delivery.pk}/clear/").status_code == 302
        unread = secretariat.post(f"/exchange/deliveries/{delivery.pk}/hand-over/", {**form, "on": "13/5"})
        assert unread.status_code == 422 and "13/5" in unread.content.decode()
        for other in (MADE - timedelta(days=1), MADE + timedelta(days=1)):
            day = {**form, "on": f"{other:%Y-%m-%d}"}
            assert secretariat.post(f"/exchange/deliveries/{delivery.pk}/hand-over/", day).status_code == 422
        assert secretariat.post(f"/exchange/deliveries/{delivery.pk}/hand-over/", form).status_code == 302
    delivery.refresh_from_db()
    assert (delivery.state, delivery.cleared_by_name) == ("handed_over", "Soca")
    assert (str(delivery.handed_over_on), delivery.channel, delivery.receipt) == (
        f"{MADE:%Y-%m-%d}",
        "Surel",
        "T-1",
    )


def test_its_files_are_read_by_who_sees_the_whole_round(world: World) -> None:
    delivery = delivered(world)
    row = delivery.files.select_related("file").get(part="sdmx_csv")
    url = f"/exchange/deliveries/{delivery.pk}/files/{row.pk}/"
    with on(MADE):
        answer = client_of(world, "auditor").get(url)
        assert hashlib.sha256(answer.getvalue()).hexdigest() == row.file.sha256
        assert answer["Content-Disposition"] == 'attachment; filename="adme-IDN-2026-Q1.csv"'
        assert client_of(world, "producer").get(url).status_code == 404


def test_an_office_makes_no_delivery(world: World) -> None:
    with on(MADE):
        answer = client_of(world, "producer").post("/exchange/rounds/2026-Q1/delivery/")
    assert answer.status_code == 403
    assert not Delivery.objects.exists() and task_of(world).state == "accepted"


def test_a_target_that_is_a_range_is_written_as_a_text(world: World) -> None:
    with behind_its_back():
        world.indicators["P-H-1"].targets.update(value=None, low="14.2", high="15")
    fields = [column["field"] for column in profile()["columns"]]
    row = dict(zip(fields, table(part(delivered(world), "workbook"))[1], strict=True))
    assert row["target"] == "14.2–15"


def test_of_several_targets_the_last_one_is_delivered(world: World) -> None:
    with behind_its_back():
        Target.objects.create(
            indicator=world.indicators["P-H-1"], area="IDN", period="2027", value="17", authority="RPJMN"
        )
    fields = [column["field"] for column in profile()["columns"]]
    row = dict(zip(fields, table(part(delivered(world), "workbook"))[1], strict=True))
    assert (row["target_period"], row["target"]) == ("2029", 14.2)


def test_a_value_below_a_limit_keeps_its_sign_beside_its_number() -> None:
    """SOMHD reports stunting as `<2,5`, as an Indonesian office writes it."""
    made = make_world()
    made.open()
    assert made.round is not None
    with on():
        fill_health(made)
        stunting, producer = made.indicators["P-H-1"], made.actor("producer")
        save_entry(
            task=task_of(made), indicator=stunting, period="2024", text="<2,5", nature="final", actor=producer
        )
        for finding in check_task(task_of(made)).open_warnings:
            key = key_text(finding.key)
            override_warning(
                task=task_of(made),
                rule=finding.rule,
                figure=key,
                reason="Di bawah batas ukur",
                actor=producer,
            )
        submit(task=task_of(made), actor=producer)
        cleared_by(made, "steward", "focal", "signer", "coordinator")
    delivery = make_delivery(made.round, actor=made.actor("secretariat", MADE))
    fields = [column["field"] for column in profile()["columns"]]
    row = dict(zip(fields, table(part(delivery, "workbook"))[1], strict=True))
    assert (row["indicator"], row["value"], row["text"]) == ("P-H-1", 2.5, "<2,5")
    heading, found, *_ = lines(part(delivery, "sdmx_csv"))
    told = dict(zip(heading, found, strict=True))
    assert (told["OBS_VALUE"], told["TEXT_AS_REPORTED"], told["OBS_STATUS"]) == ("2.5", "<2,5", "A")
    assert told["OBS_LIMIT"] == "<"


@pytest.mark.parametrize(
    ("text", "written"), [("<2.5", "<2.5"), ("≥95", "≥95"), ("2.50", 2.5), ("-2.50", -2.5)]
)
def test_a_baseline_below_zero_or_beyond_a_limit_keeps_its_sign(
    world: World, text: str, written: Any
) -> None:
    with behind_its_back():
        world.indicators["P-H-1"].baselines.update(value_text=text, value=text.strip("<≥"))
    fields = [column["field"] for column in profile()["columns"]]
    row = dict(zip(fields, table(part(delivered(world), "workbook"))[1], strict=True))
    assert row["baseline"] == written


def test_the_guide_explains_every_column_of_the_profile_in_its_order() -> None:
    guide = (ROOT / "docs" / "guide" / "delivery.md").read_text()
    told = guide.split("## The columns")[1].split("\n## ")[0]
    rows = [
        [cell.strip(" `") for cell in line.split("|")[1:3]] for line in told.splitlines() if "| `" in line
    ]
    assert rows == [[column["field"], column.get("sdmx", "")] for column in profile()["columns"]]
    body = profile()
    assert f"`{body['agency']}:{body['dataflow']}({body['dsd_version']})`" in told
