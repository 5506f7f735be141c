"""Alignments: what may be proposed, who still objects, what an approval needs."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from simpul.core.alignment import Joined, Said, check_alignment, check_approval, objecting
from simpul.core.errors import Problem

STANDING = (
    Joined("P-B.2-06", "plan/2.1", "contributes"),
    Joined("plan/2.1", "sdg/2.2", "partly"),
    Joined("rpjmn/4", "plan/2.1", "equivalent"),
)


@pytest.mark.parametrize(
    ("new", "code"),
    [
        (Joined("P-B.2-06", "plan/2.1", "partly"), "ALIGNMENT-EXISTS"),
        (Joined("plan/2.1", "rpjmn/4", "contributes"), "ALIGNMENT-EXISTS"),
        (Joined("a", "a", "contributes"), "ALIGNMENT-ITSELF"),
        (Joined("a", "b", "similar"), "ALIGNMENT-RELATION"),
        (Joined("sdg/2.2", "P-B.2-06", "contributes"), "ALIGNMENT-CIRCLE"),
    ],
)
def test_an_alignment_that_says_nothing_new_or_leads_back_is_refused(new: Joined, code: str) -> None:
    with pytest.raises(Problem, match=code):
        check_alignment(STANDING, new)


@pytest.mark.parametrize(
    "new",
    [
        Joined("P-B.2-06", "sdg/2.2", "contributes"),
        Joined("sdg/2.2", "P-B.2-06", "conflicting"),  # a conflict leads nowhere
        Joined("plan/2.1", "P-B.2-06", "equivalent"),
    ],
)
def test_other_alignments_may_be_proposed(new: Joined) -> None:
    check_alignment(STANDING, new)


def test_what_stands_as_a_conflict_or_an_equivalent_leads_nowhere_and_closes_no_circle() -> None:
    standing = (Joined("a", "b", "conflicting"), Joined("c", "d", "equivalent"), Joined("d", "e", "partly"))
    check_alignment(standing, Joined("b", "a", "contributes"))
    check_alignment(standing, Joined("e", "c", "contributes"))


def test_the_way_of_a_circle_is_named() -> None:
    with pytest.raises(Problem) as refused:
        check_alignment(STANDING, Joined("sdg/2.2", "P-B.2-06", "contributes"))
    assert refused.value.params["path"] == "sdg/2.2 → P-B.2-06 → plan/2.1 → sdg/2.2"


def test_an_objection_is_answered_in_words_or_taken_back() -> None:
    said = [Said("BPS", False)]
    with pytest.raises(Problem, match="ALIGNMENT-DISPUTED"):
        check_approval(said, words=" ")
    check_approval(said, words="SDG memakai umur lain")
    check_approval([*said, Said("BPS", True)], words="")


@given(st.lists(st.builds(Said, st.sampled_from("ABC"), st.booleans())))
def test_who_objects_is_whose_last_word_was_an_objection(said: list[Said]) -> None:
    expected = {
        office for office in "ABC" if [one.agrees for one in said if one.office == office][-1:] == [False]
    }
    assert set(objecting(said)) == expected
