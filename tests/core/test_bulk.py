"""One deed on several tasks: what happens, what is left out, and what a preview is known by."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from simpul.core.bulk import Candidate, Deed, Granted, Line, check_withdrawal, digest, plan
from simpul.core.errors import NotAllowed, Problem

DUE, CLOSES = date(2026, 4, 24), date(2026, 5, 8)
AT = datetime(2026, 4, 10, tzinfo=UTC)
TASK = Candidate(
    key=1, name="SOMHD, Kemenkes", state="draft", due=DUE, closes=CLOSES, recipients=("Focal, Kemenkes",)
)
GRANTED = Granted(key=7, before=DUE, after=date(2026, 4, 30), at=AT)


def code(line: object) -> str | None:
    problem = line.problem  # type: ignore[attr-defined]
    return problem.code if problem else None


def test_an_extension_reaches_the_tasks_whose_date_it_moves_and_names_why_it_leaves_others() -> None:
    tasks = [
        TASK,
        replace(TASK, key=2, due=date(2026, 4, 30)),
        replace(TASK, key=3, refused=NotAllowed("ACCOUNTS-NOT-ALLOWED", params={"roles": "auditor"})),
        replace(TASK, key=4, closes=date(2026, 4, 29)),
    ]
    lines = plan(Deed.EXTEND, tasks, due=date(2026, 4, 30))
    assert [(line.key, line.after, code(line)) for line in lines] == [
        (1, date(2026, 4, 30), None),
        (2, None, "REPORTING-DATE-NOT-LATER"),
        (3, None, "ACCOUNTS-NOT-ALLOWED"),
        (4, None, "REPORTING-DATE-NOT-LATER"),
    ]


def test_a_reminder_needs_somebody_to_write_to_and_goes_once_a_day() -> None:
    lines = plan(Deed.REMIND, [TASK, replace(TASK, recipients=()), replace(TASK, reminded=True)])
    assert [code(line) for line in lines] == [None, "REPORTING-NOBODY", "REPORTING-REMINDED"]
    assert lines[0].recipients == ("Focal, Kemenkes",)


def test_taking_back_returns_to_the_date_before() -> None:
    task = replace(TASK, due=date(2026, 4, 30), granted=GRANTED)
    (line,) = plan(Deed.WITHDRAW, [task])
    assert (line.due, line.after, line.problem) == (date(2026, 4, 30), DUE, None)


@pytest.mark.parametrize(
    ("granted", "due", "expected"),
    [
        (None, DUE, "REPORTING-EXTENSION-NONE"),
        (GRANTED, date(2026, 5, 2), "REPORTING-EXTENSION-PASSED"),
        (replace(GRANTED, handed_in=AT), date(2026, 4, 30), "REPORTING-EXTENSION-USED"),
    ],
)
def test_what_is_over_is_not_taken_back(granted: Granted | None, due: date, expected: str) -> None:
    with pytest.raises(Problem) as caught:
        check_withdrawal(granted, due=due)
    assert caught.value.code == expected


def test_what_was_handed_in_before_the_extension_does_not_hold_it() -> None:
    before = replace(GRANTED, handed_in=datetime(2026, 4, 9, tzinfo=UTC))
    assert check_withdrawal(before, due=date(2026, 4, 30)) == before


def test_a_preview_names_who_is_written_to_and_why_a_task_is_left_out() -> None:
    shown = Line(1, "SOMHD, Kemenkes", DUE, recipients=("Focal, Kemenkes",))
    seen = digest(Deed.REMIND, [shown], due=None, reason="")
    for other in (
        replace(shown, recipients=("Focal, Kemenkes", "Alternate, Kemenkes")),
        replace(shown, recipients=(), problem=Problem("REPORTING-NOBODY")),
    ):
        assert digest(Deed.REMIND, [other], due=None, reason="") != seen
    nobody, reminded = (
        [replace(shown, recipients=(), problem=Problem(code))]
        for code in ("REPORTING-NOBODY", "REPORTING-REMINDED")
    )
    assert digest(Deed.REMIND, nobody, due=None, reason="") != digest(
        Deed.REMIND, reminded, due=None, reason=""
    )


DAYS = st.dates(date(2026, 4, 1), date(2026, 5, 8))
TASKS = st.builds(
    Candidate,
    key=st.integers(1, 9),
    name=st.text(max_size=5),
    state=st.sampled_from(["none", "draft", "check"]),
    due=DAYS,
    closes=st.just(CLOSES),
    recipients=st.tuples(st.text(max_size=5)),
)


@given(st.lists(TASKS, min_size=1, max_size=6), DAYS, st.text(max_size=20), DAYS)
def test_a_preview_is_known_again_and_any_change_makes_another(
    tasks: list[Candidate], due: date, reason: str, other: date
) -> None:
    lines = plan(Deed.EXTEND, tasks, due=due)
    seen = digest(Deed.EXTEND, lines, due=due, reason=reason)
    assert seen == digest(Deed.EXTEND, plan(Deed.EXTEND, tasks, due=due), due=due, reason=f" {reason} ")
    moved = [replace(tasks[0], due=other), *tasks[1:]]
    changed = digest(Deed.EXTEND, plan(Deed.EXTEND, moved, due=due), due=due, reason=reason)
    assert (changed == seen) == (tasks[0].due == other)
    assert digest(Deed.EXTEND, lines[1:], due=due, reason=reason) != seen
    assert digest(Deed.REMIND, lines, due=due, reason=reason) != seen
