"""Working values of an obligation: for rounds to come, beside the content, never of a round that runs."""

from __future__ import annotations

from datetime import date

import pytest
from tests.guard import behind_its_back
from tests.remembered import made_once
from tests.world import World, make_world

from simpul.actions.acting import writing
from simpul.actions.content_rows import _put_obligations
from simpul.actions.obligations import adjust_obligation
from simpul.actions.reporting import open_round
from simpul.core.catalogue import ContentItem
from simpul.core.errors import NotAllowed, Problem
from simpul.records.integrity_trail import audited
from simpul.records.models import AuditEntry, Obligation, Round

pytestmark = pytest.mark.django_db

DAYS = {"opens_after_days": 1, "due_after_days": 20, "closes_after_days": 38}
KEPT = {"opens_after_days": 1, "due_after_days": 24, "closes_after_days": 38}


@pytest.fixture
@made_once
def world() -> World:
    made = make_world()
    with writing():
        made.obligation.settings = {**made.obligation.settings, **KEPT}
        made.obligation.save()
    return made


def opened(world: World, period: str) -> Round:
    return open_round(
        obligation=Obligation.objects.get(pk=world.obligation.pk),
        period=period,
        opens_on=date(2026, 7, 1),
        due_on=date(2026, 7, 24),
        closes_on=date(2026, 8, 7),
        actor=world.actor("coordinator"),
    )


def test_a_step_that_is_off_is_off_in_the_next_round_and_not_in_one_that_runs(world: World) -> None:
    running = world.open()
    chain = list(world.obligation.chain)
    adjust_obligation(
        obligation=world.obligation,
        off=["data_steward"],
        days=KEPT,
        reason="tanpa walidata tahun ini",
        actor=world.actor("admin"),
    )
    assert Round.objects.get(pk=running.pk).chain == chain
    assert opened(world, "2026-Q2").chain == [role for role in chain if role != "data_steward"]
    row = AuditEntry.objects.get(action="obligations.adjust")
    assert row.before["chain"] == chain and "data_steward" not in row.after["chain"]
    assert row.after["reason"] == "tanpa walidata tahun ini"


def test_days_that_are_set_hold_and_days_that_are_the_contents_stay_the_contents(world: World) -> None:
    adjust_obligation(
        obligation=world.obligation, off=[], days=DAYS, reason="libur panjang", actor=world.actor("admin")
    )
    row = Obligation.objects.get(pk=world.obligation.pk)
    assert row.settings_in_force["due_after_days"] == 20 and row.settings["due_after_days"] == 24
    assert row.adjusted == {"off": [], "days": {"due_after_days": 20}}


def test_content_loaded_later_changes_what_it_says_and_leaves_the_working_values(world: World) -> None:
    adjust_obligation(
        obligation=world.obligation,
        off=["data_steward"],
        days=DAYS,
        reason="r",
        actor=world.actor("admin"),
    )
    row = Obligation.objects.get(pk=world.obligation.pk)
    body = {
        "name": {"id": "Nama baru", "en": "New name"},
        "framework": row.framework.code,
        "area": "IDN",
        "zone": "Asia/Jakarta",
        "anchor": "2026-01-01",
        "every_months": 3,
        "opens_after_days": 2,
        "due_after_days": 30,
        "closes_after_days": 40,
        "chain": row.chain,
        "narrative": row.narrative,
        "source": "s",
    }
    with writing():
        _put_obligations([ContentItem("obligation", row.code, body, "x.yaml", 1)], {}, world.actor("admin"))
    row = Obligation.objects.get(pk=row.pk)
    assert row.name_en == "New name" and "data_steward" not in row.chain_in_force
    assert row.settings_in_force["due_after_days"] == 20
    assert row.settings_in_force["opens_after_days"] == 2


@pytest.mark.parametrize(
    ("off", "days", "reason", "code"),
    [
        (["data_producer"], KEPT, "r", "OBLIGATION-STEP"),
        (["coordinator"], KEPT, "r", "OBLIGATION-STEP"),
        (["soca_leader"], KEPT, "r", "OBLIGATION-STEP"),
        ([], {**KEPT, "due_after_days": 39}, "r", "OBLIGATION-DAYS"),
        ([], {**KEPT, "opens_after_days": -1}, "r", "OBLIGATION-DAYS"),
        ([], {**KEPT, "closes_after_days": 367}, "r", "OBLIGATION-DAYS"),
        ([], KEPT, "r", "OBLIGATION-SAME"),
        (["data_steward"], KEPT, " ", "REPORTING-NEEDS-REASON"),
    ],
)
def test_what_cannot_hold_is_refused_and_nothing_is_kept(
    world: World, off: list[str], days: dict[str, int], reason: str, code: str
) -> None:
    with pytest.raises(Problem, match=code):
        adjust_obligation(
            obligation=world.obligation, off=off, days=days, reason=reason, actor=world.actor("admin")
        )
    assert Obligation.objects.get(pk=world.obligation.pk).adjusted == {}


@pytest.mark.parametrize("who", ["producer", "steward", "focal", "signer", "secretariat", "soca", "auditor"])
def test_only_coordinator_and_administrator_adjust_an_obligation(world: World, who: str) -> None:
    with pytest.raises(NotAllowed):
        adjust_obligation(obligation=world.obligation, off=[], days=DAYS, reason="r", actor=world.actor(who))


def test_a_step_switched_off_behind_the_desks_back_is_found(world: World) -> None:
    adjust_obligation(
        obligation=world.obligation, off=[], days=DAYS, reason="r", actor=world.actor("coordinator")
    )
    assert not [fault for fault in audited() if "obligation" in fault.subject]
    with behind_its_back():
        Obligation.objects.update(adjusted={"off": ["data_steward"], "days": {}})
    assert [fault.subject for fault in audited() if "obligation" in fault.subject] == [
        f"obligation {world.obligation.code}"
    ]
