"""What was promised: frameworks and their goals, indicators with baseline and target, alignments."""

from .content import WITHDRAWN, ContentEntry, ContentVersion
from .frameworks import Alignment, Framework, Goal
from .groups import FieldOfLife, PopulationGroup
from .indicators import Baseline, Indicator, Target

__all__ = [
    "WITHDRAWN",
    "Alignment",
    "Baseline",
    "ContentEntry",
    "ContentVersion",
    "FieldOfLife",
    "Framework",
    "Goal",
    "Indicator",
    "PopulationGroup",
    "Target",
]
