"""Content files: broken ones are named with file and line; what we ship says what it should."""

from __future__ import annotations

import re
import shutil
from collections import Counter, defaultdict
from datetime import date
from pathlib import Path

import pytest

from simpul.actions.content_files import MAX_BYTES, Bundle, read_content
from simpul.core.catalogue import can_be_looked_up, cited, day, readiness_of
from simpul.core.content_shapes import SHAPES
from simpul.core.content_words import CONTENT_SENTENCES
from simpul.core.directory import Span
from simpul.core.periods import Period
from simpul.core.permissions import Role

CONTENT = Path(__file__).resolve().parents[2] / "content"
ROUND_OPENS = date(2026, 4, 1)

OFFICE = """kind: organisation
source: https://example.org/offices
confidence: verified
entries:
- code: STAT
  acronym: STAT
  name: {id: Kantor statistik, en: Statistical office}
  type: agency
  area: IDN
"""


def folder_with(tmp_path: Path, **files: str | bytes) -> Path:
    for name, text in files.items():
        path = tmp_path / name.replace("__", "/").replace("_", ".")
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return tmp_path


def defects_of(bundle: Bundle) -> list[tuple[str, str, int]]:
    return [(defect.code, defect.file, defect.line) for defect in bundle.defects]


def test_every_figure_we_ship_names_who_publishes_it_and_not_only_the_address_it_was_read_at() -> None:
    bundle = read_content(CONTENT)
    figures = [item.body for item in bundle.of("value")]
    figures += [figure for item in bundle.of("demo_task") for figure in item.body["figures"]]
    bare = [figure["source"] for figure in figures if not cited(figure["source"])[0]]
    assert len(figures) > 40 and bare == []


def test_the_play_answers_a_request_with_the_latest_figure_that_is_accepted() -> None:
    """Offices hand in by April what the play tells of the round; every request comes later."""
    bundle = read_content(CONTENT)
    rows = [item.body for item in bundle.of("value")]
    rows += [figure | {"area": "IDN"} for item in bundle.of("demo_task") for figure in item.body["figures"]]
    latest: dict[tuple[str, str], Period] = {}
    for row in rows:
        if row.get("value") and row.get("disaggregation", "_T") == "_T":
            key, period = (row["indicator"], row["area"]), Period.parse(row["period"])
            latest[key] = max(latest.get(key, period), period, key=lambda one: one.until)
    cited_keys = [
        key
        for item in bundle.of("demo_request")
        for question in item.body["questions"]
        for key in question.get("figures", ())
    ]
    assert len(cited_keys) == 6
    for key in cited_keys:
        indicator, area, period = key.split("|")
        assert Period.parse(period) == latest[indicator, area], key


def test_the_play_says_of_stunting_what_the_sheet_and_the_chart_say() -> None:
    """The three surveys are one series; the sheet called for agreement says so as the sheet of the content does."""
    bundle = read_content(CONTENT)
    told = [
        proposal["changes"]["comparability"]
        for item in bundle.of("demo_sheet")
        for proposal in item.body["proposals"]
        if "comparability" in proposal["changes"]
    ]
    series = [item.body for item in bundle.of("value") if item.body["indicator"] == "P-B.2-06"]
    assert series and not any(row.get("series_break") for row in series)
    (words,) = told
    assert "dibaca sebagai satu deret" in words["id"] and "read as one series" in words["en"]
    assert all("https://stunting.go.id/" in text for text in words.values())


def test_every_entry_keeps_the_file_and_line_it_stands_on(tmp_path: Path) -> None:
    bundle = read_content(folder_with(tmp_path, offices__idn_yaml=OFFICE))
    assert bundle.defects == ()
    (office,) = bundle.of("organisation")
    assert office.place == "offices/idn.yaml:5"
    assert office.body["source"] == "https://example.org/offices"  # said once, at the head of the file


