"""The round: call, task, entries, submission, clearance, observation, delivery."""

from .deliveries import Delivery, DeliveryFile, Paper
from .observations import Observation
from .rounds import DueFigure, Extension, ExtensionRequest, Obligation, Round, Task, desk_area, home_area
from .submissions import (
    Clearance,
    Entry,
    ImportBatch,
    Narrative,
    Override,
    Remark,
    Submission,
    SubmittedFigure,
)

__all__ = [
    "Clearance",
    "Delivery",
    "DeliveryFile",
    "DueFigure",
    "Entry",
    "Extension",
    "ExtensionRequest",
    "ImportBatch",
    "Narrative",
    "Obligation",
    "Observation",
    "Override",
    "Paper",
    "Remark",
    "Round",
    "Submission",
    "SubmittedFigure",
    "Task",
    "desk_area",
    "home_area",
]
