"""Campaign funnels: how many of those who enter a month reach each stage, how fast, and where they are lost."""

from metrics.funnels.definition import FOLDER, Campaign, Stage, load, read
from metrics.funnels.funnels import EMPTY, Funnel, Funnels, Step

__all__ = ["EMPTY", "FOLDER", "Campaign", "Funnel", "Funnels", "Stage", "Step", "load", "read"]
