"""The permission table, read as a person would ask it."""

from __future__ import annotations

from datetime import date

import pytest

from simpul.core.errors import NotAllowed, Problem
from simpul.core.permissions import NOWHERE, TABLE, VERBS, Duty, Role, Scope, Subject, may, require

DAY = date(2026, 4, 10)
HEALTH = Subject("SOMHD", frozenset({"KEMENKES"}), "draft")
EDUCATION = Subject("SOM-ED", frozenset({"KEMENDIKDASMEN", "KEMDIKTISAINTEK"}), "draft")


def at(subject: Subject, state: str) -> Subject:
    return Subject(subject.body, subject.organisations, state)


def duty(role: Role, organisation: str = "KEMENKES", body: str | None = "SOMHD") -> Duty:
    return Duty(role, organisation, body)


def test_a_focal_point_fills_in_the_own_body_and_no_other() -> None:
    mine = [duty(Role.FOCAL_POINT)]
    assert may(mine, "task.fill", HEALTH, day=DAY)
    assert not may(mine, "task.fill", EDUCATION, day=DAY)
    assert not may(mine, "task.view", EDUCATION, day=DAY)


def test_a_co_lead_works_on_the_same_task() -> None:
    assert may([duty(Role.DATA_PRODUCER, "KEMDIKTISAINTEK", "SOM-ED")], "task.fill", EDUCATION, day=DAY)


def test_an_alternate_from_another_ministry_works_for_the_body() -> None:
    foreign = [duty(Role.ALTERNATE, "KEMLU", "SOMHD")]
    assert may(foreign, "task.fill", HEALTH, day=DAY)
    assert not may(foreign, "task.fill", EDUCATION, day=DAY)


def test_an_office_wide_duty_reaches_every_body_of_the_office_only() -> None:
    steward = [duty(Role.DATA_STEWARD, "KEMENPORA", None)]
    assert may(steward, "task.clear", Subject("SOMY", frozenset({"KEMENPORA"}), "check"), day=DAY)
    assert may(steward, "task.clear", Subject("SOMS", frozenset({"KEMENPORA"}), "check"), day=DAY)
    assert not may(steward, "task.clear", at(HEALTH, "check"), day=DAY)


@pytest.mark.parametrize("role", [Role.DATA_PRODUCER, Role.FOCAL_POINT, Role.ALTERNATE])
def test_a_duty_for_one_body_does_not_reach_the_other_body_of_the_same_office(role: Role) -> None:
    youth = [duty(role, "KEMENPORA", "SOMY")]
    assert may(youth, "task.fill", Subject("SOMY", frozenset({"KEMENPORA"}), "draft"), day=DAY)
    for verb, state in (("task.view", "draft"), ("task.fill", "draft"), ("task.submit", "draft")):
        assert not may(youth, verb, Subject("SOMS", frozenset({"KEMENPORA"}), state), day=DAY), verb


@pytest.mark.parametrize("role", [Role.TECHNICAL_CONTACT, Role.DATA_MANAGER])
def test_technical_contact_and_data_manager_prepare_and_somebody_else_hands_in_and_signs(role: Role) -> None:
    mine, check = [duty(role)], at(HEALTH, "check")
    for verb in ("task.view", "task.fill", "task.upload", "sheet.view", "benefit.view"):
        assert may(mine, verb, HEALTH, day=DAY), verb
        assert not may(mine, verb, EDUCATION, day=DAY), verb
    for verb, subject in (
        *((verb, HEALTH) for verb in ("task.submit", "task.ask_extension")),
        *((verb, check) for verb in ("task.clear", "task.return", "task.recall", "task.waive")),
        ("request.hand_in", at(HEALTH, "asked")),
        ("benefit.confirm", at(HEALTH, "draft")),
    ):
        assert not may(mine, verb, subject, day=DAY), verb
    assert may(mine, "request.answer", at(HEALTH, "asked"), day=DAY)


