"""Visits and proposals: each has its customer; an application comes from a proposal, a proposal from a visit."""

from dataclasses import dataclass, replace

import numpy as np

from data.demo import constants as c
from data.demo.columns import Bools, Columns, Floats, Ints
from data.demo.dice import Dice, counts, pick, shared
from data.demo.policies import Cases, Market, customers, expected
from data.demo.serving import Serving
from data.schemas.sales_app import VALID_VISIT_MINUTES

MODES = ("f2f", "video", "phone")
PHONE = 2
_DAYS, _EARLIER = 100_000, 30


@dataclass(frozen=True)
class Acts(Columns):
    """Visits and proposals by day; an act that is no `proposal` is a visit.

    `luck` in [0, 1) belongs to a visit, its proposal and their application alike, so that a plant that thins one
    of them out thins the chain. `mode` of a visit is an index of MODES; on some visits the customer's `needs` are
    analysed.
    """

    agent: Ints
    unit: Ints
    customer: Ints
    day: Ints
    proposal: Bools
    minutes: Ints
    luck: Floats
    mode: Ints
    needs: Bools

    @property
    def valid(self) -> Bools:
        """Visits face to face or by video that last long enough."""
        return ~self.proposal & (self.mode < PHONE) & (self.minutes >= VALID_VISIT_MINUTES)


def in_order(parts: list[Acts]) -> Acts:
    """All parts together, by day, agent and customer."""
    whole = Acts.joined(parts)
    return whole.take(np.lexsort((whole.proposal, whole.customer, whole.agent, whole.day)))


def draw(world: Market, cases: Cases, luck: Floats, start: int, dice: Dice, talks: Dice) -> Acts:
    """The visits and proposals from day `start`, a month's first, to the end of `as_of`'s month.

    `luck` is that of each case; how a visit went is drawn from `talks`.
    """
    proposals = [_signed(cases, luck, start), _free(world, start, dice)]
    meetings = [_meeting(part, dice) for part in proposals]
    visits = _visits(world, start, dice)
    held = [_held(part, c.MEETING_MODES, 0.0, talks) for part in meetings]
    return in_order([*proposals, *held, _held(visits, c.VISIT_MODES, c.SHORT_VISITS, talks)])


def _signed(cases: Cases, luck: Floats, start: int) -> Acts:
    """The proposal behind each application."""
    acts = _acts(cases.agent, cases.unit, cases.customer, cases.proposed, luck, proposal=True)
    return acts.take(acts.day >= start)


def _acts(agent: Ints, unit: Ints, customer: Ints, day: Ints, luck: Floats, *, proposal: bool) -> Acts:
    size = len(agent)
    nothing, never = np.zeros(size, np.int32), np.zeros(size, bool)
    return Acts(agent, unit, customer, day, np.full(size, proposal), nothing, luck, nothing, never)


def _weights(world: Market, dice: Dice) -> Floats:
    """How diligent each agent is, for good and in a month."""
    lasting = np.exp(c.DILIGENCE_SIGMA * dice.standard_normal(world.people.size))[world.spells.agent]
    passing = dice.gamma(c.DILIGENCE_SHAPE, 1 / c.DILIGENCE_SHAPE, len(world.spells.agent))
    return lasting * passing


def spread(world: Market, per_agent: Floats, start: int, dice: Dice) -> Acts:
    """Acts of the quiet curve: counts per unit and month, shared among the agents by diligence."""
    spells, line = world.spells, world.line
    share = line.visits.share(spells.start, spells.end)
    at = world.outlook.at(line.months[0])
    asked = (line.edges[:-1] >= start) & (line.edges[:-1] <= line.as_of)
    rate = np.where(asked, per_agent[at : at + len(line.months)], 0.0)
    hope = expected(world, rate, np.ones(spells.units), share)
    index = shared(counts(hope, dice), spells.cell, _weights(world, dice) * share, dice)
    day = line.visits.spread(spells.start[index], spells.end[index], dice.random(len(index)))
    agent = spells.agent[index]
    customer = customers(agent, day, world.people.joined, dice)
    return _acts(agent, spells.unit[index], customer, day, dice.random(len(index)), proposal=False)


