"""What is changed behind the desk's back is named: one played round, one thing changed, just that named."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field, replace
from datetime import date
from io import BytesIO
from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction
from tests.guard import behind_its_back
from tests.remembered import made_once
from tests.shipped import bundle, shipped
from tests.world import NARRATIVE, ROOT, World, make_world, moment

from simpul.actions.accounts import machine
from simpul.actions.content import load_content
from simpul.actions.content_files import read_content
from simpul.actions.files import hold_file, keep_file
from simpul.actions.progress import compute_results
from simpul.actions.reporting import (
    add_evidence,
    clear,
    clear_delivery,
    close_round,
    extend,
    hand_over,
    mark_nothing_new,
    override_warning,
    record_papers,
    return_task,
    save_entry,
    save_narrative,
    submit,
)
from simpul.actions.reporting.checking import check_task, key_text
from simpul.actions.reporting.deliveries import DrawnPaper
from simpul.doors.exchange.delivery import make_delivery
from simpul.records import enforcement
from simpul.records.integrity import CHECKS, faults
from simpul.records.models import Delivery, Entry, StoredFile, Task
from simpul.site import cli

pytestmark = pytest.mark.django_db

CLOSED, LATER = moment(2026, 5, 8), moment(2026, 5, 12)


# --- one round, played to its end -------------------------------------------------------------------------------


def task_of(world: World, body: str) -> Task:
    return Task.objects.get(pk=world.tasks[body].pk)


def fill(world: World) -> None:
    """SOMHD answers; stunting falls so far that the jump needs a written reason; each value has its evidence."""
    actor = world.actor("producer")
    for code, period, text in (("P-H-1", "2024", "16,9"), ("P-H-2", "2025-12", "98,62")):
        entry = save_entry(
            task=task_of(world, "SOMHD"),
            indicator=world.indicators[code],
            period=period,
            text=text,
            nature="final",
            comment="Survei",
            actor=actor,
        )
        proof = BytesIO(f"indicator,value\n{code},{text}\n".encode())
        add_evidence(entry=entry, name=f"bukti-{code}.csv", stream=proof, actor=actor)
    for item in NARRATIVE:
        save_narrative(
            task=task_of(world, "SOMHD"), field=item["code"], text="Tidak ada.", text_en="None.", actor=actor
        )
    mark_nothing_new(task=task_of(world, "SOMHD"), actor=actor)
    for finding in check_task(task_of(world, "SOMHD")).open_warnings:
        override_warning(
            task=task_of(world, "SOMHD"),
            rule=finding.rule,
            figure=key_text(finding.key),
            reason="Sampel diperluas",
            actor=actor,
        )


def clear_by(world: World, *people: str) -> None:
    for who in people:
        task = task_of(world, "SOMHD")
        clear(task=task, seen=task.submissions.latest("number").content_hash, actor=world.actor(who))


def deliver(world: World) -> None:
    """Results, two papers and a delivery that was cleared and handed over."""
    assert world.round is not None
    actor = world.actor("secretariat", LATER)
    results = compute_results(round=world.round, actor=actor)
    with ExitStack() as held:
        drawn = [
            DrawnPaper(
                language,
                "pdf",
                held.enter_context(
                    hold_file(
                        name=f"report.{language}.pdf",
                        stream=BytesIO(f"%PDF-1.7 {language}".encode()),
                        accepted=("pdf",),
                    )
                ),
            )
            for language in ("id", "en")
        ]
        record_papers(
            result_set=results, kind="national-report", papers=drawn, basis_hash="b" * 64, actor=actor
        )
    delivery = make_delivery(world.round, result_set=results, actor=actor)
    clear_delivery(delivery=delivery, actor=world.actor("soca", LATER))
    hand_over(
        delivery=delivery,
        on=LATER.date(),
        channel="Surel",
        receipt="A-1",
        actor=world.actor("secretariat", LATER),
    )


@pytest.fixture
@made_once
def world() -> World:
    """A round from the call to the delivery: returned once, extended once, closed with a reason."""
    made = make_world()
    made.open()
    extend(
        task=task_of(made, "SOMSWD"),
        due=date(2026, 4, 30),
        reason="Menunggu rilis",
        actor=made.actor("coordinator"),
    )
    fill(made)
    submit(task=task_of(made, "SOMHD"), actor=made.actor("producer"))
    task = task_of(made, "SOMHD")
    return_task(
        task=task,
        seen=task.submissions.latest("number").content_hash,
        due=date(2026, 4, 28),
        reason="Perjelas kendala",
        remarks={"narrative:obstacles": "Sebut kantor"},
        actor=made.actor("steward"),
    )
    save_narrative(
        task=task_of(made, "SOMHD"),
        field="obstacles",
        text="Pasokan.",
        text_en="Supply.",
        actor=made.actor("producer"),
    )
    submit(task=task_of(made, "SOMHD"), actor=made.actor("producer"))
    clear_by(made, "steward", "focal", "signer", "coordinator")
    assert task_of(made, "SOMHD").state == "accepted" and made.round is not None
    close_round(round=made.round, reason="Batas waktu", actor=made.actor("secretariat", CLOSED))
    deliver(made)
    return made


def named() -> set[tuple[str, str]]:
    """Which check names what."""
    return {(fault.check, fault.subject) for fault in faults()}


def told() -> set[tuple[str, str]]:
    """What is said, in both languages."""
    return {(fault.text("id"), fault.text("en")) for fault in faults()}


def sql(statement: str, *params: Any) -> None:
    """Exactly one row is changed, past every action."""
    with behind_its_back(), connection.cursor() as cursor:
        cursor.execute(statement, params)
        assert cursor.rowcount == 1, (statement, cursor.rowcount)


def one(statement: str, *params: Any) -> Any:
    """One value of one row."""
    with connection.cursor() as cursor:
        cursor.execute(statement, params)
        rows = cursor.fetchall()
    assert len(rows) == 1 and len(rows[0]) == 1, rows
    return rows[0][0]


@contextmanager
def undone() -> Iterator[None]:
    """What happens inside is rolled back."""
    with transaction.atomic():
        point = transaction.savepoint()
        yield
        transaction.savepoint_rollback(point)


def in_json(column: str) -> str:
    """A replacement inside a JSON column, in the database's own words."""
    if connection.vendor == "postgresql":
        return f"{column} = CAST(replace(CAST({column} AS text), %s, %s) AS jsonb)"
    return f"{column} = replace({column}, %s, %s)"


