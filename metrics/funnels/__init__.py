"""Campaign funnels: how many of those who enter a month reach each stage, how fast, and where they are lost."""

from metrics.funnels.definition import FOLDER, Campaign, Stage, load, problems, read, texts
from metrics.funnels.funnels import EMPTY, Funnel, Funnels, Leak, Part, Step

__all__ = [
    "EMPTY",
    "FOLDER",
    "Campaign",
    "Funnel",
    "Funnels",
    "Leak",
    "Part",
    "Stage",
    "Step",
    "load",
    "problems",
    "read",
    "texts",
]
