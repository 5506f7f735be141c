"""Benefit records through their actions: who records, revises, confirms and withdraws, and what stays."""

from __future__ import annotations

import io
from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from tests.guard import behind_its_back
from tests.remembered import made_once
from tests.world import World, make_world, moment, with_lives

from simpul.actions.acting import Actor
from simpul.actions.benefits import (
    attach_benefit_evidence,
    confirm_benefit,
    confirm_benefit_on_behalf,
    record_benefit,
    revise_benefit,
    withdraw_benefit,
)
from simpul.core.benefits import Said
from simpul.core.errors import Conflict, NotAllowed, Problem
from simpul.core.permissions import may
from simpul.records.benefit_reading import (
    contribution_to_goal,
    contribution_to_indicator,
    focal_points,
    read_tree,
    records_for,
    twice_with,
)
from simpul.records.files import StoredFile
from simpul.records.integrity import faults
from simpul.records.models import AuditEntry, Benefit, BenefitVersion, Designation, User

pytestmark = pytest.mark.django_db
DAY = date(2026, 4, 10)
WHOLE = Said(
    field_of_life="health",
    groups=("children",),
    counting="counted",
    amount="1.250",
    area="IDN",
    region="Jawa Barat",
    period="2025",
    text="Puskesmas ikut memantau tumbuh kembang 1.250 anak.",
    links=("https://data.example.org/anak",),
    serves=("nation/N4",),
)
PDF = b"%PDF-1.7 bukti"


@pytest.fixture
@made_once
def world() -> World:
    made = make_world()
    with_lives(made)
    return made


def recorded(world: World, who: str = "producer", said: Said = WHOLE, **other: Any) -> Benefit:
    given: dict[str, Any] = {
        "subject_kind": "goal",
        "subject_code": "plan/A.1",
        "body": world.bodies["SOMHD"],
        "organisation": world.organisations["KEMENKES"],
    }
    return record_benefit(**(given | other), said=said, actor=world.actor(who))


def fresh(benefit: Benefit) -> Benefit:
    return Benefit.objects.select_related("body", "organisation").get(pk=benefit.pk)


def confirmed(world: World, **how: Any) -> Benefit:
    benefit = recorded(world, **how)
    confirm_benefit(benefit=benefit, seen=1, actor=world.actor("focal"))
    return fresh(benefit)


def refusal(code: str) -> Any:
    return pytest.raises(Problem, match=f"^{code}")


# --- recording -------------------------------------------------------------------------------------------------------


def test_an_office_records_a_draft_that_says_all_that_was_typed(world: World) -> None:
    benefit = recorded(world)
    assert (benefit.state, benefit.number, benefit.confirmed_number) == ("draft", 1, None)
    version = benefit.latest()
    assert version.said() == WHOLE
    assert (version.amount, version.amount_status, version.amount_text) == (Decimal(1250), "A", "1.250")
    assert (version.recorded_by_name, version.on_behalf_of) == ("Producer", "")
    row = AuditEntry.objects.latest("pk")
    assert (row.action, row.subject_key) == ("benefits.record", str(benefit.pk))
    assert row.after["amount"] == "1.250" and row.after["subject"] == "goal plan/A.1"


def test_the_secretariat_records_for_the_office_and_both_names_are_kept(world: World) -> None:
    version = recorded(world, "secretariat").latest()
    assert (version.recorded_by_name, version.on_behalf_of) == ("Secretariat", "Focal, Kemenkes")


def test_a_draft_may_be_incomplete_but_nothing_in_it_unreadable(world: World) -> None:
    assert recorded(world, said=Said(area="IDN")).state == "draft"
    before = (Benefit.objects.count(), AuditEntry.objects.count(), StoredFile.objects.count())
    for said, code, place in (
        (replace(WHOLE, amount="1,250"), "BENEFIT-WHOLE", "amount"),
        (replace(WHOLE, groups=("cats",)), "BENEFIT-CHOICE", "groups"),
        (replace(WHOLE, serves=("plan/B",)), "BENEFIT-CHOICE", "serves"),
        (replace(WHOLE, period="lalu"), "PERIOD-CODE", "period"),
    ):
        with refusal(code) as refused:
            recorded(world, said=said, uploads=[("bukti.pdf", io.BytesIO(PDF))])
        assert refused.value.place == place
    assert (Benefit.objects.count(), AuditEntry.objects.count(), StoredFile.objects.count()) == before


