"""Random draws that stay tight: a seed's streams, counts without needless noise, even luck.

An insurer's totals wander far less than independent dice would make them, since customers' needs are steady; so
counts are drawn systematically along the organisation tree, and every subtree gets its expectation within one.
"""

from collections.abc import Sequence

import numpy as np

from data.demo.columns import Floats, Ints

Dice = np.random.Generator
Streams = dict[str, Dice]

GOLDEN = (5**0.5 - 1) / 2
PARTS = ("orgs", "plan", "agents", "policies", "premiums", "renewals", "visits", "acts", "service", "targets", "plants",
         "assigns", "talks", "kinds", "reviews", "coaching", "wecom", "recordings", "meetings",
         "careers", "recruits", "attendance", "training", "appraisals", "income", "customers", "debits", "loans",
         "underwriting")  # fmt: skip


def streams(seed: int) -> Streams:
    """A stream of luck for each part, so that a change in one part leaves the others' draws alone."""
    children = np.random.SeedSequence(seed).spawn(len(PARTS))
    return {part: np.random.Generator(np.random.PCG64(child)) for part, child in zip(PARTS, children, strict=True)}


def counts(expected: Floats, dice: Dice) -> Ints:
    """Whole counts whose sum over any run of neighbours is the sum expected, within one."""
    edges = np.floor(np.concatenate([[0.0], np.cumsum(expected)]) + dice.random())
    return np.diff(edges).astype(np.int32)


def even(size: int, dice: Dice) -> Floats:
    """Luck in [0, 1) that any run of neighbours spreads evenly: steps of the golden ratio from a random start."""
    return np.asarray((dice.random() + GOLDEN * np.arange(size)) % 1.0)


def shared(totals: Ints, groups: Ints, weights: Floats, dice: Dice) -> Ints:
    """An index into `weights` for each of a group's `totals`, chosen by weight among the group's members.

    `groups` numbers the group of each weight, in ascending order; `totals` has one count per group.
    """
    running = np.concatenate([[0.0], np.cumsum(weights)])
    edges = np.searchsorted(groups, np.arange(len(totals) + 1))
    chosen = np.repeat(np.arange(len(totals)), totals)
    low, high = running[edges[chosen]], running[edges[chosen + 1]]
    index = np.searchsorted(running, low + dice.random(len(chosen)) * (high - low), side="right") - 1
    return np.asarray(np.clip(index, edges[chosen], edges[chosen + 1] - 1))


def pick(shares: Sequence[float] | Floats, size: int, dice: Dice) -> Ints:
    """Indices by their shares."""
    running = np.cumsum(shares)
    return np.searchsorted(running[:-1] / running[-1], dice.random(size), side="right").astype(np.int32)


def lots(*columns: Ints) -> Floats:
    """Luck in [0, 1) that belongs to a thing by what it is, whatever else is drawn: a hash of its columns."""
    mixed = np.zeros(len(columns[0]), np.uint64)
    for column in columns:
        mixed = (mixed ^ column.astype(np.uint64)) * np.uint64(0x9E3779B97F4A7C15)
        mixed = (mixed ^ (mixed >> np.uint64(29))) * np.uint64(0xBF58476D1CE4E5B9)
        mixed ^= mixed >> np.uint64(32)
    return np.asarray((mixed >> np.uint64(11)) / 2.0**53)


def lognormal(mean: float, sigma: float, size: int, dice: Dice) -> Floats:
    """Lognormal draws with this mean."""
    return mean * np.exp(sigma * dice.standard_normal(size) - sigma**2 / 2)
