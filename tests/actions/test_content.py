"""Loading content: twice changes nothing, a new version keeps the old one, a broken folder loads nothing."""

from __future__ import annotations

import shutil
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest
from django.db import connection
from tests.shipped import AT, CONTENT, shipped
from tests.shipped import bundle as shipped_bundle

from simpul.actions.accounts import create_account, machine
from simpul.actions.acting import Actor
from simpul.actions.content import load_content
from simpul.actions.content_files import read_content
from simpul.actions.reporting.checking import rules
from simpul.actions.reporting.observations import DEFINED_ANEW
from simpul.core.errors import NotAllowed, Problem
from simpul.records.catalogue.sheets import with_definition_day
from simpul.records.indicator_reading import read_indicator
from simpul.records.integrity import faults
from simpul.records.models import (
    Alignment,
    AuditEntry,
    Body,
    CalendarEvent,
    Chair,
    ContentEntry,
    ContentVersion,
    FieldOfLife,
    Framework,
    Goal,
    Indicator,
    Observation,
    Organisation,
    PopulationGroup,
    Responsibility,
    Target,
)

pytestmark = pytest.mark.django_db

WORDS = "Tanpa kemiskinan dalam segala bentuk"
COUNTED = (
    ContentEntry,
    PopulationGroup,
    FieldOfLife,
    Framework,
    Goal,
    Body,
    Responsibility,
    Indicator,
    Observation,
    Alignment,
    Organisation,
    CalendarEvent,
    Chair,
)


@pytest.fixture
def actor() -> Actor:
    return machine(AT)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return Path(shutil.copytree(CONTENT, tmp_path / "content"))


def change(folder: Path, name: str, old: str, new: str) -> None:
    path = folder / name
    text = path.read_text()
    assert text.count(old) >= 1, old
    path.write_text(text.replace(old, new, 1))


def numbers() -> list[int]:
    return [model.objects.count() for model in COUNTED]


def test_what_we_ship_loads_and_loading_twice_changes_nothing(actor: Actor) -> None:
    first = load_content(bundle=read_content(CONTENT), actor=actor)
    assert (
        first.changed["framework"] == 6 and Goal.objects.filter(framework__code="ascc-sp-2035").count() == 140
    )
    assert Body.objects.filter(counted=True).count() == 15
    before, audited = numbers(), AuditEntry.objects.count()
    second = load_content(bundle=read_content(CONTENT), actor=machine(AT + timedelta(days=1)))
    assert second.version == first.version and second.changed == {}
    assert (numbers(), AuditEntry.objects.count()) == (before, audited)


def test_every_node_finds_its_parent_again() -> None:
    shipped()
    measure = Goal.objects.get(framework__code="ascc-sp-2035", code="12.2.3")
    assert measure.parent is not None and measure.parent.code == "12.2"
    assert measure.parent.parent is not None and measure.parent.parent.code == "SG12"
    assert measure.depth == 2


def test_changed_words_become_a_new_version_and_the_old_ones_stay(folder: Path) -> None:
    shipped()
    change(folder, "frameworks/sdg.yaml", "id: Tanpa kemiskinan", "id: " + WORDS)
    loaded = load_content(bundle=read_content(folder), actor=machine(AT + timedelta(days=1)))
    assert loaded.changed == {"node": 1} and loaded.version.entries_changed == 1
    kept = ContentEntry.objects.filter(kind="node", code="sdg/1").order_by("number")
    assert [row.body["title"]["id"] for row in kept] == [
        "Tanpa kemiskinan",
        WORDS,
    ]
    assert Goal.objects.get(framework__code="sdg", code="1").title_id == WORDS


def test_figures_the_content_leaves_as_they_are_stand_under_the_definition_it_words_anew(
    folder: Path,
) -> None:
    shipped()
    row = Indicator.objects.get(code="P-B.2-06")
    own = Observation.objects.filter(indicator=row).order_by("area", "period", "disaggregation")
    figures = [(one.area, one.period, one.text) for one in own]
    change(folder, "indicators/ascc-proxies.yaml", "source_activity: SSGI; SKI 2023", "source_activity: SKI")
    change(folder, "values/idn.yaml", 'value: "21.5"', 'value: "21.4"')
    later = AT + timedelta(days=1)
    load_content(bundle=read_content(folder), actor=machine(later))
    held = own.current()
    assert {one.definition_version for one in held} == {2} and {one.vintage for one in held} == {2}
    assert len(held) == len(figures) > 1
    assert [(one.area, one.period, one.text) for one in own.as_known_at(AT)] == figures
    reasons = {one.revision_reason.split(": ")[1] for one in held}
    assert reasons == {DEFINED_ANEW, "text"}
    assert not Observation.objects.exclude(indicator=row).filter(vintage__gt=1).exists()
    reading = read_indicator(with_definition_day(Indicator.objects.filter(pk=row.pk)).get(), moment=later)
    assert reading.latest is not None and reading.last_former is None
    assert list(faults()) == []