@pytest.mark.parametrize(
    ("kind", "code"),
    [("goal", "plan/Z"), ("goal", "A.1"), ("indicator", "P-X"), ("activity", "1"), ("", "")],
)
def test_a_subject_this_desk_has_not_is_refused(world: World, kind: str, code: str) -> None:
    with refusal("BENEFIT-SUBJECT"):
        recorded(world, subject_kind=kind, subject_code=code)
    assert not Benefit.objects.exists()


def test_an_office_that_does_not_answer_for_the_body_is_refused(world: World) -> None:
    with refusal("BENEFIT-OFFICE"):
        recorded(world, "secretariat", organisation=world.organisations["KEMENSOS"])


@pytest.mark.parametrize("who", ["signer", "other_producer", "coordinator", "soca", "auditor", "admin"])
def test_who_has_no_part_in_it_records_nothing(world: World, who: str) -> None:
    with pytest.raises(NotAllowed):
        recorded(world, who)
    assert not Benefit.objects.exists()


def test_a_co_lead_records_and_the_lead_office_may_confirm(world: World) -> None:
    benefit = recorded(
        world, "co_producer", body=world.bodies["SOMSWD"], organisation=world.organisations["KP2MI"]
    )
    confirm_benefit(benefit=benefit, seen=1, actor=world.actor("other_focal"))
    assert fresh(benefit).state == "confirmed"


# --- versions --------------------------------------------------------------------------------------------------------


def test_a_change_is_a_new_version_and_the_former_stays(world: World) -> None:
    benefit = confirmed(world)
    said = replace(WHOLE, amount="1.300")
    revise_benefit(benefit=benefit, seen=1, said=said, reason="Data akhir.", actor=world.actor("producer"))
    benefit = fresh(benefit)
    assert (benefit.state, benefit.number, benefit.confirmed_number) == ("draft", 2, 1)
    told = [(row.number, row.amount_text, row.reason) for row in benefit.versions.order_by("number")]
    assert told == [(1, "1.250", ""), (2, "1.300", "Data akhir.")]
    row = AuditEntry.objects.latest("pk")
    assert (row.before["amount"], row.after["amount"]) == ("1.250", "1.300")


def test_a_change_needs_a_reason_and_something_changed(world: World) -> None:
    benefit, actor = recorded(world), world.actor("producer")
    with refusal("REPORTING-NEEDS-REASON"):
        revise_benefit(benefit=benefit, seen=1, said=replace(WHOLE, who="x"), reason=" ", actor=actor)
    with refusal("BENEFIT-UNCHANGED"):
        revise_benefit(benefit=benefit, seen=1, said=WHOLE, reason="Sama.", actor=actor)
    assert BenefitVersion.objects.count() == 1


def test_two_writers_do_not_overwrite_each_other(world: World) -> None:
    benefit = recorded(world)
    revise_benefit(
        benefit=benefit, seen=1, said=replace(WHOLE, who="a"), reason="a", actor=world.actor("producer")
    )
    with pytest.raises(Conflict, match="BENEFIT-STALE") as refused:
        revise_benefit(
            benefit=benefit, seen=1, said=replace(WHOLE, who="b"), reason="b", actor=world.actor("focal")
        )
    assert refused.value.params == {"who": "Producer", "number": 2}
    for act in (confirm_benefit, withdraw_benefit):
        with pytest.raises(Conflict, match="BENEFIT-STALE"):
            act(benefit=benefit, seen=1, reason="x", actor=world.actor("focal"))


def test_evidence_comes_as_a_new_version_that_keeps_the_files_before(world: World) -> None:
    benefit, actor = recorded(world, uploads=[("a.pdf", io.BytesIO(PDF))]), world.actor("producer")
    assert [file.name for file in benefit.latest().files.all()] == ["a.pdf"]
    attach_benefit_evidence(
        benefit=benefit, seen=1, upload=("b.pdf", io.BytesIO(PDF + b"2")), reason="Rekap.", actor=actor
    )
    assert {file.name for file in fresh(benefit).latest().files.all()} == {"a.pdf", "b.pdf"}
    assert fresh(benefit).latest().said() == replace(WHOLE, files=2)
    assert AuditEntry.objects.latest("pk").after["files"] == sorted(
        file.sha256 for file in fresh(benefit).latest().files.all()
    )


