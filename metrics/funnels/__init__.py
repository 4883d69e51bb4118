"""Campaign funnels: how many of those who enter a month reach each stage, how fast, and where they are lost."""

from metrics.funnels.cohort import Funnel, Part, Step
from metrics.funnels.course import Course, Day, Week
from metrics.funnels.definition import Campaign, Exit, Stage
from metrics.funnels.funnels import EMPTY, Funnels
from metrics.funnels.leaks import Leak
from metrics.funnels.reading import FOLDER, load, problems, read, texts
from metrics.funnels.sums import Reached, Sums

__all__ = [
    "EMPTY",
    "FOLDER",
    "Campaign",
    "Course",
    "Day",
    "Exit",
    "Funnel",
    "Funnels",
    "Leak",
    "Part",
    "Reached",
    "Stage",
    "Step",
    "Sums",
    "Week",
    "load",
    "problems",
    "read",
    "texts",
]