# --- one thing changed, just that named ------------------------------------------------------------------------

V2 = "2026-Q1 SOMHD v2"
STUNTING, JKN = "P-H-1 IDN 2024 _T", "P-H-2 IDN 2025-12 _T"
OF_STUNTING = "figure_id IS NOT NULL AND period = '2024'"
RULE = "ANGKA-07"  # a jump above the sheet's limit (content/rules/reporting.yaml)
LAST = "submission_id = (SELECT id FROM simpul_submission WHERE number = 2)"


@dataclass(frozen=True)
class Case:
    """A change, what it is named by, and one sentence that is said of it."""

    change: str
    names: set[tuple[str, str]]
    says: tuple[str, str]
    params: tuple[Any, ...] = field(default=())
    json: str = ""


def audited(subject: str) -> set[tuple[str, str]]:
    return {("audited", subject)}


def unsaid(what: str) -> tuple[str, str]:
    return f"jejak audit tidak mencatatnya demikian ({what})", f"the audit trail does not say so ({what})"


CASES = {
    "the number of a reported observation": Case(
        f"UPDATE simpul_observation SET value = 6.9 WHERE {OF_STUNTING}",
        {("observations", f"{STUNTING} v1"), ("observation_numbers", f"{STUNTING} v1")},
        ("value: “6.9”, semula “16.9”", "value: “6.9” instead of “16.9”"),
    ),
    "text and number of a published observation": Case(
        "UPDATE simpul_observation SET text = '7.47', value = 7.47 WHERE period = '2025-03'",
        {("observations", "P-W-1 IDN 2025-03 _T v1")},
        ("text: “7.47”, semula “8.47”", "text: “7.47” instead of “8.47”"),
    ),
    "the number alone of a published observation": Case(
        "UPDATE simpul_observation SET value = 7.47 WHERE period = '2025-03'",
        {("observation_numbers", "P-W-1 IDN 2025-03 _T v1")},
        ("angka 7.47 di samping teks “8.47”", "number 7.47 beside text “8.47”"),
    ),
    "the period of an observation": Case(
        "UPDATE simpul_observation SET period = '2021' WHERE period = '2023'",
        {("observations", "P-H-1 IDN 2021 _T v1")},
        ("period: “2021”, semula “2023”", "period: “2021” instead of “2023”"),
    ),
    "how settled an observation is": Case(
        f"UPDATE simpul_observation SET nature = 'preliminary' WHERE {OF_STUNTING}",
        {("observations", f"{STUNTING} v1")},
        ("nature: “preliminary”, semula “final”", "nature: “preliminary” instead of “final”"),
    ),
    "the comment of an observation": Case(
        f"UPDATE simpul_observation SET comment = 'Sensus' WHERE {OF_STUNTING}",
        {("observations", f"{STUNTING} v1")},
        ("comment: “Sensus”, semula “Survei”", "comment: “Sensus” instead of “Survei”"),
    ),
    "a break put into a series": Case(
        "UPDATE simpul_observation SET series_break = (1 = 1) WHERE period = '2023'",
        {("observations", "P-H-1 IDN 2023 _T v1")},
        ("series_break: “True”, semula “False”", "series_break: “True” instead of “False”"),
    ),
    "a reported observation deleted": Case(
        f"DELETE FROM simpul_observation WHERE {OF_STUNTING}",
        {("approved_is_published", f"{V2} {STUNTING}")},
        ("diterima, tetapi tidak ada pengamatannya", "was accepted, but has no observation"),
    ),
    "a published observation deleted": Case(
        "DELETE FROM simpul_observation WHERE period = '2025-03'",
        {("approved_is_published", "value P-W-1/IDN/2025-03 v1")},
        ("dimuat, tetapi tidak ada pengamatannya", "was loaded, but has no observation"),
    ),
    "the text of a submitted figure": Case(
        f"UPDATE simpul_submitted_figure SET text = '99,62' WHERE period = '2025-12' AND {LAST}",
        {
            ("submissions", f"submission {V2}"),
            ("submitted_numbers", f"{V2} {JKN}"),
            ("working_answers", f"entry 2026-Q1 SOMHD {JKN}"),
            ("observations", f"{JKN} v1"),
        },
        ("angka 98.62 di samping teks “99,62”", "number 98.62 beside text “99,62”"),
    ),
    "the number of a submitted figure": Case(
        f"UPDATE simpul_submitted_figure SET value = 99.62 WHERE period = '2025-12' AND {LAST}",
        {
            ("submissions", f"submission {V2}"),
            ("submitted_numbers", f"{V2} {JKN}"),
            ("working_answers", f"entry 2026-Q1 SOMHD {JKN}"),
            ("observations", f"{JKN} v1"),
        },
        ("angka 99.62 di samping teks “98,62”", "number 99.62 beside text “98,62”"),
    ),
    "the unit of a submitted figure": Case(
        f"UPDATE simpul_submitted_figure SET unit = 'per seribu' WHERE period = '2025-12' AND {LAST}",
        {("submissions", f"submission {V2}"), ("working_answers", f"entry 2026-Q1 SOMHD {JKN}")},
        ("unit: “persen”, semula “per seribu”", "unit: “persen” instead of “per seribu”"),
    ),
    "a figure of a submission that was returned": Case(
        "UPDATE simpul_submitted_figure SET comment = 'Lain' WHERE period = '2025-12' "
        "AND submission_id = (SELECT id FROM simpul_submission WHERE number = 1)",
        {("submissions", "submission 2026-Q1 SOMHD v1")},
        ("", ""),
    ),
    "the text a submission holds of a paragraph": Case(
        "UPDATE simpul_submission SET {json} WHERE number = 2",
        {("submissions", f"submission {V2}"), ("working_answers", "narrative 2026-Q1 SOMHD obstacles")},
        ("text: “Pasokan.”, semula “Lancar.”", "text: “Pasokan.” instead of “Lancar.”"),
        ("Pasokan.", "Lancar."),
        "narratives",
    ),
    "the working text of a paragraph after clearance": Case(
        "UPDATE simpul_narrative SET text = 'Lancar.' WHERE field = 'obstacles'",
        {("working_answers", "narrative 2026-Q1 SOMHD obstacles")},
        ("text: “Lancar.”, semula “Pasokan.”", "text: “Lancar.” instead of “Pasokan.”"),
    ),
    "a working entry after clearance": Case(
        "UPDATE simpul_entry SET text = '6,9' WHERE period = '2024'",
        {("working_answers", f"entry 2026-Q1 SOMHD {STUNTING}")},
        ("text: “6,9”, semula “16,9”", "text: “6,9” instead of “16,9”"),
    ),
    "the reason a submission holds of a warning": Case(
        "UPDATE simpul_submission SET {json} WHERE number = 2",
        audited(f"submission {V2} {RULE} P-H-1|IDN|2024|_T"),
        unsaid("reason"),
        ("Sampel diperluas", "Tanpa alasan"),
        "findings",
    ),
    "who submitted": Case(
        "UPDATE simpul_submission SET submitted_by_id = (SELECT id FROM simpul_user "
        "WHERE email = 'soca@contoh.example') WHERE number = 2",
        audited(f"submission {V2}"),
        unsaid("by"),
    ),
    "an accepted submission declared returned": Case(
        "UPDATE simpul_submission SET outcome = 'returned' WHERE number = 2",
        {("published_is_approved", f"{STUNTING} v1"), ("published_is_approved", f"{JKN} v1")},
        ("kirimannya tidak pernah diterima", "its submission was not accepted"),
    ),
    "the hash a clearance binds": Case(
        f"UPDATE simpul_clearance SET content_hash = '{'0' * 64}' WHERE role = 'signing_official'",
        {
            ("clearances", f"{V2} signing_official cleared"),
            *audited(f"clearance {V2} signing_official cleared"),
        },
        ("menyetujui isi yang lain dari isi kiriman", "approved another content than the submission holds"),
    ),
    "the person of a clearance": Case(
        "UPDATE simpul_clearance SET by_name = 'Orang Lain' WHERE role = 'signing_official'",
        audited(f"clearance {V2} signing_official cleared"),
        unsaid("by_name"),
    ),
    "the account of a clearance": Case(
        "UPDATE simpul_clearance SET by_id = (SELECT id FROM simpul_user "
        "WHERE email = 'soca@contoh.example') WHERE role = 'signing_official'",
        audited(f"clearance {V2} signing_official cleared"),
        unsaid("by"),
    ),
    "the reason of an override": Case(
        "UPDATE simpul_override SET reason = 'Tanpa alasan'",
        audited(f"override 2026-Q1 SOMHD {RULE} P-H-1|IDN|2024|_T"),
        unsaid("reason"),
    ),
    "the date of an extension": Case(
        "UPDATE simpul_extension SET due_after = '2026-05-07'",
        audited("extension 2026-Q1 SOMSWD: 2026-05-07"),
        unsaid("due"),
    ),
    "why a round was closed": Case(
        "UPDATE simpul_round SET close_reason = 'Semua selesai'", audited("round 2026-Q1"), unsaid("reason")
    ),
    "the number of a verdict": Case(
        "UPDATE simpul_verdict SET {json} WHERE method = 'escap-cs' AND status <> ''",
        {("results", "result set {results} 2026-Q1")},
        ("diubah sesudah dihitung", "was changed after it was computed"),
        ('"score": "', '"score": "1'),
        "outputs",
    ),
    "the class of a verdict": Case(
        "UPDATE simpul_verdict SET status = 'significant' WHERE method = 'escap-cs' AND status <> ''",
        {("results", "result set {results} 2026-Q1 P-H-1 escap-cs")},
        ("status: “significant”, semula “progressed”", "status: “significant” instead of “progressed”"),
    ),
    "a verdict deleted": Case(
        "DELETE FROM simpul_verdict WHERE method = 'escap-cs' AND status <> ''",
        {("results", "result set {results} 2026-Q1")},
        ("diubah sesudah dihitung", "was changed after it was computed"),
    ),
    "the digest of a result set": Case(
        f"UPDATE simpul_result_set SET digest = '{'0' * 64}'",
        {("results", "result set {results} 2026-Q1"), *audited("result set {results} 2026-Q1")},
        unsaid("digest"),
    ),
    "the fingerprint of one paper": Case(
        f"UPDATE simpul_paper SET basis_hash = '{'c' * 64}' WHERE language = 'en'",
        {("papers", "national-report 2026-Q1"), *audited("paper {paper} national-report 2026-Q1 en pdf")},
        ("bahasa atau bentuknya memuat angka yang berbeda", "languages or formats differ in their numbers"),
    ),
    "the manifest of a delivery": Case(
        "UPDATE simpul_delivery SET {json}",
        {("deliveries", "delivery adme-simpul-layout 2026-Q1 1")},
        ("manifes dan berkasnya tidak cocok", "manifest and files disagree"),
        ('"area": "IDN"', '"area": "MYS"'),
        "manifest",
    ),
    "a file taken out of a delivery": Case(
        "DELETE FROM simpul_delivery_file WHERE part = 'sdmx_csv'",
        {
            ("deliveries", "delivery adme-simpul-layout 2026-Q1 1"),
            *audited("delivery adme-simpul-layout 2026-Q1 1"),
        },
        unsaid("files"),
    ),
    "the receipt of a delivery": Case(
        "UPDATE simpul_delivery SET receipt = 'A-2'",
        audited("delivery adme-simpul-layout 2026-Q1 1"),
        unsaid("receipt"),
    ),
    "the state of a delivery": Case(
        "UPDATE simpul_delivery SET state = 'made'",
        audited("delivery adme-simpul-layout 2026-Q1 1"),
        ("state: “made”, semula “handed_over”", "state: “made” instead of “handed_over”"),
    ),
    "the day a task was first handed in": Case(
        "UPDATE simpul_task SET first_submitted_on = '2026-04-01' WHERE first_submitted_on IS NOT NULL",
        audited("task 2026-Q1 SOMHD"),
        (
            "first_submitted_on: “2026-04-01”, semula “2026-04-10”",
            "first_submitted_on: “2026-04-01” instead of “2026-04-10”",
        ),
    ),
    "what was due on that day": Case(
        "UPDATE simpul_task SET first_due_on = '2026-05-08' WHERE first_due_on IS NOT NULL",
        audited("task 2026-Q1 SOMHD"),
        (
            "first_due_on: “2026-05-08”, semula “2026-04-24”",
            "first_due_on: “2026-05-08” instead of “2026-04-24”",
        ),
    ),
    "the name of a stored file": Case(
        "UPDATE simpul_file SET name = 'lain.csv' WHERE name = 'bukti-P-H-1.csv'",
        audited("file {evidence} lain.csv"),
        unsaid("name"),
    ),
    "the role of a designation": Case(
        "UPDATE simpul_designation SET role = 'data_producer' WHERE letter_number = 'B-soca'",
        audited("designation {soca} data_producer Soca"),
        unsaid("role"),
    ),
    "the end of a designation": Case(
        "UPDATE simpul_designation SET until = '2026-06-01' WHERE letter_number = 'B-soca'",
        audited("designation {soca} soca_leader Soca"),
        ("until: “2026-06-01”, semula “None”", "until: “2026-06-01” instead of “None”"),
    ),
    "an account raised to administrator": Case(
        "UPDATE simpul_user SET is_admin = (1 = 1) WHERE email = 'soca@contoh.example'",
        audited("account soca@contoh.example"),
        ("is_admin: “True”, semula “False”", "is_admin: “True” instead of “False”"),
    ),
    "a fact that was loaded": Case(
        "UPDATE simpul_content_entry SET {json} WHERE code = 'P-W-1/IDN/2025-03'",
        {
            ("content_entries", "value P-W-1/IDN/2025-03 v1"),
            ("observations", "P-W-1 IDN 2025-03 _T v1"),
        },
        ("diubah sesudah dimuat", "was changed after loading"),
        ("8.47", "7.47"),
        "body",
    ),
    "a column of the delivery's layout": Case(
        "UPDATE simpul_content_entry SET {json} WHERE kind = 'mapping'",
        {("content_entries", "mapping adme-simpul-layout v1")},
        ("diubah sesudah dimuat", "was changed after loading"),
        ("OBS_VALUE", "OBS_WORTH"),
        "body",
    ),
    "who did what in an audit row": Case(
        "UPDATE simpul_audit SET actor_name = 'Orang Lain' WHERE action = 'reporting.extend'",
        {("audit_chain", "audit {extend} reporting.extend")},
        ("diubah sesudah ditulis", "was changed after it was written"),
    ),
    "the last audit row deleted": Case(
        "DELETE FROM simpul_audit WHERE action = 'reporting.hand_over'",
        audited("delivery adme-simpul-layout 2026-Q1 1"),
        unsaid("reporting.hand_over"),
    ),
}


