"""Leaks: what a stage would bring if it were as good as the best quartile of peers."""

from dataclasses import dataclass

import numpy as np

from metrics.funnels.sums import Sums, Table

PEERS_LEAST = 30
"""Entities that an org must have at a stage before its rate onwards is held against others'."""
BEST = 0.75
LEAK_LEAST = 0.5
"""Entities: what rounds to nobody is no leak."""


@dataclass(frozen=True)
class Leak:
    """What a stage would give at the best quartile of peers: their `rate`, more entities, and so policies and cents."""

    rate: float
    peers: int
    entities: float
    policies: float
    cents: float


def rates(before: Table, after: Table) -> list[float]:
    """The rates of the orgs that have entities enough."""
    known = before >= PEERS_LEAST
    return list(after[known] / before[known])


def leaked(own: Sums, company: Sums, at: int, peers: list[float]) -> Leak | None:
    """What is lost at a stage against the best quartile; None for an org with too few entities or as good a rate.

    An entity more is worth at the end what those of the stage are worth on average: the org's own where they are
    enough and any got so far, else the company's.
    """
    before, after = (own.entities[at - 1], own.stepped[at]) if at else (0, 0)
    if not peers or before < PEERS_LEAST:
        return None
    best = float(np.quantile(peers, BEST))
    more = float(best * before - after)
    if after / before >= best or more < LEAK_LEAST:
        return None
    learnt = own if own.entities[at] >= PEERS_LEAST and own.end_policies[at] else company
    worth = more / learnt.entities[at] if learnt.entities[at] else 0.0
    return Leak(best, len(peers), more, float(worth * learnt.end_policies[at]), float(worth * learnt.end_cents[at]))
