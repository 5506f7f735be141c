"""Designations: one holder a day, on both databases, also when two write at once."""

from __future__ import annotations

import threading
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from django.db import DatabaseError, connection, connections, transaction
from tests.guard import behind_its_back
from tests.racing import own_database, raced

from simpul.actions.accounts import create_account, machine
from simpul.actions.acting import Actor
from simpul.actions.directory import (
    Newcomer,
    add_person,
    add_post,
    answer_for,
    correct_person,
    designate,
    end_answering,
    end_designation,
    end_holding,
    hold_post,
    open_seat,
    receive_letter,
    register_designation,
)
from simpul.actions.files import hold_file
from simpul.core.directory import holders_on
from simpul.core.errors import Problem
from simpul.core.permissions import Duty, Role
from simpul.records.enforcement import DESIGNATION, HOLDING, RESPONSIBILITY, installed
from simpul.records.holding import held
from simpul.records.integrity_directory_trail import DIRECTORY_CLAIMS, directory_last_words
from simpul.records.integrity_trail import _unsaid, audited
from simpul.records.models import (
    AuditEntry,
    Body,
    Designation,
    Organisation,
    Person,
    PostHolding,
    Responsibility,
    Seat,
    StoredFile,
)

pytestmark = pytest.mark.django_db(transaction=True)

AT = datetime(2026, 3, 1, 2, 0, tzinfo=UTC)


@pytest.fixture
def actor() -> Actor:
    return machine(AT)


@pytest.fixture
def office() -> Organisation:
    with behind_its_back():
        return Organisation.objects.create(
            code="KP2MI",
            acronym="KP2MI",
            name_id="Kementerian",
            name_en="Ministry",
            kind="ministry",
            area="IDN",
        )


@pytest.fixture
def body() -> Body:
    with behind_its_back():
        return Body.objects.create(
            code="ACMW",
            acronym="ACMW",
            name_id="Komite",
            name_en="Committee",
            kind="committee",
            counted=False,
        )


@pytest.fixture
def people(office: Organisation, actor: Actor) -> list[Person]:
    return [add_person(name=name, organisation=office, actor=actor) for name in ("Siti", "Rina")]


def test_the_database_holds_the_rules_at_head() -> None:
    assert {DESIGNATION, HOLDING, RESPONSIBILITY} <= installed(connection)


def test_it_refuses_a_second_holder_and_names_the_row_in_the_way(
    office: Organisation, body: Body, people: list[Person], actor: Actor
) -> None:
    siti, rina = people
    common = {"role": Role.FOCAL_POINT, "organisation": office, "body": body, "actor": actor}
    designate(person=siti, since=date(2026, 3, 1), letter_number="B-123", **common)
    with pytest.raises(Problem) as refused:
        designate(person=rina, since=date(2026, 4, 15), **common)
    assert refused.value.code == "DIRECTORY-OVERLAP"
    assert "Siti (KP2MI)" in refused.value.params["who"]
    with pytest.raises(Problem) as without:
        designate(person=rina, since=date(2026, 4, 15), seat=2, **common)
    assert without.value.code == "DIRECTORY-NO-SEAT"
    open_seat(
        body=body,
        name_id="Wakil kedua",
        name_en="Second representative",
        since=date(2026, 4, 1),
        source="Surat rekaan",
        actor=actor,
    )
    designate(person=rina, since=date(2026, 4, 15), seat=2, **common)
    assert Designation.objects.count() == 2


def test_a_seat_is_there_from_its_first_day_only(
    office: Organisation, body: Body, people: list[Person], actor: Actor
) -> None:
    seat = open_seat(
        body=body, name_id="Dua", name_en="Two", since=date(2026, 4, 1), source="Surat rekaan", actor=actor
    )
    assert seat.number == 2
    with pytest.raises(Problem) as refused:
        designate(
            role=Role.FOCAL_POINT,
            organisation=office,
            body=body,
            person=people[0],
            since=date(2026, 3, 31),
            seat=2,
            actor=actor,
        )
    assert refused.value.code == "DIRECTORY-NO-SEAT"


def test_nobody_is_focal_point_and_alternate_of_one_body_on_one_day_in_person_or_by_post(
    office: Organisation, body: Body, people: list[Person], actor: Actor
) -> None:
    siti, rina = people
    common = {"organisation": office, "body": body, "actor": actor}
    designate(role=Role.FOCAL_POINT, person=siti, since=date(2026, 3, 1), until=date(2026, 7, 1), **common)
    with pytest.raises(Problem) as refused:
        designate(role=Role.ALTERNATE, person=siti, since=date(2026, 6, 30), **common)
    assert refused.value.code == "DIRECTORY-BOTH-SIDES" and refused.value.params["who"] == "Siti"
    post = add_post(organisation=office, name_id="Kepala Biro", name_en="Head of Bureau", actor=actor)
    hold_post(post=post, person=siti, since=date(2026, 1, 1), actor=actor)
    with pytest.raises(Problem) as by_post:
        designate(role=Role.ALTERNATE, post=post, since=date(2026, 4, 1), **common)
    assert by_post.value.code == "DIRECTORY-BOTH-SIDES"
    designate(role=Role.ALTERNATE, person=siti, since=date(2026, 7, 1), **common)
    designate(role=Role.DATA_PRODUCER, person=rina, since=date(2026, 3, 1), **common)
    assert Designation.objects.count() == 3