def test_a_changed_figure_is_the_next_vintage_and_the_old_one_can_be_read_as_known_then(folder: Path) -> None:
    shipped()
    change(folder, "values/idn.yaml", 'value: "8.47"', 'value: "8.48"')
    later = AT + timedelta(days=9)
    loaded = load_content(bundle=read_content(folder), actor=machine(later))
    assert loaded.changed == {"value": 1}
    rows = Observation.objects.filter(indicator__code="P-B.2-01", period="2025-03")
    assert [(row.text, row.vintage) for row in rows.order_by("vintage")] == [("8.47", 1), ("8.48", 2)]
    revised = rows.get(vintage=2)
    assert revised.revises == rows.get(vintage=1) and loaded.version.label in revised.revision_reason
    assert rows.as_known_at(later - timedelta(days=1)).get().text == "8.47"
    assert rows.as_known_at(later).get().text == "8.48"


@pytest.mark.parametrize(
    ("field", "value", "column", "now"),
    [
        ("nature", "preliminary", "nature", "preliminary"),
        ("series_break", True, "series_break", True),
        ("published_on", "2025-07-26", "published_on", date(2025, 7, 26)),
        ("source", "BPS, Berita Resmi Statistik", "source", "BPS, Berita Resmi Statistik"),
        ("note", "dihitung ulang", "comment", "dihitung ulang"),
    ],
)
def test_a_figure_of_which_only_the_circumstances_changed_is_the_next_vintage_too(
    field: str, value: object, column: str, now: object
) -> None:
    bundle = shipped_bundle()
    shipped()
    code = next(
        item.code
        for item in bundle.items
        if item.kind == "value"
        and (item.body["indicator"], item.body["area"], item.body["period"]) == ("P-B.2-01", "IDN", "2025-03")
    )
    changed = replace(
        bundle,
        digest="0" * 64,
        items=tuple(
            replace(item, body={**item.body, field: value}) if item.code == code else item
            for item in bundle.items
        ),
    )
    later = AT + timedelta(days=9)
    version = load_content(bundle=changed, actor=machine(later)).version
    first, second = Observation.objects.filter(
        indicator__code="P-B.2-01", area="IDN", period="2025-03"
    ).order_by("vintage")
    assert second.revision_reason == f"content {version.label}: {column}"
    assert second.revises == first and (first.text, first.value) == (second.text, second.value)
    assert getattr(second, column) == now != getattr(first, column)
    assert Observation.objects.as_known_at(later - timedelta(days=1)).filter(pk=first.pk).exists()


def test_a_folder_with_a_defect_loads_nothing(actor: Actor, folder: Path) -> None:
    change(folder, "indicators/idn-national.yaml", "custodian: BPS", "custodian: NOBODY")
    before = numbers()
    with pytest.raises(Problem) as refused:
        load_content(bundle=read_content(folder), actor=actor)
    assert refused.value.code == "CONTENT-DEFECTS"
    assert numbers() == before and not ContentVersion.objects.exists()


def test_only_who_may_load_content_loads_it(actor: Actor) -> None:
    nobody = create_account(email="nobody@contoh.example", password=None, actor=actor)
    with pytest.raises(NotAllowed):
        load_content(bundle=read_content(CONTENT), actor=Actor(user=nobody, at=AT))
    assert not ContentEntry.objects.exists()


def test_every_text_of_content_fits_its_column() -> None:
    """SQLite keeps what is too long, PostgreSQL refuses it; so the lengths are checked on both."""
    shipped()
    assert connection.vendor in ("sqlite", "postgresql")
    for model in COUNTED:
        limits = {
            field.name: field.max_length
            for field in model._meta.concrete_fields
            if field.max_length and field.get_internal_type() == "CharField"
        }
        for row in model.objects.values(*limits):
            for name, limit in limits.items():
                assert len(row[name] or "") <= limit, (model.__name__, name, row[name])


