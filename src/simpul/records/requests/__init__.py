"""The tables of incoming requests."""

from .answers import ConsolidatedAnswer, ItemAnswer
from .deliveries import Clarification, DeliveredAnswer, RequestClearance, RequestDelivery, RequestFile
from .requests import ItemOffice, ItemOfficeQuerySet, Request, RequestItem, offices_of

__all__ = [
    "Clarification",
    "ConsolidatedAnswer",
    "DeliveredAnswer",
    "ItemAnswer",
    "ItemOffice",
    "ItemOfficeQuerySet",
    "Request",
    "RequestClearance",
    "RequestDelivery",
    "RequestFile",
    "RequestItem",
    "offices_of",
]