@pytest.mark.parametrize(
    ("text", "code", "line"),
    [
        (OFFICE + "- code: [open\n", "CONTENT-YAML", 11),
        (OFFICE + "  type: twice\n", "CONTENT-YAML", 10),
        ("kind: organisation\nentries: &a\n- *a\n", "CONTENT-YAML", 3),
        (b"kind: organisation\nname: \xff\xfe\n", "CONTENT-YAML", 1),
        ("kind: organisation\n? [a]\n: b\n", "CONTENT-YAML", 2),
        ("[" * 5000, "CONTENT-YAML", 1),
        ("", "CONTENT-FIELD", 1),
        ("- only\n- a\n- list\n", "CONTENT-FIELD", 1),
        ("entries: []\n", "CONTENT-FIELD", 1),
        ("kind: organisation\n", "CONTENT-FIELD", 1),
        ("kind: organisation\nentries:\n- just text\n", "CONTENT-TYPE", 1),
        ("kind: poem\nentries:\n- code: a\n", "CONTENT-KIND", 3),
        (OFFICE.replace("https://example.org/offices", "hearsay"), "CONTENT-VERIFIED", 5),
        (OFFICE.replace("en: Statistical office", "en: ''"), "CONTENT-TRANSLATION", 5),
    ],
)
def test_a_broken_file_is_named_with_its_line(
    tmp_path: Path, text: str | bytes, code: str, line: int
) -> None:
    bundle = read_content(folder_with(tmp_path, offices__bad_yaml=text))
    assert defects_of(bundle) == [(code, "offices/bad.yaml", line)]
    for language in ("id", "en"):
        assert bundle.defects[0].sentence(language) and bundle.defects[0].hint(language)


def test_one_broken_file_does_not_hide_the_others(tmp_path: Path) -> None:
    bundle = read_content(folder_with(tmp_path, a_yaml="kind: [", b_yaml=OFFICE))
    assert [item.code for item in bundle.items] == ["STAT"]
    assert defects_of(bundle) == [("CONTENT-YAML", "a.yaml", 1)]


def test_a_broken_file_does_not_make_every_entry_that_names_it_a_defect(tmp_path: Path) -> None:
    copy = tmp_path / "content"
    shutil.copytree(CONTENT, copy)
    path = copy / "bodies" / "ascc.yaml"
    path.write_text(path.read_text() + "- code: [open\n")
    assert [(code, file) for code, file, _ in defects_of(read_content(copy))] == [
        ("CONTENT-YAML", "bodies/ascc.yaml")
    ]


def test_an_empty_folder_is_a_defect_and_not_an_empty_truth(tmp_path: Path) -> None:
    assert [code for code, _, _ in defects_of(read_content(tmp_path))] == ["CONTENT-EMPTY"]
    assert [code for code, _, _ in defects_of(read_content(tmp_path / "nowhere"))] == ["CONTENT-EMPTY"]


def test_a_file_too_large_to_be_written_by_hand_is_refused_unread(tmp_path: Path) -> None:
    bundle = read_content(folder_with(tmp_path, big_yaml=b"#" * (MAX_BYTES + 1)))
    assert defects_of(bundle) == [("CONTENT-YAML", "big.yaml", 1)]


def test_the_digest_changes_with_one_letter_and_with_a_file_name_only(tmp_path: Path) -> None:
    first = read_content(folder_with(tmp_path / "one", a_yaml=OFFICE)).digest
    assert read_content(folder_with(tmp_path / "two", a_yaml=OFFICE)).digest == first
    assert (
        read_content(folder_with(tmp_path / "three", a_yaml=OFFICE.replace("agency", "agencY"))).digest
        != first
    )
    assert read_content(folder_with(tmp_path / "four", b_yaml=OFFICE)).digest != first


TABLE = """kind: table
file: members.csv
nature: estimated
confidence: verified
entries:
- code: P-1
  source: Somebody's database
  source_url: https://example.org/data
  licence: {licence}
"""


@pytest.mark.parametrize(
    ("licence", "rows", "wanted"),
    [
        ("CC-BY-NC-4.0", "P-1,IDN,2024,5\n", ("CONTENT-LICENCE", "members.yaml", 6)),
        ("CC-BY-4.0", "P-9,IDN,2024,5\n", ("CONTENT-REFERENCE", "members.csv", 2)),
        ("CC-BY-4.0", "P-1,IDN,2024,five\n", ("CONTENT-FIGURE", "members.csv", 2)),
        ("CC-BY-4.0", "P-1,IDN,2023,4\nP-1,IDN,2024\n", ("CONTENT-VALUE", "members.csv", 3)),
        ("CC-BY-4.0", "P-1,IDN,2024,5\nP-1,IDN,2024,6\n", ("CONTENT-DUPLICATE", "members.csv", 3)),
        ("CC-BY-4.0", b"P-1,IDN,2024,\xff\n", ("CONTENT-YAML", "members.csv", 1)),
    ],
)
def test_a_table_is_checked_row_by_row_and_by_its_licence(
    tmp_path: Path, licence: str, rows: str | bytes, wanted: tuple[str, str, int]
) -> None:
    head = b"indicator,area,period,value\n"
    raw = rows if isinstance(rows, bytes) else rows.encode()
    folder = folder_with(tmp_path, members_yaml=TABLE.format(licence=licence), members_csv=head + raw)
    assert wanted in defects_of(read_content(folder))


