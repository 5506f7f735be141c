"""A round in which every kind of thing can be found."""

from __future__ import annotations

from datetime import date
from io import BytesIO

from tests.doors.desk.work_round import figure_of, submitted_health, task_of
from tests.guard import behind_its_back
from tests.remembered import made_once
from tests.request_work import standing
from tests.world import World, make_world, with_lives

from simpul.actions.benefits import record_benefit
from simpul.actions.catalogue import call_finalisation
from simpul.actions.files import TABLES, keep_file
from simpul.actions.reporting import attach_evidence, remark, save_entry, save_narrative
from simpul.core.benefits import Said
from simpul.records.models import Baseline, Benefit, CalendarEvent, CodeList, Goal

#: Questions that meet every kind of thing there is.
QUESTIONS = (
    "som",
    "kemen",
    "pelaporan",
    "triwulan",
    "focal",
    "2026",
    "p-h",
    "catatan",
    "stunting",
    "bukti",
    "rencana",
    "provinsi",
    "manila",
    "INV/1",
    "under five",
    "posyandu",
    "butir 12",
)


@made_once
def searched() -> World:
    """SOMHD in clearance; SOMSWD with a paragraph, a figure with evidence, and a remark; a goal."""
    made = make_world()
    made.open()
    submitted_health(made)
    with_lives(made)
    with behind_its_back():
        Goal.objects.filter(code="A.1").update(title_id="Pelaporan stunting", title_en="Reporting")
        CodeList.objects.get_or_create(
            code="provinces", defaults={"name_id": "Daftar provinsi", "name_en": "Provinces"}
        )
        CalendarEvent.objects.create(
            code="somhd-19", name_id="Pertemuan SOMHD ke-19", name_en="19th SOMHD", body=made.bodies["SOMHD"],
            place="Manila", starts_on=date(2026, 9, 1), status="confirmed", source="x", confidence="recalled",
        )  # fmt: skip
    standing(made)
    benefit(made)
    finalised(made)
    producer = made.actor("other_producer")
    task = task_of(made, "SOMSWD")
    save_narrative(task=task, field="plan", text="Rencana pelaporan SOM triwulan berikut", actor=producer)
    entry = save_entry(
        task=task_of(made, "SOMSWD"), indicator=made.indicators["P-W-1"],
        period=figure_of(made, "P-W-1", "SOMSWD").period, text="8,25", nature="final", actor=producer,
    )  # fmt: skip
    file = keep_file(
        name="bukti-2026.csv",
        stream=BytesIO(b"a,b\n"),
        purpose="evidence",
        accepted=TABLES,
        actor=producer,
    )
    attach_evidence(entry=entry, file=file, actor=producer)
    remark(task=task_of(made, "SOMSWD"), text="Catatan kemensos tentang stunting", actor=producer)
    return made


def benefit(world: World) -> Benefit:
    """A record of SOMHD's office that nobody confirmed yet."""
    said = Said(
        field_of_life="health", groups=("children",), counting="counted", amount="1.250", area="IDN",
        region="Jawa Barat", period="2025", text="Posyandu memantau 1.250 anak.",
    )  # fmt: skip
    return record_benefit(
        subject_kind="goal",
        subject_code="plan/A.1",
        body=world.bodies["SOMHD"],
        organisation=world.organisations["KEMENKES"],
        said=said,
        actor=world.actor("producer"),
    )


def finalised(world: World) -> None:
    """The sheet of P-H-1 called for finalisation; the baseline of P-H-2 agreed by a body."""
    call_finalisation(
        title_id="Finalisasi KPI 2026",
        title_en="KPI finalisation 2026",
        indicators=[world.indicators["P-H-1"]],
        opens_on=date(2026, 4, 1),
        proposals_due_on=date(2026, 4, 30),
        comments_due_on=date(2026, 5, 15),
        closes_on=date(2026, 6, 30),
        actor=world.actor("secretariat"),
    )
    with behind_its_back():
        Baseline.objects.create(
            indicator=world.indicators["P-H-2"], area="IDN", period="2025", value_text="98,2", value="98.2",
            status="agreed", decision="SOMHD ke-18, butir 12", source="x",
        )  # fmt: skip