def marks() -> dict[str, Any]:
    """Numbers the database gave, as names of faults carry them."""
    return {
        "results": one("SELECT id FROM simpul_result_set"),
        "paper": one("SELECT id FROM simpul_paper WHERE language = 'en'"),
        "evidence": one("SELECT id FROM simpul_file WHERE name = 'bukti-P-H-1.csv'"),
        "soca": one("SELECT id FROM simpul_designation WHERE letter_number = 'B-soca'"),
        "extend": one("SELECT id FROM simpul_audit WHERE action = 'reporting.extend'"),
    }


def test_a_round_played_to_its_end_has_no_fault(world: World) -> None:
    assert Entry.objects.exclude(text="").count() == 2 and StoredFile.objects.count() == 7
    assert Delivery.objects.get().state == "handed_over"
    assert list(faults()) == []


def test_one_change_is_named_and_nothing_else(world: World) -> None:
    known, wrong = marks(), {}
    for change, case in CASES.items():
        with undone():
            sql(case.change.format(json=in_json(case.json)) if case.json else case.change, *case.params)
            found = list(faults())
        names = {(fault.check, fault.subject) for fault in found}
        says = {(fault.text("id"), fault.text("en")) for fault in found}
        wanted = {(check, subject.format(**known)) for check, subject in case.names}
        if names != wanted or (case.says[0] and case.says not in says) or any(id == en for id, en in says):
            wrong[change] = names ^ wanted, says
    assert wrong == {}
    assert named() == set()


