"""The tables of incoming requests."""

from .answers import ConsolidatedAnswer, ItemAnswer
from .deliveries import Clarification, DeliveredAnswer, RequestClearance, RequestDelivery, RequestFile
from .requests import ItemOffice, Request, RequestItem

__all__ = [
    "Clarification",
    "ConsolidatedAnswer",
    "DeliveredAnswer",
    "ItemAnswer",
    "ItemOffice",
    "Request",
    "RequestClearance",
    "RequestDelivery",
    "RequestFile",
    "RequestItem",
]