def test_a_changed_definition_is_a_new_version_of_it_and_a_changed_title_is_not(folder: Path) -> None:
    shipped()
    change(folder, "indicators/ascc-proxies.yaml", "id: Prevalensi stunting balita", "id: Balita stunting")
    load_content(bundle=read_content(folder), actor=machine(AT + timedelta(days=1)))
    assert Indicator.objects.get(code="P-B.2-06").definition_version == 1
    change(folder, "indicators/ascc-proxies.yaml", "source_activity: SSGI; SKI 2023", "source_activity: SKI")
    change(folder, "values/idn.yaml", 'value: "21.5"', 'value: "21.4"')
    load_content(bundle=read_content(folder), actor=machine(AT + timedelta(days=2)))
    assert Indicator.objects.get(code="P-B.2-06").definition_version == 2
    rows = Observation.objects.filter(indicator__code="P-B.2-06", area="IDN", period="2023")
    assert [row.definition_version for row in rows.order_by("vintage")] == [1, 2]


def test_every_sectoral_body_has_a_home_among_nine_fields_and_fifteen_groups_are_there() -> None:
    shipped()
    assert FieldOfLife.objects.count() == 9 and PopulationGroup.objects.count() == 15
    homes: dict[str, set[str]] = {body.code: set() for body in Body.objects.filter(counted=True)}
    for field in FieldOfLife.objects.prefetch_related("bodies"):
        for body in field.bodies.all():
            homes.setdefault(body.code, set()).add(field.code)
    assert all(homes.values())
    assert {code: sorted(homes[code]) for code in ("SOMRI", "SOM-ACCSM", "SOMY", "SOMS", "SOMRDPE")} == {
        "SOMRI": ["culture", "human_development"],
        "SOM-ACCSM": ["human_development"],
        "SOMY": ["human_development", "work"],
        "SOMS": ["culture", "human_development"],
        "SOMRDPE": ["human_development", "social_protection"],
    }
    assert not Indicator.objects.filter(field_of_life=None).exists()


def test_sheets_loaded_before_there_were_fields_find_theirs_when_the_fields_come(actor: Actor) -> None:
    bundle = shipped_bundle()
    bare = [
        replace(item, body={name: value for name, value in item.body.items() if name != "fields_of_life"})
        for item in bundle.items
        if item.kind != "field_of_life"
    ]
    load_content(bundle=replace(bundle, digest="0" * 64, items=tuple(bare)), actor=actor)
    assert not Indicator.objects.exclude(field_of_life=None).exists() and not list(faults())
    loaded = load_content(bundle=bundle, actor=machine(AT + timedelta(days=1)))
    assert set(loaded.changed) == {"field_of_life", "body"}
    assert Indicator.objects.get(code="P-B.2-06").field_of_life == FieldOfLife.objects.get(code="health")
    assert not Indicator.objects.filter(field_of_life=None).exists() and not list(faults())


def drop(folder: Path, name: str, code: str) -> None:
    """Take an entry out of a file, by the text between its code and the next."""
    path = folder / name
    lines = path.read_text().splitlines(keepends=True)
    starts = [number for number, line in enumerate(lines) if line.lstrip().startswith("- code: ")]
    begin = next(number for number in starts if lines[number].split("code: ")[1].strip() == code)
    end = next((number for number in starts if number > begin), len(lines))
    path.write_text("".join(lines[:begin] + lines[end:]))


def test_a_rule_that_is_declared_no_longer_is_asked_no_longer_and_stays_readable(folder: Path) -> None:
    shipped()
    code = rules()[-1].code
    drop(folder, "rules/reporting.yaml", code)
    loaded = load_content(bundle=read_content(folder), actor=machine(AT + timedelta(days=1)))
    assert loaded.withdrawn == {"rule": 1} and loaded.changed == {}
    assert code not in {rule.code for rule in rules()}
    kept = ContentEntry.objects.filter(kind="rule", code=code).order_by("number")
    assert [row.withdrawn for row in kept] == [False, True] and kept[0].body["kind"]
    assert AuditEntry.objects.filter(action="content.load").latest("pk").after["withdrawn"] == {"rule": 1}
    change(folder, "frameworks/sdg.yaml", "id: Tanpa kemiskinan", "id: " + WORDS)
    next_one = load_content(bundle=read_content(folder), actor=machine(AT + timedelta(days=2)))
    assert next_one.withdrawn == {} and kept.count() == 2