def test_by_post_a_role_is_its_holders_on_every_day_and_nobodys_between_them(
    office: Organisation, body: Body, people: list[Person], actor: Actor
) -> None:
    siti, rina = people
    post = add_post(organisation=office, name_id="Kepala Biro", name_en="Head of Bureau", actor=actor)
    hold_post(post=post, person=siti, since=date(2026, 1, 1), actor=actor)
    designate(
        role=Role.ALTERNATE, organisation=office, body=body, post=post, since=date(2026, 3, 1), actor=actor
    )
    hold_post(post=post, person=rina, since=date(2026, 5, 10), actor=actor)
    end_holding(
        holding=PostHolding.objects.get(person=rina), until=date(2026, 9, 1), reason="mutasi", actor=actor
    )
    hold_post(
        post=post, person=siti, since=date(2026, 8, 1), until=date(2026, 8, 8), acting="Plh.", actor=actor
    )
    row = Designation.objects.with_holders().get()
    told = {
        day: " ".join(filter(None, (row.holder_on(day)[1], person.name))) if person else ""
        for day in (
            date(2026, 5, 9),
            date(2026, 5, 10),
            date(2026, 8, 1),
            date(2026, 8, 8),
            date(2026, 8, 31),
            date(2026, 9, 1),
        )
        for person in [row.holder_on(day)[0]]
    }
    assert list(told.values()) == ["Siti", "Rina", "Plh. Siti", "Rina", "Rina", ""]


def test_a_second_definitive_holder_of_a_post_is_refused_and_the_first_is_named(
    office: Organisation, people: list[Person], actor: Actor
) -> None:
    siti, rina = people
    post = add_post(organisation=office, name_id="Kepala Biro", name_en="Head of Bureau", actor=actor)
    hold_post(post=post, person=siti, since=date(2026, 5, 1), until=date(2026, 8, 1), actor=actor)
    with pytest.raises(Problem) as refused:
        hold_post(post=post, person=rina, since=date(2026, 7, 31), actor=actor)
    assert refused.value.code == "DIRECTORY-POST-HELD" and refused.value.params["who"] == "Siti"
    with pytest.raises(Problem) as earlier:
        hold_post(post=post, person=rina, since=date(2026, 4, 1), actor=actor)
    assert earlier.value.code == "DIRECTORY-POST-HELD"
    assert PostHolding.objects.count() == 1


def test_the_database_refuses_a_second_holder_of_a_post_that_slips_past_the_action(
    office: Organisation, people: list[Person], actor: Actor
) -> None:
    post = add_post(organisation=office, name_id="Kepala Biro", name_en="Head of Bureau", actor=actor)
    with behind_its_back():
        PostHolding.objects.create(post=post, person=people[0], since=date(2026, 5, 1))
        PostHolding.objects.create(post=post, person=people[1], since=date(2026, 5, 1), acting="Plh.")
        for acting in ("", "Plt."):
            with pytest.raises(DatabaseError, match=HOLDING), transaction.atomic():
                PostHolding.objects.create(post=post, person=people[1], since=date(2026, 6, 1), acting=acting)
    assert PostHolding.objects.count() == 2


def test_an_office_answers_for_a_body_by_source_once_a_day_in_each_part_and_its_end_keeps_the_row(
    office: Organisation, body: Body, actor: Actor
) -> None:
    said = {"body": body, "organisation": office, "source": "Perpres rekaan", "actor": actor}
    first = answer_for(role="lead", since=date(2026, 1, 1), **said)
    with pytest.raises(Problem) as refused:
        answer_for(role="lead", since=date(2026, 6, 1), **said)
    assert refused.value.code == "DIRECTORY-ANSWERS" and refused.value.params["since"] == "2026-01-01"
    with pytest.raises(Problem) as part:
        answer_for(role="chair", since=date(2026, 6, 1), **said)
    assert part.value.code == "DIRECTORY-PART"
    end_answering(responsibility=first, until=date(2026, 6, 1), source="Perpres rekaan 2", actor=actor)
    answer_for(role="lead", since=date(2026, 6, 1), **said)
    spans = Responsibility.objects.order_by("since").values_list("since", "until")
    assert list(spans) == [(date(2026, 1, 1), date(2026, 6, 1)), (date(2026, 6, 1), None)]