def test_a_fault_of_a_hash_shows_the_beginnings_of_both(world: World) -> None:
    kept = one("SELECT content_hash FROM simpul_submission WHERE number = 1")
    sql(f"UPDATE simpul_submission SET content_hash = '{'0' * 64}' WHERE number = 1")
    said = f"sidik {kept[:12]}, seharusnya 000000000000", f"hash {kept[:12]} instead of 000000000000"
    assert said in told()


def test_an_audit_row_deleted_in_the_middle_is_named_by_the_row_after_it(world: World) -> None:
    gone = one("SELECT max(id) FROM simpul_audit WHERE action = 'reporting.save_narrative'")
    after = one("SELECT min(id) FROM simpul_audit WHERE id > %s", gone)
    action = one("SELECT action FROM simpul_audit WHERE id = %s", after)
    sql("DELETE FROM simpul_audit WHERE id = %s", gone)
    assert named() == {("audit_chain", f"audit {after} {action}")}
    assert told() == {("tidak menyambung ke baris sebelumnya", "does not follow the row before it")}


DELETED = (
    ("simpul_clearance", "role = 'signing_official'", "reporting.clear"),  # the signer cleared last
    ("simpul_clearance", "verdict = 'returned'", "reporting.return"),
    ("simpul_extension", "1 = 1", "reporting.extend"),
    ("simpul_paper", "language = 'en'", "reporting.record_paper"),  # English came second
)


