"""Designations: one holder a day, on both databases, also when two write at once."""

from __future__ import annotations

import threading
from datetime import UTC, date, datetime

import pytest
from django.db import DatabaseError, connection, connections, transaction
from tests.guard import behind_its_back

from simpul.actions.accounts import machine
from simpul.actions.acting import Actor
from simpul.actions.directory import add_person, designate, end_designation
from simpul.core.errors import Problem
from simpul.core.permissions import Role
from simpul.records.enforcement import DESIGNATION, RESPONSIBILITY, installed
from simpul.records.models import AuditEntry, Body, Designation, Organisation, Person

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
    assert {DESIGNATION, RESPONSIBILITY} <= installed(connection)


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
    designate(person=rina, since=date(2026, 4, 15), seat=2, **common)
    assert Designation.objects.count() == 2


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