def test_a_second_office_that_would_lead_a_body_is_refused_and_the_first_is_named(
    office: Organisation, body: Body, actor: Actor
) -> None:
    with behind_its_back():
        other = Organisation.objects.create(
            code="KEMNAKER",
            acronym="Kemnaker",
            name_id="Kementerian",
            name_en="Ministry",
            kind="ministry",
            area="IDN",
        )
    said = {"body": body, "source": "Perpres rekaan", "actor": actor}
    first = answer_for(
        organisation=office, role="lead", since=date(2026, 1, 1), until=date(2026, 6, 1), **said
    )
    with pytest.raises(Problem) as refused:
        answer_for(organisation=other, role="lead", since=date(2026, 5, 31), **said)
    assert (refused.value.code, refused.value.params) == (
        "DIRECTORY-LEADS",
        {"office": "KP2MI", "body": "ACMW", "since": "2026-01-01", "until": "2026-05-31"},
    )
    answer_for(organisation=other, role="co-lead", since=date(2026, 1, 1), **said)
    second = answer_for(organisation=other, role="lead", since=date(2026, 6, 1), **said)
    with pytest.raises(Problem) as prolonged:
        end_answering(responsibility=first, until=date(2026, 6, 2), source="Perpres", actor=actor)
    assert (prolonged.value.code, prolonged.value.params["office"]) == ("DIRECTORY-LEADS", "Kemnaker")
    end_answering(responsibility=second, until=date(2026, 9, 1), source="Perpres", actor=actor)
    spans = Responsibility.objects.filter(role="lead").order_by("since").values_list("since", "until")
    assert list(spans) == [
        (date(2026, 1, 1), date(2026, 6, 1)),
        (date(2026, 6, 1), date(2026, 9, 1)),
    ]


def test_two_officers_who_name_two_leads_of_a_body_at_once_leave_one(
    office: Organisation, body: Body, actor: Actor
) -> None:
    with behind_its_back():
        other = Organisation.objects.create(
            code="KEMNAKER",
            acronym="Kemnaker",
            name_id="Kementerian",
            name_en="Ministry",
            kind="ministry",
            area="IDN",
        )
    gate = threading.Barrier(2)
    outcomes: list[str] = []

    def save(one: Organisation) -> None:
        try:
            gate.wait(timeout=10)
            answer_for(
                body=body,
                organisation=one,
                role="lead",
                since=date(2026, 3, 1),
                source="Perpres rekaan",
                actor=actor,
            )
            outcomes.append("stored")
        except Problem as problem:
            outcomes.append(problem.code)
        finally:
            connections.close_all()

    threads = [threading.Thread(target=save, args=(one,)) for one in (office, other)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=30)
    assert sorted(outcomes) == ["DIRECTORY-LEADS", "stored"]
    assert Responsibility.objects.count() == 1


def test_a_letter_that_came_later_is_added_once_and_never_exchanged(
    office: Organisation, body: Body, people: list[Person], actor: Actor
) -> None:
    row = designate(
        role=Role.FOCAL_POINT,
        organisation=office,
        body=body,
        person=people[0],
        since=date(2026, 3, 1),
        actor=actor,
    )
    with pytest.raises(Problem) as to_come:
        receive_letter(designation=row, letter_number="B-1", letter_date=date(2026, 3, 2), actor=actor)
    assert to_come.value.code == "DIRECTORY-LETTER-DATE"
    receive_letter(designation=row, letter_number=" B-1 ", letter_date=date(2026, 2, 27), actor=actor)
    with pytest.raises(Problem) as again:
        receive_letter(designation=row, letter_number="B-2", letter_date=date(2026, 2, 28), actor=actor)
    assert again.value.code == "DIRECTORY-LETTER-THERE"
    row.refresh_from_db()
    assert (row.letter_number, row.letter_date) == ("B-1", date(2026, 2, 27))


def test_what_the_directory_was_told_is_what_the_integrity_check_finds_and_a_change_behind_it_is_named(
    office: Organisation, body: Body, people: list[Person], actor: Actor
) -> None:
    siti, rina = people
    post = add_post(organisation=office, name_id="Kepala Biro", name_en="Head of Bureau", actor=actor)
    hold_post(post=post, person=siti, since=date(2026, 1, 1), actor=actor)
    hold_post(post=post, person=rina, since=date(2026, 5, 10), actor=actor)
    row = designate(
        role=Role.FOCAL_POINT,
        organisation=office,
        body=body,
        person=siti,
        since=date(2026, 3, 1),
        letter_number="B-123",
        actor=actor,
    )
    part = answer_for(
        body=body, organisation=office, role="lead", since=date(2026, 1, 1), source="Perpres", actor=actor
    )
    later = replace(actor, at=actor.at + timedelta(hours=1))
    correct_person(
        person=siti,
        name="Siti Rahma",
        title="",
        email="",
        phone="",
        language="id",
        reason="ejaan",
        actor=later,
    )
    assert list(audited()) == []
    for change, said in (
        (lambda: Designation.objects.filter(pk=row.pk).update(letter_number="B-124"), "letter"),
        (lambda: PostHolding.objects.filter(person=siti).update(until=date(2026, 5, 9)), "until"),
        (lambda: Responsibility.objects.filter(pk=part.pk).update(until=date(2026, 9, 1)), "until"),
    ):
        with transaction.atomic():
            with behind_its_back():
                change()
            found = list(audited())
            assert found and any(said in str(fault) for fault in found)
            transaction.set_rollback(True)


