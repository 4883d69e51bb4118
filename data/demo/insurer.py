"""The demo insurer, whole: one seed makes the sources of five systems, a plan, and the sheet of its anomalies."""

import json
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from itertools import pairwise
from pathlib import Path

from data.demo import constants as c
from data.demo import plants, tables
from data.demo.dice import Streams, streams
from data.demo.draws import Draws, draw
from data.demo.harm import Harm, harm
from data.demo.salesapp import App, write_events, write_history
from data.demo.writer import Spool, calendar
from data.org import LEVELS

DEFAULT_SEED = 20260617
DEFAULT_DAY = date(2026, 6, 16)
Progress = Callable[[int, int], None]
STEPS_BEFORE_EVENTS = 20


@dataclass(frozen=True)
class Answers:
    """The answer sheet; `users` names the org of each demo user."""

    seed: int
    size: str
    as_of: date
    healthy: bool
    plants: tuple[plants.Plant, ...]
    users: dict[str, str]

    def head(self) -> dict[str, object]:
        return {"seed": self.seed, "size": self.size, "as_of": self.as_of.isoformat(), "healthy": self.healthy}


def seed(
    home: Path, size: str = "S", seed: int = DEFAULT_SEED, as_of: date = DEFAULT_DAY,
    healthy: bool = False, progress: Progress | None = None,  # noqa: FBT001, FBT002 - a plain switch
) -> Answers:  # fmt: skip
    """Write the demo insurer's spool, answers.json and demo.json below `home`; the same arguments, the same bytes.

    `as_of` is the last day with complete data; `healthy` leaves out the planted anomalies and changes nothing else.
    `progress(done, total)` is called as files are written. An unknown size, or a home with data that is no demo, is
    a UserError. An earlier demo insurer below `home` is replaced.
    """
    measure, dice = c.size_of(size), streams(seed)
    tell = _steps(progress, STEPS_BEFORE_EVENTS + measure.raw_days)
    spool = Spool(home)
    spool.clear()
    _note(home / "answers.json", {"seed": seed, "size": size, "plants": []})
    (home / "demo.json").unlink(missing_ok=True)
    drawn = draw(measure, as_of, dice)
    tell(10)
    place = plants.scene(drawn.world.orgs, drawn.world.line, dice["plants"])
    hurt = harm(drawn, None if healthy else place, dice)
    tables.write_all(drawn, hurt, spool, dice)
    tell(14)
    _write_sales_app(drawn, hurt, spool, measure, dice, tell)
    sheet = Answers(seed, size, as_of, healthy, () if healthy else plants.answers(place), users(place))
    _note(home / "answers.json", {**sheet.head(), "plants": [plant.row() for plant in sheet.plants]})
    _note(home / "demo.json", {**sheet.head(), "users": sheet.users})
    return sheet


def _write_sales_app(
    drawn: Draws, hurt: Harm, spool: Spool, size: c.Size, dice: Streams, tell: Callable[[int], None]
) -> None:
    line = drawn.world.line
    raw_from = line.as_of - size.raw_days + 1
    changed = hurt.place.start if hurt.place else line.last
    app = App(drawn.world, hurt.acts, hurt.deeds, hurt.gone, hurt.stopped, changed, size.acts)
    first = int(hurt.acts.day[0])
    write_history(app, spool, calendar(line), (first, raw_from), dice)
    tell(STEPS_BEFORE_EVENTS)
    late = hurt.place.late if hurt.place else None
    days = range(raw_from, line.as_of + 1)
    write_events(app, spool, days, late, dice, lambda done: tell(STEPS_BEFORE_EVENTS + done))


def users(place: plants.Scene) -> dict[str, str]:
    """The org of each demo user: the line from top to bottom through the branch and its collapse."""
    tree = place.orgs.tree
    line = {"hq": tree.root.id, "branch": place.branch, "sub_branch": place.collapse}
    for above, level in pairwise(LEVELS[2:]):
        line[level] = max(tree.children(line[above]), key=lambda org: len(tree.subtree(org)))
    return line | {"analyst": tree.root.id}


def _steps(progress: Progress | None, total: int) -> Callable[[int], None]:
    return (lambda done: progress(done, total)) if progress else (lambda _: None)


def _note(path: Path, content: dict[str, object]) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    part = path.with_name(path.name + ".part")
    part.write_text(json.dumps(content, ensure_ascii=False, indent=1), "utf-8")
    part.replace(path)
