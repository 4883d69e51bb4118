"""WeCom: customers who added the agent that serves them."""

from dataclasses import dataclass

import numpy as np

from data.demo import constants as c
from data.demo.columns import Columns, Floats, Ints
from data.demo.dice import Dice
from data.demo.policies import Market
from data.demo.serving import Serving


@dataclass(frozen=True)
class Adds(Columns):
    """Customers who added an agent, by day; `luck` as in Acts."""

    customer: Ints
    agent: Ints
    unit: Ints
    day: Ints
    luck: Floats


def draw(world: Market, service: Serving, dice: Dice) -> Adds:
    """Some at the sale, more of them later; nobody before the horizon, when WeCom came."""
    size = len(service.owner)
    since = np.maximum(service.start, world.line.first)
    soon, later = dice.integers(0, 8, size), dice.exponential(c.WECOM_DAYS, size)
    at_sale = (dice.random(size) < c.WECOM_AT_SALE) & (service.start >= world.line.first)
    day = (since + np.where(at_sale, soon, np.minimum(later, 30_000))).astype(np.int32)
    rows = np.flatnonzero(day < np.minimum(service.end, world.line.last))
    rows = rows[np.lexsort((day[rows], service.customer[rows]))]
    rows = rows[np.unique(service.customer[rows], return_index=True)[1]]
    agent, day = service.owner[rows], day[rows]
    unit = world.people.spells.unit_on(agent, day)
    adds = Adds(service.customer[rows], agent, unit, day, dice.random(len(rows)))
    return adds.take(np.lexsort((adds.customer, day)))