def test_a_table_without_its_file_says_so(tmp_path: Path) -> None:
    folder = folder_with(
        tmp_path, members_yaml=TABLE.format(licence="CC-BY-4.0").replace("members.csv", "../x.csv")
    )
    assert defects_of(read_content(folder)) == [("CONTENT-REFERENCE", "members.yaml", 1)]


# --- what we ship ---------------------------------------------------------------------------


@pytest.fixture(scope="module")
def shipped() -> Bundle:
    return read_content(CONTENT)


def test_what_we_ship_has_no_defect(shipped: Bundle) -> None:
    assert [f"{one.file}:{one.line} {one.sentence('en')}" for one in shipped.defects] == []


def test_the_frameworks_have_the_numbers_of_their_documents(shipped: Bundle) -> None:
    there = Counter((item.code.split("/")[0], item.body["level"]) for item in shipped.of("node"))
    assert there["ascc-sp-2035", "goal"] == 12
    assert there["ascc-sp-2035", "objective"] == 16
    assert there["ascc-sp-2035", "measure"] == 112
    assert there["ascc-bp-2025", "characteristic"] == 5
    assert there["ascc-bp-2025", "key_result_area"] == 18
    assert there["asta-cita", "mission"] == 8
    assert there["sdg", "goal"] == 17
    assert {item.code for item in shipped.of("framework")} == {
        "ascc-bp-2025",
        "ascc-sp-2035",
        "asta-cita",
        "idn-priority-issues",
        "rpjmn-2025-2029",
        "sdg",
    }
    assert sum(n for (framework, _), n in there.items() if framework == "idn-priority-issues") == 4


def test_one_goal_less_is_found(tmp_path: Path) -> None:
    copy = tmp_path / "content"
    shutil.copytree(CONTENT, copy)
    path = copy / "frameworks" / "sdg.yaml"
    path.write_text(path.read_text().rsplit('- code: "17"', 1)[0])
    assert ("CONTENT-COUNT", "frameworks/sdg.yaml", 1) in defects_of(read_content(copy))


def test_measures_of_the_blueprint_are_marked_provisional_and_no_paraphrase_passes_as_official(
    shipped: Bundle,
) -> None:
    for item in shipped.of("node"):
        if item.code.startswith("ascc-bp-2025/") and item.body["level"] == "measure":
            assert item.body["provisional"] is True, item.code
            assert item.body["wording"] != "official", item.code
        if item.code.startswith("ascc-sp-2035/"):
            assert item.body["wording"] == "paraphrase", item.code


def test_fifteen_bodies_and_the_committee_on_migrant_workers_beside_them(shipped: Bundle) -> None:
    bodies = {item.code: item.body for item in shipped.of("body")}
    assert sum(body["counted"] for body in bodies.values()) == 15
    assert bodies["ACMW"]["counted"] is False and bodies["ACMW"]["parent"] == "SLOM"


def leads_on(shipped: Bundle, moment: date) -> dict[str, str]:
    found: dict[str, str] = {}
    for item in shipped.of("responsibility"):
        since = day(item.body["since"])
        assert since is not None
        if item.body["role"] == "lead" and Span(since, day(item.body.get("until"))).covers(moment):
            found[item.body["body"]] = item.body["organisation"]
    return found


def test_every_body_has_one_lead_office_today_and_former_offices_are_kept(shipped: Bundle) -> None:
    leads = leads_on(shipped, ROUND_OPENS)
    for item in shipped.of("body"):
        if item.body["counted"] or item.code == "ACMW":
            assert leads.get(item.code), item.code
    assert leads["ACMW"] == "KP2MI" and leads["SLOM"] == "KEMNAKER"
    assert leads["SOMY"] == leads["SOMS"]  # one office with two bodies
    assert leads_on(shipped, date(2024, 1, 1))["SOMCA"] != leads["SOMCA"]


def test_every_body_reports_an_indicator_and_poverty_is_entered_once(shipped: Bundle) -> None:
    reporting = {item.body.get("body") for item in shipped.of("indicator")}
    for item in shipped.of("body"):
        if item.body["counted"] or item.code == "ACMW":
            assert item.code in reporting, item.code
    (poverty,) = [item for item in shipped.of("indicator") if item.code == "P-B.2-01"]
    assert poverty.body["custodian"] == "BPS" and poverty.body["confirming"] == ["SOMSWD"]
    assert poverty.body["reference_months"] == [3, 9]