def test_a_name_corrected_at_the_very_moment_of_a_designation_is_no_fault(
    office: Organisation, body: Body, people: list[Person], actor: Actor
) -> None:
    def corrected(name: str) -> None:
        said = {"title": "", "email": "", "phone": "", "language": "id", "reason": "ejaan"}
        correct_person(person=people[0], name=name, actor=actor, **said)

    def holder() -> Person:
        return Person.objects.get(pk=people[0].pk)

    post = add_post(organisation=office, name_id="Kepala Biro", name_en="Head of Bureau", actor=actor)
    corrected("Siti Rahma")
    designate(
        role=Role.FOCAL_POINT,
        organisation=office,
        body=body,
        person=holder(),
        since=date(2026, 3, 1),
        actor=actor,
    )
    hold_post(post=post, person=holder(), since=date(2026, 1, 1), actor=actor)
    assert list(audited()) == []
    corrected("Siti Rahmawati")
    assert list(audited()) == []


def _spoiled(change: Any) -> list[Any]:
    """What the check finds after a change behind the desk's back, which is undone again."""
    with transaction.atomic():
        with behind_its_back():
            change()
        found = list(audited())
        transaction.set_rollback(True)
    return found


def test_each_field_of_the_directory_that_is_changed_behind_the_desk_is_named(
    office: Organisation, body: Body, people: list[Person], actor: Actor
) -> None:
    with behind_its_back():
        other = Organisation.objects.create(code="BPS", acronym="BPS", area="IDN")
    source = {"since": date(2026, 1, 1), "source": "Perpres", "actor": actor}
    seat = open_seat(body=body, name_id="Dua", name_en="Two", **source)
    part = answer_for(body=body, organisation=office, role="lead", **source)
    end_answering(responsibility=part, until=date(2026, 9, 1), source="Perpres 2", actor=actor)
    letter = {"letter_number": "B-1", "letter_date": date(2026, 2, 27), "actor": actor}
    said = {"role": Role.FOCAL_POINT, "organisation": office, "body": body, "since": date(2026, 3, 1)}
    post = add_post(organisation=office, name_id="Kepala Biro", name_en="Head of Bureau", actor=actor)
    with hold_file(name="surat.pdf", stream=BytesIO(b"%PDF-1.7 surat")) as held:
        row = register_designation(person=people[0], held=held, **said, **letter)
    with hold_file(name="plt.pdf", stream=BytesIO(b"%PDF-1.7 plt")) as held:
        holding = hold_post(post=post, person=people[0], since=date(2026, 1, 1), held=held, **letter)
    late = designate(person=people[1], rank=2, actor=actor, **said)
    with hold_file(name="susulan.pdf", stream=BytesIO(b"%PDF-1.7 susulan")) as held:
        receive_letter(designation=late, held=held, **letter)
    assert list(audited()) == []
    changes: dict[type[Any], tuple[int, dict[str, dict[str, Any]]]] = {
        Designation: (
            row.pk,
            {
                "rank": {"rank": 3},
                "seat": {"seat": 2},
                "acting": {"acting": "Plt."},
                "letter_date": {"letter_date": date(2026, 2, 26)},
                "sha256": {"letter_file": holding.letter_file},
            },
        ),
        PostHolding: (
            holding.pk,
            {
                "letter_date": {"letter_date": date(2026, 2, 26)},
                "sha256": {"letter_file": None},
            },
        ),
        Responsibility: (
            part.pk,
            {
                "part": {"role": "co-lead"},
                "since": {"since": date(2025, 1, 1)},
                "source": {"source": "Perpres lain"},
                "organisation": {"organisation": other},
            },
        ),
        Seat: (seat.pk, {"since": {"since": None}, "source": {"source": "Lain"}, "seat": {"number": 5}}),
    }
    for model, (pk, spoils) in changes.items():
        for field, spoil in spoils.items():
            found = _spoiled(
                lambda model=model, pk=pk, spoil=spoil: model.objects.filter(pk=pk).update(**spoil)
            )
            assert found and any(field in str(fault.params) for fault in found), (model, field)
    for field in ({"letter_date": date(2026, 2, 26)}, {"letter_file": row.letter_file}):
        assert _spoiled(lambda field=field: Designation.objects.filter(pk=late.pk).update(**field))
    for model, pk, action in (
        (Responsibility, part.pk, "directory.answer_for"),
        (Responsibility, part.pk, "directory.end_answering"),
        (Seat, seat.pk, "directory.open_seat"),
    ):
        found = _spoiled(lambda model=model, pk=pk: model.objects.filter(pk=pk).delete())
        gone = [fault.subject for fault in found if fault.code == "row-gone"]
        assert any(action in subject for subject in gone), action


