"""What people do with an incoming request: register, split, ask, answer, put together, clear, send, clarify."""

from .answers import hand_in, return_answer, save_answer, take_offer
from .clarifications import log_clarification, route_clarification
from .clearance import clear_request, put_forward, return_delivery
from .consolidation import consolidate
from .deliveries import note_receipt, send_delivery
from .intake import bring_form, change_dates, close_request, dispose, register_request
from .items import NewItem, reroute_item, send_out, set_item_due, split_request
from .typed_items import TypedItem, new_items

__all__ = [
    "NewItem",
    "TypedItem",
    "bring_form",
    "change_dates",
    "clear_request",
    "close_request",
    "consolidate",
    "dispose",
    "hand_in",
    "log_clarification",
    "new_items",
    "note_receipt",
    "put_forward",
    "register_request",
    "reroute_item",
    "return_answer",
    "return_delivery",
    "route_clarification",
    "save_answer",
    "send_delivery",
    "send_out",
    "set_item_due",
    "split_request",
    "take_offer",
]
