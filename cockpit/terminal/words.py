"""The words that go with the numbers: indicators, levels, periods and campaigns, in both languages."""

import json
from collections.abc import Sequence
from typing import Any

from cockpit.initials import initials
from cockpit.view import CLASSES
from data.calendar import PERIODS
from data.schemas import LEVELS
from metrics.catalogue import Catalogue, Indicator
from metrics.funnels import Campaign


def told(catalogue: Catalogue, campaigns: Sequence[Campaign]) -> bytes:
    """The catalogue as JSON."""
    words = {
        "indicators": [_indicator(one) for one in catalogue],
        "headlines": headlines(catalogue),
        "classes": CLASSES,
        "levels": LEVELS,
        "periods": PERIODS,
        "campaigns": [_campaign(one) for one in campaigns],
    }
    return json.dumps(words, ensure_ascii=False, separators=(",", ":")).encode()


def headlines(catalogue: Catalogue) -> list[str]:
    """The indicators that are shown at a glance, by class as the pages have them."""
    return [one.id for cls in CLASSES for one in catalogue if one.headline and one.cls == cls]


def _indicator(one: Indicator) -> dict[str, Any]:
    return {
        "id": one.id,
        "zh": one.name_zh,
        "en": one.name_en,
        "initials": initials(one.name_zh),
        "unit": one.unit,
        "direction": one.direction,
        "class": one.cls,
        "headline": one.headline,
        "levels": one.levels,
        "periods": one.periods,
        "planned": one.target is not None,
        "parts": one.denominator is not None,
    }


def _campaign(one: Campaign) -> dict[str, Any]:
    stages = [
        {"zh": stage.name_zh, "en": stage.name_en, "indicator": stage.indicator, "expected": stage.expected}
        for stage in one.stages
    ]
    return {"id": one.id, "zh": one.name_zh, "en": one.name_en, "ordered": one.ordered, "stages": stages}