def test_a_row_that_was_deleted_is_named_by_its_audit_row(world: World) -> None:
    for table, where, action in DELETED:
        spoken = one("SELECT max(id) FROM simpul_audit WHERE action = %s", action)
        with undone():
            sql(f"DELETE FROM {table} WHERE {where}")
            assert named() == {("audited", f"audit {spoken} {action}")}
            assert told() == {
                ("mencatat sesuatu yang barisnya sudah tidak ada", "speaks of something whose row is gone")
            }


# --- on disk ----------------------------------------------------------------------------------------------------

KEPT = {
    "evidence": "bukti-P-H-1.csv",
    "a paper": "report.en.pdf",
    "the workbook of a delivery": "adme-IDN-2026-Q1.xlsx",
    "the table of a delivery": "adme-IDN-2026-Q1.csv",
    "the manifest of a delivery": "manifest.json",
}


def test_a_file_that_is_not_as_it_was_kept_is_named(world: World) -> None:
    for what, name in KEPT.items():
        row = StoredFile.objects.get(name=name)
        content = row.path.read_bytes()
        row.path.write_bytes(content[:-1] + bytes([content[-1] ^ 1]))
        assert named() == {("files", f"file {row.pk} {name}")}, what
        assert told() == {("berbeda dari sidik yang tercatat", "differs from its recorded hash")}
        row.path.unlink()
        assert named() == {("files", f"file {row.pk} {name}")}, what
        assert told() == {("tidak ada di penyimpanan", "is not in the store")}
        row.path.write_bytes(content)
        assert named() == set(), what


