"""What both sides read: recorded parts, the cells that are in them, and how figures look, as files in a folder.

python -m tests.cockpit.terminal.fixture FOLDER
"""

import json
import sys
from dataclasses import asdict
from pathlib import Path
from typing import Any

import numpy as np

from cockpit import figures
from cockpit.terminal import deltas, layout, parts, words
from cockpit.terminal.parts import Ask
from data.calendar import PERIODS
from data.messages import LANGUAGES
from metrics.catalogue import load
from metrics.definition import UNITS
from metrics.snapshot import Snapshot
from tests.cockpit import world
from tests.cockpit.terminal.series import changed

ORG = "8601"
TREND = "fyp_regular"
CELLS = 600
LATER = 4
NUMBERS = (
    0.0, 1.0, -1.0, 0.5, 0.005, 0.125, 0.0004, 0.9995, 0.99949, 2.5, 9.995, 12.345, 99.95, 999.5, 1000.0, 1234.5,
    9999.4, 9999.5, 10_000.0, 12_160_000.0, 99_994_999.99, 99_995_000.0, 1e8, 1.2345e9, 9.9995e11, 3.2e12, -45_678.9,
    0.1234, 0.68449, 0.6845, 0.68451, 1 / 3,
)  # fmt: skip
CHANGED = (None, 0.0, 0.1234, 0.12345, 0.5, 2.5, 100.0, 100.04, 1234.5, 12_160_000.0)


def main(folder: Path) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    shown, headlines = world.usual(), words.headlines(load())
    asks = (Ask("branch", ORG), Ask("first", ORG, period="mtd", top="86"), Ask("trend", ORG, indicator=TREND))
    for ask in asks:
        (folder / f"{ask.part}.bin").write_bytes(parts.encoded(shown, ask, headlines))
    later = changed(shown, 2, LATER)
    (folder / "delta.bin").write_bytes(deltas.encoded(deltas.turn(shown, later), ORG))
    (folder / "later.bin").write_bytes(parts.encoded(later, Ask("branch", ORG), headlines))
    _write(folder / "later.json", cells(later))
    (folder / "catalogue.json").write_bytes(words.told(load(), shown.funnels.campaigns))
    _write(folder / "cells.json", cells(shown))
    _write(folder / "trend.json", trend(shown))
    _write(folder / "figures.json", looks())


def cells(shown: Snapshot) -> list[dict[str, Any]]:
    """Cells of the branch, drawn by lot, with the fields that the part has."""
    lots, ids = np.random.default_rng(1), shown.orgs.subtree(ORG)
    drawn = [[axis[lots.integers(len(axis))] for axis in (ids, shown.indicators, PERIODS)] for _ in range(CELLS)]
    kept = ("org", "indicator", "period", *layout.BRANCH)
    return [{name: asdict(shown.cell(*place))[name] for name in kept} for place in drawn]


def trend(shown: Snapshot) -> list[dict[str, Any]]:
    return [
        {"org": org, **row, "month": row["month"].isoformat()}
        for org in shown.orgs.subtree(ORG)
        for row in shown.trend_of(org, TREND).to_dicts()
    ]


def looks() -> dict[str, list[list[Any]]]:
    """By function of cockpit/figures.py the arguments and what comes of them."""
    values = (None, *NUMBERS)
    kinds = {(one.unit, one.direction): one for one in load()}.values()
    return {
        "figure": [
            [value, unit, lang, asdict(figures.figure(value, unit, lang)), str(figures.figure(value, unit, lang))]
            for value in values for unit in UNITS for lang in LANGUAGES
        ],
        "percent": [
            [value, lang, digits, figures.percent(value, lang, digits)]
            for value in values for lang in LANGUAGES for digits in (0, 1)
        ],
        "change": [
            [value, base, one.unit, one.direction, lang, found and asdict(found)]
            for value in CHANGED for base in CHANGED for one in kinds for lang in LANGUAGES
            for found in (figures.change(value, base, one, lang),)
        ],
    }  # fmt: skip


def _write(path: Path, told: Any) -> None:
    path.write_text(json.dumps(told, ensure_ascii=False), "utf-8")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
