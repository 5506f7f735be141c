"""An indicator's page in numbers: the latest figure as published, baseline and its standing, old beside new."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from tests.doors.desk.work_round import cleared_by, client_of, on, page, submitted_health, task_of
from tests.guard import behind_its_back
from tests.world import World, make_world

from simpul.core.naming import NamingNote
from simpul.records.models import Baseline, ContentEntry, Observation

pytestmark = pytest.mark.django_db

URL = "/indicators/P-H-1/"


@pytest.fixture
def world() -> Iterator[World]:
    made = make_world()
    made.open()
    with on():
        yield made


def strip(text: str) -> dict[str, str]:
    """The facts in the strip at the top: label -> what stands below it."""
    pairs = re.findall(r"<dt>(.*?)</dt><dd>(.*?)</dd>", text, re.S)
    return {label: re.sub(r"<[^>]+>", "", body).strip() for label, body in pairs}


def test_the_latest_figure_is_shown_with_the_decimals_it_is_published_with(world: World) -> None:
    submitted_health(world)
    cleared_by(world, "steward", "focal", "signer", "coordinator")
    shown = strip(page(client_of(world, "producer"), URL))
    assert shown["Angka terakhir, 2024"] == "19,8 persen"
    assert shown["Perubahan dari sebelumnya"] == "turun 1,7 poin"
    english = strip(page(client_of(world, "producer", "en"), URL))
    assert english["Latest figure, 2024"] == "19.8 percent"


@pytest.mark.parametrize(("status", "word"), [("provisional", "sementara"), ("agreed", "disepakati")])
def test_a_baseline_says_whether_anybody_agreed_to_it(world: World, status: str, word: str) -> None:
    with behind_its_back():
        Baseline.objects.update(status=status, decision="Keputusan 1" if status == "agreed" else "")
    assert strip(page(client_of(world, "producer"), URL))["Data dasar"] == f"21,6 2022, {word}"


def test_a_revision_shows_the_old_figure_before_the_new_one(world: World) -> None:
    old = Observation.objects.get(indicator__code="P-H-1", period="2023")
    with behind_its_back():
        Observation.objects.create(
            indicator=old.indicator,
            area="IDN",
            period="2023",
            text="21.4",
            value="21.4",
            nature="final",
            recorded_at=old.recorded_at.replace(month=3),
            vintage=2,
            revises=old,
            revision_reason="Survei dihitung ulang",
            content=old.content,
        )
    text = page(client_of(world, "producer"), URL)
    row = text[text.index("<tbody", text.index("Riwayat perubahan")) : text.index("Survei dihitung ulang")]
    cells = [re.sub(r"<[^>]+>", "", cell) for cell in re.findall(r"<td[^>]*>(.*?)</td>", row)]
    assert cells[:3] == ["2023", "21,5", "21,4"]


def test_a_reading_of_an_earlier_day_says_that_definition_baseline_and_targets_are_those_of_today(
    world: World,
) -> None:
    producer = client_of(world, "producer", "en")
    said = "definition, baseline and targets are those of today"
    assert said in page(producer, f"{URL}?as_known_on=2026-03-01")
    assert said not in page(producer, URL)


@pytest.mark.parametrize(
    ("language", "title", "unit"),
    [("id", "Prevalensi stunting balita", "persen"), ("en", "Prevalensi stunting balita (en)", "percent")],
)
def test_a_task_speaks_of_indicators_in_the_readers_language(
    world: World, language: str, title: str, unit: str
) -> None:
    text = page(client_of(world, "producer", language), f"/tasks/{task_of(world).pk}/")
    assert f">{title}</a>" in text and f"P-H-1 · {unit}" in text


# --- members side by side ------------------------------------------------------------------------------------------


MEMBERS = (
    *(("BRN", "Brunei Darussalam"), ("KHM", "Cambodia"), ("IDN", "Indonesia"), ("LAO", "Lao PDR")),
    *(("MYS", "Malaysia"), ("MMR", "Myanmar"), ("PHL", "Philippines"), ("SGP", "Singapore")),
    *(("THA", "Thailand"), ("TLS", "Timor-Leste"), ("VNM", "Viet Nam"), ("XAS", "ASEAN")),
)


def others(world: World, *rows: tuple[str, str, str, str]) -> None:
    """The members, and figures of them beside those of the small country: area, period, text, source."""
    old = Observation.objects.get(indicator__code="P-H-1", period="2023")
    with behind_its_back():
        for position, (code, name) in enumerate(MEMBERS, start=1):
            ContentEntry.objects.create(
                kind="area",
                code=code,
                number=1,
                digest=code,
                body={"position": position, "member": code != "XAS", "name": {"id": name, "en": name}},
                place="areas.yaml:1",
                version=old.content.version,  # type: ignore[union-attr]
            )
        for area, period, text, source in rows:
            limit = text.startswith("<")
            Observation.objects.create(
                indicator=old.indicator,
                area=area,
                period=period,
                text=text,
                value=text.lstrip("<"),
                status="LT" if limit else "A",
                nature="estimated",
                source=source,
                recorded_at=old.recorded_at,
                content=old.content,
            )


def section_of_members(text: str) -> str:
    """What stands between the heading of the comparison and the next section."""
    section = text[text.index('id="members"') :]
    return section[: section.index("</section>")]


def beside(text: str) -> dict[str, list[str]]:
    """The rows of the table of members: name -> reference period, figure, note, source."""
    found = {}
    for row in re.findall(r"<tr role=\"row\">(<th.*?)</tr>", section_of_members(text), re.S):
        cells = [
            " ".join(re.sub(r"<[^>]+>", "", cell).split())
            for cell in re.findall(r"<t[hd][^>]*>(.*?)</t[hd]>", row, re.S)
        ]
        if cells[0] != "Country":
            found[cells[0]] = cells[1:]
    return found


WORLD_DATA = "World Data, https://data.example.org/stunting"


def test_each_member_stands_with_its_latest_comparable_figure_or_with_none(world: World) -> None:
    others(
        world,
        ("MYS", "2021", "20.9", WORLD_DATA),
        ("MYS", "2022", "21.2", WORLD_DATA),
        ("VNM", "2021", "<2.5", WORLD_DATA),
        ("IDN", "2021", "24.4", WORLD_DATA),
    )
    text = page(client_of(world, "producer", "en"), URL)
    rows = beside(text)
    assert rows["Malaysia"] == [
        "2022",
        "21.2",
        "another reference period than Indonesia (2021)",
        "World Data",
    ]
    assert rows["Viet Nam"] == ["2021", "&lt;2.5", "a limit, not a value", "World Data"]
    assert rows["Indonesia this country"] == [
        "2021",
        "24.4",
        "later, from another source: 21.5 (2023)",
        "World Data",
    ]
    assert rows["Thailand"] == ["–", "–", "no figure with usable terms", "–"]
    assert len(rows) == 11
    assert list(rows)[:3] == ["Brunei Darussalam", "Cambodia", "Indonesia this country"]
    assert '<a href="https://data.example.org/stunting"' in text


def test_the_members_carry_the_warning_of_the_sheet(world: World) -> None:
    others(world, ("MYS", "2022", "21.2", WORLD_DATA))
    with behind_its_back():
        row = Observation.objects.get(indicator__code="P-H-1", area="MYS").indicator
        row.sheet["comparability"] = {"id": "Survei berbeda.", "en": "Surveys differ."}
        row.save(update_fields=["sheet"])
    assert "Surveys differ." in section_of_members(page(client_of(world, "producer", "en"), URL))


def test_a_figure_nobody_else_has_is_not_laid_beside_ten_empty_rows(world: World) -> None:
    text = page(client_of(world, "producer", "en"), URL)
    assert beside(text) == {}
    assert "No figure of another member with usable terms." in text


def test_a_note_on_the_name_is_told_in_words_and_the_code_of_its_rule_stands_small_at_the_end(
    world: World,
) -> None:
    text = page(client_of(world, "producer"), URL)
    notes = re.findall(r'<li class="finding warning">(.*?)</li>', text[text.index('id="naming"') :], re.S)
    said = [" ".join(re.sub(r"<[^>]+>", " ", one).split()) for one in notes]
    lacking = NamingNote("NAMING-NAME")
    assert f"{lacking.sentence('id')} {lacking.hint('id')} (aturan NAMING-NAME)" in said
    assert all(re.search(r'<small class="mute">\(aturan NAMING-[A-Z]+\)</small></p>$', one) for one in notes)
    assert all(one.count("NAMING-") == 1 for one in said)