@pytest.mark.parametrize("purpose", ["letter", "workbook"])
def test_a_file_of_any_purpose_is_compared_with_its_hash(world: World, purpose: str) -> None:
    row = keep_file(
        name="surat.pdf", stream=BytesIO(b"%PDF-1.7 ND-7"), purpose=purpose, actor=world.actor("secretariat")
    )
    assert named() == set()
    row.path.write_bytes(b"%PDF-1.7 ND-8")
    assert named() == {("files", f"file {row.pk} surat.pdf")}


def test_a_file_exchanged_together_with_its_hash_is_named_by_the_audit_trail(world: World) -> None:
    row = StoredFile.objects.get(name="bukti-P-H-1.csv")
    other = row.path.read_bytes().replace(b"16,9", b"15,9")
    row.sha256 = hashlib.sha256(other).hexdigest()
    row.path.parent.mkdir(parents=True, exist_ok=True)
    row.path.write_bytes(other)
    sql("UPDATE simpul_file SET sha256 = %s WHERE id = %s", row.sha256, row.pk)
    assert named() == audited(f"file {row.pk} bukti-P-H-1.csv")
    assert told() == {unsaid("sha256")}


# --- the catalogue ----------------------------------------------------------------------------------------------

CATALOGUE = {
    "UPDATE simpul_indicator SET polarity = 'maximise' WHERE code = 'P-B.2-06'": (
        "indicator P-B.2-06",
        ("polarity: “maximise”, semula “minimise”", "polarity: “maximise” instead of “minimise”"),
    ),
    "UPDATE simpul_indicator SET decimals = 0 WHERE code = 'P-B.2-06'": (
        "indicator P-B.2-06",
        ("decimals: “0”, semula “1”", "decimals: “0” instead of “1”"),
    ),
    "DELETE FROM simpul_indicator_confirming WHERE id = (SELECT min(c.id) FROM simpul_indicator_confirming c "
    "JOIN simpul_indicator i ON i.id = c.indicator_id WHERE i.code = {confirmed})": (
        "indicator {confirmed}",
        None,
    ),
    "UPDATE simpul_baseline SET value = 31.6 WHERE indicator_id = "
    "(SELECT id FROM simpul_indicator WHERE code = 'P-B.2-06')": (
        "baseline P-B.2-06 IDN",
        ("value: “31.6”, semula “21.6”", "value: “31.6” instead of “21.6”"),
    ),
    "DELETE FROM simpul_baseline WHERE indicator_id = "
    "(SELECT id FROM simpul_indicator WHERE code = 'P-B.2-06')": (
        "baseline P-B.2-06 IDN",
        ("ada dalam isi, tetapi barisnya hilang", "stands in the content, but its row is gone"),
    ),
    "UPDATE simpul_target SET value = 18.2 WHERE period = '2029' AND indicator_id = "
    "(SELECT id FROM simpul_indicator WHERE code = 'P-B.2-06')": (
        "target P-B.2-06 IDN 2029 RPJMN",
        ("value: “18.2”, semula “14.2”", "value: “18.2” instead of “14.2”"),
    ),
    "INSERT INTO simpul_target (indicator_id, area, period, value, authority, source) "
    "SELECT id, 'IDN', '2027', 16, '', '' FROM simpul_indicator WHERE code = 'P-B.2-06'": (
        "target P-B.2-06 IDN 2027",
        ("tidak ada dalam isi yang dimuat", "stands in no content that was loaded"),
    ),
    "UPDATE simpul_population_group SET label_en = 'Men' WHERE code = 'women'": (
        "group women",
        ("label_en: “Men”, semula “Women”", "label_en: “Men” instead of “Women”"),
    ),
    "UPDATE simpul_field_of_life SET covers_en = '' WHERE code = 'work'": ("field_of_life work", None),
    "UPDATE simpul_indicator SET field_of_life_id = NULL WHERE code = 'P-B.2-06'": (
        "indicator P-B.2-06",
        ("field_of_life: “”, semula “health”", "field_of_life: “” instead of “health”"),
    ),
    "DELETE FROM simpul_body_field_of_life WHERE body_id = (SELECT id FROM simpul_body WHERE code = 'SOMHD')": (
        "body SOMHD",
        ("fields_of_life: “[]”, semula “['health']”", "fields_of_life: “[]” instead of “['health']”"),
    ),
    "UPDATE simpul_body SET counted = NOT counted WHERE code = 'ACMW'": ("body ACMW", None),
    "UPDATE simpul_framework SET official_method = 'plain' WHERE code = 'ascc-sp-2035'": (
        "framework ascc-sp-2035",
        (
            "official_method: “plain”, semula “eurostat-cagr”",
            "official_method: “plain” instead of “eurostat-cagr”",
        ),
    ),
    "UPDATE simpul_obligation SET chain = '[\"data_producer\"]'": ("obligation idn-quarterly", None),
}


