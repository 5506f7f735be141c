"""A KPI whose polarity falls, from a sheet that is not ready to an agreed baseline (walk-through 11)."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from decimal import Decimal

import pytest

from simpul.actions.catalogue import agree_sheet, call_finalisation, fix_position, propose_sheet
from simpul.core.errors import Problem
from simpul.records.models import Finalisation, Indicator, Observation, SheetTask
from tests.guard import behind_its_back
from tests.journeys.conftest import Visitor
from tests.world import World, moment

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]
Visit = Callable[..., Visitor]

SHEET = {
    "concept": {"id": "Stunting", "en": "Stunting"},
    "measure": {"id": "Persentase", "en": "Percentage"},
    "formula": {"id": "pendek ÷ balita × 100", "en": "short ÷ children × 100"},
    "unit": {"id": "persen", "en": "percent"},
    "unit_code": "PT",
    "classification": {"id": "Provinsi", "en": "Province"},
    "producer": "Kemenkes",
    "frequency": "annual",
    "release_lag_months": 6,
    "national_equivalent": {"relation": "identical", "code": "2.2.1"},
    "baseline": {
        "area": "IDN",
        "period": "2025",
        "value": "20",
        "status": "provisional",
        "source": "Survei 2025",
    },
    "targets": [{"area": "IDN", "period": "2035", "value": "10", "authority": "ASCC", "source": "Rencana"}],
}
WHOLE = {
    **SHEET,
    "definition": {"id": "Balita pendek menurut umur.", "en": "Children under five short for their age."},
    "source_activity": "Survei Status Gizi",
}


def agreed(world: World, sheet: dict[str, object], decision: str, reason: str = "") -> None:
    call_finalisation(
        title_id="Finalisasi",
        title_en="Finalisation",
        indicators=[world.indicators["P-H-1"]],
        opens_on=date(2026, 4, 1),
        proposals_due_on=date(2026, 4, 30),
        comments_due_on=date(2026, 5, 15),
        closes_on=date(2026, 6, 30),
        actor=world.actor("secretariat"),
    )
    task = SheetTask.objects.get(finalisation=Finalisation.objects.latest("pk"))
    seen = task.indicator.versions.count()
    propose_sheet(task=task, sheet=sheet, reason=reason, seen=seen, actor=world.actor("producer"))
    fix_position(task=task, remark="", seen=seen + 1, actor=world.actor("coordinator"))
    agree_sheet(
        task=task,
        decision=decision,
        decided_on=date(2026, 4, 9),
        seen=seen + 1,
        actor=world.actor("secretariat"),
    )


def test_a_falling_kpi_is_half_way_and_its_provisional_baseline_is_never_hidden(
    visit: Visit, world: World
) -> None:
    indicator = world.indicators["P-H-1"]
    with behind_its_back():
        Observation.objects.filter(indicator=indicator).update(area="MYS")
        origin = Observation.objects.filter(indicator=indicator).first()
        assert origin is not None
        for period, value in (("2025", "20"), ("2030", "15")):
            Observation.objects.create(
                indicator=indicator, area="IDN", period=period, text=value, value=value, status="A",
                nature="final", unit="persen", source="Survei", recorded_at=moment(2026, 4, 2),
                content=origin.content,
            )  # fmt: skip
        indicator.baselines.all().delete()
        indicator.targets.all().delete()
        indicator.baselines.create(
            area="IDN", period="2025", value_text="20", value=20, status="provisional", source="Survei 2025"
        )
        indicator.targets.create(area="IDN", period="2035", value=10, authority="ASCC", source="Rencana")
    visitor = visit("secretariat@contoh.example")
    page = visitor.go("/indicators/P-H-1/")
    assert "data dasar sementara" in page.locator("figure.chart").inner_html()
    share = page.locator("table", has_text="Metode").locator("tr", has_text="50").first.inner_text()
    assert "50" in share
    visitor.accessible()

    board = visitor.go("/finalisation/?q=P-H-1").locator("main table").inner_text()
    assert "definisi operasional" in board and "kegiatan sumber" in board

    agreed(world, SHEET, "SOMHD 17/2026")
    board = visitor.go("/finalisation/?q=P-H-1").locator("main table").inner_text()
    assert "definisi operasional" in board and "Lembar lengkap" not in board  # no definition, not ready

    page = visitor.go("/indicators/P-H-1/")
    assert "data dasar sementara" not in page.locator("main").inner_html()
    other = {**WHOLE, "baseline": {**SHEET["baseline"], "value": "21"}}  # type: ignore[dict-item]
    with pytest.raises(Problem, match="SHEET-BASELINE-AGREED"):
        agreed(world, other, "SOMHD 18/2026")
    kept = Indicator.objects.get(code="P-H-1").baselines.get()
    assert (kept.value, kept.decision) == (Decimal(20), "SOMHD 17/2026")


def test_a_new_baseline_holds_only_with_its_own_decision_and_completes_the_sheet(
    visit: Visit, world: World
) -> None:
    with behind_its_back():
        row = world.indicators["P-H-1"]
        row.sheet = {**row.sheet, "custodian": "KEMENKES"}
        row.save()
    agreed(world, SHEET, "SOMHD 17/2026")
    agreed(
        world, {**WHOLE, "baseline": {**SHEET["baseline"], "value": "21"}}, "SOMHD 18/2026", "Survei ulang"
    )  # type: ignore[dict-item]
    kept = Indicator.objects.get(code="P-H-1").baselines.get()
    assert (kept.value, kept.decision) == (Decimal(21), "SOMHD 18/2026")
    visitor = visit("secretariat@contoh.example")
    assert "Lembar lengkap" in visitor.go("/finalisation/?q=P-H-1").locator("main table").inner_text()