def test_a_responsibility_of_the_content_that_was_ended_here_is_missed_when_its_row_is_gone(
    office: Organisation, body: Body, actor: Actor
) -> None:
    with behind_its_back():
        row = Responsibility.objects.create(
            body=body, organisation=office, role="lead", since=date(2026, 1, 1)
        )
    end_answering(responsibility=row, until=date(2026, 9, 1), source="Perpres", actor=actor)
    assert list(audited()) == []
    (fault,) = _spoiled(Responsibility.objects.filter(pk=row.pk).delete)
    assert fault.code == "row-gone" and "directory.end_answering" in fault.subject


def test_audit_rows_from_before_rank_seat_and_file_were_audited_are_no_fault(
    office: Organisation, body: Body, people: list[Person], actor: Actor
) -> None:
    post = add_post(organisation=office, name_id="Kepala Biro", name_en="Head of Bureau", actor=actor)
    dated = {"letter_number": "B-1", "letter_date": date(2026, 2, 27), "actor": actor}
    designate(
        role=Role.ALTERNATE,
        organisation=office,
        body=body,
        person=people[0],
        rank=2,
        since=date(2026, 3, 1),
        **dated,
    )
    hold_post(post=post, person=people[0], since=date(2026, 1, 1), **dated)
    older = {}
    for entry in AuditEntry.objects.order_by("id"):
        new = ("rank", "seat", "acting", "letter_date", "sha256")
        if entry.action == "directory.hold_post":
            new = ("letter_date", "sha256")
        entry.after = {name: said for name, said in entry.after.items() if name not in new}
        older.setdefault((entry.action, entry.subject_kind, entry.subject_key), []).append(entry)
    for read in DIRECTORY_CLAIMS:
        for claim in read():
            rows = [row for name in claim.actions for row in older[name, claim.kind, claim.key]]
            assert _unsaid(claim, rows) == []
    assert list(directory_last_words(older)) == []


def test_a_person_is_put_right_with_a_reason_and_addresses_stay_out_of_the_trail(
    people: list[Person], actor: Actor
) -> None:
    said = {
        "person": people[0],
        "name": " Siti  Rahma ",
        "title": "Dr. Siti Rahma",
        "phone": "0812",
        "language": "id",
    }
    with pytest.raises(Problem) as wrong:
        correct_person(email="siti at home", reason="ejaan", actor=actor, **said)
    assert wrong.value.code == "DIRECTORY-ADDRESS"
    with pytest.raises(Problem) as bare:
        correct_person(email="", reason=" ", actor=actor, **said)
    assert bare.value.code == "DIRECTORY-FIELD"
    row = correct_person(email="Siti@Contoh.Example", reason="ejaan", actor=actor, **said)
    assert (row.name, row.email) == ("Siti Rahma", "siti@contoh.example")
    entry = AuditEntry.objects.get(action="directory.correct_person")
    assert entry.before["name"] == "Siti" and set(entry.after["changed"]) == {
        "name",
        "title",
        "email",
        "phone",
    }
    assert "contoh" not in str(entry.after) + str(entry.before) and "0812" not in str(entry.after)


def test_a_letter_with_its_scan_and_somebody_new_is_kept_whole_or_not_at_all(
    office: Organisation, body: Body, people: list[Person], actor: Actor
) -> None:
    said = {
        "role": Role.FOCAL_POINT,
        "organisation": office,
        "body": body,
        "since": date(2026, 3, 1),
        "actor": actor,
    }
    designate(person=people[0], **said)
    with (
        hold_file(name="surat.pdf", stream=BytesIO(b"%PDF-1.7 surat")) as held,
        pytest.raises(Problem) as refused,
    ):
        register_designation(
            newcomer=Newcomer("Dewi"),
            letter_number="B-123",
            letter_date=date(2026, 2, 27),
            held=held,
            **said,
        )
    assert refused.value.code == "DIRECTORY-OVERLAP"
    assert not Person.objects.filter(name="Dewi").exists() and not StoredFile.objects.exists()
    with (
        hold_file(name="surat.pdf", stream=BytesIO(b"%PDF-1.7 surat")) as held,
        pytest.raises(Problem) as undated,
    ):
        register_designation(
            newcomer=Newcomer("Dewi"), letter_number="B-123", held=held, **{**said, "rank": 2}
        )
    assert (undated.value.code, undated.value.place) == ("DIRECTORY-FIELD", "letter_date")
    with hold_file(name="surat.pdf", stream=BytesIO(b"%PDF-1.7 surat")) as held:
        row = register_designation(
            newcomer=Newcomer("Dewi", email="dewi@contoh.example"),
            letter_number="B-123",
            letter_date=date(2026, 2, 27),
            held=held,
            **{**said, "rank": 2},
        )
    assert row.person is not None and row.person.name == "Dewi"
    assert row.letter_file is not None and row.letter_file.path.read_bytes() == b"%PDF-1.7 surat"


