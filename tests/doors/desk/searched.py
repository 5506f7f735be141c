"""A round in which every kind of thing can be found."""

from __future__ import annotations

from io import BytesIO

from tests.doors.desk.work_round import figure_of, submitted_health, task_of
from tests.guard import behind_its_back
from tests.world import World, make_world

from simpul.actions.files import TABLES, keep_file
from simpul.actions.reporting import attach_evidence, remark, save_entry, save_narrative
from simpul.records.models import Goal

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
)


def searched() -> World:
    """SOMHD in clearance; SOMSWD with a paragraph, a figure with evidence, and a remark; a goal."""
    made = make_world()
    made.open()
    submitted_health(made)
    with behind_its_back():
        framework = made.obligation.framework
        Goal.objects.create(
            framework=framework, code="A.1", level="goal", title_id="Pelaporan stunting", title_en="Reporting",
            wording="ours",
        )  # fmt: skip
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