def test_a_rule_that_is_declared_again_is_asked_again(folder: Path) -> None:
    shipped()
    whole = (folder / "rules/reporting.yaml").read_text()
    code = rules()[-1].code
    drop(folder, "rules/reporting.yaml", code)
    load_content(bundle=read_content(folder), actor=machine(AT + timedelta(days=1)))
    (folder / "rules/reporting.yaml").write_text(whole)
    loaded = load_content(bundle=read_content(folder), actor=machine(AT + timedelta(days=2)))
    assert loaded.changed == {"rule": 1} and loaded.withdrawn == {}
    assert code in {rule.code for rule in rules()}


def test_the_state_loaded_last_is_current_also_when_it_is_an_earlier_one(folder: Path) -> None:
    first = shipped().version
    words = (folder / "frameworks/sdg.yaml").read_text()
    change(folder, "frameworks/sdg.yaml", "id: Tanpa kemiskinan", "id: " + WORDS)
    second = load_content(bundle=read_content(folder), actor=machine(AT + timedelta(days=1))).version
    assert ContentVersion.objects.current() == second
    (folder / "frameworks/sdg.yaml").write_text(words)
    again = load_content(bundle=read_content(folder), actor=machine(AT + timedelta(days=2)))
    assert again.version == first == ContentVersion.objects.current()
    assert Goal.objects.get(framework__code="sdg", code="1").title_id == "Tanpa kemiskinan"
    assert load_content(bundle=read_content(folder), actor=machine(AT)).changed == {}


def test_a_corrected_beginning_takes_the_place_of_the_wrong_one(folder: Path) -> None:
    shipped()
    name = next(path for path in sorted((folder / "responsibilities").glob("*.yaml")))
    change(folder, str(name.relative_to(folder)), 'since: "2024-10-21"', 'since: "2024-10-22"')
    count = Responsibility.objects.count()
    loaded = load_content(bundle=read_content(folder), actor=machine(AT + timedelta(days=1)))
    assert loaded.changed == {"responsibility": 1}
    assert Responsibility.objects.count() == count
    assert Responsibility.objects.filter(since="2024-10-22").count() == 1


def test_a_responsibility_that_was_never_true_goes_and_its_wording_stays(folder: Path) -> None:
    shipped()
    count = Responsibility.objects.count()
    drop(folder, "responsibilities/idn.yaml", "SOM-ED/KEMDIKTISAINTEK/co-lead")
    loaded = load_content(bundle=read_content(folder), actor=machine(AT + timedelta(days=1)))
    assert loaded.withdrawn == {"responsibility": 1} and Responsibility.objects.count() == count - 1
    assert not Responsibility.objects.filter(organisation__code="KEMDIKTISAINTEK", body__code="SOM-ED")
    assert (
        ContentEntry.objects.filter(kind="responsibility", code="SOM-ED/KEMDIKTISAINTEK/co-lead").count() == 2
    )


def test_a_target_that_was_moved_leaves_no_second_one(folder: Path) -> None:
    shipped()
    target = Target.objects.filter(indicator__code="P-B.2-06").order_by("period").last()
    assert target is not None
    before = Target.objects.filter(indicator__code="P-B.2-06").count()
    name = next(p for p in sorted((folder / "indicators").glob("*.yaml")) if "P-B.2-06" in p.read_text())
    text = name.read_text()
    begin = text.index("code: P-B.2-06")
    part = text[begin:].replace(f"period: '{target.period}'", "period: '2030'", 1)
    part = (
        part
        if part != text[begin:]
        else text[begin:].replace(f'period: "{target.period}"', 'period: "2030"', 1)
    )
    assert part != text[begin:]
    name.write_text(text[:begin] + part)
    load_content(bundle=read_content(folder), actor=machine(AT + timedelta(days=1)))
    now = Target.objects.filter(indicator__code="P-B.2-06")
    assert now.count() == before and not now.filter(period=target.period).exists()
    assert now.filter(period="2030", value=target.value).exists()


def test_an_indicator_that_is_declared_no_longer_keeps_its_figures(folder: Path) -> None:
    shipped()
    rows = numbers()
    bundle = read_content(folder)
    less = replace(
        bundle,
        digest="0" * 64,
        items=tuple(item for item in bundle.items if (item.kind, item.code) != ("indicator", "ID-IRB")),
    )
    loaded = load_content(bundle=less, actor=machine(AT + timedelta(days=1)))
    assert loaded.withdrawn == {} and loaded.changed == {} and numbers() == rows