def test_what_we_ship_is_without_fault_and_each_change_of_the_catalogue_is_named(db: None) -> None:
    shipped()
    assert named() == set()
    confirmed = one(
        "SELECT min(i.code) FROM simpul_indicator i JOIN simpul_indicator_confirming c ON c.indicator_id = i.id"
    )
    for change, (subject, says) in CATALOGUE.items():
        with undone():
            sql(change.replace("{confirmed}", f"'{confirmed}'"))
            assert named() == {("catalogue", subject.replace("{confirmed}", confirmed))}, change
            assert says is None or told() == {says}, change
    assert named() == set()


def test_content_loaded_anew_leaves_no_fault(db: None, tmp_path: Any) -> None:
    import shutil

    shipped()
    folder = tmp_path / "content"
    shutil.copytree(ROOT / "content", folder)
    for name, old, new in (
        ("values/idn.yaml", 'value: "17.32"', 'value: "17.33"'),
        ("frameworks/ascc-sp-2035.yaml", "official_method: eurostat-cagr", "official_method: plain"),
        (
            "indicators/ascc-proxies.yaml",
            'period: "2029"\n    value: "14.2"',
            'period: "2030"\n    value: "14.1"',
        ),
    ):
        text = (folder / name).read_text()
        assert old in text
        (folder / name).write_text(text.replace(old, new, 1))
    loaded = load_content(bundle=read_content(folder), actor=machine(moment(2026, 3, 2)))
    assert dict(loaded.changed)["value"] == 1
    assert named() == set()


@pytest.mark.parametrize("way", ["moved", "dropped"])
def test_a_target_that_content_moved_or_dropped_is_no_fault_and_one_moved_by_hand_still_is(
    db: None, way: str
) -> None:
    shipped()
    whole = bundle()
    items = []
    for item in whole.items:
        if (item.kind, item.code) == ("indicator", "P-B.2-06"):
            *interim, last = item.body["targets"]
            assert last["period"] == "2029"
            targets = [*interim, {**last, "period": "2030"}] if way == "moved" else interim
            item = replace(item, body={**item.body, "targets": targets})
        items.append(item)
    other = replace(whole, items=tuple(items), digest="1" * 64)
    assert load_content(bundle=other, actor=machine(moment(2026, 3, 2))).changed == {"indicator": 1}
    assert named() == set()
    first = "SELECT id FROM simpul_indicator WHERE code = 'P-B.2-06'"
    with undone():  # the row of the wording before, put back by hand
        sql(
            "INSERT INTO simpul_target (indicator_id, area, period, value, authority, source) "
            f"SELECT id, 'IDN', '2029', 14.2, 'RPJMN', '' FROM ({first}) i"
        )
        assert named() == {("catalogue", "target P-B.2-06 IDN 2029 RPJMN")}
    if way == "moved":
        with undone():
            sql(f"UPDATE simpul_target SET value = 18.2 WHERE period = '2030' AND indicator_id = ({first})")
            assert named() == {("catalogue", "target P-B.2-06 IDN 2030 RPJMN")}
            assert told() == {("value: “18.2”, semula “14.2”", "value: “18.2” instead of “14.2”")}


