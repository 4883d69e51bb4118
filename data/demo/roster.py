"""The personnel system's tables."""

import numpy as np
import polars as pl

from data.demo import names
from data.demo.agents import Personnel
from data.demo.columns import Ints, Texts
from data.demo.dice import Dice, pick
from data.demo.orgs import Orgs
from data.demo.spells import DAY, FOREVER

EDUCATION = ("school", "college", "university")


def roster(people: Personnel, dice: Dice) -> pl.DataFrame:
    """Table `agent`, with the day of joining as `day`."""
    women = dice.random(people.size) < 0.62
    return pl.DataFrame(
        {
            "agent_id": np.arange(1, people.size + 1, dtype=DAY),
            "name": names.people(women, dice),
            "gender": np.where(women, "f", "m"),
            "education": np.array(EDUCATION)[pick((0.35, 0.43, 0.22), people.size, dice)],
            "day": people.joined,
        }
    )


def movements(people: Personnel, orgs: Orgs, dice: Dice) -> pl.DataFrame:
    """Table `movement` of the whole horizon, ids by day."""
    spells = people.spells
    first = np.concatenate([[True], spells.agent[1:] != spells.agent[:-1]])
    joined = _movement(spells.agent, spells.unit, spells.start, np.where(first, "onboard", "transfer"))
    last = spells.end < FOREVER
    last &= np.concatenate([spells.agent[1:] != spells.agent[:-1], [True]])
    left = _movement(spells.agent[last], spells.unit[last], spells.end[last], np.full(last.sum(), "terminate"))
    rows = pl.concat([joined, left]).sort("day", "agent_id", "kind")
    recruits = (rows["kind"] == "onboard").to_numpy()
    recommender = np.where(recruits, _recommender(people, rows, dice), -1)
    return rows.select(
        pl.int_range(1, pl.len() + 1, dtype=pl.Int64).alias("movement_id"),
        "agent_id", "day", "kind",
        pl.Series("unit_id", orgs.units[rows["unit"].to_numpy()]),
        pl.Series("recommender_id", recommender, pl.Int32).replace(-1, None),
    )  # fmt: skip


def _movement(agent: Ints, unit: Ints, day: Ints, kind: Texts) -> pl.DataFrame:
    return pl.DataFrame({"agent_id": agent + DAY(1), "unit": unit, "day": day, "kind": kind})


def _recommender(people: Personnel, rows: pl.DataFrame, dice: Dice) -> Ints:
    """An agent id who once worked in the recruit's unit and joined earlier; -1 where chance finds none."""
    order = np.argsort(people.spells.unit, kind="stable")
    edges = np.searchsorted(people.spells.unit[order], np.arange(len(people.plan) + 1))
    unit, day = rows["unit"].to_numpy(), rows["day"].to_numpy()
    at = order[(edges[unit] + dice.random(len(unit)) * (edges[unit + 1] - edges[unit])).astype(int)]
    there = (people.spells.start[at] < day) & (people.spells.end[at] > day)
    return np.where(there, people.spells.agent[at] + 1, -1).astype(DAY)