def test_a_file_of_another_kind_is_refused_and_nothing_stays(world: World, settings: Any) -> None:
    with refusal("FILES-TYPE"):
        recorded(world, uploads=[("ok.pdf", io.BytesIO(PDF)), ("a.exe", io.BytesIO(b"MZ"))])
    assert not Benefit.objects.exists() and not StoredFile.objects.exists()
    assert [path for path in settings.SIMPUL_FILES.rglob("*") if path.is_file()] == []


# --- confirming ------------------------------------------------------------------------------------------------------


def test_the_focal_point_or_the_alternate_confirms(world: World) -> None:
    for who in ("focal", "alternate"):
        benefit = recorded(world)
        row = confirm_benefit(benefit=benefit, seen=1, actor=world.actor(who))
        assert (row.by_name, row.verdict, row.on_behalf_of) == (who.title(), "confirmed", "")
        assert (fresh(benefit).state, fresh(benefit).confirmed_number) == ("confirmed", 1)


@pytest.mark.parametrize(
    "who", ["producer", "steward", "signer", "other_focal", "coordinator", "secretariat"]
)
def test_nobody_else_confirms(world: World, who: str) -> None:
    benefit = recorded(world, "alternate")
    with pytest.raises(NotAllowed):
        confirm_benefit(benefit=benefit, seen=1, actor=world.actor(who))
    assert fresh(benefit).state == "draft"


def test_an_incomplete_record_is_not_confirmed_and_says_what_is_missing(world: World) -> None:
    benefit = recorded(world, said=replace(WHOLE, amount="", links=()))
    with refusal("BENEFIT-INCOMPLETE") as refused:
        confirm_benefit(benefit=benefit, seen=1, actor=world.actor("focal"))
    assert refused.value.params == {"benefit_fields": ["amount", "links"]}


def test_words_that_claim_a_cause_need_a_written_reason_to_stay(world: World) -> None:
    benefit = recorded(world, said=replace(WHOLE, text="Berkat program ini anak sehat."))
    with refusal("BENEFIT-CLAIMS") as refused:
        confirm_benefit(benefit=benefit, seen=1, actor=world.actor("focal"))
    assert refused.value.params["phrases"] == "“berkat”"
    row = confirm_benefit(benefit=benefit, seen=1, reason="Kutipan peserta.", actor=world.actor("focal"))
    assert row.reason == "Kutipan peserta."


def test_a_reason_nobody_asked_for_is_not_kept(world: World) -> None:
    row = confirm_benefit(benefit=recorded(world), seen=1, reason="x", actor=world.actor("focal"))
    assert row.reason == ""


def test_who_recorded_it_does_not_confirm_it_unless_nobody_else_could(world: World) -> None:
    benefit, focal = recorded(world, "focal"), world.actor("focal")
    with refusal("REPORTING-MAKER-CHECKER"):
        confirm_benefit(benefit=benefit, seen=1, actor=focal)
    with refusal("REPORTING-WAIVER-NOT-SMALL"):
        confirm_benefit(benefit=benefit, seen=1, waiver="Sendiri.", actor=focal)
    with behind_its_back():
        Designation.objects.filter(person=world.users["alternate"].person).update(until=DAY)
    row = confirm_benefit(benefit=benefit, seen=1, waiver="Sendiri.", actor=focal)
    assert row.waiver == "Sendiri."


def behalf(world: World, benefit: Benefit, **how: Any) -> Any:
    holder = focal_points(benefit.subject(DAY), benefit.body, benefit.organisation, DAY)[0]
    given = {"seen": 1, "official": holder.key, "letter_number": "B-9/2026", "letter_date": date(2026, 4, 9)}
    return confirm_benefit_on_behalf(benefit=benefit, **(given | how), actor=world.actor("secretariat"))


def test_the_secretariat_confirms_by_letter_and_both_names_are_kept(world: World) -> None:
    row = behalf(world, recorded(world))
    assert (row.by_name, row.on_behalf_of, row.role) == ("Secretariat", "Focal, Kemenkes", "focal_point")
    assert (row.letter_number, row.letter_date) == ("B-9/2026", date(2026, 4, 9))


@pytest.mark.parametrize(
    ("how", "code"),
    [
        ({"letter_number": " "}, "REPORTING-LETTER-NEEDED"),
        ({"letter_date": date(2026, 4, 11)}, "REPORTING-LETTER-DATE"),
        ({"official": None}, "REPORTING-BEHALF-NOT-HOLDER"),
    ],
)
def test_a_letter_without_number_day_or_holder_confirms_nothing(world: World, how: dict, code: str) -> None:
    benefit = recorded(world)
    with refusal(code):
        behalf(world, benefit, **how)
    assert fresh(benefit).state == "draft"