# --- the database -----------------------------------------------------------------------------------------------


def test_rules_taken_out_of_the_database_are_named(world: World) -> None:
    connection.check_constraints()  # PostgreSQL alters no table while checks of it wait
    with undone():
        with behind_its_back():
            enforcement.uninstall(connection)
        assert named() == {
            ("holders_enforced", "simpul_designation_overlap"),
            ("holders_enforced", "simpul_post_holding_overlap"),
            ("holders_enforced", "simpul_responsibility_overlap"),
        }
        assert told() == {("tidak terpasang di basis data", "is not installed in the database")}
    assert named() == set()


def test_a_row_that_points_nowhere_is_named_or_refused_by_the_database(world: World) -> None:
    text = one("SELECT min(id) FROM simpul_narrative")
    kept = one("SELECT saved_by_id FROM simpul_narrative WHERE id = %s", text)
    change = "UPDATE simpul_narrative SET saved_by_id = %s WHERE id = %s"
    if connection.vendor == "postgresql":
        with pytest.raises(IntegrityError), transaction.atomic():
            sql(change, 10**6, text)
            connection.check_constraints()
        return
    sql(change, 10**6, text)
    assert named() == {("database", f"simpul_narrative {text}")}
    assert told() == {("menunjuk baris yang tidak ada", "points to a row that does not exist")}
    sql(change, kept, text)
    assert named() == set()


def test_a_row_past_the_rules_of_its_table_is_named_or_refused_by_the_database(world: World) -> None:
    change = "UPDATE simpul_round SET due_on = '2026-05-30', opens_on = opens_on"
    if connection.vendor == "postgresql":
        with pytest.raises(IntegrityError), transaction.atomic():
            sql(change)
        return
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA ignore_check_constraints = ON")
        try:
            sql(change)
        finally:
            cursor.execute("PRAGMA ignore_check_constraints = OFF")
    assert named() == {("database", "integrity_check"), ("audited", "round 2026-Q1")}
    assert any("simpul_round" in en for _, en in told())


# --- the command ------------------------------------------------------------------------------------------------


@pytest.fixture
def simpul(capsys: pytest.CaptureFixture[str]) -> Callable[..., tuple[int, str]]:
    """The command in this process: its exit code and what it printed."""

    def run(*words: str) -> tuple[int, str]:
        with pytest.raises(SystemExit) as ended:
            cli.main(words)
        return int(ended.value.code or 0), capsys.readouterr().out

    return run


def test_the_command_names_it_in_both_languages_and_ends_with_one(world: World, simpul: Any) -> None:
    code, out = simpul("integrity", "--json")
    assert (code, json.loads(out)) == (0, {"checks": list(CHECKS), "faults": []})
    sql("UPDATE simpul_observation SET text = '7.47', value = 7.47 WHERE period = '2025-03'")
    code, out = simpul("integrity", "--json")
    says = {"id": "text: “7.47”, semula “8.47”", "en": "text: “7.47” instead of “8.47”"}
    subject = "P-W-1 IDN 2025-03 _T v1"
    assert code == 1
    assert json.loads(out)["faults"] == [{"check": "observations", "subject": subject, "detail": says}]
    for language in ("id", "en"):
        code, out = simpul("--language", language, "integrity")
        assert code == 1
        assert out.splitlines()[0] == f"observations: {subject}: {says[language]}"
        assert out.splitlines()[1:] == [f"{len(CHECKS)} pemeriksaan / checks, 1 temuan / faults"]
    sql("UPDATE simpul_observation SET text = '8.47', value = 8.47 WHERE period = '2025-03'")
    assert simpul("integrity")[0] == 0


def test_every_check_has_found_something_here() -> None:
    seen = {check for case in CASES.values() for check, _ in case.names}
    assert (
        set(CHECKS) - seen
        == {
            "catalogue",
            "files",
            "holders_enforced",
            "database",
            "submitted_evidence",
            "request_deliveries",
            "request_clearances",
            "free_days",
            "code_lists",
        }
    )  # each has its own test: above, in tests/records/test_files.py, or in tests/actions beside what it checks