def _free(world: Market, start: int, dice: Dice) -> Acts:
    """Proposals that no application follows."""
    acts = spread(world, world.outlook.free, start, dice)
    return replace(acts, proposal=np.ones(len(acts.day), bool))


def _visits(world: Market, start: int, dice: Dice) -> Acts:
    """Visits without a proposal."""
    acts = spread(world, world.outlook.free_visits, start, dice)
    return replace(acts, minutes=minutes(len(acts.day), dice))


def _meeting(proposals: Acts, dice: Dice) -> Acts:
    """The visit in which a proposal was made."""
    size = len(proposals.day)
    return replace(proposals, proposal=np.zeros(size, bool), minutes=minutes(size, dice))


def minutes(size: int, dice: Dice) -> Ints:
    """How long visits last."""
    return np.clip(np.exp(3.4 + 0.5 * dice.standard_normal(size)), 5, 240).astype(np.int32)


def _held(visits: Acts, modes: tuple[float, ...], short: float, dice: Dice) -> Acts:
    """The visits with their modes, a share of them too `short` to be valid."""
    size = len(visits.day)
    brief = dice.random(size) < short
    length = np.where(brief, dice.integers(3, VALID_VISIT_MINUTES, size), visits.minutes)
    return replace(visits, mode=pick(modes, size, dice), minutes=length.astype(np.int32))


def called(acts: Acts, served: Serving, orphaned: Serving, dice: Dice) -> Acts:
    """The same acts, with some of the visits without a proposal made to customers served, and to the unit's orphans.

    Only within an agent's day are they out of order then.
    """
    keys = acts.customer * _DAYS + acts.day
    alone = np.flatnonzero(~acts.proposal & ~np.isin(keys, keys[acts.proposal]))
    luck = dice.random(len(alone))
    own, other = alone[luck < c.VISITS_TO_SERVED], alone[luck > 1 - c.VISITS_TO_ORPHANS]
    customer = acts.customer.copy()
    for at, goal in (
        (own, served.customers(acts.agent[own], acts.day[own], dice)),
        (other, orphaned.customers(acts.unit[other], acts.day[other], dice)),
    ):
        customer[at] = np.where(goal > 0, goal, customer[at])
    return replace(acts, customer=customer)


def analysed(acts: Acts, dice: Dice) -> Acts:
    """The same acts with the needs analyses: before most proposals, and on some valid visits without one."""
    valid = np.flatnonzero(acts.valid)
    valid = valid[np.lexsort((acts.day[valid], acts.customer[valid]))]
    keys = acts.customer[valid] * _DAYS + acts.day[valid]
    proposals = np.flatnonzero(acts.proposal)
    asked = acts.customer[proposals] * _DAYS + acts.day[proposals]
    own = np.searchsorted(keys, asked)
    earlier = (own > 0) & (keys[own - 1] >= asked - _EARLIER) & (dice.random(len(own)) < c.NEEDS_EARLIER)
    before = valid[np.minimum(own - earlier, len(valid) - 1)]
    needs = np.zeros(len(acts.day), bool)
    needs[before[dice.random(len(own)) < c.NEEDS_BEFORE]] = True
    needs[valid[~np.isin(keys, asked) & (dice.random(len(keys)) < c.NEEDS_ALONE)]] = True
    return replace(acts, needs=needs)


@dataclass(frozen=True)
class Staff:
    """Who is there on a day."""

    start: Ints
    end: Ints
    agent: Ints

    def on(self, day: int) -> Ints:
        return self.agent[(self.start <= day) & (day < self.end)]


def other_acts(agents: Ints, day: int, world: Market, mean: float, dice: Dice) -> Ints:
    """Each present agent's count of other acts in the sales app on a day: many none, the rest spread widely."""
    workday = bool(world.line.workday[day - world.line.first])
    opens = dice.random(len(agents)) < c.OPENS_APP["workday" if workday else "off"]
    return np.where(opens, dice.negative_binomial(3, 3 / (3 + mean), len(agents)), 0).astype(np.int32)
