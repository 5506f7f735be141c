"""The activity log: a sentence for each row, only what its reader may see, filters asked of the database."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import date

import pytest
from django.utils import translation
from tests.actions.test_finalisation import called, proposed, sheet_task
from tests.doors.desk.work_round import client_of, fill_health, on, page, submitted_health, task_of
from tests.world import World, make_world, moment, with_lives

from simpul.actions.accounts import change_email, issue_password, open_account
from simpul.actions.benefits import record_benefit
from simpul.actions.catalogue import call_finalisation, comment_sheet
from simpul.actions.lists import keep_filter
from simpul.actions.reporting import extend
from simpul.core.activity_fields import sheet_word
from simpul.core.benefits import Said
from simpul.core.finalisation import NEGOTIATED
from simpul.doors.desk.data.sheet_form import field_word
from simpul.records.activity import ActivityRows, lines_of, visible_rows
from simpul.records.activity_values import Words, codes_in
from simpul.records.models import AuditEntry, Person, SheetTask, User

pytestmark = pytest.mark.django_db

DAY = date(2026, 4, 10)


@pytest.fixture
def world() -> Iterator[World]:
    made = make_world()
    made.open()
    with on():
        yield made


def nobody(world: World) -> User:
    """A person without a designation, who joins the country."""
    user, _phrase = open_account(
        email="nobody@contoh.example",
        name="Nobody",
        organisation=world.organisations["KEMENKES"],
        actor=world.actor("secretariat"),
    )
    world.users["nobody"] = user
    return user


def seen(world: World, who: str) -> list[AuditEntry]:
    user = User.objects.get(pk=world.users[who].pk)
    return list(visible_rows(user, user.duties_on(DAY), DAY))


def sentences(world: World, who: str, language: str = "id") -> list[str]:
    user = User.objects.get(pk=world.users[who].pk)
    return [line.sentence for line in ActivityRows(visible_rows(user, user.duties_on(DAY), DAY), language)]


def test_a_submission_is_told_with_name_office_and_what_in_both_languages(world: World) -> None:
    submitted_health(world)
    office = world.organisations["KEMENKES"].acronym
    body = task_of(world).body.acronym
    said = f"Producer ({office}) mengajukan tugas {body} {office} TW I 2026"
    assert said in sentences(world, "auditor")
    assert f"Producer ({office}) submitted the task {body} {office} Q1 2026" in sentences(
        world, "auditor", "en"
    )


def test_a_row_leads_to_the_page_of_what_it_speaks_of(world: World) -> None:
    submitted_health(world)
    text = page(client_of(world, "producer", "en"), "/activity/?kind=task")
    assert f'href="/tasks/{task_of(world).pk}/">Open its page' in text


def test_before_and_after_are_told_in_words_and_days(world: World) -> None:
    extend(task=task_of(world), due=date(2026, 5, 4), reason="banjir", actor=world.actor("coordinator"))
    text = page(client_of(world, "auditor", "en"), "/activity/")
    assert "granted more time for the task" in text
    assert "<del>24 April 2026</del> <ins>4 May 2026</ins>" in text and "banjir" in text


def test_who_audits_reads_every_row(world: World) -> None:
    submitted_health(world)
    assert len(seen(world, "auditor")) == AuditEntry.objects.count() > 10


def test_an_office_reads_rows_of_its_own_tasks_and_none_of_anothers(world: World) -> None:
    submitted_health(world)
    health, other = str(task_of(world).pk), {str(row.pk) for row in world.tasks.values()}
    tasks = {row.subject_key for row in seen(world, "producer") if row.subject_kind == "task"}
    assert tasks == {health}
    assert not {row.subject_key for row in seen(world, "other_focal")} & {health}
    assert len(other) > 1


def test_the_administrator_reads_what_he_sets_up_and_no_figure(world: World) -> None:
    submitted_health(world)
    issue_password(user=world.users["producer"], actor=world.actor("secretariat"))
    kinds = {row.subject_kind for row in seen(world, "admin")}
    assert "user" in kinds and "designation" in kinds
    assert not kinds & {"task", "round", "benefit", "indicator", "request"}


def test_who_holds_nothing_reads_what_was_done_by_or_to_the_own_account_alone(world: World) -> None:
    submitted_health(world)
    mine = nobody(world)
    for row in seen(world, "nobody"):
        assert row.actor_id == mine.pk or (row.subject_kind, row.subject_key) == ("user", mine.email)


def test_an_office_reads_rows_of_its_own_sheets_and_benefits_and_none_of_anothers(world: World) -> None:
    with_lives(world)
    call_finalisation(
        title_id="Finalisasi",
        title_en="Finalisation",
        indicators=[world.indicators[code] for code in ("P-H-1", "P-W-1")],
        opens_on=DAY,
        proposals_due_on=DAY,
        comments_due_on=DAY,
        closes_on=DAY,
        actor=world.actor("secretariat"),
    )
    for code in ("P-H-1", "P-W-1"):
        task = SheetTask.objects.get(indicator__code=code)
        comment_sheet(task=task, text="Sebut sumbernya.", actor=world.actor("reviewer"))
    benefit = record_benefit(
        subject_kind="goal",
        subject_code="plan/A.1",
        body=world.bodies["SOMHD"],
        organisation=world.organisations["KEMENKES"],
        said=Said(text="Ikut melatih guru."),
        actor=world.actor("secretariat"),
    )

    def told(who: str, kind: str) -> set[str]:
        return {row.subject_key for row in seen(world, who) if row.subject_kind == kind}

    assert (told("producer", "indicator"), told("other_producer", "indicator")) == ({"P-H-1"}, {"P-W-1"})
    assert told("reviewer", "indicator") == {"P-H-1", "P-W-1"}
    assert (told("producer", "benefit"), told("other_producer", "benefit")) == ({str(benefit.pk)}, set())
    # of people it reads what is written of its own
    people = {str(row.pk) for row in Person.objects.filter(organisation=world.organisations["KEMENKES"])}
    assert told("producer", "person") == people and not told("other_producer", "person") & people


def test_a_duty_that_is_over_leaves_what_was_done_by_oneself(world: World) -> None:
    user = User.objects.get(pk=world.users["signer"].pk)
    duties, after = user.duties_on(DAY), date(2026, 4, 11)
    assert visible_rows(user, duties, DAY).filter(subject_kind="person").exists()
    over = [replace(duty, until=after) for duty in duties]
    rows = visible_rows(user, over, after)
    assert {(row.subject_kind, row.subject_key) for row in rows} <= {("user", user.email)}


def test_a_filter_somebody_kept_is_read_by_that_person_and_who_audits(world: World) -> None:
    keep_filter(
        table="rounds", name="rahasia", query="state=open", share=False, actor=world.actor("producer")
    )

    def kept(who: str) -> list[AuditEntry]:
        return [row for row in seen(world, who) if row.subject_kind == "saved_filter"]

    assert len(kept("producer")) == len(kept("auditor")) == 1
    assert not kept("secretariat") and not kept("steward") and not kept("coordinator")


def test_nobody_reads_of_a_round_that_is_not_his_what_its_deliveries_are(world: World) -> None:
    rounds = {row.action for row in seen(world, "producer") if row.subject_kind == "round"}
    assert rounds == {"reporting.open_round"}
    nobody(world)
    assert not [row for row in seen(world, "nobody") if row.subject_kind == "round"]


def test_person_office_kind_period_and_words_are_asked_together(world: World) -> None:
    submitted_health(world)
    client = client_of(world, "auditor")
    person = world.users["producer"].pk

    def rows(query: str) -> list[dict[str, str]]:
        answer = client.get(f"/activity/?as=csv&{query}")
        return list(csv.DictReader(io.StringIO(answer.content.decode("utf-8-sig"))))

    everything = rows("")
    assert len(everything) == AuditEntry.objects.count()
    assert {row["Orang"].split(" (")[0] for row in rows(f"person={person}")} == {"Producer"}
    assert {row["Jenis"] for row in rows("kind=task")} == {"Tugas"}
    assert {row["Kode"] for row in rows("kind=task&q=mengajukan")} == {"reporting.submit"}
    assert rows("since=2026-04-10&until=2026-04-10") and not rows("since=2027-01-01")
    assert {row["K/L"] for row in rows("office=KEMENKES")} == {world.organisations["KEMENKES"].acronym}


def test_a_filter_that_does_not_occur_is_told_and_the_log_is_shown_without_it(world: World) -> None:
    text = page(client_of(world, "auditor"), "/activity/?kind=hantu")
    assert "Tidak semua saringan dapat dipakai." in text and "putaran TW I 2026" in text


def test_the_log_is_read_page_by_page_from_the_database(world: World) -> None:
    fill_health(world)
    rows = ActivityRows(AuditEntry.objects.all(), "id")
    count = AuditEntry.objects.count()
    assert len(rows) == count == len(list(rows))
    assert [line.row.pk for line in rows[0:2]] == list(
        AuditEntry.objects.order_by("-id").values_list("pk", flat=True)[:2]
    )
    assert rows[0].row.pk == AuditEntry.objects.latest("id").pk


def test_a_task_shows_its_own_history_and_the_way_to_all_of_it(world: World) -> None:
    submitted_health(world)
    task = task_of(world)
    for number in range(1, 13):
        extend(
            task=task_of(world),
            due=date(2026, 4, 24 + number) if number < 7 else date(2026, 5, number - 6),
            reason=f"alasan {number}",
            actor=world.actor("coordinator", moment(2026, 4, 10, 10, number)),
        )
    client, all_of_it = client_of(world, "producer", "en"), f"/activity/?kind=task&key={task.pk}"
    text = page(client, f"/tasks/{task.pk}/")
    assert f'hx-get="{all_of_it.replace("&", "&amp;")}"' in text and "All of its history" in text
    part = client.get(all_of_it, headers={"HX-Request": "true"}).content.decode()
    assert part.count("<li>") == 12 and "granted more time for the task" in part and "<html" not in part
    assert all_of_it.replace("&", "&amp;") in part
    assert "submitted the task" in page(client, all_of_it) and "opened the round" not in page(
        client, all_of_it
    )


def test_somebody_elses_key_in_the_address_shows_nothing(world: World) -> None:
    submitted_health(world)
    text = page(client_of(world, "other_focal"), f"/activity/?key={task_of(world).pk}")
    assert "mengajukan" not in text


def test_the_history_of_an_account_holds_over_another_address(world: World) -> None:
    change_email(user=world.users["producer"], email="rini@contoh.example", actor=world.actor("admin"))
    part = client_of(world, "admin", "en").get(
        "/activity/?kind=user&key=rini@contoh.example", headers={"HX-Request": "true"}
    )
    text = part.content.decode()
    assert "changed the e-mail address" in text and "opened the account producer@contoh.example" in text


def test_a_thing_of_which_nothing_may_be_seen_says_so(world: World) -> None:
    submitted_health(world)
    part = client_of(world, "other_focal", "en").get(
        f"/activity/?kind=task&key={task_of(world).pk}", headers={"HX-Request": "true"}
    )
    assert "Nothing is recorded that you may see." in part.content.decode()
    whole = page(client_of(world, "other_focal", "en"), f"/activity/?kind=task&key={task_of(world).pk}")
    assert "Not every filter could be applied" not in whole


def test_a_row_names_the_figure_the_paragraph_and_the_indicator_it_concerns(world: World) -> None:
    fill_health(world)
    told = sentences(world, "auditor")
    task = f"tugas {task_of(world).body.acronym} Kemenkes TW I 2026"
    figures = [one for one in told if "menyimpan angka pada" in one]
    assert figures and all(f"{task}: " in one and "|" not in one for one in figures)
    assert any("Prevalensi stunting balita, IDN, 20" in one for one in figures)
    assert any(one.endswith(f"isian narasi pada {task}: Kendala") for one in told)
    call_finalisation(
        title_id="Finalisasi", title_en="Finalisation", indicators=[world.indicators["P-H-1"]],
        opens_on=DAY, proposals_due_on=DAY, comments_due_on=DAY, closes_on=DAY,
        actor=world.actor("secretariat"),
    )  # fmt: skip
    comment_sheet(
        task=SheetTask.objects.get(), text="Sebut sumbernya.", field="formula", actor=world.actor("reviewer")
    )
    said = "menanggapi rumusan indikator Prevalensi stunting balita (P-H-1): rumus"
    assert any(one.endswith(said) for one in sentences(world, "auditor"))


def test_fingerprints_and_keys_of_rows_stand_apart_for_the_technician(world: World) -> None:
    submitted_health(world)
    user = world.users["auditor"]
    lines = list(ActivityRows(visible_rows(user, user.duties_on(DAY), DAY), "en"))
    shown = " ".join(f"{one.before} {one.after}" for line in lines for one in line.fields)
    assert re.search("[0-9a-f]{64}", shown) is None
    (row,) = (line for line in lines if line.row.action == "reporting.submit")
    assert f"fingerprint {row.row.after['hash']}" in row.codes
    text = page(client_of(world, "auditor", "en"), "/activity/?q=submitted")
    folded = text[text.index("For the technician") :]
    assert row.row.after["hash"] in folded and row.row.after["hash"] not in text.replace(folded, "")
    log = client_of(world, "auditor", "en").get("/activity/?q=submitted&as=csv").content.decode("utf-8-sig")
    (kept,) = (one for one in csv.DictReader(io.StringIO(log)) if one["Code"] == "reporting.submit")
    assert row.row.after["hash"] in kept["For the technician"]
    assert row.row.after["hash"] not in kept["Before and after"]


def test_what_is_kept_is_told_in_words_whatever_it_is(world: World) -> None:
    words, print_ = Words("id"), "0f" * 32
    for name, value, told in (
        ("figure", "P-H-1|IDN|2024|F", "Prevalensi stunting balita, IDN, 2024, perempuan"),
        ("figure", "not a key", "not a key"),
        ("indicators", ["P-H-1", "gone"], "Prevalensi stunting balita (P-H-1), gone"),
        ("organisation", "KEMENKES", "Kemenkes"),
        ("used", ["KEMENKES v2"], "Kemenkes v2"),
        ("items", ["3.", "B.2"], "3, B.2"),
        ("on", "2026-05-25", "25 Mei 2026"),
        ("kind", "unavailable", "tidak tersedia"),
        ("files", ["form", print_], "form"),
        ("files", [print_], None),
        ("kept", {"P-H-1": print_}, None),
        ("observation", 17, None),
        ("number", 17, "17"),
        ("is_number", False, "tidak"),
        ("text", "", None),
        ("changed", {"formula": {"id": "a ÷ b", "en": "a over b"}}, "rumus: a ÷ b"),
    ):
        assert words.value(name, value) == told, (name, value)
    assert list(codes_in("kept", {"P-H-1": print_})) == [f"P-H-1 {print_}"]
    assert list(codes_in("observation", 17)) == ["17"] and list(codes_in("number", 17)) == []


@pytest.mark.parametrize("language", ["id", "en"])
def test_the_log_calls_a_field_of_a_sheet_as_the_sheet_does(language: str) -> None:
    with translation.override(language):
        assert {name: sheet_word(name, language) for name in NEGOTIATED} == {
            name: label[0].lower() + label[1:] for name in NEGOTIATED for label in (field_word(name),)
        }


def test_of_a_fingerprint_that_was_replaced_the_former_is_told_too() -> None:
    world = make_world()
    former, now = "a" * 64, "b" * 64
    row = AuditEntry(
        action="catalogue.propose_sheet",
        subject_kind="indicator",
        subject_key="P-H-1",
        actor=world.users["producer"],
        actor_name="Producer",
        at=moment(2026, 4, 10),
        before={"digest": former},
        after={"digest": now},
    )
    (line,) = lines_of([row], "en")
    assert line.codes == (f"fingerprint {former}", f"fingerprint {now}")


def test_a_comment_of_the_button_is_told_in_the_reader_s_language(world: World) -> None:
    called(world)
    proposed(world)
    comment_sheet(task=sheet_task(), text="", nothing=True, actor=world.actor("reviewer"))
    for language, said, other in (
        ("id", "Tidak ada tanggapan.", "Nothing to remark."),
        ("en", "Nothing to remark.", "Tidak ada tanggapan."),
    ):
        text = page(client_of(world, "auditor", language), "/activity/")
        assert said in text and other not in text, language
