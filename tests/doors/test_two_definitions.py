"""A definition agreed anew: no page, paper, delivery or verdict sets an old figure beside the new aims."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterator
from datetime import date, datetime
from decimal import Decimal
from typing import Any

import pytest
from tests.actions.test_finalisation import DECISION, WORDING, called, proposed, sheet_task
from tests.doors.desk.work_round import cleared_by, client_of, on, page, submitted_health
from tests.guard import behind_its_back
from tests.world import World, make_world, moment

from simpul.actions.catalogue import agree_sheet, fix_position
from simpul.actions.progress import compute_results
from simpul.actions.reporting import open_round
from simpul.core.plain import plain, restored
from simpul.doors.exchange.delivery import coded, read_profile, rows_of
from simpul.doors.papers.making import make_papers, render_report
from simpul.doors.papers.paper import Chart, Heading, KeyFigures, Table, Text
from simpul.doors.papers.report import Facts, build_report
from simpul.records.indicator_reading import known_by, read_indicators
from simpul.records.judging import judge
from simpul.records.models import Indicator, Observation, Paper, ResultSet, SheetVersion
from simpul.records.round_report import RoundReport, read_report

pytestmark = pytest.mark.django_db

LATER = moment(2026, 4, 12)
ANEW = {
    **WORDING,
    "baseline": {
        "area": "IDN",
        "period": "2023",
        "value": "24",
        "status": "provisional",
        "source": "SSGI ulang",
    },
    "targets": [{"area": "IDN", "period": "2029", "value": "15", "authority": "RPJMN", "source": "RPJMN"}],
}


@pytest.fixture
def world() -> Iterator[World]:
    """Stunting 21.6, 21.5 and, reported, 19.8 under the first definition; then another is agreed, with 24 and 15."""
    made = make_world()
    made.open()
    with on():
        submitted_health(made)
        cleared_by(made, "steward", "focal", "signer", "coordinator")
    called(made)
    version = proposed(made, sheet=ANEW)
    fix_position(task=sheet_task(), remark="", seen=version.number, actor=made.actor("coordinator"))
    agree_sheet(
        task=sheet_task(),
        decision=DECISION,
        decided_on=date(2026, 4, 9),
        seen=version.number,
        actor=made.actor("secretariat"),
    )
    with on(LATER):
        yield made


def observed_anew(period: str = "2025", value: str = "22.5", at: datetime = LATER) -> Observation:
    """A figure of stunting under the definition in force."""
    row = Indicator.objects.get(code="P-H-1")
    old = Observation.objects.filter(indicator=row, content__isnull=False).first()
    assert old is not None and row.definition_version == 2
    with behind_its_back():
        return Observation.objects.create(
            indicator=row,
            area="IDN",
            period=period,
            text=value,
            value=value,
            nature="final",
            unit="persen",
            source="SSGI ulang",
            definition_version=2,
            recorded_at=at,
            content=old.content,
        )


def report_of(world: World) -> RoundReport:
    return read_report(compute_results(round=world.round, actor=world.actor("coordinator", LATER)))


def stunting(report: RoundReport) -> Any:
    return next(line for line in report.indicators if line.code == "P-H-1")


def table_of(report: RoundReport, language: str = "id") -> tuple[list[str], str]:
    """The row of stunting in its table, cell by cell with what stands beneath, and the note of the table."""
    for block in build_report(report, language=language, facts=Facts()).blocks:
        if isinstance(block, Table):
            for row in block.rows:
                if "P-H-1" in row[0].sub and len(row) == 7:
                    return [f"{cell.text}|{cell.sub}" for cell in row], block.note
    raise AssertionError("no row of P-H-1")


def strip(text: str) -> dict[str, str]:
    pairs = re.findall(r"<dt>(.*?)</dt><dd>(.*?)</dd>", text, re.S)
    return {label: " ".join(re.sub(r"<[^>]+>", "", body).split()) for label, body in pairs}


# --- no figure under the definition in force yet ----------------------------------------------------------------


def test_the_page_shows_the_new_baseline_beside_no_figure_and_the_old_ones_as_history(world: World) -> None:
    text = page(client_of(world, "producer"), "/indicators/P-H-1/")
    shown = strip(text)
    assert shown["Angka terakhir"] == "– belum ada"
    assert shown["Perubahan dari sebelumnya"] == "–"
    assert shown["Data dasar"] == "24,0 2023, disepakati"
    assert "Belum ada angka menurut definisi yang berlaku sejak 9 April 2026." in text
    assert "Angka sampai 2024 menurut definisi sebelumnya" in text
    assert (
        text.count("Belum ada angka menurut definisi yang berlaku sejak 9 April 2026.") == 2
    )  # above, and for all methods
    table = text[text.index("Tabel di balik grafik") :].split("</table>")[0]
    assert table.count("menurut definisi sebelumnya") == 3
    drawn = re.findall(r"<desc[^>]*>(.*?)</desc>", text)
    assert drawn and all("Sasaran" not in said and "Data dasar" not in said for said in drawn)
    assert all("Angka sampai 2024 menurut definisi sebelumnya; tidak dibandingkan." in said for said in drawn)


def test_the_list_of_indicators_shows_no_figure_of_a_former_definition_beside_the_target(
    world: World,
) -> None:
    found = client_of(world, "producer").get("/indicators/?as=csv").content.decode("utf-8-sig")
    line = next(row for row in found.splitlines() if "P-H-1" in row)
    assert "19,8" not in line and "19.8" not in line
    assert "belum ada angka menurut definisi yang berlaku" in line


def test_every_method_refuses_and_names_what_is_missing(world: World) -> None:
    rows = [
        row
        for row in judge(area="IDN", official="eurostat-cagr", moment=LATER)
        if row.indicator.code == "P-H-1"
    ]
    assert {(row.status, row.reason) for row in rows} == {("", "NEW-DEFINITION")}
    assert {row.outputs["inputs"]["defined_on"] for row in rows} == {"2026-04-09"}
    assert {tuple(row.inputs["observations"]) for row in rows} == {()}
    told = next(one for one in read_indicators(moment=known_by(None)) if one.code == "P-H-1")
    assert {row.reason for row in told.verdicts} == {"NEW-DEFINITION"}


@pytest.mark.parametrize(
    ("language", "old", "sentence", "history"),
    [
        (
            "id",
            "19,8",
            "Belum ada angka menurut definisi yang berlaku sejak 9 April 2026.",
            "definisi sebelumnya 19,8",
        ),
        (
            "en",
            "19.8",
            "There is no figure under the definition in force since 9 April 2026",
            "definition is 19.8",
        ),
    ],
)
def test_a_report_made_anew_sets_no_old_figure_beside_the_new_aims(
    world: World, language: str, old: str, sentence: str, history: str
) -> None:
    report = report_of(world)
    line = stunting(report)
    assert (line.latest, line.before, line.former.text) == (None, None, "19,8")
    cells, note = table_of(report, language)
    assert all(old not in cell and "21" not in cell for cell in cells[1:])
    assert cells[4].startswith("24") and cells[5].startswith("15")
    assert sentence in cells[6] and sentence in note and history in note
    blocks = build_report(report, language=language, facts=Facts()).blocks
    assert not [one for one in blocks if isinstance(one, Chart) and one.data.key == "P-H-1"]


def test_a_delivery_carries_the_old_figure_without_the_new_aims_and_says_whose_definition_it_is(
    world: World,
) -> None:
    row = next(one for one in rows_of(report_of(world)) if one["indicator"] == "P-H-1")
    wanted = {
        "value": "19.8",
        "definition": "1",
        "former_definition": "true",
        "baseline": "",
        "baseline_period": "",
        "baseline_status": "",
        "target": "",
        "target_period": "",
        "verdict": "NEW-DEFINITION",
    }
    assert {name: row[name] for name in wanted} == wanted
    assert "Y" in coded(read_profile(), row)


# --- with a first figure under it -------------------------------------------------------------------------------


def test_the_first_figure_under_the_new_definition_is_judged_by_its_own_baseline_and_compared_with_no_old_one(
    world: World,
) -> None:
    observed_anew()
    rows = {
        row.method: row
        for row in judge(area="IDN", official="", moment=LATER)
        if row.indicator.code == "P-H-1"
    }
    numbers = rows["plain"].outputs["numbers"]
    # (22.5 - 24) / (15 - 24) of the way in 2 of 6 years
    assert abs(Decimal(numbers["share"]) - Decimal("1.5") / 9) < Decimal("0.000001")
    assert abs(Decimal(numbers["index"]) - Decimal("0.5")) < Decimal("0.000001")
    shown = strip(page(client_of(world, "producer"), "/indicators/P-H-1/"))
    assert shown["Angka terakhir, 2025"] == "22,5 persen"
    assert shown["Perubahan dari sebelumnya"] == "–"


def test_the_chart_draws_old_figures_apart_and_the_baseline_beside_the_new_ones(world: World) -> None:
    observed_anew()
    text = page(client_of(world, "producer"), "/indicators/P-H-1/")
    assert "definisi baru, tidak disambung" in text
    assert "Definisi ini berlaku sejak 9 April 2026." in text
    said = re.findall(r"<desc[^>]*>(.*?)</desc>", text)[0]
    assert "Data dasar 2023: 24,0." in said
    assert "Angka sampai 2024 menurut definisi sebelumnya; tidak dibandingkan." in said


def test_a_report_says_that_the_definition_changed_between_two_figures(world: World) -> None:
    observed_anew()
    report = report_of(world)
    cells, note = table_of(report)
    assert cells[1] == "–|" and cells[2].startswith("22,5|2025")
    assert cells[3] == "tidak dibandingkan|definisi berganti"
    assert "definisi sebelumnya" not in note
    row = next(one for one in rows_of(report) if one["indicator"] == "P-H-1")
    assert (row["definition"], row["former_definition"], row["baseline"], row["target"]) == (
        "2",
        "",
        "24",
        "15",
    )
    annex = [
        row
        for block in build_report(report, language="id", facts=Facts()).blocks
        if isinstance(block, Table)
        for row in block.rows
        if row[0].text == "P-H-1" and len(row) == 5
    ]
    assert [cell[1].sub for cell in annex] == [*["menurut definisi sebelumnya"] * 3, "deret putus"]


def test_an_older_period_reported_anew_is_the_latest_under_the_definition_in_force(world: World) -> None:
    observed_anew(period="2021", value="25")
    told = next(one for one in read_indicators(moment=known_by(None)) if one.code == "P-H-1")
    assert told.latest is not None and (told.latest.period, told.change) == ("2021", None)
    assert told.last_former is not None and told.last_former.period == "2024"


def test_peers_of_another_definition_are_no_measure_of_a_distance(world: World) -> None:
    observed_anew()
    old = Observation.objects.filter(indicator__code="P-H-1", content__isnull=False).first()
    assert old is not None
    with behind_its_back():
        for area in ("MYS", "THA", "VNM", "PHL"):
            Observation.objects.create(
                indicator=old.indicator, area=area, period="2024", text="20", value=20, unit="persen",
                recorded_at=LATER, content=old.content,
            )  # fmt: skip
    found = {
        row.method: row.reason
        for row in judge(area="IDN", official="", moment=LATER)
        if row.indicator.code == "P-H-1"
    }
    assert found["oecd-distance"] == "FEW-PEERS"


def test_a_reading_kept_before_definitions_were_told_reads_as_it_did(world: World) -> None:
    report = report_of(world)
    told = json.loads(json.dumps(plain(report)))
    for line in told["indicators"]:
        for name in ("definition_version", "defined_on", "definitions"):
            line.pop(name)
    old = restored(RoundReport, told)
    assert all(not line.earlier and line.former is None for line in old.indicators)
    assert not [row for row in rows_of(old) if row["definition"] or row["former_definition"]]


# --- the report made again ---------------------------------------------------------------------------------------


@pytest.fixture
def reported() -> Iterator[World]:
    """The report of the round is made, then the definition of stunting is decided anew, and the report made again."""
    made = make_world()
    made.open()
    with on():
        submitted_health(made)
        cleared_by(made, "steward", "focal", "signer", "coordinator")
    assert made.round is not None
    make_papers(made.round, actor=made.actor("coordinator", moment(2026, 4, 11)))
    called(made)
    version = proposed(made, sheet=ANEW)
    fix_position(task=sheet_task(), remark="", seen=version.number, actor=made.actor("coordinator"))
    agree_sheet(
        task=sheet_task(),
        decision=DECISION,
        decided_on=date(2026, 4, 9),
        seen=version.number,
        actor=made.actor("secretariat"),
    )
    with on(LATER):
        make_papers(made.round, actor=made.actor("coordinator", LATER))
        yield made


def editions() -> list[RoundReport]:
    """What each report made of the round says, the first first."""
    sets = sorted({row.result_set_id for row in Paper.objects.all()})
    return [read_report(ResultSet.objects.get(pk=key)) for key in sets]


def summary_of(report: RoundReport, language: str) -> tuple[dict[str, str], str, str]:
    """The rows of the cover, its summary, and the text of the chapter of the summary."""
    paper = build_report(report, language=language, facts=Facts(zone="Asia/Jakarta"))
    texts: list[str] = []
    for block in paper.blocks[1:]:
        if isinstance(block, Heading) and block.level == 1:
            break
        texts += [block.text] if isinstance(block, Text) else []
        texts += [" ".join(item) for item in block.items] if isinstance(block, KeyFigures) else []
    return dict(paper.cover.rows), paper.cover.summary, "\n".join(texts)


def test_a_report_made_again_says_on_its_cover_which_version_it_replaces(reported: World) -> None:
    first, second = editions()
    assert summary_of(first, "id")[0]["Versi"] == "Versi 1, dibuat 11 April 2026"
    rows, _cover, _text = summary_of(second, "id")
    assert rows["Versi"] == "Versi 2, dibuat 12 April 2026, menggantikan versi 1 tertanggal 11 April 2026"
    rows, _cover, _text = summary_of(second, "en")
    assert rows["Version"] == "Version 2, made on 12 April 2026, replaces version 1 of 11 April 2026"


def test_a_report_made_again_names_the_decision_and_the_figures_that_no_longer_stand(reported: World) -> None:
    first, second = editions()
    assert "Tidak berlaku lagi" not in summary_of(first, "id")[2]
    told = summary_of(second, "id")[2]
    assert f"berlaku berdasarkan {DECISION}, 9 April 2026." in told
    assert "Tidak berlaku lagi: 21,6 (2022); 21,5 (2023); 19,8 (2024)." in told
    assert f"holds by {DECISION}, 9 April 2026." in summary_of(second, "en")[2]


def test_a_figure_of_a_former_definition_is_not_counted_among_those_that_stand(reported: World) -> None:
    first, second = editions()
    health = [next(task for task in one.tasks if task.body.code == "SOMHD") for one in (first, second)]
    assert [(task.figures, task.former) for task in health] == [(2, 0), (1, 1)]
    assert [task.overtaken for task in health] == [(), ("P-H-1",)]
    assert "2 angka diterima pada putaran ini;" in summary_of(first, "id")[1]
    _rows, cover, told = summary_of(second, "id")
    assert "1 angka yang diterima pada putaran ini berlaku, 1 lagi menurut definisi sebelumnya" in cover
    assert "1 angka lagi menurut definisi sebelumnya" in told


def test_a_version_that_was_replaced_still_reprints_byte_for_byte(reported: World) -> None:
    for row in Paper.objects.all():
        again = render_report(row.result_set, language=row.language, format=row.format)
        assert hashlib.sha256(again).hexdigest() == row.file.sha256


def test_a_reading_kept_before_versions_were_told_says_none(world: World) -> None:
    kept = report_of(world)
    told = plain(kept)
    for name in ("number", "replaces", "redefined", "made_at"):
        del told[name]
    before = restored(RoundReport, told | {"layout": 2})
    assert "Versi" not in summary_of(before, "id")[0] and "Versi" in summary_of(kept, "id")[0]


# --- the source of a figure whose office named none, and the task that asks for the next ------------------------


def test_a_figure_of_a_former_definition_never_takes_the_source_of_the_sheet_that_holds(world: World) -> None:
    first = SheetVersion.objects.get(indicator__code="P-H-1", number=1)
    row = Indicator.objects.get(code="P-H-1")
    reported = Observation.objects.get(indicator=row, figure__isnull=False)
    assert (reported.source, reported.definition_version) == ("", 1)
    with behind_its_back():
        first.sheet |= {"producer": "Kemenkes", "source_activity": "SSGI lama"}
        first.save()
        row.sheet |= {"producer": "BPS", "source_activity": "Survei baru"}
        row.save()
    client = client_of(world, "producer")
    text = page(client, "/indicators/P-H-1/")
    assert "menurut lembar definisi versi 1: Kemenkes, SSGI lama" in text
    assert "publikasi tidak disebut; menurut lembar indikator: BPS" not in text
    chain = page(client, f"/numbers/{reported.pk}/")
    assert "Kemenkes, SSGI lama" in chain and "Survei baru" not in chain
    sent = next(one for one in rows_of(report_of(world)) if one["indicator"] == "P-H-1")
    assert sent["value"] == "19.8" and sent["source"] and "Survei baru" not in sent["source"]
    with behind_its_back():
        first.definition_version = None  # a former definition of which no wording was kept
        first.save()
    assert "Survei baru" not in page(client, f"/numbers/{reported.pk}/")


def test_a_task_says_since_when_the_definition_is_another_and_whose_source_is_offered(world: World) -> None:
    row = Indicator.objects.get(code="P-H-1")
    with behind_its_back():
        row.sheet |= {"producer": "BPS", "source_activity": "Survei baru"}
        row.save()
    other = page(client_of(world, "other_producer"), f"/tasks/{world.tasks['SOMSWD'].pk}/")
    assert "definisi baru sejak" not in other and 'id="redefined"' not in other
    opened = open_round(
        obligation=world.obligation,
        period="2026-Q2",
        opens_on=date(2026, 7, 1),
        due_on=date(2026, 7, 24),
        closes_on=date(2026, 8, 7),
        actor=world.actor("secretariat", moment(2026, 7, 1)),
    )
    url = f"/tasks/{opened.tasks.get(body__code='SOMHD').pk}/"
    with on(moment(2026, 7, 2)):
        text = page(client_of(world, "producer"), url)
    since = f"definisi baru sejak {DECISION}, 9 Apr 2026"
    assert "1 indikator berdefinisi baru sejak angka Anda yang terakhir diterima." in text
    rows = re.findall(r"<tbody[^>]*>.*?</tbody>", text, re.S)
    told = [one for one in rows if since in one]
    assert len(told) == 1 and "P-H-1" in told[0]
    assert (
        f"lembar indikator yang berlaku: BPS, Survei baru. Itu lembar definisi versi 2, disepakati dalam {DECISION}"
        in text
    )
    with behind_its_back():
        Observation.objects.filter(indicator=row, period="2024").update(definition_version=2)
    with on(moment(2026, 7, 2)):
        assert since not in page(client_of(world, "producer"), url)