def test_who_entered_it_records_no_letter_for_it(world: World) -> None:
    with refusal("REPORTING-BEHALF-RECORDER"):
        behalf(world, recorded(world, "secretariat"))


# --- withdrawing -----------------------------------------------------------------------------------------------------


def test_what_is_withdrawn_counts_no_more_stays_readable_and_changes_no_more(world: World) -> None:
    benefit = confirmed(world)
    with refusal("REPORTING-NEEDS-REASON"):
        withdraw_benefit(benefit=benefit, seen=1, reason="", actor=world.actor("focal"))
    withdraw_benefit(benefit=benefit, seen=1, reason="Tercatat dua kali.", actor=world.actor("secretariat"))
    row = benefit.latest().decisions.get(verdict="withdrawn")
    assert (row.by_name, row.on_behalf_of, row.reason) == (
        "Secretariat",
        "Focal, Kemenkes",
        "Tercatat dua kali.",
    )
    assert contribution_to_goal("plan/A", read_tree()).told == ()
    assert records_for((), DAY) == [benefit.latest()]
    with refusal("ACCOUNTS-WRONG-STATE"):
        revise_benefit(
            benefit=benefit, seen=1, said=replace(WHOLE, who="x"), reason="x", actor=world.actor("focal")
        )
    with refusal("ACCOUNTS-WRONG-STATE"):
        confirm_benefit(benefit=benefit, seen=1, actor=world.actor("focal"))


# --- reading ---------------------------------------------------------------------------------------------------------


def test_the_query_shows_what_the_permission_table_allows_person_by_person(world: World) -> None:
    welfare = {"body": world.bodies["SOMSWD"], "organisation": world.organisations["KP2MI"]}
    rows = [recorded(world), recorded(world, "co_producer", **welfare)]
    sub = {"body": world.bodies["SUBSWD"], "organisation": world.organisations["KP2MI"]}
    rows.append(recorded(world, "sub_producer", **sub))
    shown = {}
    for key, user in world.users.items():
        duties = User.objects.get(pk=user.pk).duties_on(DAY)
        allowed = {row.pk for row in rows if may(duties, "benefit.view", row.subject(DAY), day=DAY)}
        assert {row.pk for row in Benefit.objects.visible_to(duties, DAY)} == allowed, key
        assert {row.benefit_id for row in BenefitVersion.objects.shown_to(duties, DAY)} == allowed, key
        shown[key] = len(allowed)
    assert (shown["secretariat"], shown["auditor"], shown["producer"], shown["alternate"]) == (3, 3, 1, 1)
    assert (shown["other_focal"], shown["co_producer"], shown["sub_producer"], shown["admin"]) == (1, 1, 1, 0)


def test_others_read_the_confirmed_version_while_the_office_revises(world: World) -> None:
    benefit = confirmed(world)
    revise_benefit(
        benefit=benefit, seen=1, said=replace(WHOLE, amount="9"), reason="x", actor=world.actor("producer")
    )
    told = {
        who: records_for(world.actor(who).duties, DAY)[0].amount_text
        for who in ("producer", "secretariat", "other_focal")
    }
    assert told == {"producer": "9", "secretariat": "9", "other_focal": "1.250"}
    assert [row.amount_text for row in contribution_to_goal("plan/A.1", read_tree()).told] == ["1.250"]


def test_evidence_is_read_by_whom_the_draft_would_be(world: World) -> None:
    benefit = recorded(world, uploads=[("a.pdf", io.BytesIO(PDF))])
    confirm_benefit(benefit=benefit, seen=1, actor=world.actor("focal"))
    readers = {
        who
        for who, user in world.users.items()
        if StoredFile.objects.visible_to(User.objects.get(pk=user.pk).duties_on(DAY), DAY).exists()
    }
    assert readers == {
        "producer", "steward", "focal", "alternate", "signer", "coordinator", "soca", "secretariat", "auditor"
    }  # fmt: skip