def test_the_successor_begins_on_the_day_the_first_no_longer_holds(
    office: Organisation, body: Body, people: list[Person], actor: Actor
) -> None:
    siti, rina = people
    common = {"role": Role.FOCAL_POINT, "organisation": office, "body": body, "actor": actor}
    first = designate(person=siti, since=date(2026, 3, 1), **common)
    end_designation(designation=first, until=date(2026, 7, 1), reason="mutasi", actor=actor)
    designate(person=rina, since=date(2026, 7, 1), **common)
    names = {
        day: [row.person.name for row in Designation.objects.on(day) if row.person]
        for day in (date(2026, 2, 28), date(2026, 6, 30), date(2026, 7, 1))
    }
    assert names == {date(2026, 2, 28): [], date(2026, 6, 30): ["Siti"], date(2026, 7, 1): ["Rina"]}


def test_an_end_moved_into_the_successors_time_is_refused_and_names_the_successor(
    office: Organisation, body: Body, people: list[Person], actor: Actor
) -> None:
    siti, rina = people
    common = {"role": Role.FOCAL_POINT, "organisation": office, "body": body, "actor": actor}
    first = designate(person=siti, since=date(2026, 3, 1), until=date(2026, 7, 1), **common)
    designate(person=rina, since=date(2026, 7, 1), **common)
    with pytest.raises(Problem) as refused:
        end_designation(designation=first, until=date(2026, 9, 1), reason="diperpanjang", actor=actor)
    assert refused.value.code == "DIRECTORY-OVERLAP" and "Rina" in refused.value.params["who"]
    first.refresh_from_db()
    assert first.until == date(2026, 7, 1)


def test_the_database_refuses_what_slips_past_the_action(
    office: Organisation, body: Body, people: list[Person]
) -> None:
    def row(person: Person) -> Designation:
        return Designation(
            body=body,
            organisation=office,
            role="focal_point",
            person=person,
            since=date(2026, 3, 1),
            recorded_at=AT,
        )

    with behind_its_back():
        row(people[0]).save()
        with pytest.raises(DatabaseError, match=DESIGNATION), transaction.atomic():
            row(people[1]).save()
    assert Designation.objects.count() == 1


def test_two_officers_saving_at_once_leave_exactly_one_row(
    office: Organisation, body: Body, people: list[Person], actor: Actor
) -> None:
    gate = threading.Barrier(2)
    outcomes: list[str] = []

    def save(person: Person) -> None:
        try:
            gate.wait(timeout=10)
            designate(
                role=Role.FOCAL_POINT,
                organisation=office,
                body=body,
                person=person,
                since=date(2026, 3, 1),
                actor=actor,
            )
            outcomes.append("stored")
        except Problem as problem:
            outcomes.append(problem.code)
        finally:
            connections.close_all()

    threads = [threading.Thread(target=save, args=(person,)) for person in people]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=30)
    assert sorted(outcomes) == ["DIRECTORY-OVERLAP", "stored"]
    assert Designation.objects.count() == 1


def test_each_change_is_one_audit_row_chained_to_the_one_before(
    office: Organisation, body: Body, people: list[Person], actor: Actor
) -> None:
    designate(
        role=Role.FOCAL_POINT,
        organisation=office,
        body=body,
        person=people[0],
        since=date(2026, 3, 1),
        actor=actor,
    )
    rows = list(AuditEntry.objects.order_by("id"))
    assert [row.action for row in rows] == [
        "directory.add_person",
        "directory.add_person",
        "directory.designate",
    ]
    assert [row.previous_hash for row in rows] == ["", rows[0].hash, rows[1].hash]
    assert all(row.hash == row.digest() for row in rows)


def test_a_refused_designation_leaves_no_trace(
    office: Organisation, body: Body, people: list[Person], actor: Actor
) -> None:
    before = AuditEntry.objects.count()
    with pytest.raises(Problem):
        designate(
            role=Role.FOCAL_POINT,
            organisation=office,
            body=body,
            person=people[0],
            since=date(2026, 3, 1),
            until=date(2026, 3, 1),
            actor=actor,
        )
    assert (Designation.objects.count(), AuditEntry.objects.count()) == (0, before)


@pytest.fixture
def officer(office: Organisation, people: list[Person], actor: Actor) -> Actor:
    """Rina keeps the directory: she is the secretariat."""
    rina = people[1]
    designate(role=Role.SECRETARIAT, organisation=office, person=rina, since=date(2026, 1, 1), actor=actor)
    user = create_account(
        email="rina@contoh.example", password="empat kata yang panjang", person=rina, actor=actor
    )
    return Actor(user=user, at=AT)


