"""What people do in a round: open it, fill it in, import, submit, clear, accept, report, deliver."""

from .bulk import extend_together, remind_together, withdraw_together
from .clearance import clear, clear_on_behalf, recall, reopen, return_task
from .deliveries import clear_delivery, hand_over, record_delivery, record_papers
from .entries import (
    add_evidence,
    attach_evidence,
    mark_nothing_new,
    override_warning,
    remark,
    save_entry,
    save_narrative,
)
from .extensions import ask_extension, decline_extension, extend, withdraw_extension
from .imports import check_import, check_may_import, confirm_import, drop_import, refuse_import
from .rounds import close_round, open_round
from .submissions import submit

__all__ = [
    "add_evidence",
    "ask_extension",
    "attach_evidence",
    "check_import",
    "check_may_import",
    "clear",
    "clear_delivery",
    "clear_on_behalf",
    "close_round",
    "confirm_import",
    "decline_extension",
    "drop_import",
    "extend",
    "extend_together",
    "hand_over",
    "mark_nothing_new",
    "open_round",
    "override_warning",
    "recall",
    "record_delivery",
    "record_papers",
    "refuse_import",
    "remark",
    "remind_together",
    "reopen",
    "return_task",
    "save_entry",
    "save_narrative",
    "submit",
    "withdraw_extension",
    "withdraw_together",
]