def test_a_goal_shows_what_was_told_under_it_and_what_serves_it_apart(world: World) -> None:
    under, beside = confirmed(world), confirmed(world, subject_kind="indicator", subject_code="P-H-1")
    tree = read_tree()
    top = contribution_to_goal("plan/A", tree)
    assert {row.benefit_id for row in top.told} == {under.pk, beside.pk} and top.serving == ()
    nation = contribution_to_goal("nation/N4", tree)
    assert nation.told == () and {row.benefit_id for row in nation.serving} == {under.pk, beside.pk}
    assert contribution_to_goal("plan/B", tree).told == ()
    assert [row.benefit_id for row in contribution_to_indicator("P-H-1").told] == [beside.pk]
    # both count the children of West Java in 2025, under plan/A.1, plan/A and nation/N4
    pair = top.twice[0]
    assert {pair.one, pair.other} == {under.pk, beside.pk}
    assert pair.goals == {"plan/A.1", "plan/A", "nation/N4"} and pair.groups == {"children"}
    assert twice_with(under.latest(), tree) == (pair,)


# --- what the database keeps, and what was changed behind the desk's back -------------------------------------------


@pytest.mark.parametrize(
    ("table", "change"),
    [
        (Benefit, {"state": "gone"}),
        (Benefit, {"state": "confirmed"}),
        (Benefit, {"confirmed_number": 5}),
        (BenefitVersion, {"number": 2}),
        (BenefitVersion, {"counting": "not_yet"}),
        (BenefitVersion, {"amount_text": ""}),
    ],
)
def test_the_database_refuses_what_no_action_would_write(world: World, table: Any, change: dict) -> None:
    recorded(world)
    with behind_its_back(), pytest.raises(IntegrityError), transaction.atomic():
        table.objects.update(**change)


#: Column of a version -> what somebody writes past the desk; field -> how the audit trail calls it.
FORGED = {
    "amount_text": ("9.999", "amount"),
    "area": ("MYS", "area"),
    "region": ("", "region"),
    "period": ("2024", "period"),
    "unit": ("households", "unit"),
    "counting": ("estimated", "counting"),
    "basis": ("dari laporan", "basis"),
    "who": ("semua orang", "who"),
    "text": ("Semua anak sehat.", "text"),
    "text_en": ("All children are healthy.", "text_en"),
    "links": ([], "links"),
    "field_of_life": (None, "field_of_life"),
}


@pytest.mark.parametrize("column", FORGED)
def test_what_a_record_says_changed_behind_the_desks_back_is_named(world: World, column: str) -> None:
    benefit = confirmed(world)
    assert [fault for fault in faults() if "benefit" in fault.subject] == []
    forged, field = FORGED[column]
    with behind_its_back():
        BenefitVersion.objects.update(**{column: forged})
    found = [fault for fault in faults() if "benefit" in fault.subject]
    assert [(fault.subject, fault.params) for fault in found] == [
        (f"benefit {benefit.pk} v1", {"field": field})
    ]


def test_whom_it_counts_what_it_serves_and_what_it_was_told_of_are_compared_too(world: World) -> None:
    benefit = confirmed(world)
    version = benefit.versions.get()
    with behind_its_back():
        version.groups.clear()
        version.serves.clear()
        Benefit.objects.update(subject_code="plan/B", organisation=world.organisations["KEMENSOS"])
    (found,) = (fault for fault in faults() if "benefit" in fault.subject)
    assert found.params == {"field": "groups, serves, subject, organisation"}


def test_evidence_put_in_another_order_is_no_fault_and_evidence_gone_is(world: World) -> None:
    benefit = recorded(world)
    for name, body in (("a.pdf", b"%PDF-1.7 a"), ("b.pdf", b"%PDF-1.7 b")):
        attach_benefit_evidence(
            benefit=fresh(benefit),
            seen=fresh(benefit).number,
            upload=(name, io.BytesIO(body)),
            reason="bukti",
            actor=world.actor("producer"),
        )
    version = fresh(benefit).latest()
    first, second = version.files.order_by("pk")
    assert [fault for fault in faults() if "benefit" in fault.subject] == []
    with behind_its_back():
        version.files.set([], clear=True)
        version.files.add(second)
        version.files.add(first)
    assert [fault for fault in faults() if "benefit" in fault.subject] == []
    with behind_its_back():
        version.files.remove(first)
    assert [fault.params for fault in faults() if "benefit" in fault.subject] == [{"field": "files"}]


def test_a_moment_of_its_own_is_kept_with_each_step(world: World) -> None:
    benefit = recorded(world)
    later = Actor(user=world.users["focal"], at=moment(2026, 4, 12))
    assert confirm_benefit(benefit=benefit, seen=1, actor=later).at == moment(2026, 4, 12)
    assert benefit.latest().recorded_at == moment(2026, 4, 10)