def test_nobody_gives_or_prolongs_a_role_of_his_own_in_person_or_by_post(
    office: Organisation, body: Body, people: list[Person], actor: Actor, officer: Actor
) -> None:
    siti, rina = people
    post = add_post(organisation=office, name_id="Kepala Biro", name_en="Head of Bureau", actor=actor)
    holding = hold_post(post=post, person=rina, since=date(2026, 2, 1), until=date(2026, 6, 1), actor=actor)
    hold_post(post=post, person=siti, since=date(2026, 6, 1), actor=actor)
    ended = designate(
        role=Role.COORDINATOR, organisation=office, person=rina, since=date(2026, 1, 1),
        until=date(2026, 2, 1), actor=actor,
    )  # fmt: skip
    by_post = designate(
        role=Role.SOCA_LEADER, organisation=office, post=post, since=date(2026, 6, 1), actor=officer
    )  # held by Siti in all its days
    common = {"organisation": office, "since": date(2026, 3, 1), "actor": officer}
    for deed in (
        lambda: designate(role=Role.AUDITOR, person=rina, **common),
        lambda: designate(role=Role.AUDITOR, post=post, **common),
        lambda: end_designation(designation=ended, until=date(2030, 1, 1), reason="x", actor=officer),
        lambda: end_holding(holding=holding, until=date(2026, 5, 1), reason="x", actor=officer),
        lambda: hold_post(post=post, person=rina, since=date(2027, 1, 1), acting="Plh.", actor=officer),
        lambda: receive_letter(
            designation=ended, letter_number="B-1", letter_date=date(2026, 1, 2), actor=officer
        ),
    ):
        with pytest.raises(Problem) as refused:
            deed()
        assert refused.value.code == "DIRECTORY-OWN"
    end_designation(designation=by_post, until=date(2027, 1, 1), reason="x", actor=officer)
    ended.refresh_from_db()
    assert ended.until == date(2026, 2, 1)


def test_who_would_stand_in_for_himself_is_found_whichever_record_makes_it_so(
    office: Organisation, body: Body, people: list[Person], actor: Actor
) -> None:
    siti, rina = people
    post = add_post(organisation=office, name_id="Kepala Biro", name_en="Head of Bureau", actor=actor)
    common = {"organisation": office, "body": body, "actor": actor}
    focal = designate(
        role=Role.FOCAL_POINT, person=siti, since=date(2026, 4, 1), until=date(2026, 7, 1), **common
    )
    own = designate(role=Role.ALTERNATE, person=siti, since=date(2026, 7, 1), **common)
    designate(role=Role.ALTERNATE, post=post, since=date(2026, 1, 1), rank=2, **common)
    hold_post(post=post, person=siti, since=date(2026, 1, 1), until=date(2026, 3, 1), actor=actor)
    hold_post(post=post, person=rina, since=date(2026, 3, 1), actor=actor)  # Siti left before she began
    for deed in (
        lambda: end_designation(designation=focal, until=date(2027, 1, 1), reason="x", actor=actor),
        lambda: hold_post(
            post=post, person=siti, since=date(2026, 5, 1), until=date(2026, 5, 8), acting="Plh.", actor=actor
        ),
        lambda: end_holding(
            holding=PostHolding.objects.get(person=siti), until=date(2026, 4, 2), reason="x", actor=actor
        ),
    ):
        with pytest.raises(Problem) as refused:
            deed()
        assert refused.value.code in ("DIRECTORY-BOTH-SIDES", "DIRECTORY-POST-HELD"), refused.value
    end_designation(designation=own, until=date(2026, 8, 1), reason="x", actor=actor)
    later = add_post(organisation=office, name_id="Sekretaris", name_en="Secretary", actor=actor)
    hold_post(post=later, person=siti, since=date(2026, 6, 1), actor=actor)
    with pytest.raises(Problem) as ahead:
        designate(role=Role.ALTERNATE, post=later, since=date(2026, 1, 1), rank=3, **common)
    assert ahead.value.code == "DIRECTORY-BOTH-SIDES" and ahead.value.params["who"] == "Siti"
    assert PostHolding.objects.filter(acting="Plh.").count() == 0


def test_who_acts_for_an_absent_holder_stands_beside_him_and_before_him_in_the_days_he_does(
    office: Organisation, body: Body, people: list[Person], actor: Actor
) -> None:
    siti, rina = people
    common = {"role": Role.FOCAL_POINT, "organisation": office, "body": body, "actor": actor}
    designate(person=siti, since=date(2026, 3, 1), **common)
    designate(person=rina, since=date(2026, 5, 1), until=date(2026, 5, 8), acting="Plh.", **common)
    with pytest.raises(Problem) as second:
        designate(person=siti, since=date(2026, 5, 3), until=date(2026, 5, 5), acting="Plh.", **common)
    assert second.value.code == "DIRECTORY-OVERLAP" and "Rina" in second.value.params["who"]
    with pytest.raises(Problem):
        designate(person=rina, since=date(2026, 6, 1), acting="Plt.", **common)
    told = [
        [one.full_name for one in holders_on(
            held(["focal_point"], day), body="ACMW", offices=["KP2MI"], role="focal_point", day=day
        )]
        for day in (date(2026, 4, 30), date(2026, 5, 7), date(2026, 5, 8))
    ]  # fmt: skip
    assert told == [["Siti"], ["Plh. Rina", "Siti"], ["Siti"]]


