"""What people do to what was promised: make sheets final, merge indicators."""

from .alignments import answer_alignment, approve_alignment, propose_alignment
from .finalisation import (
    agree_sheet,
    answer_comment,
    attach_decision,
    call_finalisation,
    close_finalisation,
    comment_sheet,
    fix_position,
    propose_sheet,
    send_sheet_back,
)
from .merging import merge_indicator

__all__ = [
    "agree_sheet",
    "answer_alignment",
    "answer_comment",
    "approve_alignment",
    "attach_decision",
    "call_finalisation",
    "close_finalisation",
    "comment_sheet",
    "fix_position",
    "merge_indicator",
    "propose_alignment",
    "propose_sheet",
    "send_sheet_back",
]
