"""Which round comes next: from the obligation's anchor and interval, with dates worked out by hand."""

from __future__ import annotations

from datetime import date

import pytest

from simpul.core.errors import Problem
from simpul.core.turns import next_turn, proposal, turn_period

#: months, anchor, opened, today -> period, opens, due, closes (1, 24 and 38 days after the period's last day)
WORKED = [
    # monthly
    (1, "2026-01-01", (), "2026-03-15", "2026-02", "2026-03-01", "2026-03-24", "2026-04-07"),
    (1, "2026-01-01", ("2026-02",), "2026-03-15", "2026-03", "2026-04-01", "2026-04-24", "2026-05-08"),
    (1, "2026-01-01", (), "2026-01-15", "2026-01", "2026-02-01", "2026-02-24", "2026-03-10"),
    # quarterly
    (3, "2026-01-01", (), "2026-04-01", "2026-Q1", "2026-04-01", "2026-04-24", "2026-05-08"),
    (3, "2026-01-01", (), "2026-06-30", "2026-Q1", "2026-04-01", "2026-04-24", "2026-05-08"),
    (
        3,
        "2026-01-01",
        ("2026-Q1", "2026-Q2"),
        "2026-04-02",
        "2026-Q3",
        "2026-10-01",
        "2026-10-24",
        "2026-11-07",
    ),
    (3, "2026-01-01", ("2026-Q1",), "2028-01-01", "2027-Q4", "2028-01-01", "2028-01-24", "2028-02-07"),
    # half-yearly
    (6, "2026-01-01", (), "2026-05-01", "2026-S1", "2026-07-01", "2026-07-24", "2026-08-07"),
    (6, "2026-01-01", (), "2027-02-01", "2026-S2", "2027-01-01", "2027-01-24", "2027-02-07"),
    (6, "2026-07-01", (), "2026-08-01", "2026-S2", "2027-01-01", "2027-01-24", "2027-02-07"),
    # yearly
    (12, "2026-01-01", (), "2027-01-02", "2026", "2027-01-01", "2027-01-24", "2027-02-07"),
    (12, "2026-01-01", ("2026",), "2027-01-02", "2027", "2028-01-01", "2028-01-24", "2028-02-07"),
]


@pytest.mark.parametrize(("months", "anchor", "opened", "today", "period", "opens", "due", "closes"), WORKED)
def test_the_next_round_comes_from_anchor_and_interval(
    months: int,
    anchor: str,
    opened: tuple[str, ...],
    today: str,
    period: str,
    opens: str,
    due: str,
    closes: str,
) -> None:
    settings = {"anchor": anchor, "every_months": months}
    turn = next_turn(settings, opened=opened, today=date.fromisoformat(today))
    found = (turn.period.code, turn.opens_on, turn.due_on, turn.closes_on)
    assert found == (period, *(date.fromisoformat(day) for day in (opens, due, closes)))


def test_no_round_is_proposed_before_the_anchor() -> None:
    settings = {"anchor": "2026-07-01", "every_months": 3}
    assert next_turn(settings, opened=(), today=date(2025, 1, 1)).period.code == "2026-Q3"


@pytest.mark.parametrize(("months", "anchor"), [(2, "2026-01-01"), (3, "2026-02-01"), (12, "2026-04-01")])
def test_turns_that_have_no_code_are_refused(months: int, anchor: str) -> None:
    with pytest.raises(Problem) as refused:
        turn_period(date.fromisoformat(anchor), months, 0)
    assert refused.value.code == "PERIOD-TURNS"


def test_content_names_other_days() -> None:
    turn = proposal({"opens_after_days": 2, "due_after_days": 30, "closes_after_days": 45}, "2026-Q2")
    assert (turn.opens_on, turn.due_on, turn.closes_on) == (
        date(2026, 7, 2),
        date(2026, 7, 30),
        date(2026, 8, 14),
    )
