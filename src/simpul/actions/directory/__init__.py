"""Who speaks for whom: persons, posts and who holds them, seats of bodies, designations by letter and date."""

from .answering import answer_for, end_answering, open_seat
from .designations import (
    LAST_RANK,
    Newcomer,
    designate,
    end_designation,
    receive_letter,
    register_designation,
)
from .people import add_person, correct_person
from .posts import add_post, end_holding, hold_post

__all__ = [
    "LAST_RANK",
    "Newcomer",
    "add_person",
    "add_post",
    "answer_for",
    "correct_person",
    "designate",
    "end_answering",
    "end_designation",
    "end_holding",
    "hold_post",
    "open_seat",
    "receive_letter",
    "register_designation",
]