def test_stand_ins_are_marked_and_never_exact(shipped: Bundle) -> None:
    for item in shipped.of("indicator"):
        if item.code.startswith("P-"):
            assert item.body["validity"] != "exact", item.code
    exact = [item.code for item in shipped.of("indicator") if item.body["validity"] == "exact"]
    assert exact == ["RF-A.1-01"]


def test_our_own_mappings_are_proposals(shipped: Bundle) -> None:
    for item in shipped.of("alignment"):
        assert item.body["status"] == "proposed" and item.body["proposed_by"].startswith("Simpul"), item.code
    areas = {
        item.body["source_node"]["code"]
        for item in shipped.of("alignment")
        if item.body["target"]["code"].startswith("ascc-sp-2035/")
    }
    for item in shipped.of("node"):
        if item.body["level"] == "key_result_area":
            assert item.code in areas, item.code


def test_some_sheets_lack_the_publication_alone_and_most_lack_more(shipped: Bundle) -> None:
    lacking = {item.code: readiness_of(item.body) for item in shipped.of("indicator")}
    assert {lacking[code] for code in ("P-B.2-01", "P-B.2-06", "P-B.2-11")} == {("publication",)}
    assert sum(len(names) < 2 for names in lacking.values()) < len(lacking) / 2


def test_no_agreed_baseline_is_claimed(shipped: Bundle) -> None:
    for item in shipped.of("indicator"):
        assert (item.body.get("baseline") or {}).get("status") != "agreed", item.code


def test_the_figures_of_the_demo_are_held_back_from_the_history(shipped: Bundle) -> None:
    loaded = {
        (item.body["indicator"], item.body["area"], item.body["period"]) for item in shipped.of("value")
    }
    for item in shipped.of("demo_task"):
        for figure in item.body.get("figures") or []:
            assert (figure["indicator"], "IDN", figure["period"]) not in loaded, figure
            assert cited(figure["source"])[1].startswith("https://"), figure


def test_the_demo_has_a_person_for_every_step_and_one_vacancy(shipped: Bundle) -> None:
    held: dict[str, set[str]] = defaultdict(set)
    acting = set()
    for item in shipped.of("demo_person"):
        for row in item.body["designations"]:
            held[row["role"]].add(row.get("body") or row["organisation"])
            acting.add(row.get("acting", ""))
            assert row["letter_number"].startswith("CONTOH-"), item.code
    leads = leads_on(shipped, ROUND_OPENS)
    bodies = {item.code for item in shipped.of("body") if item.body["counted"]} | {"ACMW"}
    offices = {leads[code] for code in bodies}
    assert held[Role.DATA_PRODUCER] >= bodies
    assert bodies - held[Role.FOCAL_POINT] == {"SOMCA"} and "SOMCA" in held[Role.ALTERNATE]
    assert held[Role.DATA_STEWARD] >= offices and held[Role.SIGNING_OFFICIAL] >= offices
    for role in (Role.COORDINATOR, Role.SOCA_LEADER, Role.SECRETARIAT, Role.AUDITOR):
        assert held[role], role
    assert held[Role.DEFINITION_REVIEWER] == {"BPS", "BAPPENAS"}
    assert "Plt." in acting
    assert {item.body["body"] for item in shipped.of("demo_task")} == bodies


def test_the_guide_names_every_kind_and_every_defect() -> None:
    guide = (CONTENT.parent / "docs" / "guide" / "content.md").read_text()
    for name in [*(set(SHAPES) - {"node"}), "table", *CONTENT_SENTENCES]:
        assert f"`{name}`" in guide, name


def test_each_baseline_and_target_names_its_publisher_or_plan_before_the_address_it_was_read_at(
    shipped: Bundle,
) -> None:
    bare = []
    for item in shipped.of("indicator"):
        aims = [item.body.get("baseline"), *(item.body.get("targets") or [])]
        bare += [(item.code, one["source"]) for one in aims if one and not cited(one["source"])[0]]
    assert bare == []


def test_what_was_read_on_another_page_than_its_publishers_is_not_called_verified(shipped: Bundle) -> None:
    told = []
    for item in shipped.of("indicator"):
        if item.file.endswith("idn-national.yaml"):
            told.append((item.code, item.body))
        told += [(item.code, row) for row in item.body.get("targets", ())]
    assert len(told) > 15
    for code, row in told:
        address = cited(row["source"])[1]
        if row["confidence"] == "verified" and address:
            assert re.match(r"https?://([\w-]+\.)*go\.id/", address), (code, address)


def test_every_target_has_a_source_that_can_be_looked_up(shipped: Bundle) -> None:
    for item in shipped.of("indicator"):
        for row in item.body.get("targets", ()):
            assert can_be_looked_up(row["source"]), (item.code, row["period"], row["source"])