def test_a_duty_that_has_ended_allows_nothing() -> None:
    ended = [Duty(Role.FOCAL_POINT, "KEMENKES", "SOMHD", until=DAY)]
    assert not may(ended, "task.fill", HEALTH, day=DAY)
    assert may(ended, "task.fill", HEALTH, day=date(2026, 4, 9))


def test_nobody_fills_in_what_is_in_clearance_or_accepted() -> None:
    for role in Role:
        for state in ("check", "accepted"):
            assert not may([duty(role)], "task.fill", at(HEALTH, state), day=DAY), (role, state)


def test_only_the_coordinator_reopens_and_only_what_is_accepted() -> None:
    allowed = {role for role in Role if may([duty(role)], "task.reopen", at(HEALTH, "accepted"), day=DAY)}
    assert allowed == {Role.COORDINATOR}
    assert not may([duty(Role.COORDINATOR)], "task.reopen", at(HEALTH, "draft"), day=DAY)


def test_a_delivery_is_cleared_nationally_by_the_soca_leader_or_where_the_chain_says_so_the_coordinator() -> (
    None
):
    allowed = {role for role in Role if may([duty(role)], "delivery.clear", day=DAY)}
    assert allowed == {Role.SOCA_LEADER, Role.COORDINATOR}


def test_the_secretariat_never_clears_in_its_own_name() -> None:
    assert not may([duty(Role.SECRETARIAT)], "task.clear", at(HEALTH, "check"), day=DAY)
    assert may([duty(Role.SECRETARIAT)], "task.clear_on_behalf", at(HEALTH, "check"), day=DAY)


def test_an_auditor_reads_everything_and_changes_nothing() -> None:
    verbs = {
        verb
        for verb in VERBS
        for state in ("none", "draft", "check", "returned", "accepted")
        if may([duty(Role.AUDITOR)], verb, at(HEALTH, state), day=DAY)
    }
    assert verbs == {verb for verb in VERBS if verb.endswith(".view")}


def test_no_figure_passes_through_the_administrator() -> None:
    verbs = {rule.verb for rule in TABLE if rule.role is Role.ADMIN}
    assert not {verb for verb in verbs if verb.startswith(("task.", "report.", "delivery.", "round."))}


def test_a_data_steward_does_not_submit_and_a_signing_official_does_not_fill_in() -> None:
    assert not may([duty(Role.DATA_STEWARD)], "task.submit", HEALTH, day=DAY)
    assert not may([duty(Role.SIGNING_OFFICIAL)], "task.fill", HEALTH, day=DAY)


def test_no_duty_means_no_verb() -> None:
    assert not any(may([], verb, HEALTH, day=DAY) for verb in VERBS)


def test_a_refusal_tells_a_wrong_role_from_a_wrong_state() -> None:
    with pytest.raises(NotAllowed) as wrong_role:
        require([duty(Role.SIGNING_OFFICIAL)], "task.fill", HEALTH, day=DAY)
    assert wrong_role.value.code == "ACCOUNTS-NOT-ALLOWED"
    with pytest.raises(Problem) as wrong_state:
        require([duty(Role.FOCAL_POINT)], "task.fill", at(HEALTH, "check"), day=DAY)
    assert wrong_state.value.code == "ACCOUNTS-WRONG-STATE"


def test_a_misspelt_verb_is_an_error_not_a_refusal() -> None:
    with pytest.raises(KeyError):
        may([duty(Role.COORDINATOR)], "task.veiw", NOWHERE, day=DAY)


def test_office_roles_never_reach_the_whole_nation() -> None:
    office = {Role.DATA_PRODUCER, Role.DATA_STEWARD, Role.FOCAL_POINT, Role.ALTERNATE, Role.SIGNING_OFFICIAL}
    assert not [rule for rule in TABLE if rule.role in office and rule.scope is Scope.NATION]