def test_an_office_that_ended_a_rank_out_of_bounds_and_a_letter_without_its_number_are_refused(
    office: Organisation, body: Body, people: list[Person], actor: Actor
) -> None:
    common = {
        "role": Role.ALTERNATE,
        "organisation": office,
        "body": body,
        "person": people[0],
        "actor": actor,
    }
    for rank in (0, 10):
        with pytest.raises(Problem) as wrong:
            designate(since=date(2026, 3, 1), rank=rank, **common)
        assert wrong.value.code == "DIRECTORY-RANK"
    with behind_its_back():
        Organisation.objects.filter(pk=office.pk).update(until=date(2026, 4, 1))
    office.refresh_from_db()
    with pytest.raises(Problem) as ended:
        designate(since=date(2026, 4, 1), **common)
    assert ended.value.code == "OFFICE-ENDED"
    designate(since=date(2026, 3, 31), until=date(2026, 4, 1), **common)
    post = add_post(organisation=office, name_id="Kepala Biro", name_en="Head of Bureau", actor=actor)
    held_since = {"post": post, "person": people[0], "since": date(2026, 3, 1), "actor": actor}
    for letter, code in (
        ({"letter_date": date(2026, 2, 1)}, "DIRECTORY-FIELD"),
        ({"letter_number": "B-1"}, "DIRECTORY-FIELD"),
        ({"letter_number": "B-1", "letter_date": date(2030, 1, 1)}, "DIRECTORY-LETTER-DATE"),
    ):
        with pytest.raises(Problem) as refused:
            hold_post(**held_since, **letter)
        assert refused.value.code == code, letter


def test_the_scan_of_a_letter_that_is_recorded_may_come_later_once(
    office: Organisation, body: Body, people: list[Person], actor: Actor
) -> None:
    said = {"letter_number": "B-1", "letter_date": date(2026, 2, 27)}
    row = designate(
        role=Role.FOCAL_POINT, organisation=office, body=body, person=people[0], since=date(2026, 3, 1),
        actor=actor, **said,
    )  # fmt: skip
    for number, code in (("B-2", "DIRECTORY-LETTER-THERE"), ("B-1", "")):
        with hold_file(name="surat.pdf", stream=BytesIO(b"%PDF-1.7 surat")) as scan:
            try:
                receive_letter(designation=row, **{**said, "letter_number": number}, held=scan, actor=actor)
            except Problem as refused:
                assert refused.code == code
            else:
                assert code == ""
    with (
        hold_file(name="lain.pdf", stream=BytesIO(b"%PDF-1.7 lain")) as scan,
        pytest.raises(Problem) as again,
    ):
        receive_letter(designation=row, **said, held=scan, actor=actor)
    assert again.value.code == "DIRECTORY-LETTER-THERE"
    row.refresh_from_db()
    assert row.letter_file is not None and row.letter_file.name == "surat.pdf"


def test_two_processes_let_go_at_once_two_hundred_times_leave_one_holder_each_time(tmp_path: Path) -> None:
    with own_database(tmp_path) as env:
        outcomes, left = raced(env, tries=200, enforced=True)
    assert left == dict.fromkeys(range(1, 201), 1)
    past, by_action = {"refused", "stored"}, {"DIRECTORY-OVERLAP", "stored"}
    assert [set(pair) for pair in outcomes] == [past, by_action] * 100


def test_without_the_rule_of_the_database_two_processes_leave_two_holders(tmp_path: Path) -> None:
    with own_database(tmp_path) as env:
        _outcomes, left = raced(env, tries=20, enforced=False)
    assert [left[rank] for rank in range(1, 21, 2)] == [2] * 10


def test_the_letter_of_a_post_is_read_by_those_who_see_rounds_or_keep_the_directory_alone(
    office: Organisation, people: list[Person], actor: Actor
) -> None:
    post = add_post(organisation=office, name_id="Kepala Biro", name_en="Head of Bureau", actor=actor)
    with hold_file(name="surat.pdf", stream=BytesIO(b"%PDF-1.7 surat")) as scan:
        hold_post(
            post=post, person=people[0], since=date(2026, 1, 1), letter_number="B-1",
            letter_date=date(2026, 1, 2), held=scan, actor=actor,
        )  # fmt: skip
    readers = {
        role
        for role in Role
        if StoredFile.objects.visible_to([Duty(role, "KP2MI")], date(2026, 3, 1)).exists()
    }
    assert readers == {Role.COORDINATOR, Role.SECRETARIAT, Role.SOCA_LEADER, Role.AUDITOR, Role.ADMIN}
