"""What was promised: frameworks and their goals, indicators with baseline and target, alignments."""

from .codes import Code, CodeImport, CodeList, CodeListVersion
from .content import WITHDRAWN, ContentEntry, ContentVersion
from .frameworks import Alignment, AlignmentStep, Framework, Goal
from .groups import FieldOfLife, PopulationGroup
from .indicators import Baseline, Indicator, Target
from .sheets import Finalisation, SheetComment, SheetStep, SheetTask, SheetVersion

__all__ = [
    "WITHDRAWN",
    "Alignment",
    "AlignmentStep",
    "Baseline",
    "Code",
    "CodeImport",
    "CodeList",
    "CodeListVersion",
    "ContentEntry",
    "ContentVersion",
    "FieldOfLife",
    "Finalisation",
    "Framework",
    "Goal",
    "Indicator",
    "PopulationGroup",
    "SheetComment",
    "SheetStep",
    "SheetTask",
    "SheetVersion",
    "Target",
]
